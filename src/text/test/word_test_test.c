/* Sets of words: each rule on examples, and random patterns against the same meaning written down plainly; a
 * walk over words in order gives what single words give. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "text/test/plain_words.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static WordTest *open_test(WordRule rule, const char *text, unsigned distance)
{
    WordTest *test;
    Error err;
    if (word_test_open(arena, rule, slice_from(text), distance, &test, &err) != STATUS_OK)
        fail_msg("'%s': %s", text, err.message);
    return test;
}

typedef struct Case {
    WordRule rule;
    const char *text, *word;
    bool is_in;
} Case;

static void each_rule_takes_its_words(void **state)
{
    (void)state;
    static const Case cases[] = {
        {WORDS_PREFIX, "haf", "haftar", true},
        {WORDS_PREFIX, "haf", "ha", false},
        {WORDS_WILD, "h*r", "haftar", true},
        {WORDS_WILD, "h*r", "hr", true},
        {WORDS_WILD, "h?r", "hr", false},
        {WORDS_WILD, "h?r", "här", true},
        {WORDS_WILD, "in*{0,3}", "inves", true},
        {WORDS_WILD, "in*{0,3}", "invest", false},
        {WORDS_WILD, "*رئيس", "الرئيس", true},
        {WORDS_REGEX, "h(a|e)f+t?[a-c]r", "heffar", true},
        {WORDS_REGEX, "h[^a]f", "hef", true},
        {WORDS_REGEX, "h[^a]f", "haf", false},
        {WORDS_REGEX, "^É.{2,3}$", "elys", true},
        {WORDS_REGEX, "a\\.b", "a.b", true},
        {WORDS_REGEX, "a\\.b", "axb", false},
        {WORDS_REGEX, "(ab){2}c", "ababc", true},
        {WORDS_REGEX, "(ab){2}c", "abc", false},
        {WORDS_REGEX, "a|", "", true},
        {WORDS_STEM, "minister", "ministers", true},
        {WORDS_STEM, "stopped", "stopping", true},
        {WORDS_STEM, "parties", "party", true},
        {WORDS_STEM, "making", "makes", true},
        {WORDS_STEM, "news", "new", true},
        {WORDS_STEM, "minister", "ministry", false},
        {WORDS_STEM, "bus", "bus", true},
        {WORDS_STEM, "class", "clas", false},
        {WORDS_STEM, "الوزيرات", "وزير", true},
        {WORDS_STEM, "وزير", "الوزير", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        WordTest *test = open_test(cases[i].rule, cases[i].text, 0);
        if (word_test_accepts(test, slice_from(cases[i].word)) != cases[i].is_in)
            fail_msg("'%s' and '%s'", cases[i].text, cases[i].word);
    }
}

static void mistakes_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *text, *word;
        unsigned distance; /* 3: more than 2 */
    } cases[] = {
        {"haftar", "haftar", 0}, {"haftar", "haftr", 1},  {"haftar", "hafttar", 1}, {"haftar", "haftär", 1},
        {"haftar", "hatfar", 1}, {"haftar", "hatfra", 2}, {"haftar", "heftor", 2},  {"haftar", "aftr", 2},
        {"haftar", "rome", 3},   {"abcd", "cdab", 3},     {"رئيس", "رييس", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned d = 1; d <= 2; d++)
            if (word_test_accepts(open_test(WORDS_FUZZY, cases[i].text, d), slice_from(cases[i].word)) !=
                (cases[i].distance <= d))
                fail_msg("'%s' and '%s' at %u", cases[i].text, cases[i].word, d);
}

static void a_name_is_known_by_its_sound(void **state)
{
    (void)state;
    static const struct {
        const char *name, *others[12];
    } names[] = {
        {"gaddafi",
         {"qadhafi", "kadafi", "gathafi", "gaddafi", "qaddafi", "kadhafi", "gheddafi", "khadafy", "algaddafi",
          "القذافي", "elqadhafi"}},
        {"mohammed", {"muhammad", "mohamed", "mohamad", "muhammed", "محمد"}},
        {"hussein", {"husein", "hussain", "hossein", "حسين"}},
        {"sarraj", {"serraj", "assarraj", "alsarraj", "السراج"}},
        {"gamal", {"jamal", "djamel", "kamal"}},
        {"dawood", {"daoud", "daud", "dawud"}},
        {"tawfiq", {"toufic", "tewfik", "taufiq"}},
        {"walid", {"oualid", "waleed"}},
        {"hamza", {"hamzah"}},
        {"chalabi", {"shalabi"}},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < 12 && names[i].others[k]; k++)
            if (!word_test_accepts(open_test(WORDS_SOUNDS, names[i].name, 0), slice_from(names[i].others[k])))
                fail_msg("'%s' does not sound like '%s'", names[i].others[k], names[i].name);
    static const char *const strangers[][2] = {{"gaddafi", "gadhab"},
                                               {"haftar", "hafez"},
                                               {"rome", "cairo"},
                                               {"gaddafi", "2011"},
                                               {"sarraj", "seraphim"}};
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        assert_false(
            word_test_accepts(open_test(WORDS_SOUNDS, strangers[i][0], 0), slice_from(strangers[i][1])));
}

static void spellings_agree_in_vowels_too(void **state)
{
    (void)state;
    WordTest *test = open_test(WORDS_VARIANTS, "mohammed", 0);
    assert_true(word_test_accepts(test, SLICE("muhammad")));
    assert_true(word_test_accepts(test, SLICE("muhammed")));
    assert_false(word_test_accepts(test, SLICE("mahmoud")));
    assert_true(word_test_accepts(open_test(WORDS_SOUNDS, "mohammed", 0), SLICE("mahmoud")));
    assert_true(word_test_accepts(open_test(WORDS_VARIANTS, "gaddafi", 0), SLICE("qadhafi")));
}

static void mistakes_in_patterns_are_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {"(a",     "a)",     "[a",  "*a",  "a{2",
                                        "a{3,2}", "a{101}", "a**", "a\\", "[b-a]"};
    WordTest *test;
    Error err;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(word_test_open(arena, WORDS_REGEX, slice_from(wrong[i]), 0, &test, &err),
                         STATUS_FAIL);
    assert_int_equal(word_test_open(arena, WORDS_REGEX, SLICE("((a{99}){99}){99}"), 0, &test, &err),
                     STATUS_FAIL);
    assert_non_null(strstr(err.message, "too large"));
}

/* ---- random ---- */

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static Slice random_regex(uint64_t *seed, int depth)
{
    static const char *const atoms[] = {"a", "b", "c", ".", "[ab]", "[^a]"};
    static const char *const repeats[] = {"*", "+", "?", "{2,2}", "{0,3}", "{1,2}"};
    Builder b;
    builder_init(&b, arena);
    for (uint32_t i = 1 + draw(seed, 3); i > 0; i--) {
        const Slice inner = depth > 0 ? random_regex(seed, depth - 1) : SLICE_EMPTY;
        if (depth > 0 && draw(seed, 3) == 0)
            builder_format(&b, "(%.*s)", SLICE_ARG(inner));
        else
            builder_add_string(&b, atoms[draw(seed, 6)]);
        if (draw(seed, 3) == 0)
            builder_add_string(&b, repeats[draw(seed, 6)]);
    }
    if (depth > 0 && draw(seed, 4) == 0) {
        builder_add_byte(&b, '|');
        builder_add(&b, random_regex(seed, depth - 1));
    }
    return builder_slice(&b);
}

static Query random_leaf(uint64_t *seed)
{
    static const char *const pieces[] = {"a", "b", "c", "*", "?", "*{0,2}", "*{1,3}"};
    static const QueryKind kinds[] = {QUERY_WILD, QUERY_FUZZY, QUERY_REGEX};
    Query leaf = {.kind = kinds[draw(seed, 3)]};
    Builder b;
    builder_init(&b, arena);
    for (uint32_t i = 1 + draw(seed, 5); i > 0; i--)
        builder_add_string(&b, pieces[draw(seed, leaf.kind == QUERY_FUZZY ? 3 : 7)]);
    leaf.text = leaf.kind == QUERY_REGEX ? random_regex(seed, 2) : builder_slice(&b);
    leaf.distance = leaf.kind == QUERY_FUZZY ? 1 + draw(seed, 2) : 0;
    return leaf;
}

static int compare(const void *a, const void *b)
{
    return slice_compare(*(const Slice *)a, *(const Slice *)b);
}

/* All words of up to five letters over three. */
static size_t all_words(Slice words[400])
{
    size_t count = 0;
    for (size_t size = 1; size <= 5; size++) {
        size_t many = 1;
        for (size_t i = 0; i < size; i++)
            many *= 3;
        for (size_t n = 0; n < many; n++) {
            char *text = arena_text(arena, size);
            for (size_t i = 0, rest = n; i < size; i++, rest /= 3)
                text[i] = "abc"[rest % 3];
            words[count++] = slice_of(text, size);
        }
    }
    qsort(words, count, sizeof *words, compare);
    return count;
}

static bool has_beginning(const Slices *beginnings, Slice word)
{
    for (size_t i = 0; i < beginnings->count; i++)
        if (slice_starts_with(word, beginnings->items[i]))
            return true;
    return false;
}

static void automata_agree_with_the_plain_meaning(void **state)
{
    (void)state;
    Slice words[400];
    uint64_t seed = 6;
    for (int round = 0; round < 1000; round++) {
        if (round % 100 == 0)
            arena_reset(arena);
        const size_t count = all_words(words);
        const Query leaf = random_leaf(&seed);
        WordTest *test;
        Error err;
        if (word_test_of_leaf(arena, &leaf, &test, &err) != STATUS_OK)
            fail_msg("'%.*s': %s", SLICE_ARG(leaf.text), err.message);
        for (size_t i = 0; i < count; i++) {
            size_t hopeless;
            const bool is_in = plain_word(&leaf, words[i], words[i]);
            if (word_test_next(test, words[i], &hopeless) != is_in ||
                word_test_accepts(test, words[i]) != is_in)
                fail_msg("'%.*s' and '%.*s'", SLICE_ARG(leaf.text), SLICE_ARG(words[i]));
            assert_true(!is_in || has_beginning(word_test_beginnings(test), words[i]));
            for (; hopeless > 0 && i + 1 < count; i++) {
                if (!slice_starts_with(words[i + 1], slice_range(words[i], 0, hopeless)))
                    break;
                assert_false(plain_word(&leaf, words[i + 1], words[i + 1]));
            }
        }
        assert_false(word_test_is_spent(test));
    }
}

static void beginnings_hold_all_that_sounds_alike_or_has_the_stem(void **state)
{
    (void)state;
    static const char letters[] = "abdefghijklmnoqrstuwyzc";
    uint64_t seed = 9;
    size_t met = 0;
    for (int round = 0; round < 200000; round++) {
        static const WordRule rules[] = {WORDS_SOUNDS, WORDS_VARIANTS, WORDS_STEM};
        static WordTest *test;
        char bytes[12];
        const size_t size = 1 + draw(&seed, 6);
        for (size_t i = 0; i < size; i++)
            bytes[i] = letters[draw(&seed, sizeof letters - 1)];
        const Slice word = slice_of(bytes, size);
        Error err;
        if (round % 400 == 0) {
            arena_reset(arena);
            assert_int_equal(
                word_test_open(arena, rules[draw(&seed, 3)], arena_copy(arena, word), 0, &test, &err),
                STATUS_OK);
        }
        if (!word_test_accepts(test, word))
            continue;
        met++;
        assert_true(has_beginning(word_test_beginnings(test), word));
    }
    assert_true(met > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_takes_its_words),
        cmocka_unit_test(mistakes_are_counted),
        cmocka_unit_test(a_name_is_known_by_its_sound),
        cmocka_unit_test(spellings_agree_in_vowels_too),
        cmocka_unit_test(mistakes_in_patterns_are_told),
        cmocka_unit_test(automata_agree_with_the_plain_meaning),
        cmocka_unit_test(beginnings_hold_all_that_sounds_alike_or_has_the_stem),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
