/* What the server's tests share: a small archive made through the archive's own door, a server over it, and a
 * client that sends exactly the bytes it is told. */
#ifndef SERVER_TEST_CLIENT_H
#define SERVER_TEST_CLIENT_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "archive/archive.h"
#include "base/builder.h"
#include "base/file.h"
#include "server/server.h"
#include "syntax/codec.h"
#include "syntax/http.h"

typedef struct World {
    Arena *arena;
    char root[64];
    const char *folder; /* the archive */
    Server *server;
    int log_fd;
} World;

typedef struct Got {
    int status;
    Slice head, body, all;
} Got;

/* ---- the archive ---- */

static const char PAPER[] = "http://paper.example";

static void add_record(Builder *warc, const char *url, const char *http_head, Slice body)
{
    Builder block;
    builder_init(&block, warc->arena);
    builder_add_string(&block, http_head);
    builder_format(&block, "Content-Length: %zu\r\n\r\n", body.size);
    builder_add(&block, body);
    builder_format(
        warc,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012zx>\r\n"
        "WARC-Date: 2017-10-01T10:20:30Z\r\nWARC-Target-URI: %s\r\n"
        "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
        warc->size, url, block.size);
    builder_add(warc, builder_slice(&block));
    builder_add(warc, SLICE("\r\n\r\n"));
}

static const char HTML_HEAD[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";

static void add_article(Builder *warc, const char *path, const char *title, const char *day,
                        const char *section, const char *text)
{
    Arena *arena = warc->arena;
    Slice url =
        arena_format(arena, "%s%s", slice_starts_with(slice_from(path), SLICE("http")) ? "" : PAPER, path);
    Slice page = arena_format(
        arena,
        "<!doctype html><html lang=en><head><title>%s | The Paper</title><link rel=canonical href=\"%.*s\">"
        "<meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" "
        "content=\"%s\">"
        "<meta property=\"article:section\" content=\"%s\"></head><body "
        "onload=\"alert(1)\"><script>alert(1)</script>"
        "<article class=\"post\"><h1 class=\"entry-title\">%s</h1>"
        "<p class=\"post-meta\">by <span class=\"author vcard\"><a rel=\"author\" "
        "href=\"/author/j-writer\">Jo Writer</a></span>"
        " | <span class=\"published\">%s</span> | <a rel=\"category tag\" href=\"/category/%s\">%s</a></p>"
        "<div class=\"entry-content\"><p>%s It is a sentence that is long enough to be read as the body of a "
        "piece, with "
        "words in it that say something about ships and harbours.</p>"
        "<p>A second paragraph follows the first one, since a piece of a paper seldom has only one, and it "
        "too has "
        "enough words to count. <a href=\"javascript:alert(1)\">Read</a> <a href=\"/tag/port\" "
        "rel=\"tag\">Port</a></p>"
        "<p>And a third tells how it ended: quietly, in the evening, without any further incident at "
        "all.</p></div>"
        "</article></body></html>",
        title, SLICE_ARG(url), day, section, title, day, section, section, text);
    add_record(warc, arena_string(arena, url), HTML_HEAD, page);
}

static const unsigned char PNG[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0,    0,    0,
                                    13,   'I', 'H', 'D', 'R',  0,    0,    0,    1,    0,    0,
                                    0,    1,   8,   2,   0,    0,    0,    0x90, 0x77, 0x53, 0xde};

static Slice make_warc(Arena *arena)
{
    Builder warc;
    builder_init(&warc, arena);
    add_article(&warc, "/jo/opinion/ferry-sails-at-last", "Ferry sails at last", "2014-06-27T10:00:00+00:00",
                "opinion", "The ferry Almagest sailed from the port on Friday after eleven days of waiting.");
    add_article(&warc, "/jo/news/port-strike-ends", "Port strike ends", "2013-09-29T10:00:00+00:00", "news",
                "The dockers went back to work on Sunday after a strike of 26 days.");
    add_article(&warc, "/jo/news/olive-harvest-fails", "Olive harvest fails", "2016-11-18T10:00:00+00:00",
                "news", "Growers count a harvest that did not come this year.");
    add_article(&warc, "/jo/news/two-of-a-name", "The first of a name", "2016-11-19T10:00:00+00:00", "news",
                "One of two whose addresses end alike.");
    add_article(&warc, "/jo/culture/two-of-a-name", "The second of a name", "2016-11-20T10:00:00+00:00",
                "culture", "The other of two whose addresses end alike.");
    add_article(&warc, "http://other.example/world/a-piece-elsewhere", "A piece elsewhere",
                "2015-01-02T10:00:00+00:00", "world",
                "This piece stands on the site of another paper about a lighthouse.");
    add_record(&warc, "http://paper.example/wp-content/uploads/p.png",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", slice_of(PNG, sizeof PNG));
    add_record(
        &warc, "http://paper.example/old-address",
        "HTTP/1.1 301 Moved\r\nLocation: /jo/opinion/ferry-sails-at-last\r\nContent-Type: text/html\r\n",
        SLICE("moved"));
    add_record(&warc, "http://paper.example/gone", "HTTP/1.1 410 Gone\r\nContent-Type: text/html\r\n",
               SLICE("gone"));
    add_record(&warc, "http://paper.example/files/run.js",
               "HTTP/1.1 200 OK\r\nContent-Type: application/javascript\r\n", SLICE("alert(1)"));
    add_record(&warc, "http://paper.example/files/report.pdf",
               "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n", SLICE("%PDF-1.4\n%%EOF\n"));
    add_record(
        &warc, "http://paper.example/files/paper.rss",
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n",
        SLICE("<rss version=\"2.0\"><channel><title>The Paper</title><link>http://paper.example/</link>"
              "</channel></rss>"));
    return builder_slice(&warc);
}

static int open_world_at(World *w, const ServerOptions *wanted, Slice base_url)
{
    const Settings settings = {.title = SLICE("The Paper & Sons"),
                               .language = SLICE("en"),
                               .timezone = SLICE("UTC"),
                               .base_url = base_url};
    *w = (World){.arena = arena_open((size_t)512 << 20), .root = "/tmp/backfile-server-XXXXXX", .log_fd = -1};
    Error err;
    if (!mkdtemp(w->root))
        return -1;
    const char *source = path_join(w->arena, w->root, "paper.warc");
    w->folder = path_join(w->arena, w->root, "archive");
    Archive *archive = NULL;
    ImportReport report;
    IngestOptions options = {.workers = 1};
    Status status = file_replace(source, make_warc(w->arena), &err);
    if (status == STATUS_OK)
        status = archive_init(w->folder, &settings, &err);
    if (status == STATUS_OK)
        status = archive_open(w->folder, ARCHIVE_WRITE, &archive, &err);
    if (status == STATUS_OK)
        status = archive_ingest(archive, w->arena, &source, 1, &options, &report, &err);
    archive_close(archive);
    w->log_fd = open(path_join(w->arena, w->root, "access.log"), O_CREAT | O_RDWR | O_APPEND, 0600);
    ServerOptions serve = *wanted;
    serve.folder = w->folder;
    serve.address = SLICE("127.0.0.1:0");
    serve.log_fd = w->log_fd;
    if (status == STATUS_OK)
        status = server_open(&serve, &w->server, &err);
    if (status != STATUS_OK)
        print_error("%s\n", err.message);
    return status == STATUS_OK ? 0 : -1;
}

static inline int open_world(World *w, const ServerOptions *wanted)
{
    return open_world_at(w, wanted, SLICE("http://paper.example"));
}

static int close_world(World *w)
{
    server_close(w->server, 1000);
    if (w->log_fd >= 0)
        close(w->log_fd);
    Slices files = {0};
    Error err;
    int result = file_walk(w->arena, w->root, &files, &err) != STATUS_OK;
    for (size_t i = 0; i < files.count; i++)
        result |= file_remove(path_join(w->arena, w->root, arena_string(w->arena, files.items[i])), &err) !=
                  STATUS_OK;
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        (void)rmdir(path_join(w->arena, w->root, folders[i]));
    arena_close(w->arena);
    return result;
}

/* ---- the client ---- */

static int dial(const World *w)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(w->server))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval patience = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static void say(int fd, Slice bytes)
{
    while (bytes.size > 0) {
        ssize_t sent = send(fd, bytes.data, bytes.size, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server had enough */
        bytes = slice_skip(bytes, (size_t)sent);
    }
}

/* All until the server closes. */
static Slice hear(World *w, int fd)
{
    Builder all;
    builder_init(&all, w->arena);
    char part[65536];
    for (;;) {
        ssize_t size = recv(fd, part, sizeof part, 0);
        if (size <= 0)
            break;
        builder_add(&all, slice_of(part, (size_t)size));
    }
    close(fd);
    return builder_slice(&all);
}

static Got read_got(Slice all)
{
    Got got = {.all = all};
    size_t end = slice_find(all, SLICE("\r\n\r\n"));
    if (end == SLICE_NONE)
        return got;
    got.head = slice_range(all, 0, end + 2);
    got.body = slice_skip(all, end + 4);
    uint64_t status;
    if (slice_to_u64(slice_range(all, 9, 12), &status))
        got.status = (int)status;
    return got;
}

static inline Got ask(World *w, const char *method, const char *target, const char *headers)
{
    int fd = dial(w);
    say(fd, arena_format(w->arena, "%s %s HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n%s\r\n",
                         method, target, headers));
    return read_got(hear(w, fd));
}

static inline Got get(World *w, const char *target)
{
    return ask(w, "GET", target, "");
}

static inline const char *field(World *w, const Got *got, const char *name)
{
    return arena_string(w->arena, http_field(got->head, slice_from(name)));
}

static inline void assert_has(Slice text, const char *part)
{
    if (!slice_contains(text, slice_from(part)))
        fail_msg("'%s' is not in:\n%.*s", part, SLICE_ARG(text));
}

static inline void assert_lacks(Slice text, const char *part)
{
    if (slice_contains(text, slice_from(part)))
        fail_msg("'%s' is in:\n%.*s", part, SLICE_ARG(text));
}

#endif
