/* What the files of resolving share: resolve.c (the order of the steps), asked.c (an address and how it is
 * spelled), guess.c (WordPress's guesses), own_page.c (addresses of this site). Nobody outside includes it.
 */
#ifndef ARCHIVE_RESOLVE_H
#define ARCHIVE_RESOLVE_H

#include "archive/inside.h"
#include "archive/rules.h"
#include "base/builder.h"
#include "base/map.h"
#include "syntax/url.h"

/* ---- asked.c ---- */

/* An address as it was typed, and in the archive's spelling. */
typedef struct Asked {
    Slice text;  /* absolute: what it lacked is put before it */
    UrlKey read; /* its key: empty for what is no address */
    Slice typed; /* path and query as they came, without fragment; "/" at least */
    Slice host;  /* of the key */
    Slice path;  /* of the key, without query */
    Slice query; /* of the key, with its question mark; may be empty */
    bool has_host, has_scheme, has_fragment;
    bool is_home; /* the host is the archive's own */
} Asked;
Asked asked_read(const Archive *archive, Arena *arena, Slice text);
/* Is it a host under which the same paper may have stood: with a port, or with the same name under another
 * ending ("eng-archive.paper.com", "paper.net"). */
bool asked_is_kin(const Asked *asked, Slice home);
/* Scheme and host are those of the base URL or, without one, of `canonical`. */
bool asked_is_own_spelling(const Archive *archive, const Asked *asked, Slice canonical);
Slice asked_value(Arena *arena, const Asked *asked, const char *key); /* of the query, decoded */

/* ---- resolve.c ---- */

enum {
    LED_MAX = 10,    /* addresses in a row */
    LEADS_MAX = 100, /* tried for one that was asked: rules may branch */
};

/* One address on its way to an answer. */
typedef struct Way {
    Archive *archive;
    Arena *arena;
    Asked asked;
    const struct Way *before; /* the address that led here; NULL for the one that was asked */
    unsigned led;             /* how many led here */
    bool is_bare;             /* its query means nothing and is left out */
    bool is_gone;             /* the crawl met 410 there */
    bool without_redirects;   /* of persons: they lead in a circle */
    bool is_of_file;          /* no piece is guessed: it would be no answer */
    bool *is_circle;          /* they do */
    unsigned *leads;          /* tried so far for the one that was asked */
} Way;

/* A step gives OK with the answer, or END: it knows nothing, try the next. */
typedef Status (*WayStep)(Way *way, Resolution *out, Error *err);

/* The article is the answer, at its own path or by a redirect to it. */
Status way_article(const Way *way, const Standing *standing, ResolveWhy why, Resolution *out);
/* As way_article for one that was found by a guess or an id: what persons decided of its own address counts
 * too. */
MUST_CHECK Status way_guessed(Way *way, const Standing *standing, ResolveWhy why, Resolution *out,
                              Error *err);
/* A page of this site is the answer. */
Status way_page(const Way *way, Slice path, Resolution *out);
/* On to another address (or path), for that reason. END: it leads to nothing within the archive; or
 * `is_held`, by a person, in a circle. */
MUST_CHECK Status way_lead(Way *way, Slice target, ResolveWhy why, bool is_held, Resolution *out, Error *err);

/* ---- guess.c ---- */
MUST_CHECK Status guess_id(Way *way, Resolution *out, Error *err);
MUST_CHECK Status guess_suffix(Way *way, Resolution *out, Error *err);
MUST_CHECK Status guess_attachment(Way *way, Resolution *out, Error *err);
MUST_CHECK Status guess_spelling(Way *way, Resolution *out, Error *err);
MUST_CHECK Status guess_slug(Way *way, Resolution *out, Error *err);

/* ---- own_page.c ---- */
MUST_CHECK Status own_page(Way *way, Resolution *out, Error *err);
/* Is it the address of a list, with or without members. */
bool own_page_is_list(Arena *arena, Slice path);

/* ---- what an open archive keeps for resolving ---- */
struct Resolver {
    Rules *rules;
    Arena *arena;
    Leads *leads;   /* this archive's own table; NULL: none */
    bool has_leads; /* its own or another's is in use */
    Map lists;      /* how many pieces a list has; in the arena */
    uint64_t generation;
    bool is_fresh; /* generation and has_redirects are known */
    bool has_redirects;
};

/* Forgets what is no longer true of the archive as it is now. */
MUST_CHECK Status resolver_refresh(Archive *archive, Error *err);

#endif
