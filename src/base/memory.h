/* How the program holds memory that it has freed. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* For a program that reads page after page: what is freed behind one stays at hand for the next, up to some
 * tens of MB, instead of going back to the system, which clears every page of it before it is given again. To
 * be called before threads are started. */
void memory_keep_freed(void);

#endif
