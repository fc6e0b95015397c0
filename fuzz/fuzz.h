/* What the targets share: the entry that libFuzzer and driver.c call, and a check that holds in every build.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must be true of any input. */
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fatal("%s:%d: not so: %s", __FILE__, __LINE__, #condition);                                      \
    } while (0)

#endif
