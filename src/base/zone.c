/* Time zones: ICU is asked once, at zone_open, for every change of offset between 1900 and 2100.
 *
 * In: an IANA name. Out: a sorted row of changes, searched by halves. It is never written after, so threads
 * share it; and a look-up costs nanoseconds, where a calendar costs microseconds and is not shareable. Before
 * 1900 the first offset holds, after 2100 the last. Offsets are whole minutes; local mean times are rounded
 * to them. */
#include <unicode/ucal.h>

#include "base/list.h"
#include "base/zone.h"

static const double FIRST_MS = -2208988800000.0; /* 1900-01-01 UTC */
static const double LAST_MS = 4102444800000.0;   /* 2100-01-01 UTC */

enum { NAME_MAX_BYTES = 64, CHANGES_MAX = 4096, DAY_S = 86400 };

typedef struct Change {
    int64_t utc_s; /* from here on; the first holds for all time before it, too */
    int offset_minutes;
} Change;

struct Zone {
    size_t count; /* >= 1 */
    Change changes[];
};

static int offset_at(UCalendar *calendar, double ms, UErrorCode *code)
{
    ucal_setMillis(calendar, ms, code);
    const int32_t standard_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, code);
    const int32_t summer_ms = ucal_get(calendar, UCAL_DST_OFFSET, code);
    const int32_t sum = standard_ms + summer_ms;
    return (sum + (sum < 0 ? -30000 : 30000)) / 60000;
}

/* Fills changes, gives their number. */
static size_t ask_icu(UCalendar *calendar, Change *changes, UErrorCode *code)
{
    size_t count = 0;
    changes[count++] = (Change){(int64_t)(FIRST_MS / 1000), offset_at(calendar, FIRST_MS, code)};
    double ms = FIRST_MS;
    while (count < CHANGES_MAX) {
        ucal_setMillis(calendar, ms, code);
        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &ms, code) ||
            U_FAILURE(*code) || ms >= LAST_MS)
            break;
        const int offset = offset_at(calendar, ms, code);
        if (offset != changes[count - 1].offset_minutes)
            changes[count++] = (Change){(int64_t)(ms / 1000), offset};
    }
    return count;
}

/* The name in UTF-16; false for one that ICU does not know as its own. */
static bool name_is_known(Slice name, UChar *wide, int32_t *wide_size)
{
    UChar canonical[NAME_MAX_BYTES * 2];
    UBool is_system = false;
    UErrorCode code = U_ZERO_ERROR;
    if (name.size > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.size; i++)
        wide[i] = (UChar)(unsigned char)name.data[i];
    *wide_size = (int32_t)name.size;
    ucal_getCanonicalTimeZoneID(wide, *wide_size, canonical, NAME_MAX_BYTES * 2, &is_system, &code);
    return U_SUCCESS(code) && is_system;
}

Status zone_open(Slice name, Zone **zone, Error *err)
{
    UChar wide[NAME_MAX_BYTES];
    int32_t wide_size = 0;
    if (name.size == 0)
        name = SLICE("UTC");
    if (!name_is_known(name, wide, &wide_size))
        return error_set(err, STATUS_FAIL, "no time zone '%.*s' in the tz database", SLICE_ARG(name));

    UErrorCode code = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(wide, wide_size, "en", UCAL_GREGORIAN, &code);
    Change *changes = calloc(CHANGES_MAX, sizeof *changes);
    if (!changes)
        fatal("memory is used up");
    const size_t count = U_SUCCESS(code) ? ask_icu(calendar, changes, &code) : 0;
    Status status = STATUS_OK;
    if (U_FAILURE(code)) {
        status = error_set(err, STATUS_FAIL, "time zone '%.*s': %s", SLICE_ARG(name), u_errorName(code));
    } else {
        *zone = calloc(1, sizeof **zone + count * sizeof(Change));
        if (!*zone)
            fatal("memory is used up");
        (*zone)->count = count;
        memcpy((*zone)->changes, changes, count * sizeof(Change));
    }
    free(changes);
    if (calendar)
        ucal_close(calendar);
    return status;
}

void zone_close(Zone *zone)
{
    free(zone);
}

/* The last change at or before that moment, or the first of all. */
static size_t change_at(const Zone *zone, int64_t utc_s)
{
    size_t low = 0;
    size_t high = zone->count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].utc_s <= utc_s)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int zone_offset_at_utc(const Zone *zone, int64_t utc_s)
{
    return zone ? zone->changes[change_at(zone, utc_s)].offset_minutes : 0;
}

/* Goes over the few stretches around that day. A local time belongs to the first stretch that has not ended
 * by then; one that was skipped when clocks went forward is read with the offset before. */
int zone_offset_at_local(const Zone *zone, int64_t local_s)
{
    if (!zone)
        return 0;
    size_t i = change_at(zone, local_s < INT64_MIN + DAY_S ? local_s : local_s - DAY_S);
    int before = zone->changes[i].offset_minutes;
    for (; i + 1 < zone->count; i++) {
        const int offset = zone->changes[i].offset_minutes;
        const int64_t end_utc_s = zone->changes[i + 1].utc_s;
        const bool has_begun = local_s >= zone->changes[i].utc_s + (int64_t)offset * 60;
        if (local_s < end_utc_s + (int64_t)offset * 60)
            return has_begun ? offset : before;
        before = offset;
    }
    const Change last = zone->changes[i];
    return local_s >= last.utc_s + (int64_t)last.offset_minutes * 60 ? last.offset_minutes : before;
}
