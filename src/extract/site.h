/* What the extraction of one page asks of Site. Inside extract only. */
#ifndef EXTRACT_SITE_H
#define EXTRACT_SITE_H

#include "extract/desk.h"

/* Adds a claim, of source "site", for each field of which the page itself states nothing, where the other
 * pages of its host have shown an element that holds it. Before the fields are decided. */
void site_claim(Desk *desk);
/* Is the line one that many pieces of the page's host print? */
bool site_has_line(const Desk *desk, Slice line);
/* Writes down in options->lesson what the page, once decided, teaches, and in options->page what it tells of
 * itself. */
void site_note(const Desk *desk);

#endif
