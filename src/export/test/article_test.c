/* Articles as JSON, text and HTML: the shape of interface.md section 2. */
#include "base/error.h"
#include "base/test/cm.h"
#include "export/export.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Moment moment(const char *text)
{
    Moment m = {0};
    assert_true(text[0] == '\0' || moment_parse(slice_from(text), &m));
    return m;
}

static void an_article_of_which_little_is_known_is_short(void **state)
{
    (void)state;
    const Article article = {.id = SLICE("7"), .page_kind = PAGE_ARTICLE, .headline = SLICE("H")};
    assert_slice(export_article(arena, &article, (ArticleJson){.with_id = true, .with_body = true}),
                 "{\"id\":\"7\",\"pageKind\":\"article\",\"headline\":\"H\",\"status\":\"public\"}");
    assert_slice(export_article(arena, &article, (ArticleJson){.path = SLICE("a/b.html")}),
                 "{\"path\":\"a/b.html\",\"pageKind\":\"article\",\"headline\":\"H\",\"status\":\"public\"}");
}

/* One of everything. */
static Article full_article(void)
{
    static Author authors[] = {
        {SLICE_INIT("Omar"), SLICE_INIT("omar"), SLICE_INIT("Editor"), SLICE_INIT("Reuters")}};
    static Slice places[] = {SLICE_INIT("SYDNEY"), SLICE_INIT("KUALA LUMPUR")};
    static Slice agencies[] = {SLICE_INIT("Reuters")};
    static Label tags[] = {{SLICE_INIT("libya"), SLICE_INIT("Libya")}, {.slug = SLICE_INIT("x")}};
    static Block blocks[] = {
        {.kind = BLOCK_PARAGRAPH,
         .text = SLICE_INIT("Cairo- One"),
         .html = SLICE_INIT("Cairo- <em>One</em>"),
         .span = {0, 10}},
        {.kind = BLOCK_INSET, .text = SLICE_INIT("Read also")},
        {.kind = BLOCK_TURN, .text = SLICE_INIT("Yes & no"), .speaker = SLICE_INIT("Q"), .span = {12, 20}},
    };
    static Media media[] = {{.id = SLICE_INIT("55384080"),
                             .href = SLICE_INIT("http://x/y.jpg"),
                             .caption = SLICE_INIT("Haftar."),
                             .alt = SLICE_INIT("alt"),
                             .credit = {SLICE_INIT("AP"), SLICE_INIT("AP"), SLICE_INIT("N. E."), true},
                             .width = 640,
                             .height = 480}};
    static Origin origins[] = {
        {SLICE_INIT("headline"), SLICE_INIT("json-ld"), SLICE_INIT("headline"), SLICE_INIT("ld"), 0.95f, 0}};
    static Repair repairs[] = {{SLICE_INIT("body"), {3, 5}, SLICE_INIT("\xc2\x92"), SLICE_INIT("cp1252")}};
    static CaptureInfo captures[] = {{1506434730, SLICE_INIT("http://x/a"), SLICE_INIT("00ff"), 3},
                                     {.url = SLICE_INIT("u")}};
    static VersionInfo versions[] = {{1506434730, SLICE_INIT("abcd")}};
    static AltId alt_ids[] = {{SLICE_INIT("wp"), SLICE_INIT("12")}};
    media[0].taken = moment("2017-09");
    return (Article){
        .number = 5,
        .id = SLICE("55384080"),
        .cms_id = SLICE("12"),
        .url = SLICE("http://x/a"),
        .path = SLICE("/a"),
        .canonical = SLICE("http://x/a/"),
        .page_kind = PAGE_INTERVIEW,
        .status = ARTICLE_DELISTED,
        .headline = SLICE("Haftar \"Holds\" Meetings"),
        .kicker = SLICE("World"),
        .genre = SLICE("news"),
        .subheadline = SLICE("Sub"),
        .summary = SLICE("Sum"),
        .byline = SLICE("By Omar"),
        .authors = {authors, 1, 1},
        .dateline = {.raw = SLICE("Cairo-"),
                     .places = {places, 2, 2},
                     .agencies = {agencies, 1, 1},
                     .date = moment("2017-09-26"),
                     .span = {0, 6}},
        .published = moment("2017-09-26T14:05+03:00"),
        .modified = moment("2017"),
        .section = {SLICE("world"), SLICE("World News")},
        .tags = {tags, 2, 2},
        .lang = SLICE("en"),
        .dir = SLICE("ltr"),
        .body = {blocks, 3, 3},
        .text = SLICE("Cairo- One\n\nYes & no"),
        .media = {media, 1, 1},
        .provenance = {origins, 1, 1},
        .repairs = {repairs, 1, 1},
        .alt_ids = {alt_ids, 1, 1},
        .captures = {captures, 2, 2},
        .versions = {versions, 1, 1},
    };
}

static void a_full_article_has_every_member_in_order(void **state)
{
    (void)state;
    const Article article = full_article();
    const ArticleJson whole = {.with_id = true, .with_body = true, .with_provenance = true};
    assert_slice(
        export_article(arena, &article, whole),
        "{\"id\":\"55384080\",\"url\":\"http://x/a\",\"path\":\"/a\",\"pageKind\":\"interview\","
        "\"headline\":\"Haftar \\\"Holds\\\" Meetings\",\"kicker\":\"World\",\"genre\":\"news\","
        "\"subheadline\":\"Sub\",\"summary\":\"Sum\",\"byline\":\"By Omar\","
        "\"authors\":[{\"name\":\"Omar\",\"slug\":\"omar\",\"role\":\"Editor\",\"agency\":\"Reuters\"}],"
        "\"dateline\":{\"raw\":\"Cairo-\",\"places\":[\"SYDNEY\",\"KUALA "
        "LUMPUR\"],\"agencies\":[\"Reuters\"],"
        "\"date\":\"2017-09-26\",\"span\":[0,6]},"
        "\"published\":\"2017-09-26T14:05+03:00\",\"modified\":\"2017\","
        "\"section\":{\"slug\":\"world\",\"label\":\"World News\"},"
        "\"tags\":[{\"slug\":\"libya\",\"label\":\"Libya\"},{\"slug\":\"x\"}],\"lang\":\"en\",\"dir\":"
        "\"ltr\","
        "\"body\":[{\"p\":1,\"kind\":\"paragraph\",\"text\":\"Cairo- One\",\"html\":\"Cairo- <em>One</em>\","
        "\"span\":[0,10]},{\"p\":2,\"kind\":\"inset\",\"text\":\"Read also\"},"
        "{\"p\":3,\"kind\":\"turn\",\"text\":\"Yes & no\",\"speaker\":\"Q\",\"span\":[12,20]}],"
        "\"text\":\"Cairo- One\\n\\nYes & no\","
        "\"media\":[{\"id\":\"55384080\",\"href\":\"http://x/y.jpg\",\"caption\":\"Haftar.\",\"alt\":\"alt\","
        "\"credit\":{\"raw\":\"AP\",\"agency\":\"AP\",\"photographer\":\"N. E.\",\"file\":true},"
        "\"taken\":\"2017-09\",\"width\":640,\"height\":480}],"
        "\"canonical\":\"http://x/a/\",\"status\":\"delisted\","
        "\"provenance\":[{\"field\":\"headline\",\"source\":\"json-ld\",\"at\":\"headline\",\"rule\":\"ld\","
        "\"confidence\":0.95}],"
        "\"repairs\":[{\"in\":\"body\",\"span\":[3,5],\"was\":\"\xc2\x92\",\"rule\":\"cp1252\"}],"
        "\"captures\":[{\"at\":\"2017-09-26T14:05:30Z\",\"url\":\"http://x/"
        "a\",\"sha256\":\"00ff\"},{\"url\":\"u\"}],"
        "\"versions\":[{\"at\":\"2017-09-26T14:05:30Z\",\"digest\":\"abcd\"}],"
        "\"altIds\":[{\"role\":\"wp\",\"value\":\"12\"}]}");
}

static void a_head_has_neither_body_nor_provenance(void **state)
{
    (void)state;
    const Article article = full_article();
    const Slice head = export_article(arena, &article, (ArticleJson){.with_id = true});
    assert_false(slice_contains(head, SLICE("\"body\":")));
    assert_false(slice_contains(head, SLICE("\"text\"")));
    assert_false(slice_contains(head, SLICE("\"provenance\"")));
    assert_true(slice_contains(head, SLICE("\"media\"")));
}

static void the_text_is_for_reading(void **state)
{
    (void)state;
    const Article article = full_article();
    assert_slice(export_article_text(arena, &article),
                 "World\n\nHaftar \"Holds\" Meetings\n\nSub\n\nBy Omar\n\n"
                 "2017-09-26T14:05+03:00\n\nCairo- One\n\nQ: Yes & no\n\n"
                 "[Haftar. AP]");
    Article bare = full_article();
    bare.byline = SLICE_EMPTY;
    assert_true(slice_contains(export_article_text(arena, &bare), SLICE("\n\nOmar\n\n")));
    assert_int_equal(export_article_text(arena, &(Article){0}).size, 0);
}

static void the_page_escapes_what_is_not_sanitised(void **state)
{
    (void)state;
    Article article = full_article();
    article.headline = SLICE("<script>alert(1)</script>");
    article.lang = SLICE("en\" onload=\"x");
    const Slice page = export_article_html(arena, &article);
    assert_false(slice_contains(page, SLICE("<script")));
    assert_true(slice_contains(page, SLICE("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>")));
    assert_true(slice_contains(page, SLICE("lang=\"en&quot; onload=&quot;x\"")));
    assert_true(slice_contains(page, SLICE("<p>Cairo- <em>One</em></p>")));
    assert_true(slice_contains(page, SLICE("<p><b>Q:</b> Yes &amp; no</p>")));
    assert_true(slice_ends_with(page, SLICE("</html>\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_of_which_little_is_known_is_short),
        cmocka_unit_test(a_full_article_has_every_member_in_order),
        cmocka_unit_test(a_head_has_neither_body_nor_provenance),
        cmocka_unit_test(the_text_is_for_reading),
        cmocka_unit_test(the_page_escapes_what_is_not_sanitised),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
