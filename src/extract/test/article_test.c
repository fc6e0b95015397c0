#include "reading.h"

/* A page as the model newspaper's content system and theme wrote them. */
static const char divi_page[] =
    "<!DOCTYPE html><html lang=\"en-US\"><head><title>Harbour Talks End | THE HARBOUR HERALD Archive 1990 "
    "-2004</title>"
    "<link rel=\"canonical\" href=\"https://herald.example/salim-nassar/news-coast/harbour-talks-end\">"
    "<meta property=\"og:site_name\" content=\"The Harbour Herald\">"
    "<meta property=\"article:published_time\" content=\"2014-06-27T14:05:33+03:00\">"
    "<meta property=\"og:type\" content=\"article\"></head>"
    "<body class=\"post-template-default single single-post postid-55336534 et_divi_theme\">"
    "<div id=\"et_mobile_nav_menu\"><div class=\"mobile_nav closed\"><span class=\"select_page\">Select "
    "Page</span></div></div>"
    "<div id=\"main-content\"><div id=\"left-area\"><article id=\"post-55336534\" class=\"et_pb_post post "
    "type-post hentry "
    "category-news-coast tag-mole\">"
    "<div class=\"et_post_meta_wrapper\"><h1 class=\"entry-title\">Harbour Talks End</h1>"
    "<p class=\"post-meta\"> by <span class=\"author vcard\"><a "
    "href=\"https://herald.example/author/salim-nassar\" "
    "rel=\"author\">Salim Nassar</a></span> | <span class=\"published\">Jun 27, 2014</span> | "
    "<a href=\"https://herald.example/category/news-coast\" rel=\"category tag\">Coast</a></p>"
    "<img src=\"/wp-content/uploads/2014/06/mole.jpg\" alt=\"Harbour Talks End\" width=\"640\" "
    "height=\"400\" "
    "class=\"wp-image-55336500\"></div>"
    "<div class=\"entry-content\"><p>[inset_left]The Mole Ali Hassan Port Press, 192 pages Tyre, "
    "2014[/inset_left] "
    "Beirut, Harbour Herald—" LOREM "</p>"
    "<p>It was the minister”s wish, he said, that &#34the work begin at once.&#34</p>"
    "<h2>What comes next</h2><p>" LOREM
    " <a href=\"/about\" onclick=\"steal()\">More about it</a> is known, and "
    "<a href=\"javascript:alert(1)\">less</a> is said.</p>"
    "<ul><li>The mole, of stone, is 300 metres long.</li><li>The light at its end is out.</li></ul>"
    "<div class=\"sharedaddy\"><ul><li><a href=\"?share=twitter\">Click to share on "
    "Twitter</a></li></ul></div>"
    "<div class=\"jp-relatedposts\"><h3>Related</h3><p>" LOREM "</p></div>"
    "<script>document.write('<p>never</p>')</script></div></article>"
    "<div id=\"comments\"><h2>Comments</h2><p>A reader writes that " LOREM "</p></div></div>"
    "<div id=\"sidebar\"><div class=\"widget\"><h4>Most read</h4><ul><li><a href=\"/x\">Another story of the "
    "sea</a></li></ul>"
    "</div></div></div><footer id=\"main-footer\">The Harbour Herald</footer></body></html>";

static void a_divi_page_gives_every_field(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://herald.example/salim-nassar/news-coast/harbour-talks-end?share=twitter", divi_page);
    assert_int_equal(reading.status, STATUS_OK);
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    expect_text(article->headline, "Harbour Talks End");
    expect_text(article->canonical, "https://herald.example/salim-nassar/news-coast/harbour-talks-end");
    expect_text(article->cms_id, "55336534");
    expect_text(moment_format(reading.arena, article->published), "2014-06-27T14:05+03:00");
    assert_int_equal(article->authors.count, 1);
    expect_text(article->authors.items[0].name, "Salim Nassar");
    expect_text(article->section.slug, "news-coast");
    expect_text(article->section.label, "Coast");
    expect_text(article->lang, "en-US");
    expect_text(article->dir, "ltr");
    expect_text(article->site_name, "The Harbour Herald");
    assert_true(article->provenance.count > 5);
    reading_close(&reading);
}

static void the_body_holds_the_piece_and_nothing_else(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://herald.example/a", divi_page);
    static const BlockKind kinds[] = {BLOCK_INSET,   BLOCK_PARAGRAPH, BLOCK_PARAGRAPH,
                                      BLOCK_SUBHEAD, BLOCK_PARAGRAPH, BLOCK_LIST};
    assert_int_equal(article->body.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(article->body.items[i].kind, kinds[i]);
    expect_begins(article->body.items[0].text, "The Mole Ali Hassan");
    expect_begins(article->text, "Beirut, Harbour Herald—The council");
    expect_text(article->body.items[5].text,
                "The mole, of stone, is 300 metres long.\nThe light at its end is out.");
    static const char *const unwanted[] = {"Select Page", "share", "Related", "reader writes",
                                           "Most read",   "never", "[inset"};
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++)
        expect_lacks(article->text, unwanted[i]);
    reading_close(&reading);
}

static void inner_html_holds_only_what_is_safe(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://herald.example/a", divi_page);
    Slice html = article->body.items[4].html;
    assert_true(slice_contains(html, SLICE("<a href=\"http://herald.example/about\">More about it</a>")));
    expect_lacks(html, "onclick");
    expect_lacks(html, "javascript");
    assert_true(slice_contains(html, SLICE("less is said")));
    expect_text(
        article->body.items[5].html,
        "<ul><li>The mole, of stone, is 300 metres long.</li><li>The light at its end is out.</li></ul>");
    reading_close(&reading);
}

static void damage_is_repaired_and_recorded(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://herald.example/a", divi_page);
    assert_true(slice_contains(article->text, SLICE("the minister’s wish")));
    assert_true(slice_contains(article->text, SLICE("\"the work begin at once.\"")));
    assert_int_equal(article->repairs.count, 1);
    const Repair *repair = &article->repairs.items[0];
    expect_text(repair->in, "body");
    expect_text(repair->was, "”");
    expect_text(slice_range(article->text, repair->span.begin, repair->span.end), "’");
    reading_close(&reading);
}

static void spans_of_blocks_lie_in_the_text(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://herald.example/a", divi_page);
    for (size_t i = 0; i < article->body.count; i++) {
        const Block *block = &article->body.items[i];
        if (block->kind != BLOCK_INSET && block->kind != BLOCK_EMBED)
            assert_true(
                slice_equal(slice_range(article->text, block->span.begin, block->span.end), block->text));
    }
    reading_close(&reading);
}

static void the_featured_image_is_of_the_piece(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://herald.example/a", divi_page);
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].href, "http://herald.example/wp-content/uploads/2014/06/mole.jpg");
    expect_text(article->media.items[0].id, "55336500");
    assert_int_equal(article->media.items[0].width, 640);
    reading_close(&reading);
}

static void figures_lazy_images_and_source_sets_are_read(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/s/1",
        "<html><body><article><h1>Light out at the mole</h1><p>" LOREM "</p>"
        "<figure><img src=\"data:image/gif;base64,R0\" data-src=\"/a.jpg\"><figcaption>The light. "
        "(Reuters/Ann Roe)</figcaption></figure>"
        "<p>" LOREM "</p><div class=\"wp-caption\" id=\"attachment_12\"><img srcset=\"/s.jpg 320w, /l.jpg "
        "1280w\" src=\"/s.jpg\">"
        "<p class=\"wp-caption-text\">The mole at dusk. (AFP Photo/Omar Said)</p></div><p>" LOREM
        "</p></article></body></html>");
    assert_int_equal(article->media.count, 2);
    expect_text(article->media.items[0].href, "http://p.example/a.jpg");
    expect_text(article->media.items[0].caption, "The light.");
    expect_text(article->media.items[0].credit.agency, "Reuters");
    expect_text(article->media.items[0].credit.photographer, "Ann Roe");
    expect_text(article->media.items[1].href, "http://p.example/l.jpg");
    expect_text(article->media.items[1].id, "12");
    expect_text(article->media.items[1].caption, "The mole at dusk.");
    assert_int_equal(article->body.count, 3);
    expect_lacks(article->text, "dusk");
    reading_close(&reading);
}

static void json_ld_speaks_in_any_shape(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "http://p.example/s/2",
                       "<html><head><script "
                       "type=\"application/ld+json\">{\"@context\":\"https://"
                       "schema.org\",\"@graph\":[{\"@type\":\"WebSite\","
                       "\"name\":\"The Paper\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"Light &amp; "
                       "Mole\nBoth Out\",\"datePublished\":"
                       "\"2019-11-18T05:09:00Z\",\"dateModified\":\"2019-11-18T07:00:00Z\",\"author\":[{\"@"
                       "id\":\"#a\"},{\"@type\":\"Person\","
                       "\"name\":\"Omar Said\"}],\"articleSection\":\"Coast\",\"keywords\":\"mole, "
                       "light\",},{\"@id\":\"#a\",\"@type\":\"Person\","
                       "\"name\":\"Ann Roe\"}]}</script></head><body><div class=\"story\"><p>" LOREM
                       "</p><p>" LOREM "</p></div></body></html>");
    expect_text(article->headline, "Light & Mole Both Out");
    expect_text(moment_format(reading.arena, article->published), "2019-11-18T05:09Z");
    expect_text(moment_format(reading.arena, article->modified), "2019-11-18T07:00Z");
    assert_int_equal(article->authors.count, 2);
    expect_text(article->authors.items[0].name, "Ann Roe");
    expect_text(article->authors.items[1].name, "Omar Said");
    expect_text(article->section.label, "Coast");
    assert_int_equal(article->tags.count, 2);
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    reading_close(&reading);
}

static void the_sites_own_name_is_no_author(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://thepaper.example/1",
        "<html><head><meta property=\"og:site_name\" content=\"The Paper\"><meta name=\"author\" "
        "content=\"The Paper\"></head><body><h1>Light out</h1><p class=\"byline\">By Ann Roe</p><p>" LOREM
        "</p><p>" LOREM "</p></body></html>");
    assert_int_equal(article->authors.count, 1);
    expect_text(article->authors.items[0].name, "Ann Roe");
    expect_text(article->byline, "By Ann Roe");
    reading_close(&reading);
}

typedef struct KindCase {
    const char *url, *html;
    PageKind kind;
} KindCase;

#define TEASER                                                                                               \
    "<article><h2><a href=\"/x\">A headline of another story of the sea</a></h2><p>Some words of it "        \
    "...</p></article>"

static void pages_that_are_no_pieces_are_known(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"http://p.example/",
         "<body><h1>The Paper</h1>" TEASER TEASER TEASER TEASER TEASER TEASER TEASER "</body>", PAGE_FRONT},
        {"http://p.example/category/opinion/page/830",
         "<body class=\"archive category\">" TEASER TEASER TEASER TEASER "</body>", PAGE_LIST},
        {"http://p.example/tag/sunnis", "<body class=\"archive tag\">" TEASER TEASER "</body>", PAGE_TAG},
        {"http://p.example/author/ann",
         "<body class=\"archive author\"><p>" LOREM "</p><p>" LOREM "</p></body>", PAGE_AUTHOR},
        {"http://p.example/?s=mole", "<body class=\"search search-results\">" TEASER "</body>", PAGE_SEARCH},
        {"http://p.example/?s=ship", "<body><h1>Results</h1>" TEASER TEASER "</body>", PAGE_SEARCH},
        {"http://p.example/forum/viewtopic.php?t=9",
         "<body><h1>Mole</h1><p>" LOREM "</p><p>" LOREM "</p></body>", PAGE_OTHER},
        {"http://p.example/gone", "<body class=\"error404\"><h1>Not found</h1><p>" LOREM "</p></body>",
         PAGE_OTHER},
        {"http://p.example/consent",
         "<body><h1>Before you continue</h1><p>We use cookies.</p><button>Accept</button></body>",
         PAGE_OTHER},
        {"http://p.example/a/attachment/b",
         "<body class=\"attachment\"><h1>Mideast Port</h1><p>" LOREM "</p></body>", PAGE_PHOTO},
        {"http://p.example/coast/light", "<body><h1>Light out</h1><p>" LOREM "</p><p>" LOREM "</p></body>",
         PAGE_ARTICLE},
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Article *article = read_html_page(&reading, cases[i].url, cases[i].html);
        if (article->page_kind != cases[i].kind)
            fail_msg("%s is %.*s", cases[i].url, SLICE_ARG(page_kind_name(article->page_kind)));
    }
    reading_close(&reading);
}

static void a_standfirst_is_told_once(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const char *const standfirst = "The light at the mole is out, and nobody knows why it went out.";
    const Article *article = read_html_page(&reading, "http://p.example/1",
                                            "<body><article><h1>Light out</h1><h2>The light at the mole is "
                                            "out, and nobody knows why it went out.</h2><p>" LOREM
                                            "</p><p>" LOREM "</p><p>" LOREM "</p></article></body>");
    expect_text(article->subheadline, standfirst);
    assert_int_equal(article->body.count, 3);
    article = read_html_page(
        &reading, "http://p.example/1",
        "<body><article><h1>Light out</h1><div class=\"entry-content\"><p>The light at the mole is out, and "
        "nobody knows why it went out.</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM
        "</p></div></article></body>");
    expect_text(article->subheadline, "");
    assert_int_equal(article->body.count, 4);
    reading_close(&reading);
}

static void a_kicker_in_the_heading_is_parted_off(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/1",
        "<html><head><meta property=\"og:title\" content=\"The light at the mole is out\"></head><body><h1>"
        "<span>Harbour</span> - <span>The light at the mole is out</span></h1><p>" LOREM "</p><p>" LOREM
        "</p></body></html>");
    expect_text(article->headline, "The light at the mole is out");
    expect_text(article->kicker, "Harbour");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_divi_page_gives_every_field),
        cmocka_unit_test(the_body_holds_the_piece_and_nothing_else),
        cmocka_unit_test(inner_html_holds_only_what_is_safe),
        cmocka_unit_test(damage_is_repaired_and_recorded),
        cmocka_unit_test(spans_of_blocks_lie_in_the_text),
        cmocka_unit_test(the_featured_image_is_of_the_piece),
        cmocka_unit_test(figures_lazy_images_and_source_sets_are_read),
        cmocka_unit_test(json_ld_speaks_in_any_shape),
        cmocka_unit_test(the_sites_own_name_is_no_author),
        cmocka_unit_test(pages_that_are_no_pieces_are_known),
        cmocka_unit_test(a_standfirst_is_told_once),
        cmocka_unit_test(a_kicker_in_the_heading_is_parted_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
