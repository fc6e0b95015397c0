/* What an import did and what an archive holds, as JSON: interface.md section 3. Counts stand there also when
 * they are 0, since 0 is what a second import of the same promises. */
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

static void add_doubts(JsonOut *out, const char *key, const ReportDoubts *doubts)
{
    json_out_array(out, key);
    for (size_t i = 0; i < doubts->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "id", doubts->items[i].id);
        json_out_text(out, "value", doubts->items[i].value);
        json_out_text(out, "reason", doubts->items[i].reason);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

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
}

Slice export_report(Arena *arena, const ImportReport *report, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    add_sources(&out, &report->sources);
    add_counts(&out, report);
    add_skips(&out, &report->skipped);
    add_doubts(&out, "doubtfulDates", &report->doubtful_dates);
    json_out_number(&out, "emptyCaptions", report->empty_captions);
    add_doubts(&out, "unresolvedBylines", &report->unresolved_bylines);
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
