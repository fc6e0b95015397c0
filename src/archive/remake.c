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

struct Remaker {
    Archive *archive;
    Arena *scratch, *piece, *item, *numbers;
    Extractor *extractor;
    Furniture *furniture; /* of `source` */
    int64_t source;
    Site *site; /* what all sites taught; NULL: not asked yet */
};

Remaker *remaker_open(Archive *archive)
{
    Remaker *remaker = calloc(1, sizeof *remaker);
    if (!remaker)
        fatal("out of memory");
    *remaker = (Remaker){.archive = archive,
                         .scratch = arena_open(SCRATCH_BYTES_MAX * 2),
                         .piece = arena_open(SCRATCH_BYTES_MAX),
                         .item = arena_open(ITEM_BYTES_MAX),
                         .numbers = arena_open(TOUCHED_BYTES_MAX),
                         .extractor = extractor_open()};
    return remaker;
}

void remaker_close(Remaker *remaker)
{
    if (!remaker)
        return;
    site_close(remaker->site);
    furniture_close(remaker->furniture);
    extractor_close(remaker->extractor);
    arena_close(remaker->numbers);
    arena_close(remaker->item);
    arena_close(remaker->piece);
    arena_close(remaker->scratch);
    free(remaker);
}

/* ---- furniture ---- */

static Status learn_text(Remaker *remaker, int64_t number, Error *err)
{
    Slice warc;
    Record record = {0};
    Error why;
    arena_reset(remaker->scratch);
    Status status =
        store_capture_read(remaker->archive->store, remaker->scratch, number, RECORD_HELD_MAX, &warc, err);
    if (status == STATUS_OK && import_record_from_warc(warc, remaker->scratch, &record, &why) == STATUS_OK &&
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
        arena_reset(remaker->scratch);
        status = store_capture_get(store, remaker->scratch, number, &capture, err);
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

static Status put_findings(Remaker *remaker, const Capture *capture, bool is_image, const Findings *findings,
                           Error *err)
{
    Store *store = remaker->archive->store;
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

Status remaker_learn(Remaker *remaker, int64_t number, Site *site, Error *err)
{
    Archive *archive = remaker->archive;
    Slice warc;
    Record record = {0};
    Article article;
    Error why;
    SiteLesson lesson = {0};
    const Settings *settings = store_settings(archive->store);
    const ExtractOptions how = {
        .archive_title = settings->title, .language = settings->language, .lesson = &lesson};
    arena_reset(remaker->scratch);
    arena_reset(remaker->piece);
    Status status = store_capture_read(archive->store, remaker->scratch, number, RECORD_HELD_MAX, &warc, err);
    if (status == STATUS_OK && import_record_from_warc(warc, remaker->scratch, &record, &why) == STATUS_OK &&
        record.body_kind == BODY_HTML &&
        extract_page(remaker->extractor, remaker->piece, &record, &how, &article, &why) == STATUS_OK)
        site_learn(site, &lesson);
    return status == STATUS_FAIL ? STATUS_FAIL : STATUS_OK;
}

/* Reads a capture as an import would and puts what it says. A capture that cannot be read says nothing. */
Status remaker_put(Remaker *remaker, int64_t number, Error *err)
{
    Archive *archive = remaker->archive;
    Capture capture;
    Slice warc;
    Record record = {0};
    Findings findings = {0};
    Error why;
    arena_reset(remaker->item);
    Status status = store_capture_get(archive->store, remaker->item, number, &capture, err);
    if (status == STATUS_OK && slice_equal(capture.media_type, SLICE("text/plain")))
        status = learn_source(remaker, capture.source, err);
    if (status == STATUS_OK && !remaker->site)
        status = archive_site_load(archive, &remaker->site, err);
    if (status != STATUS_OK)
        return status;
    arena_reset(remaker->scratch);
    status = store_capture_read(archive->store, remaker->scratch, number, RECORD_HELD_MAX, &warc, err);
    if (status != STATUS_OK)
        return status == STATUS_SKIP ? STATUS_OK : status;
    if (import_record_from_warc(warc, remaker->scratch, &record, &why) != STATUS_OK)
        return STATUS_OK;
    const Settings *settings = store_settings(archive->store);
    arena_reset(remaker->piece);
    const Reading reading = {remaker->piece,
                             remaker->extractor,
                             {.archive_title = settings->title,
                              .language = settings->language,
                              .furniture = remaker->furniture,
                              .site = remaker->site},
                             archive->zone};
    status = findings_read(&reading, remaker->item, &record, &findings, &why);
    if (status == STATUS_FAIL)
        return status;
    LoosePhoto loose;
    status = loose_photo_read(remaker->piece, remaker->item, SLICE_EMPTY, &record, &findings, &loose)
                 ? store_loose_photo_put(archive->store, &loose, number, err)
                 : STATUS_OK;
    bool is_image = record.body_kind == BODY_IMAGE;
    return status == STATUS_OK ? put_findings(remaker, &capture, is_image, &findings, err) : status;
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

static Status remake_one(Remaker *remaker, int64_t number, Remade *remade, Error *err)
{
    Store *store = remaker->archive->store;
    Arena *arena = arena_open((size_t)64 << 20);
    int64_t *captures;
    size_t count = 0;
    Slice before, after;
    Status status = store_article_captures(store, arena, number, &captures, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        number_set_add(&remade->captures, captures[i]);
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
    return status == STATUS_END ? STATUS_OK : status; /* it became one with another meanwhile */
}

/* One commit. */
static Status remake_batch(Remaker *remaker, const int64_t *numbers, size_t count, Remade *remade, Error *err)
{
    Store *store = remaker->archive->store;
    Status status = store_begin(store, err);
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
        status = archive_site_settle(archive, progress, true, remade, err);
    return status == STATUS_OK ? settle_all(archive, err) : status;
}

Status archive_reextract(Archive *archive, const Progress *progress, uint64_t *articles, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE);
    Remaker *remaker = remaker_open(archive);
    Remade remade = {0};
    uint64_t documents;
    Status status = reextract(archive, remaker, progress, &remade, err);
    *articles = remade.changed;
    remade_clear(&remade);
    remaker_close(remaker);
    return status == STATUS_OK ? archive_reindex(archive, progress, &documents, err) : status;
}
