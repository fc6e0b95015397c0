/* The words that belong to a picture. Inside extract only. */
#ifndef EXTRACT_CAPTION_H
#define EXTRACT_CAPTION_H

#include "extract/desk.h"

/* Reads caption and credit from the text inside `frame`, which holds a picture and little else. */
void read_frame(Desk *desk, uint32_t frame, Media *media);
/* "Photo: ", "Bild: ", "©" at the head of a credit: it only introduces it. */
Slice strip_credit_label(Slice text);

#endif
