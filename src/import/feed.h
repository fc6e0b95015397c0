/* What the readers of feeds share: a channel and its entries, whatever they were written in.
 *
 * feed_xml.c (RSS, RDF, Atom, CDF) and feed_json.c fill entries field by field; feed_entry.c makes of each
 * what is stated; feed_text.c undoes the ways in which feeds hold text. */
#ifndef IMPORT_FEED_H
#define IMPORT_FEED_H

#include "import/inside.h"

/* How a text of a feed is to be read. */
typedef enum FeedForm {
    FEED_TEXT,  /* as it stands */
    FEED_HTML,  /* a fragment of HTML */
    FEED_EITHER /* nobody says (RSS): HTML if it looks so */
} FeedForm;

/* Of several elements for one field the one of the highest rank speaks; of equal ones the first,
 * but of dates the last. */
typedef struct FeedText {
    Slice value;
    FeedForm form;
    unsigned rank; /* 0: nothing yet */
} FeedText;

typedef struct FeedMoment {
    Moment moment;
    unsigned rank;
} FeedMoment;

typedef struct FeedEntry {
    Slice link; /* absolute */
    unsigned link_rank;
    Slice guid; /* as written */
    FeedText title, summary, body;
    FeedMoment published, modified;
    Authors authors; /* those of the highest rank */
    unsigned author_rank;
    Labels tags;
    MediaList media;
    Slice lang;
    bool is_lang_blank; /* it says that its language is not the feed's */
} FeedEntry;

typedef struct Feed {
    Slice source; /* "rss", "atom", "jsonfeed" */
    Slice title, link, lang;
    Authors authors; /* of all entries that name none (Atom, JSON Feed) */
    StatedList stated;
    bool is_cut; /* the document's end is missing */
} Feed;

/* The document whole, from the record's body. SKIP: it is none. */
MUST_CHECK Status feed_xml_read(Arena *arena, const Record *record, Feed *feed, Error *err);
MUST_CHECK Status feed_json_read(Arena *arena, const Record *record, Feed *feed, Error *err);

/* Reads under arena_guard: SKIP where the document needs more memory than the arena's limit. */
typedef Status FeedRead(Arena *arena, Record *record, Error *err);
MUST_CHECK Status feed_read_guarded(Arena *arena, Record *record, FeedRead *read, Error *err);

/* States the entry, unless it has neither address nor title. number: from 1, in the feed. */
void feed_add_entry(Arena *arena, Feed *feed, const FeedEntry *entry, size_t number);
/* Puts what the feed states into the record, the channel's own address first. */
void feed_give(Arena *arena, Feed *feed, Record *record);

/* ---- fields ---- */
void feed_set_text(FeedText *held, FeedText found); /* if it is not empty, and outranks */
void feed_set_moment(FeedMoment *held, Slice text, unsigned rank);
void feed_set_link(FeedEntry *entry, Slice link, unsigned rank);
/* "mail (Name)", "Name <mail>": by name only; nothing for a bare mail address. */
void feed_add_author(Arena *arena, FeedEntry *entry, Slice text, unsigned rank);
/* Each once. slug: how the feed addresses what it shows as the label; may be empty. */
void feed_add_tag(Arena *arena, Labels *tags, Slice label, Slice slug);
void feed_add_tags(Arena *arena, Labels *tags, Slice comma_parted); /* "one, two" */
/* A picture, unless its address is known already; NULL: it is no address. */
Media *feed_add_media(Arena *arena, MediaList *media, Slice href);

/* ---- texts (feed_text.c) ---- */
/* Quotes and dashes of windows-1252 that stand as control characters are mended. */
Slice feed_mend(Arena *arena, Slice text);
/* As words on one line: markup, references and white space undone. */
Slice feed_plain(Arena *arena, FeedText text);
/* HTML as plain text, a line break where a block ends. */
Slice feed_strip(Arena *arena, Slice html);
bool feed_looks_like_html(Slice text);
/* Does it end as programs end what they cut? FEED_ELLIPSIS: with dots, as an author may end too. The words of
 * a link ("Read more") are taken off. */
typedef enum FeedCut { FEED_WHOLE, FEED_ELLIPSIS, FEED_CUT } FeedCut;
FeedCut feed_cut_of(Slice *plain);
/* Number of paragraphs that the HTML shows by its tags. */
size_t feed_count_paragraphs(Slice html);
/* Without "The post X appeared first on Y." at its end. */
Slice feed_without_footer(Slice html);
Slice feed_author_name(Slice text);
Slice feed_lang(Arena *arena, Slice tag); /* "EN_us" -> "en-US"; empty: it is none */
bool feed_is_picture(Slice media_type, Slice href);
/* Relative addresses in href and src made absolute. */
Slice feed_absolute_html(Arena *arena, Slice html, Slice base);
bool feed_decode_base64(Arena *arena, Slice text, Slice *bytes);

#endif
