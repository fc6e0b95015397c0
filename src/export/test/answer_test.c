/* Answers, photos, addresses, reports and tables: the shapes of interface.md section 3, RFC 4180, RFC 9457.
 */
#include "base/error.h"
#include "base/test/cm.h"
#include "export/export.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void no_hits_are_an_answer(void **state)
{
    (void)state;
    const Answer answer = {.typed = SLICE("xyzzy"), .lang = SLICE("native"), .native = SLICE("xyzzy")};
    assert_slice(
        export_answer(arena, &answer, false),
        "{\"query\":{\"text\":\"xyzzy\",\"lang\":\"native\",\"native\":\"xyzzy\"},\"total\":0,\"hits\":[]}");
}

static void an_answer_has_clauses_hits_facets_and_a_cursor(void **state)
{
    (void)state;
    Clause clauses[] = {{SLICE("haftar"), 3}, {SLICE("rome"), 0}};
    Slice notes[] = {SLICE("a quote was closed")};
    Span marks[] = {{0, 6}, {10, 12}};
    Snippet snippets[] = {{SLICE("headline"), 0, SLICE("Haftar in Rome"), marks, 2},
                          {.in = SLICE("body"), .p = 4}};
    HitView hits[] = {{.article = {.id = SLICE("1"), .page_kind = PAGE_ARTICLE},
                       .has_score = true,
                       .score = 98304,
                       .alike = 3,
                       .snippets = snippets,
                       .snippet_count = 2}};
    FacetValue values[] = {{SLICE("world"), 2}, {SLICE("2017"), 1}};
    Slice labels[] = {SLICE("World News"), SLICE_EMPTY};
    Slice *all_labels[] = {labels, NULL};
    FacetCounts facets[] = {{FACET_SECTION, values, 2, 2}, {FACET_LANG, NULL, 0, 0}};
    Answer answer = {.typed = SLICE("a b"),
                     .lang = SLICE("native"),
                     .native = SLICE("a AND b"),
                     .clauses = clauses,
                     .clause_count = 2,
                     .notes = {notes, 1, 1},
                     .total = 1,
                     .sort = SLICE("relevance"),
                     .is_folded = true,
                     .groups = 1,
                     .hits = hits,
                     .hit_count = 1,
                     .facets = facets,
                     .labels = all_labels,
                     .facet_count = 2,
                     .cursor = SLICE("c1")};
    assert_slice(
        export_answer(arena, &answer, false),
        "{\"query\":{\"text\":\"a b\",\"lang\":\"native\",\"native\":\"a AND b\",\"clauses\":["
        "{\"text\":\"haftar\",\"count\":3},{\"text\":\"rome\",\"count\":0}],\"notes\":["
        "\"a quote was "
        "closed\"]},\"sort\":\"relevance\",\"total\":1,\"groups\":1,\"hits\":[{\"id\":\"1\",\"pageKind\":"
        "\"article\","
        "\"status\":\"public\",\"score\":1.5,\"alike\":3,\"snippets\":[{\"in\":\"headline\",\"text\":"
        "\"Haftar in Rome\","
        "\"marks\":[[0,6],[10,12]]},{\"in\":\"body\",\"p\":4}]}],\"facets\":{\"section\":["
        "{\"value\":\"world\",\"label\":\"World News\",\"count\":2},{\"value\":\"2017\",\"count\":1}],"
        "\"lang\":[]},\"cursor\":\"c1\"}");
    hits[0].has_score = false;
    const Slice line = export_hit(arena, &hits[0]);
    assert_false(slice_contains(line, SLICE("score")));
    assert_false(slice_contains(line, SLICE("\n")));
    assert_true(slice_starts_with(line, SLICE("{\"id\":\"1\"")));
}

static void a_photo_names_its_articles(void **state)
{
    (void)state;
    Article uses[] = {{.id = SLICE("1"), .path = SLICE("/a"), .headline = SLICE("H")}};
    const MediaView view = {.media = {.id = SLICE("55384080")}, .uses = uses, .use_count = 1};
    assert_slice(export_media(arena, &view, false),
                 "{\"id\":\"55384080\",\"uses\":[{\"id\":\"1\",\"path\":\"/a\",\"headline\":\"H\"}]}");
}

static void an_address_and_a_problem(void **state)
{
    (void)state;
    const Resolution gone = {.status = 410, .why = WHY_WITHHELD};
    assert_slice(export_resolution(arena, SLICE("http://x/"), &gone, &(Relations){0}, false),
                 "{\"url\":\"http://x/\",\"status\":410,\"why\":\"withheld\"}");
    Relations choices = {0};
    *LIST_ADD(arena, &choices) = (Relation){.id = SLICE("1"), .path = SLICE("/a/x"), .headline = SLICE("X")};
    const Resolution several = {.status = 404, .why = WHY_SLUG};
    assert_slice(export_resolution(arena, SLICE("/x"), &several, &choices, false),
                 "{\"url\":\"/x\",\"status\":404,\"why\":\"slug\",\"choices\":[{\"id\":\"1\","
                 "\"path\":\"/a/x\",\"headline\":\"X\"}]}");
    assert_slice(export_problem(arena, 404, SLICE("Not found"), SLICE_EMPTY, SLICE("/x")),
                 "{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,\"instance\":\"/x\"}");
}

static void a_report_counts_also_what_was_not_there(void **state)
{
    (void)state;
    ReportSource sources[] = {{SLICE("a.warc"), SLICE("warc"), SLICE("00"), 10, 5}};
    ReportSkip skips[] = {{SLICE("a.warc"), SLICE("7"), SLICE("no length")}};
    ReportDoubt doubts[] = {{SLICE("1"), SLICE("2099"), SLICE("later than its capture")}};
    ImportReport report = {.sources = {sources, 1, 1},
                           .read = 3,
                           .articles = 1,
                           .skipped_count = 1,
                           .skipped = {skips, 1, 1},
                           .doubtful_dates = {doubts, 1, 1},
                           .is_stopped = true};
    assert_slice(
        export_report(arena, &report, NULL, false),
        "{\"sources\":[{\"path\":\"a.warc\",\"format\":\"warc\",\"sha256\":\"00\",\"bytes\":10,\"resumedAt\":"
        "5}],"
        "\"read\":3,\"articles\":1,\"versions\":0,\"lists\":0,\"media\":0,\"others\":0,\"evidence\":0,"
        "\"duplicates\":0,\"notPublic\":0,\"skippedCount\":1,\"articleCaptures\":0,\"addresses\":0,"
        "\"repaired\":0,\"taught\":0,\"skipped\":[{\"source\":\"a.warc\",\"at\":\"7\",\"reason\":\"no "
        "length\"}],"
        "\"doubtfulDates\":[{\"id\":\"1\",\"value\":\"2099\",\"reason\":\"later than its capture\"}],"
        "\"emptyCaptions\":0,\"unresolvedBylines\":[],\"stopped\":true}");
    const ArchiveStats stats = {.articles = 2, .layout_version = 1, .first_day = SLICE("2005-01-01")};
    const Slice text = export_stats(arena, &stats, true);
    assert_true(slice_starts_with(text, SLICE("{\n  \"articles\": 2,\n  \"publicArticles\": 0,\n")));
    assert_true(slice_ends_with(text, SLICE("  \"layoutVersion\": 1,\n  \"firstDay\": \"2005-01-01\"\n}")));
}

static void a_table_quotes_where_it_must(void **state)
{
    (void)state;
    HitView hits[] = {
        {.article = {.id = SLICE("1"),
                     .headline = SLICE("He said \"no\", twice\nover"),
                     .page_kind = PAGE_ARTICLE}},
        {.article = {.id = SLICE("2"), .headline = SLICE("\"\""), .section = {SLICE("s"), SLICE(" S")}}},
    };
    const Answer answer = {.hits = hits, .hit_count = 2};
    assert_slice(export_hits_csv(arena, &answer, true),
                 "id,published,headline,byline,section,lang,pageKind,path,url\r\n"
                 "1,,\"He said \"\"no\"\", twice\nover\",,,,article,,\r\n"
                 "2,,\"\"\"\"\"\",,\" S\",,other,,\r\n");
    assert_int_equal(export_hits_csv(arena, &(Answer){0}, false).size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_hits_are_an_answer),
        cmocka_unit_test(an_answer_has_clauses_hits_facets_and_a_cursor),
        cmocka_unit_test(a_photo_names_its_articles),
        cmocka_unit_test(an_address_and_a_problem),
        cmocka_unit_test(a_report_counts_also_what_was_not_there),
        cmocka_unit_test(a_table_quotes_where_it_must),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
