/* A typed query: what is read is written in the native form, and that is read as an equal tree. */
#include "base/utf8.h"
#include "fuzz.h"
#include "query/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    ParseOptions options = {.last_day = 17400};
    Query *first = NULL, *second = NULL;
    QueryNotes notes = {0}, more = {0};
    Error err = {0};
    Slice typed = utf8_repair(arena, slice_of(data, size));
    if (query_parse(arena, typed, options, &first, &notes, &err) == STATUS_OK) {
        Slice native = query_format(arena, first);
        if (query_parse(arena, native, options, &second, &more, &err) != STATUS_OK)
            FAIL("'%.*s' is not read: %s", SLICE_ARG(native), err.message);
        if (!query_equal(first, second))
            FAIL("'%.*s' is read as another query", SLICE_ARG(native));
    } else {
        CHECK(err.message[0] != '\0');
    }
    arena_close(arena);
    return 0;
}
