/* Captures: the originals in warc/ and their rows.
 *
 * In: a packed frame and what is known of the record. Out: a row that says where it lies, and the record
 * again, byte for byte, held against its digest on every reading. Damage to one record (a missing file, a
 * frame that does not unpack, another digest) is STATUS_SKIP: the rest of the archive goes on. */
#include "store/inside.h"

#include "syntax/url.h"
#include "syntax/warc.h"

#define FRAME_HEAD_MAX 64 /* a frame's own head and checksum, and some */

static const struct {
    RecordKind kind;
    const char *name;
} record_kinds[] = {
    {RECORD_RESPONSE, "response"}, {RECORD_RESOURCE, "resource"}, {RECORD_CONVERSION, "conversion"},
    {RECORD_REVISIT, "revisit"},   {RECORD_REQUEST, "request"},   {RECORD_METADATA, "metadata"},
    {RECORD_WARCINFO, "warcinfo"}, {RECORD_OTHER, "other"},
};
#define RECORD_KINDS (sizeof record_kinds / sizeof record_kinds[0])

Slice record_kind_name(RecordKind kind)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (record_kinds[i].kind == kind)
            return slice_from(record_kinds[i].name);
    }
    return SLICE("other");
}

RecordKind record_kind_find(Slice name)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (slice_equal(name, slice_from(record_kinds[i].name)))
            return record_kinds[i].kind;
    }
    return RECORD_OTHER;
}

/* ---- rank ---- */

int capture_rank_compare(CaptureRank a, CaptureRank b)
{
    if (a.captured_s != b.captured_s)
        return a.captured_s < b.captured_s ? -1 : 1;
    int by_digest = slice_compare(a.sha256, b.sha256);
    return by_digest != 0 ? by_digest : slice_compare(a.url, b.url);
}

Status capture_rank(Store *store, Arena *arena, int64_t capture, CaptureRank *rank, Error *err)
{
    *rank = (CaptureRank){INT64_MIN, SLICE_EMPTY, SLICE_EMPTY};
    Statement s = statement_open(store, SQL_CAPTURE_RANK);
    statement_bind_number(&s, capture);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        rank->captured_s = statement_take_number(&s);
        rank->sha256 = statement_take_text(&s, arena);
        rank->url = statement_take_text(&s, arena);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- adding ---- */

Status store_capture_find(Store *store, const Capture *capture, int64_t *number, Error *err)
{
    Statement s = statement_open(store, capture->is_file ? SQL_CAPTURE_FIND_FILE : SQL_CAPTURE_FIND);
    statement_bind_text_always(&s, capture->sha256);
    statement_bind_text(&s, capture->url);
    if (!capture->is_file)
        statement_bind_number_if(&s, capture->captured_s);
    Status status = statement_number(&s, number, err);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status add_row(Store *store, Capture *capture, int64_t address, Error *err)
{
    Statement s = statement_open(store, SQL_CAPTURE_ADD);
    statement_bind_text_always(&s, record_kind_name(capture->kind));
    statement_bind_text(&s, capture->record_id);
    statement_bind_text(&s, capture->url);
    statement_bind_number_if(&s, address);
    statement_bind_number_if(&s, capture->captured_s);
    statement_bind_number_if(&s, capture->http_status);
    statement_bind_text(&s, capture->media_type);
    statement_bind_text(&s, capture->redirect);
    statement_bind_text_always(&s, capture->sha256);
    statement_bind_text_always(&s, page_kind_name(capture->page_kind));
    statement_bind_number_if(&s, capture->source);
    statement_bind_number(&s, (int64_t)capture->source_begin);
    statement_bind_number(&s, capture->is_file);
    statement_bind_text(&s, capture->payload_sha1);
    statement_bind_text(&s, capture->referred_url);
    statement_bind_number_if(&s, capture->referred_s);
    statement_bind_number(&s, capture->warc_file);
    statement_bind_number(&s, (int64_t)capture->warc_offset);
    statement_bind_number(&s, (int64_t)capture->warc_size);
    statement_bind_number(&s, (int64_t)capture->raw_size);
    return statement_run(&s, err);
}

Status store_capture_add(Store *store, Capture *capture, Slice frame, uint64_t raw_size, Error *err)
{
    arena_reset(store->scratch);
    unsigned long long told = ZSTD_getFrameContentSize(frame.data, frame.size);
    assert(told != ZSTD_CONTENTSIZE_ERROR && told != ZSTD_CONTENTSIZE_UNKNOWN); /* made by warc_pack */
    (void)raw_size;
    int64_t address = 0;
    Status status = address_number(store, store->scratch, capture->url, &address, err);
    if (status == STATUS_OK)
        status = warc_append(store, frame, told, &capture->warc_offset, err);
    if (status != STATUS_OK)
        return error_while(err, status, "keeping the original of '%.*s'", SLICE_ARG(capture->url));
    capture->warc_file = store->writer.number;
    capture->warc_size = frame.size;
    capture->raw_size = told;
    status = add_row(store, capture, address, err);
    capture->number = status == STATUS_OK ? sqlite3_last_insert_rowid(store->db) : 0;
    return error_while(err, status, "keeping the original of '%.*s'", SLICE_ARG(capture->url));
}

/* ---- finding ---- */

Status capture_take(Statement *s, Arena *arena, Capture *capture, Error *err)
{
    *capture = (Capture){0};
    Status status = statement_next(s, err);
    if (status != STATUS_OK)
        return status;
    capture->number = statement_take_number(s);
    capture->kind = record_kind_find(statement_take_text(s, arena));
    capture->record_id = statement_take_text(s, arena);
    capture->url = statement_take_text(s, arena);
    capture->captured_s = statement_take_number(s);
    capture->http_status = (int)statement_take_number(s);
    capture->media_type = statement_take_text(s, arena);
    capture->redirect = statement_take_text(s, arena);
    capture->sha256 = statement_take_text(s, arena);
    if (!page_kind_find(statement_take_text(s, arena), &capture->page_kind))
        capture->page_kind = PAGE_OTHER;
    capture->source = statement_take_number(s);
    capture->source_begin = (uint64_t)statement_take_number(s);
    capture->is_file = statement_take_number(s) != 0;
    capture->payload_sha1 = statement_take_text(s, arena);
    capture->referred_url = statement_take_text(s, arena);
    capture->referred_s = statement_take_number(s);
    capture->same_as = statement_take_number(s);
    capture->warc_file = (uint32_t)statement_take_number(s);
    capture->warc_offset = (uint64_t)statement_take_number(s);
    capture->warc_size = (uint64_t)statement_take_number(s);
    capture->raw_size = (uint64_t)statement_take_number(s);
    return STATUS_OK;
}

/* The one row that is asked for. */
static Status take_capture(Statement *s, Arena *arena, Capture *capture, Error *err)
{
    Status status = capture_take(s, arena, capture, err);
    statement_close(s);
    return status;
}

Status store_capture_get(Store *store, Arena *arena, int64_t number, Capture *capture, Error *err)
{
    Statement s = statement_open(store, SQL_CAPTURE_GET);
    statement_bind_number(&s, number);
    return take_capture(&s, arena, capture, err);
}

/* A revisit has the bytes of the capture that it means. */
static Status follow_revisit(Store *store, Arena *arena, Status found, Capture *capture, Error *err)
{
    if (found != STATUS_OK || capture->same_as == 0)
        return found;
    return store_capture_get(store, arena, capture->same_as, capture, err);
}

static Status capture_beside(Store *store, Arena *arena, StatementId id, int64_t address, int64_t at_s,
                             Capture *capture, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, address);
    if (id != SQL_CAPTURE_LATEST)
        statement_bind_number(&s, at_s);
    return take_capture(&s, arena, capture, err);
}

/* Distance of two moments without overflow. */
static uint64_t distance(int64_t a, int64_t b)
{
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

static Status find_capture_at(Store *store, Arena *arena, Slice url_key, int64_t at_s, Capture *capture,
                              Error *err)
{
    int64_t address = 0;
    Statement s = statement_open(store, SQL_ADDRESS_NUMBER);
    statement_bind_text_always(&s, url_key);
    Status status = statement_number(&s, &address, err);
    if (status != STATUS_OK)
        return status;
    if (at_s == 0)
        return capture_beside(store, arena, SQL_CAPTURE_LATEST, address, 0, capture, err);
    Capture after;
    status = capture_beside(store, arena, SQL_CAPTURE_BEFORE, address, at_s, capture, err);
    bool has_before = status == STATUS_OK;
    if (status != STATUS_FAIL)
        status = capture_beside(store, arena, SQL_CAPTURE_AFTER, address, at_s, &after, err);
    if (status == STATUS_OK &&
        (!has_before || distance(after.captured_s, at_s) < distance(capture->captured_s, at_s)))
        *capture = after;
    if (status == STATUS_END && !has_before)
        return capture_beside(store, arena, SQL_CAPTURE_LATEST, address, 0, capture,
                              err); /* none has a time */
    return status == STATUS_END ? STATUS_OK : status;
}

/* No capture of its own: a file that came without an address may be the picture that stood there. */
static Status answer_loose(Store *store, Arena *arena, Slice url_key, Capture *capture, Error *err)
{
    int64_t number = 0;
    Statement s = statement_open(store, SQL_LOOSE_ANSWER_CAPTURE);
    statement_bind_text_always(&s, url_key);
    Status status = statement_number(&s, &number, err);
    return status == STATUS_OK ? store_capture_get(store, arena, number, capture, err) : status;
}

Status store_capture_at(Store *store, Arena *arena, Slice url_key, int64_t at_s, Capture *capture, Error *err)
{
    Status status = find_capture_at(store, arena, url_key, at_s, capture, err);
    if (status == STATUS_END)
        return answer_loose(store, arena, url_key, capture, err);
    return follow_revisit(store, arena, status, capture, err);
}

/* ---- reading ---- */

/* Unpacks the frame at the capture's place into the arena. */
static Status unpack_frame(Store *store, Arena *arena, const Capture *capture, Slice *raw, Error *err)
{
    if (capture->warc_size > ZSTD_compressBound((size_t)capture->raw_size) + FRAME_HEAD_MAX)
        return error_set(err, STATUS_SKIP, "its row is damaged: %llu bytes cannot have become %llu",
                         (unsigned long long)capture->raw_size, (unsigned long long)capture->warc_size);
    WarcReader *reader = NULL;
    Status status = warc_reader(store, capture->warc_file, &reader, err);
    if (status != STATUS_OK)
        return status;
    char *packed = arena_text(store->scratch, (size_t)capture->warc_size);
    if (file_read_at(reader->fd, capture->warc_offset, packed, (size_t)capture->warc_size, err) != STATUS_OK)
        return STATUS_SKIP;
    if (ZSTD_getFrameContentSize(packed, (size_t)capture->warc_size) != capture->raw_size)
        return error_set(err, STATUS_SKIP, "no frame of %llu bytes begins there",
                         (unsigned long long)capture->raw_size);
    char *out = arena_text(arena, (size_t)capture->raw_size);
    size_t got = ZSTD_decompress_usingDDict(store->unpacker, out, (size_t)capture->raw_size, packed,
                                            (size_t)capture->warc_size, reader->dictionary);
    if (ZSTD_isError(got))
        return error_set(err, STATUS_SKIP, "the frame is damaged: %s", ZSTD_getErrorName(got));
    if (got != capture->raw_size)
        return error_set(err, STATUS_SKIP, "the frame gives %zu bytes", got);
    *raw = slice_of(out, got);
    return STATUS_OK;
}

/* The block is all behind the record's head. */
static Status check_digest(Arena *arena, Slice warc, Slice sha256, Error *err)
{
    WarcHead head;
    Status status = warc_read_head(warc, &head, err);
    if (status != STATUS_OK)
        return error_set(err, STATUS_SKIP, "it does not begin as a WARC record");
    Slice is = digest_sha256_hex(arena, slice_skip(warc, head.head_size));
    if (!slice_equal(is, sha256))
        return error_set(err, STATUS_SKIP, "its block has the SHA-256 %.*s, not %.*s", SLICE_ARG(is),
                         SLICE_ARG(sha256));
    return STATUS_OK;
}

Status store_capture_read(Store *store, Arena *arena, int64_t number, size_t limit, Slice *warc, Error *err)
{
    Capture capture;
    arena_reset(store->scratch);
    *warc = SLICE_EMPTY;
    Status status = store_capture_get(store, store->scratch, number, &capture, err);
    if (status != STATUS_OK)
        return status;
    if (capture.raw_size > limit)
        return error_set(err, STATUS_SKIP, "capture %lld has %llu bytes, more than %zu", (long long)number,
                         (unsigned long long)capture.raw_size, limit);
    Slice raw = SLICE_EMPTY;
    status = unpack_frame(store, arena, &capture, &raw, err);
    if (status == STATUS_OK && !slice_ends_with(raw, SLICE("\r\n\r\n")))
        status = error_set(err, STATUS_SKIP, "it has no end");
    if (status == STATUS_OK) {
        *warc = slice_range(raw, 0, raw.size - RECORD_CLOSING_BYTES);
        status = check_digest(store->scratch, *warc, capture.sha256, err);
    }
    return error_while(err, status, "reading capture %lld at byte %llu of warc/%06u.warc.zst",
                       (long long)number, (unsigned long long)capture.warc_offset, capture.warc_file);
}

/* ---- walking ---- */

Status store_capture_next(Store *store, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_CAPTURE_NEXT);
    statement_bind_number(&s, *number);
    return statement_number(&s, number, err);
}

Status store_source_captures(Store *store, int64_t source, uint64_t *count, Error *err)
{
    int64_t found = 0;
    Statement s = statement_open(store, SQL_CAPTURES_OF_SOURCE);
    statement_bind_number(&s, source);
    Status status = statement_number(&s, &found, err);
    *count = (uint64_t)found;
    return status;
}
