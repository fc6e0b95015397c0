/* What is a piece and what is not, and the kinds of both. */
#include "reading.h"

#define PROSE "<p>" LOREM "</p><p>" LOREM "</p><p>" LOREM "</p>"
#define PICTURES                                                                                             \
    "<figure><img src='/1.jpg' width='600' height='400'><figcaption>One of them</figcaption></figure>"       \
    "<figure><img src='/2.jpg' width='600' height='400'><figcaption>Two of them</figcaption></figure>"       \
    "<figure><img src='/3.jpg' width='600' height='400'><figcaption>Three of them</figcaption></figure>"

typedef struct KindCase {
    const char *what, *url, *html;
    PageKind kind;
} KindCase;

static void expect_kinds(const KindCase *cases, size_t count)
{
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < count; i++) {
        const Article *article = read_html_page(&reading, cases[i].url, cases[i].html);
        if (article->page_kind != cases[i].kind)
            fail_msg("%s is %.*s", cases[i].what, SLICE_ARG(page_kind_name(article->page_kind)));
    }
    reading_close(&reading);
}

static void walls_and_errors_are_no_pieces(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"a soft 404", "http://p.example/2014/06/27/gone",
         "<title>Page not found</title><body><h1>Page not found</h1>" PROSE "</body>", PAGE_OTHER},
        {"a parked domain", "http://p.example/coast",
         "<title>p.example</title><body><h1>This domain is for sale</h1>" PROSE "</body>", PAGE_OTHER},
        {"a wall against robots", "http://p.example/2014/06/27/mole",
         "<title>Checking</title><body><h1>Making sure you're not a bot!</h1>" PROSE "</body>", PAGE_OTHER},
        {"a consent wall", "http://p.example/consent",
         "<body><h1>Before you continue</h1><p>We use cookies and data to keep track of outages.</p>"
         "<button>Accept all</button></body>",
         PAGE_OTHER},
        {"a login page", "http://p.example/login",
         "<body><h1>Sign in</h1><form><input type=text><input type=password><input "
         "type=checkbox></form>" PROSE "</body>",
         PAGE_OTHER},
    };
    expect_kinds(cases, sizeof cases / sizeof cases[0]);
}

static void threads_and_manuals_are_no_pieces(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"a thread", "http://p.example/t/9",
         "<body><h1>The mole</h1><div><b>ann</b><div>Posts: 9</div>" PROSE
         "</div><div><b>omar</b><div>Posts: 12"
         "</div>" PROSE "</div><div><b>eve</b><div>Joined: May 2004</div>" PROSE "</div></body>",
         PAGE_OTHER},
        {"a forum by its program", "http://p.example/t/9",
         "<head><meta name=generator content='phpBB'></head><body><h1>The mole</h1><p>" LOREM "</p><p>" LOREM
         "</p></body>",
         PAGE_OTHER},
        {"a shop", "http://p.example/shop/rods", "<body><h1>Rods</h1>" PROSE "</body>", PAGE_OTHER},
    };
    expect_kinds(cases, sizeof cases / sizeof cases[0]);
}

static void a_plain_page_of_an_old_paper_is_a_piece(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"an old page", "http://p.example/news.asp?id=77",
         "<body><font><b>The mole</b></font>" PROSE "</body>", PAGE_ARTICLE},
        {"a dated address", "http://p.example/2014/06/27/mole", "<body><h1>The mole</h1>" PROSE "</body>",
         PAGE_ARTICLE},
    };
    expect_kinds(cases, sizeof cases / sizeof cases[0]);
}

#define ENTRIES                                                                                              \
    "<h2><a href='/1'>The first story of the day</a></h2><h2><a href='/2'>The second story of the "          \
    "day</a></h2><h2><a href='/3'>The third story of the day</a></h2>"

static void lists_are_told_by_address_and_type(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"an author's list", "http://p.example/autor/ann-roe", "<body><h1>Ann Roe</h1>" ENTRIES "</body>",
         PAGE_AUTHOR},
        {"a topic", "http://p.example/thema/mole", "<body><h1>Mole</h1>" ENTRIES "</body>", PAGE_TAG},
        {"a search", "http://p.example/suche?wort=mole", "<body><h1>Mole</h1>" ENTRIES "</body>",
         PAGE_SEARCH},
        {"a profile", "http://p.example/p/ann",
         "<head><script "
         "type='application/ld+json'>{\"@type\":\"ProfilePage\",\"name\":\"Ann\"}</script></head>"
         "<body><h1>Ann Roe</h1>" ENTRIES "</body>",
         PAGE_AUTHOR},
        {"a section", "http://p.example/news/world", "<body><h1>World</h1>" ENTRIES ENTRIES "</body>",
         PAGE_LIST},
    };
    expect_kinds(cases, sizeof cases / sizeof cases[0]);
}

static void what_is_printed_over_a_piece_tells_its_kind(void **state)
{
    (void)state;
    static const KindCase cases[] = {
        {"an opinion", "http://p.example/a/mole", "<body><h1>Opinion: The mole</h1>" PROSE "</body>",
         PAGE_OPINION},
        {"an Arabic opinion", "http://p.example/a/mole", "<body><h1>رأي: البحر ليس حداً</h1>" PROSE "</body>",
         PAGE_OPINION},
        {"a German opinion", "http://p.example/meinung/mole", "<body><h1>Die Mole</h1>" PROSE "</body>",
         PAGE_OPINION},
        {"an editorial", "http://p.example/a/mole", "<body><h1>Editorial: The mole</h1>" PROSE "</body>",
         PAGE_EDITORIAL},
        {"a gallery", "http://p.example/a/mole",
         "<body><article><h1>Gallery: The mole</h1><div class='entry-content'>" PROSE PICTURES
         "</div></article></body>",
         PAGE_GALLERY},
        {"a piece on a gallery", "http://p.example/a/mole",
         "<body><h1>Gallery: a new house</h1>" PROSE "</body>", PAGE_ARTICLE},
        {"a piece named so", "http://p.example/a/opinion", "<body><h1>The mole</h1>" PROSE "</body>",
         PAGE_ARTICLE},
    };
    expect_kinds(cases, sizeof cases / sizeof cases[0]);
}

static void a_lists_text_is_that_of_its_entries(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_html_page(&reading, "http://p.example/category/news",
                       "<body class='archive category'><nav><a "
                       "href='/'>Home</a></nav><main><h1>News</h1><article><h2><a href='/1'>The "
                       "first story of the day</a></h2></article><article><h2><a href='/2'>The second story "
                       "of the day</a></h2>"
                       "</article></main><footer>The Paper, Harbour Street</footer></body>");
    assert_int_equal(article->page_kind, PAGE_LIST);
    assert_true(slice_contains(article->text, SLICE("The second story")));
    expect_lacks(article->text, "Home");
    expect_lacks(article->text, "Harbour Street");
    reading_close(&reading);
}

static void the_origin_names_the_signs(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://p.example/2014/06/27/mole",
                                            "<body><h1>The mole</h1>" PROSE "</body>");
    for (size_t i = 0; i < article->provenance.count; i++)
        if (slice_equal(article->provenance.items[i].field, SLICE("pageKind"))) {
            expect_text(article->provenance.items[i].rule, "signs");
            assert_true(slice_contains(article->provenance.items[i].at, SLICE("address-dated")));
        }
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walls_and_errors_are_no_pieces),
        cmocka_unit_test(threads_and_manuals_are_no_pieces),
        cmocka_unit_test(a_plain_page_of_an_old_paper_is_a_piece),
        cmocka_unit_test(lists_are_told_by_address_and_type),
        cmocka_unit_test(what_is_printed_over_a_piece_tells_its_kind),
        cmocka_unit_test(a_lists_text_is_that_of_its_entries),
        cmocka_unit_test(the_origin_names_the_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
