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

static void many_weights_are_those_of_single_ones(void **state)
{
    (void)state;
    const Weighing *const ways[] = {&weighing_plain, weighing_best()};
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
        for (size_t k = 0; k < 2; k++) {
            ways[k]->weigh(&weigher, docs, counts, extras, count, lengths, weights);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(weights[i], bm25_weight(how, idf, counts[i] + extras[i],
                                                         length_at(lengths, docs[i]), mean));
        }
        uint32_t chosen[2][BLOCK_SIZE + 16], often[2][BLOCK_SIZE + 16], least = chance(&c, 7);
        size_t plain = ways[0]->choose(docs, counts, extras, count, least, chosen[0], often[0]);
        size_t fast = ways[1]->choose(docs, counts, extras, count, least, chosen[1], often[1]);
        assert_int_equal(plain, fast);
        assert_memory_equal(chosen[0], chosen[1], plain * 4);
        assert_memory_equal(often[0], often[1], plain * 4);
    }
}

static void no_weight_is_above_its_bound(void **state)
{
    (void)state;
    const Weighing *const ways[] = {&weighing_plain, weighing_best()};
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
                bytes_put_u16(bounds + i * BOUND_SIZE + 4 * pair, bound_code(f, true));
                bytes_put_u16(bounds + i * BOUND_SIZE + 4 * pair + 2, bound_code(length, false));
                uint32_t weight = bm25_weight(how, idf, f, length, mean);
                most[i] = weight > most[i] ? weight : most[i];
            }
        }
        for (size_t k = 0; k < 2; k++) {
            ways[k]->bound(&weigher, bounds, BLOCKS, uppers);
            for (size_t i = 0; i < BLOCKS; i++)
                assert_true(uppers[i] >= most[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_weights_are_those_of_single_ones),
        cmocka_unit_test(no_weight_is_above_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
