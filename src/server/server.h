/* HTTP request -> archive -> page. Routes, content coding, limits; libmicrohttpd behind it. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include "base/error.h"

typedef struct Server Server;

/* How the publisher wants the pages; whatever is empty is as usual. */
typedef struct SiteOptions {
    Slice title;        /* in place of the archive's own */
    Slice paper;        /* the newspaper's name, for citations; empty: found in the title */
    Slice tagline;      /* below it, on the first page */
    Slice accent;       /* "#8a1c1c" */
    Slice accent_dark;  /* on a dark ground */
    Slice logo;         /* a file, in the archive's folder if it is no absolute path */
    Slice header_links; /* "LABEL ADDRESS | LABEL ADDRESS" */
    Slice footer_links;
    Slice language; /* "en", "ar": for readers whose browser asks for neither */
    Slice rights;   /* who may do what with the articles that say nothing of it themselves */
    Slice license;  /* the address of these terms: http or https */
    Slice contact;
} SiteOptions;
typedef enum LogFormat { LOG_COMBINED, LOG_FIELDS } LogFormat; /* Apache's, or key=value */

typedef struct ServerOptions {
    const char *folder;       /* the archive */
    Slice address;            /* "127.0.0.1:8080", "[::1]:0"; port 0: any free one */
    unsigned threads;         /* 0: one a core */
    unsigned connections_max; /* 0: 1024 */
    unsigned timeout_s;       /* idle connections; 0: 30 */
    int log_fd;               /* access log; -1: none */
    int failure_fd;           /* lines of failures where there is no access log; 0: none */
    SiteOptions site;
    LogFormat log_format;
    unsigned slow_ms;           /* an answer that takes longer is logged; 0: none is */
    const char *resize_program; /* "PROGRAM WIDTH" resizes a photo; NULL: photos stay as they are */
    uint64_t photos_bytes_max;  /* of resized photos that are kept; 0: none are made */
} ServerOptions;

MUST_CHECK Status server_open(const ServerOptions *options, Server **server, Error *err);
unsigned server_port(const Server *server);
/* Stops taking connections, lets requests in flight end (at most `grace_ms`), and releases everything. */
void server_close(Server *server, unsigned grace_ms);

/* Widths in which photos are served, at /-/thumb/WIDTH/PATH; rising, ended by 0. */
extern const unsigned THUMB_WIDTHS[];

#endif
