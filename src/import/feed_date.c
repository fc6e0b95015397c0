/* A date as somebody's program wrote it in, a Moment out.
 *
 * Two readings: a text that begins as ISO 8601 has its day taken off first; what follows, or a text that
 * begins otherwise, is read word by word: a number with a colon is a time, one of four digits a year, a name
 * a month or a zone, and the order of what is left tells day from month. So one loop reads RFC 822, asctime,
 * ctime and their errors, in any order of parts. */
#include "import/feed_date.h"

#define DATE_SIZE_MAX ((size_t)160) /* a longer text is no date */
#define SMALL_MAX 3

typedef struct Reading {
    unsigned year, month, day; /* 0: not told */
    bool is_year_first;        /* before any other number */
    unsigned small[SMALL_MAX]; /* numbers of at most two digits, in order */
    size_t small_count;
    unsigned hour, minute;
    bool has_time, is_time_wrong;
    bool is_morning, is_afternoon;
    bool has_offset;
    int offset_minutes;
} Reading;

/* ---- names ---- */

static const struct {
    const char *stem; /* a word that begins so, in lower case */
    unsigned month;
} months[] = {
    {"jan", 1},     {"ene", 1},   {"gen", 1},     {"ιαν", 1},   {"янв", 1},    {"يناير", 1}, {"feb", 2},
    {"fév", 2},     {"fev", 2},   {"φεβ", 2},     {"фев", 2},   {"فبراير", 2}, {"mar", 3},   {"már", 3},
    {"mär", 3},     {"mrt", 3},   {"maa", 3},     {"μάρ", 3},   {"μαρ", 3},    {"μάώ", 3},   {"μαώ", 3},
    {"мар", 3},     {"مارس", 3},  {"apr", 4},     {"abr", 4},   {"avr", 4},    {"ápr", 4},   {"απρ", 4},
    {"апр", 4},     {"أبريل", 4}, {"ابريل", 4},   {"may", 5},   {"mai", 5},    {"mag", 5},   {"mei", 5},
    {"máj", 5},     {"máuj", 5},  {"μάι", 5},     {"μαϊ", 5},   {"μαι", 5},    {"май", 5},   {"мая", 5},
    {"مايو", 5},    {"jun", 6},   {"juin", 6},    {"jún", 6},   {"giu", 6},    {"ιούν", 6},  {"ιον", 6},
    {"июн", 6},     {"يونيو", 6}, {"jul", 7},     {"juil", 7},  {"júl", 7},    {"lug", 7},   {"ιούλ", 7},
    {"ιολ", 7},     {"июл", 7},   {"يوليو", 7},   {"aug", 8},   {"ago", 8},    {"aoû", 8},   {"aou", 8},
    {"αύγ", 8},     {"αυγ", 8},   {"авг", 8},     {"أغسطس", 8}, {"sep", 9},    {"set", 9},   {"szep", 9},
    {"σεπ", 9},     {"сен", 9},   {"سبتمبر", 9},  {"oct", 10},  {"okt", 10},   {"ott", 10},  {"out", 10},
    {"οκτ", 10},    {"окт", 10},  {"أكتوبر", 10}, {"nov", 11},  {"νοέ", 11},   {"νοε", 11},  {"ноя", 11},
    {"نوفمبر", 11}, {"dec", 12},  {"déc", 12},    {"dez", 12},  {"dic", 12},   {"δεκ", 12},  {"дек", 12},
    {"ديسمبر", 12},
};

/* Of those that look like months; all other names of days are passed over as unknown words. */
static const char *const weekdays[] = {"mardi", "martes", "marted", "maandag"};

/* Names that mean one offset only. */
static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"z", 0},      {"gmt", 0},    {"utc", 0},    {"ut", 0},     {"wet", 0},    {"est", -300}, {"et", -300},
    {"edt", -240}, {"cst", -360}, {"ct", -360},  {"cdt", -300}, {"mst", -420}, {"mt", -420},  {"mdt", -360},
    {"pst", -480}, {"pt", -480},  {"pdt", -420}, {"adt", -180}, {"bst", 60},   {"cet", 60},   {"met", 60},
    {"mez", 60},   {"west", 60},  {"cest", 120}, {"mesz", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},
    {"gst", 240},  {"hkt", 480},  {"awst", 480}, {"jst", 540},  {"kst", 540},  {"aest", 600}, {"aedt", 660},
    {"nzst", 720}, {"nzdt", 780},
};

/* Lower case of ASCII and of the Greek and Russian capitals that begin names of months. */
static Slice lower_word(Slice word, char *out, size_t size)
{
    static const struct {
        const char *upper, *lower;
    } letters[] = {{"Ι", "ι"}, {"Φ", "φ"}, {"Μ", "μ"}, {"Α", "α"}, {"Σ", "σ"}, {"Ο", "ο"},
                   {"Ν", "ν"}, {"Δ", "δ"}, {"Я", "я"}, {"Ф", "ф"}, {"М", "м"}, {"А", "а"},
                   {"И", "и"}, {"С", "с"}, {"О", "о"}, {"Н", "н"}, {"Д", "д"}, {"Á", "á"}};
    size_t used = word.size < size ? word.size : size;
    for (size_t i = 0; i < used; i++)
        out[i] = ascii_lower(word.data[i]);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (used >= 2 && memcmp(out, letters[i].upper, 2) == 0)
            memcpy(out, letters[i].lower, 2);
    return slice_of(out, used);
}

static unsigned month_of_word(Slice word)
{
    if (SLICE_ANY(word, slice_starts_with, weekdays))
        return 0;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (slice_starts_with(word, slice_from(months[i].stem)))
            return months[i].month;
    return 0;
}

/* ---- parts ---- */

static size_t count_digits(Slice s)
{
    size_t n = 0;
    while (n < s.size && ascii_is_digit(s.data[n]))
        n++;
    return n;
}

/* Takes so many digits, at most 9, which are there. */
static unsigned take_digits(Slice *rest, size_t count)
{
    unsigned value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (unsigned)(rest->data[i] - '0');
    *rest = slice_skip(*rest, count);
    return value;
}

static bool next_is(Slice rest, const char *any)
{
    return rest.size > 0 && rest.data[0] != '\0' && strchr(any, rest.data[0]) != NULL;
}

/* "9:15", "19:48:21", "10:14:55.32"; the rest of a time that has no colon: "101455". */
static void take_time(Slice *rest, Reading *r)
{
    size_t digits = count_digits(*rest);
    if (digits == 4 || digits == 6) {
        r->hour = take_digits(rest, 2);
        r->minute = take_digits(rest, 2);
        *rest = slice_skip(*rest, digits - 4);
    } else {
        r->hour = take_digits(rest, digits < 2 ? digits : 2);
        if (next_is(*rest, ":.") && count_digits(slice_skip(*rest, 1)) > 0) {
            *rest = slice_skip(*rest, 1);
            size_t more = count_digits(*rest);
            r->minute = take_digits(rest, more < 2 ? more : 2);
        }
        if (next_is(*rest, ":"))
            *rest = slice_skip(*rest, 1 + count_digits(slice_skip(*rest, 1)));
    }
    if (next_is(*rest, ".,") && count_digits(slice_skip(*rest, 1)) > 0)
        *rest = slice_skip(*rest, 1 + count_digits(slice_skip(*rest, 1)));
    r->has_time = true;
    r->is_time_wrong = r->hour > 24 || r->minute > 59 || (r->hour == 24 && r->minute > 0);
}

/* "+0200", "-08:00", "+2", behind a time. */
static void take_offset(Slice *rest, Reading *r)
{
    bool is_negative = rest->data[0] == '-';
    *rest = slice_skip(*rest, 1);
    size_t digits = count_digits(*rest);
    unsigned hours = take_digits(rest, digits >= 3 ? digits - 2 : digits);
    unsigned minutes = 0;
    if (digits >= 3)
        minutes = take_digits(rest, 2);
    else if (next_is(*rest, ":") && count_digits(slice_skip(*rest, 1)) >= 2) {
        *rest = slice_skip(*rest, 1);
        minutes = take_digits(rest, 2);
    }
    if (hours > 15 || minutes > 59)
        return;
    int offset = (int)(hours * 60 + minutes);
    r->has_offset = true;
    r->offset_minutes = is_negative ? -offset : offset;
}

static size_t word_size(Slice s)
{
    size_t n = 0;
    while (n < s.size && (ascii_is_alpha(s.data[n]) || (unsigned char)s.data[n] >= 0x80))
        n++;
    return n;
}

static void read_word(Slice word, Reading *r)
{
    char text[32];
    Slice lower = lower_word(word, text, sizeof text);
    unsigned month = month_of_word(lower);
    if (month) {
        r->month = month;
        return;
    }
    r->is_morning |= slice_equal(lower, SLICE("am")) || slice_equal(lower, SLICE("오전"));
    r->is_afternoon |= slice_equal(lower, SLICE("pm")) || slice_equal(lower, SLICE("오후"));
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (slice_equal(lower, slice_from(zones[i].name))) {
            r->has_offset = true;
            r->offset_minutes = zones[i].minutes;
        }
}

static void read_number(Slice *rest, Reading *r)
{
    size_t digits = count_digits(*rest);
    if (digits > 9) {
        *rest = slice_skip(*rest, digits);
        return;
    }
    unsigned value = take_digits(rest, digits);
    if (digits <= 2 && r->small_count < SMALL_MAX) {
        r->small[r->small_count++] = value;
    } else if ((digits == 3 || digits == 4) && r->year == 0) {
        r->year = digits == 3 ? value + 1900 : value; /* 104: programs that counted years from 1900 */
        r->is_year_first = r->small_count == 0 && r->month == 0;
    }
}

/* Everything but a day that begins as ISO 8601. */
static void read_words(Slice rest, Reading *r)
{
    while (rest.size > 0) {
        size_t digits = count_digits(rest);
        size_t letters = word_size(rest);
        if (letters == 1 && next_is(rest, "Tt") && count_digits(slice_skip(rest, 1)) > 0) {
            rest = slice_skip(rest, 1);
            take_time(&rest, r);
        } else if (letters > 0) {
            read_word(slice_range(rest, 0, letters), r);
            rest = slice_skip(rest, letters);
        } else if (digits > 0 && digits <= 2 && !r->has_time && next_is(slice_skip(rest, digits), ":")) {
            take_time(&rest, r);
        } else if (digits > 0) {
            read_number(&rest, r);
        } else if (r->has_time && next_is(rest, "+-") && count_digits(slice_skip(rest, 1)) > 0 &&
                   count_digits(slice_skip(rest, 1)) <= 4) {
            take_offset(&rest, r);
        } else {
            rest = slice_skip(rest, 1);
        }
    }
}

/* ---- ISO 8601 ---- */

static void set_days(Reading *r, int64_t days)
{
    int64_t year = 0;
    civil_from_days(days, &year, &r->month, &r->day);
    r->year = (unsigned)year;
}

/* Behind the W: "23-5", "235", "23". A week alone is its month where it lies in one, else its year. */
static void take_week(Slice *rest, Reading *r)
{
    int64_t fourth = days_from_civil(r->year, 1, 4); /* lies in week 1 by definition */
    int64_t monday = fourth - (weekday_of_days(fourth) + 6) % 7;
    unsigned week = take_digits(rest, 2);
    if (week < 1 || week > 53)
        return;
    monday += ((int64_t)week - 1) * 7;
    if (next_is(*rest, "-") && count_digits(slice_skip(*rest, 1)) == 1)
        *rest = slice_skip(*rest, 1);
    if (count_digits(*rest) == 1 && next_is(*rest, "1234567")) {
        set_days(r, monday + take_digits(rest, 1) - 1);
        return;
    }
    unsigned year = r->year;
    set_days(r, monday + 6);
    unsigned last = r->month;
    set_days(r, monday);
    r->month = last == r->month ? last : 0;
    r->day = 0;
    if (r->month == 0)
        r->year = year;
}

/* Behind a year and a separator: "12-31", "335", "W52-1", "július-13". */
static void take_month(Slice *rest, Reading *r, bool is_parted)
{
    size_t digits = count_digits(*rest);
    if (next_is(*rest, "W") && count_digits(slice_skip(*rest, 1)) >= 2) {
        *rest = slice_skip(*rest, 1);
        take_week(rest, r);
        return;
    }
    if (digits == 3) {
        unsigned day = take_digits(rest, 3);
        if (day >= 1 && day <= 366)
            set_days(r, days_from_civil(r->year, 1, day));
        return;
    }
    if (digits == 0) {
        char text[32];
        size_t letters = word_size(*rest);
        r->month = month_of_word(lower_word(slice_range(*rest, 0, letters), text, sizeof text));
        *rest = slice_skip(*rest, r->month ? letters : 0);
    } else if (digits <= 2 || digits == 4) {
        r->month = take_digits(rest, digits == 1 ? 1 : 2);
    }
    if (is_parted && next_is(*rest, "-/."))
        *rest = slice_skip(*rest, 1);
    digits = count_digits(*rest);
    if (r->month && digits >= 1 && digits <= 2)
        r->day = take_digits(rest, digits);
}

/* The day at the start, if it begins with a year. False: it begins otherwise. */
static bool take_iso_day(Slice *rest, Reading *r)
{
    size_t digits = count_digits(*rest);
    Slice after = slice_skip(*rest, digits);
    bool is_parted = digits == 4 && next_is(after, "-/.");
    bool is_packed = digits == 6 || digits == 7 || digits == 8;
    bool is_alone = digits == 4 && (after.size == 0 || next_is(after, "WTt"));
    if (!is_parted && !is_packed && !is_alone)
        return false;
    r->year = take_digits(rest, 4);
    if (is_parted)
        *rest = slice_skip(*rest, 1);
    if (is_parted || is_packed || next_is(*rest, "W"))
        take_month(rest, r, is_parted);
    return true;
}

/* ---- what was read, as a moment ---- */

static unsigned whole_year(unsigned short_year)
{
    return short_year < 70 ? 2000 + short_year : 1900 + short_year;
}

/* Which of the small numbers is what. */
static void settle_day(Reading *r)
{
    const unsigned *s = r->small;
    if (r->month && r->small_count > 0) {
        r->day = s[0];
        if (r->year == 0 && r->small_count > 1)
            r->year = whole_year(s[1]);
    } else if (r->year && r->is_year_first && r->small_count >= 1) {
        r->month = s[0];
        r->day = r->small_count > 1 ? s[1] : 0;
    } else if (r->year && r->small_count == 1) {
        r->month = s[0]; /* "09/2006" */
    } else if (r->year && r->small_count >= 2 && (s[0] > 12 || s[1] > 12 || s[0] == s[1])) {
        r->day = s[0] > 12 ? s[0] : s[1];
        r->month = s[0] > 12 ? s[1] : s[0];
    }
}

static void settle_hour(Reading *r)
{
    if (r->is_afternoon && r->hour < 12)
        r->hour += 12;
    else if (r->is_morning && r->hour == 12)
        r->hour = 0;
}

static bool make_moment(const Reading *r, Moment *m)
{
    bool is_midnight = r->hour == 24;
    if (r->has_time && !r->is_time_wrong && r->day &&
        moment_make(m, GRAIN_MINUTE, r->year, r->month, r->day, is_midnight ? 0 : r->hour, r->minute)) {
        m->local_s += is_midnight ? 86400 : 0;
        m->has_offset = r->has_offset;
        m->offset_minutes = (int16_t)(r->has_offset ? r->offset_minutes : 0);
        return true;
    }
    return (r->day && moment_make(m, GRAIN_DAY, r->year, r->month, r->day, 0, 0)) ||
           (r->month && moment_make(m, GRAIN_MONTH, r->year, r->month, 0, 0, 0)) ||
           moment_make(m, GRAIN_YEAR, r->year, 0, 0, 0, 0);
}

/* Seconds or milliseconds since 1970, from 2001 on, as ten or thirteen digits. */
static bool read_unix(Slice text, Moment *m)
{
    uint64_t number = 0;
    if ((text.size != 10 && text.size != 13) || !slice_to_u64(text, &number))
        return false;
    *m = moment_from_utc((int64_t)(text.size == 13 ? number / 1000 : number), NULL);
    return moment_is_known(*m);
}

bool feed_date_read(Slice text, Moment *moment)
{
    Reading r = {0};
    text = slice_trim(text);
    *moment = (Moment){0};
    if (text.size == 0 || text.size > DATE_SIZE_MAX)
        return false;
    if (read_unix(text, moment))
        return true;
    if (take_iso_day(&text, &r)) {
        Reading time = {.has_time = false};
        read_words(text, &time);
        time.year = r.year;
        time.month = r.month;
        time.day = r.day;
        r = time;
    } else {
        read_words(text, &r);
        settle_day(&r);
    }
    settle_hour(&r);
    bool is_made = r.year > 0 && make_moment(&r, moment);
    if (!is_made)
        *moment = (Moment){0};
    return is_made;
}
