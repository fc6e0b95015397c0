/* Integers as bytes: blocks of 128 bit-packed numbers, and a reader of variable-length ones that cannot run
 * over. */
#ifndef INDEX_CODEC_H
#define INDEX_CODEC_H

#include "base/slice.h"

#define BLOCK_SIZE 128u       /* postings or positions packed together */
#define CODEC_OVERREAD 16     /* bytes that unpacking may read, not use, behind its input */
#define PATCHED_BYTES_MAX 700 /* of one patched block */
#define BITS_WORDS_MAX 64u    /* of a block kept as a set of bits, 64 a word */

/* Packed numbers lie one after another, least significant bit first: 128 numbers of b bits fill 16 b bytes.
 */
typedef struct Codec {
    const char *name;
    void (*unpack)(const unsigned char *in, unsigned bits, uint32_t out[BLOCK_SIZE]);
    /* As unpack, then out[i] = base + i + the sum of the numbers 0..i: rising numbers kept as gaps less one.
     */
    void (*unpack_rising)(const unsigned char *in, unsigned bits, uint32_t base, uint32_t out[BLOCK_SIZE]);
    /* The numbers base + i of the bits i that are set, of which there are BLOCK_SIZE in so many words. */
    void (*unpack_set)(const unsigned char *in, unsigned words, uint32_t base, uint32_t out[BLOCK_SIZE]);
    /* sums[i]: of the numbers 0..i. */
    void (*sum_up)(const uint32_t numbers[BLOCK_SIZE], uint32_t sums[BLOCK_SIZE]);
    /* How many of the rising numbers are less. */
    uint32_t (*rank)(const uint32_t numbers[BLOCK_SIZE], uint32_t number);
    /* Those of the documents that are among the rising numbers, or (without) are not; gives how many. `out`
     * may be `docs`. */
    size_t (*keep)(const uint32_t numbers[BLOCK_SIZE], const uint32_t *docs, size_t count, uint32_t *out,
                   bool without);
    /* Of 64 documents a word: how many have a bit or a byte (0 or 1), and no bit in `without` (NULL: none).
     */
    uint64_t (*count_marks)(const uint64_t *bits, const unsigned char *bytes, const uint64_t *without,
                            size_t words);
    uint64_t (*count_bits)(const uint64_t *bits, size_t words);
} Codec;

extern const Codec codec_plain;
/* Call these only where the processor has it; they are the plain one elsewhere. */
extern const Codec codec_avx2, codec_avx512;
const Codec *codec_best(void); /* the fastest that this processor runs */

/* What the processor's own instruction does, where it may not be there. */
static inline uint32_t bits_in_word(uint64_t word)
{
#if defined(__POPCNT__)
    return (uint32_t)__builtin_popcountll(word);
#else
    word -= word >> 1 & 0x5555555555555555ULL;
    word = (word & 0x3333333333333333ULL) + (word >> 2 & 0x3333333333333333ULL);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
    return (uint32_t)(word * 0x0101010101010101ULL >> 56);
#endif
}

unsigned codec_bits(const uint32_t *numbers, size_t count); /* bits of the largest, 0..32 */
void codec_pack_block(const uint32_t numbers[BLOCK_SIZE], unsigned bits, unsigned char *out);

/* Packed numbers of which a few may be larger than the width: a byte of width, a byte of how many bytes the
 * patches take, the packed low bits, then for each larger number a byte, its index, and a varint, its high
 * bits. The width is the one that takes least room. Gives the bytes written. */
size_t codec_pack_patched(const uint32_t numbers[BLOCK_SIZE], unsigned char out[PATCHED_BYTES_MAX]);

/* LEB128. Gives the bytes written, at most 10. */
size_t varint_put(unsigned char *out, uint64_t number);

/* Reads forward inside [at, end). What runs over gives 0 and sets failed, for good. */
typedef struct Reader {
    const unsigned char *at, *end;
    bool failed;
} Reader;
uint64_t reader_long(Reader *reader); /* any length */
static inline uint64_t reader_varint(Reader *reader)
{
    if (reader->at < reader->end && *reader->at < 0x80)
        return *reader->at++;
    return reader_long(reader);
}
uint32_t reader_u32_long(Reader *reader);
static inline uint32_t reader_u32(Reader *reader) /* a varint that must fit */
{
    if (reader->at < reader->end && *reader->at < 0x80)
        return *reader->at++;
    return reader_u32_long(reader);
}
/* `size` bytes, or NULL. */
const unsigned char *reader_take(Reader *reader, uint64_t size);
/* A patched block; out NULL: only goes past it. False when it is not sound. */
bool reader_patched(Reader *reader, const Codec *codec, uint32_t out[BLOCK_SIZE]);

#endif
