/* Bytes of a page -> valid UTF-8, in the order of WHATWG: byte order mark, HTTP header, <meta> in the first
 * bytes, valid UTF-8 as it stands, then a guess (uchardet). */
#ifndef SYNTAX_CHARSET_H
#define SYNTAX_CHARSET_H

#include "base/arena.h"

/* declared: charset of the HTTP header, or empty. is_html: look for <meta>. *name (may be NULL) gets the
 * encoding used, by WHATWG's name. No copy when it is valid UTF-8. Bytes that mean nothing become U+FFFD. */
Slice charset_to_utf8(Arena *arena, Slice bytes, Slice declared, bool is_html, Slice *name);

#endif
