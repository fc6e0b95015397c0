/* Headers and content coding. The policies allow no script but our one file, no outside request and no frame
 * around our pages; a captured page or file stands in a sandbox, with no rights of this site's origin. */
#include "server/respond.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "export/export.h"

enum {
    PACK_MIN = 512,
    PACK_MAX = 16 << 20,
    ZSTD_LEVEL = 3,
    GZIP_LEVEL = 6,
    LINK_MAX = 3000,
    LOCATION_MAX = 8000,
    DIGESTED_MAX = 4 << 20, /* a part of a long film is not worth the reading of all of it */
    REFUSAL_BYTES_MAX = 1 << 20
};

static const char *const POLICIES[] = {
    [POLICY_PAGE] =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; "
        "frame-ancestors 'none'",
    [POLICY_CAPTURED] =
        "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'",
    [POLICY_DOCUMENT] = ("default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; "
                         "form-action 'none'; frame-ancestors 'none'"),
    [POLICY_DATA] = "default-src 'none'; frame-ancestors 'none'; sandbox",
};

typedef struct Packing {
    Arena *arena;
    CodecKind coding;
    Slice plain, packed;
} Packing;

static void pack(void *context)
{
    Packing *packing = context;
    packing->packed = codec_pack(packing->arena, packing->coding,
                                 packing->coding == CODEC_ZSTD ? ZSTD_LEVEL : GZIP_LEVEL, packing->plain);
}

/* The body as it is sent; *coding becomes NONE where coding does not help. */
static Slice coded_body(Arena *arena, const Reply *reply, CodecKind *coding)
{
    Packing packing = {arena, *coding, reply->body, SLICE_EMPTY};
    bool is_worth = *coding != CODEC_NONE && !reply->is_packed && reply->body.size >= PACK_MIN &&
                    reply->body.size <= PACK_MAX && arena_guard(arena, pack, &packing) &&
                    packing.packed.size > 0 && packing.packed.size < reply->body.size;
    if (!is_worth)
        *coding = CODEC_NONE;
    return is_worth ? packing.packed : reply->body;
}

static struct MHD_Response *response_of(Slice body)
{
    char *copy = malloc(body.size ? body.size : 1);
    if (!copy)
        fatal("memory is used up");
    if (body.size > 0)
        memcpy(copy, body.data, body.size);
    struct MHD_Response *response = MHD_create_response_from_buffer(body.size, copy, MHD_RESPMEM_MUST_FREE);
    if (!response)
        fatal("memory is used up");
    return response;
}

/* A header that the library refuses (a control character in a stranger's value) is left out. */
static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    (void)MHD_add_response_header(response, name, value);
}

static void add_slice(Arena *arena, struct MHD_Response *response, const char *name, Slice value)
{
    if (!slice_is_empty(value))
        add_header(response, name, arena_string(arena, value));
}

/* What a 304 must repeat of the 200 that it stands for (RFC 9110, section 15.4.5). */
static void add_validators(Arena *arena, struct MHD_Response *response, const Reply *reply,
                           const Ready *ready)
{
    if (ready->etag[0])
        add_header(response, "ETag", ready->etag);
    if (ready->modified[0])
        add_header(response, "Last-Modified", ready->modified);
    bool is_ours = reply->policy == POLICY_PAGE || reply->policy == POLICY_DATA;
    add_header(response, "Vary", is_ours ? "Accept, Accept-Encoding, Accept-Language" : "Accept-Encoding");
    if (slice_is_empty(reply->cache_control))
        add_header(response, "Cache-Control", "public, no-cache");
    else
        add_slice(arena, response, "Cache-Control", reply->cache_control);
}

static void add_safety(struct MHD_Response *response, Policy policy)
{
    add_header(response, "Content-Security-Policy", POLICIES[policy]);
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "Referrer-Policy", "same-origin");
}

void http_date(int64_t at_s, char *out, size_t size)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t year, into = at_s % 86400;
    unsigned month, day;
    civil_from_days(at_s / 86400, &year, &month, &day);
    snprintf(out, size, "%.3s, %02u %.3s %04d %02d:%02d:%02d GMT",
             days + (size_t)3 * weekday_of_days(at_s / 86400), day, months + (size_t)3 * (month - 1),
             (int)(year % 10000), (int)(into / 3600), (int)(into / 60 % 60), (int)(into % 60));
}

/* Cuts the body to the part that is asked for; gives the status. */
static int cut_range(Arena *arena, const WantedForm *wanted, const Ready *ready, Slice *body,
                     Slice *content_range)
{
    size_t begin = 0, end = 0, size = body->size;
    Slice known = slice_trim(wanted->if_range);
    bool is_same = slice_equal(known, slice_from(ready->etag)) ||
                   (ready->modified[0] && slice_equal(known, slice_from(ready->modified)));
    if (!slice_is_empty(known) && !is_same)
        return 200; /* it was a part of something else */
    switch (range_read(wanted->range, size, &begin, &end)) {
    case RANGE_PART:
        *body = slice_range(*body, begin, end);
        *content_range = arena_format(arena, "bytes %zu-%zu/%zu", begin, end - 1, size);
        return 206;
    case RANGE_OUTSIDE:
        *body = SLICE_EMPTY;
        *content_range = arena_format(arena, "bytes */%zu", size);
        return 416;
    default:
        return 200;
    }
}

static void set_validators(const Reply *reply, Slice body, Ready *ready)
{
    uint64_t hash = slice_hash(body) ^ slice_hash(reply->media_type);
    snprintf(ready->etag, sizeof ready->etag, "\"%016llx\"", (unsigned long long)hash);
    if (reply->modified_s > 0)
        http_date(reply->modified_s, ready->modified, sizeof ready->modified);
}

/* RFC 9530: of the whole body as it is coded, whichever part of it is sent. */
static void add_digest(Arena *arena, struct MHD_Response *response, Slice body)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char sum[33] = {0}; /* 32 bytes and a zero, eleven threes */
    char text[45];
    digest_sha256(body, sum);
    for (size_t i = 0, k = 0; i < sizeof sum; i += 3) {
        unsigned three = (unsigned)sum[i] << 16 | (unsigned)sum[i + 1] << 8 | sum[i + 2];
        for (unsigned shift = 24; shift > 0; shift -= 6)
            text[k++] = letters[three >> (shift - 6) & 63];
    }
    text[43] = '=';
    text[44] = '\0';
    add_header(response, "Repr-Digest", arena_string(arena, arena_format(arena, "sha-256=:%s:", text)));
}

/* The values that fit. Names and addresses of strangers stand in it, and a head that outgrows the
 * connection's memory would be no answer at all. */
static Slice whole_links(Slice links)
{
    if (links.size <= LINK_MAX)
        return links;
    Slice kept = slice_range(links, 0, LINK_MAX);
    for (size_t at = kept.size; at-- > 0;)
        if (slice_starts_with(slice_skip(links, at), SLICE(", <")))
            return slice_range(links, 0, at);
    return SLICE_EMPTY;
}

static void add_content(Arena *arena, struct MHD_Response *response, const Reply *reply, CodecKind coding)
{
    add_slice(arena, response, "Content-Type", reply->media_type);
    if (coding != CODEC_NONE)
        add_header(response, "Content-Encoding", coding == CODEC_ZSTD ? "zstd" : "gzip");
    if (reply->location.size <= LOCATION_MAX)
        add_slice(arena, response, "Location", reply->location);
    add_slice(arena, response, "Link", whole_links(reply->link));
    add_slice(arena, response, "Memento-Datetime", reply->memento);
    if (reply->is_noindex)
        add_header(response, "X-Robots-Tag", "noindex");
    if (reply->is_packed)
        add_header(response, "Accept-Ranges", "bytes");
}

Ready respond(Arena *arena, const Reply *reply, const WantedForm *wanted)
{
    CodecKind coding = wanted->coding;
    Slice body = coded_body(arena, reply, &coding), content_range = SLICE_EMPTY;
    const Slice whole = body;
    Ready ready = {.status = reply->status, .route = reply->route};
    if (reply->status == 200) {
        set_validators(reply, body, &ready);
        if (reply->is_packed && !slice_is_empty(wanted->range))
            ready.status = cut_range(arena, wanted, &ready, &body, &content_range);
    }
    ready.body_size = body.size;
    ready.whole = response_of(body);
    if ((ready.status == 200 || ready.status == 206) && whole.size <= DIGESTED_MAX)
        add_digest(arena, ready.whole, whole);
    if (ready.status == 200 || ready.status == 206) { /* If-None-Match goes before Range */
        ready.unchanged = response_of(SLICE_EMPTY);
        add_validators(arena, ready.unchanged, reply, &ready);
    }
    add_content(arena, ready.whole, reply, coding);
    add_slice(arena, ready.whole, "Content-Range", content_range);
    add_validators(arena, ready.whole, reply, &ready);
    add_safety(ready.whole, reply->policy);
    return ready;
}

struct MHD_Response *respond_refusal(const Refusal *refusal, size_t *size)
{
    Arena *arena = arena_open(REFUSAL_BYTES_MAX);
    Slice target = utf8_repair(arena, slice_range(refusal->target, 0, TARGET_MAX));
    Slice body = refusal->is_json ? export_problem(arena, refusal->status, slice_from(refusal->title),
                                                   slice_from(refusal->text), target)
                                  : arena_format(arena, "%s\n", refusal->text);
    struct MHD_Response *response = response_of(body);
    *size = body.size;
    arena_close(arena);
    add_header(response, "Content-Type",
               refusal->is_json ? "application/problem+json" : "text/plain; charset=utf-8");
    add_header(response, "Cache-Control", "no-store");
    if (refusal->allow)
        add_header(response, "Allow", refusal->allow);
    add_safety(response, POLICY_DATA);
    return response;
}
