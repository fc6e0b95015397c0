/* A hash map by open addressing: entries in a row, in order of insertion, and a table of numbers into that
 * row.
 *
 * The table is at most two thirds full and its size a power of two. The hash has a seed that differs from run
 * to run (the address at which the program was loaded), so that nobody can prepare keys that all fall on one
 * slot; since the order of iteration is that of insertion, no result depends on it. */
#include <xxhash.h>

#include "base/error.h"
#include "base/map.h"

enum { SLOTS_FIRST = 16 };

static uint64_t hash_of(Slice key)
{
    static const char anchor = 0;
    return XXH3_64bits_withSeed(key.data ? key.data : "", key.size, (uint64_t)(uintptr_t)&anchor);
}

void map_init(Map *map, Arena *arena)
{
    *map = (Map){.arena = arena};
}

/* The slot where the key stands, or the free one where it would. */
static size_t find_slot(const Map *map, Slice key, uint64_t hash)
{
    const size_t mask = map->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    while (map->slots[slot]) {
        const MapEntry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && slice_equal(entry->key, key))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

MapValue *map_find(const Map *map, Slice key)
{
    if (map->count == 0)
        return NULL;
    const size_t slot = find_slot(map, key, hash_of(key));
    return map->slots[slot] ? &map->entries[map->slots[slot] - 1].value : NULL;
}

static void grow_slots(Map *map)
{
    const size_t count = map->slot_count ? map->slot_count * 2 : SLOTS_FIRST;
    map->slots = ARENA_ARRAY(map->arena, uint32_t, count);
    map->slot_count = count;
    for (size_t i = 0; i < map->count; i++) {
        size_t slot = (size_t)map->entries[i].hash & (count - 1);
        while (map->slots[slot])
            slot = (slot + 1) & (count - 1);
        map->slots[slot] = (uint32_t)(i + 1);
    }
}

static MapEntry *add_entry(Map *map)
{
    if (map->count == map->capacity) {
        const size_t capacity = map->capacity ? map->capacity * 2 : SLOTS_FIRST;
        map->entries = arena_grow(map->arena, map->entries, map->capacity * sizeof(MapEntry),
                                  capacity * sizeof(MapEntry));
        map->capacity = capacity;
    }
    return &map->entries[map->count++];
}

MapValue *map_add(Map *map, Slice key, bool *is_new)
{
    if ((map->count + 1) * 3 > map->slot_count * 2)
        grow_slots(map);
    const uint64_t hash = hash_of(key);
    const size_t slot = find_slot(map, key, hash);
    const bool is_free = map->slots[slot] == 0;
    if (is_new)
        *is_new = is_free;
    if (!is_free)
        return &map->entries[map->slots[slot] - 1].value;
    assert(map->count < UINT32_MAX);
    MapEntry *entry = add_entry(map);
    *entry = (MapEntry){.key = key, .hash = hash, .value = {.pointer = NULL}};
    entry->value.number = 0;
    map->slots[slot] = (uint32_t)map->count;
    return &entry->value;
}
