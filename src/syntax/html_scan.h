/* The look at a page's tags before the parser sees it, or while it is built; inside syntax only. */
#ifndef SYNTAX_HTML_SCAN_H
#define SYNTAX_HTML_SCAN_H

#include "base/arena.h"

/* The page itself when it is harmless, else a copy in the arena in which too deep, too many and too long tags
 * are missing. For words: the text of programs and style sheets may be one blank. */
Slice html_flatten(Arena *arena, Slice html, bool is_for_words);

typedef enum HtmlTagKind {
    TAG_NESTS,   /* any element that may hold others */
    TAG_VOID,    /* never has content */
    TAG_RAW,     /* content is text up to its own end tag */
    TAG_IMPLIED, /* closes its like by itself: p, li, td */
    TAG_FORMATS  /* is opened anew in later blocks when left open */
} HtmlTagKind;

#define HTML_SPANS_MAX 64 /* attributes of a usual tag */

/* An attribute as it stands in the page. */
typedef struct HtmlSpan {
    Slice name;
    Slice value; /* without quotes, references not resolved; data NULL: none */
} HtmlSpan;

/* One tag as it stands in the page: '<' at begin, behind '>' at end. */
typedef struct HtmlTag {
    size_t begin, end;
    size_t clear_from; /* between here and begin stands no '<' */
    Slice name;
    uint64_t number; /* the name as one */
    HtmlTagKind kind;
    bool is_end;
    bool is_self_closing;
    bool is_odd; /* cut off by the end of the page, or with a name that only the parser can tell */
    size_t attributes;
    size_t attributes_cut; /* where the last allowed attribute ends */
    const HtmlSpan *spans; /* of the first HTML_SPANS_MAX attributes */
} HtmlTag;

/* Hands the page, tag by tag, to a tree in the making, leaving out what html_flatten() leaves out for words.
 * False: it has more than the limits allow, or the parser failed; the tree is to be thrown away. */
struct HtmlBuild;
bool html_scan_build(Arena *arena, Slice html, struct HtmlBuild *build);

#define HTML_OPEN_MAX 440   /* elements open at once; with html, body and implied ones below HTML_DEPTH_MAX */
#define HTML_FORMATS_MAX 64 /* formatting elements open at once: each is built anew in every later block */
#define HTML_TAGS_MAX 400000 /* tags of a page: 100 MB of tree; the largest real pages have some 50,000 */
#define HTML_TAG_ATTRIBUTES_MAX 256 /* attributes of one tag: the parser compares each with all before it */
#define HTML_ATTRIBUTES_MAX 1000000 /* attributes of a page */

#endif
