/* A Status says what the caller may do next; an Error says what happened, from the outside in.
 * Strangers' mistakes become a Status; programmers' mistakes are asserts, also in release. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <assert.h>
#include <stdarg.h>

#include "base/slice.h"

typedef enum Status {
    STATUS_OK,   /* done */
    STATUS_END,  /* no more, or not there */
    STATUS_SKIP, /* this item is unusable, the next may be fine */
    STATUS_FAIL  /* this object can do no more */
} Status;

/* A plain value; needs no clean-up. Room is left for a chain of places; a longer one is cut. */
typedef struct Error {
    char message[1024];
} Error;

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* Sets the message and gives the status back, so that one line tells and returns:
 *     return error_set(err, STATUS_SKIP, "no length in the header at byte %zu", at);
 * Messages: what failed first, lower case, no full stop, the subject in quotes. err may be NULL. */
Status error_set(Error *err, Status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts the outer place before the message, unless status is OK or END: "importing 'a.warc': no length ...".
 */
Status error_while(Error *err, Status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* As error_set, with errno's text at the end: "cannot open 'x': No such file or directory". */
Status error_errno(Error *err, Status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* Ends the program: memory is used up or an invariant of the program is broken. */
_Noreturn void fatal(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
