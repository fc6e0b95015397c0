/* A batch turned into a segment. In: documents in any order. Out: documents by time, terms by bytes, poured
 * into a sink.
 *
 * While documents come, each occurrence is only noted as (term, position) under its document: eight bytes.
 * When the batch is poured, documents are put in order first, and then one counting sort by term puts every
 * occurrence where it belongs, already in order of document and position: nothing is compared but document
 * keys and the words themselves. */
#include "index/batch.h"

#include "base/builder.h"
#include "base/list.h"
#include "base/map.h"
#include "index/format.h"
#include "index/structure.h"
#include "index/wordbook.h"
#include "model/query.h"

#define NO_DOC_YET UINT32_MAX

typedef struct Occurrence {
    uint32_t term, position;
} Occurrence;

/* Positions of one posting, reused. */
typedef struct PositionsScratch {
    uint32_t *items;
    size_t count, capacity;
    Arena *arena;
} PositionsScratch;

typedef struct BatchFacet {
    FacetField field;
    Slice key, value;
} BatchFacet;

typedef struct BatchDocument {
    Row row;
    uint64_t begin, end;               /* of its occurrences */
    uint64_t facets_begin, facets_end; /* of its facet numbers */
    bool is_dropped;
} BatchDocument;

struct Batch {
    Arena *arena;
    Wordbook words; /* numbers of terms */
    Map facets;     /* field byte, key, NUL, value -> likewise */
    Map articles;   /* 8 bytes of the article -> number of its document + 1; 0: removed */
    struct {
        BatchDocument *items;
        size_t count, capacity;
    } documents;
    struct {
        Occurrence *items;
        size_t count, capacity;
    } occurrences;
    struct {
        uint8_t *items;
        size_t count, capacity;
    } weights; /* of occurrences */
    struct {
        uint32_t *items;
        size_t count, capacity;
    } facet_numbers;
    struct {
        BatchFacet *items;
        size_t count, capacity;
    } facet_values; /* by number */
    Builder key;    /* scratch */
    size_t live;
};

static void start(Batch *batch)
{
    Arena *arena = batch->arena;
    *batch = (Batch){.arena = arena};
    wordbook_init(&batch->words, arena);
    map_init(&batch->facets, arena);
    map_init(&batch->articles, arena);
    builder_init(&batch->key, arena);
}

Batch *batch_open(void)
{
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        fatal("memory is used up");
    batch->arena = arena_open(SIZE_MAX);
    start(batch);
    return batch;
}

void batch_close(Batch *batch)
{
    if (!batch)
        return;
    arena_close(batch->arena);
    free(batch);
}

void batch_reset(Batch *batch)
{
    arena_reset(batch->arena);
    start(batch);
}

size_t batch_count(const Batch *batch)
{
    return batch->live;
}

/* Number of a key in a map that was empty at first; the key is copied when it is new. */
static uint32_t number_of(Arena *arena, Map *map, Slice key, bool *is_new)
{
    MapValue *value = map_add(map, key, is_new);
    if (*is_new) {
        map->entries[map->count - 1].key = arena_copy(arena, key);
        value->number = map->count - 1;
    }
    return (uint32_t)value->number;
}

static void drop(Batch *batch, MapValue *entry)
{
    if (entry->number == 0)
        return;
    batch->documents.items[entry->number - 1].is_dropped = true;
    entry->number = 0;
    batch->live--;
}

static MapValue *find_article(Batch *batch, int64_t article)
{
    bool is_new;
    Slice key = slice_of(&article, sizeof article);
    MapValue *value = map_add(&batch->articles, key, &is_new);
    if (is_new)
        batch->articles.entries[batch->articles.count - 1].key = arena_copy(batch->arena, key);
    return value;
}

void batch_remove(Batch *batch, int64_t article)
{
    drop(batch, find_article(batch, article));
}

/* ---- adding ---- */

/* Room for so many occurrences more, so that noting one is two stores. */
static void reserve_occurrences(Batch *batch, size_t more)
{
    size_t needed = batch->occurrences.count + more;
    if (needed <= batch->occurrences.capacity)
        return;
    size_t old = batch->occurrences.capacity, capacity = needed * 2;
    batch->occurrences.items = arena_grow(batch->arena, batch->occurrences.items, old * sizeof(Occurrence),
                                          capacity * sizeof(Occurrence));
    batch->weights.items = arena_grow(batch->arena, batch->weights.items, old, capacity);
    batch->occurrences.capacity = batch->weights.capacity = capacity;
}

static void add_occurrence(Batch *batch, uint32_t term, uint32_t position, uint32_t weight)
{
    batch->occurrences.items[batch->occurrences.count++] = (Occurrence){term, position};
    batch->weights.items[batch->weights.count++] = (uint8_t)weight;
}

static void add_tokens(Batch *batch, const Document *document)
{
    const Regions *regions = &document->regions;
    const Region lead = document_lead(document);
    enum { TOGETHER = 64 }; /* words whose places in memory are asked for at once */
    uint32_t aims[TOGETHER];
    const size_t count = document->tokens.count;
    size_t region = 0;
    reserve_occurrences(batch, count * 2);
    for (size_t i = 0; i < count; i++) {
        const Token *token = &document->tokens.items[i];
        for (size_t k = 0; i % TOGETHER == 0 && k < TOGETHER && i + k < count; k++)
            aims[k] = wordbook_aim(&batch->words, token[k].folded);
        while (region < regions->base_count && regions->items[region].end <= token->position)
            region++;
        uint32_t weight = region < regions->base_count
                              ? document_weight(regions->items[region].field, lead, token->position)
                              : 1;
        uint32_t form = wordbook_add_aimed(&batch->words, token->folded, NO_FORM, aims[i % TOGETHER]);
        add_occurrence(batch, form, token->position, weight);
        bool is_folded =
            token->folded.data == token->surface.data && token->folded.size == token->surface.size;
        if (!is_folded && !slice_equal(token->folded, token->surface))
            add_occurrence(batch, wordbook_add(&batch->words, token->surface, form), token->position, weight);
    }
}

static void add_facets(Batch *batch, const Document *document)
{
    for (size_t i = 0; i < document->facets.count; i++) {
        const Facet *facet = &document->facets.items[i];
        builder_clear(&batch->key);
        builder_add_byte(&batch->key, (char)facet->field);
        builder_add(&batch->key, facet->key);
        builder_add_byte(&batch->key, 0);
        builder_add(&batch->key, facet->value);
        bool is_new;
        uint32_t number = number_of(batch->arena, &batch->facets, builder_slice(&batch->key), &is_new);
        if (is_new) {
            Slice key = batch->facets.entries[number].key;
            *LIST_ADD(batch->arena, &batch->facet_values) = (BatchFacet){
                facet->field, slice_range(key, 1, 1 + facet->key.size), slice_skip(key, facet->key.size + 2)};
        }
        *LIST_ADD(batch->arena, &batch->facet_numbers) = number;
    }
}

void batch_add(Batch *batch, const Document *document)
{
    MapValue *article = find_article(batch, document->article);
    drop(batch, article);
    BatchDocument *kept = LIST_ADD(batch->arena, &batch->documents);
    article->number = batch->documents.count;
    batch->live++;
    kept->row = (Row){.article = document->article,
                      .time_s = document->time_s,
                      .words = document->words,
                      .length = document->length,
                      .id = arena_copy(batch->arena, document->id),
                      .structure = structure_encode(batch->arena, document)};
    if (document->time_s != TIME_UNDATED)
        kept->row.days = document->days;
    kept->begin = batch->occurrences.count;
    kept->facets_begin = batch->facet_numbers.count;
    add_tokens(batch, document);
    add_facets(batch, document);
    kept->end = batch->occurrences.count;
    kept->facets_end = batch->facet_numbers.count;
}

int64_t *batch_articles(const Batch *batch, Arena *arena)
{
    int64_t *articles = ARENA_ARRAY(arena, int64_t, batch->live);
    size_t count = 0;
    for (size_t i = 0; i < batch->documents.count; i++) {
        if (!batch->documents.items[i].is_dropped)
            articles[count++] = batch->documents.items[i].row.article;
    }
    return articles;
}

/* ---- pouring ---- */

static int compare_documents(const void *a, const void *b)
{
    const Row *x = &(*(const BatchDocument *const *)a)->row, *y = &(*(const BatchDocument *const *)b)->row;
    if (x->time_s != y->time_s)
        return x->time_s < y->time_s ? -1 : 1;
    int order = slice_compare(x->id, y->id);
    return order != 0 ? order : (x->article > y->article) - (x->article < y->article);
}

static const BatchDocument **order_documents(const Batch *batch, Arena *arena)
{
    const BatchDocument **order = ARENA_ARRAY(arena, const BatchDocument *, batch->live);
    size_t count = 0;
    for (size_t i = 0; i < batch->documents.count; i++) {
        if (!batch->documents.items[i].is_dropped)
            order[count++] = &batch->documents.items[i];
    }
    if (count > 0)
        qsort(order, count, sizeof *order, compare_documents);
    return order;
}

typedef struct KeyNumber {
    Slice key;
    uint32_t number;
} KeyNumber;

static int compare_keys(const void *a, const void *b)
{
    return slice_compare(((const KeyNumber *)a)->key, ((const KeyNumber *)b)->key);
}

/* The keys of a map in bytewise order, with their numbers. */
static KeyNumber *sort_keys(const Map *map, Arena *arena)
{
    KeyNumber *keys = ARENA_ARRAY(arena, KeyNumber, map->count);
    for (size_t i = 0; i < map->count; i++)
        keys[i] = (KeyNumber){map->entries[i].key, (uint32_t)i};
    if (map->count > 0)
        qsort(keys, map->count, sizeof *keys, compare_keys);
    return keys;
}

/* An occurrence in its final place: of a term, by document and position. */
typedef struct Placed {
    uint32_t doc, position, weight;
} Placed;

static void pour_term(Sink *sink, Slice key, const Placed *placed, size_t count, PositionsScratch *scratch)
{
    sink_term_begin(sink, key);
    for (size_t i = 0; i < count;) {
        uint32_t doc = placed[i].doc, weight = 0;
        scratch->count = 0;
        for (; i < count && placed[i].doc == doc; i++) {
            if (scratch->count > 0 && scratch->items[scratch->count - 1] == placed[i].position)
                continue; /* a word and a joined form that fold alike */
            *LIST_ADD(scratch->arena, scratch) = placed[i].position;
            weight += placed[i].weight;
        }
        sink_posting(sink, doc, weight, scratch->items, (uint32_t)scratch->count);
    }
    sink_term_end(sink);
}

static void pour_terms(const Batch *batch, Sink *sink, const BatchDocument *const *order, Arena *arena)
{
    size_t terms = batch->words.count, total = 0;
    uint64_t *ends = ARENA_ARRAY(arena, uint64_t, terms + 1);
    for (size_t d = 0; d < batch->live; d++) {
        for (uint64_t i = order[d]->begin; i < order[d]->end; i++)
            ends[batch->occurrences.items[i].term + 1]++;
        total += (size_t)(order[d]->end - order[d]->begin);
    }
    for (size_t i = 0; i < terms; i++)
        ends[i + 1] += ends[i];
    Placed *placed = ARENA_ARRAY(arena, Placed, total);
    for (size_t d = 0; d < batch->live; d++) {
        for (uint64_t i = order[d]->begin; i < order[d]->end; i++) {
            Occurrence o = batch->occurrences.items[i];
            placed[ends[o.term]++] = (Placed){(uint32_t)d, o.position, batch->weights.items[i]};
        }
    }
    BookKey *keys = wordbook_sort(&batch->words, arena);
    PositionsScratch scratch = {.arena = arena};
    for (size_t i = 0; i < terms; i++) {
        uint32_t term = keys[i].number;
        uint64_t begin = term > 0 ? ends[term - 1] : 0;
        pour_term(sink, keys[i].key, placed + begin, (size_t)(ends[term] - begin), &scratch);
    }
}

static void pour_facets(const Batch *batch, Sink *sink, const BatchDocument *const *order, Arena *arena)
{
    size_t values = batch->facets.count, total = 0;
    uint64_t *ends = ARENA_ARRAY(arena, uint64_t, values + 1);
    for (size_t d = 0; d < batch->live; d++) {
        for (uint64_t i = order[d]->facets_begin; i < order[d]->facets_end; i++)
            ends[batch->facet_numbers.items[i] + 1]++;
        total += (size_t)(order[d]->facets_end - order[d]->facets_begin);
    }
    for (size_t i = 0; i < values; i++)
        ends[i + 1] += ends[i];
    uint32_t *docs = ARENA_ARRAY(arena, uint32_t, total);
    for (size_t d = 0; d < batch->live; d++) {
        for (uint64_t i = order[d]->facets_begin; i < order[d]->facets_end; i++)
            docs[ends[batch->facet_numbers.items[i]]++] = (uint32_t)d;
    }
    KeyNumber *keys = sort_keys(&batch->facets, arena);
    for (size_t i = 0; i < values; i++) {
        uint32_t number = keys[i].number;
        const BatchFacet *facet = &batch->facet_values.items[number];
        sink_facet_begin(sink, facet->field, facet->key, facet->value);
        uint32_t before = NO_DOC_YET;
        for (uint64_t k = number > 0 ? ends[number - 1] : 0; k < ends[number]; k++) {
            if (docs[k] != before)
                sink_facet_posting(sink, docs[k]);
            before = docs[k];
        }
        sink_facet_end(sink);
    }
}

size_t batch_bytes(const Batch *batch)
{
    return arena_used(batch->arena) + batch->occurrences.count * sizeof(Placed);
}

void batch_pour(Batch *batch, Sink *sink)
{
    Arena *arena = arena_open(SIZE_MAX);
    const BatchDocument **order = order_documents(batch, arena);
    for (size_t i = 0; i < batch->live; i++)
        sink_document(sink, &order[i]->row);
    pour_terms(batch, sink, order, arena);
    pour_facets(batch, sink, order, arena);
    arena_close(arena);
}
