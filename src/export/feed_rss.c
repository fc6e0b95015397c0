/* A page of a list as RSS 2.0 (rssboard.org/rss-specification) with the elements that readers know: Dublin
 * Core's creator, the content module's whole text, Media RSS for photos, Atom's links, OpenSearch's counts.
 * Several authors are several dc:creator; RSS's own <author> is an e-mail address, which we do not have. */
#include "export/feed.h"

#include "syntax/html.h"

static const char NAMESPACES[] = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\""
                                 " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
                                 " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                                 " xmlns:media=\"http://search.yahoo.com/mrss/\""
                                 " xmlns:fh=\"http://purl.org/syndication/history/1.0\""
                                 " xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n";

static void add_channel(Builder *b, const Feed *feed)
{
    xml_out_element(b, "title", feed->title);
    xml_out_element(b, "link", feed->home);
    builder_add_string(b, "<description>");
    xml_out_text(b, html_escape(b->arena, feed->description)); /* readers take descriptions for HTML */
    builder_add_string(b, "</description>\n");
    xml_out_element(b, "language", feed->language);
    if (feed->entries.count > 0)
        xml_out_element(b, "pubDate", feed_mail_time(b->arena, feed->entries.items[0].article->published));
    builder_add_string(b, "<generator>Backfile</generator>\n"
                          "<docs>https://www.rssboard.org/rss-specification</docs>\n");
    xml_out_element(b, "copyright", feed->rights);
    feed_links(b, "atom:", "application/rss+xml", feed);
}

static void add_credit(Builder *b, const char *role, Slice name)
{
    if (slice_is_empty(name))
        return;
    builder_format(b, "<media:credit role=\"%s\" scheme=\"urn:ebu\">", role);
    xml_out_text(b, name);
    builder_add_string(b, "</media:credit>\n");
}

static void add_media(Builder *b, const FeedPicture *picture)
{
    const Media *media = picture->media;
    builder_add_string(b, "<media:content medium=\"image\"");
    xml_out_attribute(b, "url", picture->src);
    if (media->width && media->height)
        builder_format(b, " width=\"%u\" height=\"%u\"", media->width, media->height);
    builder_add_string(b, ">\n");
    if (!slice_is_empty(media->caption)) {
        builder_add_string(b, "<media:description type=\"plain\">");
        xml_out_text(b, media->caption);
        builder_add_string(b, "</media:description>\n");
    }
    add_credit(b, "photographer", media->credit.photographer);
    add_credit(b, "distribution company", media->credit.agency);
    if (slice_is_empty(media->credit.photographer) && slice_is_empty(media->credit.agency))
        add_credit(b, "owner", media->credit.raw);
    builder_add_string(b, "</media:content>\n");
}

static void add_category(Builder *b, const Label *label)
{
    xml_out_element(b, "category", slice_is_empty(label->label) ? label->slug : label->label);
}

static void add_item(Builder *b, const FeedEntry *entry)
{
    const Article *article = entry->article;
    Authors authors;
    feed_authors(b->arena, article, &authors);
    builder_add_string(b, "<item>\n<title>");
    xml_out_text(b, article->headline);
    builder_add_string(b, "</title>\n");
    xml_out_element(b, "link", entry->href);
    builder_add_string(b, "<guid isPermaLink=\"true\">");
    xml_out_text(b, entry->id);
    builder_add_string(b, "</guid>\n");
    xml_out_element(b, "pubDate", feed_mail_time(b->arena, article->published));
    for (size_t i = 0; i < authors.count; i++)
        xml_out_element(b, "dc:creator", authors.items[i].name);
    xml_out_element(b, "dc:language", article->lang);
    xml_out_element(b, "dc:rights", article->rights);
    feed_link(b, "atom:", "license", NULL, article->license);
    Labels sections = feed_sections(article);
    for (size_t i = 0; i < sections.count; i++)
        add_category(b, &sections.items[i]);
    for (size_t i = 0; i < article->tags.count; i++)
        add_category(b, &article->tags.items[i]);
    xml_out_element(b, "description", html_escape(b->arena, feed_outline(b->arena, article)));
    builder_add_string(b, "<content:encoded>");
    xml_out_cdata(b, feed_content(b->arena, entry));
    builder_add_string(b, "</content:encoded>\n");
    for (size_t i = 0; i < entry->pictures.count; i++)
        add_media(b, &entry->pictures.items[i]);
    builder_add_string(b, "</item>\n");
}

Slice export_rss(Arena *arena, const Feed *feed)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, XML_OUT_HEAD);
    builder_add_string(&b, NAMESPACES);
    builder_add_string(&b, "<channel>\n");
    add_channel(&b, feed);
    for (size_t i = 0; i < feed->entries.count; i++)
        add_item(&b, &feed->entries.items[i]);
    builder_add_string(&b, "</channel>\n</rss>\n");
    return builder_slice(&b);
}
