/* What matching, highlighting and scoring share: the truth of a query on one document. Private to query/. */
#ifndef QUERY_MATCH_H
#define QUERY_MATCH_H

#include "base/list.h"
#include "query/query.h"

typedef struct Truth Truth;
struct Truth {
    const Query *query;
    bool is_true;
    Intervals at; /* of a node with positions */
    Truth *children;
};

typedef struct Matcher {
    Arena *arena;
    const Document *document;
    uint64_t work_left; /* pairs and intervals; UINT64_MAX: no bound */
    bool is_cut;
} Matcher;

void match_evaluate(Matcher *m, const Query *query, Truth *truth);
/* Calls add(context, a, b) for every joined pair of a NEAR or SAME node. */
void match_pairs(Matcher *m, const Query *query, const Intervals *left, const Intervals *right,
                 void (*add)(Matcher *m, void *context, Interval a, Interval b), void *context);
Interval match_hull(Interval a, Interval b);
/* The base region that holds the position, or NULL. */
const Region *match_region(const Document *document, uint32_t position);
/* A leaf ready to be asked of tokens. */
Query match_ready(Arena *arena, const Query *query);
bool match_leaf_holds(const Query *leaf, const Token *token);
/* Sets of intervals. */
int match_compare(const void *left, const void *right);
void match_add(Matcher *m, Intervals *set, uint32_t first, uint32_t last);
void match_sort(Intervals *set);

#endif
