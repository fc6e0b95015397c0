/* The article before or after another in time. In: an article's number. Out: the nearest one on that side.
 * Documents of a segment stand in order of time, so each segment gives one candidate by bisection. */
#include "index/snapshot.h"

/* The first dated document of the segment whose key is not below `key`; segment->dated if there is none. */
static bool lower_bound(const Segment *segment, const DocKey *key, IdBuffer *buffer, uint32_t *doc)
{
    uint32_t low = 0, high = segment->dated;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        DocKey at;
        if (!segment_key(segment, middle, buffer, &at))
            return false;
        if (doc_key_compare(&at, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *doc = low;
    return true;
}

/* The nearest live document of the segment beyond `key`. */
static bool candidate(const Segment *segment, const DocKey *key, bool is_next, IdBuffer *buffer,
                      DocKey *found)
{
    uint32_t at;
    if (!lower_bound(segment, key, buffer, &at))
        return false;
    int64_t step = is_next ? 1 : -1;
    for (int64_t doc = is_next ? at : (int64_t)at - 1; doc >= 0 && doc < segment->dated; doc += step) {
        if (segment_is_deleted(segment, (uint32_t)doc))
            continue;
        if (!segment_key(segment, (uint32_t)doc, buffer, found))
            return false;
        if (found->article != key->article)
            return true;
    }
    return false;
}

static bool key_of(const Index *index, int64_t article, IdBuffer *buffer, DocKey *key)
{
    for (size_t i = 0; i < index->manifest.count; i++) {
        const Segment *segment = index->segments[i];
        uint32_t doc;
        if (segment_find_article(segment, article, &doc) && !segment_is_deleted(segment, doc))
            return doc < segment->dated && segment_key(segment, doc, buffer, key);
    }
    return false;
}

bool index_neighbour(const Index *index, int64_t article, bool is_next, int64_t *neighbour)
{
    Arena *arena = arena_open(SIZE_MAX);
    IdBuffer own = {.arena = arena};
    DocKey key, best = {0};
    bool is_found = false;
    size_t count = key_of(index, article, &own, &key) ? index->manifest.count : 0;
    for (size_t i = 0; i < count; i++) {
        IdBuffer buffer = {.arena = arena};
        DocKey found;
        if (!candidate(index->segments[i], &key, is_next, &buffer, &found))
            continue;
        int order = is_found ? doc_key_compare(&found, &best) : 0;
        if (!is_found || (is_next ? order < 0 : order > 0))
            best = found;
        is_found = true;
    }
    *neighbour = best.article;
    arena_close(arena);
    return is_found;
}
