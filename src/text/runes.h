/* What a code point is to a writer of words. Private to text/. The frequent ranges of ASCII, Latin, Cyrillic
 * and Arabic are answered here without a call; all others by ICU's property tables. */
#ifndef TEXT_RUNES_H
#define TEXT_RUNES_H

#include "base/utf8.h"
#include "text/text.h"

typedef enum RuneClass {
    RUNE_OTHER, /* parts words: blanks, marks of punctuation, symbols */
    RUNE_LETTER,
    RUNE_DIGIT,
    RUNE_MARK,      /* goes on with a word, never begins one */
    RUNE_IGNORABLE, /* invisible inside a word: soft hyphen, joiners, marks of direction */
    RUNE_DICTIONARY /* letter of a script without blanks between words: Han, kana, Thai, Lao, Khmer, Burmese
                     */
} RuneClass;

RuneClass rune_class_rare(uint32_t rune);

static inline RuneClass rune_class(uint32_t rune)
{
    if (rune < 0x80) {
        if ((rune | 32) >= 'a' && (rune | 32) <= 'z')
            return RUNE_LETTER;
        return rune >= '0' && rune <= '9' ? RUNE_DIGIT : RUNE_OTHER;
    }
    if (rune >= 0x0627 && rune <= 0x064A)
        return rune >= 0x063B && rune <= 0x0640 ? rune_class_rare(rune) : RUNE_LETTER;
    if ((rune >= 0x0410 && rune <= 0x044F) || (rune >= 0x00D8 && rune <= 0x00F6) ||
        (rune >= 0x00F8 && rune <= 0x024F))
        return RUNE_LETTER;
    return rune_class_rare(rune);
}

static inline bool rune_starts_word(uint32_t rune)
{
    const RuneClass class = rune_class(rune);
    return class == RUNE_LETTER || class == RUNE_DIGIT;
}

/* Apostrophes and their like, that stand inside a word and are not searched: ' ` and U+00B4 02B9..02BF 2018
 * 2019 201B 2032 FF07, and the Hebrew geresh and gershayim. */
static inline bool rune_is_apostrophe(uint32_t rune)
{
    return rune == '\'' || rune == '`' || rune == 0x2019 || rune == 0x2018 || rune == 0x00B4 ||
           rune == 0x201B || (rune >= 0x02B9 && rune <= 0x02BF) || rune == 0x2032 || rune == 0xFF07 ||
           rune == 0x05F3 || rune == 0x00B7 || rune == 0x05F4;
}

static inline bool rune_is_hyphen(uint32_t rune)
{
    return rune == '-' || rune == 0x2010 || rune == 0x2011 || rune == 0x05BE || rune == 0xFF0D ||
           rune == 0xFE63;
}

bool rune_is_space(uint32_t rune); /* Unicode white space, and the zero-width blanks U+200B 2060 FEFF */
bool rune_is_upper(uint32_t rune);
bool rune_is_lower(uint32_t rune);
/* The value of a decimal digit of any script, -1 for all else. */
int rune_digit(uint32_t rune);

/* One code point of text that is known to be valid; a damaged byte gives U+FFFD. */
static inline uint32_t rune_at(Slice text, size_t at, size_t *size)
{
    const unsigned char first = (unsigned char)text.data[at];
    if (first < 0x80) {
        *size = 1;
        return first;
    }
    if (first >= 0xC2 && first < 0xE0 && at + 1 < text.size &&
        ((unsigned char)text.data[at + 1] & 0xC0) == 0x80) {
        *size = 2;
        return (uint32_t)(first & 0x1F) << 6 | ((unsigned char)text.data[at + 1] & 0x3F);
    }
    return utf8_decode(text, at, size);
}

/* text_fold for one word: what the full way makes of ligatures that hold blanks or marks (U+FDFA) is left out
 * too. */
Slice fold_word(Arena *arena, Slice word);

/* text_fold for words that need no more than `capacity` bytes, without an arena. False if it does not fit. */
bool fold_small(Slice word, char *out, size_t capacity, size_t *size);

/* A month by its folded name, of one to three words with single blanks between. 1..12, 0 for none.
 * has_day_dot: a day with a full stop stood before it, which tells Croatian "27. listopada" (October) from
 * Polish "27 listopada" (November). */
unsigned month_by_name(Slice folded, bool has_day_dot);
/* May more words behind these, which were folded, make a name of a month? */
bool month_may_go_on(Slice folded);

/* The language of up to 64 KiB of valid UTF-8 by CLD2, NUL-terminated; "" where it is not sure. */
const char *cld2_language(const char *text, int size);

#endif
