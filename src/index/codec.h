/* Integers as bytes: blocks of 128 bit-packed numbers, and a reader of variable-length ones that cannot run
 * over. */
#ifndef INDEX_CODEC_H
#define INDEX_CODEC_H

#include "base/slice.h"

#define BLOCK_SIZE 128u   /* postings or positions packed together */
#define CODEC_OVERREAD 16 /* bytes that unpacking may read, not use, behind its input */

/* Packed numbers lie one after another, least significant bit first: 128 numbers of b bits fill 16 b bytes.
 */
typedef struct Codec {
    const char *name;
    void (*unpack)(const unsigned char *in, unsigned bits, uint32_t out[BLOCK_SIZE]);
    /* As unpack, then out[i] = base + i + the sum of the numbers 0..i: rising numbers kept as gaps less one.
     */
    void (*unpack_rising)(const unsigned char *in, unsigned bits, uint32_t base, uint32_t out[BLOCK_SIZE]);
} Codec;

extern const Codec codec_plain;
extern const Codec codec_avx2; /* call only where the processor has it; the plain one elsewhere */
const Codec *codec_best(void); /* the fastest that this processor runs */

unsigned codec_bits(const uint32_t *numbers, size_t count); /* bits of the largest, 0..32 */
void codec_pack_block(const uint32_t numbers[BLOCK_SIZE], unsigned bits, unsigned char *out);

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
uint32_t reader_u32(Reader *reader); /* a varint that must fit */
/* `size` bytes, or NULL. */
const unsigned char *reader_take(Reader *reader, uint64_t size);

#endif
