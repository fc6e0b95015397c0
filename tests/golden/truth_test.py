"""Holds each article of the sample, as imported, against what its own source says of it.

Golden files show change; this shows what is right: headline, byline, day, section, tags, pictures, captions,
credits, dateline, the first and the last words of the body. The truth is printed by sample/build.py from the
same sources as the pages.

Faults that are known stand in faults.txt, one a line: a new one fails the test, and so does one that is gone
but still stands there, so that the file only shrinks on purpose. `make golden` writes it anew.
"""

import json
import os
import sys

import kit

KNOWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "faults.txt")


def read_jsonl(text):
    return [json.loads(line) for line in text.split("\n") if line]


def media_of(article):
    return {item["id"]: item for item in article.get("media", []) if "id" in item}


def compare_media(said, article, wrong):
    found = media_of(article)
    for media in said["media"]:
        item = found.get(media["id"])
        if item is None:
            wrong.append("media %s is missing" % media["id"])
            continue
        if item.get("caption", "") != media["caption"]:
            wrong.append("caption of %s is %r, not %r" % (media["id"], item.get("caption"), media["caption"]))
        if bool(item.get("credit")) != bool(media["credit"]):
            wrong.append("credit of %s is %r, not %r" % (media["id"], item.get("credit"), media["credit"]))


def compare_body(said, article, wrong):
    blocks = [block for block in article["body"] if block["kind"] not in ("inset", "embed")]
    if "first" in said and not blocks[0]["text"].startswith(said["first"]):
        wrong.append("the body begins %r, not %r" % (blocks[0]["text"][:60], said["first"]))
    ends = blocks[:-1] if "correction" in said and blocks[-1]["text"] == said["correction"] else blocks
    if "last" in said and not ends[-1]["text"].endswith(said["last"]):
        wrong.append("the body ends %r, not %r" % (ends[-1]["text"][-40:], said["last"]))
    if "correction" in said and all(block["text"] != said["correction"] for block in article["body"]):
        wrong.append("the correction is missing")
    for furniture in ("Select Page", "Share this", "Comments are closed", "Media ID", "Recent Posts"):
        if any(furniture in block["text"] for block in blocks):
            wrong.append("'%s' stands in the body" % furniture)


def dateline_field(said, article):
    found = article.get("dateline", {}).get("raw")
    if found is None and not said.get("isDatelineSure", True):
        return ("dateline", None, None)
    return ("dateline", found, said.get("dateline"))


def compare(said, article):
    """Gives what is wrong with the article, in words."""
    wrong = []
    authors = article.get("authors") or [{}]
    fields = [
        ("headline", article.get("headline"), said["headline"]),
        ("path", article.get("path"), said["path"]),
        ("author", authors[0].get("name"), said["author"]["name"]),
        ("author's slug", authors[0].get("slug"), said["author"]["slug"]),
        ("section", article.get("section"), said["section"]),
        ("tags", sorted(t["slug"] for t in article.get("tags", [])), sorted(t["slug"] for t in said["tags"])),
        ("day", article.get("published", "")[:10], said["day"]),
        ("language", article.get("lang", "")[:2], said["lang"]),
        ("status", article.get("status"), "public"),
        ("kind", article.get("pageKind"), said["kind"]),
        ("number of turns", len([b for b in article["body"] if b["kind"] == "turn"]), said["turns"]),
    ]
    if "published" in said:
        fields.append(("published", article.get("published"), said["published"]))
    fields.append(dateline_field(said, article))
    for name, is_, should in fields:
        if is_ != should:
            wrong.append("%s is %r, not %r" % (name, is_, should))
    compare_media(said, article, wrong)
    compare_body(said, article, wrong)
    return wrong


def compare_capture(said, article):
    """The same for a page of which only the text is left: what can be known from that."""
    wrong = []
    fields = [
        ("headline", article.get("headline"), said["headline"]),
        dateline_field(said, article),
        ("media", sorted(media_of(article)), [m["id"] for m in said["media"][:1]]),
    ]
    for name, is_, should in fields:
        if is_ != should:
            wrong.append("%s is %r, not %r" % (name, is_, should))
    compare_media(dict(said, media=said["media"][:1]), article, wrong)
    compare_body(said, article, wrong)
    return wrong


def check_captures(truth):
    """The faults of the sample's text captures, a line each."""
    archive = kit.new_archive(os.path.join(os.getcwd(), "captures"))
    kit.run("import", archive, os.path.join(os.path.dirname(kit.SAMPLE), "text"))
    export = kit.export_jsonl(archive, os.path.join(os.getcwd(), "captures.jsonl")).decode("utf-8")
    articles = {article["id"]: article for article in read_jsonl(export)}
    faults = []
    for said in truth:
        article = articles.get(said["id"])
        wrong = compare_capture(said, article) if article else ["missing"]
        faults += ["text capture of %s: %s" % (said["path"].rsplit("/", 1)[1], line) for line in wrong]
    return faults


def check_pages(truth):
    """The faults of the sample's pages, a line each."""
    archive = kit.new_archive(os.path.join(os.getcwd(), "archive"))
    kit.run("import", archive, kit.SAMPLE)
    export = kit.export_jsonl(archive, os.path.join(os.getcwd(), "export.jsonl")).decode("utf-8")
    articles = {article["id"]: article for article in read_jsonl(export)}
    faults = []
    for said in truth:
        article = articles.get(said["id"])
        wrong = compare(said, article) if article else ["missing"]
        faults += ["page of %s: %s" % (said["path"].rsplit("/", 1)[1], line) for line in wrong]
    pieces = [a for a in articles.values() if a.get("pageKind") != "photo"]
    if len(pieces) != len(truth):
        extra = sorted(set(a["id"] for a in pieces) - set(said["id"] for said in truth))
        faults.append("%d pieces for %d articles; not expected: %s" % (len(pieces), len(truth), extra))
    twice = articles.get("55281912", {})
    if len(twice.get("versions", [])) != 2:
        faults.append("the corrected article has %d versions, not 2" % len(twice.get("versions", [])))
    return faults


def main():
    with open(os.path.join(os.path.dirname(kit.SAMPLE), "truth.jsonl"), encoding="utf-8") as file:
        truth = read_jsonl(file.read())
    faults = check_pages(truth) + check_captures(truth)
    if "--write" in sys.argv:
        with open(KNOWN, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in faults))
        print("golden: %d known faults written to %s" % (len(faults), KNOWN))
        return 0
    with open(KNOWN, encoding="utf-8") as file:
        known = [line for line in file.read().split("\n") if line]
    new = [line for line in faults if line not in known]
    gone = [line for line in known if line not in faults]
    for line in new:
        print("new fault: " + line)
    for line in gone:
        print("no longer a fault, so take it off faults.txt: " + line)
    print("truth: %d articles, %d faults, %d of them new" % (len(truth), len(faults), len(new)))
    return 1 if new or gone else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as wrong:
        print(wrong)
        sys.exit(1)
