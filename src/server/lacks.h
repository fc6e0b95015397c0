/* What the archive lacks, found once for each state of it and shared by all workers. */
#ifndef SERVER_LACKS_H
#define SERVER_LACKS_H

#include "archive/archive.h"

typedef struct Lacks Lacks; /* of the server */
typedef struct Lack Lack;   /* one report, held by whoever took it */

Lacks *lacks_open(void);
void lacks_close(Lacks *lacks); /* NULL is allowed; every Lack has been released */
/* Makes *held the report of that generation (what it held before is released): the one that is kept, or, by
 * the archive, which must be of that generation, a new one. FAIL leaves it NULL. */
MUST_CHECK Status lacks_take(Lacks *lacks, Archive *archive, uint64_t generation, Lack **held, Error *err);
const MissingReport *lack_report(const Lack *lack);
void lack_release(Lack *lack); /* NULL is allowed */

#endif
