/* Rules of the archive's keeper for addresses of older generations: DIR/addresses.rules. Shared by resolve.c
 * and those who tell its faults; nobody outside this room includes it.
 *
 * A line is PATTERN [->] TARGET [STATUS]; what begins with # is a comment. PATTERN is a POSIX extended
 * regular expression without back-references; it is laid on "/path?query" and, if it does not begin with / or
 * ^/, on "host/path?query". TARGET is a path or address with $1 to $9 (or \1 to \9) for what the pattern's
 * groups took. STATUS is 301 (usual), or 404, 410 or 451, whose target is "-". */
#ifndef ARCHIVE_RULES_H
#define ARCHIVE_RULES_H

#include "base/error.h"
#include "base/list.h"

typedef struct Rules Rules;

/* The rules of a file. A missing file has none; lines that cannot be read are faults and stop no other. */
Rules *rules_open(const char *path);
void rules_close(Rules *rules);
/* Reads the file anew where it has changed. */
void rules_refresh(Rules *rules);
size_t rules_count(const Rules *rules);
/* "addresses.rules:12: ...", until the next rules_refresh. */
const Slices *rules_faults(const Rules *rules);

/* What rules are laid on. */
typedef struct RuleSubject {
    Slice path, normal_path; /* path and query: as typed, and in the archive's spelling */
    Slice host, normal_host;
} RuleSubject;
typedef struct RuleMatch {
    Slice target; /* groups put in; "-" for none */
    int status;
} RuleMatch;
/* The first rule from *at on that matches; *at becomes the one behind it. false: none. */
bool rules_next(Rules *rules, Arena *arena, const RuleSubject *subject, size_t *at, RuleMatch *match);

#endif
