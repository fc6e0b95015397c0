/* Safe inner HTML of a run of text nodes. Inside extract only. */
#ifndef EXTRACT_SANITISE_H
#define EXTRACT_SANITISE_H

#include "base/builder.h"
#include "extract/page.h"

/* Adds the text nodes of a line, but for the unseen, with the inline elements that are allowed (a em strong b
 * i cite q sub sup br); everything else is text. Links keep an absolute http, https or mailto address or are
 * dropped; all text is escaped; white space is collapsed. */
void sanitise_run(Builder *out, const Page *page, const Line *line);

#endif
