"""Makes the export that the newspaper's WordPress would have written: WXR 1.2.

In:  Articles of newspaper.py.
Out: one string. Posts with their text as an editor typed it (blank lines between paragraphs, [caption],
     [gallery] and the raw shortcodes of a lost theme), attachments, authors, categories, tags, comments; the
     text before a correction as a revision; and what no reader ever saw: a draft, a private note, a post
     behind a password, one for a day to come, a menu item.
"""

import datetime
import html
import re

from newspaper import ARCHIVE_TITLE, AUTHORS, BASE, CATEGORIES, TAGLINE, offset_minutes, slug_of
from pages import blocks_first, blocks_now, damaged

EXPORTED = datetime.datetime(2017, 11, 30, 9, 0, 0)

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/4.7.5" created="2017-11-30 09:00" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
\t<title>%(title)s</title>
\t<link>%(base)s</link>
\t<description>%(tagline)s</description>
\t<pubDate>Thu, 30 Nov 2017 09:00:00 +0000</pubDate>
\t<language>en-US</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>%(base)s</wp:base_site_url>
\t<wp:base_blog_url>%(base)s</wp:base_blog_url>
"""

HIDDEN = [
    # id, slug, status, password, post type, headline, text
    (55290001, "the-bishops-will", "draft", "", "post", "The bishop’s will",
     "To be checked with the notary."),
    (55290002, "note-to-the-desk", "private", "", "post", "Note to the desk", "Do not ring before nine."),
    (55290003, "for-subscribers", "publish", "padlock", "post", "For subscribers", "The list of the guests."),
    (55290004, "the-closing-party", "future", "", "post", "The closing party", "It was on the quay."),
    (55290005, "home", "publish", "", "nav_menu_item", "Home", ""),
]


def cdata(text):
    return "<![CDATA[%s]]>" % text.replace("]]>", "]]]]><![CDATA[>")


def utc(moment):
    return moment - datetime.timedelta(minutes=offset_minutes(moment))


def stamp(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def block_text(block, write):
    lines = [write(line) for line in block.lines]
    if block.kind == "subhead":
        return "<h2>%s</h2>" % lines[0]
    if block.kind == "quote":
        return "<blockquote>%s</blockquote>" % lines[0]
    if block.kind == "list":
        return "<ul>\n%s\n</ul>" % "\n".join("\t<li>%s</li>" % line for line in lines)
    if block.kind == "table":
        rows = [line.strip("| ").split(" | ") for line in lines]
        tags = ["th"] + ["td"] * len(rows)
        cells = ["".join("<%s>%s</%s>" % (tag, cell, tag) for cell in row) for row, tag in zip(rows, tags)]
        return "<table><tbody>\n%s\n</tbody></table>" % "\n".join("<tr>%s</tr>" % row for row in cells)
    return lines[0]


def caption_code(article, photo):
    image = '<img class="wp-image-%d" src="%s%s" alt="" width="480" height="300" />' % (
        photo.id,
        BASE,
        article.photo_path(photo),
    )
    link = '<a href="%s%s">%s</a>' % (BASE, article.attachment_path(photo), image)
    if not photo.full_caption():
        return link
    return '[caption id="attachment_%d" align="alignnone" width="480"]%s %s[/caption]' % (
        photo.id,
        link,
        html.escape(photo.full_caption(), quote=False),
    )


def typed(text):
    return html.escape(text, quote=False)


def body_text(article, blocks):
    write = damaged if article.is_damaged else typed
    parts = [block_text(block, write) for block in blocks]
    if article.headline.startswith("Gallery:"):
        parts.append('[gallery columns="2" ids="%s"]' % ",".join(str(p.id) for p in article.photos))
    elif len(article.photos) > 1:
        parts[2:2] = [caption_code(article, photo) for photo in article.photos[1:]]
    return "\n\n".join(parts)


def item(fields):
    """One <item>; fields: (element, value, is CDATA)."""
    lines = ["\t<item>"]
    for name, value, is_text in fields:
        end = name.split(" ", 1)[0]
        lines.append("\t\t<%s>%s</%s>" % (name, cdata(value) if is_text else value, end))
    return "\n".join(lines + ["\t</item>"])


def post_fields(number, slug, link, title, author, moment, modified, kind, status, content, excerpt="",
                parent=0, password=""):
    at, changed = stamp(moment), stamp(modified or moment)
    return [
        ("title", title, True),
        ("link", html.escape(link), False),
        ("pubDate", utc(moment).strftime("%a, %d %b %Y %H:%M:%S +0000"), False),
        ("dc:creator", author, True),
        ('guid isPermaLink="false"', "%s/?p=%d" % (BASE, number), False),
        ("description", "", False),
        ("content:encoded", content, True),
        ("excerpt:encoded", excerpt, True),
        ("wp:post_id", str(number), False),
        ("wp:post_date", at, True),
        ("wp:post_date_gmt", stamp(utc(moment)), True),
        ("wp:post_modified", changed, True),
        ("wp:post_modified_gmt", stamp(utc(modified or moment)), True),
        ("wp:comment_status", "closed", True),
        ("wp:ping_status", "closed", True),
        ("wp:post_name", slug, True),
        ("wp:status", status, True),
        ("wp:post_parent", str(parent), False),
        ("wp:menu_order", "0", False),
        ("wp:post_type", kind, True),
        ("wp:post_password", password, True),
        ("wp:is_sticky", "0", False),
    ]


def meta(key, value):
    return (
        "wp:postmeta",
        "\n\t\t\t<wp:meta_key>%s</wp:meta_key>\n\t\t\t<wp:meta_value>%s</wp:meta_value>\n\t\t"
        % (cdata(key), cdata(value)),
        False,
    )


def comment(article, place):
    """The place counts from nought: the number of a comment is the article's own, so that it stays."""
    name, text = article.comments[place]
    number = (article.id - 55280000) * 10 + place
    moment = article.published + datetime.timedelta(hours=3, minutes=40 * place)
    parts = [
        ("wp:comment_id", str(number)),
        ("wp:comment_author", cdata(name)),
        ("wp:comment_author_email", (slug_of(name) or "reader") + "@marenza.example"),
        ("wp:comment_author_url", ""),
        ("wp:comment_author_IP", ""),
        ("wp:comment_date", cdata(stamp(moment))),
        ("wp:comment_date_gmt", cdata(stamp(utc(moment)))),
        ("wp:comment_content", cdata(text)),
        ("wp:comment_approved", cdata("1")),
        ("wp:comment_type", ""),
        ("wp:comment_parent", "0"),
        ("wp:comment_user_id", "0"),
    ]
    return ("wp:comment", "\n" + "\n".join("\t\t\t<%s>%s</%s>" % (n, v, n) for n, v in parts) + "\n\t\t", False)


def post(article):
    login = article.author
    fields = post_fields(
        article.id, article.slug, article.url, article.headline, login, article.published, article.modified,
        "post", "publish", body_text(article, blocks_now(article)),
    )
    fields += [
        ('category domain="category" nicename="%s"' % c, CATEGORIES[c], True) for c in article.categories
    ]
    fields += [('category domain="post_tag" nicename="%s"' % slug_of(t), t, True) for t in article.tags]
    if article.photos:
        fields.append(meta("_thumbnail_id", str(article.photos[0].id)))
    fields.append(meta("_edit_last", "3"))
    fields += [comment(article, place) for place in range(len(article.comments))]
    return item(fields)


def image_facts(article, photo):
    file = article.photo_path(photo).split("/uploads/", 1)[1]
    return 'a:3:{s:5:"width";i:480;s:6:"height";i:300;s:4:"file";s:%d:"%s";}' % (len(file), file)


def attachment(article, photo):
    slug = photo.wire_slug or photo.file.rsplit(".", 1)[0]
    fields = post_fields(
        photo.id, slug, BASE + article.attachment_path(photo), slug.replace("-", " ").title(), article.author,
        article.published, None, "attachment", "inherit", photo.wire_caption or photo.full_caption(),
        photo.full_caption(), article.id,
    )
    fields.append(("wp:attachment_url", BASE + article.photo_path(photo), True))
    fields.append(meta("_wp_attached_file", article.photo_path(photo).split("/uploads/", 1)[1]))
    fields.append(meta("_wp_attachment_metadata", image_facts(article, photo)))
    return item(fields)


def revision(article):
    before = article.published + datetime.timedelta(minutes=1)
    return item(
        post_fields(
            article.id + 9, "%d-revision-v1" % article.id, "%s/?p=%d" % (BASE, article.id + 9),
            article.headline, article.author, before, None, "revision", "inherit",
            body_text(article, blocks_first(article)), parent=article.id,
        )
    )


def hidden(number, slug, status, password, kind, headline, text):
    day = (2019, 1, 1) if status == "future" else (2017, 11, 1)
    moment = datetime.datetime(*day, 8, 0)
    public = BASE + "/thetramontane/news-marenza/" + slug
    link = public if status == "publish" else "%s/?p=%d" % (BASE, number)
    return item(
        post_fields(
            number, slug, link, headline, "thetramontane", moment, None, kind, status, text, password=password
        )
    )


def term_lines(articles):
    lines = []
    for number, (slug, name) in enumerate(AUTHORS.items(), 1):
        lines.append(
            "\t<wp:author><wp:author_id>%d</wp:author_id><wp:author_login>%s</wp:author_login><wp:author_email>%s"
            "</wp:author_email><wp:author_display_name>%s</wp:author_display_name><wp:author_first_name>%s"
            "</wp:author_first_name><wp:author_last_name>%s</wp:author_last_name></wp:author>"
            % (number, cdata(slug), cdata(slug + "@tramontane.example"), cdata(name), cdata(""), cdata(""))
        )
    for number, (slug, name) in enumerate(CATEGORIES.items(), 1):
        lines.append(
            "\t<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename>%s</wp:category_nicename>"
            "<wp:category_parent></wp:category_parent><wp:cat_name>%s</wp:cat_name></wp:category>"
            % (number, cdata(slug), cdata(name))
        )
    tags = sorted({(slug_of(tag), tag) for article in articles for tag in article.tags})
    for number, (slug, name) in enumerate(tags, 100):
        lines.append(
            "\t<wp:tag><wp:term_id>%d</wp:term_id><wp:tag_slug>%s</wp:tag_slug><wp:tag_name>%s</wp:tag_name></wp:tag>"
            % (number, cdata(slug), cdata(name))
        )
    return lines


def export(articles):
    head = HEAD % {"title": html.escape(ARCHIVE_TITLE), "base": BASE, "tagline": html.escape(TAGLINE)}
    items = [hidden(*row) for row in HIDDEN]
    for article in articles:
        items.append(post(article))
        items += [attachment(article, photo) for photo in article.photos]
        if article.first:
            items.append(revision(article))
    text = head + "\n".join(term_lines(articles) + items) + "\n</channel>\n</rss>\n"
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
