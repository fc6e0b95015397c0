/* Small sources made for a test, written into its scratch folder, and what an import of them gives. */
#ifndef IMPORT_TEST_MADE_H
#define IMPORT_TEST_MADE_H

#include "base/test/scratch.h"

#include <fcntl.h>

#include "base/builder.h"
#include "base/bytes.h"
#include "base/file.h"
#include "import/import.h"
#include "syntax/codec.h"
#include "syntax/warc.h"

typedef struct Made {
    Arena *arena;
    Builder bytes;
    size_t begins[64]; /* of each record, in the file */
    size_t count;
    CodecKind kind; /* of each record */
} Made;

static inline Made made_open(CodecKind kind)
{
    Made made = {.arena = arena_open((size_t)512 << 20), .kind = kind};
    builder_init(&made.bytes, made.arena);
    return made;
}

static inline void made_close(Made *made)
{
    arena_close(made->arena);
}

/* The text of one record; length < 0: the true one. */
static inline Slice record_text(Arena *arena, const char *type, const char *url, const char *content_type,
                                Slice block, int64_t length)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b,
                   "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2014-06-27T10:00:00Z\r\n",
                   type, url);
    builder_format(&b, "Content-Type: %s\r\nContent-Length: %lld\r\n\r\n", content_type,
                   (long long)(length < 0 ? (int64_t)block.size : length));
    builder_add(&b, block);
    builder_add_string(&b, "\r\n\r\n");
    return builder_slice(&b);
}

static inline void made_add(Made *made, Slice text)
{
    made->begins[made->count++] = made->bytes.size;
    builder_add(&made->bytes, made->kind == CODEC_NONE ? text : codec_pack(made->arena, made->kind, 3, text));
}

/* A page whose number stands in its address and its text. */
static inline Slice page_text(Arena *arena, unsigned number, int64_t length)
{
    Slice block = arena_format(
        arena,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><title>Page %u</title>"
        "<p>This is page number %u, and it says so.</html>",
        number, number);
    return record_text(arena, "response", arena_format(arena, "http://example.org/%u%c", number, 0).data,
                       "application/http; msgtype=response", block, length);
}

static inline const char *write_in(const char *folder, const char *name, Slice bytes)
{
    static char path[1024];
    int fd = -1;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_open(path, O_WRONLY | O_CREAT | O_TRUNC, &fd, NULL), STATUS_OK);
    assert_int_equal(file_write(fd, bytes, NULL), STATUS_OK);
    file_close(fd);
    return path;
}

typedef struct Walk {
    unsigned good, bad;
    char numbers[256];  /* last byte of each good record's address */
    char message[1024]; /* of the first bad one */
    uint64_t begins[256], ends[256];
} Walk;

static inline Import *opened(const char *path)
{
    Import *in = NULL;
    Error err = {0};
    ImportOptions options = {.spool_folder = "."};
    if (import_open(path, options, &in, &err) != STATUS_OK)
        fail_msg("cannot open '%s': %s", path, err.message);
    return in;
}

/* Reads all from here on, decoding what is good. Every walk ends, and bad records come with a reason. */
static inline Walk walk(Import *in)
{
    Walk w = {0};
    Arena *arena = arena_open((size_t)128 << 20);
    for (unsigned step = 0;; step++) {
        Record record;
        Error err = {0};
        arena_reset(arena);
        Status status = import_next(in, arena, &record, &err);
        if (status == STATUS_END)
            break;
        assert_true(status == STATUS_OK || status == STATUS_SKIP);
        assert_true(step < 100000);
        size_t number = w.good + w.bad;
        if (number < 256) {
            w.begins[number] = record.source_begin;
            w.ends[number] = record.source_end;
        }
        if (status == STATUS_SKIP) {
            assert_true(err.message[0] != '\0');
            if (w.bad++ == 0)
                memcpy(w.message, err.message, sizeof w.message);
            continue;
        }
        if (w.good < 255)
            w.numbers[w.good] = record.url.size ? record.url.data[record.url.size - 1] : '-';
        w.good++;
        assert_true(import_decode(&record, arena, &err) != STATUS_FAIL);
    }
    arena_close(arena);
    return w;
}

static inline Walk walk_path(const char *path)
{
    Import *in = opened(path);
    Walk w = walk(in);
    import_close(in);
    return w;
}

/* As walk_path, where the source may also be refused as a whole, with a reason. */
static inline Walk walk_if_opened(const char *path)
{
    Import *in = NULL;
    Error err = {0};
    ImportOptions options = {.spool_folder = "."};
    Walk w = {0};
    Status status = import_open(path, options, &in, &err);
    if (status == STATUS_OK) {
        w = walk(in);
    } else {
        assert_int_equal(status, STATUS_SKIP);
        assert_true(err.message[0] != '\0');
        memcpy(w.message, err.message, sizeof w.message);
        w.bad = 1;
    }
    import_close(in);
    return w;
}

#endif
