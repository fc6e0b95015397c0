/* One article out of what several captures say of it.
 *
 * For each field the word of the highest class is kept, among equals that of the later capture (then the
 * greater digest, then the greater address), so the order in which they arrive leaves no trace: merging is a
 * maximum, field by field. interface.md section 1: a person's act, the CMS export, what the page's metadata
 * says, its visible text, a list's entry, a feed. */
#ifndef MODEL_MERGE_H
#define MODEL_MERGE_H

#include "model/article.h"

typedef enum ClaimClass {
    CLASS_REVISION, /* an older state, kept by the CMS: never beats anything */
    CLASS_FEED,
    CLASS_LIST,     /* an entry of a list page, about a piece that has a page of its own */
    CLASS_VISIBLE,  /* text on the page, its address, a text capture */
    CLASS_METADATA, /* what the page says about itself: json-ld, opengraph, meta, microdata, body classes, ...
                     */
    CLASS_CMS,      /* an export: wxr, nitf, newsml-g2, ninjs, jsonl, photo */
    CLASS_PERSON
} ClaimClass;
/* The class of an Origin.source; CLASS_VISIBLE for what is not known. */
ClaimClass class_of_source(Slice source);

/* What is merged as one: fields that only make sense together. */
typedef enum FieldGroup {
    GROUP_ADDRESS,  /* canonical, url, host of it */
    GROUP_CMS_ID,   /* the earlier capture wins here, so that an id stays */
    GROUP_KIND,     /* pageKind */
    GROUP_STATUS,   /* status; a page's capture claims nothing */
    GROUP_HEADLINE, /* headline, kicker, genre */
    GROUP_SUBHEADLINE,
    GROUP_SUMMARY,
    GROUP_BYLINE, /* byline */
    GROUP_AUTHORS,
    GROUP_BODY, /* body, text, dateline, repairs in them */
    GROUP_PUBLISHED,
    GROUP_MODIFIED,
    GROUP_SECTION,
    GROUP_TAGS,
    GROUP_LANGUAGE, /* lang, dir */
    GROUP_SITE,
    GROUP_MEDIA,
    GROUP_COMMENTS,
    GROUP_CUSTOM,
    GROUP_PARENT,
    GROUP_RIGHTS, /* license, rights */
    GROUP_TRANSLATIONS,
    GROUP_RELATED,
    FIELD_GROUPS
} FieldGroup;
/* The Origin.field names of a group; the first is its own: "headline" for GROUP_HEADLINE. */
FieldGroup group_of_field(Slice field); /* FIELD_GROUPS: no such field */
Slice group_field(FieldGroup group);
FieldGroup group_of_origin(Slice field); /* the same; what has no group goes with the body */

/* Who speaks: a capture, as far as ranking needs it. */
typedef struct ClaimRank {
    ClaimClass class;
    int64_t captured_s;
    Slice sha256, url;
} ClaimRank;
int claim_rank_compare(ClaimRank a, ClaimRank b); /* <0, 0, >0 */

/* Says who spoke each group of an article: [FIELD_GROUPS] of ranks, with the store's capture numbers. The
 * class of a group comes from the article's provenance (class_of_source of the origin for that group),
 * CLASS_VISIBLE where there is none. */
typedef struct ClaimRanks {
    ClaimRank ranks[FIELD_GROUPS];
    int64_t captures[FIELD_GROUPS];
} ClaimRanks;
/* The class of the origin of a group: of that with the group's own field, else of any of them. */
ClaimClass group_class(const Article *article, FieldGroup group);
/* All groups spoken by one capture. */
ClaimRanks claim_ranks_of(const Article *article, int64_t capture, ClaimRank capture_rank);

/* The origin of whatever an entry of a list says: source "list". */
Origin origin_of_entry(FieldGroup group);

/* Does the article say anything in that group? */
bool group_is_said(const Article *article, FieldGroup group);

/* Brings the lists that belong to no group (origins, repairs, other ids) into the order in which merging
 * leaves them: by group, each group's in their own order; other ids sorted, each once, and of these the first
 * ALT_IDS_MAX: a piece has a handful, and a feed that gives one piece a hundred thousand would make every
 * merge slow. Origins of what is not said go. Both articles of a merge are settled. */
enum { ALT_IDS_MAX = 64 };
void article_settle(Arena *arena, Article *article);

/* Puts what `claim` says better into `kept` (both as read; slices are shared, not copied) and brings
 * `kept_ranks` up to date. alt_ids are united. Gives the set of groups that changed hands, a bit each.
 * Origins and repairs of a group move with it, each origin with its capture. Of two claims by one capture the
 * greater bytes win, so that the result is a maximum whatever is merged in whatever order. */
uint32_t article_merge(Arena *arena, Article *kept, ClaimRanks *kept_ranks, const Article *claim,
                       const ClaimRanks *claim_ranks);

#endif
