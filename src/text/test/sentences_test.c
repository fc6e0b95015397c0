/* Where sentences end, and white space made plain. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
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

/* The text with "|" between its sentences. */
static void assert_sentences(const char *expected)
{
    Builder text, found;
    builder_init(&text, arena);
    Slice rest = slice_from(expected), piece;
    bool is_first = true;
    while (slice_next_split(&rest, '|', &piece)) {
        if (!is_first)
            builder_add_byte(&text, ' ');
        builder_add(&text, piece);
        is_first = false;
    }
    Spans spans = {0};
    text_sentences(arena, builder_slice(&text), &spans);
    builder_init(&found, arena);
    for (size_t i = 0; i < spans.count; i++) {
        if (i > 0)
            builder_add_byte(&found, '|');
        builder_add(&found, slice_range(builder_slice(&text), spans.items[i].begin, spans.items[i].end));
    }
    if (!slice_equal(builder_slice(&found), slice_from(expected)))
        fail_msg("got '%.*s'\nnot '%s'", SLICE_ARG(builder_slice(&found)), expected);
}

static void sentences_end_where_readers_see_it(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "One sentence",
        "One.|Two!|Three?|Four",
        "Mr. Smith met Gen. Khalifa Haftar in St. Petersburg.|He left.",
        "Lt. Col. Ahmed and Prof. J. R. Tolkien spoke.|They went.",
        "The U.S. Army came.|The U.S. has left.",
        "He lives in the U.S.|The house is white.",
        "It rose 3.5 percent to 1.200.|Analysts were glad.",
        "He said he would go ... but did not.|Then he did.",
        "“This is our goal.”|“It will be done,” he noted.",
        "“Stop!” he cried.|Nobody did.",
        "(See p. 5.)|The end.",
        "On Jan. 5 it began.|It ended in Jan.|Nobody knew.",
        "Apple Inc. Chief Tim Cook spoke.|Apple Inc.|The firm was sold.",
        "At 5 p.m. Monday they met.|At 6 p.m.|They left.",
        "Vgl. 27. Juni 2014 in Wien.|Danach kam er.",
        "هل ذهب الرئيس؟|نعم.|ذهب د. أحمد إلى القاهرة.",
        "Wait…|What?!|Yes.",
        "Visit www.aawsat.com today.|Or not.",
        "No. 5 lives.|No.|He does not.",
        "Ahmed vs. Smith was heard.|It ended.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_sentences(texts[i]);
}

static void cjk_needs_no_blank(void **state)
{
    (void)state;
    const Slice text = SLICE("彼は行った。「そうだ。」彼女も行った！");
    Spans spans = {0};
    text_sentences(arena, text, &spans);
    assert_int_equal(spans.count, 3);
    assert_true(
        slice_equal(slice_range(text, spans.items[1].begin, spans.items[1].end), SLICE("「そうだ。」")));
}

static void a_blank_line_ends_a_sentence(void **state)
{
    (void)state;
    Spans spans = {0};
    text_sentences(arena, SLICE("A headline\n\nThe text\ngoes on.  "), &spans);
    assert_int_equal(spans.count, 2);
    assert_int_equal(spans.items[0].end, 10);
    assert_int_equal(spans.items[1].begin, 12);
    assert_int_equal(spans.items[1].end, 29);
}

static void sentences_of_any_bytes_are_in_order_and_trimmed(void **state)
{
    (void)state;
    static const char *const pieces[] = {".", "!", "? ", " ",  "\n", "\n\n", "Mr",   "U.S.", "a", "The ",
                                         "”", "“", "…",  "。", "؟",  "5",    "\xE2", "\xFF", ")", "'"};
    uint64_t seed = 3;
    for (int round = 0; round < 5000; round++) {
        Builder b;
        builder_init(&b, arena);
        for (int i = 0; i < 40; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            builder_add_string(&b, pieces[(seed >> 33) % (sizeof pieces / sizeof pieces[0])]);
        }
        Spans spans = {0};
        text_sentences(arena, builder_slice(&b), &spans);
        size_t last = 0;
        for (size_t i = 0; i < spans.count; i++) {
            assert_true(spans.items[i].begin >= last && spans.items[i].begin < spans.items[i].end);
            last = spans.items[i].end;
            assert_false(ascii_is_space(b.data[spans.items[i].begin]));
            assert_false(ascii_is_space(b.data[last - 1]));
        }
        if (round % 200 == 0)
            arena_reset(arena);
    }
}

static void a_megabyte_of_stops_is_quick(void **state)
{
    (void)state;
    const size_t size = 1 << 20;
    char *bytes = arena_text(arena, size);
    memset(bytes, '.', size);
    Spans spans = {0};
    text_sentences(arena, slice_of(bytes, size), &spans);
    assert_int_equal(spans.count, 1);
    for (size_t i = 1; i < size; i += 2)
        bytes[i] = ' ';
    spans = (Spans){0};
    text_sentences(arena, slice_of(bytes, size), &spans);
    assert_true(spans.count > 1000);
    memset(bytes, '"', size);
    for (size_t i = 0; i < size; i += 3)
        bytes[i] = '.';
    spans = (Spans){0};
    text_sentences(arena, slice_of(bytes, size), &spans);
    assert_true(spans.count >= 1);
}

static void white_space_becomes_single_blanks(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"a b", "a b"},
        {"  a \t\r\n b  ", "a b"},
        {"a\xC2\xA0\xC2\xA0"
         "b",
         "a b"},
        {"a\xE2\x80\x8B"
         "b\xEF\xBB\xBF",
         "a b"},
        {"\xE3\x80\x80"
         "x\xE2\x80\xA8y",
         "x y"},
        {" ", ""},
        {"م\xE2\x80\x8Cی", "م\xE2\x80\x8Cی"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const Slice plain = text_collapse(arena, slice_from(pairs[i][0]));
        if (!slice_equal(plain, slice_from(pairs[i][1])))
            fail_msg("%zu gives '%.*s'", i, SLICE_ARG(plain));
    }
    const Slice clean = SLICE("clean text");
    assert_ptr_equal(text_collapse(arena, clean).data, clean.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_readers_see_it),
        cmocka_unit_test(cjk_needs_no_blank),
        cmocka_unit_test(a_blank_line_ends_a_sentence),
        cmocka_unit_test(sentences_of_any_bytes_are_in_order_and_trimmed),
        cmocka_unit_test(a_megabyte_of_stops_is_quick),
        cmocka_unit_test(white_space_becomes_single_blanks),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
