/* Picture files that came without an address: which picture each of them is.
 *
 * In: what loose_photo and loose_path tell of them, and all that the archive holds now. Out: for each the key
 * of the known photo that it is (photo_file then fills from its words), or none: then it is a photo of its
 * own. All is decided anew whenever an import ends, from the state alone, so that the order of imports leaves
 * no trace, and what a kill left undone is done by the next import's end. */
#include "store/loose.h"

#include <stdlib.h>

#include "syntax/url.h"

#define UPLOADS "wp-content/uploads/"

static Status run_one(Store *store, StatementId id, int64_t number, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    return statement_run(&s, err);
}

/* ---- putting ---- */

Status store_loose_photo_put(Store *store, const LoosePhoto *photo, int64_t capture, Error *err)
{
    assert(store->in_batch && capture > 0);
    const Media *media = &photo->media;
    Statement s = statement_open(store, SQL_LOOSE_PUT);
    statement_bind_number(&s, capture);
    statement_bind_text(&s, media->id);
    statement_bind_number(&s, photo->speaks);
    statement_bind_media_words(&s, media);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK || slice_is_empty(photo->path))
        return status;
    s = statement_open(store, SQL_LOOSE_PATH_PUT);
    statement_bind_number(&s, capture);
    statement_bind_text_always(&s, photo->path);
    return statement_run(&s, err);
}

Status store_loose_photo_made(Store *store, int64_t capture, Error *err)
{
    return run_one(store, SQL_LOOSE_TOUCH, capture, err);
}

/* ---- what is there ---- */

static Status load_files(Folding *f, Error *err)
{
    Statement s = statement_open(f->store, SQL_LOOSE_PHOTOS);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        LooseFile file = {.capture = statement_take_number(&s)};
        file.media_id = statement_take_text(&s, f->arena);
        file.speaks = statement_take_number(&s) != 0;
        file.width = (uint64_t)statement_take_number(&s);
        file.height = (uint64_t)statement_take_number(&s);
        file.was = statement_take_text(&s, f->arena);
        file.sha1 = statement_take_text(&s, f->arena);
        file.sha256 = statement_take_text(&s, f->arena);
        file.raw_size = (uint64_t)statement_take_number(&s);
        *LIST_ADD(f->arena, &f->files) = file;
    }
    if (status != STATUS_END)
        return status;
    size_t at = 0;
    s = statement_open(f->store, SQL_LOOSE_PATHS);
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t capture = statement_take_number(&s);
        while (at < f->files.count && f->files.items[at].capture < capture)
            at++; /* both rise */
        if (at == f->files.count || f->files.items[at].capture != capture)
            continue;
        Slice path = statement_take_text(&s, f->arena);
        *LIST_ADD(f->arena, &f->files.items[at].paths) = path;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static int compare_named(const void *a, const void *b)
{
    const NamedPhoto *x = a, *y = b;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    return (x->photo > y->photo) - (x->photo < y->photo);
}

static Status load_names(Folding *f, Error *err)
{
    Statement s = statement_open(f->store, SQL_LOOSE_NAMES);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t photo = statement_take_number(&s);
        arena_reset(f->scratch);
        Slice name = loose_name(f->scratch, statement_look_text(&s));
        *LIST_ADD(f->arena, &f->names) = (NamedPhoto){slice_hash(name), photo};
    }
    if (f->names.count > 0)
        qsort(f->names.items, f->names.count, sizeof *f->names.items, compare_named);
    return status == STATUS_END ? STATUS_OK : status;
}

static size_t first_named(const Folding *f, uint64_t name)
{
    size_t low = 0, high = f->names.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->names.items[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is the photo shown by a piece that is more than such a file itself? */
static Status is_photo_known(Folding *f, int64_t photo, bool *answer, Error *err)
{
    int64_t found = 0;
    Statement s = statement_open(f->store, SQL_LOOSE_IS_USED);
    statement_bind_number(&s, photo);
    Status status = statement_number(&s, &found, err);
    *answer = status == STATUS_OK && found != 0;
    return status == STATUS_END ? STATUS_OK : status;
}

static Status key_of_photo(Folding *f, int64_t photo, Slice *key, Error *err)
{
    Statement s = statement_open(f->store, SQL_LOOSE_PHOTO_GET);
    statement_bind_number(&s, photo);
    Status status = statement_next(&s, err);
    *key = status == STATUS_OK ? statement_take_text(&s, f->scratch) : SLICE_EMPTY;
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- the grounds ---- */

/* "2014/06/fire.jpg": a year and a month, as uploads are kept. */
static bool is_dated(Slice path)
{
    bool is_dated = path.size > 8 && path.data[4] == '/' && path.data[7] == '/' &&
                    (slice_starts_with(path, SLICE("19")) || slice_starts_with(path, SLICE("20")));
    static const size_t digits[] = {2, 3, 5, 6};
    for (size_t i = 0; i < sizeof digits / sizeof *digits && is_dated; i++)
        is_dated = ascii_is_digit(path.data[digits[i]]);
    return is_dated && slice_find_byte(slice_skip(path, 8), '/') == SLICE_NONE;
}

/* What stands behind the mark, where that begins a segment; empty: it is not there. */
static Slice behind_mark(Slice path, Slice mark)
{
    size_t at = slice_find(path, mark);
    bool is_segment = at != SLICE_NONE && (at == 0 || path.data[at - 1] == '/');
    return is_segment ? slice_skip(path, at + mark.size) : SLICE_EMPTY;
}

/* The path below the folder of uploads; *is_surely: that folder is named. Empty: it is none. */
static Slice upload_path(Slice path, bool *is_surely)
{
    Slice rest = behind_mark(path, SLICE(UPLOADS));
    *is_surely = !slice_is_empty(rest);
    if (*is_surely)
        return rest;
    rest = behind_mark(path, SLICE("uploads/"));
    *is_surely = is_dated(rest);
    if (*is_surely)
        return rest;
    for (rest = path; !slice_is_empty(rest) && !is_dated(rest);) {
        size_t slash = slice_find_byte(rest, '/');
        rest = slash == SLICE_NONE ? SLICE_EMPTY : slice_skip(rest, slash + 1);
    }
    return rest;
}

/* The folder and the name of a path in one spelling. */
static Slice path_spelled(Arena *arena, Slice path)
{
    path = slice_range(path, 0, slice_find_byte(path, '?'));
    size_t slash = slice_find_last_byte(path, '/');
    Slice folder = slash == SLICE_NONE ? SLICE_EMPTY : slice_range(path, 0, slash + 1);
    return arena_format(arena, "%.*s%.*s", SLICE_ARG(url_decode(arena, folder, false)),
                        SLICE_ARG(loose_name(arena, path)));
}

static Status by_bytes(Folding *f, LooseFile *file, Error *err)
{
    if (slice_is_empty(file->sha1))
        return STATUS_OK;
    Statement s = statement_open(f->store, SQL_LOOSE_SAME_BYTES);
    statement_bind_text_always(&s, file->sha1);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        file->key = photo_href_key(f->arena, statement_take_text(&s, f->scratch));
        file->ground = slice_is_empty(file->key) ? GROUND_NONE : GROUND_BYTES;
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

enum { NAMED_LOOKED_AT = 256 }; /* of one name: more tell nothing */

/* The photo whose address ends as the path does; of several that of the least address. */
static Status by_tail(Folding *f, Slice rest, Slice *key, Error *err)
{
    Slice tail = arena_format(f->scratch, "/%.*s", SLICE_ARG(path_spelled(f->scratch, rest)));
    uint64_t name = slice_hash(loose_name(f->scratch, rest));
    Status status = STATUS_OK;
    *key = SLICE_EMPTY;
    size_t first = first_named(f, name);
    for (size_t i = first; status == STATUS_OK && i < f->names.count && f->names.items[i].name == name &&
                           i < first + NAMED_LOOKED_AT;
         i++) {
        Slice one;
        bool is_known = false;
        status = key_of_photo(f, f->names.items[i].photo, &one, err);
        if (status != STATUS_OK || !slice_ends_with(path_spelled(f->scratch, one), tail) ||
            (!slice_is_empty(*key) && slice_compare(one, *key) >= 0))
            continue;
        status = is_photo_known(f, f->names.items[i].photo, &is_known, err);
        *key = is_known ? one : *key;
    }
    return status;
}

static Status by_place(Folding *f, LooseFile *file, Error *err)
{
    Status status = STATUS_OK;
    Slice found = SLICE_EMPTY, own = SLICE_EMPTY, home = f->store->settings.home_host;
    for (size_t i = 0; status == STATUS_OK && i < file->paths.count; i++) {
        bool is_surely;
        Slice key, rest = upload_path(file->paths.items[i], &is_surely);
        if (slice_is_empty(rest))
            continue;
        status = by_tail(f, rest, &key, err);
        if (status == STATUS_OK && slice_is_empty(found))
            found = key;
        if (!is_surely || slice_is_empty(home))
            continue;
        Slice url = arena_format(f->arena, "http://%.*s/" UPLOADS "%.*s", SLICE_ARG(home), SLICE_ARG(rest));
        *LIST_ADD(f->arena, &file->uploads) = url;
        if (slice_is_empty(own))
            own = photo_href_key(f->scratch, url);
    }
    if (status == STATUS_OK && file->ground == GROUND_NONE && (found.size > 0 || own.size > 0)) {
        file->key = arena_copy(f->arena, found.size > 0 ? found : own);
        file->ground = GROUND_PLACE;
    }
    return status;
}

static Status by_id(Folding *f, LooseFile *file, Error *err)
{
    if (slice_is_empty(file->media_id))
        return STATUS_OK;
    Statement s = statement_open(f->store, SQL_LOOSE_BY_ID);
    statement_bind_text_always(&s, file->media_id);
    Status status = statement_next(&s, err);
    int64_t photo = status == STATUS_OK ? statement_take_number(&s) : 0;
    Slice key = status == STATUS_OK ? statement_take_text(&s, f->arena) : SLICE_EMPTY;
    statement_close(&s);
    bool is_known = false;
    if (status == STATUS_OK)
        status = is_photo_known(f, photo, &is_known, err);
    if (status == STATUS_OK && is_known) {
        file->key = slice_is_empty(key) ? loose_media_key(f->arena, file->media_id) : key;
        file->ground = GROUND_ID;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* One photo alone has that name. */
static Status by_name(Folding *f, LooseFile *file, Slice path, Error *err)
{
    Slice spelled = loose_name(f->scratch, path), key = SLICE_EMPTY;
    if (!loose_name_tells(spelled))
        return STATUS_OK;
    uint64_t name = slice_hash(spelled);
    Status status = STATUS_OK;
    size_t first = first_named(f, name);
    for (size_t i = first; status == STATUS_OK && i < f->names.count && f->names.items[i].name == name; i++) {
        Slice one;
        bool is_known = false;
        if (i >= first + NAMED_LOOKED_AT)
            return STATUS_OK;
        status = key_of_photo(f, f->names.items[i].photo, &one, err);
        if (status != STATUS_OK || slice_equal(one, key))
            continue;
        status = is_photo_known(f, f->names.items[i].photo, &is_known, err);
        if (is_known && !slice_is_empty(key))
            return status; /* another picture has it too */
        key = is_known ? one : key;
    }
    if (status == STATUS_OK && !slice_is_empty(key)) {
        file->key = arena_copy(f->arena, key);
        file->ground = GROUND_NAME;
    }
    return status;
}

static Status decide(Folding *f, LooseFile *file, Error *err)
{
    arena_reset(f->scratch);
    Status status = by_bytes(f, file, err);
    if (status == STATUS_OK)
        status = by_place(f, file, err); /* its own addresses, in any case */
    if (status == STATUS_OK && file->ground == GROUND_NONE)
        status = by_id(f, file, err);
    for (size_t i = 0; status == STATUS_OK && file->ground == GROUND_NONE && i < file->paths.count; i++)
        status = by_name(f, file, file->paths.items[i], err);
    return status;
}

/* ---- settling ---- */

static Status settle_all(Folding *f, Unmade *unmade, Error *err)
{
    Status status = load_files(f, err);
    if (status == STATUS_OK)
        status = load_names(f, err);
    for (size_t i = 0; status == STATUS_OK && i < f->files.count; i++)
        status = decide(f, &f->files.items[i], err);
    return status == STATUS_OK ? loose_fold(f, unmade, err) : status;
}

Status store_loose_photos_settle(Store *store, Arena *arena, int64_t **unmade, size_t *count, Error *err)
{
    assert(store->in_batch);
    int64_t are_there = 0;
    *unmade = NULL;
    *count = 0;
    arena_reset(store->scratch);
    Statement s = statement_open(store, SQL_LOOSE_ANY);
    Status status = statement_number(&s, &are_there, err);
    if (status != STATUS_OK || are_there == 0)
        return status;
    Folding folding = {.store = store, .arena = arena_open(SIZE_MAX), .scratch = arena_open(SIZE_MAX)};
    Unmade found = {0};
    status = settle_all(&folding, &found, err);
    if (status == STATUS_OK && found.count > 0) {
        *unmade = ARENA_ARRAY(arena, int64_t, found.count);
        memcpy(*unmade, found.items, found.count * sizeof **unmade);
        *count = found.count;
    }
    arena_close(folding.scratch);
    arena_close(folding.arena);
    return error_while(err, status, "finding which photos the files without an address are");
}
