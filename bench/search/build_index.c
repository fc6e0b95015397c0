/* Makes an index as the Search Benchmark, the Game asks for it. In: JSON lines {"id","text"}; an index folder
 * as the argument. One thread, one segment at the end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "game.h"
#include "index/index.h"
#include "syntax/json.h"

enum { BATCH_BYTES = 64 << 20 };

#define CHECK(call)                                                                                          \
    do {                                                                                                     \
        if ((call) != STATUS_OK)                                                                             \
            fatal("%s: %s", #call, err.message);                                                             \
    } while (0)

static void add_line(IndexWriter *writer, Arena *arena, int64_t number, Slice line)
{
    Document document;
    const Json *value = json_read(arena, line);
    game_document(arena, number, json_get_text(value, "text"), &document);
    index_writer_add(writer, &document);
}

int main(int argc, char **argv)
{
    Error err;
    IndexWriter *writer = NULL;
    if (argc != 2)
        fatal("usage: build_index FOLDER <LINES");
    CHECK(index_delete(argv[1], &err));
    CHECK(index_writer_open(argv[1], &writer, &err));
    Arena *arena = arena_open(SIZE_MAX);
    char *line = NULL;
    size_t capacity = 0;
    uint64_t number = 0, pending = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) >= 0;) {
        arena_reset(arena);
        add_line(writer, arena, (int64_t)++number, slice_of(line, (size_t)size));
        pending += (uint64_t)size;
        if (pending > BATCH_BYTES) {
            CHECK(index_writer_commit(writer, number, &err));
            pending = 0;
        }
    }
    CHECK(index_writer_commit(writer, number, &err));
    CHECK(index_writer_merge_all(writer, &err));
    free(line);
    arena_close(arena);
    index_writer_close(writer);
    return 0;
}
