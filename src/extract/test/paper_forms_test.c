/* Forms that the pages of the model newspaper have and that no other test holds: its titles and lists, its
 * interviews' first lines, damage of its texts, its photo pages. Names and words here are made up. */
#include "reading.h"

#include <stdio.h>

#define ARCHIVE "THE HARBOUR LEDGER English Archive"
#define PARAGRAPH "<p>" LOREM "</p>"

/* A page with the value at each "%s". */
static const Article *read_page(Reading *reading, const char *url, const char *form, const char *value)
{
    static char page[32768];
    size_t size = 0;
    for (const char *c = form; *c && size < sizeof page; c++) {
        bool is_place = c[0] == '%' && c[1] == 's';
        for (const char *v = value; is_place && *v && size < sizeof page; v++)
            page[size++] = *v;
        if (!is_place)
            page[size++] = *c;
        c += is_place;
    }
    assert_true(size < sizeof page);
    ExtractOptions options = {.archive_title = SLICE(ARCHIVE " 2005 -2017")};
    return reading_run(reading, BODY_HTML, slice_from(url), slice_of(page, size), &options);
}

static void all_templates_of_titles_leave_the_headline(void **state)
{
    (void)state;
    static const char *const titles[] = {"Mole Mended at Last | " ARCHIVE " 2005 -2017",
                                         "Mole Mended at Last - " ARCHIVE " 2005 -2017",
                                         "Mole Mended at Last - " ARCHIVE, "Mole Mended at Last | " ARCHIVE};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        const Article *article = read_page(
            &reading, "",
            "<title>%s</title><body><div class='entry-content'>" PARAGRAPH PARAGRAPH "</div></body>",
            titles[i]);
        expect_text(article->headline, "Mole Mended at Last");
    }
    const Article *article = read_page(&reading, "http://ledger.example/category/opinion",
                                       "<title>Opinion Archives - " ARCHIVE "</title><body>%s"
                                       "<h1>Opinion Archives</h1></body>",
                                       "");
    assert_int_equal(article->page_kind, PAGE_LIST);
    reading_close(&reading);
}

static void a_headline_printed_three_times_is_one(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_page(
        &reading, "",
        "<title>Mole Mended at Last | " ARCHIVE "</title><body><p>%s</p><h1>Mole Mended at Last</h1>"
        "<h1 class='entry-title'>Mole Mended at Last</h1><p class='post-meta'>by Jane Roe | Jun 27, 2014 | "
        "Opinion</p><div class='entry-content'>" PARAGRAPH PARAGRAPH "</div></body>",
        "Mole Mended at Last");
    expect_text(article->headline, "Mole Mended at Last");
    expect_lacks(article->text, "Mole Mended");
    expect_text(article->authors.items[0].name, "Jane Roe");
    reading_close(&reading);
}

static void marks_of_genre_are_lifted_and_kept(void **state)
{
    (void)state;
    static const struct {
        const char *headline, *genre;
    } cases[] = {{"Opinion: The Mole Is Ours", "Opinion"},
                 {"Editorial: The Mole Is Ours", "Editorial"},
                 {"Debate: The Mole Is Ours", "Debate"},
                 {"…Therefore the Mole Is Ours", ""}};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Article *article =
            read_page(&reading, "",
                      "<title>%s | " ARCHIVE "</title><body><h1>%s</h1><div class='entry-content'>" PARAGRAPH
                      "</div></body>",
                      cases[i].headline);
        expect_text(article->headline, cases[i].headline);
        expect_text(article->genre, cases[i].genre);
    }
    reading_close(&reading);
}

static void each_line_that_leads_in_is_followed_by_turns(void **state)
{
    (void)state;
    static const char *const leads[] = {
        "Following is the text of the interview:", "The text of the interview follows:",
        "The text of the interview is as follows:"};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        const Article *article = read_page(
            &reading, "",
            "<title>The Ledger Talks to a Pilot</title><body><h1>The Ledger Talks to a Pilot</h1>"
            "<div class='entry-content'><p>Beirut, Asharq Al-Awsat – " LOREM "</p><p>%s</p>"
            "<p>[Asharq Al-Awsat] What will you do with the mole now?</p><p>[Nassar] We will mend it, stone "
            "by "
            "stone.</p><p>[Asharq Al-Awsat] And who pays?</p><p>[Nassar] The port.</p></div></body>",
            leads[i]);
        assert_int_equal(article->page_kind, PAGE_INTERVIEW);
        assert_int_equal(article->body.count, 6);
        assert_int_equal(article->body.items[1].kind, BLOCK_PARAGRAPH);
        expect_text(article->body.items[1].text, leads[i]);
        for (size_t b = 2; b < 6; b++)
            assert_int_equal(article->body.items[b].kind, BLOCK_TURN);
        expect_text(article->body.items[3].speaker, "Nassar");
    }
    reading_close(&reading);
}

static void damage_of_texts_is_repaired_and_can_be_undone(void **state)
{
    (void)state;
    static const struct {
        const char *printed, *read, *was, *rule;
    } cases[] = {
        {"He said: &amp;#34the mole is ours.&amp;#34 And left.", "He said: \"the mole is ours.\" And left.",
         "&#34", "bare-reference"},
        {"It was the Editor in Chief”s wish.", "It was the Editor in Chief’s wish.", "”",
         "quote-for-apostrophe"},
        {"They didn”t know it.", "They didn’t know it.", "”", "quote-for-apostrophe"},
        {"I p-personally mended it.", "I personally mended it.", "-pe", "stutter"},
        {"It is  the   mole.", "It is the mole.", NULL, NULL},
        {"He said “the mole” so often.", "He said “the mole” so often.", NULL, NULL},
        {"The e-elections, the t-tests and the b-boys.", "The e-elections, the t-tests and the b-boys.", NULL,
         NULL},
        {"A non-nominated man and a pre-prepared one.", "A non-nominated man and a pre-prepared one.", NULL,
         NULL},
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Article *article =
            read_page(&reading, "",
                      "<title>The Mole</title><body><h1>The Mole</h1><div class='entry-content'>" PARAGRAPH
                      "<p>%s</p>" PARAGRAPH "</div></body>",
                      cases[i].printed);
        expect_text(article->body.items[1].text, cases[i].read);
        assert_int_equal(article->repairs.count > 0, cases[i].was != NULL);
        if (!cases[i].was)
            continue;
        const Repair *repair = &article->repairs.items[0];
        expect_text(repair->was, cases[i].was);
        expect_text(repair->rule, cases[i].rule);
        assert_true(repair->span.begin >= article->body.items[1].span.begin &&
                    repair->span.end <= article->body.items[1].span.end);
    }
    reading_close(&reading);
}

static void raw_shortcodes_are_no_text(void **state)
{
    (void)state;
    static const struct {
        const char *printed, *text, *inset; /* the paragraph without, and what became a block of its own */
    } cases[] = {
        {"[inset_left]The MoleA. HassanHarbour Press, 192 pagesBeirut, 2014[/inset_left] London, Asharq "
         "Al-Awsat—In her "
         "novel the mole breaks.",
         "London, Asharq Al-Awsat—In her novel the mole breaks.",
         "The MoleA. HassanHarbour Press, 192 pagesBeirut, 2014"},
        {"[inset_right]The Hidden Light[/inset_right] The lamp is out.", "The lamp is out.",
         "The Hidden Light"},
        {"[caption id=\"a\" width=\"300\"]The mole[/caption] The lamp is out.", "The lamp is out.", NULL},
        {"[gallery ids=\"1,2\"] The lamp is out.", "The lamp is out.", NULL},
        {"[embed]http://tube.example/v[/embed] The lamp is out.", "The lamp is out.", NULL},
        {"[et_pb_section admin=\"1\"][et_pb_text]The lamp is out.[/et_pb_text][/et_pb_section]",
         "The lamp is out.", NULL},
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Article *article = read_page(
            &reading, "",
            "<title>The Mole</title><body><h1>The Mole</h1><div class='entry-content'><p>%s</p>" PARAGRAPH
                PARAGRAPH "</div></body>",
            cases[i].printed);
        size_t at = cases[i].inset ? 1 : 0;
        if (cases[i].inset) {
            assert_int_equal(article->body.items[0].kind, BLOCK_INSET);
            expect_text(article->body.items[0].text, cases[i].inset);
        }
        expect_text(article->body.items[at].text, cases[i].text);
        expect_begins(article->text, cases[i].text);
    }
    reading_close(&reading);
}

static void a_photo_page_has_the_full_caption(void **state)
{
    (void)state;
    static const struct {
        const char *printed, *caption, *agency, *photographer, *taken;
    } cases[] = {
        {"epa03797521 Supporters of the pilots march in Port Vell, 22 July 2013. EPA/JANE ROE",
         "epa03797521 Supporters of the pilots march in Port Vell, 22 July 2013.", "EPA", "JANE ROE",
         "2013-07-22"},
        {"A pilot votes at the customs house in Port Vell, Monday, May 26, 2014. (AP Photo/Jane Roe)",
         "A pilot votes at the customs house in Port Vell, Monday, May 26, 2014.", "AP", "Jane Roe",
         "2014-05-26"},
        {"A pilot votes at the customs house in Port Vell, Monday, May 26, 2014. (AP Photo/Jane Roe, File)",
         "A pilot votes at the customs house in Port Vell, Monday, May 26, 2014.", "AP", "Jane Roe", ""},
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Article *article = read_page(&reading, "http://ledger.example/mideast-harbour-election",
                                           "<title>Mideast Harbour Election | " ARCHIVE
                                           " 2005 -2017</title><body class='attachment single "
                                           "attachmentid-55336534'><h1 class='entry-title'>Mideast Harbour "
                                           "Election</h1><div class='entry-content'><p "
                                           "class='attachment'><a href='/f/big.jpg'><img "
                                           "src='/f/big-300x200.jpg' class='attachment-medium'></a></p>"
                                           "<p>%s</p></div></body>",
                                           cases[i].printed);
        assert_int_equal(article->page_kind, PAGE_PHOTO);
        assert_int_equal(article->media.count, 1);
        const Media *media = &article->media.items[0];
        expect_text(media->caption, cases[i].caption);
        expect_text(media->credit.agency, cases[i].agency);
        expect_text(media->credit.photographer, cases[i].photographer);
        expect_text(moment_format(reading.arena, media->taken), cases[i].taken);
    }
    reading_close(&reading);
}

#define FULL_POST                                                                                            \
    "<article class='et_pb_post'><h2 class='entry-title'><a href='/a/mole-%d'>The Mole, Part %d</a></h2>"    \
    "<p class='post-meta'>by <span class='author vcard'><a href='/author/jane-roe'>Jane Roe</a></span> | "   \
    "<span class='published'>Mar 1%d, 2015</span> | <a rel='category tag' href='/category/books'>Book "      \
    "Reviews</a></p>"                                                                                        \
    "<div class='post-content'>" PARAGRAPH PARAGRAPH PARAGRAPH "</div></article>"

static void a_list_of_whole_posts_is_a_list(void **state)
{
    (void)state;
    static char posts[16384];
    int size = 0;
    for (int i = 1; i <= 5; i++)
        size += snprintf(posts + size, sizeof posts - (size_t)size, FULL_POST, i, i, i);
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_page(&reading, "http://ledger.example/author/jane-roe/page/2",
                  "<title>Jane Roe | " ARCHIVE " 2005 -2017</title><body class='archive author'>%s"
                  "<div class='pagination'><a href='/author/jane-roe/page/3'>« Older Entries</a>"
                  "<a href='/author/jane-roe'>Next Entries »</a></div></body>",
                  posts);
    assert_int_equal(article->page_kind, PAGE_AUTHOR);
    expect_lacks(article->text, "Older Entries");
    expect_lacks(article->text, "Next Entries");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_templates_of_titles_leave_the_headline),
        cmocka_unit_test(a_headline_printed_three_times_is_one),
        cmocka_unit_test(marks_of_genre_are_lifted_and_kept),
        cmocka_unit_test(each_line_that_leads_in_is_followed_by_turns),
        cmocka_unit_test(damage_of_texts_is_repaired_and_can_be_undone),
        cmocka_unit_test(raw_shortcodes_are_no_text),
        cmocka_unit_test(a_photo_page_has_the_full_caption),
        cmocka_unit_test(a_list_of_whole_posts_is_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
