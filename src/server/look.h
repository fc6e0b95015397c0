/* How the publisher wants the pages to look: colours, logo, links, tongue. Made once when the server starts,
 * read by every worker. */
#ifndef SERVER_LOOK_H
#define SERVER_LOOK_H

#include "page/page.h"
#include "server/server.h"

typedef struct Look {
    Slice style, style_href; /* the style sheet with the publisher's colours behind it */
    Slice script_href;
    Slice logo, logo_type, logo_href; /* empty: none */
    Slice title, tagline, rights, license, contact;
    PageLinks header_links, footer_links;
    PageTongue tongue; /* for those whose browser asks for none that there is */
} Look;

/* FAIL: a value that cannot be used, or a logo that cannot be read; the message says which setting. */
MUST_CHECK Status look_open(Arena *arena, const char *folder, const SiteOptions *options, Look *look,
                            Error *err);

#endif
