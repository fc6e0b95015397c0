/* Where in a document a node is true. In: a node and a document. Out: intervals of positions, as
 * model/query.h defines them, or only whether there is one.
 *
 * Words in a row, by far the commonest case, are found by narrowing the positions of the rarest word by those
 * of the others. Everything else joins sorted sets of intervals. A set can grow as the square of its parts,
 * so its size and the pairs looked at are bounded, and a query that would go beyond is refused. */
#include "index/eval.h"

static const char too_near[] =
    "words stand near each other in too many ways: use a smaller distance, rarer words or fewer brackets";

/* ---- the document ---- */

static const Structure *structure_of(Eval *eval, uint32_t doc, bool with_units)
{
    Structure *structure = &eval->structure;
    if (eval->structure_doc != doc) {
        Slice bytes = segment_structure(eval->segment, doc);
        eval->structure_doc = doc;
        if (!bytes.data || !structure_decode(eval->search->arena, bytes, structure))
            eval->structure_doc = NO_DOC;
    }
    if (eval->structure_doc == NO_DOC || (with_units && !structure_units(eval->search->arena, structure))) {
        eval_damaged(eval);
        eval->structure_doc = NO_DOC;
        return NULL;
    }
    return structure;
}

static bool in_one_region(const Structure *structure, Interval i)
{
    size_t region = structure_base_region(structure, i.first);
    return region != SIZE_MAX && i.last < structure->regions.items[region].end;
}

/* As in_one_region, for a question that one document answers at once. */
static bool lies_in_one_region(Eval *eval, uint32_t doc, uint32_t first, uint32_t last)
{
    if (eval->structure_doc == doc)
        return in_one_region(&eval->structure, (Interval){first, last});
    bool is_sound = true;
    Slice bytes = segment_structure(eval->segment, doc);
    bool holds = bytes.data && structure_holds(bytes, first, last, &is_sound);
    if (!bytes.data || !is_sound)
        eval_damaged(eval);
    return holds;
}

/* ---- leaves ---- */

static void list_positions(Eval *eval, Postings *list, uint32_t doc, PositionList *out)
{
    out->count = 0;
    if (!list || postings_seek(list, doc) != doc) {
        if (list && list->is_damaged)
            eval_damaged(eval);
        return;
    }
    if (!postings_positions(list, list->at, eval->search->arena, out))
        eval_damaged(eval);
}

/* Takes out of `from` what is in `those`; both rise. */
static void subtract(PositionList *from, const PositionList *those)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < from->count; i++) {
        while (j < those->count && those->items[j] < from->items[i])
            j++;
        if (j == those->count || those->items[j] != from->items[i])
            from->items[kept++] = from->items[i];
    }
    from->count = kept;
}

/* Every position of the document. */
static void all_positions(Eval *eval, uint32_t doc, PositionList *out)
{
    uint32_t length = 0;
    out->count = 0;
    if (!segment_length(eval->segment, doc, &length))
        eval_damaged(eval);
    position_list_reserve(eval->search->arena, out, length);
    for (uint32_t i = 0; i < length; i++)
        out->items[out->count++] = i;
}

/* Positions of a word into node->scratch. */
static void word_positions(Eval *eval, Node *node, uint32_t doc)
{
    if (node_is_set(node)) {
        word_set_positions(eval, node, doc);
        return;
    }
    if (node->query->kind == QUERY_ANYWORD) {
        all_positions(eval, doc, &node->scratch);
        return;
    }
    list_positions(eval, node->list, doc, &node->scratch);
    for (size_t i = 0; i < node->variant_count && node->scratch.count > 0; i++) {
        list_positions(eval, node->variants[i], doc, &node->others);
        subtract(&node->scratch, &node->others);
    }
}

/* ---- sets of intervals ---- */

static void add(Eval *eval, Intervals *set, Interval i)
{
    if (set->count >= INTERVALS_MAX) {
        eval_fail(eval, too_near);
        return;
    }
    *LIST_ADD(eval->search->arena, set) = i;
}

static bool spend(Eval *eval)
{
    if (++eval->search->work > WORK_MAX)
        eval_fail(eval, too_near);
    return eval_is_good(eval);
}

static int compare_intervals(const void *a, const void *b)
{
    const Interval *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->last > y->last) - (x->last < y->last);
}

static void sort_set(Intervals *set)
{
    if (set->count < 2)
        return;
    bool is_sorted = true;
    for (size_t i = 1; i < set->count && is_sorted; i++)
        is_sorted = compare_intervals(&set->items[i - 1], &set->items[i]) < 0;
    if (is_sorted)
        return;
    qsort(set->items, set->count, sizeof *set->items, compare_intervals);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++) {
        if (compare_intervals(&set->items[kept - 1], &set->items[i]) != 0)
            set->items[kept++] = set->items[i];
    }
    set->count = kept;
}

/* Index of the first interval with first >= position. */
static size_t find_first(const Intervals *set, uint32_t position)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->items[middle].first < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t longest(const Intervals *set)
{
    uint32_t most = 0;
    for (size_t i = 0; i < set->count; i++) {
        uint32_t size = set->items[i].last - set->items[i].first;
        most = size > most ? size : most;
    }
    return most;
}

/* ---- phrases ---- */

static bool is_phrase_of_words(const Node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        if (!node_is_word(node->children[i]))
            return false;
    }
    return node->count > 0;
}

/* Keeps the starts s for which s + offset is a position; both rise. */
static void keep_starts(PositionList *starts, const PositionList *positions, uint32_t offset)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < starts->count; i++) {
        uint64_t wanted = (uint64_t)starts->items[i] + offset;
        while (j < positions->count && positions->items[j] < wanted)
            j++;
        if (j == positions->count)
            break;
        if (positions->items[j] == wanted)
            starts->items[kept++] = starts->items[i];
    }
    starts->count = kept;
}

/* Where the phrase must begin for its word number `offset` to stand at each of the positions. */
static void first_starts(Eval *eval, PositionList *starts, const PositionList *positions, uint32_t offset)
{
    position_list_reserve(eval->search->arena, starts, positions->count);
    for (size_t i = 0; i < positions->count; i++) {
        if (positions->items[i] >= offset)
            starts->items[starts->count++] = positions->items[i] - offset;
    }
}

static void phrase_of_words(Eval *eval, Node *node, uint32_t doc, bool any)
{
    PositionList *starts = &node->scratch;
    starts->count = 0;
    for (size_t i = 0; i < node->count; i++) {
        uint32_t offset = node->order[i];
        Node *child = node->children[offset];
        if (child->query->kind == QUERY_ANYWORD && i > 0)
            continue; /* the region, asked below, has a word there */
        word_positions(eval, child, doc);
        if (i == 0)
            first_starts(eval, starts, &child->scratch, offset);
        if (i > 0)
            keep_starts(starts, &child->scratch, offset);
        if (starts->count == 0)
            return;
    }
    for (size_t i = 0; i < starts->count && eval_is_good(eval); i++) {
        Interval here = {starts->items[i], starts->items[i] + (uint32_t)node->count - 1};
        if (any ? lies_in_one_region(eval, doc, here.first, here.last)
                : structure_of(eval, doc, false) && in_one_region(&eval->structure, here))
            add(eval, &node->intervals, here);
        if (any && node->intervals.count > 0)
            return;
    }
}

/* The intervals of `done` that the next child's go on, joined. */
static void append_child(Eval *eval, const Intervals *done, const Intervals *next, Intervals *out)
{
    out->count = 0;
    for (size_t i = 0; i < done->count; i++) {
        uint32_t wanted = done->items[i].last + 1;
        for (size_t j = find_first(next, wanted); j < next->count && next->items[j].first == wanted; j++) {
            if (!spend(eval))
                return;
            add(eval, out, (Interval){done->items[i].first, next->items[j].last});
        }
    }
    sort_set(out);
}

static void phrase_of_sets(Eval *eval, Node *node, uint32_t doc)
{
    const Intervals *done = NULL;
    for (size_t i = 0; i < node->count && eval_is_good(eval); i++) {
        const Intervals *next = node_intervals(eval, node->children[i], doc);
        if (i > 0) {
            append_child(eval, done, next, &node->spare[i % 2]);
            next = &node->spare[i % 2];
        }
        done = next;
        if (done->count == 0)
            return;
    }
    const Structure *structure = done ? structure_of(eval, doc, false) : NULL;
    for (size_t i = 0; structure && i < done->count; i++) {
        if (in_one_region(structure, done->items[i]))
            add(eval, &node->intervals, done->items[i]);
    }
}

/* ---- near, and in the same unit ---- */

/* Positions [begin, end) in which a partner of i must begin and end; false if i has none. */
static bool unit_of(const Structure *structure, const Query *query, Interval i, uint32_t *begin,
                    uint32_t *end)
{
    size_t region = structure_base_region(structure, i.first);
    if (region == SIZE_MAX)
        return false;
    *begin = structure->regions.items[region].begin;
    *end = structure->regions.items[region].end;
    if (query->kind == QUERY_SAME && query->unit != SAME_FIELD) {
        const Positions *starts =
            query->unit == SAME_SENTENCE ? &structure->sentences : &structure->paragraphs;
        size_t unit = positions_floor(starts, i.first);
        if (unit == SIZE_MAX)
            return false;
        *begin = starts->items[unit] > *begin ? starts->items[unit] : *begin;
        if (unit + 1 < starts->count && starts->items[unit + 1] < *end)
            *end = starts->items[unit + 1];
    }
    return i.last < *end;
}

/* Are they apart, and how far; false if they are not. */
static bool apart(Interval i, Interval j, bool is_ordered, uint32_t *distance)
{
    if (i.last < j.first) {
        *distance = j.first - i.last;
        return true;
    }
    if (is_ordered)
        return false;
    if (j.last < i.first) {
        *distance = i.first - j.last;
        return true;
    }
    *distance = 0;
    return (i.first < j.first && j.last < i.last) || (j.first < i.first && i.last < j.last);
}

static Interval hull(Interval i, Interval j)
{
    return (Interval){i.first < j.first ? i.first : j.first, i.last > j.last ? i.last : j.last};
}

/* The partners of an interval in b, one after another. */
typedef struct Partners {
    Eval *eval;
    const Query *query;
    Interval of;
    const Intervals *b;
    size_t at;
    uint32_t end, farthest;
} Partners;

/* reach: how much earlier than its end an interval of b may begin. False: the interval lies in no unit. */
static bool partners_of(Eval *eval, const Query *query, Interval i, const Intervals *b, uint32_t reach,
                        Partners *partners)
{
    uint32_t begin, end;
    if (!unit_of(&eval->structure, query, i, &begin, &end))
        return false;
    uint32_t farthest = query->kind == QUERY_NEAR ? query->distance : UINT32_MAX;
    uint64_t before = (uint64_t)farthest + reach;
    uint32_t from = i.first > before ? (uint32_t)(i.first - before) : 0;
    from = from > begin ? from : begin;
    from = query->is_ordered ? i.last : from;
    *partners = (Partners){eval, query, i, b, find_first(b, from), end, farthest};
    return true;
}

static bool next_partner(Partners *p, Interval *partner)
{
    while (p->at < p->b->count && p->b->items[p->at].first < p->end) {
        Interval i = p->of, j = p->b->items[p->at++];
        uint32_t distance;
        if (!spend(p->eval) || (j.first > i.last && j.first - i.last > p->farthest))
            return false;
        if (j.last >= p->end || !apart(i, j, p->query->is_ordered, &distance) || distance > p->farthest)
            continue;
        *partner = j;
        return true;
    }
    return false;
}

/* Adds the hulls of i with its partners in b; with any, the first. */
static void join_one(Eval *eval, Node *node, Interval i, const Intervals *b, uint32_t reach, bool any)
{
    Partners partners;
    Interval j;
    if (!partners_of(eval, node->query, i, b, reach, &partners))
        return;
    while (next_partner(&partners, &j)) {
        add(eval, &node->intervals, hull(i, j));
        if (any)
            return;
    }
}

/* Is any place of the one word near enough to one of the other: the commonest question, without intervals. */
static void near_words(Eval *eval, Node *node, uint32_t doc)
{
    const PositionList *a = &node->children[0]->scratch, *b = &node->children[1]->scratch;
    const uint32_t distance = node->query->distance;
    word_positions(eval, node->children[0], doc);
    word_positions(eval, node->children[1], doc);
    for (size_t i = 0, from = 0; i < a->count; i++) {
        uint32_t here = a->items[i], least = here > distance ? here - distance : 0;
        while (from < b->count && b->items[from] < least)
            from++;
        for (size_t j = from; j < b->count && b->items[j] <= (uint64_t)here + distance; j++) {
            uint32_t there = b->items[j];
            if (!spend(eval))
                return;
            if (here == there || (node->query->is_ordered && there < here))
                continue;
            Interval both = hull((Interval){here, here}, (Interval){there, there});
            if (lies_in_one_region(eval, doc, both.first, both.last)) {
                add(eval, &node->intervals, both);
                return;
            }
        }
    }
}

static void join(Eval *eval, Node *node, uint32_t doc, bool any)
{
    if (any && node->query->kind == QUERY_NEAR && node_is_word(node->children[0]) &&
        node_is_word(node->children[1])) {
        near_words(eval, node, doc);
        return;
    }
    const Intervals *a = node_intervals(eval, node->children[0], doc);
    const Intervals *b = a->count > 0 ? node_intervals(eval, node->children[1], doc) : a;
    bool with_units = node->query->kind == QUERY_SAME && node->query->unit != SAME_FIELD;
    if (a->count == 0 || b->count == 0 || !structure_of(eval, doc, with_units))
        return;
    uint32_t reach = longest(b);
    for (size_t i = 0; i < a->count && eval_is_good(eval); i++) {
        join_one(eval, node, a->items[i], b, reach, any);
        if (any && node->intervals.count > 0)
            return;
    }
}

/* ---- without ---- */

static bool has_partner(Eval *eval, const Query *query, Interval i, const Intervals *b, uint32_t reach)
{
    Partners partners;
    Interval j;
    return partners_of(eval, query, i, b, reach, &partners) && next_partner(&partners, &j);
}

/* Those of the first child that have no partner in the second. */
static void join_without(Eval *eval, Node *node, uint32_t doc, bool any)
{
    const Intervals *a = node_intervals(eval, node->children[0], doc);
    const Intervals *b = a->count > 0 ? node_intervals(eval, node->children[1], doc) : a;
    bool with_units = node->query->kind == QUERY_SAME && node->query->unit != SAME_FIELD;
    if (a->count == 0 || !structure_of(eval, doc, with_units))
        return;
    uint32_t reach = longest(b);
    for (size_t i = 0; i < a->count && eval_is_good(eval); i++) {
        if (!has_partner(eval, node->query, a->items[i], b, reach))
            add(eval, &node->intervals, a->items[i]);
        if (any && node->intervals.count > 0)
            return;
    }
}

/* ---- enough, or early enough ---- */

static void counted(Eval *eval, Node *node, uint32_t doc)
{
    const Intervals *inner = node_intervals(eval, node->children[0], doc);
    const uint32_t number = node->query->distance;
    const bool is_first = node->query->kind == QUERY_FIRST;
    if (!is_first && inner->count < number)
        return;
    for (size_t i = 0; i < inner->count; i++) {
        if (!is_first || inner->items[i].last < number)
            add(eval, &node->intervals, inner->items[i]);
    }
}

/* ---- within, or ---- */

static void within(Eval *eval, Node *node, uint32_t doc)
{
    const Intervals *inner = node_intervals(eval, node->children[0], doc);
    const Structure *structure = inner->count > 0 ? structure_of(eval, doc, false) : NULL;
    if (!structure)
        return;
    const Regions *regions = &structure->regions;
    for (size_t r = 0; r < regions->count; r++) {
        const Region *region = &regions->items[r];
        if (region->field != node->query->field)
            continue;
        size_t i = find_first(inner, region->begin);
        for (; i < inner->count && inner->items[i].first < region->end; i++) {
            if (inner->items[i].last < region->end)
                add(eval, &node->intervals, inner->items[i]);
        }
    }
}

static void all_of_children(Eval *eval, Node *node, uint32_t doc)
{
    for (size_t c = 0; c < node->count; c++) {
        const Intervals *inner = node_intervals(eval, node->children[c], doc);
        for (size_t i = 0; i < inner->count; i++)
            add(eval, &node->intervals, inner->items[i]);
    }
}

/* ---- any node ---- */

static void find(Eval *eval, Node *node, uint32_t doc, bool any)
{
    node->intervals.count = 0;
    if (node_is_word(node)) {
        word_positions(eval, node, doc);
        for (size_t i = 0; i < node->scratch.count; i++)
            add(eval, &node->intervals, (Interval){node->scratch.items[i], node->scratch.items[i]});
        return; /* in order */
    }
    switch (node->query->kind) {
    case QUERY_PHRASE:
        if (is_phrase_of_words(node))
            phrase_of_words(eval, node, doc, any);
        else
            phrase_of_sets(eval, node, doc);
        break;
    case QUERY_NEAR:
    case QUERY_SAME:
        if (node->count == 2 && node->query->is_negated)
            join_without(eval, node, doc, any);
        else if (node->count == 2)
            join(eval, node, doc, any);
        break;
    case QUERY_ATLEAST:
    case QUERY_FIRST:
        if (node->count == 1)
            counted(eval, node, doc);
        break;
    case QUERY_WITHIN:
        if (node->count == 1)
            within(eval, node, doc);
        break;
    case QUERY_OR:
        all_of_children(eval, node, doc);
        break;
    default:
        break;
    }
    sort_set(&node->intervals);
}

const Intervals *node_intervals(Eval *eval, Node *node, uint32_t doc)
{
    if (node->intervals_doc != doc) {
        find(eval, node, doc, false);
        node->intervals_doc = doc;
    }
    return &node->intervals;
}

bool node_has_interval(Eval *eval, Node *node, uint32_t doc)
{
    if (node->intervals_doc != doc) {
        find(eval, node, doc, true);
        node->intervals_doc = NO_DOC; /* perhaps not all of them */
    }
    return node->intervals.count > 0;
}
