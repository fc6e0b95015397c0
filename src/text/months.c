/* A month by its name, in the table that the build makes of data/months.tsv. */
#include "text/months_table.h"
#include "text/runes.h"

/* Most names are told apart by their first letters. */
static int compare_names(Slice a, Slice b)
{
    if (a.size > 0 && b.size > 0 && a.data[0] != b.data[0])
        return (unsigned char)a.data[0] - (unsigned char)b.data[0];
    return slice_compare(a, b);
}

/* The first name that is not before it. */
static size_t first_not_before(Slice folded)
{
    size_t low = 0, high = month_name_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_names(month_names[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool month_may_go_on(Slice folded)
{
    size_t at = first_not_before(folded);
    while (at < month_name_count && slice_equal(month_names[at].folded, folded))
        at++;
    for (; at < month_name_count && slice_starts_with(month_names[at].folded, folded); at++)
        if (month_names[at].folded.data[folded.size] == ' ')
            return true;
    return false;
}

unsigned month_by_name(Slice folded, bool has_day_dot)
{
    size_t low = first_not_before(folded);
    unsigned month = 0;
    for (; low < month_name_count && slice_equal(month_names[low].folded, folded); low++)
        if (!month_names[low].needs_dot || has_day_dot)
            month = month_names[low].month;
    return month;
}
