/* Random documents and queries: what the index answers is what the plain meaning says, in ids, counts, order,
 * scores, facet counts and pages. */
#include <pthread.h>

#include "index/test/world.h"

typedef struct World {
    Arena *arena;
    Document **live; /* by article number; NULL: deleted or never there */
    uint32_t articles;
    const char *folder;
} World;

/* ---- scores, the plain way ---- */

static bool in_lead(const Document *d, uint32_t position)
{
    for (size_t r = d->regions.base_count; r < d->regions.count; r++)
        if (d->regions.items[r].field == FIELD_LEAD && d->regions.items[r].begin <= position &&
            position < d->regions.items[r].end)
            return true;
    return false;
}

static uint32_t plain_weight(const Document *d, Slice folded, const Index *index, Bm25 bm25)
{
    uint32_t frequency = 0;
    for (size_t t = 0; t < d->tokens.count; t++) {
        const Token *token = &d->tokens.items[t];
        for (size_t r = 0; slice_equal(token->folded, folded) && r < d->regions.base_count; r++) {
            const Region *region = &d->regions.items[r];
            if (region->begin <= token->position && token->position < region->end)
                frequency += in_lead(d, token->position) && field_weight(region->field) < 2
                                 ? 2
                                 : field_weight(region->field);
        }
    }
    IndexStats stats = index_stats(index);
    double idf = bm25_idf(stats.documents + stats.deleted, index_df(index, folded));
    return bm25_weight(bm25, idf, frequency, d->length, index_mean_length(index));
}

static uint32_t plain_score(Arena *arena, const Document *d, const Query *q, const Index *index, Bm25 bm25)
{
    if (q->kind == QUERY_NOT || !plain_true(arena, d, q))
        return 0;
    if (q->kind >= QUERY_PREFIX && q->kind <= QUERY_STEM)
        return SCORE_ONE;
    if (q->kind == QUERY_ANYWORD)
        return 0;
    if (q->kind == QUERY_TERM || q->kind == QUERY_CASED || q->kind == QUERY_EXACT)
        return plain_weight(d, q->kind == QUERY_EXACT ? q->folded : q->text, index, bm25);
    uint32_t score = 0;
    for (size_t i = 0; i < (q->is_negated ? 1 : q->child_count); i++)
        score += plain_score(arena, d, q->children[i], index, bm25);
    return score;
}

/* ---- the expected answer ---- */

typedef struct Expected {
    const Document *document;
    uint32_t score;
    uint64_t alike;
} Expected;

static int compare_oldest(const Document *a, const Document *b)
{
    if (a->time_s != b->time_s)
        return a->time_s < b->time_s ? -1 : 1;
    return slice_compare(a->id, b->id);
}

static int by_oldest(const void *a, const void *b)
{
    return compare_oldest(((const Expected *)a)->document, ((const Expected *)b)->document);
}

static int by_newest(const void *a, const void *b)
{
    const Document *x = ((const Expected *)a)->document, *y = ((const Expected *)b)->document;
    bool x_dated = x->time_s != TIME_UNDATED, y_dated = y->time_s != TIME_UNDATED;
    return x_dated != y_dated ? (x_dated ? -1 : 1) : compare_oldest(y, x);
}

static int by_relevance(const void *a, const void *b)
{
    uint32_t x = ((const Expected *)a)->score, y = ((const Expected *)b)->score;
    return x != y ? (x > y ? -1 : 1) : by_newest(a, b);
}

/* The least value of a field; NULL: none. */
static const Facet *least_facet(const Document *d, FacetField field)
{
    const Facet *least = NULL;
    for (size_t i = 0; i < d->facets.count; i++) {
        const Facet *f = &d->facets.items[i];
        if (f->field == field && (!least || slice_compare(f->key, least->key) < 0))
            least = f;
    }
    return least;
}

static SortKind sort_of_test; /* for qsort */
static uint64_t seed_of_test;

static int by_facet(const Document *a, const Document *b, FacetField field, bool is_falling)
{
    const Facet *x = least_facet(a, field), *y = least_facet(b, field);
    if (!x || !y)
        return (x == NULL) - (y == NULL);
    return (is_falling ? -1 : 1) * slice_compare(x->key, y->key);
}

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_value(const void *a, const void *b)
{
    const Document *x = ((const Expected *)a)->document, *y = ((const Expected *)b)->document;
    int order = 0;
    if (sort_of_test == SORT_HEADLINE || sort_of_test == SORT_HEADLINE_FALLING)
        order = by_facet(x, y, FACET_HEADLINE, sort_of_test == SORT_HEADLINE_FALLING);
    else if (sort_of_test == SORT_AUTHOR || sort_of_test == SORT_AUTHOR_FALLING)
        order = by_facet(x, y, FACET_AUTHOR, sort_of_test == SORT_AUTHOR_FALLING);
    else if (sort_of_test == SORT_RANDOM)
        order = by_number(random_place(seed_of_test, y->article), random_place(seed_of_test, x->article));
    else
        order = sort_of_test == SORT_WORDS ? by_number(x->words, y->words) : by_number(y->words, x->words);
    return order != 0 ? order : by_newest(a, b);
}

static size_t expect(const World *w, Arena *arena, const Query *q, const Index *index,
                     const SearchOptions *how, Expected *out)
{
    size_t count = 0;
    for (size_t i = 0; i < w->articles; i++) {
        if (!w->live[i] || !plain_true(arena, w->live[i], q))
            continue;
        uint32_t score =
            how->sort == SORT_RELEVANCE ? plain_score(arena, w->live[i], q, index, BM25_USUAL) : 0;
        if (how->is_fresh)
            score = fresh_score(score, w->live[i]->time_s, how->newest_s);
        out[count++] = (Expected){w->live[i], score, 0};
    }
    static int (*const orders[])(const void *, const void *) = {
        [SORT_RELEVANCE] = by_relevance, [SORT_OLDEST] = by_oldest, [SORT_NEWEST] = by_newest};
    sort_of_test = how->sort;
    seed_of_test = how->seed;
    if (count > 0)
        qsort(out, count, sizeof *out, how->sort > SORT_NEWEST ? by_value : orders[how->sort]);
    return count;
}

/* Takes out of the whole answer what is folded under an earlier hit. */
static size_t fold_expected(Expected *expected, size_t count, FacetField field)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const Facet *own = least_facet(expected[i].document, field);
        size_t k = 0;
        for (; own && k < kept; k++) {
            const Facet *other = least_facet(expected[k].document, field);
            if (other && slice_equal(other->key, own->key))
                break;
        }
        if (own && k < kept)
            expected[k].alike++;
        else
            expected[kept++] = expected[i];
    }
    return kept;
}

static uint64_t count_value(const Expected *expected, size_t count, FacetField field, Slice value)
{
    uint64_t documents = 0;
    for (size_t i = 0; i < count; i++) {
        const Facets *facets = &expected[i].document->facets;
        for (size_t f = 0; f < facets->count; f++)
            documents += facets->items[f].field == field && slice_equal(facets->items[f].value, value);
    }
    return documents;
}

static void check_facets(const Expected *expected, size_t count, const Hits *hits)
{
    for (size_t f = 0; f < hits->facet_count; f++) {
        const FacetCounts *counts = &hits->facets[f];
        uint64_t sum = 0, wanted = 0;
        for (size_t i = 0; i < counts->count; i++) {
            assert_int_equal(counts->values[i].count,
                             count_value(expected, count, counts->field, counts->values[i].value));
            assert_true(counts->values[i].count > 0);
            sum += counts->values[i].count;
            if (i > 0)
                assert_true(counts->values[i - 1].count > counts->values[i].count ||
                            (counts->values[i - 1].count == counts->values[i].count &&
                             slice_compare(counts->values[i - 1].value, counts->values[i].value) < 0));
        }
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < expected[i].document->facets.count; k++)
                wanted += expected[i].document->facets.items[k].field == counts->field;
        }
        if (counts->count == counts->all_count)
            assert_int_equal(sum, wanted);
    }
}

/* Walks over all pages. */
static void check_pages(Arena *arena, const Index *index, const Query *q, SearchOptions options,
                        const Expected *expected, size_t count, size_t page)
{
    Error err;
    static const FacetRequest requests[] = {
        {FACET_TAG, 0}, {FACET_SECTION, 0}, {FACET_YEAR, 0}, {FACET_ID, 3}};
    options.limit = page;
    options.facets = requests;
    options.facet_count = 4;
    size_t seen = 0;
    do {
        Hits hits;
        OK(index_search(index, arena, q, &options, &hits, &err));
        assert_int_equal(hits.total, count);
        for (size_t i = 0; i < hits.count; i++, seen++) {
            assert_true(seen < count);
            assert_int_equal(hits.items[i].article, expected[seen].document->article);
            assert_int_equal(hits.items[i].score, expected[seen].score);
            assert_int_equal(hits.items[i].time_s, expected[seen].document->time_s);
            assert_true(slice_equal(hits.items[i].id, expected[seen].document->id));
        }
        if (options.cursor.size == 0)
            check_facets(expected, count, &hits);
        assert_true(hits.count == page || slice_is_empty(hits.cursor));
        options.cursor = hits.cursor;
    } while (options.cursor.size > 0);
    assert_int_equal(seen, count);
}

/* Folded hits, by cursors: the first of each group, and how many more there are. */
static void check_folded(Arena *arena, const Index *index, const Query *q, SearchOptions options,
                         Expected *expected, size_t count)
{
    static const FacetField fields[] = {FACET_REPRINT, FACET_AUTHOR, FACET_YEAR, FACET_HEADLINE};
    static const FacetRequest requests[] = {{FACET_TAG, 0}, {FACET_SECTION, 0}};
    Error err;
    options.is_folded = true;
    options.folded = fields[count % 4];
    options.limit = 1 + count / 5;
    if (count % 2) {
        options.facets = requests;
        options.facet_count = 2;
    }
    const Expected *all = memcpy(ARENA_ARRAY(arena, Expected, count + 1), expected, count * sizeof *expected);
    const size_t groups = fold_expected(expected, count, options.folded);
    size_t seen = 0;
    do {
        Hits hits;
        OK(index_search(index, arena, q, &options, &hits, &err));
        assert_int_equal(hits.total, count);
        assert_int_equal(hits.groups, groups);
        if (options.cursor.size == 0)
            check_facets(all, count, &hits);
        for (size_t i = 0; i < hits.count; i++, seen++) {
            assert_true(seen < groups);
            assert_int_equal(hits.items[i].article, expected[seen].document->article);
            assert_int_equal(hits.items[i].alike, expected[seen].alike);
            assert_int_equal(hits.items[i].score, expected[seen].score);
        }
        options.cursor = hits.cursor;
    } while (options.cursor.size > 0);
    assert_int_equal(seen, groups);
}

/* Only hits, only articles: as right as the whole answer. */
static void check_bare(Arena *arena, const Index *index, Chance *c, const Query *q, SearchOptions bare,
                       const Expected *expected, size_t count)
{
    Error err;
    Hits hits;
    bare.no_total = chance(c, 2);
    bare.only_articles = chance(c, 2);
    bare.limit = 1 + chance(c, chance(c, 2) ? 4 : 600);
    bare.offset = chance(c, 3) ? 0 : chance(c, (uint32_t)count + 2);
    OK(index_search(index, arena, q, &bare, &hits, &err));
    assert_true(bare.no_total ? hits.total <= count : hits.total == count);
    size_t left = count > bare.offset ? count - bare.offset : 0;
    assert_int_equal(hits.count, left < bare.limit ? left : bare.limit);
    for (size_t i = 0; i < hits.count; i++) {
        assert_int_equal(hits.items[i].article, expected[bare.offset + i].document->article);
        assert_int_equal(hits.items[i].score, expected[bare.offset + i].score);
    }
}

/* Pages without facets, by cursors. */
static void check_plain_pages(Arena *arena, const Index *index, const Query *q, SearchOptions options,
                              const Expected *expected, size_t count, size_t page)
{
    Error err;
    options.limit = page;
    size_t seen = 0;
    do {
        Hits hits;
        OK(index_search(index, arena, q, &options, &hits, &err));
        assert_int_equal(hits.total, count);
        for (size_t i = 0; i < hits.count; i++, seen++)
            assert_int_equal(hits.items[i].article, expected[seen].document->article);
        options.cursor = hits.cursor;
    } while (options.cursor.size > 0);
    assert_int_equal(seen, count);
}

static void check_query(const World *w, const Index *index, Chance *c, const Query *q)
{
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    Expected *expected = ARENA_ARRAY(arena, Expected, w->articles);
    SortKind sort = (SortKind)chance(c, chance(c, 2) ? 3 : SORTS);
    const SearchOptions how = {.sort = sort,
                               .bm25 = BM25_USUAL,
                               .seed = chance(c, 3),
                               .is_fresh = sort == SORT_RELEVANCE && chance(c, 4) == 0,
                               .newest_s = (int64_t)16300 * 86400};
    size_t count = expect(w, arena, q, index, &how, expected);
    check_pages(arena, index, q, how, expected, count, 1 + count / (1 + chance(c, 4)));
    check_plain_pages(arena, index, q, how, expected, count, 1 + count / (1 + chance(c, 4)));
    check_bare(arena, index, c, q, how, expected, count);
    Hits hits;
    OK(index_search(index, arena, q, &how, &hits, &err));
    assert_int_equal(hits.total, count);
    assert_int_equal(hits.count, 0);
    SearchOptions best = how;
    best.limit = 1 + chance(c, 4);
    OK(index_search(index, arena, q, &best, &hits, &err));
    assert_int_equal(hits.total, count);
    assert_int_equal(hits.count, best.limit < count ? best.limit : count);
    for (size_t i = 0; i < hits.count; i++) {
        assert_int_equal(hits.items[i].article, expected[i].document->article);
        assert_int_equal(hits.items[i].score, expected[i].score);
    }
    SearchOptions middle = how;
    middle.limit = 5;
    middle.offset = count / 2;
    OK(index_search(index, arena, q, &middle, &hits, &err));
    for (size_t i = 0; i < hits.count; i++)
        assert_int_equal(hits.items[i].article, expected[count / 2 + i].document->article);
    check_folded(arena, index, q, how, expected, count);
    arena_close(arena);
}

static Query *any_term(Chance *c, Arena *arena)
{
    Query *q = new_query(arena, QUERY_TERM, 0);
    q->text = any_word(c, arena);
    return q;
}

static Query *any_terms(Chance *c, Arena *arena, QueryKind kind, size_t count)
{
    Query *q = new_query(arena, kind, count);
    q->distance = 1 + chance(c, 4);
    q->is_ordered = chance(c, 2);
    for (size_t i = 0; i < count; i++)
        q->children[i] = any_term(c, arena);
    return q;
}

/* Words, and little else around them: what is counted and ranked by shorter ways. */
static Query *any_flat_query(Chance *c, Arena *arena)
{
    Query *q = new_query(arena, QUERY_AND, 2 + chance(c, 2));
    switch (chance(c, 8)) {
    case 0:
    case 1:
        return any_terms(c, arena, QUERY_OR, 1 + chance(c, 4));
    case 2:
        return any_terms(c, arena, QUERY_AND, 1 + chance(c, 4));
    case 3:
        return any_terms(c, arena, chance(c, 2) ? QUERY_PHRASE : QUERY_NEAR, 2);
    case 4:
        return any_term(c, arena);
    default:
        break;
    }
    for (size_t i = 0; i < q->child_count; i++) {
        switch (chance(c, 5)) {
        case 0:
            q->children[i] = any_terms(c, arena, QUERY_NOT, 1);
            break;
        case 1: /* optional ones, or one of them */
            q->children[i] = any_terms(c, arena, QUERY_OR, 1 + chance(c, 3));
            if (chance(c, 3))
                q->children[i]->children[0] = new_query(arena, QUERY_ALL, 0);
            break;
        case 2:
            q->children[i] = any_terms(c, arena, chance(c, 3) ? QUERY_PHRASE : QUERY_SAME, 2);
            break;
        default:
            q->children[i] = any_term(c, arena);
        }
    }
    return q;
}

/* ---- the life of an index ---- */

static void change(World *w, IndexWriter *writer, Chance *c, uint32_t steps)
{
    for (uint32_t i = 0; i < steps; i++) {
        int64_t article = 1 + chance(c, w->articles - 1);
        if (chance(c, 5) == 0) {
            index_writer_delete(writer, article);
            w->live[article] = NULL;
            continue;
        }
        w->live[article] = any_document(c, w->arena, article);
        index_writer_add(writer, w->live[article]);
    }
}

/* BACKFILE_SEED=N asks about other worlds. */
static uint64_t other_worlds(void)
{
    const char *number = getenv("BACKFILE_SEED");
    uint64_t seed = 0;
    if (number && !slice_to_u64(slice_from(number), &seed))
        fail_msg("BACKFILE_SEED is no number: '%s'", number);
    return seed;
}

static void live_and_check(uint64_t seed, uint32_t articles, uint32_t commits, uint32_t steps,
                           uint32_t queries)
{
    Error err;
    Chance c = {seed};
    World w = {.arena = arena_open(SIZE_MAX), .articles = articles};
    w.live = ARENA_ARRAY(w.arena, Document *, articles);
    w.folder = test_folder(w.arena, "search");
    remove_folder(w.folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(w.folder, &writer, &err));
    for (uint32_t round = 1; round <= commits; round++) {
        change(&w, writer, &c, 1 + chance(&c, steps));
        if (round == commits)
            OK(index_writer_merge_all(writer, &err));
        if (round % 4 == 1) /* now and then with lists of pairs */
            OK(index_writer_finish(writer, round, &err));
        else
            OK(index_writer_commit(writer, round, &err));
        assert_int_equal(index_writer_mark(writer), round);
        Index *index = NULL;
        OK(index_open(w.folder, &index, &err));
        assert_int_equal(index_mark(index), round);
        for (uint32_t i = 0; i < queries; i++) {
            Arena *arena = arena_open(SIZE_MAX);
            check_query(&w, index, &c, i % 3 ? any_query(&c, arena, 3) : any_flat_query(&c, arena));
            arena_close(arena);
        }
        assert_false(index_is_stale(index));
        index_close(index);
    }
    index_writer_close(writer);
    remove_folder(w.folder);
    arena_close(w.arena);
}

static void answers_of_a_growing_index_are_those_of_the_plain_meaning(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++)
        live_and_check((seed + other_worlds()) * 0x9E3779B97F4A7C15ULL, 400, 12, 60, 25);
}

static void answers_of_many_small_commits_are_those_of_the_plain_meaning(void **state)
{
    (void)state;
    live_and_check(42 + other_worlds(), 400, 40, 4, 8);
}

/* ---- threads ---- */

typedef struct Asker {
    const Index *index;
    uint64_t seed, sum;
} Asker;

/* The same questions for the same seed; the sum of all answers. */
static void *ask(void *context)
{
    Asker *asker = context;
    Chance c = {asker->seed};
    Error err;
    for (int i = 0; i < 150; i++) {
        Arena *arena = arena_open(SIZE_MAX);
        Query *q = any_query(&c, arena, 3);
        Hits hits;
        SearchOptions options = {.sort = (SortKind)chance(&c, 3), .limit = 10, .bm25 = BM25_USUAL};
        if (index_search(asker->index, arena, q, &options, &hits, &err) != STATUS_OK)
            asker->sum = 0;
        asker->sum = asker->sum * 31 + hits.total;
        for (size_t h = 0; h < hits.count; h++)
            asker->sum = asker->sum * 31 + (uint64_t)hits.items[h].article + hits.items[h].score;
        arena_close(arena);
    }
    return NULL;
}

static void threads_that_share_an_index_get_the_same_answers(void **state)
{
    (void)state;
    Error err;
    Chance c = {77};
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "threads");
    remove_folder(folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    for (int64_t article = 1; article < 500; article++)
        index_writer_add(writer, any_document(&c, arena, article));
    OK(index_writer_commit(writer, 1, &err));
    index_writer_close(writer);
    Index *index = NULL;
    OK(index_open(folder, &index, &err)); /* nothing is checked yet: the threads do that side by side */
    Asker askers[4];
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        askers[i] = (Asker){index, 5 + i / 2, 1};
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
    }
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_true(askers[0].sum == askers[1].sum && askers[2].sum == askers[3].sum &&
                askers[0].sum != askers[2].sum);
    index_close(index);
    remove_folder(folder);
    arena_close(arena);
}

static void answers_over_many_windows_are_those_of_the_plain_meaning(void **state)
{
    (void)state;
    live_and_check(4096, 12000, 3, 9000, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_of_a_growing_index_are_those_of_the_plain_meaning),
        cmocka_unit_test(answers_of_many_small_commits_are_those_of_the_plain_meaning),
        cmocka_unit_test(answers_over_many_windows_are_those_of_the_plain_meaning),
        cmocka_unit_test(threads_that_share_an_index_get_the_same_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
