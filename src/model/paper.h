/* The name of the paper, which citations want, of the title of its archive: "THE TRAMONTANE English Archive
 * 2006 -2017" is an archive of "The Tramontane". */
#ifndef MODEL_PAPER_H
#define MODEL_PAPER_H

#include "base/slice.h"

/* The title without its tail of archive words (a language, "Archive", years), or without the Arabic word
 * before it; in the publisher's spelling where the two are equal but for case. The whole title where nothing
 * else would be left. Part of the one or the other. */
Slice paper_name(Slice title, Slice publisher);
/* Equal but for case and a "The" before it; nothing is equal to an empty name. */
bool paper_is_same(Slice name, Slice other);

#endif
