/* Clients that mean harm, or do harm: after each of them the server still serves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "client.h"

static World world;

static int open_site(void **state)
{
    (void)state;
    return open_world(&world, &(ServerOptions){.threads = 2, .timeout_s = 1, .connections_max = 64});
}

static int close_site(void **state)
{
    (void)state;
    return close_world(&world);
}

static Got send_raw(World *w, Slice bytes)
{
    int fd = dial(w);
    say(fd, bytes);
    (void)shutdown(fd, SHUT_WR);
    return read_got(hear(w, fd));
}

static void assert_serves(void)
{
    Got got = get(&world, "/healthz");
    assert_int_equal(got.status, 200);
}

static void methods_and_bodies_are_refused(void **state)
{
    (void)state;
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        Got got = ask(&world, methods[i], "/", "");
        assert_int_equal(got.status, 405);
        assert_string_equal(field(&world, &got, "Allow"), "GET, HEAD");
    }
    assert_int_equal(ask(&world, "GET", "/", "Content-Length: 5\r\n\r\nhello").status, 413);
    assert_int_equal(ask(&world, "POST", "/", "Content-Length: 5\r\n\r\nhello").status, 405);
    assert_int_equal(
        ask(&world, "GET", "/", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").status, 413);
    assert_serves();
}

static void heads_that_a_proxy_may_read_otherwise_are_refused(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "Host: a\r\n", "X : y\r\n", "Content-Length : 5\r\n", "(x): y\r\n", "HOST: paper.example\r\n",
        "X\t: y\r\n"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        Got got = ask(&world, "GET", "/robots.txt", odd[i]);
        if (got.status != 400)
            fail_msg("%s%d", odd[i], got.status);
    }
    assert_int_equal(ask(&world, "GET", "/robots.txt", "X-A_b.c~1: y\r\nX-A_b.c~1: z\r\n").status, 200);
    assert_serves();
}

static void a_body_that_does_not_end_is_cut_off(void **state)
{
    (void)state;
    int fd = dial(&world);
    say(fd, SLICE("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"));
    static const char part[65536] = {'x'};
    for (int i = 0; i < 64; i++)
        say(fd, slice_of(part, sizeof part));
    (void)hear(&world, fd);
    assert_serves();
}

static void long_addresses_and_heads_are_refused(void **state)
{
    (void)state;
    static const size_t sizes[] = {8001, 20000, 40000, 1 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *path = arena_text(world.arena, sizes[i] + 1);
        memset(path, 'a', sizes[i]);
        path[0] = '/';
        path[sizes[i]] = '\0';
        Got got = ask(&world, "GET", path, "");
        assert_true(got.status == 414 || got.status == 431 || got.status == 413 || got.status == 0);
        Slice header = arena_format(world.arena, "X-Long: %s\r\n", path);
        Got head = ask(&world, "GET", "/", arena_string(world.arena, header));
        assert_true(sizes[i] < 20001 ? head.status == 200 || head.status == 431
                                     : head.status == 431 || head.status == 413 || head.status == 0);
    }
    char *longest = arena_text(world.arena, 7991);
    memset(longest, 'a', 7990);
    memcpy(longest, "/x?q=", 5);
    longest[7990] = '\0';
    Slice usual = arena_format(world.arena, "Cookie: %.2000s\r\nAccept: text/html\r\nUser-Agent: %.200s\r\n",
                               longest, longest);
    assert_int_equal(ask(&world, "GET", longest, arena_string(world.arena, usual)).status,
                     404); /* is answered */
    Builder many;
    builder_init(&many, world.arena);
    for (int i = 0; i < 20000; i++)
        builder_format(&many, "X-%d: y\r\n", i);
    Got got = ask(&world, "GET", "/", arena_string(world.arena, builder_slice(&many)));
    assert_true(got.status == 431 || got.status == 413 || got.status == 0);
    assert_serves();
}

static void strange_addresses_are_answered_in_order(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/%00",
        "/a%00b",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//",
        "///a//b",
        "/%ff%fe%fd",
        "/%",
        "/%z",
        "/\xff\xfe\x80",
        "/?",
        "/?&&&==&q",
        "/search?q=%00",
        "/search?q=%ff%fe",
        "/search?q=((((((((((((((((((((((",
        "/search?q=%22",
        "/search?q=*",
        "/search?q=a*",
        "/search?q=NOT",
        "/search?cursor=rubbish&q=port",
        "/search?limit=-1&q=port",
        "/search?limit=99999999999999999999&q=port",
        "/search?start=99999999999&q=port",
        "/search?year=20144444&q=port",
        "/search?month=2014-99&q=port",
        "/search?section=%22+OR+*&q=port",
        "/api/search?facet=nosuch",
        "/api/search?facet=section:x",
        "/api/resolve?url=",
        "/api/resolve?url=%00%01",
        "/api/articles/%2f",
        "/category/%22",
        "/tag/*",
        "/author/%2A",
        "/id/",
        "/id/%27--",
        "/media/%3Cscript%3E",
        "/web/20140101000000/",
        "/web/99999999999999/http://paper.example/",
        "/web/0/javascript:alert(1)",
        "/web/20140101000000/http://[::1",
        "/-",
        "/-/",
        "/-//",
        "/-/captured/-1",
        "/-/captured/99999999999999999999",
        "/-/style.css?v=%0d%0aX:y",
        "/a%0d%0aSet-Cookie:%20x=y",
        "/.json",
        "/index.json.json",
        "/2014/06/27/page/18446744073709551615",
        "*",
        "http://paper.example/healthz",
        "http://",
        "/#x",
        "/;/",
        "/\\",
    };
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        Got got = get(&world, targets[i]);
        if (got.status < 200 || got.status >= 500)
            fail_msg("%s: %d\n%.*s", targets[i], got.status, SLICE_ARG(got.all));
        assert_lacks(got.head, "\nSet-Cookie");
        assert_lacks(got.body, "root:x:");
    }
    assert_serves();
}

static void no_target_redirects_to_another_host(void **state)
{
    (void)state;
    static const char *const targets[] = {"//evil.example/", "//evil.example/search/", "/\\evil.example/",
                                          "//evil.example/category/x/page/1", "///evil.example"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        Got got = get(&world, targets[i]);
        Slice location = slice_from(field(&world, &got, "Location"));
        assert_false(slice_starts_with(location, SLICE("//")));
        assert_false(slice_starts_with(location, SLICE("/\\")));
    }
}

static void broken_requests_break_nothing(void **state)
{
    (void)state;
    static const Slice requests[] = {
        {"", 0},
        {"\r\n\r\n\r\n", 6},
        {"GET", 3},
        {"GET /\r\n\r\n", 9},
        {"GET / HTTP/9.9\r\n\r\n", 18},
        {"GET / HTTP/1.1\r\n\r\n", 18},
        {"GET / HTTP/1.0\r\n\r\n", 18},
        {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11},
        {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 37},
        {"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 28},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 48},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n", 69},
        {"GET / HTTP/1.1\nHost: x\n\n", 24},
        {"GET / HTTP/1.1\r\n: x\r\n\r\n", 23},
        {"GET / HTTP/1.1\r\n folded\r\n\r\n", 27},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24},
        {"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 57},
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        (void)send_raw(&world, requests[i]);
        assert_serves();
    }
}

static void random_bytes_break_nothing(void **state)
{
    (void)state;
    enum { ROUNDS = 2, TOGETHER = 48 };
    uint64_t seed = 42;
    for (int round = 0; round < ROUNDS; round++) {
        int fds[TOGETHER];
        for (int i = 0; i < TOGETHER; i++) {
            char bytes[300] = "GET /search?q=";
            size_t size = i % 2 ? 14 : 0;
            for (; size < sizeof bytes - 30; size++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                bytes[size] = (char)(seed >> 50);
                if (i % 3 == 0 && bytes[size] == ' ')
                    bytes[size] = '%';
            }
            memcpy(bytes + size, " HTTP/1.1\r\nHost: x\r\n\r\n", 22);
            fds[i] = dial(&world);
            say(fds[i], slice_of(bytes, size + 22));
            (void)shutdown(fds[i], SHUT_WR);
        }
        for (int i = 0; i < TOGETHER; i++)
            (void)hear(&world, fds[i]);
    }
    assert_serves();
}

static void requests_in_a_row_are_answered_in_order(void **state)
{
    (void)state;
    Builder row;
    builder_init(&row, world.arena);
    for (int i = 0; i < 100; i++)
        builder_format(&row, "GET /%s HTTP/1.1\r\nHost: x\r\n%s\r\n", i % 2 ? "healthz" : "robots.txt",
                       i == 99 ? "Connection: close\r\n" : "");
    int fd = dial(&world);
    say(fd, builder_slice(&row));
    Slice all = hear(&world, fd);
    size_t answers = 0;
    for (size_t at; (at = slice_find(all, SLICE("HTTP/1.1 200 OK"))) != SLICE_NONE;
         all = slice_skip(all, at + 1))
        answers++;
    assert_int_equal(answers, 100);
}

/* One byte now and then keeps a connection moving; it ends all the same. */
static void a_client_that_drips_is_sent_away(void **state)
{
    (void)state;
    int64_t begin_us = clock_monotonic_us();
    int fd = dial(&world);
    Slice request =
        SLICE("GET / HTTP/1.1\r\nHost: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    bool is_open = true;
    for (size_t i = 0; i < request.size && is_open; i++) {
        say(fd, slice_range(request, i, i + 1));
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        is_open = poll(&wait, 1, 150) == 0;
    }
    close(fd);
    assert_false(is_open);
    assert_true(clock_monotonic_us() - begin_us < 8000000);
    assert_serves();
}

static void a_crowd_of_idle_connections_does_not_keep_others_out(void **state)
{
    (void)state;
    enum { CROWD = 100 };
    int crowd[CROWD];
    for (size_t i = 0; i < CROWD; i++) {
        crowd[i] = dial(&world);
        say(crowd[i], SLICE("GET / HT"));
    }
    assert_serves(); /* when the first of them have been sent away */
    for (size_t i = 0; i < CROWD; i++)
        close(crowd[i]);
    assert_serves();
}

static void a_client_that_goes_away_in_the_midst_is_no_harm(void **state)
{
    (void)state;
    struct linger now = {.l_onoff = 1};
    for (int i = 0; i < 50; i++) {
        int fd = dial(&world);
        say(fd, SLICE("GET /search?q=port HTTP/1.1\r\nHost: x\r\n\r\n"));
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(fd);
    }
    assert_serves();
}

static void the_log_holds_a_line_for_each_answer_and_nothing_raw(void **state)
{
    (void)state;
    (void)ask(&world, "GET", "/robots.txt?logged",
              "User-Agent: \x1b[31m\"evil\"\r\nReferer: http://from.example/\r\n");
    (void)poll(NULL, 0, 400);
    char text[1 << 18];
    off_t end = lseek(world.log_fd, 0, SEEK_END);
    off_t begin = end > (off_t)sizeof text ? end - (off_t)sizeof text : 0;
    ssize_t size = pread(world.log_fd, text, sizeof text, begin);
    assert_true(size > 0);
    Slice log = slice_of(text, (size_t)size);
    assert_has(log, "\"GET /robots.txt?logged HTTP/1.1\" 200 ");
    assert_has(log, "\"http://from.example/\" \"\\x1b[31m\\x22evil\\x22\"\n");
    assert_true(slice_find_byte(log, '\x1b') == SLICE_NONE);
    assert_true(
        slice_starts_with(slice_skip(log, slice_find(log, SLICE("\n127."))), SLICE("\n127.0.0.1 - - [")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_and_bodies_are_refused),
        cmocka_unit_test(heads_that_a_proxy_may_read_otherwise_are_refused),
        cmocka_unit_test(a_body_that_does_not_end_is_cut_off),
        cmocka_unit_test(long_addresses_and_heads_are_refused),
        cmocka_unit_test(strange_addresses_are_answered_in_order),
        cmocka_unit_test(no_target_redirects_to_another_host),
        cmocka_unit_test(broken_requests_break_nothing),
        cmocka_unit_test(random_bytes_break_nothing),
        cmocka_unit_test(requests_in_a_row_are_answered_in_order),
        cmocka_unit_test(a_client_that_drips_is_sent_away),
        cmocka_unit_test(a_crowd_of_idle_connections_does_not_keep_others_out),
        cmocka_unit_test(a_client_that_goes_away_in_the_midst_is_no_harm),
        cmocka_unit_test(the_log_holds_a_line_for_each_answer_and_nothing_raw),
    };
    return cmocka_run_group_tests(tests, open_site, close_site);
}
