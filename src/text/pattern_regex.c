/* Wildcards and regular expressions -> the graph of a pattern.
 *
 * Wildcards: "*" any letters or none, "?" exactly one, "*{0,3}" at most so many. A regular expression has
 * letters, ".", "[a-z]", "[^...]", "( | )", "* + ?", "{2}", "{2,}", "{2,5}" and "\" before a sign that means
 * itself. Both stand for whole words; "^" at the beginning and "$" at the end may be written.
 *
 * Each part becomes a piece of graph with one way in and one way out (Thompson, "Regular expression search
 * algorithm", 1968). What is repeated is read again from its text, so no tree is kept. */
#include "base/utf8.h"
#include "text/pattern.h"
#include "text/text.h"

#define REGEX_DEPTH_MAX 20
#define REPEATS_MAX 100u

typedef struct Piece {
    uint32_t in, out;
} Piece;

typedef struct Reading {
    Pattern *pattern;
    Slice text;
    size_t at;
    unsigned depth;
    Error *err;
    bool has_failed;
} Reading;

static Piece piece_new(Reading *r)
{
    if (r->pattern->states.count >= PATTERN_STATES_MAX) {
        r->has_failed = true;
        r->pattern->is_spent = true;
        return (Piece){0, 0};
    }
    const uint32_t in = pattern_state(r->pattern);
    return (Piece){in, pattern_state(r->pattern)};
}

static Piece fail(Reading *r, const char *what)
{
    if (!r->has_failed)
        (void)!error_set(r->err, STATUS_FAIL, "%s", what);
    r->has_failed = true;
    return (Piece){0, 0};
}

static Piece piece_of_set(Reading *r, uint16_t set)
{
    const Piece piece = piece_new(r);
    if (!r->has_failed)
        pattern_edge(r->pattern, piece.in, set, piece.out);
    return piece;
}

/* The letters that are searched in the place of one that is typed: "É" is e. */
static Piece piece_of_letter(Reading *r, uint32_t rune)
{
    char bytes[4];
    const Slice folded = text_fold(r->pattern->arena, slice_of(bytes, utf8_encode(rune, bytes)));
    Piece whole = piece_new(r);
    uint32_t at = whole.in;
    for (size_t i = 0, size; i < folded.size && !r->has_failed; i += size) {
        const uint32_t next = i + 1 < folded.size || i > 0 ? pattern_state(r->pattern) : whole.out;
        pattern_edge(r->pattern, at, pattern_letter(r->pattern, utf8_decode(folded, i, &size)), next);
        at = next;
    }
    if (!r->has_failed && at != whole.out)
        pattern_edge(r->pattern, at, PATTERN_NOTHING, whole.out);
    return whole;
}

static void join(Reading *r, uint32_t from, uint32_t to)
{
    if (!r->has_failed)
        pattern_edge(r->pattern, from, PATTERN_NOTHING, to);
}

/* ---- sets ---- */

static int compare_ranges(const void *a, const void *b)
{
    const RuneRange *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

static RuneSet set_sorted(Arena *arena, RuneSet set, bool is_without)
{
    RuneSet apart = {0}, others = {0};
    qsort(set.items, set.count, sizeof *set.items, compare_ranges);
    for (size_t i = 0; i < set.count; i++) {
        RuneRange *last = apart.count > 0 ? &apart.items[apart.count - 1] : NULL;
        if (last && set.items[i].first <= last->last + 1)
            last->last = set.items[i].last > last->last ? set.items[i].last : last->last;
        else
            *LIST_ADD(arena, &apart) = set.items[i];
    }
    if (!is_without)
        return apart;
    uint32_t next = 0;
    for (size_t i = 0; i < apart.count; i++) {
        if (apart.items[i].first > next)
            *LIST_ADD(arena, &others) = (RuneRange){next, apart.items[i].first - 1};
        next = apart.items[i].last + 1;
    }
    if (next <= 0x10FFFF)
        *LIST_ADD(arena, &others) = (RuneRange){next, 0x10FFFF};
    return others;
}

static uint32_t take_rune(Reading *r)
{
    size_t size;
    const uint32_t rune = utf8_decode(r->text, r->at, &size);
    r->at += size;
    return rune;
}

static bool has_byte(const Reading *r, char byte)
{
    return r->at < r->text.size && r->text.data[r->at] == byte;
}

/* One letter of a set, folded where that gives one letter. */
static uint32_t take_set_rune(Reading *r)
{
    if (has_byte(r, '\\') && r->at + 1 < r->text.size)
        r->at++;
    const size_t begin = r->at;
    const uint32_t rune = take_rune(r);
    const Slice folded = text_fold(r->pattern->arena, slice_range(r->text, begin, r->at));
    size_t size;
    return folded.size > 0 && utf8_count(folded) == 1 ? utf8_decode(folded, 0, &size) : rune;
}

static Piece read_set(Reading *r)
{
    RuneSet set = {0};
    const bool is_without = has_byte(r, '^');
    r->at += is_without;
    while (r->at < r->text.size && (!has_byte(r, ']') || set.count == 0)) {
        const uint32_t first = take_set_rune(r);
        uint32_t last = first;
        if (has_byte(r, '-') && r->at + 1 < r->text.size && r->text.data[r->at + 1] != ']') {
            r->at++;
            last = take_set_rune(r);
        }
        if (last < first)
            return fail(r, "a range of letters in the expression ends before it begins");
        *LIST_ADD(r->pattern->arena, &set) = (RuneRange){first, last};
    }
    if (!has_byte(r, ']'))
        return fail(r, "a square bracket of the expression is not closed");
    r->at++;
    const RuneSet sorted = set_sorted(r->pattern->arena, set, is_without);
    return piece_of_set(r, pattern_set(r->pattern, &sorted));
}

/* ---- expressions ---- */

static Piece read_either(Reading *r);

static Piece read_group(Reading *r)
{
    if (++r->depth > REGEX_DEPTH_MAX)
        return fail(r, "the expression has too many brackets in one another");
    const Piece piece = read_either(r);
    r->depth--;
    if (!has_byte(r, ')'))
        return fail(r, "a bracket of the expression is not closed");
    r->at++;
    return piece;
}

static Piece read_atom(Reading *r)
{
    const uint32_t rune = take_rune(r);
    switch (rune) {
    case '(':
        return read_group(r);
    case '[':
        return read_set(r);
    case '.':
        return piece_of_set(r, pattern_any(r->pattern));
    case '*':
    case '+':
    case '?':
    case '{':
        return fail(r, "the expression repeats nothing: a letter must stand before '*', '+', '?' or '{'");
    case '\\':
        if (r->at == r->text.size)
            return fail(r, "the expression ends in '\\'");
        return piece_of_letter(r, take_rune(r));
    default:
        return piece_of_letter(r, rune);
    }
}

static uint32_t take_number(Reading *r)
{
    uint32_t number = 0;
    while (r->at < r->text.size && ascii_is_digit(r->text.data[r->at]) && number <= REPEATS_MAX)
        number = number * 10 + (uint32_t)(r->text.data[r->at++] - '0');
    return number;
}

/* How often the part before is meant; UINT32_MAX: without end. False: once, as written. */
static bool take_repeat(Reading *r, uint32_t *least, uint32_t *most)
{
    *least = 0;
    *most = UINT32_MAX;
    if (has_byte(r, '*') || has_byte(r, '+') || has_byte(r, '?')) {
        *least = has_byte(r, '+');
        *most = has_byte(r, '?') ? 1 : UINT32_MAX;
        r->at++;
        return true;
    }
    if (!has_byte(r, '{'))
        return false;
    r->at++;
    *least = *most = take_number(r);
    if (has_byte(r, ',')) {
        r->at++;
        *most = has_byte(r, '}') ? UINT32_MAX : take_number(r);
    }
    if (!has_byte(r, '}') || *most < *least || *least > REPEATS_MAX ||
        (*most != UINT32_MAX && *most > REPEATS_MAX)) {
        fail(r, "a repeat in the expression is written {2}, {2,} or {2,5}, with at most 100");
        return true;
    }
    r->at++;
    return true;
}

/* The part that begins at `begin`, once more. */
static Piece read_again(Reading *r, size_t begin)
{
    const size_t behind = r->at;
    r->at = begin;
    const Piece piece = read_atom(r);
    r->at = behind;
    return piece;
}

static Piece repeat_piece(Reading *r, Piece first, size_t begin, uint32_t least, uint32_t most)
{
    const Piece whole = piece_new(r);
    const uint32_t copies = most == UINT32_MAX ? (least > 0 ? least : 1) : most;
    uint32_t at = whole.in;
    for (uint32_t i = 0; i < copies && !r->has_failed; i++) {
        const Piece copy = i == 0 ? first : read_again(r, begin);
        if (i >= least)
            join(r, at, whole.out);
        join(r, at, copy.in);
        if (most == UINT32_MAX && i + 1 == copies)
            join(r, copy.out, copy.in);
        at = copy.out;
    }
    join(r, at, whole.out);
    return whole;
}

static Piece read_repeated(Reading *r)
{
    const size_t begin = r->at;
    uint32_t least, most;
    Piece piece = read_atom(r);
    size_t behind = r->at;
    bool is_first = true;
    while (!r->has_failed && take_repeat(r, &least, &most)) {
        if (!is_first)
            return fail(r, "the expression repeats a repeat: put brackets around the inner one");
        is_first = false;
        const size_t next = r->at;
        r->at = behind;
        if (!r->has_failed)
            piece = repeat_piece(r, piece, begin, least, most);
        behind = r->at = next;
    }
    return piece;
}

static Piece read_row(Reading *r)
{
    const Piece whole = piece_new(r);
    uint32_t at = whole.in;
    while (r->at < r->text.size && !has_byte(r, '|') && !has_byte(r, ')') && !r->has_failed) {
        const Piece piece = read_repeated(r);
        join(r, at, piece.in);
        at = piece.out;
    }
    join(r, at, whole.out);
    return whole;
}

static Piece read_either(Reading *r)
{
    const Piece whole = piece_new(r);
    for (;;) {
        const Piece piece = read_row(r);
        join(r, whole.in, piece.in);
        join(r, piece.out, whole.out);
        if (!has_byte(r, '|') || r->has_failed)
            return whole;
        r->at++;
    }
}

static Pattern *finish(Reading *r, Piece piece, const char *name)
{
    r->pattern->first = piece.in;
    r->pattern->accepting = piece.out;
    if (!r->has_failed && pattern_finish(r->pattern))
        return r->pattern;
    if (r->pattern->is_spent || !r->has_failed)
        (void)!error_set(r->err, STATUS_FAIL, "%s is too large: fewer repeats, fewer letters", name);
    return NULL;
}

Pattern *pattern_of_regex(Arena *arena, Slice text, Error *err)
{
    Reading r = {.pattern = pattern_new(arena), .text = text, .err = err};
    if (slice_starts_with(r.text, SLICE("^")))
        r.text = slice_skip(r.text, 1);
    if (slice_ends_with(r.text, SLICE("$")) && !slice_ends_with(r.text, SLICE("\\$")))
        r.text = slice_range(r.text, 0, r.text.size - 1);
    Piece piece = read_either(&r);
    if (!r.has_failed && r.at < r.text.size)
        piece = fail(&r, "a closing bracket of the expression has no opening one");
    return finish(&r, piece, "the expression");
}

/* ---- wildcards ---- */

static Piece read_star(Reading *r)
{
    uint32_t least = 0, most = UINT32_MAX;
    if (has_byte(r, '{') && !take_repeat(r, &least, &most))
        return fail(r, "'*' with bounds is written *{0,3}");
    Piece whole = piece_new(r);
    uint32_t at = whole.in;
    const uint16_t any = pattern_any(r->pattern);
    const uint32_t copies = most == UINT32_MAX ? least : most;
    for (uint32_t i = 0; i < copies && !r->has_failed; i++) {
        const Piece one = piece_of_set(r, any);
        if (i >= least)
            join(r, at, whole.out);
        join(r, at, one.in);
        at = one.out;
    }
    if (most == UINT32_MAX && !r->has_failed)
        pattern_edge(r->pattern, at, any, at);
    join(r, at, whole.out);
    return whole;
}

Pattern *pattern_of_wild(Arena *arena, Slice text, Error *err)
{
    Reading r = {.pattern = pattern_new(arena), .text = text, .err = err};
    const Piece whole = piece_new(&r);
    uint32_t at = whole.in;
    while (r.at < text.size && !r.has_failed) {
        const uint32_t rune = take_rune(&r);
        const Piece piece = rune == '*'   ? read_star(&r)
                            : rune == '?' ? piece_of_set(&r, pattern_any(r.pattern))
                                          : piece_of_set(&r, pattern_letter(r.pattern, rune));
        join(&r, at, piece.in);
        at = piece.out;
    }
    join(&r, at, whole.out);
    return finish(&r, whole, "the word with wildcards");
}
