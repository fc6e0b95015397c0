/* ZIP, as PKWARE's APPNOTE 6.3 tells it: one file on one disk, with ZIP64. In: the bytes of a file, mapped.
 * Out: where each member lies.
 *
 * The directory at the end is what counts; of a member's own head only the length is used, for it tells where
 * the bytes begin. Where the directory is lost the heads are followed from the front on. Every offset is
 * checked against the file, and members that lie upon one another are left out, so that a small file cannot
 * claim to hold much. */
#include "syntax/zip.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "syntax/codec.h"

#define END_SIZE ((size_t)22)
#define END64_SIZE ((size_t)56)
#define LOCATOR_SIZE ((size_t)20)
#define ENTRY_SIZE ((size_t)46)
#define HEAD_SIZE ((size_t)30)
#define COMMENT_MAX ((size_t)0xFFFF)
#define IN_64_BITS 0xFFFFFFFFu

typedef struct Directory {
    uint64_t offset, size;
} Directory;

/* ---- the end of the file ---- */

static bool starts_at(Slice file, uint64_t at, const char *mark, size_t size)
{
    return at <= file.size && file.size - at >= size && memcmp(file.data + at, mark, 4) == 0;
}

/* The last end record whose comment reaches up to the end of the file. */
static size_t find_end(Slice file)
{
    size_t least = file.size > END_SIZE + COMMENT_MAX ? file.size - END_SIZE - COMMENT_MAX : 0;
    if (file.size < END_SIZE)
        return SLICE_NONE;
    for (size_t at = file.size - END_SIZE + 1; at-- > least;)
        if (starts_at(file, at, "PK\5\6", END_SIZE) &&
            bytes_u16(file.data + at + 20) == file.size - at - END_SIZE)
            return at;
    return SLICE_NONE;
}

static bool find_directory(Slice file, Directory *directory)
{
    size_t end = find_end(file);
    if (end == SLICE_NONE)
        return false;
    directory->size = bytes_u32(file.data + end + 12);
    directory->offset = bytes_u32(file.data + end + 16);
    if (end >= LOCATOR_SIZE && starts_at(file, end - LOCATOR_SIZE, "PK\6\7", LOCATOR_SIZE)) {
        uint64_t at = bytes_u64(file.data + end - LOCATOR_SIZE + 8);
        if (!starts_at(file, at, "PK\6\6", END64_SIZE))
            return false;
        directory->size = bytes_u64(file.data + at + 40);
        directory->offset = bytes_u64(file.data + at + 48);
    }
    return directory->offset <= file.size && directory->size <= file.size - directory->offset;
}

/* ---- the directory ---- */

/* Takes the next of the numbers that did not fit into 32 bits. */
static void widen(Slice *field, uint64_t *number)
{
    if (*number != IN_64_BITS || field->size < 8)
        return;
    *number = bytes_u64(field->data);
    *field = slice_skip(*field, 8);
}

/* Sizes and offset that stand in the extra field of ZIP64. */
static void widen_all(Slice extra, uint64_t *size, uint64_t *packed, uint64_t *offset)
{
    while (extra.size >= 4) {
        unsigned id = bytes_u16(extra.data);
        Slice field = slice_range(extra, 4, 4 + (size_t)bytes_u16(extra.data + 2));
        if (id == 1) {
            widen(&field, size);
            widen(&field, packed);
            widen(&field, offset);
            return;
        }
        extra = slice_skip(extra, 4 + (size_t)bytes_u16(extra.data + 2));
    }
}

/* Finds the bytes of a member; false: they are not there. */
static bool place_member(Slice file, uint64_t offset, uint64_t packed, ZipMember *member)
{
    if (!starts_at(file, offset, "PK\3\4", HEAD_SIZE))
        return false;
    const char *head = file.data + offset;
    uint64_t data_at = offset + HEAD_SIZE + bytes_u16(head + 26) + bytes_u16(head + 28);
    if (data_at > file.size || packed > file.size - data_at)
        return false;
    member->begin = offset;
    member->data_at = data_at;
    member->data = slice_of(file.data + data_at, (size_t)packed);
    return true;
}

/* Takes one entry off the directory. False: what stands there is none. *is_placed tells whether the member
 * lies where it says. */
static bool take_entry(Slice file, Slice *directory, ZipMember *member, bool *is_placed)
{
    if (directory->size < ENTRY_SIZE || memcmp(directory->data, "PK\1\2", 4) != 0)
        return false;
    const char *entry = directory->data;
    size_t name_size = bytes_u16(entry + 28), extra_size = bytes_u16(entry + 30);
    size_t whole = ENTRY_SIZE + name_size + extra_size + bytes_u16(entry + 32);
    uint64_t packed = bytes_u32(entry + 20), offset = bytes_u32(entry + 42);
    if (directory->size < whole)
        return false;
    *member = (ZipMember){
        .name = slice_range(*directory, ENTRY_SIZE, ENTRY_SIZE + name_size),
        .size = bytes_u32(entry + 24),
        .method = bytes_u16(entry + 10),
        .is_encrypted = (bytes_u16(entry + 8) & 1) != 0,
    };
    widen_all(slice_range(*directory, ENTRY_SIZE + name_size, ENTRY_SIZE + name_size + extra_size),
              &member->size, &packed, &offset);
    *is_placed = place_member(file, offset, packed, member);
    *directory = slice_skip(*directory, whole);
    return true;
}

static int by_begin(const void *a, const void *b)
{
    const ZipMember *x = a, *y = b;
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static void leave_out_overlaps(ZipList *list)
{
    size_t kept = 0;
    uint64_t end = 0;
    for (size_t i = 0; i < list->count; i++) {
        const ZipMember *member = &list->members[i];
        if (member->begin < end) {
            list->bad_count++;
            continue;
        }
        end = member->data_at + member->data.size;
        list->members[kept++] = *member;
    }
    list->count = kept;
}

/* ---- without a directory ---- */

/* The size of a member whose head does not tell it: what lies before the descriptor that gives just that
 * size. */
static uint64_t find_descriptor(Slice file, uint64_t data_at)
{
    uint64_t at = data_at;
    for (;;) {
        size_t step = slice_find(slice_skip(file, (size_t)at), SLICE("PK\7\10"));
        if (step == SLICE_NONE)
            return file.size - data_at;
        at += step;
        if (file.size - at >= 16 && bytes_u32(file.data + at + 8) == (uint32_t)(at - data_at))
            return at - data_at;
        at++;
    }
}

/* The member at `offset`, as far as it is there. False: no head stands there. */
static bool salvage_member(Slice file, uint64_t offset, ZipMember *member)
{
    if (!starts_at(file, offset, "PK\3\4", HEAD_SIZE))
        return false;
    const char *head = file.data + offset;
    size_t name_size = bytes_u16(head + 26), extra_size = bytes_u16(head + 28);
    uint64_t packed = bytes_u32(head + 18), ignored = 0,
             data_at = offset + HEAD_SIZE + name_size + extra_size;
    if (data_at > file.size)
        return false;
    Slice names = slice_skip(file, (size_t)offset + HEAD_SIZE);
    *member = (ZipMember){
        .name = slice_range(names, 0, name_size),
        .begin = offset,
        .data_at = data_at,
        .size = bytes_u32(head + 22),
        .method = bytes_u16(head + 8),
        .is_encrypted = (bytes_u16(head + 6) & 1) != 0,
    };
    bool is_told_behind = (bytes_u16(head + 6) & 8) != 0;
    widen_all(slice_range(names, name_size, name_size + extra_size), &member->size, &packed, &ignored);
    if (is_told_behind)
        member->size = packed = find_descriptor(file, data_at);
    if (packed > file.size - data_at)
        packed = file.size - data_at;
    member->data = slice_of(file.data + data_at, (size_t)packed);
    return true;
}

/* Behind the descriptor that may follow a member: 16 bytes, or 24. */
static uint64_t pass_descriptor(Slice file, uint64_t at)
{
    if (!starts_at(file, at, "PK\7\10", 16))
        return at;
    bool is_wide = starts_at(file, at + 24, "PK\3\4", 4) || starts_at(file, at + 24, "PK\1\2", 4);
    return is_wide ? at + 24 : at + 16;
}

static void salvage(Arena *arena, Slice file, ZipList *list)
{
    size_t capacity = 0;
    uint64_t at = 0;
    ZipMember member;
    list->is_salvaged = true;
    list->members = NULL;
    while (list->count < ZIP_MEMBERS_MAX && salvage_member(file, at, &member)) {
        if (list->count == capacity) {
            size_t size = capacity * sizeof member;
            capacity = capacity ? 2 * capacity : 16;
            list->members = arena_grow(arena, list->members, size, capacity * sizeof member);
        }
        assert(list->members);
        list->members[list->count++] = member;
        at = pass_descriptor(file, member.data_at + member.data.size);
    }
}

Status zip_list(Arena *arena, Slice file, ZipList *list, Error *err)
{
    Directory directory;
    *list = (ZipList){0};
    if (!find_directory(file, &directory)) {
        salvage(arena, file, list);
        if (list->count > 0)
            return STATUS_OK;
        return error_set(err, STATUS_SKIP, "the ZIP file is cut or damaged: it has no directory at its end");
    }
    Slice rest = slice_range(file, (size_t)directory.offset, (size_t)(directory.offset + directory.size));
    size_t most = rest.size / ENTRY_SIZE;
    if (most > ZIP_MEMBERS_MAX)
        most = ZIP_MEMBERS_MAX;
    list->members = ARENA_ARRAY(arena, ZipMember, most + 1);
    bool is_placed = false;
    ZipMember member;
    while (list->count < most && take_entry(file, &rest, &member, &is_placed)) {
        if (is_placed)
            list->members[list->count++] = member;
        else
            list->bad_count++;
    }
    if (rest.size >= ENTRY_SIZE)
        list->bad_count++; /* at least one: the directory goes on, and cannot be read */
    qsort(list->members, list->count, sizeof *list->members, by_begin);
    leave_out_overlaps(list);
    if (list->count == 0 && list->bad_count > 0)
        salvage(arena, file, list); /* as where the front was cut off, or something put before it */
    return STATUS_OK;
}

Status zip_unpack(Arena *arena, const ZipMember *member, size_t limit, Slice *plain, Error *err)
{
    *plain = member->data;
    if (member->is_encrypted)
        return error_set(err, STATUS_SKIP, "it is encrypted");
    if (member->method != ZIP_STORED && member->method != ZIP_DEFLATED)
        return error_set(err, STATUS_SKIP, "it is packed by method %u of ZIP, which is not read",
                         member->method);
    if (member->size > limit)
        return error_set(err, STATUS_SKIP, "it has %llu bytes, more than %zu",
                         (unsigned long long)member->size, limit);
    if (member->method == ZIP_DEFLATED && member->size > 0)
        return codec_unpack(arena, CODEC_DEFLATE, member->data, (size_t)member->size, plain, err);
    return STATUS_OK;
}
