/* What a picture says of itself, as a source of its own. Inside import only. */
#ifndef IMPORT_PHOTO_H
#define IMPORT_PHOTO_H

#include "model/record.h"

/* Sets record->stated of a decoded BODY_IMAGE whose bytes hold a caption, a title or a credit: a STATED_PIECE
 * of source "photo" whose article is a PAGE_PHOTO without url and canonical. Its media[0] has everything:
 * href is the picture's own address, or "file:" and its path for a file without one; credit.raw is the credit
 * line and credit.photographer the by-line as the file has them, not parsed. Leaves the record as it is
 * otherwise. */
void photo_state(Record *record, Arena *arena);

#endif
