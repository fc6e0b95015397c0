/* Addresses of a WordPress paper in all their spellings: every row of the model's table of addresses, every
 * reason, rules, acts, circles, hostile ones; and the table in memory against the rows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "archive/inside.h"
#include "base/builder.h"
#include "base/file.h"

#define HOST "https://www.paper.example"

static Arena *arena;
static char root[64];
static const char *folder;
static Archive *archive;
static Error err;

/* ---- the paper ---- */

static void add_record(Builder *warc, const char *url, const char *head, Slice body)
{
    Slice block =
        arena_format(arena, "%s\r\nContent-Length: %zu\r\n\r\n%.*s", head, body.size, SLICE_ARG(body));
    builder_format(warc,
                   "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: "
                   "<urn:uuid:00000000-0000-4000-8000-%012zx>\r\nWARC-Date: 2017-10-01T10:20:30Z\r\n"
                   "WARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\n"
                   "Content-Length: %zu\r\n\r\n%.*s\r\n\r\n",
                   warc->size, url, block.size, SLICE_ARG(block));
}

static void add_piece(Builder *warc, const char *path, unsigned id, const char *date, const char *words)
{
    Slice url =
        arena_format(arena, "%s%s", slice_starts_with(slice_from(path), SLICE("http")) ? "" : HOST, path);
    Slice mark = id ? arena_format(arena, " postid-%u", id) : SLICE_EMPTY;
    Slice page = arena_format(
        arena,
        "<!doctype html><html lang=en><head><title>%s - The Paper</title><link rel=canonical href=\"%.*s\">"
        "<meta property=\"og:type\" content=article>"
        "<meta property=\"article:published_time\" content=\"%sT10:00:00+00:00\"></head>"
        "<body class=\"single single-post%.*s\"><article><h1 class=entry-title>%s</h1>"
        "<p class=post-meta>by <span class=\"author vcard\"><a rel=author href=\"/author/tariq\">Tariq</a>"
        "</span> | <span class=published>%s</span> | <a rel=\"category tag\" href=\"/category/opinion\">"
        "Opinion</a></p><div class=entry-content><p>%s And so the council of the port went on with its long "
        "sitting about the new quay, which had been promised for many years to the people of the town.</p>"
        "<p>The mayor answered that the money was there, and that the work would begin when the winter was "
        "over, as everybody in the room had heard before. <a rel=tag href=\"/tag/port\">Port</a></p>"
        "%s</div></article></body></html>",
        words, SLICE_ARG(url), date, SLICE_ARG(mark), words, date, words,
        id == 101 ? "<p>Media ID: 55336534</p><p>Ferries wait in the port of Piraeus. (EPA Photo)</p>" : "");
    add_record(warc, arena_string(arena, url), "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8",
               page);
}

static Slice make_crawl(void)
{
    Builder warc;
    builder_init(&warc, arena);
    add_piece(&warc, "/tariq/opinion/therefore-the-port-is-open", 101, "2014-06-27", "Therefore it is open.");
    add_piece(&warc, "/theaawsat/features/talks-to-iyad", 102, "2010-01-02", "He spoke of the first matter.");
    add_piece(&warc, "/theaawsat/news-middle-east/talks-to-iyad-2", 103, "2011-01-02", "And of the second.");
    add_piece(&warc, "/a/news/same-name", 104, "2012-03-04", "The one that has the name.");
    add_piece(&warc, "/b/features/same-name", 105, "2013-03-04", "The other with the name.");
    add_piece(&warc, "/a/news/only-second-2", 106, "2013-03-05", "There was never a first of these.");
    add_piece(&warc, "/a/news/withdrawn-piece", 107, "2013-03-06", "This will be withheld by a person.");
    add_piece(&warc, "/a/news/forbidden-piece", 108, "2013-03-07", "This will be withheld by law.");
    add_piece(&warc, "/a/news/%D8%B9%D9%84%D9%8A", 109, "2013-03-08", "A slug that is not of our letters.");
    add_piece(&warc, "http://other.example/world/elsewhere", 900, "2013-03-09", "Of another paper.");
    add_record(&warc, HOST "/wp-content/uploads/2017/01/johnson.jpg",
               "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg", SLICE("\xFF\xD8\xFF\xE0 no picture"));
    add_record(&warc, HOST "/about/", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf", SLICE("%PDF-1.4"));
    add_record(&warc, HOST "/old-address",
               "HTTP/1.1 301 Moved\r\nLocation: /tariq/opinion/therefore-the-port-is-open", SLICE("moved"));
    add_record(&warc, HOST "/left", "HTTP/1.1 302 Found\r\nLocation: https://new.example/x", SLICE("moved"));
    add_record(&warc, HOST "/round-1", "HTTP/1.1 301 Moved\r\nLocation: /round-2", SLICE("moved"));
    add_record(&warc, HOST "/round-2", "HTTP/1.1 301 Moved\r\nLocation: /round-1", SLICE("moved"));
    add_record(&warc, HOST "/to-nothing", "HTTP/1.1 301 Moved\r\nLocation: /never-captured", SLICE("moved"));
    add_record(&warc, HOST "/gone", "HTTP/1.1 410 Gone\r\nContent-Type: text/plain", SLICE("gone"));
    add_record(&warc, HOST "/lost/talks-to-iyad", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain",
               SLICE("lost"));
    return builder_slice(&warc);
}

static void open_reader(void)
{
    archive_close(archive);
    archive = NULL;
    if (archive_open(folder, ARCHIVE_READ, &archive, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void do_act(Act order)
{
    Act done;
    Archive *writer = NULL;
    order.at_s = 1700000000;
    order.who = SLICE("keeper");
    assert_int_equal(archive_open(folder, ARCHIVE_WRITE, &writer, &err), STATUS_OK);
    Status status = archive_act(writer, arena, &order, &done, &err);
    archive_close(writer);
    if (status != STATUS_OK)
        fail_msg("'%.*s': %s", SLICE_ARG(order.target), err.message);
}

static void write_rules(const char *text)
{
    assert_int_equal(file_replace(path_join(arena, folder, "addresses.rules"), slice_from(text), &err),
                     STATUS_OK);
}

static int set_up(void **state)
{
    (void)state;
    static const Settings settings = {.title = {"The Paper", 9},
                                      .language = {"en", 2},
                                      .timezone = {"UTC", 3},
                                      .base_url = {HOST, sizeof HOST - 1}};
    arena = arena_open((size_t)1 << 30);
    memcpy(root, "/tmp/backfile-resolve-XXXXXX", 29);
    if (!mkdtemp(root))
        return -1;
    folder = path_join(arena, root, "archive");
    const char *source = path_join(arena, root, "crawl.warc");
    ImportReport report;
    IngestOptions options = {.workers = 1};
    Status status = file_replace(source, make_crawl(), &err);
    if (status == STATUS_OK)
        status = archive_init(folder, &settings, &err);
    if (status == STATUS_OK)
        status = archive_open(folder, ARCHIVE_WRITE, &archive, &err);
    if (status == STATUS_OK)
        status = archive_ingest(archive, arena, &source, 1, &options, &report, &err);
    if (status != STATUS_OK)
        print_error("%s\n", err.message);
    archive_close(archive);
    archive = NULL;
    return status == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    Slices files = {0};
    archive_close(archive);
    if (file_walk(arena, root, &files, &err) == STATUS_OK)
        for (size_t i = 0; i < files.count; i++)
            unlink(path_join(arena, root, arena_string(arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(arena, root, folders[i]));
    arena_close(arena);
    return 0;
}

/* ---- tables ---- */

typedef struct Case {
    const char *url;
    int status;
    ResolveWhy why;
    const char *target; /* NULL: the path of the address itself */
} Case;

static Resolution resolve(Slice url)
{
    Resolution found;
    if (archive_resolve(archive, arena, url, &found, &err) != STATUS_OK)
        fail_msg("'%.*s': %s", SLICE_ARG(slice_range(url, 0, 200)), err.message);
    return found;
}

static void check(const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const Case *c = &cases[i];
        Resolution found = resolve(slice_from(c->url));
        Slice wanted = slice_from(c->target                     ? c->target
                                  : strstr(c->url, ".example/") ? strchr(c->url + 8, '/')
                                                                : c->url);
        if (c->status >= 400)
            wanted = SLICE_EMPTY;
        if (found.status != c->status || found.why != c->why || !slice_equal(found.target, wanted))
            fail_msg("'%s' gives %d %.*s %.*s, not %d %.*s %.*s", c->url, found.status,
                     SLICE_ARG(found.target), SLICE_ARG(resolve_why_name(found.why)), c->status,
                     SLICE_ARG(wanted), SLICE_ARG(resolve_why_name(c->why)));
    }
}
#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

#define OPEN "/tariq/opinion/therefore-the-port-is-open"
#define IYAD "/theaawsat/features/talks-to-iyad"
#define IYAD_2 "/theaawsat/news-middle-east/talks-to-iyad-2"

static void every_spelling_leads_to_the_one_address(void **state)
{
    (void)state;
    open_reader();
    static const Case cases[] = {
        {HOST OPEN, 200, WHY_CANONICAL, NULL},
        {OPEN, 200, WHY_CANONICAL, NULL},
        {"www.paper.example" OPEN, 200, WHY_CANONICAL, NULL},
        {"  " HOST OPEN " ", 200, WHY_CANONICAL, OPEN},
        {OPEN "/", 301, WHY_ALIAS, OPEN},
        {OPEN "#comments", 301, WHY_ALIAS, OPEN},
        {"http://www.paper.example" OPEN, 301, WHY_HOST, OPEN},
        {"https://paper.example" OPEN, 301, WHY_HOST, OPEN},
        {"https://WWW.PAPER.EXAMPLE:443" OPEN, 200, WHY_CANONICAL, OPEN},
        {"https://www.paper.example:8080" OPEN, 301, WHY_HOST, OPEN},
        {"https://mobile.paper.example" OPEN, 301, WHY_HOST, OPEN},
        {HOST OPEN "?share=twitter", 301, WHY_SHARE_KEY, OPEN},
        {HOST OPEN "/?share=jetpack-whatsapp&nb=1", 301, WHY_SHARE_KEY, OPEN},
        {OPEN "?utm_source=x&fbclid=y&gclid=z&replytocom=5&amp", 301, WHY_SHARE_KEY, OPEN},
        {OPEN "?whatever=1", 301, WHY_SHARE_KEY, OPEN},
        {OPEN "?p=99999", 301, WHY_ALIAS, OPEN},
        {OPEN "/amp", 301, WHY_ALIAS, OPEN},
        {OPEN "/feed/", 301, WHY_ALIAS, OPEN},
        {OPEN "/page/3", 301, WHY_ALIAS, OPEN},
        {OPEN "/2/", 301, WHY_ALIAS, OPEN},
        {OPEN "/comment-page-2#comment-7", 301, WHY_ALIAS, OPEN},
        {OPEN "/trackback/", 301, WHY_ALIAS, OPEN},
        {"/Tariq/Opinion/Therefore-The-Port-Is-Open", 301, WHY_ALIAS, OPEN},
        {"//tariq//opinion/therefore-the-port-is-open", 404, WHY_UNKNOWN, NULL}, /* a host called tariq */
        {"/tariq//opinion/therefore-the-port-is-open", 301, WHY_ALIAS, OPEN},
        {OPEN ").", 301, WHY_ALIAS, OPEN},
        {OPEN ".html", 301, WHY_ALIAS, OPEN},
        {"/tariq/./opinion/x/../therefore-the-port-is-open/index.php", 301, WHY_ALIAS, OPEN},
        {OPEN ".json", 200, WHY_CANONICAL, NULL},
        {"/a/news/%d8%b9%d9%84%d9%8a", 301, WHY_ALIAS, "/a/news/%D8%B9%D9%84%D9%8A"},
        {"/a/news/\xD8\xB9\xD9\x84\xD9\x8A", 301, WHY_ALIAS, "/a/news/%D8%B9%D9%84%D9%8A"},
        {"/a/news/%D8%B9%D9%84%D9%8A", 200, WHY_CANONICAL, NULL},
        {IYAD, 200, WHY_CANONICAL, NULL},
        {IYAD_2, 200, WHY_CANONICAL, NULL},
        {"http://other.example/world/elsewhere", 301, WHY_ALIAS,
         "/web/20171001102030/http://other.example/world/elsewhere"},
        {"/web/20171001102030/http://other.example/world/elsewhere", 200, WHY_CANONICAL,
         "/web/20171001102030/http://other.example/world/elsewhere"},
        {"http://other.example/world/nothing", 404, WHY_UNKNOWN, NULL},
        {"/wp-content/uploads/2017/01/johnson.jpg", 200, WHY_CANONICAL, NULL},
        {"/wp-content/uploads/2017/01/johnson-300x200.jpg", 301, WHY_ALIAS,
         "/wp-content/uploads/2017/01/johnson.jpg"},
        {"/about", 200, WHY_CANONICAL, NULL},
        {"/about/", 301, WHY_ALIAS, "/about"},
    };
    CHECK(cases);
}

static void guesses_are_those_of_wordpress(void **state)
{
    (void)state;
    open_reader();
    static const Case cases[] = {
        {"/therefore-the-port-is-open", 301, WHY_SLUG, OPEN},
        {"/nobody/features/therefore-the-port-is-open/", 301, WHY_SLUG, OPEN},
        {"/2014/06/27/therefore-the-port-is-open", 301, WHY_SLUG, OPEN},
        {"/x/THEREFORE-the-port-is-open", 301, WHY_SLUG, OPEN},
        {"/therefore-the-port", 301, WHY_SLUG, OPEN},
        {"/x/y/therefore-the-p", 301, WHY_SLUG, OPEN},
        {"/the", 404, WHY_UNKNOWN, NULL}, /* three letters are no slug cut short */
        {"/talks-to-iyad", 301, WHY_SLUG, IYAD},
        {"/talks-to-iyad-2", 301, WHY_SLUG, IYAD_2},
        {"/talks-to-iyad-3", 404, WHY_UNKNOWN, NULL}, /* -2 is never taken off */
        {"/only-second", 404, WHY_UNKNOWN, NULL},     /* nor put on */
        {"/only-sec", 301, WHY_SLUG, "/a/news/only-second-2"},
        {"/same-name", 404, WHY_UNKNOWN, NULL},
        {"/c/features/same-name", 301, WHY_SLUG, "/b/features/same-name"},
        {"/lost/talks-to-iyad", 301, WHY_SLUG, IYAD}, /* the crawl met a 404 there */
        {"/?p=101", 301, WHY_ID, OPEN},
        {"/index.php?p=101", 301, WHY_ID, OPEN},
        {"/?page_id=101", 301, WHY_ID, OPEN},
        {"/id/101", 301, WHY_ID, OPEN},
        {"/-/id/101", 301, WHY_ID, OPEN},
        {"/article101", 301, WHY_ID, OPEN},
        {"/2014/06/article101", 301, WHY_ID, OPEN},
        {"http://paper.net/2014/06/article101", 301, WHY_ID, OPEN}, /* the paper's name, elsewhere */
        {"http://unlike.net/2014/06/article101", 404, WHY_UNKNOWN, NULL},
        {"http://english.paper.example/home/article/101/x", 404, WHY_UNKNOWN, NULL},
        {"/archives/101", 301, WHY_ID, OPEN},
        {"/wp-json/wp/v2/posts/101", 301, WHY_ID, OPEN},
        {"/?p=99999", 404, WHY_UNKNOWN, NULL},
        {"/?attachment_id=101", 301, WHY_ATTACHMENT, OPEN},
        {OPEN "/attachment/never-crawled", 301, WHY_ATTACHMENT, OPEN},
        {"/x/therefore-the-port-is-open/attachment/never-crawled", 301, WHY_ATTACHMENT, OPEN},
        {"/?name=talks-to-iyad", 301, WHY_ALIAS, IYAD},
        {"/no/such/page", 404, WHY_UNKNOWN, NULL},
        {"", 404, WHY_UNKNOWN, NULL},
        {"mailto:a@paper.example", 404, WHY_UNKNOWN, NULL},
    };
    CHECK(cases);
    Resolution found = resolve(SLICE("/same-name"));
    assert_int_equal(found.choice_count, 2);
    assert_true(found.choices[0] != found.choices[1]);
}

static void a_photo_leads_to_the_piece_that_uses_it(void **state)
{
    (void)state;
    open_reader();
    MediaView view;
    assert_int_equal(archive_media(archive, arena, SLICE("55336534"), &view, &err), STATUS_OK);
    static const Case cases[] = {
        {"/?attachment_id=55336534", 301, WHY_ATTACHMENT, OPEN},
        {"/?p=55336534", 301, WHY_ATTACHMENT, OPEN},
        {"/media/55336534", 200, WHY_CANONICAL, NULL},
        {"/media/55336534/?utm_source=x", 301, WHY_SHARE_KEY, "/media/55336534"},
        {"/media/1", 404, WHY_UNKNOWN, NULL},
    };
    CHECK(cases);
}

static void pages_of_ours_are_there_when_they_have_members(void **state)
{
    (void)state;
    open_reader();
    static const Case cases[] = {
        {"/", 200, WHY_CANONICAL, NULL},
        {HOST, 200, WHY_CANONICAL, "/"},
        {"http://paper.example/index.html", 301, WHY_ALIAS, "/"},
        {"/?utm_source=x", 301, WHY_SHARE_KEY, "/"},
        {"/page/2", 301, WHY_ALIAS, "/"},
        {"/rss", 200, WHY_CANONICAL, NULL},
        {"/feed/rss2", 200, WHY_CANONICAL, NULL},
        {"/feed/", 301, WHY_ALIAS, "/feed"},
        {"/-/feed/atom", 200, WHY_CANONICAL, NULL},
        {"/?feed=rss2", 200, WHY_CANONICAL, NULL},
        {"/search/feed?q=port", 200, WHY_CANONICAL, NULL},
        {"/search/port/feed/rss2/", 301, WHY_ALIAS, "/search/feed/rss2?q=port"},
        {"/category/nothing/feed", 404, WHY_UNKNOWN, NULL},
        {"/category/opinion", 200, WHY_CANONICAL, NULL},
        {"/category/opinion/", 301, WHY_ALIAS, "/category/opinion"},
        {"/category/opinion/page/830", 301, WHY_ALIAS, "/category/opinion"},
        {"/category/opinion/feed", 200, WHY_CANONICAL, NULL},
        {"/category/opinion?feed=atom", 200, WHY_CANONICAL, NULL},
        {"/category/opinion?share=x", 301, WHY_SHARE_KEY, "/category/opinion"},
        {"/?category_name=opinion", 301, WHY_ALIAS, "/category/opinion"},
        {"/-/category/opinion", 200, WHY_CANONICAL, NULL},
        {"/category/nothing", 404, WHY_UNKNOWN, NULL},
        {"/category/talks-to-iyad", 404, WHY_UNKNOWN, NULL},
        {"/tag/port", 200, WHY_CANONICAL, NULL},
        {"/tag/port/page/4", 301, WHY_ALIAS, "/tag/port"},
        {"/author/tariq", 200, WHY_CANONICAL, NULL},
        {"/author/tariq/feed", 200, WHY_CANONICAL, NULL},
        {"/2014", 200, WHY_CANONICAL, NULL},
        {"/2014/06/", 301, WHY_ALIAS, "/2014/06"},
        {"/2014/06/27", 200, WHY_CANONICAL, NULL},
        {"/2014/06/28", 404, WHY_UNKNOWN, NULL},
        {"/2014/13", 404, WHY_UNKNOWN, NULL},
        {"/?m=20140627", 301, WHY_ALIAS, "/2014/06/27"},
        {"/day/2014-06-27", 301, WHY_ALIAS, "/2014/06/27"},
        {"/?s=haftar", 200, WHY_CANONICAL, NULL},
        {"/search?q=haftar", 200, WHY_CANONICAL, NULL},
        {"/search/haftar", 301, WHY_ALIAS, "/search?q=haftar"},
        {"/api/resolve?url=/x", 200, WHY_CANONICAL, NULL},
        {"/api/articles/101", 200, WHY_CANONICAL, NULL},
    };
    CHECK(cases);
}

static void what_the_crawl_met_is_obeyed(void **state)
{
    (void)state;
    open_reader();
    static const Case cases[] = {
        {"/old-address", 301, WHY_REDIRECT, OPEN},
        {"/old-address/?utm_source=x", 301, WHY_REDIRECT, OPEN},
        {"/left", 301, WHY_REDIRECT, "https://new.example/x"},
        {"/round-1", 404, WHY_UNKNOWN, NULL},
        {"/round-2", 404, WHY_UNKNOWN, NULL},
        {"/to-nothing", 404, WHY_UNKNOWN, NULL},
        {"/gone", 410, WHY_WITHHELD, NULL},
    };
    CHECK(cases);
    assert_false(resolve(SLICE("/gone")).is_by_act);
}

static void rules_of_the_keeper_lead_older_generations(void **state)
{
    (void)state;
    open_reader();
    write_rules("^/news\\.asp\\?.*id=([0-9]+)   /id/none-$1\n" /* leads to nothing: the next is tried */
                "^/news\\.asp\\?(.*&)?id=([0-9]+)$ -> /?p=$2\n"
                "^(www\\.)?paper-e\\.example/([a-z-]+)\\.htm$ /$2 301\n"
                "^/dead/ - 410\n"
                "^/a1$ /a2\n^/a2$ /a1\n"
                "^/gone$ /about\n"
                "^/out/(.*)$ https://elsewhere.example/$1\n"
                "^/(broken /x\n");
    static const Case cases[] = {
        {"/news.asp?section=3&id=101", 301, WHY_LEGACY_RULE, OPEN},
        {"http://www.paper-e.com/news.asp?id=101&utm_source=x", 301, WHY_LEGACY_RULE, OPEN},
        {"/news.asp?id=99", 404, WHY_UNKNOWN, NULL},
        {"http://www.paper-e.example/talks-to-iyad.htm", 301, WHY_LEGACY_RULE, IYAD},
        {"/dead/x", 410, WHY_LEGACY_RULE, NULL},
        {"/a1", 404, WHY_UNKNOWN, NULL},
        {"/a2", 404, WHY_UNKNOWN, NULL},
        {"/gone", 301, WHY_LEGACY_RULE, "/about"},
        {"/out/there", 301, WHY_LEGACY_RULE, "https://elsewhere.example/there"},
        {OPEN, 200, WHY_CANONICAL, NULL},
    };
    CHECK(cases);
    Slices faults;
    archive_rule_faults(archive, arena, &faults);
    assert_int_equal(faults.count, 1);
    assert_true(slice_contains(faults.items[0], SLICE("addresses.rules:9: ")));
    unlink(path_join(arena, folder, "addresses.rules"));
    assert_int_equal(resolve(SLICE("/dead/x")).status, 404);
}

static void the_table_in_memory_answers_as_the_rows_do(void **state)
{
    (void)state;
    static const char *const parts[] = {OPEN,
                                        IYAD,
                                        IYAD_2,
                                        "/same-name",
                                        "/talks-to",
                                        "/?p=101",
                                        "/gone",
                                        "/x",
                                        "/a/news/",
                                        "only-second-2",
                                        "https://paper.example",
                                        HOST,
                                        "http://other.example/world/elsewhere",
                                        "?share=y",
                                        "/feed",
                                        "/",
                                        "-2",
                                        ".json",
                                        "/attachment/z",
                                        "/old-address",
                                        "%d8",
                                        "/2014/06"};
    enum { ADDRESSES = 3000 };
    Slice *urls = ARENA_ARRAY(arena, Slice, ADDRESSES);
    uint64_t x = 20261124;
    for (size_t i = 0; i < ADDRESSES; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        for (uint64_t n = x >> 62, y = x >> 8; n < 4; n++, y /= 32)
            urls[i] = arena_format(arena, "%.*s%s", SLICE_ARG(urls[i]), parts[y % 22]);
    }
    Resolution *plain = ARENA_ARRAY(arena, Resolution, ADDRESSES);
    Resolution *quick = ARENA_ARRAY(arena, Resolution, ADDRESSES);
    open_reader();
    assert_int_equal(archive_resolve_all(archive, arena, urls, ADDRESSES, plain, &err), STATUS_OK);
    assert_int_equal(archive_stay_small(archive, &err), STATUS_OK);
    assert_int_equal(archive_prepare_resolving(archive, NULL, &err), STATUS_OK);
    assert_int_equal(archive_resolve_all(archive, arena, urls, ADDRESSES, quick, &err), STATUS_OK);
    size_t known = 0;
    for (size_t i = 0; i < ADDRESSES; i++) {
        if (plain[i].status != quick[i].status || plain[i].why != quick[i].why ||
            !slice_equal(plain[i].target, quick[i].target) || plain[i].article != quick[i].article)
            fail_msg("'%.*s': %d and %d", SLICE_ARG(urls[i]), plain[i].status, quick[i].status);
        known += plain[i].status != 404;
        /* where it leads, it is */
        if (plain[i].status == 301 && slice_starts_with(plain[i].target, SLICE("/")) &&
            resolve(plain[i].target).status != 200)
            fail_msg("'%.*s' leads to '%.*s', which is not there", SLICE_ARG(urls[i]),
                     SLICE_ARG(plain[i].target));
    }
    assert_true(known > 100);
}

static void hostile_addresses_do_no_harm(void **state)
{
    (void)state;
    open_reader();
    write_rules("^/(.*)/x$ /$1/y\n");
    clock_t begin = clock();
    static const char *const units[] = {"a",    "/",  "/a",    "%",       "%2",
                                        "%ff",  "?",  "&a=b",  "-",       ".",
                                        "../",  "//", "/feed", "/page/2", "/attachment/a",
                                        "\xFF", "A",  "\x01",  "@",       ":"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Builder b;
        builder_init(&b, arena);
        builder_add_byte(&b, '/');
        while (b.size < 1000000)
            builder_add_string(&b, units[i]);
        Resolution found = resolve(builder_slice(&b));
        assert_true(found.status == 404 || found.status == 301);
        b.data[0] = 'h';
        (void)resolve(builder_slice(&b));
    }
    assert_int_equal(resolve(slice_of("/a\0b", 4)).status, 404);
    assert_int_equal(resolve(slice_of("\0", 1)).status, 404);
    Builder rules; /* each leads to an address that all of them match */
    builder_init(&rules, arena);
    for (int i = 0; i < 40; i++)
        builder_format(&rules, "^/(.*) /%d$1\n", i);
    builder_add_byte(&rules, 0);
    write_rules(rules.data);
    assert_int_equal(resolve(SLICE("/x/y")).status, 404);
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 20);
    unlink(path_join(arena, folder, "addresses.rules"));
}

static void import(const char *name, Slice bytes)
{
    Archive *writer = NULL;
    const char *source = path_join(arena, root, name);
    ImportReport report;
    IngestOptions options = {.workers = 1};
    assert_int_equal(file_replace(source, bytes, &err), STATUS_OK);
    assert_int_equal(archive_open(folder, ARCHIVE_WRITE, &writer, &err), STATUS_OK);
    Status status = archive_ingest(writer, arena, &source, 1, &options, &report, &err);
    archive_close(writer);
    if (status != STATUS_OK)
        fail_msg("%s", err.message);
}

static void ids_and_slugs_that_were_given_before_lead_on(void **state)
{
    (void)state;
    Builder first, then;
    builder_init(&first, arena);
    builder_init(&then, arena);
    add_piece(&first, "/a/news/later-numbered", 0, "2015-05-06", "The number came later.");
    add_piece(&then, "/a/news/later-numbered", 110, "2015-05-06", "The number came later.");
    import("first.warc", builder_slice(&first));
    open_reader();
    Article before, now;
    assert_int_equal(archive_article(archive, arena, SLICE("/a/news/later-numbered"), &before, &err),
                     STATUS_OK);
    assert_true(slice_starts_with(before.id, SLICE("x")));
    import("then.warc", builder_slice(&then));
    import("renamed.jsonl",
           SLICE("{\"id\":\"111\",\"url\":\"" HOST "/a/news/new-name\",\"headline\":\"It has a new name\","
                 "\"pageKind\":\"article\",\"text\":\"A long enough text about what was renamed.\","
                 "\"altIds\":[{\"role\":\"slug\",\"value\":\"old-name\"}]}\n"));
    open_reader();
    assert_int_equal(archive_article(archive, arena, SLICE("/a/news/later-numbered"), &now, &err), STATUS_OK);
    assert_true(slice_equal(now.id, SLICE("110")));
    const Case cases[] = {
        {arena_string(arena, arena_format(arena, "/id/%.*s", SLICE_ARG(before.id))), 301, WHY_MERGED,
         "/a/news/later-numbered"},
        {"/id/110", 301, WHY_ID, "/a/news/later-numbered"},
        {"/a/news/new-name", 200, WHY_CANONICAL, NULL},
        {"/old-name", 301, WHY_SLUG, "/a/news/new-name"},
        {"/b/old-name/feed", 301, WHY_ALIAS, "/a/news/new-name"},
    };
    CHECK(cases);
    assert_int_equal(archive_prepare_resolving(archive, NULL, &err), STATUS_OK);
    CHECK(cases);
}

/* Last, since it changes the paper. */
static void what_persons_decided_goes_before_all(void **state)
{
    (void)state;
    do_act((Act){.verb = ACT_WITHHOLD, .target = SLICE("107")});
    do_act((Act){.verb = ACT_WITHHOLD, .target = SLICE("108"), .is_by_law = true});
    do_act((Act){.verb = ACT_REDIRECT, .target = SLICE("/old-page"), .to = SLICE(IYAD)});
    do_act((Act){.verb = ACT_REDIRECT, .target = SLICE("/category/opinion"), .to = SLICE("/tag/port")});
    do_act((Act){.verb = ACT_REDIRECT, .target = SLICE(IYAD_2), .to = SLICE(OPEN)});
    open_reader();
    static const Case cases[] = {
        {"/a/news/withdrawn-piece", 410, WHY_WITHHELD, NULL},
        {"/a/news/withdrawn-piece/?share=x", 410, WHY_WITHHELD, NULL},
        {"/withdrawn-piece", 410, WHY_WITHHELD, NULL},
        {"/?p=107", 410, WHY_WITHHELD, NULL},
        {"/withdrawn-pi", 404, WHY_UNKNOWN, NULL}, /* a guess must not name it */
        {"/a/news/forbidden-piece", 451, WHY_LAW, NULL},
        {"/id/108", 451, WHY_LAW, NULL},
        {"/old-page", 301, WHY_REDIRECT, IYAD},
        {"/old-page/", 301, WHY_REDIRECT, IYAD},
        {"/category/opinion", 301, WHY_REDIRECT, "/tag/port"},
        {IYAD_2, 301, WHY_REDIRECT, OPEN},
        {"/talks-to-iyad-2", 301, WHY_SLUG, OPEN},
        {"/?p=103", 301, WHY_ID, OPEN},
        {OPEN, 200, WHY_CANONICAL, NULL},
    };
    CHECK(cases);
    assert_int_equal(archive_prepare_resolving(archive, NULL, &err), STATUS_OK);
    CHECK(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_leads_to_the_one_address),
        cmocka_unit_test(guesses_are_those_of_wordpress),
        cmocka_unit_test(a_photo_leads_to_the_piece_that_uses_it),
        cmocka_unit_test(pages_of_ours_are_there_when_they_have_members),
        cmocka_unit_test(what_the_crawl_met_is_obeyed),
        cmocka_unit_test(rules_of_the_keeper_lead_older_generations),
        cmocka_unit_test(the_table_in_memory_answers_as_the_rows_do),
        cmocka_unit_test(hostile_addresses_do_no_harm),
        cmocka_unit_test(ids_and_slugs_that_were_given_before_lead_on),
        cmocka_unit_test(what_persons_decided_goes_before_all),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
