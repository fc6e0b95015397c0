/* Packed files read piece by piece: the same bytes as at once, member bounds exact, taken up again at any of
 * them, and after damage the members behind it. */
#include "base/test/cm.h"

#include <zdict.h>
#include <zstd.h>

#include "base/builder.h"
#include "base/bytes.h"
#include "base/list.h"
#include "syntax/codec.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)512 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Slice record(uint64_t *seed, unsigned number)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "WARC/1.0 record %u\n", number);
    for (size_t left = random_below(seed, 200); left; left--)
        builder_format(&b, "<p>paragraph %u of the page", (unsigned)random_below(seed, 1000));
    return arena_copy(arena, builder_slice(&b));
}

typedef struct File {
    Builder packed, plain;
    size_t begins[64]; /* of each member, in packed bytes */
    size_t starts[64]; /* likewise, in plain bytes */
    size_t count;
} File;

static void file_add(File *file, CodecKind kind, Slice plain)
{
    file->begins[file->count] = file->packed.size;
    file->starts[file->count++] = file->plain.size;
    builder_add(&file->packed, codec_pack(arena, kind, 3, plain));
    builder_add(&file->plain, plain);
}

static File file_of(CodecKind kind, size_t count, uint64_t seed)
{
    File file = {0};
    builder_init(&file.packed, arena);
    builder_init(&file.plain, arena);
    for (size_t i = 0; i < count; i++)
        file_add(&file, kind, record(&seed, (unsigned)i));
    return file;
}

/* Everything that comes out from here on, damage stepped over. */
static Slice drain(Unpacker *u, size_t capacity, unsigned *damages)
{
    Builder b;
    char *piece = arena_text(arena, capacity);
    size_t size = 0;
    builder_init(&b, arena);
    *damages = 0;
    for (;;) {
        Error err = {0};
        Status status = unpacker_read(u, piece, capacity, &size, &err);
        if (status == STATUS_END)
            break;
        if (status == STATUS_SKIP) {
            assert_non_null(strstr(err.message, "byte"));
            (*damages)++;
            if (!unpacker_resync(u))
                break;
            continue;
        }
        assert_int_equal(status, STATUS_OK);
        assert_true(size > 0 && size <= capacity);
        builder_add(&b, slice_of(piece, size));
    }
    return builder_slice(&b);
}

static void any_size_of_step_gives_the_same_bytes(void **state)
{
    (void)state;
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_ZSTD, CODEC_NONE};
    static const size_t steps[] = {1, 7, 4096, 1 << 20};
    for (size_t k = 0; k < 3; k++) {
        File file = file_of(kinds[k], 20, 11);
        Slice packed = builder_slice(&file.packed);
        for (size_t i = 0; i < 4; i++) {
            unsigned damages = 0;
            Unpacker *u = unpacker_open(kinds[k], packed);
            assert_true(slice_equal(drain(u, steps[i], &damages), builder_slice(&file.plain)));
            assert_int_equal(damages, 0);
            assert_int_equal(unpacker_place(u), packed.size);
            unpacker_close(u);
        }
    }
}

static void member_bounds_are_exact(void **state)
{
    (void)state;
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_ZSTD};
    for (size_t k = 0; k < 2; k++) {
        File file = file_of(kinds[k], 20, 12);
        Unpacker *u = unpacker_open(kinds[k], builder_slice(&file.packed));
        size_t at = 0, member = 0, size = 0;
        char piece[100];
        do {
            if (member < file.count && at == file.starts[member]) {
                assert_true(unpacker_is_at_member(u));
                assert_int_equal(unpacker_member_begin(u), file.begins[member++]);
            } else {
                assert_int_equal(unpacker_is_at_member(u), at == file.plain.size);
                if (at < file.plain.size)
                    assert_int_equal(unpacker_member_begin(u), file.begins[member - 1]);
            }
            size = 0;
        } while (unpacker_read(u, piece, sizeof piece, &size, NULL) == STATUS_OK && (at += size));
        assert_int_equal(member, file.count);
        unpacker_close(u);
    }
}

static void reading_is_taken_up_again_at_any_member(void **state)
{
    (void)state;
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_ZSTD};
    for (size_t k = 0; k < 2; k++) {
        File file = file_of(kinds[k], 20, 13);
        Unpacker *u = unpacker_open(kinds[k], builder_slice(&file.packed));
        for (size_t i = file.count; i-- > 0;) {
            unsigned damages = 0;
            assert_int_equal(unpacker_seek(u, file.begins[i], NULL), STATUS_OK);
            assert_true(slice_equal(drain(u, 1000, &damages),
                                    slice_skip(builder_slice(&file.plain), file.starts[i])));
        }
        char byte = 0;
        size_t got = 0;
        assert_int_equal(unpacker_seek(u, 3, NULL), STATUS_OK);
        assert_int_equal(unpacker_read(u, &byte, 1, &got, NULL), STATUS_SKIP);
        assert_int_equal(unpacker_seek(u, file.packed.size + 1, NULL), STATUS_FAIL);
        assert_int_equal(unpacker_seek(u, file.packed.size, NULL), STATUS_OK);
        unpacker_close(u);
    }
}

/* Any one byte changed costs the member it stands in, and no other. */
static void damage_costs_one_member(void **state)
{
    (void)state;
    uint64_t seed = 14;
    File file = file_of(CODEC_GZIP, 6, 14);
    for (size_t round = 0; round < 300; round++) {
        size_t at = random_below(&seed, file.packed.size);
        char original = file.packed.data[at];
        file.packed.data[at] ^= (char)(1 << random_below(&seed, 8));
        size_t hit = 0;
        while (hit + 1 < file.count && file.begins[hit + 1] <= at)
            hit++;
        unsigned damages = 0;
        Unpacker *u = unpacker_open(CODEC_GZIP, builder_slice(&file.packed));
        Slice out = drain(u, 1 << 16, &damages);
        for (size_t i = 0; i < file.count; i++) {
            Slice whole = slice_range(builder_slice(&file.plain), file.starts[i],
                                      i + 1 < file.count ? file.starts[i + 1] : file.plain.size);
            if (i != hit && !slice_contains(out, whole))
                fail_msg("byte %zu in member %zu costs member %zu", at, hit, i);
        }
        unpacker_close(u);
        file.packed.data[at] = original;
    }
}

static void a_cut_file_gives_all_before_the_cut(void **state)
{
    (void)state;
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_ZSTD};
    for (size_t k = 0; k < 2; k++) {
        File file = file_of(kinds[k], 4, 15);
        for (size_t cut = 0; cut < file.packed.size; cut++) {
            unsigned damages = 0;
            size_t whole = 0;
            while (whole + 1 < file.count && file.begins[whole + 1] <= cut)
                whole++;
            Unpacker *u = unpacker_open(kinds[k], slice_range(builder_slice(&file.packed), 0, cut));
            Slice out = drain(u, 1 << 16, &damages);
            assert_true(out.size >= file.starts[whole]);
            assert_true(slice_starts_with(builder_slice(&file.plain), out));
            unpacker_close(u);
        }
        arena_reset(arena);
    }
}

static void a_long_member_is_streamed(void **state)
{
    (void)state;
    size_t size = (size_t)70 << 20;
    char *plain = arena_text(arena, size);
    for (size_t i = 0; i < size; i++)
        plain[i] = (char)(i >> 12);
    File file = {0};
    builder_init(&file.packed, arena);
    builder_init(&file.plain, arena);
    builder_add(&file.packed, codec_pack(arena, CODEC_GZIP, 1, slice_of(plain, size)));
    size_t second = file.packed.size;
    builder_add(&file.packed, codec_pack(arena, CODEC_GZIP, 1, SLICE("behind it")));

    Unpacker *u = unpacker_open(CODEC_GZIP, builder_slice(&file.packed));
    char *piece = arena_text(arena, 1 << 20);
    size_t at = 0, made = 0;
    while (at < size) {
        assert_false(at && unpacker_is_at_member(u));
        assert_int_equal(unpacker_read(u, piece, 1 << 20, &made, NULL), STATUS_OK);
        assert_memory_equal(piece, plain + at, made);
        at += made;
    }
    assert_int_equal(at, size);
    assert_true(unpacker_is_at_member(u));
    assert_int_equal(unpacker_member_begin(u), second);
    assert_int_equal(unpacker_read(u, piece, 1 << 20, &made, NULL), STATUS_OK);
    assert_true(slice_equal(slice_of(piece, made), SLICE("behind it")));
    assert_int_equal(unpacker_read(u, piece, 1 << 20, &made, NULL), STATUS_END);
    unpacker_close(u);
    arena_reset(arena);
}

static Slice skippable(uint32_t magic, Slice content)
{
    Builder b;
    char head[8];
    builder_init(&b, arena);
    bytes_put_u32(head, magic);
    bytes_put_u32(head + 4, (uint32_t)content.size);
    builder_add(&b, slice_of(head, sizeof head));
    builder_add(&b, content);
    return builder_slice(&b);
}

static Slice trained_dictionary(void)
{
    uint64_t seed = 16;
    Builder samples;
    size_t sizes[400];
    builder_init(&samples, arena);
    for (size_t i = 0; i < 400; i++) {
        Slice one = record(&seed, (unsigned)i);
        sizes[i] = one.size;
        builder_add(&samples, one);
    }
    char *out = arena_text(arena, 8192);
    size_t size = ZDICT_trainFromBuffer(out, 8192, samples.data, sizes, 400);
    assert_false(ZDICT_isError(size));
    return slice_of(out, size);
}

static Slice packed_with(Slice dictionary, Slice plain)
{
    size_t room = ZSTD_compressBound(plain.size);
    char *out = arena_text(arena, room);
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t size =
        ZSTD_compress_usingDict(c, out, room, plain.data, plain.size, dictionary.data, dictionary.size, 3);
    ZSTD_freeCCtx(c);
    assert_false(ZSTD_isError(size));
    return slice_of(out, size);
}

static void the_dictionary_at_the_front_is_used(void **state)
{
    (void)state;
    Slice dictionary = trained_dictionary();
    for (int is_packed = 0; is_packed < 2; is_packed++) {
        uint64_t seed = 17;
        File file = {0};
        builder_init(&file.packed, arena);
        builder_init(&file.plain, arena);
        builder_add(
            &file.packed,
            skippable(0x184D2A5D, is_packed ? codec_pack(arena, CODEC_ZSTD, 3, dictionary) : dictionary));
        for (unsigned i = 0; i < 10; i++) {
            Slice plain = record(&seed, i);
            file.begins[file.count] = file.packed.size;
            file.starts[file.count++] = file.plain.size;
            builder_add(&file.packed, packed_with(dictionary, plain));
            builder_add(&file.plain, plain);
            builder_add(&file.packed, skippable(0x184D2A50 + i, SLICE("a note")));
        }
        unsigned damages = 0;
        Unpacker *u = unpacker_open(CODEC_ZSTD, builder_slice(&file.packed));
        assert_true(slice_equal(drain(u, 500, &damages), builder_slice(&file.plain)));
        assert_int_equal(damages, 0);
        assert_int_equal(unpacker_seek(u, file.begins[7], NULL), STATUS_OK);
        assert_true(
            slice_equal(drain(u, 500, &damages), slice_skip(builder_slice(&file.plain), file.starts[7])));
        unpacker_close(u);
    }
}

static void a_damaged_dictionary_costs_only_what_needs_it(void **state)
{
    (void)state;
    Builder packed;
    builder_init(&packed, arena);
    builder_add(&packed, skippable(0x184D2A5D, SLICE("\x37\xa4\x30\xec this is no dictionary")));
    builder_add(&packed, codec_pack(arena, CODEC_ZSTD, 3, SLICE("needs none")));
    unsigned damages = 0;
    Unpacker *u = unpacker_open(CODEC_ZSTD, builder_slice(&packed));
    assert_slice(drain(u, 500, &damages), "needs none");
    assert_int_equal(damages, 1);
    unpacker_close(u);

    u = unpacker_open(CODEC_ZSTD, SLICE("\x5D\x2A\x4D\x18\xff\xff\xff\xff short"));
    assert_slice(drain(u, 500, &damages), "");
    assert_int_equal(damages, 1);
    unpacker_close(u);
}

static void rubbish_between_members_is_stepped_over(void **state)
{
    (void)state;
    static const CodecKind kinds[] = {CODEC_GZIP, CODEC_ZSTD};
    for (size_t k = 0; k < 2; k++) {
        Builder packed;
        builder_init(&packed, arena);
        builder_add(&packed, codec_pack(arena, kinds[k], 3, SLICE("one ")));
        builder_add(&packed, SLICE("\r\n\r\nrubbish \x1f\x8b\x08\x00 and more"));
        builder_add(&packed, codec_pack(arena, kinds[k], 3, SLICE("two")));
        unsigned damages = 0;
        Unpacker *u = unpacker_open(kinds[k], builder_slice(&packed));
        assert_slice(drain(u, 500, &damages), "one two");
        assert_int_equal(damages, 1);
        unpacker_close(u);
    }
}

/* Stored blocks that hold the heads of further members: read naively, every head costs the whole rest again.
 */
static void nested_heads_are_not_read_over_and_over(void **state)
{
    (void)state;
    Builder packed;
    builder_init(&packed, arena);
    for (int i = 0; i < 400; i++) {
        static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
        char block[5] = {0};
        size_t size = 60000;
        builder_add(&packed, slice_of(head, 10));
        bytes_put_u16(block + 1, (uint16_t)size);
        bytes_put_u16(block + 3, (uint16_t)~size);
        builder_add(&packed, slice_of(block, 5));
        size_t begin = packed.size;
        while (packed.size + 15 <= begin + size - 15) {
            builder_add(&packed, slice_of(head, 10));
            bytes_put_u16(block + 1, (uint16_t)(begin + size - packed.size - 5));
            bytes_put_u16(block + 3, (uint16_t) ~(begin + size - packed.size - 5));
            builder_add(&packed, slice_of(block, 5));
        }
        while (packed.size < begin + size)
            builder_add_byte(&packed, 'x');
    }
    Unpacker *u = unpacker_open(CODEC_GZIP, builder_slice(&packed));
    char piece[4096];
    size_t size = 0, total = 0;
    for (;;) {
        Status status = unpacker_read(u, piece, sizeof piece, &size, NULL);
        if (status == STATUS_END || (status == STATUS_SKIP && !unpacker_resync(u)))
            break;
        total += size;
    }
    assert_true(total < 40 * packed.size);
    unpacker_close(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_size_of_step_gives_the_same_bytes),
        cmocka_unit_test(member_bounds_are_exact),
        cmocka_unit_test(reading_is_taken_up_again_at_any_member),
        cmocka_unit_test(damage_costs_one_member),
        cmocka_unit_test(a_cut_file_gives_all_before_the_cut),
        cmocka_unit_test(a_long_member_is_streamed),
        cmocka_unit_test(the_dictionary_at_the_front_is_used),
        cmocka_unit_test(a_damaged_dictionary_costs_only_what_needs_it),
        cmocka_unit_test(rubbish_between_members_is_stepped_over),
        cmocka_unit_test(nested_heads_are_not_read_over_and_over),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
