/* In: lines PATH<TAB>URL on standard input. Out: one JSON line a page, as `backfile extract --list` writes
 * them, and the time that extraction alone took on standard error.
 *
 * For scoring and timing the extract room without the rest of the program: links extract, text, syntax,
 * model, base.
 * --text takes the pages as text captures, --times N extracts each page N times. */
#include "base/file.h"
#include "extract/extract.h"
#include "syntax/codec.h"
#include "syntax/json.h"

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

static struct json_object *texts_of(const Slice *items, size_t count)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < count; i++)
        json_object_array_add(array, json_object_new_string_len(items[i].data, (int)items[i].size));
    return array;
}

static struct json_object *blocks_of(const Article *article)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < article->body.count; i++) {
        const Block *block = &article->body.items[i];
        struct json_object *object = json_object_new_object();
        json_add_text(object, "kind", block_kind_name(block->kind));
        json_add_text(object, "text", block->text);
        json_add_text(object, "html", block->html);
        json_add_text(object, "speaker", block->speaker);
        json_object_array_add(array, object);
    }
    return array;
}

static struct json_object *media_of(const Article *article)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < article->media.count; i++) {
        const Media *media = &article->media.items[i];
        struct json_object *object = json_object_new_object(), *credit = json_object_new_object();
        json_add_text(object, "id", media->id);
        json_add_text(object, "href", media->href);
        json_add_text(object, "caption", media->caption);
        json_add_text(object, "alt", media->alt);
        json_add_text(credit, "raw", media->credit.raw);
        json_add_text(credit, "agency", media->credit.agency);
        json_add_text(credit, "photographer", media->credit.photographer);
        json_add_flag(credit, "file", media->credit.is_file);
        json_add_object(object, "credit", credit);
        json_object_array_add(array, object);
    }
    return array;
}

static struct json_object *origins_of(const Article *article)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < article->provenance.count; i++) {
        const Origin *origin = &article->provenance.items[i];
        struct json_object *object = json_object_new_object();
        json_add_text(object, "field", origin->field);
        json_add_text(object, "source", origin->source);
        json_add_text(object, "at", origin->at);
        json_add_text(object, "rule", origin->rule);
        json_object_array_add(array, object);
    }
    return array;
}

static struct json_object *article_json(Arena *arena, const Article *article)
{
    struct json_object *object = json_object_new_object();
    json_add_text(object, "pageKind", page_kind_name(article->page_kind));
    json_add_text(object, "headline", article->headline);
    json_add_text(object, "kicker", article->kicker);
    json_add_text(object, "genre", article->genre);
    json_add_text(object, "subheadline", article->subheadline);
    json_add_text(object, "summary", article->summary);
    json_add_text(object, "byline", article->byline);
    struct json_object *authors = json_object_new_array();
    for (size_t i = 0; i < article->authors.count; i++)
        json_object_array_add(authors, json_object_new_string_len(article->authors.items[i].name.data,
                                                                  (int)article->authors.items[i].name.size));
    json_object_object_add(object, "authors", authors);
    struct json_object *dateline = json_object_new_object();
    json_add_text(dateline, "raw", article->dateline.raw);
    json_object_object_add(dateline, "places",
                           texts_of(article->dateline.places.items, article->dateline.places.count));
    json_object_object_add(dateline, "agencies",
                           texts_of(article->dateline.agencies.items, article->dateline.agencies.count));
    json_object_object_add(object, "dateline", dateline);
    json_add_text(object, "published", moment_format(arena, article->published));
    json_add_text(object, "modified", moment_format(arena, article->modified));
    json_add_text(object, "section", article->section.label);
    json_add_text(object, "lang", article->lang);
    json_add_text(object, "canonical", article->canonical);
    json_add_text(object, "cmsId", article->cms_id);
    json_add_text(object, "siteName", article->site_name);
    json_add_text(object, "text", article->text);
    json_object_object_add(object, "body", blocks_of(article));
    json_object_object_add(object, "media", media_of(article));
    json_object_object_add(object, "provenance", origins_of(article));
    return object;
}

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
    struct json_object *object =
        status == STATUS_OK ? article_json(run->files, &article) : json_object_new_object();
    json_add_text(object, "path", slice_from(line));
    if (status != STATUS_OK)
        json_add_text(object, "error", slice_from(err.message));
    puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(object);
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
