/* What the manifest names, opened: shared by the writer and by readers. */
#ifndef INDEX_SNAPSHOT_H
#define INDEX_SNAPSHOT_H

#include "index/index.h"
#include "index/manifest.h"
#include "index/segment.h"

/* Opens one segment with its deletions; SKIP when a file of it is damaged, END when one is missing. */
MUST_CHECK Status snapshot_open_segment(Arena *arena, const char *folder, const ManifestSegment *named,
                                        Segment **segment, Error *err);

struct Index {
    Arena *arena;
    char *folder;
    Manifest manifest;
    Segment **segments; /* of manifest.items */
    uint64_t documents; /* deleted ones too */
    uint64_t live;
    double mean_length;
};

#endif
