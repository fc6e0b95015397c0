/* One archive on disk: where the stations meet. ingest.c walks the way in, ask.c the way out; read these two
 * first. */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "base/error.h"
#include "base/progress.h"
#include "model/act.h"
#include "model/answer.h"
#include "model/missing.h"
#include "model/record.h"

typedef struct Archive Archive;
typedef enum ArchiveMode { ARCHIVE_READ, ARCHIVE_WRITE } ArchiveMode;

/* Makes a new archive in a missing or empty folder. */
MUST_CHECK Status archive_init(const char *folder, const Settings *settings, Error *err);
/* An Archive belongs to one thread; a server opens one for each of its threads. END: no archive there. FAIL:
 * held by another writer, ... Opening for reading never waits for a writer. An index that is missing or
 * damaged does not stop opening. */
MUST_CHECK Status archive_open(const char *folder, ArchiveMode mode, Archive **archive, Error *err);
void archive_close(Archive *archive);
const Settings *archive_settings(const Archive *archive);
/* Takes up what a writer has committed since; cheap when nothing is new. Gives a number that changes when the
 * archive does. */
MUST_CHECK Status archive_refresh(Archive *archive, uint64_t *generation, Error *err);

/* A moment as the archive's days count it: a minute with an offset is written in the archive's time zone. */
Moment archive_local(const Archive *archive, Moment moment);

/* ---- the way in ---- */
typedef struct IngestOptions {
    unsigned workers; /* 0: one a core */
    const Progress *progress;
} IngestOptions;
/* Imports sources (files and folders) one after the other; bad records are skipped and reported. report lives
 * in `arena`. FAIL: nothing readable in any source, or the archive can do no more. A stop by progress->stop
 * is STATUS_OK with report->is_stopped. */
MUST_CHECK Status archive_ingest(Archive *archive, Arena *arena, const char *const *sources, size_t count,
                                 const IngestOptions *options, ImportReport *report, Error *err);
/* Makes the index anew from archive.db. */
MUST_CHECK Status archive_reindex(Archive *archive, const Progress *progress, uint64_t *documents,
                                  Error *err);

/* Makes every article again from its captures in warc/ by the present rules, lays people's acts on top, and
 * makes the index anew. *articles counts those that came out otherwise than before. */
MUST_CHECK Status archive_reextract(Archive *archive, const Progress *progress, uint64_t *articles,
                                    Error *err);

/* ---- what persons decide ---- */
/* Does an act: target, verb, who, why and what the verb needs are set; at_s too (rooms ask no clock). Gives
 * the act as kept. END: there is no such target (or act to undo). SKIP: it cannot be done, the message says
 * why (an unknown field, a value that is no date, an act undone already). The index follows before this
 * returns. */
MUST_CHECK Status archive_act(Archive *archive, Arena *arena, const Act *order, Act *done, Error *err);
/* Acts with numbers > after, rising, at most `limit`. */
MUST_CHECK Status archive_acts(Archive *archive, Arena *arena, int64_t after, size_t limit, Acts *acts,
                               Error *err);

/* The paths of this site whose answers these acts changed, sorted, each once: what a cache in front of it has
 * to forget. widths: those in which photos are served below /-/thumb/, ended by 0. */
MUST_CHECK Status archive_acts_addresses(Archive *archive, Arena *arena, const Acts *acts,
                                         const unsigned *widths, Slices *paths, Error *err);

/* ---- what is missing ---- */
/* What the archive lacks, as far as it can tell from what it holds: docs/decisions/missing.md says what
 * counts. Names public pieces alone; what is withheld counts as held. Takes about a second for 100,000
 * articles, and a few hundred bytes of the arena for each. */
MUST_CHECK Status archive_missing(Archive *archive, Arena *arena, MissingReport *report, Error *err);

/* ---- the way out ---- */
typedef struct SearchRequest {
    Slice typed;
    Slice lang; /* "native" (also when empty), "factiva", "nexis", "trove", "lucene" */
    SearchOptions options;
    bool with_clauses;       /* count each clause alone */
    bool with_help;          /* Answer.help: costs some further searches */
    bool with_help_in_need;  /* the same where nothing is found */
    size_t snippets_per_hit; /* 0: none */
    bool with_brief_hits;    /* HitView.article may be without what an entry of a list does not show: tags,
                                further    sections, names of the dateline, repairs, other ids */
    bool is_count_only;
    bool with_score_parts; /* HitView.parts, of searches by relevance */
} SearchRequest;
/* SKIP: the query cannot be read or would cost too much (the message is for its writer; answer->error_code is
 * its code, and answer->offers are the other languages that it can be read in). */
MUST_CHECK Status archive_search(Archive *archive, Arena *arena, const SearchRequest *request, Answer *answer,
                                 Error *err);

/* An article by id, path, URL, or "media:ID" is refused here (see archive_media). END: none. */
MUST_CHECK Status archive_article(Archive *archive, Arena *arena, Slice id_or_address, Article *article,
                                  Error *err);
MUST_CHECK Status archive_article_number(Archive *archive, Arena *arena, int64_t number, Article *article,
                                         Error *err);
MUST_CHECK Status archive_media(Archive *archive, Arena *arena, Slice id, MediaView *view, Error *err);
/* Where any address leads (interface.md section 4). A path without host is one of the home host. Never END:
 * unknown is a 404. */
MUST_CHECK Status archive_resolve(Archive *archive, Arena *arena, Slice url, Resolution *resolution,
                                  Error *err);
/* The same for what only a file can answer, a picture: no piece whose name is like it is looked for. */
MUST_CHECK Status archive_resolve_file(Archive *archive, Arena *arena, Slice url, Resolution *resolution,
                                       Error *err);
/* Is a path (without "/-") the address of a feed, in WordPress's grammar: "/feed", "/feed/atom", "/rss", or
 * with one of these behind the path of a list ("/category/x/feed"). *list becomes that path, "/" for the
 * front page; whether there is such a list is not asked. */
typedef enum FeedForm { FEED_NONE, FEED_RSS, FEED_ATOM, FEED_JSON } FeedForm;
FeedForm archive_feed_form(Slice path, Slice *list);
/* The form that "?feed=rss2" asks for. */
FeedForm archive_feed_named(Slice name);
/* The same for many, all of one commit. */
MUST_CHECK Status archive_resolve_all(Archive *archive, Arena *arena, const Slice *urls, size_t count,
                                      Resolution *resolutions, Error *err);
/* For very many addresses: the archive reads all of its own into a table (16 to 32 bytes each, besides a few
 * megabytes), which then answers most of what is asked. Archives of the same folder may share the table of
 * one of them, which is closed last. */
MUST_CHECK Status archive_prepare_resolving(Archive *archive, const Archive *prepared, Error *err);
/* For a reader whose memory is to stay small however much of the archive it touches: a few megabytes of it
 * are kept, none is mapped. */
MUST_CHECK Status archive_stay_small(Archive *archive, Error *err);
/* Lines of DIR/addresses.rules that cannot be used: "FILE:12: ...". */
void archive_rule_faults(Archive *archive, Arena *arena, Slices *faults);
/* Pieces on a page of a list (/category/x, /2014/06), and on that of a day. */
enum { LIST_SIZE = 20, LIST_DAY_SIZE = 60 };
/* A page or file as captured, decoded. END: none. */
MUST_CHECK Status archive_capture(Archive *archive, Arena *arena, int64_t capture, Record *record,
                                  Error *err);
/* A file that came without an address, by the SHA-256 of its bytes: how its photo's page names it,
 * ARCHIVE_FILE_PREFIX and 64 hexadecimal digits. END: none. */
MUST_CHECK Status archive_file(Archive *archive, Slice sha256, int64_t *capture, Error *err);
#define ARCHIVE_FILE_PREFIX "/-/file/"
/* Is a capture withheld: with its article, its address or its photo. */
MUST_CHECK Status archive_capture_hold(Archive *archive, Arena *arena, int64_t capture, ActState *state,
                                       Error *err);
/* Does a page or feed, as captured at `base`, name what is withheld or link to it: a list of the paper's, or
 * another piece with links beside it. It would show the headline. Outside a read. */
MUST_CHECK Status archive_names_withheld(Archive *archive, Arena *arena, Slice text, Slice base, bool *names,
                                         Error *err);
/* The capture of an address nearest to that moment (Unix seconds; 0: the latest). END: none. *at_s: when it
 * was captured. */
MUST_CHECK Status archive_capture_at(Archive *archive, Arena *arena, Slice url, int64_t at_s,
                                     int64_t *capture, int64_t *captured_s, Error *err);
/* How a facet value is shown ("news-middle-east": "Middle East"); the value itself where nothing better is
 * known. */
Slice archive_label(Archive *archive, Arena *arena, FacetField field, Slice value);

/* The text of one state of an article, by its digest (VersionInfo). END: none. */
MUST_CHECK Status archive_version_text(Archive *archive, Arena *arena, int64_t article, Slice digest,
                                       Slice *text, Error *err);
/* As archive_neighbours, among the pieces that have a facet value: those of a section, of an author. */
MUST_CHECK Status archive_neighbours_among(Archive *archive, Arena *arena, const Article *article,
                                           FacetField field, Slice value, Article *previous,
                                           bool *has_previous, Article *next, bool *has_next, Error *err);
/* Neighbours of an article by date: previous and next (0 if none). */
MUST_CHECK Status archive_neighbours(Archive *archive, Arena *arena, const Article *article,
                                     Article *previous, bool *has_previous, Article *next, bool *has_next,
                                     Error *err);
/* All public pieces in parts of PIECES_PART numbers, and the pieces of one part (from 1) with the addresses
 * of at most `photos` photos each. */
#define PIECES_PART 50000
MUST_CHECK Status archive_piece_parts(Archive *archive, Arena *arena, PieceParts *parts, Error *err);
MUST_CHECK Status archive_pieces(Archive *archive, Arena *arena, uint64_t part, size_t photos,
                                 PieceRows *pieces, Error *err);
/* Words of the archive that begin so, by frequency: for the page that found nothing. */
MUST_CHECK Status archive_suggest(Archive *archive, Arena *arena, Slice prefix, size_t limit, Slices *words,
                                  Error *err);
/* Ways to go on typing: writers, sections, tags, places and words that begin so, at most `limit` of each, the
 * most frequent first. */
MUST_CHECK Status archive_complete(Archive *archive, Arena *arena, Slice typed, size_t limit,
                                   Completions *completions, Error *err);

/* Calls each() for all articles (whatever their status) in bytewise order of id. each() gives false to stop.
 */
MUST_CHECK Status archive_each_article(Archive *archive, bool (*each)(void *context, const Article *article),
                                       void *context, Error *err);
/* Calls each() with every WARC record in the order of warc/, but those of what is withheld, which *withheld
 * counts. SKIP: some cannot be read; each() had all others. */
MUST_CHECK Status archive_each_record(Archive *archive, bool (*each)(void *context, Slice warc),
                                      void *context, uint64_t *withheld, Error *err);
MUST_CHECK Status archive_stats(Archive *archive, Arena *arena, ArchiveStats *stats, Error *err);
/* Gives the number of faults; each is told as one line. */
MUST_CHECK Status archive_verify(Archive *archive, void (*fault)(void *context, const char *message),
                                 void *context, const Progress *progress, uint64_t *faults, Error *err);

/* The document of an article, for search. Exposed for tests. zone may be NULL. */
void archive_document(Arena *arena, const Article *article, const struct Zone *zone, Slice host,
                      Document *document);

#endif
