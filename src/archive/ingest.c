/* The way in: sources -> records -> articles -> store and index.
 *
 * For each source: read a batch of raw records, work on them side by side, commit them in source order. A
 * commit is evidence first (warc/), then knowledge (archive.db), then the finding aid (index/); a kill
 * between two of them is mended at the next opening, and reading is taken up where the last commit stopped.
 * At the end the index is one segment again. */
#include "archive/batch.h"
#include "archive/inside.h"
#include "archive/loose.h"
#include "archive/report.h"

#include "syntax/url.h"

enum { LEARN_AT_FIRST = 1024 }; /* records */

typedef struct Ingest {
    Archive *archive;
    Arena *arena; /* the report's */
    IndexWriter *writer;
    Batch *batch;
    unsigned workers;
    const Progress *progress;
    ImportReport *report;
    Arena *one, *touched; /* an article read back for the index; numbers of articles */
    Site *site;           /* what is known of sites by now */
    uint64_t learn_at;    /* records after which that is asked again */
    uint64_t readable;    /* sources that gave at least one record or were held already */
} Ingest;

/* ---- committing ---- */

static Status remember_address(Ingest *in, Slice url, const Address *address, Error *err)
{
    if (slice_is_empty(url))
        return STATUS_OK;
    bool is_new = false;
    Status status = store_address_put(in->archive->store, url, address, &is_new, err);
    in->report->addresses += is_new;
    return status;
}

static Status remember_article_addresses(Ingest *in, const Item *item, const Article *a, int64_t number,
                                         Error *err)
{
    Address address = {.kind = ADDRESS_ARTICLE,
                       .is_canonical = true,
                       .article = number,
                       .capture = item->capture.number,
                       .status = item->capture.http_status};
    Status status = remember_address(in, a->canonical, &address, err);
    address.is_canonical = false;
    if (status == STATUS_OK)
        status = remember_address(in, a->url, &address, err);
    for (size_t i = 0; status == STATUS_OK && i < a->alt_ids.count; i++)
        if (slice_starts_with_nocase(a->alt_ids.items[i].value, SLICE("http")))
            status = remember_address(in, a->alt_ids.items[i].value, &address, err);
    return status;
}

/* The index takes what is shown now: the worker's document where this capture is all there is. */
static Status index_piece(Ingest *in, Item *item, Finding *finding, const Put *put, Error *err)
{
    bool has_acts;
    Status status = store_has_acts(in->archive->store, &has_acts, err);
    if (status != STATUS_OK)
        return status;
    if (put->is_merged || !finding->has_document || has_acts)
        return archive_index_article(in->archive, in->one, in->writer, put->number, err);
    finding->document.article = put->number;
    finding->document.id = put->id;
    archive_document_rename(item->arena, &finding->document);
    index_writer_add(in->writer, &finding->document);
    return STATUS_OK;
}

static Status put_piece(Ingest *in, Item *item, Finding *finding, Error *err)
{
    Put put;
    Store *store = in->archive->store;
    bool is_revision = finding->kind == STATED_REVISION;
    Capture capture = finding_capture(finding, &item->capture);
    Status status = store_article_put(store, &finding->article, &capture, is_revision, &put, err);
    if (status != STATUS_OK)
        return status;
    report_article(in->report, in->arena, item, finding, put.outcome);
    if (put.is_changed)
        status = index_piece(in, item, finding, &put, err);
    if (status == STATUS_OK && finding->links.count > 0)
        status = store_links_put(store, put.number, &finding->links, err);
    if (status == STATUS_OK && !is_revision)
        status = remember_article_addresses(in, item, &finding->article, put.number, err);
    return status;
}

static FacetField label_field(StatedKind kind)
{
    return kind == STATED_AUTHOR ? FACET_AUTHOR : kind == STATED_SECTION ? FACET_SECTION : FACET_TAG;
}

/* An index or a sitemap names an address; what answers there is another record's to say. */
static Status put_named_address(Ingest *in, const Finding *finding, Error *err)
{
    bool is_new = false;
    Status status = STATUS_OK;
    if (slice_is_empty(finding->redirect)) {
        status = store_address_name(in->archive->store, finding->article.url, &is_new, err);
        in->report->addresses += is_new;
        return status;
    }
    Address address = {.kind = ADDRESS_REDIRECT, .target = finding->redirect, .status = finding->http_status};
    return remember_address(in, finding->article.url, &address, err);
}

static Status put_finding(Ingest *in, Item *item, Finding *finding, Error *err)
{
    switch (finding->kind) {
    case STATED_PIECE:
    case STATED_REVISION:
        if (item->body_kind == BODY_IMAGE && slice_is_empty(finding->article.canonical) &&
            finding->article.media.count > 0 && !slice_is_empty(item->capture.url))
            return store_photo_words_put(in->archive->store, &finding->article.media.items[0], &item->capture,
                                         err);
        return page_kind_is_piece(finding->article.page_kind) ? put_piece(in, item, finding, err) : STATUS_OK;
    case STATED_AUTHOR:
    case STATED_SECTION:
    case STATED_TAG:
        return store_label_put(in->archive->store, label_field(finding->kind), finding->label.slug,
                               finding->label.label, finding->class, err);
    case STATED_ADDRESS:
        return put_named_address(in, finding, err);
    case STATED_ENTRY:
        return store_entry_put(in->archive->store, &finding->article, &item->capture, err);
    }
    return STATUS_OK;
}

static size_t count_pieces(const Item *item)
{
    size_t count = 0;
    for (size_t i = 0; i < item->findings.count; i++) {
        const Finding *finding = &item->findings.items[i];
        bool is_photo_file = item->body_kind == BODY_IMAGE && !slice_is_empty(item->capture.url);
        count += finding->kind <= STATED_REVISION && page_kind_is_piece(finding->article.page_kind) &&
                 !is_photo_file;
    }
    return count;
}

/* A page that is no piece, a file, a redirect, an error: its address is known from now on. */
static Status put_address(Ingest *in, const Item *item, Error *err)
{
    const Capture *c = &item->capture;
    if (c->kind != RECORD_RESPONSE && c->kind != RECORD_RESOURCE && c->kind != RECORD_REVISIT)
        return STATUS_OK;
    Address address = {.kind = ADDRESS_CAPTURE, .capture = c->number, .status = c->http_status};
    if (!slice_is_empty(c->redirect)) {
        address.kind = ADDRESS_REDIRECT;
        address.target = c->redirect;
    } else if (c->http_status >= 400) {
        address.kind = ADDRESS_GONE;
    } else if (c->kind == RECORD_REVISIT) { /* what it shows is another record's; that is found at the end */
        bool is_new = false;
        Status status = store_address_name(in->archive->store, c->url, &is_new, err);
        in->report->addresses += is_new;
        return status;
    }
    return remember_address(in, c->url, &address, err);
}

static Status put_findings(Ingest *in, Item *item, Error *err)
{
    Status status = STATUS_OK;
    size_t pieces = count_pieces(item);
    if (pieces > 0)
        in->report->read += pieces - 1; /* a feed holds many, and each is counted as one that was read */
    else
        report_other(in->report, item);
    if (pieces == 0 || item->body_kind == BODY_STATED) /* a feed answers at its own address too */
        status = put_address(in, item, err);
    for (size_t i = 0; status == STATUS_OK && i < item->findings.count; i++) {
        Finding *finding = &item->findings.items[i];
        if (finding->is_page)
            status =
                store_site_page_put(in->archive->store, &finding->page, &item->capture, finding->lesson, err);
        if (status == STATUS_OK)
            status = put_finding(in, item, finding, err);
    }
    return status;
}

static Status commit_item(Ingest *in, Item *item, const SourceState *source, Error *err)
{
    in->report->read++;
    if (item->error.message[0])
        report_skip(in->report, in->arena, item);
    if (item->is_skipped) {
        in->report->skipped_count++;
        return STATUS_OK;
    }
    item->capture.source = source->number;
    int64_t known = 0;
    Store *store = in->archive->store;
    Status status = store_capture_find(store, &item->capture, &known, err);
    if (status == STATUS_OK && known > 0) {
        in->report->duplicates++; /* under another path, perhaps */
        return item->is_loose ? store_loose_photo_put(store, &item->loose, known, err) : STATUS_OK;
    }
    if (status == STATUS_OK)
        status = store_capture_add(store, &item->capture, item->frame, item->raw_size, err);
    if (status == STATUS_OK && item->is_loose)
        status = store_loose_photo_put(store, &item->loose, item->capture.number, err);
    return status == STATUS_OK ? put_findings(in, item, err) : status;
}

/* What became another by more than its own put: the index follows. */
static Status index_touched(Ingest *in, Error *err)
{
    int64_t *numbers;
    size_t count;
    arena_reset(in->touched);
    Status status = store_touched(in->archive->store, in->touched, &numbers, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = archive_index_article(in->archive, in->one, in->writer, numbers[i], err);
    return status;
}

/* Which addresses are the paper's own is known from the first batch on, and settled again at the end. */
static Status settle_home(Ingest *in, bool is_end, Error *err)
{
    if (!is_end && !slice_is_empty(store_settings(in->archive->store)->home_host))
        return STATUS_OK;
    bool is_changed;
    return store_settle_home_host(in->archive->store, &is_changed, err);
}

static Status commit_batch(Ingest *in, const SourceState *source, Error *err)
{
    Store *store = in->archive->store;
    Batch *batch = in->batch;
    Status status = store_begin(store, err);
    for (size_t i = 0; status == STATUS_OK && i < batch->count; i++)
        status = commit_item(in, &batch->items[i], source, err);
    if (status == STATUS_OK)
        status = settle_home(in, false, err);
    if (status == STATUS_OK)
        status = store_holds_settle(store, false, err);
    if (status == STATUS_OK)
        status = index_touched(in, err);
    if (status == STATUS_OK)
        status = store_source_advance(store, source->number, batch->source_end, batch->is_last, err);
    if (status == STATUS_OK)
        status = store_commit(store, err);
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    return index_writer_commit(in->writer, store_batch(store), err);
}

/* ---- one source ---- */

static Status prepare_warc(Ingest *in, bool is_new_source, Error *err)
{
    Batch *batch = in->batch;
    Slice raws[BATCH_RECORDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const Record *record = &batch->items[i].record;
        if (!batch->items[i].is_skipped)
            raws[count++] = slice_is_empty(record->warc) ? record->block : record->warc;
    }
    Status status = store_warc_prepare(in->archive->store, raws, count, is_new_source, err);
    batch->codec = store_codec(in->archive->store);
    return status;
}

/* A long import learns on its way, ever more rarely, so that most pages are read as they will be kept. Those
 * that came before, or were read by lessons that are not the last, are found when it ends. */
static Status learn_on_the_way(Ingest *in, Error *err)
{
    if (in->report->read < in->learn_at)
        return STATUS_OK;
    in->learn_at = in->report->read * 4;
    Status status = archive_site_learn(in->archive, in->workers, in->progress, err);
    if (status != STATUS_OK)
        return status;
    site_close(in->site);
    in->site = NULL;
    status = archive_site_load(in->archive, &in->site, err);
    in->batch->extract.site = in->site;
    return status;
}

static Status walk_source(Ingest *in, Import *source, SourceState *state, Slice path, Error *err)
{
    bool is_new = state->place == 0;
    Status status = is_new ? STATUS_OK : import_seek(source, state->place, err);
    in->batch->source_end = state->place;
    in->batch->is_last = false;
    while (status == STATUS_OK && !in->batch->is_last && !in->report->is_stopped) {
        status = ingest_batch_read(in->batch, source, err);
        if (status == STATUS_OK)
            status = prepare_warc(in, is_new, err);
        if (status != STATUS_OK)
            break;
        is_new = false;
        ingest_batch_work(in->batch);
        if (import_has_changed(source)) /* what was read may be half of the old and half of the new */
            return error_set(err, STATUS_SKIP,
                             "it changed while it was read; what came before is kept: import "
                             "it again when it is complete");
        status = commit_batch(in, state, err);
        if (in->progress && in->progress->step)
            in->progress->step(in->progress->context, path, import_done_bytes(source),
                               import_total_bytes(source), in->report->read);
        in->report->is_stopped = !in->batch->is_last && progress_is_stopped(in->progress);
        if (status == STATUS_OK && !in->report->is_stopped)
            status = learn_on_the_way(in, err);
    }
    return status;
}

/* Lines that many text captures of the source share are its furniture: one pass over its texts before the
 * walk. */
static Status learn_furniture(Ingest *in, Import *source, Furniture *furniture, Error *err)
{
    enum { PEEK = 64 }; /* a crawl tells within its first records whether it holds texts */
    Arena *arena = arena_open((size_t)RECORD_HELD_MAX * 8);
    bool is_folder = slice_equal(slice_from(import_format(source)), SLICE("folder"));
    uint64_t seen = 0, texts = 0;
    Status status = STATUS_OK;
    while (status == STATUS_OK && (is_folder || seen < PEEK || texts > 0) &&
           !progress_is_stopped(in->progress)) {
        arena_reset(arena);
        Record record = {0};
        status = import_next(source, arena, &record, err);
        seen++;
        if (status == STATUS_SKIP)
            status = STATUS_OK;
        else if (status == STATUS_OK &&
                 (record.kind == RECORD_CONVERSION || record.kind == RECORD_RESOURCE) &&
                 import_decode(&record, arena, err) == STATUS_OK && record.body_kind == BODY_TEXT) {
            texts++;
            furniture_learn(furniture, record.body);
        }
    }
    arena_close(arena);
    furniture_settle(furniture);
    return status == STATUS_FAIL ? STATUS_FAIL : import_seek(source, 0, err);
}

/* A source that is held already is only counted. */
static Status count_known(Ingest *in, const SourceState *state, Error *err)
{
    uint64_t captures = 0;
    Status status = store_source_captures(in->archive->store, state->number, &captures, err);
    in->report->read += captures;
    in->report->duplicates += captures;
    return status;
}

static Status open_source(Ingest *in, Import *source, const char *path, SourceState *state, Error *err)
{
    Slice sha256;
    Status status = import_digest(source, in->arena, &sha256, err);
    if (status != STATUS_OK)
        return status;
    Slice format = slice_from(import_format(source));
    status = store_begin(in->archive->store, err);
    if (status == STATUS_OK)
        status = store_source_open(in->archive->store, slice_from(path), format, sha256,
                                   import_total_bytes(source), state, err);
    if (status == STATUS_OK)
        status = store_commit(in->archive->store, err);
    if (status != STATUS_OK)
        return status;
    *LIST_ADD(in->arena, &in->report->sources) =
        (ReportSource){arena_copy(in->arena, slice_from(path)), arena_copy(in->arena, format), sha256,
                       import_total_bytes(source), state->is_done ? 0 : state->place};
    return STATUS_OK;
}

/* Reading from the folder that is being written would never be idempotent: its files change by it. */
static bool is_of_archive(const Archive *archive, const char *path)
{
    char *own = realpath(archive->folder, NULL), *given = realpath(path, NULL);
    size_t size = own ? strlen(own) : 0;
    bool is_own =
        own && given && strncmp(own, given, size) == 0 && (given[size] == '/' || given[size] == '\0');
    free(own);
    free(given);
    return is_own;
}

static Status ingest_source(Ingest *in, const char *path, Error *err)
{
    Import *source = NULL;
    SourceState state = {0};
    Furniture *furniture = furniture_open();
    ImportOptions options = {.spool_folder = in->archive->spool_folder, .left_out = in->archive->folder};

    Status status = is_of_archive(in->archive, path)
                        ? error_set(err, STATUS_SKIP, "it belongs to the archive itself")
                        : import_open(path, options, &source, err);
    if (status == STATUS_OK)
        status = open_source(in, source, path, &state, err);
    if (status == STATUS_OK && state.is_done) {
        in->readable++;
        status = count_known(in, &state, err);
    } else if (status == STATUS_OK) {
        uint64_t before = in->report->read - in->report->skipped_count;
        status = learn_furniture(in, source, furniture, err);
        in->batch->extract.furniture = furniture;
        in->batch->loose_folder = loose_folder_of(in->arena, slice_from(path));
        if (status == STATUS_OK)
            status = walk_source(in, source, &state, slice_from(path), err);
        in->readable += in->report->read - in->report->skipped_count > before || state.place > 0;
    }
    import_close(source);
    furniture_close(furniture);
    return error_while(err, status, "importing '%s'", path);
}

/* ---- all sources ---- */

/* Pages that state nothing are read again with the help of the others of their host. */
static Status settle_sites(Ingest *in, Error *err)
{
    Remade remade = {.is_touching = true};
    if (in->report->is_stopped) /* the same import, taken up, does it */
        return STATUS_OK;
    Status status = archive_site_settle(in->archive, in->workers, in->progress, false, &remade, err);
    in->report->taught += remade.changed;
    in->report->is_stopped = progress_is_stopped(in->progress);
    remade_clear(&remade);
    return status;
}

/* Sites teach, revisits find what they mean, files their photos; paths and the index take their final form.
 */
static Status finish(Ingest *in, Error *err)
{
    Store *store = in->archive->store;
    uint64_t revisits = 0;
    Status status = settle_sites(in, err);
    if (status != STATUS_OK)
        return status;
    status = store_begin(store, err);
    if (status == STATUS_OK)
        status = store_revisits_settle(store, &revisits, err);
    if (status == STATUS_OK)
        status = settle_home(in, true, err);
    if (status == STATUS_OK)
        status = archive_settle_loose(in->archive, err);
    if (status == STATUS_OK)
        status = store_parents_settle(store, err);
    if (status == STATUS_OK)
        status = store_holds_settle(store, true, err);
    if (status == STATUS_OK)
        status = store_commit(store, err);
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    status = archive_index_touched(in->archive, in->writer, err);
    return status == STATUS_OK ? index_writer_finish(in->writer, store_batch(store), err) : status;
}

static Status ingest_all(Ingest *in, const char *const *sources, size_t count, Error *err)
{
    for (size_t i = 0; i < count && !in->report->is_stopped; i++) {
        Status status = ingest_source(in, sources[i], err);
        if (status == STATUS_SKIP) { /* this source says nothing; the next may */
            report_source_skip(in->report, in->arena, sources[i], err);
            continue;
        }
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

Status archive_ingest(Archive *archive, Arena *arena, const char *const *sources, size_t count,
                      const IngestOptions *options, ImportReport *report, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE);
    *report = (ImportReport){0};
    const Settings *settings = store_settings(archive->store);
    Ingest in = {.archive = archive,
                 .arena = arena,
                 .progress = options->progress,
                 .report = report,
                 .learn_at = LEARN_AT_FIRST};

    Status status = archive_catch_up(archive, &in.writer, options->progress, err);
    if (status == STATUS_OK)
        status = archive_site_load(archive, &in.site, err);
    if (status != STATUS_OK) {
        site_close(in.site);
        index_writer_close(in.writer);
        return status;
    }
    in.one = arena_open(ARTICLE_ARENA_BYTES);
    in.touched = arena_open(TOUCHED_BYTES_MAX);
    in.workers = options->workers ? options->workers : pool_cores();
    in.batch = ingest_batch_open(in.workers);
    in.batch->extract = (ExtractOptions){.archive_title = settings->title, .language = settings->language};
    in.batch->extract.site = in.site;
    in.batch->zone = archive->zone;
    in.batch->spool_folder = archive->spool_folder;

    status = ingest_all(&in, sources, count, err);
    ingest_batch_close(in.batch); /* what the workers held is given back before the index is merged */
    site_close(in.site);
    if (status == STATUS_OK)
        status = finish(&in, err);
    if (status == STATUS_OK && in.readable == 0 && !report->is_stopped)
        status = report_nothing_readable(report, err);
    index_writer_close(in.writer);
    arena_close(in.touched);
    arena_close(in.one);
    return status;
}
