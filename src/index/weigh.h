/* BM25 of many postings at once: the weights of one word, as bm25_weight (model/query.h) gives them. */
#ifndef INDEX_WEIGH_H
#define INDEX_WEIGH_H

#include "base/bytes.h"
#include "index/codec.h"
#include "model/query.h"

typedef struct Weigher {
    double top, base, scale; /* weight = top * f / (f + base + scale * length) */
} Weigher;
Weigher weigher_make(Bm25 how, double idf, double mean_length);
/* Do the bounds of a segment hold, whose documents have that mean length. */
bool weigher_is_bounded(const Weigher *weigher, double segment_mean);
/* One posting: equal to bm25_weight. */
uint32_t weigher_one(const Weigher *weigher, uint32_t frequency, uint32_t length);

/* How long documents are: u16 or u32 a document, little-endian. */
typedef struct Lengths {
    const unsigned char *bytes;
    unsigned width; /* 2 or 4 */
} Lengths;
static inline uint32_t length_at(Lengths lengths, uint32_t doc)
{
    const unsigned char *at = lengths.bytes + (size_t)doc * lengths.width;
    return lengths.width == 2 ? bytes_u16(at) : bytes_u32(at);
}

typedef struct Weighing {
    const char *name;
    /* out[i]: the weight of document docs[i] with counts[i] + extras[i] occurrences, for `count` postings, at
     * most BLOCK_SIZE; all arrays have room for BLOCK_SIZE. Four bytes behind `lengths` may be read. */
    void (*weigh)(const Weigher *weigher, const uint32_t *docs, const uint32_t *counts,
                  const uint32_t *extras, size_t count, Lengths lengths, uint32_t *out);
    /* Of `count` postings those with at least so many occurrences; gives their number. The outs have room for
     * BLOCK_SIZE + 16. */
    size_t (*choose)(const uint32_t *docs, const uint32_t *counts, const uint32_t *extras, size_t count,
                     uint32_t least, uint32_t *out_docs, uint32_t *out_frequencies);
    /* out[i]: no posting of block i weighs more. bounds: as in a list's table (docs/index.md). */
    void (*bound)(const Weigher *weigher, const unsigned char *bounds, size_t blocks, uint32_t *out);
    /* Of the sums[0, size), a multiple of 16, those that are `least` or more, 1 at the least: docs[i] = base
     * + its place, scores[i] = the sum less one; gives their number. All sums become 0. The outs have room
     * for `size` + 16. */
    size_t (*harvest)(uint32_t *sums, size_t size, uint32_t least, uint32_t base, uint32_t *docs,
                      uint32_t *scores);
} Weighing;

extern const Weighing weighing_plain;
/* Only where the processor has it; the plain one elsewhere. */
extern const Weighing weighing_avx2, weighing_avx512;
const Weighing *weighing_best(void);

#endif
