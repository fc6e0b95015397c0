/* Acts in the store: what they hold back, how they are undone, and that no put writes over them. */
#include "store/test/fixture.h"

static const char URL_A[] = "http://paper.example/2014/06/harbour-closes";
static const char URL_B[] = "http://paper.example/2014/07/ferry-returns";
static const char PHOTO[] = "http://paper.example/files/quay.jpg";

static Article with_photo(Fixture *f, const char *id, const char *url, const char *headline)
{
    Article a = fixture_article(f->arena, slice_from(id), slice_from(url), slice_from(headline),
                                SLICE("The harbour closed on Friday after the strike."));
    Media media = {.id = SLICE("4711"), .href = slice_from(PHOTO), .caption = SLICE("The quay")};
    a.cms_id = slice_from(id);
    *LIST_ADD(f->arena, &a.media) = media;
    return a;
}

static int64_t put(Fixture *f, const Article *article, int64_t at_s)
{
    Put done;
    Capture capture = fixture_capture(f, article->url, at_s, fixture_page(f->arena, (unsigned)at_s, 50));
    assert_ok(store_article_put(f->store, article, &capture, false, &done, &f->err), f->err);
    return done.number;
}

static void put_two(Fixture *f, int64_t *a, int64_t *b)
{
    Article first = with_photo(f, "100", URL_A, "Harbour closes");
    Article second = with_photo(f, "200", URL_B, "Ferry returns");
    assert_ok(store_begin(f->store, &f->err), f->err);
    *a = put(f, &first, 1000);
    *b = put(f, &second, 2000);
    fixture_capture(f, slice_from(PHOTO), 3000, SLICE("jpeg"));
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static int64_t act(Fixture *f, Act order)
{
    order.at_s = 1700000000;
    order.who = SLICE("keeper");
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_act_add(f->store, &order, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    return order.number;
}

static Article get(Fixture *f, int64_t number)
{
    Article article = {0};
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &article, &f->err), f->err);
    return article;
}

static size_t touched(Fixture *f)
{
    int64_t *numbers;
    size_t count;
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_touched(f->store, f->arena, &numbers, &count, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    return count;
}

static void a_withheld_article_is_withheld_until_it_is_restored(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    ArchiveStats stats;
    put_two(f, &a, &b);
    (void)touched(f);
    assert_int_equal(act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100"), .is_by_law = true}), 1);
    assert_int_equal(get(f, a).status, ARTICLE_WITHHELD);
    assert_true(get(f, a).is_by_law);
    assert_int_equal(get(f, b).status, ARTICLE_PUBLIC);
    assert_true(touched(f) >= 1);
    assert_ok(store_stats(f->store, f->arena, &stats, &f->err), f->err);
    assert_int_equal(stats.articles, 2);
    assert_int_equal(stats.public_articles, 1);
    assert_int_equal(fixture_verify(f).count, 0);
    act(f, (Act){.verb = ACT_RESTORE, .article = SLICE("100")});
    assert_int_equal(get(f, a).status, ARTICLE_PUBLIC);
    assert_false(get(f, a).is_by_law);
    act(f, (Act){.verb = ACT_DELIST, .article = SLICE("100")});
    assert_int_equal(get(f, a).status, ARTICLE_DELISTED);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void an_undo_can_be_undone(void **state)
{
    Fixture *f = *state;
    int64_t a, b, last;
    Act kept, again = {.verb = ACT_UNDO, .undoes = 1};
    put_two(f, &a, &b);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100"), .target = SLICE("100")});
    act(f, (Act){.verb = ACT_UNDO, .undoes = 1});
    assert_int_equal(get(f, a).status, ARTICLE_PUBLIC);
    assert_ok(store_act_get(f->store, f->arena, 1, &kept, &f->err), f->err);
    assert_int_equal(kept.undone_by, 2);
    assert_ok(store_act_get(f->store, f->arena, 2, &kept, &f->err), f->err);
    assert_slice(kept.target, SLICE("100"));
    assert_status(store_act_last(f->store, &last, &f->err), STATUS_END, f->err);
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_status(store_act_add(f->store, &again, &f->err), STATUS_SKIP, f->err);
    assert_contains(f->err.message, "undone already, by act 2");
    again.undoes = 9;
    assert_status(store_act_add(f->store, &again, &f->err), STATUS_END, f->err);
    store_rollback(f->store);
    act(f, (Act){.verb = ACT_UNDO, .undoes = 2});
    assert_int_equal(get(f, a).status, ARTICLE_WITHHELD);
    assert_ok(store_act_last(f->store, &last, &f->err), f->err);
    assert_int_equal(last, 1);
    act(f, (Act){.verb = ACT_UNDO, .undoes = 1}); /* joins the end of the chain: act 3 no longer counts */
    assert_int_equal(get(f, a).status, ARTICLE_PUBLIC);
    Acts acts;
    assert_ok(store_acts(f->store, f->arena, 0, 100, &acts, &f->err), f->err);
    assert_int_equal(acts.count, 4);
    assert_int_equal(acts.items[0].undone_by, 2);
    assert_int_equal(acts.items[2].undone_by, 4);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_correction_lies_over_whatever_is_imported_later(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    put_two(f, &a, &b);
    act(f, (Act){.verb = ACT_CORRECT,
                 .article = SLICE("100"),
                 .field = SLICE("headline"),
                 .value = SLICE("Harbour reopens"),
                 .was = SLICE("Harbour closes"),
                 .notice = SLICE("We were wrong.")});
    assert_slice(get(f, a).headline, SLICE("Harbour reopens"));
    Article later = with_photo(f, "100", URL_A, "Harbour closed again");
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_int_equal(put(f, &later, 9000), a);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article now = get(f, a);
    assert_slice(now.headline, SLICE("Harbour reopens"));
    assert_int_equal(now.corrections.count, 1);
    assert_slice(now.corrections.items[0].text, SLICE("We were wrong."));
    act(f, (Act){.verb = ACT_UNDO, .undoes = 1});
    now = get(f, a);
    assert_slice(now.headline, SLICE("Harbour closed again"));
    assert_int_equal(now.corrections.count, 0);
}

static void a_withheld_photo_leaves_all_articles_and_its_addresses(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    ActState hold;
    put_two(f, &a, &b);
    (void)touched(f);
    act(f, (Act){.verb = ACT_WITHHOLD, .media = SLICE("4711")});
    assert_int_equal(get(f, a).media.count, 0);
    assert_int_equal(get(f, b).media.count, 0);
    assert_int_equal(touched(f), 2);
    assert_ok(store_media_hold(f->store, f->arena, SLICE("4711"), &hold, &f->err), f->err);
    assert_true(hold.is_withheld);
    assert_ok(store_address_hold(f->store, f->arena, SLICE("paper.example/files/quay.jpg"), &hold, &f->err),
              f->err);
    assert_true(hold.is_withheld);
    assert_int_equal(fixture_verify(f).count, 0);
    /* a size of it that comes in later */
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture small =
        fixture_capture(f, SLICE("http://paper.example/files/quay-300x200.jpg"), 5000, SLICE("jpeg2"));
    Address address = {.kind = ADDRESS_CAPTURE, .capture = small.number};
    assert_ok(store_address_put(f->store, small.url, &address, NULL, &f->err), f->err);
    assert_ok(store_holds_settle(f->store, true, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_ok(store_capture_hold(f->store, f->arena, small.number, &hold, &f->err), f->err);
    assert_true(hold.is_withheld);
    act(f, (Act){.verb = ACT_RESTORE, .media = SLICE("4711")});
    assert_int_equal(get(f, a).media.count, 1);
    assert_ok(store_capture_hold(f->store, f->arena, small.number, &hold, &f->err), f->err);
    assert_false(hold.is_withheld);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_picture_goes_with_the_last_article_that_shows_it(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    ActState hold;
    put_two(f, &a, &b);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100")});
    assert_ok(store_media_hold(f->store, f->arena, SLICE("4711"), &hold, &f->err), f->err);
    assert_false(hold.is_withheld);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("200")});
    assert_ok(store_media_hold(f->store, f->arena, SLICE("4711"), &hold, &f->err), f->err);
    assert_true(hold.is_withheld);
    act(f, (Act){.verb = ACT_UNDO, .undoes = 2});
    assert_ok(store_media_hold(f->store, f->arena, SLICE("4711"), &hold, &f->err), f->err);
    assert_false(hold.is_withheld);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void a_photos_own_page_goes_with_its_piece_and_with_its_photo(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    put_two(f, &a, &b);
    Article page = with_photo(f, "4711", "http://paper.example/2014/06/harbour-closes/quay", "The quay");
    page.page_kind = PAGE_PHOTO;
    page.parent_id = SLICE("100");
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t number = put(f, &page, 4000);
    assert_ok(store_commit(f->store, &f->err), f->err);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100"), .is_by_law = true});
    assert_int_equal(get(f, number).status, ARTICLE_WITHHELD);
    assert_true(get(f, number).is_by_law);
    assert_int_equal(fixture_verify(f).count, 0);
    act(f, (Act){.verb = ACT_UNDO, .undoes = 1});
    assert_int_equal(get(f, number).status, ARTICLE_PUBLIC);
    act(f, (Act){.verb = ACT_WITHHOLD, .media = SLICE("4711")});
    assert_int_equal(get(f, number).status, ARTICLE_WITHHELD);
    assert_int_equal(get(f, a).status, ARTICLE_PUBLIC);
    assert_int_equal(fixture_verify(f).count, 0);
    act(f, (Act){.verb = ACT_RESTORE, .media = SLICE("4711")});
    assert_int_equal(get(f, number).status, ARTICLE_PUBLIC);
    /* a page that comes in while its piece is withheld */
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("200")});
    Article late = with_photo(f, "4800", "http://paper.example/2014/07/ferry-returns/deck", "The deck");
    late.page_kind = PAGE_PHOTO;
    late.parent_id = SLICE("200");
    late.media.items[0].id = SLICE("4800");
    late.media.items[0].href = SLICE("http://paper.example/files/deck.jpg");
    assert_ok(store_begin(f->store, &f->err), f->err);
    number = put(f, &late, 6000);
    assert_ok(store_holds_settle(f->store, false, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_int_equal(get(f, number).status, ARTICLE_WITHHELD);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void what_was_decided_of_either_counts_when_two_become_one(void **state)
{
    Fixture *f = *state;
    static const char U1[] = "http://paper.example/a-story", U2[] = "http://paper.example/?p=300";
    const Slice text = SLICE("The harbour closed on Friday after the strike.");
    Article one = fixture_article(f->arena, SLICE("xaaaaaaaaaaaa"), slice_from(U1), SLICE("A story"), text);
    Article two = fixture_article(f->arena, SLICE("300"), slice_from(U2), SLICE("A story"), text);
    two.cms_id = SLICE("300");
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t first = put(f, &one, 1000), second = put(f, &two, 2000);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_true(first != second);
    Slice id = get(f, first).id;
    act(f, (Act){.verb = ACT_WITHHOLD, .article = id});
    act(f,
        (Act){.verb = ACT_CORRECT, .article = SLICE("300"), .field = SLICE("kicker"), .value = SLICE("K")});
    Article both = two;
    both.canonical = slice_from(U1);
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t number = put(f, &both, 3000);
    assert_ok(store_holds_settle(f->store, false, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article now = get(f, number);
    assert_int_equal(now.captures.count, 3);
    assert_int_equal(now.status, ARTICLE_WITHHELD);
    assert_slice(now.kicker, SLICE("K"));
    assert_int_equal(fixture_verify(f).count, 0);
    act(f, (Act){.verb = ACT_RESTORE, .article = now.id});
    assert_int_equal(get(f, number).status, ARTICLE_PUBLIC);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void captures_of_a_withheld_article_are_withheld(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    ActState hold;
    put_two(f, &a, &b);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100")});
    Article article = get(f, a);
    assert_ok(store_capture_hold(f->store, f->arena, article.captures.items[0].number, &hold, &f->err),
              f->err);
    assert_true(hold.is_withheld);
    article = get(f, b);
    assert_ok(store_capture_hold(f->store, f->arena, article.captures.items[0].number, &hold, &f->err),
              f->err);
    assert_false(hold.is_withheld);
}

static void an_address_is_led_elsewhere(void **state)
{
    Fixture *f = *state;
    ActState hold;
    const Slice key = SLICE("paper.example/old");
    act(f, (Act){.verb = ACT_REDIRECT, .url_key = key, .to = SLICE("/new")});
    assert_ok(store_address_hold(f->store, f->arena, key, &hold, &f->err), f->err);
    assert_slice(hold.redirect, SLICE("/new"));
    act(f, (Act){.verb = ACT_REDIRECT, .url_key = key, .to = SLICE("/newer")});
    act(f, (Act){.verb = ACT_UNDO, .undoes = 2});
    assert_ok(store_address_hold(f->store, f->arena, key, &hold, &f->err), f->err);
    assert_slice(hold.redirect, SLICE("/new"));
    act(f, (Act){.verb = ACT_WITHHOLD, .url_key = key});
    assert_ok(store_address_hold(f->store, f->arena, key, &hold, &f->err), f->err);
    assert_true(hold.is_withheld);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void verify_tells_rows_that_disagree_with_acts(void **state)
{
    Fixture *f = *state;
    int64_t a, b;
    put_two(f, &a, &b);
    act(f, (Act){.verb = ACT_WITHHOLD, .article = SLICE("100")});
    database_number(f->archive, f->arena, "UPDATE article SET held = NULL WHERE id = '100'");
    Faults faults = fixture_verify(f);
    assert_true(faults.count >= 1);
    assert_contains(faults.text,
                    "article 100 is held as 'nothing', but what persons decided says 'withheld'");
    database_number(f->archive, f->arena, "UPDATE article SET held = 'withheld' WHERE id IN ('100', '200')");
    assert_contains(fixture_verify(f).text, "article 200 is held as 'withheld'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_withheld_article_is_withheld_until_it_is_restored),
        TEST(an_undo_can_be_undone),
        TEST(a_correction_lies_over_whatever_is_imported_later),
        TEST(a_withheld_photo_leaves_all_articles_and_its_addresses),
        TEST(a_picture_goes_with_the_last_article_that_shows_it),
        TEST(a_photos_own_page_goes_with_its_piece_and_with_its_photo),
        TEST(what_was_decided_of_either_counts_when_two_become_one),
        TEST(captures_of_a_withheld_article_are_withheld),
        TEST(an_address_is_led_elsewhere),
        TEST(verify_tells_rows_that_disagree_with_acts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
