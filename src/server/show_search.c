/* Search, for people and for programs: /search and /?s=, its twin, and /api/search.
 *
 * What the reader typed stays as it is; narrowings stand beside it in the address (section=opinion&year=2014)
 * and are joined to it as clauses, so that the native form shows them too and each can be taken off again. */
#include "server/search.h"

#include "base/utf8.h"
#include "export/export.h"
#include "syntax/url.h"

const Narrowing NARROWINGS[] = {
    {FACET_SECTION, "section", "Section", 10},
    {FACET_AUTHOR, "author", "Writer", 10},
    {FACET_TAG, "tag", "Tag", 10},
    {FACET_PLACE, "place", "Reported from", 8},
    {FACET_AGENCY, "agency", "Agency", 8},
    {FACET_KIND, "kind", "Kind", 8},
    {FACET_GENRE, "genre", "Genre", 6},
    {FACET_LANG, "language", "Language", 6},
    {FACET_CREDIT, "credit", "Photos by", 6},
    {FACET_YEAR, "year", "Year", 0},
    {FACET_MONTH, "month", "Month", 0},
    {FACET_DAY, "day", "Day", 0},
};
static_assert(sizeof NARROWINGS / sizeof NARROWINGS[0] == NARROWING_COUNT, "one value each in a Search");

enum {
    LIMIT_USUAL = 20,
    LIMIT_PAGE_MAX = 100,
    LIMIT_API_MAX = 1000,
    FACETS_MAX = FACET_FIELDS,
    SNIPPETS = 2,
    VALUES_MAX = 16,
    API_SNIPPETS = 3
};

/* The orders that a page offers; the first three before all. */
typedef struct SortOffer {
    SortKind sort;
    bool is_fresh;
    const char *label;
} SortOffer;

static const SortOffer SORT_OFFERS[] = {
    {SORT_RELEVANCE, false, "Best match"},  {SORT_NEWEST, false, "Newest"},
    {SORT_OLDEST, false, "Oldest"},         {SORT_RELEVANCE, true, "Best match, rather new"},
    {SORT_HEADLINE, false, "By headline"},  {SORT_AUTHOR, false, "By writer"},
    {SORT_WORDS_FALLING, false, "Longest"}, {SORT_WORDS, false, "Shortest"},
    {SORT_RANDOM, false, "By chance"}};
enum { OFFERED_FIRST = 3, OFFERED = sizeof SORT_OFFERS / sizeof SORT_OFFERS[0] };

/* section=a&section=b&not-tag=c */
static void read_narrowings(Call *call, Search *search)
{
    Slice query = call->request->query, pair;
    while (!slice_is_empty(query) && slice_next_split(&query, '&', &pair)) {
        size_t equals = slice_find_byte(pair, '=');
        Slice name = slice_range(pair, 0, equals);
        bool is_without = slice_starts_with(name, SLICE("not-"));
        if (is_without)
            name = slice_skip(name, 4);
        Slice value =
            equals == SLICE_NONE ? SLICE_EMPTY : url_decode(call->arena, slice_skip(pair, equals + 1), true);
        value = slice_trim(utf8_repair(call->arena, value));
        if (slice_is_empty(value) || slice_equal(value, SLICE("*"))) /* OpenSearch's word for any */
            continue;
        for (size_t i = 0; i < NARROWING_COUNT; i++) {
            Slices *list = is_without ? &search->without[i] : &search->values[i];
            if (slice_equal(name, slice_from(NARROWINGS[i].name)) && list->count < VALUES_MAX)
                *LIST_ADD(call->arena, list) = value;
        }
    }
}

/* Chance without a seed has one of its own each day, which the address of each further page says. */
static void read_order(Call *call, Search *search)
{
    bool has_seed;
    const Slice group = query_value(call, "group");
    const bool is_known = sort_find(search->sort_name, &search->sort, &search->seed, &has_seed);
    if (!is_known) /* one that we never had, or none: the usual one */
        search->sort_name = SLICE_EMPTY;
    if (is_known && search->sort == SORT_RANDOM && !has_seed) {
        search->seed = (uint64_t)call->request->day;
        search->sort_name = arena_format(call->arena, "random:%llu", (unsigned long long)search->seed);
    }
    search->is_fresh = slice_equal(query_value(call, "fresh"), SLICE("1"));
    if (slice_is_empty(group) || slice_equal(group, SLICE("none")))
        return;
    search->fold_name = group;
    search->is_folded = group_find(group, &search->folded);
    search->is_fold_unknown = !search->is_folded;
}

void search_read(Call *call, Search *search)
{
    search->typed = query_value(call, "q");
    if (slice_is_empty(search->typed))
        search->typed = query_value(call, "s");
    read_narrowings(call, search);
    search->is_short = slice_equal(query_value(call, "view"), SLICE("short"));
    search->lang = query_value(call, "lang");
    search->cursor = query_value(call, "cursor");
    search->is_explained = slice_equal(query_value(call, "explain"), SLICE("1"));
    search->sort_name = query_value(call, "sort");
    search->sort = slice_is_empty(search->typed) ? SORT_NEWEST : SORT_RELEVANCE;
    read_order(call, search);
    uint64_t number;
    search->start = slice_to_u64(query_value(call, "start"), &number) && number < UINT32_MAX ? number : 1;
    search->limit = LIMIT_USUAL;
    bool is_api = call->wants_json;
    if (slice_to_u64(query_value(call, "limit"), &number))
        search->limit = (size_t)(number < (is_api ? LIMIT_API_MAX : LIMIT_PAGE_MAX)
                                     ? number
                                     : (is_api ? LIMIT_API_MAX : LIMIT_PAGE_MAX));
}

static bool is_narrowed(const Search *search)
{
    for (size_t i = 0; i < NARROWING_COUNT; i++)
        if (search->values[i].count > 0 || search->without[i].count > 0)
            return true;
    return false;
}

/* One of the values. */
static void add_values(Builder *whole, FacetField field, const Slices *values)
{
    if (values->count == 0)
        return;
    if (whole->size > 0)
        builder_add(whole, SLICE(" AND "));
    builder_add(whole, values->count > 1 ? SLICE("(") : SLICE(""));
    for (size_t i = 0; i < values->count; i++) {
        builder_add(whole, i > 0 ? SLICE(" OR ") : SLICE(""));
        clause_add(whole, field, values->items[i]);
    }
    builder_add(whole, values->count > 1 ? SLICE(")") : SLICE(""));
}

Slice search_whole(Call *call, const Search *search)
{
    Builder whole;
    builder_init(&whole, call->arena);
    if (!is_narrowed(search))
        return search->typed;
    if (!slice_is_empty(search->typed))
        builder_format(&whole, "(%.*s)", SLICE_ARG(search->typed));
    for (size_t i = 0; i < NARROWING_COUNT; i++) {
        add_values(&whole, NARROWINGS[i].field, &search->values[i]);
        for (size_t v = 0; v < search->without[i].count; v++) {
            builder_add(&whole, whole.size > 0 ? SLICE(" AND NOT ") : SLICE("NOT "));
            clause_add(&whole, NARROWINGS[i].field, search->without[i].items[v]);
        }
    }
    return builder_slice(&whole);
}

static bool facet_is_requested(const FacetRequest *facets, size_t count, FacetField field)
{
    for (size_t i = 0; i < count; i++)
        if (facets[i].field == field)
            return true;
    return false;
}

/* facet=section:10&facet=year, or facet=section:10,year. SKIP: there is no such facet. */
static Status read_facets(Call *call, FacetRequest *facets, size_t *count, Error *err)
{
    Slice query = call->request->query, pair;
    *count = 0;
    while (slice_next_split(&query, '&', &pair)) {
        if (!slice_starts_with(pair, SLICE("facet=")))
            continue;
        Slice values = url_decode(call->arena, slice_skip(pair, 6), true), value;
        while (slice_next_split(&values, ',', &value)) {
            size_t colon = slice_find_byte(value, ':');
            FacetRequest facet = {0};
            uint64_t limit = 0;
            if (!facet_field_find(slice_trim(slice_range(value, 0, colon)), &facet.field) ||
                (colon != SLICE_NONE && !slice_to_u64(slice_skip(value, colon + 1), &limit)))
                return error_set(err, STATUS_SKIP, "there is no facet '%.*s'",
                                 SLICE_ARG(utf8_repair(call->arena, value)));
            facet.limit = limit < UINT32_MAX ? (size_t)limit : UINT32_MAX;
            if (*count < FACETS_MAX && !facet_is_requested(facets, *count, facet.field))
                facets[(*count)++] = facet;
        }
    }
    return STATUS_OK;
}

static void usual_facets(const Search *search, FacetRequest *facets, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < NARROWING_COUNT; i++)
        if (NARROWINGS[i].limit > 0)
            facets[(*count)++] = (FacetRequest){NARROWINGS[i].field, NARROWINGS[i].limit};
    facets[(*count)++] = (FacetRequest){FACET_YEAR, 0};
    FacetField finer = search_chart_field(search);
    if (finer != FACET_YEAR)
        facets[(*count)++] = (FacetRequest){finer, 0};
}

/* A query that cannot be read says why in terms of what the reader typed, not of the whole with its
 * narrowings. */
static void explain_error(Call *call, const Search *search, Error *err)
{
    SearchRequest request = {.typed = search->typed, .lang = search->lang, .is_count_only = true};
    Answer answer;
    Error own;
    if (archive_search(call->worker->archive, call->arena, &request, &answer, &own) == STATUS_SKIP)
        *err = own;
}

static void show_results(Call *call, const Search *search, Answer *answer, Slice error)
{
    ResultsPage page = {
        .frame = {.site = call->site, .query = search->typed, .has_box = true, .is_noindex = true},
        .typed = search->typed,
        .answer = answer,
        .error = error,
        .first = search->start};
    page.frame.title = slice_is_empty(search->typed)
                           ? say(call, "Search")
                           : arena_format(call->arena, "%.*s", SLICE_ARG(search->typed));
    page.frame.path = SLICE("/search");
    page.frame.twin = twin_of(call->arena, SLICE("/search"), call->request->query);
    page.frame.feed = SLICE("/search/feed");
    page.frame.feed_query = search_parameters(call, search);
    results_fill(call, search, &page);
    Builder out;
    builder_init(&out, call->arena);
    page_results(&out, &page);
    reply_html(call, slice_is_empty(error) ? 200 : 400, &out);
    if (slice_is_empty(error)) {
        page.frame.path = search_href(call, search, search->cursor, search->start);
        page.frame.next = page.next_href;
        list_links(call, &page.frame, search_href(call, search, SLICE_EMPTY, 1), SLICE_EMPTY);
    }
}

static bool is_anything_asked(const Search *search)
{
    return is_narrowed(search) || !slice_is_empty(search->typed);
}

static Slice first_upper(Arena *arena, Slice text)
{
    char *copy = arena_string(arena, text);
    if (text.size > 0 && copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 32);
    return slice_of(copy, text.size);
}

Status show_search(Call *call, Error *err)
{
    if (call->route.kind == ROUTE_API_SEARCH)
        call->wants_json = true;
    Search search = {0};
    search_read(call, &search);
    if (ask_form_read(call, &search.typed)) {
        show_redirect(call, search_href(call, &search, SLICE_EMPTY, 1));
        call->reply->status = 302;
        return STATUS_OK;
    }
    if (!call->wants_json && !is_anything_asked(&search)) {
        show_results(call, &search, NULL, SLICE_EMPTY);
        return STATUS_OK;
    }
    FacetRequest facets[FACETS_MAX + 2];
    size_t facet_count;
    Status status = read_facets(call, facets, &facet_count, err);
    if (status == STATUS_OK && search.is_fold_unknown)
        status = error_set(err, STATUS_SKIP,
                           "hits are not folded by '%.*s': there are reprint, day, author and headline",
                           SLICE_ARG(search.fold_name));
    if (status != STATUS_OK)
        return status;
    if (facet_count == 0 && call->route.kind != ROUTE_API_SEARCH)
        usual_facets(&search, facets, &facet_count);
    SearchRequest request = {.typed = search_whole(call, &search),
                             .lang = search.lang,
                             .options = {.sort = search.sort,
                                         .seed = search.seed,
                                         .is_fresh = search.is_fresh,
                                         .is_folded = search.is_folded,
                                         .folded = search.folded,
                                         .limit = search.limit,
                                         .cursor = search.cursor,
                                         .facets = facets,
                                         .facet_count = facet_count},
                             .with_clauses = true,
                             .with_help = search.is_explained,
                             .with_help_in_need = !call->wants_json,
                             .with_score_parts = search.is_explained,
                             .with_brief_hits = !call->wants_json,
                             .snippets_per_hit = call->wants_json ? API_SNIPPETS : SNIPPETS};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status == STATUS_SKIP) {
        explain_error(call, &search, err);
        if (call->wants_json)
            return status;
        show_results(call, &search, NULL,
                     first_upper(call->arena, arena_copy(call->arena, slice_from(err->message))));
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (call->wants_json) {
        reply_json(call, 200, export_answer(call->arena, answer, false));
        return STATUS_OK;
    }
    search_widen(call, &search, answer);
    show_results(call, &search, answer, SLICE_EMPTY);
    return STATUS_OK;
}

/* A chosen facet counted without its own values, so that the reader sees what a further one would add. */
void search_widen(Call *call, const Search *search, Answer *answer)
{
    for (size_t i = 0; i < NARROWING_COUNT; i++) {
        FacetCounts *counts = (FacetCounts *)facet_of(answer, NARROWINGS[i].field);
        if (search->values[i].count == 0 || NARROWINGS[i].limit == 0 || !counts)
            continue;
        Search wider = *search;
        wider.values[i] = (Slices){0};
        FacetRequest facet = {NARROWINGS[i].field, NARROWINGS[i].limit};
        SearchRequest request = {.typed = search_whole(call, &wider),
                                 .lang = search->lang,
                                 .options = {.sort = SORT_NEWEST, .facets = &facet, .facet_count = 1}};
        Answer *found = ARENA_NEW(call->arena, Answer);
        Error ignored; /* the narrower counts are right too */
        if (archive_search(call->worker->archive, call->arena, &request, found, &ignored) != STATUS_OK ||
            found->facet_count == 0)
            continue;
        *counts = found->facets[0];
        if (answer->labels)
            answer->labels[counts - answer->facets] = found->labels ? found->labels[0] : NULL;
    }
}

void search_densities(Call *call, const Search *search, PageLinks *links)
{
    static const char *const names[] = {"With summaries", "Headlines alone"};
    for (size_t i = 0; i < 2; i++) {
        Search changed = *search;
        changed.is_short = i == 1;
        *LIST_ADD(call->arena, links) = (PageLink){.label = say(call, names[i]),
                                                   .href = search_href(call, &changed, SLICE_EMPTY, 1),
                                                   .is_chosen = search->is_short == changed.is_short};
    }
}

static void add_sorts(Call *call, const Search *search, size_t first, size_t end, PageLinks *links)
{
    for (size_t i = first; i < end; i++) {
        const SortOffer *offer = &SORT_OFFERS[i];
        const bool is_sort = search->sort == offer->sort && search->is_fresh == offer->is_fresh;
        Search changed = *search;
        changed.sort_name = sort_name(offer->sort);
        changed.is_fresh = offer->is_fresh;
        *LIST_ADD(call->arena, links) = (PageLink){.label = say(call, offer->label),
                                                   .href = search_href(call, &changed, SLICE_EMPTY, 1),
                                                   .is_chosen = is_sort};
    }
}

void search_sorts(Call *call, const Search *search, PageLinks *links)
{
    add_sorts(call, search, 0, OFFERED_FIRST, links);
}

void search_more_sorts(Call *call, const Search *search, PageLinks *links)
{
    add_sorts(call, search, OFFERED_FIRST, OFFERED, links);
}

void search_folds(Call *call, const Search *search, PageLinks *links)
{
    static const struct {
        const char *name, *label;
    } folds[] = {{"", "Every article"},
                 {"reprint", "The same text once"},
                 {"day", "One of each day"},
                 {"author", "One of each writer"}};
    for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
        Search changed = *search;
        changed.fold_name = slice_from(folds[i].name);
        *LIST_ADD(call->arena, links) =
            (PageLink){.label = say(call, folds[i].label),
                       .href = search_href(call, &changed, SLICE_EMPTY, 1),
                       .is_chosen = slice_equal(search->fold_name, changed.fold_name)};
    }
}
