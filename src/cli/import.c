/* backfile import: sources into an archive, with a bar on the way and a report at the end.
 *
 * The report for a person goes to stderr, the JSON one to --report. Ctrl-C stops after the batch in work; the
 * archive is whole then, and the same command goes on. */
#include "cli/cli.h"

#include "base/memory.h"
#include "cli/missing.h"
#include "cli/out_file.h"
#include "cli/stop.h"
#include "cli/terminal.h"
#include "export/export.h"

enum { SKIPS_SHOWN = 10, WORKERS_MAX = 256 };

static void print_count(Call *call, const char *what, uint64_t number)
{
    if (number)
        fprintf(call->err, "  %-28s %12.*s\n", what, SLICE_ARG(format_count(call->arena, number)));
}

static void print_skips(Call *call, const ImportReport *report)
{
    for (size_t i = 0; i < report->skipped.count && i < SKIPS_SHOWN; i++) {
        const ReportSkip *skip = &report->skipped.items[i];
        fputs("  ", call->err);
        print_line_text(call->err, skip->source);
        fputs(" at ", call->err);
        print_line_text(call->err, skip->at);
        fputs(": ", call->err);
        print_line_text(call->err, skip->reason);
        fputc('\n', call->err);
    }
    if (report->skipped_count > SKIPS_SHOWN && report->skipped.count)
        fprintf(call->err, "  ... %.*s in all; --report FILE names them\n",
                SLICE_ARG(format_count(call->arena, report->skipped_count)));
}

/* missing NULL: the archive was not asked what it lacks, and only this import's own doubts are known. */
static void print_report(Call *call, const ImportReport *report, const MissingReport *missing)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < report->sources.count; i++)
        bytes += report->sources.items[i].bytes;
    fprintf(call->err, "Read %.*s record%s from %zu source%s of %.*s.\n",
            SLICE_ARG(format_count(call->arena, report->read)), report->read == 1 ? "" : "s",
            report->sources.count, report->sources.count == 1 ? "" : "s",
            SLICE_ARG(format_bytes(call->arena, bytes)));
    const struct {
        const char *what;
        uint64_t number;
    } counts[] = {
        {"new articles", report->articles},
        {"new versions of articles", report->versions},
        {"further captures", report->article_captures},
        {"lists and fronts", report->lists},
        {"photos", report->media},
        {"other pages and files", report->others},
        {"evidence", report->evidence},
        {"not public", report->not_public},
        {"already there", report->duplicates},
        {"skipped", report->skipped_count},
        {"new addresses", report->addresses},
        {"articles with repairs", report->repaired},
        {"taught by their site", report->taught},
        {"doubtful dates", missing ? 0 : report->doubtful_dates.count},
        {"bylines without a name", missing ? 0 : report->unresolved_bylines.count},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        print_count(call, counts[i].what, counts[i].number);
    print_skips(call, report);
    if (report->is_stopped)
        call_note(call, "Stopped. The same command goes on from here.");
}

/* The JSON report; "-" is stdout. */
static int write_report(Call *call, const ImportReport *report, const MissingReport *missing)
{
    Error err;
    OutFile file = {0};
    const char *path = options_text(call->options, "report");
    if (!path)
        return EXIT_DONE;
    const bool is_standard = slice_equal(slice_from(path), SLICE("-"));
    const Slice text = export_report(call->arena, report, missing, !is_standard || call->out_is_terminal);
    Status status = out_file_open(call->arena, path, call->out, &file, &err);
    if (status == STATUS_OK) {
        fprintf(file.stream, "%.*s\n", SLICE_ARG(text));
        status = out_file_finish(&file, &err);
    }
    out_file_close(&file);
    return status == STATUS_OK ? EXIT_DONE : call_say(call, EXIT_FAILED, "%s", err.message);
}

static const char *const *sources_of(Call *call, size_t *count)
{
    *count = call->options->operands.count - 1;
    const char **sources = ARENA_ARRAY(call->arena, const char *, *count);
    for (size_t i = 0; i < *count; i++)
        sources[i] = options_operand(call->options, i + 1);
    return sources;
}

/* After a whole import the archive is asked what it lacks. missing NULL: it was not asked. */
static int finish(Call *call, Status status, const ImportReport *report, const MissingReport *missing,
                  const Error *err, int signal_number)
{
    if (status != STATUS_OK)
        call_say(call, EXIT_FAILED, "%s", err->message);
    if (status == STATUS_OK || report->read > 0)
        print_report(call, report, missing);
    if (missing)
        print_missing_counts(call->err, call->arena, missing, options_operand(call->options, 0));
    const int code = write_report(call, report, missing);
    if (status != STATUS_OK)
        return EXIT_FAILED;
    if (report->is_stopped)
        return signal_number ? 128 + signal_number : EXIT_STOPPED; /* 130 after Ctrl-C, 143 after SIGTERM */
    return code;
}

int command_import(Call *call)
{
    memory_keep_freed();
    Archive *archive = NULL;
    ImportReport report = {0};
    Error err = {0};
    Bar bar;
    Progress progress;
    size_t count = 0;
    const char *const *sources = sources_of(call, &count);
    if (call_number(call, "workers") > WORKERS_MAX)
        return call_say(call, EXIT_USAGE, "--workers takes a number up to %d", WORKERS_MAX);
    const volatile int *stop = stop_on_signals(); /* before the archive is held: nothing is then cut off */
    const int code = call_open_archive(call, ARCHIVE_WRITE, &archive);
    if (code != EXIT_DONE) {
        stop_no_more();
        return code;
    }
    bar_open(&bar, call->err, call->err_is_terminal, stop, &progress);
    const IngestOptions how = {call_number(call, "workers"), &progress};
    const Status status = archive_ingest(archive, call->arena, sources, count, &how, &report, &err);
    bar_close(&bar);
    const int signal_number = *stop;
    stop_no_more();
    MissingReport missing = {0};
    Error why = {0};
    const bool is_asked = status == STATUS_OK && !report.is_stopped;
    const bool is_told = is_asked && archive_missing(archive, call->arena, &missing, &why) == STATUS_OK;
    archive_close(archive);
    if (is_asked && !is_told)
        call_note(call, "What is missing could not be told: %s", why.message);
    return finish(call, status, &report, is_told ? &missing : NULL, &err, signal_number);
}
