/* The first page: what the archive holds, its latest days, and what it has on this day of other years. Its
 * twin is the same search as JSON: everything but the photos' own pages. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum {
    LATEST_MAX = 24,
    CARDS_MAX = 3,
    CARD_AMONG = 12,
    DAYS_MAX = 12,
    LABELS_MAX = 12,
    PAST_MAX = 6,
    DAY_S = 24 * 60 * 60
};

/* The day (or month, or year) of a moment, without its minutes. */
static Moment day_of(Moment moment)
{
    if (moment.grain == GRAIN_MINUTE) {
        int64_t into = ((moment.local_s % DAY_S) + DAY_S) % DAY_S;
        moment = (Moment){.local_s = moment.local_s - into, .grain = GRAIN_DAY};
    }
    return moment;
}

static void group_days(Call *call, const PageEntries *entries, PageDays *days)
{
    for (size_t i = 0; i < entries->count; i++) {
        Moment day = day_of(entries->items[i].article->published);
        PageDay *last = days->count ? &days->items[days->count - 1] : NULL;
        if (!last || !moment_equal(last->day, day)) {
            if (days->count == DAYS_MAX)
                break;
            last = LIST_ADD(call->arena, days);
            last->day = day;
            last->href = page_day_href(call->arena, day);
        }
        *LIST_ADD(call->arena, &last->entries) = entries->items[i];
    }
}

/* The newest pieces that have a headline and a photo stand as cards; the days have all others. */
static void take_cards(Arena *arena, const PageEntries *entries, PageEntries *cards, PageEntries *others)
{
    for (size_t i = 0; i < entries->count; i++) {
        const PageEntry *entry = &entries->items[i];
        bool is_card = i < CARD_AMONG && cards->count < CARDS_MAX && !slice_is_empty(entry->picture.src) &&
                       !slice_is_empty(entry->article->headline);
        *LIST_ADD(arena, is_card ? cards : others) = *entry;
    }
}

static void links_of_facet(Call *call, const Answer *answer, FacetField field, const char *base,
                           PageLinks *links)
{
    const FacetCounts *facet = facet_of(answer, field);
    for (size_t i = 0; facet && i < facet->count; i++)
        *LIST_ADD(call->arena, links) =
            (PageLink){.label = facet_label(answer, facet, i),
                       .href = arena_format(call->arena, "%s%.*s", base,
                                            SLICE_ARG(url_encode(call->arena, facet->values[i].value))),
                       .count = facet->values[i].count};
}

static void chart_years(Call *call, const FacetCounts *years, PageChart *chart)
{
    int64_t first, last;
    chart->title = say(call, "Articles by year");
    if (!facet_years(years, &first, &last) || last - first > 400)
        return;
    for (int64_t year = first; year <= last; year++) {
        Slice label = arena_format(call->arena, "%04lld", (long long)year);
        uint64_t count = facet_count(years, label);
        *LIST_ADD(call->arena, &chart->bars) =
            (PageLink){.label = label,
                       .href = count ? arena_format(call->arena, "/%.*s", SLICE_ARG(label)) : SLICE_EMPTY,
                       .count = count};
    }
}

/* Pieces of this day of the year, or else of this month, the latest years first. */
static bool find_past(Call *call, bool is_month, FrontPage *page)
{
    int64_t year;
    unsigned month, day;
    civil_from_days(call->request->day, &year, &month, &day);
    Slice typed = is_month ? arena_format(call->arena, "month:%02u NOT kind:photo", month)
                           : arena_format(call->arena, "day:%02u-%02u NOT kind:photo", month, day);
    SearchRequest request = {.typed = typed, .options = {.sort = SORT_NEWEST, .limit = 4 * PAST_MAX}};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    Error ignored; /* the page is of use without */
    if (archive_search(call->worker->archive, call->arena, &request, answer, &ignored) != STATUS_OK)
        return false;
    Slice last = SLICE_EMPTY;
    for (size_t i = 0; i < answer->hit_count && page->past.count < PAST_MAX; i++) {
        const Article *article = &answer->hits[i].article;
        Slice of_year = slice_range(
            moment_format(call->arena, archive_local(call->worker->archive, article->published)), 0, 4);
        if (is_month && slice_equal(of_year, last))
            continue; /* one of each year will do */
        last = of_year;
        *LIST_ADD(call->arena, &page->past) = entry_of(call, article);
    }
    Slice name = page_month_in(call->site->tongue, month);
    if (!is_month)
        name = arena_format(call->arena, "%u %.*s", day, SLICE_ARG(name));
    page->past_title =
        arena_format(call->arena, "%.*s %.*s", SLICE_ARG(name), SLICE_ARG(say(call, "in other years")));
    page->past_href =
        arena_format(call->arena, "/search?q=%.*s&sort=-date", SLICE_ARG(url_encode(call->arena, typed)));
    return page->past.count > 0;
}

Status show_front(Call *call, Error *err)
{
    static const FacetRequest facets[] = {
        {FACET_YEAR, 0}, {FACET_SECTION, LABELS_MAX}, {FACET_AUTHOR, LABELS_MAX}, {FACET_PLACE, LABELS_MAX}};
    /* A photo's own page is found by search; it is no piece of a day. */
    SearchRequest request = {.typed = SLICE("NOT kind:photo"),
                             .options = {.sort = SORT_NEWEST,
                                         .limit = LATEST_MAX,
                                         .facets = facets,
                                         .facet_count = sizeof facets / sizeof facets[0]},
                             .snippets_per_hit = 1};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    Status status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (call->wants_json) {
        reply_json(call, 200, export_answer(call->arena, answer, false));
        return STATUS_OK;
    }
    const FacetCounts *years = facet_of(answer, FACET_YEAR);
    Slice counted = page_counted(call->arena, call->site->tongue, answer->total, THING_ARTICLE);
    FrontPage page = {
        .frame = {.site = call->site,
                  .feed = SLICE("/feed"),
                  .path = SLICE("/"),
                  .twin = SLICE("/index.json"),
                  .has_box = true,
                  .description = arena_format(call->arena, "%.*s: %.*s", SLICE_ARG(call->site->title),
                                              SLICE_ARG(counted))},
        .total = answer->total,
        .undated = facet_count(years, SLICE("undated"))};
    chart_years(call, years, &page.years);
    links_of_facet(call, answer, FACET_SECTION, "/category/", &page.sections);
    links_of_facet(call, answer, FACET_AUTHOR, "/author/", &page.authors);
    links_of_facet(call, answer, FACET_PLACE, "/search?place=", &page.places);
    PageEntries entries = {0}, others = {0};
    entries_of(call, answer->hits, answer->hit_count, &entries);
    take_cards(call->arena, &entries, &page.cards, &others);
    group_days(call, &others, &page.latest);
    if (!find_past(call, false, &page))
        (void)find_past(call, true, &page);
    Builder out;
    builder_init(&out, call->arena);
    page_front(&out, &page);
    reply_html(call, 200, &out);
    return STATUS_OK;
}
