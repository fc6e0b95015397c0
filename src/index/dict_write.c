/* The dictionary as bytes. In: keys in bytewise order, each with the size of what belongs to it. Out: the two
 * sections of a dictionary. Offsets of postings are not kept for each entry: a block says where its first
 * entry's bytes begin and each entry how many it has. Most words are rare and most surfaces are a word with a
 * capital, so these two cost a byte each. */
#include "index/dict_write.h"

#include "index/format.h"

void dict_writer_init(DictWriter *dict, Arena *arena, Section *blocks, Section *entries, const DictSpec *spec)
{
    *dict = (DictWriter){.blocks = blocks,
                         .entries = entries,
                         .arena = arena,
                         .has_positions = spec->has_positions,
                         .has_extra = spec->has_extra};
}

static void keep_last(DictWriter *dict, Slice key)
{
    if (key.size > dict->last_capacity) {
        dict->last = arena_text(dict->arena, key.size * 2);
        dict->last_capacity = key.size * 2;
    }
    if (key.size > 0)
        memcpy(dict->last, key.data, key.size);
    dict->last_size = key.size;
}

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Is the key a folded form, the mark, and that form with capitals? *shared becomes the size of the form. */
static unsigned surface_form(Slice key, size_t *shared)
{
    size_t form = slice_find_byte(key, SURFACE_MARK);
    if (form == SLICE_NONE || form == 0 || form > *shared || key.size != 2 * form + 1)
        return 0;
    bool is_title = true, is_upper = true;
    for (size_t i = 0; i < form; i++) {
        char c = key.data[form + 1 + i];
        is_title &= c == (i == 0 ? capital(key.data[i]) : key.data[i]);
        is_upper &= c == capital(key.data[i]);
    }
    if (!is_title && !is_upper)
        return 0;
    *shared = form;
    return is_title ? KEY_TITLE : KEY_UPPER;
}

/* The size of the key's first half, where the second repeats it; else 0. */
static size_t half_of_twice(Slice key)
{
    size_t half = key.size / 2;
    bool is_twice = key.size >= 4 && key.size % 2 == 0 && key.data[half] == 0 &&
                    memchr(key.data + 1, 0, half - 1) == NULL &&
                    memcmp(key.data + 1, key.data + half + 1, half - 1) == 0;
    return is_twice ? half : 0;
}

static void put_halves(DictWriter *dict, size_t shared, unsigned rest)
{
    unsigned char byte = (unsigned char)((shared < KEY_SHARED_MORE ? shared : KEY_SHARED_MORE) | rest << 4);
    section_add(dict->entries, &byte, 1);
    if (shared >= KEY_SHARED_MORE)
        section_varint(dict->entries, shared - KEY_SHARED_MORE);
}

static void put_key(DictWriter *dict, Slice key, size_t shared)
{
    unsigned surface = dict->has_positions ? surface_form(key, &shared) : 0;
    size_t half = dict->has_positions ? 0 : half_of_twice(key);
    if (surface) {
        put_halves(dict, shared, surface);
        return;
    }
    bool is_twice = half > 0 && dict->count % DICT_BLOCK != 0 && shared <= half;
    size_t end = is_twice ? half : key.size, rest = end - shared;
    put_halves(dict, shared, is_twice ? KEY_TWICE : rest < KEY_REST_MORE ? (unsigned)rest : KEY_REST_MORE);
    if (is_twice)
        section_varint(dict->entries, rest);
    else if (rest >= KEY_REST_MORE)
        section_varint(dict->entries, rest - KEY_REST_MORE);
    section_add(dict->entries, key.data ? key.data + shared : "", rest);
}

static void put_sizes(DictWriter *dict, uint32_t df, uint64_t extra, uint64_t postings_size,
                      uint64_t positions_size)
{
    uint64_t least = dict->has_positions ? 1 : 0;
    bool is_short = df <= SHORT_MAX && postings_size >= 1 && postings_size <= SHORT_MAX &&
                    positions_size >= least && positions_size < least + SHORT_MAX &&
                    (extra == 0 || !dict->has_positions);
    if (is_short) {
        uint64_t sizes = (df - 1) | (postings_size - 1) << 2 | (positions_size - least) << 4;
        section_varint(dict->entries, sizes << 1 | 1);
    } else {
        section_varint(dict->entries, (uint64_t)df << 1);
        section_varint(dict->entries, postings_size);
        if (dict->has_positions)
            section_varint(dict->entries, positions_size);
    }
    if (dict->has_extra && (!is_short || !dict->has_positions))
        section_varint(dict->entries, extra);
}

void dict_writer_add(DictWriter *dict, Slice key, uint32_t df, uint64_t extra, uint64_t postings_size,
                     uint64_t positions_size)
{
    Slice last = {dict->last, dict->last_size};
    assert(dict->count == 0 || slice_compare(last, key) < 0);
    size_t shared = 0;
    if (dict->count % DICT_BLOCK == 0) {
        section_u32(dict->blocks, (uint32_t)dict->entries->size);
        section_varint(dict->entries, dict->postings_at);
        section_varint(dict->entries, dict->positions_at);
    } else {
        shared = slice_shared(last, key);
    }
    put_key(dict, key, shared);
    put_sizes(dict, df, extra, postings_size, positions_size);
    keep_last(dict, key);
    dict->count++;
    dict->postings_at += postings_size;
    dict->positions_at += positions_size;
}
