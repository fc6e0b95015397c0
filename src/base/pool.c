/* Worker threads that wait for work in parts.
 *
 * In: a function and a number of items. Each worker takes the next item off a shared counter until none is
 * left; the caller works along as worker 0. Out: nothing but what the function wrote. A round is told to the
 * threads by its number under the lock, so that a thread that wakes late cannot take part in a round that is
 * over. */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

typedef struct Worker {
    Pool *pool;
    pthread_t thread;
    unsigned number;
} Worker;

struct Pool {
    pthread_mutex_t lock;
    pthread_cond_t begun;    /* a round begins, or the pool closes */
    pthread_cond_t finished; /* the last thread is done with its round */
    uint64_t round;
    unsigned busy; /* threads still in the round */
    bool is_closing;

    atomic_size_t next;
    size_t count;
    void (*work)(void *context, size_t item, unsigned worker);
    void *context;

    unsigned worker_count;
    Worker workers[]; /* worker_count of them; the first is the caller and has no thread */
};

static void take_items(Pool *pool, unsigned worker)
{
    for (;;) {
        const size_t item = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (item >= pool->count)
            return;
        pool->work(pool->context, item, worker);
    }
}

static void *run_worker(void *argument)
{
    const Worker *self = argument;
    Pool *pool = self->pool;
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->round == seen && !pool->is_closing)
            pthread_cond_wait(&pool->begun, &pool->lock);
        if (pool->is_closing)
            break;
        seen = pool->round;
        pthread_mutex_unlock(&pool->lock);
        take_items(pool, self->number);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->finished);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Signals are the calling thread's: a worker blocks them all. */
static void start_threads(Pool *pool)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (unsigned i = 1; i < pool->worker_count; i++) {
        pool->workers[i] = (Worker){.pool = pool, .number = i};
        if (pthread_create(&pool->workers[i].thread, NULL, run_worker, &pool->workers[i]) != 0)
            fatal("cannot start thread %u of %u", i + 1, pool->worker_count);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

Pool *pool_open(unsigned workers)
{
    assert(workers >= 1);
    Pool *pool = calloc(1, sizeof *pool + workers * sizeof(Worker));
    if (!pool)
        fatal("memory is used up");
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->begun, NULL);
    pthread_cond_init(&pool->finished, NULL);
    atomic_init(&pool->next, 0);
    pool->worker_count = workers;
    start_threads(pool);
    return pool;
}

void pool_close(Pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    assert(pool->busy == 0);
    pool->is_closing = true;
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 1; i < pool->worker_count; i++)
        pthread_join(pool->workers[i].thread, NULL);
    pthread_cond_destroy(&pool->finished);
    pthread_cond_destroy(&pool->begun);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

unsigned pool_workers(const Pool *pool)
{
    return pool->worker_count;
}

void pool_run(Pool *pool, size_t count, void (*work)(void *context, size_t item, unsigned worker),
              void *context)
{
    pthread_mutex_lock(&pool->lock);
    assert(pool->busy == 0);
    pool->work = work;
    pool->context = context;
    pool->count = count;
    atomic_store(&pool->next, 0);
    pool->busy = pool->worker_count - 1;
    pool->round++;
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->lock);

    take_items(pool, 0);

    pthread_mutex_lock(&pool->lock);
    while (pool->busy)
        pthread_cond_wait(&pool->finished, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

unsigned pool_cores(void)
{
    cpu_set_t usable;
    CPU_ZERO(&usable);
    if (sched_getaffinity(0, sizeof usable, &usable) != 0)
        return 1;
    const int count = CPU_COUNT(&usable);
    return count > 1 ? (unsigned)count : 1;
}
