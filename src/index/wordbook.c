/* A hash table made for one purpose: to look up some ten million words a second. In: words as they come. Out:
 * small numbers, and at the end all keys in bytewise order.
 *
 * A slot holds a part of the hash beside the number, so that words are only compared when they are nearly
 * sure to be equal. The hash is mixed with a seed that nobody outside knows, so that prepared words do not
 * all fall on one slot; no result depends on it. */
#include "index/wordbook.h"

#include "base/error.h"
#include "index/format.h"

typedef struct BookSlot {
    uint32_t hash, number; /* number + 1; 0 is free */
} BookSlot;

#define SLOTS_FIRST 1024u

void wordbook_init(Wordbook *book, Arena *arena)
{
    static const char anchor = 0;
    *book = (Wordbook){.arena = arena, .seed = (uint64_t)(uintptr_t)&anchor};
    book->slot_count = SLOTS_FIRST;
    book->slots = ARENA_ARRAY(arena, BookSlot, SLOTS_FIRST);
}

static uint32_t hash_of(const Wordbook *book, Slice text, uint32_t form)
{
    uint64_t hash = slice_hash(text) ^ book->seed ^ (uint64_t)form << 32;
    return (uint32_t)((hash * 0x9E3779B97F4A7C15ULL) >> 32);
}

static void grow(Wordbook *book)
{
    size_t count = book->slot_count * 2, mask = count - 1;
    BookSlot *slots = ARENA_ARRAY(book->arena, BookSlot, count);
    for (size_t i = 0; i < book->slot_count; i++) {
        if (book->slots[i].number == 0)
            continue;
        size_t at = book->slots[i].hash & mask;
        while (slots[at].number != 0)
            at = (at + 1) & mask;
        slots[at] = book->slots[i];
    }
    book->slots = slots;
    book->slot_count = count;
}

uint32_t wordbook_add(Wordbook *book, Slice text, uint32_t form)
{
    if (book->count * 2 >= book->slot_count)
        grow(book);
    const uint32_t hash = hash_of(book, text, form);
    size_t mask = book->slot_count - 1, at = hash & mask;
    for (; book->slots[at].number != 0; at = (at + 1) & mask) {
        if (book->slots[at].hash != hash)
            continue;
        const BookWord *word = &book->items[book->slots[at].number - 1];
        if (word->form == form && slice_equal(word->text, text))
            return book->slots[at].number - 1;
    }
    assert(book->count < UINT32_MAX);
    *LIST_ADD(book->arena, book) = (BookWord){arena_copy(book->arena, text), form};
    book->slots[at] = (BookSlot){hash, (uint32_t)book->count};
    return (uint32_t)book->count - 1;
}

static Slice key_of(const Wordbook *book, Arena *arena, const BookWord *word)
{
    if (word->form == NO_FORM)
        return word->text;
    Slice form = book->items[word->form].text;
    char *key = arena_text(arena, form.size + 1 + word->text.size);
    if (form.size > 0)
        memcpy(key, form.data, form.size);
    key[form.size] = SURFACE_MARK;
    if (word->text.size > 0)
        memcpy(key + form.size + 1, word->text.data, word->text.size);
    return slice_of(key, form.size + 1 + word->text.size);
}

/* Eight bytes, the first the most significant, zeros behind a short key: orders as the bytes do, up to ties.
 */
static uint64_t head_of(Slice key)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < key.size ? (unsigned char)key.data[i] : 0);
    return head;
}

static int compare_keys(const void *a, const void *b)
{
    const BookKey *x = a, *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return slice_compare(x->key, y->key);
}

BookKey *wordbook_sort(const Wordbook *book, Arena *arena)
{
    BookKey *keys = ARENA_ARRAY(arena, BookKey, book->count);
    for (size_t i = 0; i < book->count; i++) {
        Slice key = key_of(book, arena, &book->items[i]);
        keys[i] = (BookKey){key, head_of(key), (uint32_t)i};
    }
    if (book->count > 0)
        qsort(keys, book->count, sizeof *keys, compare_keys);
    return keys;
}
