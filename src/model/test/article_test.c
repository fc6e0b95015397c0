/* Articles: their words for kinds, and the text out of the blocks. Fields and reasons have names of their
 * own. */
#include "base/test/cm.h"
#include "model/answer.h"

static void every_name_is_found_again(void **state)
{
    (void)state;
    for (int i = 0; i < PAGE_KINDS; i++) {
        PageKind kind = PAGE_KINDS;
        assert_true(page_kind_find(page_kind_name((PageKind)i), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < BLOCK_KINDS; i++) {
        BlockKind kind = BLOCK_KINDS;
        assert_true(block_kind_find(block_kind_name((BlockKind)i), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < ARTICLE_STATUSES; i++) {
        ArticleStatus status = ARTICLE_STATUSES;
        assert_true(article_status_find(article_status_name((ArticleStatus)i), &status));
        assert_int_equal(status, i);
    }
    for (int i = 0; i <= TEXT_FIELDS; i++) {
        TextField field = FIELD_HEADLINE;
        assert_true(text_field_find(text_field_name((TextField)i), &field));
        assert_int_equal(field, i);
    }
    for (int i = 0; i < FACET_FIELDS; i++) {
        FacetField field = FACET_FIELDS;
        assert_true(facet_field_find(facet_field_name((FacetField)i), &field));
        assert_int_equal(field, i);
    }
    for (int i = 0; i < RESOLVE_WHYS; i++) {
        assert_true(resolve_why_name((ResolveWhy)i).size > 0);
        for (int k = 0; k < i; k++)
            assert_false(slice_equal(resolve_why_name((ResolveWhy)i), resolve_why_name((ResolveWhy)k)));
    }
}

static void names_are_those_of_the_interface(void **state)
{
    (void)state;
    assert_slice(page_kind_name(PAGE_EDITORIAL), "editorial");
    assert_slice(block_kind_name(BLOCK_SUBHEAD), "subhead");
    assert_slice(article_status_name(ARTICLE_EMBARGOED), "embargoed");
    assert_slice(text_field_name(FIELD_ALL), "all");
    assert_slice(facet_field_name(FACET_PHOTOGRAPHER), "photographer");
    assert_slice(resolve_why_name(WHY_SHARE_KEY), "share-key");
    assert_slice(resolve_why_name(WHY_LEGACY_RULE), "legacy-rule");
}

static void other_names_are_found_or_not(void **state)
{
    (void)state;
    TextField field = FIELD_LEAD;
    FacetField facet = FACET_DAY;
    PageKind kind = PAGE_TAG;
    assert_true(text_field_find(SLICE("hd"), &field));
    assert_int_equal(field, FIELD_HEADLINE);
    assert_true(text_field_find(SLICE("title"), &field));
    assert_int_equal(field, FIELD_HEADLINE);
    assert_true(text_field_find(SLICE("by"), &field));
    assert_int_equal(field, FIELD_BYLINE);
    assert_true(text_field_find(SLICE("author"), &field));
    assert_int_equal(field, FIELD_BYLINE);
    assert_false(text_field_find(SLICE("Headline"), &field));
    assert_false(text_field_find(SLICE_EMPTY, &field));
    assert_false(facet_field_find(SLICE("sections"), &facet));
    assert_false(page_kind_find(SLICE("pieces"), &kind));
    assert_int_equal(kind, PAGE_TAG);
}

static void a_piece_is_something_of_the_paper(void **state)
{
    (void)state;
    static const PageKind pieces[] = {PAGE_ARTICLE,   PAGE_INTERVIEW, PAGE_OPINION,
                                      PAGE_EDITORIAL, PAGE_GALLERY,   PAGE_PHOTO};
    static const PageKind others[] = {PAGE_OTHER, PAGE_LIST, PAGE_FRONT, PAGE_AUTHOR, PAGE_TAG, PAGE_SEARCH};
    for (size_t i = 0; i < 6; i++) {
        assert_true(page_kind_is_piece(pieces[i]));
        assert_false(page_kind_is_piece(others[i]));
    }
}

static void insets_and_embeds_are_not_text(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 16);
    Block blocks[] = {
        {.kind = BLOCK_INSET, .text = SLICE("Read also"), .span = {3, 4}},
        {.kind = BLOCK_PARAGRAPH, .text = SLICE("Cairo- First.")},
        {.kind = BLOCK_EMBED, .text = SLICE("video")},
        {.kind = BLOCK_TURN, .text = SLICE("Second\ttwo  words"), .speaker = SLICE("Q")},
        {.kind = BLOCK_PARAGRAPH},
    };
    Article article = {.body = {blocks, 5, 5}};
    article_join_text(&article, arena);
    assert_slice(article.text, "Cairo- First.\n\nSecond\ttwo  words");
    assert_int_equal(blocks[0].span.begin, 0);
    assert_int_equal(blocks[0].span.end, 0);
    assert_slice(slice_range(article.text, blocks[1].span.begin, blocks[1].span.end), "Cairo- First.");
    assert_slice(slice_range(article.text, blocks[3].span.begin, blocks[3].span.end), "Second\ttwo  words");
    assert_int_equal(blocks[4].span.begin, blocks[4].span.end);
    assert_int_equal(article_count_words(&article), 5);
    arena_close(arena);
}

static void an_article_without_body_has_no_text(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 16);
    Article article = {.text = SLICE("old")};
    article_join_text(&article, arena);
    assert_int_equal(article.text.size, 0);
    assert_int_equal(article_count_words(&article), 0);
    arena_close(arena);
}

static Label label_of(const char *slug, const char *label)
{
    return (Label){slice_from(slug), slice_from(label)};
}

static void sections_stand_by_slug_behind_the_one_that_leads(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Article a = {.section = label_of("news", "")};
    const Label stated[] = {label_of("world", "World"), label_of("opinion", "Opinion"), label_of("", ""),
                            label_of("news", "News"), label_of("world", "The World")};
    for (size_t i = 0; i < sizeof stated / sizeof stated[0]; i++)
        *LIST_ADD(arena, &a.sections) = stated[i];
    for (int round = 0; round < 2; round++) {
        article_settle_sections(arena, &a);
        assert_int_equal(a.sections.count, 3);
        assert_slice(a.section.label, "News");
        assert_slice(a.sections.items[0].slug, "news");
        assert_slice(a.sections.items[1].slug, "opinion");
        assert_slice(a.sections.items[2].label, "World");
    }
    Article copy = article_copy(arena, &a);
    assert_int_equal(copy.sections.count, 3);
    assert_true(copy.sections.items[2].slug.data != a.sections.items[2].slug.data);
    arena_close(arena);
}

static void a_single_section_is_no_list(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Article a = {0}, none = {0};
    *LIST_ADD(arena, &a.sections) = label_of("news", "News");
    article_settle_sections(arena, &a);
    assert_slice(a.section.slug, "news");
    assert_int_equal(a.sections.count, 0);
    article_settle_sections(arena, &none);
    assert_true(slice_is_empty(none.section.slug));
    assert_int_equal(none.sections.count, 0);
    for (unsigned i = 0; i < ARTICLE_SECTIONS_MAX + 100; i++)
        *LIST_ADD(arena, &none.sections) = (Label){arena_format(arena, "s%u", i * 7919 % 997), SLICE("S")};
    article_settle_sections(arena, &none);
    assert_int_equal(none.sections.count, ARTICLE_SECTIONS_MAX);
    arena_close(arena);
}

static void relations_stand_in_order_each_once_and_never_the_piece_itself(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    Article a = {.url = SLICE("http://h/one"), .canonical = SLICE("http://h/1")};
    static const char *const told[][2] = {
        {"http://h/fr", "fr"},  {"http://h/1", "en"}, {"http://h/ar", "ar"},
        {"http://h/one", "en"}, {"", "de"},           {"http://h/fr", "fr"}};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        Relation relation = {.url = slice_from(told[i][0]), .lang = slice_from(told[i][1])};
        *LIST_ADD(arena, &a.translations) = relation;
        *LIST_ADD(arena, &a.related) = relation;
    }
    article_settle_relations(arena, &a);
    assert_int_equal(a.translations.count, 2);
    assert_true(slice_equal(a.translations.items[0].lang, SLICE("ar")));
    assert_int_equal(a.related.count, 2);
    assert_true(slice_equal(a.related.items[0].lang, SLICE("fr")));
    Article copied = article_copy(arena, &a);
    assert_true(slice_equal(copied.translations.items[1].url, SLICE("http://h/fr")));
    assert_ptr_not_equal(copied.translations.items[1].url.data, a.translations.items[1].url.data);
    arena_close(arena);
}

static void direction_follows_the_language(void **state)
{
    (void)state;
    assert_true(slice_equal(direction_of_language(SLICE("ar")), SLICE("rtl")));
    assert_true(slice_equal(direction_of_language(SLICE("ar-EG")), SLICE("rtl")));
    assert_true(slice_equal(direction_of_language(SLICE("FA")), SLICE("rtl")));
    assert_true(slice_equal(direction_of_language(SLICE("en")), SLICE("ltr")));
    assert_true(slice_equal(direction_of_language(SLICE("")), SLICE("ltr")));
    assert_true(slice_equal(direction_of_language(SLICE("arn")), SLICE("ltr")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direction_follows_the_language),
        cmocka_unit_test(every_name_is_found_again),
        cmocka_unit_test(sections_stand_by_slug_behind_the_one_that_leads),
        cmocka_unit_test(a_single_section_is_no_list),
        cmocka_unit_test(names_are_those_of_the_interface),
        cmocka_unit_test(other_names_are_found_or_not),
        cmocka_unit_test(a_piece_is_something_of_the_paper),
        cmocka_unit_test(insets_and_embeds_are_not_text),
        cmocka_unit_test(an_article_without_body_has_no_text),
        cmocka_unit_test(relations_stand_in_order_each_once_and_never_the_piece_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
