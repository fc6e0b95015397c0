/* The table that the build makes of data/months.tsv: folded names, sorted bytewise; equal ones: without
 * needs_dot first. */
#ifndef TEXT_MONTHS_TABLE_H
#define TEXT_MONTHS_TABLE_H

#include "base/slice.h"

typedef struct MonthName {
    Slice folded;
    unsigned month;
    bool needs_dot; /* only behind a day with a full stop */
} MonthName;

extern const MonthName month_names[];
extern const size_t month_name_count;

#endif
