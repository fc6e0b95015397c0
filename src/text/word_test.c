/* Sets of words by a rule, for whoever has single words (highlighting) and for whoever has all of them in
 * order (the index, which passes over what cannot be in the set). */
#include "text/pattern.h"
#include "text/text.h"

#include "base/list.h"
#include "base/utf8.h"

struct WordTest {
    WordRule rule;
    Slice text;
    Slice stem;
    SoundKey key;
    Pattern *pattern; /* WILD, FUZZY, REGEX */
    Slices beginnings;
    /* the word before, and where the pattern stood behind each of its bytes */
    char last[TEXT_WORD_MAX_BYTES + 1];
    size_t last_size, reached;
    int32_t at[TEXT_WORD_MAX_BYTES + 2];
    char stem_bytes[STEM_MAX];
};

/* ---- beginnings ---- */

static int compare_slices(const void *a, const void *b)
{
    return slice_compare(*(const Slice *)a, *(const Slice *)b);
}

/* Sorted; without those that begin with another. */
static void settle_beginnings(Slices *list)
{
    if (list->count < 2)
        return;
    qsort(list->items, list->count, sizeof *list->items, compare_slices);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !slice_starts_with(list->items[i], list->items[kept - 1]))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* The letters that every word of the pattern begins with. */
static Slice common_beginning(Arena *arena, Pattern *pattern)
{
    enum { LETTERS_MAX = 32 };
    char *bytes = arena_text(arena, LETTERS_MAX * 4);
    size_t size = 0;
    int32_t at = 0;
    for (unsigned i = 0; i < LETTERS_MAX && !pattern->made.items[at].is_accepting; i++) {
        uint32_t only = 0;
        size_t alive = 0;
        int32_t to = PATTERN_DEAD;
        for (size_t c = 0; c < pattern->class_count && alive < 2; c++) {
            const int32_t next = pattern_step(pattern, at, pattern->breaks[c]);
            const uint32_t end = c + 1 < pattern->class_count ? pattern->breaks[c + 1] : 0x110000;
            if (next < 0)
                continue;
            alive += end - pattern->breaks[c] == 1 ? 1 : 2;
            only = pattern->breaks[c];
            to = next;
        }
        if (alive != 1)
            break;
        size += utf8_encode(only, bytes + size);
        at = to;
    }
    return slice_of(bytes, size);
}

/* What the first sound of a name may be spelled with, in Latin and in Arabic letters. */
static const struct {
    char sound;
    const char *letters;
} first_letters[] = {
    {'A', "aeiouyاءعي"}, {'B', "bpبپ"},   {'D', "dtثذضدظ"}, {'F', "fpف"}, {'H', "hحه"}, {'J', "jdgzجگ"},
    {'K', "kqgcخقكغگج"}, {'L', "lل"},     {'M', "mم"},      {'N', "nن"},  {'R', "rر"},  {'S', "scسص"},
    {'T', "tتط"},        {'W', "wvouوڤ"}, {'X', "sctxشچ"},  {'Y', "yي"},  {'Z', "zزظ"},
};

/* A letter, by itself and behind what may be an article (text/sounds.c). */
static void add_letter(Arena *arena, Slices *list, Slice letter)
{
    static const char *const articles[] = {"", "al", "el", "ul", "ال"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        *LIST_ADD(arena, list) = arena_format(arena, "%s%.*s", articles[i], SLICE_ARG(letter));
    if (letter.size == 1 && strchr("sdrntz", letter.data[0]))
        *LIST_ADD(arena, list) = arena_format(arena, "a%c%c", letter.data[0], letter.data[0]);
    if (slice_equal(letter, SLICE("s")))
        *LIST_ADD(arena, list) = SLICE("ashsh");
}

static void add_letters(Arena *arena, Slices *list, char sound)
{
    for (size_t i = 0; i < sizeof first_letters / sizeof *first_letters; i++) {
        const Slice letters = slice_from(first_letters[i].letters);
        size_t size;
        for (size_t at = 0; first_letters[i].sound == sound && at < letters.size; at += size) {
            utf8_decode(letters, at, &size);
            add_letter(arena, list, slice_range(letters, at, at + size));
        }
    }
}

static void sound_beginnings(Arena *arena, WordTest *test)
{
    if (!test->key.first[0])
        return; /* nothing sounds like it */
    add_letters(arena, &test->beginnings, test->key.first[0]);
    add_letters(arena, &test->beginnings, test->key.other[0]);
}

static void stem_beginnings(Arena *arena, WordTest *test)
{
    static const char *const arabic[] = {"", "وال", "بال", "كال", "فال", "ال", "لل", "و"};
    Slice stem = test->stem;
    if (slice_ends_with(stem, SLICE("i")))
        stem = slice_range(stem, 0, stem.size - 1); /* it may be a "y" there */
    const bool is_arabic = stem.size > 0 && (unsigned char)stem.data[0] >= 0xD8;
    for (size_t i = 0; i < (is_arabic ? sizeof arabic / sizeof *arabic : 1); i++)
        *LIST_ADD(arena, &test->beginnings) = arena_format(arena, "%s%.*s", arabic[i], SLICE_ARG(stem));
}

const Slices *word_test_beginnings(const WordTest *test)
{
    return &test->beginnings;
}

/* ---- opening ---- */

static Pattern *open_pattern(Arena *arena, WordRule rule, Slice text, unsigned distance, Error *err)
{
    return rule == WORDS_WILD    ? pattern_of_wild(arena, text, err)
           : rule == WORDS_FUZZY ? pattern_of_fuzzy(arena, text, distance, err)
                                 : pattern_of_regex(arena, text, err);
}

Status word_test_open(Arena *arena, WordRule rule, Slice text, unsigned distance, WordTest **opened,
                      Error *err)
{
    WordTest *test = ARENA_NEW(arena, WordTest);
    *test = (WordTest){.rule = rule, .text = text};
    *opened = test;
    switch (rule) {
    case WORDS_PREFIX:
        *LIST_ADD(arena, &test->beginnings) = text;
        break;
    case WORDS_WILD:
    case WORDS_FUZZY:
    case WORDS_REGEX:
        test->pattern = open_pattern(arena, rule, text, distance, err);
        if (!test->pattern)
            return STATUS_FAIL;
        *LIST_ADD(arena, &test->beginnings) = common_beginning(arena, test->pattern);
        break;
    case WORDS_STEM:
        test->stem = text_stem(text, test->stem_bytes);
        stem_beginnings(arena, test);
        break;
    default:
        text_sound_key(text, &test->key);
        sound_beginnings(arena, test);
        break;
    }
    settle_beginnings(&test->beginnings);
    return STATUS_OK;
}

Status word_test_of_leaf(Arena *arena, const Query *leaf, WordTest **test, Error *err)
{
    assert(query_is_set(leaf->kind));
    *test = leaf->words;
    if (*test)
        return STATUS_OK;
    const WordRule rule = (WordRule)(leaf->kind - QUERY_PREFIX); /* in the same order */
    return word_test_open(arena, rule, leaf->text, leaf->distance, test, err);
}

bool word_test_is_spent(const WordTest *test)
{
    return test->pattern && test->pattern->is_spent;
}

/* ---- asking ---- */

static bool has_same_stem(const WordTest *test, Slice folded)
{
    char bytes[STEM_MAX];
    return slice_equal(text_stem(folded, bytes), test->stem);
}

bool word_test_accepts(WordTest *test, Slice folded)
{
    switch (test->rule) {
    case WORDS_PREFIX:
        return slice_starts_with(folded, test->text);
    case WORDS_SOUNDS:
        return text_sounds_alike(folded, &test->key);
    case WORDS_VARIANTS:
        return text_is_spelling(folded, &test->key);
    case WORDS_STEM:
        return has_same_stem(test, folded);
    default:
        return pattern_accepts(test->pattern, folded);
    }
}

/* How many bytes of the word before are also the beginning of this one, in whole letters, and were walked. */
static size_t shared_bytes(const WordTest *test, Slice folded)
{
    size_t size = 0;
    const size_t most = test->last_size < folded.size ? test->last_size : folded.size;
    while (size < most && test->last[size] == folded.data[size])
        size++;
    size = size < test->reached ? size : test->reached;
    while (size > 0 && size < folded.size && ((unsigned char)folded.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

bool word_test_next(WordTest *test, Slice folded, size_t *hopeless)
{
    *hopeless = 0;
    if (!test->pattern || folded.size > TEXT_WORD_MAX_BYTES)
        return word_test_accepts(test, folded);
    size_t at = shared_bytes(test, folded);
    int32_t state = at > 0 ? test->at[at] : 0;
    memcpy(test->last + at, folded.data + at, folded.size - at);
    test->last_size = folded.size;
    for (size_t size; at < folded.size && state >= 0;) {
        state = pattern_step(test->pattern, state, utf8_decode(folded, at, &size));
        at += size;
        test->at[at] = state;
    }
    test->reached = at;
    if (state < 0) {
        *hopeless = at;
        return false;
    }
    return test->pattern->made.items[state].is_accepting;
}
