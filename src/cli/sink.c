/* Files written beside their place and renamed when complete: whoever looks sees the old export or the new
 * one. */
#include "cli/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

Status sink_open(Arena *arena, const char *path, FILE *standard, Sink *sink, Error *err)
{
    int fd = -1;
    *sink = (Sink){0};
    if (slice_equal(slice_from(path), SLICE("-"))) {
        sink->stream = standard;
        return STATUS_OK;
    }
    const FileKind kind = file_kind(path);
    if (kind == FILE_FOLDER)
        return error_set(err, STATUS_FAIL, "cannot write '%s': it is a folder", path);
    sink->path = arena_string(arena, slice_from(path));
    if (kind != FILE_OTHER)
        sink->beside = arena_string(arena, arena_format(arena, "%s.new", path));
    const Status status =
        file_open(sink->beside ? sink->beside : path, O_WRONLY | O_CREAT | O_TRUNC, &fd, err);
    if (status != STATUS_OK)
        return status;
    sink->stream = fdopen(fd, "w");
    if (!sink->stream)
        fatal("memory is used up");
    return STATUS_OK;
}

Status sink_finish(Sink *sink, Error *err)
{
    if (fflush(sink->stream) != 0 || ferror(sink->stream))
        return error_errno(err, STATUS_FAIL, "cannot write '%s'",
                           sink->path ? sink->path : "standard output");
    if (!sink->beside)
        return STATUS_OK;
    Status status = file_sync(fileno(sink->stream), err);
    if (status == STATUS_OK)
        status = file_rename(sink->beside, sink->path, err);
    if (status == STATUS_OK)
        sink->beside = NULL;
    return status;
}

void sink_close(Sink *sink)
{
    if (sink->stream && sink->path)
        fclose(sink->stream);
    if (sink->beside)
        unlink(sink->beside);
    *sink = (Sink){0};
}
