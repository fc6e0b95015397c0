/* What the tests of store/ share: a folder of their own, an archive in it, captures and articles to put. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/builder.h"
#include "base/digest.h"
#include "store/store.h"
#include "syntax/warc.h"

#define assert_status(got, wanted, err)                                                                      \
    do {                                                                                                     \
        Status got_ = (got);                                                                                 \
        if (got_ != (wanted))                                                                                \
            fail_msg("status %d instead of %d: %s", (int)got_, (int)(wanted), (err).message);                \
    } while (0)
#define assert_ok(got, err) assert_status(got, STATUS_OK, err)
#define assert_slice(got, wanted)                                                                            \
    do {                                                                                                     \
        Slice got_ = (got), wanted_ = (wanted);                                                              \
        if (!slice_equal(got_, wanted_))                                                                     \
            fail_msg("'%.*s' instead of '%.*s'", SLICE_ARG(got_), SLICE_ARG(wanted_));                       \
    } while (0)
#define assert_contains(text, part)                                                                          \
    do {                                                                                                     \
        if (!strstr((text), (part)))                                                                         \
            fail_msg("'%s' has no '%s'", (text), (part));                                                    \
    } while (0)

typedef struct Fixture {
    Arena *arena;
    char *folder; /* of this test; removed behind it */
    char *archive;
    Store *store;
    WarcPacker *packer;
    Error err;
} Fixture;

static const Settings fixture_settings = {
    .title = {"The Test", 8}, .language = {"en", 2}, .timezone = {"Asia/Riyadh", 11}};

static inline void remove_tree(Arena *arena, const char *folder)
{
    Slices names = {0};
    if (file_list(arena, folder, &names, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *path = path_join(arena, folder, arena_string(arena, names.items[i]));
        if (file_kind(path) == FILE_FOLDER)
            remove_tree(arena, path);
        else
            unlink(path);
    }
    rmdir(folder);
}

static inline void fixture_open(Fixture *f, StoreMode mode)
{
    assert_ok(store_open(f->archive, mode, &f->store, &f->err), f->err);
}

static inline void fixture_reopen(Fixture *f, StoreMode mode)
{
    store_close(f->store);
    f->store = NULL;
    fixture_open(f, mode);
}

/* cmocka's setup: an empty archive, open for writing. */
static inline int fixture_setup(void **state)
{
    Arena *arena = arena_open(SIZE_MAX);
    Fixture *f = ARENA_NEW(arena, Fixture);
    f->arena = arena;
    const char *place = getenv("TMPDIR");
    f->folder = arena_string(arena, arena_format(arena, "%s/backfile-store-XXXXXX", place ? place : "/tmp"));
    assert_non_null(mkdtemp(f->folder));
    f->archive = path_join(arena, f->folder, "archive");
    f->packer = warc_packer_open();
    assert_ok(store_create(f->archive, &fixture_settings, &f->err), f->err);
    fixture_open(f, STORE_WRITE);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    Fixture *f = *state;
    store_close(f->store);
    warc_packer_close(f->packer);
    remove_tree(f->arena, f->folder);
    arena_close(f->arena);
    return 0;
}

/* A page with words from the seed; alike enough for a dictionary to learn from. */
static inline Slice fixture_page(Arena *arena, unsigned seed, size_t words)
{
    static const char *const stock[] = {"minister",  "said",    "the", "talks",  "in",      "Cairo",
                                        "on",        "Tuesday", "oil", "prices", "council", "border",
                                        "agreement", "Reuters", "of",  "and"};
    Builder b;
    builder_init(&b, arena);
    builder_add_string(
        &b, "<!DOCTYPE html><html><head><title>The Test</title><link rel=stylesheet href=/style.css>"
            "</head><body><nav><a href=/world>World</a><a href=/sport>Sport</a></nav><article>");
    uint64_t x = seed * 2654435761u + 12345;
    for (size_t i = 0; i < words; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        builder_format(&b, "%s%s", stock[x >> 60], i % 40 == 39 ? ".</p>\n<p class=\"story-body\">" : " ");
        if (i % 7 == 0)
            builder_add_u64(&b, x >> 40);
    }
    builder_add_string(&b, "</article><footer>All rights reserved</footer></body></html>");
    return builder_slice(&b);
}

/* Packs a page as a resource record and adds it. */
static inline Capture fixture_capture(Fixture *f, Slice url, int64_t at_s, Slice page)
{
    Slice head = warc_wrap_head(f->arena, url, SLICE("page.html"), at_s, SLICE("text/html"), page);
    Slice frame = warc_pack(f->packer, store_codec(f->store), f->arena, head, page);
    Capture capture = {.kind = RECORD_RESOURCE,
                       .record_id = SLICE("urn:uuid:test"),
                       .url = url,
                       .captured_s = at_s,
                       .media_type = SLICE("text/html"),
                       .sha256 = digest_sha256_hex(f->arena, page),
                       .page_kind = PAGE_ARTICLE};
    assert_ok(store_capture_add(f->store, &capture, frame, head.size + page.size + 4, &f->err), f->err);
    assert_true(capture.number > 0);
    return capture;
}

/* An article that is known by `id` (to its publisher, too), told apart by its headline and text. */
static inline Article fixture_article(Arena *arena, Slice id, Slice url, Slice headline, Slice text)
{
    Article a = {.id = id, .cms_id = id, .url = url, .canonical = url, .headline = headline};
    a.page_kind = PAGE_ARTICLE;
    a.lang = SLICE("en");
    a.dir = SLICE("ltr");
    *LIST_ADD(arena, &a.body) = (Block){.kind = BLOCK_PARAGRAPH, .text = text, .html = text};
    article_join_text(&a, arena);
    return a;
}

static inline int64_t database_number(const char *archive, Arena *arena, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(
        sqlite3_open_v2(path_join(arena, archive, "archive.db"), &db, SQLITE_OPEN_READWRITE, NULL), 0);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

typedef struct Faults {
    size_t count;
    char text[4096];
} Faults;

static inline void count_fault(void *context, const char *message)
{
    Faults *faults = context;
    faults->count++;
    size_t used = strlen(faults->text);
    snprintf(faults->text + used, sizeof faults->text - used, "%s\n", message);
}

static inline Faults fixture_verify(Fixture *f)
{
    Faults faults = {0};
    assert_ok(store_verify(f->store, count_fault, &faults, NULL, &f->err), f->err);
    return faults;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
