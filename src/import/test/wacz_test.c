/* WACZ files made here, whole and hurt: the records of the crawls within come out, and what does not fit is
 * told. */
#include "import/test/made.h"

#include <unistd.h>

#include "base/digest.h"
#include "syntax/test/zipped.h"

/* A WACZ on its way: its members and the list of their digests. */
typedef struct Package {
    Arena *arena;
    Zipped zip;
    Builder list;
    size_t count;
} Package;

static Package package_open(void)
{
    Package p = {.arena = arena_open((size_t)64 << 20)};
    p.zip = zipped_open(p.arena);
    builder_init(&p.list, p.arena);
    builder_add_string(&p.list,
                       "{\"profile\": \"data-package\", \"wacz_version\": \"1.1.1\", \"resources\": [");
    return p;
}

static void package_list(Package *p, const char *name, const char *digest)
{
    builder_format(&p->list, "%s{\"name\": \"x\", \"path\": \"%s\", \"hash\": \"sha256:%s\"}",
                   p->count++ ? ", " : "", name, digest);
}

static size_t package_add(Package *p, const char *name, Slice bytes, unsigned method)
{
    package_list(p, name, arena_string(p->arena, digest_sha256_hex(p->arena, bytes)));
    return zipped_add(&p->zip, name, bytes, method);
}

static Slice package_end(Package *p)
{
    builder_add_string(&p->list, "]}");
    zipped_add(&p->zip, "datapackage.json", builder_slice(&p->list), ZIP_DEFLATED);
    return zipped_end(&p->zip);
}

/* Pages of these numbers as one WARC. */
static Slice crawl(Arena *arena, CodecKind kind, unsigned first, unsigned count)
{
    Builder b;
    builder_init(&b, arena);
    for (unsigned i = first; i < first + count; i++) {
        Slice text = page_text(arena, i, -1);
        builder_add(&b, kind == CODEC_NONE ? text : codec_pack(arena, kind, 3, text));
    }
    return builder_slice(&b);
}

/* Every way in which a crawl may lie in a WACZ: packed a record, plain, packed as one piece, as ARC. */
static Package usual_package(void)
{
    Package p = package_open();
    Slice arc = SLICE("http://example.org/9 10.0.0.7 20060102030405 text/html 20\nHTTP/1.0 200 OK\n\n<p>\n");
    package_add(&p, "indexes/index.cdx.gz", SLICE("org,example)/ 20140627100000 {}\n"), ZIP_STORED);
    package_add(&p, "archive/a.warc.gz", crawl(p.arena, CODEC_GZIP, 0, 3), ZIP_STORED);
    package_add(&p, "archive/b.warc", crawl(p.arena, CODEC_NONE, 3, 3), ZIP_STORED);
    package_add(&p, "pages/pages.jsonl", SLICE("{\"url\": \"http://example.org/1\"}\n"), ZIP_DEFLATED);
    Slice whole = codec_pack(p.arena, CODEC_GZIP, 3, crawl(p.arena, CODEC_NONE, 6, 3));
    package_add(&p, "archive/c.warc.gz", whole, ZIP_STORED);
    package_add(&p, "archive/d.arc", arc, ZIP_STORED);
    return p;
}

static void the_records_of_all_crawls_come_out_in_order(void **state)
{
    Package p = usual_package();
    Import *in = opened(write_in(*state, "a.wacz", package_end(&p)));
    assert_string_equal(import_format(in), "wacz");
    Walk w = walk(in);
    assert_string_equal(w.numbers, "0123456789");
    assert_int_equal(w.bad, 0);
    assert_int_equal(import_done_bytes(in), import_total_bytes(in));
    for (unsigned i = 1; i < w.good; i++)
        assert_true(w.begins[i] > w.begins[i - 1] || i == 9);
    import_close(in);
    arena_close(p.arena);
}

/* The place of a record is its offset in the WACZ, wherever that tells it. */
static void a_place_is_an_offset_in_the_file(void **state)
{
    Package p = package_open();
    zipped_add(&p.zip, "archive/b.warc", crawl(p.arena, CODEC_NONE, 0, 3), ZIP_STORED);
    zipped_add(&p.zip, "archive/a.warc.gz", crawl(p.arena, CODEC_GZIP, 3, 3), ZIP_STORED);
    Slice file = package_end(&p);
    Walk w = walk_path(write_in(*state, "a", file));
    assert_string_equal(w.numbers, "012345");
    for (unsigned i = 0; i < 6; i++) {
        Slice there = slice_skip(file, w.begins[i]);
        assert_true(slice_starts_with(there, i < 3 ? SLICE("WARC/1.0\r\n") : SLICE("\x1f\x8b")));
    }
    arena_close(p.arena);
}

/* From each place on comes exactly the rest, what is told included. */
static void compare_rests(const char *path)
{
    Walk whole = walk_path(path);
    unsigned n = whole.good + whole.bad;
    for (unsigned i = 0; i < n; i++) {
        Import *in = opened(path);
        assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
        Walk rest = walk(in);
        if (rest.good + rest.bad != n - i - 1)
            fail_msg("after %u of %u come %u", i, n, rest.good + rest.bad);
        assert_memory_equal(rest.ends, whole.ends + i + 1, (n - i - 1) * sizeof *rest.ends);
        assert_int_equal(import_seek(in, whole.begins[i], NULL), STATUS_OK);
        rest = walk(in);
        assert_int_equal(rest.good + rest.bad, n - i);
        assert_int_equal(import_seek(in, 0, NULL), STATUS_OK);
        rest = walk(in);
        assert_int_equal(rest.good, whole.good);
        assert_int_equal(rest.bad, whole.bad);
        assert_int_equal(import_seek(in, UINT64_C(1) << 38, NULL), STATUS_FAIL);
        assert_int_equal(import_seek(in, (UINT64_C(1) << 40) - 1, NULL), STATUS_FAIL);
        import_close(in);
    }
}

static void reading_is_taken_up_again_at_any_record(void **state)
{
    Package p = usual_package();
    compare_rests(write_in(*state, "a.wacz", package_end(&p)));
    arena_close(p.arena);
}

static void reading_is_taken_up_again_behind_whatever_was_told(void **state)
{
    Package p = usual_package();
    package_add(&p, "archive/no.warc", SLICE("this is none"), ZIP_STORED);
    package_add(&p, "archive/empty.warc", SLICE_EMPTY, ZIP_STORED);
    package_add(&p, "archive/packed.warc", crawl(p.arena, CODEC_NONE, 1, 1), ZIP_DEFLATED);
    package_list(&p, "archive/absent.warc", "00");
    package_list(&p, "archive/a.warc.gz", "00");
    package_list(&p, "pages/pages.jsonl", "00");
    zipped_entry(&p.zip, SLICE("liar"), 0, ZIP_STORED, 5, 5, 7);
    const char *path = write_in(*state, "a.wacz", package_end(&p));
    Walk w = walk_path(path);
    assert_string_equal(w.numbers, "0123456789");
    assert_int_equal(w.bad, 6);
    compare_rests(path);
    arena_close(p.arena);
}

static void a_digest_that_does_not_fit_is_told_and_the_records_are_read(void **state)
{
    static const char *const entries[] = {
        "{\"path\": \"archive/a.warc\", \"hash\": \"sha256:1234\"}",
        "{\"path\": \"archive/a.warc\", \"hashing\": \"sha256\", \"stats\": {\"hash\": \"1234\", \"bytes\": "
        "1}}",
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        Package p = package_open();
        builder_add_string(&p.list, entries[i]);
        zipped_add(&p.zip, "archive/a.warc", crawl(p.arena, CODEC_NONE, 0, 4), ZIP_STORED);
        Walk w = walk_path(write_in(*state, "a.wacz", package_end(&p)));
        assert_string_equal(w.numbers, "0123");
        assert_int_equal(w.bad, 1);
        assert_non_null(strstr(w.message, "'archive/a.warc'"));
        assert_non_null(strstr(w.message, "digest"));
        arena_close(p.arena);
    }
}

static void the_list_itself_is_checked(void **state)
{
    Package p = usual_package();
    Slice digest = SLICE("{\"path\": \"datapackage.json\", \"hash\": \"sha256:1234\"}");
    zipped_add(&p.zip, "datapackage-digest.json", digest, ZIP_STORED);
    Walk w = walk_path(write_in(*state, "a.wacz", package_end(&p)));
    assert_int_equal(w.good, 10);
    assert_int_equal(w.bad, 1);
    assert_non_null(strstr(w.message, "'datapackage.json'"));
    arena_close(p.arena);
}

static void a_list_that_is_absent_or_damaged_is_told(void **state)
{
    static const char *const lists[] = {NULL, "", "[]", "{\"resources\"", "\x80\x81{", "{\"resources\": 5}"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        Package p = package_open();
        zipped_add(&p.zip, "archive/a.warc", crawl(p.arena, CODEC_NONE, 0, 4), ZIP_STORED);
        if (lists[i])
            zipped_add(&p.zip, "datapackage.json", slice_from(lists[i]), ZIP_STORED);
        Walk w = walk_path(write_in(*state, "a.wacz", zipped_end(&p.zip)));
        assert_string_equal(w.numbers, "0123");
        if (w.bad != (i < 5))
            fail_msg("list %zu: %s", i, w.message);
        arena_close(p.arena);
    }
}

static void other_zip_files_are_refused(void **state)
{
    static const char *const names[] = {"a.wacz", "a.zip"};
    for (size_t i = 0; i < 2; i++) {
        Package p = package_open();
        Error err = {0};
        Import *in = NULL;
        ImportOptions options = {.spool_folder = "."};
        zipped_add(&p.zip, "word/document.xml", SLICE("<w/>"), ZIP_DEFLATED);
        const char *path = write_in(*state, names[i], zipped_end(&p.zip));
        assert_int_equal(import_open(path, options, &in, &err), STATUS_SKIP);
        assert_non_null(strstr(err.message, "ZIP"));
        arena_close(p.arena);
    }
}

static void every_cut_is_told_and_loses_nothing_before_it(void **state)
{
    Package p = usual_package();
    Slice file = package_end(&p);
    const char *path = write_in(*state, "a.wacz", file);
    Walk whole = walk_path(path);
    for (size_t cut = file.size; cut-- > 0;) {
        unsigned before = 0;
        while (before < 6 && whole.ends[before] <= cut)
            before++;
        assert_int_equal(truncate(path, (off_t)cut), 0);
        Walk w = walk_if_opened(path);
        if (w.good < before || w.bad < 1)
            fail_msg("cut at %zu: %u good, %u bad: %s", cut, w.good, w.bad, w.message);
    }
    arena_close(p.arena);
}

static void damage_within_a_crawl_costs_its_record(void **state)
{
    Package p = package_open();
    size_t begin = package_add(&p, "archive/a.warc.gz", crawl(p.arena, CODEC_GZIP, 0, 5), ZIP_STORED);
    Slice file = package_end(&p);
    Walk whole = walk_path(write_in(*state, "a.wacz", file));
    assert_true(whole.begins[2] > begin);
    memset((char *)(uintptr_t)file.data + whole.begins[2] + 40, 0x55, 20);
    const char *path = write_in(*state, "a.wacz", file);
    Walk w = walk_path(path);
    assert_string_equal(w.numbers, "0134");
    assert_int_equal(w.bad, 2); /* the digest of the whole, and the record */
    compare_rests(path);
    arena_close(p.arena);
}

static void changed_bytes_never_crash(void **state)
{
    uint64_t seed = 11;
    Package p = usual_package();
    Slice file = package_end(&p);
    char *copy = arena_text(p.arena, file.size);
    for (int round = 0; round < 1500; round++) {
        memcpy(copy, file.data, file.size);
        for (size_t i = 0; i < 1 + random_below(&seed, 4); i++) {
            size_t back = random_below(&seed, 4) ? 700 : file.size;
            copy[file.size - 1 - random_below(&seed, back)] = (char)random_below(&seed, 256);
        }
        const char *path = write_in(*state, "a.wacz", slice_of(copy, file.size));
        Walk w = walk_if_opened(path);
        assert_true(w.good + w.bad > 0);
        unsigned at = (unsigned)random_below(&seed, w.good + w.bad);
        Import *in = NULL;
        Error err = {0};
        ImportOptions options = {.spool_folder = "."};
        if (import_open(path, options, &in, &err) != STATUS_OK)
            continue;
        assert_int_equal(import_seek(in, w.ends[at], NULL), STATUS_OK);
        Walk rest = walk(in);
        assert_int_equal(rest.good + rest.bad, w.good + w.bad - at - 1);
        import_close(in);
    }
    arena_close(p.arena);
}

static void a_wacz_in_a_folder_is_read_and_taken_up_again(void **state)
{
    char folder[900];
    Package p = usual_package();
    snprintf(folder, sizeof folder, "%s/in", (const char *)*state);
    assert_int_equal(file_make_folder(folder, NULL), STATUS_OK);
    Slice file = package_end(&p);
    write_in(folder, "a.wacz", file);
    write_in(folder, "b.wacz", file);
    compare_rests(folder);
    Walk w = walk_path(folder);
    assert_string_equal(w.numbers, "01234567890123456789");
    arena_close(p.arena);
}

static void a_record_outlives_the_crawl_that_it_lay_in(void **state)
{
    Package p = usual_package();
    Import *in = opened(write_in(*state, "a.wacz", package_end(&p)));
    Arena *arena = arena_open((size_t)16 << 20);
    Record records[10];
    for (int i = 0; i < 10; i++)
        assert_int_equal(import_next(in, arena, &records[i], NULL), STATUS_OK);
    Record after;
    assert_int_equal(import_next(in, arena, &after, NULL), STATUS_END);
    for (int i = 0; i < 9; i++) {
        assert_int_equal(import_decode(&records[i], arena, NULL), STATUS_OK);
        assert_int_equal(records[i].url.data[records[i].url.size - 1], '0' + i);
        assert_int_equal(records[i].body_kind, BODY_HTML);
    }
    arena_close(arena);
    import_close(in);
    arena_close(p.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(the_records_of_all_crawls_come_out_in_order),
        test_in_scratch(a_place_is_an_offset_in_the_file),
        test_in_scratch(reading_is_taken_up_again_at_any_record),
        test_in_scratch(reading_is_taken_up_again_behind_whatever_was_told),
        test_in_scratch(a_digest_that_does_not_fit_is_told_and_the_records_are_read),
        test_in_scratch(the_list_itself_is_checked),
        test_in_scratch(a_list_that_is_absent_or_damaged_is_told),
        test_in_scratch(other_zip_files_are_refused),
        test_in_scratch(every_cut_is_told_and_loses_nothing_before_it),
        test_in_scratch(damage_within_a_crawl_costs_its_record),
        test_in_scratch(changed_bytes_never_crash),
        test_in_scratch(a_wacz_in_a_folder_is_read_and_taken_up_again),
        test_in_scratch(a_record_outlives_the_crawl_that_it_lay_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
