/* One request through the HTTP library: from its first line (http_begin) to its answer (http_answer) and its
 * end (http_end). The library decodes nothing for us: the address is kept as sent. Bodies are refused:
 * nothing here takes one; a small one is read to its end so that the client hears why. */
#include "server/http.h"

#include "base/clock.h"
#include "server/respond.h"

enum { BODY_MAX = 64 << 10, DAY_S = 24 * 60 * 60 };

/* One request and its answer. */
typedef struct Exchange {
    Peer *peer;
    bool is_begun, has_body, is_sound;
    bool has_waited; /* for a photo to be made */
    bool is_found;   /* the answer stood in the cache */
    unsigned route;  /* a RouteKind */
    int64_t since_us;
    size_t body_size;
    int status;
    size_t sent;
    const char *method, *version; /* live as long as the request */
    size_t target_size;
    char target[];
} Exchange;

static Peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void *http_begin(void *server, const char *target, struct MHD_Connection *connection)
{
    (void)server;
    size_t size = strlen(target);
    Exchange *exchange = calloc(1, sizeof *exchange + size + 1);
    if (!exchange)
        fatal("memory is used up");
    exchange->peer = peer_of(connection);
    exchange->target_size = size;
    memcpy(exchange->target, target, size);
    return exchange;
}

size_t http_unescape(void *server, struct MHD_Connection *connection, char *text)
{
    (void)server;
    (void)connection;
    return strlen(text);
}

static Slice header_of(struct MHD_Connection *connection, const char *name)
{
    return slice_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static enum MHD_Result send_response(struct MHD_Connection *connection, Exchange *exchange, int status,
                                     size_t size, struct MHD_Response *response)
{
    exchange->status = status;
    exchange->sent = strcmp(exchange->method, "HEAD") == 0 ? 0 : size;
    return MHD_queue_response(connection, (unsigned)status, response);
}

static enum MHD_Result refuse(struct MHD_Connection *connection, Exchange *exchange, int status,
                              const char *text, const char *allow)
{
    Slice target = slice_of(exchange->target, exchange->target_size);
    Refusal refusal = {.status = status,
                       .title = MHD_get_reason_phrase_for((unsigned)status),
                       .text = text,
                       .allow = allow,
                       .target = target,
                       .is_json = accept_form(header_of(connection, "Accept")) == FORM_JSON ||
                                  slice_starts_with(target, SLICE("/api/"))};
    size_t size;
    struct MHD_Response *response = respond_refusal(&refusal, &size);
    if (exchange->has_body || status == 400)
        (void)MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = send_response(connection, exchange, status, size, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- what is no HTTP ---- */

typedef struct Fields {
    unsigned hosts;
    bool is_odd;
} Fields;

static enum MHD_Result look_at_field(void *context, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    Fields *fields = context;
    (void)kind;
    (void)value;
    Slice text = slice_from(name);
    fields->hosts += slice_equal_nocase(text, SLICE("host"));
    fields->is_odd |= text.size == 0;
    for (size_t i = 0; i < text.size; i++)
        fields->is_odd |=
            !ascii_is_alpha(text.data[i]) && !ascii_is_digit(text.data[i]) && !strchr(others, text.data[i]);
    return MHD_YES;
}

/* RFC 9112, 3.2 and 5.1: two Hosts, and a name with a blank before its colon, are answered 400. A proxy may
 * read them otherwise than we do. */
static bool is_sound(struct MHD_Connection *connection)
{
    Fields fields = {0};
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, look_at_field, &fields);
    return fields.hosts <= 1 && !fields.is_odd;
}

typedef struct Sending {
    struct MHD_Connection *connection;
    Exchange *exchange;
} Sending;

static bool is_unchanged(struct MHD_Connection *connection, const Ready *ready)
{
    if (!ready->unchanged)
        return false;
    Slice tags = header_of(connection, "If-None-Match");
    if (!slice_is_empty(tags))
        return etag_matches(tags, slice_from(ready->etag));
    int64_t since_s, modified_s;
    return ready->modified[0] && http_date_read(header_of(connection, "If-Modified-Since"), &since_s) &&
           http_date_read(slice_from(ready->modified), &modified_s) && since_s >= modified_s;
}

static enum MHD_Result send_ready(void *context, const Ready *ready)
{
    Sending *sending = context;
    sending->exchange->route = ready->route;
    if (is_unchanged(sending->connection, ready))
        return send_response(sending->connection, sending->exchange, 304, 0, ready->unchanged);
    return send_response(sending->connection, sending->exchange, ready->status, ready->body_size,
                         ready->whole);
}

/* ---- workers ---- */

static Worker *worker_take(struct Server *server)
{
    pthread_mutex_lock(&server->lock);
    while (!server->idle)
        pthread_cond_wait(&server->freed, &server->lock);
    Worker *worker = server->idle;
    server->idle = worker->next;
    pthread_mutex_unlock(&server->lock);
    return worker;
}

static void worker_give(struct Server *server, Worker *worker)
{
    pthread_mutex_lock(&server->lock);
    worker->next = server->idle;
    server->idle = worker;
    pthread_cond_signal(&server->freed);
    pthread_mutex_unlock(&server->lock);
}

/* ---- answering ---- */

static Slice target_of(const Exchange *exchange)
{
    Slice target = slice_of(exchange->target, exchange->target_size);
    size_t at = slice_find(target, SLICE("://"));
    if (slice_starts_with(target, SLICE("/")) || at == SLICE_NONE)
        return target;
    Slice rest = slice_skip(target, at + 3); /* a proxy's way: the whole address */
    size_t slash = slice_find_byte(rest, '/');
    return slash == SLICE_NONE ? SLICE("/") : slice_skip(rest, slash);
}

static Request request_of(Slice target, Form form)
{
    size_t mark = slice_find_byte(target, '?');
    return (Request){.target = target,
                     .path = slice_range(target, 0, mark),
                     .query = mark == SLICE_NONE ? SLICE_EMPTY : slice_skip(target, mark + 1),
                     .form = form};
}

/* A photo has to be made first: the connection sleeps until then, and is answered as if it had just asked. */
static void wake(void *connection)
{
    MHD_resume_connection(connection);
}

static bool put_aside(struct Server *server, Sending *sending, const Reply *reply)
{
    if (reply->thumb.width == 0 || sending->exchange->has_waited)
        return false;
    ThumbJob *job = thumbs_prepare(server->thumbs, reply->thumb, reply->original);
    if (!job)
        return false;
    sending->exchange->has_waited = true;
    MHD_suspend_connection(sending->connection);
    thumbs_submit(server->thumbs, job, wake, sending->connection);
    return true;
}

static enum MHD_Result answer_anew(struct Server *server, Sending *sending, const CacheKey *key)
{
    Request request = request_of(key->target, key->form);
    request.tongue = key->tongue;
    request.day = clock_unix_s() / DAY_S;
    Worker *worker = worker_take(server);
    Reply reply;
    Error err;
    dispatch(worker, &request, &reply, &err);
    if (reply.status >= 500)
        log_failure(server->log, key->target, err.message);
    if (put_aside(server, sending, &reply)) {
        worker_give(server, worker);
        return MHD_YES;
    }
    WantedForm wanted = {key->coding, header_of(sending->connection, "Range"),
                         header_of(sending->connection, "If-Range")};
    Ready ready = respond(worker->arena, &reply, &wanted);
    uint64_t generation = worker->generation;
    bool is_kept = reply.is_kept && ready.status == reply.status; /* no parts */
    worker_give(server, worker);
    enum MHD_Result result = send_ready(sending, &ready);
    if (is_kept)
        cache_put(server->cache, key, generation, ready);
    else
        ready_release(&ready);
    return result;
}

static enum MHD_Result answer_get(struct Server *server, struct MHD_Connection *connection,
                                  Exchange *exchange)
{
    Slice target = target_of(exchange);
    if (target.size > TARGET_MAX)
        return refuse(connection, exchange, 414, "The address is too long.", NULL);
    if (!slice_starts_with(target, SLICE("/")))
        return refuse(connection, exchange, 400, "This is no address of a page.", NULL);
    CacheKey key = {target, accept_coding(header_of(connection, "Accept-Encoding")),
                    accept_form(header_of(connection, "Accept")),
                    accept_tongue(header_of(connection, "Accept-Language"), server->look.tongue), 0};
    if (target.size == 1 || target.data[1] == '?') /* the first page shows what is on this day */
        key.day = clock_unix_s() / DAY_S;
    Sending sending = {connection, exchange};
    enum MHD_Result result = MHD_NO;
    bool is_part = !slice_is_empty(header_of(connection, "Range"));
    if (!is_part && cache_use(server->cache, &key, server->generation, send_ready, &sending, &result)) {
        exchange->is_found = true;
        return result;
    }
    return answer_anew(server, &sending, &key);
}

static bool has_body(struct MHD_Connection *connection)
{
    Slice length = header_of(connection, "Content-Length");
    bool is_long = !slice_is_empty(length) && !slice_equal(slice_trim(length), SLICE("0"));
    return is_long || !slice_is_empty(header_of(connection, "Transfer-Encoding"));
}

static enum MHD_Result answer(struct Server *server, struct MHD_Connection *connection, Exchange *exchange)
{
    if (!exchange->is_sound)
        return refuse(connection, exchange, 400, "The head of the request is not as HTTP has it.", NULL);
    if (strcmp(exchange->method, "GET") != 0 && strcmp(exchange->method, "HEAD") != 0)
        return refuse(connection, exchange, 405, "Only GET and HEAD are answered here.", "GET, HEAD");
    if (exchange->has_body)
        return refuse(connection, exchange, 413, "Requests with a body are not taken here.", NULL);
    return answer_get(server, connection, exchange);
}

enum MHD_Result http_answer(void *context, struct MHD_Connection *connection, const char *path,
                            const char *method, const char *version, const char *upload, size_t *upload_size,
                            void **slot)
{
    (void)path;
    (void)upload;
    Exchange *exchange = *slot;
    if (!exchange)
        return MHD_NO;
    if (!exchange->is_begun) {
        exchange->is_begun = true;
        exchange->since_us = clock_monotonic_us();
        exchange->method = method;
        exchange->version = version;
        exchange->has_body = has_body(connection);
        exchange->is_sound = is_sound(connection);
        if (exchange->peer)
            peer_begin(exchange->peer);
        return MHD_YES; /* an answer to the head alone would end the connection */
    }
    if (*upload_size > 0) {
        exchange->body_size += *upload_size;
        *upload_size = 0;
        return exchange->body_size > BODY_MAX ? MHD_NO : MHD_YES;
    }
    return answer(context, connection, exchange);
}

/* What was sent is counted and written down. */
static void tell(struct Server *server, struct MHD_Connection *connection, const Exchange *exchange)
{
    MetricsAnswer answer = {.route = exchange->route,
                            .status = exchange->status,
                            .is_found = exchange->is_found,
                            .bytes = exchange->sent,
                            .took_us = clock_monotonic_us() - exchange->since_us};
    metrics_count(server->metrics, &answer);
    if (!log_is_open(server->log))
        return;
    LogLine line = {.client = exchange->peer ? exchange->peer->name : NULL,
                    .method = exchange->method,
                    .version = exchange->version,
                    .target = slice_of(exchange->target, exchange->target_size),
                    .referer = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Referer"),
                    .agent = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "User-Agent"),
                    .status = exchange->status,
                    .bytes = exchange->sent,
                    .route = metrics_route(exchange->route),
                    .took_us = answer.took_us};
    log_access(server->log, &line);
    if (server->slow_us > 0 && answer.took_us > server->slow_us)
        log_slow(server->log, &line);
}

void http_end(void *context, struct MHD_Connection *connection, void **slot,
              enum MHD_RequestTerminationCode how)
{
    struct Server *server = context;
    Exchange *exchange = *slot;
    (void)how;
    if (!exchange)
        return;
    if (exchange->peer)
        peer_end(exchange->peer);
    if (exchange->status)
        tell(server, connection, exchange);
    free(exchange);
    *slot = NULL;
}

void http_connection(void *context, struct MHD_Connection *connection, void **slot,
                     enum MHD_ConnectionNotificationCode what)
{
    struct Server *server = context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *address =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        const union MHD_ConnectionInfo *fd =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *slot = peers_add(server->peers, fd ? fd->connect_fd : -1, address ? address->client_addr : NULL);
    } else {
        peers_remove(server->peers, *slot);
        *slot = NULL;
    }
}

enum MHD_Result http_accept(void *context, const struct sockaddr *address, socklen_t size)
{
    struct Server *server = context;
    return peers_accept(server->peers, address, size) ? MHD_YES : MHD_NO;
}
