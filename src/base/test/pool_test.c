/* The pool: each item once, by workers with their own numbers, round after round. */
#include <stdatomic.h>

#include "base/pool.h"
#include "base/test/cm.h"

enum { ITEMS = 2000 };

typedef struct Tally {
    atomic_int times[ITEMS];
    atomic_bool is_busy[16];
    atomic_int overlaps, strangers;
    unsigned workers;
} Tally;

static void count_item(void *context, size_t item, unsigned worker)
{
    Tally *tally = context;
    if (worker >= tally->workers) {
        tally->strangers++;
        return;
    }
    if (atomic_exchange(&tally->is_busy[worker], true))
        tally->overlaps++;
    tally->times[item]++;
    atomic_store(&tally->is_busy[worker], false);
}

static void each_item_is_done_once_by_one_worker_at_a_time(void **state)
{
    (void)state;
    static const unsigned sizes[] = {1, 2, 3, 8};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        Tally *tally = calloc(1, sizeof *tally);
        assert_non_null(tally);
        tally->workers = sizes[k];
        Pool *pool = pool_open(sizes[k]);
        assert_int_equal(pool_workers(pool), sizes[k]);
        for (int round = 1; round <= 20; round++) {
            pool_run(pool, ITEMS, count_item, tally);
            for (size_t i = 0; i < ITEMS; i++)
                assert_int_equal(tally->times[i], round);
        }
        pool_run(pool, 0, count_item, tally);
        pool_run(pool, 1, count_item, tally);
        assert_int_equal(tally->times[0], 21);
        assert_int_equal(tally->times[1], 20);
        assert_int_equal(tally->overlaps, 0);
        assert_int_equal(tally->strangers, 0);
        pool_close(pool);
        free(tally);
    }
    pool_close(NULL);
}

static void many_short_rounds_lose_nothing(void **state)
{
    (void)state;
    Tally *tally = calloc(1, sizeof *tally);
    assert_non_null(tally);
    tally->workers = 4;
    Pool *pool = pool_open(4);
    for (int round = 1; round <= 2000; round++) {
        pool_run(pool, 3, count_item, tally);
        assert_int_equal(tally->times[0] + tally->times[1] + tally->times[2], 3 * round);
    }
    pool_close(pool);
    free(tally);
}

static void note_order(void *context, size_t item, unsigned worker)
{
    size_t *next = context;
    assert_int_equal(worker, 0);
    assert_int_equal(item, *next);
    (*next)++;
}

static void one_worker_goes_in_order_on_the_calling_thread(void **state)
{
    (void)state;
    size_t next = 0;
    Pool *pool = pool_open(1);
    pool_run(pool, 100, note_order, &next);
    assert_int_equal(next, 100);
    pool_close(pool);
}

static void there_is_at_least_one_core(void **state)
{
    (void)state;
    assert_true(pool_cores() >= 1);
    assert_true(pool_cores() < 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_is_done_once_by_one_worker_at_a_time),
        cmocka_unit_test(many_short_rounds_lose_nothing),
        cmocka_unit_test(one_worker_goes_in_order_on_the_calling_thread),
        cmocka_unit_test(there_is_at_least_one_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
