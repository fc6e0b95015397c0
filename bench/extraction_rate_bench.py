#!/usr/bin/env python3
"""Extraction: pages a second on one thread, beside other programs on the same pages in the same run.

In:  data/extraction, unpacked into a folder first, so that all read plain files. trafilatura and resiliparse
     where they are installed (pip install trafilatura lxml_html_clean resiliparse); Mozilla's readability
     where $BACKFILE_NODE_FOLDER names a folder with it (npm install @mozilla/readability linkedom).
Out: one line a program and the ratios, by processor time; the programs take turns, so that a busy machine is
     busy for all. Of backfile its start, reading files and writing JSON are in it, of the others their calls.
"""

import argparse
import gzip
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time

import measure
import kit
from extraction_warc import absolute, pages

HERE = os.path.dirname(os.path.abspath(__file__))


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


def seconds_of_backfile(listing, _):
    return measure.Child([kit.program(), "extract", "--jobs", "1", "--list", listing]).processor_seconds


def seconds_of_calls(files, call):
    begin = time.process_time()
    for path, url in files:
        with open(path, "rb") as file:
            body = file.read()
        try:
            call(body, url)
        except Exception:  # a page that it cannot read costs it no more than that
            pass
    return time.process_time() - begin


def seconds_of_trafilatura(_, files):
    import trafilatura

    return seconds_of_calls(files, lambda b, url: trafilatura.bare_extraction(b, url=url, with_metadata=True))


def seconds_of_resiliparse(_, files):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def call(body, _):
        return extract_plain_text(bytes_to_str(body, detect_encoding(body)), main_content=True)

    return seconds_of_calls(files, call)


def seconds_of_readability(listing, _):
    with open(listing, "rb") as lines:
        command = ["node", os.path.join(HERE, "extraction_others.mjs")]
        return float(subprocess.run(command, stdin=lines, stdout=subprocess.PIPE, check=True).stdout)


def has(name):
    return importlib.util.find_spec(name) is not None


def others():
    """The programs that are there: name, seconds of one round; what is missing is said."""
    found = [("backfile", seconds_of_backfile)]
    for name, seconds, is_there in (
        ("trafilatura", seconds_of_trafilatura, has("trafilatura")),
        ("resiliparse", seconds_of_resiliparse, has("resiliparse")),
        ("readability", seconds_of_readability, "BACKFILE_NODE_FOLDER" in os.environ),
    ):
        if is_there:
            found.append((name, seconds))
        else:
            print("extraction: %s is not there, no ratio" % name)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--every", type=int, default=4, help="only every Nth page")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each program")
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(kit.DATA, "extraction")):
        print("extraction: skipped, no test data at '%s' (set BACKFILE_DATA)" % kit.DATA)
        return
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
        files = unpack(folder, options.every)
        size = sum(os.path.getsize(path) for path, _ in files)
        print("extraction: %d pages, %.1f MB of HTML" % (len(files), size / 1e6))
        listing = os.path.join(folder, "list.tsv")
        with open(listing, "w", encoding="utf-8") as file:
            file.writelines("%s\t%s\n" % pair for pair in files)
        programs = others()
        rates = {name: [] for name, _ in programs}
        for _ in range(options.rounds):
            for name, seconds in programs:
                rates[name].append(len(files) / seconds(listing, files))
    measure.heading()
    for name, _ in programs:
        measure.line("extraction: " + name, "pages/s of processor", rates[name], 1)
    for name, _ in programs[1:]:
        ratios = [ours / theirs for ours, theirs in zip(rates["backfile"], rates[name])]
        measure.line("extraction: backfile / " + name, "ratio", ratios, 1)


if __name__ == "__main__":
    main()
