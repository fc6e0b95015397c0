#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "syntax/html.h"

typedef struct Fixture {
    HtmlParser *parser;
    Arena *arena;
} Fixture;

static int open_fixture(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){html_parser_open(), arena_open(256u << 20)};
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    Fixture *fixture = *state;
    html_parser_close(fixture->parser);
    arena_close(fixture->arena);
    return 0;
}

static lxb_dom_node_t *parse(Fixture *fixture, Slice html)
{
    lxb_html_document_t *document = NULL;
    Error err;
    assert_int_equal(html_parse(fixture->parser, fixture->arena, html, &document, &err), STATUS_OK);
    return lxb_dom_interface_node(document);
}

static void expect_text(Slice got, const char *want)
{
    if (!slice_equal(got, slice_from(want)))
        fail_msg("got \"%.*s\", want \"%s\"", SLICE_ARG(got), want);
}

/* All text below a node, in order. */
static Slice text_of(Arena *arena, lxb_dom_node_t *root)
{
    Builder out;
    builder_init(&out, arena);
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root)) {
        if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
            const lexbor_str_t *data = &lxb_dom_interface_text(node)->char_data.data;
            builder_add(&out, slice_of(data->data, data->length));
        }
    }
    return builder_slice(&out);
}

static lxb_dom_node_t *find(lxb_dom_node_t *root, lxb_tag_id_t tag)
{
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root))
        if (html_tag(node) == tag)
            return node;
    return NULL;
}

static void the_parser_is_used_again_from_page_to_page(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 50; i++) {
        lxb_dom_node_t *root = parse(fixture, SLICE("<title>t</title><p id=a class='x yy'>one<p>two"));
        lxb_dom_node_t *p = find(root, LXB_TAG_P);
        assert_non_null(p);
        expect_text(html_attribute(p, SLICE("id")), "a");
        expect_text(html_attribute(p, SLICE("lang")), "");
        assert_true(html_has_class(p, SLICE("yy")));
        assert_true(html_has_class(p, SLICE("X")));
        assert_false(html_has_class(p, SLICE("y")));
        assert_false(html_has_class(p, SLICE("")));
    }
}

static void walking_visits_each_node_once(void **state)
{
    Fixture *fixture = *state;
    lxb_dom_node_t *root = parse(fixture, SLICE("<body><div><p>1</p><p>2<b>3</b></p></div><div></div>4"));
    lxb_dom_node_t *body = find(root, LXB_TAG_BODY);
    size_t elements = 0, skipped = 0;
    for (lxb_dom_node_t *node = body; node; node = html_next(node, body))
        elements += html_is_element(node);
    for (lxb_dom_node_t *node = body->first_child; node; node = html_next_skip(node, body))
        skipped++;
    assert_int_equal(elements, 6);
    assert_int_equal(skipped, 3);
}

static size_t depth_of_tree(lxb_dom_node_t *root)
{
    size_t deepest = 0;
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root)) {
        size_t depth = 0;
        for (lxb_dom_node_t *at = node; at; at = at->parent)
            depth++;
        deepest = depth > deepest ? depth : deepest;
        if (deepest > 2 * HTML_DEPTH_MAX)
            break;
    }
    return deepest;
}

static void deep_pages_are_flattened_and_keep_their_text(void **state)
{
    Fixture *fixture = *state;
    static const char *const parts[] = {"<div>", "<span>", "<b>", "<x-y>", "<ul><li>", "<table><tr><td>"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        arena_reset(fixture->arena);
        Builder page;
        builder_init(&page, fixture->arena);
        for (int k = 0; k < 20000; k++)
            builder_add_string(&page, parts[i]);
        builder_add_string(&page, "the text");
        lxb_dom_node_t *root = parse(fixture, builder_slice(&page));
        assert_true(depth_of_tree(root) <= HTML_DEPTH_MAX);
        assert_true(slice_contains(text_of(fixture->arena, root), SLICE("the text")));
    }
}

static void a_tag_with_very_many_attributes_loses_the_last_ones(void **state)
{
    Fixture *fixture = *state;
    arena_reset(fixture->arena);
    Builder page;
    builder_init(&page, fixture->arena);
    builder_add_string(&page, "<p id=first");
    for (int i = 0; i < 100000; i++)
        builder_format(&page, " a%d='x>y'", i);
    builder_add_string(&page, " lang=last>text</p><p>more");
    lxb_dom_node_t *root = parse(fixture, builder_slice(&page));
    lxb_dom_node_t *p = find(root, LXB_TAG_P);
    expect_text(html_attribute(p, SLICE("id")), "first");
    expect_text(html_attribute(p, SLICE("lang")), "");
    expect_text(text_of(fixture->arena, root), "textmore");
}

static void common_pages_are_left_as_they_are(void **state)
{
    Fixture *fixture = *state;
    arena_reset(fixture->arena);
    Builder page;
    builder_init(&page, fixture->arena);
    for (int i = 0; i < 3000; i++)
        builder_add_string(&page, "<p>a <a href=x>b</a> <b>c</b><ul><li>d<li>e</ul><br><!-- > --><script>if "
                                  "(a < b) \"</p>\";</script>");
    size_t used = arena_used(fixture->arena);
    parse(fixture, builder_slice(&page));
    assert_int_equal(arena_used(fixture->arena), used);
}

static const char page_with_programs[] =
    "<head><style>p { color: red } p > b { color: blue } /* 64 bytes at least, else no cut */</style>"
    "<script>if (a < b) document.write(\"<p>never</p>\"); /* and some more of the same kind */</script>"
    "<script type=\"application/json\">{\"state\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, "
    "17, 18]}</script>"
    "<script type='application/ld+json'>{\"headline\": \"Tide\", \"filler\": "
    "\"1234567890123456789012345\"}</script>"
    "<script><!-- <script> the parser sees another end here than a simple look would: </script> --></script>"
    "<body><p>words<svg><style><g>not text, but an element in this place, for SVG has rules</g></style></svg>"
    "<script>last(\"0123456789012345678901234567890123456789012345678901234567890123456789\")</script>";

/* The tree as names and texts. */
static Slice outline(Fixture *fixture, lxb_dom_node_t *root, bool with_texts)
{
    Builder out;
    builder_init(&out, fixture->arena);
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root)) {
        builder_format(&out, "%u.%u ", (unsigned)node->type, (unsigned)html_tag(node));
        if (with_texts && node->type == LXB_DOM_NODE_TYPE_TEXT)
            builder_add(&out, slice_of(lxb_dom_interface_text(node)->char_data.data.data,
                                       lxb_dom_interface_text(node)->char_data.data.length));
    }
    return builder_slice(&out);
}

static void for_words_programs_are_blank_and_the_tree_is_the_same(void **state)
{
    Fixture *fixture = *state;
    Error err;
    arena_reset(fixture->arena);
    Slice page = slice_from(page_with_programs);
    lxb_dom_node_t *root = parse(fixture, page);
    Slice whole = outline(fixture, root, false);
    assert_true(slice_contains(outline(fixture, root, true), SLICE("document.write")));

    lxb_html_document_t *document = NULL;
    assert_int_equal(html_parse_words(fixture->parser, fixture->arena, page, &document, &err), STATUS_OK);
    root = lxb_dom_interface_node(document);
    assert_true(slice_equal(outline(fixture, root, false), whole));
    Slice all = outline(fixture, root, true);
    assert_true(slice_contains(all, SLICE("\"headline\": \"Tide\"")));
    assert_true(slice_contains(all, SLICE("an element in this place")));
    assert_false(slice_contains(all, SLICE("color: blue")));
    assert_false(slice_contains(all, SLICE("document.write")));
    assert_false(slice_contains(all, SLICE("\"state\"")));
    assert_false(slice_contains(all, SLICE("last(")));
}

static void escaping_and_its_undoing(void **state)
{
    Fixture *fixture = *state;
    expect_text(html_escape(fixture->arena, SLICE("<a href=\"x\">'&'</a>")),
                "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"&#34the minister&#34;", "\"the minister\""},
        {"&amp;&lt;&eacute;&hellip;", "&<é…"},
        {"&#x27;&#X27;", "''"},
        {"&#146;", "’"},
        {"&nosuch; & &; &#; &#x;", "&nosuch; & &; &#; &#x;"},
        {"&#0;&#xD800;&#99999999;", "���"},
        {"A &amp B", "A & B"},
        {"&ampere;", "&ampere;"},
        {"&", "&"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_text(html_unescape(fixture->arena, slice_from(cases[i].from)), cases[i].to);
}

static void unescape_undoes_escape_on_any_text(void **state)
{
    Fixture *fixture = *state;
    uint64_t seed = 3;
    for (int round = 0; round < 2000; round++) {
        char text[32];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[i] = "<>&\"'ab#;x3 "[(seed >> 33) % 12];
        }
        Slice own = slice_of(text, sizeof text);
        assert_true(slice_equal(html_unescape(fixture->arena, html_escape(fixture->arena, own)), own));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parser_is_used_again_from_page_to_page),
        cmocka_unit_test(walking_visits_each_node_once),
        cmocka_unit_test(deep_pages_are_flattened_and_keep_their_text),
        cmocka_unit_test(for_words_programs_are_blank_and_the_tree_is_the_same),
        cmocka_unit_test(a_tag_with_very_many_attributes_loses_the_last_ones),
        cmocka_unit_test(common_pages_are_left_as_they_are),
        cmocka_unit_test(escaping_and_its_undoing),
        cmocka_unit_test(unescape_undoes_escape_on_any_text),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
