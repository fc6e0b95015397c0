/* Typed words -> Query, Query -> native form, and the plain meaning of a Query on one document. Memory only.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "base/error.h"
#include "model/query.h"

/* What the typed words are written in. Each is read into the same tree, whose native form is shown. */
typedef enum QueryDialect {
    DIALECT_NATIVE,
    DIALECT_FACTIVA, /* words in a row are a phrase; and or not adj5 w/5 near5 same, $, hd=, date after */
    DIALECT_NEXIS, /* words in a row are a phrase; OR binds tightest; w/5 pre/5 w/s w/p, ! and *, segments */
    DIALECT_TROVE, /* words in a row are all sought; + and -, ~, ^ */
    DIALECT_LUCENE /* as trove, but one of the words will do */
} QueryDialect;
#define QUERY_DIALECTS 5
Slice query_dialect_name(QueryDialect dialect);             /* "native" */
bool query_dialect_find(Slice name, QueryDialect *dialect); /* empty is native */

typedef struct ParseOptions {
    int32_t last_day;    /* the archive's last dated day, for date:-30d; days since 1970 */
    bool is_month_first; /* not used by ISO dates */
    QueryDialect dialect;
} ParseOptions;

/* What was repaired, or what the reader should know ("a quote was not closed: closed at the end"). Each note,
 * and the error, has a code beside it that stays the same whatever the words are ("quote-open"). */
typedef struct QueryNotes {
    Slice *items;
    size_t count, capacity;
    Slices codes;     /* of the items */
    Slice error_code; /* when the query could not be read */
} QueryNotes;

/* Reads a query (docs/query.md; backfile-search(1)). An empty query is ALL. Open ends of DAYS are INT32_MIN
 * and INT32_MAX, of WORDS 0 and UINT32_MAX. AND, OR and phrases are flat; a tree is at most 200 nodes high.
 * STATUS_FAIL for what cannot be read: the message names the place (character, counted from 1) and gives
 * advice. */
MUST_CHECK Status query_parse(Arena *arena, Slice typed, ParseOptions options, Query **query,
                              QueryNotes *notes, Error *err);

/* The dialects that the signs of a query speak of, as bits (1 << DIALECT_...): one that has an operator which
 * native lacks or means otherwise, or 0. Words between quotation marks do not count. */
unsigned query_dialect_signs(Slice typed);

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
/* The same, with what each word gave to it (parts may be NULL). */
uint32_t query_explain(Arena *arena, const Query *query, const Document *document, Bm25 how,
                       uint64_t documents, double mean_length, uint64_t (*df)(void *context, Slice folded),
                       void *context, ScoreParts *parts);

#endif
