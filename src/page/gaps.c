/* The page of what is missing: days without articles gathered into months, and how a day or a month of the
 * report ("2014-06-27", "2014-06") is addressed and named. */
#include "page/parts.h"

enum { MONTHS_SHOWN = 60 };

size_t page_shown(size_t count, const MissingPage *page)
{
    return count < page->shown ? count : page->shown;
}

Slice page_gap_href(Builder *out, Slice when)
{
    Moment moment = {0};
    return moment_parse(when, &moment) ? page_day_href(out->arena, moment) : SLICE_EMPTY;
}

Slice page_gap_name(Builder *out, PageTongue tongue, Slice when)
{
    Moment moment = {0};
    return moment_parse(when, &moment) ? page_date_in(out->arena, tongue, moment, false) : when;
}

void page_missing_months(Arena *arena, const Slices *days, MissingPage *page)
{
    for (size_t i = 0; i < days->count; i++) {
        Moment moment = {0};
        int64_t year;
        unsigned month, day;
        if (!moment_parse(days->items[i], &moment))
            continue;
        civil_from_days(moment.local_s / 86400, &year, &month, &day);
        MissingMonth *last = page->months.count ? &page->months.items[page->months.count - 1] : NULL;
        if (!last || last->year != year || last->month != month) {
            if (page->months.count == MONTHS_SHOWN)
                return;
            last = LIST_ADD(arena, &page->months);
            *last = (MissingMonth){.year = year, .month = month};
            last->href = arena_format(arena, "/%04lld/%02u", (long long)year, month);
        }
        last->empty |= 1u << (day - 1);
        page->months_days++;
    }
}
