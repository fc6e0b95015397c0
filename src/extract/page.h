/* A page laid flat: the nodes of the tree in document order, and the lines of text that stand on it. Made
 * once in one walk; every rule after it reads these arrays. Inside extract only. */
#ifndef EXTRACT_PAGE_H
#define EXTRACT_PAGE_H

#include "base/list.h"
#include "base/map.h"
#include "syntax/html.h"

/* What an element's class, id, role or tag says about what it holds. */
typedef enum Hint {
    HINT_BODY = 1 << 0,     /* the text of the piece: "entry-content", "articleBody" */
    HINT_ARTICLE = 1 << 1,  /* the piece whole: <article>, "hentry" */
    HINT_HEADLINE = 1 << 2, /* "entry-title" */
    HINT_LEAD = 1 << 3,     /* "standfirst", "dek", "subtitle" */
    HINT_BYLINE = 1 << 4,   /* "author", "byline" */
    HINT_DATE = 1 << 5,     /* "published", "dateline", <time> */
    HINT_CAPTION = 1 << 6,  /* "wp-caption-text", <figcaption> */
    HINT_CREDIT = 1 << 7,   /* "photo-credit", "copyright" */
    HINT_FIGURE = 1 << 8,   /* "wp-caption", <figure>, "gallery" */
    HINT_TAGS = 1 << 9,     /* "post-tags" */
    HINT_SECTION = 1 << 10, /* "breadcrumb", "kicker", "category" */
    HINT_META = 1 << 11,    /* "post-meta", "entry-meta" */
    HINT_COMMENT = 1 << 12, /* readers' comments */
    HINT_SHARE = 1 << 13,   /* share and follow buttons */
    HINT_RELATED = 1 << 14, /* other pieces: related, most read, teasers */
    HINT_NAVIGATION = 1 << 15,
    HINT_FOOTER = 1 << 16,
    HINT_SIDEBAR = 1 << 17,
    HINT_ADVERT = 1 << 18,
    HINT_SIGNUP = 1 << 19,     /* newsletter, paywall, login, donation */
    HINT_AUTHOR_BOX = 1 << 20, /* about the author */
    HINT_CONSENT = 1 << 21,    /* cookie banners, dialogs */
    HINT_HIDDEN = 1 << 22,     /* not shown */
    HINT_TEASER = 1 << 23,     /* one entry of a list */
    HINT_INSET = 1 << 24,      /* a box of its own: pull quote, fact box */
    HINT_LINK = 1 << 25,       /* inside <a> */
    HINT_EMBED = 1 << 26,      /* tweets, players */
    HINT_WIDGET = 1 << 27,     /* any other small machine: polls, ratings, weather */
    HINT_CONTENT = 1 << 28,    /* "content", "main", "text": weakly the piece */
    HINT_HEADER = 1 << 29,
    HINT_OPENING = 1 << 30 /* the first paragraph of the text, set apart: "intro", "Vorspann" */
} Hint;
/* Of one name among others: "md:block" takes back what "hidden" says. Never in a node's hints. */
#define HINT_SHOWN (UINT32_C(1) << 31)

/* Whoever carries one of these inside the piece is no part of its text. */
#define HINTS_FURNITURE                                                                                      \
    (HINT_COMMENT | HINT_SHARE | HINT_RELATED | HINT_NAVIGATION | HINT_FOOTER | HINT_SIDEBAR | HINT_ADVERT | \
     HINT_SIGNUP | HINT_AUTHOR_BOX | HINT_CONSENT | HINT_HIDDEN | HINT_TEASER | HINT_TAGS | HINT_WIDGET)

/* What many rules ask comes first, so that it lies together. */
typedef struct PageNode {
    uint32_t parent;  /* the root is its own */
    uint32_t end;     /* one past its last descendant */
    uint32_t hints;   /* its own */
    uint32_t under;   /* its own and those of all above, furniture only where it was believed */
    uint32_t letters; /* of visible text below, blanks not counted; CJK letters count 3 */
    uint32_t linked;  /* of these, inside links */
    uint32_t prose;   /* of these, in lines that read like prose */
    int32_t score;    /* sum over its lines */
    uint16_t tag;     /* LXB_TAG_...; 0 for text */
    bool is_block;
    bool has_property; /* itemprop or property */
    bool has_data;     /* an attribute "data-..." */
    uint64_t names;    /* name_bit() of each attribute */
    lxb_dom_node_t *dom;
    Slice class, id;
    Slice text; /* of a text node, as in the tree */
} PageNode;

/* A run of text between two block bounds, or line breaks. */
typedef struct Line {
    uint32_t owner;       /* the block element that it stands in */
    uint32_t first, last; /* text nodes [first, last] */
    uint32_t letters, linked;
    uint32_t stops; /* . , ; : ! ? and their like */
    int32_t score;
    bool is_after_break; /* a single <br> parts it from the line before, in the same owner */
    bool is_furniture;
} Line;
typedef struct Lines {
    Line *items;
    size_t count, capacity;
} Lines;

typedef struct PageNodes {
    PageNode *items;
    size_t count, capacity;
} PageNodes;

/* Where in the tables of hints.c each pair of first letters begins; 255: nowhere. */
typedef struct HintIndex {
    uint8_t words[26 * 26], names[26 * 26];
} HintIndex;

/* What the names of the last pages said: pages of one site share them. Only spares time; one a thread. */
typedef struct HintCache HintCache;
HintCache *hint_cache_open(void);
void hint_cache_close(HintCache *cache);
/* What a class or id (may hold several names) says. */
uint32_t hint_cache_ask(HintCache *cache, Slice names);
uint64_t hint_cache_name_bit(HintCache *cache, const lxb_dom_attr_t *attribute); /* name_bit() of its name */

typedef struct Page {
    Arena *arena;
    PageNodes nodes;
    uint16_t *tags; /* of the nodes, again: a rule that looks for one reads no more than these */
    Lines lines;
    Slice url;      /* for relative addresses: <base> or where the page was found */
    bool adds_html; /* a mirroring program put ".html" behind the names to which relative links lead */
    uint32_t root;  /* <html> */
    uint32_t body;  /* <body>; root if there is none */
    uint32_t prose; /* letters of prose on the whole page */
    HintCache *cache;
    Map class_prose;         /* class of paragraphs -> letters of prose in them */
    uint32_t hint_prose[32]; /* bit of a hint -> letters of prose in the paragraphs that carry it */
} Page;

/* Lays the document flat. The page and all in it live in the arena and point into the document. */
void page_read(Page *page, Arena *arena, HintCache *cache, lxb_html_document_t *document, Slice url);

static inline PageNode *page_node(const Page *page, uint32_t number)
{
    return &page->nodes.items[number];
}
static inline uint16_t page_tag(const Page *page, uint32_t number)
{
    return page->tags[number];
}
static inline bool page_holds(const Page *page, uint32_t outer, uint32_t inner)
{
    return inner >= outer && inner < page->nodes.items[outer].end;
}
/* Which of 64 sorts of names it is of, by length, first and last letter: most questions for an attribute are
 * of elements that have none of that sort. */
static inline uint64_t name_bit(const char *name, size_t size)
{
    return UINT64_C(1) << ((ascii_lower(name[0]) * 5 + ascii_lower(name[size - 1]) * 11 + size * 3) % 64);
}

/* Here, so that the length of a name is known when the program is built. Only the names that
 * src/syntax/html_build.c lists are there to be read, of pictures some more. */
static inline Slice page_attribute(const Page *page, uint32_t number, const char *name)
{
    const PageNode *node = page_node(page, number);
    assert(html_words_have(node->dom, slice_from(name)));
    return node->names & name_bit(name, strlen(name)) ? html_attribute(node->dom, slice_from(name))
                                                      : SLICE_EMPTY;
}
/* Collapsed visible text of a subtree. */
Slice page_visible_text(const Page *page, uint32_t number);
/* A text node of a line, within a word or two that are not shown: "opens in a new window". */
bool page_is_unseen(const Page *page, const Line *line, uint32_t text_node);
/* Collapsed text of one line, without the unseen. */
Slice page_line_text(const Page *page, const Line *line);
/* The first element in the subtree (itself too) with that tag; 0 if none. */
uint32_t page_find_tag(const Page *page, uint32_t root, lxb_tag_id_t tag);
bool page_has_ancestor(const Page *page, uint32_t number, lxb_tag_id_t tag);
/* Absolute http(s) address of a reference on the page; empty if hopeless. */
Slice page_address(const Page *page, Slice reference);

/* hints.c: what one name of a class or id says, HINT_SHOWN among it. */
uint32_t hints_of_name(const HintIndex *index, Slice name);
void hint_index_make(HintIndex *index);
uint32_t hints_of_tag(lxb_tag_id_t tag);

/* Letters of a text as PageNode.letters counts them, and its stops. */
void text_measure(Slice text, uint32_t *letters, uint32_t *stops);
bool tag_is_inline(lxb_tag_id_t tag);
bool rune_is_blank(uint32_t rune); /* white space of any script, and marks without width */

#endif
