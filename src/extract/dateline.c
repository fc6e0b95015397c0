/* In: the opening of a text. Out: its dateline: places, agencies, date, and the bytes that it takes.
 *
 * A head of places, agencies and dates stands before a dash or colon. An agency or a date makes it sure;
 * capitals nearly so; a place in small letters must be one that papers report from, and the dash must part it
 * from a sentence that begins. Precision comes first: "To many they are art's next big thing — digital
 * images" is none. The paper's own name is an agency behind a place: "Port Vell, The Harbour Ledger—";
 * another paper's is one too, but proves nothing. */
#include "extract/blocks.h"

#include "extract/dateline.h"
#include "extract/places.h"
#include "text/text.h"

#define HEAD_MAX_BYTES 120
#define HEAD_TRIES 12

typedef struct Head {
    Arena *arena;
    const Desk *desk; /* whose paper's name is an agency; NULL: no paper is known */
    Moment published; /* of the piece, for days without a year */
    Dateline line;
    bool has_agency, has_date;
    bool has_source;     /* some paper's name: an agency, but no proof of a dateline */
    bool is_capital;     /* the first place is in capitals */
    bool is_known;       /* all places are known ones */
    bool has_day_behind; /* a day and its month end the head */
} Head;

/* What is known of a text before it is read. */
typedef struct Source {
    Arena *arena;
    const Desk *desk; /* may be NULL */
    Moment published;
} Source;

typedef struct Dash {
    size_t begin, end; /* bytes; end without blanks behind */
    bool is_colon;
    bool is_hyphen; /* one plain hyphen */
    bool is_tight;  /* no blank before or behind */
} Dash;

/* "Sana’a and Al-Hudaydah": each a place of its own. */
static void add_places(Head *head, Slice text)
{
    static const char *const marks[] = {" and ", " & ", "/", " – ", " - "};
    size_t at = SLICE_NONE, size = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t found = slice_find(text, slice_from(marks[i]));
        if (found != SLICE_NONE && (at == SLICE_NONE || found < at)) {
            at = found;
            size = strlen(marks[i]);
        }
    }
    Slice first = slice_trim(slice_range(text, 0, at == SLICE_NONE ? text.size : at));
    if (head->line.places.count == 0)
        head->is_capital = head_all_capitals(first);
    head->is_known = head->is_known && place_is_known(head->arena, first);
    *LIST_ADD(head->arena, &head->line.places) = first;
    if (at != SLICE_NONE && head->line.places.count < 4)
        add_places(head, slice_trim(slice_skip(text, at + size)));
}

/* "The Harbour Herald", "The Tramontane": a name that no place and no region would have. */
static bool is_like_paper(Head *head, Slice text)
{
    static const char *const lands[] = {"The Netherlands", "The Gambia",  "The Hague", "The Bahamas",
                                        "The Philippines", "The Vatican", "The Bronx", "The Maldives"};
    size_t blank = slice_find_last_byte(text, ' ');
    if (blank == SLICE_NONE || text.size > 40 || !head_is_place_name(text) ||
        place_is_known(head->arena, text))
        return false;
    if (SLICE_ANY(text, slice_equal, lands))
        return false;
    return slice_starts_with(text, SLICE("The ")) || head_is_paper_word(slice_skip(text, blank + 1));
}

/* The paper's own name, as it calls itself or nearly so. */
static bool is_own_paper(Head *head, Slice text)
{
    return head->desk && text.size > 2 && names_paper(head->desk, text) && !place_is_known(head->arena, text);
}

/* "AP/Asharq Al-Awsat": all of it agencies; behind the first comma, or a slash, papers' names too. */
static bool add_agencies(Head *head, Slice text, bool is_first)
{
    bool is_sure = false;
    Slice rest = slice_trim(text), piece;
    Slices names = {0};
    while (rest.size > 0) {
        size_t slash = slice_find_byte(rest, '/');
        size_t joined = slice_find(rest, SLICE(" and "));
        size_t at = slash < joined ? slash : joined;
        piece = slice_trim(slice_range(rest, 0, at == SLICE_NONE ? rest.size : at));
        Slice name = slice_equal(piece, SLICE("R")) ? SLICE_EMPTY : agency_name(piece);
        is_sure = is_sure || name.size > 0;
        if (name.size == 0 && (!is_first || names.count > 0)) {
            bool is_own = is_own_paper(head, piece);
            is_sure = is_sure || is_own;
            name = is_own || is_like_paper(head, piece) ? piece : name;
        }
        if (slice_is_empty(name))
            return false;
        *LIST_ADD(head->arena, &names) = name;
        rest = at == SLICE_NONE ? SLICE_EMPTY : slice_skip(rest, at + (at == slash ? 1 : 5));
    }
    for (size_t i = 0; i < names.count; i++)
        *LIST_ADD(head->arena, &head->line.agencies) = names.items[i];
    head->has_agency = head->has_agency || is_sure;
    head->has_source = names.count > 0;
    return names.count > 0;
}

/* "Feb 26" of the year in which the piece came out, or the one before for a piece of January. */
static void add_yearless(Head *head, Slice text)
{
    int64_t year;
    unsigned month, day;
    if (!moment_is_known(head->published))
        return;
    civil_from_days(head->published.local_s / 86400, &year, &month, &day);
    for (int back = 0; back < 2; back++) {
        Moment moment;
        Slice whole = arena_format(head->arena, "%.*s, %d", SLICE_ARG(text), (int)year - back);
        if (text_find_date(whole, true, &moment, NULL) && moment.grain == GRAIN_DAY &&
            moment.local_s <= head->published.local_s + 3 * 86400) {
            head->line.date = moment;
            return;
        }
    }
}

static void add_date(Head *head, Slice text)
{
    head->has_date = true;
    Moment moment;
    if (moment_is_known(head->line.date))
        return;
    if (text_find_date(text, true, &moment, NULL) && moment.grain <= GRAIN_DAY)
        head->line.date = moment;
    else
        add_yearless(head, text);
}

/* A region, country or state behind a place belongs to it: "Cairo, Egypt". */
static bool add_region(Head *head, Slice text)
{
    Slice name = slice_starts_with(text, SLICE("the ")) ? slice_skip(text, 4) : text;
    if (head->line.places.count == 0 || !head_is_place_name(name) || text.size > 30)
        return false;
    Slice *last = &head->line.places.items[head->line.places.count - 1];
    const char *begin = last->data;
    *last = slice_of(begin, (size_t)(text.data + text.size - begin));
    return true;
}

/* "ROME (ITALY), 11 JAN 90": a country in a bracket behind a place in capitals is a region like any other. */
static bool add_bracketed_place(Head *head, Slice text)
{
    size_t open = slice_find_byte(text, '(');
    if (open == SLICE_NONE || open < 3 || text.data[text.size - 1] != ')')
        return false;
    Slice place = slice_trim(slice_range(text, 0, open));
    Slice land = slice_range(text, open + 1, text.size - 1);
    if (!head_is_place_name(place) || !head_is_place_name(land) || !head_all_capitals(place) ||
        agency_name(land).size > 0)
        return false;
    head->is_capital = true;
    head->is_known = false;
    *LIST_ADD(head->arena, &head->line.places) = text;
    return true;
}

/* "TODAY NICARAGUA –": a paper's name in capitals where a place would stand. */
static bool add_capital_paper(Head *head, Slice text)
{
    Slice rest = text, word;
    bool is_paper = false;
    if (head->has_day_behind || !head_all_capitals(text) || !head_is_place_name(text) ||
        place_is_known(head->arena, text))
        return false;
    size_t words = 0;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word)) {
        words += word.size > 0;
        is_paper = is_paper || head_is_paper_word(word) || slice_equal(word, SLICE("TODAY"));
    }
    if (!is_paper || words < 2)
        return false;
    *LIST_ADD(head->arena, &head->line.agencies) = text;
    head->has_source = true;
    head->is_capital = true;
    head->is_known = false;
    return true;
}

/* "omaha, april 7 -": with a day behind it a place may have small letters. */
static bool is_small_place(const Head *head, Slice text)
{
    size_t words = 1;
    for (size_t i = 0; i < text.size; i++) {
        words += text.data[i] == ' ';
        if (!ascii_is_alpha(text.data[i]) && text.data[i] != ' ' && text.data[i] != '.')
            return false;
    }
    return head->has_day_behind && words <= 3 && text.size >= 3 && text.size <= 30;
}

static bool add_segment(Head *head, Slice text, bool is_first)
{
    text = slice_trim(text);
    if (slice_is_empty(text))
        return !is_first;
    if (add_agencies(head, text, is_first))
        return true;
    if (head_is_date(text) || (head->has_date && head_is_year(text))) {
        add_date(head, text);
        return true;
    }
    if (is_first && (add_bracketed_place(head, text) || add_capital_paper(head, text)))
        return true;
    if (is_first) {
        if ((!head_is_place_name(text) && !is_small_place(head, text)) || head_is_label(text))
            return false;
        add_places(head, text);
        return true;
    }
    return add_region(head, text);
}

/* "CAIRO, July 19 (MENA)": takes the bracket off the end. */
static bool read_bracket(Head *head, Slice *text)
{
    Slice trimmed = slice_trim(*text);
    if (trimmed.size < 3 || trimmed.data[trimmed.size - 1] != ')')
        return true;
    size_t open = slice_find_last_byte(trimmed, '(');
    if (open == SLICE_NONE)
        return false;
    Slice inner = slice_trim(slice_range(trimmed, open + 1, trimmed.size - 1));
    *text = slice_trim(slice_range(trimmed, 0, open));
    if (head_is_date(inner)) {
        add_date(head, inner);
        return true;
    }
    if (add_agencies(head, inner, false))
        return true;
    /* An agency that is not in the table: short and capitalised, behind a date or capitals. */
    if ((!head_is_place_name(inner) && !head_all_capitals(inner)) || inner.size > 50 || text->size == 0)
        return false;
    *LIST_ADD(head->arena, &head->line.agencies) = inner;
    head->has_agency = true;
    return true;
}

/* "RICHMOND, Va. Feb 26": takes a day off the end that no comma parts from the place. */
static Slice take_last_date(Head *head, Slice text)
{
    size_t at = text.size;
    for (int words = 0; words < 2 && at != SLICE_NONE; words++)
        at = slice_find_last_byte(slice_range(text, 0, at), ' ');
    if (at == SLICE_NONE || at == 0 || text.data[at - 1] == ',')
        return text;
    Slice tail = slice_skip(text, at + 1);
    bool has_digit = false;
    for (size_t i = 0; i < tail.size; i++)
        has_digit = has_digit || ascii_is_digit(tail.data[i]);
    /* "3 JAN 90", "26 July 2022" are longer, and stand whole between commas. */
    Slice front = slice_trim(slice_range(text, 0, at));
    if (!has_digit || !head_is_date(tail) || ascii_is_digit(front.data[front.size - 1]))
        return text;
    add_date(head, tail);
    return front;
}

/* Is the last part a day with its month? */
static bool ends_in_day(Slice text)
{
    size_t comma = slice_find_last_byte(text, ',');
    Slice tail = comma == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_skip(text, comma + 1));
    return tail.size >= 5 && head_is_date(tail) && ascii_is_digit(tail.data[tail.size - 1]);
}

/* The date with its comma ("July 26, 2022") is one segment. */
static bool read_head(Head *head, Slice text)
{
    head->is_known = true;
    if (!read_bracket(head, &text))
        return false;
    /* A stop at the end goes, unless it is of an abbreviation: "N.J." */
    while (text.size > 0 && (text.data[text.size - 1] == '.' || text.data[text.size - 1] == ',') &&
           slice_find_byte(slice_range(text, text.size > 4 ? text.size - 4 : 0, text.size - 1), '.') ==
               SLICE_NONE &&
           !head_all_capitals(slice_range(text, text.size > 3 ? text.size - 3 : 0, text.size)))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    if (text.size == 0)
        return head->has_agency; /* "(AP) -" */
    head->has_day_behind = ends_in_day(text);
    text = take_last_date(head, text);
    Slice rest = text, segment;
    bool is_first = true;
    Slice whole_date = SLICE_EMPTY;
    while (rest.size > 0 && slice_next_split(&rest, ',', &segment)) {
        segment = slice_trim(segment);
        if (head_is_date(segment))
            whole_date = segment;
        if (head_is_year(segment) && whole_date.size > 0) {
            head->line.date = (Moment){0};
            segment = slice_of(whole_date.data, (size_t)(segment.data + segment.size - whole_date.data));
            add_date(head, segment);
            continue;
        }
        if (!add_segment(head, segment, is_first))
            return false;
        is_first = false;
    }
    return !is_first && (head->line.places.count > 0 || head->has_agency || head->has_source);
}

static bool is_accepted(const Head *head, Slice printed, const Dash *dash, Slice after)
{
    bool is_sure = head->has_agency || head->has_date;
    if (!head_sentence_begins(after, head->is_capital || is_sure))
        return false;
    if (is_sure)
        return !dash->is_colon || head->has_date || head->is_known || head->is_capital;
    if (dash->is_tight && dash->is_hyphen)
        return (head->is_known || head->is_capital) && head_begins_like_sentence(after);
    if (head->is_capital)
        return printed.size <= 40 && (!dash->is_colon || printed.size <= 20);
    return head->is_known && !dash->is_colon;
}

/* The next dash or colon at or behind `from`, within the reach of a head. */
static bool next_dash(Slice text, size_t from, Dash *dash)
{
    for (size_t i = from; i < text.size && i < HEAD_MAX_BYTES && text.data[i] != '\n'; i++) {
        Slice rest = slice_skip(text, i);
        size_t size = 0;
        if (slice_starts_with(rest, SLICE("—")) || slice_starts_with(rest, SLICE("–")) ||
            slice_starts_with(rest, SLICE("―")) || slice_starts_with(rest, SLICE("−")))
            size = 3;
        else if (slice_starts_with(rest, SLICE("--")))
            size = 2 + (rest.size > 2 && rest.data[2] == '-');
        else if (rest.data[0] == '-' || rest.data[0] == ':')
            size = 1;
        if (size == 0)
            continue;
        size_t end = i + size;
        bool blank_before = i > 0 && text.data[i - 1] == ' ';
        bool blank_behind = end < text.size && ascii_is_space(text.data[end]);
        *dash = (Dash){.begin = i,
                       .end = end,
                       .is_colon = rest.data[0] == ':',
                       .is_hyphen = size == 1 && rest.data[0] == '-',
                       .is_tight = !blank_before && !blank_behind};
        return i > 0;
    }
    return false;
}

/* "CAIRO - 24 July 2022: The": a date behind the dash belongs to the dateline. */
static void take_date_behind(Head *head, Slice text, Dash *dash)
{
    Slice rest = slice_range(text, dash->end, dash->end + 40);
    size_t colon = slice_find_byte(rest, ':');
    if (colon == SLICE_NONE || !head_is_date(slice_range(rest, 0, colon)))
        return;
    add_date(head, slice_trim(slice_range(rest, 0, colon)));
    dash->end += colon + 1;
}

static bool dateline_at(const Source *source, Slice text, bool is_first, Dateline *dateline)
{
    Dash dash;
    size_t from = 0;
    if (dateline_is_arabic(text))
        return dateline_arabic(source->arena, source->desk, text, dateline);
    for (int i = 0; i < HEAD_TRIES && next_dash(text, from, &dash); i++) {
        from = dash.end;
        Head head = {.arena = source->arena, .desk = source->desk, .published = source->published};
        Slice printed = slice_trim(slice_range(text, 0, dash.begin));
        if (printed.size < 2 || !read_head(&head, printed))
            continue;
        if (!dash.is_colon)
            take_date_behind(&head, text, &dash);
        if (!is_accepted(&head, printed, &dash, slice_skip(text, dash.end)))
            continue;
        /* Behind other lines only what is sure: tables too have capitals before dashes. */
        if (!is_first && !head.has_agency && !head.has_date && !head.is_known)
            continue;
        head.line.raw = slice_range(text, 0, dash.end);
        head.line.span = (Span){0, dash.end};
        *dateline = head.line;
        return true;
    }
    return false;
}

/* Past "[inset_left]...[/inset_left]" at the start. */
static size_t skip_insets(Slice text)
{
    size_t at = 0;
    for (;;) {
        while (at < text.size && ascii_is_space(text.data[at]))
            at++;
        Slice rest = slice_skip(text, at);
        if (!slice_starts_with(rest, SLICE("[inset")))
            return at;
        size_t close = slice_find(rest, SLICE("[/inset"));
        size_t end = close == SLICE_NONE ? SLICE_NONE : slice_find_byte(slice_skip(rest, close), ']');
        if (end == SLICE_NONE)
            return at;
        at += close + end + 1;
    }
}

/* Past blanks, and the stars before short news. */
static size_t skip_bullets(Slice text, size_t at)
{
    while (at < text.size && (ascii_is_space(text.data[at]) || text.data[at] == '*'))
        at++;
    return at;
}

static bool find_head(const Source *source, Slice text, Dateline *dateline)
{
    *dateline = (Dateline){0};
    size_t at = skip_bullets(text, skip_insets(text));
    /* A line or two may stand before: a byline, a headline printed again. */
    for (int i = 0; i < 3 && at < text.size && at < 250; i++) {
        if (dateline_at(source, slice_skip(text, at), i == 0, dateline)) {
            dateline->span.begin += at;
            dateline->span.end += at;
            return true;
        }
        size_t line = slice_find_byte(slice_skip(text, at), '\n');
        if (line == SLICE_NONE)
            return false;
        at += line;
        at = skip_bullets(text, at);
    }
    return false;
}

bool extract_dateline(Arena *arena, Slice text, Dateline *dateline)
{
    return find_head(&(Source){.arena = arena}, text, dateline);
}

bool dateline_published(Arena *arena, Slice text, Moment published, Dateline *dateline)
{
    return find_head(&(Source){.arena = arena, .published = published}, text, dateline);
}

bool dateline_of(const Desk *desk, Slice text, Dateline *dateline)
{
    const Source source = {.arena = desk->arena, .desk = desk, .published = desk->article->published};
    return find_head(&source, text, dateline);
}

void find_dateline(Desk *desk)
{
    Article *article = desk->article;
    if (article->text.size > 0 && !dateline_of(desk, article->text, &article->dateline))
        article->dateline = (Dateline){0};
}
