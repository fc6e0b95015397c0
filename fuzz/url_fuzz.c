/* Addresses: a key is its own key, and what is encoded decodes to itself. The first line is the base. */
#include "fuzz.h"
#include "syntax/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slice rest = slice_of(data, size), base = SLICE_EMPTY, value;
    slice_next_line(&rest, &base);
    Slice key = url_key(arena, base);
    if (!slice_is_empty(key) && !slice_starts_with(key, SLICE("/")))
        CHECK(slice_equal(url_key(arena, arena_format(arena, "http://%.*s", SLICE_ARG(key))), key));
    Slice there = url_resolve(arena, base, rest);
    if (!slice_is_empty(there))
        url_key(arena, there);
    url_path(arena, rest);
    url_host(arena, rest);
    url_slug(rest);
    url_query_get(arena, rest, SLICE("p"), &value);
    CHECK(slice_equal(url_decode(arena, url_encode(arena, rest), false), rest));
    arena_close(arena);
    return 0;
}
