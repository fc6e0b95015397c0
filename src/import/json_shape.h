/* Which of the JSON formats bytes are, told by the names in their first object. No memory, one pass. */
#ifndef IMPORT_JSON_SHAPE_H
#define IMPORT_JSON_SHAPE_H

#include "base/slice.h"

typedef enum JsonShape {
    JSON_SHAPE_NONE,       /* no JSON */
    JSON_SHAPE_OTHER,      /* JSON of another kind: a schema, a manifest, settings */
    JSON_SHAPE_FEED,       /* JSON Feed */
    JSON_SHAPE_NINJS,      /* a news item of the IPTC */
    JSON_SHAPE_ARTICLE,    /* an article as we write it: it names its pageKind */
    JSON_SHAPE_ARTICLELIKE /* as a person or a small program would write one: address, headline, text */
} JsonShape;

/* Of the first object in the bytes, which may be cut; it may stand in an array. */
JsonShape json_shape(Slice first);
/* The bytes are one object and nothing else but blanks. */
bool json_is_one_object(Slice text);

#endif
