/* A picture in another width. One process resizes one picture: what it reads is a stranger's, and the
 * decoders that read it are large. */
#ifndef RESIZE_RESIZE_H
#define RESIZE_RESIZE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

enum {
    RESIZE_PIXELS_MAX = 120 * 1000 * 1000, /* a page scan of 600 dpi has 35 millions; a bomb has thousands */
    RESIZE_SIDE_MAX = 40000,
    RESIZE_BYTES_MAX = 64 << 20 /* of the original */
};

/* Makes libvips ready; only decoders of RESIZE's formats are left in it. */
MUST_CHECK Status resize_begin(const char *program, Error *err);

/* Gives `original` (JPEG, PNG, WebP, GIF, TIFF) `width` pixels wide, upright and without metadata: as JPEG,
 * or as PNG where it is see-through. The result is the library's and lives to the end of the process. SKIP:
 * it is no such picture, is damaged, is too large, or would not become smaller by it. */
MUST_CHECK Status resize_picture(Slice original, unsigned width, Slice *made, Error *err);

/* From here on this process may use so much memory and time (and then dies), opens nothing for writing,
 * starts no program and knows no network. What the system does not offer is left out. */
void limits_set(void);
void limits_close_doors(void);

#endif
