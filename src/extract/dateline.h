/* Datelines of Arabic texts. Inside extract only. */
#ifndef EXTRACT_DATELINE_H
#define EXTRACT_DATELINE_H

#include "extract/desk.h"

/* Does the text begin with Arabic letters, a bracket or quotation mark before them allowed? */
bool dateline_is_arabic(Slice text);
/* The dateline at the very start of an Arabic text; desk: whose paper's name is a source, NULL: none is
 * known. Its span is in bytes of `text`. */
bool dateline_arabic(Arena *arena, const Desk *desk, Slice text, Dateline *dateline);
/* extract_dateline for a text whose day is known: "Feb 26" gets its year. */
bool dateline_published(Arena *arena, Slice text, Moment published, Dateline *dateline);

#endif
