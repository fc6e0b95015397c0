/* Words that stand on every page of some paper and belong to no piece. Inside extract only. */
#ifndef EXTRACT_BOILERPLATE_H
#define EXTRACT_BOILERPLATE_H

#include "base/arena.h"

/* A short line that only leads elsewhere or asks for something: "Read more:", "Advertisement", "Sign up for".
 */
bool is_boilerplate(Arena *arena, Slice line);
/* A heading behind which the piece is over: "Related articles", "Leave a comment". */
bool is_end_mark(Arena *arena, Slice line);
/* The same of a line that is no heading: "Contact:" alone, and whole. */
bool is_end_label(Arena *arena, Slice line);
/* A note behind the piece on who made it: "(Reporting by ...)", "With files from", "Source: ". */
bool is_sign_off(Arena *arena, Slice line);

#endif
