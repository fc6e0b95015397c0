/* The ids of documents, packed 32 at a time. */
#ifndef INDEX_IDS_H
#define INDEX_IDS_H

#include "index/column.h"

#define IDS_BLOCK 32u

typedef struct IdsWriter {
    Section *section;
    ColumnWriter ends; /* of blocks */
    Arena *arena;
    Slice ids[IDS_BLOCK];
    IdBuffer kept[IDS_BLOCK];
    uint32_t used;
} IdsWriter;

void ids_writer_init(IdsWriter *w, Arena *arena, Section *ids, Section *ends);
void ids_add(IdsWriter *w, Slice id);
void ids_end(IdsWriter *w);

/* The id of a document, in the buffer until it is used again. False when damaged. */
bool ids_get(const Segment *segment, uint32_t doc, IdBuffer *buffer, Slice *id);

#endif
