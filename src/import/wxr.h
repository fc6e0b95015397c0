/* What the files that read WordPress's exports share. Inside import only. */
#ifndef IMPORT_WXR_H
#define IMPORT_WXR_H

#include "import/inside.h"
#include "syntax/xml.h"

#define WXR_MEDIA_TYPE "application/vnd.wordpress.item+xml"

/* A child of WordPress's own namespace, whatever its version, or of the prefix "wp" that nobody declared (an
 * item is read alone). */
const Xml *wxr_child(const Xml *parent, const char *name);
const Xml *wxr_same(const Xml *element);                           /* the next of the same */
Slice wxr_text(Arena *arena, const Xml *parent, const char *name); /* trimmed; empty if absent */
/* As WordPress makes an address's part of a login name or of a term's label. */
Slice wxr_slug(Arena *arena, Slice name);
/* A slug as stated, with the letters that its percent-encoding stands for. */
Slice wxr_nicename(Arena *arena, Slice slug);

/* One <item>: adds what it states, nothing for furniture. */
void wxr_read_item(Arena *arena, const Xml *item, StatedList *list);
void wxr_read_comments(Arena *arena, const Xml *item, Article *article);
/* What plug-ins write of other languages and of terms. A term's domain and slug: false if it is none of
 * theirs. A custom field: most tell nothing. */
bool wxr_read_language_term(Arena *arena, Slice domain, Slice slug, Article *article);
void wxr_read_beside(Arena *arena, Slice key, Slice value, Article *article);
/* http://host/?p=55, which WordPress answers whatever its permalinks look like. */
Slice wxr_short_address(Arena *arena, Slice link, Slice id);
/* "2017-09-26 14:05:00" in local time and in Greenwich's: one moment with its offset; unknown if both are. */
Moment wxr_moment(Slice local, Slice gmt);

Stated *wxr_add_stated(Arena *arena, StatedList *list, StatedKind kind);

#endif
