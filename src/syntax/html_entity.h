/* Character references; inside syntax only. */
#ifndef SYNTAX_HTML_ENTITY_H
#define SYNTAX_HTML_ENTITY_H

#include "base/slice.h"

/* The code point that the reference at the start of `text` (an ampersand) means, and its size in bytes, with
 * the semicolon if it is there. Numbers may lack it; names must have it, except the few that browsers take
 * without. 0 if it is no reference. */
uint32_t html_reference(Slice text, size_t *size);

#endif
