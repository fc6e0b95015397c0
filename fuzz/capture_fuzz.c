/* A text capture: whatever it is, the article is sound; datelines and credits are read from the same bytes.
 */
#include "article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_TEXT, .media_type = SLICE("text/plain")};
    extract_from(&record, slice_of(data, size));

    Arena *arena = arena_open((size_t)64 << 20);
    Slice text = utf8_repair(arena, slice_of(data, size)), caption = text;
    Dateline dateline = {0};
    Credit credit = {0};
    if (extract_dateline(arena, text, &dateline))
        CHECK(dateline.span.end <= text.size);
    extract_credit(arena, &caption, &credit);
    arena_close(arena);
    return 0;
}
