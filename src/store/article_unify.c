/* Two rows that turn out to be one piece become one row.
 *
 * In: the row that stays and the row that goes. Out: everything that pointed to the second points to the
 * first: captures, versions, addresses, ids, links. The fields are merged by the caller and written by it;
 * the lists of the second row go with it. Its number is kept in merged_article, so that it is never given
 * again and the index can drop it; its id stays known for ever (former_id). */
#include "store/inside.h"

static Status run_pair(Store *store, StatementId id, int64_t to, int64_t from, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, to);
    statement_bind_number(&s, from);
    return statement_run(&s, err);
}

/* ---- versions ---- */

typedef struct Twin {
    int64_t number, likeness, capture;
    Slice digest;
    ClaimClass class;
    int64_t first_seen_s;
} Twin;
typedef struct Twins {
    Twin *items;
    size_t count, capacity;
} Twins;

static Status load_twins(Store *store, Arena *arena, int64_t article, Twins *twins, Error *err)
{
    Statement s = statement_open(store, SQL_VERSIONS_OF);
    statement_bind_number(&s, article);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Twin twin = {0};
        twin.number = statement_take_number(&s);
        twin.likeness = statement_take_number(&s);
        twin.capture = statement_take_number(&s);
        twin.digest = statement_take_text(&s, arena);
        twin.class = (ClaimClass)statement_take_number(&s);
        twin.first_seen_s = statement_take_number(&s);
        *LIST_ADD(arena, twins) = twin;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static const Twin *twin_of(const Twins *twins, int64_t likeness)
{
    for (size_t i = 0; i < twins->count; i++) {
        if (twins->items[i].likeness == likeness)
            return &twins->items[i];
    }
    return NULL;
}

static Status is_second_better(Store *store, Arena *arena, const Twin *a, const Twin *b, bool *answer,
                               Error *err)
{
    CaptureRank x, y;
    Status status = capture_rank(store, arena, a->capture, &x, err);
    if (status == STATUS_OK)
        status = capture_rank(store, arena, b->capture, &y, err);
    if (status != STATUS_OK)
        return status;
    int order = claim_rank_compare((ClaimRank){b->class, y.captured_s, y.sha256, y.url},
                                   (ClaimRank){a->class, x.captured_s, x.sha256, x.url});
    *answer = order > 0 || (order == 0 && slice_compare(b->digest, a->digest) > 0);
    return STATUS_OK;
}

/* One state of the text, known to both: the better words stay, under the earlier date. */
static Status join_versions(Store *store, Arena *arena, int64_t article, const Twin *a, const Twin *b,
                            Error *err)
{
    bool is_second;
    Status status = is_second_better(store, arena, a, b, &is_second, err);
    const Twin *stays = is_second ? b : a, *goes = is_second ? a : b;
    if (status == STATUS_OK)
        status = run_pair(store, SQL_ARTICLE_CAPTURES_REPOINT, stays->number, goes->number, err);
    if (status == STATUS_OK)
        status = run_pair(store, SQL_ARTICLE_VERSION_REPOINT, stays->number, goes->number, err);
    if (status == STATUS_OK)
        status = version_drop(store, goes->number, err);
    if (status == STATUS_OK && is_second)
        status = run_pair(store, SQL_VERSION_MOVE, article, stays->number, err);
    return status == STATUS_OK ? version_see(store, stays->number, goes->first_seen_s, err) : status;
}

static Status unify_versions(Store *store, Arena *arena, int64_t to, int64_t from, Error *err)
{
    Twins kept = {0}, moved = {0};
    Status status = load_twins(store, arena, to, &kept, err);
    if (status == STATUS_OK)
        status = load_twins(store, arena, from, &moved, err);
    for (size_t i = 0; i < moved.count && status == STATUS_OK; i++) {
        const Twin *mine = twin_of(&kept, moved.items[i].likeness), *other = &moved.items[i];
        if (!mine)
            status = run_pair(store, SQL_VERSION_MOVE, to, other->number, err);
        else if (other->likeness == 0) { /* two empty ones */
            status = run_pair(store, SQL_ARTICLE_VERSION_REPOINT, mine->number, other->number, err);
            if (status == STATUS_OK)
                status = version_drop(store, other->number, err);
        } else
            status = join_versions(store, arena, to, mine, other, err);
    }
    return status;
}

/* ---- the row ---- */

Status article_id_of(Store *store, Arena *arena, int64_t number, Slice *id, Error *err)
{
    *id = SLICE_EMPTY;
    Statement s = statement_open(store, SQL_ARTICLE_ID);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        *id = statement_take_text(&s, arena);
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

Status article_former_id_put(Store *store, Slice id, int64_t article, Error *err)
{
    Statement s = statement_open(store, SQL_FORMER_ID_ADD);
    statement_bind_text_always(&s, id);
    statement_bind_number(&s, article);
    return statement_run(&s, err);
}

Status article_touch(Store *store, int64_t article, Error *err)
{
    Statement s = statement_open(store, SQL_TOUCHED_ADD);
    statement_bind_number(&s, article);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_ARTICLE_RAISE);
    statement_bind_number(&s, article);
    statement_bind_number(&s, (int64_t)store->batch + 1);
    return statement_run(&s, err);
}

static Status drop_row(Store *store, int64_t to, int64_t from, Slice id, Error *err)
{
    Status status = article_parts_drop(store, from, err);
    if (status == STATUS_OK)
        status = article_touch(store, from, err);
    Statement s = statement_open(store, SQL_ARTICLE_DROP);
    statement_bind_number(&s, from);
    if (status == STATUS_OK)
        status = statement_run(&s, err);
    else
        statement_close(&s);
    if (status == STATUS_OK)
        status = article_former_id_put(store, id, to, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_MERGED_ARTICLE_ADD);
    statement_bind_number(&s, from);
    statement_bind_number(&s, to);
    statement_bind_number(&s, (int64_t)store->batch + 1);
    return statement_run(&s, err);
}

Status article_rows_unify(Store *store, Arena *arena, int64_t to, int64_t from, Error *err)
{
    static const StatementId moves[] = {SQL_UNIFY_CAPTURES,   SQL_UNIFY_CAPTURES_DROP, SQL_UNIFY_ADDRESSES,
                                        SQL_UNIFY_CMS_IDS,    SQL_UNIFY_FORMER_IDS,    SQL_UNIFY_LINKS,
                                        SQL_UNIFY_LINKS_DROP, SQL_UNIFY_HELD,          SQL_UNIFY_MERGED,
                                        SQL_UNIFY_PHOTO_PAGES};
    Slice id;
    Status status = article_id_of(store, arena, from, &id, err);
    if (status == STATUS_OK)
        status = unify_versions(store, arena, to, from, err);
    for (size_t i = 0; i < sizeof moves / sizeof moves[0] && status == STATUS_OK; i++)
        status = run_pair(store, moves[i], to, from, err);
    return status == STATUS_OK ? drop_row(store, to, from, id, err) : status;
}
