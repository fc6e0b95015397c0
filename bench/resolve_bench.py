#!/usr/bin/env python3
"""Old addresses: how many `backfile resolve` answers a second, in what memory, and how soon one is answered.

In:  a crawl of one site made from a seed: two addresses a piece, 100,000 in all (or --archive, kept).
Out: one line a measure; see README.md of this folder. "mixed" is what a log of an old site holds: half
     are addresses as published or shared, the rest bare slugs, ids, slugs cut short, and addresses never
     heard of.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time

import measure
import kit
from warcfile import Ticker, WarcWriter

SEED = 20080107
HOST = "https://www.tramontane.example"
RUNS = 5
PAGE = """<!doctype html><html lang=en><head><title>%(headline)s - The Tramontane</title>
<link rel=canonical href="%(url)s"><meta property="og:type" content=article>
<meta property="article:published_time" content="20%(year)02d-0%(month)d-1%(month)dT10:00:00+02:00"></head>
<body class="single single-post postid-%(id)d"><article><h1 class=entry-title>%(headline)s</h1>
<div class=entry-content><p>The harbour closed on Friday, the port authority said, and %(headline)s went on all
the same until the evening, when the last boat had left.</p><p>Talks between the union and the ministry will be
held on Monday in the old customs house, a spokesman told The Tramontane.</p></div></article></body></html>"""
WORDS = """harbour strike ferry minister council olive harvest border talks envoy market ceasefire election
budget museum railway drought pipeline festival parliament refugees airport treaty fishermen customs inquiry
orchestra lighthouse protest summit editor archive""".split()


def articles(count):
    rng = random.Random(SEED)
    for number in range(count):
        slug = "-".join(rng.choice(WORDS) for _ in range(6)) + "-%d" % number
        path = "/writer-%d/%s/%s" % (rng.randrange(300), rng.choice(["news", "opinion", "features"]), slug)
        yield {
            "id": 55000000 + number,
            "path": path,
            "url": HOST + path,
            "slug": slug,
            "headline": slug.replace("-", " ").capitalize(),
            "year": rng.randrange(5, 18),
            "month": rng.randrange(1, 10),
        }


def make_archive(folder, count):
    warc = folder + ".warc"
    clock = Ticker("2018-01-01T00:00:00Z", 1)
    with open(warc, "wb") as file:
        writer = WarcWriter(file)
        writer.info(clock.tick(), [("software", "bench/resolve_bench.py")])
        for article in articles(count):
            page = (PAGE % article).encode()
            address = "%s/old/%d.html" % (HOST, article["id"])
            writer.response(address, clock.tick(), 200, "OK", [("Content-Type", "text/html")], page)
    kit.run("init", folder, "--title", "The Tramontane", "--base-url", HOST)
    kit.run("import", folder, warc)
    os.remove(warc)


def one_address(rng, pieces, form):
    piece = pieces[rng.randrange(len(pieces))]
    if form == "published":
        return piece["url"]
    if form == "shared":
        return piece["url"] + rng.choice(["/?share=twitter", "?utm_source=x&utm_medium=rss", "/?nb=1"])
    if form == "other spelling":
        form = rng.choice(["http://tramontane.example%s/", "%s/", HOST + "%s/feed"])
        return form % piece["path"]
    if form == "older address":
        return "%s/old/%d.html" % (HOST, piece["id"])
    if form == "slug":
        return rng.choice(["/%s", "/wrong/place/%s", "/2014/06/27/%s/"]) % piece["slug"]
    if form == "id":
        return rng.choice(["/?p=%d", "/2014/06/article%d"]) % piece["id"]
    if form == "slug cut short":
        return "/" + piece["slug"][:-1]
    form = rng.choice(["/no/such/page-%d", HOST + "/never/heard/of-%d.html", "/wp-content/uploads/x%d.jpg"])
    return form % rng.randrange(10**9)


FORMS = [
    ("published", 35),
    ("shared", 15),
    ("other spelling", 10),
    ("older address", 5),
    ("slug", 8),
    ("id", 5),
    ("slug cut short", 2),
    ("unknown", 20),
]


def addresses(pieces, form, count):
    rng = random.Random(SEED + 1)
    forms = [name for name, share in FORMS for _ in range(share)]
    lines = (one_address(rng, pieces, form or rng.choice(forms)) for _ in range(count))
    return ("\n".join(lines) + "\n").encode()


def peak_of(pid):
    """Of the program alone: what wait4 tells holds the peak of this script, from which it was forked."""
    try:
        with open("/proc/%d/status" % pid, encoding="ascii") as lines:
            found = [line for line in lines if line.startswith("VmHWM:")]
    except OSError:
        found = []
    return int(found[0].split()[1]) * 1024 if found else 0


def run_lines(archive, path):
    """Seconds, seconds of processor time, peak memory."""
    peak, pid, begin = 0, 0, time.monotonic()
    with open(path, "rb") as source:
        process = subprocess.Popen(
            [kit.program(), "resolve", archive], stdin=source, stdout=subprocess.DEVNULL
        )
    while pid == 0:
        peak = max(peak, peak_of(process.pid))
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid == 0:
            time.sleep(0.005)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise SystemExit("resolve ended with %d" % process.returncode)
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, peak


def measure_lines(archive, name, text):
    """Lines a second, start of the program included, as a user waits for them."""
    count = text.count(b"\n")
    path = archive + "-lines.txt"
    with open(path, "wb") as file:
        file.write(text)
    runs = [run_lines(archive, path) for _ in range(RUNS)]
    os.remove(path)
    measure.line(name, "addresses/s", [count / run[0] for run in runs], 0)
    measure.line(name, "us of a core each", [run[1] * 1e6 / count for run in runs])
    measure.line(name + ": peak memory", "MB", [run[2] / 1e6 for run in runs], 1)


def measure_one_by_one(archive, text):
    """One address, answered before the next is asked: through two pipes."""
    process = subprocess.Popen(
        [kit.program(), "resolve", archive], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    waits = []
    for line in text.splitlines()[:20000]:
        begin = time.monotonic()
        process.stdin.write(line + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        waits.append((time.monotonic() - begin) * 1e6)
    process.stdin.close()
    process.wait()
    measure.line("one by one, through pipes", "us", waits, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=50000)
    parser.add_argument("--lines", type=int, default=1000000)
    parser.add_argument("--archive", help="made if it is not there, and kept")
    parser.add_argument("--forms", action="store_true", help="each form of address alone, too")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="backfile-bench-")
    archive = options.archive or os.path.join(folder, "archive")
    if not os.path.exists(os.path.join(archive, "archive.db")):
        make_archive(archive, options.articles)
    known = sqlite3.connect("file:%s/archive.db?mode=ro" % archive, uri=True)
    (known,) = known.execute("SELECT count(*) FROM address").fetchone()
    pieces = list(articles(options.articles))
    measure.heading()
    measure.line("addresses known", "addresses", [known], 0)
    measure_lines(archive, "one address: start and end", addresses(pieces, "published", 1))
    measure_lines(archive, "mixed", addresses(pieces, None, options.lines))
    for form, _ in FORMS if options.forms else []:
        measure_lines(archive, form, addresses(pieces, form, options.lines // 4))
    measure_one_by_one(archive, addresses(pieces, None, 20000))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
