/* Where an export goes: standard output, or a file that appears when it is complete. */
#ifndef CLI_OUT_FILE_H
#define CLI_OUT_FILE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct OutFile {
    FILE *stream;
    char *path;   /* NULL: the stream is somebody else's */
    char *beside; /* the file that is written; NULL: path itself, which is a device or a pipe */
} OutFile;

/* path "-" is `standard`. A device or pipe is written as it is. */
MUST_CHECK Status out_file_open(Arena *arena, const char *path, FILE *standard, OutFile *file, Error *err);
/* Brings everything to disk and the file to its name. */
MUST_CHECK Status out_file_finish(OutFile *file, Error *err);
/* Leaves no trace of an unfinished file; after out_file_finish nothing is left to do. */
void out_file_close(OutFile *file);

#endif
