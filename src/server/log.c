/* Lines of the access log. What strangers sent is written with everything but plain ASCII escaped as \xHH, so
 * that a line is always a line and a terminal that shows it is safe. Writing fails silently: a full disk must
 * not stop reading. */
#include "server/log.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/file.h"
#include "model/moment.h"

enum { LOG_BYTES = 64 << 10, FIELD_MAX = 2000 /* bytes written of one field */, LINE_BYTES = 7 * FIELD_MAX };

struct Log {
    int fd, failure_fd;
    LogFormat format;
    pthread_mutex_t lock;
    size_t size;
    int64_t stamp_s; /* of the text in stamp */
    char stamp[40];
    char bytes[LOG_BYTES];
};

Log *log_open(int fd, int failure_fd, LogFormat format)
{
    Log *log = calloc(1, sizeof *log);
    if (!log)
        fatal("memory is used up");
    log->fd = fd;
    log->failure_fd = fd >= 0 ? fd : failure_fd;
    log->format = format;
    pthread_mutex_init(&log->lock, NULL);
    return log;
}

bool log_is_open(const Log *log)
{
    return log->fd >= 0;
}

static void write_out(Log *log)
{
    Error ignored;
    if (log->size > 0 && file_write(log->fd, slice_of(log->bytes, log->size), &ignored) != STATUS_OK)
        log->stamp_s = 0;
    log->size = 0;
}

void log_flush(Log *log)
{
    if (log->fd < 0)
        return;
    pthread_mutex_lock(&log->lock);
    write_out(log);
    pthread_mutex_unlock(&log->lock);
}

void log_close(Log *log)
{
    if (!log)
        return;
    log_flush(log);
    pthread_mutex_destroy(&log->lock);
    free(log);
}

static void put(Log *log, const char *text, size_t size)
{
    memcpy(log->bytes + log->size, text, size);
    log->size += size;
}

static void put_escaped(Log *log, Slice text)
{
    static const char digits[] = "0123456789abcdef";
    size_t end = log->size + FIELD_MAX - 4;
    for (size_t i = 0; i < text.size && log->size < end; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
            log->bytes[log->size++] = (char)c;
        } else {
            char escape[4] = {'\\', 'x', digits[c >> 4], digits[c & 15]};
            put(log, escape, 4);
        }
    }
}

static void put_string(Log *log, const char *text)
{
    put_escaped(log, text ? slice_from(text) : SLICE("-"));
}

/* "[10/Oct/2000:13:55:36 +0000]", made once a second. */
static void put_stamp(Log *log)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t now_s = clock_unix_s();
    if (now_s != log->stamp_s) {
        int64_t year, into = now_s % 86400;
        unsigned month, day;
        civil_from_days(now_s / 86400, &year, &month, &day);
        log->stamp_s = now_s;
        snprintf(log->stamp, sizeof log->stamp, "[%02u/%.3s/%04d:%02d:%02d:%02d +0000]", day,
                 months + (size_t)3 * (month - 1), (int)(year % 10000), (int)(into / 3600),
                 (int)(into / 60 % 60), (int)(into % 60));
    }
    put(log, log->stamp, strlen(log->stamp));
}

static void make_room(Log *log)
{
    if (log->size + LINE_BYTES > LOG_BYTES)
        write_out(log);
}

static void put_combined(Log *log, const LogLine *line)
{
    char numbers[64];
    put_string(log, line->client);
    put(log, " - - ", 5);
    put_stamp(log);
    put(log, " \"", 2);
    put_string(log, line->method);
    put(log, " ", 1);
    put_escaped(log, line->target);
    put(log, " ", 1);
    put_string(log, line->version);
    int size = snprintf(numbers, sizeof numbers, "\" %d %zu \"", line->status, line->bytes);
    put(log, numbers, (size_t)size);
    put_string(log, line->referer);
    put(log, "\" \"", 3);
    put_string(log, line->agent);
    put(log, "\"\n", 2);
}

static void put_quoted(Log *log, const char *key, Slice value)
{
    put(log, key, strlen(key));
    put(log, "\"", 1);
    put_escaped(log, value);
    put(log, "\"", 1);
}

static void put_time(Log *log)
{
    char text[40];
    int64_t now_s = clock_unix_s(), year, into = now_s % 86400;
    unsigned month, day;
    civil_from_days(now_s / 86400, &year, &month, &day);
    int size = snprintf(text, sizeof text, "time=%04d-%02u-%02uT%02d:%02d:%02dZ ", (int)(year % 10000), month,
                        day, (int)(into / 3600), (int)(into / 60 % 60), (int)(into % 60));
    put(log, text, (size_t)size);
}

static void put_fields(Log *log, const char *event, const LogLine *line)
{
    char numbers[120];
    put_time(log);
    int size = snprintf(numbers, sizeof numbers, "event=%s client=", event);
    put(log, numbers, (size_t)size);
    put_string(log, line->client);
    put_quoted(log, " method=", slice_from(line->method));
    put_quoted(log, " target=", line->target);
    size = snprintf(numbers, sizeof numbers, " route=%s status=%d bytes=%zu ms=%.3f", line->route,
                    line->status, line->bytes, (double)line->took_us / 1e3);
    put(log, numbers, (size_t)size);
    put_quoted(log, " referer=", slice_from(line->referer ? line->referer : ""));
    put_quoted(log, " agent=", slice_from(line->agent ? line->agent : ""));
    put(log, "\n", 1);
}

void log_access(Log *log, const LogLine *line)
{
    if (log->fd < 0)
        return;
    pthread_mutex_lock(&log->lock);
    make_room(log);
    if (log->format == LOG_COMBINED)
        put_combined(log, line);
    else
        put_fields(log, "request", line);
    pthread_mutex_unlock(&log->lock);
}

void log_slow(Log *log, const LogLine *line)
{
    if (log->fd < 0)
        return;
    pthread_mutex_lock(&log->lock);
    make_room(log);
    put_fields(log, "slow", line);
    write_out(log);
    pthread_mutex_unlock(&log->lock);
}

/* Where there is no access log nothing else is gathered, so these bytes go by themselves. */
void log_failure(Log *log, Slice target, const char *message)
{
    if (log->failure_fd <= 0)
        return;
    pthread_mutex_lock(&log->lock);
    make_room(log);
    put_time(log);
    put_quoted(log, "event=failure target=", target);
    put_quoted(log, " message=", slice_from(message[0] ? message : "it was not told why"));
    put(log, "\n", 1);
    const int access_fd = log->fd;
    log->fd = log->failure_fd;
    write_out(log);
    log->fd = access_fd;
    pthread_mutex_unlock(&log->lock);
}
