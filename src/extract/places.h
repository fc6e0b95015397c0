/* What datelines and credits are made of: cities of the news, agencies. Inside extract only. */
#ifndef EXTRACT_PLACES_H
#define EXTRACT_PLACES_H

#include "base/arena.h"

/* Is it a place from which newspapers report (capitals, large cities, countries)? Case does not matter. */
bool place_is_known(Arena *arena, Slice name);
/* Does the word begin with a capital, or with a letter of a script that has none? */
bool word_begins_capital(Slice word);
/* The agency's usual name ("AFP PHOTO" gives "AFP", "R" gives "Reuters"); empty if it is none that is known.
 */
Slice agency_name(Slice printed);
/* The same at the start of a text that goes on; *size is what it took. */
Slice agency_at(Slice text, size_t *size);

#endif
