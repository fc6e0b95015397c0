/* Reads a dictionary of a segment: finds keys, walks over them in order. */
#ifndef INDEX_DICT_H
#define INDEX_DICT_H

#include "index/segment.h"

typedef struct DictEntry {
    Slice key; /* valid until the cursor moves */
    uint32_t ordinal, df;
    uint64_t extra; /* terms: positions less df; facets: size of the key in the entry */
    uint64_t postings_at, postings_size, positions_at, positions_size;
} DictEntry;

typedef struct DictCursor {
    const Segment *segment;
    const DictSpec *spec;
    Arena *arena; /* of the key */
    Reader reader;
    uint32_t next; /* ordinal of the entry that dict_next reads */
    uint64_t postings_at, positions_at;
    char *key;
    size_t key_size, key_capacity;
    DictEntry entry;
    bool is_damaged;
} DictCursor;

void dict_init(DictCursor *cursor, Arena *arena, const Segment *segment, const DictSpec *spec);
/* Stands before the first entry whose key is >= the given one. */
void dict_seek(DictCursor *cursor, Slice key);
void dict_seek_ordinal(DictCursor *cursor, uint32_t ordinal);
/* Reads the entry of an ordinal; of one soon behind the last read, without a look at others again. */
bool dict_at_ordinal(DictCursor *cursor, uint32_t ordinal);
/* Steps to the next entry. False at the end, or when damaged (is_damaged). */
bool dict_next(DictCursor *cursor);
/* The entry with exactly that key; false if there is none, or when damaged. */
bool dict_find(DictCursor *cursor, Slice key);

/* A facet entry's dictionary key is field byte, key, NUL, value. */
bool facet_entry_is_sound(const DictEntry *entry);
/* Key and value; of a sound entry only. */
Slice facet_entry_key(const DictEntry *entry);
Slice facet_entry_value(const DictEntry *entry);

#endif
