"""The sample newspaper as WARC, WXR, mirror and text captures, in many orders and all subsets.

Any order of the same sources gives the same export, byte for byte; any source that holds an article gives it
the same id and the same address; importing all of them gives each piece once; each address answers.
"""

import itertools
import json
import os
import random
import sys

import kit

SAMPLE = os.path.dirname(kit.SAMPLE)
SOURCES = {
    "warc": kit.SAMPLE,
    "wxr": os.path.join(SAMPLE, "sample.wxr.xml"),
    "folder": os.path.join(SAMPLE, "folder"),
    "text": os.path.join(SAMPLE, "text"),
}
TRUTH = os.path.join(SAMPLE, "truth.jsonl")


def orders_of(subset, seeded):
    """The orders in which a subset is imported: all in the long form; else there and back, and some more."""
    every = list(itertools.permutations(subset))
    if kit.IS_SOAK or len(every) <= 2:
        return every
    more = seeded.sample(every, 4 if len(subset) == len(SOURCES) else 1)
    return [every[0], every[-1]] + more


def import_in(order, archive, export):
    kit.new_archive(archive)
    for name in order:  # one after the other: each import ends before the next begins
        kit.run("import", archive, SOURCES[name])
    return kit.export_jsonl(archive, export)


def first_difference(one, other):
    for a, b in zip(one.decode().split("\n"), other.decode().split("\n")):
        if a != b:
            a, b = (json.loads(line) if line else {} for line in (a, b))
            keys = sorted(key for key in set(a) | set(b) if a.get(key) != b.get(key))
            return "article %s or %s: %s\n   %s\n   %s" % (
                a.get("id"),
                b.get("id"),
                keys,
                json.dumps([a.get(k) for k in keys], ensure_ascii=False)[:1200],
                json.dumps([b.get(k) for k in keys], ensure_ascii=False)[:1200],
            )
    return "one is longer than the other"


def check_pieces(subset, export, truth, faults):
    """Each piece of the paper once, under the publisher's id and its published path."""
    articles = [json.loads(line) for line in export.decode().splitlines()]
    public = [a for a in articles if a["status"] == "public" and a["pageKind"] != "photo"]
    found = {a["path"]: a["id"] for a in public}
    wanted = {t["path"]: t["id"] for t in truth}
    if found != wanted:
        differing = sorted(set(found.items()) ^ set(wanted.items()))
        faults.append("%s: pieces differ: %s" % ("+".join(subset), differing[:8]))
    if len(public) != len(wanted):
        faults.append("%s: %d pieces, not %d" % ("+".join(subset), len(public), len(wanted)))
    photos = [a for a in articles if a["pageKind"] == "photo"]
    if set(subset) != {"text"}:
        names = {str(m["id"]) for t in truth for m in t["media"]}
        held = [a["id"] for a in photos]
        if sorted(held) != sorted(names):
            faults.append("%s: photos differ: %s" % ("+".join(subset), sorted(set(held) ^ names)[:8]))
    hidden = [a["id"] for a in articles if a["status"] == "draft"]
    if ("wxr" in subset) != (len(hidden) == 4):
        faults.append("%s: %d hidden posts" % ("+".join(subset), len(hidden)))


def check_addresses(subset, archive, truth, faults):
    urls = [t["url"] for t in truth]
    lines = kit.run("resolve", archive, *urls).splitlines()
    wrong = [line for line in lines if line.split("\t")[1] != "200"]
    if wrong:
        faults.append("%s: addresses do not answer: %s" % ("+".join(subset), wrong[:4]))


def main():
    for name, path in SOURCES.items():
        if not os.path.exists(path):
            raise SystemExit("the sample has no %s at '%s'" % (name, path))
    with open(TRUTH, encoding="utf-8") as file:
        truth = [json.loads(line) for line in file]
    seeded = random.Random(20171130)
    folder, faults, imports = os.getcwd(), [], 0
    archive, out = os.path.join(folder, "archive"), os.path.join(folder, "export.jsonl")
    for size in range(1, len(SOURCES) + 1):
        for subset in itertools.combinations(SOURCES, size):
            reference = None
            for order in orders_of(subset, seeded):
                export = import_in(order, archive, out)
                imports += 1
                if reference is None:
                    reference = export
                    check_pieces(subset, export, truth, faults)
                    check_addresses(subset, archive, truth, faults)
                elif export != reference:
                    difference = first_difference(reference, export)
                    faults.append("%s: another export: %s" % (">".join(order), difference))
    for fault in faults:
        print(fault)
    print("%d imports of %d subsets, %d faults" % (imports, 2 ** len(SOURCES) - 1, len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
