/* Reads one list of postings: a block at a time, in any direction; frequencies and positions only when asked.
 */
#ifndef INDEX_POSTINGS_H
#define INDEX_POSTINGS_H

#include "index/dict.h"

#define NO_BLOCK UINT32_MAX
#define NO_DOC UINT32_MAX

typedef struct Postings {
    const Segment *segment;
    uint32_t df, block_count;             /* 128 a block, the last may have fewer */
    const unsigned char *lasts;           /* u32 a block: its last document; NULL for one block */
    const unsigned char *places, *bounds; /* of blocks */
    unsigned place_size;
    const unsigned char *blocks, *end;    /* behind the tables */
    uint64_t positions_at, positions_size;
    bool has_frequencies;
    bool is_damaged; /* whatever is asked afterwards, the list is empty */
    /* the block that is open */
    uint32_t block, count;
    uint32_t base, last;      /* no document of it is less, or greater */
    const unsigned char *set; /* its documents as bits from base on, whole words; NULL: they are gaps */
    unsigned set_words;
    const unsigned char *gaps; /* packed */
    unsigned gap_bits;
    bool docs_ready, counts_ready, frequencies_ready;
    const unsigned char *frequencies, *block_end; /* patched: counts less one, then extras */
    uint32_t docs[BLOCK_SIZE], counts[BLOCK_SIZE], extras[BLOCK_SIZE];
    uint32_t at; /* where the last search ended */
    /* positions of that block */
    uint32_t group; /* decoded into group_gaps; NO_BLOCK: none */
    uint32_t group_size;
    bool groups_ready;         /* ends and groups are */
    Reader groups;             /* behind that group */
    uint32_t ends[BLOCK_SIZE]; /* of each posting's gaps among those of the block */
    uint32_t group_gaps[BLOCK_SIZE];
} Postings;

typedef struct PositionList {
    uint32_t *items;
    size_t count, capacity;
} PositionList;
/* Makes room for so many more. */
void position_list_reserve(Arena *arena, PositionList *list, size_t more);

void postings_open(Postings *list, const Segment *segment, const DictSpec *spec, const DictEntry *entry);

/* Opens that block, if it is not. False when damaged. */
bool postings_open_block(Postings *list, uint32_t block);
/* As that, and decodes its documents into docs. */
bool postings_load(Postings *list, uint32_t block);
uint32_t postings_last_doc(Postings *list, uint32_t block); /* of a block */
/* The first block whose last document is >= doc; block_count if none. */
uint32_t postings_find_block(Postings *list, uint32_t doc);
/* The first document >= doc, or NO_DOC; `list->at` is then its index in the open block, of which
 * docs need not be decoded. */
uint32_t postings_seek(Postings *list, uint32_t doc);
/* Frequencies of the open block into counts and extras. */
bool postings_frequencies(Postings *list);
/* Only counts: all that positions need. */
bool postings_counts(Postings *list);
/* Positions of posting `index` of the open block into `out`, which has room for so many; gives their number,
 * or that number without any of them where they are more; 0 when damaged. */
uint32_t postings_places(Postings *list, uint32_t index, uint32_t *out, uint32_t room);
/* Positions of posting `index` of the open block, added to `out`. False when damaged. */
bool postings_positions(Postings *list, uint32_t index, Arena *arena, PositionList *out);

/* Sets the bits of those of the open set's documents that lie in [begin, begin + size), a multiple of 64. */
void postings_set_bits(const Postings *list, uint32_t begin, uint32_t size, uint64_t *bits);
/* Sets the bits of the documents [begin, begin + WINDOW_SIZE) that the list has. bits[WINDOW_WORDS] is only
 * added to. */
void postings_fill(Postings *list, uint32_t begin, uint64_t *bits);
/* Clears the bits of documents that the list does not have. */
void postings_filter(Postings *list, uint32_t begin, uint64_t *bits);

/* Keeps those of the rising documents that the list has, or (those_without) has not; gives their number. */
size_t postings_keep(Postings *list, uint32_t *docs, size_t count, bool those_without);

/* Upper bounds of a block; 0 pairs where there are none to read (a list of one block). */
size_t postings_bounds(const Postings *list, uint32_t block, uint32_t frequencies[BOUND_PAIRS],
                       uint32_t lengths[BOUND_PAIRS]);

#endif
