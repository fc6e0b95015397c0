/* The whole walk on small sources: files in, an archive out that is searched, shown, resolved and verified.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "archive/inside.h"
#include "base/builder.h"
#include "base/file.h"

typedef struct World {
    Arena *arena;
    char root[64];
    const char *folder; /* of the archive */
    Archive *archive;
} World;

static const Settings SETTINGS = {
    .title = {"The Test Paper Archive", 22}, .language = {"en", 2}, .timezone = {"Europe/Athens", 13}};

static void write_file(World *w, const char *name, const char *text)
{
    Error err;
    assert_int_equal(file_replace(path_join(w->arena, w->root, name), slice_from(text), &err), STATUS_OK);
}

static void open_world(World *w)
{
    *w = (World){.arena = arena_open((size_t)512 << 20), .root = "/tmp/backfile-ingest-XXXXXX"};
    assert_non_null(mkdtemp(w->root));
    w->folder = path_join(w->arena, w->root, "archive");
    Error err;
    if (archive_init(w->folder, &SETTINGS, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    if (archive_open(w->folder, ARCHIVE_WRITE, &w->archive, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void close_world(World *w)
{
    archive_close(w->archive);
    Slices files = {0};
    Error err;
    assert_int_equal(file_walk(w->arena, w->root, &files, &err), STATUS_OK);
    for (size_t i = 0; i < files.count; i++)
        unlink(path_join(w->arena, w->root, arena_string(w->arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", "pages", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(w->arena, w->root, folders[i]));
    arena_close(w->arena);
}

static ImportReport ingest(World *w, const char *name, unsigned workers)
{
    const char *sources[] = {path_join(w->arena, w->root, name)};
    ImportReport report;
    Error err;
    IngestOptions options = {.workers = workers};
    if (archive_ingest(w->archive, w->arena, sources, 1, &options, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    uint64_t generation;
    assert_int_equal(archive_refresh(w->archive, &generation, &err), STATUS_OK);
    assert_int_equal(report.read, report.articles + report.versions + report.article_captures + report.lists +
                                      report.media + report.others + report.duplicates + report.evidence +
                                      report.not_public + report.skipped_count);
    return report;
}

static Answer search(World *w, const char *query)
{
    SearchRequest request = {.typed = slice_from(query),
                             .options = {.sort = SORT_NEWEST, .limit = 20},
                             .with_clauses = true,
                             .snippets_per_hit = 2};
    Answer answer;
    Error err;
    if (archive_search(w->archive, w->arena, &request, &answer, &err) != STATUS_OK)
        fail_msg("'%s': %s", query, err.message);
    return answer;
}

static void count_and_print(void *context, const char *message)
{
    (void)context;
    print_message("fault: %s\n", message);
}

static void assert_sound(World *w)
{
    uint64_t faults = 1;
    Error err;
    assert_int_equal(archive_verify(w->archive, count_and_print, NULL, NULL, &faults, &err), STATUS_OK);
    assert_int_equal(faults, 0);
}

static const char CAPTURE[] =
    "The Test Paper | News\n\nFerry Strike Ends in Piraeus | The Test Paper Archive\nSelect Page\n"
    "Media ID: 4711\n\nFerries wait in the port of Piraeus. AFP\n\n"
    "Athens- The strike of the ferry crews that had closed the ports for nine days ended on "
    "Friday, the union said, after the owners agreed to talk about wages again.\n\n"
    "“We did not want this to last until the holidays,” said the union’s secretary, Eleni "
    "Markou, who had led the talks with the ministry since the first morning.\n\n"
    "The first boats left for the islands at noon, with some 2,000 passengers on board, "
    "according to the coast guard.\n";

static void a_text_capture_becomes_a_searched_article(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_file(&w, "strike.txt", CAPTURE);
    ImportReport report = ingest(&w, "strike.txt", 1);
    assert_int_equal(report.articles, 1);

    Answer answer = search(&w, "ferry NEAR/3 crews athens");
    assert_int_equal(answer.total, 1);
    assert_int_equal(answer.clause_count, 2);
    Article article;
    Error err;
    assert_int_equal(archive_article(w.archive, w.arena, answer.hits[0].article.id, &article, &err),
                     STATUS_OK);
    assert_true(slice_equal(article.headline, SLICE("Ferry Strike Ends in Piraeus")));
    assert_true(slice_equal(article.dateline.raw, SLICE("Athens-")));
    assert_int_equal(article.body.count, 3);
    assert_true(answer.hits[0].snippet_count > 0);
    assert_true(answer.hits[0].snippets[0].mark_count > 0);

    MediaView media;
    assert_int_equal(archive_media(w.archive, w.arena, SLICE("4711"), &media, &err), STATUS_OK);
    assert_int_equal(media.use_count, 1);
    assert_true(slice_equal(media.media.credit.agency, SLICE("AFP")));
    assert_sound(&w);
    close_world(&w);
}

static void importing_the_same_again_adds_nothing(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_file(&w, "strike.txt", CAPTURE);
    ingest(&w, "strike.txt", 1);
    ImportReport report = ingest(&w, "strike.txt", 1);
    assert_int_equal(report.articles, 0);
    assert_int_equal(report.versions, 0);
    assert_int_equal(report.duplicates, 1);
    assert_int_equal(search(&w, "*").total, 1);
    close_world(&w);
}

/* A small newspaper's page, with its own permalink and id. */
static void write_page(World *w, int number, const char *date, const char *words)
{
    Builder b;
    builder_init(&b, w->arena);
    builder_format(
        &b,
        "<!doctype html><html lang=en><head><title>Story %d - The Test Paper</title>"
        "<link rel=canonical href=\"https://paper.example/news/story-%d\">"
        "<meta property=\"og:type\" content=article>"
        "<meta property=\"article:published_time\" content=\"%s\"></head>"
        "<body class=\"single single-post postid-%d\"><article><h1 class=entry-title>Story %d</h1>"
        "<div class=entry-content><p>%s And so the council of the port went on with its long sitting "
        "about the new quay, which had been promised for many years to the people of the town.</p>"
        "<p>The mayor answered that the money was there, and that the work would begin when the winter "
        "was over, as everybody in the room had heard before.</p></div></article></body></html>",
        number, number, date, number, number, words);
    builder_add_byte(&b, 0);
    Error err;
    assert_int_equal(file_make_folder(path_join(w->arena, w->root, "pages"), &err), STATUS_OK);
    char name[32];
    snprintf(name, sizeof name, "pages/%04d.html", number);
    write_file(w, name, b.data);
}

static void a_folder_of_pages_is_found_listed_and_resolved(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_page(&w, 101, "2014-06-27T10:00:00+03:00", "Fishermen came in great numbers.");
    write_page(&w, 102, "2014-06-28T10:00:00+03:00", "Nobody had counted the trawlers.");
    write_page(&w, 103, "2015-01-01T00:30:00+02:00", "The new year came with fireworks.");
    ImportReport report = ingest(&w, "pages", 2);
    assert_int_equal(report.articles, 3);
    assert_int_equal(search(&w, "date:2014-06").total, 2);
    assert_int_equal(search(&w, "council date:2015").total, 1);
    Answer answer = search(&w, "trawlers");
    assert_int_equal(answer.total, 1);
    assert_true(slice_equal(answer.hits[0].article.id, SLICE("102")));
    assert_true(slice_equal(answer.hits[0].article.path, SLICE("/news/story-102")));

    static const struct {
        const char *url;
        int status;
        ResolveWhy why;
    } cases[] = {
        {"https://paper.example/news/story-102", 200, WHY_CANONICAL},
        {"/news/story-102", 200, WHY_CANONICAL},
        {"/news/story-102/", 301, WHY_ALIAS},
        {"https://paper.example/news/story-102?share=twitter", 301, WHY_SHARE_KEY},
        {"https://www.paper.example/news/story-102", 301, WHY_HOST},
        {"/?p=103", 301, WHY_ID},
        {"/id/103", 301, WHY_ID},
        {"/wrong/place/story-101", 301, WHY_SLUG},
        {"/nothing/here", 404, WHY_UNKNOWN},
        {"", 404, WHY_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Resolution found;
        Error err;
        assert_int_equal(archive_resolve(w.archive, w.arena, slice_from(cases[i].url), &found, &err),
                         STATUS_OK);
        if (found.status != cases[i].status || found.why != cases[i].why)
            fail_msg("'%s' gives %d %.*s", cases[i].url, found.status,
                     SLICE_ARG(resolve_why_name(found.why)));
    }
    assert_sound(&w);
    close_world(&w);
}

static void each_entry_of_a_feed_is_counted_once(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_file(&w, "feed.xml",
               "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Test Paper</title>"
               "<link>https://paper.example/</link>"
               "<item><title>One ship</title><link>https://paper.example/one</link>"
               "<description>A ship came in.</description></item>"
               "<item><title>Two ships</title><link>https://paper.example/two</link>"
               "<description>Two ships came in.</description></item></channel></rss>");
    ImportReport report = ingest(&w, "feed.xml", 1);
    assert_int_equal(report.read, 2);
    assert_int_equal(report.articles, 2);
    close_world(&w);
}

static void a_corrected_page_is_a_version_of_the_same_article(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_page(&w, 7, "2014-06-27T10:00:00+03:00", "Seven boats were lost.");
    ingest(&w, "pages", 1);
    write_page(&w, 7, "2014-06-27T10:00:00+03:00", "Six boats were lost.");
    struct timespec later[2] = {{.tv_sec = 4000000000}, {.tv_sec = 4000000000}};
    assert_int_equal(utimensat(AT_FDCWD, path_join(w.arena, w.root, "pages/0007.html"), later, 0), 0);
    ImportReport report = ingest(&w, "pages", 1);
    assert_int_equal(report.articles, 0);
    assert_int_equal(report.versions, 1);
    assert_int_equal(search(&w, "seven").total, 0);
    assert_int_equal(search(&w, "six").total, 1);
    Article article;
    Error err;
    assert_int_equal(archive_article(w.archive, w.arena, SLICE("7"), &article, &err), STATUS_OK);
    assert_int_equal(article.versions.count, 2);
    assert_int_equal(article.captures.count, 2);
    assert_sound(&w);
    close_world(&w);
}

static void a_lost_index_is_made_anew_and_equal(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_page(&w, 1, "2014-06-27T10:00:00+03:00", "Fishermen came.");
    write_page(&w, 2, "2014-06-28T10:00:00+03:00", "Trawlers left.");
    ingest(&w, "pages", 2);
    Error err;
    uint64_t documents = 0, generation;
    assert_int_equal(index_delete(path_join(w.arena, w.folder, "index"), &err), STATUS_OK);
    assert_int_equal(archive_reindex(w.archive, NULL, &documents, &err), STATUS_OK);
    assert_int_equal(documents, 2);
    assert_int_equal(archive_refresh(w.archive, &generation, &err), STATUS_OK);
    assert_int_equal(search(&w, "council").total, 2);
    assert_sound(&w);
    close_world(&w);
}

/* Gives the segments the name of the form before this one. */
static size_t age_segments(World *w)
{
    Slices files = {0};
    Error err;
    size_t aged = 0;
    assert_int_equal(file_walk(w->arena, w->root, &files, &err), STATUS_OK);
    for (size_t i = 0; i < files.count; i++) {
        if (!slice_ends_with(files.items[i], SLICE(".seg")))
            continue;
        FILE *file = fopen(path_join(w->arena, w->root, arena_string(w->arena, files.items[i])), "r+b");
        assert_non_null(file);
        assert_int_equal(fwrite("BFSEG002", 1, 8, file), 8);
        assert_int_equal(fseek(file, -8, SEEK_END), 0);
        assert_int_equal(fwrite("BFSEG002", 1, 8, file), 8);
        assert_int_equal(fclose(file), 0);
        aged++;
    }
    return aged;
}

static void an_index_of_an_older_form_is_made_anew_by_the_next_import(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_page(&w, 1, "2014-06-27T10:00:00+03:00", "Fishermen came.");
    write_page(&w, 2, "2014-06-28T10:00:00+03:00", "Trawlers left.");
    ingest(&w, "pages", 2);
    assert_int_equal(search(&w, "council").total, 2);
    assert_true(age_segments(&w) > 0);
    write_page(&w, 3, "2014-06-29T10:00:00+03:00", "Nets were mended.");
    ingest(&w, "pages", 1);
    assert_int_equal(search(&w, "council").total, 3);
    assert_int_equal(search(&w, "trawlers").total, 1);
    assert_sound(&w);
    close_world(&w);
}

static void nothing_readable_is_an_error_that_names_the_file(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    write_file(&w, "noise.bin", "\x01\x02\x03\x04");
    const char *sources[] = {path_join(w.arena, w.root, "noise.bin")};
    ImportReport report;
    Error err;
    IngestOptions options = {.workers = 1};
    assert_int_equal(archive_ingest(w.archive, w.arena, sources, 1, &options, &report, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "noise.bin"));
    close_world(&w);
}

static void a_second_writer_is_told_who_holds_the_archive(void **state)
{
    (void)state;
    World w;
    open_world(&w);
    Archive *second = NULL, *reader = NULL;
    Error err;
    assert_int_equal(archive_open(w.folder, ARCHIVE_WRITE, &second, &err), STATUS_FAIL);
    assert_true(strlen(err.message) > 0);
    assert_int_equal(archive_open(w.folder, ARCHIVE_READ, &reader, &err), STATUS_OK);
    archive_close(reader);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_capture_becomes_a_searched_article),
        cmocka_unit_test(importing_the_same_again_adds_nothing),
        cmocka_unit_test(a_folder_of_pages_is_found_listed_and_resolved),
        cmocka_unit_test(each_entry_of_a_feed_is_counted_once),
        cmocka_unit_test(a_corrected_page_is_a_version_of_the_same_article),
        cmocka_unit_test(a_lost_index_is_made_anew_and_equal),
        cmocka_unit_test(an_index_of_an_older_form_is_made_anew_by_the_next_import),
        cmocka_unit_test(nothing_readable_is_an_error_that_names_the_file),
        cmocka_unit_test(a_second_writer_is_told_who_holds_the_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
