/* JSON is read as far as it goes, whatever it is. */
#include "base/test/cm.h"
#include "syntax/json.h"

#include <stdlib.h>
#include <string.h>

static void damage_that_is_common_is_read_over(void **state)
{
    (void)state;
    static const struct {
        const char *json, *headline;
    } cases[] = {
        {"{\"headline\":\"A\"}", "A"},
        {" \n<!-- {\"headline\" : \"A\nB\",} -->", "A\nB"},
        {"//<![CDATA[\n{\"x\":[1,2,,3],\"headline\":'A'}\n//]]>", "A"},
        {"{\"headline\":\"caf\\u00e9 \\ud83d\\ude00 \\/ \\\"q\\\"\"}", "café 😀 / \"q\""},
        {"{\"headline\":\"\\ud83d alone\"}", "\xef\xbf\xbd alone"},
        {"{\"headline\":null}", ""},
        {"{\"headline\":12}", ""},
        {"{\"headline\":[\"A\"]}", ""},
        {"{headline: \"A\"}", "A"},
        {"{\"headline\":\"cut off", "cut off"},
        {"{\"a\":{\"b\":[{\"c\":1}]},\"headline\":\"A\"", "A"},
        {"{\"headline\":\"A\"} and more", "A"},
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Json *value = json_read(arena, slice_from(cases[i].json));
        assert_non_null(value);
        assert_true(slice_equal(json_get_text(value, "headline"), slice_from(cases[i].headline)));
    }
    arena_close(arena);
}

static void kinds_and_order_are_kept(void **state)
{
    (void)state;
    static const JsonKind kinds[] = {JSON_TEXT, JSON_NUMBER, JSON_WORD, JSON_OBJECT, JSON_ARRAY};
    Arena *arena = arena_open(1u << 20);
    const Json *array = json_read(arena, SLICE("[\"\", -1.5e3, null, {}, []]"));
    assert_non_null(array);
    assert_int_equal(array->kind, JSON_ARRAY);
    const Json *member = array->first;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++, member = member->next) {
        assert_non_null(member);
        assert_int_equal(member->kind, kinds[i]);
    }
    assert_null(member);
    assert_slice(array->first->next->text, "-1.5e3");
    arena_close(arena);
}

static void what_is_no_object_gives_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "  ", "headline", "<html>", "\"A\"", "12", "/* never ends"};
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(json_read(arena, slice_from(texts[i])));
    assert_null(json_get(NULL, "x"));
    assert_true(slice_is_empty(json_get_text(NULL, "x")));
    arena_close(arena);
}

static size_t depth_of(const Json *value)
{
    size_t depth = 0;
    for (; value; value = value->first)
        depth++;
    return depth;
}

static void depth_has_a_bound(void **state)
{
    (void)state;
    Arena *arena = arena_open(4u << 20);
    char text[5000];
    memset(text, '[', sizeof text);
    assert_in_range(depth_of(json_read(arena, slice_of(text, sizeof text))), JSON_DEPTH_MAX,
                    JSON_DEPTH_MAX + 1);
    arena_close(arena);
}

static void the_number_of_values_has_a_bound(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    Arena *arena = arena_open(64u << 20);
    char *text = malloc(SIZE);
    size_t count = 0;
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = i == 0 ? '[' : i % 2 ? '1' : ',';
    for (const Json *one = json_read(arena, slice_of(text, SIZE))->first; one; one = one->next)
        count++;
    assert_in_range(count, JSON_NODES_MAX - 1, JSON_NODES_MAX + 1);
    free(text);
    arena_close(arena);
}

static void every_cut_is_read(void **state)
{
    (void)state;
    static const char json[] =
        "{\"@graph\":[{\"a\":\"b\\u00e9\\n\",'c':[true,null,-1.5e3,{}]},/* x */{\"d\":\"e\"}]}";
    Arena *arena = arena_open(1u << 20);
    for (size_t size = 1; size < sizeof json; size++) {
        arena_reset(arena);
        char *copy = malloc(size); /* of its own, so that a sanitizer sees a byte too many */
        assert_non_null(copy);
        memcpy(copy, json, size);
        assert_non_null(json_read(arena, slice_of(copy, size)));
        free(copy);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_that_is_common_is_read_over), cmocka_unit_test(kinds_and_order_are_kept),
        cmocka_unit_test(what_is_no_object_gives_nothing),    cmocka_unit_test(depth_has_a_bound),
        cmocka_unit_test(the_number_of_values_has_a_bound),   cmocka_unit_test(every_cut_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
