/* The edges: an empty index, cursors that are none, queries that would cost too much. A refusal says what to
 * change. */
#include "index/test/world.h"

typedef struct Place {
    Arena *arena;
    const char *folder;
    IndexWriter *writer;
    Index *index;
} Place;

static Place open_place(const char *name)
{
    Error err;
    Place place = {.arena = arena_open(SIZE_MAX)};
    place.folder = test_folder(place.arena, name);
    remove_folder(place.folder);
    OK(index_writer_open(place.folder, &place.writer, &err));
    return place;
}

static void commit(Place *place)
{
    Error err;
    OK(index_writer_commit(place->writer, 1, &err));
    OK(index_open(place->folder, &place->index, &err));
}

static void close_place(Place *place)
{
    index_close(place->index);
    index_writer_close(place->writer);
    remove_folder(place->folder);
    arena_close(place->arena);
}

/* A body of `length` words: word i is made by name(i). */
static void add_long(Place *place, int64_t article, uint32_t length, Slice (*name)(Arena *arena, uint32_t i))
{
    Document d = {.article = article, .id = SLICE("long"), .time_s = article, .length = length};
    for (uint32_t i = 0; i < length; i++) {
        Slice word = name(place->arena, i);
        *LIST_ADD(place->arena, &d.tokens) = (Token){i, 0, 0, 0, 0, word, word};
    }
    *LIST_ADD(place->arena, &d.regions) = (Region){FIELD_BODY, 0, length};
    d.regions.base_count = 1;
    *LIST_ADD(place->arena, &d.sentences) = 0;
    *LIST_ADD(place->arena, &d.paragraphs) = 0;
    index_writer_add(place->writer, &d);
}

static Slice name_same(Arena *arena, uint32_t i)
{
    (void)arena;
    return i % 2 ? SLICE("to") : SLICE("be");
}

static Slice name_new(Arena *arena, uint32_t i)
{
    return arena_format(arena, i % 10 ? "w%u" : "rare%u", i);
}

static Query *word(Arena *arena, QueryKind kind, Slice text)
{
    Query *q = new_query(arena, kind, 0);
    q->text = text;
    return q;
}

static Query *near(Arena *arena, Query *a, Query *b, uint32_t distance)
{
    Query *q = new_query(arena, QUERY_NEAR, 2);
    q->children[0] = a;
    q->children[1] = b;
    q->distance = distance;
    return q;
}

static void an_empty_index_answers_nothing(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("empty");
    commit(&place);
    Hits hits;
    FacetRequest request = {FACET_YEAR, 0};
    SearchOptions options = {.limit = 10, .bm25 = BM25_USUAL, .facets = &request, .facet_count = 1};
    OK(index_search(place.index, place.arena, new_query(place.arena, QUERY_ALL, 0), &options, &hits, &err));
    assert_int_equal(hits.total, 0);
    assert_int_equal(hits.count, 0);
    assert_int_equal(hits.facet_count, 1);
    assert_int_equal(hits.facets[0].count, 0);
    assert_true(slice_is_empty(hits.cursor));
    DayRange range;
    assert_false(index_day_range(place.index, &range));
    assert_int_equal(index_document_count(place.index), 0);
    close_place(&place);
}

/* A piece of one place, in a segment of its own. */
static void add_from(Place *place, int64_t article, Slice value, Slice key)
{
    Error err;
    Document d = {.article = article, .id = arena_format(place->arena, "%lld", (long long)article)};
    *LIST_ADD(place->arena, &d.facets) = (Facet){FACET_PLACE, value, key};
    *LIST_ADD(place->arena, &d.facets) = (Facet){FACET_TAG, value, key};
    index_writer_add(place->writer, &d);
    OK(index_writer_commit(place->writer, (uint64_t)article, &err));
}

static void a_name_in_capitals_is_the_same_value(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("names");
    add_from(&place, 1, SLICE("ATHENS"), SLICE("athens"));
    add_from(&place, 2, SLICE("ATHENS"), SLICE("athens"));
    add_from(&place, 3, SLICE("Athens"), SLICE("athens"));
    add_from(&place, 4, SLICE("BARI"), SLICE("bari"));
    OK(index_open(place.folder, &place.index, &err));
    static const FacetRequest requests[] = {{FACET_PLACE, 0}, {FACET_TAG, 0}};
    SearchOptions options = {.limit = 1, .bm25 = BM25_USUAL, .facets = requests, .facet_count = 2};
    Hits hits;
    OK(index_search(place.index, place.arena, new_query(place.arena, QUERY_ALL, 0), &options, &hits, &err));
    const FacetCounts *places = &hits.facets[0];
    assert_int_equal(places->count, 2);
    assert_int_equal(places->all_count, 2);
    assert_true(slice_equal(places->values[0].value, SLICE("Athens")));
    assert_int_equal(places->values[0].count, 3);
    assert_true(slice_equal(places->values[1].value, SLICE("BARI")));
    assert_int_equal(hits.facets[1].count, 3); /* tags are what they are */
    close_place(&place);
}

static void a_cursor_of_another_sort_or_of_nobody_is_refused(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("cursor");
    Chance c = {5};
    for (int64_t article = 1; article < 10; article++)
        index_writer_add(place.writer, any_document(&c, place.arena, article));
    commit(&place);
    Query *all = new_query(place.arena, QUERY_ALL, 0);
    Hits hits;
    SearchOptions options = {.sort = SORT_NEWEST, .limit = 3, .bm25 = BM25_USUAL};
    OK(index_search(place.index, place.arena, all, &options, &hits, &err));
    assert_true(hits.cursor.size > 0);
    options.cursor = hits.cursor;
    options.sort = SORT_OLDEST;
    assert_int_equal(index_search(place.index, place.arena, all, &options, &hits, &err), STATUS_SKIP);
    static const char *const wrong[] = {"x",           "n",          "n.1",       "n.-1.2.3.",
                                        "n.0.9.1.abc", "n.0.9.1.zz", "n..9.1.61", "o.99999999999.1.1."};
    options.sort = SORT_NEWEST;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        options.cursor = slice_from(wrong[i]);
        assert_int_equal(index_search(place.index, place.arena, all, &options, &hits, &err), STATUS_SKIP);
        assert_true(err.message[0] != 0);
    }
    close_place(&place);
}

static void a_prefix_of_too_many_words_is_refused_with_advice(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("prefix");
    add_long(&place, 1, 24000, name_new);
    commit(&place);
    Hits hits;
    SearchOptions options = {.limit = 3, .bm25 = BM25_USUAL};
    assert_int_equal(index_search(place.index, place.arena, word(place.arena, QUERY_PREFIX, SLICE("w")),
                                  &options, &hits, &err),
                     STATUS_SKIP);
    assert_non_null(strstr(err.message, "'w'"));
    assert_non_null(strstr(err.message, "more of its letters"));
    OK(index_search(place.index, place.arena, word(place.arena, QUERY_PREFIX, SLICE("rare")), &options, &hits,
                    &err));
    assert_int_equal(hits.total, 1);
    close_place(&place);
}

static void patterns_over_too_much_of_the_dictionary_are_refused_with_advice(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("wild");
    add_long(&place, 1, 24000, name_new);
    commit(&place);
    Arena *arena = place.arena;
    Hits hits;
    SearchOptions options = {.limit = 3, .bm25 = BM25_USUAL};
    Query *many = word(arena, QUERY_WILD, SLICE("*1*"));
    OK(index_search(place.index, arena, word(arena, QUERY_WILD, SLICE("?are*")), &options, &hits, &err));
    assert_int_equal(hits.total, 1);
    Query *either = new_query(arena, QUERY_OR, 400);
    for (size_t i = 0; i < 400; i++)
        either->children[i] = word(arena, QUERY_WILD, SLICE("*nowhere"));
    assert_int_equal(index_search(place.index, arena, either, &options, &hits, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "first letters"));
    many->kind = QUERY_REGEX;
    many->text = SLICE("w.*");
    assert_int_equal(index_search(place.index, arena, many, &options, &hits, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "more of its letters"));
    many->text = SLICE("(w");
    assert_int_equal(index_search(place.index, arena, many, &options, &hits, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "not closed"));
    close_place(&place);
}

static void a_leaf_tells_its_words_with_their_live_documents(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("words");
    Chance c = {11};
    for (int64_t article = 1; article < 200; article++)
        index_writer_add(place.writer, any_document(&c, place.arena, article));
    OK(index_writer_commit(place.writer, 1, &err));
    for (int64_t article = 1; article < 60; article++)
        index_writer_delete(place.writer, article);
    commit(&place);
    Arena *arena = place.arena;
    FacetValue *words;
    size_t count, all;
    SearchOptions options = {.bm25 = BM25_USUAL};
    Query *leaf = word(arena, QUERY_WILD, SLICE("?a*"));
    OK(index_words(place.index, arena, leaf, 1000, &words, &count, &all, &err));
    assert_true(count > 2 && count == all);
    for (size_t i = 0; i < count; i++) {
        Hits hits;
        OK(index_search(place.index, arena, word(arena, QUERY_TERM, words[i].value), &options, &hits, &err));
        assert_int_equal(hits.total, words[i].count);
        assert_true(words[i].value.data[1] == 'a' && (i == 0 || words[i - 1].count >= words[i].count));
    }
    leaf = word(arena, QUERY_TERM, SLICE("a"));
    OK(index_words(place.index, arena, leaf, 1, &words, &count, &all, &err));
    assert_int_equal(count, 1);
    assert_true(slice_equal(words[0].value, SLICE("A")));
    OK(index_suggest_values(place.index, arena, FACET_TAG, SLICE("tag-1"), 50, &words, &count, &err));
    assert_true(count > 4 && words[0].count >= words[count - 1].count);
    close_place(&place);
}

static void words_near_each_other_in_too_many_ways_are_refused_and_plain_nearness_is_not(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("near");
    add_long(&place, 1, 6000, name_same);
    commit(&place);
    Arena *arena = place.arena;
    Query *to = word(arena, QUERY_TERM, SLICE("to")), *be = word(arena, QUERY_TERM, SLICE("be"));
    Hits hits;
    SearchOptions options = {.limit = 3, .bm25 = BM25_USUAL};
    Query *simple = near(arena, to, be, 1000);
    OK(index_search(place.index, arena, simple, &options, &hits, &err));
    assert_int_equal(hits.total, 1);
    Query *nested = near(arena, near(arena, to, be, 1000), near(arena, be, to, 1000), 1000);
    assert_int_equal(index_search(place.index, arena, nested, &options, &hits, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "smaller distance"));
    assert_int_equal(hits.total, 0);
    close_place(&place);
}

static void brackets_without_end_are_refused(void **state)
{
    (void)state;
    Error err;
    Place place = open_place("brackets");
    add_long(&place, 1, 10, name_same);
    commit(&place);
    Query *q = word(place.arena, QUERY_TERM, SLICE("to"));
    for (int i = 0; i < 5000; i++) {
        Query *outer = new_query(place.arena, QUERY_NOT, 1);
        outer->children[0] = q;
        q = outer;
    }
    Hits hits;
    SearchOptions options = {.limit = 3, .bm25 = BM25_USUAL};
    assert_int_equal(index_search(place.index, place.arena, q, &options, &hits, &err), STATUS_SKIP);
    close_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_index_answers_nothing),
        cmocka_unit_test(a_name_in_capitals_is_the_same_value),
        cmocka_unit_test(a_cursor_of_another_sort_or_of_nobody_is_refused),
        cmocka_unit_test(a_prefix_of_too_many_words_is_refused_with_advice),
        cmocka_unit_test(patterns_over_too_much_of_the_dictionary_are_refused_with_advice),
        cmocka_unit_test(a_leaf_tells_its_words_with_their_live_documents),
        cmocka_unit_test(words_near_each_other_in_too_many_ways_are_refused_and_plain_nearness_is_not),
        cmocka_unit_test(brackets_without_end_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
