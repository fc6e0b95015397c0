/* JSON, read with patience into an arena. Writing it is export's. */
#ifndef SYNTAX_JSON_H
#define SYNTAX_JSON_H

#include "base/arena.h"

typedef enum JsonKind {
    JSON_TEXT,
    JSON_NUMBER,
    JSON_WORD, /* true, false, null, and whatever else stands there bare */
    JSON_OBJECT,
    JSON_ARRAY
} JsonKind;

typedef struct Json Json;
struct Json {
    JsonKind kind;
    Slice key;  /* in an object */
    Slice text; /* of a text (escapes undone), number or word; without escapes it is the input itself */
    Json *first, *next; /* first member of an object or array; the member behind this one */
};

#define JSON_DEPTH_MAX 64     /* deeper values end the reading */
#define JSON_NODES_MAX 100000 /* so do more values */

/* The object or array at the start of the text, as far as it can be read; NULL if there is none. Damage that
 * is common in pages is read over: line breaks inside texts, commas too many, comments and CDATA marks around
 * it, a cut end. The text is valid UTF-8 and outlives the tree. */
Json *json_read(Arena *arena, Slice text);
Json *json_get(const Json *object, const char *key);      /* the first of that name; NULL if absent */
Slice json_get_text(const Json *object, const char *key); /* empty if absent or no text */

#endif
