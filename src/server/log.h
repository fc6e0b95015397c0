/* The access log in Apache's combined format or as key=value, and lines of failures and of slow answers.
 * Lines are gathered and written together.
 */
#ifndef SERVER_LOG_H
#define SERVER_LOG_H

#include "server/server.h"

typedef struct Log Log;

typedef struct LogLine {
    const char *client; /* address */
    const char *method, *version;
    Slice target;
    const char *referer, *agent; /* NULL: none */
    int status;
    size_t bytes; /* of the body sent */
    const char *route;
    int64_t took_us;
} LogLine;

/* -1: no access log; then failures alone are written, to failure_fd (0: nowhere). The descriptors stay the
 * caller's. */
Log *log_open(int fd, int failure_fd, LogFormat format);
void log_close(Log *log);
void log_access(Log *log, const LogLine *line);
void log_slow(Log *log, const LogLine *line);                  /* key=value; at once */
void log_failure(Log *log, Slice target, const char *message); /* key=value */
void log_flush(Log *log);
bool log_is_open(const Log *log);

#endif
