/* The one writer of an index. In: documents and deletions. Out: at each commit a new segment, new deletions,
 * and a manifest that names them; what nobody names any more is removed.
 *
 * The order makes a crash harmless: files are written and synced under names of their own, then the manifest
 * is replaced in one step. Before that step the old index stands, behind it the new one. Files that were
 * written for a step which never came are removed when the next writer opens. */
#include "index/batch.h"
#include "index/merge.h"
#include "index/snapshot.h"

#define LEVEL_SEGMENTS 8 /* so many of one size become one of the next */
#define LEVEL_FIRST_DOCUMENTS 512

struct IndexWriter {
    Arena *arena;
    char *folder;
    Manifest manifest;
    Segment **segments; /* of manifest.items, opened */
    Batch *batch;
    struct {
        int64_t *items;
        size_t count, capacity;
    } removed; /* articles deleted since the last commit */
    Arena *removed_arena;
};

/* A state of the index that is being prepared. */
typedef struct Next {
    Arena *arena;
    Manifest manifest;
    struct {
        Segment **items;
        size_t count, capacity;
    } segments;
} Next;

/* ---- opening ---- */

static bool is_named(Arena *arena, const Manifest *manifest, const char *folder, const char *path)
{
    for (size_t i = 0; i < manifest->count; i++) {
        const ManifestSegment *s = &manifest->items[i];
        if (slice_equal(slice_from(path), slice_from(segment_path(arena, folder, s->number))) ||
            (s->deletions && slice_equal(slice_from(path),
                                         slice_from(deletions_path(arena, folder, s->number, s->deletions)))))
            return true;
    }
    return false;
}

/* Removes files of ours that the manifest does not name. */
static Status remove_leftovers(const char *folder, const Manifest *manifest, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Slices names = {0};
    Status status = file_list(arena, folder, &names, err);
    for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
        Slice name = names.items[i];
        bool is_ours = slice_ends_with(name, SLICE(".seg")) || slice_ends_with(name, SLICE(".del")) ||
                       slice_contains(name, SLICE(".tmp"));
        const char *path = path_join(arena, folder, arena_string(arena, name));
        if (is_ours && !is_named(arena, manifest, folder, path))
            status = file_remove(path, err);
    }
    arena_close(arena);
    return status;
}

static Status open_segments(IndexWriter *writer, Error *err)
{
    writer->segments = ARENA_ARRAY(writer->arena, Segment *, writer->manifest.count);
    for (size_t i = 0; i < writer->manifest.count; i++) {
        Status status = snapshot_open_segment(writer->arena, writer->folder, &writer->manifest.items[i],
                                              &writer->segments[i], err);
        if (status == STATUS_END)
            status = error_set(err, STATUS_SKIP, "a file of the index in '%s' is missing", writer->folder);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

Status index_writer_open(const char *folder, IndexWriter **writer, Error *err)
{
    *writer = NULL;
    Status status = file_make_folder(folder, err);
    if (status != STATUS_OK)
        return status;
    Arena *arena = arena_open(SIZE_MAX);
    IndexWriter *made = ARENA_NEW(arena, IndexWriter);
    made->arena = arena;
    made->folder = arena_string(arena, slice_from(folder));
    made->batch = batch_open();
    made->removed_arena = arena_open(SIZE_MAX);
    status = manifest_read(arena, folder, &made->manifest, err);
    if (status == STATUS_OK)
        status = open_segments(made, err);
    if (status == STATUS_OK || status == STATUS_END)
        status = remove_leftovers(folder, &made->manifest, err);
    if (status != STATUS_OK) {
        index_writer_close(made);
        return status;
    }
    *writer = made;
    return STATUS_OK;
}

void index_writer_close(IndexWriter *writer)
{
    if (!writer)
        return;
    for (size_t i = 0; writer->segments && i < writer->manifest.count; i++)
        segment_close(writer->segments[i]);
    batch_close(writer->batch);
    arena_close(writer->removed_arena);
    arena_close(writer->arena);
}

uint64_t index_writer_mark(const IndexWriter *writer)
{
    return writer->manifest.mark;
}

Status index_delete(const char *folder, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Manifest none = {0};
    Status status =
        file_remove(path_join(arena, folder, MANIFEST_NAME), err); /* first: then nothing is promised */
    if (status == STATUS_OK && file_kind(folder) == FILE_FOLDER)
        status = remove_leftovers(folder, &none, err);
    arena_close(arena);
    return status;
}

/* ---- adding ---- */

size_t index_writer_bytes(const IndexWriter *writer)
{
    return batch_bytes(writer->batch);
}

void index_writer_add(IndexWriter *writer, const Document *document)
{
    batch_add(writer->batch, document);
}

void index_writer_delete(IndexWriter *writer, int64_t article)
{
    batch_remove(writer->batch, article);
    *LIST_ADD(writer->removed_arena, &writer->removed) = article;
}

/* ---- preparing the next state ---- */

static void next_add(Next *next, const ManifestSegment *named, Segment *segment)
{
    *LIST_ADD(next->arena, &next->manifest) = *named;
    *LIST_ADD(next->arena, &next->segments) = segment;
}

/* Sets bits of articles that the segment holds; true if any was not set yet. */
static bool mark_articles(const Segment *segment, uint64_t *bits, const int64_t *articles, size_t count)
{
    bool is_changed = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t doc;
        if (!segment_find_article(segment, articles[i], &doc) || bits[doc / 64] >> (doc % 64) & 1)
            continue;
        bits[doc / 64] |= (uint64_t)1 << (doc % 64);
        is_changed = true;
    }
    return is_changed;
}

/* The same segment with more deletions; *segment stays NULL when nothing of it is left. */
static Status delete_more(const IndexWriter *writer, Arena *arena, ManifestSegment *named,
                          const uint64_t *bits, Segment **segment, Error *err)
{
    *segment = NULL;
    named->deleted = 0;
    for (size_t i = 0; i < deletion_words(named->documents); i++)
        named->deleted += (uint32_t)__builtin_popcountll(bits[i]);
    if (named->deleted == named->documents)
        return STATUS_OK;
    named->deletions = deletions_number(bits, named->documents);
    const char *path = deletions_path(arena, writer->folder, named->number, named->deletions);
    Status status = deletions_write(path, bits, named->documents, err);
    if (status == STATUS_OK)
        status = snapshot_open_segment(arena, writer->folder, named, segment, err);
    return status == STATUS_END ? error_set(err, STATUS_FAIL, "'%s' just written is gone", path) : status;
}

/* Present segments with what the batch replaces and deletes taken out. */
static Status apply_deletions(const IndexWriter *writer, Next *next, Error *err)
{
    size_t added = batch_count(writer->batch);
    const int64_t *articles = batch_articles(writer->batch, next->arena);
    for (size_t i = 0; i < writer->manifest.count; i++) {
        ManifestSegment named = writer->manifest.items[i];
        Segment *segment = writer->segments[i];
        size_t words = deletion_words(named.documents);
        uint64_t *bits = ARENA_ARRAY(next->arena, uint64_t, words);
        if (segment->deleted)
            memcpy(bits, segment->deleted, words * 8);
        bool is_changed = mark_articles(segment, bits, articles, added);
        is_changed |= mark_articles(segment, bits, writer->removed.items, writer->removed.count);
        if (is_changed) {
            Status status = delete_more(writer, next->arena, &named, bits, &segment, err);
            if (status != STATUS_OK)
                return status;
        }
        if (segment)
            next_add(next, &named, segment);
    }
    return STATUS_OK;
}

static Status finish_sink(const IndexWriter *writer, Next *next, Sink *sink, Error *err)
{
    ManifestSegment named = {0};
    Segment *segment = NULL;
    Status status = sink_finish(sink, &named.number, err);
    if (status == STATUS_OK)
        status = segment_open(segment_path(next->arena, writer->folder, named.number), &segment, err);
    if (status == STATUS_END)
        status = error_set(err, STATUS_FAIL, "the segment just written is gone");
    if (status != STATUS_OK)
        return status;
    assert(segment);
    named.documents = segment->documents;
    next_add(next, &named, segment);
    return STATUS_OK;
}

static Status add_batch(const IndexWriter *writer, Next *next, bool has_pairs, Error *err)
{
    if (batch_count(writer->batch) == 0)
        return STATUS_OK;
    Sink *sink = sink_open(writer->folder, has_pairs);
    batch_pour(writer->batch, sink);
    Status status = finish_sink(writer, next, sink, err);
    sink_close(sink);
    return status;
}

/* ---- taking the next state ---- */

static bool is_held(Segment *const *segments, size_t count, const Segment *segment)
{
    for (size_t i = 0; i < count; i++) {
        if (segments[i] == segment)
            return true;
    }
    return false;
}

static void close_others(Segment *const *segments, size_t count, Segment *const *kept, size_t kept_count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_held(kept, kept_count, segments[i]))
            segment_close(segments[i]);
    }
}

static void forget_next(const IndexWriter *writer, Next *next)
{
    close_others(next->segments.items, next->segments.count, writer->segments, writer->manifest.count);
    arena_close(next->arena);
}

/* Writes the manifest and makes `next` the present state. Takes next over, whatever happens. */
static Status take_next(IndexWriter *writer, Next *next, Error *err)
{
    Status status = manifest_write(writer->folder, &next->manifest, err);
    if (status != STATUS_OK) {
        forget_next(writer, next);
        return status;
    }
    close_others(writer->segments, writer->manifest.count, next->segments.items, next->segments.count);
    Arena *old = writer->arena;
    IndexWriter *moved = writer; /* lives in the old arena, so lists are copied there */
    moved->manifest = next->manifest;
    moved->manifest.items = ARENA_ARRAY(old, ManifestSegment, next->manifest.count);
    moved->segments = ARENA_ARRAY(old, Segment *, next->segments.count);
    for (size_t i = 0; i < next->manifest.count; i++) {
        moved->manifest.items[i] = next->manifest.items[i];
        moved->segments[i] = next->segments.items[i];
    }
    moved->manifest.capacity = next->manifest.count;
    arena_close(next->arena);
    return remove_leftovers(writer->folder, &writer->manifest, err);
}

/* ---- merging ---- */

static uint32_t live_documents(const ManifestSegment *segment)
{
    return segment->documents - segment->deleted;
}

static unsigned level_of(const ManifestSegment *segment)
{
    unsigned level = 0;
    for (uint64_t least = LEVEL_FIRST_DOCUMENTS; live_documents(segment) >= least; least *= LEVEL_SEGMENTS)
        level++;
    return level;
}

/* Marks the segments that should become one; false when all is well: fewer than eight of each level, and none
 * that is mostly deleted. */
static bool choose_merge(const Manifest *manifest, bool *chosen)
{
    for (unsigned level = 0; level < 16; level++) {
        size_t count = 0;
        for (size_t i = 0; i < manifest->count; i++) {
            chosen[i] = level_of(&manifest->items[i]) == level;
            count += chosen[i];
        }
        if (count >= LEVEL_SEGMENTS)
            return true;
    }
    for (size_t i = 0; i < manifest->count; i++)
        chosen[i] = false;
    for (size_t i = 0; i < manifest->count; i++) {
        chosen[i] = live_documents(&manifest->items[i]) < manifest->items[i].deleted;
        if (chosen[i])
            return true;
    }
    return false;
}

/* Pairs are made of what stays, and are not lost by a merge on the way. */
static Status merge_chosen(IndexWriter *writer, const bool *chosen, bool has_pairs, Error *err)
{
    Next next = {.arena = arena_open(SIZE_MAX)};
    next.manifest.mark = writer->manifest.mark;
    Segment **old = ARENA_ARRAY(next.arena, Segment *, writer->manifest.count);
    size_t count = 0;
    for (size_t i = 0; i < writer->manifest.count; i++) {
        if (!chosen[i]) {
            next_add(&next, &writer->manifest.items[i], writer->segments[i]);
            continue;
        }
        old[count++] = writer->segments[i];
        has_pairs |= writer->segments[i]->has_pairs;
    }
    Sink *sink = sink_open(writer->folder, has_pairs);
    Status status = merge_pour(old, count, sink, err);
    if (status == STATUS_OK)
        status = finish_sink(writer, &next, sink, err);
    sink_close(sink);
    if (status == STATUS_OK)
        return take_next(writer, &next, err);
    forget_next(writer, &next);
    return status;
}

static Status merge_as_needed(IndexWriter *writer, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Status status = STATUS_OK;
    bool *chosen = ARENA_ARRAY(arena, bool, writer->manifest.count + 1); /* a merge never makes more */
    while (status == STATUS_OK && choose_merge(&writer->manifest, chosen))
        status = merge_chosen(writer, chosen, false, err);
    arena_close(arena);
    return status;
}

/* ---- committing ---- */

static Status commit(IndexWriter *writer, uint64_t mark, bool is_last, Error *err)
{
    Next next = {.arena = arena_open(SIZE_MAX)};
    next.manifest.mark = mark;
    Status status = apply_deletions(writer, &next, err);
    if (status == STATUS_OK)
        status = add_batch(writer, &next, is_last && next.segments.count == 0, err);
    if (status != STATUS_OK) {
        forget_next(writer, &next);
        return status;
    }
    status = take_next(writer, &next, err);
    if (status == STATUS_OK) {
        batch_reset(writer->batch);
        writer->removed.items = NULL;
        writer->removed.count = writer->removed.capacity = 0;
        arena_reset(writer->removed_arena);
    }
    return status;
}

Status index_writer_commit(IndexWriter *writer, uint64_t mark, Error *err)
{
    Status status = commit(writer, mark, false, err);
    if (status == STATUS_OK)
        status = merge_as_needed(writer, err);
    return error_while(err, status, "committing the index");
}

/* One segment with nothing deleted, pairs and all. */
static Status merge_rest(IndexWriter *writer, Error *err)
{
    const Manifest *manifest = &writer->manifest;
    if (manifest->count == 0 ||
        (manifest->count == 1 && manifest->items[0].deleted == 0 && writer->segments[0]->has_pairs))
        return STATUS_OK;
    Arena *arena = arena_open(SIZE_MAX);
    bool *chosen = ARENA_ARRAY(arena, bool, manifest->count);
    for (size_t i = 0; i < manifest->count; i++)
        chosen[i] = true;
    Status status = merge_chosen(writer, chosen, true, err);
    arena_close(arena);
    return status;
}

Status index_writer_finish(IndexWriter *writer, uint64_t mark, Error *err)
{
    Status status = commit(writer, mark, true, err);
    if (status == STATUS_OK)
        status = merge_rest(writer, err);
    return error_while(err, status, "finishing the index");
}

Status index_writer_merge_all(IndexWriter *writer, Error *err)
{
    Status status = STATUS_OK;
    if (batch_count(writer->batch) > 0 || writer->removed.count > 0)
        status = commit(writer, writer->manifest.mark, true, err);
    if (status == STATUS_OK)
        status = merge_rest(writer, err);
    return error_while(err, status, "merging the index");
}
