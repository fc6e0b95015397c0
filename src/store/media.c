/* Photos as they are read: what a page printed, filled with what is known of the picture elsewhere.
 *
 * What a page printed stays. What it left empty comes from the photo's own page (an attachment's), or, where
 * the page named the picture by its id alone, from the use that tells most; then from the words in the
 * picture file itself. */
#include "store/inside.h"

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

static void fill_text(Slice *text, Slice other)
{
    if (slice_is_empty(*text))
        *text = other;
}

/* A credit is one thing: it is not pieced together. */
static void fill_media(Media *media, const Media *other)
{
    fill_text(&media->href, other->href);
    fill_text(&media->caption, other->caption);
    fill_text(&media->alt, other->alt);
    if (slice_is_empty(media->credit.raw) && slice_is_empty(media->credit.agency) &&
        slice_is_empty(media->credit.photographer))
        media->credit = other->credit;
    if (!moment_is_known(media->taken))
        media->taken = other->taken;
    if (media->width == 0 && media->height == 0) {
        media->width = other->width;
        media->height = other->height;
    }
}

/* The picture as its own page shows it. */
static Status fill_from_page(Store *store, Arena *arena, int64_t page, Media *media, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_OWN_USE);
    statement_bind_number(&s, page);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        Media own = take_media(&s, arena);
        fill_media(media, &own);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static bool has_words(const Media *media)
{
    return media->caption.size > 0 && media->credit.raw.size > 0 && media->alt.size > 0;
}

Status photo_files_are_there(Store *store, bool *are_there, Error *err)
{
    int64_t found = store->has_photo_files - 1;
    Status status = STATUS_OK;
    if (store->has_photo_files == 0) {
        Statement s = statement_open(store, SQL_PHOTO_FILE_ANY);
        status = statement_number(&s, &found, err);
        if (status == STATUS_OK)
            store->has_photo_files = 1 + (found != 0);
    }
    *are_there = found > 0;
    return status;
}

#define FILES_COMPARED 64

/* Several files of one picture: that which tells most speaks first, the others where it is silent. */
static void fill_from_fullest(Media *media, const Media *files, size_t count)
{
    bool is_used[FILES_COMPARED] = {false};
    for (size_t round = 0; round < count; round++) {
        size_t best = count;
        for (size_t i = 0; i < count; i++)
            if (!is_used[i] && (best == count || fullness(&files[i]) > fullness(&files[best])))
                best = i;
        is_used[best] = true;
        fill_media(media, &files[best]);
    }
}

/* What the picture file says of itself, where any has been read. */
static Status fill_from_file(Store *store, Arena *arena, Media *media, Error *err)
{
    bool are_there;
    if (slice_is_empty(media->href) ? slice_is_empty(media->id) : has_words(media))
        return STATUS_OK;
    Status status = photo_files_are_there(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    Slice key =
        slice_is_empty(media->href) ? loose_media_key(arena, media->id) : photo_href_key(arena, media->href);
    Statement s = statement_open(store, SQL_PHOTO_FILE);
    statement_bind_text_always(&s, key);
    Media files[FILES_COMPARED];
    size_t count = 0;
    while (count < FILES_COMPARED && (status = statement_next(&s, err)) == STATUS_OK)
        files[count++] = take_media(&s, arena);
    statement_close(&s);
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    if (count > 0)
        fill_text(&media->href, files[0].href); /* of the largest */
    fill_from_fullest(media, files, count);
    return STATUS_OK;
}

typedef struct UseRow {
    Media media;
    int64_t photo, page;
    Slice photo_id;
} UseRow;
typedef struct UseRows {
    UseRow *items;
    size_t count, capacity;
} UseRows;

static Status take_uses(Store *store, Arena *arena, int64_t article, UseRows *uses, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_USES);
    statement_bind_number(&s, article);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        UseRow use = {.media = take_media(&s, arena)};
        use.photo = statement_take_number(&s);
        use.page = statement_take_number(&s);
        use.photo_id = statement_take_text(&s, arena);
        *LIST_ADD(arena, uses) = use;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status fill_use(Store *store, Arena *arena, int64_t article, UseRow *use, Error *err)
{
    Media *media = &use->media, fullest = {0};
    Status status = STATUS_OK;
    fill_text(&media->id, use->photo_id);
    if (use->page != 0 && use->page != article) {
        status = fill_from_page(store, arena, use->page, media, err);
    } else if (use->photo != 0 && slice_is_empty(media->href)) {
        status = fullest_use(store, arena, use->photo, &fullest, err);
        fill_media(media, &fullest);
    }
    return status == STATUS_OK ? fill_from_file(store, arena, media, err) : status;
}

Status photo_uses_get(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    UseRows uses = {0};
    Status status = take_uses(store, arena, article->number, &uses, err);
    for (size_t i = 0; i < uses.count && status == STATUS_OK; i++) {
        if (is_filled)
            status = fill_use(store, arena, article->number, &uses.items[i], err);
        *LIST_ADD(arena, &article->media) = uses.items[i].media;
    }
    return status;
}

/* ---- one photo ---- */

Status store_media(Store *store, Arena *arena, Slice id, Media *media, int64_t **articles, size_t *count,
                   Error *err)
{
    Media fullest = {0};
    ActState state;
    Origins origins = {0};
    int64_t photo = 0, page = 0;
    *media = (Media){0};
    *articles = NULL;
    *count = 0;
    Statement s = statement_open(store, SQL_PHOTO_PAGE);
    statement_bind_text_always(&s, id);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        photo = statement_take_number(&s);
        page = statement_take_number(&s);
    }
    statement_close(&s);
    if (status != STATUS_OK)
        return status;
    media->id = arena_copy(arena, id);
    if (page != 0)
        status = fill_from_page(store, arena, page, media, err);
    if (status == STATUS_OK)
        status = fullest_use(store, arena, photo, &fullest, err);
    fill_media(media, &fullest);
    if (status == STATUS_OK)
        status = fill_from_file(store, arena, media, err);
    if (status == STATUS_OK)
        status = acts_lay_media(store, arena, media, &state, &origins, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_PHOTO_ARTICLES);
    statement_bind_number(&s, photo);
    return statement_numbers(&s, arena, articles, count, err);
}
