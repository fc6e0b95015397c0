/* The manifest. In: what a commit has made. Out: a small text file, replaced whole, that a person can read
 * too:
 *
 *     backfile index 1
 *     mark 4711
 *     segment 8a6d0c3b5e2f9147 documents 1000 deletions 03f2c6a1b7d85e90 deleted 17
 *     check 0123456789abcdef
 *
 * The check is the XXH3 of everything before its line. Files are named after what they hold and nothing here
 * counts upwards: the same documents, merged, give the same folder, byte for byte, whatever happened on the
 * way. */
#include "index/manifest.h"

#include "base/builder.h"

#define MANIFEST_HEAD "backfile index 1"
#define MANIFEST_MAX_BYTES ((size_t)1 << 20) /* ten thousand segments; merges keep them under a hundred */

char *segment_path(Arena *arena, const char *folder, uint64_t number)
{
    char name[48];
    snprintf(name, sizeof name, "%016llx.seg", (unsigned long long)number);
    return path_join(arena, folder, name);
}

char *deletions_path(Arena *arena, const char *folder, uint64_t number, uint64_t deletions)
{
    char name[80];
    snprintf(name, sizeof name, "%016llx-%016llx.del", (unsigned long long)number,
             (unsigned long long)deletions);
    return path_join(arena, folder, name);
}

Status manifest_write(const char *folder, Manifest *manifest, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Builder out;
    builder_init(&out, arena);
    builder_format(&out, MANIFEST_HEAD "\nmark %llu\n", (unsigned long long)manifest->mark);
    for (size_t i = 0; i < manifest->count; i++) {
        const ManifestSegment *s = &manifest->items[i];
        builder_format(&out, "segment %016llx documents %u deletions %016llx deleted %u\n",
                       (unsigned long long)s->number, s->documents, (unsigned long long)s->deletions,
                       s->deleted);
    }
    manifest->check = slice_hash(builder_slice(&out));
    builder_format(&out, "check %016llx\n", (unsigned long long)manifest->check);
    Status status = file_replace(path_join(arena, folder, MANIFEST_NAME), builder_slice(&out), err);
    arena_close(arena);
    return status;
}

/* ---- reading ---- */

static bool take_word(Slice *line, const char *word)
{
    Slice piece;
    return slice_next_split(line, ' ', &piece) && slice_equal(piece, slice_from(word));
}

static bool take_number(Slice *line, const char *word, uint64_t *number)
{
    Slice piece;
    return take_word(line, word) && slice_next_split(line, ' ', &piece) && slice_to_u64(piece, number);
}

static bool take_hash(Slice *line, const char *word, uint64_t *hash)
{
    Slice piece;
    if (!take_word(line, word) || !slice_next_split(line, ' ', &piece) || piece.size != 16)
        return false;
    *hash = 0;
    for (size_t i = 0; i < 16; i++) {
        char c = piece.data[i];
        bool is_letter = c >= 'a' && c <= 'f';
        if (!is_letter && !ascii_is_digit(c))
            return false;
        *hash = *hash << 4 | (uint64_t)(is_letter ? c - 'a' + 10 : c - '0');
    }
    return true;
}

static bool read_segment(Slice line, ManifestSegment *segment)
{
    uint64_t documents = 0, deleted = 0;
    if (!take_hash(&line, "segment", &segment->number) || !take_number(&line, "documents", &documents) ||
        !take_hash(&line, "deletions", &segment->deletions) || !take_number(&line, "deleted", &deleted) ||
        documents > UINT32_MAX || deleted > documents)
        return false;
    segment->documents = (uint32_t)documents;
    segment->deleted = (uint32_t)deleted;
    return true;
}

static bool read_lines(Arena *arena, Slice text, Manifest *manifest)
{
    Slice line;
    if (!slice_next_line(&text, &line) || !slice_equal(line, slice_from(MANIFEST_HEAD)))
        return false;
    if (!slice_next_line(&text, &line) || !take_number(&line, "mark", &manifest->mark))
        return false;
    while (slice_next_line(&text, &line)) {
        ManifestSegment segment = {0};
        if (!read_segment(line, &segment))
            return false;
        *LIST_ADD(arena, manifest) = segment;
    }
    return true;
}

/* Cuts the last line off and compares its checksum. */
static bool is_checked(Arena *arena, Slice *text, uint64_t *check)
{
    const size_t size = sizeof "check 0123456789abcdef\n" - 1;
    if (text->size < size)
        return false;
    Slice last = slice_skip(*text, text->size - size);
    text->size -= size;
    *check = slice_hash(*text);
    return slice_equal(last, arena_format(arena, "check %016llx\n", (unsigned long long)*check));
}

Status manifest_read(Arena *arena, const char *folder, Manifest *manifest, Error *err)
{
    *manifest = (Manifest){.mark = 0};
    const char *path = path_join(arena, folder, MANIFEST_NAME);
    if (file_kind(path) == FILE_MISSING)
        return STATUS_END;
    Slice text;
    Status status = file_read(arena, path, MANIFEST_MAX_BYTES, &text, err);
    if (status != STATUS_OK)
        return status;
    if (!is_checked(arena, &text, &manifest->check) || !read_lines(arena, text, manifest))
        return error_set(err, STATUS_SKIP, "the index manifest '%s' is damaged or of another version", path);
    return STATUS_OK;
}

uint64_t manifest_present_check(const char *folder)
{
    Arena *arena = arena_open(SIZE_MAX);
    Manifest manifest;
    Status status = manifest_read(arena, folder, &manifest, NULL);
    arena_close(arena);
    return status == STATUS_OK ? manifest.check : 0;
}
