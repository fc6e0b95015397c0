/* ARC files made here, whole and hurt: each record comes out as the WARC record that it would be. */
#include "import/test/made.h"

static const CodecKind kinds[] = {CODEC_NONE, CODEC_GZIP};
static const char *const names[] = {"a.arc", "a.arc.gz"};
enum { KINDS = 2 };

#define COLUMNS "URL IP-address Archive-date Content-type Archive-length\n"

static Slice arc_record(Arena *arena, const char *words, Slice block, int64_t length)
{
    return arena_format(arena, "%s %lld\n%.*s\n", words,
                        (long long)(length < 0 ? (int64_t)block.size : length), SLICE_ARG(block));
}

static Slice version_text(Arena *arena)
{
    return arc_record(arena, "filedesc://a.arc 0.0.0.0 20060102030405 text/plain",
                      SLICE("1 1 InternetArchive\n" COLUMNS "<?xml version=\"1.0\"?>\n<arcmetadata/>\n"), -1);
}

/* An answer whose number stands in its address and its text. */
static Slice answer_text(Arena *arena, unsigned number, int64_t length)
{
    Slice block =
        arena_format(arena,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                     "<html><title>Page %u</title>\n<p>This is page number %u,\nand says so.</html>",
                     number, number);
    Slice words = arena_format(arena, "http://example.org/%u 10.0.0.7 20060102030405 text/html%c", number, 0);
    return arc_record(arena, words.data, block, length);
}

static Made answers(CodecKind kind, unsigned count)
{
    Made made = made_open(kind);
    made_add(&made, version_text(made.arena));
    for (unsigned i = 1; i < count; i++)
        made_add(&made, answer_text(made.arena, i, -1));
    return made;
}

static void an_answer_becomes_the_warc_record_it_would_be(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = answers(kinds[k], 4);
        Import *in = opened(write_in(*state, names[k], builder_slice(&made.bytes)));
        Record record;
        WarcHead head;
        assert_string_equal(import_format(in), "arc");
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
        assert_int_equal(record.kind, RECORD_METADATA);
        assert_slice(record.url, "filedesc://a.arc");
        for (unsigned i = 1; i < 4; i++) {
            assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
            assert_int_equal(record.kind, RECORD_RESPONSE);
            assert_int_equal(record.captured_s, 1136171045);
            assert_int_equal(record.source_begin, made.begins[i]);
            assert_int_equal(record.source_end, i < 3 ? made.begins[i + 1] : made.bytes.size);
            assert_true(slice_contains(answer_text(made.arena, i, -1), record.block));
            assert_true(slice_starts_with(record.block, SLICE("HTTP/1.1 200 OK\r\n")));
            assert_true(slice_ends_with(record.block, SLICE("and says so.</html>")));
            assert_int_equal(warc_read_head(record.warc, &head, NULL), STATUS_OK);
            assert_slice(head.type, "response");
            assert_slice(head.date, "2006-01-02T03:04:05Z");
            assert_slice(head.content_type, "application/http; msgtype=response");
            assert_true(slice_contains(record.warc, SLICE("\r\nWARC-IP-Address: 10.0.0.7\r\n")));
            assert_true(slice_starts_with(head.record_id, SLICE("urn:uuid:")));
            assert_int_equal(head.head_size + head.content_length, record.warc.size);
            assert_int_equal(import_decode(&record, made.arena, NULL), STATUS_OK);
            assert_int_equal(record.http_status, 200);
            assert_int_equal(record.body_kind, BODY_HTML);
            assert_false(record.is_digest_wrong);
            assert_true(slice_starts_with(record.body, SLICE("<html><title>")));
        }
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_END);
        assert_int_equal(import_done_bytes(in), made.bytes.size);
        import_close(in);
        made_close(&made);
    }
}

typedef struct Line {
    const char *words, *url, *type, *ip;
    RecordKind kind;
    int64_t captured_s;
    const char *block;
} Line;

/* What crawlers of twenty years wrote into the line. */
static const Line lines[] = {
    {"http://h.example/a?t=Two Words&p=1 93.184.216.119 20140216050221 text/html",
     "http://h.example/a?t=Two%20Words&p=1", "application/http; msgtype=response", "93.184.216.119",
     RECORD_RESPONSE, 1392526941, "HTTP/1.0 200 OK\n\n<p>x"},
    {"dns:h.example 192.168.0.1 20060102030405 text/dns", "dns:h.example", "text/dns", "192.168.0.1",
     RECORD_RESOURCE, 1136171045, "20060102030405\nh.example. 300 IN A 10.0.0.7\n"},
    {"http://h.example/ 0.0.0.0 20060102030405 text/html; charset=utf-8", "http://h.example/",
     "application/http; msgtype=response", NULL, RECORD_RESPONSE, 1136171045,
     "HTTP/1.1 204 No Content\r\n\r\n"},
    {"http://h.example/ 2001:db8::1 20060102030405123 text/html", "http://h.example/", "text/html",
     "2001:db8::1", RECORD_RESOURCE, 1136171045, "<html><p>An answer without a head</html>"},
    {"http://h.example/ 10.0.0.7 19960923142103 text/html 200 - - 1200 IA-000001.arc", "http://h.example/",
     "text/html", "10.0.0.7", RECORD_RESOURCE, 843488463, "<html><p>Version 2</html>"},
    {"ftp://h.example/f.txt 10.0.0.7 200601020304 text/plain; a b 200 abc - 1200 x.arc",
     "ftp://h.example/f.txt", "text/plain; a b", "10.0.0.7", RECORD_RESOURCE, 1136171040, "plain\n"},
    {"http://h.example/n 0 20060102030405 no-type", "http://h.example/n", "no-type", NULL, RECORD_RESOURCE,
     1136171045, ""},
    {"http://h.example/10.0.0.1 20060102030405 x 10.0.0.7 20070102030405",
     "http://h.example/10.0.0.1%2020060102030405%20x", "application/octet-stream", "10.0.0.7",
     RECORD_RESOURCE, 1167707045, "\n"},
};
#define LINES (sizeof lines / sizeof *lines)

static void every_form_of_the_line_is_read(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = made_open(kinds[k]);
        made_add(&made, version_text(made.arena));
        for (size_t i = 0; i < LINES; i++)
            made_add(&made, arc_record(made.arena, lines[i].words, slice_from(lines[i].block), -1));
        Import *in = opened(write_in(*state, names[k], builder_slice(&made.bytes)));
        Record record;
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
        for (size_t i = 0; i < LINES; i++) {
            WarcHead head;
            assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
            assert_int_equal(warc_read_head(record.warc, &head, NULL), STATUS_OK);
            assert_int_equal(record.kind, lines[i].kind);
            assert_int_equal(record.captured_s, lines[i].captured_s);
            assert_string_equal(arena_string(made.arena, record.url), lines[i].url);
            assert_string_equal(arena_string(made.arena, head.content_type), lines[i].type);
            assert_true(slice_equal(record.block, slice_from(lines[i].block)));
            const char *ip = lines[i].ip ? lines[i].ip : "";
            Slice line = arena_format(made.arena, "WARC-IP-Address: %s\r\n", ip);
            bool has_ip = slice_contains(record.warc, SLICE("WARC-IP-Address:"));
            assert_int_equal(has_ip, lines[i].ip != NULL);
            assert_true(!has_ip || slice_contains(record.warc, line));
        }
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_END);
        import_close(in);
        made_close(&made);
    }
}

static void what_was_not_http_is_kept_and_shows_nothing(void **state)
{
    Made made = answers(CODEC_NONE, 1);
    made_add(&made, arc_record(made.arena, lines[1].words, slice_from(lines[1].block), -1));
    Import *in = opened(write_in(*state, "a.arc", builder_slice(&made.bytes)));
    Record record;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
        assert_int_equal(import_decode(&record, made.arena, NULL), STATUS_OK);
        assert_int_equal(record.body_kind, BODY_NONE);
        assert_true(record.block.size > 20);
    }
    import_close(in);
    made_close(&made);
}

static void the_same_record_gives_the_same_bytes_and_another_another_id(void **state)
{
    Made made = answers(CODEC_NONE, 1);
    Slice block = SLICE("HTTP/1.0 200 OK\r\n\r\nx");
    made_add(&made, arc_record(made.arena, "http://h/ 10.0.0.7 20060102030405 a/b", block, -1));
    made_add(&made, arc_record(made.arena, "http://h/ 10.0.0.7 20060102030405 a/b", block, -1));
    made_add(&made, arc_record(made.arena, "http://h/ 10.0.0.7 20060102030406 a/b", block, -1));
    made_add(&made, arc_record(made.arena, "http://i/ 10.0.0.7 20060102030405 a/b", block, -1));
    Import *in = opened(write_in(*state, "a.arc", builder_slice(&made.bytes)));
    Record records[5];
    WarcHead heads[5];
    for (int i = 0; i < 5; i++) {
        assert_int_equal(import_next(in, made.arena, &records[i], NULL), STATUS_OK);
        assert_int_equal(warc_read_head(records[i].warc, &heads[i], NULL), STATUS_OK);
    }
    assert_true(slice_equal(records[1].warc, records[2].warc));
    assert_false(slice_equal(heads[1].record_id, heads[3].record_id));
    assert_false(slice_equal(heads[1].record_id, heads[4].record_id));
    import_close(in);
    made_close(&made);
}

static void reading_is_taken_up_again_at_any_record(void **state)
{
    for (int k = 0; k < 3; k++) {
        Made made = answers(k < KINDS ? kinds[k] : CODEC_NONE, 9);
        Slice bytes = builder_slice(&made.bytes);
        if (k == KINDS)
            bytes = codec_pack(made.arena, CODEC_GZIP, 3, bytes); /* all as one piece */
        const char *path = write_in(*state, "a", bytes);
        Walk whole = walk_path(path);
        assert_int_equal(whole.good, 9);
        for (unsigned i = 0; i < 9; i++) {
            Import *in = opened(path);
            assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
            Walk rest = walk(in);
            assert_int_equal(rest.good, 8 - i);
            assert_string_equal(rest.numbers, whole.numbers + i + 1);
            assert_memory_equal(rest.ends, whole.ends + i + 1, (8 - i) * sizeof *rest.ends);
            import_close(in);
        }
        made_close(&made);
    }
}

static void a_lying_length_costs_one_record(void **state)
{
    static const int64_t lies[] = {0, 1, 60, 150, 400, 5000, INT64_C(1) << 31, INT64_C(1) << 40, INT64_MAX};
    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
            Made made = made_open(k < KINDS ? kinds[k] : CODEC_NONE);
            made_add(&made, version_text(made.arena));
            for (unsigned j = 1; j < 8; j++)
                made_add(&made, answer_text(made.arena, j, j == 3 ? lies[i] : -1));
            Slice bytes = builder_slice(&made.bytes);
            if (k == KINDS)
                bytes = codec_pack(made.arena, CODEC_GZIP, 3, bytes);
            Walk w = walk_path(write_in(*state, "a.arc.gz", bytes));
            bool is_all_lost = k == KINDS && lies[i] > INT64_C(1) << 32; /* too long to be gone back over */
            for (const char *number = "124567"; *number; number++)
                if (!strchr(w.numbers, *number) && !(is_all_lost && *number > '2'))
                    fail_msg("length %lld costs page %c, way %d", (long long)lies[i], *number, k);
            if (w.bad < 1 || w.bad > 2)
                fail_msg("length %lld gives %u bad, way %d", (long long)lies[i], w.bad, k);
            assert_non_null(strstr(w.message, "byte"));
            made_close(&made);
        }
    }
}

static void rubbish_between_records_is_told_once(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = answers(kinds[k], 3);
        made_add(&made,
                 SLICE("this is no record\nhttp://example.org/x is an address, 20060102030405 is not\n"));
        made_add(&made, answer_text(made.arena, 3, -1));
        made_add(&made, SLICE("http://example.org/ 10.0.0.7 20060102030405 text/html abc\nno length\n"));
        made_add(&made, answer_text(made.arena, 4, -1));
        made_add(&made, SLICE("http://example.org/ 10.0.0.7 20060102030405 text/html -1\nnor here\n"));
        Walk w = walk_path(write_in(*state, names[k], builder_slice(&made.bytes)));
        assert_string_equal(w.numbers, "c1234");
        assert_int_equal(w.bad, 3);
        char place[40];
        snprintf(place, sizeof place, "byte %zu", made.begins[3]);
        assert_non_null(strstr(w.message, place));
        made_close(&made);
    }
}

static void a_front_that_is_missing_or_hurt_hides_nothing(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = answers(kinds[k], 5);
        Slice bytes = builder_slice(&made.bytes);
        Walk w = walk_path(write_in(*state, names[k], slice_skip(bytes, made.begins[1])));
        assert_string_equal(w.numbers, "1234");
        assert_int_equal(w.bad, 0);
        memset(made.bytes.data + (k ? 14 : 3), 'x', 9);
        w = walk_path(write_in(*state, names[k], bytes));
        assert_string_equal(w.numbers, "1234");
        assert_int_equal(w.bad, 1);
        made_close(&made);
    }
}

static void every_cut_is_survived_with_all_before_it(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = answers(kinds[k], 4);
        for (size_t cut = 0; cut < made.bytes.size; cut++) {
            size_t whole = 0;
            while (whole + 1 < made.count && made.begins[whole + 1] <= cut)
                whole++;
            Walk w =
                walk_if_opened(write_in(*state, names[k], slice_range(builder_slice(&made.bytes), 0, cut)));
            if (w.good < whole || w.good > whole + 1)
                fail_msg("%s cut at %zu gives %u records, not %zu", names[k], cut, w.good, whole);
            bool is_at_bound = cut == made.begins[whole] && cut > 0;
            assert_true(w.good == whole + 1 || is_at_bound || w.bad == 1);
        }
        made_close(&made);
    }
}

static void an_empty_file_and_a_page_about_arc_are_no_arc(void **state)
{
    static const char *const others[] = {
        "",           "\n",
        "filedesc\n", "http://example.org/ is an address\n",
        "dns:\n",     "<html><p>A line: http://e.org/ 10.0.0.7 20060102030405 text/html 12</html>\n"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Import *in = NULL;
        Error err = {0};
        ImportOptions options = {.spool_folder = "."};
        Status status = import_open(write_in(*state, "a.arc", slice_from(others[i])), options, &in, &err);
        assert_true(status == STATUS_SKIP || strcmp(import_format(in), "arc") != 0);
        import_close(in);
    }
}

static void a_record_too_large_to_hold_is_spooled(void **state)
{
    size_t size = RECORD_HELD_MAX + 12345;
    for (size_t k = 0; k < KINDS; k++) {
        Made made = answers(kinds[k], 2);
        char *bytes = arena_text(made.arena, size);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(i >> 10 ^ i);
        memcpy(bytes, "\x89PNG\r\n\x1a\n", 8);
        Builder b;
        builder_init(&b, made.arena);
        builder_format(&b, "http://example.org/p 10.0.0.7 20060102030405 image/png %zu\n", size);
        builder_add(&b, slice_of(bytes, size));
        builder_add_string(&b, "\n");
        made_add(&made, builder_slice(&b));
        made_add(&made, answer_text(made.arena, 2, -1));
        Import *in = opened(write_in(*state, names[k], builder_slice(&made.bytes)));
        Arena *arena = arena_open((size_t)1 << 20);
        Record records[4];
        for (int i = 0; i < 4; i++)
            assert_int_equal(import_next(in, arena, &records[i], NULL), STATUS_OK);
        assert_true(slice_equal(records[2].block, slice_of(bytes, size)));
        assert_int_equal(import_decode(&records[2], arena, NULL), STATUS_OK);
        assert_int_equal(records[2].body_kind, BODY_IMAGE);
        assert_slice(records[3].url, "http://example.org/2");
        arena_reset(arena);
        assert_int_equal(import_next(in, arena, &records[3], NULL), STATUS_END);
        import_close(in);
        arena_close(arena);
        made_close(&made);
    }
}

/* Each record claims to reach far behind the next ones, and lines end nowhere. */
static void lies_upon_lies_take_no_time(void **state)
{
    Made made = made_open(CODEC_NONE);
    Builder b;
    builder_init(&b, made.arena);
    for (int i = 0; i < 20000; i++)
        builder_add_string(&b, "http://e/ 1.1.1.1 20060102030405 a/b 5000000\nx\n");
    Slice long_line = slice_of(arena_alloc(made.arena, 4 << 20), 4 << 20);
    memset((char *)(uintptr_t)long_line.data, 'a', long_line.size);
    builder_add(&b, long_line);
    Walk plain = walk_path(write_in(*state, "a.arc", builder_slice(&b)));
    Walk packed =
        walk_path(write_in(*state, "a.arc.gz", codec_pack(made.arena, CODEC_GZIP, 6, builder_slice(&b))));
    assert_true(plain.bad > 0 && packed.bad > 0);
    made_close(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(an_answer_becomes_the_warc_record_it_would_be),
        test_in_scratch(every_form_of_the_line_is_read),
        test_in_scratch(what_was_not_http_is_kept_and_shows_nothing),
        test_in_scratch(the_same_record_gives_the_same_bytes_and_another_another_id),
        test_in_scratch(reading_is_taken_up_again_at_any_record),
        test_in_scratch(a_lying_length_costs_one_record),
        test_in_scratch(rubbish_between_records_is_told_once),
        test_in_scratch(a_front_that_is_missing_or_hurt_hides_nothing),
        test_in_scratch(every_cut_is_survived_with_all_before_it),
        test_in_scratch(an_empty_file_and_a_page_about_arc_are_no_arc),
        test_in_scratch(a_record_too_large_to_hold_is_spooled),
        test_in_scratch(lies_upon_lies_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
