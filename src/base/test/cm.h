/* cmocka with what it needs before it, and a seeded row of random numbers for property tests. */
#ifndef BASE_TEST_CM_H
#define BASE_TEST_CM_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

/* xorshift64*: Sebastiano Vigna, "An experimental exploration of Marsaglia's xorshift generators" (2016). */
static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t x = *seed;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *seed = x;
    return x * 0x2545F4914F6CDD1Du;
}

/* 0 .. below - 1 */
static inline size_t random_below(uint64_t *seed, size_t below)
{
    return (size_t)(random_next(seed) % below);
}

#define assert_slice(slice, literal)                                                                         \
    do {                                                                                                     \
        const Slice assert_slice_got = (slice);                                                              \
        if (!slice_equal(assert_slice_got, SLICE(literal)))                                                  \
            fail_msg("got '%.*s', not '%s'", SLICE_ARG(assert_slice_got), literal);                          \
    } while (0)

#endif
