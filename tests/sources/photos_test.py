"""A folder of pictures beside an export and a crawl: each photo is one photo, whatever came first.

The sample's pictures as an editor's folder has them: under their bare names, as a copy of wp-content/uploads,
and renamed, with the very bytes of the crawl. In every order: the same export; no photo twice; every figure
answers with a picture of the folder; no photo is lost; words that stand in a file alone are shown.
"""

import hashlib
import itertools
import json
import os
import re
import struct
import sys
import zlib

import kit

SAMPLE = os.path.dirname(kit.SAMPLE)
PICTURES = os.path.join(SAMPLE, "folder", "archive.tramontane.example", "wp-content", "uploads")
WXR, WARC = os.path.join(SAMPLE, "sample.wxr.xml"), kit.SAMPLE
ALONE = "nobody-printed-this-tower.png"
SAID = "Said by the file alone, number %d."
faults = []


def check(what, got, wanted):
    if got != wanted:
        faults.append("%s: %s, not %s" % (what, str(got)[:600], str(wanted)[:600]))


def with_words(png, caption, keyword):
    """The picture with an XMP packet in it, as a photo desk writes it."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
        '<rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description><dc:subject><rdf:Bag><rdf:li>%s'
        "</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>" % (caption, keyword)
    )
    data = b"iTXt" + b"XML:com.adobe.xmp\0\0\0\0\0" + packet.encode("utf-8")
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return png[:33] + chunk + png[33:]  # behind the head


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def make_folders():
    """Gives {path below uploads: bytes} of the crawl and of the pictures with words."""
    plain, worded = {}, {}
    for base, _, names in sorted(os.walk(PICTURES)):
        for name in sorted(names):
            if name.endswith(".png"):
                path = os.path.join(base, name)
                with open(path, "rb") as file:
                    plain[os.path.relpath(path, PICTURES)] = file.read()
    for number, path in enumerate(sorted(plain)):
        worded[path] = with_words(plain[path], SAID % number, "harbour")
        write(os.path.join("bare", os.path.basename(path)), worded[path])
        write(os.path.join("uploads", "wp-content", "uploads", path), worded[path])
        write(os.path.join("renamed", "DSC_%04d.png" % number), plain[path])
    alone = with_words(plain[sorted(plain)[0]], "A tower that nobody printed.", "tower")
    write(os.path.join("bare", ALONE), alone)
    return plain, worded


def import_in(order):
    kit.new_archive("archive")
    for source in order:
        kit.run("import", "archive", source)
    return kit.export_jsonl("archive", "export.jsonl")


def said_by(articles):
    """The words of files that are shown with pieces and photos' pages."""
    return {m.get("caption") for a in articles for m in a.get("media", ())
            if "Said by the file" in m.get("caption", "")}


def check_archive(name, export, photos, pictures, loose):
    """photos: the ids of photos' own pages; pictures: bytes that may answer; loose: photos of their own."""
    articles = [json.loads(line) for line in export.decode().splitlines()]
    pages = {a["id"] for a in articles if a["pageKind"] == "photo" and a["id"].isdigit()}
    own = [a for a in articles if a["pageKind"] == "photo" and not a["id"].isdigit()]
    check(name + ": photos' pages", sorted(pages ^ photos), [])
    check(name + ": photos of their own", [a["media"][0].get("caption") for a in own], loose)
    lost = json.loads(kit.run("missing", "archive", "--format", "json"))
    check(name + ": lost photos", lost.get("lostPhotos") or lost.get("lostPhotoCount") or 0, 0)
    digests = {hashlib.sha256(data).hexdigest() for data in pictures}
    hrefs = {m.get("href", "") for a in articles for m in a.get("media", ())}
    hrefs = sorted(href for href in hrefs if href.startswith("http"))
    check(name + ": there are figures", len(hrefs) > 20, True)
    with kit.Server("archive") as server:
        for href in hrefs:
            status, _, body = server.get(re.sub("^https?://[^/]*", "", href))
            if status != 200 or hashlib.sha256(body).hexdigest() not in digests:
                faults.append("%s: '%s' answers %d with %d bytes" % (name, href, status, len(body)))
    return articles


def main():
    for path in (WXR, PICTURES):
        if not os.path.exists(path):
            raise SystemExit("the sample has no '%s'" % path)
    plain, worded = make_folders()
    reference = import_in([WXR])
    photos = {a["id"] for a in map(json.loads, reference.decode().splitlines()) if a["pageKind"] == "photo"}
    tower = ["A tower that nobody printed."]
    cases = [
        ("export and bare names", [WXR, "bare"], worded, tower),
        ("export and uploads", [WXR, "uploads"], worded, []),
        ("crawl and renamed files", [WARC, "renamed"], plain, []),
        ("export, crawl and bare names", [WXR, WARC, "bare"], plain, tower),
        ("export, uploads and bare names", [WXR, "uploads", "bare"], worded, tower),
        ("everything", [WXR, WARC, "bare", "uploads", "renamed"], plain, tower),
    ]
    imports = 0
    for name, sources, pictures, loose in cases:
        orders = list(itertools.permutations(sources))
        if len(orders) > 6 and not kit.IS_SOAK:
            orders = orders[:1] + orders[17::29] + orders[-1:]
        first = None
        for order in orders:
            export = import_in(order)
            imports += 1
            if first is None:
                first = export
                articles = check_archive(name, export, photos, pictures.values(), loose)
                if WXR in sources:  # the drafts, too
                    check(name + ": pieces", len(articles), len(reference.splitlines()) + len(loose))
                if "renamed" not in sources:
                    check(name + ": words of files are shown", len(said_by(articles)) > 0, True)
            elif export != first:
                faults.append("%s: another export" % " > ".join(order))
    for fault in faults:
        print(fault)
    print("%d imports, %d faults" % (imports, len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
