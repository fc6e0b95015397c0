/* Picture files that came without an address: which picture each of them is.
 *
 * In: what loose_photo and loose_path tell of them, and all that the archive holds now. Out: for each the key
 * of the known photo that it is (photo_file then fills from its words), or none: then it is a photo of its
 * own. All is decided anew whenever an import ends, from the state alone, so that the order of imports leaves
 * no trace, and what a kill left undone is done by the next import's end. */
#include "store/inside.h"

#include <stdlib.h>

#include "syntax/url.h"

#define UPLOADS "wp-content/uploads/"

typedef enum Ground { GROUND_NONE, GROUND_BYTES, GROUND_PLACE, GROUND_ID, GROUND_NAME } Ground;

typedef struct LooseFile {
    int64_t capture;
    Slice media_id, sha1, sha256;
    Slice was, key; /* the known picture before and now; empty: none */
    uint64_t width, height, raw_size;
    bool speaks;
    Ground ground;
    Slices paths, uploads; /* uploads: its own addresses, if it lay in a folder of uploads */
} LooseFile;
typedef struct LooseFiles {
    LooseFile *items;
    size_t count, capacity;
} LooseFiles;

/* A known photo by the hash of its file's name. */
typedef struct NamedPhoto {
    uint64_t name;
    int64_t photo;
} NamedPhoto;
typedef struct NamedPhotos {
    NamedPhoto *items;
    size_t count, capacity;
} NamedPhotos;

typedef struct Folding {
    Store *store;
    Arena *arena, *scratch; /* scratch: of one file */
    LooseFiles files;
    NamedPhotos names;
} Folding;

static Status run_one(Store *store, StatementId id, int64_t number, Error *err)
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

/* ---- putting ---- */

Status store_loose_photo_put(Store *store, const LoosePhoto *photo, int64_t capture, Error *err)
{
    assert(store->in_batch && capture > 0);
    const Media *media = &photo->media;
    Statement s = statement_open(store, SQL_LOOSE_PUT);
    statement_bind_number(&s, capture);
    statement_bind_text(&s, media->id);
    statement_bind_number(&s, photo->speaks);
    statement_bind_text(&s, media->caption);
    statement_bind_text(&s, media->alt);
    statement_bind_text(&s, media->credit.raw);
    statement_bind_text(&s, media->credit.agency);
    statement_bind_text(&s, media->credit.photographer);
    statement_bind_number(&s, media->credit.is_file);
    statement_bind_moment(&s, media->taken);
    statement_bind_number_if(&s, media->width);
    statement_bind_number_if(&s, media->height);
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

/* ---- files of one picture ---- */

/* The greater picture first. */
static int compare_files(const void *a, const void *b)
{
    const LooseFile *x = *(LooseFile *const *)a, *y = *(LooseFile *const *)b;
    uint64_t p = x->width * x->height, q = y->width * y->height;
    int order = slice_compare(x->key, y->key);
    if (order == 0)
        order = (q > p) - (q < p);
    if (order == 0)
        order = (y->raw_size > x->raw_size) - (y->raw_size < x->raw_size);
    return order != 0 ? order : slice_compare(y->sha256, x->sha256);
}

static LooseFile **sorted_files(Folding *f)
{
    LooseFile **files = ARENA_ARRAY(f->arena, LooseFile *, f->files.count);
    for (size_t i = 0; i < f->files.count; i++)
        files[i] = &f->files.items[i];
    qsort(files, f->files.count, sizeof *files, compare_files);
    return files;
}

static size_t end_of_group(LooseFile *const *files, size_t count, size_t begin)
{
    size_t end = begin + 1;
    while (end < count && slice_equal(files[end]->key, files[begin]->key))
        end++;
    return end;
}

/* Within three hundredths of the same shape: sizes of one picture. */
static bool are_alike(const LooseFile *a, const LooseFile *b)
{
    uint64_t x = a->width * b->height, y = b->width * a->height;
    return x > 0 && y > 0 && (x > y ? x - y : y - x) <= x / 100 * 3 + 2;
}

/* Several different pictures with the name of one photo: none of them can be told to be that. */
static void drop_doubtful(LooseFile **files, size_t begin, size_t end)
{
    const LooseFile *first = NULL;
    bool is_doubtful = false;
    for (size_t i = begin; i < end; i++) {
        if (files[i]->ground != GROUND_NAME)
            continue;
        is_doubtful |= first && !are_alike(first, files[i]);
        first = first ? first : files[i];
    }
    for (size_t i = begin; i < end && is_doubtful; i++)
        if (files[i]->ground == GROUND_NAME) {
            files[i]->ground = GROUND_NONE;
            files[i]->key = SLICE_EMPTY;
        }
}

/* ---- addresses ---- */

static Status run_each(Folding *f, StatementId id, const int64_t *numbers, size_t count, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = run_one(f->store, id, numbers[i], err);
    return status;
}

/* All addresses answer as they would without such files. */
static Status restore_answers(Folding *f, Error *err)
{
    int64_t *all, *new;
    size_t count, new_count = 0;
    Statement s = statement_open(f->store, SQL_LOOSE_ANSWERS);
    Status status = statement_numbers(&s, f->arena, &all, &count, err);
    if (status != STATUS_OK || count == 0)
        return status;
    s = statement_open(f->store, SQL_LOOSE_ANSWERS_NEW);
    status = statement_numbers(&s, f->arena, &new, &new_count, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(f->store, SQL_LOOSE_ANSWERS_DROP);
    status = statement_run(&s, err);
    if (status == STATUS_OK)
        status = run_each(f, SQL_LOOSE_ADDRESS_BLANK, all, count, err);
    if (status == STATUS_OK)
        status = run_each(f, SQL_LOOSE_ADDRESS_OWN, all, count, err);
    return status == STATUS_OK ? run_each(f, SQL_LOOSE_ADDRESS_DROP, new, new_count, err) : status;
}

static Status answer(Folding *f, Slice url, const LooseFile *file, Error *err)
{
    int64_t address = 0, own = 0;
    int64_t before = sqlite3_total_changes64(f->store->db);
    Status status = address_number(f->store, f->scratch, url, &address, err);
    if (status != STATUS_OK || address == 0)
        return status;
    bool is_new = sqlite3_total_changes64(f->store->db) != before;
    Statement s = statement_open(f->store, SQL_LOOSE_ADDRESS_CAPTURE);
    statement_bind_number(&s, address);
    status = statement_number(&s, &own, err);
    if (status != STATUS_END)
        return status; /* it has its own */
    s = statement_open(f->store, SQL_LOOSE_ANSWER_ADD);
    statement_bind_number(&s, address);
    statement_bind_number(&s, file->capture);
    statement_bind_number(&s, is_new);
    status = statement_run(&s, err);
    return status == STATUS_OK && sqlite3_changes(f->store->db) > 0
               ? run_pair(f->store, SQL_LOOSE_ADDRESS_SET, address, file->capture, err)
               : status;
}

enum { SIZES_LOOKED_AT = 64 };

/* The largest that has the very name, its size included; else the largest. */
static const LooseFile *best_for(Folding *f, LooseFile *const *group, size_t count, Slice url)
{
    Slice name = loose_spelling(f->scratch, url);
    for (size_t i = 0; i < count && i < SIZES_LOOKED_AT; i++)
        for (size_t p = 0; p < group[i]->paths.count && p < SIZES_LOOKED_AT; p++)
            if (slice_equal(name, loose_spelling(f->scratch, group[i]->paths.items[p])))
                return group[i];
    return group[0];
}

static Status answer_photo(Folding *f, LooseFile *const *group, size_t count, int64_t photo, Error *err)
{
    Slices hrefs = {0};
    Statement s = statement_open(f->store, SQL_LOOSE_HREFS);
    statement_bind_number(&s, photo);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice href = statement_take_text(&s, f->scratch);
        *LIST_ADD(f->scratch, &hrefs) = href;
    }
    status = status == STATUS_END ? STATUS_OK : status;
    for (size_t i = 0; status == STATUS_OK && i < hrefs.count; i++)
        status = answer(f, hrefs.items[i], best_for(f, group, count, hrefs.items[i]), err);
    return status;
}

/* Each file at its own place, then the photo's addresses. */
static Status answer_group(Folding *f, LooseFile *const *group, size_t count, Error *err)
{
    int64_t *photos;
    size_t photo_count = 0;
    Status status = STATUS_OK;
    arena_reset(f->scratch);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; status == STATUS_OK && j < group[i]->uploads.count; j++)
            status = answer(f, group[i]->uploads.items[j], group[i], err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(f->store, SQL_LOOSE_PHOTOS_OF);
    statement_bind_text_always(&s, group[0]->key);
    status = statement_numbers(&s, f->scratch, &photos, &photo_count, err);
    for (size_t i = 0; status == STATUS_OK && i < photo_count; i++)
        status = answer_photo(f, group, count, photos[i], err);
    return status;
}

/* ---- words and pieces ---- */

static Status touch_key(Folding *f, Slice key, Error *err)
{
    int64_t *photos;
    size_t count;
    Statement s = statement_open(f->store, SQL_LOOSE_PHOTOS_OF);
    statement_bind_text_always(&s, key);
    Status status = statement_numbers(&s, f->scratch, &photos, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        touch_later(f->store, SQL_TOUCH_PHOTO, photos[i]);
    return status;
}

static Status run_keyed(Folding *f, StatementId id, const LooseFile *file, Slice key, Error *err)
{
    Statement s = statement_open(f->store, id);
    statement_bind_number(&s, file->capture);
    statement_bind_text(&s, key);
    return statement_run(&s, err);
}

/* The words of the file are its photo's, and no other's any more. */
static Status move_words(Folding *f, const LooseFile *file, Error *err)
{
    if (slice_equal(file->was, file->key))
        return STATUS_OK;
    Status status = run_keyed(f, SQL_LOOSE_KEY_SET, file, file->key, err);
    if (status == STATUS_OK && !slice_is_empty(file->was)) {
        status = run_keyed(f, SQL_LOOSE_FILE_DROP, file, file->was, err);
        if (status == STATUS_OK)
            status = touch_key(f, file->was, err);
    }
    if (status == STATUS_OK && !slice_is_empty(file->key)) {
        status = run_keyed(f, SQL_LOOSE_FILE_ADD, file, file->key, err);
        if (status == STATUS_OK)
            status = touch_key(f, file->key, err);
    }
    f->store->has_photo_files = 0; /* asked again */
    return status;
}

typedef struct LoosePiece {
    int64_t article;
    Slice id;
} LoosePiece;

static Status find_piece(Folding *f, const LooseFile *file, LoosePiece *piece, Error *err)
{
    *piece = (LoosePiece){0};
    Statement s = statement_open(f->store, SQL_LOOSE_PIECE);
    statement_bind_number(&s, file->capture);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        piece->article = statement_take_number(&s);
        piece->id = statement_take_text(&s, f->scratch);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status drop_piece(Folding *f, const LoosePiece *piece, Error *err)
{
    static const StatementId steps[] = {
        SQL_LOOSE_PIECE_BLANK, SQL_LOOSE_PIECE_CAPTURES, SQL_LOOSE_VERSIONS_BLOCKS, SQL_LOOSE_VERSIONS_DROP,
        SQL_LINKS_DROP,        SQL_LOOSE_PIECE_FORMER,   SQL_ARTICLE_DROP};
    Status status = article_parts_drop(f->store, piece->article, err);
    if (status == STATUS_OK)
        status = article_touch(f->store, piece->article, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof *steps; i++)
        status = run_one(f->store, steps[i], piece->article, err);
    return error_while(err, status, "taking off photo '%.*s'", SLICE_ARG(piece->id));
}

/* The id that the file's piece has or would have leads to its photo's page, or to a piece that shows it. */
static Status lead_id(Folding *f, const LooseFile *file, Slice id, Error *err)
{
    int64_t article = 0, owner = 0;
    Statement s = statement_open(f->store, SQL_LOOSE_LEADS_TO);
    statement_bind_text_always(&s, file->key);
    Status status = statement_number(&s, &article, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    if (slice_is_empty(id))
        id = arena_format(f->scratch, "x%.*s", SLICE_ARG(slice_range(file->sha256, 0, 12)));
    status = store_article_by_id(f->store, id, &owner, err);
    if (status == STATUS_OK && owner == article)
        return STATUS_OK;
    Slice own = SLICE_EMPTY;
    if (status == STATUS_OK)
        status = article_id_of(f->store, f->scratch, owner, &own, err);
    if (status == STATUS_OK && slice_equal(own, id))
        return STATUS_OK; /* somebody's own */
    return status == STATUS_FAIL ? status : article_former_id_put(f->store, id, article, err);
}

static Status fold_piece(Folding *f, const LooseFile *file, const LoosePiece *piece, Error *err)
{
    int64_t is_kept = 0;
    Status status = STATUS_OK;
    if (piece->article != 0) {
        Statement s = statement_open(f->store, SQL_LOOSE_IS_KEPT);
        statement_bind_number(&s, piece->article);
        status = statement_number(&s, &is_kept, err);
        if (status == STATUS_OK && is_kept == 0)
            status = drop_piece(f, piece, err);
    }
    return status == STATUS_OK && file->speaks && is_kept == 0 ? lead_id(f, file, piece->id, err) : status;
}

/* A photo of its own again: its id is its own, too. */
static Status unfold_piece(Folding *f, const LooseFile *file, Error *err)
{
    Slice id = arena_format(f->scratch, "x%.*s", SLICE_ARG(slice_range(file->sha256, 0, 12)));
    Statement s = statement_open(f->store, SQL_LOOSE_FORMER_DROP);
    statement_bind_text_always(&s, id);
    return statement_run(&s, err);
}

typedef struct Unmade {
    int64_t *items;
    size_t count, capacity;
} Unmade;

static Status settle_file(Folding *f, const LooseFile *file, Unmade *unmade, Error *err)
{
    LoosePiece piece;
    arena_reset(f->scratch);
    Status status = move_words(f, file, err);
    if (status == STATUS_OK)
        status = find_piece(f, file, &piece, err);
    if (status != STATUS_OK)
        return status;
    if (!slice_is_empty(file->key))
        return fold_piece(f, file, &piece, err);
    if (!file->speaks || piece.article != 0)
        return STATUS_OK;
    *LIST_ADD(f->arena, unmade) = file->capture;
    return unfold_piece(f, file, err);
}

static Status settle_all(Folding *f, Unmade *unmade, Error *err)
{
    Status status = load_files(f, err);
    if (status == STATUS_OK)
        status = load_names(f, err);
    for (size_t i = 0; status == STATUS_OK && i < f->files.count; i++)
        status = decide(f, &f->files.items[i], err);
    if (status == STATUS_OK)
        status = restore_answers(f, err);
    if (status != STATUS_OK)
        return status;
    LooseFile **files = sorted_files(f);
    for (size_t i = 0, end; status == STATUS_OK && i < f->files.count; i = end) {
        end = end_of_group(files, f->files.count, i);
        if (!slice_is_empty(files[i]->key))
            drop_doubtful(files, i, end);
    }
    files = sorted_files(f);
    for (size_t i = 0, end; status == STATUS_OK && i < f->files.count; i = end) {
        end = end_of_group(files, f->files.count, i);
        if (!slice_is_empty(files[i]->key))
            status = answer_group(f, files + i, end - i, err);
    }
    for (size_t i = 0; status == STATUS_OK && i < f->files.count; i++)
        status = settle_file(f, files[i], unmade, err);
    return status;
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
