/* Makes an index as the Search Benchmark, the Game asks for it. In: JSON lines {"id","text"}; an index folder
 * as the argument, before it perhaps --memory and megabytes. One thread, one segment at the end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "game.h"
#include "index/index.h"
#include "syntax/json.h"

enum { MEMORY_USUAL = 96 }; /* megabytes, as in an import */

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

static size_t memory_of(int argc, char **argv)
{
    uint64_t megabytes = MEMORY_USUAL;
    if (argc == 2)
        return (size_t)megabytes << 20;
    if (argc != 4 || !slice_equal(slice_from(argv[1]), SLICE("--memory")) ||
        !slice_to_u64(slice_from(argv[2]), &megabytes))
        fatal("usage: build_index [--memory MEGABYTES] FOLDER <LINES");
    return (size_t)megabytes << 20;
}

int main(int argc, char **argv)
{
    Error err;
    IndexWriter *writer = NULL;
    const size_t memory = memory_of(argc, argv);
    const char *folder = argv[argc - 1];
    CHECK(index_delete(folder, &err));
    CHECK(index_writer_open(folder, &writer, &err));
    Arena *arena = arena_open(SIZE_MAX);
    char *line = NULL;
    size_t capacity = 0;
    uint64_t number = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) >= 0;) {
        arena_reset(arena);
        add_line(writer, arena, (int64_t)++number, slice_of(line, (size_t)size));
        if (index_writer_bytes(writer) > memory)
            CHECK(index_writer_commit(writer, number, &err));
    }
    CHECK(index_writer_commit(writer, number, &err));
    CHECK(index_writer_merge_all(writer, &err));
    free(line);
    arena_close(arena);
    index_writer_close(writer);
    return 0;
}
