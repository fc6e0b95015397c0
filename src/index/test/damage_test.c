/* A damaged index never crashes and never lies: a search fails, or its answer is right. Verify finds every
 * flipped bit. */
#include "index/test/world.h"

enum { QUERIES = 12, DOCUMENTS = 300 };

typedef struct Sample {
    Arena *arena;
    const char *folder;
    Slices names;
    Slice *bytes; /* of each file, whole */
    Query *queries[QUERIES];
    Slice answers[QUERIES];
} Sample;

/* All of an answer as text. */
static bool answer(Arena *arena, const Index *index, const Query *q, size_t i, Slice *text)
{
    static const FacetRequest requests[] = {{FACET_TAG, 0}, {FACET_ID, 0}};
    SearchOptions options = {
        .sort = (SortKind)(i % 3), .limit = 50, .bm25 = BM25_USUAL, .facets = requests, .facet_count = 2};
    Hits hits;
    Error err;
    if (index_search(index, arena, q, &options, &hits, &err) != STATUS_OK) {
        assert_true(err.message[0] != 0);
        return false;
    }
    Builder out;
    builder_init(&out, arena);
    builder_format(&out, "%llu %.*s", (unsigned long long)hits.total, SLICE_ARG(hits.cursor));
    for (size_t h = 0; h < hits.count; h++)
        builder_format(&out, " %lld:%u:%.*s", (long long)hits.items[h].article, hits.items[h].score,
                       SLICE_ARG(hits.items[h].id));
    for (size_t f = 0; f < hits.facet_count; f++) {
        for (size_t v = 0; v < hits.facets[f].count; v++)
            builder_format(&out, " %.*s=%llu", SLICE_ARG(hits.facets[f].values[v].value),
                           (unsigned long long)hits.facets[f].values[v].count);
    }
    *text = builder_slice(&out);
    return true;
}

static void make_sample(Sample *sample)
{
    Error err;
    Chance c = {4711};
    *sample = (Sample){.arena = arena_open(SIZE_MAX)};
    Arena *arena = sample->arena;
    sample->folder = test_folder(arena, "damage");
    remove_folder(sample->folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(sample->folder, &writer, &err));
    for (int64_t article = 1; article <= DOCUMENTS; article++)
        index_writer_add(writer, any_document(&c, arena, article));
    OK(index_writer_finish(writer, 1, &err));
    for (int64_t article = 1; article <= DOCUMENTS; article += 7)
        index_writer_delete(writer, article);
    OK(index_writer_commit(writer, 2, &err));
    index_writer_close(writer);
    OK(file_list(arena, sample->folder, &sample->names, &err));
    assert_int_equal(sample->names.count, 3);
    sample->bytes = ARENA_ARRAY(arena, Slice, sample->names.count);
    for (size_t i = 0; i < sample->names.count; i++)
        OK(file_read(arena, path_join(arena, sample->folder, arena_string(arena, sample->names.items[i])),
                     (size_t)1 << 30, &sample->bytes[i], &err));
    Index *index = NULL;
    OK(index_open(sample->folder, &index, &err));
    for (size_t i = 0; i < QUERIES; i++) {
        sample->queries[i] = any_query(&c, arena, 3);
        assert_true(answer(arena, index, sample->queries[i], i, &sample->answers[i]));
    }
    index_close(index);
}

static void count_fault(void *context, const char *message)
{
    assert_true(message[0] != 0);
    ++*(int *)context;
}

/* The damaged index stands in the folder. */
static void check_honest(const Sample *sample, bool with_merge)
{
    Error err;
    Index *index = NULL;
    Status status = index_open(sample->folder, &index, &err);
    for (size_t i = 0; status == STATUS_OK && i < QUERIES; i++) {
        Arena *arena = arena_open(SIZE_MAX);
        Slice text;
        if (answer(arena, index, sample->queries[i], i, &text))
            assert_true(slice_equal(text, sample->answers[i]));
        arena_close(arena);
    }
    index_close(index);
    int faults = 0;
    uint64_t documents;
    status = index_verify(sample->folder, count_fault, &faults, &documents, &err);
    assert_true(status == STATUS_SKIP || status == STATUS_END || faults > 0);
    if (!with_merge)
        return;
    IndexWriter *writer = NULL;
    if (index_writer_open(sample->folder, &writer, &err) == STATUS_OK) {
        status = index_writer_merge_all(writer, &err); /* may refuse, must not crash */
        assert_true(status == STATUS_OK || status == STATUS_SKIP);
    }
    index_writer_close(writer);
}

static void write_plainly(const Sample *sample, size_t file, Slice bytes)
{
    const char *path =
        path_join(sample->arena, sample->folder, arena_string(sample->arena, sample->names.items[file]));
    FILE *out = fopen(path, "wb"); /* without the syncs of file_replace */
    assert_non_null(out);
    if (bytes.size > 0)
        assert_int_equal(fwrite(bytes.data, 1, bytes.size, out), bytes.size);
    assert_int_equal(fclose(out), 0);
}

static void replace(const Sample *sample, size_t file, Slice bytes)
{
    Error err;
    remove_folder(sample->folder);
    OK(file_make_folder(sample->folder, &err));
    for (size_t i = 0; i < sample->names.count; i++)
        write_plainly(sample, i, i == file ? bytes : sample->bytes[i]);
}

static void a_flipped_bit_is_an_error_or_does_not_matter(void **state)
{
    const Sample *sample = *state;
    Chance c = {123};
    for (int round = 0; round < 250; round++) {
        size_t file = chance(&c, (uint32_t)sample->names.count);
        Arena *arena = arena_open(SIZE_MAX);
        Slice copy = arena_copy(arena, sample->bytes[file]);
        size_t at = chance(&c, (uint32_t)copy.size);
        ((char *)copy.data)[at] ^= (char)(1 << chance(&c, 8));
        replace(sample, file, copy);
        check_honest(sample, round % 8 == 0);
        arena_close(arena);
    }
}

static void a_cut_file_is_an_error(void **state)
{
    const Sample *sample = *state;
    Chance c = {321};
    for (int round = 0; round < 60; round++) {
        size_t file = chance(&c, (uint32_t)sample->names.count);
        replace(sample, file,
                slice_range(sample->bytes[file], 0, chance(&c, (uint32_t)sample->bytes[file].size)));
        check_honest(sample, round % 8 == 0);
    }
}

static void a_missing_file_is_an_error(void **state)
{
    const Sample *sample = *state;
    Error err;
    for (size_t file = 0; file < sample->names.count; file++) {
        replace(sample, file, SLICE_EMPTY);
        OK(file_remove(
            path_join(sample->arena, sample->folder, arena_string(sample->arena, sample->names.items[file])),
            &err));
        check_honest(sample, true);
    }
}

static int set_up(void **state)
{
    static Sample sample;
    make_sample(&sample);
    *state = &sample;
    return 0;
}

static int tear_down(void **state)
{
    Sample *sample = *state;
    remove_folder(sample->folder);
    arena_close(sample->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_bit_is_an_error_or_does_not_matter),
        cmocka_unit_test(a_cut_file_is_an_error),
        cmocka_unit_test(a_missing_file_is_an_error),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
