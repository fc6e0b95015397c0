/* A body that stands only in a script's data: found by the headline, in the shapes that it has there, and
 * never taken where the page has one of its own. */
#include "reading.h"

#include "extract/script_body.h"

#include <stdio.h>

#define FIRST "The council met on Tuesday and agreed to mend the old mole, which the storms had broken. "
#define SECOND                                                                                               \
    "Men of the harbour will begin in May, and they hope to end before the first storms of autumn. "
#define LONG FIRST SECOND FIRST SECOND

static const Article *read_script(Reading *reading, const char *type, const char *script, const char *body)
{
    static char page[16384];
    int size = snprintf(page, sizeof page,
                        "<html lang='en'><head><meta property='og:title' content='Mole repaired at last'>"
                        "</head><body><div id='root'>%s</div><script%s>%s</script></body></html>",
                        body, type, script);
    assert_true(size > 0 && (size_t)size < sizeof page);
    return read_html_page(reading, "http://ledger.example/a/mole-repaired", page);
}

static const struct {
    const char *type, *script;
} shapes[] = {
    {" id='__DATA__' type='application/json'",
     "{\"props\":{\"page\":{\"title\":\"Mole repaired at last\",\"html\":\"<p>" LONG "</p><p>" SECOND
     "</p>\"}}}"},
    {"", "window.__STATE__ = {\"piece\":{\"headline\":\"Mole repaired at last\",\"body\":[\"" LONG
         "\",\"" SECOND "\"]}};"},
    {"", "(window['q'] = window['q'] || []).push({\"hed\":\"Mole repaired at last\",\"story\":{\"blocks\":["
         "{\"type\":\"paragraph\",\"text\":\"" LONG "\"},{\"type\":\"advert\",\"text\":\"Buy a mole\"},"
         "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"" SECOND "\"}]}]}});"},
    {"", "var a = 1; start({\"article\":{\"webTitle\":\"Mole repaired at last\",\"text\":\"" LONG
         "\\n\\n" SECOND "\"}});"},
};

static void each_shape_gives_its_paragraphs(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const Article *article = read_script(&reading, shapes[i].type, shapes[i].script, "");
        if (article->body.count != 2)
            fail_msg("%zu blocks in %s", article->body.count, shapes[i].script);
        expect_begins(article->body.items[0].text, "The council met on Tuesday");
        expect_begins(article->body.items[1].text, "Men of the harbour will begin");
        expect_lacks(article->text, "Buy a mole");
        expect_text(article->headline, "Mole repaired at last");
        assert_int_equal(article->page_kind, PAGE_ARTICLE);
    }
    reading_close(&reading);
}

static void pictures_of_the_data_come_with_caption_and_credit(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "x={\"title\":\"Mole repaired at last\",\"html\":\"<p>" LONG
        "</p><figure><img src='/p/mole-1234567.jpg'><figcaption>Men mend the mole. "
        "<span class='credit'>Jane Roe/AP</span></figcaption></figure>$$ADVERT$$<p>" SECOND "</p>\"}",
        "x={\"title\":\"Mole repaired at last\",\"body\":[{\"type\":\"text\",\"text\":\"" LONG
        "\"},{\"type\":\"image\",\"image\":{\"url\":\"/p/mole-1234567.jpg\"},\"caption\":\"Men mend the "
        "mole.\","
        "\"credit\":\"Jane Roe/AP\"},{\"type\":\"text\",\"text\":\"" SECOND "\"}]}"};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < 2; i++) {
        const Article *article = read_script(&reading, "", scripts[i], "");
        assert_int_equal(article->media.count, 1);
        expect_text(article->media.items[0].href, "http://ledger.example/p/mole-1234567.jpg");
        expect_text(article->media.items[0].caption, "Men mend the mole.");
        expect_text(article->media.items[0].credit.raw, "Jane Roe/AP");
        expect_lacks(article->text, "ADVERT");
    }
    reading_close(&reading);
}

static void data_of_another_piece_are_not_taken(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "x={\"title\":\"A quiet day at sea\",\"html\":\"<p>" LONG "</p><p>" SECOND "</p>\"}",
        "x={\"title\":\"Mole repaired at last\",\"related\":[{\"title\":\"A quiet day at "
        "sea\",\"html\":\"<p>" LONG "</p><p>" SECOND "</p>\"}]}"};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(read_script(&reading, "", scripts[i], "")->body.count, 0);
    reading_close(&reading);
}

static void the_pages_own_body_is_the_body(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_script(
        &reading, "",
        "x={\"title\":\"Mole repaired at last\",\"html\":\"<p>Told otherwise: " LONG LONG "</p>\"}",
        "<h1>Mole repaired at last</h1><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p>");
    assert_int_equal(article->body.count, 3);
    expect_lacks(article->text, "Told otherwise");
    reading_close(&reading);
}

static void damaged_and_endless_data_end(void **state)
{
    (void)state;
    Arena *arena = arena_open(64u << 20);
    const Slice title = SLICE("Mole repaired at last");
    assert_int_equal(script_body(arena, SLICE("<script>x={\"title\":"), title).size, 0);
    assert_int_equal(script_body(arena, SLICE("<script"), title).size, 0);
    /* Many scripts, each of which begins many values: only some are read. */
    enum { SIZE = 1 << 20 };
    char *page = arena_grow(arena, NULL, 0, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        page[i] = "<script>=[{\"a\":[=[{=[{=[{"[i % 26];
    assert_int_equal(script_body(arena, slice_of(page, SIZE), title).size, 0);
    for (size_t i = 8; i < SIZE; i++)
        page[i] = "=["[i % 2];
    assert_int_equal(script_body(arena, slice_of(page, SIZE), title).size, 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_shape_gives_its_paragraphs),
        cmocka_unit_test(pictures_of_the_data_come_with_caption_and_credit),
        cmocka_unit_test(data_of_another_piece_are_not_taken),
        cmocka_unit_test(the_pages_own_body_is_the_body),
        cmocka_unit_test(damaged_and_endless_data_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
