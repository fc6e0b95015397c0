/* addresses.rules: what a line means, what is refused, and that no line or address makes it slow. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive/rules.h"
#include "base/builder.h"
#include "base/file.h"

static Arena *arena;
static char path[64];
static Rules *rules;

static void write_rules(Slice text)
{
    Error err;
    if (file_replace(path, text, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    rules_refresh(rules);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    memcpy(path, "/tmp/backfile-rules-XXXXXX", 27);
    assert_non_null(mkdtemp(path));
    memcpy(path + strlen(path), "/addresses.rules", 17);
    rules = rules_open(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rules_close(rules);
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    arena_close(arena);
    return 0;
}

static RuleSubject subject_of(const char *host, const char *text)
{
    return (RuleSubject){.path = slice_from(text),
                         .normal_path = slice_from(text),
                         .host = slice_from(host),
                         .normal_host = slice_from(host)};
}

/* Where the first rule that matches leads; "" for none. */
static const char *lead(const char *host, const char *text)
{
    const RuleSubject subject = subject_of(host, text);
    RuleMatch match;
    size_t at = 0;
    return rules_next(rules, arena, &subject, &at, &match) ? arena_string(arena, match.target) : "";
}

static void a_line_leads_what_its_pattern_takes_to_its_target(void **state)
{
    (void)state;
    write_rules(SLICE("\xEF\xBB\xBF# older generations\r\n"
                      "\r\n"
                      "^/news\\.asp\\?.*id=([0-9]+)   /?p=$1\r\n"
                      "^/([a-z]+)/([a-z]+)\\.html$ -> /\\2/$1 301   # turned\r\n"
                      "^(www\\.)?old\\.example/a/(.*)$ https://new.example/$2\r\n"
                      "/print/ /gone\n"
                      "^/lost - 410\n"
                      "^/cost$ /price-$5-$x$"));
    assert_int_equal(rules_faults(rules)->count, 1); /* $5: the pattern has no group */
    assert_int_equal(rules_count(rules), 5);
    assert_string_equal(lead("x.example", "/news.asp?section=3&id=55"), "/?p=55");
    assert_string_equal(lead("x.example", "/news.asp?section=3"), "");
    assert_string_equal(lead("x.example", "/newsXasp?id=55"), "");
    assert_string_equal(lead("x.example", "/world/cup.html"), "/cup/world");
    assert_string_equal(lead("www.old.example", "/a/b/c?d"), "https://new.example/b/c?d");
    assert_string_equal(lead("old.example", "/a/"), "https://new.example/");
    assert_string_equal(lead("cold.example", "/a/b"), "");
    assert_string_equal(lead("x.example", "/some/print/page"), "/gone"); /* not anchored: anywhere */
    const RuleSubject lost = subject_of("x.example", "/lost/page");
    RuleMatch match;
    size_t at = 0;
    assert_true(rules_next(rules, arena, &lost, &at, &match));
    assert_int_equal(match.status, 410);
    assert_false(rules_next(rules, arena, &lost, &at, &match));
}

static void rules_are_tried_in_the_order_of_the_file(void **state)
{
    (void)state;
    write_rules(SLICE("^/a/(.*) /first/$1\n^/(a|b)/ /second\n^/a/b /third\n"));
    const RuleSubject subject = subject_of("x.example", "/a/b");
    static const char *const wanted[] = {"/first/b", "/second", "/third"};
    RuleMatch match;
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_true(rules_next(rules, arena, &subject, &at, &match));
        assert_string_equal(arena_string(arena, match.target), wanted[i]);
    }
    assert_false(rules_next(rules, arena, &subject, &at, &match));
}

static void an_address_is_laid_on_in_both_spellings(void **state)
{
    (void)state;
    write_rules(SLICE("^/index\\.php\\?id=([0-9]+)$ /?p=$1\n^/a/caf\xC3\xA9 /cafe\n^/a/%C3%A9 /e\n"
                      "^www\\.paper\\.example/x /typed\n^paper\\.example/x /normal\n"));
    RuleSubject subject = {SLICE("/index.php?id=7"), SLICE("/?id=7"), SLICE("www.paper.example"),
                           SLICE("paper.example")};
    RuleMatch match;
    size_t at = 0;
    assert_true(rules_next(rules, arena, &subject, &at, &match));
    assert_true(slice_equal(match.target, SLICE("/?p=7")));
    subject.path = SLICE("/index.php?id=7&utm_source=x");
    subject.normal_path = SLICE("/index.php?id=7");
    at = 0;
    assert_true(rules_next(rules, arena, &subject, &at, &match));
    subject.path = SLICE("/a/%c3%a9");
    subject.normal_path = SLICE("/a/%C3%A9");
    at = 0;
    assert_true(rules_next(rules, arena, &subject, &at, &match));
    assert_true(slice_equal(match.target, SLICE("/e")));
    subject.path = subject.normal_path = SLICE("/x");
    at = 0;
    assert_true(rules_next(rules, arena, &subject, &at, &match));
    assert_true(slice_equal(match.target, SLICE("/typed")));
    assert_true(rules_next(rules, arena, &subject, &at, &match));
    assert_true(slice_equal(match.target, SLICE("/normal")));
}

static void a_broken_line_is_told_with_its_number_and_stops_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"^/a", "target is missing"},
        {"^/a # /b", "target is missing"},
        {"^/a ->", "target is missing"},
        {"^/(a /b", ""}, /* in the words of the system */
        {"^/[a /b", ""},
        {"^/a /b 302", "status"},
        {"^/a /b x", "status"},
        {"^/a /b 301 more", "behind the status"},
        {"^/a -", "needs the status"},
        {"^/a b/c", "neither a path nor an address"},
        {"^/(a)/\\1 /b", "back-references"},
        {"^/(a) /$2", "group"},
        {"^/((a{200}){200}){200} /b", "repeats too much"},
        {"^/(((a+){50}b{50}){50}) /b", "repeats too much"},
        {"^/a{40000} /b", "repeats too much"},
    };
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        builder_format(&b, "%s\n", cases[i].line);
    builder_add(&b, SLICE("^/nul\0byte /b\n^/fine /there\n"));
    for (int i = 0; i < 1001; i++)
        builder_add_byte(&b, 'a');
    builder_add(&b, SLICE(" /b\n"));
    write_rules(builder_slice(&b));
    const Slices *faults = rules_faults(rules);
    assert_int_equal(faults->count, sizeof cases / sizeof *cases + 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice place = arena_format(arena, "%s:%zu: ", path, i + 1);
        if (!slice_starts_with(faults->items[i], place) ||
            !slice_contains(faults->items[i], slice_from(cases[i].why)))
            fail_msg("'%s' gives '%.*s'", cases[i].line, SLICE_ARG(faults->items[i]));
    }
    assert_int_equal(rules_count(rules), 1);
    assert_string_equal(lead("x.example", "/fine"), "/there");
}

static void a_pattern_with_brackets_is_weighed_and_read_as_posix_does(void **state)
{
    (void)state;
    write_rules(SLICE("^/[](){}1]+/x /one\n^/a[[:digit:]{]{2}$ /two\n^/b\\.c?d /three\n^/e|^/f /four\n"));
    assert_int_equal(rules_faults(rules)->count, 0);
    assert_string_equal(lead("h", "/(]1/x"), "/one");
    assert_string_equal(lead("h", "/a1{"), "/two");
    assert_string_equal(lead("h", "/b.d"), "/three");
    assert_string_equal(lead("h", "/f"), "/four");
    assert_string_equal(lead("h", "/e"), "/four");
}

static void a_file_that_changes_is_read_anew(void **state)
{
    (void)state;
    write_rules(SLICE("^/a /b\n"));
    assert_string_equal(lead("h", "/a"), "/b");
    write_rules(SLICE("^/a /c\n^/d"));
    assert_string_equal(lead("h", "/a"), "/c");
    assert_int_equal(rules_faults(rules)->count, 1);
    unlink(path);
    rules_refresh(rules);
    assert_int_equal(rules_count(rules), 0);
    assert_int_equal(rules_faults(rules)->count, 0);
    assert_string_equal(lead("h", "/a"), "");
}

static void ten_thousand_rules_and_huge_addresses_take_no_time(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < 10000; i++)
        builder_format(&b, "^/section-%d/story-([0-9]+)\\.(html|php)$ /?p=$1\n", i);
    builder_add(&b, SLICE("(a*)*b /slow\n"));
    write_rules(builder_slice(&b));
    assert_int_equal(rules_count(rules), 10001);
    assert_string_equal(lead("h", "/section-9999/story-8.html"), "/?p=8");
    clock_t begin = clock();
    for (int i = 0; i < 200; i++)
        assert_string_equal(lead("h", "/no/such/address/at/xll"), "");
    char *huge = arena_text(arena, 1000001);
    memset(huge, 'a', 1000000);
    huge[0] = '/';
    huge[1000000] = '\0';
    assert_string_equal(lead("h", huge), "");
    huge[3900] = '\0'; /* as long as rules look at, for a pattern of stars within stars */
    assert_string_equal(lead("h", huge), "");
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5);
    const RuleSubject nul = {slice_of("/a\0b", 4), slice_of("/a\0b", 4), SLICE("h"), SLICE("h")};
    RuleMatch match;
    size_t at = 0;
    assert_false(rules_next(rules, arena, &nul, &at, &match));
}

static void any_bytes_are_read_without_harm(void **state)
{
    (void)state;
    static const char alphabet[] = "^/$()[]{}*+?.|\\,-19ab \n#:=>\xC3";
    uint64_t x = 20261124;
    for (int round = 0; round < 400; round++) {
        char text[200];
        for (size_t i = 0; i < sizeof text; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            text[i] = alphabet[(x >> 40) % (sizeof alphabet - 1)];
        }
        write_rules(slice_of(text, sizeof text));
        (void)lead("h", "/a/b?1=9");
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_leads_what_its_pattern_takes_to_its_target),
        cmocka_unit_test(rules_are_tried_in_the_order_of_the_file),
        cmocka_unit_test(an_address_is_laid_on_in_both_spellings),
        cmocka_unit_test(a_broken_line_is_told_with_its_number_and_stops_no_other),
        cmocka_unit_test(a_pattern_with_brackets_is_weighed_and_read_as_posix_does),
        cmocka_unit_test(a_file_that_changes_is_read_anew),
        cmocka_unit_test(ten_thousand_rules_and_huge_addresses_take_no_time),
        cmocka_unit_test(any_bytes_are_read_without_harm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
