/* ZIP files made for a test, member by member. */
#ifndef SYNTAX_TEST_ZIPPED_H
#define SYNTAX_TEST_ZIPPED_H

#include "base/builder.h"
#include "base/bytes.h"
#include "syntax/codec.h"
#include "syntax/zip.h"

typedef struct Zipped {
    Arena *arena;
    Builder bytes, directory;
    size_t count;
    bool is_64; /* sizes and offsets stand in the extra field of ZIP64 */
} Zipped;

static inline Zipped zipped_open(Arena *arena)
{
    Zipped zip = {.arena = arena};
    builder_init(&zip.bytes, arena);
    builder_init(&zip.directory, arena);
    return zip;
}

static inline void zipped_u16(Builder *b, unsigned number)
{
    char bytes[2];
    bytes_put_u16(bytes, (uint16_t)number);
    builder_add(b, slice_of(bytes, sizeof bytes));
}

static inline void zipped_u32(Builder *b, uint64_t number)
{
    char bytes[4];
    bytes_put_u32(bytes, (uint32_t)number);
    builder_add(b, slice_of(bytes, sizeof bytes));
}

static inline void zipped_u64(Builder *b, uint64_t number)
{
    char bytes[8];
    bytes_put_u64(bytes, number);
    builder_add(b, slice_of(bytes, sizeof bytes));
}

/* What the head of a member and its entry in the directory share; the check sum is left 0. */
static inline void zipped_sizes(Builder *b, unsigned flags, unsigned method, uint64_t packed, uint64_t size)
{
    zipped_u16(b, 45);
    zipped_u16(b, flags);
    zipped_u16(b, method);
    zipped_u32(b, 0);
    zipped_u32(b, 0);
    zipped_u32(b, packed);
    zipped_u32(b, size);
}

/* An entry of the directory, true or not. */
static inline void zipped_entry(Zipped *zip, Slice name, unsigned flags, unsigned method, uint64_t packed,
                                uint64_t size, uint64_t offset)
{
    Builder *d = &zip->directory;
    builder_add(d, SLICE("PK\1\2\x2d\0"));
    zipped_sizes(d, flags, method, zip->is_64 ? UINT32_MAX : packed, zip->is_64 ? UINT32_MAX : size);
    zipped_u16(d, (unsigned)name.size);
    zipped_u16(d, zip->is_64 ? 4 + 5 + 4 + 24 : 0);
    zipped_u16(d, 0);
    zipped_u16(d, 0);
    zipped_u16(d, 0);
    zipped_u32(d, 0);
    zipped_u32(d, zip->is_64 ? UINT32_MAX : offset);
    builder_add(d, name);
    if (zip->is_64) {
        builder_add(d, SLICE("UT\5\0\1\0\0\0\0\1\0\x18\0"));
        zipped_u64(d, size);
        zipped_u64(d, packed);
        zipped_u64(d, offset);
    }
    zip->count++;
}

/* Gives where the member's head begins. */
static inline size_t zipped_add(Zipped *zip, const char *path, Slice bytes, unsigned method)
{
    Slice name = slice_from(path), packed = bytes;
    size_t begin = zip->bytes.size;
    if (method == ZIP_DEFLATED) { /* without head and tail of zlib */
        packed = codec_pack(zip->arena, CODEC_DEFLATE, 6, bytes);
        packed = slice_range(packed, 2, packed.size - 4);
    }
    builder_add(&zip->bytes, SLICE("PK\3\4"));
    zipped_sizes(&zip->bytes, 0, method, packed.size, bytes.size);
    zipped_u16(&zip->bytes, (unsigned)name.size);
    zipped_u16(&zip->bytes, 0);
    builder_add(&zip->bytes, name);
    builder_add(&zip->bytes, packed);
    zipped_entry(zip, name, 0, method, packed.size, bytes.size, begin);
    return begin;
}

/* With the directory and the end. */
static inline Slice zipped_end(Zipped *zip)
{
    Builder *b = &zip->bytes;
    size_t offset = b->size, size = zip->directory.size;
    builder_add(b, builder_slice(&zip->directory));
    if (zip->is_64) {
        size_t end = b->size;
        builder_add(b, SLICE("PK\6\6\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0"));
        zipped_u64(b, zip->count);
        zipped_u64(b, zip->count);
        zipped_u64(b, size);
        zipped_u64(b, offset);
        builder_add(b, SLICE("PK\6\7\0\0\0\0"));
        zipped_u64(b, end);
        zipped_u32(b, 1);
    }
    builder_add(b, SLICE("PK\5\6\0\0\0\0"));
    zipped_u16(b, zip->is_64 ? 0xFFFF : (unsigned)zip->count);
    zipped_u16(b, zip->is_64 ? 0xFFFF : (unsigned)zip->count);
    zipped_u32(b, zip->is_64 ? UINT32_MAX : size);
    zipped_u32(b, zip->is_64 ? UINT32_MAX : offset);
    zipped_u16(b, 0);
    return builder_slice(b);
}

#endif
