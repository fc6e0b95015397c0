/* The language of a text, told from its beginning, and the direction in which a language is written. */
#include "text/runes.h"

#define LANGUAGE_LOOK_BYTES 16384

/* CLD2 looks at the rune behind the last one, whose bytes may be anybody's; it walks off its tables where
 * they are no UTF-8. */
#define LANGUAGE_PAD_BYTES 16

/* CLD2's older codes, as they are written today. */
static const struct {
    const char *old_code, *code;
} language_codes[] = {{"iw", "he"}, {"jw", "jv"}, {"in", "id"},
                      {"mo", "ro"}, {"sh", "sr"}, {"zh-Hant", "zh"}};

Slice text_language(Slice text)
{
    const size_t size = text.size > LANGUAGE_LOOK_BYTES ? utf8_floor(text, LANGUAGE_LOOK_BYTES) : text.size;
    if (size == 0 || utf8_valid_size(slice_range(text, 0, size)) != size)
        return SLICE_EMPTY;
    char look[LANGUAGE_LOOK_BYTES + LANGUAGE_PAD_BYTES];
    memcpy(look, text.data, size);
    memset(look + size, 0, LANGUAGE_PAD_BYTES);
    Slice code = slice_from(cld2_language(look, (int)size));
    for (size_t i = 0; i < sizeof language_codes / sizeof language_codes[0]; i++)
        if (slice_equal(code, slice_from(language_codes[i].old_code)))
            code = slice_from(language_codes[i].code);
    const size_t hyphen = slice_find_byte(code, '-');
    return hyphen == SLICE_NONE ? code : slice_range(code, 0, hyphen);
}
