/* Pages in many encodings, told by mark, header, meta, bytes or not at all, come out as valid UTF-8. */
#include "base/test/cm.h"

#include <unicode/ucnv.h>

#include "base/builder.h"
#include "base/utf8.h"
#include "syntax/charset.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)128 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

#define expect(bytes, declared, is_html, wanted, wanted_name)                                                \
    expect_at(SLICE(bytes), SLICE(declared), is_html, SLICE(wanted), wanted_name, __LINE__)
static void expect_at(Slice bytes, Slice declared, bool is_html, Slice wanted, const char *wanted_name,
                      int line)
{
    Slice name = SLICE_EMPTY;
    Slice got = charset_to_utf8(arena, bytes, declared, is_html, &name);
    if (!slice_equal(got, wanted) || !slice_equal(name, slice_from(wanted_name)))
        fail_msg("line %d: '%.*s' by %.*s", line, SLICE_ARG(got), SLICE_ARG(name));
}

static void a_mark_decides_before_all_else(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF\xC3\xA9", "windows-1252", true, "\xC3\xA9", "UTF-8");
    expect("\xFF\xFE"
           "A\0\xE9\0",
           "utf-8", true, "A\xC3\xA9", "UTF-16LE");
    expect("\xFE\xFF\0A\x06\x27", "", true, "A\xD8\xA7", "UTF-16BE");
    expect("\xFE\xFF\xD8\x3D\xDE\x00\xD8\x3D", "", true, "\xF0\x9F\x98\x80\xEF\xBF\xBD", "UTF-16BE");
    expect("\xEF\xBB\xBF", "", true, "", "UTF-8");
    expect("", "", true, "", "UTF-8");
}

static void labels_are_those_of_whatwg(void **state)
{
    (void)state;
    expect("caf\xE9 \x93q\x94", "ISO-8859-1", false, "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D", "windows-1252");
    expect("\xE3\xD1\xCD\xC8\xC7", " Windows-1256 ", false, "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7",
           "windows-1256");
    expect("\xE5\xD1\xCD\xC8\xC7", "iso-8859-6", false, "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7",
           "ISO-8859-6");
    expect("\xC4\xE3\xBA\xC3", "gb2312", false, "\xE4\xBD\xA0\xE5\xA5\xBD", "GBK");
    expect("\x93\xFA\x96{", "x-sjis", false, "\xE6\x97\xA5\xE6\x9C\xAC", "Shift_JIS");
    expect("\xC6\xFC\xCB\xDC", "euc-jp", false, "\xE6\x97\xA5\xE6\x9C\xAC", "EUC-JP");
    expect("\xC7\xD1\xB1\xDB", "ks_c_5601-1987", false, "\xED\x95\x9C\xEA\xB8\x80", "EUC-KR");
    expect("\xA7\xDA", "big5", false, "\xE6\x88\x91", "Big5");
    expect("\xFC", "iso-8859-9", false, "\xC3\xBC", "windows-1254");
    expect("\xF0\xD2", "koi8-r", false, "\xD0\x9F\xD1\x80", "KOI8-R");
    expect("\x1b$B%F\x1b(B!", "iso-2022-jp", false, "\xE3\x83\x86!", "ISO-2022-JP");
}

static void every_encoding_is_known_to_icu(void **state)
{
    (void)state;
    static const char *const labels[] = {
        "utf-8",        "windows-1250", "windows-1251", "windows-1252",   "windows-1253", "windows-1254",
        "windows-1255", "windows-1256", "windows-1257", "windows-1258",   "windows-874",  "iso-8859-2",
        "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",     "iso-8859-7",   "iso-8859-8",
        "iso-8859-8-i", "iso-8859-10",  "iso-8859-13",  "iso-8859-14",    "iso-8859-15",  "ibm866",
        "koi8-r",       "koi8-u",       "macintosh",    "x-mac-cyrillic", "gbk",          "gb18030",
        "big5",         "euc-jp",       "shift_jis",    "euc-kr",
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        Slice name = SLICE_EMPTY;
        Slice got = charset_to_utf8(arena, SLICE("A\xFF\xFE\x81Z"), slice_from(labels[i]), false, &name);
        if (got.size < 3 || got.data[0] != 'A' || !utf8_is_valid(got))
            fail_msg("%s is not converted", labels[i]);
        if (i > 0 && slice_equal(name, SLICE("UTF-8")))
            fail_msg("%s is not known", labels[i]);
    }
}

static void the_meta_element_is_found_as_browsers_find_it(void **state)
{
    (void)state;
    expect("<!doctype html><html><head><META CHARSET=windows-1251><p>\xCF", "", true,
           "<!doctype html><html><head><META CHARSET=windows-1251><p>\xD0\x9F", "windows-1251");
    expect("<meta http-equiv='Content-Type' content='text/html; charset=windows-1256'>\xC7", "", true,
           "<meta http-equiv='Content-Type' content='text/html; charset=windows-1256'>\xD8\xA7",
           "windows-1256");
    expect("<meta content=\"text/html;charset=koi8-r\" http-equiv=content-type />\xF0", "", true,
           "<meta content=\"text/html;charset=koi8-r\" http-equiv=content-type />\xD0\x9F", "KOI8-R");
    expect("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xCF", "", true,
           "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xD0\x9F", "windows-1251");
    expect("<a title='<meta charset=koi8-r>'><meta charset=utf-16>\xD0\x9F", "", true,
           "<a title='<meta charset=koi8-r>'><meta charset=utf-16>\xD0\x9F", "UTF-8");
    expect("<?xml version=\"1.0\" encoding=\"windows-1256\"?><html>\xC7", "", true,
           "<?xml version=\"1.0\" encoding=\"windows-1256\"?><html>\xD8\xA7", "windows-1256");
    /* The header speaks before the page. */
    expect("<meta charset=koi8-r>\xCF", "windows-1251", true, "<meta charset=koi8-r>\xD0\x9F",
           "windows-1251");
    /* A label nobody knows is no label. */
    expect("<meta charset=klingon><meta charset=koi8-r>\xF0", "x-none", true,
           "<meta charset=klingon><meta charset=koi8-r>\xD0\x9F", "KOI8-R");
}

static void bytes_are_believed_more_than_a_careless_label(void **state)
{
    (void)state;
    expect("caf\xC3\xA9", "iso-8859-1", false, "caf\xC3\xA9", "UTF-8");
    expect("caf\xC3\xA9", "", false, "caf\xC3\xA9", "UTF-8");
    expect("caf\xC3\xA9 \xFF x", "utf-8", false, "caf\xC3\xA9 \xEF\xBF\xBD x", "UTF-8");
    expect("<meta charset=windows-1256>\xE3\xD1\xCD\xC8\xC7", "utf-8", true,
           "<meta charset=windows-1256>\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7", "windows-1256");
}

static void an_unlabelled_page_is_guessed(void **state)
{
    (void)state;
    /* "The leader met the delegation in Cairo today and said that the talks were useful", in Arabic. */
    Slice plain =
        SLICE("\xD8\xA7\xD9\x84\xD8\xAA\xD9\x82\xD9\x89 \xD8\xA7\xD9\x84\xD8\xB1\xD8\xA6\xD9\x8A\xD8\xB3 "
              "\xD8\xA7\xD9\x84\xD9\x88\xD9\x81\xD8\xAF "
              "\xD9\x81\xD9\x8A \xD8\xA7\xD9\x84\xD9\x82\xD8\xA7\xD9\x87\xD8\xB1\xD8\xA9 "
              "\xD8\xA7\xD9\x84\xD9\x8A\xD9\x88\xD9\x85 "
              "\xD9\x88\xD9\x82\xD8\xA7\xD9\x84 \xD8\xA5\xD9\x86 "
              "\xD8\xA7\xD9\x84\xD9\x85\xD8\xAD\xD8\xA7\xD8\xAF\xD8\xAB\xD8\xA7\xD8\xAA "
              "\xD9\x83\xD8\xA7\xD9\x86\xD8\xAA \xD9\x85\xD9\x81\xD9\x8A\xD8\xAF\xD8\xA9. ");
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < 8; i++)
        builder_add(&b, plain);
    UErrorCode code = U_ZERO_ERROR;
    char legacy[4000];
    int32_t size =
        ucnv_convert("windows-1256", "UTF-8", legacy, sizeof legacy, b.data, (int32_t)b.size, &code);
    assert_true(U_SUCCESS(code));
    expect_at(slice_of(legacy, (size_t)size), SLICE_EMPTY, false, builder_slice(&b), "windows-1256",
              __LINE__);
    expect("<\0p\0>\0\xE9\0", "", true, "<p>\xC3\xA9", "UTF-16LE");
    expect("\0<\0p\0>\0\xE9", "", true, "<p>\xC3\xA9", "UTF-16BE");
}

static void a_valid_page_is_not_copied(void **state)
{
    (void)state;
    Slice page = SLICE("<p>caf\xC3\xA9");
    assert_ptr_equal(charset_to_utf8(arena, page, SLICE_EMPTY, true, NULL).data, page.data);
    Slice ascii = SLICE("<p>cafe");
    assert_ptr_equal(charset_to_utf8(arena, ascii, SLICE("windows-1256"), true, NULL).data, ascii.data);
}

static void any_bytes_under_any_label_are_valid_in_the_end(void **state)
{
    (void)state;
    static const char *const labels[] = {
        "",     "utf-8",  "utf-16le", "utf-16be",     "iso-2022-jp", "gb18030", "shift_jis",
        "big5", "euc-kr", "euc-jp",   "windows-1255", "koi8-u",      "x",       "iso-8859-16"};
    uint64_t seed = 9;
    char bytes[6000];
    for (int round = 0; round < 1500; round++) {
        size_t size = random_below(&seed, round % 10 ? 200 : sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = random_below(&seed, 3) ? "<meta charset=\"'>/ \x1b$B"[random_below(&seed, 22)]
                                              : (char)random_next(&seed);
        Arena *small = arena_open(1 << 20);
        Slice label = slice_from(labels[random_below(&seed, sizeof labels / sizeof *labels)]);
        assert_true(utf8_is_valid(charset_to_utf8(small, slice_of(bytes, size), label, round & 1, NULL)));
        arena_close(small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_decides_before_all_else),
        cmocka_unit_test(labels_are_those_of_whatwg),
        cmocka_unit_test(every_encoding_is_known_to_icu),
        cmocka_unit_test(the_meta_element_is_found_as_browsers_find_it),
        cmocka_unit_test(bytes_are_believed_more_than_a_careless_label),
        cmocka_unit_test(an_unlabelled_page_is_guessed),
        cmocka_unit_test(a_valid_page_is_not_copied),
        cmocka_unit_test(any_bytes_under_any_label_are_valid_in_the_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
