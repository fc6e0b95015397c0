/* What the archive lacks, as far as it can tell from what it holds.
 *
 * In: every piece's id, date, section and capture, as the store lists them. Out: a MissingReport, its lists
 * cut at MISSING_LIST_MAX, its counts whole. gaps.c finds the gaps; here the rows for it are made, what it
 * finds is named, and wanted addresses that some rule resolves after all are taken out.
 * docs/decisions/missing.md says what counts as missing and why. */
#include "archive/gaps.h"
#include "archive/inside.h"
#include "archive/report.h"

#include <stdlib.h>

typedef struct Search {
    Archive *archive;
    Arena *arena;
    MissingFacts facts;
    MissingReport *report;
} Search;

static const MissingPiece *find_piece(const MissingPieces *pieces, int64_t number, size_t *place)
{
    size_t low = 0, high = pieces->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    *place = low;
    return low < pieces->count && pieces->items[low].number == number ? &pieces->items[low] : NULL;
}

/* ---- ids ---- */

static int compare_ids(const void *a, const void *b)
{
    const MissingId *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static void find_id_gaps(Search *search)
{
    MissingIds *held = &search->facts.ids;
    uint64_t *ids = ARENA_ARRAY(search->arena, uint64_t, held->count);
    size_t count = 0;
    if (held->count > 0)
        qsort(held->items, held->count, sizeof *held->items, compare_ids);
    for (size_t i = 0; i < held->count; i++)
        if (count == 0 || ids[count - 1] != held->items[i].id)
            ids[count++] = held->items[i].id;
    MissingReport *report = search->report;
    gaps_of_ids(search->arena, ids, count, &report->missing_ids, &report->missing_id_count,
                &report->lost_ids);
}

/* ---- dates ---- */

/* The day counts: known to the day, and not doubtful by itself. */
static bool has_day(const MissingPiece *piece)
{
    return piece->is_held && piece->is_piece && piece->is_home && piece->published.grain >= GRAIN_DAY &&
           !report_date_doubt(piece->published, piece->captured_s);
}

static bool has_month(const MissingPiece *piece)
{
    return piece->is_held && piece->is_piece && piece->is_home && piece->published.grain >= GRAIN_MONTH &&
           !report_date_doubt(piece->published, piece->captured_s);
}

static int32_t day_of(const Search *search, const MissingPiece *piece)
{
    return moment_days(piece->published, search->archive->zone).first;
}

static int compare_numbers(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static Slice day_text(Arena *arena, int64_t day)
{
    return moment_format(arena, (Moment){.local_s = day * 86400, .grain = GRAIN_DAY});
}

static void find_day_gaps(Search *search)
{
    const MissingPieces *pieces = &search->facts.pieces;
    MissingReport *report = search->report;
    int32_t *days = ARENA_ARRAY(search->arena, int32_t, pieces->count);
    size_t count = 0;
    for (size_t i = 0; i < pieces->count; i++)
        if (has_day(&pieces->items[i]))
            days[count++] = day_of(search, &pieces->items[i]);
    if (count > 0)
        qsort(days, count, sizeof *days, compare_numbers);
    GapSpots empty = {0}, thin = {0};
    gaps_of_days(search->arena, days, count, &empty, &report->empty_day_count, &thin,
                 &report->thin_day_count);
    for (size_t i = 0; i < empty.count; i++)
        *LIST_ADD(search->arena, &report->empty_days) = day_text(search->arena, empty.items[i].when);
    for (size_t i = 0; i < thin.count; i++)
        *LIST_ADD(search->arena, &report->thin_days) =
            (ThinSpot){.when = day_text(search->arena, thin.items[i].when),
                       .found = thin.items[i].found,
                       .usual = thin.items[i].usual};
}

/* ---- sections ---- */

typedef struct Dated {
    int64_t section;
    int32_t month; /* since year 0 */
} Dated;

static int compare_dated(const void *a, const void *b)
{
    const Dated *x = a, *y = b;
    if (x->section != y->section)
        return x->section < y->section ? -1 : 1;
    return (x->month > y->month) - (x->month < y->month);
}

static int32_t month_of(const Search *search, const MissingPiece *piece)
{
    int64_t year;
    unsigned month, day;
    civil_from_days(day_of(search, piece), &year, &month, &day);
    return (int32_t)(year * 12 + (int64_t)month - 1);
}

static Label section_label(const MissingSections *sections, int64_t number)
{
    size_t low = 0, high = sections->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sections->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_known = low < sections->count && sections->items[low].number == number;
    return is_known ? sections->items[low].label : (Label){0};
}

static void judge_section(Search *search, const Dated *dated, size_t count, int32_t *months)
{
    MissingReport *report = search->report;
    GapSpots thin = {0};
    for (size_t i = 0; i < count; i++)
        months[i] = dated[i].month;
    gaps_of_months(search->arena, months, count, MISSING_LIST_MAX - report->thin_sections.count, &thin,
                   &report->thin_section_count);
    for (size_t i = 0; i < thin.count; i++) {
        int64_t year = thin.items[i].when / 12;
        *LIST_ADD(search->arena, &report->thin_sections) =
            (ThinSpot){.when = arena_format(search->arena, "%04lld-%02lld", (long long)year,
                                            (long long)(thin.items[i].when % 12 + 1)),
                       .section = section_label(&search->facts.sections, dated->section),
                       .found = thin.items[i].found,
                       .usual = thin.items[i].usual};
    }
}

static void find_section_gaps(Search *search)
{
    const MissingPieces *pieces = &search->facts.pieces;
    Dated *dated = ARENA_ARRAY(search->arena, Dated, pieces->count);
    int32_t *months = ARENA_ARRAY(search->arena, int32_t, pieces->count);
    size_t count = 0;
    for (size_t i = 0; i < pieces->count; i++)
        if (has_month(&pieces->items[i]) && pieces->items[i].section > 0)
            dated[count++] = (Dated){pieces->items[i].section, month_of(search, &pieces->items[i])};
    if (count > 0)
        qsort(dated, count, sizeof *dated, compare_dated);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && dated[last].section == dated[first].section;)
            last++;
        judge_section(search, dated + first, last - first, months);
    }
}

/* ---- doubtful dates ---- */

static Status add_doubt(Search *search, const MissingPiece *piece, Slice reason, Error *err)
{
    MissingReport *report = search->report;
    report->doubtful_date_count++;
    if (report->doubtful_dates.count == MISSING_LIST_MAX)
        return STATUS_OK;
    Article article = {0};
    Status status =
        store_article_get(search->archive->store, search->arena, piece->number, ARTICLE_OWN, &article, err);
    if (status == STATUS_OK)
        *LIST_ADD(search->arena, &report->doubtful_dates) =
            (ReportDoubt){article.id, moment_format(search->arena, piece->published), reason};
    return status;
}

static Status find_plain_doubts(Search *search, Error *err)
{
    const MissingPieces *pieces = &search->facts.pieces;
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < pieces->count; i++) {
        const MissingPiece *piece = &pieces->items[i];
        const char *doubt = piece->is_public && piece->is_piece
                                ? report_date_doubt(piece->published, piece->captured_s)
                                : NULL;
        if (doubt)
            status = add_doubt(search, piece, slice_from(doubt), err);
    }
    return status;
}

/* Pieces by id, with their days; the ids are sorted already. */
static size_t dated_by_id(const Search *search, GapPiece *dated)
{
    size_t count = 0, place;
    for (size_t i = 0; i < search->facts.ids.count; i++) {
        const MissingId *id = &search->facts.ids.items[i];
        const MissingPiece *piece =
            id->article > 0 ? find_piece(&search->facts.pieces, id->article, &place) : NULL;
        if (piece && has_day(piece) && (count == 0 || dated[count - 1].place != place))
            dated[count++] = (GapPiece){id->id, day_of(search, piece), (uint32_t)place};
    }
    return count;
}

static Status find_doubts_by_id(Search *search, Error *err)
{
    GapPiece *dated = ARENA_ARRAY(search->arena, GapPiece, search->facts.ids.count);
    size_t count = dated_by_id(search, dated);
    GapDoubts doubts = {0};
    gaps_of_dates(search->arena, dated, count, &doubts);
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < doubts.count; i++) {
        const GapDoubt *doubt = &doubts.items[i];
        const MissingPiece *piece = &search->facts.pieces.items[doubt->place];
        if (!piece->is_public)
            continue;
        Slice first = day_text(search->arena, doubt->first), last = day_text(search->arena, doubt->last);
        Slice reason = arena_format(search->arena, "its id lies between pieces of %.*s to %.*s",
                                    SLICE_ARG(first), SLICE_ARG(last));
        status = add_doubt(search, piece, reason, err);
    }
    return status;
}

/* ---- wanted addresses ---- */

/* The resolver knows rules that the store does not. What it places is not wanted; beyond the candidates the
 * count is the store's. */
static Status drop_resolved(Search *search, Error *err)
{
    WantedList *wanted = &search->report->wanted;
    size_t kept = 0;
    for (size_t i = 0; i < wanted->count; i++) {
        Resolution found;
        Status status = resolve_address(search->archive, search->arena, wanted->items[i].url, &found, err);
        if (status != STATUS_OK)
            return status;
        if (found.article > 0 || found.capture > 0 || found.status == 451)
            search->report->wanted_count--;
        else
            wanted->items[kept++] = wanted->items[i];
    }
    wanted->count = kept < MISSING_LIST_MAX ? kept : MISSING_LIST_MAX;
    return STATUS_OK;
}

/* ---- all of it ---- */

static Status search_all(Search *search, Error *err)
{
    Status status = store_missing(search->archive->store, search->arena, &search->facts, search->report, err);
    if (status != STATUS_OK)
        return status;
    find_id_gaps(search);
    find_day_gaps(search);
    find_section_gaps(search);
    status = find_plain_doubts(search, err);
    if (status == STATUS_OK)
        status = find_doubts_by_id(search, err);
    return status == STATUS_OK ? drop_resolved(search, err) : status;
}

Status archive_missing(Archive *archive, Arena *arena, MissingReport *report, Error *err)
{
    Search search = {.archive = archive, .arena = arena, .report = report};
    *report = (MissingReport){0};
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = search_all(&search, err);
    store_read_end(archive->store);
    return status;
}
