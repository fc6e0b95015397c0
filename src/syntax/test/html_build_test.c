/* The tree that html_parse_words() makes from the scan's tags is the parser's own, for readers of words:
 * random pages of pieces that are easy to misread, each parsed both ways. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "syntax/html.h"

typedef struct Fixture {
    HtmlParser *words, *whole;
    Arena *arena;
} Fixture;

static int open_fixture(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){html_parser_open(), html_parser_open(), arena_open(256u << 20)};
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    Fixture *fixture = *state;
    html_parser_close(fixture->words);
    html_parser_close(fixture->whole);
    arena_close(fixture->arena);
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}

/* White space as one blank: readers of words see no more of it. */
static void add_text(Builder *out, Slice text)
{
    builder_add_byte(out, '[');
    for (size_t i = 0; i < text.size; i++)
        if (!is_blank(text.data[i]))
            builder_add_byte(out, text.data[i]);
        else if (i == 0 || !is_blank(text.data[i - 1]))
            builder_add_byte(out, ' ');
    builder_add_byte(out, ']');
}

static void add_element(Builder *out, lxb_dom_node_t *node)
{
    static const char *const names[] = {"class", "id",  "href",     "content",
                                        "title", "alt", "data-src", "style"};
    size_t size = 0;
    const lxb_char_t *name = lxb_dom_element_qualified_name(lxb_dom_interface_element(node), &size);
    builder_add_byte(out, '<');
    builder_add(out, slice_of(name, size));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Slice value = html_attribute(node, slice_from(names[i]));
        if (value.size == 0)
            continue;
        builder_add_byte(out, ' ');
        builder_add_string(out, names[i]);
        builder_add_byte(out, '=');
        builder_add(out, value);
    }
    builder_add_byte(out, '>');
}

/* The tree in lines; "^" for each step up. */
static Slice written(Arena *arena, lxb_dom_node_t *root)
{
    Builder out;
    builder_init(&out, arena);
    lxb_dom_node_t *last = NULL;
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root)) {
        for (lxb_dom_node_t *up = last; up && up != node->parent; up = up->parent)
            builder_add_byte(&out, '^');
        last = node;
        if (node->type == LXB_DOM_NODE_TYPE_TEXT || node->type == LXB_DOM_NODE_TYPE_COMMENT) {
            const lexbor_str_t *data = &lxb_dom_interface_character_data(node)->data;
            builder_add_byte(&out, node->type == LXB_DOM_NODE_TYPE_TEXT ? 't' : '!');
            add_text(&out, slice_of(data->data, data->length));
        } else if (html_is_element(node)) {
            add_element(&out, node);
        }
        builder_add_byte(&out, '\n');
    }
    return builder_slice(&out);
}

static void expect_same_tree(Fixture *fixture, Slice html)
{
    lxb_html_document_t *document = NULL;
    Error err;
    assert_int_equal(html_parse(fixture->whole, fixture->arena, html, &document, &err), STATUS_OK);
    Slice whole = written(fixture->arena, lxb_dom_interface_node(document));
    assert_int_equal(html_parse_words(fixture->words, fixture->arena, html, &document, &err), STATUS_OK);
    Slice words = written(fixture->arena, lxb_dom_interface_node(document));
    if (!slice_equal(whole, words))
        fail_msg("'%.*s' becomes\n%.*s\nand for words\n%.*s", SLICE_ARG(html), SLICE_ARG(whole),
                 SLICE_ARG(words));
}

/* What a page is drawn from. */
static const char *const pieces[] = {
    "<!doctype html>",
    "<html lang=en>",
    "<head>",
    "</head>",
    "<body class='a b' onclick='x()'>",
    "<title>A &amp; <b>B</title>",
    "<textarea>\n\n x </textarea>",
    "<textarea><p>",
    "<script>if (a<b) '</scriptx>'</script>",
    "<script>a<!-- <script> b </script> --></script>",
    "<SCRIPT type='application/ld+json'>{\"a\":\"&amp;<b>\"}</SCRIPT >",
    "<style>p{}</style>",
    "<style><!-- </style>",
    "<iframe><p></iframe>",
    "<noscript><img src=1></noscript>",
    "<p>",
    "<P CLASS=Big Title=\"x\" >",
    "</p>",
    "</p id=9>",
    "<br/>",
    "</br>",
    "<div id=1 data-x='2' class=\"c\" class='d'>",
    "</div>",
    "<a href=/x/?a=1&b=2>",
    "<a href='/y' target=_blank data-a aria-label=\"<b>\">",
    "<a / href = '/z' / >",
    "</a>",
    "<b>",
    "<b class=1>",
    "<b data-x=1>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "<tr>",
    "<td title=\"a>b\">",
    "</table>",
    "<select>",
    "<option value=1>",
    "</select>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<pre>\n",
    "<pre>",
    "\n   \n",
    "   \t ",
    "</pre>",
    "<img alt='x &quot;' data-src=u data-other=\"v\" onload=w>",
    "<x-image src=a data-b=c>",
    "</x-image>",
    "<input type=hidden title=t/>",
    "<form>",
    "</form>",
    "<button>",
    "</button>",
    "<svg viewBox='0 0'><x-a>",
    "<foreignObject><p>",
    "<svg/><math/>",
    "</svg>",
    "<math><mi>",
    "<![CDATA[ a > b <p> ]]>",
    "</math>",
    "<template><p>",
    "</template>",
    "<frameset>",
    "<!-- a > <p> -->",
    "<!-->",
    "<!-- x --!> y -->",
    "<!x <p>",
    "<?php echo '>' ?>",
    "< p",
    "a < b ",
    "1 &lt; 2",
    "&nbsp;",
    "&notit; &am",
    "p;",
    "word",
    " two words\r\n\r\rthree ",
    "\xd8\xa7\xd9\x84\xd9\x8a\xd9\x88\xd9\x85",
    "<p =class='e'>",
    "<p class>",
    "<p class=>",
    "<p class = >",
    "<p class=\"\">",
    "<p title='a\r\nb'>",
    "<p a='1'class='q'id=\"r\">",
    "<h1 very-long-name-of-an-attribute-indeed=1 id=h>",
    "</h1>",
    "<x:y class=z>",
    "<p\tclass\n=\n'n'>",
    "<p <b class=w>",
    "<p class=a'b\"c>",
    "<frame>",
    "<plaintext2>",
    "</>",
    "</ p>",
    "</p",
    "<p class=\"cut off",
};
#define PIECES (sizeof pieces / sizeof pieces[0])

static void each_piece_alone_and_between_words_makes_the_same_tree(void **state)
{
    Fixture *fixture = *state;
    for (size_t i = 0; i < PIECES; i++) {
        arena_reset(fixture->arena);
        expect_same_tree(fixture, slice_from(pieces[i]));
        expect_same_tree(fixture, arena_format(fixture->arena, "<p>one %s two<p>three</p>", pieces[i]));
    }
}

static void random_pages_make_the_same_tree(void **state)
{
    Fixture *fixture = *state;
    uint64_t seed = 11;
    for (int round = 0; round < 6000; round++) {
        arena_reset(fixture->arena);
        Builder page;
        builder_init(&page, fixture->arena);
        for (int i = 0; i < 24; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            builder_add_string(&page, pieces[(seed >> 33) % PIECES]);
        }
        expect_same_tree(fixture, builder_slice(&page));
    }
}

static void a_page_with_nul_bytes_makes_the_same_tree(void **state)
{
    expect_same_tree(*state, SLICE("<p class='a\0b'>c\0d</p\0>e"));
}

static void an_empty_page_makes_the_same_tree(void **state)
{
    expect_same_tree(*state, SLICE_EMPTY);
    expect_same_tree(*state, SLICE(""));
}

/* A page without a doctype has a table inside of its paragraph, one with a doctype behind it. */
static void a_page_does_not_inherit_the_quirks_of_the_last(void **state)
{
    Fixture *fixture = *state;
    lxb_html_document_t *document = NULL;
    Error err;
    const Slice quirky = SLICE("<p>a<table></table>"), plain = SLICE("<!doctype html><p>a<table></table>");
    for (int round = 0; round < 4; round++) {
        Slice html = round % 2 ? plain : quirky;
        for (int words = 0; words < 2; words++) {
            Status status = words ? html_parse_words(fixture->words, fixture->arena, html, &document, &err)
                                  : html_parse(fixture->whole, fixture->arena, html, &document, &err);
            assert_int_equal(status, STATUS_OK);
            lxb_dom_node_t *p = lxb_dom_interface_node(document->body)->first_child;
            assert_int_equal(html_tag(round % 2 ? p->next : p->last_child), LXB_TAG_TABLE);
        }
    }
}

static void a_vertical_tab_parts_no_names(void **state)
{
    expect_same_tree(*state, SLICE("<p\vclass='a' title\v=b id=\vc>d\v</p\v>e"));
}

static void attributes_for_programs_alone_are_left_out(void **state)
{
    Fixture *fixture = *state;
    lxb_html_document_t *document = NULL;
    Error err;
    Slice html = SLICE("<p onclick='a()' aria-label=b data-c=d class=e>f<img data-any=g>");
    assert_int_equal(html_parse_words(fixture->words, fixture->arena, html, &document, &err), STATUS_OK);
    lxb_dom_node_t *p = lxb_dom_interface_node(document->body)->first_child;
    assert_true(slice_is_empty(html_attribute(p, SLICE("onclick"))));
    assert_true(slice_is_empty(html_attribute(p, SLICE("aria-label"))));
    assert_true(slice_equal(html_attribute(p, SLICE("class")), SLICE("e")));
    assert_true(slice_equal(html_attribute(p->last_child, SLICE("data-any")), SLICE("g")));
}

static void what_is_left_out_is_told(void **state)
{
    Fixture *fixture = *state;
    lxb_html_document_t *document = NULL;
    Error err;
    static const struct {
        const char *page, *name;
        bool has;
    } cases[] = {{"<p>", "CLASS", true},          {"<p>", "onclick", false},    {"<p>", "data-any", false},
                 {"<img>", "data-any", true},     {"<img>", "width", true},     {"<img>", "onload", false},
                 {"<x-photo>", "data-any", true}, {"<x-b>", "data-any", false}, {"<b>", "data-date", true},
                 {"<b>", "onclick", false},       {"word", "onclick", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Slice html = slice_from(cases[i].page), name = slice_from(cases[i].name);
        assert_int_equal(html_parse_words(fixture->words, fixture->arena, html, &document, &err), STATUS_OK);
        lxb_dom_node_t *node = lxb_dom_interface_node(document->body)->first_child;
        assert_int_equal(html_words_have(node, name), cases[i].has);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_piece_alone_and_between_words_makes_the_same_tree),
        cmocka_unit_test(random_pages_make_the_same_tree),
        cmocka_unit_test(a_page_with_nul_bytes_makes_the_same_tree),
        cmocka_unit_test(an_empty_page_makes_the_same_tree),
        cmocka_unit_test(a_page_does_not_inherit_the_quirks_of_the_last),
        cmocka_unit_test(a_vertical_tab_parts_no_names),
        cmocka_unit_test(attributes_for_programs_alone_are_left_out),
        cmocka_unit_test(what_is_left_out_is_told),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
