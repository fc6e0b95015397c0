/* Who wrote a piece, as it is printed. Inside extract only. */
#ifndef EXTRACT_BYLINE_H
#define EXTRACT_BYLINE_H

#include "extract/desk.h"

/* "Jane Roe Published", "Jane Roe for The Herald": the name without what stands behind it and is none of it.
 */
Slice byline_without_tail(Slice text);

/* The line that a template calls byline or author, and links that call themselves rel=author. */
void claim_visible_authors(Desk *desk);
/* Lines beside the headline that begin with "by" in its languages and go on with a name. Needs a
 * headline_node. */
void claim_by_lines(Desk *desk);
/* "Autor: ...", "作者：...": labels that say nothing but who wrote, wherever they stand. */
void claim_labelled_lines(Desk *desk);
/* "Reporting by The Herald.", and a short line of a name at the right margin. Both weigh less than any
 * byline. */
void claim_signatures(Desk *desk);
/* Does a line beside the headline say that he made pictures or the like: "Photography by Jane Roe"? */
bool byline_names_maker(Desk *desk, Slice name);

#endif
