/* The first element of a document, told from its first bytes without reading it. */
#ifndef IMPORT_FEED_ROOT_H
#define IMPORT_FEED_ROOT_H

#include "base/slice.h"

#define FEED_ROOT_SIZE ((size_t)4096)

typedef struct FeedRoot {
    Slice name;                 /* local name of the root element */
    Slice tag;                  /* its start tag, as far as it lies in the bytes */
    char bytes[FEED_ROOT_SIZE]; /* of a document in UTF-16 or UTF-32 */
} FeedRoot;

/* Past byte order mark, declaration, comments, processing instructions and a doctype. False: no element. */
bool feed_root_of(Slice first, FeedRoot *root);

#endif
