/* The calendar: every year with its months, and a year with its days, on which nothing is held because
 * nothing was published, or because it is missing. */
#include "server/inside.h"

#include "export/export.h"

enum { YEARS_MAX = 1000 };

/* "2014-06": false for anything coarser. */
static bool read_month(Slice value, int64_t *year, unsigned *month)
{
    uint64_t y, m;
    if (value.size != 7 || value.data[4] != '-' || !slice_to_u64(slice_range(value, 0, 4), &y) ||
        !slice_to_u64(slice_skip(value, 5), &m) || m < 1 || m > 12)
        return false;
    *year = (int64_t)y;
    *month = (unsigned)m;
    return true;
}

static void fill_years(Call *call, const Answer *answer, CalendarPage *page)
{
    const FacetCounts *years = facet_of(answer, FACET_YEAR), *months = facet_of(answer, FACET_MONTH);
    int64_t first, last, year;
    unsigned month;
    page->total = answer->total;
    page->undated = facet_count(years, SLICE("undated"));
    if (!facet_years(years, &first, &last) || last - first >= YEARS_MAX)
        return;
    page->chart.title = say(call, "Articles by year");
    for (int64_t y = first; y <= last; y++) {
        PageYear *row = LIST_ADD(call->arena, &page->years);
        Slice name = arena_format(call->arena, "%04lld", (long long)y);
        *row = (PageYear){.year = y, .total = facet_count(years, name)};
        *LIST_ADD(call->arena, &page->chart.bars) = (PageLink){
            .label = name,
            .href = row->total ? arena_format(call->arena, "/calendar/%.*s", SLICE_ARG(name)) : SLICE_EMPTY,
            .count = row->total};
    }
    for (size_t i = 0; months && i < months->count; i++)
        if (read_month(months->values[i].value, &year, &month) && year >= first && year <= last)
            page->years.items[year - first].counts[month - 1] = months->values[i].count;
}

/* ---- one year ---- */

static PageMonth *month_of(CalendarPage *page, Slice day, unsigned *number)
{
    int64_t year;
    unsigned month;
    uint64_t of_month;
    if (day.size != 10 || !read_month(slice_range(day, 0, 7), &year, &month) || year != page->year ||
        !slice_to_u64(slice_skip(day, 8), &of_month) || of_month < 1 || of_month > 31)
        return NULL;
    *number = (unsigned)of_month;
    return &page->months.items[month - 1];
}

static void fill_days(Call *call, const Answer *answer, CalendarPage *page)
{
    const FacetCounts *days = facet_of(answer, FACET_DAY);
    unsigned day;
    page->total = answer->total;
    for (unsigned month = 1; month <= 12; month++)
        *LIST_ADD(call->arena, &page->months) = (PageMonth){.year = page->year, .month = month};
    for (size_t i = 0; days && i < days->count; i++) {
        PageMonth *month = month_of(page, days->values[i].value, &day);
        if (month)
            month->counts[day - 1] = days->values[i].count;
    }
}

static void fill_missing(Call *call, CalendarPage *page)
{
    const MissingReport *missing = NULL;
    Error ignored; /* the calendar is of use without */
    unsigned day;
    if (lacks_of(call, &missing, &ignored) != STATUS_OK)
        return;
    page->has_missing = missing->empty_day_count <= missing->empty_days.count;
    for (size_t i = 0; i < missing->empty_days.count; i++) {
        PageMonth *month = month_of(page, missing->empty_days.items[i], &day);
        if (month) {
            month->missing |= 1u << (day - 1);
            page->has_missing = true;
        }
    }
}

static PageLink year_link(Call *call, int64_t year)
{
    Slice name = arena_format(call->arena, "%04lld", (long long)year);
    return (PageLink){.label = name, .href = arena_format(call->arena, "/calendar/%.*s", SLICE_ARG(name))};
}

Status show_calendar(Call *call, Error *err)
{
    int64_t year = call->route.kind == ROUTE_CALENDAR_YEAR ? call->route.year : 0;
    if (year && (year < call->site->first_year || year > call->site->last_year))
        return STATUS_END;
    const FacetRequest facets[] = {{FACET_YEAR, 0}, {year ? FACET_DAY : FACET_MONTH, 0}};
    Slice typed = year ? arena_format(call->arena, "date:%04lld NOT kind:photo", (long long)year)
                       : SLICE("NOT kind:photo");
    SearchRequest request = {.typed = typed,
                             .options = {.sort = SORT_OLDEST, .facets = facets, .facet_count = 2}};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    Status status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (call->wants_json) {
        reply_json(call, 200, export_answer(call->arena, answer, false));
        return STATUS_OK;
    }
    Slice path = year ? year_link(call, year).href : SLICE("/calendar");
    CalendarPage page = {.frame = {.site = call->site,
                                   .title = say(call, "Calendar"),
                                   .path = path,
                                   .twin = twin_of(call->arena, path, SLICE_EMPTY)},
                         .year = year};
    if (year) {
        page.frame.title =
            arena_format(call->arena, "%.*s %lld", SLICE_ARG(page.frame.title), (long long)year);
        fill_days(call, answer, &page);
        fill_missing(call, &page);
        if (year > call->site->first_year)
            page.earlier = year_link(call, year - 1);
        if (year < call->site->last_year)
            page.later = year_link(call, year + 1);
    } else {
        fill_years(call, answer, &page);
    }
    Builder out;
    builder_init(&out, call->arena);
    page_calendar(&out, &page);
    reply_html(call, 200, &out);
    return STATUS_OK;
}
