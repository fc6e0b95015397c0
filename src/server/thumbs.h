/* Photos in other widths: made by another program, one process a photo, and kept in a folder within a bound.
 *
 * The folder is cache/ in the archive, or, where the archive cannot be written, one of our own that goes when
 * the server does. What is in it can be deleted at any time. A photo that cannot be resized is kept as an
 * empty file, so that it is not tried again. Safe to use from all threads. */
#ifndef SERVER_THUMBS_H
#define SERVER_THUMBS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "server/server.h" /* the widths */

typedef struct Thumbs Thumbs;

typedef struct ThumbsOptions {
    const char *program;  /* `program WIDTH`, a picture in, a picture out; NULL: nothing is resized */
    const char *archive;  /* its folder */
    uint64_t bytes_max;   /* of what is kept */
    unsigned processes;   /* at one time */
    unsigned waiting_max; /* photos that wait for one */
    int64_t time_max_us;  /* of one photo */
} ThumbsOptions;

/* The photo and its width. */
typedef struct ThumbKey {
    int64_t capture;
    unsigned width;
} ThumbKey;

typedef enum ThumbState {
    THUMB_ABSENT, /* not made yet */
    THUMB_KEPT,
    THUMB_REFUSED /* it is known not to be made */
} ThumbState;

typedef struct ThumbsCounts {
    uint64_t made, refused, found, turned_away, bytes;
} ThumbsCounts;

MUST_CHECK Status thumbs_open(const ThumbsOptions *options, Thumbs **thumbs, Error *err);
/* Ends the processes; done() of every photo that waits is called. */
void thumbs_stop(Thumbs *thumbs);
void thumbs_close(Thumbs *thumbs);

/* Are photos resized to this width? */
bool thumbs_have_width(const Thumbs *thumbs, uint64_t width);

ThumbState thumbs_find(Thumbs *thumbs, Arena *arena, ThumbKey key, Slice *bytes);

/* Two steps, so that the caller may put its connection aside in between. The original is copied; false: too
 * many wait, or it is too large. done(context) is called once, on another thread, when thumbs_find() knows
 * more. */
typedef struct ThumbJob ThumbJob;
ThumbJob *thumbs_prepare(Thumbs *thumbs, ThumbKey key, Slice original);
void thumbs_submit(Thumbs *thumbs, ThumbJob *job, void (*done)(void *context), void *context);

ThumbsCounts thumbs_counts(Thumbs *thumbs);

#endif
