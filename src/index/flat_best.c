/* The best of words of which any may be there, and perhaps one must. In: a flat query without positions. Out:
 * its best hits.
 *
 * They are found by MAXSCORE (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995) over
 * windows with bounds by block (Ding and Suel, "Faster top-k document retrieval using block-max indexes",
 * 2011): in a window the words of the least bounds, as long as they together stay under the bar, make no
 * candidates; the weights of the others are added up, and what may still come over the bar is looked up in
 * the rest, one word after another for all candidates of the window, so that each block is decoded once and
 * weights are made many at a time.
 *
 * One word alone needs no windows: its blocks are visited from the greatest bound on. */
#include "index/flat.h"

#include "base/bytes.h"

#define SHIFT_LEAST 12u
#define SHIFT_MOST 13u /* sums of a window stay in the processor's nearest memory */

typedef struct Any {
    Flat *flat;
    uint32_t *sums;                      /* of a window, each one more than its score; 0: not met */
    uint32_t *docs, *scores;             /* of the window's candidates, rising by document */
    FlatWord *order[FLAT_WORDS_MAX];     /* by rising bounds in the window */
    uint64_t uppers[FLAT_WORDS_MAX + 1]; /* [i]: what order[0, i) add at most */
} Any;

static bool is_required(const Any *any, const FlatWord *word)
{
    return any->flat->required > 0 && word == &any->flat->words[0];
}

/* ---- candidates ---- */

/* So often must the word stand in a document, be it ever so short, to bring it over the bar. */
static uint32_t least_frequency(const Flat *flat, FlatWord *word, uint64_t rest)
{
    enum { MOST = 64 };
    uint64_t needed = flat->hits->bar > rest ? flat->hits->bar - rest : 0;
    if (needed != word->least_weight || word->least_frequency == 0) {
        word->least_weight = needed;
        word->least_frequency = 1;
        while (word->least_frequency < MOST && weigher_one(&word->weigher, word->least_frequency, 0) < needed)
            word->least_frequency++;
    }
    return word->least_frequency;
}

/* Candidates among the documents [from, to) of the loaded block: only those that have the word often enough
 * are weighed. Gives their number. */
static size_t choose_docs(Flat *flat, FlatWord *word, uint32_t from, uint32_t to, uint64_t rest,
                          uint32_t *out_docs, uint32_t *out_scores)
{
    const Postings *list = word->list;
    const uint32_t least = least_frequency(flat, word, rest);
    uint32_t docs[BLOCK_SIZE + 16], frequencies[BLOCK_SIZE + 16], weights[BLOCK_SIZE];
    static const uint32_t nothing[BLOCK_SIZE];
    size_t count = flat->weighing->choose(list->docs + from, list->counts + from, list->extras + from,
                                          to > from ? to - from : 0, least, docs, frequencies);
    flat->weighing->weigh(&word->weigher, docs, frequencies, nothing, count, flat->lengths, weights);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        out_docs[kept] = docs[i];
        out_scores[kept] = weights[i];
        kept += weights[i] + rest >= flat->hits->bar;
    }
    return kept;
}

/* What order[0, count) add at most in the documents from..to: those much rarer than the word are asked
 * whether they have any. */
static uint64_t rest_between(Any *any, size_t count, const FlatWord *word, uint32_t window, uint32_t from,
                             uint32_t to)
{
    enum { RARER = 16 };
    uint64_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        Postings *list = any->order[i]->list;
        bool is_rare = list->df < word->list->df / RARER;
        if (!is_rare || postings_seek(list, from) <= to)
            rest += any->order[i]->window_upper[window];
    }
    return rest;
}

/* order[first] is the only word that makes candidates: no sums are needed. */
static size_t candidates_of_one(Any *any, size_t first, uint32_t window)
{
    FlatWord *word = any->order[first];
    const uint64_t all = any->uppers[first];
    Flat *flat = any->flat;
    Postings *list = word->list;
    uint32_t begin = window << flat->window_shift;
    uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
    size_t count = 0;
    for (uint32_t block = word->window_block[window]; block < list->block_count; block++) {
        uint64_t rest = all;
        if (rest > 0 && word->uppers[block] + rest >= flat->hits->bar)
            rest = rest_between(any, first, word, window, flat_first_doc(list, block),
                                postings_last_doc(list, block));
        if (word->uppers[block] + rest >= flat->hits->bar) {
            uint32_t from, to;
            if (!postings_load(list, block) || list->base >= end || !postings_frequencies(list))
                break;
            flat_part(list, begin, end, &from, &to);
            count += choose_docs(flat, word, from, to, rest, any->docs + count, any->scores + count);
        }
        if (postings_last_doc(list, block) >= end - 1)
            break;
    }
    return count;
}

static void add_block(uint32_t *sums, const FlatWord *word, uint32_t begin, uint32_t from, uint32_t to)
{
    const Postings *list = word->list;
    for (uint32_t i = from; i < to; i++) {
        uint32_t *sum = &sums[list->docs[i] - begin];
        *sum += word->weights[i] + (*sum == 0);
    }
}

static void add_word(Any *any, FlatWord *word, uint32_t window, uint64_t others)
{
    Flat *flat = any->flat;
    Postings *list = word->list;
    uint32_t begin = window << flat->window_shift;
    uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
    for (uint32_t block = word->window_block[window]; block < list->block_count; block++) {
        if (word->uppers[block] + others >= flat->hits->bar) {
            uint32_t from, to;
            if (!flat_weigh_block(flat, word, block) || list->base >= end)
                break;
            flat_part(list, begin, end, &from, &to);
            add_block(any->sums, word, begin, from, to);
        }
        if (postings_last_doc(list, block) >= end - 1)
            break;
    }
}

/* Of the sums of order[first, count). */
static size_t candidates_of_many(Any *any, uint32_t window, size_t first, size_t count)
{
    Flat *flat = any->flat;
    const uint64_t bar = flat->hits->bar, rest = any->uppers[first];
    for (size_t i = count; i-- > first;)
        add_word(any, any->order[i], window, any->uppers[count] - any->order[i]->window_upper[window]);
    uint64_t needed = bar > rest ? bar - rest + 1 : 1;
    return flat->weighing->harvest(any->sums, (size_t)1 << flat->window_shift,
                                   needed < UINT32_MAX ? (uint32_t)needed : UINT32_MAX,
                                   window << flat->window_shift, any->docs, any->scores);
}

/* ---- the rest of their words ---- */

/* Postings of candidates, to be weighed together. */
typedef struct Found {
    uint32_t docs[BLOCK_SIZE], counts[BLOCK_SIZE], extras[BLOCK_SIZE];
    uint32_t index[BLOCK_SIZE]; /* of the candidate */
    size_t count;
} Found;

static void weigh_found(Any *any, const FlatWord *word, Found *found)
{
    uint32_t weights[BLOCK_SIZE];
    any->flat->weighing->weigh(&word->weigher, found->docs, found->counts, found->extras, found->count,
                               any->flat->lengths, weights);
    for (size_t i = 0; i < found->count; i++)
        any->scores[found->index[i]] += weights[i];
    found->count = 0;
}

static bool put_found(Found *found, Postings *list, uint32_t doc, size_t index)
{
    if (!postings_frequencies(list))
        return false;
    size_t at = found->count++;
    found->docs[at] = doc;
    found->counts[at] = list->counts[list->at];
    found->extras[at] = list->extras[list->at];
    found->index[at] = (uint32_t)index;
    return true;
}

/* Adds the weights of order[number] to the candidates, and drops those that stay under the bar with all that
 * is left; of a required word also those that do not have it. Gives how many remain. */
static size_t look_up(Any *any, size_t number, size_t count)
{
    FlatWord *word = any->order[number];
    Postings *list = word->list;
    const uint64_t bar = any->flat->hits->bar, rest = any->uppers[number], all = any->uppers[number + 1];
    const bool must = is_required(any, word);
    uint32_t block = NO_BLOCK, base = 1, last = 0; /* the block that the last candidate fell in */
    size_t kept = 0;
    Found found;
    found.count = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t doc = any->docs[i], score = any->scores[i];
        if (score + all < bar)
            continue;
        if (doc < base || doc > last) {
            block = postings_find_block(list, doc);
            base = block < list->block_count ? flat_first_doc(list, block) : doc + 1;
            last = block < list->block_count ? postings_last_doc(list, block) : doc;
        }
        bool can_be_there = doc >= base && block < list->block_count;
        if (can_be_there && score + rest + word->uppers[block] < bar)
            continue; /* the block need not be decoded */
        bool is_there = can_be_there && postings_seek(list, doc) == doc && put_found(&found, list, doc, kept);
        if (!is_there && (must || score + rest < bar))
            continue;
        any->docs[kept] = doc;
        any->scores[kept++] = score;
        if (found.count == BLOCK_SIZE)
            weigh_found(any, word, &found);
    }
    weigh_found(any, word, &found);
    return kept;
}

/* The last questions, for documents whose score would do. */
static bool is_wanted(const Flat *flat, uint32_t doc)
{
    for (size_t i = 0; i < flat->excluded_count; i++) {
        if (postings_seek(flat->excluded[i], doc) == doc)
            return false;
    }
    return !flat_is_deleted(flat, doc);
}

static void offer(Flat *flat, const uint32_t *docs, const uint32_t *scores, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scores[i] >= flat->hits->bar && is_wanted(flat, docs[i]))
            flat_offer(flat, docs[i], scores[i]);
    }
}

/* ---- windows ---- */

/* Words by rising bounds. */
static size_t order_words(Any *any, uint32_t window)
{
    Flat *flat = any->flat;
    size_t count = 0;
    for (size_t i = 0; i < flat->count; i++) {
        FlatWord *word = &flat->words[i];
        uint32_t upper = word->window_upper[window];
        size_t at = count++;
        for (; at > 0 && any->order[at - 1]->window_upper[window] > upper; at--)
            any->order[at] = any->order[at - 1];
        any->order[at] = word;
    }
    return count;
}

static void add_uppers(Any *any, uint32_t window, size_t count)
{
    for (size_t i = 0; i < count; i++)
        any->uppers[i + 1] = any->uppers[i] + any->order[i]->window_upper[window];
}

/* Words before this one make no candidates. */
static size_t first_essential(const Any *any, size_t count)
{
    size_t first = 0;
    while (first < count && any->uppers[first + 1] < any->flat->hits->bar)
        first++;
    return first;
}

/* Moves the required word to place `to`. */
static void move_required(Any *any, size_t count, size_t to)
{
    size_t at = 0;
    while (at + 1 < count && !is_required(any, any->order[at]))
        at++;
    FlatWord *word = any->order[at];
    for (; at < to; at++)
        any->order[at] = any->order[at + 1];
    for (; at > to; at--)
        any->order[at] = any->order[at - 1];
    any->order[to] = word;
}

/* With a required word: it alone makes the candidates, or is the first that they are looked up in where the
 * others that make them are rarer. */
static size_t order_required(Any *any, uint32_t window, size_t count, size_t first)
{
    uint64_t others = 0;
    const FlatWord *required = &any->flat->words[0];
    bool is_behind = false;
    for (size_t i = first; i < count; i++) {
        is_behind |= any->order[i] == required;
        others += any->order[i]->list->df;
    }
    bool is_maker = is_behind || others >= required->list->df;
    move_required(any, count, is_maker ? count - 1 : first - 1);
    add_uppers(any, window, count);
    return is_maker ? count - 1 : first;
}

static void visit_window(void *context, uint32_t window, uint64_t upper)
{
    (void)upper;
    Any *any = context;
    size_t count = order_words(any, window);
    add_uppers(any, window, count);
    size_t first = first_essential(any, count);
    if (any->flat->required > 0)
        first = order_required(any, window, count, first);
    size_t found = first + 1 == count ? candidates_of_one(any, first, window)
                                      : candidates_of_many(any, window, first, count);
    for (size_t i = first; i-- > 0 && found > 0;)
        found = look_up(any, i, found);
    offer(any->flat, any->docs, any->scores, found);
}

/* ---- one word ---- */

static void visit_block(void *context, uint32_t block, uint64_t upper)
{
    (void)upper;
    Flat *flat = context;
    FlatWord *word = &flat->words[0];
    uint32_t docs[BLOCK_SIZE], scores[BLOCK_SIZE];
    if (!postings_load(word->list, block) || !postings_frequencies(word->list))
        return;
    size_t count = choose_docs(flat, word, 0, word->list->count, 0, docs, scores);
    offer(flat, docs, scores, count);
}

void flat_any_best(Flat *flat)
{
    uint64_t postings = 0;
    flat_weights_open(flat);
    if (flat->count == 1) {
        flat_each_block(flat, &flat->words[0], visit_block, flat);
        return;
    }
    for (size_t i = 0; i < flat->count; i++)
        postings += flat->words[i].list->df;
    flat_windows(flat, SHIFT_LEAST, SHIFT_MOST, postings);
    Any any = {.flat = flat};
    size_t size = (size_t)1 << flat->window_shift;
    any.sums = ARENA_ARRAY(flat->arena, uint32_t, size);
    any.docs = arena_grow(flat->arena, NULL, 0, (size + 16) * sizeof *any.docs);
    any.scores = arena_grow(flat->arena, NULL, 0, (size + 16) * sizeof *any.scores);
    flat_each_window(flat, false, visit_window, &any);
}
