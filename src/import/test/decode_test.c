/* What a record's block tells once it is decoded: kind of body, redirect, damage, digests. */
#include "import/test/made.h"

#include "base/digest.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)128 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* A record with further head lines. */
static Slice record_with(const char *type, const char *lines, Slice block)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "WARC/1.0\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", type, lines, block.size);
    builder_add(&b, block);
    return builder_slice(&b);
}

static Record decoded(Slice warc, Status wanted)
{
    Record record;
    Error err = {0};
    assert_int_equal(import_record_from_warc(warc, arena, &record, &err), wanted);
    return record;
}

static Record answer(const char *media_type, Slice body)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n", media_type);
    builder_add(&b, body);
    return decoded(record_with("response", "WARC-Target-URI: http://h/\r\nContent-Type: application/http\r\n",
                               builder_slice(&b)),
                   STATUS_OK);
}

static void bodies_are_what_their_bytes_say(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        Slice body;
        BodyKind kind;
        const char *told;
    } bodies[] = {
        {"text/html", {"<p>x", 4}, BODY_HTML, "text/html"},
        {"text/html", {"just words", 10}, BODY_HTML, "text/html"},
        {"application/xhtml+xml; charset=x", {"<html/>", 7}, BODY_HTML, "application/xhtml+xml"},
        {"text/html", {"\x89PNG\r\n\x1a\n", 8}, BODY_IMAGE, "image/png"},
        {"text/html", {"%PDF-1.4", 8}, BODY_OTHER, "application/pdf"},
        {"", {"<!doctype html><p>", 18}, BODY_HTML, "text/html"},
        {"application/octet-stream", {"  <HTML>", 8}, BODY_HTML, "text/html"},
        {"application/octet-stream", {"GIF89a..", 8}, BODY_IMAGE, "image/gif"},
        {"application/octet-stream", {"\1\2\3", 3}, BODY_OTHER, "application/octet-stream"},
        {"image/jpeg", {"<html>not found</html>", 22}, BODY_HTML, "text/html"},
        {"image/jpeg", {"?????", 5}, BODY_IMAGE, "image/jpeg"},
        {"image/svg+xml", {"<svg/>", 6}, BODY_IMAGE, "image/svg+xml"},
        {"text/plain", {"User-agent: *", 13}, BODY_OTHER, "text/plain"},
        {"text/plain", {"<html><p>", 9}, BODY_HTML, "text/html"},
        {"application/xml", {"<?xml version='1.0'?><html>", 27}, BODY_HTML, "text/html"},
        {"application/rss+xml", {"<rss/>", 6}, BODY_STATED, "application/rss+xml"},
        {"application/xml", {"<catalogue/>", 12}, BODY_OTHER, "application/xml"},
        {"application/json", {"{}", 2}, BODY_OTHER, "application/json"},
        {"text/html", {"", 0}, BODY_NONE, "text/html"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        Record record = answer(bodies[i].type, bodies[i].body);
        if (record.body_kind != bodies[i].kind || !slice_equal(record.media_type, slice_from(bodies[i].told)))
            fail_msg("'%s' of type %s is of kind %d, %.*s", bodies[i].body.data, bodies[i].type,
                     (int)record.body_kind, SLICE_ARG(record.media_type));
        assert_true(slice_equal(record.body, bodies[i].body));
    }
}

static void kinds_of_records_are_kept_apart(void **state)
{
    (void)state;
    Slice http =
        SLICE("HTTP/1.1 301 Moved\r\nLocation: /new place\r\nContent-Type: text/html\r\n\r\n<p>moved");
    Record r = decoded(record_with("response", "Content-Type: application/http; msgtype=response\r\n", http),
                       STATUS_OK);
    assert_int_equal(r.http_status, 301);
    assert_slice(r.redirect, "/new place");
    assert_slice(r.body, "<p>moved");

    r = decoded(
        record_with("revisit",
                    "WARC-Refers-To-Target-URI: http://h/first\r\nWARC-Truncated: length\r\n"
                    "Content-Type: application/http\r\n",
                    SLICE("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")),
        STATUS_OK);
    assert_int_equal(r.kind, RECORD_REVISIT);
    assert_slice(r.referred_url, "http://h/first");
    assert_int_equal(r.http_status, 200);
    assert_int_equal(r.body_kind, BODY_NONE);
    assert_false(r.is_body_cut);

    r = decoded(record_with("conversion", "WARC-Target-URI: http://h/\r\nContent-Type: text/plain\r\n",
                            SLICE("the text")),
                STATUS_OK);
    assert_int_equal(r.kind, RECORD_CONVERSION);
    assert_int_equal(r.body_kind, BODY_TEXT);
    r = decoded(record_with("resource", "WARC-Target-URI: http://h/a.txt\r\nContent-Type: text/plain\r\n",
                            SLICE("text")),
                STATUS_OK);
    assert_int_equal(r.body_kind, BODY_TEXT);
    r = decoded(record_with("resource",
                            "WARC-Target-URI: metadata://wget.log\r\nContent-Type: text/plain\r\n",
                            SLICE("log")),
                STATUS_OK);
    assert_int_equal(r.body_kind, BODY_OTHER);
    r = decoded(record_with("response", "WARC-Target-URI: dns:h\r\nContent-Type: text/dns\r\n",
                            SLICE("h. IN A 1.2.3.4")),
                STATUS_OK);
    assert_int_equal(r.body_kind, BODY_NONE);
    static const char *const silent[] = {"request", "metadata", "warcinfo", "continuation", "what"};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(
            decoded(record_with(silent[i], "", SLICE("GET / HTTP/1.0\r\n\r\n")), STATUS_OK).body_kind,
            BODY_NONE);
    decoded(record_with("response", "Content-Type: application/http\r\n", SLICE("HTTPX/1.1 200")),
            STATUS_SKIP);
    decoded(record_with("response", "Content-Type: application/http\r\n",
                        SLICE("HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\nx")),
            STATUS_SKIP);
}

/* Files that we wrap are read back as the files they were. */
static void wrapped_files_are_files_again(void **state)
{
    (void)state;
    Slice block = SLICE("Cairo- A text.");
    Builder b;
    builder_init(&b, arena);
    builder_add(&b,
                warc_wrap_head(arena, SLICE_EMPTY, SLICE("x/a.txt"), 1403863200, SLICE("text/plain"), block));
    builder_add(&b, block);
    Record r = decoded(builder_slice(&b), STATUS_OK);
    assert_slice(r.url, "");
    assert_int_equal(r.body_kind, BODY_TEXT);
    assert_int_equal(r.captured_s, 1403863200);
    assert_true(slice_equal(r.body, block));
    assert_false(r.is_digest_wrong);
    /* others' files keep their address */
    r = decoded(record_with("resource", "WARC-Target-URI: file:///a b.png\r\nContent-Type: image/png\r\n",
                            SLICE("x")),
                STATUS_OK);
    assert_slice(r.url, "file:///a b.png");
}

static void digests_are_checked_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_wrong;
    } lines[] = {
        /* of "abc" */
        {"WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", false},
        {"WARC-Block-Digest: SHA1:a9993e364706816aba3e25717850c26c9cd0d89d", false},
        {"WARC-Block-Digest: sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", false},
        {"WARC-Block-Digest: sha1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0", false},
        {"WARC-Block-Digest: sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", false},
        {"WARC-Block-Digest: md5:900150983cd24fb0d6963f7d28e17f72", false},
        {"WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", false},
        {"WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE7", true},
        {"WARC-Block-Digest: md5:900150983cd24fb0d6963f7d28e17f73", true},
        {"WARC-Payload-Digest: sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae",
         true},
        {"WARC-Block-Digest: sha1:1GMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", true},
        {"WARC-Block-Digest: sha1:", true},
        {"WARC-Block-Digest: blake3:00", false},
        {"WARC-Block-Digest: nonsense", false},
        {"WARC-Truncated: length\r\nWARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE7", false},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *line = arena_format(arena, "Content-Type: text/x\r\n%s\r\n%c", lines[i].line, 0).data;
        Record r = decoded(record_with("resource", line, SLICE("abc")), STATUS_OK);
        if (r.is_digest_wrong != lines[i].is_wrong)
            fail_msg("'%s' is told %s", lines[i].line, r.is_digest_wrong ? "wrong" : "right");
    }
}

static void payloads_are_digested_as_any_tool_does(void **state)
{
    (void)state;
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, SLICE("abc"));
    const Slice plains[] = {packed, SLICE("abc")};
    Builder http;
    builder_init(&http, arena);
    builder_add_string(&http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n");
    builder_add(&http, packed);
    for (size_t i = 0; i < 2; i++) {
        unsigned char digest[DIGEST_MAX_BYTES];
        Digest *d = digest_open(DIGEST_SHA1);
        digest_add(d, plains[i]);
        size_t size = digest_finish(d, digest);
        digest_close(d);
        Slice line =
            arena_format(arena, "Content-Type: application/http\r\nWARC-Payload-Digest: sha1:%.*s\r\n%c",
                         SLICE_ARG(base32_of(arena, digest, size)), 0);
        Record r = decoded(record_with("response", line.data, builder_slice(&http)), STATUS_OK);
        assert_false(r.is_digest_wrong);
        assert_slice(r.body, "abc");
    }
}

static void a_body_beyond_the_limit_is_kept_and_told(void **state)
{
    (void)state;
    size_t size = RECORD_HELD_MAX + 1;
    char *zeros = arena_text(arena, size);
    memset(zeros, 'a', size);
    Slice packed = codec_pack(arena, CODEC_GZIP, 1, slice_of(zeros, size));
    Builder http;
    builder_init(&http, arena);
    builder_add_string(&http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n");
    builder_add(&http, packed);
    Record r = decoded(record_with("response", "Content-Type: application/http\r\n", builder_slice(&http)),
                       STATUS_SKIP);
    assert_int_equal(r.body_kind, BODY_HTML);
    assert_true(slice_is_empty(r.body));
    assert_int_equal(r.http_status, 200);
}

static void any_bytes_are_survived(void **state)
{
    (void)state;
    uint64_t seed = 31;
    Builder http;
    builder_init(&http, arena);
    builder_add_string(&http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "
                              "chunked\r\n\r\n5\r\nhello\r\n0\r\n");
    Slice whole = record_with("response",
                              "WARC-Target-URI: http://h/\r\nContent-Type: application/http\r\n"
                              "WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n",
                              builder_slice(&http));
    char *copy = arena_text(arena, whole.size);
    for (size_t round = 0; round < 6000 + whole.size; round++) {
        size_t size = round < whole.size ? round : whole.size;
        memcpy(copy, whole.data, size);
        if (round >= whole.size)
            for (size_t i = 0; i <= random_below(&seed, 5); i++)
                copy[random_below(&seed, size)] = "\r\n :;/<0fW\xff"[random_below(&seed, 11)];
        Record record;
        Error err = {0};
        Arena *small = arena_open((size_t)1 << 20);
        assert_true(import_record_from_warc(slice_of(copy, size), small, &record, &err) != STATUS_FAIL);
        arena_close(small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_what_their_bytes_say),
        cmocka_unit_test(kinds_of_records_are_kept_apart),
        cmocka_unit_test(wrapped_files_are_files_again),
        cmocka_unit_test(digests_are_checked_in_every_spelling),
        cmocka_unit_test(payloads_are_digested_as_any_tool_does),
        cmocka_unit_test(a_body_beyond_the_limit_is_kept_and_told),
        cmocka_unit_test(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
