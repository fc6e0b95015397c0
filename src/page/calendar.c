/* The shades of the calendar: a month's count against the greatest, in five steps. The steps follow the
 * square root, so that thin months are still told apart beside rich ones. */
#include "page/parts.h"

enum { LEVELS = 5 };

uint64_t page_most(const PageYears *years)
{
    uint64_t most = 0;
    for (size_t i = 0; i < years->count; i++)
        for (size_t month = 0; month < 12; month++)
            if (years->items[i].counts[month] > most)
                most = years->items[i].counts[month];
    return most;
}

uint64_t page_month_total(const PageMonth *month)
{
    uint64_t total = 0;
    for (size_t i = 0; i < sizeof month->counts / sizeof month->counts[0]; i++)
        total += month->counts[i];
    return total;
}

unsigned page_level(uint64_t count, uint64_t most)
{
    if (count == 0 || most == 0)
        return 0;
    for (unsigned level = 1; level < LEVELS; level++) /* count / most <= (level / LEVELS)^2 */
        if ((double)count * LEVELS * LEVELS <= (double)most * level * level)
            return level;
    return LEVELS;
}
