/* A packed file in, plain bytes out, piece by piece: gzip members or zstd frames in a row, plain files
 * likewise.
 *
 * What the reader is given always comes through `buffer`. A gzip member that unpacks to at most
 * MEMBER_HELD_MAX is unpacked into it whole by libdeflate; a longer or damaged one is read through it by
 * zlib, piece by piece, so that memory stays bounded. The buffer is filled ahead: when it runs empty the end
 * of the member is known at once, which makes unpacker_is_at_member() exact. Damage is kept until the bytes
 * before it have been handed out.
 *
 * The format of a .warc.zst (IIPC, "WARC compression with Zstandard"): an optional first skippable frame
 * 0x184D2A5D holds the dictionary of all frames, itself perhaps one zstd frame; then one frame a record.
 * Files of one frame, or without dictionary, or with other skippable frames in between, are read as well. */
#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>

#include "base/bytes.h"
#include "syntax/codec.h"

#define MEMBER_HELD_MAX                                                                                      \
    ((size_t)64 << 20) /* beyond it zlib streams: 64 MiB is a fifth of what an import may use */
#define MEMBER_KEPT_MAX ((size_t)4 << 20) /* a larger buffer is given back after the member */
#define BUFFER_FIRST ((size_t)256 << 10)
#define DICTIONARY_MAX ((size_t)16 << 20)
#define DICTIONARY_MAGIC 0x184D2A5Du
#define NESTED_MAX 8u
#define SKIP_HEADER_SIZE 8u
#define GZIP_HEADER_SIZE 10u

struct Unpacker {
    CodecKind kind;
    Slice packed;
    size_t place;   /* next packed byte to be decoded */
    size_t begin;   /* of the present member */
    bool is_inside; /* the present member is not handed out to its end */
    bool is_open;   /* its decoder is not at the end yet */
    bool is_damaged;
    Error damage;
    size_t resync_from; /* where to look for the next piece after the damage */
    size_t damage_end;  /* how far damaged pieces were read */
    unsigned nested;    /* damaged pieces that were found within what damaged ones had read */

    char *buffer;
    size_t capacity, head, tail; /* plain bytes [head, tail) wait in the buffer */

    struct libdeflate_decompressor *whole;
    z_stream stream;
    bool has_stream;
    ZSTD_DCtx *zstd;
};

static void buffer_make(Unpacker *u, size_t capacity)
{
    assert(u->head == u->tail);
    u->head = u->tail = 0;
    if (u->capacity == capacity)
        return;
    free(u->buffer);
    u->capacity = capacity;
    u->buffer = malloc(capacity);
    if (!u->buffer)
        fatal("out of memory");
}

/* A decoder led astray may have read over good pieces before it noticed, so the search begins right behind
 * the begin of the damaged one. A file made so that each piece found that way is damaged far behind again
 * would be read over and over: after NESTED_MAX of them the search begins behind all that was read. */
static void unpacker_damage(Unpacker *u, const char *what, size_t at)
{
    u->nested = u->begin < u->damage_end ? u->nested + 1 : 0;
    if (at > u->damage_end)
        u->damage_end = at;
    u->resync_from = u->nested > NESTED_MAX && u->damage_end > u->begin ? u->damage_end : u->begin + 1;
    u->is_damaged = true;
    error_set(&u->damage, STATUS_SKIP, "%s at byte %zu, in the piece that begins at byte %zu", what, at,
              u->begin);
}

/* ---- zstd ---- */

static bool at_skippable(const Unpacker *u)
{
    return u->packed.size - u->place >= SKIP_HEADER_SIZE &&
           (bytes_u32(u->packed.data + u->place) & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

static void load_dictionary(Unpacker *u, Slice dictionary)
{
    Arena *arena = NULL;
    Status status = STATUS_OK;
    if (codec_of_bytes(dictionary) == CODEC_ZSTD) {
        arena = arena_open(3 * DICTIONARY_MAX);
        status = codec_unpack(arena, CODEC_ZSTD, dictionary, DICTIONARY_MAX, &dictionary, NULL);
    }
    if (status != STATUS_OK ||
        ZSTD_isError(ZSTD_DCtx_loadDictionary(u->zstd, dictionary.data, dictionary.size)))
        unpacker_damage(u, "the zstd dictionary is damaged", 0);
    u->resync_from = u->place;
    arena_close(arena);
}

static void open_zstd(Unpacker *u)
{
    u->zstd = ZSTD_createDCtx();
    if (!u->zstd)
        fatal("out of memory");
    if (!at_skippable(u) || bytes_u32(u->packed.data) != DICTIONARY_MAGIC)
        return;
    size_t size = bytes_u32(u->packed.data + 4);
    if (size > u->packed.size - SKIP_HEADER_SIZE) {
        unpacker_damage(u, "the zstd dictionary is cut", 0);
        return;
    }
    u->place = SKIP_HEADER_SIZE + size;
    load_dictionary(u, slice_range(u->packed, SKIP_HEADER_SIZE, u->place));
}

static void begin_frame(Unpacker *u)
{
    u->begin = u->place;
    u->is_inside = true;
    if (at_skippable(u)) {
        size_t size = bytes_u32(u->packed.data + u->place + 4);
        size_t left = u->packed.size - u->place - SKIP_HEADER_SIZE;
        if (size > left)
            unpacker_damage(u, "a skippable zstd frame is cut", u->place);
        else
            u->place += SKIP_HEADER_SIZE + size;
        u->is_inside = false;
        return;
    }
    buffer_make(u, BUFFER_FIRST);
    ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    u->is_open = true;
}

static void fill_from_frame(Unpacker *u)
{
    char why[128];
    ZSTD_inBuffer in = {u->packed.data, u->packed.size, u->place};
    ZSTD_outBuffer out = {u->buffer, u->capacity, 0};
    size_t left = 1;
    while (left != 0 && out.pos < out.size) {
        size_t in_before = in.pos, out_before = out.pos;
        left = ZSTD_decompressStream(u->zstd, &out, &in);
        if (ZSTD_isError(left)) {
            snprintf(why, sizeof why, "zstd damage (%s)", ZSTD_getErrorName(left));
            unpacker_damage(u, why, in.pos);
            break;
        }
        if (left != 0 && in.pos == in_before && out.pos == out_before) {
            unpacker_damage(u, "zstd frame is cut", in.pos);
            break;
        }
    }
    u->place = in.pos;
    u->head = 0;
    u->tail = out.pos;
    u->is_open = left != 0 && !u->is_damaged;
}

/* ---- gzip ---- */

static bool is_gzip_head(Slice s)
{
    return s.size >= GZIP_HEADER_SIZE && memcmp(s.data, "\x1f\x8b\x08", 3) == 0 &&
           ((unsigned char)s.data[3] & 0xE0) == 0;
}

static void stream_begin(Unpacker *u, Slice from)
{
    if (!u->has_stream && inflateInit2(&u->stream, 15 + 16) != Z_OK)
        fatal("out of memory");
    u->has_stream = true;
    inflateReset(&u->stream);
    u->stream.next_in = (Bytef *)(uintptr_t)from.data;
    u->stream.avail_in = 0;
}

/* Reads on into `out`; gives zlib's code and the plain bytes made. The packed end is `end`. */
static int stream_read(Unpacker *u, const char *end, char *out, size_t room, size_t *made)
{
    z_stream *z = &u->stream;
    int code = Z_OK;
    z->next_out = (Bytef *)out;
    z->avail_out = (uInt)room;
    do {
        size_t left = (size_t)(end - (const char *)z->next_in);
        z->avail_in = left > UINT32_MAX ? UINT32_MAX : (uInt)left;
        code = inflate(z, Z_NO_FLUSH);
    } while (code == Z_OK && z->avail_out > 0);
    *made = room - z->avail_out;
    if (code == Z_MEM_ERROR)
        fatal("out of memory");
    return code;
}

static void fill_from_stream(Unpacker *u)
{
    char why[128];
    size_t made = 0;
    int code = stream_read(u, u->packed.data + u->packed.size, u->buffer, u->capacity, &made);
    u->place = (size_t)((const char *)u->stream.next_in - u->packed.data);
    u->head = 0;
    u->tail = made;
    u->is_open = code == Z_OK || (code == Z_BUF_ERROR && made == u->capacity);
    if (code == Z_BUF_ERROR && made < u->capacity) {
        unpacker_damage(u, "gzip member is cut", u->place);
    } else if (!u->is_open && code != Z_STREAM_END) {
        snprintf(why, sizeof why, "gzip damage (%s)",
                 u->stream.msg ? u->stream.msg : "a dictionary is asked for");
        unpacker_damage(u, why, u->place);
    }
}

/* The whole member at once, in rising room. False: too long or damaged. */
static bool fill_whole(Unpacker *u)
{
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    size_t room = u->capacity > BUFFER_FIRST ? u->capacity : BUFFER_FIRST;
    for (; result == LIBDEFLATE_INSUFFICIENT_SPACE && room <= MEMBER_HELD_MAX; room *= 4) {
        size_t used = 0, made = 0;
        buffer_make(u, room);
        result = libdeflate_gzip_decompress_ex(u->whole, u->packed.data + u->place, u->packed.size - u->place,
                                               u->buffer, u->capacity, &used, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            u->place += used;
            u->tail = made;
        }
    }
    return result == LIBDEFLATE_SUCCESS;
}

static bool only_zeros_left(const Unpacker *u)
{
    for (size_t i = u->place; i < u->packed.size; i++)
        if (u->packed.data[i])
            return false;
    return true;
}

static void begin_member(Unpacker *u)
{
    u->begin = u->place;
    if (!is_gzip_head(slice_skip(u->packed, u->place))) {
        if (u->place > 0 && only_zeros_left(u))
            u->place = u->packed.size; /* padding, as tapes leave it */
        else
            unpacker_damage(u, "no gzip member begins", u->place);
        return;
    }
    u->is_inside = true;
    if (fill_whole(u))
        return;
    buffer_make(u, BUFFER_FIRST);
    stream_begin(u, slice_skip(u->packed, u->place));
    u->is_open = true;
}

/* Magic bytes turn up within packed data by chance; a real member also unpacks, at least at its beginning. */
static bool is_member_likely(Unpacker *u, size_t at)
{
    char plain[512];
    size_t made = 0;
    Slice trial = slice_range(u->packed, at, at + 4096);
    stream_begin(u, trial);
    int code = stream_read(u, trial.data + trial.size, plain, sizeof plain, &made);
    return code == Z_STREAM_END || (made > 0 && (code == Z_OK || code == Z_BUF_ERROR));
}

/* ---- all kinds ---- */

Unpacker *unpacker_open(CodecKind kind, Slice packed)
{
    assert(kind == CODEC_NONE || kind == CODEC_GZIP || kind == CODEC_ZSTD);
    Unpacker *u = calloc(1, sizeof *u);
    if (!u)
        fatal("out of memory");
    u->kind = kind;
    u->packed = packed;
    if (kind == CODEC_GZIP && !(u->whole = libdeflate_alloc_decompressor()))
        fatal("out of memory");
    if (kind == CODEC_ZSTD)
        open_zstd(u);
    return u;
}

void unpacker_close(Unpacker *u)
{
    if (!u)
        return;
    if (u->has_stream)
        inflateEnd(&u->stream);
    libdeflate_free_decompressor(u->whole);
    ZSTD_freeDCtx(u->zstd);
    free(u->buffer);
    free(u);
}

/* Brings plain bytes into the empty buffer, or the member to its end. */
static void unpacker_fill(Unpacker *u)
{
    if (!u->is_open) {
        u->is_inside = false;
        if (u->capacity > MEMBER_KEPT_MAX)
            buffer_make(u, BUFFER_FIRST);
    } else if (u->kind == CODEC_ZSTD) {
        fill_from_frame(u);
    } else {
        fill_from_stream(u);
    }
}

static Status read_plain(Unpacker *u, char *out, size_t capacity, size_t *size)
{
    size_t left = u->packed.size - u->place;
    *size = left < capacity ? left : capacity;
    if (left == 0)
        return STATUS_END;
    memcpy(out, u->packed.data + u->place, *size);
    u->place += *size;
    u->begin = u->place;
    return STATUS_OK;
}

Status unpacker_read(Unpacker *u, char *out, size_t capacity, size_t *size, Error *err)
{
    assert(capacity > 0);
    *size = 0;
    if (u->kind == CODEC_NONE)
        return read_plain(u, out, capacity, size);
    while (u->head == u->tail) {
        if (u->is_damaged)
            return error_set(err, STATUS_SKIP, "%s", u->damage.message);
        if (u->is_inside)
            unpacker_fill(u);
        else if (u->place == u->packed.size)
            return STATUS_END;
        else if (u->kind == CODEC_ZSTD)
            begin_frame(u);
        else
            begin_member(u);
    }
    *size = u->tail - u->head < capacity ? u->tail - u->head : capacity;
    memcpy(out, u->buffer + u->head, *size);
    u->head += *size;
    while (u->head == u->tail && u->is_inside && !u->is_damaged)
        unpacker_fill(u);
    return STATUS_OK;
}

uint64_t unpacker_member_begin(const Unpacker *u)
{
    return u->is_inside ? u->begin : u->place;
}

uint64_t unpacker_place(const Unpacker *u)
{
    return u->place;
}

bool unpacker_is_at_member(const Unpacker *u)
{
    return !u->is_inside;
}

Status unpacker_seek(Unpacker *u, uint64_t packed_offset, Error *err)
{
    if (packed_offset > u->packed.size)
        return error_set(err, STATUS_FAIL, "byte %llu lies beyond the end of the file, %zu",
                         (unsigned long long)packed_offset, u->packed.size);
    u->place = u->begin = (size_t)packed_offset;
    u->is_inside = u->is_open = u->is_damaged = false;
    u->head = u->tail = 0;
    u->damage_end = u->nested = 0;
    return STATUS_OK;
}

/* Where the magic of the next piece stands at or after `from`; the size of the file if nowhere. */
static size_t find_magic(Unpacker *u, size_t from)
{
    Slice magic = u->kind == CODEC_GZIP ? SLICE("\x1f\x8b\x08") : SLICE("\x28\xb5\x2f\xfd");
    while (from < u->packed.size) {
        size_t at = slice_find(slice_skip(u->packed, from), magic);
        if (at == SLICE_NONE)
            break;
        from += at;
        Slice there = slice_skip(u->packed, from);
        if (u->kind == CODEC_GZIP && is_gzip_head(there) && is_member_likely(u, from))
            return from;
        if (u->kind == CODEC_ZSTD &&
            ZSTD_getFrameContentSize(there.data, there.size) != ZSTD_CONTENTSIZE_ERROR)
            return from;
        from++;
    }
    return u->packed.size;
}

bool unpacker_resync(Unpacker *u)
{
    if (u->kind == CODEC_NONE)
        return u->place < u->packed.size;
    u->place = find_magic(u, u->is_damaged ? u->resync_from : u->place);
    u->begin = u->place;
    u->is_inside = u->is_open = u->is_damaged = false;
    u->head = u->tail = 0;
    return u->place < u->packed.size;
}
