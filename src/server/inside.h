/* What the files of this room share. Nobody outside includes it.
 *
 * A request goes: peers.c and http.c take it in, cache.c may know the answer; else dispatch.c finds who shows
 * it (show_*.c fill a Reply from the archive by one Worker), respond.c codes and heads it, http.c sends it,
 * log.c writes it down. */
#ifndef SERVER_INSIDE_H
#define SERVER_INSIDE_H

#include "archive/archive.h"
#include "base/list.h"
#include "page/page.h"
#include "server/lacks.h"
#include "server/look.h"
#include "server/thumbs.h"
#include "syntax/codec.h"
#include "syntax/html.h"

/* ---- what is asked ---- */

/* What an Accept header likes best of what some address may answer with. */
typedef enum Form {
    FORM_PAGE,
    FORM_JSON,
    FORM_RSS,
    FORM_ATOM,
    FORM_FEED_JSON,
    FORM_CSL,
    FORM_RIS,
    FORM_BIBTEX,
    FORMS
} Form;

typedef struct Request {
    Slice target;      /* path and query as sent: "/x?y" */
    Slice path;        /* as sent, percent-encoded */
    Slice query;       /* without the question mark */
    Form form;         /* by Accept */
    PageTongue tongue; /* by "?ui=", Accept-Language or the setting */
    Slice ui;          /* "ar": said by the address, so the links of the page say it too; empty: not */
    int64_t day;       /* of the clock, since 1970: what is on this day in other years */
} Request;

enum { TARGET_MAX = 8000 }; /* bytes of an address: browsers and proxies pass on about that much */

typedef enum RouteKind {
    ROUTE_NONE,
    ROUTE_FRONT,
    ROUTE_SEARCH,
    ROUTE_CATEGORY,
    ROUTE_TAG,
    ROUTE_AUTHOR,
    ROUTE_YEAR,
    ROUTE_MONTH,
    ROUTE_DAY,
    ROUTE_DAY_NAME, /* /day/2014-06-27 */
    ROUTE_MEDIA,
    ROUTE_MISSING,
    ROUTE_ID,
    ROUTE_WEB,
    ROUTE_CAPTURED,
    ROUTE_FILE,
    ROUTE_THUMB,
    ROUTE_API_SEARCH,
    ROUTE_API_ARTICLE,
    ROUTE_API_RESOLVE,
    ROUTE_API_SUGGEST,
    ROUTE_SITEMAP, /* the index */
    ROUTE_SITEMAP_PART,
    ROUTE_OPENSEARCH,
    ROUTE_HEALTH,
    ROUTE_METRICS,
    ROUTE_ROBOTS,
    ROUTE_CALENDAR,
    ROUTE_CALENDAR_YEAR,
    ROUTE_WALL,
    ROUTE_SECTIONS, /* all of them: /category */
    ROUTE_WRITERS,  /* /author */
    ROUTE_TAGS,     /* /tag */
    ROUTE_ABOUT,
    ROUTE_STYLE,
    ROUTE_SCRIPT,
    ROUTE_LOGO,
    ROUTE_ICON,
    ROUTE_FAVICON,  /* /favicon.ico */
    ROUTE_SECURITY, /* /.well-known/security.txt */
    ROUTES
} RouteKind;

typedef struct Route {
    RouteKind kind;
    Slice name;     /* of a section, tag, author, photo, ...; decoded, valid UTF-8 */
    Slice digits;   /* web: of the time */
    Slice modifier; /* web: "id_" */
    int64_t year;
    unsigned month, day;
    uint64_t page;           /* from 1; thumb: its width */
    bool is_spelt_otherwise; /* a final slash or /page/1: `canonical` is the address */
    Slice canonical;
} Route;

/* The page of ours that a path (without /-) asks for; ROUTE_NONE: none. Memory from the arena. */
Route route_find(Arena *arena, Slice path, Slice query);

/* The quality that an Accept or Accept-Encoding header gives to an item, in thousandths; -1: not named, not
 * even by a star. `item` is "text/html" or "gzip". */
int accept_quality(Slice header, Slice item);
CodecKind accept_coding(Slice header); /* the best of zstd, gzip and none */
Form accept_form(Slice header);        /* HTML where nothing is liked better */
/* The tongue of ours that an Accept-Language header likes best; `otherwise` if it names none. */
PageTongue accept_tongue(Slice header, PageTongue otherwise);
bool etag_matches(Slice if_none_match, Slice etag);
/* "Sun, 01 Oct 2017 10:20:30 GMT", the one form that is still sent. */
bool http_date_read(Slice text, int64_t *at_s);
/* A Range header of one range of bytes, laid on `size` bytes. NONE: there is none, or it is to be ignored. */
typedef enum RangeAnswer { RANGE_NONE, RANGE_PART, RANGE_OUTSIDE } RangeAnswer;
RangeAnswer range_read(Slice header, size_t size, size_t *begin, size_t *end);

/* ---- what is answered ---- */

typedef enum Policy {
    POLICY_PAGE,     /* ours */
    POLICY_DATA,     /* ours, for programs */
    POLICY_CAPTURED, /* a stranger's page or file, in a sandbox */
    POLICY_DOCUMENT  /* a stranger's PDF: browsers show none in a sandbox, and have one of their own for it */
} Policy;

typedef struct Reply {
    int status;
    Slice body;
    Slice media_type; /* with charset */
    Slice location;
    Slice cache_control; /* empty: "public, no-cache": kept, and asked for anew by its ETag */
    Slice link;
    Slice memento; /* Memento-Datetime */
    Policy policy;
    int64_t modified_s; /* 0: not told */
    bool is_packed;     /* already compressed: a photo */
    bool is_kept;       /* may stand in the cache */
    ThumbKey thumb;     /* a photo to be made first, where its width is not 0; */
    Slice original;     /* of these bytes */
    RouteKind route;    /* what was asked for: for counting */
    bool is_noindex;
} Reply;

/* ---- who answers ---- */

/* One open archive and its memory; used by one thread at a time. */
typedef struct Worker {
    const char *folder;
    Archive *archive;
    HtmlParser *parser;
    Arena *arena; /* one request */
    Arena *keep;  /* as long as the archive stays as it is */
    uint64_t generation;
    bool has_generation;
    PageSite site; /* in keep */
    const Look *look;
    struct Server *server;
    Thumbs *thumbs;
    Lack *lack;          /* what is missing, as last asked for; NULL: never */
    struct Worker *next; /* of the idle ones */
} Worker;

MUST_CHECK Status worker_open(const char *folder, const Look *look, Worker **worker, Error *err);
void worker_close(Worker *worker);
/* Takes up what was committed since, and what every page shows. */
MUST_CHECK Status worker_refresh(Worker *worker, Error *err);
/* After a request outgrew its memory: everything of the worker is made new. */
MUST_CHECK Status worker_renew(Worker *worker, Error *err);

enum { REQUEST_BYTES_MAX = 768 << 20, KEEP_BYTES_MAX = 16 << 20 };

/* One request being answered. */
typedef struct Call {
    Worker *worker;
    Arena *arena;
    const PageSite *site;
    const Request *request;
    Route route;
    Slice path;          /* of the request, without "/-" and without ".json" */
    bool wants_json;     /* by Accept or by ".json" */
    FeedForm feed;       /* of the list that `path` and `route` tell */
    Slice cite;          /* the form of a citation that is asked for; empty: none */
    Slice tail;          /* ".ris": what stood behind the path of the article */
    Slice before, after; /* neighbours of the article in time, as its page found them */
    Reply *reply;
} Call;

/* Answers: always fills the reply. */
void dispatch(Worker *worker, const Request *request, Reply *reply, Error *err);

/* STATUS_OK: the reply is filled. STATUS_END: there is nothing of that name. Anything else: it failed. */
MUST_CHECK Status show_front(Call *call, Error *err);
MUST_CHECK Status show_search(Call *call, Error *err);
MUST_CHECK Status show_list(Call *call, Error *err);
MUST_CHECK Status show_article(Call *call, int64_t number, Error *err);
MUST_CHECK Status show_id(Call *call, Error *err);
MUST_CHECK Status show_media(Call *call, Error *err);
MUST_CHECK Status show_gaps(Call *call, Error *err);
MUST_CHECK Status show_capture(Call *call, int64_t capture, Slice digits, bool is_raw, Error *err);
MUST_CHECK Status show_captured(Call *call, Error *err); /* /-/captured/N */
MUST_CHECK Status show_file(Call *call, Error *err);     /* /-/file/SHA256 */
MUST_CHECK Status show_web(Call *call, Error *err);
MUST_CHECK Status show_feed(Call *call, Error *err);
/* The relations of an article, and of a page of a list, as values of the Link header. */
void article_links(Call *call, const Article *article);
void list_links(Call *call, const PageFrame *frame, Slice first, Slice last); /* last: empty, not known */
MUST_CHECK Status show_citation(Call *call, const Article *article, Error *err);
MUST_CHECK Status show_sitemap(Call *call, Error *err);
MUST_CHECK Status show_sitemap_part(Call *call, Error *err);
MUST_CHECK Status show_opensearch(Call *call, Error *err);
MUST_CHECK Status show_suggestions(Call *call, Error *err);
MUST_CHECK Status show_thumb(Call *call, Error *err); /* /-/thumb/320/PHOTO */
MUST_CHECK Status show_resolution(Call *call, Error *err);
MUST_CHECK Status show_health(Call *call, Error *err);
MUST_CHECK Status show_metrics(Call *call, Error *err);
MUST_CHECK Status show_robots(Call *call, Error *err);
MUST_CHECK Status show_calendar(Call *call, Error *err);
MUST_CHECK Status show_names(Call *call, Error *err); /* all sections, writers or tags */
MUST_CHECK Status show_wall(Call *call, Error *err);
MUST_CHECK Status show_about(Call *call, Error *err);
MUST_CHECK Status show_script(Call *call, Error *err);
MUST_CHECK Status show_logo(Call *call, Error *err);
MUST_CHECK Status show_style(Call *call, Error *err);
MUST_CHECK Status show_icon(Call *call, Error *err);
MUST_CHECK Status show_favicon(Call *call, Error *err);
MUST_CHECK Status show_security(Call *call, Error *err);
/* An error page, or problem+json. 404 looks for what may have been meant. */
void show_message(Call *call, int status, Slice heading, Slice text);
void show_missing(Call *call);
MUST_CHECK Status show_choices(Call *call, const Resolution *found, Error *err); /* several fit the address */
void show_gone(Call *call, int status);                                          /* 410 or 451: withheld */
void show_redirect(Call *call, Slice target);

#define WALL_QUERY "has:photo NOT kind:photo" /* the pieces of the wall of photos */

/* What the archive lacks, in the state that the call sees; it stays until the worker's next call. */
MUST_CHECK Status lacks_of(Call *call, const MissingReport **missing, Error *err);

/* ---- shared by the shows ---- */
Slice say(const Call *call, const char *english); /* a message in the tongue of the page */
/* Of the list that the route tells (a section, tag, author or time): what it asks for, its name for people,
 * the address of its first page. */
Slice list_query(Call *call);
Slice list_heading(Call *call);
Slice list_base(Call *call);
/* Scheme and host of this site, without a final slash: the base URL, else the home host of the pieces. What
 * the client calls us is never asked: whoever sends it could put it into what others read. */
Slice site_base(Call *call);
Slice site_absolute(Call *call, Slice path);
/* Bytes for programs, kept in the cache if the answer may be. */
void reply_data(Call *call, Slice media_type, Slice body);
Slice article_href(Arena *arena,
                   const Article *article); /* its page: the path, or /id/X for another host's */
/* Another form of it: ".json", ".ris", "?cite=mla", "?diff=1..2" behind the address of its page, or behind
 * /id/X where that address has a query of its own. */
Slice article_form(Arena *arena, const Article *article, const char *tail);
/* As people are shown it: its times in the archive's zone. */
const Article *article_shown(Call *call, const Article *article);
PageEntry entry_of(Call *call, const Article *article); /* shown, with its address, and nothing else */
Slice picture_src(Call *call, Slice href); /* where the bytes of a picture are here; empty: not held */
/* For the srcset of a picture whose src is what picture_src() gave: "/-/thumb/160/a.jpg 160w, ..."; width:
 * the original's, 0 if it is not known. Empty: nothing is resized, or this cannot be. */
Slice picture_srcset(Call *call, Slice src, uint32_t width);
PagePicture picture_of(Call *call, const Media *media); /* both of them; not the first of its page */
/* *gone: 410 or 451 if the capture may not be shown, else 0. */
MUST_CHECK Status capture_gone(Call *call, int64_t capture, const Record *record, int *gone, Error *err);
Slice web_digits(Arena *arena, int64_t at_s); /* "20140627093000" */
Slice header_address(Arena *arena,
                     Slice address); /* only what may stand in a header; the rest percent-encoded */
void http_date(int64_t at_s, char *out, size_t size);              /* as RFC 9110 writes it; 30 bytes */
void link_add(Builder *link, Slice address, const char *relation); /* one value of the Link header */
/* The same in another form or language. type: NULL if it is not told; language: a tag of letters, digits and
 * hyphens, or empty. */
void link_add_alternate(Builder *link, Slice address, const char *type, Slice language);
void reply_html(Call *call, int status, const Builder *out);
void reply_json(Call *call, int status, Slice json);
void entries_of(Call *call, HitView *hits, size_t count, PageEntries *entries);
Slice query_value(Call *call, const char *key); /* decoded and made valid UTF-8; empty if absent */
/* A facet value in words for people: "Arabic", "Interview"; the label itself where it says enough. */
Slice value_shown(const Call *call, FacetField field, Slice label);
Slice twin_of(Arena *arena, Slice path, Slice query);
/* Adds `field:"value"` to a query being written. */
void clause_add(Builder *typed, FacetField field, Slice value);
/* Adds bars for first..last; a value that the counts do not have is 0. The labels come from `label`. */
uint64_t facet_count(const FacetCounts *facet, Slice value);
const FacetCounts *facet_of(const Answer *answer, FacetField field);
Slice facet_label(const Answer *answer, const FacetCounts *facet, size_t value);
/* The least and the greatest year of a facet of years; false if nothing is dated. */
bool facet_years(const FacetCounts *years, int64_t *first, int64_t *last);
/* Words of a text for a query that finds what is like it, joined by OR; empty if there are none. */
Slice words_query(Arena *arena, Slice text);
/* Spellings that the archive has near to a word, best first. */
void spelling_find(Call *call, Slice word, size_t limit, Slices *spellings);
unsigned spelling_distance(Arena *arena, Slice a, Slice b, unsigned limit); /* limit + 1 if farther apart */

#endif
