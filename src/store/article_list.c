/* Which articles there are: by id, by path, all of them in an order, those that changed. */
#include "store/inside.h"

Status store_article_by_id(Store *store, Slice id, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_BY_ID);
    statement_bind_text_always(&s, id);
    return statement_number(&s, number, err);
}

Status store_article_by_path(Store *store, Slice path, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_BY_PATH);
    statement_bind_text_always(&s, path);
    return statement_number(&s, number, err);
}

#define CHANGED_FEW 4096 /* so many may be sorted anew for each page of a walk */

/* Few changes are found by their batch and sorted; many by walking over all articles. */
static Status choose_changed(Store *store, uint64_t batch_after, StatementId *id, Error *err)
{
    int64_t count = 0;
    Statement s = statement_open(store, SQL_ARTICLES_CHANGED_COUNT);
    statement_bind_number(&s, (int64_t)batch_after);
    statement_bind_number(&s, CHANGED_FEW + 1);
    Status status = statement_number(&s, &count, err);
    *id = count > CHANGED_FEW ? SQL_ARTICLES_CHANGED_MANY : SQL_ARTICLES_CHANGED_FEW;
    return status;
}

Status store_articles(Store *store, Arena *arena, int64_t after, uint64_t batch_after, size_t limit,
                      int64_t **numbers, size_t *count, Error *err)
{
    StatementId id = SQL_ARTICLES_AFTER;
    if (batch_after > 0) {
        Status status = choose_changed(store, batch_after, &id, err);
        if (status != STATUS_OK)
            return status;
    }
    Statement s = statement_open(store, id);
    statement_bind_number(&s, after);
    statement_bind_number(&s, (int64_t)limit);
    if (batch_after > 0)
        statement_bind_number(&s, (int64_t)batch_after);
    return statement_numbers(&s, arena, numbers, count, err);
}

Status store_articles_by_id(Store *store, Arena *arena, Slice after_id, size_t limit, int64_t **numbers,
                            Slices *ids, Error *err)
{
    struct {
        int64_t *items;
        size_t count, capacity;
    } list = {0};
    *ids = (Slices){0};
    Statement s = statement_open(store, SQL_ARTICLES_BY_ID);
    statement_bind_text_always(&s, after_id);
    statement_bind_number(&s, (int64_t)limit);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t number = statement_take_number(&s);
        Slice id = statement_take_text(&s, arena);
        *LIST_ADD(arena, &list) = number;
        *LIST_ADD(arena, ids) = id;
    }
    *numbers = list.items;
    return status == STATUS_END ? STATUS_OK : status;
}
