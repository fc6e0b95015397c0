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

/* The language of the pages around the articles. */
typedef enum PageTongue { TONGUE_ENGLISH, TONGUE_ARABIC, TONGUES } PageTongue;
Slice page_tongue_code(PageTongue tongue);              /* "en", "ar" */
bool page_tongue_find(Slice code, PageTongue *tongue);  /* "ar-EG" too */
Slice page_say(PageTongue tongue, const char *english); /* a message in it; the English where it has none */
/* A number of things in words: "1 article", "12,345 articles". */
typedef enum PageThing { THING_ARTICLE, THING_WORD, THING_PHOTO, THING_YEAR, THING_DAY, THINGS } PageThing;
Slice page_counted(Arena *arena, PageTongue tongue, uint64_t count, PageThing thing);

typedef struct PageLink {
    Slice label, href;
    uint64_t count;
    bool is_chosen;
    Slice without; /* of a facet: the results without it; empty: not offered */
} PageLink;
typedef struct PageLinks {
    PageLink *items;
    size_t count, capacity;
} PageLinks;

/* What stands around every page. */
typedef struct PageSite {
    Slice title, publisher;
    Slice paper;       /* the newspaper's name, for citations; empty: the title */
    Slice tagline;     /* below the title; may be empty */
    Slice language;    /* of the paper */
    PageTongue tongue; /* of the words around it */
    Slice here;        /* address of this page, with its query, for the link to the other tongue */
    Slice script_href; /* empty: none */
    Slice logo_href;   /* empty: none */
    PageLinks header_links, footer_links; /* of the publisher */
    Slice rights, license; /* of pieces that say nothing of their own; license: an address; may be empty */
    Slice base_url;        /* without a final slash; empty: pages give no absolute addresses */
    Slice home_host;       /* links to it inside articles become links inside the archive */
    Slice style_href;
    int first_year, last_year; /* 0: nothing dated */
} PageSite;

/* What one page says of itself. */
typedef struct PageFrame {
    const PageSite *site;
    Slice title; /* without the archive's name */
    Slice description;
    Slice path; /* its canonical address, without host */
    Slice twin; /* the same as JSON; empty: none */
    Slice feed; /* the same list as RSS, without its query; "/atom" and "/json" behind it; empty: none */
    Slice feed_query;     /* "?q=x"; may be empty */
    Slice query;          /* stands in the search box */
    Slice previous, next; /* neighbours in a row of pages, for rel */
    bool is_noindex;
    bool has_box; /* the page has a search box of its own: the masthead needs none */
} PageFrame;

typedef struct PagePicture {
    const Media *media; /* NULL: nothing is known of it but where it is */
    Slice src;          /* where its bytes are here; empty: not held */
    Slice srcset;       /* the same in other widths, as HTML's srcset; empty: in its own alone */
    Slice href;         /* its page; empty: none */
    bool is_first;      /* on its page: it is fetched at once, others when they come near */
} PagePicture;
typedef struct PagePictures {
    PagePicture *items;
    size_t count, capacity;
} PagePictures;

/* One article in a list. */
typedef struct PageEntry {
    const Article *article; /* without body */
    Slice href;
    size_t number;       /* its place on its page, from 1: "#n3" leads to it; 0: none */
    PagePicture picture; /* one that is held here; src empty: none */
    const Snippet *snippets;
    size_t snippet_count;
    uint64_t alike;   /* further ones that are folded under it */
    ScoreParts parts; /* what its place is made of, where that is asked */
} PageEntry;
typedef struct PageEntries {
    PageEntry *items;
    size_t count, capacity;
} PageEntries;

/* A bar for each year, month or day in order, empty ones too. */
typedef struct PageChart {
    Slice title;      /* "Articles by year" */
    Slice unit;       /* "year", "month", "day" */
    PageLinks bars;   /* href empty: nothing to go to */
    uint64_t undated; /* pieces that stand in no bar, where that is said nowhere else */
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
    PageEntries cards; /* the newest pieces with photos, told from those of the latest days */
    PageDays latest;
    Slice past_title; /* "On 24 November in other years" */
    Slice past_href;  /* all of them */
    PageEntries past;
} FrontPage;

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

/* A state of the text. */
typedef struct PageVersion {
    Slice at, shown; /* as in PageCapture */
    Slice href;      /* compared with the one before it; empty: the first */
} PageVersion;
typedef struct PageVersions {
    PageVersion *items;
    size_t count, capacity;
} PageVersions;

/* Two texts compared word by word. */
typedef enum DiffKind { DIFF_SAME, DIFF_GONE, DIFF_NEW } DiffKind;
typedef struct DiffRun {
    DiffKind kind;
    Slice text; /* of the old text or the new one, with the white space behind it */
} DiffRun;
typedef struct PageDiff {
    DiffRun *items;
    size_t count, capacity;
    Slice old_shown, new_shown; /* when they were captured */
    bool is_cut; /* too different to be compared word by word: all of the one, then all of the other */
} PageDiff;
/* Words are what white space parts. The work is bounded: is_cut beyond it. */
void page_diff(Arena *arena, Slice old_text, Slice new_text, PageDiff *diff);

/* Another piece that belongs to this one. */
typedef struct PageRelative {
    Slice label; /* for people: its language, or its day */
    Slice href;
    Slice headline, lang, dir;
} PageRelative;
typedef struct PageRelatives {
    PageRelative *items;
    size_t count, capacity;
} PageRelatives;

typedef struct ArticlePage {
    PageFrame frame;
    const Article *article; /* its times in the archive's zone */
    Slice stem;             /* behind it stand ".ris" and its like */
    PagePictures pictures;
    PageCaptures captures;
    PageEntry previous, next;                 /* by date; article NULL: none */
    PageEntry section_previous, section_next; /* in its section */
    PageEntry author_previous, author_next;   /* by its first author */
    Slice citation;                           /* how to cite it, in plain words */
    PageLinks cites;                          /* the same for programs: label "RIS", href "...?cite=ris" */
    PageRelatives translations;               /* the same piece in other languages */
    PageRelatives related;
    PageVersions versions; /* states of the text, oldest first, where there are several */
    const PageDiff *diff;  /* two of them compared; NULL: not asked for */
} ArticlePage;

/* Days of a month as a table; weeks begin on Monday. */
typedef struct PageMonth {
    int64_t year;
    unsigned month;
    uint64_t counts[31]; /* of the days in order */
    uint32_t missing;    /* bit d - 1: on day d the paper usually has pieces, and has none here */
} PageMonth;

/* A list in parts: the sections of a day. */
typedef struct PageGroup {
    Slice key; /* what its entries have in common */
    PageLink title;
    PageEntries entries;
} PageGroup;
typedef struct PageGroups {
    PageGroup *items;
    size_t count, capacity;
} PageGroups;

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
    PageGroups groups;        /* in place of the entries */
    Slice jump_href;          /* takes ?jump=2014-06 to the page that holds it; empty: none */
    Slice jump_min, jump_max; /* "2005-07" */
    Slice search_href;        /* the same as a search */
} ListPage;

/* All years of the archive, or the months of one. */
typedef struct PageYear {
    int64_t year;
    uint64_t total, counts[12];
} PageYear;
typedef struct PageYears {
    PageYear *items;
    size_t count, capacity;
} PageYears;
typedef struct PageMonths {
    PageMonth *items;
    size_t count, capacity;
} PageMonths;
typedef struct CalendarPage {
    PageFrame frame;
    uint64_t total, undated;
    PageChart chart;
    PageYears years;
    int64_t year;      /* 0: of all years */
    PageMonths months; /* of the year */
    PageLink earlier, later;
    bool has_missing; /* days without pieces are told from days that are missing */
} CalendarPage;

/* Photos, the newest pieces first. */
typedef struct PagePhoto {
    PagePicture picture;
    PageEntry used; /* in this piece */
} PagePhoto;
typedef struct PagePhotos {
    PagePhoto *items;
    size_t count, capacity;
} PagePhotos;
typedef struct WallPage {
    PageFrame frame;
    uint64_t total; /* pieces with photos */
    uint64_t page, pages;
    PageChart chart;
    PagePhotos photos;
} WallPage;

/* Sections, writers or tags that begin alike. */
typedef struct NamesGroup {
    Slice title; /* "A" */
    PageLinks names;
} NamesGroup;
typedef struct NamesGroups {
    NamesGroup *items;
    size_t count, capacity;
} NamesGroups;
typedef struct NamesPage {
    PageFrame frame;
    NamesGroups groups;
    size_t more; /* names not listed */
} NamesPage;

typedef struct AboutPage {
    PageFrame frame;
    const ArchiveStats *stats;
    PageChart years;
    uint64_t total;
    PageLinks languages, kinds;   /* what it holds, with counts */
    Slice rights;                 /* of the publisher; empty: nothing is said */
    Slice contact;                /* an address; may be empty */
    const MissingReport *missing; /* NULL: not told */
} AboutPage;

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

/* A field of the form for those who do not write queries. */
typedef struct PageAsk {
    Slice name, label, value, hint;
    PageLinks choices; /* of a list; none: a box */
} PageAsk;
typedef struct PageAsks {
    PageAsk *items;
    size_t count, capacity;
} PageAsks;

typedef struct ResultsPage {
    PageFrame frame;
    Slice typed;          /* what the reader wrote, without the narrowing */
    const Answer *answer; /* NULL: the query could not be read, or nothing is asked yet */
    Slice error;          /* why it could not be read */
    PageFields carried;
    PageLinks chosen; /* narrowings in force; each leads to the results without it */
    PageLinks sorts, more_sorts, folds;
    bool has_more_order; /* one of those that are wanted less often is chosen */
    PageFacets facets;
    PageChart chart;
    PageLink chart_out; /* from months back to years */
    uint64_t undated;
    uint64_t photos; /* among all that is found: pages of photos, which are no articles */
    PageEntries entries;
    uint64_t first; /* number of the first hit shown, from 1; 0: not known */
    Slice next_href, first_href;
    PageLinks spellings; /* nothing found: words that the archive has */
    PageLinks relaxed;   /* nothing found: the query without one of its clauses, with what that would find */
    bool is_explained;
    Slice explain_href;  /* the same with the explanation, or without */
    PageLinks variants;  /* other spellings of names: the query with all of them */
    PageLinks offers;    /* the query as another language reads it */
    PageFacets narrow;   /* the facets that split the hits best */
    PageLinks densities; /* how much of each hit is shown */
    bool is_short;       /* headlines alone */
    PageAsks asks;
    PageLinks feeds;
} ResultsPage;

typedef struct MediaPage {
    PageFrame frame;
    const Media *media;
    PagePicture picture;
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
void page_calendar(Builder *out, const CalendarPage *page);
void page_wall(Builder *out, const WallPage *page);
void page_names(Builder *out, const NamesPage *page);
void page_about(Builder *out, const AboutPage *page);

/* A page whose links lead to pages with `parameter` ("ui=ar") behind their addresses; forms carry it too.
 * Links to files (under "/-/") and to other hosts stay. */
Slice page_carrying(Arena *arena, Slice page, Slice name, Slice value);

/* The style sheet and the sign in the browser's tab (SVG). They live as long as the program. */
Slice page_style(void);
Slice page_script(void);
Slice page_icon(void);

/* A page as captured, made harmless and its addresses turned to captures of the same moment:
 * "/web/{digits}/{url}". `parser` is a HtmlParser (syntax/html.h), `html` valid UTF-8, `url` absolute. SKIP:
 * it cannot be parsed. */
struct HtmlParser;
MUST_CHECK Status page_captured(struct HtmlParser *parser, Arena *arena, Slice html, Slice url, Slice digits,
                                Slice *page, Error *err);

/* "27 June 2014", "June 2014", "Friday, 27 June 2014", cut to the grain; "Undated". */
Slice page_date(Arena *arena, Moment moment, bool with_weekday);
Slice page_date_in(Arena *arena, PageTongue tongue, Moment moment, bool with_weekday);
/* "/2014/06/27", shorter for coarser dates, empty for unknown ones. The moment is in the archive's zone. */
Slice page_day_href(Arena *arena, Moment moment);
Slice page_month_name(unsigned month); /* 1..12 */
Slice page_month_in(PageTongue tongue, unsigned month);
Slice page_weekday_name(PageTongue tongue, unsigned column); /* 0: Monday */
Slice page_month_short(PageTongue tongue, unsigned month);   /* "Jun"; the whole in Arabic */

#endif
