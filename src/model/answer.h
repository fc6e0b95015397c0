/* What archive/ gives to those who show it: search answers, resolutions, reports. Plain data in one arena. */
#ifndef MODEL_ANSWER_H
#define MODEL_ANSWER_H

#include "model/hit.h"

/* How the archive presents itself; kept in archive.db, set by `init`. */
typedef struct Settings {
    Slice title, publisher;
    Slice language;  /* BCP 47 of the archive's own pages */
    Slice timezone;  /* IANA name */
    Slice base_url;  /* without a final slash; may be empty */
    Slice home_host; /* derived: host of base_url, else the commonest among the articles; may be empty */
} Settings;

typedef struct Clause {
    Slice text;     /* in native form */
    uint64_t count; /* documents that it alone matches */
} Clause;

/* A word that is found though it was not typed so, and why. */
typedef struct AddedWord {
    Slice clause; /* native form of the leaf */
    Slice how;    /* "folding", "prefix", "wildcard", "fuzzy", "regex", "sounds", "variants", "stem" */
    Slice word;
    uint64_t count; /* documents */
} AddedWord;
typedef struct AddedWords {
    AddedWord *items;
    size_t count, capacity;
} AddedWords;

/* Words of the archive that might be meant: spellings near to a word that is nowhere, or other spellings of a
 * name, which `native` would search too. */
typedef struct OtherWords {
    Slice word, native;
    FacetValue *words;
    size_t count;
} OtherWords;
typedef struct OtherWordsList {
    OtherWords *items;
    size_t count, capacity;
} OtherWordsList;

/* How the same text reads in another query language whose signs it has. */
typedef struct DialectOffer {
    Slice lang, native;
} DialectOffer;

/* What helps on: made on request only. */
typedef struct AnswerHelp {
    AddedWords added;
    OtherWordsList variants, spellings;
    uint64_t *without; /* by clause, when nothing was found: the hits if it were dropped; NULL otherwise */
    Slice *without_native; /* the query without that clause; empty: nothing would be left */
    bool has_opened;
    uint64_t opened;     /* when nothing was found: the hits of any date */
    Slice opened_native; /* the query for these */
    FacetCounts *narrow; /* when much was found: the facets that split it best, their greatest values */
    size_t narrow_count;
} AnswerHelp;

typedef struct Snippet {
    Slice in;   /* "headline", "body", "caption", ... */
    uint32_t p; /* number of the body block from 1; 0 elsewhere */
    Slice text;
    Span *marks; /* bytes of text */
    size_t mark_count;
} Snippet;

typedef struct HitView {
    Article article; /* without body */
    bool has_score;  /* sorted by relevance */
    uint32_t score;  /* in 1/65536 */
    uint64_t alike;  /* further ones that are folded under it */
    Snippet *snippets;
    size_t snippet_count;
    ScoreParts parts; /* what the score is made of, when asked for */
} HitView;

typedef struct Answer {
    Slice typed; /* as asked */
    Slice lang;  /* "native", "factiva", ... */
    Slice native;
    DialectOffer offers[4]; /* other languages that it might be written in */
    size_t offer_count;
    Slice error_code; /* of a query that could not be read; it stays the same whatever the words are */
    Clause *clauses;
    size_t clause_count;
    Slices notes;      /* repairs of the query, for a person */
    Slices note_codes; /* of each */
    AnswerHelp help;
    uint64_t total;
    Slice sort; /* its name, with the seed of a random one */
    bool is_fresh;
    bool is_folded;
    uint64_t groups; /* of folded hits */
    HitView *hits;
    size_t hit_count;
    FacetCounts *facets;
    Slice **labels; /* labels[f][v]: how facets[f].values[v] is shown; empty: as its value */
    size_t facet_count;
    Slice cursor;
} Answer;

/* One way to go on typing. */
typedef struct Completion {
    Slice kind;  /* "person", "section", "tag", "place", "word" */
    Slice label; /* as shown */
    Slice query; /* the clause in native form */
    uint64_t count;
} Completion;
typedef struct Completions {
    Completion *items;
    size_t count, capacity;
} Completions;

typedef enum ResolveWhy {
    WHY_CANONICAL,
    WHY_ALIAS,
    WHY_REDIRECT,
    WHY_SHARE_KEY,
    WHY_HOST,
    WHY_SLUG,
    WHY_LEGACY_RULE,
    WHY_ID,
    WHY_ATTACHMENT,
    WHY_MERGED,
    WHY_WITHHELD,
    WHY_LAW,
    WHY_UNKNOWN,
    RESOLVE_WHYS
} ResolveWhy;
Slice resolve_why_name(ResolveWhy why); /* "share-key" */

typedef struct Resolution {
    int status;   /* 200 301 404 410 451 */
    Slice target; /* path (or address) it leads to; empty for none */
    ResolveWhy why;
    int64_t article;  /* with 200 or 301: the article there, or 0 */
    int64_t capture;  /* with 200 or 301: the file or page as captured there, when it is no article; or 0 */
    int64_t *choices; /* with 404: articles that the address may mean, when several fit */
    size_t choice_count;
    bool is_by_act; /* with 410 or 451: a person withheld it; else a crawl met it so */
} Resolution;

/* One photo and every article that uses it. */
typedef struct MediaView {
    Media media;   /* the fullest record */
    Article *uses; /* without body, oldest first */
    size_t use_count;
    int64_t capture; /* its bytes, or 0 */
    int gone;        /* 410 or, by law, 451: withheld, and nothing but the id is told; else 0 */
} MediaView;

/* A public piece, no photo's own page, as a list of all of them needs it. */
typedef struct PieceRow {
    int64_t number;
    Slice id, path, lang;
    Moment published, modified;
    Slices photos;          /* addresses of its first ones */
    Relations translations; /* those held and public */
} PieceRow;
typedef struct PieceRows {
    PieceRow *items;
    size_t count, capacity;
} PieceRows;

/* All pieces in parts, each a range of the store's numbers: a piece stays in its part for ever. */
typedef struct PiecePart {
    uint64_t part; /* from 1; one without any public piece is not there */
    uint64_t count;
    Moment changed; /* the latest day that one of them was published or changed */
} PiecePart;
typedef struct PieceParts {
    PiecePart *items;
    size_t count, capacity;
} PieceParts;

typedef struct ReportSource {
    Slice path, format, sha256;
    uint64_t bytes;
    uint64_t resumed_at; /* place in the source; 0: from the start */
} ReportSource;
typedef struct ReportSources {
    ReportSource *items;
    size_t count, capacity;
} ReportSources;
typedef struct ReportSkip {
    Slice source, at, reason;
} ReportSkip;
typedef struct ReportSkips {
    ReportSkip *items;
    size_t count, capacity;
} ReportSkips;
typedef struct ReportDoubt {
    Slice id, value, reason;
} ReportDoubt;
typedef struct ReportDoubts {
    ReportDoubt *items;
    size_t count, capacity;
} ReportDoubts;

/* What an import did. Every record read is counted once in exactly one of: articles, versions, lists, media,
 * others, duplicates, evidence (requests, metadata, redirects: kept, nothing to show), not_public, skipped.
 */
typedef struct ImportReport {
    ReportSources sources;
    uint64_t read;
    uint64_t articles, versions, lists, media, others, duplicates, evidence, not_public, skipped_count;
    uint64_t addresses, repaired, empty_captions;
    uint64_t taught;           /* pieces that gained by what other pages of their site teach */
    uint64_t article_captures; /* further captures that added neither article nor version */
    ReportSkips skipped;       /* the first REPORT_SKIPS_MAX */
    ReportDoubts doubtful_dates;
    ReportDoubts unresolved_bylines;
    bool is_stopped; /* by Ctrl-C: run it again to go on */
} ImportReport;
#define REPORT_SKIPS_MAX 10000

/* articles: pieces, without the photos' own pages, which are documents of the index too. */
typedef struct ArchiveStats {
    uint64_t articles, public_articles, versions, captures, sources, addresses, media, authors, sections,
        tags;
    uint64_t warc_bytes, warc_raw_bytes, database_bytes, index_bytes, text_bytes;
    uint64_t index_documents, index_terms, index_postings;
    Slice first_day, last_day;
    int layout_version;
} ArchiveStats;

#endif
