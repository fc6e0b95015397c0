/* Gaps in rows of ids, days and months: rows made with holes whose places are known. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "archive/gaps.h"

static Arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static uint64_t seed;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* ---- ids ---- */

typedef struct Ids {
    uint64_t *items;
    size_t count, capacity;
} Ids;

static void add_ids(Ids *ids, uint64_t first, uint64_t last, uint64_t step)
{
    for (uint64_t id = first; id <= last; id += step)
        *LIST_ADD(arena, ids) = id;
}

static IdRuns runs_of(const Ids *ids, uint64_t *lost)
{
    IdRuns runs = {0};
    uint64_t total;
    gaps_of_ids(arena, ids->items, ids->count, &runs, &total, lost);
    assert_int_equal(runs.count, total < MISSING_LIST_MAX ? total : MISSING_LIST_MAX);
    return runs;
}

static void ids_that_follow_one_another_show_every_hole(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    add_ids(&ids, 5500, 5520, 1);
    add_ids(&ids, 5524, 5530, 1);
    add_ids(&ids, 5532, 5540, 1);
    IdRuns runs = runs_of(&ids, &lost);
    assert_int_equal(runs.count, 2);
    assert_int_equal(runs.items[0].first, 5521);
    assert_int_equal(runs.items[0].last, 5523);
    assert_int_equal(runs.items[1].first, 5531);
    assert_int_equal(runs.items[1].last, 5531);
    assert_int_equal(lost, 4);
}

static void two_ids_tell_nothing(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    assert_int_equal(runs_of(&ids, &lost).count, 0);
    add_ids(&ids, 7, 7, 1);
    assert_int_equal(runs_of(&ids, &lost).count, 0);
    add_ids(&ids, 12, 12, 1);
    assert_int_equal(runs_of(&ids, &lost).count, 0);
}

static void ids_in_steps_have_gaps_only_where_steps_are_left_out(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    add_ids(&ids, 100, 1000, 10);
    assert_int_equal(runs_of(&ids, &lost).count, 0);
    add_ids(&ids, 1060, 2000, 10);
    IdRuns runs = runs_of(&ids, &lost);
    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items[0].first, 1001);
    assert_int_equal(runs.items[0].last, 1059);
}

/* A CMS numbers revisions and photos too: the steps between pieces are of all sizes, and none is a gap. */
static void irregular_steps_are_no_gaps(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost, id = 1000;
    seed = 42;
    for (int i = 0; i < 20000; i++)
        *LIST_ADD(arena, &ids) = id += 1 + next_random() % 20;
    assert_int_equal(runs_of(&ids, &lost).count, 0);
    add_ids(&ids, id + 500, id + 500, 1);
    id += 500;
    for (int i = 0; i < 100; i++)
        *LIST_ADD(arena, &ids) = id += 1 + next_random() % 20;
    assert_int_equal(runs_of(&ids, &lost).count, 1);
}

static void another_generation_of_ids_is_a_series_of_its_own(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    add_ids(&ids, 1, 50, 1);
    add_ids(&ids, 55289298, 55289398, 1);
    assert_int_equal(runs_of(&ids, &lost).count, 0);
    Ids holed = {0};
    add_ids(&holed, 1, 900, 1);
    add_ids(&holed, 1101, 2000, 1); /* 200 lost of 2000: wide, but shorter than what is held */
    IdRuns runs = runs_of(&holed, &lost);
    assert_int_equal(runs.count, 1);
    assert_int_equal(lost, 200);
    Ids stray = {0};
    add_ids(&stray, 3, 3, 1);
    add_ids(&stray, 70000, 70100, 1);
    assert_int_equal(runs_of(&stray, &lost).count, 0);
}

static void the_greatest_ids_do_not_overflow(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    add_ids(&ids, 1, 30, 1);
    add_ids(&ids, 999999999999999900u, 999999999999999950u, 1);
    assert_int_equal(runs_of(&ids, &lost).count, 0);
}

/* Whatever is taken out of a row without holes is told, and nothing else. */
static void every_hole_cut_into_a_full_row_is_found(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 200; round++) {
        seed = round * 0x9e3779b97f4a7c15u;
        Ids ids = {0};
        IdRuns cut = {0};
        uint64_t id = 1 + next_random() % 1000000, lost, wanted = 0;
        size_t stretches = 2 + next_random() % 20;
        for (size_t i = 0; i < stretches; i++) {
            uint64_t length = 40 + next_random() % 100;
            add_ids(&ids, id, id + length - 1, 1);
            uint64_t hole = 1 + next_random() % 30;
            if (i + 1 < stretches) {
                *LIST_ADD(arena, &cut) = (IdRun){id + length, id + length + hole - 1};
                wanted += hole;
            }
            id += length + hole;
        }
        IdRuns runs = runs_of(&ids, &lost);
        assert_int_equal(runs.count, cut.count);
        assert_int_equal(lost, wanted);
        for (size_t i = 0; i < cut.count; i++)
            assert_true(runs.items[i].first == cut.items[i].first && runs.items[i].last == cut.items[i].last);
        arena_reset(arena);
    }
}

static void long_lists_are_cut_and_counted(void **state)
{
    (void)state;
    Ids ids = {0};
    uint64_t lost;
    for (uint64_t i = 0; i < 3000; i++)
        add_ids(&ids, i * 12, i * 12 + 10, 1);
    IdRuns runs = {0};
    uint64_t total;
    gaps_of_ids(arena, ids.items, ids.count, &runs, &total, &lost);
    assert_int_equal(total, 2999);
    assert_int_equal(lost, 2999);
    assert_int_equal(runs.count, MISSING_LIST_MAX);
}

/* ---- days ---- */

typedef struct DayRow {
    int32_t *items;
    size_t count, capacity;
} DayRow;
typedef struct DayGaps {
    GapSpots empty, thin;
    uint64_t empty_total, thin_total;
} DayGaps;

static DayGaps gaps_of(const DayRow *days)
{
    DayGaps gaps = {0};
    gaps_of_days(arena, days->items, days->count, &gaps.empty, &gaps.empty_total, &gaps.thin,
                 &gaps.thin_total);
    return gaps;
}

static void add_day(DayRow *days, int32_t day, int pieces)
{
    for (int i = 0; i < pieces; i++)
        *LIST_ADD(arena, days) = day;
}

enum { MONDAY = 16076 }; /* 2014-01-06 */

static void a_daily_paper_misses_its_day(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 100; day++)
        if (day != 40 && day != 41)
            add_day(&days, MONDAY + day, 2);
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.empty_total, 2);
    assert_int_equal(gaps.empty.items[0].when, MONDAY + 40);
    assert_int_equal(gaps.empty.items[1].when, MONDAY + 41);
    assert_int_equal(gaps.empty.items[0].usual, 2);
    assert_int_equal(gaps.thin_total, 0);
}

static void a_few_weeks_are_enough(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 21; day++)
        if (day != 10)
            add_day(&days, MONDAY + day, 1);
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.empty_total, 1);
    assert_int_equal(gaps.empty.items[0].when, MONDAY + 10);
}

static void a_weekly_paper_has_no_empty_weekdays(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t week = 0; week < 60; week++)
        if (week != 30)
            add_day(&days, MONDAY + week * 7, 12);
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.empty_total, 1); /* the week that is missing, on its own weekday */
    assert_int_equal(gaps.empty.items[0].when, MONDAY + 30 * 7);
}

static void a_monthly_paper_misses_no_days(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t month = 0; month < 30; month++)
        add_day(&days, MONDAY + month * 28, 9); /* always on the same weekday */
    assert_int_equal(gaps_of(&days).empty_total, 0);
}

static void a_paper_that_rests_on_a_weekday_is_not_missing_then(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 200; day++)
        if (day % 7 != 6 && day != 100)
            add_day(&days, MONDAY + day, 3);
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.empty_total, 1);
    assert_int_equal(gaps.empty.items[0].when, MONDAY + 100);
}

static void a_lost_quarter_is_told_day_by_day(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 500; day++)
        if (day < 200 || day >= 290)
            add_day(&days, MONDAY + day, 1);
    assert_int_equal(gaps_of(&days).empty_total, 90);
}

static void a_stray_date_does_not_empty_the_years_before(void **state)
{
    (void)state;
    DayRow days = {0};
    add_day(&days, 0, 1); /* 1970-01-01, as a computer without a clock says */
    for (int32_t day = 0; day < 300; day++)
        add_day(&days, MONDAY + day, 1);
    add_day(&days, MONDAY + 5000, 1);
    assert_int_equal(gaps_of(&days).empty_total, 0);
}

static void two_papers_of_different_times_make_no_gap(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 365; day++)
        add_day(&days, -19700 + day, 3); /* 1916 */
    for (int32_t day = 0; day < 300; day++)
        if (day < 100 || day >= 190)
            add_day(&days, 6200 + day, 5); /* 1986, a quarter of it lost */
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.empty_total, 90);
    assert_int_equal(gaps.empty.items[0].when, 6300);
}

static void few_scattered_pieces_tell_nothing(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 100; round++) {
        seed = round * 0x2545f4914f6cdd1du;
        DayRow days = {0};
        int32_t day = MONDAY;
        for (int i = 0; i < 40; i++)
            add_day(&days, day += 5 + (int32_t)(next_random() % 60), 1);
        assert_int_equal(gaps_of(&days).empty_total, 0);
        arena_reset(arena);
    }
}

static void a_day_with_a_third_of_its_pieces_is_thin(void **state)
{
    (void)state;
    DayRow days = {0};
    for (int32_t day = 0; day < 100; day++)
        add_day(&days, MONDAY + day, day == 50 ? 3 : day == 60 ? 4 : 12);
    DayGaps gaps = gaps_of(&days);
    assert_int_equal(gaps.thin_total, 1); /* 4 is a third of 12, not under it */
    assert_int_equal(gaps.thin.items[0].when, MONDAY + 50);
    assert_int_equal(gaps.thin.items[0].found, 3);
    assert_int_equal(gaps.thin.items[0].usual, 12);
}

static void no_day_at_all_is_no_gap(void **state)
{
    (void)state;
    DayRow days = {0};
    assert_int_equal(gaps_of(&days).empty_total, 0);
    add_day(&days, MONDAY, 1);
    assert_int_equal(gaps_of(&days).empty_total, 0);
}

/* Days taken out of a daily paper, far enough from one another, are told and no others. */
static void every_day_cut_out_of_a_daily_paper_is_found(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 100; round++) {
        seed = round * 0x9e3779b97f4a7c15u;
        DayRow days = {0}, cut = {0};
        int32_t next = 35 + (int32_t)(next_random() % 10);
        int32_t length = 400 + (int32_t)(next_random() % 400);
        for (int32_t day = 0; day < length; day++) {
            if (day == next && day < length - 35) {
                add_day(&cut, MONDAY + day, 1);
                next += 15 + (int32_t)(next_random() % 40);
            } else {
                add_day(&days, MONDAY + day, 1 + (int)(next_random() % 3));
            }
        }
        DayGaps gaps = gaps_of(&days);
        assert_int_equal(gaps.empty_total, cut.count);
        for (size_t i = 0; i < cut.count; i++)
            assert_int_equal(gaps.empty.items[i].when, cut.items[i]);
        arena_reset(arena);
    }
}

/* ---- months ---- */

static void a_section_is_thin_in_the_month_that_lost_its_pieces(void **state)
{
    (void)state;
    DayRow months = {0};
    for (int32_t month = 0; month < 24; month++)
        add_day(&months, 24000 + month, month == 10 ? 0 : month == 15 ? 3 : month == 23 ? 1 : 10);
    GapSpots thin = {0};
    uint64_t total = 0;
    gaps_of_months(arena, months.items, months.count, MISSING_LIST_MAX, &thin, &total);
    assert_int_equal(total, 2); /* the last month has only begun */
    assert_int_equal(thin.items[0].when, 24010);
    assert_int_equal(thin.items[0].found, 0);
    assert_int_equal(thin.items[0].usual, 10);
    assert_int_equal(thin.items[1].when, 24015);
    total = 0;
    GapSpots none = {0};
    gaps_of_months(arena, months.items, months.count, 0, &none, &total);
    assert_int_equal(total, 2);
    assert_int_equal(none.count, 0);
}

static void a_small_section_is_never_thin(void **state)
{
    (void)state;
    DayRow months = {0};
    for (int32_t month = 0; month < 40; month++)
        add_day(&months, 24000 + month, month % 5);
    GapSpots thin = {0};
    uint64_t total = 0;
    gaps_of_months(arena, months.items, months.count, MISSING_LIST_MAX, &thin, &total);
    assert_int_equal(total, 0);
}

/* ---- dates by id ---- */

static void a_piece_dated_far_from_its_neighbours_by_id_is_doubtful(void **state)
{
    (void)state;
    GapPiece pieces[60];
    for (uint32_t i = 0; i < 60; i++)
        pieces[i] = (GapPiece){1000 + i * 3, MONDAY + (int32_t)i, i};
    pieces[30].day = MONDAY - 800;
    pieces[40].day = MONDAY + 90; /* a draft that lay for seven weeks */
    GapDoubts doubts = {0};
    gaps_of_dates(arena, pieces, 60, &doubts);
    assert_int_equal(doubts.count, 1);
    assert_int_equal(doubts.items[0].place, 30);
    assert_in_range(doubts.items[0].first, MONDAY + 25, MONDAY + 27);
    assert_in_range(doubts.items[0].last, MONDAY + 33, MONDAY + 35);
}

static void a_bulk_import_says_nothing_about_dates(void **state)
{
    (void)state;
    GapPiece pieces[500];
    seed = 7;
    for (uint32_t i = 0; i < 500; i++)
        pieces[i] = (GapPiece){55289000 + i, MONDAY - (int32_t)(next_random() % 2500), i};
    GapDoubts doubts = {0};
    gaps_of_dates(arena, pieces, 500, &doubts);
    assert_int_equal(doubts.count, 0);
    gaps_of_dates(arena, pieces, 3, &doubts);
    assert_int_equal(doubts.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_that_follow_one_another_show_every_hole, setup, teardown),
        cmocka_unit_test_setup_teardown(two_ids_tell_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(ids_in_steps_have_gaps_only_where_steps_are_left_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(irregular_steps_are_no_gaps, setup, teardown),
        cmocka_unit_test_setup_teardown(another_generation_of_ids_is_a_series_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(the_greatest_ids_do_not_overflow, setup, teardown),
        cmocka_unit_test_setup_teardown(every_hole_cut_into_a_full_row_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(long_lists_are_cut_and_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_daily_paper_misses_its_day, setup, teardown),
        cmocka_unit_test_setup_teardown(a_few_weeks_are_enough, setup, teardown),
        cmocka_unit_test_setup_teardown(a_weekly_paper_has_no_empty_weekdays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_monthly_paper_misses_no_days, setup, teardown),
        cmocka_unit_test_setup_teardown(a_paper_that_rests_on_a_weekday_is_not_missing_then, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lost_quarter_is_told_day_by_day, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stray_date_does_not_empty_the_years_before, setup, teardown),
        cmocka_unit_test_setup_teardown(two_papers_of_different_times_make_no_gap, setup, teardown),
        cmocka_unit_test_setup_teardown(few_scattered_pieces_tell_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_day_with_a_third_of_its_pieces_is_thin, setup, teardown),
        cmocka_unit_test_setup_teardown(no_day_at_all_is_no_gap, setup, teardown),
        cmocka_unit_test_setup_teardown(every_day_cut_out_of_a_daily_paper_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_section_is_thin_in_the_month_that_lost_its_pieces, setup, teardown),
        cmocka_unit_test_setup_teardown(a_small_section_is_never_thin, setup, teardown),
        cmocka_unit_test_setup_teardown(a_piece_dated_far_from_its_neighbours_by_id_is_doubtful, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_bulk_import_says_nothing_about_dates, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
