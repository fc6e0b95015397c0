"""What the crash tests import: the sample in all its forms, a crawl grown from it, a made export of a CMS,
and some real pages where they are at hand.

The grown crawl is long enough for several batches, so that kills fall between commits as well as within one.
"""

import os
import subprocess
import sys

import kit
from extraction_warc import write

sys.path.insert(0, os.path.join(kit.SOURCE, "sample"))
from grow import write_site  # noqa: E402

PAGES = 6000 if kit.IS_SOAK else 500
ITEMS = 4000 if kit.IS_SOAK else 300  # of the made export
EVERY = 2 if kit.IS_SOAK else 24  # of about 1,100 real pages
SEED = 88


def made_export(folder):
    """An export of a newspaper's WordPress, made from a seed: posts, photos, revisions, comments."""
    path = os.path.join(folder, "made.wxr.xml")
    generator = os.path.join(kit.SOURCE, "bench", "wxr_generate.py")
    command = [sys.executable, "-B", generator, "--seed", str(SEED), "--out", path, str(ITEMS)]
    subprocess.run(command, check=True)
    return path


def sources(folder):
    """Paths of the sources, in the order in which they are imported."""
    beside = os.path.dirname(kit.SAMPLE)
    found = [kit.SAMPLE, os.path.join(folder, "grown.warc.gz")]
    write_site(found[1], PAGES, SEED)
    found += [os.path.join(beside, name) for name in ("text", "sample.wxr.xml", "folder")]
    found.append(made_export(folder))
    real = os.path.join(kit.DATA, "extraction")
    if os.path.isdir(real):
        found.append(os.path.join(folder, "real.warc.gz"))
        count = write(real, found[-1], every=EVERY)
        print("sources: the sample, %d grown pages, %d real pages" % (PAGES, count))
    else:
        print("sources: the sample, %d grown pages; no real pages at '%s'" % (PAGES, real))
    return found
