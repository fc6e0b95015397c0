/* Answers kept ready to send: bounded in bytes, the least recently used go first. An entry belongs to one
 * state of the archive (its generation) and is of no use in another. Safe to use from all threads. */
#ifndef SERVER_CACHE_H
#define SERVER_CACHE_H

#include <microhttpd.h>

#include "server/inside.h"

typedef struct Cache Cache;

/* What decides the bytes of an answer. */
typedef struct CacheKey {
    Slice target;
    CodecKind coding;
    Form form;
    PageTongue tongue;
    int64_t day; /* 0 where the answer is the same on any day */
} CacheKey;

/* One answer, with the 304 that stands for it. */
typedef struct Ready {
    struct MHD_Response *whole, *unchanged; /* unchanged NULL: it has no ETag */
    int status;
    char etag[24];     /* with its quotes; empty: none */
    char modified[32]; /* Last-Modified; empty: none */
    size_t body_size;
    unsigned route; /* a RouteKind */
} Ready;

Cache *cache_open(size_t bytes_max);
void cache_close(Cache *cache);
/* Calls send() with the entry while it cannot go away; false if there is none. */
bool cache_use(Cache *cache, const CacheKey *key, uint64_t generation,
               enum MHD_Result (*send)(void *context, const Ready *ready), void *context,
               enum MHD_Result *result);
/* Takes the responses over (they are released in any case). */
void cache_put(Cache *cache, const CacheKey *key, uint64_t generation, Ready ready);

size_t cache_bytes(Cache *cache); /* of all entries */

void ready_release(Ready *ready);

#endif
