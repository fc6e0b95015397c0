/* Inner HTML as markup over the plain text of its block. */
#ifndef STORE_MARKUP_H
#define STORE_MARKUP_H

#include "base/arena.h"

/* The markup lives in the arena. Any bytes are accepted as HTML. */
Slice markup_pack(Arena *arena, Slice html, Slice text);
/* The HTML again, in the arena; false when the markup does not fit the text. */
bool markup_unpack(Arena *arena, Slice markup, Slice text, Slice *html);

#endif
