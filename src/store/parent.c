/* Photos' own pages and the pieces they belong to.
 *
 * An export tells the piece by its id; of a crawl only the address tells: "/a/b/c/attachment/photo" belongs
 * to
 * "/a/b/c". Both are looked up when sources have been read, so that order leaves no trace. A page that
 * "inherits" its status is as public as its piece. */
#include "store/inside.h"

enum { ROWS_AT_A_TIME = 1024 };

/* Rows of (number, value) that have to change; at most ROWS_AT_A_TIME. */
typedef struct Change {
    int64_t number, parent;
    Slice status;
} Change;
typedef struct Changes {
    Change *items;
    size_t count, capacity;
} Changes;

static Status read_changes(Store *store, Arena *arena, StatementId id, Changes *changes, Error *err)
{
    Statement s = statement_open(store, id);
    Status status = STATUS_OK;
    while (changes->count < ROWS_AT_A_TIME && (status = statement_next(&s, err)) == STATUS_OK) {
        Change change = {.number = statement_take_number(&s)};
        if (id == SQL_PARENT_FIND)
            change.parent = statement_take_number(&s);
        else
            change.status = statement_take_text(&s, arena);
        *LIST_ADD(arena, changes) = change;
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status apply(Store *store, StatementId id, const Change *change, Error *err)
{
    Statement s = statement_open(store, id == SQL_PARENT_FIND ? SQL_PARENT_SET : SQL_PARENT_STATUS_SET);
    statement_bind_number(&s, change->number);
    if (id == SQL_PARENT_FIND)
        statement_bind_number_if(&s, change->parent);
    else
        statement_bind_text_always(&s, change->status);
    Status status = statement_run(&s, err);
    return status == STATUS_OK ? article_touch(store, change->number, err) : status;
}

/* Until nothing is left to change: each round changes what it has read. */
static Status settle_rows(Store *store, StatementId id, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Changes changes = {0};
    Status status;
    do {
        arena_reset(arena);
        changes = (Changes){0};
        status = read_changes(store, arena, id, &changes, err);
        for (size_t i = 0; status == STATUS_OK && i < changes.count; i++)
            status = apply(store, id, &changes.items[i], err);
    } while (status == STATUS_OK && changes.count == ROWS_AT_A_TIME);
    arena_close(arena);
    return status;
}

Status store_parents_settle(Store *store, Error *err)
{
    assert(store->in_batch);
    Status status = settle_rows(store, SQL_PARENT_FIND, err);
    if (status == STATUS_OK)
        status = settle_rows(store, SQL_PARENT_STATUS, err);
    return error_while(err, status, "finding the pieces of photos' pages");
}

#define ATTACHED_MAX 200

Status attached_photos_get(Store *store, Arena *arena, Article *article, Error *err)
{
    int64_t *numbers;
    size_t count = 0;
    if (article->media.count > 0 || article->page_kind == PAGE_PHOTO)
        return STATUS_OK;
    Statement s = statement_open(store, SQL_CHILDREN);
    statement_bind_number(&s, article->number);
    statement_bind_number(&s, ATTACHED_MAX);
    Status status = statement_numbers(&s, arena, &numbers, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        Article page = {.number = numbers[i]};
        status = photo_uses_get(store, arena, true, &page, err);
        if (status == STATUS_OK && page.media.count > 0)
            *LIST_ADD(arena, &article->media) = page.media.items[0];
    }
    return status;
}
