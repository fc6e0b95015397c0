/* What belongs to a piece: translations hold for both sides, debates come in pairs, nothing withheld is
 * named. */
#include "fixture.h"

static Article piece(Fixture *f, const char *name, const char *lang, const char *headline)
{
    Slice url = arena_format(f->arena, "https://example.org/%s", name);
    Article a = {.page_kind = PAGE_ARTICLE, .url = url, .canonical = url, .lang = slice_from(lang)};
    a.headline = slice_from(headline);
    a.dir = slice_equal(a.lang, SLICE("ar")) ? SLICE("rtl") : SLICE("ltr");
    *LIST_ADD(f->arena, &a.body) = (Block){.kind = BLOCK_PARAGRAPH, .text = a.headline, .html = a.headline};
    article_join_text(&a, f->arena);
    return a;
}

static void names(Fixture *f, Relations *list, const char *name, const char *lang)
{
    *LIST_ADD(f->arena, list) =
        (Relation){.url = arena_format(f->arena, "https://example.org/%s", name), .lang = slice_from(lang)};
}

static int64_t put(Fixture *f, const Article *article)
{
    Put put;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture capture = fixture_capture(f, article->url, 1000, article->url);
    assert_ok(store_article_put(f->store, article, &capture, false, &put, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
    return put.number;
}

static Article get(Fixture *f, int64_t number)
{
    Article article;
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &article, &f->err), f->err);
    return article;
}

static void withhold(Fixture *f, int64_t number)
{
    Article article = get(f, number);
    Act act = {.verb = ACT_WITHHOLD, .at_s = 2000, .target = article.id, .article = article.id};
    assert_ok(store_begin(f->store, &f->err), f->err);
    assert_ok(store_act_add(f->store, &act, &f->err), f->err);
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void a_translation_holds_for_both_sides_whichever_names_it(void **state)
{
    Fixture *f = *state;
    Article en = piece(f, "harbour", "en", "The harbour"), ar = piece(f, "almina", "ar", "الميناء");
    names(f, &en.translations, "almina", "ar");
    int64_t first = put(f, &en);
    Article alone = get(f, first);
    assert_int_equal(alone.translations.count, 1);
    assert_int_equal(alone.translations.items[0].number, 0);
    int64_t second = put(f, &ar);
    Article told = get(f, first), named = get(f, second);
    assert_int_equal(told.translations.count, 1);
    assert_int_equal(told.translations.items[0].number, second);
    assert_slice(told.translations.items[0].headline, ar.headline);
    assert_slice(told.translations.items[0].dir, SLICE("rtl"));
    assert_int_equal(named.translations.count, 1);
    assert_slice(named.translations.items[0].path, SLICE("/harbour"));
    assert_slice(named.translations.items[0].lang, SLICE("en"));
    bool has_translations = false;
    assert_ok(store_has_translations(f->store, &has_translations, &f->err), f->err);
    assert_true(has_translations);
}

static void all_that_one_piece_names_are_translations_of_each_other(void **state)
{
    Fixture *f = *state;
    Article en = piece(f, "en", "en", "One"), ar = piece(f, "ar", "ar", "Two"),
            fr = piece(f, "fr", "fr", "Three");
    names(f, &en.translations, "ar", "ar");
    names(f, &en.translations, "fr", "fr");
    put(f, &fr);
    int64_t arabic = put(f, &ar);
    put(f, &en);
    Article read = get(f, arabic);
    assert_int_equal(read.translations.count, 2);
    assert_slice(read.translations.items[0].lang, SLICE("en"));
    assert_slice(read.translations.items[1].lang, SLICE("fr"));
}

static void a_group_of_the_publisher_ties_its_pieces(void **state)
{
    Fixture *f = *state;
    Article en = piece(f, "en", "en", "One"), ar = piece(f, "ar", "ar", "Two");
    Article *both[] = {&en, &ar};
    for (size_t i = 0; i < 2; i++)
        *LIST_ADD(f->arena, &both[i]->alt_ids) =
            (AltId){SLICE(ALT_ID_TRANSLATIONS), SLICE("example.org/pll_1")};
    put(f, &en);
    Article read = get(f, put(f, &ar));
    assert_int_equal(read.translations.count, 1);
    assert_slice(read.translations.items[0].headline, SLICE("One"));
}

static void what_is_withheld_is_no_translation_and_not_related(void **state)
{
    Fixture *f = *state;
    Article en = piece(f, "en", "en", "One"), ar = piece(f, "ar", "ar", "Two"),
            other = piece(f, "o", "en", "Other");
    names(f, &en.translations, "ar", "ar");
    names(f, &en.related, "o", "");
    int64_t number = put(f, &en), arabic = put(f, &ar), beside = put(f, &other);
    Article before = get(f, number);
    assert_int_equal(before.translations.count, 1);
    assert_int_equal(before.related.count, 1);
    assert_slice(before.related.items[0].headline, SLICE("Other"));
    withhold(f, arabic);
    withhold(f, beside);
    Article after = get(f, number);
    assert_int_equal(after.translations.count, 0);
    assert_int_equal(after.related.count, 0);
}

static void related_pieces_that_are_not_held_are_not_shown(void **state)
{
    Fixture *f = *state;
    Article one = piece(f, "one", "en", "One"), two = piece(f, "two", "en", "Two");
    names(f, &one.related, "nowhere", "");
    names(f, &one.related, "two", "");
    names(f, &one.related, "one?share=twitter", ""); /* itself */
    int64_t number = put(f, &one);
    assert_int_equal(get(f, number).related.count, 0);
    put(f, &two);
    Article read = get(f, number);
    assert_int_equal(read.related.count, 1);
    assert_slice(read.related.items[0].reason, SLICE(RELATED_LISTED));
}

static int64_t put_debate(Fixture *f, const char *name, const char *headline, unsigned day)
{
    Article a = piece(f, name, "en", headline);
    a.genre = SLICE("Debate");
    assert_true(moment_make(&a.published, GRAIN_DAY, 2014, 6, day, 0, 0));
    return put(f, &a);
}

static void the_two_sides_of_a_debate_find_each_other(void **state)
{
    Fixture *f = *state;
    int64_t yes = put_debate(f, "yes", "Debate: Federalism could protect Yemen from anarchy", 3);
    int64_t no = put_debate(f, "no", "Debate: Federalism will not necessarily protect Yemen from anarchy", 5);
    int64_t keep = put_debate(f, "keep", "Debate: Keep the siesta", 20);
    int64_t stop = put_debate(f, "stop", "Debate: Abolish the siesta, for a week", 20);
    int64_t else_ = put_debate(f, "else", "Debate: A university before a ferry", 20);
    const int64_t pairs[][2] = {{yes, no}, {no, yes}, {keep, stop}, {stop, keep}};
    for (size_t i = 0; i < 4; i++) {
        Article read = get(f, pairs[i][0]);
        assert_int_equal(read.related.count, 1);
        assert_int_equal(read.related.items[0].number, pairs[i][1]);
        assert_slice(read.related.items[0].reason, SLICE(RELATED_DEBATE));
    }
    assert_int_equal(get(f, else_).related.count, 0);
}

static void licence_and_rights_are_kept(void **state)
{
    Fixture *f = *state;
    Article a = piece(f, "a", "en", "One");
    a.license = SLICE("https://creativecommons.org/licenses/by/4.0/");
    a.rights = SLICE("© 2014 The Test");
    int64_t number = put(f, &a);
    fixture_reopen(f, STORE_READ);
    Article read = get(f, number);
    assert_slice(read.license, a.license);
    assert_slice(read.rights, a.rights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
        TEST(a_translation_holds_for_both_sides_whichever_names_it),
        TEST(all_that_one_piece_names_are_translations_of_each_other),
        TEST(a_group_of_the_publisher_ties_its_pieces),
        TEST(what_is_withheld_is_no_translation_and_not_related),
        TEST(related_pieces_that_are_not_held_are_not_shown),
        TEST(the_two_sides_of_a_debate_find_each_other),
        TEST(licence_and_rights_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
