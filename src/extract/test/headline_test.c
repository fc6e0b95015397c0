/* Headlines: which of what a page prints and says of itself is the headline, and what is parted from it as
 * kicker, subtitle or the site's name. Invented pages, one cause each. */
#include "reading.h"

typedef struct Case {
    const char *why, *head, *body, *headline, *kicker;
} Case;

static void expect_case(const Case *one)
{
    Reading reading;
    reading_open(&reading);
    char html[8192];
    int size = snprintf(html, sizeof html,
                        "<html><head>%s</head><body>%s<div class='entry-content'><p>" LOREM "</p><p>" LOREM
                        "</p><p>" LOREM "</p></div></body></html>",
                        one->head, one->body);
    assert_true(size > 0 && (size_t)size < sizeof html);
    const Article *article = read_html_page(&reading, "https://herald.example/coast/mole", html);
    assert_int_equal(reading.status, STATUS_OK);
    if (!slice_equal(article->headline, slice_from(one->headline)) ||
        (one->kicker && !slice_equal(article->kicker, slice_from(one->kicker))))
        fail_msg("%s: \"%.*s\", kicker \"%.*s\"", one->why, SLICE_ARG(article->headline),
                 SLICE_ARG(article->kicker));
    reading_close(&reading);
}

#define EXPECT_CASES(cases)                                                                                  \
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++)                                            \
    expect_case(&(cases)[i])

static void the_printed_heading_is_the_headline(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"sharing has another wording",
         "<title>Light at the mole goes out | The Herald</title>"
         "<meta property='og:title' content='Boats wait for a lamp'>",
         "<h1>Light at the mole goes out, boats wait for a lamp</h1>",
         "Light at the mole goes out, boats wait for a lamp", ""},
        {"the first h1 is the paper's name",
         "<title>The Herald | The light is out again</title>"
         "<meta property='og:site_name' content='The Herald'>",
         "<header><h1>The Herald</h1></header><h2 class='entry-title'>The light is out again</h2>",
         "The light is out again", NULL},
        {"the last step of a trail is worded for search engines",
         "<title>Mole, port, light: why boats wait</title>"
         "<meta property='og:title' content='The boats are waiting for a lamp'>",
         "<ul><li><a href='/'>Home</a></li><li><h1>Mole, port, light: why boats wait</h1></li></ul>"
         "<article><h2>The boats are waiting for a lamp</h2></article>",
         "The boats are waiting for a lamp", NULL},
        {"nor is it the headline where it alone is shared: the linked data know the piece's own",
         "<title>Fire at the mole: a warning to boats</title>"
         "<meta property='og:title' content='Fire at the mole: a warning to boats'>"
         "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Thick smoke over the "
         "port\"}</script>",
         "<nav><ul><li><a href='/'>Home</a></li><li><h1>Fire at the mole: a warning to "
         "boats</h1></li></ul></nav>"
         "<article><h2>Smoke in the harbour</h2></article>",
         "Thick smoke over the port", NULL},
        {"a heading that leads to the front page is the paper's",
         "<title>Paper of the port &raquo; Blog Archive &raquo; The light is out again</title>",
         "<h1><a href='https://herald.example/'>Paper of the port</a></h1>"
         "<h2><a href='/coast/mole'>The light is out again</a></h2>",
         "The light is out again", NULL},
        {"several headings of one rank of which no claim knows",
         "<meta property='og:title' content='A week of rain in the port'>",
         "<h1>Monday</h1><h1>Tuesday</h1><h1>Wednesday</h1>", "A week of rain in the port", NULL},
        {"a heading behind the text that no claim knows", "<title>The light at the mole is out</title>",
         "<p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p><h1>Original "
         "text</h1>",
         "The light at the mole is out", NULL},
        {"spelled as printed, not in capitals",
         "<title>THE LIGHT AT THE MOLE IS OUT</title><meta property='og:title' content='THE LIGHT AT THE "
         "MOLE IS OUT'>",
         "<h1>The light at the mole is out</h1>", "The light at the mole is out", NULL},
        {"metadata on the heading", "<title>The light at the mole is out</title>",
         "<h1 itemprop='headline'>The light at&nbsp;the&#8201;mole is&nbsp;out</h1>",
         "The light at the mole is out", NULL},
    };
    EXPECT_CASES(cases);
}

static void a_kicker_is_parted_where_a_mark_or_the_layout_parts_it(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"by a dash", "<meta property='og:title' content='Boats are waiting for a lamp'>",
         "<h1>At the port - Boats are waiting for a lamp</h1>", "Boats are waiting for a lamp",
         "At the port"},
        {"by layout", "<meta property='og:title' content='Boats are waiting for a lamp'>",
         "<h1><span>At the port</span> <span>Boats are waiting for a lamp</span></h1>",
         "Boats are waiting for a lamp", "At the port"},
        {"by layout, and the quotation keeps its mark",
         "<meta property='og:title' content='&quot;Boats&quot; are waiting for a lamp'>",
         "<h1><span>At the port</span> <span>\"Boats\" are waiting for a lamp</span></h1>",
         "\"Boats\" are waiting for a lamp", "At the port"},
        {"each has its own",
         "<meta property='og:title' content='Mole of Tyre: Boats are waiting for a lamp'>",
         "<h1>At the port - Boats are waiting for a lamp</h1>", "Boats are waiting for a lamp",
         "At the port"},
        {"the same kicker, spelled otherwise, belongs to the headline",
         "<meta property='og:title' content='Tyre at night: Boats are waiting for a lamp'>",
         "<h1>Tyre, by night: Boats are waiting for a lamp</h1>",
         "Tyre, by night: Boats are waiting for a lamp", ""},
        {"words in front are no kicker", "<meta property='og:title' content='List of boats without a lamp'>",
         "<h1>A complete list of boats without a lamp</h1>", "A complete list of boats without a lamp", ""},
        {"sharing gives it with a colon",
         "<meta property='og:title' content='At the port: Boats are waiting for a lamp'>"
         "<meta name='citation_title' content='Boats are waiting for a lamp'>",
         "<h1><span>At the port</span> <span>Boats are waiting for a lamp</span></h1>",
         "At the port: Boats are waiting for a lamp", ""},
        {"a genre stays", "<meta property='og:title' content='Opinion: Boats are waiting for a lamp'>",
         "<h1>Opinion: Boats are waiting for a lamp</h1>", "Opinion: Boats are waiting for a lamp", ""},
    };
    EXPECT_CASES(cases);
}

static void what_follows_the_headline_is_parted_from_it(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"a day and sections", "<meta property='og:title' content='Boats are waiting for a lamp'>",
         "<h1>Boats are waiting for a lamp <small>22.01.2014, Coast</small></h1>",
         "Boats are waiting for a lamp", NULL},
        {"a sign that links to it", "<meta property='og:title' content='Boats are waiting for a lamp'>",
         "<h1>Boats are waiting for a lamp<a href='#x'>¶</a></h1>", "Boats are waiting for a lamp", NULL},
        {"sharing alone is shorter", "<meta property='og:title' content='Boats are waiting for a lamp'>",
         "<h1>Boats are waiting for a lamp that nobody pays for</h1>",
         "Boats are waiting for a lamp that nobody pays for", NULL},
    };
    EXPECT_CASES(cases);
}

static void without_a_heading_the_claims_give_the_headline(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"without the site's name",
         "<meta property='og:site_name' content='The Herald'>"
         "<meta property='og:title' content='Boats are waiting for a lamp — The Herald'>",
         "", "Boats are waiting for a lamp", NULL},
        {"cut claims in full",
         "<title>Boats are waiting for a lamp, and nobody will pay | The Herald</title>"
         "<meta property='og:site_name' content='The Herald'>"
         "<meta property='og:title' content='Boats are waiting for a lamp, and...'>",
         "", "Boats are waiting for a lamp, and nobody will pay", NULL},
        {"references that were written twice",
         "<meta property='og:title' content='Boats &amp;amp; a lamp that is out'>", "",
         "Boats & a lamp that is out", NULL},
        {"a heading that says more than is known is another's",
         "<meta property='og:title' content='Boats and their lamps'>",
         "<h2>What the master thinks of boats and their lamps</h2>", "Boats and their lamps", NULL},
        {"three that agree outweigh a heading that only a text for sharing knows",
         "<title>Boats are waiting for a lamp - The Herald</title>"
         "<meta property='og:title' content='Boats are waiting for a lamp'>"
         "<meta name='twitter:title' content='Dark: this is why they wait'>"
         "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Boats are waiting for "
         "a "
         "lamp\"}</script>",
         "<h2 class='headline'>Dark: this is why they wait</h2>", "Boats are waiting for a lamp", NULL},
    };
    EXPECT_CASES(cases);
}

static void a_kicker_that_names_a_genre_is_one(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "https://herald.example/a",
        "<meta property='og:title' content='Opinion | Boats are waiting for a lamp'><body>"
        "<h1><span>Opinion</span> <span>Boats are waiting for a lamp</span></h1>"
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Boats are waiting "
        "for a lamp\"}</script><p>" LOREM "</p><p>" LOREM "</p></body>");
    expect_text(article->headline, "Boats are waiting for a lamp");
    expect_text(article->kicker, "Opinion");
    expect_text(article->genre, "Opinion");
    article = read_html_page(&reading, "https://herald.example/a",
                             "<body><p class='kicker'>Coast</p><h1>Debate: A lamp for the mole</h1><p>" LOREM
                             "</p><p>" LOREM "</p></body>");
    expect_text(article->headline, "Debate: A lamp for the mole");
    expect_text(article->kicker, "Coast");
    expect_text(article->genre, "Debate");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_printed_heading_is_the_headline),
        cmocka_unit_test(a_kicker_is_parted_where_a_mark_or_the_layout_parts_it),
        cmocka_unit_test(a_kicker_that_names_a_genre_is_one),
        cmocka_unit_test(what_follows_the_headline_is_parted_from_it),
        cmocka_unit_test(without_a_heading_the_claims_give_the_headline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
