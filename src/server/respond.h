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
/* A few words without an archive: 400, 405, 413, 414; as a problem (RFC 9457) for those who want JSON. */
typedef struct Refusal {
    int status;
    const char *title, *text;
    const char *allow; /* methods, or NULL */
    Slice target;      /* as sent */
    bool is_json;
} Refusal;
struct MHD_Response *respond_refusal(const Refusal *refusal, size_t *size);

#endif
