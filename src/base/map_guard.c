/* Mapped files that somebody cuts short while we read them.
 *
 * The kernel tells of a page that is no more by SIGBUS, and whoever does not catch it dies. Here the page is
 * replaced by one of zeros, the map is marked, and its reader finds out when it asks (file_map_is_cut). The
 * table and the handler are the program's: signals have no other place to look. mmap() and stores to atomics
 * are all that the handler does; faults outside our maps end the program as they always did. */
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <threads.h>
#include <unistd.h>

#include "base/map_guard.h"

enum { GUARDED_MAX = 1024 }; /* maps open at a time; more are read without a guard */

static struct {
    _Atomic uintptr_t begin; /* 0: free */
    _Atomic size_t size;
    atomic_bool is_cut;
} guarded[GUARDED_MAX];
static uintptr_t page_bytes;
static once_flag installed = ONCE_FLAG_INIT;

static bool mend(uintptr_t address)
{
    for (size_t i = 0; i < GUARDED_MAX; i++) {
        const uintptr_t begin = atomic_load(&guarded[i].begin);
        if (begin == 0 || address < begin || address >= begin + atomic_load(&guarded[i].size))
            continue;
        void *page = (void *)(address - address % page_bytes);
        atomic_store(&guarded[i].is_cut, true);
        return mmap(page, page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page;
    }
    return false;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (!mend((uintptr_t)info->si_addr))
        signal(number, SIG_DFL); /* the instruction runs again and ends the program */
}

static void install(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
    sigaction(SIGBUS, &action, NULL);
}

void map_guard_add(Slice bytes)
{
    call_once(&installed, install);
    for (size_t i = 0; i < GUARDED_MAX && bytes.size > 0; i++) {
        uintptr_t empty = 0;
        if (!atomic_compare_exchange_strong(&guarded[i].begin, &empty, (uintptr_t)bytes.data))
            continue;
        atomic_store(&guarded[i].is_cut, false);
        atomic_store(&guarded[i].size, bytes.size);
        return;
    }
}

void map_guard_remove(Slice bytes)
{
    for (size_t i = 0; i < GUARDED_MAX && bytes.size > 0; i++) {
        if (atomic_load(&guarded[i].begin) != (uintptr_t)bytes.data)
            continue;
        atomic_store(&guarded[i].size, 0);
        atomic_store(&guarded[i].begin, 0);
        return;
    }
}

bool map_guard_is_cut(Slice bytes)
{
    for (size_t i = 0; i < GUARDED_MAX && bytes.size > 0; i++)
        if (atomic_load(&guarded[i].begin) == (uintptr_t)bytes.data)
            return atomic_load(&guarded[i].is_cut);
    return false;
}
