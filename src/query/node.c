/* Makes the nodes of a query in their normal form: no AND in an AND, no OR in an OR, no phrase in a phrase,
 * and none of them over a single child. The number of nodes and their height are bounded here, in one place,
 * so that whoever walks a query may recurse. */
#include "query/parser.h"

/* Every node of the parser carries its height behind it. */
typedef struct Node {
    Query query;
    unsigned height;
} Node;

static unsigned height_of(const Query *query)
{
    return ((const Node *)query)->height;
}

bool node_count(Parser *p, size_t at)
{
    if (p->nodes >= QUERY_NODES_MAX) {
        parser_fail(p, at, "the query is too large: at most %d words and operators; ask in parts",
                    QUERY_NODES_MAX);
        return false;
    }
    p->nodes++;
    return true;
}

Query *node_new(Parser *p, QueryKind kind, Span typed)
{
    if (!node_count(p, typed.begin))
        return NULL;
    Node *node = ARENA_NEW(p->arena, Node);
    node->height = 1;
    node->query.kind = kind;
    node->query.typed = typed;
    node->query.month = node->query.day = node->query.weekday = -1;
    return &node->query;
}

Query *node_with_text(Parser *p, QueryKind kind, Slice text, Span typed)
{
    Query *query = node_new(p, kind, typed);
    if (query)
        query->text = text;
    return query;
}

Query *node_over(Parser *p, QueryKind kind, Query **children, size_t count, Span typed)
{
    assert(count > 0);
    if (count == 1 && (kind == QUERY_AND || kind == QUERY_OR || kind == QUERY_PHRASE))
        return children[0];
    Query *query = node_new(p, kind, typed);
    if (!query)
        return NULL;
    const bool is_flat = kind == QUERY_AND || kind == QUERY_OR || kind == QUERY_PHRASE;
    Nodes nodes = {0};
    for (size_t i = 0; i < count; i++) {
        Query *child = children[i];
        if (is_flat && child->kind == kind) {
            for (size_t j = 0; j < child->child_count; j++)
                *LIST_ADD(p->arena, &nodes) = child->children[j];
        } else {
            *LIST_ADD(p->arena, &nodes) = child;
        }
        const unsigned height = height_of(child) + 1;
        if (height > ((Node *)query)->height)
            ((Node *)query)->height = height;
    }
    if (height_of(query) > QUERY_HEIGHT_MAX)
        return parser_fail(p, typed.begin, "the query is nested too deeply: ask in parts");
    query->children = nodes.items;
    query->child_count = nodes.count;
    return query;
}

Query *node_over_one(Parser *p, QueryKind kind, Query *child, Span typed)
{
    return child ? node_over(p, kind, &child, 1, typed) : NULL;
}

Query *node_days(Parser *p, int64_t min, int64_t max, Span typed)
{
    Query *query = node_new(p, QUERY_DAYS, typed);
    if (query) {
        query->min = min;
        query->max = max;
    }
    return query;
}

Query *node_facet(Parser *p, FacetField facet, Slice key, bool is_prefix, Span typed)
{
    Query *query = node_with_text(p, QUERY_FACET, key, typed);
    if (query) {
        query->facet = facet;
        query->is_prefix = is_prefix;
    }
    return query;
}

/* ---- equality ---- */

static bool is_equal_alone(const Query *a, const Query *b)
{
    if (a->kind != b->kind || a->child_count != b->child_count)
        return false;
    switch (a->kind) {
    case QUERY_TERM:
    case QUERY_PREFIX:
        return slice_equal(a->text, b->text);
    case QUERY_EXACT:
        return slice_equal(a->text, b->text) && slice_equal(a->folded, b->folded);
    case QUERY_NEAR:
        return a->distance == b->distance && a->is_ordered == b->is_ordered;
    case QUERY_SAME:
        return a->unit == b->unit && a->is_ordered == b->is_ordered;
    case QUERY_WITHIN:
        return a->field == b->field;
    case QUERY_FACET:
        return a->facet == b->facet && a->is_prefix == b->is_prefix && slice_equal(a->text, b->text);
    case QUERY_DAYS:
    case QUERY_WORDS:
        return a->min == b->min && a->max == b->max;
    case QUERY_CALENDAR:
        return a->month == b->month && a->day == b->day && a->weekday == b->weekday;
    default:
        return true;
    }
}

bool query_equal(const Query *a, const Query *b)
{
    if (!is_equal_alone(a, b))
        return false;
    for (size_t i = 0; i < a->child_count; i++)
        if (!query_equal(a->children[i], b->children[i]))
            return false;
    return true;
}
