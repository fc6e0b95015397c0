/* Checking an archive: every original against its digest, every row against what it points to.
 *
 * Out: one line for each fault, by a callback; checking goes on behind a fault. Originals are read in the
 * order in which they lie and unpacked a piece at a time, so that one of any size takes the same memory. FAIL
 * only if archive.db cannot be read at all. */
#include "store/inside.h"

#include "syntax/warc.h"

#define PIECE_BYTES (256u << 10)
#define WARC_HEAD_MAX (1u << 20) /* no record we keep has a longer head */

typedef struct Check {
    Store *store;
    void (*fault)(void *context, const char *message);
    void *context;
    const Progress *progress;
    Arena *arena; /* of one capture or one row */
    Digest *digest;
    uint64_t done, total, items;
} Check;

static void PRINTF_LIKE(2, 3) tell(Check *check, const char *format, ...)
{
    char message[1200];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    check->fault(check->context, message);
}

static bool is_stopped(const Check *check)
{
    return progress_is_stopped(check->progress);
}

static void step(Check *check, Slice what)
{
    if (check->progress && check->progress->step)
        check->progress->step(check->progress->context, what, check->done, check->total, check->items);
}

/* ---- SQLite's own checks, and rules between rows ---- */

static void check_rows(Check *check, const char *sql, const char *what)
{
    sqlite3 *db = check->store->db;
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (!text || strcmp(text, "ok") != 0)
            tell(check, "archive.db: %s: %s", what, text ? text : "?");
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        tell(check, "archive.db: %s: %s", what, sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
}

static const struct {
    const char *sql, *what;
} row_checks[] = {
    {"PRAGMA integrity_check(100)", "damaged"},
    {"SELECT \"table\" || ' row ' || ifnull(rowid, '?') || ' points to no ' || parent FROM "
     "pragma_foreign_key_check",
     "a row points nowhere"},
    {"SELECT number FROM article WHERE version IS NULL OR capture IS NULL",
     "an article without text or capture"},
    {"SELECT article.number FROM article JOIN version ON version.number = article.version"
     " WHERE version.article <> article.number",
     "an article shows the text of another"},
    {"SELECT article.number FROM article WHERE NOT EXISTS (SELECT 1 FROM article_capture"
     " WHERE article_capture.article = article.number AND article_capture.capture = article.capture)",
     "an article shows a capture that is not its own"},
    {"SELECT block.version FROM block JOIN version ON version.number = block.version"
     " WHERE block.text_begin > block.text_end OR block.text_end > version.text_bytes",
     "a block lies outside the text of version"},
    {"SELECT number FROM version WHERE likeness IS NOT NULL AND NOT EXISTS (SELECT 1 FROM article_capture"
     " WHERE article_capture.article = version.article AND article_capture.capture = version.capture"
     " AND article_capture.version = version.number)",
     "a version shows the words of a capture that has others"},
    {"SELECT version.number FROM version JOIN article ON article.number = version.article"
     " WHERE likeness IS NULL AND article.version <> version.number",
     "an empty version stands beside a text"},
    {"SELECT former_id.id FROM former_id JOIN article ON article.id = former_id.id",
     "an id is a former one and a present one"},
    {"SELECT capture.number FROM capture JOIN capture AS original ON original.number = capture.same_as"
     " WHERE capture.kind <> 'revisit' OR original.kind = 'revisit'",
     "a revisit means no original"},
    {"SELECT host FROM site WHERE (taught <> 0) <> EXISTS (SELECT 1 FROM site_lesson WHERE site = number)",
     "a site teaches and has no lessons, or the reverse"},
    {"SELECT url_key FROM address WHERE (kind = 'article') <> (article IS NOT NULL)",
     "an address says 'article' and names none, or the reverse"},
};

static Slice text_column(sqlite3_stmt *stmt, int column)
{
    const void *data = sqlite3_column_text(stmt, column);
    return slice_of(data, (size_t)sqlite3_column_bytes(stmt, column));
}

static void check_version(Check *check, sqlite3_stmt *stmt)
{
    int64_t number = sqlite3_column_int64(stmt, 0);
    Slice digest = text_column(stmt, 2), headline = text_column(stmt, 3), text = text_column(stmt, 5);
    unsigned char bytes[DIGEST_MAX_BYTES];
    digest_add(check->digest, text);
    digest_add(check->digest, SLICE("\n"));
    digest_add(check->digest, headline);
    size_t size = digest_finish(check->digest, bytes);
    arena_reset(check->arena);
    if (!slice_equal(digest, hex_of(check->arena, bytes, size)))
        tell(check, "version %lld: the text is not that of its digest", (long long)number);
    if ((int64_t)text.size != sqlite3_column_int64(stmt, 4))
        tell(check, "version %lld: the text has %zu bytes", (long long)number, text.size);
    if (!utf8_is_valid(text))
        tell(check, "version %lld: the text is not UTF-8", (long long)number);
}

static Status check_versions(Check *check, Error *err)
{
    Statement s = statement_open(check->store, SQL_VERSIONS_AFTER);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK && !is_stopped(check))
        check_version(check, s.stmt);
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- one original ---- */

/* What has been unpacked of a record: first its head is gathered, then its block is digested, all but the
 * last four bytes met so far, which may be the closing CR LF CR LF. */
typedef struct Unpacked {
    Check *check;
    Builder head;
    bool is_in_block, is_bad;
    char tail[RECORD_CLOSING_BYTES];
    size_t tail_size;
    uint64_t size;
} Unpacked;

static void add_block(Unpacked *u, Slice bytes)
{
    char joined[2 * RECORD_CLOSING_BYTES];
    size_t keep = RECORD_CLOSING_BYTES;
    if (bytes.size >= keep) {
        digest_add(u->check->digest, slice_of(u->tail, u->tail_size));
        digest_add(u->check->digest, slice_range(bytes, 0, bytes.size - keep));
        memcpy(u->tail, bytes.data + bytes.size - keep, keep);
        u->tail_size = keep;
        return;
    }
    memcpy(joined, u->tail, u->tail_size);
    memcpy(joined + u->tail_size, bytes.data, bytes.size);
    size_t size = u->tail_size + bytes.size;
    size_t out = size > keep ? size - keep : 0;
    digest_add(u->check->digest, slice_of(joined, out));
    memcpy(u->tail, joined + out, size - out);
    u->tail_size = size - out;
}

static void add_plain(Unpacked *u, Slice bytes)
{
    u->size += bytes.size;
    if (u->is_in_block) {
        add_block(u, bytes);
        return;
    }
    WarcHead head;
    builder_add(&u->head, bytes);
    Slice got = builder_slice(&u->head);
    Status status = warc_read_head(got, &head, NULL);
    if (status == STATUS_OK) {
        u->is_in_block = true;
        add_block(u, slice_skip(got, head.head_size));
    } else if (status == STATUS_SKIP || got.size > WARC_HEAD_MAX) {
        u->is_bad = true;
    }
}

static Status unpack_pieces(Check *check, const WarcReader *reader, const Capture *capture, Unpacked *u,
                            Error *err)
{
    ZSTD_DCtx *context = check->store->unpacker;
    char *packed = arena_text(check->arena, PIECE_BYTES);
    char *plain = arena_text(check->arena, PIECE_BYTES);
    ZSTD_DCtx_reset(context, ZSTD_reset_session_only);
    ZSTD_DCtx_refDDict(context, reader->dictionary);
    size_t left = 1;
    for (uint64_t at = 0; at < capture->warc_size && !u->is_bad;) {
        uint64_t rest = capture->warc_size - at;
        size_t size = rest < PIECE_BYTES ? (size_t)rest : PIECE_BYTES;
        Status status = file_read_at(reader->fd, capture->warc_offset + at, packed, size, err);
        if (status != STATUS_OK)
            return status;
        ZSTD_inBuffer in = {packed, size, 0};
        at += size;
        bool is_more = true;
        while (is_more && !u->is_bad) {
            ZSTD_outBuffer out = {plain, PIECE_BYTES, 0};
            left = ZSTD_decompressStream(context, &out, &in);
            if (ZSTD_isError(left))
                return error_set(err, STATUS_SKIP, "the frame is damaged: %s", ZSTD_getErrorName(left));
            add_plain(u, slice_of(plain, out.pos));
            if (left == 0 && (in.pos < in.size || at < capture->warc_size))
                return error_set(err, STATUS_SKIP, "the frame ends before its place does");
            is_more = left != 0 && (in.pos < in.size || out.pos == out.size);
        }
    }
    return left == 0 || u->is_bad ? STATUS_OK : error_set(err, STATUS_SKIP, "the frame has no end");
}

static Status check_unpacked(Unpacked *u, const Capture *capture, Error *err)
{
    unsigned char bytes[DIGEST_MAX_BYTES];
    Slice hex = hex_of(u->check->arena, bytes, digest_finish(u->check->digest, bytes));
    if (u->is_bad || !u->is_in_block)
        return error_set(err, STATUS_SKIP, "it does not begin as a WARC record");
    if (u->size != capture->raw_size)
        return error_set(err, STATUS_SKIP, "it has %llu bytes, not %llu", (unsigned long long)u->size,
                         (unsigned long long)capture->raw_size);
    if (!slice_equal(slice_of(u->tail, u->tail_size), SLICE("\r\n\r\n")))
        return error_set(err, STATUS_SKIP, "it has no end");
    if (!slice_equal(hex, capture->sha256))
        return error_set(err, STATUS_SKIP, "its block has the SHA-256 %.*s, not %.*s", SLICE_ARG(hex),
                         SLICE_ARG(capture->sha256));
    return STATUS_OK;
}

static Status check_original(Check *check, const Capture *capture, Error *err)
{
    WarcReader *reader = NULL;
    Status status = warc_reader(check->store, capture->warc_file, &reader, err);
    if (status != STATUS_OK)
        return status;
    Unpacked u = {.check = check};
    builder_init(&u.head, check->arena);
    status = unpack_pieces(check, reader, capture, &u, err);
    Status digested =
        check_unpacked(&u, capture, status == STATUS_OK ? err : NULL); /* also empties the digest */
    ZSTD_DCtx_reset(check->store->unpacker, ZSTD_reset_session_and_parameters);
    return status == STATUS_OK ? digested : status;
}

/* ---- the files of warc/ ---- */

typedef struct FileRow {
    uint32_t number;
    Slice name;
    uint64_t dictionary_bytes, bytes, records, raw_bytes;
} FileRow;

typedef struct FileRows {
    FileRow *items;
    size_t count, capacity;
} FileRows;

static Status load_files(Check *check, Arena *arena, FileRows *files, Error *err)
{
    Statement s = statement_open(check->store, SQL_WARC_FILES);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        FileRow row = {.number = (uint32_t)statement_take_number(&s)};
        row.name = statement_take_text(&s, arena);
        row.dictionary_bytes = (uint64_t)statement_take_number(&s);
        row.bytes = (uint64_t)statement_take_number(&s);
        row.records = (uint64_t)statement_take_number(&s);
        row.raw_bytes = (uint64_t)statement_take_number(&s);
        check->total += row.bytes;
        *LIST_ADD(arena, files) = row;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static void check_file(Check *check, Arena *arena, const FileRow *row)
{
    Error error = {{0}};
    WarcReader *reader = NULL;
    uint64_t size = 0;
    const char *path = path_join(arena, check->store->warc_folder, arena_string(arena, row->name));
    char name[WARC_NAME_SIZE];
    warc_name(row->number, name);
    if (!slice_equal(row->name, slice_from(name)))
        tell(check, "warc_file %u: it is called '%.*s'", row->number, SLICE_ARG(row->name));
    if (file_size(path, &size, &error) != STATUS_OK)
        tell(check, "warc/%.*s: %s", SLICE_ARG(row->name), error.message);
    else if (size < row->bytes)
        tell(check, "warc/%.*s: it has %llu bytes where %llu are recorded", SLICE_ARG(row->name),
             (unsigned long long)size, (unsigned long long)row->bytes);
    if (warc_reader(check->store, row->number, &reader, &error) != STATUS_OK)
        tell(check, "warc/%.*s: %s", SLICE_ARG(row->name), error.message);
    else if (reader->dictionary_bytes != row->dictionary_bytes)
        tell(check, "warc/%.*s: its dictionary takes %llu bytes where %llu are recorded",
             SLICE_ARG(row->name), (unsigned long long)reader->dictionary_bytes,
             (unsigned long long)row->dictionary_bytes);
}

/* Frames lie one behind the other, from the dictionary to the end of the file. */
typedef struct Walk {
    const FileRow *file; /* NULL before the first */
    uint64_t place, records, raw_bytes;
} Walk;

static void end_file(Check *check, const Walk *walk)
{
    if (!walk->file)
        return;
    if (walk->place != walk->file->bytes || walk->records != walk->file->records ||
        walk->raw_bytes != walk->file->raw_bytes)
        tell(check, "warc/%.*s: %llu captures end at byte %llu, where %llu and %llu are recorded",
             SLICE_ARG(walk->file->name), (unsigned long long)walk->records, (unsigned long long)walk->place,
             (unsigned long long)walk->file->records, (unsigned long long)walk->file->bytes);
}

static void walk_to(Check *check, Walk *walk, const FileRows *files, const Capture *capture)
{
    if (!walk->file || walk->file->number != capture->warc_file) {
        end_file(check, walk);
        *walk = (Walk){0};
        for (size_t i = 0; i < files->count; i++) {
            if (files->items[i].number == capture->warc_file)
                *walk = (Walk){&files->items[i], files->items[i].dictionary_bytes, 0, 0};
        }
    }
    if (walk->file && walk->place != capture->warc_offset)
        tell(check, "capture %lld: it lies at byte %llu of warc/%.*s, where byte %llu is next",
             (long long)capture->number, (unsigned long long)capture->warc_offset,
             SLICE_ARG(walk->file->name), (unsigned long long)walk->place);
    walk->place = capture->warc_offset + capture->warc_size;
    walk->records++;
    walk->raw_bytes += capture->raw_size;
}

static Status check_captures(Check *check, const FileRows *files, Error *err)
{
    Walk walk = {0};
    Capture capture;
    Statement s = statement_open(check->store, SQL_CAPTURE_PLACES);
    Status status;
    while ((status = capture_take(&s, check->arena, &capture, err)) == STATUS_OK && !is_stopped(check)) {
        Error error = {{0}};
        walk_to(check, &walk, files, &capture);
        if (check_original(check, &capture, &error) != STATUS_OK)
            tell(check, "capture %lld '%.*s' at byte %llu of warc/%06u.warc.zst: %s",
                 (long long)capture.number, SLICE_ARG(capture.url), (unsigned long long)capture.warc_offset,
                 capture.warc_file, error.message);
        check->items++;
        check->done += capture.warc_size;
        step(check, SLICE("warc/"));
        arena_reset(check->arena);
    }
    statement_close(&s);
    if (!is_stopped(check))
        end_file(check, &walk);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status check_all(Check *check, Arena *arena, Error *err)
{
    FileRows files = {0};
    for (size_t i = 0; i < sizeof row_checks / sizeof row_checks[0] && !is_stopped(check); i++)
        check_rows(check, row_checks[i].sql, row_checks[i].what);
    Status status = load_files(check, arena, &files, err);
    for (size_t i = 0; i < files.count && status == STATUS_OK; i++)
        check_file(check, arena, &files.items[i]);
    if (status == STATUS_OK)
        status = check_captures(check, &files, err);
    if (status == STATUS_OK)
        status = check_versions(check, err);
    if (status == STATUS_OK && !is_stopped(check))
        status = holds_verify(check->store, check->fault, check->context, err);
    return status;
}

Status store_verify(Store *store, void (*fault)(void *context, const char *message), void *context,
                    const Progress *progress, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Check check = {.store = store, .fault = fault, .context = context, .progress = progress};
    check.arena = arena_open(SIZE_MAX);
    check.digest = digest_open(DIGEST_SHA256);
    Status status = check_all(&check, arena, err);
    digest_close(check.digest);
    arena_close(check.arena);
    arena_close(arena);
    return error_while(err, status, "verifying");
}
