/* Pages that state nothing are read with the help of those that do, whichever come first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "archive/inside.h"
#include "base/builder.h"
#include "base/file.h"

enum { TELLERS = 4 };

typedef struct World {
    Arena *arena;
    char root[64];
    const char *folder;
    Archive *archive;
    Error err;
} World;

static const Settings SETTINGS = {
    .title = {"The Test Paper", 14}, .language = {"en", 2}, .timezone = {"Europe/Athens", 13}};

static void check(World *w, Status status)
{
    if (status != STATUS_OK)
        fail_msg("%s", w->err.message);
}

static int open_world(void **state)
{
    World *w = calloc(1, sizeof *w);
    assert_non_null(w);
    *w = (World){.arena = arena_open((size_t)512 << 20), .root = "/tmp/backfile-site-XXXXXX"};
    assert_non_null(mkdtemp(w->root));
    w->folder = path_join(w->arena, w->root, "archive");
    check(w, archive_init(w->folder, &SETTINGS, &w->err));
    check(w, archive_open(w->folder, ARCHIVE_WRITE, &w->archive, &w->err));
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    World *w = *state;
    Slices files = {0};
    archive_close(w->archive);
    check(w, file_walk(w->arena, w->root, &files, &w->err));
    for (size_t i = 0; i < files.count; i++)
        unlink(path_join(w->arena, w->root, arena_string(w->arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index",  "archive", "told/p.example",
                                          "told",         "mute/p.example", "mute",    ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(w->arena, w->root, folders[i]));
    arena_close(w->arena);
    free(w);
    return 0;
}

static const char *const names[] = {"Jane Roe", "Omar Said", "Lina Haddad", "Paul Grech", "Karl Borg"};

static void write_page(World *w, const char *folder, int number, bool is_told)
{
    Builder b;
    builder_init(&b, w->arena);
    builder_format(&b, "<html><head><title>Harbour news %d</title>", number);
    if (is_told)
        builder_format(&b, "<meta name=author content=\"%s\">", names[number]);
    builder_format(&b, "</head><body><h1>Harbour news %d</h1><p class=zq>%s</p>", number, names[number]);
    for (int day = number; day < number + 3; day++)
        builder_format(
            &b,
            "<p>On day %d the ferry came back to the harbour, after a winter in which nobody had seen "
            "it, and the whole port was on its feet to see whether the captain would be aboard, and "
            "what he would say of the storm, the engine and the %d missing crates of oranges.</p>",
            day, day + 40);
    builder_add_string(&b, "</body></html>");
    const char *host = path_join(w->arena, path_join(w->arena, w->root, folder), "p.example");
    check(w, file_make_folder(path_join(w->arena, w->root, folder), &w->err));
    check(w, file_make_folder(host, &w->err));
    check(w, file_replace(path_join(w->arena, host,
                                    arena_string(w->arena, arena_format(w->arena, "n%d.html", number))),
                          builder_slice(&b), &w->err));
}

static void write_pages(World *w)
{
    for (int i = 0; i < TELLERS; i++)
        write_page(w, "told", i, true);
    write_page(w, "mute", TELLERS, false);
}

static uint64_t ingest(World *w, const char *folder)
{
    const char *source = path_join(w->arena, w->root, folder);
    ImportReport report;
    const IngestOptions how = {.workers = 1};
    check(w, archive_ingest(w->archive, w->arena, &source, 1, &how, &report, &w->err));
    return report.taught;
}

static Article mute_article(World *w)
{
    int64_t number;
    Article article;
    check(w, store_article_by_path(w->archive->store, SLICE("/n4.html"), &number, &w->err));
    check(w, store_article_get(w->archive->store, w->arena, number, ARTICLE_WHOLE, &article, &w->err));
    return article;
}

static void expect_taught(World *w)
{
    Article article = mute_article(w);
    assert_int_equal(article.authors.count, 1);
    assert_true(slice_equal(article.authors.items[0].name, SLICE("Karl Borg")));
    const Origin *told = NULL;
    for (size_t i = 0; i < article.provenance.count; i++)
        if (slice_equal(article.provenance.items[i].field, SLICE("authors")))
            told = &article.provenance.items[i];
    assert_non_null(told);
    assert_true(slice_equal(told->source, SLICE("site")));
    assert_true(slice_equal(told->at, SLICE("zq")));
    assert_true(told->confidence > 0.5f && told->confidence < 0.9f);
}

static void a_page_that_came_first_is_read_again_when_its_site_has_taught(void **state)
{
    World *w = *state;
    write_pages(w);
    assert_int_equal(ingest(w, "mute"), 0);
    assert_int_equal(mute_article(w).authors.count, 0);
    assert_int_equal(ingest(w, "told"), 1);
    expect_taught(w);
}

static void a_page_that_came_last_is_read_by_what_is_kept(void **state)
{
    World *w = *state;
    write_pages(w);
    assert_int_equal(ingest(w, "told"), 0);
    ingest(w, "mute");
    expect_taught(w);
}

static void reading_everything_again_changes_nothing(void **state)
{
    World *w = *state;
    uint64_t changed;
    write_pages(w);
    ingest(w, "told");
    ingest(w, "mute");
    for (int i = 0; i < 2; i++) {
        check(w, archive_reextract(w->archive, NULL, &changed, &w->err));
        assert_int_equal(changed, 0);
    }
    expect_taught(w);
}

/* The lesson of the others would have it read again, which its damaged capture does not allow. */
static void a_page_that_cannot_be_read_again_stays_as_it_was(void **state)
{
    World *w = *state;
    write_pages(w);
    ingest(w, "mute");
    size_t blocks = mute_article(w).body.count;
    assert_true(blocks > 0);
    archive_close(w->archive);
    const char *path = path_join(w->arena, w->folder, "warc/000001.warc.zst");
    Slice bytes;
    check(w, file_read(w->arena, path, 1 << 20, &bytes, &w->err));
    char *damaged = arena_string(w->arena, bytes);
    damaged[bytes.size / 2] ^= 0x7f;
    check(w, file_replace(path, slice_of(damaged, bytes.size), &w->err));
    check(w, archive_open(w->folder, ARCHIVE_WRITE, &w->archive, &w->err));
    assert_int_equal(ingest(w, "told"), 0);
    assert_int_equal(mute_article(w).body.count, blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_that_came_first_is_read_again_when_its_site_has_taught,
                                        open_world, close_world),
        cmocka_unit_test_setup_teardown(a_page_that_came_last_is_read_by_what_is_kept, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(a_page_that_cannot_be_read_again_stays_as_it_was, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(reading_everything_again_changes_nothing, open_world, close_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
