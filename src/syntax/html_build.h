/* A tree made from tags that were found already; inside syntax only. */
#ifndef SYNTAX_HTML_BUILD_H
#define SYNTAX_HTML_BUILD_H

#include "base/arena.h"
#include "syntax/html.h"
#include "syntax/html_scan.h"

typedef struct HtmlBuild HtmlBuild;
HtmlBuild *html_build_open(void);
void html_build_close(HtmlBuild *build);

/* Parses a page of valid UTF-8 for a reader of words into the document. False: not a page for this way
 * (html_parse_words() has the other); the document is to be destroyed. */
bool html_build(HtmlBuild *build, Arena *arena, Slice html, lxb_html_document_t *document);

/* For html_scan.c. Everything up to the end of the tag, which is the next of the page. */
bool html_build_tag(HtmlBuild *build, const HtmlTag *tag);
/* Text of a program or style sheet up to `end`, where its end tag stands. */
bool html_build_raw(HtmlBuild *build, size_t end);
/* What stands up to `end` is left out; a blank may take its place. */
bool html_build_cut(HtmlBuild *build, size_t end, bool is_text);

#endif
