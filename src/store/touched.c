/* What a put does beside its own article: the list of articles that became others, the links of a piece, and
 * an article made ready to be read anew. */
#include "store/inside.h"

#include <stdlib.h>

#include "syntax/url.h"

static Status run_with(Store *store, StatementId id, int64_t number, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    return statement_run(&s, err);
}

/* ---- touching ---- */

typedef struct Touch {
    StatementId id;
    int64_t number;
} Touch;

void touch_later(Store *store, StatementId id, int64_t number)
{
    Touch *items = store->touches.items;
    size_t count = store->touches.count;
    if (count > 0 && items[count - 1].id == id && items[count - 1].number == number)
        return;
    *LIST_ADD(store->lent, &store->touches) = (Touch){id, number};
}

static int compare_touches(const void *a, const void *b)
{
    const Touch *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

Status touch_now(Store *store, Error *err)
{
    Touch *items = store->touches.items;
    size_t count = store->touches.count;
    Status status = STATUS_OK;
    if (count > 0)
        qsort(items, count, sizeof *items, compare_touches);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (i == 0 || compare_touches(&items[i - 1], &items[i]) != 0)
            status = run_with(store, items[i].id, items[i].number, err);
    }
    store->touches.count = 0;
    return status;
}

Status store_touched(Store *store, Arena *arena, int64_t **numbers, size_t *count, Error *err)
{
    assert(store->in_batch);
    Status status = touch_now(store, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_TOUCHED);
    status = statement_numbers(&s, arena, numbers, count, err);
    if (status != STATUS_OK || *count == 0)
        return status;
    status = run_with(store, SQL_TOUCHED_RAISE, (int64_t)store->batch + 1, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_TOUCHED_DROP);
    return statement_run(&s, err);
}

Status store_article_touch(Store *store, int64_t number, Error *err)
{
    assert(store->in_batch);
    return article_touch(store, number, err);
}

/* ---- captures, links, forgetting ---- */

Status store_article_captures(Store *store, Arena *arena, int64_t number, int64_t **captures, size_t *count,
                              Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_CAPTURE_NUMBERS);
    statement_bind_number(&s, number);
    return statement_numbers(&s, arena, captures, count, err);
}

Status store_links_put(Store *store, int64_t article, const Slices *urls, Error *err)
{
    assert(store->in_batch);
    arena_reset(store->scratch);
    Status status = STATUS_OK;
    for (size_t i = 0; i < urls->count && status == STATUS_OK; i++) {
        int64_t address = 0;
        if (!slice_equal(url_host(store->scratch, urls->items[i]), store->settings.home_host))
            continue;
        status = address_number(store, store->scratch, urls->items[i], &address, err);
        if (status != STATUS_OK || address == 0)
            continue;
        Statement s = statement_open(store, SQL_LINK_ADD);
        statement_bind_number(&s, article);
        statement_bind_number(&s, address);
        status = statement_run(&s, err);
    }
    return error_while(err, status, "keeping the links of article %lld", (long long)article);
}

/* Everything that captures said, taken off; one empty version stands until the first text comes back. */
static Status forget(Store *store, int64_t number, Error *err)
{
    static const StatementId first[] = {SQL_REVISITS_FORGET, SQL_ARTICLE_CAPTURES_FORGET, SQL_LINKS_DROP,
                                        SQL_ARTICLE_FORGET};
    int64_t version = 0;
    Article none = {.number = number};
    Status status = article_parts_drop(store, number, err);
    for (size_t i = 0; i < sizeof first / sizeof first[0] && status == STATUS_OK; i++)
        status = run_with(store, first[i], number, err);
    if (status == STATUS_OK)
        status = version_shown(store, store->scratch, &none, 0, 0, &version, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_ARTICLE_VERSION_SET);
    statement_bind_number(&s, number);
    statement_bind_number(&s, version);
    status = statement_run(&s, err);
    return status == STATUS_OK ? versions_drop_unused(store, number, err) : status;
}

Status store_article_forget(Store *store, int64_t number, Error *err)
{
    assert(store->in_batch);
    arena_reset(store->scratch);
    return error_while(err, forget(store, number, err), "making article %lld ready to be read anew",
                       (long long)number);
}
