/* WARC files made here, whole and hurt in every way we could think of: what is good comes out, what is bad is
 * told. */
#include "import/test/made.h"

#include <zstd.h>

#include "syntax/warc.h"

static const CodecKind kinds[] = {CODEC_NONE, CODEC_GZIP, CODEC_ZSTD};
static const char *const names[] = {"a.warc", "a.warc.gz", "a.warc.zst"};
enum { KINDS = 3 };

static Made pages(CodecKind kind, unsigned count)
{
    Made made = made_open(kind);
    for (unsigned i = 0; i < count; i++)
        made_add(&made, page_text(made.arena, i, -1));
    return made;
}

static void records_come_out_as_they_went_in(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = pages(kinds[k], 9);
        Import *in = opened(write_in(*state, names[k], builder_slice(&made.bytes)));
        assert_string_equal(import_format(in), "warc");
        assert_int_equal(import_total_bytes(in), made.bytes.size);
        Record record;
        for (unsigned i = 0; i < 9; i++) {
            assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_OK);
            Slice text = page_text(made.arena, i, -1);
            assert_true(slice_equal(record.warc, slice_range(text, 0, text.size - 4)));
            assert_int_equal(record.kind, RECORD_RESPONSE);
            assert_int_equal(record.captured_s, 1403863200);
            assert_int_equal(record.source_begin, made.begins[i]);
            assert_int_equal(record.source_end, i < 8 ? made.begins[i + 1] : made.bytes.size);
            assert_int_equal(import_decode(&record, made.arena, NULL), STATUS_OK);
            assert_int_equal(record.http_status, 200);
            assert_int_equal(record.body_kind, BODY_HTML);
            assert_slice(record.media_type, "text/html");
            assert_slice(record.charset, "utf-8");
            assert_true(slice_starts_with(record.body, SLICE("<html><title>")));
            assert_false(record.is_body_cut);
            Record again;
            assert_int_equal(import_record_from_warc(record.warc, made.arena, &again, NULL), STATUS_OK);
            assert_true(slice_equal(again.body, record.body) && slice_equal(again.url, record.url));
        }
        assert_int_equal(import_next(in, made.arena, &record, NULL), STATUS_END);
        assert_int_equal(import_done_bytes(in), made.bytes.size);
        import_close(in);
        made_close(&made);
    }
}

/* From each record's end onwards comes exactly the rest, for every way of packing, also as one piece. */
static void reading_is_taken_up_again_at_any_record(void **state)
{
    for (int k = 0; k < 5; k++) {
        Made made = pages(k < KINDS ? kinds[k] : CODEC_NONE, 12);
        Slice bytes = builder_slice(&made.bytes);
        if (k >= KINDS)
            bytes = codec_pack(made.arena, k == 3 ? CODEC_GZIP : CODEC_ZSTD, 3, bytes);
        const char *path = write_in(*state, "a", bytes);
        Walk whole = walk_path(path);
        assert_int_equal(whole.good, 12);
        for (unsigned i = 0; i < 12; i++) {
            Import *in = opened(path);
            assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
            Walk rest = walk(in);
            assert_int_equal(rest.good, 11 - i);
            assert_string_equal(rest.numbers, whole.numbers + i + 1);
            for (unsigned j = i + 1; j < 12; j++) {
                assert_int_equal(rest.begins[j - i - 1], whole.begins[j]);
                assert_int_equal(rest.ends[j - i - 1], whole.ends[j]);
            }
            assert_int_equal(import_seek(in, whole.begins[i], NULL), STATUS_OK);
            assert_int_equal(walk(in).good, 12 - i);
            assert_int_equal(import_seek(in, bytes.size + 5, NULL), STATUS_FAIL);
            import_close(in);
        }
        made_close(&made);
    }
}

/* Two packed pieces with two records each: places within a piece, and after a seek to one. */
static void places_within_a_piece_are_right_after_a_seek(void **state)
{
    Made made = made_open(CODEC_GZIP);
    for (unsigned i = 0; i < 6; i += 2) {
        Slice both[] = {page_text(made.arena, i, -1), page_text(made.arena, i + 1, -1)};
        Builder b;
        builder_init(&b, made.arena);
        builder_add(&b, both[0]);
        builder_add(&b, both[1]);
        made_add(&made, builder_slice(&b));
    }
    const char *path = write_in(*state, "a.warc.gz", builder_slice(&made.bytes));
    Walk whole = walk_path(path);
    assert_string_equal(whole.numbers, "012345");
    for (unsigned i = 0; i < 6; i++) {
        Import *in = opened(path);
        assert_int_equal(import_seek(in, whole.begins[i], NULL), STATUS_OK);
        Walk rest = walk(in);
        assert_string_equal(rest.numbers, whole.numbers + i);
        assert_memory_equal(rest.ends, whole.ends + i, (6 - i) * sizeof *rest.ends);
        import_close(in);
    }
    made_close(&made);
}

static void places_have_names_for_people(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    assert_slice(import_place_name(arena, 4764), "4764");
    assert_slice(import_place_name(arena, UINT64_C(1) << 39 | 2132), "2132 unpacked");
    assert_slice(import_place_name(arena, UINT64_C(7) << 40 | 5), "5");
    arena_close(arena);
}

static void a_lying_length_costs_one_record(void **state)
{
    static const int64_t lies[] = {0, 1, 100, 400, 700, 5000, INT64_C(1) << 31, INT64_C(1) << 40};
    for (size_t k = 0; k < KINDS; k++) {
        for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
            Made made = made_open(kinds[k]);
            for (unsigned j = 0; j < 7; j++)
                made_add(&made, page_text(made.arena, j, j == 3 ? lies[i] : -1));
            Walk w = walk_path(write_in(*state, names[k], builder_slice(&made.bytes)));
            for (const char *number = "012456"; *number; number++)
                if (!strchr(w.numbers, *number))
                    fail_msg("length %lld costs page %c of %s", (long long)lies[i], *number, names[k]);
            assert_true(w.bad >= 1 && w.bad <= 2);
            assert_non_null(strstr(w.message, "byte"));
            made_close(&made);
        }
    }
}

static void a_lie_in_a_file_packed_as_one_piece_costs_one_record(void **state)
{
    for (size_t k = 1; k < KINDS; k++) {
        Made made = made_open(CODEC_NONE);
        for (unsigned j = 0; j < 9; j++)
            made_add(&made, page_text(made.arena, j, j == 2 ? 1000 : j == 6 ? 100000 : -1));
        Slice packed = codec_pack(made.arena, kinds[k], 3, builder_slice(&made.bytes));
        Walk w = walk_path(write_in(*state, names[k], packed));
        assert_string_equal(w.numbers, "0134578");
        assert_int_equal(w.bad, 2);
        made_close(&made);
    }
}

static void rubbish_between_records_is_told_once(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = pages(kinds[k], 3);
        made_add(&made, SLICE("this is no record\r\nand this neither, WARC/1.0 or not\r\n\r\n"));
        made_add(&made, page_text(made.arena, 3, -1));
        made_add(&made, SLICE("WARC/1.0\r\nWARC-Type: response\r\n\r\nno length at all\r\n\r\n"));
        made_add(&made, page_text(made.arena, 4, -1));
        Walk w = walk_path(write_in(*state, names[k], builder_slice(&made.bytes)));
        assert_string_equal(w.numbers, "01234");
        assert_int_equal(w.bad, 2);
        char place[40];
        snprintf(place, sizeof place, "byte %zu", made.begins[3]);
        assert_non_null(strstr(w.message, place));
        made_close(&made);
    }
}

/* One changed byte within a packed record: it alone is lost, once, and its place is told. */
static void a_damaged_packed_piece_costs_its_record(void **state)
{
    uint64_t seed = 21;
    for (int round = 0; round < 60; round++) {
        Made made = pages(CODEC_GZIP, 7);
        size_t hit = random_below(&seed, 7);
        size_t end = hit < 6 ? made.begins[hit + 1] : made.bytes.size;
        size_t at = made.begins[hit] + 12 + random_below(&seed, end - made.begins[hit] - 20);
        made.bytes.data[at] ^= (char)(1 << random_below(&seed, 8));
        Walk w = walk_path(write_in(*state, "a.warc.gz", builder_slice(&made.bytes)));
        for (unsigned i = 0; i < 7; i++)
            if (i != hit && !strchr(w.numbers, (char)('0' + i)))
                fail_msg("round %d: byte %zu in record %zu costs record %u", round, at, hit, i);
        bool is_length_hit = w.good == 7; /* then the record is short, and what is left of it is told */
        if ((w.good != 6 && !is_length_hit) || w.bad < 1 || w.bad > 2)
            fail_msg("round %d: byte %zu in record %zu gives %u good (%s), %u bad: %s", round, at, hit,
                     w.good, w.numbers, w.bad, w.message);
        made_close(&made);
    }
}

static void every_cut_is_survived_with_all_before_it(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = pages(kinds[k], 4);
        for (size_t cut = 0; cut < made.bytes.size; cut += k ? 1 : 3) {
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

static void a_bad_record_at_the_front_hides_nothing(void **state)
{
    for (size_t k = 0; k < KINDS; k++) {
        Made made = pages(kinds[k], 5);
        memset(made.bytes.data + (k ? 14 : 0), 'x', 6);
        Walk w = walk_path(write_in(*state, names[k], builder_slice(&made.bytes)));
        assert_string_equal(w.numbers, "1234");
        assert_int_equal(w.bad, 1);
        made_close(&made);
    }
}

static void a_record_too_large_to_hold_is_spooled(void **state)
{
    size_t size = RECORD_HELD_MAX + 12345;
    for (size_t k = 0; k < KINDS; k++) {
        Made made = made_open(kinds[k]);
        char *bytes = arena_text(made.arena, size);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(i >> 10 ^ i);
        memcpy(bytes, "\x89PNG\r\n\x1a\n", 8);
        made_add(&made, page_text(made.arena, 0, -1));
        made_add(&made, record_text(made.arena, "resource", "http://example.org/p1", "image/png",
                                    slice_of(bytes, size), -1));
        made_add(&made, page_text(made.arena, 2, -1));
        Import *in = opened(write_in(*state, names[k], builder_slice(&made.bytes)));
        Arena *arena = arena_open((size_t)1 << 20);
        Record first, second, third;
        assert_int_equal(import_next(in, arena, &first, NULL), STATUS_OK);
        assert_int_equal(import_next(in, arena, &second, NULL), STATUS_OK);
        assert_int_equal(import_next(in, arena, &third, NULL), STATUS_OK);
        assert_true(slice_equal(second.block, slice_of(bytes, size)));
        assert_int_equal(import_decode(&second, arena, NULL), STATUS_OK);
        assert_int_equal(second.body_kind, BODY_IMAGE);
        assert_slice(third.url, "http://example.org/2");
        arena_reset(arena);
        assert_int_equal(import_next(in, arena, &third, NULL), STATUS_END);
        import_close(in);
        arena_close(arena);
        made_close(&made);
    }
}

/* Each record claims to reach far behind the next ones: going back for each must not cost the whole again. */
static void lies_upon_lies_take_no_time(void **state)
{
    Made made = made_open(CODEC_NONE);
    Builder b;
    builder_init(&b, made.arena);
    for (int i = 0; i < 20000; i++)
        builder_add_string(&b, "WARC/1.0\r\nContent-Length: 5000000\r\n\r\nx\r\n");
    Walk plain = walk_path(write_in(*state, "a.warc", builder_slice(&b)));
    Walk packed =
        walk_path(write_in(*state, "a.warc.gz", codec_pack(made.arena, CODEC_GZIP, 6, builder_slice(&b))));
    assert_true(plain.bad > 0 && packed.bad > 0);
    assert_int_equal(plain.good + packed.good, 0);
    made_close(&made);
}

static void a_dictionary_at_the_front_is_used(void **state)
{
    Made made = made_open(CODEC_NONE);
    Slice model = page_text(made.arena, 77, -1);
    char head[8];
    bytes_put_u32(head, 0x184D2A5D);
    bytes_put_u32(head + 4, (uint32_t)model.size);
    builder_add(&made.bytes, slice_of(head, 8));
    builder_add(&made.bytes, model);
    ZSTD_CCtx *c = ZSTD_createCCtx();
    for (unsigned i = 0; i < 5; i++) {
        Slice text = page_text(made.arena, i, -1);
        char *out = arena_text(made.arena, ZSTD_compressBound(text.size));
        size_t size = ZSTD_compress_usingDict(c, out, ZSTD_compressBound(text.size), text.data, text.size,
                                              model.data, model.size, 3);
        assert_false(ZSTD_isError(size));
        assert_true(size < text.size / 3);
        builder_add(&made.bytes, slice_of(out, size));
    }
    ZSTD_freeCCtx(c);
    Walk w = walk_path(write_in(*state, "a.warc.zst", builder_slice(&made.bytes)));
    assert_string_equal(w.numbers, "01234");
    assert_int_equal(w.bad, 0);
    made_close(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(records_come_out_as_they_went_in),
        test_in_scratch(reading_is_taken_up_again_at_any_record),
        test_in_scratch(places_within_a_piece_are_right_after_a_seek),
        cmocka_unit_test(places_have_names_for_people),
        test_in_scratch(a_lying_length_costs_one_record),
        test_in_scratch(a_lie_in_a_file_packed_as_one_piece_costs_one_record),
        test_in_scratch(rubbish_between_records_is_told_once),
        test_in_scratch(a_damaged_packed_piece_costs_its_record),
        test_in_scratch(every_cut_is_survived_with_all_before_it),
        test_in_scratch(a_bad_record_at_the_front_hides_nothing),
        test_in_scratch(a_record_too_large_to_hold_is_spooled),
        test_in_scratch(lies_upon_lies_take_no_time),
        test_in_scratch(a_dictionary_at_the_front_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
