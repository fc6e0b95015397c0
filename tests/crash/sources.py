"""What the crash tests import: the sample, and a part of the extraction pages where they are at hand."""

import os

import kit
from extraction_warc import write

EVERY = 2 if kit.IS_SOAK else 12  # of about 1,100 pages


def sources(folder):
    """Paths of the sources, in the order in which they are imported."""
    found = [kit.SAMPLE]
    pages = os.path.join(kit.DATA, "extraction")
    if os.path.isdir(pages):
        warc = os.path.join(folder, "pages.warc.gz")
        if not os.path.exists(warc):
            count = write(pages, warc, every=EVERY)
            print("sources: the sample, and %d pages of the extraction data" % count)
        found.append(warc)
    else:
        print("sources: the sample alone; no extraction data at '%s'" % pages)
    return found
