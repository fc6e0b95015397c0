/* The operating system's files, for everybody: whole reads, maps, positioned reads, durable writes, folders,
 * locks. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"

/* A file mapped for reading. Plain data: bytes is empty for an empty file. */
typedef struct FileMap {
    Slice bytes;
} FileMap;
MUST_CHECK Status file_map(const char *path, FileMap *map, Error *err);
void file_unmap(FileMap *map);
/* Tells the system that bytes [begin, end) will not be read again, so that they do not count as ours. */
void file_map_forget(const FileMap *map, size_t begin, size_t end);
/* The same for whole pages of a piece of a mapped file. Never for other memory: it would be emptied. */
void file_bytes_forget(Slice mapped);

/* The whole file in the arena; STATUS_SKIP if it is over `limit` bytes, STATUS_END if it is not there. */
MUST_CHECK Status file_read(Arena *arena, const char *path, size_t limit, Slice *bytes, Error *err);

/* Everything from the descriptor's position to its end, as from standard input; `name` is for messages. SKIP
 * if it is over `limit` bytes. The descriptor stays open. */
MUST_CHECK Status file_read_stream(Arena *arena, int fd, const char *name, size_t limit, Slice *bytes,
                                   Error *err);

/* Replaces the file's content so that after a crash either the old or the new stands there, whole
 * (temporary file beside it, fsync, rename, fsync of the folder). */
MUST_CHECK Status file_replace(const char *path, Slice bytes, Error *err);

/* Reads exactly `size` bytes at `offset`; FAIL when the file is shorter. */
MUST_CHECK Status file_read_at(int fd, uint64_t offset, void *out, size_t size, Error *err);
/* Writes all bytes at the file's position. */
MUST_CHECK Status file_write(int fd, Slice bytes, Error *err);
MUST_CHECK Status file_sync(int fd, Error *err);
MUST_CHECK Status file_sync_folder(const char *folder, Error *err);

/* Opens with O_CLOEXEC; flags as open(2). */
MUST_CHECK Status file_open(const char *path, int flags, int *fd, Error *err);
void file_close(int fd); /* -1 is allowed */

typedef enum FileKind { FILE_MISSING, FILE_REGULAR, FILE_FOLDER, FILE_OTHER } FileKind;
FileKind file_kind(const char *path);
MUST_CHECK Status file_size(const char *path, uint64_t *size, Error *err);
/* Last change in Unix seconds, 0 where unknown. */
int64_t file_modified(const char *path);
/* Another number when the file has become another (its time, size or place on the disk); 0: not there. */
uint64_t file_stamp(const char *path);
MUST_CHECK Status file_make_folder(const char *path, Error *err); /* an existing folder is fine */
MUST_CHECK Status file_remove(const char *path, Error *err);      /* a missing file is fine */
MUST_CHECK Status file_rename(const char *from, const char *to, Error *err);

/* The next two are not for work under arena_guard: they hold a folder open while they use the arena. */

/* All regular files below a folder, as paths relative to it, sorted bytewise, and the folders below it that
 * cannot be read. Links to folders are not followed. */
MUST_CHECK Status file_walk(Arena *arena, const char *folder, Slices *paths, Error *err);
/* Names directly inside a folder, sorted bytewise, without . and .. */
MUST_CHECK Status file_list(Arena *arena, const char *folder, Slices *names, Error *err);

/* folder/name, NUL-terminated, in the arena. */
char *path_join(Arena *arena, const char *folder, const char *name);

/* An exclusive lock by flock(2) on a file that is made if needed and holds our process number and a note.
 * STATUS_SKIP if somebody holds it: *holder then has the file's text. */
typedef struct FileLock {
    int fd;
} FileLock;
MUST_CHECK Status file_lock(Arena *arena, const char *path, Slice note, FileLock *lock, Slice *holder,
                            Error *err);
void file_unlock(FileLock *lock);

/* An unnamed file in `folder` that grows by writing and is then mapped: for bytes too many to hold. */
typedef struct Spool {
    int fd;
    uint64_t size;
    FileMap map;
} Spool;
MUST_CHECK Status spool_open(const char *folder, Spool *spool, Error *err);
MUST_CHECK Status spool_add(Spool *spool, Slice bytes, Error *err);
MUST_CHECK Status spool_map(Spool *spool, Error *err); /* spool->map.bytes becomes readable */
void spool_close(Spool *spool);

#endif
