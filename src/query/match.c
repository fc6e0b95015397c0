/* The plain meaning of a query on one document, as model/query.h words it: no index, no cleverness.
 *
 * A query is evaluated once, from the leaves up, into a tree of Truths: is the node true, and (for nodes with
 * positions) at which intervals. Matching, highlighting and scoring read that tree. Sets are sorted arrays;
 * two are joined by looking at each pair that lies near enough.
 *
 * What is quadratic is bounded: pairs within one base region alone are looked at, and highlighting stops
 * joining after HIGHLIGHT_WORK pairs, from where on it shows every word of the nodes in question. Matching
 * and scoring have no such bound: they are exact, and for tests. */
#include "query/query.h"

#include "base/list.h"
#include "text/text.h"

typedef struct Truth Truth;
struct Truth {
    const Query *query;
    bool is_true;
    Intervals at; /* of a node with positions */
    Truth *children;
};

typedef struct Matcher {
    Arena *arena;
    const Document *document;
    uint64_t work_left; /* pairs and intervals; UINT64_MAX: no bound */
    bool is_cut;
} Matcher;

#define HIGHLIGHT_WORK 1000000

/* ---- sets of intervals ---- */

static int compare_intervals(const void *left, const void *right)
{
    const Interval *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

static bool spend(Matcher *m)
{
    if (m->work_left == 0) {
        m->is_cut = true;
        return false;
    }
    m->work_left -= m->work_left != UINT64_MAX;
    return true;
}

static void add_interval(Matcher *m, Intervals *set, uint32_t first, uint32_t last)
{
    if (!spend(m))
        return;
    *LIST_ADD(m->arena, set) = (Interval){first, last};
}

static void sort_set(Intervals *set)
{
    if (set->count < 2)
        return;
    qsort(set->items, set->count, sizeof(Interval), compare_intervals);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++)
        if (compare_intervals(&set->items[i], &set->items[kept - 1]) != 0)
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
static const Region *region_of(const Document *document, uint32_t position)
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
static Query ready_leaf(Arena *arena, const Query *query)
{
    Query leaf = *query;
    Error ignored; /* a pattern that cannot be read holds no words; the parser refuses it */
    if (query_is_set(leaf.kind) && word_test_of_leaf(arena, query, &leaf.words, &ignored) != STATUS_OK)
        leaf.kind = QUERY_NONE;
    return leaf;
}

static bool leaf_matches(const Query *leaf, const Token *token)
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
    const Query leaf = ready_leaf(m->arena, truth->query);
    for (size_t i = 0; i < tokens->count; i++)
        if (leaf_matches(&leaf, &tokens->items[i]))
            add_interval(m, &truth->at, tokens->items[i].position, tokens->items[i].position);
    sort_set(&truth->at);
}

/* ---- nodes over intervals ---- */

static void match_union(Matcher *m, Truth *truth)
{
    for (size_t i = 0; i < truth->query->child_count; i++) {
        const Intervals *child = &truth->children[i].at;
        for (size_t j = 0; j < child->count; j++)
            add_interval(m, &truth->at, child->items[j].first, child->items[j].last);
    }
    sort_set(&truth->at);
}

/* Rows: each interval of `left` with those of `right` that begin just behind it, in the same base region. */
static Intervals join_row(Matcher *m, const Intervals *left, const Intervals *right)
{
    Intervals row = {0};
    for (size_t i = 0; i < left->count; i++) {
        const uint32_t next = left->items[i].last + 1;
        const Region *region = region_of(m->document, left->items[i].first);
        for (size_t j = find_from(right, next); j < right->count && right->items[j].first == next; j++)
            if (region && right->items[j].last < region->end)
                add_interval(m, &row, left->items[i].first, right->items[j].last);
    }
    sort_set(&row);
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

static Interval hull_of(Interval a, Interval b)
{
    return (Interval){a.first < b.first ? a.first : b.first, a.last > b.last ? a.last : b.last};
}

/* Calls add(context, a, b) for every joined pair of a NEAR or SAME node. */
static void each_pair(Matcher *m, const Query *query, const Intervals *left, const Intervals *right,
                      void (*add)(Matcher *m, void *context, Interval a, Interval b), void *context)
{
    for (size_t i = 0; i < left->count; i++) {
        const Interval a = left->items[i];
        const Region *region = region_of(m->document, a.first);
        if (!region)
            continue;
        for (size_t j = find_from(right, region->begin); j < right->count; j++) {
            const Interval b = right->items[j];
            if (b.first >= region->end ||
                (query->kind == QUERY_NEAR && b.first > a.last && b.first - a.last > query->distance))
                break;
            if (!spend(m))
                return;
            if (is_joined(m->document, query, a, b))
                add(m, context, a, b);
        }
    }
}

static void add_hull(Matcher *m, void *context, Interval a, Interval b)
{
    Intervals *set = context;
    const Interval hull = hull_of(a, b);
    if (set->count > 0 && compare_intervals(&set->items[set->count - 1], &hull) == 0)
        return;
    add_interval(m, set, hull.first, hull.last);
}

static void match_pair(Matcher *m, Truth *truth)
{
    each_pair(m, truth->query, &truth->children[0].at, &truth->children[1].at, add_hull, &truth->at);
    sort_set(&truth->at);
}

/* Those of the first child that have no partner in the second. */
static void match_without(Matcher *m, Truth *truth)
{
    const Intervals *left = &truth->children[0].at, *right = &truth->children[1].at;
    for (size_t i = 0; i < left->count; i++) {
        const Interval a = left->items[i];
        const Region *region = region_of(m->document, a.first);
        bool has_partner = false;
        for (size_t j = 0; region && j < right->count && !has_partner; j++) {
            const Interval b = right->items[j];
            if (!spend(m))
                return;
            has_partner = b.first >= region->begin && b.last < region->end && a.last < region->end &&
                          is_joined(m->document, truth->query, a, b);
        }
        if (!has_partner)
            add_interval(m, &truth->at, a.first, a.last);
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
            add_interval(m, &truth->at, child->items[i].first, child->items[i].last);
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
            add_interval(m, &truth->at, child->items[i].first, child->items[i].last);
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

static void evaluate(Matcher *m, const Query *query, Truth *truth);

static void evaluate_children(Matcher *m, const Query *query, Truth *truth)
{
    truth->children = ARENA_ARRAY(m->arena, Truth, query->child_count);
    for (size_t i = 0; i < query->child_count; i++)
        evaluate(m, query->children[i], &truth->children[i]); /* queries are QUERY_HEIGHT_MAX high at most */
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

static void evaluate(Matcher *m, const Query *query, Truth *truth)
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
    evaluate(&m, query, &truth);
    return truth.is_true;
}

void query_intervals(Arena *arena, const Query *query, const Document *document, Intervals *out)
{
    Matcher m = {.arena = arena, .document = document, .work_left = UINT64_MAX};
    Truth truth;
    evaluate(&m, query, &truth);
    *out = truth.at;
}

/* ---- highlights ---- */

static bool contains(const Intervals *set, Interval interval)
{
    return set->count > 0 &&
           bsearch(&interval, set->items, set->count, sizeof(Interval), compare_intervals) != NULL;
}

static Intervals intersect(Matcher *m, const Intervals *a, const Intervals *b)
{
    Intervals both = {0};
    for (size_t i = 0; i < a->count; i++)
        if (contains(b, a->items[i]))
            add_interval(m, &both, a->items[i].first, a->items[i].last);
    return both;
}

/* The positions of a leaf's words; a joined form stands for all of its parts. */
static void show_leaf(Matcher *m, const Query *query, const Intervals *wanted, Positions *out)
{
    const Tokens *tokens = &m->document->tokens;
    const Query leaf = ready_leaf(m->arena, query);
    for (size_t i = 0; i < tokens->count; i++) {
        const Token *token = &tokens->items[i];
        if (!leaf_matches(&leaf, token) || !contains(wanted, (Interval){token->position, token->position}))
            continue;
        *LIST_ADD(m->arena, out) = token->position;
        if (!(token->flags & WORD_JOINED))
            continue;
        for (size_t j = i + 1;
             j < tokens->count && tokens->items[j].part == token->part && tokens->items[j].begin < token->end;
             j++)
            *LIST_ADD(m->arena, out) = tokens->items[j].position;
    }
}

static void show(Matcher *m, const Truth *truth, const Intervals *wanted, Positions *out);

typedef struct WantedPairs {
    const Intervals *hulls;
    Intervals left, right;
} WantedPairs;

static void want_pair(Matcher *m, void *context, Interval a, Interval b)
{
    WantedPairs *pairs = context;
    if (!contains(pairs->hulls, hull_of(a, b)))
        return;
    add_interval(m, &pairs->left, a.first, a.last);
    add_interval(m, &pairs->right, b.first, b.last);
}

static void show_pair(Matcher *m, const Truth *truth, const Intervals *wanted, Positions *out)
{
    WantedPairs pairs = {.hulls = wanted};
    each_pair(m, truth->query, &truth->children[0].at, &truth->children[1].at, want_pair, &pairs);
    sort_set(&pairs.left);
    sort_set(&pairs.right);
    show(m, &truth->children[0], m->is_cut ? &truth->children[0].at : &pairs.left, out);
    show(m, &truth->children[1], m->is_cut ? &truth->children[1].at : &pairs.right, out);
}

/* Every word of the rows, once. */
static void show_rows(Matcher *m, const Intervals *wanted, Positions *out)
{
    uint32_t next = 0;
    for (size_t i = 0; i < wanted->count; i++) {
        const Interval row = wanted->items[i];
        for (uint32_t at = row.first > next ? row.first : next; at <= row.last; at++)
            *LIST_ADD(m->arena, out) = at;
        next = row.last + 1 > next ? row.last + 1 : next;
    }
}

/* The words that make the wanted intervals of a node with positions. */
static void show(Matcher *m, const Truth *truth, const Intervals *wanted, Positions *out)
{
    Intervals part;
    switch (truth->query->kind) {
    case QUERY_PHRASE: /* every word of a row is part of it */
        show_rows(m, wanted, out);
        break;
    case QUERY_OR:
        for (size_t i = 0; i < truth->query->child_count; i++) {
            part = intersect(m, wanted, &truth->children[i].at);
            if (part.count > 0)
                show(m, &truth->children[i], &part, out);
        }
        break;
    case QUERY_NEAR:
    case QUERY_SAME:
        if (truth->query->is_negated)
            show(m, &truth->children[0], wanted, out);
        else
            show_pair(m, truth, wanted, out);
        break;
    case QUERY_WITHIN:
    case QUERY_ATLEAST:
    case QUERY_FIRST:
        show(m, &truth->children[0], wanted, out);
        break;
    default:
        show_leaf(m, truth->query, wanted, out);
        break;
    }
}

/* Goes through AND and OR down to the topmost true nodes with positions. */
static void show_true(Matcher *m, const Truth *truth, Positions *out)
{
    if (!truth->is_true && !m->is_cut)
        return;
    if (query_has_positions(truth->query)) {
        show(m, truth, &truth->at, out);
        return;
    }
    if (truth->query->kind != QUERY_AND && truth->query->kind != QUERY_OR)
        return;
    for (size_t i = 0; i < truth->query->child_count; i++)
        show_true(m, &truth->children[i], out);
}

static int compare_positions(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

void query_highlights(Arena *arena, const Query *query, const Document *document, Positions *out)
{
    Matcher m = {.arena = arena, .document = document, .work_left = HIGHLIGHT_WORK};
    Truth truth;
    *out = (Positions){0};
    evaluate(&m, query, &truth);
    show_true(&m, &truth, out);
    if (out->count < 2)
        return;
    qsort(out->items, out->count, sizeof out->items[0], compare_positions);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++)
        if (out->items[i] != out->items[kept - 1])
            out->items[kept++] = out->items[i];
    out->count = kept;
}

/* ---- the score ---- */

typedef struct Scorer {
    const Document *document;
    Bm25 how;
    uint64_t documents;
    double mean_length;
    uint64_t (*df)(void *context, Slice folded);
    void *context;
} Scorer;

/* How often a folded form stands in the document, each occurrence weighted by its base region's field. */
static uint32_t weighted_frequency(const Document *document, Slice folded)
{
    uint32_t frequency = 0;
    for (size_t i = 0; i < document->tokens.count; i++) {
        const Token *token = &document->tokens.items[i];
        const Region *region = region_of(document, token->position);
        if (region && slice_equal(token->folded, folded))
            frequency += field_weight(region->field);
    }
    return frequency;
}

static uint64_t score_leaf(const Scorer *s, const Query *query)
{
    if (query_is_set(query->kind) || query->kind == QUERY_ANYWORD)
        return query->kind == QUERY_ANYWORD ? 0 : SCORE_ONE;
    const Slice folded = query->kind == QUERY_EXACT ? query->folded : query->text;
    return bm25_weight(s->how, bm25_idf(s->documents, s->df(s->context, folded)),
                       weighted_frequency(s->document, folded), s->document->length, s->mean_length);
}

static uint64_t score_true(const Scorer *s, const Truth *truth)
{
    if (!truth->is_true || truth->query->kind == QUERY_NOT)
        return 0;
    if (truth->query->kind >= QUERY_TERM && truth->query->kind <= QUERY_ANYWORD)
        return score_leaf(s, truth->query);
    uint64_t sum = 0;
    const size_t count = truth->query->is_negated ? 1 : truth->query->child_count;
    for (size_t i = 0; i < count; i++)
        sum += score_true(s, &truth->children[i]);
    return sum;
}

uint32_t query_score(Arena *arena, const Query *query, const Document *document, Bm25 how, uint64_t documents,
                     double mean_length, uint64_t (*df)(void *context, Slice folded), void *context)
{
    Matcher m = {.arena = arena, .document = document, .work_left = UINT64_MAX};
    const Scorer s = {document, how, documents, mean_length, df, context};
    Truth truth;
    evaluate(&m, query, &truth);
    const uint64_t sum = score_true(&s, &truth);
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}
