/* The doors for machines: feeds, sitemap, OpenSearch, citations, problems. What stands in them is tested in
 * export; here, that each answers where it should, as what it should, with its headers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "client.h"

static World world;

static int open_site(void **state)
{
    (void)state;
    return open_world(&world, &(ServerOptions){.threads = 2});
}

static int close_site(void **state)
{
    (void)state;
    return close_world(&world);
}

static const char FERRY[] = "/jo/opinion/ferry-sails-at-last";

typedef struct Door {
    const char *target, *type, *part;
} Door;

static void assert_door(const Door *door, const char *headers)
{
    Got got = ask(&world, "GET", door->target, headers);
    if (got.status != 200)
        fail_msg("%s: %d", door->target, got.status);
    const char *type = field(&world, &got, "Content-Type");
    if (!slice_starts_with(slice_from(type), slice_from(door->type)))
        fail_msg("%s: %s", door->target, type);
    assert_has(got.body, door->part);
    assert_has(got.head, "ETag: ");
    assert_has(got.head, "X-Content-Type-Options: nosniff\r\n");
    Got head = ask(&world, "HEAD", door->target, headers);
    assert_int_equal(head.status, 200);
    assert_int_equal(head.body.size, 0);
    assert_string_equal(field(&world, &head, "ETag"), field(&world, &got, "ETag"));
    Slice again = arena_format(world.arena, "If-None-Match: %s\r\n%s", field(&world, &got, "ETag"), headers);
    assert_int_equal(ask(&world, "GET", door->target, arena_string(world.arena, again)).status, 304);
}

static void every_list_has_three_feeds(void **state)
{
    (void)state;
    static const char *const lists[] = {"",      "/category/news", "/tag/port",   "/author/j-writer",
                                        "/2014", "/2014/06",       "/2014/06/27", "/-/category/opinion",
                                        "/-",    "/-/2014"};
    static const Door forms[] = {
        {"/feed", "application/rss+xml", "<channel>"},
        {"/feed/rss2", "application/rss+xml", "<channel>"},
        {"/rss", "application/rss+xml", "<channel>"},
        {"/feed/atom", "application/atom+xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\""},
        {"/feed/json", "application/feed+json", "{\"version\":\"https://jsonfeed.org/"}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
            Door door = forms[k];
            door.target = arena_string(world.arena, arena_format(world.arena, "%s%s", lists[i], door.target));
            assert_door(&door, "");
            assert_has(get(&world, door.target).body, "http://paper.example/id/");
        }
}

static void the_wall_of_photos_has_feeds_and_relations(void **state)
{
    (void)state;
    static const Door doors[] = {{"/media/feed", "application/rss+xml", "<channel>"},
                                 {"/media/feed/atom", "application/atom+xml", "rel=\"self\""},
                                 {"/media/feed/json", "application/feed+json", "\"items\":["},
                                 {"/-/media/feed", "application/rss+xml", "Photos"}};
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        assert_door(&doors[i], "");
    Got wall = get(&world, "/media");
    assert_has(wall.head, "</media/feed>; rel=\"alternate\"; type=\"application/rss+xml\"");
    assert_has(wall.head, "</media>; rel=\"first\"");
    assert_has(wall.body, "href=\"/media/feed/atom\"");
    assert_int_equal(get(&world, "/api/resolve?url=/media/feed").status, 200);
    assert_has(get(&world, "/api/resolve?url=/media/feed").body, "\"status\":200");
}

static void searches_have_feeds_in_wordpress_words_too(void **state)
{
    (void)state;
    static const Door doors[] = {
        {"/search/feed?q=ferry", "application/rss+xml",
         "<opensearch:totalResults>1</opensearch:totalResults>"},
        {"/?s=ferry&feed=rss2", "application/rss+xml", "Ferry sails at last"},
        {"/?s=ferry&feed=atom", "application/atom+xml",
         "<opensearch:Query role=\"request\" searchTerms=\"ferry\"/>"},
        {"/search?q=nothingofthekind&feed=json", "application/feed+json", "\"items\":[]"},
        {"/search/feed?q=section:news&limit=1&paged=2", "application/rss+xml",
         "<opensearch:startIndex>2</opensearch:startIndex>"},
        {"/search/feed?section=news&limit=1&startIndex=3&language=*", "application/rss+xml",
         "rel=\"previous\" type=\"application/rss+xml\" "
         "href=\"http://paper.example/search/feed?section=news&amp;limit=1&amp;paged=2\""},
    };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        assert_door(&doors[i], "");
    Got moved = get(&world, "/search/ferry/feed/rss2/");
    assert_int_equal(moved.status, 301);
    assert_string_equal(field(&world, &moved, "Location"), "/search/feed/rss2?q=ferry");
}

static void feeds_of_nothing_are_not_there(void **state)
{
    (void)state;
    static const char *const none[] = {"/category/nosuch/feed", "/1999/feed", "/feed?paged=9",
                                       "/tag/nosuch/feed/atom"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_int_equal(get(&world, none[i]).status, 404);
    Got slash = get(&world, "/category/news/feed/");
    assert_int_equal(slash.status, 301);
    assert_string_equal(field(&world, &slash, "Location"), "/category/news/feed");
    Got piece = get(&world, "/jo/opinion/ferry-sails-at-last/feed"); /* of comments */
    assert_int_equal(piece.status, 301);
    assert_string_equal(field(&world, &piece, "Location"), FERRY);
}

static void the_site_is_told_to_machines(void **state)
{
    (void)state;
    static const Door doors[] = {
        {"/sitemap.xml", "application/xml", "<loc>http://paper.example/sitemap-1.xml</loc>"},
        {"/sitemap-1.xml", "application/xml", "<lastmod>2014-06-27T10:00Z</lastmod>"},
        {"/sitemap-lists.xml", "application/xml", "<loc>http://paper.example/2014/06/27</loc>"},
        {"/opensearch.xml", "application/opensearchdescription+xml",
         "<ShortName>The Paper &amp; Sons</ShortName>"},
        {"/api/suggest?q=the+fer", "application/x-suggestions+json", "[\"the fer\",[\"the ferry\"]]"},
    };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        assert_door(&doors[i], "");
    assert_int_equal(get(&world, "/sitemap-2.xml").status, 404);
    assert_int_equal(get(&world, "/sitemap-0.xml").status, 404);
    assert_int_equal(get(&world, "/sitemap-99999999999999999999.xml").status, 404);
    assert_has(get(&world, "/robots.txt").body, "Sitemap: http://paper.example/sitemap.xml\n");
    Got page = get(&world, "/category/news");
    assert_has(page.body, "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Atom\" "
                          "href=\"/category/news/feed/atom\">");
    assert_has(page.body, "<link rel=\"search\" type=\"application/opensearchdescription+xml\"");
    assert_has(page.head, "</category/news/feed>; rel=\"alternate\"; type=\"application/rss+xml\"");
}

static void an_article_is_cited_by_path_by_query_and_by_accept(void **state)
{
    (void)state;
    static const Door doors[] = {
        {"/jo/opinion/ferry-sails-at-last.ris", "application/x-research-info-systems",
         "DA  - 2014/06/27\r\n"},
        {"/jo/opinion/ferry-sails-at-last.bib", "application/x-bibtex", "author = {Writer, Jo}"},
        {"/jo/opinion/ferry-sails-at-last.csl.json", "application/vnd.citationstyles.csl+json",
         "\"issued\":{\"date-parts\":[[2014,6,27]]}"},
        {"/jo/opinion/ferry-sails-at-last?cite=wikipedia", "text/plain", "|date=27 June 2014"},
        {"/jo/opinion/ferry-sails-at-last?cite=harvard", "text/plain", "Writer, J. (2014)"},
    };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        assert_door(&doors[i], "");
    assert_door(&(Door){FERRY, "application/x-bibtex", "@article{"}, "Accept: application/x-bibtex\r\n");
    assert_door(&(Door){FERRY, "application/vnd.citationstyles.csl+json", "article-newspaper"},
                "Accept: text/html;q=0.1, application/vnd.citationstyles.csl+json\r\n");
    assert_door(&(Door){FERRY, "text/html", "<h1"}, "Accept: text/html, application/x-bibtex\r\n");
    assert_int_equal(get(&world, "/category/news.ris").status, 404);
    Got old = get(&world, "/old-address.ris");
    assert_int_equal(old.status, 301);
    assert_string_equal(field(&world, &old, "Location"), "/jo/opinion/ferry-sails-at-last.ris");
    Got html = get(&world, FERRY);
    assert_has(html.head,
               "</jo/opinion/ferry-sails-at-last.bib>; rel=\"alternate\"; type=\"application/x-bibtex\"");
    assert_has(html.head, "rel=\"cite-as\"");
    assert_has(html.head, "</category/opinion>; rel=\"collection\"");
    assert_has(html.body, "<meta name=\"citation_publication_date\" content=\"2014/06/27\">");
    assert_has(html.body, "class=\"Z3988\"");
    assert_has(html.body, "\"@type\":\"BreadcrumbList\"");
}

static void errors_are_problems_for_those_who_want_json(void **state)
{
    (void)state;
    static const struct {
        const char *method, *target;
        int status;
    } cases[] = {{"GET", "/nothing/here", 404},
                 {"GET", "/gone", 410},
                 {"GET", "/search/feed?q=%28", 400},
                 {"GET", "/jo/opinion/ferry-sails-at-last?cite=nonsense", 400},
                 {"DELETE", "/", 405}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Got got = ask(&world, cases[i].method, cases[i].target, "Accept: application/json\r\n");
        if (got.status != cases[i].status)
            fail_msg("%s: %d", cases[i].target, got.status);
        assert_string_equal(field(&world, &got, "Content-Type"), "application/problem+json");
        assert_has(got.body,
                   arena_string(world.arena, arena_format(world.arena, "\"status\":%d", got.status)));
        assert_has(got.body, "\"title\":\"");
    }
}

static void doors_for_programs_tell_problems_whatever_accept_says(void **state)
{
    (void)state;
    static const struct {
        const char *method, *target;
        int status;
    } cases[] = {{"GET", "/api/nothing", 404},           {"GET", "/api/articles/", 404},
                 {"GET", "/api/articles/nosuch", 404},   {"GET", "/-/api/nothing", 404},
                 {"GET", "/search/feed?q=%28", 400},     {"GET", "/category/nosuch/feed/atom", 404},
                 {"GET", "/nothing/here.json", 404},     {"DELETE", "/api/search?q=a%22\xff", 405},
                 {"GET", "/api/search?q=%28&sort=", 400}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Got got = ask(&world, cases[i].method, cases[i].target, "Accept: text/html\r\n");
        if (got.status != cases[i].status)
            fail_msg("%s: %d", cases[i].target, got.status);
        assert_string_equal(field(&world, &got, "Content-Type"), "application/problem+json");
        static const char *const members[] = {"\"type\":\"about:blank\"", "\"title\":\"", "\"detail\":\"",
                                              "\"instance\":\"/"};
        for (size_t k = 0; k < sizeof members / sizeof members[0]; k++)
            assert_has(got.body, members[k]);
    }
}

static void a_search_tells_its_relations_in_its_head(void **state)
{
    (void)state;
    Got got = get(&world, "/search?q=section%3Anews&limit=1");
    assert_int_equal(got.status, 200);
    assert_has(got.head, "rel=\"canonical\"");
    assert_has(got.head, "rel=\"first\"");
    assert_has(got.head, "cursor=");
    assert_has(got.head, "rel=\"next\"");
    assert_has(got.head, "rel=\"alternate\"; type=\"application/json\"");
    assert_has(got.head, "</search/feed?q=section");
    assert_has(got.head, "rel=\"alternate\"; type=\"application/rss+xml\"");
    assert_lacks(get(&world, "/search?q=%28").head, "rel=\"first\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_list_has_three_feeds),
        cmocka_unit_test(the_wall_of_photos_has_feeds_and_relations),
        cmocka_unit_test(searches_have_feeds_in_wordpress_words_too),
        cmocka_unit_test(feeds_of_nothing_are_not_there),
        cmocka_unit_test(the_site_is_told_to_machines),
        cmocka_unit_test(an_article_is_cited_by_path_by_query_and_by_accept),
        cmocka_unit_test(errors_are_problems_for_those_who_want_json),
        cmocka_unit_test(doors_for_programs_tell_problems_whatever_accept_says),
        cmocka_unit_test(a_search_tells_its_relations_in_its_head),
    };
    return cmocka_run_group_tests(tests, open_site, close_site);
}
