/* The grammar of the native language, by descent through its four levels:
 *
 *     or    := and { OR and }
 *     and   := not { [ AND ] not }               words side by side are AND
 *     not   := { NOT | - } prox
 *     prox  := unit { NEAR/n unit }              left to right
 *     unit  := ( or ) | field | function( or ) | "phrase" | /expression/ | word
 *
 * Other dialects have their own order of the levels (nexis.c, lucene.c), or words in a row that are a phrase.
 * What a person plainly meant is repaired and noted (an open bracket or quotation mark, a dash between
 * blanks); what could mean two things is an error with its place and advice. */
#include "base/utf8.h"
#include "query/parser.h"

/* What stands at an operator's side, for messages. */
static const char *side_of(TokenKind kind)
{
    return kind == TOKEN_END ? "the end" : kind == TOKEN_CLOSE ? "a closing bracket" : "another operator";
}

bool parse_is_end(TokenKind kind)
{
    return kind == TOKEN_END || kind == TOKEN_CLOSE || kind == TOKEN_AND || kind == TOKEN_OR ||
           kind == TOKEN_PROX || kind == TOKEN_AND_NOT || kind == TOKEN_FIRST;
}

Query *parse_fail_missing(Parser *p, QueryToken operator_token, QueryToken next)
{
    return parser_fail(p, operator_token.span.begin,
                       "operand-behind\t'%.*s' has %s behind it: put a word there, or write the operator in "
                       "quotation marks to "
                       "search it",
                       SLICE_ARG(slice_range(p->text, operator_token.span.begin, operator_token.span.end)),
                       side_of(next.kind));
}

Query *parse_fail_before(Parser *p, QueryToken token)
{
    return parser_fail(p, token.span.begin, "operand-before\ta word is missing before '%.*s'",
                       SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
}

/* ---- units ---- */

Query *parse_group(Parser *p, size_t open_at)
{
    if (p->depth >= QUERY_DEPTH_MAX)
        return parser_fail(p, open_at, "depth\tmore than %d brackets in brackets: ask in parts",
                           QUERY_DEPTH_MAX);
    if (lex_peek(p).kind == TOKEN_CLOSE || lex_peek(p).kind == TOKEN_END)
        return parser_fail(
            p, open_at,
            "brackets-empty\tnothing stands in these brackets: put words there or take them away");
    p->depth++;
    Query *query = parse_query(p);
    p->depth--;
    if (!query)
        return NULL;
    const QueryToken close = lex_peek(p);
    if (close.kind == TOKEN_CLOSE)
        p->at = close.span.end;
    else if (close.kind == TOKEN_END)
        parser_note(p, "bracket-open\tthe bracket at character %zu was not closed: closed at the end",
                    parser_place(p, open_at));
    else
        return NULL; /* TOKEN_BAD: the error is set */
    return query;
}

static Query *parse_function(Parser *p, QueryToken name)
{
    if (call_is_name(name.name))
        return call_query(p, name);
    if (p->options.dialect != DIALECT_NEXIS)
        return parser_fail(p, name.span.begin, "field-colon\ta field is written with a colon: %.*s:( ... )",
                           SLICE_ARG(name.name));
    p->at = name.span.end - 1; /* headline(...): its brackets are the field's group */
    return field_query(p, name);
}

Query *parse_exact(Parser *p, bool *is_empty)
{
    if (lex_peek(p).kind != TOKEN_QUOTE)
        return leaf_word(p, true, is_empty);
    const Scope outer = p->scope;
    p->scope.way = WAY_EXACT;
    p->at = lex_peek(p).span.begin;
    Query *query = leaf_phrase(p);
    p->scope = outer;
    return query;
}

static Query *parse_full_unit(Parser *p, bool *is_empty);

/* NULL with *is_empty: what stood there held nothing to search; it has been taken and noted. */
static Query *parse_unit(Parser *p, bool *is_empty)
{
    const QueryToken token = lex_peek(p);
    const bool is_text = p->scope.kind == SCOPE_TEXT;
    *is_empty = false;
    switch (token.kind) {
    case TOKEN_OPEN:
        p->at = token.span.end;
        return parse_group(p, token.span.begin);
    case TOKEN_FUNCTION:
        p->at = token.span.end;
        return parse_function(p, token);
    case TOKEN_FIELD:
        if (!is_text)
            return parser_fail(p, token.span.begin,
                               "field-in-field\ta field cannot stand inside the brackets of another field");
        p->at = token.span.end;
        return field_query(p, token);
    case TOKEN_QUOTE:
        p->at = token.span.begin;
        return is_text ? leaf_phrase(p) : field_value(p);
    case TOKEN_EXACT:
        p->at = is_text ? token.span.end : token.span.begin;
        return is_text ? parse_exact(p, is_empty) : field_value(p);
    case TOKEN_REGEX:
        p->at = token.span.begin;
        return wild_regex(p);
    case TOKEN_ATLEAST:
        p->at = token.span.end;
        return call_atleast(p, token.distance, parse_full_unit(p, is_empty));
    case TOKEN_DATE:
        p->at = token.span.end;
        return dialect_date(p, token);
    case TOKEN_WORD:
        p->at = token.span.begin;
        return is_text ? leaf_word(p, false, is_empty) : field_value(p);
    case TOKEN_BAD:
        return NULL;
    default:
        return parse_fail_before(p, token);
    }
}

/* A unit, with marks that hold nothing passed over. NULL with *is_empty when only such marks were there. */
static Query *parse_full_unit(Parser *p, bool *is_empty)
{
    for (;;) {
        Query *query = parse_unit(p, is_empty);
        if (query && lex_peek(p).kind == TOKEN_FIRST)
            return call_first(p, lex_next(p).distance, query);
        if (query || !*is_empty)
            return query;
        if (parse_is_end(lex_peek(p).kind) || lex_peek(p).kind == TOKEN_NOT)
            return NULL;
    }
}

/* ---- proximity ---- */

static Query *fail_no_position(Parser *p, QueryToken token, const Query *side)
{
    const Slice typed = slice_range(p->text, side->typed.begin, side->typed.end);
    const Slice name = slice_range(p->text, token.span.begin, token.span.end);
    const size_t shown = utf8_floor(typed, typed.size < 60 ? typed.size : 60);
    if (side->kind == QUERY_AND)
        return parser_fail(p, token.span.begin,
                           "prox-and\t%.*s needs one place on each side, but '%.*s' is joined by AND: put "
                           "%.*s between each two "
                           "words, or use OR",
                           SLICE_ARG(name), SLICE_ARG(slice_range(typed, 0, shown)), SLICE_ARG(name));
    return parser_fail(
        p, token.span.begin,
        "prox-no-place\t%.*s needs words on both sides, but '%.*s' has no place in the text: join it by AND",
        SLICE_ARG(name), SLICE_ARG(slice_range(typed, 0, shown)));
}

Query *parse_link(Parser *p, QueryToken token, Query *left, Query *right)
{
    if (!query_has_positions(left))
        return fail_no_position(p, token, left);
    if (!query_has_positions(right))
        return fail_no_position(p, token, right);
    Query *children[2] = {left, right};
    Query *query = node_over(p, token.how, children, 2, (Span){left->typed.begin, right->typed.end});
    if (query) {
        query->distance = token.distance;
        query->is_ordered = token.is_ordered;
        query->is_negated = token.is_negated;
        query->unit = token.unit;
    }
    return query;
}

/* The operator of nearness that comes next, "NOT NEAR/5" too. END: there is none. */
static QueryToken peek_prox(Parser *p)
{
    QueryToken token = lex_peek(p);
    if (token.kind == TOKEN_PROX)
        return token;
    const size_t at = p->at, begin = token.span.begin;
    if (token.kind == TOKEN_NOT) {
        p->at = token.span.end;
        token = lex_peek(p);
        p->at = at;
        if (token.kind == TOKEN_PROX && p->text.data[begin] != '-') {
            token.span.begin = begin;
            token.is_negated = true;
            return token;
        }
    }
    return (QueryToken){.kind = TOKEN_END};
}

/* What stands on a side of an operator of nearness. */
static Query *read_side(Parser *p, bool *is_empty)
{
    return p->options.dialect == DIALECT_NEXIS ? nexis_or(p, is_empty) : parse_row(p, is_empty);
}

/* One link of a chain: "NEAR/5 unit" behind `left`. */
static Query *read_link(Parser *p, QueryToken token, Query *left)
{
    p->at = token.span.end;
    const QueryToken next = lex_peek(p);
    if (next.kind == TOKEN_NOT)
        return parser_fail(p, next.span.begin,
                           "not-behind-prox\tNOT cannot stand behind %.*s: leave it out with AND NOT instead",
                           SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
    if (parse_is_end(next.kind))
        return parse_fail_missing(p, token, next);
    bool is_empty;
    Query *right = read_side(p, &is_empty);
    if (!right)
        return is_empty ? parse_fail_missing(p, token, lex_peek(p)) : NULL;
    return parse_link(p, token, left, right);
}

Query *parse_prox(Parser *p, bool *is_empty)
{
    Query *query = read_side(p, is_empty);
    unsigned links = 0;
    for (QueryToken token; query && (token = peek_prox(p)).kind == TOKEN_PROX;) {
        if (++links > QUERY_DEPTH_MAX)
            return parser_fail(p, token.span.begin,
                               "prox-chain\ta chain of more than %d operators of nearness: ask in parts",
                               QUERY_DEPTH_MAX);
        query = read_link(p, token, query);
    }
    return query;
}

/* ---- words in a row ---- */

static bool is_row_dialect(const Parser *p)
{
    return p->options.dialect == DIALECT_FACTIVA || p->options.dialect == DIALECT_NEXIS;
}

static bool is_leaf(const Query *query)
{
    return query->kind >= QUERY_TERM && query->kind <= QUERY_ANYWORD;
}

/* Between quotation marks a compound is its parts: an exact one would not be itself. */
static bool is_quotable_leaf(Parser *p, const Query *query)
{
    Words words = {0};
    if (query->kind != QUERY_EXACT)
        return is_leaf(query);
    text_words(p->arena, query->text, &words);
    return words.count == 1;
}

/* Can it stand between quotation marks: words, rows of words, alternatives of these? */
static bool is_quotable(Parser *p, const Query *query, bool with_alternatives)
{
    if (is_leaf(query))
        return is_quotable_leaf(p, query);
    bool is_good = query->kind == QUERY_PHRASE || (query->kind == QUERY_OR && with_alternatives);
    for (size_t i = 0; is_good && i < query->child_count; i++)
        is_good = is_quotable(p, query->children[i], query->kind == QUERY_PHRASE && with_alternatives);
    return is_good;
}

/* `left` with `right` just behind it. */
static Query *row_of_two(Parser *p, Query *left, Query *right)
{
    if (is_quotable(p, left, true) && is_quotable(p, right, true)) {
        Query *both[2] = {left, right};
        return node_over(p, QUERY_PHRASE, both, 2, (Span){left->typed.begin, right->typed.end});
    }
    const QueryToken next = {.kind = TOKEN_PROX, .how = QUERY_NEAR, .distance = 1, .is_ordered = true};
    return parse_link(p, next, left, right);
}

/* Units that stand side by side are one place in the text, where the dialect has it so and both have places.
 */
Query *parse_row(Parser *p, bool *is_empty)
{
    Query *query = parse_full_unit(p, is_empty);
    while (query && is_row_dialect(p) && p->scope.kind == SCOPE_TEXT) {
        const QueryToken next = lex_peek(p);
        if (parse_is_end(next.kind) || next.kind == TOKEN_NOT || !query_has_positions(query))
            break;
        const size_t at = p->at;
        bool is_nothing;
        Query *right = parse_full_unit(p, &is_nothing);
        if (!right && !is_nothing)
            return NULL;
        if (!right)
            break;
        if (!query_has_positions(right)) {
            p->at = at; /* it is joined by AND: read it there */
            break;
        }
        query = row_of_two(p, query, right);
    }
    return query;
}

/* ---- NOT, AND, OR ---- */

Query *parse_not(Parser *p, bool *is_empty)
{
    const QueryToken token = lex_peek(p);
    if (token.kind == TOKEN_PLUS)
        p->at = token.span.end; /* what is sought must be there anyway */
    if (token.kind != TOKEN_NOT)
        return parse_prox(p, is_empty);
    p->at = token.span.end;
    const QueryToken next = lex_peek(p);
    *is_empty = false;
    if (next.kind == TOKEN_PROX)
        return parse_fail_before(p, token);
    if (parse_is_end(next.kind))
        return parse_fail_missing(p, token, next);
    if (p->depth >= QUERY_DEPTH_MAX)
        return parser_fail(p, token.span.begin,
                           "not-depth\tmore than %d brackets and NOTs in each other: ask in parts",
                           QUERY_DEPTH_MAX);
    p->depth++;
    Query *child = parse_not(p, is_empty); /* at most QUERY_DEPTH_MAX deep */
    p->depth--;
    if (!child)
        return *is_empty ? parse_fail_missing(p, token, lex_peek(p)) : NULL;
    return node_over_one(p, QUERY_NOT, child, (Span){token.span.begin, child->typed.end});
}

/* Makes one node over what was gathered; NULL for nothing. */
Query *parse_gather(Parser *p, QueryKind kind, const Nodes *nodes)
{
    if (nodes->count == 0)
        return NULL;
    const Span typed = {nodes->items[0]->typed.begin, nodes->items[nodes->count - 1]->typed.end};
    return node_over(p, kind, nodes->items, nodes->count, typed);
}

static Query *parse_and(Parser *p)
{
    Nodes nodes = {0};
    const size_t begin = lex_peek(p).span.begin;
    for (;;) {
        bool is_empty;
        Query *query = parse_not(p, &is_empty);
        if (!query && !is_empty)
            return NULL;
        if (query)
            *LIST_ADD(p->arena, &nodes) = query;
        QueryToken next = lex_peek(p);
        if (next.kind == TOKEN_AND || next.kind == TOKEN_AND_NOT) {
            p->at = next.span.end;
            const QueryToken operand = lex_peek(p);
            if (parse_is_end(operand.kind))
                return parse_fail_missing(p, next, operand);
            if (!query)
                return parse_fail_before(p, next);
        } else if (next.kind == TOKEN_BAD) {
            return NULL;
        } else if (next.kind == TOKEN_PROX) {
            return parse_fail_before(p, next);
        } else if (next.kind == TOKEN_END || next.kind == TOKEN_CLOSE || next.kind == TOKEN_OR) {
            break;
        }
    }
    if (nodes.count == 0)
        return parser_fail(
            p, begin, "only-marks\tonly marks stand here, no letter or digit: type the words that you seek");
    return parse_gather(p, QUERY_AND, &nodes);
}

Query *parse_or(Parser *p)
{
    Nodes nodes = {0};
    for (;;) {
        Query *query = parse_and(p);
        if (!query)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = query;
        const QueryToken token = lex_peek(p);
        if (token.kind != TOKEN_OR)
            break;
        p->at = token.span.end;
        const QueryToken next = lex_peek(p);
        if (parse_is_end(next.kind))
            return parse_fail_missing(p, token, next);
    }
    return parse_gather(p, QUERY_OR, &nodes);
}

Query *parse_query(Parser *p)
{
    switch (p->options.dialect) {
    case DIALECT_NEXIS:
        return nexis_query(p);
    case DIALECT_LUCENE:
        return lucene_query(p);
    default:
        return parse_or(p);
    }
}

/* ---- the whole ---- */

/* Reads on behind closing brackets that were never opened. */
static Query *parse_all(Parser *p)
{
    Nodes nodes = {0};
    bool has_extra = false;
    for (;;) {
        const QueryToken token = lex_peek(p);
        if (token.kind == TOKEN_BAD)
            return NULL;
        if (token.kind == TOKEN_END)
            break;
        if (token.kind == TOKEN_CLOSE) {
            if (!has_extra)
                parser_note(
                    p, "bracket-close\tthe closing bracket at character %zu had no opening one: left out",
                    parser_place(p, token.span.begin));
            has_extra = true;
            p->at = token.span.end;
            continue;
        }
        if (nodes.count > 0 && (token.kind == TOKEN_AND || token.kind == TOKEN_OR ||
                                token.kind == TOKEN_PROX || token.kind == TOKEN_AND_NOT))
            return parser_fail(p, token.span.begin, "brackets-pair\tbrackets do not pair up before '%.*s'",
                               SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
        Query *query = parse_query(p);
        if (!query)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = query;
    }
    if (nodes.count == 0)
        return node_new(p, QUERY_ALL, (Span){0, p->text.size});
    return parse_gather(p, QUERY_AND, &nodes);
}

Status query_parse(Arena *arena, Slice typed, ParseOptions options, Query **query, QueryNotes *notes,
                   Error *err)
{
    *query = NULL;
    if (typed.size > QUERY_TYPED_MAX)
        return error_set(err, STATUS_FAIL, "the query is %zu bytes long: at most %u are read", typed.size,
                         QUERY_TYPED_MAX);
    Parser p = {
        .arena = arena, .text = utf8_repair(arena, typed), .options = options, .notes = notes, .err = err};
    p.options.is_month_first |= options.dialect == DIALECT_NEXIS; /* its dates are written 6/27/2014 */
    *query = parse_all(&p);
    return *query ? STATUS_OK : STATUS_FAIL;
}
