/* How long work tells where it is, without knowing who listens. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/slice.h"

typedef struct Progress {
    /* done and total in bytes (total 0: unknown); what: the present source. Called at most some times a
     * second. */
    void (*step)(void *context, Slice what, uint64_t done, uint64_t total, uint64_t items);
    void *context;
    /* Set from a signal handler or another thread when the work shall stop at its next safe place. */
    const volatile int *stop;
} Progress;

static inline bool progress_is_stopped(const Progress *progress)
{
    return progress && progress->stop && *progress->stop;
}

#endif
