/* The plain meaning of queries on small documents, with intervals worked out by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "query/query.h"
#include "query/test/make_document.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)512 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Query *parse(const char *typed)
{
    Query *query = NULL;
    Error err = {{0}};
    if (query_parse(arena, slice_from(typed), (ParseOptions){0}, &query, NULL, &err) != STATUS_OK)
        fail_msg("'%s': %s", typed, err.message);
    return query;
}

/* "0-1 4-4" */
static Slice write_intervals(const Intervals *set)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < set->count; i++)
        builder_format(&b, "%s%u-%u", i ? " " : "", set->items[i].first, set->items[i].last);
    return builder_slice(&b);
}

static Slice write_positions(const Positions *set)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < set->count; i++)
        builder_format(&b, "%s%u", i ? " " : "", set->items[i]);
    return builder_slice(&b);
}

static void assert_intervals(const Document *document, const char *typed, const char *expected)
{
    Intervals set = {0};
    const Query *query = parse(typed);
    query_intervals(arena, query, document, &set);
    const Slice found = write_intervals(&set);
    if (!slice_equal(found, slice_from(expected)))
        fail_msg("'%s' is true at %.*s, not %s", typed, SLICE_ARG(found), expected);
    assert_int_equal(query_matches(arena, query, document), set.count > 0);
}

static void assert_highlights(const Document *document, const char *typed, const char *expected)
{
    Positions set = {0};
    query_highlights(arena, parse(typed), document, &set);
    const Slice found = write_positions(&set);
    if (!slice_equal(found, slice_from(expected)))
        fail_msg("'%s' shows %.*s, not %s", typed, SLICE_ARG(found), expected);
}

typedef struct Case {
    const char *typed, *expected;
} Case;

/* a b c a! d e | a e f : positions 0 to 8; sentences 0 4 6; paragraphs 0 6; the headline is 0-5, the body
 * 6-8 */
static void make_letters(Document *document)
{
    make_document(arena, SLICE("headline: a b c a! D e\nA e f"), document);
}

static void leaves_are_where_their_words_are(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    static const Case cases[] = {
        {"a", "0-0 3-3 6-6"},
        {"e", "5-5 7-7"},
        {"x", ""},
        {"=A", "6-6"},
        {"=a", "0-0 3-3"},
        {"d*", "4-4"},
        {"(a OR b)", "0-0 1-1 3-3 6-6"},
        {"(a OR A)", "0-0 3-3 6-6"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_intervals(&d, cases[i].typed, cases[i].expected);
}

static void rows_stay_in_one_field(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    static const Case cases[] = {
        {"\"a b\"", "0-1"},
        {"\"a b c a\"", "0-3"},
        {"\"c a d\"", "2-4"},
        {"\"e a\"", ""}, /* 5 and 6 are neighbours, but in two fields */
        {"\"a (b|d) (c|e)\"", "0-2 3-5"},
        {"\"a (b c|b)\"", "0-1 0-2"},
        {"\"(a|a b) c\"", "0-2"},
        {"\"a e*\"", "6-7"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_intervals(&d, cases[i].typed, cases[i].expected);
}

static void nearness_counts_positions(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    static const Case cases[] = {
        {"a NEAR/1 b", "0-1"},
        {"b NEAR/1 a", "0-1"},
        {"a NEAR/2 b", "0-1 1-3"},
        {"b PRE/1 a", ""},
        {"b PRE/2 a", "1-3"},
        {"a NEAR/3 a", "0-3"}, /* a word is not near itself */
        {"a PRE/1000 a", "0-3"},
        {"e NEAR/1 a", "6-7"}, /* 5 and 6 lie in two fields */
        {"a PRE/1 e", "6-7"},
        {"a NEAR/1 b NEAR/1 c", "0-2"},
        {"a NEAR/1 (b NEAR/1 c)", "0-2 1-3"},
        {"\"a b c a\" NEAR/1 b", "0-3"}, /* b lies strictly inside: distance 0 */
        {"\"a b\" NEAR/5 b", ""},        /* they end together: not apart */
        {"\"a b\" NEAR/5 a", "0-3"},
        {"\"a b c\" PRE/1 a", "0-3"},
        {"\"a b c a\" PRE/5 b", ""}, /* inside is not behind */
        {"(a OR c) NEAR/1 (b OR d)", "0-1 1-2 3-4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_intervals(&d, cases[i].typed, cases[i].expected);
}

static void units_of_text_hold_words_together(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    static const Case cases[] = {
        {"a W/S b", "0-1 1-3"}, {"c W/S d", ""},
        {"c W/P d", "2-4"},     {"a W/P e", "0-5 3-5 6-7"},
        {"e W/F f", "7-8"},     {"e PRE/S a", ""},
        {"a PRE/S e", "6-7"},   {"b PRE/P a", "1-3"},
        {"d W/P f", ""},        {"(d OR f) W/F (e)", "4-5 7-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_intervals(&d, cases[i].typed, cases[i].expected);
}

static void nearness_crosses_paragraphs_but_not_fields(void **state)
{
    (void)state;
    Document d;
    make_document(arena, SLICE("headline: a\nb\nc\ncaption: d\ncaption: e"), &d);
    assert_intervals(&d, "b NEAR/1 c", "1-2");
    assert_intervals(&d, "\"b c\"", "1-2");
    assert_intervals(&d, "b W/P c", "");
    assert_intervals(&d, "b W/F c", "1-2");
    assert_intervals(&d, "a NEAR/1 b", "");
    assert_intervals(&d, "d NEAR/1 e", ""); /* two captions are two fields */
    assert_intervals(&d, "caption:(d OR e)", "3-3 4-4");
    assert_intervals(&d, "body:(b NEAR/1 c)", "1-2");
    assert_intervals(&d, "lead:(b NEAR/1 c)", "");
    assert_intervals(&d, "lead:(b OR c)", "1-1");
    assert_intervals(&d, "body:(lead:b)", "1-1");
    assert_intervals(&d, "headline:(lead:b)", "");
}

/* The 0; visit of Fayez 1-3; al +alsarraj 4; Sarraj 5; to 6; Sana +sanaa 7; a 8; and 9; Alsarraj 10; s 11 */
static void marks_inside_words_do_not_matter(void **state)
{
    (void)state;
    Document d;
    make_document(arena, SLICE("The visit of Fayez al-Sarraj to Sana’a and Alsarraj’s"), &d);
    static const Case cases[] = {
        {"alsarraj", "4-4 10-10"}, {"al-Sarraj", "4-4 4-5 10-10"},
        {"\"al sarraj\"", "4-5"},  {"\"fayez al-sarraj to\"", "3-6"},
        {"sanaa", "7-7"},          {"Sana'a", "7-7 7-8"},
        {"=al-Sarraj", "4-4"},     {"=Alsarraj", "10-10"},
        {"alsar*", "4-4 10-10"},   {"\"alsarraj s\"", "10-11"},
        {"Alsarraj’s", "10-11"},   {"fayez NEAR/1 al-Sarraj", "3-4 3-5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_intervals(&d, cases[i].typed, cases[i].expected);
    assert_highlights(&d, "alsarraj", "4 5 10");
    assert_highlights(&d, "al-Sarraj", "4 5 10");
}

static void add_facet(Document *d, FacetField field, const char *value)
{
    *LIST_ADD(arena, &d->facets) = (Facet){field, slice_from(value), text_slug(arena, slice_from(value))};
}

static void assert_truth(const Document *document, const char *typed, bool expected)
{
    if (query_matches(arena, parse(typed), document) != expected)
        fail_msg("'%s' is %s", typed, expected ? "false" : "true");
}

static void what_has_no_position_is_true_or_false(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    d.days.first = d.days.last = (int32_t)days_from_civil(2014, 6, 27); /* a Friday */
    d.time_s = (int64_t)d.days.first * 86400;
    d.words = 1200;
    add_facet(&d, FACET_SECTION, "News Middle East");
    add_facet(&d, FACET_AUTHOR, "Amir Taheri");
    static const char *const truths[] = {
        "*",
        "a b",
        "a -x",
        "x OR a",
        "a AND (x OR f)",
        "NOT x",
        "-(a x)",
        "section:news-middle-east",
        "section:\"News Middle East\"",
        "section:news*",
        "section:*",
        "author:amir-taheri",
        "author:=amir-taheri",
        "date:2014",
        "date:2014-06",
        "date:2014-06-27",
        "date:>2013",
        "date:<2015",
        "date:>=2014-06-27",
        "month:6",
        "day:06-27",
        "day:27",
        "weekday:fri",
        "words:1200",
        "words:>1199",
        "words:1000..2000",
        "x OR section:news*",
        "date:[* TO *]",
    };
    static const char *const lies[] = {
        "x",
        "a x",
        "a -b",
        "NOT a",
        "-*",
        "section:news",
        "section:opinion",
        "author:taheri",
        "tag:*",
        "date:2013",
        "date:2014-05",
        "date:>2014",
        "date:<2014-06-27",
        "date:undated",
        "month:7",
        "day:06-28",
        "weekday:sat",
        "words:>1200",
        "words:<1200",
        "date:2012..2010",
    };
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++)
        assert_truth(&d, truths[i], true);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++)
        assert_truth(&d, lies[i], false);
}

static void coarse_dates_match_if_they_lie_inside(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    d.days = (DayRange){(int32_t)days_from_civil(2014, 6, 1), (int32_t)days_from_civil(2014, 6, 30)};
    d.time_s = (int64_t)d.days.first * 86400;
    assert_truth(&d, "date:2014", true);
    assert_truth(&d, "date:2014-06", true);
    assert_truth(&d, "date:2014-06-01", false);
    assert_truth(&d, "date:>=2014-06-02", false);
    assert_truth(&d, "month:6", false); /* not dated to the day */
    d.time_s = TIME_UNDATED;
    assert_truth(&d, "date:2014", false);
    assert_truth(&d, "date:[* TO *]", false);
    assert_truth(&d, "date:undated", true);
    assert_truth(&d, "weekday:fri", false);
}

static void what_made_the_match_is_shown(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    static const Case cases[] = {
        {"a", "0 3 6"},
        {"a -x", "0 3 6"},
        {"a NOT b", ""}, /* no match, nothing to show */
        {"NOT x", ""},
        {"a OR x", "0 3 6"},
        {"\"a b\"", "0 1"},
        {"a NEAR/1 b", "0 1"},
        {"a NEAR/1 b NEAR/1 c", "0 1 2"},
        {"c PRE/2 e", ""},
        {"a W/P f", "6 8"},
        {"headline:a", "0 3"},
        {"headline:(a OR e) f", "0 3 5 8"},
        {"(b AND x) OR c", "2"},
        {"*", ""},
        {"\"a b c\" OR \"b c a\"", "0 1 2 3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_highlights(&d, cases[i].typed, cases[i].expected);
}

/* ---- the score ---- */

static uint64_t df_of(void *context, Slice folded)
{
    (void)context;
    return slice_equal(folded, SLICE("a")) ? 50 : 3;
}

static uint32_t score(const Document *document, const char *typed)
{
    return query_score(arena, parse(typed), document, BM25_USUAL, 100, 20.0, df_of, NULL);
}

static uint32_t weight(const Document *document, uint64_t df, uint32_t frequency)
{
    return bm25_weight(BM25_USUAL, bm25_idf(100, df), frequency, document->length, 20.0);
}

static void scores_add_up_over_the_leaves(void **state)
{
    (void)state;
    Document d;
    make_letters(&d);
    const uint32_t a = weight(&d, 50, 4 + 4 + 2), b = weight(&d, 3, 4), f = weight(&d, 3, 2),
                   e = weight(&d, 3, 4 + 2); /* the only paragraph is the lead */
    assert_true(a > 0 && b > a);
    assert_int_equal(score(&d, "a"), a);
    assert_int_equal(score(&d, "a b"), a + b);
    assert_int_equal(score(&d, "a OR x"), a);
    assert_int_equal(score(&d, "a x"), 0);
    assert_int_equal(score(&d, "a -x"), a);
    assert_int_equal(score(&d, "\"a b\""), a + b);
    assert_int_equal(score(&d, "headline:a"), a); /* the whole document counts */
    assert_int_equal(score(&d, "headline:f"), 0); /* but the node must be true */
    assert_int_equal(score(&d, "headline:(a OR f)"), a + f);
    assert_int_equal(score(&d, "=A"), a); /* by its folded form */
    assert_int_equal(score(&d, "=E"), 0);
    assert_int_equal(score(&d, "e*"), SCORE_ONE);
    assert_int_equal(score(&d, "e e"), e + e);
    assert_int_equal(score(&d, "a date:undated"), a);
    assert_int_equal(score(&d, "*"), 0);
    assert_int_equal(score(&d, "a OR (b AND x)"), a);
    assert_int_equal(score(&d, "a NOT NEAR/1 f"), a); /* f is not there for its weight */
    assert_int_equal(score(&d, "atleast(2, a) first(3, b)"), a + b);
    assert_int_equal(score(&d, "caps(a)"), a);
    assert_int_equal(score(&d, "/e|f/ \"a * c\""), SCORE_ONE + a + weight(&d, 3, 4));
}

static void a_score_says_what_it_is_made_of(void **state)
{
    (void)state;
    Document d;
    ScoreParts parts = {0};
    make_letters(&d);
    const uint32_t sum =
        query_explain(arena, parse("a (b OR x) e*"), &d, BM25_USUAL, 100, 20.0, df_of, NULL, &parts);
    assert_int_equal(parts.count, 3);
    assert_true(slice_equal(parts.items[0].leaf, SLICE("a")) &&
                slice_equal(parts.items[2].leaf, SLICE("e*")));
    assert_int_equal(parts.items[0].frequency, 10);
    assert_int_equal(parts.items[0].documents, 50);
    assert_int_equal(parts.items[2].score, SCORE_ONE);
    assert_int_equal(sum, parts.items[0].score + parts.items[1].score + parts.items[2].score);
}

/* ---- the model article ---- */

static const char model[] =
    "headline: Haftar Holds Secret Meetings in Rome on Migration\n"
    "Cairo- Following an invitation from the Italian government, Field Marshal Khalifa Haftar, head of the "
    "Libyan "
    "National Army, arrived in Rome Tuesday to meet with Defense Minister Roberta Pinotti.\n"
    "Italian newspaper “Il Messaggero” said that Haftar’s visit will include holding secret meetings on "
    "migration. The "
    "possibility of providing protection for work sites was discussed.\n"
    "Chairman of the Presidential Council of the Libyan Government of National Accord Fayez al-Sarraj was "
    "keen to visit "
    "the Martyrs’ Square in the center of Tripoli upon his arrival from New York.\n"
    "“Moscow does not intend to lift the arms embargo on Libya anytime soon,” he noted.\n"
    "caption: Libyan General Khalifa Haftar addresses a press conference in Benghazi.\n";

static void the_model_article_is_found_by_what_it_says(void **state)
{
    (void)state;
    Document d;
    make_document(arena, slice_from(model), &d);
    static const char *const truths[] = {
        "haftar",
        "HAFTAR",
        "Haftar’s",
        "\"haftar's visit\"",
        "headline:(haftar rome)",
        "\"Libyan National Army\"",
        "Khalifa PRE/1 Haftar",
        "Rome NEAR/2 Tuesday",
        "al-Sarraj",
        "alsarraj",
        "\"fayez al-sarraj was\"",
        "\"Martyrs' Square\"",
        "secret W/S migration",
        "caption:benghazi",
        "caption:\"khalifa haftar\"",
        "moscow W/S embargo",
        "visit W/P protection",
        "=Rome",
        "migrat*",
        "lead:pinotti",
        "\"il messaggero\" PRE/3 haftar",
        "haftar -trump",
        "(rome OR paris) NEAR/5 (tuesday OR monday)",
        "\"secret meetings\"~2",
        "words:>50 haftar",
    };
    static const char *const lies[] = {
        "trump",
        "headline:cairo",
        "visit W/S protection",
        "caption:rome",
        "=rome",
        "lead:tripoli",
        "haftar PRE/1 khalifa",
        "moscow W/P tripoli",
        "benghazi NEAR/1000 libya",
        "\"rome tuesday meet\"",
        "headline:(haftar moscow)",
    };
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++)
        assert_truth(&d, truths[i], true);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++)
        assert_truth(&d, lies[i], false);
}

/* ---- bounds ---- */

static void highlighting_of_a_hostile_query_is_bounded(void **state)
{
    (void)state;
    Builder text, typed;
    builder_init(&text, arena);
    for (int i = 0; i < 20000; i++)
        builder_add_string(&text, i % 2 ? "a " : "b ");
    builder_init(&typed, arena);
    builder_add_string(&typed, "a*");
    for (int i = 0; i < 30; i++)
        builder_add_string(&typed, i % 2 ? " NEAR/1000 a" : " W/F b");
    Document d;
    make_document(arena, builder_slice(&text), &d);
    Query *query = NULL;
    Error err;
    assert_int_equal(query_parse(arena, builder_slice(&typed), (ParseOptions){0}, &query, NULL, &err),
                     STATUS_OK);
    Positions shown = {0};
    query_highlights(arena, query, &d, &shown);
    assert_true(shown.count > 0 && shown.count <= d.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_are_where_their_words_are),
        cmocka_unit_test(rows_stay_in_one_field),
        cmocka_unit_test(nearness_counts_positions),
        cmocka_unit_test(units_of_text_hold_words_together),
        cmocka_unit_test(nearness_crosses_paragraphs_but_not_fields),
        cmocka_unit_test(marks_inside_words_do_not_matter),
        cmocka_unit_test(what_has_no_position_is_true_or_false),
        cmocka_unit_test(coarse_dates_match_if_they_lie_inside),
        cmocka_unit_test(what_made_the_match_is_shown),
        cmocka_unit_test(scores_add_up_over_the_leaves),
        cmocka_unit_test(a_score_says_what_it_is_made_of),
        cmocka_unit_test(the_model_article_is_found_by_what_it_says),
        cmocka_unit_test(highlighting_of_a_hostile_query_is_bounded),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
