/* An unnamed file that grows by writing and is then read as a map: for bytes too many to hold in memory.
 * Being unnamed, it is gone with the process, however that ends. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

/* For file systems without O_TMPFILE: named for a moment. */
static int open_and_unlink(const char *folder)
{
    char path[PATH_MAX];
    const int size = snprintf(path, sizeof path, "%s/.spool-XXXXXX", folder);
    if (size < 0 || size >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    const int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

Status spool_open(const char *folder, Spool *spool, Error *err)
{
    *spool = (Spool){.fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    if (spool->fd < 0)
        spool->fd = open_and_unlink(folder);
    if (spool->fd < 0)
        return error_errno(err, STATUS_FAIL, "cannot make a temporary file in '%s'", folder);
    return STATUS_OK;
}

Status spool_add(Spool *spool, Slice bytes, Error *err)
{
    const Status status = file_write(spool->fd, bytes, err);
    if (status == STATUS_OK)
        spool->size += bytes.size;
    return error_while(err, status, "temporary file");
}

Status spool_map(Spool *spool, Error *err)
{
    file_unmap(&spool->map);
    if (spool->size == 0)
        return STATUS_OK;
    if (spool->size > SIZE_MAX)
        return error_set(err, STATUS_FAIL, "a temporary file outgrew the address space");
    void *data = mmap(NULL, (size_t)spool->size, PROT_READ, MAP_SHARED, spool->fd, 0);
    if (data == MAP_FAILED)
        return error_errno(err, STATUS_FAIL, "cannot map a temporary file");
    spool->map.bytes = slice_of(data, (size_t)spool->size);
    return STATUS_OK;
}

void spool_close(Spool *spool)
{
    file_unmap(&spool->map);
    file_close(spool->fd);
    *spool = (Spool){.fd = -1};
}
