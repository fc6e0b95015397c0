/* HTML through lexbor: one parser that goes from page to page, steps through its tree, the text of a part,
 * and escaping. */
#ifndef SYNTAX_HTML_H
#define SYNTAX_HTML_H

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct HtmlParser HtmlParser;
HtmlParser *html_parser_open(void);
void html_parser_close(HtmlParser *parser);

#define HTML_DEPTH_MAX 512
/* Parses valid UTF-8. The document belongs to the parser and lives until its next use. Pages nested deeper
 * than HTML_DEPTH_MAX are flattened by a scan beforehand (lexbor is quadratic in depth). SKIP: unusable. */
MUST_CHECK Status html_parse(HtmlParser *parser, Arena *arena, Slice html, lxb_html_document_t **document,
                             Error *err);
/* The same for who reads words: the text of scripts and style sheets may be one blank, but for JSON-LD. */
MUST_CHECK Status html_parse_words(HtmlParser *parser, Arena *arena, Slice html,
                                   lxb_html_document_t **document, Error *err);

/* The next node in document order within `root`, without recursion; NULL: there is none. */
lxb_dom_node_t *html_next(lxb_dom_node_t *node, lxb_dom_node_t *root);
lxb_dom_node_t *html_next_skip(lxb_dom_node_t *node, lxb_dom_node_t *root); /* past the node's children */
static inline bool html_is_element(const lxb_dom_node_t *node)
{
    return node->type == LXB_DOM_NODE_TYPE_ELEMENT;
}

static inline lxb_tag_id_t html_tag(const lxb_dom_node_t *node)
{
    return html_is_element(node) ? (lxb_tag_id_t)node->local_name : LXB_TAG__UNDEF;
}

Slice html_attribute(lxb_dom_node_t *element, Slice name); /* empty if absent; lives in the document */
/* Is an attribute of this name kept by html_parse_words() if such an element has it? */
bool html_words_have(lxb_dom_node_t *element, Slice name);
bool html_has_class(lxb_dom_node_t *element, Slice name);
Slice html_escape(Arena *arena, Slice text); /* & < > " ' */
/* Named and numeric references become what they mean, also "&#34" without semicolon. */
Slice html_unescape(Arena *arena, Slice text);

#endif
