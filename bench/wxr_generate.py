#!/usr/bin/env python3
"""An export of a newspaper's WordPress with any number of items, made from a seed and written as it is made.

    wxr_generate.py 225000 > paper.xml        wxr_generate.py 225000 --out paper.xml --seed 7

In:  the number of items, the paragraphs of the sample newspaper (sample/articles).
Out: WXR 1.2. Of 100 items about 46 are posts, 44 photos, 7 revisions, 2 menu items and 1 a page; 3 posts of
     100 are not public. Half of the texts have 9 paragraphs or fewer, a few very many. Older posts are
     written as the classic editor did (blank lines, [caption], [inset_left], [gallery]), those from 2019 on
     in blocks. One post in twenty has comments. Authors and categories stand in the head, tags at the end.
"""

import argparse
import os
import random
import sys
from datetime import datetime, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sample"))
import newspaper  # noqa: E402

HOST = "http://grown.example"
FIRST_ID = 55000000
FIRST_DAY = datetime(2005, 3, 1, 6, 0, 0)
OFFSET = timedelta(hours=3)
EDITOR_OF_BLOCKS = datetime(2019, 1, 1)
SECTIONS = [
    ("news-middle-east", "Middle East"), ("opinion", "Opinion"), ("features", "Features"),
    ("business", "Business"), ("lifestyle-culture", "Lifestyle &amp; Culture"), ("sports", "Sports"),
    ("book-reviews", "Book Reviews"), ("interviews", "Interviews"),
]
AGENCIES = ["AP", "AFP", "Reuters", "EPA"]
PLACES = ["Cairo", "London", "Beirut", "Riyadh", "Aden", "Amman", "Baghdad", "Tunis", "Nairobi", "Paris"]
NAMES = ["Amal", "Basil", "Carla", "Dina", "Elias", "Farah", "Ghada", "Hassan", "Iman", "Jad", "Karim"]
FAMILIES = ["Haddad", "Khoury", "Mansour", "Nasser", "Osman", "Qasim", "Rahman", "Saleh", "Taher", "Yusuf"]

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5.4" created="2024-06-10 12:29" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
\t<title>The Grown Paper</title>
\t<link>%s</link>
\t<description></description>
\t<pubDate>Mon, 10 Jun 2024 12:29:10 +0000</pubDate>
\t<language>en-US</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>%s</wp:base_site_url>
\t<wp:base_blog_url>%s</wp:base_blog_url>
""" % (HOST, HOST, HOST)
TAIL = "</channel>\n</rss>\n"


def cdata(text):
    return "<![CDATA[%s]]>" % text.replace("]]>", "]]]]><![CDATA[>")


class Paper:
    """What all items draw from, and what they remember of one another."""

    def __init__(self, seed, count):
        self.rng = random.Random(seed)
        self.step = timedelta(days=365 * 19) / max(count, 1)
        self.clock = self.now = FIRST_DAY
        articles = newspaper.read_newspaper(os.path.join(HERE, "..", "sample", "articles"))
        self.paragraphs = [" ".join(block.lines) for article in articles for block in article.blocks
                           if block.kind == "paragraph"]
        self.words = sorted({w for p in self.paragraphs for w in p.split() if w.isalpha() and len(w) > 4})
        self.authors = [(("%s-%s" % (a, b)).lower(), "%s %s" % (a, b)) for a in NAMES for b in FAMILIES]
        self.tags = ["%s %s" % (a, b) for a, b in zip(self.words[::3], self.words[1::3])][:400]
        self.id = FIRST_ID
        self.posts = []  # the last few: (id, title, link, content)

    def next_id(self):
        self.id += self.rng.choice((1, 1, 1, 2, 3))
        return self.id

    def title(self):
        return " ".join(self.rng.choice(self.words) for _ in range(self.rng.randrange(4, 10))).capitalize()

    def author(self):
        """A few write much."""
        return self.authors[min(int(self.rng.paretovariate(0.7)) - 1, len(self.authors) - 1)]


def dates(when):
    return (
        "\t<wp:post_date>%s</wp:post_date>\n\t<wp:post_date_gmt>%s</wp:post_date_gmt>\n"
        "\t<wp:post_modified>%s</wp:post_modified>\n\t<wp:post_modified_gmt>%s</wp:post_modified_gmt>\n"
        % (when, when - OFFSET, when + timedelta(hours=1), when + timedelta(hours=1) - OFFSET)
    )


def meta(key, value):
    return (
        "\t<wp:postmeta>\n\t<wp:meta_key>%s</wp:meta_key>\n\t<wp:meta_value>%s</wp:meta_value>\n"
        "\t</wp:postmeta>\n" % (cdata(key), cdata(value))
    )


def item(paper, number, kind, title, link, content, excerpt="", status="publish", parent=0, more="",
         author="staff", password=""):
    slug = link.rstrip("/").rsplit("/", 1)[-1]
    return (
        "<item>\n\t<title>%s</title>\n\t<link>%s</link>\n\t<pubDate>%s</pubDate>\n"
        "\t<dc:creator>%s</dc:creator>\n\t<guid isPermaLink=\"false\">%s/?p=%d</guid>\n"
        "\t<description></description>\n\t<content:encoded>%s</content:encoded>\n"
        "\t<excerpt:encoded>%s</excerpt:encoded>\n\t<wp:post_id>%d</wp:post_id>\n%s"
        "\t<wp:comment_status>closed</wp:comment_status>\n\t<wp:post_name>%s</wp:post_name>\n"
        "\t<wp:status>%s</wp:status>\n\t<wp:post_parent>%d</wp:post_parent>\n"
        "\t<wp:post_type>%s</wp:post_type>\n\t<wp:post_password>%s</wp:post_password>\n%s</item>\n"
        % (cdata(title), link, (paper.now - OFFSET).strftime("%a, %d %b %Y %H:%M:%S +0000"), cdata(author),
           HOST, number, cdata(content), cdata(excerpt), number, dates(paper.now), cdata(slug), cdata(status),
           parent, cdata(kind), cdata(password), more)
    )


def classic_text(rng, paragraphs, photo):
    """As the classic editor kept it."""
    parts = list(paragraphs)
    if rng.random() < 0.08:
        parts[0] = "[inset_left]%s[/inset_left] %s" % ("\n".join(parts[-1].split(". ")[:3]), parts[0])
    if photo and rng.random() < 0.5:
        parts.insert(1, '[caption id="attachment_%d" align="alignleft" width="300"]<img class="wp-image-%d" '
                     'src="%s/wp-content/uploads/%d.jpg" alt="" width="300" height="200" /> %s[/caption]'
                     % (photo, photo, HOST, photo, parts[-1][:120] + " (AP)"))
    if rng.random() < 0.03:
        parts.append('[gallery ids="%d,%d"]' % (photo or FIRST_ID, FIRST_ID + 1))
    if rng.random() < 0.03:
        parts.insert(2, "https://www.youtube.com/watch?v=%08x" % rng.randrange(1 << 32))
    if rng.random() < 0.1:
        parts.insert(2, "<strong>%s</strong>" % parts[-1].split(". ")[0])
    return "\n\n".join(parts)


def block_text(rng, paragraphs, photo):
    """As the block editor keeps it."""
    parts = ["<!-- wp:paragraph -->\n<p>%s</p>\n<!-- /wp:paragraph -->" % text for text in paragraphs]
    if photo and rng.random() < 0.5:
        parts.insert(1, '<!-- wp:image {"id":%d,"sizeSlug":"large"} -->\n<figure class="wp-block-image">'
                     '<img src="%s/wp-content/uploads/%d.jpg" alt="" class="wp-image-%d"/><figcaption>%s '
                     "(Reuters)</figcaption></figure>\n<!-- /wp:image -->"
                     % (photo, HOST, photo, photo, paragraphs[-1][:120]))
    if rng.random() < 0.05:
        parts.insert(2, "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>%s</p></blockquote>\n"
                     "<!-- /wp:quote -->" % paragraphs[-1].split(". ")[0])
    return "\n\n".join(parts)


def comments(paper):
    rng, out = paper.rng, []
    for number in range(rng.randrange(1, 12)):
        name = rng.choice(NAMES)
        out.append(
            "\t<wp:comment>\n\t<wp:comment_id>%d</wp:comment_id>\n"
            "\t<wp:comment_author>%s</wp:comment_author>\n"
            "\t<wp:comment_date>%s</wp:comment_date>\n\t<wp:comment_content>%s</wp:comment_content>\n"
            "\t<wp:comment_approved>%s</wp:comment_approved>\n\t<wp:comment_parent>0</wp:comment_parent>\n"
            "\t</wp:comment>\n"
            % (paper.id * 20 + number, cdata(name), paper.now + timedelta(hours=number + 1),
               cdata(rng.choice(paper.paragraphs)[:400]), rng.choice(("1", "1", "1", "0", "spam"))))
    return "".join(out)


def post(paper):
    rng = paper.rng
    number, title, (slug, _) = paper.next_id(), paper.title(), paper.author()
    length = min(int(rng.lognormvariate(1.95, 0.6)) + 2, 400)
    paragraphs = [rng.choice(paper.paragraphs) for _ in range(length)]
    paragraphs[0] = "%s, %s\u2014%s" % (rng.choice(PLACES), rng.choice(AGENCIES), paragraphs[0])
    photo = number + 1 if rng.random() < 0.8 else 0
    write = block_text if paper.now >= EDITOR_OF_BLOCKS else classic_text
    content = write(rng, paragraphs, photo)
    section, label = rng.choice(SECTIONS)
    link = "%s/%s/%s/%s-%d/" % (HOST, slug, section, title.lower().replace(" ", "-"), number)
    more = '\t<category domain="category" nicename="%s">%s</category>\n' % (section, cdata(label))
    for tag in rng.sample(paper.tags, rng.randrange(0, 6)):
        slug_of_tag = tag.lower().replace(" ", "-")
        more += '\t<category domain="post_tag" nicename="%s">%s</category>\n' % (slug_of_tag, cdata(tag))
    if photo:
        more += meta("_thumbnail_id", str(photo))
    more += meta("_edit_last", "1")
    if rng.random() < 0.05:
        more += comments(paper)
    status = rng.choices(("publish", "draft", "private", "future"), (97, 2, 0.5, 0.5))[0]
    if status != "publish":
        link = "%s/?p=%d" % (HOST, number)
    paper.posts = paper.posts[-50:] + [(number, title, link, content)]
    excerpt = paragraphs[-1][:200] if rng.random() < 0.3 else ""
    return item(paper, number, "post", title, link, content, excerpt, status, more=more, author=slug)


def photo(paper):
    rng = paper.rng
    number = paper.next_id()
    parent, _, link, _ = paper.posts[-1] if paper.posts else (0, "", HOST, "")
    slug = "mideast-%s-%d" % (rng.choice(paper.words).lower(), number)
    caption = rng.choice(paper.paragraphs)[:300]
    more = "\t<wp:attachment_url>%s/wp-content/uploads/%d.jpg</wp:attachment_url>\n" % (HOST, number)
    more += meta("_wp_attached_file", "%d.jpg" % number)
    more += meta("_wp_attachment_metadata",
                 'a:4:{s:5:"width";i:%d;s:6:"height";i:600;s:4:"file";s:12:"%d.jpg";s:10:"image_meta";a:2:{'
                 's:6:"credit";s:2:"AP";s:17:"created_timestamp";s:10:"%d";}}'
                 % (rng.randrange(600, 2000), number, 1374500000 + number - FIRST_ID))
    return item(paper, number, "attachment", slug, link.rstrip("/") + "/attachment/%s/" % slug,
                "%s (AP Photo/%s %s)" % (caption, rng.choice(NAMES), rng.choice(FAMILIES)), caption[:90],
                "inherit", parent, more)


def revision(paper):
    number = paper.next_id()
    parent, title, _, content = paper.rng.choice(paper.posts) if paper.posts else (FIRST_ID, "", HOST, "")
    link = "%s/%d-revision-v1/" % (HOST, parent)
    return item(paper, number, "revision", title, link, content[:-40], "", "inherit", parent)


def page(paper):
    number, title = paper.next_id(), paper.title()
    link = "%s/page-%d/" % (HOST, number)
    return item(paper, number, "page", title, link, paper.rng.choice(paper.paragraphs))


def menu_item(paper):
    number = paper.next_id()
    return item(paper, number, "nav_menu_item", "Menu", "%s/?p=%d" % (HOST, number), "",
                more=meta("_menu_item_type", "custom"))


def write(out, count, seed):
    """Writes the export; gives the number of items of each kind."""
    paper = Paper(seed, count)
    made = {}
    out.write(HEAD)
    for login, name in paper.authors:
        out.write("\t<wp:author><wp:author_login>%s</wp:author_login><wp:author_display_name>%s"
                  "</wp:author_display_name></wp:author>\n" % (cdata(login), cdata(name)))
    for slug, label in SECTIONS:
        out.write("\t<wp:category><wp:category_nicename>%s</wp:category_nicename>"
                  "<wp:cat_name>%s</wp:cat_name></wp:category>\n" % (slug, cdata(label)))
    kinds, shares = (post, photo, revision, menu_item, page), (46, 44, 7, 2, 1)
    for _ in range(count):
        kind = paper.rng.choices(kinds, shares)[0] if paper.posts else post
        out.write(kind(paper))
        made[kind.__name__] = made.get(kind.__name__, 0) + 1
        paper.clock += paper.step
        paper.now = paper.clock.replace(microsecond=0)
    for tag in paper.tags:
        out.write("\t<wp:tag><wp:tag_slug>%s</wp:tag_slug><wp:tag_name>%s</wp:tag_name></wp:tag>\n"
                  % (tag.lower().replace(" ", "-"), cdata(tag)))
    out.write(TAIL)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=20080107)
    parser.add_argument("--out", help="a file; else standard output")
    options = parser.parse_args()
    if not options.out:
        write(sys.stdout, options.count, options.seed)
        return
    with open(options.out + ".part", "w", encoding="utf-8") as file:
        made = write(file, options.count, options.seed)
    os.replace(options.out + ".part", options.out)
    print(" ".join("%s %d" % pair for pair in sorted(made.items())))


if __name__ == "__main__":
    main()
