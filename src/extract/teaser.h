/* Boxes inside a body that announce other pieces. Inside extract only. */
#ifndef EXTRACT_TEASER_H
#define EXTRACT_TEASER_H

#include "extract/desk.h"

/* Marks them with HINT_TEASER; when body_node is chosen. Linear in the nodes of the body. */
void mark_teasers(Desk *desk);

#endif
