/* A bounded heap. In: packed (score, rank). Out: the best `wanted` of them, in order. */
#include "index/topk.h"

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

void topk_add(TopK *top, uint64_t packed)
{
    if (packed <= top->least && top->count == top->wanted)
        return;
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

static int compare_falling(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

void topk_sort(TopK *top)
{
    if (top->count > 0)
        qsort(top->items, top->count, sizeof *top->items, compare_falling);
}
