/* What a search gives. */
#ifndef MODEL_HIT_H
#define MODEL_HIT_H

#include "model/query.h"

typedef enum SortKind {
    SORT_RELEVANCE, /* score falling, then as SORT_NEWEST */
    SORT_OLDEST,    /* time rising, then id bytewise rising; undated last */
    SORT_NEWEST     /* the reverse of the dated ones, then the reverse of the undated ones */
} SortKind;

typedef struct FacetRequest {
    FacetField field;
    size_t limit; /* 0: all */
} FacetRequest;

typedef struct SearchOptions {
    SortKind sort;
    size_t limit;  /* hits wanted; 0: only count (and facets) */
    size_t offset; /* hits to leave out first; costs their collection, so prefer the cursor */
    Slice cursor;  /* of an earlier answer to the same query and sort; empty: from the start */
    const FacetRequest *facets;
    size_t facet_count;
    /* Only the hits matter: total is then how many were looked at, and less may be looked at. */
    bool no_total;
    bool only_articles; /* hits have their article and score alone; no cursor */
    Bm25 bm25;
} SearchOptions;

typedef struct Hit {
    int64_t article;
    Slice id;
    int64_t time_s;
    uint32_t score; /* in 1/65536; 0 unless sorted by relevance */
} Hit;

typedef struct FacetValue {
    Slice value;
    uint64_t count;
} FacetValue;
typedef struct FacetCounts {
    FacetField field;
    FacetValue *values; /* by count falling, then value bytewise */
    size_t count;       /* after the limit */
    size_t all_count;   /* before it */
} FacetCounts;

typedef struct Hits {
    uint64_t total; /* exact, unless no_total was asked for */
    Hit *items;
    size_t count;
    Slice cursor; /* empty when these are the last */
    FacetCounts *facets;
    size_t facet_count;
} Hits;

#endif
