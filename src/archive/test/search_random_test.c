/* Random queries in the native language; search_random.h says how they are asked and compared. */
#include "archive/test/search_random.h"

static void random_searches_equal_a_scan_of_every_article(void **state)
{
    (void)state;
    ask_random(5000, false, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_searches_equal_a_scan_of_every_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
