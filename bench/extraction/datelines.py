#!/usr/bin/env python3
"""Scores the datelines of `backfile read` where they are known.

In:  below --data, else $BACKFILE_DATA: corpus/reuters21578.jsonl.zst (dateline and body apart: read together,
     the places of the dateline are gold; the bodies alone must give none, but where a dateline is printed
     twice); reading/dateline/newswire.jsonl and muc34_fbis.jsonl.
Out: a line a measure; with -v what was read otherwise.

A place is right when its letters are the same, whatever their case. Reuters' gold is the dateline before its
day, which a few dozen lines of tables and slips of the pen do not have: the ceiling is about 0.997.
"""
import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"


def letters(text):
    return re.sub(r"\W", "", (text or "").casefold())


def places_of(dateline):
    """What stands before the day, brackets taken out."""
    line = re.sub(r"\s+", " ", dateline).strip(" -*")
    day = re.match(r"(.*?),?\s*\b%s\s*\d+\b" % MONTH, line, re.IGNORECASE)
    return re.sub(r"\(.*?\)", "", day[1] if day else line)


def read(program, texts):
    lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
    done = subprocess.run(shlex.split(program), input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line).get("dateline") or {} for line in done.stdout.decode().split("\n") if line]


def score_reuters(program, folder, verbose):
    path = os.path.join(folder, "corpus", "reuters21578.jsonl.zst")
    unpacked = subprocess.run(["zstd", "-dc", path], stdout=subprocess.PIPE, check=True).stdout.decode()
    docs = [json.loads(line) for line in unpacked.split("\n") if line]
    docs = [d for d in docs if d.get("dateline") and d.get("body")]
    found = read(program, [d["dateline"] + " " + d["body"] for d in docs])
    joined = lambda places: letters(re.sub(r"/| and ", "", "".join(places), flags=re.IGNORECASE))
    wrong = [
        (d["dateline"], own.get("raw"))
        for d, own in zip(docs, found)
        if joined(own.get("places", [])) != joined(places_of(d["dateline"]))
    ]
    print("Reuters, places           %.4f  (%d)" % (1 - len(wrong) / len(docs), len(docs)))
    for line, raw in collections.Counter(wrong).most_common(verbose):
        print("   ", *line, raw)
    false = [own["raw"] for own in read(program, [d["body"] for d in docs]) if own]
    print("Reuters, bodies alone     %.5f read as one (%d)" % (len(false) / len(docs), len(false)))
    for raw in false[:verbose]:
        print("   ", raw)


def score_newswire(program, folder, verbose):
    path = os.path.join(folder, "reading", "dateline", "newswire.jsonl")
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    right, counts = collections.Counter(), collections.Counter()
    for doc, own in zip(docs, read(program, [d["text"] for d in docs])):
        gold = doc["dateline"]
        counts["with" if gold else "without"] += 1
        if not gold:
            right["false"] += bool(own)
            continue
        right["place"] += letters(" and ".join(own.get("places", []))) == letters(gold["place"])
        right["source"] += letters("".join(own.get("agencies", []))) == letters(gold["source"])
        has_day = (gold["date"] or "") in (own.get("raw") or "")
        right["day"] += has_day and bool(gold["date"]) >= ("date" in own)
        if verbose and letters(own.get("raw")) != letters(doc["text"][gold["b"] : gold["e"]]):
            print("   ", gold, own.get("raw"))
    for part in ("place", "source", "day"):
        print("newswire, %-15s %.4f  (%d)" % (part, right[part] / counts["with"], counts["with"]))
    print("newswire, none: read as one %d of %d" % (right["false"], counts["without"]))


def score_fbis(program, folder):
    path = os.path.join(folder, "reading", "dateline", "muc34_fbis.jsonl")
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    found = read(program, [d["head"] for d in docs])
    same = lambda own, gold: letters(" and ".join(own)) == letters(gold)
    for part, key in (("place", "places"), ("source", "agencies")):
        right = sum(same(own.get(key, []), d[part]) for d, own in zip(docs, found))
        print("FBIS, %-19s %.4f  (%d)" % (part, right / len(docs), len(docs)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("BACKFILE_DATA", "../shared/data"))
    parser.add_argument("--program", default="backfile read --jsonl")
    parser.add_argument("-v", "--verbose", nargs="?", type=int, const=30, default=0)
    args = parser.parse_args()
    if not os.path.isdir(os.path.join(args.data, "reading", "dateline")):
        sys.exit("datelines: skipped, no test data in '%s'" % args.data)
    score_reuters(args.program, args.data, args.verbose)
    score_newswire(args.program, args.data, args.verbose)
    score_fbis(args.program, args.data)


if __name__ == "__main__":
    main()
