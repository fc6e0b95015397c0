/* Errors: a chain from the outside in, cut where its room ends. */
#include <errno.h>

#include "base/error.h"
#include "base/test/cm.h"

static void one_line_tells_and_returns(void **state)
{
    (void)state;
    Error err;
    assert_int_equal(error_set(&err, STATUS_SKIP, "no length at byte %d", 12), STATUS_SKIP);
    assert_string_equal(err.message, "no length at byte 12");
    assert_int_equal(error_set(NULL, STATUS_FAIL, "unheard"), STATUS_FAIL);
}

static void the_outer_place_stands_in_front(void **state)
{
    (void)state;
    Error err;
    error_set(&err, STATUS_SKIP, "bad record");
    assert_int_equal(error_while(&err, STATUS_SKIP, "record %d", 3), STATUS_SKIP);
    assert_int_equal(error_while(&err, STATUS_FAIL, "importing '%s'", "a.warc"), STATUS_FAIL);
    assert_string_equal(err.message, "importing 'a.warc': record 3: bad record");
    assert_int_equal(error_while(NULL, STATUS_FAIL, "x"), STATUS_FAIL);
}

static void good_news_leaves_the_message(void **state)
{
    (void)state;
    Error err;
    error_set(&err, STATUS_SKIP, "as it was");
    assert_int_equal(error_while(&err, STATUS_OK, "x"), STATUS_OK);
    assert_int_equal(error_while(&err, STATUS_END, "x"), STATUS_END);
    assert_string_equal(err.message, "as it was");
}

static void the_system_is_quoted_and_errno_kept(void **state)
{
    (void)state;
    Error err;
    errno = ENOENT;
    assert_int_equal(error_errno(&err, STATUS_FAIL, "cannot open '%s'", "x"), STATUS_FAIL);
    assert_string_equal(err.message, "cannot open 'x': No such file or directory");
    assert_int_equal(errno, ENOENT);
}

static void a_chain_that_is_too_long_is_cut(void **state)
{
    (void)state;
    Error err;
    error_set(&err, STATUS_SKIP, "%01020d!", 0);
    for (int i = 0; i < 100; i++)
        error_while(&err, STATUS_SKIP, "a place some way out");
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    error_set(&err, STATUS_SKIP, "%05000d", 0);
    errno = EIO;
    error_errno(&err, STATUS_FAIL, "%05000d", 1);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_tells_and_returns),
        cmocka_unit_test(the_outer_place_stands_in_front),
        cmocka_unit_test(good_news_leaves_the_message),
        cmocka_unit_test(the_system_is_quoted_and_errno_kept),
        cmocka_unit_test(a_chain_that_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
