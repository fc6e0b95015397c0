/* What is packed comes back; what is damaged gives what stood before the damage; bombs stop at the limit. */
#include "base/test/cm.h"

#include <zstd.h>

#include "base/builder.h"
#include "syntax/codec.h"

#define LIMIT ((size_t)8 << 20)

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const CodecKind kinds[] = {CODEC_GZIP, CODEC_DEFLATE, CODEC_ZSTD, CODEC_BROTLI};
enum { KINDS = 4 };

/* Text-like: words of a small vocabulary, so that it packs. */
static Slice random_text(uint64_t *seed, size_t size)
{
    Builder b;
    builder_init(&b, arena);
    while (b.size < size)
        builder_format(&b, "%s%u ", random_below(seed, 4) ? "word" : "Xy\n",
                       (unsigned)random_below(seed, 3000));
    return slice_range(builder_slice(&b), 0, size);
}

static Slice join(Slice a, Slice b)
{
    Builder both;
    builder_init(&both, arena);
    builder_add(&both, a);
    builder_add(&both, b);
    return builder_slice(&both);
}

static void unpacking_undoes_packing(void **state)
{
    (void)state;
    uint64_t seed = 1;
    static const size_t sizes[] = {0, 1, 2, 255, 256, 5000, 300000};
    static const int levels[KINDS] = {6, 6, 3, 5};
    for (size_t k = 0; k < KINDS; k++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            Slice plain = random_text(&seed, sizes[i]);
            Slice packed = codec_pack(arena, kinds[k], levels[k], plain);
            Slice again = SLICE_EMPTY;
            assert_int_equal(codec_unpack(arena, kinds[k], packed, LIMIT, &again, NULL), STATUS_OK);
            assert_true(slice_equal(again, plain));
        }
        arena_reset(arena);
    }
}

static void kinds_are_told_by_magic(void **state)
{
    (void)state;
    assert_int_equal(codec_of_bytes(codec_pack(arena, CODEC_GZIP, 6, SLICE("a"))), CODEC_GZIP);
    assert_int_equal(codec_of_bytes(codec_pack(arena, CODEC_ZSTD, 3, SLICE("a"))), CODEC_ZSTD);
    assert_int_equal(codec_of_bytes(SLICE("\x5D\x2A\x4D\x18\0\0\0\0")), CODEC_ZSTD);
    assert_int_equal(codec_of_bytes(SLICE("WARC/1.0")), CODEC_NONE);
    assert_int_equal(codec_of_bytes(SLICE("\x1f\x8b")), CODEC_NONE);
    assert_int_equal(codec_of_bytes(SLICE_EMPTY), CODEC_NONE);
}

static void several_members_are_one_text(void **state)
{
    (void)state;
    static const CodecKind many[] = {CODEC_GZIP, CODEC_ZSTD};
    for (size_t k = 0; k < 2; k++) {
        Slice packed =
            join(codec_pack(arena, many[k], 3, SLICE("one ")), codec_pack(arena, many[k], 3, SLICE("two")));
        Slice plain = SLICE_EMPTY;
        assert_int_equal(codec_unpack(arena, many[k], packed, LIMIT, &plain, NULL), STATUS_OK);
        assert_slice(plain, "one two");
    }
    Slice padded = join(codec_pack(arena, CODEC_GZIP, 3, SLICE("one")), SLICE("\0\0\0\0\0\0"));
    Slice plain = SLICE_EMPTY;
    assert_int_equal(codec_unpack(arena, CODEC_GZIP, padded, LIMIT, &plain, NULL), STATUS_OK);
    assert_slice(plain, "one");
    Slice dirty = join(codec_pack(arena, CODEC_GZIP, 3, SLICE("one")), SLICE("dirt"));
    assert_int_equal(codec_unpack(arena, CODEC_GZIP, dirty, LIMIT, &plain, NULL), STATUS_SKIP);
    assert_slice(plain, "one");
}

static void a_bare_deflate_stream_is_read_too(void **state)
{
    (void)state;
    Slice wrapped = codec_pack(arena, CODEC_DEFLATE, 6, SLICE("hello hello hello"));
    Slice bare = slice_range(wrapped, 2, wrapped.size - 4);
    Slice plain = SLICE_EMPTY;
    assert_int_equal(codec_unpack(arena, CODEC_DEFLATE, bare, LIMIT, &plain, NULL), STATUS_OK);
    assert_slice(plain, "hello hello hello");
}

static void every_cut_gives_a_beginning(void **state)
{
    (void)state;
    uint64_t seed = 3;
    Slice plain = random_text(&seed, 3000);
    for (size_t k = 0; k < KINDS; k++) {
        Slice packed = codec_pack(arena, kinds[k], 5, plain);
        for (size_t cut = 0; cut < packed.size; cut++) {
            Arena *small = arena_open(1 << 20);
            Slice part = SLICE_EMPTY;
            Error err = {0};
            assert_int_equal(codec_unpack(small, kinds[k], slice_range(packed, 0, cut), LIMIT, &part, &err),
                             STATUS_SKIP);
            assert_true(slice_starts_with(plain, part));
            assert_true(err.message[0] != '\0');
            arena_close(small);
        }
    }
}

static void changed_bytes_never_crash(void **state)
{
    (void)state;
    uint64_t seed = 4;
    Slice plain = random_text(&seed, 3000);
    for (size_t k = 0; k < KINDS; k++) {
        Slice packed = codec_pack(arena, kinds[k], 5, plain);
        for (int round = 0; round < 400; round++) {
            Arena *small = arena_open(64 << 20);
            char *copy = arena_text(small, packed.size);
            memcpy(copy, packed.data, packed.size);
            for (size_t i = 0; i <= random_below(&seed, 4); i++)
                copy[random_below(&seed, packed.size)] = (char)random_next(&seed);
            Slice out = SLICE_EMPTY;
            Status status = codec_unpack(small, kinds[k], slice_of(copy, packed.size), LIMIT, &out, NULL);
            assert_true(status == STATUS_OK || status == STATUS_SKIP);
            assert_true(out.size <= LIMIT);
            arena_close(small);
        }
    }
}

static void a_bomb_stops_at_the_limit(void **state)
{
    (void)state;
    size_t size = (size_t)32 << 20;
    char *zeros = arena_text(arena, size);
    memset(zeros, 0, size);
    for (size_t k = 0; k < KINDS; k++) {
        Arena *small = arena_open(2 * LIMIT);
        Slice packed = codec_pack(arena, kinds[k], 3, slice_of(zeros, size));
        Slice plain = SLICE_EMPTY;
        Error err = {0};
        assert_int_equal(codec_unpack(small, kinds[k], packed, LIMIT, &plain, &err), STATUS_SKIP);
        assert_non_null(strstr(err.message, "more than"));
        assert_true(arena_used(small) <= 2 * LIMIT);
        arena_close(small);
    }
}

static void a_lying_length_is_not_believed(void **state)
{
    (void)state;
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, SLICE("short"));
    char *copy = arena_text(arena, packed.size);
    memcpy(copy, packed.data, packed.size);
    memset(copy + packed.size - 4, 0xFF, 4);
    Arena *small = arena_open(1 << 20);
    Slice plain = SLICE_EMPTY;
    assert_int_equal(
        codec_unpack(small, CODEC_GZIP, slice_of(copy, packed.size), (size_t)1 << 40, &plain, NULL),
        STATUS_SKIP);
    assert_slice(plain, "short");
    /* A zstd head that promises 2^60 bytes. */
    Slice head = SLICE("\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\0\0\x10\0\0\0");
    assert_int_equal(codec_unpack(small, CODEC_ZSTD, head, (size_t)1 << 40, &plain, NULL), STATUS_SKIP);
    arena_close(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unpacking_undoes_packing),     cmocka_unit_test(kinds_are_told_by_magic),
        cmocka_unit_test(several_members_are_one_text), cmocka_unit_test(a_bare_deflate_stream_is_read_too),
        cmocka_unit_test(every_cut_gives_a_beginning),  cmocka_unit_test(changed_bytes_never_crash),
        cmocka_unit_test(a_bomb_stops_at_the_limit),    cmocka_unit_test(a_lying_length_is_not_believed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
