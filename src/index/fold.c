/* Folding of hits. In: all that matches, segment by segment, with its place in the order. Out: the first of
 * each group, and how many stand behind it.
 *
 * Within a segment a group is the number of a value; over segments the values themselves are compared, and
 * the first documents of equal ones. Everything is looked at, so a folded search costs about what counting
 * and ranking all of its hits costs; that is why it is done on request only. */
#include "index/fold.h"

#include "base/map.h"
#include "index/dict.h"

void fold_open(Fold *fold, Arena *arena, Order order, FacetField field, size_t parts)
{
    *fold = (Fold){.arena = arena, .order = order, .field = field, .part_count = parts};
    fold->parts = ARENA_ARRAY(arena, FoldPart, parts);
    *LIST_ADD(arena, &fold->groups) = (FoldGroup){0};
}

void fold_add(Fold *fold, size_t part, uint64_t match)
{
    *LIST_ADD(fold->arena, &fold->parts[part].matches) = match;
}

static uint32_t doc_of(const Fold *fold, const FoldPart *part, uint64_t match)
{
    return time_rank(part->segment, fold->order.sort == SORT_OLDEST, topk_rank(match));
}

/* Groups of one segment by themselves. */
static bool group_part(Fold *fold, size_t which)
{
    FoldPart *part = &fold->parts[which];
    part->group_of =
        ARENA_ARRAY(fold->arena, uint32_t, (size_t)part->segment->columns[fold->field].count + 1);
    for (size_t i = 0; i < part->matches.count; i++) {
        const uint64_t match = part->matches.items[i];
        uint32_t ordinal;
        if (!order_ordinal(part->segment, fold->field, doc_of(fold, part, match), &ordinal))
            return false;
        if (ordinal == 0)
            continue;
        uint32_t *group = &part->group_of[ordinal];
        if (*group == 0) {
            *group = (uint32_t)fold->groups.count;
            *LIST_ADD(fold->arena, &fold->groups) = (FoldGroup){which, match, 0};
        }
        FoldGroup *met = &fold->groups.items[*group];
        met->count++;
        met->first = match > met->first ? match : met->first;
    }
    return true;
}

static bool place(const Fold *fold, const FoldGroup *group, IdBuffer *buffer, Placed *placed)
{
    const FoldPart *part = &fold->parts[group->part];
    buffer->arena = fold->arena;
    return order_placed(&fold->order, fold->arena, part->segment, doc_of(fold, part, group->first),
                        topk_score(group->first), buffer, placed);
}

/* The group of another segment with the same value takes up this one. */
static bool join(Fold *fold, FoldGroup *into, const FoldGroup *other)
{
    IdBuffer buffers[2] = {0};
    Placed a, b;
    if (!place(fold, into, &buffers[0], &a) || !place(fold, other, &buffers[1], &b))
        return false;
    into->count += other->count;
    if (order_compare(&fold->order, &b, &a) < 0) {
        into->part = other->part;
        into->first = other->first;
    }
    return true;
}

/* Groups of one segment are joined with those of the segments before, by their values. */
static bool join_part(Fold *fold, size_t which, Map *values)
{
    FoldPart *part = &fold->parts[which];
    const FacetColumn *column = &part->segment->columns[fold->field];
    DictCursor cursor;
    dict_init(&cursor, fold->arena, part->segment, &dict_facets);
    for (uint32_t ordinal = 1; ordinal <= column->count; ordinal++) {
        uint32_t *group = &part->group_of[ordinal];
        bool is_new;
        if (*group == 0)
            continue;
        if (!dict_at_ordinal(&cursor, column->first + ordinal - 1) || !facet_entry_is_sound(&cursor.entry))
            return false;
        const Slice key = slice_skip(cursor.entry.key, 1);
        MapValue *known = map_add(values, key, &is_new);
        if (is_new) { /* the key moves with the cursor */
            values->entries[values->count - 1].key = arena_copy(fold->arena, key);
            known->number = *group;
            continue;
        }
        if (!join(fold, &fold->groups.items[known->number], &fold->groups.items[*group]))
            return false;
        *group = (uint32_t)known->number;
    }
    return true;
}

/* Groups of several segments with one value become one. */
static bool join_parts(Fold *fold)
{
    bool is_good = true;
    Map values;
    map_init(&values, fold->arena);
    for (size_t i = 0; is_good && i < fold->part_count; i++)
        is_good = join_part(fold, i, &values);
    return is_good;
}

static uint32_t group_of(const Fold *fold, size_t part, uint32_t doc, bool *is_good)
{
    uint32_t ordinal;
    *is_good = order_ordinal(fold->parts[part].segment, fold->field, doc, &ordinal);
    return *is_good && ordinal > 0 ? fold->parts[part].group_of[ordinal] : 0;
}

static bool keep_heads(Fold *fold, size_t which)
{
    FoldPart *part = &fold->parts[which];
    size_t kept = 0;
    bool is_good = true;
    for (size_t i = 0; is_good && i < part->matches.count; i++) {
        const uint64_t match = part->matches.items[i];
        const uint32_t group = group_of(fold, which, doc_of(fold, part, match), &is_good);
        const FoldGroup *met = &fold->groups.items[group];
        if (group == 0 || (met->part == which && met->first == match))
            part->matches.items[kept++] = match;
    }
    part->matches.count = kept;
    return is_good;
}

bool fold_groups(Fold *fold, uint64_t *heads)
{
    bool is_good = true;
    *heads = 0;
    for (size_t i = 0; is_good && i < fold->part_count; i++)
        is_good = group_part(fold, i);
    if (is_good && fold->part_count > 1)
        is_good = join_parts(fold);
    for (size_t i = 0; is_good && i < fold->part_count; i++) {
        is_good = keep_heads(fold, i);
        *heads += fold->parts[i].matches.count;
    }
    return is_good;
}

bool fold_alike(const Fold *fold, size_t part, uint32_t doc, uint64_t *alike)
{
    bool is_good;
    const uint32_t group = group_of(fold, part, doc, &is_good);
    *alike = group > 0 ? fold->groups.items[group].count - 1 : 0;
    return is_good;
}
