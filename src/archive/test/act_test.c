/* Acts in an archive: they outlive other sources of the same piece, the making anew of the index and of the
 * articles, and a kill between the archive and its index. */
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

typedef struct World {
    Arena *arena;
    char root[64];
    const char *folder;
    Archive *archive;
    Error err;
} World;

static const Settings SETTINGS = {.title = {"The Paper", 9},
                                  .language = {"en", 2},
                                  .timezone = {"UTC", 3},
                                  .base_url = {"http://paper.example", 20}};

#define STORY "http://paper.example/2014/06/harbour-closes"
#define OTHER "http://paper.example/2014/07/ferry-returns"

static void open_for(World *w, ArchiveMode mode)
{
    archive_close(w->archive);
    w->archive = NULL;
    if (archive_open(w->folder, mode, &w->archive, &w->err) != STATUS_OK)
        fail_msg("%s", w->err.message);
}

/* A page as a WARC record; `extra` stands in the body too. */
static void add_page(Builder *warc, const char *url, const char *date, const char *headline,
                     const char *extra)
{
    Arena *arena = warc->arena;
    Slice page = arena_format(
        arena,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<!doctype html><html lang=en><head><title>%s | The Paper</title><link rel=canonical href=\"%s\">"
        "<meta property=\"og:type\" content=\"article\">"
        "<meta property=\"article:published_time\" content=\"2014-06-27T10:00:00+00:00\"></head><body>"
        "<article class=\"post\"><h1 class=\"entry-title\">%s</h1><div class=\"entry-content\">"
        "<p>The harbour closed on Friday after dock workers began a strike over pay, the port authority "
        "said.</p>"
        "<p>The ferry to Sicily was cancelled and two hundred passengers waited on the quay until "
        "evening.</p>"
        "<p>%s Talks between the union and the ministry will be held on Monday, a spokesman told us.</p>"
        "</div></article></body></html>",
        headline, url, headline, extra);
    builder_format(
        warc,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012zx>\r\n"
        "WARC-Date: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\n"
        "Content-Length: %zu\r\n\r\n",
        warc->size, date, url, page.size);
    builder_add(warc, page);
    builder_add(warc, SLICE("\r\n\r\n"));
}

static void ingest(World *w, const char *name, const Builder *warc)
{
    const char *source = path_join(w->arena, w->root, name);
    ImportReport report;
    IngestOptions options = {.workers = 1};
    uint64_t generation;
    Status status = file_replace(source, builder_slice(warc), &w->err);
    if (status == STATUS_OK)
        status = archive_ingest(w->archive, w->arena, &source, 1, &options, &report, &w->err);
    if (status == STATUS_OK)
        status = archive_refresh(w->archive, &generation, &w->err);
    if (status != STATUS_OK)
        fail_msg("%s", w->err.message);
}

static int open_world(void **state)
{
    World *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    *w = (World){.arena = arena_open((size_t)512 << 20), .root = "/tmp/backfile-act-XXXXXX"};
    if (!mkdtemp(w->root))
        return -1;
    w->folder = path_join(w->arena, w->root, "archive");
    if (archive_init(w->folder, &SETTINGS, &w->err) != STATUS_OK)
        return -1;
    open_for(w, ARCHIVE_WRITE);
    Builder warc;
    builder_init(&warc, w->arena);
    add_page(&warc, STORY, "2017-01-02T03:04:05Z", "Harbour closes", "One.");
    add_page(&warc, OTHER, "2017-01-02T03:04:06Z", "Ferry returns", "Two.");
    ingest(w, "first.warc", &warc);
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    World *w = *state;
    archive_close(w->archive);
    Slices files = {0};
    if (file_walk(w->arena, w->root, &files, &w->err) == STATUS_OK)
        for (size_t i = 0; i < files.count; i++)
            unlink(path_join(w->arena, w->root, arena_string(w->arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(w->arena, w->root, folders[i]));
    arena_close(w->arena);
    free(w);
    return 0;
}

static Status try_act(World *w, Act order, Act *done)
{
    order.at_s = 1700000000;
    order.who = SLICE("keeper");
    return archive_act(w->archive, w->arena, &order, done, &w->err);
}

static Act act(World *w, Act order)
{
    Act done;
    if (try_act(w, order, &done) != STATUS_OK)
        fail_msg("%s", w->err.message);
    return done;
}

static uint64_t hits(World *w, const char *query)
{
    SearchRequest request = {.typed = slice_from(query), .options = {.sort = SORT_NEWEST, .limit = 20}};
    Answer answer;
    if (archive_search(w->archive, w->arena, &request, &answer, &w->err) != STATUS_OK)
        fail_msg("'%s': %s", query, w->err.message);
    return answer.total;
}

static Article get(World *w, const char *url)
{
    Article article;
    if (archive_article(w->archive, w->arena, slice_from(url), &article, &w->err) != STATUS_OK)
        fail_msg("%s: %s", url, w->err.message);
    return article;
}

static void tell(void *context, const char *message)
{
    (void)context;
    print_message("fault: %s\n", message);
}

static void assert_sound(World *w)
{
    uint64_t faults = 1;
    assert_int_equal(archive_verify(w->archive, tell, NULL, NULL, &faults, &w->err), STATUS_OK);
    assert_int_equal(faults, 0);
}

static void remake_all(World *w)
{
    uint64_t changed, documents, generation;
    if (archive_reextract(w->archive, NULL, &changed, &w->err) != STATUS_OK)
        fail_msg("%s", w->err.message);
    assert_int_equal(archive_reindex(w->archive, NULL, &documents, &w->err), STATUS_OK);
    assert_int_equal(archive_refresh(w->archive, &generation, &w->err), STATUS_OK);
}

static void a_withheld_piece_stays_withheld_whatever_is_imported(void **state)
{
    World *w = *state;
    act(w, (Act){.verb = ACT_WITHHOLD, .target = SLICE(STORY)});
    assert_int_equal(hits(w, "headline:harbour"), 0);
    Builder warc;
    builder_init(&warc, w->arena);
    add_page(&warc, STORY "?share=x", "2018-01-02T03:04:05Z", "Harbour closes again", "Three.");
    add_page(&warc, STORY "/", "2019-01-02T03:04:05Z", "Harbour closes once more", "Four.");
    ingest(w, "second.warc", &warc);
    assert_int_equal(hits(w, "harbour"), 1);
    assert_int_equal(get(w, STORY).status, ARTICLE_WITHHELD);
    assert_sound(w);
    remake_all(w);
    assert_int_equal(hits(w, "harbour"), 1);
    assert_int_equal(get(w, STORY).status, ARTICLE_WITHHELD);
    assert_sound(w);
    act(w, (Act){.verb = ACT_RESTORE, .target = SLICE(STORY)});
    assert_int_equal(hits(w, "headline:once"), 1);
    assert_sound(w);
}

static void a_correction_outlives_imports_and_new_readings(void **state)
{
    World *w = *state;
    act(w, (Act){.verb = ACT_CORRECT,
                 .target = SLICE(STORY),
                 .field = SLICE("headline"),
                 .value = SLICE("Port shut")});
    act(w, (Act){.verb = ACT_CORRECT,
                 .target = SLICE(STORY),
                 .field = SLICE("body[2]"),
                 .value = SLICE("The ferry to Tunis sailed."),
                 .notice = SLICE("It was Tunis.")});
    assert_int_equal(hits(w, "headline:shut AND tunis"), 1);
    Builder warc;
    builder_init(&warc, w->arena);
    add_page(&warc, STORY, "2018-01-02T03:04:05Z", "Harbour closes again", "Three.");
    ingest(w, "second.warc", &warc);
    remake_all(w);
    Article article = get(w, STORY);
    assert_true(slice_equal(article.headline, SLICE("Port shut")));
    assert_true(slice_contains(article.text, SLICE("Tunis sailed")));
    assert_true(slice_contains(article.text, SLICE("Three.")));
    assert_int_equal(article.corrections.count, 2);
    assert_int_equal(hits(w, "headline:shut AND tunis"), 1);
    assert_int_equal(hits(w, "headline:closes"), 0);
    assert_sound(w);
    act(w, (Act){.verb = ACT_UNDO, .undoes = 1});
    act(w, (Act){.verb = ACT_UNDO, .undoes = 2});
    article = get(w, STORY);
    assert_true(slice_equal(article.headline, SLICE("Harbour closes again")));
    assert_true(slice_contains(article.text, SLICE("Sicily")));
    assert_int_equal(hits(w, "tunis"), 0);
    assert_sound(w);
}

/* As after a kill: the store has the act, the index has not followed. */
static void a_kill_before_the_index_follows_is_mended(void **state)
{
    World *w = *state;
    Article article = get(w, STORY);
    Act order = {.verb = ACT_WITHHOLD, .article = article.id, .at_s = 1700000000};
    assert_int_equal(store_begin(w->archive->store, &w->err), STATUS_OK);
    assert_int_equal(store_act_add(w->archive->store, &order, &w->err), STATUS_OK);
    assert_int_equal(store_commit(w->archive->store, &w->err), STATUS_OK);
    open_for(w, ARCHIVE_READ); /* nothing is shown even now */
    SearchRequest request = {.typed = SLICE("harbour"), .options = {.sort = SORT_NEWEST, .limit = 20}};
    Answer answer;
    assert_int_equal(archive_search(w->archive, w->arena, &request, &answer, &w->err), STATUS_OK);
    assert_int_equal(answer.hit_count, 1);
    assert_true(slice_equal(answer.hits[0].article.headline, SLICE("Ferry returns")));
    open_for(w, ARCHIVE_WRITE);
    act(w, (Act){.verb = ACT_REDIRECT, .target = SLICE("/x"), .to = SLICE("/y")});
    assert_int_equal(hits(w, "harbour"), 1);
    assert_sound(w);
}

static void what_cannot_be_done_is_refused_with_the_reason(void **state)
{
    World *w = *state;
    static const struct {
        Act order;
        Status status;
        const char *reason; /* a part of it */
    } wrong[] = {
        {{.verb = ACT_WITHHOLD, .target = {"nobody", 6}}, STATUS_END, ""},
        {{.verb = ACT_WITHHOLD, .target = {"media:1", 7}}, STATUS_END, ""},
        {{.verb = ACT_WITHHOLD, .target = {"/nowhere/at/all", 15}}, STATUS_END, ""},
        {{.verb = ACT_UNDO, .undoes = 7}, STATUS_END, ""},
        {{.verb = ACT_UNDO}, STATUS_END, ""},
        {{.verb = ACT_REDIRECT, .target = {"/a", 2}, .to = {"/a/", 3}}, STATUS_SKIP, "circle"},
        {{.verb = ACT_REDIRECT, .target = {"word", 4}, .to = {"/a", 2}}, STATUS_SKIP, "no address"},
        {{.verb = ACT_REDIRECT, .target = {"/a", 2}, .to = {"word", 4}}, STATUS_SKIP, "no address"},
        {{.verb = ACT_CORRECT, .target = {STORY, sizeof STORY - 1}}, STATUS_SKIP, "needs a field"},
        {{.verb = ACT_CORRECT, .target = {STORY, sizeof STORY - 1}, .field = {"colour", 6}},
         STATUS_SKIP,
         "no field that can be corrected; these are: headline"},
        {{.verb = ACT_CORRECT,
          .target = {STORY, sizeof STORY - 1},
          .field = {"published", 9},
          .value = {"2014-13", 7}},
         STATUS_SKIP,
         "no date: write 2014"},
        {{.verb = ACT_CORRECT, .target = {STORY, sizeof STORY - 1}, .field = {"body", 4}, .value = {"x", 1}},
         STATUS_SKIP,
         "no field"},
        {{.verb = ACT_CORRECT,
          .target = {STORY, sizeof STORY - 1},
          .field = {"body[9]", 7},
          .value = {"x", 1}},
         STATUS_SKIP,
         "it has 3 of them"},
        {{.verb = ACT_CORRECT,
          .target = {STORY, sizeof STORY - 1},
          .field = {"headline", 8},
          .value = {"\xff", 1}},
         STATUS_SKIP,
         "UTF-8"},
        {{.verb = ACT_CORRECT,
          .target = {STORY, sizeof STORY - 1},
          .field = {"headline", 8},
          .value = {"a\x1b[", 3}},
         STATUS_SKIP,
         "plain line"},
        {{.verb = ACT_CORRECT,
          .target = {STORY, sizeof STORY - 1},
          .field = {"tags", 4},
          .value = {"a, ??", 5}},
         STATUS_SKIP,
         "is no name"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Act done;
        Status status = try_act(w, wrong[i].order, &done);
        if (status != wrong[i].status || (status == STATUS_SKIP && !strstr(w->err.message, wrong[i].reason)))
            fail_msg("%zu: status %d, '%s'", i, (int)status, w->err.message);
    }
    Acts acts;
    assert_int_equal(archive_acts(w->archive, w->arena, 0, 100, &acts, &w->err), STATUS_OK);
    assert_int_equal(acts.count, 0);
    assert_int_equal(hits(w, "harbour"), 2);
    assert_sound(w);
}

static void redirects_lead_no_circle(void **state)
{
    World *w = *state;
    Act done;
    Resolution found;
    act(w, (Act){.verb = ACT_REDIRECT, .target = SLICE("/a"), .to = SLICE("/b")});
    act(w, (Act){.verb = ACT_REDIRECT, .target = SLICE("/b"), .to = SLICE("/2014/06/harbour-closes")});
    assert_int_equal(archive_resolve(w->archive, w->arena, SLICE("/a"), &found, &w->err), STATUS_OK);
    assert_int_equal(found.status, 301);
    assert_true(slice_equal(found.target, SLICE("/2014/06/harbour-closes")));
    Act back = {.verb = ACT_REDIRECT, .target = SLICE(STORY), .to = SLICE("/a")};
    assert_int_equal(try_act(w, back, &done), STATUS_SKIP);
    back.target = SLICE("/b");
    assert_int_equal(try_act(w, back, &done), STATUS_SKIP);
    /* what it leads to is withheld: its path, which names it, is not told */
    act(w, (Act){.verb = ACT_WITHHOLD, .target = SLICE(STORY)});
    assert_int_equal(archive_resolve(w->archive, w->arena, SLICE("/a"), &found, &w->err), STATUS_OK);
    assert_int_equal(found.status, 410);
    assert_int_equal(found.target.size, 0);
    assert_sound(w);
}

int main(void)
{
#define ACT_TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        ACT_TEST(a_withheld_piece_stays_withheld_whatever_is_imported),
        ACT_TEST(a_correction_outlives_imports_and_new_readings),
        ACT_TEST(a_kill_before_the_index_follows_is_mended),
        ACT_TEST(what_cannot_be_done_is_refused_with_the_reason),
        ACT_TEST(redirects_lead_no_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
