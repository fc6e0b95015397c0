/* The files of warc/: appended to, rolled over, cut back, read.
 *
 * In: zstd frames, one WARC record each. Out: warc/000001.warc.zst and on, each beginning with its dictionary
 * in a skippable frame ("WARC compression with Zstandard"), so that every file can be read alone with `zstd
 * -D`. A file is only ever appended to. Readers keep a few files open; a Store has one thread, so no lock is
 * needed. */
#include "store/inside.h"

#include <fcntl.h>
#include <unistd.h>

void warc_name(uint32_t number, char name[WARC_NAME_SIZE])
{
    snprintf(name, WARC_NAME_SIZE, "%06u.warc.zst", number);
}

static char *warc_path(Store *store, Arena *arena, uint32_t number)
{
    char name[WARC_NAME_SIZE];
    warc_name(number, name);
    return path_join(arena, store->warc_folder, name);
}

/* ---- writing ---- */

static Status truncate_file(int fd, uint64_t size, const char *path, Error *err)
{
    if (ftruncate(fd, (off_t)size) != 0 || lseek(fd, (off_t)size, SEEK_SET) < 0)
        return error_errno(err, STATUS_FAIL, "cannot cut '%s' to %llu bytes", path, (unsigned long long)size);
    return STATUS_OK;
}

/* Opens the last file that archive.db knows, cuts off what lies beyond the committed place, loads its
 * dictionary. */
static Status resume_file(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    const char *path = warc_path(store, store->scratch, w->committed_number);
    uint64_t size = 0;
    Status status = file_size(path, &size, err);
    if (status == STATUS_OK && size < w->committed_size)
        return error_set(
            err, STATUS_FAIL,
            "'%s' has %llu bytes where %llu are recorded: it was cut or is another file; put the right "
            "one back, or look at the losses with verify",
            path, (unsigned long long)size, (unsigned long long)w->committed_size);
    if (status == STATUS_OK)
        status = file_open(path, O_RDWR, &w->fd, err);
    if (status == STATUS_OK)
        status = truncate_file(w->fd, w->committed_size, path, err);
    Slice dictionary = SLICE_EMPTY;
    if (status == STATUS_OK)
        status = dictionary_read(store->scratch, w->fd, &dictionary, &w->dictionary_bytes, err);
    if (status == STATUS_SKIP)
        status = STATUS_FAIL; /* appending with another dictionary would make the file unreadable */
    if (status == STATUS_END)
        status = STATUS_OK;
    if (status == STATUS_OK && lseek(w->fd, (off_t)w->committed_size, SEEK_SET) < 0)
        status = error_errno(err, STATUS_FAIL, "cannot go to the end of '%s'", path);
    if (status == STATUS_OK)
        w->codec = codec_open(dictionary);
    return error_while(err, status, "taking up '%s'", path);
}

/* Reads "000012.warc.zst"; 0 for any other name. */
static uint32_t name_number(Slice name)
{
    uint64_t number;
    Slice digits = slice_range(name, 0, slice_find_byte(name, '.'));
    char again[WARC_NAME_SIZE];
    if (!slice_to_u64(digits, &number) || number > 999999)
        return 0;
    warc_name((uint32_t)number, again);
    return slice_equal(name, slice_from(again)) ? (uint32_t)number : 0;
}

/* Removes the file that a batch had begun and not committed. A batch begins one at the most: more of them
 * mean that archive.db is older than warc/, and evidence is not thrown away for that. */
static Status remove_unknown(Store *store, Error *err)
{
    Slices names = {0};
    Status status = file_list(store->scratch, store->warc_folder, &names, err);
    uint32_t known = store->writer.committed_number;
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        uint32_t number = name_number(names.items[i]);
        if (number > known + 1)
            return error_set(err, STATUS_FAIL,
                             "warc/%.*s is not known to archive.db, which knows %u files: an older "
                             "archive.db stands beside newer originals",
                             SLICE_ARG(names.items[i]), known);
    }
    if (status == STATUS_OK)
        status = file_remove(warc_path(store, store->scratch, known + 1), err);
    return status;
}

static Status load_committed(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    Statement s = statement_open(store, SQL_WARC_FILE_LAST);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        w->committed_number = (uint32_t)statement_take_number(&s);
        w->committed_size = (uint64_t)statement_take_number(&s);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* The writer's place becomes the committed one. */
static Status writer_resume(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    file_close(w->fd);
    codec_close(w->codec);
    warc_readers_close(store); /* a file that is made again may begin with another dictionary */
    *w = (WarcWriter){.fd = -1};
    arena_reset(store->scratch);
    Status status = load_committed(store, err);
    if (status == STATUS_OK)
        status = remove_unknown(store, err);
    w->number = w->committed_number;
    w->size = w->committed_size;
    if (status == STATUS_OK && w->number > 0)
        status = resume_file(store, err);
    if (!w->codec)
        w->codec = codec_open(SLICE_EMPTY);
    return status;
}

Status warc_writer_open(Store *store, Error *err)
{
    return writer_resume(store, err);
}

void warc_writer_close(Store *store)
{
    file_close(store->writer.fd);
    codec_close(store->writer.codec);
    store->writer = (WarcWriter){.fd = -1};
}

Status warc_rollback(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    if (!w->is_dirty && !w->is_new && !w->starts_new)
        return STATUS_OK;
    return writer_resume(store, err);
}

static Status insert_file(Store *store, Error *err)
{
    const WarcWriter *w = &store->writer;
    char name[WARC_NAME_SIZE];
    warc_name(w->number, name);
    Statement s = statement_open(store, SQL_WARC_FILE_ADD);
    statement_bind_number(&s, w->number);
    statement_bind_text(&s, slice_from(name));
    statement_bind_number(&s, (int64_t)w->dictionary_bytes);
    statement_bind_number(&s, (int64_t)w->dictionary_bytes);
    return statement_run(&s, err);
}

/* Begins the next file with the dictionary of the codec. */
static Status begin_file(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    uint32_t number = w->number + 1;
    if (number > 999999)
        return error_set(err, STATUS_FAIL, "warc/ holds 999999 files, the most there can be");
    const char *path = warc_path(store, store->scratch, number);
    int fd = -1;
    Status status = file_open(path, O_RDWR | O_CREAT | O_TRUNC, &fd, err);
    if (status != STATUS_OK)
        return status;
    file_close(w->fd);
    w->fd = fd;
    w->number = number;
    w->size = w->records = w->raw_bytes = 0;
    w->is_new = true;
    w->starts_new = false;
    Slice frame = dictionary_frame(store->scratch, codec_dictionary(w->codec));
    w->dictionary_bytes = frame.size;
    status = file_write(fd, frame, err);
    if (status == STATUS_OK) {
        w->size = frame.size;
        status = insert_file(store, err);
    }
    return error_while(err, status, "beginning '%s'", path);
}

Status warc_append(Store *store, Slice frame, uint64_t raw_size, uint64_t *offset, Error *err)
{
    WarcWriter *w = &store->writer;
    assert(store->in_batch);
    Status status = STATUS_OK;
    w->is_dirty = true;
    if (w->number == 0 || w->starts_new)
        status = begin_file(store, err);
    if (status == STATUS_OK)
        status = file_write(w->fd, frame, err);
    if (status != STATUS_OK)
        return error_while(err, status, "writing to warc/");
    *offset = w->size;
    w->size += frame.size;
    w->records++;
    w->raw_bytes += raw_size;
    return STATUS_OK;
}

Status warc_commit(Store *store, Error *err)
{
    WarcWriter *w = &store->writer;
    if (!w->is_dirty)
        return STATUS_OK;
    Status status = file_sync(w->fd, err);
    if (status == STATUS_OK && w->is_new)
        status = file_sync_folder(store->warc_folder, err);
    if (status != STATUS_OK)
        return error_while(err, status, "syncing warc/");
    Statement s = statement_open(store, SQL_WARC_FILE_GROW);
    statement_bind_number(&s, w->number);
    statement_bind_number(&s, (int64_t)w->size);
    statement_bind_number(&s, (int64_t)w->records);
    statement_bind_number(&s, (int64_t)w->raw_bytes);
    return statement_run(&s, err);
}

void warc_committed(Store *store)
{
    WarcWriter *w = &store->writer;
    w->committed_number = w->number;
    w->committed_size = w->size;
    w->records = w->raw_bytes = 0;
    w->is_dirty = w->is_new = false;
}

/* ---- reading ---- */

static void reader_close(WarcReader *reader)
{
    if (reader->number) {
        file_close(reader->fd);
        ZSTD_freeDDict(reader->dictionary);
    }
    *reader = (WarcReader){.fd = -1};
}

void warc_readers_close(Store *store)
{
    for (size_t i = 0; i < WARC_READERS; i++)
        reader_close(&store->readers[i]);
}

static Status reader_open(Store *store, Arena *arena, uint32_t number, WarcReader *reader, Error *err)
{
    const char *path = warc_path(store, arena, number);
    Status status = file_open(path, O_RDONLY, &reader->fd, err);
    if (status != STATUS_OK)
        return STATUS_SKIP;
    reader->number = number;
    Slice dictionary = SLICE_EMPTY;
    status = dictionary_read(arena, reader->fd, &dictionary, &reader->dictionary_bytes, err);
    if (status == STATUS_OK) {
        reader->dictionary = ZSTD_createDDict(dictionary.data, dictionary.size);
        if (!reader->dictionary)
            status = error_set(err, STATUS_SKIP, "the dictionary cannot be used");
    }
    status = status == STATUS_END ? STATUS_OK : status;
    if (status != STATUS_OK)
        reader_close(reader);
    return error_while(err, status, "opening '%s'", path);
}

Status warc_reader(Store *store, uint32_t number, WarcReader **out, Error *err)
{
    WarcReader *oldest = &store->readers[0];
    for (size_t i = 0; i < WARC_READERS; i++) {
        WarcReader *reader = &store->readers[i];
        if (reader->number == number && number != 0) {
            reader->used = ++store->reader_tick;
            *out = reader;
            return STATUS_OK;
        }
        if (reader->used < oldest->used)
            oldest = reader;
    }
    reader_close(oldest);
    Arena *arena = arena_open(SIZE_MAX);
    Status status = reader_open(store, arena, number, oldest, err);
    arena_close(arena);
    oldest->used = ++store->reader_tick;
    *out = status == STATUS_OK ? oldest : NULL;
    return status;
}
