/* The words that belong to a picture. Inside extract only. */
#ifndef EXTRACT_CAPTION_H
#define EXTRACT_CAPTION_H

#include "extract/desk.h"

/* Reads caption and credit from the text inside `frame`, which holds a picture and little else. */
void read_frame(Desk *desk, uint32_t frame, Media *media);
/* Reads the name of the thing, as caption, and the credit from a box that shows it for sale. False: no name.
 */
bool read_product(Desk *desk, uint32_t box, Media *media);
/* "Photo: ", "Bild: ", "©" at the head of a credit: it only introduces it. */
Slice strip_credit_label(Slice text);
/* What an <img> says for the pointer and for scripts, where nothing is printed: "... | Bild: dpa",
 * data-caption. */
void read_image_title(Desk *desk, uint32_t image, Media *media);
/* A caption as printed, its credit at the end taken off; a credit that is known already stays. */
void caption_settle(Desk *desk, Slice text, Media *media);
void credit_settle(Desk *desk, Slice printed, Media *media);
/* The day in the caption of a picture that is credited and no file picture: wire captions tell when it was
 * taken. */
void caption_taken(const Desk *desk, Media *media);
/* Pictures, captions and credits that only metadata state. When the page's own pictures are in. */
void add_stated_images(Desk *desk);
/* The number of a line "Media ID: 55384080"; empty when none is printed behind the words. False: no such
 * line. */
bool read_media_id(Slice text, Slice *id);

#endif
