/* What loose.c and loose_fold.c share. Nobody outside the room includes it. */
#ifndef STORE_LOOSE_H
#define STORE_LOOSE_H

#include "store/inside.h"

typedef enum Ground { GROUND_NONE, GROUND_BYTES, GROUND_PLACE, GROUND_ID, GROUND_NAME } Ground;

typedef struct LooseFile {
    int64_t capture;
    Slice media_id, sha1, sha256;
    Slice was, key; /* the known picture before and now; empty: none */
    uint64_t width, height, raw_size;
    bool speaks;
    Ground ground;
    Slices paths, uploads; /* uploads: its own addresses, if it lay in a folder of uploads */
} LooseFile;
typedef struct LooseFiles {
    LooseFile *items;
    size_t count, capacity;
} LooseFiles;

/* A known photo by the hash of its file's name. */
typedef struct NamedPhoto {
    uint64_t name;
    int64_t photo;
} NamedPhoto;
typedef struct NamedPhotos {
    NamedPhoto *items;
    size_t count, capacity;
} NamedPhotos;

typedef struct Folding {
    Store *store;
    Arena *arena, *scratch; /* scratch: of one file */
    LooseFiles files;
    NamedPhotos names;
} Folding;

/* Takes what was decided as the state of the archive: files that cannot be told apart are none; addresses
 * answer; words move; pieces come and go. *unmade: captures that want a piece. */
typedef struct Unmade {
    int64_t *items;
    size_t count, capacity;
} Unmade;
MUST_CHECK Status loose_fold(Folding *f, Unmade *unmade, Error *err);

#endif
