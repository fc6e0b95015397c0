/* What stands between quotation marks: words in a row, with wildcards, "*" for any word, alternatives (a|b c)
 * and functions of one word, caps(aid). Behind it "~5": the words near each other instead of in a row. */
#include "base/utf8.h"
#include "query/parser.h"

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
    parser_note(p, "quote-open\tthe quotation mark at character %zu was not closed: closed at the end",
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

/* ---- what is in it ---- */

#define FUNCTIONS_DEPTH_MAX 4

/* Where a run that begins at `at` ends: at a blank or bracket, or behind an expression in its slashes. */
static size_t run_end(const Parser *p, size_t at, size_t end)
{
    const size_t regex = p->text.data[at] == '/' ? wild_regex_end(p->text, at) : SLICE_NONE;
    if (regex != SLICE_NONE && regex <= end)
        return regex;
    while (at < end && !ascii_is_space(p->text.data[at]) && !strchr("()|", p->text.data[at]))
        at++;
    return at;
}

/* The bracket that closes the one at `open`; or, with `bar`, an earlier "|" of the same depth. */
static size_t find_close(const Parser *p, size_t open, size_t end, bool bar)
{
    unsigned depth = 0;
    for (size_t at = open + 1; at < end;) {
        const char byte = p->text.data[at];
        if ((byte == ')' || (bar && byte == '|')) && depth == 0)
            return at;
        depth += byte == '(';
        depth -= byte == ')';
        const size_t next = strchr("()|", byte) || ascii_is_space(byte) ? at + 1 : run_end(p, at, end);
        at = next > at ? next : at + 1;
    }
    return SLICE_NONE;
}

static bool read_row(Parser *p, Span inside, unsigned depth, Nodes *nodes);

/* "caps(aid)": `at` is where the name begins, `open` its bracket. */
static bool read_function(Parser *p, size_t at, size_t open, size_t end, unsigned depth, Nodes *nodes)
{
    const Scope outer = p->scope;
    const Slice name = slice_range(p->text, at, open);
    if (!call_set_scope(name, &p->scope) || depth >= FUNCTIONS_DEPTH_MAX) {
        parser_fail(p, at, "phrase-function\t%.*s( ) cannot stand in a phrase: put it outside",
                    SLICE_ARG(name));
        return false;
    }
    const bool is_good = read_row(p, (Span){open + 1, end}, depth + 1, nodes);
    p->scope = outer;
    return is_good;
}

static Query *over_row(Parser *p, const Nodes *nodes)
{
    return nodes->count == 0 ? NULL : leaf_row(p, nodes);
}

static bool fail_brackets(Parser *p, size_t at)
{
    parser_fail(
        p, at,
        "phrase-brackets\tbrackets in a phrase hold alternatives, and no other brackets: \"(one|other) "
        "word\"");
    return false;
}

/* "(a|b c)": one of several rows. */
static bool read_alternatives(Parser *p, size_t open, size_t close, unsigned depth, Nodes *nodes)
{
    Nodes rows = {0};
    if (depth > 0)
        return fail_brackets(p, open);
    for (size_t at = open; at < close;) {
        const size_t end = find_close(p, at, close + 1, true);
        Nodes row = {0};
        if (!read_row(p, (Span){at + 1, end}, 1, &row))
            return false;
        if (row.count == 0) {
            parser_fail(p, at + 1, "alternative-empty\tan alternative is empty: write (one|other)");
            return false;
        }
        Query *query = over_row(p, &row);
        if (!query)
            return false;
        *LIST_ADD(p->arena, &rows) = query;
        at = end;
    }
    Query *query = node_over(p, QUERY_OR, rows.items, rows.count, (Span){open, close + 1});
    if (query)
        *LIST_ADD(p->arena, nodes) = query;
    return query != NULL;
}

/* One thing at *at: alternatives, a function, an expression, a word. */
static bool read_one(Parser *p, size_t *at, size_t end, unsigned depth, Nodes *nodes)
{
    const size_t begin = *at, stop = run_end(p, begin, end);
    const size_t open = stop < end && p->text.data[stop] == '(' ? stop : SLICE_NONE;
    const bool is_function =
        open != SLICE_NONE && open > begin && call_is_name(slice_range(p->text, begin, open));
    if (open == begin || is_function) {
        const size_t close = find_close(p, open, end, false);
        if (close == SLICE_NONE)
            return fail_brackets(p, open);
        *at = close + 1;
        return is_function ? read_function(p, begin, open, close, depth, nodes)
                           : read_alternatives(p, open, close, depth, nodes);
    }
    *at = stop > begin ? stop : begin + 1;
    if (stop > begin && p->text.data[begin] == '/' && wild_regex_end(p->text, begin) == stop) {
        Query *regex =
            wild_leaf(p, QUERY_REGEX, slice_range(p->text, begin + 1, stop - 1), 0, (Span){begin, stop});
        if (regex)
            *LIST_ADD(p->arena, nodes) = regex;
        return regex != NULL;
    }
    return stop == begin || leaf_run(p, begin, stop, nodes);
}

/* The words of a span as a row of nodes. False with the error set. */
static bool read_row(Parser *p, Span inside, unsigned depth, Nodes *nodes)
{
    for (size_t at = inside.begin; at < inside.end;) {
        if (ascii_is_space(p->text.data[at]) || p->text.data[at] == ')' || p->text.data[at] == '|')
            at++;
        else if (!read_one(p, &at, inside.end, depth, nodes))
            return false;
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
        parser_fail(p, p->at, "slop\t'~' behind a phrase needs a number from 1 to %d: \"two words\"~5",
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
        return parser_fail(p, typed.begin, "slop-words\ta phrase with '~' may have at most %d words",
                           QUERY_DEPTH_MAX);
    Query *query = nodes->items[0];
    for (size_t i = 1; query && i < nodes->count; i++) {
        if (nodes->items[i]->kind == QUERY_ANYWORD)
            continue; /* there is room for any word */
        Query *pair[2] = {query, nodes->items[i]};
        query = node_over(p, QUERY_NEAR, pair, 2, typed);
        if (query)
            query->distance = (uint32_t)distance;
    }
    return query;
}

static bool has_word(const Nodes *nodes)
{
    for (size_t i = 0; i < nodes->count; i++)
        if (nodes->items[i]->kind != QUERY_ANYWORD)
            return true;
    return false;
}

Query *leaf_phrase(Parser *p)
{
    const size_t begin = p->at;
    Span inside;
    Nodes nodes = {0};
    leaf_quoted(p, &inside);
    if (!read_row(p, inside, 0, &nodes))
        return NULL;
    if (nodes.count == 0)
        return parser_fail(p, begin,
                           "phrase-empty\tnothing stands between these quotation marks: put words there");
    if (!has_word(&nodes))
        return parser_fail(p, begin, "phrase-stars\tbeside '*' a phrase needs a word");
    const size_t slop = read_slop(p);
    if (slop == SIZE_MAX)
        return NULL;
    const Span typed = {begin, p->at};
    while (slop > 0 && nodes.items[0]->kind == QUERY_ANYWORD) {
        nodes.items++;
        nodes.count--;
    }
    if (slop > 0)
        return make_chain(p, &nodes, slop, typed);
    Query *query = node_over(p, QUERY_PHRASE, nodes.items, nodes.count, typed);
    if (query && nodes.count > 1)
        query->typed = typed;
    return query;
}
