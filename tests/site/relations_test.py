"""What belongs together: a piece in two languages, related pieces, the sides of a debate, terms of use.

The English page of a piece names the Arabic one, which names nobody; both say so then: in the page, its JSON,
its head, `Link`, schema.org and the sitemap. What a person withholds is in none of them any more. What the
archive lacks is told on pages that are asked for again and again."""

import datetime
import json
import re

import kit
from warcfile import WarcWriter

HOST = "http://paper.example"
TERMS = "https://terms.example/by"
MOMENT = datetime.datetime(2017, 10, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
WORDS = {
    "en": "Words of a piece that is long enough to be one, about a ferry and its harbour. ",
    "ar": "كلمات مقالة طويلة بما يكفي عن عبّارة وعن مينائها وعن الرصيف الذي أصلحه العمال بعد العاصفة. ",
}

MOLE_HEAD = (
    "<link rel=alternate hreflang=ar href=/ar/mole><link rel=alternate hreflang=x-default href=/>"
    "<meta name='DC.rights' content='Ours alone'><link rel=license href='/terms'>"
)
MOLE_BELOW = (
    "<div class='related-posts'><a href='/en/storm'>The storm of the year</a>"
    "<a href='/en/not-held'>A piece that is not held</a></div>"
)
PAGES = {  # language, headline, more of the head, what stands below the text
    "/en/mole": ("en", "The mole is repaired", MOLE_HEAD, MOLE_BELOW),
    "/ar/mole": ("ar", "إصلاح الرصيف", "", ""),
    "/en/storm": ("en", "The storm of the year", "", ""),
    "/en/yes": ("en", "Debate: A ferry would help the island", "", ""),
    "/en/no": ("en", "Debate: A ferry would not help the island", "", ""),
}


def page(path):
    lang, headline, head, below = PAGES[path]
    return (
        "<!doctype html><html lang='%s'><head><meta charset=utf-8><title>%s</title>"
        "<meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2014-06-02T10:00:00Z'>"
        "<link rel=canonical href='%s%s'>%s</head><body class='single-post'><article><h1>%s</h1>"
        "<div class='entry-content'><p>%s</p><p>%s</p>"
        "</div>%s</article></body></html>"
        % (lang, headline, HOST, path, head, headline, WORDS[lang] * 4, WORDS[lang] * 9, below)
    ).encode()


def make_archive():
    with open("relations.warc.gz", "wb") as file:
        writer = WarcWriter(file)
        for path in PAGES:
            headers = [("Content-Type", "text/html; charset=utf-8")]
            writer.response(HOST + path, MOMENT, 200, "OK", headers, page(path))
    archive = kit.new_archive("relations", ["--title", "Paper", "--base-url", HOST])
    kit.run("import", archive, "relations.warc.gz")
    return archive


def body_of(server, path):
    status, headers, body = server.get(path)
    assert status == 200, (path, status)
    return headers, body.decode("utf-8")


def article(server, path):
    return json.loads(body_of(server, path + ".json")[1])


def schema_of(text):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(found[0])


def check_languages(server):
    for own, other, lang, name in (("en", "ar", "ar", "Arabic"), ("ar", "en", "en", "English")):
        headers, text = body_of(server, "/%s/mole" % own)
        href = "%s/%s/mole" % (HOST, other)
        assert '<link rel="alternate" hreflang="%s" href="%s">' % (lang, href) in text, text
        assert '<link rel="alternate" hreflang="%s" href="%s/%s/mole">' % (own, HOST, own) in text
        assert re.search(r"Also in %s:</span> <a href=\"/%s/mole\"" % (name, other), text)
        link = {k.lower(): v for k, v in dict(headers).items()}["link"]
        assert '</%s/mole>; rel="alternate"; hreflang="%s"' % (other, lang) in link, link
        said = article(server, "/%s/mole" % own)["translations"]
        assert [(t["lang"], t["path"], t["headline"]) for t in said] == [
            (lang, "/%s/mole" % other, PAGES["/%s/mole" % other][1])
        ], said
        assert schema_of(text)["workTranslation"][0]["inLanguage"] == lang
    sitemap = body_of(server, "/sitemap-1.xml")[1]
    for lang in ("ar", "en"):
        line = '<xhtml:link rel="alternate" hreflang="%s" href="%s/%s/mole"/>' % (lang, HOST, lang)
        assert sitemap.count(line) == 2, sitemap
    part = "<loc>%s/sitemap-1.xml</loc>\n<lastmod>2014-06-02</lastmod>" % HOST
    assert part in body_of(server, "/sitemap.xml")[1]


def check_related(server):
    said = article(server, "/en/mole")["related"]
    assert [(r["path"], r["reason"]) for r in said] == [("/en/storm", "related")], said
    text = body_of(server, "/en/mole")[1]
    assert re.search(r'aria-label="Related articles".*?href="/en/storm"', text, re.S)
    for own, other in (("yes", "no"), ("no", "yes")):
        said = article(server, "/en/" + own)["related"]
        assert [(r["path"], r["reason"]) for r in said] == [("/en/" + other, "debate")], said


def check_terms(server):
    headers, text = body_of(server, "/en/mole")
    own = HOST + "/terms"
    assert '<link rel="license" href="%s">' % own in text
    assert '<meta name="DC.rights" content="Ours alone">' in text
    assert schema_of(text)["license"] == own and schema_of(text)["copyrightNotice"] == "Ours alone"
    assert '<%s>; rel="license"' % own in {k.lower(): v for k, v in dict(headers).items()}["link"]
    text = body_of(server, "/en/storm")[1]
    assert '<link rel="license" href="%s">' % TERMS in text and "Ask us" in text
    rss, atom = body_of(server, "/feed")[1], body_of(server, "/feed/atom")[1]
    assert "<copyright>Ask us</copyright>" in rss and "<dc:rights>Ours alone</dc:rights>" in rss
    assert "<rights>Ask us</rights>" in atom and '<link rel="license" href="%s"/>' % own in atom


def check_withheld(server, archive):
    kit.run("withhold", archive, "/ar/mole", "--who", "the editor", "--why", "a test")
    kit.run("withhold", archive, "/en/storm", "--who", "the editor", "--why", "a test")
    for path in ("/en/mole", "/en/mole.json", "/sitemap-1.xml"):
        headers, text = body_of(server, path)
        for trace in ("/ar/mole", "إصلاح", "/en/storm", "The storm of the year"):
            assert trace not in text + str(headers), (path, trace)


def check_missing_pages(server):
    """Each tells the same however often it is asked."""
    for path in ("/about", "/missing.json", "/calendar/2014"):
        assert body_of(server, path)[1] == body_of(server, path)[1], path


def main():
    archive = make_archive()
    with kit.Server(archive, ["--license", TERMS, "--rights", "Ask us"]) as server:
        check_languages(server)
        check_related(server)
        check_terms(server)
        check_missing_pages(server)
        check_withheld(server, archive)
        check_missing_pages(server)


if __name__ == "__main__":
    main()
