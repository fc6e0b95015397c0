/* Where addresses lead: one step a question, and the table in memory says what the rows say. */
#include "fixture.h"

static const Slice url = {"https://example.org/news/harbour-closes", 39};
static const Slice key = {"example.org/news/harbour-closes", 31};

static int64_t put_article(Fixture *f, Slice address, Slice id)
{
    Capture c = fixture_capture(f, address, 100, address);
    Article a = fixture_article(f->arena, SLICE_EMPTY, address, SLICE("H"), address);
    a.cms_id = id;
    Put put;
    assert_ok(store_article_put(f->store, &a, &c, false, &put, &f->err), f->err);
    return put.number;
}

static void prepare(Fixture *f)
{
    assert_ok(store_begin(f->store, &f->err), f->err);
    put_article(f, url, SLICE("55"));
    put_article(f, SLICE("https://example.org/sport/harbour-cup"), SLICE("56"));
    Address answer = {.kind = ADDRESS_REDIRECT, .target = url, .status = 301};
    assert_ok(store_address_put(f->store, SLICE("https://example.org/old"), &answer, NULL, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    fixture_reopen(f, STORE_READ);
}

static Lead lead(Fixture *f, Slice of)
{
    Lead found;
    assert_ok(store_lead(f->store, f->arena, of, &found, &f->err), f->err);
    return found;
}

static void check_leads(Fixture *f)
{
    Lead found = lead(f, key);
    assert_true(found.is_answered);
    assert_int_equal(found.address.kind, ADDRESS_ARTICLE);
    assert_int_equal(found.standing.status, ARTICLE_PUBLIC);
    assert_slice(found.standing.path, SLICE("/news/harbour-closes"));
    assert_true(slice_starts_with(found.standing.canonical, SLICE("https://example.org")));
    assert_int_equal(found.hold, HOLD_NONE);
    found = lead(f, SLICE("example.org/old"));
    assert_int_equal(found.address.kind, ADDRESS_REDIRECT);
    assert_slice(found.address.target, url);
    assert_int_equal(found.standing.number, 0);
    assert_status(store_lead(f->store, f->arena, SLICE("example.org/none"), &found, &f->err), STATUS_END,
                  f->err);
}

static size_t count_slugs(Fixture *f, const char *slug, bool is_beginning)
{
    Standings found;
    assert_ok(
        store_standings_by_slug(f->store, f->arena, slice_from(slug), is_beginning, 10, &found, &f->err),
        f->err);
    return found.count;
}

static void check_slugs(Fixture *f)
{
    assert_int_equal(count_slugs(f, "harbour-closes", false), 1);
    assert_int_equal(count_slugs(f, "harbour", false), 0);
    assert_int_equal(count_slugs(f, "harbour-c", true), 2);
    assert_int_equal(count_slugs(f, "harb", true), 2);
    assert_int_equal(count_slugs(f, "har", true), 2);
    assert_int_equal(count_slugs(f, "harbour-cl", true), 1);
    assert_int_equal(count_slugs(f, "harbour-closes", true), 0); /* longer ones only */
    assert_int_equal(count_slugs(f, "zzzz", true), 0);
}

static void the_rows_tell_where_an_address_leads(void **state)
{
    Fixture *f = *state;
    prepare(f);
    check_leads(f);
    check_slugs(f);
    Standing standing;
    bool is_former;
    assert_ok(store_standing_by_id(f->store, f->arena, SLICE("55"), SLICE("example.org"), &standing,
                                   &is_former, &f->err),
              f->err);
    assert_false(is_former);
    assert_slice(standing.path, SLICE("/news/harbour-closes"));
    Standing same;
    assert_ok(store_standing(f->store, f->arena, standing.number, &same, &f->err), f->err);
    assert_slice(same.path, standing.path);
    assert_ok(store_standing_by_path(f->store, f->arena, standing.path, &same, &f->err), f->err);
    assert_int_equal(same.number, standing.number);
    assert_status(store_standing_by_id(f->store, f->arena, SLICE("57"), SLICE("example.org"), &standing,
                                       &is_former, &f->err),
                  STATUS_END, f->err);
}

static void the_table_tells_the_same_until_the_archive_changes(void **state)
{
    Fixture *f = *state;
    Leads *leads;
    prepare(f);
    assert_ok(store_leads_load(f->store, &leads, &f->err), f->err);
    store_leads_use(f->store, leads);
    check_leads(f);
    check_slugs(f);

    Store *writer;
    assert_ok(store_open(f->archive, STORE_WRITE, &writer, &f->err), f->err);
    assert_ok(store_begin(writer, &f->err), f->err);
    Address answer = {.kind = ADDRESS_REDIRECT, .target = url, .status = 301};
    assert_ok(store_address_put(writer, SLICE("https://example.org/new"), &answer, NULL, &f->err), f->err);
    assert_ok(store_commit(writer, &f->err), f->err);
    store_close(writer);
    assert_ok(store_refresh(f->store, &f->err), f->err);
    assert_slice(lead(f, SLICE("example.org/new")).address.target, url);
    check_leads(f);
    store_leads_use(f->store, NULL);
    store_leads_free(leads);
    store_leads_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_rows_tell_where_an_address_leads),
        TEST(the_table_tells_the_same_until_the_archive_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
