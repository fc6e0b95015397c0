/* Pictures of a page: where they lie, and whose they are. Inside extract only. */
#ifndef EXTRACT_MEDIA_H
#define EXTRACT_MEDIA_H

#include "extract/desk.h"

/* The true address of an <img>; empty if it has none. */
Slice image_address(const Page *page, uint32_t image);
/* "a-123.jpg" of "https://host/x/a-123.jpg?w=800". */
Slice address_file(Slice address);
/* Does an address end as files of pictures do? */
bool address_is_picture(Slice value);
/* Its width or height as an attribute says it; 0 if none does. */
uint32_t image_pixels(const Page *page, uint32_t image, const char *name);
/* Finds desk->next_headline; before the pictures are asked for. */
void note_next_headline(Desk *desk);
/* Does the picture belong to the piece by the place where it stands? */
bool image_is_of_piece(const Desk *desk, uint32_t image);
/* The page's own: icons, faces of writers, counters, pictures put there until a script comes. */
bool image_is_furniture(const Page *page, uint32_t image, const Media *media);
/* The whole of a small box around it leads elsewhere: the picture of a teaser. */
bool image_is_of_teaser(const Page *page, uint32_t image, uint32_t figure);
/* The box of a thing that the piece tests or recommends and links to a shop; 0: the picture is in none. */
uint32_t image_product_box(const Page *page, uint32_t image);

#endif
