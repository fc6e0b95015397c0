/* The lines of a text capture that tell where it was taken: "URL: https://...", an address alone. */
#ifndef SYNTAX_ADDRESS_LINE_H
#define SYNTAX_ADDRESS_LINE_H

#include "base/slice.h"

typedef enum AddressLine {
    ADDRESS_LINE_NONE,     /* a line of the text */
    ADDRESS_LINE_BARE,     /* an address and nothing else */
    ADDRESS_LINE_LABELLED, /* "URL:", "Source:", "Retrieved from:" and their like, and an address */
    ADDRESS_LINE_SHORT     /* "Shortlink:" and an address, or one like "https://host/?p=123" */
} AddressLine;
/* What a line is; *url gets the address, http or https, as it stands there. */
AddressLine address_line_read(Slice line, Slice *url);

/* What a text's first and last lines tell. A bare address counts as the first or the last line only. */
typedef struct AddressLines {
    Slice url;       /* of the page; empty if none is told */
    Slice shortlink; /* the same page by its number; empty if none is told */
    size_t first;    /* bytes of the text in front that are such lines, or blank */
    size_t last;     /* where those at the end begin; the text's size if there are none */
} AddressLines;
/* text: UTF-8, or any set that holds ASCII. */
AddressLines address_lines_find(Slice text);
/* "123" of "https://host/?p=123" (or page_id, attachment_id); empty if it is none. Lies in the address. */
Slice address_short_id(Slice url);

#endif
