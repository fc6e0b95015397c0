/* A hash table made for one purpose: to look up some ten million words a second. In: words as they come. Out:
 * small numbers, and at the end all keys in bytewise order.
 *
 * A slot holds all of a short word and the first letters of a long one, so that most words are found without
 * a look at anything else. The hash is mixed with a seed that nobody outside knows, so that prepared words do
 * not all fall on one slot; no result depends on it. */
#include "index/wordbook.h"

#include "base/bytes.h"
#include "base/error.h"
#include "index/format.h"

typedef struct BookSlot {
    uint64_t head;         /* of the text: for one of up to eight bytes, with its size, all of it */
    uint32_t hash, number; /* number + 1; 0 is free */
    uint32_t size, form;
} BookSlot;

#define SLOTS_FIRST 1024u

void wordbook_init(Wordbook *book, Arena *arena)
{
    static const char anchor = 0;
    *book = (Wordbook){.arena = arena, .seed = (uint64_t)(uintptr_t)&anchor};
    book->slot_count = SLOTS_FIRST;
    book->slots = ARENA_ARRAY(arena, BookSlot, SLOTS_FIRST);
}

/* No two texts of one size up to eight have the same head. Reads nothing behind the text. */
static uint64_t head_of_text(Slice text)
{
    const unsigned char *data = (const unsigned char *)text.data;
    if (text.size >= 8)
        return bytes_u64(data);
    if (text.size >= 4)
        return (uint64_t)bytes_u32(data + text.size - 4) << 32 | bytes_u32(data);
    return text.size == 0
               ? 0
               : (uint64_t)data[0] | (uint64_t)data[text.size / 2] << 8 | (uint64_t)data[text.size - 1] << 16;
}

static uint32_t hash_of(const Wordbook *book, Slice text, uint64_t head, uint32_t form)
{
    uint64_t hash = text.size > 8 ? slice_hash(text) : head;
    hash = (hash ^ book->seed ^ (uint64_t)form << 32 ^ text.size) * 0x9E3779B97F4A7C15ULL;
    return (uint32_t)((hash ^ hash >> 29) * 0xBF58476D1CE4E5B9ULL >> 32);
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

uint32_t wordbook_aim(const Wordbook *book, Slice text)
{
    uint32_t hash = hash_of(book, text, head_of_text(text), NO_FORM);
    __builtin_prefetch(&book->slots[hash & (book->slot_count - 1)]);
    return hash;
}

uint32_t wordbook_add(Wordbook *book, Slice text, uint32_t form)
{
    return wordbook_add_aimed(book, text, form, hash_of(book, text, head_of_text(text), form));
}

uint32_t wordbook_add_aimed(Wordbook *book, Slice text, uint32_t form, uint32_t hash)
{
    if (book->count * 2 >= book->slot_count)
        grow(book);
    const uint64_t head = head_of_text(text);
    size_t mask = book->slot_count - 1, at = hash & mask;
    for (; book->slots[at].number != 0; at = (at + 1) & mask) {
        const BookSlot *slot = &book->slots[at];
        if (slot->hash != hash || slot->head != head || slot->size != text.size || slot->form != form)
            continue;
        if (text.size <= 8 || slice_equal(book->items[slot->number - 1].text, text))
            return slot->number - 1;
    }
    assert(book->count < UINT32_MAX);
    *LIST_ADD(book->arena, book) = (BookWord){arena_copy(book->arena, text), form};
    book->slots[at] = (BookSlot){head, hash, (uint32_t)book->count, (uint32_t)text.size, form};
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
