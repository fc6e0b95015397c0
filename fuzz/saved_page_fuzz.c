/* What a saved page or text says of its address: slices lie where they should, addresses are addresses. */
#include "fuzz.h"
#include "syntax/address_line.h"
#include "syntax/page_head.h"
#include "syntax/url.h"

static void check_address(Slice text)
{
    Url url;
    CHECK(slice_is_empty(text) || (slice_starts_with_nocase(text, SLICE("http")) && url_parse(text, &url)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slice bytes = slice_of(data, size);
    PageHead head = page_head_read(arena, bytes);
    check_address(head.canonical);
    check_address(head.og_url);
    check_address(head.shortlink);
    AddressLines lines = address_lines_find(bytes);
    check_address(lines.url);
    check_address(lines.shortlink);
    CHECK(lines.first <= size && lines.last <= size);
    /* What is left has no address line of its own in front. */
    if (lines.first < lines.last) {
        Slice rest = slice_range(bytes, lines.first, lines.last), line, url;
        CHECK(slice_next_line(&rest, &line));
        AddressLine kind = address_line_read(line, &url);
        check_address(kind == ADDRESS_LINE_NONE ? SLICE_EMPTY : url);
    }
    arena_close(arena);
    return 0;
}
