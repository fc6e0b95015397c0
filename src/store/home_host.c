/* The home host and the paths that follow from it.
 *
 * One host owns the paths of this archive: that of the base URL, else the commonest among the articles. Its
 * articles are served at their published paths; those of other hosts at /web/{14 digits}/{url}; those without
 * an address at /id/{id}. No two articles share a path: the second is served under its id. */
#include "store/inside.h"

#include "syntax/url.h"

#define WALK_STEP 512 /* articles taken at a time */

/* 20140627120000, as in the addresses of web archives. */
static Slice fourteen_digits(Arena *arena, int64_t utc_s)
{
    if (utc_s < 0 || utc_s > 253402300799)
        utc_s = 0;
    int64_t year;
    unsigned month, day;
    civil_from_days(utc_s / 86400, &year, &month, &day);
    int second = (int)(utc_s % 86400);
    return arena_format(arena, "%04d%02u%02u%02d%02d%02d", (int)year, month, day, second / 3600,
                        second / 60 % 60, second % 60);
}

Slice store_web_path(Arena *arena, int64_t captured_s, Slice url)
{
    return arena_format(arena, "/web/%.*s/%.*s", SLICE_ARG(fourteen_digits(arena, captured_s)),
                        SLICE_ARG(url));
}

static Slice path_of_id(Arena *arena, Slice id)
{
    return arena_format(arena, "/id/%.*s", SLICE_ARG(url_encode(arena, id)));
}

Slice article_path(Arena *arena, Slice home_host, const Article *article, int64_t captured_s)
{
    Slice address = slice_is_empty(article->canonical) ? article->url : article->canonical;
    Slice host = url_host(arena, address);
    if (slice_is_empty(host))
        return path_of_id(arena, article->id);
    if (slice_equal(host, home_host))
        return url_path_spelled(arena, address);
    Slice url = slice_is_empty(article->url) ? address : article->url;
    return store_web_path(arena, captured_s, url);
}

static Status is_free(Store *store, Slice path, int64_t article, bool *answer, Error *err)
{
    int64_t number = 0;
    Status status = store_article_by_path(store, path, &number, err);
    *answer = status == STATUS_END || number == article;
    return status == STATUS_END ? STATUS_OK : status;
}

Status article_path_free(Store *store, Arena *arena, const Article *article, int64_t captured_s, Slice *path,
                         Error *err)
{
    Slice wished[] = {article_path(arena, store->settings.home_host, article, captured_s),
                      path_of_id(arena, article->id),
                      arena_format(arena, "/-/article/%lld", (long long)article->number)};
    for (size_t i = 0; i < sizeof wished / sizeof wished[0]; i++) {
        bool is_ours = false;
        Status status = is_free(store, wished[i], article->number, &is_ours, err);
        if (status != STATUS_OK || is_ours) {
            *path = wished[i];
            return status;
        }
    }
    *path = SLICE_EMPTY;
    return STATUS_OK;
}

/* ---- settling ---- */

static Status choose_host(Store *store, Arena *arena, Slice *host, Error *err)
{
    *host = url_host(arena, store->settings.base_url);
    if (!slice_is_empty(*host))
        return STATUS_OK;
    *host = store->settings.home_host; /* with no article at all, it stays */
    Statement s = statement_open(store, SQL_HOST_COMMONEST);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        *host = statement_take_text(&s, arena);
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status move_article(Store *store, Arena *arena, int64_t number, Error *err)
{
    Article article = {.number = number};
    int64_t captured_s = 0;
    Statement s = statement_open(store, SQL_PATH_CAPTURE);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        article.id = statement_take_text(&s, arena);
        article.url = statement_take_text(&s, arena);
        article.canonical = statement_take_text(&s, arena);
        captured_s = statement_take_number(&s);
    }
    statement_close(&s);
    if (status == STATUS_OK)
        status = article_path_free(store, arena, &article, captured_s, &article.path, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_PATH_SET);
    statement_bind_number(&s, number);
    statement_bind_text(&s, article.path);
    statement_bind_text(&s, url_slug(article.path));
    statement_bind_number(&s, (int64_t)store->batch + 1);
    return statement_run(&s, err);
}

static Status move_all(Store *store, Error *err)
{
    Statement s = statement_open(store, SQL_PATHS_DROP);
    Status status = statement_run(&s, err);
    Arena *arena = arena_open(SIZE_MAX);
    int64_t after = 0;
    size_t count = 1;
    while (status == STATUS_OK && count > 0) {
        int64_t *numbers;
        arena_reset(arena);
        status = store_articles(store, arena, after, 0, WALK_STEP, &numbers, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = move_article(store, arena, after = numbers[i], err);
    }
    arena_close(arena);
    return status;
}

Status store_settle_home_host(Store *store, bool *changed, Error *err)
{
    assert(store->in_batch);
    Slice host = SLICE_EMPTY;
    arena_reset(store->scratch);
    Status status = choose_host(store, store->scratch, &host, err);
    *changed = status == STATUS_OK && !slice_equal(host, store->settings.home_host);
    if (!*changed)
        return error_while(err, status, "choosing the home host");
    store->settings.home_host = arena_copy(store->arena, host);
    status = store_about_set(store, "home_host", host, err);
    if (status == STATUS_OK)
        status = move_all(store, err);
    return error_while(err, status, "moving the articles to the paths of '%.*s'", SLICE_ARG(host));
}
