/* What an import did, what an archive holds and what it lacks, as JSON: interface.md section 3. Counts stand
 * there also when they are 0, since 0 is what a second import of the same promises. */
#include "base/map.h"
#include "export/parts.h"

static void add_sources(JsonOut *out, const ReportSources *sources)
{
    json_out_array(out, "sources");
    for (size_t i = 0; i < sources->count; i++) {
        const ReportSource *source = &sources->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "path", source->path);
        json_out_text(out, "format", source->format);
        json_out_text(out, "sha256", source->sha256);
        json_out_number(out, "bytes", source->bytes);
        json_out_number_if(out, "resumedAt", source->resumed_at);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

static void add_skips(JsonOut *out, const ReportSkips *skips)
{
    json_out_array(out, "skipped");
    for (size_t i = 0; i < skips->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "source", skips->items[i].source);
        json_out_text(out, "at", skips->items[i].at);
        json_out_text(out, "reason", skips->items[i].reason);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

static void add_doubt(JsonOut *out, const ReportDoubt *doubt)
{
    json_out_object(out, NULL);
    json_out_text(out, "id", doubt->id);
    json_out_text(out, "value", doubt->value);
    json_out_text(out, "reason", doubt->reason);
    json_out_end_object(out);
}

/* The doubts of this import, then those that the archive has beside them. */
static void add_doubts(JsonOut *out, Arena *arena, const char *key, const ReportDoubts *own,
                       const ReportDoubts *others)
{
    Map told;
    map_init(&told, arena);
    json_out_array(out, key);
    for (size_t i = 0; i < own->count; i++) {
        map_add(&told, own->items[i].id, NULL);
        add_doubt(out, &own->items[i]);
    }
    for (size_t i = 0; others && i < others->count; i++)
        if (!map_find(&told, others->items[i].id))
            add_doubt(out, &others->items[i]);
    json_out_keep_array(out);
}

/* ---- what is missing ---- */

static void add_runs(JsonOut *out, const IdRuns *runs)
{
    json_out_array(out, "missingIds");
    for (size_t i = 0; i < runs->count; i++) {
        json_out_array(out, NULL);
        json_out_number(out, NULL, runs->items[i].first);
        json_out_number(out, NULL, runs->items[i].last);
        json_out_end_array(out);
    }
    json_out_keep_array(out);
}

static void add_thin(JsonOut *out, const char *key, const char *when, const ThinSpots *spots)
{
    json_out_array(out, key);
    for (size_t i = 0; i < spots->count; i++) {
        const ThinSpot *spot = &spots->items[i];
        json_out_object(out, NULL);
        json_out_text(out, when, spot->when);
        json_out_object(out, "section");
        json_out_text(out, "slug", spot->section.slug);
        json_out_text(out, "label", spot->section.label);
        json_out_end_object(out);
        json_out_number(out, "found", spot->found);
        json_out_number(out, "usual", spot->usual);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

static void add_wanted(JsonOut *out, const WantedList *wanted)
{
    json_out_array(out, "wanted");
    for (size_t i = 0; i < wanted->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "url", wanted->items[i].url);
        json_out_number(out, "links", wanted->items[i].links);
        json_out_text(out, "from", wanted->items[i].from);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

static void add_lost_photos(JsonOut *out, const LostPhotos *photos)
{
    json_out_array(out, "lostPhotos");
    for (size_t i = 0; i < photos->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "id", photos->items[i].id);
        json_out_text(out, "href", photos->items[i].href);
        json_out_text(out, "caption", photos->items[i].caption);
        json_out_text(out, "article", photos->items[i].article);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

/* How many there are in all: the lists may have been cut. */
static void add_missing_counts(JsonOut *out, const MissingReport *missing)
{
    const struct {
        const char *key;
        uint64_t number;
    } counts[] = {
        {"missingIds", missing->lost_ids},
        {"missingIdRuns", missing->missing_id_count},
        {"emptyDays", missing->empty_day_count},
        {"thinDays", missing->thin_day_count},
        {"thinSections", missing->thin_section_count},
        {"wanted", missing->wanted_count},
        {"lostPhotos", missing->lost_photo_count},
        {"doubtfulDates", missing->doubtful_date_count},
        {"unresolvedBylines", missing->unresolved_byline_count},
    };
    json_out_object(out, "missingCounts");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_out_number(out, counts[i].key, counts[i].number);
    json_out_end_object(out);
}

static void add_missing(JsonOut *out, const MissingReport *missing)
{
    add_runs(out, &missing->missing_ids);
    json_out_array(out, "emptyDays");
    for (size_t i = 0; i < missing->empty_days.count; i++)
        json_out_text(out, NULL, missing->empty_days.items[i]);
    json_out_keep_array(out);
    add_thin(out, "thinDays", "day", &missing->thin_days);
    add_thin(out, "thinSections", "month", &missing->thin_sections);
    add_wanted(out, &missing->wanted);
    add_lost_photos(out, &missing->lost_photos);
    add_missing_counts(out, missing);
}

Slice export_missing(Arena *arena, const MissingReport *missing, bool is_pretty)
{
    JsonOut out;
    const ReportDoubts none = {0};
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    add_missing(&out, missing);
    add_doubts(&out, arena, "doubtfulDates", &none, &missing->doubtful_dates);
    add_doubts(&out, arena, "unresolvedBylines", &none, &missing->unresolved_bylines);
    json_out_number(&out, "undated", missing->undated);
    json_out_number(&out, "emptyCaptions", missing->empty_captions);
    json_out_number(&out, "repaired", missing->repaired);
    json_out_end_object(&out);
    return json_out_slice(&out);
}

/* ---- an import ---- */

static void add_counts(JsonOut *out, const ImportReport *report)
{
    json_out_number(out, "read", report->read);
    json_out_number(out, "articles", report->articles);
    json_out_number(out, "versions", report->versions);
    json_out_number(out, "lists", report->lists);
    json_out_number(out, "media", report->media);
    json_out_number(out, "others", report->others);
    json_out_number(out, "evidence", report->evidence);
    json_out_number(out, "duplicates", report->duplicates);
    json_out_number(out, "notPublic", report->not_public);
    json_out_number(out, "skippedCount", report->skipped_count);
    json_out_number(out, "articleCaptures", report->article_captures);
    json_out_number(out, "addresses", report->addresses);
    json_out_number(out, "repaired", report->repaired);
    json_out_number(out, "taught", report->taught);
}

Slice export_report(Arena *arena, const ImportReport *report, const MissingReport *missing, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    add_sources(&out, &report->sources);
    add_counts(&out, report);
    add_skips(&out, &report->skipped);
    add_doubts(&out, arena, "doubtfulDates", &report->doubtful_dates,
               missing ? &missing->doubtful_dates : NULL);
    json_out_number(&out, "emptyCaptions", missing ? missing->empty_captions : report->empty_captions);
    add_doubts(&out, arena, "unresolvedBylines", &report->unresolved_bylines,
               missing ? &missing->unresolved_bylines : NULL);
    if (missing)
        add_missing(&out, missing);
    json_out_flag(&out, "stopped", report->is_stopped);
    json_out_end_object(&out);
    return json_out_slice(&out);
}

Slice export_stats(Arena *arena, const ArchiveStats *stats, bool is_pretty)
{
    JsonOut out;
    const struct {
        const char *key;
        uint64_t number;
    } numbers[] = {
        {"articles", stats->articles},
        {"publicArticles", stats->public_articles},
        {"versions", stats->versions},
        {"captures", stats->captures},
        {"sources", stats->sources},
        {"addresses", stats->addresses},
        {"media", stats->media},
        {"authors", stats->authors},
        {"sections", stats->sections},
        {"tags", stats->tags},
        {"warcBytes", stats->warc_bytes},
        {"warcRawBytes", stats->warc_raw_bytes},
        {"databaseBytes", stats->database_bytes},
        {"indexBytes", stats->index_bytes},
        {"textBytes", stats->text_bytes},
        {"indexDocuments", stats->index_documents},
        {"indexTerms", stats->index_terms},
        {"indexPostings", stats->index_postings},
        {"layoutVersion", (uint64_t)stats->layout_version},
    };
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        json_out_number(&out, numbers[i].key, numbers[i].number);
    json_out_text(&out, "firstDay", stats->first_day);
    json_out_text(&out, "lastDay", stats->last_day);
    json_out_end_object(&out);
    return json_out_slice(&out);
}
