/* BM25, plainly and four to sixteen postings a step. In: frequencies, document numbers, lengths. Out: whole
 * weights, the same to the last bit by either way: the steps are the same, in the same order, in doubles.
 *
 * Upper bounds need no such care: they are made in floats, a little too large. */
#include "index/weigh.h"

#include "base/bytes.h"
#include "index/format.h"

#define BOUND_SLACK 1.00001f /* floats err by far less */
#define BOUND_ROUND 0.5f     /* as weights are rounded */

Weigher weigher_make(Bm25 how, double idf, double mean_length)
{
    return (Weigher){
        .top = idf * (how.k1 + 1.0) * SCORE_ONE,
        .base = mean_length > 0 ? how.k1 * (1.0 - how.b) : how.k1,
        .scale = mean_length > 0 ? how.k1 * how.b / mean_length : 0.0,
    };
}

bool weigher_is_bounded(const Weigher *weigher, double segment_mean)
{
    const double t = weigher->scale > 0 ? weigher->base / weigher->scale : -1;
    return t >= segment_mean * BOUND_T_LEAST && t <= segment_mean * BOUND_T_MOST;
}

uint32_t weigher_one(const Weigher *weigher, uint32_t frequency, uint32_t length)
{
    const double f = frequency;
    const double weight = weigher->top * f / (f + (weigher->base + weigher->scale * length));
    if (!(weight > 0))
        return 0;
    return weight < UINT32_MAX ? (uint32_t)(weight + 0.5) : UINT32_MAX;
}

static void weigh_plain(const Weigher *weigher, const uint32_t *docs, const uint32_t *counts,
                        const uint32_t *extras, size_t count, Lengths lengths, uint32_t *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = weigher_one(weigher, counts[i] + extras[i], length_at(lengths, docs[i]));
}

static size_t choose_plain(const uint32_t *docs, const uint32_t *counts, const uint32_t *extras, size_t count,
                           uint32_t least, uint32_t *out_docs, uint32_t *out_frequencies)
{
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        out_docs[chosen] = docs[i];
        out_frequencies[chosen] = counts[i] + extras[i];
        chosen += out_frequencies[chosen] >= least;
    }
    return chosen;
}

static uint32_t bound_pair(const Weigher *weigher, uint16_t pair)
{
    float f = (float)bound_frequency(pair), length = (float)bound_length(pair);
    if (f == 0)
        return 0;
    float weight = (float)weigher->top * f / (f + ((float)weigher->base + (float)weigher->scale * length));
    weight = weight * BOUND_SLACK + BOUND_ROUND;
    return weight < (float)INT32_MAX ? (uint32_t)weight : UINT32_MAX;
}

static void bound_plain(const Weigher *weigher, const unsigned char *bounds, size_t blocks, uint32_t *out)
{
    for (size_t i = 0; i < blocks; i++) {
        out[i] = 0;
        for (size_t pair = 0; pair < BOUND_PAIRS; pair++) {
            uint32_t here = bound_pair(weigher, bytes_u16(bounds + i * BOUND_SIZE + 2 * pair));
            out[i] = here > out[i] ? here : out[i];
        }
    }
}

static size_t harvest_plain(uint32_t *sums, size_t size, uint32_t least, uint32_t base, uint32_t *docs,
                            uint32_t *scores)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        docs[count] = base + (uint32_t)i;
        scores[count] = sums[i] - 1;
        count += sums[i] >= least;
        sums[i] = 0;
    }
    return count;
}

const Weighing weighing_plain = {"plain", weigh_plain, choose_plain, bound_plain, harvest_plain};

#if defined(__x86_64__)
#include <immintrin.h>

/* ---- AVX2 ---- */

#define AVX2 __attribute__((target("avx2,popcnt")))

AVX2 static __m256d doubles_of(__m128i numbers) /* without a sign */
{
    const __m128i shifted = _mm_xor_si128(numbers, _mm_set1_epi32(INT32_MIN));
    return _mm256_add_pd(_mm256_cvtepi32_pd(shifted), _mm256_set1_pd(2147483648.0));
}

/* Four weights; false when one does not fit into 31 bits. */
AVX2 static bool weigh_four(const Weigher *weigher, __m128i frequencies, __m128i lengths, uint32_t *out)
{
    const __m256d f = doubles_of(frequencies), length = doubles_of(lengths);
    const __m256d norm =
        _mm256_add_pd(_mm256_set1_pd(weigher->base), _mm256_mul_pd(_mm256_set1_pd(weigher->scale), length));
    const __m256d weight =
        _mm256_div_pd(_mm256_mul_pd(_mm256_set1_pd(weigher->top), f), _mm256_add_pd(f, norm));
    const __m256d is_above = _mm256_cmp_pd(weight, _mm256_setzero_pd(), _CMP_GT_OQ);
    const __m256d rounded = _mm256_and_pd(is_above, _mm256_add_pd(weight, _mm256_set1_pd(0.5)));
    if (_mm256_movemask_pd(_mm256_cmp_pd(rounded, _mm256_set1_pd(INT32_MAX), _CMP_LT_OQ)) != 15)
        return false;
    _mm_storeu_si128((__m128i *)out, _mm256_cvttpd_epi32(rounded));
    return true;
}

AVX2 static void weigh_avx2(const Weigher *weigher, const uint32_t *docs, const uint32_t *counts,
                            const uint32_t *extras, size_t count, Lengths lengths, uint32_t *out)
{
    const __m128i mask = _mm_set1_epi32(lengths.width == 2 ? 0xFFFF : -1);
    const int *from = (const int *)(const void *)lengths.bytes;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const __m128i f = _mm_add_epi32(_mm_loadu_si128((const __m128i *)(counts + i)),
                                        _mm_loadu_si128((const __m128i *)(extras + i)));
        const __m128i doc = _mm_loadu_si128((const __m128i *)(docs + i));
        const __m128i length = _mm_and_si128(
            lengths.width == 2 ? _mm_i32gather_epi32(from, doc, 2) : _mm_i32gather_epi32(from, doc, 4), mask);
        if (!weigh_four(weigher, f, length, out + i))
            weigh_plain(weigher, docs + i, counts + i, extras + i, 4, lengths, out + i);
    }
    weigh_plain(weigher, docs + i, counts + i, extras + i, count - i, lengths, out + i);
}

AVX2 static __m256 bound_eight(const Weigher *weigher, __m256i pairs)
{
    const __m256i low = _mm256_and_si256(pairs, _mm256_set1_epi32((1 << BOUND_FREQUENCY_BITS) - 1));
    const __m256i power =
        _mm256_max_epi32(_mm256_sub_epi32(low, _mm256_set1_epi32(32)), _mm256_setzero_si256());
    const __m256i plain = _mm256_min_epi32(low, _mm256_set1_epi32(32));
    const __m256i high = _mm256_srli_epi32(_mm256_slli_epi32(pairs, 16), 16 + BOUND_FREQUENCY_BITS);
    const __m256i exponent = _mm256_srli_epi32(high, BOUND_MANTISSA_BITS);
    const __m256i is_float = _mm256_cmpgt_epi32(exponent, _mm256_setzero_si256());
    const __m256i mantissa = _mm256_or_si256(_mm256_and_si256(high, _mm256_set1_epi32(31)),
                                             _mm256_and_si256(is_float, _mm256_set1_epi32(32)));
    const __m256i shift = _mm256_add_epi32(exponent, is_float); /* less one, where it is not 0 */
    const __m256i one = _mm256_set1_epi32(127);
    const __m256 f = _mm256_mul_ps(_mm256_cvtepi32_ps(plain),
                                   _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(power, one), 23)));
    const __m256 length =
        _mm256_mul_ps(_mm256_cvtepi32_ps(mantissa),
                      _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(shift, one), 23)));
    const __m256 norm = _mm256_add_ps(_mm256_set1_ps((float)weigher->base),
                                      _mm256_mul_ps(_mm256_set1_ps((float)weigher->scale), length));
    const __m256 weight =
        _mm256_div_ps(_mm256_mul_ps(_mm256_set1_ps((float)weigher->top), f), _mm256_add_ps(f, norm));
    const __m256 slack =
        _mm256_add_ps(_mm256_mul_ps(weight, _mm256_set1_ps(BOUND_SLACK)), _mm256_set1_ps(BOUND_ROUND));
    return _mm256_and_ps(_mm256_cmp_ps(f, _mm256_setzero_ps(), _CMP_GT_OQ), slack);
}

/* The first two pairs of a block are read at once, and the third behind the second. */
AVX2 static void bound_avx2(const Weigher *weigher, const unsigned char *bounds, size_t blocks, uint32_t *out)
{
    const __m256i places =
        _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32(BOUND_SIZE));
    size_t i = 0;
    for (; i + 8 <= blocks; i += 8) {
        const unsigned char *from = bounds + i * BOUND_SIZE;
        const __m256i two = _mm256_i32gather_epi32((const int *)(const void *)from, places, 1);
        const __m256i third = _mm256_i32gather_epi32((const int *)(const void *)(from + 2), places, 1);
        __m256 most =
            _mm256_max_ps(bound_eight(weigher, two), bound_eight(weigher, _mm256_srli_epi32(two, 16)));
        most = _mm256_max_ps(most, bound_eight(weigher, _mm256_srli_epi32(third, 16)));
        const __m256 is_small = _mm256_cmp_ps(most, _mm256_set1_ps((float)INT32_MAX), _CMP_LT_OQ);
        const __m256i is_large = _mm256_xor_si256(_mm256_castps_si256(is_small), _mm256_set1_epi32(-1));
        _mm256_storeu_si256((__m256i *)(out + i), _mm256_or_si256(is_large, _mm256_cvttps_epi32(most)));
    }
    bound_plain(weigher, bounds + i * BOUND_SIZE, blocks - i, out + i);
}

/* Most of eight sums are too low, so the others are taken one by one. */
AVX2 static size_t harvest_avx2(uint32_t *sums, size_t size, uint32_t least, uint32_t base, uint32_t *docs,
                                uint32_t *scores)
{
    const __m256i wanted = _mm256_set1_epi32((int)least);
    size_t count = 0;
    for (size_t i = 0; i < size; i += 8) {
        const __m256i here = _mm256_loadu_si256((const __m256i *)(sums + i));
        const __m256i is_high = _mm256_cmpeq_epi32(_mm256_max_epu32(here, wanted), here);
        for (unsigned left = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(is_high)); left;
             left &= left - 1) {
            size_t at = i + (unsigned)__builtin_ctz(left);
            docs[count] = base + (uint32_t)at;
            scores[count++] = sums[at] - 1;
        }
        _mm256_storeu_si256((__m256i *)(sums + i), _mm256_setzero_si256());
    }
    return count;
}

const Weighing weighing_avx2 = {"avx2", weigh_avx2, choose_plain, bound_avx2, harvest_avx2};

/* ---- AVX-512 ---- */

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,popcnt")))

AVX512 static __m256i weigh_eight(const Weigher *weigher, __m256i frequencies, __m256i lengths)
{
    const __m512d f = _mm512_cvtepu32_pd(frequencies), length = _mm512_cvtepu32_pd(lengths);
    const __m512d norm =
        _mm512_add_pd(_mm512_set1_pd(weigher->base), _mm512_mul_pd(_mm512_set1_pd(weigher->scale), length));
    const __m512d weight =
        _mm512_div_pd(_mm512_mul_pd(_mm512_set1_pd(weigher->top), f), _mm512_add_pd(f, norm));
    const __m512d rounded = _mm512_add_pd(weight, _mm512_set1_pd(0.5));
    /* what is not above zero, or not a number, weighs nothing; too much becomes the greatest number */
    const __mmask8 is_above = _mm512_cmp_pd_mask(weight, _mm512_setzero_pd(), _CMP_GT_OQ);
    return _mm512_maskz_cvttpd_epu32(is_above, _mm512_min_pd(rounded, _mm512_set1_pd(UINT32_MAX)));
}

AVX512 static void weigh_avx512(const Weigher *weigher, const uint32_t *docs, const uint32_t *counts,
                                const uint32_t *extras, size_t count, Lengths lengths, uint32_t *out)
{
    const __m256i mask = _mm256_set1_epi32(lengths.width == 2 ? 0xFFFF : -1);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i f = _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(counts + i)),
                                           _mm256_loadu_si256((const __m256i *)(extras + i)));
        const __m256i doc = _mm256_loadu_si256((const __m256i *)(docs + i));
        const int *from = (const int *)(const void *)lengths.bytes;
        const __m256i length = _mm256_and_si256(lengths.width == 2 ? _mm256_i32gather_epi32(from, doc, 2)
                                                                   : _mm256_i32gather_epi32(from, doc, 4),
                                                mask);
        _mm256_storeu_si256((__m256i *)(out + i), weigh_eight(weigher, f, length));
    }
    weigh_plain(weigher, docs + i, counts + i, extras + i, count - i, lengths, out + i);
}

AVX512 static size_t choose_avx512(const uint32_t *docs, const uint32_t *counts, const uint32_t *extras,
                                   size_t count, uint32_t least, uint32_t *out_docs,
                                   uint32_t *out_frequencies)
{
    const __m512i wanted = _mm512_set1_epi32((int)least);
    size_t chosen = 0, i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512i f = _mm512_add_epi32(_mm512_loadu_si512(counts + i), _mm512_loadu_si512(extras + i));
        const __mmask16 is_often = _mm512_cmpge_epu32_mask(f, wanted);
        _mm512_storeu_si512(out_docs + chosen,
                            _mm512_maskz_compress_epi32(is_often, _mm512_loadu_si512(docs + i)));
        _mm512_storeu_si512(out_frequencies + chosen, _mm512_maskz_compress_epi32(is_often, f));
        chosen += (size_t)__builtin_popcount(is_often);
    }
    return chosen + choose_plain(docs + i, counts + i, extras + i, count - i, least, out_docs + chosen,
                                 out_frequencies + chosen);
}

AVX512 static __m512 bound_sixteen(const Weigher *weigher, __m512i pairs)
{
    const __m512i low = _mm512_and_si512(pairs, _mm512_set1_epi32((1 << BOUND_FREQUENCY_BITS) - 1));
    const __m512i power =
        _mm512_max_epi32(_mm512_sub_epi32(low, _mm512_set1_epi32(32)), _mm512_setzero_si512());
    const __m512i plain = _mm512_min_epi32(low, _mm512_set1_epi32(32));
    const __m512i high = _mm512_srli_epi32(_mm512_slli_epi32(pairs, 16), 16 + BOUND_FREQUENCY_BITS);
    const __m512i exponent = _mm512_srli_epi32(high, BOUND_MANTISSA_BITS);
    const __mmask16 is_float = _mm512_test_epi32_mask(exponent, exponent);
    const __m512i tail = _mm512_and_si512(high, _mm512_set1_epi32(31));
    const __m512i mantissa = _mm512_mask_or_epi32(tail, is_float, tail, _mm512_set1_epi32(32));
    const __m512i shift = _mm512_mask_sub_epi32(exponent, is_float, exponent, _mm512_set1_epi32(1));
    const __m512 f = _mm512_scalef_ps(_mm512_cvtepi32_ps(plain), _mm512_cvtepi32_ps(power));
    const __m512 length = _mm512_scalef_ps(_mm512_cvtepi32_ps(mantissa), _mm512_cvtepi32_ps(shift));
    const __m512 norm = _mm512_add_ps(_mm512_set1_ps((float)weigher->base),
                                      _mm512_mul_ps(_mm512_set1_ps((float)weigher->scale), length));
    const __mmask16 is_used = _mm512_test_epi32_mask(low, low);
    const __m512 weight =
        _mm512_div_ps(_mm512_mul_ps(_mm512_set1_ps((float)weigher->top), f), _mm512_add_ps(f, norm));
    return _mm512_maskz_add_ps(is_used, _mm512_mul_ps(weight, _mm512_set1_ps(BOUND_SLACK)),
                               _mm512_set1_ps(BOUND_ROUND));
}

/* The first two pairs of a block are read at once, and the third behind the second. */
AVX512 static void bound_avx512(const Weigher *weigher, const unsigned char *bounds, size_t blocks,
                                uint32_t *out)
{
    const __m512i places =
        _mm512_mullo_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                           _mm512_set1_epi32(BOUND_SIZE));
    size_t i = 0;
    for (; i + 16 <= blocks; i += 16) {
        const unsigned char *from = bounds + i * BOUND_SIZE;
        const __m512i two = _mm512_i32gather_epi32(places, from, 1);
        const __m512i third = _mm512_i32gather_epi32(places, from + 2, 1);
        __m512 most =
            _mm512_max_ps(bound_sixteen(weigher, two), bound_sixteen(weigher, _mm512_srli_epi32(two, 16)));
        most = _mm512_max_ps(most, bound_sixteen(weigher, _mm512_srli_epi32(third, 16)));
        const __mmask16 is_small = _mm512_cmp_ps_mask(most, _mm512_set1_ps((float)INT32_MAX), _CMP_LT_OQ);
        _mm512_storeu_si512(out + i, _mm512_mask_cvttps_epu32(_mm512_set1_epi32(-1), is_small, most));
    }
    bound_plain(weigher, bounds + i * BOUND_SIZE, blocks - i, out + i);
}

AVX512 static size_t harvest_avx512(uint32_t *sums, size_t size, uint32_t least, uint32_t base,
                                    uint32_t *docs, uint32_t *scores)
{
    const __m512i wanted = _mm512_set1_epi32((int)least), one = _mm512_set1_epi32(1);
    const __m512i steps = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t count = 0;
    for (size_t i = 0; i < size; i += 16) {
        const __m512i here = _mm512_loadu_si512(sums + i);
        const __mmask16 is_high = _mm512_cmpge_epu32_mask(here, wanted);
        _mm512_storeu_si512(sums + i, _mm512_setzero_si512());
        if (is_high == 0)
            continue;
        const __m512i doc = _mm512_add_epi32(steps, _mm512_set1_epi32((int)(base + (uint32_t)i)));
        _mm512_storeu_si512(docs + count, _mm512_maskz_compress_epi32(is_high, doc));
        _mm512_storeu_si512(scores + count,
                            _mm512_maskz_compress_epi32(is_high, _mm512_sub_epi32(here, one)));
        count += (size_t)__builtin_popcount(is_high);
    }
    return count;
}

const Weighing weighing_avx512 = {"avx512", weigh_avx512, choose_avx512, bound_avx512, harvest_avx512};

const Weighing *weighing_best(void)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &weighing_avx512;
    return __builtin_cpu_supports("avx2") ? &weighing_avx2 : &weighing_plain;
}
#else
const Weighing weighing_avx2 = {"avx2", weigh_plain, choose_plain, bound_plain, harvest_plain};
const Weighing weighing_avx512 = {"avx512", weigh_plain, choose_plain, bound_plain, harvest_plain};

const Weighing *weighing_best(void)
{
    return &weighing_plain;
}
#endif
