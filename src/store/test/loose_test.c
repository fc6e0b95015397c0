/* Picture files without an address: which known photo each is, whatever came first. */
#include "fixture.h"

/* One thing that comes in: a piece that shows a picture, a picture with an address, a file without one. */
typedef struct Source {
    const char *url;        /* of the piece or the picture; NULL: a file without an address */
    const char *href, *id;  /* of the picture that a piece shows */
    const char *path;       /* of a file */
    const char *bytes;      /* of a file or picture */
    const char *caption;    /* of the piece's picture, or in the file; NULL: none */
    unsigned width, height; /* of a file */
    bool is_page;           /* a piece that is the photo's own page */
} Source;

static const Source sources[] = {
    {.url = "http://herald.example/2014/06/quay",
     .href = "http://herald.example/wp-content/uploads/2014/06/quay-fire-300x200.jpg"},
    {.url = "http://herald.example/2014/06/quay/photo",
     .href = "http://herald.example/wp-content/uploads/2014/06/quay-fire.jpg",
     .id = "501",
     .is_page = true},
    {.url = "http://herald.example/2014/06/mayor",
     .href = "http://herald.example/pictures/mayor-speaks.jpg",
     .caption = "As printed."},
    {.url = "http://herald.example/2014/07/boat", .id = "777"},
    {.url = "http://herald.example/2014/07/twins-a", .href = "http://herald.example/a/market-day.jpg"},
    {.url = "http://herald.example/2014/07/twins-b", .href = "http://herald.example/b/market-day.jpg"},
    {.url = "http://herald.example/2014/07/camera", .href = "http://herald.example/c/DSC_0001.jpg"},
    {.url = "http://herald.example/2014/07/hall", .href = "http://herald.example/d/town-hall.jpg"},
    {.url = "http://herald.example/e/ferry.jpg", .bytes = "ferry bytes"},
    {.path = "pictures/2014/06/quay-fire.jpg",
     .bytes = "quay",
     .caption = "The quay burns.",
     .width = 900,
     .height = 600},
    {.path = "x/Mayor%20speaks.jpg",
     .bytes = "mayor large",
     .caption = "From the file.",
     .width = 900,
     .height = 600},
    {.path = "y/mayor-speaks.jpg", .bytes = "mayor small", .width = 300, .height = 200},
    {.path = "desk/777-crop.jpg",
     .bytes = "boat",
     .id = "777",
     .caption = "A boat.",
     .width = 30,
     .height = 20},
    {.path = "desk/777.jpg", .bytes = "boat, poorer", .id = "777", .width = 60, .height = 40},
    {.path = "market-day.jpg", .bytes = "market", .caption = "A market.", .width = 30, .height = 20},
    {.path = "DSC_0001.jpg", .bytes = "camera", .caption = "Camera.", .width = 30, .height = 20},
    {.path = "p/town-hall.jpg", .bytes = "hall", .caption = "The hall.", .width = 30, .height = 20},
    {.path = "q/town-hall.jpg", .bytes = "another hall", .caption = "Another.", .width = 20, .height = 90},
    {.path = "renamed.jpg", .bytes = "ferry bytes", .caption = "The ferry.", .width = 30, .height = 20},
    {.path = "old/wp-content/uploads/2011/01/unused.jpg", .bytes = "unused", .width = 30, .height = 20},
    {.path = "alone.jpg", .bytes = "alone", .caption = "Alone.", .width = 30, .height = 20},
};
enum { SOURCES = sizeof sources / sizeof *sources };

static Slice text_of(const char *text)
{
    return text ? slice_from(text) : SLICE_EMPTY;
}

static Slice sha1_of(Arena *arena, Slice bytes)
{
    unsigned char out[DIGEST_MAX_BYTES];
    Digest *digest = digest_open(DIGEST_SHA1);
    digest_add(digest, bytes);
    digest_finish(digest, out);
    digest_close(digest);
    return hex_of(arena, out, 20);
}

static Capture add_picture(Fixture *f, Slice url, Slice bytes)
{
    Slice head = warc_wrap_head(f->arena, url, SLICE("p.jpg"), 100, SLICE("image/jpeg"), bytes);
    Slice frame = warc_pack(f->packer, store_codec(f->store), f->arena, head, bytes);
    Capture capture = {.kind = RECORD_RESOURCE,
                       .url = url,
                       .captured_s = 100,
                       .media_type = SLICE("image/jpeg"),
                       .sha256 = digest_sha256_hex(f->arena, bytes),
                       .payload_sha1 = sha1_of(f->arena, bytes),
                       .is_file = slice_is_empty(url)};
    assert_ok(store_capture_add(f->store, &capture, frame, 0, &f->err), f->err);
    return capture;
}

static void put_piece(Fixture *f, const Article *article, const Capture *capture)
{
    Put put;
    assert_ok(store_article_put(f->store, article, capture, false, &put, &f->err), f->err);
}

/* The piece that a file makes of itself. */
static void put_file_piece(Fixture *f, const Source *source, const Capture *capture)
{
    Article a = {.page_kind = PAGE_PHOTO, .id = arena_format(f->arena, "x%.12s", capture->sha256.data)};
    *LIST_ADD(f->arena, &a.media) =
        (Media){.id = text_of(source->id),
                .href = arena_format(f->arena, "/-/file/%.*s", SLICE_ARG(capture->sha256)),
                .caption = text_of(source->caption)};
    put_piece(f, &a, capture);
}

static void put_source(Fixture *f, const Source *source)
{
    if (source->bytes) {
        Capture capture = add_picture(f, text_of(source->url), slice_from(source->bytes));
        Address address = {.kind = ADDRESS_CAPTURE, .capture = capture.number};
        if (source->url) {
            assert_ok(store_address_put(f->store, capture.url, &address, NULL, &f->err), f->err);
            return;
        }
        LoosePhoto loose = {.path = slice_from(source->path), .speaks = source->caption != NULL};
        loose.media = (Media){.id = text_of(source->id),
                              .caption = text_of(source->caption),
                              .width = source->width,
                              .height = source->height};
        assert_ok(store_loose_photo_put(f->store, &loose, capture.number, &f->err), f->err);
        if (loose.speaks)
            put_file_piece(f, source, &capture);
        return;
    }
    Slice url = slice_from(source->url);
    Article a = fixture_article(f->arena, SLICE_EMPTY, url, url, SLICE("Text."));
    if (source->is_page)
        a.page_kind = PAGE_PHOTO;
    *LIST_ADD(f->arena, &a.media) = (Media){
        .id = text_of(source->id), .href = text_of(source->href), .caption = text_of(source->caption)};
    Capture capture = fixture_capture(f, url, 50, url);
    put_piece(f, &a, &capture);
}

static const Source *source_of(Fixture *f, Slice sha256)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (sources[i].bytes && !sources[i].url &&
            slice_equal(digest_sha256_hex(f->arena, slice_from(sources[i].bytes)), sha256))
            return &sources[i];
    return NULL;
}

static void settle(Fixture *f)
{
    int64_t *unmade;
    size_t count;
    bool is_changed;
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_settle_home_host(f->store, &is_changed, &f->err), f->err);
    assert_ok(store_loose_photos_settle(f->store, f->arena, &unmade, &count, &f->err), f->err);
    for (size_t i = 0; i < count; i++) {
        Capture capture;
        assert_ok(store_capture_get(f->store, f->arena, unmade[i], &capture, &f->err), f->err);
        put_file_piece(f, source_of(f, capture.sha256), &capture);
        assert_ok(store_loose_photo_made(f->store, unmade[i], &f->err), f->err);
    }
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void put_all(Fixture *f, const size_t *order, size_t count, uint64_t settle_after)
{
    for (size_t i = 0; i < count; i++) {
        assert_ok(store_begin(f->store, &f->err), f->err);
        put_source(f, &sources[order[i]]);
        assert_ok(store_commit(f->store, &f->err), f->err);
        if (settle_after >> i & 1)
            settle(f);
    }
    settle(f);
}

/* ---- what is shown ---- */

static void dump_addresses(Fixture *f, Builder *b)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    const char *sql =
        "SELECT url_key, kind, (SELECT sha256 FROM capture WHERE number = address.capture),"
        " (SELECT id FROM article WHERE number = address.article), status FROM address ORDER BY 1";
    assert_int_equal(
        sqlite3_open_v2(path_join(f->arena, f->archive, "archive.db"), &db, SQLITE_OPEN_READWRITE, NULL), 0);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < 5; i++) {
            const char *text = (const char *)sqlite3_column_text(s, i);
            builder_format(b, "%s|", text ? text : "");
        }
        builder_add_byte(b, '\n');
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
}

static Slice shown(Fixture *f)
{
    Builder b;
    int64_t *numbers;
    Slices ids;
    builder_init(&b, f->arena);
    assert_ok(store_articles_by_id(f->store, f->arena, SLICE_EMPTY, 100, &numbers, &ids, &f->err), f->err);
    for (size_t i = 0; i < ids.count; i++) {
        Article a;
        assert_ok(store_article_get(f->store, f->arena, numbers[i], ARTICLE_WHOLE, &a, &f->err), f->err);
        builder_format(&b, "%.*s %.*s", SLICE_ARG(ids.items[i]), SLICE_ARG(a.headline));
        for (size_t k = 0; k < a.media.count; k++)
            builder_format(&b, " [%.*s %.*s '%.*s']", SLICE_ARG(a.media.items[k].id),
                           SLICE_ARG(a.media.items[k].href), SLICE_ARG(a.media.items[k].caption));
        builder_add_byte(&b, '\n');
    }
    dump_addresses(f, &b);
    return builder_slice(&b);
}

static void in_order(size_t *order)
{
    for (size_t i = 0; i < SOURCES; i++)
        order[i] = i;
}

static Slice answers_with(Fixture *f, const char *key)
{
    Capture capture;
    Status status = store_capture_at(f->store, f->arena, slice_from(key), 0, &capture, &f->err);
    assert_true(status == STATUS_OK || status == STATUS_END);
    return status == STATUS_OK ? capture.sha256 : SLICE_EMPTY;
}

static void assert_answers(Fixture *f, const char *key, const char *bytes)
{
    assert_slice(answers_with(f, key), bytes ? digest_sha256_hex(f->arena, slice_from(bytes)) : SLICE_EMPTY);
}

static Article piece_at(Fixture *f, const char *path)
{
    int64_t number;
    Article a;
    assert_ok(store_article_by_path(f->store, slice_from(path), &number, &f->err), f->err);
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &a, &f->err), f->err);
    return a;
}

static size_t count_file_pieces(Fixture *f)
{
    return (size_t)database_number(f->archive, f->arena,
                                   "SELECT count(*) FROM photo_use WHERE href LIKE '/-/file/%' OR photo IN"
                                   " (SELECT number FROM photo WHERE href LIKE '/-/file/%')");
}

static bool is_piece_of(Fixture *f, const char *bytes)
{
    Slice sha256 = digest_sha256_hex(f->arena, slice_from(bytes));
    return database_number(
               f->archive, f->arena,
               arena_string(f->arena,
                            arena_format(f->arena, "SELECT count(*) FROM article WHERE id = 'x%.12s'",
                                         sha256.data))) == 1;
}

static void a_file_folds_into_the_photo_that_it_is(void **state)
{
    Fixture *f = *state;
    size_t order[SOURCES];
    in_order(order);
    put_all(f, order, SOURCES, 0);

    /* by its place in the uploads: all sizes answer, the page's words are the file's */
    assert_answers(f, "herald.example/wp-content/uploads/2014/06/quay-fire.jpg", "quay");
    assert_answers(f, "herald.example/wp-content/uploads/2014/06/quay-fire-300x200.jpg", "quay");
    assert_slice(piece_at(f, "/2014/06/quay").media.items[0].caption, SLICE("The quay burns."));
    /* by its name: the larger answers; what is printed stays */
    assert_answers(f, "herald.example/pictures/mayor-speaks.jpg", "mayor large");
    assert_slice(piece_at(f, "/2014/06/mayor").media.items[0].caption, SLICE("As printed."));
    /* by the publisher's id, of a photo without any address: the fuller of two speaks, the larger is shown */
    Media boat = piece_at(f, "/2014/07/boat").media.items[0];
    assert_slice(boat.caption, SLICE("A boat."));
    assert_slice(boat.href, arena_format(f->arena, "/-/file/%.*s",
                                         SLICE_ARG(digest_sha256_hex(f->arena, SLICE("boat, poorer")))));
    /* two photos of one name, a camera's counter, two different pictures of one name: none is told */
    assert_answers(f, "herald.example/a/market-day.jpg", NULL);
    assert_answers(f, "herald.example/c/dsc_0001.jpg", NULL);
    assert_answers(f, "herald.example/c/DSC_0001.jpg", NULL);
    assert_answers(f, "herald.example/d/town-hall.jpg", NULL);
    /* by its bytes, by its place alone */
    assert_answers(f, "herald.example/e/ferry.jpg", "ferry bytes");
    assert_answers(f, "herald.example/wp-content/uploads/2011/01/unused.jpg", "unused");

    assert_false(is_piece_of(f, "quay"));
    assert_false(is_piece_of(f, "mayor large"));
    assert_false(is_piece_of(f, "boat"));
    assert_false(is_piece_of(f, "ferry bytes"));
    assert_true(is_piece_of(f, "market"));
    assert_true(is_piece_of(f, "camera"));
    assert_true(is_piece_of(f, "hall"));
    assert_true(is_piece_of(f, "another hall"));
    assert_true(is_piece_of(f, "alone"));
    assert_int_equal(count_file_pieces(f), 5);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void the_id_of_a_folded_piece_leads_to_the_photos_page(void **state)
{
    Fixture *f = *state;
    int64_t number;
    const size_t order[] = {9, 0, 1};
    put_all(f, order, 3, 1);
    Slice id = arena_format(f->arena, "x%.12s", digest_sha256_hex(f->arena, SLICE("quay")).data);
    assert_ok(store_article_by_id(f->store, id, &number, &f->err), f->err);
    assert_int_equal(number, piece_at(f, "/2014/06/quay/photo").number);
}

static void what_folded_is_a_photo_again_when_it_is_doubtful(void **state)
{
    Fixture *f = *state;
    const size_t first[] = {14, 4}, second[] = {5};
    put_all(f, first, 2, 0);
    assert_false(is_piece_of(f, "market"));
    assert_answers(f, "herald.example/a/market-day.jpg", "market");
    put_all(f, second, 1, 0);
    assert_true(is_piece_of(f, "market"));
    assert_answers(f, "herald.example/a/market-day.jpg", NULL);
    assert_int_equal(piece_at(f, "/2014/07/twins-a").media.items[0].caption.size, 0);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void the_lost_are_those_without_a_file(void **state)
{
    Fixture *f = *state;
    size_t order[SOURCES];
    MissingFacts facts;
    MissingReport report;
    in_order(order);
    put_all(f, order, SOURCES, 0);
    assert_ok(store_missing(f->store, f->arena, &facts, &report, &f->err), f->err);
    assert_int_equal(report.lost_photo_count, 4); /* two markets, the camera's, the hall's */
}

static void order_leaves_no_trace(void **state)
{
    Fixture *f = *state;
    uint64_t seed = 20140627;
    Slice reference = SLICE_EMPTY;
    for (int round = 0; round < 12; round++) {
        size_t order[SOURCES];
        in_order(order);
        for (size_t i = SOURCES - 1; i > 0; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t j = (size_t)(seed >> 33) % (i + 1), kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        put_all(f, order, SOURCES, round == 0 ? 0 : seed >> 20);
        Slice now = shown(f);
        if (round == 0)
            reference = now;
        assert_slice(now, reference);
        assert_int_equal(fixture_verify(f).count, 0);
        store_close(f->store);
        f->store = NULL;
        remove_tree(f->arena, f->archive);
        assert_ok(store_create(f->archive, &fixture_settings, &f->err), f->err);
        fixture_open(f, STORE_WRITE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_folds_into_the_photo_that_it_is),
        TEST(the_id_of_a_folded_piece_leads_to_the_photos_page),
        TEST(what_folded_is_a_photo_again_when_it_is_doubtful),
        TEST(the_lost_are_those_without_a_file),
        TEST(order_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
