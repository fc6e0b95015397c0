/* Memory with one lifetime: a chain of blocks from which pieces are cut in order.
 *
 * In: sizes. Out: pieces that stay until arena_reset or arena_close. `used` counts what was asked for
 * (rounded to the alignment), not where it came to lie: whether a record outgrows its arena depends on the
 * record alone, not on what the arena did before, so that one worker or eight skip the same records.
 *
 * Blocks double from BLOCK_FIRST to BLOCK_MAX; a larger piece gets a block of its own. Under the address
 * sanitizer, everything not handed out is poisoned, and so is what was handed out before a reset. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>

#include "base/error.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(data, size) ASAN_POISON_MEMORY_REGION((data), (size))
#define UNPOISON(data, size) ASAN_UNPOISON_MEMORY_REGION((data), (size))
#else
#define POISON(data, size) ((void)(data), (void)(size))
#define UNPOISON(data, size) ((void)(data), (void)(size))
#endif

enum { ALIGNMENT = 16, BLOCK_FIRST = 16 << 10, BLOCK_MAX = 1 << 20 };

typedef struct Block Block;
struct Block {
    Block *previous;
    size_t size; /* of bytes */
    size_t used;
    alignas(ALIGNMENT) char bytes[];
};

struct Arena {
    Block *block; /* the newest; NULL before the first piece */
    size_t limit;
    size_t used;      /* bytes handed out since the last reset */
    char *last;       /* the last piece, which alone can grow in place */
    size_t next_size; /* of the next block */
    jmp_buf *guard;   /* where to go when the limit is met */
};

Arena *arena_open(size_t limit)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        fatal("memory is used up");
    arena->limit = limit;
    arena->next_size = BLOCK_FIRST;
    return arena;
}

static void free_block(Block *block)
{
    UNPOISON(block->bytes, block->size);
    free(block);
}

static void free_chain(Block *block)
{
    while (block) {
        Block *previous = block->previous;
        free_block(block);
        block = previous;
    }
}

void arena_close(Arena *arena)
{
    if (!arena)
        return;
    assert(!arena->guard);
    free_chain(arena->block);
    free(arena);
}

/* Keeps the largest block of usual size, so that records of usual size take no memory from the system again.
 */
void arena_reset(Arena *arena)
{
    Block *kept = NULL;
    for (Block *block = arena->block, *previous; block; block = previous) {
        previous = block->previous;
        if (block->size > BLOCK_MAX || (kept && kept->size >= block->size)) {
            free_block(block);
            continue;
        }
        if (kept)
            free_block(kept);
        kept = block;
    }
    if (kept) {
        kept->previous = NULL;
        kept->used = 0;
        POISON(kept->bytes, kept->size);
    }
    arena->block = kept;
    arena->used = 0;
    arena->last = NULL;
}

static _Noreturn void give_up(Arena *arena, size_t size)
{
    if (arena->guard)
        longjmp(*arena->guard, 1);
    fatal("memory limit met: %zu bytes asked for, %zu of %zu used", size, arena->used, arena->limit);
}

static void count(Arena *arena, size_t size)
{
    if (size > arena->limit - arena->used)
        give_up(arena, size);
    arena->used += size;
}

static void add_block(Arena *arena, size_t size)
{
    const size_t block_size = size > arena->next_size ? size : arena->next_size;
    if (block_size > SIZE_MAX - sizeof(Block))
        fatal("memory is used up");
    Block *block = malloc(sizeof *block + block_size);
    if (!block)
        fatal("memory is used up");
    block->previous = arena->block;
    block->size = block_size;
    block->used = 0;
    POISON(block->bytes, block->size);
    arena->block = block;
    if (arena->next_size < BLOCK_MAX)
        arena->next_size *= 2;
}

/* A piece at a multiple of `alignment`; its bytes are already counted. */
static char *take(Arena *arena, size_t size, size_t alignment)
{
    Block *block = arena->block;
    size_t begin = 0;
    if (block)
        begin = (block->used + alignment - 1) & ~(alignment - 1);
    if (!block || begin > block->size || size > block->size - begin) {
        add_block(arena, size);
        block = arena->block;
        begin = 0;
    }
    block->used = begin + size;
    arena->last = block->bytes + begin;
    UNPOISON(arena->last, size);
    return arena->last;
}

static size_t round_up(Arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        give_up(arena, size);
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void *arena_alloc(Arena *arena, size_t size)
{
    count(arena, round_up(arena, size));
    char *data = take(arena, size, ALIGNMENT);
    memset(data, 0, size);
    return data;
}

char *arena_text(Arena *arena, size_t size)
{
    count(arena, size);
    return take(arena, size, 1);
}

void *arena_alloc_array(Arena *arena, size_t items, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(items, size, &bytes))
        give_up(arena, SIZE_MAX);
    return arena_alloc(arena, bytes);
}

void *arena_grow(Arena *arena, void *data, size_t old_size, size_t new_size)
{
    assert(new_size >= old_size);
    const bool is_last = data && data == arena->last;
    count(arena, is_last ? new_size - old_size : round_up(arena, new_size));
    Block *block = arena->block;
    if (is_last) {
        const size_t begin = (size_t)((char *)data - block->bytes);
        assert(begin + old_size == block->used);
        if (new_size <= block->size - begin) {
            block->used = begin + new_size;
            UNPOISON(data, new_size);
            return data;
        }
    }
    char *grown = take(arena, new_size, ALIGNMENT);
    assert(data || old_size == 0);
    if (old_size)
        memcpy(grown, data, old_size);
    return grown;
}

size_t arena_used(const Arena *arena)
{
    return arena->used;
}

size_t arena_limit(const Arena *arena)
{
    return arena->limit;
}

Slice arena_copy(Arena *arena, Slice text)
{
    if (text.size == 0)
        return SLICE_EMPTY;
    char *data = arena_text(arena, text.size);
    memcpy(data, text.data, text.size);
    return slice_of(data, text.size);
}

char *arena_string(Arena *arena, Slice text)
{
    if (text.size == SIZE_MAX)
        give_up(arena, text.size);
    char *data = arena_text(arena, text.size + 1);
    if (text.size)
        memcpy(data, text.data, text.size);
    data[text.size] = '\0';
    return data;
}

Slice arena_format(Arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(size >= 0);
    char *data = arena_text(arena, (size_t)size + 1);
    va_start(arguments, format);
    vsnprintf(data, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return slice_of(data, (size_t)size);
}

bool arena_guard(Arena *arena, void (*work)(void *context), void *context)
{
    jmp_buf place;
    jmp_buf *const outer = arena->guard;
    arena->guard = &place;
    if (setjmp(place) != 0) {
        arena->guard = outer;
        return false;
    }
    work(context);
    arena->guard = outer;
    return true;
}
