/* The searched form of words: what readers expect to find alike, and the fast paths against the definition.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "text/text.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void assert_folds(const char *from, const char *to)
{
    const Slice folded = text_fold(arena, slice_from(from));
    if (!slice_equal(folded, slice_from(to)))
        fail_msg("'%s' folds to '%.*s', not '%s'", from, SLICE_ARG(folded), to);
}

static void case_and_accents_are_dropped(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"haftar", "haftar"},
        {"HAFTAR", "haftar"},
        {"Élysée", "elysee"},
        {"Ærø", "aero"},
        {"Straße", "strasse"},
        {"STRAẞE", "strasse"},
        {"Łódź", "lodz"},
        {"Đoković", "dokovic"},
        {"İstanbul", "istanbul"},
        {"ISPARTA", "isparta"},
        {"Diyarbakır", "diyarbakir"},
        {"œuvre", "oeuvre"},
        {"naïve", "naive"},
        {"naïve", "naive"},
        {"Ðorđe", "dorde"},
        {"Þór", "thor"},
        {"ﬁnance", "finance"},
        {"Ｔｏｋｙｏ", "tokyo"},
        {"Μάρτιος", "μαρτιοσ"},
        {"ΜΆΡΤΙΟΣ", "μαρτιοσ"},
        {"Чёрный", "черныи"},
        {"Київ", "киів"},
        {"ŉ", "n"},
        {"Ǆ", "dz"},
        {"ƙasa", "kasa"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_folds(pairs[i][0], pairs[i][1]);
}

static void apostrophes_of_every_kind_are_dropped(void **state)
{
    (void)state;
    static const char *const marks[] = {"'", "`", "‘", "’", "ʼ", "ʿ", "ʾ", "´", "＇", "′"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const Slice word = arena_format(arena, "Sana%sa", marks[i]);
        const Slice folded = text_fold(arena, word);
        if (!slice_equal(folded, SLICE("sanaa")))
            fail_msg("'%.*s' folds to '%.*s'", SLICE_ARG(word), SLICE_ARG(folded));
    }
}

static void arabic_letters_that_readers_mix_are_alike(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"أحمد", "احمد"},       {"إيران", "ايران"}, {"آسيا", "اسيا"},   {"ٱلله", "الله"}, {"مصطفى", "مصطفي"},
        {"القاهرة", "القاهره"}, {"مؤتمر", "موتمر"}, {"رئيس", "رييس"},   {"مـصـر", "مصر"}, {"مُحَمَّد", "محمد"},
        {"٢٠١٤", "2014"},       {"۲۰۱۴", "2014"},   {"ایران", "ايران"}, {"کتاب", "كتاب"}, {"گاز", "گاز"},
        {"١٬٢٠٠", "1,200"},     {"ـــ", ""},        {"ﻻ", "لا"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_folds(pairs[i][0], pairs[i][1]);
}

static void vowel_signs_that_are_letters_stay(void **state)
{
    (void)state;
    assert_folds("हिन्दी", "हिन्दी");
    assert_folds("กำลัง", "กำลัง");
    assert_folds("กําลัง", "กำลัง"); /* sara am in two pieces */
    assert_folds("が", "が");
    assert_folds("ｶﾞ", "ガ");
    assert_folds("한국", "한국");
    assert_folds("東京", "東京");
    assert_folds("१२३", "123");
    assert_folds("שָׁלוֹם", "שלום");
}

static void clean_ascii_is_not_copied(void **state)
{
    (void)state;
    const Slice word = SLICE("migration-2017");
    assert_ptr_equal(text_fold(arena, word).data, word.data);
}

/* The fast ways cover single runes; an unusual rune beside (U+1E9E, dropped again) forces the full way. */
static void rune_by_rune_and_the_full_way_agree(void **state)
{
    (void)state;
    for (uint32_t rune = 0x21; rune < 0x10000; rune++) {
        if (rune >= 0xD800 && rune < 0xE000)
            continue;
        char bytes[8];
        const size_t size = utf8_encode(rune, bytes);
        const Slice alone = text_fold(arena, slice_of(bytes, size));
        memcpy(bytes + size, "\xE1\xBA\x9E", 3);
        const Slice beside = text_fold(arena, slice_of(bytes, size + 3));
        assert_true(beside.size >= 2);
        const Slice head = slice_range(beside, 0, beside.size - 2);
        if (!slice_equal(alone, head))
            fail_msg("U+%04X alone is '%.*s', beside another '%.*s'", rune, SLICE_ARG(alone),
                     SLICE_ARG(head));
        if (rune % 1024 == 0)
            arena_reset(arena);
    }
}

static uint32_t random_rune(uint64_t *seed)
{
    static const uint32_t ranges[][2] = {
        {0x20, 0x7F},   {0xA0, 0x24F},    {0x300, 0x36F},   {0x370, 0x52F},   {0x590, 0x6FF},
        {0x900, 0xE7F}, {0x1E00, 0x2060}, {0x3000, 0x30FF}, {0xFB00, 0xFEFF}, {0x1F600, 0x1F64F}};
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    const uint32_t bits = (uint32_t)(*seed >> 33);
    const uint32_t *range = ranges[bits % 10];
    return range[0] + (bits / 10) % (range[1] - range[0]);
}

static void folding_twice_is_folding_once_and_stays_valid(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        size_t size = 0;
        const size_t runes = 1 + seed % 6;
        for (size_t i = 0; i < runes; i++)
            size += utf8_encode(random_rune(&seed), bytes + size);
        const Slice once = text_fold(arena, slice_of(bytes, size));
        assert_true(utf8_is_valid(once));
        const Slice twice = text_fold(arena, once);
        if (!slice_equal(once, twice))
            fail_msg("'%.*s' folds to '%.*s' and then '%.*s'", (int)size, bytes, SLICE_ARG(once),
                     SLICE_ARG(twice));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

static void a_word_that_grows_eighteenfold_is_folded(void **state)
{
    (void)state;
    Slice text = arena_copy(arena, SLICE(""));
    char *bytes = arena_text(arena, 3000);
    for (size_t i = 0; i < 1000; i++)
        memcpy(bytes + i * 3, "\xEF\xB7\xBA", 3); /* U+FDFA, a whole blessing */
    text = text_fold(arena, slice_of(bytes, 3000));
    assert_true(text.size > 30000);
    assert_true(utf8_is_valid(text));
}

static void damaged_bytes_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(seed >> 40);
        }
        assert_true(utf8_is_valid(text_fold(arena, slice_of(bytes, sizeof bytes))));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_accents_are_dropped),
        cmocka_unit_test(apostrophes_of_every_kind_are_dropped),
        cmocka_unit_test(arabic_letters_that_readers_mix_are_alike),
        cmocka_unit_test(vowel_signs_that_are_letters_stay),
        cmocka_unit_test(clean_ascii_is_not_copied),
        cmocka_unit_test(rune_by_rune_and_the_full_way_agree),
        cmocka_unit_test(folding_twice_is_folding_once_and_stays_valid),
        cmocka_unit_test(a_word_that_grows_eighteenfold_is_folded),
        cmocka_unit_test(damaged_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
