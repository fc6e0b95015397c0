/* The namespaces that feeds speak in. */
#ifndef IMPORT_FEED_SPACE_H
#define IMPORT_FEED_SPACE_H

#include "syntax/xml.h"

typedef enum FeedSpace {
    SPACE_CORE, /* RSS, Atom, CDF: their own names */
    SPACE_DC,
    SPACE_DCTERMS,
    SPACE_CONTENT,
    SPACE_MEDIA,
    SPACE_ITUNES,
    SPACE_XHTML,
    SPACE_FEEDBURNER,
    SPACE_OTHER
} FeedSpace;

/* By the namespace, whatever its spelling and version; by the prefix where none, or an unknown one, is
 * declared. */
FeedSpace feed_space_of(const Xml *element);

#endif
