/* Text that grows in an arena. Plain data; ends with its arena. */
#ifndef BASE_BUILDER_H
#define BASE_BUILDER_H

#include "base/arena.h"

typedef struct Builder {
    Arena *arena;
    char *data;
    size_t size;
    size_t capacity;
} Builder;

void builder_init(Builder *b, Arena *arena);
void builder_reserve(Builder *b, size_t more); /* room for that many bytes beyond size */
void builder_add(Builder *b, Slice text);
static inline void builder_add_byte(Builder *b, char byte)
{
    if (b->size == b->capacity)
        builder_reserve(b, 1);
    b->data[b->size++] = byte;
}
void builder_add_string(Builder *b, const char *string);
void builder_add_rune(Builder *b, uint32_t rune); /* as UTF-8 */
void builder_add_u64(Builder *b, uint64_t number);
void builder_add_i64(Builder *b, int64_t number);
void builder_format(Builder *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void builder_clear(Builder *b); /* size 0, memory kept */
static inline Slice builder_slice(const Builder *b)
{
    return (Slice){b->data, b->size};
}

#endif
