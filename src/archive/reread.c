/* In: numbers of captures. Out: what each says by the present rules, or what its page teaches of its site.
 *
 * A round loads originals one by one, works on them side by side, and hands them out in order. A round ends
 * at so many captures or bytes, so memory is bounded as an import's is. */
#include "archive/reread.h"

#include "archive/batch.h"
#include "archive/loose.h"

enum { ROUND_MAX = 64 };

/* One worker's tools. */
typedef struct Reader {
    Arena *scratch; /* the decoded record */
    Arena *piece;   /* one page or piece of it while it is read */
    Extractor *extractor;
} Reader;

struct Rereader {
    Store *store;
    const Zone *zone;
    Pool *pool;
    Reader *readers;
    Arena *raw, *raw_now;    /* originals: of the round; of the one that was not read ahead */
    Reread items[ROUND_MAX]; /* the round */
    size_t count;
    Reread now;
    ExtractOptions how;
};

Rereader *rereader_open(Store *store, const Zone *zone, unsigned workers)
{
    Rereader *rereader = calloc(1, sizeof *rereader);
    Reader *readers = calloc(workers, sizeof *readers);
    if (!rereader || !readers)
        fatal("out of memory");
    *rereader = (Rereader){.store = store,
                           .zone = zone,
                           .pool = pool_open(workers),
                           .readers = readers,
                           .raw = arena_open((size_t)RECORD_HELD_MAX * 8),
                           .raw_now = arena_open(SCRATCH_BYTES_MAX * 2)};
    for (unsigned i = 0; i < workers; i++)
        readers[i] =
            (Reader){arena_open(SCRATCH_BYTES_MAX * 2), arena_open(SCRATCH_BYTES_MAX), extractor_open()};
    for (size_t i = 0; i < ROUND_MAX; i++)
        rereader->items[i].arena = arena_open(ITEM_BYTES_MAX);
    rereader->now.arena = arena_open(ITEM_BYTES_MAX);
    return rereader;
}

void rereader_close(Rereader *rereader)
{
    if (!rereader)
        return;
    for (unsigned i = 0; i < pool_workers(rereader->pool); i++) {
        extractor_close(rereader->readers[i].extractor);
        arena_close(rereader->readers[i].piece);
        arena_close(rereader->readers[i].scratch);
    }
    for (size_t i = 0; i < ROUND_MAX; i++)
        arena_close(rereader->items[i].arena);
    arena_close(rereader->now.arena);
    arena_close(rereader->raw_now);
    arena_close(rereader->raw);
    pool_close(rereader->pool);
    free(rereader->readers);
    free(rereader);
}

/* ---- loading ---- */

/* What cannot be read of warc/ says nothing; FAIL is of the archive as a whole. */
static Status load(Rereader *rereader, Arena *raw, int64_t number, Reread *item, Error *err)
{
    Arena *arena = item->arena;
    arena_reset(arena);
    *item = (Reread){.number = number, .arena = arena};
    Status status = store_capture_get(rereader->store, arena, number, &item->capture, err);
    if (status == STATUS_OK)
        status = store_capture_read(rereader->store, raw, number, RECORD_HELD_MAX, &item->warc, err);
    return status == STATUS_SKIP ? STATUS_OK : status;
}

static bool is_text(const Reread *item)
{
    return slice_equal(item->capture.media_type, SLICE("text/plain"));
}

/* Loads as many of the captures as make a round; *taken counts them. */
static Status load_round(Rereader *rereader, const int64_t *numbers, size_t count, size_t *taken, Error *err)
{
    arena_reset(rereader->raw);
    rereader->count = 0;
    *taken = 0;
    size_t bytes = 0;
    Status status = STATUS_OK;
    while (status == STATUS_OK && *taken < count && rereader->count < ROUND_MAX && bytes < BATCH_BYTES_MAX) {
        Reread *item = &rereader->items[rereader->count];
        status = load(rereader, rereader->raw, numbers[(*taken)++], item, err);
        bytes += item->warc.size;
        rereader->count += !is_text(item);
    }
    return status;
}

/* ---- the work on one ---- */

static bool decode(Reader *reader, const Reread *item, Record *record)
{
    Error why;
    arena_reset(reader->scratch);
    arena_reset(reader->piece);
    *record = (Record){0};
    return !slice_is_empty(item->warc) &&
           import_record_from_warc(item->warc, reader->scratch, record, &why) == STATUS_OK;
}

static void read_item(Rereader *rereader, Reader *reader, Reread *item)
{
    Record record;
    if (!decode(reader, item, &record))
        return;
    const Reading reading = {reader->piece, reader->extractor, rereader->how, rereader->zone};
    item->status = findings_read(&reading, item->arena, &record, &item->findings, &item->error);
    item->body_kind = record.body_kind;
    item->is_read = true;
    item->is_loose =
        loose_photo_read(reader->piece, item->arena, SLICE_EMPTY, &record, &item->findings, &item->loose);
}

static void work_item(void *context, size_t number, unsigned worker)
{
    Rereader *rereader = context;
    read_item(rereader, &rereader->readers[worker], &rereader->items[number]);
}

/* Copies a lesson out of the memory of its page. */
static void keep_lesson(void *context)
{
    Reread *item = context;
    item->lesson = site_lesson_copy(item->arena, &item->lesson);
}

static void learn_item(void *context, size_t number, unsigned worker)
{
    Rereader *rereader = context;
    Reader *reader = &rereader->readers[worker];
    Reread *item = &rereader->items[number];
    Record record;
    Article article;
    ExtractOptions how = rereader->how;
    Error why;
    how.lesson = &item->lesson;
    if (!decode(reader, item, &record) || record.body_kind != BODY_HTML ||
        extract_page(reader->extractor, reader->piece, &record, &how, &article, &why) != STATUS_OK ||
        !arena_guard(item->arena, keep_lesson, item))
        item->lesson = (SiteLesson){0};
}

/* ---- rounds ---- */

Status rereader_ahead(Rereader *rereader, const int64_t *numbers, size_t count, const ExtractOptions *how,
                      Error *err)
{
    size_t taken;
    rereader->how = *how;
    Status status = load_round(rereader, numbers, count, &taken, err);
    if (status == STATUS_OK)
        pool_run(rereader->pool, rereader->count, work_item, rereader);
    return status;
}

static const Reread *find_item(const Rereader *rereader, int64_t number)
{
    for (size_t i = 0; i < rereader->count; i++)
        if (rereader->items[i].number == number)
            return &rereader->items[i];
    return NULL;
}

Status rereader_has(Rereader *rereader, int64_t number, bool *has, Error *err)
{
    const Reread *item = find_item(rereader, number);
    Status status = STATUS_OK;
    if (!item) {
        arena_reset(rereader->raw_now);
        status = load(rereader, rereader->raw_now, number, &rereader->now, err);
        item = &rereader->now;
    }
    *has = status == STATUS_OK && item->warc.size > 0;
    return status;
}

Status rereader_read(Rereader *rereader, int64_t number, const ExtractOptions *how, const Reread **read,
                     Error *err)
{
    const Reread *item = find_item(rereader, number);
    if (!item) {
        arena_reset(rereader->raw_now);
        rereader->how = *how;
        Status status = load(rereader, rereader->raw_now, number, &rereader->now, err);
        if (status != STATUS_OK)
            return status;
        read_item(rereader, &rereader->readers[0], &rereader->now);
        item = &rereader->now;
    }
    *read = item;
    if (item->status == STATUS_FAIL)
        *err = item->error;
    return item->status == STATUS_FAIL ? STATUS_FAIL : STATUS_OK;
}

Status rereader_learn(Rereader *rereader, const int64_t *numbers, size_t count, const ExtractOptions *how,
                      const Progress *progress, Site *site, Error *err)
{
    Status status = STATUS_OK;
    size_t taken;
    rereader->how = *how;
    for (size_t at = 0; status == STATUS_OK && at < count && !progress_is_stopped(progress); at += taken) {
        status = load_round(rereader, numbers + at, count - at, &taken, err);
        if (status == STATUS_OK)
            pool_run(rereader->pool, rereader->count, learn_item, rereader);
        for (size_t i = 0; status == STATUS_OK && i < rereader->count; i++)
            site_learn(site, &rereader->items[i].lesson);
    }
    rereader->count = 0; /* they were read for their lessons alone */
    return status;
}
