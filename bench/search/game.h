/* The Search Benchmark, the Game (quickwit-oss/search-benchmark-game): documents and queries. */
#ifndef BENCH_GAME_H
#define BENCH_GAME_H

#include "base/list.h"
#include "model/query.h"

void game_document(Arena *arena, int64_t article, Slice text, Document *document);
/* `+a` must be there, `-a` must not, `a` may; "a b" is a phrase. */
Query *game_query(Arena *arena, Slice text);

#endif
