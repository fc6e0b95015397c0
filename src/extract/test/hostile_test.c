#include <time.h>

#include "base/builder.h"
#include "reading.h"

static Slice repeat(Arena *arena, const char *part, size_t times)
{
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, strlen(part) * times);
    for (size_t i = 0; i < times; i++)
        builder_add_string(&out, part);
    return builder_slice(&out);
}

/* The page is read or refused, within the seconds. */
static void expect_bounded(Slice page, double seconds)
{
    Reading reading;
    reading_open(&reading);
    clock_t start = clock();
    reading_run(&reading, BODY_HTML, SLICE("http://p.example/x"), page, NULL);
    assert_true(reading.status == STATUS_OK || reading.status == STATUS_SKIP);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < seconds);
    reading_close(&reading);
}

static void pages_of_one_tag_repeated_are_bounded(void **state)
{
    (void)state;
    static const char *const parts[] = {"<div>",
                                        "<b id=1>x",
                                        "<p><b><i><u>",
                                        "<table><tr><td>",
                                        "<a href=x>",
                                        "<li>",
                                        "</p>",
                                        "<svg><g>",
                                        "<ul><li>",
                                        "<!-->",
                                        "<select><option>",
                                        "<template>",
                                        "&amp;&#34",
                                        "<ruby><rt>",
                                        "<font color=1><p>",
                                        "[inset_left]",
                                        "<button>",
                                        "<math><mi>",
                                        "<x-y>",
                                        "<form>",
                                        "<article>x",
                                        "<a href=/x><table><tr><td>x",
                                        "x<br><img src=/x>",
                                        "<div class=comment id=comment-1>x",
                                        "<p class=intro>x",
                                        "<div class=teaser>x",
                                        "Ã©â€™Ã",
                                        "<p>Q) x?<p>A) x.",
                                        "<p>Name: x?",
                                        "<a href=/x><img src=/x></a><a href=/x>x",
                                        "<article><a href=/x><img src=/x></a><b>",
                                        "<li><a href='//h.example'>x y z",
                                        "<p><a href=/x>x</a>. "};
    Arena *arena = arena_open(256u << 20);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        arena_reset(arena);
        expect_bounded(repeat(arena, parts[i], i == 0 ? 100000 : 20000), 20);
    }
    arena_close(arena);
}

/* Inside a piece with headline and body, where pictures, captions and bodies of scripts are looked for. */
static void pieces_of_one_part_repeated_are_bounded(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<figure><img src=/x-1234567.jpg><figcaption>x</figcaption></figure>",
        "<div class=product><a rel=sponsored href=/x><img src=/y-1234567.jpg>x</a><b>A thing for x</b>",
        "<h1>x</h1><figure><img src=/x-1234567.jpg><figcaption>x y</figcaption></figure>",
        "<article><h2><a href=/x>x x x x x x x x</a></h2><img src=/x-1234567.jpg>",
        "<picture><source srcset='/a-1234567.jpg 1x,'><img src=/x-1234567.jpg></picture>x",
        "<div itemtype=http://schema.org/Person><img src=/x-1234567.jpg>",
        "<script>x={\"title\":\"The mole of the port\",\"a\":[{\"title\":\"The mole of the port\",\"a\":[",
        "&#0000000000000000000000000000000",
        "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "p-personally p-personally"};
    Arena *arena = arena_open(256u << 20);
    for (size_t i = 0; i < 2 * (sizeof parts / sizeof parts[0]); i++) {
        arena_reset(arena);
        Slice many = repeat(arena, parts[i / 2], 20000);
        bool is_inside = i % 2 == 0;
        expect_bounded(
            arena_format(arena,
                         "<html><meta property=og:image content=http://p.example/a-1234567.jpg><body>"
                         "<article><h1>The mole of the port</h1>%s<p>%s%.*s",
                         is_inside ? "<div class=entry-content>" : "", is_inside ? LOREM : "x",
                         SLICE_ARG(many)),
            20);
    }
    arena_close(arena);
}

/* One reference that does not end, one name of an attribute, one tag: each as long as a page may be. */
static void one_part_without_an_end_is_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *front, *part;
    } cases[] = {{"<p>&#", "1"},  {"<p>&#x", "f"}, {"<p>&", "a"}, {"<", "b"},        {"<p ", "c"},
                 {"<p a='", "d"}, {"<!--", "-"},   {"<p>", "&"},  {"<script>", "{"}, {"<style>", "e"}};
    Arena *arena = arena_open(256u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        arena_reset(arena);
        Slice many = repeat(arena, cases[i].part, 4u << 20);
        expect_bounded(arena_format(arena, "%s%.*s", cases[i].front, SLICE_ARG(many)), 20);
    }
    arena_close(arena);
}

/* A picture and its title whose box holds every letter of the page: above it is nothing to climb to. */
static void a_box_that_is_the_whole_page_is_bounded(void **state)
{
    (void)state;
    expect_bounded(SLICE("ePublished\":\"2014-06\x94\x94\x94\xd8\xb1\xd8\xa9 keis- \xd9\x82\xd8\xa7\xd9\x84 "
                         "\xd8"
                         "body c\xec"
                         "ass=\"s\">Select P\n<article><p >Ju<a href=\"/c\"><fe><img/d></article>"
                         "<\xd9\x84\xd8\xd9\x8a\xd9\x88\xd9\x85"),
                   20);
}

static void shortcodes_that_never_end_are_bounded(void **state)
{
    (void)state;
    Arena *arena = arena_open(256u << 20);
    Slice codes = repeat(arena, "[et_pb_section][caption id=1][video]", 100000);
    expect_bounded(arena_format(arena, "<html><body><article><h1>Codes</h1><p>%.*s</p>", SLICE_ARG(codes)),
                   20);
    arena_close(arena);
}

static void a_million_attributes_are_bounded(void **state)
{
    (void)state;
    Arena *arena = arena_open(256u << 20);
    Builder page;
    builder_init(&page, arena);
    builder_add_string(&page, "<div");
    for (int i = 0; i < 1000000; i++)
        builder_format(&page, " a%d=1", i);
    builder_add_string(&page, "><p>" LOREM "</p></div>");
    expect_bounded(builder_slice(&page), 20);
    arena_close(arena);
}

static void a_page_over_the_limit_is_skipped_with_its_size(void **state)
{
    (void)state;
    Arena *arena = arena_open(64u << 20);
    Reading reading;
    reading_open(&reading);
    Slice page = repeat(arena, "x", EXTRACT_HTML_MAX + 1);
    reading_run(&reading, BODY_HTML, SLICE_EMPTY, page, NULL);
    assert_int_equal(reading.status, STATUS_SKIP);
    assert_non_null(strstr(reading.err.message, "16777217"));
    reading_close(&reading);
    arena_close(arena);
}

static void one_long_line_is_bounded(void **state)
{
    (void)state;
    Arena *arena = arena_open(64u << 20);
    expect_bounded(repeat(arena, "word, ", 300000), 20);
    Reading reading;
    reading_open(&reading);
    reading_run(&reading, BODY_TEXT, SLICE_EMPTY, repeat(arena, "word, ", 300000), NULL);
    assert_true(reading.status == STATUS_OK || reading.status == STATUS_SKIP);
    reading_close(&reading);
    arena_close(arena);
}

/* A line of 100 MB is told by its size and not read. */
static void a_line_of_a_hundred_megabytes_is_skipped(void **state)
{
    (void)state;
    Arena *arena = arena_open(256u << 20);
    Reading reading;
    reading_open(&reading);
    const Slice line = repeat(arena, "word, word", 10000000);
    for (int i = 0; i < 2; i++) {
        clock_t start = clock();
        reading_run(&reading, i ? BODY_TEXT : BODY_HTML, SLICE_EMPTY, line, NULL);
        assert_int_equal(reading.status, STATUS_SKIP);
        assert_non_null(strstr(reading.err.message, "100000000"));
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 1);
    }
    reading_close(&reading);
    arena_close(arena);
}

static void deep_and_wide_json_ld_is_bounded(void **state)
{
    (void)state;
    static const char *const parts[] = {"[",         "{\"a\":", "{\"@type\":\"NewsArticle\",\"author\":[",
                                        "\"\\u0041", "{},",     "{\"@id\":\"#x\"},"};
    Arena *arena = arena_open(256u << 20);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        arena_reset(arena);
        Slice bomb = repeat(arena, parts[i], 60000);
        Slice page =
            arena_format(arena, "<script type='application/ld+json'>[%.*s</script><p>x", SLICE_ARG(bomb));
        expect_bounded(page, 20);
    }
    arena_close(arena);
}

static void a_small_arena_makes_a_page_skip_and_the_extractor_goes_on(void **state)
{
    (void)state;
    Extractor *extractor = extractor_open();
    Arena *small = arena_open(20000), *arena = arena_open(16u << 20);
    Slice page = repeat(arena, "<div><p>" LOREM "</p></div>", 500);
    Record record = {.body_kind = BODY_HTML, .body = page};
    Article article;
    Error err;
    for (int i = 0; i < 3; i++) {
        arena_reset(small);
        assert_int_equal(extract_page(extractor, small, &record, NULL, &article, &err), STATUS_SKIP);
        assert_int_equal(article.body.count, 0);
    }
    Arena *large = arena_open(64u << 20);
    assert_int_equal(extract_page(extractor, large, &record, NULL, &article, &err), STATUS_OK);
    assert_true(article.body.count > 0);
    arena_close(large);
    arena_close(small);
    arena_close(arena);
    extractor_close(extractor);
}

static void a_page_cut_at_any_byte_is_read(void **state)
{
    (void)state;
    static const char page[] = "<html><head><title>T &#34; | P</title><script "
                               "type='application/ld+json'>{\"headline\":\"x\\u00e9\",\"@type\":"
                               "\"Article\"}</script></head><body class='single'><h1>T</h1><p>" LOREM
                               " (Q) <b>a</b> [inset_left]b[/inset_left] &amp; "
                               "”s</p><table><tr><td>1<td>2<tr><td>3<td>4</table><img srcset='a 1x,"
                               "b 2x'><ul><li>x<li>y</ul></body>";
    Reading reading;
    reading_open(&reading);
    for (size_t size = 0; size < sizeof page; size++) {
        char *copy = malloc(size + 1);
        memcpy(copy, page, size);
        reading_run(&reading, BODY_HTML, SLICE("http://p.example/a"), slice_of(copy, size), NULL);
        assert_int_equal(reading.status, STATUS_OK);
        reading_run(&reading, BODY_TEXT, SLICE("http://p.example/a"), slice_of(copy, size), NULL);
        assert_int_equal(reading.status, STATUS_OK);
        free(copy);
    }
    reading_close(&reading);
}

static void random_bytes_and_tags_are_read(void **state)
{
    (void)state;
    static const char *const parts[] = {"<p>",
                                        "</p>",
                                        "<div class=\"",
                                        "entry-content",
                                        "\">",
                                        "<",
                                        ">",
                                        "&",
                                        "#34",
                                        "\xFF\xFE",
                                        "\xE2\x80",
                                        "word ",
                                        ". ",
                                        "<table>",
                                        "<td>",
                                        "[",
                                        "]",
                                        "(Q) ",
                                        "<img src=",
                                        "<h1>",
                                        "\0",
                                        "<ul>",
                                        "<li>",
                                        "<script type=application/ld+json>",
                                        "{\"@type\":\"Article\",",
                                        "</script>",
                                        "Cairo- ",
                                        "\n"};
    uint64_t seed = 7;
    Reading reading;
    reading_open(&reading);
    Arena *arena = arena_open(4u << 20);
    for (int round = 0; round < 600; round++) {
        arena_reset(arena);
        Builder page;
        builder_init(&page, arena);
        for (int i = 0; i < 120; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            builder_add_string(&page, parts[(seed >> 33) % (sizeof parts / sizeof parts[0])]);
        }
        const Article *article = reading_run(&reading, round % 2 ? BODY_HTML : BODY_TEXT,
                                             SLICE("http://p.example/a"), builder_slice(&page), NULL);
        assert_int_equal(reading.status, STATUS_OK);
        for (size_t b = 0; b < article->body.count; b++)
            assert_true(article->body.items[b].span.end <= article->text.size);
    }
    arena_close(arena);
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_one_tag_repeated_are_bounded),
        cmocka_unit_test(pieces_of_one_part_repeated_are_bounded),
        cmocka_unit_test(one_part_without_an_end_is_bounded),
        cmocka_unit_test(a_box_that_is_the_whole_page_is_bounded),
        cmocka_unit_test(shortcodes_that_never_end_are_bounded),
        cmocka_unit_test(a_million_attributes_are_bounded),
        cmocka_unit_test(a_page_over_the_limit_is_skipped_with_its_size),
        cmocka_unit_test(one_long_line_is_bounded),
        cmocka_unit_test(a_line_of_a_hundred_megabytes_is_skipped),
        cmocka_unit_test(deep_and_wide_json_ld_is_bounded),
        cmocka_unit_test(a_small_arena_makes_a_page_skip_and_the_extractor_goes_on),
        cmocka_unit_test(a_page_cut_at_any_byte_is_read),
        cmocka_unit_test(random_bytes_and_tags_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
