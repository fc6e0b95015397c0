/* An article as search sees it: words at positions, regions, facets, a time. Made once (archive/document.c)
 * and handed to the index, to the matcher that finds what to highlight, and later to reading: they cannot
 * disagree.
 *
 * Positions. All words of a document stand in one row of positions 0..length-1. The texts follow each other
 * in the order of TextField (headline, subheadline, body block by block, captions, byline, a dateline that is
 * not in the body). Each text is a Part. A *region* is a range of positions with the name of a field. Base
 * regions do not overlap and cover everything; LEAD (first paragraph of the body), TURN and DATELINE may lie
 * inside BODY. Two words are "in the same field" when they are in the same base region. Each Part begins a
 * new paragraph and a new sentence.
 *
 * A hyphenated or apostrophed word gives one word for each part, and one joined form ("alsarraj", "sanaa")
 * with the position of its first part, flagged WORD_JOINED; the joined form of a possessive ("haftar's") is
 * left out. */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H

#include "model/article.h"

typedef enum TextField {
    FIELD_HEADLINE,
    FIELD_SUBHEADLINE,
    FIELD_BODY,
    FIELD_CAPTION, /* one region a caption */
    FIELD_BYLINE,  /* as printed, then author names not contained in it */
    FIELD_DATELINE,
    FIELD_LEAD,
    FIELD_TURN, /* what is said in turns: the answers and questions of an interview */
    TEXT_FIELDS,
    FIELD_ALL = TEXT_FIELDS /* no restriction */
} TextField;

enum { WORD_SENTENCE = 1 /* first word of a sentence */, WORD_JOINED = 2 };

/* What text/ makes of one run of text. */
typedef struct Word {
    uint32_t begin, end; /* bytes in the text */
    uint32_t flags;
    Slice folded; /* the form that is searched: see text_fold */
} Word;
typedef struct Words {
    Word *items;
    size_t count, capacity;
} Words;

typedef struct Token {
    uint32_t position;
    uint32_t part;       /* index into parts */
    uint32_t begin, end; /* bytes in the part's text */
    uint32_t flags;      /* WORD_JOINED */
    Slice folded;
    Slice surface; /* the bytes as written */
} Token;
typedef struct Tokens {
    Token *items; /* in order of position; a joined form right after the word it shares its position with */
    size_t count, capacity;
} Tokens;

typedef struct Part {
    TextField field;
    uint32_t item; /* body: index of the block; caption: index of the media; else 0 */
    Slice text;
} Part;
typedef struct Parts {
    Part *items;
    size_t count, capacity;
} Parts;

typedef struct Region {
    TextField field;
    uint32_t begin, end; /* positions [begin, end), begin < end */
} Region;
typedef struct Regions {
    Region *items; /* base regions in order, then LEAD, TURN and DATELINE inside BODY */
    size_t count, capacity;
    size_t base_count;
} Regions;

typedef struct Positions {
    uint32_t *items;
    size_t count, capacity;
} Positions;

typedef enum FacetField {
    FACET_SECTION, /* slug; of a piece in several, each */
    FACET_TAG,     /* slug */
    FACET_AUTHOR,  /* slug */
    FACET_AGENCY,  /* of dateline, authors */
    FACET_PLACE,   /* of the dateline */
    FACET_LANG,
    FACET_KIND, /* page kind */
    FACET_GENRE,
    FACET_CREDIT, /* agency of a photo */
    FACET_PHOTOGRAPHER,
    FACET_MEDIA, /* media id */
    FACET_HAS,   /* photo, caption, subhead, quote, turn, list, table, inset, embed, dateline, repair, file */
    FACET_HOST,
    FACET_ID,
    FACET_SLUG,     /* last segment of the path */
    FACET_YEAR,     /* 2014, or "undated" */
    FACET_MONTH,    /* 2014-06; coarser dates keep their own grain: 2014 */
    FACET_DAY,      /* 2014-06-27 */
    FACET_HEADLINE, /* the headline as its key, cut: to sort by */
    FACET_REPRINT,  /* a digest of the words of the body, of pieces that have enough: the same, the same text
                     */
    FACET_FIELDS
} FacetField;

typedef struct Facet {
    FacetField field;
    Slice value; /* as shown */
    Slice key;   /* text_slug(value): what a query is compared with */
} Facet;
typedef struct Facets {
    Facet *items; /* no (field, key) twice */
    size_t count, capacity;
} Facets;

#define TIME_UNDATED INT64_MAX

typedef struct Document {
    int64_t article; /* the store's row, > 0 */
    Slice id;        /* public id; breaks ties of time */
    int64_t time_s;  /* UTC start of the date's interval; TIME_UNDATED */
    DayRange days;   /* whole interval in days of the archive's zone; meaningless if undated */
    uint32_t words;  /* words of the text, for words:>1200 */
    uint32_t length; /* positions; more where the document is to weigh as a longer one */
    Parts parts;
    Tokens tokens;
    Regions regions;
    Positions sentences;  /* first position of each, rising; the first is 0 if length > 0 */
    Positions paragraphs; /* likewise */
    Facets facets;
} Document;

Slice text_field_name(TextField field);             /* "headline", ..., "all" */
bool text_field_find(Slice name, TextField *field); /* with the aliases hd title by author */
Slice facet_field_name(FacetField field);           /* "section" */
bool facet_field_find(Slice name, FacetField *field);

#endif
