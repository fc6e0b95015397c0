/* Paths and the pages of ours that they ask for; what Accept headers mean. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/inside.h"

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

static Route found(const char *path, const char *query)
{
    return route_find(arena, slice_from(path), slice_from(query));
}

static void each_address_finds_its_page(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        RouteKind kind;
        uint64_t page;
    } cases[] = {
        {"/", ROUTE_FRONT, 1},
        {"/search", ROUTE_SEARCH, 1},
        {"/category/opinion", ROUTE_CATEGORY, 1},
        {"/category/opinion/page/830", ROUTE_CATEGORY, 830},
        {"/category/news/middle-east", ROUTE_CATEGORY, 1},
        {"/tag/al-qaeda/page/4", ROUTE_TAG, 4},
        {"/author/m-najjar", ROUTE_AUTHOR, 1},
        {"/2014", ROUTE_YEAR, 1},
        {"/2014/06", ROUTE_MONTH, 1},
        {"/2014/06/27", ROUTE_DAY, 1},
        {"/2014/06/27/page/2", ROUTE_DAY, 2},
        {"/day/2014-06-27", ROUTE_DAY_NAME, 1},
        {"/media/55384080", ROUTE_MEDIA, 1},
        {"/missing", ROUTE_MISSING, 1},
        {"/id/x0123456789ab", ROUTE_ID, 1},
        {"/captured/12", ROUTE_CAPTURED, 1},
        {"/api/search", ROUTE_API_SEARCH, 1},
        {"/api/articles/1", ROUTE_API_ARTICLE, 1},
        {"/healthz", ROUTE_HEALTH, 1},
        {"/robots.txt", ROUTE_ROBOTS, 1},
        {"/2014/13", ROUTE_NONE, 1},
        {"/2014/00", ROUTE_NONE, 1},
        {"/2014/02/30", ROUTE_NONE, 1},
        {"/0000", ROUTE_NONE, 1},
        {"/201", ROUTE_NONE, 1},
        {"/20145", ROUTE_NONE, 1},
        {"/category/", ROUTE_SECTIONS, 1},
        {"/category", ROUTE_SECTIONS, 1},
        {"/author", ROUTE_WRITERS, 1},
        {"/tag", ROUTE_TAGS, 1},
        {"/category/a/b/c", ROUTE_NONE, 1},
        {"/category/opinion/page/0", ROUTE_NONE, 1},
        {"/category/opinion/page/99999999999999999999", ROUTE_NONE, 1},
        {"/category/%00", ROUTE_NONE, 1},
        {"/category/%ff%fe", ROUTE_NONE, 1},
        {"/tag/%2e%2e", ROUTE_TAG, 1}, /* a tag of that name: it names no file */
        {"/search/page/2", ROUTE_NONE, 1},
        {"relative", ROUTE_NONE, 1},
        {"", ROUTE_NONE, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Route route = found(cases[i].path, "");
        if (route.kind != cases[i].kind || route.page != cases[i].page)
            fail_msg("%s: kind %d page %llu", cases[i].path, (int)route.kind, (unsigned long long)route.page);
    }
}

static void names_are_decoded(void **state)
{
    (void)state;
    Route route = found("/tag/%D9%84%D9%8A%D8%A8%D9%8A%D8%A7", "");
    assert_int_equal(route.kind, ROUTE_TAG);
    assert_true(slice_equal(route.name, SLICE("\u0644\u064A\u0628\u064A\u0627")));
}

static void other_spellings_tell_the_canonical_one(void **state)
{
    (void)state;
    Route route = found("/category/opinion/", "");
    assert_true(route.is_spelt_otherwise);
    assert_true(slice_equal(route.canonical, SLICE("/category/opinion")));
    route = found("/tag/x/page/1", "");
    assert_true(route.is_spelt_otherwise);
    assert_true(slice_equal(route.canonical, SLICE("/tag/x")));
    assert_false(found("/tag/x/page/2", "").is_spelt_otherwise);
}

static void wordpress_searches_at_the_front(void **state)
{
    (void)state;
    assert_int_equal(found("/", "s=haftar").kind, ROUTE_SEARCH);
    assert_int_equal(found("/", "p=12").kind,
                     ROUTE_NONE); /* the address of a piece: resolved, never the front */
    assert_int_equal(found("/", "utm_source=x").kind, ROUTE_FRONT);
}

static void a_capture_keeps_the_whole_address(void **state)
{
    (void)state;
    Route route = found("/web/20140627093000id_/http://a.example/b", "c=d&e=f");
    assert_int_equal(route.kind, ROUTE_WEB);
    assert_true(slice_equal(route.digits, SLICE("20140627093000")));
    assert_true(slice_equal(route.modifier, SLICE("id_")));
    assert_true(slice_equal(route.name, SLICE("http://a.example/b?c=d&e=f")));
    assert_true(slice_equal(found("/web/2014/http:/a.example/", "").name, SLICE("http://a.example/")));
    static const char *const timeless[] = {"/web/x/http://a.example/",
                                           "/web/201406270930001/https://a.example/"};
    for (size_t i = 0; i < 2; i++) { /* answered, by 400 */
        assert_int_equal(found(timeless[i], "").kind, ROUTE_WEB);
        assert_int_equal(found(timeless[i], "").digits.size, 0);
    }
    assert_int_equal(found("/web/design/news", "").kind, ROUTE_NONE);
    assert_int_equal(found("/web/2014/", "").kind, ROUTE_NONE);
}

static void the_best_coding_is_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        CodecKind coding;
    } cases[] = {
        {"", CODEC_NONE},
        {"gzip", CODEC_GZIP},
        {"gzip, deflate, br, zstd", CODEC_ZSTD},
        {"gzip;q=1.0, zstd;q=0.5", CODEC_GZIP},
        {"zstd;q=0, gzip", CODEC_GZIP},
        {"gzip;q=0", CODEC_NONE},
        {"*", CODEC_ZSTD},
        {"*;q=0", CODEC_NONE},
        {"identity, gzip;q=0.5", CODEC_NONE},
        {"GZIP", CODEC_GZIP},
        {"gzip;q=0.001", CODEC_GZIP},
        {"gzip;q=rubbish", CODEC_NONE},
        {"br", CODEC_NONE},
        {",,,;;;q=,gzip", CODEC_GZIP},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (accept_coding(slice_from(cases[i].header)) != cases[i].coding)
            fail_msg("%s", cases[i].header);
}

static void json_is_given_to_those_who_prefer_it(void **state)
{
    (void)state;
    assert_true(accept_form(SLICE("application/json")) == FORM_JSON);
    assert_true(accept_form(SLICE("application/json, text/html;q=0.9")) == FORM_JSON);
    const Slice browser = SLICE("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assert_false(accept_form(browser) == FORM_JSON);
    assert_false(accept_form(SLICE("*/*")) == FORM_JSON);
    assert_false(accept_form(SLICE("")) == FORM_JSON);
    assert_false(accept_form(SLICE("application/json;q=0")) == FORM_JSON);
    assert_true(accept_form(SLICE("application/*, text/*;q=0.1")) == FORM_JSON);
}

static void tags_match_weakly(void **state)
{
    (void)state;
    assert_true(etag_matches(SLICE("\"a\", W/\"b\""), SLICE("\"b\"")));
    assert_true(etag_matches(SLICE("*"), SLICE("\"b\"")));
    assert_false(etag_matches(SLICE("\"bb\", b"), SLICE("\"b\"")));
}

static void ranges_are_laid_on_the_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        RangeAnswer answer;
        size_t begin, end;
    } cases[] = {
        {"bytes=0-0", RANGE_PART, 0, 1},
        {"bytes=2-5", RANGE_PART, 2, 6},
        {"bytes=5-", RANGE_PART, 5, 10},
        {"bytes=-3", RANGE_PART, 7, 10},
        {"bytes=-99", RANGE_PART, 0, 10},
        {"bytes=9-99", RANGE_PART, 9, 10},
        {"bytes=10-", RANGE_OUTSIDE, 0, 0},
        {"bytes=-0", RANGE_OUTSIDE, 0, 0},
        {"bytes=5-2", RANGE_NONE, 0, 0},
        {"bytes=0-1,3-4", RANGE_NONE, 0, 0},
        {"bytes=-", RANGE_NONE, 0, 0},
        {"bytes=x-1", RANGE_NONE, 0, 0},
        {"lines=0-1", RANGE_NONE, 0, 0},
        {"", RANGE_NONE, 0, 0},
        {"bytes=99999999999999999999-", RANGE_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t begin = 0, end = 0;
        if (range_read(slice_from(cases[i].header), 10, &begin, &end) != cases[i].answer ||
            begin != cases[i].begin || end != cases[i].end)
            fail_msg("%s: %zu %zu", cases[i].header, begin, end);
    }
}

static void near_spellings_are_near(void **state)
{
    (void)state;
    assert_int_equal(spelling_distance(arena, SLICE("migration"), SLICE("migration"), 3), 0);
    assert_int_equal(spelling_distance(arena, SLICE("migraton"), SLICE("migration"), 3), 1);
    assert_int_equal(spelling_distance(arena, SLICE("mirgation"), SLICE("migration"), 3), 1);
    assert_int_equal(spelling_distance(arena, SLICE("Hafter"), SLICE("haftar"), 3), 1);
    assert_int_equal(spelling_distance(arena, SLICE("rome"), SLICE("london"), 2), 3);
    assert_int_equal(spelling_distance(arena, SLICE(""), SLICE("ab"), 2), 2);
}

static void words_of_a_lost_path_are_asked_for(void **state)
{
    (void)state;
    assert_true(slice_equal(words_query(arena, SLICE("haftar-holds_AND.of-rome")),
                            SLICE("haftar OR holds OR and OR rome")));
    assert_true(slice_is_empty(words_query(arena, SLICE("a-b-\"()"))));
    assert_true(slice_is_empty(words_query(arena, SLICE_EMPTY)));
}

static const char *clause(FacetField field, Slice value)
{
    Builder b;
    builder_init(&b, arena);
    clause_add(&b, field, value);
    return arena_string(arena, builder_slice(&b));
}

static void clauses_cannot_be_left_by_their_value(void **state)
{
    (void)state;
    assert_string_equal(clause(FACET_SECTION, SLICE("a\" OR \\b*")), "section:\"a  OR  b \"");
    assert_string_equal(clause(FACET_AUTHOR, SLICE("m-najjar")), "author:=\"m-najjar\"");
    assert_string_equal(clause(FACET_MONTH, SLICE("2014-06")), "date:2014-06");
    assert_string_equal(clause(FACET_YEAR, SLICE("2014) OR (x")), "date:2014  OR  x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_address_finds_its_page),
        cmocka_unit_test(names_are_decoded),
        cmocka_unit_test(other_spellings_tell_the_canonical_one),
        cmocka_unit_test(wordpress_searches_at_the_front),
        cmocka_unit_test(a_capture_keeps_the_whole_address),
        cmocka_unit_test(the_best_coding_is_chosen),
        cmocka_unit_test(json_is_given_to_those_who_prefer_it),
        cmocka_unit_test(tags_match_weakly),
        cmocka_unit_test(ranges_are_laid_on_the_bytes),
        cmocka_unit_test(near_spellings_are_near),
        cmocka_unit_test(words_of_a_lost_path_are_asked_for),
        cmocka_unit_test(clauses_cannot_be_left_by_their_value),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
