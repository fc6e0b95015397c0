/* Two texts compared: laid end to end, what stayed and went gives the old one, what stayed and came the new.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/parts.h"

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

/* The words of one side, joined by single blanks. */
static Slice side(const PageDiff *diff, DiffKind without)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < diff->count; i++) {
        Slice rest = diff->items[i].text, word;
        if (diff->items[i].kind == without)
            continue;
        while (!slice_is_empty(rest) && slice_next_split(&rest, ' ', &word))
            if (!slice_is_empty(slice_trim(word)))
                builder_format(&out, "%.*s ", SLICE_ARG(slice_trim(word)));
    }
    return builder_slice(&out);
}

static Slice written(const PageDiff *diff)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < diff->count; i++)
        builder_format(&out, "%s%.*s", &"=\0-\0+\0"[2 * diff->items[i].kind],
                       SLICE_ARG(slice_trim(diff->items[i].text)));
    return builder_slice(&out);
}

static void assert_diff(const char *old_text, const char *new_text, const char *expected)
{
    PageDiff diff = {0};
    page_diff(arena, slice_from(old_text), slice_from(new_text), &diff);
    Slice given = written(&diff);
    if (!slice_equal(given, slice_from(expected)))
        fail_msg("'%.*s', not '%s'", SLICE_ARG(given), expected);
}

static void changes_are_told_word_by_word(void **state)
{
    (void)state;
    assert_diff("", "", "");
    assert_diff("a b c", "a b c", "=a b c");
    assert_diff("killing 17 troops", "killing 19 troops", "=killing-17+19=troops");
    assert_diff("a c", "a b c", "=a+b=c");
    assert_diff("a b c", "a c", "=a-b=c");
    assert_diff("", "all new", "+all new");
    assert_diff("all gone", "", "-all gone");
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static Slice random_text(uint64_t *seed, size_t words)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < words; i++)
        builder_format(&out, "w%u ", (unsigned)(next_random(seed) % 5));
    return builder_slice(&out);
}

static void both_texts_can_be_read_out_of_a_comparison(void **state)
{
    (void)state;
    uint64_t seed = 20141124;
    for (int round = 0; round < 400; round++) {
        uint64_t started = seed;
        Slice a = random_text(&seed, next_random(&seed) % 40),
              b = random_text(&seed, next_random(&seed) % 40);
        PageDiff diff = {0};
        page_diff(arena, a, b, &diff);
        if (diff.is_cut || !slice_equal(side(&diff, DIFF_NEW), a) || !slice_equal(side(&diff, DIFF_GONE), b))
            fail_msg("seed %llu: '%.*s' and '%.*s'", (unsigned long long)started, SLICE_ARG(a), SLICE_ARG(b));
        arena_reset(arena);
    }
}

static void texts_without_anything_in_common_are_shown_one_after_the_other(void **state)
{
    (void)state;
    Builder a, b;
    builder_init(&a, arena);
    builder_init(&b, arena);
    for (int i = 0; i < 3000; i++) {
        builder_format(&a, "a%d ", i);
        builder_format(&b, "b%d ", i);
    }
    PageDiff diff = {0};
    page_diff(arena, builder_slice(&a), builder_slice(&b), &diff);
    assert_true(diff.is_cut);
    assert_int_equal(diff.count, 2);
    assert_true(slice_equal(side(&diff, DIFF_NEW), builder_slice(&a)));
    assert_true(slice_equal(side(&diff, DIFF_GONE), builder_slice(&b)));
}

/* ---- the parameter that goes on with every link ---- */

static void assert_carried(const char *page, const char *expected)
{
    Slice given = page_carrying(arena, slice_from(page), SLICE("ui"), SLICE("ar"));
    if (!slice_equal(given, slice_from(expected)))
        fail_msg("'%.*s', not '%s'", SLICE_ARG(given), expected);
}

static void links_carry_the_tongue_on(void **state)
{
    (void)state;
    assert_carried("<body><a href=\"/x\">", "<body><a href=\"/x?ui=ar\">");
    assert_carried("<body><a href=\"/x?a=b\">", "<body><a href=\"/x?a=b&amp;ui=ar\">");
    assert_carried("<body><a href=\"/x#p1\">", "<body><a href=\"/x?ui=ar#p1\">");
    assert_carried("<body><a href=\"/x?ui=en\">", "<body><a href=\"/x?ui=en\">");
    assert_carried("<body><a href=\"/x?gui=1\">", "<body><a href=\"/x?gui=1&amp;ui=ar\">");
    assert_carried("<body><a href=\"#main\">", "<body><a href=\"#main\">");
    assert_carried("<body><a href=\"https://else.example/\">", "<body><a href=\"https://else.example/\">");
    assert_carried("<body><a href=\"/-/file/1\">", "<body><a href=\"/-/file/1\">");
    assert_carried("<head><link href=\"/x\"><body><p>", "<head><link href=\"/x\"><body><p>");
    assert_carried("<body><form action=\"/search\"><p>",
                   "<body><form action=\"/search\"><input type=\"hidden\" name=\"ui\" value=\"ar\"><p>");
    assert_carried("<body><a href=\"/x", "<body><a href=\"/x");
}

static void shades_rise_with_the_counts(void **state)
{
    (void)state;
    assert_int_equal(page_level(0, 10), 0);
    assert_int_equal(page_level(1, 1), 5);
    assert_int_equal(page_level(10, 10), 5);
    for (uint64_t count = 1; count < 1000; count++)
        assert_true(page_level(count, 1000) <= page_level(count + 1, 1000));
    assert_int_equal(page_level(1, 1000), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_told_word_by_word),
        cmocka_unit_test(both_texts_can_be_read_out_of_a_comparison),
        cmocka_unit_test(texts_without_anything_in_common_are_shown_one_after_the_other),
        cmocka_unit_test(links_carry_the_tongue_on),
        cmocka_unit_test(shades_rise_with_the_counts),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
