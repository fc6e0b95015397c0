#!/usr/bin/env python3
"""Makes all pages of the extraction data into one WARC, so that they can be imported as a crawl.

In:  the folder data/extraction (one folder a set, each with gold.jsonl and html/*.html.gz).
Out: OUT (.warc.gz): a response record a page, in the order of set and line, with dates that are the same in
     every run; and, with --list FILE, lines URL<TAB>SET<TAB>ID<TAB>PATH of what was written.

A page that several sets share is written once.
"""

import argparse
import gzip
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from warcfile import Ticker, WarcWriter  # noqa: E402

HEADERS = [
    ("Server", "nginx"),
    ("Content-Type", "text/html"),
]  # without a charset: the page says it, or it is guessed


def pages(folder):
    """Each page once: (url, set, id, path of its gzip file, gold)."""
    seen = set()
    for name in sorted(os.listdir(folder)):
        gold_path = os.path.join(folder, name, "gold.jsonl")
        if not os.path.isfile(gold_path):
            continue
        with open(gold_path, encoding="utf-8") as lines:
            for line in lines:
                gold = json.loads(line)
                path = os.path.join(folder, gold["html"])
                if (gold.get("url", ""), path) not in seen and os.path.isfile(path):
                    seen.add((gold.get("url", ""), path))
                    yield gold.get("url", ""), name, gold["id"], path, gold


def absolute(url, page_set, page_id):
    """Some sets have no address, or one that no WARC may hold."""
    url = (url or "").strip().replace(" ", "%20")
    if not url.startswith(("http://", "https://")):
        url = "https://%s.invalid/%s" % (page_set.replace("_", "-"), page_id)
    return url


def write(folder, out, limit=None, every=1, listing=None):
    """Gives the number of pages written."""
    clock = Ticker("2020-01-01T00:00:00Z", 1)
    count = 0
    with open(out + ".part", "wb") as file:
        writer = WarcWriter(file)
        writer.info(clock.tick(), [("software", "scripts/extraction_warc.py")])
        for place, (url, page_set, page_id, path, _) in enumerate(pages(folder)):
            if place % every or (limit and count >= limit):
                continue
            with gzip.open(path) as page:
                body = page.read()
            url = absolute(url, page_set, page_id)
            writer.response(url, clock.tick(), 200, "OK", HEADERS, body)
            if listing:
                listing.write("%s\t%s\t%s\t%s\n" % (url, page_set, page_id, path))
            count += 1
    os.replace(out + ".part", out)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    parser.add_argument("--list", metavar="FILE")
    options = parser.parse_args()
    if not os.path.isdir(options.folder):
        sys.exit("extraction_warc: no folder '%s'" % options.folder)
    listing = open(options.list, "w", encoding="utf-8") if options.list else None
    count = write(options.folder, options.out, options.limit, options.every, listing)
    if listing:
        listing.close()
    print("%s: %d pages, %d bytes" % (options.out, count, os.path.getsize(options.out)))


if __name__ == "__main__":
    main()
