/* A Reply -> a response of the HTTP library, coded and with its headers; and the 304 that stands for it. */
#ifndef SERVER_RESPOND_H
#define SERVER_RESPOND_H

#include "server/cache.h"

/* What of the reply is wanted, and how. */
typedef struct WantedForm {
    CodecKind coding;      /* what the client likes best; it is used where it helps */
    Slice range, if_range; /* headers; a file may be asked for in parts */
} WantedForm;
/* The reply's body is copied. */
Ready respond(Arena *arena, const Reply *reply, const WantedForm *wanted);
/* A few words without an archive: 405, 413, 414; as a problem (RFC 9457) for those who want JSON. `allow`:
 * methods, or NULL. */
struct MHD_Response *respond_refusal(int status, const char *text, const char *allow, bool is_json);

#endif
