/* Dates as feeds write them, with the day and minute that they mean. */
#include "base/test/scratch.h"

#include "import/feed_date.h"

static const struct {
    const char *text;
    const char *means; /* moment_format's; NULL: no date */
} dates[] = {
    /* RFC 822, and what is made of it */
    {"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48Z"},
    {"Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48Z"},
    {"Sun, 31 Dec 1999 23:59:59 +0000", "1999-12-31T23:59Z"},
    {"Thu,  5 Apr 2012 10:00:00 EDT", "2012-04-05T10:00-04:00"},
    {"01 Jan 2004 19:48 -0500", "2004-01-01T19:48-05:00"},
    {"Thu, 1 January 2004 9:05:00 GMT+2", "2004-01-01T09:05+02:00"},
    {"Thu, Jan 01 2004 19:48:21 GMT", "2004-01-01T19:48Z"},
    {"Jan 5, 2004 7:15 PM", "2004-01-05T19:15"},
    {"Jan 5, 2004 12:15 am", "2004-01-05T00:15"},
    {"Thu, 01 Jan 2004", "2004-01-01"},
    {"Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28Z"},
    {"Thu, 30 Apr 2009 08:57:00 ET", "2009-04-30T08:57-05:00"},
    {"Thu, 01 Jan 2004 25:00:00 GMT", "2004-01-01"},
    {"Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00Z"},
    {"Mon, 26 Jul 2004 10:14:55", "2004-07-26T10:14"},
    {"Mon, 26 Jul 2004 10:14:55 AST", "2004-07-26T10:14"}, /* of Arabia or of the Atlantic */
    {"Thu, 01-Jan-2004 19:48:21 GMT", "2004-01-01T19:48Z"},
    {"Tue, 31 Feb 2004 10:00:00 GMT", "2004-02"}, /* no such day: its month is what is sure */
    {"Thu, 01 Jan 104 10:00:00 GMT", "2004-01-01T10:00Z"},
    /* RFC 3339, W3C-DTF, ISO 8601 */
    {"2003-12-31T10:14:55Z", "2003-12-31T10:14Z"},
    {"2003-12-31T10:14:55.32-08:00", "2003-12-31T10:14-08:00"},
    {"2003-12-31t10:14:55+0330", "2003-12-31T10:14+03:30"},
    {"2003-12-31 10:14:55", "2003-12-31T10:14"},
    {"2003-12-31T10:14Z", "2003-12-31T10:14Z"},
    {"2003-12-31", "2003-12-31"},
    {"2003-12", "2003-12"},
    {"2003", "2003"},
    {"20031231", "2003-12-31"},
    {"20031231T101455Z", "2003-12-31T10:14Z"},
    {"2003-335", "2003-12-01"},
    {"2003335", "2003-12-01"},
    {"2004-366", "2004-12-31"},
    {"2009-W53-7", "2010-01-03"},
    {"2009W537", "2010-01-03"},
    {"2014-W26", "2014-06"},
    {"2014-W27", "2014"}, /* 30 June to 6 July */
    {"2003-12-31T10:14:55+02", "2003-12-31T10:14+02:00"},
    {"2006/09/15", "2006-09-15"},
    {"2003-13-01", "2003"},
    /* asctime, ctime, other programs */
    {"Sun Jan  4 16:29:06 2004", "2004-01-04T16:29"},
    {"Sun Jan  4 16:29:06 PST 2004", "2004-01-04T16:29-08:00"},
    {"Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T08:19-04:00"},
    {"2004-07-08 23:56:58.0", "2004-07-08T23:56"},
    {"1403867100", "2014-06-27T11:05Z"},
    {"1403867100000", "2014-06-27T11:05Z"},
    {"15/09/2006", "2006-09-15"},
    {"9/15/2006 8:19 PM", "2006-09-15T20:19"},
    {"05/06/2004", "2004"}, /* of May or of June */
    {"June 2004", "2004-06"},
    /* localised */
    {"2004\xEB\x85\x84 05\xEC\x9B\x94 28\xEC\x9D\xBC  01:31:15", "2004-05-28T01:31"},
    {"2004-05-25 \xEC\x98\xA4\xED\x9B\x84 11:23:17", "2004-05-25T23:23"},
    {"2004-05-25 \xEC\x98\xA4\xEC\xA0\x84 12:23:17", "2004-05-25T00:23"},
    {"\xCE\x9A\xCF\x85\xCF\x81, 11 \xCE\x99\xCE\xBF\xCF\x8D\xCE\xBB 2004 12:00:00 EST",
     "2004-07-11T12:00-05:00"},
    {"2004-j\xC3\xBAlius-13T9:15-05:00", "2004-07-13T09:15-05:00"},
    {"Di, 14. M\xC3\xA4rz 2006 11:30:00 +0100", "2006-03-14T11:30+01:00"},
    {"mar, 01 ene 2008 10:00:00 +0100", "2008-01-01T10:00+01:00"},
    {"27 \xD9\x8A\xD9\x88\xD9\x86\xD9\x8A\xD9\x88 2014", "2014-06-27"},
    /* none */
    {"", NULL},
    {"yesterday", NULL},
    {"12:30", NULL},
    {"0000-00-00 00:00:00", NULL},
    {"04/05/06", NULL},
    {"Wed, 31 Dec 99999 10:00:00 GMT", NULL},
};

static void each_form_means_its_minute(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)1 << 20);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        Moment moment;
        bool is_read = feed_date_read(slice_from(dates[i].text), &moment);
        Slice means = moment_format(arena, moment);
        if (is_read != (dates[i].means != NULL) || !slice_equal(means, slice_from(dates[i].means)))
            fail_msg("'%s' gives '%.*s', not '%s'", dates[i].text, SLICE_ARG(means),
                     dates[i].means ? dates[i].means : "");
    }
    arena_close(arena);
}

static void what_a_moment_is_written_as_is_read_back(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)64 << 20);
    uint64_t seed = 2850;
    for (int i = 0; i < 20000; i++) {
        Moment made, read;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        unsigned r = (unsigned)(seed >> 33);
        Grain grain = (Grain)(GRAIN_YEAR + r % 4);
        if (!moment_make(&made, grain, 1000 + r % 9000, 1 + r / 7 % 12, 1 + r / 11 % 28, r / 13 % 24,
                         r / 17 % 60))
            fail();
        if (grain == GRAIN_MINUTE) {
            made.has_offset = true;
            made.offset_minutes = (int16_t)(r / 19 % 1680 - 840);
        }
        assert_true(feed_date_read(moment_format(arena, made), &read));
        assert_true(moment_equal(made, read));
    }
    arena_close(arena);
}

/* Any bytes of the alphabet of dates give a moment that exists, or none. */
static void noise_never_gives_a_day_that_does_not_exist(void **state)
{
    (void)state;
    static const char letters[] = "0123456789:-/+., TZWJanMayGMTPM\xC3\xA9\xEB";
    Arena *arena = arena_open((size_t)64 << 20);
    uint64_t seed = 28501;
    for (int i = 0; i < 100000; i++) {
        char text[40];
        size_t size = 0;
        Moment moment, back;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        for (size_t want = (seed >> 58) % sizeof text; size < want; size++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[size] = letters[(seed >> 40) % (sizeof letters - 1)];
        }
        bool is_read = feed_date_read(slice_of(text, size), &moment);
        assert_int_equal(is_read, moment_is_known(moment));
        if (is_read && (arena_reset(arena), moment_parse(moment_format(arena, moment), &back)))
            assert_true(moment_equal(moment, back));
        else
            assert_false(is_read);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_means_its_minute),
        cmocka_unit_test(what_a_moment_is_written_as_is_read_back),
        cmocka_unit_test(noise_never_gives_a_day_that_does_not_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
