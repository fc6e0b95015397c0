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
        parser_fail(p, at, "too-large\tthe query is too large: at most %d words and operators; ask in parts",
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
        return parser_fail(p, typed.begin, "too-deep\tthe query is nested too deeply: ask in parts");
    query->children = nodes.items;
    query->child_count = nodes.count;
    return query;
}

Query *node_over_one(Parser *p, QueryKind kind, Query *child, Span typed)
{
    return child ? node_over(p, kind, &child, 1, typed) : NULL;
}

Query *node_copy(Parser *p, const Query *query)
{
    Query *copy = node_new(p, query->kind, query->typed);
    if (!copy)
        return NULL;
    *copy = *query;
    ((Node *)copy)->height = height_of(query);
    copy->children = ARENA_ARRAY(p->arena, Query *, query->child_count);
    for (size_t i = 0; i < query->child_count; i++) {
        copy->children[i] = node_copy(p, query->children[i]); /* QUERY_HEIGHT_MAX high at most */
        if (!copy->children[i])
            return NULL;
    }
    return copy;
}

static const char *kind_word(const Query *query)
{
    return query->kind == QUERY_ALL ? "'*'" : "a value of another field";
}

Query *node_lay(Parser *p, Query *query, const char *name,
                Query *(*wrap)(Parser *p, void *context, Query *part), void *context)
{
    if (query_has_positions(query))
        return wrap(p, context, query);
    if (query->kind == QUERY_ALL && p->options.dialect == DIALECT_LUCENE)
        return query; /* of what may be there: lucene.c */
    if (query->kind != QUERY_AND && query->kind != QUERY_OR && query->kind != QUERY_NOT)
        return parser_fail(p, query->typed.begin, "no-place\t%s cannot stand in the field or function '%s'",
                           kind_word(query), name);
    Nodes nodes = {0};
    for (size_t i = 0; i < query->child_count; i++) {
        Query *child = node_lay(p, query->children[i], name, wrap, context); /* as deep as the query */
        if (!child)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = child;
    }
    return node_over(p, query->kind, nodes.items, nodes.count, query->typed);
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
    case QUERY_EXACT:
        return slice_equal(a->text, b->text) && slice_equal(a->folded, b->folded);
    case QUERY_NEAR:
        return a->distance == b->distance && a->is_ordered == b->is_ordered && a->is_negated == b->is_negated;
    case QUERY_SAME:
        return a->unit == b->unit && a->is_ordered == b->is_ordered && a->is_negated == b->is_negated;
    case QUERY_ATLEAST:
    case QUERY_FIRST:
        return a->distance == b->distance;
    case QUERY_WITHIN:
        return a->field == b->field;
    case QUERY_FACET:
        return a->facet == b->facet && a->is_prefix == b->is_prefix && slice_equal(a->text, b->text);
    case QUERY_DAYS:
    case QUERY_WORDS:
        return a->min == b->min && a->max == b->max;
    case QUERY_CALENDAR:
        return a->month == b->month && a->day == b->day && a->weekday == b->weekday;
    case QUERY_FUZZY:
        return slice_equal(a->text, b->text) && a->distance == b->distance && a->letters == b->letters;
    default: /* words */
        return slice_equal(a->text, b->text) && a->letters == b->letters;
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
