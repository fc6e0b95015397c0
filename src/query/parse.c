/* The grammar of the native language, by descent through its four levels:
 *
 *     or    := and { OR and }
 *     and   := not { [ AND ] not }               words side by side are AND
 *     not   := { NOT | - } prox
 *     prox  := unit { NEAR/n unit }              left to right
 *     unit  := ( or ) | field | exact( or ) | "phrase" | word
 *
 * What a person plainly meant is repaired and noted (an open bracket or quotation mark, a dash between
 * blanks); what could mean two things is an error with its place and advice. */
#include "base/utf8.h"
#include "query/parser.h"

static Query *parse_and(Parser *p);

/* What stands at an operator's side, for messages. */
static const char *side_of(TokenKind kind)
{
    return kind == TOKEN_END ? "the end" : kind == TOKEN_CLOSE ? "a closing bracket" : "another operator";
}

static bool is_operand_end(TokenKind kind)
{
    return kind == TOKEN_END || kind == TOKEN_CLOSE || kind == TOKEN_AND || kind == TOKEN_OR ||
           kind == TOKEN_PROX;
}

static Query *fail_missing(Parser *p, QueryToken operator_token, QueryToken next)
{
    return parser_fail(
        p, operator_token.span.begin,
        "'%.*s' has %s behind it: put a word there, or write the operator in quotation marks to search it",
        SLICE_ARG(slice_range(p->text, operator_token.span.begin, operator_token.span.end)),
        side_of(next.kind));
}

/* ---- units ---- */

Query *parse_group(Parser *p, size_t open_at)
{
    if (p->depth >= QUERY_DEPTH_MAX)
        return parser_fail(p, open_at, "more than %d brackets in brackets: ask in parts", QUERY_DEPTH_MAX);
    if (lex_peek(p).kind == TOKEN_CLOSE || lex_peek(p).kind == TOKEN_END)
        return parser_fail(p, open_at, "nothing stands in these brackets: put words there or take them away");
    p->depth++;
    Query *query = parse_or(p);
    p->depth--;
    if (!query)
        return NULL;
    const QueryToken close = lex_peek(p);
    if (close.kind == TOKEN_CLOSE)
        p->at = close.span.end;
    else if (close.kind == TOKEN_END)
        parser_note(p, "the bracket at character %zu was not closed: closed at the end",
                    parser_place(p, open_at));
    else
        return NULL; /* TOKEN_BAD: the error is set */
    return query;
}

static Query *parse_function(Parser *p, QueryToken name)
{
    if (slice_equal_nocase(name.name, SLICE("headline")) || slice_equal_nocase(name.name, SLICE("body")))
        return parser_fail(p, name.span.begin, "a field is written with a colon: %.*s:( ... )",
                           SLICE_ARG(name.name));
    if (!slice_equal_nocase(name.name, SLICE("exact")))
        return parser_fail(
            p, name.span.begin,
            "%.*s( ) is not known yet: this version has exact( ) alone; put the word in quotation "
            "marks to search it",
            SLICE_ARG(name.name));
    if (p->scope.kind != SCOPE_TEXT)
        return parser_fail(p, name.span.begin,
                           "exact( ) is for words of the text, not for values of a field");
    const Scope outer = p->scope;
    p->scope.is_exact = true;
    Query *query = parse_group(p, name.span.begin);
    p->scope = outer;
    return query;
}

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
                               "a field cannot stand inside the brackets of another field");
        p->at = token.span.end;
        return field_query(p, token);
    case TOKEN_QUOTE:
        p->at = token.span.begin;
        return is_text ? leaf_phrase(p, p->scope.is_exact) : field_value(p);
    case TOKEN_EXACT:
        p->at = is_text ? token.span.end : token.span.begin;
        if (!is_text)
            return field_value(p);
        return lex_peek(p).kind == TOKEN_QUOTE ? leaf_phrase(p, true) : leaf_word(p, true, is_empty);
    case TOKEN_WORD:
        p->at = token.span.begin;
        return is_text ? leaf_word(p, p->scope.is_exact, is_empty) : field_value(p);
    case TOKEN_BAD:
        return NULL;
    default:
        return parser_fail(p, token.span.begin, "a word is missing before '%.*s'",
                           SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
    }
}

/* A unit, with marks that hold nothing passed over. NULL with *is_empty when only such marks were there. */
static Query *parse_full_unit(Parser *p, bool *is_empty)
{
    for (;;) {
        Query *query = parse_unit(p, is_empty);
        if (query || !*is_empty)
            return query;
        if (is_operand_end(lex_peek(p).kind) || lex_peek(p).kind == TOKEN_NOT)
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
        return parser_fail(
            p, token.span.begin,
            "%.*s needs one place on each side, but '%.*s' is joined by AND: put %.*s between each two "
            "words, or use OR",
            SLICE_ARG(name), SLICE_ARG(slice_range(typed, 0, shown)), SLICE_ARG(name));
    return parser_fail(p, token.span.begin,
                       "%.*s needs words on both sides, but '%.*s' has no place in the text: join it by AND",
                       SLICE_ARG(name), SLICE_ARG(slice_range(typed, 0, shown)));
}

static Query *make_prox(Parser *p, QueryToken token, Query *left, Query *right)
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
        query->unit = token.unit;
    }
    return query;
}

/* One link of a chain: "NEAR/5 unit" behind `left`. */
static Query *parse_link(Parser *p, Query *left)
{
    const QueryToken token = lex_next(p);
    const QueryToken next = lex_peek(p);
    if (next.kind == TOKEN_NOT)
        return parser_fail(p, next.span.begin,
                           "NOT cannot stand behind %.*s: leave it out with AND NOT instead",
                           SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
    if (is_operand_end(next.kind))
        return fail_missing(p, token, next);
    bool is_empty;
    Query *right = parse_full_unit(p, &is_empty);
    if (!right)
        return is_empty ? fail_missing(p, token, lex_peek(p)) : NULL;
    return make_prox(p, token, left, right);
}

static Query *parse_prox(Parser *p, bool *is_empty)
{
    Query *query = parse_full_unit(p, is_empty);
    unsigned links = 0;
    while (query && lex_peek(p).kind == TOKEN_PROX) {
        if (++links > QUERY_DEPTH_MAX)
            return parser_fail(p, lex_peek(p).span.begin,
                               "a chain of more than %d operators of nearness: ask in parts",
                               QUERY_DEPTH_MAX);
        query = parse_link(p, query);
    }
    return query;
}

/* ---- NOT, AND, OR ---- */

static Query *parse_not(Parser *p, bool *is_empty)
{
    const QueryToken token = lex_peek(p);
    if (token.kind != TOKEN_NOT)
        return parse_prox(p, is_empty);
    p->at = token.span.end;
    const QueryToken next = lex_peek(p);
    *is_empty = false;
    if (next.kind == TOKEN_PROX)
        return parser_fail(p, token.span.begin, "NOT %.*s is not known yet",
                           SLICE_ARG(slice_range(p->text, next.span.begin, next.span.end)));
    if (is_operand_end(next.kind))
        return fail_missing(p, token, next);
    if (p->depth >= QUERY_DEPTH_MAX)
        return parser_fail(p, token.span.begin, "more than %d brackets and NOTs in each other: ask in parts",
                           QUERY_DEPTH_MAX);
    p->depth++;
    Query *child = parse_not(p, is_empty); /* at most QUERY_DEPTH_MAX deep */
    p->depth--;
    if (!child)
        return *is_empty ? fail_missing(p, token, lex_peek(p)) : NULL;
    return node_over_one(p, QUERY_NOT, child, (Span){token.span.begin, child->typed.end});
}

/* Makes one node over what was gathered; NULL for nothing. */
static Query *gather(Parser *p, QueryKind kind, const Nodes *nodes)
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
        if (next.kind == TOKEN_AND) {
            p->at = next.span.end;
            const QueryToken operand = lex_peek(p);
            if (is_operand_end(operand.kind))
                return fail_missing(p, next, operand);
            if (!query)
                return parser_fail(p, next.span.begin, "a word is missing before '%.*s'",
                                   SLICE_ARG(slice_range(p->text, next.span.begin, next.span.end)));
        } else if (next.kind == TOKEN_BAD) {
            return NULL;
        } else if (next.kind == TOKEN_PROX) {
            return parser_fail(p, next.span.begin, "a word is missing before '%.*s'",
                               SLICE_ARG(slice_range(p->text, next.span.begin, next.span.end)));
        } else if (next.kind == TOKEN_END || next.kind == TOKEN_CLOSE || next.kind == TOKEN_OR) {
            break;
        }
    }
    if (nodes.count == 0)
        return parser_fail(p, begin,
                           "only marks stand here, no letter or digit: type the words that you seek");
    return gather(p, QUERY_AND, &nodes);
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
        if (is_operand_end(next.kind))
            return fail_missing(p, token, next);
    }
    return gather(p, QUERY_OR, &nodes);
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
                parser_note(p, "the closing bracket at character %zu had no opening one: left out",
                            parser_place(p, token.span.begin));
            has_extra = true;
            p->at = token.span.end;
            continue;
        }
        if (nodes.count > 0 &&
            (token.kind == TOKEN_AND || token.kind == TOKEN_OR || token.kind == TOKEN_PROX))
            return parser_fail(p, token.span.begin, "brackets do not pair up before '%.*s'",
                               SLICE_ARG(slice_range(p->text, token.span.begin, token.span.end)));
        Query *query = parse_or(p);
        if (!query)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = query;
    }
    if (nodes.count == 0)
        return node_new(p, QUERY_ALL, (Span){0, p->text.size});
    return gather(p, QUERY_AND, &nodes);
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
    *query = parse_all(&p);
    return *query ? STATUS_OK : STATUS_FAIL;
}
