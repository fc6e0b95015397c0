"""The NewsML-G2, ninjs and CDX files of the test data, read beside what Python's own readers find in them.

Arguments: the program formats_stated_print. Each file gives what it holds, or a reason.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timezone

import kit

PRINT = sys.argv[1]
G2 = "{http://iptc.org/std/nar/2006-10-01/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_TAGS = {"person", "organisation", "geoArea", "poi", "event", "object", "team", "place"}


def stated(path):
    """What the program states of a file: (items, reasons)."""
    done = subprocess.run([PRINT, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        raise AssertionError("%s: exit code %d\n%s" % (path, done.returncode, done.stderr.decode()[-2000:]))
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [x for x in lines if "skip" not in x], [x["skip"] for x in lines if "skip" in x]


def files_below(folder, ending):
    found = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.endswith(ending))


def words(text):
    return " ".join((text or "").split())


def text_of(element):
    return words("".join(element.itertext())) if element is not None else ""


def plain(html):
    """The words of a fragment of HTML."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        html = html.replace(entity, sign) if entity != "&amp;" else html
    return words(re.sub(r"<[^>]*>", " ", html).replace("&amp;", "&"))


def minute(text):
    """A time as it is stated: to the minute, with its offset."""
    m = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$", text.strip())
    if not m:
        return text.strip()
    offset = m.group(2) or ""
    return m.group(1) + ("Z" if offset in ("+00:00", "-00:00") else offset)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def tail(code):
    return re.split(r"[:/]", code or "")[-1]


def local(element):
    return element.tag.split("}")[-1]


def find(element, path):
    """As Element.find, and None of None."""
    return element.find(path) if element is not None else None


class Check:
    def __init__(self):
        self.count = 0
        self.faults = []

    def equal(self, place, what, got, wanted):
        self.count += 1
        if got != wanted:
            self.faults.append("%s: %s is %r, not %r" % (place, what, got, wanted))

    def true(self, place, what, holds):
        self.equal(place, what, bool(holds), True)


# ---- NewsML-G2 ----


def g2_items(root):
    item_set = root.find(G2 + "itemSet")
    return list(item_set) if item_set is not None else [root]


def g2_body(item):
    """The words of the text, read from NITF or XHTML."""
    inline = next((e for e in item.iter() if local(e) == "inlineXML"), None)
    if inline is None:
        return ""
    nitf = [e for e in inline.iter() if local(e) == "body.content"]
    if nitf:
        return words(" ".join(text_of(p) for p in nitf[0].iter() if local(p) == "p"))
    return words(" ".join(text_of(p) for p in inline.iter() if local(p) == "p"))


def g2_name(item, element):
    lang = (item.get(LANG) or "")[:2]
    names = element.findall(G2 + "name")
    main = element.find(G2 + "mainConcept")
    if not names and main is not None:
        names = main.findall(G2 + "name")
    for name in names:
        if lang and (name.get(LANG) or "").lower().startswith(lang.lower()):
            return text_of(name)
    return text_of(names[0]) if names else ""


def g2_piece(item):
    """What a piece must say; None if the item is none."""
    kind = local(item)
    if kind not in ("newsItem", "packageItem", "contentSet", "contentMeta"):
        return None
    meta = item if kind == "contentMeta" else find(item, G2 + "contentMeta")
    item_meta = find(item, G2 + "itemMeta")
    item_class = find(item_meta, G2 + "itemClass")
    cls = tail(item_class.get("qcode") or item_class.get("uri")) if item_class is not None else ""
    piece = {"headline": text_of(find(meta, G2 + "headline")), "body": g2_body(item), "class": cls}
    for hl1 in item.iter():
        if local(hl1) == "hl1" and not piece["headline"]:
            piece["headline"] = text_of(hl1)
    piece["photos"] = []
    if cls in ("picture", "graphic"):
        remote = find(item, G2 + "contentSet").findall(G2 + "remoteContent")
        piece["photos"] = [max(remote, key=lambda e: int(e.get("width") or 0))]
    if not piece["headline"] and not piece["body"] and not piece["photos"]:
        return None
    if kind == "packageItem" and not piece["headline"]:
        return None
    piece["guid"] = item.get("guid")
    piece["lang"] = item.get(LANG)
    language = find(meta, G2 + "language")
    if language is not None:
        piece["lang"] = language.get("tag")
    times = [text_of(find(item_meta, G2 + "firstCreated")), text_of(find(meta, G2 + "contentCreated"))]
    piece["version"] = text_of(find(item_meta, G2 + "versionCreated"))
    times = [t for t in times + [piece["version"]] if t]
    piece["published"] = minute(times[0]) if times else None
    piece["tags"] = []
    for subject in meta.findall(G2 + "subject") if meta is not None else []:
        name = g2_name(item, subject)
        if name and tail(subject.get("type")) not in NOT_TAGS:
            piece["tags"].append(name)
    piece["tags"] += [text_of(k) for k in meta.findall(G2 + "keyword")] if meta is not None else []
    piece["slugline"] = text_of(find(meta, G2 + "slugline"))
    piece["references"] = [e.get("residref") for e in item.iter(G2 + "itemRef")]
    piece["creditline"] = text_of(find(meta, G2 + "creditline"))
    piece["caption"] = ""
    for description in meta.findall(G2 + "description") if meta is not None else []:
        if tail(description.get("role")) == "caption":
            piece["caption"] = text_of(description)
    return piece


REASONS = {
    "conceptItem": "a concept item",
    "knowledgeItem": "a knowledge item",
    "planningItem": "a planning item",
    "catalogItem": "a catalogue",
    "groupSet": "the groups of a package",
}


def check_g2_piece(check, name, got, piece):
    check.equal(name, "headline", got.get("headline", ""), piece["headline"])
    if piece["class"] not in ("video", "audio"):
        check.equal(name, "body", plain(got.get("body", "")), piece["body"])
    if piece["guid"]:
        check.true(name, "guid", "guid=" + piece["guid"] in got["altIds"])
    check.equal(name, "lang", got.get("lang"), piece["lang"])
    check.equal(name, "published", got.get("published"), piece["published"])
    if piece["version"] and instant(minute(piece["version"])) > instant(piece["published"]):
        check.equal(name, "modified", got.get("modified"), minute(piece["version"]))
    check.equal(name, "tags", got["tags"], list(dict.fromkeys(piece["tags"])))
    if piece["slugline"]:
        check.true(name, "slugline", "slugline=" + piece["slugline"] in got["custom"])
    for reference in piece["references"]:
        check.true(name, "reference " + reference, "item=" + reference in got["altIds"])
    check.equal(name, "page kind", got["pageKind"], "photo" if piece["photos"] else "article")
    for remote in piece["photos"]:
        media = got["media"][0]
        check.equal(name, "size", media["size"], "%sx%s" % (remote.get("width"), remote.get("height")))
        check.equal(name, "caption", media.get("caption", ""), piece["caption"])
        check.equal(name, "credit", media.get("credit", ""), piece["creditline"])
        if remote.get("href").startswith("http"):
            check.equal(name, "href", media["href"], remote.get("href"))


def check_newsml(check):
    folder = kit.data("formats", "newsml-g2")
    files = files_below(folder, ".xml")
    check.equal("newsml-g2", "files", len(files), 43)
    pieces = 0
    for path in files:
        name = os.path.relpath(path, folder)
        root = ElementTree.parse(path).getroot()
        wanted = [p for p in map(g2_piece, g2_items(root)) if p]
        items, reasons = stated(path)
        check.equal(name, "pieces", len(items), len(wanted))
        pieces += len(wanted)
        if not wanted:
            reason = REASONS.get(local(root), "")
            check.true(name, "a reason (%s)" % reasons, len(reasons) == 1 and reason in reasons[0])
        for got, piece in zip(items, wanted):
            check_g2_piece(check, name, got, piece)
    return len(files), pieces


# ---- ninjs ----


def member(item, *names):
    for name in names:
        if name in item:
            return item[name]
    return None


def values(shape):
    """The items of an object by name or of an array."""
    if isinstance(shape, dict):
        return list(shape.values())
    return shape or []


def is_event(item):
    return item.get("type") in ("event", "planning") or ("eventDetails" in item and "bodies" not in item)


def pictures(item):
    return [a for a in values(member(item, "associations")) if a.get("type") in ("picture", "graphic")]


def check_ninjs_photo(check, name, item, media):
    renditions = [
        r
        for r in values(item.get("renditions"))
        if (member(r, "contentType", "contenttype", "mimetype") or "image/").startswith("image/")
    ]
    best = max(renditions, key=lambda r: r.get("width", 0))
    check.equal(name, "href", media.get("href"), best["href"])
    check.equal(name, "size", media["size"], "%dx%d" % (best.get("width", 0), best.get("height", 0)))
    caption = item.get("description_text")
    for role in ("text", "caption"):
        for description in item.get("descriptions", []):
            if description.get("role", role) == role:
                caption = description["value"]
    if caption:
        check.equal(name, "caption", media.get("caption"), words(caption))


def nitf_of(item):
    """The NITF document that an item carries, as a tree; None if it carries none."""
    for body in item.get("bodies", []):
        if "nitf" in body.get("contentType", "").lower():
            return ElementTree.fromstring(body["value"].encode("utf-8"))
    return None


def check_ninjs_nitf(check, name, nitf, got):
    """What only the document inside says."""
    content = next(nitf.iter("body.content"))
    check.equal(name, "NITF text", plain(got["body"]), words(" ".join(text_of(p) for p in content.iter("p"))))
    keywords = [k.get("key") for k in nitf.iter("keyword")]
    for keyword in keywords:
        check.true(name, "keyword " + keyword, keyword in got["tags"])


def check_ninjs_item(check, name, item, got):
    check.true(name, "uri", "uri=" + item["uri"] in got["altIds"])
    nitf = nitf_of(item)
    headline = item.get("headline") or item.get("title")
    if nitf is not None:
        headline = text_of(next(nitf.iter("hl1")))
        check_ninjs_nitf(check, name, nitf, got)
    for entry in item.get("headlines", []):
        if entry.get("role", "main") == "main":
            headline = entry["value"]
    check.equal(name, "headline", got.get("headline"), words(headline))
    check.equal(name, "language", got.get("lang"), item.get("language"))
    by = member(item, "by", "byline")
    if by is None and nitf is not None:
        by = text_of(next(nitf.iter("byline"))) or None
    check.equal(name, "byline", got.get("byline"), by)
    times = [
        member(item, "firstCreated", "firstcreated"),
        member(item, "contentCreated", "contentcreated"),
        member(item, "versionCreated", "versioncreated"),
    ]
    times = [minute(t) for t in times if t]
    if not times and nitf is not None:
        issue = next(nitf.iter("date.issue")).get("norm")
        times = ["%s-%s-%s" % (issue[:4], issue[4:6], issue[6:8])]
    check.equal(name, "published", got.get("published"), times[0] if times else None)
    subjects = [words(s["name"]) for s in values(member(item, "subjects", "subject")) if s.get("name")]
    subjects = list(dict.fromkeys(subjects))
    check.equal(name, "tags", got["tags"][: len(subjects)] if nitf is not None else got["tags"], subjects)
    for key in ("altids", "altIds"):
        ids = item.get(key, [])
        pairs = ids.items() if isinstance(ids, dict) else [(i["role"], i["value"]) for i in ids]
        for role, value in pairs:
            check.true(name, "alt id " + role, "%s=%s" % (role, value) in got["altIds"])
    has_body = any(k in item for k in ("bodies", "body_text", "body_xhtml", "body_html"))
    is_photo = item.get("type") in ("picture", "graphic")
    check.equal(name, "page kind", got["pageKind"], "photo" if is_photo else "article")
    if has_body and not is_photo:
        check.true(name, "a body", len(got.get("body", "")) > 100 or "Applebee" in got.get("body", ""))
    if is_photo:
        check_ninjs_photo(check, name, item, got["media"][0])
    elif not any("nitf" in b.get("role", "") for b in item.get("bodies", [])):
        check.equal(name, "photos", len(got["media"]), len(pictures(item)))
        for picture, media in zip(pictures(item), got["media"]):
            check_ninjs_photo(check, name, picture, media)


def check_ninjs(check):
    folder = kit.data("formats", "ninjs")
    files = files_below(folder, ".json")
    pieces = 0
    for path in files:
        name = os.path.relpath(path, folder)
        with open(path, encoding="utf-8-sig") as file:
            root = json.load(file)
        items, reasons = stated(path)
        if "$schema" in root:
            check.true(name, "told as other JSON", not items and "a JSON file" in reasons[0])
            continue
        wanted = [i for i in (root if isinstance(root, list) else [root]) if not is_event(i)]
        check.equal(name, "pieces", len(items), len(wanted))
        pieces += len(wanted)
        if not wanted:
            check.true(name, "a reason (%s)" % reasons, len(reasons) == 1 and "an event" in reasons[0])
        for item, got in zip(wanted, items):
            check_ninjs_item(check, name, item, got)
    return len(files), pieces


# ---- CDX ----


def address_of_key(key):
    if ")" not in key:
        return "http://" + key
    host, rest = key.split(")", 1)
    return "http://" + ".".join(reversed(host.split(","))) + rest


def cdx_entry(line, letters):
    """(url, seconds, status) of a line; None of a head."""
    if line.startswith(" CDX "):
        return None
    if "\t" in line:
        key, date = line.split("\t")[0].split(" ")
        return address_of_key(key), date, 0
    if " {" in line:
        key, date, text = line.split(" ", 2)
        fields = json.loads(text)
        return fields.get("url") or address_of_key(key), date, int(fields.get("status", 0))
    fields = dict(zip(letters, line.split(" ")))
    return fields["a"], fields["b"], int(fields["s"]) if fields["s"] != "-" else 0


def check_cdx(check):
    folder = kit.data("formats", "cdx")
    files = files_below(folder, "")
    check.equal("cdx", "files", len(files), 24)
    addresses = 0
    for path in files:
        name = os.path.relpath(path, folder)
        items, reasons = stated(path)
        if path.endswith(".loc"):
            check.true(name, "a reason", not items and "holds no address" in reasons[0])
            continue
        with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
            lines = file.read().decode("utf-8").splitlines()
        wanted = [e for e in (cdx_entry(line, "NbamskrMSVg") for line in lines if line.strip()) if e]
        check.equal(name, "bad lines", reasons, [])
        check.equal(name, "lines", len(items), len(wanted))
        addresses += len(wanted)
        for got, (url, date, status) in zip(items, wanted):
            at = datetime.strptime(date, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
            line = (got["url"], got["seen"], got["httpStatus"])
            check.equal(name, "line", line, (url, int(at.timestamp()), status))
    return len(files), addresses


def main():
    check = Check()
    print("newsml-g2: %d files, %d pieces" % check_newsml(check))
    print("ninjs: %d files, %d pieces" % check_ninjs(check))
    print("cdx: %d files, %d addresses" % check_cdx(check))
    for fault in check.faults[:50]:
        print(fault)
    print("%d comparisons, %d faults" % (check.count, len(check.faults)))
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
