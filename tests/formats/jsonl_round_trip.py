"""What `export --format jsonl` writes, `import` reads back: the sample newspaper through an archive and out.

A line of the second archive is that of the first but for what the way itself changes: `captures` (the line is
the capture now), when the version was seen, origins added for fields whose origin the line does not tell, and
the caption of a photo's own page that has one in its text alone: it is the photo's from then on.
A third archive, of the lines of the second, is the same as the second in those too. Lines that are packed, in
another order, or cut in two files give the same.
"""

import gzip
import json
import os
import random
import sys
import tempfile

import kit

CHANGED = ("captures", "versions")


def lines_of(data):
    return {json.loads(line)["id"]: json.loads(line) for line in data.decode("utf-8").splitlines()}


def without_times(line):
    """A line as it must come back; of its versions the digest of the last."""
    kept = {key: value for key, value in line.items() if key not in CHANGED}
    kept["digest"] = line["versions"][-1]["digest"] if "versions" in line else None
    return kept


def without_caption(line):
    """A photo's page without what is read from its text."""
    photos = [{k: v for k, v in photo.items() if k not in ("caption", "credit")} for photo in line["media"]]
    return dict(line, media=photos)


def origins(line):
    names = ("field", "source", "at", "rule", "confidence")
    return {tuple(origin.get(name) for name in names) for origin in line["provenance"]}


def compare(first, second, is_exact):
    """Faults, in words."""
    faults = []
    if sorted(first) != sorted(second):
        faults.append("other ids: %s" % sorted(set(first) ^ set(second))[:10])
    for key in sorted(set(first) & set(second)):
        a, b = without_times(first[key]), without_times(second[key])
        if not is_exact:
            said = {o["field"] for o in a["provenance"] if o["field"] in b}
            lost = {o for o in origins(a) if o[0] in said} - origins(b)
            added = {o[0] for o in origins(b) - origins(a)} & {o[0] for o in origins(a)}
            if lost or added:
                faults.append("%s: origins lost %s, changed %s" % (key, sorted(lost), sorted(added)))
            for side in (a, b):
                del side["provenance"], side["digest"]
            if a["pageKind"] == "photo" and "caption" not in a["media"][0]:
                a, b = without_caption(a), without_caption(b)
        for name in sorted(set(a) | set(b)):
            if a.get(name) != b.get(name):
                faults.append("%s: %s was %r, is %r" % (key, name, a.get(name), b.get(name)))
    return faults


def through(folder, name, sources):
    """An archive of the sources, exported."""
    archive = kit.new_archive(os.path.join(folder, name))
    kit.run("import", archive, *sources)
    return kit.export_jsonl(archive, os.path.join(folder, name + ".jsonl"))


def shuffled_and_packed(folder, data):
    """The same lines in another order, in two files, one of them packed."""
    lines = data.splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    half = len(lines) // 2
    paths = [os.path.join(folder, "half.jsonl"), os.path.join(folder, "other.jsonl.gz")]
    with open(paths[0], "wb") as file:
        file.writelines(lines[:half])
    with gzip.open(paths[1], "wb") as file:
        file.writelines(lines[half:])
    return paths


def main():
    faults = []
    with tempfile.TemporaryDirectory(dir=".") as folder:
        first = through(folder, "first", [kit.SAMPLE])
        second = through(folder, "second", [os.path.join(folder, "first.jsonl")])
        third = through(folder, "third", [os.path.join(folder, "second.jsonl")])
        halves = through(folder, "halves", shuffled_and_packed(folder, first))
        if not first:
            faults.append("the first archive is empty")
        faults += ["second: " + f for f in compare(lines_of(first), lines_of(second), False)]
        faults += ["third: " + f for f in compare(lines_of(second), lines_of(third), True)]
        faults += ["halves: " + f for f in compare(lines_of(second), lines_of(halves), True)]
        print("%d lines" % len(lines_of(first)))
    for fault in faults[:20]:
        print(fault[:1000])
    print("%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
