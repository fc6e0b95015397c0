/* HTTP/1 messages as they stand in crawls (RFC 9112, read with patience). */
#ifndef SYNTAX_HTTP_H
#define SYNTAX_HTTP_H

#include "syntax/codec.h"

typedef struct HttpMessage {
    int status; /* of a response; 0 if unreadable */
    Slice head; /* status line and fields */
    Slice body; /* as it came */
    Slice content_type, location, transfer_encoding, content_encoding, link;
} HttpMessage;
/* SKIP: this is no HTTP response. */
MUST_CHECK Status http_read_response(Slice block, HttpMessage *message, Error *err);
/* Undoes chunking (accepting bodies that claim it and are not chunked, and cut ones) and content codings
 * (gzip, deflate, br, zstd; several). *is_cut: something was damaged or missing; what could be read is given.
 * SKIP: over `limit` bytes, or a coding that is not known. */
MUST_CHECK Status http_decode_body(Arena *arena, const HttpMessage *message, size_t limit, Slice *body,
                                   bool *is_cut, Error *err);
/* "text/html; charset=utf-8" -> "text/html" in lower case, "utf-8". */
void http_media_type(Arena *arena, Slice content_type, Slice *media_type, Slice *charset);
Slice http_field(Slice head, Slice name); /* first value of a field, trimmed; empty if absent */

#endif
