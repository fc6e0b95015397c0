/* Titles of archives and the papers that they are of. */
#include "base/test/cm.h"
#include "model/paper.h"

static void the_paper_is_the_title_without_its_archive_words(void **state)
{
    (void)state;
    static const struct {
        const char *title, *publisher, *name;
    } cases[] = {
        {"THE TRAMONTANE English Archive 2006 -2017", "The Tramontane", "The Tramontane"},
        {"THE TRAMONTANE English Archive 2006 -2017", "Harbour Press", "THE TRAMONTANE"},
        {"The Tramontane Archive", "", "The Tramontane"},
        {"The Tramontane - Archives (1998–2004)", "", "The Tramontane"},
        {"The Tramontane, Arabic archive", "", "The Tramontane"},
        {"The Tramontane 2006-2017 Archive", "", "The Tramontane"},
        {"The Tramontane", "THE TRAMONTANE", "THE TRAMONTANE"},
        {"The Daily English", "", "The Daily English"},
        {"Harbour 2000", "", "Harbour 2000"},
        {"أرشيف الترامونتانا 2006-2017", "", "الترامونتانا"},
        {"الترامونتانا - الأرشيف", "", "الترامونتانا"},
        {"أرشيف الترامونتانا العربي", "", "الترامونتانا"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Slice name = paper_name(slice_from(cases[i].title), slice_from(cases[i].publisher));
        if (!slice_equal(name, slice_from(cases[i].name)))
            fail_msg("'%s' gives '%.*s'", cases[i].title, SLICE_ARG(name));
    }
}

static void a_title_of_which_nothing_would_be_left_stays_whole(void **state)
{
    (void)state;
    static const char *const titles[] = {
        "Archive", "The Archive 2006-2017", "English Archive", "أرشيف", "2006-2017",
        "",        "The English Archive"};
    static const char *const names[] = {
        "Archive", "The Archive 2006-2017", "English", "أرشيف", "2006-2017", "", "The English"};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        Slice name = paper_name(slice_from(titles[i]), SLICE_EMPTY);
        if (!slice_equal(name, slice_from(names[i])))
            fail_msg("'%s' gives '%.*s'", titles[i], SLICE_ARG(name));
    }
}

static void a_name_is_the_paper_whatever_its_case_or_article(void **state)
{
    (void)state;
    assert_true(paper_is_same(SLICE("TRAMONTANE"), SLICE("The Tramontane")));
    assert_true(paper_is_same(SLICE("the tramontane "), SLICE("Tramontane")));
    assert_false(paper_is_same(SLICE("The Tramontane Staff"), SLICE("The Tramontane")));
    assert_false(paper_is_same(SLICE_EMPTY, SLICE_EMPTY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_paper_is_the_title_without_its_archive_words),
        cmocka_unit_test(a_title_of_which_nothing_would_be_left_stays_whole),
        cmocka_unit_test(a_name_is_the_paper_whatever_its_case_or_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
