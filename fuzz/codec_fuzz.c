/* Packed bytes: unpacked at once and as a stream; where both find no damage they give the same. The first
 * byte is the kind. */
#include "base/builder.h"
#include "fuzz.h"
#include "syntax/codec.h"

#define LIMIT ((size_t)4 << 20)

/* All that comes out; false if something was damaged. */
static bool stream(Arena *arena, CodecKind kind, Slice packed, Slice *plain)
{
    Builder b;
    char piece[5000];
    bool is_whole = true;
    Unpacker *u = unpacker_open(kind, packed);
    builder_init(&b, arena);
    builder_reserve(&b, LIMIT + sizeof piece);
    while (b.size < LIMIT) {
        size_t size = 0;
        Error err = {0};
        Status status = unpacker_read(u, piece, sizeof piece, &size, &err);
        CHECK(unpacker_place(u) <= packed.size && unpacker_member_begin(u) <= packed.size);
        is_whole &= status != STATUS_SKIP;
        builder_add(&b, slice_of(piece, size));
        if (status == STATUS_END || (status == STATUS_SKIP && !unpacker_resync(u)))
            break;
    }
    unpacker_close(u);
    *plain = builder_slice(&b);
    return is_whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_DEFLATE, CODEC_ZSTD, CODEC_BROTLI};
    if (size == 0)
        return 0;
    Arena *arena = arena_open((size_t)64 << 20);
    CodecKind kind = kinds[data[0] % 4];
    Slice packed = slice_of(data + 1, size - 1), whole = SLICE_EMPTY, streamed = SLICE_EMPTY;
    Error err = {0};
    Status status = codec_unpack(arena, kind, packed, LIMIT, &whole, &err);
    CHECK(status == STATUS_OK || status == STATUS_SKIP);
    CHECK(whole.size <= LIMIT);
    if ((kind == CODEC_GZIP || kind == CODEC_ZSTD) && stream(arena, kind, packed, &streamed) &&
        status == STATUS_OK)
        CHECK(slice_equal(whole, streamed));
    arena_close(arena);
    return 0;
}
