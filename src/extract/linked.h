/* JSON as it stands in pages: read with patience, into an arena. Inside extract only. */
#ifndef EXTRACT_LINKED_H
#define EXTRACT_LINKED_H

#include "base/arena.h"

typedef enum LinkedKind { LINKED_TEXT, LINKED_NUMBER, LINKED_WORD, LINKED_OBJECT, LINKED_ARRAY } LinkedKind;

typedef struct Linked Linked;
struct Linked {
    LinkedKind kind;
    Slice key;  /* in an object */
    Slice text; /* of a text (references undone), number or word */
    Linked *first, *next;
};

#define LINKED_DEPTH_MAX 64
#define LINKED_NODES_MAX 100000

/* The value at the start of the text, as far as it can be read; NULL if there is none. Damage that is common
 * in pages is read over: line breaks inside texts, commas too many, comments and CDATA marks around it, a cut
 * end. */
Linked *linked_read(Arena *arena, Slice text);
Linked *linked_get(const Linked *object, const char *key); /* NULL if absent */
/* The text of a member, of its "name", "@value" or "@id" when it is an object, of the first when it is an
 * array. */
Slice linked_text(const Linked *value);
Slice linked_get_text(const Linked *object, const char *key);

#endif
