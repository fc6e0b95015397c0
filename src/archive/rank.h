/* What a search by relevance adds to the query. Private to archive/. */
#ifndef ARCHIVE_RANK_H
#define ARCHIVE_RANK_H

#include "archive/inside.h"

/* The query, with the nearness of its words counted where that is cheap: it finds the same documents. */
const Query *rank_query(const Index *index, Arena *arena, const Query *query);

#endif
