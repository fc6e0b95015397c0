/* A hash map from text to a number or a pointer, in an arena. Keys are borrowed: copy them first if they
 * move. Iteration is in order of insertion, so it is the same on every run. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

typedef union MapValue {
    uint64_t number;
    void *pointer;
} MapValue;

typedef struct MapEntry {
    Slice key;
    uint64_t hash;
    MapValue value;
} MapEntry;

typedef struct Map {
    Arena *arena;
    MapEntry *entries; /* in order of insertion */
    size_t count, capacity;
    uint32_t *slots; /* entry number + 1; 0 is free */
    size_t slot_count;
} Map;

void map_init(Map *map, Arena *arena);
/* The value of the key, or NULL. */
MapValue *map_find(const Map *map, Slice key);
/* The value of the key, a zeroed new one if it is new; *is_new may be NULL. Valid until the next map_add. */
MapValue *map_add(Map *map, Slice key, bool *is_new);

#endif
