/* Where an export goes: standard output, or a file that appears when it is complete. */
#ifndef CLI_SINK_H
#define CLI_SINK_H

#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct Sink {
    FILE *stream;
    char *path;   /* NULL: the stream is somebody else's */
    char *beside; /* the file that is written; NULL: path itself, which is a device or a pipe */
} Sink;

/* path "-" is `standard`. A device or pipe is written as it is. */
MUST_CHECK Status sink_open(Arena *arena, const char *path, FILE *standard, Sink *sink, Error *err);
/* Brings everything to disk and the file to its name. */
MUST_CHECK Status sink_finish(Sink *sink, Error *err);
/* Leaves no trace of an unfinished file; after sink_finish nothing is left to do. */
void sink_close(Sink *sink);

#endif
