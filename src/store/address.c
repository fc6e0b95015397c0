/* Addresses: every URL the paper ever had, under one key for all its spellings, and what it leads to.
 *
 * An article beats a redirect, a redirect beats a page or file as captured, that beats gone: the better
 * answer is shown whatever order they come in. Among equals the later capture tells. */
#include "store/inside.h"

#include "syntax/url.h"

/* By rank, the best first. */
static const struct {
    AddressKind kind;
    const char *name;
} address_kinds[] = {
    {ADDRESS_ARTICLE, "article"},
    {ADDRESS_REDIRECT, "redirect"},
    {ADDRESS_CAPTURE, "capture"},
    {ADDRESS_GONE, "gone"},
};
#define ADDRESS_KINDS (sizeof address_kinds / sizeof address_kinds[0])

static size_t rank_of_kind(AddressKind kind)
{
    size_t i = 0;
    while (i < ADDRESS_KINDS - 1 && address_kinds[i].kind != kind)
        i++;
    return i;
}

/* ADDRESS_KINDS for an address that is only known to exist. */
static size_t rank_of_name(Slice name)
{
    size_t i = 0;
    while (i < ADDRESS_KINDS && !slice_equal(name, slice_from(address_kinds[i].name)))
        i++;
    return i;
}

bool address_kind_find(Slice name, AddressKind *kind)
{
    size_t rank = rank_of_name(name);
    if (rank < ADDRESS_KINDS)
        *kind = address_kinds[rank].kind;
    return rank < ADDRESS_KINDS;
}

typedef struct AddressRow {
    int64_t number;
    size_t rank; /* 0 is best */
    Address address;
} AddressRow;

static Status find_row(Store *store, Arena *arena, Slice key, AddressRow *row, Error *err)
{
    *row = (AddressRow){0};
    Statement s = statement_open(store, SQL_ADDRESS_FIND);
    statement_bind_text_always(&s, key);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        row->number = statement_take_number(&s);
        row->rank = rank_of_name(statement_take_text(&s, arena));
        if (row->rank < ADDRESS_KINDS)
            row->address.kind = address_kinds[row->rank].kind;
        row->address.is_canonical = statement_take_number(&s) != 0;
        row->address.is_key = statement_take_number(&s) != 0;
        row->address.article = statement_take_number(&s);
        row->address.capture = statement_take_number(&s);
        row->address.target = statement_take_text(&s, arena);
        row->address.status = (int)statement_take_number(&s);
    }
    statement_close(&s);
    return status;
}

static Status add_row(Store *store, Slice key, Slice url, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_ADDRESS_ADD);
    statement_bind_text_always(&s, key);
    statement_bind_text_always(&s, url);
    Status status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static Status set_row(Store *store, int64_t number, const Address *address, Error *err)
{
    Statement s = statement_open(store, SQL_ADDRESS_SET);
    statement_bind_number(&s, number);
    statement_bind_text(&s, slice_from(address_kinds[rank_of_kind(address->kind)].name));
    statement_bind_number(&s, address->is_canonical);
    statement_bind_number_if(&s, address->article);
    statement_bind_number_if(&s, address->capture);
    statement_bind_text(&s, address->target);
    statement_bind_number_if(&s, address->status);
    statement_bind_number(&s, address->is_key);
    return statement_run(&s, err);
}

Status address_number(Store *store, Arena *arena, Slice url, int64_t *number, Error *err)
{
    *number = 0;
    Slice key = url_key(arena, url);
    if (slice_is_empty(key))
        return STATUS_OK;
    Statement s = statement_open(store, SQL_ADDRESS_NUMBER);
    statement_bind_text_always(&s, key);
    Status status = statement_number(&s, number, err);
    return status == STATUS_END ? add_row(store, key, url, number, err) : status;
}

/* Of two articles that say nothing but this address, by the same capture, that with the lesser id has it. */
static Status has_lesser_id(Store *store, Arena *arena, int64_t old, int64_t new, bool *is_lesser, Error *err)
{
    Slice before, now;
    Status status = article_id_of(store, arena, old, &before, err);
    if (status == STATUS_OK)
        status = article_id_of(store, arena, new, &now, err);
    *is_lesser = status == STATUS_OK && slice_compare(now, before) < 0;
    return status;
}

/* Does the new answer, of the same kind, take the place of the old? What names an article beats what only
 * leads to it, an article's own word for its address beats another's. */
static Status is_better_equal(Store *store, Arena *arena, const Address *old, const Address *new,
                              bool *is_better, Error *err)
{
    *is_better = false;
    bool is_other = new->kind == ADDRESS_ARTICLE && old->article != new->article;
    if (is_other && new->is_key != old->is_key) {
        *is_better = new->is_key;
        return STATUS_OK;
    }
    if (new->is_canonical != old->is_canonical) {
        *is_better = new->is_canonical;
        return STATUS_OK;
    }
    if (new->capture == 0 || (new->capture == old->capture && !is_other))
        return STATUS_OK;
    CaptureRank before, now;
    Status status = capture_rank(store, arena, old->capture, &before, err);
    if (status == STATUS_OK)
        status = capture_rank(store, arena, new->capture, &now, err);
    int order = status == STATUS_OK ? capture_rank_compare(now, before) : 0;
    *is_better = order > 0;
    return status == STATUS_OK && order == 0 && is_other
               ? has_lesser_id(store, arena, old->article, new->article, is_better, err)
               : status;
}

Status address_put(Store *store, Arena *arena, Slice url, const Address *address, bool *is_new, Error *err)
{
    AddressRow row;
    if (is_new)
        *is_new = false;
    Slice key = url_key(arena, url);
    if (slice_is_empty(key))
        return STATUS_OK;
    Status status = find_row(store, arena, key, &row, err);
    bool is_better = true;
    if (status == STATUS_END) {
        status = add_row(store, key, url, &row.number, err);
        row.rank = ADDRESS_KINDS;
    } else if (status == STATUS_OK && row.rank == rank_of_kind(address->kind)) {
        status = is_better_equal(store, arena, &row.address, address, &is_better, err);
    } else {
        is_better = rank_of_kind(address->kind) < row.rank;
    }
    if (is_new)
        *is_new = status == STATUS_OK && row.rank == ADDRESS_KINDS;
    if (status != STATUS_OK)
        return status;
    Address kept = is_better ? *address : row.address;
    bool is_same = row.rank < ADDRESS_KINDS && row.address.kind == ADDRESS_ARTICLE &&
                   address->kind == ADDRESS_ARTICLE && row.address.article == address->article;
    kept.is_key = is_same ? address->is_key || row.address.is_key : kept.is_key;
    is_better = is_better || (is_same && kept.is_key != row.address.is_key);
    return is_better ? set_row(store, row.number, &kept, err) : STATUS_OK;
}

Status store_address_put(Store *store, Slice url, const Address *address, bool *is_new, Error *err)
{
    assert(store->in_batch);
    arena_reset(store->scratch);
    Status status = address_put(store, store->scratch, url, address, is_new, err);
    return error_while(err, status, "storing the address '%.*s'", SLICE_ARG(url));
}

Status store_address_find(Store *store, Arena *arena, Slice key, Address *address, Error *err)
{
    AddressRow row;
    Status status = find_row(store, arena, key, &row, err);
    *address = row.address;
    return status == STATUS_OK && row.rank == ADDRESS_KINDS ? STATUS_END : status;
}
