/* Bytes of a page -> valid UTF-8, by the WHATWG order: BOM, HTTP header, meta prescan, valid UTF-8, then a guess (uchardet). */
#ifndef SYNTAX_CHARSET_H
#define SYNTAX_CHARSET_H

#include "base/arena.h"

/* declared: charset of the HTTP header or empty. *name (may be NULL) gets the encoding used, WHATWG's name. No copy when it is valid UTF-8.
 * is_html: look for <meta>. Undecodable bytes become U+FFFD. */
Slice charset_to_utf8(Arena *arena, Slice bytes, Slice declared, bool is_html, Slice *name);

#endif
