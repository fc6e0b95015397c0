"""Every article of the sample, and every list's feeds, as independent libraries read them.

schema.org by extruct, RIS by rispy, BibTeX by bibtexparser, CSL-JSON rendered by citeproc, feeds by
feedparser; COinS and the names in the head by Python's own parsers, JSON Feed by its rules. What they say
is held against the article's JSON. A library that is not there is told and left out; without any the test
is skipped."""

import html.parser
import importlib
import json
import os
import re
import urllib.parse

import kit

BASE = "https://archive.tramontane.example"


def library(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print("without %s: it is not installed (scripts/setup libraries)" % name.split(".")[0])
        return None


STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Newspaper</title><id>newspaper</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix="."><group delimiter=". ">
    <names variable="author"><name/></names>
    <text variable="title"/><text variable="container-title"/>
    <date variable="issued"><date-part name="year"/><date-part name="month" form="numeric" prefix="/"/>
      <date-part name="day" prefix="/"/></date>
    <text variable="URL"/>
  </group></layout></bibliography>
</style>
"""

extruct = library("extruct")
rispy = library("rispy")
bibtexparser = library("bibtexparser")
citeproc = library("citeproc")
feedparser = library("feedparser")


class Head(html.parser.HTMLParser):
    """Names in the head, as browsers and Zotero find them; the COinS span."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.names, self.coins = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and ("name" in attributes or "property" in attributes):
            name = attributes.get("name") or attributes["property"]
            self.names.setdefault(name, []).append(attributes.get("content", ""))
        if tag == "span" and attributes.get("class") == "Z3988":
            self.coins.append(attributes["title"])


def names_of(article):
    return [author["name"] for author in article.get("authors", [])]


def writers_of(article):
    """The paper is no author beside the paper."""
    return [name for name in names_of(article) if name != kit.PAPER]


def cited_names(article):
    """A title is no part of a name in a bibliography."""
    return [re.sub(r"^(Dr|Prof)\. ", "", name) for name in writers_of(article)]


def plain(text):
    return " ".join(text.split())


def day_of(article):
    return article.get("published", "")[:10]


def same_words(a, b):
    """The same letters and digits: a citation may set marks and spaces its own way."""
    return re.sub(r"[\W_]+", "", a) == re.sub(r"[\W_]+", "", b)


def things(value):
    return value if isinstance(value, list) else [value]


def check_schema(page, article, url):
    found = {}
    for thing in extruct.extract(page, base_url=url, syntaxes=["json-ld"])["json-ld"]:
        assert thing["@context"] == "https://schema.org", thing
        found[thing["@type"]] = thing
    kind = "OpinionNewsArticle" if article["pageKind"] in ("opinion", "editorial") else "NewsArticle"
    news = found[kind]
    wanted = {
        "url": url,
        "@id": url,
        "mainEntityOfPage": url,
        "identifier": article["id"],
        "headline": article.get("headline"),
        "datePublished": article.get("published"),
        "dateModified": article.get("modified"),
        "inLanguage": article.get("lang"),
        "dateline": article.get("dateline", {}).get("raw"),
        "alternativeHeadline": article.get("subheadline"),
        "description": article.get("summary"),
    }
    for name, value in wanted.items():
        if name == "description" and not value:
            continue  # the page may take its first words
        assert news.get(name) == value, (article["id"], name, news.get(name), value)
    assert [a["name"] for a in news.get("author", [])] == names_of(article), article["id"]
    assert all(
        a["@type"] in ("Person", "Organization", "NewsMediaOrganization") for a in news.get("author", [])
    )
    sections = things(news.get("articleSection", []))
    assert not article.get("section") or article["section"]["label"] in sections, sections
    assert set(things(news.get("keywords", []))) == {
        t["label"] for t in article.get("tags", [])
    }, article["id"]
    assert news["publisher"]["name"] == "The Tramontane" and news["isAccessibleForFree"] is True
    pictures = things(news.get("image", []))
    shown = [m for m in article.get("media", []) if m.get("href")]
    assert len(pictures) <= len(shown)
    captions = {m["href"]: plain(m.get("caption", "")) for m in shown}
    for picture in pictures:
        caption = captions[picture["contentUrl"]]
        assert plain(picture.get("caption", "")) == caption, (picture, caption)
    assert news.get("wordCount", 0) > 0 and news["isPartOf"]["isPartOf"]["name"] == kit.PAPER
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1]["item"] == url
    microdata = extruct.extract(page, base_url=url, syntaxes=["opengraph"])["opengraph"]
    og = dict(microdata[0]["properties"])
    assert (
        og["og:url"] == url and og["og:title"] == article.get("headline") and og["og:type"] == "article"
    )
    return len(pictures)


def check_head(head, article, url):
    day = day_of(article)
    dates = head.names.get("citation_publication_date", []) + head.names.get("citation_date", [])
    assert [d.replace("/", "-") for d in dates] == ([day] * 2 if day else []), (article["id"], dates)
    assert head.names["citation_title"] == [article["headline"]]
    assert head.names.get("citation_author", []) == writers_of(article)
    assert head.names["citation_journal_title"] == [kit.PAPER]
    assert head.names["citation_public_url"] == [url]
    assert len(head.coins) == 1
    fields = urllib.parse.parse_qs(head.coins[0], strict_parsing=True)
    assert fields["ctx_ver"] == ["Z39.88-2004"] and fields["rft_val_fmt"] == [
        "info:ofi/fmt:kev:mtx:journal"
    ]
    assert fields["rft.genre"] == ["article"] and fields["rft_id"] == [url]
    assert fields["rft.atitle"] == [article["headline"]] and fields["rft.jtitle"] == [kit.PAPER]
    assert fields.get("rft.au", []) == writers_of(article), article["id"]
    assert fields.get("rft.date", []) == ([day] if day else [])


def name_text(name):
    """One name in any of the ways that citations have: {family, given}, {literal}, "Family, Given"."""
    if isinstance(name, dict):
        return name.get("literal") or " ".join(p for p in (name.get("given"), name.get("family")) if p)
    family, comma, given = name.partition(", ")
    return "%s %s" % (given, family) if comma else name


def check_ris(text, article, url):
    entries = rispy.loads(text)
    assert len(entries) == 1, text
    entry = entries[0]
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == plain(article["headline"]), (entry["title"], article["headline"])
    assert things(entry.get("urls", entry.get("url"))) == [url], entry
    day = day_of(article)
    assert entry.get("date", "").replace("/", "-").rstrip("-")[:10] == day, (entry.get("date"), day)
    assert entry.get("year", "") == day[:4]
    people = entry.get("authors", entry.get("first_authors", []))
    said = [sorted(name_text(person).split()) for person in people]
    assert said == [sorted(plain(name).split()) for name in cited_names(article)], (
        people,
        names_of(article),
    )
    assert kit.PAPER in (entry.get("secondary_title"), entry.get("journal_name"))
    assert set(entry.get("keywords", [])) == {plain(t["label"]) for t in article.get("tags", [])}, entry


def bib_fields(text):
    """{field: value} of the one entry; of version 1 and version 2 of the library."""
    if hasattr(bibtexparser, "parse_string"):
        read = bibtexparser.parse_string(text)
        assert not read.failed_blocks and len(read.entries) == 1, text
        return {field.key: field.value for field in read.entries[0].fields}
    entries = bibtexparser.loads(text).entries
    assert len(entries) == 1, text
    return entries[0]


def untex(text):
    """Letters behind what BibTeX needs around them."""
    return re.sub(r"\\(?:text\w+|[&%$#_{}])|[{}\\]", "", text.replace(r"\&", "&"))


def check_bibtex(text, article, url):
    fields = bib_fields(text)
    assert same_words(untex(fields["title"]), article["headline"]), (fields["title"], article["headline"])
    assert fields["url"].replace("\\", "") == url, fields["url"]
    assert fields.get("year", "") == day_of(article)[:4]
    people = [name_text(untex(p)) for p in fields.get("author", "").split(" and ") if p]
    assert len(people) == len(writers_of(article)), (people, writers_of(article))
    for got, wanted in zip(people, cited_names(article)):
        assert sorted(re.sub(r"\W", "", got)) == sorted(re.sub(r"\W", "", wanted)), (got, wanted)


def check_csl(csl, article, url):
    assert len(csl) == 1
    item = csl[0]
    assert item["type"] == "article-newspaper" and item["id"] == article["id"]
    assert (
        item["title"] == article["headline"]
        and item["URL"] == url
        and item["container-title"] == kit.PAPER
    )
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    assert "-".join("%02d" % part for part in parts) == day_of(article), (parts, day_of(article))
    assert [name_text(name) for name in item.get("author", [])] == cited_names(article), item
    source = importlib.import_module("citeproc.source.json").CiteProcJSON(csl)
    with open("newspaper.csl", "w", encoding="utf-8") as out:
        out.write(STYLE)
    style = citeproc.CitationStylesStyle("newspaper.csl", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    bibliography.register(citeproc.Citation([citeproc.CitationItem(article["id"])]))
    lines = [str(line) for line in bibliography.bibliography()]
    assert len(lines) == 1, lines
    rendered = re.sub(r"[\W_]+", "", lines[0])
    for part in [article["headline"], kit.PAPER, url] + cited_names(article):
        assert re.sub(r"[\W_]+", "", part) in rendered, (part, lines[0])
    if day_of(article):
        assert "%s/%d/%d." % (day_of(article)[:4], parts[1], parts[2]) in lines[0], (parts, lines[0])


def check_articles(server, articles):
    pictures = 0
    for article in articles.values():
        path, url = article["path"], BASE + article["path"]
        status, _, body = server.get(path)
        assert status == 200, path
        page = body.decode("utf-8")
        check_head(Head(page), article, url)
        if extruct:
            pictures += check_schema(page, article, url)
        if rispy:
            check_ris(server.get(path + ".ris")[2].decode("utf-8"), article, url)
        if bibtexparser:
            check_bibtex(server.get(path + ".bib")[2].decode("utf-8"), article, url)
        if citeproc:
            check_csl(json.loads(server.get(path + ".csl.json")[2]), article, url)
    assert not extruct or pictures > 50
    print("%d articles, %d pictures" % (len(articles), pictures))


def lists_of(articles):
    """Every list that the articles name, and a few queries."""
    lists = {"/"}
    for article in articles.values():
        for kind, labels in (("category", [article.get("section", {})]), ("tag", article.get("tags", [])),
                             ("author", article.get("authors", []))):  # fmt: skip
            lists |= {"/%s/%s" % (kind, urllib.parse.quote(l["slug"])) for l in labels if l.get("slug")}
        day = day_of(article)
        lists |= {"/" + day[:size].replace("-", "/") for size in (4, 7, 10) if len(day) >= size}
    queries = [
        "ferry",
        "ferry W/S door",
        "date:2012 agency:AP",
        "lang:ar",
        '"no such phrase"',
        "a & b <c>",
    ]
    return sorted(lists), ["?" + urllib.parse.urlencode({"q": query}) for query in queries]


def check_entry(entry, article):
    assert plain(entry["title"]) == plain(article["headline"]), (entry["title"], article["headline"])
    assert entry["link"] == BASE + article["path"]
    day = article.get("published", "")
    assert ("published_parsed" in entry and entry["published_parsed"] is not None) == (
        len(day) >= 10
    ), article["id"]
    if names_of(article):
        told = [a.get("name") for a in entry.get("authors", [])] or [entry.get("author")]
        assert set(names_of(article)) & set(told) or ", ".join(names_of(article)) in told, (
            told,
            names_of(article),
        )
    tags = {tag["term"] for tag in entry.get("tags", [])} | {
        tag["label"] for tag in entry.get("tags", [])
    }
    assert {t["label"] for t in article.get("tags", [])} <= tags, (article["id"], tags)
    assert entry["content"][0]["value"] or not article["body"]


def check_json_feed(feed, address, articles):
    """The rules of jsonfeed.org/version/1.1."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and isinstance(feed["title"], str)
    assert urllib.parse.unquote_plus(feed["feed_url"]) == BASE + urllib.parse.unquote_plus(address)
    assert feed["home_page_url"].startswith(BASE)
    known = {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "user_comment",
        "next_url",
        "icon",
        "favicon",
        "authors",
        "language",
        "expired",
        "hubs",
        "items",
    }
    assert all(name in known or name.startswith("_") for name in feed), set(feed) - known
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids)) and all(isinstance(id, str) and id for id in ids)
    known = {
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "authors",
        "tags",
        "language",
        "attachments",
    }
    for item in feed["items"]:
        assert all(name in known or name.startswith("_") for name in item), set(item) - known
        assert "content_html" in item or "content_text" in item
        for name in ("date_published", "date_modified"):
            stamp = item.get(name, "1970-01-01T00:00:00Z")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", stamp), stamp
        article = articles[urllib.parse.unquote(item["id"].rsplit("/", 1)[1])]
        assert item["title"] == article["headline"] and item["url"] == BASE + article["path"]
        assert [a["name"] for a in item.get("authors", [])] == names_of(article)
        assert {t["label"] for t in article.get("tags", [])} <= set(item.get("tags", []))
        assert item.get("language") == article.get("lang")


def check_feeds(server, articles):
    lists, queries = lists_of({id: a for id, a in articles.items() if a["pageKind"] != "photo"})
    addresses = [(path.rstrip("/"), "") for path in lists] + [("/search", query) for query in queries]
    entries = 0
    for path, query in addresses:
        orders = []
        for tail in ("/feed", "/feed/atom"):
            address = path + tail + query
            status, heads, body = server.get(address)
            assert status == 200, (address, status)
            if not feedparser:
                continue
            feed = feedparser.parse(body, response_headers={"content-type": heads["content-type"]})
            assert not feed.bozo, (address, feed.get("bozo_exception"))
            assert feed.version in ("rss20", "atom10") and feed.feed.title
            for entry in feed.entries:
                check_entry(entry, articles[urllib.parse.unquote(entry["id"].rsplit("/", 1)[1])])
            orders.append([entry["id"] for entry in feed.entries])
            entries += len(feed.entries)
        address = path + "/feed/json" + query
        feed = json.loads(server.get(address)[2])
        check_json_feed(feed, address, articles)
        orders.append([item["id"] for item in feed["items"]])
        assert all(order == orders[0] for order in orders), address
    print(
        "%d lists and %d queries, each as RSS, Atom and JSON Feed; %d entries"
        % (len(lists), len(queries), entries)
    )


def main():
    if not os.path.isfile(kit.SAMPLE):
        kit.skip("no sample at '%s'" % kit.SAMPLE)
    if not any((extruct, rispy, bibtexparser, citeproc, feedparser)):
        kit.skip("none of the libraries is installed (scripts/setup libraries)")
    archive = kit.new_archive(os.path.join(os.getcwd(), "libraries"))
    kit.run("import", archive, kit.SAMPLE)
    lines = kit.export_jsonl(archive, os.path.join(os.getcwd(), "all.jsonl")).decode("utf-8").splitlines()
    articles = {a["id"]: a for a in map(json.loads, lines) if a["status"] == "public"}
    with kit.Server(archive) as server:
        check_articles(server, {id: a for id, a in articles.items() if a["pageKind"] != "photo"})
        check_feeds(server, articles)


if __name__ == "__main__":
    main()
