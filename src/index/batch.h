/* Documents that were added and are not yet committed, in memory. */
#ifndef INDEX_BATCH_H
#define INDEX_BATCH_H

#include "index/sink.h"

typedef struct Batch Batch;

Batch *batch_open(void);
void batch_close(Batch *batch);
void batch_reset(Batch *batch);
/* A document of the same article that is in the batch already is replaced. */
void batch_add(Batch *batch, const Document *document);
void batch_remove(Batch *batch, int64_t article);
size_t batch_count(const Batch *batch); /* live documents */
/* Their article numbers, in the arena. */
int64_t *batch_articles(const Batch *batch, Arena *arena);
size_t batch_bytes(const Batch *batch); /* of memory that it takes, or will take when it is poured */
void batch_pour(Batch *batch, Sink *sink);

#endif
