/* JSON: whatever comes in, the tree keeps its bounds, and no text grows in reading. */
#include "fuzz.h"
#include "syntax/json.h"

/* Walks all values of a tree; depth is bounded by the reader, and that is what is checked. */
static void check_tree(const Json *value, size_t depth, size_t *values, size_t *bytes)
{
    CHECK(depth <= JSON_DEPTH_MAX);
    for (; value; value = value->next) {
        *values += 1;
        *bytes += value->key.size + value->text.size;
        CHECK(!value->first || value->kind == JSON_OBJECT || value->kind == JSON_ARRAY);
        check_tree(value->first, depth + (value->first != NULL), values, bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    size_t values = 0, bytes = 0;
    const Json *value = json_read(arena, slice_of(data, size));
    check_tree(value, 0, &values, &bytes);
    CHECK(values <= JSON_NODES_MAX + JSON_DEPTH_MAX);
    CHECK(bytes <= size);
    json_get_text(value, "headline");
    arena_close(arena);
    return 0;
}
