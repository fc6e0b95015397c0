/* PHP's serialize(), as WordPress keeps what has more than one value. Inside import only. */
#ifndef IMPORT_PHP_H
#define IMPORT_PHP_H

#include "base/slice.h"

#define PHP_DEPTH_MAX 16     /* deeper arrays end the reading */
#define PHP_VALUES_MAX 20000 /* so do more values */

/* Called for each text, number and truth value: path[0 .. depth - 1] are the keys of the arrays around it and
 * its own, as written; the slices lie in the text. */
typedef void PhpMeet(void *context, const Slice *path, size_t depth, Slice value);

/* Walks one serialized value. False if it is none, or breaks off; what was met before counts. A length that
 * lies (text that was converted or had its line ends changed) is set right by looking for the text's end. */
bool php_walk(Slice text, PhpMeet *meet, void *context);

#endif
