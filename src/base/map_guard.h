/* Maps of files that others may cut short while they are read: what is gone reads as zeros, and can be asked
 * for. Used by file_map and file_unmap. */
#ifndef BASE_MAP_GUARD_H
#define BASE_MAP_GUARD_H

#include "base/slice.h"

void map_guard_add(Slice bytes);
void map_guard_remove(Slice bytes); /* before it is unmapped */
bool map_guard_is_cut(Slice bytes); /* pages of it were gone when they were read */

#endif
