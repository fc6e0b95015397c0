/* XML is read as far as it goes, whatever it is. */
#include "base/builder.h"
#include "base/test/cm.h"
#include "syntax/xml.h"

#include <stdlib.h>
#include <string.h>

#define DC "http://purl.org/dc/elements/1.1/"

#define assert_text(slice, string) assert_string_equal(arena_string(arena, (slice)), (string))

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static XmlDocument read_bytes(Slice bytes)
{
    XmlDocument document;
    Error err;
    assert_int_equal(xml_read(arena, bytes, SLICE_EMPTY, &document, &err), STATUS_OK);
    assert_non_null(document.root);
    return document;
}

static XmlDocument read_text(const char *text)
{
    return read_bytes(slice_from(text));
}

/* The tree on one line: a(b@x=1("text"),c()) */
static void show(Builder *b, const Xml *node)
{
    for (; node; node = node->next) {
        if (node->name.size == 0) {
            builder_format(b, "\"%.*s\"", SLICE_ARG(node->text));
            continue;
        }
        builder_add(b, node->name);
        for (const XmlAttribute *a = node->attributes; a; a = a->next)
            builder_format(b, "@%.*s=%.*s", SLICE_ARG(a->name), SLICE_ARG(a->value));
        builder_add_byte(b, '(');
        show(b, node->first);
        builder_add_byte(b, ')');
    }
}

static Slice shown(const char *text)
{
    Builder b;
    builder_init(&b, arena);
    show(&b, read_text(text).root);
    return builder_slice(&b);
}

static void elements_attributes_and_texts_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *tree;
    } cases[] = {
        {"<a/>", "a()"},
        {"<?xml version='1.0'?>\n<!-- x --><a>t</a>\n", "a(\"t\")"},
        {"<a x='1' y = \"2 &amp; 3\"><b/>t<b></b></a>", "a@x=1@y=2 & 3(b()\"t\"b())"},
        {"<a>1<![CDATA[<2>&amp;]]>&lt;3&#62;</a>", "a(\"1<2>&amp;<3>\")"},
        {"<a>one<!-- no --> text<?php no ?></a>", "a(\"one text\")"},
        {"<a>caf&eacute;&nbsp;&#x263A; &#150;</a>", "a(\"caf\xC3\xA9\xC2\xA0\xE2\x98\xBA \xE2\x80\x93\")"},
        {"<a>1\r\n2\r3</a>", "a(\"1\n2\n3\")"},
        {"<!DOCTYPE a [ <!ENTITY b \"<c>]>\"> ]><a>&b;</a>", "a(\"&b;\")"},
        {"<!DOCTYPE a SYSTEM 'x>y'><a/>", "a()"},
        {"<a x='1 > 0'/>", "a@x=1 > 0()"},
        {"<\xC3\xA9t\xC3\xA9/>", "\xC3\xA9t\xC3\xA9()"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_text(shown(cases[i].xml), cases[i].tree);
    }
}

static void damage_is_read_over_and_told(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *tree;
    } cases[] = {
        {"<a>Johnson & Johnson &c; ?a=1&copy=2</a>", "a(\"Johnson & Johnson &c; ?a=1&copy=2\")"},
        {"<a>1 < 2 <3 </ a></a>", "a(\"1 < 2 <3 </ a>\")"},
        {"<a>x <b and c</a>", "a(\"x <b and c\")"},
        {"<a><b>1</a>", "a(b(\"1\"))"},
        {"<r><i><p>1</i><i>2</i></r>", "r(i(p(\"1\"))i(\"2\"))"},
        {"<a>1</b>2</a>", "a(\"12\")"},
        {"<a><b>cut", "a(b(\"cut\"))"},
        {"<a>1<b x='2", "a(\"1\")"},
        {"<a x=1 y checked='c'/>", "a@x=1@y=@checked=c()"},
        {"<a x=\"1>t</a>", "a@x=1(\"t\")"},
        {"<r><a x=\"1>t</a><b y=\"2\">u</b></r>", "r(a@x=1(\"t\")b@y=2(\"u\"))"},
        {"<a x='1'<b/></a>", "a@x=1(b())"},
        {"<a>\x01\x02t\x1f</a>", "a(\"t\")"},
        {"<r><t><![CDATA[one</t><t><![CDATA[two]]></t></r>", "r(t(\"one\")t(\"two\"))"},
        {"<r><t><![CDATA[one</t></r>", "r(t(\"one\"))"},
        {"<a/><b/>", "a()"},
        {"<a>1<!-- 2</a>", "a(\"1 2\")"},
        {"junk<a/>", "a()"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_text(shown(cases[i].xml), cases[i].tree);
        if (i + 1 < sizeof cases / sizeof *cases) {
            XmlDocument document = read_text(cases[i].xml);
            assert_true(document.is_damaged);
            assert_true(slice_starts_with(document.damage, SLICE("line 1: ")));
        }
    }
    assert_slice(read_text("<a>\n\n<b></a>").damage, "line 3: elements left open before the end of a");
    assert_false(read_text("<wp:a><x y='1'/>&eacute;&#62;</wp:a>").is_damaged);
}

static void namespaces_are_told_by_scope(void **state)
{
    (void)state;
    const XmlDocument document =
        read_text("<r xmlns:dc='" DC "' xmlns='urn:r'><dc:creator dc:x='1' x='2'>A</dc:creator>"
                  "<creator>B</creator><wp:id xml:lang='en'>7</wp:id><in xmlns='urn:in'><x/></in><x/></r>");
    const Xml *root = document.root;
    assert_slice(root->uri, "urn:r");
    assert_slice(xml_text(arena, xml_child(root, "creator")), "A");
    assert_slice(xml_text(arena, xml_child_ns(root, "urn:r", "creator")), "B");
    assert_slice(xml_text(arena, xml_child_ns(root, DC, "creator")), "A");
    assert_slice(xml_attribute(xml_child(root, "creator"), "x"), "1");
    assert_slice(xml_attribute_ns(xml_child(root, "creator"), "", "x"), "2");
    assert_slice(xml_attribute_ns(xml_child(root, "creator"), DC, "x"), "1");
    assert_null(xml_next_same(xml_child(root, "creator")));
    const Xml *id = xml_child_named(root, "wp:id");
    assert_non_null(id);
    assert_int_equal(id->uri.size, 0);
    assert_slice(xml_attribute_ns(id, "http://www.w3.org/XML/1998/namespace", "lang"), "en");
    assert_null(xml_child_named(root, "id"));
    assert_slice(xml_child(xml_child(root, "in"), "x")->uri, "urn:in");
    assert_slice(xml_child(root, "x")->uri, "urn:r");
}

static void asking_of_nothing_gives_nothing(void **state)
{
    (void)state;
    assert_null(xml_child(NULL, "a"));
    assert_null(xml_next_same(NULL));
    assert_false(xml_is(NULL, "a"));
    assert_int_equal(xml_attribute(NULL, "a").size, 0);
    assert_int_equal(xml_text(arena, NULL).size, 0);
    assert_int_equal(xml_words(arena, NULL).size, 0);
    assert_int_equal(xml_inner_html(arena, NULL).size, 0);
}

static void words_are_collapsed(void **state)
{
    (void)state;
    assert_slice(xml_words(arena, read_text("<a>\n one  <b>two\tthree</b>four </a>").root),
                 "one two threefour");
    assert_slice(xml_words(arena, read_text("<a> one </a>").root), "one");
    assert_slice(xml_words(arena, read_text("<a>  </a>").root), "");
    assert_slice(xml_text(arena, read_text("<a> <b>1</b> 2</a>").root), " 1 2");
}

static void the_inside_is_written_as_html(void **state)
{
    (void)state;
    const XmlDocument document =
        read_text("<x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:P Class='a&quot;b'>1 &lt; 2<x:br/>"
                  "<x:b/></x:P>&amp;</x:div>");
    assert_slice(xml_inner_html(arena, document.root), "<p class=\"a&quot;b\">1 &lt; 2<br><b></b></p>&amp;");
}

static void encodings_are_undone(void **state)
{
    (void)state;
    static const struct {
        Slice bytes;
        const char *text;
    } cases[] = {
        {SLICE_INIT("<a>caf\xC3\xA9</a>"), "caf\xC3\xA9"},
        {SLICE_INIT("\xEF\xBB\xBF<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xC3\xA9</a>"),
         "caf\xC3\xA9"},
        {SLICE_INIT("<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9 \x93q\x94</a>"),
         "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D"},
        {SLICE_INIT("<?xml version=\"1.0\" encoding=\"windows-1256\"?><a>\xE3\xD5\xD1</a>"),
         "\xD9\x85\xD8\xB5\xD8\xB1"},
        {SLICE_INIT("<?xml version='1.0' encoding='EUC-JP'?><a>\xC6\xFC\xCB\xDC</a>"),
         "\xE6\x97\xA5\xE6\x9C\xAC"},
        {SLICE_INIT("\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0"), "\xC3\xA9"},
        {SLICE_INIT("\0<\0a\0>\0\xE9\0<\0/\0a\0>"), "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(xml_text(arena, read_bytes(cases[i].bytes).root), cases[i].text);

    XmlDocument document;
    Error err;
    assert_int_equal(xml_read(arena, SLICE("<?xml version='1.0' encoding='utf-8'?><a>\xEF\xE0</a>"),
                              SLICE("windows-1251"), &document, &err),
                     STATUS_OK);
    assert_slice(xml_text(arena, document.root), "\xD0\xBF\xD0\xB0");
    document = read_text("<?xml version='1.0' encoding='utf-8'?><a>caf\xC3\xA9 \xC3\xA9 \xC3\xA9 \xE9</a>");
    assert_slice(xml_text(arena, document.root), "caf\xC3\xA9 \xC3\xA9 \xC3\xA9 \xEF\xBF\xBD");
    assert_true(document.is_damaged);
}

static void what_holds_no_element_is_skipped(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "   ", "text", "<", "<>", "</a>", "<!-- <a/> -->", "<?a?>", "<a"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        XmlDocument document;
        Error err;
        assert_int_equal(xml_read(arena, slice_from(texts[i]), SLICE_EMPTY, &document, &err), STATUS_SKIP);
        assert_null(document.root);
    }
}

static void a_document_larger_than_its_arena_is_skipped(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "<a>");
    for (size_t i = 0; i < 2000; i++)
        builder_add_string(&b, "<b/>");
    for (size_t limit = 0; limit < 400000; limit += 7919) {
        Arena *small = arena_open(limit);
        XmlDocument document;
        Error err;
        const Status status = xml_read(small, builder_slice(&b), SLICE_EMPTY, &document, &err);
        if (limit < 200000 || limit > 300000)
            assert_int_equal(status, limit < 200000 ? STATUS_SKIP : STATUS_OK);
        arena_close(small);
    }
}

/* Each part n times: what is quadratic anywhere would take minutes. */
static void hostile_repetition_takes_little_time(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<a>",
        "<a b='",
        "<a b=\"",
        "<![CDATA[",
        "<![CDATA[</a>",
        "<!--",
        "<?",
        "<!D",
        "<!DOCTYPE [",
        "</a>",
        "&",
        "&#x",
        "<a x:b='1' ",
        "<a xmlns:b='c' ",
        "<a/><b/>",
        "<",
        "<a b='\"><a b=",
        "<a><![CDATA[",
        "<a b=c d=e",
        "<a xmlns='x'>",
        "<a></b></c",
        "x<!---->",
        "<a b=<",
        "<![CDATA[x]]>&amp;",
        "<a></a></b>",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Arena *own = arena_open((size_t)512 << 20);
        Builder b;
        builder_init(&b, own);
        builder_add_string(&b, "<r>");
        while (b.size < 400000)
            builder_add_string(&b, parts[i]);
        XmlDocument document;
        Error err;
        assert_int_equal(xml_read(own, builder_slice(&b), SLICE_EMPTY, &document, &err), STATUS_OK);
        size_t depth = 0;
        for (const Xml *node = document.root; node; node = node->first)
            depth++;
        assert_in_range(depth, 1, XML_DEPTH_MAX + 1);
        arena_close(own);
    }
}

static void what_is_too_deep_is_left_out_and_the_rest_kept(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "<r>");
    for (size_t i = 0; i < 500; i++)
        builder_add_string(&b, "<a>");
    builder_add_string(&b, "deep");
    for (size_t i = 0; i < 500; i++)
        builder_add_string(&b, "</a>");
    builder_add_string(&b, "<z>kept</z></r>");
    const XmlDocument document = read_bytes(builder_slice(&b));
    assert_true(document.is_damaged);
    assert_slice(xml_text(arena, document.root), "kept");
    assert_non_null(xml_child(document.root, "z"));
}

static void cuts_and_flips_never_lose_the_tree_its_shape(void **state)
{
    (void)state;
    const char *text =
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE rss [<!ENTITY a 'b'>]>\n"
        "<rss version=\"2.0\" xmlns:dc='" DC "'><channel><title>A &amp; B</title>"
        "<item><title><![CDATA[T <i>x</i>]]></title><dc:creator>C&eacute;</dc:creator><x/></item>"
        "<!-- end --></channel></rss>";
    const Slice whole = slice_from(text);
    char bytes[1024];
    srand(7);
    for (size_t round = 0; round < 6000; round++) {
        memcpy(bytes, whole.data, whole.size);
        size_t size = round < whole.size ? round : whole.size;
        if (round >= whole.size)
            for (int flips = rand() % 4; flips >= 0; flips--)
                bytes[(size_t)rand() % whole.size] = (char)rand();
        Arena *own = arena_open(1u << 20);
        XmlDocument document;
        Error err;
        if (xml_read(own, slice_of(bytes, size), SLICE_EMPTY, &document, &err) == STATUS_OK) {
            for (const Xml *node = document.root; node;) {
                assert_true(node->name.size == 0 || node->text.size == 0);
                assert_true(!node->first || node->first->parent == node);
                assert_true(!node->last || node->last->next == NULL);
                const Xml *next = node->first;
                for (; !next && node; node = node->parent)
                    next = node->next;
                node = next;
            }
            xml_inner_html(own, document.root);
        }
        arena_close(own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(elements_attributes_and_texts_are_told, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(damage_is_read_over_and_told, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(namespaces_are_told_by_scope, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(asking_of_nothing_gives_nothing, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(words_are_collapsed, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(the_inside_is_written_as_html, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(encodings_are_undone, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_holds_no_element_is_skipped, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_document_larger_than_its_arena_is_skipped, open_arena, close_arena),
        cmocka_unit_test(hostile_repetition_takes_little_time),
        cmocka_unit_test_setup_teardown(what_is_too_deep_is_left_out_and_the_rest_kept, open_arena,
                                        close_arena),
        cmocka_unit_test(cuts_and_flips_never_lose_the_tree_its_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
