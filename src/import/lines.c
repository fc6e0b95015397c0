/* In: a stream of plain bytes. Out: its lines, one at a time, each with its place.
 *
 * A line is looked for in a window that doubles until the line's end is in it or the limit is reached, so
 * that no line is looked through twice and memory stays bounded by the longest line. */
#include "import/lines.h"

#include "import/json_shape.h"
#include "import/sniff.h"

#define WINDOW_FIRST ((size_t)64 << 10)
#define LINE_MAX_SIZE ((size_t)RECORD_HELD_MAX)

Status lines_open(Import *import, Error *err)
{
    LineReader *reader = calloc(1, sizeof *reader);
    (void)err;
    if (!reader)
        fatal("out of memory");
    reader->number = 1;
    import->own = reader;
    import->seek = lines_seek;
    return STATUS_OK;
}

void lines_close(Import *import)
{
    free(import->own);
    import->own = NULL;
}

Status lines_seek(Import *import, uint64_t place, Error *err)
{
    LineReader *reader = import->own;
    *reader = (LineReader){.number = place == 0};
    return stream_seek(import->stream, place, err);
}

uint64_t lines_place(Import *import)
{
    const LineReader *reader = import->own;
    return reader->is_over ? stream_file(import->stream).size : stream_place(import->stream);
}

Status lines_bad(const LineReader *reader, Error *err, const char *what)
{
    if (reader->number == 0)
        return error_set(err, STATUS_SKIP, "%s", what);
    return error_set(err, STATUS_SKIP, "line %llu: %s", (unsigned long long)reader->number, what);
}

/* Past a line that is too long to be held, window by window. */
static Status pass_over(Import *import, Error *err)
{
    LineReader *reader = import->own;
    Status status = lines_bad(reader, err, "it has more than 16 MiB");
    Slice bytes = SLICE_EMPTY;
    while (stream_peek(import->stream, WINDOW_FIRST, &bytes, NULL) == STATUS_OK) {
        bytes = slice_range(bytes, 0, WINDOW_FIRST);
        size_t end = slice_find_byte(bytes, '\n');
        stream_skip(import->stream, end == SLICE_NONE ? bytes.size : end + 1);
        stream_forget(import->stream);
        if (end != SLICE_NONE)
            break;
    }
    reader->number += reader->number > 0;
    return status;
}

/* The line with its end. OK, END, SKIP (damage; too long), FAIL. is_passing: what is skipped is left behind.
 */
static Status peek_whole(Import *import, bool is_passing, Slice *line, Error *err)
{
    LineReader *reader = import->own;
    size_t want = WINDOW_FIRST, looked = 0;
    for (;;) {
        Slice bytes = SLICE_EMPTY;
        Status status = stream_peek(import->stream, want, &bytes, err);
        if (status == STATUS_SKIP && is_passing) {
            reader->is_over = !stream_resync(import->stream);
            reader->number = 0;
        }
        if (status != STATUS_OK)
            return status;
        bool is_all = bytes.size < want; /* the end or damage is behind these bytes */
        bytes = slice_range(bytes, 0, want);
        size_t end = slice_find_byte(slice_skip(bytes, looked), '\n');
        if (end != SLICE_NONE || is_all) {
            *line = slice_range(bytes, 0, end == SLICE_NONE ? bytes.size : looked + end + 1);
            return STATUS_OK;
        }
        if (want >= LINE_MAX_SIZE)
            return is_passing ? pass_over(import, err) : STATUS_SKIP;
        looked = bytes.size;
        want *= 2;
    }
}

/* Without its end and a byte order mark. */
static Slice trim_line(Slice line)
{
    if (slice_ends_with(line, SLICE("\n")))
        line.size--;
    if (slice_ends_with(line, SLICE("\r")))
        line.size--;
    return slice_skip(line, slice_starts_with(line, SLICE("\xEF\xBB\xBF")) ? 3 : 0);
}

static Status peek_words(Import *import, bool is_passing, Slice *line, Error *err)
{
    LineReader *reader = import->own;
    for (;;) {
        Slice whole = SLICE_EMPTY;
        if (reader->is_over)
            return STATUS_END;
        Status status = peek_whole(import, is_passing, &whole, err);
        if (status != STATUS_OK)
            return status;
        *line = trim_line(whole);
        if (!slice_is_empty(slice_trim(*line)))
            return STATUS_OK;
        lines_take(import);
        stream_forget(import->stream);
    }
}

Status lines_peek(Import *import, Slice *line, Error *err)
{
    return peek_words(import, true, line, err);
}

bool lines_more(Import *import, Slice *line)
{
    Error ignored;
    return peek_words(import, false, line, &ignored) == STATUS_OK;
}

void lines_take(Import *import)
{
    LineReader *reader = import->own;
    Slice whole = SLICE_EMPTY;
    if (peek_whole(import, false, &whole, NULL) == STATUS_OK) /* it is in the window already */
        stream_skip(import->stream, whole.size);
    reader->number += reader->number > 0;
}

Status lines_next_json(Import *import, Arena *arena, const char *media_type, Record *record, Error *err)
{
    Slice line = SLICE_EMPTY;
    stream_forget(import->stream);
    record->source_begin = lines_place(import);
    Status status = lines_peek(import, &line, err);
    if (status == STATUS_OK) {
        record->source_begin = lines_place(import);
        record->kind = RECORD_RESOURCE;
        record->body_kind = BODY_STATED;
        record->media_type = slice_from(media_type);
        record->charset = SLICE("utf-8");
        record->file_time_s = import->file_time_s;
        record->block = stream_is_packed(import->stream) ? arena_copy(arena, line) : line;
        if (!json_is_one_object(line)) {
            bool is_object = slice_starts_with(slice_trim(line), SLICE("{"));
            status = lines_bad(import->own, err,
                               is_object ? "a JSON object that is cut, or more than one" : "no JSON object");
        }
        lines_take(import);
    }
    record->source_end = lines_place(import);
    return status;
}

/* ---- JSON, by line or as a whole ---- */

static bool is_by_line(Import *import)
{
    Slice bytes = SLICE_EMPTY, ending = sniff_ending(slice_from(import->path));
    if (slice_equal_nocase(ending, SLICE("jsonl")) || slice_equal_nocase(ending, SLICE("ndjson")))
        return true;
    if (stream_peek(import->stream, WINDOW_FIRST, &bytes, NULL) != STATUS_OK)
        return false;
    bytes = slice_trim(slice_range(bytes, 0, WINDOW_FIRST));
    size_t end = slice_find_byte(bytes, '\n');
    if (end != SLICE_NONE)
        return json_is_one_object(trim_line(slice_range(bytes, 0, end)));
    return slice_starts_with(trim_line(bytes), SLICE("{")); /* one long line */
}

Status json_source_open(Import *import, Error *err)
{
    return is_by_line(import) ? lines_open(import, err) : document_open(import, err);
}

void json_source_close(Import *import)
{
    if (!import->is_document)
        lines_close(import);
}

Status json_source_next(Import *import, Arena *arena, const char *media_type, Record *record, Error *err)
{
    if (!import->is_document)
        return lines_next_json(import, arena, media_type, record, err);
    Status status = document_next(import, arena, BODY_STATED, slice_from(media_type), record, err);
    if (status == STATUS_OK && record->block.size > RECORD_HELD_MAX)
        return error_set(err, STATUS_SKIP,
                         "the document has more than 16 MiB: one object a line has no limit");
    return status;
}
