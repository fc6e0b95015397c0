/* What a search gives. */
#ifndef MODEL_HIT_H
#define MODEL_HIT_H

#include "model/query.h"

typedef enum SortKind {
    SORT_RELEVANCE, /* score falling, then as SORT_NEWEST */
    SORT_OLDEST,    /* time rising, then id bytewise rising; undated last */
    SORT_NEWEST,    /* the reverse of the dated ones, then the reverse of the undated ones */
    /* Those that follow have ties in the order of SORT_NEWEST, and what has no value last both ways. */
    SORT_HEADLINE, /* the key of FACET_HEADLINE, bytewise */
    SORT_HEADLINE_FALLING,
    SORT_AUTHOR, /* the least value of FACET_AUTHOR, by key, then value */
    SORT_AUTHOR_FALLING,
    SORT_WORDS, /* the shortest first */
    SORT_WORDS_FALLING,
    SORT_RANDOM, /* random_place(seed, article) falling: the same for ever, whatever is found */
    SORTS
} SortKind;
Slice sort_name(SortKind sort); /* "relevance", "date", "-date", "headline", ..., "random" */
/* Also "random:17", which has a seed. */
bool sort_find(Slice name, SortKind *sort, uint64_t *seed, bool *has_seed);
uint32_t random_place(uint64_t seed, int64_t article);

/* Relevance with a gentle preference for the new: a quarter more for what is of the newest day, half of that
 * for what is FRESH_DAYS old, always less for what is older; nothing for what has no date. */
enum { FRESH_DAYS = 365, FRESH_PART = 4 };
uint32_t fresh_score(uint32_t score, int64_t time_s, int64_t newest_s);

/* By what hits are folded: "reprint" (the same text), "day", "author" (the first by name), "headline". */
bool group_find(Slice name, FacetField *field);

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
    uint64_t seed;      /* of SORT_RANDOM */
    bool is_fresh;      /* SORT_RELEVANCE: fresh_score as of newest_s */
    int64_t newest_s;
    bool is_folded;    /* of hits with the same (least) value of `folded` the first alone is given */
    FacetField folded; /* what has no value stands by itself */
    Bm25 bm25;
} SearchOptions;

typedef struct Hit {
    int64_t article;
    Slice id;
    int64_t time_s;
    uint32_t score; /* in 1/65536; 0 unless sorted by relevance */
    uint64_t alike; /* further documents that match and are folded under it */
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
    uint64_t total;  /* exact, unless no_total was asked for */
    uint64_t groups; /* of folded hits: how many there are to be given */
    Hit *items;
    size_t count;
    Slice cursor; /* empty when these are the last */
    FacetCounts *facets;
    size_t facet_count;
} Hits;

#endif
