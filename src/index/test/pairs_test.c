/* Rows of frequent words are answered from lists of word pairs, and the answer is that of a scan: each pair
 * of the commonest words, rows of more words, with documents deleted; and what verify says of lists that lie.
 */
#include "index/pairs.h"
#include "index/snapshot.h"
#include "index/test/world.h"

enum { DOCUMENTS = 5000, STEMS = 13 };

static const char *const stems[STEMS] = {"a", "ab", "abc", "b", "bca", "cab", "cda",
                                         "d", "da", "dab", "e", "ea",  "f"};

typedef struct Paper {
    Arena *arena;
    const char *folder;
    Document *items[DOCUMENTS + 1]; /* by article; NULL: deleted */
    IndexWriter *writer;
    Index *index;
} Paper;

static int set_up(void **state)
{
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    Paper *paper = ARENA_NEW(arena, Paper);
    paper->arena = arena;
    paper->folder = test_folder(arena, "pairs");
    remove_folder(paper->folder);
    OK(index_writer_open(paper->folder, &paper->writer, &err));
    Chance c = {77};
    for (int64_t article = 1; article <= DOCUMENTS; article++) {
        paper->items[article] = any_document(&c, arena, article);
        index_writer_add(paper->writer, paper->items[article]);
    }
    OK(index_writer_finish(paper->writer, 1, &err));
    OK(index_open(paper->folder, &paper->index, &err));
    *state = paper;
    return 0;
}

static int tear_down(void **state)
{
    Paper *paper = *state;
    index_close(paper->index);
    index_writer_close(paper->writer);
    remove_folder(paper->folder);
    arena_close(paper->arena);
    return 0;
}

static Query *row_of(Arena *arena, const Slice *words, size_t count)
{
    Query *row = new_query(arena, QUERY_PHRASE, count);
    for (size_t i = 0; i < count; i++) {
        row->children[i] = new_query(arena, QUERY_TERM, 0);
        row->children[i]->text = words[i];
    }
    return row;
}

static uint64_t scan(const Paper *paper, Arena *arena, const Query *query)
{
    uint64_t count = 0;
    for (size_t article = 1; article <= DOCUMENTS; article++)
        count += paper->items[article] && plain_true(arena, paper->items[article], query);
    return count;
}

/* Counted, listed by relevance, and listed by date, which goes another way. */
static void check_row(const Paper *paper, Arena *arena, const Query *row)
{
    Error err;
    uint64_t wanted = scan(paper, arena, row);
    static const SearchOptions options[] = {
        {.sort = SORT_RELEVANCE, .bm25 = {0.9, 0.4}},
        {.sort = SORT_RELEVANCE, .bm25 = {0.9, 0.4}, .limit = DOCUMENTS, .only_articles = true},
        {.sort = SORT_RELEVANCE, .bm25 = {0.9, 0.4}, .limit = DOCUMENTS, .no_total = true},
        {.sort = SORT_OLDEST, .bm25 = {0.9, 0.4}, .limit = DOCUMENTS},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        Hits hits;
        OK(index_search(paper->index, arena, row, &options[i], &hits, &err));
        if (!options[i].no_total)
            assert_int_equal(hits.total, wanted);
        assert_int_equal(hits.count, options[i].limit > 0 ? wanted : 0);
        for (size_t k = 0; k < hits.count; k++)
            assert_true(plain_true(arena, paper->items[hits.items[k].article], row));
    }
}

static void check_all_pairs(const Paper *paper)
{
    for (size_t i = 0; i < STEMS * STEMS; i++) {
        Arena *arena = arena_open(SIZE_MAX);
        Slice words[] = {slice_from(stems[i / STEMS]), slice_from(stems[i % STEMS])};
        check_row(paper, arena, row_of(arena, words, 2));
        arena_close(arena);
    }
}

static PairWord word_of(Arena *arena, const Segment *segment, const char *word)
{
    DictCursor cursor;
    dict_init(&cursor, arena, segment, &dict_terms);
    assert_true(dict_find(&cursor, slice_from(word)));
    PairWord found = {ARENA_NEW(arena, Postings), cursor.entry.ordinal};
    postings_open(found.list, segment, &dict_terms, &cursor.entry);
    return found;
}

static void two_frequent_words_have_a_list_or_stand_nowhere(void **state)
{
    const Paper *paper = *state;
    const Segment *segment = paper->index->segments[0];
    assert_true(segment->pairs > 0);
    for (size_t i = 0; i < STEMS * STEMS; i++) {
        Arena *arena = arena_open(SIZE_MAX);
        PairWord first = word_of(arena, segment, stems[i / STEMS]);
        PairWord second = word_of(arena, segment, stems[i % STEMS]);
        WordPair pair;
        PairFound found = pair_find(arena, segment, first, second, &pair);
        Slice words[] = {slice_from(stems[i / STEMS]), slice_from(stems[i % STEMS])};
        uint64_t wanted = scan(paper, arena, row_of(arena, words, 2));
        assert_true(found == PAIR_FOUND || wanted < pair_word_least(DOCUMENTS));
        if (found == PAIR_FOUND) {
            uint32_t docs[DOCUMENTS + 1];
            assert_int_equal(pair_df(&pair), wanted);
            assert_int_equal(pair_docs(&pair, 0, DOCUMENTS, docs), wanted);
            assert_int_equal(pair_keep(&pair, docs, wanted), wanted);
            size_t before = pair_docs(&pair, 0, 1234, docs);
            assert_int_equal(before + pair_docs(&pair, 1234, DOCUMENTS, docs), wanted);
        }
        arena_close(arena);
    }
}

/* A word in one block of postings, of which two neighbours point over a block of the owner: *block is that of
 * the second. */
static bool finds_leap(Arena *arena, const Segment *segment, const Postings *owner, Postings *list,
                       uint32_t *block)
{
    DictCursor cursor;
    dict_init(&cursor, arena, segment, &dict_terms);
    while (dict_next(&cursor)) {
        postings_open(list, segment, &dict_terms, &cursor.entry);
        if (list->df >= BLOCK_SIZE || !postings_load(list, 0) || list->last >= owner->df)
            continue;
        for (uint32_t i = 1; i < list->count; i++) {
            *block = list->docs[i] / BLOCK_SIZE;
            if (list->docs[i - 1] / BLOCK_SIZE >= 2 && *block > list->docs[i - 1] / BLOCK_SIZE + 1)
                return true;
        }
    }
    return false;
}

/* Else it could give more documents than there is room for. */
static void an_owner_whose_blocks_go_back_is_damaged(void **state)
{
    const Paper *paper = *state;
    const Segment *segment = paper->index->segments[0];
    Arena *arena = arena_open(SIZE_MAX);
    Postings *numbers = ARENA_NEW(arena, Postings);
    uint32_t block = 0, docs[DOCUMENTS + 1];
    WordPair pair = {word_of(arena, segment, "a").list, numbers};
    assert_true(finds_leap(arena, segment, pair.owner, numbers, &block));
    assert_true(pair_docs(&pair, 0, DOCUMENTS, docs) > 1);
    assert_false(pair_is_damaged(&pair));
    pair.owner = word_of(arena, segment, "a").list;
    unsigned char *lasts = arena_alloc(arena, (size_t)pair.owner->block_count * 4);
    memcpy(lasts, pair.owner->lasts, (size_t)pair.owner->block_count * 4);
    unsigned char *at = lasts + (size_t)block * 4;
    bytes_put_u32(at, bytes_u32(at) - bytes_u32(at - 4) - 1);
    bytes_put_u32(at - 4, UINT32_MAX);
    pair.owner->lasts = lasts;
    pair_docs(&pair, 0, DOCUMENTS, docs);
    assert_true(pair.numbers->is_damaged && !pair.owner->is_damaged);
    arena_close(arena);
}

static void pairs_are_answered_as_a_scan_answers(void **state)
{
    check_all_pairs(*state);
}

static void longer_rows_are_answered_as_a_scan_answers(void **state)
{
    const Paper *paper = *state;
    Chance c = {4711};
    for (int round = 0; round < 150; round++) {
        Arena *arena = arena_open(SIZE_MAX);
        Slice words[4];
        size_t count = 3 + chance(&c, 2);
        for (size_t i = 0; i < count; i++)
            words[i] = slice_from(stems[chance(&c, chance(&c, STEMS) + 1)]);
        check_row(paper, arena, row_of(arena, words, count));
        arena_close(arena);
    }
}

static void deleted_articles_have_no_pairs(void **state)
{
    Paper *paper = *state;
    Error err;
    for (int64_t article = 3; article <= DOCUMENTS; article += 3) {
        index_writer_delete(paper->writer, article);
        paper->items[article] = NULL;
    }
    OK(index_writer_commit(paper->writer, 2, &err));
    index_close(paper->index);
    OK(index_open(paper->folder, &paper->index, &err));
    check_all_pairs(paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_frequent_words_have_a_list_or_stand_nowhere),
        cmocka_unit_test(an_owner_whose_blocks_go_back_is_damaged),
        cmocka_unit_test(pairs_are_answered_as_a_scan_answers),
        cmocka_unit_test(longer_rows_are_answered_as_a_scan_answers),
        cmocka_unit_test(deleted_articles_have_no_pairs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
