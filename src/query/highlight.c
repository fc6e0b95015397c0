/* What to highlight. In: a query and a document. Out: the positions of the words that made the match.
 *
 * The wanted intervals go down the tree: a phrase shows all its words, NEAR those pairs whose hulls are
 * wanted, OR what each of its sides has in common with them. */
#include "query/match.h"

#define HIGHLIGHT_WORK 1000000

static bool contains(const Intervals *set, Interval interval)
{
    return set->count > 0 &&
           bsearch(&interval, set->items, set->count, sizeof(Interval), match_compare) != NULL;
}

static Intervals intersect(Matcher *m, const Intervals *a, const Intervals *b)
{
    Intervals both = {0};
    for (size_t i = 0; i < a->count; i++)
        if (contains(b, a->items[i]))
            match_add(m, &both, a->items[i].first, a->items[i].last);
    return both;
}

/* The positions of a leaf's words; a joined form stands for all of its parts. */
static void show_leaf(Matcher *m, const Query *query, const Intervals *wanted, Positions *out)
{
    const Tokens *tokens = &m->document->tokens;
    const Query leaf = match_ready(m->arena, query);
    for (size_t i = 0; i < tokens->count; i++) {
        const Token *token = &tokens->items[i];
        if (!match_leaf_holds(&leaf, token) ||
            !contains(wanted, (Interval){token->position, token->position}))
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
    if (!contains(pairs->hulls, match_hull(a, b)))
        return;
    match_add(m, &pairs->left, a.first, a.last);
    match_add(m, &pairs->right, b.first, b.last);
}

static void show_pair(Matcher *m, const Truth *truth, const Intervals *wanted, Positions *out)
{
    WantedPairs pairs = {.hulls = wanted};
    match_pairs(m, truth->query, &truth->children[0].at, &truth->children[1].at, want_pair, &pairs);
    match_sort(&pairs.left);
    match_sort(&pairs.right);
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
    match_evaluate(&m, query, &truth);
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
