/* What sites teach: which pages of a host say what of themselves, and the lessons that were learnt from them.
 *
 * In: pages as they were read, lessons. Out: a sample of a host's pages, the lessons again, and the articles
 * that were read by others than those of now. All of it depends on the captures that are held, not on the
 * order in which they came: a page's rank is of its bytes, the sample are the least. */
#include "store/inside.h"

#include "base/bytes.h"

static Status run_for(Store *store, StatementId id, int64_t site, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, site);
    return statement_run(&s, err);
}

/* ---- pages ---- */

/* The number of a host; 0 where it is new and not to be made. */
static Status site_number(Store *store, Slice host, bool is_made, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_SITE_FIND);
    statement_bind_text_always(&s, host);
    Status status = statement_number(&s, number, err);
    if (status != STATUS_END)
        return status;
    *number = 0;
    if (!is_made)
        return STATUS_OK;
    s = statement_open(store, SQL_SITE_ADD);
    statement_bind_text_always(&s, host);
    status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

/* The first 8 bytes of a digest in hexadecimal. */
static int64_t rank_of(Slice sha256)
{
    uint64_t rank = 0;
    for (size_t i = 0; i < 16 && i < sha256.size; i++) {
        char c = sha256.data[i];
        rank = rank << 4 | (uint64_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return (int64_t)rank;
}

Status store_site_page_put(Store *store, const SitePage *page, const Capture *capture, int64_t lesson,
                           Error *err)
{
    assert(store->in_batch);
    if (slice_is_empty(page->host))
        return STATUS_OK;
    int64_t site = 0;
    Status status = site_number(store, page->host, page->is_piece, &site, err);
    if (status != STATUS_OK || site == 0)
        return status;
    Statement s = statement_open(store, page->is_piece ? SQL_SITE_PAGE_PUT : SQL_SITE_PAGE_DROP);
    statement_bind_number(&s, site);
    statement_bind_number(&s, rank_of(capture->sha256));
    statement_bind_number(&s, capture->number);
    if (page->is_piece) {
        statement_bind_number(&s, page->silent);
        statement_bind_number(&s, lesson);
    }
    return error_while(err, statement_run(&s, err), "remembering a page of '%.*s'", SLICE_ARG(page->host));
}

Status store_sites(Store *store, Arena *arena, SiteRows *sites, Error *err)
{
    *sites = (SiteRows){0};
    Statement s = statement_open(store, SQL_SITES);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        SiteRow row = {.number = statement_take_number(&s)};
        row.host = statement_take_text(&s, arena);
        row.sample = statement_take_number(&s);
        row.taught = statement_take_number(&s);
        *LIST_ADD(arena, sites) = row;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_site_counts(Store *store, int64_t site, uint64_t stated[SITE_FIELDS],
                         uint64_t silent[SITE_FIELDS], Error *err)
{
    memset(stated, 0, SITE_FIELDS * sizeof *stated);
    memset(silent, 0, SITE_FIELDS * sizeof *silent);
    Statement s = statement_open(store, SQL_SITE_PAGE_COUNTS);
    statement_bind_number(&s, site);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t bits = statement_take_number(&s);
        uint64_t pages = (uint64_t)statement_take_number(&s);
        for (int field = 0; field < SITE_FIELDS; field++)
            *(bits >> field & 1 ? &silent[field] : &stated[field]) += pages;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_site_sample(Store *store, Arena *arena, int64_t site, size_t limit, int64_t **captures,
                         size_t *count, int64_t *digest, Error *err)
{
    uint64_t hash = 1;
    *captures = ARENA_ARRAY(arena, int64_t, limit);
    *count = 0;
    Statement s = statement_open(store, SQL_SITE_PAGE_SAMPLE);
    statement_bind_number(&s, site);
    statement_bind_number(&s, (int64_t)limit);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        hash = (hash ^ (uint64_t)statement_take_number(&s)) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
        (*captures)[(*count)++] = statement_take_number(&s);
    }
    *digest = hash ? (int64_t)hash : 1;
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_site_stale(Store *store, Arena *arena, const SiteRow *site, uint8_t fields, int64_t **articles,
                        size_t *count, Error *err)
{
    Statement s = statement_open(store, SQL_SITE_PAGE_STALE);
    statement_bind_number(&s, site->number);
    statement_bind_number(&s, fields);
    statement_bind_number(&s, site->taught);
    return statement_numbers(&s, arena, articles, count, err);
}

/* ---- lessons ---- */

Status store_site_lessons(Store *store, Arena *arena, int64_t site, SiteRules *rules, Error *err)
{
    *rules = (SiteRules){0};
    Statement s = statement_open(store, SQL_SITE_LESSONS);
    statement_bind_number(&s, site);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        SiteField field = site_field_find(statement_look_text(&s));
        SiteRule rule = {.field = (uint8_t)field, .key = (uint64_t)statement_take_number(&s)};
        rule.right = (uint32_t)statement_take_number(&s);
        rule.asked = (uint32_t)statement_take_number(&s);
        if (field > SITE_LINE) /* of a program that knew more */
            continue;
        *LIST_ADD(arena, rules) = rule;
        if (field < SITE_FIELDS)
            rules->fields |= (uint8_t)(1u << field);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status add_lesson(Store *store, int64_t site, const SiteRule *rule, Error *err)
{
    Statement s = statement_open(store, SQL_SITE_LESSON_ADD);
    statement_bind_number(&s, site);
    statement_bind_text_always(&s, site_field_name((SiteField)rule->field));
    statement_bind_number(&s, (int64_t)rule->key);
    statement_bind_number(&s, rule->right);
    statement_bind_number(&s, rule->asked);
    return statement_run(&s, err);
}

Status store_site_learn(Store *store, int64_t site, int64_t sample, const SiteRules *rules, Error *err)
{
    assert(store->in_batch);
    Status status = run_for(store, SQL_SITE_LESSONS_DROP, site, err);
    for (size_t i = 0; i < rules->count && status == STATUS_OK; i++)
        status = add_lesson(store, site, &rules->items[i], err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_SITE_LEARN);
    statement_bind_number(&s, site);
    statement_bind_number(&s, sample);
    statement_bind_number(&s, rules->digest);
    return statement_run(&s, err);
}
