/* One list of postings. In: an entry of a dictionary. Out: documents, frequencies, positions, window by
 * window.
 *
 * A block is found by the skip entries, so that a list can be walked from either end and a rare word's
 * documents be looked up in a frequent word's list without reading it. Documents are decoded first;
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
    list->frequencies_ready = false;
    list->is_damaged = false;
    list->skips = NULL;
    uint64_t skip_size = list->block_count > 1 ? (uint64_t)list->block_count * SKIP_ENTRY_SIZE : 0;
    const SectionPlace *place = &segment->sections[spec->postings];
    bool is_inside = entry->postings_at <= place->size &&
                     entry->postings_size <= place->size - entry->postings_at &&
                     entry->postings_size >= skip_size;
    const unsigned char *bytes =
        is_inside ? segment_bytes(segment, spec->postings, entry->postings_at, skip_size) : NULL;
    if (!bytes) {
        list->is_damaged = true;
        list->block_count = 0;
        return;
    }
    list->skips = skip_size > 0 ? bytes : NULL;
    list->blocks = bytes + skip_size;
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
    if (list->skips)
        return bytes_u32(list->skips + (size_t)block * SKIP_ENTRY_SIZE);
    return postings_load(list, block) ? list->docs[list->count - 1] : NO_DOC;
}

/* ---- documents ---- */

/* The bytes of a block, checked. */
static bool block_bytes(Postings *list, uint32_t block, Reader *reader)
{
    const unsigned char *begin = list->blocks, *end = list->end;
    if (list->skips) {
        const unsigned char *entry = list->skips + (size_t)block * SKIP_ENTRY_SIZE;
        uint64_t size = (uint64_t)(list->end - list->blocks);
        uint64_t from = bytes_u32(entry + 4);
        uint64_t to = block + 1 < list->block_count ? bytes_u32(entry + SKIP_ENTRY_SIZE + 4) : size;
        if (from > to || to > size)
            return false;
        begin = list->blocks + from;
        end = list->blocks + to;
    }
    const unsigned char *file = (const unsigned char *)list->segment->map.bytes.data;
    *reader = (Reader){begin, end, false};
    return segment_is_whole(list->segment, (uint64_t)(begin - file), (uint64_t)(end - begin));
}

/* Rising, inside the segment. */
static bool docs_are_sound(const Postings *list)
{
    uint32_t wrong = 0;
    for (uint32_t i = 1; i < list->count; i++)
        wrong |= list->docs[i] <= list->docs[i - 1];
    return !wrong && list->docs[list->count - 1] < list->segment->documents;
}

static bool load_full(Postings *list, Reader *reader, uint32_t base)
{
    const unsigned char *widths = reader_take(reader, 3);
    if (!widths || widths[0] > 32 || widths[1] > 32 || widths[2] > 32)
        return false;
    list->count_bits = widths[1];
    list->extra_bits = widths[2];
    const unsigned char *docs = reader_take(reader, 16 * (uint64_t)widths[0]);
    list->frequencies = reader_take(reader, 16 * (uint64_t)(widths[1] + widths[2]));
    if (!docs || !list->frequencies)
        return false;
    list->segment->codec->unpack_rising(docs, widths[0], base, list->docs);
    list->frequencies_ready = false;
    return true;
}

static bool load_short(Postings *list, Reader *reader, uint32_t base)
{
    uint64_t next = base;
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
    list->frequencies_ready = true;
    return !reader->failed;
}

bool postings_load(Postings *list, uint32_t block)
{
    if (list->block == block)
        return true;
    if (block >= list->block_count)
        return false;
    Reader reader;
    if (!block_bytes(list, block, &reader))
        return spoil(list);
    uint32_t left = list->df - block * BLOCK_SIZE;
    uint32_t base = block > 0 ? bytes_u32(list->skips + (size_t)(block - 1) * SKIP_ENTRY_SIZE) + 1 : 0;
    list->count = left < BLOCK_SIZE ? left : BLOCK_SIZE;
    bool is_good =
        list->count == BLOCK_SIZE ? load_full(list, &reader, base) : load_short(list, &reader, base);
    if (!is_good || !docs_are_sound(list) ||
        (list->skips &&
         list->docs[list->count - 1] != bytes_u32(list->skips + (size_t)block * SKIP_ENTRY_SIZE)))
        return spoil(list);
    list->block = block;
    list->group = NO_BLOCK;
    list->at = 0;
    return true;
}

uint32_t postings_find_block(Postings *list, uint32_t doc)
{
    if (!list->skips) {
        if (!postings_load(list, 0))
            return list->block_count;
        return list->docs[list->count - 1] >= doc ? 0 : 1;
    }
    uint32_t low = 0, high = list->block_count;
    if (list->block < list->block_count) { /* near the last one, as a rule */
        uint32_t step = 1;
        if (postings_last_doc(list, list->block) < doc) {
            low = list->block + 1;
            while (low + step < high && postings_last_doc(list, low + step) < doc) {
                low += step + 1;
                step *= 2;
            }
            high = high - low > step ? low + step + 1 : high;
        } else {
            high = list->block + 1;
            while (high > step + 1 && postings_last_doc(list, high - 1 - step) >= doc) {
                high -= step;
                step *= 2;
            }
            low = high > step + 1 ? high - 1 - step : 0;
        }
        high = high > list->block_count ? list->block_count : high;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (postings_last_doc(list, middle) < doc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Index of the first document >= doc in the decoded block, whose last is >= doc; none before `from` is. */
static uint32_t find_in_block(const Postings *list, uint32_t doc, uint32_t from)
{
    uint32_t low = from, step = 1; /* near the last one found, as a rule */
    while (low + step < list->count && list->docs[low + step] < doc) {
        low += step;
        step *= 2;
    }
    uint32_t size = list->count - low < step + 1 ? list->count - low : step + 1;
    while (size > 0) {
        uint32_t half = size / 2;
        bool is_before = list->docs[low + half] < doc;
        low = is_before ? low + half + 1 : low;
        size = is_before ? size - half - 1 : half;
    }
    return low;
}

uint32_t postings_seek(Postings *list, uint32_t doc)
{
    if (list->block != NO_BLOCK && list->docs[list->at] <= doc && list->docs[list->count - 1] >= doc) {
        list->at = find_in_block(list, doc, list->at);
        return list->docs[list->at];
    }
    uint32_t block = postings_find_block(list, doc);
    if (block >= list->block_count || !postings_load(list, block))
        return NO_DOC;
    list->at = find_in_block(list, doc, 0);
    return list->docs[list->at];
}

/* ---- windows ---- */

static void fill_block(const Postings *list, uint32_t begin, uint64_t *bits)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t offset = list->docs[i] - begin;
        if (offset < WINDOW_SIZE)
            bits[offset / 64] |= (uint64_t)1 << (offset % 64);
    }
}

void postings_fill(Postings *list, uint32_t begin, uint64_t *bits)
{
    uint32_t block = postings_find_block(list, begin);
    while (block < list->block_count && postings_load(list, block)) {
        fill_block(list, begin, bits);
        if (list->docs[list->count - 1] - begin >= WINDOW_SIZE - 1)
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
        candidates += (uint32_t)__builtin_popcountll(bits[word]);
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

/* ---- frequencies and positions ---- */

bool postings_frequencies(Postings *list)
{
    if (list->block == NO_BLOCK)
        return false;
    if (list->frequencies_ready)
        return true;
    const Codec *codec = list->segment->codec;
    codec->unpack(list->frequencies, list->count_bits, list->counts);
    codec->unpack(list->frequencies + 16 * (size_t)list->count_bits, list->extra_bits, list->extras);
    for (uint32_t i = 0; i < BLOCK_SIZE; i++)
        list->counts[i] += 1;
    list->frequencies_ready = true;
    return true;
}

/* Makes ready to read the positions of the decoded block from its first. */
static bool open_groups(Postings *list)
{
    uint64_t from = 0, to = list->positions_size;
    if (list->skips) {
        const unsigned char *entry = list->skips + (size_t)list->block * SKIP_ENTRY_SIZE;
        from = bytes_u32(entry + 8);
        if (list->block + 1 < list->block_count)
            to = bytes_u32(entry + SKIP_ENTRY_SIZE + 8);
    }
    if (from > to || to > list->positions_size || !postings_frequencies(list))
        return false;
    const unsigned char *bytes =
        segment_bytes(list->segment, SECTION_POSITIONS, list->positions_at + from, to - from);
    if (!bytes)
        return false;
    list->groups = (Reader){bytes, bytes + (to - from), false};
    list->gap_total = 0;
    for (uint32_t i = 0; i < list->count; i++)
        list->gap_total += list->counts[i];
    list->counted_to = 0;
    list->counted = 0;
    list->group_size = 0;
    return list->gap_total <= (to - from) * BLOCK_SIZE; /* a packed group has a byte at the least */
}

/* Steps to the next group of gaps; decodes it if `wanted`, else only goes past it. */
static bool next_group(Postings *list, bool wanted)
{
    uint64_t done = list->group == NO_BLOCK ? 0 : ((uint64_t)list->group + 1) * BLOCK_SIZE;
    list->group++; /* NO_BLOCK becomes 0 */
    uint64_t left = list->gap_total > done ? list->gap_total - done : 0;
    list->group_size = left < BLOCK_SIZE ? (uint32_t)left : BLOCK_SIZE;
    if (list->group_size == BLOCK_SIZE) {
        const unsigned char *bits = reader_take(&list->groups, 1);
        const unsigned char *packed =
            bits && *bits <= 32 ? reader_take(&list->groups, 16 * (uint64_t)*bits) : NULL;
        if (packed && wanted)
            list->segment->codec->unpack(packed, *bits, list->gaps);
        return packed != NULL;
    }
    for (uint32_t i = 0; i < list->group_size; i++)
        list->gaps[i] = reader_u32(&list->groups);
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

/* Counts on to the first gap of a posting. False when that lies behind what is decoded. */
static bool count_on(Postings *list, uint32_t index)
{
    if (list->group == NO_BLOCK || index < list->counted_to)
        return false;
    for (; list->counted_to < index; list->counted_to++)
        list->counted += list->counts[list->counted_to];
    return list->counted / BLOCK_SIZE >= list->group;
}

/* Number of the first gap of a posting in its block; starts over when asked to go back. */
static bool count_to(Postings *list, uint32_t index)
{
    if (count_on(list, index))
        return true;
    list->group = NO_BLOCK;
    if (!open_groups(list))
        return false;
    for (; list->counted_to < index; list->counted_to++)
        list->counted += list->counts[list->counted_to];
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

bool postings_positions(Postings *list, uint32_t index, Arena *arena, PositionList *out)
{
    if (list->block == NO_BLOCK || index >= list->count || !list->has_frequencies)
        return false;
    if (!count_to(list, index))
        return spoil(list);
    uint64_t gap = list->counted;
    uint32_t position = 0, left = list->counts[index];
    if (left > list->gap_total - gap)
        return spoil(list);
    position_list_reserve(arena, out, left);
    while (left > 0) {
        if (!go_to_group(list, (uint32_t)(gap / BLOCK_SIZE)))
            return spoil(list);
        uint32_t from = (uint32_t)(gap % BLOCK_SIZE);
        if (from >= list->group_size)
            return spoil(list);
        uint32_t here = list->group_size - from < left ? list->group_size - from : left;
        for (uint32_t i = 0; i < here; i++) {
            position += list->gaps[from + i];
            out->items[out->count + i] = position;
        }
        out->count += here;
        gap += here;
        left -= here;
    }
    return true;
}

size_t postings_bounds(const Postings *list, uint32_t block, uint32_t frequencies[BOUND_PAIRS],
                       uint32_t lengths[BOUND_PAIRS])
{
    if (!list->skips || !list->has_frequencies)
        return 0;
    const unsigned char *entry = list->skips + (size_t)block * SKIP_ENTRY_SIZE + 12;
    size_t count = 0;
    for (; count < BOUND_PAIRS && bytes_u16(entry + 4 * count) > 0; count++) {
        frequencies[count] = bound_number(bytes_u16(entry + 4 * count));
        lengths[count] = bound_number(bytes_u16(entry + 4 * count + 2));
    }
    return count;
}
