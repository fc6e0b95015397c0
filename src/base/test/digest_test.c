/* Digests against published test vectors; bytes as numbers. */
#include "base/bytes.h"
#include "base/digest.h"
#include "base/test/cm.h"

static Slice hex_by_kind(Arena *arena, DigestKind kind, Slice text)
{
    unsigned char out[DIGEST_MAX_BYTES];
    Digest *digest = digest_open(kind);
    digest_add(digest, text);
    const size_t size = digest_finish(digest, out);
    digest_close(digest);
    return hex_of(arena, out, size);
}

/* FIPS 180-2 and RFC 1321 */
static void known_texts_have_their_published_digests(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 16);
    assert_slice(hex_by_kind(arena, DIGEST_SHA256, SLICE("abc")),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_slice(hex_by_kind(arena, DIGEST_SHA1, SLICE("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_slice(hex_by_kind(arena, DIGEST_MD5, SLICE("abc")), "900150983cd24fb0d6963f7d28e17f72");
    assert_slice(digest_sha256_hex(arena, SLICE_EMPTY),
                 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_close(NULL);
    arena_close(arena);
}

static void in_parts_or_at_once_is_the_same_and_it_begins_anew(void **state)
{
    (void)state;
    unsigned char out[DIGEST_MAX_BYTES];
    unsigned char whole[32];
    Digest *digest = digest_open(DIGEST_SHA256);
    digest_sha256(SLICE("one two three"), whole);
    for (int i = 0; i < 3; i++) {
        digest_add(digest, SLICE("one "));
        digest_add(digest, SLICE_EMPTY);
        digest_add(digest, SLICE("two three"));
        assert_int_equal(digest_finish(digest, out), 32);
        assert_memory_equal(out, whole, 32);
    }
    digest_close(digest);
}

/* RFC 4648 section 10, without padding */
static void base_32_has_its_published_forms(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "MY"},
                                           {"fo", "MZXQ"},
                                           {"foo", "MZXW6"},
                                           {"foob", "MZXW6YQ"},
                                           {"fooba", "MZXW6YTB"},
                                           {"foobar", "MZXW6YTBOI"}};
    Arena *arena = arena_open(1 << 16);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const Slice text = slice_from(pairs[i][0]);
        const Slice got = base32_of(arena, (const unsigned char *)text.data, text.size);
        assert_true(slice_equal(got, slice_from(pairs[i][1])));
    }
    arena_close(arena);
}

static void numbers_are_little_endian_at_any_place(void **state)
{
    (void)state;
    unsigned char bytes[20] = {0};
    bytes_put_u64(bytes + 1, 0x0102030405060708u);
    assert_int_equal(bytes[1], 8);
    assert_int_equal(bytes[8], 1);
    assert_true(bytes_u64(bytes + 1) == 0x0102030405060708u);
    assert_int_equal(bytes_u32(bytes + 3), 0x03040506);
    assert_int_equal(bytes_u16(bytes + 1), 0x0708);
    bytes_put_u16(bytes + 11, 0xFFEE);
    bytes_put_u32(bytes + 13, 0xFFEEDDCCu);
    assert_int_equal(bytes_u16(bytes + 11), 0xFFEE);
    assert_true(bytes_u32(bytes + 13) == 0xFFEEDDCCu);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts_have_their_published_digests),
        cmocka_unit_test(in_parts_or_at_once_is_the_same_and_it_begins_anew),
        cmocka_unit_test(base_32_has_its_published_forms),
        cmocka_unit_test(numbers_are_little_endian_at_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
