/* Which rows of article a claim is about: by its addresses, else by the publisher's id.
 *
 * In: an article as one capture has it. Out: the numbers of all rows that it belongs to; where they are
 * several, they are one piece and become one row (article_unify.c). Nothing but addresses and ids counts: no
 * headline, and a slug that ends in "-2" is another piece. */
#include "store/inside.h"

#include "syntax/url.h"

Slice article_address(const Article *article)
{
    return slice_is_empty(article->canonical) ? article->url : article->canonical;
}

/* ---- addresses ---- */

static bool is_key_role(Slice role)
{
    return slice_equal_nocase(role, SLICE("permalink")) || slice_equal_nocase(role, SLICE("url"));
}

/* "/a" and "/a-2": a CMS keeps them apart by that number, so neither is the other's second address. */
static bool differs_by_number(Slice a, Slice b)
{
    Slice shorter = a.size < b.size ? a : b, longer = a.size < b.size ? b : a;
    Slice rest = slice_skip(longer, shorter.size);
    if (rest.size < 2 || rest.data[0] != '-' || !slice_starts_with(longer, shorter))
        return false;
    for (size_t i = 1; i < rest.size; i++) {
        if (!ascii_is_digit(rest.data[i]))
            return false;
    }
    return true;
}

static void add_key(Arena *arena, ArticleKeys *keys, Slice url)
{
    Slice key = url_key(arena, url);
    bool is_new = !slice_is_empty(key), is_alt = keys->count > 0;
    for (size_t i = 0; i < keys->count && is_new; i++)
        is_new = !slice_equal(keys->items[i].key, key) && !differs_by_number(keys->items[0].key, key);
    if (is_new)
        *LIST_ADD(arena, keys) = (ArticleKey){key, url, is_alt};
}

ArticleKeys article_keys(Arena *arena, const Article *article)
{
    ArticleKeys keys = {0};
    add_key(arena, &keys, article->canonical);
    add_key(arena, &keys, article->url);
    for (size_t i = 0; i < article->alt_ids.count && keys.count < ARTICLE_KEYS_MAX; i++) {
        const AltId *id = &article->alt_ids.items[i];
        if (is_key_role(id->role) && slice_starts_with_nocase(id->value, SLICE("http")))
            add_key(arena, &keys, id->value);
    }
    return keys;
}

/* ---- numbers ---- */

static void add_number(Arena *arena, Numbers *numbers, int64_t number)
{
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->items[i] == number)
            return;
    }
    *LIST_ADD(arena, numbers) = number;
}

static Status add_rows(Statement *s, Arena *arena, Numbers *numbers, Error *err)
{
    Status status;
    while ((status = statement_next(s, err)) == STATUS_OK)
        add_number(arena, numbers, statement_take_number(s));
    return status == STATUS_END ? STATUS_OK : status;
}

static Status find_by_keys(Store *store, Arena *arena, const ArticleKeys *keys, Numbers *numbers, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < keys->count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_ARTICLE_BY_KEY);
        statement_bind_text_always(&s, keys->items[i].key);
        status = add_rows(&s, arena, numbers, err);
    }
    return status;
}

/* Ids of a CMS are unique within one host: they tell on the same host, or where one of the two has no
 * address. */
static Status find_by_cms_id(Store *store, Arena *arena, const Article *claim, Numbers *numbers, Error *err)
{
    if (slice_is_empty(claim->cms_id))
        return STATUS_OK;
    Slice host = url_host(arena, article_address(claim));
    Statement s = statement_open(store, SQL_ARTICLE_BY_CMS_ID);
    statement_bind_text_always(&s, claim->cms_id);
    statement_bind_text_always(&s, host);
    Numbers found = {0};
    Status status = add_rows(&s, arena, &found, err);
    if (status == STATUS_OK && found.count == 0) {
        s = statement_open(store,
                           slice_is_empty(host) ? SQL_ARTICLE_BY_CMS_ID_ALONE : SQL_ARTICLE_BY_CMS_ID_BARE);
        statement_bind_text_always(&s, claim->cms_id);
        if (!slice_is_empty(host))
            statement_bind_text_always(&s, host);
        status = add_rows(&s, arena, &found, err);
    }
    if (status == STATUS_OK && found.count == 1) /* the same id on two hosts tells nothing */
        add_number(arena, numbers, found.items[0]);
    return status;
}

/* An article with neither address nor id of the publisher's is known by the id that its bytes gave it. */
static Status find_by_id(Store *store, Arena *arena, const Article *claim, Numbers *numbers, Error *err)
{
    int64_t number;
    if (!slice_is_empty(article_address(claim)) || !slice_is_empty(claim->cms_id) ||
        slice_is_empty(claim->id))
        return STATUS_OK;
    Status status = store_article_by_id(store, claim->id, &number, err);
    if (status == STATUS_OK)
        add_number(arena, numbers, number);
    return status == STATUS_END ? STATUS_OK : status;
}

Status article_find(Store *store, Arena *arena, const Article *claim, const ArticleKeys *keys,
                    Numbers *numbers, Error *err)
{
    *numbers = (Numbers){0};
    Status status = find_by_keys(store, arena, keys, numbers, err);
    if (status == STATUS_OK)
        status = find_by_cms_id(store, arena, claim, numbers, err);
    if (status == STATUS_OK)
        status = find_by_id(store, arena, claim, numbers, err);
    return status;
}

/* ---- naming ---- */

/* Remembers the ids and addresses, so that the article is found by them even when no later capture shows
 * them. */
Status article_names_put(Store *store, Arena *arena, const Article *claim, const ArticleKeys *keys,
                         int64_t number, const Capture *capture, Error *err)
{
    Status status = STATUS_OK;
    if (!slice_is_empty(claim->cms_id)) {
        Statement s = statement_open(store, SQL_CMS_ID_ADD);
        statement_bind_text_always(&s, claim->cms_id);
        statement_bind_text_always(&s, url_host(arena, article_address(claim)));
        statement_bind_number(&s, number);
        status = statement_run(&s, err);
    }
    for (size_t i = 0; i < keys->count && status == STATUS_OK; i++) {
        Address address = {.kind = ADDRESS_ARTICLE,
                           .is_canonical = !keys->items[i].is_alt,
                           .is_key = true,
                           .article = number,
                           .capture = capture->number,
                           .status = capture->http_status};
        status = address_put(store, arena, keys->items[i].url, &address, NULL, err);
    }
    return status;
}
