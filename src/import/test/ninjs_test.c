/* ninjs of all three generations, and damage of every kind. */
#include "import/test/stated_made.h"

static void the_first_generation_is_read(void **state)
{
    Reading r = read_sample("ninjs/old.json");
    (void)state;
    assert_int_equal(r.all.count, 1);
    const Stated *s = &r.all.items[0];
    const Article *a = &s->article;
    assert_slice(s->source, "ninjs");
    assert_slice(a->cms_id, "urn:tramontane:7");
    assert_slice(a->headline, "Storm closes harbour");
    assert_slice(a->byline, "Huda al-Mansi");
    assert_slice(s->body, "The harbour stood still.\n\nThe ferry waited."); /* without the headline */
    assert_slice(a->dateline.places.items[0], "Port Marenza");
    assert_slice(moment_format(r.arena, a->published), "2014-06-27T10:15+02:00");
    assert_slice(moment_format(r.arena, a->modified), "2014-06-27T12:15+02:00");
    assert_int_equal(a->tags.count, 2);
    assert_slice(a->tags.items[1].label, "Harbour");
    assert_int_equal(a->alt_ids.count, 3);
    assert_slice(a->alt_ids.items[1].role, "desk");
    assert_slice(a->alt_ids.items[2].value, "urn:tramontane:9");
    assert_int_equal(a->media.count, 1);
    assert_slice(a->media.items[0].href, "https://tramontane.example/large.jpg");
    assert_slice(a->media.items[0].credit.raw, "Hatim Orlando");
    assert_string_equal(custom_of(s, "person"), "Hatim Orlando");
    assert_string_equal(custom_of(s, "urgency"), "3");
    read_close(&r);
}

static void the_later_generations_are_read(void **state)
{
    Reading r = read_sample("ninjs/new.json");
    (void)state;
    assert_int_equal(r.all.count, 3); /* the event is none */
    const Stated *s = &r.all.items[0];
    const Article *a = &s->article;
    assert_slice(a->url, "https://tramontane.example/storm");
    assert_slice(a->headline, "Storm closes harbour");
    assert_slice(a->subheadline, "Cranes stand still");
    assert_slice(a->summary, "The harbour was shut.");
    assert_slice(a->genre, "Report");
    assert_int_equal(a->status, ARTICLE_WITHHELD);
    assert_int_equal(s->form, STATED_HTML);
    assert_slice(s->body, "<p>The harbour stood still.</p>");
    assert_int_equal(a->authors.count, 1);
    assert_slice(a->authors.items[0].agency, "Medwire");
    assert_slice(a->media.items[0].credit.raw, "Tramontane Photo");
    assert_slice(a->media.items[0].credit.photographer, "Hatim Orlando");
    assert_int_equal(a->media.items[0].height, 750);
    read_close(&r);
}

static void a_picture_is_a_photo_and_nitf_inside_is_read(void **state)
{
    Reading r = read_sample("ninjs/new.json");
    (void)state;
    assert_int_equal(r.all.items[1].article.page_kind, PAGE_PHOTO);
    assert_slice(r.all.items[1].article.media.items[0].caption, "Waves at the pier.");
    assert_slice(r.all.items[1].at, "item[2]");
    assert_slice(r.all.items[2].article.headline, "From NITF");
    assert_slice(r.all.items[2].body, "<p>Its text.</p>");
    read_close(&r);
}

static void one_item_a_line_is_read_too(void **state)
{
    Reading r =
        read_bytes(SLICE("{\"uri\":\"urn:1\",\"headline\":\"A\",\"versioncreated\":\"2014-06-27\"}\n"
                         "nothing\n"
                         "{\"uri\":\"urn:2\",\"headline\":\"B\",\"versioncreated\":\"2014-06-27\"}\n"));
    (void)state;
    assert_int_equal(r.records, 2);
    assert_int_equal(r.all.count, 2);
    assert_string_equal(r.messages[0], "line 2: no JSON object");
    read_close(&r);
}

static void where_it_was_written_is_no_dateline_beside_a_printed_one(void **state)
{
    (void)state;
    Reading r = read_bytes(
        SLICE("{\"uri\":\"urn:1\",\"headline\":\"A\",\"versioncreated\":\"2014\",\"located\":\"Rome, "
              "Italy\",\"body_xhtml\":\"<p>ROME (Medwire) -- The words.</p>\"}"));
    assert_int_equal(r.all.items[0].article.dateline.places.count, 0);
    assert_string_equal(custom_of(&r.all.items[0], "located"), "Rome, Italy");
    read_close(&r);
}

static void texts_within_a_package_are_pieces_too(void **state)
{
    Reading r = read_bytes(
        SLICE("{\"uri\":\"urn:1\",\"type\":\"composite\",\"headline\":\"A\",\"versioncreated\":\"2014\","
              "\"associations\":{\"x\":{\"uri\":\"urn:2\",\"type\":\"text\",\"headline\":\"B\","
              "\"body_text\":\"Words.\"}}}"));
    (void)state;
    assert_int_equal(r.all.count, 2);
    assert_slice(r.all.items[0].article.headline, "B");
    assert_slice(r.all.items[1].article.headline, "A");
    read_close(&r);
}

static void printed_bylines_give_their_names(void **state)
{
    static const struct {
        const char *byline;
        const char *authors; /* name|role|agency; ... */
    } cases[] = {
        {"By A. Writer", "A. Writer||"},
        {"Von Christian Hollmann, dpa", "Christian Hollmann||dpa"},
        {"Paulo Santalucia and Frances d'Emilio", "Paulo Santalucia||;Frances d'Emilio||"},
        {"By A. Writer, B. Editor and C. Third", "A. Writer||;B. Editor||;C. Third||"},
        {"A. Writer, Sea correspondent", "A. Writer|Sea correspondent|"},
        {"A. Writer, The Tramontane", "A. Writer||The Tramontane"},
        {"NTB", "NTB||NTB"},
        {"Karl Melander/TT", ""},
        {"Updated 12:30 by the desk", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        Builder b;
        snprintf(text, sizeof text,
                 "{\"uri\":\"urn:1\",\"headline\":\"A\",\"pubstatus\":\"\",\"byline\":\"%s\"}",
                 cases[i].byline);
        Reading r = read_bytes(slice_from(text));
        const Authors *authors = &r.all.items[0].article.authors;
        builder_init(&b, r.arena);
        for (size_t n = 0; n < authors->count; n++)
            builder_format(&b, "%s%.*s|%.*s|%.*s", n ? ";" : "", SLICE_ARG(authors->items[n].name),
                           SLICE_ARG(authors->items[n].role), SLICE_ARG(authors->items[n].agency));
        if (!slice_equal(builder_slice(&b), slice_from(cases[i].authors)))
            fail_msg("'%s' gives '%.*s'", cases[i].byline, SLICE_ARG(builder_slice(&b)));
        read_close(&r);
    }
}

static void an_event_has_a_reason(void **state)
{
    Reading r = read_bytes(
        SLICE("{\"uri\":\"urn:1\",\"type\":\"event\",\"title\":\"A\",\"versionCreated\":\"2014\"}"));
    (void)state;
    assert_int_equal(r.all.count, 0);
    assert_non_null(strstr(r.messages[0], "an event or a plan: no piece"));
    read_close(&r);
}

static void strange_shapes_are_survived(void **state)
{
    static const char *const items[] = {
        "{\"uri\":[],\"headlines\":{},\"bodies\":7,\"renditions\":\"x\",\"altids\":[1,[2],{}],"
        "\"associations\":[[]]}",
        "{\"uri\":\"urn:1\",\"headlines\":[[],{\"value\":7},\"x\"],\"bodies\":[{\"value\":null}],"
        "\"headline\":\"h\"}",
        "{\"uri\":\"urn:1\",\"type\":\"picture\",\"renditions\":{\"a\":{\"href\":\"\",\"width\":1e99}},"
        "\"headline\":\"h\"}",
        "{\"uri\":\"urn:1\",\"headline\":\"h\",\"bodies\":[{\"contentType\":\"nitf\",\"value\":\"<nitf><body>"
        "\"}]}",
        "{\"uri\":\"urn:1\",\"headline\":\"h\",\"bodies\":[{\"contentType\":\"html\",\"value\":\"<h1>h</"
        "h1\"}]}",
        "{\"uri\":\"urn:1\",\"headline\":\"h\",\"body_html\":\"<body\",\"versioncreated\":\"\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        Reading r = read_bytes(slice_from(items[i]));
        read_close(&r);
    }
    check_cuts("ninjs/old.json", 1);
    check_cuts("ninjs/new.json", 3);
    check_flips("ninjs/old.json", 300, 5);
    check_flips("ninjs/new.json", 300, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_generation_is_read),
        cmocka_unit_test(the_later_generations_are_read),
        cmocka_unit_test(a_picture_is_a_photo_and_nitf_inside_is_read),
        cmocka_unit_test(one_item_a_line_is_read_too),
        cmocka_unit_test(where_it_was_written_is_no_dateline_beside_a_printed_one),
        cmocka_unit_test(texts_within_a_package_are_pieces_too),
        cmocka_unit_test(printed_bylines_give_their_names),
        cmocka_unit_test(an_event_has_a_reason),
        cmocka_unit_test(strange_shapes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
