/* Memory with one lifetime and a byte limit, freed all at once.
 *
 * What outgrows the limit does not return NULL: allocation cannot fail for the caller. Instead the work that
 * is running under arena_guard() is abandoned and arena_guard() returns false; this is the one way in which a
 * record becomes STATUS_SKIP for its size. The work must therefore own nothing outside its arenas that only
 * it could release: parsers, files and compressors are opened by the caller and handed in. Outgrowing an
 * arena that is not guarded ends the program, as running out of memory does. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

typedef struct Arena Arena;

/* limit: bytes that may be handed out between two resets. */
Arena *arena_open(size_t limit);
void arena_close(Arena *arena); /* NULL is allowed */
void arena_reset(Arena *arena); /* everything handed out is gone; one block is kept for the next round */

/* Zeroed, aligned to 16 bytes. Size 0 gives a valid pointer. */
void *arena_alloc(Arena *arena, size_t size);
/* Not zeroed, aligned to 1: for text. */
char *arena_text(Arena *arena, size_t size);
/* Grows the last allocation in place where possible, else copies. Bytes beyond old_size are not zeroed. */
void *arena_grow(Arena *arena, void *data, size_t old_size, size_t new_size);
size_t arena_used(const Arena *arena);
size_t arena_limit(const Arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))
void *arena_alloc_array(Arena *arena, size_t count, size_t size); /* checks the product */

Slice arena_copy(Arena *arena, Slice text);
char *arena_string(Arena *arena, Slice text); /* with a NUL behind; NULs inside stay */
Slice arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Runs work(context). True if it came to its end; false if the arena's limit was met.
 * Nests: the innermost guard of the arena is the one that gives up, and what it took stays counted. */
bool arena_guard(Arena *arena, void (*work)(void *context), void *context);

#endif
