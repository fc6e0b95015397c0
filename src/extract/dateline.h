/* Datelines of Arabic texts. Inside extract only. */
#ifndef EXTRACT_DATELINE_H
#define EXTRACT_DATELINE_H

#include "extract/desk.h"

/* Does the text begin with Arabic letters, a bracket or quotation mark before them allowed? */
bool dateline_is_arabic(Slice text);
/* The dateline at the very start of an Arabic text; desk: whose paper's name is a source, NULL: none is
 * known. Its span is in bytes of `text`. */
bool dateline_arabic(Arena *arena, const Desk *desk, Slice text, Dateline *dateline);
/* extract_dateline for a text whose day is known: "Feb 26" gets its year. */
bool dateline_published(Arena *arena, Slice text, Moment published, Dateline *dateline);
/* dateline_words.c: what words could be. */
bool head_is_date(Slice text); /* "26 July 2022", "Feb 26", "June 2022", "Monday" */
bool head_is_year(Slice text);
bool head_is_place_name(Slice text); /* one to six words with capitals, small joints between */
bool head_is_label(Slice text);      /* "UPDATE", "Opinion" */
bool head_all_capitals(Slice text);
bool head_is_paper_word(Slice word); /* "Herald", "Times" */
bool head_sentence_begins(Slice text, bool allows_small);
bool head_begins_like_sentence(Slice text); /* with a word that begins sentences */

#endif
