/* backfile resolve: where addresses lead, a line each: URL, status, target or -, why, with tabs between them.
 *
 * Addresses come from argv or, as they come, from standard input; each line is answered and flushed before
 * the next is waited for, so that the command can stand in a pipe. */
#include "cli/cli.h"

#include <stdlib.h>

#include "cli/terminal.h"

enum { RESOLVE_ARENA_BYTES = 256 << 20, STATUS_NOT_FOUND = 404 };

static Status resolve_one(const Call *call, Archive *archive, Arena *arena, Slice url, bool *is_unknown,
                          Error *err)
{
    Resolution resolution = {0};
    arena_reset(arena);
    const Status status = archive_resolve(archive, arena, url, &resolution, err);
    if (status != STATUS_OK)
        return status;
    print_address(call->out, url);
    fprintf(call->out, "\t%d\t", resolution.status);
    print_address(call->out, resolution.target.size ? resolution.target : SLICE("-"));
    fprintf(call->out, "\t%.*s\n", SLICE_ARG(resolve_why_name(resolution.why)));
    if (resolution.status == STATUS_NOT_FOUND)
        *is_unknown = true;
    return STATUS_OK;
}

static Status resolve_words(const Call *call, Archive *archive, Arena *arena, bool *is_unknown, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 1; status == STATUS_OK && i < call->options->operands.count; i++)
        status = resolve_one(call, archive, arena, call->options->operands.items[i], is_unknown, err);
    return status;
}

static Status resolve_lines(const Call *call, Archive *archive, Arena *arena, bool *is_unknown, Error *err)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size = 0;
    Status status = STATUS_OK;
    while (status == STATUS_OK && !ferror(call->out) && (size = getline(&line, &capacity, stdin)) >= 0) {
        const Slice url = slice_trim(slice_of(line, (size_t)size));
        if (url.size == 0)
            continue;
        status = resolve_one(call, archive, arena, url, is_unknown, err);
        fflush(call->out);
    }
    if (status == STATUS_OK && ferror(stdin))
        status = error_set(err, STATUS_FAIL, "cannot read standard input");
    free(line);
    return status;
}

int command_resolve(Call *call)
{
    Archive *archive = NULL;
    bool is_unknown = false;
    Error err;
    const int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    Arena *arena = arena_open(RESOLVE_ARENA_BYTES);
    const bool has_words = call->options->operands.count > 1;
    const Status status = has_words ? resolve_words(call, archive, arena, &is_unknown, &err)
                                    : resolve_lines(call, archive, arena, &is_unknown, &err);
    arena_close(arena);
    archive_close(archive);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    return is_unknown ? EXIT_NOTHING : EXIT_DONE;
}
