/* What bytes are, told by themselves and, where they do not tell, by the end of a file's name. */
#ifndef IMPORT_SNIFF_H
#define IMPORT_SNIFF_H

#include "base/slice.h"
#include "model/record.h"

#define SNIFF_SIZE ((size_t)64 << 10) /* so many first bytes are looked at */

/* A kind of file that is kept as it is. */
typedef struct SniffedMedia {
    const char *type; /* "image/png" */
    BodyKind kind;
} SniffedMedia;

/* By magic bytes; NULL: not told by them. */
const SniffedMedia *sniff_magic(Slice bytes);
/* By the file's name, for kinds without magic bytes (style sheets, scripts); NULL: no such name. */
const SniffedMedia *sniff_name(Slice file_name);
/* Does it begin as an HTML page does: with one of its elements, after comments, an XML line or a doctype? */
bool sniff_is_html(Slice bytes);
/* Plain text of some encoding: no control bytes, and neither markup nor JSON. */
bool sniff_is_text(Slice bytes);
/* Too many control bytes for markup or text of any encoding, UTF-16 included. */
bool sniff_is_binary(Slice bytes);
/* A list of what a crawl holds (CDX, CDXJ, ZipNum): it names WARC files and holds no page. */
bool sniff_is_crawl_index(Slice bytes);
/* A format that is known by name only: what to say of it; NULL if it is none of these. */
const char *sniff_unread(Slice bytes);

/* The last ending of a name in its own case without the dot; ".gz" and ".zst" are passed over. Empty if there
 * is none. */
Slice sniff_ending(Slice file_name);

#endif
