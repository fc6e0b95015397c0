/* What sources say beside pieces: addresses that are only named, and the words inside picture files. Also the
 * state of an article, for whoever makes it again. */
#include "store/inside.h"

#include "syntax/url.h"

Status store_address_name(Store *store, Slice url, bool *is_new, Error *err)
{
    assert(store->in_batch);
    arena_reset(store->scratch);
    int64_t number, before = sqlite3_total_changes64(store->db);
    Status status = address_number(store, store->scratch, url, &number, err);
    *is_new = sqlite3_total_changes64(store->db) != before;
    return error_while(err, status, "storing the address '%.*s'", SLICE_ARG(url));
}

/* "photo-300x200.jpg" is "photo.jpg" in another size. Gives where the size begins, or where the ending does.
 */
static size_t size_suffix(Slice path, size_t dot)
{
    size_t at = dot, digits = 0;
    while (at > 0 && ascii_is_digit(path.data[at - 1]))
        at--, digits++;
    if (digits == 0 || digits > 5 || at == 0 || path.data[at - 1] != 'x')
        return dot;
    at--;
    for (digits = 0; at > 0 && ascii_is_digit(path.data[at - 1]); digits++)
        at--;
    return digits > 0 && digits <= 5 && at > 0 && path.data[at - 1] == '-' ? at - 1 : dot;
}

/* "i0.wp.com/host/path": pictures that WordPress.com serves for other hosts. */
static Slice without_proxy(Slice key)
{
    bool is_proxy = key.size > 10 && key.data[0] == 'i' && ascii_is_digit(key.data[1]) &&
                    slice_starts_with(slice_skip(key, 2), SLICE(".wp.com/"));
    return is_proxy ? slice_skip(key, 10) : key;
}

Slice photo_href_key(Arena *arena, Slice href)
{
    static const char *const sizes[] = {"resize", "w",      "h",       "fit", "crop",
                                        "width",  "height", "quality", "ssl", "strip"};
    Slice key = without_proxy(url_key(arena, href)), value;
    size_t mark = slice_find_byte(key, '?');
    Slice path = slice_range(key, 0, mark),
          query = mark == SLICE_NONE ? SLICE_EMPTY : slice_skip(key, mark + 1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (url_query_get(arena, query, slice_from(sizes[i]), &value))
            key = path;
    size_t slash = slice_find_last_byte(path, '/'), dot = slice_find_last_byte(path, '.');
    if (slash == SLICE_NONE || dot == SLICE_NONE || dot < slash)
        return key;
    size_t cut = size_suffix(path, dot);
    return cut == dot ? key
                      : arena_format(arena, "%.*s%.*s", SLICE_ARG(slice_range(path, 0, cut)),
                                     SLICE_ARG(slice_skip(path, dot)));
}

void statement_bind_media_words(Statement *s, const Media *media)
{
    statement_bind_text(s, media->caption);
    statement_bind_text(s, media->alt);
    statement_bind_text(s, media->credit.raw);
    statement_bind_text(s, media->credit.agency);
    statement_bind_text(s, media->credit.photographer);
    statement_bind_number(s, media->credit.is_file);
    statement_bind_moment(s, media->taken);
    statement_bind_number_if(s, media->width);
    statement_bind_number_if(s, media->height);
}

Status store_photo_words_put(Store *store, const Media *media, const Capture *capture, Error *err)
{
    assert(store->in_batch && capture->number > 0);
    arena_reset(store->scratch);
    Slice key = photo_href_key(store->scratch, media->href);
    if (slice_is_empty(key))
        return STATUS_OK;
    Statement s = statement_open(store, SQL_PHOTO_FILE_PUT);
    statement_bind_text_always(&s, key);
    statement_bind_number(&s, capture->number);
    statement_bind_media_words(&s, media);
    Status status = statement_run(&s, err);
    store->has_photo_files = 2;
    return status == STATUS_OK ? photos_touch(store, key, err) : status;
}

Status store_article_state(Store *store, Arena *arena, int64_t number, Slice *state, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_STATE);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    *state = status == STATUS_OK ? statement_take_text(&s, arena) : SLICE_EMPTY;
    statement_close(&s);
    return status;
}

Status store_capture_by_sha256(Store *store, Slice sha256, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_CAPTURE_BY_SHA256);
    statement_bind_text_always(&s, sha256);
    return statement_number(&s, number, err);
}
