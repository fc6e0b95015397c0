/* Every address of the site over a small archive: what it answers, with which headers. */
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
    return open_world(&world,
                      &(ServerOptions){.threads = 2, .site = {.contact = SLICE("desk@paper.example")}});
}

static int close_site(void **state)
{
    (void)state;
    return close_world(&world);
}

static void assert_status(World *w, const char *target, int status)
{
    Got got = get(w, target);
    if (got.status != status)
        fail_msg("%s: %d, not %d\n%.*s", target, got.status, status, SLICE_ARG(got.head));
}

static const char FERRY[] = "/jo/opinion/ferry-sails-at-last";

static void an_article_answers_at_its_published_path(void **state)
{
    (void)state;
    Got got = get(&world, FERRY);
    assert_int_equal(got.status, 200);
    assert_has(got.body, "<h1>Ferry sails at last</h1>");
    assert_has(got.body, "The ferry Almagest sailed from the port on Friday");
    assert_has(got.body,
               "<link rel=\"canonical\" href=\"http://paper.example/jo/opinion/ferry-sails-at-last\">");
    assert_lacks(got.body, "alert(1)");
    assert_string_equal(field(&world, &got, "Content-Type"), "text/html; charset=utf-8");
    assert_has(got.head,
               "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src "
               "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n");
    assert_has(got.head, "X-Content-Type-Options: nosniff\r\n");
    assert_has(got.head, "Vary: Accept, Accept-Encoding, Accept-Language\r\n");
    assert_has(got.head, "rel=\"canonical\"");
}

static void every_other_spelling_leads_to_it(void **state)
{
    (void)state;
    static const char *const spellings[] = {
        "/jo/opinion/ferry-sails-at-last/", "/jo/opinion/ferry-sails-at-last?share=twitter",
        "/ferry-sails-at-last", "/old-address", "/nobody/news/ferry-sails-at-last"};
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        Got got = get(&world, spellings[i]);
        if (got.status != 301)
            fail_msg("%s: %d", spellings[i], got.status);
        assert_has(slice_from(field(&world, &got, "Location")), FERRY);
    }
}

static void a_name_of_two_pieces_is_a_choice(void **state)
{
    (void)state;
    Got got = get(&world, "/somebody/two-of-a-name");
    assert_int_equal(got.status, 404);
    assert_has(got.body, "More than one piece has this name");
    assert_has(got.body, "href=\"/jo/news/two-of-a-name\"");
    assert_has(got.body, "href=\"/jo/culture/two-of-a-name\"");
    assert_lacks(got.body, FERRY);
    Got told = get(&world, "/somebody/culture/two-of-a-name");
    assert_int_equal(told.status, 301);
    assert_has(slice_from(field(&world, &told, "Location")), "/jo/culture/two-of-a-name");
    Got json = ask(&world, "GET", "/two-of-a-name", "Accept: application/json\r\n");
    assert_int_equal(json.status, 404);
    assert_has(json.body, "More than one piece has this name");
}

static void slashes_too_many_lead_to_the_one_spelling_and_never_away(void **state)
{
    (void)state;
    static const struct {
        const char *target, *location;
    } cases[] = {{"//", "/"},
                 {"//category/opinion", "/category/opinion"},
                 {"///category//opinion", "/category/opinion"},
                 {"/category//opinion", "/category/opinion"},
                 {"//category/opinion/", "/category/opinion"},
                 {"//category/opinion.json", "/category/opinion.json"},
                 {"//search?q=ferry", "/search?q=ferry"},
                 {"//jo/opinion/ferry-sails-at-last", "/jo/opinion/ferry-sails-at-last"},
                 {"//category/opinion/feed/atom", "/category/opinion/feed/atom"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Got got = get(&world, cases[i].target);
        if (got.status != 301)
            fail_msg("%s: %d", cases[i].target, got.status);
        assert_string_equal(field(&world, &got, "Location"), cases[i].location);
    }
    static const char *const hosts[] = {"//evil.example",
                                        "//evil.example/",
                                        "///evil.example/%2f..",
                                        "//evil.example/jo/opinion/ferry-sails-at-last",
                                        "/%5cevil.example/",
                                        "//%5cevil.example/..",
                                        "//other.example/world/a-piece-elsewhere"};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        Got got = get(&world, hosts[i]);
        const char *location = field(&world, &got, "Location");
        if (location[0] && (location[0] != '/' || location[1] == '/' || location[1] == '\\'))
            fail_msg("%s leads to %s", hosts[i], location);
    }
    assert_status(&world, "//evil.example/", 404);
}

static void a_very_long_query_has_a_page_of_bounded_length(void **state)
{
    (void)state;
    Builder target;
    builder_init(&target, world.arena);
    builder_add(&target, SLICE("/search?q=ferry"));
    for (int i = 0; i < 1300; i++)
        builder_format(&target, "+OR+%c", 'a' + i % 26);
    builder_add_byte(&target, '\0');
    Got got = get(&world, target.data);
    assert_int_equal(got.status, 200);
    assert_true(got.body.size < 300000);
    assert_has(got.body, "Ferry sails at last");
    assert_has(get(&world, "/search?q=ferry").body, "section=opinion"); /* the usual one can be narrowed */
}

static void a_body_is_sent_with_its_digest(void **state)
{
    (void)state;
    Got empty = get(&world, "/files/run.js"); /* printf 'alert(1)' | openssl sha256 -binary | base64 */
    assert_string_equal(field(&world, &empty, "Repr-Digest"),
                        "sha-256=:bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=:");
    Got page = get(&world, FERRY);
    Got head = ask(&world, "HEAD", FERRY, "");
    assert_string_equal(field(&world, &head, "Repr-Digest"), field(&world, &page, "Repr-Digest"));
    Got packed = ask(&world, "GET", FERRY, "Accept-Encoding: gzip\r\n");
    assert_string_not_equal(field(&world, &packed, "Repr-Digest"), field(&world, &page, "Repr-Digest"));
    Got part = ask(&world, "GET", "/files/report.pdf", "Range: bytes=0-3\r\n");
    Got file = get(&world, "/files/report.pdf");
    assert_int_equal(part.status, 206);
    assert_string_equal(field(&world, &part, "Repr-Digest"), field(&world, &file, "Repr-Digest"));
}

static void addresses_that_others_use_lead_to_ours(void **state)
{
    (void)state;
    static const struct {
        const char *target, *location;
    } cases[] = {{"/favicon.ico", "/-/icon.svg"},
                 {"/sitemap_index.xml", "/sitemap.xml"},
                 {"/wp-sitemap.xml", "/sitemap.xml"},
                 {"/2014/6/27", "/2014/06/27"},
                 {"/2013/9", "/2013/09"},
                 {"/2013/9/29/", "/2013/09/29"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Got got = get(&world, cases[i].target);
        if (got.status != 301)
            fail_msg("%s: %d", cases[i].target, got.status);
        assert_string_equal(field(&world, &got, "Location"), cases[i].location);
        assert_status(&world, cases[i].location, 200);
    }
    assert_status(&world, "/2013/9/3", 404);
    Got text = get(&world, "/.well-known/security.txt");
    assert_int_equal(text.status, 200);
    assert_has(text.body, "Contact: mailto:desk@paper.example\nExpires: 20");
    assert_has(text.body, "T00:00:00Z\nCanonical: http://paper.example/.well-known/security.txt\n");
}

static void a_feed_as_captured_is_text_and_its_items_are_not_read_again(void **state)
{
    (void)state;
    static const char *const doors[] = {"/web/20171001102030/http://paper.example/files/paper.rss",
                                        "/files/paper.rss"};
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        Got got = get(&world, doors[i]);
        assert_int_equal(got.status, 200);
        assert_string_equal(field(&world, &got, "Content-Type"), "text/plain; charset=utf-8");
        assert_has(got.body, "<channel><title>The Paper</title>");
    }
}

static void a_capture_has_one_address_that_of_its_own_time(void **state)
{
    (void)state;
    static const char *const times[] = {"99999999999999", "2014", "20171001102031", "20171399",
                                        "20170000000000"};
    static const char OWN[] = "/web/20171001102030/http://other.example/world/a-piece-elsewhere";
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        Got got =
            get(&world,
                arena_string(world.arena,
                             arena_format(world.arena, "/web/%s/http://other.example/world/a-piece-elsewhere",
                                          times[i])));
        if (got.status != 302)
            fail_msg("%s: %d", times[i], got.status);
        assert_string_equal(field(&world, &got, "Location"), OWN);
    }
    Got raw = get(&world, "/web/2017id_/http://other.example/world/a-piece-elsewhere");
    assert_string_equal(field(&world, &raw, "Location"),
                        "/web/20171001102030id_/http://other.example/world/a-piece-elsewhere");
    static const char *const none[] = {"/web/soon/http://other.example/x",
                                       "/web/201710011020301/http://other.example/x",
                                       "/web/2017abcd/https://other.example/"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_status(&world, none[i], 400);
    assert_status(&world, "/web/design", 404);
}

static void twins_are_json_of_the_same(void **state)
{
    (void)state;
    static const char *const twins[] = {"/index.json",
                                        "/search.json?q=ferry",
                                        "/category/opinion.json",
                                        "/2014.json",
                                        "/jo/opinion/ferry-sails-at-last.json",
                                        "/api/search?q=ferry",
                                        "/-/api/search?q=ferry&facet=section:3",
                                        "/api/resolve?url=/old-address"};
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        Got got = get(&world, twins[i]);
        if (got.status != 200)
            fail_msg("%s: %d\n%.*s", twins[i], got.status, SLICE_ARG(got.body));
        assert_string_equal(field(&world, &got, "Content-Type"), "application/json");
        assert_true(got.body.size > 2 && got.body.data[0] == '{');
    }
    Got twin = get(&world, "/jo/opinion/ferry-sails-at-last.json");
    Got same = ask(&world, "GET", FERRY, "Accept: application/json\r\n");
    assert_true(slice_equal(twin.body, same.body));
    assert_has(twin.body, "\"headline\":\"Ferry sails at last\"");
    assert_has(get(&world, "/api/resolve?url=/old-address").body, "\"status\":301");
}

static void ids_lead_to_articles(void **state)
{
    (void)state;
    Got twin = get(&world, "/jo/opinion/ferry-sails-at-last.json");
    size_t at = slice_find(twin.body, SLICE("\"id\":\""));
    assert_true(at != SLICE_NONE);
    Slice id = slice_skip(twin.body, at + 6);
    id = slice_range(id, 0, slice_find_byte(id, '"'));
    Got got = get(&world, arena_string(world.arena, arena_format(world.arena, "/id/%.*s", SLICE_ARG(id))));
    assert_int_equal(got.status, 301);
    assert_has(slice_from(field(&world, &got, "Location")), FERRY);
    got = get(&world,
              arena_string(world.arena, arena_format(world.arena, "/api/articles/%.*s", SLICE_ARG(id))));
    assert_int_equal(got.status, 200);
    assert_true(slice_equal(got.body, twin.body));
    got = get(&world, arena_string(world.arena, arena_format(world.arena, "/?p=%.*s", SLICE_ARG(id))));
    assert_int_equal(got.status, 301);
    assert_has(slice_from(field(&world, &got, "Location")), FERRY);
    assert_status(&world, "/?p=nosuch", 404);
    assert_status(&world, "/api/articles/nosuch", 404);
}

static void a_piece_of_another_host_has_its_page_by_id_and_its_capture_at_web(void **state)
{
    (void)state;
    Got found = get(&world, "/search?q=lighthouse");
    assert_has(found.body, "href=\"/id/");
    size_t at = slice_find(found.body, SLICE("<a href=\"/id/"));
    Slice href = slice_skip(found.body, at + 9);
    href = slice_range(href, 0, slice_find_byte(href, '"'));
    Got page = get(&world, arena_string(world.arena, href));
    assert_int_equal(page.status, 200);
    assert_has(page.body, "<h1>A piece elsewhere</h1>");
    Got captured = get(&world, "/web/20171001102030/http://other.example/world/a-piece-elsewhere");
    assert_int_equal(captured.status, 200);
    assert_has(captured.head, "Content-Security-Policy: sandbox;");
    assert_has(captured.body, "This piece stands on the site of another paper");
    assert_has(captured.body, "href=\"/web/20171001102030/http://other.example/tag/port\"");
    assert_lacks(captured.body, "alert(1)");
    assert_string_equal(field(&world, &captured, "Memento-Datetime"), "Sun, 01 Oct 2017 10:20:30 GMT");
    Got raw = get(&world, "/web/20171001102030id_/http://other.example/world/a-piece-elsewhere");
    assert_has(raw.head, "Content-Security-Policy: sandbox;");
    assert_has(raw.body, "<script>alert(1)</script>"); /* as it came, in the sandbox */
}

static void lists_answer_in_wordpress_grammar_and_under_ours(void **state)
{
    (void)state;
    static const char *const lists[] = {"/",
                                        "/category/news",
                                        "/2014",
                                        "/2014/06",
                                        "/2014/06/27",
                                        "/-/category/news",
                                        "/-/2014",
                                        "/-/",
                                        "/?s=ferry",
                                        "/search?q=ferry",
                                        "/search",
                                        "/-/search?q=ferry",
                                        "/search?q=the&section=news&year=2013"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        assert_status(&world, lists[i], 200);
        assert_has(get(&world, lists[i]).body, "</html>");
    }
    assert_has(get(&world, "/category/news").body, "Port strike ends");
    assert_lacks(get(&world, "/category/news").body, "Ferry sails at last");
    assert_has(get(&world, "/2014/06/27").body, "Ferry sails at last");
    Slice twin = get(&world, "/jo/opinion/ferry-sails-at-last.json").body;
    Slice slug = slice_skip(twin, slice_find(twin, SLICE("\"slug\":\"")) + 8);
    slug = slice_range(slug, 0, slice_find_byte(slug, '"')); /* the first is the author's */
    Slice author = arena_format(world.arena, "/author/%.*s", SLICE_ARG(slug));
    assert_has(get(&world, arena_string(world.arena, author)).body, "<h1 dir=\"auto\">Jo Writer</h1>");
    assert_status(&world, "/category/news/", 301);
    assert_status(&world, "/category/news/page/1", 301);
    assert_status(&world, "/day/2014-06-27", 301);
    assert_status(&world, "/category/news/page/2", 301); /* beyond the last: other programs count otherwise */
    assert_status(&world, "/category/news/page/4294967295", 301);
    assert_status(&world, "/category/news/feed", 200);
    assert_status(&world, "/category/news?utm_source=x", 301);
    assert_status(&world, "/category/nosuch/page/2", 404);
    assert_status(&world, "/?utm_source=x", 301);
    assert_status(&world, "/?cat=7", 404);
    assert_status(&world, "/?q=ferry", 200);
    assert_status(&world, "/category/nosuch", 404);
    assert_status(&world, "/2014/06/28", 404); /* within the years: with its neighbours */
    assert_has(get(&world, "/2014/06/28").body, "href=\"/2014/06/27\"");
    assert_status(&world, "/1999", 404);
}

static void a_search_shows_hits_facets_and_how_it_was_read(void **state)
{
    (void)state;
    Got got = get(&world, "/search?q=port+strike");
    assert_has(got.body, "<a href=\"/jo/news/port-strike-ends\">");
    assert_has(got.body, "Read as <code dir=\"auto\">port AND strike</code>");
    assert_has(got.body, "<mark>");
    assert_has(got.body, "section=news");
    assert_has(got.body, "value=\"port strike\"");
    Got none = get(&world, "/search?q=ferri+almagest");
    assert_int_equal(none.status, 200);
    assert_has(none.body, "Nothing was found");
    assert_has(none.body, ">ferry</a>");
    assert_has(none.body, "almagest");
    Got bad = get(&world, "/search?q=nosuchfield:x");
    assert_int_equal(bad.status, 400);
    assert_has(bad.body, "role=\"alert\"");
    Got bad_api = get(&world, "/api/search?q=nosuchfield:x");
    assert_int_equal(bad_api.status, 400);
    assert_string_equal(field(&world, &bad_api, "Content-Type"), "application/problem+json");
}

static void a_search_explains_itself_when_it_found_nothing_and_on_request(void **state)
{
    (void)state;
    Got none = get(&world, "/search?q=ferry+nosuchword");
    assert_has(none.body, "Found without it");
    assert_has(none.body, "Asking for less finds more:");
    Got got = get(&world, "/search?q=port+strik*&explain=1");
    assert_has(got.body, "Found though it was not typed so");
    assert_has(got.body, "<summary>Why here</summary>");
    assert_has(got.body, "Without explanations");
    Got usual = get(&world, "/search?q=port+strik*");
    assert_false(slice_contains(usual.body, SLICE("<summary>Why here</summary>")));
    assert_has(usual.body, "explain=1");
    Got other = get(&world, "/search?q=port+w/5+strike");
    assert_has(other.body, "lang=nexis");
}

static void hits_are_ordered_and_folded_as_the_address_says(void **state)
{
    (void)state;
    Got got = get(&world, "/search.json?q=the&sort=random:9&group=author");
    assert_has(got.body, "\"sort\":\"random:9\"");
    assert_has(got.body, "\"groups\":");
    Got page = get(&world, "/search?q=the&sort=headline&group=author&fresh=1");
    assert_has(page.body, "Shown once each, of so many groups:");
    assert_has(page.body, "sort=headline&amp;fresh=1&amp;group=day");
    Got fresh = get(&world, "/search?q=the&fresh=1");
    assert_has(fresh.body, "counts a quarter more");
    Got chance = get(&world, "/search?q=the&sort=random");
    assert_has(chance.body, "name=\"sort\" value=\"random:");
    assert_int_equal(get(&world, "/api/search?q=the&group=story").status, 400);
}

static void the_cursor_goes_on_where_it_stopped(void **state)
{
    (void)state;
    Got first = get(&world, "/search?q=paragraph&limit=3&sort=date");
    size_t at = slice_find(first.body, SLICE("cursor="));
    assert_true(at != SLICE_NONE);
    Slice href = slice_range(first.body, slice_find_last_byte(slice_range(first.body, 0, at), '"') + 1,
                             first.body.size);
    href = slice_range(href, 0, slice_find_byte(href, '"'));
    Builder plain;
    builder_init(&plain, world.arena);
    for (size_t i = 0; i < href.size; i++) {
        builder_add_byte(&plain, href.data[i]);
        if (href.data[i] == '&')
            i += 4; /* amp; */
    }
    Got next = get(&world, arena_string(world.arena, builder_slice(&plain)));
    assert_int_equal(next.status, 200);
    assert_has(next.body, "Olive harvest fails");
    assert_lacks(next.body, "Port strike ends");
}

static void files_keep_their_type_in_a_sandbox(void **state)
{
    (void)state;
    Got got = get(&world, "/wp-content/uploads/p.png");
    assert_int_equal(got.status, 200);
    assert_string_equal(field(&world, &got, "Content-Type"), "image/png");
    assert_true(slice_equal(got.body, slice_of(PNG, sizeof PNG)));
    assert_has(got.head, "Content-Security-Policy: sandbox;");
    assert_has(got.head, "X-Content-Type-Options: nosniff");
    Got part = ask(&world, "GET", "/wp-content/uploads/p.png", "Range: bytes=1-3\r\n");
    assert_int_equal(part.status, 206);
    assert_true(slice_equal(part.body, SLICE("PNG")));
    assert_string_equal(field(&world, &part, "Content-Range"), "bytes 1-3/33");
    assert_int_equal(ask(&world, "GET", "/wp-content/uploads/p.png", "Range: bytes=99-\r\n").status, 416);
    assert_int_equal(
        ask(&world, "GET", "/wp-content/uploads/p.png", "Range: bytes=1-3\r\nIf-Range: \"x\"\r\n").status,
        200);
    assert_int_equal(get(&world, "/wp-content/uploads/p.png").body.size, sizeof PNG); /* no part is kept */
    got = get(&world, "/files/report.pdf");
    assert_string_equal(field(&world, &got, "Content-Type"), "application/pdf");
    assert_lacks(got.head, "sandbox");
    got = get(&world, "/files/run.js");
    assert_string_equal(field(&world, &got, "Content-Type"), "text/plain; charset=utf-8");
}

static void what_is_gone_says_so_and_what_is_lost_helps(void **state)
{
    (void)state;
    assert_status(&world, "/gone", 410);
    Got lost = get(&world, "/somewhere/olive-harvest-lost");
    assert_int_equal(lost.status, 404);
    assert_has(lost.body, "Olive harvest fails");
    Got json = ask(&world, "GET", "/somewhere/else", "Accept: application/json\r\n");
    assert_int_equal(json.status, 404);
    assert_string_equal(field(&world, &json, "Content-Type"), "application/problem+json");
    assert_has(json.body, "\"status\":404");
    assert_status(&world, "/media/nosuch", 404);
    assert_status(&world, "/-/nosuch", 404);
    assert_status(&world, "/-/captured/999999", 404);
    assert_status(&world, "/web/2014/http://nowhere.example/", 404);
}

static void an_answer_is_known_again_by_its_tag(void **state)
{
    (void)state;
    Got first = get(&world, FERRY);
    const char *tag = field(&world, &first, "ETag");
    assert_int_equal(tag[0], '"');
    for (int i = 0; i < 2; i++) { /* from the archive, from the cache */
        Slice header = arena_format(world.arena, "If-None-Match: \"other\", %s\r\n", tag);
        Got again = ask(&world, "GET", FERRY, arena_string(world.arena, header));
        assert_int_equal(again.status, 304);
        assert_int_equal(again.body.size, 0);
        assert_string_equal(field(&world, &again, "ETag"), tag);
    }
    Got file = get(&world, "/wp-content/uploads/p.png");
    Slice header =
        arena_format(world.arena, "If-Modified-Since: %s\r\n", field(&world, &file, "Last-Modified"));
    assert_int_equal(
        ask(&world, "GET", "/wp-content/uploads/p.png", arena_string(world.arena, header)).status, 304);
}

static void codings_unpack_to_the_same_bytes(void **state)
{
    (void)state;
    Got plain = get(&world, FERRY);
    static const struct {
        const char *name;
        CodecKind kind;
    } codings[] = {{"gzip", CODEC_GZIP}, {"zstd", CODEC_ZSTD}};
    for (size_t i = 0; i < 2; i++) {
        Slice header = arena_format(world.arena, "Accept-Encoding: %s\r\n", codings[i].name);
        Got packed = ask(&world, "GET", FERRY, arena_string(world.arena, header));
        assert_string_equal(field(&world, &packed, "Content-Encoding"), codings[i].name);
        assert_string_not_equal(field(&world, &packed, "ETag"), field(&world, &plain, "ETag"));
        Slice text;
        Error err;
        assert_int_equal(codec_unpack(world.arena, codings[i].kind, packed.body, 1 << 20, &text, &err),
                         STATUS_OK);
        assert_true(slice_equal(text, plain.body));
    }
    Got image = ask(&world, "GET", "/wp-content/uploads/p.png", "Accept-Encoding: gzip\r\n");
    assert_string_equal(field(&world, &image, "Content-Encoding"), "");
}

static void head_is_get_without_the_body(void **state)
{
    (void)state;
    Got whole = get(&world, FERRY), head = ask(&world, "HEAD", FERRY, "");
    assert_int_equal(head.status, 200);
    assert_int_equal(head.body.size, 0);
    assert_string_equal(field(&world, &head, "Content-Length"), field(&world, &whole, "Content-Length"));
    assert_string_equal(field(&world, &head, "ETag"), field(&world, &whole, "ETag"));
}

static void the_style_sheet_may_be_kept_for_ever(void **state)
{
    (void)state;
    Got page = get(&world, "/");
    size_t at = slice_find(page.body, SLICE("/-/style.css?v="));
    Slice href = slice_skip(page.body, at);
    href = slice_range(href, 0, slice_find_byte(href, '"'));
    Got style = get(&world, arena_string(world.arena, href));
    assert_int_equal(style.status, 200);
    assert_string_equal(field(&world, &style, "Content-Type"), "text/css; charset=utf-8");
    assert_has(slice_from(field(&world, &style, "Cache-Control")), "immutable");
    assert_status(&world, "/-/icon.svg", 200);
    assert_status(&world, "/healthz", 200);
    assert_has(get(&world, "/robots.txt").body, "Disallow: /search");
}

static void what_a_writer_commits_is_seen(void **state)
{
    (void)state;
    assert_status(&world, "/jo/news/late-news", 404);
    Builder warc;
    builder_init(&warc, world.arena);
    add_article(&warc, "/jo/news/late-news", "Late news", "2016-12-01T10:00:00+00:00", "news",
                "Something came late to the desk of the paper.");
    const char *source = path_join(world.arena, world.root, "late.warc");
    Archive *archive = NULL;
    ImportReport report;
    Error err;
    IngestOptions options = {.workers = 1};
    assert_int_equal(file_replace(source, builder_slice(&warc), &err), STATUS_OK);
    assert_int_equal(archive_open(world.folder, ARCHIVE_WRITE, &archive, &err), STATUS_OK);
    assert_int_equal(archive_ingest(archive, world.arena, &source, 1, &options, &report, &err), STATUS_OK);
    archive_close(archive);
    (void)poll(NULL, 0, 400); /* the watcher looks ten times a second */
    assert_status(&world, "/jo/news/late-news", 200);
    assert_has(get(&world, "/").body, "Late news");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_answers_at_its_published_path),
        cmocka_unit_test(every_other_spelling_leads_to_it),
        cmocka_unit_test(a_name_of_two_pieces_is_a_choice),
        cmocka_unit_test(slashes_too_many_lead_to_the_one_spelling_and_never_away),
        cmocka_unit_test(a_very_long_query_has_a_page_of_bounded_length),
        cmocka_unit_test(a_body_is_sent_with_its_digest),
        cmocka_unit_test(addresses_that_others_use_lead_to_ours),
        cmocka_unit_test(a_feed_as_captured_is_text_and_its_items_are_not_read_again),
        cmocka_unit_test(a_capture_has_one_address_that_of_its_own_time),
        cmocka_unit_test(twins_are_json_of_the_same),
        cmocka_unit_test(ids_lead_to_articles),
        cmocka_unit_test(a_piece_of_another_host_has_its_page_by_id_and_its_capture_at_web),
        cmocka_unit_test(lists_answer_in_wordpress_grammar_and_under_ours),
        cmocka_unit_test(a_search_shows_hits_facets_and_how_it_was_read),
        cmocka_unit_test(a_search_explains_itself_when_it_found_nothing_and_on_request),
        cmocka_unit_test(hits_are_ordered_and_folded_as_the_address_says),
        cmocka_unit_test(the_cursor_goes_on_where_it_stopped),
        cmocka_unit_test(files_keep_their_type_in_a_sandbox),
        cmocka_unit_test(what_is_gone_says_so_and_what_is_lost_helps),
        cmocka_unit_test(an_answer_is_known_again_by_its_tag),
        cmocka_unit_test(codings_unpack_to_the_same_bytes),
        cmocka_unit_test(head_is_get_without_the_body),
        cmocka_unit_test(the_style_sheet_may_be_kept_for_ever),
        cmocka_unit_test(what_a_writer_commits_is_seen),
    };
    return cmocka_run_group_tests(tests, open_site, close_site);
}
