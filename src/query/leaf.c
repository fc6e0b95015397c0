/* Words, phrases, prefixes and exact forms.
 *
 * What is typed is cut and folded by text/, as the articles were, so the two cannot disagree. A word with a
 * hyphen or apostrophe inside is found with and without its mark: its parts in a row, or its joined form.
 * Inside a phrase its parts stand in the row. */
#include "base/utf8.h"
#include "query/parser.h"

/* ---- marks that mean something ---- */

/* A run that is typed as one word, without the "*" behind it. */
typedef struct Chunk {
    size_t begin, end; /* bytes of the query */
    bool is_prefix;
    bool is_whole; /* "\" stood before it: a run without blanks that no dictionary shall cut */
} Chunk;

static bool is_word_like(uint32_t rune)
{
    return rune >= 0x80 || ascii_is_alpha((char)rune) || ascii_is_digit((char)rune);
}

/* Does a word-like rune stand just before, or just behind? */
static bool is_inside_word(Slice chunk, size_t at)
{
    size_t size;
    return at > 0 && at + 1 < chunk.size && is_word_like(utf8_decode_before(chunk, at, &size)) &&
           is_word_like(utf8_decode(chunk, at + 1, &size));
}

/* The chunk with its closing "*" taken off. False with the error set for marks of later versions and other
 * languages. */
static bool read_chunk(Parser *p, size_t begin, size_t end, Chunk *chunk)
{
    const bool is_whole = begin < end && p->text.data[begin] == '\\';
    begin += is_whole;
    const Slice text = slice_range(p->text, begin, end);
    *chunk = (Chunk){begin, end, false, is_whole};
    if (text.size > 1 && text.data[0] == '/') {
        parser_fail(p, begin, "regular expressions are not known yet; for an address use `backfile resolve`");
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        const char byte = text.data[i];
        if (byte == '*' && i == 0 && text.size > 1) {
            parser_fail(p, begin + i, "a '*' before a word is not known yet: put it behind (sarraj*)");
            return false;
        }
        if (byte == '*' && i + 1 < text.size) {
            parser_fail(p, begin + i, "a '*' inside a word is not known yet: it may stand at the end only");
            return false;
        }
        if (byte == '~' && i > 0) {
            parser_fail(p, begin + i, "fuzzy words (~) are not known yet; \"two words\"~5 is known");
            return false;
        }
        if (byte == '^' && i > 0 && i + 1 < text.size && ascii_is_digit(text.data[i + 1])) {
            parser_fail(p, begin + i, "weights (^) belong to another query language: leave them out");
            return false;
        }
        if (byte == '?' && is_inside_word(text, i)) {
            parser_fail(p, begin + i, "a '?' for one letter is not known yet: use '*' at the end, or OR");
            return false;
        }
        if (byte == '[' || byte == ']' || byte == '{' || byte == '}') {
            parser_fail(p, begin + i, "a range needs a field before it: date:[2010 TO 2012]");
            return false;
        }
    }
    if (text.size > 0 && text.data[text.size - 1] == '?')
        parser_note(p, "a '?' at the end of a word is taken for a mark of punctuation");
    if (text.size > 1 && text.data[text.size - 1] == '*') {
        chunk->end--;
        chunk->is_prefix = true;
    }
    return true;
}

/* ---- one typed word ---- */

static Query *make_leaf(Parser *p, Slice text, const Word *word, bool is_exact, bool is_prefix, size_t begin)
{
    const Span typed = {begin + word->begin, begin + word->end + (is_prefix ? 1 : 0)};
    if (is_exact && is_prefix)
        return parser_fail(p, typed.begin, "an exact word cannot end in '*': leave out '=' or exact( )");
    if (!is_exact)
        return node_with_text(p, is_prefix ? QUERY_PREFIX : QUERY_TERM, word->folded, typed);
    Query *query = node_with_text(p, QUERY_EXACT, slice_range(text, word->begin, word->end), typed);
    if (query)
        query->folded = word->folded;
    return query;
}

/* The joined form of a chunk that is one compound and nothing else, a possessive 's apart; else NULL. */
static const Word *find_joined(const Words *words)
{
    if (words->count < 3 || !(words->items[1].flags & WORD_JOINED))
        return NULL;
    const Word *joined = &words->items[1];
    size_t beyond = 0;
    for (size_t i = 2; i < words->count; i++)
        beyond += words->items[i].begin >= joined->end;
    const Word *last = &words->items[words->count - 1];
    return beyond == 0 || (beyond == 1 && slice_equal(last->folded, SLICE("s"))) ? joined : NULL;
}

/* Makes one word of all, if nothing stands between them. */
static void make_whole(Parser *p, Slice text, Words *words)
{
    for (size_t i = 1; i < words->count; i++)
        if (words->items[i].begin != words->items[i - 1].end)
            return;
    if (words->count > 1) {
        words->items[0].end = words->items[words->count - 1].end;
        words->items[0].folded =
            text_fold(p->arena, slice_range(text, words->items[0].begin, words->items[0].end));
        words->count = 1;
    }
}

/* The words of a chunk. False with the error set if a "*" does not stand right behind a letter. */
static bool cut_chunk(Parser *p, Chunk chunk, Words *words)
{
    const Slice text = slice_range(p->text, chunk.begin, chunk.end);
    text_words(p->arena, text, words);
    if (chunk.is_whole)
        make_whole(p, text, words);
    size_t last_end = 0;
    for (size_t i = 0; i < words->count; i++)
        last_end = words->items[i].end > last_end ? words->items[i].end : last_end;
    if (chunk.is_prefix && last_end != text.size) {
        parser_fail(p, chunk.end, "'*' must stand right behind a letter or digit: sarraj*");
        return false;
    }
    return true;
}

/* Adds the parts of the chunk, in a row, to `nodes`. */
static bool add_parts(Parser *p, Chunk chunk, const Words *words, bool is_exact, Nodes *nodes)
{
    const Slice text = slice_range(p->text, chunk.begin, chunk.end);
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].flags & WORD_JOINED)
            continue;
        const bool is_last =
            i + 1 == words->count || (i + 2 == words->count && words->items[i + 1].flags & WORD_JOINED);
        Query *leaf = make_leaf(p, text, &words->items[i], is_exact, chunk.is_prefix && is_last, chunk.begin);
        if (!leaf)
            return false;
        *LIST_ADD(p->arena, nodes) = leaf;
    }
    return true;
}

static Query *over_row(Parser *p, const Nodes *nodes)
{
    const Span typed = {nodes->items[0]->typed.begin, nodes->items[nodes->count - 1]->typed.end};
    return node_over(p, QUERY_PHRASE, nodes->items, nodes->count, typed);
}

Query *leaf_word(Parser *p, bool is_exact, bool *is_empty)
{
    const size_t begin = p->at;
    const size_t end = lex_chunk_end(p->text, begin);
    const Slice text = slice_range(p->text, begin, end);
    Chunk chunk;
    p->at = end;
    if (slice_equal(text, SLICE("*")) || slice_equal(text, SLICE("*:*")))
        return node_new(p, QUERY_ALL, (Span){begin, end});
    if (!read_chunk(p, begin, end, &chunk))
        return NULL;
    Words words = {0};
    if (!cut_chunk(p, chunk, &words))
        return NULL;
    const Word *joined = find_joined(&words);
    if (words.count == 0) {
        if (!node_count(p, begin)) /* a megabyte of commas is too large as well */
            return NULL;
        *is_empty = true;
        parser_note(p, "'%.*s' was left out: it holds no letter or digit", SLICE_ARG(text));
        return NULL;
    }
    if (joined && is_exact &&
        joined->end == words.items[words.count - 1].end) /* =al-Sarraj means that very form */
        return make_leaf(p, slice_range(p->text, chunk.begin, chunk.end), joined, true, chunk.is_prefix,
                         begin);
    Nodes row = {0};
    if (!add_parts(p, chunk, &words, is_exact, &row))
        return NULL;
    Query *phrase = over_row(p, &row);
    if (!phrase || !joined || is_exact)
        return phrase;
    const Span typed = {begin, end};
    Query *both[2] = {phrase,
                      node_with_text(p, chunk.is_prefix ? QUERY_PREFIX : QUERY_TERM, joined->folded, typed)};
    return both[1] ? node_over(p, QUERY_OR, both, 2, typed) : NULL;
}

/* ---- phrases ---- */

/* Where the quotation ends: at its closing mark, or at the end of the query (then it is noted). A U+201D
 * between letters does not close it. */
static size_t quote_end(Parser *p, size_t begin, size_t *behind)
{
    for (size_t at = begin, size; at < p->text.size; at += size) {
        const size_t word_end = lex_chunk_end(p->text, at);
        utf8_decode(p->text, at, &size);
        if (word_end > at) {
            size = word_end - at;
            continue;
        }
        if (lex_is_quote(utf8_decode(p->text, at, &size))) {
            *behind = at + size;
            return at;
        }
    }
    parser_note(p, "the quotation mark at character %zu was not closed: closed at the end",
                parser_place(p, p->at));
    *behind = p->text.size;
    return p->text.size;
}

Slice leaf_quoted(Parser *p, Span *inside)
{
    size_t size, behind;
    utf8_decode(p->text, p->at, &size);
    const size_t begin = p->at + size;
    const size_t end = quote_end(p, begin, &behind);
    p->at = behind;
    *inside = (Span){begin, end};
    return slice_range(p->text, begin, end);
}

typedef struct Row {
    Nodes nodes;
    bool is_exact;
} Row;

static bool is_blank(char byte)
{
    return ascii_is_space(byte);
}

/* Adds the words of the run [begin, end), which is free of blanks and brackets. */
static bool add_run(Parser *p, size_t begin, size_t end, bool is_exact, Nodes *nodes)
{
    if (begin < end && p->text.data[begin] == '=') {
        is_exact = true;
        begin++;
    }
    Chunk chunk;
    Words words = {0};
    if (slice_equal(slice_range(p->text, begin, end), SLICE("*"))) {
        parser_fail(p, begin,
                    "a '*' that stands for a whole word is not known yet: use PRE/2 between the words");
        return false;
    }
    return read_chunk(p, begin, end, &chunk) && cut_chunk(p, chunk, &words) &&
           add_parts(p, chunk, &words, is_exact, nodes);
}

/* Adds the words of [begin, end), which is free of brackets, in a row. */
static bool add_words(Parser *p, size_t begin, size_t end, bool is_exact, Nodes *nodes)
{
    for (size_t at = begin; at < end;) {
        if (is_blank(p->text.data[at])) {
            at++;
            continue;
        }
        size_t run_end = at;
        while (run_end < end && !is_blank(p->text.data[run_end]))
            run_end++;
        if (!add_run(p, at, run_end, is_exact, nodes))
            return false;
        at = run_end;
    }
    return true;
}

/* "(a|b c)" inside a phrase: one of several rows. `open` and `close` are the places of its brackets. */
static Query *make_alternatives(Parser *p, size_t open, size_t close, bool is_exact)
{
    Nodes rows = {0};
    for (size_t at = open + 1; at <= close;) {
        const size_t bar = slice_find_byte(slice_range(p->text, at, close), '|');
        const size_t end = bar == SLICE_NONE ? close : at + bar;
        Nodes row = {0};
        if (!add_words(p, at, end, is_exact, &row))
            return NULL;
        if (row.count == 0)
            return parser_fail(p, at, "an alternative is empty: write (one|other)");
        Query *query = over_row(p, &row);
        if (!query)
            return NULL;
        *LIST_ADD(p->arena, &rows) = query;
        at = end + 1;
    }
    return node_over(p, QUERY_OR, rows.items, rows.count, (Span){open, close + 1});
}

/* The words between quotation marks as a row of nodes. False with the error set. */
static bool read_row(Parser *p, Span inside, bool is_exact, Nodes *nodes)
{
    for (size_t at = inside.begin; at < inside.end;) {
        const Slice rest = slice_range(p->text, at, inside.end);
        const size_t open = slice_find_byte(rest, '(');
        const size_t until = open == SLICE_NONE ? inside.end : at + open;
        if (!add_words(p, at, until, is_exact, nodes))
            return false;
        if (open == SLICE_NONE)
            break;
        const Slice behind = slice_range(p->text, until + 1, inside.end);
        const size_t close = slice_find_byte(behind, ')');
        const size_t nested = slice_find_byte(behind, '(');
        if (close == SLICE_NONE || nested < close) {
            parser_fail(
                p, until,
                "brackets in a phrase hold alternatives, and no other brackets: \"(one|other) word\"");
            return false;
        }
        Query *query = make_alternatives(p, until, until + 1 + close, is_exact);
        if (!query)
            return false;
        *LIST_ADD(p->arena, nodes) = query;
        at = until + 1 + close + 1;
    }
    return true;
}

/* Reads "~n" behind a phrase. 0 if there is none; SIZE_MAX with the error set if it cannot be read. */
static size_t read_slop(Parser *p)
{
    if (p->at >= p->text.size || p->text.data[p->at] != '~')
        return 0;
    size_t end = p->at + 1;
    while (end < p->text.size && ascii_is_digit(p->text.data[end]))
        end++;
    uint64_t slop = 0;
    if (!slice_to_u64(slice_range(p->text, p->at + 1, end), &slop) || slop < 1 || slop > QUERY_DISTANCE_MAX) {
        parser_fail(p, p->at, "'~' behind a phrase needs a number from 1 to %d: \"two words\"~5",
                    QUERY_DISTANCE_MAX);
        return SIZE_MAX;
    }
    p->at = end;
    return (size_t)slop;
}

/* "a b c"~5 is a NEAR/5 b NEAR/5 c. */
static Query *make_chain(Parser *p, const Nodes *nodes, size_t distance, Span typed)
{
    if (nodes->count > QUERY_DEPTH_MAX)
        return parser_fail(p, typed.begin, "a phrase with '~' may have at most %d words", QUERY_DEPTH_MAX);
    Query *query = nodes->items[0];
    for (size_t i = 1; query && i < nodes->count; i++) {
        Query *pair[2] = {query, nodes->items[i]};
        query = node_over(p, QUERY_NEAR, pair, 2, typed);
        if (query)
            query->distance = (uint32_t)distance;
    }
    return query;
}

Query *leaf_phrase(Parser *p, bool is_exact)
{
    const size_t begin = p->at;
    Span inside;
    Nodes nodes = {0};
    leaf_quoted(p, &inside);
    if (!read_row(p, inside, is_exact, &nodes))
        return NULL;
    if (nodes.count == 0)
        return parser_fail(p, begin, "nothing stands between these quotation marks: put words there");
    const size_t slop = read_slop(p);
    if (slop == SIZE_MAX)
        return NULL;
    const Span typed = {begin, p->at};
    if (slop > 0)
        return make_chain(p, &nodes, slop, typed);
    Query *query = node_over(p, QUERY_PHRASE, nodes.items, nodes.count, typed);
    if (query && nodes.count > 1)
        query->typed = typed;
    return query;
}
