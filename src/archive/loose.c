/* In: pictures that came as files without an address. Out: what tells which photo each is, for the store to
 * decide when an import ends; and the pieces of those that are photos of their own after all. */
#include "archive/loose.h"

#include "archive/inside.h"
#include "base/builder.h"
#include "syntax/url.h"
#include "syntax/warc.h"

/* ---- paths ---- */

/* Each segment percent-encoded, as in the head of the WARC record that wraps the file. */
static Slice encoded_path(Arena *arena, Slice path)
{
    Builder b;
    Slice segment;
    builder_init(&b, arena);
    while (slice_starts_with(path, SLICE("/")))
        path = slice_skip(path, 1);
    for (bool is_first = true; slice_next_split(&path, '/', &segment); is_first = false) {
        if (!is_first)
            builder_add_byte(&b, '/');
        builder_add(&b, url_encode(arena, segment));
    }
    return builder_slice(&b);
}

static Slice path_of_record(Arena *arena, const Record *record)
{
    const Slice scheme = SLICE("file:///");
    WarcHead head;
    Error ignored;
    if (slice_is_empty(record->warc))
        return encoded_path(arena, record->source_path);
    if (warc_read_head(record->warc, &head, &ignored) != STATUS_OK ||
        !slice_starts_with(head.target_uri, scheme))
        return SLICE_EMPTY;
    return arena_copy(arena, slice_skip(head.target_uri, scheme.size));
}

Slice loose_folder_of(Arena *arena, Slice source)
{
    const Slice mark = SLICE("uploads");
    while (source.size > 1 && slice_ends_with(source, SLICE("/")))
        source.size--;
    Slice rest = source, segment;
    for (size_t at = 0; slice_next_split(&rest, '/', &segment); at += segment.size + 1)
        if (slice_equal(segment, mark)) {
            Slice below = encoded_path(arena, slice_skip(source, at));
            bool is_content = at >= 11 && slice_ends_with(slice_range(source, 0, at), SLICE("wp-content/"));
            return arena_format(arena, "%s%.*s/", is_content ? "wp-content/" : "", SLICE_ARG(below));
        }
    return SLICE_EMPTY;
}

/* ---- words ---- */

bool loose_photo_read(Arena *scratch, Arena *arena, Slice folder, const Record *decoded,
                      const Findings *findings, LoosePhoto *loose)
{
    *loose = (LoosePhoto){0};
    bool is_answer = decoded->http_status == 0 || decoded->http_status == 200;
    if (decoded->body_kind != BODY_IMAGE || !slice_is_empty(decoded->url) || !is_answer)
        return false;
    Error ignored;
    if (findings->count == 1 && findings->items[0].article.media.count == 1) {
        loose->media = findings->items[0].article.media.items[0];
        loose->speaks = true;
    } else if (extract_photo(scratch, decoded->body, &loose->media, &ignored) == STATUS_OK) {
        loose->media = (Media){.width = loose->media.width, .height = loose->media.height};
    }
    loose->path =
        arena_format(arena, "%.*s%.*s", SLICE_ARG(folder), SLICE_ARG(path_of_record(arena, decoded)));
    return true;
}

/* ---- settling ---- */

Status archive_settle_loose(Archive *archive, Error *err)
{
    int64_t *unmade;
    size_t count;
    Arena *arena = arena_open(TOUCHED_BYTES_MAX);
    Status status = store_loose_photos_settle(archive->store, arena, &unmade, &count, err);
    Remaker *remaker = status == STATUS_OK && count > 0 ? remaker_open(archive, 1) : NULL;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = remaker_put(remaker, unmade[i], err);
        if (status == STATUS_OK)
            status = store_loose_photo_made(archive->store, unmade[i], err);
    }
    remaker_close(remaker);
    arena_close(arena);
    return status;
}
