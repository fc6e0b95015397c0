/* What the head of a page says of its address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "syntax/page_head.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(1 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void assert_refresh(const char *html, const char *wanted)
{
    Slice found = page_head_read(arena, slice_from(html)).refresh;
    assert_true(slice_equal(found, slice_from(wanted)));
}

static void a_refresh_leads_where_it_says(void **state)
{
    (void)state;
    assert_refresh("<meta http-equiv=\"refresh\" content=\"0; url=/b/two\">", "/b/two");
    assert_refresh("<META HTTP-EQUIV=Refresh CONTENT=\"0;URL='http://x.example/a?b=1&amp;c=2'\">",
                   "http://x.example/a?b=1&c=2");
    assert_refresh("<meta content='5, url = two.html' http-equiv=refresh>", "two.html");
}

static void a_page_that_is_read_first_is_no_redirect(void **state)
{
    (void)state;
    assert_refresh("<meta http-equiv=refresh content=300>", "");
    assert_refresh("<meta http-equiv=refresh content='60; url=/next'>", "");
    assert_refresh("<meta name=refresh content='0; url=/next'>", "");
    assert_refresh("<meta http-equiv=refresh content='0; url'>", "");
    assert_refresh("<meta http-equiv=refresh content='soon; url=/a'>", "");
    assert_refresh("<body><meta http-equiv=refresh content='0; url=/a'>", "");
}

static void what_is_for_browsers_without_script_sends_nobody_on(void **state)
{
    (void)state;
    assert_refresh("<noscript><meta http-equiv=refresh content='0; url=/nojs'></noscript>", "");
    assert_refresh("<!-- <meta http-equiv=refresh content='0; url=/a'> --><title>x</title>", "");
}

static void links_that_are_absolute_are_told(void **state)
{
    (void)state;
    PageHead head = page_head_read(arena, SLICE("<link rel=canonical href='https://x.example/a/'>"
                                                "<link rel='shortlink' href=https://x.example/?p=5>"
                                                "<meta property=og:url content='/relative'>"));
    assert_true(slice_equal(head.canonical, SLICE("https://x.example/a/")));
    assert_true(slice_equal(head.shortlink, SLICE("https://x.example/?p=5")));
    assert_true(slice_is_empty(head.og_url));
}

static void a_head_that_is_cut_anywhere_ends_well(void **state)
{
    (void)state;
    const Slice whole =
        SLICE("<meta http-equiv='refresh' content=\"0; url='/a'\"><noscript><style><!-- <script");
    for (size_t size = 0; size <= whole.size; size++)
        (void)page_head_read(arena, slice_range(whole, 0, size));
    assert_refresh("<meta http-equiv=refresh content=\"0; url='", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refresh_leads_where_it_says),
        cmocka_unit_test(a_page_that_is_read_first_is_no_redirect),
        cmocka_unit_test(what_is_for_browsers_without_script_sends_nobody_on),
        cmocka_unit_test(links_that_are_absolute_are_told),
        cmocka_unit_test(a_head_that_is_cut_anywhere_ends_well),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
