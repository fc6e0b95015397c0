/* Bit packing, plainly and with AVX2. In: packed bytes and a width. Out: 128 numbers.
 *
 * The plain code says what the format is. The AVX2 code takes eight numbers a step: eight numbers of b bits
 * fill b whole bytes, so one byte shuffle and one variable shift, the same for every step, bring each number
 * to the bottom of its lane. A number of up to 25 bits lies within four bytes wherever it starts; wider ones
 * are rare (gaps of more than 33 million documents) and go the plain way. */
#include "index/codec.h"

#include "base/bytes.h"

unsigned codec_bits(const uint32_t *numbers, size_t count)
{
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= numbers[i];
    return all ? 32u - (unsigned)__builtin_clz(all) : 0;
}

void codec_pack_block(const uint32_t numbers[BLOCK_SIZE], unsigned bits, unsigned char *out)
{
    uint64_t held = 0;
    unsigned held_bits = 0;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        held |= (uint64_t)numbers[i] << held_bits;
        held_bits += bits;
        for (; held_bits >= 8; held_bits -= 8) {
            *out++ = (unsigned char)held;
            held >>= 8;
        }
    }
}

static void unpack_plain(const unsigned char *in, unsigned bits, uint32_t out[BLOCK_SIZE])
{
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    uint64_t held = 0;
    unsigned held_bits = 0;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        for (; held_bits < bits; held_bits += 8)
            held |= (uint64_t)*in++ << held_bits;
        out[i] = (uint32_t)(held & mask);
        held >>= bits;
        held_bits -= bits;
    }
}

static void unpack_rising_plain(const unsigned char *in, unsigned bits, uint32_t base,
                                uint32_t out[BLOCK_SIZE])
{
    unpack_plain(in, bits, out);
    uint32_t next = base;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        out[i] += next;
        next = out[i] + 1;
    }
}

static void unpack_set_plain(const unsigned char *in, unsigned words, uint32_t base, uint32_t out[BLOCK_SIZE])
{
    size_t count = 0;
    for (unsigned word = 0; word < words; word++) {
        for (uint64_t left = bytes_u64(in + 8 * (size_t)word); left && count < BLOCK_SIZE; left &= left - 1)
            out[count++] = base + word * 64 + (uint32_t)__builtin_ctzll(left);
    }
}

static void sum_up_plain(const uint32_t numbers[BLOCK_SIZE], uint32_t sums[BLOCK_SIZE])
{
    uint32_t sum = 0;
    for (size_t i = 0; i < BLOCK_SIZE; i++)
        sums[i] = sum += numbers[i];
}

static uint32_t rank_plain(const uint32_t numbers[BLOCK_SIZE], uint32_t number)
{
    uint32_t low = 0;
    for (uint32_t half = BLOCK_SIZE / 2; half > 0; half /= 2)
        low += numbers[low + half - 1] < number ? half : 0;
    return low + (numbers[low] < number);
}

static size_t keep_plain(const uint32_t numbers[BLOCK_SIZE], const uint32_t *docs, size_t count,
                         uint32_t *out, bool without)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t doc = docs[i], at = rank_plain(numbers, doc);
        out[kept] = doc;
        kept += (at < BLOCK_SIZE && numbers[at] == doc) != without;
    }
    return kept;
}

/* Each byte is 0 or 1: a multiplication brings eight of them together. */
static uint64_t bits_of_bytes(const unsigned char *bytes)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++)
        word |= bytes_u64(bytes + 8 * i) * 0x0102040810204080ULL >> 56 << 8 * i;
    return word;
}

static uint64_t count_marks_plain(const uint64_t *bits, const unsigned char *bytes, const uint64_t *without,
                                  size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += bits_in_word((bits[i] | bits_of_bytes(bytes + 64 * i)) & ~(without ? without[i] : 0));
    return count;
}

static uint64_t count_bits_plain(const uint64_t *bits, size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += bits_in_word(bits[i]);
    return count;
}

#define PLAIN_REST sum_up_plain, rank_plain, keep_plain, count_marks_plain, count_bits_plain

const Codec codec_plain = {"plain", unpack_plain, unpack_rising_plain, unpack_set_plain, PLAIN_REST};

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2_BITS_MAX 25u

/* Where number v (0..3) of a half step begins: the second half of an odd width starts in mid-byte. */
#define START(b, half, v) (((half) * ((b)*4 & 7)) + (v) * (b))
#define BYTES(b, half, v)                                                                                    \
    (START(b, half, v) >> 3), (START(b, half, v) >> 3) + 1, (START(b, half, v) >> 3) + 2,                    \
        (START(b, half, v) >> 3) + 3
#define HALF_BYTES(b, half) BYTES(b, half, 0), BYTES(b, half, 1), BYTES(b, half, 2), BYTES(b, half, 3)
#define HALF_SHIFTS(b, half)                                                                                 \
    START(b, half, 0) & 7, START(b, half, 1) & 7, START(b, half, 2) & 7, START(b, half, 3) & 7
#define WIDTH(b)                                                                                             \
    {                                                                                                        \
        {HALF_BYTES(b, 0), HALF_BYTES(b, 1)},                                                                \
        {                                                                                                    \
            HALF_SHIFTS(b, 0), HALF_SHIFTS(b, 1)                                                             \
        }                                                                                                    \
    }

typedef struct Spread {
    unsigned char bytes[32];
    uint32_t shifts[8];
} Spread;
static const Spread spreads[AVX2_BITS_MAX + 1] = {
    WIDTH(0),  WIDTH(1),  WIDTH(2),  WIDTH(3),  WIDTH(4),  WIDTH(5),  WIDTH(6),  WIDTH(7),  WIDTH(8),
    WIDTH(9),  WIDTH(10), WIDTH(11), WIDTH(12), WIDTH(13), WIDTH(14), WIDTH(15), WIDTH(16), WIDTH(17),
    WIDTH(18), WIDTH(19), WIDTH(20), WIDTH(21), WIDTH(22), WIDTH(23), WIDTH(24), WIDTH(25)};

__attribute__((target("avx2"))) static void unpack_avx2(const unsigned char *in, unsigned bits,
                                                        uint32_t out[BLOCK_SIZE])
{
    if (bits == 0) {
        memset(out, 0, BLOCK_SIZE * sizeof *out);
        return;
    }
    if (bits > AVX2_BITS_MAX) {
        unpack_plain(in, bits, out);
        return;
    }
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)spreads[bits].bytes);
    const __m256i shifts = _mm256_loadu_si256((const __m256i *)spreads[bits].shifts);
    const __m256i mask = _mm256_set1_epi32((int)(((uint32_t)1 << bits) - 1));
    for (size_t i = 0; i < BLOCK_SIZE; i += 8, in += bits) {
        __m128i low = _mm_loadu_si128((const __m128i *)in);
        __m128i high = _mm_loadu_si128((const __m128i *)(in + bits / 2));
        __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        __m256i lanes = _mm256_srlv_epi32(_mm256_shuffle_epi8(both, bytes), shifts);
        _mm256_storeu_si256((__m256i *)(out + i), _mm256_and_si256(lanes, mask));
    }
}

/* Each lane the sum of itself and those below, and what was before. */
__attribute__((target("avx2"))) static inline __m256i sum_eight(__m256i sum, __m256i before)
{
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 4));
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 8));
    __m256i carry = _mm256_permutevar8x32_epi32(sum, _mm256_set1_epi32(3));
    sum = _mm256_add_epi32(sum, _mm256_blend_epi32(_mm256_setzero_si256(), carry, 0xF0));
    return _mm256_add_epi32(sum, before);
}

__attribute__((target("avx2"))) static void unpack_rising_avx2(const unsigned char *in, unsigned bits,
                                                               uint32_t base, uint32_t out[BLOCK_SIZE])
{
    unpack_avx2(in, bits, out);
    const __m256i one = _mm256_set1_epi32(1);
    __m256i before = _mm256_set1_epi32((int)(base - 1));
    for (size_t i = 0; i < BLOCK_SIZE; i += 8) {
        __m256i gaps = _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(out + i)), one);
        before = sum_eight(gaps, before);
        _mm256_storeu_si256((__m256i *)(out + i), before);
        before = _mm256_permutevar8x32_epi32(before, _mm256_set1_epi32(7));
    }
}

__attribute__((target("avx2"))) static void sum_up_avx2(const uint32_t numbers[BLOCK_SIZE],
                                                        uint32_t sums[BLOCK_SIZE])
{
    __m256i before = _mm256_setzero_si256();
    for (size_t i = 0; i < BLOCK_SIZE; i += 8) {
        before = sum_eight(_mm256_loadu_si256((const __m256i *)(numbers + i)), before);
        _mm256_storeu_si256((__m256i *)(sums + i), before);
        before = _mm256_permutevar8x32_epi32(before, _mm256_set1_epi32(7));
    }
}

const Codec codec_avx2 = {"avx2",     unpack_avx2, unpack_rising_avx2, unpack_set_plain, sum_up_avx2,
                          rank_plain, keep_plain,  count_marks_plain,  count_bits_plain};

/* Sixteen bits a step. The last store may write behind the numbers, so it goes through a larger room. */
__attribute__((target("avx512f,avx512bw,avx512vl,popcnt"))) static void
unpack_set_avx512(const unsigned char *in, unsigned words, uint32_t base, uint32_t out[BLOCK_SIZE])
{
    uint32_t room[BLOCK_SIZE + 16];
    const __m512i step = _mm512_set1_epi32(16);
    __m512i numbers =
        _mm512_add_epi32(_mm512_set1_epi32((int)base),
                         _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    size_t count = 0;
    for (unsigned i = 0; i < 4 * words && count <= BLOCK_SIZE; i++) {
        __mmask16 set = bytes_u16(in + 2 * (size_t)i);
        _mm512_storeu_si512(room + count, _mm512_maskz_compress_epi32(set, numbers));
        count += (size_t)__builtin_popcount(set);
        numbers = _mm512_add_epi32(numbers, step);
    }
    memcpy(out, room, BLOCK_SIZE * sizeof *out);
}

__attribute__((target("avx512f,avx512bw,avx512vl,popcnt"))) static uint32_t
rank_avx512(const uint32_t numbers[BLOCK_SIZE], uint32_t number)
{
    const uint32_t half = numbers[63] < number ? 64 : 0; /* no jump: either half is as likely */
    const __m512i wanted = _mm512_set1_epi32((int)number);
    uint32_t less = half;
    for (uint32_t i = 0; i < 64; i += 16)
        less += (uint32_t)__builtin_popcount(
            _mm512_cmplt_epu32_mask(_mm512_loadu_si512(numbers + half + i), wanted));
    return less;
}

/* Any of sixteen equal, four times: which one does not matter. */
__attribute__((target("avx512f,avx512bw,avx512vl"))) static size_t
keep_avx512(const uint32_t numbers[BLOCK_SIZE], const uint32_t *docs, size_t count, uint32_t *out,
            bool without)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t doc = docs[i], *half = numbers + (numbers[63] < doc ? 64 : 0);
        const __m512i wanted = _mm512_set1_epi32((int)doc);
        const unsigned any = (unsigned)_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(half), wanted) |
                             (unsigned)_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(half + 16), wanted) |
                             (unsigned)_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(half + 32), wanted) |
                             (unsigned)_mm512_cmpeq_epi32_mask(_mm512_loadu_si512(half + 48), wanted);
        out[kept] = doc;
        kept += (any != 0) != without;
    }
    return kept;
}

__attribute__((target("avx512f,avx512bw,avx512vl,popcnt"))) static uint64_t
count_marks_avx512(const uint64_t *bits, const unsigned char *bytes, const uint64_t *without, size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++) {
        const __m512i marks = _mm512_loadu_si512(bytes + 64 * i);
        uint64_t word = bits[i] | _mm512_test_epi8_mask(marks, marks);
        count += (uint64_t)__builtin_popcountll(without ? word & ~without[i] : word);
    }
    return count;
}

__attribute__((target("popcnt"))) static uint64_t count_bits_popcnt(const uint64_t *bits, size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (uint64_t)__builtin_popcountll(bits[i]);
    return count;
}

const Codec codec_avx512 = {"avx512",    unpack_avx2, unpack_rising_avx2, unpack_set_avx512, sum_up_avx2,
                            rank_avx512, keep_avx512, count_marks_avx512, count_bits_popcnt};

const Codec *codec_best(void)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &codec_avx512;
    return __builtin_cpu_supports("avx2") ? &codec_avx2 : &codec_plain;
}
#else
const Codec codec_avx2 = {"avx2", unpack_plain, unpack_rising_plain, unpack_set_plain, PLAIN_REST};
const Codec codec_avx512 = {"avx512", unpack_plain, unpack_rising_plain, unpack_set_plain, PLAIN_REST};

const Codec *codec_best(void)
{
    return &codec_plain;
}
#endif

/* ---- patches ---- */

/* The width that takes least room. Each number costs its patch in every narrower width, so one pass by the
 * numbers' own widths tells the price of all: a number of w bits has w - b high bits at width b. */
static unsigned patched_bits(const uint32_t numbers[BLOCK_SIZE])
{
    uint32_t of_width[33] = {0};
    for (size_t i = 0; i < BLOCK_SIZE; i++)
        of_width[numbers[i] ? 32u - (unsigned)__builtin_clz(numbers[i]) : 0]++;
    unsigned widest = 32, best;
    while (widest > 0 && of_width[widest] == 0)
        widest--;
    size_t least = 16 * (size_t)widest;
    best = widest;
    for (unsigned bits = widest; bits-- > 0;) {
        size_t patches = 0;
        for (unsigned width = bits + 1; width <= widest; width++)
            patches += of_width[width] * (1 + ((size_t)width - bits + 6) / 7);
        if (patches > 16 || patches >= 16 * (size_t)(widest - bits))
            break; /* narrower ones only have more */
        if (16 * (size_t)bits + patches < least) {
            least = 16 * (size_t)bits + patches;
            best = bits;
        }
    }
    return best;
}

size_t codec_pack_patched(const uint32_t numbers[BLOCK_SIZE], unsigned char out[PATCHED_BYTES_MAX])
{
    uint32_t low[BLOCK_SIZE];
    unsigned bits = patched_bits(numbers);
    size_t end = 2 + 16 * (size_t)bits, at = end;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        uint32_t high = bits < 32 ? numbers[i] >> bits : 0;
        low[i] = bits < 32 ? numbers[i] & (((uint32_t)1 << bits) - 1) : numbers[i];
        if (high == 0)
            continue;
        out[at++] = (unsigned char)i;
        at += varint_put(out + at, high);
    }
    out[0] = (unsigned char)bits;
    out[1] = (unsigned char)(at - end);
    codec_pack_block(low, bits, out + 2);
    return at;
}

bool reader_patched(Reader *reader, const Codec *codec, uint32_t out[BLOCK_SIZE])
{
    const unsigned char *head = reader_take(reader, 2);
    if (!head || head[0] > 32)
        return false;
    const unsigned char *packed = reader_take(reader, 16 * (uint64_t)head[0]);
    const unsigned char *patches = packed ? reader_take(reader, head[1]) : NULL;
    if (!patches || !out)
        return patches != NULL;
    codec->unpack(packed, head[0], out);
    Reader rest = {patches, patches + head[1], false};
    while (rest.at < rest.end) {
        unsigned index = *rest.at++;
        uint64_t high = reader_varint(&rest);
        if (index >= BLOCK_SIZE || rest.failed || head[0] > 31 || high > UINT32_MAX >> head[0])
            return false;
        out[index] |= (uint32_t)high << head[0];
    }
    return true;
}

size_t varint_put(unsigned char *out, uint64_t number)
{
    size_t size = 0;
    for (; number >= 0x80; number >>= 7)
        out[size++] = (unsigned char)(number | 0x80);
    out[size++] = (unsigned char)number;
    return size;
}

uint64_t reader_long(Reader *reader)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    reader->failed = true;
    reader->at = reader->end;
    return 0;
}

uint32_t reader_u32_long(Reader *reader)
{
    uint64_t number = reader_varint(reader);
    if (number > UINT32_MAX) {
        reader->failed = true;
        return 0;
    }
    return (uint32_t)number;
}

const unsigned char *reader_take(Reader *reader, uint64_t size)
{
    if (size > (uint64_t)(reader->end - reader->at)) {
        reader->failed = true;
        reader->at = reader->end;
        return NULL;
    }
    const unsigned char *bytes = reader->at;
    reader->at += size;
    return bytes;
}
