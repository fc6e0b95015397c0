/* The rules that need the whole page to be known: the paper's own name, links to authors and sections,
 * pictures with a printed number, galleries, furniture, pages that are no pieces. */
#include "reading.h"

#include <stdio.h>

#define HEAD "<html><head><title>Mole repaired | THE HARBOUR LEDGER English Archive 1990 -2004</title>"
#define META "<meta property='article:section' content='Coast'><meta name='author' content='Dr. Rana Khoury'>"

/* The page is built outside the reading's arena, which is emptied before each page. */
static const Article *read_built(Reading *reading, const char *head, const char *front, const char *body)
{
    static char page[16384];
    int size = snprintf(page, sizeof page,
                        "%s%s</head><body class='single single-post postid-7'><article class='hentry'>%s"
                        "<h1 class='entry-title'>Mole repaired</h1><p class='post-meta'>by <a rel='author' "
                        "href='/author/r-khoury'>Dr. Rana Khoury</a> | <a rel='category tag' "
                        "href='/category/news-coast'>Coast &amp; Islands</a></p><div class='entry-content'>%s"
                        "<p>" LOREM " is known.</p><p>" LOREM " is said.</p></div></article></body></html>",
                        HEAD, head, front, body);
    assert_true(size > 0 && (size_t)size < sizeof page);
    return read_html_page(reading, "http://ledger.example/a/mole-repaired", page);
}

static void the_papers_own_name_before_the_dash_is_an_agency(void **state)
{
    (void)state;
    static const struct {
        const char *opening, *raw, *place;
        size_t places, agencies;
    } cases[] = {
        {"Port Vell, The Harbour Ledger— The council met.", "Port Vell, The Harbour Ledger—", "Port Vell", 1,
         1},
        {"Port Vell, Harbour Ledger – The council met.", "Port Vell, Harbour Ledger –", "Port Vell", 1, 1},
        {"Port Vell, AFP/The Harbour Ledger — The council.", "Port Vell, AFP/The Harbour Ledger —",
         "Port Vell", 1, 2},
        {"San Telm and Ras el-Abyad, The Harbour Ledger—Three died.",
         "San Telm and Ras el-Abyad, The Harbour Ledger—", "San Telm", 2, 1},
        {"London, The Morning Courier – The council met.", "London, The Morning Courier –", "London", 1, 1},
    };
    Reading reading;
    reading_open(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[400];
        snprintf(body, sizeof body, "<p>%s And so it went on all day, until the evening.</p>",
                 cases[i].opening);
        const Article *article = read_built(&reading, "", "", body);
        expect_text(article->dateline.raw, cases[i].raw);
        assert_int_equal(article->dateline.places.count, cases[i].places);
        assert_int_equal(article->dateline.agencies.count, cases[i].agencies);
        expect_text(article->dateline.places.items[0], cases[i].place);
    }
    reading_close(&reading);
}

#define FILED(slug, label) "<a rel='category tag' href='/category/" slug "'>" label "</a>"

static void a_piece_filed_under_several_categories_has_all_of_them(void **state)
{
    (void)state;
    static const char *const page =
        "<html><head><title>Mole repaired</title></head><body class='single single-post'>"
        "<nav><a href='/category/front'>Front page</a><a href='/category/sport'>Sport</a></nav>"
        "<article id='post-7' class='post-7 post type-post hentry category-world category-news "
        "category-front category-77 category-a--b tag-x'><h1 class='entry-title'>Mole repaired</h1>"
        "<p class='post-meta'>" FILED("world", "World") ", " FILED("news", "News &amp; Views") ", " //
        FILED("%D8%B9", "Ain") "</p><div class='entry-content'><p>" LOREM " is known.</p><p>" LOREM
                               " is said.</p></div></article><div class='more'><p>" //
        FILED("sport", "Sport") "</p></div></body></html>";
    static const char *const wanted[][2] = {
        {"news", "News & Views"}, {"front", "Front page"}, {"world", "World"}, {"\xD8\xB9", "Ain"}};
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(&reading, "http://ledger.example/news/mole-repaired", page);
    expect_text(article->section.slug, "news"); /* which the address names */
    assert_int_equal(article->sections.count, 4);
    for (size_t i = 0; i < 4; i++) {
        expect_text(article->sections.items[i].slug, wanted[i][0]);
        expect_text(article->sections.items[i].label, wanted[i][1]);
    }
    reading_close(&reading);
}

static void a_region_behind_a_comma_is_no_agency(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_built(&reading, "", "", "<p>Cairo, Egypt — The council met on the mole.</p>");
    expect_text(article->dateline.places.items[0], "Cairo, Egypt");
    assert_int_equal(article->dateline.agencies.count, 0);
    article =
        read_built(&reading, "", "", "<p>Anna Bell, The Morning Courier – she reads it daily, she says.</p>");
    assert_int_equal(article->dateline.raw.size, 0);
    reading_close(&reading);
}

static void slugs_come_from_links_and_labels_from_their_words(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(&reading, META, "", "");
    expect_text(article->authors.items[0].slug, "r-khoury");
    expect_text(article->section.slug, "news-coast");
    expect_text(article->section.label, "Coast & Islands");
    article = read_built(&reading, "", "",
                         "<p class='post-tags'><a rel='tag' href='/tag/%20'>Old Mole</a> "
                         "<a rel='tag' href='/tag/'>Fish</a></p>");
    assert_int_equal(article->tags.count, 2);
    expect_text(article->tags.items[0].slug, "old-mole");
    expect_text(article->tags.items[1].slug, "fish");
    article = read_built(&reading, "", "",
                         "<p class='post-tags'><a rel='tag' href='/tag/%d8%b9%d8%af%d9%86/'>Aden</a> "
                         "<a rel='tag' href='/tag/a%2fb%ff'>Odd</a></p>");
    expect_text(article->tags.items[0].slug, "\xD8\xB9\xD8\xAF\xD9\x86");
    expect_text(article->tags.items[1].slug, "a%2fb%ff");
    reading_close(&reading);
}

static void a_first_paragraph_that_names_the_author_stays(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://ledger.example/b",
        HEAD "</head><body class='single'><article class='hentry'><h1>To our readers</h1><p "
             "class='post-meta'>by <a "
             "rel='author' href='/author/ledger'>The Harbour Ledger</a></p><div class='entry-content'>"
             "<p>This is the last Harbour Ledger. There were 912.</p><p>" LOREM " is known.</p>"
             "<p>The Harbour Ledger has learnt that the mole will fall, and soon, it is feared.</p>"
             "<p>" LOREM " is said.</p></div></article></body></html>");
    expect_text(article->body.items[0].text, "This is the last Harbour Ledger. There were 912.");
    for (size_t i = 0; i < article->body.count; i++)
        assert_int_equal(article->body.items[i].kind, BLOCK_PARAGRAPH);
    reading_close(&reading);
}

static void a_printed_number_belongs_to_the_picture_beside_it(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading, "",
        "<div class='lead'><a href='/p/4711'><img src='/up/mole.jpg' alt='Mole' width='480' height='300'></a>"
        "<p>Media ID: 4711</p><p>Caption: Stones on the quay. (Medpress Photo)</p></div>",
        "<p><img src='/up/other.jpg' width='300' height='200'></p>");
    assert_int_equal(article->media.count, 2);
    const Media *media = &article->media.items[0];
    expect_text(media->id, "4711");
    expect_text(media->href, "http://ledger.example/up/mole.jpg");
    expect_text(media->alt, "Mole");
    assert_int_equal(media->width, 480);
    assert_int_equal(media->height, 300);
    expect_text(media->caption, "Stones on the quay.");
    expect_text(media->credit.raw, "Medpress Photo");
    reading_close(&reading);
}

#define ITEM(n, words)                                                                                       \
    "<dl class='gallery-item'><dt class='gallery-icon'><a href='/p/" n "'><img src='/up/" n ".jpg' "         \
    "class='wp-image-" n                                                                                     \
    "' width='400' height='300'></a></dt><dd class='wp-caption-text gallery-caption'>" words "</dd></dl>"

static void each_picture_of_a_gallery_has_its_own_caption(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://ledger.example/g",
        HEAD "</head><body class='single'><article class='hentry'><h1>Gallery: Dawn</h1><div "
             "class='entry-content'>"
             "<p>For a month our photographer, whom you know, has got up before the sun.</p>"
             "<div class='gallery'>" ITEM("11", "The quay, at five.") ITEM("12", "The first boat.")
                 ITEM("13", "The light, all hundred steps of it. (Harbour Ledger Photo by "
                            "Omar Sahli-Reyes)") "</div></div></article></body></html>");
    assert_int_equal(article->media.count, 3);
    expect_text(article->media.items[0].caption, "The quay, at five.");
    expect_text(article->media.items[1].caption, "The first boat.");
    expect_text(article->media.items[2].caption, "The light, all hundred steps of it.");
    expect_text(article->media.items[2].credit.photographer, "Omar Sahli-Reyes");
    assert_int_equal(article->body.count, 1);
    expect_lacks(article->text, "hundred steps");
    reading_close(&reading);
}

static void icons_faces_and_counters_are_no_media(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading, "", "",
        "<p><img src='/img/icon_arrow.png'><img src='/svg/arrow.svg'><img src='/l.gif?a=1'>"
        "<img src='https://secure.gravatar.com/x?s=96'><img src='/up/face.jpg' class='avatar photo'>"
        "<img src='/up/iconoclast.jpg'></p><ul><li><a href='/other'><img src='/up/teaser.jpg'>"
        "Another piece of which much is said</a></li></ul>");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].href, "http://ledger.example/up/iconoclast.jpg");
    reading_close(&reading);
}

static void the_writers_face_is_no_picture_of_the_piece(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_built(
        &reading, "", "",
        "<figure><img src='/up/rk.jpg'><figcaption>By Dr. Rana Khoury, 9 September 2004</figcaption></figure>"
        "<figure><img src='/up/m.jpg'><figcaption>The mole on 9 September 2004</figcaption></figure>");
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].caption, "The mole on 9 September 2004");
    reading_close(&reading);
}

static void an_attachments_page_is_a_photo(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_html_page(
        &reading, "http://ledger.example/a/b/attachment/mole-1",
        HEAD "</head><body class='attachment single single-attachment postid-9 attachmentid-9'><article "
             "class='attachment hentry'><h1 class='entry-title'>Mole 1</h1><div class='entry-content'><p "
             "class='attachment'><img src='/up/mole.jpg' width='480' height='300'></p><p>" LOREM
             " is known.</p></div></article></body></html>");
    assert_int_equal(article->page_kind, PAGE_PHOTO);
    reading_close(&reading);
}

static void shops_and_forums_are_no_pieces(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    static const char prices[] =
        "<html><body><h1>Rods and reels</h1><p>" LOREM " is known.</p><p>" LOREM " is said.</p>"
        "<div>$12.50</div><div>$13.50</div><div>$14</div><div>$15</div><div>$16</div><div>$17.25</div></"
        "body></html>";
    static const char plain[] = "<html><body><h1>Rods and reels</h1><p>" LOREM " is known.</p><p>" LOREM
                                " is said.</p></body></html>";
    assert_int_equal(read_html_page(&reading, "http://rods.example/rods", prices)->page_kind, PAGE_OTHER);
    assert_int_equal(read_html_page(&reading, "http://rods.example/blog/rods", prices)->page_kind,
                     PAGE_ARTICLE);
    assert_int_equal(read_html_page(&reading, "http://rods.example/rods", plain)->page_kind, PAGE_ARTICLE);
    assert_int_equal(read_html_page(&reading, "http://rods.example/?srsltid=Af9", plain)->page_kind,
                     PAGE_FRONT);
    reading_close(&reading);
}

static void a_long_title_line_is_the_headline_of_a_capture(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_text_page(
        &reading,
        "Coastal News, Opinion and Letters | The Harbour Ledger\n"
        "Interview: The minister speaks, at length, of moles | THE HARBOUR LEDGER Archive\nSelect Page\n"
        "Port Vell, The Harbour Ledger – " LOREM " is known.\n" LOREM " is said.\n"
        "Quay | Ships, a week | Tons\nOld mole | 14 | 3,120\nNew mole | 9 | 2,875\nSlip | 2 | 97\n"
        "Dues are paid on Thursday. The minister is expected to speak of them in the house.\n",
        "THE HARBOUR LEDGER Archive");
    expect_text(article->headline, "Interview: The minister speaks, at length, of moles");
    expect_text(article->dateline.raw, "Port Vell, The Harbour Ledger –");
    expect_begins(article->text, "Port Vell");
    assert_true(slice_ends_with(article->text, SLICE("in the house.")));
    assert_true(slice_contains(article->text, SLICE("3,120")));
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_papers_own_name_before_the_dash_is_an_agency),
        cmocka_unit_test(a_piece_filed_under_several_categories_has_all_of_them),
        cmocka_unit_test(a_region_behind_a_comma_is_no_agency),
        cmocka_unit_test(slugs_come_from_links_and_labels_from_their_words),
        cmocka_unit_test(a_first_paragraph_that_names_the_author_stays),
        cmocka_unit_test(a_printed_number_belongs_to_the_picture_beside_it),
        cmocka_unit_test(each_picture_of_a_gallery_has_its_own_caption),
        cmocka_unit_test(icons_faces_and_counters_are_no_media),
        cmocka_unit_test(the_writers_face_is_no_picture_of_the_piece),
        cmocka_unit_test(an_attachments_page_is_a_photo),
        cmocka_unit_test(shops_and_forums_are_no_pieces),
        cmocka_unit_test(a_long_title_line_is_the_headline_of_a_capture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
