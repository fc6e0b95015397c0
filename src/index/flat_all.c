/* Words that must all be there, perhaps in a row or near each other, with optional and excluded ones. In: a
 * flat query with required words. Out: how many documents match; the best of them.
 *
 * A window begins with the documents of its rarest word and loses those that another word does not have. When
 * only the best are wanted, windows are left out whose bounds are too low, and a document's places are only
 * compared when its score would do. */
#include "index/flat.h"

#include "base/bytes.h"

#define SHIFT_LEAST 12u
#define SHIFT_MOST 20u

typedef struct All {
    Flat *flat;
    bool is_counted;
    uint64_t total;
    uint32_t *docs; /* of the window that match */
    uint32_t *sums; /* their scores */
} All;

/* ---- documents ---- */

/* Documents of the list in the window. */
static size_t docs_in_window(const Flat *flat, FlatWord *word, uint32_t window, uint32_t *docs)
{
    Postings *list = word->list;
    const Codec *codec = flat->segment->codec;
    uint32_t begin = window << flat->window_shift;
    uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
    size_t count = 0;
    for (uint32_t block = word->window_block[window]; block < list->block_count; block++) {
        if (!postings_load(list, block) || list->base >= end)
            break;
        uint32_t from = list->base >= begin ? 0 : codec->rank(list->docs, begin);
        uint32_t to = list->last < end ? list->count : codec->rank(list->docs, (uint32_t)end);
        if (to > from)
            memcpy(docs + count, list->docs + from, (to - from) * sizeof *docs);
        count += to > from ? to - from : 0;
        if (list->last >= end - 1)
            break;
    }
    return count;
}

/* Blocks of the word that reach into the window, about. */
static uint64_t postings_in_window(const Flat *flat, const FlatWord *word, uint32_t window)
{
    uint32_t next = window + 1 < flat->windows ? word->window_block[window + 1] : word->list->block_count;
    return (uint64_t)(next - word->window_block[window]) * BLOCK_SIZE;
}

/* By marks of all the word's documents; cheaper than look-ups while these are not many more. */
static size_t keep_by_bits(const Flat *flat, FlatWord *word, uint32_t window, uint32_t *docs, size_t count)
{
    uint64_t bits[WINDOW_WORDS] = {0};
    uint32_t begin = window << flat->window_shift;
    postings_fill(word->list, begin, bits);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t offset = docs[i] - begin;
        docs[kept] = docs[i];
        kept += bits[offset / 64] >> (offset % 64) & 1;
    }
    return kept;
}

static size_t drop_deleted(const Flat *flat, uint32_t *docs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        docs[kept] = docs[i];
        kept += !flat_is_deleted(flat, docs[i]);
    }
    return kept;
}

/* No window has more documents that match. */
static uint32_t most_matches(const Flat *flat)
{
    uint32_t most = flat->words[0].list->df;
    return flat->pair_count > 0 && pair_df(flat->pairs[0]) < most ? pair_df(flat->pairs[0]) : most;
}

/* Documents of the rarest word or pair. *pairs, *words: how many of these they have. */
static size_t first_docs(All *all, uint32_t window, size_t *pairs, size_t *words)
{
    Flat *flat = all->flat;
    bool is_pair = flat->pair_count > 0 && pair_df(flat->pairs[0]) <= flat->words[0].list->df;
    *pairs = is_pair;
    *words = !is_pair;
    if (!is_pair)
        return docs_in_window(flat, &flat->words[0], window, all->docs);
    uint64_t begin = (uint64_t)window << flat->window_shift;
    return pair_docs(flat->pairs[0], (uint32_t)begin, begin + ((uint64_t)1 << flat->window_shift), all->docs);
}

static size_t match_window(All *all, uint32_t window)
{
    enum { TIMES = 4 }; /* so many postings are marked in the time of a look-up */
    Flat *flat = all->flat;
    size_t pairs, words, count = first_docs(all, window, &pairs, &words);
    for (size_t i = pairs; i < flat->pair_count && count > 0; i++)
        count = pair_keep(flat->pairs[i], all->docs, count);
    for (size_t i = words; i < flat->required && count > 0; i++) {
        FlatWord *word = &flat->words[i];
        if (word->is_paired)
            continue;
        bool by_bits = (1u << flat->window_shift) == WINDOW_SIZE &&
                       postings_in_window(flat, word, window) < TIMES * (uint64_t)count;
        count = by_bits ? keep_by_bits(flat, word, window, all->docs, count)
                        : postings_keep(word->list, all->docs, count, false);
    }
    for (size_t i = 0; i < flat->excluded_count && count > 0; i++)
        count = postings_keep(flat->excluded[i], all->docs, count, true);
    return flat->segment->deleted ? drop_deleted(flat, all->docs, count) : count;
}

/* ---- counting only ---- */

static bool are_dense(const Flat *flat, uint32_t window)
{
    for (size_t i = 0; i < flat->required; i++) {
        if (postings_in_window(flat, &flat->words[i], window) < WINDOW_SIZE / 16)
            return false;
    }
    return flat->pair_count == 0 && (1u << flat->window_shift) == WINDOW_SIZE;
}

static uint64_t count_by_bits(Flat *flat, uint32_t window)
{
    uint64_t all[WINDOW_WORDS] = {0};
    uint32_t begin = window << flat->window_shift;
    postings_fill(flat->words[0].list, begin, all);
    for (size_t i = 1; i < flat->required + flat->excluded_count; i++) {
        bool is_excluded = i >= flat->required;
        uint64_t here[WINDOW_WORDS] = {0};
        postings_fill(is_excluded ? flat->excluded[i - flat->required] : flat->words[i].list, begin, here);
        for (size_t w = 0; w < WINDOW_WORDS; w++)
            all[w] &= is_excluded ? ~here[w] : here[w];
    }
    for (size_t w = 0; flat->segment->deleted && w < WINDOW_WORDS; w++)
        all[w] &= ~flat->segment->deleted[begin / 64 + w];
    if (flat->hits->matches)
        memcpy(flat->hits->matches + begin / 64, all, sizeof all);
    return flat->segment->codec->count_bits(all, WINDOW_WORDS);
}

/* ---- scores ---- */

/* Postings of documents of the window, to be weighed together. */
typedef struct Found {
    uint32_t docs[BLOCK_SIZE], counts[BLOCK_SIZE], extras[BLOCK_SIZE];
    uint32_t index[BLOCK_SIZE]; /* of docs and sums */
    size_t count;
} Found;

static void weigh_found(const All *all, const FlatWord *word, Found *found)
{
    uint32_t weights[BLOCK_SIZE];
    all->flat->weighing->weigh(&word->weigher, found->docs, found->counts, found->extras, found->count,
                               all->flat->lengths, weights);
    for (size_t i = 0; i < found->count; i++)
        all->sums[found->index[i]] += weights[i];
    found->count = 0;
}

static void add_word(All *all, FlatWord *word, size_t count)
{
    Postings *list = word->list;
    Found found;
    found.count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t doc = all->docs[i];
        if (postings_seek(list, doc) != doc || !postings_frequencies(list))
            continue;
        size_t at = found.count++;
        found.index[at] = (uint32_t)i;
        found.docs[at] = doc;
        found.counts[at] = list->counts[list->at];
        found.extras[at] = list->extras[list->at];
        if (found.count == BLOCK_SIZE)
            weigh_found(all, word, &found);
    }
    weigh_found(all, word, &found);
}

static size_t drop_low(All *all, size_t count, uint64_t more)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        all->docs[kept] = all->docs[i];
        all->sums[kept] = all->sums[i];
        kept += all->sums[i] + more >= all->flat->hits->bar;
    }
    return kept;
}

static size_t score_docs(All *all, uint32_t window, size_t count, uint64_t upper)
{
    Flat *flat = all->flat;
    memset(all->sums, 0, count * sizeof *all->sums);
    for (size_t i = 0; i < flat->count && count > 0; i++) {
        FlatWord *word = &flat->words[i];
        add_word(all, word, count);
        upper -= word->window_upper[window];
        count = drop_low(all, count, upper);
    }
    return count;
}

static bool is_checked(Flat *flat, uint32_t doc)
{
    for (size_t i = 0; i < flat->check_count; i++) {
        Node *check = flat->checks[i];
        if (check->query->kind == QUERY_PHRASE ? !phrase_is_in(flat->eval, check, doc)
                                               : !node_has_interval(flat->eval, check, doc))
            return false;
    }
    return eval_is_good(flat->eval);
}

static size_t keep_with_interval(Flat *flat, Node *check, uint32_t *docs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count && eval_is_good(flat->eval); i++) {
        docs[kept] = docs[i];
        kept += node_has_interval(flat->eval, check, docs[i]);
    }
    return kept;
}

static size_t keep_checked(All *all, size_t count)
{
    Flat *flat = all->flat;
    for (size_t i = 0; i < flat->check_count && count > 0; i++) {
        Node *check = flat->checks[i];
        count = check->query->kind == QUERY_PHRASE ? phrase_keep(flat->eval, check, all->docs, count)
                                                   : keep_with_interval(flat, check, all->docs, count);
    }
    return count;
}

/* ---- windows ---- */

static void tell_matches(const All *all, size_t count)
{
    uint64_t *matches = all->flat->hits->matches;
    for (size_t i = 0; i < count; i++)
        matches[all->docs[i] / 64] |= (uint64_t)1 << (all->docs[i] % 64);
}

static void visit_window(void *context, uint32_t window, uint64_t upper)
{
    All *all = context;
    Flat *flat = all->flat;
    bool is_ranked = flat->hits->top && upper >= flat->hits->bar;
    if (!is_ranked && flat->check_count == 0 && are_dense(flat, window)) {
        all->total += count_by_bits(flat, window);
        return;
    }
    size_t count = match_window(all, window);
    bool is_checked_first = all->is_counted || flat->hits->bar == 0; /* else few are worth it */
    if (is_checked_first && flat->check_count > 0)
        count = keep_checked(all, count);
    all->total += count;
    if (flat->hits->matches)
        tell_matches(all, count);
    if (!is_ranked)
        return;
    count = score_docs(all, window, count, upper);
    for (size_t i = 0; i < count; i++) {
        bool is_good = all->sums[i] >= flat->hits->bar;
        if (is_good && (is_checked_first || is_checked(flat, all->docs[i])))
            flat_offer(flat, all->docs[i], all->sums[i]);
    }
}

/* Is one word, or one pair, all there is to it? */
static bool is_one_list(const Flat *flat)
{
    if (flat->excluded_count > 0 || flat->check_count > 0 || flat->segment->deleted_count > 0)
        return false;
    for (size_t i = 0; flat->pair_count == 1 && i < flat->required; i++) {
        if (!flat->words[i].is_paired)
            return false;
    }
    return flat->pair_count == 1 || (flat->pair_count == 0 && flat->required == 1);
}

uint64_t flat_all_search(Flat *flat, bool is_counted)
{
    All all = {.flat = flat, .is_counted = is_counted};
    uint32_t most = most_matches(flat);
    if (is_counted && is_one_list(flat) && !flat->hits->matches) {
        all.total = most;
        is_counted = all.is_counted = false;
    }
    if (!is_counted && !flat->hits->top)
        return all.total;
    uint64_t known = all.total;
    if (flat->hits->top)
        flat_weights_open(flat);
    flat_windows(flat, SHIFT_LEAST, SHIFT_MOST, most);
    size_t size = (size_t)1 << flat->window_shift;
    size = size < most ? size : most;
    all.docs = arena_grow(flat->arena, NULL, 0, (size + 1) * sizeof *all.docs);
    all.sums = arena_grow(flat->arena, NULL, 0, (size + 1) * sizeof *all.sums);
    flat_each_window(flat, is_counted, visit_window, &all);
    return is_counted ? all.total : known;
}
