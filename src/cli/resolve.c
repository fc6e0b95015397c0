/* backfile resolve: where addresses lead, a line each: URL, status, target or -, why, with tabs between them.
 *
 * Addresses come from argv or from standard input, as they come: what has arrived is answered and flushed
 * before more is waited for, so that the command can stand in a pipe. Much at once is shared among the cores,
 * each with the archive open for itself, and printed in the order of the input. Memory is bounded by the size
 * of a block: a million lines take no more than a thousand. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/builder.h"
#include "base/pool.h"

enum {
    STATUS_NOT_FOUND = 404,
    BLOCK_BYTES = 1 << 20,  /* of input at a time; a longer line is no address */
    GROUP_LINES = 64,       /* resolved in one go */
    RUN_LINES = 512,        /* handed to a core at a time */
    PREPARED_LINES = 20000, /* from so many on, a table of all addresses pays */
    RUNS_MAX = BLOCK_BYTES / RUN_LINES + 1,
    WORKERS_MAX = 8
};

/* One core's own. */
typedef struct Resolver {
    Archive *archive;
    Arena *scratch; /* a group of lines */
    Arena *answers; /* of a block */
    bool has_unknown;
    Status status;
    Error err;
} Resolver;

/* So many lines of the block, and what comes of them. */
typedef struct Run {
    Slice lines;
    Slice answers;
} Run;

typedef struct Resolving {
    const Call *call;
    const char *folder;
    Resolver workers[WORKERS_MAX];
    unsigned worker_count; /* that are open */
    Pool *pool;            /* made when there is enough to share */
    Run *runs;
    size_t run_count;
    uint64_t runs_done;
    bool is_prepared;
} Resolving;

/* White space and controls as %XX, so that a line stays a line of four fields. */
static void add_address(Builder *b, Slice address)
{
    size_t begin = 0;
    for (size_t i = 0; i < address.size; i++) {
        const unsigned char c = (unsigned char)address.data[i];
        if (c > ' ' && c != 0x7F)
            continue;
        builder_add(b, slice_range(address, begin, i));
        builder_format(b, "%%%02X", c);
        begin = i + 1;
    }
    builder_add(b, slice_skip(address, begin));
}

static void add_answer(Resolver *worker, Builder *b, Slice url, const Resolution *resolution)
{
    const char digits[] = {'\t', (char)('0' + resolution->status / 100 % 10),
                           (char)('0' + resolution->status / 10 % 10), (char)('0' + resolution->status % 10),
                           '\t'};
    add_address(b, url);
    builder_add(b, slice_of(digits, sizeof digits));
    add_address(b, resolution->target.size ? resolution->target : SLICE("-"));
    builder_add_byte(b, '\t');
    builder_add(b, resolve_why_name(resolution->why));
    builder_add_byte(b, '\n');
    worker->has_unknown |= resolution->status == STATUS_NOT_FOUND;
}

static void resolve_group(Resolver *worker, Builder *b, const Slice *urls, size_t count)
{
    Resolution resolutions[GROUP_LINES];
    arena_reset(worker->scratch);
    worker->status =
        archive_resolve_all(worker->archive, worker->scratch, urls, count, resolutions, &worker->err);
    for (size_t i = 0; i < count && worker->status == STATUS_OK; i++)
        add_answer(worker, b, urls[i], &resolutions[i]);
}

static Slice resolve_lines(Resolver *worker, Slice lines)
{
    Builder b;
    Slice urls[GROUP_LINES], line;
    size_t count = 0;
    builder_init(&b, worker->answers);
    builder_reserve(&b, lines.size * 3);
    while (worker->status == STATUS_OK && slice_next_line(&lines, &line)) {
        const Slice url = slice_trim(line);
        if (url.size == 0)
            continue;
        urls[count++] = url;
        if (count == GROUP_LINES) {
            resolve_group(worker, &b, urls, count);
            count = 0;
        }
    }
    if (worker->status == STATUS_OK && count > 0)
        resolve_group(worker, &b, urls, count);
    return builder_slice(&b);
}

static void resolve_run(void *context, size_t item, unsigned worker)
{
    Resolving *r = context;
    r->runs[item].answers = resolve_lines(&r->workers[worker], r->runs[item].lines);
}

/* ---- workers ---- */

static Status open_worker(Resolving *r, Error *err)
{
    Resolver *worker = &r->workers[r->worker_count];
    Status status = archive_open(r->folder, ARCHIVE_READ, &worker->archive, err);
    if (status == STATUS_OK)
        status = archive_stay_small(worker->archive, err);
    if (status != STATUS_OK) {
        archive_close(worker->archive);
        return status;
    }
    worker->scratch = arena_open(CALL_ARENA_BYTES);
    worker->answers = arena_open(CALL_ARENA_BYTES);
    r->worker_count++;
    return STATUS_OK;
}

static Status open_pool(Resolving *r, Error *err)
{
    const unsigned cores = pool_cores();
    Status status = STATUS_OK;
    while (status == STATUS_OK && r->worker_count < cores && r->worker_count < WORKERS_MAX)
        status = open_worker(r, err);
    r->pool = pool_open(r->worker_count);
    return status;
}

static void close_workers(Resolving *r)
{
    pool_close(r->pool);
    for (unsigned i = r->worker_count; i-- > 0;) { /* the first owns the table of addresses */
        arena_close(r->workers[i].answers);
        arena_close(r->workers[i].scratch);
        archive_close(r->workers[i].archive);
    }
    free(r->runs);
}

/* ---- a block ---- */

static void cut_runs(Resolving *r, Slice block)
{
    r->run_count = 0;
    while (block.size > 0) {
        size_t size = 0;
        for (size_t lines = 0; lines < RUN_LINES && size < block.size; lines++) {
            const size_t end = slice_find_byte(slice_skip(block, size), '\n');
            size = end == SLICE_NONE ? block.size : size + end + 1;
        }
        assert(r->run_count < RUNS_MAX);
        r->runs[r->run_count++] = (Run){.lines = slice_range(block, 0, size)};
        block = slice_skip(block, size);
    }
}

static Status prepare(Resolving *r, Error *err)
{
    Status status = archive_prepare_resolving(r->workers[0].archive, NULL, err);
    for (unsigned i = 1; i < r->worker_count && status == STATUS_OK; i++)
        status = archive_prepare_resolving(r->workers[i].archive, r->workers[0].archive, err);
    r->is_prepared = true;
    return status;
}

static Status resolve_block(Resolving *r, Slice block, Error *err)
{
    Status status = STATUS_OK;
    cut_runs(r, block);
    r->runs_done += r->run_count;
    if (r->run_count > 1 && !r->pool)
        status = open_pool(r, err);
    if (status == STATUS_OK && r->pool && !r->is_prepared && r->runs_done * RUN_LINES > PREPARED_LINES)
        status = prepare(r, err);
    if (status != STATUS_OK)
        return status;
    for (unsigned i = 0; i < r->worker_count; i++)
        arena_reset(r->workers[i].answers);
    if (r->run_count > 1)
        pool_run(r->pool, r->run_count, resolve_run, r);
    else if (r->run_count == 1)
        resolve_run(r, 0, 0);
    for (unsigned i = 0; i < r->worker_count; i++)
        if (r->workers[i].status != STATUS_OK) {
            *err = r->workers[i].err;
            return r->workers[i].status;
        }
    for (size_t i = 0; i < r->run_count; i++)
        fwrite(r->runs[i].answers.data, 1, r->runs[i].answers.size, r->call->out);
    fflush(r->call->out);
    return STATUS_OK;
}

/* ---- input ---- */

typedef struct Input {
    char *data;
    size_t size;
    bool is_end;
    bool is_in_long; /* within a line that is longer than a block */
} Input;

static Status read_more(Input *in, Error *err)
{
    ssize_t size;
    do
        size = read(STDIN_FILENO, in->data + in->size, BLOCK_BYTES - in->size);
    while (size < 0 && errno == EINTR);
    if (size < 0)
        return error_errno(err, STATUS_FAIL, "cannot read standard input");
    in->size += (size_t)size;
    in->is_end = size == 0;
    return STATUS_OK;
}

/* A line that does not end within a block is printed as it comes, and unknown. */
static void pass_long_line(Resolving *r, Input *in)
{
    const Slice have = slice_of(in->data, in->size);
    const size_t end = slice_find_byte(have, '\n');
    Builder b;
    arena_reset(r->workers[0].answers);
    builder_init(&b, r->workers[0].answers);
    add_address(&b, slice_range(have, 0, end));
    in->is_in_long = end == SLICE_NONE && !in->is_end;
    if (!in->is_in_long) {
        builder_add(&b, SLICE("\t404\t-\tunknown\n"));
        r->workers[0].has_unknown = true;
    }
    fwrite(b.data, 1, b.size, r->call->out);
    fflush(r->call->out);
    in->size = end == SLICE_NONE ? 0 : in->size - end - 1;
    if (in->size > 0)
        memmove(in->data, in->data + end + 1, in->size);
}

static Status resolve_input(Resolving *r, Input *in, Error *err)
{
    Status status = STATUS_OK;
    while (status == STATUS_OK && !ferror(r->call->out) && !in->is_end) {
        status = read_more(in, err);
        if (status == STATUS_OK && in->is_in_long)
            pass_long_line(r, in);
        if (status != STATUS_OK || in->is_in_long)
            continue;
        const size_t end = slice_find_last_byte(slice_of(in->data, in->size), '\n');
        const size_t size = in->is_end ? in->size : end == SLICE_NONE ? 0 : end + 1;
        status = resolve_block(r, slice_of(in->data, size), err);
        in->size -= size;
        memmove(in->data, in->data + size, in->size);
        if (in->size == BLOCK_BYTES)
            pass_long_line(r, in);
    }
    return status;
}

static Status resolve_stream(Resolving *r, Error *err)
{
    Input in = {.data = malloc(BLOCK_BYTES)};
    if (!in.data)
        fatal("out of memory");
    const Status status = resolve_input(r, &in, err);
    free(in.data);
    return status;
}

static Status resolve_words(Resolving *r, Error *err)
{
    Builder b;
    Resolver *worker = &r->workers[0];
    const Slices *words = &r->call->options->operands;
    builder_init(&b, worker->answers);
    for (size_t i = 1; worker->status == STATUS_OK && i < words->count; i++)
        resolve_group(worker, &b, &words->items[i], 1);
    fwrite(b.data, 1, b.size, r->call->out);
    *err = worker->err;
    return worker->status;
}

int command_resolve(Call *call)
{
    Resolving r = {.call = call};
    Error err = {{0}};
    const int code = call_open_archive(call, ARCHIVE_READ, &r.workers[0].archive);
    if (code != EXIT_DONE)
        return code;
    r.worker_count = 1;
    r.folder = options_operand(call->options, 0);
    r.workers[0].scratch = arena_open(CALL_ARENA_BYTES);
    r.workers[0].answers = arena_open(CALL_ARENA_BYTES);
    r.runs = calloc(RUNS_MAX, sizeof *r.runs);
    if (!r.runs)
        fatal("out of memory");
    call_tell_rules(call, r.workers[0].archive);
    const bool has_words = call->options->operands.count > 1;
    Status status = archive_stay_small(r.workers[0].archive, &err);
    if (status == STATUS_OK)
        status = has_words ? resolve_words(&r, &err) : resolve_stream(&r, &err);
    bool has_unknown = false;
    for (unsigned i = 0; i < r.worker_count; i++)
        has_unknown |= r.workers[i].has_unknown;
    close_workers(&r);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    return has_unknown ? EXIT_NOTHING : EXIT_DONE;
}
