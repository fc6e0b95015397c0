/* What is committed stays, whatever happens afterwards; the same documents give the same bytes. */
#include <signal.h>
#include <sys/wait.h>

#include "index/snapshot.h"
#include "index/test/world.h"

static void add_documents(IndexWriter *writer, Arena *arena, uint64_t seed, int64_t first, int64_t last)
{
    for (int64_t article = first; article <= last; article++) {
        Chance c = {seed + (uint64_t)article * 1000003}; /* the same document whenever it is made */
        chance(&c, 2);
        index_writer_add(writer, any_document(&c, arena, article));
    }
}

/* Names and bytes of all files, in one text. */
static Slice folder_bytes(Arena *arena, const char *folder)
{
    Error err;
    Builder out;
    builder_init(&out, arena);
    Slices names = {0};
    OK(file_list(arena, folder, &names, &err));
    for (size_t i = 0; i < names.count; i++) {
        Slice bytes;
        OK(file_read(arena, path_join(arena, folder, arena_string(arena, names.items[i])), (size_t)1 << 30,
                     &bytes, &err));
        builder_format(&out, "%.*s %zu\n", SLICE_ARG(names.items[i]), bytes.size);
        builder_add(&out, bytes);
    }
    return builder_slice(&out);
}

static void note_fault(void *context, const char *message)
{
    print_message("%s\n", message);
    ++*(int *)context;
}

static void check_sound(const char *folder, uint64_t documents)
{
    Error err;
    int faults = 0;
    uint64_t live = 0;
    OK(index_verify(folder, note_fault, &faults, &live, &err));
    assert_int_equal(faults, 0);
    assert_int_equal(live, documents);
}

static void one_merge_of_many_commits_has_the_bytes_of_one_commit(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *many = test_folder(arena, "many"), *one = test_folder(arena, "one");
    remove_folder(many);
    remove_folder(one);
    IndexWriter *writer = NULL;
    OK(index_writer_open(many, &writer, &err));
    for (int64_t first = 1; first <= 901; first += 50) { /* with detours */
        add_documents(writer, arena, 99, first, first + 60);
        add_documents(writer, arena, 5, first, first + 49);
        index_writer_delete(writer, 2000 + first);
        add_documents(writer, arena, 5, 2000 + first, 2001 + first);
        OK(index_writer_commit(writer, (uint64_t)first, &err));
        for (int64_t i = 0; i < 2; i++)
            index_writer_delete(writer, 2000 + first + i);
    }
    for (int64_t i = 951; i < 970; i++)
        index_writer_delete(writer, i);
    OK(index_writer_commit(writer, 1, &err));
    OK(index_writer_merge_all(writer, &err));
    index_writer_close(writer);
    check_sound(many, 950);

    OK(index_writer_open(one, &writer, &err));
    add_documents(writer, arena, 5, 1, 950);
    OK(index_writer_finish(writer, 1, &err));
    index_writer_close(writer);
    check_sound(one, 950);
    Slice a = folder_bytes(arena, many), b = folder_bytes(arena, one);
    assert_int_equal(a.size, b.size);
    assert_true(slice_equal(a, b));
    remove_folder(many);
    remove_folder(one);
    arena_close(arena);
}

static void pairs_are_made_at_the_end_by_either_way(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "ends");
    Slice bytes[2];
    for (int with_finish = 0; with_finish < 2; with_finish++) {
        remove_folder(folder);
        IndexWriter *writer = NULL;
        Index *index = NULL;
        OK(index_writer_open(folder, &writer, &err));
        add_documents(writer, arena, 5, 1, 950);
        if (with_finish)
            OK(index_writer_finish(writer, 1, &err));
        else
            OK(index_writer_commit(writer, 1, &err));
        index_writer_close(writer);
        OK(index_open(folder, &index, &err));
        assert_int_equal(index->segments[0]->pairs > 0, with_finish);
        index_close(index);
        OK(index_writer_open(folder, &writer, &err));
        OK(index_writer_merge_all(writer, &err));
        index_writer_close(writer);
        bytes[with_finish] = folder_bytes(arena, folder);
    }
    assert_true(slice_equal(bytes[0], bytes[1]));
    remove_folder(folder);
    arena_close(arena);
}

static void what_was_not_committed_is_not_there(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "uncommitted");
    remove_folder(folder);
    Index *index = NULL;
    assert_int_equal(index_open(folder, &index, &err), STATUS_END);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    assert_int_equal(index_writer_mark(writer), 0);
    add_documents(writer, arena, 1, 1, 20);
    index_writer_close(writer);
    assert_int_equal(index_open(folder, &index, &err), STATUS_END);
    OK(index_writer_open(folder, &writer, &err));
    add_documents(writer, arena, 1, 1, 10);
    OK(index_writer_commit(writer, 77, &err));
    OK(index_open(folder, &index, &err));
    add_documents(writer, arena, 1, 5, 20);
    index_writer_delete(writer, 1);
    assert_false(index_is_stale(index));
    OK(index_writer_commit(writer, 78, &err));
    assert_true(index_is_stale(index));
    assert_int_equal(index_document_count(index), 10); /* the snapshot stays */
    assert_int_equal(index_mark(index), 77);
    index_close(index);
    OK(index_open(folder, &index, &err));
    assert_int_equal(index_document_count(index), 19);
    int64_t *articles;
    size_t count;
    OK(index_articles(index, arena, &articles, &count, &err));
    assert_int_equal(count, 19);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(articles[i], (int64_t)i + 2);
    index_close(index);
    index_writer_close(writer);
    OK(index_delete(folder, &err));
    assert_int_equal(index_open(folder, &index, &err), STATUS_END);
    remove_folder(folder);
    arena_close(arena);
}

static void files_that_no_manifest_names_are_removed(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "leftovers");
    remove_folder(folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    add_documents(writer, arena, 1, 1, 10);
    OK(index_writer_commit(writer, 1, &err));
    index_writer_close(writer);
    Slice before = folder_bytes(arena, folder);
    OK(file_replace(path_join(arena, folder, "0123456789abcdef.seg"), SLICE("half a segment"), &err));
    OK(file_replace(path_join(arena, folder, "new.tmp"), SLICE("half"), &err));
    OK(file_replace(path_join(arena, folder, "0123456789abcdef-1.del"), SLICE("x"), &err));
    OK(index_writer_open(folder, &writer, &err));
    index_writer_close(writer);
    assert_true(slice_equal(before, folder_bytes(arena, folder)));
    remove_folder(folder);
    arena_close(arena);
}

/* Commits for ever: commit m adds articles 10 m .. 10 m + 9 and deletes article 10 (m - 1). */
static _Noreturn void commit_for_ever(const char *folder)
{
    Error err;
    IndexWriter *writer = NULL;
    if (index_writer_open(folder, &writer, &err) != STATUS_OK)
        _exit(3);
    Arena *arena = arena_open(SIZE_MAX);
    for (uint64_t m = index_writer_mark(writer) + 1;; m++) {
        add_documents(writer, arena, 3, (int64_t)m * 10, (int64_t)m * 10 + 9);
        index_writer_delete(writer, (int64_t)(m - 1) * 10);
        if (index_writer_commit(writer, m, &err) != STATUS_OK)
            _exit(4);
        arena_reset(arena);
    }
}

static void a_killed_writer_leaves_what_it_committed(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "killed");
    remove_folder(folder);
    Chance c = {2024};
    uint64_t last = 0;
    for (int kill_number = 0; kill_number < 20; kill_number++) {
        pid_t child = fork();
        if (child == 0)
            commit_for_ever(folder);
        usleep(2000 + chance(&c, 40000));
        assert_int_equal(kill(child, SIGKILL), 0);
        int how = 0;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how));
        Index *index = NULL;
        Status status = index_open(folder, &index, &err);
        if (status == STATUS_END) {
            assert_int_equal(last, 0);
            continue;
        }
        OK(status);
        uint64_t mark = index_mark(index);
        assert_true(mark >= last);
        last = mark;
        index_close(index);
        check_sound(folder, mark * 9 + 1);
    }
    assert_true(last > 0);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    OK(index_writer_merge_all(writer, &err));
    index_writer_close(writer);
    check_sound(folder, last * 9 + 1);
    remove_folder(folder);
    arena_close(arena);
}

static void figures_and_suggestions_know_what_was_deleted(void **state)
{
    (void)state;
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "figures");
    remove_folder(folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    Token tokens[] = {{0, 0, 0, 0, 0, SLICE("rome"), SLICE("Rome")},
                      {1, 0, 0, 0, 0, SLICE("romans"), SLICE("romans")}};
    Region region = {FIELD_BODY, 0, 2};
    uint32_t start = 0;
    for (int64_t article = 1; article <= 3; article++) {
        Document d = {
            .article = article, .id = SLICE("i"), .time_s = 86400 * article, .length = 2, .words = 2};
        d.days = (DayRange){(int32_t)article, (int32_t)article + 1};
        d.tokens = (Tokens){tokens, article == 3 ? 2 : 1, 2};
        d.regions = (Regions){&region, 1, 1, 1};
        d.sentences = d.paragraphs = (Positions){&start, 1, 1};
        index_writer_add(writer, &d);
    }
    OK(index_writer_commit(writer, 1, &err));
    index_writer_delete(writer, 3);
    OK(index_writer_commit(writer, 2, &err));
    Index *index = NULL;
    OK(index_open(folder, &index, &err));
    FacetValue *words;
    size_t count;
    OK(index_suggest(index, arena, SLICE("ro"), 10, &words, &count, &err));
    assert_int_equal(count, 1);
    assert_true(slice_equal(words[0].value, SLICE("rome")));
    assert_int_equal(words[0].count, 2);
    assert_int_equal(index_df(index, SLICE("rome")), 3); /* in scores, until it is merged away */
    IndexStats stats = index_stats(index);
    assert_int_equal(stats.documents, 2);
    assert_int_equal(stats.deleted, 1);
    assert_int_equal(stats.segments, 1);
    assert_true(stats.bytes > 0);
    DayRange range;
    assert_true(index_day_range(index, &range));
    assert_int_equal(range.first, 1);
    index_close(index);
    index_writer_close(writer);
    remove_folder(folder);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_merge_of_many_commits_has_the_bytes_of_one_commit),
        cmocka_unit_test(pairs_are_made_at_the_end_by_either_way),
        cmocka_unit_test(what_was_not_committed_is_not_there),
        cmocka_unit_test(files_that_no_manifest_names_are_removed),
        cmocka_unit_test(a_killed_writer_leaves_what_it_committed),
        cmocka_unit_test(figures_and_suggestions_know_what_was_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
