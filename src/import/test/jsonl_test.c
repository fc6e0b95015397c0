/* JSON Lines: what we write comes back whole; what people write is understood; nothing of a stranger's line
 * is shown as HTML. */
#include "import/test/stated_made.h"

#include "import/json_shape.h"
#include "import/jsonl_article.h"

static void a_line_of_ours_comes_back_with_all_that_it_says(void **state)
{
    Reading r = read_sample("jsonl/ours.jsonl");
    (void)state;
    assert_int_equal(r.all.count, 2);
    assert_int_equal(r.skips, 0);
    const Article *a = &r.all.items[0].article;
    assert_slice(r.all.items[0].source, "jsonl");
    assert_slice(a->id, "55384080");
    assert_slice(a->cms_id, "55384080");
    assert_slice(a->url, "https://archive.tramontane.example/2014/06/harbour/");
    assert_slice(a->canonical, "https://archive.tramontane.example/2014/06/harbour");
    assert_slice(a->path, "/2014/06/harbour");
    assert_int_equal(a->page_kind, PAGE_INTERVIEW);
    assert_int_equal(a->status, ARTICLE_DELISTED);
    assert_slice(a->headline, "\xE2\x80\x9CThe harbour is ours\xE2\x80\x9D");
    assert_slice(a->kicker, "Port Marenza");
    assert_slice(a->genre, "Interview");
    assert_slice(a->subheadline, "The harbour master speaks");
    assert_slice(a->summary, "He speaks of cranes and storms.");
    assert_slice(a->byline, "By Huda al-Mansi");
    assert_slice(a->lang, "en");
    assert_slice(a->dir, "ltr");
    assert_int_equal(a->authors.count, 1);
    assert_slice(a->authors.items[0].slug, "h-mansi");
    assert_slice(a->authors.items[0].role, "Correspondent");
    assert_slice(a->authors.items[0].agency, "Medwire");
    assert_slice(a->section.slug, "news-marenza");
    assert_int_equal(a->tags.count, 2);
    assert_slice(a->tags.items[1].label, "Storms");
    assert_slice(moment_format(r.arena, a->published), "2014-06-27T10:05+02:00");
    assert_slice(moment_format(r.arena, a->modified), "2014-06-28");
    assert_slice(a->alt_ids.items[0].value, "https://archive.tramontane.example/?p=55384080");
    read_close(&r);
}

static void blocks_keep_their_kind_html_speaker_and_place(void **state)
{
    Reading r = read_sample("jsonl/ours.jsonl");
    (void)state;
    const Article *a = &r.all.items[0].article;
    assert_int_equal(r.all.items[0].form, STATED_NO_BODY);
    assert_int_equal(a->body.count, 3);
    assert_slice(a->body.items[0].html, "Port Marenza, Medwire\xE2\x80\x94 The <em>harbour</em> &amp; its "
                                        "<a href=\"https://archive.tramontane.example/cranes\">cranes</a>.");
    assert_int_equal(a->body.items[1].kind, BLOCK_TURN);
    assert_slice(a->body.items[1].speaker, "The Tramontane");
    assert_int_equal(a->body.items[2].kind, BLOCK_INSET);
    assert_int_equal(a->body.items[1].span.begin, 52);
    assert_int_equal(a->body.items[1].span.end, 67);
    assert_slice(a->dateline.raw, "Port Marenza, Medwire\xE2\x80\x94");
    assert_int_equal(a->dateline.span.end, 24);
    assert_slice(a->dateline.places.items[0], "Port Marenza");
    assert_slice(a->dateline.agencies.items[0], "Medwire");
    read_close(&r);
}

static void photos_origins_repairs_comments_and_notices_come_back(void **state)
{
    Reading r = read_sample("jsonl/ours.jsonl");
    (void)state;
    const Article *a = &r.all.items[0].article;
    const Media *media = &a->media.items[0];
    assert_slice(media->id, "9001");
    assert_slice(media->alt, "A harbour");
    assert_slice(media->credit.photographer, "Hatim Orlando");
    assert_true(media->credit.is_file);
    assert_int_equal(media->width, 640);
    assert_true(a->provenance.count > 2); /* whose origin is not told is not the word of an export for it */
    for (size_t i = 2; i < a->provenance.count; i++)
        assert_slice(a->provenance.items[i].source, "visible");
    assert_slice(a->provenance.items[0].source, "json-ld");
    assert_true(a->provenance.items[0].confidence > 0.94f && a->provenance.items[0].confidence < 0.96f);
    assert_int_equal(a->repairs.items[0].span.begin, 3);
    assert_int_equal(a->comments.count, 1);
    assert_true(a->comments.items[0].is_approved);
    assert_slice(a->comments.items[0].author_url, "https://reader.example");
    assert_string_equal(custom_of(&r.all.items[0], "desk"), "Harbour desk");
    assert_slice(a->corrections.items[0].text, "The spelling was set right.");
    assert_non_null(strstr(custom_of(&r.all.items[0], "correction"), "\"was\":\"The harbor is ours\""));
    assert_slice(a->versions.items[0].digest, "abcd");
    assert_int_equal(a->captures.count, 0);
    read_close(&r);
}

static void terms_and_other_pieces_come_back_by_their_addresses(void **state)
{
    (void)state;
    Reading r = read_bytes(SLICE(
        "{\"headline\":\"H\",\"url\":\"https://p.example/a\",\"license\":\"https://t.example/"
        "by\",\"rights\":\"Us\","
        "\"translations\":[{\"lang\":\"ar\",\"id\":\"9\",\"url\":\"https://p.example/"
        "ar\",\"headline\":\"X\"},"
        "{\"lang\":\"en\",\"url\":\"https://p.example/a\"},{\"lang\":\"fr\",\"url\":\"javascript:x\"}],"
        "\"related\":[\"https://p.example/b\",{\"url\":\"https://p.example/c\",\"reason\":\"debate\"}]}"));
    const Article *a = &r.all.items[0].article;
    assert_slice(a->license, "https://t.example/by");
    assert_slice(a->rights, "Us");
    assert_int_equal(a->translations.count, 1);
    assert_slice(a->translations.items[0].url, "https://p.example/ar");
    assert_slice(a->translations.items[0].lang, "ar");
    assert_int_equal(a->related.count, 1); /* the other side of a debate is found by the headlines */
    assert_slice(a->related.items[0].url, "https://p.example/b");
    assert_int_equal(a->custom.count, 0);
    read_close(&r);
}

static void an_id_that_was_made_is_kept_only_where_it_is_not_made_again(void **state)
{
    Arena *arena = arena_open(1 << 20);
    (void)state;
    Reading r = read_sample("jsonl/ours.jsonl");
    assert_slice(r.all.items[1].article.cms_id, "x0123456789ab"); /* without address it would be another */
    read_close(&r);
    /* the first twelve digits of the SHA-256 of "https://tramontane.example/a" */
    r = read_bytes(SLICE(
        "{\"id\":\"x8b2abdd92240\",\"headline\":\"H\",\"canonical\":\"https://tramontane.example/a\"}"));
    assert_slice(r.all.items[0].article.id, "x8b2abdd92240");
    assert_slice(r.all.items[0].article.cms_id, "");
    read_close(&r);
    arena_close(arena);
}

static void lines_written_by_hand_are_understood(void **state)
{
    Reading r = read_sample("jsonl/by-hand.jsonl");
    (void)state;
    assert_int_equal(r.all.count, 4);
    const Stated *s = r.all.items;
    assert_slice(s[0].body, "After the flood.\n\nThe ovens are warm again.");
    assert_int_equal(s[0].form, STATED_TEXT);
    assert_int_equal(s[0].article.page_kind, PAGE_ARTICLE);
    assert_slice(s[1].article.headline, "Ferry timetable");
    assert_slice(s[1].article.url, "https://tramontane.example/b");
    assert_slice(s[1].article.byline, "A. Writer");
    assert_slice(s[1].body, "The ferry leaves at eight.\n\nIt returns at nine.");
    assert_slice(moment_format(r.arena, s[1].article.published), "2011-03-04T07:30");
    assert_int_equal(s[1].article.tags.count, 2);
    assert_string_equal(custom_of(&s[1], "ship"), "{\"name\":\"Alba\",\"decks\":[1,2]}");
    assert_slice(s[2].body, "One.\n\nTwo.\n\nThree.");
    assert_int_equal(s[2].article.status, ARTICLE_DRAFT);
    assert_int_equal(s[2].article.authors.count, 2);
    assert_slice(s[2].article.authors.items[1].role, "Editor");
    assert_slice(s[2].article.media.items[0].href, "https://tramontane.example/c.jpg");
    assert_slice(s[3].article.cms_id, "17");
    assert_int_equal(s[3].form, STATED_HTML);
    assert_slice(s[3].article.dateline.raw, "Valletta, Medwire\xE2\x80\x94");
    assert_slice(s[3].article.dateline.places.items[0], "Valletta");
    read_close(&r);
}

static void bad_lines_are_told_with_their_number(void **state)
{
    Reading r = read_sample("jsonl/by-hand.jsonl");
    (void)state;
    assert_int_equal(r.skips, 2);
    assert_string_equal(r.messages[0], "line 4: no JSON object");
    assert_string_equal(r.messages[1], "line 6: a JSON object that is cut, or more than one");
    read_close(&r);
}

static void html_that_we_cannot_have_written_is_text(void **state)
{
    static const char *const bad[] = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"https://a.example\" onclick=\"x\">x</a>",
        "<a href=\"https://a.example\"x\">x</a>",
        "<a href='https://a.example'>x</a>",
        "<em onclick=\"x\">x</em>",
        "<em>x",
        "x</em>",
        "<em><b>x</em></b>",
        "<EM>x</EM>",
        "<!-- x -->",
        "a < b",
        "<a href=\"\">x</a>",
        "<svg/onload=alert(1)>",
    };
    static const char *const good[] = {
        "",
        "plain",
        "a &amp; b",
        "<em>x</em><br>y",
        "<ul><li>a</li><li><strong>b</strong></li></ul>",
        "<a href=\"https://a.example/?x=1&amp;y=2\">x</a>",
        "<a href=\"mailto:a@b.example\">x</a>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (html_is_our_own(slice_from(bad[i])))
            fail_msg("taken for our own: %s", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!html_is_our_own(slice_from(good[i])))
            fail_msg("not taken: %s", good[i]);
    Reading r = read_bytes(SLICE("{\"pageKind\":\"article\",\"headline\":\"H\",\"body\":[{\"text\":\"a<b\","
                                 "\"html\":\"<script>x</script>\"}]}"));
    assert_slice(r.all.items[0].article.body.items[0].html, "a&lt;b");
    read_close(&r);
}

static void columns_of_a_printed_text_are_paragraphs_again(void **state)
{
    Reading r = read_bytes(
        SLICE("{\"headline\":\"H\",\"url\":\"https://a.example/1\",\"body\":\"Showers went on in\\n"
              "the zone all week and\\nbrought relief.\\n    The dry spell\\nis over.\"}"));
    (void)state;
    assert_slice(r.all.items[0].body,
                 "Showers went on in\nthe zone all week and\nbrought relief.\n\nThe dry spell\nis over.");
    read_close(&r);
}

static void other_json_is_not_ours(void **state)
{
    static const struct {
        const char *text;
        JsonShape shape;
    } cases[] = {
        {"", JSON_SHAPE_NONE},
        {"plain", JSON_SHAPE_NONE},
        {"[]", JSON_SHAPE_NONE},
        {"{}", JSON_SHAPE_OTHER},
        {"{\"a\":{\"headline\":1,\"body\":2}}", JSON_SHAPE_OTHER},
        {"{\"name\":\"x\",\"version\":\"1\",\"description\":\"y\"}", JSON_SHAPE_OTHER},
        {"{\"$schema\":\"x\",\"title\":\"y\",\"text\":1}", JSON_SHAPE_OTHER},
        {"{\"id\":\"pages\",\"title\":\"All Pages\",\"format\":\"json-pages-1.0\"}", JSON_SHAPE_OTHER},
        {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"items\":[]}", JSON_SHAPE_FEED},
        {"{\"uri\":\"urn:a\",\"headline\":\"x\",\"versioncreated\":\"2014\"}", JSON_SHAPE_NINJS},
        {"[ {\"uri\":\"urn:a\",\"bodies\":[]", JSON_SHAPE_NINJS},
        {"{\"id\":\"1\",\"pageKind\":\"article\"", JSON_SHAPE_ARTICLE},
        {"\xEF\xBB\xBF {\"url\":\"a\",\"headline\":\"b\\\"c\"}", JSON_SHAPE_ARTICLELIKE},
        {"{\"title\":\"b\",\"text\":\"c\"}", JSON_SHAPE_ARTICLELIKE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (json_shape(slice_from(cases[i].text)) != cases[i].shape)
            fail_msg("%s is taken for %d", cases[i].text, json_shape(slice_from(cases[i].text)));
    Reading r = read_bytes(SLICE("{\"name\":\"x\",\"version\":\"1\"}"));
    assert_non_null(strstr(r.messages[0], "it looks like a JSON file"));
    read_close(&r);
}

static void a_piece_that_was_withheld_is_told_as_such(void **state)
{
    Reading r =
        read_bytes(SLICE("{\"id\":\"7\",\"status\":\"withheld\"}\n{\"id\":\"8\",\"pageKind\":\"article\","
                         "\"headline\":\"H\"}\n"));
    (void)state;
    assert_int_equal(r.all.count, 1);
    assert_non_null(strstr(r.messages[0], "withheld where it was exported: nothing but its id is told"));
    read_close(&r);
}

static void one_object_over_several_lines_and_an_array_are_read(void **state)
{
    Reading r = read_bytes(SLICE("{\n  \"headline\": \"H\",\n  \"body\": \"B\"\n}\n"));
    (void)state;
    assert_int_equal(r.all.count, 1);
    read_close(&r);
    r = read_bytes(SLICE("[{\"headline\":\"H\",\"body\":\"B\"},\n{\"headline\":\"I\",\"body\":\"C\"}, 3]"));
    assert_int_equal(r.all.count, 2);
    assert_slice(r.all.items[1].at, "[2]");
    read_close(&r);
}

/* Many lines, of lengths around the window's size. */
static Slice many_lines(Arena *arena, unsigned count)
{
    Builder b;
    builder_init(&b, arena);
    for (unsigned i = 0; i < count; i++) {
        size_t words = i % 7 == 3 ? 9000 : i % 5;
        builder_format(&b, "{\"url\":\"https://a.example/%u\",\"headline\":\"Number %u\",\"body\":\"", i, i);
        for (size_t w = 0; w < words; w++)
            builder_add_string(&b, "a word of it ");
        builder_add_string(&b, i % 11 == 5 ? "\n" : "\"}\n"); /* some are cut */
        if (i % 13 == 0)
            builder_add_string(&b, "\r\n\n");
    }
    return builder_slice(&b);
}

static void check_resuming(const char *folder, Slice bytes)
{
    const char *path = write_in(folder, "lines.jsonl", bytes);
    Walk whole = walk_path(path);
    assert_int_equal(whole.good + whole.bad, 60);
    assert_int_equal(whole.bad, 5);
    for (unsigned i = 0; i < 60; i += 7) {
        Import *in = opened(path);
        Error err;
        assert_int_equal(import_seek(in, whole.ends[i], &err), STATUS_OK);
        Walk rest = walk(in);
        assert_int_equal(rest.good + rest.bad, 60 - i - 1);
        if (i < 59)
            assert_int_equal(rest.begins[0], whole.begins[i + 1]);
        import_close(in);
    }
}

static void reading_goes_on_at_any_line_packed_or_not(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Builder pieces;
    Slice bytes = many_lines(arena, 60);
    check_resuming(*state, bytes);
    check_resuming(*state, codec_pack(arena, CODEC_GZIP, 3, bytes));
    check_resuming(*state, codec_pack(arena, CODEC_ZSTD, 3, bytes));
    builder_init(&pieces, arena);
    for (size_t at = 0; at < bytes.size; at += 100000)
        builder_add(&pieces, codec_pack(arena, CODEC_GZIP, 3, slice_range(bytes, at, at + 100000)));
    check_resuming(*state, builder_slice(&pieces));
    arena_close(arena);
}

static void a_line_that_is_too_long_is_passed_over(void **state)
{
    Arena *arena = arena_open((size_t)256 << 20);
    Builder b;
    (void)state;
    builder_init(&b, arena);
    builder_add_string(&b, "{\"headline\":\"first\",\"body\":\"x\"}\n{\"headline\":\"long\",\"body\":\"");
    for (size_t i = 0; i < (17u << 20) / 16; i++)
        builder_add_string(&b, "sixteen letters ");
    builder_add_string(&b, "\"}\n{\"headline\":\"last\",\"body\":\"x\"}\n");
    for (int is_packed = 0; is_packed < 2; is_packed++) {
        Slice bytes = builder_slice(&b);
        Reading r = read_bytes(is_packed ? codec_pack(arena, CODEC_ZSTD, 1, bytes) : bytes);
        assert_int_equal(r.all.count, 2);
        assert_slice(r.all.items[1].article.headline, "last");
        assert_string_equal(r.messages[0], "line 2: it has more than 16 MiB");
        read_close(&r);
    }
    arena_close(arena);
}

static void a_damaged_packed_file_gives_what_is_left_and_says_so(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20);
    (void)state;
    Slice packed = codec_pack(arena, CODEC_GZIP, 3, many_lines(arena, 60));
    char *data = (char *)(uintptr_t)packed.data;
    data[packed.size / 2] ^= 0x55;
    Reading r = read_bytes(packed);
    assert_true(r.all.count > 0);
    assert_true(r.skips > 0);
    read_close(&r);
    arena_close(arena);
}

/* Each "&" becomes five bytes of HTML. */
static void a_line_that_needs_more_memory_than_there_is_is_skipped(void **state)
{
    Arena *arena = arena_open((size_t)64 << 20), *small = arena_open((size_t)4 << 20);
    Builder b;
    Error err = {{0}};
    (void)state;
    builder_init(&b, arena);
    builder_add_string(&b, "{\"pageKind\":\"article\",\"headline\":\"H\",\"body\":[{\"text\":\"");
    for (size_t i = 0; i < (1u << 20); i++)
        builder_add_byte(&b, '&');
    builder_add_string(&b, "\"}]}");
    Record record = {.body_kind = BODY_STATED,
                     .media_type = SLICE("application/vnd.backfile.article+json"),
                     .block = builder_slice(&b)};
    assert_int_equal(import_decode(&record, small, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "it needs more than"));
    assert_int_equal(record.stated_count, 0);
    arena_close(small);
    arena_close(arena);
}

static void cut_and_flipped_lines_are_survived(void **state)
{
    (void)state;
    check_cuts("jsonl/ours.jsonl", 3);
    check_cuts("jsonl/by-hand.jsonl", 1);
    check_flips("jsonl/ours.jsonl", 400, 1);
    check_flips("jsonl/by-hand.jsonl", 400, 2);
}

static void strange_values_are_survived(void **state)
{
    static const char *const lines[] = {
        "{\"headline\":[],\"body\":{},\"text\":\"t\",\"url\":{}}",
        "{\"headline\":1e999,\"body\":[[[[1]]]],\"url\":7,\"media\":[[]],\"tags\":{},\"authors\":7}",
        "{\"headline\":\"h\",\"body\":[{\"text\":5}],\"dateline\":{\"span\":[5,99999999999999999999]}}",
        "{\"headline\":\"h\",\"body\":\"b\",\"dateline\":{\"span\":[-1,2]},\"repairs\":[{\"span\":[9,1]}]}",
        "{\"headline\":\"h\",\"body\":\"b\",\"provenance\":[{\"field\":\"a\",\"source\":\"b\",\"confidence\":"
        "1e300}],\"published\":99999999999999999999,\"media\":[{\"id\":1,\"width\":-1,\"height\":1e9}]}",
        "{\"headline\":\"\\ud800\\u0000\\uffff\",\"body\":\"\\u0000\"}",
        "{\"headline\":null,\"body\":null,\"text\":\"t\",\"url\":null,\"status\":null,\"pageKind\":"
        "\"search\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        Reading r = read_bytes(slice_from(lines[i]));
        for (size_t n = 0; n < r.all.count; n++) {
            assert_true(r.all.items[n].article.dateline.span.end <= r.all.items[n].article.text.size);
            for (size_t o = 0; o < r.all.items[n].article.provenance.count; o++)
                assert_true(r.all.items[n].article.provenance.items[o].confidence <= 1);
        }
        read_close(&r);
    }
    char deep[40000] = "{\"headline\":\"h\",\"body\":";
    size_t size = strlen(deep);
    memset(deep + size, '[', sizeof deep - size - 1);
    Reading r = read_bytes(slice_of(deep, sizeof deep - 1));
    read_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_ours_comes_back_with_all_that_it_says),
        cmocka_unit_test(blocks_keep_their_kind_html_speaker_and_place),
        cmocka_unit_test(photos_origins_repairs_comments_and_notices_come_back),
        cmocka_unit_test(terms_and_other_pieces_come_back_by_their_addresses),
        cmocka_unit_test(an_id_that_was_made_is_kept_only_where_it_is_not_made_again),
        cmocka_unit_test(lines_written_by_hand_are_understood),
        cmocka_unit_test(bad_lines_are_told_with_their_number),
        cmocka_unit_test(html_that_we_cannot_have_written_is_text),
        cmocka_unit_test(columns_of_a_printed_text_are_paragraphs_again),
        cmocka_unit_test(other_json_is_not_ours),
        cmocka_unit_test(a_piece_that_was_withheld_is_told_as_such),
        cmocka_unit_test(one_object_over_several_lines_and_an_array_are_read),
        test_in_scratch(reading_goes_on_at_any_line_packed_or_not),
        cmocka_unit_test(a_line_that_is_too_long_is_passed_over),
        cmocka_unit_test(a_damaged_packed_file_gives_what_is_left_and_says_so),
        cmocka_unit_test(a_line_that_needs_more_memory_than_there_is_is_skipped),
        cmocka_unit_test(cut_and_flipped_lines_are_survived),
        cmocka_unit_test(strange_values_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
