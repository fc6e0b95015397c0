/* What a query's words stand for in this index, and the words and values that begin with some letters. In: a
 * leaf, or a beginning. Out: words with the number of their live documents, the most frequent first. */
#include "base/map.h"
#include "index/eval.h"
#include "index/snapshot.h"

typedef struct Gathering {
    Map counts; /* documents by word */
    const DictSpec *spec;
    Postings *list;
} Gathering;

static uint64_t live_documents(const Gathering *g, const Segment *segment, const DictEntry *entry)
{
    if (!segment->deleted)
        return entry->df;
    uint64_t live = 0;
    postings_open(g->list, segment, g->spec, entry);
    for (uint32_t block = 0; block < g->list->block_count && postings_load(g->list, block); block++) {
        for (uint32_t i = 0; i < g->list->count; i++)
            live += !segment_is_deleted(segment, g->list->docs[i]);
    }
    return live;
}

static void gather(Gathering *g, Arena *arena, const Segment *segment, const DictEntry *entry, Slice word)
{
    const uint64_t live = live_documents(g, segment, entry);
    if (live == 0)
        return;
    bool is_new;
    MapValue *value = map_add(&g->counts, word, &is_new);
    if (is_new) /* the key moves with the cursor */
        g->counts.entries[g->counts.count - 1].key = arena_copy(arena, word);
    value->number += live;
}

static void take_word(Eval *eval, void *context, const DictEntry *entry, bool is_minus)
{
    const size_t mark = slice_find_byte(entry->key, SURFACE_MARK);
    const Slice word = mark == SLICE_NONE ? entry->key : slice_skip(entry->key, mark + 1);
    if (!is_minus)
        gather(context, eval->search->arena, eval->segment, entry, word);
}

static int compare_words(const void *a, const void *b)
{
    const FacetValue *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return slice_compare(x->value, y->value);
}

static void give(Arena *arena, const Gathering *g, size_t limit, FacetValue **words, size_t *count)
{
    *words = ARENA_ARRAY(arena, FacetValue, g->counts.count);
    for (size_t i = 0; i < g->counts.count; i++)
        (*words)[i] = (FacetValue){g->counts.entries[i].key, g->counts.entries[i].value.number};
    if (g->counts.count > 0)
        qsort(*words, g->counts.count, sizeof **words, compare_words);
    *count = g->counts.count < limit ? g->counts.count : limit;
}

static Gathering gathering_of(Arena *arena, const DictSpec *spec)
{
    Gathering g = {.spec = spec, .list = ARENA_NEW(arena, Postings)};
    map_init(&g.counts, arena);
    return g;
}

/* Surfaces of a folded form, but for the form itself. */
static void gather_surfaces(Eval *eval, Gathering *g, Slice form)
{
    DictCursor cursor;
    dict_init(&cursor, eval->search->arena, eval->segment, &dict_terms);
    dict_seek(&cursor, form);
    while (dict_next(&cursor) && slice_starts_with(cursor.entry.key, form)) {
        const Slice rest = slice_skip(cursor.entry.key, form.size);
        if (rest.size > 0 && rest.data[0] != SURFACE_MARK)
            break;
        if (rest.size > 0)
            gather(g, eval->search->arena, eval->segment, &cursor.entry, slice_skip(rest, 1));
    }
    if (cursor.is_damaged)
        eval_damaged(eval);
}

Status index_words(const Index *index, Arena *arena, const Query *leaf, size_t limit, FacetValue **words,
                   size_t *count, size_t *all, Error *err)
{
    Search search = {.arena = arena, .err = err};
    Gathering g = gathering_of(arena, &dict_terms);
    for (size_t i = 0; i < index->manifest.count && search.status == STATUS_OK; i++) {
        Eval eval = {.search = &search, .segment = index->segments[i], .structure_doc = NO_DOC};
        if (query_is_set(leaf->kind) || leaf->kind == QUERY_CASED)
            word_set_walk(&eval, leaf, take_word, &g);
        else if (leaf->kind == QUERY_TERM)
            gather_surfaces(&eval, &g, leaf->text);
    }
    give(arena, &g, limit, words, count);
    *all = g.counts.count;
    return search.status;
}

Status index_suggest_values(const Index *index, Arena *arena, FacetField field, Slice key, size_t limit,
                            FacetValue **values, size_t *count, Error *err)
{
    enum { VALUES_MAX = 20000 };
    Gathering g = gathering_of(arena, &dict_facets);
    char *bytes = arena_text(arena, key.size + 1);
    bytes[0] = (char)field;
    if (key.size > 0)
        memcpy(bytes + 1, key.data, key.size);
    const Slice beginning = slice_of(bytes, key.size + 1);
    for (size_t i = 0; i < index->manifest.count; i++) {
        DictCursor cursor;
        dict_init(&cursor, arena, index->segments[i], &dict_facets);
        dict_seek(&cursor, beginning);
        while (g.counts.count < VALUES_MAX && dict_next(&cursor) &&
               slice_starts_with(cursor.entry.key, beginning) && facet_entry_is_sound(&cursor.entry))
            gather(&g, arena, index->segments[i], &cursor.entry, facet_entry_value(&cursor.entry));
        if (cursor.is_damaged)
            return error_set(err, STATUS_FAIL, "the index is damaged: run 'backfile reindex'");
    }
    give(arena, &g, limit, values, count);
    return STATUS_OK;
}
