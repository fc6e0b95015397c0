/* Text as part of an address, and as the key of a facet: folded, with one "-" for every run of all that is no
 * letter or digit. */
#include "text/runes.h"

Slice text_slug(Arena *arena, Slice text)
{
    const Slice folded = text_fold(arena, text);
    char *out = arena_text(arena, folded.size);
    size_t n = 0;
    bool has_gap = false;
    for (size_t at = 0, size; at < folded.size; at += size) {
        const RuneClass class = rune_class(rune_at(folded, at, &size));
        if (class == RUNE_IGNORABLE)
            continue;
        if (class == RUNE_OTHER || (class == RUNE_MARK && n == 0)) {
            has_gap = true;
            continue;
        }
        if (has_gap && n > 0)
            out[n++] = '-';
        has_gap = false;
        memcpy(out + n, folded.data + at, size);
        n += size;
    }
    return slice_of(out, n);
}
