/* The sentences of a paragraph, and white space made plain.
 *
 * A stop is a candidate; what stands before it (a title, an initial, an abbreviation, a day's number) and
 * behind it (a small letter, a likely first word) decides. Closing quotes and brackets behind a stop belong
 * to the sentence. Arabic and CJK stops are known; CJK needs no blank behind. A blank line always ends a
 * sentence. */
#include "base/list.h"
#include "text/runes.h"

/* ---- abbreviations ---- */

typedef enum Habit {
    HABIT_NONE,
    HABIT_NEVER,  /* never ends a sentence: a name or number follows */
    HABIT_NUMBER, /* does not where a digit follows */
    HABIT_STARTER /* ends one only before a likely first word */
} Habit;

typedef struct Abbreviation {
    const char *word; /* lower case, sorted */
    Habit habit;
} Abbreviation;

static const Abbreviation abbreviations[] = {
    {"abp", HABIT_NEVER},    {"adm", HABIT_NEVER},    {"approx", HABIT_NEVER}, {"apr", HABIT_NUMBER},
    {"asst", HABIT_NEVER},   {"aug", HABIT_NUMBER},   {"bldg", HABIT_NUMBER},  {"brig", HABIT_NEVER},
    {"bros", HABIT_STARTER}, {"ca", HABIT_NEVER},     {"capt", HABIT_NEVER},   {"cf", HABIT_NEVER},
    {"ch", HABIT_NUMBER},    {"cmdr", HABIT_NEVER},   {"co", HABIT_STARTER},   {"col", HABIT_NEVER},
    {"comdr", HABIT_NEVER},  {"corp", HABIT_STARTER}, {"cpl", HABIT_NEVER},    {"ct", HABIT_STARTER},
    {"dec", HABIT_NUMBER},   {"dept", HABIT_NEVER},   {"det", HABIT_NEVER},    {"dr", HABIT_NEVER},
    {"eng", HABIT_NEVER},    {"esq", HABIT_STARTER},  {"etc", HABIT_STARTER},  {"feb", HABIT_NUMBER},
    {"fig", HABIT_NUMBER},   {"fr", HABIT_NEVER},     {"ft", HABIT_NEVER},     {"gen", HABIT_NEVER},
    {"gov", HABIT_NEVER},    {"hon", HABIT_NEVER},    {"inc", HABIT_STARTER},  {"insp", HABIT_NEVER},
    {"jan", HABIT_NUMBER},   {"jr", HABIT_STARTER},   {"jul", HABIT_NUMBER},   {"jun", HABIT_NUMBER},
    {"lt", HABIT_NEVER},     {"ltd", HABIT_STARTER},  {"maj", HABIT_NEVER},    {"mar", HABIT_NUMBER},
    {"messrs", HABIT_NEVER}, {"mgr", HABIT_NEVER},    {"mlle", HABIT_NEVER},   {"mm", HABIT_NEVER},
    {"mme", HABIT_NEVER},    {"mr", HABIT_NEVER},     {"mrs", HABIT_NEVER},    {"ms", HABIT_NEVER},
    {"msgr", HABIT_NEVER},   {"mt", HABIT_NEVER},     {"no", HABIT_NUMBER},    {"nos", HABIT_NUMBER},
    {"nov", HABIT_NUMBER},   {"oct", HABIT_NUMBER},   {"p", HABIT_NUMBER},     {"plc", HABIT_STARTER},
    {"pp", HABIT_NUMBER},    {"pres", HABIT_NEVER},   {"prof", HABIT_NEVER},   {"pvt", HABIT_NEVER},
    {"rep", HABIT_NEVER},    {"reps", HABIT_NEVER},   {"rev", HABIT_NEVER},    {"sen", HABIT_NEVER},
    {"sens", HABIT_NEVER},   {"sep", HABIT_NUMBER},   {"sept", HABIT_NUMBER},  {"sgt", HABIT_NEVER},
    {"spc", HABIT_NEVER},    {"sr", HABIT_STARTER},   {"sra", HABIT_NEVER},    {"st", HABIT_NEVER},
    {"ste", HABIT_NEVER},    {"supt", HABIT_NEVER},   {"vgl", HABIT_NEVER},    {"vol", HABIT_NUMBER},
    {"vs", HABIT_NEVER},
};

/* Words that begin a sentence far more often than they follow "U.S." or "Corp." in a name. Sorted. */
static const char *const starters[] = {
    "A",       "After", "All",  "Although", "An",     "And",  "As",    "At",    "Because",
    "Before",  "But",   "By",   "During",   "For",    "From", "He",    "Her",   "His",
    "However", "I",     "If",   "In",       "It",     "Its",  "Last",  "Many",  "Meanwhile",
    "Most",    "No",    "Nor",  "On",       "One",    "Or",   "Other", "Our",   "She",
    "Since",   "So",    "Some", "Such",     "That",   "The",  "Their", "Then",  "There",
    "These",   "They",  "This", "Those",    "Though", "To",   "Two",   "Under", "Until",
    "We",      "What",  "When", "Where",    "While",  "Who",  "With",  "Yet",   "You",
};

static Habit habit_of(Slice word)
{
    char lower[8];
    if (word.size == 0 || word.size >= sizeof lower)
        return HABIT_NONE;
    for (size_t i = 0; i < word.size; i++)
        lower[i] = ascii_lower(word.data[i]);
    size_t low = 0, high = sizeof abbreviations / sizeof abbreviations[0];
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = slice_compare(slice_from(abbreviations[middle].word), slice_of(lower, word.size));
        if (order == 0)
            return abbreviations[middle].habit;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return HABIT_NONE;
}

static bool is_starter(Slice word)
{
    return SLICE_ANY(word, slice_equal, starters);
}

/* ---- what stands around a stop ---- */

static bool is_cjk_stop(uint32_t rune)
{
    return rune == 0x3002 || rune == 0xFF01 || rune == 0xFF1F || rune == 0xFF0E || rune == 0xFF61;
}

static bool is_stop(uint32_t rune)
{
    switch (rune) {
    case '.':
    case '!':
    case '?':
    case 0x2026: /* ellipsis */
    case 0x203C:
    case 0x203D:
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Urdu full stop */
    case 0x0964: /* danda */
    case 0x0965:
    case 0x0589: /* Armenian */
    case 0x1362: /* Ethiopic */
        return true;
    default:
        return is_cjk_stop(rune);
    }
}

static bool is_closer(uint32_t rune)
{
    switch (rune) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '}':
    case 0x00BB:
    case 0x2019:
    case 0x201D:
    case 0x203A:
    case 0x300D:
    case 0x300F:
    case 0x3009:
    case 0x300B:
    case 0x3011:
    case 0xFF09:
        return true;
    default:
        return false;
    }
}

static bool is_opener(uint32_t rune)
{
    switch (rune) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case '{':
    case 0x00AB:
    case 0x2018:
    case 0x201C:
    case 0x201D: /* the wrong mark, as often printed */
    case 0x201E:
    case 0x2039:
    case 0x300C:
    case 0x300E:
    case '-':
    case 0x2013:
    case 0x2014:
        return true;
    default:
        return false;
    }
}

#define LOOK_BYTES 64 /* how far one looks around a stop */

/* The letters and digits just before `at`, not before `from`. */
static Slice word_before(Slice text, size_t from, size_t at)
{
    size_t begin = at;
    while (begin > from && at - begin < LOOK_BYTES) {
        size_t size;
        const RuneClass class = rune_class(utf8_decode_before(text, begin, &size));
        if (class == RUNE_OTHER || class == RUNE_DICTIONARY)
            break;
        begin -= size;
    }
    return slice_range(text, begin, at);
}

static Slice word_behind(Slice text, size_t at)
{
    size_t end = at;
    for (size_t size; end < text.size && end - at < LOOK_BYTES; end += size) {
        const RuneClass class = rune_class(rune_at(text, end, &size));
        if (class == RUNE_OTHER || class == RUNE_DICTIONARY)
            break;
    }
    return slice_range(text, at, end);
}

/* Where the next sentence's first letter would stand: blanks and opening marks passed. */
static size_t skip_openers(Slice text, size_t at)
{
    const size_t limit = at + LOOK_BYTES;
    for (size_t size; at < text.size && at < limit; at += size) {
        const uint32_t rune = rune_at(text, at, &size);
        if (!rune_is_space(rune) && !is_opener(rune))
            break;
    }
    return at;
}

static bool is_one_letter(Slice word)
{
    size_t size;
    return word.size > 0 && rune_class(rune_at(word, 0, &size)) == RUNE_LETTER && size == word.size;
}

static bool is_short_number(Slice word)
{
    for (size_t i = 0; i < word.size; i++)
        if (!ascii_is_digit(word.data[i]))
            return false;
    return word.size == 1 || word.size == 2;
}

static bool is_month(Slice word)
{
    char folded[LOOK_BYTES];
    size_t size = 0;
    return fold_small(word, folded, sizeof folded, &size) && month_by_name(slice_of(folded, size), true) > 0;
}

/* Does the single full stop at `at` end a sentence, given that a blank follows and the next letter is at
 * `next`? */
static bool full_stop_ends(Slice text, size_t from, size_t at, size_t next)
{
    const Slice before = word_before(text, from, at);
    const Slice behind = word_behind(text, next);
    const bool is_dotted = before.data > text.data + from && before.data[-1] == '.';
    if (is_one_letter(before))
        return is_dotted && is_starter(behind); /* "U.S. The" ends; "U.S. Army", "J. Smith" do not */
    switch (habit_of(before)) {
    case HABIT_NEVER:
        return false;
    case HABIT_NUMBER:
        return behind.size == 0 || !ascii_is_digit(behind.data[0]);
    case HABIT_STARTER:
        return is_starter(behind);
    case HABIT_NONE:
        break;
    }
    return !(is_short_number(before) && is_month(behind)); /* "27. Juni 2014" */
}

/* Does the run of stops [at, end) with closing marks up to `closed` end a sentence that began at `from`? */
static bool stop_ends(Slice text, size_t from, size_t at, size_t end, size_t closed)
{
    size_t size;
    const uint32_t first = rune_at(text, at, &size);
    if (closed >= text.size || is_cjk_stop(first))
        return true;
    if (!rune_is_space(rune_at(text, closed, &size)))
        return false;
    const size_t next = skip_openers(text, closed);
    if (next >= text.size)
        return true;
    if (rune_is_lower(rune_at(text, next, &size)))
        return false;
    if (first == '.' && end == at + 1)
        return full_stop_ends(text, from, at, next);
    return true;
}

/* ---- the walk ---- */

static void add_sentence(Arena *arena, Slice text, size_t begin, size_t end, Spans *sentences)
{
    size_t size;
    while (begin < end && rune_is_space(rune_at(text, begin, &size)))
        begin += size;
    while (end > begin && rune_is_space(utf8_decode_before(text, end, &size)))
        end -= size;
    if (begin < end)
        *LIST_ADD(arena, sentences) = (Span){begin, end};
}

/* Bytes at which one must look closer: 1 for a stop or line feed of ASCII; for the first byte of a stop
 * outside ASCII its second byte, or the lower of two neighbours. */
static const unsigned char candidates[256] = {
    ['.'] = 1,     ['!'] = 1,     ['?'] = 1,     ['\n'] = 1,    [0xD6] = 0x89, [0xD8] = 0x9F,
    [0xDB] = 0x94, [0xE0] = 0xA5, [0xE1] = 0x8D, [0xE2] = 0x80, [0xE3] = 0x80, [0xEF] = 0xBC,
};

static inline bool is_candidate(Slice text, size_t at)
{
    const unsigned char second = candidates[(unsigned char)text.data[at]];
    if (second <= 1)
        return second == 1;
    return at + 1 < text.size && (unsigned char)((unsigned char)text.data[at + 1] - second) <= 1;
}

static size_t skip_while(Slice text, size_t at, bool (*is)(uint32_t rune))
{
    for (size_t size; at < text.size; at += size)
        if (!is(rune_at(text, at, &size)))
            break;
    return at;
}

/* The end of a blank line that begins with the line feed at `at`, or `at` if it is a single one. */
static size_t blank_line_end(Slice text, size_t at)
{
    size_t i = at + 1;
    while (i < text.size && (text.data[i] == ' ' || text.data[i] == '\t' || text.data[i] == '\r'))
        i++;
    return i < text.size && text.data[i] == '\n' ? i + 1 : at;
}

void text_sentences(Arena *arena, Slice text, Spans *sentences)
{
    size_t from = 0, at = 0;
    while (at < text.size) {
        if (!is_candidate(text, at)) {
            at++;
            continue;
        }
        size_t size;
        const uint32_t rune = rune_at(text, at, &size);
        if (rune == '\n') {
            const size_t end = blank_line_end(text, at);
            if (end > at) {
                add_sentence(arena, text, from, at, sentences);
                from = end;
            }
            at = end > at ? end : at + 1;
            continue;
        }
        if (!is_stop(rune)) {
            at += size;
            continue;
        }
        const size_t end = skip_while(text, at, is_stop);
        const size_t closed = skip_while(text, end, is_closer);
        if (stop_ends(text, from, at, end, closed)) {
            add_sentence(arena, text, from, closed, sentences);
            from = closed;
        }
        at = closed;
    }
    add_sentence(arena, text, from, text.size, sentences);
}

/* ---- white space ---- */

static bool is_collapsed(Slice text)
{
    bool was_blank = true;
    for (size_t at = 0, size; at < text.size; at += size) {
        const unsigned char byte = (unsigned char)text.data[at];
        if (byte > ' ' && byte < 0x80) {
            size = 1;
            was_blank = false;
            continue;
        }
        const uint32_t rune = rune_at(text, at, &size);
        const bool is_blank = rune_is_space(rune);
        if (is_blank && (was_blank || rune != ' '))
            return false;
        was_blank = is_blank;
    }
    return text.size == 0 || !was_blank;
}

Slice text_collapse(Arena *arena, Slice text)
{
    if (is_collapsed(text))
        return text;
    char *out = arena_text(arena, text.size);
    size_t n = 0;
    for (size_t at = 0, size; at < text.size; at += size) {
        if (!rune_is_space(rune_at(text, at, &size))) {
            memcpy(out + n, text.data + at, size);
            n += size;
        } else if (n > 0 && out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    if (n > 0 && out[n - 1] == ' ')
        n--;
    return slice_of(out, n);
}
