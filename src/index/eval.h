/* One query on one segment, answered in windows of 4,096 documents as bit sets. model/query.h says what is
 * true. */
#ifndef INDEX_EVAL_H
#define INDEX_EVAL_H

#include "index/pairs.h"
#include "index/postings.h"
#include "index/structure.h"
#include "model/query.h"

#define LEAF_WORDS_MAX 20000u                   /* words that one leaf may stand for, in a segment */
#define DICTIONARY_WORK_MAX ((uint64_t)8 << 20) /* entries of dictionaries that one search may look at */
#define INTERVALS_MAX ((size_t)1 << 20)         /* of one node in one document */
#define WORK_MAX ((uint64_t)1 << 30) /* pairs of intervals that one search may look at: a second or two */
#define EVAL_DEPTH_MAX 256

typedef struct Interval {
    uint32_t first, last; /* positions, inclusive */
} Interval;
typedef struct Intervals {
    Interval *items; /* by first, then last; none twice */
    size_t count, capacity;
} Intervals;

/* What one search shares over its segments. The first failure stays. */
typedef struct Search {
    Arena *arena;
    Error *err;
    Status status;
    uint64_t work, dictionary_work;
    Bm25 bm25;
    double mean_length;
    uint64_t documents;
} Search;

typedef struct Node Node;
typedef struct WordSet WordSet; /* word_set.c */

typedef struct Eval {
    Search *search;
    const Segment *segment;
    Structure structure;
    uint32_t structure_doc; /* that is decoded; NO_DOC */
} Eval;

struct Node {
    const Query *query;
    Node **children; /* of AND and PHRASE in the order of the query */
    uint32_t *order; /* of children, cheapest first */
    size_t count;
    size_t needed;     /* of `order`: children without which it is never true */
    bool needs_verify; /* approximation and truth may differ */
    WordPair *pairs;   /* of a PHRASE, rarest first: pairs of words that the segment knows all about */
    size_t pair_count;
    bool is_paired; /* a word that is in one of these */
    uint64_t cost;  /* about how many documents */
    /* leaves */
    Postings *list;   /* TERM; EXACT: of the surface, or of the folded form where both are the same; FACET */
    Postings *folded; /* EXACT: of the folded form, for the score */
    Postings **variants; /* EXACT of a folded form: its other surfaces */
    size_t variant_count;
    uint64_t *bits;   /* of the whole segment, in whole windows: sets of words, FACET with many values */
    WordSet *set;     /* the words of a set */
    uint32_t ordinal; /* TERM: in the dictionary */
    uint64_t df;      /* of the folded form in this segment */
    double idf;       /* over all segments */
    /* the document whose intervals are known */
    Intervals intervals;
    uint32_t intervals_doc;
    /* memory that is used again for each document */
    PositionList scratch, others;
    Intervals spare[2];
};

/* Is it answered from several words of the dictionary? */
static inline bool node_is_set(const Node *node)
{
    return node->set != NULL;
}
/* One word, several, or any. */
static inline bool node_is_word(const Node *node)
{
    return node->query->kind >= QUERY_TERM && node->query->kind <= QUERY_ANYWORD;
}

void eval_fail(Eval *eval, const char *what);
void eval_damaged(Eval *eval);
static inline bool eval_is_good(const Eval *eval)
{
    return eval->search->status == STATUS_OK;
}

/* plan.c: looks the leaves up. NULL when the search has failed. */
Node *node_open(Eval *eval, const Query *query, unsigned depth);
/* Puts df over all segments into idf: trees of one query have one shape. */
void nodes_share_df(Arena *arena, Node *const *trees, size_t count, uint64_t documents);

/* pairs.c. Looks up the pairs of a phrase; it needs no verifying where these tell all. */
void pairs_open(Eval *eval, Node *phrase);
/* Sets the bits of documents [begin, begin + WINDOW_SIZE) that have the pair. */
void pairs_fill(Eval *eval, const WordPair *pair, uint32_t begin, uint64_t bits[WINDOW_WORDS]);

/* window.c. bits: documents [begin, begin + WINDOW_SIZE) of the segment. */
void node_fill(Eval *eval, Node *node, uint32_t begin,
               uint64_t bits[WINDOW_WORDS]); /* the documents where it is true */
void node_filter(Eval *eval, Node *node, uint32_t begin, uint64_t bits[WINDOW_WORDS]); /* keeps those */

/* intervals.c. Whether the node has an interval in the document; and all of them. */
bool node_has_interval(Eval *eval, Node *node, uint32_t doc);
const Intervals *node_intervals(Eval *eval, Node *node, uint32_t doc);

/* phrase.c: of a phrase of plain words that the document has all of. */
bool phrase_is_plain(const Node *phrase);
bool phrase_is_in(Eval *eval, Node *phrase, uint32_t doc);
/* Keeps those of such documents, rising, that have it. */
size_t phrase_keep(Eval *eval, Node *phrase, uint32_t *docs, size_t count);

/* score.c. bits: where the node is known to be true. Adds to scores[], which stop at UINT32_MAX. */
void node_score(Eval *eval, Node *node, uint32_t begin, const uint64_t bits[WINDOW_WORDS],
                uint32_t scores[WINDOW_SIZE]);

bool node_has_words(const Node *node); /* can it add to a score */
/* The weight of one list's term, added where `bits` and the list agree. What a block adds at most is known: a
 * block that adds no more than `floor` is passed over (negative: none is). */
void list_score(Eval *eval, const Node *node, Postings *list, uint32_t begin,
                const uint64_t bits[WINDOW_WORDS], uint32_t scores[WINDOW_SIZE], int64_t floor);

/* best.c. As node_score, for hits that must have more than `least` (-1: anything): takes documents out of
 * bits that cannot, and of those that stay the score is right, or it and the right one are not above `least`.
 */
void node_score_best(Eval *eval, Node *root, uint32_t begin, uint64_t bits[WINDOW_WORDS],
                     uint32_t scores[WINDOW_SIZE], int64_t least);
/* No weight of the term in that block is greater. */
uint64_t block_upper(const Eval *eval, const Node *node, const Postings *list, uint32_t block);

/* word_set.c */
void word_set_open(Eval *eval, Node *node); /* sets bits, cost, needs_verify */
/* Tells take() of each word of a set, or of a folded form by its letters, in the order of the dictionary.
 * is_minus: it is to be taken out of the last word that was told of and is none. */
void word_set_walk(Eval *eval, const Query *leaf,
                   void (*take)(Eval *eval, void *context, const DictEntry *entry, bool is_minus),
                   void *context);
/* Positions of all words of the set in a document, rising, none twice, into node->scratch. */
void word_set_positions(Eval *eval, Node *node, uint32_t doc);

static inline uint32_t bits_count(const uint64_t bits[WINDOW_WORDS])
{
    uint32_t count = 0;
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        count += bits_in_word(bits[i]);
    return count;
}
static inline bool bits_any(const uint64_t bits[WINDOW_WORDS])
{
    uint64_t any = 0;
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        any |= bits[i];
    return any != 0;
}

#endif
