/* Photos and their uses: a picture is known by the publisher's media id, else by its address; what is said of
 * it stands with each use, as printed there. */
#include "store/inside.h"

/* ---- writing ---- */

static Status find_photo(Store *store, const Media *media, int64_t *number, bool *is_own, Error *err)
{
    bool has_id = !slice_is_empty(media->id);
    Statement s = statement_open(store, has_id ? SQL_PHOTO_FIND_ID : SQL_PHOTO_FIND_HREF);
    statement_bind_text_always(&s, has_id ? media->id : media->href);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        *number = statement_take_number(&s);
        *is_own = slice_equal(statement_take_text(&s, store->scratch), media->href);
    }
    statement_close(&s);
    return status;
}

/* The row of a picture, made if it is new; 0 where nothing tells which it is. *is_own: the row says its
 * address. */
static Status photo_number(Store *store, const Media *media, int64_t *number, bool *is_own, Error *err)
{
    *number = 0;
    *is_own = false;
    if (slice_is_empty(media->id) && slice_is_empty(media->href))
        return STATUS_OK;
    Status status = find_photo(store, media, number, is_own, err);
    if (status != STATUS_END)
        return status;
    Statement s = statement_open(store, SQL_PHOTO_ADD);
    statement_bind_text(&s, media->id);
    statement_bind_text(&s, media->href);
    status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    *is_own = true;
    return status;
}

static Status put_use(Store *store, int64_t article, size_t position, const Media *media, Error *err)
{
    int64_t photo;
    bool is_own;
    Status status = photo_number(store, media, &photo, &is_own, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_PHOTO_USE_ADD);
    statement_bind_number(&s, article);
    statement_bind_number(&s, (int64_t)position);
    statement_bind_number_if(&s, photo);
    if (is_own)
        statement_bind_null(&s);
    else
        statement_bind_text_always(&s, media->href);
    statement_bind_text(&s, media->caption);
    statement_bind_text(&s, media->alt);
    statement_bind_text(&s, media->credit.raw);
    statement_bind_text(&s, media->credit.agency);
    statement_bind_text(&s, media->credit.photographer);
    statement_bind_number(&s, media->credit.is_file);
    statement_bind_moment(&s, media->taken);
    statement_bind_number_if(&s, media->width);
    statement_bind_number_if(&s, media->height);
    return statement_run(&s, err);
}

Status photo_uses_put(Store *store, const Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_USES_DROP);
    statement_bind_number(&s, article->number);
    Status status = statement_run(&s, err);
    for (size_t i = 0; i < article->media.count && status == STATUS_OK; i++)
        status = put_use(store, article->number, i + 1, &article->media.items[i], err);
    return status;
}

/* ---- reading ---- */

static uint32_t take_pixels(Statement *s)
{
    int64_t number = statement_take_number(s);
    return number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

static Media take_media(Statement *s, Arena *arena)
{
    Media media = {0};
    media.id = statement_take_text(s, arena);
    media.href = statement_take_text(s, arena);
    media.caption = statement_take_text(s, arena);
    media.alt = statement_take_text(s, arena);
    media.credit.raw = statement_take_text(s, arena);
    media.credit.agency = statement_take_text(s, arena);
    media.credit.photographer = statement_take_text(s, arena);
    media.credit.is_file = statement_take_number(s) != 0;
    media.taken = statement_take_moment(s);
    media.width = take_pixels(s);
    media.height = take_pixels(s);
    return media;
}

Status photo_uses_get(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = statement_open(store, SQL_PHOTO_USES);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Media media = take_media(&s, arena);
        *LIST_ADD(arena, &article->media) = media;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* How much a use tells: the number of its fields, then the length of its caption. */
static size_t fullness(const Media *m)
{
    const Slice texts[] = {m->href,       m->caption,       m->alt,
                           m->credit.raw, m->credit.agency, m->credit.photographer};
    size_t fields = moment_is_known(m->taken) + (m->width > 0) + (m->height > 0);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        fields += texts[i].size > 0;
    return fields * 65536 + (m->caption.size < 65535 ? m->caption.size : 65535);
}

#define USES_COMPARED 200 /* a logo may stand in every article; the fullest of so many is full enough */

static Status fullest_use(Store *store, Arena *arena, int64_t photo, Media *media, Error *err)
{
    size_t best = 0;
    Statement s = statement_open(store, SQL_PHOTO_USES_OF);
    statement_bind_number(&s, photo);
    statement_bind_number(&s, USES_COMPARED);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Media use = take_media(&s, arena);
        if (fullness(&use) >= best + 1) {
            best = fullness(&use);
            *media = use;
        }
    }
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_media(Store *store, Arena *arena, Slice id, Media *media, int64_t **articles, size_t *count,
                   Error *err)
{
    int64_t photo = 0;
    *media = (Media){0};
    *articles = NULL;
    *count = 0;
    Statement s = statement_open(store, SQL_PHOTO_FIND_ID);
    statement_bind_text_always(&s, id);
    Status status = statement_number(&s, &photo, err);
    if (status != STATUS_OK)
        return status;
    media->id = arena_copy(arena, id);
    status = fullest_use(store, arena, photo, media, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_PHOTO_ARTICLES);
    statement_bind_number(&s, photo);
    return statement_numbers(&s, arena, articles, count, err);
}
