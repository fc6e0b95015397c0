/* A whole source, through the door: told, walked to its end, decoded, and taken up again at one of its
 * records. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "fuzz.h"
#include "import/import.h"

enum { PLACES = 64 };

typedef struct Walk {
    uint64_t ends[PLACES];
    unsigned count, bad;
} Walk;

static Walk walk(Import *in)
{
    Walk w = {0};
    Arena *arena = arena_open((size_t)128 << 20);
    for (;;) {
        Record record;
        Error err = {0};
        arena_reset(arena);
        Status status = import_next(in, arena, &record, &err);
        if (status == STATUS_END)
            break;
        CHECK(status != STATUS_FAIL);
        CHECK(record.source_begin <= record.source_end ||
              (record.source_begin >> 39) != (record.source_end >> 39));
        if (w.count < PLACES)
            w.ends[w.count] = record.source_end;
        CHECK(++w.count < 1000000);
        if (status == STATUS_OK)
            CHECK(import_decode(&record, arena, &err) != STATUS_FAIL);
        else
            CHECK(err.message[0] != '\0');
        w.bad += status == STATUS_SKIP;
    }
    arena_close(arena);
    return w;
}

static void walk_source(const char *path, size_t which)
{
    Import *in = NULL;
    Error err = {0};
    ImportOptions options = {.spool_folder = "/tmp"};
    if (import_open(path, options, &in, &err) != STATUS_OK)
        return;
    Walk whole = walk(in);
    if (whole.count > 0) {
        unsigned from = (unsigned)(which % (whole.count < PLACES ? whole.count : PLACES));
        CHECK(import_seek(in, whole.ends[from], &err) == STATUS_OK);
        /* Damage upon damage is read over in fewer steps (syntax/unpacker.c), and a seek begins that count
         * anew. */
        CHECK(walk(in).count == whole.count - from - 1 || whole.bad > 8);
    }
    import_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0)
        fatal("no memory file");
    CHECK(file_write(fd, slice_of(data, size), NULL) == STATUS_OK);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    walk_source(path, size);
    close(fd);
    return 0;
}
