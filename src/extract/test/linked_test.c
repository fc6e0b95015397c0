#include "reading.h"

#include "extract/linked.h"

static void one_thing_is_said_in_many_ways(void **state)
{
    (void)state;
    static const struct {
        const char *json, *author;
    } cases[] = {
        {"{\"author\":\" A \"}", "A"},
        {"{\"author\":12}", "12"},
        {"{\"author\":{\"name\":\"A\",\"@id\":\"#a\"}}", "A"},
        {"{\"author\":{\"@value\":\"A\"}}", "A"},
        {"{\"author\":{\"@id\":\"#a\"}}", "#a"},
        {"{\"author\":[\"A\",\"B\"]}", "A"},
        {"{\"author\":[{\"name\":[\"A\"]}]}", "A"},
        {"{\"author\":null}", ""},
        {"{\"author\":[]}", ""},
        {"{\"author\":{}}", ""},
        {"{\"author\":[[[[[\"too deep\"]]]]]}", ""},
        {"{}", ""},
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_text(linked_get_text(json_read(arena, slice_from(cases[i].json)), "author"), cases[i].author);
    expect_text(linked_get_text(NULL, "author"), "");
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thing_is_said_in_many_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
