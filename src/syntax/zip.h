/* ZIP files as bytes: what they hold and where it lies, so that members kept as they are can be read in
 * place.
 */
#ifndef SYNTAX_ZIP_H
#define SYNTAX_ZIP_H

#include "base/arena.h"
#include "base/error.h"

#define ZIP_STORED 0
#define ZIP_DEFLATED 8

typedef struct ZipMember {
    Slice name;
    uint64_t begin;   /* of its own head, in the file */
    uint64_t data_at; /* of its bytes */
    Slice data;       /* as they lie in the file */
    uint64_t size;    /* unpacked, as the directory tells */
    unsigned method;  /* ZIP_STORED, ZIP_DEFLATED, or another that is not read */
    bool is_encrypted;
} ZipMember;

typedef struct ZipList {
    ZipMember *members; /* in the order in which they lie in the file; none overlaps another */
    size_t count;
    size_t bad_count; /* members of the directory that are not where it says */
    bool is_salvaged; /* there is no directory: found by the members' own heads, the last may be cut */
} ZipList;

#define ZIP_MEMBERS_MAX ((size_t)100000)

/* Reads the directory at the end, ZIP64 too; where there is none, as in a file that is cut, the heads of the
 * members from the front on. SKIP: neither is there. The arena needs room for four times ZIP_MEMBERS_MAX
 * members. */
MUST_CHECK Status zip_list(Arena *arena, Slice file, ZipList *list, Error *err);
/* The member's bytes as they were before packing. SKIP: damaged, over `limit`, or packed in a way not read.
 */
MUST_CHECK Status zip_unpack(Arena *arena, const ZipMember *member, size_t limit, Slice *plain, Error *err);

#endif
