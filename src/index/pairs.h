/* Lists of word pairs: where a frequent word stands right before another frequent word in one field.
 *
 * A pair's list belongs to the rarer of its two words, the owner (the first, where both are as frequent): it
 * names not documents but postings of the owner's list, by their number. So a pair that is as frequent as its
 * owner costs next to nothing, and no other costs more than a document list would. */
#ifndef INDEX_PAIRS_H
#define INDEX_PAIRS_H

#include "index/postings.h"

#define PAIR_KEY_SIZE                                                                                        \
    9u /* owner and other: u32 ordinals, the first byte the greatest; 0: the owner is first */

/* A word that is in fewer documents has no pairs. */
static inline uint32_t pair_word_least(uint32_t documents)
{
    enum { SHARE = 256, LEAST = 16 };
    return documents / SHARE > LEAST ? documents / SHARE : LEAST;
}

/* Two words of which so many documents would have both, were they strewn about: all their pairs have a list,
 * so that a pair without one stands nowhere. */
static inline bool pairs_are_whole(uint32_t documents, uint32_t a, uint32_t b)
{
    enum { SHARE = 128 };
    uint32_t least = pair_word_least(documents);
    return a >= least && b >= least && (uint64_t)a * b >= (uint64_t)documents * documents / SHARE;
}

/* Of other words, a pair in so many documents has a list. */
static inline bool pair_has_list(uint32_t documents, uint32_t a, uint32_t b, uint32_t together)
{
    return together >= pair_word_least(documents) || pairs_are_whole(documents, a, b);
}

void pair_key(unsigned char key[PAIR_KEY_SIZE], uint32_t owner, uint32_t other, bool owner_is_second);

/* The pair of two words of a row. */
typedef struct WordPair {
    Postings *owner;
    Postings *numbers; /* of the owner's postings; NULL: it stands nowhere */
} WordPair;

typedef enum PairFound { PAIR_UNKNOWN, PAIR_FOUND, PAIR_DAMAGED } PairFound;
typedef struct PairWord {
    Postings *list;
    uint32_t ordinal; /* in the dictionary */
} PairWord;
/* UNKNOWN: the segment has no list that would tell. */
PairFound pair_find(Arena *arena, const Segment *segment, PairWord first, PairWord second, WordPair *pair);
/* The pair's documents in [begin, end), into `docs`, which has room for all of them and one more;
 * gives their number. Damage is told by the lists. */
size_t pair_docs(const WordPair *pair, uint32_t begin, uint64_t end, uint32_t *docs);
/* Keeps those of the documents, rising, that the pair has. */
size_t pair_keep(const WordPair *pair, uint32_t *docs, size_t count);
static inline uint32_t pair_df(const WordPair *pair)
{
    return pair->numbers ? pair->numbers->df : 0;
}
static inline bool pair_is_damaged(const WordPair *pair)
{
    return pair->owner->is_damaged || (pair->numbers && pair->numbers->is_damaged);
}

#endif
