"""Makes the pages of the sample newspaper as WordPress with the Divi theme would have written them.

In:  Articles of newspaper.py.
Out: HTML, one string a page. The pages differ as a real site's do: several title endings, photo blocks of two
     forms, metadata in some pages and none in others, raw shortcodes and damaged quotation marks.
"""

import html
import json
import re

from newspaper import ARCHIVE_TITLE, AUTHORS, BASE, CATEGORIES, PAPER, TAGLINE, Block, iso, slug_of

TITLE_ENDINGS = [
    " | " + ARCHIVE_TITLE,
    " - " + ARCHIVE_TITLE,
    " - THE TRAMONTANE English Archive",
    " | " + ARCHIVE_TITLE,
]
MENU = [("/", "Home")] + [("/category/" + slug, label) for slug, label in CATEGORIES.items()]
EXCERPT_WORDS = 50


def esc(text):
    return html.escape(text, quote=True)


def damaged(text):
    """What an old import did: &#34 without a semicolon for quotation marks, a closing one for apostrophes."""
    return esc(text.replace("’", "”").replace('"', "&#34"))


def day_text(moment):
    return moment.strftime("%b ") + str(moment.day) + moment.strftime(", %Y")


def page(title, body_class, content, head="", sidebar="", canonical=None, lang="en"):
    menu = "".join(
        '<li id="menu-item-%d" class="menu-item menu-item-type-taxonomy"><a href="%s">%s</a></li>'
        % (400 + i, BASE + path, esc(label))
        for i, (path, label) in enumerate(MENU)
    )
    link = '<link rel="canonical" href="%s" />\n' % esc(canonical) if canonical else ""
    return """<!DOCTYPE html>
<html %(lang)s>
<head>
<meta charset="UTF-8" />
<title>%(title)s</title>
<meta name="viewport" content="width=device-width, initial-scale=1.0, maximum-scale=1.0, user-scalable=0" />
%(link)s<link rel="alternate" type="application/rss+xml" title="%(paper)s &raquo; Feed" href="%(base)s/feed" />
<link rel="stylesheet" id="divi-style-css" href="%(base)s/wp-content/themes/Divi/style.css?ver=3.0.47" media="all" />
%(head)s<meta name="generator" content="WordPress 4.7.5" />
<script type="text/javascript">window._wpemojiSettings = {"baseUrl":"none"};</script>
</head>
<body class="%(body_class)s et_pb_button_helper_class et_fixed_nav et_show_nav et_right_sidebar et_divi_theme">
<div id="page-container">
<div id="top-header"><div class="container clearfix"><div id="et-info"><span>%(tagline)s</span></div></div></div>
<header id="main-header" data-height-onload="66"><div class="container clearfix et_menu_container">
<div class="logo_container"><span class="logo_helper"></span><a href="%(base)s/"><img
 src="%(base)s/wp-content/uploads/logo.png" alt="%(archive)s" id="logo" /></a></div>
<div id="et-top-navigation"><nav id="top-menu-nav"><ul id="top-menu" class="nav">%(menu)s</ul></nav>
<div id="et_mobile_nav_menu"><div class="mobile_nav closed"><span class="select_page">Select Page</span>
<span class="mobile_menu_bar mobile_menu_bar_toggle"></span></div></div></div>
</div><div class="et_search_outer"><div class="container et_search_form_container"><form role="search" method="get"
 class="et-search-form" action="%(base)s/"><input type="search" class="et-search-field" placeholder="Search &hellip;"
 value="" name="s" title="Search for:" /></form></div></div></header>
<div id="et-main-area"><div id="main-content"><div class="container"><div id="content-area" class="clearfix">
<div id="left-area">
%(content)s
</div>
%(sidebar)s
</div></div></div>
<footer id="main-footer"><div id="footer-bottom"><div class="container clearfix"><p id="footer-info">Designed by
 Elegant Themes | Powered by WordPress</p></div></div></footer>
</div></div>
<script type="text/javascript" src="%(base)s/wp-includes/js/jquery/jquery.js?ver=1.12.4"></script>
</body>
</html>
""" % {
        "lang": 'dir="rtl" lang="ar"' if lang == "ar" else 'lang="en-US"',
        "title": esc(title),
        "paper": esc(PAPER),
        "base": BASE,
        "link": link,
        "head": head,
        "body_class": body_class,
        "tagline": esc(TAGLINE),
        "archive": esc(ARCHIVE_TITLE),
        "menu": menu,
        "content": content,
        "sidebar": sidebar,
    }


def sidebar_of(articles):
    items = "".join('<li><a href="%s">%s</a></li>' % (a.url, esc(a.headline)) for a in articles)
    return (
        '<div id="sidebar"><div id="recent-posts-2" class="et_pb_widget widget_recent_entries"><h4 '
        'class="widgettitle">Recent Posts</h4><ul>%s</ul></div><div id="text-3" class="et_pb_widget widget_text">'
        '<h4 class="widgettitle">The Tramontane by telephone</h4><div class="textwidget">Ring us with your news: '
        "the number is on the masthead.</div></div></div>" % items
    )


def meta_line(article):
    categories = ", ".join(
        '<a href="%s/category/%s" rel="category tag">%s</a>' % (BASE, c, esc(CATEGORIES[c]))
        for c in article.categories
    )
    return (
        '<p class="post-meta"> by <span class="author vcard"><a href="%s/author/%s" title="Posts by %s" '
        'rel="author">%s</a></span> | <span class="published">%s</span> | %s</p>'
        % (
            BASE,
            article.author,
            esc(AUTHORS[article.author]),
            esc(AUTHORS[article.author]),
            day_text(article.published),
            categories,
        )
    )


def photo_image(article, photo, alt):
    return (
        '<img src="%s" alt="%s" width="480" height="300" class="attachment-full wp-post-image wp-image-%d" />'
        % (BASE + article.photo_path(photo), esc(alt), photo.id)
    )


def photo_block(article, photo):
    """The block above the headline: the id, then the caption, which may be empty."""
    image = photo_image(article, photo, article.headline)
    if article.variety(2):
        caption = '<p class="photo-caption">Caption: %s</p>' % esc(photo.full_caption())
    else:
        caption = (
            '<p class="photo-caption">%s</p>' % esc(photo.full_caption()) if photo.full_caption() else ""
        )
    return '<div class="featured-photo"><a href="%s">%s</a><p class="media-id">Media ID: %d</p>%s</div>' % (
        BASE + article.attachment_path(photo),
        image,
        photo.id,
        caption,
    )


def inner_photo(article, photo):
    return (
        '<div id="attachment_%d" style="width: 490px" class="wp-caption alignnone"><a href="%s">%s</a>'
        '<p class="wp-caption-text">%s</p></div>'
        % (
            photo.id,
            BASE + article.attachment_path(photo),
            photo_image(article, photo, ""),
            esc(photo.full_caption()),
        )
    )


def gallery(article):
    items = "".join(
        '<dl class="gallery-item"><dt class="gallery-icon landscape"><a href="%s">%s</a></dt>'
        '<dd class="wp-caption-text gallery-caption" id="gallery-1-%d">%s</dd></dl>'
        % (BASE + article.attachment_path(p), photo_image(article, p, ""), p.id, esc(p.full_caption()))
        for p in article.photos
    )
    return '<div id="gallery-1" class="gallery galleryid-%d gallery-columns-2">%s</div>' % (article.id, items)


def block_html(block, write):
    lines = [write(line) for line in block.lines]
    if block.kind == "subhead":
        return "<h2>%s</h2>" % lines[0]
    if block.kind == "quote":
        return "<blockquote><p>%s</p></blockquote>" % lines[0]
    if block.kind == "list":
        return "<ul>%s</ul>" % "".join("<li>%s</li>" % line for line in lines)
    if block.kind == "table":
        rows = [line.strip("| ").split(" | ") for line in lines]
        cells = [
            "".join("<%s>%s</%s>" % (tag, cell, tag) for cell in row)
            for row, tag in zip(rows, ["th"] + ["td"] * len(rows))
        ]
        return "<table><tbody>%s</tbody></table>" % "".join("<tr>%s</tr>" % row for row in cells)
    return "<p>%s</p>" % lines[0]


def body_html(article, blocks):
    write = damaged if article.is_damaged else esc
    parts = [block_html(block, write) for block in blocks]
    if article.headline.startswith("Gallery:"):
        parts.append(gallery(article))
    elif len(article.photos) > 1:
        parts[2:2] = [inner_photo(article, photo) for photo in article.photos[1:]]
    return "\n".join(parts)


def blocks_now(article):
    """The blocks as they stand after a correction."""
    if article.correction:
        return article.blocks + [Block("paragraph", [article.correction])]
    return article.blocks


def blocks_first(article):
    """The blocks as they stood before it."""
    return [Block("paragraph", [article.first])] + article.blocks[1:]


def open_graph(article):
    pairs = [
        ("og:locale", "ar_AR" if article.lang == "ar" else "en_US"),
        ("og:type", "article"),
        ("og:title", article.headline),
        ("og:url", article.url),
        ("og:site_name", ARCHIVE_TITLE),
    ]
    pairs += [("article:tag", tag) for tag in article.tags]
    pairs += [
        ("article:section", CATEGORIES[article.categories[0]]),
        ("article:published_time", iso(article.published)),
    ]
    if article.modified:
        pairs.append(("article:modified_time", iso(article.modified)))
    if article.photos:
        pairs.append(("og:image", BASE + article.photo_path(article.photos[0])))
    return "".join('<meta property="%s" content="%s" />\n' % (name, esc(value)) for name, value in pairs)


def json_ld(article):
    data = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": article.url,
        "headline": article.headline,
        "inLanguage": article.lang,
        "datePublished": iso(article.published),
        "dateModified": iso(article.modified or article.published),
        "author": {"@type": "Person", "name": AUTHORS[article.author]},
        "publisher": {"@type": "Organization", "name": PAPER},
        "articleSection": CATEGORIES[article.categories[0]],
        "keywords": ", ".join(article.tags),
    }
    if article.author in ("thetramontane", "arabic-desk"):
        data["author"]["@type"] = "Organization"
    if article.photos:
        data["image"] = {
            "@type": "ImageObject",
            "url": BASE + article.photo_path(article.photos[0]),
            "width": 480,
            "height": 300,
        }
    text = json.dumps(data, ensure_ascii=True, sort_keys=True).replace("</", "<\\/")
    return '<script type="application/ld+json">%s</script>\n' % text


def metadata(article):
    """A third of the pages say it twice, a third once, a third not at all."""
    way = article.variety(3)
    if way == 0:
        return other_language(article)
    return other_language(article) + open_graph(article) + (json_ld(article) if way == 2 else "")


def other_language(article):
    """Links to both of a pair, as a translating plugin writes them."""
    if not article.translation:
        return ""
    return "".join(
        '<link rel="alternate" hreflang="%s" href="%s" />\n' % (one.lang, one.url)
        for one in sorted((article, article.translation), key=lambda a: a.lang)
    )


def article_page(article, recent, blocks=None, ending=None):
    blocks = blocks_now(article) if blocks is None else blocks
    ending = TITLE_ENDINGS[article.variety(4)] if ending is None else ending
    photo = photo_block(article, article.photos[0]) if article.photos else ""
    tags = ", ".join(
        '<a href="%s/tag/%s" rel="tag">%s</a>' % (BASE, slug_of(t), esc(t)) for t in article.tags
    )
    shares = "".join(
        '<li class="share-%s"><a rel="nofollow" class="share-%s sd-button" href="%s?share=%s">%s</a></li>'
        % (way, way, article.url, way, label)
        for way, label in (("twitter", "Twitter"), ("facebook", "Facebook"), ("jetpack-whatsapp", "WhatsApp"))
    )
    classes = " ".join(
        ["et_pb_post", "post-%d" % article.id, "post", "type-post", "status-publish", "hentry"]
        + ["category-" + c for c in article.categories]
        + ["tag-" + slug_of(t) for t in article.tags]
    )
    content = """<article id="post-%d" class="%s">
<div class="et_post_meta_wrapper">
%s
<h1 class="entry-title">%s</h1>
%s
</div>
<div class="entry-content">
%s
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul>%s</ul></div>
</div>
<div class="post-tags">Tags: %s</div>
<div class="et_post_meta_wrapper"><p class="nocomments">Comments are closed.</p></div>
</article>""" % (
        article.id,
        classes,
        photo,
        esc(article.headline),
        meta_line(article),
        body_html(article, blocks),
        shares,
        tags,
    )
    body_class = "post-template-default single single-post postid-%d single-format-standard" % article.id
    return page(
        article.headline + ending,
        body_class,
        content,
        metadata(article),
        sidebar_of(recent),
        article.url,
        article.lang,
    )


def attachment_page(article, photo):
    slug = photo.wire_slug or photo.file.rsplit(".", 1)[0]
    title = slug.replace("-", " ").title()
    caption = photo.wire_caption or photo.full_caption()
    content = """<article id="post-%d" class="post-%d attachment type-attachment status-inherit hentry">
<h1 class="entry-title">%s</h1>
<div class="entry-content"><p class="attachment"><a href="%s">%s</a></p>
<p>%s</p></div>
</article>""" % (
        photo.id,
        photo.id,
        esc(title),
        BASE + article.photo_path(photo),
        photo_image(article, photo, title),
        esc(caption),
    )
    body_class = (
        "attachment attachment-template-default single single-attachment postid-%d attachmentid-%d"
        % (photo.id, photo.id)
    )
    return page(
        title + TITLE_ENDINGS[0],
        body_class,
        content,
        canonical=BASE + article.attachment_path(photo),
        lang=article.lang,
    )


def excerpt(article):
    """The first fifty words of the text, cut with dots; a shortcode that is cut open stays open."""
    text = " ".join(line for block in article.blocks if block.kind == "paragraph" for line in block.lines)
    text = re.sub(r"^\[inset_left\].*?\[/inset_left\]\s*", "", text) if article.variety(2) else text
    words = text.split()
    return " ".join(words[:EXCERPT_WORDS]) + ("..." if len(words) > EXCERPT_WORDS else "")


def list_entry(article, is_full):
    photo = ""
    if article.photos:
        first = article.photos[0]
        photo = (
            '<a class="entry-featured-image-url" href="%s">%s</a><p class="media-id">Media ID: %d</p><p>%s</p>'
            % (
                article.url,
                photo_image(article, first, article.headline),
                first.id,
                esc(first.full_caption()),
            )
        )
    write = damaged if article.is_damaged else esc
    text = body_html(article, blocks_now(article)) if is_full else "<p>%s</p>" % write(excerpt(article))
    return (
        '<article id="post-%d" class="et_pb_post post-%d post type-post status-publish hentry">%s<h2 '
        'class="entry-title"><a href="%s">%s</a></h2>%s<div class="post-content">%s</div></article>'
        % (article.id, article.id, photo, article.url, esc(article.headline), meta_line(article), text)
    )


def list_page(title, body_class, path, articles, number, count, is_full=False):
    """One page of a list; path is that of its first page."""
    entries = "\n".join(list_entry(article, is_full) for article in articles)
    older = newer = ""
    base = BASE + path.rstrip("/")
    if number < count:
        older = '<a href="%s/page/%d">« Older Entries</a>' % (base, number + 1)
    if number > 1:
        target = base + ("/page/%d" % (number - 1) if number > 2 else "")
        newer = '<a href="%s">Next Entries »</a>' % target
    links = (
        '<div class="pagination clearfix"><div class="alignleft">%s</div><div class="alignright">%s</div></div>'
        % (older, newer)
    )
    shown = base if number == 1 else "%s/page/%d" % (base, number)
    return page(title, body_class, entries + "\n" + links, canonical=shown)


def missing_page():
    content = (
        '<div class="entry"><h1 class="not-found-title">No Results Found</h1><p>The page you requested could '
        "not be found. Try refining your search, or use the navigation above to locate the post.</p></div>"
    )
    return page("Page not found" + TITLE_ENDINGS[0], "error404", content)


def rss(articles):
    items = []
    for article in articles:
        items.append(
            "<item><title>%s</title><link>%s</link><dc:creator><![CDATA[%s]]></dc:creator><pubDate>%s"
            '</pubDate>%s<guid isPermaLink="false">%s/?p=%d</guid><description><![CDATA[%s]]>'
            "</description></item>"
            % (
                esc(article.headline),
                article.url,
                AUTHORS[article.author],
                article.published.strftime("%a, %d %b %Y %H:%M:%S ")
                + iso(article.published)[-6:].replace(":", ""),
                "".join("<category><![CDATA[%s]]></category>" % CATEGORIES[c] for c in article.categories),
                BASE,
                article.id,
                excerpt(article),
            )
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>%s</title><link>%s</link><description>%s</description><language>en-US</language>"
        "<generator>https://wordpress.org/?v=4.7.5</generator>%s</channel></rss>\n"
        % (esc(ARCHIVE_TITLE), BASE, esc(TAGLINE), "\n".join(items))
    )


def text_capture(article):
    """The page with only its text left, as old web archives keep it."""
    lines = [TAGLINE, "", article.headline + " | " + ARCHIVE_TITLE, "Select Page"]
    if article.photos:
        lines += ["Media ID: %d" % article.photos[0].id, ""]
        if article.photos[0].full_caption():
            lines += [article.photos[0].full_caption(), ""]
    for block in blocks_now(article):
        lines += [" | ".join(line.strip("| ").split(" | ")) for line in block.lines] + [""]
    lines += ["URL: %s" % article.url, "Shortlink: %s/?p=%d" % (BASE, article.id)]
    return "\n".join(lines).rstrip("\n") + "\n"
