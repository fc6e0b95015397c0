/* What the archive lacks, found once for each state of it and kept for all threads: to find it, every row is
 * looked at, some ten microseconds each.
 *
 * In: an archive and the number of its state. Out: a report that lives as long as somebody holds it. While
 * one thread looks, others that want the same wait for it rather than look too. The looking has an arena of
 * its own, under a guard: a request that is abandoned never leaves the lock behind. */
#include "server/lacks.h"

#include <pthread.h>

enum { WORK_BYTES_MAX = 768 << 20, REPORT_BYTES_MAX = 64 << 20 };

struct Lack {
    _Atomic unsigned holders;
    uint64_t generation;
    Arena *arena;
    MissingReport report;
};

struct Lacks {
    pthread_mutex_t lock;
    Lack *kept; /* NULL: none yet */
};

Lacks *lacks_open(void)
{
    Lacks *lacks = calloc(1, sizeof *lacks);
    if (!lacks)
        fatal("out of memory for what is missing");
    pthread_mutex_init(&lacks->lock, NULL);
    return lacks;
}

void lacks_close(Lacks *lacks)
{
    if (!lacks)
        return;
    lack_release(lacks->kept);
    pthread_mutex_destroy(&lacks->lock);
    free(lacks);
}

void lack_release(Lack *lack)
{
    if (!lack || --lack->holders > 0)
        return;
    arena_close(lack->arena);
    free(lack);
}

const MissingReport *lack_report(const Lack *lack)
{
    return &lack->report;
}

/* What is handed through the guard. */
typedef struct Looking {
    Archive *archive;
    Arena *work;
    MissingReport found;
    Status status;
    Error *err;
} Looking;

static void look(void *context)
{
    Looking *looking = context;
    looking->status = archive_missing(looking->archive, looking->work, &looking->found, looking->err);
}

/* A report is bounded: MISSING_LIST_MAX lines a list. But lines hold addresses of strangers, so it is copied
 * under a guard too. */
typedef struct Copying {
    Lack *lack;
    const MissingReport *found;
} Copying;

static void copy(void *context)
{
    Copying *copying = context;
    copying->lack->report = missing_report_copy(copying->lack->arena, copying->found);
}

static Status keep(const MissingReport *found, uint64_t generation, Lack **made, Error *err)
{
    Lack *lack = calloc(1, sizeof *lack);
    if (!lack)
        fatal("out of memory for what is missing");
    lack->holders = 1;
    lack->generation = generation;
    lack->arena = arena_open(REPORT_BYTES_MAX);
    Copying copying = {lack, found};
    if (!arena_guard(lack->arena, copy, &copying)) {
        lack_release(lack);
        return error_set(err, STATUS_FAIL, "what is missing takes more than %d bytes to tell",
                         REPORT_BYTES_MAX);
    }
    *made = lack;
    return STATUS_OK;
}

static Status find(Archive *archive, uint64_t generation, Lack **made, Error *err)
{
    Looking looking = {.archive = archive, .work = arena_open(WORK_BYTES_MAX), .err = err};
    Status status =
        arena_guard(looking.work, look, &looking)
            ? looking.status
            : error_set(err, STATUS_FAIL, "what is missing takes more than %d bytes", WORK_BYTES_MAX);
    if (status == STATUS_OK)
        status = keep(&looking.found, generation, made, err);
    arena_close(looking.work);
    return status == STATUS_END ? STATUS_FAIL : status;
}

Status lacks_take(Lacks *lacks, Archive *archive, uint64_t generation, Lack **held, Error *err)
{
    Status status = STATUS_OK;
    if (*held && (*held)->generation == generation)
        return STATUS_OK;
    lack_release(*held);
    *held = NULL;
    pthread_mutex_lock(&lacks->lock);
    if (!lacks->kept || lacks->kept->generation != generation) {
        Lack *made = NULL;
        status = find(archive, generation, &made, err);
        if (status == STATUS_OK) {
            lack_release(lacks->kept);
            lacks->kept = made;
        }
    }
    if (status == STATUS_OK) {
        lacks->kept->holders++;
        *held = lacks->kept;
    }
    pthread_mutex_unlock(&lacks->lock);
    return status;
}
