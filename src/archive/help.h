/* Answers that help. Private to archive/. */
#ifndef ARCHIVE_HELP_H
#define ARCHIVE_HELP_H

#include "archive/inside.h"
#include "base/utf8.h"
#include "text/text.h"

/* Fills answer->help; answer->total is known. */
MUST_CHECK Status help_make(Archive *archive, Arena *arena, const Query *query, Answer *answer, Error *err);
/* Other languages whose signs the typed text has, and how it reads there. */
void help_offer_dialects(Arena *arena, Slice typed, ParseOptions options, Answer *answer);

#endif
