/* UTF-8, one code point at a time (RFC 3629: no surrogates, nothing overlong, at most U+10FFFF). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* The code point at `at` (at < s.size); *size becomes its length in bytes. A malformed byte gives U+FFFD,
 * size 1. */
uint32_t utf8_decode(Slice s, size_t at, size_t *size);
/* The code point that ends just before `at` (at > 0); *size becomes its length. */
uint32_t utf8_decode_before(Slice s, size_t at, size_t *size);
/* Writes at most 4 bytes, gives their number. */
size_t utf8_encode(uint32_t rune, char out[4]);
/* The number of leading bytes that are valid; s.size when all are. */
size_t utf8_valid_size(Slice s);
bool utf8_is_ascii(Slice s);
static inline bool utf8_is_valid(Slice s)
{
    return utf8_valid_size(s) == s.size;
}
/* Valid UTF-8, malformed bytes replaced by U+FFFD; the text itself when it is valid already. */
Slice utf8_repair(Arena *arena, Slice s);
/* The greatest boundary of a code point that is <= at. */
size_t utf8_floor(Slice s, size_t at);
size_t utf8_count(Slice s); /* code points */

#endif
