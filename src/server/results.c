/* What stands around the hits: links that narrow, widen, sort and go on; the chart of time; and, where
 * nothing was found, the clause to blame and the spellings that the archive has. */
#include "server/search.h"

#include "base/utf8.h"
#include "syntax/url.h"

enum { RELAXED_MAX = 6, SPELLINGS_MAX = 6 };

static size_t narrowing_of(FacetField field)
{
    for (size_t i = 0; i < NARROWING_COUNT; i++)
        if (NARROWINGS[i].field == field)
            return i;
    return NARROWING_COUNT;
}

/* The one value of a field of time. */
static Slice value_of(const Search *search, FacetField field)
{
    const Slices *values = &search->values[narrowing_of(field)];
    return values->count == 1 ? values->items[0] : SLICE_EMPTY;
}

static bool has_value(const Slices *values, Slice value)
{
    for (size_t i = 0; i < values->count; i++)
        if (slice_equal(values->items[i], value))
            return true;
    return false;
}

/* A copy with the value put in, or taken out. */
static Slices with_value(Arena *arena, const Slices *values, Slice value, bool is_in)
{
    Slices changed = {0};
    for (size_t i = 0; i < values->count; i++)
        if (!slice_equal(values->items[i], value))
            *LIST_ADD(arena, &changed) = values->items[i];
    if (is_in)
        *LIST_ADD(arena, &changed) = value;
    return changed;
}

static void add_parameter(Builder *href, const char *name, Slice value)
{
    if (slice_is_empty(value))
        return;
    builder_add_byte(href, slice_find_byte(builder_slice(href), '?') == SLICE_NONE ? '?' : '&');
    builder_add_string(href, name);
    builder_add_byte(href, '=');
    builder_add(href, url_encode(href->arena, value));
}

static void add_narrowing(Builder *href, const char *name, const Slices *values, const Slices *without)
{
    for (size_t i = 0; i < values->count; i++)
        add_parameter(href, name, values->items[i]);
    if (without->count == 0)
        return;
    Slice other = arena_format(href->arena, "not-%s", name);
    for (size_t i = 0; i < without->count; i++)
        add_parameter(href, other.data, without->items[i]);
}

Slice search_href(Call *call, const Search *search, Slice cursor, uint64_t start)
{
    Builder href;
    builder_init(&href, call->arena);
    builder_add(&href, SLICE("/search"));
    add_parameter(&href, "q", search->typed);
    for (size_t i = 0; i < NARROWING_COUNT; i++)
        add_narrowing(&href, NARROWINGS[i].name, &search->values[i], &search->without[i]);
    add_parameter(&href, "lang", search->lang);
    add_parameter(&href, "sort", search->sort_name);
    add_parameter(&href, "fresh", search->is_fresh ? SLICE("1") : SLICE_EMPTY);
    add_parameter(&href, "group", search->fold_name);
    add_parameter(&href, "explain", search->is_explained ? SLICE("1") : SLICE_EMPTY);
    add_parameter(&href, "view", search->is_short ? SLICE("short") : SLICE_EMPTY);
    add_parameter(&href, "cursor", cursor);
    if (start > 1)
        builder_format(&href, "&start=%llu", (unsigned long long)start);
    return builder_slice(&href);
}

/* The search with one narrowing set (or, with an empty value, taken off, finer ones of time with it). */
static Search narrowed(Arena *arena, const Search *search, FacetField field, Slice value)
{
    Search changed = *search;
    Slices *values = &changed.values[narrowing_of(field)];
    *values = (Slices){0};
    if (!slice_is_empty(value))
        *LIST_ADD(arena, values) = value;
    if (slice_is_empty(value) && field == FACET_YEAR)
        changed.values[narrowing_of(FACET_MONTH)] = (Slices){0};
    if (slice_is_empty(value) && (field == FACET_YEAR || field == FACET_MONTH))
        changed.values[narrowing_of(FACET_DAY)] = (Slices){0};
    return changed;
}

static PageLink narrow_link(Call *call, const Search *search, FacetField field, Slice value, Slice label,
                            uint64_t count)
{
    bool is_chosen = slice_equal(value_of(search, field), value);
    Search changed = narrowed(call->arena, search, field, is_chosen ? SLICE_EMPTY : value);
    return (PageLink){.label = label,
                      .href = search_href(call, &changed, SLICE_EMPTY, 1),
                      .count = count,
                      .is_chosen = is_chosen};
}

/* A value of a facet, put to those that are chosen or taken from them; and, on its own, left out. */
static PageLink facet_link(Call *call, const Search *search, size_t narrowing, Slice value, Slice label,
                           uint64_t count)
{
    Search changed = *search, other = *search;
    bool is_chosen = has_value(&search->values[narrowing], value);
    changed.values[narrowing] = with_value(call->arena, &search->values[narrowing], value, !is_chosen);
    other.without[narrowing] = with_value(call->arena, &search->without[narrowing], value, true);
    return (PageLink){.label = label,
                      .href = search_href(call, &changed, SLICE_EMPTY, 1),
                      .without = is_chosen ? SLICE_EMPTY : search_href(call, &other, SLICE_EMPTY, 1),
                      .count = count,
                      .is_chosen = is_chosen};
}

/* ---- narrowing ---- */

typedef struct LanguageName {
    const char *code, *name;
} LanguageName;

static const LanguageName LANGUAGES[] = {
    {"ar", "Arabic"},  {"bg", "Bulgarian"},  {"cs", "Czech"},    {"da", "Danish"},     {"de", "German"},
    {"el", "Greek"},   {"en", "English"},    {"es", "Spanish"},  {"fa", "Persian"},    {"fi", "Finnish"},
    {"fr", "French"},  {"he", "Hebrew"},     {"hi", "Hindi"},    {"hu", "Hungarian"},  {"id", "Indonesian"},
    {"it", "Italian"}, {"ja", "Japanese"},   {"ko", "Korean"},   {"nl", "Dutch"},      {"no", "Norwegian"},
    {"pl", "Polish"},  {"pt", "Portuguese"}, {"ro", "Romanian"}, {"ru", "Russian"},    {"sv", "Swedish"},
    {"tr", "Turkish"}, {"uk", "Ukrainian"},  {"ur", "Urdu"},     {"vi", "Vietnamese"}, {"zh", "Chinese"},
};

/* "en-US" as "English (en-US)", the code itself where it is not known. */
static Slice language_name(Arena *arena, Slice code)
{
    Slice primary = slice_range(code, 0, slice_find_byte(code, '-'));
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++)
        if (slice_equal_nocase(primary, slice_from(LANGUAGES[i].code)))
            return primary.size == code.size
                       ? slice_from(LANGUAGES[i].name)
                       : arena_format(arena, "%s (%.*s)", LANGUAGES[i].name, SLICE_ARG(code));
    return code;
}

/* A value in words for people. */
Slice value_shown(const Call *call, FacetField field, Slice label)
{
    Arena *arena = call->arena;
    if (field == FACET_LANG)
        return page_say(call->site->tongue, arena_string(arena, language_name(arena, label)));
    if (call->site->tongue != TONGUE_ENGLISH && (field == FACET_KIND || field == FACET_GENRE))
        return page_say(call->site->tongue, arena_string(arena, label));
    if (field != FACET_KIND && field != FACET_GENRE)
        return label;
    char *copy = arena_string(arena, label);
    if (label.size > 0 && copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 32);
    return slice_of(copy, label.size);
}

static void add_chosen(Call *call, const Search *search, size_t narrowing, Slice value, bool is_without,
                       ResultsPage *page)
{
    const Narrowing *n = &NARROWINGS[narrowing];
    Slice label =
        value_shown(call, n->field, archive_label(call->worker->archive, call->arena, n->field, value));
    Slice title = say(call, n->title);
    Search changed = *search;
    Slices *values = is_without ? &changed.without[narrowing] : &changed.values[narrowing];
    *values = with_value(call->arena, values, value, false);
    if (!is_without && values->count == 0)
        changed = narrowed(call->arena, &changed, n->field, SLICE_EMPTY); /* finer ones of time too */
    Slice before =
        is_without ? arena_format(call->arena, "%.*s ", SLICE_ARG(say(call, "Without"))) : SLICE_EMPTY;
    *LIST_ADD(call->arena, &page->chosen) =
        (PageLink){.label = arena_format(call->arena, "%.*s%.*s: %.*s", SLICE_ARG(before), SLICE_ARG(title),
                                         SLICE_ARG(label)),
                   .href = search_href(call, &changed, SLICE_EMPTY, 1),
                   .is_chosen = true};
    *LIST_ADD(call->arena, &page->carried) =
        (PageField){is_without ? arena_format(call->arena, "not-%s", n->name) : slice_from(n->name), value};
}

static void fill_chosen(Call *call, const Search *search, ResultsPage *page)
{
    for (size_t i = 0; i < NARROWING_COUNT; i++) {
        for (size_t v = 0; v < search->values[i].count; v++)
            add_chosen(call, search, i, search->values[i].items[v], false, page);
        for (size_t v = 0; v < search->without[i].count; v++)
            add_chosen(call, search, i, search->without[i].items[v], true, page);
    }
    if (search->is_short)
        *LIST_ADD(call->arena, &page->carried) = (PageField){SLICE("view"), SLICE("short")};
    if (!slice_is_empty(search->sort_name))
        *LIST_ADD(call->arena, &page->carried) = (PageField){SLICE("sort"), search->sort_name};
    if (search->is_fresh)
        *LIST_ADD(call->arena, &page->carried) = (PageField){SLICE("fresh"), SLICE("1")};
    if (!slice_is_empty(search->fold_name))
        *LIST_ADD(call->arena, &page->carried) = (PageField){SLICE("group"), search->fold_name};
}

static void fill_facets(Call *call, const Search *search, ResultsPage *page)
{
    for (size_t i = 0; i < NARROWING_COUNT; i++) {
        const FacetCounts *counts = NARROWINGS[i].limit ? facet_of(page->answer, NARROWINGS[i].field) : NULL;
        if (!counts || counts->count == 0)
            continue;
        PageFacet *facet = LIST_ADD(call->arena, &page->facets);
        facet->title = say(call, NARROWINGS[i].title);
        for (size_t v = 0; v < counts->count; v++)
            *LIST_ADD(call->arena, &facet->values) =
                facet_link(call, search, i, counts->values[v].value,
                           value_shown(call, counts->field, facet_label(page->answer, counts, v)),
                           counts->values[v].count);
        facet->more = counts->all_count > counts->count ? counts->all_count - counts->count : 0;
    }
}

/* ---- the chart ---- */

/* "2014-06" in its parts; false if it is anything else. */
static bool read_time(Slice value, int64_t *year, unsigned *month)
{
    Moment moment;
    if (!moment_parse(value, &moment) || moment.local_s < 0)
        return false;
    unsigned day;
    civil_from_days(moment.local_s / 86400, year, month, &day);
    return true;
}

FacetField search_chart_field(const Search *search)
{
    int64_t year;
    unsigned month;
    Slice in_month = value_of(search, FACET_MONTH), in_year = value_of(search, FACET_YEAR);
    if (in_month.size == 7 && read_time(in_month, &year, &month))
        return FACET_DAY;
    return in_year.size == 4 && read_time(in_year, &year, &month) ? FACET_MONTH : FACET_YEAR;
}

static void add_bar(Call *call, const Search *search, FacetField field, const FacetCounts *counts,
                    Slice value, Slice label, PageChart *chart)
{
    uint64_t count = facet_count(counts, value);
    PageLink bar = narrow_link(call, search, field, value, label, count);
    if (count == 0)
        bar.href = SLICE_EMPTY;
    *LIST_ADD(call->arena, &chart->bars) = bar;
}

static void chart_years(Call *call, const Search *search, const FacetCounts *years, PageChart *chart)
{
    int64_t first, last;
    if (!facet_years(years, &first, &last) || last - first > 400)
        return;
    chart->title = say(call, "By year");
    for (int64_t year = first; year <= last; year++) {
        Slice value = arena_format(call->arena, "%04lld", (long long)year);
        add_bar(call, search, FACET_YEAR, years, value, value, chart);
    }
}

static void chart_months(Call *call, const Search *search, const FacetCounts *months, PageChart *chart)
{
    Slice year = value_of(search, FACET_YEAR);
    chart->title = arena_format(call->arena, "%.*s: %.*s", SLICE_ARG(say(call, "By month")), SLICE_ARG(year));
    for (unsigned month = 1; month <= 12; month++)
        add_bar(call, search, FACET_MONTH, months,
                arena_format(call->arena, "%.*s-%02u", SLICE_ARG(year), month),
                page_month_short(call->site->tongue, month), chart);
}

static void chart_days(Call *call, const Search *search, const FacetCounts *days, PageChart *chart)
{
    int64_t year = 0;
    unsigned month = 1;
    Slice in_month = value_of(search, FACET_MONTH);
    if (!read_time(in_month, &year, &month))
        return;
    chart->title = arena_format(call->arena, "%.*s: %.*s %lld", SLICE_ARG(say(call, "By day")),
                                SLICE_ARG(page_month_in(call->site->tongue, month)), (long long)year);
    for (unsigned day = 1; day <= month_length(year, month); day++)
        add_bar(call, search, FACET_DAY, days,
                arena_format(call->arena, "%.*s-%02u", SLICE_ARG(in_month), day),
                arena_format(call->arena, "%u", day), chart);
}

static void fill_chart(Call *call, const Search *search, ResultsPage *page)
{
    FacetField field = search_chart_field(search);
    const FacetCounts *counts = facet_of(page->answer, field);
    if (field == FACET_YEAR) {
        chart_years(call, search, counts, &page->chart);
    } else {
        Search wider =
            narrowed(call->arena, search, field == FACET_DAY ? FACET_MONTH : FACET_YEAR, SLICE_EMPTY);
        page->chart_out.href = search_href(call, &wider, SLICE_EMPTY, 1);
        page->chart_out.label = field == FACET_DAY && !slice_is_empty(value_of(search, FACET_YEAR))
                                    ? arena_format(call->arena, "%.*s %.*s", SLICE_ARG(say(call, "All of")),
                                                   SLICE_ARG(value_of(search, FACET_YEAR)))
                                    : say(call, "All years");
        if (field == FACET_DAY)
            chart_days(call, search, counts, &page->chart);
        else
            chart_months(call, search, counts, &page->chart);
    }
    page->photos = facet_count(facet_of(page->answer, FACET_KIND), SLICE("photo"));
    page->undated = facet_count(facet_of(page->answer, FACET_YEAR), SLICE("undated"));
    page->chart.undated = page->undated;
}

/* ---- nothing found ---- */

/* The query without one of its clauses, where that finds something. */
static void add_relaxed(Call *call, const Search *search, const AnswerHelp *help, size_t without,
                        ResultsPage *page)
{
    if (!help->without || help->without[without] == 0)
        return;
    Search changed = {.typed = help->without_native[without], .sort_name = search->sort_name};
    *LIST_ADD(call->arena, &page->relaxed) = (PageLink){.label = changed.typed,
                                                        .href = search_href(call, &changed, SLICE_EMPTY, 1),
                                                        .count = help->without[without]};
}

static void add_opened(Call *call, const Search *search, const AnswerHelp *help, ResultsPage *page)
{
    if (!help->has_opened || help->opened == 0)
        return;
    Search changed = {.typed = help->opened_native, .sort_name = search->sort_name};
    *LIST_ADD(call->arena, &page->relaxed) =
        (PageLink){.label = arena_format(call->arena, "%.*s %.*s", SLICE_ARG(say(call, "Of any date:")),
                                         SLICE_ARG(help->opened_native)),
                   .href = search_href(call, &changed, SLICE_EMPTY, 1),
                   .count = help->opened};
}

/* The typed query with one word put in another's place, letter case aside. */
static Slice replaced(Arena *arena, Slice typed, Slice word, Slice by)
{
    size_t at = slice_find_nocase(typed, word);
    if (at == SLICE_NONE)
        return by;
    return arena_format(arena, "%.*s%.*s%.*s", SLICE_ARG(slice_range(typed, 0, at)), SLICE_ARG(by),
                        SLICE_ARG(slice_skip(typed, at + word.size)));
}

/* How many a changed search finds; 0 where it cannot be asked. */
static uint64_t count_of(Call *call, const Search *search)
{
    SearchRequest request = {
        .typed = search_whole(call, search), .lang = search->lang, .is_count_only = true};
    Answer found;
    Error ignored; /* a help that fails is left out */
    Status status = archive_search(call->worker->archive, call->arena, &request, &found, &ignored);
    return status == STATUS_OK ? found.total : 0;
}

/* Offers a changed search, if it finds anything. */
static bool offer(Call *call, const Search *changed, Slice label, PageLinks *links)
{
    uint64_t count = count_of(call, changed);
    if (count > 0)
        *LIST_ADD(call->arena, links) =
            (PageLink){.label = label, .href = search_href(call, changed, SLICE_EMPTY, 1), .count = count};
    return count > 0;
}

/* The query with words set right one after the other. */
typedef struct Corrected {
    Search whole;
    size_t words;
} Corrected;

/* Words with one mistake or two, which the answer's help has; else what begins alike. */
static void find_spellings(Call *call, const AnswerHelp *help, Slice word, Slices *found)
{
    enum { WORDS_MAX = 3 };
    for (size_t i = 0; i < help->spellings.count; i++) {
        const OtherWords *others = &help->spellings.items[i];
        for (size_t k = 0; slice_equal_nocase(others->word, word) && k < others->count && k < WORDS_MAX; k++)
            *LIST_ADD(call->arena, found) = others->words[k].value;
    }
    if (found->count == 0)
        spelling_find(call, word, WORDS_MAX, found);
}

static void add_spellings(Call *call, const Search *search, Slice word, Corrected *corrected,
                          ResultsPage *page)
{
    Slices found = {0};
    find_spellings(call, &page->answer->help, word, &found);
    if (found.count == 0)
        return;
    corrected->whole.typed = replaced(call->arena, corrected->whole.typed, word, found.items[0]);
    corrected->words++;
    for (size_t i = 0; i < found.count && page->spellings.count < SPELLINGS_MAX; i++) {
        Search changed = *search;
        changed.typed = replaced(call->arena, search->typed, word, found.items[i]);
        (void)offer(call, &changed, found.items[i], &page->spellings);
    }
}

/* Looks at each word of a clause that finds nothing by itself. */
static void spell_clause(Call *call, const Search *search, Slice clause, Corrected *corrected,
                         ResultsPage *page)
{
    enum { WORDS_MAX = 8 }; /* each costs counts */
    for (size_t i = 0; i < clause.size && corrected->words < WORDS_MAX;) {
        size_t begin = i;
        while (i < clause.size && ((unsigned char)clause.data[i] >= 0x80 || ascii_is_alpha(clause.data[i])))
            i++;
        Slice word = slice_range(clause, begin, i);
        bool is_field = i < clause.size && clause.data[i] == ':';
        if (word.size >= 3 && !is_field && slice_find_nocase(search->typed, word) != SLICE_NONE)
            add_spellings(call, search, word, corrected, page);
        i += i == begin;
    }
}

/* Each facet that is narrowed to, taken off: a value that nothing has is often the whole fault. */
static void widen(Call *call, const Search *search, ResultsPage *page)
{
    for (size_t i = 0; i < NARROWING_COUNT && page->relaxed.count < RELAXED_MAX; i++) {
        if (search->values[i].count == 0)
            continue;
        const Narrowing *n = &NARROWINGS[i];
        Search changed = narrowed(call->arena, search, n->field, SLICE_EMPTY);
        if (slice_is_empty(search_whole(call, &changed)))
            changed.typed = SLICE("NOT kind:photo"); /* all that there is */
        Slice value = archive_label(call->worker->archive, call->arena, n->field, search->values[i].items[0]);
        Slice label =
            arena_format(call->arena, "%.*s %.*s: %.*s", SLICE_ARG(say(call, "Without")),
                         SLICE_ARG(say(call, n->title)), SLICE_ARG(value_shown(call, n->field, value)));
        (void)offer(call, &changed, label, &page->relaxed);
    }
}

static void fill_help(Call *call, const Search *search, ResultsPage *page)
{
    const Answer *answer = page->answer;
    Corrected corrected = {.whole = *search};
    for (size_t i = 0; i < answer->clause_count; i++)
        if (answer->clauses[i].count == 0)
            spell_clause(call, search, answer->clauses[i].text, &corrected, page);
    if (corrected.words > 1)
        (void)offer(call, &corrected.whole, corrected.whole.typed, &page->spellings);
    widen(call, search, page);
    add_opened(call, search, &answer->help, page);
    if (answer->clause_count < 2 || page->relaxed.count > 0)
        return;
    for (size_t i = 0; i < answer->clause_count && i < RELAXED_MAX; i++)
        add_relaxed(call, search, &answer->help, i, page);
}

/* ---- what was added, and what else might be meant ---- */

static void fill_others(Call *call, const Search *search, const Answer *answer, ResultsPage *page)
{
    const OtherWordsList *variants = &answer->help.variants;
    for (size_t i = 0; i < variants->count; i++) {
        Builder label;
        builder_init(&label, call->arena);
        for (size_t k = 0; k < variants->items[i].count; k++) {
            builder_add_string(&label, k > 0 ? ", " : "");
            builder_add(&label, variants->items[i].words[k].value);
        }
        Search changed = *search;
        changed.typed =
            replaced(call->arena, search->typed, variants->items[i].word, variants->items[i].native);
        *LIST_ADD(call->arena, &page->variants) =
            (PageLink){.label = builder_slice(&label), .href = search_href(call, &changed, SLICE_EMPTY, 1)};
    }
    for (size_t i = 0; i < answer->offer_count; i++) {
        Search changed = *search;
        changed.lang = answer->offers[i].lang;
        *LIST_ADD(call->arena, &page->offers) =
            (PageLink){.label = arena_format(call->arena, "%.*s: %.*s", SLICE_ARG(changed.lang),
                                             SLICE_ARG(answer->offers[i].native)),
                       .href = search_href(call, &changed, SLICE_EMPTY, 1)};
    }
}

/* The facets that split best, with links to their greatest values. */
static void fill_narrow(Call *call, const Search *search, const AnswerHelp *help, ResultsPage *page)
{
    for (size_t i = 0; i < help->narrow_count; i++) {
        const FacetCounts *counts = &help->narrow[i];
        const size_t narrowing = narrowing_of(counts->field);
        if (narrowing == NARROWING_COUNT)
            continue;
        PageFacet *facet = LIST_ADD(call->arena, &page->narrow);
        facet->title = say(call, NARROWINGS[narrowing].title);
        for (size_t v = 0; v < counts->count; v++) {
            const Slice value = counts->values[v].value;
            const Slice label = archive_label(call->worker->archive, call->arena, counts->field, value);
            *LIST_ADD(call->arena, &facet->values) =
                facet_link(call, search, narrowing, value, value_shown(call, counts->field, label),
                           counts->values[v].count);
        }
    }
}

static void fill_explanation(Call *call, const Search *search, ResultsPage *page)
{
    Search changed = *search;
    changed.is_explained = !search->is_explained;
    page->is_explained = search->is_explained;
    page->explain_href = search_href(call, &changed, SLICE_EMPTY, 1);
    fill_others(call, search, page->answer, page);
    fill_narrow(call, search, &page->answer->help, page);
}

static void fill_feeds(Call *call, const Search *search, ResultsPage *page)
{
    static const struct {
        const char *label, *tail;
    } forms[] = {{"RSS", "/feed"}, {"Atom", "/feed/atom"}, {"JSON Feed", "/feed/json"}};
    Search plain = *search;
    plain.sort_name = plain.fold_name = SLICE_EMPTY;
    plain.is_fresh = plain.is_explained = false;
    plain.is_short = false;
    Slice href = slice_skip(search_href(call, &plain, SLICE_EMPTY, 1), sizeof "/search" - 1);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        *LIST_ADD(call->arena, &page->feeds) =
            (PageLink){.label = slice_from(forms[i].label),
                       .href = arena_format(call->arena, "/search%s%.*s", forms[i].tail, SLICE_ARG(href))};
}

/* A query that is longer is no longer narrowed by links: each of a hundred would say it again. */
enum { NARROWED_BYTES_MAX = 1000 };

void results_fill(Call *call, const Search *search, ResultsPage *page)
{
    fill_chosen(call, search, page);
    if (!page->answer) {
        ask_form_fill(call, page); /* its lists count the whole archive: not beside every answer */
        return;
    }
    fill_explanation(call, search, page);
    if (page->answer->total == 0) {
        fill_help(call, search, page);
        return;
    }
    search_sorts(call, search, &page->sorts);
    search_more_sorts(call, search, &page->more_sorts);
    search_folds(call, search, &page->folds);
    page->has_more_order =
        search->sort > SORT_NEWEST || search->is_fresh || !slice_is_empty(search->fold_name);
    search_densities(call, search, &page->densities);
    page->is_short = search->is_short;
    fill_feeds(call, search, page);
    if (search->typed.size <= NARROWED_BYTES_MAX) {
        fill_facets(call, search, page);
        fill_chart(call, search, page);
    }
    entries_of(call, page->answer->hits, page->answer->hit_count, &page->entries);
    if (!slice_is_empty(search->cursor))
        page->first_href = search_href(call, search, SLICE_EMPTY, 1);
    if (!slice_is_empty(page->answer->cursor))
        page->next_href =
            search_href(call, search, page->answer->cursor, search->start + page->answer->hit_count);
}
