/* Where a row of numbers, of days or of months has fewer than it should: pure functions, nothing but memory
 * in and memory out. What counts as a gap, and why, is docs/decisions/missing.md. */
#ifndef ARCHIVE_GAPS_H
#define ARCHIVE_GAPS_H

#include "model/missing.h"

/* Runs of ids that are missing between ids that are there.
 *
 * ids      rising, none twice
 * count    their number
 * runs     at most MISSING_LIST_MAX, the first ones
 * *total   all runs; *lost: all ids in them
 *
 * Where four in five of the 50 differences around are 1, every missing id counts. Else a difference counts
 * that is above 4 times the median of those around and above 3 times nine in ten of them. A jump over 100
 * times that median that is longer than the stretches on both its sides together begins a new series: no gap.
 */
void gaps_of_ids(Arena *arena, const uint64_t *ids, size_t count, IdRuns *runs, uint64_t *total,
                 uint64_t *lost);

/* What a day (or a month) has and should have. */
typedef struct GapSpot {
    int64_t when; /* days since 1970-01-01, or months since year 0 */
    uint32_t found, usual;
} GapSpot;
typedef struct GapSpots {
    GapSpot *items;
    size_t count, capacity;
} GapSpots;

/* Days without pieces on which there usually are some, and days with fewer than a third of what is usual.
 *
 * days     of all pieces, rising, a day as often as it has pieces
 * empty, thin   at most MISSING_LIST_MAX each; *empty_total, *thin_total: all of them
 *
 * A day is empty where the same weekday has pieces in most of the 4 weeks before and the 4 weeks after the
 * silence in which the day lies; a silence of over 8 weeks is judged only by all 8, and
 * not at all where it is longer than the stretches of days on both its sides together. Where fewer
 * than 4 such days have pieces, a fortnight around with pieces on 12 of its 14 days says as much. A day is
 * thin where the median of its weekday over the same 8 weeks is 6 or more. */
void gaps_of_days(Arena *arena, const int32_t *days, size_t count, GapSpots *empty, uint64_t *empty_total,
                  GapSpots *thin, uint64_t *thin_total);

/* Months with fewer than a third of the median of the 12 months around, where that is 6 or more. The first
 * and the last month are never told: a section may begin or end within them.
 *
 * months   of all pieces of one section, rising, a month as often as it has pieces
 * thin     grows by at most `room` */
void gaps_of_months(Arena *arena, const int32_t *months, size_t count, size_t room, GapSpots *thin,
                    uint64_t *thin_total);

/* A piece whose id and day are known. */
typedef struct GapPiece {
    uint64_t id;
    int32_t day;
    uint32_t place; /* the caller's */
} GapPiece;
/* A piece whose day is far from those of its neighbours by id, which agree among themselves. */
typedef struct GapDoubt {
    uint32_t place;
    int32_t first, last; /* days of the neighbours */
} GapDoubt;
typedef struct GapDoubts {
    GapDoubt *items;
    size_t count, capacity;
} GapDoubts;

/* Pieces whose day is out of line with their id: at least 92 days from the days of the 5 pieces before and
 * the 5 after by id, which (but for one at either end) lie within 31 days of one another. Where neighbours do
 * not agree, as after a bulk import, nothing is said.
 *
 * pieces   rising by id */
void gaps_of_dates(Arena *arena, const GapPiece *pieces, size_t count, GapDoubts *doubts);

#endif
