"""The first ten minutes of a newspaper's librarian: import, report, two names of one writer, a wrong date,
a withdrawal, a check of the bytes."""

import json
import os
import re
import time

import kit
import walk

WHO = ["--who", "The librarian"]


def import_everything():
    walk.step(1, "a crawl and a WordPress export, read within a minute")
    archive = kit.new_archive(os.path.abspath("librarian"))
    export = os.path.join(os.path.dirname(kit.SAMPLE), "sample.wxr.xml")
    sources = [path for path in (kit.SAMPLE, export) if os.path.isfile(path)]
    if kit.SAMPLE not in sources:
        kit.skip("no sample at '%s'" % kit.SAMPLE)
    begin = time.monotonic()
    kit.run("import", archive, *sources, "--report", "librarian.json")
    took = time.monotonic() - begin
    assert took < 60, "the import took %.0f s" % took
    assert int(kit.run("search", archive, "ferry", "--count")) > 20
    return archive


def read_report(archive):
    walk.step(2, "the report: found, missing by id, empty captions, what else the archive lacks")
    report = kit.read_report("librarian.json")
    stats = json.loads(kit.run("stats", archive, "--format", "json"))
    assert report["articles"] == stats["publicArticles"] >= 168 and report["read"] > 900
    assert report["articles"] + report["notPublic"] == stats["articles"]
    assert report["missingIds"] and all(int(a) <= int(b) for a, b in report["missingIds"])
    assert report["emptyCaptions"] > 0
    for name in ("skipped", "doubtfulDates", "unresolvedBylines", "emptyDays"):
        assert isinstance(report[name], list), name
    missing = json.loads(kit.run("missing", archive, "--format", "json"))
    assert missing["missingIds"] == report["missingIds"], "the report and the command tell the same"
    said = kit.run("missing", archive)
    assert "ids of the publisher" in said and "What to do" in said, said


def merge_writers(archive, visitor):
    walk.step(3, "two slugs of one writer become one; the old address leads to the new")
    old, new = "h-mansi", "dina-khalaf"
    before = {name: visitor.open("/author/%s.json" % name).json() for name in (old, new)}
    name = before[new]["hits"][0]["authors"][0]["name"]
    pieces = before[old]["hits"]
    assert len(pieces) == before[old]["total"] > 0
    for piece in pieces:
        kit.run("correct", archive, piece["id"], "authors=" + name, "--why", "One writer", *WHO)
    kit.run("redirect", archive, "/author/" + old, "/author/" + new, "--why", "One writer", *WHO)
    time.sleep(0.3)
    page = visitor.open("/author/%s" % old)
    assert page.address == "/author/" + new and visitor.redirects == [("/author/" + old, 301)]
    after = visitor.open("/author/%s.json" % new).json()
    assert after["total"] == before[old]["total"] + before[new]["total"]
    assert visitor.search("author:%s" % old)["total"] == 0
    walk.waits("3b", "the same as one act, with a split", "people (the reading issue)")


def correct_date(archive, visitor):
    walk.step(4, "a date set right; who, when and why on the record; undone")
    piece = visitor.search("headline:earthquake NOT kind:photo", sort="date", limit=1)["hits"][0]
    was = piece["published"]
    kit.run("correct", archive, piece["id"], "published=2009-11-19", "--notice", "We gave a wrong day.",
            "--why", "The printed paper", "--when", "2026-11-24T12:00Z", *WHO)  # fmt: skip
    time.sleep(0.3)
    page = visitor.open(piece["path"])
    assert "We gave a wrong day." in page.read.words and "2009-11-19" in page.text
    assert visitor.open(piece["path"] + ".json").json()["published"] == "2009-11-19"
    assert any(hit["id"] == piece["id"] for hit in visitor.open("/2009/11/19.json").json()["hits"])
    acts = json.loads(kit.run("log", archive, "--format", "json"))
    act = acts[-1]
    assert (act["verb"], act["who"], act["why"]) == ("correct", "The librarian", "The printed paper"), act
    assert act["at"].startswith("2026-11-24T12:00") and act["was"] == was, act
    kit.run("undo", archive, str(act["number"]), "--why", "The printed paper was misread", *WHO)
    time.sleep(0.3)  # the site looks for commits ten times a second
    again = visitor.open(piece["path"] + ".json").json()
    assert (
        again["published"] == was and "We gave a wrong day." not in visitor.open(piece["path"]).read.words
    )
    acts = json.loads(kit.run("log", archive, "--format", "json"))
    assert acts[-1]["verb"] == "undo" and str(acts[-1]["undoes"]) == str(act["number"])


def withheld_answers(visitor, piece, capture):
    """Every address that could still tell of the piece."""
    for address in [piece["path"], piece["path"] + ".json", piece["path"] + ".ris", "/id/" + piece["id"],
                    "/api/articles/" + piece["id"], capture]:  # fmt: skip
        assert visitor.ask(address).status in (410, 301), address
        assert visitor.open(address, expect=410).status == 410
        assert piece["headline"] not in visitor.open(address, expect=410).text, address


def withhold_article(archive, visitor):
    walk.step(5, "one piece withheld: gone from search, lists, feeds, sitemap, API and replay")
    piece = visitor.search('headline:"locked door"', limit=1)["hits"][0]
    capture = visitor.open(piece["path"]).link(href="/web/")
    day = "/" + piece["published"][:10].replace("-", "/")
    places = ["/search?q=padlock+OR+door", "/api/search?q=locked+door", "/search/feed?q=locked+door", day,
              day + "/feed/json", "/author/%s/feed/atom" % piece["authors"][0]["slug"], "/sitemap-1.xml",
              "/category/%s.json" % piece["section"]["slug"], "/api/suggest?q=ferry"]  # fmt: skip
    told = [place for place in places if piece["headline"] in visitor.open(place).text
            or piece["path"] in visitor.open(place).text]  # fmt: skip
    assert len(told) > 5, told
    kit.run("withhold", archive, piece["path"], "--why", "Asked for by the family", *WHO)
    time.sleep(0.3)
    withheld_answers(visitor, piece, capture)
    for place in places:
        page = visitor.ask(place)
        assert page.status in (200, 404), (place, page.status)
        assert piece["headline"] not in page.text and piece["path"] not in page.text, place
    assert "family" not in visitor.open(piece["path"], expect=410).text, "the reason is nobody's business"


def withhold_agency(archive, visitor, agency="AP"):
    walk.step("5b", "the photos of one agency withheld: file, page, resized copies, wall")
    photos = {}
    for article in walk.articles(archive).values():
        for media in article.get("media", []):
            if media.get("credit", {}).get("agency") == agency and "id" in media:
                photos[media["id"]] = media
    assert photos, "no photo of %s" % agency
    shown = [media["href"] for media in photos.values() if visitor.ask(media["href"]).status == 200]
    assert shown, "none of the files is held"
    kit.run("withhold", archive, *["media:" + id for id in photos], "--why", "The licence ended", *WHO)
    time.sleep(0.3)
    for href in shown:
        assert visitor.open(href, expect=410).status == 410, href
    for id in photos:
        assert visitor.open("/media/" + id, expect=410).status == 410, id
    wall = visitor.open("/media").text + visitor.open("/media/page/2").text
    assert not any(href[len(walk.HOME) :] in wall for href in shown)
    for article in walk.articles(archive).values():
        assert not any(media.get("id") in photos for media in article.get("media", []))
    walk.waits("5c", "by one word (withhold agency:%s)" % agency, "rights per agency (a later issue)")


def compare_digests(archive):
    walk.step(6, "every article's captures against their digests, by another program")
    records = {digest for _, _, digest in walk.record_digests(archive)}
    checked = 0
    for article in walk.articles(archive).values():
        for capture in article["captures"]:
            assert capture["sha256"] in records, (article["url"], capture)
            checked += 1
    assert checked >= 160, checked


def check_bytes(archive):
    walk.step("6b", "verify: silent when all is well, and not when one bit has changed")
    assert kit.run("verify", archive) == ""
    with open(
        os.path.join(archive, "warc", sorted(os.listdir(os.path.join(archive, "warc")))[0]), "r+b"
    ) as f:
        f.seek(-200, os.SEEK_END)
        byte = f.read(1)
        f.seek(-1, os.SEEK_CUR)
        f.write(bytes([byte[0] ^ 0x40]))
    assert kit.run("verify", archive, expect=1) != "", "one bit changed and nothing is said"
    walk.waits("6c", "the archive as a BagIt, verified by bagit.py", "packages (the preservation issue)")


def main():
    archive = import_everything()
    read_report(archive)
    with kit.Server(archive) as server:
        visitor = walk.Visitor(server)
        merge_writers(archive, visitor)
        correct_date(archive, visitor)
        compare_digests(archive)
        withhold_article(archive, visitor)
        withhold_agency(archive, visitor)
        check_bytes(archive)


if __name__ == "__main__":
    main()
