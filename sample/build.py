"""Writes the sample newspaper: as a crawl of its site, as text captures, and the truth about its articles.

In:  sample/articles/*.txt.
Out: --warc FILE    WARC 1.1, a gzip member a record: pages, lists, attachment pages, pictures, redirects,
                    errors, share links, an article before and after its correction, a feed, a revisit
     --wxr FILE     the same newspaper as its WordPress would export it
     --folder DIR   its pages and pictures as a mirror: DIR/host/path
     --text FOLDER  one text capture an article: FOLDER/host/path.txt
     --truth FILE   JSON lines: what a reader would say of each article, for tests to compare with
The same bytes in every run.
"""

import argparse
import datetime
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "scripts")]

import draw  # noqa: E402
import pages  # noqa: E402
import wxr  # noqa: E402
from newspaper import (
    ARCHIVE_TITLE,
    AUTHORS,
    BASE,
    CATEGORIES,
    HOST,
    PAPER,
    by_author,
    by_category,  # noqa: E402
    by_tag,
    iso,
    offset_minutes,
    read_newspaper,
    slug_of,
)
from warcfile import Ticker, WarcWriter, digest  # noqa: E402

HTML = [("Server", "nginx"), ("Content-Type", "text/html; charset=UTF-8"), ("X-Powered-By", "PHP/7.0")]
CATEGORY_SIZE, TAG_SIZE = 6, 5
FRONT_SIZE = 10


class Crawl:
    """Puts answers into a WARC; every third page comes gzipped, every fourth in chunks, as servers do."""

    def __init__(self, writer, clock):
        self.writer, self.clock = writer, clock
        self.pages = 0

    def html(self, path, text, status=200, reason="OK"):
        self.pages += 1
        url = path if "://" in path else BASE + path
        body = text.encode("utf-8")
        moment = self.clock.tick()
        coding = "gzip" if self.pages % 3 == 0 else None
        record_id = self.writer.response(url, moment, status, reason, HTML, body, coding, self.pages % 4 == 0)
        if self.pages % 10 == 1:
            self.writer.request(url, moment, record_id)
        return record_id, moment

    def file(self, path, media_type, data):
        self.writer.response(
            BASE + path,
            self.clock.tick(),
            200,
            "OK",
            [("Server", "nginx"), ("Content-Type", media_type)],
            data,
        )

    def redirect(self, url, target, status=301):
        reason = {301: "Moved Permanently", 302: "Found"}[status]
        self.writer.response(
            url,
            self.clock.tick(),
            status,
            reason,
            [("Server", "nginx"), ("Content-Type", "text/html"), ("Location", target)],
            b"",
        )


def list_pages(crawl, title, body_class, path, articles, size, is_full=False):
    count = (len(articles) + size - 1) // size
    for number in range(1, count + 1):
        part = articles[(number - 1) * size : number * size]
        shown = path if number == 1 else path.rstrip("/") + "/page/%d" % number
        crawl.html(shown, pages.list_page(title, body_class, path, part, number, count, is_full))


def put_lists(crawl, articles):
    newest = articles[::-1]
    list_pages(crawl, ARCHIVE_TITLE, "home blog", "/", newest, FRONT_SIZE)
    for slug, (label, group) in sorted(by_category(articles).items()):
        list_pages(
            crawl,
            label + " Archives - THE TRAMONTANE English Archive",
            "archive category category-" + slug,
            "/category/" + slug,
            group,
            CATEGORY_SIZE,
        )
    for slug, (label, group) in sorted(by_tag(articles).items()):
        list_pages(
            crawl, label + " | " + ARCHIVE_TITLE, "archive tag tag-" + slug, "/tag/" + slug, group, TAG_SIZE
        )
    for slug, (label, group) in sorted(by_author(articles).items()):
        list_pages(
            crawl,
            label + " | " + ARCHIVE_TITLE,
            "archive author author-" + slug,
            "/author/" + slug,
            group,
            TAG_SIZE,
            is_full=slug == "george-pavlou",
        )


def put_articles(crawl, articles):
    for place, article in enumerate(articles):
        recent = articles[max(0, place - 5) : place][::-1]
        text = pages.article_page(article, recent)
        crawl.html(article.url, text)
        if article.variety(5) == 0:
            crawl.html(article.url + "?share=twitter", text)
        for photo in article.photos:
            crawl.html(article.attachment_path(photo), pages.attachment_page(article, photo))
            crawl.file(article.photo_path(photo), "image/png", draw.picture(photo.scene, photo.file))


def put_addresses(crawl, articles):
    """What else a crawl of years finds: other spellings, old forms, dead ends."""
    for article in articles:
        way = article.variety(4)
        if way == 0:
            crawl.redirect(article.url + "/", article.url)
        elif way == 1:
            crawl.redirect(article.url.replace("https://", "http://"), article.url)
        elif way == 2:
            crawl.redirect("%s/?p=%d" % (BASE, article.id), article.url)
        else:
            crawl.redirect("http://www.tramontane.example/%s" % article.path.rsplit("/", 1)[1], article.url)
    crawl.redirect(articles[0].url + "?share=jetpack-whatsapp", "https://messages.example/send", 302)
    crawl.html("/category/weather", pages.missing_page(), 404, "Not Found")
    crawl.html("/thetramontane/news-marenza/the-bishops-parrot", pages.missing_page(), 410, "Gone")
    crawl.html(
        "https://weather.example/port-marenza",
        "<!DOCTYPE html><html lang=en><title>Port Marenza: wind</title>"
        "<body><h1>Port Marenza</h1><p>NNW 4, sea moderate, 19°C</p></body></html>",
    )


def put_earlier_capture(writer, articles):
    """The articles as they stood before their corrections, each from a crawl of its own evening."""
    for place, article in enumerate(articles):
        if article.first:
            moment = article.published + datetime.timedelta(minutes=85 - offset_minutes(article.published))
            crawl = Crawl(writer, Ticker(moment.strftime("%Y-%m-%dT%H:%M:00Z"), 20))
            recent = articles[max(0, place - 5) : place][::-1]
            text = pages.article_page(article, recent, pages.blocks_first(article), pages.TITLE_ENDINGS[2])
            crawl.html(article.url, text)


def put_revisit(crawl, article, record_id, moment, text):
    """The front page's neighbour once more, a month later, unchanged."""
    later = Ticker("2017-12-21T04:00:00Z").tick()
    crawl.writer.revisit(article.url, later, HTML, article.url, moment, record_id, digest(text))


def write_warc(path, articles):
    with open(path, "wb") as file:
        writer = WarcWriter(file)
        clock = Ticker("2017-11-20T03:00:00Z")
        writer.info(
            clock.tick(),
            [
                ("software", "sample/build.py"),
                ("format", "WARC File Format 1.1"),
                ("description", "An invented newspaper: %s, %s" % (PAPER, HOST)),
            ],
        )
        put_earlier_capture(writer, articles)
        crawl = Crawl(writer, clock)
        put_lists(crawl, articles)
        put_articles(crawl, articles)
        put_addresses(crawl, articles)
        crawl.file(
            "/feed", "application/rss+xml; charset=UTF-8", pages.rss(articles[::-1][:10]).encode("utf-8")
        )
        crawl.file("/robots.txt", "text/plain", b"User-agent: *\nDisallow: /wp-admin/\n")
        crawl.file(
            "/wp-content/themes/Divi/style.css?ver=3.0.47",
            "text/css",
            b"#main-header{background:#fff}\n.entry-title{font-weight:500}\n",
        )
        crawl.file("/wp-content/uploads/logo.png", "image/png", draw.picture("skyline", "logo"))
        last = articles[-1]
        text = pages.article_page(last, articles[-6:-1][::-1])
        body = text.encode("utf-8")
        moment = clock.tick()
        record_id = writer.response(last.url + "?share=facebook", moment, 200, "OK", HTML, body)
        put_revisit(crawl, last, record_id, moment, body)
        return writer.count


def write_file(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def write_folder(folder, articles):
    """As a mirroring tool leaves a site: a file an address, below the name of the host."""
    root = os.path.join(folder, HOST)
    for place, article in enumerate(articles):
        recent = articles[max(0, place - 5) : place][::-1]
        write_file(root + article.path + ".html", pages.article_page(article, recent).encode("utf-8"))
        for photo in article.photos:
            page = pages.attachment_page(article, photo).encode("utf-8")
            write_file(root + article.attachment_path(photo) + ".html", page)
            write_file(root + article.photo_path(photo), draw.picture(photo.scene, photo.file))


def dateline_of(article):
    """What stands before the dash at the start of the text, insets left out; empty if there is none."""
    if article.dateline:
        return "" if article.dateline == "none" else article.dateline
    text = re.sub(r"^\[inset_left\].*?\[/inset_left\]\s*", "", article.blocks[0].lines[0])
    found = re.match(
        r"^((?:[A-Z][\w’'-]*|el-Tyr|the|and)(?:[ ,/]+(?:[A-Z0-9][\w’'-]*|el-Tyr|the|and))*?)"
        r" ?[-–—] ?(?=\S)",
        text,
    )
    if not found or len(found.group(0)) > 60:
        return ""
    return found.group(0).strip()


def turns_of(article):
    """How many paragraphs are somebody's turn in an interview."""
    marks = [r"\([QA]\) ", r"[QA]\) ", r"\[[A-Z][\w ]+\] (?=\S)"]
    marks += [re.escape(name) + ": " for name in article.speakers]
    form = re.compile("|".join(marks))
    turns = [b for b in article.blocks if b.kind == "paragraph" and form.match(b.lines[0])]
    return len(turns) if len(turns) > 1 else 0


def kind_of(article):
    """What a reader would call the piece."""
    if turns_of(article):
        return "interview"
    if article.headline.startswith("Gallery:"):
        return "gallery"
    if article.categories[0] == "opinion" or article.headline.startswith("رأي:"):
        return "opinion"
    return "editorial" if article.categories[0] == "editorial" else "article"


def partner_of(article, articles):
    """The other of two pieces of a debate."""
    if article.headline.startswith("Debate:"):
        for other in articles:
            is_same_day = other.published.date() == article.published.date()
            if other is not article and is_same_day and other.headline.startswith("Debate:"):
                return other
    return None


def truth(article, articles):
    """What a reader would say of the article."""
    names = [slug_of(t) for t in article.tags]
    said = {
        "id": str(article.id),
        "url": article.url,
        "path": article.path,
        "headline": article.headline,
        "author": {"name": AUTHORS[article.author], "slug": article.author},
        "section": {"slug": article.categories[0], "label": CATEGORIES[article.categories[0]]},
        "tags": [{"slug": slug, "label": label} for slug, label in zip(names, article.tags)],
        "lang": article.lang,
        "kind": kind_of(article),
        "turns": turns_of(article),
        "day": article.published.strftime("%Y-%m-%d"),
        "media": [{"id": str(p.id), "caption": p.caption, "credit": p.credit} for p in article.photos],
    }
    if article.variety(3):
        said["published"] = iso(article.published)[:16] + iso(article.published)[-6:]
    if dateline_of(article):
        said["dateline"] = dateline_of(article)
        # a place that no list knows, without the name of a paper beside it, may be taken for the text itself
        is_known = "," in said["dateline"] or said["dateline"].startswith("New York")
        said["isDatelineSure"] = bool(article.dateline) or is_known
    if not article.is_damaged and "[inset" not in article.blocks[0].lines[0]:
        said["first"] = article.blocks[0].lines[0][:60]
        said["last"] = article.blocks[-1].lines[-1].strip("| ").split(" | ")[-1][-40:]
    partner = partner_of(article, articles)
    if partner:
        said["debate"] = partner.path
    if article.translation:
        said["translation"] = article.translation.path
    if article.correction:
        said["correction"] = article.correction
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--warc", metavar="FILE")
    parser.add_argument("--wxr", metavar="FILE")
    parser.add_argument("--folder", metavar="DIR")
    parser.add_argument("--text", metavar="FOLDER")
    parser.add_argument("--truth", metavar="FILE")
    options = parser.parse_args()
    articles = read_newspaper(os.path.join(HERE, "articles"))
    if options.warc:
        count = write_warc(options.warc + ".part", articles)
        os.replace(options.warc + ".part", options.warc)
        print(
            "%s: %d articles in %d records, %d bytes"
            % (options.warc, len(articles), count, os.path.getsize(options.warc))
        )
    if options.text:
        for article in articles:
            path = os.path.join(options.text, HOST + article.path + ".txt")
            write_file(path, pages.text_capture(article).encode("utf-8"))
    if options.wxr:
        write_file(options.wxr, wxr.export(articles).encode("utf-8"))
    if options.folder:
        write_folder(options.folder, articles)
    if options.truth:
        with open(options.truth, "w", encoding="utf-8") as file:
            for article in sorted(articles, key=lambda a: str(a.id)):
                file.write(json.dumps(truth(article, articles), ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
