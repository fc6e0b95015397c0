/* What a person has decided about the archive: who, when, why. Acts are kept for ever, laid over what the
 * sources say (never written into it), and can be undone, which is an act too. */
#ifndef MODEL_ACT_H
#define MODEL_ACT_H

#include "model/article.h"

typedef enum ActVerb {
    ACT_WITHHOLD, /* shown nowhere, counted nowhere; its addresses answer 410, or 451 where the law demands it
                   */
    ACT_RESTORE,  /* takes back a withholding or delisting */
    ACT_DELIST,   /* answers at its address, but stands in no list, search, feed or count; robots are told */
    ACT_REDIRECT, /* an address leads elsewhere */
    ACT_CORRECT,  /* a field is set right, or a notice is put on top, or both */
    ACT_UNDO,     /* an earlier act no longer counts */
    ACT_VERBS
} ActVerb;
Slice act_verb_name(ActVerb verb); /* "withhold" */
bool act_verb_find(Slice name, ActVerb *verb);

typedef struct Act {
    int64_t number; /* from 1, rising; 0: not done yet */
    ActVerb verb;
    int64_t at_s; /* Unix seconds UTC */
    Slice who, why;
    Slice target;  /* as it was named: an id, an address, "media:ID" */
    Slice article; /* id of the article meant; empty if it is none */
    Slice media;   /* media id meant; empty if it is none */
    Slice url_key; /* address meant, where it is neither; of a redirect: where from (syntax/url.h) */
    Slice to;      /* REDIRECT: where to, an absolute address or a path */
    Slice field;  /* CORRECT: name of interface.md ("headline", "byline", "published", "section", ...); may be
                      empty */
    Slice value;  /* CORRECT: the new value as typed */
    Slice was;    /* CORRECT: what stood there */
    Slice notice; /* CORRECT: the notice shown on top; may be empty */
    bool is_by_law;    /* WITHHOLD: 451 in place of 410 */
    int64_t undoes;    /* UNDO: the act that no longer counts */
    int64_t undone_by; /* the act that undid this one; 0: it counts */
} Act;
typedef struct Acts {
    Act *items;
    size_t count, capacity;
} Acts;

/* An undone act no longer counts; an undone undo lets it count again. Brings undone_by up to date in a list
 * that rises by number and holds, with each act, all that undo it: 0 where the act counts. */
void acts_settle(Acts *acts);

/* What all acts that count, in their order, make of one article, photo or address. */
typedef struct ActState {
    bool is_withheld, is_by_law, is_delisted;
    Slice redirect; /* where to; empty: nowhere */
} ActState;
ActState acts_state(const Acts *acts);

/* What can be set right. */
typedef enum ActField {
    ACT_FIELD_HEADLINE,
    ACT_FIELD_KICKER,
    ACT_FIELD_SUBHEADLINE,
    ACT_FIELD_SUMMARY,
    ACT_FIELD_BYLINE,
    ACT_FIELD_AUTHORS,
    ACT_FIELD_SECTION,
    ACT_FIELD_TAGS,
    ACT_FIELD_PUBLISHED,
    ACT_FIELD_MODIFIED,
    ACT_FIELD_LANG,
    ACT_FIELD_BODY,    /* with the number of the block: body[3] */
    ACT_FIELD_CAPTION, /* with the number of the picture: caption[2] */
    ACT_FIELDS
} ActField;
/* "headline", "body[3]": *place is the number in the brackets, from 1; 0 without them. */
bool act_field_find(Slice typed, ActField *field, size_t *place);
Slice act_field_names(Arena *arena);        /* "headline, kicker, ..., body[N], caption[N]" for messages */
bool act_field_is_labels(ActField field);   /* authors, section, tags */
bool act_field_is_moment(ActField field);   /* published, modified */
bool act_field_is_numbered(ActField field); /* body, caption */

/* What stands in the field now, as one text; lists are joined by ", ". false: there is no such paragraph or
 * caption. */
bool act_field_text(Arena *arena, const Article *article, ActField field, size_t place, Slice *text);

/* Lays a correction over what the sources say, its origin too (source "person"). `labels` are the names in
 * the value with their slugs, for authors, section and tags. A paragraph is found by its number if it still
 * reads as it did, else by what it read, else by its likeness to that. false: the article (or the part of it
 * that was read) has no place for it, and is left as it was. */
bool act_lay(Arena *arena, Article *article, const Act *act, const Labels *labels);
/* The names in a value: "A, B" -> two. */
void act_value_names(Arena *arena, Slice value, Slices *names);

#endif
