/* backfile export: articles as JSON lines in the order of their ids, or the original records as one WARC
 * file.
 *
 * A query narrows the articles: its hits are collected first, by their numbers, and the walk through all
 * articles then keeps those. So the order is the same with and without a query, and the articles are never in
 * memory together. */
#include "cli/cli.h"

#include "base/map.h"
#include "cli/out_file.h"
#include "cli/stop.h"
#include "cli/terminal.h"
#include "export/export.h"

enum { FORMAT_JSONL, FORMAT_WARC };
enum { PAGE_HITS = 1000 };

typedef struct Exporting {
    Call *call;
    Archive *archive;
    OutFile file;
    const volatile int *stop;
    Arena *arena; /* for one article */
    Map *wanted;  /* article numbers as 8 bytes; NULL: all */
} Exporting;

static bool may_go_on(const Exporting *exporting)
{
    return !*exporting->stop && !ferror(exporting->file.stream);
}

static bool write_article(void *context, const Article *article)
{
    Exporting *exporting = context;
    const ArticleJson whole = {
        .with_id = true, .with_body = true, .with_provenance = true, .with_kept = true};
    if (exporting->wanted && !map_find(exporting->wanted, slice_of(&article->number, sizeof article->number)))
        return may_go_on(exporting);
    arena_reset(exporting->arena);
    const Slice line = export_article(exporting->arena, article, whole);
    fwrite(line.data, 1, line.size, exporting->file.stream);
    fputc('\n', exporting->file.stream);
    return may_go_on(exporting);
}

static bool write_record(void *context, Slice warc)
{
    Exporting *exporting = context;
    fwrite(warc.data, 1, warc.size, exporting->file.stream);
    fputs("\r\n\r\n", exporting->file.stream);
    return may_go_on(exporting);
}

/* The numbers of all hits, page by page. */
static Status collect(Exporting *exporting, Slice query, Error *err)
{
    Arena *keep = exporting->call->arena;
    Arena *page = arena_open(CALL_ARENA_BYTES);
    SearchRequest request = {.typed = query,
                             .options = {.sort = SORT_OLDEST, .limit = PAGE_HITS, .bm25 = BM25_USUAL}};
    Status status = STATUS_OK;
    exporting->wanted = ARENA_NEW(keep, Map);
    map_init(exporting->wanted, keep);
    do {
        Answer answer = {0};
        arena_reset(page);
        status = archive_search(exporting->archive, page, &request, &answer, err);
        for (size_t i = 0; status == STATUS_OK && i < answer.hit_count; i++) {
            const int64_t number = answer.hits[i].article.number;
            map_add(exporting->wanted, arena_copy(keep, slice_of(&number, sizeof number)), NULL);
        }
        request.options.cursor = arena_copy(keep, answer.cursor);
    } while (status == STATUS_OK && request.options.cursor.size && !*exporting->stop);
    arena_close(page);
    return status;
}

static Status export_all(Exporting *exporting, size_t format, Slice query, Error *err)
{
    Status status = STATUS_OK;
    Error finish_error;
    uint64_t withheld = 0;
    if (query.size)
        status = collect(exporting, query, err);
    if (status != STATUS_OK)
        return status;
    const char *out = options_operand(exporting->call->options, 1);
    status = out_file_open(exporting->call->arena, out, exporting->call->out, &exporting->file, err);
    if (status == STATUS_OK && format == FORMAT_WARC)
        status = archive_each_record(exporting->archive, write_record, exporting, &withheld, err);
    else if (status == STATUS_OK)
        status = archive_each_article(exporting->archive, write_article, exporting, err);
    if ((status == STATUS_OK || status == STATUS_SKIP) && !*exporting->stop &&
        out_file_finish(&exporting->file, &finish_error) != STATUS_OK) {
        *err = finish_error;
        status = STATUS_FAIL;
    }
    out_file_close(&exporting->file);
    if (withheld > 0)
        call_note(exporting->call, "Left out %.*s records of what is withheld.",
                  SLICE_ARG(format_count(exporting->call->arena, withheld)));
    return status == STATUS_SKIP ? STATUS_FAIL : status; /* what could be read is written all the same */
}

int command_export(Call *call)
{
    Exporting exporting = {.call = call};
    Error err;
    const size_t format = options_choice(call->options, "format");
    const Slice query = options_slice(call->options, "query");
    if (query.size && format == FORMAT_WARC)
        return call_say(call, EXIT_USAGE, "--query goes with --format jsonl");
    const int code = call_open_archive(call, ARCHIVE_READ, &exporting.archive);
    if (code != EXIT_DONE)
        return code;
    exporting.stop = stop_on_signals();
    exporting.arena = arena_open(CALL_ARENA_BYTES);
    const Status status = export_all(&exporting, format, query, &err);
    const bool is_stopped = *exporting.stop != 0;
    stop_no_more();
    arena_close(exporting.arena);
    archive_close(exporting.archive);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    return is_stopped ? EXIT_STOPPED : EXIT_DONE;
}
