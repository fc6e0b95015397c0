/* backfile extract: pages in, articles as JSON out, without an archive; pictures in, photos out.
 *
 * One page gives one object. A list gives one line for each of its lines, in their order: they are read by
 * batches, each shared out among --jobs threads; a page that cannot be read gives a line that says so. With
 * --site the list is read twice: what its pages teach of their sites is gathered first, in their order. */
#include "extract/extract.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "cli/cli.h"
#include "cli/page_file.h"
#include "export/export.h"

/* Room for a page of EXTRACT_HTML_MAX, packed and not, its tree and its article; and for a batch of articles
 * as JSON. */
#define PAGE_ARENA_BYTES ((size_t)512 << 20)
#define TEXT_ARENA_BYTES ((size_t)256 << 20)
enum { JOBS_MAX = 256, BATCH_PER_JOB = 32 };

/* What one thread works with. */
typedef struct Desk {
    Extractor *extractor;
    Arena *page; /* for one page */
    Arena *text; /* for the lines of one batch */
} Desk;

static void desk_open(Desk *desk)
{
    *desk = (Desk){extractor_open(), arena_open(PAGE_ARENA_BYTES), arena_open(TEXT_ARENA_BYTES)};
}

static void desk_close(Desk *desk)
{
    arena_close(desk->text);
    arena_close(desk->page);
    extractor_close(desk->extractor);
}

/* What a file gave: the article of a page, or the one photo of a picture. */
typedef struct Extracted {
    bool is_photo;
    Article article;
    Media photo;
} Extracted;

static Status read_file(Desk *desk, const char *path, Slice url, const ExtractOptions *how, Extracted *out,
                        Error *err)
{
    Record record;
    *out = (Extracted){0};
    arena_reset(desk->page);
    Status status = page_file_read(desk->page, path, url, &record, err);
    if (status != STATUS_OK)
        return status;
    out->is_photo = record.body_kind == BODY_IMAGE;
    if (!out->is_photo)
        return extract_page(desk->extractor, desk->page, &record, how, &out->article, err);
    status = extract_photo(desk->page, record.body, &out->photo, err);
    out->photo.href = url;
    return status;
}

static Slice write_extracted(Arena *arena, const Extracted *extracted, ArticleJson how)
{
    return extracted->is_photo ? export_photo(arena, &extracted->photo, how.path, how.is_pretty)
                               : export_article(arena, &extracted->article, how);
}

/* ---- one page ---- */

static int extract_one(Call *call)
{
    Desk desk;
    Extracted extracted;
    Error err;
    const char *path = options_operand(call->options, 0);
    const ArticleJson how = {
        .is_pretty = call->out_is_terminal, .with_body = true, .with_provenance = true, .with_kept = true};
    const ExtractOptions alone = {0};
    if (options_flag(call->options, "site"))
        return call_say(call, EXIT_USAGE, "--site learns from many pages: give them by --list");
    desk_open(&desk);
    path = path ? path : "-";
    const Status status =
        read_file(&desk, path, options_slice(call->options, "url"), &alone, &extracted, &err);
    if (status == STATUS_OK) {
        const Slice text = write_extracted(call->arena, &extracted, how);
        call_print(call, text);
    } else {
        call_say(call, EXIT_FAILED, "'%s': %s", path, err.message);
    }
    desk_close(&desk);
    return status == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
}

/* ---- a list ---- */

typedef struct Item {
    const char *path;
    Slice url;
    Slice line; /* the answer */
    SiteLesson lesson;
} Item;

typedef struct Batch {
    Arena *arena; /* of the paths */
    Item *items;
    size_t count, capacity;
    Desk *desks;
    unsigned jobs;
    const Site *site; /* NULL: each page is judged alone */
} Batch;

/* What is handed through the guard of the text arena. */
typedef struct Writing {
    Arena *arena;
    const Extracted *extracted;
    Item *item;
} Writing;

static void write_line(void *context)
{
    const Writing *writing = context;
    const ArticleJson how = {.with_body = true,
                             .with_provenance = true,
                             .with_kept = true,
                             .path = slice_from(writing->item->path)};
    writing->item->line = write_extracted(writing->arena, writing->extracted, how);
}

/* Copies a lesson out of the memory of its page. */
static void keep_lesson(void *context)
{
    const Writing *writing = context;
    writing->item->lesson = site_lesson_copy(writing->arena, &writing->item->lesson);
}

static void learn_item(void *context, size_t number, unsigned worker)
{
    Batch *batch = context;
    Desk *desk = &batch->desks[worker];
    Item *item = &batch->items[number];
    Extracted extracted;
    Error err;
    Writing writing = {desk->text, &extracted, item};
    const ExtractOptions how = {.lesson = &item->lesson};
    if (read_file(desk, item->path, item->url, &how, &extracted, &err) != STATUS_OK ||
        !arena_guard(desk->text, keep_lesson, &writing))
        item->lesson = (SiteLesson){.piece = 0};
}

static void do_item(void *context, size_t number, unsigned worker)
{
    Batch *batch = context;
    Desk *desk = &batch->desks[worker];
    Item *item = &batch->items[number];
    Extracted extracted;
    Error err = {0};
    Writing writing = {desk->text, &extracted, item};
    const ExtractOptions how = {.site = batch->site};
    const Status status = read_file(desk, item->path, item->url, &how, &extracted, &err);
    if (status == STATUS_OK && arena_guard(desk->text, write_line, &writing))
        return;
    if (status == STATUS_OK)
        error_set(&err, STATUS_SKIP, "the article is too large to be written");
    arena_reset(desk->page);
    item->line = export_failure(desk->page, slice_from(item->path), slice_from(err.message));
    if (arena_limit(desk->text) - arena_used(desk->text) > item->line.size)
        item->line = arena_copy(desk->text, item->line);
    else
        item->line = SLICE("{\"error\":\"no room\"}");
}

/* The next lines of the list; false at its end. */
static bool read_batch(FILE *list, Batch *batch, char **line, size_t *size)
{
    arena_reset(batch->arena);
    batch->count = 0;
    while (batch->count < batch->capacity) {
        const ssize_t got = getline(line, size, list);
        if (got < 0)
            break;
        Slice text = slice_of(*line, (size_t)got);
        while (text.size && (text.data[text.size - 1] == '\n' || text.data[text.size - 1] == '\r'))
            text.size--;
        if (text.size == 0)
            continue;
        const size_t tab = slice_find_byte(text, '\t');
        const Slice url = tab == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_skip(text, tab + 1));
        batch->items[batch->count++] = (Item){
            .path = arena_string(batch->arena, slice_range(text, 0, tab)),
            .url = arena_copy(batch->arena, url),
        };
    }
    return batch->count > 0;
}

static void end_batch(Batch *batch)
{
    for (unsigned i = 0; i < batch->jobs; i++)
        arena_reset(batch->desks[i].text);
}

static void print_batch(Call *call, Batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        call_print(call, batch->items[i].line);
    fflush(call->out);
}

/* ---- the list, read once or twice ---- */

/* One walk over the list. site: what it teaches goes there; NULL: its lines are answered. */
static void walk_list(Call *call, FILE *list, Batch *batch, Pool *pool, Site *site)
{
    char *line = NULL;
    size_t size = 0;
    while (!ferror(call->out) && read_batch(list, batch, &line, &size)) {
        pool_run(pool, batch->count, site ? learn_item : do_item, batch);
        for (size_t i = 0; site && i < batch->count; i++)
            site_learn(site, &batch->items[i].lesson);
        if (!site)
            print_batch(call, batch);
        end_batch(batch);
    }
    free(line);
}

static int extract_lines(Call *call, FILE *list, unsigned jobs, bool with_site)
{
    Pool *pool = pool_open(jobs);
    Site *site = with_site ? site_open() : NULL;
    Batch batch = {.arena = arena_open(CALL_ARENA_BYTES),
                   .capacity = (size_t)jobs * BATCH_PER_JOB,
                   .desks = ARENA_ARRAY(call->arena, Desk, jobs),
                   .jobs = jobs};
    batch.items = ARENA_ARRAY(call->arena, Item, batch.capacity);
    for (unsigned i = 0; i < jobs; i++)
        desk_open(&batch.desks[i]);
    if (site) {
        walk_list(call, list, &batch, pool, site);
        batch.site = site;
        rewind(list);
    }
    walk_list(call, list, &batch, pool, NULL);
    for (unsigned i = 0; i < jobs; i++)
        desk_close(&batch.desks[i]);
    site_close(site);
    arena_close(batch.arena);
    pool_close(pool);
    return ferror(list) ? call_say(call, EXIT_FAILED, "cannot read the list") : EXIT_DONE;
}

/* A list that comes through a pipe, in a file that can be read twice; NULL if there is no room for it. */
static FILE *copy_of(FILE *list)
{
    char bytes[1 << 16];
    FILE *copy = tmpfile();
    size_t size;
    while (copy && (size = fread(bytes, 1, sizeof bytes, list)) > 0)
        if (fwrite(bytes, 1, size, copy) != size) {
            fclose(copy);
            return NULL;
        }
    if (copy)
        rewind(copy);
    return copy;
}

static int extract_file(Call *call, FILE *list, unsigned jobs)
{
    const bool with_site = options_flag(call->options, "site");
    FILE *copy = with_site && fseek(list, 0, SEEK_CUR) != 0 ? copy_of(list) : NULL;
    int code = EXIT_FAILED;
    if (with_site && !copy && fseek(list, 0, SEEK_CUR) != 0)
        code = call_say(call, EXIT_FAILED, "cannot keep the list to read it twice");
    else
        code = extract_lines(call, copy ? copy : list, jobs, with_site);
    if (copy)
        fclose(copy);
    return code;
}

static int extract_list(Call *call, const char *path)
{
    const uint64_t jobs = options_number(call->options, "jobs");
    if (jobs < 1 || jobs > JOBS_MAX)
        return call_say(call, EXIT_USAGE, "--jobs takes a number from 1 to %d", JOBS_MAX);
    if (options_operand(call->options, 0))
        return call_say(call, EXIT_USAGE, "--list takes no PAGE beside it");
    if (options_text(call->options, "url"))
        return call_say(call, EXIT_USAGE, "--list takes no --url beside it: each line has its own");
    if (slice_equal(slice_from(path), SLICE("-")))
        return extract_file(call, stdin, (unsigned)jobs);
    FILE *list = fopen(path, "re");
    if (!list)
        return call_say(call, EXIT_FAILED, "cannot open '%s'", path);
    const int code = extract_file(call, list, (unsigned)jobs);
    fclose(list);
    return code;
}

int command_extract(Call *call)
{
    memory_keep_freed();
    const char *list = options_text(call->options, "list");
    return list ? extract_list(call, list) : extract_one(call);
}
