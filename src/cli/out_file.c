/* Files written beside their place and renamed when complete: whoever looks sees the old export or the new
 * one. */
#include "cli/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* Past links, so that what is renamed takes the place of the file that is meant, and never that of a link
 * such as /dev/stdout. */
static Slice real_place(Arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const Slice place = arena_copy(arena, slice_from(real ? real : path));
    free(real);
    return place;
}

Status out_file_open(Arena *arena, const char *path, FILE *standard, OutFile *file, Error *err)
{
    int fd = -1;
    *file = (OutFile){0};
    if (slice_equal(slice_from(path), SLICE("-"))) {
        file->stream = standard;
        return STATUS_OK;
    }
    const FileKind kind = file_kind(path);
    if (kind == FILE_FOLDER)
        return error_set(err, STATUS_FAIL, "cannot write '%s': it is a folder", path);
    file->path = arena_string(arena, slice_from(path));
    if (kind == FILE_REGULAR)
        file->path = arena_string(arena, real_place(arena, path));
    if (kind != FILE_OTHER)
        file->beside = arena_string(arena, arena_format(arena, "%s.new", file->path));
    const Status status =
        file_open(file->beside ? file->beside : path, O_WRONLY | O_CREAT | O_TRUNC, &fd, err);
    if (status != STATUS_OK)
        return status;
    file->stream = fdopen(fd, "w");
    if (!file->stream)
        fatal("memory is used up");
    return STATUS_OK;
}

Status out_file_finish(OutFile *file, Error *err)
{
    if (fflush(file->stream) != 0 || ferror(file->stream))
        return error_errno(err, STATUS_FAIL, "cannot write '%s'",
                           file->path ? file->path : "standard output");
    if (!file->beside)
        return STATUS_OK;
    Status status = file_sync(fileno(file->stream), err);
    if (status == STATUS_OK)
        status = file_rename(file->beside, file->path, err);
    if (status == STATUS_OK)
        file->beside = NULL;
    return status;
}

void out_file_close(OutFile *file)
{
    if (file->stream && file->path)
        fclose(file->stream);
    if (file->beside)
        unlink(file->beside);
    *file = (OutFile){0};
}
