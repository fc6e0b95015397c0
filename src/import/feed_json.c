/* JSON Feed 1.0 and 1.1 (jsonfeed.org): the record's body in, the same channel and entries as of any feed
 * out. It says of each text whether it is HTML, so nothing is guessed. */
#include "import/feed.h"
#include "import/json_shape.h"
#include "syntax/charset.h"
#include "syntax/json.h"
#include "syntax/url.h"

#define FEED_MEDIA_TYPE "application/feed+json"

static Slice address(Arena *arena, const Record *record, const Feed *feed, Slice reference)
{
    Slice base = slice_is_empty(record->url) ? feed->link : record->url;
    reference = slice_trim(reference);
    return slice_is_empty(reference) ? SLICE_EMPTY : url_resolve(arena, base, reference);
}

/* "authors" of 1.1, "author" of 1.0. */
static void take_authors(Arena *arena, const Json *object, FeedEntry *entry)
{
    const Json *list = json_get(object, "authors");
    const Json *one = json_get(object, "author");
    for (const Json *author = list ? list->first : NULL; author; author = author->next)
        feed_add_author(arena, entry, json_get_text(author, "name"), 2);
    if (one)
        feed_add_author(arena, entry, one->kind == JSON_TEXT ? one->text : json_get_text(one, "name"), 1);
}

static void take_media(Arena *arena, const Record *record, const Feed *feed, const Json *item,
                       FeedEntry *entry)
{
    static const char *const keys[] = {"image", "banner_image"};
    const Json *attachments = json_get(item, "attachments");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        feed_add_media(arena, &entry->media, address(arena, record, feed, json_get_text(item, keys[i])));
    for (const Json *one = attachments ? attachments->first : NULL; one; one = one->next) {
        Slice href = address(arena, record, feed, json_get_text(one, "url"));
        if (!feed_is_picture(json_get_text(one, "mime_type"), href))
            continue;
        Media *media = feed_add_media(arena, &entry->media, href);
        if (media)
            media->caption = json_get_text(one, "title");
    }
}

static void take_texts(const Json *item, FeedEntry *entry)
{
    feed_set_text(&entry->title, (FeedText){json_get_text(item, "title"), FEED_TEXT, 1});
    feed_set_text(&entry->summary, (FeedText){json_get_text(item, "summary"), FEED_TEXT, 1});
    feed_set_text(&entry->body, (FeedText){json_get_text(item, "content_html"), FEED_HTML, 2});
    feed_set_text(&entry->body, (FeedText){json_get_text(item, "content_text"), FEED_TEXT, 1});
}

/* A number as an id is against the paper and common. */
static Slice id_of(const Json *item)
{
    const Json *id = json_get(item, "id");
    return id && (id->kind == JSON_TEXT || id->kind == JSON_NUMBER) ? slice_trim(id->text) : SLICE_EMPTY;
}

static void take_item(Arena *arena, const Record *record, Feed *feed, const Json *item, size_t number)
{
    FeedEntry entry = {.guid = id_of(item)};
    const Json *tags = json_get(item, "tags");
    Url url;
    feed_set_link(&entry, address(arena, record, feed, json_get_text(item, "url")), 3);
    if (url_parse(entry.guid, &url))
        feed_set_link(&entry, entry.guid, 1);
    take_texts(item, &entry);
    take_authors(arena, item, &entry);
    take_media(arena, record, feed, item, &entry);
    feed_set_moment(&entry.published, json_get_text(item, "date_published"), 1);
    feed_set_moment(&entry.modified, json_get_text(item, "date_modified"), 1);
    for (const Json *tag = tags ? tags->first : NULL; tag; tag = tag->next)
        if (tag->kind == JSON_TEXT)
            feed_add_tag(arena, &entry.tags, tag->text, SLICE_EMPTY);
    entry.lang = feed_lang(arena, json_get_text(item, "language"));
    feed_add_entry(arena, feed, &entry, number);
}

Status feed_json_read(Arena *arena, const Record *record, Feed *feed, Error *err)
{
    *feed = (Feed){.source = SLICE("jsonfeed")};
    Slice text = charset_to_utf8(arena, record->body, record->charset, false, NULL);
    const Json *root = json_read(arena, text);
    if (!root || root->kind != JSON_OBJECT)
        return error_set(err, STATUS_SKIP, "there is no JSON object");
    const Json *items = json_get(root, "items");
    FeedEntry about = {0};
    size_t number = 0;
    feed->title = feed_plain(arena, (FeedText){json_get_text(root, "title"), FEED_TEXT, 1});
    feed->link = address(arena, record, feed, json_get_text(root, "home_page_url"));
    feed->lang = feed_lang(arena, json_get_text(root, "language"));
    take_authors(arena, root, &about);
    feed->authors = about.authors;
    for (const Json *item = items ? items->first : NULL; item; item = item->next)
        if (item->kind == JSON_OBJECT)
            take_item(arena, record, feed, item, ++number);
    return STATUS_OK;
}

static Status state_feed(Arena *arena, Record *record, Error *err)
{
    Feed feed;
    Status status = feed_json_read(arena, record, &feed, err);
    if (status == STATUS_OK)
        feed_give(arena, &feed, record);
    return status;
}

static Status read_feed(Record *record, Arena *arena, Error *err)
{
    return feed_read_guarded(arena, record, state_feed, err);
}

static int feed_bid(Slice first)
{
    return json_shape(first) == JSON_SHAPE_FEED ? 70 : 0;
}

static int file_bid(Slice first, Slice file_name)
{
    (void)file_name;
    int bid = feed_bid(first);
    return bid ? bid + 15 : 0;
}

static Status feed_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return document_next(import, arena, BODY_STATED, SLICE(FEED_MEDIA_TYPE), record, err);
}

const StatedReader stated_feed_json = {FEED_MEDIA_TYPE, feed_bid, read_feed};
const Importer importer_feed_json = {"json-feed", file_bid, document_open, feed_next, document_close};
