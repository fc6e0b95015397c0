/* Writes one segment. The batch of new documents and the merge of old segments both pour into it, so the same
 * documents give the same bytes by either way. Documents come first, in order; then terms in bytewise order;
 * then facets in order of (field, key, value). Inside a term or facet, documents rise. */
#ifndef INDEX_SINK_H
#define INDEX_SINK_H

#include "base/error.h"
#include "model/document.h"

typedef struct Sink Sink;

typedef struct Row {
    int64_t article, time_s;
    DayRange days; /* 0, 0 when undated */
    uint32_t words, length;
    Slice id;
    Slice structure; /* from structure_encode */
} Row;

/* Makes no file before sink_finish; `folder` also takes unnamed files. Lists of word pairs (pairs.h) are made
 * for a segment that will be asked for long. */
Sink *sink_open(const char *folder, bool has_pairs);
void sink_close(Sink *sink); /* NULL is allowed */

void sink_document(Sink *sink, const Row *row);
void sink_term_begin(Sink *sink, Slice key);
/* positions: `count` >= 1, rising; weight >= count: the weighted frequency. */
void sink_posting(Sink *sink, uint32_t doc, uint32_t weight, const uint32_t *positions, uint32_t count);
void sink_term_end(Sink *sink); /* a term without postings leaves no trace */
void sink_facet_begin(Sink *sink, FacetField field, Slice key, Slice value);
void sink_facet_posting(Sink *sink, uint32_t doc);
void sink_facet_end(Sink *sink);

/* Writes the file into the folder under the name of what it holds (segment_path) and makes it durable. */
MUST_CHECK Status sink_finish(Sink *sink, uint64_t *number, Error *err);

#endif
