/* Which text is a picture's caption, and which its credit, in the shapes that templates have for them. */
#include "reading.h"

#include <stdio.h>

#define PARAGRAPH "<p>" LOREM " is known to all of them, and it was said again on Monday.</p>"

/* The page is built outside the reading's arena, which is emptied before each page. */
static const Article *read_picture(Reading *reading, const char *head, const char *front, const char *body)
{
    static char page[16384];
    int size = snprintf(page, sizeof page,
                        "<html lang='en'><head><title>Mole repaired</title>%s</head><body><article>%s"
                        "<h1>Mole repaired</h1><div class='entry-content'>" PARAGRAPH PARAGRAPH "%s" PARAGRAPH
                        "</div></article></body></html>",
                        head, front, body);
    assert_true(size > 0 && (size_t)size < sizeof page);
    return read_html_page(reading, "http://ledger.example/a/mole-repaired", page);
}

#define IMG "<img src='/p/mole-1234567.jpg' alt='Men at work' width='800' height='600'>"

static const struct {
    const char *body, *caption, *credit;
} shapes[] = {
    {"<figure>" IMG "<figcaption>Men mend the mole.<span>Jane Roe (dpa/picture alliance via Getty)</span>"
     "</figcaption></figure>",
     "Men mend the mole.", "Jane Roe (dpa/picture alliance via Getty)"},
    {"<figure>" IMG
     "<figcaption>Men mend the mole on a Monday. <small>Jane Roe</small></figcaption></figure>",
     "Men mend the mole on a Monday.", "Jane Roe"},
    {"<div><figure>" IMG "</figure><figcaption><span>Men mend the mole.</span> <span>Uncredited/AP/dpa</span>"
     "</figcaption></div>",
     "Men mend the mole.", "Uncredited/AP/dpa"},
    {"<div class='box'><div class='img-box'>" IMG "<button>Enlarge the picture</button></div>"
     "<div class='caption'><p>Men mend the mole.</p></div></div>",
     "Men mend the mole.", ""},
    {"<figure><button><div>" IMG "</div><figcaption><p>Men mend the mole<cite>(Image: Getty)</cite></p>"
     "</figcaption></button></figure>",
     "Men mend the mole", "Getty"},
    {"<figure class='image widget'>" IMG
     "<figcaption><p>Men mend the mole.</p><small>Foto: Jane Roe / NTB</small>"
     "</figcaption></figure>",
     "Men mend the mole.", "Jane Roe / NTB"},
    {"<figure>" IMG "<figcaption><span class='media__copyright'><span class='caption-text'>Men mend the mole."
     "</span><span class='copyright'>Bild © Jane Roe (hr)</span></span></figcaption></figure>",
     "Men mend the mole.", "Jane Roe (hr)"},
    {"<figure>" IMG
     "<figcaption><p>Men mend the mole.</p><small>05.09.2024 | 2:03 min</small></figcaption></figure>",
     "Men mend the mole.", ""},
    {"<figure>" IMG "<figcaption>Caption: Men mend the mole.</figcaption></figure>", "Men mend the mole.",
     ""},
    {"<figure>" IMG
     "<figcaption><span class='credit'>Photo by ipo</span> /<span class='distributor'>Getty Images"
     "</span></figcaption></figure>",
     "", "ipo / Getty Images"},
    {"<figure>" IMG
     "<figcaption>Men mend the mole. <span>Credit: Jane Roe<span>/</span>Coast Hub</span></figcaption>"
     "</figure>",
     "Men mend the mole.", "Jane Roe/Coast Hub"},
    {"<figure>" IMG "<figcaption>Men mend the mole. <span>Jane Roe | Jane Roe</span></figcaption></figure>",
     "Men mend the mole.", "Jane Roe"},
    {"<div class='wp-caption'>" IMG "<p class='wp-caption-text'>Caption: EPA/JANE ROE</p></div>", "",
     "EPA/JANE ROE"},
    {"<div>" IMG "</div><div><span>Men at work</span></div>", "Men at work", ""},
    {"<img src='/p/mole-1234567.jpg' alt='Mole' title='Men mend the mole | Bild: dpa/Jane Roe'>",
     "Men mend the mole", "dpa/Jane Roe"},
    {"<a href='/p/large.jpg' data-caption='Men mend the mole'>" IMG "</a>", "Men mend the mole", ""},
    {"<aside class='image'>" IMG
     "<p class='caption'>Men mend the mole. <span class='credits'>(Photo by Jane Roe)"
     "</span></p></aside>",
     "Men mend the mole.", "Jane Roe"},
    {"<figure><img class='size-facebook img-share' src='/p/mole-1234567.jpg' alt=''><figcaption>Men mend the "
     "mole"
     "</figcaption></figure>",
     "Men mend the mole", ""},
    {"<figure><x-image src='/p/mole-1234567.jpg'></x-image><figcaption>Men mend the "
     "mole</figcaption></figure>",
     "Men mend the mole", ""},
    {"<figure><img src='data:image/gif;base64,x' data-odd-src='/p/mole-1234567.jpg'><figcaption>Men mend the "
     "mole"
     "</figcaption></figure>",
     "Men mend the mole", ""},
    {"<figure>" IMG "<figcaption><span>The Coast Times</span><br>The men of the harbour mend the mole on a "
     "Monday.</figcaption></figure>",
     "The men of the harbour mend the mole on a Monday.", "The Coast Times"},
    {"<figure>" IMG "<figcaption><p class='caption'>Foto zum Tag der Mole: alle packen an.</p>"
     "<p class='caption'>(Foto: Hafen 1)</p></figcaption></figure>",
     "Foto zum Tag der Mole: alle packen an.", "Hafen 1"},
    {"<figure>" IMG "<figcaption><p>Men mend the mole.</p><small>1 min</small></figcaption></figure>",
     "Men mend the mole.", ""},
    {"<figure>" IMG "<figcaption><div class='caption--audio'><span>Sounds of the harbour</span>"
     "<small>Photo: Jane Roe</small></div></figcaption></figure>",
     "", "Jane Roe"},
    {"<div class='meta'>" IMG "</div><div class='meta'><span>Men at work</span><small>dpa</small></div>",
     "Men at work", "dpa"},
    {"<img src='/p/mole-1234567.jpg' alt='Men at work © The Herald Foto: Jane Roe'>", "", "Jane Roe"},
    {"<figure>" IMG "<figcaption>남자들이 방파제를 고치고 있다. 인천=연합뉴스</figcaption></figure>",
     "남자들이 방파제를 고치고 있다.", "연합뉴스"},
    {"<div id='1.16990679.4ad40b84'><figure>" IMG "<figcaption>Men mend the mole</figcaption></figure></div>",
     "Men mend the mole", ""},
    {"<div class='product-embed'><a rel='sponsored noopener' href='https://shop.example/p'>" IMG
     "<p>Photograph: Jane Roe</p></a><div><div class='product-name'>Mole Builder 15</div><a "
     "rel='sponsored' href='https://shop.example/p'>$285 at the shop</a></div></div>",
     "Mole Builder 15", "Jane Roe"},
    {"<div class='product'><a rel='sponsored' href='https://shop.example/p'>" IMG
     "</a><div>Our pick</div><div>Mole Builder for Harbours</div><a rel='sponsored' "
     "href='https://shop.example/p'>Buy</a></div>",
     "Mole Builder for Harbours", ""},
};

static void every_shape_gives_caption_and_credit(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const Article *article = read_picture(&reading, "", "", shapes[i].body);
        if (article->media.count != 1)
            fail_msg("%zu pictures in %s", article->media.count, shapes[i].body);
        expect_text(article->media.items[0].caption, shapes[i].caption);
        expect_text(article->media.items[0].credit.raw, shapes[i].credit);
        expect_text(article->media.items[0].href, "http://ledger.example/p/mole-1234567.jpg");
    }
    reading_close(&reading);
}

static void what_is_stated_of_a_picture_fills_what_is_not_printed(void **state)
{
    (void)state;
    static const char *const head =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Mole "
        "repaired\",\"hasPart\":["
        "{\"@type\":\"ImageObject\",\"url\":\"https://cdn.example/x/mole-1234567.jpg?w=2\",\"caption\":\"Men "
        "mend the "
        "mole. "
        "\",\"width\":{\"@type\":\"QuantitativeValue\",\"value\":1600},\"author\":[{\"@type\":\"Person\","
        "\"name\":\"Jane "
        "Roe\"}],\"copyrightHolder\":[{\"name\":\"REUTERS\"}]},{\"@type\":\"ImageObject\",\"url\":"
        "\"https://cdn.example/x/other-7654321.jpg\",\"caption\":\"Another\"}]}</script>";
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_picture(&reading, head, "", "<figure><img src='/p/mole-1234567.jpg'></figure>");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].caption, "Men mend the mole.");
    expect_text(article->media.items[0].credit.raw, "Jane Roe (REUTERS)");
    assert_int_equal(article->media.items[0].width, 1600);
    /* What the page prints is the page's word. */
    article =
        read_picture(&reading, head, "", "<figure>" IMG "<figcaption>At the mole.</figcaption></figure>");
    expect_text(article->media.items[0].caption, "At the mole.");
    reading_close(&reading);
}

static void pictures_of_others_and_stills_of_films_are_left_out(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "<div class='video-player'>" IMG "<figcaption>A film of the mole</figcaption></div>",
        "<div class='teaser'><a href='/b'>" IMG "<h3>Another piece of the day</h3></a></div>",
        "<figure>" IMG "<figcaption>By Omar Farouk</figcaption></figure>",
        "<div class='teaser'><a href='/b'>" IMG "</a><span class='caption'>Another mole</span></div>",
        "<article>" IMG "<h3><a href='/b'>Another piece of the day</a></h3><p>It is told there at some "
        "length, and with two pictures.</p></article>",
        "<figure><img src='/p/appIcon.png'><figcaption>You read the second best way!</figcaption></figure>",
        "<figure><img src='/p/qr-img-1234.png'><figcaption>Scan it to read us</figcaption></figure>",
        "<div itemscope itemtype='http://schema.org/Person'>" IMG "<p>Jane Roe</p><p>Engineer</p></div>",
        "<img src='https://cdn.example/index-transparent_h-3_w-4.gif' alt='Men at work'>",
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        if (read_picture(&reading, "", "", bodies[i])->media.count != 0)
            fail_msg("a picture in %s", bodies[i]);
    /* The same picture in another size is no second one. */
    const Article *article =
        read_picture(&reading, "", "",
                     "<figure>" IMG "<figcaption>Men mend the mole on a quiet Monday.</figcaption></figure>"
                     "<figure><img src='/p/small-1234567.jpg'><figcaption>Men mend the mole on a quiet "
                     "Monday.</figcaption></figure>");
    assert_int_equal(article->media.count, 1);
    article =
        read_picture(&reading, "", "",
                     "<figure>" IMG "<figcaption>The old mole. <small>Foto: JANE ROE</small>"
                     "</figcaption></figure><figure><img src='/p/small-1234567.jpg'><figcaption>The old "
                     "mole. <small>Foto: JANE ROE OF X</small></figcaption></figure>");
    assert_int_equal(article->media.count, 2); /* of another hand */
    article = read_picture(&reading, "", "",
                           "<figure>" IMG "<figcaption>The old mole. <small>Foto: JANE ROE OF PORT VELL"
                           "</small></figcaption></figure><figure><img src='/p/small-1234567.jpg'>"
                           "<figcaption>The old mole. <small>Foto: JANE ROE OF PORT VELL</small></figcaption>"
                           "</figure>");
    assert_int_equal(article->media.count, 1);
    /* The next piece of an endless page begins with a headline of its own. */
    article = read_picture(&reading, "", "",
                           "</div><h1>The next piece of the day</h1><figure>" IMG
                           "<figcaption>Another mole</figcaption></figure><div>");
    assert_int_equal(article->media.count, 0);
    /* A teaser's box without any link is the piece's own opening. */
    article = read_picture(&reading, "",
                           "<section class='teaser-image'><img src='/p/mole-1234567.jpg'><p class='credits'>"
                           "Jane Roe/The Herald</p></section>",
                           "");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].credit.raw, "Jane Roe/The Herald");
    reading_close(&reading);
}

static void the_picture_that_metadata_name_is_the_pieces_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const front =
        "<div class='hero'><picture><source srcset='/p/mole-large.jpg 2000w'><img src='/p/mole-s.jpg' "
        "alt='Men at work Foto: Jane Roe'></picture></div>";
    Reading reading;
    reading_open(&reading);
    const Article *article = read_picture(
        &reading, "<meta property='og:image' content='https://cdn.example/p/mole-large.jpg?w=600'>", front,
        "");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].credit.raw, "Jane Roe");
    article = read_picture(&reading, "", front, "");
    assert_int_equal(article->media.count, 0);
    reading_close(&reading);
}

static void a_wire_caption_tells_the_day_it_was_taken(void **state)
{
    (void)state;
    static const struct {
        const char *caption, *taken;
    } cases[] = {{"epa03797521 Men mend the mole in Port Vell, 22 July 2013. EPA/JANE ROE", "2013-07-22"},
                 {"Men mend the mole, Monday, July 22, 2013. (AP Photo/Jane Roe)", "2013-07-22"},
                 {"Men mend the mole, Monday, July 22, 2013. (AP Photo/Jane Roe, File)", ""},
                 {"The mole as it was on 4 May 1921. (AP Photo/Jane Roe)", ""},
                 {"The mole will be whole on 4 May 2014. (AP Photo/Jane Roe)", ""},
                 {"Men mend the mole, Monday, July 22, 2013.", ""}};
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[300];
        snprintf(body, sizeof body, "<figure>" IMG "<figcaption>%s</figcaption></figure>", cases[i].caption);
        const Article *article =
            read_picture(&reading, "<meta property='article:published_time' content='2013-07-23'>", "", body);
        assert_int_equal(article->media.count, 1);
        expect_text(moment_format(reading.arena, article->media.items[0].taken), cases[i].taken);
    }
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_gives_caption_and_credit),
        cmocka_unit_test(what_is_stated_of_a_picture_fills_what_is_not_printed),
        cmocka_unit_test(the_picture_that_metadata_name_is_the_pieces_wherever_it_stands),
        cmocka_unit_test(a_wire_caption_tells_the_day_it_was_taken),
        cmocka_unit_test(pictures_of_others_and_stills_of_films_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
