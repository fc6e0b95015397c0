/* Cuts text into words with their searched forms.
 *
 * One walk over the bytes: a table tells ASCII letters and digits, runes.h all else. ICU's word breaker costs
 * more than the rest of indexing together, so it is asked only for scripts that need its dictionary, one run
 * of such letters at a time. Sentences are found first by sentences.c; their first words are flagged at the
 * end.
 *
 * A word with a hyphen or apostrophe inside ("al-Qa’ida’s") is a compound of parts. The place behind its
 * first part is kept for the joined form until the compound has ended ("alqaida"). No joined form is made of
 * a possessive 's, of numbers alone ("2010-2012"), and of compounds that are too long to be a word. */
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/error.h"
#include "text/runes.h"

/* Where the dictionary cuts, rising: bytes in the text. */
typedef struct Cuts {
    uint32_t *items;
    size_t count, capacity;
} Cuts;

typedef struct Cutter {
    Arena *arena;
    Slice text;
    Words *words;
    Cuts cuts; /* of all runs, made when the first is met */
    size_t next_cut;
} Cutter;

static Word *add_word(Cutter *c, size_t begin, size_t end, Slice folded)
{
    Words *words = c->words;
    if (words->count == words->capacity) {
        const size_t more = words->capacity ? words->capacity : (c->text.size - begin) / 5 + 8;
        words->items = arena_grow(c->arena, words->items, words->capacity * sizeof(Word),
                                  (words->capacity + more) * sizeof(Word));
        words->capacity += more;
    }
    Word *word = &words->items[words->count++];
    *word = (Word){(uint32_t)begin, (uint32_t)end, 0, folded};
    return word;
}

/* ---- one plain word ---- */

/* What an ASCII byte is to a word: a letter or digit that folding leaves, a capital letter, or a mark or
 * blank at which a word is over. Full stop, comma, hyphen and apostrophes (0 here) may go on with it, as may
 * all beyond ASCII. */
enum { PLAIN_LOW = 1, PLAIN_CAPITAL = 2, PLAIN_END = 4 };

#define LOW PLAIN_LOW
#define CAP PLAIN_CAPITAL
#define END PLAIN_END
static const unsigned char plain[256] = {
    END, END, END, END, END, END, END, END, END, END, END, END, END, END, END, END, /* 00 */
    END, END, END, END, END, END, END, END, END, END, END, END, END, END, END, END, /* 10 */
    END, END, END, END, END, END, END, 0,   END, END, END, END, 0,   0,   0,   END, /* 20: blank to slash */
    LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, END, END, END, END, END, END, /* 30: digits */
    END, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, /* 40: A to O */
    CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, CAP, END, END, END, END, END, /* 50: P to Z */
    0,   LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, /* 60: a to o */
    LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, LOW, END, END, END, END, END, /* 70: p to z */
};
#undef LOW
#undef CAP
#undef END

/* What a scan of one word found out on its way. */
typedef struct Scan {
    size_t end;
    bool is_clean;  /* folded is the bytes themselves */
    bool has_comma; /* between digits */
    bool is_dotted; /* an abbreviation of letters and dots */
} Scan;

static bool digit_at(Slice text, size_t at)
{
    size_t size;
    return at < text.size && rune_class(rune_at(text, at, &size)) == RUNE_DIGIT;
}

/* Is there a mark that keeps two digits in one number? Gives its size, else 0. */
static size_t number_mark(Slice text, size_t at, uint32_t rune, size_t size)
{
    if (rune != '.' && rune != ',' && rune != 0x066B && rune != 0x066C)
        return 0;
    size_t before;
    if (at == 0 || rune_class(utf8_decode_before(text, at, &before)) != RUNE_DIGIT)
        return 0;
    return digit_at(text, at + size) ? size : 0;
}

/* The end of what invisible runes at `at` lead to, if a word goes on behind them; else `at`. */
static size_t skip_ignorable(Slice text, size_t at)
{
    size_t end = at;
    for (size_t size; end < text.size; end += size) {
        const RuneClass class = rune_class(rune_at(text, end, &size));
        if (class == RUNE_LETTER || class == RUNE_DIGIT || class == RUNE_MARK)
            return end;
        if (class != RUNE_IGNORABLE || end - at > 16)
            break;
    }
    return at;
}

static Scan scan_word(Slice text, size_t begin)
{
    Scan scan = {begin, true, false, false};
    const size_t limit = text.size - begin > TEXT_WORD_MAX_BYTES ? begin + TEXT_WORD_MAX_BYTES : text.size;
    size_t at = begin;
    while (at < limit) {
        const unsigned char byte = (unsigned char)text.data[at];
        if (plain[byte] & (PLAIN_LOW | PLAIN_CAPITAL)) {
            scan.is_clean &= plain[byte] == PLAIN_LOW;
            at++;
            continue;
        }
        if (byte < 0x80 && byte != '.' && byte != ',')
            break;
        size_t size;
        const uint32_t rune = rune_at(text, at, &size);
        const RuneClass class = rune_class(rune);
        size_t next;
        if (class == RUNE_LETTER || class == RUNE_DIGIT || class == RUNE_MARK)
            next = at + size;
        else if (class == RUNE_IGNORABLE)
            next = skip_ignorable(text, at);
        else
            next = at + number_mark(text, at, rune, size);
        if (next == at || next > limit)
            break;
        scan.has_comma |= rune == ',' || rune == 0x066C;
        scan.is_clean &= byte < 0x80;
        at = next;
    }
    scan.end = at;
    return scan;
}

/* The size of the letter at `at`, if it is one letter with no other letter or digit behind it; else 0. */
static size_t single_letter(Slice text, size_t at)
{
    if (at >= text.size)
        return 0;
    size_t size, next;
    if (rune_class(rune_at(text, at, &size)) != RUNE_LETTER)
        return 0;
    if (at + size < text.size) {
        const RuneClass class = rune_class(rune_at(text, at + size, &next));
        if (class == RUNE_LETTER || class == RUNE_DIGIT || class == RUNE_MARK)
            return 0;
    }
    return size;
}

/* "U.S." and "a.m.": single letters with full stops between. The end of the last letter, or `begin` if it is
 * none. */
static size_t scan_dotted(Slice text, size_t begin)
{
    size_t end = begin, letters = 0;
    for (size_t at = begin; at - begin < TEXT_WORD_MAX_BYTES;) {
        const size_t size = single_letter(text, at);
        if (size == 0)
            break;
        letters++;
        end = at + size;
        if (end >= text.size || text.data[end] != '.')
            break;
        at = end + 1;
    }
    return letters >= 2 ? end : begin;
}

static Slice drop_byte(Arena *arena, Slice text, char byte)
{
    char *out = arena_text(arena, text.size);
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != byte)
            out[n++] = text.data[i];
    return slice_of(out, n);
}

/* "1,200,000" but not "1,2" or "27,06": commas that only group thousands. */
static bool has_grouping_commas(Slice number)
{
    size_t group = 0, commas = 0;
    for (size_t i = 0; i < number.size; i++) {
        if (number.data[i] == ',') {
            if (commas++ ? group != 3 : group == 0 || group > 3)
                return false;
            group = 0;
        } else if (ascii_is_digit(number.data[i])) {
            group++;
        } else {
            break;
        }
    }
    return commas > 0 && group == 3;
}

static Slice fold_scan(Cutter *c, size_t begin, Scan scan)
{
    const Slice surface = slice_range(c->text, begin, scan.end);
    if (scan.is_clean && !scan.has_comma && !scan.is_dotted)
        return surface;
    Slice folded = fold_word(c->arena, surface);
    if (scan.is_dotted)
        folded = drop_byte(c->arena, folded, '.');
    if (scan.has_comma && has_grouping_commas(folded))
        folded = drop_byte(c->arena, folded, ',');
    return folded;
}

/* ---- compounds ---- */

/* The size of a hyphen or apostrophe at `at` that holds two parts together; else 0. */
static size_t joiner_size(Slice text, size_t at)
{
    if (at == 0 || at >= text.size)
        return 0;
    const unsigned char byte = (unsigned char)text.data[at];
    if (byte < 0x80 && byte != '-' && byte != '\'' && byte != '`')
        return 0;
    size_t size, other;
    const uint32_t rune = rune_at(text, at, &size);
    if (at + size >= text.size)
        return 0;
    const uint32_t next = rune_at(text, at + size, &other);
    if (rune_is_hyphen(rune) || rune_is_apostrophe(rune))
        return rune_starts_word(next) ? size : 0;
    if (rune != 0x201D || rune_class(next) != RUNE_LETTER)
        return 0;
    return rune_class(utf8_decode_before(text, at, &other)) == RUNE_LETTER ? size : 0;
}

typedef struct Compound {
    size_t first; /* number of its first word in words */
    size_t parts;
    bool is_number; /* all parts so far are made of digits */
    bool has_s;     /* the last part is "s" behind an apostrophe */
} Compound;

static bool is_number(Slice word)
{
    return word.size > 0 && ascii_is_digit(word.data[0]) && ascii_is_digit(word.data[word.size - 1]);
}

static void remove_word(Words *words, size_t at)
{
    memmove(&words->items[at], &words->items[at + 1], (words->count - at - 1) * sizeof(Word));
    words->count--;
}

/* Fills the place kept behind the first part, or takes it out again. */
static void finish_compound(Cutter *c, const Compound *compound)
{
    if (compound->parts < 2)
        return;
    Words *words = c->words;
    const size_t joined = compound->first + 1;
    const size_t end = words->count - (compound->has_s ? 1 : 0);
    Word *first = &words->items[compound->first];
    size_t size = first->folded.size;
    for (size_t i = joined + 1; i < end && size <= TEXT_WORD_MAX_BYTES; i++)
        size += words->items[i].folded.size;
    if (compound->is_number || end - joined < 2 || size > TEXT_WORD_MAX_BYTES) {
        remove_word(words, joined);
        return;
    }
    char *out = arena_text(c->arena, size);
    size_t n = 0;
    for (size_t i = compound->first; i < end; i++) {
        if (i != joined) {
            memcpy(out + n, words->items[i].folded.data, words->items[i].folded.size);
            n += words->items[i].folded.size;
        }
    }
    words->items[joined] = (Word){first->begin, words->items[end - 1].end, WORD_JOINED, slice_of(out, n)};
}

/* What a kept mark stood on may be gone from the folded form, and no word begins with a mark: read again, the
 * form would be another word. */
static Slice without_first_marks(Slice folded)
{
    size_t size = 0;
    while (folded.size && (unsigned char)folded.data[0] >= 0x80 &&
           rune_class(utf8_decode(folded, 0, &size)) == RUNE_MARK)
        folded = slice_skip(folded, size);
    return folded;
}

static void add_part(Cutter *c, Compound *compound, size_t begin, Scan scan, bool is_behind_apostrophe)
{
    const Slice folded = without_first_marks(fold_scan(c, begin, scan));
    if (folded.size == 0)
        return; /* marks and strokes only */
    if (compound->parts == 0)
        compound->first = c->words->count;
    else if (compound->parts == 1)
        add_word(c, begin, begin, SLICE_EMPTY);
    add_word(c, begin, scan.end, folded);
    compound->parts++;
    compound->is_number = compound->is_number && is_number(folded);
    compound->has_s = is_behind_apostrophe && compound->parts > 1 && slice_equal(folded, SLICE("s"));
}

/* A word with all its parts; gives where it ends. */
static size_t cut_compound(Cutter *c, size_t begin)
{
    Compound compound = {0, 0, true, false};
    bool is_behind_apostrophe = false;
    size_t at = begin;
    for (;;) {
        Scan scan = scan_word(c->text, at);
        if (scan.end < c->text.size && c->text.data[scan.end] == '.') {
            const size_t dotted = scan_dotted(c->text, at);
            if (dotted > scan.end)
                scan = (Scan){dotted, false, false, true};
        }
        add_part(c, &compound, at, scan, is_behind_apostrophe);
        at = scan.end;
        if (scan.is_dotted && joiner_size(c->text, at + 1) > 0)
            at++; /* "U.S.-led" */
        const size_t joiner = joiner_size(c->text, at);
        if (joiner == 0)
            break;
        size_t size;
        is_behind_apostrophe = !rune_is_hyphen(rune_at(c->text, at, &size));
        at += joiner;
    }
    finish_compound(c, &compound);
    return at;
}

/* ---- scripts without blanks ---- */

/* Runs are handed over in pieces: a page of Chinese without any stop must not become one job for the
 * dictionary. */
#define RUN_MAX_BYTES 3000

static size_t run_end(Slice text, size_t begin)
{
    size_t end = begin;
    for (size_t size; end < text.size && end - begin < RUN_MAX_BYTES; end += size) {
        const RuneClass class = rune_class(rune_at(text, end, &size));
        if (class != RUNE_DICTIONARY && class != RUNE_MARK && class != RUNE_IGNORABLE)
            break;
    }
    return end;
}

/* The bounds that the dictionary sees in one run, its end included. */
static void cut_run(UBreakIterator *breaker, Slice text, size_t begin, size_t end, Cuts *cuts)
{
    UErrorCode code = U_ZERO_ERROR;
    UText run = UTEXT_INITIALIZER;
    utext_openUTF8(&run, text.data + begin, (int64_t)(end - begin), &code);
    ubrk_setUText(breaker, &run, &code);
    if (U_FAILURE(code))
        fatal("ICU cannot cut words: %s", u_errorName(code));
    ubrk_first(breaker);
    for (int32_t to = ubrk_next(breaker); to != UBRK_DONE; to = ubrk_next(breaker)) {
        assert(cuts->count < cuts->capacity);
        cuts->items[cuts->count++] = (uint32_t)(begin + (size_t)to);
    }
    utext_close(&run);
}

/* Cuts every run of the rest of the text. What ICU lends is given back before anything is allocated again,
 * for an arena may abandon us (base/arena.h). */
static void find_cuts(Cutter *c, size_t begin)
{
    size_t runes = 1;
    for (size_t at = begin, size; at < c->text.size; at += size)
        runes +=
            rune_class(rune_at(c->text, at, &size)) != RUNE_OTHER && (unsigned char)c->text.data[at] >= 0x80;
    c->cuts = (Cuts){ARENA_ARRAY(c->arena, uint32_t, runes), 0, runes};
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *breaker = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    if (U_FAILURE(code))
        fatal("ICU has no rules for words: %s", u_errorName(code));
    for (size_t at = begin, size; at < c->text.size;) {
        if (rune_class(rune_at(c->text, at, &size)) != RUNE_DICTIONARY) {
            at += size;
            continue;
        }
        const size_t end = run_end(c->text, at);
        cut_run(breaker, c->text, at, end, &c->cuts);
        at = end;
    }
    ubrk_close(breaker);
}

/* The words of one run; gives where it ends. */
static size_t cut_dictionary(Cutter *c, size_t begin)
{
    if (!c->cuts.items)
        find_cuts(c, begin);
    const size_t end = run_end(c->text, begin);
    for (size_t from = begin; from < end;) {
        while (c->next_cut < c->cuts.count && c->cuts.items[c->next_cut] <= from)
            c->next_cut++;
        const size_t to = c->next_cut < c->cuts.count && c->cuts.items[c->next_cut] < end
                              ? c->cuts.items[c->next_cut]
                              : end;
        const Slice surface = slice_range(c->text, from, to);
        size_t size;
        const RuneClass class = rune_class(rune_at(surface, 0, &size));
        if (class == RUNE_DICTIONARY || class == RUNE_DIGIT) {
            const Slice folded = fold_word(c->arena, surface);
            if (folded.size > 0)
                add_word(c, from, to, folded);
        }
        from = to;
    }
    return end;
}

/* ---- all ---- */

static void flag_sentences(Cutter *c, size_t first_word)
{
    Spans sentences = {0};
    text_sentences(c->arena, c->text, &sentences);
    size_t i = first_word;
    for (size_t s = 0; s < sentences.count; s++) {
        while (i < c->words->count && c->words->items[i].begin < sentences.items[s].begin)
            i++;
        if (i < c->words->count && c->words->items[i].begin < sentences.items[s].end)
            c->words->items[i].flags |= WORD_SENTENCE;
    }
    if (first_word < c->words->count)
        c->words->items[first_word].flags |= WORD_SENTENCE;
}

static Slice lower(Arena *arena, Slice word)
{
    char *out = arena_text(arena, word.size);
    for (size_t i = 0; i < word.size; i++)
        out[i] = ascii_lower(word.data[i]);
    return slice_of(out, word.size);
}

/* The usual word: ASCII letters and digits up to a mark that holds nothing together. Gives where it ends, or
 * `begin` where a closer look is needed. */
static inline size_t cut_usual(Cutter *c, size_t begin)
{
    const Slice text = c->text;
    size_t end = begin;
    unsigned kinds = 0, kind = plain[(unsigned char)text.data[begin]];
    while (kind & (PLAIN_LOW | PLAIN_CAPITAL) && end - begin <= TEXT_WORD_MAX_BYTES) {
        kinds |= kind;
        kind = ++end < text.size ? plain[(unsigned char)text.data[end]] : PLAIN_END;
    }
    if (kind != PLAIN_END || end - begin > TEXT_WORD_MAX_BYTES)
        return begin;
    const Slice surface = slice_of(text.data + begin, end - begin);
    add_word(c, begin, end, kinds & PLAIN_CAPITAL ? lower(c->arena, surface) : surface);
    return end;
}

static void cut_words(Cutter *c)
{
    const Slice text = c->text;
    size_t at = 0;
    while (at < text.size) {
        const unsigned char byte = (unsigned char)text.data[at];
        if (byte < 0x80) {
            if (!(plain[byte] & (PLAIN_LOW | PLAIN_CAPITAL))) {
                at++;
                continue;
            }
            const size_t end = cut_usual(c, at);
            at = end > at ? end : cut_compound(c, at);
            continue;
        }
        size_t size;
        const RuneClass class = rune_class(rune_at(text, at, &size));
        if (class == RUNE_LETTER || class == RUNE_DIGIT)
            at = cut_compound(c, at);
        else if (class == RUNE_DICTIONARY)
            at = cut_dictionary(c, at);
        else
            at += size;
    }
}

void text_words(Arena *arena, Slice text, Words *words)
{
    assert(text.size <= UINT32_MAX);
    Cutter c = {.arena = arena, .text = text, .words = words};
    const size_t first_word = words->count;
    cut_words(&c);
    flag_sentences(&c, first_word);
}

void text_words_alone(Arena *arena, Slice text, Words *words)
{
    assert(text.size <= UINT32_MAX);
    Cutter c = {.arena = arena, .text = text, .words = words};
    cut_words(&c);
}
