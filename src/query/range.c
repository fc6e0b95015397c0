/* Values that are ranges: dates in every form of the language, years, months, days, weekdays, and numbers of
 * words.
 *
 * A date stands for its whole interval: date:2014 is every day of 2014, date:>2012 begins after 2012's last
 * day. */
#include "base/utf8.h"
#include "query/parser.h"

/* A closed interval of days or of numbers. */
typedef struct Range {
    int64_t first, last;
} Range;

/* How one kind of value is read, and what lies below and above all of them. */
typedef struct RangeKind {
    bool (*read)(Parser *p, Slice text, Range *range);
    int64_t least, greatest;
    const char *advice;
} RangeKind;

/* ---- values ---- */

static bool read_iso_day(Slice text, Moment *moment)
{
    return moment_parse(text, moment) && moment->grain <= GRAIN_DAY;
}

/* 20140627, as archives of the web write it. */
static bool read_compact_day(Slice text, Moment *moment)
{
    uint64_t number;
    if (text.size != 8 || !slice_to_u64(text, &number))
        return false;
    return moment_make(moment, GRAIN_DAY, (int64_t)(number / 10000), (unsigned)(number / 100 % 100),
                       (unsigned)(number % 100), 0, 0);
}

static bool read_days(Parser *p, Slice text, Range *range)
{
    Moment moment;
    Span span;
    if (text.size > 11 && text.data[10] == 'T') /* 1900-01-01T00:00:00Z: the day is what counts */
        text = slice_range(text, 0, 10);
    if (!read_iso_day(text, &moment) && !read_compact_day(text, &moment)) {
        if (!text_find_date(text, p->options.is_month_first, &moment, &span) || span.begin != 0 ||
            span.end != text.size)
            return false;
    }
    const DayRange days = moment_days(moment, NULL);
    *range = (Range){days.first, days.last};
    return true;
}

static bool read_year(Parser *p, Slice text, Range *range)
{
    return text.size == 4 && read_days(p, text, range);
}

static bool read_number(Parser *p, Slice text, Range *range)
{
    (void)p;
    uint64_t number;
    if (!slice_to_u64(text, &number) || number > UINT32_MAX)
        return false;
    *range = (Range){(int64_t)number, (int64_t)number};
    return true;
}

static const RangeKind days_kind = {
    read_days, INT32_MIN, INT32_MAX,
    "a date is written 2014, 2014-06 or 2014-06-27; a range 2010..2012, [2010-01 TO "
    "2012-06], >2012 or -30d"};
static const RangeKind year_kind = {
    read_year, INT32_MIN, INT32_MAX,
    "a year is written 2014; a range 2010..2012; month: and date: take finer dates"};
static const RangeKind words_kind = {read_number, 0, UINT32_MAX,
                                     "a number is written 1200; a range 100..200 or >1200"};

/* ---- ranges ---- */

/* Where a value begins and ends in the query. */
typedef struct Value {
    Slice text;
    Span typed;
} Value;

static Query *fail_value(Parser *p, const RangeKind *kind, Value value)
{
    const size_t shown = utf8_floor(value.text, value.text.size < 60 ? value.text.size : 60);
    return parser_fail(p, value.typed.begin, "value-unread\t'%.*s' cannot be read: %s",
                       SLICE_ARG(slice_range(value.text, 0, shown)), kind->advice);
}

/* Years from 1000 to 9999 are all that a date can have: an end beyond them is no end. */
static Range within_years(Range range)
{
    if (range.first <= days_from_civil(1000, 1, 1))
        range.first = INT32_MIN;
    if (range.last >= days_from_civil(9999, 12, 31))
        range.last = INT32_MAX;
    if (range.last < days_from_civil(1000, 1, 1) || range.first > days_from_civil(9999, 12, 31))
        return (Range){1, 0};
    return range;
}

static Query *make_range(Parser *p, const RangeKind *kind, Range range, Span typed)
{
    if (kind != &words_kind)
        range = within_years(range);
    if (range.first > range.last) {
        parser_note(p, "range-empty\tthe range at character %zu ends before it begins: it holds nothing",
                    parser_place(p, typed.begin));
        return node_new(p, QUERY_NONE, typed);
    }
    Query *query = node_days(p, range.first, range.last, typed);
    if (query && kind == &words_kind)
        query->kind = QUERY_WORDS;
    return query;
}

/* >2012 >=2012 <2012 <=2012; blanks may stand behind the sign. */
static Query *read_comparison(Parser *p, const RangeKind *kind, size_t begin)
{
    const bool is_greater = p->text.data[begin] == '>';
    size_t at = begin + 1;
    const bool is_equal = at < p->text.size && p->text.data[at] == '=';
    at += is_equal;
    while (at < p->text.size && p->text.data[at] == ' ')
        at++;
    const size_t end = lex_chunk_end(p->text, at);
    p->at = end;
    const Value value = {slice_range(p->text, at, end), {begin, end}};
    Range edge, range = {kind->least, kind->greatest};
    if (!kind->read(p, value.text, &edge))
        return fail_value(p, kind, value);
    if (is_greater)
        range.first = is_equal ? edge.first : edge.last + 1;
    else
        range.last = is_equal ? edge.last : edge.first - 1;
    return make_range(p, kind, range, value.typed);
}

/* [a TO b] {a TO b} [a TO b}; "*" is an open end. */
static Query *read_bracketed(Parser *p, const RangeKind *kind, size_t begin)
{
    const Slice rest = slice_skip(p->text, begin);
    const size_t square = slice_find_byte(rest, ']'), curly = slice_find_byte(rest, '}');
    const size_t close = square < curly ? square : curly;
    const size_t to = slice_find(slice_range(rest, 0, close), SLICE(" TO "));
    if (close == SLICE_NONE || to == SLICE_NONE)
        return parser_fail(
            p, begin,
            "range-brackets\ta range is written [2010 TO 2012], with TO in capitals and a closing bracket");
    p->at = begin + close + 1;
    const Span typed = {begin, p->at};
    const Value low = {slice_trim(slice_range(rest, 1, to)), typed};
    const Value high = {slice_trim(slice_range(rest, to + 4, close)), typed};
    Range range = {kind->least, kind->greatest}, edge;
    if (!slice_equal(low.text, SLICE("*"))) {
        if (!kind->read(p, low.text, &edge))
            return fail_value(p, kind, low);
        range.first = rest.data[0] == '[' ? edge.first : edge.last + 1;
    }
    if (!slice_equal(high.text, SLICE("*"))) {
        if (!kind->read(p, high.text, &edge))
            return fail_value(p, kind, high);
        range.last = rest.data[close] == ']' ? edge.last : edge.first - 1;
    }
    return make_range(p, kind, range, typed);
}

/* 2010..2012, 2010.., ..2012. */
static Query *read_dotted(Parser *p, const RangeKind *kind, Value value, size_t dots)
{
    Range range = {kind->least, kind->greatest}, edge;
    const Value low = {slice_range(value.text, 0, dots), value.typed};
    const Value high = {slice_skip(value.text, dots + 2), value.typed};
    if (low.text.size == 0 && high.text.size == 0)
        return fail_value(p, kind, value);
    if (low.text.size > 0) {
        if (!kind->read(p, low.text, &edge))
            return fail_value(p, kind, low);
        range.first = edge.first;
    }
    if (high.text.size > 0) {
        if (!kind->read(p, high.text, &edge))
            return fail_value(p, kind, high);
        range.last = edge.last;
    }
    return make_range(p, kind, range, value.typed);
}

/* The day that lies `count` months before; the month's last day where it has no such day. */
static int64_t months_before(int64_t day, int64_t count)
{
    int64_t year;
    unsigned month, number;
    civil_from_days(day, &year, &month, &number);
    const int64_t months = year * 12 + (int64_t)month - 1 - count;
    year = months >= 0 ? months / 12 : (months - 11) / 12;
    month = (unsigned)(months - year * 12) + 1;
    const unsigned length = month_length(year, month);
    return days_from_civil(year, month, number < length ? number : length);
}

/* -30d -4w -6m -2y: from that long before the archive's last day up to it, both ends included. */
static bool read_relative(Parser *p, Slice text, Range *range)
{
    uint64_t count;
    if (text.size < 3 || text.data[0] != '-' || !slice_to_u64(slice_range(text, 1, text.size - 1), &count) ||
        count > 100000)
        return false;
    const int64_t last = p->options.last_day, number = (int64_t)count;
    int64_t first;
    switch (text.data[text.size - 1]) {
    case 'd':
        first = last - number;
        break;
    case 'w':
        first = last - number * 7;
        break;
    case 'm':
        first = months_before(last, number);
        break;
    case 'y':
        first = months_before(last, number * 12);
        break;
    default:
        return false;
    }
    *range = (Range){first, last};
    return true;
}

Query *range_of_days(Parser *p, Slice first, Slice last, bool with_ends, Span typed)
{
    Range range = {INT32_MIN, INT32_MAX}, edge;
    if (read_relative(p, first, &edge)) {
        range.first = edge.first;
    } else if (first.size > 0) {
        if (!days_kind.read(p, first, &edge))
            return fail_value(p, &days_kind, (Value){first, typed});
        range.first = with_ends ? edge.first : edge.last + 1;
    }
    if (last.size > 0) {
        if (!days_kind.read(p, last, &edge))
            return fail_value(p, &days_kind, (Value){last, typed});
        range.last = with_ends ? edge.last : edge.first - 1;
    }
    return make_range(p, &days_kind, range, typed);
}

/* ---- calendars ---- */

static Query *make_calendar(Parser *p, int month, int day, int weekday, Span typed)
{
    Query *query = node_new(p, QUERY_CALENDAR, typed);
    if (query) {
        query->month = month;
        query->day = day;
        query->weekday = weekday;
    }
    return query;
}

static bool read_small(Slice text, unsigned least, unsigned greatest, int *number)
{
    uint64_t value;
    if (text.size > 2 || !slice_to_u64(text, &value) || value < least || value > greatest)
        return false;
    *number = (int)value;
    return true;
}

/* month:6, month:june, month:يونيو: of any year. */
static bool read_month_number(Parser *p, Slice text, int *month)
{
    Moment moment;
    if (read_small(text, 1, 12, month))
        return true;
    size_t size;
    if (text.size == 0 || text.size > 40 || utf8_decode(text, 0, &size) < 'A')
        return false;
    const Slice date = arena_format(p->arena, "1 %.*s 2000", SLICE_ARG(text));
    Span span;
    if (!text_find_date(date, false, &moment, &span) || span.begin != 0 || span.end != date.size)
        return false;
    int64_t year;
    unsigned number, day;
    civil_from_days(moment_days(moment, NULL).first, &year, &number, &day);
    *month = (int)number;
    return day == 1;
}

/* day:06-27 and day:27: of any year, of any month. */
static bool read_any_day(Slice text, int *month, int *day)
{
    const size_t hyphen = slice_find_byte(text, '-');
    *month = -1;
    if (hyphen == SLICE_NONE)
        return read_small(text, 1, 31, day);
    return read_small(slice_range(text, 0, hyphen), 1, 12, month) &&
           read_small(slice_skip(text, hyphen + 1), 1, month_length(2000, (unsigned)*month), day);
}

static bool read_weekday(Slice text, int *weekday)
{
    static const char *const names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
    for (int i = 0; i < 7; i++) {
        const Slice name = slice_from(names[i]);
        if (text.size >= 3 && text.size <= name.size && slice_starts_with_nocase(name, text)) {
            *weekday = i;
            return true;
        }
    }
    return false;
}

static Query *calendar_value(Parser *p, Value value)
{
    int month = -1, day = -1, weekday = -1;
    const Slice text = value.text;
    switch (p->scope.kind) {
    case SCOPE_MONTH:
        if (read_month_number(p, text, &month))
            return make_calendar(p, month, -1, -1, value.typed);
        break;
    case SCOPE_DAY:
        if (read_any_day(text, &month, &day))
            return make_calendar(p, month, day, -1, value.typed);
        break;
    case SCOPE_WEEKDAY:
        if (read_weekday(text, &weekday))
            return make_calendar(p, -1, -1, weekday, value.typed);
        return parser_fail(p, value.typed.begin, "weekday\ta day of the week is written weekday:fri");
    default:
        break;
    }
    return NULL;
}

/* ---- all ---- */

/* =2014 asks the facet itself, whose values are years, months or days. */
static Query *facet_value(Parser *p, size_t begin)
{
    const size_t end = lex_chunk_end(p->text, begin + 1);
    Slice value = slice_range(p->text, begin + 1, end);
    p->at = end;
    const bool is_prefix = slice_ends_with(value, SLICE("*"));
    if (is_prefix)
        value = slice_range(value, 0, value.size - 1);
    const Slice key = text_slug(p->arena, value);
    if (key.size == 0 && !is_prefix)
        return parser_fail(p, begin, "value-missing\ta value is missing behind '='");
    return node_facet(p, p->scope.facet, key, is_prefix, (Span){begin, end});
}

static const RangeKind *kind_of_scope(ScopeKind scope)
{
    return scope == SCOPE_WORDS ? &words_kind : scope == SCOPE_YEAR ? &year_kind : &days_kind;
}

/* One value of a word's length, or between quotation marks. */
static Value take_value(Parser *p)
{
    Value value = {SLICE_EMPTY, {p->at, p->at}};
    Span inside;
    if (lex_peek(p).kind == TOKEN_QUOTE && lex_peek(p).span.begin == p->at) {
        value.text = slice_trim(leaf_quoted(p, &inside));
    } else {
        const size_t end = lex_chunk_end(p->text, p->at);
        value.text = slice_range(p->text, p->at, end);
        p->at = end;
    }
    value.typed.end = p->at;
    return value;
}

Query *range_value(Parser *p)
{
    const RangeKind *kind = kind_of_scope(p->scope.kind);
    const size_t begin = p->at;
    const char first = p->text.data[begin];
    const bool is_facet =
        p->scope.kind == SCOPE_YEAR || p->scope.kind == SCOPE_MONTH || p->scope.kind == SCOPE_DAY;
    if (p->scope.kind != SCOPE_WEEKDAY) {
        if (first == '>' || first == '<')
            return read_comparison(p, kind, begin);
        if (first == '[' || first == '{')
            return read_bracketed(p, kind, begin);
        if (first == '=' && is_facet)
            return facet_value(p, begin);
    }
    const Value value = take_value(p);
    Query *query = NULL;
    Range range;
    if (p->scope.kind == SCOPE_MONTH || p->scope.kind == SCOPE_DAY || p->scope.kind == SCOPE_WEEKDAY) {
        query = calendar_value(p, value);
        if (query || p->scope.kind == SCOPE_WEEKDAY)
            return query;
    }
    if (kind != &words_kind && slice_equal_nocase(value.text, SLICE("undated")))
        return node_new(p, QUERY_UNDATED, value.typed);
    const size_t dots = slice_find(value.text, SLICE(".."));
    if (dots != SLICE_NONE)
        return read_dotted(p, kind, value, dots);
    if (kind == &days_kind && read_relative(p, value.text, &range))
        return make_range(p, kind, range, value.typed);
    if (!kind->read(p, value.text, &range))
        return fail_value(p, kind, value);
    return make_range(p, kind, range, value.typed);
}
