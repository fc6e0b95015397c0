/* A stretch of a text. */
#ifndef MODEL_SPAN_H
#define MODEL_SPAN_H
#include <stddef.h>

/* Bytes [begin, end) of a text. Empty (begin == end) means absent. */
typedef struct Span {
    size_t begin, end;
} Span;

#endif
