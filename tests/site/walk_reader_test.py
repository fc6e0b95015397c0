"""The first ten minutes of somebody who came by a link: an old shared address, this day in other years,
the next piece of a columnist, the day as the paper saw it, Arabic and dark, a paragraph to pass on.
Without script."""

import datetime
import json
import os
import re

import kit
import walk


def add_this_day(archive):
    """A piece of this day, nine years before the end of the sample: the front page knows what day it is."""
    today = datetime.datetime.now(datetime.timezone.utc)
    day = today.strftime("2014-%m-%d") if (today.month, today.day) != (2, 29) else "2012-02-29"
    path = "/dina-khalaf/features/a-ladder-by-the-lighthouse"
    piece = {
        "id": "990001",
        "url": walk.HOME + path,
        "path": path,
        "headline": "A ladder by the lighthouse",
        "authors": [{"name": "Dina Khalaf", "slug": "dina-khalaf"}],
        "published": day,
        "section": {"slug": "features", "label": "Features"},
        "lang": "en",
        "body": [
            {
                "p": 1,
                "kind": "paragraph",
                "text": "Somebody left a ladder by the lighthouse, and nobody asks.",
            }
        ],
    }
    with open("today.jsonl", "w", encoding="utf-8") as out:
        out.write(json.dumps(piece) + "\n")
    kit.run("import", archive, os.path.abspath("today.jsonl"))
    return piece


def open_shared(visitor, articles):
    walk.step(1, "a shared link of 2009, with its tracking keys, on a phone, without script")
    piece = next(a for a in articles.values() if a.get("published", "").startswith("2009-11"))
    for tail in ("?share=facebook&nb=1", "/?utm_source=twitter", "/", "/amp", "?fbclid=abc"):
        page = visitor.open(piece["path"] + tail)
        assert page.address == piece["path"] and len(visitor.redirects) <= 1, (tail, visitor.redirects)
        assert all(status == 301 for _, status in visitor.redirects)
    bare = visitor.open("/?p=%s" % piece["id"])
    assert bare.address == piece["path"] and visitor.redirects == [("/?p=%s" % piece["id"], 301)]
    assert '<meta name="viewport" content="width=device-width' in page.text
    without = re.sub(r"<script.*?</script>", "", page.text, flags=re.S)
    words = walk.Reading(without).words
    assert piece["headline"] in words
    for block in piece["body"]:
        if block["kind"] == "paragraph":
            assert " ".join(block["text"].split())[:60] in words, (block["text"], words)
    return piece


def this_day(visitor, piece):
    walk.step(2, "on this day, in other years")
    page = visitor.open("/")
    assert "in other years" in page.read.words
    assert any(link["href"] == piece["path"] for link in page.read.links), "the piece of this day"
    more = visitor.open(page.link("in other years"))
    day = piece["published"][5:]
    found = visitor.search("day:%s NOT kind:photo" % day, limit=100)
    assert all(hit["published"][5:10] == day for hit in found["hits"])
    assert re.search(r"\b%d articles?\b" % found["total"], more.read.words)


def misspell(visitor):
    walk.step(3, "a misspelt word: never an empty page")
    page = visitor.open("/search?q=lighthuose+ladder")
    assert "No articles" in page.read.words
    relaxed = next(link for link in page.read.links if link["words"] == "ladder")
    assert "A ladder by the lighthouse" in visitor.open(relaxed["href"]).read.words
    walk.waits(
        "3b", "the person with photo, dates and articles, by a misspelt name", "people and name search"
    )


def read_on(visitor, articles):
    walk.step(4, "the next piece of one columnist, and the next, to the last")
    slug = "ines-calleja"
    own = [a for a in articles.values() if any(w.get("slug") == slug for w in a.get("authors", []))]
    own.sort(key=lambda a: a["published"])
    for piece, next_piece in zip(own, own[1:]):  # two rows that lead to the same pieces are shown once
        onward = re.findall(r'<a class="to-next"[^>]* href="([^"]*)"', visitor.open(piece["path"]).text)
        assert next_piece["path"] in onward, (piece["path"], onward)


def see_day(visitor, articles):
    walk.step(5, "the day as the paper saw it, and the days beside it")
    days = {}
    for article in articles.values():
        if len(article.get("published", "")) >= 10:
            days.setdefault(article["published"][:10], []).append(article)
    day = max(sorted(days), key=lambda key: len(days[key]))
    page = visitor.open("/" + day.replace("-", "/"))
    for article in days[day]:
        assert any(link["href"] == article["path"] for link in page.read.links), article["id"]
    order = sorted(days)
    at = order.index(day)
    for other in order[max(0, at - 1) : at] + order[at + 1 : at + 2]:
        assert any(link["href"] == "/" + other.replace("-", "/") for link in page.read.links), other
    walk.waits("5b", "its front page with what led and what followed", "the day page of story threads")


def change_look(visitor, piece):
    walk.step(6, "larger text, dark, Arabic labels from right to left")
    page = visitor.open("/")
    style = next(head["href"] for head in page.read.heads if head.get("rel") == "stylesheet")
    css = visitor.open(style).text
    assert "prefers-color-scheme: dark" in css.replace("scheme:dark", "scheme: dark")
    sizes = [r for r in re.findall(r"([^{}]*)\{[^{}]*font-size:\s*[\d.]+px", css) if ".chart" not in r]
    assert not sizes, "sizes of letters follow the reader's own"
    arabic = visitor.open(page.link("العربية", href="/?ui=ar"))
    assert re.search(r'<html lang="ar" dir="rtl"', arabic.text)
    inner = visitor.open(next(a["href"] for a in arabic.read.links if a["href"].startswith("/20")))
    assert '<html lang="ar" dir="rtl"' in inner.text, "the tongue goes along"
    english = visitor.open(piece["path"] + "?ui=ar")
    assert '<html lang="ar" dir="rtl"' in english.text
    assert re.search(
        r'<article class="piece[^"]*" lang="en[^"]*" dir="ltr"', english.text
    ), "the text stays its own"
    told = visitor.open("/", headers={"Accept-Language": "ar,en;q=0.5"})
    assert '<html lang="ar" dir="rtl"' in told.text


def share(visitor, piece):
    walk.step(7, "a paragraph passed on as a link")
    page = visitor.open(piece["path"])
    for block in piece["body"]:
        assert "p%d" % block["p"] in page.read.ids
    assert any(
        head.get("rel") == "canonical" and head["href"] == piece["url"] for head in page.read.heads
    )
    walk.waits("7b", "a marked sentence shared by one touch", "sentences in the page (the reading issue)")


def main():
    archive = walk.sample("reader")
    today = add_this_day(archive)
    articles = walk.articles(archive)
    with kit.Server(archive) as server:
        visitor = walk.Visitor(server)
        piece = open_shared(visitor, articles)
        this_day(visitor, today)
        misspell(visitor)
        read_on(visitor, articles)
        see_day(visitor, articles)
        change_look(visitor, piece)
        share(visitor, piece)


if __name__ == "__main__":
    main()
