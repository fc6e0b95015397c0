/* Growing arrays in an arena: any struct with `items`, `count` and `capacity`.
 *
 *     typedef struct Spans { Span *items; size_t count, capacity; } Spans;
 *     *LIST_ADD(arena, &spans) = (Span){3, 9};
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <string.h>

#include "base/arena.h"

/* A pointer to one new zeroed item at the end; valid until the next LIST_ADD. */
#define LIST_ADD(arena, list)                                                                                \
    ((list)->items =                                                                                         \
         list_reserve((arena), (list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items),      \
     &(list)->items[(list)->count++])

/* The items in a place with more room; the capacity is the new one. */
void *list_grow(Arena *arena, void *items, size_t *capacity, size_t item_size);

/* Makes room for one item more and zeroes it. Here, so that the usual case is no call. */
static inline void *list_reserve(Arena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count >= *capacity)
        items = list_grow(arena, items, capacity, item_size);
    memset((char *)items + count * item_size, 0, item_size);
    return items;
}

typedef struct Slices {
    Slice *items;
    size_t count, capacity;
} Slices;

#endif
