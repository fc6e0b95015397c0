/* Nearness counts: of two articles with the same words, the one in which they stand together is the better.
 * In: a query. Out: one that finds the same documents and scores them higher where neighbours of the query
 * are neighbours in the text.
 *
 * Words a b c under AND become a b c ((a PRE/1 b) OR *) ((a NEAR/8 b) OR *) and so on: what may be there and
 * is adds its words' weights once more, once near and twice side by side. It costs a look at positions for
 * each hit, so it is done only where the rarest word has few documents: RANKED_DOCUMENTS_MAX bounds it to a
 * millisecond or two. The order is that of one formula over all hits, so pages go on by cursor as ever. */
#include "archive/rank.h"

enum { RANKED_DOCUMENTS_MAX = 3000, RANKED_WORDS_MAX = 6, NEAR_WORDS = 8 };

typedef struct Ranking {
    Arena *arena;
    Query *words[RANKED_WORDS_MAX]; /* in the order of the query */
    size_t count;
} Ranking;

static Query *new_node(Arena *arena, QueryKind kind, size_t children)
{
    Query *query = ARENA_NEW(arena, Query);
    query->kind = kind;
    query->month = query->day = query->weekday = -1;
    query->children = ARENA_ARRAY(arena, Query *, children + 1);
    query->child_count = children;
    return query;
}

/* ((left NEAR right) OR *) */
static Query *bonus(Arena *arena, Query *left, Query *right, uint32_t distance, bool is_ordered)
{
    Query *near = new_node(arena, QUERY_NEAR, 2), *either = new_node(arena, QUERY_OR, 2);
    near->children[0] = left;
    near->children[1] = right;
    near->distance = distance;
    near->is_ordered = is_ordered;
    either->children[0] = near;
    either->children[1] = new_node(arena, QUERY_ALL, 0);
    return either;
}

/* The words of an AND; false if they are too few or too many. */
static bool find_words(Ranking *ranking, const Query *query)
{
    if (query->kind != QUERY_AND)
        return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]->kind != QUERY_TERM)
            continue;
        if (ranking->count == RANKED_WORDS_MAX)
            return false;
        ranking->words[ranking->count++] = query->children[i];
    }
    return ranking->count > 1;
}

const Query *rank_query(const Index *index, Arena *arena, const Query *query)
{
    Ranking ranking = {.arena = arena};
    uint64_t least = UINT64_MAX;
    if (!find_words(&ranking, query))
        return query;
    for (size_t i = 0; i < ranking.count; i++) {
        const uint64_t df = index_df(index, ranking.words[i]->text);
        least = df < least ? df : least;
    }
    if (least > RANKED_DOCUMENTS_MAX)
        return query;
    const size_t pairs = ranking.count - 1;
    Query *ranked = new_node(arena, QUERY_AND, query->child_count + 2 * pairs);
    memcpy(ranked->children, query->children, query->child_count * sizeof *query->children);
    for (size_t i = 0; i < pairs; i++) {
        Query *left = ranking.words[i], *right = ranking.words[i + 1];
        ranked->children[query->child_count + 2 * i] = bonus(arena, left, right, 1, true);
        ranked->children[query->child_count + 2 * i + 1] = bonus(arena, left, right, NEAR_WORDS, false);
    }
    return ranked;
}
