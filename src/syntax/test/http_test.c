/* Answers as servers gave them and as crawlers kept them: whole, cut, with codings undone and not. */
#include "base/test/cm.h"

#include "base/builder.h"
#include "syntax/http.h"

#define LIMIT ((size_t)1 << 20)

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

static Slice answer(const char *fields, Slice body)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
    builder_add(&b, body);
    return builder_slice(&b);
}

/* The body that comes out; *is_cut as told. */
static Slice body_of(const char *fields, Slice body, bool *is_cut)
{
    HttpMessage message;
    Slice out = SLICE_EMPTY;
    assert_int_equal(http_read_response(answer(fields, body), &message, NULL), STATUS_OK);
    assert_int_equal(http_decode_body(arena, &message, LIMIT, &out, is_cut, NULL), STATUS_OK);
    return out;
}

static void an_answer_falls_into_head_and_body(void **state)
{
    (void)state;
    HttpMessage m;
    Slice block = SLICE(
        "HTTP/1.1 301 Moved Permanently\r\nlocation: /new\r\nContent-Type:\ttext/html;\r\n charset=utf-8\r\n"
        "Link: <http://h/>; rel=\"canonical\"\r\nLocation: /second\r\n\r\nbody\r\n\r\nmore");
    assert_int_equal(http_read_response(block, &m, NULL), STATUS_OK);
    assert_int_equal(m.status, 301);
    assert_slice(m.location, "/new");
    assert_slice(m.body, "body\r\n\r\nmore");
    assert_slice(m.link, "<http://h/>; rel=\"canonical\"");
    Slice media_type, charset;
    http_media_type(arena, m.content_type, &media_type, &charset);
    assert_slice(media_type, "text/html");
    assert_slice(charset, "utf-8");
    assert_slice(http_field(m.head, SLICE("LINK")), "<http://h/>; rel=\"canonical\"");
    assert_slice(http_field(m.head, SLICE("Server")), "");
}

static void odd_status_lines_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int status;
    } lines[] = {{"HTTP/1.0 404", 404},
                 {"HTTP/1.1 200 ", 200},
                 {"http/1.1 503 No", 503},
                 {"ICY 200 OK", 200},
                 {"HTTP/2 206 Partial", 206},
                 {"HTTP/1.1 OK", 0},
                 {"HTTP/1.1", 0},
                 {"HTTP/1.1  304 x", 304},
                 {"HTTP/1.1 12 x", 0},
                 {"HTTP/1.1 2000000000", 0},
                 {"HTTP/1.1 099 x", 0}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        HttpMessage m;
        assert_int_equal(http_read_response(arena_format(arena, "%s\n\nx", lines[i].line), &m, NULL),
                         STATUS_OK);
        assert_int_equal(m.status, lines[i].status);
        assert_slice(m.body, "x");
    }
    HttpMessage m;
    assert_int_equal(http_read_response(SLICE("<html>"), &m, NULL), STATUS_SKIP);
    assert_int_equal(http_read_response(SLICE_EMPTY, &m, NULL), STATUS_SKIP);
    assert_int_equal(http_read_response(SLICE("HTTP/1.1 200 OK"), &m, NULL), STATUS_OK);
    assert_slice(m.body, "");
}

static void media_types_are_read_with_patience(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"Text/HTML", "text/html", ""},
        {"text/html; charset=\"windows-1256\"; x=y", "text/html", "windows-1256"},
        {"text/html;charset = 'UTF-8'", "text/html", "UTF-8"},
        {"text/html, text/html; charset=utf-8", "text/html", "utf-8"},
        {"", "", ""},
        {";charset=utf-8", "", "utf-8"},
        {"nonsense", "", ""},
        {"text/plain; charsets=x; charset=y", "text/plain", "y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice type, charset;
        http_media_type(arena, slice_from(cases[i][0]), &type, &charset);
        assert_true(slice_equal(type, slice_from(cases[i][1])));
        assert_true(slice_equal(charset, slice_from(cases[i][2])));
    }
}

static void chunks_are_put_together(void **state)
{
    (void)state;
    bool is_cut = false;
    const char *fields = "Transfer-Encoding: chunked\r\n";
    assert_slice(
        body_of(fields,
                SLICE("4\r\nWiki\r\n6;ext=1\r\npedia \r\n0b\r\nin\r\n\r\nchunk\r\n0\r\nTrailer: x\r\n\r\n"),
                &is_cut),
        "Wikipedia in\r\n\r\nchunk");
    assert_false(is_cut);
    assert_slice(body_of(fields, SLICE("<html>never chunked</html>"), &is_cut), "<html>never chunked</html>");
    assert_false(is_cut);
    assert_slice(body_of(fields, SLICE("4\r\nWi"), &is_cut), "Wi");
    assert_true(is_cut);
    assert_slice(body_of(fields, SLICE("4\r\nWiki\r\nzz\r\npedia"), &is_cut), "Wikizz\r\npedia");
    assert_true(is_cut);
    assert_slice(body_of(fields, SLICE("ffffffffffffffff\r\nWiki"), &is_cut), "Wiki");
    assert_true(is_cut);
    assert_slice(body_of(fields, SLICE("fffffffffffffffff\r\nWiki"), &is_cut), "fffffffffffffffff\r\nWiki");
    assert_slice(body_of(fields, SLICE_EMPTY, &is_cut), "");
    assert_true(is_cut);
    assert_slice(body_of(fields, SLICE("0\r\n\r\n"), &is_cut), "");
    assert_false(is_cut);
}

static void codings_are_undone_from_the_last_to_the_first(void **state)
{
    (void)state;
    bool is_cut = true;
    Slice inner = codec_pack(arena, CODEC_DEFLATE, 6, SLICE("a page"));
    Slice gzip = codec_pack(arena, CODEC_GZIP, 6, inner);
    Slice chunks = arena_format(arena, "%zx\r\n", gzip.size);
    Builder b;
    builder_init(&b, arena);
    builder_add(&b, chunks);
    builder_add(&b, gzip);
    builder_add(&b, SLICE("\r\n0\r\n\r\n"));
    assert_slice(body_of("Transfer-Encoding: chunked\r\nContent-Encoding: deflate, GZIP\r\n",
                         builder_slice(&b), &is_cut),
                 "a page");
    assert_false(is_cut);
    static const struct {
        const char *field;
        CodecKind kind;
    } codings[] = {{"Content-Encoding: br\r\n", CODEC_BROTLI},
                   {"Content-Encoding: zstd\r\n", CODEC_ZSTD},
                   {"Content-Encoding: x-gzip\r\n", CODEC_GZIP},
                   {"Content-Encoding: deflate\r\n", CODEC_DEFLATE},
                   {"Transfer-Encoding: gzip\r\n", CODEC_GZIP}};
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        assert_slice(
            body_of(codings[i].field, codec_pack(arena, codings[i].kind, 3, SLICE("the page")), &is_cut),
            "the page");
}

static void codings_undone_by_the_crawler_are_left_alone(void **state)
{
    (void)state;
    bool is_cut = true;
    assert_slice(body_of("Content-Encoding: gzip\r\n", SLICE("<html>plain"), &is_cut), "<html>plain");
    assert_false(is_cut);
    assert_slice(body_of("Content-Encoding: br\r\n", SLICE("<html>plain, and no brotli at all"), &is_cut),
                 "<html>plain, and no brotli at all");
    assert_slice(body_of("Content-Encoding: utf-8\r\n", SLICE("x"), &is_cut), "x");
    assert_slice(body_of("Content-Encoding: gzip\r\n", SLICE_EMPTY, &is_cut), "");
}

static void a_cut_body_gives_its_beginning(void **state)
{
    (void)state;
    Builder b;
    builder_init(&b, arena);
    for (unsigned i = 0; i < 1000; i++)
        builder_format(&b, "line %u of a page\n", i * i);
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, builder_slice(&b));
    bool is_cut = false;
    Slice out = body_of("Content-Encoding: gzip\r\n", slice_range(packed, 0, packed.size / 2), &is_cut);
    assert_true(is_cut);
    assert_true(out.size > 1000 && slice_starts_with(builder_slice(&b), out));
}

static void bombs_and_unknown_codings_are_refused(void **state)
{
    (void)state;
    HttpMessage m;
    Slice out;
    bool is_cut;
    char *zeros = arena_text(arena, 4 * LIMIT);
    memset(zeros, 0, 4 * LIMIT);
    static const struct {
        const char *field;
        CodecKind kind;
    } codings[] = {{"Content-Encoding: gzip\r\n", CODEC_GZIP},
                   {"Content-Encoding: br\r\n", CODEC_BROTLI},
                   {"Content-Encoding: zstd\r\n", CODEC_ZSTD}};
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        Slice packed = codec_pack(arena, codings[i].kind, 5, slice_of(zeros, 4 * LIMIT));
        assert_int_equal(http_read_response(answer(codings[i].field, packed), &m, NULL), STATUS_OK);
        assert_int_equal(http_decode_body(arena, &m, LIMIT, &out, &is_cut, NULL), STATUS_SKIP);
    }
    static const char *const fields[] = {"Content-Encoding: rot13\r\n",
                                         "Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip\r\n"};
    for (size_t i = 0; i < 2; i++) {
        Error err = {0};
        assert_int_equal(http_read_response(answer(fields[i], SLICE("x")), &m, NULL), STATUS_OK);
        assert_int_equal(http_decode_body(arena, &m, LIMIT, &out, &is_cut, &err), STATUS_SKIP);
        assert_non_null(strstr(err.message, "coding"));
    }
    assert_int_equal(http_read_response(answer("", slice_of(zeros, LIMIT + 1)), &m, NULL), STATUS_OK);
    assert_int_equal(http_decode_body(arena, &m, LIMIT, &out, &is_cut, NULL), STATUS_SKIP);
}

static void every_cut_and_change_is_survived(void **state)
{
    (void)state;
    uint64_t seed = 8;
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, SLICE("some page, some page, some page"));
    Builder b;
    builder_init(&b, arena);
    builder_add_string(
        &b, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n ;charset=x\r\nTransfer-Encoding: chunked\r\n"
            "Content-Encoding: gzip\r\n\r\n");
    builder_format(&b, "%zx\r\n", packed.size);
    builder_add(&b, packed);
    builder_add_string(&b, "\r\n0\r\n\r\n");
    Slice whole = builder_slice(&b);
    char *copy = arena_text(arena, whole.size);
    for (size_t round = 0; round < 3000 + whole.size; round++) {
        size_t size = round < whole.size ? round : whole.size;
        memcpy(copy, whole.data, size);
        if (round >= whole.size)
            for (size_t i = 0; i <= random_below(&seed, 5); i++)
                copy[random_below(&seed, size)] = "\r\n :;,0aF\xff"[random_below(&seed, 10)];
        Arena *small = arena_open((size_t)16 << 20);
        HttpMessage m;
        Slice out;
        bool is_cut;
        if (http_read_response(slice_of(copy, size), &m, NULL) == STATUS_OK) {
            assert_true(m.head.size + m.body.size == size);
            assert_true(http_decode_body(small, &m, LIMIT, &out, &is_cut, NULL) != STATUS_FAIL);
        }
        arena_close(small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_falls_into_head_and_body),
        cmocka_unit_test(odd_status_lines_are_understood),
        cmocka_unit_test(media_types_are_read_with_patience),
        cmocka_unit_test(chunks_are_put_together),
        cmocka_unit_test(codings_are_undone_from_the_last_to_the_first),
        cmocka_unit_test(codings_undone_by_the_crawler_are_left_alone),
        cmocka_unit_test(a_cut_body_gives_its_beginning),
        cmocka_unit_test(bombs_and_unknown_codings_are_refused),
        cmocka_unit_test(every_cut_and_change_is_survived),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
