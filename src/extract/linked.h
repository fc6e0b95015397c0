/* Values of JSON-LD, where one thing is said in many ways. Inside extract only. */
#ifndef EXTRACT_LINKED_H
#define EXTRACT_LINKED_H

#include "syntax/json.h"

/* The text or number; of an object its "name", "@value", "url" or "@id"; of an array its first. Trimmed;
 * empty if there is none. */
Slice linked_text(const Json *value);
Slice linked_get_text(const Json *object, const char *key);

#endif
