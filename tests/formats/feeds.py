"""The feeds and sitemaps of the test data, each with what stands in it, as read by hand or by Python.

In:  data/formats/feeds; out: exit 1 with the file and what is wrong.
"""

import gzip
import json
import re
import subprocess
import sys

import kit

FEEDS = kit.data("formats", "feeds")
NAMES = ["feed.json", "feed1.atom", "feed2.rss", "sample_rss.html", "sitemap-hreflang.xml", "sitemap.xml",
         "sitemap.xml.gz", "sitemap2.xml"]  # fmt: skip


def path(name):
    return FEEDS + "/" + name


def read(program):
    lines = "".join(path(name) + "\n" for name in NAMES)
    done = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return dict(zip(NAMES, (json.loads(line) for line in done.stdout.decode().splitlines())))


def check(name, got, wanted):
    if got != wanted:
        raise SystemExit("%s: %r, not %r" % (name, got, wanted))


def pieces(answer):
    return [stated for stated in answer["stated"] if not stated.get("isAddress")]


def addresses(answer):
    return [stated["url"] for stated in answer["stated"] if stated.get("isAddress")]


def check_json(answers):
    with open(path("feed.json"), encoding="utf-8") as file:
        items = json.load(file)["items"]
    got = pieces(answers["feed.json"])
    check("feed.json", [p["url"] for p in got], [i["url"] for i in items])
    check("feed.json", [p["headline"] for p in got], [i["title"] for i in items])
    check("feed.json", [p["body"] for p in got], [i["content_html"].strip() for i in items])
    check("feed.json", [p["published"][:16] for p in got], [i["date_published"][:16] for i in items])
    check("feed.json", [p["byline"] for p in got], [i["author"]["name"] for i in items])
    pictures = [i["image"] for i in items if "image" in i]
    check("feed.json", [p["media"][0]["href"] for p in got if "media" in p], pictures)


def check_atom(answers):
    got = pieces(answers["feed1.atom"])
    check("feed1.atom", [(p["headline"], p["url"]) for p in got], [
        ("Atom-Powered Robots Run Amok", "http://example.org/2003/12/13/atom03"),
        ("Self-referenced link", "http://example.org/1000"),
    ])  # fmt: skip
    check("feed1.atom", [(p["modified"], p["byline"], p["siteName"]) for p in got],
          [("2003-12-13T18:30Z", "John Doe", "Example Feed")] * 2)  # fmt: skip


def check_rss(answers):
    (one,) = pieces(answers["feed2.rss"])
    check("feed2.rss", (one["headline"], one["url"], one["published"], one["summary"], one["isExcerpt"]), (
        "Example entry", "http://www.example.com/blog/post/1", "2009-09-06T16:20Z",
        "Here is some text containing an interesting description.", True,
    ))  # fmt: skip
    mocks = pieces(answers["sample_rss.html"])
    check("sample_rss.html", [p["url"] for p in mocks],
          ["https://www.edumock.com/mocktests/%d" % number for number in (102, 101, 100)])  # fmt: skip
    check("sample_rss.html", [p["published"] for p in mocks],
          ["2025-11-09T16:00Z", "2025-11-07T13:00Z", "2025-11-04T10:00Z"])  # fmt: skip
    check("sample_rss.html", [(p["byline"], p["lang"]) for p in mocks], [("EduMock Team", "en-US")] * 3)
    check("sample_rss.html", [p["tags"][0]["label"] for p in mocks],
          ["General Aptitude", "Data Science", "English"])  # fmt: skip


def check_sitemaps(answers):
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        opened = gzip.open(path(name), "rt") if name.endswith("gz") else open(path(name), encoding="utf-8")
        with opened as file:
            text = file.read()
        check(name, addresses(answers[name]), re.findall(r"<loc>(.*?)</loc>", text))
        days = [stated.get("modified") for stated in answers[name]["stated"]]
        check(name, days, re.findall(r"<lastmod>(.*?)</lastmod>", text))
    check("sitemap2.xml", addresses(answers["sitemap2.xml"]),
          ["http://www.example.com/sitemap%d.xml.gz" % number for number in (1, 2)])  # fmt: skip
    pages = ["english/page.html", "deutsch/page.html", "schweiz-deutsch/page.html", "sitemap2.xml.gz",
             "sitemap-de.xml.gz", "sitemap-en.xml.gz"]  # fmt: skip
    check("sitemap-hreflang.xml", addresses(answers["sitemap-hreflang.xml"]),
          ["http://www.example.com/" + page for page in pages])  # fmt: skip


def main():
    answers = read(sys.argv[1])
    check_json(answers)
    check_atom(answers)
    check_rss(answers)
    check_sitemaps(answers)
    print("%d files give what stands in them" % len(NAMES))


if __name__ == "__main__":
    main()
