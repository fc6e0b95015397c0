/* Borrowed bytes. A Slice never owns and is never NUL-terminated; it lives as long as what it points into.
 * An absent text and an empty one are the same: size 0 (data may then be NULL). */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

typedef struct Slice {
    const char *data;
    size_t size; /* bytes */
} Slice;

#define SLICE(literal) ((Slice){("" literal), sizeof(literal) - 1})
/* The same as an initialiser of a static table. */
#define SLICE_INIT(literal)                                                                                  \
    {                                                                                                        \
        ("" literal), sizeof(literal) - 1                                                                    \
    }
#define SLICE_EMPTY ((Slice){NULL, 0})

/* For printf: "%.*s", SLICE_ARG(s). Texts over INT_MAX are cut there. */
#define SLICE_ARG(s) slice_print_size(s), ((s).data ? (s).data : "")

int slice_print_size(Slice s);

/* Of a NUL-terminated string; NULL gives the empty slice. Here, so that of a literal nothing is measured. */
static inline Slice slice_from(const char *string)
{
    return string ? (Slice){string, strlen(string)} : SLICE_EMPTY;
}

static inline Slice slice_of(const void *data, size_t size)
{
    return (Slice){(const char *)data, size};
}
static inline bool slice_is_empty(Slice s)
{
    return s.size == 0;
}

static inline bool slice_equal(Slice a, Slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
bool slice_equal_nocase(Slice a, Slice b); /* ASCII letters only */
int slice_compare(Slice a, Slice b);       /* bytewise; a prefix comes first; <0, 0, >0 */
size_t slice_shared(Slice a, Slice b);     /* bytes that both begin with */
static inline bool slice_starts_with(Slice s, Slice prefix)
{
    return s.size >= prefix.size && (prefix.size == 0 || memcmp(s.data, prefix.data, prefix.size) == 0);
}
bool slice_starts_with_nocase(Slice s, Slice prefix);
bool slice_ends_with(Slice s, Slice suffix);
bool slice_ends_with_nocase(Slice s, Slice suffix);

#define SLICE_NONE SIZE_MAX
/* Positions in bytes, or SLICE_NONE. */
size_t slice_find(Slice s, Slice part);
size_t slice_find_nocase(Slice s, Slice part);
size_t slice_find_byte(Slice s, char byte);
size_t slice_find_last_byte(Slice s, char byte);
bool slice_contains(Slice s, Slice part);
bool slice_contains_nocase(Slice s, Slice part);

/* Does `holds` (slice_equal, slice_starts_with_nocase, ...) hold of s and any of the words? Here, so that
 * `holds` is no call through a pointer. SLICE_ANY takes a table of strings: an array, not a pointer. */
static inline bool slice_any(Slice s, bool (*holds)(Slice s, Slice word), const char *const *words,
                             size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (holds(s, slice_from(words[i])))
            return true;
    return false;
}
#define SLICE_ANY(s, holds, words) slice_any((s), (holds), (words), sizeof(words) / sizeof *(words))

/* Where the word begins that `find` (slice_find or slice_find_nocase) finds earliest in s, the first of the
 * table among equals, and its size in bytes (size may be NULL); SLICE_NONE, and *size as it was, if none is
 * there. */
size_t slice_find_earliest(Slice s, size_t (*find)(Slice s, Slice word), const char *const *words,
                           size_t count, size_t *size);
#define SLICE_EARLIEST(s, find, words, size)                                                                 \
    slice_find_earliest((s), (find), (words), sizeof(words) / sizeof *(words), (size))

/* Bytes [begin, end), both cut to the size. */
static inline Slice slice_range(Slice s, size_t begin, size_t end)
{
    if (end > s.size)
        end = s.size;
    if (begin > end)
        begin = end;
    return s.data ? (Slice){s.data + begin, end - begin} : SLICE_EMPTY;
}
static inline Slice slice_skip(Slice s, size_t bytes)
{
    return slice_range(s, bytes, s.size);
}
Slice slice_trim(Slice s); /* ASCII white space, both ends */

/* Takes the next piece off *rest: up to, without, the separator (line: LF or CRLF). False at the end.
 * A text that ends in the separator has no empty last piece for lines, and has one for split. */
bool slice_next_line(Slice *rest, Slice *line);
bool slice_next_split(Slice *rest, char separator, Slice *piece);

/* The whole slice as a decimal number; false if it is not one or does not fit. */
bool slice_to_u64(Slice s, uint64_t *number);
bool slice_to_i64(Slice s, int64_t *number);

/* 64-bit XXH3 of the bytes; stable over versions, so it may be stored. */
uint64_t slice_hash(Slice s);

/* Lower-cases one ASCII letter, leaving all other bytes. */
static inline char ascii_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ascii_is_alpha(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
static inline bool ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
