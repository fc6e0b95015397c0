/* A page of a list as JSON Feed 1.1 (jsonfeed.org/version/1.1). The counts of a search stand in an extension
 * of ours, named with an underscore as the specification wants. */
#include "export/feed.h"
#include "export/json_out.h"

static void add_authors(JsonOut *out, const Feed *feed, const Article *article)
{
    Authors authors;
    feed_authors(out->b.arena, article, &authors);
    json_out_array(out, "authors");
    for (size_t i = 0; i < authors.count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "name", authors.items[i].name);
        json_out_text(out, "url", feed_author_href(out->b.arena, feed, &authors.items[i]));
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_tags(JsonOut *out, const Article *article)
{
    json_out_array(out, "tags");
    Labels sections = feed_sections(article);
    for (size_t i = 0; i < sections.count; i++)
        json_out_text(out, NULL, sections.items[i].label);
    for (size_t i = 0; i < article->tags.count; i++)
        json_out_text(out, NULL,
                      slice_is_empty(article->tags.items[i].label) ? article->tags.items[i].slug
                                                                   : article->tags.items[i].label);
    json_out_end_array(out);
}

static void add_item(JsonOut *out, const Feed *feed, const FeedEntry *entry)
{
    const Article *article = entry->article;
    Arena *arena = out->b.arena;
    Slice content = feed_content(arena, entry);
    json_out_object(out, NULL);
    json_out_text(out, "id", entry->id);
    json_out_text(out, "url", entry->href);
    json_out_text(out, "title", article->headline);
    /* one of the two must be there */
    if (slice_is_empty(content))
        json_out_text(out, "content_text",
                      slice_is_empty(article->headline) ? SLICE("Without text") : article->headline);
    json_out_text(out, "content_html", content);
    json_out_text(out, "summary", feed_outline(arena, article));
    json_out_text(out, "date_published", feed_time(arena, article->published));
    json_out_text(out, "date_modified", feed_time(arena, article->modified));
    if (entry->pictures.count > 0)
        json_out_text(out, "image", entry->pictures.items[0].src);
    add_authors(out, feed, article);
    add_tags(out, article);
    json_out_text(out, "language", article->lang);
    json_out_end_object(out);
}

Slice export_json_feed(Arena *arena, const Feed *feed)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    json_out_text(&out, "version", SLICE("https://jsonfeed.org/version/1.1"));
    json_out_text(&out, "title", feed->title);
    json_out_text(&out, "home_page_url", feed->home);
    json_out_text(&out, "feed_url", feed->self);
    json_out_text(&out, "description", feed->description);
    json_out_text(&out, "next_url", feed->next);
    json_out_text(&out, "icon", feed->icon);
    json_out_array(&out, "authors");
    json_out_object(&out, NULL);
    json_out_text(&out, "name", feed->publisher);
    json_out_text(&out, "url", feed->base);
    json_out_end_object(&out);
    json_out_end_array(&out);
    json_out_text(&out, "language", feed->language);
    json_out_object(&out, "_opensearch");
    json_out_text(&out, "about", SLICE("https://github.com/dewitt/opensearch"));
    json_out_text(&out, "searchTerms", feed->query);
    json_out_number(&out, "totalResults", feed->total);
    json_out_number(&out, "startIndex", feed->start);
    json_out_number(&out, "itemsPerPage", feed->size);
    json_out_end_object(&out);
    json_out_array(&out, "items");
    for (size_t i = 0; i < feed->entries.count; i++)
        add_item(&out, feed, &feed->entries.items[i]);
    json_out_keep_array(&out);
    json_out_end_object(&out);
    return json_out_slice(&out);
}
