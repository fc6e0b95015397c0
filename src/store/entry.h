/* What lists say of pieces: entry.c keeps it until the piece is there, entry_said.c writes and reads it,
 * article.c lays it on. Inside store only. */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include "store/inside.h"

/* What lists say of one piece, with the capture of the list that says each group. */
typedef struct Entry {
    Article article;
    ClaimRanks ranks; /* all of CLASS_LIST */
} Entry;

/* As JSON: [[field, capture, texts ...], ...]. */
Slice entry_said(Arena *arena, const Entry *entry);
/* Undoes it; the ranks have captures alone. False: not such a text. */
bool entry_read(Arena *arena, Slice said, Entry *entry);

/* article.c: lays it on the article that it is about; *is_held false: there is none. *is_changed: what is
 * shown is another now. */
typedef struct EntryLaid {
    int64_t number; /* 0: the article is not held */
    Slice id, path; /* as it has them now; in the arena */
    bool is_changed;
} EntryLaid;
MUST_CHECK Status article_entry_lay(Store *store, Arena *arena, const Entry *entry, EntryLaid *laid,
                                    Error *err);

/* entry.c: what waits for the article that has just been put. */
MUST_CHECK Status entries_take(Store *store, Arena *arena, const ArticleKeys *keys, Slice cms_id,
                               EntryLaid *laid, Error *err);

#endif
