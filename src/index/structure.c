/* The shape of a document: where its fields, sentences and paragraphs begin. In: a Document; out: bytes for
 * the structure section, and the lists again. Queries that only ask whether a phrase stays in its field need
 * the regions alone, so these come first and the rest waits. */
#include "index/structure.h"

#include "base/builder.h"
#include "index/codec.h"

static void put(Builder *out, uint64_t number)
{
    unsigned char bytes[10];
    builder_add(out, slice_of(bytes, varint_put(bytes, number)));
}

static void put_rising(Builder *out, const Positions *starts)
{
    put(out, starts->count);
    uint32_t last = 0;
    for (size_t i = 0; i < starts->count; i++) {
        put(out, starts->items[i] - last);
        last = starts->items[i];
    }
}

Slice structure_encode(Arena *arena, const Document *document)
{
    Builder out;
    builder_init(&out, arena);
    const Regions *regions = &document->regions;
    put(&out, regions->base_count);
    put(&out, regions->count - regions->base_count);
    uint32_t last = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const Region *region = &regions->items[i];
        if (i >= regions->base_count)
            last = 0;
        put(&out, (uint64_t)region->field);
        put(&out, (uint32_t)(region->begin - last)); /* wraps for disordered input and unwraps on reading */
        put(&out, region->end - region->begin);
        last = region->end;
    }
    put_rising(&out, &document->sentences);
    put_rising(&out, &document->paragraphs);
    return builder_slice(&out);
}

bool structure_decode(Arena *arena, Slice bytes, Structure *structure)
{
    Reader in = {(const unsigned char *)bytes.data, (const unsigned char *)bytes.data + bytes.size, false};
    uint64_t base_count = reader_varint(&in), more = reader_varint(&in);
    if (in.failed || base_count > bytes.size || more > bytes.size)
        return false;
    Regions *regions = &structure->regions;
    regions->count = 0;
    regions->base_count = (size_t)base_count;
    uint32_t last = 0;
    for (uint64_t i = 0; i < base_count + more; i++) {
        if (i >= base_count)
            last = 0;
        uint32_t field = reader_u32(&in), begin = last + reader_u32(&in), size = reader_u32(&in);
        if (in.failed || field >= TEXT_FIELDS || size > UINT32_MAX - begin)
            return false;
        last = begin + size;
        *LIST_ADD(arena, regions) = (Region){(TextField)field, begin, last};
    }
    structure->has_units = false;
    structure->units = slice_of(in.at, (size_t)(in.end - in.at));
    return true;
}

bool structure_holds(Slice bytes, uint32_t first, uint32_t last, bool *is_sound)
{
    Reader in = {(const unsigned char *)bytes.data, (const unsigned char *)bytes.data + bytes.size, false};
    uint64_t base_count = reader_varint(&in);
    reader_varint(&in);
    uint32_t begin = 0, end = 0;
    *is_sound = !in.failed && base_count <= bytes.size;
    for (uint64_t i = 0; *is_sound && i < base_count && end <= first; i++) {
        uint32_t field = reader_u32(&in);
        begin = end + reader_u32(&in);
        uint32_t size = reader_u32(&in);
        *is_sound = !in.failed && field < TEXT_FIELDS && size <= UINT32_MAX - begin;
        end = begin + size;
    }
    return *is_sound && begin <= first && last < end;
}

static bool read_rising(Arena *arena, Reader *in, Positions *starts)
{
    uint64_t count = reader_varint(in);
    starts->count = 0;
    uint32_t last = 0;
    for (uint64_t i = 0; i < count && !in->failed; i++) {
        last += reader_u32(in);
        *LIST_ADD(arena, starts) = last;
    }
    return !in->failed;
}

bool structure_units(Arena *arena, Structure *structure)
{
    if (structure->has_units)
        return true;
    const unsigned char *bytes = (const unsigned char *)structure->units.data;
    Reader in = {bytes, bytes + structure->units.size, false};
    structure->has_units = read_rising(arena, &in, &structure->sentences) &&
                           read_rising(arena, &in, &structure->paragraphs) && in.at == in.end;
    return structure->has_units;
}

size_t structure_base_region(const Structure *structure, uint32_t position)
{
    const Regions *regions = &structure->regions;
    size_t low = 0, high = regions->base_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (regions->items[middle].end <= position)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_inside = low < regions->base_count && regions->items[low].begin <= position;
    return is_inside ? low : SIZE_MAX;
}

size_t positions_floor(const Positions *starts, uint32_t position)
{
    size_t low = 0, high = starts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (starts->items[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? SIZE_MAX : low - 1;
}
