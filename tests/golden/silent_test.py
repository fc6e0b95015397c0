"""The sample newspaper with its metadata taken out: read with --site it must score as if it had it, and so
must an archive of it.

Three forms of the pages: as they are; silent (no JSON-LD, no meta and link elements, no time elements, no
rel, itemprop, property and datetime), all of them; and, to show what is learnt, with names of classes that
mean nothing, every second page silent. In the third nothing but the other pages tells where a section is.
The first two and the third are imported too, with no second command behind: what their articles say is held
against the pages as they are, by path, since ids are told by metadata.
"""

import hashlib
import json
import os
import re
import shutil
import sys

import kit

FOLDER = os.path.join(os.path.dirname(kit.SAMPLE), "folder", "archive.tramontane.example")
BASE = "https://archive.tramontane.example"


def silent(page):
    page = re.sub(r"<script[^>]*ld\+json[^>]*>.*?</script>", "", page, flags=re.S)
    page = re.sub(r"<meta(?![^>]*charset)[^>]*>", "", page)
    page = re.sub(r"<link\b[^>]*>", "", page)
    page = re.sub(r"</?time\b[^>]*>", "", page)
    return re.sub(r'\s(rel|itemprop|itemtype|itemscope|property|datetime)="[^"]*"', "", page)


def meaningless(page):
    """Names of classes and ids become letters without a sense, the same name the same letters."""

    def letters(name):
        return "k" + "".join(chr(ord("g") + int(c, 16)) for c in hashlib.md5(name.encode()).hexdigest()[:7])

    return re.sub(
        r'\b(class|id)="([^"]*)"',
        lambda m: '%s="%s"' % (m.group(1), " ".join(letters(name) for name in m.group(2).split())),
        page,
    )


def extract(folder, truth, change, *options):
    """{id: article} of the pages, each changed by change(number, page) first."""
    os.makedirs(folder, exist_ok=True)
    listing = os.path.join(folder, "list.tsv")
    with open(listing, "w", encoding="utf-8") as lines:
        for number, said in enumerate(truth):
            with open(FOLDER + said["path"] + ".html", encoding="utf-8") as file:
                page = change(number, file.read())
            path = os.path.join(folder, said["id"] + ".html")
            with open(path, "w", encoding="utf-8") as file:
                file.write(page)
            lines.write("%s\t%s%s\n" % (path, BASE, said["path"]))
    out = kit.run("extract", "--list", listing, *options)
    articles = [json.loads(line) for line in out.split("\n") if line]
    return {said["id"]: article for said, article in zip(truth, articles)}


def write_folder(folder, truth, change):
    """The pages below the host's name, as a mirroring program leaves them."""
    for number, said in enumerate(truth):
        with open(FOLDER + said["path"] + ".html", encoding="utf-8") as file:
            page = change(number, file.read())
        path = os.path.join(folder, "archive.tramontane.example" + said["path"] + ".html")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
    return folder


def archive_of(folder, truth, change):
    """{id in the truth: article} of an archive of the pages, and what reading them again changes."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = write_folder(os.path.join(folder, "pages"), truth, change)
    archive = kit.new_archive(os.path.join(folder, "archive"))
    kit.run("import", archive, pages)
    before = kit.export_jsonl(archive, os.path.join(folder, "export.jsonl"))
    kit.run("reindex", "--extract", archive)
    if kit.export_jsonl(archive, os.path.join(folder, "export.jsonl")) != before:
        raise AssertionError("reindex --extract changed what the import had learnt")
    kit.run("verify", archive)
    articles = [json.loads(line) for line in before.decode("utf-8").splitlines()]
    by_path = {article["path"].removesuffix(".html"): article for article in articles}
    return {said["id"]: by_path[said["path"]] for said in truth}


def archive_faults(here, truth):
    """How the archives of silent pages differ from that of the pages as they are."""
    told = ("headline", "authors", "byline", "day", "section", "body", "captions")
    full = archive_of(os.path.join(here, "archive-full"), truth, lambda _, page: page)
    mute = archive_of(os.path.join(here, "archive-silent"), truth, lambda _, page: silent(page))
    plain = archive_of(os.path.join(here, "archive-plain"), truth, lambda _, page: meaningless(page))
    half = archive_of(os.path.join(here, "archive-half"), truth, half_silent)
    learnt = [
        origin
        for article in half.values()
        for origin in article["provenance"]
        if origin["field"] == "section" and origin["source"] == "site"
    ]
    wrong = differences(full, mute, told) + differences(plain, half, told)
    if len(learnt) < len(truth) // 4 or not all(origin["confidence"] > 0.5 for origin in learnt):
        wrong.append("only %d sections in the archive come from the site" % len(learnt))
    return wrong


def half_silent(number, page):
    return meaningless(silent(page) if number % 2 else page)


def fields_of(article):
    body = [block["text"] for block in article.get("body", []) if block["kind"] not in ("inset", "embed")]
    return {
        "headline": article.get("headline"),
        "authors": article.get("authors"),
        "byline": article.get("byline"),
        "day": article.get("published", "")[:10],
        "section": article.get("section"),
        "body": body,
        "captions": [media.get("caption", "") for media in article.get("media", [])],
    }


def differences(one, other, fields):
    wrong = []
    for key, article in one.items():
        first, second = fields_of(article), fields_of(other[key])
        for field in fields:
            if first[field] != second[field]:
                wrong.append("%s of %s is %r, not %r" % (field, key, second[field], first[field]))
    return wrong


def main():
    with open(os.path.join(os.path.dirname(kit.SAMPLE), "truth.jsonl"), encoding="utf-8") as file:
        truth = [json.loads(line) for line in file]
    here = os.getcwd()
    full = extract(os.path.join(here, "full"), truth, lambda _, page: page)
    wrong = [
        "the headline of %s is not as printed" % said["id"]
        for said in truth
        if full[said["id"]].get("headline") != said["headline"]
    ]
    mute = extract(os.path.join(here, "silent"), truth, lambda _, page: silent(page), "--site")
    wrong += differences(full, mute, ("headline", "authors", "day", "section", "body", "captions"))

    folder = os.path.join(here, "half")
    alone, site = extract(folder, truth, half_silent), extract(folder, truth, half_silent, "--site")
    wrong += differences(full, site, ("headline", "authors", "day", "section"))
    learnt = len(differences(full, alone, ("section",)))
    if learnt < len(truth) // 4:
        wrong.append("alone, only %d silent pages have no section: the test shows nothing" % learnt)
    if extract(folder, truth, half_silent, "--site", "--jobs", "3") != site:
        wrong.append("three jobs read otherwise than one")
    wrong += archive_faults(here, truth)
    for line in wrong[:40]:
        print(line)
    print("silent: %d pages, %d sections learnt, %d faults" % (len(truth), learnt, len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as failed:
        print(failed)
        sys.exit(1)
