/* Merging. In: segments, each in order. Out: their live documents, terms and facets in one order, poured into
 * a sink.
 *
 * Everything is read forward, one term at a time: what stays in memory is the new number of each old document
 * (4 bytes) and one block of postings a segment. A new number rises with the old one within a segment, so
 * lists stay sorted. */
#include "index/merge.h"

#include "index/postings.h"

#define GONE UINT32_MAX   /* new number of a deleted document */
#define POURED_MAX 500000 /* postings after which the sources' pages are let go: some megabytes */

typedef struct Source {
    Segment *segment;
    uint32_t *numbers; /* new document number by old */
    uint32_t doc;      /* next document to be placed */
    DocKey key;        /* of that document */
    IdBuffer ids[2];   /* its id's, and that of the one before */
    DictCursor dict;
    bool has_entry; /* dict.entry is waiting */
    Postings *postings;
    uint32_t posting; /* number of the posting that waits in the list */
    uint32_t waiting; /* its new document number; GONE at the end */
} Source;

typedef struct Merge {
    Source *sources;
    size_t count;
    Arena *arena;
    Sink *sink;
    PositionList positions;
    char *last_key; /* of the dictionary that is poured */
    size_t last_size, last_capacity;
    uint64_t poured; /* postings since pages were let go */
    bool is_damaged;
} Merge;

/* ---- documents ---- */

/* Steps to the next live document; a source whose documents do not rise is damaged. */
static void next_document(Merge *merge, Source *source)
{
    DocKey before = source->key;
    bool is_first = source->doc == 0;
    while (source->doc < source->segment->documents && segment_is_deleted(source->segment, source->doc))
        source->numbers[source->doc++] = GONE;
    if (source->doc >= source->segment->documents)
        return;
    IdBuffer kept = source->ids[0]; /* `before` lies in it */
    source->ids[0] = source->ids[1];
    source->ids[1] = kept;
    if (!segment_key(source->segment, source->doc, &source->ids[0], &source->key) ||
        (!is_first && doc_key_compare(&before, &source->key) >= 0))
        merge->is_damaged = true;
}

static bool read_row(const Source *source, Row *row)
{
    const Segment *segment = source->segment;
    *row = (Row){.article = source->key.article, .time_s = source->key.time_s, .id = source->key.id};
    row->structure = segment_structure(segment, source->doc);
    return row->structure.data && segment_length(segment, source->doc, &row->length) &&
           segment_words(segment, source->doc, &row->words) &&
           (source->doc >= segment->dated || segment_days(segment, source->doc, &row->days));
}

static Source *first_source(Merge *merge)
{
    Source *first = NULL;
    for (size_t i = 0; i < merge->count; i++) {
        Source *source = &merge->sources[i];
        if (source->doc < source->segment->documents &&
            (!first || doc_key_compare(&source->key, &first->key) < 0))
            first = source;
    }
    return first;
}

static void pour_documents(Merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        next_document(merge, &merge->sources[i]);
    uint32_t number = 0;
    for (Source *source; !merge->is_damaged && (source = first_source(merge)) != NULL;) {
        Row row;
        if (!read_row(source, &row)) {
            merge->is_damaged = true;
            return;
        }
        sink_document(merge->sink, &row);
        source->numbers[source->doc++] = number++;
        next_document(merge, source);
    }
}

/* ---- lists ---- */

/* Moves to the next posting of a live document. */
static void next_posting(Merge *merge, Source *source)
{
    Postings *list = source->postings;
    source->waiting = GONE;
    for (; source->waiting == GONE && source->posting < list->df; source->posting++) {
        if (!postings_load(list, source->posting / BLOCK_SIZE)) {
            merge->is_damaged = true;
            return;
        }
        source->waiting = source->numbers[list->docs[source->posting % BLOCK_SIZE]];
    }
}

static void open_list(Merge *merge, Source *source, const DictSpec *spec)
{
    postings_open(source->postings, source->segment, spec, &source->dict.entry);
    source->posting = 0;
    if (source->postings->is_damaged)
        merge->is_damaged = true;
    else
        next_posting(merge, source);
}

static void pour_posting(Merge *merge, Source *source)
{
    uint32_t index = (source->posting - 1) % BLOCK_SIZE;
    Postings *list = source->postings;
    merge->positions.count = 0;
    if (!postings_frequencies(list) || !postings_positions(list, index, merge->arena, &merge->positions)) {
        merge->is_damaged = true;
        return;
    }
    uint32_t count = list->counts[index];
    if (count == 0 || list->extras[index] > UINT32_MAX - count) {
        merge->is_damaged = true;
        return;
    }
    sink_posting(merge->sink, source->waiting, count + list->extras[index], merge->positions.items, count);
}

static Source *first_waiting(Source *const *same, size_t count)
{
    Source *first = same[0];
    for (size_t i = 1; i < count; i++) {
        if (same[i]->waiting < first->waiting)
            first = same[i];
    }
    return first;
}

/* The postings of the sources that share a key. */
static void pour_lists(Merge *merge, Source *const *same, size_t count, const DictSpec *spec)
{
    for (size_t i = 0; i < count; i++)
        open_list(merge, same[i], spec);
    while (!merge->is_damaged) {
        Source *source = first_waiting(same, count);
        if (source->waiting == GONE)
            return;
        if (spec->has_positions)
            pour_posting(merge, source);
        else
            sink_facet_posting(merge->sink, source->waiting);
        next_posting(merge, source);
    }
}

/* What was read of the sources need not stay in memory: it is read forward. */
static void forget_pages(Merge *merge)
{
    merge->poured = 0;
    for (size_t i = 0; i < merge->count; i++)
        segment_forget(merge->sources[i].segment);
}

/* ---- dictionaries ---- */

static size_t sources_of_least_key(Merge *merge, Source **same)
{
    size_t count = 0;
    for (size_t i = 0; i < merge->count; i++) {
        Source *source = &merge->sources[i];
        if (!source->has_entry)
            continue;
        int order = count == 0 ? -1 : slice_compare(source->dict.entry.key, same[0]->dict.entry.key);
        if (order < 0)
            count = 0;
        if (order <= 0)
            same[count++] = source;
    }
    return count;
}

static void next_entry(Merge *merge, Source *source)
{
    source->has_entry = dict_next(&source->dict);
    if (source->dict.is_damaged)
        merge->is_damaged = true;
}

/* Keys must rise. */
static bool follows_last_key(Merge *merge, Slice key, bool is_first)
{
    if (!is_first && slice_compare(slice_of(merge->last_key, merge->last_size), key) >= 0)
        return false;
    if (key.size > merge->last_capacity) {
        merge->last_key = arena_text(merge->arena, key.size * 2);
        merge->last_capacity = key.size * 2;
    }
    if (key.size > 0)
        memcpy(merge->last_key, key.data, key.size);
    merge->last_size = key.size;
    return true;
}

static void pour_entry(Merge *merge, Source **same, size_t count, const DictSpec *spec)
{
    const DictEntry *entry = &same[0]->dict.entry;
    if (spec->has_positions) {
        sink_term_begin(merge->sink, entry->key);
        pour_lists(merge, same, count, spec);
        sink_term_end(merge->sink);
        return;
    }
    if (!facet_entry_is_sound(entry)) {
        merge->is_damaged = true;
        return;
    }
    sink_facet_begin(merge->sink, (FacetField)entry->key.data[0], facet_entry_key(entry),
                     facet_entry_value(entry));
    pour_lists(merge, same, count, spec);
    sink_facet_end(merge->sink);
}

static void pour_dictionary(Merge *merge, const DictSpec *spec)
{
    Source **same = ARENA_ARRAY(merge->arena, Source *, merge->count);
    for (size_t i = 0; i < merge->count; i++) {
        dict_init(&merge->sources[i].dict, merge->arena, merge->sources[i].segment, spec);
        next_entry(merge, &merge->sources[i]);
    }
    bool is_first = true;
    for (size_t count; !merge->is_damaged && (count = sources_of_least_key(merge, same)) > 0;) {
        if (!follows_last_key(merge, same[0]->dict.entry.key, is_first)) {
            merge->is_damaged = true;
            return;
        }
        is_first = false;
        pour_entry(merge, same, count, spec);
        for (size_t i = 0; i < count; i++) {
            merge->poured += same[i]->dict.entry.df;
            next_entry(merge, same[i]);
        }
        if (merge->poured > POURED_MAX)
            forget_pages(merge);
    }
}

Status merge_pour(Segment *const *segments, size_t count, Sink *sink, Error *err)
{
    Merge merge = {.count = count, .arena = arena_open(SIZE_MAX), .sink = sink};
    merge.sources = ARENA_ARRAY(merge.arena, Source, count);
    for (size_t i = 0; i < count; i++) {
        merge.sources[i].segment = segments[i];
        merge.sources[i].numbers = ARENA_ARRAY(merge.arena, uint32_t, segments[i]->documents);
        merge.sources[i].postings = ARENA_NEW(merge.arena, Postings);
        merge.sources[i].ids[0].arena = merge.sources[i].ids[1].arena = merge.arena;
    }
    pour_documents(&merge);
    forget_pages(&merge);
    if (!merge.is_damaged)
        pour_dictionary(&merge, &dict_terms);
    if (!merge.is_damaged)
        pour_dictionary(&merge, &dict_facets);
    arena_close(merge.arena);
    return merge.is_damaged ? error_set(err, STATUS_SKIP, "a segment of the index is damaged") : STATUS_OK;
}
