/* Messages that grow from the inside out.
 *
 * In: a format and, where there is one, the message so far. Out: the message in the caller's Error, cut to
 * its room. The place in front is put by copying the old message behind it, so that a chain costs no memory
 * of its own. */
#include "base/error.h"

#include <errno.h>
#include <unistd.h>

static void set_message(Error *err, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

static PRINTF_LIKE(2, 0) void set_message(Error *err, const char *format, va_list arguments)
{
    if (vsnprintf(err->message, sizeof err->message, format, arguments) < 0)
        err->message[0] = '\0';
}

/* Appends what fits. */
static void append(Error *err, const char *text)
{
    const size_t used = strlen(err->message);
    const size_t room = sizeof err->message - 1 - used;
    const size_t size = strnlen(text, room);
    memcpy(err->message + used, text, size);
    err->message[used + size] = '\0';
}

Status error_set(Error *err, Status status, const char *format, ...)
{
    if (err) {
        va_list arguments;
        va_start(arguments, format);
        set_message(err, format, arguments);
        va_end(arguments);
    }
    return status;
}

Status error_while(Error *err, Status status, const char *format, ...)
{
    if (!err || status == STATUS_OK || status == STATUS_END)
        return status;
    const Error inner = *err;
    va_list arguments;
    va_start(arguments, format);
    set_message(err, format, arguments);
    va_end(arguments);
    append(err, ": ");
    append(err, inner.message);
    return status;
}

Status error_errno(Error *err, Status status, const char *format, ...)
{
    const int number = errno;
    if (err) {
        char text[128];
        va_list arguments;
        va_start(arguments, format);
        set_message(err, format, arguments);
        va_end(arguments);
        append(err, ": ");
        append(err, strerror_r(number, text, sizeof text)); /* GNU's form: gives the text */
    }
    errno = number;
    return status;
}

_Noreturn void fatal(const char *format, ...)
{
    va_list arguments;
    fflush(stdout);
    fputs("backfile: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fflush(stderr);
    _exit(3);
}
