/* Answers as the Search Benchmark, the Game asks. In: an index folder as the argument; lines COMMAND, a tab,
 * a query. Out: a line each, flushed: a count for COUNT and TOP_k_COUNT, 1 for TOP_k, else UNSUPPORTED. With
 * --open before the folder one line alone: the microseconds that opening took. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "game.h"
#include "index/index.h"

static void answer(const Index *index, Arena *arena, Slice command, Slice text)
{
    SearchOptions options = {.sort = SORT_RELEVANCE, .only_articles = true, .bm25 = {0.9, 0.4}};
    bool is_counted = slice_equal(command, SLICE("COUNT"));
    if (!is_counted) {
        uint64_t limit;
        Slice number = slice_skip(command, 4);
        is_counted = slice_ends_with(command, SLICE("_COUNT"));
        if (is_counted)
            number = slice_range(number, 0, number.size - 6);
        if (!slice_starts_with(command, SLICE("TOP_")) || !slice_to_u64(number, &limit)) {
            puts("UNSUPPORTED");
            return;
        }
        options.limit = (size_t)limit;
        options.no_total = !is_counted;
    }
    Error err;
    Hits hits;
    if (index_search(index, arena, game_query(arena, text), &options, &hits, &err) != STATUS_OK)
        fatal("%s", err.message);
    printf("%llu\n", is_counted ? (unsigned long long)hits.total : 1ULL);
}

int main(int argc, char **argv)
{
    Error err;
    Index *index = NULL;
    const bool is_timed = argc == 3 && slice_equal(slice_from(argv[1]), SLICE("--open"));
    if (argc != 2 && !is_timed)
        fatal("usage: do_query [--open] FOLDER <LINES");
    const int64_t begin_us = clock_monotonic_us();
    if (index_open(argv[argc - 1], &index, &err) != STATUS_OK)
        fatal("%s", err.message);
    if (is_timed) {
        printf("%lld\n", (long long)(clock_monotonic_us() - begin_us));
        index_close(index);
        return 0;
    }
    Arena *arena = arena_open(SIZE_MAX);
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) >= 0;) {
        Slice text = slice_trim(slice_of(line, (size_t)size)), command = SLICE_EMPTY;
        arena_reset(arena);
        if (slice_next_split(&text, '\t', &command))
            answer(index, arena, command, text);
        else
            puts("UNSUPPORTED");
        fflush(stdout);
    }
    free(line);
    arena_close(arena);
    index_close(index);
    return 0;
}
