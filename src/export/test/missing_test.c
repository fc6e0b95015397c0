/* What an archive lacks, as JSON: every list, every count, and what an import's report takes from it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "export/export.h"

#define assert_slice(got, wanted)                                                                            \
    do {                                                                                                     \
        Slice got_ = (got), wanted_ = slice_from(wanted);                                                    \
        if (!slice_equal(got_, wanted_))                                                                     \
            fail_msg("'%.*s' instead of '%.*s'", SLICE_ARG(got_), SLICE_ARG(wanted_));                       \
    } while (0)

static MissingReport made_report(void)
{
    static IdRun runs[] = {{5521, 5523}, {5531, 5531}};
    static Slice days[1];
    static ThinSpot thin_days[1], thin_sections[1];
    static Wanted wanted[2];
    static LostPhoto photos[1];
    static ReportDoubt dates[2], bylines[1];
    days[0] = SLICE("2014-06-28");
    thin_days[0] = (ThinSpot){.when = SLICE("2014-06-30"), .found = 2, .usual = 9};
    thin_sections[0] = (ThinSpot){SLICE("2014-08"), {SLICE("opinion"), SLICE("Opinion")}, 0, 40};
    wanted[0] = (Wanted){SLICE("https://paper.example/a?b=\"c\""), 12, SLICE("5520")};
    wanted[1] = (Wanted){.url = SLICE("https://paper.example/d")};
    photos[0] =
        (LostPhoto){SLICE("77"), SLICE("https://paper.example/x.jpg"), SLICE("A quay"), SLICE("5520")};
    dates[0] = (ReportDoubt){SLICE("1"), SLICE("2099"), SLICE("later than its capture")};
    dates[1] = (ReportDoubt){SLICE("2"), SLICE("1970-01-01"), SLICE("its id lies between others")};
    bylines[0] = (ReportDoubt){SLICE("3"), SLICE("Staff"), SLICE("no name in it")};
    return (MissingReport){.missing_ids = {runs, 2, 2},
                           .empty_days = {days, 1, 1},
                           .thin_days = {thin_days, 1, 1},
                           .thin_sections = {thin_sections, 1, 1},
                           .wanted = {wanted, 2, 2},
                           .lost_photos = {photos, 1, 1},
                           .doubtful_dates = {dates, 2, 2},
                           .unresolved_bylines = {bylines, 1, 1},
                           .undated = 4,
                           .empty_captions = 5,
                           .repaired = 6,
                           .lost_ids = 4,
                           .missing_id_count = 2,
                           .empty_day_count = 1,
                           .thin_day_count = 1,
                           .thin_section_count = 1,
                           .wanted_count = 2,
                           .lost_photo_count = 1,
                           .doubtful_date_count = 2,
                           .unresolved_byline_count = 1};
}

#define MADE_LISTS                                                                                           \
    "\"missingIds\":[[5521,5523],[5531,5531]],\"emptyDays\":[\"2014-06-28\"],"                               \
    "\"thinDays\":[{\"day\":\"2014-06-30\",\"found\":2,\"usual\":9}],"                                       \
    "\"thinSections\":[{\"month\":\"2014-08\",\"section\":{\"slug\":\"opinion\",\"label\":\"Opinion\"},"     \
    "\"found\":0,\"usual\":40}],"                                                                            \
    "\"wanted\":[{\"url\":\"https://paper.example/a?b=\\\"c\\\"\",\"links\":12,\"from\":\"5520\"},"          \
    "{\"url\":\"https://paper.example/d\",\"links\":0}],"                                                    \
    "\"lostPhotos\":[{\"id\":\"77\",\"href\":\"https://paper.example/x.jpg\",\"caption\":\"A quay\","        \
    "\"article\":\"5520\"}],"                                                                                \
    "\"missingCounts\":{\"missingIds\":4,\"missingIdRuns\":2,\"emptyDays\":1,\"thinDays\":1,"                \
    "\"thinSections\":1,\"wanted\":2,\"lostPhotos\":1,\"doubtfulDates\":2,\"unresolvedBylines\":1}"
#define MADE_DATES                                                                                           \
    "{\"id\":\"1\",\"value\":\"2099\",\"reason\":\"later than its capture\"},"                               \
    "{\"id\":\"2\",\"value\":\"1970-01-01\",\"reason\":\"its id lies between others\"}"
#define MADE_BYLINES "{\"id\":\"3\",\"value\":\"Staff\",\"reason\":\"no name in it\"}"

static void everything_that_is_missing_is_listed_and_counted(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)1 << 20);
    const MissingReport report = made_report();
    assert_slice(export_missing(arena, &report, false),
                 "{" MADE_LISTS ",\"doubtfulDates\":[" MADE_DATES "],\"unresolvedBylines\":[" MADE_BYLINES
                 "],\"undated\":4,\"emptyCaptions\":5,\"repaired\":6}");
    arena_close(arena);
}

static void where_nothing_is_missing_the_lists_stay_and_are_empty(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)1 << 20);
    const MissingReport nothing = {0};
    assert_slice(export_missing(arena, &nothing, false),
                 "{\"missingIds\":[],\"emptyDays\":[],\"thinDays\":[],\"thinSections\":[],\"wanted\":[],"
                 "\"lostPhotos\":[],\"missingCounts\":{\"missingIds\":0,\"missingIdRuns\":0,\"emptyDays\":0,"
                 "\"thinDays\":0,\"thinSections\":0,\"wanted\":0,\"lostPhotos\":0,\"doubtfulDates\":0,"
                 "\"unresolvedBylines\":0},\"doubtfulDates\":[],\"unresolvedBylines\":[],\"undated\":0,"
                 "\"emptyCaptions\":0,\"repaired\":0}");
    arena_close(arena);
}

static void an_import_tells_its_own_doubts_once_and_then_the_archives(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)1 << 20);
    const MissingReport missing = made_report();
    ReportDoubt own[] = {{SLICE("1"), SLICE("2099"), SLICE("later than its capture")}};
    const ImportReport report = {.read = 2, .doubtful_dates = {own, 1, 1}, .empty_captions = 1};
    assert_slice(export_report(arena, &report, &missing, false),
                 "{\"sources\":[],\"read\":2,\"articles\":0,\"versions\":0,\"lists\":0,\"media\":0,"
                 "\"others\":0,\"evidence\":0,\"duplicates\":0,\"notPublic\":0,\"skippedCount\":0,"
                 "\"articleCaptures\":0,\"addresses\":0,\"repaired\":0,\"taught\":0,\"skipped\":[],"
                 "\"doubtfulDates\":[" MADE_DATES "],\"emptyCaptions\":5,\"unresolvedBylines\":[" MADE_BYLINES
                 "]," MADE_LISTS "}");
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_is_missing_is_listed_and_counted),
        cmocka_unit_test(where_nothing_is_missing_the_lists_stay_and_are_empty),
        cmocka_unit_test(an_import_tells_its_own_doubts_once_and_then_the_archives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
