/* Articles and answers -> what other programs read. The JSON of interface.md, for commands, site and files
 * alike. */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "base/builder.h"
#include "base/error.h"
#include "model/act.h"
#include "model/answer.h"
#include "model/missing.h"
#include "model/reading.h"

/* A member whose value is unknown or empty is left out. Lists that are an answer ("hits", a facet asked for,
 * "sources", "skipped", ...) and counts stay, also when empty or 0. Nothing here owns memory outside the
 * arena, so all of it may run under arena_guard. */

/* interface.md section 2, and "text" with the body. with_id: extract leaves it out. Media hrefs and all else
 * as stored. */
typedef struct ArticleJson {
    bool is_pretty, with_id, with_body, with_provenance;
    bool with_kept; /* also what the archive keeps and does not show: comments, fields that only the CMS knows
                     */
    Slice path;     /* "path" in --list mode of extract: overrides the article's when not empty */
} ArticleJson;
/* Of a withheld article only {"id","status"}. */
Slice export_article(Arena *arena, const Article *article, ArticleJson how);
Slice export_article_text(
    Arena *arena,
    const Article *article); /* for show --format text: headline, byline, date, body, captions */
Slice export_article_html(Arena *arena,
                          const Article *article); /* show --format html: one page that loads nothing */
/* One photo as interface.md section 2 shapes it; path as in ArticleJson, left out when empty. */
Slice export_photo(Arena *arena, const Media *media, Slice path, bool is_pretty);
/* What read gives of one text. */
Slice export_reading(Arena *arena, const TextReading *reading, bool is_pretty);
/* A line of extract --list for a page that gave no article: {"path","error"}. */
Slice export_failure(Arena *arena, Slice path, Slice error);
/* search --format json, and one hit as a line of jsonl; csv with a heading line. */
Slice export_answer(Arena *arena, const Answer *answer, bool is_pretty);
Slice export_hit(Arena *arena, const HitView *hit);
Slice export_hits_csv(Arena *arena, const Answer *answer, bool with_heading);
/* The report of an import. missing: what the archive lacks after it, which adds missingIds, emptyDays and so
 * on, and the doubts that the archive had before; NULL: not looked for. */
Slice export_report(Arena *arena, const ImportReport *report, const MissingReport *missing, bool is_pretty);
Slice export_missing(Arena *arena, const MissingReport *missing, bool is_pretty);
Slice export_stats(Arena *arena, const ArchiveStats *stats, bool is_pretty);
Slice export_media(Arena *arena, const MediaView *view, bool is_pretty);
/* choices: the pieces that the address may mean, where there are several. */
Slice export_resolution(Arena *arena, Slice url, const Resolution *resolution, const Relations *choices,
                        bool is_pretty);
/* {"number","verb","at","who","why","target","article","media","url","to","field","value","was","notice",
 * "law","undoes","undoneBy"}, and a list of these. */
Slice export_act(Arena *arena, const Act *act, bool is_pretty);
Slice export_acts(Arena *arena, const Acts *acts, bool is_pretty);
/* RFC 9457 application/problem+json. */
Slice export_problem(Arena *arena, int status, Slice title, Slice detail, Slice instance);

/* ---- feeds: feed_rss.c, feed_atom.c, feed_json.c ---- */

typedef struct FeedPicture {
    const Media *media;
    Slice src; /* absolute, where its bytes are here */
} FeedPicture;
typedef struct FeedPictures {
    FeedPicture *items;
    size_t count, capacity;
} FeedPictures;

/* One piece in a feed. */
typedef struct FeedEntry {
    const Article *article; /* with body */
    Slice href;             /* its page, absolute */
    Slice id;               /* an absolute address that never changes: /id/X */
    FeedPictures pictures;
} FeedEntry;
typedef struct FeedEntries {
    FeedEntry *items;
    size_t count, capacity;
} FeedEntries;

/* One page of a list, newest first. Addresses are absolute; empty ones are left out. */
typedef struct Feed {
    Slice title, description;
    Slice publisher; /* who stands for the pieces without a name */
    Slice language;
    Slice base; /* of this site, without a final slash */
    Slice home; /* the list as a page */
    Slice self; /* this document */
    Slice icon;
    Slice rights, license;             /* of pieces that say nothing of their own; license: an address */
    Slice first, previous, next, last; /* documents of the same list */
    Slice query;                       /* of a search; empty for other lists */
    Slice opensearch;                  /* the search's description */
    uint64_t total, start, size;       /* pieces in the list; number of the first, from 1; on one page */
    FeedEntries entries;
} Feed;
/* Date fields tell when a piece was published and changed, and nothing else; a day stands at noon UTC, which
 * is the same day nearly everywhere; coarser dates are left out. Atom alone demands a date (`updated`) of
 * every entry: there a month or year stands at its beginning, an undated piece at its first capture. */
Slice export_rss(Arena *arena, const Feed *feed);       /* RSS 2.0, application/rss+xml */
Slice export_atom(Arena *arena, const Feed *feed);      /* RFC 4287 with RFC 5005 */
Slice export_json_feed(Arena *arena, const Feed *feed); /* JSON Feed 1.1 */

/* ---- discovery: opensearch.c, sitemap.c ---- */

/* An OpenSearch 1.1 description; base: absolute, without a final slash. */
Slice export_opensearch(Arena *arena, Slice title, Slice publisher, Slice language, Slice base);
/* application/x-suggestions+json: what was typed, and how it may go on. */
Slice export_suggestions(Arena *arena, Slice typed, const Slices *completions);
/* Ways to go on typing: [{"kind","label","query","count"}]. */
Slice export_completions(Arena *arena, const Completions *completions);

/* sitemaps.org 0.9 with Google's image extension and alternates by language; addresses absolute, lastmod as
 * moment_format() writes it or empty. At most 50,000 addresses in one. */
enum { SITEMAP_ADDRESSES_MAX = 50000, SITEMAP_IMAGES_MAX = 1000 };
void sitemap_begin(Builder *b);
typedef struct SitemapAlternate {
    Slice lang, address;
} SitemapAlternate;
typedef struct SitemapEntry {
    Slice address, changed;
    const Slice *images;
    size_t image_count;
    const SitemapAlternate *alternates; /* the piece in each of its languages, its own too; none: in one */
    size_t alternate_count;
} SitemapEntry;
void sitemap_add(Builder *b, const SitemapEntry *entry);
void sitemap_end(Builder *b);
/* The index of sitemaps. */
void sitemap_index_begin(Builder *b);
void sitemap_index_add(Builder *b, Slice address, Slice changed);
void sitemap_index_end(Builder *b);

/* ---- citations: cite.c, cite_name.c, cite_text.c ---- */

typedef enum CiteForm {
    CITE_CSL, /* CSL-JSON, a list of one */
    CITE_RIS,
    CITE_BIBTEX,
    CITE_BIBLATEX,
    CITE_WIKIPEDIA, /* {{cite news}} */
    CITE_CHICAGO,
    CITE_MLA,
    CITE_APA,
    CITE_HARVARD,
    CITE_FORMS
} CiteForm;
/* "csl", "ris", "bibtex" (and "bib"), "biblatex", "wikipedia", "chicago", "mla", "apa", "harvard". */
bool cite_form_find(Slice name, CiteForm *form);
Slice cite_form_name(CiteForm form);
Slice cite_form_type(CiteForm form); /* its media type */
/* Where it stands: the paper, who publishes it, the address to give (absolute, or empty). */
typedef struct CitePaper {
    Slice title, publisher, address; /* title: the archive's */
    Slice name;                      /* the newspaper's; empty: as paper_name() finds it */
} CitePaper;
/* Its only date is that of the publication. Ends in a line feed. */
Slice export_citation(Arena *arena, const Article *article, const CitePaper *paper, CiteForm form);

#endif
