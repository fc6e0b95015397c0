/* What tells a piece from all else that a paper's host may serve, sign by sign. Inside extract only. */
#ifndef EXTRACT_EVIDENCE_H
#define EXTRACT_EVIDENCE_H

#include "extract/desk.h"

typedef enum Sign {
    SIGN_SAYS_PIECE,   /* JSON-LD of a piece */
    SIGN_SAYS_ARTICLE, /* og:type or the like */
    SIGN_SAYS_WEBSITE,
    SIGN_SAYS_LIST,
    SIGN_CLASS_PIECE,
    SIGN_CLASS_LIST,
    SIGN_DATED, /* by more than a date somewhere on the page */
    SIGN_SIGNED,
    SIGN_BODY_NAMED,
    SIGN_LETTERS_250,
    SIGN_LETTERS_600,
    SIGN_LETTERS_1500,
    SIGN_TURNS, /* of an interview */
    SIGN_ADDRESS_ROOT,
    SIGN_ADDRESS_LIST,
    SIGN_ADDRESS_PIECE,
    SIGN_ADDRESS_OTHER,
    SIGN_ADDRESS_DATED,
    SIGN_ADDRESS_SLUG, /* four words or more, as headlines have */
    SIGN_TEASERS_3,
    SIGN_TEASERS_6,
    SIGN_TEASERS_12,
    SIGN_PRICES,
    SIGN_SOFTWARE,   /* made by a program for forums, shops or manuals */
    SIGN_FIELDS,     /* to be filled in: three or more, comments aside */
    SIGN_BUTTONS,    /* "Get started", "Add to cart" */
    SIGN_HEADINGS,   /* many for so little text */
    SIGN_SMALL_PART, /* the body is little of what the page shows */
    SIGN_CODE,       /* many examples of it: a manual */
    SIGN_THREAD,     /* several posts of several people */
    SIGN_ERROR,      /* the title says that there is nothing here */
    SIGNS
} Sign;

typedef struct Evidence {
    uint64_t signs; /* bit of each Sign */
    size_t letters; /* of the body */
    size_t teasers;
    PageKind class_kind, address_kind, claimed_kind; /* PAGE_KINDS: they do not tell */
} Evidence;

static inline bool evidence_has(const Evidence *evidence, Sign sign)
{
    return evidence->signs >> sign & 1;
}

void weigh_evidence(const Desk *desk, Evidence *evidence);
/* Above 0: a piece. In tenths of the natural logarithm of the odds. */
int evidence_score(const Evidence *evidence);
/* The signs that speak most for the answer, by name. */
Slice evidence_names(Arena *arena, const Evidence *evidence);
/* One of the claims on the page's type has one of these names. */
bool claims_type(const Desk *desk, const char *const *types, size_t count);

#endif
