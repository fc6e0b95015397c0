/* Dates as people print them, found anywhere in a text.
 *
 * The text is read as atoms: numbers (of any script's digits), words, marks. At each number and each word
 * that names a month the few shapes of a date are tried, each looking a bounded way ahead: 2014-06-27
 * 2014/6/27  2014.06.27  2014年6月27日  2014년 6월 27일  2014. június 27.  2014. gada 27. jūnijs 27.06.2014
 * 27/06/14   27 June 2014  27th of June, 2014  27-Jun-2014  27 de junio de 2014  27 tháng 6 năm 2014 June 27,
 * 2014  Jun. 27 2014  (June 2014 where nothing better is found) A time of day that stands just before or just
 * behind makes the date one to the minute. */
#include "text/runes.h"

/* ---- atoms ---- */

typedef enum AtomKind { ATOM_END, ATOM_NUMBER, ATOM_WORD, ATOM_MARK } AtomKind;

typedef struct Atom {
    AtomKind kind;
    size_t begin, end;
    uint32_t value;  /* of a number; the rune of a mark */
    unsigned digits; /* of a number */
    bool is_glued;   /* nothing stands between it and the atom before */
} Atom;

static bool is_letter_class(RuneClass class)
{
    return class == RUNE_LETTER || class == RUNE_MARK || class == RUNE_DICTIONARY || class == RUNE_IGNORABLE;
}

static void read_number(Slice text, Atom *atom)
{
    atom->kind = ATOM_NUMBER;
    for (size_t size; atom->end < text.size; atom->end += size) {
        const int digit = rune_digit(rune_at(text, atom->end, &size));
        if (digit < 0)
            return;
        atom->digits++;
        if (atom->digits <= 9)
            atom->value = atom->value * 10 + (uint32_t)digit;
    }
}

static void read_word(Slice text, Atom *atom)
{
    atom->kind = ATOM_WORD;
    for (size_t size; atom->end < text.size; atom->end += size)
        if (!is_letter_class(rune_class(rune_at(text, atom->end, &size))))
            return;
}

/* The atom at or behind `at`. */
static Atom atom_at(Slice text, size_t at)
{
    size_t size = 0;
    uint32_t rune = 0;
    const size_t from = at;
    for (; at < text.size; at += size) {
        rune = rune_at(text, at, &size);
        if (!rune_is_space(rune) && (rune < 0x80 || rune_class(rune) != RUNE_IGNORABLE))
            break;
    }
    Atom atom = {ATOM_END, at, at, 0, 0, at == from};
    if (at >= text.size)
        return atom;
    const RuneClass class = rune_class(rune);
    if (class == RUNE_DIGIT) {
        read_number(text, &atom);
    } else if (is_letter_class(class)) {
        read_word(text, &atom);
    } else {
        atom.kind = ATOM_MARK;
        atom.value = rune;
        atom.end = at + size;
    }
    return atom;
}

static bool is_mark(Atom atom, const char *any)
{
    return atom.kind == ATOM_MARK && atom.value < 0x80 && strchr(any, (int)atom.value) && atom.value;
}

#define NAME_BYTES 64

/* The folded form of a word; empty for one that is too long to mean anything here. */
static Slice fold_atom(Slice text, Atom atom, char out[NAME_BYTES])
{
    size_t size = 0;
    if (atom.kind != ATOM_WORD ||
        !fold_small(slice_range(text, atom.begin, atom.end), out, NAME_BYTES, &size))
        return SLICE_EMPTY;
    return slice_of(out, size);
}

static bool is_one_of(Slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(word, slice_from(list[i])))
            return true;
    return false;
}

/* ---- parts of a date ---- */

typedef struct Found {
    uint32_t year;
    unsigned month, day; /* day 0: only the month is known */
    size_t begin, end;
} Found;

static bool is_year(Atom atom)
{
    return atom.kind == ATOM_NUMBER && atom.digits == 4 && atom.value >= 1600 && atom.value < 2200;
}

static bool is_day(Atom atom)
{
    return atom.kind == ATOM_NUMBER && atom.digits <= 2 && atom.value >= 1 && atom.value <= 31;
}

static bool is_month_number(Atom atom)
{
    return atom.kind == ATOM_NUMBER && atom.digits <= 2 && atom.value >= 1 && atom.value <= 12;
}

static bool make_found(Found *found, size_t begin, size_t end, uint32_t year, unsigned month, unsigned day)
{
    *found = (Found){year, month, day, begin, end};
    return day == 0 || day <= month_length(year, month);
}

/* "tháng 6": the word for month and a number. */
static unsigned numbered_month(Slice text, Atom word, size_t *end)
{
    char name[NAME_BYTES];
    if (!slice_equal(fold_atom(text, word, name), SLICE("thang")))
        return 0;
    const Atom number = atom_at(text, word.end);
    *end = number.end;
    return is_month_number(number) ? number.value : 0;
}

/* A name of up to three words; the longest that is a month wins. */
static unsigned named_month(Slice text, Atom first, bool has_day_dot, size_t *end)
{
    char names[NAME_BYTES * 4];
    size_t size = 0;
    unsigned month = 0;
    Atom atom = first;
    for (int words = 0; words < 3 && atom.kind == ATOM_WORD; words++) {
        char name[NAME_BYTES];
        const Slice folded = fold_atom(text, atom, name);
        if (folded.size == 0)
            break;
        if (words > 0)
            names[size++] = ' ';
        memcpy(names + size, folded.data, folded.size);
        size += folded.size;
        const unsigned found = month_by_name(slice_of(names, size), has_day_dot);
        if (found > 0) {
            month = found;
            *end = atom.end;
        }
        if (words == 2 || !month_may_go_on(slice_of(names, size)))
            break;
        atom = atom_at(text, atom.end);
    }
    return month;
}

/* The month that begins with `first`, with the second name that Levantine papers put behind ("حزيران/يونيو").
 */
static unsigned read_month(Slice text, Atom first, bool has_day_dot, size_t *end)
{
    unsigned month = named_month(text, first, has_day_dot, end);
    if (month == 0)
        return first.kind == ATOM_WORD ? numbered_month(text, first, end) : 0;
    const Atom mark = atom_at(text, *end);
    if (is_mark(mark, "/(")) {
        size_t other_end = 0;
        if (named_month(text, atom_at(text, mark.end), has_day_dot, &other_end) == month) {
            *end = other_end;
            const Atom closing = atom_at(text, other_end);
            if (mark.value == '(' && is_mark(closing, ")"))
                *end = closing.end;
        }
    }
    return month;
}

/* Small words and marks that may stand between the parts of a date. */
static const char *const fillers[] = {"de",  "of",   "del",  "den", "the",  "di",  "do",  "d",
                                      "nam", "roku", "anul", "m",   "gada", "dne", "von", "i"};

static bool is_filler(Slice text, Atom atom)
{
    if (is_mark(atom, ".,-/'") || (atom.kind == ATOM_MARK && (atom.value == 0x060C || atom.value == 0x2019)))
        return true;
    char name[NAME_BYTES];
    return is_one_of(fold_atom(text, atom, name), fillers, sizeof fillers / sizeof fillers[0]);
}

static Atom skip_fillers(Slice text, size_t at)
{
    Atom atom = atom_at(text, at);
    for (int i = 0; i < 3 && is_filler(text, atom); i++)
        atom = atom_at(text, atom.end);
    return atom;
}

/* ---- shapes ---- */

static bool is_sign(Slice text, size_t at, const char *const signs[2], size_t *end)
{
    for (int i = 0; i < 2; i++) {
        const Slice sign = slice_from(signs[i]);
        if (slice_starts_with(slice_skip(text, at), sign)) {
            *end = at + sign.size;
            return true;
        }
    }
    return false;
}

/* 2014年6月27日 and 2014년 6월 27일. */
static bool shape_east_asian(Slice text, Atom year, Found *found)
{
    static const char *const year_signs[2] = {"年", "년"}, *const month_signs[2] = {"月", "월"},
                             *const day_signs[2] = {"日", "일"};
    size_t end;
    if (!is_sign(text, year.end, year_signs, &end))
        return false;
    const Atom month = atom_at(text, end);
    if (!is_month_number(month) || !is_sign(text, month.end, month_signs, &end))
        return false;
    const Atom day = atom_at(text, end);
    size_t day_end;
    if (is_day(day) && is_sign(text, day.end, day_signs, &day_end))
        return make_found(found, year.begin, day_end, year.value, month.value, day.value);
    return make_found(found, year.begin, end, year.value, month.value, 0);
}

/* 2014-06-27, 2014/6/27, 2014.06.27. */
static bool shape_year_first(Slice text, Atom year, Found *found)
{
    const Atom one = atom_at(text, year.end);
    const Atom month = atom_at(text, one.end);
    const Atom two = atom_at(text, month.end);
    const Atom day = atom_at(text, two.end);
    if (!is_mark(one, "-/.") || !is_mark(two, "-/.") || one.value != two.value || !is_month_number(month) ||
        !is_day(day))
        return false;
    return make_found(found, year.begin, day.end, year.value, month.value, day.value);
}

/* 2014. június 27., 2014 m. birželio 27 d., 2014. gada 27. jūnijs. */
static bool shape_year_then_name(Slice text, Atom year, Found *found)
{
    const Atom next = skip_fillers(text, year.end);
    size_t end;
    if (is_day(next)) {
        const Atom dot = atom_at(text, next.end);
        const unsigned month = read_month(text, is_mark(dot, ".") ? atom_at(text, dot.end) : dot, true, &end);
        return month > 0 && make_found(found, year.begin, end, year.value, month, next.value);
    }
    const unsigned month = read_month(text, next, true, &end);
    if (month == 0)
        return false;
    const Atom day = skip_fillers(text, end);
    return is_day(day) && make_found(found, year.begin, day.end, year.value, month, day.value);
}

/* 27.06.2014, 27/06/14, 6/27/2014. */
static bool shape_numbers(Slice text, Atom first, bool is_month_first, Found *found)
{
    const Atom one = atom_at(text, first.end);
    const Atom second = atom_at(text, one.end);
    const Atom two = atom_at(text, second.end);
    const Atom year = atom_at(text, two.end);
    if (!is_mark(one, "-/.") || !is_mark(two, "-/.") || one.value != two.value || !is_day(first) ||
        !is_day(second))
        return false;
    uint32_t value = year.value;
    const bool is_short_year = year.kind == ATOM_NUMBER && year.digits == 2 && first.digits == 2 &&
                               second.digits == 2 && (one.value == '/' || one.value == '.');
    /* "23.09.22" is a day, "10.12.22.1" an address of a machine. */
    const Atom behind = atom_at(text, year.end);
    if (is_short_year && !(one.value == '.' && is_mark(behind, ".") && atom_at(text, behind.end).is_glued))
        value += year.value < 70 ? 2000 : 1900;
    else if (!is_year(year))
        return false;
    bool is_swapped = is_month_first && one.value != '.';
    if (first.value > 12 || second.value > 12)
        is_swapped = second.value > 12;
    const unsigned month = is_swapped ? first.value : second.value;
    const unsigned day = is_swapped ? second.value : first.value;
    return month <= 12 && make_found(found, first.begin, year.end, value, month, day);
}

/* 27 June 2014, 27th of June, 2014, 1er janvier 2014, 1-го января 2014, 27. Juni 2014. */
static bool shape_day_first(Slice text, Atom day, Found *found)
{
    size_t end;
    Atom atom = atom_at(text, day.end);
    const bool has_dot = is_mark(atom, ".") && atom.is_glued;
    unsigned month = 0;
    if (atom.kind == ATOM_WORD && atom.is_glued && read_month(text, atom, false, &end) == 0)
        atom = atom_at(text, atom.end); /* "th" */
    for (int i = 0; i < 3 && month == 0; i++) {
        month = read_month(text, atom, has_dot, &end);
        if (month > 0)
            break;
        const bool is_suffix = atom.kind == ATOM_WORD && atom.is_glued && i > 0;
        const bool is_ring =
            atom.kind == ATOM_MARK && (atom.value == 0x00BA || atom.value == 0x00AA || atom.value == 0x00B0);
        if (!is_suffix && !is_ring && !is_filler(text, atom))
            return false;
        atom = atom_at(text, atom.end);
    }
    if (month == 0)
        return false;
    const Atom year = skip_fillers(text, end);
    return is_year(year) && make_found(found, day.begin, year.end, year.value, month, day.value);
}

/* Names of months that are common words elsewhere: not believed without a day. */
static const char *const doubtful_names[] = {"out", "set", "mac", "lis", "ara", "gen", "sie", "mag", "noi",
                                             "lip", "lut", "des", "ago", "des", "mar", "ma",  "may", "mai"};

static bool is_doubtful_name(Slice text, Atom word)
{
    char name[NAME_BYTES];
    const Slice folded = fold_atom(text, word, name);
    size_t size;
    return is_one_of(folded, doubtful_names, sizeof doubtful_names / sizeof doubtful_names[0]) &&
           !rune_is_upper(rune_at(text, word.begin, &size));
}

/* June 27, 2014; Jun. 27-28 2014; else June 2014. */
static bool shape_month_first(Slice text, Atom word, Found *found)
{
    size_t end;
    const unsigned month = read_month(text, word, false, &end);
    if (month == 0)
        return false;
    const Atom next = skip_fillers(text, end);
    if (is_year(next))
        return !is_doubtful_name(text, word) && make_found(found, word.begin, next.end, next.value, month, 0);
    if (!is_day(next))
        return false;
    Atom atom = atom_at(text, next.end);
    if (atom.kind == ATOM_WORD && atom.is_glued)
        atom = atom_at(text, atom.end);
    const Atom last = atom_at(text, atom.end);
    if ((is_mark(atom, "-") || (atom.kind == ATOM_MARK && atom.value == 0x2013)) && is_day(last))
        atom = atom_at(text, last.end);
    if (is_filler(text, atom))
        atom = skip_fillers(text, atom.begin);
    return is_year(atom) && make_found(found, word.begin, atom.end, atom.value, month, next.value);
}

static bool find_at(Slice text, Atom atom, bool is_month_first, Found *found)
{
    if (is_year(atom))
        return shape_east_asian(text, atom, found) || shape_year_first(text, atom, found) ||
               shape_year_then_name(text, atom, found);
    if (is_day(atom))
        return shape_numbers(text, atom, is_month_first, found) || shape_day_first(text, atom, found);
    return atom.kind == ATOM_WORD && shape_month_first(text, atom, found);
}

/* ---- the time of day ---- */

typedef struct Clock {
    unsigned hour, minute;
    bool has_zone;
    int zone_minutes;
    size_t begin, end;
} Clock;

static const char *const morning[] = {"am", "ص", "صباحا"}, *const evening[] = {"pm", "م", "مساء"};

/* "pm", "p.m.", "م": +1 for after noon, -1 before it, 0 for neither. */
static int read_half(Slice text, size_t at, size_t *end)
{
    char name[NAME_BYTES];
    const Atom atom = atom_at(text, at);
    const Slice folded = fold_atom(text, atom, name);
    *end = atom.end;
    if (is_one_of(folded, evening, sizeof evening / sizeof evening[0]))
        return 1;
    if (is_one_of(folded, morning, sizeof morning / sizeof morning[0]))
        return -1;
    const Slice rest = slice_range(text, atom.begin, atom.begin + 4);
    *end = atom.begin + rest.size;
    if (slice_starts_with_nocase(rest, SLICE("p.m")))
        return 1;
    return slice_starts_with_nocase(rest, SLICE("a.m")) ? -1 : 0;
}

static void read_zone(Slice text, Clock *clock)
{
    const Atom atom = atom_at(text, clock->end);
    char name[NAME_BYTES];
    const Slice folded = fold_atom(text, atom, name);
    if (slice_equal(folded, SLICE("gmt")) || slice_equal(folded, SLICE("utc")) ||
        (slice_equal(folded, SLICE("z")) && atom.is_glued)) {
        clock->has_zone = true;
        clock->end = atom.end;
    }
    const Atom sign = atom_at(text, clock->end);
    const Atom number = atom_at(text, sign.end);
    if (!is_mark(sign, "+-") || number.kind != ATOM_NUMBER || !number.is_glued ||
        (!sign.is_glued && !clock->has_zone))
        return;
    unsigned hours = number.value, minutes = 0;
    size_t end = number.end;
    if (number.digits == 4) {
        hours = number.value / 100;
        minutes = number.value % 100;
    } else if (number.digits <= 2) {
        const Atom colon = atom_at(text, number.end);
        const Atom rest = atom_at(text, colon.end);
        if (is_mark(colon, ":") && rest.kind == ATOM_NUMBER && rest.digits == 2) {
            minutes = rest.value;
            end = rest.end;
        }
    }
    if (number.digits > 4 || number.digits == 3 || hours > 14 || minutes > 59)
        return;
    clock->has_zone = true;
    clock->zone_minutes = (int)(hours * 60 + minutes) * (sign.value == '-' ? -1 : 1);
    clock->end = end;
}

/* 14:05, 14:05:33.2, 14h05, 2:05 pm, 2 p.m., with a zone where one is given. */
static bool read_clock(Slice text, Atom hour, Clock *clock)
{
    if (hour.kind != ATOM_NUMBER || hour.digits > 2 || hour.value > 23)
        return false;
    *clock = (Clock){hour.value, 0, false, 0, hour.begin, hour.end};
    const Atom mark = atom_at(text, hour.end);
    const Atom minute = atom_at(text, mark.end);
    const bool is_hour_sign =
        mark.kind == ATOM_WORD && mark.end - mark.begin == 1 && ascii_lower(text.data[mark.begin]) == 'h';
    bool is_exact = false;
    if ((is_mark(mark, ":") || is_hour_sign) && minute.kind == ATOM_NUMBER && minute.digits == 2 &&
        minute.value < 60 && minute.is_glued) {
        clock->minute = minute.value;
        clock->end = minute.end;
        is_exact = true;
        for (int i = 0; i < 2; i++) { /* seconds and their fractions */
            const Atom colon = atom_at(text, clock->end);
            const Atom second = atom_at(text, colon.end);
            if (!is_mark(colon, i == 0 ? ":" : ".,") || second.kind != ATOM_NUMBER || !second.is_glued)
                break;
            clock->end = second.end;
        }
    }
    size_t end;
    const int half = read_half(text, clock->end, &end);
    if (half != 0 && (clock->hour < 1 || clock->hour > 12)) {
        if (!is_exact)
            return false; /* "14:05 pm" is still 14:05 */
    } else if (half != 0) {
        clock->hour = clock->hour % 12 + (half > 0 ? 12 : 0);
    }
    if (half != 0)
        clock->end = end;
    if (!is_exact && half == 0)
        return false;
    read_zone(text, clock);
    return true;
}

static const char *const clock_fillers[] = {"at", "um", "a",  "kl", "klo",  "las",    "t",      "ore",
                                            "o",  "в",  "om", "à",  "saat", "الساعة", "الساعه", "و"};

/* A time just behind a date: "2014-06-27T14:05", "27 June 2014 at 14:05", "Jun 27, 2014 | 2:05 pm". */
static bool clock_behind(Slice text, size_t at, Clock *clock)
{
    Atom atom = atom_at(text, at);
    for (int i = 0; i < 4; i++) {
        if (atom.kind == ATOM_NUMBER)
            return read_clock(text, atom, clock);
        char name[NAME_BYTES];
        const bool is_small_word = is_one_of(fold_atom(text, atom, name), clock_fillers,
                                             sizeof clock_fillers / sizeof clock_fillers[0]);
        const bool is_small_mark = is_mark(atom, ",-|@(") ||
                                   (atom.kind == ATOM_MARK &&
                                    (atom.value == 0x2013 || atom.value == 0x2014 || atom.value == 0x00B7 ||
                                     atom.value == 0x2022 || atom.value == 0x060C));
        if (!is_small_word && !is_small_mark)
            return false;
        atom = atom_at(text, atom.end);
    }
    return false;
}

#define CLOCK_BEFORE_BYTES 32 /* a weekday fits between */

/* ---- all ---- */

static void make_moment(Slice text, const Found *found, const Clock *before, Moment *moment)
{
    Clock clock;
    const bool is_near =
        before->end > 0 && found->begin >= before->end && found->begin - before->end <= CLOCK_BEFORE_BYTES;
    if (found->day == 0) {
        moment_make(moment, GRAIN_MONTH, found->year, found->month, 1, 0, 0);
        return;
    }
    if (!clock_behind(text, found->end, &clock)) {
        if (!is_near) {
            moment_make(moment, GRAIN_DAY, found->year, found->month, found->day, 0, 0);
            return;
        }
        clock = *before;
    }
    moment_make(moment, GRAIN_MINUTE, found->year, found->month, found->day, clock.hour, clock.minute);
    moment->has_offset = clock.has_zone;
    moment->offset_minutes = (int16_t)clock.zone_minutes;
}

/* Is the atom the end of something longer, as in "B27", "3.27" or "+27"? Then no date begins with it. */
static bool goes_on_from(Slice text, Atom atom)
{
    if (atom.begin == 0 || atom.kind != ATOM_NUMBER)
        return false;
    size_t size;
    const RuneClass class = rune_class(utf8_decode_before(text, atom.begin, &size));
    return class == RUNE_LETTER || class == RUNE_DIGIT;
}

bool text_find_date(Slice text, bool is_month_first, Moment *moment, Span *span)
{
    Found month_only = {0};
    Clock before = {0};
    for (size_t at = 0;;) {
        const Atom atom = atom_at(text, at);
        if (atom.kind == ATOM_END)
            break;
        at = atom.end;
        if (atom.kind == ATOM_MARK || goes_on_from(text, atom))
            continue;
        Found found;
        Clock clock;
        if (find_at(text, atom, is_month_first, &found)) {
            if (found.day == 0) {
                if (month_only.end == 0)
                    month_only = found;
                continue;
            }
            make_moment(text, &found, &before, moment);
            if (span)
                *span = (Span){found.begin, found.end};
            return true;
        }
        if (read_clock(text, atom, &clock)) {
            before = clock;
            at = clock.end;
        }
    }
    if (month_only.end == 0)
        return false;
    make_moment(text, &month_only, &before, moment);
    if (span)
        *span = (Span){month_only.begin, month_only.end};
    return true;
}
