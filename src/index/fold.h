/* Hits that are folded: of those with the same value of a field the first alone is given. */
#ifndef INDEX_FOLD_H
#define INDEX_FOLD_H

#include "index/order.h"
#include "index/topk.h"

/* What matches in one segment, each with its place in the order. */
typedef struct FoldPart {
    const Segment *segment;
    struct {
        uint64_t *items; /* topk_pack(value, rank) */
        size_t count, capacity;
    } matches;
    uint32_t *group_of; /* by ordinal + 1 of the field: the group; 0: not met */
} FoldPart;

typedef struct FoldGroup {
    size_t part;
    uint64_t first; /* of the matches: the one that is given */
    uint64_t count; /* documents */
} FoldGroup;

typedef struct Fold {
    Arena *arena;
    Order order;
    FacetField field;
    FoldPart *parts;
    size_t part_count;
    struct {
        FoldGroup *items; /* from 1 */
        size_t count, capacity;
    } groups;
} Fold;

void fold_open(Fold *fold, Arena *arena, Order order, FacetField field, size_t parts);
void fold_add(Fold *fold, size_t part, uint64_t match);
/* All is added: finds the groups and leaves in each part's matches the first of each, and what has no group.
 * Gives how many these are in all. False when damaged. */
bool fold_groups(Fold *fold, uint64_t *heads);
/* How many more documents stand in the group of a match. */
bool fold_alike(const Fold *fold, size_t part, uint32_t doc, uint64_t *alike);

/* The place of a document in its segment by time, the newest or the oldest first; its own inverse. */
static inline uint32_t time_rank(const Segment *segment, bool is_oldest_first, uint32_t doc)
{
    const uint32_t dated = segment->dated, n = segment->documents;
    return is_oldest_first ? doc : doc < dated ? dated - 1 - doc : dated + (n - 1 - doc);
}

#endif
