/* A prefix stands for every word that begins with it. In: the prefix. Out: the documents as bits of the whole
 * segment, and the positions in one document.
 *
 * Most words of a prefix are rare, so their lists are read once each, into one bit set. Positions are
 * gathered a window at a time, for all words at once, the first time a document of that window is asked for.
 */
#include "index/eval.h"

typedef struct PrefixWord {
    DictEntry entry; /* its key is gone */
    uint32_t last_doc;
    uint32_t first_doc;
} PrefixWord;

typedef struct PrefixPosition {
    uint32_t doc, position;
} PrefixPosition;

struct Prefix {
    struct {
        PrefixWord *items;
        size_t count, capacity;
    } words;
    Postings list;   /* one after another */
    uint32_t window; /* begin of the window below; NO_DOC */
    struct {
        PrefixPosition *items;
        size_t count, capacity;
    } positions; /* by document, then position */
};

static void add_word(Eval *eval, Node *node, const DictEntry *entry)
{
    Prefix *prefix = node->prefix;
    Postings *list = &prefix->list;
    PrefixWord *word = LIST_ADD(eval->search->arena, &prefix->words);
    word->entry = *entry;
    word->first_doc = NO_DOC;
    postings_open(list, eval->segment, &dict_terms, entry);
    for (uint32_t block = 0; block < list->block_count && postings_load(list, block); block++) {
        word->first_doc = block == 0 ? list->docs[0] : word->first_doc;
        word->last_doc = list->docs[list->count - 1];
        for (uint32_t i = 0; i < list->count; i++)
            node->bits[list->docs[i] / 64] |= (uint64_t)1 << (list->docs[i] % 64);
    }
    node->cost += entry->df;
    if (list->is_damaged)
        eval_damaged(eval);
}

void prefix_open(Eval *eval, Node *node)
{
    Arena *arena = eval->search->arena;
    node->bits = ARENA_ARRAY(arena, uint64_t, segment_windows(eval->segment) * WINDOW_WORDS);
    node->prefix = ARENA_NEW(arena, Prefix);
    node->prefix->window = NO_DOC;
    DictCursor cursor;
    dict_init(&cursor, arena, eval->segment, &dict_terms);
    dict_seek(&cursor, node->query->text);
    while (eval_is_good(eval) && dict_next(&cursor) &&
           slice_starts_with(cursor.entry.key, node->query->text)) {
        if (slice_find_byte(cursor.entry.key, SURFACE_MARK) != SLICE_NONE)
            continue;
        if (node->prefix->words.count == PREFIX_WORDS_MAX) {
            eval->search->status = error_set(eval->search->err, STATUS_SKIP,
                                             "more than %u words begin with '%.*s': give more of its letters",
                                             PREFIX_WORDS_MAX, SLICE_ARG(node->query->text));
            return;
        }
        add_word(eval, node, &cursor.entry);
    }
    if (cursor.is_damaged)
        eval_damaged(eval);
}

static int compare_positions(const void *a, const void *b)
{
    const PrefixPosition *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

static void gather_word(Eval *eval, Node *node, const PrefixWord *word, uint32_t begin)
{
    Arena *arena = eval->search->arena;
    Prefix *prefix = node->prefix;
    Postings *list = &prefix->list;
    postings_open(list, eval->segment, &dict_terms, &word->entry);
    uint32_t block = postings_find_block(list, begin);
    for (; block < list->block_count && postings_load(list, block); block++) {
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t doc = list->docs[i];
            if (doc - begin >= WINDOW_SIZE)
                continue;
            node->scratch.count = 0;
            if (!postings_positions(list, i, arena, &node->scratch))
                break;
            for (size_t p = 0; p < node->scratch.count; p++)
                *LIST_ADD(arena, &prefix->positions) = (PrefixPosition){doc, node->scratch.items[p]};
        }
        if (list->count > 0 && list->docs[list->count - 1] - begin >= WINDOW_SIZE)
            break;
    }
    if (list->is_damaged)
        eval_damaged(eval);
}

static void gather_window(Eval *eval, Node *node, uint32_t begin)
{
    Prefix *prefix = node->prefix;
    prefix->window = begin;
    prefix->positions.count = 0;
    for (size_t i = 0; i < prefix->words.count && eval_is_good(eval); i++) {
        const PrefixWord *word = &prefix->words.items[i];
        if (word->last_doc >= begin && word->first_doc < begin + WINDOW_SIZE)
            gather_word(eval, node, word, begin);
    }
    if (prefix->positions.count > 0)
        qsort(prefix->positions.items, prefix->positions.count, sizeof *prefix->positions.items,
              compare_positions);
}

void prefix_positions(Eval *eval, Node *node, uint32_t doc)
{
    Prefix *prefix = node->prefix;
    uint32_t begin = doc / WINDOW_SIZE * WINDOW_SIZE;
    if (prefix->window != begin)
        gather_window(eval, node, begin);
    node->scratch.count = 0;
    size_t low = 0, high = prefix->positions.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (prefix->positions.items[middle].doc < doc)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < prefix->positions.count && prefix->positions.items[low].doc == doc; low++) {
        uint32_t position = prefix->positions.items[low].position;
        if (node->scratch.count == 0 || node->scratch.items[node->scratch.count - 1] != position)
            *LIST_ADD(eval->search->arena, &node->scratch) = position;
    }
}
