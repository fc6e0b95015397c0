/* The HTTP library's callbacks: what they share with server.c. */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H

#include <pthread.h>
#include <stdatomic.h>

#include "server/cache.h"
#include "server/log.h"
#include "server/look.h"
#include "server/metrics.h"
#include "server/peers.h"

struct Server {
    Arena *keep; /* names */
    const char *folder;
    Look look;
    unsigned port;
    int listen_fd;
    struct MHD_Daemon *daemon;
    Log *log;
    Cache *cache;
    Peers *peers;
    Metrics *metrics;
    Thumbs *thumbs;
    Lacks *lacks;
    int64_t slow_us;             /* answers that take longer are logged; 0: none */
    Archive *watched;            /* the watcher's own */
    _Atomic uint64_t generation; /* of the archive, as last seen */
    _Atomic bool is_stopping;
    pthread_t watcher;
    bool has_watcher;
    pthread_mutex_t lock; /* of the idle workers */
    pthread_cond_t freed;
    Worker *idle;
};

void *http_begin(void *server, const char *target, struct MHD_Connection *connection);
enum MHD_Result http_answer(void *server, struct MHD_Connection *connection, const char *path,
                            const char *method, const char *version, const char *upload, size_t *upload_size,
                            void **exchange);
void http_end(void *server, struct MHD_Connection *connection, void **exchange,
              enum MHD_RequestTerminationCode how);
void http_connection(void *server, struct MHD_Connection *connection, void **peer,
                     enum MHD_ConnectionNotificationCode what);
enum MHD_Result http_accept(void *server, const struct sockaddr *address, socklen_t size);
size_t http_unescape(void *server, struct MHD_Connection *connection, char *text);

#endif
