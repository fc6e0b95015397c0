/* What the readers of a picture file share: where its words lie, and how bytes become texts. Inside syntax
 * only. */
#ifndef SYNTAX_PHOTO_PARTS_H
#define SYNTAX_PHOTO_PARTS_H

#include "syntax/photo_words.h"

#define PHOTO_TEXT_MAX ((size_t)64 << 10) /* a longer text is cut: no caption comes near */
#define PHOTO_ITEM_MAX 1000               /* the same of a name or a keyword */
#define PHOTO_LIST_MAX 200                /* more by-lines or keywords are left out */
#define PHOTO_XMP_MAX ((size_t)8 << 20)

/* Where the words of a file lie. All may be empty; slices lie in the file or in the arena. */
typedef struct PhotoParts {
    Slice exif;         /* a TIFF header and what follows it */
    Slice xmp;          /* a packet */
    Slice xmp_extended; /* the rest of it, where a JPEG had to cut it in pieces */
    Slice resources;    /* Photoshop's: a row of 8BIM blocks */
    Slice iim;          /* IPTC-IIM datasets */
    bool has_digest;    /* of the IIM, as it was when XMP was last made equal to it */
    unsigned char digest[16];
    uint32_t width, height;
    PhotoWords own; /* what the container says in texts of its own (PNG) */
} PhotoParts;

void photo_parts_of_jpeg(Arena *arena, Slice bytes, PhotoParts *parts);
void photo_parts_of_png(Arena *arena, Slice bytes, PhotoParts *parts);
void photo_parts_of_webp(Slice bytes, PhotoParts *parts);
void photo_parts_of_psd(Slice bytes, PhotoParts *parts);
/* Also fills what a TIFF file holds besides: size, XMP, IIM, resources. */
void photo_parts_of_tiff(Slice bytes, PhotoParts *parts);
/* Looks through Photoshop's resources for IIM, its digest, XMP and Exif that are not there yet. */
void photo_parts_of_resources(PhotoParts *parts);

/* One reader a kind of words; each adds what is said, and leaves the rest empty. */
void photo_read_iim(Arena *arena, Slice iim, PhotoWords *words);
void photo_read_xmp(Arena *arena, Slice packet, PhotoWords *words);
void photo_read_exif(Arena *arena, Slice tiff, PhotoWords *words);

/* Numbers of up to 4 bytes; 0 where they do not lie in the bytes whole. */
uint32_t photo_u16(Slice bytes, size_t at, bool is_big);
uint32_t photo_u32(Slice bytes, size_t at, bool is_big);

/* The character set of bytes that do not tell theirs: UTF-8 if they are, else a single-byte set, guessed. */
Slice photo_charset(Arena *arena, Slice bytes);
/* A text as it is to be shown: valid UTF-8, up to the first NUL, without controls but line ends, trimmed;
 * cut to PHOTO_TEXT_MAX. charset empty: photo_charset. */
Slice photo_text(Arena *arena, Slice bytes, Slice charset);
void photo_add(Arena *arena, Slices *list, Slice text); /* if it says something, and anything new */
/* Dates of Exif, XMP and IIM as PhotoWords has them; empty if it is none. */
Slice photo_date(Arena *arena, Slice text);

#endif
