/* A page of which only the text is left. Inside extract only. */
#ifndef EXTRACT_TEXT_CAPTURE_H
#define EXTRACT_TEXT_CAPTURE_H

#include "extract/desk.h"

/* Reads desk->html as plain text: one paragraph a line. Needs archive title and furniture of the options
 * where given. */
void read_text_capture(Desk *desk);

#endif
