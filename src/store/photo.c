/* Photos: one row for one picture, whatever pages show it.
 *
 * In: the pictures of an article, as printed there. Out: a use of each, and the row of its picture. A picture
 * is known by the publisher's media id, else by its address in one spelling (photo_href_key). What ties the
 * two is the photo's own page (an attachment, page_kind photo), which tells id and address of its first
 * picture: from then on a picture printed without an id is the one with that address. Where two pages tie the
 * same address, the lesser id has it. A use says if it was printed without an id (is_bare), so that it can
 * find its picture anew when a tie changes. */
#include "store/inside.h"

static Status run_with(Store *store, StatementId id, int64_t number, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    return statement_run(&s, err);
}

static Status run_pair(Store *store, StatementId id, int64_t a, int64_t b, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, a);
    statement_bind_number(&s, b);
    return statement_run(&s, err);
}

/* ---- the row of a picture ---- */

typedef struct PhotoRow {
    int64_t number, page;
    bool is_new;
    Slice id, href, key;
} PhotoRow;

static Status find_photo(Store *store, StatementId id, Slice text, PhotoRow *row, Error *err)
{
    *row = (PhotoRow){0};
    Statement s = statement_open(store, id);
    statement_bind_text_always(&s, text);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        row->number = statement_take_number(&s);
        row->id = statement_take_text(&s, store->scratch);
        row->href = statement_take_text(&s, store->scratch);
        row->key = statement_take_text(&s, store->scratch);
        row->page = statement_take_number(&s);
    }
    statement_close(&s);
    return status;
}

/* What is no address still names its picture. */
static Slice key_of(Store *store, Slice href)
{
    Slice key = photo_href_key(store->scratch, href);
    return slice_is_empty(key) ? href : key;
}

static Status set_address(Store *store, PhotoRow *row, Slice href, Slice key, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_SET_HREF);
    statement_bind_number(&s, row->number);
    statement_bind_text(&s, href);
    statement_bind_text(&s, key);
    row->href = href;
    row->key = key;
    return statement_run(&s, err);
}

static Status add_photo(Store *store, Slice id, Slice href, Slice key, PhotoRow *row, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_ADD);
    statement_bind_text(&s, id);
    statement_bind_text(&s, href);
    statement_bind_text(&s, key);
    Status status = statement_run(&s, err);
    *row = (PhotoRow){
        .number = sqlite3_last_insert_rowid(store->db), .id = id, .href = href, .key = key, .is_new = true};
    return status;
}

/* The row of a picture, made if it is new; number 0 where nothing tells which it is. */
static Status photo_of(Store *store, Slice id, Slice href, PhotoRow *row, Error *err)
{
    *row = (PhotoRow){0};
    if (slice_is_empty(id) && slice_is_empty(href))
        return STATUS_OK;
    Slice key = SLICE_EMPTY;
    if (!slice_is_empty(id) && slice_starts_with(href, SLICE(LOOSE_HREF)))
        href = SLICE_EMPTY; /* the name of a file's bytes is not the photo's address */
    if (slice_is_empty(id))
        key = key_of(store, href);
    Status status = slice_is_empty(id) ? find_photo(store, SQL_PHOTO_FIND_KEY, key, row, err)
                                       : find_photo(store, SQL_PHOTO_FIND_ID, id, row, err);
    if (status == STATUS_END)
        return add_photo(store, id, href,
                         slice_is_empty(key) && !slice_is_empty(href) ? key_of(store, href) : key, row, err);
    if (status == STATUS_OK && slice_is_empty(row->href) && !slice_is_empty(href))
        status =
            set_address(store, row, href, slice_is_empty(row->key) ? key_of(store, href) : row->key, err);
    return status;
}

Status photos_touch(Store *store, Slice key, Error *err)
{
    int64_t *numbers;
    size_t count;
    Statement s = statement_open(store, SQL_PHOTOS_OF_KEY);
    statement_bind_text_always(&s, key);
    Status status = statement_numbers(&s, store->scratch, &numbers, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        touch_later(store, SQL_TOUCH_PHOTO, numbers[i]);
    return status;
}

/* ---- uses ---- */

static Status put_use(Store *store, int64_t article, size_t position, const Media *media, Error *err)
{
    PhotoRow photo;
    Status status = photo_of(store, media->id, media->href, &photo, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_PHOTO_USE_ADD);
    statement_bind_number(&s, article);
    statement_bind_number(&s, (int64_t)position);
    statement_bind_number_if(&s, photo.number);
    statement_bind_number(&s, slice_is_empty(media->id));
    if (!slice_is_empty(media->href) && slice_equal(photo.href, media->href))
        statement_bind_null(&s);
    else
        statement_bind_text_always(&s, media->href);
    statement_bind_media_words(&s, media);
    status = statement_run(&s, err);
    bool has_files = false;
    if (status == STATUS_OK)
        status = photo_files_are_there(store, &has_files, err);
    store->fills_photos = store->fills_photos || photo.page != 0 || has_files;
    if (status == STATUS_OK && !photo.is_new && photo.page == 0 && media->href.size > 0)
        touch_later(store, SQL_TOUCH_PHOTO_BLANK, photo.number);
    return status;
}

Status photo_uses_put(Store *store, const Article *article, bool is_new, Error *err)
{
    int64_t *before = NULL;
    size_t count = 0;
    Status status = STATUS_OK;
    if (!is_new) {
        Statement s = statement_open(store, SQL_PHOTOS_OF_ARTICLE);
        statement_bind_number(&s, article->number);
        status = statement_numbers(&s, store->scratch, &before, &count, err);
        if (status == STATUS_OK)
            status = run_with(store, SQL_PHOTO_USES_DROP, article->number, err);
    }
    for (size_t i = 0; i < article->media.count && status == STATUS_OK; i++)
        status = put_use(store, article->number, i + 1, &article->media.items[i], err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = run_with(store, SQL_PHOTO_DROP_UNUSED, before[i], err);
    return status;
}

/* ---- what a photo's own page ties ---- */

typedef struct BareUse {
    int64_t article, position;
    Slice href;
} BareUse;
typedef struct BareUses {
    BareUse *items;
    size_t count, capacity;
} BareUses;

static Status bare_uses(Store *store, int64_t photo, BareUses *uses, Error *err)
{
    *uses = (BareUses){0};
    Statement s = statement_open(store, SQL_PHOTO_BARE_USES);
    statement_bind_number(&s, photo);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        BareUse use = {0};
        use.article = statement_take_number(&s);
        use.position = statement_take_number(&s);
        use.href = statement_take_text(&s, store->scratch);
        *LIST_ADD(store->scratch, uses) = use;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* Pictures that were printed without an id, and taken for this one, find theirs anew. */
static Status rehome_bare_uses(Store *store, int64_t photo, Error *err)
{
    BareUses uses;
    Status status = bare_uses(store, photo, &uses, err);
    for (size_t i = 0; i < uses.count && status == STATUS_OK; i++) {
        PhotoRow row;
        const BareUse *use = &uses.items[i];
        status = photo_of(store, SLICE_EMPTY, use->href, &row, err);
        if (status != STATUS_OK || row.number == photo)
            continue;
        Statement s = statement_open(store, SQL_PHOTO_USE_MOVE);
        statement_bind_number(&s, use->article);
        statement_bind_number(&s, use->position);
        statement_bind_number(&s, row.number);
        if (slice_equal(row.href, use->href))
            statement_bind_null(&s);
        else
            statement_bind_text_always(&s, use->href);
        status = statement_run(&s, err);
        if (status == STATUS_OK)
            status = article_touch(store, use->article, err);
    }
    return status;
}

/* All rows of one address but the one that has it now. */
static Status rehome_others(Store *store, Slice key, int64_t except, Error *err)
{
    int64_t *numbers;
    size_t count;
    Statement s = statement_open(store, SQL_PHOTOS_OF_KEY);
    statement_bind_text_always(&s, key);
    Status status = statement_numbers(&s, store->scratch, &numbers, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (numbers[i] == except)
            continue;
        status = rehome_bare_uses(store, numbers[i], err);
        if (status == STATUS_OK)
            status = run_with(store, SQL_PHOTO_DROP_UNUSED, numbers[i], err);
    }
    return status;
}

/* The page that speaks for a photo: of several that of the least id. END: it has none. */
static Status find_page(Store *store, int64_t photo, int64_t *page, Slice *href, Error *err)
{
    *page = 0;
    *href = SLICE_EMPTY;
    Statement s = statement_open(store, SQL_PHOTO_FIND_PAGE);
    statement_bind_number(&s, photo);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        *page = statement_take_number(&s);
        *href = statement_take_text(&s, store->scratch);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* Ties a photo to its page's address, or unties it, and lets all pictures that this concerns find theirs. */
static Status settle_photo(Store *store, PhotoRow *row, Error *err)
{
    int64_t page;
    Slice href;
    Status status = find_page(store, row->number, &page, &href, err);
    Slice key = slice_is_empty(href) ? row->key : key_of(store, href);
    bool is_other = page != row->page || !slice_equal(key, row->key);
    if (status == STATUS_OK && !slice_equal(key, row->key))
        status = set_address(store, row, slice_is_empty(row->href) ? href : row->href, key, err);
    if (status == STATUS_OK && page != row->page)
        status = run_pair(store, SQL_PHOTO_SET_PAGE, row->number, page, err);
    if (status == STATUS_OK && is_other)
        status = rehome_bare_uses(store, row->number, err);
    if (status == STATUS_OK && page != 0 && !slice_is_empty(key))
        status = rehome_others(store, key, row->number, err);
    if (is_other)
        touch_later(store, SQL_TOUCH_PHOTO, row->number);
    return status == STATUS_OK ? run_with(store, SQL_PHOTO_DROP_UNUSED, row->number, err) : status;
}

Status photo_page_put(Store *store, const Article *page, bool is_changed, Error *err)
{
    Slices ids = {0};
    Statement s = statement_open(store, SQL_PHOTOS_OF_PAGE);
    statement_bind_number(&s, page->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice id = statement_take_text(&s, store->scratch);
        *LIST_ADD(store->scratch, &ids) = id;
    }
    if (page->page_kind == PAGE_PHOTO && page->media.count > 0 && page->media.items[0].id.size > 0)
        *LIST_ADD(store->scratch, &ids) = page->media.items[0].id;
    status = status == STATUS_END ? STATUS_OK : status;
    for (size_t i = 0; i < ids.count && status == STATUS_OK; i++) {
        PhotoRow row;
        status = find_photo(store, SQL_PHOTO_FIND_ID, ids.items[i], &row, err);
        if (status == STATUS_OK)
            status = settle_photo(store, &row, err);
        if (status == STATUS_OK && is_changed)
            touch_later(store, SQL_TOUCH_PHOTO, row.number);
        status = status == STATUS_END ? STATUS_OK : status;
    }
    return status;
}
