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

/* ---- words while typing ---- */

/* The dictionaries of all segments, walked together in the order of words. */
typedef struct Walks {
    DictCursor *cursors;
    bool *has_word; /* of each: its entry is a word that begins so and was not given yet */
    size_t count;
} Walks;

/* The next folded form; surfaces are passed over. */
static bool next_form(DictCursor *cursor, Slice prefix)
{
    while (dict_next(cursor) && slice_starts_with(cursor->entry.key, prefix))
        if (slice_find_byte(cursor->entry.key, SURFACE_MARK) == SLICE_NONE)
            return true;
    return false;
}

static void open_walks(const Index *index, Arena *arena, Slice prefix, Walks *walks)
{
    walks->count = index->manifest.count;
    walks->cursors = ARENA_ARRAY(arena, DictCursor, walks->count);
    walks->has_word = ARENA_ARRAY(arena, bool, walks->count);
    for (size_t i = 0; i < walks->count; i++) {
        dict_init(&walks->cursors[i], arena, index->segments[i], &dict_terms);
        dict_seek(&walks->cursors[i], prefix);
        walks->has_word[i] = next_form(&walks->cursors[i], prefix);
    }
}

/* The first word of all walks; false: none is left. */
static bool least_word(const Walks *walks, Slice *word)
{
    bool is_found = false;
    for (size_t i = 0; i < walks->count; i++) {
        const Slice key = walks->cursors[i].entry.key;
        if (!walks->has_word[i] || (is_found && slice_compare(key, *word) >= 0))
            continue;
        *word = key;
        is_found = true;
    }
    return is_found;
}

/* Documents of a word, deleted ones too (the most that it can have), or the live ones alone. */
static uint64_t word_documents(const Index *index, const Walks *walks, const Gathering *g, Slice word,
                               bool live)
{
    uint64_t documents = 0;
    for (size_t i = 0; i < walks->count; i++) {
        const DictEntry *entry = &walks->cursors[i].entry;
        if (walks->has_word[i] && slice_equal(entry->key, word))
            documents += live ? live_documents(g, index->segments[i], entry) : entry->df;
    }
    return documents;
}

/* Into a list by count falling; among equals the earlier word first, which came first. */
static void put_word(Arena *arena, FacetValue *words, size_t limit, size_t *count, Slice word,
                     uint64_t documents)
{
    size_t at = *count < limit ? (*count)++ : limit - 1;
    for (; at > 0 && words[at - 1].count < documents; at--)
        words[at] = words[at - 1];
    words[at] = (FacetValue){arena_copy(arena, word), documents};
}

/* On behind a word; its letters lie in one of the cursors, which goes last. */
static void pass_word(Walks *walks, Slice prefix, Slice word)
{
    size_t owner = walks->count;
    for (size_t i = 0; i < walks->count; i++) {
        DictCursor *cursor = &walks->cursors[i];
        if (!walks->has_word[i] || !slice_equal(cursor->entry.key, word))
            continue;
        if (cursor->entry.key.data == word.data)
            owner = i;
        else
            walks->has_word[i] = next_form(cursor, prefix);
    }
    if (owner < walks->count)
        walks->has_word[owner] = next_form(&walks->cursors[owner], prefix);
}

Status index_suggest(const Index *index, Arena *arena, Slice prefix, size_t limit, FacetValue **words,
                     size_t *count, Error *err)
{
    Gathering g = gathering_of(arena, &dict_terms);
    Walks walks;
    Slice word;
    open_walks(index, arena, prefix, &walks);
    *words = ARENA_ARRAY(arena, FacetValue, limit + 1);
    *count = 0;
    while (limit > 0 && least_word(&walks, &word)) {
        const uint64_t bar = *count < limit ? 0 : (*words)[limit - 1].count;
        uint64_t documents = word_documents(index, &walks, &g, word, false);
        if (documents > bar) {
            documents = word_documents(index, &walks, &g, word, true);
            if (documents > bar)
                put_word(arena, *words, limit, count, word, documents);
        }
        pass_word(&walks, prefix, word);
    }
    for (size_t i = 0; i < walks.count; i++)
        if (walks.cursors[i].is_damaged || g.list->is_damaged)
            return error_set(err, STATUS_FAIL, "the index is damaged: run 'backfile reindex'");
    return STATUS_OK;
}
