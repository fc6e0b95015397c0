/* Writes a sorted dictionary in blocks of 32 entries that share prefixes. */
#ifndef INDEX_DICT_WRITE_H
#define INDEX_DICT_WRITE_H

#include "index/format.h"
#include "index/section.h"

typedef struct DictWriter {
    Section *blocks, *entries;
    char *last; /* the key before, grown in `arena` */
    size_t last_size, last_capacity;
    Arena *arena;
    bool has_positions, has_extra; /* as DictSpec says */
    uint32_t count;
    uint64_t postings_at, positions_at; /* where the next entry's bytes begin */
} DictWriter;

void dict_writer_init(DictWriter *dict, Arena *arena, Section *blocks, Section *entries,
                      const DictSpec *spec);
/* Keys rise bytewise. extra: positions less postings (terms), size of the key in the entry (facets), 0
 * (pairs).
 */
void dict_writer_add(DictWriter *dict, Slice key, uint32_t df, uint64_t extra, uint64_t postings_size,
                     uint64_t positions_size);

#endif
