/* NewsML-G2: items of a message, photos, packages, what is no piece, and damage of every kind. */
#include "import/test/stated_made.h"

static void a_text_item_is_read_from_its_envelope_and_content(void **state)
{
    Reading r = read_sample("newsml-g2/message.xml");
    (void)state;
    assert_int_equal(r.all.count, 3);
    const Stated *s = &r.all.items[0];
    const Article *a = &s->article;
    assert_slice(s->source, "newsml-g2");
    assert_slice(a->cms_id, "tag:tramontane.example,2014:7");
    assert_slice(a->alt_ids.items[0].role, "guid");
    assert_slice(a->headline, "Storm closes harbour");
    assert_slice(a->byline, "By Huda al-Mansi");
    assert_slice(a->authors.items[0].name, "Huda al-Mansi");
    assert_slice(a->authors.items[0].role, "Sea correspondent");
    assert_slice(a->authors.items[0].agency, "Medwire");
    assert_slice(a->dateline.raw, "PORT MARENZA, Friday (Medwire)");
    assert_slice(a->dateline.places.items[0], "PORT MARENZA");
    assert_slice(a->dateline.agencies.items[0], "Medwire");
    assert_slice(moment_format(r.arena, a->published), "2014-06-27T10:15+02:00");
    assert_slice(moment_format(r.arena, a->modified), "2014-06-27T12:15+02:00");
    assert_slice(a->summary, "The harbour was shut.");
    assert_int_equal(a->tags.count, 2);
    assert_slice(a->tags.items[0].label, "storm"); /* the name in the item's language */
    assert_slice(s->body, "<p>The harbour <b>stood</b> still.</p>");
    assert_string_equal(custom_of(s, "person"), "Hatim Orlando"); /* its name stands in an assert */
    assert_string_equal(custom_of(s, "slugline"), "STORM-HARBOUR");
    assert_string_equal(custom_of(s, "copyrightHolder"), "The Tramontane");
    assert_string_equal(custom_of(s, "located"), "Port Marenza");
    read_close(&r);
}

static void a_picture_item_is_a_photo_of_its_largest_rendition(void **state)
{
    Reading r = read_sample("newsml-g2/message.xml");
    (void)state;
    const Article *a = &r.all.items[1].article;
    assert_int_equal(a->page_kind, PAGE_PHOTO);
    assert_int_equal(a->status, ARTICLE_WITHHELD);
    assert_int_equal(a->media.count, 1);
    assert_slice(a->media.items[0].href, "https://tramontane.example/large.jpg");
    assert_int_equal(a->media.items[0].width, 1000);
    assert_slice(a->media.items[0].caption, "Waves at the pier.");
    assert_slice(a->media.items[0].credit.raw, "Tramontane Photo");
    assert_slice(a->media.items[0].credit.photographer, "Hatim Orlando");
    assert_slice(moment_format(r.arena, a->media.items[0].taken), "2014-06-27T07:00Z");
    read_close(&r);
}

static void an_embargo_without_an_end_lasts(void **state)
{
    Reading r = read_sample("newsml-g2/message.xml");
    (void)state;
    assert_int_equal(r.all.items[2].article.status, ARTICLE_EMBARGOED);
    assert_int_equal(r.all.items[2].form, STATED_TEXT);
    assert_slice(r.all.items[2].body, "One.\n\nTwo.");
    read_close(&r);
}

#define ITEM(inside)                                                                                         \
    "<newsItem guid=\"urn:a\"><itemMeta><itemClass qcode=\"ninat:text\"/>" inside "</newsItem>"

static void an_embargo_lasts_to_its_end_by_when_the_item_was_had(void **state)
{
    (void)state;
    Reading r = read_bytes(SLICE(ITEM("<embargoed>2010-01-01T00:00:00Z</embargoed></itemMeta><contentMeta>"
                                      "<headline>H</headline></contentMeta>")));
    assert_int_equal(r.all.items[0].article.status, ARTICLE_PUBLIC);
    read_close(&r);
    r = read_bytes(SLICE(ITEM("<embargoed>2999-01-01T00:00:00Z</embargoed></itemMeta><contentMeta>"
                              "<headline>H</headline></contentMeta>")));
    assert_int_equal(r.all.items[0].article.status, ARTICLE_EMBARGOED);
    read_close(&r);
}

static void a_package_is_a_piece_only_with_a_headline(void **state)
{
    (void)state;
    Reading r = read_bytes(
        SLICE("<packageItem guid=\"urn:p\"><contentMeta><headline>Top ten</headline></contentMeta>"
              "<groupSet><group><itemRef residref=\"urn:1\"/><itemRef href=\"https://a.example/2\"/>"
              "</group></groupSet></packageItem>"));
    assert_int_equal(r.all.count, 1);
    const AltIds *ids = &r.all.items[0].article.alt_ids;
    assert_int_equal(ids->count, 3);
    assert_slice(ids->items[1].role, "item");
    assert_slice(ids->items[1].value, "urn:1");
    assert_slice(ids->items[2].value, "https://a.example/2");
    read_close(&r);
    r = read_bytes(SLICE("<packageItem guid=\"urn:p\"><itemRef residref=\"urn:1\"/></packageItem>"));
    assert_int_equal(r.all.count, 0);
    assert_non_null(strstr(r.messages[0], "a package without a headline"));
    read_close(&r);
}

static void what_is_no_piece_is_told_with_its_reason(void **state)
{
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"<conceptItem/>", "a concept item"},
        {"<knowledgeItem/>", "a knowledge item"},
        {"<planningItem/>", "a planning item"},
        {"<catalogItem/>", "a catalogue of codes"},
        {"<newsItem/>", "an item without headline, text and photo"},
        {"<newsMessage/>", "a message without items"},
        {"<newsMessage><itemSet/></newsMessage>", "a message without items"},
        {"<groupSet><group/></groupSet>", "the groups of a package"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Reading r = read_bytes(slice_from(cases[i].text));
        assert_int_equal(r.all.count, 0);
        if (!strstr(r.messages[0], cases[i].reason))
            fail_msg("%s: %s", cases[i].text, r.messages[0]);
        read_close(&r);
    }
}

static void nitf_inside_fills_what_the_envelope_leaves_open(void **state)
{
    Reading r = read_bytes(SLICE(ITEM(
        "</itemMeta><contentMeta><headline>Of the envelope</headline></contentMeta><contentSet><inlineXML>"
        "<nitf xmlns=\"http://iptc.org/std/NITF/2006-10-18/\"><body><body.head><hedline><hl1>Of the "
        "text</hl1>"
        "<hl2>Under it</hl2></hedline><byline>By A. Writer, "
        "<byttl>Editor</byttl></byline></body.head><body.content>"
        "<p>Words.</p></body.content></body></nitf></inlineXML></contentSet>")));
    (void)state;
    const Article *a = &r.all.items[0].article;
    assert_slice(a->headline, "Of the envelope");
    assert_slice(a->subheadline, "Under it");
    assert_slice(a->byline, "By A. Writer, Editor");
    assert_slice(a->authors.items[0].name, "A. Writer");
    assert_slice(a->authors.items[0].role, "Editor");
    assert_slice(r.all.items[0].body, "<p>Words.</p>");
    read_close(&r);
}

static void an_address_as_guid_is_the_address(void **state)
{
    Reading r =
        read_bytes(SLICE("<newsItem guid=\"https://a.example/story\"><contentMeta><headline>H</headline>"
                         "</contentMeta></newsItem>"));
    (void)state;
    assert_slice(r.all.items[0].article.url, "https://a.example/story");
    assert_slice(r.all.items[0].article.cms_id, "");
    read_close(&r);
}

/* Subjects without names, and between them and the names that they ask for much else. */
static void many_subjects_and_asserts_cost_no_more_than_their_number(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Builder b;
    (void)state;
    builder_init(&b, arena);
    builder_add_string(&b, "<newsItem guid=\"urn:a\"><contentMeta><headline>H</headline>");
    for (unsigned i = 0; i < 60000; i++)
        builder_add_string(&b, "<subject qcode=\"a:b\"/>");
    builder_add_string(&b, "</contentMeta>");
    for (unsigned i = 0; i < 60000; i++)
        builder_add_string(&b, i % 1000 == 999 ? "<assert qcode=\"a:c\"/>" : "<junk/>");
    builder_add_string(&b, "</newsItem>");
    Reading r = read_bytes(builder_slice(&b));
    assert_int_equal(r.all.count, 1);
    assert_int_equal(r.all.items[0].article.tags.count, 0);
    read_close(&r);
    arena_close(arena);
}

static void damaged_items_are_survived(void **state)
{
    (void)state;
    check_cuts("newsml-g2/message.xml", 1);
    check_flips("newsml-g2/message.xml", 300, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_item_is_read_from_its_envelope_and_content),
        cmocka_unit_test(a_picture_item_is_a_photo_of_its_largest_rendition),
        cmocka_unit_test(an_embargo_without_an_end_lasts),
        cmocka_unit_test(an_embargo_lasts_to_its_end_by_when_the_item_was_had),
        cmocka_unit_test(a_package_is_a_piece_only_with_a_headline),
        cmocka_unit_test(what_is_no_piece_is_told_with_its_reason),
        cmocka_unit_test(nitf_inside_fills_what_the_envelope_leaves_open),
        cmocka_unit_test(an_address_as_guid_is_the_address),
        cmocka_unit_test(many_subjects_and_asserts_cost_no_more_than_their_number),
        cmocka_unit_test(damaged_items_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
