/* Scores for the best hits only. In: the documents of a window that match, and the score that a hit must
 * beat. Out: scores of those that may beat it.
 *
 * Each block of postings knows a bound of its weights, so a window knows what its words can add up to at
 * most. If that is too little, nothing is scored. For words under OR, those of the least bounds, as long as
 * they together cannot beat the mark, make no candidate by themselves (MAXSCORE: Turtle and Flood, "Query
 * evaluation: strategies and optimizations", 1995; by blocks: Ding and Suel, "Faster top-k document retrieval
 * using block-max indexes", 2011): candidates come from the others, and are dropped one word after another,
 * as soon as what is left cannot lift them over the mark. */
#include "index/eval.h"
#include "index/weigh.h"

#define WORDS_MAX 64u

typedef struct Leaf {
    Node *node;
    uint64_t upper; /* in this window */
} Leaf;

/* Rounding may lift a smaller weight by one. */
static uint64_t weight_upper(const Eval *eval, const Node *node, uint32_t frequency, uint32_t length)
{
    return (uint64_t)bm25_weight(eval->search->bm25, node->idf, frequency, length,
                                 eval->search->mean_length) +
           1;
}

uint64_t block_upper(const Eval *eval, const Node *node, const Postings *list, uint32_t block)
{
    uint32_t frequencies[BOUND_PAIRS], lengths[BOUND_PAIRS];
    const Weigher weigher = weigher_make(eval->search->bm25, 1.0, eval->search->mean_length);
    bool is_bounded = weigher_is_bounded(&weigher, segment_mean_length(eval->segment));
    size_t count = is_bounded ? postings_bounds(list, block, frequencies, lengths) : 0;
    if (count == 0) /* what an endless frequency would give */
        return weight_upper(eval, node, UINT32_MAX, 0);
    uint64_t upper = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t here = weight_upper(eval, node, frequencies[i], lengths[i]);
        upper = here > upper ? here : upper;
    }
    return upper;
}

static uint64_t list_upper(const Eval *eval, const Node *node, Postings *list, uint32_t begin)
{
    if (!list)
        return 0;
    uint32_t block = postings_find_block(list, begin);
    uint64_t upper = 0;
    for (; block < list->block_count; block++) {
        uint64_t here = block_upper(eval, node, list, block);
        upper = here > upper ? here : upper;
        if (postings_last_doc(list, block) - begin >= WINDOW_SIZE - 1)
            break;
    }
    return upper;
}

static uint64_t node_upper(const Eval *eval, Node *node, uint32_t begin)
{
    if (!node_has_words(node))
        return 0;
    switch (node->query->kind) {
    case QUERY_TERM:
        return list_upper(eval, node, node->list, begin);
    case QUERY_EXACT:
    case QUERY_CASED:
        return list_upper(eval, node, node->folded, begin);
    default:
        break;
    }
    if (query_is_set(node->query->kind))
        return SCORE_ONE;
    uint64_t sum = 0;
    for (size_t i = 0; i < node->count; i++)
        sum += node_upper(eval, node->children[i], begin);
    return sum;
}

/* ---- flat queries: words under one OR or AND ---- */

static bool add_word(Eval *eval, Node *node, uint32_t begin, Leaf *words, size_t *count)
{
    if (node->query->kind != QUERY_TERM || *count == WORDS_MAX)
        return false;
    Leaf word = {node, list_upper(eval, node, node->list, begin)};
    size_t at = (*count)++;
    for (; at > 0 && words[at - 1].upper > word.upper; at--)
        words[at] = words[at - 1];
    words[at] = word;
    return true;
}

/* The words by rising bounds; false if the query is not flat. */
static bool flat_words(Eval *eval, Node *root, uint32_t begin, Leaf words[WORDS_MAX], size_t *count)
{
    *count = 0;
    if (root->query->kind == QUERY_TERM)
        return add_word(eval, root, begin, words, count);
    if (root->query->kind != QUERY_OR && root->query->kind != QUERY_AND)
        return false;
    for (size_t i = 0; i < root->count; i++) {
        Node *child = root->children[i];
        bool is_filter = root->query->kind == QUERY_AND && !node_has_words(child);
        if (!is_filter && !add_word(eval, child, begin, words, count))
            return false;
    }
    return true;
}

/* Keeps the documents that one of the words has which can make a candidate. */
static void keep_candidates(const Leaf *words, size_t count, uint32_t begin, uint64_t *bits, int64_t least)
{
    uint64_t sum = 0;
    size_t first = 0; /* of the essential words */
    while (first < count && sum + words[first].upper <= (uint64_t)least)
        sum += words[first++].upper;
    if (first == 0)
        return;
    uint64_t here[WINDOW_WORDS] = {0};
    for (size_t i = first; i < count; i++) {
        if (words[i].node->list)
            postings_fill(words[i].node->list, begin, here);
    }
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        bits[i] &= here[i];
}

/* Drops candidates that at most `more` can be added to. */
static void drop(uint64_t *bits, const uint32_t *scores, uint64_t more, int64_t least)
{
    if (more > (uint64_t)least)
        return;
    uint64_t needed = (uint64_t)least - more;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            if (scores[word * 64 + bit] <= needed)
                bits[word] &= ~((uint64_t)1 << bit);
        }
    }
}

static void score_words(Eval *eval, const Leaf *words, size_t count, uint32_t begin, uint64_t *bits,
                        uint32_t *scores, int64_t least, uint64_t sum)
{
    uint64_t more = sum; /* what is still to come */
    for (size_t i = count; i-- > 0 && bits_any(bits);) {
        Node *node = words[i].node;
        more -= words[i].upper;
        list_score(eval, node, node->list, begin, bits, scores, least - (int64_t)(sum - words[i].upper));
        drop(bits, scores, more, least);
    }
}

void node_score_best(Eval *eval, Node *root, uint32_t begin, uint64_t bits[WINDOW_WORDS],
                     uint32_t scores[WINDOW_SIZE], int64_t least)
{
    Leaf words[WORDS_MAX];
    size_t count;
    if (least < 0) {
        node_score(eval, root, begin, bits, scores);
        return;
    }
    if (!flat_words(eval, root, begin, words, &count)) {
        if (node_upper(eval, root, begin) > (uint64_t)least)
            node_score(eval, root, begin, bits, scores);
        else
            memset(bits, 0, WINDOW_WORDS * sizeof *bits);
        return;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += words[i].upper;
    if (root->query->kind != QUERY_AND)
        keep_candidates(words, count, begin, bits, least);
    if (sum <= (uint64_t)least)
        memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    score_words(eval, words, count, begin, bits, scores, least, sum);
}
