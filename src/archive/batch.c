/* Reading a batch, and the work on one record: decode, digest, extract, make the document, compress.
 * In: raw records. Out: items ready to be committed. Nothing here touches the archive, so items are
 * independent. */
#include "archive/batch.h"

#include "archive/archive.h"
#include "archive/loose.h"
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
        batch->workers[i] = (Worker){arena_open(SCRATCH_BYTES_MAX), arena_open(SCRATCH_BYTES_MAX),
                                     extractor_open(), warc_packer_open()};
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
        arena_close(batch->workers[i].piece);
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
    int64_t at_s = record->captured_s != 0 ? record->captured_s : record->file_time_s;
    Slice media_type = arena_copy(item->arena, decoded->media_type);
    if (is_file)
        item->header = warc_wrap_digested(item->arena, record->url, record->source_path, at_s, media_type,
                                          record->block.size, digest, record->sidecar);
    WarcHead head = {0};
    Error ignored;
    bool has_head = warc_read_head(is_file ? item->header : record->warc, &head, &ignored) == STATUS_OK;
    item->capture = (Capture){
        .kind = record->kind,
        .record_id = has_head ? head.record_id : SLICE_EMPTY,
        .url = record->url,
        .captured_s = at_s,
        .http_status = decoded->http_status,
        .media_type = media_type,
        .redirect = slice_is_empty(decoded->redirect)
                        ? SLICE_EMPTY
                        : url_resolve(item->arena, record->url, decoded->redirect),
        .sha256 = hex_of(item->arena, digest, 32),
        .source_begin = record->source_begin,
        .is_file = is_file,
        .payload_sha1 = arena_copy(item->arena, decoded->payload_sha1),
        .referred_url = arena_copy(item->arena, decoded->referred_url),
        .referred_s = decoded->referred_s,
    };
}

/* Of pictures the digest of their bytes is always known, so that a file finds the answer that had them. */
static void tell_payload(Item *item, const Record *decoded)
{
    unsigned char digest[DIGEST_MAX_BYTES];
    if (decoded->body_kind != BODY_IMAGE || !slice_is_empty(item->capture.payload_sha1) ||
        decoded->body.size == 0)
        return;
    Digest *sha1 = digest_open(DIGEST_SHA1);
    digest_add(sha1, decoded->body);
    digest_finish(sha1, digest);
    digest_close(sha1);
    item->capture.payload_sha1 = hex_of(item->arena, digest, 20);
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
    arena_reset(worker->piece);
    const Reading reading = {worker->piece, worker->extractor, batch->extract, batch->zone};
    Status status = findings_read(&reading, item->arena, &decoded, &item->findings, &why);
    if (status != STATUS_OK)
        item->error = why;
    item->is_loose = loose_photo_read(worker->piece, item->arena, batch->loose_folder, &decoded,
                                      &item->findings, &item->loose);
    tell_payload(item, &decoded);
    bool is_one = item->findings.count == 1 || (item->findings.count > 0 && item->findings.items[0].is_page);
    if (is_one && item->findings.items[0].kind == STATED_PIECE)
        item->capture.page_kind = item->findings.items[0].is_page ? item->findings.items[0].alone_kind
                                                                  : item->findings.items[0].article.page_kind;
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
