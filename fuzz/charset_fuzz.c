/* Bytes of a page under any label are valid UTF-8 in the end. The first line is the label. */
#include "base/utf8.h"
#include "fuzz.h"
#include "syntax/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slice rest = slice_of(data, size), label = SLICE_EMPTY, name = SLICE_EMPTY;
    slice_next_line(&rest, &label);
    CHECK(utf8_is_valid(charset_to_utf8(arena, rest, label, size & 1, &name)));
    CHECK(!slice_is_empty(name));
    arena_close(arena);
    return 0;
}
