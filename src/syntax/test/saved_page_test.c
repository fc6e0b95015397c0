/* What saved pages and texts say of their address: in a page's head, on a text's outer lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/builder.h"
#include "syntax/address_line.h"
#include "syntax/page_head.h"

static void lines_are_told_from_text(void **state)
{
    static const struct {
        const char *line;
        AddressLine kind;
        const char *url;
    } lines[] = {
        {"https://example.org/a", ADDRESS_LINE_BARE, "https://example.org/a"},
        {"  <https://example.org/a>  ", ADDRESS_LINE_BARE, "https://example.org/a"},
        {"URL: http://example.org/a", ADDRESS_LINE_LABELLED, "http://example.org/a"},
        {"Retrieved from https://example.org/a", ADDRESS_LINE_LABELLED, "https://example.org/a"},
        {"source:https://example.org/a", ADDRESS_LINE_LABELLED, "https://example.org/a"},
        {"Shortlink: https://example.org/?p=5", ADDRESS_LINE_SHORT, "https://example.org/?p=5"},
        {"https://example.org/?p=5", ADDRESS_LINE_SHORT, "https://example.org/?p=5"},
        {"Source: Reuters", ADDRESS_LINE_NONE, ""},
        {"Source: https://example.org/a and others", ADDRESS_LINE_NONE, ""},
        {"See https://example.org/a", ADDRESS_LINE_NONE, ""},
        {"https://", ADDRESS_LINE_NONE, ""},
        {"file:///etc/passwd", ADDRESS_LINE_NONE, ""},
        {"ftp://example.org/a", ADDRESS_LINE_NONE, ""},
        {"URL:", ADDRESS_LINE_NONE, ""},
        {"", ADDRESS_LINE_NONE, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        Slice url;
        assert_int_equal(address_line_read(slice_from(lines[i].line), &url), lines[i].kind);
        if (lines[i].kind != ADDRESS_LINE_NONE)
            assert_true(slice_equal(url, slice_from(lines[i].url)));
    }
}

static void only_a_texts_outer_lines_count(void **state)
{
    static const struct {
        const char *text, *url, *shortlink, *left;
    } texts[] = {
        {"https://a.example/x\n\nText\n", "https://a.example/x", "", "Text\n"},
        {"Text\n\nURL: https://a.example/x\nShortlink: https://a.example/?p=7\n\n", "https://a.example/x",
         "https://a.example/?p=7", "Text\n"},
        {"Text\nhttps://a.example/x\nText\n", "", "", "Text\nhttps://a.example/x\nText\n"},
        {"Text\nhttps://a.example/x\nhttps://a.example/y", "https://a.example/y", "",
         "Text\nhttps://a.example/x"},
        {"https://a.example/x\nhttps://a.example/y\nText", "https://a.example/x", "",
         "https://a.example/y\nText"},
        {"https://a.example/x", "https://a.example/x", "", ""},
        {"URL: https://a.example/x\nText\nURL: https://a.example/z", "https://a.example/x", "", "Text"},
        {"", "", "", ""},
        {"\n\n", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Slice text = slice_from(texts[i].text);
        AddressLines lines = address_lines_find(text);
        assert_true(slice_equal(lines.url, slice_from(texts[i].url)));
        assert_true(slice_equal(lines.shortlink, slice_from(texts[i].shortlink)));
        Slice left = slice_range(text, lines.first, lines.last > lines.first ? lines.last : lines.first);
        assert_true(slice_equal(slice_trim(left), slice_trim(slice_from(texts[i].left))));
    }
}

static void a_short_address_has_a_number(void **state)
{
    (void)state;
    assert_true(slice_equal(address_short_id(SLICE("https://a.example/?p=55328445")), SLICE("55328445")));
    assert_true(slice_equal(address_short_id(SLICE("https://a.example?attachment_id=7")), SLICE("7")));
    assert_true(slice_is_empty(address_short_id(SLICE("https://a.example/x?p=5"))));
    assert_true(slice_is_empty(address_short_id(SLICE("https://a.example/?p=5a"))));
    assert_true(slice_is_empty(address_short_id(SLICE("https://a.example/?s=5"))));
    assert_true(slice_is_empty(address_short_id(SLICE("https://a.example/?p="))));
    assert_true(slice_is_empty(address_short_id(SLICE(""))));
}

static void a_head_names_the_page(void **state)
{
    static const struct {
        const char *html, *canonical, *og, *shortlink;
    } pages[] = {
        {"<link rel=\"canonical\" href=\"https://a.example/x?y=1&amp;z=2\" />", "https://a.example/x?y=1&z=2",
         "", ""},
        {"<LINK HREF='https://a.example/x' REL='nofollow CANONICAL'>", "https://a.example/x", "", ""},
        {"<link rel=canonical href=https://a.example/x/><meta content=https://a.example/y property=og:url>",
         "https://a.example/x/", "https://a.example/y", ""},
        {"<link rel = shortlink href = https://a.example/?p=5 >", "", "", "https://a.example/?p=5"},
        {"<link rel=canonical href=x.html>", "", "", ""},
        {"<link rel=canonical href=/x>", "", "", ""},
        {"<link rel=alternate href=https://a.example/feed>", "", "", ""},
        {"<link rel=canonical href=https://a.example/1><link rel=canonical href=https://a.example/2>",
         "https://a.example/1", "", ""},
        {"<!-- <link rel=canonical href=https://a.example/1> -->", "", "", ""},
        {"<script>'<link rel=canonical href=https://a.example/1>'</script>", "", "", ""},
        {"<body><link rel=canonical href=https://a.example/1>", "", "", ""},
        {"<link rel=canonical href=\"https://a.example/1", "https://a.example/1", "", ""},
        {"<link rel=canonical href", "", "", ""},
        {"<link", "", "", ""},
        {"<linkage rel=canonical href=https://a.example/1>", "", "", ""},
    };
    Arena *arena = arena_open((size_t)1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        PageHead head = page_head_read(arena, slice_from(pages[i].html));
        if (!slice_equal(head.canonical, slice_from(pages[i].canonical)))
            fail_msg("'%s' gives '%.*s'", pages[i].html, SLICE_ARG(head.canonical));
        assert_true(slice_equal(head.og_url, slice_from(pages[i].og)));
        assert_true(slice_equal(head.shortlink, slice_from(pages[i].shortlink)));
    }
    arena_close(arena);
}

static void scanning_is_linear_on_hostile_heads(void **state)
{
    static const char *const pieces[] = {"<link ",    "<link rel=\"", "<!--",      "<script",
                                         "<link a='", "< ",           "<link  a  "};
    Arena *arena = arena_open((size_t)64 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        Builder b;
        builder_init(&b, arena);
        while (b.size < (size_t)1 << 20)
            builder_add_string(&b, pieces[i]);
        PageHead head = page_head_read(arena, builder_slice(&b));
        assert_true(slice_is_empty(head.canonical));
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_told_from_text),
        cmocka_unit_test(only_a_texts_outer_lines_count),
        cmocka_unit_test(a_short_address_has_a_number),
        cmocka_unit_test(a_head_names_the_page),
        cmocka_unit_test(scanning_is_linear_on_hostile_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
