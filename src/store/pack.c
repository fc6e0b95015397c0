/* Records -> zstd frames, with the dictionary of the file they will stand in; and the choice of that file.
 *
 * In: the head and the block of a WARC record. Out: one frame with content size and checksum. Packing is the
 * dear part of keeping originals, so it is a function of its arguments that worker threads call side by side:
 * the codec (a dictionary made ready) is shared and only read, each thread has a packer. The level was
 * measured: docs/decisions/warc-compression.md. */
#include "store/inside.h"

#define PACK_LEVEL 3
#define PACK_STEP (1u << 20) /* bytes of a spooled record taken at a time */

struct WarcCodec {
    char *bytes; /* the dictionary; NULL: none */
    size_t size;
    ZSTD_CDict *ready;
};

struct WarcPacker {
    ZSTD_CCtx *context;
    Arena *arena; /* one record and its frame while it is made */
};

static void *get_zeroed(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        fatal("out of memory");
    return memory;
}

/* ---- codec and packer ---- */

WarcCodec *codec_open(Slice dictionary)
{
    WarcCodec *codec = get_zeroed(sizeof *codec);
    if (slice_is_empty(dictionary))
        return codec;
    codec->bytes = get_zeroed(dictionary.size);
    codec->size = dictionary.size;
    memcpy(codec->bytes, dictionary.data, dictionary.size);
    codec->ready = ZSTD_createCDict(codec->bytes, codec->size, PACK_LEVEL);
    if (!codec->ready)
        fatal("out of memory, or a dictionary that libzstd refuses");
    return codec;
}

void codec_close(WarcCodec *codec)
{
    if (!codec)
        return;
    ZSTD_freeCDict(codec->ready);
    free(codec->bytes);
    free(codec);
}

Slice codec_dictionary(const WarcCodec *codec)
{
    return slice_of(codec->bytes, codec->size);
}

const WarcCodec *store_codec(const Store *store)
{
    return store->writer.codec;
}

static size_t checked(size_t result)
{
    if (ZSTD_isError(result))
        fatal("zstd: %s", ZSTD_getErrorName(result)); /* memory, or a mistake of ours */
    return result;
}

WarcPacker *warc_packer_open(void)
{
    WarcPacker *packer = get_zeroed(sizeof *packer);
    packer->context = ZSTD_createCCtx();
    packer->arena = arena_open(SIZE_MAX);
    if (!packer->context)
        fatal("out of memory");
    checked(ZSTD_CCtx_setParameter(packer->context, ZSTD_c_compressionLevel, PACK_LEVEL));
    checked(ZSTD_CCtx_setParameter(packer->context, ZSTD_c_checksumFlag, 1));
    checked(ZSTD_CCtx_setParameter(packer->context, ZSTD_c_contentSizeFlag, 1));
    return packer;
}

void warc_packer_close(WarcPacker *packer)
{
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->context);
    arena_close(packer->arena);
    free(packer);
}

/* ---- packing ---- */

static void begin_frame(WarcPacker *packer, const WarcCodec *codec, uint64_t size)
{
    checked(ZSTD_CCtx_reset(packer->context, ZSTD_reset_session_only));
    checked(ZSTD_CCtx_refCDict(packer->context, codec->ready));
    checked(ZSTD_CCtx_setPledgedSrcSize(packer->context, size));
}

Slice warc_pack(WarcPacker *packer, const WarcCodec *codec, Arena *arena, Slice header, Slice record)
{
    assert(header.size <= SIZE_MAX / 4 && record.size <= SIZE_MAX / 4);
    arena_reset(packer->arena);
    size_t size = header.size + record.size + RECORD_CLOSING_BYTES;
    char *raw = arena_text(packer->arena, size);
    if (header.size)
        memcpy(raw, header.data, header.size);
    if (record.size)
        memcpy(raw + header.size, record.data, record.size);
    memcpy(raw + size - RECORD_CLOSING_BYTES, "\r\n\r\n", RECORD_CLOSING_BYTES);

    size_t room = ZSTD_compressBound(size);
    char *out = arena_text(packer->arena, room);
    begin_frame(packer, codec, size);
    size_t packed = checked(ZSTD_compress2(packer->context, out, room, raw, size));
    return arena_copy(arena, slice_of(out, packed));
}

static Status pack_part(WarcPacker *packer, Slice part, ZSTD_EndDirective end, char *out, size_t room,
                        Spool *frame, Error *err)
{
    ZSTD_inBuffer in = {part.data, part.size, 0};
    size_t left;
    do {
        ZSTD_outBuffer to = {out, room, 0};
        left = checked(ZSTD_compressStream2(packer->context, &to, &in, end));
        Status status = spool_add(frame, slice_of(out, to.pos), err);
        if (status != STATUS_OK)
            return status;
    } while (in.pos < in.size || (end == ZSTD_e_end && left > 0));
    return STATUS_OK;
}

static Status pack_parts(WarcPacker *packer, Slice header, Slice record, Spool *frame, Error *err)
{
    size_t room = ZSTD_CStreamOutSize();
    char *out = arena_text(packer->arena, room);
    Status status = pack_part(packer, header, ZSTD_e_continue, out, room, frame, err);
    for (size_t at = 0; at < record.size && status == STATUS_OK; at += PACK_STEP) {
        Slice piece = slice_range(record, at, at + PACK_STEP);
        status = pack_part(packer, piece, ZSTD_e_continue, out, room, frame, err);
        file_bytes_forget(piece);
    }
    if (status == STATUS_OK)
        status = pack_part(packer, SLICE("\r\n\r\n"), ZSTD_e_end, out, room, frame, err);
    return status == STATUS_OK ? spool_map(frame, err) : status;
}

Status warc_pack_spooled(WarcPacker *packer, const WarcCodec *codec, const char *folder, Slice header,
                         Slice record, Spool *frame, Error *err)
{
    arena_reset(packer->arena);
    Status status = spool_open(folder, frame, err);
    if (status != STATUS_OK)
        return error_while(err, status, "packing a record of %zu bytes", record.size);
    begin_frame(packer, codec, (uint64_t)header.size + record.size + RECORD_CLOSING_BYTES);
    status = pack_parts(packer, header, record, frame, err);
    if (status != STATUS_OK)
        spool_close(frame);
    return error_while(err, status, "packing a record of %zu bytes", record.size);
}
