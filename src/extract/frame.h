/* The element around a picture that holds it and its words. Inside extract only. */
#ifndef EXTRACT_FRAME_H
#define EXTRACT_FRAME_H

#include "extract/page.h"

/* The figure around a picture: <figure>, "wp-caption" or another element that says so, not too large. 0:
 * none.
 */
uint32_t frame_figure(const Page *page, uint32_t image);
/* The element whose text is the picture's: the figure, more than it where the caption stands beside it, or
 * the smallest element around the picture that holds words at all. 0: none. */
uint32_t frame_of_image(const Page *page, uint32_t image);
/* Does an element below call itself a caption or a credit, and hold words? */
bool frame_names_caption(const Page *page, uint32_t at);
/* Where the frame names no credit: an element beside it that calls itself one. 0: none. */
uint32_t frame_credit_beside(const Page *page, uint32_t frame, uint32_t image);
/* Does a class speak of a picture: "image--author" names no writer. */
bool frame_is_of_picture(Slice class);

#endif
