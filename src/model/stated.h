/* What a structured source (a CMS export, a feed, a news exchange format, our own JSON lines) says of one
 * thing in its own fields. Plain data, made by import's readers of items, made into an Article by extract.
 *
 * A page claims, and extraction weighs its claims; a structured source states. What it does not say is empty,
 * and says nothing about other sources' word for it. */
#ifndef MODEL_STATED_H
#define MODEL_STATED_H

#include "model/article.h"

typedef enum StatedKind {
    STATED_PIECE,    /* a post, a page, a story, a feed's entry, a photo's own page (article.page_kind
                        PAGE_PHOTO) */
    STATED_REVISION, /* an older state of the text of the piece with article.cms_id */
    STATED_AUTHOR,   /* label.slug is shown as label.label */
    STATED_SECTION,  /* the same of a section */
    STATED_TAG,      /* the same of a tag */
    STATED_ADDRESS,  /* article.url is an address of the paper; http_status, redirect, modified as far as told
                      */
    STATED_ENTRY /* what a list says of the piece at article.url, which has a page of its own; provenance is
                    there (origin_of_entry) */
} StatedKind;

/* How the body stands in `body`. */
typedef enum StatedForm {
    STATED_NO_BODY,        /* nothing, or article.body holds the blocks already */
    STATED_HTML,           /* a fragment of HTML */
    STATED_WORDPRESS_HTML, /* as WordPress keeps it: blank lines part paragraphs; shortcodes; block comments
                            */
    STATED_TEXT            /* plain text, paragraphs parted by an empty line */
} StatedForm;

typedef struct Stated {
    StatedKind kind;
    Slice source; /* Origin.source of every field stated: "wxr", "rss", "atom", "jsonfeed", "nitf",
                     "newsml-g2", "ninjs", "jsonl", "photo", "sitemap", "cdx", "list" */
    Slice at;     /* Origin.at: where in the record ("item", "entry[3]"); may be empty */
    /* PIECE, REVISION: what is stated. url is the permalink (not where the item was found), status as far as
     * told (zero is public), media, comments, custom fields; body only with STATED_NO_BODY. provenance is
     * empty: extract adds an origin for each field stated (a reader may add those that another program told:
     * our own JSON lines). PIECE: published without offset where the source gives local time; both times
     * given are one Moment with offset. */
    Article article;
    Slice body;
    StatedForm form;
    bool is_excerpt; /* body or summary is cut short on purpose ("[...]"): never to be shown as the text */
    Label label;     /* AUTHOR, SECTION, TAG */
    int http_status; /* ADDRESS: what it answered, 0 unknown */
    Slice redirect;  /* ADDRESS: where it led, absolute */
    int64_t seen_s;  /* ADDRESS: when, Unix seconds, 0 unknown */
} Stated;
typedef struct StatedList {
    Stated *items;
    size_t count, capacity;
} StatedList;

#endif
