/* Headline, authors and days where sources disagree, or only one of them speaks. */
#include "reading.h"

#include <stdio.h>

#define PARAGRAPH "<p>" LOREM " is known to all of them, and it was said again.</p>"

/* The page is built outside the reading's arena, which is emptied before each page. */
static const Article *read_claims(Reading *reading, const char *lang, const char *head, const char *front,
                                  const char *url)
{
    static char page[16384];
    int size =
        snprintf(page, sizeof page,
                 "<html lang='%s'><head>%s</head><body>%s<div class='entry-content'>" PARAGRAPH PARAGRAPH
                 "</div></body></html>",
                 lang, head, front);
    assert_true(size > 0 && (size_t)size < sizeof page);
    return read_html_page(reading, url ? url : "http://ledger.example/a/mole-repaired", page);
}

/* ---- headlines ---- */

static const struct {
    const char *head, *front, *headline, *kicker;
} headlines[] = {
    /* A printed title is the headline, whatever is said for sharing. */
    {"<title>Mole mended after storms | Ledger</title><meta property='og:title' content='You will not "
     "believe it'>",
     "<article><h1>Mole mended after three storms</h1></article>", "Mole mended after three storms", ""},
    /* A crumb is no heading, though it is one by its tag. */
    {"<title>The harbour: Mole mended at last</title>",
     "<nav class='breadcrumb'><h1>The mole and all the rest of it</h1></nav><article><h2 class='headline'>"
     "The harbour: Mole mended at last</h2></article>",
     "The harbour: Mole mended at last", ""},
    /* The kicker is what metadata leave out; a colon that the layout stands for is put back. */
    {"<title>x</title><meta property='og:title' content='Mole mended after storms'>",
     "<article><h1><span class='k'>Harbour</span> Mole mended after storms</h1></article>",
     "Mole mended after storms", "Harbour"},
    {"<title>x</title><meta property='og:title' content='Harbour: Mole mended after storms'>",
     "<article><h1><span>Harbour</span> <span>Mole mended after storms</span></h1></article>",
     "Harbour: Mole mended after storms", ""},
    /* Three voices outweigh a line that is no title. */
    {"<title>The harbour: Mole mended at last | Ledger</title><meta property='og:title' content='The "
     "harbour: Mole "
     "mended at last'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"The "
     "harbour: Mole "
     "mended at last\"}</script>",
     "<article><h2 class='headline'>Mole mended at last</h2></article>", "The harbour: Mole mended at last",
     ""},
    /* What two claims share is the headline. */
    {"<meta property='og:title' content='Mole mended after three storms-Coast|Ledger'>"
     "<meta name='headline' content='Mole mended after three storms'>",
     "", "Mole mended after three storms", ""},
};

static void the_headline_is_what_is_printed_or_agreed_on(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof headlines / sizeof headlines[0]; i++) {
        const Article *article = read_claims(&reading, "en", headlines[i].head, headlines[i].front, NULL);
        expect_text(article->headline, headlines[i].headline);
        expect_text(article->kicker, headlines[i].kicker);
    }
    reading_close(&reading);
}

/* ---- authors ---- */

#define TITLE "<h1>Mole mended after storms</h1>"

#define BREAKS_10 "<hr><hr><hr><hr><hr><hr><hr><hr><hr><hr>"
#define FAR                                                                                                  \
    BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10      \
        BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10 BREAKS_10
#define TEASER(name) "<div class='post-author'><a href='/author/" name "'>Writer " name "</a></div>"
#define TEASERS TEASER("Ada") TEASER("Bea") TEASER("Cleo") TEASER("Dora") TEASER("Edna")

static const struct {
    const char *head, *front, *authors, *agency;
} bylines[] = {
    {"", TITLE "<div>by Jane Roe, <time>9 May 2014</time></div>", "Jane Roe", ""},
    {"", TITLE "<p>von <a href='/autoren/jane-roe'>Dr. Jane Roe</a></p>", "Dr. Jane Roe", ""},
    /* A printed name is believed before a publishing house in metadata. */
    {"<meta name='author' content='Harbour Holding'>", TITLE "<p>By Jane Roe</p>", "Jane Roe", ""},
    {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Mole mended after "
     "storms\","
     "\"author\":{\"@type\":\"Person\",\"name\":[\"Jane Roe\",\"Omar Farouk\"]}}</script>",
     TITLE, "Jane Roe|Omar Farouk", ""},
    {"", TITLE "<span itemprop='author' itemscope><meta itemprop='name' content='Jane Roe'></span>",
     "Jane Roe", ""},
    {"<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Jane Roe'>", TITLE,
     "Jane Roe", ""},
    /* Linked data hold the first of several alone. */
    {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Mole mended after "
     "storms\","
     "\"author\":{\"name\":\"Jane Roe\"}}</script><meta name='author' content='Jane Roe, Omar Farouk'>",
     TITLE, "Jane Roe|Omar Farouk", ""},
    /* An agency behind a comma is where the name works. */
    {"<meta name='author' content='Jane Roe, Associated Press'>", TITLE, "Jane Roe", "AP"},
    {"<meta name='author' content='Jane Roe for The Ledger'>", TITLE, "Jane Roe", ""},
    {"", TITLE "<p class='byline'>Jane Roe Published 5 hours ago</p>", "Jane Roe", ""},
    {"<meta name='author' content='لندن: رنيم حنوش'>", TITLE, "رنيم حنوش", ""},
    {"<meta name='author' content='صنعاء: عرفات مدابش - الرياض: ناصر الحقباني'>", TITLE,
     "عرفات مدابش|ناصر الحقباني", ""},
    {"<meta name='author' content='لندن: «الجريدة»'>", TITLE, "الجريدة", ""},
    /* The better spelling of the same name. */
    {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Mole mended after "
     "storms\","
     "\"author\":{\"name\":\"Rene Lopez\"}}</script><meta name='author' content='Ren\xC3\xA9 L\xC3\xB3pez'>",
     TITLE, "Ren\xC3\xA9 L\xC3\xB3pez", ""},
    /* Who took the pictures or read the piece over has not written it, unless nobody else has. */
    {"<meta name='author' content='Jane Roe, John Doe, Mary Major'>",
     TITLE "<p>By Jane Roe</p><p>Photography by <a href='/p/1'>John Doe</a></p><p>Reviewed by Mary Major</p>",
     "Jane Roe", ""},
    {"<meta name='author' content='John Doe'>", TITLE "<p>Photography by John Doe</p>", "John Doe", ""},
    /* The house behind a comma is where the name works, and a label behind a name begins something else. */
    {"<meta name='author' content='Jane Roe, Ledger Coast'>", TITLE, "Jane Roe", "Ledger Coast"},
    {"", TITLE "<p class='byline'>Jane Roe and John Doe Broadcast: Ledger One, 10.45</p>",
     "Jane Roe|John Doe", ""},
    {"", TITLE "<ul><li>Von: <a href='/jane-roe'>Jane ROE</a>, <a href='/john-doe'>John DOE</a></li></ul>",
     "Jane ROE|John DOE", ""},
    /* The sign of a writer before his place. */
    {"<meta name='author' content='Jane Roe, jr Frankfurt'>", TITLE, "Jane Roe", ""},
    {"<meta name='author' content='Redaktion: Jane Roe'>", TITLE, "Jane Roe", ""},
    /* Each link that calls itself an author's, where data name the first alone. */
    {"<meta name='author' content='Jane Roe'>",
     TITLE "<div class='bylines'><a rel='author' href='mailto:j@ledger.example'>Jane <b>Roe</b></a> "
           "<a rel='author' href='mailto:d@ledger.example'>John <b>Doe</b></a></div>",
     "Jane Roe|John Doe", ""},
    /* A line that says who wrote, and a signature at the margin. */
    {"", TITLE "<p>" LOREM "</p><p><i>Reporting by The Associated Press.</i></p>", "The Associated Press",
     "AP"},
    {"", TITLE "<p>" LOREM "</p><p>Reporting by Jane Roe; Editing by John Doe</p>", "Jane Roe", ""},
    {"", TITLE "<i>Photos and Story By Jane Roe<br>Special to The Ledger</i>", "Jane Roe", ""},
    {"<meta property='og:site_name' content='Ledger'><meta name='author' content='Ledger'>",
     TITLE "<p>" LOREM "</p><p style='text-align:right;'><strong>Jane Roe</strong></p>", "Jane Roe", ""},
    {"<meta name='author' content='Mary Major'>",
     TITLE "<p>" LOREM "</p><p style='text-align:right;'><strong>Jane Roe</strong></p>", "Mary Major", ""},
    /* Many names far from the headline are those of other pieces. */
    {"<meta property='og:site_name' content='Ledger'><meta name='author' content='Ledger Staff'>",
     TITLE "<p>" LOREM "</p>" FAR TEASERS, "Ledger Staff", ""},
};

static void authors_are_named_in_many_places(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof bylines / sizeof bylines[0]; i++) {
        const Article *article = read_claims(&reading, "en", bylines[i].head, bylines[i].front, NULL);
        char names[200] = "";
        for (size_t a = 0; a < article->authors.count; a++) {
            size_t size = strlen(names);
            snprintf(names + size, sizeof names - size, "%s%.*s", a ? "|" : "",
                     SLICE_ARG(article->authors.items[a].name));
        }
        assert_string_equal(names, bylines[i].authors);
        expect_text(article->authors.items[0].agency, bylines[i].agency);
    }
    reading_close(&reading);
}

/* ---- days ---- */

#define STAMP(when) "<meta property='article:published_time' content='" when "'>"

static const struct {
    const char *lang, *head, *front, *url, *published, *modified;
} days[] = {
    {"en", "", TITLE "<p class='date'>Written: 2023-11-07 15:03 / Updated: 2023-11-08 09:00</p>", NULL,
     "2023-11-07T15:03", "2023-11-08T09:00"},
    {"de", "", TITLE "<p class='date'>Aktualisiert: 8. November 2023</p><p class='date'>7. November 2023</p>",
     NULL, "2023-11-07", "2023-11-08"},
    {"ar", "", TITLE "<p class='date'>آخر تحديث: 8 نوفمبر 2023</p><time>7 نوفمبر 2023</time>", NULL,
     "2023-11-07", "2023-11-08"},
    /* The machine's day beside a printed one is of a later state. */
    {"fr", "", TITLE "<time datetime='2019-07-03T10:18:46Z'>Publié le 29 juin 2019</time>", NULL,
     "2019-06-29", ""},
    /* Two in the morning in UTC is the evening before where the paper is, if its address says so. */
    {"en", STAMP("2023-11-09T03:55:00Z"), TITLE, "http://ledger.example/2023/11/08/mole", "2023-11-08", ""},
    {"en", STAMP("2023-11-09T13:55:00Z"), TITLE, "http://ledger.example/2023/11/08/mole", "2023-11-09T13:55Z",
     ""},
    {"en", STAMP("2023-11-09T03:55:00Z") "<meta name='pubdate' content='2023-11-08T22:55:00-05:00'>", TITLE,
     NULL, "2023-11-08T22:55-05:00", ""},
    /* What stands over every page is the day of the capture. */
    {"de", "",
     "<header><time datetime='2023-11-08T13:56:20+01:00'>8. November 2023</time></header>" TITLE
     "<p><span class='text_datum'>31. Oktober 2023.</span> Die Mole ist wieder offen.</p>",
     NULL, "2023-10-31", ""},
    /* A permalink's month, if nothing tells the day. */
    {"en", "", TITLE, "http://ledger.example/2010/05/mole-mended", "2010-05", ""},
    {"en", "", TITLE, "http://ledger.example/2010/05x/mole-mended", "", ""},
    /* 11/01: of the month that something else on the page tells. */
    {"de", "<meta name='pubdate' content='11/01/2023 12:43:42'>",
     TITLE "<p class='date'>Erstellt am: 01.11.2023</p>", NULL, "2023-11-01T12:43", ""},
    {"en-GB", "", TITLE "<p class='date'>02/10/2020</p>", "http://www.ledger.com/a", "2020-10-02", ""},
    {"de", "", TITLE "<div class='uploaded-date'>23.09.22</div>", NULL, "2022-09-23", ""},
    /* A box that calls itself an aside, with the facts of the piece. */
    {"en", "",
     "<article>" TITLE
     "<aside><p>Published</p><time datetime='2024-08-30'>August 30</time></aside></article>",
     NULL, "2024-08-30", ""},
    {"de", "<title>Mole | Ledger | 28.04.2023</title>", TITLE, NULL, "2023-04-28", ""},
    {"en", "<meta value='2019-03-18T09:00:11+00:00' name='article:published_time'>", TITLE, NULL,
     "2019-03-18T09:00Z", ""},
    {"en", "<script>x={\"publishedAt\":\"2022-01-31T15:58:43+01:00\"}</script>", TITLE, NULL,
     "2022-01-31T15:58+01:00", ""},
    {"en", "<meta property='og:image' content='https://ledger.example/files/2016/05/04/mole.png'>", TITLE,
     NULL, "2016-05-04", ""},
    {"en",
     "<script type='application/ld+json'>{\"@type\":\"HowTo\",\"datePublished\":\"2022-01-10T22:06:08:684Z\"}"
     "</script>",
     TITLE, NULL, "2022-01-10T22:06", ""},
};

static void days_that_disagree_are_weighed(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        const Article *article =
            read_claims(&reading, days[i].lang, days[i].head, days[i].front, days[i].url);
        Slice published = moment_format(reading.arena, article->published);
        Slice modified = moment_format(reading.arena, article->modified);
        if (!slice_equal(published, slice_from(days[i].published)))
            fail_msg("case %zu: \"%.*s\", not %s", i, SLICE_ARG(published), days[i].published);
        expect_text(modified, days[i].modified);
    }
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_headline_is_what_is_printed_or_agreed_on),
        cmocka_unit_test(authors_are_named_in_many_places),
        cmocka_unit_test(days_that_disagree_are_weighed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
