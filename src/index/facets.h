/* Counts of facet values over the documents that match. */
#ifndef INDEX_FACETS_H
#define INDEX_FACETS_H

#include "base/error.h"
#include "index/segment.h"
#include "model/hit.h"

/* One field in one segment. */
typedef struct FacetTally {
    const Segment *segment;
    FacetField field;
    uint32_t *counts; /* by ordinal + 1; [0]: documents without a value; the last: of damaged columns */
} FacetTally;

void facet_tally_init(FacetTally *tally, Arena *arena, const Segment *segment, FacetField field);
/* The documents of a window as numbers within it, for all fields once; gives how many. */
uint32_t facet_window(const uint64_t bits[WINDOW_WORDS], uint16_t offsets[WINDOW_SIZE]);
/* Adds these documents of the window. False when the index is damaged. */
bool facet_tally_add(FacetTally *tally, uint32_t begin, const uint16_t *offsets, uint32_t count);
/* The counts when every document of a segment without deletions matches. */
bool facet_tally_all(FacetTally *tally, Arena *arena);
/* Adds up over segments, sorts, cuts. False when the index is damaged. */
bool facet_counts(Arena *arena, const FacetTally *tallies, size_t count, const FacetRequest *request,
                  FacetCounts *counts);

#endif
