/* In: lines PATH<TAB>URL on standard input. Out: one JSON line a page, as `backfile extract --list` writes
 * them, and the time that extraction alone took on standard error.
 *
 * For scoring and timing the extract room without the rest of the program.
 * --text takes the pages as text captures, --times N extracts each page N times. */
#include "base/file.h"
#include "export/export.h"
#include "extract/extract.h"
#include "syntax/codec.h"

#define PAGE_MEMORY (512u << 20)

typedef struct Run {
    Extractor *extractor;
    Arena *arena, *files;
    ExtractOptions options;
    bool is_text;
    int times;
    int64_t spent_us;
    uint64_t pages, bytes;
} Run;

static Status read_page(Run *run, const char *path, Slice *page, Error *err)
{
    Slice bytes;
    Status status = file_read(run->files, path, 64u << 20, &bytes, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? error_set(err, STATUS_SKIP, "no such file") : status;
    *page = bytes;
    CodecKind kind = codec_of_bytes(bytes);
    return kind == CODEC_NONE ? STATUS_OK : codec_unpack(run->files, kind, bytes, 128u << 20, page, err);
}

/* Time of this process, not of the machine: the same on a busy one. */
static int64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void run_line(Run *run, char *line)
{
    char *tab = strchr(line, '\t');
    if (tab)
        *tab = '\0';
    Error err = {{0}};
    Record record = {.kind = RECORD_RESOURCE,
                     .body_kind = run->is_text ? BODY_TEXT : BODY_HTML,
                     .url = slice_from(tab ? tab + 1 : NULL)};
    Article article;
    arena_reset(run->files);
    arena_reset(run->arena);
    Status status = read_page(run, line, &record.body, &err);
    int64_t start = cpu_us();
    for (int i = 0; status == STATUS_OK && i < run->times; i++) {
        arena_reset(run->arena);
        status = extract_page(run->extractor, run->arena, &record, &run->options, &article, &err);
    }
    run->spent_us += cpu_us() - start;
    run->pages++;
    run->bytes += record.body.size;
    const ArticleJson how = {.with_body = true, .with_provenance = true, .path = slice_from(line)};
    const Slice json = status == STATUS_OK ? export_article(run->files, &article, how)
                                           : export_failure(run->files, how.path, slice_from(err.message));
    fwrite(json.data, 1, json.size, stdout);
    putchar('\n');
}

int main(int argc, char **argv)
{
    Run run = {.times = 1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--text") == 0)
            run.is_text = true;
        else if (strcmp(argv[i], "--times") == 0 && i + 1 < argc)
            run.times = (int)strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--title") == 0 && i + 1 < argc)
            run.options.archive_title = slice_from(argv[++i]);
    }
    run.extractor = extractor_open();
    run.arena = arena_open(PAGE_MEMORY);
    run.files = arena_open(PAGE_MEMORY);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, stdin)) > 0) {
        while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r'))
            line[--size] = '\0';
        if (size > 0)
            run_line(&run, line);
    }
    fprintf(stderr, "pages %llu seconds %.3f pages/s %.0f MB/s %.1f\n", (unsigned long long)run.pages,
            (double)run.spent_us / 1e6,
            (double)run.pages * run.times * 1e6 / (double)(run.spent_us ? run.spent_us : 1),
            (double)run.bytes * run.times / (double)(run.spent_us ? run.spent_us : 1));
    free(line);
    arena_close(run.files);
    arena_close(run.arena);
    extractor_close(run.extractor);
    return 0;
}
