/* Entries of list pages: each theme's own way to print them, captions that stand between two headlines,
 * headlines that are missing, texts that are printed whole; real lists; hostile ones. */
#include "reading.h"

#include "base/builder.h"
#include "base/file.h"
#include "model/merge.h"
#include "syntax/codec.h"

typedef struct Lists {
    Reading reading;
    StatedList entries;
} Lists;

static size_t read_list(Lists *lists, Slice url, Slice html)
{
    Reading *r = &lists->reading;
    Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_HTML, .url = url, .body = html};
    arena_reset(r->arena);
    r->status =
        extract_page_entries(r->extractor, r->arena, &record, NULL, &r->article, &lists->entries, &r->err);
    return lists->entries.count;
}

static size_t read_list_page(Lists *lists, const char *url, const char *html)
{
    return read_list(lists, slice_from(url), slice_from(html));
}

static const Article *entry_of(const Lists *lists, size_t number)
{
    assert_true(number < lists->entries.count);
    assert_int_equal(lists->entries.items[number].kind, STATED_ENTRY);
    return &lists->entries.items[number].article;
}

static void expect_day(Moment moment, int year, unsigned month, unsigned day)
{
    int64_t y;
    unsigned m, d;
    assert_true(moment.grain >= GRAIN_DAY);
    civil_from_days(moment.local_s / 86400, &y, &m, &d);
    assert_int_equal(y, year);
    assert_int_equal(m, month);
    assert_int_equal(d, day);
}

#define DIVI_META(slug, name, day, categories)                                                               \
    "<p class='post-meta'> by <span class='author vcard'><a href='/author/" slug "' rel='author'>" name      \
    "</a></span> | <span class='published'>" day "</span> | " categories "</p>"
#define CATEGORY(slug, label)                                                                                \
    "<a href='http://ledger.example/category/" slug "' rel='category tag'>" label "</a>"

static const char divi[] =
    "<html><body class='archive category category-opinion'><div id='main-content'><div id='left-area'>"
    "<article id='post-11' class='et_pb_post post-11 post type-post hentry'>"
    "<a class='entry-featured-image-url' href='http://ledger.example/opinion/mole'><img src='/p/mole.jpg' "
    "alt='Debate: The mole &amp; the sea' class='wp-image-9001' width='480' height='300'></a>"
    "<p class='media-id'>Media ID: 9001</p><p>The old mole in a storm. (AP Photo/Jane Roe)</p>"
    "<h2 class='entry-title'><a href='http://ledger.example/opinion/mole?share=x'>Debate: The mole &amp; the "
    "sea</a></h2>" DIVI_META("amir-taheri", "Amir Taheri", "Jun 27, 2014",
                             CATEGORY("news-coast", "Coast") ", " CATEGORY("opinion", "Opinion")) //
    "<div class='post-content'><p>The council met on Tuesday and could not say who would pay for...</p></div>"
    "</article>"
    "<article id='post-12' class='et_pb_post post-12 hentry'>"
    "<a class='entry-featured-image-url' href='http://ledger.example/opinion/strike'><img src='/p/s.jpg' "
    "alt='' class='wp-image-9002'></a><p class='media-id'>Media ID: 9002</p><p>Dockers at the gate.</p>"
    "<h2 class='entry-title'><a href='http://ledger.example/opinion/strike'></a></h2>" //
    DIVI_META("staff", "The Staff", "Jun 26, 2014", CATEGORY("opinion", "Opinion"))    //
    "<div class='post-content'><p>Nobody came to work [inset_left]A Book...</p></div></article>"
    "<article id='post-13' class='et_pb_post post-13 hentry'>"
    "<h2 class='entry-title'><a href='/opinion/whole'>A piece printed whole</a></h2>" //
    DIVI_META("rana", "Rana Khoury", "Jun 25, 2014", CATEGORY("opinion", "Opinion"))  //
    "<div class='post-content'><p>" LOREM "</p><p>" LOREM "</p></div></article>"
    "<div class='pagination'><h3><a href='/opinion/older'>Older</a></h3></div></div>"
    "<div id='sidebar' class='sidebar'><h4><a href='/news/recent'>Recent piece in the sidebar</a></h4></div>"
    "</div></body></html>";

static void an_entry_of_divi_tells_all_that_its_meta_line_tells(void **state)
{
    Lists *lists = *state;
    assert_int_equal(read_list_page(lists, "http://ledger.example/category/opinion/page/8", divi), 3);
    assert_int_equal(lists->reading.article.page_kind, PAGE_LIST);
    const Article *e = entry_of(lists, 0);
    expect_text(e->url, "http://ledger.example/opinion/mole?share=x");
    expect_text(e->headline, "Debate: The mole & the sea");
    expect_text(e->genre, "Debate");
    expect_text(e->byline, "Amir Taheri");
    assert_int_equal(e->authors.count, 1);
    expect_text(e->authors.items[0].name, "Amir Taheri");
    expect_text(e->authors.items[0].slug, "amir-taheri");
    expect_day(e->published, 2014, 6, 27);
    assert_int_equal(e->published.grain, GRAIN_DAY);
    expect_text(e->section.slug, "opinion"); /* the one that the address names */
    expect_text(e->section.label, "Opinion");
    assert_int_equal(e->custom.count, 0);
    assert_int_equal(e->sections.count, 2);
    expect_text(e->sections.items[0].slug, "opinion");
    expect_text(e->sections.items[1].slug, "news-coast");
    expect_text(e->sections.items[1].label, "Coast");
    expect_text(e->summary, "The council met on Tuesday and could not say who would pay for...");
    expect_text(e->cms_id, "11");
    assert_int_equal(e->media.count, 1);
    expect_text(e->media.items[0].id, "9001");
    expect_text(e->media.items[0].href, "http://ledger.example/p/mole.jpg");
    expect_begins(e->media.items[0].caption, "The old mole in a storm.");
    expect_text(e->media.items[0].credit.agency, "AP");
    assert_int_equal(e->page_kind, PAGE_OTHER);
    assert_int_equal(e->text.size, 0);
    for (size_t i = 0; i < e->provenance.count; i++)
        expect_text(e->provenance.items[i].source, "list");
    for (int group = 0; group < FIELD_GROUPS; group++)
        if (group_is_said(e, (FieldGroup)group))
            assert_int_equal(group_class(e, (FieldGroup)group), CLASS_LIST);
}

static void a_missing_headline_takes_no_caption_and_no_neighbours_words(void **state)
{
    Lists *lists = *state;
    read_list_page(lists, "http://ledger.example/category/opinion/page/8", divi);
    const Article *e = entry_of(lists, 1);
    expect_text(e->url, "http://ledger.example/opinion/strike");
    expect_text(e->headline, "");
    expect_text(e->cms_id, "12");
    expect_text(e->media.items[0].id, "9002");
    expect_text(e->media.items[0].caption, "Dockers at the gate.");
    expect_text(e->summary, ""); /* a shortcode cut open */
    expect_day(e->published, 2014, 6, 26);
}

static void a_text_that_is_printed_whole_is_left_out(void **state)
{
    Lists *lists = *state;
    read_list_page(lists, "http://ledger.example/category/opinion/page/8", divi);
    const Article *e = entry_of(lists, 2);
    expect_text(e->headline, "A piece printed whole");
    expect_text(e->url, "http://ledger.example/opinion/whole");
    expect_text(e->summary, "");
    assert_int_equal(e->body.count, 0);
    assert_int_equal(e->media.count, 0);
}

static void an_entry_without_any_heading_is_known_by_its_picture(void **state)
{
    Lists *lists = *state;
    static const char page[] =
        "<html><body class='archive tag tag-port'>"
        "<article class='post-5 hentry'><a href='/news/a'><img src='/a.jpg' class='wp-image-7'></a>"
        "<p class='media-id'>Media ID: 7</p><p>Caption of the first.</p></article>"
        "<article class='post-6 hentry'><h2><a href='/news/b'>The second has a headline</a></h2></article>"
        "<article class='hentry'><a href='/news/c'><img src='/c.jpg'></a><a href='/news/d'><img "
        "src='/d.jpg'></a></article></body></html>";
    assert_int_equal(read_list_page(lists, "http://ledger.example/tag/port", page), 2);
    const Article *second = entry_of(lists, 0), *first = entry_of(lists, 1);
    expect_text(second->headline, "The second has a headline");
    assert_int_equal(second->media.count, 0);
    expect_text(first->url, "http://ledger.example/news/a");
    expect_text(first->headline, "");
    expect_text(first->cms_id, "5");
    expect_text(first->media.items[0].caption, "Caption of the first.");
}

static void an_older_theme_prints_its_day_as_a_time(void **state)
{
    Lists *lists = *state;
    static const char page[] =
        "<html><body class='blog'><div class='post-31 post type-post hentry' id='post-31'>"
        "<h2 class='entry-title'><a rel='bookmark' href='http://www.ledger.example/2009/03/04/tide/'>The "
        "tide</a>"
        "</h2><div class='entry-meta'><time class='entry-date' datetime='2009-03-04T22:10:00+02:00'>March 4, "
        "2009</time> <time class='updated' datetime='2011-01-01T00:00:00Z'>x</time> by <span class='author "
        "vcard'><a class='url fn n' href='/author/rana/'>Rana Khoury</a></span></div>"
        "<div class='entry-summary'><p>The water came up at night. <a class='more-link' "
        "href='/2009/03/04/tide/"
        "#more-31'>Continue reading</a></p></div><div class='entry-utility'><span class='cat-links'>in <a "
        "href='/category/coast/' rel='category tag'>Coast</a></span> <span class='tag-links'><a rel='tag' "
        "href='/tag/floods/'>Floods</a></span></div></div></body></html>";
    assert_int_equal(read_list_page(lists, "http://ledger.example/page/3", page), 1);
    const Article *e = entry_of(lists, 0);
    expect_text(e->headline, "The tide");
    expect_text(e->cms_id, "31");
    expect_day(e->published, 2009, 3, 4);
    assert_true(e->published.has_offset);
    expect_text(e->authors.items[0].slug, "rana");
    expect_text(e->section.slug, "coast");
    assert_int_equal(e->tags.count, 1);
    expect_text(e->tags.items[0].label, "Floods");
    expect_text(e->summary, "The water came up at night.");
}

static void teasers_of_other_systems_are_known_by_their_number(void **state)
{
    Lists *lists = *state;
    char page[4096] = "<html><body><main>";
    for (int i = 0; i < 7; i++) {
        size_t at = strlen(page);
        snprintf(
            page + at, sizeof page - at,
            "<div class='card c%d'><h3><a href='/world/piece-%d'>A long headline number %d</a></h3><span "
            "class='byline'>By Rana Khoury</span><time datetime='2015-02-0%d'>day</time><p>What the harbour "
            "did next, in thirty words or so.</p></div>",
            i, i, i, i + 1);
    }
    size_t size = strlen(page);
    snprintf(page + size, sizeof page - size, "%s",
             "<section><h2><a href='/world/alone'>A headline that stands alone</a></h2></section>"
             "<h3><a href='http://other.example/x'>A piece of another paper</a></h3></main></body></html>");
    assert_int_equal(read_list_page(lists, "http://ledger.example/", page), 7);
    const Article *e = entry_of(lists, 3);
    expect_text(e->url, "http://ledger.example/world/piece-3");
    expect_text(e->headline, "A long headline number 3");
    expect_text(e->authors.items[0].name, "Rana Khoury");
    expect_day(e->published, 2015, 2, 4);
    expect_text(e->summary, "What the harbour did next, in thirty words or so.");
    expect_text(e->cms_id, "");
}

static void each_piece_comes_once_and_one_number_is_one_pieces(void **state)
{
    Lists *lists = *state;
    static const char page[] =
        "<html><body class='archive'><article id='post-1' class='hentry'><h2><a "
        "href='/a'>One</a></h2></article>"
        "<article id='post-1' class='hentry'><h2><a href='/a/'>One again</a></h2></article>"
        "<article id='post-1' class='hentry'><h2><a href='/b'>Two with the number of one</a></h2></article>"
        "<article id='post-2' class='hentry'><h2><a href='/category/x'>A list</a></h2></article>"
        "<article id='post-3' class='hentry'><h2><a href='/pic.jpg'>A file</a></h2></article></body></html>";
    assert_int_equal(read_list_page(lists, "http://ledger.example/2014/06", page), 1);
    expect_text(entry_of(lists, 0)->headline, "One");
}

static void a_slug_that_begins_as_a_list_is_a_piece(void **state)
{
    Lists *lists = *state;
    static const char page[] =
        "<html><body class='archive'><article class='hentry'><h2><a "
        "href='/news/search-ends-at-sea'>Search ends at sea</a></h2></article><article "
        "class='hentry'><h2><a href='/search/sea/'>A search</a></h2></article></body></html>";
    assert_int_equal(read_list_page(lists, "http://ledger.example/2014/06", page), 1);
    expect_text(entry_of(lists, 0)->headline, "Search ends at sea");
}

static void a_piece_has_no_entries(void **state)
{
    Lists *lists = *state;
    static const char page[] =
        "<html><body class='single single-post postid-4'><article id='post-4' class='hentry'><h1 "
        "class='entry-title'>Mole repaired</h1><div class='entry-content'><p>" LOREM "</p><p>" LOREM
        "</p></div></article><article class='hentry'><h2><a "
        "href='/other'>Another</a></h2></article></body></html>";
    assert_int_equal(read_list_page(lists, "http://ledger.example/mole", page), 0);
    assert_true(page_kind_is_piece(lists->reading.article.page_kind));
}

/* ---- real lists ---- */

typedef struct RealList {
    const char *file, *url;
    size_t count; /* at least */
} RealList;

static Slice unpacked(Arena *arena, const char *path)
{
    Slice raw, html = SLICE_EMPTY;
    Error err;
    if (file_read(arena, path, (size_t)64 << 20, &raw, &err) == STATUS_OK &&
        codec_unpack(arena, CODEC_GZIP, raw, (size_t)64 << 20, &html, &err) != STATUS_OK)
        html = SLICE_EMPTY;
    return html;
}

static void real_lists_give_entries_that_lead_to_pieces_of_their_host(void **state)
{
    Lists *lists = *state;
    static const RealList reals[] = {
        {"dev-2968.html.gz", "https://arstechnica.com/", 30},
        {"dev-2971.html.gz", "https://www.wired.com/category/science/", 40},
        {"dev-4361.html.gz", "https://dev.events/AM/tech", 25},
    };
    const char *data = getenv("BACKFILE_DATA");
    Arena *arena = arena_open((size_t)256 << 20);
    for (size_t i = 0; i < sizeof reals / sizeof reals[0]; i++) {
        arena_reset(arena);
        Slice path = arena_format(arena, "%s/extraction/wcxb/html/%s",
                                  data ? data : BACKFILE_SOURCE_DIR "/../shared/data", reals[i].file);
        Slice html = unpacked(arena, arena_string(arena, path));
        if (html.size == 0) {
            printf("skipped: no real list '%.*s' (set BACKFILE_DATA)\n", SLICE_ARG(path));
            continue;
        }
        size_t count = read_list(lists, slice_from(reals[i].url), html), headlines = 0;
        for (size_t k = 0; k < count; k++) {
            headlines += entry_of(lists, k)->headline.size >= 3;
            assert_true(slice_starts_with(entry_of(lists, k)->url, SLICE("http")));
        }
        if (count < reals[i].count || headlines + 1 < count)
            fail_msg("%s: %zu entries, %zu headlines", reals[i].file, count, headlines);
    }
    arena_close(arena);
}

/* ---- hostile ---- */

static void lists_cut_anywhere_and_deep_ones_give_what_they_hold(void **state)
{
    Lists *lists = *state;
    Slice whole = slice_of(divi, sizeof divi - 1);
    for (size_t size = 0; size < whole.size; size += 7) {
        size_t count =
            read_list(lists, SLICE("http://ledger.example/category/opinion"), slice_range(whole, 0, size));
        for (size_t i = 0; i < count; i++)
            assert_true(entry_of(lists, i)->url.size > 0);
    }
}

static void thousands_of_headings_cost_no_more_than_their_number(void **state)
{
    Lists *lists = *state;
    Arena *arena = arena_open((size_t)64 << 20);
    Builder b;
    builder_init(&b, arena);
    builder_add(&b, SLICE("<html><body class='archive'>"));
    for (int i = 0; i < 20000; i++)
        builder_format(&b, "<div class='a hentry'><h2><a href='/p/%d'>Headline %d</a></h2>", i % 3, i);
    assert_true(read_list(lists, SLICE("http://ledger.example/2014"), builder_slice(&b)) <= 3);
    builder_clear(&b);
    builder_add(&b, SLICE("<html><body class='archive'>"));
    for (int i = 0; i < 20000; i++)
        builder_format(&b, "<div class='a'><h2><a href='/p/%d'>Headline %d</a></h2></div>", i, i);
    assert_int_equal(read_list(lists, SLICE("http://ledger.example/2014"), builder_slice(&b)), 300);
    arena_close(arena);
}

static int open_lists(void **state)
{
    Lists *lists = calloc(1, sizeof *lists);
    reading_open(&lists->reading);
    *state = lists;
    return 0;
}

static int close_lists(void **state)
{
    Lists *lists = *state;
    reading_close(&lists->reading);
    free(lists);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_of_divi_tells_all_that_its_meta_line_tells),
        cmocka_unit_test(a_missing_headline_takes_no_caption_and_no_neighbours_words),
        cmocka_unit_test(a_text_that_is_printed_whole_is_left_out),
        cmocka_unit_test(an_entry_without_any_heading_is_known_by_its_picture),
        cmocka_unit_test(an_older_theme_prints_its_day_as_a_time),
        cmocka_unit_test(teasers_of_other_systems_are_known_by_their_number),
        cmocka_unit_test(each_piece_comes_once_and_one_number_is_one_pieces),
        cmocka_unit_test(a_slug_that_begins_as_a_list_is_a_piece),
        cmocka_unit_test(a_piece_has_no_entries),
        cmocka_unit_test(real_lists_give_entries_that_lead_to_pieces_of_their_host),
        cmocka_unit_test(lists_cut_anywhere_and_deep_ones_give_what_they_hold),
        cmocka_unit_test(thousands_of_headings_cost_no_more_than_their_number),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}
