/* Opening, making and refreshing an archive: the store, a snapshot of the index, the zone of its days. */
#include "archive/inside.h"

#include "base/file.h"

static Status make_empty_index(const char *folder, Error *err)
{
    IndexWriter *writer = NULL;
    Status status = index_writer_open(folder, &writer, err);
    if (status == STATUS_OK)
        status = index_writer_commit(writer, 0, err);
    index_writer_close(writer);
    return status;
}

static Status check_zone(Slice name, Error *err)
{
    Zone *zone = NULL;
    Status status = zone_open(name, &zone, err);
    zone_close(zone);
    return status;
}

Status archive_init(const char *folder, const Settings *settings, Error *err)
{
    Arena *arena = arena_open(1 << 20);
    Status status = check_zone(settings->timezone, err);
    if (status == STATUS_OK)
        status = store_create(folder, settings, err);
    if (status == STATUS_OK)
        status = make_empty_index(path_join(arena, folder, "index"), err);
    arena_close(arena);
    return error_while(err, status, "making the archive '%s'", folder);
}

/* Opens the newest snapshot; a missing or damaged index leaves none, which only questions mind. */
static void open_snapshot(Archive *archive)
{
    Index *fresh = NULL;
    Error ignored;
    if (index_open(archive->index_folder, &fresh, &ignored) != STATUS_OK)
        return;
    index_close(archive->index);
    archive->index = fresh;
}

Status archive_open(const char *folder, ArchiveMode mode, Archive **out, Error *err)
{
    Arena *keep = arena_open(1 << 20);
    Archive *archive = ARENA_NEW(keep, Archive);
    archive->keep = keep;
    archive->folder = arena_string(keep, slice_from(folder));
    archive->index_folder = path_join(keep, folder, "index");
    archive->spool_folder = path_join(keep, folder, "warc");
    archive->mode = mode;
    archive->resolver = resolver_open(folder);

    Status status =
        store_open(folder, mode == ARCHIVE_WRITE ? STORE_WRITE : STORE_READ, &archive->store, err);
    if (status == STATUS_OK)
        status = zone_open(store_settings(archive->store)->timezone, &archive->zone, err);
    if (status != STATUS_OK) {
        archive_close(archive);
        return status;
    }
    open_snapshot(archive);
    *out = archive;
    return STATUS_OK;
}

void archive_close(Archive *archive)
{
    if (!archive)
        return;
    resolver_close(archive->resolver);
    index_close(archive->index);
    zone_close(archive->zone);
    store_close(archive->store);
    arena_close(archive->keep);
}

const Settings *archive_settings(const Archive *archive)
{
    return store_settings(archive->store);
}

Moment archive_local(const Archive *archive, Moment moment)
{
    bool is_instant = moment.grain == GRAIN_MINUTE && moment.has_offset;
    return is_instant ? moment_from_utc(moment_utc_s(moment, archive->zone), archive->zone) : moment;
}

Status archive_refresh(Archive *archive, uint64_t *generation, Error *err)
{
    if (!archive->index || index_is_stale(archive->index))
        open_snapshot(archive);
    Status status = store_refresh(archive->store, err);
    *generation = store_commits(archive->store) << 20 ^ (archive->index ? index_mark(archive->index) : 0);
    return status;
}

Status archive_need_index(Archive *archive, Error *err)
{
    if (archive->index)
        return STATUS_OK;
    return error_set(err, STATUS_FAIL, "the index of '%s' is missing or damaged: run 'backfile reindex %s'",
                     archive->folder, archive->folder);
}
