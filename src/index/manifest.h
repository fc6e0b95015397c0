/* The file that says which segments are the index. */
#ifndef INDEX_MANIFEST_H
#define INDEX_MANIFEST_H

#include "base/file.h"

#define MANIFEST_NAME "manifest"

typedef struct ManifestSegment {
    uint64_t number;    /* file "NUMBER.seg", 16 hex digits: XXH3 of its footer */
    uint64_t deletions; /* file "NUMBER-DELETIONS.del": XXH3 of its bits; 0: nothing deleted */
    uint32_t documents, deleted;
} ManifestSegment;

typedef struct Manifest {
    uint64_t mark;  /* the caller's */
    uint64_t check; /* XXH3 of the text: what tells one snapshot from another */
    ManifestSegment *items;
    size_t count, capacity;
} Manifest;

/* END if there is none, SKIP if it is damaged or of another version. */
MUST_CHECK Status manifest_read(Arena *arena, const char *folder, Manifest *manifest, Error *err);
/* Sets manifest->check. */
MUST_CHECK Status manifest_write(const char *folder, Manifest *manifest, Error *err);
/* The check of the manifest that stands there now; 0 if it cannot be read. */
uint64_t manifest_present_check(const char *folder);

char *segment_path(Arena *arena, const char *folder, uint64_t number);
char *deletions_path(Arena *arena, const char *folder, uint64_t number, uint64_t deletions);

#endif
