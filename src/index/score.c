/* Relevance, 4,096 documents at a time. In: documents where a node is true. Out: the weights of its words,
 * added up.
 *
 * A word counts wherever it stands in the document, if every node above it is true there. So scores go down
 * the tree with the set of documents narrowed at each OR; below AND, phrases and their like all children are
 * true where the parent is. */
#include "index/eval.h"
#include "index/weigh.h"

static void add_score(uint32_t *score, uint32_t weight)
{
    if (__builtin_add_overflow(*score, weight, score))
        *score = UINT32_MAX;
}

/* Of the documents from `begin` on. */
static Lengths lengths_of(Eval *eval, uint32_t begin)
{
    const unsigned width = eval->segment->length_width;
    uint64_t left = eval->segment->documents - begin;
    uint64_t count = left < WINDOW_SIZE ? left : WINDOW_SIZE;
    Lengths lengths = {segment_bytes(eval->segment, SECTION_LENGTHS, (uint64_t)begin * width, count * width),
                       width};
    if (!lengths.bytes)
        eval_damaged(eval);
    return lengths;
}

/* Adds the weight of posting `i` of the open block, of the document begin + offset. */
static void score_posting(const Eval *eval, const Node *node, const Postings *list, uint32_t i,
                          Lengths lengths, uint32_t offset, uint32_t *scores)
{
    uint32_t length = length_at(lengths, offset);
    uint32_t frequency = list->counts[i] + list->extras[i];
    add_score(&scores[offset],
              bm25_weight(eval->search->bm25, node->idf, frequency, length, eval->search->mean_length));
}

static void score_block(const Eval *eval, const Node *node, Postings *list, uint32_t begin,
                        const uint64_t *bits, Lengths lengths, uint32_t *scores)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t offset = list->docs[i] - begin;
        if (offset >= WINDOW_SIZE || !(bits[offset / 64] >> (offset % 64) & 1))
            continue;
        if (!postings_frequencies(list))
            return;
        score_posting(eval, node, list, i, lengths, offset, scores);
    }
}

static void score_each(const Eval *eval, const Node *node, Postings *list, uint32_t begin,
                       const uint64_t *bits, Lengths lengths, uint32_t *scores)
{
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t doc = begin + word * 64 + (uint32_t)__builtin_ctzll(left);
            if (postings_seek(list, doc) == doc && postings_frequencies(list))
                score_posting(eval, node, list, list->at, lengths, doc - begin, scores);
        }
    }
}

void list_score(Eval *eval, const Node *node, Postings *list, uint32_t begin,
                const uint64_t bits[WINDOW_WORDS], uint32_t scores[WINDOW_SIZE], int64_t floor)
{
    Lengths lengths = list ? lengths_of(eval, begin) : (Lengths){NULL, 2};
    if (!lengths.bytes)
        return;
    uint64_t blocks = (uint64_t)list->block_count * WINDOW_SIZE / (eval->segment->documents + 1);
    if (bits_count(bits) <= blocks) {
        score_each(eval, node, list, begin, bits, lengths, scores);
    } else {
        uint32_t block = postings_find_block(list, begin);
        for (; block < list->block_count; block++) {
            bool is_low =
                floor >= 0 && list->lasts && block_upper(eval, node, list, block) <= (uint64_t)floor;
            if (!is_low && !postings_load(list, block))
                break;
            if (!is_low)
                score_block(eval, node, list, begin, bits, lengths, scores);
            if (postings_last_doc(list, block) - begin >= WINDOW_SIZE)
                break;
        }
    }
    if (list->is_damaged)
        eval_damaged(eval);
}

static void score_set(const Node *node, uint32_t begin, const uint64_t *bits, uint32_t *scores)
{
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word] & node->bits[begin / 64 + word]; left; left &= left - 1)
            add_score(&scores[word * 64 + (uint32_t)__builtin_ctzll(left)], SCORE_ONE);
    }
}

/* A child of an OR need not be true where the OR is. */
static void score_or(Eval *eval, Node *node, uint32_t begin, const uint64_t *bits, uint32_t *scores)
{
    for (size_t i = 0; i < node->count; i++) {
        Node *child = node->children[i];
        bool is_own_filter =
            child->query->kind == QUERY_TERM || (query_is_set(child->query->kind) && !child->needs_verify);
        uint64_t here[WINDOW_WORDS];
        memcpy(here, bits, sizeof here);
        if (!is_own_filter)
            node_filter(eval, child, begin, here);
        node_score(eval, child, begin, here, scores);
    }
}

bool node_has_words(const Node *node)
{
    switch (node->query->kind) {
    case QUERY_NOT:
    case QUERY_ANYWORD:
    case QUERY_ALL:
    case QUERY_NONE:
    case QUERY_FACET:
    case QUERY_DAYS:
    case QUERY_CALENDAR:
    case QUERY_UNDATED:
    case QUERY_WORDS:
        return false;
    default:
        return true;
    }
}

void node_score(Eval *eval, Node *node, uint32_t begin, const uint64_t bits[WINDOW_WORDS],
                uint32_t scores[WINDOW_SIZE])
{
    if (!eval_is_good(eval) || !node_has_words(node) || !bits_any(bits))
        return;
    switch (node->query->kind) {
    case QUERY_TERM:
        list_score(eval, node, node->list, begin, bits, scores, -1);
        break;
    case QUERY_EXACT:
    case QUERY_CASED:
        list_score(eval, node, node->folded, begin, bits, scores, -1);
        break;
    case QUERY_PREFIX:
    case QUERY_WILD:
    case QUERY_FUZZY:
    case QUERY_REGEX:
    case QUERY_SOUNDS:
    case QUERY_VARIANTS:
    case QUERY_STEM:
        score_set(node, begin, bits, scores);
        break;
    case QUERY_OR:
        score_or(eval, node, begin, bits, scores);
        break;
    default:
        for (size_t i = 0; i < node->needed; i++)
            node_score(eval, node->children[node->order[i]], begin, bits, scores);
    }
}
