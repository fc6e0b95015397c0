"""The Harbour Herald (tests/samples): two mirrors, text captures and a folder of photos, alone and together.

Each source gives the pieces under the addresses that they had on the site; photos have the words of their
files; what is a mirroring program's own is told and passed over; all sources in all orders give one and the
same archive.
"""

import itertools
import json
import os
import sys

import kit

SAMPLES = os.path.join(kit.SOURCE, "tests", "samples")
OPTIONS = ["--title", "The Harbour Herald", "--language", "en", "--timezone", "Europe/Malta"]

FERRY = ("55328445", "article", "/news/ferry-burns", "Ferry burns off Galea, eleven dead")
OPINION = (
    "55328461",
    "opinion",
    "/opinion/the-harbour-needs-a-fireboat",
    "Opinion: The harbour needs a fireboat",
)
LIGHTHOUSE = ("/news.asp?id=7", "Lighthouse keeper retires")
PHOTO = {
    "id": "55328447",
    "caption": "The ferry burns off Galea.",
    "credit": {"raw": "Medwire Photo/Inès Calleja", "agency": "Medwire", "photographer": "Inès Calleja"},
    "taken": "2014-06-27T06:15+03:00",
    "width": 64,
    "height": 64,
}
FULL_CAPTION = "The ferry Almagest burns off the island of Galea at dawn."

faults = []


def check(what, got, wanted):
    if got != wanted:
        faults.append("%s: %r, not %r" % (what, got, wanted))


def import_all(names, archive="archive", report=None):
    kit.new_archive(archive, OPTIONS)
    for name in names:
        more = ["--report", report] if report else []
        kit.run("import", archive, *more, os.path.join(SAMPLES, name))
    export = kit.export_jsonl(archive, "export.jsonl")
    return export, [json.loads(line) for line in export.decode("utf-8").splitlines()]


def named(article):
    return (article["id"], article["pageKind"], article["path"], article.get("headline"))


def check_photo(what, media):
    """The page's own caption, and what the file alone knows."""
    got = {key: media.get(key) for key in PHOTO}
    check(what + " photo", got, PHOTO)
    check(
        what + " photo's address",
        media["href"].split("://")[-1],
        "www.herald.example/wp-content/uploads/2014/06/ferry.jpg",
    )


def check_mirror(name, skipped):
    _, articles = import_all([name], report="report.json")
    found = [named(a) for a in articles]
    check(name + " pieces", found[:2], [FERRY, OPINION])
    check(name + " old story", [f[2:] for f in found[2:]], [LIGHTHOUSE])
    for article in articles[:2]:
        check(name + " canonical", article["canonical"], "https://www.herald.example" + article["path"])
        author = "icalleja" if "media" in article else "gpavlou"
        check(name + " authors", [a["slug"] for a in article["authors"]], [author])
    check_photo(name, articles[0]["media"][0])
    report = kit.read_report("report.json")
    check(name + " passed over", sorted(s["source"] for s in report["skipped"]), skipped)
    for entry in report["skipped"]:
        check(name + " reason for " + entry["source"], bool(entry["reason"]), True)
    asked = ["https://www.herald.example" + path for path in (FERRY[2], OPINION[2], FERRY[2] + "/")]
    asked.insert(2, "http://www.herald.example" + LIGHTHOUSE[0])
    lines = kit.run("resolve", "archive", *asked).splitlines()
    check(name + " addresses", [line.split("\t")[1] for line in lines], ["200", "200", "200", "301"])
    check(name + " missing", kit.run("missing", "archive", "--format", "urls"), "")


def check_httrack_date():
    _, articles = import_all(["mirror-httrack"])
    at = {c["at"] for a in articles for c in a["captures"]}
    check("the date in HTTrack's comment", at, {"2017-01-03T08:30:00Z"})


def check_texts():
    _, articles = import_all(["text"])
    found = sorted(named(a) for a in articles)
    check("text pieces", [f[2:] for f in found], [FERRY[2:], OPINION[2:]])
    check("text id by shortlink", found[0][0], FERRY[0])
    for article in articles:
        check("text without its address", "herald.example" in article["text"], False)
        check("text whole", len(article["body"]), 3)


def check_photos():
    _, articles = import_all(["photos"])
    check("photos alone", sorted(a["pageKind"] for a in articles), ["photo"] * 4)
    media = {a["media"][0].get("caption", ""): a["media"][0] for a in articles}
    check(
        "captions",
        sorted(media),
        [
            "",
            "Fish market",
            "Mayor Elif Karaman speaks to relatives at the quay of Port " "Marenza.",
            FULL_CAPTION,
        ],
    )
    check("credit in the caption", media[FULL_CAPTION]["credit"], PHOTO["credit"])
    check("the paper's own number", media[FULL_CAPTION]["id"], PHOTO["id"])
    check("day of Exif", media["Fish market"]["taken"], "2014-06-30T07:40")
    check("words before a cut", media[""]["credit"]["photographer"], "Inès Calleja")


def check_extract():
    path = os.path.join(SAMPLES, "photos", "2014", "ferry.jpg")
    photo = json.loads(kit.run("extract", path))
    check(
        "extract",
        photo,
        {
            "caption": FULL_CAPTION,
            "credit": PHOTO["credit"],
            "taken": PHOTO["taken"],
            "width": 64,
            "height": 64,
        },
    )
    lines = kit.run(
        "extract", "--list", "-", text="%s\thttps://www.herald.example/f.jpg\n" % path
    ).splitlines()
    listed = json.loads(lines[0])
    check(
        "extract --list",
        (listed["path"], listed["href"], listed["caption"]),
        (path, "https://www.herald.example/f.jpg", FULL_CAPTION),
    )


def check_orders():
    names = ["mirror-wget", "mirror-httrack", "text", "photos"]
    orders = list(itertools.permutations(names))
    reference = None
    for order in orders if kit.IS_SOAK else orders[::5]:
        export, articles = import_all(order)
        if reference is None:
            reference = export
            pieces = [named(a) for a in articles if a["pageKind"] != "photo"]
            check("pieces of all sources", pieces[:2], [FERRY, OPINION])
            check("pieces of all sources", [p[2:] for p in pieces[2:]], [LIGHTHOUSE])
            check_photo("all sources", articles[0]["media"][0])
        check("export of " + ">".join(order), export == reference, True)


def check_given_photos():
    """Every picture of the test data in one folder: none stops the import, each that speaks is a photo."""
    folder = os.path.join(kit.DATA, "formats", "photos")
    if not os.path.isdir(folder):
        print("no test data at '%s': its photos were not imported" % folder)
        return
    kit.new_archive("archive", OPTIONS)
    kit.run("import", "archive", "--report", "report.json", folder)
    articles = [
        json.loads(line) for line in kit.export_jsonl("archive", "export.jsonl").decode().splitlines()
    ]
    captions = {a["media"][0].get("caption") for a in articles if a["pageKind"] == "photo"}
    check("the reference photo", "The description aka caption (ref2021.1)" in captions, True)
    check("a photo of 2015", any(c and c.startswith("Austria's Matthias Mayer") for c in captions), True)
    print("%d photos of the test data" % len(articles))


def main():
    check_mirror("mirror-wget", [])
    check_mirror("mirror-httrack", ["hts-cache/doit.log", "hts-log.txt", "index.html"])
    check_httrack_date()
    check_texts()
    check_photos()
    check_extract()
    check_orders()
    check_given_photos()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
