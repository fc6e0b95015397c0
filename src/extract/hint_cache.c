/* In: the class or id of an element as written. Out: what its names say, asked of hints.c once for the same.
 *
 * A template writes the same few hundred names on each page of a site, and the same few names together.
 * Answers are kept in tables of fixed size, for names and for classes as they stand, each at the one place
 * that its hash gives; the last there wins. The whole text is compared, so the answer never depends on what
 * was asked before. */
#include "base/bytes.h"
#include "base/error.h"
#include "extract/page.h"

#define NAME_PLACES 4096  /* 256 KB */
#define CLASS_PLACES 1024 /* 128 KB */
#define NAME_MAX_SIZE 56  /* longer names are asked anew */
#define CLASS_MAX_SIZE 120
#define NAMES_READ 400 /* bytes of a class that are read */

typedef struct CachedName {
    uint32_t hints;
    uint32_t size; /* 0: free */
    char name[NAME_MAX_SIZE];
} CachedName;

typedef struct CachedClass {
    uint32_t hints;
    uint32_t size; /* 0: free */
    char names[CLASS_MAX_SIZE];
} CachedClass;

struct HintCache {
    HintIndex index;
    CachedName names[NAME_PLACES];
    CachedClass classes[CLASS_PLACES];
    uint64_t bits[LXB_DOM_ATTR__LAST_ENTRY]; /* name_bit() of the parser's own names, 0: not asked yet */
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

/* Of a text of one byte or more, eight bytes at a time. */
static uint64_t hash_of(Slice text)
{
    uint64_t hash = text.size;
    size_t at = 0;
    for (; at + 8 <= text.size; at += 8)
        hash = (hash ^ bytes_u64(text.data + at)) * 0x9E3779B97F4A7C15u;
    if (text.size >= 8) {
        hash = (hash ^ bytes_u64(text.data + text.size - 8)) * 0x9E3779B97F4A7C15u;
    } else {
        uint64_t rest = 0;
        for (; at < text.size; at++)
            rest = rest << 8 | (unsigned char)text.data[at];
        hash = (hash ^ rest) * 0x9E3779B97F4A7C15u;
    }
    return hash ^ hash >> 29;
}

static uint32_t ask_name(HintCache *cache, Slice name)
{
    if (name.size > NAME_MAX_SIZE)
        return hints_of_name(&cache->index, name);
    CachedName *place = &cache->names[hash_of(name) >> 32 & (NAME_PLACES - 1)];
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

static uint32_t ask_names(HintCache *cache, Slice names)
{
    uint32_t hints = 0;
    for (size_t at = 0, end; at < names.size; at = end + 1) {
        for (end = at; end < names.size && is_in_name(names.data[end]);)
            end++;
        if (end > at)
            hints |= ask_name(cache, slice_range(names, at, end));
    }
    return hints & HINT_SHOWN ? hints & ~(uint32_t)(HINT_HIDDEN | HINT_SHOWN) : hints;
}

uint32_t hint_cache_ask(HintCache *cache, Slice names)
{
    names = slice_range(names, 0, NAMES_READ);
    if (names.size == 0 || names.size > CLASS_MAX_SIZE)
        return ask_names(cache, names);
    CachedClass *place = &cache->classes[hash_of(names) >> 32 & (CLASS_PLACES - 1)];
    if (place->size != names.size || memcmp(place->names, names.data, names.size) != 0) {
        place->hints = ask_names(cache, names);
        place->size = (uint32_t)names.size;
        memcpy(place->names, names.data, names.size);
    }
    return place->hints;
}

uint64_t hint_cache_name_bit(HintCache *cache, const lxb_dom_attr_t *attribute)
{
    size_t id = attribute->node.local_name, size = 0;
    bool is_known = id < LXB_DOM_ATTR__LAST_ENTRY && attribute->qualified_name == 0;
    if (is_known && cache->bits[id])
        return cache->bits[id];
    const char *name = (const char *)lxb_dom_attr_qualified_name(attribute, &size);
    uint64_t bit = size > 0 ? name_bit(name, size) : 0;
    if (is_known)
        cache->bits[id] = bit;
    return bit;
}
