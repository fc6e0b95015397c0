/* The page of what is missing: every kind has its place, what is not missing leaves no trace, and nothing
 * that a stranger wrote acts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/parts.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const PageSite SITE = {.title = {"The Paper", 9}, .language = {"en", 2}};

static void assert_has(Slice page, const char *part)
{
    if (!slice_contains(page, slice_from(part)))
        fail_msg("'%s' is not in the page:\n%.*s", part, SLICE_ARG(page));
}

static void assert_lacks(Slice page, const char *part)
{
    if (slice_find_nocase(page, slice_from(part)) != SLICE_NONE)
        fail_msg("'%s' is in the page:\n%.*s", part, SLICE_ARG(page));
}

static Slice shown(const MissingReport *missing, size_t limit)
{
    MissingPage page = {.frame = {.site = &SITE, .path = SLICE("/missing"), .twin = SLICE("/missing.json")},
                        .missing = missing,
                        .shown = limit,
                        .list_max = MISSING_LIST_MAX};
    page_missing_months(arena, &missing->empty_days, &page);
    Builder out;
    builder_init(&out, arena);
    page_missing(&out, &page);
    return builder_slice(&out);
}

static void nothing_missing_is_said_in_words(void **state)
{
    (void)state;
    const MissingReport nothing = {0};
    Slice page = shown(&nothing, 100);
    assert_has(page, "Nothing, as far as the archive can tell");
    assert_lacks(page, "<table");
    assert_lacks(page, "<section");
}

static void every_kind_has_its_section(void **state)
{
    (void)state;
    MissingReport missing = {.missing_id_count = 2,
                             .lost_ids = 4,
                             .empty_day_count = 3,
                             .thin_day_count = 1,
                             .thin_section_count = 1,
                             .wanted_count = 2,
                             .lost_photo_count = 1,
                             .doubtful_date_count = 1,
                             .unresolved_byline_count = 1,
                             .undated = 1,
                             .empty_captions = 2,
                             .repaired = 3};
    *LIST_ADD(arena, &missing.missing_ids) = (IdRun){5521, 5523};
    *LIST_ADD(arena, &missing.missing_ids) = (IdRun){5531, 5531};
    *LIST_ADD(arena, &missing.empty_days) = SLICE("2014-06-01"); /* a Sunday: the end of its week */
    *LIST_ADD(arena, &missing.empty_days) = SLICE("2014-06-30");
    *LIST_ADD(arena, &missing.empty_days) = SLICE("2014-08-31");
    *LIST_ADD(arena, &missing.thin_days) = (ThinSpot){.when = SLICE("2014-06-27"), .found = 2, .usual = 9};
    *LIST_ADD(arena, &missing.thin_sections) =
        (ThinSpot){SLICE("2014-07"), {SLICE("opinion"), SLICE("Opinion")}, 0, 40};
    *LIST_ADD(arena, &missing.wanted) = (Wanted){SLICE("https://paper.example/lost"), 12, SLICE("5520")};
    *LIST_ADD(arena, &missing.wanted) = (Wanted){.url = SLICE("https://paper.example/listed")};
    *LIST_ADD(arena, &missing.lost_photos) =
        (LostPhoto){SLICE("77"), SLICE("https://paper.example/x.jpg"), SLICE("A quay"), SLICE("5519")};
    *LIST_ADD(arena, &missing.doubtful_dates) =
        (ReportDoubt){SLICE("1"), SLICE("2099"), SLICE("later than its capture")};
    *LIST_ADD(arena, &missing.unresolved_bylines) =
        (ReportDoubt){SLICE("2"), SLICE("Staff"), SLICE("no name in it")};
    Slice page = shown(&missing, 100);
    static const char *const parts[] = {
        "<a href=\"#days\">",
        "id=\"days\"",
        "June 2014</a>",
        "August 2014</a>",
        "<td class=\"gap\"><b>30<span class=\"unseen\"> no articles</span></b></td>",
        "<a href=\"/2014/06/27\">27 June 2014</a>",
        "<a href=\"/2014/07\">July 2014</a>",
        "<a href=\"/category/opinion\" dir=\"auto\">Opinion</a>",
        "5521 to 5523",
        "<li>5531</li>",
        "href=\"https://paper.example/lost\"",
        "<a href=\"/id/5520\">5520</a>",
        "an index",
        "<a href=\"/media/77\">77</a>",
        "A quay",
        "<a href=\"/id/5519\">5519</a>",
        "later than its capture",
        "no name in it",
        "1 article without a date",
        "2 photos without a caption",
        "3 articles with damage"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_has(page, parts[i]);
    assert_lacks(page, "July 2014</caption>");
    assert_lacks(page, " more. ");
    assert_lacks(page, "<script");
}

static void what_is_not_shown_is_counted(void **state)
{
    (void)state;
    MissingReport missing = {.wanted_count = 5000, .missing_id_count = 3, .lost_ids = 3};
    for (int i = 0; i < 30; i++)
        *LIST_ADD(arena, &missing.wanted) =
            (Wanted){.url = arena_format(arena, "https://paper.example/w%d.", i), .links = 1};
    for (uint64_t i = 0; i < 3; i++)
        *LIST_ADD(arena, &missing.missing_ids) = (IdRun){i * 7 + 1, i * 7 + 1};
    Slice page = shown(&missing, 10);
    assert_has(page, "paper.example/w9.");
    assert_lacks(page, "paper.example/w10.");
    assert_has(page, "Not shown here: 4,990.");
}

/* A thousand days, each in a month of its own. */
static void a_long_calendar_is_cut(void **state)
{
    (void)state;
    MissingReport missing = {0};
    for (int i = 0; i < 1000; i++)
        *LIST_ADD(arena, &missing.empty_days) =
            arena_format(arena, "%04d-%02d-05", 1900 + i / 12, i % 12 + 1);
    missing.empty_day_count = 1000;
    Slice page = shown(&missing, 100);
    assert_has(page, "December 1904");
    assert_lacks(page, "January 1905");
    assert_has(page, "Not shown here: 940.");
}

static void nothing_that_a_stranger_wrote_acts(void **state)
{
    (void)state;
    const Slice evil = SLICE("\"><script>alert(1)</script><img src=x onerror=alert(1)>'");
    const Slice address = SLICE("javascript:alert(1)//\"><b>");
    MissingReport missing = {.empty_day_count = 1,
                             .thin_day_count = 1,
                             .thin_section_count = 1,
                             .wanted_count = 2,
                             .lost_photo_count = 1,
                             .doubtful_date_count = 1,
                             .unresolved_byline_count = 1};
    *LIST_ADD(arena, &missing.empty_days) = evil;
    *LIST_ADD(arena, &missing.thin_days) = (ThinSpot){.when = evil};
    *LIST_ADD(arena, &missing.thin_sections) = (ThinSpot){.when = evil, .section = {evil, evil}};
    *LIST_ADD(arena, &missing.wanted) = (Wanted){evil, 1, evil};
    *LIST_ADD(arena, &missing.wanted) = (Wanted){address, 1, evil};
    *LIST_ADD(arena, &missing.lost_photos) = (LostPhoto){evil, address, evil, evil};
    *LIST_ADD(arena, &missing.doubtful_dates) = (ReportDoubt){evil, evil, evil};
    *LIST_ADD(arena, &missing.unresolved_bylines) = (ReportDoubt){evil, evil, evil};
    Slice page = shown(&missing, 100);
    assert_lacks(page, "<script");
    assert_lacks(page, "<img");
    assert_lacks(page, "<b>");
    assert_lacks(page, "href=\"javascript");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_missing_is_said_in_words),   cmocka_unit_test(every_kind_has_its_section),
        cmocka_unit_test(what_is_not_shown_is_counted),       cmocka_unit_test(a_long_calendar_is_cut),
        cmocka_unit_test(nothing_that_a_stranger_wrote_acts),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
