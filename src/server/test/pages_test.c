/* The pages as a reader goes through them: the tongue of the pages, the calendar, the photos, the form for
 * single fields, facets joined and left out, jumps, and what the publisher sets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/test/client.h"

static World world;

static void assert_status(World *w, const char *target, int status)
{
    Got got = get(w, target);
    if (got.status != status)
        fail_msg("%s: %d, not %d", target, got.status, status);
}

static int open_group(void **state)
{
    (void)state;
    static const ServerOptions options = {
        .address = SLICE_INIT("127.0.0.1:0"),
        .log_fd = -1,
        .site = {.title = SLICE_INIT("The Paper of Record"),
                 .tagline = SLICE_INIT("Since the harbour"),
                 .accent = SLICE_INIT("#0b3d6b"),
                 .accent_dark = SLICE_INIT("#9cf"),
                 .header_links = SLICE_INIT("Today's paper https://today.example/ | Subscribe /subscribe"),
                 .footer_links = SLICE_INIT("Imprint /imprint"),
                 .rights = SLICE_INIT("All rights are the paper's.")}};
    return open_world(&world, &options);
}

static int close_group(void **state)
{
    (void)state;
    close_world(&world);
    return 0;
}

static void the_publisher_s_words_and_colours_are_on_the_pages(void **state)
{
    (void)state;
    Got front = get(&world, "/");
    assert_int_equal(front.status, 200);
    assert_has(front.body, "The Paper of Record");
    assert_has(front.body, "Since the harbour");
    assert_has(front.body, "<a href=\"https://today.example/\" dir=\"auto\">Today&#39;s paper</a>");
    assert_has(front.body, "<a href=\"/imprint\" dir=\"auto\">Imprint</a>");
    assert_has(get(&world, "/about").body, "All rights are the paper&#39;s.");
    Got style = get(&world, "/-/style.css");
    assert_has(style.body, "html[data-theme=\"light\"]{--accent:#0b3d6b;--accent-ink:#ffffff");
    assert_has(style.body, "--accent:#9cf;--accent-ink:#000000");
    assert_status(&world, "/-/logo", 404);
}

static void settings_that_cannot_be_used_are_told(void **state)
{
    (void)state;
    const struct {
        SiteOptions site;
        const char *message;
    } wrong[] = {{{.accent = SLICE("red")}, "accent takes a colour"},
                 {{.accent_dark = SLICE("#12345")}, "accent-dark takes a colour"},
                 {{.accent = SLICE("#12345}")}, "accent takes a colour"},
                 {{.language = SLICE("fr")}, "interface-language takes en or ar"},
                 {{.header_links = SLICE("nothing")}, "header-links takes"},
                 {{.logo = SLICE("logo.exe")}, "logo takes an svg"},
                 {{.logo = SLICE("none.svg")}, "reading the logo"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ServerOptions options = {
            .folder = world.folder, .address = SLICE("127.0.0.1:0"), .log_fd = -1, .site = wrong[i].site};
        Server *server = NULL;
        Error err;
        assert_int_equal(server_open(&options, &server, &err), STATUS_FAIL);
        assert_has(slice_from(err.message), wrong[i].message);
    }
}

static void the_tongue_follows_the_browser_and_the_address(void **state)
{
    (void)state;
    assert_has(get(&world, "/calendar").body, "<html lang=\"en\" dir=\"ltr\">");
    Got got = ask(&world, "GET", "/calendar", "Accept-Language: ar-EG,ar;q=0.9,en;q=0.5\r\n");
    assert_has(got.body, "<html lang=\"ar\" dir=\"rtl\">");
    assert_has(got.body, "التقويم");
    assert_lacks(got.body, "ui=ar");
    got = ask(&world, "GET", "/calendar", "Accept-Language: fr, en;q=0.1\r\n");
    assert_has(got.body, "<html lang=\"en\" dir=\"ltr\">");
    got = get(&world, "/jo/opinion/ferry-sails-at-last?ui=ar");
    assert_int_equal(got.status, 200);
    assert_has(got.body, "<html lang=\"ar\" dir=\"rtl\">");
    assert_has(got.body, "href=\"/category/opinion?ui=ar\"");
    assert_has(got.body, "<input type=\"hidden\" name=\"ui\" value=\"ar\">");
    assert_has(got.body,
               "<link rel=\"canonical\" href=\"http://paper.example/jo/opinion/ferry-sails-at-last\">");
    got = get(&world, "/jo/opinion/ferry-sails-at-last/?ui=ar");
    assert_int_equal(got.status, 301);
    assert_has(slice_from(field(&world, &got, "Location")), "/jo/opinion/ferry-sails-at-last?ui=ar");
    assert_has(get(&world, "/?ui=xx").body, "<html lang=\"en\" dir=\"ltr\">");
}

static void the_calendar_has_years_and_days(void **state)
{
    (void)state;
    Got all = get(&world, "/calendar");
    assert_has(all.body, "<a href=\"/2014/06\"><span class=\"unseen\">June: </span>1</a>");
    assert_has(all.body, "<a href=\"/calendar/2014\"");
    Got year = get(&world, "/calendar/2014");
    assert_has(year.body, "<a href=\"/2014/06/27\">27");
    assert_has(year.body, "<a href=\"/calendar/2013\">");
    assert_has(year.body, "<a href=\"/calendar/2015\">");
    assert_status(&world, "/calendar/1999", 404);
    assert_status(&world, "/calendar/2014.json", 200);
    assert_status(&world, "/calendar/", 301);
}

static void there_are_pages_of_photos_and_of_the_archive(void **state)
{
    (void)state;
    assert_status(&world, "/media", 200);
    assert_status(&world, "/media.json", 200);
    assert_status(&world, "/media/page/7", 404);
    assert_status(&world, "/about.json", 200);
    Got script = get(&world, "/-/script.js");
    assert_string_equal(field(&world, &script, "Content-Type"), "text/javascript; charset=utf-8");
}

static Slice location_of(const char *target, int status)
{
    Got got = get(&world, target);
    if (got.status != status)
        fail_msg("%s: %d", target, got.status);
    return slice_from(field(&world, &got, "Location"));
}

static void the_form_writes_a_query(void **state)
{
    (void)state;
    const struct {
        const char *form, *query;
    } forms[] = {
        {"all=ferry+port", "q=ferry%20port"},
        {"row=sailed+from", "q=%22sailed%20from%22"},
        {"any=ferry+olive", "q=%28ferry%20OR%20olive%29"},
        {"all=ferry&none=olive+oil", "q=ferry%20NOT%20%28olive%20OR%20oil%29"},
        {"headline=ferry&in-section=opinion", "q=headline%3A%28ferry%29%20section%3Aopinion"},
        {"from=2014&until=2015-06", "q=date%3A%5B2014%20TO%202015-06%5D"},
        {"on=06-27&weekday=fri", "q=day%3A06-27%20weekday%3Afri"},
        {"all=%22)+OR+(x%22:", "q=%22OR%22%20x"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        Slice target = arena_format(world.arena, "/search?form=1&%s", forms[i].form);
        Slice location = location_of(arena_string(world.arena, target), 302);
        assert_has(location, forms[i].query);
        Got got = get(&world, arena_string(world.arena, location));
        if (got.status != 200)
            fail_msg("%.*s: %d", SLICE_ARG(location), got.status);
    }
    assert_has(get(&world, "/search").body, "<option value=\"opinion\">");
}

static void facets_are_joined_and_left_out(void **state)
{
    (void)state;
    assert_has(get(&world, "/search?section=news").body, "<h1>\n3 articles\n</h1>");
    Got both = get(&world, "/search?section=news&section=culture");
    assert_has(both.body, "<h1>\n4 articles\n</h1>");
    assert_has(both.body, "/search?section=news&amp;section=culture&amp;section=opinion");
    Got without = get(&world, "/search?not-section=news");
    assert_has(without.body, "<h1>\n3 articles\n</h1>");
    assert_has(without.body, "Without Section: ");
    assert_has(get(&world, "/search?q=ferry").body, "/search?q=ferry&amp;not-section=opinion");
    assert_has(get(&world, "/search?q=ferry&view=short").body, "entries-short");
    assert_has(get(&world, "/search?q=ferry").body, "href=\"/search/feed?q=ferry\"");
}

static void a_jump_leads_to_the_page_of_its_month(void **state)
{
    (void)state;
    assert_has(location_of("/category/news?jump=2013-09", 302), "/category/news");
    assert_status(&world, "/category/news?jump=never", 400);
}

static void an_article_leads_on_in_its_section(void **state)
{
    (void)state;
    Got got = get(&world, "/jo/news/olive-harvest-fails");
    assert_has(got.body, "<a href=\"/category/news\" dir=\"auto\">news</a></h2>\n<a class=\"to-previous\" "
                         "href=\"/jo/news/port-strike-ends\">");
    assert_has(got.body, "<a class=\"to-next\" href=\"/jo/news/two-of-a-name\">");
    assert_has(got.body, "?cite=ris");
    assert_status(&world, "/jo/news/olive-harvest-fails?diff=1..2", 200);
    assert_status(&world, "/jo/news/olive-harvest-fails?diff=9..9999999999999999999999", 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_publisher_s_words_and_colours_are_on_the_pages),
        cmocka_unit_test(settings_that_cannot_be_used_are_told),
        cmocka_unit_test(the_tongue_follows_the_browser_and_the_address),
        cmocka_unit_test(the_calendar_has_years_and_days),
        cmocka_unit_test(there_are_pages_of_photos_and_of_the_archive),
        cmocka_unit_test(the_form_writes_a_query),
        cmocka_unit_test(facets_are_joined_and_left_out),
        cmocka_unit_test(a_jump_leads_to_the_page_of_its_month),
        cmocka_unit_test(an_article_leads_on_in_its_section),
    };
    return cmocka_run_group_tests(tests, open_group, close_group);
}
