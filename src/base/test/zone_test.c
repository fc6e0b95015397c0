/* Zones: offsets through changes of clocks, gaps and repeated hours, names that are none. And that clocks go.
 */
#include <pthread.h>

#include "base/clock.h"
#include "base/test/cm.h"
#include "base/zone.h"

static Zone *open_zone(const char *name)
{
    Zone *zone = NULL;
    Error err;
    if (zone_open(slice_from(name), &zone, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return zone;
}

static void fixed_and_absent_zones(void **state)
{
    (void)state;
    assert_int_equal(zone_offset_at_utc(NULL, 0), 0);
    assert_int_equal(zone_offset_at_local(NULL, 0), 0);
    Zone *utc = open_zone("");
    Zone *riyadh = open_zone("Asia/Riyadh");
    assert_int_equal(zone_offset_at_utc(utc, 1500000000), 0);
    assert_int_equal(zone_offset_at_local(utc, 1500000000), 0);
    assert_int_equal(zone_offset_at_utc(riyadh, 1500000000), 180);
    assert_int_equal(zone_offset_at_local(riyadh, 1500000000), 180);
    zone_close(utc);
    zone_close(riyadh);
    zone_close(NULL);
}

static void names_that_are_no_zones_fail(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "Mars/Olympus",
        "Asia/",
        "asia",
        "GMT+25:99",
        "../../etc/passwd",
        "\xff\xfe",
        "Asia/Riyadhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Zone *zone = NULL;
        Error err;
        assert_int_equal(zone_open(slice_from(bad[i]), &zone, &err), STATUS_FAIL);
        assert_null(zone);
        assert_non_null(strstr(err.message, "no time zone"));
    }
}

/* London 2016: summer time from 27 March 01:00 UTC to 30 October 01:00 UTC. */
static void summer_time_comes_and_goes(void **state)
{
    (void)state;
    Zone *london = open_zone("Europe/London");
    const int64_t begin = 1459040400;
    const int64_t end = 1477789200;
    assert_int_equal(zone_offset_at_utc(london, begin - 1), 0);
    assert_int_equal(zone_offset_at_utc(london, begin), 60);
    assert_int_equal(zone_offset_at_utc(london, end - 1), 60);
    assert_int_equal(zone_offset_at_utc(london, end), 0);
    assert_int_equal(zone_offset_at_local(london, begin - 1), 0);
    assert_int_equal(zone_offset_at_local(london, begin + 1800), 0); /* 01:30 was skipped */
    assert_int_equal(zone_offset_at_local(london, begin + 3600), 60);
    assert_int_equal(zone_offset_at_local(london, end + 3599), 60); /* 01:59:59, the first time */
    assert_int_equal(zone_offset_at_local(london, end + 3600), 0);
    zone_close(london);
}

static void every_local_time_has_the_earlier_of_its_readings(void **state)
{
    (void)state;
    static const char *const names[] = {"America/New_York",    "Africa/Cairo",     "Asia/Amman",
                                        "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        Zone *zone = open_zone(names[k]);
        for (int64_t local = 1262304000; local < 1420070400; local += 1800) { /* 2010 to 2015 */
            const int offset = zone_offset_at_local(zone, local);
            bool has_reading = false;
            int earliest = 0;
            for (int candidate = 16 * 60; candidate >= -16 * 60 && !has_reading; candidate -= 30) {
                has_reading = zone_offset_at_utc(zone, local - (int64_t)candidate * 60) == candidate;
                earliest = candidate;
            }
            if (has_reading && offset != earliest)
                fail_msg("%s at %lld: %d, not %d", names[k], (long long)local, offset, earliest);
        }
        zone_close(zone);
    }
}

static void the_ends_of_time_have_an_offset(void **state)
{
    (void)state;
    Zone *zone = open_zone("Europe/London");
    static const int64_t times[] = {INT64_MIN,  INT64_MIN + 5,     -4000000000, 0,
                                    5000000000, INT64_MAX - 99999, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const int at_utc = zone_offset_at_utc(zone, times[i]);
        const int at_local = zone_offset_at_local(zone, times[i]);
        assert_true(at_utc >= -1 && at_utc <= 60 && at_local >= -1 && at_local <= 60);
    }
    zone_close(zone);
}

static void *ask_much(void *argument)
{
    intptr_t sum = 0;
    for (int64_t t = 0; t < 2000000000; t += 100000)
        sum += zone_offset_at_utc(argument, t) + zone_offset_at_local(argument, t);
    return (void *)sum;
}

static void threads_share_a_zone(void **state)
{
    (void)state;
    Zone *zone = open_zone("America/New_York");
    pthread_t threads[4];
    void *expected = ask_much(zone);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_much, zone), 0);
    for (int i = 0; i < 4; i++) {
        void *sum = NULL;
        pthread_join(threads[i], &sum);
        assert_ptr_equal(sum, expected);
    }
    zone_close(zone);
}

static void the_clock_goes_forward(void **state)
{
    (void)state;
    const int64_t before = clock_monotonic_us();
    assert_true(clock_unix_s() > 1600000000);
    assert_true(clock_monotonic_us() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_and_absent_zones),
        cmocka_unit_test(names_that_are_no_zones_fail),
        cmocka_unit_test(summer_time_comes_and_goes),
        cmocka_unit_test(every_local_time_has_the_earlier_of_its_readings),
        cmocka_unit_test(the_ends_of_time_have_an_offset),
        cmocka_unit_test(threads_share_a_zone),
        cmocka_unit_test(the_clock_goes_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
