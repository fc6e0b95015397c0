/* The second pass: what the pages of a host teach is learnt, kept, and used for those that state nothing.
 *
 * In: the pages of pieces that the store knows, host by host. Out: lessons in the store, and the articles of
 * silent pages made again by them. All of it depends on the captures that are held alone: lessons are learnt
 * from a host's sample, and a page is read by its host's lessons of now or alone (store_site_stale finds
 * those that were not). So the order of imports leaves no trace, a pass that was stopped is taken up where it
 * was, and one with nothing new costs a look at each host. */
#include "archive/inside.h"

#include "archive/finding.h"

enum {
    SAMPLE_PAGES = 1000, /* of a host: enough that a template of three pages in a thousand is learnt */
    TEACHERS_MIN = 3,    /* pages that must state a field before any place can speak for it */
    LESSONS_BYTES_MAX = 64 << 20
};

/* ---- what is known ---- */

Status archive_site_load(Archive *archive, Site **site, Error *err)
{
    SiteRows rows;
    SiteRules rules;
    Arena *arena = arena_open(SIZE_MAX), *one = arena_open(LESSONS_BYTES_MAX);
    *site = site_open();
    Status status = store_sites(archive->store, arena, &rows, err);
    for (size_t i = 0; i < rows.count && status == STATUS_OK; i++) {
        if (rows.items[i].taught == 0)
            continue;
        arena_reset(one);
        status = store_site_lessons(archive->store, one, rows.items[i].number, &rules, err);
        rules.digest = rows.items[i].taught;
        if (status == STATUS_OK)
            site_teach(*site, rows.items[i].host, &rules);
    }
    arena_close(one);
    arena_close(arena);
    return status;
}

/* ---- learning ---- */

/* Is there a field that enough pages state and others do not: else there is nobody to be taught. */
static Status has_pupils(Store *store, int64_t site, bool *has, Error *err)
{
    uint64_t stated[SITE_FIELDS], silent[SITE_FIELDS];
    *has = false;
    Status status = store_site_counts(store, site, stated, silent, err);
    for (int field = 0; field < SITE_FIELDS && status == STATUS_OK; field++)
        *has |= stated[field] >= TEACHERS_MIN && silent[field] > 0;
    return status;
}

/* Reads the sample's pages alone, in its order. */
static Status learn_pages(Remaker *remaker, Slice host, const int64_t *captures, size_t count,
                          const Progress *progress, Arena *arena, SiteRules *rules, Error *err)
{
    Site *site = site_open();
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && !progress_is_stopped(progress); i++)
        status = remaker_learn(remaker, captures[i], site, err);
    site_rules(site, arena, host, rules);
    site_close(site);
    return status;
}

static Status keep_lessons(Store *store, int64_t site, int64_t sample, const SiteRules *rules, Error *err)
{
    Status status = store_begin(store, err);
    if (status == STATUS_OK)
        status = store_site_learn(store, site, sample, rules, err);
    if (status == STATUS_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}

/* Learns the host anew where its sample is another than that of its lessons. */
static Status learn_site(Archive *archive, Remaker *remaker, const SiteRow *row, const Progress *progress,
                         bool is_forced, Error *err)
{
    Arena *arena = arena_open(LESSONS_BYTES_MAX);
    int64_t *captures = NULL, digest = 0;
    size_t count = 0;
    bool has = false;
    SiteRules rules;
    Status status = has_pupils(archive->store, row->number, &has, err);
    if (status == STATUS_OK && has)
        status = store_site_sample(archive->store, arena, row->number, SAMPLE_PAGES, &captures, &count,
                                   &digest, err);
    if (status == STATUS_OK && (digest != row->sample || (is_forced && has))) {
        status = learn_pages(remaker, row->host, captures, count, progress, arena, &rules, err);
        if (status == STATUS_OK && !progress_is_stopped(progress))
            status = keep_lessons(archive->store, row->number, digest, &rules, err);
    }
    arena_close(arena);
    return error_while(err, status, "learning what '%.*s' teaches", SLICE_ARG(row->host));
}

static Status learn_all(Archive *archive, const Progress *progress, bool is_forced, Error *err)
{
    SiteRows rows;
    Arena *arena = arena_open(SIZE_MAX);
    Remaker *remaker = remaker_open(archive);
    Status status = store_sites(archive->store, arena, &rows, err);
    for (size_t i = 0; i < rows.count && status == STATUS_OK && !progress_is_stopped(progress); i++)
        status = learn_site(archive, remaker, &rows.items[i], progress, is_forced, err);
    remaker_close(remaker);
    arena_close(arena);
    return status;
}

/* ---- using it ---- */

static Status reread_site(Archive *archive, Remaker *remaker, const SiteRow *row, const Progress *progress,
                          Remade *remade, Error *err)
{
    int64_t *articles;
    size_t count = 0;
    SiteRules rules;
    Arena *arena = arena_open(TOUCHED_BYTES_MAX);
    Status status = store_site_lessons(archive->store, arena, row->number, &rules, err);
    if (status == STATUS_OK)
        status = store_site_stale(archive->store, arena, row, rules.fields, &articles, &count, err);
    if (status == STATUS_OK)
        status = remaker_make_all(remaker, articles, count, progress, remade, err);
    arena_close(arena);
    return error_while(err, status, "reading '%.*s' by what it teaches", SLICE_ARG(row->host));
}

Status archive_site_settle(Archive *archive, const Progress *progress, bool is_forced, Remade *remade,
                           Error *err)
{
    SiteRows rows = {0};
    Arena *arena = arena_open(SIZE_MAX);
    Status status = learn_all(archive, progress, is_forced, err);
    Remaker *remaker = remaker_open(archive); /* knows what has just been learnt */
    if (status == STATUS_OK)
        status = store_sites(archive->store, arena, &rows, err);
    for (size_t i = 0; i < rows.count && status == STATUS_OK && !progress_is_stopped(progress); i++)
        status = reread_site(archive, remaker, &rows.items[i], progress, remade, err);
    remaker_close(remaker);
    arena_close(arena);
    return status;
}
