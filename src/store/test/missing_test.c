/* What the rows of an archive say about what is not there: made-up archives whose gaps are known. */
#include "store/test/fixture.h"

#include "store/missing.h"

enum { AT_S = 1400000000 };

/* ---- making ---- */

static void begin(Fixture *f)
{
    assert_ok(store_begin(f->store, &f->err), f->err);
}

static void commit(Fixture *f)
{
    bool changed;
    assert_ok(store_settle_home_host(f->store, &changed, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static Article piece(Fixture *f, const char *id, const char *path)
{
    Slice url = arena_format(f->arena, "https://www.paper.example/%s", path);
    Article article = fixture_article(f->arena, slice_from(id), url, slice_from(path),
                                      arena_format(f->arena, "The text of %s.", path));
    article.cms_id = slice_from(id);
    assert_true(moment_make(&article.published, GRAIN_DAY, 2014, 5, 2, 0, 0));
    return article;
}

static int64_t put(Fixture *f, const Article *article)
{
    Capture capture = fixture_capture(f, article->url, AT_S, article->url);
    Put done;
    assert_ok(store_article_put(f->store, article, &capture, false, &done, &f->err), f->err);
    Address address = {
        .kind = ADDRESS_ARTICLE, .is_canonical = true, .article = done.number, .capture = capture.number};
    assert_ok(store_address_put(f->store, article->url, &address, NULL, &f->err), f->err);
    return done.number;
}

static void link_to(Fixture *f, int64_t article, const char *const *paths, size_t count)
{
    Slices urls = {0};
    for (size_t i = 0; i < count; i++)
        *LIST_ADD(f->arena, &urls) = slice_find(slice_from(paths[i]), SLICE("://")) == SLICE_NONE
                                         ? arena_format(f->arena, "https://www.paper.example/%s", paths[i])
                                         : slice_from(paths[i]);
    assert_ok(store_links_put(f->store, article, &urls, &f->err), f->err);
}

static void withhold(Fixture *f, const char *id)
{
    Act act = {.verb = ACT_WITHHOLD,
               .at_s = AT_S,
               .who = SLICE("a keeper"),
               .why = SLICE("a test"),
               .target = slice_from(id),
               .article = slice_from(id)};
    assert_ok(store_act_add(f->store, &act, &f->err), f->err);
}

static void photo(Fixture *f, Article *article, const char *id, const char *href, const char *caption)
{
    *LIST_ADD(f->arena, &article->media) =
        (Media){.id = slice_from(id), .href = slice_from(href), .caption = slice_from(caption)};
}

static void hold_picture(Fixture *f, const char *href)
{
    Slice bytes = arena_format(f->arena, "bytes of %s", href);
    Slice head = warc_wrap_head(f->arena, slice_from(href), SLICE("x.jpg"), AT_S, SLICE("image/jpeg"), bytes);
    Slice frame = warc_pack(f->packer, store_codec(f->store), f->arena, head, bytes);
    Capture capture = {.kind = RECORD_RESOURCE,
                       .url = slice_from(href),
                       .captured_s = AT_S,
                       .media_type = SLICE("image/jpeg"),
                       .sha256 = digest_sha256_hex(f->arena, bytes)};
    assert_ok(store_capture_add(f->store, &capture, frame, head.size + bytes.size + 4, &f->err), f->err);
    Address address = {.kind = ADDRESS_CAPTURE, .capture = capture.number};
    assert_ok(store_address_put(f->store, slice_from(href), &address, NULL, &f->err), f->err);
}

static MissingReport ask(Fixture *f, MissingFacts *facts)
{
    MissingReport report;
    assert_ok(store_missing(f->store, f->arena, facts, &report, &f->err), f->err);
    return report;
}

/* ---- tests ---- */

static void an_empty_archive_lacks_nothing(void **state)
{
    Fixture *f = *state;
    MissingFacts facts;
    MissingReport report = ask(f, &facts);
    assert_int_equal(facts.pieces.count, 0);
    assert_int_equal(facts.ids.count, 0);
    assert_int_equal(report.wanted_count + report.lost_photo_count + report.undated, 0);
}

static void ids_of_the_home_host_are_held_withheld_ones_too(void **state)
{
    Fixture *f = *state;
    begin(f);
    static const char *const ids[] = {"5518", "5519", "5520", "5524"};
    for (size_t i = 0; i < 4; i++) {
        Article article = piece(f, ids[i], arena_string(f->arena, arena_format(f->arena, "a%zu", i)));
        put(f, &article);
    }
    Article foreign = piece(f, "99", "foreign");
    foreign.url = foreign.canonical = SLICE("https://elsewhere.example/foreign");
    put(f, &foreign);
    Article named = piece(f, "", "named");
    named.id = SLICE("x00112233aabb");
    put(f, &named);
    withhold(f, "5519");
    commit(f);
    MissingFacts facts;
    MissingReport report = ask(f, &facts);
    assert_int_equal(facts.pieces.count, 6);
    assert_int_equal(facts.ids.count, 4);
    size_t held = 0, public = 0, home = 0;
    for (size_t i = 0; i < facts.pieces.count; i++) {
        held += facts.pieces.items[i].is_held;
        public += facts.pieces.items[i].is_public;
        home += facts.pieces.items[i].is_home;
    }
    assert_int_equal(held, 6);
    assert_int_equal(public, 5);
    assert_int_equal(home, 5);
    assert_int_equal(report.undated, 0);
}

static void an_archive_at_a_host_of_its_own_looks_at_the_papers_host(void **state)
{
    Fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    Settings settings = fixture_settings;
    settings.base_url = SLICE("https://archive.library.example");
    f->archive = path_join(f->arena, f->folder, "other");
    assert_ok(store_create(f->archive, &settings, &f->err), f->err);
    fixture_open(f, STORE_WRITE);
    begin(f);
    Article one = piece(f, "1", "one"), two = piece(f, "2", "two"), foreign = piece(f, "3", "three");
    foreign.url = foreign.canonical = SLICE("https://elsewhere.example/three");
    put(f, &one);
    put(f, &two);
    put(f, &foreign);
    commit(f);
    MissingFacts facts;
    (void)ask(f, &facts);
    assert_int_equal(facts.pieces.count, 3);
    assert_int_equal(facts.ids.count, 2);
    assert_true(facts.pieces.items[0].is_home && facts.pieces.items[1].is_home);
    assert_false(facts.pieces.items[2].is_home);
}

static void addresses_that_pieces_link_to_are_wanted_the_most_linked_first(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article one = piece(f, "1", "opinion/one"), two = piece(f, "2", "opinion/two");
    Article hidden = piece(f, "3", "opinion/hidden");
    int64_t first = put(f, &one), second = put(f, &two), third = put(f, &hidden);
    Address gone = {.kind = ADDRESS_GONE, .status = 404};
    assert_ok(store_address_put(f->store, SLICE("https://www.paper.example/gone"), &gone, NULL, &f->err),
              f->err);
    assert_ok(store_address_put(f->store, SLICE("https://www.paper.example/tried"), &gone, NULL, &f->err),
              f->err);
    static const char *const links[] = {
        "news/lost",                      /* wanted */
        "news/lost?share=twitter",        /* the same */
        "gone",                           /* answered 404, and is linked */
        "opinion/two",                    /* held */
        "wrong/section/two",              /* leads to it by its slug */
        "category/opinion/page/3",        /* a list */
        "2014/06/27",                     /* a list */
        "opinion/feed",                   /* a feed */
        "wp-content/uploads/a.jpg",       /* a picture */
        "wp-content/uploads/a.pdf",       /* a file of another kind */
        "https://elsewhere.example/lost", /* not ours */
    };
    link_to(f, first, links, sizeof links / sizeof *links);
    link_to(f, second, links, 1);
    static const char *const secret[] = {"news/lost", "only/hidden-links-here"};
    link_to(f, third, secret, 2);
    bool is_new;
    assert_ok(
        store_address_name(f->store, SLICE("https://www.paper.example/in-the-sitemap"), &is_new, &f->err),
        f->err);
    withhold(f, "3");
    commit(f);
    MissingFacts facts;
    MissingReport report = ask(f, &facts);
    static const struct {
        const char *path;
        uint32_t links;
    } wanted[] = {{"news/lost", 2}, {"gone", 1}, {"wp-content/uploads/a.pdf", 1}, {"in-the-sitemap", 0}};
    assert_int_equal(report.wanted_count, 4);
    assert_int_equal(report.wanted.count, 4);
    for (size_t i = 0; i < 4; i++) {
        bool is_found = false;
        for (size_t k = 0; k < 4; k++)
            is_found |= report.wanted.items[k].links == wanted[i].links &&
                        slice_ends_with(report.wanted.items[k].url, slice_from(wanted[i].path));
        if (!is_found)
            fail_msg("%s is not wanted", wanted[i].path);
    }
    assert_int_equal(report.wanted.items[0].links, 2);
    assert_slice(report.wanted.items[0].from, SLICE("1"));
    assert_int_equal(report.wanted.items[3].links, 0);
    assert_int_equal(report.wanted.items[3].from.size, 0);
}

static void a_page_that_is_held_is_not_wanted_whatever_its_kind(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article one = piece(f, "1", "opinion/one");
    int64_t number = put(f, &one);
    static const char *const links[] = {"about-us", "moved"};
    link_to(f, number, links, 2);
    (void)fixture_capture(f, SLICE("https://www.paper.example/about-us"), AT_S, SLICE("about us"));
    Address moved = {.kind = ADDRESS_REDIRECT, .target = SLICE("https://www.paper.example/opinion/one")};
    assert_ok(store_address_put(f->store, SLICE("https://www.paper.example/moved"), &moved, NULL, &f->err),
              f->err);
    commit(f);
    MissingFacts facts;
    assert_int_equal(ask(f, &facts).wanted_count, 0);
}

static void photos_whose_bytes_are_not_held_are_lost(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article one = piece(f, "1", "one"), two = piece(f, "2", "two");
    photo(f, &one, "70", "https://www.paper.example/up/lost.jpg", "A quay");
    photo(f, &one, "71", "https://www.paper.example/up/held.jpg", "");
    photo(f, &one, "72", "https://www.paper.example/up/large-300x200.jpg", "Held in another size");
    photo(f, &one, "73", "", "Only a number");
    photo(f, &two, "74", "https://www.paper.example/up/secret.jpg", "Not to be named");
    put(f, &one);
    put(f, &two);
    hold_picture(f, "https://www.paper.example/up/held.jpg");
    hold_picture(f, "https://www.paper.example/up/large.jpg");
    withhold(f, "2");
    commit(f);
    MissingFacts facts;
    MissingReport report = ask(f, &facts);
    assert_int_equal(report.lost_photo_count, 2);
    assert_slice(report.lost_photos.items[0].id, SLICE("70"));
    assert_slice(report.lost_photos.items[0].href, SLICE("https://www.paper.example/up/lost.jpg"));
    assert_slice(report.lost_photos.items[0].caption, SLICE("A quay"));
    assert_slice(report.lost_photos.items[0].article, SLICE("1"));
    assert_slice(report.lost_photos.items[1].id, SLICE("73"));
    assert_int_equal(report.empty_captions, 1);
    size_t photos = 0;
    for (size_t i = 0; i < facts.ids.count; i++)
        photos += facts.ids.items[i].article == 0;
    assert_int_equal(photos, 5); /* that of the withheld piece is held too */
}

static void a_caption_on_the_photos_own_page_is_a_caption(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article one = piece(f, "1", "one"), own = piece(f, "70", "own");
    own.page_kind = PAGE_PHOTO;
    photo(f, &own, "70", "https://www.paper.example/up/quay.jpg", "A quay");
    photo(f, &one, "70", "https://www.paper.example/up/quay.jpg", "");
    photo(f, &one, "71", "https://www.paper.example/up/mole.jpg", "");
    put(f, &own);
    put(f, &one);
    commit(f);
    MissingFacts facts;
    assert_int_equal(ask(f, &facts).empty_captions, 1);
}

static void undated_pieces_and_bylines_without_a_name_are_told(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article undated = piece(f, "1", "undated"), staff = piece(f, "2", "staff"),
            named = piece(f, "3", "named");
    undated.published = (Moment){0};
    staff.byline = SLICE("Our own correspondents");
    named.byline = SLICE("by Amir Taheri");
    *LIST_ADD(f->arena, &named.authors) =
        (Author){.name = SLICE("Amir Taheri"), .slug = SLICE("amir-taheri")};
    put(f, &undated);
    put(f, &staff);
    put(f, &named);
    commit(f);
    MissingFacts facts;
    MissingReport report = ask(f, &facts);
    assert_int_equal(report.undated, 1);
    assert_int_equal(report.unresolved_byline_count, 1);
    assert_slice(report.unresolved_bylines.items[0].id, SLICE("2"));
    assert_slice(report.unresolved_bylines.items[0].value, SLICE("Our own correspondents"));
}

static void a_drafts_id_is_held_but_it_was_never_in_the_paper(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article draft = piece(f, "7", "draft"), section = piece(f, "8", "world/b");
    draft.status = ARTICLE_DRAFT;
    section.section = (Label){SLICE("world"), SLICE("World")};
    put(f, &draft);
    put(f, &section);
    commit(f);
    MissingFacts facts;
    (void)ask(f, &facts);
    assert_int_equal(facts.ids.count, 2);
    assert_false(facts.pieces.items[0].is_held);
    assert_true(facts.pieces.items[1].is_held);
    assert_int_equal(facts.sections.count, 1);
    assert_int_equal(facts.pieces.items[1].section, facts.sections.items[0].number);
    assert_slice(facts.sections.items[0].label.label, SLICE("World"));
}

static void paths_of_pieces_and_files_are_told_from_machinery(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *path;
        bool is_wanted;
    } cases[] = {
        {"/opinion/a-piece", true},
        {"/2014/06/27/a-piece", true},
        {"/2014/06/27", false},
        {"/2014", false},
        {"/2014/06/27/12", true},
        {"/55384080", true},
        {"/?p=12", true},
        {"/", false},
        {"/?s=words", false},
        {"/?feed=rss2", false},
        {"/news.asp?id=4&section=2", true},
        {"/category/opinion", false},
        {"/Category/opinion", false},
        {"/tag/x/page/4", false},
        {"/opinion/page/2", false},
        {"/author/x", false},
        {"/sections/technology", false},
        {"/sections/technology/a-piece", true},
        {"/a-piece/feed", false},
        {"/a-piece/amp", false},
        {"/wp-content/uploads/2014/06/report.pdf", true},
        {"/wp-content/uploads/2014/06/photo.JPG", false},
        {"/wp-content/themes/x/style.css?ver=2", false},
        {"/sitemap.xml", false},
        {"/robots.txt", false},
        {"/wp-login.php?action=x", false},
        {"/wp-json/wp/v2/posts", false},
        {"/a-piece/attachment/a-photo", true},
        {"//a//piece", true},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (missing_is_path_wanted(f->arena, slice_from(cases[i].path)) != cases[i].is_wanted)
            fail_msg("'%s'", cases[i].path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_archive_lacks_nothing),
        TEST(ids_of_the_home_host_are_held_withheld_ones_too),
        TEST(an_archive_at_a_host_of_its_own_looks_at_the_papers_host),
        TEST(addresses_that_pieces_link_to_are_wanted_the_most_linked_first),
        TEST(a_page_that_is_held_is_not_wanted_whatever_its_kind),
        TEST(photos_whose_bytes_are_not_held_are_lost),
        TEST(a_caption_on_the_photos_own_page_is_a_caption),
        TEST(undated_pieces_and_bylines_without_a_name_are_told),
        TEST(a_drafts_id_is_held_but_it_was_never_in_the_paper),
        TEST(paths_of_pieces_and_files_are_told_from_machinery),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
