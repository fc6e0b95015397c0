/* What is done to the blocks of a body, whether they came from HTML or from a text capture. Inside extract
 * only. */
#ifndef EXTRACT_BLOCKS_H
#define EXTRACT_BLOCKS_H

#include "extract/desk.h"

/* All of the steps below in their order, then text, spans and dateline. */
void finish_blocks(Desk *desk);

/* edge.c: what stands before the first and behind the last paragraph and is none: dates, bylines, standfirst,
 * tags, about the author. Standfirst to article->subheadline; notes on sources and authors become insets.
 * Needs desk->facts. */
void trim_edges(Desk *desk);

/* shortcode.c: "[inset_left]..[/inset_left]" becomes an inset block; [caption], [gallery] and their like go.
 */
void shortcodes_to_insets(Arena *arena, Article *article);
/* turn.c: the turns of an interview become blocks of their own, with speaker. */
void find_turns(Arena *arena, Article *article);
bool turn_begins(Slice line);   /* "(Q) ...", "A: ...", "[Name] ..." */
Slice turn_speaker(Slice line); /* "Name: ..." gives the name; empty if the line does not begin so */
/* repair.c: damage of old content systems, with a record of each change. */
void repair_article(Arena *arena, Article *article);
void place_repairs(Article *article); /* from spans in blocks to spans in the text */
/* dateline.c */
void find_dateline(Desk *desk);
/* extract_dateline for a page whose paper is known: "Place, The Paper—". */
bool dateline_of(const Desk *desk, Slice text, Dateline *dateline);

#endif
