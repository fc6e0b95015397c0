/* The spellings that the archive has near to a word that finds nothing: its words that begin alike, those at
 * the least distance first. Distance: Damerau's (one letter more, less, other, or two exchanged), over bytes
 * of the lower-case word. */
#include "server/inside.h"

enum { CANDIDATES_MAX = 400, WORD_MAX = 40 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned spelling_distance(Arena *arena, Slice a, Slice b, unsigned limit)
{
    if (a.size > WORD_MAX || b.size > WORD_MAX ||
        (a.size > b.size ? a.size - b.size : b.size - a.size) > limit)
        return limit + 1;
    size_t width = b.size + 1;
    unsigned *rows = ARENA_ARRAY(arena, unsigned, 3 * width);
    unsigned *before = rows, *last = rows + width, *row = rows + 2 * width;
    for (size_t k = 0; k < width; k++)
        last[k] = (unsigned)k;
    for (size_t i = 1; i <= a.size; i++) {
        row[0] = (unsigned)i;
        for (size_t k = 1; k < width; k++) {
            char x = ascii_lower(a.data[i - 1]), y = ascii_lower(b.data[k - 1]);
            row[k] = least(least(last[k], row[k - 1]) + 1, last[k - 1] + (x != y));
            if (i > 1 && k > 1 && x == ascii_lower(b.data[k - 2]) && y == ascii_lower(a.data[i - 2]))
                row[k] = least(row[k], before[k - 2] + 1);
        }
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.size] > limit ? limit + 1 : last[b.size];
}

typedef struct Near {
    Slice word;
    unsigned distance;
} Near;
typedef struct Nears {
    Near *items;
    size_t count, capacity;
} Nears;

static void collect(Call *call, Slice word, size_t prefix, unsigned limit, Nears *nears)
{
    Slices words = {0};
    Error ignored; /* a help that fails is left out */
    if (archive_suggest(call->worker->archive, call->arena, slice_range(word, 0, prefix), CANDIDATES_MAX,
                        &words, &ignored) != STATUS_OK)
        return;
    for (size_t i = 0; i < words.count; i++) {
        unsigned distance = spelling_distance(call->arena, word, words.items[i], limit);
        if (distance > 0 && distance <= limit)
            *LIST_ADD(call->arena, nears) = (Near){words.items[i], distance};
    }
}

static bool has_word(const Slices *words, Slice word)
{
    for (size_t i = 0; i < words->count; i++)
        if (slice_equal(words->items[i], word))
            return true;
    return false;
}

void spelling_find(Call *call, Slice word, size_t limit, Slices *spellings)
{
    char *lower = arena_string(call->arena, word);
    for (size_t i = 0; i < word.size; i++)
        lower[i] = ascii_lower(lower[i]);
    word = slice_of(lower, word.size);
    unsigned allowed = word.size <= 4 ? 1 : word.size <= 8 ? 2 : 3;
    Nears nears = {0};
    for (size_t prefix = word.size > 4 ? 4 : word.size - 1; prefix >= 1 && nears.count == 0; prefix--)
        collect(call, word, prefix, allowed, &nears);
    for (unsigned distance = 1; distance <= allowed;
         distance++) /* within a distance the frequent come first */
        for (size_t i = 0; i < nears.count && spellings->count < limit; i++)
            if (nears.items[i].distance == distance && !has_word(spellings, nears.items[i].word))
                *LIST_ADD(call->arena, spellings) = nears.items[i].word;
}
