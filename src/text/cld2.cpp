/* CLD2's door to C: plain text in, a language code that lives as long as the program out. */
#include <cstdio>

#include <cld2/public/compact_lang_det.h>

extern "C" const char *cld2_language(const char *text, int size);

extern "C" const char *cld2_language(const char *text, int size)
{
    CLD2::Language best_three[3];
    int percent[3], text_bytes = 0;
    bool is_reliable = false;
    const CLD2::Language language =
        CLD2::DetectLanguageSummary(text, size, true, best_three, percent, &text_bytes, &is_reliable);
    if (!is_reliable || language == CLD2::UNKNOWN_LANGUAGE || language == CLD2::TG_UNKNOWN_LANGUAGE)
        return "";
    return CLD2::LanguageCode(language);
}
