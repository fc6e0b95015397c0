/* Digests by OpenSSL's EVP, and how they are written: hexadecimal, base 32.
 *
 * The algorithm is fetched once at digest_open, since fetching costs more than hashing a short text. */
#include <openssl/evp.h>

#include "base/digest.h"

#include "base/file.h"
#include "base/error.h"

struct Digest {
    EVP_MD *kind;
    EVP_MD_CTX *context;
};

static const char *const kind_names[] = {
    [DIGEST_SHA256] = "SHA256",
    [DIGEST_SHA1] = "SHA1",
    [DIGEST_MD5] = "MD5",
};

static void begin(Digest *digest)
{
    if (EVP_DigestInit_ex(digest->context, digest->kind, NULL) != 1)
        fatal("OpenSSL cannot begin a digest");
}

Digest *digest_open(DigestKind kind)
{
    Digest *digest = calloc(1, sizeof *digest);
    if (!digest)
        fatal("memory is used up");
    digest->kind = EVP_MD_fetch(NULL, kind_names[kind], NULL);
    digest->context = EVP_MD_CTX_new();
    if (!digest->kind || !digest->context)
        fatal("OpenSSL offers no %s", kind_names[kind]);
    begin(digest);
    return digest;
}

void digest_close(Digest *digest)
{
    if (!digest)
        return;
    EVP_MD_CTX_free(digest->context);
    EVP_MD_free(digest->kind);
    free(digest);
}

void digest_add(Digest *digest, Slice bytes)
{
    if (bytes.size && EVP_DigestUpdate(digest->context, bytes.data, bytes.size) != 1)
        fatal("OpenSSL cannot go on with a digest");
}

void digest_add_mapped(Digest *digest, Slice mapped)
{
    enum { STEP = 4 << 20 };
    for (size_t at = 0; at < mapped.size; at += STEP) {
        Slice piece = slice_range(mapped, at, at + STEP);
        digest_add(digest, piece);
        file_bytes_forget(piece);
    }
}

size_t digest_finish(Digest *digest, unsigned char out[DIGEST_MAX_BYTES])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(digest->context, bytes, &size) != 1)
        fatal("OpenSSL cannot finish a digest");
    assert(size <= DIGEST_MAX_BYTES);
    memcpy(out, bytes, size);
    begin(digest);
    return size;
}

void digest_sha256(Slice bytes, unsigned char out[32])
{
    size_t size = 0;
    if (EVP_Q_digest(NULL, "SHA256", NULL, bytes.data ? bytes.data : "", bytes.size, out, &size) != 1)
        fatal("OpenSSL offers no SHA256");
    assert(size == 32);
}

Slice digest_sha256_hex(Arena *arena, Slice bytes)
{
    unsigned char digest[32];
    digest_sha256(bytes, digest);
    return hex_of(arena, digest, sizeof digest);
}

Slice hex_of(Arena *arena, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    assert(size <= SIZE_MAX / 2);
    char *text = arena_text(arena, size * 2);
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return slice_of(text, size * 2);
}

Slice base32_of(Arena *arena, const unsigned char *bytes, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    assert(size <= SIZE_MAX / 8);
    char *text = arena_text(arena, (size * 8 + 4) / 5);
    size_t written = 0;
    uint32_t bits = 0;
    unsigned count = 0; /* bits not yet written */
    for (size_t i = 0; i < size; i++) {
        bits = (bits << 8 | bytes[i]) & 0xFFFF;
        for (count += 8; count >= 5; count -= 5)
            text[written++] = letters[bits >> (count - 5) & 31];
    }
    if (count)
        text[written++] = letters[bits << (5 - count) & 31];
    return slice_of(text, written);
}
