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
    uint64_t *items; /* a heap with the least on top, once there are `wanted` */
    size_t count, capacity;
    uint64_t least; /* what is not greater has no chance; 0 while there is room */
} TopK;

void topk_init(TopK *top, Arena *arena, size_t wanted);
void topk_add(TopK *top, uint64_t packed);
void topk_sort(TopK *top); /* best first; nothing may be added afterwards */

#endif
