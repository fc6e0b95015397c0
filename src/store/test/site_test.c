/* What is kept of sites: pages with what they tell of themselves, a sample that no order changes, lessons. */
#include "fixture.h"

#define HOST SLICE("example.org")

static int64_t put_page(Fixture *f, const char *name, uint8_t silent, int64_t lesson)
{
    Put put;
    Slice url = arena_format(f->arena, "https://example.org/%s", name);
    Article a = {.page_kind = PAGE_ARTICLE, .url = url, .canonical = url, .headline = slice_from(name)};
    const SitePage page = {HOST, true, silent};
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture capture = fixture_capture(f, url, 1000, slice_from(name));
    assert_ok(store_article_put(f->store, &a, &capture, false, &put, &f->err), f->err);
    assert_ok(store_site_page_put(f->store, &page, &capture, lesson, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    return put.number;
}

static SiteRow only_site(Fixture *f)
{
    SiteRows rows;
    assert_ok(store_sites(f->store, f->arena, &rows, &f->err), f->err);
    assert_int_equal(rows.count, 1);
    assert_slice(rows.items[0].host, HOST);
    return rows.items[0];
}

static int64_t sample(Fixture *f, size_t limit, size_t *count)
{
    int64_t *captures, digest;
    assert_ok(
        store_site_sample(f->store, f->arena, only_site(f).number, limit, &captures, count, &digest, &f->err),
        f->err);
    return digest;
}

static void the_sample_depends_on_the_pages_and_not_on_their_order(void **state)
{
    static const char *const names[] = {"one", "two", "three", "four", "five"};
    Fixture *f = *state;
    size_t count, all;
    for (size_t i = 0; i < 5; i++)
        put_page(f, names[i], 0, 0);
    int64_t some = sample(f, 3, &count), whole = sample(f, 10, &all);
    assert_int_equal(count, 3);
    assert_int_equal(all, 5);
    assert_true(some != whole);

    fixture_teardown(state);
    fixture_setup(state);
    f = *state;
    for (size_t i = 5; i-- > 0;)
        put_page(f, names[i], 0, 0);
    assert_true(sample(f, 3, &count) == some);
    assert_true(sample(f, 10, &all) == whole);
}

static void fields_are_counted_and_a_page_that_is_no_piece_any_more_is_forgotten(void **state)
{
    Fixture *f = *state;
    uint64_t stated[SITE_FIELDS], silent[SITE_FIELDS];
    put_page(f, "one", 0, 0);
    put_page(f, "two", 1 << SITE_AUTHOR, 0);
    int64_t site = only_site(f).number;
    assert_ok(store_site_counts(f->store, site, stated, silent, &f->err), f->err);
    assert_int_equal(stated[SITE_AUTHOR], 1);
    assert_int_equal(silent[SITE_AUTHOR], 1);
    assert_int_equal(stated[SITE_HEADLINE], 2);

    Capture capture;
    int64_t number = 0;
    assert_ok(store_capture_next(f->store, &number, &f->err), f->err);
    assert_ok(store_capture_get(f->store, f->arena, number, &capture, &f->err), f->err);
    const SitePage list = {HOST, false, 0}, stranger = {SLICE("other.example"), false, 0};
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_site_page_put(f->store, &list, &capture, 0, &f->err), f->err);
    assert_ok(store_site_page_put(f->store, &stranger, &capture, 0, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_ok(store_site_counts(f->store, only_site(f).number, stated, silent, &f->err), f->err);
    assert_int_equal(stated[SITE_AUTHOR], 0);
    assert_int_equal(stated[SITE_HEADLINE], 1);
}

static void lessons_come_back_and_tell_which_articles_were_read_by_others(void **state)
{
    Fixture *f = *state;
    int64_t alone = put_page(f, "alone", 1 << SITE_AUTHOR, 0);
    put_page(f, "right", 1 << SITE_AUTHOR, 77);
    int64_t older = put_page(f, "older", 1 << SITE_AUTHOR, 76);
    put_page(f, "stated", 0, 0);
    int64_t needless = put_page(f, "needless", 1 << SITE_SECTION, 77);
    SiteRule items[] = {{SITE_AUTHOR, 0xFEDCBA9876543210u, 9, 10}, {SITE_LINE, 5, 30, 40}};
    const SiteRules rules = {1 << SITE_AUTHOR, 77, items, 2, 2};
    for (int i = 0; i < 2; i++) { /* the second in place of the first */
        assert_ok(store_begin(f->store, &f->err), f->err);
        assert_ok(store_site_learn(f->store, only_site(f).number, 5, &rules, &f->err), f->err);
        assert_ok(store_commit(f->store, &f->err), f->err);
    }
    fixture_reopen(f, STORE_WRITE);
    SiteRow row = only_site(f);
    SiteRules read;
    assert_true(row.sample == 5 && row.taught == 77);
    assert_ok(store_site_lessons(f->store, f->arena, row.number, &read, &f->err), f->err);
    assert_int_equal(read.count, 2);
    assert_int_equal(read.fields, 1 << SITE_AUTHOR);
    assert_true(read.items[0].field == SITE_AUTHOR && read.items[0].key == items[0].key);
    assert_true(read.items[0].right == 9 && read.items[0].asked == 10);
    assert_int_equal(read.items[1].field, SITE_LINE);
    assert_int_equal(read.items[1].right, 30);

    int64_t *articles;
    size_t count;
    assert_ok(store_site_stale(f->store, f->arena, &row, read.fields, &articles, &count, &f->err), f->err);
    assert_int_equal(count, 3);
    assert_true(articles[0] == alone && articles[1] == older && articles[2] == needless);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_sample_depends_on_the_pages_and_not_on_their_order, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(fields_are_counted_and_a_page_that_is_no_piece_any_more_is_forgotten,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(lessons_come_back_and_tell_which_articles_were_read_by_others,
                                        fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
