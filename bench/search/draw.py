#!/usr/bin/env python3
"""Draws the benchmark's queries again from a corpus, so that nearly all have hits.

In: the 962 queries of the Search Benchmark, the Game, and a corpus as JSON lines {"id","text"}. Out: as many
queries with the same tags. For each query words in a row are drawn from a document, as many as it has, and
among them as many very frequent ones (in more than one document of ten) as it has; so phrases have hits, and
unions and intersections cost what they cost there.

usage: draw.py QUERIES <CORPUS.jsonl >DRAWN.jsonl
"""
import collections
import json
import random
import re
import sys

SAMPLE = 100_000  # documents that are kept
TRIES = 4000


def read_corpus(lines):
    texts = []
    for line in lines:
        texts.append(json.loads(line)["text"].split())
        if len(texts) == SAMPLE:
            break
    return texts


def frequencies(texts):
    df = collections.Counter()
    for words in texts:
        df.update(set(words))
    return df


def draw_row(texts, frequent, size, wanted, chance):
    """`size` different words in a row with `wanted` frequent ones, or as near to that as was found."""
    best = None
    for _ in range(TRIES):
        words = chance.choice(texts)
        if len(words) <= size:
            continue
        at = chance.randrange(len(words) - size)
        row = words[at : at + size]
        if len(set(row)) < size or any(len(word) < 2 for word in row):
            continue
        off = abs(sum(word in frequent for word in row) - wanted)
        if best is None or off < best[0]:
            best = (off, row)
        if off == 0:
            break
    return best[1]


def main():
    texts = read_corpus(sys.stdin)
    df = frequencies(texts)
    frequent = {word for word, count in df.items() if count > len(texts) / 10}
    chance = random.Random(7)
    drawn = {}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            query = json.loads(line)
            words = re.findall(r"[a-z]+", query["query"])
            key = " ".join(words)  # one row for the intersection, the phrase and the union of the same words
            if key not in drawn:
                wanted = sum(word in frequent for word in words)
                drawn[key] = draw_row(texts, frequent, len(words), wanted, chance)
            row = iter(drawn[key])
            text = re.sub(r"[a-z]+", lambda _: next(row), query["query"])
            print(json.dumps({"query": text, "tags": query["tags"]}))


if __name__ == "__main__":
    main()
