/* The best of a stream. In: packed (score, rank). Out: the best `wanted` of them, in order.
 *
 * A few are kept in a heap, so that the least of them is known at once. For many that would cost more than
 * the scores: they are put in a row, and when it is half as long again as is wanted, the worst are cut off
 * (quickselect: Hoare, "Find", 1961). */
#include "index/topk.h"

#define HEAP_MAX 32u
#define BINS 2048u

void topk_init(TopK *top, Arena *arena, size_t wanted)
{
    *top = (TopK){.arena = arena, .wanted = wanted};
    if (wanted == 0)
        top->least = UINT64_MAX;
}

static void sink_down(uint64_t *items, size_t count, size_t at)
{
    uint64_t moved = items[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && items[child + 1] < items[child])
            child++;
        if (items[child] >= moved)
            break;
        items[at] = items[child];
    }
    items[at] = moved;
}

static void add_to_heap(TopK *top, uint64_t packed)
{
    if (top->count < top->wanted) {
        *LIST_ADD(top->arena, top) = packed;
        if (top->count < top->wanted)
            return;
        for (size_t i = top->count / 2; i-- > 0;)
            sink_down(top->items, top->count, i);
    } else {
        top->items[0] = packed;
        sink_down(top->items, top->count, 0);
    }
    top->least = top->items[0];
}

/* ---- many ---- */

static uint64_t middle_of(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

static void swap(uint64_t *a, uint64_t *b)
{
    uint64_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Brings the `wanted` greatest to the front, 0 < wanted < count; the least of them comes last. */
static void select_best(uint64_t *items, size_t count, size_t wanted)
{
    size_t low = 0, high = count - 1, target = wanted - 1;
    while (low < high) {
        uint64_t pivot = middle_of(items[low], items[low + (high - low) / 2], items[high]);
        size_t i = low, j = high;
        for (;;) {
            while (items[i] > pivot)
                i++;
            while (items[j] < pivot)
                j--;
            if (i >= j)
                break;
            swap(&items[i++], &items[j--]);
        }
        if (j >= target)
            high = j == high ? j - 1 : j; /* numbers differ, so the pivot alone cannot be all */
        else
            low = j + 1;
    }
}

/* Leaves out what is below the bar's bin. */
static void drop_low_bins(TopK *top)
{
    size_t kept = 0;
    for (size_t i = 0; i < top->count; i++) {
        top->items[kept] = top->items[i];
        kept += topk_score(top->items[i]) >> top->bin_shift >= top->bar_bin;
    }
    top->count = kept;
}

static uint32_t bin_of(const TopK *top, uint64_t packed)
{
    uint32_t bin = topk_score(packed) >> top->bin_shift;
    return bin < BINS ? bin : BINS - 1;
}

static void cut(TopK *top)
{
    if (top->bins)
        drop_low_bins(top);
    if (top->count > top->wanted)
        select_best(top->items, top->count, top->wanted);
    top->count = top->wanted;
    top->least = top->items[0]; /* where nothing was too many, nothing was put in order */
    for (size_t i = 1; i < top->count; i++)
        top->least = top->items[i] < top->least ? top->items[i] : top->least;
}

/* Scores that lie close fall into one bin, which then holds too many: only the best are kept. */
static void cut_bins(TopK *top)
{
    cut(top);
    memset(top->bins, 0, BINS * sizeof *top->bins);
    top->above = 0;
    for (size_t i = 0; i < top->count; i++) {
        uint32_t bin = bin_of(top, top->items[i]);
        top->bins[bin]++;
        top->above += bin > top->bar_bin;
    }
}

static void add_to_bins(TopK *top, uint64_t packed)
{
    uint32_t bin = bin_of(top, packed);
    if (top->count >= 2 * top->wanted + BINS / 2)
        cut_bins(top);
    *LIST_ADD(top->arena, top) = packed;
    top->bins[bin]++;
    top->above += bin > top->bar_bin;
    if (top->above < top->wanted)
        return;
    while (top->above >= top->wanted)
        top->above -= top->bins[++top->bar_bin];
    uint64_t least = ((uint64_t)top->bar_bin << top->bin_shift << 32) - 1;
    top->least = least > top->least ? least : top->least;
}

void topk_expect(TopK *top, uint64_t most)
{
    if (top->wanted <= HEAP_MAX || top->count > 0 || top->bins || most > UINT32_MAX)
        return;
    while (most >> top->bin_shift >= BINS)
        top->bin_shift++;
    top->bins = ARENA_ARRAY(top->arena, uint32_t, BINS);
}

void topk_add(TopK *top, uint64_t packed)
{
    if (packed <= top->least && topk_is_full(top))
        return;
    if (top->wanted <= HEAP_MAX) {
        add_to_heap(top, packed);
        return;
    }
    if (top->bins) {
        add_to_bins(top, packed);
        return;
    }
    *LIST_ADD(top->arena, top) = packed;
    if (top->count == top->wanted + top->wanted / 2)
        cut(top);
}

/* ---- order ---- */

static void sort_few(uint64_t *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1] < item; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* By one byte, the greatest first, from one row into the other. False when all have the same byte. */
static bool sort_by_byte(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t ends[257] = {0};
    for (size_t i = 0; i < count; i++)
        ends[256 - (from[i] >> shift & 255)]++;
    if (ends[256 - (from[0] >> shift & 255)] == count)
        return false;
    for (size_t i = 1; i <= 256; i++)
        ends[i] += ends[i - 1];
    for (size_t i = 0; i < count; i++)
        to[ends[255 - (from[i] >> shift & 255)]++] = from[i];
    return true;
}

void topk_sort(TopK *top)
{
    enum { FEW = 48 };
    if (top->count > top->wanted)
        cut(top);
    if (top->count <= FEW) {
        sort_few(top->items, top->count);
        return;
    }
    uint64_t *other = ARENA_ARRAY(top->arena, uint64_t, top->count);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (sort_by_byte(top->items, other, top->count, shift)) {
            uint64_t *kept = top->items;
            top->items = other;
            other = kept;
        }
    }
}
