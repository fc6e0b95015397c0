/* Answers what readers of an archive ask. In: an index folder (build_index --dated) as the argument; lines
 * COMMAND, a tab, a question (dated.h). Out: a line each, flushed.
 *   COUNT   how many
 *   BEST    how many; the 20 best are found
 *   NEWEST  how many, and the number of the newest article; the 20 newest are found
 *   PAGE    as BEST, with all articles counted by section and by year: the largest count of each */
#include <stdio.h>
#include <stdlib.h>

#include "dated.h"
#include "index/index.h"

enum { PAGE_SIZE = 20 };

static unsigned long long largest(const FacetCounts *facet)
{
    return facet->count > 0 ? (unsigned long long)facet->values[0].count : 0;
}

static void print_answer(Slice command, const Hits *hits)
{
    printf("%llu", (unsigned long long)hits->total);
    if (slice_equal(command, SLICE("NEWEST")))
        printf(" %lld", hits->count > 0 ? (long long)hits->items[0].article : 0LL);
    for (size_t i = 0; i < hits->facet_count; i++)
        printf(" %llu", largest(&hits->facets[i]));
    puts("");
}

static void answer(const Index *index, Arena *arena, Slice command, Slice question)
{
    static const FacetRequest facets[] = {{FACET_SECTION, 0}, {FACET_YEAR, 0}};
    Error err;
    Query *query = NULL;
    QueryNotes notes = {0};
    Hits hits;
    SearchOptions options = {.sort = SORT_RELEVANCE, .bm25 = BM25_USUAL};
    if (!slice_equal(command, SLICE("COUNT")))
        options.limit = PAGE_SIZE;
    if (slice_equal(command, SLICE("NEWEST")))
        options.sort = SORT_NEWEST;
    if (slice_equal(command, SLICE("PAGE"))) {
        options.facets = facets;
        options.facet_count = 2;
    }
    const Slice typed = dated_query(arena, question);
    if (query_parse(arena, typed, (ParseOptions){0}, &query, &notes, &err) != STATUS_OK)
        fatal("'%.*s': %s", SLICE_ARG(typed), err.message);
    if (index_search(index, arena, query, &options, &hits, &err) != STATUS_OK)
        fatal("'%.*s': %s", SLICE_ARG(typed), err.message);
    print_answer(command, &hits);
}

int main(int argc, char **argv)
{
    Error err;
    Index *index = NULL;
    if (argc != 2)
        fatal("usage: ask_dated FOLDER <LINES");
    if (index_open(argv[1], &index, &err) != STATUS_OK)
        fatal("%s", err.message);
    Arena *arena = arena_open(SIZE_MAX);
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) > 0;) {
        Slice text = slice_of(line, (size_t)size - 1), command = SLICE_EMPTY;
        arena_reset(arena);
        if (slice_next_split(&text, '\t', &command) && !slice_equal(command, SLICE("NOTHING")))
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
