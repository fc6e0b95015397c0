/* Where an address leads: any address the paper ever had, in any spelling (interface.md section 4).
 *
 * In: an address or a path of the home host. Out: a status, a target, and why. The steps, first answer wins:
 * what a person decided; our own /id/ and ?p= forms; the address as known (article, redirect, capture, gone);
 * the article's served path; a bare or misplaced slug that only one article has. */
#include "archive/inside.h"

#include "syntax/url.h"

enum { HOPS_MAX = 10 };

typedef struct Asked {
    Slice text; /* absolute */
    Slice path; /* as typed: path and query, for the comparison with the canonical path */
    Slice host; /* as typed, without port */
    Slice key;
    bool is_home;   /* of the home host, by its key */
    bool is_keeper; /* what is withheld is found too: to decide about it again */
} Asked;

static Asked read_address(const Archive *archive, Arena *arena, Slice text)
{
    Asked asked = {.text = text};
    Slice home = store_settings(archive->store)->home_host;
    if (slice_starts_with(text, SLICE("/")) && !slice_starts_with(text, SLICE("//"))) {
        if (slice_is_empty(home))
            home = SLICE("archive.invalid");
        asked.text = arena_format(arena, "http://%.*s%.*s", SLICE_ARG(home), SLICE_ARG(text));
    } else if (slice_find(text, SLICE("://")) == SLICE_NONE && !slice_is_empty(text)) {
        asked.text =
            arena_format(arena, "http://%.*s", SLICE_ARG(text)); /* "www.paper.com/x", as people copy it */
    }
    Url url;
    if (!url_parse(asked.text, &url))
        return asked;
    size_t begin = (size_t)(url.path.data - asked.text.data);
    size_t fragment = slice_find_byte(asked.text, '#');
    asked.path = slice_is_empty(url.path) ? SLICE("/") : slice_range(asked.text, begin, fragment);
    asked.host = url.host;
    asked.key = url_key(arena, asked.text);
    asked.is_home = slice_equal(url_host(arena, asked.text), home) || slice_is_empty(home);
    return asked;
}

static bool has_dropped_keys(Arena *arena, const Asked *asked)
{
    Url url, rest;
    if (!url_parse(asked->text, &url) || slice_is_empty(url.query))
        return false;
    Slice path = url_path(arena, asked->text);
    size_t mark = slice_find_byte(path, '?');
    rest.query = mark == SLICE_NONE ? SLICE_EMPTY : slice_skip(path, mark + 1);
    return rest.query.size < url.query.size;
}

static void answer_gone(bool is_by_law, Resolution *out)
{
    *out = (Resolution){
        .status = is_by_law ? 451 : 410, .why = is_by_law ? WHY_LAW : WHY_WITHHELD, .is_by_act = true};
}

static Status answer_withheld(Archive *archive, int64_t article, Resolution *out, Error *err)
{
    bool is_by_law = false;
    Status status = store_article_is_by_law(archive->store, article, &is_by_law, err);
    answer_gone(is_by_law, out);
    return status;
}

/* An article answers 200 at its own path; every other spelling is sent there. */
static Status answer_article(Archive *archive, Arena *arena, const Asked *asked, const Article *article,
                             ResolveWhy why, Resolution *out, Error *err)
{
    out->article = article->number;
    out->target = article->path;
    if (asked->is_keeper) {
        out->status = 200;
        return STATUS_OK;
    }
    if (article->status == ARTICLE_WITHHELD)
        return answer_withheld(archive, article->number, out, err);
    if (article->status == ARTICLE_DRAFT || article->status == ARTICLE_EMBARGOED) {
        *out = (Resolution){.status = 404, .why = WHY_UNKNOWN};
        return STATUS_OK;
    }
    bool is_same_path = asked->is_home && slice_equal(asked->path, article->path);
    Slice own_host = url_host(arena, asked->text);
    bool is_own_spelling = slice_equal_nocase(asked->host, own_host) ||
                           slice_find_nocase(article->canonical, asked->host) != SLICE_NONE;
    if (is_same_path && is_own_spelling) {
        out->status = 200;
        out->why = WHY_CANONICAL;
        return STATUS_OK;
    }
    out->status = 301;
    out->why = why;
    if (why == WHY_ALIAS && has_dropped_keys(arena, asked))
        out->why = WHY_SHARE_KEY;
    else if (why == WHY_ALIAS && is_same_path)
        out->why = WHY_HOST;
    return STATUS_OK;
}

static Status answer_number(Archive *archive, Arena *arena, const Asked *asked, int64_t number,
                            ResolveWhy why, Resolution *out, Error *err)
{
    Article article = {0};
    Status status = store_article_get(archive->store, arena, number, ARTICLE_OWN, &article, err);
    return status == STATUS_OK ? answer_article(archive, arena, asked, &article, why, out, err) : status;
}

/* /id/X, /-/id/X, ?p=X, ?attachment_id=X, .../articleX: by the publisher's id. END: no such form or no such
 * id. */
static Status by_id(Archive *archive, Arena *arena, const Asked *asked, Resolution *out, Error *err)
{
    Url url;
    Slice id = SLICE_EMPTY;
    if (!asked->is_home || !url_parse(asked->text, &url))
        return STATUS_END;
    Slice path = url_decode(arena, url.path, false);
    if (slice_starts_with(path, SLICE("/-/")))
        path = slice_skip(path, 2);
    Slice last = url_slug(path);
    if (slice_starts_with(path, SLICE("/id/")))
        id = slice_skip(path, 4);
    else if (!url_query_get(arena, url.query, SLICE("p"), &id) &&
             !url_query_get(arena, url.query, SLICE("attachment_id"), &id) &&
             slice_starts_with(last, SLICE("article")))
        id = slice_skip(last, 7);
    if (slice_is_empty(id))
        return STATUS_END;
    int64_t number;
    Status status = store_article_by_id(archive->store, id, &number, err);
    return status == STATUS_OK ? answer_number(archive, arena, asked, number, WHY_ID, out, err) : status;
}

static void answer_redirect(const Address *address, Resolution *out)
{
    *out = (Resolution){.status = 301, .target = address->target, .why = WHY_REDIRECT};
}

/* What the crawl and the pages say of the address, following redirects inside the archive. END: nothing. */
static Status by_address(Archive *archive, Arena *arena, const Asked *asked, Resolution *out, Error *err)
{
    Slice key = asked->key;
    Address first = {0};
    for (int hop = 0; hop < HOPS_MAX; hop++) {
        Address address = {0};
        Status status = store_address_find(archive->store, arena, key, &address, err);
        if (status == STATUS_END && hop > 0) { /* it leads out of what is held */
            answer_redirect(&first, out);
            return STATUS_OK;
        }
        if (status != STATUS_OK)
            return status;
        if (hop == 0)
            first = address;
        switch (address.kind) {
        case ADDRESS_ARTICLE:
            return answer_number(archive, arena, asked, address.article, hop ? WHY_REDIRECT : WHY_ALIAS, out,
                                 err);
        case ADDRESS_CAPTURE:
            *out = (Resolution){.status = 200,
                                .target = url_path(arena, asked->text),
                                .why = WHY_CANONICAL,
                                .capture = address.capture};
            if (hop > 0)
                answer_redirect(&first, out);
            return STATUS_OK;
        case ADDRESS_GONE:
            if (address.status != 410)
                return STATUS_END; /* a 404 of the crawl: a guess may still help */
            *out = (Resolution){.status = 410, .why = WHY_WITHHELD};
            return STATUS_OK;
        case ADDRESS_REDIRECT:
            key = url_key(arena, address.target);
            break;
        }
    }
    return STATUS_END; /* a circle of redirects leads nowhere */
}

static Status by_path(Archive *archive, Arena *arena, const Asked *asked, Resolution *out, Error *err)
{
    int64_t number;
    if (!asked->is_home)
        return STATUS_END;
    Status status = store_article_by_path(archive->store, asked->path, &number, err);
    return status == STATUS_OK ? answer_number(archive, arena, asked, number, WHY_ALIAS, out, err) : status;
}

/* WordPress's guess: the last segment, if one article alone has it. */
static Status by_slug(Archive *archive, Arena *arena, const Asked *asked, Resolution *out, Error *err)
{
    Slice slug = url_slug(url_path(arena, asked->text));
    int64_t *numbers;
    size_t count;
    if (!asked->is_home || slice_is_empty(slug))
        return STATUS_END;
    Status status = store_articles_by_slug(archive->store, arena, slug, 2, &numbers, &count, err);
    if (status != STATUS_OK || count != 1)
        return status == STATUS_OK ? STATUS_END : status;
    return answer_number(archive, arena, asked, numbers[0], WHY_SLUG, out, err);
}

/* What persons decided about the address: withheld, or led elsewhere. END: nothing. */
static Status by_act(Archive *archive, Arena *arena, const Asked *asked, Resolution *out, Error *err)
{
    ActState state;
    Status status = store_address_hold(archive->store, arena, asked->key, &state, err);
    if (status != STATUS_OK || asked->is_keeper)
        return status == STATUS_OK ? STATUS_END : status;
    if (state.is_withheld)
        answer_gone(state.is_by_law, out);
    else if (!slice_is_empty(state.redirect))
        *out = (Resolution){.status = 301, .target = state.redirect, .why = WHY_REDIRECT};
    else
        return STATUS_END;
    return STATUS_OK;
}

static Status take_steps(Archive *archive, Arena *arena, Slice url, bool is_keeper, Resolution *out,
                         Error *err)
{
    static Status (*const steps[])(Archive *, Arena *, const Asked *, Resolution *,
                                   Error *) = {by_act, by_path, by_id, by_address, by_slug};
    *out = (Resolution){.status = 404, .why = WHY_UNKNOWN};
    Asked asked = read_address(archive, arena, slice_trim(url));
    asked.is_keeper = is_keeper;
    if (slice_is_empty(asked.key))
        return STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        Status status = steps[i](archive, arena, &asked, out, err);
        if (status != STATUS_END)
            return status;
    }
    return STATUS_OK;
}

/* Where a person's redirect comes to: an article's own path; what is withheld is not named. */
static Status follow_act(Archive *archive, Arena *arena, Resolution *out, Error *err)
{
    Resolution next = *out;
    for (int hop = 0; hop < HOPS_MAX && next.status == 301; hop++) {
        Status status = take_steps(archive, arena, next.target, false, &next, err);
        if (status != STATUS_OK)
            return status;
        if (next.status == 410 || next.status == 451)
            *out = next;
        else if (next.article) {
            out->article = next.article;
            out->target = next.target;
        }
        if (next.why != WHY_REDIRECT)
            break;
    }
    return STATUS_OK;
}

Slice resolve_key(Archive *archive, Arena *arena, Slice text)
{
    return read_address(archive, arena, slice_trim(text)).key;
}

Status resolve_address(Archive *archive, Arena *arena, Slice url, Resolution *out, Error *err)
{
    Status status = take_steps(archive, arena, url, false, out, err);
    bool is_act = status == STATUS_OK && out->status == 301 && out->why == WHY_REDIRECT && out->article == 0;
    return is_act ? follow_act(archive, arena, out, err) : status;
}

Status resolve_held(Archive *archive, Arena *arena, Slice name, int64_t *article, Error *err)
{
    Resolution found;
    Status status = take_steps(archive, arena, name, true, &found, err);
    *article = found.article;
    return status == STATUS_OK && found.article == 0 ? STATUS_END : status;
}

Status archive_resolve(Archive *archive, Arena *arena, Slice url, Resolution *out, Error *err)
{
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = resolve_address(archive, arena, url, out, err);
    store_read_end(archive->store);
    return status;
}
