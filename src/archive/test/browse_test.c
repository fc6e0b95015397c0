/* From page to page: the neighbours of a piece in its section and by its author, and earlier states of a
 * text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/archive.h"
#include "base/builder.h"
#include "base/file.h"

static Arena *arena;
static Archive *archive;
static char root[] = "/tmp/backfile-browse-XXXXXX";

static void add_page(Builder *warc, unsigned number, const char *section, const char *author, const char *day,
                     const char *captured, const char *words)
{
    Slice page = arena_format(
        arena,
        "<!doctype html><html lang=en><head><title>Story %u</title>"
        "<link rel=canonical href=\"http://paper.example/%s/story-%u\"><meta property=\"og:type\" "
        "content=\"article\"><meta property=\"article:published_time\" content=\"%s\"></head><body><article>"
        "<h1 class=\"entry-title\">Story %u</h1><p class=\"post-meta\">by <a rel=\"author\" "
        "href=\"/author/%s\">%s</a> | <a rel=\"category tag\" href=\"/category/%s\">%s</a></p>"
        "<div class=\"entry-content\"><p>%s It is a sentence that is long enough to be read as the body of a "
        "piece, with words in it that say something about ships.</p><p>A second paragraph follows the first, "
        "since a piece of a paper seldom has only one, and it has enough words.</p></div></article></body>"
        "</html>",
        number, section, number, day, number, author, author, section, section, words);
    Slice block = arena_format(
        arena, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%.*s",
        page.size, SLICE_ARG(page));
    builder_format(warc,
                   "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: "
                   "<urn:uuid:00000000-0000-4000-8000-%012zx>\r\nWARC-Date: %s\r\nWARC-Target-URI: "
                   "http://paper.example/%s/story-%u\r\nContent-Type: application/http; msgtype=response\r\n"
                   "Content-Length: %zu\r\n\r\n%.*s\r\n\r\n",
                   warc->size, captured, section, number, block.size, SLICE_ARG(block));
}

static int open_archive(void **state)
{
    (void)state;
    static const Settings settings = {.title = SLICE_INIT("The Paper"),
                                      .language = SLICE_INIT("en"),
                                      .timezone = SLICE_INIT("UTC"),
                                      .base_url = SLICE_INIT("http://paper.example")};
    Error err;
    ImportReport report;
    IngestOptions options = {.workers = 1};
    Builder warc;
    arena = arena_open((size_t)256 << 20);
    builder_init(&warc, arena);
    add_page(&warc, 1, "news", "ann", "2014-06-01", "2017-01-01T00:00:00Z", "The first ship came.");
    add_page(&warc, 2, "news", "bob", "2014-06-02", "2017-01-01T00:00:01Z", "The second ship came.");
    add_page(&warc, 3, "opinion", "ann", "2014-06-03", "2017-01-01T00:00:02Z", "A third ship is wanted.");
    add_page(&warc, 4, "news", "ann", "2014-06-03", "2017-01-01T00:00:03Z", "The fourth ship sank with 19.");
    add_page(&warc, 4, "news", "ann", "2014-06-03", "2017-02-01T00:00:03Z", "The fourth ship sank with 17.");
    if (!mkdtemp(root))
        return -1;
    const char *source = path_join(arena, root, "paper.warc"), *folder = path_join(arena, root, "archive");
    Status status = file_replace(source, builder_slice(&warc), &err);
    if (status == STATUS_OK)
        status = archive_init(folder, &settings, &err);
    if (status == STATUS_OK)
        status = archive_open(folder, ARCHIVE_WRITE, &archive, &err);
    if (status == STATUS_OK)
        status = archive_ingest(archive, arena, &source, 1, &options, &report, &err);
    archive_close(archive);
    archive = NULL;
    if (status == STATUS_OK)
        status = archive_open(folder, ARCHIVE_READ, &archive, &err);
    return status == STATUS_OK ? 0 : -1;
}

static int close_archive(void **state)
{
    (void)state;
    Slices files = {0};
    Error err;
    archive_close(archive);
    int result = file_walk(arena, root, &files, &err) != STATUS_OK;
    for (size_t i = 0; i < files.count; i++)
        result |= file_remove(path_join(arena, root, arena_string(arena, files.items[i])), &err) != STATUS_OK;
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        (void)rmdir(path_join(arena, root, folders[i]));
    arena_close(arena);
    return result;
}

static Article article_of(const char *path)
{
    Article article;
    Error err;
    if (archive_article(archive, arena, slice_from(path), &article, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return article;
}

/* before and after: headlines, or "" for none. */
static void assert_neighbours(const char *path, FacetField field, const char *value, const char *before,
                              const char *after)
{
    Article article = article_of(path), previous = {0}, next = {0};
    bool has_previous, has_next;
    Error err;
    assert_int_equal(archive_neighbours_among(archive, arena, &article, field, slice_from(value), &previous,
                                              &has_previous, &next, &has_next, &err),
                     STATUS_OK);
    if (has_previous != (before[0] != '\0') || has_next != (after[0] != '\0'))
        fail_msg("%s among %s: '%.*s' and '%.*s'", path, value, SLICE_ARG(previous.headline),
                 SLICE_ARG(next.headline));
    assert_true(!has_previous || slice_equal(previous.headline, slice_from(before)));
    assert_true(!has_next || slice_equal(next.headline, slice_from(after)));
}

static void neighbours_are_of_the_same_section_or_author(void **state)
{
    (void)state;
    assert_neighbours("/news/story-2", FACET_SECTION, "news", "Story 1", "Story 4");
    assert_neighbours("/news/story-1", FACET_SECTION, "news", "", "Story 2");
    assert_neighbours("/news/story-4", FACET_SECTION, "news", "Story 2", "");
    assert_neighbours("/opinion/story-3", FACET_SECTION, "opinion", "", "");
    assert_neighbours("/news/story-1", FACET_AUTHOR, "ann", "", "Story 3");
    assert_neighbours("/news/story-4", FACET_AUTHOR, "ann", "Story 3", "");
    assert_neighbours("/news/story-1", FACET_AUTHOR, "", "", "");
    assert_neighbours("/news/story-1", FACET_SECTION, "nosuch", "", "");
}

static void the_states_of_a_text_are_kept(void **state)
{
    (void)state;
    Article article = article_of("/news/story-4");
    Slice first, second;
    Error err;
    assert_int_equal(article.versions.count, 2);
    assert_int_equal(
        archive_version_text(archive, arena, article.number, article.versions.items[0].digest, &first, &err),
        STATUS_OK);
    assert_int_equal(
        archive_version_text(archive, arena, article.number, article.versions.items[1].digest, &second, &err),
        STATUS_OK);
    assert_true(slice_contains(first, SLICE("sank with 19")));
    assert_true(slice_contains(second, SLICE("sank with 17")));
    assert_int_equal(archive_version_text(archive, arena, article.number, SLICE("none"), &first, &err),
                     STATUS_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_are_of_the_same_section_or_author),
        cmocka_unit_test(the_states_of_a_text_are_kept),
    };
    return cmocka_run_group_tests(tests, open_archive, close_archive);
}
