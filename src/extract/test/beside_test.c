/* What stands beside a piece on its page: other languages, related pieces, terms of use. */
#include "reading.h"

#include <stdio.h>

#define URL "http://ledger.example/mole"
#define HREFLANG(lang, href) "<link rel='alternate' hreflang='" lang "' href='" href "'>"

static const Article *read_built(Reading *reading, const char *head, const char *below)
{
    static char page[16384]; /* outside the arena, which is emptied before each page */
    int size = snprintf(page, sizeof page,
                        "<html lang='en'><head><title>Mole repaired</title><link rel='canonical' href='" URL
                        "'>%s</head><body class='single single-post postid-7'><article class='hentry'>"
                        "<h1 class='entry-title'>Mole repaired</h1><div class='entry-content'>"
                        "<p>" LOREM " is known.</p><p>" LOREM " is said.</p></div>%s</article></body></html>",
                        head, below);
    assert_true(size > 0 && (size_t)size < sizeof page);
    return read_html_page(reading, URL, page);
}

static void links_to_other_languages_are_translations_and_the_page_itself_is_not(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading,
        HREFLANG("en", "http://www.ledger.example/mole/") HREFLANG("x-default", "http://ledger.example/other")
            HREFLANG("fr_FR", "/fr/le-mole") HREFLANG("ar", "http://ledger.example/ar/rasif?utm_source=x")
                HREFLANG("javascript", "javascript:alert(1)")
                    HREFLANG("de", "javascript:alert(1)") "<link rel='alternate' type='application/rss+xml' "
                                                          "hreflang='es' href='/es/feed'>",
        "");
    assert_int_equal(article->translations.count, 2);
    expect_text(article->translations.items[0].lang, "ar");
    expect_text(article->translations.items[1].lang, "fr-FR");
    expect_text(article->translations.items[1].url, "http://ledger.example/fr/le-mole");
    reading_close(&reading);
}

static void json_ld_names_translations_license_and_notice(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading,
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Mole repaired\","
        "\"license\":{\"@type\":\"CreativeWork\",\"url\":\"https://terms.example/by\",\"name\":\"By\"},"
        "\"copyrightNotice\":\"(c) 1999 The Ledger\",\"workTranslation\":{\"@type\":\"NewsArticle\","
        "\"inLanguage\":\"ar\",\"url\":\"http://ledger.example/ar/rasif\"}}</script>",
        "");
    expect_text(article->license, "https://terms.example/by");
    expect_text(article->rights, "(c) 1999 The Ledger");
    assert_int_equal(article->translations.count, 1);
    reading_close(&reading);
}

static void the_first_license_stated_is_kept_and_one_of_another_piece_is_not(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading,
        "<meta name='DC.rights' content='All rights reserved'><link rel='license nofollow' href='/terms'>",
        "<a rel='license' href='https://other.example'>x</a>");
    expect_text(article->license, "http://ledger.example/terms");
    expect_text(article->rights, "All rights reserved");
    article =
        read_built(&reading, "",
                   "<div class='related-posts'><a rel='license' href='https://other.example'>CC</a></div>");
    expect_text(article->license, "");
    reading_close(&reading);
}

static void related_is_what_a_box_of_that_name_links_to_on_the_same_host(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_built(&reading, "",
                   "<div class='most-popular'><a href='/popular-piece'>A piece that many read</a></div>"
                   "<div id='jp-relatedposts' class='jp-relatedposts'><a href='/storm-breaks-mole'>Storm "
                   "breaks the mole</a>"
                   "<a href='/storm-breaks-mole'>Storm breaks the mole</a><a href='/share'>Share</a>"
                   "<a href='https://advert.example/buy'>Buy a yacht of your own</a></div>");
    assert_int_equal(article->related.count, 1);
    expect_text(article->related.items[0].url, "http://ledger.example/storm-breaks-mole");
    reading_close(&reading);
}

static void a_page_of_ten_thousand_languages_gives_a_handful(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    Arena *arena = arena_open(64u << 20);
    char *page = arena_alloc(arena, 2u << 20);
    size_t size = (size_t)snprintf(page, 2u << 20, "<html><head><title>Mole</title>");
    for (int i = 0; i < 10000; i++)
        size += (size_t)snprintf(page + size, (2u << 20) - size,
                                 "<link rel=alternate hreflang=ar href=/ar/%d>", i);
    size += (size_t)snprintf(page + size, (2u << 20) - size,
                             "</head><body class='single-post'><article class='hentry'><h1>Mole</h1>"
                             "<div class='entry-content'><p>" LOREM "</p><p>" LOREM
                             "</p></div></article></body></html>");
    const Article *article = reading_run(&reading, BODY_HTML, SLICE(URL), slice_of(page, size), NULL);
    assert_true(page_kind_is_piece(article->page_kind));
    assert_int_equal(article->translations.count, RELATIONS_MAX);
    arena_close(arena);
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_to_other_languages_are_translations_and_the_page_itself_is_not),
        cmocka_unit_test(json_ld_names_translations_license_and_notice),
        cmocka_unit_test(the_first_license_stated_is_kept_and_one_of_another_piece_is_not),
        cmocka_unit_test(related_is_what_a_box_of_that_name_links_to_on_the_same_host),
        cmocka_unit_test(a_page_of_ten_thousand_languages_gives_a_handful),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
