/* Borrowed bytes: comparing, finding and cutting them. Nothing here allocates or keeps anything.
 *
 * In: bytes of any kind, NULs included, data NULL where size is 0. Out: answers and slices of the same bytes.
 * Every function goes over its bytes once, but slice_find_nocase, whose `part` is a short word of ours, and
 * slice_find in a short text or with a short part, where comparisons in vain are counted. */
#include <xxhash.h>

#include <limits.h>

#include "base/slice.h"

#include "base/bytes.h"

int slice_print_size(Slice s)
{
    return s.size > INT_MAX ? INT_MAX : (int)s.size;
}

static bool equal_nocase(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    }
    return true;
}

bool slice_equal_nocase(Slice a, Slice b)
{
    return a.size == b.size && equal_nocase(a.data, b.data, a.size);
}

int slice_compare(Slice a, Slice b)
{
    const size_t common = a.size < b.size ? a.size : b.size;
    const int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order != 0)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

size_t slice_shared(Slice a, Slice b)
{
    size_t size = 0;
    while (size < a.size && size < b.size && a.data[size] == b.data[size])
        size++;
    return size;
}

bool slice_starts_with_nocase(Slice s, Slice prefix)
{
    return s.size >= prefix.size && equal_nocase(s.data, prefix.data, prefix.size);
}

bool slice_ends_with(Slice s, Slice suffix)
{
    return s.size >= suffix.size && slice_equal(slice_skip(s, s.size - suffix.size), suffix);
}

bool slice_ends_with_nocase(Slice s, Slice suffix)
{
    return s.size >= suffix.size && slice_equal_nocase(slice_skip(s, s.size - suffix.size), suffix);
}

#define FIND_SHORT 512   /* memmem makes a table for each call, which costs more than a short text */
#define FIND_RARE_MAX 32 /* bytes of a part that is looked for by its rarest */
#define FIND_MISSES 64   /* places in vain that are always allowed; then one in so many bytes */

static size_t find_short(Slice s, Slice part)
{
    const size_t places = s.size - part.size + 1;
    for (size_t at = 0; at < places; at++) {
        const char *found = memchr(s.data + at, part.data[0], places - at);
        if (!found)
            break;
        at = (size_t)(found - s.data);
        if (found[part.size - 1] == part.data[part.size - 1] && memcmp(found, part.data, part.size) == 0)
            return at;
    }
    return SLICE_NONE;
}

/* Where in the part the byte stands that texts, most of them HTML, hold least often. */
static size_t rarest_byte(Slice part)
{
    static const char common[] = /* most common first */
        " etaoinrs-l\"cdpu.m0gh:/b21f,w=v;>3_<y5\n4k6x879&q{}\\)(\tzACjISTFMELPND";
    size_t best = 0, best_rank = 0;
    for (size_t i = 0; i < part.size; i++) {
        const char *known = memchr(common, part.data[i], sizeof common - 1);
        size_t rank = known ? (size_t)(known - common) : sizeof common;
        if (rank > best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

/* A long text is searched for one byte of the part, which goes over many bytes at once. Where that byte turns
 * out common, memmem takes the rest. */
static size_t find_long(Slice s, Slice part)
{
    const size_t last = s.size - part.size, rare = rarest_byte(part);
    size_t at = 0;
    for (size_t misses = 0; at <= last && misses <= FIND_MISSES + at / FIND_MISSES; misses++) {
        const char *found = memchr(s.data + at + rare, part.data[rare], last - at + 1);
        if (!found)
            return SLICE_NONE;
        at = (size_t)(found - s.data) - rare;
        if (memcmp(s.data + at, part.data, part.size) == 0)
            return at;
        at++;
    }
    const char *found = at <= last ? memmem(s.data + at, s.size - at, part.data, part.size) : NULL;
    return found ? (size_t)(found - s.data) : SLICE_NONE;
}

size_t slice_find(Slice s, Slice part)
{
    if (part.size == 0)
        return 0;
    if (part.size > s.size)
        return SLICE_NONE;
    if (s.size <= FIND_SHORT)
        return find_short(s, part);
    if (part.size <= FIND_RARE_MAX)
        return find_long(s, part);
    const char *at = memmem(s.data, s.size, part.data, part.size);
    return at ? (size_t)(at - s.data) : SLICE_NONE;
}

/* The first place from `at` on with this letter, small or capital, or `end`. Eight bytes at once: each that
 * is alike becomes a zero, whose high bit the subtraction sets, the lowest first. */
static size_t next_like(const char *data, size_t at, size_t end, char letter)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (; at + 8 <= end; at += 8) {
        const uint64_t other = (bytes_u64(data + at) | ones * 0x20) ^ ones * (unsigned char)letter;
        const uint64_t alike = (other - ones) & ~other & ones * 0x80;
        if (alike)
            return at + (size_t)__builtin_ctzll(alike) / 8;
    }
    while (at < end && (data[at] | 0x20) != letter)
        at++;
    return at;
}

size_t slice_find_nocase(Slice s, Slice part)
{
    if (part.size == 0)
        return 0;
    if (part.size > s.size)
        return SLICE_NONE;
    const size_t places = s.size - part.size + 1;
    const char first = (char)(part.data[0] | 0x20);
    for (size_t i = next_like(s.data, 0, places, first); i < places;
         i = next_like(s.data, i + 1, places, first))
        if (equal_nocase(s.data + i, part.data, part.size))
            return i;
    return SLICE_NONE;
}

size_t slice_find_byte(Slice s, char byte)
{
    const char *at = s.size ? memchr(s.data, byte, s.size) : NULL;
    return at ? (size_t)(at - s.data) : SLICE_NONE;
}

size_t slice_find_last_byte(Slice s, char byte)
{
    const char *at = s.size ? memrchr(s.data, byte, s.size) : NULL;
    return at ? (size_t)(at - s.data) : SLICE_NONE;
}

bool slice_contains(Slice s, Slice part)
{
    return slice_find(s, part) != SLICE_NONE;
}

bool slice_contains_nocase(Slice s, Slice part)
{
    return slice_find_nocase(s, part) != SLICE_NONE;
}

size_t slice_find_earliest(Slice s, size_t (*find)(Slice s, Slice word), const char *const *words,
                           size_t count, size_t *size)
{
    size_t best = SLICE_NONE;
    for (size_t i = 0; i < count; i++) {
        Slice word = slice_from(words[i]);
        size_t at = find(s, word);
        if (at == SLICE_NONE || (best != SLICE_NONE && at >= best))
            continue;
        best = at;
        if (size)
            *size = word.size;
    }
    return best;
}

Slice slice_trim(Slice s)
{
    size_t begin = 0;
    size_t end = s.size;
    while (begin < end && ascii_is_space(s.data[begin]))
        begin++;
    while (end > begin && ascii_is_space(s.data[end - 1]))
        end--;
    return slice_range(s, begin, end);
}

bool slice_next_line(Slice *rest, Slice *line)
{
    if (rest->size == 0)
        return false;
    const size_t at = slice_find_byte(*rest, '\n');
    if (at == SLICE_NONE) {
        *line = *rest;
        *rest = slice_skip(*rest, rest->size);
    } else {
        *line = slice_range(*rest, 0, at);
        *rest = slice_skip(*rest, at + 1);
    }
    if (at != SLICE_NONE && line->size && line->data[line->size - 1] == '\r')
        line->size--;
    return true;
}

/* The end is told from an empty last piece by data: NULL means that the last piece was taken. */
bool slice_next_split(Slice *rest, char separator, Slice *piece)
{
    if (rest->data == NULL)
        return false;
    const size_t at = slice_find_byte(*rest, separator);
    if (at == SLICE_NONE) {
        *piece = *rest;
        *rest = SLICE_EMPTY;
    } else {
        *piece = slice_range(*rest, 0, at);
        *rest = slice_skip(*rest, at + 1);
    }
    return true;
}

bool slice_to_u64(Slice s, uint64_t *number)
{
    uint64_t value = 0;
    if (s.size == 0)
        return false;
    for (size_t i = 0; i < s.size; i++) {
        if (!ascii_is_digit(s.data[i]))
            return false;
        const uint64_t digit = (uint64_t)(s.data[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

bool slice_to_i64(Slice s, int64_t *number)
{
    const bool is_negative = s.size && s.data[0] == '-';
    uint64_t value = 0;
    if (!slice_to_u64(is_negative ? slice_skip(s, 1) : s, &value))
        return false;
    if (value > (uint64_t)INT64_MAX + is_negative)
        return false;
    *number = is_negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

uint64_t slice_hash(Slice s)
{
    return XXH3_64bits(s.data ? s.data : "", s.size);
}
