/* A batch: some records of a source, read raw, worked on side by side, then committed in source order.
 *
 * Where a batch ends depends on the records alone (their number and bytes), so an import that is taken up
 * again after a kill makes the same batches, and one worker or eight make the same archive. */
#ifndef ARCHIVE_BATCH_H
#define ARCHIVE_BATCH_H

#include "base/pool.h"
#include "archive/finding.h"

#define BATCH_RECORDS_MAX 256
/* Raw bytes after which a batch ends. Eight times as much, for what is made of them, stays well below 300 MB.
 */
#define BATCH_BYTES_MAX ((size_t)8 << 20)
/* What one record may need while it is parsed, and what may be kept of it until the commit. */
#define SCRATCH_BYTES_MAX ((size_t)128 << 20)
#define ITEM_BYTES_MAX ((size_t)96 << 20)

/* One record and what the workers made of it. */
typedef struct Item {
    Arena *arena;    /* for the results; reset with the batch */
    Record record;   /* raw; its slices live in the batch's arena or the source */
    bool is_skipped; /* the importer could not read it: only error and place are there */
    Error error;     /* why it was skipped, or why a kept record was not understood; "" when all is well */

    Capture capture;
    Slice header;      /* of the wrapping WARC record, for what came otherwise */
    Slice frame;       /* compressed, ready to append */
    Spool spool;       /* holds the frame of a record too large for memory; fd -1 otherwise */
    uint64_t raw_size; /* bytes of the WARC record */
    BodyKind body_kind;
    Findings findings; /* what it says; of a page its article, which may be no piece */
    bool is_loose;     /* a picture without an address */
    LoosePhoto loose;
} Item;

/* One worker's tools. */
typedef struct Worker {
    Arena *scratch; /* the decoded record */
    Arena *piece;   /* one page or piece of it while it is read */
    Extractor *extractor;
    WarcPacker *packer;
} Worker;

typedef struct Batch {
    Item items[BATCH_RECORDS_MAX];
    size_t count;
    Arena *raw; /* the records as read */
    Worker *workers;
    Pool *pool;
    ExtractOptions extract;
    const Zone *zone;
    const WarcCodec *codec;
    const char *spool_folder;
    Slice loose_folder;  /* what stands before the paths of loose pictures: "uploads/", or nothing */
    uint64_t source_end; /* where the next batch begins */
    bool is_last;        /* the source ends here */
} Batch;

Batch *ingest_batch_open(unsigned workers);
void ingest_batch_close(Batch *batch);
/* Reads raw records until the batch is full or the source ends. FAIL: the source cannot be read on; the
 * records before that are in the batch. */
MUST_CHECK Status ingest_batch_read(Batch *batch, Import *in, Error *err);
/* Decodes, extracts, compresses: every item, on all workers. */
void ingest_batch_work(Batch *batch);

#endif
