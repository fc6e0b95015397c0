/* Feeds, sitemaps and OpenSearch: well-formed whatever stands in a piece, with dates that tell nothing but
 * when it was published. */
#include "base/test/cm.h"
#include "export/export.h"
#include "export/xml_out.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void assert_in(Slice text, const char *part)
{
    if (!slice_contains(text, slice_from(part)))
        fail_msg("'%s' is not in:\n%.*s", part, SLICE_ARG(text));
}

static void assert_not_in(Slice text, const char *part)
{
    if (slice_contains(text, slice_from(part)))
        fail_msg("'%s' is in:\n%.*s", part, SLICE_ARG(text));
}

static Moment moment(const char *text)
{
    Moment m = {0};
    if (*text)
        assert_true(moment_parse(slice_from(text), &m));
    return m;
}

static Feed feed_of(Article *article)
{
    Feed feed = {.title = SLICE("The Paper & Sons"),
                 .description = SLICE("All of it"),
                 .publisher = SLICE("Sons"),
                 .language = SLICE("en"),
                 .base = SLICE("http://p.example"),
                 .home = SLICE("http://p.example/"),
                 .self = SLICE("http://p.example/feed"),
                 .total = 1,
                 .start = 1,
                 .size = 20};
    FeedEntry *entry = LIST_ADD(arena, &feed.entries);
    *entry = (FeedEntry){
        .article = article, .href = SLICE("http://p.example/a/b"), .id = SLICE("http://p.example/id/1")};
    return feed;
}

static void a_text_is_fit_for_xml_whatever_it_holds(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    xml_out_text(
        &b, SLICE("a<b>&\"'\x01\x0b\x1f\x7f\xef\xbf\xbe\xef\xbf\xbf\xff\xe2\x80\x8f\xf0\x9f\x98\x80\t\n"));
    assert_slice(builder_slice(&b), "a&lt;b&gt;&amp;&#34;&#39;\xef\xbf\xbd\xe2\x80\x8f\xf0\x9f\x98\x80\t\n");
}

static void the_end_of_a_marked_section_is_split(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    xml_out_cdata(&b, SLICE("a]]>b]]]>\x01]]"));
    assert_slice(builder_slice(&b), "<![CDATA[a]]]]><![CDATA[>b]]]]]><![CDATA[>]]]]>");
    builder_clear(&b);
    xml_out_cdata(&b, SLICE("x]\x01]>y")); /* the end appears once the control is gone */
    assert_slice(builder_slice(&b), "<![CDATA[x]]]]><![CDATA[>y]]>");
}

static void dates_tell_the_publication_alone(void **state)
{
    (void)state;
    static const struct {
        const char *published, *rss, *atom, *updated;
    } cases[] = {
        {"2014-06-27T14:05+03:00", "Fri, 27 Jun 2014 14:05:00 +0300", "2014-06-27T14:05:00+03:00",
         "2014-06-27T14:05:00+03:00"},
        {"2014-06-27T14:05-04:30", "Fri, 27 Jun 2014 14:05:00 -0430", "2014-06-27T14:05:00-04:30",
         "2014-06-27T14:05:00-04:30"},
        {"2014-06-27", "Fri, 27 Jun 2014 12:00:00 +0000", "2014-06-27T12:00:00Z", "2014-06-27T12:00:00Z"},
        {"1969-07-21", "Mon, 21 Jul 1969 12:00:00 +0000", "1969-07-21T12:00:00Z", "1969-07-21T12:00:00Z"},
        {"2014-06", NULL, NULL, "2014-06-01T00:00:00Z"},
        {"2014", NULL, NULL, "2014-01-01T00:00:00Z"},
        {"", NULL, NULL, "2017-11-20T03:33:45Z"},
    };
    CaptureInfo capture = {.at_s = 1511148825};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Article article = {.headline = SLICE("H"),
                           .published = moment(cases[i].published),
                           .captures = {.items = &capture, .count = 1}};
        Feed feed = feed_of(&article);
        Slice rss = export_rss(arena, &feed), atom = export_atom(arena, &feed);
        Slice json = export_json_feed(arena, &feed);
        if (!cases[i].rss) {
            assert_not_in(rss, "pubDate");
            assert_not_in(atom, "<published>");
            assert_not_in(json, "date_published");
        } else {
            assert_in(rss, arena_string(arena, arena_format(arena, "<pubDate>%s<", cases[i].rss)));
            assert_in(atom, arena_string(arena, arena_format(arena, "<published>%s<", cases[i].atom)));
            assert_in(json,
                      arena_string(arena, arena_format(arena, "\"date_published\":\"%s\"", cases[i].atom)));
        }
        assert_in(atom, arena_string(arena, arena_format(arena, "<updated>%s<", cases[i].updated)));
    }
}

static void the_body_has_absolute_addresses_and_pictures(void **state)
{
    (void)state;
    Block blocks[] = {
        {.kind = BLOCK_PARAGRAPH,
         .text = SLICE("See there"),
         .html =
             SLICE("<a href=\"/x?a=1&amp;b=2\">See</a> <a href=\"#n\">there</a> <a href=\"data:x\">no</a>")},
        {.kind = BLOCK_TURN, .text = SLICE("I say <so>."), .speaker = SLICE("A & B")}};
    Media media = {.caption = SLICE("A \"picture\""),
                   .credit = {.raw = SLICE("AP/Jo"), .agency = SLICE("AP"), .photographer = SLICE("Jo")}};
    Article article = {.headline = SLICE("H"),
                       .url = SLICE("http://old.example/y/z"),
                       .lang = SLICE("ar"),
                       .body = {.items = blocks, .count = 2}};
    Feed feed = feed_of(&article);
    *LIST_ADD(arena, &feed.entries.items[0].pictures) =
        (FeedPicture){.media = &media, .src = SLICE("http://p.example/p.png?a&b")};
    Slice rss = export_rss(arena, &feed);
    assert_in(rss, "<a href=\"http://old.example/x?a=1&amp;b=2\">See</a>");
    assert_in(rss, "<a href=\"http://old.example/y/z#n\">there</a>");
    assert_in(rss, "<a href=\"#\">no</a>");
    assert_in(rss, "<p><b>A &amp; B</b> I say &lt;so&gt;.</p>");
    assert_in(rss, "<img src=\"http://p.example/p.png?a&amp;b\" alt=\"A &#34;picture&#34;\">");
    assert_in(rss, "<media:content medium=\"image\" url=\"http://p.example/p.png?a&amp;b\">");
    assert_in(rss, "<media:credit role=\"photographer\" scheme=\"urn:ebu\">Jo</media:credit>");
    assert_in(export_atom(arena, &feed), "<entry xml:lang=\"ar\">");
    assert_in(export_json_feed(arena, &feed), "\"image\":\"http://p.example/p.png?a&b\"");
}

static void a_list_on_one_page_is_whole_and_others_lead_on(void **state)
{
    (void)state;
    Article article = {.headline = SLICE("H")};
    Feed feed = feed_of(&article);
    assert_in(export_atom(arena, &feed), "<fh:complete/>");
    assert_in(export_rss(arena, &feed), "<fh:complete/>");
    feed.total = 41;
    feed.next = SLICE("http://p.example/feed?paged=2&x");
    assert_not_in(export_atom(arena, &feed), "<fh:complete/>");
    assert_in(export_atom(arena, &feed), "<link rel=\"next\" type=\"application/atom+xml\" "
                                         "href=\"http://p.example/feed?paged=2&amp;x\"/>");
    assert_in(export_rss(arena, &feed), "<opensearch:totalResults>41</opensearch:totalResults>");
    assert_in(export_json_feed(arena, &feed), "\"next_url\":\"http://p.example/feed?paged=2&x\"");
}

static void a_piece_of_nothing_still_is_an_entry(void **state)
{
    (void)state;
    Article article = {0};
    Feed feed = feed_of(&article);
    assert_in(export_rss(arena, &feed), "<title></title>");
    assert_in(export_atom(arena, &feed), "<updated>1970-01-01T00:00:00Z</updated>");
    assert_in(export_json_feed(arena, &feed), "\"content_text\":\"Without text\"");
    feed.entries.count = 0;
    assert_in(export_json_feed(arena, &feed), "\"items\":[]");
}

static void terms_stand_at_the_head_of_a_feed_and_at_pieces_that_have_their_own(void **state)
{
    (void)state;
    Article article = {.headline = SLICE("One"), .rights = SLICE("Ours & theirs")};
    article.license = SLICE("https://terms.example/by?a&b");
    Feed feed = feed_of(&article);
    feed.rights = SLICE("All");
    feed.license = SLICE("https://terms.example/all");
    Slice rss = export_rss(arena, &feed), atom = export_atom(arena, &feed);
    assert_in(rss, "<copyright>All</copyright>");
    assert_in(rss, "<atom:link rel=\"license\" href=\"https://terms.example/all\"/>");
    assert_in(rss, "<dc:rights>Ours &amp; theirs</dc:rights>\n<atom:link rel=\"license\""
                   " href=\"https://terms.example/by?a&amp;b\"/>");
    assert_in(atom, "<rights>All</rights>");
    assert_in(atom, "<link rel=\"license\" href=\"https://terms.example/by?a&amp;b\"/>\n"
                    "<rights>Ours &amp; theirs</rights>");
}

static void a_sitemap_escapes_and_leaves_out_what_is_empty(void **state)
{
    (void)state;
    Builder b;
    Slice image = SLICE("http://p.example/i.png?a&b");
    builder_init(&b, arena);
    sitemap_begin(&b);
    const SitemapAlternate other = {SLICE("ar"), SLICE("http://p.example/ar?b&c")};
    sitemap_add(&b, &(SitemapEntry){.address = SLICE("http://p.example/a?b&c"),
                                    .changed = SLICE("2014-06"),
                                    .images = &image,
                                    .image_count = 1,
                                    .alternates = &other,
                                    .alternate_count = 1});
    sitemap_add(&b, &(SitemapEntry){.address = SLICE("http://p.example/d")});
    sitemap_end(&b);
    assert_in(builder_slice(&b), "<loc>http://p.example/a?b&amp;c</loc>\n<lastmod>2014-06</"
                                 "lastmod>\n<xhtml:link rel=\"alternate\" hreflang=\"ar\""
                                 " href=\"http://p.example/ar?b&amp;c\"/>\n"
                                 "<image:image>\n<image:loc>http://p.example/i.png?a&amp;b</image:loc>");
    assert_in(builder_slice(&b), "<url>\n<loc>http://p.example/d</loc>\n</url>\n</urlset>");
}

static void an_opensearch_description_keeps_to_its_lengths(void **state)
{
    (void)state;
    Slice xml = export_opensearch(arena, SLICE("الشرق الأوسط & the other very long names of a paper"),
                                  SLICE("P"), SLICE("ar"), SLICE("http://p.example"));
    assert_in(xml, "<ShortName>الشرق الأوسط &amp;</ShortName>");
    assert_in(xml, "template=\"http://p.example/search/feed?q={searchTerms}&amp;paged={startPage?}");
    Slices words = {0};
    *LIST_ADD(arena, &words) = SLICE("fer\"ry");
    assert_slice(export_suggestions(arena, SLICE("fer"), &words), "[\"fer\",[\"fer\\\"ry\"]]");
    words.count = 0;
    assert_slice(export_suggestions(arena, SLICE("q"), &words), "[\"q\",[]]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_fit_for_xml_whatever_it_holds),
        cmocka_unit_test(the_end_of_a_marked_section_is_split),
        cmocka_unit_test(dates_tell_the_publication_alone),
        cmocka_unit_test(the_body_has_absolute_addresses_and_pictures),
        cmocka_unit_test(a_list_on_one_page_is_whole_and_others_lead_on),
        cmocka_unit_test(a_piece_of_nothing_still_is_an_entry),
        cmocka_unit_test(terms_stand_at_the_head_of_a_feed_and_at_pieces_that_have_their_own),
        cmocka_unit_test(a_sitemap_escapes_and_leaves_out_what_is_empty),
        cmocka_unit_test(an_opensearch_description_keeps_to_its_lengths),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
