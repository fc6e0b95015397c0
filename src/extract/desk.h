/* The desk on which one page becomes an article: the page, what everybody claims of it, the article in the
 * making. Inside extract only.
 *
 * A Claim is one source's word for one field. Collectors add claims and decide nothing; then one small file a
 * field weighs the claims on it and sets the field with its origin. */
#ifndef EXTRACT_DESK_H
#define EXTRACT_DESK_H

#include "extract/extract.h"
#include "extract/linked.h"
#include "extract/page.h"

typedef enum ClaimField {
    CLAIM_TITLE, /* of the document: headline and site together */
    CLAIM_HEADLINE,
    CLAIM_SUBHEADLINE,
    CLAIM_SUMMARY,
    CLAIM_AUTHOR,
    CLAIM_PUBLISHED,
    CLAIM_MODIFIED,
    CLAIM_SECTION,
    CLAIM_TAG,
    CLAIM_CANONICAL,
    CLAIM_SITE,
    CLAIM_TYPE, /* "NewsArticle", "article", "website" */
    CLAIM_CMS_ID,
    CLAIM_IMAGE,
    CLAIM_BODY,
    CLAIM_LANG,
    CLAIM_FIELDS
} ClaimField;

typedef struct Claim {
    ClaimField field;
    Slice value;      /* references undone, white space collapsed */
    Slice source, at; /* as in Origin */
    float confidence;
    uint32_t node;    /* on the page, 0 if not */
    const Json *data; /* the JSON-LD value whole: an image with its caption */
} Claim;
#define CLAIM_OF_PAGE 0.3f   /* a claim on an image below it is about any picture of the page */
#define CLAIMS_PER_FIELD 100 /* more are a stranger's game: fields are weighed claim against claim */
typedef struct Claims {
    Claim *items;
    size_t count, capacity;
} Claims;

/* What is known of a block besides its text, while the body is written. */
typedef struct BlockFacts {
    uint32_t owner; /* the element that its first line stands in */
    uint32_t hints; /* of that and of its parent */
    uint32_t letters, linked, stops;
} BlockFacts;
typedef struct BlockFactsList {
    BlockFacts *items;
    size_t count, capacity;
} BlockFactsList;

typedef struct Desk {
    Arena *arena;
    const ExtractOptions *options;
    const Record *record;
    Slice html; /* the page as valid UTF-8 */
    Page page;
    Claims claims;
    uint32_t claim_counts[CLAIM_FIELDS];
    Article *article;
    Slices site_keys;  /* names of the paper, as compare_key gives them */
    Slices site_names; /* the same and the ends of titles, as name_words gives them */
    Slice host, host_key;
    uint32_t headline_node; /* where the headline stands, 0 if it does not */
    uint32_t
        next_headline;  /* the next <h1> of some words behind it: another piece begins; 0 none. For media */
    uint32_t body_node; /* the element chosen to hold the body; 0 none */
    uint32_t opening_node; /* an element before it that holds the first paragraph; 0 none */
    BlockFactsList facts;  /* of article->body, block by block, until turns and insets are found */
    const Json *piece;     /* the JSON-LD object of the article; NULL */
    bool is_list;          /* no piece: the text is that of its entries */
    bool is_whole;         /* all of the page is the body: a stated fragment, without furniture */
} Desk;

void claim_add(Desk *desk, Claim claim);
/* The claim on a field with the highest confidence, the first of equals; NULL if there is none. */
const Claim *claim_best(const Desk *desk, ClaimField field);
void origin_add(Desk *desk, const char *field, Slice source, Slice at, const char *rule, float confidence);

/* Tells by the page's canonical link, made relative, whether a mirroring program renamed the site's pages:
 * the page of "slug" that calls itself "slug.html". Before anything asks for the page's addresses. */
void note_mirror(Desk *desk);

/* Collectors: metadata.c, linked_claims.c. What stands in plain sight is looked for by the deciders. */
void collect_metadata(Desk *desk);
void collect_linked(Desk *desk);

/* One field each, in this order; those behind may look at those before. */
void decide_canonical(Desk *desk); /* canonical, cms_id, alt_ids, site_name */
void decide_headline(Desk *desk);  /* headline, genre, kicker */
/* "Opinion: ...", "Debate: ..." at the head of the headline: becomes the genre, and is kept in the headline.
 */
void lift_genre(Desk *desk);
void choose_body(Desk *desk); /* body_node, opening_node */
void decide_published(Desk *desk);
void decide_byline(Desk *desk);
void decide_section(Desk *desk); /* section, tags */
void write_body(Desk *desk);     /* body, text */
void write_whole(Desk *desk);    /* the same of a stated body: nothing in it is furniture */
void decide_summary(Desk *desk); /* subheadline, summary */
void collect_media(Desk *desk);
/* A photo's own page: its text is its caption, and the fullest there is. When the page's kind is known. */
void settle_photo_page(Desk *desk);
void decide_language(Desk *desk); /* lang, dir */
void decide_page_kind(Desk *desk);
void write_list(
    Desk *desk); /* the text of a page that is no piece, where little was found; behind its kind */
void collect_comments(Desk *desk); /* readers' comments */
void decide_beside(Desk *desk);    /* translations, related, license, rights; when the page's kind is known */
PageKind kind_of_piece(const Desk *desk); /* of what is surely a piece */

/* Adds the authors that a printed byline names to those of the article. */
void authors_add(Desk *desk, Slice byline);
/* What an <img> says of its picture, and the element that frames it (0: none). False: it has no address, or
 * is the page's own. */
bool media_of_image(const Desk *desk, uint32_t image, Media *media, uint32_t *frame);

/* "en_US" and "EN-us" to "en-US"; empty if it is no tag of a language. */
Slice language_tag(Arena *arena, Slice text);
/* Text without its markup and references, collapsed: what a metadata value means. */
Slice plain_value(Arena *arena, Slice value);
/* Letters and digits only, folded: for comparing headlines and names. */
Slice compare_key(Arena *arena, Slice text);
/* Does `text` name the paper: the site's name, the host's, the archive's title? */
bool is_site_name(const Desk *desk, Slice text);
/* The same for a source printed before a text: "The Paper" for "THE PAPER English Archive 2004-2017". */
bool names_paper(const Desk *desk, Slice text);
/* Notes what a title ends with, behind its last mark: the paper's name, or nearly so. */
void note_title_end(Desk *desk, Slice title);
void find_site_keys(Desk *desk); /* once, when all claims are in: what is_site_name compares with */
/* "/category/opinion?x" gives "opinion": the last segment behind the mark. Empty if it is missing or blank.
 */
Slice slug_behind(Arena *arena, Slice href, const char *mark);
/* Takes "| The Paper" off a document title. */
Slice strip_site(const Desk *desk, Slice title);
/* A machine's date in any of its spellings, else a printed one. */
bool read_date(const Desk *desk, Slice text, Moment *moment);

/* Like slice_starts_with_nocase(), for tables of words, none empty: most words of one are told by their first
 * byte, before they are measured. */
static inline bool begins_with_word(Slice text, const char *word)
{
    return text.size > 0 && ascii_lower(text.data[0]) == ascii_lower(word[0]) &&
           slice_starts_with_nocase(text, slice_from(word));
}

#endif
