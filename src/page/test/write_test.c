/* Each value in its place: nothing a stranger wrote can leave it. */
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

static const char *made(void (*write)(Builder *, Slice), Slice text)
{
    Builder b;
    builder_init(&b, arena);
    write(&b, text);
    return arena_string(arena, builder_slice(&b));
}

static void text_becomes_references_in_every_dangerous_byte(void **state)
{
    (void)state;
    assert_string_equal(made(page_escape, SLICE("<b a='1' c=\"2\">Q&A</b>")),
                        "&lt;b a=&#39;1&#39; c=&#34;2&#34;&gt;Q&amp;A&lt;/b&gt;");
    assert_string_equal(made(page_escape, SLICE("plain \xD8\xB9 text\n")), "plain \xD8\xB9 text\n");
    assert_string_equal(made(page_escape, SLICE("a\0b\x1b[31m\x7f")), "ab[31m");
    assert_string_equal(made(page_escape, SLICE("a\xE2\x80\xAE"
                                                "b\xE2\x80\xAD<\xE2\x80\x8F\xE2\x80")),
                        "ab&lt;\xE2\x80\x8F\xE2\x80"); /* overrides of direction go, marks stay */
    assert_string_equal(made(page_escape, SLICE_EMPTY), "");
}

static void only_harmless_schemes_are_addresses(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x",   "vbscript:x",
        "\tjavascript:x",      "java\nscript:x",       "file:///etc/passwd", "x:y",
        "\x01javascript:x"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_string_equal(made(page_url, slice_from(refused[i])), "#");
    assert_string_equal(made(page_url, SLICE("https://a.example/b?c=d&e")), "https://a.example/b?c=d&amp;e");
    assert_string_equal(made(page_url, SLICE("mailto:desk@a.example")), "mailto:desk@a.example");
    assert_string_equal(made(page_url, SLICE("/tag/a:b")), "/tag/a:b");
    assert_string_equal(made(page_url, SLICE("#p3")), "#p3");
    assert_string_equal(made(page_url, SLICE("/a b\"><script>'")), "/a%20b%22%3E%3Cscript%3E%27");
    assert_string_equal(made(page_url, SLICE("/\xD8\xB9")), "/%D8%B9");
}

static void a_path_with_two_slashes_is_no_other_host(void **state)
{
    (void)state;
    assert_string_equal(made(page_url, SLICE("//evil.example/x")), "/.//evil.example/x");
    assert_string_equal(made(page_url, SLICE("/\\evil.example/x")), "/./%5Cevil.example/x");
}

static void a_piece_of_an_address_stays_one_piece(void **state)
{
    (void)state;
    assert_string_equal(made(page_query, SLICE("a/b?c=d&e f#%~")), "a%2Fb%3Fc%3Dd%26e%20f%23%25~");
}

static void json_cannot_end_its_script(void **state)
{
    (void)state;
    assert_string_equal(made(page_json, SLICE("\"</script><!--&\"")),
                        "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
    assert_string_equal(made(page_json_string, SLICE("a\"b\\c\nd")), "\"a\\\"b\\\\c\\u000ad\"");
}

static void numbers_are_read_in_thousands(void **state)
{
    (void)state;
    static const struct {
        uint64_t number;
        const char *text;
    } cases[] = {{0, "0"},
                 {999, "999"},
                 {1000, "1,000"},
                 {1002003, "1,002,003"},
                 {UINT64_MAX, "18,446,744,073,709,551,615"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Builder b;
        builder_init(&b, arena);
        page_number(&b, cases[i].number);
        assert_string_equal(arena_string(arena, builder_slice(&b)), cases[i].text);
    }
}

static void marks_are_cut_out_of_the_text_before_it_is_escaped(void **state)
{
    (void)state;
    Span marks[] = {{2, 7}, {5, 9}, {9, 12}, {100, 200}, {11, 11}};
    Snippet snippet = {.text = SLICE("a <Rome> & <b"), .marks = marks, .mark_count = 5};
    Builder b;
    builder_init(&b, arena);
    page_marked(&b, &snippet);
    assert_string_equal(arena_string(arena, builder_slice(&b)),
                        "a <mark>&lt;Rome</mark>&gt; <mark>&amp; &lt;</mark>b");
}

static void addresses_inside_an_article_lead_on_from_here(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    page_inner_html(&b,
                    SLICE("<a href=\"http://www.Paper.example/x/y?z=1&amp;w=2\">a</a><a "
                          "href=\"https://other.example/\">b</a>"
                          "<a href=\"//paper.example//a\">c</a><a href=\"next\">d</a><a href=\"#note\">e</a>"
                          "<a href=\"javas&#99;ript:alert(1)\">f</a><a href=\"/open"),
                    SLICE("https://paper.example/s/t"), SLICE("paper.example"));
    assert_string_equal(arena_string(arena, builder_slice(&b)),
                        "<a href=\"/x/y?z=1&amp;w=2\">a</a><a href=\"https://other.example/\">b</a>"
                        "<a href=\"/.//a\">c</a><a href=\"/s/next\">d</a><a href=\"#note\">e</a>"
                        "<a href=\"#\">f</a><a href=\"/open");
}

static void dates_are_written_to_their_grain(void **state)
{
    (void)state;
    Moment m;
    assert_true(moment_make(&m, GRAIN_MINUTE, 2014, 6, 27, 14, 5));
    assert_string_equal(arena_string(arena, page_date(arena, m, true)), "Friday, 27 June 2014");
    assert_string_equal(arena_string(arena, page_date(arena, m, false)), "27 June 2014");
    assert_true(moment_make(&m, GRAIN_MONTH, 2014, 6, 1, 0, 0));
    assert_string_equal(arena_string(arena, page_date(arena, m, true)), "June 2014");
    assert_true(moment_make(&m, GRAIN_YEAR, 1901, 1, 1, 0, 0));
    assert_string_equal(arena_string(arena, page_date(arena, m, true)), "1901");
    assert_string_equal(arena_string(arena, page_date(arena, (Moment){0}, true)), "Undated");
    Builder b;
    builder_init(&b, arena);
    assert_true(moment_make(&m, GRAIN_DAY, 1914, 7, 28, 0, 0));
    assert_string_equal(arena_string(arena, page_day_href(arena, m)), "/1914/07/28");
}

static void addresses_are_shown_in_letters_where_they_are_letters(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    assert_true(
        slice_equal(page_readable(&b, SLICE("http://a/%D9%84%D9%8A")), SLICE("http://a/\u0644\u064A")));
    assert_true(slice_equal(page_readable(&b, SLICE("http://a/%20b")), SLICE("http://a/%20b")));
    assert_true(slice_equal(page_readable(&b, SLICE("http://a/%ff")), SLICE("http://a/%ff")));
}

/* Whatever bytes come in, what comes out holds no byte that ends its place. */
static void random_bytes_never_leave_their_place(void **state)
{
    (void)state;
    uint64_t seed = 20170926;
    for (int round = 0; round < 4000; round++) {
        char bytes[48];
        size_t size = 0;
        for (; size < sizeof bytes; size++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bool is_odd = (seed >> 33) % 3 == 0;
            bytes[size] = is_odd ? "<>\"'&:/\\javascript"[(seed >> 40) % 18] : (char)(seed >> 48);
        }
        Slice text = slice_of(bytes, size);
        arena_reset(arena);
        Slice out = slice_from(made(page_escape, text)), url = slice_from(made(page_url, text));
        for (const char *c = "<>\"'"; *c; c++) {
            assert_true(slice_find_byte(out, *c) == SLICE_NONE);
            assert_true(slice_find_byte(url, *c) == SLICE_NONE);
            assert_true(slice_find_byte(slice_from(made(page_query, text)), *c) == SLICE_NONE);
        }
        assert_false(slice_starts_with_nocase(url, SLICE("javascript:")));
        assert_false(slice_starts_with(url, SLICE("//")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_references_in_every_dangerous_byte),
        cmocka_unit_test(only_harmless_schemes_are_addresses),
        cmocka_unit_test(a_path_with_two_slashes_is_no_other_host),
        cmocka_unit_test(a_piece_of_an_address_stays_one_piece),
        cmocka_unit_test(json_cannot_end_its_script),
        cmocka_unit_test(numbers_are_read_in_thousands),
        cmocka_unit_test(marks_are_cut_out_of_the_text_before_it_is_escaped),
        cmocka_unit_test(addresses_inside_an_article_lead_on_from_here),
        cmocka_unit_test(dates_are_written_to_their_grain),
        cmocka_unit_test(addresses_are_shown_in_letters_where_they_are_letters),
        cmocka_unit_test(random_bytes_never_leave_their_place),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
