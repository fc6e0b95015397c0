/* The weights of many postings are those of one by one, to the last bit, and bounds hold. */
#include "index/weigh.h"

#include "base/bytes.h"
#include "index/format.h"
#include "index/test/world.h"

static Weigher any_weigher(Chance *c, Bm25 *how, double *idf, double *mean)
{
    *how = (Bm25){chance(c, 300) / 100.0, chance(c, 101) / 100.0};
    *idf = chance(c, 20) ? chance(c, 16000) / 1000.0 : 1e-9;
    *mean = chance(c, 20) ? 1 + chance(c, 2000) / 3.0 : 0;
    return weigher_make(*how, *idf, *mean);
}

static const Weighing *avx2(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") ? &weighing_avx2 : &weighing_plain;
#else
    return &weighing_plain;
#endif
}

static void many_weights_are_those_of_single_ones(void **state)
{
    (void)state;
    const Weighing *const ways[] = {&weighing_plain, avx2(), weighing_best()};
    enum { DOCUMENTS = 3000 };
    unsigned char bytes[4 * DOCUMENTS + 16];
    Chance c = {3};
    for (int round = 0; round < 500; round++) {
        Bm25 how;
        double idf, mean;
        Weigher weigher = any_weigher(&c, &how, &idf, &mean);
        uint32_t docs[BLOCK_SIZE], counts[BLOCK_SIZE], extras[BLOCK_SIZE], weights[BLOCK_SIZE];
        for (size_t i = 0; i < DOCUMENTS; i++)
            bytes_put_u32(bytes + 4 * i, chance(&c, chance(&c, 2) ? 3000 : 1u << 30));
        const Lengths lengths = {bytes, chance(&c, 2) ? 2 : 4};
        for (size_t i = 0; i < BLOCK_SIZE; i++) {
            docs[i] = chance(&c, DOCUMENTS);
            counts[i] = 1 + chance(&c, chance(&c, 9) ? 5 : 1u << 24);
            extras[i] = chance(&c, 3);
        }
        size_t count = chance(&c, BLOCK_SIZE + 1);
        for (size_t k = 0; k < 3; k++) {
            ways[k]->weigh(&weigher, docs, counts, extras, count, lengths, weights);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(weights[i], bm25_weight(how, idf, counts[i] + extras[i],
                                                         length_at(lengths, docs[i]), mean));
        }
        uint32_t chosen[2][BLOCK_SIZE + 16], often[2][BLOCK_SIZE + 16], least = chance(&c, 7);
        size_t plain = ways[0]->choose(docs, counts, extras, count, least, chosen[0], often[0]);
        size_t fast = ways[2]->choose(docs, counts, extras, count, least, chosen[1], often[1]);
        assert_int_equal(plain, fast);
        assert_memory_equal(chosen[0], chosen[1], plain * 4);
        assert_memory_equal(often[0], often[1], plain * 4);
    }
}

static void no_weight_is_above_its_bound(void **state)
{
    (void)state;
    const Weighing *const ways[] = {&weighing_plain, avx2(), weighing_best()};
    Chance c = {5};
    for (int round = 0; round < 500; round++) {
        Bm25 how;
        double idf, mean;
        Weigher weigher = any_weigher(&c, &how, &idf, &mean);
        enum { BLOCKS = 37 };
        unsigned char bounds[BLOCKS * BOUND_SIZE] = {0};
        uint32_t most[BLOCKS] = {0}, uppers[BLOCKS];
        for (size_t i = 0; i < BLOCKS; i++) {
            for (size_t pair = 0; pair < 1 + chance(&c, BOUND_PAIRS); pair++) {
                uint32_t f = 1 + chance(&c, chance(&c, 3) ? 9 : 1u << 20);
                uint32_t length = chance(&c, chance(&c, 2) ? 1000 : 1u << 29);
                bytes_put_u16(bounds + i * BOUND_SIZE + 2 * pair, bound_code(f, length));
                uint32_t weight = bm25_weight(how, idf, f, length, mean);
                most[i] = weight > most[i] ? weight : most[i];
            }
        }
        for (size_t k = 0; k < 3; k++) {
            ways[k]->bound(&weigher, bounds, BLOCKS, uppers);
            for (size_t i = 0; i < BLOCKS; i++)
                assert_true(uppers[i] >= most[i]);
        }
    }
}

static void a_harvest_is_the_same_by_all_ways(void **state)
{
    (void)state;
    const Weighing *const ways[] = {&weighing_plain, avx2(), weighing_best()};
    enum { MOST = 256 };
    Chance c = {8};
    for (int round = 0; round < 500; round++) {
        uint32_t sums[3][MOST], docs[3][MOST + 16], scores[3][MOST + 16];
        size_t size = 16 * (1 + chance(&c, MOST / 16)), counts[3];
        uint32_t least = 1 + chance(&c, chance(&c, 2) ? 100 : 1u << 30), base = chance(&c, 1u << 30);
        for (size_t i = 0; i < size; i++)
            sums[0][i] = chance(&c, 3) ? chance(&c, 120) : chance(&c, 1u << 30) * 4u + 3u;
        memcpy(sums[1], sums[0], sizeof *sums);
        memcpy(sums[2], sums[0], sizeof *sums);
        for (size_t k = 0; k < 3; k++) {
            counts[k] = ways[k]->harvest(sums[k], size, least, base, docs[k], scores[k]);
            assert_int_equal(counts[k], counts[0]);
            assert_memory_equal(docs[k], docs[0], counts[0] * 4);
            assert_memory_equal(scores[k], scores[0], counts[0] * 4);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(sums[k][i], 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_weights_are_those_of_single_ones),
        cmocka_unit_test(no_weight_is_above_its_bound),
        cmocka_unit_test(a_harvest_is_the_same_by_all_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
