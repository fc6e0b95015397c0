/* A folder of a test's own in the working folder, removed with everything in it at the end. */
#ifndef BASE_TEST_SCRATCH_H
#define BASE_TEST_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/test/cm.h"

static inline int scratch_remove(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static inline int scratch_open(void **state)
{
    char *folder = malloc(32);
    if (!folder)
        return -1;
    snprintf(folder, 32, "scratch-XXXXXX");
    *state = mkdtemp(folder);
    return *state ? 0 : -1;
}

static inline int scratch_close(void **state)
{
    nftw(*state, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return 0;
}

#define test_in_scratch(test) cmocka_unit_test_setup_teardown(test, scratch_open, scratch_close)

#endif
