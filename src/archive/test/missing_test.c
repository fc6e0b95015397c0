/* What an archive lacks, asked of archives that were imported from made-up papers with known holes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "archive/inside.h"
#include "base/builder.h"
#include "base/file.h"

enum { FIRST_ID = 5501, PIECES = 60, AT_S = 1500000000 };

typedef struct Paper {
    Arena *arena;
    char root[64];
    const char *folder; /* of the archive */
    Archive *archive;
    Builder pages; /* a WARC */
} Paper;

static const Settings SETTINGS = {.title = {"The Tramontane", 14},
                                  .language = {"en", 2},
                                  .timezone = {"Europe/Malta", 12},
                                  .base_url = {"https://www.tramontane.example", 30}};

static int open_paper(void **state)
{
    Arena *arena = arena_open((size_t)512 << 20);
    Paper *p = ARENA_NEW(arena, Paper);
    Error err;
    *p = (Paper){.arena = arena, .root = "/tmp/backfile-missing-XXXXXX"};
    assert_non_null(mkdtemp(p->root));
    p->folder = path_join(arena, p->root, "archive");
    if (archive_init(p->folder, &SETTINGS, &err) != STATUS_OK ||
        archive_open(p->folder, ARCHIVE_WRITE, &p->archive, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    builder_init(&p->pages, arena);
    *state = p;
    return 0;
}

static int close_paper(void **state)
{
    Paper *p = *state;
    Slices files = {0};
    Error err;
    archive_close(p->archive);
    if (file_walk(p->arena, p->root, &files, &err) == STATUS_OK)
        for (size_t i = 0; i < files.count; i++)
            unlink(path_join(p->arena, p->root, arena_string(p->arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(p->arena, p->root, folders[i]));
    arena_close(p->arena);
    return 0;
}

static void add_page(Paper *p, int id, int64_t day, const char *more)
{
    Slice date = moment_format(p->arena, (Moment){.local_s = day * 86400, .grain = GRAIN_DAY});
    Slice page = arena_format(
        p->arena,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Piece %d</title>"
        "<link rel=\"canonical\" href=\"https://www.tramontane.example/2014/piece-%d\">"
        "<link rel=\"shortlink\" href=\"https://www.tramontane.example/?p=%d\">"
        "<meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"Piece %d\">"
        "<meta property=\"article:published_time\" content=\"%.*sT09:30:00+02:00\"></head>"
        "<body class=\"single single-post postid-%d\"><main><article class=\"post\" id=\"post-%d\">"
        "<h1 class=\"entry-title\">Piece %d</h1><div class=\"entry-content\">"
        "<p>The harbour was closed on the day of piece %d, the port authority said, after the strike of the "
        "dock workers had gone on for longer than anybody could remember.</p>"
        "<p>Talks between the union and the ministry number %d will be held in the next week, said a "
        "spokesman, who did not want to tell more about them than that.</p>%s</div></article></main>"
        "</body></html>",
        id, id, id, id, SLICE_ARG(date), id, id, id, id, id, more);
    builder_format(&p->pages,
                   "WARC/1.0\r\nWARC-Type: response\r\n"
                   "WARC-Target-URI: https://www.tramontane.example/2014/piece-%d\r\n"
                   "WARC-Date: 2017-01-02T03:04:05Z\r\n"
                   "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
                   "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
                   id, id, page.size);
    builder_add(&p->pages, page);
    builder_add(&p->pages, SLICE("\r\n\r\n"));
}

/* A piece a day from 1 May 2014 on; ids 5521 to 5523 and their days are lost. */
static void add_daily(Paper *p)
{
    for (int i = 0; i < PIECES; i++)
        if (i < 20 || i > 22)
            add_page(p, FIRST_ID + i, days_from_civil(2014, 5, 1) + i, "");
}

static void ingest_pages(Paper *p)
{
    const char *path = path_join(p->arena, p->root, "crawl.warc");
    Error err;
    ImportReport report;
    IngestOptions options = {.workers = 1};
    assert_int_equal(file_replace(path, builder_slice(&p->pages), &err), STATUS_OK);
    if (archive_ingest(p->archive, p->arena, &path, 1, &options, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static MissingReport ask(Paper *p)
{
    MissingReport report;
    Error err;
    if (archive_missing(p->archive, p->arena, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report;
}

static void act(Paper *p, ActVerb verb, const char *target)
{
    Act order = {.verb = verb,
                 .at_s = AT_S,
                 .who = SLICE("a keeper"),
                 .why = SLICE("a test"),
                 .target = slice_from(target)};
    Act done;
    Error err;
    if (archive_act(p->archive, p->arena, &order, &done, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void an_empty_archive_lacks_nothing(void **state)
{
    MissingReport report = ask(*state);
    assert_int_equal(report.missing_id_count + report.empty_day_count + report.thin_day_count +
                         report.thin_section_count + report.wanted_count + report.lost_photo_count +
                         report.doubtful_date_count + report.unresolved_byline_count + report.undated,
                     0);
}

static void lost_pieces_leave_gaps_in_ids_and_days(void **state)
{
    Paper *p = *state;
    add_daily(p);
    ingest_pages(p);
    MissingReport report = ask(p);
    assert_int_equal(report.missing_id_count, 1);
    assert_int_equal(report.missing_ids.items[0].first, 5521);
    assert_int_equal(report.missing_ids.items[0].last, 5523);
    assert_int_equal(report.lost_ids, 3);
    assert_int_equal(report.empty_day_count, 3);
    assert_true(slice_equal(report.empty_days.items[0], SLICE("2014-05-21")));
    assert_true(slice_equal(report.empty_days.items[2], SLICE("2014-05-23")));
    assert_int_equal(report.doubtful_date_count, 0);
}

static void what_a_person_took_away_is_no_gap_and_is_not_named(void **state)
{
    Paper *p = *state;
    add_daily(p);
    add_page(p, FIRST_ID + PIECES, days_from_civil(2009, 1, 5), ""); /* doubtful by its id */
    for (int i = 1; i <= 8; i++)
        add_page(p, FIRST_ID + PIECES + i, days_from_civil(2014, 5, 1) + PIECES + i, "");
    ingest_pages(p);
    MissingReport before = ask(p);
    assert_int_equal(before.doubtful_date_count, 1);
    assert_true(slice_equal(before.doubtful_dates.items[0].id, SLICE("5561")));
    act(p, ACT_WITHHOLD, "5561");
    act(p, ACT_WITHHOLD, "5540");
    act(p, ACT_DELIST, "5545");
    MissingReport after = ask(p);
    assert_int_equal(after.missing_id_count, before.missing_id_count);
    assert_int_equal(after.empty_day_count, before.empty_day_count);
    assert_int_equal(after.doubtful_date_count, 0);
}

static void a_date_later_than_its_capture_is_doubtful_and_makes_no_days(void **state)
{
    Paper *p = *state;
    add_daily(p);
    add_page(p, 7000, days_from_civil(2031, 1, 1), "");
    ingest_pages(p);
    MissingReport report = ask(p);
    assert_int_equal(report.doubtful_date_count, 1);
    assert_true(slice_equal(report.doubtful_dates.items[0].reason, SLICE("later than its capture")));
    assert_int_equal(report.empty_day_count, 3);
}

static void what_the_resolver_leads_to_a_piece_is_not_wanted(void **state)
{
    Paper *p = *state;
    add_daily(p);
    add_page(
        p, 5521, days_from_civil(2014, 5, 21),
        "<p>What was said <a href=\"/?p=5505\">in spring</a> by the port authority was denied a month later "
        "<a href=\"/world/piece-5506\">by the ministry</a>, whose spokesman spoke of a mistake.</p>"
        "<p>The union, <a href=\"/2014/piece-5507?share=twitter\">which had warned of it</a>, asked for "
        "an inquiry <a href=\"/2014/lost\">and was refused</a>, as papers "
        "<a href=\"https://elsewhere.example/2014/lost\">elsewhere</a> told their readers then.</p>");
    ingest_pages(p);
    MissingReport report = ask(p);
    assert_int_equal(report.wanted_count, 1);
    assert_int_equal(report.wanted.count, 1);
    assert_true(slice_equal(report.wanted.items[0].url, SLICE("https://www.tramontane.example/2014/lost")));
    assert_int_equal(report.wanted.items[0].links, 1);
    assert_true(slice_equal(report.wanted.items[0].from, SLICE("5521")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_paper, close_paper)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_archive_lacks_nothing),
        TEST(lost_pieces_leave_gaps_in_ids_and_days),
        TEST(what_a_person_took_away_is_no_gap_and_is_not_named),
        TEST(a_date_later_than_its_capture_is_doubtful_and_makes_no_days),
        TEST(what_the_resolver_leads_to_a_piece_is_not_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
