/* zstd dictionaries for the files of warc/: trained from a batch's own records, kept in the file that they
 * serve.
 *
 * In: raw records. Out: a dictionary of at most 112,640 bytes, or none where there is too little to learn
 * from. A dictionary stands at the start of its file in a skippable frame, itself packed with plain zstd, as
 * "WARC compression with Zstandard" (IIPC) allows:
 *
 *     | 5D 2A 4D 18 | size, u32 | one zstd frame that unpacks to the dictionary, or the dictionary itself |
 *
 * Training takes the same samples in the same order and so gives the same bytes on every run with one
 * libzstd. */
#include "store/inside.h"

#include <zdict.h>

#include "base/bytes.h"

#define SKIPPABLE_MAGIC 0x184D2A5Du
#define ZSTD_FRAME_MAGIC 0xFD2FB528u
#define SKIPPABLE_HEAD_BYTES 8
#define DICTIONARY_FRAME_MAX (16u << 20) /* far above what any writer makes; a longer one is damage */
#define DICTIONARY_PACK_LEVEL 19

#define SAMPLES_MAX_BYTES                                                                                    \
    (8u << 20) /* more trains longer and hardly better: docs/decisions/warc-compression.md */
#define SAMPLES_MIN_BYTES (1u << 20) /* libzstd asks for some ten times the dictionary */
#define SAMPLES_MIN_COUNT 16

typedef struct Samples {
    char *bytes;
    size_t *sizes;
    size_t count, size;
} Samples;

/* Every record gives its beginning and its end, so much that all of them together stay within the limit. */
static Samples take_samples(Arena *arena, const Slice *records, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += records[i].size < SAMPLES_MAX_BYTES ? records[i].size : SAMPLES_MAX_BYTES;
    size_t each = total > SAMPLES_MAX_BYTES ? SAMPLES_MAX_BYTES / count : SAMPLES_MAX_BYTES;
    size_t room = total > SAMPLES_MAX_BYTES ? SAMPLES_MAX_BYTES : total;
    Samples samples = {arena_text(arena, room), ARENA_ARRAY(arena, size_t, count), 0, 0};
    for (size_t i = 0; i < count; i++) {
        Slice record = records[i];
        size_t take = record.size < each ? record.size : each;
        size_t head = take < record.size ? take - take / 4 : take;
        if (take == 0)
            continue;
        memcpy(samples.bytes + samples.size, record.data, head);
        memcpy(samples.bytes + samples.size + head, record.data + record.size - (take - head), take - head);
        samples.sizes[samples.count++] = take;
        samples.size += take;
    }
    return samples;
}

Slice dictionary_train(Arena *arena, const Slice *records, size_t count)
{
    if (count < SAMPLES_MIN_COUNT || count > SAMPLES_MAX_BYTES / 64)
        return SLICE_EMPTY;
    Arena *scratch = arena_open(SIZE_MAX);
    Samples samples = take_samples(scratch, records, count);
    Slice dictionary = SLICE_EMPTY;
    if (samples.count >= SAMPLES_MIN_COUNT && samples.size >= SAMPLES_MIN_BYTES) {
        char *out = arena_text(scratch, DICTIONARY_BYTES);
        size_t size = ZDICT_trainFromBuffer(out, DICTIONARY_BYTES, samples.bytes, samples.sizes,
                                            (unsigned)samples.count);
        if (!ZDICT_isError(size))
            dictionary = arena_copy(arena, slice_of(out, size));
    }
    arena_close(scratch);
    return dictionary;
}

Slice dictionary_frame(Arena *arena, Slice dictionary)
{
    if (slice_is_empty(dictionary))
        return SLICE_EMPTY;
    size_t room = ZSTD_compressBound(dictionary.size);
    char *out = arena_text(arena, SKIPPABLE_HEAD_BYTES + room);
    size_t size = ZSTD_compress(out + SKIPPABLE_HEAD_BYTES, room, dictionary.data, dictionary.size,
                                DICTIONARY_PACK_LEVEL);
    if (ZSTD_isError(size))
        fatal("packing a dictionary: %s", ZSTD_getErrorName(size));
    bytes_put_u32(out, SKIPPABLE_MAGIC);
    bytes_put_u32(out + 4, (uint32_t)size);
    return slice_of(out, SKIPPABLE_HEAD_BYTES + size);
}

static Status unpack_dictionary(Arena *arena, Slice packed, Slice *dictionary, Error *err)
{
    if (packed.size < 8)
        return error_set(err, STATUS_SKIP, "the dictionary at the start is too short");
    *dictionary = packed;
    if (bytes_u32(packed.data) != ZSTD_FRAME_MAGIC)
        return STATUS_OK;
    unsigned long long size = ZSTD_getFrameContentSize(packed.data, packed.size);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > DICTIONARY_FRAME_MAX)
        return error_set(err, STATUS_SKIP, "the dictionary at the start has no usable size");
    char *out = arena_text(arena, (size_t)size);
    size_t got = ZSTD_decompress(out, (size_t)size, packed.data, packed.size);
    if (ZSTD_isError(got))
        return error_set(err, STATUS_SKIP, "the dictionary at the start is damaged: %s",
                         ZSTD_getErrorName(got));
    *dictionary = slice_of(out, got);
    return STATUS_OK;
}

Status dictionary_read(Arena *arena, int fd, Slice *dictionary, uint64_t *frame_bytes, Error *err)
{
    unsigned char head[SKIPPABLE_HEAD_BYTES];
    *dictionary = SLICE_EMPTY;
    *frame_bytes = 0;
    if (file_read_at(fd, 0, head, sizeof head, err) != STATUS_OK)
        return error_while(err, STATUS_SKIP, "reading the start");
    if (bytes_u32(head) != SKIPPABLE_MAGIC)
        return STATUS_END;
    uint32_t size = bytes_u32(head + 4);
    if (size > DICTIONARY_FRAME_MAX)
        return error_set(err, STATUS_SKIP, "the dictionary at the start says it has %u bytes", size);
    char *packed = arena_text(arena, size);
    if (file_read_at(fd, SKIPPABLE_HEAD_BYTES, packed, size, err) != STATUS_OK)
        return error_while(err, STATUS_SKIP, "reading the dictionary");
    *frame_bytes = SKIPPABLE_HEAD_BYTES + (uint64_t)size;
    return unpack_dictionary(arena, slice_of(packed, size), dictionary, err);
}
