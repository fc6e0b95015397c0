/* The clock. Only cli, server and archive ask it; everybody else is told the time. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_unix_s(void);       /* wall clock, seconds since 1970 UTC */
int64_t clock_monotonic_us(void); /* for durations, microseconds */

#endif
