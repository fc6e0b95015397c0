/* What belongs to the text of a piece, and what only stands beside it. */
#include "reading.h"

static bool text_has(const Article *article, const char *words)
{
    return slice_contains(article->text, slice_from(words));
}

static void an_opening_set_apart_is_the_first_paragraph(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "http://p.example/mole",
                       "<body><article><h1>The mole</h1><div class='article-intro'><p>The old mole of the "
                       "port was closed to "
                       "ships on Monday, for good.</p></div><div class='share'>Share</div><div "
                       "class='article-body'><p>" LOREM "</p><p>" LOREM "</p></div></article></body>");
    expect_begins(article->body.items[0].text, "The old mole of the port");
    assert_true(slice_is_empty(article->subheadline));
    assert_int_equal(article->body.count, 3);
    reading_close(&reading);
}

static void a_standfirst_is_no_paragraph(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://p.example/mole",
                                            "<body><article><h1>The mole</h1><p class='standfirst'>The old "
                                            "mole of the port was closed to ships on "
                                            "Monday, for good.</p><div class='article-body'><p>" LOREM
                                            "</p><p>" LOREM "</p></div></article></body>");
    assert_int_equal(article->body.count, 2);
    expect_begins(article->subheadline, "The old mole of the port");
    reading_close(&reading);
}

static void a_words_element_does_not_speak_for_its_line(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p><span class='date'>KOBE</span> &ndash; Two "
        "thousand masks were lost on the way from the port.</p><p>" LOREM "</p><p>" LOREM "</p>"
        "<blockquote><p><span class='pullquote'>&ldquo;</span>We have counted them all again today, and they "
        "are gone.&rdquo;</p></blockquote><p>" LOREM "</p></div></body>");
    expect_begins(article->body.items[0].text, "KOBE – Two thousand masks");
    assert_int_equal(article->body.items[3].kind, BLOCK_QUOTE);
    reading_close(&reading);
}

static void a_linked_source_stays_and_a_teaser_goes(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p>"
        "<p><a href='http://other.example/the-report'>The report of the inquiry into the mole</a></p>"
        "<p><a href='/storm'>Storm cuts off the northern coast of us</a></p>"
        "<p><a href='http://other.example/shop'>Buy tickets</a></p><p>" LOREM "</p></div></body>");
    assert_true(text_has(article, "The report of the inquiry"));
    assert_false(text_has(article, "Storm cuts off"));
    assert_false(text_has(article, "Buy tickets"));
    reading_close(&reading);
}

static void a_linked_line_of_a_paragraph_stays(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p><a href='/yard'>The yard</a><br>"
        "Two minutes from the harbour, behind the old customs house.</p><p>" LOREM "</p></div></body>");
    assert_true(text_has(article, "The yard Two minutes"));
    reading_close(&reading);
}

static void boxes_of_other_pieces_are_left_out(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM "</p><div class='b7'>"
        "<a href='/storm'><img src='/s.jpg'></a><h4><a href='/storm'>Storm cuts off the coast</a></h4>"
        "<p>Nobody has crossed since Sunday, they say.</p></div><p>" LOREM "</p><p>" LOREM
        "</p></div></body>");
    assert_false(text_has(article, "Storm cuts off"));
    assert_false(text_has(article, "Nobody has crossed"));
    assert_int_equal(article->body.count, 4);
    reading_close(&reading);
}

#define TEASER(slug, title)                                                                                  \
    "<li><a href='/" slug "'><img src='/" slug ".jpg' width='300' height='200'></a><div><a href='/" slug     \
    "'>" title "</a> <time datetime='2024-02-17'>February 17, 2024</time><p>Another paragraph on a piece "   \
    "that stands elsewhere, long enough to be read as prose, since it is one: " LOREM "</p></div></li>"

static void many_pieces_with_their_days_behind_a_piece_are_not_its_text(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><div class='wrap'><h1>The mole is closed</h1><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM
        "</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM
        "</p><div><ul>" TEASER("lamp", "The lamp is out again") TEASER("ferry", "No ferry until the summer")
            TEASER("crane", "The last crane is sold abroad")
                TEASER("pilot", "A pilot tells of forty years") "</ul></div></div></body>");
    assert_int_equal(article->body.count, 8);
    assert_false(text_has(article, "stands elsewhere"));
    reading_close(&reading);
}

static void what_counts_pictures_or_guards_rights_is_no_text(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><article><h1>The mole is closed</h1><p>" LOREM "</p><p>2 of 57</p><p>" LOREM
        "</p><p>3 von 57</p><p>Two of 57 ships were late.</p><p>" LOREM
        "</p><p>This document is subject to copyright. No part may be copied.</p></article></body>");
    assert_false(text_has(article, "2 of 57"));
    assert_false(text_has(article, "3 von 57"));
    assert_true(text_has(article, "Two of 57 ships"));
    assert_false(text_has(article, "subject to copyright"));
    reading_close(&reading);
}

static void words_alone_with_a_picture_are_its_caption(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><div class='w1'><img src='/m.jpg' "
        "width='640' height='400'><p>The mole on Monday</p></div><p>" LOREM "</p></div></body>");
    assert_false(text_has(article, "The mole on Monday"));
    assert_int_equal(article->body.count, 2);
    reading_close(&reading);
}

static void a_class_that_marks_most_of_the_text_marks_no_furniture(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p class='paywall'>" LOREM
        "</p><p class='paywall'>" LOREM
        "</p><p class='has-dropcap paywall'>Then came the second storm of that year, and it took the rest of "
        "the old mole, stone by stone.</p><p class='paywall'>" LOREM "</p></div></body>");
    assert_true(text_has(article, "Then came the second storm"));
    reading_close(&reading);
}

static void a_line_with_a_number_may_end_a_piece(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "http://p.example/mole",
                       "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM
                       "</p><p>The new address of "
                       "the office:</p><p>Harbour Street 14, Port Marenza</p></div></body>");
    assert_true(text_has(article, "Harbour Street 14"));
    article = read_html_page(&reading, "http://p.example/mole",
                             "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM
                             "</p><p>" LOREM "</p><p>Photographer Hatim Orlando</p></div></body>");
    assert_false(text_has(article, "Hatim"));
    reading_close(&reading);
}

static void a_label_of_addresses_ends_the_text(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM
        "</p><p>" LOREM "</p><p><b>Kontakt:</b></p><p>Port authority, Marenza</p></div></body>");
    assert_int_equal(article->body.count, 4);
    assert_false(text_has(article, "Port authority"));
    reading_close(&reading);
}

static void words_that_are_not_shown_are_no_words(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>The <a href='/r'>report<span "
        "class='screen-reader-text'> (opens in a new window)</span></a> of the inquiry is out. " LOREM
        "</p><p>" LOREM "</p><p>http://p.example/mole?print=1</p></div></body>");
    expect_begins(article->body.items[0].text, "The report of the inquiry");
    assert_false(slice_contains(article->body.items[0].html, SLICE("opens in")));
    assert_false(text_has(article, "print=1"));
    reading_close(&reading);
}

static void misread_bytes_are_put_right_and_kept(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/cafe",
        "<body><h1>The cafÃ©</h1><div class='article-body'><p>It isnâ€™t open, he said. " LOREM "</p><p>"
        "Ø§Ù„Ø¨Ø\xC2\xADØ± is the sea. " LOREM "</p><p>Das Land NÖ« sagt nichts. " LOREM "</p></div></body>");
    expect_text(article->headline, "The café");
    expect_begins(article->body.items[0].text, "It isn’t open");
    expect_begins(article->body.items[1].text, "البحر is the sea");
    expect_begins(article->body.items[2].text, "Das Land NÖ« sagt");
    assert_int_equal(article->repairs.count, 7);
    expect_text(article->repairs.items[1].was, "â€™");
    expect_text(article->repairs.items[1].rule, "utf8-read-as-windows-1252");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opening_set_apart_is_the_first_paragraph),
        cmocka_unit_test(a_standfirst_is_no_paragraph),
        cmocka_unit_test(a_words_element_does_not_speak_for_its_line),
        cmocka_unit_test(a_linked_source_stays_and_a_teaser_goes),
        cmocka_unit_test(a_linked_line_of_a_paragraph_stays),
        cmocka_unit_test(boxes_of_other_pieces_are_left_out),
        cmocka_unit_test(many_pieces_with_their_days_behind_a_piece_are_not_its_text),
        cmocka_unit_test(what_counts_pictures_or_guards_rights_is_no_text),
        cmocka_unit_test(words_alone_with_a_picture_are_its_caption),
        cmocka_unit_test(a_class_that_marks_most_of_the_text_marks_no_furniture),
        cmocka_unit_test(a_line_with_a_number_may_end_a_piece),
        cmocka_unit_test(a_label_of_addresses_ends_the_text),
        cmocka_unit_test(words_that_are_not_shown_are_no_words),
        cmocka_unit_test(misread_bytes_are_put_right_and_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
