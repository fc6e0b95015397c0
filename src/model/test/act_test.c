/* Acts: which of them count, and what a correction does to an article. */
#include "base/test/cm.h"
#include "model/act.h"

static int open_arena(void **state)
{
    *state = arena_open(16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void verbs_and_fields_are_found_by_their_names(void **state)
{
    ActField field;
    size_t place;
    for (int i = 0; i < ACT_VERBS; i++) {
        ActVerb verb = ACT_VERBS;
        assert_true(act_verb_find(act_verb_name((ActVerb)i), &verb));
        assert_int_equal(verb, i);
    }
    assert_true(act_field_find(SLICE("headline"), &field, &place));
    assert_int_equal(field, ACT_FIELD_HEADLINE);
    assert_true(act_field_find(SLICE("body[3]"), &field, &place));
    assert_int_equal(field, ACT_FIELD_BODY);
    assert_int_equal(place, 3);
    static const char *const wrong[] = {
        "status",      "body[0]", "body[", "body[x]",  "body[3",
        "headline[1]", "",        "[3]",   "body[-1]", "body[99999999999999999999]"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (act_field_find(slice_from(wrong[i]), &field, &place))
            fail_msg("'%s' is taken for a field", wrong[i]);
    assert_true(slice_contains(act_field_names(*state), SLICE("caption[N]")));
}

static void add(Arena *arena, Acts *acts, ActVerb verb, int64_t undoes)
{
    Act act = {.number = (int64_t)acts->count + 1, .verb = verb, .undoes = undoes};
    *LIST_ADD(arena, acts) = act;
}

static void an_undone_act_does_not_count_and_an_undone_undo_lets_it(void **state)
{
    Acts acts = {0};
    add(*state, &acts, ACT_WITHHOLD, 0);
    acts_settle(&acts);
    assert_true(acts_state(&acts).is_withheld);
    add(*state, &acts, ACT_UNDO, 1);
    acts_settle(&acts);
    assert_false(acts_state(&acts).is_withheld);
    assert_int_equal(acts.items[0].undone_by, 2);
    add(*state, &acts, ACT_UNDO, 2);
    acts_settle(&acts);
    assert_true(acts_state(&acts).is_withheld);
    assert_int_equal(acts.items[0].undone_by, 0);
    assert_int_equal(acts.items[1].undone_by, 3);
}

static void acts_count_in_their_order(void **state)
{
    Acts acts = {0};
    add(*state, &acts, ACT_DELIST, 0);
    add(*state, &acts, ACT_WITHHOLD, 0);
    assert_true(acts_state(&acts).is_withheld && acts_state(&acts).is_delisted);
    add(*state, &acts, ACT_RESTORE, 0);
    assert_false(acts_state(&acts).is_withheld || acts_state(&acts).is_delisted);
    add(*state, &acts, ACT_UNDO, 3);
    acts_settle(&acts);
    assert_true(acts_state(&acts).is_withheld && acts_state(&acts).is_delisted);
}

/* Undoing at random: the one walk agrees with asking each act for its undoer. */
static bool counts(const Acts *acts, int64_t number)
{
    bool is_counted = true;
    for (size_t i = 0; i < acts->count; i++)
        if (acts->items[i].verb == ACT_UNDO && acts->items[i].undoes == number &&
            counts(acts, acts->items[i].number))
            is_counted = false;
    return is_counted;
}

static void any_chain_of_undoing_is_settled(void **state)
{
    uint64_t seed = 20140627;
    for (int round = 0; round < 500; round++) {
        Acts acts = {0};
        bool is_undone[32] = {false};
        arena_reset(*state);
        for (int i = 0; i < 30; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t of = acts.count ? (size_t)(seed >> 33) % acts.count : 0;
            bool is_undo = acts.count > 0 && (seed >> 60) % 2 == 0 && !is_undone[of];
            if (is_undo)
                is_undone[of] = true;
            add(*state, &acts, is_undo ? ACT_UNDO : ACT_DELIST, is_undo ? (int64_t)of + 1 : 0);
        }
        acts_settle(&acts);
        for (size_t i = 0; i < acts.count; i++)
            assert_int_equal(acts.items[i].undone_by == 0, counts(&acts, (int64_t)i + 1));
    }
}

static Article make_article(Arena *arena)
{
    static const char *const paragraphs[] = {"Valletta- The harbour closed on Friday.",
                                             "The ferry was cancelled.", "Talks will be held on Monday."};
    Article article = {.headline = SLICE("Harbour Closes"), .lang = SLICE("en"), .dir = SLICE("ltr")};
    for (size_t i = 0; i < 3; i++) {
        Block block = {.kind = BLOCK_PARAGRAPH, .text = slice_from(paragraphs[i])};
        *LIST_ADD(arena, &article.body) = block;
    }
    Media media = {.id = SLICE("4711"), .caption = SLICE("The quay")};
    *LIST_ADD(arena, &article.media) = media;
    *LIST_ADD(arena, &article.provenance) =
        (Origin){.field = SLICE("headline"), .source = SLICE("json-ld"), .confidence = 1};
    article_join_text(&article, arena);
    article.dateline = (Dateline){.raw = SLICE("Valletta-"), .span = {0, 9}};
    return article;
}

static bool lay(Arena *arena, Article *article, const char *field, const char *was, const char *value)
{
    Act act = {.number = 7,
               .verb = ACT_CORRECT,
               .field = slice_from(field),
               .was = slice_from(was),
               .value = slice_from(value)};
    return act_lay(arena, article, &act, &(Labels){0});
}

static void a_text_is_set_right_and_its_origin_is_the_person(void **state)
{
    Article article = make_article(*state);
    assert_true(lay(*state, &article, "headline", "Harbour Closes", "Harbour Shut"));
    assert_slice(article.headline, "Harbour Shut");
    assert_int_equal(article.provenance.count, 1);
    assert_slice(article.provenance.items[0].source, "person");
    assert_true(lay(*state, &article, "lang", "en", "ar"));
    assert_slice(article.dir, "rtl");
    assert_true(lay(*state, &article, "published", "", "2014-06-27"));
    assert_int_equal(article.published.grain, GRAIN_DAY);
    assert_false(lay(*state, &article, "published", "", "soon"));
    assert_false(lay(*state, &article, "status", "", "draft"));
}

static void a_paragraph_is_set_right_in_the_text_too(void **state)
{
    Article article = make_article(*state);
    assert_true(lay(*state, &article, "body[2]", "The ferry was cancelled.", "The <ferry> sailed."));
    assert_slice(article.body.items[1].text, "The <ferry> sailed.");
    assert_slice(article.body.items[1].html, "The &lt;ferry&gt; sailed.");
    assert_true(slice_contains(article.text, SLICE("The <ferry> sailed.\n\nTalks will")));
    assert_int_equal(article.dateline.span.end, 9);
    assert_true(lay(*state, &article, "body[1]", "Valletta- The harbour closed on Friday.", "It closed."));
    assert_int_equal(article.dateline.span.end, 0);
    Span last = article.body.items[2].span;
    assert_slice(slice_range(article.text, last.begin, last.end), "Talks will be held on Monday.");
}

static void a_paragraph_that_moved_is_found_by_what_it_read(void **state)
{
    Article article = make_article(*state);
    assert_true(lay(*state, &article, "body[1]", "The ferry was cancelled.", "The ferry sailed."));
    assert_slice(article.body.items[1].text, "The ferry sailed.");
    assert_true(lay(*state, &article, "body[9]", "Talks will be held next Monday.", "No talks."));
    assert_slice(article.body.items[2].text, "No talks.");
    assert_false(lay(*state, &article, "body[1]", "Quite another sentence stood here once.", "No."));
}

static void an_empty_value_takes_a_paragraph_out(void **state)
{
    Article article = make_article(*state);
    assert_true(lay(*state, &article, "body[2]", "The ferry was cancelled.", ""));
    assert_int_equal(article.body.count, 2);
    assert_slice(article.text, "Valletta- The harbour closed on Friday.\n\nTalks will be held on Monday.");
    assert_true(lay(*state, &article, "body[2]", "Talks will be held on Monday.", ""));
    assert_true(lay(*state, &article, "body[1]", "Valletta- The harbour closed on Friday.", ""));
    assert_int_equal(article.body.count, 0);
    assert_int_equal(article.text.size, 0);
    assert_false(lay(*state, &article, "body[1]", "", ""));
}

static void a_caption_is_set_right_by_place_or_by_photo(void **state)
{
    Article article = make_article(*state);
    assert_true(lay(*state, &article, "caption[1]", "The quay", "The old quay"));
    assert_slice(article.media.items[0].caption, "The old quay");
    assert_false(lay(*state, &article, "caption[2]", "", "None"));
    Act act = {.verb = ACT_CORRECT, .media = SLICE("4711"), .field = SLICE("caption"), .value = SLICE("New")};
    assert_true(act_lay(*state, &article, &act, &(Labels){0}));
    assert_slice(article.media.items[0].caption, "New");
    act.media = SLICE("4712");
    assert_false(act_lay(*state, &article, &act, &(Labels){0}));
}

static void lists_are_read_and_written_with_commas(void **state)
{
    Slices names = {0};
    Slice text;
    Article article = make_article(*state);
    act_value_names(*state, SLICE(" Omar Farouk, Lina Zammit ,,"), &names);
    assert_int_equal(names.count, 2);
    assert_slice(names.items[1], "Lina Zammit");
    Labels labels = {0};
    *LIST_ADD((Arena *)*state, &labels) = (Label){SLICE("omar-farouk"), SLICE("Omar Farouk")};
    *LIST_ADD((Arena *)*state, &labels) = (Label){SLICE("lina"), SLICE("Lina Zammit")};
    Act act = {.verb = ACT_CORRECT, .field = SLICE("authors")};
    assert_true(act_lay(*state, &article, &act, &labels));
    assert_true(act_field_text(*state, &article, ACT_FIELD_AUTHORS, 0, &text));
    assert_slice(text, "Omar Farouk, Lina Zammit");
    act.field = SLICE("section");
    assert_true(act_lay(*state, &article, &act, &labels));
    assert_slice(article.section.slug, "omar-farouk");
    assert_true(act_field_text(*state, &article, ACT_FIELD_BODY, 3, &text));
    assert_false(act_field_text(*state, &article, ACT_FIELD_BODY, 4, &text));
    assert_false(act_field_text(*state, &article, ACT_FIELD_CAPTION, 0, &text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(verbs_and_fields_are_found_by_their_names, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(an_undone_act_does_not_count_and_an_undone_undo_lets_it, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(acts_count_in_their_order, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(any_chain_of_undoing_is_settled, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_text_is_set_right_and_its_origin_is_the_person, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(a_paragraph_is_set_right_in_the_text_too, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_paragraph_that_moved_is_found_by_what_it_read, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(an_empty_value_takes_a_paragraph_out, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_caption_is_set_right_by_place_or_by_photo, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(lists_are_read_and_written_with_commas, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
