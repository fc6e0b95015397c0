/* Articles and answers -> HTML. View structs in, a Builder out; no file, clock or global, so that any page
 * can be made in a test. The pages are templates (*.html.tmpl, compiled by tools/template.c) that escape by
 * default.
 *
 * The server fills a view from the archive: what it does not know stays empty and is not shown. Everything
 * lives in the request's arena. Addresses in views are addresses of this site ("/2014/06/27") unless said
 * otherwise. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/builder.h"
#include "base/error.h"
#include "model/answer.h"
#include "model/missing.h"

/* What stands around every page. */
typedef struct PageSite {
    Slice title, publisher;
    Slice language;  /* of the paper; the words of the pages around it are English */
    Slice base_url;  /* without a final slash; empty: pages give no absolute addresses */
    Slice home_host; /* links to it inside articles become links inside the archive */
    Slice style_href;
    int first_year, last_year; /* 0: nothing dated */
} PageSite;

/* What one page says of itself. */
typedef struct PageFrame {
    const PageSite *site;
    Slice title; /* without the archive's name */
    Slice description;
    Slice path;           /* its canonical address, without host */
    Slice twin;           /* the same as JSON; empty: none */
    Slice query;          /* stands in the search box */
    Slice previous, next; /* neighbours in a row of pages, for rel */
    bool is_noindex;
    bool has_box; /* the page has a search box of its own: the masthead needs none */
} PageFrame;

typedef struct PageLink {
    Slice label, href;
    uint64_t count;
    bool is_chosen;
} PageLink;
typedef struct PageLinks {
    PageLink *items;
    size_t count, capacity;
} PageLinks;

/* One article in a list. */
typedef struct PageEntry {
    const Article *article; /* without body */
    Slice href;
    Slice picture; /* address of a picture held here; empty: none */
    const Snippet *snippets;
    size_t snippet_count;
} PageEntry;
typedef struct PageEntries {
    PageEntry *items;
    size_t count, capacity;
} PageEntries;

/* A bar for each year, month or day in order, empty ones too. */
typedef struct PageChart {
    Slice title;    /* "Articles by year" */
    Slice unit;     /* "year", "month", "day" */
    PageLinks bars; /* href empty: nothing to go to */
} PageChart;

/* One day of the latest, with its pieces. */
typedef struct PageDay {
    Moment day; /* unknown: undated pieces */
    Slice href;
    PageEntries entries;
} PageDay;
typedef struct PageDays {
    PageDay *items;
    size_t count, capacity;
} PageDays;

typedef struct FrontPage {
    PageFrame frame;
    uint64_t total, undated;
    PageChart years;
    PageLinks sections, authors, places;
    PageDays latest;
} FrontPage;

typedef struct PagePicture {
    const Media *media;
    Slice src;  /* where its bytes are here; empty: not held */
    Slice href; /* its page; empty: none */
} PagePicture;
typedef struct PagePictures {
    PagePicture *items;
    size_t count, capacity;
} PagePictures;

typedef struct PageCapture {
    Slice at;    /* ISO 8601, UTC */
    Slice shown; /* for people */
    Slice url;   /* where it was captured */
    Slice href;  /* as captured, here */
    Slice sha256;
} PageCapture;
typedef struct PageCaptures {
    PageCapture *items;
    size_t count, capacity;
} PageCaptures;

typedef struct ArticlePage {
    PageFrame frame;
    const Article *article;
    PagePictures pictures;
    PageCaptures captures;
    PageEntry previous, next; /* by date; article NULL: none */
} ArticlePage;

/* Days of a month as a table; weeks begin on Monday. */
typedef struct PageMonth {
    int64_t year;
    unsigned month;
    uint64_t counts[31]; /* of the days in order */
} PageMonth;

typedef struct ListPage {
    PageFrame frame;
    Slice kind; /* "Section", "Tag", "Author", "Day": stands above the heading */
    Slice heading;
    Slice first, last; /* the span of time it covers, for people; empty: not told */
    uint64_t total;
    uint64_t page, pages;    /* from 1 */
    Slice base;              /* address of page 1; page n is base/page/n */
    PageLinks trail;         /* years > months > days above it */
    PageLink earlier, later; /* neighbours in time; href empty: none */
    PageChart chart;         /* no bars: none */
    const PageMonth *month;  /* or NULL */
    PageLinks related;       /* sections of the day, authors of the section */
    Slice related_title;
    PageEntries entries;
} ListPage;

/* One facet beside the results: each value leads to the results narrowed by it, or, if chosen, without it. */
typedef struct PageFacet {
    Slice title;
    PageLinks values;
    size_t more; /* values not listed */
} PageFacet;
typedef struct PageFacets {
    PageFacet *items;
    size_t count, capacity;
} PageFacets;

/* A name and value that the search form carries along. */
typedef struct PageField {
    Slice name, value;
} PageField;
typedef struct PageFields {
    PageField *items;
    size_t count, capacity;
} PageFields;

typedef struct ResultsPage {
    PageFrame frame;
    Slice typed;          /* what the reader wrote, without the narrowing */
    const Answer *answer; /* NULL: the query could not be read, or nothing is asked yet */
    Slice error;          /* why it could not be read */
    PageFields carried;
    PageLinks chosen; /* narrowings in force; each leads to the results without it */
    PageLinks sorts;
    PageFacets facets;
    PageChart chart;
    PageLink chart_out; /* from months back to years */
    uint64_t undated;
    PageEntries entries;
    uint64_t first; /* number of the first hit shown, from 1; 0: not known */
    Slice next_href, first_href;
    PageLinks spellings; /* nothing found: words that the archive has */
    PageLinks relaxed;   /* nothing found: the query without one of its clauses, with what that would find */
} ResultsPage;

typedef struct MediaPage {
    PageFrame frame;
    const Media *media;
    Slice src; /* empty: not held */
    PageEntries uses;
} MediaPage;

/* Errors, and addresses that lead nowhere or elsewhere. */
typedef struct MessagePage {
    PageFrame frame;
    int status;
    Slice heading, text;
    Slice target;        /* of a redirect; empty: none */
    PageEntries nearest; /* what may have been meant */
    Slice search_href;   /* more like these */
} MessagePage;

/* A month with days on which articles are missing. */
typedef struct MissingMonth {
    int64_t year;
    unsigned month;
    uint32_t empty; /* bit d - 1: day d */
    Slice href;     /* empty: nothing is held of that month */
} MissingMonth;
typedef struct MissingMonths {
    MissingMonth *items;
    size_t count, capacity;
} MissingMonths;

typedef struct MissingPage {
    PageFrame frame;
    const MissingReport *missing;
    MissingMonths months;
    size_t months_days; /* days that they hold */
    size_t shown;       /* of each kind, at most */
    uint64_t list_max;  /* of each kind in the twin */
} MissingPage;
/* Gathers the days ("2014-06-27", rising) into months, the first ones. */
void page_missing_months(Arena *arena, const Slices *days, MissingPage *page);

void page_front(Builder *out, const FrontPage *page);
void page_article(Builder *out, const ArticlePage *page);
void page_list(Builder *out, const ListPage *page);
void page_results(Builder *out, const ResultsPage *page);
void page_media(Builder *out, const MediaPage *page);
void page_message(Builder *out, const MessagePage *page);
void page_missing(Builder *out, const MissingPage *page);

/* The style sheet and the sign in the browser's tab (SVG). They live as long as the program. */
Slice page_style(void);
Slice page_icon(void);

/* A page as captured, made harmless and its addresses turned to captures of the same moment:
 * "/web/{digits}/{url}". `parser` is a HtmlParser (syntax/html.h), `html` valid UTF-8, `url` absolute. SKIP:
 * it cannot be parsed. */
struct HtmlParser;
MUST_CHECK Status page_captured(struct HtmlParser *parser, Arena *arena, Slice html, Slice url, Slice digits,
                                Slice *page, Error *err);

/* "27 June 2014", "June 2014", "Friday, 27 June 2014", cut to the grain; "Undated". */
Slice page_date(Arena *arena, Moment moment, bool with_weekday);
Slice page_month_name(unsigned month); /* 1..12 */

#endif
