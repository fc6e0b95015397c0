/* The dictionary as bytes. In: keys in bytewise order, each with the size of what belongs to it. Out: the two
 * sections of a dictionary. Offsets of postings are not kept for each entry: a block says where its first
 * entry's bytes begin and each entry how many it has, so that most of them cost one byte. */
#include "index/dict_write.h"

#include "index/format.h"

void dict_writer_init(DictWriter *dict, Arena *arena, Section *blocks, Section *entries)
{
    *dict = (DictWriter){.blocks = blocks, .entries = entries, .arena = arena};
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

static size_t shared_size(Slice a, Slice b)
{
    size_t size = 0;
    while (size < a.size && size < b.size && a.data[size] == b.data[size])
        size++;
    return size;
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
        shared = shared_size(last, key);
    }
    section_varint(dict->entries, shared);
    section_varint(dict->entries, key.size - shared);
    section_add(dict->entries, key.data ? key.data + shared : "", key.size - shared);
    section_varint(dict->entries, df);
    section_varint(dict->entries, extra);
    section_varint(dict->entries, postings_size);
    section_varint(dict->entries, positions_size);
    keep_last(dict, key);
    dict->count++;
    dict->postings_at += postings_size;
    dict->positions_at += positions_size;
}
