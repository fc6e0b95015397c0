/* gzip, zlib, raw deflate, zstd and brotli: whole and streamed. Bounded against bombs. */
#ifndef SYNTAX_CODEC_H
#define SYNTAX_CODEC_H

#include "base/arena.h"
#include "base/error.h"

typedef enum CodecKind {
    CODEC_NONE,
    CODEC_GZIP,
    CODEC_DEFLATE, /* zlib or raw */
    CODEC_ZSTD,
    CODEC_BROTLI
} CodecKind;
CodecKind codec_of_bytes(Slice first); /* by magic: gzip, zstd (also a skippable frame), else none */

/* Unpacks the whole text into the arena; several gzip members or zstd frames in a row are one text. SKIP if
 * damaged or over `limit` bytes: *plain then has what came out before. */
MUST_CHECK Status codec_unpack(Arena *arena, CodecKind kind, Slice packed, size_t limit, Slice *plain,
                               Error *err);
/* Packs for HTTP: gzip (level 1-12, libdeflate), zstd (1-19), brotli (0-11). */
Slice codec_pack(Arena *arena, CodecKind kind, int level, Slice plain);

/* A stream over mapped bytes: gzip members or zstd frames with places where reading may start anew. */
typedef struct Unpacker Unpacker;
/* kind: NONE, GZIP or ZSTD; a dictionary frame (0x184D2A5D) at the start of zstd is used. */
Unpacker *unpacker_open(CodecKind kind, Slice packed);
void unpacker_close(Unpacker *unpacker);
/* Gives up to `capacity` plain bytes. END at the end. SKIP at damage: the place is in the message, and
 * unpacker_resync() goes on. */
MUST_CHECK Status unpacker_read(Unpacker *unpacker, char *out, size_t capacity, size_t *size, Error *err);
/* Packed offset of the member that holds the next plain byte. */
uint64_t unpacker_member_begin(const Unpacker *unpacker);
uint64_t unpacker_place(const Unpacker *unpacker);    /* packed offset reached */
bool unpacker_is_at_member(const Unpacker *unpacker); /* the next plain byte is the first of a member */
/* To where a member begins; if something else stands there it shows when it is read. FAIL: beyond the end. */
MUST_CHECK Status unpacker_seek(Unpacker *unpacker, uint64_t packed_offset, Error *err);
/* To the next member's magic behind the damage; false: there is none. */
bool unpacker_resync(Unpacker *unpacker);

#endif
