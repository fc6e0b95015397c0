#!/usr/bin/env python3
"""Import: pages a second a core, peak memory, what an archive takes on disk, how long it takes to open.

In:  all pages of data/extraction as one WARC (many sites), and a crawl of one site made from a seed.
Out: one line a measure; see README.md of this folder.
"""

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile

import measure
import kit
from extraction_warc import write as write_extraction

sys.path.insert(0, os.path.join(kit.SOURCE, "sample"))
import newspaper  # noqa: E402
from grow import write_site  # noqa: E402

SEED = 20080107
RUNS = 3


def measure_import(name, warc, page_count, html_bytes, title):
    folder = tempfile.mkdtemp(prefix="backfile-bench-")
    archive = os.path.join(folder, "archive")
    program = kit.program()
    runs = []
    for _ in range(RUNS):
        shutil.rmtree(archive, ignore_errors=True)
        kit.run("init", archive, "--title", title)
        runs.append(measure.Child([program, "import", archive, warc]))
    measure.line(name + ": import", "pages/s", [page_count / run.seconds for run in runs], 0)
    measure.line(name + ": import", "pages/s/core", [page_count / run.processor_seconds for run in runs], 0)
    measure.line(name + ": peak memory", "MB", [run.peak_bytes / 1e6 for run in runs], 1)
    measure_disk(name, archive, html_bytes)
    opens = [measure.Child([program, "search", archive, "the", "--count"]).seconds * 1000 for _ in range(20)]
    measure.line(name + ": open, count, close", "ms", opens)
    shutil.rmtree(folder)


def measure_disk(name, archive, html_bytes):
    """Originals against their bytes; archive.db and index/ against the text."""
    export = os.path.join(os.path.dirname(archive), "export.jsonl")
    kit.run("export", archive, "--format", "jsonl", export)
    with open(export, encoding="utf-8") as lines:
        text = sum(len(json.loads(each).get("text", "").encode("utf-8")) for each in lines)
    warc = measure.tree_bytes(os.path.join(archive, "warc"))
    database = measure.tree_bytes(os.path.join(archive, "archive.db"))
    index = measure.tree_bytes(os.path.join(archive, "index"))
    measure.line(name + ": originals", "share of their bytes", [warc / html_bytes], 3)
    measure.line(name + ": archive.db", "times the text", [database / text], 2)
    measure.line(name + ": index/", "times the text", [index / text], 2)
    measure.line(name + ": archive.db and index/", "times the text", [(database + index) / text], 2)


def unpacked_bytes(warc):
    total = 0
    with gzip.open(warc) as file:
        while True:
            piece = file.read(1 << 20)
            if not piece:
                return total
            total += len(piece)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=5000, help="articles of the one-site crawl")
    parser.add_argument("--only", choices=["sites", "site"])
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="backfile-bench-")
    measure.heading()
    data = os.path.join(kit.DATA, "extraction")
    if options.only != "site":
        if os.path.isdir(data):
            warc = os.path.join(folder, "sites.warc.gz")
            count = write_extraction(data, warc)
            measure_import("many sites", warc, count, unpacked_bytes(warc), "Real pages")
        else:
            print("many sites: skipped, no test data at '%s' (set BACKFILE_DATA)" % data)
    if options.only != "sites":
        warc = os.path.join(folder, "site.warc.gz")
        write_site(warc, options.pages, SEED)
        measure_import("one site", warc, options.pages, unpacked_bytes(warc), newspaper.ARCHIVE_TITLE)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
