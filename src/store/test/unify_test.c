/* Many sources of one piece: rows that become one, ids, versions, labels, photos, revisits. */
#include "fixture.h"

#include "model/merge.h"

static const Slice piece = {"https://example.org/world/piece", 31};

static void begin(Fixture *f)
{
    assert_ok(store_begin(f->store, &f->err), f->err);
}

static void commit(Fixture *f)
{
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static Article get(Fixture *f, int64_t number)
{
    Article article;
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &article, &f->err), f->err);
    return article;
}

static Put put_as(Fixture *f, const Article *article, int64_t at_s, bool is_revision)
{
    Put put;
    static unsigned pages; /* a page of its own for each capture */
    Slice page = arena_format(f->arena, "page %u", pages++);
    Capture capture = fixture_capture(f, article->url, at_s, page);
    assert_ok(store_article_put(f->store, article, &capture, is_revision, &put, &f->err), f->err);
    put.id = arena_copy(f->arena, put.id);
    return put;
}

static Put put(Fixture *f, const Article *article, int64_t at_s)
{
    return put_as(f, article, at_s, false);
}

static void say(Fixture *f, Article *a, const char *field, const char *source)
{
    *LIST_ADD(f->arena, &a->provenance) =
        (Origin){.field = slice_from(field), .source = slice_from(source), .confidence = 1};
}

static bool is_touched(Fixture *f, int64_t number)
{
    int64_t *numbers;
    size_t count;
    bool found = false;
    assert_ok(store_touched(f->store, f->arena, &numbers, &count, &f->err), f->err);
    for (size_t i = 0; i < count; i++) {
        found = found || numbers[i] == number;
        assert_true(i == 0 || numbers[i - 1] < numbers[i]);
    }
    assert_ok(store_touched(f->store, f->arena, &numbers, &count, &f->err), f->err);
    assert_int_equal(count, 0);
    return found;
}

static int64_t number_of(Fixture *f, Slice id)
{
    int64_t number = 0;
    Status status = store_article_by_id(f->store, id, &number, &f->err);
    assert_true(status == STATUS_OK || status == STATUS_END);
    return number;
}

static Slice x_id(Fixture *f, Slice address)
{
    return arena_format(f->arena, "x%.12s", digest_sha256_hex(f->arena, address).data);
}

/* ---- rows that become one ---- */

static void two_rows_become_one_when_a_source_knows_both(void **state)
{
    Fixture *f = *state;
    Slice short_url = SLICE("https://example.org/?p=7");
    begin(f);
    Article a = fixture_article(f->arena, SLICE_EMPTY, piece, SLICE("Seen"), SLICE("Text."));
    Article b = fixture_article(f->arena, SLICE("7"), short_url, SLICE("Fed"), SLICE_EMPTY);
    Put first = put(f, &a, 100), second = put(f, &b, 200);
    assert_true(first.number != second.number);
    assert_slice(first.id, x_id(f, piece));

    Article c = fixture_article(f->arena, SLICE("7"), piece, SLICE("Exported"), SLICE_EMPTY);
    say(f, &c, "headline", "wxr");
    Put third = put(f, &c, 50);
    assert_int_equal(third.number, first.number);
    assert_int_equal(third.outcome, PUT_SAME);
    assert_true(third.is_changed);
    assert_true(third.is_merged);
    assert_slice(third.id, SLICE("7"));
    assert_true(is_touched(f, second.number));

    Article back = get(f, first.number), gone;
    assert_slice(back.headline, SLICE("Exported"));
    assert_slice(back.text, SLICE("Text."));
    assert_int_equal(back.captures.count, 3);
    assert_status(store_article_get(f->store, f->arena, second.number, ARTICLE_OWN, &gone, &f->err),
                  STATUS_END, f->err);
    assert_int_equal(number_of(f, x_id(f, piece)), first.number); /* a former id is found for ever */
    assert_int_equal(number_of(f, SLICE("7")), first.number);
    Address address;
    assert_ok(store_address_find(f->store, f->arena, SLICE("example.org/?p=7"), &address, &f->err), f->err);
    assert_int_equal(address.article, first.number);

    Article d =
        fixture_article(f->arena, SLICE("8"), SLICE("https://example.org/d"), SLICE("D"), SLICE("D."));
    assert_true(put(f, &d, 100).number > second.number); /* a number is never given again */
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void what_differs_by_a_number_at_its_end_stays_apart(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article a = fixture_article(f->arena, SLICE_EMPTY, piece, SLICE("Same"), SLICE("Same text."));
    Article b = a;
    b.url = SLICE("https://example.org/world/piece-2");
    b.canonical = piece; /* a theme that gives every page the canonical address of another */
    Put first = put(f, &a, 100);
    assert_int_equal(put(f, &b, 200).number, first.number);
    Article c = a;
    c.url = c.canonical = b.url;
    assert_true(put(f, &c, 300).number != first.number);
    commit(f);
}

static void a_changed_slug_is_the_same_piece(void **state)
{
    Fixture *f = *state;
    Address address;
    begin(f);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    Article b = fixture_article(f->arena, SLICE("7"), SLICE("https://example.org/world/other"), SLICE("H"),
                                SLICE("T"));
    Put first = put(f, &a, 100);
    assert_int_equal(put(f, &b, 200).number, first.number);
    assert_slice(get(f, first.number).path, SLICE("/world/other"));
    assert_ok(store_address_find(f->store, f->arena, SLICE("example.org/world/piece"), &address, &f->err),
              f->err);
    assert_int_equal(address.article, first.number);
    commit(f);
}

/* ---- versions ---- */

static void quotes_make_no_version_and_the_better_words_show(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article page = fixture_article(f->arena, SLICE("7"), piece, SLICE("“H”"), SLICE("He said “no”."));
    Article item = fixture_article(f->arena, SLICE("7"), piece, SLICE("\"H\""), SLICE("He said \"no\"."));
    say(f, &item, "body", "wxr");
    Put first = put(f, &page, 200);
    assert_int_equal(put(f, &item, 100).outcome, PUT_SAME);
    Article back = get(f, first.number);
    assert_int_equal(back.versions.count, 1);
    assert_int_equal(back.versions.items[0].at_s, 100);
    assert_slice(back.text, item.text);
    assert_slice(back.body.items[0].html, item.body.items[0].html);
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_source_without_a_text_makes_no_version(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article list = {.url = piece, .headline = SLICE("H"), .page_kind = PAGE_ARTICLE};
    Put first = put(f, &list, 100);
    assert_int_equal(get(f, first.number).versions.count, 1); /* an empty one */
    Article page = fixture_article(f->arena, SLICE_EMPTY, piece, SLICE("H"), SLICE("Text."));
    assert_int_equal(put(f, &page, 90).outcome, PUT_VERSION);
    assert_int_equal(put(f, &list, 300).outcome, PUT_SAME);
    Article back = get(f, first.number);
    assert_int_equal(back.versions.count, 1);
    assert_slice(back.text, SLICE("Text."));
    assert_int_equal(back.captures.count, 3);
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_revision_adds_a_version_and_says_nothing_else(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article older = fixture_article(f->arena, SLICE("7"), SLICE_EMPTY, SLICE("Old"), SLICE("Old text."));
    say(f, &older, "headline", "wxr");
    Put first = put_as(f, &older, 900, true);
    assert_slice(get(f, first.number).headline, SLICE("Old")); /* while nobody else speaks */
    Article page = fixture_article(f->arena, SLICE("7"), piece, SLICE("New"), SLICE("New text."));
    assert_int_equal(put(f, &page, 100).number, first.number);
    Article back = get(f, first.number);
    assert_slice(back.headline, SLICE("New"));
    assert_slice(back.text, SLICE("New text."));
    assert_int_equal(back.versions.count, 2);
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

/* ---- labels ---- */

static void an_author_named_later_shows_in_what_came_before(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    *LIST_ADD(f->arena, &a.authors) = (Author){.slug = SLICE("salma")};
    *LIST_ADD(f->arena, &a.authors) = (Author){.slug = SLICE("omar"), .name = SLICE("As printed")};
    Put first = put(f, &a, 100);
    is_touched(f, 0);
    assert_ok(store_label_put(f->store, FACET_AUTHOR, SLICE("omar"), SLICE("Omar"), CLASS_CMS, &f->err),
              f->err);
    assert_false(is_touched(f, first.number));
    assert_ok(
        store_label_put(f->store, FACET_AUTHOR, SLICE("salma"), SLICE("Salma Haddad"), CLASS_CMS, &f->err),
        f->err);
    assert_true(is_touched(f, first.number));
    assert_ok(
        store_label_put(f->store, FACET_AUTHOR, SLICE("salma"), SLICE("A. Page"), CLASS_VISIBLE, &f->err),
        f->err);
    assert_false(is_touched(f, first.number)); /* a lesser word changes nothing */
    Article back = get(f, first.number);
    assert_slice(back.authors.items[0].name, SLICE("Salma Haddad"));
    assert_slice(back.authors.items[1].name, SLICE("As printed"));
    commit(f);
}

static Article in_sections(Fixture *f, const char *source, const char *const *slugs, size_t count)
{
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    for (size_t i = 0; i < count; i++)
        *LIST_ADD(f->arena, &a.sections) = (Label){.slug = slice_from(slugs[i])};
    article_settle_sections(f->arena, &a);
    say(f, &a, "section", source);
    return a;
}

static void the_better_source_tells_all_sections_in_any_order(void **state)
{
    static const char *const of_page[] = {"world", "asia", "news"}, *const of_export[] = {"news", "world"};
    Fixture *f = *state;
    Article page = in_sections(f, "wordpress", of_page, 3), export = in_sections(f, "wxr", of_export, 2);
    for (int order = 0; order < 2; order++) {
        Put put_first = {0};
        begin(f);
        const Article *claims[] = {order ? &export : &page, order ? &page : &export};
        put_first = put(f, claims[0], order ? 200 : 100);
        assert_int_equal(put(f, claims[1], order ? 100 : 200).number, put_first.number);
        Article back = get(f, put_first.number);
        assert_slice(back.section.slug, SLICE("news"));
        assert_int_equal(back.sections.count, 2);
        assert_slice(back.sections.items[0].slug, SLICE("news"));
        assert_slice(back.sections.items[1].slug, SLICE("world"));
        is_touched(f, 0);
        assert_ok(store_label_put(f->store, FACET_SECTION, SLICE("world"),
                                  order ? SLICE("A World") : SLICE("World"), CLASS_CMS, &f->err),
                  f->err);
        assert_true(is_touched(f, put_first.number));
        assert_slice(get(f, put_first.number).sections.items[1].label,
                     order ? SLICE("A World") : SLICE("World"));
        assert_ok(store_article_forget(f->store, put_first.number, &f->err), f->err);
        assert_int_equal(get(f, put_first.number).sections.count, 0);
        commit(f);
    }
}

static void an_article_in_one_section_again_keeps_no_other(void **state)
{
    static const char *const both[] = {"news", "world"};
    Fixture *f = *state;
    Article two = in_sections(f, "wxr", both, 2), one = in_sections(f, "wxr", both, 1);
    begin(f);
    put(f, &two, 100);
    Put last = put(f, &one, 200);
    assert_true(last.is_changed);
    assert_int_equal(get(f, last.number).sections.count, 0);
    assert_false(put(f, &two, 100).is_changed);
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

/* ---- photos ---- */

static Article photo_page(Fixture *f, Slice href)
{
    Article page = fixture_article(f->arena, SLICE("99"), SLICE("https://example.org/world/piece/photo"),
                                   SLICE("Photo"), SLICE_EMPTY);
    page.page_kind = PAGE_PHOTO;
    page.parent_id = SLICE("7");
    *LIST_ADD(f->arena, &page.media) = (Media){.id = SLICE("99"),
                                               .href = href,
                                               .caption = SLICE("The harbour."),
                                               .alt = SLICE("ships"),
                                               .width = 640,
                                               .height = 480};
    page.media.items[0].credit = (Credit){SLICE("AP"), SLICE("AP"), SLICE_EMPTY, false};
    return page;
}

static void a_photo_page_fills_what_pieces_leave_empty(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    *LIST_ADD(f->arena, &a.media) = (Media){.id = SLICE("99")};
    *LIST_ADD(f->arena, &a.media) = (Media){.href = SLICE("https://example.org/files/p-300x200.jpg?w=3"),
                                            .caption = SLICE("As printed.")};
    Put first = put(f, &a, 100);
    is_touched(f, 0);
    Article page = photo_page(f, SLICE("https://example.org/files/p.jpg"));
    Put second = put(f, &page, 50);
    assert_true(second.number != first.number);
    assert_true(is_touched(f, first.number));
    Article back = get(f, first.number);
    assert_slice(back.media.items[0].href, SLICE("https://example.org/files/p.jpg"));
    assert_slice(back.media.items[0].caption, SLICE("The harbour."));
    assert_slice(back.media.items[0].credit.raw, SLICE("AP"));
    assert_slice(back.media.items[1].id, SLICE("99"));
    assert_slice(back.media.items[1].caption, SLICE("As printed."));
    assert_slice(back.media.items[1].alt, SLICE("ships"));
    assert_slice(get(f, second.number).parent_id, SLICE("7"));

    Media media;
    int64_t *articles;
    size_t count;
    assert_ok(store_media(f->store, f->arena, SLICE("99"), &media, &articles, &count, &f->err), f->err);
    assert_slice(media.caption, SLICE("The harbour."));
    assert_int_equal(count, 2);
    commit(f);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM photo"), 1);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_photo_page_belongs_to_its_piece_even_if_that_shows_no_photo(void **state)
{
    Fixture *f = *state;
    Media media;
    int64_t *articles;
    size_t count;
    begin(f);
    Article page = photo_page(f, SLICE("https://example.org/files/p.jpg"));
    put(f, &page, 50);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    put(f, &a, 100);
    assert_ok(store_media(f->store, f->arena, SLICE("99"), &media, &articles, &count, &f->err), f->err);
    assert_int_equal(count, 2);
    commit(f);
}

static void the_words_of_a_picture_file_fill_too(void **state)
{
    Fixture *f = *state;
    begin(f);
    Slice href = SLICE("https://example.org/files/q.jpg");
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    *LIST_ADD(f->arena, &a.media) = (Media){.href = SLICE("https://example.org/files/q-100x50.jpg")};
    Put first = put(f, &a, 100);
    is_touched(f, 0);
    Media words = {.href = href, .caption = SLICE("From the file.")};
    Capture file = fixture_capture(f, href, 10, SLICE("jpeg"));
    assert_ok(store_photo_words_put(f->store, &words, &file, &f->err), f->err);
    assert_true(is_touched(f, first.number));
    assert_slice(get(f, first.number).media.items[0].caption, SLICE("From the file."));
    commit(f);
}

/* ---- revisits ---- */

static Capture revisit(Fixture *f, Slice url, int64_t at_s, Slice referred, int64_t referred_s)
{
    Slice page = arena_format(f->arena, "revisit %lld", (long long)at_s);
    Slice head = warc_wrap_head(f->arena, url, SLICE("r"), at_s, SLICE("text/html"), page);
    Slice frame = warc_pack(f->packer, store_codec(f->store), f->arena, head, page);
    Capture capture = {.kind = RECORD_REVISIT,
                       .url = url,
                       .captured_s = at_s,
                       .http_status = 200,
                       .sha256 = digest_sha256_hex(f->arena, page),
                       .referred_url = referred,
                       .referred_s = referred_s};
    assert_ok(store_capture_add(f->store, &capture, frame, 0, &f->err), f->err);
    return capture;
}

static void a_revisit_is_a_capture_of_what_it_means(void **state)
{
    Fixture *f = *state;
    for (int order = 0; order < 2; order++) {
        uint64_t settled;
        Slice url = arena_format(f->arena, "https://example.org/r%d", order);
        Slice other = arena_format(f->arena, "https://example.org/copy%d", order);
        Article a = fixture_article(f->arena, SLICE_EMPTY, url, SLICE("H"), SLICE("T"));
        begin(f);
        Put first = {0};
        if (order == 0)
            first = put(f, &a, 100);
        Capture r = revisit(f, other, 300, url, 100);
        assert_ok(store_revisits_settle(f->store, &settled, &f->err), f->err);
        assert_int_equal(settled, order == 0);
        if (order == 1) { /* the revisit came first, and waits */
            first = put(f, &a, 100);
            assert_ok(store_revisits_settle(f->store, &settled, &f->err), f->err);
            assert_int_equal(settled, 1);
        }
        assert_ok(store_revisits_settle(f->store, &settled, &f->err), f->err);
        assert_int_equal(settled, 0);
        Article back = get(f, first.number);
        assert_int_equal(back.captures.count, 2);
        assert_int_equal(back.captures.items[1].number, r.number);
        assert_int_equal(back.versions.count, 1);
        Address address;
        Slice key = arena_format(f->arena, "example.org/copy%d", order);
        assert_ok(store_address_find(f->store, f->arena, key, &address, &f->err), f->err);
        assert_int_equal(address.article, first.number);
        Capture shown;
        assert_ok(store_capture_at(f->store, f->arena, key, 0, &shown, &f->err), f->err);
        assert_int_equal(shown.captured_s, 100); /* the bytes that it means */
        commit(f);
        assert_int_equal(fixture_verify(f).count, 0);
    }
}

/* ---- the rest of what exports say ---- */

static void comments_and_custom_fields_come_back(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T")), head;
    Comment comment = {.id = SLICE("c1"),
                       .parent = SLICE("c0"),
                       .author = SLICE("Reader"),
                       .author_url = SLICE("https://reader.example"),
                       .text = SLICE("First!"),
                       .is_approved = true};
    assert_true(moment_make(&comment.at, GRAIN_MINUTE, 2014, 6, 27, 14, 5));
    *LIST_ADD(f->arena, &a.comments) = comment;
    *LIST_ADD(f->arena, &a.custom) = (CustomField){SLICE("_source"), SLICE("wire")};
    Put first = put(f, &a, 100);
    Article back = get(f, first.number);
    assert_int_equal(back.comments.count, 1);
    assert_slice(back.comments.items[0].parent, SLICE("c0"));
    assert_slice(back.comments.items[0].text, SLICE("First!"));
    assert_true(back.comments.items[0].is_approved);
    assert_true(moment_equal(back.comments.items[0].at, comment.at));
    assert_int_equal(back.custom.count, 1);
    assert_slice(back.custom.items[0].value, SLICE("wire"));
    assert_ok(store_article_get(f->store, f->arena, first.number, ARTICLE_HEAD, &head, &f->err), f->err);
    assert_int_equal(head.comments.count, 0);
    commit(f);
}

static void a_later_export_brings_the_comments_made_since(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article old = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T")), new = old;
    *LIST_ADD(f->arena, &old.comments) = (Comment){.id = SLICE("1"), .text = SLICE("First!")};
    *LIST_ADD(f->arena, &new.comments) = (Comment){.id = SLICE("1"), .text = SLICE("First!")};
    *LIST_ADD(f->arena, &new.comments) = (Comment){.id = SLICE("2"), .text = SLICE("Second!")};
    *LIST_ADD(f->arena, &old.custom) = (CustomField){SLICE("views"), SLICE("1")};
    *LIST_ADD(f->arena, &new.custom) = (CustomField){SLICE("views"), SLICE("2")};
    put(f, &old, 100);
    Article back = get(f, put(f, &new, 200).number);
    assert_int_equal(back.comments.count, 2);
    assert_slice(back.custom.items[0].value, SLICE("2"));
    back = get(f, put(f, &old, 150).number);
    assert_int_equal(back.comments.count, 2);
    commit(f);
}

static void an_article_read_anew_says_what_it_said(void **state)
{
    Fixture *f = *state;
    begin(f);
    Article a = fixture_article(f->arena, SLICE("7"), piece, SLICE("H"), SLICE("T"));
    Article b = fixture_article(f->arena, SLICE_EMPTY, piece, SLICE("G"), SLICE("U"));
    Capture one = fixture_capture(f, piece, 100, SLICE("1")),
            two = fixture_capture(f, piece, 200, SLICE("2"));
    Put put;
    Slice before, after;
    assert_ok(store_article_put(f->store, &a, &one, false, &put, &f->err), f->err);
    assert_ok(store_article_put(f->store, &b, &two, false, &put, &f->err), f->err);
    assert_ok(store_article_state(f->store, f->arena, put.number, &before, &f->err), f->err);
    assert_ok(store_article_forget(f->store, put.number, &f->err), f->err);
    assert_ok(store_article_put(f->store, &a, &one, false, &put, &f->err), f->err);
    assert_ok(store_article_put(f->store, &b, &two, false, &put, &f->err), f->err);
    assert_ok(store_article_state(f->store, f->arena, put.number, &after, &f->err), f->err);
    assert_slice(after, before);
    Article back = get(f, put.number);
    assert_slice(back.id, SLICE("7"));
    assert_slice(back.headline, SLICE("G"));
    assert_int_equal(back.versions.count, 2);
    commit(f);
    assert_int_equal(fixture_verify(f).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_rows_become_one_when_a_source_knows_both),
        TEST(what_differs_by_a_number_at_its_end_stays_apart),
        TEST(a_changed_slug_is_the_same_piece),
        TEST(quotes_make_no_version_and_the_better_words_show),
        TEST(a_source_without_a_text_makes_no_version),
        TEST(a_revision_adds_a_version_and_says_nothing_else),
        TEST(the_better_source_tells_all_sections_in_any_order),
        TEST(an_article_in_one_section_again_keeps_no_other),
        TEST(an_author_named_later_shows_in_what_came_before),
        TEST(a_photo_page_fills_what_pieces_leave_empty),
        TEST(a_photo_page_belongs_to_its_piece_even_if_that_shows_no_photo),
        TEST(the_words_of_a_picture_file_fill_too),
        TEST(a_revisit_is_a_capture_of_what_it_means),
        TEST(comments_and_custom_fields_come_back),
        TEST(a_later_export_brings_the_comments_made_since),
        TEST(an_article_read_anew_says_what_it_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
