/* What the templates share: escaping for each place of an HTML page, and the pieces that many pages are made
 * of. */
#ifndef PAGE_PARTS_H
#define PAGE_PARTS_H

#include "page/page.h"

/* ---- write.c: one value in its place ---- */
void page_escape(Builder *out, Slice text); /* & < > " ' as references; controls dropped */
void page_url(Builder *out,
              Slice address); /* only http, https, mailto and addresses of this site; else "#" */
void page_query(Builder *out, Slice piece);      /* one part of an address, percent-encoded */
void page_json(Builder *out, Slice json);        /* inside <script>: < > & as \u003c */
void page_json_string(Builder *out, Slice text); /* with its quotes */
void page_number(Builder *out, uint64_t number); /* 12,345 */
void page_marked(Builder *out, const Snippet *snippet);
/* Sanitised HTML; its addresses are read against `base`, and those of the home host become paths. */
void page_inner_html(Builder *out, Slice html, Slice base, Slice home_host);
Slice page_year(Builder *out, Moment moment);     /* "2014" */
Slice page_iso(Builder *out, Moment moment);      /* for <time datetime> */
Slice page_readable(Builder *out, Slice address); /* its percent-encoded letters as letters, for eyes only */
/* A picture that is not held and of which nothing but its number is known is told of, not shown. */
bool page_is_picture_worth(const PagePicture *picture);
Slice page_absolute(Builder *out, const PageSite *site, Slice path);

/* Of its day, with the other pieces of it; a photo's own page, which is no piece of a day, is
 * searched by it. */
Slice page_printed_href(Arena *arena, const Article *article);

enum { PHOTO_WIDE = 420 }; /* pixels: a photo that may fill the column */

/* ---- said.c: an error or note of a query's reader; whether it is in that tongue ---- */
bool page_said(Arena *arena, PageTongue tongue, Slice english, Slice *said);

/* What was found, each by its name: "27 articles, 2 photos". */
Slice page_found(Arena *arena, PageTongue tongue, const ResultsPage *page);

/* ---- turn.c ---- */
typedef struct PageTurn {
    Slice speaker; /* to be shown before the words; empty where the words say it themselves */
    Slice text, html;
} PageTurn;
PageTurn page_turn(const Block *block);

/* ---- chart.c ---- */
typedef struct ChartShape {
    int64_t width, height, bar_width, step;
    uint64_t max;
} ChartShape;
ChartShape page_chart_shape(const PageChart *chart);
int64_t page_bar_height(ChartShape shape, uint64_t count); /* a bar that counts something is never 0 high */
bool page_is_bar_labelled(const PageChart *chart, size_t bar);

/* ---- calendar.c ---- */
uint64_t page_most(const PageYears *years); /* in one month */
uint64_t page_month_total(const PageMonth *month);
unsigned page_level(uint64_t count, uint64_t most); /* 1..5; 0: none */

/* ---- gaps.c ---- */
size_t page_shown(size_t count, const MissingPage *page);
Slice page_gap_href(Builder *out, Slice when);                    /* "2014-06-27": its page here */
Slice page_gap_name(Builder *out, PageTongue tongue, Slice when); /* "27 June 2014" */

Slice page_feed(Builder *out, const PageFrame *frame, const char *form); /* "/feed/atom?q=x" */

/* ---- schema.c: schema.org as JSON-LD ---- */
Slice page_news_article(Arena *arena, const ArticlePage *page);
Slice page_breadcrumbs(Arena *arena,
                       const ArticlePage *page);           /* BreadcrumbList: front page, section, piece */
Slice page_collection(Arena *arena, const ListPage *page); /* CollectionPage, ProfilePage of a writer */

/* ---- cited.c: for reference managers ---- */
Slice page_paper(const PageSite *site);                  /* its name */
bool page_is_paper(const PageSite *site, Slice name);    /* a byline of the paper itself names no person */
Slice page_coins(Builder *out, const ArticlePage *page); /* the title of a COinS span */
/* "2014/06/27", cut to the grain: what Google Scholar's names want; empty for none. */
Slice page_slash_date(Builder *out, Moment moment);

/* The terms of a piece, its own or those of the archive: an address; words. Empty: nothing is said. */
Slice page_license(const ArticlePage *page);
Slice page_rights(const ArticlePage *page);

/* ---- head.html.tmpl ---- */
void page_head_cited(Builder *out, const ArticlePage *page);

/* ---- layout.html.tmpl ---- */
void page_begin(Builder *out, const PageFrame *frame);
void page_head_end(Builder *out, const PageFrame *frame, bool is_front);
void page_end(Builder *out, const PageFrame *frame);
void page_part_chart(Builder *out, PageTongue tongue, const PageChart *chart);
void page_part_picture(Builder *out, const PagePicture *picture, Slice alt, Slice sizes);
Slice page_alt(const Media *media); /* its own, else its caption */
/* How wide a photo stands among the words of a piece, never wider than it is; empty where that is not known.
 */
Slice page_photo_sizes(Builder *out, const Media *media);
void page_part_entry(Builder *out, PageTongue tongue, const PageEntry *entry, bool with_date);
void page_part_time(Builder *out, PageTongue tongue, Moment moment, bool with_weekday);
void page_part_authors(Builder *out, PageTongue tongue, const Article *article);
void page_part_month(Builder *out, PageTongue tongue, const PageMonth *month, bool is_linked);
void page_part_links(Builder *out, Slice title, const PageLinks *links);

Slice page_where(PageTongue tongue, Slice field); /* "caption", "byline": where a hit stands */
Slice page_weekday_short(PageTongue tongue, unsigned column);

/* In a template where `tongue` is in sight: a message; its code and its direction for attributes. Each
 * message is written in English here and has a row in words.c. */
#define T(english) page_say(tongue, english)
#define LANG page_tongue_code(tongue)
#define DIR (tongue == TONGUE_ARABIC ? SLICE("rtl") : SLICE("ltr"))
#define COUNTED(count, thing) page_counted(out->arena, tongue, (count), (thing))

#endif
