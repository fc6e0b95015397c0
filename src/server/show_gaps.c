/* What the archive lacks, as a page and as JSON. It is computed once for each state of the archive: the
 * answer is kept ready, and a query behind the address, which would make it another answer, leads to it. */
#include "server/inside.h"

#include "export/export.h"
#include "server/http.h"

enum { MISSING_SHOWN = 100 };

/* A month without any article has no page. Without an index none is linked. */
static void unlink_empty_months(Call *call, MissingPage *page)
{
    Error ignored; /* a search will say why */
    FacetRequest months = {.field = FACET_MONTH};
    SearchRequest request = {.options = {.sort = SORT_OLDEST, .facets = &months, .facet_count = 1}};
    Answer answer = {0};
    bool is_known = page->months.count > 0 && archive_search(call->worker->archive, call->arena, &request,
                                                             &answer, &ignored) == STATUS_OK;
    const FacetCounts *counts = is_known ? facet_of(&answer, FACET_MONTH) : NULL;
    for (size_t i = 0; i < page->months.count; i++) {
        MissingMonth *month = &page->months.items[i];
        Slice value = arena_format(call->arena, "%04lld-%02u", (long long)month->year, month->month);
        if (facet_count(counts, value) == 0)
            month->href = SLICE_EMPTY;
    }
}

Status lacks_of(Call *call, const MissingReport **missing, Error *err)
{
    Worker *worker = call->worker;
    Status status =
        lacks_take(worker->server->lacks, worker->archive, worker->generation, &worker->lack, err);
    if (status == STATUS_OK)
        *missing = lack_report(worker->lack);
    return status;
}

Status show_gaps(Call *call, Error *err)
{
    bool is_own = slice_starts_with(call->request->path, SLICE("/-/"));
    Slice path = is_own ? SLICE("/-/missing") : SLICE("/missing");
    if (!slice_is_empty(call->request->query)) {
        bool asks_json = slice_ends_with(call->request->path, SLICE(".json")) ||
                         slice_equal(query_value(call, "format"), SLICE("json"));
        show_redirect(call, asks_json ? twin_of(call->arena, path, SLICE_EMPTY) : path);
        return STATUS_OK;
    }
    const MissingReport *missing = NULL;
    Status status = lacks_of(call, &missing, err);
    if (status != STATUS_OK)
        return status;
    if (call->wants_json) {
        reply_json(call, 200, export_missing(call->arena, missing, false));
        return STATUS_OK;
    }
    MissingPage page = {
        .frame = {.site = call->site,
                  .title = SLICE("What is missing"),
                  .description = SLICE("What this archive lacks, as far as it can tell from what it holds."),
                  .path = SLICE("/missing"),
                  .twin = twin_of(call->arena, path, SLICE_EMPTY),
                  .is_noindex = true},
        .missing = missing,
        .shown = MISSING_SHOWN,
        .list_max = MISSING_LIST_MAX};
    page_missing_months(call->arena, &missing->empty_days, &page);
    unlink_empty_months(call, &page);
    Builder out;
    builder_init(&out, call->arena);
    page_missing(&out, &page);
    reply_html(call, 200, &out);
    return STATUS_OK;
}
