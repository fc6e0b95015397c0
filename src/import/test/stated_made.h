/* What a sample states, read through the room's door; and samples damaged in every way. */
#ifndef IMPORT_TEST_STATED_MADE_H
#define IMPORT_TEST_STATED_MADE_H

#include "import/test/made.h"

#include <sys/mman.h>
#include <unistd.h>

/* All that a source states, alive until read_close. */
typedef struct Reading {
    Arena *arena;
    Import *import;
    StatedList all;
    unsigned records, skips;
    char messages[8][1024]; /* of the first skips */
} Reading;

static inline Slice sample_path(Arena *arena, const char *name)
{
    return arena_format(arena, "%s/tests/samples/%s%c", BACKFILE_SOURCE_DIR, name, 0);
}

static inline void reading_skip(Reading *r, const Error *err)
{
    assert_true(err->message[0] != '\0');
    if (r->skips < 8)
        memcpy(r->messages[r->skips], err->message, sizeof r->messages[0]);
    r->skips++;
}

static inline Reading read_path(const char *path)
{
    Reading r = {.arena = arena_open((size_t)512 << 20)};
    ImportOptions options = {.spool_folder = "/tmp"};
    Error err = {{0}};
    Status status = import_open(path, options, &r.import, &err);
    if (status != STATUS_OK) {
        assert_int_equal(status, STATUS_SKIP);
        reading_skip(&r, &err);
    }
    while (r.import && status != STATUS_END) {
        Record record;
        status = import_next(r.import, r.arena, &record, &err);
        assert_int_not_equal(status, STATUS_FAIL);
        r.records += status == STATUS_OK;
        if (status == STATUS_OK)
            status = import_decode(&record, r.arena, &err);
        assert_int_not_equal(status, STATUS_FAIL);
        if (status == STATUS_SKIP)
            reading_skip(&r, &err);
        for (size_t i = 0; status == STATUS_OK && i < record.stated_count; i++)
            *LIST_ADD(r.arena, &r.all) = record.stated[i];
        assert_true(r.records + r.skips < 100000);
    }
    return r;
}

static inline Reading read_sample(const char *name)
{
    Arena *arena = arena_open(1 << 16);
    Reading r = read_path(sample_path(arena, name).data);
    arena_close(arena);
    return r;
}

/* Bytes as a file of no name, so that only the bytes tell what it is; or of a name. */
static inline Reading read_bytes(Slice bytes)
{
    char path[64];
    int fd = memfd_create("sample", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(file_write(fd, bytes, NULL), STATUS_OK);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    Reading r = read_path(path);
    close(fd);
    return r;
}

static inline void read_close(Reading *r)
{
    import_close(r->import);
    arena_close(r->arena);
}

static inline const char *custom_of(const Stated *stated, const char *key)
{
    static char value[512];
    value[0] = '\0';
    for (size_t i = 0; i < stated->article.custom.count; i++)
        if (slice_equal(stated->article.custom.items[i].key, slice_from(key)))
            snprintf(value, sizeof value, "%.*s", SLICE_ARG(stated->article.custom.items[i].value));
    return value;
}

static inline Slice sample_bytes(Arena *arena, const char *name)
{
    Slice bytes = SLICE_EMPTY;
    assert_int_equal(file_read(arena, sample_path(arena, name).data, (size_t)1 << 20, &bytes, NULL),
                     STATUS_OK);
    return bytes;
}

/* Whatever is left of a sample: no crash, no hang, and each record that is not understood has a reason. */
static inline void check_cuts(const char *name, size_t step)
{
    Arena *arena = arena_open((size_t)8 << 20);
    Slice bytes = sample_bytes(arena, name);
    for (size_t size = 1; size < bytes.size; size += step) {
        Reading r = read_bytes(slice_range(bytes, 0, size));
        read_close(&r);
    }
    arena_close(arena);
}

static inline void check_flips(const char *name, unsigned rounds, uint64_t seed)
{
    Arena *arena = arena_open((size_t)8 << 20);
    Slice bytes = sample_bytes(arena, name);
    for (unsigned i = 0; i < rounds; i++) {
        Slice copy = arena_copy(arena, bytes);
        char *data = (char *)(uintptr_t)copy.data;
        for (unsigned n = 0; n < 3; n++)
            data[random_below(&seed, copy.size)] ^= (char)(1 << random_below(&seed, 8));
        Reading r = read_bytes(copy);
        read_close(&r);
        if (i % 64 == 63) {
            arena_reset(arena);
            bytes = sample_bytes(arena, name);
        }
    }
    arena_close(arena);
}

#endif
