/* What a person decided shows at once in a running server, on every page: a walk through all links and all
 * routes that meets the words of a withheld piece nowhere. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/map.h"
#include "client.h"

static World world;

static const char HEADLINE[] = "Quoxly Zanderplatz resigns";
static const char WORD[] = "Zanderplatz";
static const char PATH[] = "/jo/news/quoxly-zanderplatz-resigns";
static const char NEIGHBOUR[] = "/jo/news/harbour-master-speaks";
static const char CRANE[] = "http://paper.example/wp-content/uploads/2015/03/4712.png";
static const char PICTURE[] = "http://paper.example/wp-content/uploads/2015/03/4711.png";

/* ---- a piece that is named in many places ---- */

static void add_page(Builder *warc, const char *path, const char *type, const char *body)
{
    Arena *arena = warc->arena;
    Slice head = arena_format(arena, "HTTP/1.1 200 OK\r\nContent-Type: %s; charset=utf-8\r\n", type);
    add_record(warc, arena_string(arena, arena_format(arena, "%s%s", PAPER, path)), arena_string(arena, head),
               slice_from(body));
}

static Slice make_named(Arena *arena)
{
    Builder warc;
    builder_init(&warc, arena);
    add_article(&warc, PATH, HEADLINE, "2015-03-05T10:00:00+00:00", "news",
                "Minister Quoxly Zanderplatz resigned on Thursday, said the government. "
                "<figure><img src=\"/wp-content/uploads/2015/03/4711.png\" alt=\"Zanderplatz\">"
                "<figcaption>Quoxly Zanderplatz leaves. (Reuters)</figcaption></figure>");
    add_article(&warc, NEIGHBOUR, "Harbour master speaks", "2015-03-06T10:00:00+00:00", "news",
                "The harbour master spoke on Friday about cranes. "
                "<figure><img class=\"wp-image-4712\" src=\"/wp-content/uploads/2015/03/4712-300x200.png\">"
                "<figcaption>The crane Gorgonzola. (Reuters)</figcaption></figure>");
    add_record(&warc, CRANE, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", slice_of(PNG, sizeof PNG));
    add_record(&warc, PICTURE, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", slice_of(PNG, sizeof PNG));
    add_page(
        &warc, "/archive-of-march", "text/html",
        "<html><head><title>March</title></head><body><ul>"
        "<li><a href=\"/jo/news/quoxly-zanderplatz-resigns\">Quoxly Zanderplatz resigns</a></li>"
        "<li><a href=\"/jo/news/harbour-master-speaks\">Harbour master speaks</a></li></ul></body></html>");
    add_page(&warc, "/headlines.xml", "text/xml",
             "<?xml version=\"1.0\"?><list><item>Quoxly Zanderplatz resigns</item></list>");
    add_record(&warc, "http://paper.example/short",
               "HTTP/1.1 301 Moved\r\nLocation: /jo/news/quoxly-zanderplatz-resigns\r\nContent-Type: "
               "text/html\r\n",
               SLICE("moved"));
    return builder_slice(&warc);
}

static Archive *open_archive(ArchiveMode mode)
{
    Archive *archive = NULL;
    Error err;
    if (archive_open(world.folder, mode, &archive, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return archive;
}

static int open_named(void **state)
{
    (void)state;
    Error err;
    ImportReport report;
    IngestOptions options = {.workers = 1};
    if (open_world(&world, &(ServerOptions){.threads = 2}) != 0)
        return -1;
    const char *source = path_join(world.arena, world.root, "named.warc");
    Archive *archive = open_archive(ARCHIVE_WRITE);
    Status status = file_replace(source, make_named(world.arena), &err);
    if (status == STATUS_OK)
        status = archive_ingest(archive, world.arena, &source, 1, &options, &report, &err);
    archive_close(archive);
    return status == STATUS_OK ? 0 : -1;
}

static int close_named(void **state)
{
    (void)state;
    return close_world(&world);
}

static Act act_on(const char *target, ActVerb verb, bool is_by_law)
{
    Error err;
    Act done, order = {.verb = verb,
                       .target = slice_from(target),
                       .at_s = 1700000000,
                       .who = SLICE("keeper"),
                       .why = SLICE("asked for"),
                       .is_by_law = is_by_law};
    if (verb == ACT_REDIRECT)
        order.to = slice_from(NEIGHBOUR);
    Archive *archive = open_archive(ARCHIVE_WRITE);
    if (archive_act(archive, world.arena, &order, &done, &err) != STATUS_OK)
        fail_msg("%s: %s", target, err.message);
    archive_close(archive);
    (void)poll(NULL, 0, 400); /* answers in the cache are of the old state until the watcher has looked */
    return done;
}

/* ---- the walk ---- */

typedef struct Walk {
    Map seen;
    Slices targets;
    size_t answers, named; /* answers that have the word */
    Slice first;           /* of these */
} Walk;

/* Searches lead to ever narrower searches: those by one word or one filter are enough. */
static bool is_narrow_search(Slice target)
{
    return slice_starts_with(target, SLICE("/search")) && slice_find_byte(target, '&') != SLICE_NONE;
}

static void walk_to(Walk *walk, Slice target)
{
    size_t end = slice_find_byte(target, '#');
    target = slice_range(target, 0, end);
    if (!slice_starts_with(target, SLICE("/")) || target.size > 300 || is_narrow_search(target) ||
        map_find(&walk->seen, target))
        return;
    map_add(&walk->seen, arena_copy(world.arena, target), NULL);
    *LIST_ADD(world.arena, &walk->targets) = arena_copy(world.arena, target);
}

static void walk_links(Walk *walk, Slice body)
{
    static const char *const marks[] = {"href=\"", "src=\"", "\"path\":\""};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        Slice rest = body;
        for (size_t at; (at = slice_find(rest, slice_from(marks[i]))) != SLICE_NONE;) {
            rest = slice_skip(rest, at + strlen(marks[i]));
            Slice link = slice_range(rest, 0, slice_find_byte(rest, '"'));
            Builder plain;
            builder_init(&plain, world.arena);
            for (Slice part; slice_next_split(&link, '&', &part);) {
                bool is_mark = slice_starts_with(part, SLICE("amp;"));
                builder_add(&plain, is_mark ? SLICE("&") : SLICE_EMPTY);
                builder_add(&plain, is_mark ? slice_skip(part, 4) : part);
            }
            if (!slice_contains(builder_slice(&plain), slice_from("//paper.example")) ||
                slice_starts_with(builder_slice(&plain), SLICE("/")))
                walk_to(walk, builder_slice(&plain));
        }
    }
}

/* Every route of route.c, the captures by number, and whatever these lead to. */
static void walk_begin(Walk *walk)
{
    static const char *const doors[] = {"/",
                                        "/search?q=harbour",
                                        "/search?q=minister",
                                        "/search?q=resig",
                                        "/category/news",
                                        "/tag/port",
                                        "/author/j-writer",
                                        "/author/jo-writer",
                                        "/2015",
                                        "/2015/03",
                                        "/2015/03/05",
                                        "/day/2015-03-05",
                                        "/missing",
                                        "/-/missing",
                                        "/media/4711",
                                        "/-/media/4711",
                                        "/healthz",
                                        "/robots.txt",
                                        "/index.json",
                                        "/api/search?q=harbour&facet=section&facet=author",
                                        "/api/search?q=id:*",
                                        "/sitemap.xml",
                                        "/feed",
                                        "/feed/atom",
                                        "/feed/json",
                                        "/sitemap-1.xml",
                                        "/sitemap-lists.xml",
                                        "/search/feed?q=speaks",
                                        "/category/news/feed/json",
                                        "/2015/feed",
                                        "/api/suggest?q=sp",
                                        "/jo/news/harbour-master-speaks.ris",
                                        "/jo/news/harbour-master-speaks?cite=apa",
                                        "/-/search?q=speaks",
                                        "/archive-of-march",
                                        "/headlines.xml",
                                        "/wp-content/uploads/2015/03/4711.png",
                                        "/web/2017/http://paper.example/archive-of-march",
                                        "/web/2017id_/http://paper.example/headlines.xml",
                                        "/jo/news/harbour-master-speaks.json",
                                        "/jo/news/port-strike-ends.json",
                                        "/api/articles/none",
                                        "/search?q=section:news"};
    *walk = (Walk){0};
    map_init(&walk->seen, world.arena);
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        walk_to(walk, slice_from(doors[i]));
    for (int i = 1; i <= 20; i++)
        walk_to(walk, arena_format(world.arena, "/-/captured/%d", i));
    for (int i = 1; i <= 20; i++)
        walk_to(walk, arena_format(world.arena, "/-/captured/%d?raw=1", i));
}

static Walk walk_all(void)
{
    enum { ANSWERS_MAX = 1500 };
    Walk walk;
    walk_begin(&walk);
    for (size_t i = 0; i < walk.targets.count && walk.answers < ANSWERS_MAX; i++) {
        Slice target = walk.targets.items[i];
        Got got = get(&world, arena_string(world.arena, target));
        assert_true(got.status >= 200 && got.status < 500);
        walk.answers++;
        bool is_named = slice_contains(got.all, slice_from(WORD)) ||
                        slice_contains(got.all, SLICE("quoxly")) ||
                        slice_contains(got.all, SLICE("4711.png"));
        if (is_named && walk.named++ == 0)
            walk.first = target;
        walk_links(&walk, got.body);
    }
    if (walk.answers <= 60 || walk.answers == ANSWERS_MAX)
        fail_msg("%zu answers, the last of %.*s", walk.answers,
                 SLICE_ARG(walk.targets.items[walk.answers - 1]));
    return walk;
}

static void assert_gone(const char *target, int status)
{
    Got got = get(&world, target);
    if (got.status != status)
        fail_msg("%s: %d, not %d", target, got.status, status);
    assert_lacks(got.all, WORD);
}

/* ---- the tests ---- */

static void no_page_names_what_is_withheld(void **state)
{
    (void)state;
    Walk before = walk_all();
    assert_true(before.named >= 10);
    act_on(PATH, ACT_WITHHOLD, false);
    Walk after = walk_all();
    if (after.named > 0)
        fail_msg("%zu of %zu answers name it, the first: %.*s", after.named, after.answers,
                 SLICE_ARG(after.first));
    act_on(PATH, ACT_RESTORE, false);
    Walk again = walk_all();
    assert_int_equal(again.named, before.named);
}

static void its_addresses_say_that_it_is_gone(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/jo/news/quoxly-zanderplatz-resigns",
        "/jo/news/quoxly-zanderplatz-resigns/",
        "/quoxly-zanderplatz-resigns",
        "/jo/news/quoxly-zanderplatz-resigns.json",
        "/short",
        "/web/2017/http://paper.example/jo/news/quoxly-zanderplatz-resigns",
        "/web/20171001102030id_/http://paper.example/jo/news/quoxly-zanderplatz-resigns",
        "/wp-content/uploads/2015/03/4711.png",
        "/archive-of-march"};
    Archive *archive = open_archive(ARCHIVE_READ);
    Article article;
    Error err;
    assert_int_equal(archive_article(archive, world.arena, slice_from(PATH), &article, &err), STATUS_OK);
    archive_close(archive);
    act_on(PATH, ACT_WITHHOLD, false);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        assert_gone(targets[i], 410);
    Slice id = article.id;
    assert_gone(arena_string(world.arena, arena_format(world.arena, "/id/%.*s", SLICE_ARG(id))), 410);
    assert_gone(arena_string(world.arena, arena_format(world.arena, "/api/articles/%.*s", SLICE_ARG(id))),
                410);
    Got got = get(&world, "/api/search?q=Zanderplatz");
    assert_has(got.body, "\"total\":0");
    assert_lacks(got.body, "resigns");
    act_on(PATH, ACT_WITHHOLD, true);
    for (size_t i = 0; i < 7; i++)
        assert_gone(targets[i], 451);
    act_on(PATH, ACT_RESTORE, false);
    assert_int_equal(get(&world, PATH).status, 200);
    assert_int_equal(get(&world, "/wp-content/uploads/2015/03/4711.png").status, 200);
}

static void a_delisted_article_answers_and_is_listed_nowhere(void **state)
{
    (void)state;
    act_on(PATH, ACT_DELIST, false);
    Got got = get(&world, PATH);
    assert_int_equal(got.status, 200);
    assert_has(got.body, HEADLINE);
    assert_has(got.head, "X-Robots-Tag: noindex");
    assert_has(got.body, "<meta name=\"robots\" content=\"noindex");
    static const char *const lists[] = {"/",
                                        "/category/news",
                                        "/2015/03/05",
                                        "/2015/03",
                                        "/api/search?q=resigned",
                                        "/jo/news/harbour-master-speaks",
                                        "/author/jo-writer"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        assert_lacks(get(&world, lists[i]).body, WORD);
    act_on(PATH, ACT_RESTORE, false);
    assert_has(get(&world, "/2015/03/05").body, WORD);
}

static void a_withheld_photo_is_gone_and_its_article_stands(void **state)
{
    (void)state;
    static const char WORDS[] = "Gorgonzola";
    static const char *const targets[] = {"/media/4712", "/-/media/4712", "/media/4712.json",
                                          "/wp-content/uploads/2015/03/4712.png"};
    assert_has(get(&world, NEIGHBOUR).body, WORDS);
    assert_int_equal(get(&world, "/media/4712").status, 200);
    assert_int_equal(get(&world, "/wp-content/uploads/2015/03/4712.png").status, 200);
    act_on("media:4712", ACT_WITHHOLD, false);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        assert_gone(targets[i], 410);
    Got got = get(&world, NEIGHBOUR);
    assert_int_equal(got.status, 200);
    assert_has(got.body, "spoke on Friday");
    assert_lacks(got.body, WORDS);
    assert_lacks(got.body, "4712");
    assert_has(get(&world, "/api/search?q=gorgonzola").body, "\"total\":0");
    act_on("media:4712", ACT_RESTORE, false);
    assert_has(get(&world, NEIGHBOUR).body, WORDS);
    assert_int_equal(get(&world, "/media/4712").status, 200);
}

static void other_addresses_are_withheld_and_led_elsewhere(void **state)
{
    (void)state;
    assert_int_equal(get(&world, "/files/report.pdf").status, 200);
    act_on("/files/report.pdf", ACT_WITHHOLD, true);
    assert_gone("/files/report.pdf", 451);
    assert_gone("/web/2017id_/http://paper.example/files/report.pdf", 451);
    act_on("/files/report.pdf", ACT_RESTORE, false);
    assert_int_equal(get(&world, "/files/report.pdf").status, 200);
    act_on("/category/news", ACT_WITHHOLD, false);
    static const char *const lists[] = {"/category/news", "/category/news/", "/-/category/news",
                                        "/category/news.json", "/-/category/news/page/2"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        assert_gone(lists[i], 410);
    act_on("/category/news", ACT_RESTORE, false);
    assert_int_equal(get(&world, "/category/news").status, 200);
    act_on("/tag/port", ACT_REDIRECT, false);
    Got got = get(&world, "/tag/port");
    assert_int_equal(got.status, 301);
    assert_string_equal(field(&world, &got, "Location"), NEIGHBOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_page_names_what_is_withheld),
        cmocka_unit_test(its_addresses_say_that_it_is_gone),
        cmocka_unit_test(a_delisted_article_answers_and_is_listed_nowhere),
        cmocka_unit_test(a_withheld_photo_is_gone_and_its_article_stands),
        cmocka_unit_test(other_addresses_are_withheld_and_led_elsewhere),
    };
    return cmocka_run_group_tests(tests, open_named, close_named);
}
