/* Originals: packed, kept, found and read again byte for byte; dictionaries; damage. */
#include "fixture.h"

#include "store/inside.h"

#define LIMIT (64u << 20)

static Slice read_back(Fixture *f, int64_t number)
{
    Slice warc;
    assert_ok(store_capture_read(f->store, f->arena, number, LIMIT, &warc, &f->err), f->err);
    return warc;
}

static char *file_of(Fixture *f, uint32_t number)
{
    char name[WARC_NAME_SIZE];
    warc_name(number, name);
    return path_join(f->arena, path_join(f->arena, f->archive, "warc"), name);
}

static uint64_t bytes_of(Fixture *f, uint32_t number)
{
    uint64_t size = 0;
    assert_ok(file_size(file_of(f, number), &size, &f->err), f->err);
    return size;
}

/* A batch of pages, prepared and kept. */
static void keep_pages(Fixture *f, unsigned seed, size_t count, size_t words, bool is_new_source)
{
    Slice *pages = ARENA_ARRAY(f->arena, Slice, count);
    for (size_t i = 0; i < count; i++)
        pages[i] = fixture_page(f->arena, seed + (unsigned)i, words);
    assert_ok(store_warc_prepare(f->store, pages, count, is_new_source, &f->err), f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (size_t i = 0; i < count; i++)
        fixture_capture(f, arena_format(f->arena, "https://example.org/%u/%zu", seed, i), 1000 + (int64_t)i,
                        pages[i]);
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void an_original_comes_back_byte_for_byte(void **state)
{
    Fixture *f = *state;
    Slice page = fixture_page(f->arena, 1, 500);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture a = fixture_capture(f, SLICE("https://example.org/a"), 99, page);
    Capture b = fixture_capture(f, SLICE_EMPTY, 0, SLICE_EMPTY);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Slice head = warc_wrap_head(f->arena, a.url, SLICE("page.html"), 99, SLICE("text/html"), page);
    Slice warc = read_back(f, a.number);
    assert_slice(slice_range(warc, 0, head.size), head);
    assert_slice(slice_skip(warc, head.size), page);
    assert_true(slice_ends_with(read_back(f, b.number), SLICE("\r\n\r\n")));
    Capture row;
    assert_ok(store_capture_get(f->store, f->arena, a.number, &row, &f->err), f->err);
    assert_slice(row.url, a.url);
    assert_slice(row.media_type, a.media_type);
    assert_int_equal(row.kind, RECORD_RESOURCE);
    assert_int_equal(row.raw_size, head.size + page.size + 4);
}

static void a_record_larger_than_the_limit_is_refused(void **state)
{
    Fixture *f = *state;
    Slice warc;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture a = fixture_capture(f, SLICE("https://example.org/a"), 99, fixture_page(f->arena, 1, 500));
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_status(store_capture_read(f->store, f->arena, a.number, 1000, &warc, &f->err), STATUS_SKIP,
                  f->err);
    assert_contains(f->err.message, "more than 1000");
    assert_status(store_capture_read(f->store, f->arena, 77, LIMIT, &warc, &f->err), STATUS_END, f->err);
}

static void a_large_record_is_packed_through_a_spool(void **state)
{
    Fixture *f = *state;
    size_t size = (5u << 20) + 17;
    char *bytes = arena_text(f->arena, size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)((i * i >> 7) ^ (i >> 3));
    Spool source;
    assert_ok(spool_open(f->folder, &source, &f->err), f->err);
    assert_ok(spool_add(&source, slice_of(bytes, size), &f->err), f->err);
    assert_ok(spool_map(&source, &f->err), f->err);
    Slice page = source.map.bytes;
    Slice head =
        warc_wrap_head(f->arena, SLICE("https://example.org/big"), SLICE("x"), 1, SLICE("video/mp4"), page);
    Spool spool;
    assert_ok(warc_pack_spooled(f->packer, store_codec(f->store), f->folder, head, page, &spool, &f->err),
              f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture c = {.kind = RECORD_RESOURCE,
                 .sha256 = digest_sha256_hex(f->arena, page),
                 .url = SLICE("https://example.org/big")};
    assert_ok(store_capture_add(f->store, &c, spool.map.bytes, 0, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    spool_close(&spool);
    assert_slice(slice_skip(read_back(f, c.number), head.size), page);
    spool_close(&source);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_capture_is_known_again(void **state)
{
    Fixture *f = *state;
    int64_t number;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture a = fixture_capture(f, SLICE("https://example.org/a"), 99, SLICE("page"));
    Capture probe = a;
    assert_ok(store_capture_find(f->store, &probe, &number, &f->err), f->err);
    assert_int_equal(number, a.number);
    probe.captured_s = 100;
    assert_ok(store_capture_find(f->store, &probe, &number, &f->err), f->err);
    assert_int_equal(number, 0);
    probe.is_file = true;
    assert_ok(store_capture_find(f->store, &probe, &number, &f->err), f->err);
    assert_int_equal(number, a.number);
    probe.url = SLICE("https://example.org/b");
    assert_ok(store_capture_find(f->store, &probe, &number, &f->err), f->err);
    assert_int_equal(number, 0);
    Capture nameless = fixture_capture(f, SLICE_EMPTY, 0, SLICE("text"));
    assert_ok(store_capture_find(f->store, &nameless, &number, &f->err), f->err);
    assert_int_equal(number, nameless.number);
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void the_capture_nearest_in_time_is_found(void **state)
{
    Fixture *f = *state;
    Slice url = SLICE("https://example.org/a");
    Capture found;
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (int64_t at = 100; at <= 300; at += 100)
        fixture_capture(f, url, at, arena_format(f->arena, "page %lld", (long long)at));
    assert_ok(store_commit(f->store, &f->err), f->err);
    static const int64_t cases[][2] = {{0, 300}, {1, 100}, {149, 100}, {151, 200}, {100, 100}, {5000, 300}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_ok(store_capture_at(f->store, f->arena, SLICE("example.org/a"), cases[i][0], &found, &f->err),
                  f->err);
        assert_int_equal(found.captured_s, cases[i][1]);
    }
    assert_status(store_capture_at(f->store, f->arena, SLICE("example.org/b"), 0, &found, &f->err),
                  STATUS_END, f->err);
}

static void alike_pages_get_a_dictionary(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 200, 1500, true);
    Arena *arena = f->arena;
    assert_true(database_number(f->archive, arena, "SELECT dictionary_bytes FROM warc_file") > 1000);
    assert_slice(slice_range(read_back(f, 200), 0, 5), SLICE("WARC/"));
    assert_int_equal(fixture_verify(f).count, 0);
    int64_t files = database_number(f->archive, arena, "SELECT count(*) FROM warc_file");
    assert_int_equal(files, 1);
    fixture_reopen(f, STORE_WRITE);
    keep_pages(f, 1000, 20, 1500, false);
    assert_int_equal(database_number(f->archive, arena, "SELECT count(*) FROM warc_file"), 1);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void few_pages_do_without(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 5, 100, true);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT dictionary_bytes FROM warc_file"), 0);
    keep_pages(f, 100, 200, 1500, true); /* now there is something to learn from: a new file */
    assert_int_equal(
        database_number(f->archive, f->arena, "SELECT count(*) FROM warc_file WHERE dictionary_bytes > 0"),
        1);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM warc_file"), 2);
    assert_int_equal(fixture_verify(f).count, 0);
    read_back(f, 1);
    read_back(f, 205);
}

static void noise_earns_no_dictionary(void **state)
{
    Fixture *f = *state;
    Slice noise[64];
    uint64_t x = 7;
    for (size_t i = 0; i < 64; i++) {
        char *bytes = arena_text(f->arena, 40000);
        for (size_t j = 0; j < 40000; j++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            bytes[j] = (char)(x >> 56);
        }
        noise[i] = slice_of(bytes, 40000);
    }
    assert_ok(store_warc_prepare(f->store, noise, 64, true, &f->err), f->err);
    assert_int_equal(codec_dictionary(store_codec(f->store)).size, 0);
}

static void training_gives_the_same_bytes_every_time(void **state)
{
    Fixture *f = *state;
    Slice pages[100];
    for (size_t i = 0; i < 100; i++)
        pages[i] = fixture_page(f->arena, (unsigned)i, 2500);
    Slice one = dictionary_train(f->arena, pages, 100);
    Slice two = dictionary_train(f->arena, pages, 100);
    assert_true(one.size > 0 && one.size <= DICTIONARY_BYTES);
    assert_slice(one, two);
    assert_slice(dictionary_frame(f->arena, one), dictionary_frame(f->arena, two));
    assert_int_equal(dictionary_train(f->arena, pages, 3).size, 0);
    Slice empty[32] = {{0}};
    assert_int_equal(dictionary_train(f->arena, empty, 32).size, 0);
    assert_int_equal(dictionary_train(f->arena, NULL, 0).size, 0);
}

static void a_preparation_that_is_not_used_is_forgotten(void **state)
{
    Fixture *f = *state;
    Slice pages[120];
    for (size_t i = 0; i < 120; i++)
        pages[i] = fixture_page(f->arena, (unsigned)i, 2000);
    assert_ok(store_warc_prepare(f->store, pages, 120, true, &f->err), f->err);
    assert_true(codec_dictionary(store_codec(f->store)).size > 0);
    assert_ok(store_warc_prepare(f->store, pages, 3, true, &f->err), f->err);
    assert_int_equal(codec_dictionary(store_codec(f->store)).size, 0);
    keep_pages(f, 1, 3, 100, true);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void bytes_beyond_the_committed_place_are_cut(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 3, 100, true);
    uint64_t size = bytes_of(f, 1);
    store_close(f->store);
    f->store = NULL;
    int fd;
    assert_ok(file_open(file_of(f, 1), O_WRONLY | O_APPEND, &fd, &f->err), f->err);
    assert_ok(file_write(fd, SLICE("half a frame that a killed import left"), &f->err), f->err);
    file_close(fd);
    assert_ok(file_replace(file_of(f, 2), SLICE("a file that it had begun"), &f->err), f->err);

    fixture_open(f, STORE_READ); /* a reader does not mind and does not touch */
    read_back(f, 3);
    assert_true(bytes_of(f, 1) > size);
    fixture_reopen(f, STORE_WRITE);
    assert_int_equal(bytes_of(f, 1), size);
    assert_int_equal(file_kind(file_of(f, 2)), FILE_MISSING);
    keep_pages(f, 50, 3, 100, false);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void originals_newer_than_the_database_are_not_thrown_away(void **state)
{
    Fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    assert_ok(file_replace(file_of(f, 1), SLICE("x"), &f->err), f->err);
    assert_ok(file_replace(file_of(f, 2), SLICE("y"), &f->err), f->err);
    Store *store = NULL;
    assert_status(store_open(f->archive, STORE_WRITE, &store, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "older archive.db");
    assert_int_equal(bytes_of(f, 1), 1);
}

static void a_cut_file_stops_the_writer_and_not_the_reader(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 3, 300, true);
    store_close(f->store);
    f->store = NULL;
    uint64_t size = bytes_of(f, 1);
    assert_int_equal(truncate(file_of(f, 1), (off_t)size - 10), 0);
    Store *store = NULL;
    assert_status(store_open(f->archive, STORE_WRITE, &store, &f->err), STATUS_FAIL, f->err);
    assert_contains(f->err.message, "are recorded");
    fixture_open(f, STORE_READ);
    Slice warc;
    read_back(f, 2);
    assert_status(store_capture_read(f->store, f->arena, 3, LIMIT, &warc, &f->err), STATUS_SKIP, f->err);
    assert_contains(f->err.message, "capture 3");
    Faults faults = fixture_verify(f);
    assert_int_equal(faults.count, 2);
    assert_contains(faults.text, "are recorded");
    assert_contains(faults.text, "capture 3 ");
}

static void a_missing_file_is_told(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 2, 100, true);
    fixture_reopen(f, STORE_READ);
    unlink(file_of(f, 1));
    Slice warc;
    assert_status(store_capture_read(f->store, f->arena, 1, LIMIT, &warc, &f->err), STATUS_SKIP, f->err);
    assert_contains(f->err.message, "No such file");
    assert_true(fixture_verify(f).count >= 3);
}

/* Every damaged byte of a small file is noticed by verify, or leaves the records as they were (zstd has some
 * bits that no decoder looks at); none makes it crash or fail. */
static void every_damaged_byte_is_noticed(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 2, 20, true);
    fixture_reopen(f, STORE_READ);
    uint64_t size = bytes_of(f, 1);
    Slice whole;
    assert_ok(file_read(f->arena, file_of(f, 1), 1 << 20, &whole, &f->err), f->err);
    const Slice before[] = {read_back(f, 1), read_back(f, 2)};
    size_t step = (size_t)size / 300 + 1, unnoticed = 0;
    for (size_t at = 0; at < size; at += step) {
        char *bad = arena_text(f->arena, whole.size);
        memcpy(bad, whole.data, whole.size);
        bad[at] = (char)(bad[at] ^ (1 << at % 8));
        int fd;
        assert_ok(file_open(file_of(f, 1), O_WRONLY | O_TRUNC, &fd, &f->err), f->err);
        assert_ok(file_write(fd, slice_of(bad, whole.size), &f->err), f->err);
        file_close(fd);
        warc_readers_close(f->store);
        Faults faults = fixture_verify(f);
        for (int64_t i = 1; i <= 2 && faults.count == 0; i++)
            assert_slice(read_back(f, i), before[i - 1]);
        unnoticed += faults.count == 0;
    }
    assert_true(unnoticed <= 6);
}

/* Damage in the dictionary frame, which serves all records of its file. */
static void a_damaged_dictionary_is_noticed(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 200, 1500, true);
    fixture_reopen(f, STORE_READ);
    int fd;
    Slice warc;
    assert_ok(file_open(file_of(f, 1), O_WRONLY, &fd, &f->err), f->err);
    assert_int_equal(pwrite(fd, "\xff\xff\xff", 3, 20000), 3);
    file_close(fd);
    assert_status(store_capture_read(f->store, f->arena, 1, LIMIT, &warc, &f->err), STATUS_SKIP, f->err);
    assert_true(fixture_verify(f).count > 0);
    Store *store = NULL;
    assert_status(store_open(f->archive, STORE_WRITE, &store, &f->err), STATUS_FAIL, f->err);
}

/* Rows that lie: places beyond the file, sizes out of this world, negative numbers. */
static void rows_that_lie_do_no_harm(void **state)
{
    static const char *const lies[] = {
        "UPDATE capture SET warc_offset = 1 << 40", "UPDATE capture SET warc_offset = -5",
        "UPDATE capture SET warc_size = 3",         "UPDATE capture SET warc_size = 1 << 62",
        "UPDATE capture SET warc_size = -1",        "UPDATE capture SET raw_size = 1",
        "UPDATE capture SET raw_size = 1 << 62",    "UPDATE capture SET raw_size = -1",
        "UPDATE capture SET sha256 = 'x'",          "UPDATE capture SET warc_offset = warc_offset + 1",
        "UPDATE warc_file SET bytes = bytes + 1",   "UPDATE warc_file SET dictionary_bytes = 77",
        "UPDATE warc_file SET records = 1 << 50",   "UPDATE warc_file SET name = '../../../etc/passwd'",
    };
    Fixture *f = *state;
    keep_pages(f, 1, 2, 50, true);
    Slice warc;
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        assert_int_equal(sqlite3_exec(f->store->db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(f->store->db, lies[i], NULL, NULL, NULL), SQLITE_OK);
        Status status = store_capture_read(f->store, f->arena, 1, LIMIT, &warc, &f->err);
        assert_true(status == STATUS_OK || status == STATUS_SKIP);
        if (fixture_verify(f).count == 0)
            fail_msg("verify believes '%s'", lies[i]);
        assert_int_equal(sqlite3_exec(f->store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    assert_int_equal(fixture_verify(f).count, 0);
}

static void verify_can_be_stopped(void **state)
{
    Fixture *f = *state;
    keep_pages(f, 1, 3, 50, true);
    int stop = 1;
    Progress progress = {.stop = &stop};
    Faults faults = {0};
    assert_ok(store_verify(f->store, count_fault, &faults, &progress, &f->err), f->err);
    assert_int_equal(faults.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_original_comes_back_byte_for_byte),
        TEST(a_record_larger_than_the_limit_is_refused),
        TEST(a_large_record_is_packed_through_a_spool),
        TEST(a_capture_is_known_again),
        TEST(the_capture_nearest_in_time_is_found),
        TEST(alike_pages_get_a_dictionary),
        TEST(few_pages_do_without),
        TEST(noise_earns_no_dictionary),
        TEST(training_gives_the_same_bytes_every_time),
        TEST(a_preparation_that_is_not_used_is_forgotten),
        TEST(bytes_beyond_the_committed_place_are_cut),
        TEST(originals_newer_than_the_database_are_not_thrown_away),
        TEST(a_cut_file_stops_the_writer_and_not_the_reader),
        TEST(a_missing_file_is_told),
        TEST(every_damaged_byte_is_noticed),
        TEST(a_damaged_dictionary_is_noticed),
        TEST(rows_that_lie_do_no_harm),
        TEST(verify_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
