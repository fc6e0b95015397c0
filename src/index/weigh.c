/* BM25, plainly and sixteen or eight postings a step. In: frequencies, document numbers, lengths. Out: whole
 * weights, the same to the last bit by either way: the steps are the same, in the same order, in doubles.
 *
 * Upper bounds need no such care: they are made in floats, a little too large. */
#include "index/weigh.h"

#include "base/bytes.h"
#include "index/format.h"

#define BOUND_SLACK 1.00001f /* floats err by far less */

Weigher weigher_make(Bm25 how, double idf, double mean_length)
{
    return (Weigher){
        .top = idf * (how.k1 + 1.0) * SCORE_ONE,
        .base = mean_length > 0 ? how.k1 * (1.0 - how.b) : how.k1,
        .scale = mean_length > 0 ? how.k1 * how.b / mean_length : 0.0,
    };
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

static uint32_t bound_pair(const Weigher *weigher, const unsigned char *pair)
{
    float f = (float)bound_number(bytes_u16(pair)), length = (float)bound_number(bytes_u16(pair + 2));
    if (f == 0)
        return 0;
    float weight = (float)weigher->top * f / (f + ((float)weigher->base + (float)weigher->scale * length));
    weight = weight * BOUND_SLACK + 2.0f;
    return weight < (float)INT32_MAX ? (uint32_t)weight : UINT32_MAX;
}

static void bound_plain(const Weigher *weigher, const unsigned char *bounds, size_t blocks, uint32_t *out)
{
    for (size_t i = 0; i < blocks; i++) {
        out[i] = 0;
        for (size_t pair = 0; pair < BOUND_PAIRS; pair++) {
            uint32_t here = bound_pair(weigher, bounds + i * BOUND_SIZE + 4 * pair);
            out[i] = here > out[i] ? here : out[i];
        }
    }
}

const Weighing weighing_plain = {"plain", weigh_plain, choose_plain, bound_plain};

#if defined(__x86_64__)
#include <immintrin.h>

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

/* Sixteen of the 16-bit floats in the low (or high) halves of the lanes. */
AVX512 static __m512 decode_codes(__m512i codes)
{
    const __m512i mantissa = _mm512_and_si512(codes, _mm512_set1_epi32(0x7FF));
    const __m512i exponent = _mm512_and_si512(_mm512_srli_epi32(codes, 11), _mm512_set1_epi32(31));
    const __m512 power = _mm512_castsi512_ps(
        _mm512_slli_epi32(_mm512_add_epi32(exponent, _mm512_set1_epi32(127)), 23)); /* 2 ^ exponent */
    return _mm512_mul_ps(_mm512_cvtepi32_ps(mantissa), power);
}

AVX512 static __m512 bound_sixteen(const Weigher *weigher, __m512i pairs)
{
    const __m512 f = decode_codes(pairs), length = decode_codes(_mm512_srli_epi32(pairs, 16));
    const __m512 norm = _mm512_add_ps(_mm512_set1_ps((float)weigher->base),
                                      _mm512_mul_ps(_mm512_set1_ps((float)weigher->scale), length));
    const __mmask16 is_used = _mm512_cmp_ps_mask(f, _mm512_setzero_ps(), _CMP_GT_OQ);
    const __m512 weight =
        _mm512_div_ps(_mm512_mul_ps(_mm512_set1_ps((float)weigher->top), f), _mm512_add_ps(f, norm));
    return _mm512_maskz_add_ps(is_used, _mm512_mul_ps(weight, _mm512_set1_ps(BOUND_SLACK)),
                               _mm512_set1_ps(2.0f));
}

AVX512 static void bound_avx512(const Weigher *weigher, const unsigned char *bounds, size_t blocks,
                                uint32_t *out)
{
    const __m512i places =
        _mm512_mullo_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                           _mm512_set1_epi32(BOUND_SIZE));
    size_t i = 0;
    for (; i + 16 <= blocks; i += 16) {
        __m512 most = _mm512_setzero_ps();
        for (size_t pair = 0; pair < BOUND_PAIRS; pair++) {
            const void *from = bounds + i * BOUND_SIZE + 4 * pair;
            most = _mm512_max_ps(most, bound_sixteen(weigher, _mm512_i32gather_epi32(places, from, 1)));
        }
        const __mmask16 is_small = _mm512_cmp_ps_mask(most, _mm512_set1_ps((float)INT32_MAX), _CMP_LT_OQ);
        _mm512_storeu_si512(out + i, _mm512_mask_cvttps_epu32(_mm512_set1_epi32(-1), is_small, most));
    }
    bound_plain(weigher, bounds + i * BOUND_SIZE, blocks - i, out + i);
}

const Weighing weighing_avx512 = {"avx512", weigh_avx512, choose_avx512, bound_avx512};

const Weighing *weighing_best(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
               ? &weighing_avx512
               : &weighing_plain;
}
#else
const Weighing weighing_avx512 = {"avx512", weigh_plain, choose_plain, bound_plain};

const Weighing *weighing_best(void)
{
    return &weighing_plain;
}
#endif
