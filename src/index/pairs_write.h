/* Makes the lists of word pairs of a segment (pairs.h) while its words are poured: what a list of words next
 * to each other needs is noted as terms come, and put together when all have come. */
#ifndef INDEX_PAIRS_WRITE_H
#define INDEX_PAIRS_WRITE_H

#include "index/dict_write.h"
#include "index/postings_write.h"

typedef struct PairMaker PairMaker;

/* `folder` takes unnamed files. */
PairMaker *pair_maker_open(const char *folder);
void pair_maker_close(PairMaker *maker); /* NULL is allowed */

/* The next document, its structure as bytes. All come before the first term. */
void pair_maker_document(PairMaker *maker, Slice structure);
/* A term, then its postings, rising. */
void pair_maker_begin(PairMaker *maker, Slice key);
void pair_maker_add(PairMaker *maker, uint32_t doc, const uint32_t *positions, uint32_t count);
void pair_maker_end(PairMaker *maker, uint32_t ordinal);

/* Adds the lists. Of documents that are not sound (too long, positions behind their end) none are made. */
MUST_CHECK Status pair_maker_write(PairMaker *maker, const uint32_t *lengths, PostingsWriter *lists,
                                   DictWriter *dict, Error *err);

#endif
