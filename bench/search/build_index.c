/* Makes an index as the Search Benchmark, the Game asks for it. In: JSON lines {"id","text"}; an index folder
 * as the argument, before it perhaps --memory and megabytes, and --dated for lines as an archive has them
 * (dated.h). One thread, one segment at the end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "dated.h"
#include "game.h"
#include "index/index.h"
#include "syntax/json.h"

enum { MEMORY_USUAL = 96 }; /* megabytes, as in an import */

#define CHECK(call)                                                                                          \
    do {                                                                                                     \
        if ((call) != STATUS_OK)                                                                             \
            fatal("%s: %s", #call, err.message);                                                             \
    } while (0)

typedef struct Options {
    size_t memory;
    bool is_dated;
    const char *folder;
} Options;

static void add_line(IndexWriter *writer, Arena *arena, const Options *options, int64_t number, Slice line)
{
    Document document;
    if (options->is_dated)
        dated_document(arena, line, &document);
    else
        game_document(arena, number, json_get_text(json_read(arena, line), "text"), &document);
    index_writer_add(writer, &document);
}

static Options read_options(int argc, char **argv)
{
    uint64_t megabytes = MEMORY_USUAL;
    Options options = {.folder = argc > 1 ? argv[argc - 1] : NULL};
    for (int i = 1; i + 1 < argc; i++) {
        if (slice_equal(slice_from(argv[i]), SLICE("--dated")))
            options.is_dated = true;
        else if (!slice_equal(slice_from(argv[i]), SLICE("--memory")) ||
                 !slice_to_u64(slice_from(argv[++i]), &megabytes))
            options.folder = NULL;
    }
    if (!options.folder)
        fatal("usage: build_index [--dated] [--memory MEGABYTES] FOLDER <LINES");
    options.memory = (size_t)megabytes << 20;
    return options;
}

int main(int argc, char **argv)
{
    Error err;
    IndexWriter *writer = NULL;
    const Options options = read_options(argc, argv);
    CHECK(index_delete(options.folder, &err));
    CHECK(index_writer_open(options.folder, &writer, &err));
    Arena *arena = arena_open(SIZE_MAX);
    char *line = NULL;
    size_t capacity = 0;
    uint64_t number = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) >= 0;) {
        arena_reset(arena);
        add_line(writer, arena, &options, (int64_t)++number, slice_of(line, (size_t)size));
        if (index_writer_bytes(writer) > options.memory)
            CHECK(index_writer_commit(writer, number, &err));
    }
    CHECK(index_writer_finish(writer, number, &err));
    free(line);
    arena_close(arena);
    index_writer_close(writer);
    return 0;
}
