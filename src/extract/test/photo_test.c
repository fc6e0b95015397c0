/* Pictures' own words become photos: by-line, credit line and what the caption prints, told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/extract.h"
#include "syntax/test/photo_made.h"

static Media photo_of(Arena *arena, const char *caption, const char *by_line, const char *credit)
{
    Builder b;
    Media media;
    Error err;
    MadePhoto photo = made_photo(arena);
    builder_init(&b, arena);
    made_dataset(&b, 2, 55, SLICE("20140627"));
    made_dataset(&b, 2, 60, SLICE("110500+0300"));
    made_dataset(&b, 2, 80, slice_from(by_line));
    made_dataset(&b, 2, 110, slice_from(credit));
    made_dataset(&b, 2, 120, slice_from(caption));
    made_iim(&photo, builder_slice(&b));
    assert_int_equal(extract_photo(arena, made_jpeg(&photo), &media, &err), STATUS_OK);
    return media;
}

static void fields_are_told_apart(void **state)
{
    static const struct {
        const char *caption, *by_line, *credit; /* in the file */
        const char *text, *raw, *agency, *photographer;
        bool is_file;
    } cases[] = {
        {"A ferry burns.", "Jane Roe", "Reuters", "A ferry burns.", "Reuters", "Reuters", "Jane Roe", false},
        {"A ferry burns.", "Jane Roe", "AFP/Getty Images", "A ferry burns.", "AFP/Getty Images", "AFP",
         "Jane Roe", false},
        {"A ferry burns.", "Jane Roe", "Medwire", "A ferry burns.", "Medwire", "Medwire", "Jane Roe", false},
        {"A ferry burns. (AP Photo/Jane Roe, File)", "Jane Roe", "AP", "A ferry burns.",
         "AP Photo/Jane Roe, File", "AP", "Jane Roe", true},
        {"A ferry\nburns. (AP Photo/Jane Roe)", "", "", "A ferry burns.", "AP Photo/Jane Roe", "AP",
         "Jane Roe", false},
        {"A ferry burns.", "Jane Roe", "", "A ferry burns.", "Jane Roe", "", "Jane Roe", false},
        {"A ferry burns.", "Jane Roe", "Jane Roe", "A ferry burns.", "Jane Roe", "", "Jane Roe", false},
        {"A ferry burns.", "", "AP Photo/Nariman El-Mofty", "A ferry burns.", "AP Photo/Nariman El-Mofty",
         "AP", "Nariman El-Mofty", false},
        {"A ferry burns.", "Jane Roe/AFP", "", "A ferry burns.", "Jane Roe/AFP", "AFP", "Jane Roe", false},
        {"A ferry burns.", "", "", "A ferry burns.", "", "", "", false},
    };
    Arena *arena = arena_open((size_t)16 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Media m = photo_of(arena, cases[i].caption, cases[i].by_line, cases[i].credit);
        bool is_right = slice_equal(m.caption, slice_from(cases[i].text)) &&
                        slice_equal(m.credit.raw, slice_from(cases[i].raw)) &&
                        slice_equal(m.credit.agency, slice_from(cases[i].agency)) &&
                        slice_equal(m.credit.photographer, slice_from(cases[i].photographer)) &&
                        m.credit.is_file == cases[i].is_file;
        if (!is_right)
            fail_msg("%zu: '%.*s', raw '%.*s', agency '%.*s', photographer '%.*s'", i, SLICE_ARG(m.caption),
                     SLICE_ARG(m.credit.raw), SLICE_ARG(m.credit.agency), SLICE_ARG(m.credit.photographer));
        assert_true(slice_equal(moment_format(arena, m.taken), SLICE("2014-06-27T11:05+03:00")));
        assert_int_equal(m.width, 640);
        assert_int_equal(m.height, 480);
    }
    arena_close(arena);
}

static void what_is_no_picture_gives_none(void **state)
{
    Arena *arena = arena_open((size_t)16 << 20);
    Media media;
    Error err = {{0}};
    (void)state;
    assert_int_equal(extract_photo(arena, SLICE("<html>"), &media, &err), STATUS_SKIP);
    assert_true(err.message[0] != 0);
    arena_close(arena);
}

static Article capture_of(Arena *arena, Extractor *extractor, const char *text)
{
    Article article;
    Error err;
    Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_TEXT, .media_type = SLICE("text/plain")};
    record.body = slice_from(text);
    assert_int_equal(extract_page(extractor, arena, &record, NULL, &article, &err), STATUS_OK);
    return article;
}

static void lines_that_tell_the_address_are_no_text(void **state)
{
    static const char body[] =
        "Ferry burns in the harbour of Port Marenza\n\nPort Marenza - A ferry burned in the "
        "harbour on Friday, the police said, and eleven people were taken to hospital.\n\n"
        "The ferry had left Galea in the morning with forty passengers on board, and was to "
        "return in the evening.\n";
    Arena *arena = arena_open((size_t)64 << 20);
    Extractor *extractor = extractor_open();
    (void)state;
    Article plain = capture_of(arena, extractor, body);
    assert_int_equal(plain.body.count, 2);
    assert_true(slice_is_empty(plain.canonical));
    Slice told = arena_format(arena,
                              "URL: https://example.org/a/ferry\n\n%s\nSource: https://example.org/a/ferry\n"
                              "Shortlink: https://example.org/?p=55328445\n",
                              body);
    Article article = capture_of(arena, extractor, arena_string(arena, told));
    assert_true(slice_equal(article.canonical, SLICE("https://example.org/a/ferry")));
    assert_true(slice_equal(article.cms_id, SLICE("55328445")));
    assert_true(slice_equal(article.headline, plain.headline));
    assert_true(slice_equal(article.text, plain.text));
    extractor_close(extractor);
    arena_close(arena);
}

static Slice canonical_of(Arena *arena, Extractor *extractor, int http_status, const char *head)
{
    Article article;
    Error err;
    Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_HTML, .media_type = SLICE("text/html")};
    record.url = SLICE("http://example.org/a/ferry");
    record.http_status = http_status;
    record.body = arena_format(arena, "<html><head>%s</head><body><p>Text</body>", head);
    assert_int_equal(extract_page(extractor, arena, &record, NULL, &article, &err), STATUS_OK);
    return article.canonical;
}

static void a_mirrors_own_links_are_no_addresses(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Extractor *extractor = extractor_open();
    (void)state;
    const char *made = "<link rel=canonical href=ferry.html>";
    assert_true(slice_is_empty(canonical_of(arena, extractor, 0, made)));
    assert_true(
        slice_equal(canonical_of(arena, extractor, 200, made), SLICE("http://example.org/a/ferry.html")));
    const char *og = "<link rel=canonical href=../a/ferry.html><meta property=og:url "
                     "content=https://example.org/a/ferry-2>";
    assert_true(slice_equal(canonical_of(arena, extractor, 0, og), SLICE("https://example.org/a/ferry-2")));
    assert_true(slice_equal(canonical_of(arena, extractor, 0, "<link rel=canonical href=/b>"),
                            SLICE("http://example.org/b")));
    extractor_close(extractor);
    arena_close(arena);
}

/* wget -E -k: the page of "ferry" lies in "ferry.html", and links lead to such names. */
static void links_of_a_mirror_lead_to_addresses(void **state)
{
    static const char head[] =
        "<html><head><title>Ferry</title><link rel=canonical href=ferry.html></head><body>"
        "<article><h1>Ferry burns in the harbour</h1>";
    static const char text[] =
        "<p>A ferry burned in the harbour on Friday, the police said, and eleven people were "
        "taken to hospital, as <a href='../b/storm.html'>after the storm</a> of "
        "<a href='storm%3Fp=2.html'>last year</a>, and <a href='http://example.org/c.html'>"
        "before</a>.</p>";
    Arena *arena = arena_open((size_t)64 << 20);
    Extractor *extractor = extractor_open();
    Article article;
    Error err;
    (void)state;
    Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_HTML, .media_type = SLICE("text/html")};
    record.url = SLICE("http://example.org/a/ferry");
    record.body = arena_format(arena, "%s%s%s%s</article>", head, text, text, text);
    assert_int_equal(extract_page(extractor, arena, &record, NULL, &article, &err), STATUS_OK);
    assert_true(article.body.count >= 1);
    Slice html = article.body.items[article.body.count - 1].html;
    assert_true(slice_contains(html, SLICE("\"http://example.org/b/storm\"")));
    assert_true(slice_contains(html, SLICE("\"http://example.org/a/storm?p=2\"")));
    assert_true(slice_contains(html, SLICE("\"http://example.org/c.html\"")));
    record.url = SLICE("http://example.org/a/ferry.html"); /* it has that name itself */
    assert_int_equal(extract_page(extractor, arena, &record, NULL, &article, &err), STATUS_OK);
    html = article.body.items[article.body.count - 1].html;
    assert_true(slice_contains(html, SLICE("\"http://example.org/b/storm.html\"")));
    extractor_close(extractor);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_told_apart),
        cmocka_unit_test(what_is_no_picture_gives_none),
        cmocka_unit_test(lines_that_tell_the_address_are_no_text),
        cmocka_unit_test(a_mirrors_own_links_are_no_addresses),
        cmocka_unit_test(links_of_a_mirror_lead_to_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
