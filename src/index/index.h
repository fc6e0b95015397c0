/* Documents -> segments, Query -> Hits. The finding aid: derived, may be deleted and made again.
 *
 * A folder with immutable segments and a manifest that names the present ones; replaced by rename. Document
 * numbers within a segment follow time (then id). One writer, any number of readers; a reader holds a
 * snapshot. docs/index.md has the bytes. */
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include "base/error.h"
#include "model/hit.h"

/* ---- writing ---- */
typedef struct IndexWriter IndexWriter;

/* Opens for writing, making the folder if needed; removes files that no manifest names. STATUS_SKIP when what
 * is there is damaged or of another version: the caller deletes and rebuilds (index_delete). */
MUST_CHECK Status index_writer_open(const char *folder, IndexWriter **writer, Error *err);
void index_writer_close(IndexWriter *writer); /* drops what was not committed */

/* Adds a document; an older one with the same article number is replaced at the next commit. Copies what it
 * keeps. */
void index_writer_add(IndexWriter *writer, const Document *document);
void index_writer_delete(IndexWriter *writer, int64_t article);
/* Bytes of memory that what was added since the last commit takes, about: commit before they are too many. */
size_t index_writer_bytes(const IndexWriter *writer);
/* Makes everything added and deleted so far visible and durable, as one new segment, together with the
 * caller's mark. Merges when there are too many segments (deterministic: depends on what was committed only).
 */
MUST_CHECK Status index_writer_commit(IndexWriter *writer, uint64_t mark, Error *err);
/* One segment, time-ordered, nothing deleted, with lists of word pairs, which no commit makes: its bytes
 * depend on the set of documents only. */
MUST_CHECK Status index_writer_merge_all(IndexWriter *writer, Error *err);
/* Commit and merge_all in one, for the end of much work: what would only be merged at once is not made first.
 */
MUST_CHECK Status index_writer_finish(IndexWriter *writer, uint64_t mark, Error *err);
uint64_t index_writer_mark(const IndexWriter *writer); /* of the last commit; 0 at first */
MUST_CHECK Status index_delete(const char *folder, Error *err);

/* ---- reading ---- */
typedef struct Index Index;

/* Opens the present snapshot. Segment footers are checked here, blocks when first read. STATUS_SKIP if
 * damaged or of another version, STATUS_END if there is none. An Index may be used by several threads at
 * once. */
MUST_CHECK Status index_open(const char *folder, Index **index, Error *err);
void index_close(Index *index);
/* Is there a newer manifest than this snapshot? (a stat, cheap) */
bool index_is_stale(const Index *index);
uint64_t index_mark(const Index *index);
uint64_t index_document_count(const Index *index); /* live */
/* First and last dated day; false when nothing is dated. */
bool index_day_range(const Index *index, DayRange *range);

/* Answers a query. Hits and all slices live in the arena. SKIP for a query that would cost too much (a prefix
 * with too many words): says what to change; never a partial answer. FAIL: the index is damaged. */
MUST_CHECK Status index_search(const Index *index, Arena *arena, const Query *query,
                               const SearchOptions *options, Hits *hits, Error *err);
/* Collection figures as used in scores, for --explain and for tests. */
uint64_t index_df(const Index *index, Slice folded);
double index_mean_length(const Index *index);
/* Words of the dictionary from `prefix` on, with document frequency, by frequency falling; for suggestions.
 */
MUST_CHECK Status index_suggest(const Index *index, Arena *arena, Slice prefix, size_t limit,
                                FacetValue **words, size_t *count, Error *err);

/* The words that a leaf of a query stands for, by live documents falling, then bytewise: of a set of words
 * its folded forms (its surfaces where it asks for capitals), of a TERM its surfaces other than the folded
 * form. *count of them at most `limit`; *all how many there are. SKIP as index_search. */
MUST_CHECK Status index_words(const Index *index, Arena *arena, const Query *leaf, size_t limit,
                              FacetValue **words, size_t *count, size_t *all, Error *err);
/* Values of a facet whose key begins so, by live documents falling. */
MUST_CHECK Status index_suggest_values(const Index *index, Arena *arena, FacetField field, Slice key,
                                       size_t limit, FacetValue **values, size_t *count, Error *err);

/* Reads everything and checks every checksum and invariant; calls fault() for each. Gives the number of live
 * documents. */
MUST_CHECK Status index_verify(const char *folder, void (*fault)(void *context, const char *message),
                               void *context, uint64_t *documents, Error *err);
/* All live article numbers, rising. */
MUST_CHECK Status index_articles(const Index *index, Arena *arena, int64_t **articles, size_t *count,
                                 Error *err);

/* The article just before or after this one in time (then id), among dated ones. False if there is none. */
bool index_neighbour(const Index *index, int64_t article, bool is_next, int64_t *neighbour);

typedef struct IndexStats {
    uint64_t segments, documents, deleted, terms, postings, positions, bytes;
} IndexStats;
IndexStats index_stats(const Index *index);

#endif
