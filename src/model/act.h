/* What a person has decided about the archive: who, when, why. Acts are kept for ever, laid over what the
 * sources say (never written into it), and can be undone, which is an act too. */
#ifndef MODEL_ACT_H
#define MODEL_ACT_H

#include "base/list.h"

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

#endif
