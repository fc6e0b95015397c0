/* Lucene's clauses: "+a" must be there, "-a" must not, others may; where nothing must, one of those that may
 * has to. AND binds its two sides tighter than the blank and OR, which are the same.
 *
 * What may be there where something else must does not narrow, but counts for the score: (a OR *). */
#include "query/parser.h"

typedef struct Clauses {
    Nodes must, may, not_any;
} Clauses;

/* [+ | - | NOT] prox; NULL with *is_empty for marks alone. */
static Query *read_clause(Parser *p, bool *is_required, bool *is_empty)
{
    const QueryToken token = lex_peek(p);
    *is_required = token.kind == TOKEN_PLUS;
    return parse_not(p, is_empty);
}

/* clause { AND clause } into the list that it belongs to. False with the error set. */
static bool read_chain(Parser *p, Clauses *clauses)
{
    Nodes chain = {0};
    bool is_required = false, is_empty;
    for (;;) {
        Query *query = read_clause(p, &is_required, &is_empty);
        if (!query && !is_empty)
            return false;
        if (query)
            *LIST_ADD(p->arena, &chain) = query;
        const QueryToken token = lex_peek(p);
        if (token.kind != TOKEN_AND)
            break;
        p->at = token.span.end;
        if (!query)
            return parse_fail_before(p, token);
        if (parse_is_end(lex_peek(p).kind))
            return parse_fail_missing(p, token, lex_peek(p));
    }
    if (chain.count == 0)
        return true;
    Query *query = parse_gather(p, QUERY_AND, &chain);
    if (!query)
        return false;
    Nodes *list = chain.count == 1 && query->kind == QUERY_NOT ? &clauses->not_any
                  : chain.count == 1 && is_required            ? &clauses->must
                                                               : &clauses->may;
    *LIST_ADD(p->arena, list) = query;
    return true;
}

static Query *combine(Parser *p, Clauses *clauses, size_t begin)
{
    Nodes all = clauses->must;
    if (clauses->may.count > 0) {
        if (clauses->must.count > 0) {
            Query *any = node_new(p, QUERY_ALL, clauses->may.items[0]->typed);
            if (!any)
                return NULL;
            *LIST_ADD(p->arena, &clauses->may) = any;
        }
        Query *one = parse_gather(p, QUERY_OR, &clauses->may);
        if (!one)
            return NULL;
        *LIST_ADD(p->arena, &all) = one;
    }
    for (size_t i = 0; i < clauses->not_any.count; i++)
        *LIST_ADD(p->arena, &all) = clauses->not_any.items[i];
    if (all.count == 0)
        return parser_fail(
            p, begin, "only-marks\tonly marks stand here, no letter or digit: type the words that you seek");
    return parse_gather(p, QUERY_AND, &all);
}

Query *lucene_query(Parser *p)
{
    Clauses clauses = {0};
    const size_t begin = lex_peek(p).span.begin;
    for (;;) {
        if (!read_chain(p, &clauses))
            return NULL;
        const QueryToken token = lex_peek(p);
        if (token.kind == TOKEN_BAD)
            return NULL;
        if (token.kind == TOKEN_PROX)
            return parse_fail_before(p, token);
        if (token.kind == TOKEN_OR) {
            p->at = token.span.end;
            if (parse_is_end(lex_peek(p).kind))
                return parse_fail_missing(p, token, lex_peek(p));
        } else if (token.kind == TOKEN_END || token.kind == TOKEN_CLOSE) {
            return combine(p, &clauses, begin);
        }
    }
}
