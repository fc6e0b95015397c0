/* Where a list of hits goes on: the sort key of the last hit, as text that is safe in a URL. */
#ifndef INDEX_CURSOR_H
#define INDEX_CURSOR_H

#include "base/error.h"
#include "index/segment.h"
#include "model/hit.h"

typedef struct CursorKey {
    SortKind sort;
    uint32_t score;
    DocKey key;
    Slice order; /* of sorts by a facet: the value's key in the dictionary; empty: it has none */
} CursorKey;

Slice cursor_format(Arena *arena, const CursorKey *cursor);
/* FAIL when it is not one of ours or belongs to another sort. */
MUST_CHECK Status cursor_parse(Arena *arena, Slice text, SortKind sort, CursorKey *cursor, Error *err);

#endif
