/* Bytes of a picture's words in, texts and dates out.
 *
 * Newspapers' photo desks wrote IIM on Macs and under Windows, with and without a word on the character set;
 * UTF-8 proves itself, for the rest the bytes are weighed: where accented letters would lie in either set. */
#include "base/builder.h"
#include "base/utf8.h"
#include "syntax/charset.h"
#include "syntax/photo_parts.h"

uint32_t photo_u16(Slice bytes, size_t at, bool is_big)
{
    if (at > bytes.size || bytes.size - at < 2)
        return 0;
    const unsigned char *b = (const unsigned char *)bytes.data + at;
    return is_big ? (uint32_t)b[0] << 8 | b[1] : (uint32_t)b[1] << 8 | b[0];
}

uint32_t photo_u32(Slice bytes, size_t at, bool is_big)
{
    if (at > bytes.size || bytes.size - at < 4)
        return 0;
    uint32_t first = photo_u16(bytes, at, is_big), second = photo_u16(bytes, at + 2, is_big);
    return is_big ? first << 16 | second : second << 16 | first;
}

/* Letters with accents in MacRoman that are rare or none in Windows-1252, quotes and dashes of it left out.
 */
static bool is_mac_letter(unsigned char c)
{
    return (c >= 0x86 && c <= 0x90 && c != 0x89 && c != 0x8A && c != 0x8C) || c == 0x98 ||
           (c >= 0x9B && c <= 0x9F && c != 0x9C && c != 0x9E);
}

Slice photo_charset(Arena *arena, Slice bytes)
{
    size_t letters = 0, high = 0, latin = 0, mac = 0;
    bytes = slice_range(bytes, 0, PHOTO_TEXT_MAX);
    if (utf8_is_valid(bytes))
        return SLICE("UTF-8");
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        letters += ascii_is_alpha((char)c);
        high += c >= 0x80;
        latin += c >= 0xC0;
        mac += is_mac_letter(c);
    }
    if (high * 3 <= letters)
        return mac > latin ? SLICE("macintosh") : SLICE("windows-1252");
    Slice name = SLICE_EMPTY; /* a script of its own: Arabic, Cyrillic, Greek, Hebrew */
    charset_to_utf8(arena, bytes, SLICE_EMPTY, false, &name);
    return name;
}

Slice photo_text(Arena *arena, Slice bytes, Slice charset)
{
    bytes = slice_range(bytes, 0, slice_find_byte(bytes, '\0'));
    bytes = slice_range(bytes, 0, PHOTO_TEXT_MAX);
    if (slice_is_empty(charset))
        charset = photo_charset(arena, bytes);
    Slice text = charset_to_utf8(arena, bytes, charset, false, NULL);
    Builder b;
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\r')
            builder_add_byte(&b, '\n');
        else if (c >= ' ' || c == '\n' || c == '\t')
            builder_add_byte(&b, (char)c);
        if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
            i++;
    }
    text = slice_trim(builder_slice(&b));
    return slice_equal(text, SLICE("-")) ? SLICE_EMPTY : text; /* agencies fill empty fields with it */
}

void photo_add(Arena *arena, Slices *list, Slice text)
{
    text = slice_range(text, 0, utf8_floor(text, PHOTO_ITEM_MAX));
    if (slice_is_empty(text) || list->count >= PHOTO_LIST_MAX)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->items[i], text))
            return;
    *LIST_ADD(arena, list) = text;
}

/* ---- dates ---- */

/* Takes `size` digits off the text; -1 if they are not there. */
static int take_digits(Slice *text, size_t size)
{
    int value = 0;
    if (text->size < size)
        return -1;
    for (size_t i = 0; i < size; i++) {
        if (!ascii_is_digit(text->data[i]))
            return -1;
        value = value * 10 + (text->data[i] - '0');
    }
    *text = slice_skip(*text, size);
    return value;
}

static void pass(Slice *text, const char *marks)
{
    if (text->size && strchr(marks, text->data[0]))
        *text = slice_skip(*text, 1);
}

/* "Z", "+03:00", "-0500" behind a time. */
static void add_offset(Builder *b, Slice rest)
{
    if (slice_equal(rest, SLICE("Z"))) {
        builder_add_byte(b, 'Z');
        return;
    }
    if (rest.size < 5 || (rest.data[0] != '+' && rest.data[0] != '-'))
        return;
    char sign = rest.data[0];
    rest = slice_skip(rest, 1);
    int hours = take_digits(&rest, 2);
    pass(&rest, ":");
    int minutes = take_digits(&rest, 2);
    if (hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60)
        builder_format(b, "%c%02d:%02d", sign, hours, minutes);
}

static void add_time(Builder *b, Slice rest)
{
    pass(&rest, "T ");
    int hour = take_digits(&rest, 2);
    pass(&rest, ":");
    int minute = hour < 0 ? -1 : take_digits(&rest, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return;
    builder_format(b, "T%02d:%02d", hour, minute);
    Slice at_seconds = rest;
    pass(&rest, ":");
    int second = take_digits(&rest, 2);
    if (second >= 0 && second <= 60)
        builder_format(b, ":%02d", second);
    else
        rest = at_seconds;
    if (rest.size && rest.data[0] == '.')
        for (rest = slice_skip(rest, 1); rest.size && ascii_is_digit(rest.data[0]);)
            rest = slice_skip(rest, 1);
    add_offset(b, slice_trim(rest));
}

Slice photo_date(Arena *arena, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    text = slice_trim(slice_range(text, 0, slice_find_byte(text, '\0')));
    int year = take_digits(&text, 4);
    if (year < 1000)
        return SLICE_EMPTY; /* no photo is older, and a camera without a clock says 0000 */
    builder_format(&b, "%04d", year);
    pass(&text, ":-/.");
    int month = take_digits(&text, 2);
    if (month < 1 || month > 12)
        return builder_slice(&b);
    builder_format(&b, "-%02d", month);
    pass(&text, ":-/.");
    int day = take_digits(&text, 2);
    if (day < 1 || day > 31)
        return builder_slice(&b);
    builder_format(&b, "-%02d", day);
    add_time(&b, text);
    return builder_slice(&b);
}
