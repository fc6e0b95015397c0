"""Sources made of hostile vectors: tests/samples/hostile/vectors.json in every place where a stranger's
words stand.

In:  the vectors, a folder.
Out: a WARC of pages (body, caption, alt, headline, byline, tag, section, metadata, addresses, files), a
     WXR export with
     comments, a feed, JSON Lines. Each piece says "hostile piece N" so that a search finds it.
"""

import datetime
import html
import json
import os
import urllib.parse

import kit
from warcfile import WarcWriter

HOST = "http://paper.example"
MOMENT = datetime.datetime(2017, 10, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
FILL = (
    "<p>This is hostile piece %d, and the sentence is long enough to be read as the body of a piece, with"
    " words in it that say something about ships and harbours.</p>"
)
MORE = (
    "<p>A further paragraph follows, since a piece of a paper seldom has only one, and it too has enough"
    " words to count, in the evening, without any further incident at all.</p>"
)


def vectors():
    path = os.path.join(kit.SOURCE, "tests", "samples", "hostile", "vectors.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def text_of(vector):
    """As a value of an attribute or as text: what comes out is the vector itself."""
    return html.escape(vector, quote=True)


def page_in_body(number, vector):
    """The vector as markup, where an author's words stand."""
    return (
        '<!doctype html><html lang=en><head><title>Hostile body %d | Paper</title><meta property="og:type"'
        ' content="article"><meta property="article:published_time" content="%s"></head><body><article'
        ' class="post"><h1 class="entry-title">Hostile body %d</h1><div'
        ' class="entry-content">%s<figure><img src="/files/p.png"'
        ' alt="x"><figcaption>%s</figcaption></figure><p>%s</p>%s</div></article></body></html>'
        % (number, day_of(number), number, FILL % number, vector, vector, MORE)
    )


def page_in_fields(number, vector):
    """The vector as text of every field."""
    text = text_of(vector)
    stated = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": "Stated %d %s" % (number, vector),
            "author": {"@type": "Person", "name": vector, "url": vector},
            "articleSection": vector,
            "keywords": [vector],
        }
    ).replace("<", "\\u003c")
    return (
        '<!doctype html><html lang=en><head><title>{t}</title><meta property="og:type"'
        ' content="article"><meta property="og:title" content="Field {n} {t}"><meta'
        ' property="og:description" content="{t}"><meta property="og:image" content="{t}"><meta'
        ' name="author" content="{t}"><meta property="article:section" content="{t}"><meta'
        ' property="article:tag" content="{t}"><meta property="article:published_time"'
        ' content="{d}"><script type="application/ld+json">{j}</script></head><body><article'
        ' class="post"><h1 class="entry-title">Field {n} {t}</h1><h2 class="subtitle">{t}</h2><p'
        ' class="post-meta">by <span class="author vcard"><a rel="author" href="/author/{u}">{t}</a></span>'
        ' | <a rel="category tag" href="/category/{u}">{t}</a></p><div'
        ' class="entry-content">{f}<figure><img src="/files/p.png" alt="{t}"'
        ' title="{t}"><figcaption>{t}</figcaption></figure><p>{t}</p>{m}<p class="tags"><a rel="tag"'
        ' href="/tag/{u}">{t}</a></p></div></article></body></html>'
    ).format(
        t=text,
        n=number,
        d=day_of(number),
        j=stated,
        f=FILL % number,
        m=MORE,
        u=urllib.parse.quote(vector[:60].encode("utf-8", "replace"), safe=""),
    )


def day_of(number):
    return "%04d-%02d-%02dT10:00:00+00:00" % (2008 + number % 10, 1 + number % 12, 1 + number % 28)


def address_of(vector):
    """An address with the vector in it, as raw as a crawler may have met it."""
    return HOST + "/at/" + "".join(c for c in vector if c not in "\r\n\0 #?")[:300]


def write_warc(path, items):
    png = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
    with open(path, "wb") as file:
        writer = WarcWriter(file)

        def add(url, kind, body, status=200, reason="OK", headers=()):
            writer.response(url, MOMENT, status, reason, [("Content-Type", kind)] + list(headers), body)

        def page(url, text):
            add(url, "text/html; charset=utf-8", text.encode("utf-8", "replace"))

        add(HOST + "/files/p.png", "image/png", png)
        for number, item in enumerate(items):
            vector = item["html"]
            page("%s/body/piece-%d" % (HOST, number), page_in_body(number, vector))
            page("%s/field/piece-%d" % (HOST, number), page_in_fields(number, vector))
            page(address_of(vector) + "-%d" % number, page_in_fields(number, vector))
            raw = vector.encode("utf-8", "replace")
            kinds = [
                "text/html",
                "image/svg+xml",
                "text/xml",
                "application/xhtml+xml",
                "text/css",
                "application/pdf",
                "text/javascript",
                "multipart/x-mixed-replace",
                "image/x\tevil",
                "text/html;charset=utf-7",
            ]
            add("%s/files/raw-%d.bin" % (HOST, number), kinds[number % len(kinds)], raw)
            add(
                "%s/moved/%d" % (HOST, number),
                "text/html",
                b"moved",
                301,
                "Moved",
                [
                    (
                        "Location",
                        vector.replace("\r", "")
                        .replace("\n", "")
                        .encode("utf-8", "replace")
                        .decode("latin-1"),
                    )
                ],
            )


def cdata(text):
    return "<![CDATA[" + xml_text(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def xml_text(text):
    """Without what XML cannot hold at all."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff" or c in "\t\n")


def write_wxr(path, items):
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Paper</title><link>%s</link>'
            "<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>%s</wp:base_site_url>" % (HOST, HOST)
        )
        for number, item in enumerate(items):
            v = item["html"]
            file.write(
                "<item><title>%s</title><link>%s/wxr/item-%d</link><dc:creator>%s</dc:creator>"
                "<content:encoded>%s</content:encoded><excerpt:encoded>%s</excerpt:encoded><wp:post_id>%d</wp:post_id>"
                "<wp:post_date>2015-03-04 10:00:00</wp:post_date><wp:post_name>item-%d</wp:post_name>"
                "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
                '<category domain="category" nicename="%s">%s</category><category domain="post_tag"'
                ' nicename="t%d">%s'
                "</category><wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author>%s</wp:comment_author>"
                "<wp:comment_author_url>%s</wp:comment_author_url><wp:comment_content>%s</wp:comment_content>"
                "<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment></item>"
                % (
                    cdata("Export %d %s" % (number, v)),
                    HOST,
                    number,
                    cdata(v),
                    cdata(FILL % number + v + MORE),
                    cdata(v),
                    700000 + number,
                    number,
                    xml_text(text_of(v)),
                    cdata(v),
                    number,
                    cdata(v),
                    number,
                    cdata(v),
                    cdata(v),
                    cdata(v),
                )
            )
        file.write("</channel></rss>")


def write_feed(path, items):
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Paper</title><link>%s</link>'
            % HOST
        )
        for number, item in enumerate(items):
            v = item["html"]
            file.write(
                "<item><title>%s</title><link>%s/entry/%d</link><guid>%s</guid><dc:creator>%s</dc:creator><category>%s</category><pubDate>Wed,"
                " 04 Mar 2015 10:00:00"
                " GMT</pubDate><description>%s</description><content:encoded>%s</content:encoded></item>"
                % (
                    cdata("Entry %d %s" % (number, v)),
                    HOST,
                    number,
                    cdata(v),
                    cdata(v),
                    cdata(v),
                    cdata(v),
                    cdata(FILL % number + v + MORE),
                )
            )
        file.write("</channel></rss>")


def write_jsonl(path, items):
    """Articles as an export writes them, with markup that no export of ours would hold."""
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        for number, item in enumerate(items):
            v = item["html"]
            file.write(
                json.dumps(
                    {
                        "id": "h%d" % number,
                        "url": "%s/lines/%d" % (HOST, number),
                        "headline": "Line %d %s" % (number, v),
                        "byline": v,
                        "authors": [{"name": v, "slug": v, "role": v}],
                        "section": {"slug": v, "label": v},
                        "tags": [{"slug": v, "label": v}],
                        "lang": v[:20],
                        "dir": v,
                        "published": "2016-05-06T07:08+00:00",
                        "body": [
                            {
                                "p": 1,
                                "kind": "paragraph",
                                "text": "This is hostile piece %d." % number,
                                "html": v,
                            },
                            {"p": 2, "kind": "turn", "speaker": v, "text": v, "html": v},
                            {"p": 3, "kind": "list", "text": v, "html": "<ul><li>%s</li></ul>" % v},
                        ],
                        "media": [{"id": v, "href": v, "caption": v, "alt": v, "credit": {"raw": v}}],
                    }
                )
                + "\n"
            )


def write_all(folder, items):
    """Gives the paths in the order in which they are imported."""
    paths = []
    for name, write in (
        ("pages.warc.gz", write_warc),
        ("export.xml", write_wxr),
        ("feed.xml", write_feed),
        ("lines.jsonl", write_jsonl),
    ):
        paths.append(os.path.join(folder, name))
        write(paths[-1], items)
    return paths
