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

static const Codec *const codecs[] = {&codec_plain, &codec_avx2, &codec_avx512};

/* Those that this processor runs, the plain one first. */
static size_t usable_codecs(void)
{
    return codec_best() == &codec_avx512 ? 3 : codec_best() == &codec_avx2 ? 2 : 1;
}

static void a_set_of_bits_unpacks_to_its_numbers_and_their_ranks(void **state)
{
    (void)state;
    Chance c = {19};
    for (int round = 0; round < 300; round++) {
        uint32_t numbers[BLOCK_SIZE], base = chance(&c, 1u << 20), next = base;
        unsigned char set[8 * BITS_WORDS_MAX + CODEC_OVERREAD] = {0};
        uint32_t widest = 1 + chance(&c, 31);
        for (size_t i = 0; i < BLOCK_SIZE; i++) {
            numbers[i] = next + chance(&c, widest);
            next = numbers[i] + 1;
            set[(numbers[i] - base) / 8] |= (unsigned char)(1u << (numbers[i] - base) % 8);
        }
        unsigned words = (numbers[BLOCK_SIZE - 1] - base) / 64 + 1;
        for (size_t k = 0; k < usable_codecs(); k++) {
            uint32_t out[BLOCK_SIZE], sums[BLOCK_SIZE], sum = 0;
            codecs[k]->unpack_set(set, words, base, out);
            assert_memory_equal(out, numbers, sizeof out);
            codecs[k]->sum_up(numbers, sums);
            for (size_t i = 0; i < BLOCK_SIZE; i++)
                assert_int_equal(sums[i], sum += numbers[i]);
            uint32_t wanted = base + chance(&c, next - base + 2), rank = 0;
            while (rank < BLOCK_SIZE && numbers[rank] < wanted)
                rank++;
            assert_int_equal(codecs[k]->rank(numbers, wanted), rank);
        }
    }
}

static void documents_are_kept_and_marks_counted_alike(void **state)
{
    (void)state;
    Chance c = {23};
    for (int round = 0; round < 300; round++) {
        uint32_t numbers[BLOCK_SIZE], docs[200], next = 0, count = 0;
        for (size_t i = 0; i < BLOCK_SIZE; i++)
            next = 1 + (numbers[i] = next + chance(&c, 5));
        for (uint32_t doc = chance(&c, 20); count < 200 && doc <= numbers[BLOCK_SIZE - 1];
             doc += 1 + chance(&c, 4))
            docs[count++] = doc;
        uint64_t bits[4], without[4], marks[3];
        unsigned char bytes[256];
        for (size_t i = 0; i < 4; i++) {
            bits[i] = (uint64_t)any_number(&c, 32) << 32 & any_number(&c, 32);
            without[i] = any_number(&c, 32);
        }
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)chance(&c, 2);
        for (size_t k = 0; k < usable_codecs(); k++) {
            for (int is_without = 0; is_without < 2; is_without++) {
                uint32_t plain[200], fast[200];
                size_t kept = codec_plain.keep(numbers, docs, count, plain, is_without);
                assert_int_equal(codecs[k]->keep(numbers, docs, count, fast, is_without), kept);
                assert_memory_equal(plain, fast, kept * sizeof *fast);
            }
            marks[k] = codecs[k]->count_marks(bits, bytes, round % 2 ? without : NULL, 4);
            assert_int_equal(marks[k], marks[0]);
            assert_int_equal(codecs[k]->count_bits(bits, 4), codec_plain.count_bits(bits, 4));
        }
    }
}

static void patched_numbers_come_back_and_cut_ones_do_not(void **state)
{
    (void)state;
    Chance c = {29};
    for (int round = 0; round < 500; round++) {
        uint32_t numbers[BLOCK_SIZE], out[BLOCK_SIZE];
        unsigned usual = chance(&c, 33), rare = usual + chance(&c, 33 - usual);
        for (size_t i = 0; i < BLOCK_SIZE; i++)
            numbers[i] = any_number(&c, chance(&c, 20) ? usual : rare);
        unsigned char *bytes = malloc(PATCHED_BYTES_MAX + CODEC_OVERREAD);
        assert_non_null(bytes);
        size_t size = codec_pack_patched(numbers, bytes);
        assert_true(size <= PATCHED_BYTES_MAX);
        assert_true(size <= 2 + 16 * (size_t)codec_bits(numbers, BLOCK_SIZE));
        for (size_t k = 0; k < usable_codecs(); k++) {
            Reader whole = {bytes, bytes + size, false}, past = whole, cut = {bytes, bytes + size - 1, false};
            assert_true(reader_patched(&whole, codecs[k], out));
            assert_memory_equal(out, numbers, sizeof out);
            assert_ptr_equal(whole.at, whole.end);
            assert_true(reader_patched(&past, codecs[k], NULL));
            assert_ptr_equal(past.at, past.end);
            assert_false(reader_patched(&cut, codecs[k], out));
        }
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_of_bits_unpacks_to_its_numbers_and_their_ranks),
        cmocka_unit_test(documents_are_kept_and_marks_counted_alike),
        cmocka_unit_test(patched_numbers_come_back_and_cut_ones_do_not),
        cmocka_unit_test(what_is_packed_unpacks_to_itself_in_every_width),
        cmocka_unit_test(the_fast_way_unpacks_as_the_plain_one),
        cmocka_unit_test(gaps_add_up_to_rising_numbers),
        cmocka_unit_test(varints_come_back_and_a_cut_one_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
