/* Words of which any may be there, and perhaps one must. In: a flat query without positions. Out: how many
 * documents match; the best of them.
 *
 * Counting scores nothing: a byte or a bit a document, a window at a time; the most frequent word is only
 * asked about the documents of the others where these are few.
 *
 * The best are found by MAXSCORE (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995)
 * over windows with bounds by block (Ding and Suel, "Faster top-k document retrieval using block-max
 * indexes", 2011): in a window the words of the least bounds, as long as they together stay under the bar,
 * make no candidates; the weights of the others are added up, and what may still come over the bar is looked
 * up in the rest. */
#include "index/flat.h"

#include "base/bytes.h"

#define SHIFT_LEAST 12u
#define SHIFT_MOST 14u

typedef struct Any {
    Flat *flat;
    uint32_t *sums;                      /* of a window, each one more than its score; 0: not met */
    uint32_t *touched;                   /* offsets of those that are not 0 */
    FlatWord *order[FLAT_WORDS_MAX];     /* by rising bounds in the window */
    uint64_t uppers[FLAT_WORDS_MAX + 1]; /* [i]: what order[0, i) add at most */
} Any;

/* ---- the best ---- */

/* The first document that a block may have. */
static uint32_t first_doc(const Postings *list, uint32_t block)
{
    return block > 0 ? bytes_u32(list->lasts + (size_t)(block - 1) * 4) + 1 : 0;
}

static uint32_t length_of(const Flat *flat, uint32_t doc)
{
    return length_at(flat->lengths, doc);
}

/* The last questions, for documents whose score would do. */
static bool is_wanted(const Flat *flat, uint32_t doc)
{
    if (flat->required > 0 && postings_seek(flat->words[0].list, doc) != doc)
        return false;
    for (size_t i = 0; i < flat->excluded_count; i++) {
        if (postings_seek(flat->excluded[i], doc) == doc)
            return false;
    }
    return !flat_is_deleted(flat, doc);
}

/* Adds the weights of order[0, first) and offers the document, unless it stays under the bar. */
static void finish(Any *any, uint32_t doc, uint64_t score, size_t first)
{
    Flat *flat = any->flat;
    for (size_t i = first; i-- > 0;) {
        if (score + any->uppers[i + 1] < flat->hits->bar)
            return;
        FlatWord *word = any->order[i];
        Postings *list = word->list;
        uint32_t block = postings_find_block(list, doc);
        if (block >= list->block_count || first_doc(list, block) > doc)
            continue;
        if (score + word->uppers[block] + any->uppers[i] < flat->hits->bar)
            return; /* the block need not be decoded */
        if (postings_seek(list, doc) == doc && postings_frequencies(list))
            score += weigher_one(&word->weigher, list->counts[list->at] + list->extras[list->at],
                                 length_of(flat, doc));
    }
    if (score >= flat->hits->bar && is_wanted(flat, doc))
        flat_offer(flat, doc, score);
}

/* Postings [*from, *to) of the loaded block lie in the window. */
static void part_in_window(const Postings *list, uint32_t begin, uint64_t end, uint32_t *from, uint32_t *to)
{
    const Codec *codec = list->segment->codec;
    *from = list->base >= begin ? 0 : codec->rank(list->docs, begin);
    *to = list->last < end ? list->count : codec->rank(list->docs, (uint32_t)end);
}

/* So often must the word stand in a document, be it ever so short, to bring it over the bar. */
static uint32_t least_frequency(const Any *any, FlatWord *word, uint64_t rest)
{
    enum { MOST = 64 };
    uint64_t bar = any->flat->hits->bar;
    uint64_t needed = bar > rest ? bar - rest : 0;
    if (needed != word->least_weight || word->least_frequency == 0) {
        word->least_weight = needed;
        word->least_frequency = 1;
        while (word->least_frequency < MOST && weigher_one(&word->weigher, word->least_frequency, 0) < needed)
            word->least_frequency++;
    }
    return word->least_frequency;
}

/* The documents [from, to) of the loaded block that have the word often enough, weighed. */
static void visit_block(Any *any, FlatWord *word, uint32_t from, uint32_t to, size_t first)
{
    Flat *flat = any->flat;
    const Postings *list = word->list;
    const uint64_t rest = any->uppers[first];
    const uint32_t least = least_frequency(any, word, rest);
    uint32_t docs[BLOCK_SIZE + 16], frequencies[BLOCK_SIZE + 16], weights[BLOCK_SIZE];
    static const uint32_t nothing[BLOCK_SIZE];
    size_t count = flat->weighing->choose(list->docs + from, list->counts + from, list->extras + from,
                                          to > from ? to - from : 0, least, docs, frequencies);
    flat->weighing->weigh(&word->weigher, docs, frequencies, nothing, count, flat->lengths, weights);
    for (size_t i = 0; i < count; i++) {
        if (weights[i] + rest >= flat->hits->bar)
            finish(any, docs[i], weights[i], first);
    }
}

/* The only word that makes candidates: no sums are needed. */
static void visit_one(Any *any, FlatWord *word, uint32_t window, size_t first)
{
    Flat *flat = any->flat;
    Postings *list = word->list;
    const uint64_t rest = any->uppers[first];
    uint32_t begin = window << flat->window_shift;
    uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
    for (uint32_t block = word->window_block[window]; block < list->block_count; block++) {
        if (word->uppers[block] + rest >= flat->hits->bar) {
            uint32_t from, to;
            if (!postings_load(list, block) || list->base >= end || !postings_frequencies(list))
                return;
            part_in_window(list, begin, end, &from, &to);
            visit_block(any, word, from, to, first);
        }
        if (postings_last_doc(list, block) >= end - 1)
            return;
    }
}

static size_t add_block(Any *any, const FlatWord *word, uint32_t begin, uint64_t end, size_t touched)
{
    const Postings *list = word->list;
    uint32_t from, to;
    part_in_window(list, begin, end, &from, &to);
    for (uint32_t i = from; i < to; i++) {
        uint32_t offset = list->docs[i] - begin, sum = any->sums[offset];
        any->touched[touched] = offset;
        touched += sum == 0;
        any->sums[offset] = sum + word->weights[i] + (sum == 0);
    }
    return touched;
}

static size_t add_word(Any *any, FlatWord *word, uint32_t window, uint64_t others, size_t touched)
{
    Flat *flat = any->flat;
    Postings *list = word->list;
    uint32_t begin = window << flat->window_shift;
    uint64_t end = (uint64_t)begin + ((uint64_t)1 << flat->window_shift);
    for (uint32_t block = word->window_block[window]; block < list->block_count; block++) {
        if (word->uppers[block] + others >= flat->hits->bar) {
            if (!flat_weigh_block(flat, word, block) || list->base >= end)
                break;
            touched = add_block(any, word, begin, end, touched);
        }
        if (postings_last_doc(list, block) >= end - 1)
            break;
    }
    return touched;
}

/* Words by rising bounds; those with nothing in the window are left out. */
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
    for (size_t i = 0; i < count; i++)
        any->uppers[i + 1] = any->uppers[i] + any->order[i]->window_upper[window];
    return count;
}

static void visit_window(void *context, uint32_t window, uint64_t upper)
{
    Any *any = context;
    Flat *flat = any->flat;
    size_t count = order_words(any, window), first = 0, touched = 0;
    while (first < count && any->uppers[first + 1] < flat->hits->bar)
        first++;
    if (first + 1 == count) {
        visit_one(any, any->order[first], window, first);
        return;
    }
    for (size_t i = count; i-- > first;)
        touched = add_word(any, any->order[i], window, upper - any->order[i]->window_upper[window], touched);
    for (size_t i = 0; i < touched; i++) {
        uint64_t score = any->sums[any->touched[i]] - 1;
        any->sums[any->touched[i]] = 0;
        if (score + any->uppers[first] >= flat->hits->bar)
            finish(any, (window << flat->window_shift) + any->touched[i], score, first);
    }
}

void flat_any_best(Flat *flat)
{
    uint64_t postings = 0;
    for (size_t i = 0; i < flat->count; i++)
        postings += flat->words[i].list->df;
    flat_weights_open(flat);
    flat_windows(flat, SHIFT_LEAST, SHIFT_MOST, postings);
    Any any = {.flat = flat};
    size_t size = (size_t)1 << flat->window_shift;
    any.sums = ARENA_ARRAY(flat->arena, uint32_t, size);
    any.touched = arena_grow(flat->arena, NULL, 0, (size + 1) * sizeof *any.touched);
    flat_each_window(flat, false, visit_window, &any);
}

/* ---- counting ---- */

#define COUNT_SHIFT 14u
#define COUNT_SIZE (1u << COUNT_SHIFT)

/* Marks the documents of a word in [begin, begin + COUNT_SIZE): close ones as bits, others as bytes, which
 * need not be read before they are written. */
static void mark(Postings *list, uint32_t begin, uint64_t *bits, unsigned char *bytes)
{
    for (uint32_t block = postings_find_block(list, begin); block < list->block_count; block++) {
        if (!postings_open_block(list, block) || (list->base >= begin && list->base - begin >= COUNT_SIZE))
            return;
        if (list->set) {
            postings_set_bits(list, begin, COUNT_SIZE, bits);
        } else {
            uint32_t from, to;
            if (!postings_load(list, block))
                return;
            part_in_window(list, begin, (uint64_t)begin + COUNT_SIZE, &from, &to);
            for (uint32_t i = from; i < to; i++)
                bytes[list->docs[i] - begin] = 1;
        }
        if (list->last - begin >= COUNT_SIZE - 1)
            return;
    }
}

/* Deleted and excluded documents of the window, as bits; NULL: there are none. */
static const uint64_t *without(Flat *flat, uint32_t begin, uint64_t out[COUNT_SIZE / 64])
{
    const uint64_t *deleted = flat->segment->deleted ? flat->segment->deleted + begin / 64 : NULL;
    uint64_t left = deletion_words(flat->segment->documents) - begin / 64;
    if (flat->excluded_count == 0 && !deleted)
        return NULL;
    left = left < COUNT_SIZE / 64 ? left : COUNT_SIZE / 64;
    memset(out, 0, COUNT_SIZE / 8);
    if (deleted)
        memcpy(out, deleted, left * 8);
    for (size_t i = 0; i < flat->excluded_count; i++) {
        for (uint32_t window = 0; window < COUNT_SIZE; window += WINDOW_SIZE)
            postings_fill(flat->excluded[i], begin + window, out + window / 64);
    }
    return out;
}

static uint64_t count_windows(Flat *flat)
{
    uint64_t total = 0, bits[COUNT_SIZE / 64], out[COUNT_SIZE / 64];
    unsigned char bytes[COUNT_SIZE];
    for (uint64_t begin = 0; begin < flat->segment->documents; begin += COUNT_SIZE) {
        memset(bits, 0, sizeof bits);
        memset(bytes, 0, sizeof bytes);
        for (size_t i = 0; i < flat->count; i++)
            mark(flat->words[i].list, (uint32_t)begin, bits, bytes);
        uint64_t left = (flat->segment->documents - begin + 63) / 64;
        left = left < COUNT_SIZE / 64 ? left : COUNT_SIZE / 64;
        total +=
            flat->segment->codec->count_marks(bits, bytes, without(flat, (uint32_t)begin, out), (size_t)left);
    }
    return total;
}

/* All documents of the list, in the arena. */
static uint32_t *all_docs(Flat *flat, Postings *list)
{
    uint32_t *docs = arena_grow(flat->arena, NULL, 0, ((size_t)list->df + 1) * sizeof *docs);
    for (uint32_t block = 0; block < list->block_count && postings_load(list, block); block++)
        memcpy(docs + (size_t)block * BLOCK_SIZE, list->docs, list->count * sizeof *docs);
    return docs;
}

/* Two words, one rare: those of the frequent one, and those of the rare one that are not there. */
static uint64_t count_two(Flat *flat, Postings *rare, Postings *frequent)
{
    uint32_t *docs = all_docs(flat, rare);
    size_t more = rare->is_damaged ? 0 : postings_keep(frequent, docs, rare->df, true);
    return (uint64_t)frequent->df + more;
}

uint64_t flat_any_count(Flat *flat)
{
    enum { RARE = 8 }; /* times rarer: then a look-up is cheaper than a mark for each */
    bool has_fewer = flat->segment->deleted_count > 0 || flat->excluded_count > 0;
    Postings *a = flat->words[0].list;
    if (flat->count == 1 && !has_fewer)
        return a->df;
    if (flat->count == 2 && !has_fewer) {
        Postings *b = flat->words[1].list;
        if (a->df / RARE >= b->df)
            return count_two(flat, b, a);
        if (b->df / RARE >= a->df)
            return count_two(flat, a, b);
    }
    return count_windows(flat);
}
