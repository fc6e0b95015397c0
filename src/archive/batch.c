/* Reading a batch, and the work on one record: decode, digest, extract, make the document, compress.
 * In: raw records. Out: items ready to be committed. Nothing here touches the archive, so items are
 * independent. */
#include "archive/batch.h"

#include "archive/archive.h"
#include "base/digest.h"
#include "syntax/url.h"
#include "syntax/warc.h"

Batch *ingest_batch_open(unsigned workers)
{
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        fatal("out of memory");
    batch->pool = pool_open(workers);
    batch->raw = arena_open((size_t)RECORD_HELD_MAX * 8);
    batch->workers = calloc(workers, sizeof *batch->workers);
    if (!batch->workers)
        fatal("out of memory");
    for (unsigned i = 0; i < workers; i++)
        batch->workers[i] = (Worker){arena_open(SCRATCH_BYTES_MAX), extractor_open(), warc_packer_open()};
    for (size_t i = 0; i < BATCH_RECORDS_MAX; i++) {
        batch->items[i].arena = arena_open(ITEM_BYTES_MAX);
        batch->items[i].spool.fd = -1;
    }
    return batch;
}

void ingest_batch_close(Batch *batch)
{
    if (!batch)
        return;
    for (size_t i = 0; i < BATCH_RECORDS_MAX; i++) {
        arena_close(batch->items[i].arena);
        if (batch->items[i].spool.fd >= 0)
            spool_close(&batch->items[i].spool);
    }
    for (unsigned i = 0; i < pool_workers(batch->pool); i++) {
        arena_close(batch->workers[i].scratch);
        extractor_close(batch->workers[i].extractor);
        warc_packer_close(batch->workers[i].packer);
    }
    free(batch->workers);
    arena_close(batch->raw);
    pool_close(batch->pool);
    free(batch);
}

/* ---- reading ---- */

static Item *next_item(Batch *batch)
{
    Item *item = &batch->items[batch->count++];
    Arena *arena = item->arena;
    if (item->spool.fd >= 0)
        spool_close(&item->spool);
    arena_reset(arena);
    *item = (Item){.arena = arena, .spool = {.fd = -1}};
    return item;
}

static Slice record_bytes(const Record *record)
{
    return slice_is_empty(record->warc) ? record->block : record->warc;
}

Status ingest_batch_read(Batch *batch, Import *in, Error *err)
{
    arena_reset(batch->raw);
    batch->count = 0;
    batch->is_last = false;
    size_t bytes = 0;
    while (batch->count < BATCH_RECORDS_MAX && bytes < BATCH_BYTES_MAX) {
        Record record = {0};
        Error skip = {{0}};
        Status status = import_next(in, batch->raw, &record, &skip);
        if (status == STATUS_END) {
            batch->is_last = true;
            break;
        }
        if (status == STATUS_FAIL) {
            *err = skip;
            return STATUS_FAIL;
        }
        Item *item = next_item(batch);
        item->record = record;
        item->is_skipped = status == STATUS_SKIP;
        if (item->is_skipped)
            item->error = skip;
        else
            bytes += record_bytes(&record).size;
        batch->source_end = record.source_end;
    }
    return STATUS_OK;
}

/* ---- the work on one record ---- */

/* The page's address with what means nothing left out: "https://host/path?query". */
static Slice clean_address(Arena *arena, Slice text)
{
    Url url;
    if (!url_parse(text, &url) || !slice_starts_with_nocase(url.scheme, SLICE("http")))
        return SLICE_EMPTY;
    Slice path = url_path(arena, text);
    bool is_usual_port =
        slice_is_empty(url.port) || slice_equal(url.port, SLICE("80")) || slice_equal(url.port, SLICE("443"));
    Slice port = is_usual_port ? SLICE_EMPTY : arena_format(arena, ":%.*s", SLICE_ARG(url.port));
    return arena_format(arena, "%.*s://%.*s%.*s%.*s", SLICE_ARG(url.scheme), SLICE_ARG(url.host),
                        SLICE_ARG(port), SLICE_ARG(path));
}

/* A canonical link counts when it stays on the page's own host: a wire copy may point to another paper. */
static Slice canonical_address(Arena *arena, Slice canonical, Slice url)
{
    Slice own = clean_address(arena, url);
    if (slice_is_empty(canonical) || slice_is_empty(url_key(arena, canonical)))
        return own;
    bool is_front = slice_equal(url_path(arena, canonical), SLICE("/"));
    if (is_front && !slice_is_empty(own) && !slice_equal(url_path(arena, own), SLICE("/")))
        return own; /* a site that names its front page as the address of every page */
    bool is_own_host = slice_is_empty(own) || slice_equal(url_host(arena, canonical), url_host(arena, own));
    return is_own_host ? canonical : own;
}

/* The publisher's own id, else x and 12 digits of the SHA-256 of the canonical address, else of the bytes. */
static Slice article_id(Arena *arena, const Article *article, Slice block)
{
    if (!slice_is_empty(article->cms_id))
        return article->cms_id;
    Slice of = slice_is_empty(article->canonical) ? block : article->canonical;
    return arena_format(arena, "x%.12s", digest_sha256_hex(arena, of).data);
}

typedef struct Keeping {
    Item *item;
    const Article *found;
    const Zone *zone;
} Keeping;

/* Copies the article out of the worker's scratch and makes its document. Runs under arena_guard of the item.
 */
static void keep_article(void *context)
{
    Keeping *keeping = context;
    Item *item = keeping->item;
    item->article = article_copy(item->arena, keeping->found);
    Article *a = &item->article;
    a->url = arena_copy(item->arena, item->record.url);
    a->canonical = canonical_address(item->arena, a->canonical, a->url);
    a->id = article_id(item->arena, a, item->record.block);
    if (page_kind_is_piece(a->page_kind)) {
        Slice address = slice_is_empty(a->canonical) ? a->url : a->canonical;
        archive_document(item->arena, a, keeping->zone, url_host(item->arena, address), &item->document);
    }
    item->is_read = true;
}

static bool is_page(const Record *record)
{
    bool is_answer = record->http_status == 0 || (record->http_status >= 200 && record->http_status < 300) ||
                     record->http_status >= 400;
    return is_answer && (record->body_kind == BODY_HTML || record->body_kind == BODY_TEXT) &&
           record->body.size > 0;
}

static void extract_item(Batch *batch, Worker *worker, Item *item, const Record *record)
{
    Article found = {0};
    Status status =
        extract_page(worker->extractor, worker->scratch, record, &batch->extract, &found, &item->error);
    if (status != STATUS_OK)
        return;
    if (record->http_status >= 400)
        found.page_kind =
            PAGE_OTHER; /* a page that says it is not there is no piece, whatever it looks like */
    Keeping keeping = {item, &found, batch->zone};
    if (!arena_guard(item->arena, keep_article, &keeping)) {
        item->is_read = false;
        error_set(&item->error, STATUS_SKIP, "the page is kept, but its text is too large to be searched");
    }
}

static void make_frame(Batch *batch, Worker *worker, Item *item)
{
    const Record *record = &item->record;
    Slice bytes = record_bytes(record);
    item->raw_size = item->header.size + bytes.size;
    if (!record->is_mapped) {
        item->frame = warc_pack(worker->packer, batch->codec, item->arena, item->header, bytes);
        return;
    }
    Error err;
    Status status = warc_pack_spooled(worker->packer, batch->codec, batch->spool_folder, item->header, bytes,
                                      &item->spool, &err);
    if (status != STATUS_OK) {
        item->is_skipped = true;
        item->error = err;
        return;
    }
    item->frame = item->spool.map.bytes;
}

static void block_digest(const Record *record, unsigned char out[DIGEST_MAX_BYTES])
{
    Digest *digest = digest_open(DIGEST_SHA256);
    if (record->is_mapped)
        digest_add_mapped(digest, record->block);
    else
        digest_add(digest, record->block);
    digest_finish(digest, out);
    digest_close(digest);
}

static void make_capture(Item *item, const Record *decoded)
{
    const Record *record = &item->record;
    unsigned char digest[DIGEST_MAX_BYTES];
    block_digest(record, digest);
    bool is_file = slice_is_empty(record->warc);
    Slice media_type = arena_copy(item->arena, decoded->media_type);
    if (is_file)
        item->header = warc_wrap_digested(item->arena, record->url, record->source_path, record->file_time_s,
                                          media_type, record->block.size, digest);
    WarcHead head = {0};
    Error ignored;
    bool has_head = warc_read_head(is_file ? item->header : record->warc, &head, &ignored) == STATUS_OK;
    item->capture = (Capture){
        .kind = record->kind,
        .record_id = has_head ? head.record_id : SLICE_EMPTY,
        .url = record->url,
        .captured_s = is_file ? record->file_time_s : record->captured_s,
        .http_status = decoded->http_status,
        .media_type = media_type,
        .redirect = slice_is_empty(decoded->redirect)
                        ? SLICE_EMPTY
                        : url_resolve(item->arena, record->url, decoded->redirect),
        .sha256 = hex_of(item->arena, digest, 32),
        .source_begin = record->source_begin,
        .is_file = is_file,
    };
}

static void work_item(void *context, size_t number, unsigned worker_number)
{
    Batch *batch = context;
    Worker *worker = &batch->workers[worker_number];
    Item *item = &batch->items[number];
    if (item->is_skipped)
        return;
    arena_reset(worker->scratch);
    Record decoded = item->record;
    Error why = {{0}};
    if (import_decode(&decoded, worker->scratch, &why) == STATUS_SKIP)
        item->error = why; /* kept as evidence all the same */
    item->body_kind = decoded.body_kind;
    make_capture(item, &decoded);
    if (is_page(&decoded))
        extract_item(batch, worker, item, &decoded);
    if (item->is_read)
        item->capture.page_kind = item->article.page_kind;
    if (decoded.is_digest_wrong && item->error.message[0] == 0)
        error_set(&item->error, STATUS_SKIP, "kept, but its digest does not match its bytes");
    else if (decoded.is_body_cut && item->error.message[0] == 0)
        error_set(&item->error, STATUS_SKIP, "kept, but its body is damaged or cut");
    make_frame(batch, worker, item);
}

void ingest_batch_work(Batch *batch)
{
    pool_run(batch->pool, batch->count, work_item, batch);
}
