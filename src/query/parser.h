/* What the files of the parser share. Private to query/.
 *
 *     lex.c    where the next token is and what kind it is
 *     parse.c  precedence: OR, AND, NOT, proximity, brackets
 *     leaf.c   words, phrases, prefixes, exact forms -> position nodes
 *     wild.c   wildcards, words with mistakes, regular expressions
 *     phrase.c what stands between quotation marks
 *     call.c   functions: first( ), atleast( ), caps( ), sounds( ), ...
 *     field.c  field:value, facets; range.c: dates, numbers, calendars
 *     dialect.c, nexis.c, lucene.c   the languages of others
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
    TOKEN_REGEX,   /* "/" of a regular expression, which goes up to the next one */
    TOKEN_PLUS,    /* dialects: "+" before what must be there */
    TOKEN_AND_NOT, /* dialects */
    TOKEN_FIRST,   /* factiva: /F50/ behind a unit; distance */
    TOKEN_ATLEAST, /* factiva: "atleast5" before a unit; distance */
    TOKEN_DATE,    /* dialects: "date after", "date from"; ends behind "date" */
    TOKEN_BAD      /* the error is set */
} TokenKind;

typedef struct QueryToken {
    TokenKind kind;
    Span span;
    Slice name;        /* FIELD, FUNCTION */
    QueryKind how;     /* PROX: QUERY_NEAR or QUERY_SAME */
    uint32_t distance; /* NEAR */
    bool is_ordered;
    bool is_negated;
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
    SCOPE_WORDS,
    SCOPE_FILE
} ScopeKind;

/* What a word stands for: the innermost of exact( ), stem( ) and their like. */
typedef enum WordWay { WAY_PLAIN, WAY_EXACT, WAY_FUZZY, WAY_SOUNDS, WAY_VARIANTS, WAY_STEM } WordWay;

typedef struct Scope {
    ScopeKind kind;
    FacetField facet; /* SCOPE_FACET */
    WordWay way;      /* SCOPE_TEXT */
    LetterCase letters;
} Scope;

typedef struct Nodes {
    Query **items;
    size_t count, capacity;
} Nodes;

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
/* Sets the error "... (character N)"; always gives NULL. A message begins with its code and a tab. */
Query *parser_fail(Parser *p, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
void parser_note(Parser *p, const char *format, ...) PRINTF_LIKE(2, 3);
bool lex_is_space(uint32_t rune);
size_t lex_skip_space(Slice text, size_t at);
/* "after 2010", "from 19990201 to 19990301" behind "date", which has been taken. */
Query *dialect_date(Parser *p, QueryToken token);
/* A token of the language of others at token->span.begin: false if it is none of its own. */
bool dialect_token(Parser *p, QueryToken *token);
QueryToken lex_bad(QueryToken token);

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

/* A copy with all its children, counted like new ones. */
Query *node_copy(Parser *p, const Query *query);
/* wrap(p, context, part) over every part that has positions; AND, OR and NOT are looked through. NULL with
 * the error set where something has none; `name` is said there. */
Query *node_lay(Parser *p, Query *query, const char *name,
                Query *(*wrap)(Parser *p, void *context, Query *part), void *context);

/* ---- leaf.c ---- */

/* A run that is typed as one word. */
typedef struct Chunk {
    size_t begin, end; /* bytes of the query, without the marks at either side that mean something */
    size_t typed_end;
    bool is_prefix; /* a "*" stood behind it, and no other wildcard in it */
    bool is_wild;
    bool is_whole;     /* "\" stood before it: a run without blanks that no dictionary shall cut */
    unsigned mistakes; /* "~1", "~2"; 0: none */
} Chunk;

/* The word at p->at, in the text scope. *is_empty: it held no letter or digit, was noted and left out. */
Query *leaf_word(Parser *p, bool is_exact, bool *is_empty);
/* Adds the words of the run [begin, end), which is free of blanks and brackets, in a row. */
bool leaf_run(Parser *p, size_t begin, size_t end, Nodes *nodes);
/* A leaf for one word, by the way of the scope. */
Query *leaf_make(Parser *p, Slice surface, Slice folded, Span typed);
/* A row as a phrase. */
Query *leaf_row(Parser *p, const Nodes *nodes);

/* ---- wild.c ---- */

/* Reads the marks of a run: wildcards, "~1", weights. False with the error set. */
bool wild_read(Parser *p, size_t begin, size_t end, Chunk *chunk);
/* The parts of a chunk with wildcards, in a row; and all of them as one word (NULL if there is one part). */
bool wild_parts(Parser *p, const Chunk *chunk, Nodes *nodes, Query **joined);
/* A leaf for a set of words; NULL with the error set where its text is no such pattern. */
Query *wild_leaf(Parser *p, QueryKind kind, Slice text, unsigned distance, Span typed);
/* "/ab+c/" at p->at. */
Query *wild_regex(Parser *p);
/* Where the expression that begins at `at` ends, behind its closing "/"; SLICE_NONE if it is none. */
size_t wild_regex_end(Slice text, size_t at);

/* ---- phrase.c ---- */

/* The phrase that begins with the quotation mark at p->at. */
Query *leaf_phrase(Parser *p);
/* What stands between quotation marks at p->at, for a field's value; p->at moves behind. */
Slice leaf_quoted(Parser *p, Span *inside);

/* ---- call.c ---- */

/* Is that the name of a function, perhaps with a number in it ("atleast5")? */
bool call_is_name(Slice name);
/* The function whose name and opening bracket have been taken. */
Query *call_query(Parser *p, QueryToken name);
/* Sets the scope's way or letters by the name; false if the function does more than that. */
bool call_set_scope(Slice name, Scope *scope);
Query *call_atleast(Parser *p, uint32_t count, Query *query);
Query *call_first(Parser *p, uint32_t count, Query *query);

/* ---- field.c ---- */

/* The value or group behind the field's name, which has been taken. */
Query *field_query(Parser *p, QueryToken name);
/* A bare word or phrase in a scope that is not text. */
Query *field_value(Parser *p);
/* Is that the name of a field, known now or later? */
bool field_is_name(Slice name);

/* ---- range.c: values of date:, year:, month:, day:, weekday:, words: ---- */

Query *range_value(Parser *p);
/* date:[first TO last], date:>first, date:<last of what is typed there; empty: no end on that side. */
Query *range_of_days(Parser *p, Slice first, Slice last, bool with_ends, Span typed);

/* ---- parse.c ---- */

/* A whole query or what stands in brackets, by the precedences of the dialect. */
Query *parse_query(Parser *p);
Query *parse_or(Parser *p);
/* A bracketed group whose opening bracket has been taken. */
Query *parse_group(Parser *p, size_t open_at);
/* Units, one and in a row, with NEAR and its like between them. NULL with *is_empty: only marks stood there.
 */
Query *parse_row(Parser *p, bool *is_empty);
Query *parse_prox(Parser *p, bool *is_empty);
Query *parse_exact(Parser *p, bool *is_empty); /* behind "=" */
Query *parse_not(Parser *p, bool *is_empty);
/* Joins two sides by the operator of a token. */
Query *parse_link(Parser *p, QueryToken token, Query *left, Query *right);
Query *parse_gather(Parser *p, QueryKind kind, const Nodes *nodes);
/* Does an operand end before such a token? */
bool parse_is_end(TokenKind kind);
Query *parse_fail_missing(Parser *p, QueryToken operator_token, QueryToken next);
Query *parse_fail_before(Parser *p, QueryToken token);

/* ---- nexis.c, lucene.c: their own levels of precedence ---- */

Query *nexis_query(Parser *p);
Query *nexis_or(Parser *p, bool *is_empty);
Query *lucene_query(Parser *p);

#endif
