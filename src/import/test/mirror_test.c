/* Mirrors, text captures and folders of photos: each file knows where it comes from, by its comment, its
 * head, its lines or its path, and nothing else is made up. */
#include "import/test/made.h"

#include <sys/stat.h>

#include "import/mirror.h"
#include "syntax/test/photo_made.h"

static void paths_of_a_mirror_are_addresses(void **state)
{
    static const struct {
        const char *folder, *path;
        MirrorEnding ending;
        const char *url;
    } paths[] = {
        {"m", "www.example.org/a/b.html", MIRROR_ENDING_NONE, "http://www.example.org/a/b.html"},
        {"m", "www.example.org/a/index.html", MIRROR_ENDING_NONE, "http://www.example.org/a/"},
        {"m", "www.example.org/index.html", MIRROR_ENDING_NONE, "http://www.example.org/"},
        {"m", "https/example.org/a", MIRROR_ENDING_NONE, "https://example.org/a"},
        {"m", "site/example.org:8080/a.jpg", MIRROR_ENDING_NONE, "http://example.org:8080/a.jpg"},
        {"m", "example.org+8080/a.jpg", MIRROR_ENDING_NONE, "http://example.org:8080/a.jpg"},
        {"m", "example.org/index.html?p=12", MIRROR_ENDING_NONE, "http://example.org/?p=12"},
        {"m", "example.org/index.html?p=12.html", MIRROR_ENDING_NONE, "http://example.org/?p=12"},
        {"m", "example.org/index.html@p=12.html", MIRROR_ENDING_NONE, "http://example.org/?p=12"},
        {"m", "example.org/news.asp%3Fid=5&section=2.html", MIRROR_ENDING_NONE,
         "http://example.org/news.asp?id=5&section=2"},
        {"m", "example.org/page.php.html", MIRROR_ENDING_NONE, "http://example.org/page.php"},
        {"m", "example.org/page.html.orig", MIRROR_ENDING_NONE, "http://example.org/page.html"},
        {"m", "example.org/mail@home.html", MIRROR_ENDING_NONE, "http://example.org/mail@home.html"},
        {"m", "example.org/caf\xC3\xA9 x%20y#1.html", MIRROR_ENDING_NONE,
         "http://example.org/caf%C3%A9%20x%20y%231.html"},
        {"m", "example.org/a/slug.txt", MIRROR_ENDING_TEXT, "http://example.org/a/slug"},
        {"m", "example.org/a/slug.txt", MIRROR_ENDING_NONE, "http://example.org/a/slug.txt"},
        {"www.example.org", "a/b.html", MIRROR_ENDING_NONE, "http://www.example.org/a/b.html"},
        {"www.example.org", "cdn.example.net/x.jpg", MIRROR_ENDING_NONE, "http://cdn.example.net/x.jpg"},
        {"m", "photos/2014/a.jpg", MIRROR_ENDING_NONE, ""},
        {"m", "photos.old/a.jpg", MIRROR_ENDING_NONE, ""},
        {"m", "v1.2/a.html", MIRROR_ENDING_NONE, ""},
        {"m", "example.org", MIRROR_ENDING_NONE, ""}, /* a file, not a folder */
        {"m", ".git/a.html", MIRROR_ENDING_NONE, ""},
        {"m", "a..com/a.html", MIRROR_ENDING_NONE, ""},
        {"m", "example.org:99999/a.html", MIRROR_ENDING_NONE, ""},
        {"m", "example.org/a/slug.html", MIRROR_ENDING_HTML, "http://example.org/a/slug"},
        {"m", "example.org/a/index.html", MIRROR_ENDING_HTML, "http://example.org/a/"},
        {"m", "example.org/a/slug?share=x.html", MIRROR_ENDING_HTML, "http://example.org/a/slug?share=x"},
        {"", "", MIRROR_ENDING_NONE, ""},
    };
    Arena *arena = arena_open(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Slice url = mirror_path_address(arena, slice_from(paths[i].folder), slice_from(paths[i].path),
                                        paths[i].ending);
        if (!slice_equal(url, slice_from(paths[i].url)))
            fail_msg("'%s' gives '%.*s'", paths[i].path, SLICE_ARG(url));
    }
    arena_close(arena);
}

static void an_added_ending_is_proved_by_queries(void **state)
{
    static const struct {
        const char *names[3];
        bool adds;
    } folders[] = {
        {{"h/slug.html", "h/slug?share=x.html", "h/x.png"}, true},
        {{"h/slug.html", "h/slug@share=x.html", "h/x.png"}, true},
        {{"h/slug.html", "h/other.html", "h/x.png"}, false},
        {{"h/slug.html", "h/slug.html?share=x.html", "h/other?share=x.html"}, false},
        {{"h/slug.html", "h/index.html?p=5.html", "h/news.asp?id=5.html"}, false},
        {{"h/slug.html", "h/?p=5.html", "h/slug?share=x"}, false},
    };
    Arena *arena = arena_open(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        Slices paths = {0};
        for (size_t n = 0; n < 3; n++)
            *LIST_ADD(arena, &paths) = slice_from(folders[i].names[n]);
        assert_int_equal(mirror_adds_html(&paths), folders[i].adds);
    }
    arena_close(arena);
}

static void comments_tell_address_and_time(void **state)
{
    static const struct {
        const char *page, *url;
        int64_t saved_s;
    } pages[] = {
        {"<html>\n<!-- Mirrored from example.org/a/ by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 27 Jun "
         "2014 "
         "12:05:09 GMT -->",
         "http://example.org/a/", 1403870709},
        {"<html>\n<!-- Mirrored from example.org/a?b=c by HTTrack Website Copier/3.x [XR&CO'2014] -->",
         "http://example.org/a?b=c", 0},
        {"<html><!--\n Page saved with SingleFile \n url: https://example.org/x \n saved date: Fri Jun 27 "
         "2014 "
         "14:05:09 GMT+0200 (Central European Summer Time)\n-->",
         "https://example.org/x", 1403870709},
        {"<!-- saved from url=(0022)https://example.org/a b -->", "https://example.org/a", 0},
        {"<!-- Mirrored from example.org/ by HTTrack [x], Fri, 99 Foo 2014 12:05:09 GMT -->",
         "http://example.org/", 0},
        {"<p>Mirrored", "", 0},
    };
    Arena *arena = arena_open(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        MirrorNote note = mirror_note_of(arena, slice_from(pages[i].page));
        assert_true(slice_equal(note.url, slice_from(pages[i].url)));
        assert_int_equal(note.saved_s, pages[i].saved_s);
    }
    arena_close(arena);
}

static const char *file_in(const char *scratch, const char *path, Slice bytes)
{
    Arena *arena = arena_open(1 << 20);
    char *whole = arena_string(arena, arena_format(arena, "%s/%s", scratch, path));
    for (char *slash = strchr(whole + strlen(scratch) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    arena_close(arena);
    return write_in(scratch, path, bytes);
}

typedef struct Seen {
    Slice path, url, why;
    int64_t captured_s;
    Record record;
} Seen;
typedef struct SeenList {
    Seen *items;
    size_t count, capacity;
} SeenList;

static SeenList walk_folder(Arena *arena, const char *folder)
{
    SeenList list = {0};
    Import *in = opened(folder);
    Status status = STATUS_OK;
    while (status != STATUS_END) {
        Record record;
        Error err = {{0}};
        status = import_next(in, arena, &record, &err);
        assert_int_not_equal(status, STATUS_FAIL);
        if (status == STATUS_OK)
            assert_int_equal(import_decode(&record, arena, &err), STATUS_OK);
        if (status != STATUS_END)
            *LIST_ADD(arena, &list) = (Seen){
                .path = arena_copy(arena, record.source_path),
                .url = arena_copy(arena, record.url),
                .why = arena_copy(arena, slice_from(status == STATUS_SKIP ? err.message : "")),
                .captured_s = record.captured_s,
                .record = record,
            };
    }
    import_close(in);
    return list;
}

static const Seen *seen_at(const SeenList *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->items[i].path, slice_from(path)))
            return &list->items[i];
    fail_msg("no file '%s'", path);
    return NULL;
}

static void a_mirror_is_read_with_its_addresses(void **state)
{
    const char *scratch = *state;
    Arena *arena = arena_open(64 << 20);
    const struct {
        const char *path, *text, *url;
    } files[] = {
        {"site/example.org/a/canonical.html",
         "<html><head><link rel='canonical' href='https://example.org/a/true'></head>",
         "https://example.org/a/true"},
        {"site/example.org/a/folder/index.html",
         "<html><head><link rel=canonical href=https://example.org/a/folder>",
         "https://example.org/a/folder/"},
        {"site/example.org/a/og.html",
         "<html><head><link rel=canonical href='og.html'><meta property=\"og:url\" "
         "content=\"https://example.org/a/og?x=1&amp;y=2\">",
         "https://example.org/a/og?x=1&y=2"},
        {"site/example.org/a/path.html", "<html><p>Nothing is told", "http://example.org/a/path.html"},
        {"site/example.org/a/script.html",
         "<html><script>'<link rel=canonical href=https://evil.example/>'</script><!-- <link rel=canonical "
         "href=https://evil.example/> --><body><link rel=canonical href=https://evil.example/>",
         "http://example.org/a/script.html"},
        {"site/example.org/b.html",
         "<html><!-- Mirrored from other.example/b by HTTrack Website Copier/3.x [x], Fri, 27 Jun 2014 "
         "12:05:09 "
         "GMT --><head><link rel=canonical href=b.html>",
         "http://other.example/b"},
        {"site/example.org/index.html?p=5.html",
         "<html><link rel=canonical href='https://example.org/a/true'>", "http://example.org/?p=5"},
        {"site/example.org/style.css", "p { color: red }", "http://example.org/style.css"},
        {"site/loose.html", "<html><p>Nothing is told", ""},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        file_in(scratch, files[i].path, slice_from(files[i].text));
    file_in(scratch, "site/hts-log.txt", SLICE("HTTrack3.49 launched on Fri, 27 Jun 2014"));
    file_in(scratch, "site/hts-cache/new.txt", SLICE("dated\nlist of files"));
    file_in(scratch, "site/index.html", SLICE("<html><title>Local index - HTTrack Website Copier</title>"));
    file_in(scratch, "site/example.org/c.html", SLICE("<html><a href=changed.html>"));
    file_in(scratch, "site/example.org/c.html.orig", SLICE("<html><a href=/true>"));
    SeenList list = walk_folder(arena, arena_string(arena, arena_format(arena, "%s/site", scratch)));
    assert_int_equal(list.count, sizeof files / sizeof *files + 5);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const Seen *seen = seen_at(&list, files[i].path + strlen("site/"));
        if (!slice_equal(seen->url, slice_from(files[i].url)))
            fail_msg("'%s' has '%.*s'", files[i].path, SLICE_ARG(seen->url));
    }
    assert_int_equal(seen_at(&list, "example.org/b.html")->captured_s, 1403870709);
    assert_int_equal(seen_at(&list, "example.org/b.html")->record.file_time_s, 1403870709);
    assert_slice(seen_at(&list, "example.org/c.html.orig")->url, "http://example.org/c.html");
    const char *const passed[] = {"hts-log.txt", "hts-cache/new.txt", "index.html", "example.org/c.html"};
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        assert_true(seen_at(&list, passed[i])->why.size > 10);
    arena_close(arena);
}

static void text_captures_know_their_address(void **state)
{
    const char *scratch = *state;
    Arena *arena = arena_open(64 << 20);
    const struct {
        const char *path, *text, *url;
    } files[] = {
        {"t/1.txt", "https://example.org/a\n\nHeadline\n\nText.\n", "https://example.org/a"},
        {"t/2.txt", "\xEF\xBB\xBFURL: https://example.org/b\nHeadline\n", "https://example.org/b"},
        {"t/3.txt", "Headline\nText.\n\nSource: <https://example.org/c>\n\n", "https://example.org/c"},
        {"t/4.txt", "Headline\nText.\nURL: https://example.org/d\nShortlink: https://example.org/?p=5\n",
         "https://example.org/d"},
        {"t/5.txt", "Headline\nMore at\nhttps://example.org/e\nfor you.\n", ""},
        {"t/6.txt", "Source: the police\nHeadline\nText.\n", ""},
        {"t/example.org/x/7.txt", "Headline\nText.\n", "http://example.org/x/7"},
        {"t/example.org/x/8.txt", "Headline\nText.\nhttps://example.org/y/8\n", "https://example.org/y/8"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        file_in(scratch, files[i].path, slice_from(files[i].text));
    SeenList list = walk_folder(arena, arena_string(arena, arena_format(arena, "%s/t", scratch)));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (!slice_equal(seen_at(&list, files[i].path + 2)->url, slice_from(files[i].url)))
            fail_msg("'%s'", files[i].path);
    arena_close(arena);
}

static Slice spoken_jpeg(Arena *arena)
{
    Builder b;
    MadePhoto photo = made_photo(arena);
    builder_init(&b, arena);
    made_dataset(&b, 2, 5, SLICE("Harbour fire"));
    made_dataset(&b, 2, 55, SLICE("20140627"));
    made_dataset(&b, 2, 80, SLICE("Jane Roe"));
    made_dataset(&b, 2, 90, SLICE("Port Marenza"));
    made_dataset(&b, 2, 103, SLICE("55384080"));
    made_dataset(&b, 2, 110, SLICE("Medwire"));
    made_dataset(&b, 2, 120, SLICE("A ferry burns."));
    made_iim(&photo, builder_slice(&b));
    return made_jpeg(&photo);
}

static void photos_state_their_words(void **state)
{
    const char *scratch = *state;
    Arena *arena = arena_open(64 << 20);
    MadePhoto silent = made_photo(arena);
    file_in(scratch, "p/2014/a b.jpg", spoken_jpeg(arena));
    file_in(scratch, "p/silent.jpg", made_jpeg(&silent));
    file_in(scratch, "p/example.org/wp-content/uploads/c.jpg", spoken_jpeg(arena));
    SeenList list = walk_folder(arena, arena_string(arena, arena_format(arena, "%s/p", scratch)));
    assert_int_equal(list.count, 3);
    const Record *record = &seen_at(&list, "2014/a b.jpg")->record;
    assert_int_equal(record->body_kind, BODY_IMAGE);
    assert_int_equal(record->stated_count, 1);
    const Stated *stated = record->stated;
    const Media *media = &stated->article.media.items[0];
    assert_int_equal(stated->kind, STATED_PIECE);
    assert_slice(stated->source, "photo");
    assert_int_equal(stated->article.page_kind, PAGE_PHOTO);
    assert_true(slice_is_empty(stated->article.url) && slice_is_empty(stated->article.canonical));
    assert_slice(stated->article.headline, "Harbour fire");
    assert_int_equal(stated->article.media.count, 1);
    assert_slice(media->href, "file:2014/a%20b.jpg");
    assert_slice(media->id, "55384080");
    assert_slice(media->caption, "A ferry burns.");
    assert_slice(media->credit.raw, "Medwire");
    assert_slice(media->credit.photographer, "Jane Roe");
    assert_slice(moment_format(arena, media->taken), "2014-06-27");
    assert_int_equal(media->width, 640);
    assert_int_equal(stated->article.custom.count, 2);
    assert_int_equal(seen_at(&list, "silent.jpg")->record.stated_count, 0);
    record = &seen_at(&list, "example.org/wp-content/uploads/c.jpg")->record;
    assert_slice(record->stated->article.media.items[0].href, "http://example.org/wp-content/uploads/c.jpg");
    arena_close(arena);
}

/* What is kept in warc/ reads back as what was imported. */
static void a_wrapped_photo_states_the_same(void **state)
{
    Arena *arena = arena_open(64 << 20);
    Slice jpeg = spoken_jpeg(arena);
    (void)state;
    const struct {
        const char *url, *href;
    } cases[] = {{"", "file:2014/a%20b.jpg"}, {"https://example.org/c.jpg", "https://example.org/c.jpg"}};
    for (size_t i = 0; i < 2; i++) {
        Slice head = warc_wrap_head(arena, slice_from(cases[i].url), SLICE("2014/a b.jpg"), 1403870709,
                                    SLICE("image/jpeg"), jpeg);
        Slice warc = arena_format(arena, "%.*s", SLICE_ARG(head));
        Builder b;
        Record record;
        Error err = {{0}};
        builder_init(&b, arena);
        builder_add(&b, warc);
        builder_add(&b, jpeg);
        assert_int_equal(import_record_from_warc(builder_slice(&b), arena, &record, &err), STATUS_OK);
        assert_int_equal(record.body_kind, BODY_IMAGE);
        assert_int_equal(record.stated_count, 1);
        assert_true(slice_equal(record.stated->article.media.items[0].href, slice_from(cases[i].href)));
    }
    arena_close(arena);
}

/* XMP files beside pictures fill what these do not say, and are kept in the heads of their records. */
static void a_file_of_words_beside_a_picture_speaks_for_it(void **state)
{
    static const struct {
        const char *picture, *beside;
        bool speaks; /* the picture has words of its own */
        const char *caption, *credit, *by_line;
    } cases[] = {
        {"q/quay.jpg", "q/quay.jpg.xmp", false, "The quay at noon.", "Shoreline", "Omar Farouk"},
        {"q/mole.jpeg", "q/mole.XMP", false, "The quay at noon.", "Shoreline", "Omar Farouk"},
        {"q/ferry.jpg", "q/ferry.xmp", true, "A ferry burns.", "Medwire", "Jane Roe"},
        {"q/alone.jpg", "q/other.xmp.txt", false, "", "", ""},
        {"q/zoo.jpg", "q/zoo.Xmp", false, "", "", ""}, /* the last of the paths, and no one's */
    };
    const Slice packet = MADE_XMP(
        "photoshop:Credit=\"Shoreline\" photoshop:City=\"Port Vell\"><dc:description><rdf:Alt><rdf:li "
        "xml:lang=\"x-default\">The quay at noon.</rdf:li></rdf:Alt></dc:description><dc:creator>"
        "<rdf:Seq><rdf:li>Omar Farouk</rdf:li></rdf:Seq></dc:creator>");
    const char *scratch = *state;
    Arena *arena = arena_open(64 << 20);
    MadePhoto silent = made_photo(arena);
    Slice silent_jpeg = made_jpeg(&silent);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_in(scratch, cases[i].picture, cases[i].speaks ? spoken_jpeg(arena) : silent_jpeg);
        file_in(scratch, cases[i].beside, packet);
    }
    SeenList list = walk_folder(arena, arena_string(arena, arena_format(arena, "%s/q", scratch)));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Seen *seen = seen_at(&list, cases[i].picture + 2);
        const Record *record = &seen->record;
        Record again;
        bool is_told = cases[i].caption[0] != 0;
        assert_int_equal(record->stated_count, is_told);
        if (!is_told)
            continue;
        const Article *article = &record->stated->article;
        assert_true(slice_equal(article->media.items[0].caption, slice_from(cases[i].caption)));
        assert_true(slice_equal(article->media.items[0].credit.raw, slice_from(cases[i].credit)));
        assert_true(slice_equal(article->media.items[0].credit.photographer, slice_from(cases[i].by_line)));
        /* As it is kept, it says the same. */
        unsigned char digest[32] = {0};
        Builder b;
        Error err = {{0}};
        builder_init(&b, arena);
        builder_add(&b, warc_wrap_digested(arena, SLICE_EMPTY, seen->path, 1, SLICE("image/jpeg"),
                                           record->block.size, digest, record->sidecar));
        builder_add(&b, record->block);
        assert_int_equal(import_record_from_warc(builder_slice(&b), arena, &again, &err), STATUS_OK);
        assert_true(slice_equal(again.stated->article.media.items[0].caption, slice_from(cases[i].caption)));
        assert_true(slice_equal(again.stated->article.media.items[0].credit.photographer,
                                slice_from(cases[i].by_line)));
    }
    arena_close(arena);
}

/* A picture among a crawl's answers states its words under its own address; one that was not there does not.
 */
static void a_crawled_photo_states_its_words(void **state)
{
    Arena *arena = arena_open(64 << 20);
    Slice jpeg = spoken_jpeg(arena);
    (void)state;
    const struct {
        const char *answer;
        size_t stated;
    } cases[] = {{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 1},
                 {"HTTP/1.1 404 Not Found\r\nContent-Type: image/jpeg\r\n\r\n", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Builder b;
        Record record;
        Error err = {{0}};
        builder_init(&b, arena);
        builder_add_string(&b, cases[i].answer);
        builder_add(&b, jpeg);
        Slice warc = record_text(arena, "response", "https://example.org/c.jpg",
                                 "application/http;msgtype=response", builder_slice(&b), -1);
        assert_int_equal(import_record_from_warc(warc, arena, &record, &err), STATUS_OK);
        assert_int_equal(record.body_kind, BODY_IMAGE);
        assert_int_equal(record.stated_count, cases[i].stated);
        if (cases[i].stated)
            assert_slice(record.stated->article.media.items[0].href, "https://example.org/c.jpg");
    }
    arena_close(arena);
}

static void a_packet_without_its_picture_is_named(void **state)
{
    Import *in = NULL;
    Error err = {{0}};
    const char *path = write_in(*state, "photo.xmp", MADE_XMP("photoshop:Credit=\"Medwire\">"));
    assert_int_equal(import_open(path, (ImportOptions){0}, &in, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "XMP"));
}

int main(void)
{
#define TEST(name) test_in_scratch(name)
    const struct CMUnitTest tests[] = {
        TEST(paths_of_a_mirror_are_addresses),       TEST(comments_tell_address_and_time),
        TEST(an_added_ending_is_proved_by_queries),  TEST(a_mirror_is_read_with_its_addresses),
        TEST(text_captures_know_their_address),      TEST(photos_state_their_words),
        TEST(a_wrapped_photo_states_the_same),       TEST(a_crawled_photo_states_its_words),
        TEST(a_packet_without_its_picture_is_named), TEST(a_file_of_words_beside_a_picture_speaks_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
