/* Stems and letters. In: a folded word. Out: what is left of it without the endings that English and Arabic
 * put on most, so that "ministers" and "minister", "stopped" and "stopping" meet. Rules of our own, few on
 * purpose: a stemmer that takes more finds more that nobody asked for. */
#include "base/utf8.h"
#include "text/runes.h"
#include "text/text.h"

bool text_is_word_rune(uint32_t rune)
{
    const RuneClass class = rune_class(rune);
    return class != RUNE_OTHER && class != RUNE_IGNORABLE;
}

unsigned text_letters(Slice surface)
{
    unsigned letters = 0;
    for (size_t at = 0, size; at < surface.size; at += size) {
        const uint32_t rune = rune_at(surface, at, &size);
        letters |= rune_is_upper(rune) ? LETTERS_UPPER : rune_is_lower(rune) ? LETTERS_LOWER : 0;
    }
    return letters;
}

bool text_letters_agree(LetterCase wanted, Slice surface)
{
    const unsigned letters = wanted == CASE_ANY ? 0 : text_letters(surface);
    switch (wanted) {
    case CASE_CAPS:
        return letters & LETTERS_UPPER;
    case CASE_ALLCAPS:
        return letters == LETTERS_UPPER;
    case CASE_NOCAPS:
        return !(letters & LETTERS_UPPER);
    default:
        return true;
    }
}

/* ---- English ---- */

static bool is_vowel(char byte)
{
    return byte == 'a' || byte == 'e' || byte == 'i' || byte == 'o' || byte == 'u';
}

static bool has_vowel(const char *word, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (is_vowel(word[i]) || (word[i] == 'y' && i > 0))
            return true;
    return false;
}

static bool ends_in(const char *word, size_t size, const char *ending)
{
    const size_t length = strlen(ending);
    return size >= length && memcmp(word + size - length, ending, length) == 0;
}

/* "ministers", "boxes", "parties" (as "partie": y and ie meet in the end). */
static size_t drop_plural(const char *word, size_t size)
{
    static const char *const with_e[] = {"sses", "xes", "ches", "shes", "zes"};
    if (size < 4 || word[size - 1] != 's' || ends_in(word, size, "ss") || ends_in(word, size, "us") ||
        ends_in(word, size, "is"))
        return size;
    for (size_t i = 0; i < sizeof with_e / sizeof with_e[0]; i++)
        if (ends_in(word, size, with_e[i]))
            return size - 2;
    return size - 1;
}

/* "stopped", "stopping": also their doubled consonant. */
static size_t drop_past(const char *word, size_t size)
{
    const size_t ending = ends_in(word, size, "ing") ? 3 : ends_in(word, size, "ed") ? 2 : 0;
    if (ending == 0 || size < ending + 3 || ends_in(word, size, "eed") || !has_vowel(word, size - ending))
        return size;
    size -= ending;
    const char last = word[size - 1];
    if (last == word[size - 2] && !is_vowel(last) && last != 'l' && last != 's' && last != 'z')
        size--;
    return size;
}

static Slice stem_english(Slice folded, char out[STEM_MAX])
{
    size_t size = drop_plural(folded.data, folded.size);
    size = drop_past(folded.data, size);
    if (size > 0)
        memcpy(out, folded.data, size);
    if (size > 3 && out[size - 1] == 'e') /* "make", "making" */
        size--;
    if (size > 2 && out[size - 1] == 'y' && !is_vowel(out[size - 2])) /* "party", "parti(es)" */
        out[size - 1] = 'i';
    return slice_of(out, size);
}

/* ---- Arabic ---- */

static const char *const arabic_beginnings[] = {"وال", "بال", "كال", "فال", "ال", "لل", "و"};
static const char *const arabic_endings[] = {"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"};
enum { ARABIC_LETTER_BYTES = 2 };

/* Does enough stay without a beginning of so many bytes? A single letter is more often part of the word. */
static bool is_long_without(Slice folded, size_t beginning)
{
    const size_t letters = beginning == ARABIC_LETTER_BYTES ? 4 : 3;
    return folded.size >= beginning + letters * ARABIC_LETTER_BYTES;
}

static Slice stem_arabic(Slice folded)
{
    for (size_t i = 0; i < sizeof arabic_beginnings / sizeof arabic_beginnings[0]; i++) {
        const Slice beginning = slice_from(arabic_beginnings[i]);
        if (slice_starts_with(folded, beginning) && is_long_without(folded, beginning.size)) {
            folded = slice_skip(folded, beginning.size);
            break;
        }
    }
    for (size_t i = 0; i < sizeof arabic_endings / sizeof arabic_endings[0]; i++) {
        const Slice ending = slice_from(arabic_endings[i]);
        if (slice_ends_with(folded, ending) && folded.size >= ending.size + 3 * ARABIC_LETTER_BYTES)
            return slice_range(folded, 0, folded.size - ending.size);
    }
    return folded;
}

static bool is_all(Slice word, bool (*is)(uint32_t rune))
{
    for (size_t at = 0, size; at < word.size; at += size)
        if (!is(utf8_decode(word, at, &size)))
            return false;
    return true;
}

static bool is_english(uint32_t rune)
{
    return rune >= 'a' && rune <= 'z';
}

static bool is_arabic(uint32_t rune)
{
    return rune >= 0x0621 && rune <= 0x064A;
}

Slice text_stem(Slice folded, char out[STEM_MAX])
{
    if (folded.size > STEM_MAX || folded.size < 4)
        return folded;
    if (is_all(folded, is_english))
        return stem_english(folded, out);
    return is_all(folded, is_arabic) ? stem_arabic(folded) : folded;
}
