/* The text of a piece that stands in no element of its page, only in a script's data. Inside extract only. */
#ifndef EXTRACT_SCRIPT_BODY_H
#define EXTRACT_SCRIPT_BODY_H

#include "base/arena.h"

/* The body of the piece of that headline out of the JSON in the page's scripts, as HTML with its pictures;
 * empty if there is none. Reads at most SCRIPT_BYTES_MAX of scripts. */
#define SCRIPT_BYTES_MAX (8u << 20)
Slice script_body(Arena *arena, Slice html, Slice headline);

#endif
