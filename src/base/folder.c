/* What lies in a folder: its names, and all files below it.
 *
 * In: a folder of any depth and content. Out: sorted names, so that an import meets the same files in the
 * same order on every machine. The walk keeps a list of folders still to read instead of calling itself:
 * depth costs nothing. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"

static int by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const Slice *)a, *(const Slice *)b);
}

static void sort(Slices *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_bytes);
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

Status file_list(Arena *arena, const char *folder, Slices *names, Error *err)
{
    *names = (Slices){0};
    DIR *stream = opendir(folder);
    if (!stream)
        return error_errno(err, STATUS_FAIL, "cannot open the folder '%s'", folder);
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(stream)) != NULL; errno = 0) {
        if (is_dots(entry->d_name))
            continue;
        const Slice name = slice_from(entry->d_name);
        *LIST_ADD(arena, names) = slice_of(arena_string(arena, name), name.size);
    }
    Status status = STATUS_OK;
    if (errno != 0)
        status = error_errno(err, STATUS_FAIL, "cannot read the folder '%s'", folder);
    closedir(stream);
    sort(names);
    return status;
}

/* Puts each name of one folder where it belongs. `below` is the folder relative to the walk's, "" for itself.
 * A folder below that cannot be read stands among the files: whoever opens it learns why. */
static Status sort_out(Arena *arena, const char *folder, Slice below, Slices *paths, Slices *folders,
                       Error *err)
{
    Slices names;
    const char *place = below.size ? path_join(arena, folder, below.data) : folder;
    const Status status = file_list(arena, place, &names, err);
    if (status == STATUS_FAIL && below.size) {
        *LIST_ADD(arena, paths) = below;
        return STATUS_OK;
    }
    for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
        struct stat info;
        const Slice path = arena_format(arena, "%.*s%s%.*s", SLICE_ARG(below), below.size ? "/" : "",
                                        SLICE_ARG(names.items[i]));
        const char *full = path_join(arena, folder, path.data);
        if (lstat(full, &info) != 0)
            continue; /* gone meanwhile */
        if (S_ISDIR(info.st_mode))
            *LIST_ADD(arena, folders) = path;
        else if (S_ISREG(info.st_mode) || file_kind(full) == FILE_REGULAR)
            *LIST_ADD(arena, paths) = path;
    }
    return status;
}

Status file_walk(Arena *arena, const char *folder, Slices *paths, Error *err)
{
    Slices folders = {0};
    *paths = (Slices){0};
    *LIST_ADD(arena, &folders) = SLICE("");
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < folders.count; i++)
        status = sort_out(arena, folder, folders.items[i], paths, &folders, err);
    sort(paths);
    return status;
}
