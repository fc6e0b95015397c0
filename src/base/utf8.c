/* UTF-8 by RFC 3629, from bytes that may be anything.
 *
 * A lead byte tells the length and the range of the second byte; that range alone excludes what is overlong,
 * the surrogates and everything above U+10FFFF (table 3-7 of the Unicode Standard). A malformed byte is one
 * U+FFFD. */
#include "base/utf8.h"

#include "base/builder.h"
#include "base/error.h"

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Length by lead byte, 0 if it cannot lead; *low and *high become the bounds of the second byte. */
static size_t lead_size(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2)
        return 0;
    if (lead < 0xE0)
        return 2;
    if (lead < 0xF0) {
        *low = lead == 0xE0 ? 0xA0 : 0x80;
        *high = lead == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    if (lead > 0xF4)
        return 0;
    *low = lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xF4 ? 0x8F : 0xBF;
    return 4;
}

/* Length of the well-formed code point at the beginning, 0 if there is none. */
static size_t sequence_size(const char *data, size_t size)
{
    unsigned char low = 0;
    unsigned char high = 0;
    const size_t needed = lead_size((unsigned char)data[0], &low, &high);
    if (needed <= 1)
        return needed;
    if (needed > size || (unsigned char)data[1] < low || (unsigned char)data[1] > high)
        return 0;
    for (size_t i = 2; i < needed; i++) {
        if (!is_continuation(data[i]))
            return 0;
    }
    return needed;
}

uint32_t utf8_decode(Slice s, size_t at, size_t *size)
{
    assert(at < s.size);
    const char *data = s.data + at;
    const size_t found = sequence_size(data, s.size - at);
    if (found <= 1) {
        *size = 1;
        return found ? (uint32_t)(unsigned char)data[0] : UTF8_REPLACEMENT;
    }
    uint32_t rune = (unsigned char)data[0] & (0x7Fu >> found);
    for (size_t i = 1; i < found; i++)
        rune = rune << 6 | ((unsigned char)data[i] & 0x3Fu);
    *size = found;
    return rune;
}

uint32_t utf8_decode_before(Slice s, size_t at, size_t *size)
{
    assert(at > 0 && at <= s.size);
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        if (is_continuation(s.data[at - back]))
            continue;
        const uint32_t rune = utf8_decode(slice_range(s, 0, at), at - back, size);
        if (*size == back)
            return rune;
        break;
    }
    *size = 1;
    return UTF8_REPLACEMENT;
}

size_t utf8_encode(uint32_t rune, char out[4])
{
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF))
        rune = UTF8_REPLACEMENT;
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    const size_t size = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size; i-- > 1; rune >>= 6)
        out[i] = (char)(0x80 | (rune & 0x3F));
    out[0] = (char)(leads[size] | rune);
    return size;
}

/* 64 bytes, in the registers that compilers have for such; on machines without, in some more of theirs. */
typedef uint64_t Bytes64 __attribute__((vector_size(16)));

/* 64 ASCII bytes at a time, then eight, as most text is. */
static size_t ascii_size(Slice s, size_t at)
{
    for (; at + 64 <= s.size; at += 64) {
        Bytes64 parts[4];
        memcpy(parts, s.data + at, sizeof parts);
        const Bytes64 all = (parts[0] | parts[1]) | (parts[2] | parts[3]);
        if ((all[0] | all[1]) & 0x8080808080808080u)
            break;
    }
    while (at + 8 <= s.size) {
        uint64_t word;
        memcpy(&word, s.data + at, 8);
        if (word & 0x8080808080808080u)
            break;
        at += 8;
    }
    while (at < s.size && (unsigned char)s.data[at] < 0x80)
        at++;
    return at;
}

bool utf8_is_ascii(Slice s)
{
    return ascii_size(s, 0) == s.size;
}

size_t utf8_valid_size(Slice s)
{
    size_t at = 0;
    while ((at = ascii_size(s, at)) < s.size) {
        const size_t size = sequence_size(s.data + at, s.size - at);
        if (size == 0)
            break;
        at += size;
    }
    return at;
}

Slice utf8_repair(Arena *arena, Slice s)
{
    size_t valid = utf8_valid_size(s);
    if (valid == s.size)
        return s;
    Builder b;
    builder_init(&b, arena);
    builder_reserve(&b, s.size);
    while (s.size) {
        builder_add(&b, slice_range(s, 0, valid));
        s = slice_skip(s, valid);
        if (s.size) {
            builder_add_rune(&b, UTF8_REPLACEMENT);
            s = slice_skip(s, 1);
        }
        valid = utf8_valid_size(s);
    }
    return builder_slice(&b);
}

/* A continuation byte that belongs to no code point is one by itself, so its own place is a boundary. */
size_t utf8_floor(Slice s, size_t at)
{
    if (at >= s.size)
        return s.size;
    for (size_t back = 1; back <= 3 && back <= at && is_continuation(s.data[at - back + 1]); back++) {
        if (is_continuation(s.data[at - back]))
            continue;
        const size_t size = sequence_size(s.data + at - back, s.size - at + back);
        return size > back ? at - back : at;
    }
    return at;
}

size_t utf8_count(Slice s)
{
    size_t count = 0;
    for (size_t at = 0, size = 0; at < s.size; at += size, count++)
        (void)utf8_decode(s, at, &size);
    return count;
}
