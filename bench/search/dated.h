/* Articles with a day, a section, sentences and paragraphs, and what readers of an archive ask of them. */
#ifndef BENCH_DATED_H
#define BENCH_DATED_H

#include "query/query.h"

/* A line of corpus_lines --dated. */
void dated_document(Arena *arena, Slice line, Document *document);
/* "FORM<TAB>words<TAB>from<TAB>to<TAB>section" (dated.py) as the reader types it; absent fields are empty. */
Slice dated_query(Arena *arena, Slice line);

#endif
