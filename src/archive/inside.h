/* What the files of this room share. Nobody outside includes it. */
#ifndef ARCHIVE_INSIDE_H
#define ARCHIVE_INSIDE_H

#include "archive/archive.h"
#include "extract/extract.h"
#include "index/index.h"
#include "query/query.h"
#include "store/store.h"

struct Archive {
    Arena *keep; /* names; lives as long as the archive */
    const char *folder;
    const char *index_folder;
    const char *spool_folder;
    ArchiveMode mode;
    Store *store;
    Index *index; /* the present snapshot; NULL while there is none */
    Zone *zone;
    struct Resolver *resolver; /* what it keeps for addresses: resolve.c */
};
struct Resolver *resolver_open(const char *folder);
void resolver_close(struct Resolver *resolver);

/* The index for questions: FAIL with advice where there is none. */
MUST_CHECK Status archive_need_index(Archive *archive, Error *err);

/* Brings the index up to the store's last batch, making it anew where it is missing, damaged or ahead. */
MUST_CHECK Status archive_catch_up(Archive *archive, IndexWriter **writer, const Progress *progress,
                                   Error *err);
/* Adds articles changed after `batch_after` to the writer; *count (may be NULL) counts them. Commits by the
 * way. */
MUST_CHECK Status archive_index_articles(Archive *archive, IndexWriter *writer, uint64_t batch_after,
                                         const Progress *progress, uint64_t *count, Error *err);

/* Brings the index's document of one article in line with the store: added, or dropped where it is not to be
 * found by search or is no more. `arena` is reset. */
MUST_CHECK Status archive_index_article(Archive *archive, Arena *arena, IndexWriter *writer, int64_t number,
                                        Error *err);
/* The same for all that became another by more than their own capture (store_touched), committed; kill-safe:
 * what was touched is forgotten only when the index has it. Outside a batch. */
MUST_CHECK Status archive_index_touched(Archive *archive, IndexWriter *writer, Error *err);
#define TOUCHED_BYTES_MAX ((size_t)1 << 30) /* numbers of articles: 8 bytes each */

/* Makes articles again from their captures by the present rules; people's corrections are laid on top when
 * they are read (store/act.c). Inside a batch. A Remaker keeps its tools, and the furniture of the last
 * source, from article to article. */
typedef struct Remaker Remaker;
Remaker *remaker_open(Archive *archive, unsigned workers);
void remaker_close(Remaker *remaker);
MUST_CHECK Status remaker_make(Remaker *remaker, int64_t number, Error *err);
/* Reads one capture as an import would, and puts the pieces that it says. */
MUST_CHECK Status remaker_put(Remaker *remaker, int64_t number, Error *err);
/* Reads pages alone and adds what they teach, in this order. Stops between some of them. */
MUST_CHECK Status remaker_learn(Remaker *remaker, const int64_t *captures, size_t count,
                                const Progress *progress, Site *site, Error *err);

/* Which numbers: a bit each. */
typedef struct NumberSet {
    uint8_t *bits;
    size_t size;
} NumberSet;
void number_set_add(NumberSet *set, int64_t number);
bool number_set_has(const NumberSet *set, int64_t number);

/* What became of articles that were made again. */
typedef struct Remade {
    bool is_touching;             /* those that came out otherwise are touched, for the index */
    NumberSet captures, articles; /* that were read; that came out otherwise */
    uint64_t done, changed;
} Remade;
void remade_clear(Remade *remade);
/* All of them, in commits of a few; outside a batch. Stops between two. */
MUST_CHECK Status remaker_make_all(Remaker *remaker, const int64_t *numbers, size_t count,
                                   const Progress *progress, Remade *remade, Error *err);

/* What all sites have taught; site_close it. */
MUST_CHECK Status archive_site_load(Archive *archive, Site **site, Error *err);
/* Learns the hosts whose pages are others than those that they were learnt from. Outside a batch. */
MUST_CHECK Status archive_site_learn(Archive *archive, unsigned workers, const Progress *progress,
                                     Error *err);
/* Learns the hosts whose pages are others than those that they were learnt from (is_forced: all), then makes
 * the articles again that were read by other lessons. Outside a batch; where it is stopped or killed, the
 * next takes it up. */
MUST_CHECK Status archive_site_settle(Archive *archive, unsigned workers, const Progress *progress,
                                      bool is_forced, Remade *remade, Error *err);

/* archive_resolve within a read that the caller has begun. */
MUST_CHECK Status resolve_address(Archive *archive, Arena *arena, Slice url, Resolution *resolution,
                                  Error *err);

/* The key of an address or a path of the home host; empty if it is none. */
Slice resolve_key(Archive *archive, Arena *arena, Slice text);
/* The article of an address, withheld or not, whatever persons decided. END: it is no article's. */
MUST_CHECK Status resolve_held(Archive *archive, Arena *arena, Slice name, int64_t *article, Error *err);

/* What a document is made for: what nobody asks is left out. */
typedef enum DocumentNeeds {
    NEEDS_FACETS = 1,   /* and dates, and the number of words: what clauses ask that have no positions */
    NEEDS_SENTENCES = 2 /* where each begins */
} DocumentNeeds;
/* What a query asks of a document besides its words. */
unsigned document_needs(const Query *query);
/* As archive_document, with what `needs` (DocumentNeeds) says. */
void document_make(Arena *arena, const Article *article, const Zone *zone, Slice host, unsigned needs,
                   Document *document);

/* After the store has named the article: the document's id and its facet follow. */
void archive_document_rename(Arena *arena, Document *document);

/* The best passages of an article for a query; snippets live in the arena. */
void snippets_make(Arena *arena, const Document *document, const Query *query, size_t limit,
                   Snippet **snippets, size_t *count);

#define ARTICLE_ARENA_BYTES ((size_t)256 << 20) /* one article read back, with all that is made of it */

#endif
