/* Revisits: records of a crawl that say "the same bytes as before" and have none themselves.
 *
 * In: the revisits whose original is not surely known. Out: for each the capture that it means (same_as), and
 * with it the piece that it is a capture of. What is meant is found by the address and the time that the
 * revisit tells, else by the digest of its payload. A guess (the latest capture before that time, another
 * address with the same payload) is made again whenever an import ends, so that what came later is taken
 * where it fits better, and the order of import leaves no trace. */
#include "store/inside.h"

#include "syntax/url.h"

typedef struct Revisit {
    int64_t number, captured_s, referred_s, same_as;
    int http_status;
    Slice url, referred_url, payload_sha1;
} Revisit;

typedef struct Settling {
    Store *store;
    Arena *arena; /* of one revisit */
    Revisit revisit;
    int64_t target; /* the capture meant; 0: none is held */
    bool is_sure;
} Settling;

static Status next_revisit(Settling *settling, Error *err)
{
    Revisit *r = &settling->revisit;
    Statement s = statement_open(settling->store, SQL_REVISIT_NEXT);
    statement_bind_number(&s, r->number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        r->number = statement_take_number(&s);
        r->url = statement_take_text(&s, settling->arena);
        r->captured_s = statement_take_number(&s);
        r->http_status = (int)statement_take_number(&s);
        r->referred_url = statement_take_text(&s, settling->arena);
        r->referred_s = statement_take_number(&s);
        r->payload_sha1 = statement_take_text(&s, settling->arena);
        r->same_as = statement_take_number(&s);
    }
    statement_close(&s);
    return status;
}

/* The number in the first row, and how the row stands to the revisit: 2 sure, 1 likely; END: none. */
static Status take_target(Settling *settling, Statement *s, Error *err)
{
    Status status = statement_next(s, err);
    if (status == STATUS_OK) {
        settling->target = statement_take_number(s);
        settling->is_sure = statement_take_number(s) != 0;
    }
    statement_close(s);
    return status;
}

static Status find_by_address(Settling *settling, Error *err)
{
    const Revisit *r = &settling->revisit;
    int64_t address = 0;
    Slice url = slice_is_empty(r->referred_url) ? r->url : r->referred_url;
    Statement s = statement_open(settling->store, SQL_ADDRESS_NUMBER);
    statement_bind_text_always(&s, url_key(settling->arena, url));
    Status status = statement_number(&s, &address, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(settling->store, SQL_REVISIT_BY_ADDRESS);
    statement_bind_number(&s, address);
    statement_bind_number(&s, r->referred_s != 0 ? r->referred_s : r->captured_s);
    statement_bind_text(&s, r->payload_sha1);
    statement_bind_number_if(&s, r->referred_s);
    return take_target(settling, &s, err);
}

static Status find_by_payload(Settling *settling, Error *err)
{
    const Revisit *r = &settling->revisit;
    if (slice_is_empty(r->payload_sha1))
        return STATUS_END;
    Statement s = statement_open(settling->store, SQL_REVISIT_BY_PAYLOAD);
    statement_bind_text_always(&s, r->payload_sha1);
    return take_target(settling, &s, err);
}

static Status link_target(Settling *settling, Error *err)
{
    Statement s = statement_open(settling->store, SQL_REVISIT_UNLINK);
    statement_bind_number(&s, settling->revisit.number);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(settling->store, SQL_REVISIT_LINK);
    statement_bind_number(&s, settling->revisit.number);
    statement_bind_number(&s, settling->target);
    status = statement_run(&s, err);
    if (status != STATUS_OK || settling->revisit.captured_s == 0)
        return status;
    s = statement_open(settling->store, SQL_REVISIT_SEEN);
    statement_bind_number(&s, settling->revisit.number);
    statement_bind_number(&s, settling->revisit.captured_s);
    return statement_run(&s, err);
}

/* The address answers as that of the capture meant does: with the piece, or with the same bytes. */
static Status put_address(Settling *settling, Error *err)
{
    int64_t article = 0;
    const Revisit *r = &settling->revisit;
    Statement s = statement_open(settling->store, SQL_REVISIT_ARTICLE);
    statement_bind_number(&s, settling->target);
    Status status = statement_number(&s, &article, err);
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    Address address = {.kind = article != 0 ? ADDRESS_ARTICLE : ADDRESS_CAPTURE,
                       .article = article,
                       .capture = r->number,
                       .status = r->http_status};
    return address_put(settling->store, settling->arena, r->url, &address, NULL, err);
}

static Status settle(Settling *settling, uint64_t *settled, Error *err)
{
    const Revisit *r = &settling->revisit;
    settling->target = 0;
    settling->is_sure = false;
    Status status = find_by_address(settling, err);
    if (status == STATUS_END)
        status = find_by_payload(settling, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    if (settling->target == r->same_as && !settling->is_sure)
        return STATUS_OK;
    Statement s = statement_open(settling->store, SQL_REVISIT_SET);
    statement_bind_number(&s, r->number);
    statement_bind_number(&s, settling->target);
    statement_bind_number(&s, settling->is_sure);
    status = statement_run(&s, err);
    if (status == STATUS_OK && settling->target != r->same_as) {
        *settled += r->same_as == 0;
        status = link_target(settling, err);
        if (status == STATUS_OK)
            status = put_address(settling, err);
    }
    return status;
}

Status store_revisits_settle(Store *store, uint64_t *settled, Error *err)
{
    assert(store->in_batch);
    *settled = 0;
    Settling settling = {.store = store, .arena = arena_open(SIZE_MAX)};
    Status status = STATUS_OK;
    while (status == STATUS_OK) {
        arena_reset(settling.arena);
        status = next_revisit(&settling, err);
        if (status == STATUS_OK)
            status = settle(&settling, settled, err);
    }
    arena_close(settling.arena);
    return status == STATUS_END ? STATUS_OK : error_while(err, status, "finding what revisits mean");
}
