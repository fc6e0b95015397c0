/* What the files of the parser share. Private to query/.
 *
 *     lex.c    where the next token is and what kind it is
 *     parse.c  precedence: OR, AND, NOT, proximity, brackets
 *     leaf.c   words, phrases, prefixes, exact forms -> position nodes
 *     field.c  field:value, dates, ranges, calendars, facets
 *     node.c   makes nodes, keeps their number and height in bounds
 *
 * A function that gives a node gives NULL when the query cannot be read; the error is set by then. */
#ifndef QUERY_PARSER_H
#define QUERY_PARSER_H

#include "query/query.h"
#include "text/text.h"

#define QUERY_TYPED_MAX (1u << 20) /* bytes of a typed query; the longest of ours seen had 3 KiB */
#define QUERY_HEIGHT_MAX 200       /* nodes above one another: what readers of the tree may recurse */

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_PROX,     /* how, distance, is_ordered, unit */
    TOKEN_QUOTE,    /* an opening quotation mark */
    TOKEN_EXACT,    /* "=" before a word or quotation mark */
    TOKEN_FIELD,    /* name; ends behind ":", or before the sign of comparison in "wc>1200" */
    TOKEN_FUNCTION, /* name; ends behind the opening bracket */
    TOKEN_WORD,
    TOKEN_BAD /* the error is set */
} TokenKind;

typedef struct QueryToken {
    TokenKind kind;
    Span span;
    Slice name;        /* FIELD, FUNCTION */
    QueryKind how;     /* PROX: QUERY_NEAR or QUERY_SAME */
    uint32_t distance; /* NEAR */
    bool is_ordered;
    SameUnit unit; /* SAME */
} QueryToken;

/* What a bare word means where it stands: inside `section:( ... )` it is a section. */
typedef enum ScopeKind {
    SCOPE_TEXT,
    SCOPE_FACET,
    SCOPE_AUTHOR,
    SCOPE_DATE,
    SCOPE_YEAR,
    SCOPE_MONTH,
    SCOPE_DAY,
    SCOPE_WEEKDAY,
    SCOPE_WORDS
} ScopeKind;

typedef struct Scope {
    ScopeKind kind;
    FacetField facet; /* SCOPE_FACET */
    bool is_exact;    /* SCOPE_TEXT: inside exact( ) */
} Scope;

typedef struct Parser {
    Arena *arena;
    Slice text; /* valid UTF-8 */
    size_t at;
    ParseOptions options;
    QueryNotes *notes;
    Error *err;
    unsigned depth; /* brackets and NOTs that are open */
    size_t nodes;
    Scope scope;
} Parser;

/* ---- lex.c ---- */

QueryToken lex_next(Parser *p); /* takes it */
QueryToken lex_peek(Parser *p); /* leaves it */
/* The end of the word-like run at `at`: up to white space, brackets, quotation marks or "|". */
size_t lex_chunk_end(Slice text, size_t at);
bool lex_is_quote(uint32_t rune);
/* The place of a byte as people count: characters from 1. */
size_t parser_place(const Parser *p, size_t at);
/* Sets the error "... at character N"; always gives NULL. */
Query *parser_fail(Parser *p, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
void parser_note(Parser *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* ---- node.c ---- */

/* Counts one thing more in the query; false with the error set if these are too many. */
bool node_count(Parser *p, size_t at);
/* A new node; NULL if the query has too many. */
Query *node_new(Parser *p, QueryKind kind, Span typed);
Query *node_with_text(Parser *p, QueryKind kind, Slice text, Span typed);
/* Over children; AND and OR take up children of their own kind, a single child of AND, OR, PHRASE is lifted.
 */
Query *node_over(Parser *p, QueryKind kind, Query **children, size_t count, Span typed);
Query *node_over_one(Parser *p, QueryKind kind, Query *child, Span typed);
Query *node_days(Parser *p, int64_t min, int64_t max, Span typed);
Query *node_facet(Parser *p, FacetField facet, Slice key, bool is_prefix, Span typed);

typedef struct Nodes {
    Query **items;
    size_t count, capacity;
} Nodes;

/* ---- leaf.c ---- */

/* The word at p->at, in the text scope. *is_empty: it held no letter or digit, was noted and left out. */
Query *leaf_word(Parser *p, bool is_exact, bool *is_empty);
/* The phrase that begins with the quotation mark at p->at. */
Query *leaf_phrase(Parser *p, bool is_exact);
/* What stands between quotation marks at p->at, for a field's value; p->at moves behind. */
Slice leaf_quoted(Parser *p, Span *inside);

/* ---- field.c ---- */

/* The value or group behind the field's name, which has been taken. */
Query *field_query(Parser *p, QueryToken name);
/* A bare word or phrase in a scope that is not text. */
Query *field_value(Parser *p);
/* Is that the name of a field, known now or later? */
bool field_is_name(Slice name);

/* ---- range.c: values of date:, year:, month:, day:, weekday:, words: ---- */

Query *range_value(Parser *p);

/* ---- parse.c ---- */

Query *parse_or(Parser *p);
/* A bracketed group whose opening bracket has been taken. */
Query *parse_group(Parser *p, size_t open_at);

#endif
