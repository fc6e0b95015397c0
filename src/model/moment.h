/* A point in time as a newspaper knows it: local civil time, its offset where known, and a grain. */
#ifndef MODEL_MOMENT_H
#define MODEL_MOMENT_H

#include "base/arena.h"
#include "base/zone.h"

typedef enum Grain { GRAIN_NONE, GRAIN_YEAR, GRAIN_MONTH, GRAIN_DAY, GRAIN_MINUTE } Grain;

typedef struct Moment {
    int64_t
        local_s; /* local civil time at the start of the interval, as seconds since 1970 as if it were UTC */
    int16_t offset_minutes; /* east of UTC; meaningful only if has_offset */
    bool has_offset;
    Grain grain; /* GRAIN_NONE: unknown, all else is 0 */
} Moment;

/* Days since 1970-01-01 (proleptic Gregorian) and back. month 1-12, day 1-31; any value is accepted by
 * days_from_civil and carried over. Formula: Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
int64_t days_from_civil(int64_t year, unsigned month, unsigned day);
void civil_from_days(int64_t days, int64_t *year, unsigned *month, unsigned *day);
unsigned month_length(int64_t year, unsigned month);
unsigned weekday_of_days(int64_t days); /* 0 Sunday .. 6 Saturday */

/* False if there is no such day or minute (month 13, 30 February, 24:00), or the year is outside 1000..9999.
 */
bool moment_make(Moment *m, Grain grain, int64_t year, unsigned month, unsigned day, unsigned hour,
                 unsigned minute);
static inline bool moment_is_known(Moment m)
{
    return m.grain != GRAIN_NONE;
}
bool moment_equal(Moment a, Moment b);
/* ISO 8601 cut to the grain: 2017, 2017-09, 2017-09-26, 2017-09-26T14:05, with +03:00 or Z where the offset
 * is known. Empty for an unknown moment. */
Slice moment_format(Arena *arena, Moment m);
/* Reads what moment_format writes, and seconds and fractions, which are dropped. False if it is anything
 * else. */
bool moment_parse(Slice text, Moment *m);

/* The whole interval in days of the archive's zone, [first, last]; for a minute with an offset the day there.
 * zone may be NULL (UTC). The moment must be known. */
typedef struct DayRange {
    int32_t first, last; /* days since 1970-01-01 */
} DayRange;
DayRange moment_days(Moment m, const Zone *zone);
/* Start of the interval in UTC seconds; the zone's offset is used where the moment has none. */
int64_t moment_utc_s(Moment m, const Zone *zone);
/* A minute from UTC seconds, written in the zone's local time with its offset. */
Moment moment_from_utc(int64_t utc_s, const Zone *zone);

#endif
