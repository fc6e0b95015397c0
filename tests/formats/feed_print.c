/* Shows what the readers of feeds make of files: one line "PATH <tab> ADDRESS <tab> CHARSET" in, one line of
 * JSON out, with the channel, all its entries, and the number of those that are stated. */
#include <stdio.h>

#include "base/file.h"
#include "export/json_out.h"
#include "import/feed.h"

static void add_moment(JsonOut *out, Arena *arena, const char *key, Moment moment)
{
    json_out_text(out, key, moment_format(arena, moment));
}

static void add_media(JsonOut *out, const MediaList *media)
{
    json_out_array(out, "media");
    for (size_t i = 0; i < media->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "href", media->items[i].href);
        json_out_text(out, "caption", media->items[i].caption);
        json_out_text(out, "credit", media->items[i].credit.raw);
        json_out_number_if(out, "width", media->items[i].width);
        json_out_number_if(out, "height", media->items[i].height);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_stated(JsonOut *out, Arena *arena, const Stated *stated)
{
    static const char *const forms[] = {"none", "html", "wordpress", "text"};
    const Article *a = &stated->article;
    json_out_object(out, NULL);
    json_out_flag(out, "isAddress", stated->kind == STATED_ADDRESS);
    json_out_text(out, "source", stated->source);
    json_out_text(out, "at", stated->at);
    json_out_text(out, "url", a->url);
    json_out_text(out, "cmsId", a->cms_id);
    if (a->alt_ids.count > 0)
        json_out_text(out, "guid", a->alt_ids.items[0].value);
    json_out_text(out, "headline", a->headline);
    json_out_text(out, "summary", a->summary);
    json_out_text(out, "byline", a->byline);
    json_out_text(out, "siteName", a->site_name);
    json_out_text(out, "lang", a->lang);
    add_moment(out, arena, "published", a->published);
    add_moment(out, arena, "modified", a->modified);
    json_out_array(out, "authors");
    for (size_t i = 0; i < a->authors.count; i++)
        json_out_text(out, NULL, a->authors.items[i].name);
    json_out_end_array(out);
    json_out_array(out, "tags");
    for (size_t i = 0; i < a->tags.count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "slug", a->tags.items[i].slug);
        json_out_text(out, "label", a->tags.items[i].label);
        json_out_end_object(out);
    }
    json_out_end_array(out);
    add_media(out, &a->media);
    json_out_text(out, "form", slice_from(forms[stated->form]));
    json_out_text(out, "body", stated->body);
    json_out_flag(out, "isExcerpt", stated->is_excerpt);
    json_out_end_object(out);
}

static void add_feed(JsonOut *out, Arena *arena, const Feed *feed)
{
    json_out_object(out, "feed");
    json_out_text(out, "source", feed->source);
    json_out_text(out, "title", feed->title);
    json_out_text(out, "link", feed->link);
    json_out_text(out, "lang", feed->lang);
    json_out_array(out, "authors");
    for (size_t i = 0; i < feed->authors.count; i++)
        json_out_text(out, NULL, feed->authors.items[i].name);
    json_out_end_array(out);
    json_out_end_object(out);
    json_out_array(out, "entries");
    for (size_t i = 0; i < feed->stated.count; i++)
        add_stated(out, arena, &feed->stated.items[i]);
    json_out_end_array(out);
}

/* As a folder's file would be read: the reader is chosen by the bytes. */
static void read_one(Arena *arena, const char *path, Slice url, Slice charset)
{
    JsonOut out;
    Error err = {{0}};
    Feed feed = {0};
    Record record = {.url = url, .charset = charset, .http_status = 200};
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    Status status = file_read(arena, path, RECORD_HELD_MAX, &record.body, &err);
    const StatedReader *reader = status == STATUS_OK ? stated_reader_of(&record) : NULL;
    if (status == STATUS_OK)
        status = reader ? reader->read(&record, arena, &err) : STATUS_SKIP;
    Arena *again = arena_open((size_t)256 << 20); /* the reader gives the record its part of the feed alone */
    json_out_text(&out, "reader", slice_from(reader ? reader->media_type : ""));
    if (status != STATUS_OK)
        json_out_text(&out, "error", slice_from(err.message[0] ? err.message : "no reader bids for it"));
    if (status == STATUS_OK && reader == &stated_feed_xml)
        status = feed_xml_read(again, &record, &feed, &err);
    else if (status == STATUS_OK && reader == &stated_feed_json)
        status = feed_json_read(again, &record, &feed, &err);
    add_feed(&out, arena, &feed);
    json_out_array(&out, "stated");
    for (size_t i = 0; i < record.stated_count; i++)
        add_stated(&out, arena, &record.stated[i]);
    json_out_end_array(&out);
    json_out_keep_object(&out);
    printf("%.*s\n", SLICE_ARG(json_out_slice(&out)));
    arena_close(again);
}

int main(void)
{
    char line[4096];
    Arena *arena = arena_open((size_t)256 << 20);
    while (fgets(line, sizeof line, stdin)) {
        Slice rest = slice_trim(slice_from(line)), path = SLICE_EMPTY, url = SLICE_EMPTY,
              charset = SLICE_EMPTY;
        slice_next_split(&rest, '\t', &path);
        slice_next_split(&rest, '\t', &url);
        slice_next_split(&rest, '\t', &charset);
        arena_reset(arena);
        read_one(arena, arena_string(arena, path), url, charset);
    }
    arena_close(arena);
    return 0;
}
