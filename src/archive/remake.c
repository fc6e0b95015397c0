/* Articles made again from their captures: after a person's correction was taken back, or with better rules.
 *
 * In: the numbers of articles. Out: the same rows with what the present rules read in warc/. What the
 * captures said before is forgotten first, so nothing of an older reading stays; acts are laid on top
 * whenever an article is read, and lists that spoke of an article are read again too. Text captures need
 * their source's furniture, which is learnt again from all texts of that source.
 */
#include "archive/inside.h"

#include "archive/batch.h"
#include "archive/loose.h"
#include "archive/reread.h"

struct Remaker {
    Archive *archive;
    Rereader *rereader;
    Arena *texts, *numbers; /* texts that furniture is learnt from; captures of an article, of a batch */
    Furniture *furniture;   /* of `source` */
    int64_t source;
    Site *site; /* what all sites taught; NULL: not asked yet */
};

Remaker *remaker_open(Archive *archive, unsigned workers)
{
    Remaker *remaker = calloc(1, sizeof *remaker);
    if (!remaker)
        fatal("out of memory");
    *remaker = (Remaker){.archive = archive,
                         .rereader = rereader_open(archive->store, archive->zone, workers),
                         .texts = arena_open(SCRATCH_BYTES_MAX * 2),
                         .numbers = arena_open(TOUCHED_BYTES_MAX)};
    return remaker;
}

void remaker_close(Remaker *remaker)
{
    if (!remaker)
        return;
    site_close(remaker->site);
    furniture_close(remaker->furniture);
    rereader_close(remaker->rereader);
    arena_close(remaker->numbers);
    arena_close(remaker->texts);
    free(remaker);
}

/* How an import would read; the site's lessons and the furniture are those that are known by now. */
static ExtractOptions how_to_read(const Remaker *remaker)
{
    const Settings *settings = store_settings(remaker->archive->store);
    return (ExtractOptions){.archive_title = settings->title,
                            .language = settings->language,
                            .furniture = remaker->furniture,
                            .site = remaker->site};
}

/* ---- furniture ---- */

static Status learn_text(Remaker *remaker, int64_t number, Error *err)
{
    Slice warc;
    Record record = {0};
    Error why;
    arena_reset(remaker->texts);
    Status status =
        store_capture_read(remaker->archive->store, remaker->texts, number, RECORD_HELD_MAX, &warc, err);
    if (status == STATUS_OK && import_record_from_warc(warc, remaker->texts, &record, &why) == STATUS_OK &&
        record.body_kind == BODY_TEXT)
        furniture_learn(remaker->furniture, record.body);
    return status == STATUS_FAIL ? STATUS_FAIL : STATUS_OK;
}

/* One pass over the captures of a source, reading its texts. */
static Status learn_source(Remaker *remaker, int64_t source, Error *err)
{
    Store *store = remaker->archive->store;
    if (remaker->furniture && remaker->source == source)
        return STATUS_OK;
    furniture_close(remaker->furniture);
    remaker->furniture = furniture_open();
    remaker->source = source;
    int64_t number = 0;
    Status status;
    while ((status = store_capture_next(store, &number, err)) == STATUS_OK) {
        Capture capture;
        arena_reset(remaker->texts);
        status = store_capture_get(store, remaker->texts, number, &capture, err);
        if (status == STATUS_OK && capture.source == source &&
            slice_equal(capture.media_type, SLICE("text/plain")))
            status = learn_text(remaker, number, err);
        if (status != STATUS_OK)
            break;
    }
    furniture_settle(remaker->furniture);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- one capture ---- */

static Status put_findings(Remaker *remaker, const Reread *read, Error *err)
{
    Store *store = remaker->archive->store;
    const Capture *capture = &read->capture;
    const Findings *findings = &read->findings;
    bool is_image = read->body_kind == BODY_IMAGE;
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        if (finding->is_page)
            status = store_site_page_put(store, &finding->page, capture, finding->lesson, err);
        if (status == STATUS_OK && finding->kind == STATED_ENTRY)
            status = store_entry_put(store, &finding->article, capture, err);
        if (status != STATUS_OK || finding->kind > STATED_REVISION ||
            !page_kind_is_piece(finding->article.page_kind))
            continue;
        if (is_image && !slice_is_empty(capture->url)) { /* words of a picture with an address */
            if (slice_is_empty(finding->article.canonical) && finding->article.media.count > 0)
                status = store_photo_words_put(store, &finding->article.media.items[0], capture, err);
            continue;
        }
        Put put;
        Capture spoken = finding_capture(finding, capture);
        status =
            store_article_put(store, &finding->article, &spoken, finding->kind == STATED_REVISION, &put, err);
        if (status == STATUS_OK)
            status = store_links_put(store, put.number, &finding->links, err);
    }
    return status;
}

Status remaker_learn(Remaker *remaker, const int64_t *captures, size_t count, const Progress *progress,
                     Site *site, Error *err)
{
    ExtractOptions how = how_to_read(remaker);
    how.site = NULL;
    how.furniture = NULL;
    return rereader_learn(remaker->rereader, captures, count, &how, progress, site, err);
}

static Status know_sites(Remaker *remaker, Error *err)
{
    return remaker->site ? STATUS_OK : archive_site_load(remaker->archive, &remaker->site, err);
}

/* The furniture of a text's source. */
static Status know_furniture(Remaker *remaker, int64_t number, Error *err)
{
    Capture capture;
    arena_reset(remaker->texts);
    Status status = store_capture_get(remaker->archive->store, remaker->texts, number, &capture, err);
    bool is_text = status == STATUS_OK && slice_equal(capture.media_type, SLICE("text/plain"));
    return is_text ? learn_source(remaker, capture.source, err) : status;
}

/* Reads a capture as an import would and puts what it says. A capture that cannot be read says nothing. */
Status remaker_put(Remaker *remaker, int64_t number, Error *err)
{
    const Reread *read = NULL;
    Status status = know_sites(remaker, err);
    if (status == STATUS_OK)
        status = know_furniture(remaker, number, err);
    const ExtractOptions how = how_to_read(remaker);
    if (status == STATUS_OK)
        status = rereader_read(remaker->rereader, number, &how, &read, err);
    if (status != STATUS_OK || !read->is_read)
        return status;
    if (read->is_loose)
        status = store_loose_photo_put(remaker->archive->store, &read->loose, number, err);
    return status == STATUS_OK ? put_findings(remaker, read, err) : status;
}

Status remaker_make(Remaker *remaker, int64_t number, Error *err)
{
    int64_t *captures, *lists;
    size_t count, list_count = 0;
    arena_reset(remaker->numbers);
    Store *store = remaker->archive->store;
    Status status = store_article_captures(store, remaker->numbers, number, &captures, &count, err);
    if (status == STATUS_OK)
        status = store_article_lists(store, remaker->numbers, number, &lists, &list_count, err);
    if (status == STATUS_OK)
        status = store_article_forget(store, number, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = remaker_put(remaker, captures[i], err);
    for (size_t i = 0; status == STATUS_OK && i < list_count; i++)
        status = remaker_put(remaker, lists[i], err);
    return error_while(err, status, "making article %lld again", (long long)number);
}

/* ---- all of them ---- */

enum { REMADE_AT_A_TIME = 64 }; /* articles in one commit: readers see each whole */

void number_set_add(NumberSet *set, int64_t number)
{
    size_t byte = (size_t)number / 8;
    if (byte >= set->size) {
        size_t size = byte * 2 + 4096;
        set->bits = realloc(set->bits, size);
        if (!set->bits)
            fatal("out of memory");
        memset(set->bits + set->size, 0, size - set->size);
        set->size = size;
    }
    set->bits[byte] |= (uint8_t)(1u << number % 8);
}

bool number_set_has(const NumberSet *set, int64_t number)
{
    size_t byte = (size_t)number / 8;
    return byte < set->size && (set->bits[byte] >> number % 8 & 1);
}

void remade_clear(Remade *remade)
{
    free(remade->captures.bits);
    free(remade->articles.bits);
    *remade = (Remade){0};
}

static void count_changed(Remade *remade, int64_t number)
{
    remade->changed += !number_set_has(&remade->articles, number);
    number_set_add(&remade->articles, number);
}

/* Nothing of an article is forgotten that cannot be read again: a damaged capture leaves it as it is. */
static Status has_all(Remaker *remaker, const int64_t *captures, size_t count, bool *has, Error *err)
{
    Status status = STATUS_OK;
    *has = true;
    for (size_t i = 0; status == STATUS_OK && i < count && *has; i++)
        status = rereader_has(remaker->rereader, captures[i], has, err);
    return status;
}

static Status remake_one(Remaker *remaker, int64_t number, Remade *remade, Error *err)
{
    Store *store = remaker->archive->store;
    Arena *arena = arena_open((size_t)64 << 20);
    int64_t *captures;
    size_t count = 0;
    bool has = false;
    Slice before, after;
    Status status = store_article_captures(store, arena, number, &captures, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        number_set_add(&remade->captures, captures[i]);
    if (status == STATUS_OK)
        status = has_all(remaker, captures, count, &has, err);
    if (status == STATUS_OK && !has)
        status = STATUS_END;
    if (status == STATUS_OK)
        status = store_article_state(store, arena, number, &before, err);
    if (status == STATUS_OK)
        status = remaker_make(remaker, number, err);
    if (status == STATUS_OK)
        status = store_article_state(store, arena, number, &after, err);
    bool is_changed = status == STATUS_OK && !slice_equal(before, after);
    if (is_changed)
        count_changed(remade, number);
    if (is_changed && remade->is_touching)
        status = store_article_touch(store, number, err);
    arena_close(arena);
    return status == STATUS_END ? STATUS_OK : status; /* left alone, or one with another meanwhile */
}

/* Reads the captures of the articles side by side, before they are asked for one by one. */
static Status read_ahead(Remaker *remaker, const int64_t *articles, size_t count, Error *err)
{
    enum { AHEAD_MAX = 256 };
    int64_t numbers[AHEAD_MAX], *captures;
    size_t ahead = 0, found = 0;
    Status status = know_sites(remaker, err);
    arena_reset(remaker->numbers);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = store_article_captures(remaker->archive->store, remaker->numbers, articles[i], &captures,
                                        &found, err);
        for (size_t c = 0; c < found && status == STATUS_OK && ahead < AHEAD_MAX; c++)
            numbers[ahead++] = captures[c];
    }
    const ExtractOptions how = how_to_read(remaker);
    return status == STATUS_OK ? rereader_ahead(remaker->rereader, numbers, ahead, &how, err) : status;
}

/* One commit. */
static Status remake_batch(Remaker *remaker, const int64_t *numbers, size_t count, Remade *remade, Error *err)
{
    Store *store = remaker->archive->store;
    Status status = store_begin(store, err);
    if (status == STATUS_OK)
        status = read_ahead(remaker, numbers, count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = remake_one(remaker, numbers[i], remade, err);
    if (status == STATUS_OK)
        status = store_parents_settle(store, err);
    if (status == STATUS_OK)
        status = store_holds_settle(store, true, err);
    if (status == STATUS_OK)
        status = store_commit(store, err);
    else
        store_rollback(store);
    return status;
}

Status remaker_make_all(Remaker *remaker, const int64_t *numbers, size_t count, const Progress *progress,
                        Remade *remade, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && !progress_is_stopped(progress);) {
        size_t part = count - i < REMADE_AT_A_TIME ? count - i : REMADE_AT_A_TIME;
        status = remake_batch(remaker, numbers + i, part, remade, err);
        i += part;
        remade->done += part;
        if (progress && progress->step)
            progress->step(progress->context, SLICE("articles"), 0, 0, remade->done);
    }
    return status;
}

/* Every article, a batch at a time. */
static Status remake_each(Remaker *remaker, const Progress *progress, Remade *remade, Error *err)
{
    Arena *arena = arena_open(1 << 20);
    int64_t after = 0, *numbers;
    size_t count = 1;
    Status status = STATUS_OK;
    while (status == STATUS_OK && count > 0 && !progress_is_stopped(progress)) {
        arena_reset(arena);
        status =
            store_articles(remaker->archive->store, arena, after, 0, REMADE_AT_A_TIME, &numbers, &count, err);
        if (status == STATUS_OK && count > 0) {
            after = numbers[count - 1];
            status = remaker_make_all(remaker, numbers, count, progress, remade, err);
        }
    }
    arena_close(arena);
    return status;
}

/* Captures that gave no piece may give one by the present rules. */
static Status reread_others(Remaker *remaker, const NumberSet *seen, Error *err)
{
    Store *store = remaker->archive->store;
    int64_t number = 0;
    Status status = store_begin(store, err);
    while (status == STATUS_OK && (status = store_capture_next(store, &number, err)) == STATUS_OK)
        if (!number_set_has(seen, number))
            status = remaker_put(remaker, number, err);
    if (status == STATUS_END)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}

static Status forget_entries(Store *store, Error *err)
{
    Status status = store_begin(store, err);
    if (status == STATUS_OK)
        status = store_entries_forget(store, err);
    if (status == STATUS_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}

/* What hangs on all that was read: revisits, files without an address. */
static Status settle_all(Archive *archive, Error *err)
{
    uint64_t revisits;
    Status status = store_begin(archive->store, err);
    if (status == STATUS_OK)
        status = store_revisits_settle(archive->store, &revisits, err);
    if (status == STATUS_OK)
        status = archive_settle_loose(archive, err);
    if (status == STATUS_OK)
        return store_commit(archive->store, err);
    store_rollback(archive->store);
    return status;
}

/* By the lessons that are kept; then by those that are learnt of what was read, where these are others. */
static Status reextract(Archive *archive, Remaker *remaker, const Progress *progress, Remade *remade,
                        Error *err)
{
    Status status = forget_entries(archive->store, err); /* all lists are read again */
    if (status == STATUS_OK)
        status = remake_each(remaker, progress, remade, err);
    if (status == STATUS_OK && !progress_is_stopped(progress))
        status = reread_others(remaker, &remade->captures, err);
    if (status == STATUS_OK && !progress_is_stopped(progress))
        status = archive_site_settle(archive, pool_cores(), progress, true, remade, err);
    return status == STATUS_OK ? settle_all(archive, err) : status;
}

Status archive_reextract(Archive *archive, const Progress *progress, uint64_t *articles, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE);
    Remaker *remaker = remaker_open(archive, pool_cores());
    Remade remade = {0};
    uint64_t documents;
    Status status = reextract(archive, remaker, progress, &remade, err);
    *articles = remade.changed;
    remade_clear(&remade);
    remaker_close(remaker);
    return status == STATUS_OK ? archive_reindex(archive, progress, &documents, err) : status;
}
