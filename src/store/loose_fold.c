/* What follows from which photo each file is.
 *
 * In: the files, each with the key of the known picture that it is, or none. Out: addresses that nothing else
 * answers show the largest file of their picture; words fill the picture's; a file that is known otherwise
 * has no piece, and the id of the one that it had leads to the photo's page or to a piece that shows it. */
#include "store/loose.h"

#include <stdlib.h>

#include "syntax/url.h"

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

Status loose_fold(Folding *f, Unmade *unmade, Error *err)
{
    Status status = restore_answers(f, err);
    if (status != STATUS_OK)
        return status;
    LooseFile **files = sorted_files(f);
    for (size_t i = 0, end; i < f->files.count; i = end) {
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
