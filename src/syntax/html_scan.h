/* The look at a page's tags before the parser sees it; inside syntax only. */
#ifndef SYNTAX_HTML_SCAN_H
#define SYNTAX_HTML_SCAN_H

#include "base/arena.h"

/* The page itself when it is harmless, else a copy in the arena in which too deep, too many and too long tags
 * are missing. For words: the text of programs and style sheets may be one blank. */
Slice html_flatten(Arena *arena, Slice html, bool is_for_words);

#define HTML_OPEN_MAX 440   /* elements open at once; with html, body and implied ones below HTML_DEPTH_MAX */
#define HTML_FORMATS_MAX 64 /* formatting elements open at once: each is built anew in every later block */
#define HTML_TAGS_MAX 400000 /* tags of a page: 100 MB of tree; the largest real pages have some 50,000 */
#define HTML_TAG_ATTRIBUTES_MAX 256 /* attributes of one tag: the parser compares each with all before it */
#define HTML_ATTRIBUTES_MAX 1000000 /* attributes of a page */

#endif
