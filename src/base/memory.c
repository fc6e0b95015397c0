/* In: nothing. Out: glibc's allocator set for a program that takes and frees some MB again and again.
 *
 * As it is set by itself it gives back the top of the heap as soon as 128 KB of it are free: a tree of some
 * MB for each page costs a thousand page faults, a tenth of the time of reading it. */
#include "base/memory.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void memory_keep_freed(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
    (void)mallopt(M_TOP_PAD, 1 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}
