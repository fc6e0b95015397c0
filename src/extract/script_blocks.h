/* Texts and lists of paragraphs in a script's data: how much prose they hold, and what they are as HTML.
 * Inside extract only. */
#ifndef EXTRACT_SCRIPT_BLOCKS_H
#define EXTRACT_SCRIPT_BLOCKS_H

#include "syntax/json.h"

#define SCRIPT_LETTERS_MIN 300
#define SCRIPT_VISITS_MAX 1000000 /* values looked at below one object */

/* The best so far: a text with or without markup, or a list of blocks. */
typedef struct ScriptText {
    const Json *value;
    size_t letters; /* bytes of words, markup not counted */
} ScriptText;

void script_text_weigh(const Json *text, ScriptText *best);
/* *budget: what is left of SCRIPT_VISITS_MAX. */
void script_list_weigh(const Json *list, ScriptText *best, size_t *budget);
/* As <article class="article-body">...</article>. */
Slice script_text_html(Arena *arena, const ScriptText *text);

#endif
