/* What writing and reading a segment have in common: which sections make a dictionary, and the codes of the
 * upper bounds. In: a frequency and a length. Out: a code that stands for a pair that is no worse. */
#include "index/format.h"

const DictSpec dict_terms = {SECTION_TERM_BLOCKS, SECTION_TERMS, SECTION_POSTINGS,
                             SECTION_POSITIONS,   true,          true};
const DictSpec dict_facets = {SECTION_FACET_BLOCKS, SECTION_FACETS, SECTION_FACET_POSTINGS,
                              SECTION_POSITIONS,    false,          true};
const DictSpec dict_pairs = {SECTION_PAIR_BLOCKS, SECTION_PAIRS, SECTION_PAIR_POSTINGS,
                             SECTION_POSITIONS,   false,         false};

#define FREQUENCY_PLAIN 32u /* and above: powers of two */
#define MANTISSA_ONE (1u << BOUND_MANTISSA_BITS)

static unsigned frequency_code(uint32_t frequency)
{
    if (frequency < FREQUENCY_PLAIN)
        return frequency;
    unsigned power = 0;
    while ((uint64_t)FREQUENCY_PLAIN << power < frequency)
        power++;
    return FREQUENCY_PLAIN + power;
}

static unsigned length_code(uint32_t length)
{
    if (length < MANTISSA_ONE)
        return length;
    unsigned shift = 31u - (unsigned)__builtin_clz(length) - BOUND_MANTISSA_BITS;
    return (shift + 1) << BOUND_MANTISSA_BITS | (length >> shift & (MANTISSA_ONE - 1));
}

uint16_t bound_code(uint32_t frequency, uint32_t length)
{
    return (uint16_t)(frequency_code(frequency) | length_code(length) << BOUND_FREQUENCY_BITS);
}

uint32_t bound_frequency(uint16_t code)
{
    unsigned low = code & ((1u << BOUND_FREQUENCY_BITS) - 1);
    if (low < FREQUENCY_PLAIN)
        return low;
    uint64_t frequency = (uint64_t)FREQUENCY_PLAIN << (low - FREQUENCY_PLAIN);
    return frequency > UINT32_MAX ? UINT32_MAX : (uint32_t)frequency;
}

uint32_t bound_length(uint16_t code)
{
    unsigned high = code >> BOUND_FREQUENCY_BITS, exponent = high >> BOUND_MANTISSA_BITS;
    uint64_t mantissa = high & (MANTISSA_ONE - 1);
    uint64_t length = exponent > 0 ? (mantissa + MANTISSA_ONE) << (exponent - 1) : mantissa;
    return length > UINT32_MAX ? UINT32_MAX : (uint32_t)length;
}
