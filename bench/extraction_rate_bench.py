#!/usr/bin/env python3
"""Extraction: pages a second on one thread, beside trafilatura on the same pages in the same run.

In:  data/extraction, unpacked into a folder first, so that both read plain files.
Out: one line a program and the ratio, by processor time; trafilatura is skipped where it is not installed.
"""

import argparse
import gzip
import os
import shutil
import tempfile
import time

import measure
import kit
from extraction_warc import absolute, pages

RUNS = 5


def unpack(folder, every):
    """[(path, url)] of plain HTML files."""
    found = []
    for place, (url, page_set, page_id, path, _) in enumerate(pages(os.path.join(kit.DATA, "extraction"))):
        if place % every:
            continue
        out = os.path.join(folder, "%05d.html" % place)
        with gzip.open(path) as page, open(out, "wb") as file:
            shutil.copyfileobj(page, file)
        found.append((out, absolute(url, page_set, page_id)))
    return found


def rate_of_backfile(files, folder):
    """Pages a second of processor time, of each run; the start of the program is in it."""
    listing = os.path.join(folder, "list.tsv")
    with open(listing, "w", encoding="utf-8") as file:
        file.writelines("%s\t%s\n" % pair for pair in files)
    command = [kit.program(), "extract", "--jobs", "1", "--list", listing]
    return [len(files) / measure.Child(command).processor_seconds for _ in range(RUNS)]


def rate_of_trafilatura(files):
    """The same for trafilatura with its metadata; None where it is not installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    rates = []
    for _ in range(2):
        begin = time.process_time()
        for path, url in files:
            with open(path, "rb") as file:
                body = file.read()
            try:
                trafilatura.bare_extraction(body, url=url, with_metadata=True)
            except Exception:  # a page that it cannot read costs it no more than that
                pass
        rates.append(len(files) / (time.process_time() - begin))
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--every", type=int, default=4, help="only every Nth page")
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(kit.DATA, "extraction")):
        print("extraction: skipped, no test data at '%s' (set BACKFILE_DATA)" % kit.DATA)
        return
    folder = tempfile.mkdtemp(prefix="backfile-bench-")
    files = unpack(folder, options.every)
    size = sum(os.path.getsize(path) for path, _ in files)
    print("extraction: %d pages, %.1f MB of HTML" % (len(files), size / 1e6))
    measure.heading()
    ours = measure.line("extraction: backfile", "pages/s of processor", rate_of_backfile(files, folder), 0)
    theirs = rate_of_trafilatura(files)
    if theirs:
        other = measure.line("extraction: trafilatura", "pages/s of processor", theirs, 1)
        measure.line("extraction: backfile / trafilatura", "ratio", [ours / other], 1)
    else:
        print("extraction: trafilatura is not installed (pip install trafilatura lxml_html_clean), no ratio")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
