/* Whole pages: what is known is shown, what is not known leaves no trace, and nothing that a stranger wrote
 * acts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/parts.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const PageSite SITE = {.title = {"The Paper & Sons Archive", 24},
                              .language = {"en", 2},
                              .base_url = {"https://paper.example", 21},
                              .home_host = {"paper.example", 13},
                              .style_href = {"/-/style.css?v=1", 16},
                              .first_year = 2005,
                              .last_year = 2017};

static void assert_has(Slice page, const char *part)
{
    if (!slice_contains(page, slice_from(part)))
        fail_msg("'%s' is not in the page:\n%.*s", part, SLICE_ARG(page));
}

static void assert_lacks(Slice page, const char *part)
{
    if (slice_find_nocase(page, slice_from(part)) != SLICE_NONE)
        fail_msg("'%s' is in the page:\n%.*s", part, SLICE_ARG(page));
}

static size_t count_of(Slice page, const char *part)
{
    size_t count = 0, at;
    while ((at = slice_find(page, slice_from(part))) != SLICE_NONE) {
        count++;
        page = slice_skip(page, at + 1);
    }
    return count;
}

static Article model_article(void)
{
    Article a = {.id = SLICE("55384081"),
                 .path = SLICE("/theaawsat/news-middle-east/haftar-in-rome"),
                 .url = SLICE("https://paper.example/theaawsat/news-middle-east/haftar-in-rome/"),
                 .page_kind = PAGE_ARTICLE,
                 .headline = SLICE("Haftar Holds Secret Meetings in Rome on Migration"),
                 .subheadline = SLICE("A visit without a word"),
                 .section = {SLICE("news-middle-east"), SLICE("Middle East")},
                 .lang = SLICE("en"),
                 .dir = SLICE("ltr")};
    *LIST_ADD(arena, &a.authors) = (Author){.name = SLICE("Al-Mustafa Najjar"), .slug = SLICE("m-najjar")};
    *LIST_ADD(arena, &a.authors) = (Author){.name = SLICE("A. Second")};
    *LIST_ADD(arena, &a.tags) = (Label){SLICE("libya"), SLICE("Libya")};
    *LIST_ADD(arena, &a.dateline.places) = SLICE("Cairo");
    *LIST_ADD(arena, &a.body) = (Block){
        .kind = BLOCK_PARAGRAPH, .text = SLICE("Cairo- First."), .html = SLICE("Cairo- <em>First</em>.")};
    *LIST_ADD(arena, &a.body) = (Block){.kind = BLOCK_SUBHEAD, .text = SLICE("A subhead")};
    *LIST_ADD(arena, &a.body) =
        (Block){.kind = BLOCK_TURN, .text = SLICE("Why?"), .speaker = SLICE("Asharq Al-Awsat")};
    *LIST_ADD(arena, &a.body) = (Block){.kind = BLOCK_INSET, .text = SLICE("Al-Rawiyat, 192 pages")};
    *LIST_ADD(arena, &a.media) = (Media){.id = SLICE("55384080"),
                                         .href = SLICE("https://paper.example/wp-content/x.jpg"),
                                         .caption = SLICE("Haftar addresses the press."),
                                         .credit = {.raw = SLICE("AP"), .agency = SLICE("AP")},
                                         .width = 640,
                                         .height = 480};
    assert_true(moment_make(&a.published, GRAIN_DAY, 2017, 9, 26, 0, 0));
    article_join_text(&a, arena);
    return a;
}

static Slice article_page(const Article *article, bool with_picture)
{
    ArticlePage page = {
        .frame = {.site = &SITE, .title = article->headline, .path = article->path, .twin = SLICE("/x.json")},
        .article = article};
    for (size_t i = 0; i < article->media.count; i++)
        *LIST_ADD(arena, &page.pictures) =
            (PagePicture){.media = &article->media.items[i],
                          .src = with_picture ? SLICE("/wp-content/x.jpg") : SLICE_EMPTY,
                          .srcset = with_picture ? SLICE("/-/thumb/320/wp-content/x.jpg 320w") : SLICE_EMPTY};
    Builder out;
    builder_init(&out, arena);
    page_article(&out, &page);
    return builder_slice(&out);
}

static void an_article_is_shown_as_what_it_is(void **state)
{
    (void)state;
    Article article = model_article();
    Slice page = article_page(&article, true);
    assert_has(page, "<h1>Haftar Holds Secret Meetings in Rome on Migration</h1>");
    assert_has(page, "<a rel=\"author\" href=\"/author/m-najjar\" dir=\"auto\">Al-Mustafa Najjar</a> <span "
                     "lang=\"en\">and</span> <span dir=\"auto\">A. Second</span>");
    assert_has(page, "<a href=\"/category/news-middle-east\">Middle East</a>");
    assert_has(page, "<p id=\"p1\" dir=\"auto\">Cairo- <em>First</em>.</p>");
    assert_has(page, "<h2 id=\"p2\" dir=\"auto\">A subhead</h2>");
    assert_has(page, "<b class=\"speaker\">Asharq Al-Awsat</b>");
    assert_has(page, "<aside class=\"inset\" id=\"p4\"");
    assert_has(
        page,
        "<img src=\"/wp-content/x.jpg\" alt=\"Haftar addresses the press.\" width=\"640\" height=\"480\" "
        "srcset=\"/-/thumb/320/wp-content/x.jpg 320w\" sizes=\"min(100vw, 38rem, 640px)\" loading=\"lazy\">");
    assert_has(page,
               "<a class=\"id\" href=\"/media/55384080\"><span lang=\"en\">Media ID</span> 55384080</a>");
    assert_has(page, "<a rel=\"tag\" href=\"/tag/libya\" dir=\"auto\">Libya</a>");
    assert_has(page,
               "<time datetime=\"2017-09-26\" lang=\"en\" dir=\"ltr\">Tuesday, 26 September 2017</time>");
    assert_has(
        page,
        "<link rel=\"canonical\" href=\"https://paper.example/theaawsat/news-middle-east/haftar-in-rome\">");
    assert_has(page, "\"@type\":\"NewsArticle\"");
    assert_has(page, "\"datePublished\":\"2017-09-26\"");
    assert_has(
        page,
        "<title>Haftar Holds Secret Meetings in Rome on Migration · The Paper &amp; Sons Archive</title>");
    assert_int_equal(count_of(page, "<h1"), 1);
}

static void what_is_unknown_leaves_no_trace(void **state)
{
    (void)state;
    Article article = {.id = SLICE("x1")};
    Slice page = article_page(&article, false);
    assert_lacks(page, "class=\"kicker\"");
    assert_lacks(page, "class=\"standfirst\"");
    assert_lacks(page, "<figure");
    assert_lacks(page, "class=\"tags\"");
    assert_lacks(page, "rel=\"prev\"");
    assert_has(page, "<span class=\"when\" lang=\"en\">Undated</span>");
    assert_has(page, "Without a headline");
}

static void a_photo_that_is_not_held_keeps_its_caption(void **state)
{
    (void)state;
    Article article = model_article();
    Slice page = article_page(&article, false);
    assert_lacks(page, "<img");
    assert_has(page, "This photo is not in the archive.");
    assert_has(page, "Haftar addresses the press.");
    article.media.items[0].caption = SLICE_EMPTY;
    article.media.items[0].credit.raw = SLICE_EMPTY;
    page = article_page(&article, false);
    assert_lacks(page, "<figure");
    assert_has(page, "<dt>Photos not held</dt><dd><a href=\"/media/55384080\">55384080</a></dd>");
}

static void an_arabic_piece_runs_from_right_to_left(void **state)
{
    (void)state;
    Article article = model_article();
    article.lang = SLICE("ar");
    article.dir = SLICE("rtl");
    Slice page = article_page(&article, true);
    assert_has(page, "<article class=\"piece\" lang=\"ar\" dir=\"rtl\">");
    assert_has(page, "<html lang=\"en\" dir=\"ltr\">");
}

static void the_mark_of_a_turn_is_not_shown_twice(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html, *speaker, *shown_speaker, *shown;
    } turns[] = {
        {"[Allawi] We shall see.", "[Allawi] We <em>shall</em> see.", "Allawi", "Allawi",
         "We <em>shall</em> see."},
        {"(Q) Why?", "", "Asharq Al-Awsat", "Asharq Al-Awsat", "Why?"},
        {"A) Because.", "A) Because.", "Moussa", "Moussa", "Because."},
        {"Moussa: Because.", "Moussa: Because.", "Moussa", "Moussa", "Because."},
        {"[Allawi] Bold.", "<strong>[Allawi]</strong> Bold.", "Allawi", "",
         "<strong>[Allawi]</strong> Bold."},
        {"No mark.", "No mark.", "Allawi", "Allawi", "No mark."},
        {"[sic] stays", "[sic] stays", "", "", "[sic] stays"},
        {"[", "[", "A", "A", "["},
    };
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        Block block = {.kind = BLOCK_TURN,
                       .text = slice_from(turns[i].text),
                       .html = slice_from(turns[i].html),
                       .speaker = slice_from(turns[i].speaker)};
        PageTurn turn = page_turn(&block);
        Slice shown = slice_is_empty(turn.html) ? turn.text : turn.html;
        if (!slice_equal(turn.speaker, slice_from(turns[i].shown_speaker)) ||
            !slice_equal(shown, slice_from(turns[i].shown)))
            fail_msg("%s: %.*s / %.*s", turns[i].text, SLICE_ARG(turn.speaker), SLICE_ARG(shown));
    }
}

static const Slice HOSTILE = {"\"'><script>alert(1)</script><img src=x onerror=alert(1)>\x01", 57};

static Article hostile_article(void)
{
    Article a = {.id = HOSTILE,
                 .path = HOSTILE,
                 .url = SLICE("javascript:alert(1)"),
                 .headline = HOSTILE,
                 .kicker = HOSTILE,
                 .subheadline = HOSTILE,
                 .summary = HOSTILE,
                 .byline = HOSTILE,
                 .section = {HOSTILE, HOSTILE},
                 .lang = HOSTILE,
                 .dir = HOSTILE,
                 .genre = HOSTILE};
    *LIST_ADD(arena, &a.authors) = (Author){.name = HOSTILE, .slug = HOSTILE};
    *LIST_ADD(arena, &a.tags) = (Label){HOSTILE, HOSTILE};
    *LIST_ADD(arena, &a.dateline.places) = HOSTILE;
    *LIST_ADD(arena, &a.dateline.agencies) = HOSTILE;
    *LIST_ADD(arena, &a.body) = (Block){.kind = BLOCK_TURN, .text = HOSTILE, .speaker = HOSTILE};
    *LIST_ADD(arena, &a.media) =
        (Media){.id = HOSTILE, .caption = HOSTILE, .alt = HOSTILE, .credit = {.raw = HOSTILE}};
    return a;
}

static void assert_harmless(Slice page)
{
    assert_lacks(page, "<script>");
    assert_lacks(page, "<img src=x");
    assert_lacks(page, "javascript:alert(1)\"");
    assert_true(slice_find_byte(page, '\x01') == SLICE_NONE);
    assert_has(page, "<main id=\"main\"");
    assert_has(page, "</html>");
}

static void nothing_hostile_leaves_its_place_on_any_page(void **state)
{
    (void)state;
    Article article = hostile_article();
    PageSite site = SITE;
    site.title = HOSTILE;
    site.publisher = HOSTILE;
    site.language = HOSTILE;
    PageFrame frame = {.site = &site,
                       .title = HOSTILE,
                       .description = HOSTILE,
                       .path = HOSTILE,
                       .twin = HOSTILE,
                       .query = HOSTILE};
    Snippet snippet = {.in = HOSTILE, .text = HOSTILE, .p = 3, .marks = (Span[]){{1, 9}}, .mark_count = 1};
    PageEntry entry = {.article = &article,
                       .href = HOSTILE,
                       .picture = {.src = HOSTILE, .srcset = HOSTILE},
                       .snippets = &snippet,
                       .snippet_count = 1};
    PageEntries entries = {&entry, 1, 1};
    PageLink link = {.label = HOSTILE, .href = HOSTILE, .count = 3};
    PageLinks links = {&link, 1, 1};
    Builder out;
    builder_init(&out, arena);

    PageDay day = {.href = HOSTILE, .entries = entries};
    FrontPage front = {.frame = frame,
                       .total = 1,
                       .years = {HOSTILE, HOSTILE, links},
                       .sections = links,
                       .authors = links,
                       .places = links,
                       .latest = {&day, 1, 1}};
    page_front(&out, &front);
    assert_harmless(builder_slice(&out));

    builder_clear(&out);
    ArticlePage reading = {.frame = frame, .article = &article, .previous = entry, .next = entry};
    *LIST_ADD(arena, &reading.pictures) =
        (PagePicture){&article.media.items[0], HOSTILE, HOSTILE, HOSTILE, true};
    *LIST_ADD(arena, &reading.captures) = (PageCapture){HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE};
    page_article(&out, &reading);
    assert_harmless(builder_slice(&out));

    builder_clear(&out);
    ListPage list = {.frame = frame,
                     .kind = HOSTILE,
                     .heading = HOSTILE,
                     .first = HOSTILE,
                     .last = SLICE("x"),
                     .total = 1,
                     .page = 2,
                     .pages = 3,
                     .base = HOSTILE,
                     .trail = links,
                     .earlier = link,
                     .later = link,
                     .chart = {HOSTILE, HOSTILE, links},
                     .related = links,
                     .related_title = HOSTILE,
                     .entries = entries};
    page_list(&out, &list);
    assert_harmless(builder_slice(&out));

    builder_clear(&out);
    Clause clause = {HOSTILE, 0};
    Answer answer = {.native = HOSTILE, .clauses = &clause, .clause_count = 1, .total = 1};
    *LIST_ADD(arena, &answer.notes) = HOSTILE;
    PageFacet facet = {.title = HOSTILE, .values = links};
    PageField field = {HOSTILE, HOSTILE};
    ResultsPage results = {.frame = frame,
                           .typed = HOSTILE,
                           .answer = &answer,
                           .carried = {&field, 1, 1},
                           .chosen = links,
                           .sorts = links,
                           .facets = {&facet, 1, 1},
                           .chart = {HOSTILE, HOSTILE, links},
                           .chart_out = link,
                           .entries = entries,
                           .next_href = HOSTILE,
                           .first_href = HOSTILE};
    page_results(&out, &results);
    assert_harmless(builder_slice(&out));
    builder_clear(&out);
    answer.total = 0;
    results.spellings = results.relaxed = links;
    page_results(&out, &results);
    assert_harmless(builder_slice(&out));
    builder_clear(&out);
    results.answer = NULL;
    results.error = HOSTILE;
    page_results(&out, &results);
    assert_harmless(builder_slice(&out));

    builder_clear(&out);
    MediaPage media = {.frame = frame,
                       .media = &article.media.items[0],
                       .picture = {.media = &article.media.items[0], .src = HOSTILE, .srcset = HOSTILE},
                       .uses = entries};
    page_media(&out, &media);
    assert_harmless(builder_slice(&out));

    builder_clear(&out);
    MessagePage message = {.frame = frame,
                           .status = 404,
                           .heading = HOSTILE,
                           .text = HOSTILE,
                           .target = HOSTILE,
                           .nearest = entries,
                           .search_href = HOSTILE};
    page_message(&out, &message);
    assert_harmless(builder_slice(&out));
}

static void a_month_is_a_table_of_whole_weeks(void **state)
{
    (void)state;
    PageMonth month = {.year = 2014, .month = 6, .counts = {[26] = 3}};
    ListPage list = {.frame = {.site = &SITE},
                     .heading = SLICE("June 2014"),
                     .total = 3,
                     .page = 1,
                     .pages = 1,
                     .month = &month};
    Builder out;
    builder_init(&out, arena);
    page_list(&out, &list);
    Slice page = builder_slice(&out);
    assert_int_equal(count_of(page, "<tr>"), 1 + 6); /* the heading and six weeks: 1 June 2014 was a Sunday */
    assert_int_equal(count_of(page, "<td"), 42);
    assert_has(page, "<a href=\"/2014/06/27\">27<span class=\"unseen\">,</span> <small>3");
}

static void bars_are_as_high_as_their_counts(void **state)
{
    (void)state;
    PageLink bars[] = {{.label = SLICE("2005"), .href = SLICE("/2005"), .count = 1},
                       {.label = SLICE("2006")},
                       {.label = SLICE("2007"), .href = SLICE("/2007"), .count = 100000}};
    PageChart chart = {SLICE("By year"), SLICE("year"), {bars, 3, 3}, 0};
    ChartShape shape = page_chart_shape(&chart);
    assert_int_equal(page_bar_height(shape, 100000), shape.height);
    assert_int_equal(page_bar_height(shape, 50000), shape.height / 2);
    assert_true(page_bar_height(shape, 1) > 0);
    assert_int_equal(page_bar_height(shape, 0), 0);
    Builder out;
    builder_init(&out, arena);
    page_part_chart(&out, TONGUE_ENGLISH, &chart);
    assert_int_equal(count_of(builder_slice(&out), "class=\"bar\""), 2);
    assert_has(builder_slice(&out), "100,000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_shown_as_what_it_is),
        cmocka_unit_test(what_is_unknown_leaves_no_trace),
        cmocka_unit_test(a_photo_that_is_not_held_keeps_its_caption),
        cmocka_unit_test(an_arabic_piece_runs_from_right_to_left),
        cmocka_unit_test(the_mark_of_a_turn_is_not_shown_twice),
        cmocka_unit_test(nothing_hostile_leaves_its_place_on_any_page),
        cmocka_unit_test(a_month_is_a_table_of_whole_weeks),
        cmocka_unit_test(bars_are_as_high_as_their_counts),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
