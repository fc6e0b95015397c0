/* The plain and the fast way of unpacking agree on random numbers of every width, and nothing reads beyond
 * its end. */
#include "index/codec.h"

#include "index/test/world.h"

static uint32_t any_number(Chance *c, unsigned bits)
{
    uint64_t number = (uint64_t)chance(c, 1u << 30) << 30 | chance(c, 1u << 30);
    return (uint32_t)(number & (((uint64_t)1 << bits) - 1));
}

static bool has_fast(void)
{
    return codec_best() != &codec_plain;
}

static void what_is_packed_unpacks_to_itself_in_every_width(void **state)
{
    (void)state;
    Chance c = {7};
    for (unsigned bits = 0; bits <= 32; bits++) {
        for (int round = 0; round < 20; round++) {
            uint32_t numbers[BLOCK_SIZE], out[BLOCK_SIZE];
            unsigned char bytes[16 * 32 + CODEC_OVERREAD];
            memset(bytes, 0xEE, sizeof bytes);
            for (size_t i = 0; i < BLOCK_SIZE; i++)
                numbers[i] = any_number(&c, bits);
            assert_true(codec_bits(numbers, BLOCK_SIZE) <= bits);
            codec_pack_block(numbers, bits, bytes);
            codec_plain.unpack(bytes, bits, out);
            assert_memory_equal(numbers, out, sizeof out);
        }
    }
}

static void the_fast_way_unpacks_as_the_plain_one(void **state)
{
    (void)state;
    if (!has_fast())
        skip();
    Chance c = {11};
    for (unsigned bits = 0; bits <= 32; bits++) {
        for (int round = 0; round < 20; round++) {
            uint32_t plain[BLOCK_SIZE], fast[BLOCK_SIZE];
            unsigned char *bytes = malloc(16 * (size_t)bits + CODEC_OVERREAD); /* tight, for the sanitizer */
            assert_non_null(bytes);
            for (size_t i = 0; i < 16 * (size_t)bits + CODEC_OVERREAD; i++)
                bytes[i] = (unsigned char)chance(&c, 256);
            codec_plain.unpack(bytes, bits, plain);
            codec_best()->unpack(bytes, bits, fast);
            assert_memory_equal(plain, fast, sizeof fast);
            uint32_t base = any_number(&c, 32);
            codec_plain.unpack_rising(bytes, bits, base, plain);
            codec_best()->unpack_rising(bytes, bits, base, fast);
            assert_memory_equal(plain, fast, sizeof fast);
            free(bytes);
        }
    }
}

static void gaps_add_up_to_rising_numbers(void **state)
{
    (void)state;
    Chance c = {13};
    for (int round = 0; round < 50; round++) {
        uint32_t gaps[BLOCK_SIZE], out[BLOCK_SIZE], next = chance(&c, 1000), base = next;
        unsigned char bytes[16 * 32 + CODEC_OVERREAD] = {0};
        for (size_t i = 0; i < BLOCK_SIZE; i++)
            gaps[i] = chance(&c, 500);
        codec_pack_block(gaps, 9, bytes);
        codec_best()->unpack_rising(bytes, 9, base, out);
        for (size_t i = 0; i < BLOCK_SIZE; i++) {
            assert_int_equal(out[i], next + gaps[i]);
            next = out[i] + 1;
        }
    }
}

static void varints_come_back_and_a_cut_one_fails(void **state)
{
    (void)state;
    Chance c = {17};
    for (int round = 0; round < 2000; round++) {
        unsigned char bytes[10];
        uint64_t number = ((uint64_t)any_number(&c, 32) << 32 | any_number(&c, 32)) >> chance(&c, 64);
        size_t size = varint_put(bytes, number);
        Reader whole = {bytes, bytes + size, false};
        assert_true(reader_varint(&whole) == number);
        assert_false(whole.failed);
        assert_ptr_equal(whole.at, whole.end);
        Reader cut = {bytes, bytes + size - 1, false};
        assert_true(reader_varint(&cut) == 0);
        assert_true(cut.failed);
    }
    unsigned char endless[12];
    memset(endless, 0xFF, sizeof endless);
    Reader reader = {endless, endless + sizeof endless, false};
    assert_true(reader_varint(&reader) == 0);
    assert_true(reader.failed);
    assert_null(reader_take(&reader, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_unpacks_to_itself_in_every_width),
        cmocka_unit_test(the_fast_way_unpacks_as_the_plain_one),
        cmocka_unit_test(gaps_add_up_to_rising_numbers),
        cmocka_unit_test(varints_come_back_and_a_cut_one_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
