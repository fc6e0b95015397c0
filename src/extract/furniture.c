/* In: the texts of a site's pages. Out: the lines that many of them share.
 *
 * A line counts once a page. What stands on three pages and on a fifth of all is the site's, not a piece's.
 * Only hashes are kept, and their number is bounded: a line first met after that is never furniture. */
#include "extract/furniture.h"

#include "base/map.h"

#define FURNITURE_LINES_MAX 500000
#define FURNITURE_BYTES (256u << 20)

struct Furniture {
    Arena *arena;
    Map lines; /* 8 bytes of hash -> pages << 32 | last page */
    uint64_t pages;
    bool is_settled;
};

Furniture *furniture_open(void)
{
    Furniture *furniture = calloc(1, sizeof *furniture);
    if (!furniture)
        fatal("out of memory for furniture");
    furniture->arena = arena_open(FURNITURE_BYTES);
    map_init(&furniture->lines, furniture->arena);
    return furniture;
}

void furniture_close(Furniture *furniture)
{
    if (!furniture)
        return;
    arena_close(furniture->arena);
    free(furniture);
}

void furniture_learn(Furniture *furniture, Slice page_visible_text)
{
    Slice rest = page_visible_text, line;
    uint64_t page = ++furniture->pages;
    while (slice_next_line(&rest, &line)) {
        line = slice_trim(line);
        if (line.size < 2 || line.size > 1000)
            continue;
        uint64_t hash = slice_hash(line);
        Slice key = slice_of(&hash, sizeof hash);
        MapValue *value = map_find(&furniture->lines, key);
        if (!value && furniture->lines.count < FURNITURE_LINES_MAX)
            value = map_add(&furniture->lines, arena_copy(furniture->arena, key), NULL);
        if (!value || (value->number & UINT32_MAX) == (page & UINT32_MAX))
            continue;
        value->number = (((value->number >> 32) + 1) << 32) | (page & UINT32_MAX);
    }
}

void furniture_settle(Furniture *furniture)
{
    furniture->is_settled = true;
}

bool furniture_has(const Furniture *furniture, Slice line)
{
    if (!furniture || !furniture->is_settled)
        return false;
    uint64_t hash = slice_hash(slice_trim(line));
    MapValue *value = map_find(&furniture->lines, slice_of(&hash, sizeof hash));
    uint64_t pages = value ? value->number >> 32 : 0;
    return pages >= 3 && pages * 5 >= furniture->pages;
}
