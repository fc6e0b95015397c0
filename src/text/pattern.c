/* The automaton of a set of words. In: a graph with edges that take letters or nothing. Out: where a letter
 * leads, from a set of its states to another, each set made once (Rabin and Scott, "Finite automata and their
 * decision problems", 1959, but only as far as the words that are met ask for it). */
#include "text/pattern.h"

#include "text/text.h"

#include "base/utf8.h"

Pattern *pattern_new(Arena *arena)
{
    Pattern *pattern = ARENA_NEW(arena, Pattern);
    pattern->arena = arena;
    map_init(&pattern->by_states, arena);
    return pattern;
}

uint32_t pattern_state(Pattern *pattern)
{
    *LIST_ADD(pattern->arena, &pattern->states) = 0;
    return (uint32_t)pattern->states.count - 1;
}

static bool is_same_set(const RuneSet *a, const RuneSet *b)
{
    return a->count == b->count && a->count > 0 &&
           memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
}

uint16_t pattern_set(Pattern *pattern, const RuneSet *set)
{
    for (size_t i = 0; i < pattern->sets.count; i++)
        if (is_same_set(&pattern->sets.items[i], set))
            return (uint16_t)i;
    if (pattern->sets.count >= PATTERN_SETS_MAX) {
        pattern->is_spent = true;
        return 0;
    }
    *LIST_ADD(pattern->arena, &pattern->sets) = *set;
    return (uint16_t)(pattern->sets.count - 1);
}

static uint16_t range_set(Pattern *pattern, uint32_t first, uint32_t last)
{
    RuneSet set = {0};
    *LIST_ADD(pattern->arena, &set) = (RuneRange){first, last};
    return pattern_set(pattern, &set);
}

uint16_t pattern_letter(Pattern *pattern, uint32_t rune)
{
    return range_set(pattern, rune, rune);
}

uint16_t pattern_any(Pattern *pattern)
{
    return range_set(pattern, 0, 0x10FFFF);
}

void pattern_edge(Pattern *pattern, uint32_t from, uint16_t set, uint32_t to)
{
    PatternEdge *edge = LIST_ADD(pattern->arena, &pattern->edges);
    *edge = (PatternEdge){set, to, pattern->states.items[from]};
    pattern->states.items[from] = (uint32_t)pattern->edges.count;
}

/* ---- classes of letters ---- */

static int compare_runes(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static size_t class_of(const Pattern *pattern, uint32_t rune)
{
    size_t low = 0, high = pattern->class_count;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (pattern->breaks[middle] <= rune)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool set_has(const RuneSet *set, uint32_t rune)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].first <= rune && rune <= set->items[i].last)
            return true;
    return false;
}

static void make_classes(Pattern *pattern)
{
    size_t ends = 1;
    for (size_t i = 0; i < pattern->sets.count; i++)
        ends += 2 * pattern->sets.items[i].count;
    pattern->breaks = ARENA_ARRAY(pattern->arena, uint32_t, ends);
    ends = 1; /* the first class begins at 0 */
    for (size_t i = 0; i < pattern->sets.count; i++) {
        for (size_t j = 0; j < pattern->sets.items[i].count; j++) {
            pattern->breaks[ends++] = pattern->sets.items[i].items[j].first;
            pattern->breaks[ends++] = pattern->sets.items[i].items[j].last + 1;
        }
    }
    qsort(pattern->breaks, ends, sizeof *pattern->breaks, compare_runes);
    for (size_t i = 0; i < ends; i++)
        if (i == 0 || pattern->breaks[i] != pattern->breaks[pattern->class_count - 1])
            pattern->breaks[pattern->class_count++] = pattern->breaks[i];
    pattern->holds = ARENA_ARRAY(pattern->arena, bool, pattern->sets.count * pattern->class_count);
    for (size_t i = 0; i < pattern->sets.count; i++)
        for (size_t c = 0; c < pattern->class_count; c++)
            pattern->holds[i * pattern->class_count + c] =
                set_has(&pattern->sets.items[i], pattern->breaks[c]);
    for (uint32_t rune = 0; rune < 128; rune++)
        pattern->ascii[rune] = (uint16_t)class_of(pattern, rune);
}

/* ---- making states ---- */

/* Adds a state and all that it leads to without a letter to the marked ones, which are listed in `out`. */
static void close_over(Pattern *pattern, uint32_t state, uint32_t *out, size_t *count)
{
    size_t depth = 0;
    if (pattern->marked[state] == pattern->mark)
        return;
    pattern->marked[state] = pattern->mark;
    pattern->stack[depth++] = state;
    while (depth > 0) {
        const uint32_t at = pattern->stack[--depth];
        out[(*count)++] = at;
        for (uint32_t e = pattern->states.items[at]; e; e = pattern->edges.items[e - 1].next) {
            const PatternEdge *edge = &pattern->edges.items[e - 1];
            if (edge->set != PATTERN_NOTHING || pattern->marked[edge->to] == pattern->mark)
                continue;
            pattern->marked[edge->to] = pattern->mark;
            pattern->stack[depth++] = edge->to;
        }
    }
}

/* The made state of these states of the graph. */
static int32_t make_state(Pattern *pattern, uint32_t *states, size_t count)
{
    if (count == 0)
        return PATTERN_DEAD;
    qsort(states, count, sizeof *states, compare_runes);
    bool is_new;
    const Slice key = slice_of(states, count * sizeof *states);
    const MapValue *known = map_find(&pattern->by_states, key);
    if (known)
        return (int32_t)known->number;
    if (pattern->made.count >= PATTERN_MADE_MAX) {
        pattern->is_spent = true;
        return PATTERN_DEAD;
    }
    PatternMade *made = LIST_ADD(pattern->arena, &pattern->made);
    made->from = ARENA_ARRAY(pattern->arena, uint32_t, count);
    made->count = count;
    memcpy(made->from, states, count * sizeof *states);
    for (size_t i = 0; i < count; i++)
        made->is_accepting |= states[i] == pattern->accepting;
    made->to = ARENA_ARRAY(pattern->arena, int32_t, pattern->class_count);
    for (size_t i = 0; i < pattern->class_count; i++)
        made->to[i] = PATTERN_UNKNOWN;
    map_add(&pattern->by_states, slice_of(made->from, key.size), &is_new)->number = pattern->made.count - 1;
    return (int32_t)pattern->made.count - 1;
}

bool pattern_finish(Pattern *pattern)
{
    if (pattern->is_spent || pattern->states.count > PATTERN_STATES_MAX)
        return false;
    make_classes(pattern);
    pattern->stack = ARENA_ARRAY(pattern->arena, uint32_t, pattern->states.count);
    pattern->marked = ARENA_ARRAY(pattern->arena, uint32_t, pattern->states.count);
    uint32_t *states = ARENA_ARRAY(pattern->arena, uint32_t, pattern->states.count);
    size_t count = 0;
    pattern->mark = 1;
    close_over(pattern, pattern->first, states, &count);
    make_state(pattern, states, count);
    return true;
}

static int32_t make_step(Pattern *pattern, int32_t at, size_t class)
{
    uint32_t states[PATTERN_STATES_MAX];
    size_t count = 0;
    const PatternMade *made = &pattern->made.items[at];
    pattern->mark++;
    for (size_t i = 0; i < made->count; i++) {
        for (uint32_t e = pattern->states.items[made->from[i]]; e; e = pattern->edges.items[e - 1].next) {
            const PatternEdge *edge = &pattern->edges.items[e - 1];
            if (edge->set != PATTERN_NOTHING && pattern->holds[edge->set * pattern->class_count + class])
                close_over(pattern, edge->to, states, &count);
        }
    }
    const int32_t to = make_state(pattern, states, count);
    pattern->made.items[at].to[class] = to;
    return to;
}

int32_t pattern_step(Pattern *pattern, int32_t at, uint32_t rune)
{
    if (at < 0)
        return PATTERN_DEAD;
    const size_t class = rune < 128 ? pattern->ascii[rune] : class_of(pattern, rune);
    const int32_t to = pattern->made.items[at].to[class];
    return to != PATTERN_UNKNOWN ? to : make_step(pattern, at, class);
}

bool pattern_accepts(Pattern *pattern, Slice word)
{
    int32_t at = 0;
    for (size_t i = 0, size; i < word.size && at >= 0; i += size)
        at = pattern_step(pattern, at, utf8_decode(word, i, &size));
    return at >= 0 && pattern->made.items[at].is_accepting;
}

/* ---- a word with mistakes ---- */

/* State (i, e): i letters of the word are dealt with, e mistakes were made. Two letters that changed places
 * are one mistake, and are not touched again. */
Pattern *pattern_of_fuzzy(Arena *arena, Slice word, unsigned distance, Error *err)
{
    enum { LETTERS_MAX = 64, DISTANCE_MAX = 2 };
    Pattern *pattern = pattern_new(arena);
    uint16_t letters[LETTERS_MAX];
    size_t n = 0;
    const uint16_t any = pattern_any(pattern);
    for (size_t at = 0, size; at < word.size && n < LETTERS_MAX; at += size)
        letters[n++] = pattern_letter(pattern, utf8_decode(word, at, &size));
    if (utf8_count(word) > LETTERS_MAX || distance > DISTANCE_MAX) {
        (void)!error_set(err, STATUS_FAIL, "a word with '~' may have at most %d letters", LETTERS_MAX);
        return NULL;
    }
    const uint32_t width = distance + 1;
    for (size_t i = 0; i < (n + 1) * width; i++)
        pattern_state(pattern);
    pattern->accepting = pattern_state(pattern);
    for (uint32_t i = 0; i <= n; i++) {
        for (uint32_t e = 0; e <= distance; e++) {
            const uint32_t here = i * width + e, ahead = here + width;
            if (i < n)
                pattern_edge(pattern, here, letters[i], ahead);
            if (i == n)
                pattern_edge(pattern, here, PATTERN_NOTHING, pattern->accepting);
            if (e == distance)
                continue;
            pattern_edge(pattern, here, any, here + 1); /* a letter too many */
            if (i < n) {
                pattern_edge(pattern, here, any, ahead + 1);             /* another letter */
                pattern_edge(pattern, here, PATTERN_NOTHING, ahead + 1); /* a letter left out */
            }
            if (i + 2 <= n && letters[i] != letters[i + 1]) {
                const uint32_t between = pattern_state(pattern);
                pattern_edge(pattern, here, letters[i + 1], between);
                pattern_edge(pattern, between, letters[i], ahead + width + 1);
            }
        }
    }
    if (pattern_finish(pattern))
        return pattern;
    (void)!error_set(err, STATUS_FAIL, "the word with '~' is too long");
    return NULL;
}
