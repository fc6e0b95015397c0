/* Faults: writes that fail at any place, imports killed at any moment, damaged pages of the database.
 *
 * The writer runs in a child process whose files may not grow beyond a limit (RLIMIT_FSIZE), or that kills
 * itself between two steps; the parent then opens what is left, does the work again and compares with an
 * undisturbed archive. */
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "store/inside.h"

#define BATCHES 4
#define BATCH_PAGES 24

/* The work: batches of pages with an article each. `steps` counts down calls into the store; at 0 the process
 * kills itself. Work that is committed is not done again. */
static Status do_batch(Fixture *f, unsigned batch, long *steps)
{
    Slice pages[BATCH_PAGES];
    for (unsigned i = 0; i < BATCH_PAGES; i++)
        pages[i] = fixture_page(f->arena, batch * 1000 + i, 900);
    Status status = store_warc_prepare(f->store, pages, BATCH_PAGES, batch == 0, &f->err);
    if (status == STATUS_OK)
        status = store_begin(f->store, &f->err);
    for (unsigned i = 0; i < BATCH_PAGES && status == STATUS_OK; i++) {
        Slice url = arena_format(f->arena, "https://example.org/%u/%u", batch, i);
        Slice head = warc_wrap_head(f->arena, url, SLICE("p"), 1000 + i, SLICE("text/html"), pages[i]);
        Slice frame = warc_pack(f->packer, store_codec(f->store), f->arena, head, pages[i]);
        Capture c = {.kind = RECORD_RESOURCE,
                     .url = url,
                     .captured_s = 1000 + i,
                     .sha256 = digest_sha256_hex(f->arena, pages[i])};
        if ((*steps)-- == 0)
            raise(SIGKILL);
        status = store_capture_add(f->store, &c, frame, 0, &f->err);
        Article a = fixture_article(f->arena, url, url, url, pages[i]);
        Put put;
        if ((*steps)-- == 0)
            raise(SIGKILL);
        if (status == STATUS_OK)
            status = store_article_put(f->store, &a, &c, false, &put, &f->err);
    }
    if ((*steps)-- == 0) {
        assert_ok(warc_commit(f->store, &f->err), f->err); /* the bytes are down, the rows are not */
        raise(SIGKILL);
    }
    if (status == STATUS_OK)
        status = store_commit(f->store, &f->err);
    if ((*steps)-- == 0)
        raise(SIGKILL);
    if (status != STATUS_OK)
        store_rollback(f->store);
    return status;
}

static Status do_work(Fixture *f, long steps)
{
    Status status = STATUS_OK;
    while (status == STATUS_OK && store_commits(f->store) < BATCHES) {
        status = do_batch(f, (unsigned)store_commits(f->store), &steps);
    }
    return status;
}

/* Everything that an archive holds, as one digest: the bytes of warc/ and all rows. */
static Slice fingerprint(Fixture *f)
{
    Builder b;
    builder_init(&b, f->arena);
    char *folder = path_join(f->arena, f->archive, "warc");
    Slices names = {0};
    assert_ok(file_list(f->arena, folder, &names, &f->err), f->err);
    for (size_t i = 0; i < names.count; i++) {
        Slice bytes;
        assert_ok(file_read(f->arena, path_join(f->arena, folder, arena_string(f->arena, names.items[i])),
                            1 << 26, &bytes, &f->err),
                  f->err);
        builder_format(&b, "%.*s %.*s\n", SLICE_ARG(names.items[i]),
                       SLICE_ARG(digest_sha256_hex(f->arena, bytes)));
    }
    static const char *const tables[] = {"about",   "warc_file", "capture", "address",
                                         "article", "version",   "block"};
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        sqlite3_stmt *stmt = NULL;
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", tables[t]);
        assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(stmt); i++) {
                const char *text = (const char *)sqlite3_column_text(stmt, i);
                builder_add_string(&b, text ? text : "NULL");
                builder_add_byte(&b, '|');
            }
        }
        sqlite3_finalize(stmt);
    }
    return digest_sha256_hex(f->arena, builder_slice(&b));
}

/* A fresh archive in which nothing is done yet. */
static void renew(Fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    remove_tree(f->arena, f->archive);
    assert_ok(store_create(f->archive, &fixture_settings, &f->err), f->err);
}

static Slice undisturbed(Fixture *f)
{
    renew(f);
    fixture_open(f, STORE_WRITE);
    assert_ok(do_work(f, -1), f->err);
    assert_int_equal(fixture_verify(f).count, 0);
    return fingerprint(f);
}

/* Runs the work in a child; gives its wait status. The child says by its exit code what came back. */
static int work_in_child(Fixture *f, long steps, rlim_t file_limit)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (file_limit) {
            signal(SIGXFSZ, SIG_IGN); /* writes fail with EFBIG instead */
            struct rlimit limit = {file_limit, file_limit};
            setrlimit(RLIMIT_FSIZE, &limit);
        }
        Status status = store_open(f->archive, STORE_WRITE, &f->store, &f->err);
        if (status == STATUS_OK)
            status = do_work(f, steps);
        store_close(f->store);
        _exit(status == STATUS_OK ? 0 : f->err.message[0] ? 10 : 11);
    }
    int result = 0;
    assert_int_equal(waitpid(child, &result, 0), child);
    return result;
}

static void finish_and_compare(Fixture *f, Slice wanted, const char *after, long detail)
{
    Error err = {{0}};
    if (store_open(f->archive, STORE_WRITE, &f->store, &err) != STATUS_OK)
        fail_msg("after %s %ld: %s", after, detail, err.message);
    assert_ok(do_work(f, -1), f->err);
    Faults faults = fixture_verify(f);
    if (faults.count)
        fail_msg("after %s %ld: %s", after, detail, faults.text);
    if (!slice_equal(fingerprint(f), wanted))
        fail_msg("after %s %ld the archive is another", after, detail);
}

static void a_killed_import_taken_up_gives_the_same_archive(void **state)
{
    Fixture *f = *state;
    Slice wanted = undisturbed(f);
    long all = BATCHES * (2 * BATCH_PAGES + 2);
    for (long step = 0; step < all; step += step < 2 ? 1 : 24) {
        renew(f);
        int result = work_in_child(f, step, 0);
        assert_true(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
        finish_and_compare(f, wanted, "a kill at step", step);
    }
}

static void a_disk_that_is_full_loses_nothing(void **state)
{
    Fixture *f = *state;
    Slice wanted = undisturbed(f);
    uint64_t biggest = 0;
    assert_ok(file_size(path_join(f->arena, f->archive, "archive.db"), &biggest, &f->err), f->err);
    size_t failures = 0;
    for (rlim_t limit = 4096; limit < (1u << 20); limit = limit * 7 / 5 + 777) {
        renew(f);
        int result = work_in_child(f, -1, limit);
        assert_true(WIFEXITED(result)); /* no crash */
        assert_true(WEXITSTATUS(result) == 0 || WEXITSTATUS(result) == 10);
        failures += WEXITSTATUS(result) == 10;
        finish_and_compare(f, wanted, "a limit of bytes of", (long)limit);
    }
    assert_true(failures >= 5);
}

/* A page of the database with other bytes in it: opening, reading and verifying end with a Status. */
static void a_damaged_page_is_told(void **state)
{
    Fixture *f = *state;
    undisturbed(f);
    store_close(f->store);
    f->store = NULL;
    char *path = path_join(f->arena, f->archive, "archive.db");
    Slice whole;
    assert_ok(file_read(f->arena, path, 1 << 26, &whole, &f->err), f->err);
    size_t pages = whole.size / 8192, told = 0, tried = 0;
    for (size_t page = 0; page < pages; page += pages / 40 + 1) {
        char *bad = arena_text(f->arena, whole.size);
        memcpy(bad, whole.data, whole.size);
        for (size_t i = 0; i < 4096; i++)
            bad[page * 8192 + i] = (char)(i * 31 + page);
        assert_ok(file_replace(path, slice_of(bad, whole.size), &f->err), f->err);
        Faults faults = {0};
        Status status = store_open(f->archive, STORE_READ, &f->store, &f->err);
        if (status == STATUS_OK) {
            Article article;
            for (int64_t number = 1; number < 5; number++) {
                Status got = store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &article, &f->err);
                assert_true(got != STATUS_SKIP);
            }
            status = store_verify(f->store, count_fault, &faults, NULL, &f->err);
        }
        tried++;
        told += status != STATUS_OK || faults.count > 0;
        store_close(f->store);
        f->store = NULL;
    }
    assert_int_equal(told, tried);
    assert_ok(file_replace(path, whole, &f->err), f->err);
    fixture_open(f, STORE_WRITE);
}

/* A database cut short, as a full disk or a broken copy leaves it. */
static void a_cut_database_is_told(void **state)
{
    Fixture *f = *state;
    undisturbed(f);
    store_close(f->store);
    f->store = NULL;
    char *path = path_join(f->arena, f->archive, "archive.db");
    uint64_t size;
    assert_ok(file_size(path, &size, &f->err), f->err);
    for (int i = 0; i < 8; i++) {
        size = size * 2 / 3;
        assert_int_equal(truncate(path, (off_t)size), 0);
        Faults faults = {0};
        Status status = store_open(f->archive, STORE_READ, &f->store, &f->err);
        if (status == STATUS_OK)
            status = store_verify(f->store, count_fault, &faults, NULL, &f->err);
        assert_true(status != STATUS_OK || faults.count > 0);
        store_close(f->store);
        f->store = NULL;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_killed_import_taken_up_gives_the_same_archive),
        TEST(a_disk_that_is_full_loses_nothing),
        TEST(a_damaged_page_is_told),
        TEST(a_cut_database_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
