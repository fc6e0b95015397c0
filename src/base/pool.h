/* Worker threads for work that falls into independent parts. Only archive, server and cli (extract --jobs)
 * make one. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/error.h"

typedef struct Pool Pool;

/* workers >= 1; 1 runs everything on the calling thread. */
Pool *pool_open(unsigned workers);
void pool_close(Pool *pool);
unsigned pool_workers(const Pool *pool);
/* Calls work(context, item, worker) once for each item 0..count-1, on all workers (the caller is worker 0);
 * returns when all are done. Items are taken in rising order; worker is 0..workers-1. */
void pool_run(Pool *pool, size_t count, void (*work)(void *context, size_t item, unsigned worker),
              void *context);
unsigned pool_cores(void); /* usable cores of this machine, >= 1 */

#endif
