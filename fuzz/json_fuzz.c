/* JSON: what is read is written, and read again in the end as the same. */
#include "fuzz.h"
#include "syntax/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Error err = {0};
    struct json_object *first = NULL, *second = NULL, *third = NULL;
    if (json_read(slice_of(data, size), (size_t)1 << 20, &first, &err) == STATUS_OK) {
        Slice text = json_write(arena, first, size & 1);
        CHECK(json_read(text, (size_t)64 << 20, &second, &err) == STATUS_OK);
        /* "03" is read with patience and then is 3: from there on nothing changes any more. */
        Slice again = json_write(arena, second, size & 1);
        CHECK(json_read(again, (size_t)64 << 20, &third, &err) == STATUS_OK);
        CHECK(slice_equal(json_write(arena, third, size & 1), again));
        json_get_text(first, "headline");
    }
    json_object_put(first);
    json_object_put(second);
    json_object_put(third);
    arena_close(arena);
    return 0;
}
