/* Texts that are JSON are read, texts that are not are refused, and what is not known is left out. */
#include "base/test/cm.h"
#include "base/builder.h"
#include "syntax/json.h"

static bool reads(Slice text)
{
    struct json_object *value = NULL;
    Error err = {0};
    Status status = json_read(text, 1 << 20, &value, &err);
    json_object_put(value);
    assert_true(status == STATUS_OK || status == STATUS_SKIP);
    if (status == STATUS_SKIP)
        assert_true(err.message[0] != '\0');
    return status == STATUS_OK;
}

static void values_of_every_kind_are_read(void **state)
{
    (void)state;
    static const char *const good[] = {"{}",    "[]",   "1",    "-1.5e3",
                                       "\"a\"", "true", "null", " {\"a\":[1,{\"b\":null}]}\n "};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!reads(slice_from(good[i])))
            fail_msg("'%s' was refused", good[i]);
}

static void what_is_no_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      " ",   "{",   "[1,",    "\"a",       "{\"a\"}",
                                      "{} {}", "1 2", "tru", "<html>", "{\"a\":1}x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (reads(slice_from(bad[i])))
            fail_msg("'%s' was read", bad[i]);
    assert_false(reads(SLICE("{\"a\":\"\xff\"}")));
    assert_false(reads(SLICE("[1]\0[2]")));
    assert_false(reads(SLICE("\0")));
}

static void a_text_over_the_limit_is_refused(void **state)
{
    (void)state;
    struct json_object *value = NULL;
    assert_int_equal(json_read(SLICE("[1,2,3]"), 6, &value, NULL), STATUS_SKIP);
    assert_null(value);
    assert_int_equal(json_read(SLICE("[1,2,3]"), 7, &value, NULL), STATUS_OK);
    json_object_put(value);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < 60; i++)
        builder_add_byte(&b, '[');
    for (int i = 0; i < 60; i++)
        builder_add_byte(&b, ']');
    assert_true(reads(builder_slice(&b)));
    builder_clear(&b);
    for (int i = 0; i < 100000; i++)
        builder_add_byte(&b, '[');
    assert_false(reads(builder_slice(&b)));
    arena_close(arena);
}

static void every_cut_of_a_text_is_survived(void **state)
{
    (void)state;
    Slice text = SLICE("{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"A \\u00e9 "
                       "\\\"B\\\"\"}],\"n\":-1.25e+3,\"t\":true}");
    for (size_t i = 0; i < text.size; i++)
        assert_false(reads(slice_range(text, 0, i)));
    assert_true(reads(text));
}

static void unknown_members_are_left_out(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    struct json_object *object = json_object_new_object();
    json_add_text(object, "empty", SLICE_EMPTY);
    json_add_number_if(object, "none", 0);
    json_add_real(object, "zero", 0.0001, 2);
    json_add_flag(object, "no", false);
    json_add_object(object, "nothing", json_object_new_object());
    json_add_object(object, "nobody", json_object_new_array());
    assert_true(slice_equal(json_write(arena, object, false), SLICE("{}")));
    json_add_text(object, "t", SLICE("a/b \"c\" \xc3\xa9"));
    json_add_number(object, "n", 0);
    json_add_number_if(object, "m", UINT64_MAX);
    json_add_real(object, "r", 0.75, 4);
    json_add_real(object, "s", 2.0, 2);
    json_add_flag(object, "f", true);
    struct json_object *child = json_object_new_object();
    json_add_text(child, "x", SLICE("y"));
    json_add_object(object, "o", child);
    Slice text = json_write(arena, object, false);
    assert_true(slice_equal(
        text, SLICE("{\"t\":\"a/b \\\"c\\\" \xc3\xa9\",\"n\":0,\"m\":18446744073709551615,\"r\":0.75,"
                    "\"s\":2,\"f\":true,\"o\":{\"x\":\"y\"}}")));
    assert_true(slice_equal(json_get_text(json_get(object, "o"), "x"), SLICE("y")));
    assert_true(slice_is_empty(json_get_text(object, "n")));
    assert_null(json_get(object, "t"));
    assert_null(json_get(NULL, "t"));
    json_object_put(object);
    arena_close(arena);
}

static void the_pretty_form_is_indented_by_two(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    struct json_object *object = json_object_new_object();
    json_add_text(object, "a", SLICE("b"));
    assert_true(slice_equal(json_write(arena, object, true), SLICE("{\n  \"a\": \"b\"\n}")));
    assert_true(slice_equal(json_write(arena, NULL, true), SLICE("null")));
    json_object_put(object);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_kind_are_read),      cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_text_over_the_limit_is_refused),   cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(every_cut_of_a_text_is_survived),    cmocka_unit_test(unknown_members_are_left_out),
        cmocka_unit_test(the_pretty_form_is_indented_by_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
