/* What the archive is: its counts, what it lacks, rights, how to cite and what programs may ask. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum { LABELS_MAX = 12 };

static void add_links(Call *call, const Answer *answer, FacetField field, const char *base, PageLinks *links)
{
    const FacetCounts *facet = facet_of(answer, field);
    for (size_t i = 0; facet && i < facet->count; i++)
        *LIST_ADD(call->arena, links) =
            (PageLink){.label = value_shown(call, field, facet_label(answer, facet, i)),
                       .href = arena_format(call->arena, "%s%.*s", base,
                                            SLICE_ARG(url_encode(call->arena, facet->values[i].value))),
                       .count = facet->values[i].count};
}

static void add_years(Call *call, const FacetCounts *years, AboutPage *page)
{
    int64_t first, last;
    page->years.title = say(call, "Articles by year");
    if (!facet_years(years, &first, &last) || last - first > 400)
        return;
    for (int64_t year = first; year <= last; year++) {
        Slice label = arena_format(call->arena, "%04lld", (long long)year);
        uint64_t count = facet_count(years, label);
        *LIST_ADD(call->arena, &page->years.bars) =
            (PageLink){.label = label,
                       .href = count ? arena_format(call->arena, "/%.*s", SLICE_ARG(label)) : SLICE_EMPTY,
                       .count = count};
    }
}

static void show_about_page(Call *call, const Answer *answer, const ArchiveStats *stats)
{
    const FacetCounts *years = facet_of(answer, FACET_YEAR);
    const MissingReport *missing = NULL;
    Error ignored; /* the page is of use without */
    bool is_known = lacks_of(call, &missing, &ignored) == STATUS_OK;
    AboutPage page = {.frame = {.site = call->site,
                                .title = say(call, "About"),
                                .path = SLICE("/about"),
                                .twin = SLICE("/about.json")},
                      .stats = stats,
                      .total = answer->total,
                      .rights = call->worker->look->rights,
                      .contact = call->worker->look->contact,
                      .missing = is_known ? missing : NULL};
    add_years(call, years, &page);
    add_links(call, answer, FACET_LANG, "/search?language=", &page.languages);
    add_links(call, answer, FACET_KIND, "/search?kind=", &page.kinds);
    Builder out;
    builder_init(&out, call->arena);
    page_about(&out, &page);
    reply_html(call, 200, &out);
}

Status show_about(Call *call, Error *err)
{
    static const FacetRequest facets[] = {
        {FACET_YEAR, 0}, {FACET_LANG, LABELS_MAX}, {FACET_KIND, LABELS_MAX}};
    SearchRequest request = {.typed = SLICE("NOT kind:photo"),
                             .options = {.sort = SORT_OLDEST, .facets = facets, .facet_count = 3}};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    ArchiveStats *stats = ARENA_NEW(call->arena, ArchiveStats);
    Status status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status == STATUS_OK)
        status = archive_stats(call->worker->archive, call->arena, stats, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (call->wants_json)
        reply_json(call, 200, export_stats(call->arena, stats, false));
    else
        show_about_page(call, answer, stats);
    return STATUS_OK;
}
