/* The arena: alignment, zeroes, growth, the limit and the guard; that builders and lists live in it. */
#include <sys/wait.h>
#include <unistd.h>

#include "base/builder.h"
#include "base/error.h"
#include "base/list.h"
#include "base/test/cm.h"

enum { MEGABYTE = 1 << 20 };

static void pieces_are_zeroed_and_aligned_also_after_a_reset(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 200; size++) {
            unsigned char *piece = arena_alloc(arena, size);
            assert_int_equal((uintptr_t)piece % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(piece[i], 0);
            memset(piece, 0xAB, size);
            memset(arena_text(arena, 3), 0xCD, 3);
        }
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_close(arena);
    arena_close(NULL);
}

static void the_last_piece_grows_in_place_and_others_move(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    char *first = arena_grow(arena, NULL, 0, 8);
    memcpy(first, "12345678", 8);
    assert_ptr_equal(arena_grow(arena, first, 8, 100), first);
    (void)arena_text(arena, 1);
    char *moved = arena_grow(arena, first, 100, 200);
    assert_ptr_not_equal(moved, first);
    assert_memory_equal(moved, "12345678", 8);
    arena_close(arena);
}

static void large_pieces_and_many_blocks(void **state)
{
    (void)state;
    Arena *arena = arena_open(64 * MEGABYTE);
    for (int round = 0; round < 2; round++) {
        char *large = arena_text(arena, 5 * MEGABYTE);
        memset(large, 'x', 5 * MEGABYTE);
        for (int i = 0; i < 3000; i++)
            memset(arena_alloc(arena, 1000), 1, 1000);
        large = arena_grow(arena, large, 5 * MEGABYTE, 6 * MEGABYTE);
        assert_int_equal(large[5 * MEGABYTE - 1], 'x');
        arena_reset(arena);
    }
    arena_close(arena);
}

typedef struct Work {
    Arena *arena;
    size_t size;
    int reached;
} Work;

static void take_one(void *context)
{
    Work *work = context;
    (void)arena_text(work->arena, work->size);
    work->reached++;
}

static void work_within_the_limit_comes_to_its_end(void **state)
{
    (void)state;
    Work work = {arena_open(1000), 1000, 0};
    assert_true(arena_guard(work.arena, take_one, &work));
    assert_int_equal(work.reached, 1);
    assert_int_equal(arena_used(work.arena), 1000);
    assert_int_equal(arena_limit(work.arena), 1000);
    arena_close(work.arena);
}

static void work_over_the_limit_is_given_up_and_the_arena_is_usable_again(void **state)
{
    (void)state;
    Work work = {arena_open(1000), 1001, 0};
    assert_false(arena_guard(work.arena, take_one, &work));
    assert_int_equal(work.reached, 0);
    arena_reset(work.arena);
    work.size = 1000;
    assert_true(arena_guard(work.arena, take_one, &work));
    assert_false(arena_guard(work.arena, take_one, &work));
    arena_close(work.arena);
}

static void guard_one_within(void *context)
{
    Work *work = context;
    work->size = 5000;
    work->reached += arena_guard(work->arena, take_one, work) ? 100 : 10; /* the inner one gives up */
    work->size = 500;
    take_one(work);
    work->size = 501;
    take_one(work); /* the outer one does */
}

static void a_guard_within_a_guard_gives_up_alone(void **state)
{
    (void)state;
    Work work = {arena_open(1000), 0, 0};
    assert_false(arena_guard(work.arena, guard_one_within, &work));
    assert_int_equal(work.reached, 11);
    arena_reset(work.arena);
    work.size = 1000;
    assert_true(arena_guard(work.arena, take_one, &work));
    arena_close(work.arena); /* no guard is left behind */
}

static void ask_for_everything(void *context)
{
    Work *work = context;
    if (work->size == 0)
        (void)arena_alloc(work->arena, SIZE_MAX);
    else if (work->size == 1)
        (void)ARENA_ARRAY(work->arena, uint64_t, SIZE_MAX / 4);
    else if (work->size == 2)
        (void)arena_grow(work->arena, NULL, 0, SIZE_MAX);
    else if (work->size == 3)
        (void)arena_text(work->arena, SIZE_MAX);
    work->reached++;
}

static void sizes_that_overflow_meet_the_limit(void **state)
{
    (void)state;
    Work work = {arena_open(SIZE_MAX / 2), 0, 0};
    for (work.size = 0; work.size < 4; work.size++) {
        assert_false(arena_guard(work.arena, ask_for_everything, &work));
        arena_reset(work.arena);
    }
    assert_int_equal(work.reached, 0);
    arena_close(work.arena);
}

static void grow_without_end(void *context)
{
    Work *work = context;
    Builder b;
    builder_init(&b, work->arena);
    for (;;) {
        builder_add_byte(&b, 'x');
        work->reached++;
    }
}

static void a_builder_meets_the_limit_at_the_same_byte_whatever_came_before(void **state)
{
    (void)state;
    Work work = {arena_open(100000), 0, 0};
    assert_false(arena_guard(work.arena, grow_without_end, &work));
    const int fresh = work.reached;
    assert_true(fresh >= 65536);
    for (size_t before = 1; before < 90000; before = before * 3 + 1) {
        arena_reset(work.arena);
        (void)arena_text(work.arena, before);
        (void)arena_alloc(work.arena, before / 9);
        arena_reset(work.arena);
        work.reached = 0;
        assert_false(arena_guard(work.arena, grow_without_end, &work));
        assert_int_equal(work.reached, fresh);
    }
    arena_close(work.arena);
}

static void outgrowing_an_unguarded_arena_ends_the_program(void **state)
{
    (void)state;
    const pid_t child = fork();
    if (child == 0) {
        fclose(stderr);
        Arena *arena = arena_open(10);
        (void)arena_text(arena, 11);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

static void text_is_copied_and_formatted(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    assert_slice(arena_copy(arena, SLICE("a\0b")), "a\0b");
    assert_int_equal(arena_copy(arena, SLICE_EMPTY).size, 0);
    assert_string_equal(arena_string(arena, SLICE("name")), "name");
    assert_string_equal(arena_string(arena, SLICE_EMPTY), "");
    assert_slice(arena_format(arena, "%d-%s", 7, "x"), "7-x");
    arena_close(arena);
}

static void a_builder_writes_everything_it_is_given(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    Builder b;
    builder_init(&b, arena);
    assert_int_equal(builder_slice(&b).size, 0);
    builder_add(&b, SLICE("n="));
    builder_add_u64(&b, UINT64_MAX);
    builder_add_byte(&b, ' ');
    builder_add_i64(&b, INT64_MIN);
    builder_add_string(&b, " ");
    builder_add_i64(&b, 0);
    builder_add_rune(&b, 0x20AC);
    builder_format(&b, "%03d", 5);
    builder_add(&b, SLICE_EMPTY);
    assert_slice(builder_slice(&b), "n=18446744073709551615 -9223372036854775808 0\xe2\x82\xac"
                                    "005");
    builder_clear(&b);
    builder_add_string(&b, "new");
    assert_slice(builder_slice(&b), "new");
    arena_close(arena);
}

static void two_builders_grow_side_by_side(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    Builder a;
    Builder b;
    builder_init(&a, arena);
    builder_init(&b, arena);
    for (int i = 0; i < 5000; i++) {
        builder_add_byte(&a, (char)('a' + i % 26));
        builder_add_byte(&b, (char)('A' + i % 26));
    }
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(a.data[i], 'a' + (int)(i % 26));
        assert_int_equal(b.data[i], 'A' + (int)(i % 26));
    }
    arena_close(arena);
}

static void a_list_keeps_its_items_and_new_ones_are_zero(void **state)
{
    (void)state;
    Arena *arena = arena_open(MEGABYTE);
    Slices list = {0};
    for (size_t i = 0; i < 1000; i++) {
        Slice *item = LIST_ADD(arena, &list);
        assert_null(item->data);
        assert_int_equal(item->size, 0);
        *item = slice_of("x", i);
        if (i % 7 == 0)
            memset(arena_text(arena, 5), 0xFF, 5);
    }
    assert_int_equal(list.count, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(list.items[i].size, i);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_and_aligned_also_after_a_reset),
        cmocka_unit_test(the_last_piece_grows_in_place_and_others_move),
        cmocka_unit_test(large_pieces_and_many_blocks),
        cmocka_unit_test(work_within_the_limit_comes_to_its_end),
        cmocka_unit_test(work_over_the_limit_is_given_up_and_the_arena_is_usable_again),
        cmocka_unit_test(a_guard_within_a_guard_gives_up_alone),
        cmocka_unit_test(sizes_that_overflow_meet_the_limit),
        cmocka_unit_test(a_builder_meets_the_limit_at_the_same_byte_whatever_came_before),
        cmocka_unit_test(outgrowing_an_unguarded_arena_ends_the_program),
        cmocka_unit_test(text_is_copied_and_formatted),
        cmocka_unit_test(a_builder_writes_everything_it_is_given),
        cmocka_unit_test(two_builders_grow_side_by_side),
        cmocka_unit_test(a_list_keeps_its_items_and_new_ones_are_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
