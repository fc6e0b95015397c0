/* SHA-256 and SHA-1, incremental (OpenSSL). */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"

typedef enum DigestKind { DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5 } DigestKind;

typedef struct Digest Digest; /* one computation; reusable after digest_finish */

#define DIGEST_MAX_BYTES 32
#define SHA256_HEX_SIZE 64

Digest *digest_open(DigestKind kind);
void digest_close(Digest *digest);
void digest_add(Digest *digest, Slice bytes);
/* The same for a piece of a mapped file, whose pages are let go again: it may be larger than memory. */
void digest_add_mapped(Digest *digest, Slice mapped);
/* Writes the digest (20, 16 or 32 bytes), gives its size, and begins anew. */
size_t digest_finish(Digest *digest, unsigned char out[DIGEST_MAX_BYTES]);

/* Of one text, in lower-case hexadecimal, in the arena. */
Slice digest_sha256_hex(Arena *arena, Slice bytes);
void digest_sha256(Slice bytes, unsigned char out[32]);
Slice hex_of(Arena *arena, const unsigned char *bytes, size_t size);
/* RFC 4648 base 32 without padding, upper case, as in WARC digests. */
Slice base32_of(Arena *arena, const unsigned char *bytes, size_t size);

#endif
