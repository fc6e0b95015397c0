/* backfile verify, reindex and stats: an archive looked over, its index made anew, its contents counted. */
#include "cli/cli.h"

#include "cli/stop.h"
#include "cli/terminal.h"
#include "export/export.h"

static void print_fault(void *context, const char *message)
{
    const Call *call = context;
    print_line_text(call->out, slice_from(message));
    fputc('\n', call->out);
}

int command_verify(Call *call)
{
    Archive *archive = NULL;
    uint64_t faults = 0;
    Error err = {0};
    Bar bar;
    Progress progress;
    const int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    const volatile int *stop = stop_on_signals();
    bar_open(&bar, call->err, call->err_is_terminal && !call->out_is_terminal, stop, &progress);
    const Status status = archive_verify(archive, print_fault, call, &progress, &faults, &err);
    bar_close(&bar);
    const bool is_stopped = *stop != 0;
    stop_no_more();
    archive_close(archive);
    if (is_stopped)
        return EXIT_STOPPED;
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    if (faults == 0) {
        call_note(call, "No faults.");
        return EXIT_DONE;
    }
    call_note(call, "%.*s fault%s.", SLICE_ARG(format_count(call->arena, faults)), faults == 1 ? "" : "s");
    return EXIT_NOTHING;
}

int command_reindex(Call *call)
{
    Archive *archive = NULL;
    uint64_t articles = 0, documents = 0;
    Error err = {0};
    Bar bar;
    Progress progress;
    const int code = call_open_archive(call, ARCHIVE_WRITE, &archive);
    if (code != EXIT_DONE)
        return code;
    const bool is_extracted = options_flag(call->options, "extract");
    const volatile int *stop = is_extracted ? stop_on_signals() : NULL;
    bar_open(&bar, call->err, call->err_is_terminal, stop, &progress);
    const Status status = is_extracted ? archive_reextract(archive, &progress, &articles, &err)
                                       : archive_reindex(archive, &progress, &documents, &err);
    bar_close(&bar);
    const bool is_stopped = stop && *stop;
    stop_no_more();
    archive_close(archive);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    if (is_extracted)
        call_note(call, "%.*s article%s came out otherwise%s.",
                  SLICE_ARG(format_count(call->arena, articles)), articles == 1 ? "" : "s",
                  is_stopped ? "; not all were read again" : "");
    else
        call_note(call, "Indexed %.*s articles.", SLICE_ARG(format_count(call->arena, documents)));
    return is_stopped ? EXIT_STOPPED : EXIT_DONE;
}

static void print_stats(Call *call, const ArchiveStats *stats)
{
    const struct {
        const char *name;
        uint64_t number;
        bool is_bytes;
    } rows[] = {
        {"articles", stats->articles, false},
        {"public articles", stats->public_articles, false},
        {"versions", stats->versions, false},
        {"captures", stats->captures, false},
        {"sources", stats->sources, false},
        {"addresses", stats->addresses, false},
        {"photos", stats->media, false},
        {"authors", stats->authors, false},
        {"sections", stats->sections, false},
        {"tags", stats->tags, false},
        {"originals on disk", stats->warc_bytes, true},
        {"originals unpacked", stats->warc_raw_bytes, true},
        {"archive.db", stats->database_bytes, true},
        {"index", stats->index_bytes, true},
        {"article text", stats->text_bytes, true},
        {"indexed articles", stats->index_documents, false},
        {"words in the index", stats->index_terms, false},
        {"places of words", stats->index_postings, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Slice number = rows[i].is_bytes ? format_bytes(call->arena, rows[i].number)
                                              : format_count(call->arena, rows[i].number);
        fprintf(call->out, "%-20s %14.*s\n", rows[i].name, SLICE_ARG(number));
    }
    if (stats->first_day.size)
        fprintf(call->out, "%-20s %14.*s\n%-20s %14.*s\n", "first day", SLICE_ARG(stats->first_day),
                "last day", SLICE_ARG(stats->last_day));
}

int command_stats(Call *call)
{
    enum { FORMAT_TABLE, FORMAT_JSON };
    Archive *archive = NULL;
    ArchiveStats stats = {0};
    Error err;
    const int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    const Status status = archive_stats(archive, call->arena, &stats, &err);
    if (status == STATUS_OK && options_choice(call->options, "format") == FORMAT_JSON) {
        const Slice text = export_stats(call->arena, &stats, call->out_is_terminal);
        call_print(call, text);
    } else if (status == STATUS_OK) {
        print_stats(call, &stats);
    }
    archive_close(archive);
    return status == STATUS_OK ? EXIT_DONE : call_say(call, EXIT_FAILED, "%s", err.message);
}
