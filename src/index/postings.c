/* One list of postings. In: an entry of a dictionary. Out: documents, frequencies, positions, window by
 * window.
 *
 * A block is found by the table of last documents, so that a list can be walked from either end and a rare
 * word's documents be looked up in a frequent word's list without reading it. Documents are decoded first;
 * frequencies wait until a score or a position is wanted. Every number that comes from the file is checked
 * before it is used as an index. */
#include "index/postings.h"

void postings_open(Postings *list, const Segment *segment, const DictSpec *spec, const DictEntry *entry)
{
    list->segment = segment;
    list->df = entry->df;
    list->block_count = (entry->df + BLOCK_SIZE - 1) / BLOCK_SIZE;
    list->positions_at = entry->positions_at;
    list->positions_size = entry->positions_size;
    list->has_frequencies = spec->has_positions;
    list->block = list->group = NO_BLOCK;
    list->count = 0;
    list->docs_ready = list->counts_ready = list->frequencies_ready = false;
    list->is_damaged = false;
    list->lasts = NULL;
    list->place_size = list->has_frequencies ? PLACE_SIZE : PLAIN_PLACE_SIZE;
    uint64_t row = 4 + list->place_size + (list->has_frequencies ? BOUND_SIZE : 0);
    uint64_t n = list->block_count, tables = entry->df >= BLOCK_SIZE ? n * row : 0;
    const SectionPlace *place = &segment->sections[spec->postings];
    bool is_inside = entry->postings_at <= place->size &&
                     entry->postings_size <= place->size - entry->postings_at &&
                     entry->postings_size >= tables;
    const unsigned char *bytes =
        is_inside ? segment_bytes(segment, spec->postings, entry->postings_at, tables) : NULL;
    if (!bytes) {
        list->is_damaged = true;
        list->block_count = 0;
        return;
    }
    if (tables > 0) {
        list->lasts = bytes;
        list->places = bytes + n * 4;
        list->bounds = bytes + n * (4 + list->place_size); /* with frequencies */
    }
    list->blocks = bytes + tables;
    list->end = bytes + entry->postings_size;
}

static bool spoil(Postings *list)
{
    list->is_damaged = true;
    list->block = list->group = NO_BLOCK;
    list->count = list->block_count = 0;
    return false;
}

uint32_t postings_last_doc(Postings *list, uint32_t block)
{
    if (list->lasts)
        return bytes_u32(list->lasts + (size_t)block * 4);
    return postings_open_block(list, block) ? list->last : NO_DOC;
}

/* ---- documents ---- */

/* The bytes of a block, checked. */
static bool block_bytes(Postings *list, uint32_t block, Reader *reader)
{
    const unsigned char *begin = list->blocks, *end = list->end;
    if (list->lasts) {
        const unsigned char *place = list->places + (size_t)block * list->place_size;
        uint64_t size = (uint64_t)(list->end - list->blocks);
        uint64_t from = bytes_u32(place);
        uint64_t to = block + 1 < list->block_count ? bytes_u32(place + list->place_size) : size;
        if (from > to || to > size)
            return false;
        begin = list->blocks + from;
        end = list->blocks + to;
    }
    const unsigned char *file = (const unsigned char *)list->segment->map.bytes.data;
    *reader = (Reader){begin, end, false};
    return segment_is_whole(list->segment, (uint64_t)(begin - file), (uint64_t)(end - begin));
}

/* Rising, from base to last. Gaps of few bits cannot run over, so there the ends say it all. */
static bool docs_are_sound(const Postings *list)
{
    uint32_t wrong = list->docs[0] < list->base || list->docs[list->count - 1] != list->last;
    for (uint32_t i = 1; list->gap_bits > 23 && i < list->count; i++)
        wrong |= list->docs[i] <= list->docs[i - 1];
    return !wrong;
}

/* Exactly the 128 documents, the last of them where it should be. */
static bool set_is_sound(const Postings *list)
{
    uint32_t count = 0, size = list->last - list->base + 1;
    for (unsigned i = 0; i < list->set_words; i++)
        count += bits_in_word(bytes_u64(list->set + 8 * (size_t)i));
    uint64_t top = bytes_u64(list->set + 8 * (size_t)(list->set_words - 1));
    return count == BLOCK_SIZE && list->set_words == (size + 63) / 64 && top != 0 &&
           63 - (uint32_t)__builtin_clzll(top) == (size - 1) % 64;
}

static bool open_full(Postings *list, Reader *reader)
{
    const unsigned char *head = reader_take(reader, 1);
    if (!head || *head > SET_BLOCK)
        return false;
    list->docs_ready = list->counts_ready = list->frequencies_ready = false;
    list->gap_bits = *head;
    list->set = list->gaps = NULL;
    if (*head == SET_BLOCK) {
        const unsigned char *words = reader_take(reader, 1);
        list->set_words = words ? *words : 0;
        list->set = list->set_words > 0 ? reader_take(reader, 8 * (uint64_t)list->set_words) : NULL;
        if (!list->set || !set_is_sound(list))
            return false;
    } else {
        list->gaps = reader_take(reader, 16 * (uint64_t)*head);
    }
    list->frequencies = reader->at;
    list->block_end = reader->end;
    return list->set || list->gaps;
}

static bool decode_docs(Postings *list)
{
    const Codec *codec = list->segment->codec;
    list->docs_ready = true;
    if (list->set) {
        codec->unpack_set(list->set, list->set_words, list->base, list->docs);
        return true;
    }
    codec->unpack_rising(list->gaps, list->gap_bits, list->base, list->docs);
    return docs_are_sound(list);
}

static bool open_short(Postings *list, Reader *reader)
{
    uint64_t next = list->base;
    list->set = NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        uint64_t head = reader_varint(reader);
        next += head >> 1;
        list->docs[i] = (uint32_t)next;
        list->counts[i] = 1;
        list->extras[i] = 0;
        if (head & 1) {
            list->counts[i] = reader_u32(reader);
            list->extras[i] = reader_u32(reader);
        }
        if (next >= list->segment->documents || list->counts[i] == 0)
            return false;
        next++;
    }
    for (uint32_t i = list->count; i < BLOCK_SIZE; i++)
        list->docs[i] = NO_DOC; /* for Codec.rank */
    memset(list->counts + list->count, 0, (BLOCK_SIZE - list->count) * sizeof *list->counts);
    list->docs_ready = list->counts_ready = list->frequencies_ready = true;
    return !reader->failed;
}

bool postings_open_block(Postings *list, uint32_t block)
{
    if (list->block == block)
        return true;
    if (block >= list->block_count)
        return false;
    Reader reader;
    if (!block_bytes(list, block, &reader))
        return spoil(list);
    uint32_t left = list->df - block * BLOCK_SIZE;
    list->count = left < BLOCK_SIZE ? left : BLOCK_SIZE;
    list->base = block > 0 ? bytes_u32(list->lasts + (size_t)(block - 1) * 4) + 1 : 0;
    list->last = list->lasts ? bytes_u32(list->lasts + (size_t)block * 4) : NO_DOC;
    if (list->lasts && (list->last >= list->segment->documents || list->last < list->base))
        return spoil(list);
    list->block = NO_BLOCK;
    if (list->count < BLOCK_SIZE) {
        if (!open_short(list, &reader) || (list->lasts && list->docs[list->count - 1] != list->last))
            return spoil(list);
        list->last = list->docs[list->count - 1];
    } else if (!open_full(list, &reader)) {
        return spoil(list);
    }
    list->block = block;
    list->group = NO_BLOCK;
    list->groups_ready = false;
    list->at = 0;
    return true;
}

bool postings_load(Postings *list, uint32_t block)
{
    if (!postings_open_block(list, block))
        return false;
    return list->docs_ready || decode_docs(list) || spoil(list);
}

/* The first of the last documents [low, high) that is >= doc; high if none. */
static uint32_t find_last(const Postings *list, uint32_t low, uint32_t high, uint32_t doc)
{
    const unsigned char *lasts = list->lasts;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool is_before = bytes_u32(lasts + (size_t)middle * 4) < doc;
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    return low;
}

uint32_t postings_find_block(Postings *list, uint32_t doc)
{
    if (!list->lasts) {
        if (!postings_open_block(list, 0))
            return list->block_count;
        return list->last >= doc ? 0 : 1;
    }
    uint32_t n = list->block_count, block = list->block, step = 1;
    if (block >= n)
        return find_last(list, 0, n, doc);
    if (list->last >= doc) { /* near the last one, as a rule: steps that double, back or on */
        if (list->base <= doc)
            return block;
        while (step < block && bytes_u32(list->lasts + (size_t)(block - step) * 4) >= doc)
            step *= 2;
        return find_last(list, step < block ? block - step + 1 : 0, block - step / 2 + (step == 1), doc);
    }
    while (step < n - block && bytes_u32(list->lasts + (size_t)(block + step) * 4) < doc)
        step *= 2;
    return find_last(list, block + step / 2 + 1, step < n - block ? block + step + 1 : n, doc);
}

/* The first document >= doc in a set of bits: its index is the number of bits before. */
static uint32_t find_in_set(Postings *list, uint32_t doc)
{
    uint32_t offset = doc > list->base ? doc - list->base : 0, word = offset / 64, index = 0;
    for (uint32_t i = 0; i < word; i++)
        index += bits_in_word(bytes_u64(list->set + 8 * (size_t)i));
    uint64_t here = bytes_u64(list->set + 8 * (size_t)word), before = ((uint64_t)1 << offset % 64) - 1;
    index += bits_in_word(here & before);
    for (here &= ~before; here == 0; here = bytes_u64(list->set + 8 * (size_t)word))
        word++; /* the last word has a bit, at or behind doc */
    list->at = index;
    return list->base + word * 64 + (uint32_t)__builtin_ctzll(here);
}

/* The first document >= doc in the open block, whose last is >= doc. */
static uint32_t find_in_open(Postings *list, uint32_t doc)
{
    if (list->set)
        return find_in_set(list, doc);
    if (!list->docs_ready && !decode_docs(list)) {
        spoil(list);
        return NO_DOC;
    }
    list->at = list->segment->codec->rank(list->docs, doc);
    return list->docs[list->at];
}

uint32_t postings_seek(Postings *list, uint32_t doc)
{
    if (list->block != NO_BLOCK && list->base <= doc && list->last >= doc)
        return find_in_open(list, doc);
    uint32_t block = postings_find_block(list, doc);
    if (block >= list->block_count || !postings_open_block(list, block))
        return NO_DOC;
    return find_in_open(list, doc);
}

/* ---- windows ---- */

void postings_set_bits(const Postings *list, uint32_t begin, uint32_t size, uint64_t *bits)
{
    const int64_t words = size / 64;
    for (unsigned i = 0; i < list->set_words; i++) {
        uint64_t set = bytes_u64(list->set + 8 * (size_t)i);
        uint32_t doc = list->base + i * 64;
        int64_t offset = (int64_t)doc - begin;
        unsigned shift = (unsigned)(offset & 63);
        int64_t word = offset >> 6; /* also below zero */
        if (word >= 0 && word < words)
            bits[word] |= set << shift;
        if (shift > 0 && word + 1 >= 0 && word + 1 < words)
            bits[word + 1] |= set >> (64 - shift);
    }
}

static void fill_gaps(const Postings *list, uint32_t begin, uint64_t *bits)
{
    if (list->base >= begin && list->last - begin < WINDOW_SIZE) {
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t offset = list->docs[i] - begin;
            bits[offset / 64] |= (uint64_t)1 << (offset % 64);
        }
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t offset = list->docs[i] - begin;
        if (offset < WINDOW_SIZE)
            bits[offset / 64] |= (uint64_t)1 << (offset % 64);
    }
}

void postings_fill(Postings *list, uint32_t begin, uint64_t *bits)
{
    uint32_t block = postings_find_block(list, begin);
    while (block < list->block_count && postings_open_block(list, block)) {
        if (list->base >= begin && list->base - begin >= WINDOW_SIZE)
            return;
        if (list->set)
            postings_set_bits(list, begin, WINDOW_SIZE, bits);
        else if (postings_load(list, block))
            fill_gaps(list, begin, bits);
        if (list->is_damaged || list->last - begin >= WINDOW_SIZE - 1)
            return;
        block++;
    }
}

static void filter_each(Postings *list, uint32_t begin, uint64_t *bits)
{
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            uint32_t doc = begin + word * 64 + bit;
            if (postings_seek(list, doc) != doc)
                bits[word] &= ~((uint64_t)1 << bit);
        }
    }
}

void postings_filter(Postings *list, uint32_t begin, uint64_t *bits)
{
    uint32_t candidates = 0;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++)
        candidates += bits_in_word(bits[word]);
    uint64_t blocks = (uint64_t)list->block_count * WINDOW_SIZE / (list->segment->documents + 1);
    if (candidates <= blocks) {
        filter_each(list, begin, bits);
        return;
    }
    uint64_t here[WINDOW_WORDS] = {0};
    postings_fill(list, begin, here);
    for (uint32_t word = 0; word < WINDOW_WORDS; word++)
        bits[word] &= here[word];
}

/* Of documents [from, count) that lie in the range of the open set. */
static size_t keep_in_set(const Postings *list, uint32_t *docs, size_t count, size_t kept, size_t from,
                          bool those_without)
{
    for (size_t i = from; i < count; i++) {
        uint32_t doc = docs[i], offset = doc - list->base;
        bool is_there = bytes_u64(list->set + offset / 64 * 8) >> (offset % 64) & 1;
        docs[kept] = doc;
        kept += is_there != those_without;
    }
    return kept;
}

size_t postings_keep(Postings *list, uint32_t *docs, size_t count, bool those_without)
{
    const Codec *codec = list->segment->codec;
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        uint32_t block = postings_find_block(list, docs[i]);
        bool is_open = block < list->block_count && postings_open_block(list, block);
        uint32_t base = is_open ? list->base : UINT32_MAX;
        for (; i < count && docs[i] < base; i++) {
            docs[kept] = docs[i];
            kept += those_without;
        }
        size_t end = i;
        while (end < count && docs[end] <= list->last)
            end++;
        if (end > i && list->set)
            kept = keep_in_set(list, docs, end, kept, i, those_without);
        else if (end > i && postings_load(list, block))
            kept += codec->keep(list->docs, docs + i, end - i, docs + kept, those_without);
        if (list->is_damaged)
            return 0;
        i = end;
    }
    return kept;
}

/* ---- frequencies and positions ---- */

static void count_ones(Postings *list)
{
    for (uint32_t i = 0; i < BLOCK_SIZE; i++) {
        list->counts[i] = 1;
        list->extras[i] = 0;
    }
    list->counts_ready = list->frequencies_ready = true;
}

bool postings_counts(Postings *list)
{
    if (list->block == NO_BLOCK)
        return false;
    if (list->counts_ready)
        return true;
    if (!list->has_frequencies) {
        count_ones(list);
        return true;
    }
    Reader reader = {list->frequencies, list->block_end, false};
    if (!reader_patched(&reader, list->segment->codec, list->counts))
        return spoil(list);
    for (uint32_t i = 0; i < BLOCK_SIZE; i++)
        list->counts[i] += 1;
    list->frequencies = reader.at;
    list->counts_ready = true;
    return true;
}

bool postings_frequencies(Postings *list)
{
    if (list->block == NO_BLOCK)
        return false;
    if (list->frequencies_ready)
        return true;
    if (!postings_counts(list))
        return false;
    Reader reader = {list->frequencies, list->block_end, false};
    if (!list->frequencies_ready && !reader_patched(&reader, list->segment->codec, list->extras))
        return spoil(list);
    list->frequencies_ready = true;
    return true;
}

/* Makes ready to read the positions of the decoded block from its first. */
static bool open_groups(Postings *list)
{
    uint64_t from = 0, to = list->positions_size;
    if (list->lasts) {
        const unsigned char *place = list->places + (size_t)list->block * PLACE_SIZE;
        from = bytes_u32(place + 4);
        if (list->block + 1 < list->block_count)
            to = bytes_u32(place + PLACE_SIZE + 4);
    }
    if (from > to || to > list->positions_size || !postings_counts(list))
        return false;
    const unsigned char *bytes =
        segment_bytes(list->segment, SECTION_POSITIONS, list->positions_at + from, to - from);
    if (!bytes)
        return false;
    list->groups = (Reader){bytes, bytes + (to - from), false};
    list->group = NO_BLOCK;
    list->group_size = 0;
    const uint64_t most = (uint64_t)(to - from) * BLOCK_SIZE; /* a packed group has a byte at the least */
    uint32_t all = 0;
    for (uint32_t i = 0; i < BLOCK_SIZE; i++)
        all |= list->counts[i];
    if (all >> 24)
        return false; /* no document is so long, and sums stay within 32 bits */
    list->segment->codec->sum_up(list->counts, list->ends);
    list->groups_ready = list->ends[list->count - 1] <= most;
    return list->groups_ready;
}

/* Steps to the next group of gaps; decodes it if `wanted`, else only goes past it. */
static bool next_group(Postings *list, bool wanted)
{
    uint64_t done = list->group == NO_BLOCK ? 0 : ((uint64_t)list->group + 1) * BLOCK_SIZE;
    list->group++; /* NO_BLOCK becomes 0 */
    uint64_t total = list->ends[list->count - 1], left = total > done ? total - done : 0;
    list->group_size = left < BLOCK_SIZE ? (uint32_t)left : BLOCK_SIZE;
    if (list->group_size == BLOCK_SIZE) {
        return reader_patched(&list->groups, list->segment->codec, wanted ? list->group_gaps : NULL);
    }
    for (uint32_t i = 0; i < list->group_size; i++)
        list->group_gaps[i] = reader_u32(&list->groups);
    return list->group_size > 0 && !list->groups.failed;
}

static bool go_to_group(Postings *list, uint32_t group)
{
    while (list->group == NO_BLOCK || list->group < group) {
        uint32_t next = list->group == NO_BLOCK ? 0 : list->group + 1;
        if (!next_group(list, next == group))
            return false;
    }
    return true;
}

void position_list_reserve(Arena *arena, PositionList *out, size_t more)
{
    if (out->capacity - out->count >= more)
        return;
    size_t capacity = (out->count + more) * 2;
    out->items =
        arena_grow(arena, out->items, out->capacity * sizeof *out->items, capacity * sizeof *out->items);
    out->capacity = capacity;
}

/* Adds up the gaps [from, from + count) of the block. */
static bool add_up(Postings *list, uint32_t from, uint32_t count, uint32_t *out)
{
    uint32_t position = 0;
    if (list->group != NO_BLOCK && from / BLOCK_SIZE < list->group && !open_groups(list))
        return false; /* back to the first group */
    while (count > 0) {
        uint32_t at = from % BLOCK_SIZE;
        if (!go_to_group(list, from / BLOCK_SIZE) || at >= list->group_size)
            return false;
        uint32_t here = list->group_size - at < count ? list->group_size - at : count;
        for (uint32_t i = 0; i < here; i++)
            *out++ = position += list->group_gaps[at + i];
        from += here;
        count -= here;
    }
    return true;
}

uint32_t postings_places(Postings *list, uint32_t index, uint32_t *out, uint32_t room)
{
    if (list->block == NO_BLOCK || index >= list->count || !list->has_frequencies)
        return 0;
    if (!list->groups_ready && !open_groups(list)) {
        spoil(list);
        return 0;
    }
    uint32_t count = list->counts[index], from = list->ends[index] - count;
    if (count <= room && from / BLOCK_SIZE == list->group && from % BLOCK_SIZE + count <= list->group_size) {
        uint32_t position = 0; /* the commonest case: all in the group at hand */
        for (uint32_t i = 0; i < count; i++)
            out[i] = position += list->group_gaps[from % BLOCK_SIZE + i];
        return count;
    }
    if (count <= room && !add_up(list, from, count, out)) {
        spoil(list);
        return 0;
    }
    return count;
}

bool postings_positions(Postings *list, uint32_t index, Arena *arena, PositionList *out)
{
    if (list->block == NO_BLOCK || index >= list->count || !list->has_frequencies || !postings_counts(list))
        return false;
    uint32_t count = list->counts[index];
    if (!list->groups_ready &&
        !open_groups(list)) /* counts are checked against the bytes before room is made */
        return spoil(list);
    position_list_reserve(arena, out, count);
    if (postings_places(list, index, out->items + out->count, count) != count)
        return false;
    out->count += count;
    return true;
}

size_t postings_bounds(const Postings *list, uint32_t block, uint32_t frequencies[BOUND_PAIRS],
                       uint32_t lengths[BOUND_PAIRS])
{
    if (!list->lasts || !list->has_frequencies)
        return 0;
    const unsigned char *entry = list->bounds + (size_t)block * BOUND_SIZE;
    size_t count = 0;
    for (; count < BOUND_PAIRS && bound_frequency(bytes_u16(entry + 2 * count)) > 0; count++) {
        frequencies[count] = bound_frequency(bytes_u16(entry + 2 * count));
        lengths[count] = bound_length(bytes_u16(entry + 2 * count));
    }
    return count;
}
