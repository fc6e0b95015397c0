/* Every message of the templates has its Arabic, and none has one for nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "page/parts.h"

#include "page/words_table.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static bool has_row(Slice english)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (slice_equal(slice_from(WORDS[i].english), english))
            return true;
    return false;
}

/* Calls of a function of messages in a file: what stands behind `opening` up to the quote. */
static size_t check_file(const char *path, const char *opening)
{
    Slice text;
    Error err;
    size_t found = 0;
    if (file_read(arena, path, 1 << 20, &text, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    for (size_t at; (at = slice_find(text, slice_from(opening))) != SLICE_NONE; found++) {
        text = slice_skip(text, at + strlen(opening));
        Slice message = slice_range(text, 0, slice_find_byte(text, '"'));
        if (!has_row(message))
            fail_msg("'%.*s' of %s has no Arabic", SLICE_ARG(message), path);
    }
    return found;
}

static void every_message_has_its_arabic(void **state)
{
    (void)state;
    static const char *const templates[] = {"about", "article", "calendar", "front",   "layout", "list",
                                            "media", "message", "missing",  "results", "wall"};
    static const char *const shows[] = {"ask_form",   "dispatch",     "reply",         "results",
                                        "show_about", "show_article", "show_calendar", "show_front",
                                        "show_list",  "show_search",  "show_wall"};
    size_t found = 0;
    for (size_t i = 0; i < sizeof templates / sizeof templates[0]; i++)
        found += check_file(arena_string(arena, arena_format(arena, "%s/src/page/%s.html.tmpl",
                                                             BACKFILE_SOURCE_DIR, templates[i])),
                            "T(\"");
    for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++)
        found += check_file(
            arena_string(arena, arena_format(arena, "%s/src/server/%s.c", BACKFILE_SOURCE_DIR, shows[i])),
            "say(call, \"");
    assert_true(found > 150);
}

static void the_table_is_in_order_and_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        assert_true(WORDS[i].arabic[0] != '\0');
        if (i > 0 && strcmp(WORDS[i - 1].english, WORDS[i].english) >= 0)
            fail_msg("'%s' stands in the wrong place", WORDS[i].english);
    }
    assert_true(slice_equal(page_say(TONGUE_ARABIC, "Calendar"), SLICE("التقويم")));
    assert_true(slice_equal(page_say(TONGUE_ENGLISH, "Calendar"), SLICE("Calendar")));
    assert_true(slice_equal(page_say(TONGUE_ARABIC, "no such message"), SLICE("no such message")));
}

static void assert_counted(PageTongue tongue, uint64_t count, const char *expected)
{
    Slice given = page_counted(arena, tongue, count, THING_ARTICLE);
    if (!slice_equal(given, slice_from(expected)))
        fail_msg("'%.*s', not '%s'", SLICE_ARG(given), expected);
}

static void numbers_of_things_follow_the_grammar(void **state)
{
    (void)state;
    assert_counted(TONGUE_ENGLISH, 0, "0 articles");
    assert_counted(TONGUE_ENGLISH, 1, "1 article");
    assert_counted(TONGUE_ENGLISH, 12345, "12,345 articles");
    assert_counted(TONGUE_ARABIC, 1, "مقالة واحدة");
    assert_counted(TONGUE_ARABIC, 2, "مقالتان");
    assert_counted(TONGUE_ARABIC, 3, "3 مقالات");
    assert_counted(TONGUE_ARABIC, 11, "11 مقالةً");
    assert_counted(TONGUE_ARABIC, 100, "100 مقالة");
    assert_counted(TONGUE_ARABIC, 1103, "1,103 مقالات");
}

static void dates_are_said_in_both_tongues(void **state)
{
    (void)state;
    Moment day;
    assert_true(moment_make(&day, GRAIN_DAY, 2014, 6, 27, 0, 0));
    assert_true(slice_equal(page_date_in(arena, TONGUE_ENGLISH, day, true), SLICE("Friday, 27 June 2014")));
    assert_true(slice_equal(page_date_in(arena, TONGUE_ARABIC, day, true), SLICE("الجمعة، 27 يونيو 2014")));
    assert_true(slice_equal(page_date_in(arena, TONGUE_ARABIC, (Moment){0}, false), SLICE("بلا تاريخ")));
    assert_true(slice_equal(page_weekday_name(TONGUE_ENGLISH, 0), SLICE("Monday")));
    assert_true(slice_equal(page_weekday_name(TONGUE_ARABIC, 6), SLICE("الأحد")));
}

static void what_a_query_lacks_is_said_in_arabic(void **state)
{
    (void)state;
    Slice said;
    assert_true(page_said(arena, TONGUE_ARABIC,
                          SLICE("the bracket at character 9 was not closed: closed at the end"), &said));
    assert_true(slice_equal(said, SLICE("القوس عند الحرف 9 لم يُغلق، فأُغلق في النهاية")));
    assert_true(
        page_said(arena, TONGUE_ARABIC, SLICE("'+' was left out: it holds no letter or digit"), &said));
    assert_true(slice_equal(said, SLICE("أُهمل «+» إذ ليس فيه حرف ولا رقم")));
    assert_false(page_said(arena, TONGUE_ARABIC, SLICE("something new"), &said));
    assert_true(slice_equal(said, SLICE("something new")));
    assert_false(page_said(arena, TONGUE_ARABIC,
                           SLICE("a '?' at the end of a word is taken for a mark of punctuation, too"),
                           &said));
    assert_true(page_said(arena, TONGUE_ENGLISH, SLICE("something new"), &said));
}

static void tongues_are_found_by_their_codes(void **state)
{
    (void)state;
    PageTongue tongue = TONGUE_ENGLISH;
    assert_true(page_tongue_find(SLICE("ar-EG"), &tongue));
    assert_int_equal(tongue, TONGUE_ARABIC);
    assert_true(page_tongue_find(SLICE("EN"), &tongue));
    assert_int_equal(tongue, TONGUE_ENGLISH);
    assert_false(page_tongue_find(SLICE("fr"), &tongue));
    assert_false(page_tongue_find(SLICE_EMPTY, &tongue));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_has_its_arabic),
        cmocka_unit_test(the_table_is_in_order_and_whole),
        cmocka_unit_test(numbers_of_things_follow_the_grammar),
        cmocka_unit_test(dates_are_said_in_both_tongues),
        cmocka_unit_test(tongues_are_found_by_their_codes),
        cmocka_unit_test(what_a_query_lacks_is_said_in_arabic),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
