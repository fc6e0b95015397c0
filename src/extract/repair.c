/* In: texts with the damage of old content systems. Out: texts repaired, and a record of each repair by which
 * the old text can be had back. The bytes of the page are kept elsewhere; this is a layer for readers and for
 * search. */
#include "extract/blocks.h"

#include "base/builder.h"
#include "base/utf8.h"

#define STUTTERED_LETTERS_MIN 8 /* "b-boys", "s-shaped" and "d-dimer" are words */

typedef struct Fix {
    size_t size; /* bytes of the text that it replaces; 0: no damage here */
    Slice text;  /* what stands there now */
    const char *rule;
} Fix;

static bool is_letter_at(Slice text, size_t at)
{
    if (at >= text.size)
        return false;
    unsigned char c = (unsigned char)text.data[at];
    return ascii_is_alpha((char)c) || c >= 0xC3;
}

/* "&#34the" and "&#34": a number reference that lost its semicolon and was shown as it stands. */
static Fix fix_reference(Slice text, size_t at)
{
    static const struct {
        const char *was, *now;
    } table[] = {{"&#34;", "\""}, {"&#34", "\""},   {"&#39;", "'"}, {"&#39", "'"},
                 {"&#039;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}, {"&nbsp;", " "}};
    Slice rest = slice_skip(text, at);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (slice_starts_with(rest, slice_from(table[i].was)))
            return (Fix){strlen(table[i].was), slice_from(table[i].now), "bare-reference"};
    return (Fix){0};
}

/* minister”s: a closing double quote between a letter and the s of a genitive or another short ending. */
static Fix fix_quote(Slice text, size_t at)
{
    static const char *const endings[] = {"s", "t", "re", "ve", "ll", "d", "m"};
    Slice rest = slice_skip(text, at);
    if (at == 0 || !slice_starts_with(rest, SLICE("”")))
        return (Fix){0};
    unsigned char before = (unsigned char)text.data[at - 1];
    if (!ascii_is_alpha((char)before))
        return (Fix){0};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        Slice ending = slice_from(endings[i]);
        if (slice_starts_with(slice_skip(rest, 3), ending) && !is_letter_at(rest, 3 + ending.size))
            return (Fix){3, SLICE("’"), "quote-for-apostrophe"};
    }
    return (Fix){0};
}

/* "p-personally": a first letter that was written twice. Only long words, and consonants that no compound
 * begins with: "e-elections" and "t-tests" are words. The letter behind is part of the record, so that it has
 * a place in the text. */
static Fix fix_stutter(Slice text, size_t at)
{
    char letter = at > 0 ? text.data[at - 1] : '\0';
    bool begins = at == 1 || (at > 1 && (text.data[at - 2] == ' ' || text.data[at - 2] == '"'));
    if (letter == '\0' || !strchr("bcdfghklmnprsvw", letter) || !begins || at + 1 >= text.size ||
        text.data[at + 1] != letter)
        return (Fix){0};
    size_t end = at + 1;
    while (end < text.size && text.data[end] >= 'a' && text.data[end] <= 'z')
        end++;
    bool is_whole = !is_letter_at(text, end) && (end == text.size || text.data[end] != '-');
    return end - at > STUTTERED_LETTERS_MIN && is_whole
               ? (Fix){3, slice_range(text, at + 2, at + 3), "stutter"}
               : (Fix){0};
}

/* The byte of Windows-1252 that was read as this character; -1 if none was. */
static int byte_of_rune(uint32_t rune)
{
    static const uint16_t at_80[] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (rune >= 0xA0 && rune <= 0xFF)
        return (int)rune;
    for (int i = 0; i < 32; i++)
        if (at_80[i] == rune)
            return 0x80 + i;
    return -1;
}

/* One character whose UTF-8 bytes were each taken for a character of Windows-1252: how many bytes of the text
 * it fills now, 0 if there is none; its bytes as they were. */
static size_t misread(Slice text, size_t at, char bytes[4], size_t *count)
{
    size_t size = 1, end = at;
    int lead = byte_of_rune(utf8_decode(text, at, &size));
    *count = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : 0;
    for (size_t i = 0; i < *count; i++) {
        if (end >= text.size)
            return 0;
        int byte = byte_of_rune(utf8_decode(text, end, &size));
        if (i > 0 && (byte < 0x80 || byte > 0xBF))
            return 0;
        bytes[i] = (char)byte;
        end += size;
    }
    return *count > 0 && utf8_is_valid(slice_of(bytes, *count)) ? end - at : 0;
}

#define MISREAD_MIN 3 /* so many in one text are no accident, whatever they are */

/* "donâ€™t", "cafÃ©": UTF-8 read as Windows-1252. One alone is believed where it gives a quote, a dash or a
 * Latin letter; of other scripts, whose damage comes in rows, only many. */
static Fix fix_misread(Arena *arena, Slice text, size_t at, bool are_many)
{
    char bytes[4];
    size_t count = 0, size = misread(text, at, bytes, &count), one = 1;
    if (size == 0)
        return (Fix){0};
    uint32_t rune = utf8_decode(slice_of(bytes, count), 0, &one);
    bool is_sign = rune >= 0x2010 && rune <= 0x2026, is_letter = rune >= 0xE0 && rune <= 0xFF;
    if (!are_many && !is_sign && !is_letter)
        return (Fix){0};
    return (Fix){size, arena_copy(arena, slice_of(bytes, count)), "utf8-read-as-windows-1252"};
}

/* Are there many misread characters? */
static bool has_many_misread(Slice text)
{
    size_t found = 0, count;
    char bytes[4];
    for (size_t i = 0; i < text.size && found < MISREAD_MIN; i++)
        if ((unsigned char)text.data[i] == 0xC3 && misread(text, i, bytes, &count) > 0)
            found++;
    return found >= MISREAD_MIN;
}

static Fix fix_at(Arena *arena, Slice text, size_t at, bool are_many)
{
    switch ((unsigned char)text.data[at]) {
    case '&':
        return fix_reference(text, at);
    case '-':
        return fix_stutter(text, at);
    case 0xE2:
        return fix_quote(text, at);
    case 0xC3: /* the leads C2 to EF are written C3 82 to C3 AF */
        return fix_misread(arena, text, at, are_many);
    default:
        return (Fix){0};
    }
}

static bool may_be_damage(char c)
{
    return c == '&' || c == '\xE2' || c == '\xC3' || c == '-';
}

/* Gives the repaired text; records each change with `in` and a span in the new text. repairs may be NULL. */
static Slice repair_text(Arena *arena, Slice text, Slice in, size_t block, Repairs *repairs)
{
    Builder out;
    size_t from = 0;
    bool is_changed = false, are_many = has_many_misread(text);
    for (size_t i = 0; i < text.size;) {
        if (!may_be_damage(text.data[i])) {
            i++;
            continue;
        }
        Fix fix = fix_at(arena, text, i, are_many);
        if (fix.size == 0) {
            i++;
            continue;
        }
        if (!is_changed)
            builder_init(&out, arena);
        is_changed = true;
        builder_add(&out, slice_range(text, from, i));
        size_t begin = out.size;
        builder_add(&out, fix.text);
        if (repairs)
            *LIST_ADD(arena, repairs) = (Repair){.in = in,
                                                 .span = {begin, out.size},
                                                 .was = slice_range(text, i, i + fix.size),
                                                 .rule = slice_from(fix.rule)};
        i += fix.size;
        from = i;
    }
    (void)block;
    if (!is_changed)
        return text;
    builder_add(&out, slice_skip(text, from));
    return builder_slice(&out);
}

/* The same in escaped HTML, where an ampersand is written "&amp;". */
static Slice repair_html(Arena *arena, Slice html)
{
    Builder out;
    builder_init(&out, arena);
    size_t from = 0;
    bool are_many = has_many_misread(html);
    for (size_t i = 0; i < html.size;) {
        if (!may_be_damage(html.data[i])) {
            i++;
            continue;
        }
        Slice rest = slice_skip(html, i);
        Fix fix = {0};
        if (slice_starts_with(rest, SLICE("&amp;#34")))
            fix = (Fix){slice_starts_with(rest, SLICE("&amp;#34;")) ? 9 : 8, SLICE("&quot;"), ""};
        else if (slice_starts_with(rest, SLICE("&amp;#39")))
            fix = (Fix){slice_starts_with(rest, SLICE("&amp;#39;")) ? 9 : 8, SLICE("&#39;"), ""};
        else if (slice_starts_with(rest, SLICE("&amp;quot;")))
            fix = (Fix){10, SLICE("&quot;"), ""};
        else if (rest.data[0] != '&')
            fix = fix_at(arena, html, i, are_many);
        if (fix.size == 0) {
            i++;
            continue;
        }
        builder_add(&out, slice_range(html, from, i));
        builder_add(&out, fix.text);
        i += fix.size;
        from = i;
    }
    builder_add(&out, slice_skip(html, from));
    return builder_slice(&out);
}

void repair_article(Arena *arena, Article *article)
{
    struct {
        const char *name;
        Slice *text;
    } fields[] = {{"headline", &article->headline},
                  {"subheadline", &article->subheadline},
                  {"summary", &article->summary},
                  {"byline", &article->byline}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        *fields[i].text =
            repair_text(arena, *fields[i].text, slice_from(fields[i].name), 0, &article->repairs);
    for (size_t b = 0; b < article->body.count; b++) {
        Block *block = &article->body.items[b];
        size_t before = article->repairs.count;
        /* Until the text is joined the name carries the number of the block. */
        Slice in = arena_format(arena, "%zu", b);
        block->text = repair_text(arena, block->text, in, b, &article->repairs);
        if (article->repairs.count > before)
            block->html = repair_html(arena, block->html);
    }
}

void place_repairs(Article *article)
{
    for (size_t i = 0; i < article->repairs.count; i++) {
        Repair *repair = &article->repairs.items[i];
        uint64_t b;
        if (!slice_to_u64(repair->in, &b) || b >= article->body.count)
            continue;
        const Block *block = &article->body.items[b];
        bool is_in_text = block->span.end > block->span.begin;
        repair->in = is_in_text ? SLICE("body") : SLICE("inset");
        repair->span.begin += block->span.begin;
        repair->span.end += block->span.begin;
    }
}
