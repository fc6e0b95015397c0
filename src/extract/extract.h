/* Record -> Article: what a page says, as interface.md section 2 shapes it. Memory only; one Extractor a
 * thread. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "base/error.h"
#include "model/article.h"
#include "model/reading.h"
#include "model/record.h"
#include "model/site.h"
#include "model/stated.h"

#define EXTRACT_HTML_MAX (16u << 20) /* bytes of a page; a larger one is evidence, not parsed */
#define EXTRACTOR_VERSION 4          /* raised whenever the same page may give another article */

/* Lines that many text captures of one site share: furniture. Learnt from the pages themselves, then only
 * read. */
typedef struct Furniture Furniture;
Furniture *furniture_open(void);
void furniture_close(Furniture *furniture);
void furniture_learn(Furniture *furniture, Slice page_visible_text);
/* Lines on at least 3 pages and a fifth of the pages of the site are furniture from here on. */
void furniture_settle(Furniture *furniture);

/* What the pages of sites teach of their templates: where fields stand in sight, which lines are furniture.
 * Learnt from lessons, one a page, then only read. */
typedef struct Site Site;
typedef struct SiteFact {
    uint64_t key; /* hash of an element's signature, or of a line */
    bool is_line;
    uint8_t asked, right; /* bits of fields that the page states, and that the place gives as stated */
    uint16_t values[4];   /* of the fields, hashed */
} SiteFact;
typedef struct SiteLesson {
    Slice host;
    uint64_t piece; /* hash of the headline; 0: the page is no piece and teaches nothing */
    SiteFact *items;
    size_t count, capacity;
} SiteLesson;
/* All of it in the arena. */
SiteLesson site_lesson_copy(Arena *arena, const SiteLesson *lesson);
Site *site_open(void);
void site_close(Site *site);
/* Adds up what one page teaches. The caller teaches pages in an order that does not change. */
void site_learn(Site *site, const SiteLesson *lesson);
/* What of it may be relied on for the pages of the host, which was learnt from lessons. In the arena. */
void site_rules(const Site *site, Arena *arena, Slice host, SiteRules *rules);
/* Takes up what was learnt of the host before; each host once, and not beside lessons. */
void site_teach(Site *site, Slice host, const SiteRules *rules);
/* The rules by which a page that tells this of itself is to be read: their digest; 0: it is read alone, as it
 * states all that its site teaches. */
int64_t site_helps(const Site *site, const SitePage *page);

typedef struct ExtractOptions {
    Slice archive_title; /* "ASHARQ AL-AWSAT English Archive 2005 -2017": a title suffix; may be empty */
    Slice language;      /* the archive's, used when the page does not tell */
    const Furniture *furniture; /* may be NULL */
    const Site *site;           /* may be NULL: each page is judged alone */
    SiteLesson *lesson;         /* gets what the page teaches, in the arena of the article; may be NULL */
    SitePage *page; /* gets what the page tells of itself, in the same arena; may be NULL; for HTML */
} ExtractOptions;

typedef struct Extractor Extractor;
Extractor *extractor_open(void); /* owns the HTML parser, reused from page to page */
void extractor_close(Extractor *extractor);

/* Reads one page (BODY_HTML or BODY_TEXT). The article lives in the arena. A page that is no piece (list,
 * front, error) still gives its kind, headline, canonical address, language and, as its text, what it shows.
 * SKIP: too large or unusable, err says why. Bounded in time and memory for hostile pages; runs under
 * arena_guard, so that a page that outgrows its arena is SKIP. */
MUST_CHECK Status extract_page(Extractor *extractor, Arena *arena, const Record *record,
                               const ExtractOptions *options, Article *article, Error *err);

/* The same, and of a list (list, front, author, tag, search page) what its entries say of single pieces: a
 * STATED_ENTRY each, as a piece of the page's own host, each piece once. Texts that a list prints whole are
 * left out. */
MUST_CHECK Status extract_page_entries(Extractor *extractor, Arena *arena, const Record *record,
                                       const ExtractOptions *options, Article *article, StatedList *entries,
                                       Error *err);

/* Reads what a structured source states (STATED_PIECE or STATED_REVISION) into an article: its body becomes
 * blocks, text, dateline, turns and media, its headline a genre, its captions credits, by the same rules as a
 * page's; what it states itself stays as it is. Every field that is there has an origin with stated->source.
 * Of WordPress's HTML the shortcodes and block comments are understood or become typed blocks (inset, embed);
 * none is ever shown raw. */
MUST_CHECK Status extract_stated(Extractor *extractor, Arena *arena, const Stated *stated,
                                 const ExtractOptions *options, Article *article, Error *err);

/* "Cairo- ...", "Baghdad, AP/Asharq Al-Awsat —": the dateline at the start of a text, looking past insets.
 * False if there is none. Span in bytes of `text`; slices lie in `text`. */
bool extract_dateline(Arena *arena, Slice text, Dateline *dateline);

/* A photo credit in any of the forms that papers print: "(AP Photo/Nariman El-Mofty, File)", "(R)",
 * "EPA/MOHAMMED SABER". Takes it off the end of a caption: *caption is what is left. False if there is none.
 */
bool extract_credit(Arena *arena, Slice *caption, Credit *credit);

/* What a plain text says by its form: dateline and credits, with spans in bytes of it. published: of the
 * text, unknown if it is; days without a year are of it. Valid UTF-8 in; slices of the reading lie in the
 * text or the arena. Linear in the text. */
void extract_reading(Arena *arena, Slice text, Moment published, TextReading *reading);

/* The words inside a picture file (JPEG, TIFF, PSD, PNG, WebP, XMP alone) as one photo: caption, credit in
 * its parts by the rules of printed credits, day taken, size. href and id are left to the caller. SKIP: no
 * such file. */
MUST_CHECK Status extract_photo(Arena *arena, Slice bytes, Media *media, Error *err);
/* Settles a photo whose credit comes as two fields of a file, the credit line in credit.raw and the by-line
 * in credit.photographer: agency, photographer and file flag are told apart, and what the caption prints of
 * them at its end is taken off. */
void extract_photo_credit(Arena *arena, Media *media);

#endif
