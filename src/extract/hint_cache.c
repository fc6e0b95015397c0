/* In: the class or id of an element as written. Out: what its names say, asked of hints.c once for the same.
 *
 * A template writes the same few hundred names on each page of a site. Answers are kept in a table of fixed
 * size, each name at the one place that its hash gives; the last name there wins. The whole name is compared,
 * so the answer never depends on what was asked before. */
#include "base/error.h"
#include "extract/page.h"

#define CACHE_PLACES 4096 /* 256 KB */
#define CACHE_NAME_MAX 56 /* longer names are asked anew */
#define NAMES_READ 400    /* bytes of a class that are read */

typedef struct CachedHints {
    uint32_t hints;
    uint32_t size; /* 0: free */
    char name[CACHE_NAME_MAX];
} CachedHints;

struct HintCache {
    HintIndex index;
    CachedHints places[CACHE_PLACES];
};

HintCache *hint_cache_open(void)
{
    HintCache *cache = calloc(1, sizeof *cache);
    if (!cache)
        fatal("out of memory for names of classes");
    hint_index_make(&cache->index);
    return cache;
}

void hint_cache_close(HintCache *cache)
{
    free(cache);
}

static uint32_t ask_name(HintCache *cache, Slice name, uint64_t hash)
{
    if (name.size > CACHE_NAME_MAX)
        return hints_of_name(&cache->index, name);
    CachedHints *place = &cache->places[hash >> 32 & (CACHE_PLACES - 1)];
    if (place->size != name.size || memcmp(place->name, name.data, name.size) != 0) {
        place->hints = hints_of_name(&cache->index, name);
        place->size = (uint32_t)name.size;
        memcpy(place->name, name.data, name.size);
    }
    return place->hints;
}

static bool is_in_name(char c)
{
    return (unsigned char)c > ' ' || !ascii_is_space(c);
}

uint32_t hint_cache_ask(HintCache *cache, Slice names)
{
    uint32_t hints = 0;
    names = slice_range(names, 0, NAMES_READ);
    for (size_t at = 0, end; at < names.size; at = end + 1) {
        uint64_t hash = 0;
        for (end = at; end < names.size && is_in_name(names.data[end]); end++)
            hash = (hash ^ (unsigned char)names.data[end]) * 0x9E3779B97F4A7C15u;
        if (end > at)
            hints |= ask_name(cache, slice_range(names, at, end), hash);
    }
    return hints & HINT_SHOWN ? hints & ~(uint32_t)(HINT_HIDDEN | HINT_SHOWN) : hints;
}
