/* Readers' comments: who, when and what, apart from the text. */
#include "reading.h"

static void comments_of_wordpress_are_kept_apart(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body class='single'><article><h1>The mole</h1><div class='entry-content'><p>" LOREM "</p><p>" LOREM
        "</p></div></article><div id='comments' class='comments-area'><h2>Two comments</h2><ol "
        "class='comment-list'>"
        "<li id='comment-9' class='comment'><article id='div-comment-9' class='comment-body'><footer "
        "class='comment-meta'><div class='comment-author vcard'><b class='fn'>Ann Roe</b> "
        "<span>says:</span></div>"
        "<time datetime='2014-06-28T10:05:00+00:00'>June 28, 2014</time></footer><div "
        "class='comment-content'><p>It "
        "was never a good mole.</p><p>Ask anybody.</p></div><div class='reply'><a "
        "href='#'>Reply</a></div></article>"
        "<ol class='children'><li id='comment-12' class='comment'><article id='div-comment-12' "
        "class='comment-body'><div class='comment-author'><b class='fn'>Omar Said</b></div><div "
        "class='comment-content'><p>I asked.</p></div></article></li></ol></li></ol></div></body>");
    assert_int_equal(article->body.count, 2);
    assert_int_equal(article->comments.count, 2);
    const Comment *first = &article->comments.items[0], *second = &article->comments.items[1];
    expect_text(first->id, "9");
    expect_text(first->author, "Ann Roe");
    expect_text(first->text, "It was never a good mole.\n\nAsk anybody.");
    expect_text(moment_format(reading.arena, first->at), "2014-06-28T10:05Z");
    expect_text(second->author, "Omar Said");
    expect_text(second->parent, "9");
    expect_text(second->text, "I asked.");
    reading_close(&reading);
}

static void comments_without_numbers_are_told_by_their_boxes(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM "</p></div>"
        "<div class='kommentare'><div class='kommentar-item'><b>Harzer66</b><div>27. Juni 2014</div><div "
        "class='kommentar-text'>So ist es nun einmal mit der Mole.</div></div><div "
        "class='kommentar-item'><div>Nie!</div>"
        "</div></div></body>");
    assert_int_equal(article->comments.count, 2);
    expect_text(article->comments.items[0].author, "Harzer66");
    expect_text(article->comments.items[0].text, "So ist es nun einmal mit der Mole.");
    expect_text(moment_format(reading.arena, article->comments.items[0].at), "2014-06-27");
    expect_text(article->comments.items[1].text, "Nie!");
    reading_close(&reading);
}

static void recent_comments_in_a_sidebar_are_of_other_pieces(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://p.example/mole",
        "<body><h1>The mole</h1><div class='article-body'><p>" LOREM "</p><p>" LOREM "</p></div>"
        "<aside class='sidebar'><div class='comments'><div class='comment'>Ann Roe on The storm, and on the "
        "mole, and on all else</div></div></aside></body>");
    assert_int_equal(article->comments.count, 0);
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_of_wordpress_are_kept_apart),
        cmocka_unit_test(comments_without_numbers_are_told_by_their_boxes),
        cmocka_unit_test(recent_comments_in_a_sidebar_are_of_other_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
