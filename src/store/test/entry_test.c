/* What lists say of pieces: in either order one archive, no article by a list alone, no word against a
 * better. */
#include "fixture.h"

#define PIECE_URL SLICE("http://paper.example/news/tide")
#define LIST_URL SLICE("http://paper.example/category/news")

static Article tide_entry(Arena *arena)
{
    Article entry = {.url = PIECE_URL,
                     .cms_id = SLICE("31"),
                     .headline = SLICE("The tide, as listed"),
                     .byline = SLICE("Rana \"R\" Khoury"),
                     .section = {SLICE("news"), SLICE("News")}};
    *LIST_ADD(arena, &entry.authors) = (Author){.name = SLICE("Rana Khoury"), .slug = SLICE("rana")};
    assert_true(moment_parse(SLICE("2009-03-04T22:10+02:00"), &entry.published));
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++)
        if (group_is_said(&entry, group))
            *LIST_ADD(arena, &entry.provenance) = origin_of_entry(group);
    return entry;
}

static void put_list(Fixture *f, int64_t at_s)
{
    Article entry = tide_entry(f->arena);
    Capture capture = fixture_capture(f, LIST_URL, at_s, SLICE("a list"));
    assert_ok(store_entry_put(f->store, &entry, &capture, &f->err), f->err);
}

static int64_t put_piece(Fixture *f)
{
    Put put;
    Article piece = fixture_article(f->arena, SLICE("x"), PIECE_URL, SLICE("The tide"),
                                    SLICE("The water came at night."));
    piece.published = (Moment){0};
    piece.cms_id = piece.byline = SLICE_EMPTY;
    piece.authors = (Authors){0};
    piece.section = (Label){0};
    Capture capture = fixture_capture(f, PIECE_URL, 5000, SLICE("a page"));
    assert_ok(store_article_put(f->store, &piece, &capture, false, &put, &f->err), f->err);
    return put.number;
}

static void expect_told(Fixture *f, int64_t number)
{
    Article got;
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &got, &f->err), f->err);
    assert_slice(got.headline, SLICE("The tide"));
    assert_slice(got.byline, SLICE("Rana \"R\" Khoury"));
    assert_int_equal(got.authors.count, 1);
    assert_slice(got.authors.items[0].slug, SLICE("rana"));
    assert_slice(got.section.slug, SLICE("news"));
    assert_slice(moment_format(f->arena, got.published), SLICE("2009-03-04T22:10+02:00"));
    assert_slice(got.id, SLICE("31"));
    assert_int_equal(got.captures.count, 1);
    assert_int_equal(group_class(&got, GROUP_PUBLISHED), CLASS_LIST);
}

static void an_entry_waits_for_its_piece_and_makes_none(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    put_list(f, 9000);
    put_list(f, 8000);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM article"), 0);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM entry"), 1);
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t number = put_piece(f);
    assert_ok(store_commit(f->store, &f->err), f->err);
    expect_told(f, number);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM entry"), 0);
}

static void an_entry_behind_its_piece_says_the_same(void **state)
{
    Fixture *f = *state;
    int64_t *touched, *lists;
    size_t count;
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t number = put_piece(f);
    put_list(f, 8000);
    put_list(f, 9000);
    put_list(f, 7000);
    assert_ok(store_touched(f->store, f->arena, &touched, &count, &f->err), f->err);
    assert_true(count >= 1);
    assert_ok(store_commit(f->store, &f->err), f->err);
    expect_told(f, number);
    assert_int_equal(database_number(f->archive, f->arena, "SELECT count(*) FROM entry"), 0);
    assert_ok(store_article_lists(f->store, f->arena, number, &lists, &count, &f->err), f->err);
    assert_true(count >= 1);
    assert_int_equal(fixture_verify(f).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_entry_waits_for_its_piece_and_makes_none, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_behind_its_piece_says_the_same, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
