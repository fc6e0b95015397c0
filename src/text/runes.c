/* The rarer half of runes.h: what ICU's character tables say, put into the few classes that a cutter of words
 * needs. */
#include <unicode/uchar.h>

#include "text/runes.h"

typedef struct RuneRange {
    uint32_t first, last;
} RuneRange;

/* Scripts that ICU cuts by its dictionaries (kana and Han by one, each of the others by its own). Sorted. */
static const RuneRange dictionary_ranges[] = {
    {0x0E00, 0x0EFF},                     /* Thai, Lao */
    {0x1000, 0x109F},                     /* Burmese */
    {0x1780, 0x17FF},                     /* Khmer */
    {0x2E80, 0x2FDF},                     /* radicals */
    {0x3005, 0x3007},                     /* marks of repetition, zero */
    {0x3021, 0x3029},                     /* Hangzhou numerals */
    {0x3031, 0x303C},   {0x3041, 0x30FF}, /* kana */
    {0x31F0, 0x31FF},   {0x3400, 0x4DBF}, /* Han, extension A */
    {0x4E00, 0x9FFF},                     /* Han */
    {0xF900, 0xFAFF},                     /* compatibility */
    {0xFF66, 0xFF9F},                     /* half-width kana */
    {0x20000, 0x3FFFF},
};

static bool is_dictionary(uint32_t rune)
{
    for (size_t i = 0; i < sizeof dictionary_ranges / sizeof dictionary_ranges[0]; i++) {
        if (rune < dictionary_ranges[i].first)
            return false;
        if (rune <= dictionary_ranges[i].last)
            return true;
    }
    return false;
}

RuneClass rune_class_rare(uint32_t rune)
{
    if (rune >= 0x02B9 && rune <= 0x02BF)
        return RUNE_OTHER; /* letters to Unicode, apostrophes to newspapers */
    const int32_t type = u_charType((UChar32)rune);
    const uint32_t mask = U_MASK(type);
    if (mask & U_GC_CF_MASK)
        return rune == 0x200B || rune == 0xFEFF || rune == 0x2060 ? RUNE_OTHER : RUNE_IGNORABLE;
    if (!(mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_NL_MASK)))
        return RUNE_OTHER;
    if (mask & U_GC_ND_MASK)
        return RUNE_DIGIT;
    if (is_dictionary(rune))
        return RUNE_DICTIONARY;
    return mask & U_GC_M_MASK ? RUNE_MARK : RUNE_LETTER;
}

bool rune_is_space(uint32_t rune)
{
    return u_isUWhiteSpace((UChar32)rune) || rune == 0x200B || rune == 0x2060 || rune == 0xFEFF ||
           rune == 0x180E;
}

bool rune_is_upper(uint32_t rune)
{
    return rune < 0x80 ? rune >= 'A' && rune <= 'Z'
                       : u_isUUppercase((UChar32)rune) || u_istitle((UChar32)rune);
}

bool rune_is_lower(uint32_t rune)
{
    return rune < 0x80 ? rune >= 'a' && rune <= 'z' : u_isULowercase((UChar32)rune);
}

int rune_digit(uint32_t rune)
{
    if (rune < 0x80)
        return rune >= '0' && rune <= '9' ? (int)rune - '0' : -1;
    return u_charDigitValue((UChar32)rune);
}
