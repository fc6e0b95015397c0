/* Time zones by IANA name ("Asia/Riyadh"), from ICU's copy of the tz database. Safe to share between threads.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/error.h"

typedef struct Zone Zone;

/* "" and "UTC" are UTC. FAIL for a name that is not in the database. */
MUST_CHECK Status zone_open(Slice name, Zone **zone, Error *err);
void zone_close(Zone *zone);
/* Minutes east of UTC at that moment (Unix seconds). NULL is UTC. */
int zone_offset_at_utc(const Zone *zone, int64_t utc_s);
/* Minutes east of UTC at that local wall-clock time (seconds as if it were UTC); the earlier of two readings.
 */
int zone_offset_at_local(const Zone *zone, int64_t local_s);

#endif
