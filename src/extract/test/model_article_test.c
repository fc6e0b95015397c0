#include "base/file.h"
#include "reading.h"

/* The page of the model newspaper that the test data hold; the program skips where they are absent. */
static Slice page_bytes;

static void expect_the_model_article(const char *title)
{
    Reading reading;
    reading_open(&reading);
    ExtractOptions options = {.archive_title = slice_from(title)};
    const Article *article = reading_run(&reading, BODY_TEXT, SLICE_EMPTY, page_bytes, &options);
    assert_int_equal(reading.status, STATUS_OK);
    expect_text(article->headline, "Haftar Holds Secret Meetings in Rome on Migration");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].id, "55384080");
    expect_text(article->media.items[0].caption,
                "Libyan General Khalifa Haftar addresses a press conference in Benghazi.");
    expect_text(article->media.items[0].credit.raw, "AP");
    expect_text(article->media.items[0].credit.agency, "AP");
    expect_text(article->dateline.raw, "Cairo-");
    assert_int_equal(article->dateline.places.count, 1);
    expect_text(article->dateline.places.items[0], "Cairo");
    assert_int_equal(article->body.count, 11);
    for (size_t i = 0; i < 11; i++)
        assert_int_equal(article->body.items[i].kind, BLOCK_PARAGRAPH);
    expect_begins(article->body.items[0].text, "Cairo- Following an invitation");
    assert_true(
        slice_ends_with(article->body.items[10].text, SLICE("the entry of Libyans into the United States.")));
    assert_false(moment_is_known(article->published));
    expect_lacks(article->text, "Awsat");
    expect_text(article->lang, "en");
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    reading_close(&reading);
}

static void the_model_article_is_read_with_its_archives_title(void **state)
{
    (void)state;
    expect_the_model_article("ASHARQ AL-AWSAT English Archive 2005 -2017");
}

static void the_model_article_is_read_without_a_title(void **state)
{
    (void)state;
    expect_the_model_article("");
}

int main(void)
{
    Arena *arena = arena_open(4u << 20);
    const char *data = getenv("BACKFILE_DATA");
    const char *folder = data ? data : path_join(arena, BACKFILE_SOURCE_DIR, "../shared/data");
    Error err;
    if (file_read(arena, path_join(arena, folder, "formats/text/model-article.txt"), 1u << 20, &page_bytes,
                  &err) != STATUS_OK) {
        printf("skipped: no model article below '%s' (set BACKFILE_DATA)\n", folder);
        arena_close(arena);
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_article_is_read_with_its_archives_title),
        cmocka_unit_test(the_model_article_is_read_without_a_title),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return failed;
}
