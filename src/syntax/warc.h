/* WARC 0.17 to 1.1 records (ISO 28500), as bytes. */
#ifndef SYNTAX_WARC_H
#define SYNTAX_WARC_H

#include "base/arena.h"
#include "base/error.h"

typedef struct WarcHead {
    Slice version;    /* "1.0" */
    Slice type;       /* "response" */
    Slice record_id;  /* without < > */
    Slice target_uri; /* without < >; spaces kept as given */
    Slice date;       /* as given */
    int64_t date_s;   /* Unix seconds; 0 if it cannot be read */
    Slice content_type;
    Slice payload_digest, block_digest;
    Slice refers_to, refers_to_uri, refers_to_date, profile, truncated;
    Slice sidecar; /* ours: the words that lay beside a picture file, percent-encoded */
    uint64_t content_length;
    size_t head_size; /* bytes up to and with the empty line */
} WarcHead;
/* Reads a head at the start of `bytes`. END: the head does not end within them (more bytes needed); SKIP: no
 * WARC head, or no usable length. Header names in any case, folded lines, LF alone accepted. */
MUST_CHECK Status warc_read_head(Slice bytes, WarcHead *head, Error *err);
/* Where the next "WARC/" head seems to begin at or after `from`; SLICE_NONE if nowhere. */
size_t warc_find_head(Slice bytes, size_t from);

/* The head of a `resource` record that wraps a file: its id is a urn:uuid made from the digest of url and
 * block, so it is the same on every run. url empty: "file:///" + path, percent-encoded. date_s 0: 1970. */
Slice warc_wrap_head(Arena *arena, Slice url, Slice path, int64_t date_s, Slice media_type, Slice block);
/* The same when the block's SHA-256 is known already. `sidecar`: bytes that lay beside the file and tell of
 * it; they are kept in the head, and with others the record is another one. */
Slice warc_wrap_digested(Arena *arena, Slice url, Slice path, int64_t date_s, Slice media_type,
                         size_t block_bytes, const unsigned char digest[32], Slice sidecar);

/* A record that came in another form than WARC. */
typedef struct WarcWrap {
    const char *type;   /* "response" */
    Slice url;          /* percent-encoded where it would break the head */
    int64_t date_s;     /* 0: 1970 */
    Slice ip;           /* left out where it is no address: "0", "0.0.0.0", "-" */
    Slice content_type; /* of the block; empty: application/octet-stream */
    Slice block;
} WarcWrap;
/* Its head; the record id is an urn:uuid made from address, date, kind and block, so that it is the same on
 * every run. */
Slice warc_wrap_record_head(Arena *arena, const WarcWrap *wrap);
int64_t warc_date_s(Slice date); /* 2004-..Z, with fractions, or 14 digits; 0 if unreadable */

#endif
