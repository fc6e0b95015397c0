/* backfile read: plain texts in, what their words say out, as JSON; without an archive.
 *
 * One text gives one object, lines of JSON a line each, in their order. Spans are bytes of the text as given:
 * bytes that are no UTF-8 are read as "?", one for one, so that nothing moves. One line is held at a time. */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "export/export.h"
#include "extract/extract.h"
#include "syntax/json.h"

#define READ_TEXT_MAX ((size_t)64 << 20)   /* bytes of a text or a line; a book has two */
#define READ_ARENA_BYTES ((size_t)1 << 30) /* a line, its JSON undone, and its answer */

/* Valid UTF-8 of the same size, in the arena. */
static Slice same_size(Arena *arena, Slice text)
{
    if (utf8_is_valid(text))
        return text;
    Slice copy = arena_copy(arena, text);
    char *bytes = (char *)copy.data;
    for (size_t at = 0; at < copy.size;) {
        at += utf8_valid_size(slice_skip(copy, at));
        if (at < copy.size)
            bytes[at++] = '?';
    }
    return copy;
}

/* ---- one text ---- */

static int read_one(Call *call, const char *path)
{
    Error err;
    Slice text;
    TextReading reading;
    Arena *arena = arena_open(READ_ARENA_BYTES);
    const Status status =
        slice_equal(slice_from(path), SLICE("-"))
            ? file_read_stream(arena, STDIN_FILENO, "standard input", READ_TEXT_MAX, &text, &err)
            : file_read(arena, path, READ_TEXT_MAX, &text, &err);
    if (status == STATUS_OK) {
        extract_reading(arena, same_size(arena, text), (Moment){0}, &reading);
        call_print(call, export_reading(arena, &reading, call->out_is_terminal));
    } else {
        call_say(call, EXIT_FAILED, "'%s': %s", path,
                 status == STATUS_END ? "there is no such file" : err.message);
    }
    arena_close(arena);
    return status == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
}

/* ---- lines of JSON ---- */

/* What is handed through the guard. */
typedef struct LineJob {
    Arena *arena;
    Slice line;
    Slice answer; /* empty: the line holds no object */
} LineJob;

static void answer_line(void *context)
{
    LineJob *job = context;
    TextReading reading;
    Moment published;
    const Json *object = json_read(job->arena, same_size(job->arena, job->line));
    if (!object || object->kind != JSON_OBJECT)
        return;
    const Json *id = json_get(object, "id");
    if (!moment_parse(json_get_text(object, "published"), &published))
        published = (Moment){0};
    extract_reading(job->arena, json_get_text(object, "text"), published, &reading);
    if (id && (id->kind == JSON_TEXT || id->kind == JSON_NUMBER))
        reading.id = id->text;
    job->answer = export_reading(job->arena, &reading, false);
}

static Slice failed_line(Arena *arena, const char *why)
{
    return arena_format(arena, "{\"error\":\"%s\"}", why);
}

typedef struct LineBuffer {
    char *bytes;
    size_t size, room;
    bool is_cut; /* the line is larger than READ_TEXT_MAX */
} LineBuffer;

static void line_add(LineBuffer *line, char byte)
{
    if (line->size == line->room) {
        line->room = line->room ? line->room * 2 : 4096;
        line->bytes = realloc(line->bytes, line->room);
        if (!line->bytes)
            fatal("out of memory for a line");
    }
    line->bytes[line->size++] = byte;
}

/* The next line, without its end; false: there is none. */
static bool line_read(FILE *in, LineBuffer *line)
{
    int byte = getc_unlocked(in);
    line->size = 0;
    line->is_cut = false;
    if (byte == EOF)
        return false;
    for (; byte != EOF && byte != '\n'; byte = getc_unlocked(in)) {
        line->is_cut = line->is_cut || line->size >= READ_TEXT_MAX;
        if (!line->is_cut)
            line_add(line, (char)byte);
    }
    return true;
}

static int read_lines(Call *call, FILE *in)
{
    LineBuffer line = {0};
    Arena *arena = arena_open(READ_ARENA_BYTES);
    while (!ferror(call->out) && line_read(in, &line)) {
        LineJob job = {.arena = arena, .line = slice_trim(slice_of(line.bytes, line.size))};
        if (job.line.size == 0)
            continue;
        arena_reset(arena);
        const bool is_done = !line.is_cut && arena_guard(arena, answer_line, &job);
        if (!is_done)
            arena_reset(arena);
        if (!is_done || job.answer.size == 0)
            job.answer =
                failed_line(arena, is_done ? "the line holds no JSON object" : "the line is too large");
        call_print(call, job.answer);
    }
    const bool is_read = !ferror(in);
    arena_close(arena);
    free(line.bytes);
    return is_read ? EXIT_DONE : call_say(call, EXIT_FAILED, "cannot read the lines");
}

int command_read(Call *call)
{
    const char *path = options_operand(call->options, 0);
    path = path ? path : "-";
    if (!options_flag(call->options, "jsonl"))
        return read_one(call, path);
    if (slice_equal(slice_from(path), SLICE("-")))
        return read_lines(call, stdin);
    FILE *file = fopen(path, "re");
    if (!file)
        return call_say(call, EXIT_FAILED, "cannot open '%s'", path);
    const int code = read_lines(call, file);
    fclose(file);
    return code;
}
