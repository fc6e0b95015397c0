/* The words that belong to a picture. Inside extract only. */
#ifndef EXTRACT_CAPTION_H
#define EXTRACT_CAPTION_H

#include "extract/desk.h"

/* Reads caption and credit from the text inside `frame`, which holds a picture and little else. */
void read_frame(Desk *desk, uint32_t frame, Media *media);
/* "Photo: ", "Bild: ", "©" at the head of a credit: it only introduces it. */
Slice strip_credit_label(Slice text);
/* The number of a line "Media ID: 55384080"; empty when none is printed behind the words. False: no such
 * line. */
bool read_media_id(Slice text, Slice *id);

#endif
