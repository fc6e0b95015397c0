/* The shape of a document: where its fields, sentences and paragraphs begin. In: a Document; out: bytes for
 * the structure section, and the lists again. Queries that only ask whether a phrase stays in its field need
 * the regions alone, so these come first and the rest waits. */
#include "index/structure.h"

#include "base/builder.h"
#include "index/codec.h"

#define HALF_MORE 15u

static void put(Builder *out, uint64_t number)
{
    unsigned char bytes[10];
    builder_add(out, slice_of(bytes, varint_put(bytes, number)));
}

/* Lists mostly begin at the first word: that is one bit. */
static void put_rising(Builder *out, const Positions *starts)
{
    bool is_from_first = starts->count > 0 && starts->items[0] == 0;
    put(out, (uint64_t)starts->count << 1 | is_from_first);
    uint32_t last = 0;
    for (size_t i = is_from_first; i < starts->count; i++) {
        put(out, starts->items[i] - last);
        last = starts->items[i];
    }
}

/* Two numbers, mostly small, in the halves of one byte; what is more follows. */
static void put_head(Builder *out, size_t low, size_t high)
{
    size_t low_half = low < HALF_MORE ? low : HALF_MORE, high_half = high < HALF_MORE ? high : HALF_MORE;
    builder_add_byte(out, (char)(low_half | high_half << 4));
    if (low_half == HALF_MORE)
        put(out, low - HALF_MORE);
    if (high_half == HALF_MORE)
        put(out, high - HALF_MORE);
}

static void get_head(Reader *in, uint64_t *low, uint64_t *high)
{
    const unsigned char *head = reader_take(in, 1);
    *low = head ? *head & 15u : 0;
    *high = head ? *head >> 4 : 0;
    if (*low == HALF_MORE)
        *low += reader_varint(in);
    if (*high == HALF_MORE)
        *high += reader_varint(in);
}

/* A region; `last` is the end of the one before. False when damaged. */
static bool get_region(Reader *in, uint32_t last, Region *region)
{
    uint64_t field, gap;
    get_head(in, &field, &gap);
    uint32_t begin = last + (uint32_t)gap, size = reader_u32(in);
    if (in->failed || field >= TEXT_FIELDS || gap > UINT32_MAX || size > UINT32_MAX - begin)
        return false;
    *region = (Region){(TextField)field, begin, begin + size};
    return true;
}

Slice structure_encode(Arena *arena, const Document *document)
{
    Builder out;
    builder_init(&out, arena);
    const Regions *regions = &document->regions;
    size_t more = regions->count - regions->base_count;
    put_head(&out, regions->base_count, more);
    uint32_t last = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const Region *region = &regions->items[i];
        if (i >= regions->base_count)
            last = 0;
        /* wraps for disordered input and unwraps on reading */
        put_head(&out, (size_t)region->field, (uint32_t)(region->begin - last));
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
    uint64_t base_count, more;
    get_head(&in, &base_count, &more);
    if (in.failed || base_count > bytes.size || more > bytes.size)
        return false;
    Regions *regions = &structure->regions;
    regions->count = 0;
    regions->base_count = (size_t)base_count;
    uint32_t last = 0;
    for (uint64_t i = 0; i < base_count + more; i++) {
        if (i >= base_count)
            last = 0;
        Region region;
        if (!get_region(&in, last, &region))
            return false;
        last = region.end;
        *LIST_ADD(arena, regions) = region;
    }
    structure->has_units = false;
    structure->units = slice_of(in.at, (size_t)(in.end - in.at));
    return true;
}

void region_walk_init(RegionWalk *walk, Slice structure)
{
    const unsigned char *bytes = (const unsigned char *)structure.data;
    uint64_t more;
    walk->reader = (Reader){bytes, bytes + structure.size, false};
    walk->end = 0;
    get_head(&walk->reader, &walk->left, &more);
}

bool region_walk_next(RegionWalk *walk, Region *region)
{
    if (walk->left == 0 || !get_region(&walk->reader, walk->end, region))
        return false;
    walk->left--;
    walk->end = region->end;
    return true;
}

bool structure_holds(Slice bytes, uint32_t first, uint32_t last, bool *is_sound)
{
    Reader in = {(const unsigned char *)bytes.data, (const unsigned char *)bytes.data + bytes.size, false};
    uint64_t base_count, more;
    Region region = {0};
    get_head(&in, &base_count, &more);
    *is_sound = !in.failed && base_count <= bytes.size;
    for (uint64_t i = 0; *is_sound && i < base_count && region.end <= first; i++)
        *is_sound = get_region(&in, region.end, &region);
    return *is_sound && region.begin <= first && last < region.end;
}

static bool read_rising(Arena *arena, Reader *in, Positions *starts)
{
    uint64_t head = reader_varint(in), count = head >> 1;
    bool is_from_first = head & 1;
    starts->count = 0;
    uint32_t last = 0;
    if (is_from_first)
        *LIST_ADD(arena, starts) = 0;
    for (uint64_t i = is_from_first; i < count && !in->failed; i++) {
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
