/* Markup over text gives the HTML back, whatever the HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/markup.h"

static void assert_round_trip(Arena *arena, Slice html, Slice text)
{
    Slice markup = markup_pack(arena, html, text), back = SLICE_EMPTY;
    assert_true(markup_unpack(arena, markup, text, &back));
    if (!slice_equal(back, html))
        fail_msg("'%.*s' came back as '%.*s'", SLICE_ARG(html), SLICE_ARG(back));
}

static void words_are_told_by_their_length(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Slice markup =
        markup_pack(arena, SLICE("Rain &amp; <em>wind</em> on Friday"), SLICE("Rain & wind on Friday"));
    assert_true(slice_equal(markup, SLICE("{7}<em>{4}</em>{10}")));
    arena_close(arena);
}

static void html_that_is_not_in_the_text_stays(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    static const struct {
        Slice html, text;
    } cases[] = {
        {SLICE_INIT("<li>One</li><li>Two</li>"), SLICE_INIT("One\nTwo")},
        {SLICE_INIT("other {words} <b>here</b>"), SLICE_INIT("words here")},
        {SLICE_INIT("&#x27;quoted&#39;"), SLICE_INIT("'quoted'")},
        {SLICE_INIT("{{12}}"), SLICE_INIT("")},
        {SLICE_INIT("<unclosed"), SLICE_INIT("x")},
        {SLICE_INIT("a &lt;b&gt; {c}"), SLICE_INIT("a <b> {c}")},
        {SLICE_INIT(""), SLICE_INIT("nothing of it")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_round_trip(arena, cases[i].html, cases[i].text);
    arena_close(arena);
}

static void random_html_comes_back(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<b>",  "</b>",  "{", "}",     "{3}", "{-2}", " ", "\n",
                                         "word", "&amp;", "&", "&#39;", "'",   "é",    "<", ">"};
    Arena *arena = arena_open((size_t)64 << 20);
    uint64_t random = 7;
    for (int round = 0; round < 20000; round++) {
        char html[256], text[256];
        size_t html_size = 0, text_size = 0;
        for (int i = 0; i < 12; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            const char *piece = pieces[(random >> 33) % (sizeof pieces / sizeof *pieces)];
            memcpy(html + html_size, piece, strlen(piece));
            html_size += strlen(piece);
            if (random >> 60 & 1) {
                memcpy(text + text_size, piece, strlen(piece));
                text_size += strlen(piece);
            }
        }
        arena_reset(arena);
        assert_round_trip(arena, slice_of(html, html_size), slice_of(text, text_size));
    }
    arena_close(arena);
}

static void markup_that_lies_is_refused(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    static const char *const lies[] = {"{9}", "{-9}", "{", "{}", "{x}", "{2}{2}", "{99999999999999999999}"};
    Slice html;
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        assert_false(markup_unpack(arena, slice_from(lies[i]), SLICE("abc"), &html));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_told_by_their_length),
        cmocka_unit_test(html_that_is_not_in_the_text_stays),
        cmocka_unit_test(random_html_comes_back),
        cmocka_unit_test(markup_that_lies_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
