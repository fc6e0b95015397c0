/* Files: whole reads, maps, positioned reads and writes, and the replacement of a file that survives a crash.
 *
 * In: paths and descriptors of ours, contents of anybody's. Interrupted calls are taken up again, short reads
 * and writes are completed, and every message names the path or the place. Nothing takes arena memory that
 * may not be there while a file is open, so that arena_guard never leaks a descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map_guard.h"

Status file_open(const char *path, int flags, int *fd, Error *err)
{
    do {
        *fd = open(path, flags | O_CLOEXEC, 0666);
    } while (*fd < 0 && errno == EINTR);
    if (*fd >= 0)
        return STATUS_OK;
    return error_errno(err, STATUS_FAIL, "cannot open '%s'", path);
}

void file_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

static Status map_descriptor(int fd, const char *path, FileMap *map, Error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return error_errno(err, STATUS_FAIL, "cannot examine '%s'", path);
    if (!S_ISREG(info.st_mode))
        return error_set(err, STATUS_FAIL, "cannot map '%s': not a regular file", path);
    if (info.st_size == 0)
        return STATUS_OK;
    void *data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return error_errno(err, STATUS_FAIL, "cannot map '%s'", path);
    map->bytes = slice_of(data, (size_t)info.st_size);
    map_guard_add(map->bytes);
    return STATUS_OK;
}

Status file_map(const char *path, FileMap *map, Error *err)
{
    int fd = -1;
    *map = (FileMap){0};
    Status status = file_open(path, O_RDONLY, &fd, err);
    if (status == STATUS_OK)
        status = map_descriptor(fd, path, map, err);
    file_close(fd);
    return status;
}

void file_unmap(FileMap *map)
{
    map_guard_remove(map->bytes);
    if (map->bytes.size)
        munmap((void *)(uintptr_t)map->bytes.data, map->bytes.size);
    *map = (FileMap){0};
}

/* The page at the end may hold bytes still needed; the one at the beginning is read again if need be. */
void file_map_forget(const FileMap *map, size_t begin, size_t end)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (end >= map->bytes.size)
        end = map->bytes.size;
    else
        end -= end % page;
    begin -= begin % page;
    if (begin < end)
        madvise((void *)(uintptr_t)(map->bytes.data + begin), end - begin, MADV_DONTNEED);
}

void file_bytes_forget(Slice mapped)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t begin = ((uintptr_t)mapped.data + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)mapped.data + mapped.size) / page * page;
    if (mapped.data && begin < end)
        madvise((void *)begin, end - begin, MADV_DONTNEED);
}

/* Reads until `size` bytes or the end; *got tells how many. */
static Status read_some(int fd, char *data, size_t size, size_t *got, Error *err)
{
    *got = 0;
    while (*got < size) {
        const ssize_t count = read(fd, data + *got, size - *got);
        if (count == 0)
            break;
        if (count > 0)
            *got += (size_t)count;
        else if (errno != EINTR)
            return error_errno(err, STATUS_FAIL, "cannot read");
    }
    return STATUS_OK;
}

/* Of unknown size, as from a pipe: into memory of its own, at most `limit` + 1 bytes. */
static Status read_stream(int fd, size_t limit, char **data, size_t *size, Error *err)
{
    size_t capacity = 0;
    size_t got = 0;
    do {
        capacity = capacity ? capacity * 2 : 64 << 10;
        if (limit < SIZE_MAX / 4 && capacity > limit + 1)
            capacity = limit + 1;
        char *larger = realloc(*data, capacity);
        if (!larger)
            fatal("memory is used up");
        *data = larger;
        if (read_some(fd, larger + *size, capacity - *size, &got, err) != STATUS_OK)
            return STATUS_FAIL;
        *size += got;
    } while (*size == capacity && *size <= limit);
    return STATUS_OK;
}

static Status too_large(const char *path, size_t limit, Error *err)
{
    return error_set(err, STATUS_SKIP, "'%s' is over %zu bytes", path, limit);
}

static bool has_room(const Arena *arena, size_t size)
{
    return size <= arena_limit(arena) - arena_used(arena);
}

/* Copies into the arena and frees; nothing is held any more when the arena's guard may be left for. */
static char *hand_over(Arena *arena, char *data, size_t size)
{
    if (!has_room(arena, size)) {
        free(data);
        return arena_text(arena, size);
    }
    char *copy = arena_text(arena, size);
    if (size)
        memcpy(copy, data, size);
    free(data);
    return copy;
}

/* Closes fd before it may leave for the arena's guard, where it is told to. */
static Status read_unknown(Arena *arena, int fd, bool is_closed, const char *name, size_t limit, Slice *bytes,
                           Error *err)
{
    char *data = NULL;
    size_t size = 0;
    Status status = read_stream(fd, limit, &data, &size, err);
    if (is_closed)
        file_close(fd);
    if (status == STATUS_OK && size > limit)
        status = too_large(name, limit, err);
    else if (status != STATUS_OK)
        error_while(err, status, "'%s'", name);
    if (status == STATUS_OK)
        *bytes = slice_of(hand_over(arena, data, size), size);
    else
        free(data);
    return status;
}

Status file_read_stream(Arena *arena, int fd, const char *name, size_t limit, Slice *bytes, Error *err)
{
    *bytes = SLICE_EMPTY;
    return read_unknown(arena, fd, false, name, limit, bytes, err);
}

static Status read_regular(Arena *arena, int fd, const char *path, size_t size, Slice *bytes, Error *err)
{
    if (!has_room(arena, size)) {
        file_close(fd);
        fd = -1;
    }
    size_t got = 0;
    char *data = arena_text(arena, size);
    const Status status = read_some(fd, data, size, &got, err);
    file_close(fd);
    *bytes = slice_of(data, got);
    return error_while(err, status, "'%s'", path);
}

Status file_read(Arena *arena, const char *path, size_t limit, Slice *bytes, Error *err)
{
    int fd = -1;
    struct stat info;
    *bytes = SLICE_EMPTY;
    Status status = file_open(path, O_RDONLY, &fd, err);
    if (status != STATUS_OK)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_END : status;
    if (fstat(fd, &info) != 0) {
        status = error_errno(err, STATUS_FAIL, "cannot examine '%s'", path);
        file_close(fd);
        return status;
    }
    if (!S_ISREG(info.st_mode) || info.st_size == 0)
        return read_unknown(arena, fd, true, path, limit, bytes, err);
    if ((uint64_t)info.st_size > limit) {
        file_close(fd);
        return too_large(path, limit, err);
    }
    return read_regular(arena, fd, path, (size_t)info.st_size, bytes, err);
}

Status file_read_at(int fd, uint64_t offset, void *out, size_t size, Error *err)
{
    size_t got = 0;
    if (offset > INT64_MAX || size > INT64_MAX - offset)
        return error_set(err, STATUS_FAIL, "byte %llu is beyond any file", (unsigned long long)offset);
    while (got < size) {
        const ssize_t count = pread(fd, (char *)out + got, size - got, (off_t)(offset + got));
        if (count == 0)
            return error_set(err, STATUS_FAIL, "the file ends at byte %llu, %zu bytes too early",
                             (unsigned long long)(offset + got), size - got);
        if (count > 0)
            got += (size_t)count;
        else if (errno != EINTR)
            return error_errno(err, STATUS_FAIL, "cannot read at byte %llu",
                               (unsigned long long)(offset + got));
    }
    return STATUS_OK;
}

Status file_write(int fd, Slice bytes, Error *err)
{
    size_t done = 0;
    while (done < bytes.size) {
        const ssize_t count = write(fd, bytes.data + done, bytes.size - done);
        if (count >= 0)
            done += (size_t)count;
        else if (errno != EINTR)
            return error_errno(err, STATUS_FAIL, "cannot write");
    }
    return STATUS_OK;
}

Status file_sync(int fd, Error *err)
{
    if (fsync(fd) != 0)
        return error_errno(err, STATUS_FAIL, "cannot bring a file to disk");
    return STATUS_OK;
}

Status file_sync_folder(const char *folder, Error *err)
{
    int fd = -1;
    Status status = file_open(folder, O_RDONLY | O_DIRECTORY, &fd, err);
    if (status == STATUS_OK)
        status = file_sync(fd, err);
    file_close(fd);
    return error_while(err, status, "'%s'", folder);
}

/* The folder that a path lies in, in `folder`. */
static void folder_of(const char *path, char folder[PATH_MAX])
{
    const Slice whole = slice_from(path);
    const size_t slash = slice_find_last_byte(whole, '/');
    Slice place = SLICE(".");
    if (slash != SLICE_NONE)
        place = slice_range(whole, 0, slash ? slash : 1);
    snprintf(folder, PATH_MAX, "%.*s", SLICE_ARG(place));
}

static Status write_new(const char *path, Slice bytes, Error *err)
{
    int fd = -1;
    Status status = file_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, &fd, err);
    if (status == STATUS_OK)
        status = file_write(fd, bytes, err);
    if (status == STATUS_OK)
        status = file_sync(fd, err);
    file_close(fd);
    return status;
}

Status file_replace(const char *path, Slice bytes, Error *err)
{
    char beside[PATH_MAX];
    char folder[PATH_MAX];
    const int size = snprintf(beside, sizeof beside, "%s.new", path);
    if (size < 0 || size >= PATH_MAX)
        return error_set(err, STATUS_FAIL, "the path '%.100s...' is too long", path);
    Status status = write_new(beside, bytes, err);
    if (status == STATUS_OK)
        status = file_rename(beside, path, err);
    if (status != STATUS_OK) {
        unlink(beside);
        return error_while(err, status, "replacing '%s'", path);
    }
    folder_of(path, folder);
    return file_sync_folder(folder, err);
}

FileKind file_kind(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return FILE_MISSING;
    return S_ISREG(info.st_mode) ? FILE_REGULAR : S_ISDIR(info.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

Status file_size(const char *path, uint64_t *size, Error *err)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return error_errno(err, STATUS_FAIL, "cannot examine '%s'", path);
    *size = (uint64_t)info.st_size;
    return STATUS_OK;
}

int64_t file_modified(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? info.st_mtim.tv_sec : 0;
}

uint64_t file_stamp(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    const uint64_t parts[] = {(uint64_t)info.st_mtim.tv_sec, (uint64_t)info.st_mtim.tv_nsec,
                              (uint64_t)info.st_size, (uint64_t)info.st_ino};
    return slice_hash(slice_of(parts, sizeof parts)) | 1;
}

Status file_make_folder(const char *path, Error *err)
{
    if (mkdir(path, 0777) == 0)
        return STATUS_OK;
    if (errno == EEXIST && file_kind(path) == FILE_FOLDER)
        return STATUS_OK;
    return error_errno(err, STATUS_FAIL, "cannot make the folder '%s'", path);
}

Status file_remove(const char *path, Error *err)
{
    if (unlink(path) != 0 && errno != ENOENT)
        return error_errno(err, STATUS_FAIL, "cannot remove '%s'", path);
    return STATUS_OK;
}

Status file_rename(const char *from, const char *to, Error *err)
{
    if (rename(from, to) != 0)
        return error_errno(err, STATUS_FAIL, "cannot rename '%s' to '%s'", from, to);
    return STATUS_OK;
}

char *path_join(Arena *arena, const char *folder, const char *name)
{
    const size_t size = strlen(folder);
    const char *between = size == 0 || folder[size - 1] == '/' ? "" : "/";
    Slice joined = arena_format(arena, "%s%s%s", folder, between, name);
    return (char *)(uintptr_t)joined.data;
}
