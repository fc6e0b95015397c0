/* Text that grows: doubling in its arena, in place as long as nothing else was cut off the arena meanwhile.
 */
#include "base/builder.h"

#include <stdarg.h>

#include "base/error.h"
#include "base/utf8.h"

enum { CAPACITY_FIRST = 64 };

void builder_init(Builder *b, Arena *arena)
{
    *b = (Builder){.arena = arena};
}

void builder_reserve(Builder *b, size_t more)
{
    if (more <= b->capacity - b->size)
        return;
    size_t needed = 0;
    if (__builtin_add_overflow(b->size, more, &needed))
        needed = SIZE_MAX;
    size_t capacity = b->capacity > SIZE_MAX / 2 ? needed : b->capacity * 2;
    if (capacity < CAPACITY_FIRST)
        capacity = CAPACITY_FIRST;
    if (capacity < needed)
        capacity = needed;
    b->data = arena_grow(b->arena, b->data, b->capacity, capacity);
    b->capacity = capacity;
}

void builder_add(Builder *b, Slice text)
{
    if (text.size == 0)
        return;
    builder_reserve(b, text.size);
    memcpy(b->data + b->size, text.data, text.size);
    b->size += text.size;
}

void builder_add_string(Builder *b, const char *string)
{
    builder_add(b, slice_from(string));
}

void builder_add_rune(Builder *b, uint32_t rune)
{
    builder_reserve(b, 4);
    b->size += utf8_encode(rune, b->data + b->size);
}

void builder_add_u64(Builder *b, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    builder_add(b, slice_of(digits + at, sizeof digits - at));
}

void builder_add_i64(Builder *b, int64_t number)
{
    if (number < 0)
        builder_add_byte(b, '-');
    builder_add_u64(b, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void builder_format(Builder *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(size >= 0);
    builder_reserve(b, (size_t)size + 1);
    va_start(arguments, format);
    vsnprintf(b->data + b->size, (size_t)size + 1, format, arguments);
    va_end(arguments);
    b->size += (size_t)size;
}

void builder_clear(Builder *b)
{
    b->size = 0;
}
