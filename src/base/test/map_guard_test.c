/* A mapped file that is cut short while it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map_guard.h"

static const char path[] = "map_guard_test.bytes";

static void write_bytes(size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        fputc('a', file);
    assert_int_equal(fclose(file), 0);
}

static void what_was_cut_off_reads_as_zeros_and_is_told(void **state)
{
    (void)state;
    FileMap map;
    Error err;
    write_bytes(100000);
    assert_int_equal(file_map(path, &map, &err), STATUS_OK);
    assert_int_equal(map.bytes.data[90000], 'a');
    assert_false(map_guard_is_cut(map.bytes));
    assert_int_equal(truncate(path, 10), 0);
    volatile const char *bytes = map.bytes.data;
    assert_int_equal(bytes[95000], 0);
    assert_int_equal(bytes[40000], 0);
    assert_true(map_guard_is_cut(map.bytes));
    file_unmap(&map);
    remove(path);
}

static void a_new_map_starts_whole(void **state)
{
    (void)state;
    FileMap map;
    Error err;
    write_bytes(5000);
    assert_int_equal(file_map(path, &map, &err), STATUS_OK);
    assert_false(map_guard_is_cut(map.bytes));
    file_unmap(&map);
    assert_false(map_guard_is_cut(map.bytes));
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_cut_off_reads_as_zeros_and_is_told),
        cmocka_unit_test(a_new_map_starts_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
