/* Slices: comparing, finding, cutting, and numbers at their edges. */
#include "base/slice.h"
#include "base/test/cm.h"

static void empty_and_absent_are_the_same(void **state)
{
    (void)state;
    assert_true(slice_equal(SLICE_EMPTY, SLICE("")));
    assert_true(slice_equal(slice_from(NULL), SLICE("")));
    assert_true(slice_starts_with(SLICE_EMPTY, SLICE_EMPTY));
    assert_true(slice_ends_with_nocase(SLICE("a"), SLICE_EMPTY));
    assert_int_equal(slice_compare(SLICE_EMPTY, SLICE("")), 0);
    assert_int_equal(slice_shared(SLICE_EMPTY, SLICE("a")), 0);
    assert_int_equal(slice_shared(SLICE("harbour"), SLICE("harvest")), 3);
    assert_int_equal(slice_shared(SLICE("har"), SLICE("harbour")), 3);
    assert_int_equal(slice_find_byte(SLICE_EMPTY, 'a'), SLICE_NONE);
    assert_int_equal(slice_find_last_byte(SLICE_EMPTY, 'a'), SLICE_NONE);
    assert_int_equal(slice_find(SLICE_EMPTY, SLICE("a")), SLICE_NONE);
    assert_int_equal(slice_hash(SLICE_EMPTY), slice_hash(SLICE("")));
    assert_int_equal(slice_trim(SLICE_EMPTY).size, 0);
}

static void order_is_bytewise_and_a_prefix_comes_first(void **state)
{
    (void)state;
    assert_true(slice_compare(SLICE("a"), SLICE("b")) < 0);
    assert_true(slice_compare(SLICE("ab"), SLICE("a")) > 0);
    assert_true(slice_compare(SLICE("a"), SLICE("ab")) < 0);
    assert_true(slice_compare(SLICE("\x7f"), SLICE("\x80")) < 0);
    assert_true(slice_compare(SLICE("a\0b"), SLICE("a\0c")) < 0);
}

static void case_is_ignored_for_ascii_letters_only(void **state)
{
    (void)state;
    assert_true(slice_equal_nocase(SLICE("Content-Type"), SLICE("cONTENT-tYPE")));
    assert_false(slice_equal_nocase(SLICE("@"), SLICE("`")));
    assert_false(slice_equal_nocase(SLICE("["), SLICE("{")));
    assert_false(slice_equal_nocase(SLICE("\xc3\x89"), SLICE("\xc3\xa9")));
    assert_true(slice_starts_with_nocase(SLICE("HTTPS://x"), SLICE("https:")));
    assert_false(slice_starts_with_nocase(SLICE("http"), SLICE("https:")));
    assert_true(slice_ends_with_nocase(SLICE("A.WARC.GZ"), SLICE(".gz")));
    assert_int_equal(slice_find_nocase(SLICE("xx<TITLE>"), SLICE("<title")), 2);
    assert_int_equal(slice_find_nocase(SLICE("<titl"), SLICE("<title")), SLICE_NONE);
}

static void what_is_found_is_found_at_its_first_place(void **state)
{
    (void)state;
    const Slice s = SLICE("abracadabra");
    assert_int_equal(slice_find(s, SLICE("abra")), 0);
    assert_int_equal(slice_find(s, SLICE("cad")), 4);
    assert_int_equal(slice_find(s, SLICE("")), 0);
    assert_int_equal(slice_find(s, SLICE("abracadabra!")), SLICE_NONE);
    assert_int_equal(slice_find_byte(s, 'b'), 1);
    assert_int_equal(slice_find_last_byte(s, 'b'), 8);
    assert_int_equal(slice_find_byte(SLICE("a\0b"), '\0'), 1);
    assert_true(slice_contains(s, SLICE("dab")));
    assert_false(slice_contains(s, SLICE("bad")));
}

static void ranges_are_cut_to_the_size(void **state)
{
    (void)state;
    const Slice s = SLICE("hello");
    assert_slice(slice_range(s, 1, 3), "el");
    assert_slice(slice_range(s, 3, 99), "lo");
    assert_slice(slice_range(s, 9, 12), "");
    assert_slice(slice_range(s, 4, 2), "");
    assert_slice(slice_range(s, SIZE_MAX, SIZE_MAX), "");
    assert_slice(slice_skip(s, 4), "o");
    assert_slice(slice_skip(s, 6), "");
    assert_slice(slice_trim(SLICE(" \t a b\r\n")), "a b");
    assert_slice(slice_trim(SLICE("\v\f ")), "");
}

static void lines_end_in_lf_or_crlf(void **state)
{
    (void)state;
    Slice rest = SLICE("one\r\ntwo\n\nlast\r");
    Slice line;
    assert_true(slice_next_line(&rest, &line));
    assert_slice(line, "one");
    assert_true(slice_next_line(&rest, &line));
    assert_slice(line, "two");
    assert_true(slice_next_line(&rest, &line));
    assert_slice(line, "");
    assert_true(slice_next_line(&rest, &line));
    assert_slice(line, "last\r");
    assert_false(slice_next_line(&rest, &line));
    rest = SLICE("end\n");
    assert_true(slice_next_line(&rest, &line));
    assert_false(slice_next_line(&rest, &line));
}

static void a_split_has_one_piece_more_than_separators(void **state)
{
    (void)state;
    Slice rest = SLICE("a,,b,");
    Slice piece;
    const char *const pieces[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(slice_next_split(&rest, ',', &piece));
        assert_true(slice_equal(piece, slice_from(pieces[i])));
    }
    assert_false(slice_next_split(&rest, ',', &piece));
    rest = SLICE("");
    assert_true(slice_next_split(&rest, ',', &piece));
    assert_slice(piece, "");
    assert_false(slice_next_split(&rest, ',', &piece));
}

static void numbers_must_be_whole_and_fit(void **state)
{
    (void)state;
    uint64_t u = 7;
    int64_t i = 7;
    assert_true(slice_to_u64(SLICE("18446744073709551615"), &u));
    assert_true(u == UINT64_MAX);
    assert_false(slice_to_u64(SLICE("18446744073709551616"), &u));
    assert_false(slice_to_u64(SLICE("99999999999999999999999"), &u));
    assert_true(slice_to_u64(SLICE("000"), &u));
    assert_int_equal(u, 0);
    const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "0x10", "1e3", "-", "--1", "\xd9\xa1"};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_false(slice_to_u64(slice_from(bad[k]), &u));
    assert_false(slice_to_u64(SLICE("1\0"), &u));
    assert_true(slice_to_i64(SLICE("-9223372036854775808"), &i));
    assert_true(i == INT64_MIN);
    assert_false(slice_to_i64(SLICE("-9223372036854775809"), &i));
    assert_true(slice_to_i64(SLICE("9223372036854775807"), &i));
    assert_false(slice_to_i64(SLICE("9223372036854775808"), &i));
    assert_false(slice_to_i64(SLICE("-"), &i));
    assert_true(i == INT64_MAX);
}

static void the_hash_is_that_of_xxh3_for_ever(void **state)
{
    (void)state;
    assert_true(slice_hash(SLICE("")) == 0x2d06800538d394c2u); /* published value for the empty text */
    assert_true(slice_hash(SLICE("a")) != slice_hash(SLICE("b")));
}

static void searching_agrees_with_the_plain_way(void **state)
{
    (void)state;
    uint64_t seed = 20170926;
    for (int round = 0; round < 20000; round++) {
        char text[24];
        char part[4];
        const size_t text_size = random_below(&seed, sizeof text);
        const size_t part_size = random_below(&seed, sizeof part);
        for (size_t i = 0; i < text_size; i++)
            text[i] = "abAB"[random_below(&seed, 4)];
        for (size_t i = 0; i < part_size; i++)
            part[i] = "abAB"[random_below(&seed, 4)];
        const Slice s = slice_of(text, text_size);
        const Slice p = slice_of(part, part_size);
        size_t plain = SLICE_NONE;
        size_t plain_nocase = SLICE_NONE;
        for (size_t i = 0; i + p.size <= s.size; i++) {
            if (plain == SLICE_NONE && slice_equal(slice_range(s, i, i + p.size), p))
                plain = i;
            if (plain_nocase == SLICE_NONE && slice_equal_nocase(slice_range(s, i, i + p.size), p))
                plain_nocase = i;
        }
        assert_int_equal(slice_find(s, p), plain);
        assert_int_equal(slice_find_nocase(s, p), plain_nocase);
    }
}

static void long_texts_are_searched_as_the_plain_way_does(void **state)
{
    (void)state;
    static const char *const letters[] = {"ab", "abQ", "eeeeeeeeeeeeeeeQ\"e", "QQQQQQz"};
    uint64_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        const char *of = letters[round % 4];
        char text[1500];
        char part[40];
        const size_t text_size = 500 + random_below(&seed, 1000);
        const size_t part_size = 1 + random_below(&seed, round % 8 < 4 ? 12 : sizeof part);
        for (size_t i = 0; i < text_size; i++)
            text[i] = of[random_below(&seed, strlen(of))];
        for (size_t i = 0; i < part_size; i++)
            part[i] = of[random_below(&seed, strlen(of))];
        const size_t at = random_below(&seed, text_size - part_size + 1);
        if (round & 1)
            memcpy(text + at, part, part_size);
        const Slice s = slice_of(text, text_size);
        const Slice p = slice_of(part, part_size);
        size_t plain = 0;
        while (plain + part_size <= text_size && memcmp(text + plain, part, part_size) != 0)
            plain++;
        assert_int_equal(slice_find(s, p), plain + part_size <= text_size ? plain : SLICE_NONE);
    }
}

static void any_word_of_a_table_is_enough(void **state)
{
    (void)state;
    static const char *const words[] = {"Reuters", "AP"};
    assert_true(SLICE_ANY(SLICE("AP"), slice_equal, words));
    assert_false(SLICE_ANY(SLICE("ap"), slice_equal, words));
    assert_true(SLICE_ANY(SLICE("ap"), slice_equal_nocase, words));
    assert_true(SLICE_ANY(SLICE("by reuters"), slice_contains_nocase, words));
    assert_false(SLICE_ANY(SLICE_EMPTY, slice_equal, words));
}

static void the_earliest_word_is_found_and_of_equals_the_first(void **state)
{
    (void)state;
    static const char *const marks[] = {" - ", "--", "-"};
    size_t size = 7;
    assert_int_equal(SLICE_EARLIEST(SLICE("Cairo-- A - B"), slice_find, marks, &size), 5);
    assert_int_equal(size, 2);
    assert_int_equal(SLICE_EARLIEST(SLICE("Cairo - A -- B"), slice_find, marks, &size), 5);
    assert_int_equal(size, 3);
    size = 7;
    assert_true(SLICE_EARLIEST(SLICE("Cairo"), slice_find, marks, &size) == SLICE_NONE);
    assert_int_equal(size, 7);
    assert_int_equal(SLICE_EARLIEST(SLICE("A-B"), slice_find, marks, NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_word_of_a_table_is_enough),
        cmocka_unit_test(the_earliest_word_is_found_and_of_equals_the_first),
        cmocka_unit_test(empty_and_absent_are_the_same),
        cmocka_unit_test(order_is_bytewise_and_a_prefix_comes_first),
        cmocka_unit_test(case_is_ignored_for_ascii_letters_only),
        cmocka_unit_test(what_is_found_is_found_at_its_first_place),
        cmocka_unit_test(ranges_are_cut_to_the_size),
        cmocka_unit_test(lines_end_in_lf_or_crlf),
        cmocka_unit_test(a_split_has_one_piece_more_than_separators),
        cmocka_unit_test(numbers_must_be_whole_and_fit),
        cmocka_unit_test(the_hash_is_that_of_xxh3_for_ever),
        cmocka_unit_test(searching_agrees_with_the_plain_way),
        cmocka_unit_test(long_texts_are_searched_as_the_plain_way_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
