/* Addresses: one key for all spellings; the better answer wins in any order. */
#include "fixture.h"

static const Slice url = {"https://www.example.org/news/?utm_source=feed", 45};
static const Slice key = {"example.org/news", 16};

static void put(Fixture *f, Address address, bool is_new_wanted)
{
    bool is_new;
    assert_ok(store_address_put(f->store, url, &address, &is_new, &f->err), f->err);
    assert_int_equal(is_new, is_new_wanted);
}

static Address find(Fixture *f)
{
    Address address;
    assert_ok(store_address_find(f->store, f->arena, key, &address, &f->err), f->err);
    return address;
}

/* Three captures at 100, 200, 300 and one article at another address. */
static void prepare(Fixture *f)
{
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (int64_t i = 1; i <= 3; i++)
        fixture_capture(f, SLICE("https://example.org/other"), i * 100,
                        arena_format(f->arena, "%lld", (long long)i));
    for (int i = 0; i < 2; i++) {
        Slice own = arena_format(f->arena, "https://example.org/article-%d", i);
        Article a = fixture_article(f->arena, own, own, SLICE("H"), SLICE("T"));
        Capture c = {.number = 1, .captured_s = 100, .sha256 = SLICE("x")};
        Put put;
        assert_ok(store_article_put(f->store, &a, &c, false, &put, &f->err), f->err);
        assert_int_equal(put.number, i + 1);
    }
}

static void the_better_answer_wins_in_any_order(void **state)
{
    Fixture *f = *state;
    const Address answers[] = {
        {.kind = ADDRESS_GONE, .capture = 3, .status = 410},
        {.kind = ADDRESS_CAPTURE, .capture = 2, .status = 200},
        {.kind = ADDRESS_REDIRECT, .capture = 1, .target = SLICE("https://example.org/other"), .status = 301},
        {.kind = ADDRESS_ARTICLE, .capture = 1, .article = 1, .status = 200},
    };
    prepare(f);
    for (size_t i = 0; i < 4; i++) { /* rising */
        put(f, answers[i], i == 0);
        assert_int_equal(find(f).kind, answers[i].kind);
        assert_int_equal(find(f).status, answers[i].status);
    }
    for (size_t i = 0; i < 4; i++) /* falling: nothing changes */
        put(f, answers[i], false);
    assert_int_equal(find(f).kind, ADDRESS_ARTICLE);
    assert_int_equal(find(f).article, 1);
    store_rollback(f->store);
    Address address;
    assert_status(store_address_find(f->store, f->arena, key, &address, &f->err), STATUS_END, f->err);
}

static void among_equals_the_later_capture_tells(void **state)
{
    Fixture *f = *state;
    prepare(f);
    put(f, (Address){.kind = ADDRESS_REDIRECT, .capture = 2, .target = SLICE("https://example.org/two")},
        true);
    put(f, (Address){.kind = ADDRESS_REDIRECT, .capture = 1, .target = SLICE("https://example.org/one")},
        false);
    assert_slice(find(f).target, SLICE("https://example.org/two"));
    put(f, (Address){.kind = ADDRESS_REDIRECT, .capture = 3, .target = SLICE("https://example.org/three")},
        false);
    assert_slice(find(f).target, SLICE("https://example.org/three"));
}

static void a_canonical_address_belongs_to_the_article_that_claims_it(void **state)
{
    Fixture *f = *state;
    prepare(f);
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 1, .capture = 1}, true);
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 2, .capture = 3}, false);
    assert_int_equal(find(f).article, 2); /* the later capture tells, whichever came first */
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 1, .capture = 2}, false);
    assert_int_equal(find(f).article, 2);
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 1, .capture = 1, .is_canonical = true}, false);
    assert_int_equal(find(f).article, 1);
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 1, .capture = 3}, false);
    assert_true(find(f).is_canonical);
    put(f, (Address){.kind = ADDRESS_ARTICLE, .article = 2, .capture = 3}, false);
    assert_int_equal(find(f).article, 1);
}

static void an_address_that_names_an_article_stays_its_own(void **state)
{
    Fixture *f = *state;
    Address address;
    prepare(f);
    Slice own = SLICE("https://example.org/article-0"), own_key = SLICE("example.org/article-0");
    Address other = {.kind = ADDRESS_ARTICLE, .article = 2, .capture = 3, .is_canonical = true};
    assert_ok(store_address_put(f->store, own, &other, NULL, &f->err), f->err);
    assert_ok(store_address_find(f->store, f->arena, own_key, &address, &f->err), f->err);
    assert_int_equal(address.article, 1);
    assert_true(address.is_key);
    other.article = 1;
    assert_ok(store_address_put(f->store, own, &other, NULL, &f->err), f->err);
    assert_ok(store_address_find(f->store, f->arena, own_key, &address, &f->err), f->err);
    assert_int_equal(address.capture, 3);
    assert_true(address.is_key);
}

static void an_address_seen_in_a_capture_only_has_no_answer(void **state)
{
    Fixture *f = *state;
    prepare(f);
    Address address;
    assert_status(store_address_find(f->store, f->arena, SLICE("example.org/other"), &address, &f->err),
                  STATUS_END, f->err);
    bool is_new;
    Address answer = {.kind = ADDRESS_CAPTURE, .capture = 3, .status = 200};
    assert_ok(store_address_put(f->store, SLICE("http://example.org/other/"), &answer, &is_new, &f->err),
              f->err);
    assert_true(is_new);
    assert_ok(store_address_find(f->store, f->arena, SLICE("example.org/other"), &address, &f->err), f->err);
    assert_int_equal(address.capture, 3);
}

static void what_is_no_address_is_passed_over(void **state)
{
    Fixture *f = *state;
    prepare(f);
    bool is_new = true;
    Address answer = {.kind = ADDRESS_CAPTURE, .capture = 1};
    assert_ok(store_address_put(f->store, SLICE("javascript:alert(1)"), &answer, &is_new, &f->err), f->err);
    assert_false(is_new);
    assert_ok(store_address_put(f->store, SLICE_EMPTY, &answer, NULL, &f->err), f->err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_better_answer_wins_in_any_order),
        TEST(among_equals_the_later_capture_tells),
        TEST(a_canonical_address_belongs_to_the_article_that_claims_it),
        TEST(an_address_that_names_an_article_stays_its_own),
        TEST(an_address_seen_in_a_capture_only_has_no_answer),
        TEST(what_is_no_address_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
