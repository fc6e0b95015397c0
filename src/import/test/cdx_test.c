/* Indexes of crawls: every form of the line, keys turned back, bad lines, chunks, and damage of every kind.
 */
#include "import/test/stated_made.h"

static void eleven_fields_are_read_and_bad_lines_told(void **state)
{
    Reading r = read_sample("cdx/eleven.cdx");
    (void)state;
    assert_int_equal(r.all.count, 3);
    const Stated *s = r.all.items;
    assert_int_equal(s[0].kind, STATED_ADDRESS);
    assert_slice(s[0].source, "cdx");
    assert_slice(s[0].article.url, "http://tramontane.example/");
    assert_int_equal(s[0].http_status, 200);
    assert_int_equal(s[0].seen_s, 1403864100);
    assert_int_equal(s[1].http_status, 301);
    assert_slice(s[1].redirect, "http://tramontane.example/new");
    assert_slice(s[2].article.url, "http://tramontane.example/gone");
    assert_int_equal(s[2].http_status, 404);
    assert_int_equal(r.skips, 1);
    assert_string_equal(r.messages[0],
                        "2 bad lines, the first of them: line 4: no line of an index of a crawl: "
                        "key, date and address");
    read_close(&r);
}

static void nine_fields_without_a_head_are_read_and_keys_turned_back(void **state)
{
    Reading r = read_sample("cdx/nine.cdx");
    (void)state;
    assert_int_equal(r.all.count, 2);
    assert_slice(r.all.items[0].article.url, "http://www.tramontane.example/a?b=c");
    assert_slice(r.all.items[1].article.url, "http://tramontane.example/plain");
    assert_int_equal(r.all.items[1].seen_s, 1403827200);
    read_close(&r);
}

static void lines_with_json_are_read(void **state)
{
    Reading r = read_sample("cdx/index.cdxj");
    (void)state;
    assert_int_equal(r.all.count, 3);
    assert_slice(r.all.items[1].article.url, "http://tramontane.example:8080/b");
    assert_int_equal(r.all.items[1].http_status, 0);
    assert_int_equal(r.all.items[2].http_status, 410);
    assert_int_equal(r.skips, 0);
    read_close(&r);
}

static void the_index_of_an_index_gives_its_keys(void **state)
{
    Reading r = read_sample("cdx/zipnum.idx");
    (void)state;
    assert_int_equal(r.all.count, 2);
    assert_slice(r.all.items[1].article.url, "http://tramontane.example/m");
    assert_int_equal(r.all.items[1].seen_s, 1403864100);
    read_close(&r);
}

/* Lines of an index; each tenth is bad. */
static Slice many_lines(Arena *arena, unsigned count)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, " CDX N b s a\n");
    for (unsigned i = 0; i < count; i++)
        if (i % 1000 == 999)
            builder_add_string(&b, "bad\nworse\n");
        else
            builder_format(&b, "example,tramontane)/%u 20140627101500 %u http://tramontane.example/%u\n", i,
                           200 + i % 300, i);
    return builder_slice(&b);
}

static void an_index_is_read_in_chunks_each_with_the_letters(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slice bytes = many_lines(arena, 10000);
    const CodecKind kinds[] = {CODEC_NONE, CODEC_GZIP, CODEC_ZSTD};
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        Reading r = read_bytes(kinds[k] == CODEC_NONE ? bytes : codec_pack(arena, kinds[k], 3, bytes));
        assert_int_equal(r.all.count, 9990);
        assert_int_equal(r.skips, 10);
        assert_in_range(r.records, 11, 40);
        for (unsigned i = 0, n = 0; i < 10000; i++)
            if (i % 1000 != 999) {
                const Stated *s = &r.all.items[n++];
                assert_int_equal(s->http_status, 200 + i % 300);
                assert_true(
                    slice_equal(s->article.url, arena_format(arena, "http://tramontane.example/%u", i)));
            }
        read_close(&r);
    }
    arena_close(arena);
}

static void reading_goes_on_at_any_chunk(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slice bytes = many_lines(arena, 5000);
    for (int is_packed = 0; is_packed < 2; is_packed++) {
        const char *path =
            write_in(*state, "a.cdx", is_packed ? codec_pack(arena, CODEC_GZIP, 3, bytes) : bytes);
        Walk whole = walk_path(path);
        assert_int_equal(whole.bad, 5);
        for (unsigned i = 0; i < whole.good + whole.bad; i++) {
            Import *in = opened(path);
            assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
            Walk rest = walk(in);
            assert_int_equal(rest.good + rest.bad, whole.good + whole.bad - i - 1);
            import_close(in);
        }
    }
    arena_close(arena);
}

static void a_chunk_kept_alone_is_read_again(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    const char *path = write_in(*state, "a.cdx", many_lines(arena, 3000));
    Import *in = opened(path);
    Record record, again = {0};
    Error err;
    unsigned chunks = 0;
    while (chunks < 2) { /* not the first, before which the letters stand in the file */
        Status status = import_next(in, arena, &record, &err);
        assert_int_not_equal(status, STATUS_END);
        if (status == STATUS_OK)
            assert_int_equal(import_decode(&record, arena, &err), STATUS_OK);
        chunks += status == STATUS_OK && record.stated_count > 100;
    }
    again.kind = RECORD_RESOURCE;
    again.body_kind = BODY_STATED;
    again.media_type = record.media_type;
    again.block = arena_copy(arena, record.block);
    assert_int_equal(import_decode(&again, arena, &err), STATUS_OK);
    assert_int_equal(again.stated_count, record.stated_count);
    assert_int_equal(again.stated[99].http_status, record.stated[99].http_status);
    import_close(in);
    arena_close(arena);
}

static void addresses_of_other_kinds_and_odd_keys_are_survived(void **state)
{
    static const struct {
        const char *line, *url;
    } cases[] = {
        {"http://(com,example,)/a 20140627101500 - text/html 200 A - 1 f", "http://example.com/a"},
        {"(com,example,www,)/ 20140627101500 - text/html 200 A - 1 f", "http://www.example.com/"},
        {"com,example)/ 20140627101500 https://example.com/ text/html 200 A - 1 f", "https://example.com/"},
        {"warcinfo:/x/y 20140627101500 - text/html 200 A - 1 f", NULL},
        {"dns:a 20140627101500 dns:a text/dns 0 A - 1 f", NULL},
        {"com,example)/ 20141327101500 - text/html 99999 A - 1 f", "http://example.com/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text, " CDX N b a m s k r V g\n%s\n", cases[i].line);
        Reading r = read_bytes(slice_from(text));
        assert_int_equal(r.all.count, cases[i].url ? 1 : 0);
        if (cases[i].url)
            assert_true(slice_equal(r.all.items[0].article.url, slice_from(cases[i].url)));
        read_close(&r);
    }
}

static void cut_and_flipped_indexes_are_survived(void **state)
{
    static const char *const names[] = {"cdx/eleven.cdx", "cdx/nine.cdx", "cdx/index.cdxj", "cdx/zipnum.idx"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        check_cuts(names[i], 1);
        check_flips(names[i], 200, 7 + i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eleven_fields_are_read_and_bad_lines_told),
        cmocka_unit_test(nine_fields_without_a_head_are_read_and_keys_turned_back),
        cmocka_unit_test(lines_with_json_are_read),
        cmocka_unit_test(the_index_of_an_index_gives_its_keys),
        cmocka_unit_test(an_index_is_read_in_chunks_each_with_the_letters),
        test_in_scratch(reading_goes_on_at_any_chunk),
        test_in_scratch(a_chunk_kept_alone_is_read_again),
        cmocka_unit_test(addresses_of_other_kinds_and_odd_keys_are_survived),
        cmocka_unit_test(cut_and_flipped_indexes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
