/* UTF-8: every code point there and back, every way of being malformed. */
#include "base/test/cm.h"
#include "base/utf8.h"

static void every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t rune = 0; rune <= 0x10FFFF; rune++) {
        char bytes[4];
        size_t size = 0;
        const bool is_surrogate = rune >= 0xD800 && rune <= 0xDFFF;
        const size_t written = utf8_encode(rune, bytes);
        const Slice s = slice_of(bytes, written);
        const uint32_t back = utf8_decode(s, 0, &size);
        if (back != (is_surrogate ? UTF8_REPLACEMENT : rune) || size != written || !utf8_is_valid(s) ||
            utf8_decode_before(s, written, &size) != back || size != written)
            fail_msg("U+%04X", rune);
        for (size_t cut = 0; cut < written; cut++) {
            if (utf8_floor(s, cut) != 0)
                fail_msg("floor of U+%04X at %zu", rune, cut);
        }
    }
    char bytes[4];
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
}

static const char *const malformed[] = {
    "\x80",             /* continuation alone */
    "\xc0\x80",         /* overlong NUL */
    "\xc1\xbf",         /* overlong */
    "\xe0\x80\x80",     /* overlong */
    "\xe0\x9f\xbf",     /* overlong */
    "\xed\xa0\x80",     /* surrogate */
    "\xed\xbf\xbf",     /* surrogate */
    "\xf0\x80\x80\x80", /* overlong */
    "\xf0\x8f\xbf\xbf", /* overlong */
    "\xf4\x90\x80\x80", /* above U+10FFFF */
    "\xf5\x80\x80\x80",
    "\xfe",
    "\xff",
    "\xc3",         /* cut */
    "\xe2\x82",     /* cut */
    "\xf0\x9f\x98", /* cut */
    "\xc3(",        /* wrong second byte */
};

static void what_is_malformed_is_one_replacement_a_byte(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        const Slice s = slice_from(malformed[i]);
        size_t size = 0;
        assert_int_equal(utf8_decode(s, 0, &size), UTF8_REPLACEMENT);
        assert_int_equal(size, 1);
        assert_int_equal(utf8_valid_size(s), 0);
        const Slice good = utf8_repair(arena, s);
        assert_true(utf8_is_valid(good));
        assert_int_equal(utf8_count(good), utf8_count(s));
        assert_int_equal(utf8_count(good), s.size);
    }
    assert_slice(utf8_repair(arena, SLICE("a\xff"
                                          "b\xe2\x82\xac\xe2\x82")),
                 "a\xef\xbf\xbd"
                 "b\xe2\x82\xac\xef\xbf\xbd\xef\xbf\xbd");
    arena_close(arena);
}

static void valid_text_is_given_back_itself(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 10);
    const Slice s = SLICE("Saad Hariri \xd8\xb3\xd8\xb9\xd8\xaf \xf0\x9f\x98\x80");
    assert_ptr_equal(utf8_repair(arena, s).data, s.data);
    assert_int_equal(arena_used(arena), 0);
    assert_int_equal(utf8_count(s), 17);
    assert_int_equal(utf8_count(SLICE_EMPTY), 0);
    arena_close(arena);
}

/* Leans towards bytes that mean something. */
static size_t random_text(uint64_t *seed, char *text, size_t most)
{
    static const unsigned char bytes[] = {0x00, 'a',  0x7f, 0x80, 0xbf, 0xc2, 0xe0, 0xa0,
                                          0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff};
    const size_t size = random_below(seed, most);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)bytes[random_below(seed, sizeof bytes)];
    return size;
}

static void forward_and_backward_see_the_same_boundaries(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char text[20];
        bool is_boundary[21] = {false};
        const Slice s = slice_of(text, random_text(&seed, text, sizeof text));
        size_t size = 0;
        for (size_t at = 0; at < s.size; at += size) {
            is_boundary[at] = true;
            utf8_decode(s, at, &size);
        }
        is_boundary[s.size] = true;
        size_t last = 0;
        for (size_t at = 0; at <= s.size; at++) {
            if (is_boundary[at])
                last = at;
            assert_int_equal(utf8_floor(s, at), last);
        }
        for (size_t at = s.size; at > 0; at -= size) {
            assert_true(is_boundary[at]);
            utf8_decode_before(s, at, &size);
        }
    }
}

static void repair_always_gives_valid_text(void **state)
{
    (void)state;
    uint64_t seed = 99;
    Arena *arena = arena_open(1 << 20);
    for (int round = 0; round < 20000; round++) {
        char text[40];
        arena_reset(arena);
        const Slice s = slice_of(text, random_text(&seed, text, sizeof text));
        const Slice good = utf8_repair(arena, s);
        assert_true(utf8_is_valid(good));
        assert_int_equal(utf8_count(good), utf8_count(s));
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_goes_there_and_back),
        cmocka_unit_test(what_is_malformed_is_one_replacement_a_byte),
        cmocka_unit_test(valid_text_is_given_back_itself),
        cmocka_unit_test(forward_and_backward_see_the_same_boundaries),
        cmocka_unit_test(repair_always_gives_valid_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
