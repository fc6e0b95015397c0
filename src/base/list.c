/* More room for a growing array: capacities double from 8. */
#include "base/list.h"

#include "base/error.h"

void *list_grow(Arena *arena, void *items, size_t *capacity, size_t item_size)
{
    const size_t larger = *capacity ? *capacity * 2 : 8;
    size_t bytes = 0;
    if (larger < *capacity || __builtin_mul_overflow(larger, item_size, &bytes))
        bytes = SIZE_MAX; /* more than any arena holds */
    items = arena_grow(arena, items, *capacity * item_size, bytes);
    *capacity = larger;
    return items;
}
