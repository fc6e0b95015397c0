/* Dates as newspapers print them, in many languages, and text that has none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "text/months_table.h"
#include "text/text.h"

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

static void assert_date(const char *text, bool is_month_first, const char *expected)
{
    Moment moment = {0};
    Span span = {0};
    const bool is_found = text_find_date(slice_from(text), is_month_first, &moment, &span);
    const Slice found = is_found ? moment_format(arena, moment) : SLICE("none");
    if (!slice_equal(found, slice_from(expected)))
        fail_msg("'%s' gives %.*s, not %s", text, SLICE_ARG(found), expected);
    if (is_found)
        assert_true(span.begin < span.end && span.end <= strlen(text));
}

static void printed_dates_are_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Jun 27, 2014", "2014-06-27"},
        {"Jun. 27, 2014", "2014-06-27"},
        {"JUNE 27 2014", "2014-06-27"},
        {"Friday 27 June 2014 at 14:05", "2014-06-27T14:05"},
        {"Friday, June 27th, 2014 - 2:05 pm", "2014-06-27T14:05"},
        {"14:05, Friday 27 June 2014", "2014-06-27T14:05"},
        {"posted at 12:30 a.m. on 27 June 2014", "2014-06-27T00:30"},
        {"27 June 2014 13:45 GMT", "2014-06-27T13:45Z"},
        {"2014-06-27T14:05:33+03:00", "2014-06-27T14:05+03:00"},
        {"2014-06-27T14:05:33.123Z", "2014-06-27T14:05Z"},
        {"27.06.2014", "2014-06-27"},
        {"27.06.2014, 14:05 Uhr", "2014-06-27T14:05"},
        {"27/06/14", "2014-06-27"},
        {"/2014/06/27/haftar", "2014-06-27"},
        {"27-Jun-2014", "2014-06-27"},
        {"31 February 2014", "2014-02"},
        {"27-28 June 2014", "2014-06-28"},
        {"June 27-28, 2014", "2014-06-27"},
        {"the 27th of June, 2014", "2014-06-27"},
        {"1st May 2005", "2005-05-01"},
        {"June 2014", "2014-06"},
        {"In May 2014 it began; on 3 June 2014 it ended", "2014-06-03"},
        {"Sept. 11, 2001", "2001-09-11"},
        {"April 12, 1861", "1861-04-12"},
        {"29 February 2015 and 1 March 2015", "2015-03-01"},
        {"٢٧ يونيو ٢٠١٤", "2014-06-27"},
        {"الجمعة 27 حزيران/يونيو 2014", "2014-06-27"},
        {"27 كانون الثاني 2014", "2014-01-27"},
        {"27 كانون الأول (ديسمبر) 2014", "2014-12-27"},
        {"الجمعة، 27 يونيو، 2014 - 10:30 م", "2014-06-27T22:30"},
        {"1er janvier 2014", "2014-01-01"},
        {"le 27 août 2014 à 14h05", "2014-08-27T14:05"},
        {"Freitag, 27. Juni 2014", "2014-06-27"},
        {"1. März 2014, 08:15", "2014-03-01T08:15"},
        {"27 de junio de 2014", "2014-06-27"},
        {"1º de março de 2014", "2014-03-01"},
        {"venerdì 27 giugno 2014", "2014-06-27"},
        {"27 juni 2014", "2014-06-27"},
        {"27. kesäkuuta 2014", "2014-06-27"},
        {"27 czerwca 2014", "2014-06-27"},
        {"27 listopada 2014", "2014-11-27"},
        {"27. listopada 2014.", "2014-10-27"},
        {"27. června 2014", "2014-06-27"},
        {"2014. június 27.", "2014-06-27"},
        {"2014. jún. 27.", "2014-06-27"},
        {"27 iunie 2014", "2014-06-27"},
        {"27 Ιουνίου 2014", "2014-06-27"},
        {"27 Haziran 2014", "2014-06-27"},
        {"27 Ağustos 2014 Çarşamba", "2014-08-27"},
        {"27 июня 2014 года", "2014-06-27"},
        {"1-го января 2014", "2014-01-01"},
        {"27 червня 2014", "2014-06-27"},
        {"27 юни 2014", "2014-06-27"},
        {"27. lipnja 2014.", "2014-06-27"},
        {"27. јун 2014.", "2014-06-27"},
        {"27. junija 2014", "2014-06-27"},
        {"2014 m. birželio 27 d.", "2014-06-27"},
        {"2014. gada 27. jūnijs", "2014-06-27"},
        {"27. juuni 2014", "2014-06-27"},
        {"27 ביוני 2014", "2014-06-27"},
        {"۲۷ ژوئن ۲۰۱۴", "2014-06-27"},
        {"27 Juni 2014", "2014-06-27"},
        {"27 Ogos 2014", "2014-08-27"},
        {"ngày 27 tháng 6 năm 2014", "2014-06-27"},
        {"27 tháng mười hai, 2014", "2014-12-27"},
        {"2014年6月27日", "2014-06-27"},
        {"2014年6月", "2014-06"},
        {"2014년 6월 27일", "2014-06-27"},
        {"2014. 06. 27.", "2014-06-27"},
        {"27 जून 2014", "2014-06-27"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_date(pairs[i][0], false, pairs[i][1]);
}

static void day_and_month_in_numbers_follow_the_custom(void **state)
{
    (void)state;
    assert_date("04/05/2014", false, "2014-05-04");
    assert_date("04/05/2014", true, "2014-04-05");
    assert_date("27/05/2014", true, "2014-05-27");
    assert_date("05/27/2014", false, "2014-05-27");
    assert_date("04.05.2014", true, "2014-05-04");
}

static void text_without_a_date_has_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "27",
        "June",
        "27 June",
        "June 27",
        "in 2014",
        "300 people",
        "version 1.2.10",
        "13/13/2014",
        "29 شعبان 1435",
        "ran out 2014",
        "call 555-2014",
        "B27 June",
        "May",
        "99/99/99",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_date(texts[i], false, "none");
}

static void the_span_tells_where_the_date_stands(void **state)
{
    (void)state;
    const Slice text = SLICE("Written on Friday, 27 June 2014 in Cairo");
    Moment moment;
    Span span;
    assert_true(text_find_date(text, false, &moment, &span));
    assert_true(slice_equal(slice_range(text, span.begin, span.end), SLICE("27 June 2014")));
    assert_true(text_find_date(text, false, &moment, NULL));
}

static void every_month_of_every_language_is_found_by_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < month_name_count; i++) {
        const MonthName *name = &month_names[i];
        if (i > 0)
            assert_true(slice_compare(name[-1].folded, name->folded) < 0 || name->needs_dot);
        assert_true(slice_equal(text_fold(arena, name->folded), name->folded));
        const Slice text =
            arena_format(arena, "27%s %.*s 2014", name->needs_dot ? "." : "", SLICE_ARG(name->folded));
        Moment moment;
        if (!text_find_date(text, false, &moment, NULL))
            fail_msg("no date in '%.*s'", SLICE_ARG(text));
        const Slice expected = arena_format(arena, "2014-%02u-27", name->month);
        if (!slice_equal(moment_format(arena, moment), expected))
            fail_msg("'%.*s' is not %.*s", SLICE_ARG(text), SLICE_ARG(expected));
    }
}

static void any_pieces_in_any_order_do_no_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "27", "2014",         "June",  " ", ".", "/", "-",  ":",  "14",   "05",    "99",     "٢٧", "年",
        "月", "日",           "tháng", "T", "Z", "+", "pm", "of", "\xFF", "كانون", "الثاني", "(",  ")",
        "1",  "000000000000", "\n",    "th"};
    uint64_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        Builder b;
        builder_init(&b, arena);
        for (int i = 0; i < 14; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            builder_add_string(&b, pieces[(seed >> 33) % (sizeof pieces / sizeof pieces[0])]);
        }
        Moment moment = {0};
        Span span;
        if (text_find_date(builder_slice(&b), round % 2, &moment, &span)) {
            assert_true(moment_is_known(moment));
            assert_true(span.begin < span.end && span.end <= b.size);
        }
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

static void a_megabyte_without_a_date_is_quick(void **state)
{
    (void)state;
    static const char *const hostile[] = {"1:",     "June ", "27 ", "2014/",    "tháng ",
                                          "كانون ", "a",     "1",   "27 de of "};
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        Builder b;
        builder_init(&b, arena);
        while (b.size < 1 << 19)
            builder_add_string(&b, hostile[i]);
        Moment moment;
        assert_false(text_find_date(builder_slice(&b), false, &moment, NULL));
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_dates_are_read),
        cmocka_unit_test(day_and_month_in_numbers_follow_the_custom),
        cmocka_unit_test(text_without_a_date_has_none),
        cmocka_unit_test(the_span_tells_where_the_date_stands),
        cmocka_unit_test(every_month_of_every_language_is_found_by_its_name),
        cmocka_unit_test(any_pieces_in_any_order_do_no_harm),
        cmocka_unit_test(a_megabyte_without_a_date_is_quick),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
