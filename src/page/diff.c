/* Two states of a text compared word by word: what went and what came. In: two texts. Out: runs of words that
 * stayed, went or came, which laid end to end give both texts.
 *
 * DiffWords that begin and end alike are taken off first; what remains is compared by the greedy search for a
 * shortest way of changes (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), of which
 * each step's frontier is kept. The steps are bounded: two texts that differ in more are shown one after the
 * other. */
#include "page/parts.h"

enum { STEPS_MAX = 800, WORDS_MAX = 200000 };

typedef struct DiffWords {
    Slice *items; /* each with the white space behind it */
    size_t count;
} DiffWords;

static DiffWords words_of(Arena *arena, Slice text)
{
    Slices list = {0};
    for (size_t i = 0; i < text.size && list.count < WORDS_MAX;) {
        size_t begin = i;
        while (i < text.size && !ascii_is_space(text.data[i]))
            i++;
        while (i < text.size && ascii_is_space(text.data[i]))
            i++;
        *LIST_ADD(arena, &list) = slice_range(text, begin, i);
    }
    return (DiffWords){list.items, list.count};
}

static bool is_same(Slice a, Slice b)
{
    return slice_equal(slice_trim(a), slice_trim(b));
}

/* DiffWords stand end to end in their text, so a run is one slice of it. */
static void add_run(Arena *arena, PageDiff *diff, DiffKind kind, Slice word)
{
    DiffRun *last = diff->count ? &diff->items[diff->count - 1] : NULL;
    if (last && last->kind == kind && last->text.data + last->text.size == word.data)
        last->text.size += word.size;
    else
        *LIST_ADD(arena, diff) = (DiffRun){kind, word};
}

static void add_words(Arena *arena, PageDiff *diff, DiffKind kind, DiffWords words)
{
    for (size_t i = 0; i < words.count; i++)
        add_run(arena, diff, kind, words.items[i]);
}

/* The frontiers of all steps: frontiers[d][k + d] is the farthest word of `a` on diagonal k = x - y. */
typedef struct Search {
    DiffWords a, b;
    int32_t **frontiers;
    int32_t steps; /* -1: not within the bound */
} Search;

static int32_t begin_of(const Search *s, int32_t d, int32_t k)
{
    if (d == 0)
        return 0;
    const int32_t *last = s->frontiers[d - 1];
    int32_t down = k < d - 1 ? last[k + 1 + d - 1] : -1;         /* a word of b came */
    int32_t right = k > -(d - 1) ? last[k - 1 + d - 1] + 1 : -1; /* a word of a went */
    if (k == -d)
        return down;
    if (k == d)
        return right;
    return right > down ? right : down;
}

static void search(Arena *arena, Search *s)
{
    int32_t a_count = (int32_t)s->a.count, b_count = (int32_t)s->b.count;
    s->frontiers = ARENA_ARRAY(arena, int32_t *, STEPS_MAX + 1);
    s->steps = -1;
    for (int32_t d = 0; d <= STEPS_MAX && s->steps < 0; d++) {
        s->frontiers[d] = ARENA_ARRAY(arena, int32_t, (size_t)(2 * d + 1));
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = begin_of(s, d, k);
            while (x >= 0 && x < a_count && x - k >= 0 && x - k < b_count &&
                   is_same(s->a.items[x], s->b.items[x - k]))
                x++;
            s->frontiers[d][k + d] = x;
            if (x >= a_count && x - k >= b_count && x <= a_count && x - k <= b_count)
                s->steps = d;
        }
        for (int32_t k = -d + 1; k < d; k += 2)
            s->frontiers[d][k + d] = -1; /* reached in another number of steps */
    }
}

typedef struct Edit {
    DiffKind kind;
    Slice word;
} Edit;

/* Back from the end to the beginning, then turned round. */
static void trace(Arena *arena, const Search *s, PageDiff *diff)
{
    size_t most = s->a.count + s->b.count, count = 0;
    Edit *edits = ARENA_ARRAY(arena, Edit, most ? most : 1);
    int32_t x = (int32_t)s->a.count, y = (int32_t)s->b.count;
    for (int32_t d = s->steps; d >= 0; d--) {
        int32_t k = x - y, begin = begin_of(s, d, k);
        while (x > begin) {
            x--, y--;
            edits[count++] = (Edit){DIFF_SAME, s->b.items[y]};
        }
        if (d == 0)
            break;
        const int32_t *last = s->frontiers[d - 1];
        bool is_down = k < d - 1 && last[k + 1 + d - 1] == x;
        if (is_down)
            edits[count++] = (Edit){DIFF_NEW, s->b.items[--y]};
        else
            edits[count++] = (Edit){DIFF_GONE, s->a.items[--x]};
    }
    while (count > 0) {
        count--;
        add_run(arena, diff, edits[count].kind, edits[count].word);
    }
}

void page_diff(Arena *arena, Slice old_text, Slice new_text, PageDiff *diff)
{
    DiffWords a = words_of(arena, old_text), b = words_of(arena, new_text);
    size_t head = 0, tail = 0;
    while (head < a.count && head < b.count && is_same(a.items[head], b.items[head]))
        head++;
    while (tail < a.count - head && tail < b.count - head &&
           is_same(a.items[a.count - 1 - tail], b.items[b.count - 1 - tail]))
        tail++;
    Search s = {.a = {a.items + head, a.count - head - tail}, .b = {b.items + head, b.count - head - tail}};
    add_words(arena, diff, DIFF_SAME, (DiffWords){b.items, head});
    search(arena, &s);
    diff->is_cut = s.steps < 0;
    if (diff->is_cut) {
        add_words(arena, diff, DIFF_GONE, s.a);
        add_words(arena, diff, DIFF_NEW, s.b);
    } else {
        trace(arena, &s, diff);
    }
    add_words(arena, diff, DIFF_SAME, (DiffWords){b.items + b.count - tail, tail});
}
