#include "reading.h"

#include "extract/linked.h"

static void damaged_json_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    static const struct {
        const char *json, *headline;
    } cases[] = {
        {"{\"headline\":\"A\"}", "A"},
        {" \n<!-- {\"headline\" : \"A\nB\",} -->", "A\nB"},
        {"//<![CDATA[\n{\"x\":[1,2,,3],\"headline\":'A'}\n//]]>", "A"},
        {"{\"headline\":\"caf\\u00e9 \\ud83d\\ude00 \\/ \\\"q\\\"\"}", "café 😀 / \"q\""},
        {"{\"headline\":{\"@value\":\"A\"}}", "A"},
        {"{\"headline\":[\"A\",\"B\"]}", "A"},
        {"{\"headline\":null}", ""},
        {"{headline: \"A\"}", "A"},
        {"{\"headline\":\"cut off", "cut off"},
        {"{\"a\":{\"b\":[{\"c\":1}]},\"headline\":\"A\"", "A"},
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Linked *value = linked_read(arena, slice_from(cases[i].json));
        assert_non_null(value);
        expect_text(linked_get_text(value, "headline"), cases[i].headline);
    }
    arena_close(arena);
}

static void what_is_no_object_gives_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "  ", "headline", "<html>", "\"A\"", "12", "/* never ends"};
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_null(linked_read(arena, slice_from(texts[i])));
    assert_null(linked_get(NULL, "x"));
    expect_text(linked_get_text(NULL, "x"), "");
    arena_close(arena);
}

static void depth_has_a_bound(void **state)
{
    (void)state;
    Arena *arena = arena_open(4u << 20);
    char text[5000];
    memset(text, '[', sizeof text);
    assert_non_null(linked_read(arena, slice_of(text, sizeof text)));
    arena_close(arena);
}

static void every_cut_is_read(void **state)
{
    (void)state;
    static const char json[] =
        "{\"@graph\":[{\"a\":\"b\\u00e9\\n\",'c':[true,null,-1.5e3,{}]},/* x */{\"d\":\"e\"}]}";
    Arena *arena = arena_open(1u << 20);
    for (size_t size = 0; size < sizeof json; size++) {
        arena_reset(arena);
        char *copy = malloc(size + 1);
        memcpy(copy, json, size);
        linked_text(linked_read(arena, slice_of(copy, size)));
        free(copy);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_json_is_read_as_far_as_it_goes),
        cmocka_unit_test(what_is_no_object_gives_nothing),
        cmocka_unit_test(depth_has_a_bound),
        cmocka_unit_test(every_cut_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
