"""Imports all pages of the extraction data as one WARC: the report adds up, each article is found and served.

In:  data/extraction. Out: exit 1 with what was not as it should be.

Memory is measured in bench/, with a release build: a sanitizer's own memory would hide ours.
"""

import json
import os
import random
import re
import shutil
import sys

import kit
from extraction_warc import write

COUNTED = (
    "articles",
    "versions",
    "lists",
    "media",
    "others",
    "duplicates",
    "evidence",
    "notPublic",
    "articleCaptures",
)
SEARCHES = 400 if kit.IS_SOAK else 120
FETCHES = 120


def check_sum(report):
    """Every record read is counted once; gives the counts."""
    told = {key: report.get(key, 0) for key in COUNTED}
    skipped = report.get("skippedCount", len(report.get("skipped", [])))
    if sum(told.values()) + skipped != report["read"]:
        raise AssertionError("%d records, but %s and %d skipped" % (report["read"], told, skipped))
    for skip in report.get("skipped", []):
        if not skip.get("reason") or not skip.get("source"):
            raise AssertionError("a skip without source or reason: %s" % skip)
    return told


def check_report(report, records):
    """And none is missing."""
    if report["read"] != records:
        raise AssertionError("read %d records of %d" % (report["read"], records))
    return check_sum(report)


def words_of(text, rng):
    """Four plain words of the text."""
    words = sorted(set(re.findall(r"(?<![\w'’-])[a-z]{5,14}(?![\w'’-])", text)))
    words = [word for word in words if word not in ("near", "pre")]
    return rng.sample(words, min(4, len(words)))


def check_found(archive, articles, rng):
    """A piece is found by words of its body; gives how many were tried."""
    tried = 0
    for article in rng.sample(articles, min(SEARCHES, len(articles))):
        words = words_of(article.get("text", ""), rng)
        if len(words) < 2:
            continue
        out = kit.run("search", archive, " ".join(words), "--format", "json", "--limit", "500")
        ids = [hit["id"] for hit in json.loads(out)["hits"]]
        if article["id"] not in ids:
            raise AssertionError(
                "'%s' does not find %s (%s)" % (" ".join(words), article["id"], article.get("url"))
            )
        tried += 1
    return tried


def check_served(archive, articles, rng):
    """Each is served as a page and as JSON, at the id and at its own address."""
    with kit.Server(archive) as server:
        for article in rng.sample(articles, min(FETCHES, len(articles))):
            path = "/id/" + article["id"]
            for _ in range(3):
                status, headers, body = server.get(path)
                if status not in (301, 302, 308):
                    break
                path = re.sub(r"^https?://[^/]+", "", headers["location"])
            if status != 200 or b"<html" not in body.lower():
                raise AssertionError("%s answers %d" % (path, status))
        status, _, body = server.get("/search?q=the&format=json")
        if status != 200:
            raise AssertionError("/search answers %d" % status)


def main():
    pages = kit.data("extraction")
    folder = os.getcwd()
    warc = os.path.join(folder, "pages.warc.gz")
    count = write(pages, warc)
    archive = kit.new_archive(os.path.join(folder, "archive"), ["--title", "Real pages"])
    report_path = os.path.join(folder, "report.json")
    kit.run("import", archive, "--report", report_path, warc, timeout=1200)
    told = check_report(kit.read_report(report_path), count + 1)
    print("%d pages: %s" % (count, told))

    export = kit.export_jsonl(archive, os.path.join(folder, "export.jsonl")).decode("utf-8")
    articles = [json.loads(line) for line in export.split("\n") if line]
    if len(articles) != told["articles"]:
        raise AssertionError("%d articles reported, %d exported" % (told["articles"], len(articles)))
    if len(articles) < count * 6 // 10:
        raise AssertionError("only %d articles in %d pages" % (len(articles), count))
    rng = random.Random(1)
    print("%d searches by words of the body" % check_found(archive, articles, rng))
    check_served(archive, articles, rng)
    kit.run("verify", archive, timeout=600)
    shutil.rmtree(archive)
    os.remove(warc)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as wrong:
        print(wrong)
        sys.exit(1)
