/* A page of a list as Atom (RFC 4287), with the links of a paged feed and the mark of a complete one
 * (RFC 5005). */
#include "export/feed.h"

static const char ATOM[] = "application/atom+xml";

/* The latest of the entries; RFC 3339 times of different offsets do not sort as text. */
static Slice latest(Arena *arena, const Feed *feed)
{
    Slice best = SLICE("1970-01-01T00:00:00Z");
    int64_t best_s = INT64_MIN;
    for (size_t i = 0; i < feed->entries.count; i++) {
        const Article *article = feed->entries.items[i].article;
        Slice updated = feed_updated(arena, article);
        Moment moment;
        int64_t at_s = moment_parse(updated, &moment) ? moment_utc_s(moment, NULL) : 0;
        if (at_s > best_s) {
            best = updated;
            best_s = at_s;
        }
    }
    return best;
}

static void add_head(Builder *b, const Feed *feed)
{
    xml_out_element(b, "title", feed->title);
    xml_out_element(b, "subtitle", feed->description);
    xml_out_element(b, "id", feed->self);
    xml_out_element(b, "updated", latest(b->arena, feed));
    xml_out_element(b, "icon", feed->icon);
    builder_add_string(b, "<generator>Backfile</generator>\n<author>\n");
    xml_out_element(b, "name", feed->publisher);
    builder_add_string(b, "</author>\n");
    xml_out_element(b, "rights", feed->rights);
    feed_link(b, "", "alternate", "text/html", feed->home);
    feed_links(b, "", ATOM, feed);
}

static void add_category(Builder *b, const Feed *feed, const char *list, const Label *label)
{
    if (slice_is_empty(label->slug) && slice_is_empty(label->label))
        return;
    builder_add_string(b, "<category");
    xml_out_attribute(b, "term", slice_is_empty(label->slug) ? label->label : label->slug);
    xml_out_attribute(b, "label", label->label);
    xml_out_attribute(b, "scheme", arena_format(b->arena, "%.*s/%s/", SLICE_ARG(feed->base), list));
    builder_add_string(b, "/>\n");
}

static void add_authors(Builder *b, const Feed *feed, const Article *article)
{
    Authors authors;
    feed_authors(b->arena, article, &authors);
    for (size_t i = 0; i < authors.count; i++) {
        builder_add_string(b, "<author>\n");
        xml_out_element(b, "name", authors.items[i].name);
        xml_out_element(b, "uri", feed_author_href(b->arena, feed, &authors.items[i]));
        builder_add_string(b, "</author>\n");
    }
}

/* The text in a language that is not the feed's says so itself. */
static void add_entry(Builder *b, const Feed *feed, const FeedEntry *entry)
{
    const Article *article = entry->article;
    builder_add_string(b, "<entry");
    if (!slice_equal_nocase(article->lang, feed->language))
        xml_out_attribute(b, "xml:lang", article->lang);
    builder_add_string(b, ">\n<title>");
    xml_out_text(b, article->headline);
    builder_add_string(b, "</title>\n");
    xml_out_element(b, "id", entry->id);
    feed_link(b, "", "alternate", "text/html", entry->href);
    feed_link(b, "", "license", NULL, article->license);
    xml_out_element(b, "rights", article->rights);
    xml_out_element(b, "published", feed_time(b->arena, article->published));
    xml_out_element(b, "updated", feed_updated(b->arena, article));
    add_authors(b, feed, article);
    Labels sections = feed_sections(article);
    for (size_t i = 0; i < sections.count; i++)
        add_category(b, feed, "category", &sections.items[i]);
    for (size_t i = 0; i < article->tags.count; i++)
        add_category(b, feed, "tag", &article->tags.items[i]);
    xml_out_element(b, "summary", feed_outline(b->arena, article));
    builder_add_string(b, "<content type=\"html\">");
    xml_out_text(b, feed_content(b->arena, entry));
    builder_add_string(b, "</content>\n</entry>\n");
}

Slice export_atom(Arena *arena, const Feed *feed)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, XML_OUT_HEAD);
    builder_add_string(&b, "<feed xmlns=\"http://www.w3.org/2005/Atom\""
                           " xmlns:fh=\"http://purl.org/syndication/history/1.0\""
                           " xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\"");
    xml_out_attribute(&b, "xml:lang", feed->language);
    builder_add_string(&b, ">\n");
    add_head(&b, feed);
    for (size_t i = 0; i < feed->entries.count; i++)
        add_entry(&b, feed, &feed->entries.items[i]);
    builder_add_string(&b, "</feed>\n");
    return builder_slice(&b);
}
