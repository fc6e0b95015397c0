/* One writer at a time, by flock(2): the system lets go of the lock when its holder dies, however it dies.
 *
 * The file stays for ever, since removing it would let two processes hold two files of the same name. While
 * the lock is held its text says who holds it, for whoever is refused. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

enum { HOLDER_MAX_BYTES = 4096 };

/* Who holds it, as far as they have written it by now. */
static Slice read_holder(Arena *arena, int fd)
{
    char text[HOLDER_MAX_BYTES];
    const ssize_t size = pread(fd, text, sizeof text, 0);
    return arena_copy(arena, slice_trim(slice_of(text, size > 0 ? (size_t)size : 0)));
}

static Status write_holder(int fd, Slice note, Error *err)
{
    char text[HOLDER_MAX_BYTES];
    const char *between = note.size ? ": " : "";
    const int size =
        snprintf(text, sizeof text, "process %d%s%.*s\n", (int)getpid(), between, SLICE_ARG(note));
    if (ftruncate(fd, 0) != 0)
        return error_errno(err, STATUS_FAIL, "cannot empty the lock file");
    const size_t fitting = size < HOLDER_MAX_BYTES ? (size_t)size : sizeof text - 1;
    return file_write(fd, slice_of(text, fitting), err);
}

static int lock_now(int fd)
{
    int result = 0;
    do {
        result = flock(fd, LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    return result;
}

Status file_lock(Arena *arena, const char *path, Slice note, FileLock *lock, Slice *holder, Error *err)
{
    int fd = -1;
    lock->fd = -1;
    *holder = SLICE_EMPTY;
    Status status = file_open(path, O_RDWR | O_CREAT, &fd, err);
    if (status != STATUS_OK)
        return status;
    if (lock_now(fd) != 0) {
        if (errno == EWOULDBLOCK) {
            *holder = read_holder(arena, fd);
            status = error_set(err, STATUS_SKIP, "'%s' is held by %.*s", path,
                               SLICE_ARG(holder->size ? *holder : SLICE("another process")));
        } else {
            status = error_errno(err, STATUS_FAIL, "cannot lock '%s'", path);
        }
    } else {
        status = error_while(err, write_holder(fd, note, err), "locking '%s'", path);
    }
    if (status == STATUS_OK)
        lock->fd = fd;
    else
        file_close(fd);
    return status;
}

void file_unlock(FileLock *lock)
{
    if (lock->fd >= 0 && ftruncate(lock->fd, 0) != 0)
        lock->fd = lock->fd; /* an old text misleads nobody: it is read only while somebody holds the lock */
    file_close(lock->fd);
    lock->fd = -1;
}
