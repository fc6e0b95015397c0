/* What the ways through flat queries share. In: a tree of nodes. Out: its words, their upper bounds by block
 * and by window, and the order in which windows are worth a visit.
 *
 * Windows with the greatest bounds come first: the mark that a hit must beat rises at once, and most windows
 * are then never looked at. */
#include "index/flat.h"

#include "base/bytes.h"

/* ---- is it flat ---- */

typedef struct Shape {
    Node *required[FLAT_WORDS_MAX], *optional[FLAT_WORDS_MAX], *excluded[FLAT_WORDS_MAX],
        *checks[FLAT_WORDS_MAX];
    const WordPair *pairs[FLAT_WORDS_MAX];
    size_t required_count, optional_count, excluded_count, check_count, pair_count;
    bool needs_any; /* of the optional words, if nothing is required */
} Shape;

static bool is_term(const Node *node)
{
    return node->query->kind == QUERY_TERM;
}

static bool put(Node **nodes, size_t *count, Node *node)
{
    if (*count == FLAT_WORDS_MAX)
        return false;
    nodes[(*count)++] = node;
    return true;
}

/* Words in a row or near each other: all are required, and the node is checked by positions, if need be. */
static bool add_check(Shape *shape, Node *node)
{
    if (node->count == 0 || node->query->is_negated ||
        shape->pair_count + node->pair_count > FLAT_WORDS_MAX ||
        (node->needs_verify && !put(shape->checks, &shape->check_count, node)))
        return false;
    for (size_t i = 0; i < node->pair_count; i++)
        shape->pairs[shape->pair_count++] = &node->pairs[i];
    for (size_t i = 0; i < node->count; i++) {
        if (!is_term(node->children[i]) || !put(shape->required, &shape->required_count, node->children[i]))
            return false;
    }
    return true;
}

/* An OR with everything is true everywhere: its words only add to the score. Another OR must be the only
 * condition. */
static bool add_optional(Shape *shape, Node *node)
{
    bool is_optional = false, is_first = shape->optional_count == 0;
    for (size_t i = 0; i < node->count; i++) {
        Node *child = node->children[i];
        if (child->query->kind == QUERY_ALL)
            is_optional = true;
        else if (!is_term(child) || !put(shape->optional, &shape->optional_count, child))
            return false;
    }
    if (is_optional)
        return !shape->needs_any;
    shape->needs_any = true;
    return is_first && node->count > 0;
}

static bool add_required(Shape *shape, Node *node, unsigned depth)
{
    switch (node->query->kind) {
    case QUERY_TERM:
        return put(shape->required, &shape->required_count, node);
    case QUERY_PHRASE:
    case QUERY_NEAR:
    case QUERY_SAME:
        return add_check(shape, node);
    case QUERY_OR:
        return add_optional(shape, node);
    case QUERY_NOT:
        return node->count == 1 && is_term(node->children[0]) &&
               put(shape->excluded, &shape->excluded_count, node->children[0]);
    case QUERY_AND:
        break;
    default:
        return false;
    }
    bool is_good = node->count > 0 && depth < 8;
    for (size_t i = 0; is_good && i < node->count; i++)
        is_good = add_required(shape, node->children[i], depth + 1);
    return is_good;
}

static bool find_shape(Shape *shape, Node *root)
{
    *shape = (Shape){0};
    if (is_term(root))
        return put(shape->optional, &shape->optional_count, root);
    return add_required(shape, root, 0) && (shape->required_count > 0) != shape->needs_any;
}

/* ---- opening ---- */

static void add_word(Flat *flat, Node *node)
{
    FlatWord *word = &flat->words[flat->count++];
    word->list = node->list;
    word->is_paired = node->is_paired;
    word->idf = node->idf;
    word->weighed = NO_BLOCK;
}

/* Insertion sort, cheapest first. */
static void sort_nodes(Node **nodes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        Node *node = nodes[i];
        size_t at = i;
        for (; at > 0 && nodes[at - 1]->cost > node->cost; at--)
            nodes[at] = nodes[at - 1];
        nodes[at] = node;
    }
}

static void add_pairs(Flat *flat, Shape *shape)
{
    flat->pairs = ARENA_ARRAY(flat->arena, const WordPair *, shape->pair_count);
    for (size_t i = 0; i < shape->pair_count; i++) {
        size_t at = flat->pair_count++;
        for (; at > 0 && pair_df(flat->pairs[at - 1]) > pair_df(shape->pairs[i]); at--)
            flat->pairs[at] = flat->pairs[at - 1];
        flat->pairs[at] = shape->pairs[i];
    }
    flat->is_empty |= flat->pair_count > 0 && pair_df(flat->pairs[0]) == 0;
}

Flat *flat_open(Eval *eval, Node *root)
{
    Shape shape;
    if (!find_shape(&shape, root) || shape.required_count + shape.optional_count > FLAT_WORDS_MAX)
        return NULL;
    Arena *arena = eval->search->arena;
    Flat *flat = ARENA_NEW(arena, Flat);
    *flat = (Flat){.eval = eval, .arena = arena, .segment = eval->segment, .weighing = weighing_best()};
    flat->words = ARENA_ARRAY(arena, FlatWord, shape.required_count + shape.optional_count);
    sort_nodes(shape.required, shape.required_count);
    for (size_t i = 0; i < shape.required_count; i++) {
        flat->is_empty |= !shape.required[i]->list;
        add_word(flat, shape.required[i]);
    }
    flat->required = shape.required_count;
    for (size_t i = 0; i < shape.optional_count; i++) {
        if (shape.optional[i]->list)
            add_word(flat, shape.optional[i]);
    }
    flat->is_empty |= flat->count == 0;
    flat->excluded = ARENA_ARRAY(arena, Postings *, shape.excluded_count);
    for (size_t i = 0; i < shape.excluded_count; i++) {
        if (shape.excluded[i]->list)
            flat->excluded[flat->excluded_count++] = shape.excluded[i]->list;
    }
    add_pairs(flat, &shape);
    flat->checks = ARENA_ARRAY(arena, Node *, shape.check_count);
    flat->check_count = shape.check_count;
    if (shape.check_count > 0)
        memcpy(flat->checks, shape.checks, shape.check_count * sizeof *flat->checks);
    return flat;
}

/* ---- bounds ---- */

bool flat_weigh_block(Flat *flat, FlatWord *word, uint32_t block)
{
    Postings *list = word->list;
    if (!postings_load(list, block) || !postings_frequencies(list))
        return false;
    if (word->weighed == block)
        return true;
    flat->weighing->weigh(&word->weigher, list->docs, list->counts, list->extras, list->count, flat->lengths,
                          word->weights);
    word->weighed = block;
    return true;
}

static void open_weights(Flat *flat, FlatWord *word)
{
    Postings *list = word->list;
    word->weigher = weigher_make(flat->eval->search->bm25, word->idf, flat->eval->search->mean_length);
    word->uppers = ARENA_ARRAY(flat->arena, uint32_t, list->block_count);
    if (list->lasts && !weigher_is_bounded(&word->weigher, segment_mean_length(flat->segment))) {
        uint32_t most = weigher_one(&word->weigher, UINT32_MAX, 0);
        for (uint32_t i = 0; i < list->block_count; i++)
            word->uppers[i] = most < UINT32_MAX ? most + 1 : most;
    } else if (list->lasts) {
        flat->weighing->bound(&word->weigher, list->bounds, list->block_count, word->uppers);
    } else if (flat_weigh_block(flat, word, 0)) {
        for (uint32_t i = 0; i < list->count; i++)
            word->uppers[0] = word->weights[i] > word->uppers[0] ? word->weights[i] : word->uppers[0];
    }
    for (uint32_t i = 0; i < list->block_count; i++)
        word->most = word->uppers[i] > word->most ? word->uppers[i] : word->most;
}

void flat_weights_open(Flat *flat)
{
    uint64_t most = 0;
    for (size_t i = 0; i < flat->count; i++) {
        open_weights(flat, &flat->words[i]);
        most += flat->words[i].most;
    }
    topk_expect(flat->hits->top, most);
}

void flat_part(const Postings *list, uint32_t begin, uint64_t end, uint32_t *from, uint32_t *to)
{
    const Codec *codec = list->segment->codec;
    *from = list->base >= begin ? 0 : codec->rank(list->docs, begin);
    *to = list->last < end ? list->count : codec->rank(list->docs, (uint32_t)end);
}

/* A block of a rare word reaches over many windows, so its bound says little: the greatest weight of each
 * window, and one more, so that it is never 0 where the word is. */
static void weigh_windows(Flat *flat, FlatWord *word)
{
    const Postings *list = word->list;
    memset(word->window_upper, 0, flat->windows * sizeof *word->window_upper);
    word->is_exact = true;
    for (uint32_t block = 0; block < list->block_count && flat_weigh_block(flat, word, block); block++) {
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t *upper = &word->window_upper[list->docs[i] >> flat->window_shift];
            uint32_t here = word->weights[i] < UINT32_MAX ? word->weights[i] + 1 : UINT32_MAX;
            *upper = here > *upper ? here : *upper;
        }
    }
}

/* One walk over the blocks of a word for all windows. */
static void word_windows(Flat *flat, FlatWord *word)
{
    enum { RARE = 3 }; /* blocks, that cost little to decode */
    Postings *list = word->list;
    const uint32_t n = list->block_count;
    uint32_t block = 0;
    word->window_block = ARENA_ARRAY(flat->arena, uint32_t, flat->windows);
    word->window_upper = ARENA_ARRAY(flat->arena, uint32_t, flat->windows);
    for (uint32_t w = 0; w < flat->windows; w++) {
        uint32_t begin = w << flat->window_shift, upper = 0;
        uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
        while (block < n && postings_last_doc(list, block) < begin)
            block++;
        word->window_block[w] = block;
        for (uint32_t b = block; b < list->block_count && flat_first_doc(list, b) < end; b++) {
            uint32_t here = word->uppers ? word->uppers[b] : 1;
            upper = here > upper ? here : upper;
            if (postings_last_doc(list, b) >= end)
                break;
        }
        word->window_upper[w] = upper;
    }
    if (word->uppers && n <= RARE && flat->windows > RARE * n)
        weigh_windows(flat, word);
}

void flat_windows(Flat *flat, unsigned least_shift, unsigned most_shift, uint64_t postings)
{
    enum { WANTED = 256 }; /* postings a window */
    unsigned shift = least_shift;
    while (shift < most_shift && (postings << shift) / (flat->segment->documents + (uint64_t)1) < WANTED)
        shift++;
    flat->window_shift = shift;
    flat->windows = (uint32_t)(((uint64_t)flat->segment->documents + ((uint64_t)1 << shift) - 1) >> shift);
    for (size_t i = 0; i < flat->count; i++)
        word_windows(flat, &flat->words[i]);
}

/* ---- the order of windows ---- */

typedef struct Visit {
    uint64_t upper;
    uint32_t window;
} Visit;

static void sift_down(Visit *heap, size_t count, size_t at)
{
    Visit moved = heap[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && heap[child + 1].upper > heap[child].upper)
            child++;
        if (heap[child].upper <= moved.upper)
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

static void visit_all(Flat *flat, Visit *heap, size_t count, bool all,
                      void (*visit)(void *context, uint32_t number, uint64_t upper), void *context)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(heap, count, i);
    while (count > 0 && eval_is_good(flat->eval)) {
        Visit best = heap[0];
        if (!all && best.upper < flat->hits->bar)
            return;
        visit(context, best.window, best.upper);
        heap[0] = heap[--count];
        if (count > 0)
            sift_down(heap, count, 0);
    }
}

static bool window_upper(const Flat *flat, uint32_t window, uint64_t *upper)
{
    *upper = 0;
    for (size_t i = 0; i < flat->count; i++) {
        const FlatWord *word = &flat->words[i];
        bool is_there = word->window_block[window] < word->list->block_count &&
                        (word->window_upper[window] > 0 || (word->uppers && !word->is_exact));
        if (i < flat->required && !is_there)
            return false;
        *upper += word->window_upper[window];
    }
    return true;
}

void flat_each_window(Flat *flat, bool all, void (*visit)(void *context, uint32_t window, uint64_t upper),
                      void *context)
{
    Visit *heap = ARENA_ARRAY(flat->arena, Visit, flat->windows);
    size_t count = 0;
    for (uint32_t w = 0; w < flat->windows; w++) {
        uint64_t upper;
        if (window_upper(flat, w, &upper))
            heap[count++] = (Visit){upper, w};
    }
    visit_all(flat, heap, count, all, visit, context);
}

void flat_each_block(Flat *flat, const FlatWord *word,
                     void (*visit)(void *context, uint32_t block, uint64_t upper), void *context)
{
    size_t count = word->list->block_count;
    Visit *heap = arena_grow(flat->arena, NULL, 0, count * sizeof *heap);
    for (uint32_t i = 0; i < count; i++)
        heap[i] = (Visit){word->uppers[i], i};
    visit_all(flat, heap, count, false, visit, context);
}

/* ---- hits ---- */

void flat_offer(Flat *flat, uint32_t doc, uint64_t score)
{
    FlatHits *hits = flat->hits;
    uint32_t dated = flat->segment->dated, n = flat->segment->documents;
    uint32_t rank = doc < dated ? dated - 1 - doc : dated + (n - 1 - doc);
    uint32_t here = score < UINT32_MAX ? (uint32_t)score : UINT32_MAX;
    if (here < hits->cursor_score || (here == hits->cursor_score && rank >= hits->first_rank))
        topk_add(hits->top, topk_pack(here, rank));
    if (topk_is_full(hits->top) && topk_score(hits->top->least) > hits->bar)
        hits->bar = topk_score(hits->top->least);
}

static void check_damage(Flat *flat)
{
    for (size_t i = 0; i < flat->count; i++) {
        if (flat->words[i].list && flat->words[i].list->is_damaged)
            eval_damaged(flat->eval);
    }
    for (size_t i = 0; i < flat->excluded_count; i++) {
        if (flat->excluded[i]->is_damaged)
            eval_damaged(flat->eval);
    }
    for (size_t i = 0; i < flat->pair_count; i++) {
        if (pair_is_damaged(flat->pairs[i]))
            eval_damaged(flat->eval);
    }
}

uint64_t flat_search(Flat *flat, FlatHits *hits, bool is_counted)
{
    uint64_t total = 0;
    flat->hits = hits;
    if (flat->is_empty)
        return 0;
    flat->lengths = (Lengths){segment_section(flat->segment, SECTION_LENGTHS), flat->segment->length_width};
    if (!flat->lengths.bytes) {
        eval_damaged(flat->eval);
        return 0;
    }
    if (flat->required == 1 && flat->check_count == 0 && flat->count > 1) {
        FlatHits none = {.top = NULL, .matches = hits->matches};
        flat->hits = &none;
        total = is_counted ? flat_all_search(flat, true) : 0;
        flat->hits = hits;
        if (hits->top)
            flat_any_best(flat);
    } else if (flat->required > 0) {
        total = flat_all_search(flat, is_counted);
    } else {
        total = is_counted ? flat_any_count(flat) : 0;
        if (hits->top)
            flat_any_best(flat);
    }
    check_damage(flat);
    return total;
}
