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
    SAMPLE_PAGES = 500, /* of a host: a template that one page in a hundred has is still learnt */
    TEACHERS_MIN = 3,   /* pages that must state a field before any place can speak for it */
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

typedef struct Settling {
    Archive *archive;
    unsigned workers;
    const Progress *progress;
    bool is_forced;
    Remade *remade;
    Remaker *remaker; /* opened when there is something to read; asks for the lessons when they are learnt */
} Settling;

static Remaker *remaker_of(Settling *settling)
{
    if (!settling->remaker)
        settling->remaker = remaker_open(settling->archive, settling->workers);
    return settling->remaker;
}

static bool is_stopped(const Settling *settling)
{
    return progress_is_stopped(settling->progress);
}

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

/* Reads the sample's pages alone, in its order; keeps what they teach, unless it was stopped. */
static Status learn_pages(Settling *settling, Arena *arena, const SiteRow *row, const int64_t *captures,
                          size_t count, int64_t digest, Error *err)
{
    SiteRules rules;
    Site *site = site_open();
    Status status = STATUS_OK;
    if (count > 0)
        status = remaker_learn(remaker_of(settling), captures, count, settling->progress, site, err);
    site_rules(site, arena, row->host, &rules);
    site_close(site);
    if (status == STATUS_OK && !is_stopped(settling))
        status = keep_lessons(settling->archive->store, row->number, digest, &rules, err);
    return status;
}

/* Learns the host anew where its sample is another than that of its lessons. */
static Status learn_site(Settling *settling, const SiteRow *row, Error *err)
{
    Store *store = settling->archive->store;
    Arena *arena = arena_open(LESSONS_BYTES_MAX);
    int64_t *captures = NULL, digest = 0;
    size_t count = 0;
    bool has = false;
    Status status = has_pupils(store, row->number, &has, err);
    if (status == STATUS_OK && has)
        status = store_site_sample(store, arena, row->number, SAMPLE_PAGES, &captures, &count, &digest, err);
    if (status == STATUS_OK && (digest != row->sample || (settling->is_forced && has)))
        status = learn_pages(settling, arena, row, captures, count, digest, err);
    arena_close(arena);
    return error_while(err, status, "learning what '%.*s' teaches", SLICE_ARG(row->host));
}

/* ---- using it ---- */

static Status reread_site(Settling *settling, const SiteRow *row, Error *err)
{
    Store *store = settling->archive->store;
    int64_t *articles;
    size_t count = 0;
    SiteRules rules;
    Arena *arena = arena_open(TOUCHED_BYTES_MAX);
    Status status = store_site_lessons(store, arena, row->number, &rules, err);
    if (status == STATUS_OK)
        status = store_site_stale(store, arena, row, rules.fields, &articles, &count, err);
    if (status == STATUS_OK && count > 0)
        status = remaker_make_all(remaker_of(settling), articles, count, settling->progress, settling->remade,
                                  err);
    arena_close(arena);
    return error_while(err, status, "reading '%.*s' by what it teaches", SLICE_ARG(row->host));
}

static Status each_site(Settling *settling, Status (*work)(Settling *, const SiteRow *, Error *), Error *err)
{
    SiteRows rows;
    Arena *arena = arena_open(SIZE_MAX);
    Status status = store_sites(settling->archive->store, arena, &rows, err);
    for (size_t i = 0; i < rows.count && status == STATUS_OK && !is_stopped(settling); i++)
        status = work(settling, &rows.items[i], err);
    arena_close(arena);
    return status;
}

Status archive_site_learn(Archive *archive, unsigned workers, const Progress *progress, Error *err)
{
    Settling settling = {archive, workers, progress, false, NULL, NULL};
    Status status = each_site(&settling, learn_site, err);
    remaker_close(settling.remaker);
    return status;
}

Status archive_site_settle(Archive *archive, unsigned workers, const Progress *progress, bool is_forced,
                           Remade *remade, Error *err)
{
    Settling settling = {archive, workers, progress, is_forced, remade, NULL};
    Status status = each_site(&settling, learn_site, err);
    if (status == STATUS_OK)
        status = each_site(&settling, reread_site, err);
    remaker_close(settling.remaker);
    return status;
}
