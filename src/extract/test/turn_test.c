#include "reading.h"

static void expect_turn(const Article *article, size_t i, const char *speaker, const char *text)
{
    assert_true(i < article->body.count);
    assert_int_equal(article->body.items[i].kind, BLOCK_TURN);
    expect_text(article->body.items[i].speaker, speaker);
    expect_begins(article->body.items[i].text, text);
}

static void question_and_answer_letters_are_turns(void **state)
{
    (void)state;
    static const char *const styles[][2] = {{"(Q)", "(A)"}, {"Q)", "A)"}, {"Q:", "A:"}};
    Reading reading;
    reading_open(&reading);
    Arena *arena = arena_open(1u << 20);
    for (size_t s = 0; s < 3; s++) {
        Slice page = arena_format(
            arena,
            "<body><h1>A talk at the mole</h1><p>%s Following is the text of the interview:</p>"
            "<p>%s What will you do with the mole now?<br>%s We will repair it, stone by stone.</p>"
            "<p>%s And who will pay for the stones? %s The port will, as it did before.</p>"
            "<p>Nothing more was said of it, he added.</p></body>",
            LOREM, styles[s][0], styles[s][1], styles[s][0], styles[s][1]);
        const Article *article = reading_run(&reading, BODY_HTML, SLICE_EMPTY, page, NULL);
        assert_int_equal(article->page_kind, PAGE_INTERVIEW);
        assert_int_equal(article->body.items[0].kind, BLOCK_PARAGRAPH);
        expect_turn(article, 1, "Q", styles[s][0]);
        expect_turn(article, 2, "A", styles[s][1]);
        expect_turn(article, 3, "Q", styles[s][0]);
        expect_turn(article, 4, "A", styles[s][1]);
        /* No other turn has a second paragraph: the paper speaks again. */
        assert_int_equal(article->body.items[5].kind, BLOCK_PARAGRAPH);
    }
    arena_close(arena);
    reading_close(&reading);
}

static void bracketed_names_are_turns(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "",
        "<body><h1>Asharq Al-Awsat Talks to Iyad Allawi</h1><p>London, Asharq Al-Awsat – " LOREM "</p>"
        "<p>[Asharq Al-Awsat] How do you see the vote, and what comes after it?</p>"
        "<p>[Allawi] It was responding to its [Iran's] calls, as all of us could see.</p>"
        "<p>[Asharq Al Awsat] Will you stand again, then?</p><p>[Allawi] I will not say so "
        "today.</p></body>");
    assert_int_equal(article->page_kind, PAGE_INTERVIEW);
    expect_turn(article, 1, "Asharq Al-Awsat", "[Asharq Al-Awsat] How");
    expect_turn(article, 2, "Allawi", "[Allawi] It was responding to its [Iran's] calls");
    expect_turn(article, 3, "Asharq Al Awsat", "[Asharq Al Awsat] Will");
    expect_turn(article, 4, "Allawi", "[Allawi] I will not");
    assert_int_equal(article->body.count, 5);
    reading_close(&reading);
}

static void a_turn_may_run_over_paragraphs(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "",
        "<body><h1>A talk at the mole</h1><p>" LOREM "</p><p>Q) What of the mole?</p>"
        "<p>A) We will repair it, stone by stone.</p><p>All of the stones are here.</p>"
        "<p>Q) And who pays?</p><p>A) The port, as it did before.</p><p>It always did.</p></body>");
    expect_turn(article, 3, "A", "All of the stones");
    expect_turn(article, 6, "A", "It always did");
    reading_close(&reading);
}

static void arabic_letters_are_turns(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "",
                       "<body><h1>حوار مع الربان</h1><p>" LOREM "</p><p>س: كيف بدأت القائمة؟</p>"
                       "<p>ج: بدأت من امرأة سألتني عن ابنها في الميناء.</p><p>س : ومن ساعدك؟</p><p>ج) ابنة "
                       "أخي وصديقتها.</p></body>");
    assert_int_equal(article->page_kind, PAGE_INTERVIEW);
    expect_turn(article, 1, "س", "س: كيف");
    expect_turn(article, 2, "ج", "ج: بدأت");
    expect_turn(article, 3, "س", "س : ومن");
    expect_turn(article, 4, "ج", "ج) ابنة");
    reading_close(&reading);
}

static void names_with_colons_are_turns_where_somebody_asks(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "",
        "<body><h1>Ten minutes with Josef Grima</h1><p>" LOREM "</p><p>The Ledger: What would end it?</p>"
        "<p>Grima: Two men on a crane.</p><p>The Ledger: Is one man not enough?</p><p>Grima: No.</p></body>");
    assert_int_equal(article->page_kind, PAGE_INTERVIEW);
    expect_turn(article, 1, "The Ledger", "The Ledger: What");
    expect_turn(article, 4, "Grima", "Grima: No.");
    article = read_html_page(&reading, "",
                             "<body><h1>What the schools serve</h1><p>" LOREM "</p><p>" LOREM
                             "</p><p>Breakfast: bread and milk.</p>"
                             "<p>Dinner: lentils, of course.</p><p>Breakfast: bread and tea.</p>"
                             "<p>Dinner: fish, if there is any.</p></body>");
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    assert_int_equal(article->body.items[2].kind, BLOCK_PARAGRAPH);
    reading_close(&reading);
}

static void an_editors_brackets_are_no_turns(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "",
                       "<body><h1>The muezzin</h1><p>" LOREM
                       " The muezzin [chosen person at a mosque who leads the call to prayer] slept.</p>"
                       "<p>[He] was responding to its [Iran's] calls, they said, and " LOREM
                       "</p><p>[We] left, and " LOREM "</p></body>");
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    for (size_t i = 0; i < article->body.count; i++)
        assert_int_equal(article->body.items[i].kind, BLOCK_PARAGRAPH);
    reading_close(&reading);
}

static void an_inset_cut_open_takes_the_rest_of_its_block(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "",
        "<body><h1>Book</h1><p>" LOREM "</p><p>[inset_left]The Hidden Light...</p><p>" LOREM
        "</p><p>[caption id=\"x\" width=\"300\"]A mole[/caption] [et_pb_text admin=\"1\"]And so on, "
        "he said at the end of it.[/et_pb_text]</p></body>");
    assert_int_equal(article->body.count, 4);
    assert_int_equal(article->body.items[1].kind, BLOCK_INSET);
    expect_text(article->body.items[1].text, "The Hidden Light...");
    expect_text(article->body.items[3].text, "And so on, he said at the end of it.");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(question_and_answer_letters_are_turns),
        cmocka_unit_test(bracketed_names_are_turns),
        cmocka_unit_test(a_turn_may_run_over_paragraphs),
        cmocka_unit_test(arabic_letters_are_turns),
        cmocka_unit_test(names_with_colons_are_turns_where_somebody_asks),
        cmocka_unit_test(an_editors_brackets_are_no_turns),
        cmocka_unit_test(an_inset_cut_open_takes_the_rest_of_its_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
