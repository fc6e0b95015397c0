/* WordPress's exports: items told apart whatever is in them, each saying what it says, from any place on. */
#include "import/test/made.h"

/* Lives through one test. */
static Arena *arena;

#define HEAD                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" "                                     \
    "xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" "                                            \
    "xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel><title>The Paper</title>\n"                    \
    "<pubDate>Mon, 10 Jun 2024 12:29:10 +0000</pubDate>\n<wp:wxr_version>1.2</wp:wxr_version>\n"             \
    "<wp:author><wp:author_login>Jane Doe</wp:author_login><wp:author_display_name><![CDATA[Jane D. "        \
    "Doe]]></wp:author_display_name></wp:author>\n"                                                          \
    "<wp:category><wp:category_nicename>life-culture</wp:category_nicename><wp:cat_name><![CDATA[Life "      \
    "&amp; Culture]]></wp:cat_name></wp:category>\n"                                                         \
    "<wp:tag><wp:tag_slug>aden</wp:tag_slug><wp:tag_name><![CDATA[Aden]]></wp:tag_name></wp:tag>\n"
#define TAIL "</channel>\n</rss>\n"
#define CAPTURED 1718022540

static Slice post(unsigned id, const char *more)
{
    return arena_format(arena,
                        "<item><title>Post %u</title><link>http://paper.example/life-culture/post-%u/</link>"
                        "<dc:creator><![CDATA[Jane Doe]]></dc:creator><content:encoded><![CDATA[Text of "
                        "%u.]]></content:encoded><wp:post_id>%u</wp:post_id><wp:post_type>post</wp:post_type>"
                        "<wp:status>publish</wp:status>%s</item>\n",
                        id, id, id, id, more);
}

typedef struct Seen {
    StatedList stated;
    Slices blocks;
    uint64_t ends[64];
    size_t skipped;
    int64_t captured_s;
} Seen;

static Seen read_on(Import *in)
{
    Seen seen = {0};
    Arena *own = arena_open((size_t)256 << 20);
    for (;;) {
        Record record;
        Error err = {0};
        arena_reset(own);
        Status status = import_next(in, own, &record, &err);
        if (status == STATUS_END)
            break;
        assert_int_not_equal(status, STATUS_FAIL);
        if (status == STATUS_SKIP || import_decode(&record, own, &err) != STATUS_OK) {
            seen.skipped++;
            continue;
        }
        if (seen.blocks.count < 64)
            seen.ends[seen.blocks.count] = record.source_end;
        *LIST_ADD(arena, &seen.blocks) = arena_copy(arena, record.block);
        seen.captured_s = record.captured_s;
        for (size_t i = 0; i < record.stated_count; i++) {
            Stated *stated = LIST_ADD(arena, &seen.stated);
            *stated = record.stated[i];
            stated->article = article_copy(arena, &record.stated[i].article);
            stated->body = arena_copy(arena, stated->body);
            stated->label =
                (Label){arena_copy(arena, stated->label.slug), arena_copy(arena, stated->label.label)};
        }
    }
    arena_close(own);
    return seen;
}

static Seen read_bytes(const char *folder, Slice bytes)
{
    Import *in = opened(write_in(folder, "export.xml", bytes));
    assert_string_equal(import_format(in), "wxr");
    Seen seen = read_on(in);
    import_close(in);
    return seen;
}

static Slice joined(const char *head, Slice middle, const char *tail)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, head);
    builder_add(&b, middle);
    builder_add_string(&b, tail);
    return builder_slice(&b);
}

/* What a file with this one item states of it. */
static Stated item_of(const char *folder, const char *item)
{
    Seen seen = read_bytes(folder, joined(HEAD, slice_from(item), TAIL));
    for (size_t i = 0; i < seen.stated.count; i++)
        if (seen.stated.items[i].kind == STATED_PIECE || seen.stated.items[i].kind == STATED_REVISION)
            return seen.stated.items[i];
    return (Stated){.kind = STATED_ADDRESS};
}

static int set_up(void **state)
{
    arena = arena_open((size_t)512 << 20);
    return scratch_open(state);
}

static int tear_down(void **state)
{
    arena_close(arena);
    return scratch_close(state);
}

static void the_head_says_who_is_called_how(void **state)
{
    Seen seen = read_bytes(*state, joined(HEAD, post(5, ""), TAIL));
    assert_int_equal(seen.stated.count, 4);
    assert_int_equal(seen.stated.items[0].kind, STATED_AUTHOR);
    assert_slice(seen.stated.items[0].label.slug, "jane-doe");
    assert_slice(seen.stated.items[0].label.label, "Jane D. Doe");
    assert_int_equal(seen.stated.items[1].kind, STATED_SECTION);
    assert_slice(seen.stated.items[1].label.slug, "life-culture");
    assert_slice(seen.stated.items[1].label.label, "Life & Culture");
    assert_int_equal(seen.stated.items[2].kind, STATED_TAG);
    assert_int_equal(seen.stated.items[3].kind, STATED_PIECE);
    assert_slice(seen.stated.items[3].article.authors.items[0].slug, "jane-doe");
    assert_true(seen.captured_s == CAPTURED);
    assert_true(slice_starts_with(seen.blocks.items[1], SLICE("<item><title>Post 5</title>")));
    assert_true(slice_ends_with(seen.blocks.items[1], SLICE("</item>")));
}

static void authors_may_stand_behind_the_posts(void **state)
{
    Slice middle = arena_format(arena,
                                "%.*s<wp:author><wp:author_login>late</wp:author_login></wp:author>\n%.*s"
                                "<wp:author><wp:author_login>later</wp:author_login></wp:author>",
                                SLICE_ARG(post(1, "")), SLICE_ARG(post(2, "")));
    Seen seen = read_bytes(*state, joined(HEAD, middle, TAIL));
    assert_int_equal(seen.stated.count, 7);
    assert_slice(seen.stated.items[4].label.slug, "late");
    assert_slice(seen.stated.items[6].label.slug, "later");
}

static void a_post_says_all_that_stands_there(void **state)
{
    Stated stated = item_of(
        *state,
        "<item><title>A &amp; B</title><link>http://p.example/jane/news/a-b/</link>"
        "<pubDate>Tue, 26 Sep 2017 11:05:00 +0000</pubDate><dc:creator>jane.doe</dc:creator>"
        "<guid isPermaLink=\"false\">http://p.example/?p=55384</guid><description></description>"
        "<content:encoded><![CDATA[One.]]]]><![CDATA[>\n\nTwo.]]></content:encoded>"
        "<excerpt:encoded><![CDATA[Short]]></excerpt:encoded><wp:post_id>55384</wp:post_id>"
        "<wp:post_date>2017-09-26 14:05:00</wp:post_date><wp:post_date_gmt>2017-09-26 "
        "11:05:00</wp:post_date_gmt>"
        "<wp:post_modified>2017-09-27 08:00:00</wp:post_modified>"
        "<wp:post_modified_gmt>0000-00-00 00:00:00</wp:post_modified_gmt><wp:post_name>a-b</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>"
        "<wp:post_password></wp:post_password>"
        "<category domain=\"category\" nicename=\"features\"><![CDATA[Features]]></category>"
        "<category domain=\"category\" nicename=\"news\"><![CDATA[News &amp; Views]]></category>"
        "<category domain=\"category\" nicename=\"%d8%b9\"><![CDATA[Ain]]></category>"
        "<category domain=\"category\" nicename=\"features\"><![CDATA[Features]]></category>"
        "<category domain=\"post_tag\" nicename=\"%d8%b9%d8%af%d9%86\"><![CDATA[Aden]]></category>"
        "<category domain=\"series\" nicename=\"talks\"><![CDATA[Talks]]></category>"
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>77</wp:meta_value></wp:postmeta>"
        "<wp:postmeta><wp:meta_key>source</wp:meta_key><wp:meta_value><![CDATA[AP]]></wp:meta_value>"
        "</wp:postmeta><wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value>"
        "</wp:postmeta><wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>a-and-b"
        "</wp:meta_value></wp:postmeta>"
        "<wp:comment><wp:comment_id>9</wp:comment_id><wp:comment_author><![CDATA[O&#8217;Neil]]>"
        "</wp:comment_author><wp:comment_author_url>http://o.example</wp:comment_author_url>"
        "<wp:comment_date>2017-09-26 15:00:00</wp:comment_date>"
        "<wp:comment_content><![CDATA[Well <b>said</b>.<br />\n\nBut &quot;why&quot;?]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>"
        "<wp:comment><wp:comment_id>10</wp:comment_id><wp:comment_approved>spam</wp:comment_approved>"
        "</wp:comment></item>");
    const Article *a = &stated.article;
    assert_int_equal(stated.kind, STATED_PIECE);
    assert_slice(stated.source, "wxr");
    assert_slice(stated.body, "One.]]>\n\nTwo.");
    assert_slice(a->cms_id, "55384");
    assert_slice(a->headline, "A & B");
    assert_slice(a->canonical, "http://p.example/jane/news/a-b/");
    assert_slice(a->url, "http://p.example/jane/news/a-b/");
    assert_slice(a->summary, "Short");
    assert_slice(moment_format(arena, a->published), "2017-09-26T14:05+03:00");
    assert_slice(moment_format(arena, a->modified), "2017-09-27T08:00");
    assert_int_equal(a->status, ARTICLE_PUBLIC);
    assert_slice(a->section.slug, "news"); /* which the address names */
    assert_slice(a->section.label, "News & Views");
    assert_int_equal(a->tags.count, 1);
    assert_slice(a->tags.items[0].slug, "\xD8\xB9\xD8\xAF\xD9\x86");
    assert_int_equal(a->sections.count, 3);
    assert_slice(a->sections.items[0].slug, "news");
    assert_slice(a->sections.items[1].slug, "features");
    assert_slice(a->sections.items[1].label, "Features");
    assert_slice(a->sections.items[2].slug, "\xD8\xB9");
    assert_int_equal(a->custom.count, 2);
    assert_slice(a->custom.items[0].key, "series");
    assert_slice(a->custom.items[1].value, "AP");
    assert_slice(a->authors.items[0].slug, "jane-doe");
    assert_int_equal(a->media.count, 1);
    assert_slice(a->media.items[0].id, "77");
    assert_int_equal(a->alt_ids.count, 3);
    assert_slice(a->alt_ids.items[1].value, "http://p.example/?p=55384");
    assert_slice(a->alt_ids.items[2].role, "slug");
    assert_int_equal(a->comments.count, 1);
    assert_slice(a->comments.items[0].author, "O\xE2\x80\x99Neil");
    assert_slice(a->comments.items[0].text, "Well said.\n\nBut \"why\"?");
    assert_true(a->comments.items[0].is_approved);
    assert_int_equal(a->parent_id.size, 0);
}

static void drafts_and_what_is_private_are_not_public(void **state)
{
    static const struct {
        const char *status, *password;
        ArticleStatus wanted;
    } cases[] = {{"publish", "", ARTICLE_PUBLIC}, {"inherit", "", ARTICLE_PUBLIC},
                 {"draft", "", ARTICLE_DRAFT},    {"pending", "", ARTICLE_DRAFT},
                 {"private", "", ARTICLE_DRAFT},  {"future", "", ARTICLE_DRAFT},
                 {"trash", "", ARTICLE_DRAFT},    {"auto-draft", "", ARTICLE_DRAFT},
                 {"publish", "x", ARTICLE_DRAFT}, {"of-a-plug-in", "", ARTICLE_DRAFT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Stated stated = item_of(
            *state,
            arena_format(arena,
                         "<item><title>T</title><wp:post_id>1</wp:post_id><wp:status>%s</wp:status>"
                         "<wp:post_type>post</wp:post_type><wp:post_date>2010-01-01 10:00:00</wp:post_date>"
                         "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
                         "<wp:post_password>%s</wp:post_password></item>%c",
                         cases[i].status, cases[i].password, 0)
                .data);
        assert_int_equal(stated.article.status, cases[i].wanted);
        assert_slice(moment_format(arena, stated.article.published), "2010-01-01T10:00");
    }
}

static void an_attachment_is_a_photo_with_its_own_words(void **state)
{
    Stated stated = item_of(
        *state,
        "<item><title>mideast-egypt-election</title><link>http://p.example/a-b/attachment/mideast/</link>"
        "<guid isPermaLink=\"false\">http://p.example/wp-content/x.jpg</guid>"
        "<content:encoded><![CDATA[epa03797521 Supporters of ... EPA/MOHAMMED SABER]]></content:encoded>"
        "<excerpt:encoded><![CDATA[Supporters (AP)]]></excerpt:encoded><wp:post_id>77</wp:post_id>"
        "<wp:status>inherit</wp:status><wp:post_parent>55384</wp:post_parent>"
        "<wp:post_type>attachment</wp:post_type>"
        "<wp:attachment_url>http://p.example/wp-content/uploads/2013/07/x.jpg</wp:attachment_url>"
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A "
        "crowd</wp:meta_value>"
        "</wp:postmeta><wp:postmeta><wp:meta_key>_wp_attachment_metadata</"
        "wp:meta_key><wp:meta_value><![CDATA["
        "a:5:{s:5:\"width\";i:640;s:6:\"height\";s:3:\"480\";s:4:\"file\";s:5:\"x.jpg\";s:5:\"sizes\";a:1:{"
        "s:9:\"thumbnail\";a:2:{s:5:\"width\";i:150;s:6:\"height\";i:150;}}s:10:\"image_meta\";a:3:{"
        "s:6:\"credit\";s:3:\"EPA\";s:7:\"caption\";s:0:\"\";s:17:\"created_timestamp\";s:10:\"1374500000\";}"
        "}"
        "]]></wp:meta_value></wp:postmeta></item>");
    const Article *a = &stated.article;
    assert_int_equal(a->page_kind, PAGE_PHOTO);
    assert_slice(a->parent_id, "55384");
    assert_int_equal(a->media.count, 1);
    const Media *m = &a->media.items[0];
    assert_slice(m->id, "77");
    assert_slice(m->href, "http://p.example/wp-content/uploads/2013/07/x.jpg");
    assert_slice(m->caption, "Supporters (AP)");
    assert_slice(m->alt, "A crowd");
    assert_slice(m->credit.raw, "EPA");
    assert_int_equal(m->width, 640);
    assert_int_equal(m->height, 480);
    assert_slice(moment_format(arena, m->taken), "2013-07-22T13:33");
    assert_true(slice_starts_with(stated.body, SLICE("epa03797521")));
}

static void a_guid_that_is_the_front_page_names_no_piece(void **state)
{
    Stated stated =
        item_of(*state, "<item><title>Clearing Floats</title><link>http://p.example/about/floats/</link>"
                        "<guid isPermaLink=\"false\">http://p.example/</guid>"
                        "<wp:post_id>501</wp:post_id><wp:post_type>page</wp:post_type></item>");
    const Article *a = &stated.article;
    assert_slice(a->canonical, "http://p.example/about/floats/");
    assert_int_equal(a->alt_ids.count, 1);
    assert_slice(a->alt_ids.items[0].value, "http://p.example/?p=501");
}

static void revisions_furniture_and_types_of_others_are_told_apart(void **state)
{
    Stated revision =
        item_of(*state, "<item><title>Older</title><wp:post_id>9</wp:post_id><wp:post_type>revision"
                        "</wp:post_type><wp:post_parent>5</wp:post_parent><content:encoded>x"
                        "</content:encoded><wp:post_date>2012-01-02 10:00:00</wp:post_date></item>");
    assert_int_equal(revision.kind, STATED_REVISION);
    assert_slice(revision.article.cms_id, "5");
    assert_slice(moment_format(arena, revision.article.modified), "2012-01-02T10:00");
    static const char *const nothing[] = {"nav_menu_item", "custom_css", "wp_block", "wp_global_styles",
                                          "oembed_cache"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        Slice item = arena_format(arena,
                                  "<item><wp:post_type>%s</wp:post_type><content:encoded>x</content:encoded>"
                                  "</item>%c",
                                  nothing[i], 0);
        assert_int_equal(item_of(*state, item.data).kind, STATED_ADDRESS);
    }
    Stated own =
        item_of(*state, "<item><wp:post_type>review</wp:post_type><content:encoded>x</content:encoded>"
                        "</item>");
    assert_int_equal(own.kind, STATED_PIECE);
    assert_int_equal(item_of(*state, "<item><wp:post_type>review</wp:post_type></item>").kind,
                     STATED_ADDRESS);
    assert_int_equal(item_of(*state, "<item></item><item>").kind, STATED_ADDRESS);
}

static void an_export_quoted_in_a_post_is_text(void **state)
{
    Slice quoting = arena_format(
        arena,
        "<item><title>How exports look</title><content:encoded><![CDATA[<pre></item>\n<item><title>no"
        "<![CDATA[x]]]]><![CDATA[></pre> The "
        "end.]]></content:encoded><wp:post_id>1</wp:post_id></item>\n%.*s",
        SLICE_ARG(post(2, "")));
    Seen seen = read_bytes(*state, joined(HEAD, quoting, TAIL));
    assert_int_equal(seen.stated.count, 5);
    assert_slice(seen.stated.items[3].article.cms_id, "1");
    assert_true(slice_ends_with(seen.stated.items[3].body, SLICE("The end.")));
    assert_slice(seen.stated.items[4].article.cms_id, "2");
}

static void a_broken_item_does_not_swallow_the_next(void **state)
{
    static const char *const broken[] = {
        "<item><title>B</title><wp:post_id>1</wp:post_id>\n",
        "<item><title><![CDATA[B</title><wp:post_id>1</wp:post_id></item>\n",
        "<item><title>B</title><wp:post_id>1</wp:post_id><content:encoded><![CDATA[x</item>\n",
        "<item><title>B</title><wp:post_id>1</wp:post_id><!-- x </item>\n",
        "<item><title>B</title><wp:post_id>1</wp:post_id><p>x<br>y</q></item>\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        Slice middle =
            arena_format(arena, "%s%.*s%.*s", broken[i], SLICE_ARG(post(2, "")), SLICE_ARG(post(3, "")));
        Seen seen = read_bytes(*state, joined(HEAD, middle, TAIL));
        size_t count = seen.stated.count;
        assert_in_range(count, 5, 6); /* a comment that is never closed hides what follows it in its item */
        assert_slice(seen.stated.items[count - 1].article.cms_id, "3");
        if (i != 3)
            assert_slice(seen.stated.items[count - 2].article.cms_id, "2");
    }
}

static void a_file_cut_anywhere_gives_what_stands_before_the_cut(void **state)
{
    Slice middle = arena_format(arena, "%.*s%.*s", SLICE_ARG(post(1, "")), SLICE_ARG(post(2, "")));
    Slice whole = joined(HEAD, middle, TAIL);
    size_t before = 0;
    for (size_t size = sizeof HEAD - 1; size <= whole.size; size += 7) {
        Slice part = slice_range(whole, 0, size);
        Seen seen = read_bytes(*state, part);
        assert_int_equal(seen.skipped, 0);
        assert_true(seen.stated.count >= before || seen.stated.count >= 3);
        before = seen.stated.count;
        if (size > whole.size - sizeof TAIL)
            assert_int_equal(seen.stated.count, 5);
    }
}

static void an_export_that_was_cut_is_told(void **state)
{
    Record record = {0};
    Error err = {{0}};
    Slice whole = joined(HEAD, post(1, ""), TAIL);
    Slice within = slice_range(whole, 0, whole.size - sizeof TAIL - 8),
          between = joined(HEAD, post(1, ""), "");
    Import *in = opened(write_in(*state, "export.xml", within));
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
    assert_false(record.is_body_cut);
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
    assert_true(record.is_body_cut);
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_END);
    import_close(in);
    in = opened(write_in(*state, "export.xml", between));
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
    assert_false(record.is_body_cut);
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_OK);
    assert_true(record.is_body_cut); /* the last of a file that does not end */
    assert_int_equal(import_next(in, arena, &record, &err), STATUS_END);
    import_close(in);
}

static void reading_goes_on_from_any_record(void **state)
{
    static const CodecKind kinds[] = {CODEC_NONE, CODEC_GZIP, CODEC_ZSTD};
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, HEAD);
    for (unsigned i = 1; i <= 12; i++)
        builder_add(&b, post(i, ""));
    builder_add_string(&b, TAIL);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        Slice bytes =
            kinds[k] == CODEC_NONE ? builder_slice(&b) : codec_pack(arena, kinds[k], 3, builder_slice(&b));
        Import *in = opened(write_in(*state, "export.xml", bytes));
        Seen whole = read_on(in);
        assert_int_equal(whole.blocks.count, 14);
        for (size_t i = 0; i < whole.blocks.count; i++) {
            assert_int_equal(import_seek(in, whole.ends[i], NULL), STATUS_OK);
            Seen rest = read_on(in);
            assert_int_equal(rest.blocks.count, whole.blocks.count - i - 1);
            for (size_t r = 0; r < rest.blocks.count; r++)
                assert_true(slice_equal(rest.blocks.items[r], whole.blocks.items[i + 1 + r]));
        }
        import_close(in);
    }
}

static void an_item_of_another_encoding_keeps_its_declaration(void **state)
{
    Seen seen =
        read_bytes(*state, SLICE("<?xml version='1.0' encoding='windows-1252'?><rss "
                                 "xmlns:wp='http://wordpress.org/export/1.0/'><channel><item><title>caf\xE9 "
                                 "\x93q\x94</title><wp:post_id>1</wp:post_id></item></channel></rss>"));
    assert_true(
        slice_starts_with(seen.blocks.items[1], SLICE("<?xml version=\"1.0\" encoding=\"windows-1252\"?>")));
    assert_slice(seen.stated.items[0].article.headline, "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D");
}

static void heads_that_are_damaged_are_known_all_the_same(void **state)
{
    static const char *const heads[] = {"",
                                        "<channel>",
                                        "<?xml version=\"1.0\"?>\n<rss>\n<chan",
                                        "\xEF\xBB\xBF" HEAD,
                                        "\n\n" HEAD,
                                        "<wp:wxr_version>1.2</wp:wxr_version>"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        Seen seen = read_bytes(*state, joined(heads[i], post(4, ""), ""));
        assert_slice(seen.stated.items[seen.stated.count - 1].article.cms_id, "4");
    }
}

static void bytes_turned_over_never_stop_the_reading(void **state)
{
    uint64_t seed = 20171126;
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, HEAD);
    for (unsigned i = 1; i <= 4; i++)
        builder_add(&b,
                    post(i, "<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value>"
                            "a:1:{s:5:\"width\";i:640;}</wp:meta_value></wp:postmeta>"));
    builder_add_string(&b, TAIL);
    char *bytes = arena_text(arena, b.size);
    for (int round = 0; round < 600; round++) {
        memcpy(bytes, b.data, b.size);
        for (size_t flips = random_below(&seed, 6) + 1; flips > 0; flips--)
            bytes[sizeof HEAD + random_below(&seed, b.size - sizeof HEAD)] = (char)random_next(&seed);
        Seen seen = read_bytes(*state, slice_of(bytes, b.size));
        assert_in_range(seen.blocks.count + seen.skipped, 2, 16);
    }
}

static void an_item_larger_than_a_record_is_kept_in_parts(void **state)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, HEAD);
    builder_add_string(&b, "<item><title>Large</title><wp:post_id>1</wp:post_id><content:encoded><![CDATA[");
    while (b.size < (size_t)RECORD_HELD_MAX + 5000000)
        builder_add_string(&b, "Words and more words, and no end of them.\n\n");
    builder_add_string(&b, "]]></content:encoded></item>\n");
    builder_add(&b, post(2, ""));
    builder_add_string(&b, TAIL);
    Seen seen = read_bytes(*state, builder_slice(&b));
    assert_slice(seen.stated.items[seen.stated.count - 1].article.cms_id, "2");
    for (size_t i = 0; i < seen.blocks.count; i++)
        assert_true(seen.blocks.items[i].size <= RECORD_HELD_MAX);
}

static void a_packed_file_that_is_damaged_gives_what_came_before(void **state)
{
    Builder b;
    uint64_t seed = 5;
    builder_init(&b, arena);
    builder_add_string(&b, HEAD);
    for (unsigned i = 1; i <= 300; i++)
        builder_add(&b,
                    post(i, arena_format(arena, "<x>%llx%llx</x>%c", (unsigned long long)random_next(&seed),
                                         (unsigned long long)random_next(&seed), 0)
                                .data));
    Slice packed = codec_pack(arena, CODEC_GZIP, 3, builder_slice(&b));
    Import *in = opened(write_in(*state, "export.xml.gz", slice_range(packed, 0, packed.size / 2)));
    Walk w = walk(in);
    assert_in_range(w.good, 100, 250);
    assert_int_equal(w.bad, 1);
    import_close(in);
}

/* What is quadratic anywhere would take minutes. */
static void hostile_repetition_takes_little_time(void **state)
{
    static const char *const parts[] = {"<item>",
                                        "<item><![CDATA[",
                                        "<item><!--",
                                        "<![CDATA[",
                                        "<!--",
                                        "<item><![CDATA[</item>",
                                        "</item>",
                                        "<item></item>",
                                        "<item><p>]]></p",
                                        "<item><![CDATA[<item>",
                                        "<"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Builder b;
        builder_init(&b, arena);
        builder_add_string(&b, HEAD);
        size_t end = b.size + (slice_starts_with(slice_from(parts[i]), SLICE("<item")) ? 60000 : 2000000);
        while (b.size < end)
            builder_add_string(&b, parts[i]);
        read_bytes(*state, builder_slice(&b));
    }
}

#define test_in_arena(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static Slice value_of(const Article *article, Slice role)
{
    for (size_t i = 0; i < article->alt_ids.count; i++)
        if (slice_equal(article->alt_ids.items[i].role, role))
            return article->alt_ids.items[i].value;
    return SLICE_EMPTY;
}

#define META(key, value)                                                                                     \
    "<wp:postmeta><wp:meta_key>" key "</wp:meta_key><wp:meta_value>" value "</wp:meta_value></wp:postmeta>"
#define LINKED(rest)                                                                                         \
    "<item><title>T</title><link>https://paper.example/ar/t</link><wp:post_id>9</wp:post_id>" rest "</item>"

static void plug_ins_tell_the_other_languages_of_a_piece_and_its_terms(void **state)
{
    Stated stated =
        item_of(*state, LINKED("<category domain=\"post_translations\" nicename=\"pll_5f\">x</category>"
                               "<category domain=\"language\" nicename=\"ar\">Arabic</category>"));
    assert_slice(value_of(&stated.article, SLICE(ALT_ID_TRANSLATIONS)), "paper.example/polylang/pll_5f");
    assert_slice(stated.article.lang, "ar");
    assert_int_equal(stated.article.custom.count, 0);
    stated = item_of(*state, LINKED(META("_wpml_import_translation_group", "77")
                                        META("_wpml_import_language_code", "ar")));
    assert_slice(value_of(&stated.article, SLICE(ALT_ID_TRANSLATIONS)), "paper.example/wpml/77");
    assert_slice(stated.article.lang, "ar");
    stated = item_of(*state, LINKED(META("_icl_lang_duplicate_of", "5")
                                        META("license", "https://terms.example/by") META("copyright", "Us")));
    assert_int_equal(stated.article.translations.count, 1);
    assert_slice(stated.article.translations.items[0].url, "https://paper.example/?p=5");
    assert_slice(stated.article.license, "https://terms.example/by");
    assert_slice(stated.article.rights, "Us");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_arena(the_head_says_who_is_called_how),
        test_in_arena(authors_may_stand_behind_the_posts),
        test_in_arena(a_post_says_all_that_stands_there),
        test_in_arena(drafts_and_what_is_private_are_not_public),
        test_in_arena(an_attachment_is_a_photo_with_its_own_words),
        test_in_arena(a_guid_that_is_the_front_page_names_no_piece),
        test_in_arena(revisions_furniture_and_types_of_others_are_told_apart),
        test_in_arena(an_export_quoted_in_a_post_is_text),
        test_in_arena(a_broken_item_does_not_swallow_the_next),
        test_in_arena(a_file_cut_anywhere_gives_what_stands_before_the_cut),
        test_in_arena(an_export_that_was_cut_is_told),
        test_in_arena(reading_goes_on_from_any_record),
        test_in_arena(an_item_of_another_encoding_keeps_its_declaration),
        test_in_arena(heads_that_are_damaged_are_known_all_the_same),
        test_in_arena(bytes_turned_over_never_stop_the_reading),
        test_in_arena(an_item_larger_than_a_record_is_kept_in_parts),
        test_in_arena(a_packed_file_that_is_damaged_gives_what_came_before),
        test_in_arena(hostile_repetition_takes_little_time),
        test_in_arena(plug_ins_tell_the_other_languages_of_a_piece_and_its_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
