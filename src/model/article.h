/* One piece of a newspaper, as interface.md section 2 shapes it. Plain data in one arena. Empty slices are
 * unknown. */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include "base/list.h"
#include "model/moment.h"
#include "model/span.h"

typedef enum PageKind {
    PAGE_OTHER, /* not a piece of the paper: search, error, consent wall, anything else */
    PAGE_ARTICLE,
    PAGE_INTERVIEW,
    PAGE_OPINION,
    PAGE_EDITORIAL,
    PAGE_GALLERY,
    PAGE_PHOTO,
    PAGE_LIST,
    PAGE_FRONT,
    PAGE_AUTHOR,
    PAGE_TAG,
    PAGE_SEARCH,
    PAGE_KINDS /* their number */
} PageKind;

typedef enum BlockKind {
    BLOCK_PARAGRAPH,
    BLOCK_SUBHEAD,
    BLOCK_QUOTE,
    BLOCK_LIST,
    BLOCK_TABLE,
    BLOCK_TURN,
    BLOCK_INSET, /* not part of the text */
    BLOCK_EMBED, /* not part of the text */
    BLOCK_KINDS
} BlockKind;

typedef enum ArticleStatus {
    ARTICLE_PUBLIC,
    ARTICLE_WITHHELD,
    ARTICLE_EMBARGOED,
    ARTICLE_DELISTED,
    ARTICLE_DRAFT,
    ARTICLE_STATUSES
} ArticleStatus;

/* The words of interface.md: "article", "paragraph", "public". */
Slice page_kind_name(PageKind kind);
bool page_kind_find(Slice name, PageKind *kind);
bool page_kind_is_piece(PageKind kind); /* article, interview, opinion, editorial, gallery, photo */
Slice block_kind_name(BlockKind kind);
bool block_kind_find(Slice name, BlockKind *kind);
Slice article_status_name(ArticleStatus status);
bool article_status_find(Slice name, ArticleStatus *status);

typedef struct Author {
    Slice name, slug, role, agency;
} Author;
typedef struct Authors {
    Author *items;
    size_t count, capacity;
} Authors;

/* A section or a tag: how it is addressed and how it is shown. */
typedef struct Label {
    Slice slug, label;
} Label;
typedef struct Labels {
    Label *items;
    size_t count, capacity;
} Labels;

typedef struct Dateline {
    Slice raw;     /* as printed, ending at the dash */
    Slices places; /* in printed order */
    Slices agencies;
    Moment date;
    Span span; /* in Article.text */
} Dateline;

typedef struct Credit {
    Slice raw, agency, photographer;
    bool is_file; /* the picture was not taken for this piece */
} Credit;

typedef struct Media {
    Slice id;   /* the publisher's */
    Slice href; /* absolute */
    Slice caption, alt;
    Credit credit;
    Moment taken;
    uint32_t width, height; /* pixels; 0 unknown */
} Media;
typedef struct MediaList {
    Media *items;
    size_t count, capacity;
} MediaList;

typedef struct Block {
    BlockKind kind;
    Slice text; /* plain, white space collapsed; valid UTF-8 */
    Slice html; /* sanitised inner HTML: p, a, em, strong, ... without script, style, events, foreign loads */
    Slice speaker; /* of a turn */
    Span span;     /* in Article.text; empty for inset and embed */
} Block;
typedef struct Blocks {
    Block *items;
    size_t count, capacity;
} Blocks;

/* Where a field's value comes from. */
typedef struct Origin {
    Slice field;      /* name of interface.md, e.g. "headline" */
    Slice source;     /* "json-ld", "opengraph", "meta", "microdata", "wordpress", "visible", "url", "text",
                         "wxr", "rss", ... (model/stated.h), "person" */
    Slice at;         /* place: a selector, a key, a line */
    Slice rule;       /* name of the rule in the code */
    float confidence; /* 0..1 */
    int64_t capture;  /* the store's capture that says so; 0: the article's own, or a person */
} Origin;
typedef struct Origins {
    Origin *items;
    size_t count, capacity;
} Origins;

typedef struct Repair {
    Slice in; /* field */
    Span span;
    Slice was;
    Slice rule;
} Repair;
typedef struct Repairs {
    Repair *items;
    size_t count, capacity;
} Repairs;

typedef struct AltId {
    Slice role, value;
} AltId;
typedef struct AltIds {
    AltId *items;
    size_t count, capacity;
} AltIds;

/* A reader's comment, as a CMS exports it: kept apart from the text. */
typedef struct Comment {
    Slice id, parent; /* the CMS's own */
    Slice author, author_url;
    Moment at;
    Slice text; /* plain, paragraphs parted by an empty line */
    bool is_approved;
} Comment;
typedef struct Comments {
    Comment *items;
    size_t count, capacity;
} Comments;

/* A field that only the CMS knows: name and value as they stand there. */
typedef struct CustomField {
    Slice key, value;
} CustomField;
typedef struct CustomFields {
    CustomField *items;
    size_t count, capacity;
} CustomFields;

/* A correction that a person has added: shown on top of the piece, dated. */
typedef struct Correction {
    int64_t act;  /* number of the act */
    int64_t at_s; /* Unix seconds UTC */
    Slice field;  /* what was set right; empty: a notice alone */
    Slice was;    /* what stood there */
    Slice text;   /* the notice; may be empty */
} Correction;
typedef struct Corrections {
    Correction *items;
    size_t count, capacity;
} Corrections;

/* Another piece that a source names beside this one. Told are url and, of a translation, lang; the store adds
 * the rest when an article is read and the other piece is held and public. A piece that is held and not
 * public is left out then. */
typedef struct Relation {
    Slice url; /* absolute; of the piece itself once it is found */
    Slice lang;
    Slice reason;   /* RELATED_...; empty for a translation */
    int64_t number; /* the store's; 0: not held */
    Slice id, path, headline, dir;
    Moment published;
} Relation;
typedef struct Relations {
    Relation *items;
    size_t count, capacity;
} Relations;
#define RELATIONS_MAX 32 /* of one kind, of one piece; hreflang has a handful, "related" lists a dozen */
#define RELATED_LISTED "related" /* the page's own list of related pieces names it */
#define RELATED_DEBATE "debate"  /* the other side of a debate */
#define ALT_ID_TRANSLATIONS                                                                                  \
    "translationGroup" /* role of an AltId: pieces that share its value are one in several                   \
                          languages */

/* What the store adds: captures and versions, oldest first. */
typedef struct CaptureInfo {
    int64_t at_s;
    Slice url, sha256;
    int64_t number; /* the store's capture number */
} CaptureInfo;
typedef struct CaptureInfos {
    CaptureInfo *items;
    size_t count, capacity;
} CaptureInfos;
typedef struct VersionInfo {
    int64_t at_s;
    Slice digest;
} VersionInfo;
typedef struct VersionInfos {
    VersionInfo *items;
    size_t count, capacity;
} VersionInfos;

typedef struct Article {
    int64_t number;  /* the store's row; 0 before it is stored */
    Slice id;        /* public id; set by archive */
    Slice cms_id;    /* the publisher's own id, if found */
    Slice url;       /* where it was found, absolute */
    Slice path;      /* where this archive serves it */
    Slice canonical; /* what the page says its address is, absolute */
    PageKind page_kind;
    ArticleStatus status;
    bool is_by_law; /* withheld because the law says so */
    Slice headline, kicker, genre, subheadline, summary;
    Slice byline; /* as printed */
    Authors authors;
    Dateline dateline;
    Moment published, modified;
    Label section;   /* the one that leads */
    Labels sections; /* all, where there are several: `section` first, the others by slug */
    Labels tags;
    Slice lang; /* BCP 47, lower case primary, e.g. "en", "ar" */
    Slice dir;  /* "ltr" or "rtl" */
    Blocks body;
    Slice text; /* all blocks but inset and embed, joined by one blank line */
    MediaList media;
    Origins provenance;
    Repairs repairs;
    AltIds alt_ids;
    CaptureInfos captures;
    VersionInfos versions;
    Slice site_name; /* what the page calls its paper */
    Slice parent_id; /* CMS id of the piece to which a photo's page belongs */
    Comments comments;
    CustomFields custom;
    Corrections corrections; /* the store's, oldest first */
    Slice license;           /* absolute address of the terms under which it may be used */
    Slice rights;            /* the same in words: "© 2014 The Paper" */
    Relations translations;  /* the same piece in other languages */
    Relations related;
} Article;

/* Joins the blocks into article->text and sets their spans. */
void article_join_text(Article *article, Arena *arena);
/* Brings the sections stated so far into their order: `section` first (where none is told, the first stated),
 * the others by slug, each once; an empty list where there is but one. At most ARTICLE_SECTIONS_MAX stay. */
#define ARTICLE_SECTIONS_MAX 500
void article_settle_sections(Arena *arena, Article *article);
/* Brings what was told of other pieces into one order, each address once, the piece's own left out. At most
 * RELATIONS_MAX of each kind stay. */
void article_settle_relations(Arena *arena, Article *article);
/* A deep copy that shares nothing with the original. */
Article article_copy(Arena *arena, const Article *article);
/* Words of the text, counted at white space. */
size_t article_count_words(const Article *article);
/* "rtl" or "ltr": how a language is written, by the first part of its BCP 47 tag. */
Slice direction_of_language(Slice lang);
/* What it is called: its headline, else the first words of its text with dots behind them, else its id. Never
 * empty for a piece that is held. */
Slice article_title(Arena *arena, const Article *article);

#endif
