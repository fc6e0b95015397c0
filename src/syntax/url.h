/* Addresses: parts, references, the key under which an address is known. */
#ifndef SYNTAX_URL_H
#define SYNTAX_URL_H

#include "base/arena.h"

typedef struct Url {
    Slice scheme, host, port, path, query, fragment; /* as written; host without user and port */
} Url;
bool url_parse(Slice text, Url *url); /* false: no absolute http(s) or file address */
/* RFC 3986 section 5; white space and controls removed; empty if hopeless. */
Slice url_resolve(Arena *arena, Slice base, Slice reference);

/* The key: two spellings of one address have the same. "host/path?query":
 *   scheme    dropped
 *   host      in lower case (IDN to punycode where ICU can), without "www.", without default port
 *   path      percent-encoding normalised (unreserved decoded, the rest upper-case hex, invalid bytes
 *             encoded); without dot segments, final slash, and "/index.html" or "/index.php" at its end;
 *             slashes at its start are one; other double ones and the case of letters are kept
 *   query     without keys that mean nothing (share nb utm_* fbclid gclid replytocom amp mc_cid mc_eid
 *             ref_src igshid); the others in order
 *   fragment  dropped
 * Empty if it is no address. */
Slice url_key(Arena *arena, Slice text);
/* The same with all that is found on the way. False where url_key is empty. */
typedef struct UrlKey {
    Url url;           /* as written */
    Slice key;         /* as url_key */
    size_t host_bytes; /* of the key: what url_host gives; the rest is url_path */
    size_t path_end;   /* in the key: where its query begins, if it has one */
    bool is_query_cut; /* the address has keys that mean nothing */
} UrlKey;
bool url_read(Arena *arena, Slice text, UrlKey *out);
/* A path as this archive serves it: url_key's path and query with a leading slash; "/" for the front. */
Slice url_path(Arena *arena, Slice text);
/* The same with the final slash of a path that has one: how the paper itself spells an address of its own. */
Slice url_path_spelled(Arena *arena, Slice text);
Slice url_host(Arena *arena, Slice text); /* as in url_key */
Slice url_slug(Slice text);               /* last non-empty path segment */
/* Undoes percent-encoding; what comes out is not necessarily valid UTF-8. */
Slice url_decode(Arena *arena, Slice text, bool plus_is_space);
Slice url_encode(Arena *arena, Slice text); /* all but unreserved characters (RFC 3986) */
/* The 1st value of a key in a query string "a=1&b=2", decoded; false if absent. */
bool url_query_get(Arena *arena, Slice query, Slice key, Slice *value);

#endif
