/* Points in time with a grain: civil days, ISO 8601, and the interval that a moment stands for.
 *
 * In: numbers and texts from anywhere, checked field by field. Out: Moments that exist in the calendar, days
 * and seconds since 1970. The civil day formulas are Howard Hinnant's ("chrono-compatible low-level date
 * algorithms"): years begin in March, so that the leap day is their last and month lengths follow one
 * straight line. */
#include "model/moment.h"

#include "base/builder.h"
#include "base/error.h"

enum { DAY_S = 86400, DAYS_OF_ERA = 146097, YEARS_OF_ERA = 400, EPOCH_DAYS = 719468 };

int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    const int64_t months = (int64_t)month - 1;
    year += months >= 0 ? months / 12 : -1;
    const int64_t in_year = months >= 0 ? months % 12 : months + 12; /* 0 January */
    if (in_year < 2)
        year--;
    const int64_t era = (year >= 0 ? year : year - (YEARS_OF_ERA - 1)) / YEARS_OF_ERA;
    const int64_t year_of_era = year - era * YEARS_OF_ERA;
    const int64_t from_march = (in_year + 10) % 12;
    const int64_t day_of_year = (153 * from_march + 2) / 5 + (int64_t)day - 1;
    const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - EPOCH_DAYS;
}

void civil_from_days(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    days += EPOCH_DAYS;
    const int64_t era = (days >= 0 ? days : days - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    const int64_t day_of_era = days - era * DAYS_OF_ERA;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t from_march = (5 * day_of_year + 2) / 153;
    *day = (unsigned)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *month = (unsigned)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = year_of_era + era * YEARS_OF_ERA + (*month <= 2);
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

unsigned month_length(int64_t year, unsigned month)
{
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* 1970-01-01 was a Thursday. */
unsigned weekday_of_days(int64_t days)
{
    const int64_t rest = (days % 7 + 7 + 4) % 7;
    return (unsigned)rest;
}

bool moment_make(Moment *m, Grain grain, int64_t year, unsigned month, unsigned day, unsigned hour,
                 unsigned minute)
{
    if (grain < GRAIN_MONTH)
        month = 1;
    if (grain < GRAIN_DAY)
        day = 1;
    if (grain < GRAIN_MINUTE)
        hour = minute = 0;
    *m = (Moment){0};
    if (grain == GRAIN_NONE)
        return true;
    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month) ||
        hour > 23 || minute > 59)
        return false;
    m->local_s = days_from_civil(year, month, day) * DAY_S + (int64_t)hour * 3600 + (int64_t)minute * 60;
    m->grain = grain;
    return true;
}

bool moment_equal(Moment a, Moment b)
{
    return a.grain == b.grain && a.local_s == b.local_s && a.has_offset == b.has_offset &&
           (!a.has_offset || a.offset_minutes == b.offset_minutes);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

Slice moment_format(Arena *arena, Moment m)
{
    int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (m.grain == GRAIN_NONE)
        return SLICE_EMPTY;
    const int64_t days = floor_divide(m.local_s, DAY_S);
    const unsigned minutes = (unsigned)((m.local_s - days * DAY_S) / 60);
    civil_from_days(days, &year, &month, &day);

    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "%04lld", (long long)year);
    if (m.grain >= GRAIN_MONTH)
        builder_format(&b, "-%02u", month);
    if (m.grain >= GRAIN_DAY)
        builder_format(&b, "-%02u", day);
    if (m.grain >= GRAIN_MINUTE)
        builder_format(&b, "T%02u:%02u", minutes / 60, minutes % 60);
    if (m.grain >= GRAIN_MINUTE && m.has_offset) {
        const unsigned offset = (unsigned)(m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes);
        if (offset == 0)
            builder_add_byte(&b, 'Z');
        else
            builder_format(&b, "%c%02u:%02u", m.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
    }
    return builder_slice(&b);
}

/* Takes exactly `digits` digits off *rest. */
static bool take_number(Slice *rest, size_t digits, unsigned *number)
{
    uint64_t value = 0;
    if (rest->size < digits || !slice_to_u64(slice_range(*rest, 0, digits), &value))
        return false;
    *number = (unsigned)value;
    *rest = slice_skip(*rest, digits);
    return true;
}

static bool take_byte(Slice *rest, char byte)
{
    if (rest->size == 0 || rest->data[0] != byte)
        return false;
    *rest = slice_skip(*rest, 1);
    return true;
}

/* ":05", ":05.123": checked and dropped. 60 is a leap second. */
static bool drop_seconds(Slice *rest)
{
    unsigned seconds = 0;
    if (!take_byte(rest, ':'))
        return true;
    if (!take_number(rest, 2, &seconds) || seconds > 60)
        return false;
    if (!take_byte(rest, '.') && !take_byte(rest, ','))
        return true;
    size_t digits = 0;
    while (digits < rest->size && ascii_is_digit(rest->data[digits]))
        digits++;
    *rest = slice_skip(*rest, digits);
    return digits > 0;
}

/* "Z", "+03:00", "+0300", "+03" or nothing; then the end. */
static bool take_offset(Slice *rest, Moment *m)
{
    unsigned hours = 0;
    unsigned minutes = 0;
    if (rest->size == 0)
        return true;
    m->has_offset = true;
    if (take_byte(rest, 'Z'))
        return rest->size == 0;
    const bool is_negative = take_byte(rest, '-');
    if (!is_negative && !take_byte(rest, '+'))
        return false;
    if (!take_number(rest, 2, &hours) || hours > 23)
        return false;
    const bool has_colon = take_byte(rest, ':');
    if ((has_colon || rest->size) && (!take_number(rest, 2, &minutes) || minutes > 59))
        return false;
    const int offset = (int)(hours * 60 + minutes);
    m->offset_minutes = (int16_t)(is_negative ? -offset : offset);
    return rest->size == 0;
}

bool moment_parse(Slice text, Moment *m)
{
    unsigned year = 0;
    unsigned month = 1;
    unsigned day = 1;
    unsigned hour = 0;
    unsigned minute = 0;
    Moment made;
    *m = (Moment){0};
    if (!take_number(&text, 4, &year))
        return false;
    Grain grain = GRAIN_YEAR;
    if (take_byte(&text, '-')) {
        grain = GRAIN_MONTH;
        if (!take_number(&text, 2, &month))
            return false;
    }
    if (grain == GRAIN_MONTH && take_byte(&text, '-')) {
        grain = GRAIN_DAY;
        if (!take_number(&text, 2, &day))
            return false;
    }
    if (grain == GRAIN_DAY && (take_byte(&text, 'T') || take_byte(&text, ' '))) {
        grain = GRAIN_MINUTE;
        if (!take_number(&text, 2, &hour) || !take_byte(&text, ':') || !take_number(&text, 2, &minute) ||
            !drop_seconds(&text))
            return false;
    }
    if (!moment_make(&made, grain, year, month, day, hour, minute))
        return false;
    if (grain == GRAIN_MINUTE ? !take_offset(&text, &made) : text.size != 0)
        return false;
    *m = made;
    return true;
}

static int64_t last_day(Moment m, int64_t first)
{
    int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
    civil_from_days(first, &year, &month, &day);
    if (m.grain == GRAIN_YEAR)
        return days_from_civil(year + 1, 1, 1) - 1;
    if (m.grain == GRAIN_MONTH)
        return first + month_length(year, month) - 1;
    return first;
}

DayRange moment_days(Moment m, const Zone *zone)
{
    assert(moment_is_known(m));
    int64_t local_s = m.local_s;
    if (m.grain == GRAIN_MINUTE && m.has_offset) {
        const int64_t utc_s = local_s - (int64_t)m.offset_minutes * 60;
        local_s = utc_s + (int64_t)zone_offset_at_utc(zone, utc_s) * 60;
    }
    const int64_t first = floor_divide(local_s, DAY_S);
    return (DayRange){(int32_t)first, (int32_t)last_day(m, first)};
}

int64_t moment_utc_s(Moment m, const Zone *zone)
{
    assert(moment_is_known(m));
    const bool has_own = m.grain == GRAIN_MINUTE && m.has_offset;
    const int offset = has_own ? m.offset_minutes : zone_offset_at_local(zone, m.local_s);
    return m.local_s - (int64_t)offset * 60;
}

Moment moment_from_utc(int64_t utc_s, const Zone *zone)
{
    int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const int offset = zone_offset_at_utc(zone, utc_s);
    int64_t local_s = 0;
    if (__builtin_add_overflow(utc_s, (int64_t)offset * 60, &local_s))
        return (Moment){0};
    civil_from_days(floor_divide(local_s, DAY_S), &year, &month, &day);
    if (year < 1000 || year > 9999)
        return (Moment){0};
    return (Moment){floor_divide(local_s, 60) * 60, (int16_t)offset, true, GRAIN_MINUTE};
}
