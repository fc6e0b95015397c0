/* Text as WordPress keeps it becomes HTML as a page would have it. Inside extract only. */
#ifndef EXTRACT_WORDPRESS_H
#define EXTRACT_WORDPRESS_H

#include "base/builder.h"
#include "base/map.h"
#include "model/article.h"

/* Classes of the elements that are made here for what becomes a block of its own. */
#define MARK_EMBED "backfile-embed"
#define MARK_INSET "backfile-inset"

/* The body as HTML: paragraphs parted, shortcodes and block comments undone, players and posts of others
 * as elements of class MARK_EMBED that hold their address, asides as elements of class MARK_INSET. Pictures
 * named by number alone (galleries) are added to `named`. */
Slice wordpress_to_html(Arena *arena, Slice body, MediaList *named);
/* The same of HTML that is not WordPress's: only players are made MARK_EMBED. */
Slice html_with_embeds(Arena *arena, Slice body);

/* Is the address one of a site whose posts and players WordPress shows where their address stands alone? */
bool is_embed_address(Slice text);

/* ---- wordpress_code.c: shortcodes ---- */

typedef enum CodeAct {
    CODE_UNKNOWN,
    CODE_PROSE,   /* a name that is also a word in brackets: only with attributes or an end */
    CODE_DROP,    /* stands for nothing that can be shown */
    CODE_UNWRAP,  /* what it encloses stays */
    CODE_BUILDER, /* the same of page builders; may hold a picture, a player or a title of its own */
    CODE_INSET,
    CODE_CAPTION,
    CODE_GALLERY,
    CODE_EMBED
} CodeAct;

#define CODE_ATTRIBUTES_MAX 40
typedef struct CodeAttribute {
    Slice name; /* empty: a value alone */
    Slice value;
} CodeAttribute;

/* [name a="b" c] or [/name]. */
typedef struct Code {
    Slice name;
    Slice inside; /* between the brackets, as typed, without the slash of an end */
    CodeAct act;
    bool is_close;
    bool is_self_closed; /* [name /] */
    bool is_well_formed; /* all that follows the name reads like attributes */
    CodeAttribute attributes[CODE_ATTRIBUTES_MAX];
    size_t count;
    size_t begin, end; /* of the brackets */
} Code;

/* Reads the bracket at `at`. False: no shortcode by its form. `next_close`: where the next "]" stands at or
 * behind `at`, kept between calls (0 at first). */
bool code_read(Slice text, size_t at, size_t *next_close, Code *code);
Slice code_value(const Code *code, const char *name); /* empty if absent */
/* Notes where each name is last closed: what tells a real shortcode from an editor's brackets. */
void code_find_closers(Slice text, Map *closers);
/* Is it one, or does an editor's "[sic]", "[Iran's]" stand there? */
bool code_is_real(const Code *code, const Map *closers);
/* The address that a player's shortcode names, from its attributes or what it encloses; empty if none. */
Slice code_address(Arena *arena, const Code *code, Slice enclosed);

#endif
