/* What a picture file says of itself: IPTC-IIM, XMP and Exif in JPEG (and bare XMP). Bytes in, texts out. */
#ifndef SYNTAX_PHOTO_WORDS_H
#define SYNTAX_PHOTO_WORDS_H

#include "base/error.h"
#include "base/list.h"

/* Texts as they stand in the file, UTF-8; empty if it does not say. Where IIM and XMP both speak, XMP wins
 * where they agree in kind, as the Metadata Working Group's guidelines (2.0, section 5) order it: XMP, IIM,
 * Exif, unless the IIM digest shows that IIM was changed later. */
typedef struct PhotoWords {
    Slice title;     /* Object Name / dc:title */
    Slice headline;  /* Headline */
    Slice caption;   /* Caption-Abstract / dc:description / ImageDescription */
    Slice alt;       /* Iptc4xmpCore:AltTextAccessibility */
    Slices creators; /* By-line / dc:creator / Artist */
    Slice creator_title;
    Slice credit;    /* Credit / photoshop:Credit */
    Slice source;    /* Source */
    Slice copyright; /* CopyrightNotice / dc:rights / Copyright */
    Slice created;   /* as ISO 8601 cut to its grain: "2014-06-27T11:05:00+03:00", "2014-06-27", "2014" */
    Slice job_id;    /* OriginalTransmissionReference */
    Slice instructions;
    Slice city, state, country, country_code, location;
    Slices keywords;
    Slices persons; /* Iptc4xmpExt:PersonInImage */
    Slice event;
    Slice usage_terms;
    uint32_t width, height; /* pixels, of the frame header */
} PhotoWords;

/* Reads the words of a JPEG, or of an XMP packet alone. Damage is read over: a broken segment tells nothing,
 * the others still do. SKIP: neither a JPEG nor XMP. */
MUST_CHECK Status photo_words_read(Arena *arena, Slice bytes, PhotoWords *words, Error *err);

#endif
