/* Pours several segments into one, leaving out what is deleted. */
#ifndef INDEX_MERGE_H
#define INDEX_MERGE_H

#include "index/segment.h"
#include "index/sink.h"

/* SKIP when a segment is damaged. */
MUST_CHECK Status merge_pour(Segment *const *segments, size_t count, Sink *sink, Error *err);

#endif
