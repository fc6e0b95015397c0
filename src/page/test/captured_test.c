/* A page as captured shows nothing active, and leads nowhere but into the archive. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/page.h"
#include "syntax/html.h"

static Arena *arena;
static HtmlParser *parser;

static int open_all(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    parser = html_parser_open();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    html_parser_close(parser);
    arena_close(arena);
    return 0;
}

static Slice captured(const char *html)
{
    Slice page = SLICE_EMPTY;
    Error err;
    if (page_captured(parser, arena, slice_from(html), SLICE("http://paper.example/a/b.html"),
                      SLICE("20140627093000"), &page, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return page;
}

static void assert_has(Slice page, const char *part)
{
    if (!slice_contains(page, slice_from(part)))
        fail_msg("'%s' is not in: %.*s", part, SLICE_ARG(page));
}

static void assert_lacks(Slice page, const char *part)
{
    if (slice_find_nocase(page, slice_from(part)) != SLICE_NONE)
        fail_msg("'%s' is in: %.*s", part, SLICE_ARG(page));
}

static void a_style_sheet_holds_no_tag_for_another_parser(void **state)
{
    (void)state;
    Slice page =
        captured("<math><mtext><table><mglyph><style><math><img src onerror=alert(1)></style></table>"
                 "</mtext></math><style>p > a { content: \"<b onclick=x>\" }</style>");
    assert_lacks(page, "<img src onerror");
    assert_lacks(page, "<b onclick");
    assert_has(page, "p > a { content: \"\\3c b onclick=x>\" }");
}

static void addresses_become_captures_of_the_same_moment(void **state)
{
    (void)state;
    Slice page = captured("<p><a href=\"c.html?d=1\">x</a><a href='/e'>y</a><a href=#f>z</a>"
                          "<img src=//cdn.example/i.jpg><link rel=stylesheet href=/s.css>");
    assert_has(page, "href=\"/web/20140627093000/http://paper.example/a/c.html?d=1\"");
    assert_has(page, "href=\"/web/20140627093000/http://paper.example/e\"");
    assert_has(page, "href=\"#f\"");
    assert_has(page, "src=\"/web/20140627093000/http://cdn.example/i.jpg\"");
    assert_has(page, "href=\"/web/20140627093000/http://paper.example/s.css\"");
}

static void the_base_of_the_page_is_heeded_and_taken_out(void **state)
{
    (void)state;
    Slice page = captured("<head><base href=\"http://other.example/x/\"></head><a href=y>z</a>");
    assert_has(page, "/web/20140627093000/http://other.example/x/y");
    assert_lacks(page, "<base");
}

static void nothing_active_is_left(void **state)
{
    (void)state;
    static const char *const vectors[] = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<body onload=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href=\" jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\"></iframe>",
        "<object data=javascript:alert(1)></object>",
        "<embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
        "<svg><set attributeName=onmouseover to=alert(1)></svg>",
        "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
        "<video><source onerror=alert(1)></video>",
        "<details ontoggle=alert(1) open>x</details>",
        "<input autofocus onfocus=alert(1)>",
        "<template><script>alert(1)</script></template>",
        "<table background=javascript:alert(1)><tr><td>x</table>",
        "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
        "<link rel=import href=javascript:alert(1)>",
        "<a ping=http://evil.example/ href=/x>y</a>",
    };
    static const char *const active[] = {
        "<script", "alert(1)", "javascript:",          " onerror", " onload", "<iframe",
        "<object", "<embed",   "http-equiv=\"refresh", "<animate", "<set",    "ping="};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        Slice page = captured(vectors[i]);
        for (size_t k = 0; k < sizeof active / sizeof active[0]; k++)
            assert_lacks(page, active[k]);
    }
}

static void what_is_made_is_harmless_when_it_is_read_again(void **state)
{
    (void)state;
    Slice once = arena_copy(
        arena, captured("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>"
                        "<p>Text stays &amp; so do <b>marks</b>.</p>"));
    Slice twice = captured(arena_string(arena, once));
    assert_lacks(twice, "<img");
    assert_has(twice, "Text stays &amp; so do <b>marks</b>.");
}

static void broken_and_deep_pages_come_out(void **state)
{
    (void)state;
    Builder deep;
    builder_init(&deep, arena);
    for (int i = 0; i < 20000; i++)
        builder_add(&deep, SLICE("<div onclick=x>"));
    builder_add(&deep, SLICE("end\0of it"));
    Slice page;
    Error err;
    assert_int_equal(page_captured(parser, arena, builder_slice(&deep), SLICE("http://a.example/"),
                                   SLICE("2014"), &page, &err),
                     STATUS_OK);
    assert_lacks(page, "onclick");
    (void)captured("");
    (void)captured("<<<>>\"'<a href");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_style_sheet_holds_no_tag_for_another_parser),
        cmocka_unit_test(addresses_become_captures_of_the_same_moment),
        cmocka_unit_test(the_base_of_the_page_is_heeded_and_taken_out),
        cmocka_unit_test(nothing_active_is_left),
        cmocka_unit_test(what_is_made_is_harmless_when_it_is_read_again),
        cmocka_unit_test(broken_and_deep_pages_come_out),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
