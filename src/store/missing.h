/* What missing.c and wanted.c share. Nobody outside the room includes it. */
#ifndef STORE_MISSING_H
#define STORE_MISSING_H

#include "store/inside.h"

/* Hashes of texts, sorted once all are there: whether a text is among many, at 8 bytes each. */
typedef struct TextHashes {
    uint64_t *items;
    size_t count, capacity;
} TextHashes;
void text_hashes_add(Arena *arena, TextHashes *hashes, Slice text); /* not the empty text */
void text_hashes_sort(TextHashes *hashes);
bool text_hashes_have(const TextHashes *hashes, Slice text);

/* Of an article by number; NULL: none. */
const MissingPiece *missing_piece(const MissingPieces *pieces, int64_t number);

/* The next column as SQLite holds it: until the statement's next step. */
Slice statement_peek_text(Statement *s);

/* Fills report->wanted and its count. home: the paper's host; empty: any. slugs: of all articles, sorted. */
MUST_CHECK Status missing_wanted(Store *store, Arena *arena, Slice home, const MissingPieces *pieces,
                                 const TextHashes *slugs, MissingReport *report, Error *err);
/* May the path of an address ("/2014/06/27/x", with its query) be that of a piece or a file, not of a list, a
 * feed, a picture or the site's machinery? */
bool missing_is_path_wanted(Arena *arena, Slice path);

#endif
