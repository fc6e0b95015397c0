/* Asks a site at a steady rate, whether it keeps up or not, and tells how long the answers took.
 *
 * In: port, requests a second, seconds, connections; a path a line on standard input, asked in turn. Out: one
 * line: requests, requests a second, milliseconds at 50, 95 and 99 of 100 and at most, then how late this
 * program itself was (99 of 100, where a connection stood idle). A request is due at its time of the clock;
 * one that had to wait for a connection waited for the site, so its time counts from when it was due: what a
 * client that waits for each answer never sees ("coordinated omission"). One thread, epoll, HTTP/1.1. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 32768, PATHS_MAX = 1000000, CONNECTIONS_MAX = 4096 };

typedef struct Connection {
    int fd;
    bool is_busy;
    uint64_t due_ns;
    size_t have;     /* bytes of the head */
    size_t body_due; /* bytes of the body that are still to come, once the head is read */
    bool has_head;
    char head[HEAD_MAX];
} Connection;

typedef struct Bench {
    unsigned port;
    double rate;
    uint64_t begin_ns, end_ns;
    char **paths;
    size_t path_count, sent, done;
    Connection *connections;
    size_t connection_count;
    int epoll;
    uint32_t *took_us, *late_us;
    size_t took_count, late_count, count_max;
} Bench;

static void stop(const char *what)
{
    fprintf(stderr, "steady: %s: %s\n", what, errno ? strerror(errno) : "no more");
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void read_paths(Bench *bench)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    bench->paths = calloc(PATHS_MAX, sizeof *bench->paths);
    while (bench->paths && bench->path_count < PATHS_MAX && (size = getline(&line, &room, stdin)) > 1) {
        line[size - 1] = '\0';
        bench->paths[bench->path_count++] = strdup(line);
    }
    free(line);
    if (bench->path_count == 0)
        stop("paths on standard input");
}

static void dial(Bench *bench, Connection *connection)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)bench->port)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    int on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&to, sizeof to) != 0)
        stop("connecting");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (epoll_ctl(bench->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
        stop("epoll_ctl");
}

static void send_next(Bench *bench, Connection *connection, uint64_t due_ns)
{
    char request[9000];
    int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                        bench->paths[bench->sent % bench->path_count]);
    if (size < 0 || (size_t)size >= sizeof request || send(connection->fd, request, (size_t)size, 0) != size)
        stop("sending");
    connection->is_busy = true;
    connection->has_head = false;
    connection->have = 0;
    connection->due_ns = due_ns;
    bench->sent++;
}

/* The head is whole: how much body comes behind it. */
static void read_head(Connection *connection, size_t head_size)
{
    const char *length = strcasestr(connection->head, "\r\ncontent-length:");
    int status = 0;
    if (sscanf(connection->head, "HTTP/1.1 %d", &status) != 1 || status >= 400 || !length) {
        fprintf(stderr, "steady: %.60s\n", connection->head);
        exit(1);
    }
    size_t body = strtoul(length + 17, NULL, 10), behind = connection->have - head_size;
    connection->has_head = true;
    connection->body_due = body > behind ? body - behind : 0;
}

static void finish(Bench *bench, Connection *connection)
{
    uint64_t took = (now_ns() - connection->due_ns) / 1000;
    bench->took_us[bench->took_count++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    connection->is_busy = false;
    bench->done++;
}

static void hear(Bench *bench, Connection *connection)
{
    static char sink[1 << 18];
    char *into = connection->has_head ? sink : connection->head + connection->have;
    size_t room = connection->has_head ? sizeof sink : HEAD_MAX - 1 - connection->have;
    ssize_t got = recv(connection->fd, into, room, 0);
    if (got <= 0)
        stop("an answer");
    if (connection->has_head) {
        connection->body_due -= (size_t)got < connection->body_due ? (size_t)got : connection->body_due;
    } else {
        connection->have += (size_t)got;
        connection->head[connection->have] = '\0';
        const char *end = strstr(connection->head, "\r\n\r\n");
        if (!end)
            return;
        read_head(connection, (size_t)(end + 4 - connection->head));
    }
    if (connection->body_due == 0)
        finish(bench, connection);
}

/* Sends what is due as far as connections stand idle. */
static void send_due(Bench *bench)
{
    static size_t from;
    for (size_t tried = 0; tried < bench->connection_count; tried++) {
        uint64_t due = bench->begin_ns + (uint64_t)((double)bench->sent * 1e9 / bench->rate), now = now_ns();
        Connection *connection = &bench->connections[(from + tried) % bench->connection_count];
        if (due > now || due >= bench->end_ns || bench->sent >= bench->count_max)
            return;
        if (connection->is_busy)
            continue;
        if (tried == 0)
            bench->late_us[bench->late_count++] = (uint32_t)((now - due) / 1000);
        send_next(bench, connection, due);
        from = (from + tried + 1) % bench->connection_count;
        tried = (size_t)-1;
    }
}

static void run(Bench *bench)
{
    struct epoll_event events[256];
    bench->begin_ns = now_ns();
    bench->end_ns = bench->begin_ns + bench->end_ns;
    while (true) {
        send_due(bench);
        uint64_t due = bench->begin_ns + (uint64_t)((double)bench->sent * 1e9 / bench->rate), now = now_ns();
        if (due >= bench->end_ns && bench->done == bench->sent)
            return;
        uint64_t wait = due >= bench->end_ns || due <= now ? 1000000000u : due - now;
        struct timespec timeout = {(time_t)(wait / 1000000000u), (long)(wait % 1000000000u)};
        int count = epoll_pwait2(bench->epoll, events, 256, &timeout, NULL);
        if (count < 0 && errno != EINTR)
            stop("epoll_pwait2");
        for (int i = 0; i < count; i++)
            hear(bench, events[i].data.ptr);
    }
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double at(const uint32_t *rising_us, size_t count, double part)
{
    size_t index = (size_t)(part * (double)count);
    return count ? rising_us[index < count ? index : count - 1] / 1000.0 : 0;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: steady PORT REQUESTS-A-SECOND SECONDS CONNECTIONS < PATHS\n");
        return 2;
    }
    Bench bench = {.port = (unsigned)strtoul(argv[1], NULL, 10), .rate = strtod(argv[2], NULL)};
    double seconds = strtod(argv[3], NULL);
    bench.connection_count = strtoul(argv[4], NULL, 10);
    if (bench.rate <= 0 || seconds <= 0 || bench.connection_count < 1 ||
        bench.connection_count > CONNECTIONS_MAX)
        return 2;
    bench.end_ns = (uint64_t)(seconds * 1e9);
    bench.count_max = (size_t)(bench.rate * seconds) + 1;
    bench.took_us = calloc(bench.count_max, sizeof *bench.took_us);
    bench.late_us = calloc(bench.count_max, sizeof *bench.late_us);
    bench.connections = calloc(bench.connection_count, sizeof *bench.connections);
    bench.epoll = epoll_create1(0);
    if (!bench.took_us || !bench.late_us || !bench.connections || bench.epoll < 0)
        stop("memory");
    prctl(PR_SET_TIMERSLACK, 1000ul); /* wake when asked to: the usual slack is 50 us */
    read_paths(&bench);
    for (size_t i = 0; i < bench.connection_count; i++)
        dial(&bench, &bench.connections[i]);
    run(&bench);
    double took_s = (double)(now_ns() - bench.begin_ns) / 1e9;
    qsort(bench.took_us, bench.took_count, sizeof *bench.took_us, compare);
    qsort(bench.late_us, bench.late_count, sizeof *bench.late_us, compare);
    printf("%zu %.0f %.3f %.3f %.3f %.3f %.3f\n", bench.done, (double)bench.done / took_s,
           at(bench.took_us, bench.took_count, 0.5), at(bench.took_us, bench.took_count, 0.95),
           at(bench.took_us, bench.took_count, 0.99), at(bench.took_us, bench.took_count, 1),
           at(bench.late_us, bench.late_count, 0.99));
    return 0;
}
