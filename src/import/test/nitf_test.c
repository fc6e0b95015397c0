/* NITF: what its head, the head of its body and its content say, and damage of every kind. */
#include "import/test/stated_made.h"

static void the_head_of_the_body_is_read(void **state)
{
    Reading r = read_sample("nitf/storm.xml");
    (void)state;
    assert_int_equal(r.all.count, 1);
    const Article *a = &r.all.items[0].article;
    assert_slice(r.all.items[0].source, "nitf");
    assert_slice(a->headline, "Storm closes harbour");
    assert_slice(a->subheadline, "Cranes stand still");
    assert_slice(a->byline, "By Huda al-Mansi, Sea correspondent");
    assert_int_equal(a->authors.count, 1);
    assert_slice(a->authors.items[0].name, "Huda al-Mansi");
    assert_slice(a->authors.items[0].role, "Sea correspondent");
    assert_slice(a->authors.items[0].agency, "Medwire");
    assert_slice(a->dateline.raw, "Port Marenza, June 27 \xE2\x80\x94");
    assert_int_equal(a->dateline.places.count, 1);
    assert_slice(a->dateline.places.items[0], "Port Marenza");
    assert_slice(moment_format(r.arena, a->dateline.date), "2014-06-27");
    assert_slice(a->summary, "The harbour was shut for a day.");
    assert_slice(a->lang, "en");
    read_close(&r);
}

static void the_head_of_the_document_is_read(void **state)
{
    Reading r = read_sample("nitf/storm.xml");
    (void)state;
    const Stated *s = &r.all.items[0];
    assert_slice(s->article.cms_id, "tram.2014.0627.7");
    assert_slice(s->article.alt_ids.items[0].role, "doc-id");
    assert_slice(moment_format(r.arena, s->article.published), "2014-06-28");
    assert_slice(s->article.section.label, "Sea");
    assert_int_equal(s->article.tags.count, 4);
    assert_slice(s->article.tags.items[0].label, "harbour");
    assert_slice(s->article.tags.items[3].label, "Storms");
    assert_int_equal(s->article.status, ARTICLE_PUBLIC);
    assert_string_equal(custom_of(s, "urgency"), "2");
    assert_string_equal(custom_of(s, "ed-msg"), "Adds quotes");
    assert_string_equal(custom_of(s, "del-list"), "Medwire");
    assert_string_equal(custom_of(s, "person"), "Hatim Orlando");
    assert_string_equal(custom_of(s, "page"), "3");
    read_close(&r);
}

static void the_content_is_html_without_wrappers_photos_and_scripts(void **state)
{
    Reading r = read_sample("nitf/storm.xml");
    (void)state;
    const Stated *s = &r.all.items[0];
    assert_int_equal(s->form, STATED_HTML);
    static const char *const parts[] = {
        "<p>The harbour &amp; its <em>cranes</em> stood still on Friday.</p>",
        "<h2>What was shut</h2>",
        "<ul><li>the pier</li><li>the ferry</li></ul>",
        "<blockquote><p>We waited.</p><p>A sailor</p></blockquote>",
        "<table><tr><th>Hour</th><th>Wind</th></tr><tr><td>10</td><td>9</td></tr></table>",
        "<p>See <a href=\"https://tramontane.example/ferry\">the ferry</a> or <a>nothing</a>.</p>",
        "<p>Additional reporting by the desk.</p>",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!slice_contains(s->body, slice_from(parts[i])))
            fail_msg("not in the body: %s\n%.*s", parts[i], SLICE_ARG(s->body));
    assert_false(slice_contains(s->body, SLICE("Waves")));
    assert_false(slice_contains(s->body, SLICE("javascript")));
    read_close(&r);
}

static void the_largest_reference_is_the_photo(void **state)
{
    Reading r = read_sample("nitf/storm.xml");
    (void)state;
    assert_int_equal(r.all.items[0].article.media.count, 1);
    const Media *media = &r.all.items[0].article.media.items[0];
    assert_slice(media->href, "https://tramontane.example/large.jpg");
    assert_int_equal(media->width, 1000);
    assert_int_equal(media->height, 750);
    assert_slice(media->caption, "Waves at the pier.");
    assert_slice(media->alt, "Waves");
    assert_slice(media->credit.raw, "Tramontane/Hatim Orlando");
    read_close(&r);
}

static void a_document_that_may_not_be_shown_is_not_public(void **state)
{
    static const struct {
        const char *status;
        ArticleStatus wanted;
    } cases[] = {{"usable", ARTICLE_PUBLIC},
                 {"canceled", ARTICLE_WITHHELD},
                 {"withheld", ARTICLE_WITHHELD},
                 {"embargoed", ARTICLE_EMBARGOED}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(
            text, sizeof text,
            "<nitf><head><docdata management-status=\"%s\"/></head><body><body.head><hedline><hl1>H</hl1>"
            "</hedline></body.head></body></nitf>",
            cases[i].status);
        Reading r = read_bytes(slice_from(text));
        assert_int_equal(r.all.items[0].article.status, cases[i].wanted);
        read_close(&r);
    }
}

static void datelines_without_marked_places_are_read_by_their_words(void **state)
{
    Reading r = read_bytes(SLICE("<nitf><body><body.head><hedline><hl1>H</hl1></hedline>"
                                 "<dateline>VALLETTA, Malta (Medwire/Tramontane) - </dateline>"
                                 "</body.head></body></nitf>"));
    (void)state;
    const Dateline *dateline = &r.all.items[0].article.dateline;
    assert_slice(dateline->raw, "VALLETTA, Malta (Medwire/Tramontane) -");
    assert_slice(dateline->places.items[0], "VALLETTA");
    assert_int_equal(dateline->agencies.count, 2);
    assert_slice(dateline->agencies.items[1], "Tramontane");
    read_close(&r);
}

static void a_document_that_says_nothing_has_a_reason(void **state)
{
    Reading r = read_bytes(SLICE("<nitf><head/><body/></nitf>"));
    (void)state;
    assert_int_equal(r.all.count, 0);
    assert_non_null(strstr(r.messages[0], "a NITF document without headline and text"));
    read_close(&r);
}

static void other_character_sets_are_read(void **state)
{
    Arena *arena = arena_open(1 << 20);
    (void)state;
    Reading r = read_bytes(
        SLICE("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nitf><body><body.head><hedline><hl1>"
              "Caf\xE9</hl1></hedline></body.head></body></nitf>"));
    assert_slice(r.all.items[0].article.headline, "Caf\xC3\xA9");
    read_close(&r);
    arena_close(arena);
}

static void deep_and_damaged_documents_are_survived(void **state)
{
    Arena *arena = arena_open((size_t)8 << 20);
    Builder b;
    (void)state;
    check_cuts("nitf/storm.xml", 1);
    check_flips("nitf/storm.xml", 300, 3);
    builder_init(&b, arena);
    builder_add_string(&b, "<nitf><body><body.content>");
    for (unsigned i = 0; i < 100000; i++)
        builder_add_string(&b, "<block>");
    builder_add_string(&b, "deep");
    Reading r = read_bytes(builder_slice(&b));
    read_close(&r);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_of_the_body_is_read),
        cmocka_unit_test(the_head_of_the_document_is_read),
        cmocka_unit_test(the_content_is_html_without_wrappers_photos_and_scripts),
        cmocka_unit_test(the_largest_reference_is_the_photo),
        cmocka_unit_test(a_document_that_may_not_be_shown_is_not_public),
        cmocka_unit_test(datelines_without_marked_places_are_read_by_their_words),
        cmocka_unit_test(a_document_that_says_nothing_has_a_reason),
        cmocka_unit_test(other_character_sets_are_read),
        cmocka_unit_test(deep_and_damaged_documents_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
