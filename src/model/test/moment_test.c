/* Moments: the calendar of nine thousand years, ISO 8601 there and back, intervals in zones. */
#include "base/error.h"
#include "base/test/cm.h"
#include "model/moment.h"

static void every_day_of_nine_thousand_years_goes_there_and_back(void **state)
{
    (void)state;
    int64_t days = days_from_civil(1000, 1, 1);
    unsigned weekday = weekday_of_days(days);
    assert_int_equal(weekday, 3); /* a Wednesday in the proleptic Gregorian calendar */
    for (int64_t year = 1000; year <= 9999; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            for (unsigned day = 1; day <= month_length(year, month); day++, days++) {
                int64_t y = 0;
                unsigned m = 0;
                unsigned d = 0;
                civil_from_days(days, &y, &m, &d);
                if (y != year || m != month || d != day || days_from_civil(year, month, day) != days ||
                    weekday_of_days(days) != weekday)
                    fail_msg("%lld-%u-%u", (long long)year, month, day);
                weekday = weekday == 6 ? 0 : weekday + 1;
            }
        }
    }
    assert_int_equal(days, days_from_civil(10000, 1, 1));
    assert_int_equal(days_from_civil(1970, 1, 1), 0);
    assert_int_equal(days_from_civil(2017, 9, 26), 17435);
    assert_int_equal(weekday_of_days(17435), 2);
}

static void too_many_days_and_months_are_carried_over(void **state)
{
    (void)state;
    assert_int_equal(days_from_civil(2017, 2, 29), days_from_civil(2017, 3, 1));
    assert_int_equal(days_from_civil(2017, 13, 1), days_from_civil(2018, 1, 1));
    assert_int_equal(days_from_civil(2017, 25, 1), days_from_civil(2019, 1, 1));
    assert_int_equal(days_from_civil(2017, 0, 1), days_from_civil(2016, 12, 1));
    assert_int_equal(days_from_civil(2017, 3, 0), days_from_civil(2017, 2, 28));
    assert_int_equal(days_from_civil(-1, 12, 31) + 1, days_from_civil(0, 1, 1));
}

static void days_and_minutes_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    Moment m;
    assert_true(moment_make(&m, GRAIN_DAY, 2016, 2, 29, 0, 0));
    assert_false(moment_make(&m, GRAIN_DAY, 2017, 2, 29, 0, 0));
    assert_false(moment_make(&m, GRAIN_DAY, 1900, 2, 29, 0, 0));
    assert_true(moment_make(&m, GRAIN_DAY, 2000, 2, 29, 0, 0));
    assert_false(moment_make(&m, GRAIN_DAY, 2017, 4, 31, 0, 0));
    assert_false(moment_make(&m, GRAIN_DAY, 2017, 4, 0, 0, 0));
    assert_false(moment_make(&m, GRAIN_MONTH, 2017, 13, 1, 0, 0));
    assert_false(moment_make(&m, GRAIN_MONTH, 2017, 0, 1, 0, 0));
    assert_false(moment_make(&m, GRAIN_MINUTE, 2017, 1, 1, 24, 0));
    assert_false(moment_make(&m, GRAIN_MINUTE, 2017, 1, 1, 23, 60));
    assert_false(moment_make(&m, GRAIN_YEAR, 999, 1, 1, 0, 0));
    assert_false(moment_make(&m, GRAIN_YEAR, 10000, 1, 1, 0, 0));
    assert_false(moment_is_known(m));
    assert_true(moment_make(&m, GRAIN_YEAR, 2017, 99, 99, 99, 99)); /* finer parts do not matter */
    assert_int_equal(m.local_s, days_from_civil(2017, 1, 1) * 86400);
}

static void every_grain_is_written_and_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"2017",
                                        "2017-09",
                                        "2017-09-26",
                                        "2017-09-26T14:05",
                                        "2017-09-26T14:05Z",
                                        "2017-09-26T14:05+03:00",
                                        "2017-09-26T00:00-09:30",
                                        "1000",
                                        "9999-12-31T23:59"};
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Moment m;
        assert_true(moment_parse(slice_from(texts[i]), &m));
        assert_true(slice_equal(moment_format(arena, m), slice_from(texts[i])));
    }
    assert_int_equal(moment_format(arena, (Moment){0}).size, 0);
    arena_close(arena);
}

static void what_is_finer_than_a_minute_is_dropped(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"2017-09-26T14:05:59", "2017-09-26T14:05"},
        {"2017-09-26 14:05:59", "2017-09-26T14:05"},
        {"2017-09-26T14:05:60Z", "2017-09-26T14:05Z"},
        {"2017-09-26T14:05:00.123456789Z", "2017-09-26T14:05Z"},
        {"2017-09-26T14:05:00,5+0300", "2017-09-26T14:05+03:00"},
        {"2017-09-26T14:05+03", "2017-09-26T14:05+03:00"},
        {"2017-09-26T14:05-00:00", "2017-09-26T14:05Z"},
    };
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Moment m;
        assert_true(moment_parse(slice_from(texts[i][0]), &m));
        assert_true(slice_equal(moment_format(arena, m), slice_from(texts[i][1])));
    }
    arena_close(arena);
}

static void anything_else_is_no_moment(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "17",
        "0999",
        "20170926",
        "2017-",
        "2017-9",
        "2017-09-",
        "2017-09-31",
        "2017-00",
        "2017-13-01",
        "2017Z",
        "2017-09-26T",
        "2017-09-26T14",
        "2017-09-26T14:",
        "2017-09-26T24:00",
        "2017-09-26T14:60",
        "2017-09-26T14:05:",
        "2017-09-26T14:05:61",
        "2017-09-26T14:05:00.",
        "2017-09-26T14:05x",
        "2017-09-26T14:05+",
        "2017-09-26T14:05+3",
        "2017-09-26T14:05+24:00",
        "2017-09-26T14:05+03:60",
        "2017-09-26T14:05+03:",
        "2017-09-26T14:05ZZ",
        " 2017",
        "2017 ",
        "2017-09-26Z",
        "+2017",
        "2017-09-26T14:05 +03:00",
        "\xd9\xa2\xd9\xa0",
        "99999",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Moment m;
        if (moment_parse(slice_from(texts[i]), &m))
            fail_msg("'%s' was read", texts[i]);
        assert_false(moment_is_known(m));
    }
    Moment m;
    assert_false(moment_parse(SLICE("2017\0"), &m));
}

static void random_moments_go_there_and_back(void **state)
{
    (void)state;
    uint64_t seed = 5;
    Arena *arena = arena_open(1 << 20);
    for (int i = 0; i < 100000; i++) {
        Moment m;
        Moment back;
        arena_reset(arena);
        const Grain grain = (Grain)(1 + random_below(&seed, 4));
        const int64_t year = 1000 + (int64_t)random_below(&seed, 9000);
        const unsigned month = 1 + (unsigned)random_below(&seed, 12);
        const unsigned day = 1 + (unsigned)random_below(&seed, month_length(year, month));
        assert_true(moment_make(&m, grain, year, month, day, (unsigned)random_below(&seed, 24),
                                (unsigned)random_below(&seed, 60)));
        if (grain == GRAIN_MINUTE && random_below(&seed, 2)) {
            m.has_offset = true;
            m.offset_minutes = (int16_t)((int)random_below(&seed, 2 * 1439 + 1) - 1439);
        }
        assert_true(moment_parse(moment_format(arena, m), &back));
        assert_true(moment_equal(m, back));
    }
    arena_close(arena);
}

static void bytes_turned_at_random_never_surprise(void **state)
{
    (void)state;
    uint64_t seed = 11;
    Arena *arena = arena_open(1 << 20);
    for (int i = 0; i < 100000; i++) {
        char text[] = "2017-09-26T14:05:30.5+03:00";
        const size_t size = random_below(&seed, sizeof text);
        for (size_t k = random_below(&seed, 4); k > 0; k--)
            text[random_below(&seed, sizeof text - 1)] = "0123456789-:.TZ+ x"[random_below(&seed, 18)];
        Moment m;
        Moment back;
        arena_reset(arena);
        if (!moment_parse(slice_of(text, size), &m))
            continue;
        assert_true(moment_parse(moment_format(arena, m), &back));
        assert_true(moment_equal(m, back));
    }
    arena_close(arena);
}

static Moment parse(const char *text)
{
    Moment m;
    if (!moment_parse(slice_from(text), &m))
        fail_msg("'%s' is no moment", text);
    return m;
}

static void assert_days(const char *text, const Zone *zone, const char *first, const char *last)
{
    const DayRange days = moment_days(parse(text), zone);
    if (days.first != parse(first).local_s / 86400 || days.last != parse(last).local_s / 86400)
        fail_msg("%s: %d to %d", text, days.first, days.last);
}

static void an_interval_holds_all_its_days(void **state)
{
    (void)state;
    assert_days("2016", NULL, "2016-01-01", "2016-12-31");
    assert_days("2016-02", NULL, "2016-02-01", "2016-02-29");
    assert_days("2017-12", NULL, "2017-12-01", "2017-12-31");
    assert_days("2017-09-26", NULL, "2017-09-26", "2017-09-26");
    assert_days("2017-09-26T23:59", NULL, "2017-09-26", "2017-09-26");
    const DayRange before = moment_days(parse("1969-12-31T23:59"), NULL);
    assert_int_equal(before.first, -1);
    assert_int_equal(before.last, -1);
}

static void a_minute_with_an_offset_lies_in_the_day_of_the_archive(void **state)
{
    (void)state;
    Zone *zone = NULL;
    Error err;
    assert_int_equal(zone_open(SLICE("Asia/Riyadh"), &zone, &err), STATUS_OK);
    assert_days("2017-09-26T22:30Z", zone, "2017-09-27", "2017-09-27");
    assert_days("2017-09-26T22:30", zone, "2017-09-26", "2017-09-26");
    assert_days("2017-09-26T01:00+05:00", zone, "2017-09-25", "2017-09-25");
    assert_int_equal(moment_utc_s(parse("1970-01-01"), zone), -3 * 3600);
    assert_int_equal(moment_utc_s(parse("1970-01-01T03:00Z"), zone), 3 * 3600);
    assert_int_equal(moment_utc_s(parse("1970-01-01T03:00"), NULL), 3 * 3600);
    zone_close(zone);
}

static void seconds_become_a_minute_there(void **state)
{
    (void)state;
    Zone *zone = NULL;
    Error err;
    Arena *arena = arena_open(1 << 16);
    assert_int_equal(zone_open(SLICE("Europe/London"), &zone, &err), STATUS_OK);
    assert_slice(moment_format(arena, moment_from_utc(1500000059, zone)), "2017-07-14T03:40+01:00");
    assert_slice(moment_format(arena, moment_from_utc(1484000000, zone)), "2017-01-09T22:13Z");
    assert_slice(moment_format(arena, moment_from_utc(-1, NULL)), "1969-12-31T23:59Z");
    assert_false(moment_is_known(moment_from_utc(INT64_MAX, zone)));
    assert_false(moment_is_known(moment_from_utc(INT64_MIN, zone)));
    assert_int_equal(moment_utc_s(moment_from_utc(1500000060, zone), zone), 1500000060);
    zone_close(zone);
    arena_close(arena);
}

static void equal_means_written_the_same(void **state)
{
    (void)state;
    assert_true(moment_equal(parse("2017"), parse("2017")));
    assert_false(moment_equal(parse("2017"), parse("2017-01")));
    assert_false(moment_equal(parse("2017-01-01T00:00"), parse("2017-01-01T00:00Z")));
    assert_false(moment_equal(parse("2017-01-01T00:00+01:00"), parse("2017-01-01T00:00Z")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_nine_thousand_years_goes_there_and_back),
        cmocka_unit_test(too_many_days_and_months_are_carried_over),
        cmocka_unit_test(days_and_minutes_that_do_not_exist_are_refused),
        cmocka_unit_test(every_grain_is_written_and_read),
        cmocka_unit_test(what_is_finer_than_a_minute_is_dropped),
        cmocka_unit_test(anything_else_is_no_moment),
        cmocka_unit_test(random_moments_go_there_and_back),
        cmocka_unit_test(bytes_turned_at_random_never_surprise),
        cmocka_unit_test(an_interval_holds_all_its_days),
        cmocka_unit_test(a_minute_with_an_offset_lies_in_the_day_of_the_archive),
        cmocka_unit_test(seconds_become_a_minute_there),
        cmocka_unit_test(equal_means_written_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
