/* What sources state becomes articles; WordPress's own way of writing is understood. */
#include "base/test/cm.h"

#include "base/builder.h"
#include "extract/extract.h"

static Arena *arena;
static Extractor *extractor;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    extractor = extractor_open();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    extractor_close(extractor);
    arena_close(arena);
    return 0;
}

static Article extracted(Stated stated)
{
    Article article;
    Error err = {{0}};
    if (slice_is_empty(stated.source))
        stated.source = SLICE("wxr");
    if (extract_stated(extractor, arena, &stated, NULL, &article, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return article;
}

static Article of_wordpress(const char *body)
{
    return extracted((Stated){.body = slice_from(body),
                              .form = STATED_WORDPRESS_HTML,
                              .article = {.url = SLICE("http://paper.example/news/piece/")}});
}

/* "paragraph: One.|embed: http://..." */
static const char *blocks_of(const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < article->body.count; i++)
        builder_format(&b, "%s%.*s: %.*s", i ? "|" : "",
                       SLICE_ARG(block_kind_name(article->body.items[i].kind)),
                       SLICE_ARG(article->body.items[i].text));
    builder_add_byte(&b, '\0');
    return b.data;
}

/* "55 http://... [caption] (credit)" */
static const char *media_of(const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < article->media.count; i++) {
        const Media *m = &article->media.items[i];
        builder_format(&b, "%s%.*s %.*s [%.*s] (%.*s)", i ? "|" : "", SLICE_ARG(m->id), SLICE_ARG(m->href),
                       SLICE_ARG(m->caption), SLICE_ARG(m->credit.raw));
    }
    builder_add_byte(&b, '\0');
    return b.data;
}

typedef struct Case {
    const char *body, *blocks, *media;
} Case;

static void check(const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Article article = of_wordpress(cases[i].body);
        assert_string_equal(blocks_of(&article), cases[i].blocks);
        assert_string_equal(media_of(&article), cases[i].media ? cases[i].media : "");
    }
}
#define CHECK_ALL(cases) check(cases, sizeof cases / sizeof *cases)

static void blank_lines_part_paragraphs(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"One.\n\nTwo.\n \t\r\n\r\nThree.", "paragraph: One.|paragraph: Two.|paragraph: Three.", NULL},
        {"One\ntwo.\n\nThree.", "paragraph: One two.|paragraph: Three.", NULL},
        {"<p>One</p>\n\n<p>Two\nlines</p>", "paragraph: One|paragraph: Two lines", NULL},
        {"A <em>b\n\nc</em> d", "paragraph: A b|paragraph: c d", NULL},
        {"Before\n<blockquote>Said\n\nagain</blockquote>\nAfter",
         "paragraph: Before|quote: Said|quote: again|paragraph: After", NULL},
        {"<h2>Head</h2>\nText\n<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\nEnd",
         "subhead: Head|paragraph: Text|list: a\nb|paragraph: End", NULL},
        {"<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n\n<tr><td>c</td><td>d</td></tr></table>",
         "table: a\tb\nc\td", NULL},
        {"<pre>a\n\nb</pre>x<script>var a;\n\nb</script><style>p{}</style>", "paragraph: a b|paragraph: x",
         NULL},
        {"One<!--more-->\n\nTwo<!--nextpage-->Three <!-- note -->four",
         "paragraph: One|paragraph: Two|paragraph: "
         "Three four",
         NULL},
        {"5 < 6 & 7 > 2 &amp; &eacute;", "paragraph: 5 < 6 & 7 > 2 & \xC3\xA9", NULL},
        {"", "", NULL},
    };
    CHECK_ALL(cases);
}

static void pictures_keep_number_caption_and_credit(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"Text.\n\n[caption id=\"attachment_55\" align=\"alignleft\" width=\"300\"]<a href=\"/x\"><img "
         "class=\"wp-image-55\" src=\"/w/a.jpg\" alt=\"A\" /></a> A crowd in Cairo. (AP Photo/Nariman "
         "El-Mofty)[/caption] "
         "More.",
         "paragraph: Text.|paragraph: More.",
         "55 http://paper.example/w/a.jpg [A crowd in Cairo.] (AP Photo/Nariman El-Mofty)"},
        {"[caption id=\"attachment_55\" width=\"300\" caption=\"A [small] crowd\"]<img "
         "src=\"/a.jpg\">[/caption]Text",
         "paragraph: Text", "55 http://paper.example/a.jpg [A [small] crowd] ()"},
        {"[caption id=\"attachment_7\"]Only words[/caption]", "", "7  [Only words] ()"},
        {"One.\n[gallery ids=\"5, 6,7\" columns='2']\nTwo.", "paragraph: One.|paragraph: Two.",
         "5  [] ()|6  [] ()|7  [] ()"},
        {"<img class=\"alignnone wp-image-9 size-full\" src=\"/b.jpg\">\n\n[gallery ids=\"9,10\"]", "",
         "9 http://paper.example/b.jpg [] ()|10  [] ()"},
        {"[et_pb_section][et_pb_row][et_pb_image src=\"http://x.example/c.jpg\" alt=\"C\" /][et_pb_text "
         "admin_label=\"Text\"]Words.[/et_pb_text][/et_pb_row][/et_pb_section]",
         "paragraph: Words.", " http://x.example/c.jpg [] ()"},
        {"[vc_row][vc_column width=\"1/2\"][vc_single_image image=\"12\"][vc_column_text]In "
         "it.[/vc_column_text]"
         "[/vc_column][/vc_row]",
         "paragraph: In it.", "12  [] ()"},
    };
    CHECK_ALL(cases);
}

static void films_and_posts_of_others_are_embeds(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"One.\n\nhttps://www.youtube.com/watch?v=abc&amp;t=1\n\nTwo.",
         "paragraph: One.|embed: https://www.youtube.com/watch?v=abc&t=1|paragraph: Two.", NULL},
        {"One.\nhttps://vimeo.com/12\nTwo.", "paragraph: One.|embed: https://vimeo.com/12|paragraph: Two.",
         NULL},
        {"See https://vimeo.com/12 here", "paragraph: See https://vimeo.com/12 here", NULL},
        {"http://elsewhere.example/page", "paragraph: http://elsewhere.example/page", NULL},
        {"[embed width=\"1\"]http://x.example/film[/embed]", "embed: http://x.example/film", NULL},
        {"[youtube=http://youtu.be/a]|[youtube]dQw4[/youtube]|[vimeo 123]|[audio http://x.example/a.mp3]",
         "embed: http://youtu.be/a|paragraph: ||embed: https://www.youtube.com/watch?v=dQw4|paragraph: "
         "||embed: "
         "https://vimeo.com/123|paragraph: ||embed: http://x.example/a.mp3",
         NULL},
        {"[video width=\"1\" mp4=\"http://x.example/a.mp4\"][/video]", "embed: http://x.example/a.mp4", NULL},
        {"<p><iframe src=\"//www.youtube.com/embed/x\" width=\"1\"></iframe></p>After",
         "embed: https://www.youtube.com/embed/x|paragraph: After", NULL},
        {"<object data=\"http://x.example/a.swf\"><param name=\"movie\"><p>No Flash.</p></object>Text",
         "embed: http://x.example/a.swf|paragraph: Text", NULL},
        {"<!-- wp:embed {\"url\":\"https://twitter.com/a/status/1\",\"type\":\"rich\"} -->\n<figure "
         "class=\"wp-block-embed\"><div "
         "class=\"wp-block-embed__wrapper\">\nhttps://twitter.com/a/status/1\n</div>"
         "<figcaption>What she wrote</figcaption></figure>\n<!-- /wp:embed -->\n\nText",
         "embed: https://twitter.com/a/status/1|paragraph: What she wrote|paragraph: Text", NULL},
    };
    CHECK_ALL(cases);
    Article article = of_wordpress("https://vimeo.com/12?a=1&b=2");
    assert_slice(article.body.items[0].html,
                 "<a href=\"https://vimeo.com/12?a=1&amp;b=2\">https://vimeo.com/12?a=1&amp;b=2</a>");
    assert_int_equal(article.text.size, 0);
}

static void asides_do_not_spoil_the_dateline(void **state)
{
    (void)state;
    Article article =
        of_wordpress("[inset_left]Al-Rawiyat\nMaha Hassan\nDar Al-Tanweer, 192 pages\nBeirut, 2014"
                     "[/inset_left] London, Asharq Al-Awsat\xE2\x80\x94In her most recent novel she "
                     "writes.\n\n[pullquote]Said <em>so</em>[/pullquote]\n\nMore.");
    assert_string_equal(
        blocks_of(&article),
        "inset: Al-Rawiyat Maha Hassan Dar Al-Tanweer, 192 pages Beirut, 2014|paragraph: London, "
        "Asharq Al-Awsat\xE2\x80\x94In her most recent novel she writes.|inset: Said so|paragraph: "
        "More.");
    assert_slice(article.dateline.raw, "London, Asharq Al-Awsat\xE2\x80\x94");
    assert_slice(article.dateline.places.items[0], "London");
    article = of_wordpress("[inset_left]The Hidden Light...\n\nText");
    assert_string_equal(blocks_of(&article), "inset: The Hidden Light...|paragraph: Text");
}

static void editors_brackets_are_no_shortcodes(void **state)
{
    (void)state;
    static const char *const prose[] = {
        "responding to its [Iran's] calls",
        "He was [sic] there",
        "[Asharq Al-Awsat] What now?",
        "[chosen person at a mosque who leads the call to prayer]",
        "a [video] of it, in a [box], by [audio]",
        "[and/or] [1] [a] [...] [] [ x ]",
        "see [the table = below]",
        "[emphasis added]",
        "an [unclosed bracket",
    };
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
        Article article = of_wordpress(prose[i]);
        assert_true(slice_equal(article.text, slice_from(prose[i])));
    }
}

static void shortcodes_of_lost_plugins_are_never_shown_raw(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"A [poll id=\"3\"] b", "paragraph: A|embed: poll id=\"3\"|paragraph: b", NULL},
        {"[highlight]Bright[/highlight] words", "paragraph: Bright words", NULL},
        {"[button link=\"http://x.example\" color='red']Go[/button]", "paragraph: Go", NULL},
        {"[contact-form-7 id=\"1\" title=\"Contact\"]Text", "paragraph: Text", NULL},
        {"[hr /]Text", "embed: hr|paragraph: Text", NULL},
        {"[[gallery]] is how", "paragraph: [gallery] is how", NULL},
        {"[su_quote]Words[/su_quote]", "paragraph: Words", NULL},
        {"[et_pb_section fullwidth=\xE2\x80\x9Con\xE2\x80\x9D][et_pb_text]a[/et_pb_text]\n\n[et_pb_toggle "
         "title=\"More\"]b[/et_pb_toggle]",
         "paragraph: a|subhead: More|paragraph: b", NULL},
    };
    CHECK_ALL(cases);
}

static void blocks_of_the_editor_give_what_they_show(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"<!-- wp:paragraph {\"dropCap\":true} -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\n<!-- "
         "wp:latest-posts "
         "{\"n\":5} /-->\n\n<!-- wp:block {\"ref\":12} /-->\n<!-- wp:heading -->\n<h2>H</h2>\n<!-- "
         "/wp:heading -->",
         "paragraph: One two|subhead: H", NULL},
        {"<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n<p>Said</p>\n<!-- "
         "/wp:paragraph --><cite>Her</cite></blockquote>\n<!-- /wp:quote -->",
         "quote: Said|quote: Her", NULL},
        {"<!-- wp:pullquote -->\n<figure "
         "class=\"wp-block-pullquote\"><blockquote><p>Pulled</p></blockquote></figure>\n"
         "<!-- /wp:pullquote -->",
         "inset: Pulled", NULL},
        {"<!-- wp:table -->\n<figure "
         "class=\"wp-block-table\"><table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td>"
         "<td>d</td></tr></tbody></table><figcaption>Table words</figcaption></figure>\n<!-- /wp:table -->",
         "table: a\tb\nc\td|paragraph: Table words", NULL},
        {"<!-- wp:image {\"id\":55} -->\n<figure class=\"wp-block-image\"><img src=\"/a.jpg\" alt=\"\" "
         "class=\"wp-image-55\"/><figcaption>A crowd in a square. (Reuters)</figcaption></figure>\n<!-- "
         "/wp:image -->",
         "", "55 http://paper.example/a.jpg [A crowd in a square.] (Reuters)"},
        {"<!-- wp:gallery {\"ids\":[1,2]} /-->", "", "1  [] ()|2  [] ()"},
        {"<!-- wp:columns --><div class=\"wp-block-columns\"><!-- wp:column --><div "
         "class=\"wp-block-column\"><p>Left"
         "</p></div><!-- /wp:column --><!-- wp:column --><div "
         "class=\"wp-block-column\"><p>Right</p></div><!-- "
         "/wp:column --></div><!-- /wp:columns --><!-- wp:buttons --><div class=\"wp-block-button\"><a "
         "href=\"http://x.example\">Go</a></div><!-- /wp:buttons -->",
         "paragraph: Left|paragraph: Right|paragraph: Go", NULL},
        {"<!-- wp:freeform -->Old\nlines\n\nof text<!-- /wp:freeform -->",
         "paragraph: Old lines|paragraph: of text", NULL},
    };
    CHECK_ALL(cases);
}

static void nothing_stated_is_taken_for_furniture(void **state)
{
    (void)state;
    Article article = extracted((Stated){
        .source = SLICE("rss"),
        .at = SLICE("entry[2]"),
        .form = STATED_HTML,
        .body = SLICE(
            "<div class=\"sidebar\"><p>Share this</p></div><p>By Jane Doe</p><p>Cairo, AP\xE2\x80\x94Text "
            "of it.</p><p class=\"tags\">Read more</p><p><a href=\"http://x.example/\">A link</a></p>"),
        .article = {.headline = SLICE("Opinion: A  headline"), .url = SLICE("http://paper.example/a")}});
    assert_string_equal(blocks_of(&article),
                        "paragraph: Share this|paragraph: By Jane Doe|paragraph: Cairo, "
                        "AP\xE2\x80\x94Text of it.|paragraph: Read more|paragraph: A link");
    assert_slice(article.headline, "Opinion: A headline");
    assert_slice(article.genre, "Opinion");
    assert_int_equal(article.page_kind, PAGE_OPINION);
    bool has_body = false;
    for (size_t i = 0; i < article.provenance.count; i++) {
        assert_slice(article.provenance.items[i].source, "rss");
        assert_slice(article.provenance.items[i].at, "entry[2]");
        has_body |= slice_equal(article.provenance.items[i].field, SLICE("body"));
    }
    assert_true(has_body);
}

static void plain_text_has_its_paragraphs_by_blank_lines(void **state)
{
    (void)state;
    Article article =
        extracted((Stated){.form = STATED_TEXT,
                           .source = SLICE("ninjs"),
                           .body = SLICE("Aden, Reuters\xE2\x80\x94One <b>\nline.\r\n\r\n\r\n Two.\n")});
    assert_string_equal(blocks_of(&article),
                        "paragraph: Aden, Reuters\xE2\x80\x94One <b> line.|paragraph: Two.");
    assert_slice(article.body.items[0].html, "Aden, Reuters\xE2\x80\x94One &lt;b&gt; line.");
    assert_slice(article.dateline.places.items[0], "Aden");
}

static void an_interview_has_its_turns(void **state)
{
    (void)state;
    Article article =
        of_wordpress("Text of the interview:\n\n(Q) One?\n(A) Yes.\n\n(Q) Two?\n\n(A) No, I would not say "
                     "that.\n\n(Q) Three?\n\n(A) Never.");
    assert_int_equal(article.page_kind, PAGE_INTERVIEW);
    size_t turns = 0;
    for (size_t i = 0; i < article.body.count; i++)
        turns += article.body.items[i].kind == BLOCK_TURN;
    assert_int_equal(turns, 6);
}

static void an_excerpt_is_no_text(void **state)
{
    (void)state;
    Article article = extracted((Stated){
        .form = STATED_HTML,
        .source = SLICE("rss"),
        .is_excerpt = true,
        .body = SLICE("<p>Cairo, AP\xE2\x80\x94It begins [...]</p><img src=\"http://x.example/a.jpg\">")});
    assert_int_equal(article.body.count, 0);
    assert_int_equal(article.text.size, 0);
    assert_int_equal(article.dateline.raw.size, 0);
    assert_slice(article.summary, "Cairo, AP\xE2\x80\x94It begins [...]");
    assert_int_equal(article.media.count, 1);
}

static void a_photos_page_has_the_fullest_caption(void **state)
{
    (void)state;
    Media media = {.id = SLICE("77"), .href = SLICE("http://x.example/a.jpg")};
    Article article = extracted((Stated){
        .form = STATED_WORDPRESS_HTML,
        .body = SLICE("epa03797521 Supporters march in Cairo, Egypt, 22 July 2013.  EPA/MOHAMMED SABER"),
        .article = {.page_kind = PAGE_PHOTO, .cms_id = SLICE("77"), .media = {&media, 1, 1}}});
    assert_int_equal(article.page_kind, PAGE_PHOTO);
    assert_string_equal(media_of(&article),
                        "77 http://x.example/a.jpg [epa03797521 Supporters march in Cairo, Egypt, "
                        "22 July 2013.] (EPA/MOHAMMED SABER)");
    assert_slice(article.media.items[0].credit.agency, "EPA");
}

static void a_picture_stated_and_shown_is_one(void **state)
{
    (void)state;
    Media media = {.id = SLICE("9")};
    Article article = extracted((Stated){
        .form = STATED_WORDPRESS_HTML,
        .body = SLICE("<img class=\"wp-image-8\" src=\"http://x.example/8.jpg\"><img class=\"wp-image-9\" "
                      "src=\"http://x.example/9.jpg\" alt=\"nine\">"),
        .article = {.media = {&media, 1, 1}}});
    assert_string_equal(media_of(&article), "9 http://x.example/9.jpg [] ()|8 http://x.example/8.jpg [] ()");
}

static void blocks_given_stay_as_they_are(void **state)
{
    (void)state;
    Block blocks[] = {{.kind = BLOCK_SUBHEAD, .text = SLICE("Head"), .html = SLICE("Head")},
                      {.kind = BLOCK_PARAGRAPH, .text = SLICE("(Q) x"), .html = SLICE("(Q) <em>x</em>")}};
    Article article = extracted((Stated){.source = SLICE("jsonl"), .article = {.body = {blocks, 2, 2}}});
    assert_string_equal(blocks_of(&article), "subhead: Head|paragraph: (Q) x");
    assert_slice(article.text, "Head\n\n(Q) x");
}

static void what_states_no_piece_is_skipped(void **state)
{
    (void)state;
    Article article;
    Error err = {{0}};
    Stated stated = {.kind = STATED_AUTHOR, .source = SLICE("wxr")};
    assert_int_equal(extract_stated(extractor, arena, &stated, NULL, &article, &err), STATUS_SKIP);
    Arena *small = arena_open(30000);
    stated = (Stated){.source = SLICE("wxr"), .form = STATED_WORDPRESS_HTML};
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < 2000; i++)
        builder_add_string(&b, "<p>Many words.</p>\n\n");
    stated.body = builder_slice(&b);
    assert_int_equal(extract_stated(extractor, small, &stated, NULL, &article, &err), STATUS_SKIP);
    arena_close(small);
}

/* What is quadratic anywhere would take minutes. */
static void hostile_repetition_takes_little_time(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "[",
        "[a [/a]",
        "[caption id=\"",
        "[caption]",
        "[gallery ids=\"1,2,3\"]",
        "[inset_left]",
        "[x y=\"1",
        "<!-- wp:embed -->",
        "<!--",
        "<iframe>",
        "<a b=\"",
        "<table>",
        "[embed]",
        "[/inset]",
        "<!-- wp:x {\"a\":1} -->",
        "http://a\n",
        "<pre>",
        "[x]",
        "<video src=",
        "[inset_a][/inset_b]",
        "[[",
        "\n\n",
        "<td>\n\n</table>\n",
        "[x y=1]",
        "<!-- /wp:x -->",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Arena *own = arena_open((size_t)512 << 20);
        Builder b;
        builder_init(&b, own);
        while (b.size < 30000)
            builder_add_string(&b, parts[i]);
        Stated stated = {.source = SLICE("wxr"), .form = STATED_WORDPRESS_HTML, .body = builder_slice(&b)};
        Article article;
        Error err = {{0}};
        Status status = extract_stated(extractor, own, &stated, NULL, &article, &err);
        assert_true(status == STATUS_OK || status == STATUS_SKIP);
        arena_close(own);
    }
}

static void any_mixture_of_marks_is_read(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "[caption id=\"attachment_5\"]",
        "[/caption]",
        "<img src=\"/a.jpg\">",
        "[inset_left]",
        "[/inset_left]",
        "\n\n",
        "\n",
        "Words. ",
        "<p>",
        "</p>",
        "<table><tr><td>",
        "</table>",
        "<!-- wp:embed {\"url\":\"http://x\"} -->",
        "<!-- /wp:embed -->",
        "[x a=\"b\"]",
        "[/x]",
        "https://vimeo.com/1\n",
        "<iframe src=\"http://x\">",
        "</iframe>",
        "<figure>",
        "</figure>",
        "<blockquote>",
        "\xFF\xFE",
        "&#34",
        "[",
        "]",
        "\"",
        "<",
        ">",
        "[gallery ids=\"1\"]",
        "<pre>",
        "</pre>",
        "(Q) ",
        "[et_pb_text]",
        "<li>",
        "<ul>",
    };
    uint64_t seed = 3;
    for (int round = 0; round < 400; round++) {
        Arena *own = arena_open((size_t)64 << 20);
        Builder b;
        builder_init(&b, own);
        for (size_t n = random_below(&seed, 60); n > 0; n--)
            builder_add_string(&b, parts[random_below(&seed, sizeof parts / sizeof *parts)]);
        Stated stated = {.source = SLICE("wxr"), .form = STATED_WORDPRESS_HTML, .body = builder_slice(&b)};
        Article article;
        Error err = {{0}};
        assert_int_equal(extract_stated(extractor, own, &stated, NULL, &article, &err), STATUS_OK);
        for (size_t i = 0; i < article.body.count; i++)
            assert_false(slice_contains(article.body.items[i].html, SLICE("<iframe")));
        arena_close(own);
    }
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(blank_lines_part_paragraphs),
        test(pictures_keep_number_caption_and_credit),
        test(films_and_posts_of_others_are_embeds),
        test(asides_do_not_spoil_the_dateline),
        test(editors_brackets_are_no_shortcodes),
        test(shortcodes_of_lost_plugins_are_never_shown_raw),
        test(blocks_of_the_editor_give_what_they_show),
        test(nothing_stated_is_taken_for_furniture),
        test(plain_text_has_its_paragraphs_by_blank_lines),
        test(an_interview_has_its_turns),
        test(an_excerpt_is_no_text),
        test(a_photos_page_has_the_fullest_caption),
        test(a_picture_stated_and_shown_is_one),
        test(blocks_given_stay_as_they_are),
        test(what_states_no_piece_is_skipped),
        test(hostile_repetition_takes_little_time),
        test(any_mixture_of_marks_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
