/* Postings as bytes. In: documents, rising, with weighted frequency and positions. Out: a list as
 * docs/index.md draws it.
 *
 * Full blocks of 128 are bit-packed, or sets of bits where documents lie close; the rest of a list, which for
 * most words is all of it, is written in variable-length numbers, where a word that stands once in a document
 * costs its gap alone. A list of a full block or more begins with three tables: of each block its last
 * document, where it and its positions begin, and up to three (weighted frequency, length) pairs that no
 * posting of the block beats, for all b that are in use, and any k1. */
#include "index/postings_write.h"

#include "base/bytes.h"
#include "index/format.h"

void postings_writer_init(PostingsWriter *w, Arena *arena, Section *postings, Section *positions,
                          bool has_frequencies)
{
    *w = (PostingsWriter){
        .postings = postings, .positions = positions, .arena = arena, .has_frequencies = has_frequencies};
}

void postings_begin(PostingsWriter *w)
{
    w->used = w->df = w->next_doc = 0;
    w->position_count = 0;
    w->positions_begin = w->has_frequencies ? w->positions->size : 0;
    w->gaps.count = w->lasts.count = w->places.count = w->bounds.count = w->blocks.count = 0;
}

static unsigned char *grow(Arena *arena, unsigned char *items, size_t count, size_t *capacity, size_t more)
{
    if (count + more > *capacity) {
        size_t larger = (count + more) * 2;
        items = arena_grow(arena, items, *capacity, larger);
        *capacity = larger;
    }
    return items;
}

#define GROW(w, list, more)                                                                                  \
    ((list)->items = grow((w)->arena, (list)->items, (list)->count, &(list)->capacity, (more)),              \
     (list)->count += (more), (list)->items + (list)->count - (more))

/* ---- upper bounds ----
 *
 * BM25 rises with f / (t + length), where t is (1 - b) / b mean lengths. So the line (t + length) / f of the
 * posting that weighs most at some t is the lowest of all lines there, and the lowest lines over a range of
 * t, of which there are few, bound the whole block. */

static BoundPair pair_of(const PostingsWriter *w, uint32_t i)
{
    return (BoundPair){w->counts[i] + w->extras[i], w->lengths[w->docs[i]]};
}

static double height_at(BoundPair pair, double t)
{
    return (t + pair.length) / pair.frequency;
}

/* The lowest line at t; of several the one that stays lowest. */
static BoundPair lowest_at(const PostingsWriter *w, double t)
{
    BoundPair best = pair_of(w, 0);
    double least = height_at(best, t);
    for (uint32_t i = 1; i < w->used; i++) {
        BoundPair pair = pair_of(w, i);
        double here = height_at(pair, t);
        if (here < least || (here == least && pair.frequency > best.frequency)) {
            best = pair;
            least = here;
        }
    }
    return best;
}

/* The line that goes under the given one first, before the t `end`. False if none does. */
static bool next_lowest(const PostingsWriter *w, BoundPair from, double end, BoundPair *next)
{
    bool is_found = false;
    for (uint32_t i = 0; i < w->used; i++) {
        BoundPair pair = pair_of(w, i);
        if (pair.frequency <= from.frequency)
            continue;
        double t = ((double)from.frequency * pair.length - (double)pair.frequency * from.length) /
                   ((double)pair.frequency - from.frequency);
        if (t < end || (is_found && t == end && pair.frequency > next->frequency)) {
            *next = pair;
            end = t;
            is_found = true;
        }
    }
    return is_found;
}

/* Joins two neighbours into one pair that beats both: those of which that is lowest in the middle of the
 * range, the highest. */
static size_t join_pairs(const PostingsWriter *w, BoundPair *pairs, size_t count)
{
    size_t best = 0;
    double most = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        double height = height_at((BoundPair){pairs[i + 1].frequency, pairs[i].length}, w->mean_length);
        if (height > most) {
            most = height;
            best = i;
        }
    }
    pairs[best].frequency = pairs[best + 1].frequency;
    memmove(pairs + best + 1, pairs + best + 2, (count - best - 2) * sizeof *pairs);
    return count - 1;
}

static size_t bound_pairs(const PostingsWriter *w, BoundPair pairs[BOUND_PAIRS + 1])
{
    const double end = w->mean_length * BOUND_T_MOST;
    size_t count = 1;
    pairs[0] = lowest_at(w, w->mean_length * BOUND_T_LEAST);
    while (next_lowest(w, pairs[count - 1], end, &pairs[count])) {
        if (++count > BOUND_PAIRS)
            count = join_pairs(w, pairs, count);
    }
    return count;
}

static void add_skip(PostingsWriter *w, uint64_t positions_at)
{
    bytes_put_u32(GROW(w, &w->lasts, 4), w->docs[w->used - 1]);
    bytes_put_u32(GROW(w, &w->places, 4), (uint32_t)w->blocks.count);
    if (!w->has_frequencies)
        return;
    bytes_put_u32(GROW(w, &w->places, 4), (uint32_t)positions_at);
    unsigned char *bounds = GROW(w, &w->bounds, BOUND_SIZE);
    memset(bounds, 0, BOUND_SIZE);
    BoundPair pairs[BOUND_PAIRS + 1];
    size_t count = bound_pairs(w, pairs);
    for (size_t i = 0; i < count; i++) {
        bytes_put_u16(bounds + 2 * i, bound_code(pairs[i].frequency, pairs[i].length));
    }
}

/* ---- blocks ---- */

enum { VARINT_MAX = 10 };

/* As varint_put, for the usual small number without a call. */
static inline unsigned char *put(unsigned char *out, uint64_t number)
{
    if (number >= 0x80)
        return out + varint_put(out, number);
    *out = (unsigned char)number;
    return out + 1;
}

static void write_positions(PostingsWriter *w)
{
    size_t at = 0;
    for (; w->gaps.count - at >= BLOCK_SIZE; at += BLOCK_SIZE) {
        unsigned char packed[PATCHED_BYTES_MAX];
        section_add(w->positions, packed, codec_pack_patched(w->gaps.items + at, packed));
    }
    unsigned char bytes[VARINT_MAX * BLOCK_SIZE], *out = bytes;
    for (; at < w->gaps.count; at++)
        out = put(out, w->gaps.items[at]);
    section_add(w->positions, bytes, (size_t)(out - bytes));
    w->gaps.count = 0;
}

/* As gaps, or as a set of bits where that takes no more room. */
static void write_docs(PostingsWriter *w)
{
    uint32_t gaps[BLOCK_SIZE], next = w->next_doc;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        gaps[i] = w->docs[i] - next;
        next = w->docs[i] + 1;
    }
    unsigned bits = codec_bits(gaps, BLOCK_SIZE);
    size_t words = ((size_t)(next - w->next_doc) + 63) / 64;
    if (8 * words > 16 * (size_t)bits || words > BITS_WORDS_MAX) {
        unsigned char *out = GROW(w, &w->blocks, 1 + 16 * (size_t)bits);
        out[0] = (unsigned char)bits;
        codec_pack_block(gaps, bits, out + 1);
        return;
    }
    unsigned char *out = GROW(w, &w->blocks, 2 + 8 * words);
    memset(out, 0, 2 + 8 * words);
    out[0] = SET_BLOCK;
    out[1] = (unsigned char)words;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        uint32_t bit = w->docs[i] - w->next_doc;
        out[2 + bit / 8] |= (unsigned char)(1u << bit % 8);
    }
}

static void write_full_block(PostingsWriter *w)
{
    write_docs(w);
    if (!w->has_frequencies)
        return;
    uint32_t counts[BLOCK_SIZE];
    for (size_t i = 0; i < BLOCK_SIZE; i++)
        counts[i] = w->counts[i] - 1;
    unsigned char packed[PATCHED_BYTES_MAX];
    size_t size = codec_pack_patched(counts, packed);
    memcpy(GROW(w, &w->blocks, size), packed, size);
    size = codec_pack_patched(w->extras, packed);
    memcpy(GROW(w, &w->blocks, size), packed, size);
}

/* Fewer than 128: gap twice, plus 1 if more follows: count, extra. */
static void write_short_block(PostingsWriter *w)
{
    uint32_t next = w->next_doc;
    unsigned char bytes[3 * VARINT_MAX * BLOCK_SIZE], *out = bytes;
    for (uint32_t i = 0; i < w->used; i++) {
        bool is_plain = !w->has_frequencies || (w->counts[i] == 1 && w->extras[i] == 0);
        out = put(out, (uint64_t)(w->docs[i] - next) << 1 | !is_plain);
        if (!is_plain)
            out = put(put(out, w->counts[i]), w->extras[i]);
        next = w->docs[i] + 1;
    }
    size_t size = (size_t)(out - bytes);
    memcpy(GROW(w, &w->blocks, size), bytes, size);
}

static void end_block(PostingsWriter *w)
{
    uint64_t positions_at = w->has_frequencies ? w->positions->size - w->positions_begin : 0;
    if (w->df >= BLOCK_SIZE) /* a shorter list has no tables */
        add_skip(w, positions_at);
    if (w->used == BLOCK_SIZE)
        write_full_block(w);
    else
        write_short_block(w);
    if (w->has_frequencies)
        write_positions(w);
    w->next_doc = w->docs[w->used - 1] + 1;
    w->used = 0;
}

void postings_add(PostingsWriter *w, uint32_t doc, uint32_t weight, const uint32_t *positions, uint32_t count)
{
    if (w->used == BLOCK_SIZE)
        end_block(w);
    assert(doc >= w->next_doc && (w->used == 0 || doc > w->docs[w->used - 1]));
    w->docs[w->used] = doc;
    w->counts[w->used] = count;
    w->extras[w->used] = weight - count;
    w->used++;
    w->df++;
    w->position_count += count;
    if (!w->has_frequencies)
        return;
    assert(count >= 1 && weight >= count);
    if (w->gaps.capacity - w->gaps.count < count) {
        size_t capacity = (w->gaps.count + count) * 2;
        w->gaps.items = arena_grow(w->arena, w->gaps.items, w->gaps.capacity * sizeof *w->gaps.items,
                                   capacity * sizeof *w->gaps.items);
        w->gaps.capacity = capacity;
    }
    uint32_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        w->gaps.items[w->gaps.count++] = positions[i] - last;
        last = positions[i];
    }
}

PostingsSize postings_end(PostingsWriter *w)
{
    uint64_t begin = w->postings->size;
    if (w->used > 0)
        end_block(w);
    if (w->df >= BLOCK_SIZE) {
        section_add(w->postings, w->lasts.items, w->lasts.count);
        section_add(w->postings, w->places.items, w->places.count);
        section_add(w->postings, w->bounds.items, w->bounds.count);
    }
    section_add(w->postings, w->blocks.items, w->blocks.count);
    uint64_t positions_size = w->has_frequencies ? w->positions->size - w->positions_begin : 0;
    return (PostingsSize){w->df, w->position_count, w->postings->size - begin, positions_size};
}
