/* Whole texts: packed bytes in, plain bytes out, and back. Streams are in unpacker.c.
 *
 * The plain size is not known beforehand, and a compressor must not be held while the arena grows
 * (base/arena.h: the work may be abandoned there). So each codec is an *attempt* that unpacks into room
 * already made and lets go of everything it opened; when the room was too small it is doubled and the attempt
 * begins anew, which costs at most as much again as the last attempt. libdeflate does the work; where it
 * finds damage, zlib reads up to it. */
#include "syntax/codec.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/builder.h"
#include "base/bytes.h"

/* Frames from HTTP may ask for 8 MiB of history at most (RFC 9659); damaged ones get no more here. */
#define ZSTD_WINDOW_LOG_DAMAGED 23

CodecKind codec_of_bytes(Slice first)
{
    if (first.size >= 3 && memcmp(first.data, "\x1f\x8b\x08", 3) == 0)
        return CODEC_GZIP;
    if (first.size >= 4 && bytes_u32(first.data) == ZSTD_MAGICNUMBER)
        return CODEC_ZSTD;
    if (first.size >= 8 && (bytes_u32(first.data) & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START)
        return CODEC_ZSTD;
    return CODEC_NONE;
}

typedef enum Outcome {
    DONE,   /* all unpacked */
    FULL,   /* the room is too small */
    DAMAGED /* what came out before the damage is there */
} Outcome;

typedef struct Attempt {
    Slice packed;
    char *out;
    size_t room;
    size_t size;  /* plain bytes so far */
    size_t at;    /* packed bytes used so far: the place of damage */
    bool is_last; /* there will be no more room: give what fits */
} Attempt;

/* Reads one gzip member, zlib stream or raw deflate stream (by zlib's window bits) up to its end or damage.
 */
static Outcome attempt_by_zlib(Attempt *a, int window_bits)
{
    z_stream z = {0};
    if (inflateInit2(&z, window_bits) != Z_OK)
        fatal("out of memory");
    int code = Z_OK;
    while (code == Z_OK) {
        size_t in = a->packed.size - a->at, room = a->room - a->size;
        z.next_in = (Bytef *)(uintptr_t)(a->packed.data + a->at);
        z.avail_in = in > UINT32_MAX ? UINT32_MAX : (uInt)in;
        z.next_out = (Bytef *)(a->out + a->size);
        z.avail_out = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
        code = inflate(&z, Z_NO_FLUSH);
        a->at = (size_t)((const char *)z.next_in - a->packed.data);
        a->size = (size_t)((char *)z.next_out - a->out);
    }
    inflateEnd(&z);
    if (code == Z_MEM_ERROR)
        fatal("out of memory");
    if (code == Z_STREAM_END)
        return DONE;
    return code == Z_BUF_ERROR && a->size == a->room ? FULL : DAMAGED;
}

static Outcome attempt_member(Attempt *a)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (!d)
        fatal("out of memory");
    size_t used = 0, made = 0;
    enum libdeflate_result result = libdeflate_gzip_decompress_ex(
        d, a->packed.data + a->at, a->packed.size - a->at, a->out + a->size, a->room - a->size, &used, &made);
    libdeflate_free_decompressor(d);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE && !a->is_last)
        return FULL;
    if (result != LIBDEFLATE_SUCCESS)
        return attempt_by_zlib(a, 15 + 16);
    a->at += used;
    a->size += made;
    return DONE;
}

static bool is_zeros(Slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i])
            return false;
    return true;
}

static Outcome attempt_gzip(Attempt *a)
{
    Outcome outcome = DONE;
    do {
        if (a->at && is_zeros(slice_skip(a->packed, a->at)))
            return DONE; /* padding, as tapes leave it */
        outcome = attempt_member(a);
    } while (outcome == DONE && a->at < a->packed.size);
    return outcome;
}

/* HTTP says zlib's wrapping; many servers sent the bare stream. */
static Outcome attempt_deflate(Attempt *a)
{
    const unsigned char *b = (const unsigned char *)a->packed.data;
    bool is_wrapped = a->packed.size >= 2 && (b[0] & 15) == 8 && (b[0] << 8 | b[1]) % 31 == 0;
    if (!is_wrapped)
        return attempt_by_zlib(a, -15);
    Attempt first = *a;
    Outcome outcome = attempt_by_zlib(a, 15);
    if (outcome == DAMAGED && a->size == 0) {
        *a = first;
        return attempt_by_zlib(a, -15);
    }
    return outcome;
}

/* Frame by frame up to the damage. */
static Outcome attempt_zstd_stream(Attempt *a)
{
    ZSTD_DCtx *d = ZSTD_createDCtx();
    if (!d)
        fatal("out of memory");
    ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_DAMAGED);
    ZSTD_inBuffer in = {a->packed.data, a->packed.size, 0};
    ZSTD_outBuffer out = {a->out, a->room, 0};
    size_t left = 1, before_in = 0, before_out = 0;
    do {
        before_in = in.pos;
        before_out = out.pos;
        left = ZSTD_decompressStream(d, &out, &in);
    } while (!ZSTD_isError(left) && (in.pos != before_in || out.pos != before_out));
    ZSTD_freeDCtx(d);
    a->size = out.pos;
    a->at = in.pos;
    if (left == 0 && in.pos == in.size)
        return DONE;
    return !ZSTD_isError(left) && out.pos == out.size ? FULL : DAMAGED;
}

static Outcome attempt_zstd(Attempt *a)
{
    size_t size = ZSTD_decompress(a->out, a->room, a->packed.data, a->packed.size);
    if (ZSTD_getErrorCode(size) == ZSTD_error_dstSize_tooSmall) {
        if (a->is_last)
            attempt_zstd_stream(a);
        return FULL;
    }
    if (ZSTD_isError(size))
        return attempt_zstd_stream(a);
    a->size = size;
    a->at = a->packed.size;
    return DONE;
}

static Outcome attempt_brotli(Attempt *a)
{
    BrotliDecoderState *d = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!d)
        fatal("out of memory");
    const uint8_t *in = (const uint8_t *)a->packed.data;
    uint8_t *out = (uint8_t *)a->out;
    size_t left = a->packed.size, room = a->room;
    BrotliDecoderResult result = BrotliDecoderDecompressStream(d, &left, &in, &room, &out, NULL);
    BrotliDecoderDestroyInstance(d);
    a->at = a->packed.size - left;
    a->size = a->room - room;
    if (result == BROTLI_DECODER_RESULT_SUCCESS)
        return DONE;
    return result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT ? FULL : DAMAGED;
}

static const struct {
    const char *name;
    Outcome (*attempt)(Attempt *attempt);
} codecs[] = {
    [CODEC_GZIP] = {"gzip", attempt_gzip},
    [CODEC_DEFLATE] = {"deflate", attempt_deflate},
    [CODEC_ZSTD] = {"zstd", attempt_zstd},
    [CODEC_BROTLI] = {"brotli", attempt_brotli},
};

/* What the packed text itself says, where it does and is not lying beyond what the codec can do; else four
 * times. */
static size_t guess_room(CodecKind kind, Slice packed, size_t limit)
{
    uint64_t guess = 0;
    if (kind == CODEC_GZIP && packed.size >= 18) {
        guess = bytes_u32(packed.data + packed.size - 4);
        if (guess / 1032 > packed.size)
            guess = 0;
    }
    if (kind == CODEC_ZSTD) {
        guess = ZSTD_getFrameContentSize(packed.data, packed.size);
        if (guess == ZSTD_CONTENTSIZE_ERROR || guess == ZSTD_CONTENTSIZE_UNKNOWN ||
            guess / 4096 > packed.size)
            guess = 0;
    }
    if (!guess)
        guess = packed.size < SIZE_MAX / 8 ? packed.size * 4 : packed.size;
    if (guess < 256)
        guess = 256;
    return guess < limit ? (size_t)guess : limit;
}

Status codec_unpack(Arena *arena, CodecKind kind, Slice packed, size_t limit, Slice *plain, Error *err)
{
    *plain = SLICE_EMPTY;
    if (kind == CODEC_NONE) {
        *plain = slice_range(packed, 0, limit);
        if (packed.size > limit)
            return error_set(err, STATUS_SKIP, "text of %zu bytes is over the limit of %zu", packed.size,
                             limit);
        return STATUS_OK;
    }
    if (slice_is_empty(packed))
        return error_set(err, STATUS_SKIP, "%s text is empty", codecs[kind].name);
    size_t room = guess_room(kind, packed, limit);
    char *out = arena_grow(arena, NULL, 0, room);
    for (;;) {
        Attempt attempt = {.packed = packed, .out = out, .room = room, .is_last = room >= limit};
        Outcome outcome = codecs[kind].attempt(&attempt);
        *plain = slice_of(out, attempt.size);
        if (outcome == DONE)
            return STATUS_OK;
        if (outcome == DAMAGED)
            return error_set(err, STATUS_SKIP, "%s text is damaged at byte %zu of %zu", codecs[kind].name,
                             attempt.at, packed.size);
        if (attempt.is_last)
            return error_set(err, STATUS_SKIP, "%s text unpacks to more than %zu bytes", codecs[kind].name,
                             limit);
        size_t larger = room < limit / 2 ? room * 2 : limit;
        out = arena_grow(arena, out, room, larger);
        room = larger;
    }
}

static Slice pack_deflate(Arena *arena, CodecKind kind, int level, Slice plain)
{
    bool is_gzip = kind == CODEC_GZIP;
    size_t room = is_gzip ? libdeflate_gzip_compress_bound(NULL, plain.size)
                          : libdeflate_zlib_compress_bound(NULL, plain.size);
    char *out = arena_text(arena, room);

    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    if (!c)
        fatal("out of memory");
    size_t size = is_gzip ? libdeflate_gzip_compress(c, plain.data, plain.size, out, room)
                          : libdeflate_zlib_compress(c, plain.data, plain.size, out, room);
    libdeflate_free_compressor(c);
    assert(size > 0);
    return slice_of(out, size);
}

static Slice pack_zstd(Arena *arena, int level, Slice plain)
{
    size_t room = ZSTD_compressBound(plain.size);
    char *out = arena_text(arena, room);
    size_t size = ZSTD_compress(out, room, plain.data, plain.size, level);
    if (ZSTD_isError(size))
        fatal("zstd cannot pack: %s", ZSTD_getErrorName(size));
    return slice_of(out, size);
}

static Slice pack_brotli(Arena *arena, int level, Slice plain)
{
    size_t room = BrotliEncoderMaxCompressedSize(plain.size);
    char *out = arena_text(arena, room);
    if (!BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size,
                               (const uint8_t *)plain.data, &room, (uint8_t *)out))
        fatal("brotli cannot pack %zu bytes", plain.size);
    return slice_of(out, room);
}

Slice codec_pack(Arena *arena, CodecKind kind, int level, Slice plain)
{
    if (!plain.data)
        plain = SLICE("");
    switch (kind) {
    case CODEC_GZIP:
    case CODEC_DEFLATE:
        return pack_deflate(arena, kind, level, plain);
    case CODEC_ZSTD:
        return pack_zstd(arena, level, plain);
    case CODEC_BROTLI:
        return pack_brotli(arena, level, plain);
    case CODEC_NONE:
        break;
    }
    return plain;
}
