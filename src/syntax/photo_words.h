/* What a picture file says of itself: IPTC-IIM, XMP and Exif in JPEG, TIFF, PSD, PNG and WebP, and XMP alone.
 * Bytes in, texts out. */
#ifndef SYNTAX_PHOTO_WORDS_H
#define SYNTAX_PHOTO_WORDS_H

#include "base/error.h"
#include "base/list.h"

/* Texts as they stand in the file, UTF-8; empty if it does not say. Field by field XMP beats IIM and IIM
 * beats Exif, unless the file's digest of its IIM shows that IIM was changed later: then IIM beats XMP
 * (Metadata Working Group, "Guidelines for Handling Metadata" 2.0, section 3). Exif comes last, other than
 * there: its words are as often a camera's as a person's. */
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
    Slice comment;          /* Exif's UserComment */
    uint32_t width, height; /* pixels, of the frame header */
} PhotoWords;

/* Reads the words of a picture file (JPEG, TIFF, PSD, PNG, WebP), or of an XMP packet alone. Damage is read
 * over: a broken segment tells nothing, the others still do. Only heads and segments are looked at, never the
 * picture itself. SKIP: none of these kinds. */
MUST_CHECK Status photo_words_read(Arena *arena, Slice bytes, PhotoWords *words, Error *err);
/* Do the bytes begin as a file that photo_words_read knows? */
bool photo_words_may_be(Slice first);
/* Fills what the first does not say from the second: from an XMP file beside the picture, say. */
void photo_words_fill(PhotoWords *words, const PhotoWords *more);
/* What a person would print beneath: the caption, else the comment if it has two words or more, else empty.
 */
Slice photo_words_caption(const PhotoWords *words);
/* The line under which it is credited: Credit, else Source; and all by-lines in one, ", " between them. */
Slice photo_words_credit_line(const PhotoWords *words);
Slice photo_words_by_line(Arena *arena, const PhotoWords *words);
/* Several names or words in one line. */
Slice photo_words_joined(Arena *arena, const Slices *list);
/* Does it say anything that makes it a photo of a newspaper: caption, headline, title, credit or by-line? */
bool photo_words_speak(const PhotoWords *words);

#endif
