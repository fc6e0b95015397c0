/* Where addresses lead, by what the rows say: one statement for each way in which an address can be known.
 *
 * In: a key, an id, a path, a slug. Out: the address and the article there, with what persons decided of
 * both. A million addresses are looked up in one go, most of which are not there: every statement is answered
 * by one index, and an article's row is read only as far as it is needed. */
#include "store/inside.h"

static void take_standing(Statement *s, Arena *arena, Standing *standing)
{
    standing->number = statement_take_number(s);
    standing->path = statement_take_text(s, arena);
    standing->canonical = statement_take_text(s, arena);
    if (!article_status_find(statement_take_text(s, arena), &standing->status))
        standing->status = ARTICLE_WITHHELD; /* a word we do not know must not publish anything */
    if (!page_kind_find(statement_take_text(s, arena), &standing->page_kind))
        standing->page_kind = PAGE_OTHER;
    Slice held = statement_take_text(s, arena);
    standing->is_by_law = statement_take_number(s) != 0;
    if (slice_equal(held, SLICE("delisted")) && standing->status == ARTICLE_PUBLIC)
        standing->status = ARTICLE_DELISTED;
    else if (!slice_is_empty(held) && !slice_equal(held, SLICE("delisted")))
        standing->status = ARTICLE_WITHHELD;
}

static Hold hold_of(Slice word)
{
    return slice_is_empty(word)                   ? HOLD_NONE
           : slice_equal(word, SLICE("redirect")) ? HOLD_REDIRECT
           : slice_equal(word, SLICE("law"))      ? HOLD_LAW
                                                  : HOLD_WITHHELD;
}

Status store_lead(Store *store, Arena *arena, Slice url_key, Lead *lead, Error *err)
{
    Status status;
    if (leads_answer(store, url_key, lead, &status))
        return status;
    Statement s = statement_open(store, SQL_LEAD);
    statement_bind_text_always(&s, url_key);
    status = statement_next(&s, err);
    if (status != STATUS_OK)
        return status;
    *lead = (Lead){0};
    lead->is_answered = address_kind_find(statement_take_text(&s, arena), &lead->address.kind);
    lead->address.is_canonical = statement_take_number(&s) != 0;
    lead->address.capture = statement_take_number(&s);
    lead->address.target = statement_take_text(&s, arena);
    lead->address.status = (int)statement_take_number(&s);
    lead->hold = hold_of(statement_take_text(&s, arena));
    lead->hold_target = statement_take_text(&s, arena);
    if (!statement_take_is_null(&s))
        take_standing(&s, arena, &lead->standing);
    lead->address.article = lead->standing.number;
    if (lead->address.kind == ADDRESS_ARTICLE && lead->standing.number == 0)
        lead->is_answered = false;
    statement_close(&s);
    return STATUS_OK;
}

static Status one_standing(Statement *s, Arena *arena, Standing *standing, Error *err)
{
    *standing = (Standing){0};
    Status status = statement_next(s, err);
    if (status == STATUS_OK)
        take_standing(s, arena, standing);
    statement_close(s);
    return status;
}

Status store_standing(Store *store, Arena *arena, int64_t number, Standing *standing, Error *err)
{
    Statement s = statement_open(store, SQL_STANDING);
    statement_bind_number(&s, number);
    return one_standing(&s, arena, standing, err);
}

Status store_standing_by_path(Store *store, Arena *arena, Slice path, Standing *standing, Error *err)
{
    Statement s = statement_open(store, SQL_STANDING_BY_PATH);
    statement_bind_text_always(&s, path);
    return one_standing(&s, arena, standing, err);
}

static Status standing_by(Store *store, Arena *arena, StatementId statement, Slice id, Standing *standing,
                          Error *err)
{
    Statement s = statement_open(store, statement);
    statement_bind_text_always(&s, id);
    return one_standing(&s, arena, standing, err);
}

Status store_standing_by_id(Store *store, Arena *arena, Slice id, Slice host, Standing *standing,
                            bool *is_former, Error *err)
{
    Status status = STATUS_END;
    *is_former = false;
    if (!slice_is_empty(host)) {
        Statement s = statement_open(store, SQL_STANDING_BY_CMS_ID);
        statement_bind_text_always(&s, id);
        statement_bind_text_always(&s, host);
        status = one_standing(&s, arena, standing, err);
    }
    if (status == STATUS_END)
        status = standing_by(store, arena, SQL_STANDING_BY_ID, id, standing, err);
    if (status == STATUS_END) {
        status = standing_by(store, arena, SQL_STANDING_BY_FORMER_ID, id, standing, err);
        *is_former = status == STATUS_OK;
    }
    return status;
}

static Status all_standings(Statement *s, Arena *arena, Standings *standings, Error *err)
{
    Status status;
    *standings = (Standings){0};
    while ((status = statement_next(s, err)) == STATUS_OK) {
        Standing standing = {0};
        take_standing(s, arena, &standing);
        *LIST_ADD(arena, standings) = standing;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_standings_by_slug(Store *store, Arena *arena, Slice slug, bool is_beginning, size_t limit,
                               Standings *standings, Error *err)
{
    *standings = (Standings){0};
    if (leads_lack_slug(store, slug, is_beginning))
        return STATUS_OK;
    Statement s = statement_open(store, is_beginning ? SQL_STANDINGS_BY_BEGINNING : SQL_STANDINGS_BY_SLUG);
    statement_bind_text_always(&s, slug);
    if (is_beginning) /* slugs are of unreserved characters and %XX, all of them below DEL */
        statement_bind_text_always(&s, arena_format(arena, "%.*s\x7F", SLICE_ARG(slug)));
    statement_bind_number(&s, (int64_t)limit);
    Status status = all_standings(&s, arena, standings, err);
    if (status != STATUS_OK || standings->count > 0 || is_beginning)
        return status;
    s = statement_open(store, SQL_STANDINGS_BY_OLD_SLUG);
    statement_bind_text_always(&s, slug);
    statement_bind_number(&s, (int64_t)limit);
    return all_standings(&s, arena, standings, err);
}

Status store_standings_by_photo(Store *store, Arena *arena, Slice id, size_t limit, Standings *standings,
                                Error *err)
{
    Statement s = statement_open(store, SQL_STANDINGS_BY_PHOTO);
    statement_bind_text_always(&s, id);
    statement_bind_number(&s, (int64_t)limit);
    return all_standings(&s, arena, standings, err);
}

Status store_has_redirects(Store *store, bool *has_redirects, Error *err)
{
    int64_t found = 0;
    Statement s = statement_open(store, SQL_REDIRECT_ANY);
    Status status = statement_number(&s, &found, err);
    *has_redirects = found != 0;
    return status;
}
