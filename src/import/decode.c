/* Raw records in, records with their page out: HTTP and its codings undone, the kind of body told, digests
 * checked.
 *
 * Works on one record and memory alone, so any thread may do it. A body whose kind its bytes contradict is
 * what its bytes say: crawls are full of pictures sent as text/html, and of pages sent as nothing at all. */
#include "base/digest.h"
#include "import/inside.h"
#include "import/photo.h"
#include "import/sniff.h"
#include "syntax/http.h"
#include "syntax/page_head.h"
#include "syntax/url.h"
#include "syntax/warc.h"

/* ---- the head ---- */

static RecordKind kind_of_type(Slice type)
{
    static const struct {
        const char *type;
        RecordKind kind;
    } kinds[] = {
        {"response", RECORD_RESPONSE}, {"resource", RECORD_RESOURCE}, {"conversion", RECORD_CONVERSION},
        {"revisit", RECORD_REVISIT},   {"request", RECORD_REQUEST},   {"metadata", RECORD_METADATA},
        {"warcinfo", RECORD_WARCINFO},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_equal_nocase(type, slice_from(kinds[i].type)))
            return kinds[i].kind;
    return RECORD_OTHER;
}

/* A file without address that warc_wrap_head wrapped: its record id is an UUID of version 8. */
static bool is_wrapped_file(const WarcHead *head)
{
    const size_t version_at = sizeof "urn:uuid:xxxxxxxx-xxxx-" - 1;
    return slice_starts_with(head->target_uri, SLICE("file:///")) && head->record_id.size > version_at &&
           slice_starts_with(head->record_id, SLICE("urn:uuid:")) && head->record_id.data[version_at] == '8';
}

Status record_of_warc(Slice warc, Record *record, Error *err)
{
    WarcHead head;
    Status status = warc_read_head(warc, &head, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? error_set(err, STATUS_SKIP, "the WARC head is cut") : status;
    if (head.content_length > warc.size - head.head_size)
        return error_set(err, STATUS_SKIP, "it is cut: %zu of %llu bytes are there", warc.size,
                         (unsigned long long)head.content_length + head.head_size);
    record->warc = slice_range(warc, 0, head.head_size + (size_t)head.content_length);
    record->block = slice_skip(record->warc, head.head_size);
    record->kind = kind_of_type(head.type);
    record->captured_s = head.date_s;
    record->digest_given = head.payload_digest;
    if (!is_wrapped_file(&head))
        record->url = head.target_uri;
    if (record->kind == RECORD_REVISIT) {
        record->referred_url = head.refers_to_uri;
        record->referred_s = warc_date_s(head.refers_to_date);
    }
    return STATUS_OK;
}

/* ---- digests ---- */

static const struct {
    const char *name;
    DigestKind kind;
    size_t size;
} digests[] = {
    {"sha1", DIGEST_SHA1, 20},      {"sha-1", DIGEST_SHA1, 20}, {"sha256", DIGEST_SHA256, 32},
    {"sha-256", DIGEST_SHA256, 32}, {"md5", DIGEST_MD5, 16},
};

/* One more group of `bits` bits for the bytes in `out`. */
typedef struct BitWriter {
    unsigned char *out;
    size_t size, room;
    unsigned held, bits;
} BitWriter;

static void bits_add(BitWriter *w, unsigned value, unsigned bits)
{
    w->held = (w->held << bits | value) & 0xFFFF;
    w->bits += bits;
    if (w->bits >= 8 && w->size < w->room) {
        w->bits -= 8;
        w->out[w->size++] = (unsigned char)(w->held >> w->bits);
    }
}

static int digit_of(char c, const char *digits)
{
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* A digest as tools write it: hexadecimal, base 32 or base 64, told by its length. False: none of them. */
static bool read_digest(Slice text, unsigned char *out, size_t size)
{
    static const struct {
        unsigned bits;
        bool is_nocase;
        const char *digits;
    } alphabets[] = {
        {4, true, "0123456789abcdef"},
        {5, true, "abcdefghijklmnopqrstuvwxyz234567"},
        {6, false, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"},
    };
    while (slice_ends_with(text, SLICE("=")))
        text.size--;
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
        BitWriter w = {.out = out, .room = size};
        size_t used = 0;
        if (text.size != (size * 8 + alphabets[i].bits - 1) / alphabets[i].bits)
            continue;
        for (; used < text.size; used++) {
            char c = text.data[used];
            int value = digit_of(alphabets[i].is_nocase ? ascii_lower(c)
                                 : c == '-'             ? '+'
                                 : c == '_'             ? '/'
                                                        : c,
                                 alphabets[i].digits);
            if (value < 0)
                break;
            bits_add(&w, (unsigned)value, alphabets[i].bits);
        }
        if (used == text.size && w.size == size)
            return true;
    }
    return false;
}

static bool lies_in(Slice piece, Slice whole)
{
    return piece.data >= whole.data && piece.data + piece.size <= whole.data + whole.size;
}

/* Does one of the texts have that digest? A digest of a kind or spelling that is not known fits everything.
 */
static bool digest_fits(const Record *record, Slice given, const Slice *texts, size_t count)
{
    unsigned char wanted[DIGEST_MAX_BYTES], found[DIGEST_MAX_BYTES];
    size_t colon = slice_find_byte(given, ':'), kind = 0;
    Slice name = slice_range(given, 0, colon == SLICE_NONE ? 0 : colon);
    while (kind < sizeof digests / sizeof *digests &&
           !slice_equal_nocase(name, slice_from(digests[kind].name)))
        kind++;
    if (kind == sizeof digests / sizeof *digests)
        return true;
    if (!read_digest(slice_trim(slice_skip(given, colon + 1)), wanted, digests[kind].size))
        return false;
    bool fits = false;
    Digest *digest = digest_open(digests[kind].kind);
    for (size_t i = 0; i < count && !fits; i++) {
        if (record->is_mapped && lies_in(texts[i], record->block))
            digest_add_mapped(digest, texts[i]);
        else
            digest_add(digest, texts[i]);
        size_t size = digest_finish(digest, found);
        fits = memcmp(found, wanted, size) == 0;
    }
    digest_close(digest);
    return fits;
}

/* A payload digest that is a SHA-1 in any spelling, in hexadecimal; empty for others. */
static Slice sha1_given(Arena *arena, Slice given)
{
    unsigned char bytes[DIGEST_MAX_BYTES];
    size_t colon = slice_find_byte(given, ':');
    Slice name = slice_range(given, 0, colon == SLICE_NONE ? 0 : colon);
    bool is_sha1 = slice_equal_nocase(name, SLICE("sha1")) || slice_equal_nocase(name, SLICE("sha-1"));
    if (!is_sha1 || !read_digest(slice_trim(slice_skip(given, colon + 1)), bytes, 20))
        return SLICE_EMPTY;
    return hex_of(arena, bytes, 20);
}

/* Tools disagree on what the payload is (the body as sent, without chunks, or unpacked), so any of them will
 * do. */
static bool digests_fit(const WarcHead *head, const Record *record, Slice sent, bool is_decoded)
{
    const Slice payloads[] = {sent, record->body, record->block};
    if (!slice_is_empty(head->block_digest) && !digest_fits(record, head->block_digest, &record->block, 1))
        return false;
    bool is_of_another = record->kind == RECORD_REVISIT || !slice_is_empty(head->truncated);
    return is_of_another || !is_decoded || slice_is_empty(head->payload_digest) ||
           digest_fits(record, head->payload_digest, payloads, 3);
}

/* ---- the body ---- */

static bool says_nothing(Slice media_type)
{
    static const char *const idle[] = {"",
                                       "application/octet-stream",
                                       "binary/octet-stream",
                                       "application/unknown",
                                       "unknown/unknown",
                                       "*/*",
                                       "text/plain",
                                       "application/x-unknown-content-type"};
    return SLICE_ANY(media_type, slice_equal, idle);
}

static bool is_page_type(Slice media_type)
{
    return slice_equal(media_type, SLICE("text/html")) ||
           slice_equal(media_type, SLICE("application/xhtml+xml"));
}

/* Plain text is a text capture where somebody made it from a page; an answer of a server is robots.txt and
 * the like. */
static bool is_capture_of_text(const Record *record)
{
    Url url;
    if (!slice_equal(record->media_type, SLICE("text/plain")))
        return false;
    return record->kind == RECORD_CONVERSION ||
           (record->kind == RECORD_RESOURCE && (slice_is_empty(record->url) || url_parse(record->url, &url)));
}

static void tell_body_kind(Record *record)
{
    Slice first = slice_range(record->body, 0, SNIFF_SIZE);
    const SniffedMedia *media = sniff_magic(first);
    bool is_markup = slice_starts_with(record->media_type, SLICE("image/")) ||
                     says_nothing(record->media_type) || slice_ends_with(record->media_type, SLICE("/xml"));
    if (slice_is_empty(record->body)) {
        record->body_kind = BODY_NONE;
    } else if (is_capture_of_text(record)) {
        record->body_kind = BODY_TEXT;
    } else if (media && (media->kind == BODY_IMAGE || is_page_type(record->media_type) ||
                         says_nothing(record->media_type))) {
        record->body_kind = media->kind;
        record->media_type = slice_from(media->type);
    } else if (is_page_type(record->media_type) && stated_is_feed(first)) {
        record->body_kind = BODY_OTHER; /* WHATWG's "MIME Sniffing", 7.3: feeds are sent as HTML */
        record->media_type = SLICE("text/xml");
    } else if (is_page_type(record->media_type)) {
        record->body_kind = BODY_HTML;
    } else if (is_markup && sniff_is_html(first)) {
        record->body_kind = BODY_HTML;
        record->media_type = SLICE("text/html");
    } else {
        record->body_kind = slice_starts_with(record->media_type, SLICE("image/")) ? BODY_IMAGE : BODY_OTHER;
    }
}

/* A page that only sends its reader on: old sites moved so. Such a page is small. */
static void find_refresh(Record *record, Arena *arena)
{
    enum { STUB_BYTES_MAX = 16 << 10 };
    bool is_stub = record->body_kind == BODY_HTML && record->body.size <= STUB_BYTES_MAX &&
                   (record->http_status == 0 || record->http_status == 200);
    if (!is_stub || !slice_is_empty(record->redirect) || slice_is_empty(record->url))
        return;
    Slice target = page_head_read(arena, record->body).refresh;
    Slice there = slice_is_empty(target) ? SLICE_EMPTY : url_resolve(arena, record->url, target);
    if (!slice_is_empty(there) && !slice_equal(url_key(arena, there), url_key(arena, record->url)))
        record->redirect = there;
}

/* A page above the limit is kept, and not read. */
static Status check_size(Record *record, Error *err)
{
    bool is_read = record->body_kind == BODY_HTML || record->body_kind == BODY_TEXT;
    if (!is_read || record->body.size <= RECORD_HELD_MAX)
        return STATUS_OK;
    size_t size = record->body.size;
    record->body = SLICE_EMPTY;
    return error_set(err, STATUS_SKIP, "kept, but not read: the page has %zu bytes, more than %u", size,
                     RECORD_HELD_MAX);
}

/* ---- the kinds of records ---- */

static bool is_http(const WarcHead *head, Slice block)
{
    return slice_starts_with_nocase(head->content_type, SLICE("application/http")) ||
           (slice_is_empty(head->content_type) && slice_starts_with(block, SLICE("HTTP/")));
}

static bool has_coding(const HttpMessage *message)
{
    return !slice_is_empty(message->transfer_encoding) || !slice_is_empty(message->content_encoding);
}

/* An HTTP answer. *sent: the body as it came. */
static Status decode_answer(Record *record, Arena *arena, Slice *sent, Error *err)
{
    HttpMessage message;
    Status status = http_read_response(record->block, &message, err);
    if (status != STATUS_OK)
        return status;
    *sent = message.body;
    record->http_status = message.status;
    if (message.status >= 300 && message.status < 400)
        record->redirect = message.location;
    http_media_type(arena, message.content_type, &record->media_type, &record->charset);
    bool is_bare =
        record->kind == RECORD_REVISIT && slice_is_empty(message.body); /* the body is another record's */
    if (is_bare || !has_coding(&message)) {
        record->body = message.body; /* of any size: it is not copied */
        return STATUS_OK;
    }
    status = http_decode_body(arena, &message, RECORD_HELD_MAX, &record->body, &record->is_body_cut, err);
    if (status == STATUS_OK)
        return STATUS_OK;
    record->body = SLICE_EMPTY;
    record->body_kind = is_page_type(record->media_type) ? BODY_HTML : BODY_OTHER;
    return error_while(err, status, "kept, but its body cannot be unpacked");
}

static Status decode_block(const WarcHead *head, Record *record, Arena *arena, Slice *sent, Error *err)
{
    Slice rest = record->block, line = SLICE_EMPTY;
    switch (record->kind) {
    case RECORD_RESPONSE:
    case RECORD_REVISIT:
        if (is_http(head, record->block) && !slice_is_empty(record->block))
            return decode_answer(record, arena, sent, err);
        break;
    case RECORD_RESOURCE:
    case RECORD_CONVERSION:
        break;
    case RECORD_REQUEST:
        while (slice_next_line(&rest, &line) && !slice_is_empty(line))
            continue;
        *sent = rest;
        return STATUS_OK;
    case RECORD_METADATA:
    case RECORD_WARCINFO:
    case RECORD_OTHER:
        return STATUS_OK;
    }
    http_media_type(arena, head->content_type, &record->media_type, &record->charset);
    if (record->kind != RECORD_REVISIT && !slice_equal(record->media_type, SLICE("text/dns")))
        record->body = record->block;
    return STATUS_OK;
}

static bool has_body(RecordKind kind)
{
    return kind == RECORD_RESPONSE || kind == RECORD_RESOURCE || kind == RECORD_CONVERSION ||
           kind == RECORD_REVISIT;
}

/* What a feed, an item of an export or a news exchange document says. */
static Status read_stated(Record *record, Arena *arena, Error *err)
{
    bool is_answer = record->http_status == 0 || (record->http_status >= 200 && record->http_status < 300);
    if (record->body_kind == BODY_IMAGE && is_answer)
        photo_state(record, arena);
    bool is_open = record->body_kind == BODY_OTHER || record->body_kind == BODY_STATED;
    if (!is_open || !is_answer || slice_is_empty(record->body))
        return STATUS_OK;
    const StatedReader *reader = stated_reader_of(record);
    if (!reader)
        return STATUS_OK;
    if (record->is_mapped || record->body.size > RECORD_HELD_MAX)
        return error_set(err, STATUS_SKIP, "kept, but not read: the document has %zu bytes, more than %u",
                         record->body.size, RECORD_HELD_MAX);
    record->media_type = slice_from(reader->media_type);
    Status status = reader->read(record, arena, err);
    record->body_kind = status == STATUS_OK ? BODY_STATED : BODY_OTHER;
    return error_while(err, status, "kept as evidence");
}

/* The block alone: its codings undone, what kind of body it is. */
static Status decode_record(Record *record, Arena *arena, Error *err)
{
    WarcHead head;
    Slice sent = SLICE_EMPTY;
    if (slice_is_empty(record->warc)) { /* a file: its importer told the rest */
        record->body = record->block;
        if (slice_is_empty(record->body))
            record->body_kind = BODY_NONE;
        return check_size(record, err);
    }
    Status status = warc_read_head(record->warc, &head, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? error_set(err, STATUS_SKIP, "the WARC head is cut") : status;
    record->body_kind = BODY_NONE;
    record->payload_sha1 = sha1_given(arena, head.payload_digest);
    status = decode_block(&head, record, arena, &sent, err);
    record->is_body_cut |= !slice_is_empty(head.truncated) && record->kind != RECORD_REVISIT;
    record->is_digest_wrong = !digests_fit(&head, record, sent, status == STATUS_OK);
    if (status != STATUS_OK)
        return status;
    if (has_body(record->kind))
        tell_body_kind(record);
    find_refresh(record, arena);
    return check_size(record, err);
}

Status import_decode(Record *record, Arena *arena, Error *err)
{
    Status status = decode_record(record, arena, err);
    return status == STATUS_OK ? read_stated(record, arena, err) : status;
}

Status import_record_from_warc(Slice warc, Arena *arena, Record *record, Error *err)
{
    *record = (Record){0};
    Status status = record_of_warc(warc, record, err);
    return status == STATUS_OK ? import_decode(record, arena, err) : status;
}

Status import_body_from_warc(Slice warc, Arena *arena, Record *record, Error *err)
{
    *record = (Record){0};
    Status status = record_of_warc(warc, record, err);
    return status == STATUS_OK ? decode_record(record, arena, err) : status;
}
