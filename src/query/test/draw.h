/* What the tests that draw queries at random share: numbers from a seed, and the archive's last day. */
#ifndef QUERY_TEST_DRAW_H
#define QUERY_TEST_DRAW_H

#include "query/query.h"

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static ParseOptions options(void)
{
    return (ParseOptions){.last_day = (int32_t)days_from_civil(2017, 9, 26)};
}

#endif
