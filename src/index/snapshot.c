/* A reader's index: the manifest as it stood when it was opened, and its segments, mapped. In: a folder. Out:
 * an Index that stays as it is while the writer goes on; files that the writer removes meanwhile live on in
 * the maps. */
#include "index/snapshot.h"

#define OPEN_TRIES 16 /* a writer that commits while we open may remove what the manifest we read names */

Status snapshot_open_segment(Arena *arena, const char *folder, const ManifestSegment *named,
                             Segment **segment, Error *err)
{
    Status status = segment_open(segment_path(arena, folder, named->number), segment, err);
    if (status == STATUS_OK &&
        ((*segment)->number != named->number || (*segment)->documents != named->documents))
        status = error_set(err, STATUS_SKIP, "a segment of the index is not the one that its manifest names");
    if (status == STATUS_OK && named->deletions != 0) {
        const char *path = deletions_path(arena, folder, named->number, named->deletions);
        status = segment_load_deletions(*segment, path, named->deletions, err);
        if (status == STATUS_OK && (*segment)->deleted_count != named->deleted)
            status =
                error_set(err, STATUS_SKIP, "deletions '%s' are not those that the manifest names", path);
    }
    if (status != STATUS_OK) {
        segment_close(*segment);
        *segment = NULL;
    }
    return status;
}

static void close_segments(Index *index)
{
    for (size_t i = 0; index->segments && i < index->manifest.count; i++)
        segment_close(index->segments[i]);
    index->segments = NULL;
}

static Status open_segments(Index *index, Error *err)
{
    index->segments = ARENA_ARRAY(index->arena, Segment *, index->manifest.count);
    uint64_t positions = 0;
    index->documents = index->live = 0;
    for (size_t i = 0; i < index->manifest.count; i++) {
        const ManifestSegment *named = &index->manifest.items[i];
        Status status = snapshot_open_segment(index->arena, index->folder, named, &index->segments[i], err);
        if (status != STATUS_OK) {
            close_segments(index);
            return status;
        }
        positions += index->segments[i]->positions;
        index->documents += named->documents;
        index->live += named->documents - named->deleted;
    }
    index->mean_length = index->documents > 0 ? (double)positions / (double)index->documents : 0;
    return STATUS_OK;
}

Status index_open(const char *folder, Index **index, Error *err)
{
    *index = NULL;
    Arena *arena = arena_open(SIZE_MAX);
    Index *made = ARENA_NEW(arena, Index);
    made->arena = arena;
    made->folder = arena_string(arena, slice_from(folder));
    Status status = STATUS_END;
    bool is_missing = false; /* a file that the manifest named */
    for (int i = 0; i < OPEN_TRIES; i++) {
        status = manifest_read(arena, folder, &made->manifest, err);
        if (status != STATUS_OK) {
            is_missing = false;
            break;
        }
        status = open_segments(made, err);
        is_missing = status == STATUS_END;
        if (!is_missing)
            break;
    }
    if (is_missing)
        status = error_set(err, STATUS_SKIP, "a file of the index in '%s' is missing", folder);
    if (status != STATUS_OK) {
        index_close(made);
        return status;
    }
    *index = made;
    return STATUS_OK;
}

void index_close(Index *index)
{
    if (!index)
        return;
    close_segments(index);
    arena_close(index->arena);
}

bool index_is_stale(const Index *index)
{
    return manifest_present_check(index->folder) != index->manifest.check;
}

uint64_t index_mark(const Index *index)
{
    return index->manifest.mark;
}

uint64_t index_document_count(const Index *index)
{
    return index->live;
}

double index_mean_length(const Index *index)
{
    return index->mean_length;
}
