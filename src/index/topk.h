/* The best so many of a stream of (score, rank): higher scores first, then lower ranks. */
#ifndef INDEX_TOPK_H
#define INDEX_TOPK_H

#include "base/list.h"

/* Both in one number, so that greater is better. */
static inline uint64_t topk_pack(uint32_t score, uint32_t rank)
{
    return (uint64_t)score << 32 | (UINT32_MAX - rank);
}
static inline uint32_t topk_score(uint64_t packed)
{
    return (uint32_t)(packed >> 32);
}
static inline uint32_t topk_rank(uint64_t packed)
{
    return UINT32_MAX - (uint32_t)packed;
}

typedef struct TopK {
    Arena *arena;
    size_t wanted;
    uint64_t *items; /* few wanted: a heap with the least on top; many: a row of more than are wanted */
    size_t count, capacity;
    uint64_t least; /* what is not greater has no chance; 0 while that is not known */
    /* many, and the greatest score is known: how many items have which scores */
    uint32_t *bins; /* of score >> bin_shift; NULL */
    unsigned bin_shift;
    uint32_t bar_bin; /* the items of this bin and those above it are at least as many as are wanted */
    size_t above;     /* items in higher bins */
} TopK;

void topk_init(TopK *top, Arena *arena, size_t wanted);
/* No score will be greater: makes many cheaper. Before anything is added; later it does nothing. */
void topk_expect(TopK *top, uint64_t most);
void topk_add(TopK *top, uint64_t packed); /* no number twice */
void topk_sort(TopK *top);                 /* best first; nothing may be added afterwards */

/* So many were met as are wanted: a score under that of `least` has no chance. */
static inline bool topk_is_full(const TopK *top)
{
    return top->count >= top->wanted;
}

#endif
