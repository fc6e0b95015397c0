/* In: pages as valid UTF-8. Out: lexbor's tree, and the few questions that everybody asks of it.
 *
 * One document is kept and cleaned for each page, so its memory is used again. The tree's order is walked by
 * links, never by recursion: depth is the stranger's choice. */
#include "syntax/html.h"

#include "base/builder.h"
#include "base/utf8.h"
#include "syntax/html_build.h"
#include "syntax/html_entity.h"
#include "syntax/html_scan.h"

struct HtmlParser {
    lxb_html_document_t *document;
    HtmlBuild *build; /* NULL until words are asked for */
};

HtmlParser *html_parser_open(void)
{
    HtmlParser *parser = calloc(1, sizeof *parser);
    if (!parser)
        fatal("out of memory for an HTML parser");
    return parser;
}

void html_parser_close(HtmlParser *parser)
{
    if (!parser)
        return;
    if (parser->document)
        lxb_html_document_destroy(parser->document);
    html_build_close(parser->build);
    free(parser);
}

/* An empty document: lexbor's own cleaning leaves the quirks of the page before. */
static void make_document(HtmlParser *parser)
{
    if (!parser->document)
        parser->document = lxb_html_document_create();
    if (!parser->document)
        fatal("out of memory for an HTML document");
    parser->document->dom_document.compat_mode = LXB_DOM_DOCUMENT_CMODE_NO_QUIRKS;
}

static Status parse_flat(HtmlParser *parser, Slice flat, lxb_html_document_t **document, Error *err)
{
    *document = NULL;
    make_document(parser);
    lxb_status_t status = lxb_html_document_parse(
        parser->document, (const lxb_char_t *)(flat.data ? flat.data : ""), flat.size);
    if (status != LXB_STATUS_OK) {
        lxb_html_document_destroy(parser->document);
        parser->document = NULL;
        return error_set(err, STATUS_SKIP, "cannot parse the page: lexbor's status %u", (unsigned)status);
    }
    *document = parser->document;
    return STATUS_OK;
}

Status html_parse(HtmlParser *parser, Arena *arena, Slice html, lxb_html_document_t **document, Error *err)
{
    return parse_flat(parser, html_flatten(arena, html, false), document, err);
}

Status html_parse_words(HtmlParser *parser, Arena *arena, Slice html, lxb_html_document_t **document,
                        Error *err)
{
    if (!parser->build)
        parser->build = html_build_open();
    make_document(parser);
    if (html_build(parser->build, arena, html, parser->document)) {
        *document = parser->document;
        return STATUS_OK;
    }
    lxb_html_document_destroy(parser->document);
    parser->document = NULL;
    return parse_flat(parser, html_flatten(arena, html, true), document, err);
}

lxb_dom_node_t *html_next_skip(lxb_dom_node_t *node, lxb_dom_node_t *root)
{
    while (node != root && node != NULL) {
        if (node->next)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

lxb_dom_node_t *html_next(lxb_dom_node_t *node, lxb_dom_node_t *root)
{
    return node->first_child ? node->first_child : html_next_skip(node, root);
}

Slice html_attribute(lxb_dom_node_t *element, Slice name)
{
    if (!html_is_element(element))
        return SLICE_EMPTY;
    lxb_dom_attr_t *attribute = lxb_dom_interface_element(element)->first_attr;
    for (; attribute; attribute = attribute->next) {
        size_t size = 0;
        const lxb_char_t *own = lxb_dom_attr_qualified_name(attribute, &size);
        if (size == name.size && size > 0 && ascii_lower((char)own[0]) == ascii_lower(name.data[0]) &&
            slice_equal_nocase(slice_of(own, size), name)) {
            const lxb_char_t *value = lxb_dom_attr_value(attribute, &size);
            return value ? slice_of(value, size) : SLICE_EMPTY;
        }
    }
    return SLICE_EMPTY;
}

bool html_has_class(lxb_dom_node_t *element, Slice name)
{
    Slice rest = html_attribute(element, SLICE("class"));
    while (rest.size >= name.size && rest.size > 0) {
        size_t size = 0;
        while (size < rest.size && !ascii_is_space(rest.data[size]))
            size++;
        if (size == name.size && slice_equal_nocase(slice_range(rest, 0, size), name))
            return true;
        rest = slice_skip(rest, size + 1);
    }
    return false;
}

Slice html_escape(Arena *arena, Slice text)
{
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, text.size + 16);
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *escape = NULL;
        if ((unsigned char)text.data[i] > '>') /* letters: most of all bytes */
            continue;
        switch (text.data[i]) {
        case '&':
            escape = "&amp;";
            break;
        case '<':
            escape = "&lt;";
            break;
        case '>':
            escape = "&gt;";
            break;
        case '"':
            escape = "&quot;";
            break;
        case '\'':
            escape = "&#39;";
            break;
        default:
            continue;
        }
        builder_add(&out, slice_range(text, from, i));
        builder_add_string(&out, escape);
        from = i + 1;
    }
    builder_add(&out, slice_skip(text, from));
    return builder_slice(&out);
}

Slice html_unescape(Arena *arena, Slice text)
{
    if (slice_find_byte(text, '&') == SLICE_NONE)
        return text;
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, text.size);
    size_t from = 0;
    for (size_t i = 0; i < text.size;) {
        size_t size = 0;
        uint32_t rune = text.data[i] == '&' ? html_reference(slice_skip(text, i), &size) : 0;
        if (rune == 0) {
            i++;
            continue;
        }
        builder_add(&out, slice_range(text, from, i));
        builder_add_rune(&out, rune);
        i += size;
        from = i;
    }
    builder_add(&out, slice_skip(text, from));
    return builder_slice(&out);
}
