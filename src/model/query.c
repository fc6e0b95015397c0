/* What a query's nodes are, and the weights of its words.
 *
 * BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009): a word counts the more the
 * rarer it is, the oftener it stands in the document, though with falling gain, and the shorter the document
 * is. Weights are whole numbers of 1/65536, so that sums do not depend on their order. */
#include "model/query.h"

#include <math.h>

#include "base/error.h"

bool query_has_positions(const Query *query)
{
    if (query->kind >= QUERY_TERM && query->kind <= QUERY_FIRST && query->kind != QUERY_OR)
        return true;
    if (query->kind != QUERY_OR)
        return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (!query_has_positions(query->children[i])) /* as deep as QUERY_DEPTH_MAX lets a query be */
            return false;
    }
    return query->child_count > 0;
}

bool query_is_set(QueryKind kind)
{
    return kind >= QUERY_PREFIX && kind <= QUERY_STEM;
}

uint32_t field_weight(TextField field)
{
    static const uint32_t weights[TEXT_FIELDS] = {
        [FIELD_HEADLINE] = 4, [FIELD_SUBHEADLINE] = 2, [FIELD_BODY] = 1, [FIELD_CAPTION] = 1,
        [FIELD_BYLINE] = 1,   [FIELD_DATELINE] = 1,    [FIELD_LEAD] = 2, [FIELD_TURN] = 1,
    };
    assert(field < TEXT_FIELDS);
    return weights[field];
}

Region document_lead(const Document *document)
{
    const Regions *regions = &document->regions;
    for (size_t i = regions->base_count; i < regions->count; i++)
        if (regions->items[i].field == FIELD_LEAD)
            return regions->items[i];
    return (Region){FIELD_LEAD, 0, 0};
}

double bm25_idf(uint64_t documents, uint64_t df)
{
    assert(df <= documents);
    return log(1.0 + ((double)(documents - df) + 0.5) / ((double)df + 0.5));
}

uint32_t bm25_weight(Bm25 how, double idf, uint32_t weighted_frequency, uint32_t length, double mean_length)
{
    const double frequency = weighted_frequency;
    if (weighted_frequency == 0)
        return 0;
    /* in this order: src/index/weigh.c does the same for many at once, to the last bit */
    const double top = idf * (how.k1 + 1.0) * SCORE_ONE;
    const double base = mean_length > 0 ? how.k1 * (1.0 - how.b) : how.k1;
    const double scale = mean_length > 0 ? how.k1 * how.b / mean_length : 0.0;
    const double weight = top * frequency / (frequency + (base + scale * length));
    if (!(weight > 0))
        return 0;
    return weight < UINT32_MAX ? (uint32_t)(weight + 0.5) : UINT32_MAX;
}
