/* The levels of Nexis, from the loosest to the tightest:
 *
 *     query := and { AND NOT and }
 *     and   := prox { AND prox }
 *     prox  := or { w/5 or }
 *     or    := row { OR row }              words side by side are a phrase
 */
#include "query/parser.h"

Query *nexis_or(Parser *p, bool *is_empty)
{
    Nodes nodes = {0};
    for (;;) {
        Query *query = parse_row(p, is_empty);
        if (!query)
            return nodes.count > 0 && *is_empty ? parse_gather(p, QUERY_OR, &nodes) : NULL;
        *LIST_ADD(p->arena, &nodes) = query;
        const QueryToken token = lex_peek(p);
        if (token.kind != TOKEN_OR)
            return parse_gather(p, QUERY_OR, &nodes);
        p->at = token.span.end;
        if (parse_is_end(lex_peek(p).kind))
            return parse_fail_missing(p, token, lex_peek(p));
    }
}

static Query *nexis_and(Parser *p)
{
    Nodes nodes = {0};
    const size_t begin = lex_peek(p).span.begin;
    for (;;) {
        bool is_empty;
        Query *query = lex_peek(p).kind == TOKEN_NOT ? parse_not(p, &is_empty) : parse_prox(p, &is_empty);
        if (!query && !is_empty)
            return NULL;
        if (query)
            *LIST_ADD(p->arena, &nodes) = query;
        const QueryToken next = lex_peek(p);
        if (next.kind == TOKEN_BAD)
            return NULL;
        if (next.kind == TOKEN_AND) {
            p->at = next.span.end;
            if (parse_is_end(lex_peek(p).kind))
                return parse_fail_missing(p, next, lex_peek(p));
        } else if (next.kind == TOKEN_OR || next.kind == TOKEN_PROX) {
            return parse_fail_before(p, next);
        } else if (parse_is_end(next.kind)) {
            break;
        }
    }
    if (nodes.count == 0)
        return parser_fail(
            p, begin, "only-marks\tonly marks stand here, no letter or digit: type the words that you seek");
    return parse_gather(p, QUERY_AND, &nodes);
}

Query *nexis_query(Parser *p)
{
    Nodes nodes = {0};
    for (;;) {
        const QueryToken before = lex_peek(p);
        const bool is_without = before.kind == TOKEN_AND_NOT;
        if (is_without) {
            p->at = before.span.end;
            if (parse_is_end(lex_peek(p).kind))
                return parse_fail_missing(p, before, lex_peek(p));
        }
        Query *query = nexis_and(p);
        if (query && is_without)
            query = node_over_one(p, QUERY_NOT, query, (Span){before.span.begin, query->typed.end});
        if (!query)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = query;
        if (lex_peek(p).kind != TOKEN_AND_NOT)
            return parse_gather(p, QUERY_AND, &nodes);
    }
}
