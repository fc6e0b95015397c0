/* The best so many of a random stream are those that sorting gives, however they are kept. */
#include "index/topk.h"

#include "index/test/world.h"

static int compare_falling(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

static void the_best_are_those_that_sorting_gives(void **state)
{
    (void)state;
    enum { MOST = 5000 };
    static uint64_t all[MOST];
    Chance c = {3};
    for (int round = 0; round < 200; round++) {
        Arena *arena = arena_open(SIZE_MAX);
        uint32_t count = chance(&c, MOST), scores = 1 + chance(&c, chance(&c, 2) ? 5 : 1u << 30);
        TopK top;
        topk_init(&top, arena, 1 + chance(&c, chance(&c, 2) ? 20 : 2000));
        if (chance(&c, 2))
            topk_expect(&top, scores);
        for (uint32_t i = 0; i < count; i++) {
            all[i] = topk_pack(chance(&c, scores), i);
            topk_add(&top, all[i]);
        }
        qsort(all, count, sizeof *all, compare_falling);
        topk_sort(&top);
        assert_int_equal(top.count, count < top.wanted ? count : top.wanted);
        for (size_t i = 0; i < top.count; i++)
            assert_true(top.items[i] == all[i]);
        arena_close(arena);
    }
}

/* Many close scores fill one bin until better ones have thrown out exactly all of these. */
static void close_scores_behind_far_ones_are_kept_right(void **state)
{
    (void)state;
    enum { MOST = 5000, SCORES = 600000, MORE = 50 };
    static uint64_t all[MOST];
    Chance c = {242};
    for (int round = 0; round < 50; round++) {
        Arena *arena = arena_open(SIZE_MAX);
        uint32_t wanted = 33 + chance(&c, 1000), close = wanted + 1024, count = wanted - 1 + close + MORE;
        TopK top;
        topk_init(&top, arena, wanted);
        topk_expect(&top, SCORES);
        for (uint32_t i = 0; i < count; i++) {
            bool is_close = i >= wanted - 1 && i < wanted - 1 + close;
            all[i] = topk_pack(is_close ? chance(&c, 100) : SCORES / 2 + chance(&c, SCORES / 2), i);
            topk_add(&top, all[i]);
        }
        qsort(all, count, sizeof *all, compare_falling);
        topk_sort(&top);
        assert_int_equal(top.count, wanted);
        for (size_t i = 0; i < top.count; i++)
            assert_true(top.items[i] == all[i]);
        arena_close(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_are_those_that_sorting_gives),
        cmocka_unit_test(close_scores_behind_far_ones_are_kept_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
