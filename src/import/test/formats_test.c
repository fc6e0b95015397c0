/* Every real WARC, ARC and WACZ file of the test data gives its good records and one line for each bad
 * stretch, and none of them, cut anywhere, crashes, hangs or leaks. BACKFILE_SOAK=1 cuts at every byte of
 * files up to 64 KiB and at 4,096 seeded places of larger ones; otherwise at a few dozen. The counts below
 * were taken by hand from the files. */
#include "import/test/made.h"

#include <sys/stat.h>
#include <unistd.h>

#include "import/stream.h"

typedef struct Sample {
    const char *path;
    unsigned good, bad;
    const char *says; /* the file is refused as a whole, or the first bad record is told, with these words */
} Sample;

static const Sample samples[] = {
    {"../wacz/invalid_example_1.wacz", 0, 2, "'data/archive/test.txt': it is neither a WARC nor an ARC file"},
    {"../wacz/invalid_signed_example_1.wacz", 4, 0,
     NULL}, /* all digests fit; the signature is not looked at */
    {"../wacz/valid_example_1.wacz", 4, 0, NULL},
    {"../wacz/valid_example_2.wacz", 4, 0, NULL},
    {"../wacz/valid_signed_example_1.wacz", 4, 0, NULL},
    {"commoncrawl/CC-MAIN-2024-22.warc.paths.gz", 0, 1, "text, but no page by its name"},
    {"commoncrawl/whirlwind.warc.gz", 4, 0, NULL},
    {"commoncrawl/whirlwind.warc.wat.gz", 2, 0, NULL},
    {"commoncrawl/whirlwind.warc.wet.gz", 2, 0, NULL},
    {"jwarc/cc.warc.gz", 1, 0, NULL},
    {"jwarc/gzip_extra_sl.warc.gz", 1, 0, NULL},
    {"pywacz/example-collection-with-lists.warc", 38, 0, NULL},
    {"pywacz/example-collection.warc", 4, 0, NULL},
    {"pywacz/example-iana.warc", 118, 0, NULL},
    {"pywacz/example-resource.warc.gz", 3, 0, NULL},
    {"pywacz/example-warcinfo-metadata.warc", 4, 0, NULL},
    {"pywb/bad.arc", 1, 2, "length \'-1\'"},
    {"pywb/dupes.warc.gz", 25, 0, NULL},
    {"pywb/example-bad.warc.gz.bad", 6, 0, NULL}, /* all in one gzip member */
    {"pywb/example-extra.warc", 6, 0, NULL},
    {"pywb/example-url-agnostic-orig.warc.gz", 2, 0, NULL},
    {"pywb/example-url-agnostic-revisit.warc.gz", 2, 0, NULL},
    {"pywb/example-wget-1-14.warc.gz", 6, 0, NULL},
    {"pywb/example-wpull.warc.gz", 4, 0, NULL},
    {"pywb/example.arc", 2, 0, NULL},
    {"pywb/example.arc.gz", 2, 0, NULL},
    {"pywb/example.warc", 6, 1, "byte 4764"}, /* a length three bytes too short */
    {"pywb/example.warc.gz", 6, 0, NULL},
    {"pywb/example2.warc.gz", 3, 0, NULL},
    {"pywb/httpbin-resource.warc.gz", 1, 0, NULL},
    {"pywb/iana.warc.gz", 343, 0, NULL},
    {"pywb/missing-status-text.warc", 1, 0, NULL}, /* its line ends are CR CR LF */
    {"pywb/post-test.warc.gz", 6, 0, NULL},
    {"spec/20130729-heritrix-original.warc.gz", 1, 0, NULL},
    {"spec/20130729-heritrix-revisit-with-http-headers.warc.gz", 1, 0, NULL},
    {"spec/20141124-heritrix-server-not-modified.warc.gz", 1, 0, NULL},
    {"spec/20141129-heritrix-original.warc.gz", 1, 0, NULL},
    {"spec/20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz", 1, 0, NULL},
    {"spec/hello-world.warc", 6, 0, NULL},
    {"spec/hello-world.warc.cdx", 1, 0, NULL}, /* its lines in one chunk */
    {"spec/hello-world.warc.gz", 6, 0, NULL},
    {"warcio/bad.arc", 1, 2, "length \'-1\'"},
    {"warcio/example-bad-non-chunked.warc.gz", 6, 0, NULL},
    {"warcio/example-bad.warc.gz.bad", 6, 0, NULL},
    {"warcio/example-digest.warc", 4, 0, NULL},
    {"warcio/example-iana.org-chunked.warc", 3, 0, NULL},
    {"warcio/example-resource.warc.gz", 3, 0, NULL},
    {"warcio/example-space-in-target-uri.warc.gz", 2, 0, NULL},
    {"warcio/example-space-in-url.arc", 1, 1, "it is cut: 1722 of 1734 bytes"},
    {"warcio/example-trunc.warc", 4, 1, "byte 2560"}, /* a length two bytes too short */
    {"warcio/example-wget-bad-target-uri.warc.gz", 6, 0, NULL},
    {"warcio/example-wrong-chunks.warc.gz", 2, 0, NULL}, /* gzip members that end within records */
    {"warcio/example.arc", 2, 0, NULL},
    {"warcio/example.arc.gz", 2, 0, NULL},
    {"warcio/example.warc", 6, 0, NULL},
    {"warcio/example.warc.gz", 6, 0, NULL},
    {"warcio/post-test.warc.gz", 6, 0, NULL},
};
#define SAMPLES (sizeof samples / sizeof *samples)

static const char *data_path(Arena *arena, const char *below)
{
    const char *data = getenv("BACKFILE_DATA");
    return arena_format(arena, "%s/formats/warc/%s%c", data ? data : BACKFILE_SOURCE_DIR "/../shared/data",
                        below, 0)
        .data;
}

static void every_sample_gives_what_it_holds(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < SAMPLES; i++) {
        Walk w = walk_if_opened(data_path(arena, samples[i].path));
        if (w.good != samples[i].good || w.bad != samples[i].bad ||
            (samples[i].says && !strstr(w.message, samples[i].says)))
            fail_msg("%s gives %u good and %u bad: %s", samples[i].path, w.good, w.bad, w.message);
    }
    arena_close(arena);
}

/* A chunk of lines each; the lists of places (.loc) that go with them hold no address. */
static void every_index_of_a_crawl_gives_its_lines(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Slices paths;
    assert_int_equal(file_walk(arena, data_path(arena, "../cdx"), &paths, NULL), STATUS_OK);
    assert_int_equal(paths.count, 24);
    for (size_t i = 0; i < paths.count; i++) {
        const char *path = arena_format(arena, "../cdx/%.*s%c", SLICE_ARG(paths.items[i]), 0).data;
        Walk w = walk_if_opened(data_path(arena, path));
        bool is_list = slice_ends_with(paths.items[i], SLICE(".loc"));
        if (w.good != !is_list || w.bad != is_list || (is_list && !strstr(w.message, "holds no address")))
            fail_msg("%s gives %u good and %u bad: %s", path, w.good, w.bad, w.message);
    }
    arena_close(arena);
}

static void no_sample_is_left_out(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Slices crawls, packages;
    assert_int_equal(file_walk(arena, data_path(arena, ""), &crawls, NULL), STATUS_OK);
    assert_int_equal(file_walk(arena, data_path(arena, "../wacz"), &packages, NULL), STATUS_OK);
    assert_int_equal(crawls.count + packages.count, SAMPLES);
    arena_close(arena);
}

/* Each record's end is a place from which exactly the rest is read. */
static void every_sample_is_taken_up_again_anywhere(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < SAMPLES; i++) {
        if (samples[i].good == 0)
            continue;
        Import *in = opened(data_path(arena, samples[i].path));
        Walk whole = walk(in);
        unsigned n = whole.good + whole.bad < 256 ? whole.good + whole.bad : 256;
        for (unsigned at = 0; at<n; at += n> 40 ? n / 10 : 1) {
            assert_int_equal(import_seek(in, whole.ends[at], NULL), STATUS_OK);
            Walk rest = walk(in);
            if (rest.good + rest.bad != whole.good + whole.bad - at - 1)
                fail_msg("%s: after record %u come %u", samples[i].path, at, rest.good + rest.bad);
            size_t same = n - at - 1 < 255 - at ? n - at - 1 : 255 - at;
            assert_memory_equal(rest.ends, whole.ends + at + 1, same * sizeof *rest.ends);
        }
        import_close(in);
    }
    arena_close(arena);
}

/* How many whole records lie before the cut, where the places tell. */
static unsigned records_before(const Walk *whole, uint64_t cut)
{
    unsigned count = 0;
    while (count < whole->good && count < 256 && whole->bad == 0 && !(whole->ends[count] & STREAM_PLAIN) &&
           whole->ends[count] <= cut)
        count++;
    return count;
}

static int falling(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

static void cut_sample(const char *folder, const char *path, Slice bytes, size_t count, size_t *cuts,
                       Arena *arena)
{
    static unsigned number;
    const char *name = strrchr(path, '/') + 1;
    uint64_t seed = 40 + number++;
    for (size_t i = 0; i < count; i++)
        cuts[i] = count < bytes.size ? random_below(&seed, bytes.size) : i;
    qsort(cuts, count, sizeof *cuts, falling);
    const char *copy = arena_format(arena, "%s%c", write_in(folder, name, bytes), 0).data;
    Walk whole = walk_if_opened(copy);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(truncate(copy, (off_t)cuts[i]), 0);
        Walk w = walk_if_opened(copy);
        if (w.good < records_before(&whole, cuts[i]))
            fail_msg("%s cut at %zu loses records: %u", path, cuts[i], w.good);
    }
    unlink(copy);
}

static void no_cut_of_a_sample_crashes_or_loses(void **state)
{
    enum { WHOLE = 65536, PLACES = 4096, FEW = 40, FEW_LARGE = 6, LARGE = 500000 };
    bool is_soak = getenv("BACKFILE_SOAK") != NULL;
    Arena *arena = arena_open((size_t)64 << 20);
    for (size_t i = 0; i < SAMPLES; i++) {
        Slice bytes;
        arena_reset(arena);
        const char *path = data_path(arena, samples[i].path);
        assert_int_equal(file_read(arena, path, (size_t)8 << 20, &bytes, NULL), STATUS_OK);
        size_t count = bytes.size <= WHOLE ? bytes.size : PLACES;
        if (!is_soak)
            count = bytes.size < FEW ? bytes.size : bytes.size < LARGE ? FEW : FEW_LARGE;
        cut_sample(*state, path, bytes, count, ARENA_ARRAY(arena, size_t, count), arena);
    }
    arena_close(arena);
}

int main(void)
{
    Arena *arena = arena_open(1 << 20);
    bool is_absent = file_kind(data_path(arena, "")) != FILE_FOLDER;
    arena_close(arena);
    if (is_absent) {
        printf("skipped: no test data (BACKFILE_DATA names its folder)\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_gives_what_it_holds),
        cmocka_unit_test(no_sample_is_left_out),
        cmocka_unit_test(every_index_of_a_crawl_gives_its_lines),
        cmocka_unit_test(every_sample_is_taken_up_again_anywhere),
        test_in_scratch(no_cut_of_a_sample_crashes_or_loses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
