/* The title of an archive -> the name of its paper. Words are taken off the end: years, then the word
 * archive, then a language. Only a title that has the word archive is cut: "The Daily English" keeps its
 * name. */
#include "model/paper.h"

static const char *const ARCHIVES[] = {"archive", "archives", "أرشيف", "الأرشيف", "ارشيف", "الارشيف"};

static const char *const LANGUAGES[] = {
    "english",   "arabic",     "french",    "german",     "greek",   "hebrew",  "italian", "kurdish",
    "persian",   "portuguese", "russian",   "spanish",    "turkish", "urdu",    "العربي",  "العربية",
    "الإنجليزي", "الإنجليزية", "الإنكليزي", "الإنكليزية", "الفرنسي", "الفرنسية"};

static const Slice MARKS[] = {SLICE_INIT("–"), SLICE_INIT("—"), SLICE_INIT("·"), SLICE_INIT("،"),
                              SLICE_INIT("|"), SLICE_INIT("-"), SLICE_INIT(":"), SLICE_INIT(","),
                              SLICE_INIT("("), SLICE_INIT(")"), SLICE_INIT("["), SLICE_INIT("]")};

/* Without blanks and marks at its end. */
static Slice without_marks(Slice text)
{
    for (bool is_cut = true; is_cut;) {
        is_cut = false;
        text = slice_trim(text);
        for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++) {
            if (slice_ends_with(text, MARKS[i])) {
                text = slice_range(text, 0, text.size - MARKS[i].size);
                is_cut = true;
            }
        }
    }
    return text;
}

/* "2006 -2017", "(1998–2004)", "2006": four digits at a time, with what stands between. */
static Slice without_years(Slice text)
{
    enum { DIGITS = 4 };
    for (;;) {
        Slice rest = without_marks(text);
        size_t digits = 0;
        while (digits < rest.size && ascii_is_digit(rest.data[rest.size - 1 - digits]))
            digits++;
        if (digits != DIGITS)
            return rest;
        text = slice_range(rest, 0, rest.size - digits);
    }
}

static Slice last_word(Slice text)
{
    size_t blank = slice_find_last_byte(text, ' ');
    return blank == SLICE_NONE ? text : slice_skip(text, blank + 1);
}

static Slice without_last(Slice text, Slice word)
{
    return without_marks(slice_range(text, 0, text.size - word.size));
}

static Slice without_the(Slice name)
{
    return slice_starts_with_nocase(name, SLICE("the ")) ? slice_trim(slice_skip(name, 4)) : name;
}

static bool is_a_name(Slice text)
{
    return !slice_is_empty(text) && !slice_equal_nocase(text, SLICE("the"));
}

/* "أرشيف الترامونتانا": in Arabic the word stands before the name. */
static Slice without_first(Slice text)
{
    size_t blank = slice_find_byte(text, ' ');
    bool is_archive = blank != SLICE_NONE &&
                      SLICE_ANY(slice_range(text, 0, blank), slice_equal_nocase, ARCHIVES) &&
                      (unsigned char)text.data[0] >= 0x80;
    return is_archive ? slice_trim(slice_skip(text, blank)) : text;
}

static Slice cut(Slice title)
{
    Slice rest = without_years(title), name = without_first(rest);
    Slice word = last_word(name);
    if (name.size == rest.size && !SLICE_ANY(word, slice_equal_nocase, ARCHIVES))
        return title;
    if (name.size == rest.size)
        name = without_years(without_last(name, word));
    word = last_word(name);
    Slice shorter = without_last(name, word);
    if (SLICE_ANY(word, slice_equal_nocase, LANGUAGES) && is_a_name(shorter))
        name = shorter;
    return is_a_name(name) ? name : title;
}

Slice paper_name(Slice title, Slice publisher)
{
    Slice name = cut(slice_trim(title));
    publisher = slice_trim(publisher);
    return slice_equal_nocase(name, publisher) ? publisher : name;
}

bool paper_is_same(Slice name, Slice other)
{
    name = without_the(slice_trim(name));
    return !slice_is_empty(name) && slice_equal_nocase(name, without_the(slice_trim(other)));
}
