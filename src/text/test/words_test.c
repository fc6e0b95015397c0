/* Where words begin and end, their searched forms, joined forms and sentence marks. A word is written here as
 * its folded form, a joined form with "+" before it, the first of a sentence with "^". */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "base/builder.h"
#include "base/utf8.h"
#include "text/text.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Slice write_words(Slice text, bool has_sentences)
{
    Words words = {0};
    text_words(arena, text, &words);
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < words.count; i++) {
        const Word *word = &words.items[i];
        if (i > 0)
            builder_add_byte(&b, ' ');
        if (word->flags & WORD_JOINED)
            builder_add_byte(&b, '+');
        if ((word->flags & WORD_SENTENCE) && has_sentences)
            builder_add_byte(&b, '^');
        builder_add(&b, word->folded);
    }
    return builder_slice(&b);
}

static void assert_words(const char *text, const char *expected)
{
    const Slice words = write_words(slice_from(text), false);
    if (!slice_equal(words, slice_from(expected)))
        fail_msg("'%s' gives '%.*s', not '%s'", text, SLICE_ARG(words), expected);
}

static void words_are_cut_as_a_reader_would(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {" ,;- ", ""},
        {"Haftar Holds Secret Meetings", "haftar holds secret meetings"},
        {"Haftar’s visit", "haftar s visit"},
        {"Haftar's visit", "haftar s visit"},
        {"Haftar”s visit", "haftar s visit"},
        {"said “Eni” in", "said eni in"},
        {"Fayez al-Sarraj was", "fayez al +alsarraj sarraj was"},
        {"Sana’a", "sana +sanaa a"},
        {"al-Qa’ida’s", "al +alqaida qa ida s"},
        {"don't O'Brien rock 'n' roll", "don +dont t o +obrien brien rock n roll"},
        {"the soldiers’ boots", "the soldiers boots"},
        {"U.S. Army", "us army"},
        {"the U.S.-led raid at 5 p.m.", "the us +usled led raid at 5 pm"},
        {"J.K. Rowling, J. Smith", "jk rowling j smith"},
        {"1,200 men, 3.5m barrels, 1,2", "1200 men 3.5m barrels 1,2"},
        {"12,500-strong", "12500 +12500strong strong"},
        {"1,200,000.50", "1200000.50"},
        {"2010-2012 F-16 G20", "2010 2012 f +f16 16 g20"},
        {"27.06.2014, end.", "27.06.2014 end"},
        {"www.aawsat.com/a_b", "www aawsat com a b"},
        {"Cairo- Following", "cairo following"},
        {"London, Asharq Al-Awsat—The", "london asharq al +alawsat awsat the"},
        {"Israel–Hamas", "israel hamas"},
        {"co\xC2\xADoperate", "cooperate"},
        {"م\xE2\x80\x8Cی", "مي"},
        {"الرئيس محمود عبّاس، في ٢٠١٤", "الرييس محمود عباس في 2014"},
        {"ـــ كلمة", "كلمه"},
        {"AT&T R2-D2", "at t r2 +r2d2 d2"},
        {"café—ÉTÉ", "cafe ete"},
        {"a\xEF\xBF\xBD\x62", "a b"},
        {"東京都は日本の首都です。", "東京 都 は 日本 の 首都 です"},
        {"2014年6月27日", "2014 年 6 月 27 日"},
        {"สวัสดีครับ", "สวัสดี ครับ"},
        {"한국 대통령", "한국 대통령"},
        {"צה״ל", "צה +צהל ל"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_words(pairs[i][0], pairs[i][1]);
}

static void the_first_word_of_each_sentence_is_marked(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Dr. Smith met Gen. Haftar. He left.", "^dr smith met gen haftar ^he left"},
        {"“We go.” Trump said so. \"No!\" he said.", "^we go ^trump said so ^no he said"},
        {"al-Sarraj came. Al-Sarraj left.", "^al +alsarraj sarraj came ^al +alsarraj sarraj left"},
        {"- 17 dead.\n\nA subhead", "^17 dead ^a subhead"},
        {"...", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const Slice words = write_words(slice_from(pairs[i][0]), true);
        if (!slice_equal(words, slice_from(pairs[i][1])))
            fail_msg("'%s' gives '%.*s'", pairs[i][0], SLICE_ARG(words));
    }
}

static void spans_are_those_of_the_text(void **state)
{
    (void)state;
    const Slice text = SLICE("The U.S. and Al-Qa’ida’s 1,200 men");
    static const char *const surfaces[] = {"The", "U.S", "and", "Al",    "Al-Qa’ida",
                                           "Qa",  "ida", "s",   "1,200", "men"};
    Words words = {0};
    text_words(arena, text, &words);
    assert_int_equal(words.count, sizeof surfaces / sizeof surfaces[0]);
    for (size_t i = 0; i < words.count; i++) {
        const Slice surface = slice_range(text, words.items[i].begin, words.items[i].end);
        assert_true(slice_equal(surface, slice_from(surfaces[i])));
    }
}

static void words_are_added_behind_those_there(void **state)
{
    (void)state;
    Words words = {0};
    text_words(arena, SLICE("one two"), &words);
    text_words(arena, SLICE("Three four."), &words);
    assert_int_equal(words.count, 4);
    assert_int_equal(words.items[2].flags, WORD_SENTENCE);
    assert_int_equal(words.items[3].flags, 0);
}

static void an_endless_word_is_cut(void **state)
{
    (void)state;
    const size_t size = 1 << 20;
    char *bytes = arena_text(arena, size);
    memset(bytes, 'a', size);
    Words words = {0};
    text_words(arena, slice_of(bytes, size), &words);
    assert_int_equal(words.count, (size + TEXT_WORD_MAX_BYTES - 1) / TEXT_WORD_MAX_BYTES);
    for (size_t i = 0; i < words.count; i++)
        assert_true(words.items[i].folded.size <= TEXT_WORD_MAX_BYTES);

    for (size_t i = 1; i < size; i += 2)
        bytes[i] = '-';
    words = (Words){0};
    text_words(arena, slice_of(bytes, size), &words);
    assert_int_equal(words.count, size / 2); /* parts, and no joined form as long as this */

    for (size_t i = 1; i < size; i += 2)
        bytes[i] = '.';
    words = (Words){0};
    text_words(arena, slice_of(bytes, size), &words);
    assert_true(words.count < size / 64);
}

static uint32_t random_rune(uint64_t *seed)
{
    static const uint32_t ranges[][2] = {{0x20, 0x7F},     {0x20, 0x40},     {0x41, 0x7A},
                                         {0xA0, 0x24F},    {0x300, 0x36F},   {0x590, 0x6FF},
                                         {0xE00, 0xE7F},   {0x2000, 0x2060}, {0x3000, 0x30FF},
                                         {0x4E00, 0x5000}, {0xFE00, 0xFEFF}, {0x1F600, 0x1F64F}};
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    const uint32_t bits = (uint32_t)(*seed >> 33);
    const uint32_t *range = ranges[bits % 12];
    return range[0] + (bits / 12) % (range[1] - range[0]);
}

static void assert_well_formed(Slice text, const Words *words)
{
    size_t last_end = 0;
    for (size_t i = 0; i < words->count; i++) {
        const Word *word = &words->items[i];
        assert_true(word->begin < word->end && word->end <= text.size);
        assert_true(word->folded.size > 0 && utf8_is_valid(word->folded));
        assert_int_equal(utf8_floor(text, word->begin), word->begin);
        if (word->flags & WORD_JOINED) {
            assert_true(i > 0 && word->begin == words->items[i - 1].begin);
            assert_int_equal(word->flags, WORD_JOINED);
            continue;
        }
        assert_true(word->begin >= last_end);
        last_end = word->end;
    }
    if (words->count > 0)
        assert_true(words->items[0].flags & WORD_SENTENCE);
}

static void any_text_gives_well_formed_words(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    for (int round = 0; round < 6000; round++) {
        char bytes[256];
        size_t size = 0;
        const size_t runes = seed % 60;
        for (size_t i = 0; i < runes; i++)
            size += utf8_encode(random_rune(&seed), bytes + size);
        Words words = {0};
        text_words(arena, slice_of(bytes, size), &words);
        assert_well_formed(slice_of(bytes, size), &words);
        if (round % 500 == 0)
            arena_reset(arena);
    }
}

/* What is typed is cut by the same hand as what is printed: a folded word alone is again that word. */
static void a_folded_word_alone_is_itself(void **state)
{
    (void)state;
    const Slice text = SLICE("Élysée HAFTAR U.S. 1,200 أحمد Straße Київ 27.06.2014");
    Words words = {0}, again = {0};
    text_words(arena, text, &words);
    for (size_t i = 0; i < words.count; i++) {
        again.count = 0;
        text_words(arena, words.items[i].folded, &again);
        assert_int_equal(again.count, 1);
        assert_true(slice_equal(again.items[0].folded, words.items[i].folded));
    }
}

static void work_on_text(void *context)
{
    Words words = {0};
    text_words(arena, *(Slice *)context, &words);
}

static void outgrowing_the_arena_leaks_nothing(void **state)
{
    (void)state;
    Arena *large = arena;
    const size_t size = 300000;
    char *bytes = arena_text(large, size);
    for (size_t i = 0; i < size; i += 3)
        memcpy(bytes + i, "\xE6\x97\xA5", 3);
    Slice text = slice_of(bytes, size);
    arena = arena_open(1 << 20);
    assert_false(arena_guard(arena, work_on_text, &text));
    arena_close(arena);
    arena = large;
}

/* Letters without any end are cut at the longest word, and none is looked at more often for it. */
static void many_megabytes_without_a_blank_are_cut_at_once(void **state)
{
    (void)state;
    const size_t size = (size_t)8 << 20;
    Slice text = slice_of(memset(arena_text(arena, size), 'a', size), size);
    Words words = {0};
    const clock_t begin = clock();
    text_words(arena, text, &words);
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 4);
    assert_int_equal(words.items[words.count - 1].end, size);
    arena_reset(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_as_a_reader_would),
        cmocka_unit_test(the_first_word_of_each_sentence_is_marked),
        cmocka_unit_test(spans_are_those_of_the_text),
        cmocka_unit_test(words_are_added_behind_those_there),
        cmocka_unit_test(an_endless_word_is_cut),
        cmocka_unit_test(many_megabytes_without_a_blank_are_cut_at_once),
        cmocka_unit_test(any_text_gives_well_formed_words),
        cmocka_unit_test(a_folded_word_alone_is_itself),
        cmocka_unit_test(outgrowing_the_arena_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
