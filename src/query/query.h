/* Typed words -> Query, Query -> native form, and the plain meaning of a Query on one document. Memory only.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "base/error.h"
#include "model/query.h"

typedef struct ParseOptions {
    int32_t last_day;    /* the archive's last dated day, for date:-30d; days since 1970 */
    bool is_month_first; /* not used by ISO dates */
} ParseOptions;

/* What was repaired, or what the reader should know ("a quote was not closed: closed at the end"). */
typedef struct QueryNotes {
    Slice *items;
    size_t count, capacity;
} QueryNotes;

/* Reads the native language (backfile-search(1)): words, phrases, AND OR NOT, brackets, NEAR/n
 * PRE/n W/S W/P PRE/S PRE/P W/F, prefix*, =exact, fields, dates and ranges, words:. An empty query is ALL.
 * Open ends of DAYS are INT32_MIN and INT32_MAX, of WORDS 0 and UINT32_MAX. AND, OR and phrases are flat; a
 * tree is at most 200 nodes high. STATUS_FAIL for what cannot be read: the message names the place
 * (character, counted from 1) and gives advice. */
MUST_CHECK Status query_parse(Arena *arena, Slice typed, ParseOptions options, Query **query,
                              QueryNotes *notes, Error *err);

/* The native form: parses back to an equal tree. Beyond what people type it has author:=x (known authors
 * alone), year:=2014 (the facet's own value), and \word (a word of Han, kana or Thai that is not to be cut
 * again). */
Slice query_format(Arena *arena, const Query *query);

bool query_equal(const Query *a, const Query *b); /* typed spans apart */

/* One interval at which a position node is true. */
typedef struct Interval {
    uint32_t first, last;
} Interval;
typedef struct Intervals {
    Interval *items; /* rising by first, then last; no two equal */
    size_t count, capacity;
} Intervals;

/* The meaning of model/query.h on one document, computed from its tokens without any index. */
bool query_matches(Arena *arena, const Query *query, const Document *document);
/* The intervals of a position node. */
void query_intervals(Arena *arena, const Query *query, const Document *document, Intervals *out);
/* What to highlight: the positions of the words that made the match, by the true position nodes not under
 * NOT. */
void query_highlights(Arena *arena, const Query *query, const Document *document, Positions *out);
/* Its score, given what the collection says: df of a folded form through `df(context, folded)`. */
uint32_t query_score(Arena *arena, const Query *query, const Document *document, Bm25 how, uint64_t documents,
                     double mean_length, uint64_t (*df)(void *context, Slice folded), void *context);

#endif
