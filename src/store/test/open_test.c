/* Making, opening, locking, migrating; batches and sources. */
#include "fixture.h"

#include <sys/wait.h>

#include "store/inside.h"

static void every_statement_compiles(void **state)
{
    Fixture *f = *state;
    for (StatementId id = 0; id < STATEMENTS; id++) {
        if (!statement_sql[id])
            fail_msg("statement %d has no SQL", (int)id);
        Statement s = statement_open(f->store, id);
        if (s.code != SQLITE_OK)
            fail_msg("'%s': %s", statement_sql[id], sqlite3_errmsg(f->store->db));
        statement_close(&s);
    }
}

/* Statements that may walk over a whole table: they are asked once in a long while, and answer about
 * everything. */
static bool may_scan(StatementId id)
{
    static const StatementId walks[] = {
        SQL_ABOUT,
        SQL_WARC_FILES,
        SQL_CAPTURE_PLACES,
        SQL_VERSIONS_AFTER,
        SQL_STATS,
        SQL_STATS_FIRST_DAY,
        SQL_STATS_LAST_DAY,
        SQL_HOST_COMMONEST,
        SQL_PATHS_DROP,
        SQL_WARC_FILE_LAST,
        SQL_CAPTURES_OF_SOURCE,
        SQL_TOUCHED,
        SQL_LEADS_COUNT,
        SQL_LEADS,
        SQL_SLUGS,
        SQL_LOOSE_PHOTOS, /* once at the end of an import */
        SQL_LOOSE_PATHS,
        SQL_LOOSE_NAMES,
        SQL_LOOSE_ANSWERS,
        SQL_LOOSE_ANSWERS_NEW,
        SQL_LOOSE_ANSWERS_DROP,
        SQL_PARENT_FIND,
        SQL_PARENT_STATUS,
        SQL_PIECE_PARTS, /* the index of sitemaps: kept until the archive changes */
        SQL_ENTRIES_DROP,
        SQL_SITES}; /* once an import */
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        if (walks[i] == id)
            return true;
    }
    /* what is missing, and what is held, reads each table once; acts are few; one row is asked for */
    return (id >= SQL_MISSING_PIECES && id <= SQL_MISSING_NAME) ||
           (id >= SQL_HELD_ARTICLES && id <= SQL_HELD_ADDRESSES) || strstr(statement_sql[id], "FROM act ") ||
           strncmp(statement_sql[id], "SELECT EXISTS", 13) == 0 ||
           strncmp(statement_sql[id], "SELECT (SELECT count", 20) == 0 ||
           strstr(statement_sql[id], "OR label = ?1");
}

/* A question that scans is fast in every test and slow in every archive: so its plan is looked at. */
static void every_question_finds_its_index(void **state)
{
    Fixture *f = *state;
    for (StatementId id = 0; id < STATEMENTS; id++) {
        sqlite3_stmt *stmt = NULL;
        const char *sql =
            arena_string(f->arena, arena_format(f->arena, "EXPLAIN QUERY PLAN %s", statement_sql[id]));
        assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(stmt, 3);
            if (!may_scan(id) && strncmp(step, "SCAN", 4) == 0 && !strstr(step, "CONSTANT") &&
                !strstr(step, "(subquery") && !strstr(step, "SCAN changed") && !strstr(step, "SCAN touched"))
                fail_msg("'%s': %s", statement_sql[id], step);
        }
        sqlite3_finalize(stmt);
    }
}

static void settings_are_kept(void **state)
{
    Fixture *f = *state;
    fixture_reopen(f, STORE_READ);
    const Settings *settings = store_settings(f->store);
    assert_slice(settings->title, SLICE("The Test"));
    assert_slice(settings->timezone, SLICE("Asia/Riyadh"));
    assert_int_equal(settings->publisher.size, 0);
    assert_int_equal(store_layout_version(f->store), LAYOUT_VERSION);
    assert_int_equal(store_batch(f->store), 0);
}

static void the_home_host_is_that_of_the_base_url(void **state)
{
    Fixture *f = *state;
    char *folder = path_join(f->arena, f->folder, "other");
    Settings settings = fixture_settings;
    settings.base_url = SLICE("https://www.Example.ORG:443");
    assert_ok(store_create(folder, &settings, &f->err), f->err);
    Store *store = NULL;
    assert_ok(store_open(folder, STORE_READ, &store, &f->err), f->err);
    assert_slice(store_settings(store)->home_host, SLICE("example.org"));
    store_close(store);
}

static void an_archive_is_not_made_twice_nor_among_other_files(void **state)
{
    Fixture *f = *state;
    assert_status(store_create(f->archive, &fixture_settings, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "there is an archive");
    assert_status(store_create(f->folder, &fixture_settings, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "is not empty: 'archive' is in it");
}

static void a_making_that_was_stopped_is_taken_up(void **state)
{
    Fixture *f = *state;
    char *folder = path_join(f->arena, f->folder, "half");
    assert_ok(file_make_folder(folder, &f->err), f->err);
    assert_ok(file_replace(path_join(f->arena, folder, "archive.db-new"), SLICE("rubbish"), &f->err), f->err);
    assert_ok(store_create(folder, &fixture_settings, &f->err), f->err);
    Store *store = NULL;
    assert_ok(store_open(folder, STORE_WRITE, &store, &f->err), f->err);
    store_close(store);
}

static void a_folder_without_an_archive_is_told_from_a_bad_one(void **state)
{
    Fixture *f = *state;
    Store *store = NULL;
    assert_status(store_open(f->folder, STORE_READ, &store, &f->err), STATUS_END, f->err);
    assert_null(store);
    assert_status(store_open("/nonexistent/archive", STORE_WRITE, &store, &f->err), STATUS_END, f->err);
    char *db = path_join(f->arena, f->folder, "archive.db");
    assert_ok(
        file_replace(db, SLICE("this is no database, however long it may go on and on and on and on and on"),
                     &f->err),
        f->err);
    assert_status(store_open(f->folder, STORE_READ, &store, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "archive.db");
    assert_ok(file_replace(db, SLICE_EMPTY, &f->err), f->err);
    assert_status(store_open(f->folder, STORE_READ, &store, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "not an archive");
}

static void there_is_one_writer_and_any_number_of_readers(void **state)
{
    Fixture *f = *state;
    Store *second = NULL, *reader = NULL;
    assert_status(store_open(f->archive, STORE_WRITE, &second, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "is being written by another program: process ");
    assert_ok(store_open(f->archive, STORE_READ, &reader, &f->err), f->err);
    store_close(reader);
    store_close(f->store);
    f->store = NULL;
    fixture_open(f, STORE_WRITE);
}

static void a_newer_layout_is_left_alone(void **state)
{
    Fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    database_number(f->archive, f->arena, "PRAGMA user_version = 999");
    Store *store = NULL;
    assert_status(store_open(f->archive, STORE_READ, &store, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "newer version");
    assert_status(store_open(f->archive, STORE_WRITE, &store, &f->err), STATUS_FAIL, f->err);
}

static void a_folder_that_cannot_be_written_can_be_read(void **state)
{
    Fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    if (geteuid() == 0) { /* root writes anywhere: the immutable way is taken only where SQLite is refused */
        fixture_open(f, STORE_READ);
        return;
    }
    chmod(f->archive, 0555);
    Store *store = NULL;
    Status status = store_open(f->archive, STORE_READ, &store, &f->err);
    store_close(store);
    chmod(f->archive, 0755);
    assert_ok(status, f->err);
}

static void readers_see_committed_batches_only(void **state)
{
    Fixture *f = *state;
    Store *reader = NULL;
    SourceState source;
    Capture capture;
    assert_ok(store_open(f->archive, STORE_READ, &reader, &f->err), f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_source_open(f->store, SLICE("a.warc"), SLICE("warc"), SLICE("aa"), 10, &source, &f->err),
              f->err);
    Capture added = fixture_capture(f, SLICE("https://example.org/"), 5, SLICE("page"));
    assert_status(store_capture_get(reader, f->arena, added.number, &capture, &f->err), STATUS_END, f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_int_equal(store_commits(f->store), 1);
    assert_ok(store_capture_get(reader, f->arena, added.number, &capture, &f->err), f->err);
    Slice warc;
    assert_ok(store_capture_read(reader, f->arena, added.number, 1 << 20, &warc, &f->err), f->err);
    store_close(reader);
}

static void a_read_sees_one_commit_until_it_ends(void **state)
{
    Fixture *f = *state;
    Store *reader = NULL;
    Capture capture;
    assert_ok(store_open(f->archive, STORE_READ, &reader, &f->err), f->err);
    assert_ok(store_read_begin(reader, &f->err), f->err);
    assert_status(store_capture_get(reader, f->arena, 1, &capture, &f->err), STATUS_END, f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture first = fixture_capture(f, SLICE("https://example.org/"), 5, SLICE("page"));
    assert_ok(store_read_begin(f->store, &f->err), f->err); /* of a batch: nothing happens */
    store_read_end(f->store);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_status(store_capture_get(reader, f->arena, first.number, &capture, &f->err), STATUS_END, f->err);
    store_read_end(reader);
    assert_ok(store_capture_get(reader, f->arena, first.number, &capture, &f->err), f->err);
    store_close(reader);
}

static void a_read_that_was_abandoned_ends_with_the_next(void **state)
{
    Fixture *f = *state;
    Store *reader = NULL;
    Capture capture;
    int64_t number = 0;
    assert_ok(store_open(f->archive, STORE_READ, &reader, &f->err), f->err);
    for (int i = 0; i < 3; i++) {
        assert_ok(i == 1 ? store_refresh(reader, &f->err) : store_read_begin(reader, &f->err), f->err);
        assert_status(store_capture_next(reader, &number, &f->err), i == 0 ? STATUS_END : STATUS_OK, f->err);
        assert_ok(store_begin(f->store, &f->err), f->err);
        Slice page = arena_format(f->arena, "page %d", i);
        Capture added = fixture_capture(f, SLICE("https://example.org/"), 5 + i, page);
        assert_ok(store_commit(f->store, &f->err), f->err);
        bool is_seen = store_capture_get(reader, f->arena, added.number, &capture, &f->err) == STATUS_OK;
        assert_int_equal(is_seen, i == 1); /* store_refresh begins none */
    }
    store_close(reader); /* with a read open */
}

static void a_batch_rolled_back_leaves_nothing(void **state)
{
    Fixture *f = *state;
    Capture capture;
    int64_t number;
    uint64_t before, after;
    char *file = path_join(f->arena, f->archive, "warc/000001.warc.zst");
    assert_ok(store_begin(f->store, &f->err), f->err);
    fixture_capture(f, SLICE("https://example.org/1"), 5, SLICE("one"));
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_ok(file_size(file, &before, &f->err), f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture lost = fixture_capture(f, SLICE("https://example.org/2"), 5, SLICE("two"));
    store_rollback(f->store);
    assert_ok(file_size(file, &after, &f->err), f->err);
    assert_int_equal(before, after);
    assert_status(store_capture_get(f->store, f->arena, lost.number, &capture, &f->err), STATUS_END, f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture again = fixture_capture(f, SLICE("https://example.org/2"), 5, SLICE("two"));
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_int_equal(again.number, lost.number);
    assert_int_equal(again.warc_offset, lost.warc_offset);
    assert_ok(store_capture_find(f->store, &again, &number, &f->err), f->err);
    assert_int_equal(number, again.number);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_first_batch_rolled_back_leaves_no_file(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    fixture_capture(f, SLICE("https://example.org/1"), 5, SLICE("one"));
    store_rollback(f->store);
    assert_int_equal(file_kind(path_join(f->arena, f->archive, "warc/000001.warc.zst")), FILE_MISSING);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_source_is_known_by_its_digest_and_keeps_its_place(void **state)
{
    Fixture *f = *state;
    SourceState one, again, two;
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_source_open(f->store, SLICE("a.warc"), SLICE("warc"), SLICE("aa"), 10, &one, &f->err),
              f->err);
    assert_int_equal(one.place, 0);
    assert_false(one.is_done);
    assert_ok(store_source_advance(f->store, one.number, 7, false, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    fixture_reopen(f, STORE_WRITE);
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(
        store_source_open(f->store, SLICE("moved/a.warc"), SLICE("warc"), SLICE("aa"), 10, &again, &f->err),
        f->err);
    assert_int_equal(again.number, one.number);
    assert_int_equal(again.place, 7);
    assert_ok(store_source_open(f->store, SLICE("b.warc"), SLICE("warc"), SLICE("bb"), 10, &two, &f->err),
              f->err);
    assert_int_not_equal(two.number, one.number);
    assert_ok(store_source_advance(f->store, one.number, 10, true, &f->err), f->err);
    assert_ok(store_source_open(f->store, SLICE("a.warc"), SLICE("warc"), SLICE("aa"), 10, &again, &f->err),
              f->err);
    assert_true(again.is_done);
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void figures_add_up(void **state)
{
    Fixture *f = *state;
    ArchiveStats stats;
    assert_ok(store_stats(f->store, f->arena, &stats, &f->err), f->err);
    assert_int_equal(stats.articles, 0);
    assert_int_equal(stats.first_day.size, 0);
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (int i = 0; i < 3; i++) {
        Slice url = arena_format(f->arena, "https://example.org/%d", i);
        Capture c = fixture_capture(f, url, 100, url);
        Article a = fixture_article(f->arena, url, url, SLICE("H"), SLICE("Text."));
        Put put;
        assert_true(
            moment_make(&a.published, i == 0 ? GRAIN_YEAR : GRAIN_MINUTE, 2014, 6, 26 + (unsigned)i, 22, 30));
        a.published.has_offset = i == 2; /* 22:30 UTC is the next day in Riyadh */
        a.status = i == 1 ? ARTICLE_PUBLIC : a.status;
        assert_ok(store_article_put(f->store, &a, &c, false, &put, &f->err), f->err);
    }
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_ok(store_stats(f->store, f->arena, &stats, &f->err), f->err);
    assert_int_equal(stats.articles, 3);
    assert_int_equal(stats.public_articles, 3);
    assert_int_equal(stats.captures, 3);
    assert_int_equal(stats.text_bytes, 15);
    assert_slice(stats.first_day, SLICE("2014-06-27"));
    assert_slice(stats.last_day, SLICE("2014-06-29"));
    assert_true(stats.database_bytes > 0 && stats.warc_bytes > 0 && stats.warc_raw_bytes > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_statement_compiles),
        TEST(every_question_finds_its_index),
        TEST(settings_are_kept),
        TEST(the_home_host_is_that_of_the_base_url),
        TEST(an_archive_is_not_made_twice_nor_among_other_files),
        TEST(a_making_that_was_stopped_is_taken_up),
        TEST(a_folder_without_an_archive_is_told_from_a_bad_one),
        TEST(there_is_one_writer_and_any_number_of_readers),
        TEST(a_newer_layout_is_left_alone),
        TEST(a_folder_that_cannot_be_written_can_be_read),
        TEST(readers_see_committed_batches_only),
        TEST(a_read_sees_one_commit_until_it_ends),
        TEST(a_read_that_was_abandoned_ends_with_the_next),
        TEST(a_batch_rolled_back_leaves_nothing),
        TEST(a_first_batch_rolled_back_leaves_no_file),
        TEST(a_source_is_known_by_its_digest_and_keeps_its_place),
        TEST(figures_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
