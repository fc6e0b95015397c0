/* Writes the postings of one term or facet value after another: blocks of 128, upper bounds, positions. */
#ifndef INDEX_POSTINGS_WRITE_H
#define INDEX_POSTINGS_WRITE_H

#include "index/codec.h"
#include "index/section.h"

typedef struct BoundPair {
    uint32_t frequency, length;
} BoundPair;

typedef struct PostingsWriter {
    Section *postings, *positions;
    const uint32_t *lengths; /* of documents; set before the first posting, as the mean of all of them is */
    double mean_length;
    bool has_frequencies;
    Arena *arena; /* of the buffers below */
    /* the block that is being filled */
    uint32_t docs[BLOCK_SIZE], counts[BLOCK_SIZE], extras[BLOCK_SIZE];
    uint32_t used;
    struct {
        uint32_t *items;
        size_t count, capacity;
    } gaps; /* of the positions of the block */
    /* the list so far */
    uint32_t df, next_doc;
    uint64_t position_count, positions_begin;
    struct {
        unsigned char *items;
        size_t count, capacity;
    } lasts, places, bounds, blocks; /* bytes; the first three only for lists of more than one block */
} PostingsWriter;

void postings_writer_init(PostingsWriter *w, Arena *arena, Section *postings, Section *positions,
                          bool has_frequencies);
void postings_begin(PostingsWriter *w);
void postings_add(PostingsWriter *w, uint32_t doc, uint32_t weight, const uint32_t *positions,
                  uint32_t count);
typedef struct PostingsSize {
    uint32_t df;
    uint64_t position_count, postings_size, positions_size;
} PostingsSize;
PostingsSize postings_end(PostingsWriter *w);

#endif
