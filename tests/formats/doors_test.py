"""The doors for machines, walked over the sample and over pieces with hostile words: feeds of every list and
of searches, the sitemap, OpenSearch, citations. Everything is read by the standard library; by feedparser,
rispy, bibtexparser and citeproc too where they are installed (they are not needed)."""

import importlib.util
import json
import os
import re
import urllib.parse
import xml.etree.ElementTree as ET

import kit

BASE = "https://archive.tramontane.example"
ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
FORMS = {
    "/feed": "application/rss+xml",
    "/feed/atom": "application/atom+xml",
    "/feed/json": "application/feed+json",
}

HOSTILE = [
    "A title ]]> that ends a marked section",
    "<script>alert(1)</script> & <b>bold</b>",
    "Controls \u0001\u0008\u000b\u001f and \ufffe and \uffff within",
    "Marks \u200f\u202eright to left\u202c\u200e and \U0001f600",
    "Braces { } \\ % # _ ^ ~ $ and | [[x]] {{y}} ''z'' = end",
    "Quotes \" ' “ ” and &amp; &#60; &lt;",
    "AU  - Nobody\r\nER  - \r\nTY  - NEWS",
]
ALLOWED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def library(name):
    if not importlib.util.find_spec(name.split(".")[0]):
        print("without %s: it is not installed" % name)
        return None
    return importlib.import_module(name)


feedparser = library("feedparser")


def fetch(server, path, kind, headers=()):
    status, got, body = server.get(path, headers)
    assert status == 200, (path, status, body[:300])
    assert got["content-type"].split(";")[0] == kind, (path, got["content-type"])
    assert got["etag"] and "accept" in got["vary"].lower(), (path, got)
    return body


def own(address):
    assert address.startswith(BASE + "/"), address
    return address[len(BASE) :]


def same_day(article, text):
    """A date field tells the day of publication or nothing."""
    published = article.get("published", "")
    if text:
        assert len(published) >= 10 and text[:10] == published[:10], (article["id"], text, published)
    else:
        assert len(published) < 10, (article["id"], published)


def read_rss(body, articles):
    channel = ET.fromstring(body).find("channel")
    assert channel.find("title").text and channel.find("description").text is not None
    links = {link.get("rel"): link.get("href") for link in channel.findall(ATOM + "link")}
    assert links["self"].startswith(BASE)
    found = []
    for item in channel.findall("item"):
        guid = item.find("guid").text
        article = articles[urllib.parse.unquote(guid.rsplit("/", 1)[1])]
        assert item.find("{http://purl.org/rss/1.0/modules/content/}encoded").text
        title = ALLOWED.sub("", article["headline"])
        assert (item.find("title").text or "") == title, (item.find("title").text, title)
        names = [ALLOWED.sub("", a["name"]) for a in article.get("authors", [])]
        creators = [c.text for c in item.findall("{http://purl.org/dc/elements/1.1/}creator")]
        assert not names or creators == names, (creators, names)
        day = item.find("pubDate")
        assert (day is not None) == (len(article.get("published", "")) >= 10), article["id"]
        found.append(guid)
    return found, links, channel.find(HISTORY + "complete") is not None, channel


def read_atom(body, articles):
    feed = ET.fromstring(body)
    assert feed.tag == ATOM + "feed" and feed.find(ATOM + "updated").text
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    found = []
    for entry in feed.findall(ATOM + "entry"):
        guid = entry.find(ATOM + "id").text
        article = articles[urllib.parse.unquote(guid.rsplit("/", 1)[1])]
        assert entry.find(ATOM + "updated").text
        published = entry.find(ATOM + "published")
        same_day(article, published.text if published is not None else "")
        assert entry.find(ATOM + "content").get("type") == "html"
        own(entry.find(ATOM + "link").get("href"))
        found.append(guid)
    return found, links, feed.find(HISTORY + "complete") is not None, feed


def read_json(body, articles):
    feed = json.loads(body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["home_page_url"]
    for item in feed["items"]:
        article = articles[urllib.parse.unquote(item["id"].rsplit("/", 1)[1])]
        same_day(article, item.get("date_published", ""))
        assert item["url"] and (item.get("content_html") or item.get("content_text"))
        content = item.get("content_html", "")
        assert "<script" not in content and "javascript:" not in content, item["id"]
    links = {"self": feed["feed_url"], "next": feed.get("next_url")}
    return [item["id"] for item in feed["items"]], links, None, feed


READERS = {"/feed": read_rss, "/feed/atom": read_atom, "/feed/json": read_json}


def check_feedparser(path, body, ids):
    if not feedparser or path.endswith("/json"):
        return
    parsed = feedparser.parse(body)
    assert not parsed.bozo, (path, parsed.bozo_exception)
    assert [entry.id for entry in parsed.entries] == ids, path
    assert all("<script" not in entry.content[0].value for entry in parsed.entries if "content" in entry)


def walk_list(server, base, query, articles, total):
    """All pages of a list in all three forms tell the same pieces; gives them."""
    told = {}
    for tail, kind in FORMS.items():
        path = base + tail + query
        told[tail] = []
        while path:
            body = fetch(server, path, kind)
            ids, links, is_whole, _ = READERS[tail](body, articles)
            check_feedparser(base + tail, body, ids)
            told[tail] += ids
            assert is_whole is None or is_whole == (total <= 20), (path, total)
            path = own(links["next"]) if links.get("next") else None
        assert len(told[tail]) == len(set(told[tail])) == total, (base + tail, len(told[tail]), total)
    assert told["/feed"] == told["/feed/atom"] == told["/feed/json"], base
    return told["/feed"]


def check_feeds(server, articles):
    fronted = json.loads(server.get("/index.json")[2])["total"]
    walk_list(server, "", "", articles, fronted)
    names = ("/", "/category", "/tag", "/author")  # the front, and lists of lists
    listed = sitemap(server, "/sitemap-lists.xml")
    lists = [part for part in listed if part.count("/") <= 3 and part not in names]
    assert len(lists) > 50, lists
    for path in lists[:: max(1, len(lists) // 40)]:
        status, _, body = server.get(path + ".json")
        assert status == 200, path
        walk_list(server, path, "", articles, json.loads(body)["total"])
    for words in ("ferry", "headline:harbour", '"letter 88"', "section:opinion"):
        query = "?q=" + urllib.parse.quote(words)
        total = json.loads(server.get("/api/search" + query)[2])["total"]
        walk_list(server, "/search", query, articles, total)
        _, _, _, channel = read_rss(fetch(server, "/search/feed" + query, FORMS["/feed"]), articles)
        assert channel.find(SEARCH + "totalResults").text == str(total)
        assert channel.find(SEARCH + "startIndex").text == "1"
        assert channel.find(SEARCH + "itemsPerPage").text == "20"


def check_spellings(server):
    """WordPress's other addresses of the same."""
    same = {
        "/feed": ["/feed/rss2", "/feed/rss", "/rss", "/?feed=rss2", "/-/feed"],
        "/feed/atom": ["/?feed=atom", "/-/feed/atom"],
        "/feed/json": ["/?feed=json", "/feed.json"],
        "/search/feed?q=ferry": ["/?s=ferry&feed=rss2", "/search?q=ferry&feed=rss", "/-/search/feed?q=ferry"],
    }
    for path, others in same.items():
        body = server.get(path)[2]
        for other in others:
            status, _, got = server.get(other)
            assert status == 200 and got == body, (path, other, status)
    assert server.get("/feed/")[0] == 301 and server.get("/feed/")[1]["location"] == "/feed"
    assert server.get("/search/ferry/feed/rss2/")[1]["location"] == "/search/feed/rss2?q=ferry"
    assert server.get("/category/nothing-of-this-name/feed")[0] == 404
    assert server.get("/feed?paged=100000")[0] == 404
    status, got, body = server.get("/search/feed?q=%28", {"Accept": "application/json"})
    assert status == 400 and got["content-type"] == "application/problem+json", (status, got)
    assert json.loads(body)["status"] == 400
    kept = server.get("/feed")[1]
    assert server.get("/feed", {"If-None-Match": kept["etag"]})[0] == 304
    for accept, kind in (("application/atom+xml", "application/atom+xml"), ("text/html", "text/html")):
        assert server.get("/", {"Accept": accept})[1]["content-type"].startswith(kind), accept


def sitemap(server, path):
    body = fetch(server, path, "application/xml")
    root = ET.fromstring(body)
    return [own(url.find(MAP + "loc").text) for url in root]


def check_sitemap(server, articles):
    robots = server.get("/robots.txt")[2].decode()
    assert "Sitemap: %s/sitemap.xml" % BASE in robots and "Disallow: /search" in robots
    parts = sitemap(server, "/sitemap.xml")
    found = [path for part in parts if part != "/sitemap-lists.xml" for path in sitemap(server, part)]
    public = {urllib.parse.unquote(a["path"]) for a in articles.values() if a["pageKind"] != "photo"}
    assert {urllib.parse.unquote(path) for path in found} == public, public ^ set(found)
    for path in found[::10]:
        assert server.get(path)[0] == 200, path
    for path in sitemap(server, "/sitemap-lists.xml")[::25]:
        assert server.get(path)[0] == 200, path
    images = ET.fromstring(server.get("/sitemap-1.xml")[2]).findall(".//%sloc" % IMAGE)
    assert images and all(server.get(own(image.text))[0] == 200 for image in images[:5])


def check_opensearch(server):
    root = ET.fromstring(fetch(server, "/opensearch.xml", "application/opensearchdescription+xml"))
    assert 0 < len(root.find(SEARCH + "ShortName").text) <= 16
    urls = {url.get("type"): url.get("template") for url in root.findall(SEARCH + "Url")}
    for kind in list(FORMS.values()) + ["application/json", "text/html", "application/x-suggestions+json"]:
        filled = urls[kind].replace("{searchTerms}", "ferry").replace("{count?}", "5")
        filled = filled.replace("{language?}", "*")
        path = own(re.sub(r"\{\w+\?\}", "", filled))
        status, got, body = server.get(path)
        assert status == 200 and got["content-type"].split(";")[0] == kind, (path, status, got)
    typed, words = json.loads(server.get("/api/suggest?q=the%20fer")[2])
    assert typed == "the fer" and "the ferry" in words, words


def check_citations(server, articles):
    rispy, bibtexparser, citeproc = library("rispy"), library("bibtexparser"), library("citeproc.source.json")
    entries = {}
    for article in articles.values():
        path = article["path"]
        day = article.get("published", "")[:10]
        ris = fetch(server, path + ".ris", "application/x-research-info-systems").decode()
        lines = ris.split("\r\n")
        assert lines[0] == "TY  - NEWS" and lines[-2] == "ER  - " and lines[-1] == ""
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1]), ris
        assert ris.count("TY  - ") == 1 and len(re.findall(r"(?m)^ER  - ", ris)) == 1
        assert ("DA  - " + day.replace("-", "/") in ris) == (len(day) == 10), ris
        csl = json.loads(fetch(server, path + ".csl.json", "application/vnd.citationstyles.csl+json"))
        assert len(csl) == 1 and csl[0]["type"] == "article-newspaper" and csl[0]["id"] == article["id"]
        parts = csl[0].get("issued", {}).get("date-parts", [[]])[0]
        assert "-".join("%02d" % part for part in parts) == day, (parts, day)
        for name in csl[0].get("author", []):
            assert ("literal" in name) != ("family" in name), name
        bib = fetch(server, path + ".bib", "application/x-bibtex").decode()
        assert bib.count("{") == bib.count("}"), bib
        assert bib == server.get(path + "?cite=bibtex")[2].decode()
        assert bib == server.get(path, {"Accept": "application/x-bibtex"})[2].decode()
        wiki = fetch(server, path + "?cite=wikipedia", "text/plain").decode()
        bare = wiki.replace("{{!}}", "")
        assert bare.startswith("{{cite news |") and bare.endswith("}}\n") and bare.count("{{") == 1, wiki
        assert "''" not in bare and "<" not in bare, wiki
        entries[article["id"]] = (ris, bib, csl)
    for style in ("chicago", "mla", "apa", "harvard", "biblatex"):
        assert server.get(path + "?cite=" + style)[0] == 200, style
    assert server.get(path + "?cite=nonsense")[0] == 400
    assert server.get("/category/news-marenza.ris")[0] == 404
    for ris, bib, csl in entries.values():
        if rispy:
            assert len(rispy.loads(ris)) == 1, ris
        if bibtexparser and hasattr(bibtexparser, "loads"):
            assert len(bibtexparser.loads(bib).entries) == 1, bib
        if citeproc:
            citeproc.CiteProcJSON(csl)


def check_heads(server, articles):
    """schema.org, citation names and COinS of every article, against its JSON."""
    extruct = library("extruct")
    for article in articles.values():
        status, got, body = server.get(article["path"])
        assert status == 200, article["path"]
        page = body.decode("utf-8")
        told = {}
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S):
            thing = json.loads(text)
            assert thing["@context"] == "https://schema.org"
            told[thing["@type"]] = thing
        news = told.get("NewsArticle") or told["OpinionNewsArticle"]
        is_opinion = article["pageKind"] in ("opinion", "editorial")
        assert is_opinion == ("OpinionNewsArticle" in told), article["id"]
        assert news["url"] == BASE + article["path"] and news["identifier"] == article["id"]
        assert news.get("headline", "") == article.get("headline", "")
        assert news.get("datePublished", "") == article.get("published", "")
        assert [a["name"] for a in news.get("author", [])] == [a["name"] for a in article.get("authors", [])]
        assert news.get("dateline", "") == article.get("dateline", {}).get("raw", "")
        steps = told["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        dates = re.findall(r'<meta name="(?:citation_\w*date|DC.date|DCTERMS.issued)" content="([^"]*)"', page)
        published = article.get("published", "")
        assert all(date.replace("/", "-")[:10] == published[:10] for date in dates), (dates, published)
        assert len(dates) == (4 if published else 0)
        coins = re.search(r'class="Z3988" title="([^"]*)"', page).group(1).replace("&amp;", "&")
        fields = urllib.parse.parse_qs(coins, strict_parsing=True)
        assert fields["rft.genre"] == ["article"] and fields["rft_id"] == [BASE + article["path"]]
        assert fields.get("rft.date", [""]) == [published[:10]]
        for relation in ("canonical", "cite-as"):
            assert 'rel="%s"' % relation in got["link"], got["link"]
        if extruct and article["id"].endswith("7"):
            assert len(extruct.extract(page, syntaxes=["json-ld"])["json-ld"]) == len(told)


def hostile_articles(folder):
    """The same words as headline, caption, tag, author and text of a piece."""
    path = os.path.join(folder, "hostile.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for number, words in enumerate(HOSTILE):
            url = "%s/hostile/news/piece-%d" % (BASE, number)
            piece = {
                "id": str(900000 + number),
                "url": url,
                "path": "/hostile/news/piece-%d" % number,
                "pageKind": "article",
                "headline": words,
                "summary": words,
                "authors": [{"name": "Ann " + words[:20].strip(), "slug": "ann"}],
                "published": "2016-02-%02d" % (number + 1),
                "section": {"slug": "opinion", "label": words},
                "tags": [{"slug": "hostile", "label": words}],
                "lang": "en",
                "body": [{"p": 1, "kind": "paragraph", "text": words + " in the body of a piece."}],
                "media": [{"href": "%s/wp-content/h.png" % BASE, "caption": words, "credit": {"raw": words}}],
                "canonical": url,
                "status": "public",
            }
            out.write(json.dumps(piece) + "\n")
    return path


def main():
    if not os.path.isfile(kit.SAMPLE):
        kit.skip("no sample at '%s'" % kit.SAMPLE)
    folder = os.getcwd()
    archive = os.path.join(folder, "archive")
    kit.new_archive(archive)
    kit.run("import", archive, kit.SAMPLE, hostile_articles(folder))
    lines = kit.export_jsonl(archive, os.path.join(folder, "all.jsonl")).decode("utf-8").splitlines()
    articles = {a["id"]: a for a in map(json.loads, lines) if a["status"] == "public"}
    assert sum(a["path"].startswith("/hostile/") for a in articles.values()) == len(HOSTILE)
    with kit.Server(archive) as server:
        check_feeds(server, articles)
        check_spellings(server)
        check_sitemap(server, articles)
        check_opensearch(server)
        check_citations(server, articles)
        check_heads(server, articles)
    print("%d articles through every door" % len(articles))


if __name__ == "__main__":
    main()
