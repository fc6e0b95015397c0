/* Random queries in the languages of Factiva, Nexis, Trove and Lucene; search_random.h says how they are
 * asked and compared. */
#include "archive/test/search_random.h"

static void random_searches_in_other_languages_equal_a_scan_of_every_article(void **state)
{
    (void)state;
    ask_random(5000, true, 1000001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_searches_in_other_languages_equal_a_scan_of_every_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
