/* The answers kept ready: shards, each a hash table with a list in order of use, under a lock of its own that
 * is held for as long as it takes to hand the response to the connection (which counts its own reference). */
#include "server/cache.h"

#include <pthread.h>

enum { SHARDS = 16, BUCKETS = 1024, OVERHEAD_BYTES = 1500 /* an entry's headers and structs, roughly */ };

typedef struct Entry Entry;
struct Entry {
    Entry *next;          /* in its bucket */
    Entry *newer, *older; /* by use */
    uint64_t hash, generation;
    Ready ready;
    CodecKind coding;
    PageTongue tongue;
    int64_t day;
    Form form;
    size_t cost;
    size_t target_size;
    char target[];
};

typedef struct Shard {
    pthread_mutex_t lock;
    Entry *buckets[BUCKETS];
    Entry *newest, *oldest;
    size_t bytes;
} Shard;

struct Cache {
    Shard shards[SHARDS];
    size_t shard_bytes_max;
};

void ready_release(Ready *ready)
{
    if (ready->whole)
        MHD_destroy_response(ready->whole);
    if (ready->unchanged)
        MHD_destroy_response(ready->unchanged);
    *ready = (Ready){0};
}

Cache *cache_open(size_t bytes_max)
{
    Cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        fatal("memory is used up");
    cache->shard_bytes_max = bytes_max / SHARDS;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

static uint64_t hash_of(const CacheKey *key)
{
    return slice_hash(key->target) ^ ((uint64_t)key->day << 9 | (uint64_t)key->tongue << 8 |
                                      (uint64_t)key->coding << 4 | (uint64_t)key->form) *
                                         0x9e3779b97f4a7c15u;
}

static void unlink_use(Shard *shard, Entry *entry)
{
    *(entry->newer ? &entry->newer->older : &shard->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &shard->oldest) = entry->newer;
}

static void link_newest(Shard *shard, Entry *entry)
{
    entry->newer = NULL;
    entry->older = shard->newest;
    *(shard->newest ? &shard->newest->newer : &shard->oldest) = entry;
    shard->newest = entry;
}

static void drop(Shard *shard, Entry *entry)
{
    Entry **link = &shard->buckets[entry->hash / SHARDS % BUCKETS];
    while (*link != entry)
        link = &(*link)->next;
    *link = entry->next;
    unlink_use(shard, entry);
    shard->bytes -= entry->cost;
    ready_release(&entry->ready);
    free(entry);
}

static Entry *find(Shard *shard, const CacheKey *key, uint64_t hash)
{
    for (Entry *entry = shard->buckets[hash / SHARDS % BUCKETS]; entry; entry = entry->next)
        if (entry->hash == hash && entry->coding == key->coding && entry->tongue == key->tongue &&
            entry->day == key->day && entry->form == key->form &&
            slice_equal(slice_of(entry->target, entry->target_size), key->target))
            return entry;
    return NULL;
}

bool cache_use(Cache *cache, const CacheKey *key, uint64_t generation,
               enum MHD_Result (*send)(void *context, const Ready *ready), void *context,
               enum MHD_Result *result)
{
    uint64_t hash = hash_of(key);
    Shard *shard = &cache->shards[hash % SHARDS];
    pthread_mutex_lock(&shard->lock);
    Entry *entry = find(shard, key, hash);
    if (entry && entry->generation != generation) {
        drop(shard, entry);
        entry = NULL;
    }
    if (entry) {
        if (entry->newer) {
            unlink_use(shard, entry);
            link_newest(shard, entry);
        }
        *result = send(context, &entry->ready);
    }
    pthread_mutex_unlock(&shard->lock);
    return entry != NULL;
}

void cache_put(Cache *cache, const CacheKey *key, uint64_t generation, Ready ready)
{
    size_t cost = ready.body_size + key->target.size + OVERHEAD_BYTES;
    Entry *entry = cost > cache->shard_bytes_max ? NULL : calloc(1, sizeof *entry + key->target.size);
    if (!entry) {
        ready_release(&ready);
        return;
    }
    uint64_t hash = hash_of(key);
    entry->hash = hash;
    entry->generation = generation;
    entry->ready = ready;
    entry->coding = key->coding;
    entry->tongue = key->tongue;
    entry->day = key->day;
    entry->form = key->form;
    entry->cost = cost;
    entry->target_size = key->target.size;
    memcpy(entry->target, key->target.data, key->target.size);

    Shard *shard = &cache->shards[hash % SHARDS];
    pthread_mutex_lock(&shard->lock);
    Entry *same = find(shard, key, hash);
    if (same)
        drop(shard, same);
    while (shard->oldest && shard->bytes + cost > cache->shard_bytes_max)
        drop(shard, shard->oldest);
    Entry **bucket = &shard->buckets[hash / SHARDS % BUCKETS];
    entry->next = *bucket;
    *bucket = entry;
    link_newest(shard, entry);
    shard->bytes += cost;
    pthread_mutex_unlock(&shard->lock);
}

size_t cache_bytes(Cache *cache)
{
    size_t bytes = 0;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&cache->shards[i].lock);
        bytes += cache->shards[i].bytes;
        pthread_mutex_unlock(&cache->shards[i].lock);
    }
    return bytes;
}

void cache_close(Cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < SHARDS; i++) {
        while (cache->shards[i].oldest)
            drop(&cache->shards[i], cache->shards[i].oldest); /* NOLINT: drop() moves `oldest` on */
        pthread_mutex_destroy(&cache->shards[i].lock);
    }
    free(cache);
}
