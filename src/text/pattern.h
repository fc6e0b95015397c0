/* A set of words as an automaton: of a word with wildcards, of a regular expression, of all that lies within
 * one or two mistakes of a word. Private to text/.
 *
 * A Pattern is a graph of states with edges that take one letter, or none. It is made deterministic while it
 * is used: each set of states that is met becomes one state of its own, remembered with where each class of
 * letters leads. What may be made is bounded; beyond the bound the pattern is `is_spent` and its answers are
 * to be thrown away. */
#ifndef TEXT_PATTERN_H
#define TEXT_PATTERN_H

#include "base/error.h"
#include "base/map.h"

#define PATTERN_STATES_MAX 4096u   /* of the graph */
#define PATTERN_SETS_MAX 256u      /* of letters */
#define PATTERN_MADE_MAX 20000u    /* deterministic states */
#define PATTERN_NOTHING UINT16_MAX /* the set of an edge that takes no letter */

typedef struct RuneRange {
    uint32_t first, last;
} RuneRange;
typedef struct RuneSet {
    RuneRange *items; /* rising, apart */
    size_t count, capacity;
} RuneSet;

typedef struct PatternEdge {
    uint16_t set;
    uint32_t to, next; /* next: edge of the same state, + 1 */
} PatternEdge;

/* A deterministic state. */
typedef struct PatternMade {
    uint32_t *from; /* sorted states of the graph */
    size_t count;
    bool is_accepting;
    int32_t *to; /* by class: a made state; PATTERN_DEAD; PATTERN_UNKNOWN */
} PatternMade;
enum { PATTERN_DEAD = -1, PATTERN_UNKNOWN = -2 };

typedef struct Pattern {
    Arena *arena;
    bool is_spent;
    uint32_t first, accepting; /* states */
    struct {
        uint32_t *items; /* first edge + 1 */
        size_t count, capacity;
    } states;
    struct {
        PatternEdge *items;
        size_t count, capacity;
    } edges;
    struct {
        RuneSet *items;
        size_t count, capacity;
    } sets;
    /* classes: letters that no set tells apart; class i begins at breaks[i] */
    uint32_t *breaks;
    size_t class_count;
    uint16_t ascii[128];
    bool *holds; /* set x class */
    struct {
        PatternMade *items;
        size_t count, capacity;
    } made;
    Map by_states;
    uint32_t *stack, *marked; /* for making; `mark` says of which round */
    uint32_t mark;
} Pattern;

Pattern *pattern_new(Arena *arena);
uint32_t pattern_state(Pattern *pattern);
uint16_t pattern_set(Pattern *pattern, const RuneSet *set);
uint16_t pattern_letter(Pattern *pattern, uint32_t rune);
uint16_t pattern_any(Pattern *pattern);
void pattern_edge(Pattern *pattern, uint32_t from, uint16_t set, uint32_t to);
/* No more edges: ready to step. False if the graph is too large. */
bool pattern_finish(Pattern *pattern);

/* From a made state (0 is the first) by one letter; PATTERN_DEAD when no word goes on so. */
int32_t pattern_step(Pattern *pattern, int32_t at, uint32_t rune);
bool pattern_accepts(Pattern *pattern, Slice word);

/* The texts become graphs: pattern_regex.c and pattern.c. NULL with the error set (at what is wrong). */
Pattern *pattern_of_wild(Arena *arena, Slice text, Error *err);
Pattern *pattern_of_regex(Arena *arena, Slice text, Error *err);
Pattern *pattern_of_fuzzy(Arena *arena, Slice word, unsigned distance, Error *err);

#endif
