#!/usr/bin/env python3
"""Scores what --site adds: hosts with five gold pages or more, as they are, and with every fifth page silent.

In:  the sets of score.py; the program. A silent page has lost its metadata: JSON-LD, meta and link elements,
     time elements, and the attributes rel, itemprop, property and datetime.
Out: a line a host and measure where pages alone and with --site differ, then the sums, once as they are and
     once over the silent pages, each page being silent in one of five turns; there also what the same pages
     score with their metadata, read alone. Ends with 1 if a host scores worse with --site than without: as
     it is, or silent, unless it scores what it does with its metadata, which is all that a site can give.
"""
import argparse
import collections
import gzip
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

import score

LEAST = 5  # pages of a host
ORDER = ("alone", "site", "whole")


def strip(page):
    page = re.sub(rb"<script[^>]*ld\+json[^>]*>.*?</script>", b"", page, flags=re.S | re.I)
    page = re.sub(rb"<meta(?![^>]*charset)[^>]*>", b"", page, flags=re.I)
    page = re.sub(rb"<link\b[^>]*>", b"", page, flags=re.I)
    page = re.sub(rb"</?time\b[^>]*>", b"", page, flags=re.I)
    names = rb"""\s(rel|itemprop|property|datetime|itemtype)=("[^"]*"|'[^']*')"""
    return re.sub(names, b"", page, flags=re.I)


def hosts_of(folder):
    """{host: [(set, gold, path, url)]} of hosts with enough pages; a page that stands in two sets, once."""
    hosts, seen = collections.defaultdict(list), set()
    for name in sorted(os.listdir(folder)):
        listing = os.path.join(folder, name, "gold.jsonl")
        if not os.path.exists(listing):
            continue
        with open(listing, encoding="utf-8") as lines:
            for gold in map(json.loads, lines):
                url = gold.get("url") or ""
                if not url.startswith("http") or url in seen:
                    continue
                seen.add(url)
                hosts[urlsplit(url).netloc].append((name, gold, os.path.join(folder, gold["html"]), url))
    return {host: pages for host, pages in hosts.items() if len(pages) >= LEAST}


def read_page(path):
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
        return file.read()


def write_pages(hosts, out, turn):
    """The pages as files, those whose turn it is made silent (None: none). Gives (key, path, url)."""
    listed = []
    for host in sorted(hosts):
        for place, (_, _, path, url) in enumerate(hosts[host]):
            page = read_page(path)
            is_silent = turn is not None and place % LEAST == turn
            target = os.path.join(out, "%s-%d.html" % (host, place))
            with open(target, "wb") as file:
                file.write(strip(page) if is_silent else page)
            listed.append(((host, place, is_silent), target, url))
    return listed


def extract(program, listed, with_site):
    lines = "".join("%s\t%s\n" % (path, url) for _, path, url in listed)
    command = shlex.split(program) + ["extract", "--list", "-"] + (["--site"] if with_site else [])
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def measures(by_set):
    """{measure: [values]} over the sets."""
    found = {}
    for name, pairs in by_set.items():
        for part, label, measure, field in score.measures_of(name):
            try:
                value = score.scores(measure, field, pairs)[0]
            except ZeroDivisionError:  # no page of the kind that is measured
                continue
            if value:
                found[name, part, label] = (value.value, len(pairs))
    return found


def add_turn(found, hosts, listed, articles, only_silent):
    """Adds the pairs of one turn: {host: {set: [(gold, article)]}}."""
    for (host, place, is_silent), article in zip((key for key, _, _ in listed), articles):
        if is_silent or not only_silent:
            name, gold, _, _ = hosts[host][place]
            found[host][name].append((gold, article))


def read_turn(program, hosts, turn, read):
    """Adds what the pages of one turn give: alone, with --site and (of a turn) as they are."""
    only_silent = turn is not None
    with tempfile.TemporaryDirectory() as out:
        listed = write_pages(hosts, out, turn)
        add_turn(read["alone"], hosts, listed, extract(program, listed, False), only_silent)
        add_turn(read["site"], hosts, listed, extract(program, listed, True), only_silent)
        write_pages(hosts, out, None)
        add_turn(read["whole"], hosts, listed, extract(program, listed, False), only_silent)


def compare(program, hosts, turns):
    read = {name: collections.defaultdict(lambda: collections.defaultdict(list)) for name in ORDER}
    for turn in turns:
        read_turn(program, hosts, turn, read)
    sums, worse = collections.defaultdict(lambda: [0.0, 0.0, 0.0, 0]), 0
    for host in sorted(hosts):
        found = [measures(read[name][host]) for name in ORDER]
        for key, (value, pages) in found[0].items():
            # no value: nothing was found that could be right
            values = [value] + [other.get(key, (0.0, 0))[0] for other in found[1:]]
            line = sums[key[1], key[2]]
            for place, one in enumerate(values):
                line[place] += one * pages
            line[3] += pages
            if abs(values[1] - value) > 1e-9:
                worse += values[1] < min(value, values[2]) - 1e-9
                print("  %-28s %-24s %s" % (host, " ".join(key[1:]), told(values)))
    for (part, label), line in sorted(sums.items()):
        means = told([value / line[3] for value in line[:3]])
        print("  all: %-8s %-16s %s  (%d pages)" % (part, label, means, line[3]))
    return worse


def told(values):
    return "  ".join("%s %.4f" % pair for pair in zip(ORDER, values))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.path.join(os.environ.get("BACKFILE_DATA", "../shared/data"), "extraction")
    parser.add_argument("--data", default=data)
    parser.add_argument("--program", default="backfile")
    options = parser.parse_args()
    if not os.path.isdir(options.data):
        print("site_score: skipped, no folder '%s'" % options.data)
        return 0
    hosts = hosts_of(options.data)
    worse = 0
    for turns, what in (([None], "as they are"), (range(LEAST), "each silent in its turn")):
        print("%d hosts, %d pages, %s" % (len(hosts), sum(map(len, hosts.values())), what))
        count = compare(options.program, hosts, turns)
        print("worse with --site: %d" % count)
        worse += count
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
