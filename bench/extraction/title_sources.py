#!/usr/bin/env python3
"""How right a choice among a page's own titles can be: the ceiling of every rule that finds headlines.

In:  the sets with gold titles (names as arguments; news424 and fundus without), as score.py reads them, and a
     program that extracts (--program).
Out: pages whose gold stands in any source at all; pages that the program has right; what the best weights
     found for the sources give on the very pages that they are fitted to, and on hosts that they have not
     seen (five folds); then, with -v, each page that the program has wrong: its gold and all its sources.

A source is a place where a page states its title. A vote gives each wording the sum of the weights of the
sources that state it, and what the program chose has one more: it is the page's printed heading.
"""
import argparse
import collections
import gzip
import hashlib
import html
import html.parser
import json
import os
import random
import re

import score

MARKS = re.compile(r"\s*(?:[|｜：•·*]|\s[-–—:»]\s)\s*")
META = {"og:title": "sharing", "twitter:title": "twitter", "title": "meta", "headline": "meta",
        "parsely-title": "analytics", "sailthru.title": "analytics"}  # fmt: skip
LINKED = {"headline": "linked", "name": "linked name", "alternativeHeadline": "linked alternative"}
PIECE = re.compile("Article|Posting|Report|Review|Recipe")
SOURCES = ["ours", "sharing", "twitter", "meta", "analytics", "linked", "linked name", "linked alternative",
           "title"]  # fmt: skip


def one_line(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.unescape(text or ""))).strip()


class Sources(html.parser.HTMLParser):
    """(source, text) of a page, in its order."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.text = [], None, ""

    def handle_starttag(self, tag, attrs):
        attrs = {k: v or "" for k, v in attrs}
        if tag == "meta":
            for key in (attrs.get("property"), attrs.get("name")):
                if (key or "").lower() in META:
                    self.found.append((META[key.lower()], one_line(attrs.get("content"))))
        elif tag in ("title", "h1", "h2") or (tag == "script" and "ld+json" in attrs.get("type", "")):
            self.open, self.text = tag, ""

    def handle_data(self, data):
        self.text += data if self.open else ""

    def handle_endtag(self, tag):
        if tag != self.open:
            return
        self.open = None
        if tag == "script":
            self.read_linked(self.text)
        else:
            self.found.append(("title" if tag == "title" else "heading", one_line(self.text)))

    def read_linked(self, text):
        try:
            todo = [json.loads(text, strict=False)]
        except ValueError:
            return
        while todo:
            value = todo.pop()
            if isinstance(value, dict) and PIECE.search(str(value.get("@type"))):
                said = [(LINKED[k], value[k]) for k in LINKED if isinstance(value.get(k), str)]
                self.found += [(source, one_line(text)) for source, text in said]
            values = value.values() if isinstance(value, dict) else value
            todo += [v for v in values if isinstance(v, (dict, list))]


def page_text(path):
    with open(path, "rb") as file:
        data = file.read()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    named = re.search(rb"charset=[\"']?([\w-]+)", data[:4000])
    for encoding in ("utf-8", named.group(1).decode() if named else "latin-1"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def sources_of(folder, gold, article):
    """The first wording of each source, what we give, and every heading."""
    parser = Sources()
    parser.feed(page_text(os.path.join(folder, gold["html"])))
    found = [("ours", article.get("headline") or "")] + [pair for pair in parser.found if pair[1]]
    seen, first = set(), []
    for source, text in found:
        if source == "heading" or source not in seen:
            first.append((source, text))
        seen.add(source)
    return first


def letters(text):
    return re.sub(r"[\W_]", "", score.fold(text))


def without_end(text):
    """All that a title may be without what stands behind one of its marks."""
    return [text] + [text[: m.start()] for m in MARKS.finditer(text) if m.start() >= 15]


def wordings(sources, gold):
    """[(weights' places, is right)]: the wordings among which a vote decides, ours as we spell it."""
    ours = letters(sources[0][1])
    votes, spelled = collections.defaultdict(set), {}
    for source, text in sources:
        if source == "heading":
            continue
        fronts = [t for t in without_end(text) if letters(t) == ours] or [text]
        votes[letters(fronts[0])].add(SOURCES.index(source))
        spelled.setdefault(letters(fronts[0]), fronts[0])
    return [(v, score.fold(spelled[key]) == gold) for key, v in votes.items()]


def right(weights, pages):
    return sum(max(page, key=lambda w: sum(weights[i] for i in w[0]))[1] for page in pages)


def fit(pages, seed, tries=3000):
    """Weights by random steps that do not lose pages."""
    dice = random.Random(seed)
    best = [3.0, 2.0] + [0.5] * (len(SOURCES) - 2)
    value = right(best, pages)
    for _ in range(tries):
        step = [w + (dice.gauss(0, 1) if dice.random() < 0.2 else 0) for w in best]
        gain = right(step, pages)
        if gain >= value:
            best, value = step, gain
    return best


def fold_of(gold):
    return hashlib.sha1((gold.get("domain") or gold["id"]).encode()).digest()[1] % 5


def report(pages):
    votes = [(fold_of(gold), wordings(sources, score.fold(gold["title"]))) for gold, sources in pages]
    every = [w for _, w in votes]
    held_out = 0
    for fold in range(5):
        weights = fit([w for f, w in votes if f != fold], fold)
        held_out += right(weights, [w for f, w in votes if f == fold])
    stated = sum(
        any(score.fold(t) == score.fold(gold["title"]) for _, text in sources for t in without_end(text))
        for gold, sources in pages
    )
    for label, count in (("gold stands in a source", stated), ("ours", right([1] + [0] * 8, every)),
                         ("votes, fitted to these pages", max(right(fit(every, s), every) for s in range(3))),
                         ("votes, hosts not seen", held_out)):  # fmt: skip
        print("%-30s %4d of %d  %.4f" % (label, count, len(pages), count / len(pages)))


def show_wrong(pages):
    for gold, sources in pages:
        want = score.fold(gold["title"])
        if score.fold(sources[0][1]) == want:
            continue
        said = collections.defaultdict(list)
        for source, text in sources:
            said[text].append(source)
        print("\n%s\n    gold: %s" % (gold["id"], gold["title"]))
        titles = [gold["title"]] + [text for source, text in sources if source != "heading"]
        near = {word for title in titles for word in score.words(title)}
        for text, who in said.items():
            own = score.words(text)
            if who != ["heading"] or sum(w in near for w in own) * 2 > len(own):
                print("  %s %s: %s" % ("=" if score.fold(text) == want else " ", ", ".join(who), text[:160]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=["news424", "fundus"])
    parser.add_argument("--data", help="folder of sets; default $BACKFILE_DATA/extraction")
    parser.add_argument("--program", default="backfile extract --list /dev/stdin")
    parser.add_argument("-v", "--verbose", action="store_true", help="each page that is wrong")
    options = parser.parse_args()
    default = os.path.join(os.environ.get("BACKFILE_DATA", "../shared/data"), "extraction")
    folder = options.data or default
    if not os.path.isdir(folder):
        print("title_sources: skipped, no folder '%s'" % folder)
        return
    pages = []
    for name in options.sets:
        with open(os.path.join(folder, name, "gold.jsonl"), encoding="utf-8") as lines:
            golds = [gold for gold in map(json.loads, lines) if gold.get("title")]
        for gold, article in score.run_program(options.program, folder, golds):
            pages.append((gold, sources_of(folder, gold, article)))
    report(pages)
    if options.verbose:
        show_wrong(pages)


if __name__ == "__main__":
    main()
