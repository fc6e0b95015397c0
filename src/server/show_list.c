/* Lists in WordPress's grammar: a section, a tag, a writer; a year, a month, a day. Each is a search for one
 * facet, newest first, with its total, its span, a chart of time and what stands beside it. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum { RELATED_MAX = 12 };

typedef struct ListKind {
    const char *name; /* above the heading */
    const char *base; /* of its addresses; time has its own */
    FacetField field; /* what it asks for */
    FacetField chart; /* counted for the chart or the table of days */
    FacetField related;
    const char *related_title, *related_base;
    size_t size; /* entries a page */
} ListKind;

static const ListKind KINDS[ROUTES] = {
    [ROUTE_CATEGORY] = {"Section", "/category/", FACET_SECTION, FACET_YEAR, FACET_AUTHOR, "Writers",
                        "/author/", LIST_SIZE},
    [ROUTE_TAG] = {"Tag", "/tag/", FACET_TAG, FACET_YEAR, FACET_SECTION, "Sections", "/category/", LIST_SIZE},
    [ROUTE_AUTHOR] = {"Writer", "/author/", FACET_AUTHOR, FACET_YEAR, FACET_SECTION, "Sections", "/category/",
                      LIST_SIZE},
    [ROUTE_YEAR] = {"Year", "", FACET_YEAR, FACET_MONTH, FACET_SECTION, "Sections", "/category/", LIST_SIZE},
    [ROUTE_MONTH] = {"Month", "", FACET_MONTH, FACET_DAY, FACET_SECTION, "Sections", "/category/", LIST_SIZE},
    [ROUTE_DAY] = {"Day", "", FACET_DAY, FACET_DAY, FACET_SECTION, "Sections", "/category/", LIST_DAY_SIZE},
};

static bool is_of_time(RouteKind kind)
{
    return kind == ROUTE_YEAR || kind == ROUTE_MONTH || kind == ROUTE_DAY;
}

static Slice time_value(Arena *arena, const Route *route)
{
    if (route->kind == ROUTE_YEAR)
        return arena_format(arena, "%04lld", (long long)route->year);
    if (route->kind == ROUTE_MONTH)
        return arena_format(arena, "%04lld-%02u", (long long)route->year, route->month);
    return arena_format(arena, "%04lld-%02u-%02u", (long long)route->year, route->month, route->day);
}

static Slice time_path(Arena *arena, int64_t year, unsigned month, unsigned day)
{
    Moment moment = {0};
    Grain grain = month == 0 ? GRAIN_YEAR : day == 0 ? GRAIN_MONTH : GRAIN_DAY;
    (void)moment_make(&moment, grain, year, month ? month : 1, day ? day : 1, 0, 0);
    return page_day_href(arena, moment);
}

static Moment time_moment(const Route *route)
{
    Moment moment = {0};
    Grain grain = route->kind == ROUTE_YEAR    ? GRAIN_YEAR
                  : route->kind == ROUTE_MONTH ? GRAIN_MONTH
                                               : GRAIN_DAY;
    (void)moment_make(&moment, grain, route->year, route->month ? route->month : 1,
                      route->day ? route->day : 1, 0, 0);
    return moment;
}

static Status search(Call *call, Slice typed, SearchOptions options, Answer *answer, Error *err)
{
    SearchRequest request = {.typed = typed, .options = options, .snippets_per_hit = 1};
    return archive_search(call->worker->archive, call->arena, &request, answer, err);
}

/* ---- charts ---- */

static void chart_years(Call *call, const Answer *answer, const ListKind *kind, ListPage *page)
{
    const FacetCounts *years = facet_of(answer, FACET_YEAR);
    int64_t first, last;
    if (!facet_years(years, &first, &last))
        return;
    page->first = arena_format(call->arena, "%lld", (long long)first);
    page->last = arena_format(call->arena, "%lld", (long long)last);
    if (first == last || last - first > 400)
        return;
    page->chart.title = say(call, "By year");
    page->chart.undated = facet_count(years, SLICE("undated"));
    Slice name = url_encode(call->arena, call->route.name);
    Slice field = facet_field_name(kind->field);
    for (int64_t year = first; year <= last; year++) {
        Slice label = arena_format(call->arena, "%04lld", (long long)year);
        uint64_t count = facet_count(years, label);
        Slice href = arena_format(call->arena, "/search?%.*s=%.*s&not-kind=photo&year=%.*s", SLICE_ARG(field),
                                  SLICE_ARG(name), SLICE_ARG(label));
        *LIST_ADD(call->arena, &page->chart.bars) =
            (PageLink){.label = label, .href = count ? href : SLICE_EMPTY, .count = count};
    }
}

static void chart_months(Call *call, const Answer *answer, ListPage *page)
{
    const FacetCounts *months = facet_of(answer, FACET_MONTH);
    page->chart.title = say(call, "By month");
    for (unsigned month = 1; month <= 12; month++) {
        Slice value = arena_format(call->arena, "%04lld-%02u", (long long)call->route.year, month);
        uint64_t count = facet_count(months, value);
        *LIST_ADD(call->arena, &page->chart.bars) =
            (PageLink){.label = page_month_short(call->site->tongue, month),
                       .href = count ? time_path(call->arena, call->route.year, month, 0) : SLICE_EMPTY,
                       .count = count};
    }
}

static void table_days(Call *call, const Answer *answer, ListPage *page)
{
    const FacetCounts *days = facet_of(answer, FACET_DAY);
    PageMonth *month = ARENA_NEW(call->arena, PageMonth);
    month->year = call->route.year;
    month->month = call->route.month;
    for (unsigned day = 1; day <= month_length(month->year, month->month); day++)
        month->counts[day - 1] = facet_count(
            days, arena_format(call->arena, "%04lld-%02u-%02u", (long long)month->year, month->month, day));
    page->month = month;
}

/* ---- neighbours in time ---- */

/* The nearest article before or after the list's interval. */
static void find_neighbour(Call *call, bool is_later, PageLink *link)
{
    const Route *route = &call->route;
    unsigned month = route->month ? route->month : is_later ? 12 : 1;
    unsigned day = route->day ? route->day : is_later ? month_length(route->year, month) : 1;
    int64_t edge = days_from_civil(route->year, month, day) + (is_later ? 1 : -1), year;
    civil_from_days(edge, &year, &month, &day);
    if (year < 1000 || year > 9999)
        return;
    Slice date = arena_format(call->arena, "%04lld-%02u-%02u", (long long)year, month, day);
    Slice typed =
        is_later ? arena_format(call->arena, "date:[%.*s TO 9999-12-31] NOT kind:photo", SLICE_ARG(date))
                 : arena_format(call->arena, "date:[1000-01-01 TO %.*s] NOT kind:photo", SLICE_ARG(date));
    Answer answer;
    Error ignored; /* the list is of use without */
    SearchOptions options = {.sort = is_later ? SORT_OLDEST : SORT_NEWEST, .limit = 1};
    if (search(call, typed, options, &answer, &ignored) != STATUS_OK || answer.hit_count == 0)
        return;
    Moment found = archive_local(call->worker->archive, answer.hits[0].article.published);
    found.grain = route->kind == ROUTE_YEAR    ? GRAIN_YEAR
                  : route->kind == ROUTE_MONTH ? GRAIN_MONTH
                                               : GRAIN_DAY;
    int64_t seconds = found.local_s;
    civil_from_days(seconds >= 0 ? seconds / 86400 : -((86399 - seconds) / 86400), &year, &month, &day);
    link->label = page_date_in(call->arena, call->site->tongue, found, false);
    link->href = time_path(call->arena, year, route->kind == ROUTE_YEAR ? 0 : month,
                           route->kind == ROUTE_DAY ? day : 0);
}

static void add_trail(Call *call, ListPage *page)
{
    const Route *route = &call->route;
    if (route->kind == ROUTE_YEAR)
        return;
    *LIST_ADD(call->arena, &page->trail) =
        (PageLink){.label = arena_format(call->arena, "%lld", (long long)route->year),
                   .href = time_path(call->arena, route->year, 0, 0)};
    if (route->kind == ROUTE_DAY)
        *LIST_ADD(call->arena, &page->trail) =
            (PageLink){.label = page_month_in(call->site->tongue, route->month),
                       .href = time_path(call->arena, route->year, route->month, 0)};
}

/* ---- the page ---- */

static void add_related(Call *call, const Answer *answer, const ListKind *kind, ListPage *page)
{
    const FacetCounts *facet = facet_of(answer, kind->related);
    page->related_title = say(call, kind->related_title);
    for (size_t i = 0; facet && i < facet->count; i++)
        *LIST_ADD(call->arena, &page->related) =
            (PageLink){.label = facet_label(answer, facet, i),
                       .href = arena_format(call->arena, "%s%.*s", kind->related_base,
                                            SLICE_ARG(url_encode(call->arena, facet->values[i].value))),
                       .count = facet->values[i].count};
}

/* The day as the paper saw it: its sections, in the order in which they come first. */
static void group_entries(Call *call, ListPage *page)
{
    for (size_t i = 0; i < page->entries.count; i++) {
        const Label *section = &page->entries.items[i].article->section;
        size_t g = 0;
        while (g < page->groups.count && !slice_equal(page->groups.items[g].key, section->slug))
            g++;
        if (g == page->groups.count) {
            bool has_name = !slice_is_empty(section->slug);
            *LIST_ADD(call->arena, &page->groups) = (PageGroup){
                .key = section->slug,
                .title = {.label = !has_name                        ? say(call, "In the paper")
                                   : slice_is_empty(section->label) ? section->slug
                                                                    : section->label,
                          .href = has_name ? arena_format(call->arena, "/category/%.*s",
                                                          SLICE_ARG(url_encode(call->arena, section->slug)))
                                           : SLICE_EMPTY}};
        }
        *LIST_ADD(call->arena, &page->groups.items[g].entries) = page->entries.items[i];
    }
    if (page->groups.count < 2)
        page->groups.count = 0; /* one section needs no heading */
}

/* The first and the last year that have pieces, for the box that jumps to a month. */
static void set_bounds(Call *call, const Answer *answer, ListPage *page)
{
    int64_t first, last;
    if (page->pages < 2)
        return;
    page->jump_href = page->base;
    if (call->route.kind == ROUTE_YEAR)
        first = last = call->route.year;
    else if (!facet_years(facet_of(answer, FACET_YEAR), &first, &last))
        return;
    page->jump_min = arena_format(call->arena, "%04lld-01", (long long)first);
    page->jump_max = arena_format(call->arena, "%04lld-12", (long long)last);
}

static Slice page_path(Arena *arena, Slice base, uint64_t number)
{
    return number <= 1 ? base
                       : arena_format(arena, "%.*s/page/%llu", SLICE_ARG(base), (unsigned long long)number);
}

/* "?jump=2014-06": leads to where that month ends in the list, by counting what is newer. */
static Status show_jump(Call *call, Slice typed, const ListKind *kind, Error *err)
{
    Moment moment;
    Slice wanted = query_value(call, "jump");
    if (!moment_parse(wanted, &moment))
        return error_set(err, STATUS_SKIP, "a month is written 2014-06, not '%.*s'", SLICE_ARG(wanted));
    Slice newer = arena_format(call->arena, "%.*s AND date:>%.*s", SLICE_ARG(typed),
                               SLICE_ARG(slice_range(wanted, 0, 7)));
    SearchRequest request = {.typed = newer, .is_count_only = true};
    Answer answer;
    Status status = archive_search(call->worker->archive, call->arena, &request, &answer, err);
    if (status != STATUS_OK)
        return status;
    uint64_t at = answer.total % kind->size;
    Slice path = page_path(call->arena, list_base(call), answer.total / kind->size + 1);
    show_redirect(call, arena_format(call->arena, "%.*s#n%llu", SLICE_ARG(path), (unsigned long long)at + 1));
    call->reply->status = 302;
    call->reply->is_kept = false;
    return STATUS_OK;
}

static void fill_page(Call *call, Answer *answer, const ListKind *kind, ListPage *page)
{
    const Route *route = &call->route;
    page->kind = say(call, kind->name);
    page->total = answer->total;
    page->page = route->page;
    page->pages = answer->total ? (answer->total + kind->size - 1) / kind->size : 1;
    page->heading = list_heading(call);
    page->base = list_base(call);
    if (is_of_time(route->kind)) {
        add_trail(call, page);
        find_neighbour(call, false, &page->earlier);
        find_neighbour(call, true, &page->later);
    }
    if (route->kind == ROUTE_YEAR)
        chart_months(call, answer, page);
    else if (route->kind == ROUTE_MONTH)
        table_days(call, answer, page);
    else if (route->kind != ROUTE_DAY)
        chart_years(call, answer, kind, page);
    add_related(call, answer, kind, page);
    entries_of(call, answer->hits, answer->hit_count, &page->entries);
    for (size_t i = 0; i < page->entries.count; i++)
        page->entries.items[i].number = i + 1;
    if (route->kind == ROUTE_DAY)
        group_entries(call, page);
    else if (route->kind != ROUTE_MONTH)
        set_bounds(call, answer, page);
}

/* The same list as a search, to be narrowed further. */
static Slice list_search_href(Call *call)
{
    return arena_format(call->arena, "/search?q=%.*s&sort=-date",
                        SLICE_ARG(url_encode(call->arena, list_query(call))));
}

static void show_list_page(Call *call, Answer *answer, const ListKind *kind)
{
    ListPage page = {.frame.site = call->site};
    fill_page(call, answer, kind, &page);
    Slice path = page_path(call->arena, page.base, page.page);
    page.frame.title = page.page > 1 ? arena_format(call->arena, "%.*s, page %llu", SLICE_ARG(page.heading),
                                                    (unsigned long long)page.page)
                                     : page.heading;
    page.frame.path = path;
    page.search_href = list_search_href(call);
    page.frame.twin = twin_of(call->arena, path, SLICE_EMPTY);
    page.frame.feed = arena_format(call->arena, "%.*s/feed", SLICE_ARG(page.base));
    page.frame.description =
        arena_format(call->arena, "%.*s: %.*s · %.*s", SLICE_ARG(page.heading),
                     SLICE_ARG(page_counted(call->arena, call->site->tongue, page.total, THING_ARTICLE)),
                     SLICE_ARG(call->site->title));
    if (page.page > 1)
        page.frame.previous = page_path(call->arena, page.base, page.page - 1);
    if (page.page < page.pages)
        page.frame.next = page_path(call->arena, page.base, page.page + 1);
    Builder out;
    builder_init(&out, call->arena);
    page_list(&out, &page);
    reply_html(call, page.total ? 200 : 404, &out);
    list_links(call, &page.frame, page.base, page_path(call->arena, page.base, page.pages));
}

/* A page far beyond the end costs a count, not the collection of all that lies before it. */
static bool is_beyond_end(Call *call, Slice typed, size_t offset)
{
    SearchRequest request = {.typed = typed, .options = {.sort = SORT_NEWEST}, .is_count_only = true};
    Answer answer;
    Error ignored; /* the search itself will meet it again */
    return offset > 0 &&
           archive_search(call->worker->archive, call->arena, &request, &answer, &ignored) == STATUS_OK &&
           offset >= answer.total;
}

/* An empty day or month within the paper's years has a page that leads on to its neighbours; others have
 * none. */
static bool is_within_years(const Call *call)
{
    return is_of_time(call->route.kind) && call->site->first_year != 0 &&
           call->route.year >= call->site->first_year && call->route.year <= call->site->last_year;
}

Slice list_query(Call *call)
{
    const Route *route = &call->route;
    Builder typed;
    builder_init(&typed, call->arena);
    if (is_of_time(route->kind))
        builder_format(&typed, "date:%.*s", SLICE_ARG(time_value(call->arena, route)));
    else
        clause_add(&typed, KINDS[route->kind].field, route->name);
    builder_add(&typed, SLICE(" NOT kind:photo")); /* a photo's own page is no piece */
    return builder_slice(&typed);
}

Slice list_heading(Call *call)
{
    const Route *route = &call->route;
    return is_of_time(route->kind)
               ? page_date_in(call->arena, call->site->tongue, time_moment(route), true)
               : archive_label(call->worker->archive, call->arena, KINDS[route->kind].field, route->name);
}

Slice list_base(Call *call)
{
    const Route *route = &call->route;
    return is_of_time(route->kind) ? time_path(call->arena, route->year, route->month, route->day)
                                   : arena_format(call->arena, "%s%.*s", KINDS[route->kind].base,
                                                  SLICE_ARG(url_encode(call->arena, route->name)));
}

Status show_list(Call *call, Error *err)
{
    if (call->route.kind == ROUTE_DAY_NAME) {
        show_redirect(call, time_path(call->arena, call->route.year, call->route.month, call->route.day));
        return STATUS_OK;
    }
    const ListKind *kind = &KINDS[call->route.kind];
    Slice typed = list_query(call);
    const FacetRequest facets[] = {{kind->chart, 0}, {kind->related, RELATED_MAX}};
    SearchOptions options = {.sort = SORT_NEWEST,
                             .limit = kind->size,
                             .offset = (call->route.page - 1) * kind->size,
                             .facets = facets,
                             .facet_count = 2};
    if (!slice_is_empty(query_value(call, "jump")) && !call->wants_json)
        return show_jump(call, typed, kind, err);
    if (is_beyond_end(call, typed, options.offset))
        return STATUS_END;
    Answer *answer = ARENA_NEW(call->arena, Answer);
    Status status = search(call, typed, options, answer, err);
    if (status != STATUS_OK)
        return status == STATUS_SKIP ? STATUS_END : status; /* no section can have such a name */
    if (answer->hit_count == 0 && (call->route.page > 1 || !is_within_years(call)))
        return STATUS_END;
    if (call->wants_json)
        reply_json(call, answer->total ? 200 : 404, export_answer(call->arena, answer, false));
    else
        show_list_page(call, answer, kind);
    return STATUS_OK;
}
