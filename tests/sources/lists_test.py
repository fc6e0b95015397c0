"""Lists before pieces, and pieces before lists: text captures of the sample and only its crawl's list pages.

A text capture lost byline, day and section with the page's markup where no line tells them; the lists say
them. Either order gives the same export; what a list says has the origin "list" and never beats what
the piece says itself; a list alone makes no article, and the pieces that it names are wanted.
"""

import datetime
import gzip
import json
import os
import re
import sys

import kit
import warcfile

SAMPLE = os.path.dirname(kit.SAMPLE)
TEXT = os.path.join(SAMPLE, "text")
TRUTH = os.path.join(SAMPLE, "truth.jsonl")
LIST_PATH = re.compile(r"/(category|tag|author|page)/|^https?://[^/]+/?$")
FIELDS = ("byline", "authors", "published", "section")


def records(path):
    """(type, address, moment, block) of each record of a gzipped WARC file."""
    with gzip.open(path) as file:
        while True:
            line = file.readline()
            if not line:
                return
            fields = {}
            while line := file.readline().rstrip(b"\r\n"):
                name, _, value = line.partition(b":")
                fields[name.strip().lower()] = value.strip().decode("utf-8", "replace")
            block = file.read(int(fields[b"content-length"]))
            file.readline(), file.readline()
            moment = datetime.datetime.strptime(fields[b"warc-date"], "%Y-%m-%dT%H:%M:%SZ")
            yield fields[b"warc-type"], fields.get(b"warc-target-uri"), moment, block


def write_lists(path):
    """A crawl of which only the lists are left; gives their number."""
    count = 0
    with open(path, "wb") as file:
        writer = warcfile.WarcWriter(file)
        for kind, url, moment, block in records(kit.SAMPLE):
            if kind == "response" and LIST_PATH.search(url or "") and "/feed" not in url:
                writer.record(kind, block, moment, url, "application/http;msgtype=response")
                count += 1
    return count


def import_in(order, archive, export):
    kit.new_archive(archive)
    for source in order:
        kit.run("import", archive, source)
    return kit.export_jsonl(archive, export)


def pieces_of(export):
    return {a["path"]: a for a in map(json.loads, export.decode().splitlines()) if a["pageKind"] != "photo"}


def origins_of(article, field):
    return {o["source"] for o in article["provenance"] if o["field"] == field}


def check_piece(alone, both, truth, faults):
    """What the text told stays; what it lacked is the list's, and true."""
    told = 0
    for field in FIELDS:
        if alone.get(field) and origins_of(alone, field) - {"list"}:
            if both.get(field) != alone.get(field):
                faults.append("%s: %s was %r, is %r" % (both["id"], field, alone.get(field), both.get(field)))
        elif not both.get(field):
            faults.append("%s: no %s" % (both["id"], field))
        else:
            told += 1
            if origins_of(both, field) != {"list"}:
                faults.append("%s: %s is from %s" % (both["id"], field, origins_of(both, field)))
    if "published" in truth and both.get("published", "")[:10] != truth["published"][:10]:
        faults.append("%s: published %s, not %s" % (both["id"], both.get("published"), truth["published"]))
    if both.get("text") != alone.get("text") or both.get("captures") != alone.get("captures"):
        faults.append("%s: a list changed the text or the captures" % both["id"])
    return told


def main():
    with open(TRUTH, encoding="utf-8") as file:
        truth = {t["path"]: t for t in map(json.loads, file)}
    archive, out = os.path.abspath("archive"), os.path.abspath("export.jsonl")
    lists = os.path.abspath("lists.warc.gz")
    count, faults, told = write_lists(lists), [], 0
    if count < 20:
        faults.append("only %d lists in the sample" % count)

    alone = pieces_of(import_in([TEXT], archive, out))
    none = pieces_of(import_in([lists], archive, out))
    if none:
        faults.append("lists alone made articles: %s" % sorted(none)[:5])
    wanted = json.loads(kit.run("missing", archive, "--format", "json"))["wanted"]
    if not wanted:
        faults.append("the pieces that lists name are not wanted")

    one, other = import_in([TEXT, lists], archive, out), import_in([lists, TEXT], archive, out)
    if one != other:
        faults.append("the order shows")
    kit.run("verify", archive)
    kit.run("reindex", archive, "--extract")
    if kit.export_jsonl(archive, out) != one:
        faults.append("reading all again gives another archive")
    both = pieces_of(one)
    if set(both) != set(alone):
        faults.append("pieces differ: %s" % sorted(set(both) ^ set(alone))[:5])
    for path in sorted(set(both) & set(alone) & set(truth)):
        told += check_piece(alone[path], both[path], truth[path], faults)
    if told < len(both):
        faults.append("lists told no more than %d fields of %d pieces" % (told, len(both)))
    for fault in faults[:40]:
        print(fault)
    print("%d lists, %d pieces, %d fields told by lists, %d faults" % (count, len(both), told, len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
