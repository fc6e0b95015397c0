/* The dictionary of a segment, read in place. In: a key or an ordinal. Out: entries in order.
 *
 * The first key of a block is whole, so blocks are found by binary search among them, and a block of 32
 * entries is then read from its front. */
#include "index/dict.h"

void dict_init(DictCursor *cursor, Arena *arena, const Segment *segment, const DictSpec *spec)
{
    *cursor = (DictCursor){.segment = segment, .spec = spec, .arena = arena};
    dict_seek_ordinal(cursor, 0);
}

static uint32_t entry_count(const DictCursor *cursor)
{
    const Segment *segment = cursor->segment;
    return cursor->spec->has_positions ? segment->terms
           : cursor->spec->has_extra   ? segment->facets
                                       : segment->pairs;
}

static uint32_t block_count(const DictCursor *cursor)
{
    return (entry_count(cursor) + DICT_BLOCK - 1) / DICT_BLOCK;
}

/* Points the reader at a block's bytes. */
static bool open_block(DictCursor *cursor, uint32_t block)
{
    const Segment *segment = cursor->segment;
    bool is_last = block + 1 == block_count(cursor);
    const unsigned char *at =
        segment_bytes(segment, cursor->spec->blocks, (uint64_t)block * 4, is_last ? 4 : 8);
    uint64_t begin = at ? bytes_u32(at) : 0;
    uint64_t end = is_last ? segment->sections[cursor->spec->entries].size : at ? bytes_u32(at + 4) : 0;
    const unsigned char *bytes =
        at && begin < end ? segment_bytes(segment, cursor->spec->entries, begin, end - begin) : NULL;
    if (!bytes) {
        cursor->is_damaged = true;
        return false;
    }
    cursor->reader = (Reader){bytes, bytes + (end - begin), false};
    cursor->postings_at = reader_varint(&cursor->reader);
    cursor->positions_at = reader_varint(&cursor->reader);
    cursor->next = block * DICT_BLOCK;
    cursor->key_size = 0;
    return true;
}

/* The halves of the byte before a key's bytes; *shared is whole, *rest may be more than a size. */
static void read_halves(Reader *reader, uint64_t *shared, unsigned *rest)
{
    const unsigned char *byte = reader_take(reader, 1);
    *shared = byte ? *byte & 15 : 0;
    *rest = byte ? *byte >> 4 : 0;
    if (*shared == KEY_SHARED_MORE)
        *shared += reader_varint(reader);
}

static uint64_t read_rest(Reader *reader, unsigned rest)
{
    return rest < KEY_REST_MORE    ? rest
           : rest == KEY_REST_MORE ? KEY_REST_MORE + reader_varint(reader)
                                   : reader_varint(reader);
}

/* The first key of a block is whole. */
static bool first_key(DictCursor *cursor, uint32_t block, Slice *key)
{
    if (!open_block(cursor, block))
        return false;
    uint64_t shared;
    unsigned rest;
    read_halves(&cursor->reader, &shared, &rest);
    uint64_t size = rest <= KEY_REST_MORE ? read_rest(&cursor->reader, rest) : 0;
    const unsigned char *bytes = reader_take(&cursor->reader, size);
    if (!bytes || shared != 0 || rest > KEY_REST_MORE) {
        cursor->is_damaged = true;
        return false;
    }
    *key = slice_of(bytes, (size_t)size);
    return true;
}

static void reserve_key(DictCursor *cursor, size_t size)
{
    if (size <= cursor->key_capacity)
        return;
    cursor->key = arena_grow(cursor->arena, cursor->key, cursor->key_capacity, size * 2);
    cursor->key_capacity = size * 2;
}

/* Behind a folded form: the mark and the form with capitals. A form has no mark, so keys cannot grow without
 * end. */
static bool add_surface(DictCursor *cursor, size_t form, bool is_upper)
{
    if (form == 0 || memchr(cursor->key, SURFACE_MARK, form) != NULL)
        return false;
    reserve_key(cursor, 2 * form + 1);
    cursor->key[form] = SURFACE_MARK;
    for (size_t i = 0; i < form; i++) {
        char c = cursor->key[i];
        bool is_capital = (is_upper || i == 0) && c >= 'a' && c <= 'z';
        cursor->key[form + 1 + i] = is_capital ? (char)(c - 'a' + 'A') : c;
    }
    cursor->key_size = 2 * form + 1;
    return true;
}

/* Behind a facet's field and key: a zero byte and the key again, which has no zero byte. */
static bool add_again(DictCursor *cursor)
{
    size_t half = cursor->key_size;
    if (half < 2 || memchr(cursor->key + 1, 0, half - 1) != NULL)
        return false;
    reserve_key(cursor, 2 * half);
    cursor->key[half] = 0;
    memcpy(cursor->key + half + 1, cursor->key + 1, half - 1);
    cursor->key_size = 2 * half;
    return true;
}

static bool read_key(DictCursor *cursor)
{
    uint64_t shared;
    unsigned rest;
    read_halves(&cursor->reader, &shared, &rest);
    if (shared > cursor->key_size)
        return false;
    if (rest == KEY_TITLE || rest == KEY_UPPER)
        return add_surface(cursor, (size_t)shared, rest == KEY_UPPER);
    uint64_t more = read_rest(&cursor->reader, rest);
    const unsigned char *bytes = reader_take(&cursor->reader, more);
    if (!bytes)
        return false;
    reserve_key(cursor, (size_t)(shared + more));
    if (more > 0)
        memcpy(cursor->key + shared, bytes, (size_t)more);
    cursor->key_size = (size_t)(shared + more);
    return rest != KEY_TWICE || add_again(cursor);
}

static void read_sizes(DictCursor *cursor, DictEntry *entry)
{
    Reader *reader = &cursor->reader;
    bool has_positions = cursor->spec->has_positions;
    uint64_t head = reader_varint(reader);
    bool is_short = head & 1;
    entry->extra = entry->positions_size = 0;
    if (is_short) {
        entry->df = (uint32_t)(head >> 1 & 3) + 1;
        entry->postings_size = (head >> 3 & 3) + 1;
        entry->positions_size = has_positions ? (head >> 5 & 3) + 1 : 0;
    } else {
        entry->df = head >> 1 <= UINT32_MAX ? (uint32_t)(head >> 1) : 0;
        entry->postings_size = reader_varint(reader);
        if (has_positions)
            entry->positions_size = reader_varint(reader);
    }
    if (cursor->spec->has_extra && (!is_short || !has_positions))
        entry->extra = reader_varint(reader);
}

bool dict_next(DictCursor *cursor)
{
    if (cursor->is_damaged || cursor->next >= entry_count(cursor))
        return false;
    if (cursor->next % DICT_BLOCK == 0 && !open_block(cursor, cursor->next / DICT_BLOCK))
        return false;
    if (!read_key(cursor)) {
        cursor->is_damaged = true;
        return false;
    }
    DictEntry *entry = &cursor->entry;
    entry->ordinal = cursor->next++;
    entry->key = slice_of(cursor->key, cursor->key_size);
    entry->postings_at = cursor->postings_at;
    entry->positions_at = cursor->positions_at;
    read_sizes(cursor, entry);
    cursor->postings_at += entry->postings_size;
    cursor->positions_at += entry->positions_size;
    if (cursor->reader.failed || entry->df == 0 || entry->df > cursor->segment->documents)
        cursor->is_damaged = true;
    return !cursor->is_damaged;
}

void dict_seek_ordinal(DictCursor *cursor, uint32_t ordinal)
{
    cursor->next = ordinal / DICT_BLOCK * DICT_BLOCK;
    while (cursor->next < ordinal && dict_next(cursor))
        continue;
}

bool dict_at_ordinal(DictCursor *cursor, uint32_t ordinal)
{
    if (cursor->next > ordinal || ordinal - cursor->next >= DICT_BLOCK)
        dict_seek_ordinal(cursor, ordinal);
    while (cursor->next < ordinal && dict_next(cursor))
        continue;
    return dict_next(cursor);
}

void dict_seek(DictCursor *cursor, Slice key)
{
    uint32_t low = 0, high = block_count(cursor); /* the last block whose first key is <= key, plus one */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        Slice first;
        if (!first_key(cursor, middle, &first))
            return;
        if (slice_compare(first, key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    cursor->next = low == 0 ? 0 : (low - 1) * DICT_BLOCK;
    if (low == 0)
        return;
    while (dict_next(cursor)) {
        if (slice_compare(cursor->entry.key, key) >= 0) {
            dict_seek_ordinal(cursor, cursor->entry.ordinal);
            return;
        }
    }
}

bool dict_find(DictCursor *cursor, Slice key)
{
    dict_seek(cursor, key);
    return dict_next(cursor) && slice_equal(cursor->entry.key, key);
}

bool facet_entry_is_sound(const DictEntry *entry)
{
    return entry->key.size >= 2 && entry->extra <= entry->key.size - 2 &&
           (unsigned char)entry->key.data[0] < FACET_FIELDS && entry->key.data[1 + entry->extra] == 0;
}

Slice facet_entry_key(const DictEntry *entry)
{
    return slice_range(entry->key, 1, 1 + (size_t)entry->extra);
}

Slice facet_entry_value(const DictEntry *entry)
{
    return slice_skip(entry->key, (size_t)entry->extra + 2);
}
