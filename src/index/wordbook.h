/* The words of a batch: each folded form once, and each surface that differs from its form once. */
#ifndef INDEX_WORDBOOK_H
#define INDEX_WORDBOOK_H

#include "base/list.h"

#define NO_FORM UINT32_MAX

typedef struct BookWord {
    Slice text;    /* the folded form, or the surface */
    uint32_t form; /* of a surface: number of its folded form; of a form: NO_FORM */
} BookWord;

typedef struct Wordbook {
    Arena *arena;
    uint64_t seed;
    BookWord *items; /* by number, in order of first appearance */
    size_t count, capacity;
    struct BookSlot *slots;
    size_t slot_count;
} Wordbook;

void wordbook_init(Wordbook *book, Arena *arena);
/* The number of a word, which is copied when it is new. */
uint32_t wordbook_add(Wordbook *book, Slice text, uint32_t form);
/* As wordbook_add(book, text, NO_FORM) in two steps, so that memory is fetched for many words at once: the
 * first gives what the second wants. */
uint32_t wordbook_aim(const Wordbook *book, Slice text);
uint32_t wordbook_add_aimed(Wordbook *book, Slice text, uint32_t form, uint32_t aim);
/* Numbers in the order of their dictionary keys (a form, or form, mark, surface), with these keys. */
typedef struct BookKey {
    Slice key;
    uint64_t head; /* its first bytes as a number */
    uint32_t number;
} BookKey;
BookKey *wordbook_sort(const Wordbook *book, Arena *arena);

#endif
