/* Single files and folders of them: each by its own format, in order, resumable, and nothing without a word.
 */
#include "import/test/made.h"

#include <sys/stat.h>
#include <unistd.h>

static const char page[] =
    "<!DOCTYPE html>\n<!-- saved from url=(0030)http://example.org/saved/page -->\n<html><p>Hi</html>";
static const char capture[] =
    "Site line\n\nA headline | The Paper\nSelect Page\n\nCairo- Somebody said something today.\n";
static const char png[] = "\x89PNG\r\n\x1a\n....";

static Record only_record(const char *path, Arena *arena, const char *format)
{
    Record record, more;
    Import *in = opened(path);
    Error err = {0};
    assert_string_equal(import_format(in), format);
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
    assert_int_equal(record.source_begin, 0);
    assert_int_equal(record.source_end, 1);
    assert_int_equal(import_decode(&record, arena, &err), STATUS_OK);
    assert_int_equal(import_next(in, arena, &more, &err), STATUS_END);
    assert_int_equal(import_done_bytes(in), import_total_bytes(in));
    assert_int_equal(import_seek(in, 0, &err), STATUS_OK);
    assert_int_equal(import_next(in, arena, &more, &err), STATUS_OK);
    assert_int_equal(import_seek(in, 1, &err), STATUS_OK);
    assert_int_equal(import_next(in, arena, &more, &err), STATUS_END);
    record.source_path = arena_copy(arena, record.source_path);
    import_close(in); /* what is small lives in the arena */
    return record;
}

static void a_page_knows_where_it_was_saved_from(void **state)
{
    Arena *arena = arena_open(16 << 20);
    const char *path = write_in(*state, "page.html", slice_from(page));
    Record record = only_record(path, arena, "html");
    assert_slice(record.url, "http://example.org/saved/page");
    assert_int_equal(record.body_kind, BODY_HTML);
    assert_int_equal(record.kind, RECORD_RESOURCE);
    assert_slice(record.media_type, "text/html");
    assert_true(slice_is_empty(record.warc));
    assert_true(slice_equal(record.body, slice_from(page)));
    assert_true(slice_equal(record.source_path, slice_from(path)));
    assert_true(record.file_time_s > 1600000000);

    static const struct {
        const char *text, *url;
    } pages[] = {
        {"<html><!-- Mirrored from example.org/a/b.html by HTTrack Website Copier/3.x [XR&CO'2014], x -->",
         "http://example.org/a/b.html"},
        {"<html><!--\n Page saved with SingleFile \n url: https://example.org/x?y=1 \n saved date: z\n-->",
         "https://example.org/x?y=1"},
        {"<html><!-- saved from url=https://example.org/ -->", "https://example.org/"},
        {"<html><!-- saved from url=(0016)javascript:alert -->", ""},
        {"<html><!-- saved from url=(99999999999999 -->", ""},
        {"<html><p>nothing", ""},
        {"<html><!-- saved from url=(", ""},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        record = only_record(write_in(*state, "p.html", slice_from(pages[i].text)), arena, "html");
        assert_true(slice_equal(record.url, slice_from(pages[i].url)));
    }
    arena_close(arena);
}

static void formats_are_told_by_content(void **state)
{
    static const struct {
        Slice bytes;
        const char *name, *format;
        BodyKind kind;
        const char *media_type;
    } files[] = {
        {{page, sizeof page - 1}, "x.bin", "html", BODY_HTML, "text/html"},
        {{capture, sizeof capture - 1}, "x.txt", "text", BODY_TEXT, "text/plain"},
        {{capture, sizeof capture - 1}, "noending", "text", BODY_TEXT, "text/plain"},
        {{"[Asharq Al-Awsat] What now?", 27}, "x.txt", "text", BODY_TEXT, "text/plain"},
        {{"\xFF\xFEH\0i\0 \0a\0", 10}, "x.txt", "text", BODY_TEXT, "text/plain"},
        {{"\xe3\xd1\xcd\xc8\xc7 \xc8\xdf", 8}, "x.txt", "text", BODY_TEXT, "text/plain"},
        {{"\xFF\xFE<\0h\0t\0m\0l\0>\0", 14}, "x", "html", BODY_HTML, "text/html"},
        {{"\xEF\xBB\xBF  <!-- c --><?x?><HTML lang=en>", 34}, "x", "html", BODY_HTML, "text/html"},
        {{"some <b>words</b>", 17}, "x.htm", "html", BODY_HTML, "text/html"},
        {{png, sizeof png - 1}, "page.html", "media", BODY_IMAGE, "image/png"},
        {{"\xff\xd8\xff\xe0 jpeg", 9}, "x", "media", BODY_IMAGE, "image/jpeg"},
        {{"GIF89a", 6}, "x", "media", BODY_IMAGE, "image/gif"},
        {{"RIFF\1\2\3\4WEBPVP8 ", 16}, "x", "media", BODY_IMAGE, "image/webp"},
        {{"<?xml version='1.0'?><svg xmlns='x'/>", 37}, "x", "media", BODY_IMAGE, "image/svg+xml"},
        {{"%PDF-1.4\n\xff", 10}, "x.txt", "media", BODY_OTHER, "application/pdf"},
        {{"body { color: red }", 19}, "x.css", "media", BODY_OTHER, "text/css"},
    };
    Arena *arena = arena_open(16 << 20);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Record record = only_record(write_in(*state, files[i].name, files[i].bytes), arena, files[i].format);
        assert_int_equal(record.body_kind, files[i].kind);
        assert_true(slice_equal(record.media_type, slice_from(files[i].media_type)));
        /* packed it is the same */
        char name[64];
        snprintf(name, sizeof name, "%s.gz", files[i].name);
        record = only_record(write_in(*state, name, codec_pack(arena, CODEC_GZIP, 6, files[i].bytes)), arena,
                             files[i].format);
        assert_true(slice_equal(record.body, files[i].bytes));
        assert_int_equal(record.body_kind, files[i].kind);
    }
    arena_close(arena);
}

static void what_is_not_read_is_named(void **state)
{
    static const struct {
        Slice bytes;
        const char *name, *says;
    } files[] = {
        {{"{\"a\": 1}", 8}, "a.json", "a JSON file"},
        {{"[\n {\"a\": 1}]", 12}, "a.txt", "a JSON file"},
        {{"<?xml version=\"1.0\"?><abc/>", 27}, "a.xml", "an XML file"},
        {{"PK\3\4 and so on", 13}, "a.wacz", "ZIP"},
        {{"PK\3\4 <and> so on", 15}, "a.html", "ZIP"},
        {{"{\"a\": \"<p>\"}", 12}, "a.html", "a JSON file"},
        {{"\x7f<\1\2\3\4p>", 8}, "a.php", "unknown bytes"},
        {{"\1\2\3\4", 4}, "a", "unknown bytes"},
        {{"User-agent: *\n", 14}, "robots.txt", "text, but no page"},
        {{"one,two\n", 8}, "a.csv", "text, but no page"},
        {{"", 0}, "a.html", "empty"},
        {{"\x1f\x8b\x08\0\0\0\0\0\0\xff", 10}, "a.warc.gz", "cut"},
        {{"\x28\xb5\x2f\xfd\0\0", 6}, "a.warc.zst", "zstd"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Import *in = NULL;
        Error err = {0};
        ImportOptions options = {0};
        assert_int_equal(import_open(write_in(*state, files[i].name, files[i].bytes), options, &in, &err),
                         STATUS_SKIP);
        assert_null(in);
        if (!strstr(err.message, files[i].says))
            fail_msg("'%s' says '%s'", files[i].name, err.message);
    }
    Import *in = NULL;
    Error err = {0};
    ImportOptions options = {0};
    assert_int_equal(import_open("there/is/nothing", options, &in, &err), STATUS_FAIL);
    assert_int_equal(import_open("/dev/null", options, &in, &err), STATUS_SKIP);
}

/* Writes a folder with something of everything; gives its path. */
static const char *make_folder(const char *scratch)
{
    static char folder[256];
    char below[512];
    Made made = made_open(CODEC_GZIP);
    for (unsigned i = 0; i < 5; i++)
        made_add(&made, page_text(made.arena, i, -1));
    snprintf(folder, sizeof folder, "%s/crawl", scratch);
    snprintf(below, sizeof below, "%s/b", folder);
    mkdir(folder, 0777);
    mkdir(below, 0777);
    write_in(below, "z.txt", slice_from(capture));
    write_in(below, "crawl.warc.gz", builder_slice(&made.bytes));
    write_in(below, "empty.html", SLICE_EMPTY);
    write_in(folder, "a.html", slice_from(page));
    write_in(folder, "c.png", slice_of(png, sizeof png - 1));
    write_in(folder, "d.json", SLICE("{\"a\":1}"));
    snprintf(below, sizeof below, "%s/loop", folder);
    assert_int_equal(symlink(".", below), 0);
    made_close(&made);
    return folder;
}

static void a_folder_is_read_in_the_order_of_its_paths(void **state)
{
    static const char *const paths[] = {
        "a.html",          "b/crawl.warc.gz", "b/crawl.warc.gz", "b/crawl.warc.gz", "b/crawl.warc.gz",
        "b/crawl.warc.gz", "b/empty.html",    "b/z.txt",         "c.png",           "d.json"};
    Arena *arena = arena_open(16 << 20);
    Import *in = opened(make_folder(*state));
    assert_string_equal(import_format(in), "folder");
    size_t i = 0;
    Record record, records[10];
    for (Status status; (status = import_next(in, arena, &record, NULL)) != STATUS_END; i++) {
        assert_true(i < 10);
        assert_true(slice_equal(record.source_path, slice_from(paths[i])));
        assert_int_equal(status, i == 6 || i == 9 ? STATUS_SKIP : STATUS_OK);
        records[i] = record;
        if (i > 0 && slice_equal(records[i - 1].source_path, record.source_path))
            assert_int_equal(records[i - 1].source_end, record.source_begin);
        else
            assert_true(i == 0 || records[i - 1].source_end <= record.source_begin);
    }
    assert_int_equal(i, 10);
    assert_int_equal(import_done_bytes(in), import_total_bytes(in));
    for (i = 1; i < 6; i++) /* records of files read to their end are still there */
        assert_true(slice_starts_with(records[i].block, SLICE("HTTP/1.1 200 OK")));
    import_close(in);
    arena_close(arena);
}

static void a_folder_is_taken_up_again_anywhere(void **state)
{
    const char *folder = make_folder(*state);
    Walk whole = walk_path(folder);
    assert_int_equal(whole.good, 8);
    assert_int_equal(whole.bad, 2);
    for (unsigned i = 0; i < 10; i++) {
        Import *in = opened(folder);
        assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
        Walk rest = walk(in);
        assert_int_equal(rest.good + rest.bad, 9 - i);
        assert_memory_equal(rest.ends, whole.ends + i + 1, (9 - i) * sizeof *rest.ends);
        assert_int_equal(import_seek(in, 0, NULL), STATUS_OK);
        assert_int_equal(walk(in).good, 8);
        assert_int_equal(import_seek(in, UINT64_MAX, NULL), STATUS_FAIL);
        import_close(in);
    }
}

static void digests_are_of_bytes_and_names(void **state)
{
    Arena *arena = arena_open(16 << 20);
    Slice first, second;
    Import *in = opened(write_in(*state, "x.txt", SLICE("abc")));
    assert_int_equal(import_digest(in, arena, &first, NULL), STATUS_OK);
    assert_slice(first, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    import_close(in);

    const char *folder = make_folder(*state);
    in = opened(folder);
    assert_int_equal(import_digest(in, arena, &first, NULL), STATUS_OK);
    assert_int_equal(first.size, 64);
    import_close(in);
    in = opened(folder);
    assert_int_equal(import_digest(in, arena, &second, NULL), STATUS_OK);
    assert_true(slice_equal(first, second));
    import_close(in);
    write_in(folder, "a.html", SLICE("<html>other"));
    in = opened(folder);
    assert_int_equal(import_digest(in, arena, &second, NULL), STATUS_OK);
    assert_false(slice_equal(first, second));
    import_close(in);
    arena_close(arena);
}

static void a_page_too_large_to_read_is_kept(void **state)
{
    Arena *arena = arena_open((size_t)96 << 20);
    size_t size = RECORD_HELD_MAX + 100;
    char *bytes = arena_text(arena, size);
    memset(bytes, 'x', size);
    memcpy(bytes, "<html>", 6);
    Slice both[] = {slice_of(bytes, size), codec_pack(arena, CODEC_GZIP, 1, slice_of(bytes, size))};
    for (int i = 0; i < 2; i++) {
        Record record;
        Error err = {0};
        Import *in = opened(write_in(*state, "x.html", both[i]));
        assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
        assert_true(slice_equal(record.block, both[0]));
        assert_int_equal(import_decode(&record, arena, &err), STATUS_SKIP);
        assert_non_null(strstr(err.message, "kept"));
        assert_true(slice_is_empty(record.body));
        assert_int_equal(record.body_kind, BODY_HTML);
        import_close(in);
    }
    arena_close(arena);
}

static void a_folder_within_can_be_left_out(void **state)
{
    Arena *arena = arena_open(16 << 20);
    char folder[1100], part[1200];
    write_in(*state, "a.html", slice_from(page));
    snprintf(folder, sizeof folder, "%s", write_in(*state, "b.html", slice_from(page)));
    *strrchr(folder, '/') = '\0';
    snprintf(part, sizeof part, "%s/archive", folder);
    assert_int_equal(mkdir(part, 0777), 0);
    write_in(*state, "archive/c.html", slice_from(page));
    write_in(*state, "archive.html", slice_from(page));
    const ImportOptions ways[] = {{0}, {.left_out = part}};
    for (int i = 0; i < 2; i++) {
        Import *in;
        Error err;
        Record record;
        int count = 0;
        assert_int_equal(import_open(folder, ways[i], &in, &err), STATUS_OK);
        while (import_next(in, arena, &record, &err) == STATUS_OK)
            count++;
        assert_int_equal(count, i == 0 ? 4 : 3);
        import_close(in);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(a_page_knows_where_it_was_saved_from),
        test_in_scratch(formats_are_told_by_content),
        test_in_scratch(what_is_not_read_is_named),
        test_in_scratch(a_folder_is_read_in_the_order_of_its_paths),
        test_in_scratch(a_folder_is_taken_up_again_anywhere),
        test_in_scratch(digests_are_of_bytes_and_names),
        test_in_scratch(a_page_too_large_to_read_is_kept),
        test_in_scratch(a_folder_within_can_be_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
