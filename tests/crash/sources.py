"""What the crash tests import: the sample, a crawl grown from it, and some real pages where they are at hand.

The grown crawl is long enough for several batches, so that kills fall between commits as well as within one.
"""

import os
import sys

import kit
from extraction_warc import write

sys.path.insert(0, os.path.join(kit.SOURCE, "sample"))
from grow import write_site  # noqa: E402

PAGES = 6000 if kit.IS_SOAK else 900
EVERY = 2 if kit.IS_SOAK else 24  # of about 1,100 real pages
SEED = 88


def sources(folder):
    """Paths of the sources, in the order in which they are imported."""
    found = [kit.SAMPLE, os.path.join(folder, "grown.warc.gz")]
    write_site(found[1], PAGES, SEED)
    real = os.path.join(kit.DATA, "extraction")
    if os.path.isdir(real):
        found.append(os.path.join(folder, "real.warc.gz"))
        count = write(real, found[2], every=EVERY)
        print("sources: the sample, %d grown pages, %d real pages" % (PAGES, count))
    else:
        print("sources: the sample, %d grown pages; no real pages at '%s'" % (PAGES, real))
    return found
