/* Queries that are words and nothing else around them: one word, words under OR, words and rows of words
 * under AND, some of them optional or excluded. They are by far the commonest, and they are counted and
 * ranked by shorter ways than window by window of everything. */
#ifndef INDEX_FLAT_H
#define INDEX_FLAT_H

#include "index/eval.h"
#include "index/topk.h"
#include "index/weigh.h"

#define FLAT_WORDS_MAX 64u

/* A word of a flat query. */
typedef struct FlatWord {
    Postings *list;
    double idf;
    Weigher weigher;
    uint32_t *uppers; /* of blocks: no weight is greater */
    uint32_t most;    /* in the list */
    bool is_paired;   /* who has the pairs has the word */
    /* of windows */
    uint32_t *window_block; /* the first block that reaches into it or lies behind */
    uint32_t *window_upper; /* 0: nothing of the list lies there */
    bool is_exact;          /* of what lies there, not of whole blocks */
    uint64_t least_weight;  /* for which least_frequency was made; 0 of the latter: never */
    uint32_t least_frequency;
    uint32_t weighed; /* the block whose weights these are; NO_BLOCK */
    uint32_t weights[BLOCK_SIZE];
} FlatWord;

/* Where hits go. */
typedef struct FlatHits {
    TopK *top;                         /* NULL: only the count matters */
    uint32_t bar;                      /* a hit must have this score at the least to have a chance */
    uint32_t cursor_score, first_rank; /* hits before these were on earlier pages */
    uint64_t *matches;                 /* a bit a document: set for all that match, when they are counted, of
                                          a query with required words; NULL: nobody asks */
} FlatHits;

typedef struct Flat {
    Eval *eval;
    Arena *arena;
    const Segment *segment;
    FlatWord *words;
    size_t count, required; /* words[0, required) must be there, cheapest first; none: one of all must */
    Postings **excluded;
    size_t excluded_count;
    const WordPair **pairs; /* that must be there, rarest first */
    size_t pair_count;
    Node **checks; /* by positions: of documents that have all required words and pairs */
    size_t check_count;
    bool is_empty; /* a required word is nowhere */
    Lengths lengths;
    const Weighing *weighing;
    FlatHits *hits;
    unsigned window_shift;
    uint32_t windows;
} Flat;

/* NULL when the query is not flat. The tree's idf is known. */
Flat *flat_open(Eval *eval, Node *root);
/* Adds the hits of the segment to hits->top; gives the number of documents that match if is_counted. */
uint64_t flat_search(Flat *flat, FlatHits *hits, bool is_counted);
static inline bool flat_tells_matches(const Flat *flat)
{
    return flat->required > 0;
}

/* flat.c, for the ways */
void flat_windows(Flat *flat, unsigned least_shift, unsigned most_shift, uint64_t postings);
void flat_weights_open(Flat *flat);
/* Calls visit for windows, those with the greatest sum of bounds first, until they are under the bar. Windows
 * in which a required word is not are left out. all: every window. */
void flat_each_window(Flat *flat, bool all, void (*visit)(void *context, uint32_t window, uint64_t upper),
                      void *context);
/* The same for the blocks of one word. */
void flat_each_block(Flat *flat, const FlatWord *word,
                     void (*visit)(void *context, uint32_t block, uint64_t upper), void *context);
/* The first document that a block may have. */
static inline uint32_t flat_first_doc(const Postings *list, uint32_t block)
{
    return block > 0 ? bytes_u32(list->lasts + (size_t)(block - 1) * 4) + 1 : 0;
}
/* Postings [*from, *to) of the loaded block lie in [begin, end). */
void flat_part(const Postings *list, uint32_t begin, uint64_t end, uint32_t *from, uint32_t *to);
/* Weights of the block, decoded. False when damaged. */
bool flat_weigh_block(Flat *flat, FlatWord *word, uint32_t block);
void flat_offer(Flat *flat, uint32_t doc, uint64_t score);
static inline bool flat_is_deleted(const Flat *flat, uint32_t doc)
{
    return segment_is_deleted(flat->segment, doc);
}

/* flat_best.c, flat_any.c, flat_all.c */
void flat_any_best(Flat *flat);
uint64_t flat_any_count(Flat *flat);
uint64_t flat_all_search(Flat *flat, bool is_counted);

#endif
