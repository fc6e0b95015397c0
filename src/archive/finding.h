/* What one record says, ready to be stored: pieces with their documents, labels, addresses.
 *
 * A page gives one article, and a list what its entries say of others; an item of an export or an entry of a
 * feed gives one; a feed gives many; the head of an export gives the names of authors and sections. Nothing
 * here touches the archive. */
#ifndef ARCHIVE_FINDING_H
#define ARCHIVE_FINDING_H

#include "extract/extract.h"
#include "import/import.h"
#include "store/store.h"

typedef struct Finding {
    StatedKind kind; /* a page is STATED_PIECE */
    bool is_page;    /* extraction read it from a page, which is no piece perhaps: article.page_kind tells */
    Article article;
    bool has_document;
    Document document; /* of a piece that is public, for the index */
    Slices links;      /* addresses that the piece links to */
    Label label;
    ClaimClass class;
    int http_status;
    Slice redirect;
    int64_t seen_s;
    SitePage page;       /* of a page: what it tells of itself */
    PageKind alone_kind; /* and what kind it is by itself */
    int64_t lesson;      /* digest of its site's lessons by which it was read; 0: it was read alone */
} Finding;
typedef struct Findings {
    Finding *items;
    size_t count, capacity;
} Findings;

/* How records are read. */
typedef struct Reading {
    Arena *scratch; /* for one page or piece at a time; reset between those that a record states, so the
                       record itself is decoded elsewhere if it states any */
    Extractor *extractor;
    ExtractOptions options; /* site: what is known of all sites; a page that states what its own site teaches
                               is read alone */
    const Zone *zone;
} Reading;

/* Reads a decoded record. Findings are copies in `arena`, made under its guard. SKIP: not everything was
 * understood or it grew too large; what was found before is there. */
MUST_CHECK Status findings_read(const Reading *reading, Arena *arena, const Record *decoded,
                                Findings *findings, Error *err);

/* The capture as it speaks of the finding: an older state of a text speaks of the day when the CMS kept it.
 */
Capture finding_capture(const Finding *finding, const Capture *capture);

#endif
