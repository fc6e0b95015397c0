/* What writing and reading a segment have in common: which sections make a dictionary, and the 16-bit floats
 * of the upper bounds. In: a number. Out: a code that stands for a number not below it (or not above it). */
#include "index/format.h"

const DictSpec dict_terms = {SECTION_TERM_BLOCKS, SECTION_TERMS, SECTION_POSTINGS, SECTION_POSITIONS, true};
const DictSpec dict_facets = {SECTION_FACET_BLOCKS, SECTION_FACETS, SECTION_FACET_POSTINGS, SECTION_POSITIONS,
                              false};

#define MANTISSA_BITS 11u

uint16_t bound_code(uint32_t number, bool round_up)
{
    if (number < 1u << MANTISSA_BITS)
        return (uint16_t)number;
    unsigned shift = 32u - (unsigned)__builtin_clz(number) - MANTISSA_BITS;
    uint32_t mantissa = number >> shift;
    if (round_up && mantissa << shift != number)
        mantissa++;
    if (mantissa == 1u << MANTISSA_BITS) {
        mantissa >>= 1;
        shift++;
    }
    return (uint16_t)(shift << MANTISSA_BITS | mantissa);
}

uint32_t bound_number(uint16_t code)
{
    uint64_t number = (uint64_t)(code & ((1u << MANTISSA_BITS) - 1)) << (code >> MANTISSA_BITS);
    return number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}
