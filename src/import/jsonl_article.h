/* An article as JSON, read back: interface.md section 2, and what people write in its place. */
#ifndef IMPORT_JSONL_ARTICLE_H
#define IMPORT_JSONL_ARTICLE_H

#include "import/inside.h"
#include "syntax/json.h"

/* The read of stated_jsonl. */
MUST_CHECK Status jsonl_article_read(Record *record, Arena *arena, Error *err);

/* Is it HTML as we write it ourselves, so that it may be shown as it stands: a short list of elements, well
 * nested, no attribute but the href of a link to an http, https or mailto address? */
bool html_is_our_own(Slice html);

#endif
