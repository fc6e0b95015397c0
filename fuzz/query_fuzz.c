/* A typed query, in each language: what is read is written in the native form, and that is read as an equal
 * tree. */
#include "base/utf8.h"
#include "fuzz.h"
#include "query/query.h"

static void read_as(Arena *arena, Slice typed, QueryDialect dialect)
{
    ParseOptions options = {.last_day = 17400, .dialect = dialect}, native = {.last_day = 17400};
    Query *first = NULL, *second = NULL;
    QueryNotes notes = {0}, more = {0};
    Error err = {0};
    if (query_parse(arena, typed, options, &first, &notes, &err) != STATUS_OK) {
        CHECK(err.message[0] != '\0' && notes.error_code.size > 0);
        return;
    }
    Slice form = query_format(arena, first);
    if (query_parse(arena, form, native, &second, &more, &err) != STATUS_OK)
        FAIL("'%.*s' is not read: %s", SLICE_ARG(form), err.message);
    if (!query_equal(first, second))
        FAIL("'%.*s' is read as another query", SLICE_ARG(form));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)256 << 20);
    Slice typed = utf8_repair(arena, slice_of(data, size));
    for (unsigned dialect = 0; dialect < QUERY_DIALECTS; dialect++)
        read_as(arena, typed, (QueryDialect)dialect);
    CHECK(query_dialect_signs(typed) < 1u << QUERY_DIALECTS);
    arena_close(arena);
    return 0;
}
