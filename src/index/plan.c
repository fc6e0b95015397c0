/* From a query to a tree that knows its lists. In: a Query. Out: Nodes for one segment, with the cheapest
 * child known for each AND, and the words of each set counted, so that what would cost too much is refused
 * before it begins. */
#include "index/eval.h"

void eval_fail(Eval *eval, const char *what)
{
    if (eval_is_good(eval))
        eval->search->status = error_set(eval->search->err, STATUS_SKIP, "%s", what);
}

void eval_damaged(Eval *eval)
{
    if (eval_is_good(eval))
        eval->search->status =
            error_set(eval->search->err, STATUS_FAIL, "the index is damaged: run 'backfile reindex'");
}

static Postings *open_list(Eval *eval, const DictSpec *spec, const DictEntry *entry)
{
    Postings *list = ARENA_NEW(eval->search->arena, Postings);
    postings_open(list, eval->segment, spec, entry);
    return list;
}

/* NULL when the segment has no such term. *ordinal: in the dictionary. */
static Postings *find_term(Eval *eval, Slice key, uint32_t *ordinal)
{
    DictCursor cursor;
    dict_init(&cursor, eval->search->arena, eval->segment, &dict_terms);
    bool is_found = dict_find(&cursor, key);
    if (cursor.is_damaged)
        eval_damaged(eval);
    *ordinal = cursor.entry.ordinal;
    return is_found ? open_list(eval, &dict_terms, &cursor.entry) : NULL;
}

static Slice surface_key(Arena *arena, Slice folded, Slice surface)
{
    char *key = arena_text(arena, folded.size + 1 + surface.size);
    if (folded.size > 0)
        memcpy(key, folded.data, folded.size);
    key[folded.size] = SURFACE_MARK;
    if (surface.size > 0)
        memcpy(key + folded.size + 1, surface.data, surface.size);
    return slice_of(key, folded.size + 1 + surface.size);
}

/* All surfaces of a folded form that differ from it. */
static void open_variants(Eval *eval, Node *node)
{
    Arena *arena = eval->search->arena;
    struct {
        Postings **items;
        size_t count, capacity;
    } lists = {0};
    Slice prefix = surface_key(arena, node->query->text, SLICE_EMPTY);
    DictCursor cursor;
    dict_init(&cursor, arena, eval->segment, &dict_terms);
    dict_seek(&cursor, prefix);
    while (dict_next(&cursor) && slice_starts_with(cursor.entry.key, prefix)) {
        if (lists.count == LEAF_WORDS_MAX) {
            eval_fail(eval, "the exact word has too many other spellings: search for it without '='");
            return;
        }
        *LIST_ADD(arena, &lists) = open_list(eval, &dict_terms, &cursor.entry);
    }
    if (cursor.is_damaged)
        eval_damaged(eval);
    node->variants = lists.items;
    node->variant_count = lists.count;
}

static void open_exact(Eval *eval, Node *node)
{
    const Query *query = node->query;
    node->folded = find_term(eval, query->folded, &node->ordinal);
    if (slice_equal(query->text, query->folded)) {
        node->list = node->folded;
        open_variants(eval, node);
        node->needs_verify = node->variant_count > 0;
    } else {
        node->list =
            find_term(eval, surface_key(eval->search->arena, query->folded, query->text), &node->ordinal);
    }
    node->df = node->folded ? node->folded->df : 0;
    node->cost = node->list ? node->list->df : 0;
}

static void set_bits(Eval *eval, Postings *list, uint64_t *bits)
{
    for (uint32_t block = 0; block < list->block_count && postings_load(list, block); block++) {
        for (uint32_t i = 0; i < list->count; i++)
            bits[list->docs[i] / 64] |= (uint64_t)1 << (list->docs[i] % 64);
    }
    if (list->is_damaged)
        eval_damaged(eval);
}

/* One value: its list. Several, for a prefix or for values with the same key: bits of the whole segment. */
static void open_facet(Eval *eval, Node *node)
{
    const Query *query = node->query;
    Arena *arena = eval->search->arena;
    char *start = arena_text(arena, query->text.size + 1);
    start[0] = (char)query->facet;
    if (query->text.size > 0)
        memcpy(start + 1, query->text.data, query->text.size);
    Slice prefix = slice_of(start, query->text.size + 1);
    DictCursor cursor;
    dict_init(&cursor, arena, eval->segment, &dict_facets);
    dict_seek(&cursor, prefix);
    Postings *list = NULL;
    while (dict_next(&cursor) && slice_starts_with(cursor.entry.key, prefix)) {
        if (!query->is_prefix && cursor.entry.extra != query->text.size)
            continue;
        node->cost += cursor.entry.df;
        if (!list) {
            node->list = list = open_list(eval, &dict_facets, &cursor.entry);
            continue;
        }
        if (!node->bits) {
            node->bits = ARENA_ARRAY(arena, uint64_t, segment_windows(eval->segment) * WINDOW_WORDS);
            set_bits(eval, list, node->bits);
        }
        postings_open(list, eval->segment, &dict_facets, &cursor.entry);
        set_bits(eval, list, node->bits);
    }
    if (cursor.is_damaged)
        eval_damaged(eval);
}

static void open_leaf(Eval *eval, Node *node)
{
    uint64_t n = eval->segment->documents;
    switch (node->query->kind) {
    case QUERY_TERM:
        node->list = find_term(eval, node->query->text, &node->ordinal);
        node->df = node->cost = node->list ? node->list->df : 0;
        break;
    case QUERY_EXACT:
        open_exact(eval, node);
        break;
    case QUERY_CASED:
        node->folded = find_term(eval, node->query->text, &node->ordinal);
        node->df = node->folded ? node->folded->df : 0;
        word_set_open(eval, node);
        break;
    case QUERY_PREFIX:
    case QUERY_WILD:
    case QUERY_FUZZY:
    case QUERY_REGEX:
    case QUERY_SOUNDS:
    case QUERY_VARIANTS:
    case QUERY_STEM:
        word_set_open(eval, node);
        break;
    case QUERY_ANYWORD: /* nearly every document has a word: each is asked */
        node->cost = n + 1;
        node->needs_verify = true;
        break;
    case QUERY_FACET:
        open_facet(eval, node);
        break;
    case QUERY_NONE:
        node->cost = 0;
        break;
    default: /* by columns: all are read */
        node->cost = node->query->kind == QUERY_ALL ? n + 1 : n;
    }
}

static int compare_costs(const Node *a, const Node *b)
{
    return (a->cost > b->cost) - (a->cost < b->cost);
}

/* Insertion sort keeps equals in place; children are few, and a long OR of words never asks for the order. */
static void order_children(Eval *eval, Node *node)
{
    node->order = ARENA_ARRAY(eval->search->arena, uint32_t, node->count);
    for (size_t i = 0; i < node->count; i++) {
        size_t at = i;
        bool is_sorted = node->query->kind != QUERY_OR;
        for (;
             is_sorted && at > 0 && compare_costs(node->children[i], node->children[node->order[at - 1]]) < 0;
             at--)
            node->order[at] = node->order[at - 1];
        node->order[at] = (uint32_t)i;
    }
}

/* A negated NEAR or SAME is where its first child is, less where that has a partner. */
static void open_without(Node *node)
{
    node->needs_verify = true;
    node->needed = 1;
    node->order[0] = 0;
    node->order[1] = 1;
    node->cost = node->children[0]->cost;
}

static void open_inner(Eval *eval, Node *node)
{
    bool needs_verify = false;
    uint64_t sum = 0, least = UINT64_MAX;
    for (size_t i = 0; i < node->count; i++) {
        sum += node->children[i]->cost;
        least = node->children[i]->cost < least ? node->children[i]->cost : least;
        needs_verify |= node->children[i]->needs_verify;
    }
    QueryKind kind = node->query->kind;
    bool is_plain = kind == QUERY_AND || kind == QUERY_OR || kind == QUERY_NOT;
    node->needs_verify = needs_verify || !is_plain;
    node->cost = kind == QUERY_OR ? sum : kind == QUERY_NOT ? eval->segment->documents : least;
    order_children(eval, node);
    node->needed = node->count;
    if (node->query->is_negated && node->count == 2)
        open_without(node);
    else if (kind == QUERY_PHRASE)
        pairs_open(eval, node);
}

static bool is_inner(QueryKind kind)
{
    switch (kind) {
    case QUERY_PHRASE:
    case QUERY_OR:
    case QUERY_NEAR:
    case QUERY_SAME:
    case QUERY_WITHIN:
    case QUERY_ATLEAST:
    case QUERY_FIRST:
    case QUERY_AND:
    case QUERY_NOT:
        return true;
    default:
        return false;
    }
}

Node *node_open(Eval *eval, const Query *query, unsigned depth)
{
    if (depth > EVAL_DEPTH_MAX)
        eval_fail(eval, "the query has too many brackets in one another");
    if (!eval_is_good(eval))
        return NULL;
    Node *node = ARENA_NEW(eval->search->arena, Node);
    node->query = query;
    node->intervals_doc = NO_DOC;
    if (!is_inner(query->kind)) {
        open_leaf(eval, node);
        return eval_is_good(eval) ? node : NULL;
    }
    node->count = query->child_count;
    node->children = ARENA_ARRAY(eval->search->arena, Node *, query->child_count);
    for (size_t i = 0; i < query->child_count; i++) {
        node->children[i] = node_open(eval, query->children[i], depth + 1);
        if (!node->children[i])
            return NULL;
    }
    open_inner(eval, node);
    return node;
}

/* Sums df over the trees, then writes idf into each: a tree is a list by the order of visiting. */
static void share(Arena *arena, Node *const *trees, size_t count, uint64_t documents)
{
    uint64_t df = 0;
    for (size_t i = 0; i < count; i++)
        df += trees[i]->df;
    double idf = bm25_idf(documents, df);
    for (size_t i = 0; i < count; i++)
        trees[i]->idf = idf;
    if (trees[0]->count == 0)
        return;
    Node **children = ARENA_ARRAY(arena, Node *, count);
    for (size_t c = 0; c < trees[0]->count; c++) {
        for (size_t i = 0; i < count; i++)
            children[i] = trees[i]->children[c];
        share(arena, children, count, documents);
    }
}

void nodes_share_df(Arena *arena, Node *const *trees, size_t count, uint64_t documents)
{
    if (count > 0)
        share(arena, trees, count, documents);
}
