/* Pictures that came as files without an address: what may tell which photo each is. */
#ifndef ARCHIVE_LOOSE_H
#define ARCHIVE_LOOSE_H

#include "archive/archive.h"
#include "archive/finding.h"

/* True: the decoded record is such a picture; *loose is in `arena`. The path is put behind `folder`. Words
 * are those of its finding, if it has one. */
bool loose_photo_read(Arena *scratch, Arena *arena, Slice folder, const Record *decoded,
                      const Findings *findings, LoosePhoto *loose);

/* What the name of the source adds to the paths in it: "uploads/" of "backup/wp-content/uploads", "2014/06/"
 * of "uploads/2014/06"; else nothing. */
Slice loose_folder_of(Arena *arena, Slice source);

/* Decides which files are photos known otherwise, and makes photos of those that are not any more. Inside a
 * batch, at the end of an import. */
MUST_CHECK Status archive_settle_loose(Archive *archive, Error *err);

#endif
