/* The plain meaning of a query on one document, as model/query.h words it: no index, no cleverness.
 *
 * A query is evaluated once, from the leaves up, into a tree of Truths: is the node true, and (for nodes with
 * positions) at which intervals. Matching, highlighting (highlight.c) and scoring (weigh.c) read that tree.
 * Sets are sorted arrays; two are joined by looking at each pair that lies near enough.
 *
 * What is quadratic is bounded: pairs within one base region alone are looked at, and highlighting stops
 * joining after HIGHLIGHT_WORK pairs, from where on it shows every word of the nodes in question. Matching
 * and scoring have no such bound: they are exact, and for tests. */
#include "query/match.h"

#include "text/text.h"

/* ---- sets of intervals ---- */

int match_compare(const void *left, const void *right)
{
    const Interval *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

static bool match_spend(Matcher *m)
{
    if (m->work_left == 0) {
        m->is_cut = true;
        return false;
    }
    m->work_left -= m->work_left != UINT64_MAX;
    return true;
}

void match_add(Matcher *m, Intervals *set, uint32_t first, uint32_t last)
{
    if (!match_spend(m))
        return;
    *LIST_ADD(m->arena, set) = (Interval){first, last};
}

void match_sort(Intervals *set)
{
    if (set->count < 2)
        return;
    qsort(set->items, set->count, sizeof(Interval), match_compare);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++)
        if (match_compare(&set->items[i], &set->items[kept - 1]) != 0)
            set->items[kept++] = set->items[i];
    set->count = kept;
}

/* The first interval whose `first` is at least that. */
static size_t find_from(const Intervals *set, uint32_t first)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (set->items[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- units of text ---- */

/* The base region that holds the position. */
const Region *match_region(const Document *document, uint32_t position)
{
    size_t low = 0, high = document->regions.base_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (document->regions.items[middle].end <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < document->regions.base_count ? &document->regions.items[low] : NULL;
}

/* The number of starts that are not behind the position: the same for two positions of one sentence or
 * paragraph. */
static size_t unit_of(const Positions *starts, uint32_t position)
{
    size_t low = 0, high = starts->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (starts->items[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_same_unit(const Document *document, SameUnit unit, uint32_t first, uint32_t last)
{
    if (unit == SAME_SENTENCE)
        return unit_of(&document->sentences, first) == unit_of(&document->sentences, last);
    if (unit == SAME_PARAGRAPH)
        return unit_of(&document->paragraphs, first) == unit_of(&document->paragraphs, last);
    return true; /* one base region is asked anyway */
}

/* ---- leaves ---- */

/* A leaf ready to be asked: `words` is there for sets of words. */
Query match_ready(Arena *arena, const Query *query)
{
    Query leaf = *query;
    Error ignored; /* a pattern that cannot be read holds no words; the parser refuses it */
    if (query_is_set(leaf.kind) && word_test_of_leaf(arena, query, &leaf.words, &ignored) != STATUS_OK)
        leaf.kind = QUERY_NONE;
    return leaf;
}

bool match_leaf_holds(const Query *leaf, const Token *token)
{
    switch (leaf->kind) {
    case QUERY_NONE:
        return false;
    case QUERY_ANYWORD:
        return true;
    case QUERY_TERM:
        return slice_equal(token->folded, leaf->text);
    case QUERY_CASED:
        return slice_equal(token->folded, leaf->text) && text_letters_agree(leaf->letters, token->surface);
    case QUERY_EXACT:
        return slice_equal(token->surface, leaf->text);
    default:
        return word_test_accepts(leaf->words, token->folded) &&
               text_letters_agree(leaf->letters, token->surface);
    }
}

static void match_leaf(Matcher *m, Truth *truth)
{
    const Tokens *tokens = &m->document->tokens;
    const Query leaf = match_ready(m->arena, truth->query);
    for (size_t i = 0; i < tokens->count; i++)
        if (match_leaf_holds(&leaf, &tokens->items[i]))
            match_add(m, &truth->at, tokens->items[i].position, tokens->items[i].position);
    match_sort(&truth->at);
}

/* ---- nodes over intervals ---- */

static void match_union(Matcher *m, Truth *truth)
{
    for (size_t i = 0; i < truth->query->child_count; i++) {
        const Intervals *child = &truth->children[i].at;
        for (size_t j = 0; j < child->count; j++)
            match_add(m, &truth->at, child->items[j].first, child->items[j].last);
    }
    match_sort(&truth->at);
}

/* Rows: each interval of `left` with those of `right` that begin just behind it, in the same base region. */
static Intervals join_row(Matcher *m, const Intervals *left, const Intervals *right)
{
    Intervals row = {0};
    for (size_t i = 0; i < left->count; i++) {
        const uint32_t next = left->items[i].last + 1;
        const Region *region = match_region(m->document, left->items[i].first);
        for (size_t j = find_from(right, next); j < right->count && right->items[j].first == next; j++)
            if (region && right->items[j].last < region->end)
                match_add(m, &row, left->items[i].first, right->items[j].last);
    }
    match_sort(&row);
    return row;
}

static void match_phrase(Matcher *m, Truth *truth)
{
    truth->at = truth->children[0].at;
    for (size_t i = 1; i < truth->query->child_count && truth->at.count > 0; i++)
        truth->at = join_row(m, &truth->at, &truth->children[i].at);
}

/* Apart, and how far; see model/query.h. */
static bool is_apart(Interval a, Interval b, uint32_t *distance)
{
    if (a.last < b.first) {
        *distance = b.first - a.last;
        return true;
    }
    if (b.last < a.first) {
        *distance = a.first - b.last;
        return true;
    }
    *distance = 0;
    return (a.first < b.first && b.last < a.last) || (b.first < a.first && a.last < b.last);
}

static bool is_joined(const Document *document, const Query *query, Interval a, Interval b)
{
    uint32_t distance;
    if (!is_apart(a, b, &distance) || (query->is_ordered && !(a.last < b.first)))
        return false;
    if (query->kind == QUERY_NEAR)
        return distance <= query->distance;
    return is_same_unit(document, query->unit, a.first < b.first ? a.first : b.first,
                        a.last > b.last ? a.last : b.last);
}

Interval match_hull(Interval a, Interval b)
{
    return (Interval){a.first < b.first ? a.first : b.first, a.last > b.last ? a.last : b.last};
}

/* Calls add(context, a, b) for every joined pair of a NEAR or SAME node. */
void match_pairs(Matcher *m, const Query *query, const Intervals *left, const Intervals *right,
                 void (*add)(Matcher *m, void *context, Interval a, Interval b), void *context)
{
    for (size_t i = 0; i < left->count; i++) {
        const Interval a = left->items[i];
        const Region *region = match_region(m->document, a.first);
        if (!region)
            continue;
        for (size_t j = find_from(right, region->begin); j < right->count; j++) {
            const Interval b = right->items[j];
            if (b.first >= region->end ||
                (query->kind == QUERY_NEAR && b.first > a.last && b.first - a.last > query->distance))
                break;
            if (!match_spend(m))
                return;
            if (is_joined(m->document, query, a, b))
                add(m, context, a, b);
        }
    }
}

static void add_hull(Matcher *m, void *context, Interval a, Interval b)
{
    Intervals *set = context;
    const Interval hull = match_hull(a, b);
    if (set->count > 0 && match_compare(&set->items[set->count - 1], &hull) == 0)
        return;
    match_add(m, set, hull.first, hull.last);
}

static void match_pair(Matcher *m, Truth *truth)
{
    match_pairs(m, truth->query, &truth->children[0].at, &truth->children[1].at, add_hull, &truth->at);
    match_sort(&truth->at);
}

/* Those of the first child that have no partner in the second. */
static void match_without(Matcher *m, Truth *truth)
{
    const Intervals *left = &truth->children[0].at, *right = &truth->children[1].at;
    for (size_t i = 0; i < left->count; i++) {
        const Interval a = left->items[i];
        const Region *region = match_region(m->document, a.first);
        bool has_partner = false;
        for (size_t j = 0; region && j < right->count && !has_partner; j++) {
            const Interval b = right->items[j];
            if (!match_spend(m))
                return;
            has_partner = b.first >= region->begin && b.last < region->end && a.last < region->end &&
                          is_joined(m->document, truth->query, a, b);
        }
        if (!has_partner)
            match_add(m, &truth->at, a.first, a.last);
    }
}

/* The child's intervals, if they are enough, or those that end early enough. */
static void match_counted(Matcher *m, Truth *truth)
{
    const Intervals *child = &truth->children[0].at;
    const uint32_t number = truth->query->distance;
    if (truth->query->kind == QUERY_ATLEAST && child->count < number)
        return;
    for (size_t i = 0; i < child->count; i++)
        if (truth->query->kind == QUERY_ATLEAST || child->items[i].last < number)
            match_add(m, &truth->at, child->items[i].first, child->items[i].last);
}

static bool lies_within(const Document *document, TextField field, Interval interval)
{
    for (size_t i = 0; i < document->regions.count; i++) {
        const Region *region = &document->regions.items[i];
        if (region->field == field && region->begin <= interval.first && interval.last < region->end)
            return true;
    }
    return false;
}

static void match_within(Matcher *m, Truth *truth)
{
    const Intervals *child = &truth->children[0].at;
    for (size_t i = 0; i < child->count; i++)
        if (lies_within(m->document, truth->query->field, child->items[i]))
            match_add(m, &truth->at, child->items[i].first, child->items[i].last);
}

/* ---- nodes without positions ---- */

static bool has_facet(const Document *document, const Query *query)
{
    for (size_t i = 0; i < document->facets.count; i++) {
        const Facet *facet = &document->facets.items[i];
        if (facet->field == query->facet && (query->is_prefix ? slice_starts_with(facet->key, query->text)
                                                              : slice_equal(facet->key, query->text)))
            return true;
    }
    return false;
}

static bool agrees(int wanted, unsigned found)
{
    return wanted < 0 || (unsigned)wanted == found;
}

static bool fits_calendar(const Document *document, const Query *query)
{
    int64_t year;
    unsigned month, day;
    if (document->time_s == TIME_UNDATED || document->days.first != document->days.last)
        return false;
    civil_from_days(document->days.first, &year, &month, &day);
    return agrees(query->month, month) && agrees(query->day, day) &&
           agrees(query->weekday, weekday_of_days(document->days.first));
}

static bool count_true(const Truth *truth, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < truth->query->child_count; i++)
        *count += truth->children[i].is_true;
    return *count > 0;
}

/* ---- the tree ---- */

static void evaluate_children(Matcher *m, const Query *query, Truth *truth)
{
    truth->children = ARENA_ARRAY(m->arena, Truth, query->child_count);
    for (size_t i = 0; i < query->child_count; i++)
        match_evaluate(m, query->children[i],
                       &truth->children[i]); /* queries are QUERY_HEIGHT_MAX high at most */
}

static bool evaluate_without_positions(const Document *document, const Query *query, const Truth *truth)
{
    size_t count = 0;
    switch (query->kind) {
    case QUERY_ALL:
        return true;
    case QUERY_AND:
        count_true(truth, &count);
        return count == query->child_count;
    case QUERY_OR:
        return count_true(truth, &count);
    case QUERY_NOT:
        return !truth->children[0].is_true;
    case QUERY_FACET:
        return has_facet(document, query);
    case QUERY_DAYS:
        return document->time_s != TIME_UNDATED && document->days.first >= query->min &&
               document->days.last <= query->max;
    case QUERY_CALENDAR:
        return fits_calendar(document, query);
    case QUERY_UNDATED:
        return document->time_s == TIME_UNDATED;
    case QUERY_WORDS:
        return document->words >= query->min && document->words <= query->max;
    default:
        return false;
    }
}

void match_evaluate(Matcher *m, const Query *query, Truth *truth)
{
    *truth = (Truth){.query = query};
    evaluate_children(m, query, truth);
    if (!query_has_positions(query)) {
        truth->is_true = evaluate_without_positions(m->document, query, truth);
        return;
    }
    switch (query->kind) {
    case QUERY_OR:
        match_union(m, truth);
        break;
    case QUERY_PHRASE:
        match_phrase(m, truth);
        break;
    case QUERY_NEAR:
    case QUERY_SAME:
        if (query->is_negated)
            match_without(m, truth);
        else
            match_pair(m, truth);
        break;
    case QUERY_ATLEAST:
    case QUERY_FIRST:
        match_counted(m, truth);
        break;
    case QUERY_WITHIN:
        match_within(m, truth);
        break;
    default:
        match_leaf(m, truth);
        break;
    }
    truth->is_true = truth->at.count > 0;
}

bool query_matches(Arena *arena, const Query *query, const Document *document)
{
    Matcher m = {.arena = arena, .document = document, .work_left = UINT64_MAX};
    Truth truth;
    match_evaluate(&m, query, &truth);
    return truth.is_true;
}

void query_intervals(Arena *arena, const Query *query, const Document *document, Intervals *out)
{
    Matcher m = {.arena = arena, .document = document, .work_left = UINT64_MAX};
    Truth truth;
    match_evaluate(&m, query, &truth);
    *out = truth.at;
}
