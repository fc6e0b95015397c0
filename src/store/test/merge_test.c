/* Many claims on several pieces, put in any order: the archive is the same. */
#include "fixture.h"

#include "model/merge.h"

#define CLAIMS 14
#define PIECES 3

/* ---- a small source of chance ---- */

static unsigned roll(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

static Slice pick(uint64_t *seed, const char *const *words, unsigned count)
{
    return slice_from(words[roll(seed, count)]);
}
#define PICK(seed, words) pick((seed), (words), sizeof(words) / sizeof(words)[0])

/* ---- claims ---- */

typedef struct TestClaim {
    Article article;
    Slice page, url;
    int64_t at_s;
    bool is_revision;
} TestClaim;

static void say(Arena *arena, Article *a, const char *field, Slice source)
{
    *LIST_ADD(arena, &a->provenance) =
        (Origin){.field = slice_from(field), .source = source, .rule = SLICE("r"), .confidence = 0.75f};
}

/* A picture of the piece: by its id, by an address (in two sizes), or both. */
static void add_picture(Arena *arena, uint64_t *seed, unsigned piece, Article *a)
{
    Media media = {0};
    unsigned kind = roll(seed, 4);
    if (kind != 1)
        media.id = arena_format(arena, "9%u", piece);
    if (kind != 0)
        media.href = arena_format(arena, "https://example.org/files/p%u%s.jpg", piece,
                                  roll(seed, 2) ? "-300x200" : "");
    static const char *const captions[] = {"", "A caption", "Another caption"};
    media.caption = PICK(seed, captions);
    *LIST_ADD(arena, &a->media) = media;
}

/* What one source says of one of the pieces: some fields, by some class, at some of its addresses. */
static TestClaim make_claim(Arena *arena, uint64_t *seed, unsigned number)
{
    static const char *const sources[] = {"wxr", "json-ld", "visible", "rss", "opengraph", "ninjs"};
    static const char *const heads[] = {"", "Ships in the harbour", "The ships", "Ships in the Harbour!"};
    static const char *const texts[] = {"", "The ships came \"late\".", "The ships came “late”.",
                                        "No ships came."};
    static const char *const labels[] = {"", "Sport", "SPORT", "Sports"};
    static const char *const sections[] = {"sport", "arts", "world"};
    static const char *const names[] = {"", "Salma Haddad", "S. Haddad"};
    unsigned piece = roll(seed, PIECES);
    Slice source = PICK(seed, sources);
    TestClaim claim = {.at_s = 1000 + roll(seed, 6) * 10};
    Article *a = &claim.article;
    a->page_kind = piece == 2 ? PAGE_PHOTO : PAGE_ARTICLE;
    unsigned how = roll(seed, 4);
    Slice permalink = arena_format(arena, "https://example.org/piece-%u", piece);
    Slice other = arena_format(arena, "https://example.org/?p=%u", piece);
    if (how != 0)
        a->url = how == 1 ? other : permalink;
    if (how == 2)
        a->canonical = permalink;
    if (how == 3)
        *LIST_ADD(arena, &a->alt_ids) = (AltId){SLICE("permalink"), other};
    if (how <= 1 || roll(seed, 2))
        a->cms_id = arena_format(arena, "%u", 70 + piece);
    a->headline = PICK(seed, heads);
    if (roll(seed, 3))
        *LIST_ADD(arena, &a->body) = (Block){.kind = BLOCK_PARAGRAPH, .text = PICK(seed, texts)};
    if (a->body.count > 0 && a->body.items[0].text.size == 0)
        a->body = (Blocks){0};
    for (size_t i = 0; i < a->body.count; i++)
        a->body.items[i].html = a->body.items[i].text;
    article_join_text(a, arena);
    if (roll(seed, 2))
        a->summary = arena_format(arena, "Summary %u", roll(seed, 3));
    if (roll(seed, 2))
        a->section = (Label){SLICE("sport"), PICK(seed, labels)};
    for (unsigned i = roll(seed, 2) ? roll(seed, 4) : 0; i > 0; i--)
        *LIST_ADD(arena, &a->sections) = (Label){PICK(seed, sections), PICK(seed, labels)};
    article_settle_sections(arena, a);
    if (roll(seed, 2))
        *LIST_ADD(arena, &a->authors) = (Author){.slug = SLICE("salma"), .name = PICK(seed, names)};
    if (roll(seed, 2) || piece == 2)
        add_picture(arena, seed, piece == 2 ? roll(seed, 2) : piece, a);
    if (piece == 2)
        a->parent_id = SLICE("70");
    static const char *const fields[] = {"headline", "body",  "summary",  "section",
                                         "authors",  "media", "canonical"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (roll(seed, 3))
            say(arena, a, fields[i], source);
    if (slice_equal(source, SLICE("wxr")) && roll(seed, 3) == 0) {
        a->status = ARTICLE_DRAFT;
        say(arena, a, "status", source);
    }
    claim.is_revision = slice_equal(source, SLICE("wxr")) && roll(seed, 4) == 0;
    claim.url = a->url;
    claim.page = arena_format(arena, "page %u", number);
    return claim;
}

/* ---- the archive as text, without what order may change: numbers of rows, former ids ---- */

static const char *const dumps[] = {
    "SELECT article.id, cms_id, article.url, canonical, host, path, article.slug, article.page_kind, status,"
    " article.headline, summary, section.slug, section_label, capture.url, capture.sha256, version.digest, "
    "parent_id FROM article"
    " LEFT JOIN section ON section.number = section JOIN capture ON capture.number = article.capture"
    " JOIN version ON version.number = article.version ORDER BY article.id",
    "SELECT article.id, version.digest, first_seen_s, version.headline, likeness, text, capture.sha256"
    " FROM version JOIN article ON article.number = version.article LEFT JOIN capture"
    " ON capture.number = version.capture ORDER BY 1, 2",
    "SELECT article.id, version.digest, position, block.kind, block.text_begin, block.text, markup FROM block"
    " JOIN version ON version.number = block.version JOIN article ON article.number = version.article"
    " ORDER BY 1, 2, 3",
    "SELECT article.id, capture.sha256, version.digest, class FROM article_capture JOIN article"
    " ON article.number = article_capture.article JOIN capture ON capture.number = article_capture.capture"
    " LEFT JOIN version ON version.number = article_capture.version ORDER BY 1, 2",
    "SELECT url_key, address.kind, is_canonical, is_key, article.id, capture.sha256, address.status FROM "
    "address"
    " LEFT JOIN article ON article.number = address.article LEFT JOIN capture"
    " ON capture.number = address.capture ORDER BY 1",
    "SELECT cms_id.id, cms_id.host, article.id FROM cms_id JOIN article ON article.number = article ORDER BY "
    "1, 2",
    "SELECT article.id, position, author.slug, name, role FROM article_author JOIN article"
    " ON article.number = article JOIN author ON author.number = author ORDER BY 1, 2",
    "SELECT article.id, position, section.slug, article_section.label FROM article_section JOIN article"
    " ON article.number = article JOIN section ON section.number = article_section.section ORDER BY 1, 2",
    "SELECT slug, label, class FROM section UNION ALL SELECT slug, label, class FROM author ORDER BY 1, 2",
    "SELECT article.id, position, field, origin.source, place, rule, confidence, capture.sha256 FROM "
    "provenance"
    " JOIN origin ON origin.number = origin JOIN article ON article.number = provenance.article"
    " LEFT JOIN capture ON capture.number = provenance.capture ORDER BY 1, 2",
    "SELECT article.id, position, role, value FROM alt_id JOIN article ON article.number = article ORDER BY "
    "1, 2",
    "SELECT photo.id, href_key, article.id FROM photo LEFT JOIN article ON article.number = page"
    " WHERE photo.id IS NULL OR page IS NOT NULL ORDER BY 1, 2",
    "SELECT article.id, position, photo.id, is_bare, coalesce(photo_use.href, photo.href), caption"
    " FROM photo_use JOIN article ON article.number = article LEFT JOIN photo ON photo.number = photo"
    " ORDER BY 1, 2",
};

static void dump_rows(Builder *b, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            builder_add_string(b, text ? text : "NULL");
            builder_add_byte(b, '|');
        }
        builder_add_byte(b, '\n');
    }
    sqlite3_finalize(stmt);
}

static void dump_shown(Fixture *f, Builder *b)
{
    int64_t *numbers;
    Slices ids;
    assert_ok(store_articles_by_id(f->store, f->arena, SLICE_EMPTY, 100, &numbers, &ids, &f->err), f->err);
    for (size_t i = 0; i < ids.count; i++) {
        Article a;
        assert_ok(store_article_get(f->store, f->arena, numbers[i], ARTICLE_WHOLE, &a, &f->err), f->err);
        builder_format(b, "%.*s section %.*s", SLICE_ARG(ids.items[i]), SLICE_ARG(a.section.label));
        for (size_t k = 0; k < a.sections.count; k++)
            builder_format(b, " in %.*s", SLICE_ARG(a.sections.items[k].label));
        for (size_t k = 0; k < a.authors.count; k++)
            builder_format(b, " author %.*s", SLICE_ARG(a.authors.items[k].name));
        for (size_t k = 0; k < a.media.count; k++)
            builder_format(b, " photo %.*s %.*s %.*s", SLICE_ARG(a.media.items[k].id),
                           SLICE_ARG(a.media.items[k].href), SLICE_ARG(a.media.items[k].caption));
        builder_add_byte(b, '\n');
    }
}

static Slice dump(Fixture *f)
{
    Builder b;
    builder_init(&b, f->arena);
    sqlite3 *db = NULL;
    assert_int_equal(
        sqlite3_open_v2(path_join(f->arena, f->archive, "archive.db"), &db, SQLITE_OPEN_READWRITE, NULL), 0);
    for (size_t i = 0; i < sizeof dumps / sizeof dumps[0]; i++) {
        builder_format(&b, "-- %zu\n", i);
        dump_rows(&b, db, dumps[i]);
    }
    sqlite3_close(db);
    dump_shown(f, &b);
    return builder_slice(&b);
}

static Slice put_all(Fixture *f, const TestClaim *claims, const size_t *order, size_t count)
{
    store_close(f->store);
    remove_tree(f->arena, f->archive);
    assert_ok(store_create(f->archive, &fixture_settings, &f->err), f->err);
    fixture_open(f, STORE_WRITE);
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (size_t i = 0; i < count; i++) {
        const TestClaim *claim = &claims[order[i]];
        Put put;
        Capture capture = fixture_capture(f, claim->url, claim->at_s, claim->page);
        assert_ok(store_article_put(f->store, &claim->article, &capture, claim->is_revision, &put, &f->err),
                  f->err);
    }
    bool is_changed;
    assert_ok(store_settle_home_host(f->store, &is_changed, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    return dump(f);
}

static void assert_same_dump(Fixture *f, Slice first, Slice now, unsigned seed)
{
    (void)f;
    Slice a = first, b = now, x, y;
    while (slice_next_line(&a, &x) && slice_next_line(&b, &y)) {
        if (!slice_equal(x, y))
            fail_msg("seed %u:\n%.*s\n%.*s", seed, SLICE_ARG(x), SLICE_ARG(y));
    }
    assert_int_equal(first.size, now.size);
}

static void claims_in_any_order_give_the_same_archive(void **state)
{
    Fixture *f = *state;
    const char *wish = getenv("MERGE_SEEDS");
    unsigned seeds = wish ? (unsigned)strtoul(wish, NULL, 10) : 12;
    for (unsigned round = 1; round <= seeds; round++) {
        uint64_t seed = round * 7919u;
        TestClaim claims[CLAIMS];
        size_t order[CLAIMS];
        Slice first = SLICE_EMPTY;
        size_t count = 2 + roll(&seed, CLAIMS - 1);
        for (unsigned i = 0; i < count; i++)
            claims[i] = make_claim(f->arena, &seed, i);
        for (unsigned shuffle = 0; shuffle < 4; shuffle++) {
            for (size_t i = 0; i < count; i++) {
                size_t at = roll(&seed, (unsigned)i + 1);
                order[i] = order[at];
                order[at] = i;
            }
            Slice now = put_all(f, claims, order, count);
            if (shuffle == 0)
                first = now;
            assert_same_dump(f, first, now, round);
            Faults faults = fixture_verify(f);
            if (faults.count > 0)
                fail_msg("seed %u: %s", round, faults.text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(claims_in_any_order_give_the_same_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
