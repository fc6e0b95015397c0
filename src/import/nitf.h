/* NITF, alone or inside NewsML-G2 and ninjs. */
#ifndef IMPORT_NITF_H
#define IMPORT_NITF_H

#include "import/stated_kit.h"
#include "syntax/xml.h"

/* The root <nitf> at or below an element; NULL if there is none. */
const Xml *nitf_find(const Xml *element);
/* Puts what a <nitf> says into an article and its body; what is set already stays. */
void nitf_read_root(Record *record, Arena *arena, const Xml *nitf, Stated *stated);

/* XHTML or NITF below an element as an HTML fragment: known elements by their HTML names, others as their
 * text, no attribute but href. */
Slice nitf_html(Arena *arena, const Xml *element);
/* The same of one document whose root is <html> (its body), or of a fragment. */
Slice nitf_html_body(Arena *arena, const Xml *root);

#endif
