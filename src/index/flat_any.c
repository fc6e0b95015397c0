/* Words of which any may be there, counted. In: a flat query without positions. Out: how many documents
 * match.
 *
 * Nothing is scored: a byte or a bit a document, a window at a time; the most frequent word is only asked
 * about the documents of the others where these are few. */
#include "index/flat.h"

#include "base/bytes.h"

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
            flat_part(list, begin, (uint64_t)begin + COUNT_SIZE, &from, &to);
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
