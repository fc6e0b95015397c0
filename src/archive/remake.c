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
        if (finding->kind == STATED_ENTRY)
            status = store_entry_put(store, &finding->article, capture, err);
        if (finding->kind > STATED_REVISION || !page_kind_is_piece(finding->article.page_kind))
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
    const Reading reading = {
        remaker->piece,
        remaker->extractor,
        {.archive_title = settings->title, .language = settings->language, .furniture = remaker->furniture},
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

/* Which captures have been read: a bit each, by number. */
typedef struct CaptureSet {
    uint8_t *bits;
    size_t size;
} CaptureSet;

static void set_add(CaptureSet *set, int64_t number)
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

static bool set_has(const CaptureSet *set, int64_t number)
{
    size_t byte = (size_t)number / 8;
    return byte < set->size && (set->bits[byte] >> number % 8 & 1);
}

static Status remake_one(Remaker *remaker, int64_t number, CaptureSet *seen, uint64_t *changed, Error *err)
{
    Store *store = remaker->archive->store;
    Arena *arena = arena_open((size_t)64 << 20);
    int64_t *captures;
    size_t count = 0;
    Slice before, after;
    Status status = store_article_captures(store, arena, number, &captures, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        set_add(seen, captures[i]);
    if (status == STATUS_OK)
        status = store_article_state(store, arena, number, &before, err);
    if (status == STATUS_OK)
        status = remaker_make(remaker, number, err);
    if (status == STATUS_OK)
        status = store_article_state(store, arena, number, &after, err);
    *changed += status == STATUS_OK && !slice_equal(before, after);
    arena_close(arena);
    return status == STATUS_END ? STATUS_OK : status; /* it became one with another meanwhile */
}

/* Articles with numbers > *after, as many as go into one commit. *count 0: there are no more. */
static Status remake_some(Remaker *remaker, int64_t *after, size_t *count, CaptureSet *seen,
                          uint64_t *changed, Error *err)
{
    Store *store = remaker->archive->store;
    Arena *arena = arena_open(1 << 20);
    int64_t *numbers;
    Status status = store_begin(store, err);
    if (status == STATUS_OK)
        status = store_articles(store, arena, *after, 0, REMADE_AT_A_TIME, &numbers, count, err);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        status = remake_one(remaker, numbers[i], seen, changed, err);
        *after = numbers[i];
    }
    if (status == STATUS_OK)
        status = store_parents_settle(store, err);
    if (status == STATUS_OK)
        status = store_holds_settle(store, true, err);
    if (status == STATUS_OK)
        status = store_commit(store, err);
    else
        store_rollback(store);
    arena_close(arena);
    return status;
}

/* Captures that gave no piece may give one by the present rules. */
static Status reread_others(Remaker *remaker, const CaptureSet *seen, Error *err)
{
    Store *store = remaker->archive->store;
    int64_t number = 0;
    Status status = store_begin(store, err);
    while (status == STATUS_OK && (status = store_capture_next(store, &number, err)) == STATUS_OK)
        if (!set_has(seen, number))
            status = remaker_put(remaker, number, err);
    if (status == STATUS_END)
        status = archive_settle_loose(remaker->archive, err);
    if (status == STATUS_OK)
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

Status archive_reextract(Archive *archive, const Progress *progress, uint64_t *articles, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE);
    Remaker *remaker = remaker_open(archive);
    CaptureSet seen = {0};
    int64_t after = 0;
    size_t count = 1;
    uint64_t done = 0, documents;
    *articles = 0;
    Status status = forget_entries(archive->store, err); /* all lists are read again */
    while (status == STATUS_OK && count > 0 && !progress_is_stopped(progress)) {
        status = remake_some(remaker, &after, &count, &seen, articles, err);
        done += count;
        if (progress && progress->step)
            progress->step(progress->context, SLICE("articles"), 0, 0, done);
    }
    if (status == STATUS_OK && count == 0)
        status = reread_others(remaker, &seen, err);
    free(seen.bits);
    remaker_close(remaker);
    return status == STATUS_OK ? archive_reindex(archive, progress, &documents, err) : status;
}
