/* Opening where nothing can be opened, and closing while something is under way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "client.h"

static void an_archive_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    Server *server = NULL;
    Error err;
    ServerOptions options = {
        .folder = "/tmp/backfile-no-such-folder", .address = SLICE("127.0.0.1:0"), .log_fd = -1};
    assert_int_equal(server_open(&options, &server, &err), STATUS_FAIL);
    assert_null(server);
    assert_non_null(strstr(err.message, "no archive"));
}

static void an_address_that_cannot_be_used_is_an_error(void **state)
{
    (void)state;
    World world;
    assert_int_equal(open_world(&world, &(ServerOptions){.threads = 1}), 0);
    static const char *const addresses[] = {
        "", "8080", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999", "no host:80", "[::1"};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        Server *server = NULL;
        Error err;
        ServerOptions options = {.folder = world.folder, .address = slice_from(addresses[i]), .log_fd = -1};
        if (server_open(&options, &server, &err) != STATUS_FAIL)
            fail_msg("%s was taken", addresses[i]);
    }
    Slice taken = arena_format(world.arena, "127.0.0.1:%u", server_port(world.server));
    Server *server = NULL;
    Error err;
    ServerOptions options = {.folder = world.folder, .address = taken, .log_fd = -1};
    assert_int_equal(server_open(&options, &server, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "cannot listen"));
    assert_int_equal(close_world(&world), 0);
}

/* Whatever a client calls the site, it does not get into what others read. */
static void without_a_base_url_the_site_is_at_the_home_of_its_pieces(void **state)
{
    (void)state;
    World world;
    assert_int_equal(open_world_at(&world, &(ServerOptions){.threads = 1}, SLICE_EMPTY), 0);
    static const struct {
        const char *target, *part;
    } cases[] = {
        {"/feed", "<link>http://paper.example/</link>"},
        {"/sitemap.xml", "<loc>http://paper.example/sitemap-1.xml</loc>"},
        {"/robots.txt", "Sitemap: http://paper.example/sitemap.xml"},
        {"/opensearch.xml", "http://paper.example/search?q="},
        {"/jo/opinion/ferry-sails-at-last.ris", "UR  - http://paper.example/jo/opinion/ferry-sails-at-last"},
        {"/jo/opinion/ferry-sails-at-last",
         "<link rel=\"canonical\" href=\"http://paper.example/jo/opinion/ferry-sails-at-last\">"},
        {"/jo/opinion/ferry-sails-at-last", "og:url\" content=\"http://paper.example/jo"},
        {"/", "\"@type\":\"SearchAction\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int fd = dial(&world);
        say(fd,
            arena_format(world.arena, "GET %s HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
                         cases[i].target));
        Got got = read_got(hear(&world, fd));
        assert_int_equal(got.status, 200);
        assert_has(got.body, cases[i].part);
        assert_lacks(got.all, "evil.example");
    }
    assert_int_equal(close_world(&world), 0);
}

/* The reader is told nothing of it. */
static void a_failure_is_told_to_the_keeper_without_an_access_log_too(void **state)
{
    (void)state;
    World world;
    assert_int_equal(open_world(&world, &(ServerOptions){.threads = 1}), 0);
    Server *server = NULL;
    Error err;
    int failure_fd = open(path_join(world.arena, world.root, "failures.log"), O_CREAT | O_RDWR, 0600);
    ServerOptions options = {
        .folder = world.folder, .address = SLICE("127.0.0.1:0"), .log_fd = -1, .failure_fd = failure_fd};
    assert_int_equal(server_open(&options, &server, &err), STATUS_OK);
    Slices files = {0};
    const char *warc = path_join(world.arena, world.folder, "warc");
    assert_int_equal(file_list(world.arena, warc, &files, &err), STATUS_OK);
    for (size_t i = 0; i < files.count; i++)
        assert_int_equal(
            file_remove(path_join(world.arena, warc, arena_string(world.arena, files.items[i])), &err),
            STATUS_OK);
    World other = world;
    other.server = server;
    Got got = get(&other, "/files/report.pdf?x%22");
    got = got.status == 500 ? got : get(&other, "/files/report.pdf");
    assert_int_equal(got.status, 500);
    assert_lacks(got.body, "warc");
    server_close(server, 1000);
    char text[4096];
    ssize_t size = pread(failure_fd, text, sizeof text, 0);
    close(failure_fd);
    assert_true(size > 0);
    assert_has(slice_of(text, (size_t)size), " event=failure target=\"/files/report.pdf");
    assert_has(slice_of(text, (size_t)size), "\" message=\"");
    assert_has(slice_of(text, (size_t)size), "warc");
    assert_int_equal(close_world(&world), 0);
}

/* What would be no link, or worse, is refused before anything listens. */
static void links_that_are_no_addresses_are_refused_at_the_start(void **state)
{
    (void)state;
    World world;
    assert_int_equal(open_world(&world, &(ServerOptions){.threads = 1}), 0);
    static const char *const links[] = {"Home / | Bad javascript:alert(1)", "Bad data:text/html,x",
                                        "Bad //evil.example/", "Bad paper.example", "Bad /\\evil.example"};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        Server *server = NULL;
        Error err;
        ServerOptions options = {.folder = world.folder,
                                 .address = SLICE("127.0.0.1:0"),
                                 .log_fd = -1,
                                 .site = {.footer_links = slice_from(links[i])}};
        if (server_open(&options, &server, &err) != STATUS_FAIL)
            fail_msg("%s was taken", links[i]);
        assert_non_null(strstr(err.message, "footer-links takes"));
    }
    assert_int_equal(close_world(&world), 0);
}

typedef struct Asking {
    World *world;
    Server *server;
} Asking;

static void *close_soon(void *context)
{
    Asking *asking = context;
    (void)poll(NULL, 0, 20);
    server_close(asking->server, 5000);
    return NULL;
}

/* An answer that is larger than the sockets hold is still read to its end while the server closes. */
static void requests_in_flight_are_finished(void **state)
{
    (void)state;
    World world;
    assert_int_equal(open_world(&world, &(ServerOptions){.threads = 1}), 0);
    enum { ASKED = 400 };
    Builder row;
    builder_init(&row, world.arena);
    for (int i = 0; i < ASKED; i++)
        builder_format(&row, "GET /-/style.css HTTP/1.1\r\nHost: x\r\n%s\r\n",
                       i == ASKED - 1 ? "Connection: close\r\n" : "");
    int fd = dial(&world);
    say(fd, builder_slice(&row));
    (void)poll(NULL, 0, 50); /* the server is at work, and waits for us to read */
    Asking asking = {&world, world.server};
    pthread_t closer;
    assert_int_equal(pthread_create(&closer, NULL, close_soon, &asking), 0);
    (void)poll(NULL, 0, 100);
    Slice all = hear(&world, fd);
    pthread_join(closer, NULL);
    world.server = NULL;
    size_t whole = 0, size = 0;
    while (slice_starts_with(all, SLICE("HTTP/1.1 200 OK"))) { /* each that has begun is whole */
        Got got = read_got(all);
        uint64_t length;
        assert_true(slice_to_u64(http_field(got.head, SLICE("Content-Length")), &length));
        size = got.head.size + 2 + (size_t)length;
        assert_true(all.size >= size);
        all = slice_skip(all, size);
        whole++;
    }
    assert_true(whole > 0);
    assert_int_equal(all.size, 0);
    assert_int_equal(close_world(&world), 0);
}

static void closing_nothing_is_allowed(void **state)
{
    (void)state;
    server_close(NULL, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_that_is_not_there_is_an_error),
        cmocka_unit_test(an_address_that_cannot_be_used_is_an_error),
        cmocka_unit_test(without_a_base_url_the_site_is_at_the_home_of_its_pieces),
        cmocka_unit_test(a_failure_is_told_to_the_keeper_without_an_access_log_too),
        cmocka_unit_test(links_that_are_no_addresses_are_refused_at_the_start),
        cmocka_unit_test(requests_in_flight_are_finished),
        cmocka_unit_test(closing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
