/* Query nodes and BM25. */
#include <math.h>

#include "base/test/cm.h"
#include "model/hit.h"

static void position_nodes_are_told_from_the_others(void **state)
{
    (void)state;
    Query term = {.kind = QUERY_TERM};
    Query facet = {.kind = QUERY_FACET};
    Query *words[] = {&term, &term};
    Query *mixed[] = {&term, &facet};
    const Query all_words = {.kind = QUERY_OR, .children = words, .child_count = 2};
    const Query some_words = {.kind = QUERY_OR, .children = mixed, .child_count = 2};
    const Query nothing = {.kind = QUERY_OR};
    static const QueryKind without[] = {QUERY_ALL,  QUERY_NONE,     QUERY_AND,     QUERY_NOT,  QUERY_FACET,
                                        QUERY_DAYS, QUERY_CALENDAR, QUERY_UNDATED, QUERY_WORDS};
    static const QueryKind with[] = {QUERY_TERM,    QUERY_CASED,  QUERY_EXACT,  QUERY_PREFIX, QUERY_WILD,
                                     QUERY_FUZZY,   QUERY_REGEX,  QUERY_SOUNDS, QUERY_STEM,   QUERY_VARIANTS,
                                     QUERY_ANYWORD, QUERY_PHRASE, QUERY_NEAR,   QUERY_SAME,   QUERY_WITHIN,
                                     QUERY_ATLEAST, QUERY_FIRST};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        assert_false(query_has_positions(&(Query){.kind = without[i]}));
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        assert_true(query_has_positions(&(Query){.kind = with[i]}));
    assert_true(query_has_positions(&all_words));
    assert_false(query_has_positions(&some_words));
    assert_false(query_has_positions(&nothing));
}

static void a_headline_counts_four_times_and_the_lead_twice(void **state)
{
    (void)state;
    assert_int_equal(field_weight(FIELD_HEADLINE), 4);
    assert_int_equal(field_weight(FIELD_SUBHEADLINE), 2);
    for (int i = FIELD_BODY; i < TEXT_FIELDS; i++)
        assert_int_equal(field_weight((TextField)i), i == FIELD_LEAD ? 2 : 1);
    Region regions[] = {{FIELD_HEADLINE, 0, 4}, {FIELD_BODY, 4, 20}, {FIELD_LEAD, 4, 9}};
    Document document = {.regions = {regions, 3, 3, 2}};
    const Region lead = document_lead(&document);
    assert_int_equal(document_weight(FIELD_HEADLINE, lead, 3), 4);
    assert_int_equal(document_weight(FIELD_BODY, lead, 4), 2);
    assert_int_equal(document_weight(FIELD_BODY, lead, 9), 1);
    document.regions.count = 2;
    assert_int_equal(document_weight(FIELD_BODY, document_lead(&document), 4), 1);
}

static void rare_words_weigh_more(void **state)
{
    (void)state;
    double before = INFINITY;
    for (uint64_t df = 0; df <= 1000; df++) {
        const double idf = bm25_idf(1000, df);
        assert_true(idf > 0 && idf < before);
        before = idf;
    }
    assert_true(fabs(bm25_idf(10, 1) - log(1 + 9.5 / 1.5)) < 1e-12);
    assert_true(bm25_idf(0, 0) > 0);
}

static void a_weight_is_the_rounded_formula(void **state)
{
    (void)state;
    /* f = 1 in a document of mean length: idf * 2.2 / 2.2 */
    assert_int_equal(bm25_weight(BM25_USUAL, 1.0, 1, 100, 100.0), SCORE_ONE);
    assert_int_equal(bm25_weight(BM25_USUAL, 2.0, 1, 100, 100.0), 2 * SCORE_ONE);
    const double expected = 1.5 * 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 50 / 100)) * 65536;
    assert_int_equal(bm25_weight(BM25_USUAL, 1.5, 3, 50, 100.0), (uint32_t)lround(expected));
    assert_int_equal(bm25_weight(BM25_USUAL, 1.0, 0, 100, 100.0), 0);
    assert_int_equal(bm25_weight(BM25_USUAL, 0.0, 5, 100, 100.0), 0);
    assert_int_equal(bm25_weight(BM25_USUAL, 1e30, 5, 100, 100.0), UINT32_MAX);
    assert_int_equal(bm25_weight(BM25_USUAL, 1.0, 1, 0, 0.0), SCORE_ONE); /* an empty index has no mean */
    assert_int_equal(bm25_weight(BM25_USUAL, NAN, 1, 1, 1.0), 0);
}

static void more_often_weighs_more_and_longer_weighs_less(void **state)
{
    (void)state;
    for (uint32_t f = 1; f < 200; f++)
        assert_true(bm25_weight(BM25_USUAL, 3, f, 80, 100) < bm25_weight(BM25_USUAL, 3, f + 1, 80, 100));
    for (uint32_t length = 1; length < 500; length++)
        assert_true(bm25_weight(BM25_USUAL, 3, 2, length, 100) >
                    bm25_weight(BM25_USUAL, 3, 2, length + 1, 100));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(position_nodes_are_told_from_the_others),
        cmocka_unit_test(a_headline_counts_four_times_and_the_lead_twice),
        cmocka_unit_test(rare_words_weigh_more),
        cmocka_unit_test(a_weight_is_the_rounded_formula),
        cmocka_unit_test(more_often_weighs_more_and_longer_weighs_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
