/* A Reply -> a response of the HTTP library, coded and with its headers; and the 304 that stands for it. */
#ifndef SERVER_RESPOND_H
#define SERVER_RESPOND_H

#include "server/cache.h"

/* The reply's body is copied. `coding` is what the client likes best; it is used where it helps. */
Ready respond(Arena *arena, const Reply *reply, CodecKind coding);
/* A few words without an archive: 405, 413, 414. `allow`: methods, or NULL. */
struct MHD_Response *respond_plain(const char *text, const char *allow);

#endif
