/* The score of a document, as model/query.h defines it, and what it is made of. */
#include "query/match.h"

typedef struct Scorer {
    const Document *document;
    Bm25 how;
    uint64_t documents;
    double mean_length;
    uint64_t (*df)(void *context, Slice folded);
    void *context;
    Arena *arena;
    ScoreParts *parts; /* may be NULL */
} Scorer;

/* How often a folded form stands in the document, each occurrence weighted by its base region's field. */
static uint32_t weighted_frequency(const Document *document, Slice folded)
{
    uint32_t frequency = 0;
    const Region lead = document_lead(document);
    for (size_t i = 0; i < document->tokens.count; i++) {
        const Token *token = &document->tokens.items[i];
        const Region *region = match_region(document, token->position);
        if (region && slice_equal(token->folded, folded))
            frequency += document_weight(region->field, lead, token->position);
    }
    return frequency;
}

static uint64_t score_leaf(const Scorer *s, const Query *query)
{
    ScorePart part = {0};
    if (query_is_set(query->kind)) {
        part.score = SCORE_ONE;
    } else if (query->kind != QUERY_ANYWORD) {
        const Slice folded = query->kind == QUERY_EXACT ? query->folded : query->text;
        part.documents = s->df(s->context, folded);
        part.frequency = weighted_frequency(s->document, folded);
        part.score = bm25_weight(s->how, bm25_idf(s->documents, part.documents), part.frequency,
                                 s->document->length, s->mean_length);
    }
    if (s->parts) {
        part.leaf = query_format(s->arena, query);
        *LIST_ADD(s->arena, s->parts) = part;
    }
    return part.score;
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

uint32_t query_explain(Arena *arena, const Query *query, const Document *document, Bm25 how,
                       uint64_t documents, double mean_length, uint64_t (*df)(void *context, Slice folded),
                       void *context, ScoreParts *parts)
{
    Matcher m = {.arena = arena, .document = document, .work_left = UINT64_MAX};
    const Scorer s = {document, how, documents, mean_length, df, context, arena, parts};
    Truth truth;
    match_evaluate(&m, query, &truth);
    const uint64_t sum = score_true(&s, &truth);
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

uint32_t query_score(Arena *arena, const Query *query, const Document *document, Bm25 how, uint64_t documents,
                     double mean_length, uint64_t (*df)(void *context, Slice folded), void *context)
{
    return query_explain(arena, query, document, how, documents, mean_length, df, context, NULL);
}
