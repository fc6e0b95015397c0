/* Sitemaps in XML, packed and as lists of addresses, among files and among the answers of a crawl. */
#include "import/test/made.h"

#include "import/inside.h"

static Slice sample(Arena *arena, const char *name)
{
    Slice bytes = SLICE_EMPTY;
    Slice path = arena_format(arena, "%s/tests/samples/feeds/%s%c", BACKFILE_SOURCE_DIR, name, 0);
    assert_int_equal(file_read(arena, path.data, (size_t)1 << 20, &bytes, NULL), STATUS_OK);
    return bytes;
}

static const Record *read_body(Arena *arena, Slice body, const char *media_type)
{
    Record *record = ARENA_NEW(arena, Record);
    *record = (Record){.body = body, .media_type = slice_from(media_type), .url = SLICE("http://a.example/")};
    const StatedReader *reader = stated_reader_of(record);
    assert_ptr_equal(reader, &stated_sitemap);
    assert_int_equal(reader->read(record, arena, NULL), STATUS_OK);
    return record;
}

static void addresses_and_pieces_are_stated(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)8 << 20);
    const Record *record = read_body(arena, sample(arena, "sitemap.xml"), "application/xml");
    assert_int_equal(record->stated_count, 4); /* one address is named twice, one is no address */
    const Stated *front = &record->stated[0], *ferry = &record->stated[1];

    assert_int_equal(front->kind, STATED_ADDRESS);
    assert_slice(front->source, "sitemap");
    assert_slice(front->article.url, "https://www.tramontane.example/");
    assert_slice(moment_format(arena, front->article.modified), "2017-11-21");

    assert_int_equal(ferry->kind, STATED_PIECE);
    assert_slice(ferry->article.url, "https://www.tramontane.example/2014/06/ferry");
    assert_slice(ferry->article.headline, "Ferry strike ends");
    assert_slice(moment_format(arena, ferry->article.published), "2014-06-27");
    assert_slice(moment_format(arena, ferry->article.modified), "2014-06-28T10:00+02:00");
    assert_slice(ferry->article.lang, "en");
    assert_slice(ferry->article.site_name, "The Tramontane");
    assert_int_equal(ferry->article.tags.count, 2);
    assert_slice(ferry->article.tags.items[1].label, "Labour");
    assert_int_equal(ferry->article.media.count, 1);
    assert_slice(ferry->article.media.items[0].caption, "A ferry & a crane.");

    assert_slice(record->stated[3].article.url,
                 "https://www.tramontane.example/fr"); /* of another language */
    arena_close(arena);
}

static void an_index_names_its_sitemaps(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)8 << 20);
    const Record *record = read_body(arena, sample(arena, "sitemap_index.xml"), "text/xml");
    assert_int_equal(record->stated_count, 1);
    assert_slice(record->stated[0].article.url, "https://www.tramontane.example/post-sitemap1.xml");
    arena_close(arena);
}

static void a_list_of_addresses_is_one(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)8 << 20);
    const Record *record = read_body(arena, sample(arena, "addresses.txt"), "text/plain");
    assert_int_equal(record->stated_count, 2);
    assert_slice(record->stated[1].article.url, "https://www.tramontane.example/b");
    assert_int_equal(stated_sitemap.bid(SLICE("http://a.example/\nand words\n")), 0);
    assert_int_equal(stated_sitemap.bid(SLICE("http://a.example/\n")), 0);
    assert_int_equal(stated_sitemap.bid(SLICE("http://a.example/ words\nhttp://b.example/ words\n")), 0);
    arena_close(arena);
}

static void a_packed_one_is_unpacked(void **state)
{
    (void)state;
    static const char *const types[] = {"application/x-gzip", "application/gzip", "application/octet-stream"};
    Arena *arena = arena_open((size_t)64 << 20);
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, sample(arena, "sitemap.xml"));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_int_equal(read_body(arena, packed, types[i])->stated_count, 4);
    Slice cut = slice_range(packed, 0, packed.size - 60);
    Record record = {.body = cut, .media_type = SLICE("application/vnd.sitemap+xml")};
    assert_int_equal(stated_sitemap.read(&record, arena, NULL), STATUS_OK);
    assert_true(record.stated_count >= 1); /* what came out before the cut */
    Slice other = codec_pack(arena, CODEC_GZIP, 6, SLICE("a log file\nhttp://a.example/ was read\n"));
    assert_int_equal(stated_sitemap.bid(other), 0);
    arena_close(arena);
}

/* So many a sitemap may have; in the memory that an import gives a record. */
static void fifty_thousand_addresses_fit(void **state)
{
    (void)state;
    Arena *bytes = arena_open((size_t)32 << 20), *arena = arena_open((size_t)128 << 20);
    Builder b;
    builder_init(&b, bytes);
    builder_add_string(&b, "<urlset>");
    for (int i = 0; i < 50000; i++)
        builder_format(&b, "<url><loc>http://a.example/2014/06/%d</loc><lastmod>2014-06-27</lastmod></url>\n",
                       i);
    builder_add_string(&b, "</urlset>");
    assert_int_equal(read_body(arena, builder_slice(&b), "text/xml")->stated_count, 50000);
    arena_close(arena);
    arena_close(bytes);
}

/* A few kilobytes that unpack to more than is read. */
static void a_bomb_is_no_danger(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)128 << 20);
    size_t size = (size_t)40 << 20;
    char *text = arena_text(arena, size);
    memset(text, ' ', size);
    memcpy(text, "<urlset><url><loc>http://a.example/a</loc></url>", 48);
    Slice packed = codec_pack(arena, CODEC_GZIP, 6, slice_of(text, size));
    Arena *small = arena_open((size_t)128 << 20);
    Record record = {.body = packed, .media_type = SLICE("application/vnd.sitemap+xml")};
    Error err = {{0}};
    Status status = stated_sitemap.read(&record, small, &err);
    assert_true(status == STATUS_SKIP || record.stated_count == 1);
    arena_close(small);
    arena_close(arena);
}

static void files_are_told_by_their_bytes(void **state)
{
    static const struct {
        const char *sample, *name, *format;
    } files[] = {
        {"sitemap.xml", "sitemap.xml", "sitemap"}, {"addresses.txt", "urls.txt", "sitemap"},
        {"rss2.xml", "page.html", "feed"},         {"atom1.xml", "atom", "feed"},
        {"channel.cdf", "channel.cdf", "feed"},    {"feed11.json", "feed.json", "json-feed"},
    };
    Arena *arena = arena_open((size_t)32 << 20);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Import *in = NULL;
        Record record;
        const char *path = write_in(*state, files[i].name, sample(arena, files[i].sample));
        assert_int_equal(import_open(path, (ImportOptions){0}, &in, NULL), STATUS_OK);
        assert_string_equal(import_format(in), files[i].format);
        assert_int_equal(import_next(in, arena, &record, NULL), STATUS_OK);
        assert_int_equal(import_decode(&record, arena, NULL), STATUS_OK);
        assert_int_equal(record.body_kind, BODY_STATED);
        assert_true(record.stated_count >= 2);
        assert_int_equal(import_next(in, arena, &record, NULL), STATUS_END);
        import_close(in);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_and_pieces_are_stated), cmocka_unit_test(an_index_names_its_sitemaps),
        cmocka_unit_test(a_list_of_addresses_is_one),      cmocka_unit_test(a_packed_one_is_unpacked),
        cmocka_unit_test(fifty_thousand_addresses_fit),    cmocka_unit_test(a_bomb_is_no_danger),
        test_in_scratch(files_are_told_by_their_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
