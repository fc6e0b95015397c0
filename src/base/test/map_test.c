/* The map: finds what was put in, in the order of putting, beside a plain list. */
#include "base/map.h"
#include "base/test/cm.h"

static void an_empty_map_finds_nothing(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Map map;
    map_init(&map, arena);
    assert_null(map_find(&map, SLICE("a")));
    assert_null(map_find(&map, SLICE_EMPTY));
    arena_close(arena);
}

static void a_key_is_new_once_and_starts_at_zero(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Map map;
    bool is_new = false;
    map_init(&map, arena);
    MapValue *value = map_add(&map, SLICE("key"), &is_new);
    assert_true(is_new);
    assert_int_equal(value->number, 0);
    value->number = 5;
    assert_int_equal(map_add(&map, SLICE("key"), &is_new)->number, 5);
    assert_false(is_new);
    map_add(&map, SLICE_EMPTY, NULL)->number = 9;
    assert_int_equal(map_find(&map, SLICE(""))->number, 9);
    assert_null(map_find(&map, SLICE("ke")));
    assert_null(map_find(&map, SLICE("key\0")));
    assert_int_equal(map.count, 2);
    arena_close(arena);
}

static void many_random_keys_agree_with_a_table(void **state)
{
    (void)state;
    enum { KEYS = 5000 };
    static char texts[KEYS][16];
    static uint64_t counts[KEYS];
    Arena *arena = arena_open(8 << 20);
    Map map;
    uint64_t seed = 42;
    map_init(&map, arena);
    memset(counts, 0, sizeof counts);
    for (int i = 0; i < KEYS; i++)
        snprintf(texts[i], sizeof texts[i], "k%d", i);
    for (int i = 0; i < 4 * KEYS; i++) {
        const size_t key = random_below(&seed, KEYS);
        bool is_new = false;
        MapValue *value = map_add(&map, slice_from(texts[key]), &is_new);
        assert_int_equal(is_new, counts[key] == 0);
        value->number++;
        counts[key]++;
    }
    size_t distinct = 0;
    for (int i = 0; i < KEYS; i++) {
        const MapValue *value = map_find(&map, slice_from(texts[i]));
        assert_int_equal(value ? value->number : 0, counts[i]);
        distinct += counts[i] > 0;
    }
    assert_int_equal(map.count, distinct);
    arena_close(arena);
}

static void iteration_is_in_order_of_insertion(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Map map;
    map_init(&map, arena);
    for (int i = 0; i < 1000; i++) {
        const Slice key = arena_format(arena, "%d", i * 7919 % 1000);
        map_add(&map, key, NULL)->number = (uint64_t)i;
    }
    assert_int_equal(map.count, 1000);
    for (size_t i = 0; i < map.count; i++)
        assert_int_equal(map.entries[i].value.number, i);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_finds_nothing),
        cmocka_unit_test(a_key_is_new_once_and_starts_at_zero),
        cmocka_unit_test(many_random_keys_agree_with_a_table),
        cmocka_unit_test(iteration_is_in_order_of_insertion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
