/* A month by its name, in the table that the build makes of data/months.tsv. */
#include "text/months_table.h"
#include "text/runes.h"

unsigned month_by_name(Slice folded, bool has_day_dot)
{
    size_t low = 0, high = month_name_count;
    while (low < high) { /* to the first name that is not before it */
        const size_t middle = (low + high) / 2;
        if (slice_compare(month_names[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    unsigned month = 0;
    for (; low < month_name_count && slice_equal(month_names[low].folded, folded); low++)
        if (!month_names[low].needs_dot || has_day_dot)
            month = month_names[low].month;
    return month;
}
