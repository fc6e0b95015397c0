/* The searched form of a word.
 *
 * Three paths, each the same function on what it covers: bytes that stay as they are (nothing is copied);
 * runes that change one by one (ASCII capitals, Latin up to U+017F, Greek, Cyrillic, Arabic, Han: no call of
 * ICU); and the full way, which is the definition: NFKC with case folding, NFD, marks dropped, letters
 * without a decomposition to their base letter, NFC.
 *
 * Marks are dropped only where they are accents, vowel points or the like (Latin, Greek, Cyrillic, Arabic,
 * Hebrew, Syriac, and marks shared by scripts). The vowel signs of India and Thailand are letters in all but
 * name, and the kana's voicing marks change the consonant: these stay. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "base/error.h"
#include "text/runes.h"

/* Two letters a code point from U+00C0 and U+0100 on, a blank for "nothing more"; '?' where the full way must
 * decide. */
static const char latin_1[] = "a a a a a a aec e e e e i i i i d n o o o o o ? o u u u u y thss"
                              "a a a a a a aec e e e e i i i i d n o o o o o ? o u u u u y thy ";
static const char latin_a[] = "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g "
                              "g g g g h h h h i i i i i i i i i i ijijj j k k ? l l l l l l ? "
                              "? l l n n n n n n n n n o o o o o o oeoer r r r r r s s s s s s "
                              "s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s ";

/* Letters that Unicode does not take apart, but readers do. Sorted. */
static const struct {
    uint16_t rune;
    char to[3];
} base_letters[] = {
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"}, {0x0127, "h"}, {0x0131, "i"},
    {0x0138, "k"},  {0x0142, "l"}, {0x014B, "n"}, {0x0153, "oe"}, {0x0167, "t"}, {0x0180, "b"}, {0x0188, "c"},
    {0x018C, "d"},  {0x0192, "f"}, {0x0199, "k"}, {0x019A, "l"},  {0x01A5, "p"}, {0x01AD, "t"}, {0x01B4, "y"},
    {0x01B6, "z"},  {0x01E5, "g"}, {0x0237, "j"}, {0x023C, "c"},  {0x0247, "e"}, {0x0249, "j"}, {0x024D, "r"},
    {0x024F, "y"},  {0x0253, "b"}, {0x0257, "d"}, {0x0268, "i"},  {0x0289, "u"},
};

static uint32_t arabic_base(uint32_t rune)
{
    switch (rune) {
    case 0x0671:
        return 0x0627; /* alef wasla */
    case 0x0629:
    case 0x06C1:
        return 0x0647; /* teh marbuta, heh goal */
    case 0x0649:
    case 0x06CC:
        return 0x064A; /* alef maqsura, Farsi yeh */
    case 0x06A9:
        return 0x0643; /* keheh */
    case 0x066B:
        return '.';
    case 0x066C:
        return ',';
    default:
        return rune;
    }
}

static bool is_dropped_mark(uint32_t rune)
{
    if (rune == 0x0640 || rune_is_apostrophe(rune))
        return true;
    const uint32_t mask = U_MASK(u_charType((UChar32)rune));
    if (mask & U_GC_CF_MASK)
        return true; /* invisible marks of direction and joining, and signs around numbers */
    if (!(mask & (U_GC_MN_MASK | U_GC_ME_MASK)) || rune == 0x3099 || rune == 0x309A)
        return false;
    UErrorCode code = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)rune, &code)) {
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_SYRIAC:
        return true;
    default:
        return false;
    }
}

/* ---- the full way ---- */

typedef struct Units {
    UChar *data;
    int32_t size, capacity;
} Units;

static void units_add(Units *units, uint32_t rune)
{
    assert(units->size + 2 <= units->capacity);
    U16_APPEND_UNSAFE(units->data, units->size, (UChar32)rune);
}

/* Runs a normaliser; where the room is too small, arena gives more, or (arena NULL) the answer is no. */
static bool normalize(Arena *arena, const UNormalizer2 *how, const Units *from, Units *to)
{
    UErrorCode code = U_ZERO_ERROR;
    to->size = unorm2_normalize(how, from->data, from->size, to->data, to->capacity, &code);
    if (code == U_BUFFER_OVERFLOW_ERROR && arena) {
        to->capacity = to->size;
        to->data = arena_alloc_array(arena, (size_t)to->size + 1, sizeof(UChar));
        code = U_ZERO_ERROR;
        to->size = unorm2_normalize(how, from->data, from->size, to->data, to->capacity, &code);
    }
    return U_SUCCESS(code);
}

static void read_units(Slice word, Units *units)
{
    for (size_t at = 0, size; at < word.size; at += size) {
        const uint32_t rune = utf8_decode(word, at, &size);
        if (!rune_is_apostrophe(rune))
            units_add(units, rune);
    }
}

/* Base letter of one rune after NFD; adds nothing for what is dropped. At most twice as many units come out.
 */
static void add_base(Units *units, uint32_t rune)
{
    if (is_dropped_mark(rune))
        return;
    for (size_t i = 0; i < sizeof base_letters / sizeof base_letters[0] && rune < 0x0300; i++) {
        if (base_letters[i].rune == rune) {
            for (const char *c = base_letters[i].to; *c; c++)
                units_add(units, (uint32_t)*c);
            return;
        }
    }
    const int digit = rune < 0x80 ? -1 : rune_digit(rune);
    units_add(units, digit >= 0 && u_charType((UChar32)rune) == U_DECIMAL_DIGIT_NUMBER
                         ? (uint32_t)('0' + digit)
                         : arabic_base(rune));
}

static bool write_bytes(Arena *arena, const Units *units, char **out, size_t capacity, size_t *size)
{
    const size_t most = (size_t)units->size * 3;
    if (most > capacity && arena)
        *out = arena_text(arena, most);
    else if (most > capacity)
        return false;
    *size = 0;
    for (int32_t i = 0; i < units->size;) {
        UChar32 rune;
        U16_NEXT(units->data, i, units->size, rune);
        *size += utf8_encode(U_IS_SURROGATE(rune) ? UTF8_REPLACEMENT : (uint32_t)rune, *out + *size);
    }
    return true;
}

#define FOLD_UNITS 320 /* on the stack: enough for nearly every word */

static bool fold_fully(Arena *arena, Slice word, char **out, size_t capacity, size_t *size)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&code);
    const UNormalizer2 *apart = unorm2_getNFDInstance(&code);
    const UNormalizer2 *together = unorm2_getNFCInstance(&code);
    if (U_FAILURE(code))
        fatal("ICU has no normalisation data: %s", u_errorName(code));
    UChar a[FOLD_UNITS], b[FOLD_UNITS];
    Units one = {a, 0, FOLD_UNITS}, two = {b, 0, FOLD_UNITS};
    if (word.size > INT32_MAX / 64 || (word.size + 2 > FOLD_UNITS && !arena))
        return false;
    if (word.size + 2 > FOLD_UNITS)
        one = (Units){arena_alloc_array(arena, word.size + 2, sizeof(UChar)), 0, (int32_t)word.size + 2};
    read_units(word, &one);
    if (!normalize(arena, casefold, &one, &two) || !normalize(arena, apart, &two, &one))
        return false;

    const int32_t most = one.size * 2 + 2;
    if (most > two.capacity && !arena)
        return false;
    if (most > two.capacity)
        two = (Units){arena_alloc_array(arena, (size_t)most, sizeof(UChar)), 0, most};
    two.size = 0;
    for (int32_t i = 0; i < one.size;) {
        UChar32 rune;
        U16_NEXT(one.data, i, one.size, rune);
        if ((rune == 0x0E32 || rune == 0x0EB2) && two.size > 0 && two.data[two.size - 1] == rune + 0x1B)
            two.data[two.size - 1] = (UChar)(rune + 1); /* Thai and Lao am, as dictionaries write it */
        else
            add_base(&two, (uint32_t)rune);
    }
    return normalize(arena, together, &two, &one) && write_bytes(arena, &one, out, capacity, size);
}

/* ---- rune by rune ---- */

static uint32_t fold_cyrillic(uint32_t rune)
{
    if (rune <= 0x040F)
        rune += 0x50;
    else if (rune <= 0x042F)
        rune += 0x20;
    switch (rune) {
    case 0x0439:
    case 0x045D:
        return 0x0438;
    case 0x0450:
    case 0x0451:
        return 0x0435;
    case 0x0453:
        return 0x0433;
    case 0x0457:
        return 0x0456;
    case 0x045C:
        return 0x043A;
    case 0x045E:
        return 0x0443;
    default:
        return rune;
    }
}

static uint32_t fold_greek(uint32_t rune)
{
    switch (rune) {
    case 0x03C2:
        return 0x03C3;
    case 0x03AC:
        return 0x03B1;
    case 0x03AD:
        return 0x03B5;
    case 0x03AE:
        return 0x03B7;
    case 0x03AF:
    case 0x03CA:
        return 0x03B9;
    case 0x03CC:
        return 0x03BF;
    case 0x03CD:
    case 0x03CB:
        return 0x03C5;
    case 0x03CE:
        return 0x03C9;
    default:
        return rune >= 0x0391 && rune <= 0x03A9 ? rune + 0x20 : rune;
    }
}

static uint32_t fold_arabic(uint32_t rune)
{
    switch (rune) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
        return 0x0627;
    case 0x0624:
        return 0x0648;
    case 0x0626:
        return 0x064A;
    default:
        return arabic_base(rune);
    }
}

enum { FOLD_DROP = 0, FOLD_NOT_SIMPLE = 0x110000 };

/* The one rune that this one becomes, whatever stands beside it. */
static uint32_t fold_simply(uint32_t rune)
{
    if (rune >= 0x0621 && rune <= 0x064A && rune != 0x0640 && !(rune >= 0x063B && rune <= 0x063F))
        return fold_arabic(rune);
    if (rune >= 0x064B && rune <= 0x0652)
        return FOLD_DROP;
    if (rune >= 0x0660 && rune <= 0x0669)
        return '0' + rune - 0x0660;
    if (rune >= 0x06F0 && rune <= 0x06F9)
        return '0' + rune - 0x06F0;
    switch (rune) {
    case 0x0640:
    case 0x0670:
    case 0x2018:
    case 0x2019:
        return FOLD_DROP;
    case 0x0671:
    case 0x06A9:
    case 0x06CC:
    case 0x066B:
    case 0x066C:
        return arabic_base(rune);
    case 0x067E:
    case 0x0686:
    case 0x0698:
    case 0x06AF:
        return rune; /* Persian peh, tcheh, jeh, gaf */
    default:
        break;
    }
    if (rune >= 0x0400 && rune <= 0x045F)
        return fold_cyrillic(rune);
    if ((rune >= 0x0391 && rune <= 0x03CE && rune != 0x03A2 && rune != 0x03B0 && rune != 0x03AA &&
         rune != 0x03AB))
        return fold_greek(rune);
    if ((rune >= 0x4E00 && rune <= 0x9FFF) || (rune >= 0xAC00 && rune <= 0xD7A3) ||
        (rune >= 0x3041 && rune <= 0x3096) || (rune >= 0x30A1 && rune <= 0x30FA))
        return rune;
    return FOLD_NOT_SIMPLE;
}

/* Signs, dashes and quotation marks, between words: they stay. */
static uint32_t fold_sign(uint32_t rune)
{
    switch (rune) {
    case 0x00A0:
        return ' ';
    case 0x00A3:
    case 0x00A9:
    case 0x00AB:
    case 0x00BB:
    case 0x2013:
    case 0x2014:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x2022:
    case 0x20AC:
        return rune;
    default:
        return FOLD_NOT_SIMPLE;
    }
}

/* Writes at most as many bytes as it reads. False: this word needs the full way. */
static bool fold_rune_by_rune(Slice word, bool is_text, char *out, size_t *size)
{
    size_t n = 0;
    for (size_t at = 0, step; at < word.size; at += step) {
        const uint32_t rune = rune_at(word, at, &step);
        if (rune < 0x80) {
            if (rune != '\'' && rune != '`')
                out[n++] = ascii_lower((char)rune);
        } else if (rune >= 0xC0 && rune <= 0x17F) {
            const char *pair = rune < 0x100 ? &latin_1[(rune - 0xC0) * 2] : &latin_a[(rune - 0x100) * 2];
            if (pair[0] == '?')
                return false;
            out[n++] = pair[0];
            if (pair[1] != ' ')
                out[n++] = pair[1];
        } else {
            uint32_t to = fold_simply(rune);
            if (to == FOLD_NOT_SIMPLE && is_text)
                to = fold_sign(rune);
            if (to == FOLD_NOT_SIMPLE)
                return false;
            if (to != FOLD_DROP && to >= 0x80 && to < 0x800) {
                out[n++] = (char)(0xC0 | to >> 6);
                out[n++] = (char)(0x80 | (to & 0x3F));
            } else if (to != FOLD_DROP) {
                n += utf8_encode(to, out + n);
            }
        }
    }
    *size = n;
    return true;
}

/* Leading bytes that folding leaves alone. */
static size_t count_unchanged(Slice word)
{
    size_t i = 0;
    while (i < word.size) {
        const char c = word.data[i];
        if ((unsigned char)c >= 0x80 || (c >= 'A' && c <= 'Z') || c == '\'' || c == '`')
            break;
        i++;
    }
    return i;
}

Slice text_fold(Arena *arena, Slice word)
{
    if (count_unchanged(word) == word.size)
        return word;
    char *out = arena_text(arena, word.size);
    size_t size = 0;
    if (!fold_rune_by_rune(word, true, out, &size) && !fold_fully(arena, word, &out, word.size, &size))
        return SLICE_EMPTY; /* over INT32_MAX / 64 bytes: no word */
    return slice_of(out, size);
}

Slice fold_word(Arena *arena, Slice word)
{
    char *out = arena_text(arena, word.size);
    size_t size = 0;
    if (fold_rune_by_rune(word, false, out, &size))
        return slice_of(out, size);
    if (!fold_fully(arena, word, &out, word.size, &size))
        return SLICE_EMPTY;
    size_t kept = 0;
    for (size_t at = 0, step; at < size; at += step) {
        const uint32_t rune = utf8_decode(slice_of(out, size), at, &step);
        if (rune_class(rune) == RUNE_OTHER && rune != '.' && rune != ',')
            continue;
        memmove(out + kept, out + at, step);
        kept += step;
    }
    return slice_of(out, kept);
}

bool fold_small(Slice word, char *out, size_t capacity, size_t *size)
{
    if (word.size > capacity)
        return false;
    if (fold_rune_by_rune(word, true, out, size))
        return true;
    char *at = out;
    return fold_fully(NULL, word, &at, capacity, size);
}
