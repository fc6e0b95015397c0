/* Writing JSON: commas, indents, escapes, and that what is empty leaves no trace. */
#include <math.h>

#include "base/error.h"
#include "base/test/cm.h"
#include "export/json_out.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void write_something(JsonOut *out)
{
    json_out_object(out, NULL);
    json_out_text(out, "a", SLICE("x"));
    json_out_text(out, "empty", SLICE_EMPTY);
    json_out_object(out, "gone");
    json_out_array(out, "goneToo");
    json_out_object(out, NULL);
    json_out_text(out, "nothing", SLICE_EMPTY);
    json_out_end_object(out);
    json_out_end_array(out);
    json_out_end_object(out);
    json_out_array(out, "kept");
    json_out_keep_array(out);
    json_out_span(out, "span", (Span){0, 6});
    json_out_span(out, "noSpan", (Span){6, 6});
    json_out_array(out, "list");
    json_out_object(out, NULL);
    json_out_number(out, "n", 0);
    json_out_end_object(out);
    json_out_number(out, NULL, UINT64_MAX);
    json_out_end_array(out);
    json_out_number_if(out, "zero", 0);
    json_out_flag(out, "no", false);
    json_out_flag(out, "yes", true);
    json_out_end_object(out);
}

static void one_line_has_no_spaces_and_the_right_commas(void **state)
{
    (void)state;
    JsonOut out;
    json_out_init(&out, arena, false);
    write_something(&out);
    assert_slice(
        json_out_slice(&out),
        "{\"a\":\"x\",\"kept\":[],\"span\":[0,6],\"list\":[{\"n\":0},18446744073709551615],\"yes\":true}");
}

static void pretty_is_indented_by_two_spaces(void **state)
{
    (void)state;
    JsonOut out;
    json_out_init(&out, arena, true);
    write_something(&out);
    assert_slice(json_out_slice(&out), "{\n"
                                       "  \"a\": \"x\",\n"
                                       "  \"kept\": [],\n"
                                       "  \"span\": [0,6],\n"
                                       "  \"list\": [\n"
                                       "    {\n"
                                       "      \"n\": 0\n"
                                       "    },\n"
                                       "    18446744073709551615\n"
                                       "  ],\n"
                                       "  \"yes\": true\n"
                                       "}");
}

static void a_first_member_that_vanishes_leaves_no_comma(void **state)
{
    (void)state;
    JsonOut out;
    json_out_init(&out, arena, true);
    json_out_object(&out, NULL);
    json_out_object(&out, "gone");
    json_out_end_object(&out);
    json_out_array(&out, "gone");
    json_out_end_array(&out);
    json_out_text(&out, "first", SLICE("1"));
    json_out_end_object(&out);
    assert_slice(json_out_slice(&out), "{\n  \"first\": \"1\"\n}");
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    json_out_end_object(&out);
    assert_slice(json_out_slice(&out), "{}");
}

static Slice quoted(Slice text)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    json_out_text(&out, "t", text);
    json_out_end_object(&out);
    const Slice all = json_out_slice(&out);
    return slice_range(all, 5, all.size - 1);
}

static void texts_are_escaped_and_made_utf8(void **state)
{
    (void)state;
    assert_slice(quoted(SLICE("a\"b\\c/")), "\"a\\\"b\\\\c/\"");
    assert_slice(quoted(SLICE("\n\r\t\b\f")), "\"\\n\\r\\t\\b\\f\"");
    assert_slice(quoted(SLICE("\0\x01\x1f\x7f")), "\"\\u0000\\u0001\\u001f\x7f\"");
    assert_slice(quoted(SLICE("\xd8\xb3\xf0\x9f\x98\x80")), "\"\xd8\xb3\xf0\x9f\x98\x80\"");
    assert_slice(quoted(SLICE("a\xff\"\xc3")), "\"a\xef\xbf\xbd\\\"\xef\xbf\xbd\"");
}

static void reals_are_short_and_never_nonsense(void **state)
{
    (void)state;
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_array(&out, NULL);
    json_out_real(&out, NULL, 0.5, 2);
    json_out_real(&out, NULL, 1.0, 2);
    json_out_real(&out, NULL, 100.0, 2);
    json_out_real(&out, NULL, 0.999, 2);
    json_out_real(&out, NULL, 12.34567, 4);
    json_out_real(&out, NULL, 0.0, 2);
    json_out_real(&out, NULL, 0.001, 2);
    json_out_real(&out, NULL, -0.001, 2);
    json_out_real(&out, NULL, NAN, 2);
    json_out_real(&out, NULL, INFINITY, 2);
    json_out_end_array(&out);
    assert_slice(json_out_slice(&out), "[0.5,1,100,1,12.3457]");
}

typedef struct Filling {
    Arena *small;
    int rounds;
} Filling;

static void fill(void *context)
{
    Filling *filling = context;
    JsonOut out;
    json_out_init(&out, filling->small, false);
    json_out_array(&out, NULL);
    for (;;) {
        json_out_text(&out, NULL, SLICE("more and more"));
        filling->rounds++;
    }
}

/* The sanitizer would tell of memory that only the abandoned work could have released. */
static void writing_that_outgrows_its_arena_is_abandoned_without_a_leak(void **state)
{
    (void)state;
    Filling filling = {arena_open(100000), 0};
    assert_false(arena_guard(filling.small, fill, &filling));
    assert_true(filling.rounds > 1000);
    arena_close(filling.small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_has_no_spaces_and_the_right_commas),
        cmocka_unit_test(pretty_is_indented_by_two_spaces),
        cmocka_unit_test(a_first_member_that_vanishes_leaves_no_comma),
        cmocka_unit_test(texts_are_escaped_and_made_utf8),
        cmocka_unit_test(reals_are_short_and_never_nonsense),
        cmocka_unit_test(writing_that_outgrows_its_arena_is_abandoned_without_a_leak),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
