/* Feeds as programs write them (tests/samples/feeds), what they state, and what damage they stand. */
#include "import/test/made.h"

#include "import/feed.h"

typedef struct Read {
    Arena *arena;
    Record record;
    const StatedReader *reader;
    Status status;
    Error err;
} Read;

static Read read_bytes(Slice body, const char *url)
{
    Read r = {.arena = arena_open((size_t)64 << 20)};
    r.record = (Record){.url = slice_from(url), .body = body};
    r.reader = stated_reader_of(&r.record);
    r.status = r.reader ? r.reader->read(&r.record, r.arena, &r.err) : STATUS_SKIP;
    return r;
}

static Slice sample(Arena *arena, const char *name)
{
    Slice bytes = SLICE_EMPTY;
    Slice path = arena_format(arena, "%s/tests/samples/feeds/%s%c", BACKFILE_SOURCE_DIR, name, 0);
    assert_int_equal(file_read(arena, path.data, (size_t)1 << 20, &bytes, NULL), STATUS_OK);
    return bytes;
}

static Read read_sample(Arena *files, const char *name)
{
    Read r = read_bytes(sample(files, name), "");
    assert_non_null(r.reader);
    assert_int_equal(r.status, STATUS_OK);
    return r;
}

#define assert_text(slice, text) check_text(slice, text, __LINE__)
static void check_text(Slice slice, const char *text, int line)
{
    if (!slice_equal(slice, slice_from(text)))
        fail_msg("line %d: '%.*s' is not '%s'", line, SLICE_ARG(slice), text);
}

static void assert_moment(Moment moment, const char *text)
{
    Arena *arena = arena_open(1024);
    assert_text(moment_format(arena, moment), text);
    arena_close(arena);
}

static void rss_of_wordpress_states_its_posts(void **state)
{
    (void)state;
    Arena *files = arena_open((size_t)1 << 20);
    Read r = read_sample(files, "rss2.xml");
    assert_ptr_equal(r.reader, &stated_feed_xml);
    assert_int_equal(r.record.stated_count, 3);
    const Stated *channel = &r.record.stated[0], *first = &r.record.stated[1], *second = &r.record.stated[2];

    assert_int_equal(channel->kind, STATED_ADDRESS);
    assert_text(channel->article.url, "https://www.tramontane.example/");

    assert_int_equal(first->kind, STATED_PIECE);
    assert_text(first->source, "rss");
    assert_text(first->at, "item[1]");
    assert_text(first->article.url, "https://www.tramontane.example/2014/06/ferry-strike");
    assert_text(first->article.canonical, "https://www.tramontane.example/2014/06/ferry-strike");
    assert_text(first->article.cms_id, "55334210");
    assert_text(first->article.headline, "Ferry strike \xE2\x80\x9C"
                                         "ends at dawn\xE2\x80\x9D & boats sail");
    assert_text(first->article.byline, "Huda al-Mansi");
    assert_text(first->article.site_name, "The Tramontane");
    assert_text(first->article.lang, "en-US");
    assert_moment(first->article.published, "2014-06-27T11:05+02:00");
    assert_int_equal(first->article.tags.count, 2);
    assert_text(first->article.tags.items[1].label, "Labour");
    assert_text(first->article.summary, "Crews went back to work on Friday after nine days. [\xE2\x80\xA6]");
    assert_int_equal(first->form, STATED_HTML);
    assert_false(first->is_excerpt);
    assert_true(slice_starts_with(first->body, SLICE("<p>Valletta")));
    assert_false(slice_contains(first->body, SLICE("appeared first on")));
    assert_true(
        slice_contains(first->body, SLICE("src=\"https://www.tramontane.example/uploads/ferry.jpg\"")));
    assert_int_equal(first->article.media.count, 1); /* the wider of two sizes */
    assert_int_equal(first->article.media.items[0].width, 1024);
    assert_text(first->article.media.items[0].caption, "A ferry leaves Port Marenza at dawn.");
    assert_text(first->article.media.items[0].credit.raw, "AP");

    assert_text(second->article.url, "https://www.tramontane.example/2014/06/bread"); /* its guid */
    assert_text(second->article.cms_id, "");
    assert_text(second->article.authors.items[0].name, "The Desk");
    assert_true(second->is_excerpt);
    assert_text(second->article.summary, "Bakers ask for more...");
    assert_int_equal(second->article.media.count, 1); /* the sound is no picture */
    arena_close(r.arena);
    arena_close(files);
}

static void atom_states_its_entries(void **state)
{
    (void)state;
    Arena *files = arena_open((size_t)1 << 20);
    Read r = read_sample(files, "atom1.xml");
    assert_int_equal(r.record.stated_count, 3);
    const Article *first = &r.record.stated[1].article, *second = &r.record.stated[2].article;
    assert_text(r.record.stated[1].source, "atom");
    assert_text(first->url, "https://www.tramontane.example/fr/2014/06/greve");
    assert_text(first->headline, "La gr\xC3\xA8ve est finie");
    assert_text(first->byline, "Hatim Orlando, L\xC3\xA9"
                               "a Roux");
    assert_text(first->tags.items[0].label, "Les ports");
    assert_text(first->tags.items[0].slug, "ports");
    assert_text(first->alt_ids.items[0].value, "tag:tramontane.example,2014:greve");
    assert_text(first->media.items[0].href, "https://www.tramontane.example/uploads/greve.jpg");
    assert_moment(first->modified, "2014-06-27T12:00+02:00");
    assert_true(
        slice_contains(r.record.stated[1].body, SLICE("href=\"https://www.tramontane.example/ports\"")));
    assert_text(second->lang, "ar");
    assert_text(second->byline, "La r\xC3\xA9"
                                "daction"); /* the feed's author */
    assert_int_equal(r.record.stated[2].form, STATED_TEXT);
    assert_moment(second->published, "2014-06-26"); /* the day of the last change, and it says so */
    assert_text(second->provenance.items[0].rule, "last-change");
    assert_int_equal(first->provenance.count, 0);
    arena_close(r.arena);
    arena_close(files);
}

static void the_older_forms_are_read_too(void **state)
{
    (void)state;
    static const struct {
        const char *name, *url, *headline, *date;
        bool is_published; /* else it is the date of the last change */
    } olds[] = {
        {"atom03.xml", "http://www.tramontane.example/a1", "Kept in base 64", "2004-01-01T10:14", true},
        {"rss1.rdf", "http://www.tramontane.example/a1", "One", "2005-02-03T04:05+03:00", true},
        {"rss091.xml", "http://old.example/?a=1&b=2", "A & B caf\xC3\xA9", "", true},
        {"channel.cdf", "http://www.tramontane.example/i1", "Item", "2004-04-06T23:05-05:00", false},
    };
    Arena *files = arena_open((size_t)1 << 20);
    for (size_t i = 0; i < sizeof olds / sizeof *olds; i++) {
        Read r = read_sample(files, olds[i].name);
        assert_ptr_equal(r.reader, &stated_feed_xml);
        assert_true(r.record.stated_count >= 2);
        const Article *article = &r.record.stated[1].article;
        assert_text(article->url, olds[i].url);
        assert_text(article->headline, olds[i].headline);
        assert_moment(olds[i].is_published ? article->published : article->modified, olds[i].date);
        arena_close(r.arena);
    }
    arena_close(files);
}

static void json_feed_states_its_items(void **state)
{
    (void)state;
    Arena *files = arena_open((size_t)1 << 20);
    Read r = read_sample(files, "feed11.json");
    assert_ptr_equal(r.reader, &stated_feed_json);
    assert_int_equal(r.record.stated_count, 3);
    const Stated *first = &r.record.stated[1], *second = &r.record.stated[2];
    assert_text(first->source, "jsonfeed");
    assert_text(first->article.url, "https://www.tramontane.example/2014/06/ferry");
    assert_text(first->article.alt_ids.items[0].value, "7");
    assert_text(first->article.byline, "Huda al-Mansi, Hatim Orlando");
    assert_text(first->article.lang, "en-GB");
    assert_int_equal(first->article.tags.count, 2);
    assert_int_equal(first->article.media.count, 2);
    assert_text(first->article.media.items[1].caption, "A plan");
    assert_int_equal(first->form, STATED_HTML);
    assert_text(second->article.url, "https://www.tramontane.example/2014/06/bread"); /* its id */
    assert_text(second->article.byline, "A. Baker");
    assert_int_equal(second->form, STATED_TEXT);
    arena_close(r.arena);
    arena_close(files);
}

static Stated only_entry(Read *r, const char *item)
{
    Slice feed = arena_format(r->arena,
                              "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
                              "<title>t</title>%s</item></channel></rss>",
                              item);
    r->record = (Record){.url = SLICE("http://a.example/feed/"), .body = feed};
    assert_int_equal(stated_feed_xml.read(&r->record, r->arena, &r->err), STATUS_OK);
    assert_int_equal(r->record.stated_count, 1);
    return r->record.stated[0];
}

static void a_description_is_the_text_only_where_it_shows(void **state)
{
    (void)state;
    Read r = {.arena = arena_open((size_t)4 << 20)};
    Stated s = only_entry(&r, "<description>Some words.</description>");
    assert_true(s.is_excerpt);
    assert_text(s.article.summary, "Some words.");
    s = only_entry(&r, "<description>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p>&lt;p>Three.&lt;/p></description>");
    assert_false(s.is_excerpt);
    assert_text(s.article.summary, "");
    s = only_entry(&r, "<description>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p>&lt;p>Three... "
                       "&lt;a href='x'>Read more&lt;/a> &amp;raquo;&lt;/p></description>");
    assert_true(s.is_excerpt);
    s = only_entry(&r, "<description>1 &lt; 2 &amp;amp; 3 > 2</description>");
    assert_text(s.article.summary, "1 < 2 & 3 > 2");
    arena_close(r.arena);
}

static void links_are_resolved_and_the_permalink_is_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *item, *url;
    } links[] = {
        {"<link>/a</link>", "http://a.example/a"},
        {"<link>a?b=1&amp;c=2</link>", "http://a.example/feed/a?b=1&c=2"},
        {"<link>http://b.example/x</link><guid>http://c.example/y</guid>", "http://b.example/x"},
        {"<guid>http://c.example/y</guid>", "http://c.example/y"},
        {"<guid isPermaLink='false'>http://c.example/y</guid>", ""},
        {"<link>http://feeds.example/~r/x</link><feedburner:origLink>http://a.example/x</"
         "feedburner:origLink>",
         "http://a.example/x"},
        {"<atom:link href='http://a.example/self' rel='self'/>", "http://a.example/self"},
        {"<atom:link href='http://a.example/edit' rel='edit'/>", ""},
        {"<link/>http://a.example/unclosed", ""},
    };
    Read r = {.arena = arena_open((size_t)4 << 20)};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_text(only_entry(&r, links[i].item).article.url, links[i].url);
    arena_close(r.arena);
}

static void a_name_is_told_from_a_mail_address(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"me@a.example (Huda al-Mansi)", "Huda al-Mansi"},
        {"Huda al-Mansi (me@a.example)", "Huda al-Mansi"},
        {"Huda al-Mansi <me@a.example>", "Huda al-Mansi"},
        {"me@a.example Huda", "Huda"},
        {"mailto:me@a.example", ""},
        {"Huda (Cairo)", "Huda (Cairo)"},
        {"  Huda  ", "Huda"},
        {"me@a.example ()", ""},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_text(feed_author_name(slice_from(names[i][0])), names[i][1]);
}

static void what_was_cut_is_told_from_what_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text, *left;
        FeedCut cut;
    } ends[] = {
        {"It rained. [\xE2\x80\xA6]", "It rained. [\xE2\x80\xA6]", FEED_CUT},
        {"It rained. Read more \xC2\xBB", "It rained.", FEED_CUT},
        {"It rained... Continue reading \xE2\x86\x92", "It rained...", FEED_CUT},
        {"And so it goes...", "And so it goes...", FEED_ELLIPSIS},
        {"It rained.", "It rained.", FEED_WHOLE},
        {"She asked him to read more", "She asked him to read more", FEED_WHOLE},
        {"Read more", "", FEED_CUT},
        {"", "", FEED_WHOLE},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        Slice text = slice_from(ends[i].text);
        assert_int_equal(feed_cut_of(&text), ends[i].cut);
        assert_text(text, ends[i].left);
    }
}

static void html_becomes_words(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"a <b>b</b>c", "a bc"},
        {"one<br/>two<p>three", "one two three"},
        {"1 < 2 &amp; 3", "1 < 2 & 3"},
        {"<a title=\"x > y\">z</a>", "z"},
        {"a<!-- b > c -->d", "ad"},
        {"a<!-- b > c", "a c"},
        {"a<!-- b", "a"},
        {"a<script>if (a < b) '</p>'</script>b", "ab"},
        {"a<style>b", "a"},
        {"a <", "a <"},
        {"<", "<"},
        {"&lt;b&gt;", "<b>"},
        {"it&#146;s", "it\xE2\x80\x99s"},
    };
    Arena *arena = arena_open((size_t)1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_text(feed_plain(arena, (FeedText){slice_from(texts[i][0]), FEED_HTML, 1}), texts[i][1]);
    assert_text(feed_mend(arena, SLICE("don\xC2\x92t \xC2\x93x\xC2\x94 \xC2\x81")),
                "don\xE2\x80\x99t \xE2\x80\x9Cx\xE2\x80\x9D ");
    arena_close(arena);
}

static void a_feed_among_the_answers_of_a_crawl_is_read(void **state)
{
    (void)state;
    static const char *const types[] = {"application/rss+xml", "text/xml; charset=utf-8", "text/html",
                                        "application/octet-stream"};
    Arena *arena = arena_open((size_t)16 << 20);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        Record record;
        Slice block =
            arena_format(arena,
                         "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n<?xml version='1.0'?><rss><channel>"
                         "<item><title>One</title><link>/one</link></item></channel></rss>",
                         types[i]);
        Slice warc = record_text(arena, "response", "http://a.example/feed",
                                 "application/http; msgtype=response", block, -1);
        assert_int_equal(import_record_from_warc(slice_range(warc, 0, warc.size - 4), arena, &record, NULL),
                         STATUS_OK);
        assert_int_equal(record.body_kind, BODY_STATED);
        assert_int_equal(record.stated_count, 1);
        assert_text(record.stated[0].article.url, "http://a.example/one");
    }
    arena_close(arena);
}

/* A file larger than what is held says so, and is kept. */
static void a_feed_too_large_to_be_held_is_told(void **state)
{
    (void)state;
    Record record = {.media_type = SLICE("application/rss+xml"), .body_kind = BODY_STATED};
    Arena *arena = arena_open((size_t)64 << 20);
    Error err = {{0}};
    size_t size = (size_t)RECORD_HELD_MAX + 1;
    char *text = arena_text(arena, size);
    memset(text, ' ', size);
    memcpy(text, "<rss>", 5);
    record.block = slice_of(text, size);
    assert_int_equal(import_decode(&record, arena, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "kept, but not read"));
    arena_close(arena);
}

static void what_needs_more_memory_than_there_is_is_told(void **state)
{
    (void)state;
    Arena *big = arena_open((size_t)32 << 20), *small = arena_open((size_t)2 << 20);
    Builder b;
    Error err = {{0}};
    builder_init(&b, big);
    builder_add_string(&b, "<rss><channel>");
    for (int i = 0; i < 20000; i++)
        builder_format(&b, "<item><title>%d</title></item>", i);
    Record record = {.body = builder_slice(&b)};
    assert_int_equal(stated_feed_xml.read(&record, small, &err), STATUS_SKIP);
    assert_int_equal(record.stated_count, 0);
    assert_true(err.message[0] != '\0');
    arena_close(small);
    arena_close(big);
}

/* ---- damage ---- */

static void read_and_forget(Arena *arena, Slice bytes)
{
    Record record = {.url = SLICE("http://a.example/"), .body = bytes};
    Error err = {{0}};
    arena_reset(arena);
    const StatedReader *reader = stated_reader_of(&record);
    Status status = reader ? reader->read(&record, arena, &err) : STATUS_SKIP;
    assert_true(status == STATUS_OK || status == STATUS_SKIP);
    for (size_t i = 0; status == STATUS_OK && i < record.stated_count; i++)
        assert_true(record.stated[i].article.url.size + record.stated[i].article.headline.size > 0);
}

static const char *const names[] = {"rss2.xml",    "atom1.xml",   "atom03.xml",  "rss1.rdf",     "rss091.xml",
                                    "channel.cdf", "feed11.json", "sitemap.xml", "addresses.txt"};
#define NAMES (sizeof names / sizeof *names)

static void a_feed_cut_at_every_byte_gives_what_is_whole(void **state)
{
    (void)state;
    Arena *files = arena_open((size_t)1 << 20), *arena = arena_open((size_t)16 << 20);
    for (size_t n = 0; n < NAMES; n++) {
        Slice bytes = sample(files, names[n]);
        for (size_t cut = 0; cut <= bytes.size; cut++)
            read_and_forget(arena, slice_range(bytes, 0, cut));
    }
    Slice whole = sample(files, "rss2.xml");
    Read r = read_bytes(slice_range(whole, 0, slice_find(whole, SLICE("</content:encoded>"))), "");
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.record.stated_count, 2); /* the channel and the first item, within its text */
    arena_close(r.arena);
    arena_close(arena);
    arena_close(files);
}

static void flipped_bits_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 2850;
    Arena *files = arena_open((size_t)1 << 20), *arena = arena_open((size_t)16 << 20);
    for (size_t n = 0; n < NAMES; n++) {
        Slice bytes = sample(files, names[n]);
        char *copy = arena_text(files, bytes.size);
        for (int round = 0; round < 300; round++) {
            memcpy(copy, bytes.data, bytes.size);
            for (int flips = 0; flips < 1 + round % 8; flips++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                copy[(seed >> 33) % bytes.size] ^= (char)(1 << (seed >> 61));
            }
            read_and_forget(arena, slice_of(copy, bytes.size));
        }
    }
    arena_close(arena);
    arena_close(files);
}

/* Each would take minutes were anything quadratic. */
static void what_is_nested_or_repeated_without_end_takes_no_time(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *part, *end;
    } kinds[] = {
        {"<rss><channel>", "<item>", ""},
        {"<rss><channel><item><category>", "<category>", ""},
        {"<rss><channel><item><title>", "&lt;", "</title></item></channel></rss>"},
        {"<rss><channel><item><title>", "&lt;a ", "</title></item></channel></rss>"},
        {"<rss><channel><item><title>", "&lt;!-- ", "</title></item></channel></rss>"},
        {"<rss><channel><item><title>", "&lt;a href='", "</title></item></channel></rss>"},
        {"<rss><channel><item><description>", "&lt;script>", "</description></item></channel></rss>"},
        {"<rss><channel><item>", "<category>a</category>", "</item></channel></rss>"},
        {"<rss><channel><item>", "<media:content url='http://a.example/a.jpg'/>", "</item></channel></rss>"},
        {"<rss><channel><item>", "<media:group>", "</item></channel></rss>"},
        {"<rss xml:base='a/'><channel>", "<x xml:base='a/'>", ""},
        {"<urlset>", "<url><loc>http://a.example/", ""},
        {"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": ", "[{\"items\":", ""},
    };
    Arena *arena = arena_open((size_t)128 << 20);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Builder b;
        Arena *bytes = arena_open((size_t)8 << 20);
        builder_init(&b, bytes);
        builder_add_string(&b, kinds[i].begin);
        while (b.size < 300000)
            builder_add_string(&b, kinds[i].part);
        builder_add_string(&b, kinds[i].end);
        read_and_forget(arena, builder_slice(&b));
        arena_close(bytes);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rss_of_wordpress_states_its_posts),
        cmocka_unit_test(atom_states_its_entries),
        cmocka_unit_test(the_older_forms_are_read_too),
        cmocka_unit_test(json_feed_states_its_items),
        cmocka_unit_test(a_description_is_the_text_only_where_it_shows),
        cmocka_unit_test(links_are_resolved_and_the_permalink_is_chosen),
        cmocka_unit_test(a_name_is_told_from_a_mail_address),
        cmocka_unit_test(what_was_cut_is_told_from_what_ends),
        cmocka_unit_test(html_becomes_words),
        cmocka_unit_test(a_feed_among_the_answers_of_a_crawl_is_read),
        cmocka_unit_test(a_feed_too_large_to_be_held_is_told),
        cmocka_unit_test(what_needs_more_memory_than_there_is_is_told),
        cmocka_unit_test(a_feed_cut_at_every_byte_gives_what_is_whole),
        cmocka_unit_test(flipped_bits_do_no_harm),
        cmocka_unit_test(what_is_nested_or_repeated_without_end_takes_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
