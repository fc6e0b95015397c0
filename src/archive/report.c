/* Counting what an import does. Each record read is counted once, in one of the classes of ImportReport. */
#include "archive/report.h"

void report_skip(ImportReport *report, Arena *arena, const Item *item)
{
    if (report->skipped.count >= REPORT_SKIPS_MAX)
        return;
    *LIST_ADD(arena, &report->skipped) = (ReportSkip){
        arena_copy(arena, item->record.source_path),
        import_place_name(arena, item->record.source_begin),
        arena_copy(arena, slice_from(item->error.message)),
    };
}

void report_source_skip(ImportReport *report, Arena *arena, const char *path, const Error *why)
{
    report->read++;
    report->skipped_count++;
    if (report->skipped.count < REPORT_SKIPS_MAX)
        *LIST_ADD(arena, &report->skipped) = (ReportSkip){arena_copy(arena, slice_from(path)), SLICE("0"),
                                                          arena_copy(arena, slice_from(why->message))};
}

const char *report_date_doubt(Moment published, int64_t captured_s)
{
    if (!moment_is_known(published))
        return NULL;
    int64_t day_s = 24 * 60 * 60;
    int64_t utc_s = moment_utc_s(published, NULL);
    if (captured_s > 0 && utc_s > captured_s + 2 * day_s)
        return "later than its capture";
    if (utc_s < days_from_civil(1605, 1, 1) * day_s)
        return "before there were newspapers";
    return NULL;
}

static void report_doubts(ImportReport *report, Arena *arena, const Item *item, const Article *a)
{
    const char *doubt = report_date_doubt(a->published, item->capture.captured_s);
    if (doubt && report->doubtful_dates.count < REPORT_SKIPS_MAX)
        *LIST_ADD(arena, &report->doubtful_dates) =
            (ReportDoubt){arena_copy(arena, a->id), moment_format(arena, a->published), slice_from(doubt)};
    if (!slice_is_empty(a->byline) && a->authors.count == 0 &&
        report->unresolved_bylines.count < REPORT_SKIPS_MAX)
        *LIST_ADD(arena, &report->unresolved_bylines) =
            (ReportDoubt){arena_copy(arena, a->id), arena_copy(arena, a->byline), SLICE("no name in it")};
    for (size_t i = 0; i < a->media.count; i++)
        report->empty_captions += slice_is_empty(a->media.items[i].caption);
}

/* Does any field of it come from what other pages of its site taught? */
static bool is_taught(const Article *article)
{
    for (size_t i = 0; i < article->provenance.count; i++)
        if (slice_equal(article->provenance.items[i].source, SLICE("site")))
            return true;
    return false;
}

void report_article(ImportReport *report, Arena *arena, const Item *item, const Finding *finding,
                    PutOutcome outcome)
{
    const Article *a = &finding->article;
    if (outcome == PUT_SAME) {
        report->article_captures++;
        return;
    }
    if (a->status != ARTICLE_PUBLIC)
        report->not_public++;
    else if (outcome == PUT_VERSION)
        report->versions++;
    else if (a->page_kind == PAGE_PHOTO) /* a photo's own page is counted with the photos */
        report->media++;
    else
        report->articles++;
    report->repaired += a->repairs.count > 0;
    report->taught += is_taught(a);
    report_doubts(report, arena, item, a);
}

void report_other(ImportReport *report, const Item *item)
{
    const Capture *c = &item->capture;
    bool is_page = item->findings.count > 0 && item->findings.items[0].is_page && c->http_status < 300;
    bool is_list = is_page && (c->page_kind == PAGE_LIST || c->page_kind == PAGE_FRONT ||
                               c->page_kind == PAGE_AUTHOR || c->page_kind == PAGE_TAG);
    bool is_answer = c->kind == RECORD_RESPONSE || c->kind == RECORD_RESOURCE || c->kind == RECORD_CONVERSION;
    if (is_list)
        report->lists++;
    else if (is_answer && item->body_kind == BODY_IMAGE && c->http_status < 300)
        report->media++;
    else if (is_answer && item->body_kind != BODY_NONE && item->body_kind != BODY_STATED &&
             c->http_status < 300)
        report->others++;
    else
        report->evidence++;
}

Status report_nothing_readable(const ImportReport *report, Error *err)
{
    if (report->skipped.count > 0)
        return error_set(err, STATUS_FAIL, "nothing readable in '%.*s': %.*s",
                         SLICE_ARG(report->skipped.items[0].source),
                         SLICE_ARG(report->skipped.items[0].reason));
    return error_set(err, STATUS_FAIL, "nothing readable in the sources");
}
