/* Finding gaps: each function walks a sorted row once and asks of each place whether its surroundings are
 * fuller than it is. A median is never computed where counting will do: a value is above k times the median
 * of its neighbours exactly when more than half of them, times k, are below it. */
#include "archive/gaps.h"

#include <assert.h>
#include <stdlib.h>

/* ---- ids ---- */

enum {
    NEIGHBOURS = 25,       /* differences on each side */
    DENSE_NEIGHBOURS = 3,  /* so few suffice to see that ids follow one another */
    SPARSE_NEIGHBOURS = 8, /* and so many to see what is usual where they do not */
    OVER_MEDIAN = 4,
    OVER_MOST = 3,
    SERIES_JUMP = 100
};

/* How the differences around one of them compare with it. */
typedef struct Around {
    size_t count, ones;
    size_t under_median, under_most, under_jump; /* those that, so many times over, are still below it */
} Around;

static uint64_t difference(const uint64_t *ids, size_t i)
{
    return ids[i + 1] - ids[i];
}

static Around look_around(const uint64_t *ids, size_t count, size_t at)
{
    Around around = {0};
    uint64_t own = difference(ids, at);
    size_t first = at > NEIGHBOURS ? at - NEIGHBOURS : 0;
    size_t last = at + NEIGHBOURS < count - 2 ? at + NEIGHBOURS : count - 2;
    for (size_t i = first; i <= last; i++) {
        if (i == at)
            continue;
        uint64_t other = difference(ids, i);
        around.count++;
        around.ones += other == 1;
        around.under_median += other < (own + OVER_MEDIAN - 1) / OVER_MEDIAN;
        around.under_most += other < (own + OVER_MOST - 1) / OVER_MOST;
        around.under_jump += other < (own + SERIES_JUMP - 1) / SERIES_JUMP;
    }
    return around;
}

static bool is_gap(const Around *around)
{
    bool is_dense = around->count >= DENSE_NEIGHBOURS && around->ones * 5 >= around->count * 4;
    bool is_unusual = around->count >= SPARSE_NEIGHBOURS && around->under_median * 2 > around->count &&
                      around->under_most * 10 >= around->count * 9;
    return is_dense || is_unusual;
}

/* A gap so much wider than its surroundings that it may be the beginning of another series of ids. */
static bool is_jump(const Around *around)
{
    return around->count > 0 && around->under_jump * 2 > around->count;
}

typedef struct IdGap {
    size_t at; /* between ids[at] and ids[at + 1] */
    bool is_jump;
} IdGap;
typedef struct IdGapList {
    IdGap *items;
    size_t count, capacity;
} IdGapList;

/* The stretches of ids before and after the jump, up to the jumps next to it, are together shorter than it.
 */
static bool begins_series(const uint64_t *ids, size_t count, const IdGapList *gaps, size_t gap)
{
    size_t first = 0, last = count - 1;
    for (size_t i = gap; i-- > 0;) {
        if (gaps->items[i].is_jump) {
            first = gaps->items[i].at + 1;
            break;
        }
    }
    for (size_t i = gap + 1; i < gaps->count; i++) {
        if (gaps->items[i].is_jump) {
            last = gaps->items[i].at;
            break;
        }
    }
    size_t at = gaps->items[gap].at;
    uint64_t jump = difference(ids, at), before = ids[at] - ids[first], after = ids[last] - ids[at + 1];
    return jump > before && jump - before > after;
}

void gaps_of_ids(Arena *arena, const uint64_t *ids, size_t count, IdRuns *runs, uint64_t *total,
                 uint64_t *lost)
{
    IdGapList gaps = {0};
    *total = *lost = 0;
    if (count < 2)
        return;
    for (size_t i = 0; i + 1 < count; i++) {
        assert(ids[i] < ids[i + 1]);
        if (difference(ids, i) == 1)
            continue;
        Around around = look_around(ids, count, i);
        bool jumps = is_jump(&around);
        if (is_gap(&around) || jumps)
            *LIST_ADD(arena, &gaps) = (IdGap){i, jumps};
    }
    for (size_t i = 0; i < gaps.count; i++) {
        size_t at = gaps.items[i].at;
        if (gaps.items[i].is_jump && begins_series(ids, count, &gaps, i))
            continue;
        Around around = look_around(ids, count, at);
        if (!is_gap(&around))
            continue;
        (*total)++;
        *lost += difference(ids, at) - 1;
        if (runs->count < MISSING_LIST_MAX)
            *LIST_ADD(arena, runs) = (IdRun){ids[at] + 1, ids[at + 1] - 1};
    }
}

/* ---- days ---- */

enum { WEEK = 7, WEEKS = 4, LONG_SILENCE = 8 * WEEK, USUAL_MIN = 6, THIN_PART = 3 };
enum { FORTNIGHT = 2 * WEEK, FORTNIGHT_MIN = 12 };

/* The pieces of each day from the first to the last. */
typedef struct Days {
    const uint32_t *counts;
    int64_t size;
} Days;

static bool is_within(const Days *days, int64_t day)
{
    return day >= 0 && day < days->size;
}

/* Few values: insertion keeps them sorted. */
typedef struct Sample {
    uint32_t values[12];
    size_t count;
} Sample;

static void sample_add(Sample *sample, uint32_t value)
{
    size_t i = sample->count++;
    assert(sample->count <= sizeof sample->values / sizeof *sample->values);
    for (; i > 0 && sample->values[i - 1] > value; i--)
        sample->values[i] = sample->values[i - 1];
    sample->values[i] = value;
}

/* The lower one of two in the middle: a doubt is no gap. */
static uint32_t sample_median(const Sample *sample)
{
    return sample->count ? sample->values[(sample->count - 1) / 2] : 0;
}

static size_t sample_full(const Sample *sample)
{
    size_t full = 0;
    for (size_t i = 0; i < sample->count; i++)
        full += sample->values[i] > 0;
    return full;
}

/* The same weekday in the weeks next to the silence [first, last]; *before and *after count them. */
static Sample weekdays_around(const Days *days, int64_t day, int64_t first, int64_t last, size_t *before,
                              size_t *after)
{
    Sample sample = {0};
    *before = *after = 0;
    int64_t back = day - (day - first + WEEK) / WEEK * WEEK, on = day + (last - day + WEEK) / WEEK * WEEK;
    for (int week = 0; week < WEEKS; week++, back -= WEEK, on += WEEK) {
        if (is_within(days, back)) {
            sample_add(&sample, days->counts[back]);
            (*before)++;
        }
        if (is_within(days, on)) {
            sample_add(&sample, days->counts[on]);
            (*after)++;
        }
    }
    return sample;
}

/* The week before and the week after have pieces on nearly every day, and on this weekday. */
static bool is_fortnight_full(const Days *days, int64_t day)
{
    int full = 0;
    if (!is_within(days, day - WEEK) || !is_within(days, day + WEEK) || days->counts[day - WEEK] == 0 ||
        days->counts[day + WEEK] == 0)
        return false;
    for (int64_t i = day - WEEK; i <= day + WEEK; i++)
        full += days->counts[i] > 0;
    return full >= FORTNIGHT_MIN;
}

static void add_spot(Arena *arena, GapSpots *spots, uint64_t *total, GapSpot spot)
{
    (*total)++;
    if (spots->count < MISSING_LIST_MAX)
        *LIST_ADD(arena, spots) = spot;
}

/* What the day should have, if it should have something; 0: it need not have any. */
static uint32_t usual_on_empty(const Days *days, int64_t day, int64_t first, int64_t last)
{
    size_t before, after;
    Sample sample = weekdays_around(days, day, first, last, &before, &after);
    if (last - first + 1 > LONG_SILENCE)
        return before == WEEKS && after == WEEKS ? sample_median(&sample) : 0;
    if (before > 0 && after > 0 && sample_full(&sample) >= WEEKS)
        return sample_median(&sample);
    return is_fortnight_full(days, day) ? sample_median(&sample) : 0;
}

/* Days in a row without pieces. */
typedef struct Silence {
    int64_t first, last;
} Silence;
typedef struct Silences {
    Silence *items;
    size_t count, capacity;
} Silences;

static int64_t silence_days(Silence silence)
{
    return silence.last - silence.first + 1;
}

/* The silence is long, and longer than the stretches before and after it, up to the next long ones, together:
 * what follows is another paper, or the same begun anew. */
static bool begins_stretch(const Days *days, const Silences *silences, size_t at, int64_t stretch_begin)
{
    Silence silence = silences->items[at];
    int64_t end = days->size - 1;
    if (silence_days(silence) <= LONG_SILENCE)
        return false;
    for (size_t i = at + 1; i < silences->count; i++) {
        if (silence_days(silences->items[i]) > LONG_SILENCE) {
            end = silences->items[i].first - 1;
            break;
        }
    }
    return silence_days(silence) > (silence.first - stretch_begin) + (end - silence.last);
}

static void judge_silences(Arena *arena, const Days *days, int64_t base, const Silences *silences,
                           GapSpots *empty, uint64_t *total)
{
    int64_t stretch_begin = 0;
    for (size_t i = 0; i < silences->count; i++) {
        Silence silence = silences->items[i];
        bool is_break = begins_stretch(days, silences, i, stretch_begin);
        for (int64_t day = silence.first; day <= silence.last && !is_break; day++) {
            uint32_t usual = usual_on_empty(days, day, silence.first, silence.last);
            if (usual > 0)
                add_spot(arena, empty, total, (GapSpot){base + day, 0, usual});
        }
        if (silence_days(silence) > LONG_SILENCE)
            stretch_begin = silence.last + 1;
    }
}

static void judge_full(Arena *arena, const Days *days, int64_t base, int64_t day, GapSpots *thin,
                       uint64_t *total)
{
    size_t before, after;
    Sample sample = weekdays_around(days, day, day, day, &before, &after);
    uint32_t usual = sample_median(&sample);
    if (sample.count >= WEEKS && usual >= USUAL_MIN && (uint64_t)days->counts[day] * THIN_PART < usual)
        add_spot(arena, thin, total, (GapSpot){base + day, days->counts[day], usual});
}

void gaps_of_days(Arena *arena, const int32_t *all, size_t count, GapSpots *empty, uint64_t *empty_total,
                  GapSpots *thin, uint64_t *thin_total)
{
    *empty_total = *thin_total = 0;
    if (count == 0)
        return;
    int64_t base = all[0];
    Days days = {.size = all[count - 1] - base + 1};
    uint32_t *counts = ARENA_ARRAY(arena, uint32_t, (size_t)days.size);
    for (size_t i = 0; i < count; i++)
        counts[all[i] - base]++;
    days.counts = counts;
    Silences silences = {0};
    for (int64_t day = 0; day < days.size; day++) {
        if (counts[day] > 0) {
            judge_full(arena, &days, base, day, thin, thin_total);
            continue;
        }
        int64_t first = day;
        while (counts[day + 1] == 0)
            day++; /* the last day has pieces */
        *LIST_ADD(arena, &silences) = (Silence){first, day};
    }
    judge_silences(arena, &days, base, &silences, empty, empty_total);
}

/* ---- months ---- */

enum { MONTHS = 6 /* on each side */ };

static uint32_t usual_month(const uint32_t *counts, int64_t size, int64_t month)
{
    Sample sample = {0};
    for (int64_t i = month - MONTHS; i <= month + MONTHS; i++)
        if (i >= 0 && i < size && i != month)
            sample_add(&sample, counts[i]);
    return sample.count >= MONTHS ? sample_median(&sample) : 0;
}

void gaps_of_months(Arena *arena, const int32_t *months, size_t count, size_t room, GapSpots *thin,
                    uint64_t *thin_total)
{
    if (count < (size_t)USUAL_MIN * MONTHS / 2)
        return; /* too few for any month to have a usual of USUAL_MIN */
    int64_t base = months[0], size = months[count - 1] - base + 1;
    uint32_t *counts = ARENA_ARRAY(arena, uint32_t, (size_t)size);
    for (size_t i = 0; i < count; i++)
        counts[months[i] - base]++;
    for (int64_t month = 1; month + 1 < size; month++) {
        uint32_t usual = usual_month(counts, size, month);
        if (usual < USUAL_MIN || (uint64_t)counts[month] * THIN_PART >= usual)
            continue;
        (*thin_total)++;
        if (room > 0) {
            room--;
            *LIST_ADD(arena, thin) = (GapSpot){base + month, counts[month], usual};
        }
    }
}

/* ---- dates by id ---- */

enum { DATE_NEIGHBOURS = 5, DATE_NEIGHBOURS_MIN = 4, AGREEING_DAYS = 31, DOUBTFUL_DAYS = 92 };

static int compare_days(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

void gaps_of_dates(Arena *arena, const GapPiece *pieces, size_t count, GapDoubts *doubts)
{
    for (size_t i = DATE_NEIGHBOURS_MIN; i + DATE_NEIGHBOURS_MIN < count; i++) {
        int32_t days[2 * DATE_NEIGHBOURS];
        size_t around = 0;
        size_t first = i > DATE_NEIGHBOURS ? i - DATE_NEIGHBOURS : 0;
        for (size_t k = first; k < count && k <= i + DATE_NEIGHBOURS; k++)
            if (k != i)
                days[around++] = pieces[k].day;
        qsort(days, around, sizeof *days, compare_days);
        int32_t least = days[1], most = days[around - 2], day = pieces[i].day;
        if (most - least <= AGREEING_DAYS && (day < least - DOUBTFUL_DAYS || day > most + DOUBTFUL_DAYS))
            *LIST_ADD(arena, doubts) = (GapDoubt){pieces[i].place, least, most};
    }
}
