"""What we read in WordPress's exports, beside what ElementTree reads in them.

In:  data/formats/wxr (BACKFILE_DATA): WordPress's theme unit test, and the files that the importers of
     WordPress and of its playground are tested with, damaged ones among them.
Out: exit 1 with each thing that differs.

Of a file that is well-formed XML every item, comment, term and author is counted by ElementTree and compared
one by one: id, kind, title, address, date, state, categories, tags, parent, words of the text. The theme unit
test is imported, and the list of each term and author counted. Of a damaged one stands below what must come
out of it.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import unquote

import kit

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
EXCERPT = "{http://purl.org/rss/1.0/modules/excerpt/}encoded"
FURNITURE = {"nav_menu_item", "custom_css", "wp_block", "wp_navigation", "wp_global_styles", "oembed_cache"}
SHOWN = {None, "publish", "inherit"}

# Of files that are no XML, or in which names mean something else: pieces by id with their texts, counts.
DAMAGED = {
    "crazy-cdata.xml": {"pieces": {"1": "Content with nested <![CDATA[ tags :)]]>"}},
    "malformed-simple.xml": {"pieces": {"1": ""}},
    "namespace-edge-cases.xml": {  # one item's "wp" is somebody else's: it has no id
        "pieces": {"1": "Content with namespace conflicts", "2": "Testing default namespace",
                   "3": "Empty namespace test", "4": "Unicode namespace URI test",
                   "": "This attempts to hijack the wp namespace", "6": "&lol1;" * 10},
        "author": 2, "section": 2},
    "malformed.xml": {"count": 0, "author": 1, "section": 21, "tag": 18},
}

failures = []


def fail(file, what, ours, theirs):
    failures.append("%s: %s: we have %r, not %r" % (os.path.basename(file), what, ours, theirs))


def read_ours(program, files):
    """File -> list of what it states."""
    out = subprocess.run([program] + files, capture_output=True, check=True).stdout.decode("utf-8")
    read, at = {}, None
    for line in filter(None, out.split("\n")):
        row = json.loads(line)
        if "file" in row:
            at = read.setdefault(row["file"], [])
        else:
            at.append(row)
    return read


def local(name):
    return name.rsplit("}", 1)[-1]


def is_own(element):
    return "wordpress.org/export/" in element.tag


def own(item, name):
    """Text of WordPress's own child, None if there is none."""
    for child in item:
        if local(child.tag) == name and is_own(child):
            return (child.text or "").strip()
    return None


def words(text):
    return re.findall(r"\w+", text)


def plain(text):
    """A title without tags and references."""
    text = re.sub(r"<[/a-zA-Z!][^>]*>", "", html.unescape(text or ""))
    return " ".join(text.split())


def text_words(content):
    """Words of a content that has neither shortcodes nor blocks nor pictures with captions."""
    content = re.sub(r"<!--.*?-->", " ", content, flags=re.S)
    content = re.sub(r"</?(?:em|strong|a|b|i|code|abbr|acronym|sub|sup|u|big|small|tt|span|q|cite|del|ins|s"
                     r"|strike|kbd|var|samp|dfn)\b[^>]*>", "", content)
    return words(html.unescape(re.sub(r"<[/a-zA-Z][^>]*>", " ", content)))


def compare_piece(file, item, row):
    article, name = row["article"], "item " + (own(item, "post_id") or "?")
    title = plain(item.findtext("title"))
    if plain(article.get("headline", "")) != title:
        fail(file, name + " title", article.get("headline"), title)
    link = (item.findtext("link") or "").strip()
    if link.startswith("http") and article.get("canonical") != link:
        fail(file, name + " link", article.get("canonical"), link)
    shown = own(item, "status") in SHOWN and not own(item, "post_password")
    if (article["status"] == "public") != shown:
        fail(file, name + " status", article["status"], own(item, "status"))
    date = own(item, "post_date")
    if date and not date.startswith("0000") and not article.get("published", "").startswith(
            date[:16].replace(" ", "T")):
        fail(file, name + " date", article.get("published"), date)
    tags = {c.get("nicename") or c.text for c in item.findall("category")
            if c.get("domain") in ("tag", "post_tag")}
    if len(article.get("tags", [])) != len(tags):
        fail(file, name + " tags", len(article.get("tags", [])), len(tags))
    compare_sections(file, name, item, article)
    parent = own(item, "post_parent")
    if row["parent"] != ("" if parent in (None, "0") else parent):
        fail(file, name + " parent", row["parent"], parent)
    comments = [c for c in item if local(c.tag) == "comment" and is_own(c)
                and own(c, "comment_approved") not in ("spam", "trash")]
    if row["comments"] != len(comments):
        fail(file, name + " comments", row["comments"], len(comments))
    compare_text(file, name, item, article)


def terms(item, *domains):
    """Slug -> label of the terms of an item, in its order."""
    return {unquote(c.get("nicename")): (c.text or "").strip() for c in item.findall("category")
            if c.get("domain") in domains and c.get("nicename")}


def compare_sections(file, name, item, article):
    """All categories, each once: the one that leads, then the others by slug."""
    theirs = terms(item, "category")
    first = article.get("section", {}).get("slug")
    if bool(theirs) != ("section" in article) or (theirs and first not in theirs):
        fail(file, name + " section", first, list(theirs))
        return
    wanted = [first] + sorted((s for s in theirs if s != first), key=lambda s: s.encode())
    ours = article.get("sections", [])
    if [s["slug"] for s in ours] != (wanted if len(theirs) > 1 else []):
        fail(file, name + " sections", [s["slug"] for s in ours], wanted)
    for section in ours:
        if section["label"] != plain(theirs.get(section["slug"], "")):
            fail(file, name + " label of " + section["slug"], section["label"], theirs.get(section["slug"]))


def compare_lists(file):
    """Each public item is in the list of each of its terms and of its author, and nothing else is."""
    wanted = Counter()
    for item in ET.parse(file).getroot().find("channel").findall("item"):
        kind = own(item, "post_type")
        if kind in FURNITURE | {"revision"} or own(item, "status") not in SHOWN or own(item, "post_password"):
            continue
        for field, domains in (("section", ["category"]), ("tag", ["tag", "post_tag"])):
            wanted.update(field + ":" + slug for slug in terms(item, *domains))
        creator = item.findtext("{http://purl.org/dc/elements/1.1/}creator")
        wanted["author:" + re.sub(r"[^\w-]", "", creator)] += 1  # one has a ">" too many
    archive = kit.new_archive("lists.archive")
    kit.run("import", archive, file)
    for query, count in sorted(wanted.items()):
        ours = int(kit.run("search", archive, query, "--count"))
        if ours != count:
            fail(file, "list of " + query, ours, count)
    shutil.rmtree(archive)
    return len(wanted)


def compare_text(file, name, item, article):
    content = item.findtext(CONTENT) or ""
    all_text = "\n".join(b.get("text", "") for b in article.get("body", []))
    for raw in ("<!-- wp:", "[gallery", "[caption", "[embed", "[video", "[audio"):
        if raw in all_text and raw not in html.unescape(content).replace(raw, "", content.count(raw)):
            fail(file, name + " shows", raw, "nothing raw")
    if own(item, "post_type") == "attachment":
        href = article["media"][0].get("href")
        if href != own(item, "attachment_url"):
            fail(file, name + " href", href, own(item, "attachment_url"))
    if re.search(r"\[|<!--|<(?:img|figure|iframe|object|embed|script|style)|^\s*https?:|<!\[", content, re.M):
        return
    theirs, ours = text_words(content), words(all_text)
    if theirs != ours:
        at = next((i for i, (a, b) in enumerate(zip(theirs, ours)) if a != b), min(len(theirs), len(ours)))
        fail(file, name + " words from %d" % at, ours[at:at + 8], theirs[at:at + 8])


def compare(file, rows):
    channel = ET.parse(file).getroot().find("channel")
    pieces = {row["cms"]: row for row in rows if row.get("kind") == "piece"}
    items = {}
    for item in channel.findall("item"):
        if (own(item, "post_type") or "post") not in FURNITURE | {"revision"}:
            items[own(item, "post_id") or ""] = item
    if sorted(pieces) != sorted(items):
        fail(file, "pieces", sorted(pieces), sorted(items))
    for number in set(pieces) & set(items):
        compare_piece(file, items[number], pieces[number])
    kinds = {"author": "author", "category": "section", "tag": "tag"}
    counts = {"author": 0, "section": 0, "tag": 0}
    for child in channel:
        kind = kinds.get(local(child.tag)) if is_own(child) else None
        if local(child.tag) == "term" and is_own(child):
            kind = {"category": "section", "post_tag": "tag"}.get(own(child, "term_taxonomy"))
        if kind == "section" and own(child, "category_nicename") == "" and not own(child, "cat_name"):
            kind = None
        if kind:
            counts[kind] += 1
    for kind, count in counts.items():
        ours = sum(row.get("kind") == kind for row in rows)
        if ours != count:
            fail(file, kind + "s", ours, count)


def compare_damaged(file, rows, wanted):
    pieces = {row["cms"]: row["article"].get("text", "") for row in rows if row.get("kind") == "piece"}
    if "pieces" in wanted and pieces != wanted["pieces"]:
        fail(file, "pieces", pieces, wanted["pieces"])
    if "count" in wanted and len(pieces) != wanted["count"]:
        fail(file, "pieces", len(pieces), wanted["count"])
    for kind in ("author", "section", "tag"):
        ours = sum(row.get("kind") == kind for row in rows)
        if kind in wanted and ours != wanted[kind]:
            fail(file, kind + "s", ours, wanted[kind])


def check_places(file, rows):
    """Records lie one behind the other, and nothing but white space between them."""
    with open(file, "rb") as source:
        data = source.read()
    at = 0
    for row in rows:
        if "begin" not in row:
            continue
        if data[at:row["begin"]].strip():
            fail(file, "bytes in no record", data[at:row["begin"]][:40], b"")
        at = row["end"]
    if data[at:].strip():
        fail(file, "bytes in no record", data[at:][:40], b"")


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    data = os.environ.get("BACKFILE_DATA") or os.path.join(root, "..", "shared", "data")
    folder = os.path.join(data, "formats", "wxr")
    if not os.path.isdir(folder):
        print("skipped: no exports in %s" % folder)
        return 77
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names
                   if name.endswith(".xml"))
    read = read_ours(sys.argv[1], files)
    pieces = 0
    for file in files:
        rows = read[file]
        pieces += sum(row.get("kind") == "piece" for row in rows)
        for row in rows:
            if "skip" in row:
                fail(file, "skipped", row["skip"], "read")
        check_places(file, rows)
        wanted = DAMAGED.get(os.path.basename(file))
        if wanted:
            compare_damaged(file, rows, wanted)
        else:
            compare(file, rows)
    lists = compare_lists(os.path.join(folder, "themeunittestdata.wordpress.xml"))
    print("\n".join(failures))
    print("%d files, %d pieces, %d lists, %d differences" % (len(files), pieces, lists, len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
