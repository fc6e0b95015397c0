/* What the three feeds share: the body as HTML, and times. */
#ifndef EXPORT_FEED_H
#define EXPORT_FEED_H

#include "export/export.h"
#include "export/xml_out.h"

/* A link of Atom's, in RSS too (prefix "atom:"); type NULL: not told. Nothing for an empty address. */
void feed_link(Builder *b, const char *prefix, const char *relation, const char *type, Slice href);
/* Those of a page of a feed, its terms, whether it is all there is (RFC 5005), and OpenSearch's counts. */
void feed_links(Builder *b, const char *prefix, const char *type, const Feed *feed);
/* The pictures and the body as one piece of HTML with absolute addresses. */
Slice feed_content(Arena *arena, const FeedEntry *entry);
/* Who wrote it, one name each: the authors, else the byline. Memory from the arena. */
void feed_authors(Arena *arena, const Article *article, Authors *authors);
/* All sections in which it stands; of the article itself. */
Labels feed_sections(const Article *article);
/* "{base}/author/slug"; empty without a slug. */
Slice feed_author_href(Arena *arena, const Feed *feed, const Author *author);

/* RFC 3339, and RFC 822 with a year of four digits; empty for dates coarser than a day. */
Slice feed_time(Arena *arena, Moment moment);
Slice feed_mail_time(Arena *arena, Moment moment);
/* What Atom's `updated` says: never empty. */
Slice feed_updated(Arena *arena, const Article *article);
Slice feed_outline(Arena *arena, const Article *article); /* a line or two about the piece */

#endif
