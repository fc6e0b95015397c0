/* Opening and closing: the socket, the library's threads, one worker a thread, and the watcher, which sees
 * new states of the archive, ends clients that are too slow and writes the log out. */
#include "server/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/pool.h"

enum {
    CONNECTIONS_USUAL = 1024,
    TIMEOUT_USUAL_S = 30,
    CONNECTION_BYTES = 18 << 10, /* of a request and its answer without the body: more is refused with 431; it
                                    is zeroed for each request, which a larger one would make 8 % slower */
    CACHE_BYTES = 96 << 20,
    WATCH_MS = 100,
    BACKLOG = 1024
};

/* ---- the address ---- */

/* "127.0.0.1:8080", "[::1]:0", ":8080", "localhost:8080" in its two parts. */
static bool split_address(Arena *arena, Slice address, char **host, char **port)
{
    size_t colon = slice_find_last_byte(address, ':');
    if (colon == SLICE_NONE)
        return false;
    Slice name = slice_range(address, 0, colon);
    if (name.size >= 2 && name.data[0] == '[' && name.data[name.size - 1] == ']')
        name = slice_range(name, 1, name.size - 1);
    *host = arena_string(arena, name);
    *port = arena_string(arena, slice_skip(address, colon + 1));
    uint64_t number;
    return slice_to_u64(slice_from(*port), &number) && number <= UINT16_MAX;
}

static int listen_on(const struct addrinfo *at)
{
    int on = 1;
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int kept = errno;
    close(fd);
    errno = kept;
    return -1;
}

static unsigned port_of(int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        return 0;
    if (address.ss_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, &address, sizeof v6);
        return ntohs(v6.sin6_port);
    }
    struct sockaddr_in v4;
    memcpy(&v4, &address, sizeof v4);
    return ntohs(v4.sin_port);
}

static Status open_socket(Server *server, Slice address, Error *err)
{
    char *host, *port;
    if (!split_address(server->keep, address, &host, &port))
        return error_set(err, STATUS_FAIL, "'%.*s' is no address to listen on: write HOST:PORT",
                         SLICE_ARG(address));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV},
                    *found = NULL;
    int problem = getaddrinfo(host[0] ? host : NULL, port, &hints, &found);
    if (problem != 0)
        return error_set(err, STATUS_FAIL, "cannot find the address '%.*s': %s", SLICE_ARG(address),
                         gai_strerror(problem));
    for (const struct addrinfo *at = found; at && server->listen_fd < 0; at = at->ai_next)
        server->listen_fd = listen_on(at);
    int kept = errno;
    freeaddrinfo(found);
    errno = kept;
    if (server->listen_fd < 0)
        return error_errno(err, STATUS_FAIL, "cannot listen on '%.*s'", SLICE_ARG(address));
    server->port = port_of(server->listen_fd);
    return STATUS_OK;
}

/* ---- the watcher ---- */

/* What is missing is found before anybody asks for it: with 100,000 pieces that takes seconds. Later states
 * are looked through when somebody asks, since an import makes many of them. */
static void look_ahead(Server *server)
{
    Lack *held = NULL;
    Error ignored; /* who asks for it is told */
    if (lacks_take(server->lacks, server->watched, server->generation, &held, &ignored) == STATUS_OK)
        lack_release(held);
}

static void *watch(void *context)
{
    Server *server = context;
    look_ahead(server);
    for (unsigned round = 0; !server->is_stopping; round++) {
        uint64_t generation;
        Error ignored; /* requests will meet it and tell */
        if (archive_refresh(server->watched, &generation, &ignored) == STATUS_OK)
            server->generation = generation;
        if (round % (1000 / WATCH_MS) == 0)
            peers_end_slow(server->peers);
        log_flush(server->log);
        (void)poll(NULL, 0, WATCH_MS);
    }
    return NULL;
}

static Status start_watcher(Server *server, Error *err)
{
    uint64_t generation = 0;
    Status status = archive_open(server->folder, ARCHIVE_READ, &server->watched, err);
    if (status == STATUS_END)
        return error_set(err, STATUS_FAIL, "there is no archive in '%s'", server->folder);
    if (status == STATUS_OK)
        status = archive_refresh(server->watched, &generation, err);
    if (status != STATUS_OK)
        return status;
    server->generation = generation;
    errno = pthread_create(&server->watcher, NULL, watch, server);
    if (errno != 0)
        return error_errno(err, STATUS_FAIL, "cannot start a thread");
    server->has_watcher = true;
    return STATUS_OK;
}

/* ---- workers and the library's threads ---- */

/* Each connection is a descriptor; so is every file of the archive that a worker holds. */
static void raise_descriptors(unsigned connections)
{
    enum { FILES_SPARE = 512 };
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + FILES_SPARE;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* with fewer, fewer connections are taken */
}

static Status open_workers(Server *server, unsigned count, Error *err)
{
    for (unsigned i = 0; i < count; i++) {
        Worker *worker = NULL;
        Status status = worker_open(server->folder, &server->look, &worker, err);
        if (status == STATUS_OK)
            status = worker_refresh(worker, err);
        if (status != STATUS_OK) {
            worker_close(worker);
            return status;
        }
        worker->server = server;
        worker->thumbs = server->thumbs;
        worker->next = server->idle;
        server->idle = worker;
    }
    return STATUS_OK;
}

static Status start_daemon(Server *server, unsigned threads, unsigned connections, unsigned timeout_s,
                           Error *err)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    server->daemon = MHD_start_daemon(
        flags, 0, http_accept, server, http_answer, server, MHD_OPTION_LISTEN_SOCKET, server->listen_fd,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, http_begin,
        server, MHD_OPTION_NOTIFY_COMPLETED, http_end, server, MHD_OPTION_NOTIFY_CONNECTION, http_connection,
        server, MHD_OPTION_UNESCAPE_CALLBACK, http_unescape, server, MHD_OPTION_END);
    if (!server->daemon)
        return error_errno(err, STATUS_FAIL, "cannot start the HTTP server");
    return STATUS_OK;
}

static Status open_thumbs(Server *server, const ServerOptions *options, unsigned threads, Error *err)
{
    enum { WAITING_MAX = 64, TIME_MAX_S = 15 };
    const ThumbsOptions wanted = {.program = options->resize_program,
                                  .archive = server->folder,
                                  .bytes_max = options->photos_bytes_max,
                                  .processes = threads > 2 ? threads / 2 : 1,
                                  .waiting_max = WAITING_MAX,
                                  .time_max_us = (int64_t)TIME_MAX_S * 1000000};
    return thumbs_open(&wanted, &server->thumbs, err);
}

Status server_open(const ServerOptions *options, Server **out, Error *err)
{
    unsigned threads = options->threads ? options->threads : pool_cores();
    unsigned connections = options->connections_max ? options->connections_max : CONNECTIONS_USUAL;
    unsigned timeout_s = options->timeout_s ? options->timeout_s : TIMEOUT_USUAL_S;
    Server *server = calloc(1, sizeof *server);
    if (!server)
        fatal("memory is used up");
    if (connections < threads)
        connections = threads;
    raise_descriptors(connections);
    server->listen_fd = -1;
    server->keep = arena_open(8 << 20);
    server->folder = arena_string(server->keep, slice_from(options->folder));
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->freed, NULL);
    server->log = log_open(options->log_fd, options->failure_fd, options->log_format);
    server->slow_us = (int64_t)options->slow_ms * 1000;
    server->metrics = metrics_open();
    server->cache = cache_open(CACHE_BYTES);
    server->lacks = lacks_open();
    server->peers = peers_open(connections, connections > 8 ? connections / 4 : connections,
                               (int64_t)timeout_s * 1000000);

    Status status = look_open(server->keep, server->folder, &options->site, &server->look, err);
    if (status == STATUS_OK)
        status = open_thumbs(server, options, threads, err);
    if (status == STATUS_OK)
        status = open_workers(server, threads, err);
    if (status == STATUS_OK)
        status = open_socket(server, options->address, err);
    if (status == STATUS_OK)
        status = start_watcher(server, err);
    if (status == STATUS_OK)
        status = start_daemon(server, threads, connections, timeout_s, err);
    if (status != STATUS_OK) {
        server_close(server, 0);
        return status;
    }
    *out = server;
    return STATUS_OK;
}

unsigned server_port(const Server *server)
{
    return server->port;
}

/* Until no request is in flight, or the time is over. */
static void wait_for_answers(Server *server, unsigned grace_ms)
{
    enum { STEP_MS = 5 };
    int64_t end_us = clock_monotonic_us() + (int64_t)grace_ms * 1000;
    while (peers_answering(server->peers) > 0 && clock_monotonic_us() < end_us)
        (void)poll(NULL, 0, STEP_MS);
}

void server_close(Server *server, unsigned grace_ms)
{
    if (!server)
        return;
    thumbs_stop(server->thumbs); /* no connection sleeps any more */
    if (server->daemon) {
        (void)MHD_quiesce_daemon(server->daemon); /* takes no more connections */
        if (server->listen_fd >= 0)
            close(server->listen_fd);
        server->listen_fd = -1;
        wait_for_answers(server, grace_ms);
        MHD_stop_daemon(server->daemon);
    }
    server->is_stopping = true;
    if (server->has_watcher)
        pthread_join(server->watcher, NULL);
    archive_close(server->watched);
    while (server->idle) {
        Worker *worker = server->idle;
        server->idle = worker->next;
        worker_close(worker);
    }
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    cache_close(server->cache);
    lacks_close(server->lacks);
    thumbs_close(server->thumbs);
    metrics_close(server->metrics);
    peers_close(server->peers);
    log_close(server->log);
    pthread_cond_destroy(&server->freed);
    pthread_mutex_destroy(&server->lock);
    arena_close(server->keep);
    free(server);
}
