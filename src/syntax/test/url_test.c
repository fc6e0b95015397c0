/* One address, one key: spellings fold, pages that differ do not, and a key is its own key. */
#include "base/test/cm.h"
#include "base/builder.h"
#include "syntax/url.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

#define expect(given, wanted) expect_at((given), slice_from(wanted), __LINE__)
static void expect_at(Slice given, Slice wanted, int line)
{
    if (!slice_equal(given, wanted))
        fail_msg("line %d: '%.*s' instead of '%.*s'", line, SLICE_ARG(given), SLICE_ARG(wanted));
}

static Slice key(const char *text)
{
    return url_key(arena, slice_from(text));
}

static void an_address_falls_into_its_parts(void **state)
{
    (void)state;
    Url url;
    assert_true(url_parse(SLICE(" HTTPS://user:pw@Example.COM:8080/a/b?x=1&y#z "), &url));
    expect(url.scheme, "HTTPS");
    expect(url.host, "Example.COM");
    expect(url.port, "8080");
    expect(url.path, "/a/b");
    expect(url.query, "x=1&y");
    expect(url.fragment, "z");
    assert_true(url_parse(SLICE("http://[2001:db8::1]:80/"), &url));
    expect(url.host, "[2001:db8::1]");
    expect(url.port, "80");
    assert_true(url_parse(SLICE("http://host?q"), &url));
    expect(url.path, "");
    expect(url.query, "q");
    assert_true(url_parse(SLICE("file:///a/b.html"), &url));
    expect(url.path, "/a/b.html");
}

static void what_is_no_address_is_told(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "http:",        "http://",        "http:///path",  "//host/a",
        "/a/b",       "mailto:a@b",   "javascript:x()", "http://a b/",   "http://h:99999/",
        "http://h:x", "ftp://h/a",    "http://a<b>/",   "example.com/a", ":",
        "data:,x",    "http//host/a", "http://@/",      "1http://host/", "dns:host"};
    Url url;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (url_parse(slice_from(bad[i]), &url))
            fail_msg("'%s' was taken for an address", bad[i]);
        expect(key(bad[i]), "");
    }
}

/* RFC 3986, section 5.4, with an http base. */
static void references_are_resolved_as_the_rfc_shows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"mailto:x@y", "mailto:x@y"},
        {"https://h/../x/./y?z", "https://h/x/y?z"},
        {" \n/a\tb c.jpg ", "http://a/ab%20c.jpg"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_at(url_resolve(arena, SLICE("http://a/b/c/d;p?q"), slice_from(cases[i][0])),
                  slice_from(cases[i][1]), (int)i);
    expect(url_resolve(arena, SLICE("http://host"), SLICE("a")), "http://host/a");
    expect(url_resolve(arena, SLICE("http://host?q"), SLICE("#f")), "http://host/?q#f");
    expect(url_resolve(arena, SLICE_EMPTY, SLICE("a")), "");
    expect(url_resolve(arena, SLICE("no base"), SLICE("/a")), "");
    expect(url_resolve(arena, SLICE("http://host/"), SLICE("http:a")), "");
    expect(url_resolve(arena, SLICE_EMPTY, SLICE("http://x/a#b")), "http://x/a#b");
}

static void spellings_of_one_address_have_one_key(void **state)
{
    (void)state;
    static const char *const same[] = {
        "http://eng-archive.aawsat.com/tariq/opinion/lebanon",
        "https://eng-archive.aawsat.com/tariq/opinion/lebanon/",
        "http://www.eng-archive.aawsat.com/tariq/opinion/lebanon?share=twitter",
        "HTTP://ENG-Archive.aawsat.com:80/tariq/opinion/lebanon#top",
        "https://eng-archive.aawsat.com:443/tariq/opinion/lebanon?share=jetpack-whatsapp&nb=1",
        "http://eng-archive.aawsat.com./tariq/opinion/lebanon/index.html",
        "http://eng-archive.aawsat.com/tariq/x/../opinion/./lebanon/index.php?utm_source=a&fbclid=c",
        "http://eng-archive.aawsat.com/%74ariq/opinion/leb%61non?amp",
        " http://eng-archive.aawsat.com/tariq/opinion/lebanon//?&",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect_at(key(same[i]), SLICE("eng-archive.aawsat.com/tariq/opinion/lebanon"), (int)i);
}

static void pages_that_differ_have_different_keys(void **state)
{
    (void)state;
    static const char *const different[] = {
        "http://h.org/a",          "http://h.org/A",      "http://h.org/a-2",   "http://h.org/a//b",
        "http://h.org/a/b",        "http://h.org/a?p=1",  "http://h.org/a?p=2", "http://h.org/a?p=1&q=2",
        "http://h.org/a?q=2&p=1",  "http://h.org:8080/a", "http://i.org/a",     "http://h.org/a%2Fb",
        "http://h.org/a%3Fp=1",    "http://h.org/",       "http://h.org/?p=1",  "http://h.org/index.htm",
        "http://h.org/a?share2=1",
    };
    size_t count = sizeof different / sizeof *different;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (slice_equal(key(different[i]), key(different[j])))
                fail_msg("'%s' and '%s' have one key", different[i], different[j]);
}

static void keys_are_written_in_one_way(void **state)
{
    (void)state;
    expect(key("http://h.org"), "h.org/");
    expect(key("http://h.org/index.php?p=5"), "h.org/?p=5");
    expect(key("http://h.org:8080/"), "h.org:8080/");
    expect(key("http://h.org:/"), "h.org/");
    expect(key("https://h.org:80/"), "h.org/");
    expect(key("http://h.org/%e2%80%a6x"), "h.org/%E2%80%A6x");
    expect(key("http://h.org/\xe2\x80\xa6x y"), "h.org/%E2%80%A6x%20y");
    expect(key("http://h.org/100%/%zz%4"), "h.org/100%25/%25zz%254");
    expect(key("http://h.org/a?b=c d&e=\"f\""), "h.org/a?b=c%20d&e=%22f%22");
    expect(key("http://b\xc3\xbc"
               "cher.example/"),
           "xn--bcher-kva.example/");
    expect(key("http://B%C3%9Ccher.example/"), "xn--bcher-kva.example/");
    expect(key("http://xn--bcher-kva.example/"), "xn--bcher-kva.example/");
    expect(key("http://www.de/"), "www.de/");
    expect(key("http://[2001:DB8::1]:8080/a"), "[2001:db8::1]:8080/a");
    expect(key("file:///home/x/a.html"), "/home/x/a.html");
}

static void paths_hosts_and_slugs_follow_the_key(void **state)
{
    (void)state;
    expect(url_path(arena, SLICE("http://h.org/a/b/?share=x&p=1")), "/a/b?p=1");
    expect(url_path(arena, SLICE("http://h.org")), "/");
    expect(url_path(arena, SLICE("/a/b/#c")), "/a/b");
    expect(url_path(arena, SLICE("/?s=word&amp=1")), "/?s=word");
    expect(url_path(arena, SLICE("a/b")), "");
    expect(url_host(arena, SLICE("http://www.H.org:8080/a")), "h.org:8080");
    expect(url_host(arena, SLICE("no")), "");
    expect(url_slug(SLICE("http://h.org/a/b-c/?x#y")), "b-c");
    expect(url_slug(SLICE("/a/b/")), "b");
    expect(url_slug(SLICE("http://h.org/")), "");
    expect(url_slug(SLICE("b")), "b");
}

static void queries_give_their_values(void **state)
{
    (void)state;
    Slice value = SLICE_EMPTY;
    assert_true(url_query_get(arena, SLICE("a=1&b=x+y%21&b=2&c"), SLICE("b"), &value));
    expect(value, "x y!");
    assert_true(url_query_get(arena, SLICE("a=1&c"), SLICE("c"), &value));
    expect(value, "");
    assert_true(url_query_get(arena, SLICE("%61%20=1"), SLICE("a "), &value));
    expect(value, "1");
    assert_false(url_query_get(arena, SLICE("ab=1"), SLICE("a"), &value));
    assert_false(url_query_get(arena, SLICE_EMPTY, SLICE("a"), &value));
}

static void decoding_undoes_encoding(void **state)
{
    (void)state;
    uint64_t seed = 20170926;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        size_t size = random_next(&seed) % sizeof text;
        for (size_t i = 0; i < size; i++)
            text[i] = (char)random_next(&seed);
        Slice plain = slice_of(text, size);
        assert_true(slice_equal(url_decode(arena, url_encode(arena, plain), false), plain));
    }
}

/* Texts made of pieces that matter: whatever comes out is a key of itself, and resolving never crashes. */
static void a_key_is_its_own_key(void **state)
{
    (void)state;
    static const char *const pieces[] = {"/",
                                         "..",
                                         ".",
                                         "%2e",
                                         "%2F",
                                         "%",
                                         "%4",
                                         "a",
                                         "index.html",
                                         "index.php",
                                         "?",
                                         "&",
                                         "utm_x=1",
                                         "share",
                                         "=",
                                         "#",
                                         "www.",
                                         "WWW.",
                                         ":",
                                         "80",
                                         "@",
                                         "\xc3\xa9",
                                         "\xff",
                                         " ",
                                         "\t",
                                         "xn--",
                                         "[",
                                         "]",
                                         "\\",
                                         "//",
                                         "\xc3\xa9\xe3\x80\x82",
                                         "%25",
                                         "+",
                                         "-",
                                         "\xe3\x80\x82"};
    uint64_t seed = 7;
    for (int round = 0; round < 30000; round++) {
        Builder b;
        arena_reset(arena);
        builder_init(&b, arena);
        builder_add_string(&b, round & 1 ? "http://h.org/" : "https://");
        for (uint64_t left = random_next(&seed) % 12; left; left--)
            builder_add_string(&b, pieces[random_next(&seed) % (sizeof pieces / sizeof *pieces)]);
        Slice first = url_key(arena, builder_slice(&b));
        url_resolve(arena, builder_slice(&b), SLICE("../a/%2e?b"));
        url_resolve(arena, SLICE("http://h.org/x/y"), builder_slice(&b));
        if (slice_is_empty(first))
            continue;
        Slice again = url_key(arena, arena_format(arena, "http://%.*s", SLICE_ARG(first)));
        if (!slice_equal(first, again))
            fail_msg("round %d: '%.*s' has the key '%.*s', which has the key '%.*s'", round,
                     SLICE_ARG(builder_slice(&b)), SLICE_ARG(first), SLICE_ARG(again));
    }
}

static void a_huge_path_takes_no_time(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "http://h.org");
    for (int i = 0; i < 400000; i++)
        builder_add_string(&b, i % 3 ? "/a" : "/..");
    assert_true(url_key(arena, builder_slice(&b)).size > 5);
}

static void an_address_read_once_has_its_key_host_and_path(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_query_cut;
        const char *path; /* without query */
    } cases[] = {
        {"http://Paper.example/a/b/?share=x", true, "/a/b"},
        {"http://paper.example/a?b=1&utm_source=y&&c", true, "/a"},
        {"https://www.paper.example:443", false, "/"},
        {"http://paper.example/a/../c%7e/index.php?p=1#f", false, "/c~"},
        {"http://paper.example:8080/x/./y?", false, "/x/y"},
        {"http://b\xC3\xBC"
         "cher.example/%d8%a7//b",
         false, "/%D8%A7//b"},
        {"http://h\\a/b", false, "/%5Ca/b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        UrlKey read;
        Slice text = slice_from(cases[i].text);
        assert_true(url_read(arena, text, &read));
        assert_true(slice_equal(read.key, url_key(arena, text)));
        assert_true(slice_equal(slice_range(read.key, 0, read.host_bytes), url_host(arena, text)));
        assert_true(slice_equal(slice_skip(read.key, read.host_bytes), url_path(arena, text)));
        expect(slice_range(read.key, read.host_bytes, read.path_end), cases[i].path);
        assert_int_equal(read.is_query_cut, cases[i].is_query_cut);
    }
    UrlKey none;
    assert_false(url_read(arena, SLICE("/a/b"), &none));
    assert_false(url_read(arena, SLICE("http://./"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_falls_into_its_parts),
        cmocka_unit_test(what_is_no_address_is_told),
        cmocka_unit_test(references_are_resolved_as_the_rfc_shows),
        cmocka_unit_test(spellings_of_one_address_have_one_key),
        cmocka_unit_test(pages_that_differ_have_different_keys),
        cmocka_unit_test(keys_are_written_in_one_way),
        cmocka_unit_test(paths_hosts_and_slugs_follow_the_key),
        cmocka_unit_test(queries_give_their_values),
        cmocka_unit_test(decoding_undoes_encoding),
        cmocka_unit_test(an_address_read_once_has_its_key_host_and_path),
        cmocka_unit_test(a_key_is_its_own_key),
        cmocka_unit_test(a_huge_path_takes_no_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
