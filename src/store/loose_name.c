/* Names of picture files: when two are one, and whether a name can tell a picture from all others.
 *
 * WordPress writes "Harbour fire.JPG" as "Harbour-fire.jpg", keeps sizes beside it ("-300x200", "-scaled"),
 * and a camera counts: DSC_0001 is in every folder of every photographer, so such a name alone tells nothing.
 */
#include "store/inside.h"

#include "syntax/url.h"

Slice loose_media_key(Arena *arena, Slice id)
{
    return arena_format(arena, "media:%.*s", SLICE_ARG(id));
}

static Slice without_ending(Slice name, Slice *ending)
{
    size_t dot = slice_find_last_byte(name, '.');
    *ending = dot == SLICE_NONE ? SLICE_EMPTY : slice_skip(name, dot);
    return slice_range(name, 0, dot);
}

/* "fire-300x200" and "fire-scaled" are "fire". */
static Slice without_size(Slice stem)
{
    const Slice scaled = SLICE("-scaled");
    if (stem.size > scaled.size && slice_ends_with(stem, scaled))
        return slice_range(stem, 0, stem.size - scaled.size);
    size_t at = stem.size, wide = 0, high = 0;
    for (; at > 0 && ascii_is_digit(stem.data[at - 1]); at--)
        high++;
    if (high == 0 || high > 5 || at < 2 || stem.data[--at] != 'x')
        return stem;
    for (; at > 0 && ascii_is_digit(stem.data[at - 1]); at--)
        wide++;
    return wide > 0 && wide <= 5 && at > 1 && stem.data[at - 1] == '-' ? slice_range(stem, 0, at - 1) : stem;
}

Slice loose_spelling(Arena *arena, Slice path)
{
    Slice name = slice_skip(path, slice_find_last_byte(path, '/') + 1);
    name = url_decode(arena, slice_range(name, 0, slice_find_byte(name, '?')), false);
    char *out = arena_text(arena, name.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < name.size; i++) {
        char c = ascii_lower(name.data[i]);
        c = c == ' ' || c == '_' ? '-' : c;
        if (c != '-' || size == 0 || out[size - 1] != '-')
            out[size++] = c;
    }
    return slice_of(out, size);
}

Slice loose_name(Arena *arena, Slice path)
{
    Slice ending, stem = without_size(without_ending(loose_spelling(arena, path), &ending));
    return arena_format(arena, "%.*s%.*s", SLICE_ARG(stem), SLICE_ARG(ending));
}

/* Words that cameras, telephones and programs write before a counter. */
static bool is_counter_word(Slice word)
{
    static const char *const words[] = {
        "img",     "image",    "images", "dsc",    "dscn", "dscf",     "dscp",     "pict",
        "imgp",    "mg",       "p",      "pa",     "pb",   "pc",       "photo",    "pic",
        "picture", "pictures", "scan",   "sam",    "cimg", "dcim",     "untitled", "unnamed",
        "file",    "copy",     "new",    "screen", "shot", "whatsapp", "download", "screenshot",
        "thumb",   "jpg",      "jpeg",   "png",    "logo", "default",  "avatar",   "banner",
        "icon",    "header",   "wp",     "gopr",   "mvc",  "sdc",      "hpim",     "mvi",
        "cam",     "foto",     "fig",    "figure", "pct",  "hni",      "cap",
    };
    if (SLICE_ANY(word, slice_equal, words))
        return true;
    return word.size < 2;
}

bool loose_name_tells(Slice name)
{
    enum { TELLING_LETTERS = 3, TELLING_DIGITS = 6, DATE_DIGITS = 8 };
    Slice ending, stem = without_ending(name, &ending);
    size_t letters = 0, run = 0, longest = 0;
    bool has_counter_word = false;
    for (size_t i = 0; i < stem.size;) {
        size_t begin = i;
        for (run = 0; i < stem.size && ascii_is_digit(stem.data[i]); i++)
            run++;
        longest = run > longest ? run : longest;
        for (begin = i; i < stem.size && !ascii_is_digit(stem.data[i]) && stem.data[i] != '-' &&
                        stem.data[i] != '.' && stem.data[i] != '(' && stem.data[i] != ')';)
            i++;
        Slice word = slice_range(stem, begin, i);
        bool is_counter = is_counter_word(word);
        letters += is_counter ? 0 : word.size;
        has_counter_word |= is_counter && word.size > 0;
        i += i < stem.size && run == 0 && word.size == 0; /* a mark between */
    }
    return letters >= TELLING_LETTERS || longest >= DATE_DIGITS ||
           (longest >= TELLING_DIGITS && !has_counter_word);
}
