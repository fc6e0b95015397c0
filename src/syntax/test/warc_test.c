/* Heads as crawlers write them, heads that lie, and heads that we write ourselves. */
#include "base/test/cm.h"

#include "base/builder.h"
#include "syntax/warc.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void a_usual_head_is_read(void **state)
{
    (void)state;
    Slice text = SLICE("WARC/1.0\r\n"
                       "WARC-Type: response\r\n"
                       "WARC-Record-ID: <urn:uuid:12345678-feb0-11e6-8f83-68a86d1772ce>\r\n"
                       "WARC-Target-URI: http://example.com/a b?c\r\n"
                       "WARC-Date: 2017-03-06T04:02:06Z\r\n"
                       "WARC-Payload-Digest: sha1:B6QJ6BNJ3R4B23XXMRKZKHLPGJY2VE4O\r\n"
                       "WARC-Block-Digest: sha1:OS3OKGCWQIJOAOC3PKXQOQFD52NECQ74\r\n"
                       "Content-Type: application/http; msgtype=response\r\n"
                       "Content-Length: 975\r\n"
                       "\r\nHTTP/1.0 200 OK\r\n");
    WarcHead head;
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
    assert_slice(head.version, "1.0");
    assert_slice(head.type, "response");
    assert_slice(head.record_id, "urn:uuid:12345678-feb0-11e6-8f83-68a86d1772ce");
    assert_slice(head.target_uri, "http://example.com/a b?c");
    assert_slice(head.payload_digest, "sha1:B6QJ6BNJ3R4B23XXMRKZKHLPGJY2VE4O");
    assert_slice(head.content_type, "application/http; msgtype=response");
    assert_int_equal(head.content_length, 975);
    assert_int_equal(head.date_s, 1488772926);
    assert_true(slice_starts_with(slice_skip(text, head.head_size), SLICE("HTTP/1.0")));
}

static void liberties_of_crawlers_are_taken(void **state)
{
    (void)state;
    WarcHead head;
    Slice text =
        SLICE("WARC/0.17\nwarc-type: revisit\nCONTENT-LENGTH:0\nWarc-Target-URI: <http://h/>\n"
              "no colon here\nWARC-Profile: http://netpreserve.org/\n\t warc/1.0/x\nWARC-Type: second\n\n");
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
    assert_slice(head.version, "0.17");
    assert_slice(head.type, "revisit");
    assert_slice(head.target_uri, "http://h/");
    assert_int_equal(head.content_length, 0);
    assert_true(slice_starts_with(head.profile, SLICE("http://netpreserve.org/")));
    assert_true(slice_ends_with(head.profile, SLICE("warc/1.0/x")));
    assert_int_equal(head.head_size, text.size);
}

static void a_head_that_is_not_whole_wants_more(void **state)
{
    (void)state;
    Slice text = SLICE("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\n");
    WarcHead head;
    for (size_t cut = 0; cut < text.size; cut++)
        assert_int_equal(warc_read_head(slice_range(text, 0, cut), &head, NULL), STATUS_END);
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
}

static void what_is_no_head_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "HTTP/1.1 200 OK\r\n\r\n",
        "WARC\r\n",
        "WARC/\r\n\r\n",
        "WARC/x.y\r\nContent-Length: 1\r\n\r\n",
        "WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        "WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        "WARC/1.0\r\nContent-Length: 5a\r\n\r\n",
        "WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\n",
        "WARC/1.0\r\nContent-Length:\r\n\r\n",
        "WARC/1.0 and then a line that never ends: "
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        WarcHead head;
        Error err = {0};
        if (warc_read_head(slice_from(bad[i]), &head, &err) != STATUS_SKIP)
            fail_msg("'%s' was not refused", bad[i]);
        assert_true(err.message[0] != '\0');
    }
}

static void dates_are_read_in_every_grain(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } dates[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2004-02-29T23:59:59Z", 1078099199},
        {"2017-03-06T04:02:06.123456Z", 1488772926},
        {"20170306040206", 1488772926},
        {"2017-03-06T04:02Z", 1488772920},
        {"2017-03-06", 1488758400},
        {"2017-03", 1488326400},
        {"2017", 1483228800},
        {"2017-03-06T07:02:06+03:00", 1488772926},
        {"2017-03-06 04:02:06", 1488772926},
        {"", 0},
        {"yesterday", 0},
        {"2017-13-06", 0},
        {"2017-03-06T25:00:00Z", 0},
        {"2017-03-06T04:02:06Zx", 0},
        {"2017-03-06T04", 0},
        {"2017030604020", 0},
        {"9999-12-31T23:59:59Z", 253402300799},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (warc_date_s(slice_from(dates[i].text)) != dates[i].seconds)
            fail_msg("'%s' is read as %lld", dates[i].text,
                     (long long)warc_date_s(slice_from(dates[i].text)));
}

static void the_next_head_is_found_and_talk_about_warc_is_not(void **state)
{
    (void)state;
    Slice text = SLICE("see WARC/1.0 and WARC/1.1\r\nhello\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n");
    size_t at = warc_find_head(text, 0);
    assert_int_equal(at, slice_find(text, SLICE("WARC/1.0\r\nWARC-Type")));
    assert_true(warc_find_head(text, at + 1) == SLICE_NONE);
    assert_int_equal(warc_find_head(SLICE("xWARC/1.1\r\ncontent-length: 1\r\n"), 0), 1);
    assert_int_equal(warc_find_head(SLICE("xx WARC/1"), 0), 3);
    assert_true(warc_find_head(SLICE_EMPTY, 0) == SLICE_NONE);
}

static void our_own_heads_are_read_back(void **state)
{
    (void)state;
    WarcHead head;
    Slice block = SLICE("<html>page</html>");
    Slice text = warc_wrap_head(arena, SLICE("http://h/a b\r\nX: y"), SLICE("p"), 1488772926,
                                SLICE("text/html; charset=utf-8"), block);
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
    assert_int_equal(head.head_size, text.size);
    assert_slice(head.version, "1.1");
    assert_slice(head.type, "resource");
    assert_slice(head.target_uri, "http://h/a%20b%0D%0AX:%20y");
    assert_slice(head.date, "2017-03-06T04:02:06Z");
    assert_slice(head.content_type, "text/html; charset=utf-8");
    assert_int_equal(head.content_length, block.size);
    assert_true(slice_starts_with(head.record_id, SLICE("urn:uuid:")));
    assert_int_equal(head.record_id.size, 9 + 36);
    assert_int_equal(head.record_id.data[9 + 14], '8');
    assert_true(slice_equal(text, warc_wrap_head(arena, SLICE("http://h/a b\r\nX: y"), SLICE("other"),
                                                 1488772926, SLICE("text/html; charset=utf-8"), block)));

    text = warc_wrap_head(arena, SLICE_EMPTY, SLICE("/home/x y/\xc3\xa9.txt"), 0, SLICE("a\r\nb"), block);
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
    assert_slice(head.target_uri, "file:///home/x%20y/%C3%A9.txt");
    assert_slice(head.date, "1970-01-01T00:00:00Z");
    assert_slice(head.content_type, "application/octet-stream");
}

static void what_came_in_another_form_is_wrapped_the_same_each_time(void **state)
{
    (void)state;
    WarcWrap wrap = {"response",
                     SLICE("http://h/a b\r\nX: y"),
                     1136171045,
                     SLICE("10.0.0.7"),
                     SLICE("application/http; msgtype=response"),
                     SLICE("HTTP/1.0 200 OK\r\n\r\nx")};
    WarcHead head, other;
    Slice text = warc_wrap_record_head(arena, &wrap);
    assert_int_equal(warc_read_head(text, &head, NULL), STATUS_OK);
    assert_slice(head.type, "response");
    assert_slice(head.target_uri, "http://h/a%20b%0D%0AX:%20y");
    assert_slice(head.content_type, "application/http; msgtype=response");
    assert_int_equal(head.date_s, 1136171045);
    assert_int_equal(head.content_length, wrap.block.size);
    assert_int_equal(head.head_size, text.size);
    assert_true(slice_contains(text, SLICE("\r\nWARC-IP-Address: 10.0.0.7\r\n")));
    assert_true(slice_equal(warc_wrap_record_head(arena, &wrap), text));

    const WarcWrap others[] = {
        {"resource", wrap.url, wrap.date_s, wrap.ip, wrap.content_type, wrap.block},
        {wrap.type, SLICE("http://h/"), wrap.date_s, wrap.ip, wrap.content_type, wrap.block},
        {wrap.type, wrap.url, 0, SLICE("0.0.0.0"), wrap.content_type, wrap.block},
        {wrap.type, wrap.url, wrap.date_s, SLICE("-"), SLICE("a\r\nb"), SLICE_EMPTY},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        text = warc_wrap_record_head(arena, &others[i]);
        assert_int_equal(warc_read_head(text, &other, NULL), STATUS_OK);
        assert_false(slice_equal(other.record_id, head.record_id));
        assert_int_equal(slice_contains(text, SLICE("WARC-IP-Address")), i < 2);
    }
    assert_slice(other.content_type, "application/octet-stream");
}

static void every_date_survives_writing_and_reading(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 3000; round++) {
        int64_t date = (int64_t)(random_next(&seed) % 253402300800u);
        WarcHead head;
        assert_int_equal(warc_read_head(warc_wrap_head(arena, SLICE("http://h/"), SLICE_EMPTY, date,
                                                       SLICE_EMPTY, SLICE("x")),
                                        &head, NULL),
                         STATUS_OK);
        assert_int_equal(head.date_s, date);
    }
}

static void random_bytes_in_a_head_never_crash(void **state)
{
    (void)state;
    uint64_t seed = 6;
    Slice text = SLICE(
        "WARC/1.0\r\nWARC-Type: response\r\n x\r\nWARC-Target-URI: <http://h/>\r\nContent-Length: 5\r\n\r\n");
    char copy[200];
    for (int round = 0; round < 20000; round++) {
        memcpy(copy, text.data, text.size);
        for (size_t i = 0; i <= random_below(&seed, 6); i++)
            copy[random_below(&seed, text.size)] = "\r\n :<>\0WARC/\t\xff"[random_below(&seed, 14)];
        WarcHead head;
        Status status = warc_read_head(slice_of(copy, text.size), &head, NULL);
        assert_true(status != STATUS_FAIL);
        if (status == STATUS_OK)
            assert_true(head.head_size <= text.size);
        warc_find_head(slice_of(copy, text.size), random_below(&seed, text.size));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_usual_head_is_read),
        cmocka_unit_test(liberties_of_crawlers_are_taken),
        cmocka_unit_test(a_head_that_is_not_whole_wants_more),
        cmocka_unit_test(what_is_no_head_is_refused_with_a_reason),
        cmocka_unit_test(dates_are_read_in_every_grain),
        cmocka_unit_test(the_next_head_is_found_and_talk_about_warc_is_not),
        cmocka_unit_test(our_own_heads_are_read_back),
        cmocka_unit_test(what_came_in_another_form_is_wrapped_the_same_each_time),
        cmocka_unit_test(every_date_survives_writing_and_reading),
        cmocka_unit_test(random_bytes_in_a_head_never_crash),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
