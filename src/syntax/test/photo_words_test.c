/* The words of pictures: each kind of them, in each kind of file, who is believed, and what damage does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "syntax/codec.h"
#include "syntax/photo_words.h"
#include "syntax/test/photo_made.h"

#define assert_words(slice, text) assert_true(slice_equal((slice), SLICE(text)))

static int setup(void **state)
{
    *state = arena_open((size_t)64 << 20);
    return 0;
}

static int teardown(void **state)
{
    arena_close(*state);
    return 0;
}

static PhotoWords read_words(Arena *arena, Slice bytes)
{
    PhotoWords words;
    Error err;
    assert_int_equal(photo_words_read(arena, bytes, &words, &err), STATUS_OK);
    return words;
}

static Slice iim_of(Arena *arena, Slice charset, Slice caption)
{
    Builder b;
    builder_init(&b, arena);
    if (charset.size)
        made_dataset(&b, 1, 90, charset);
    made_dataset(&b, 2, 0, SLICE("\0\4"));
    made_dataset(&b, 2, 5, SLICE("Harbour fire"));
    made_dataset(&b, 2, 25, SLICE("ferry"));
    made_dataset(&b, 2, 25, SLICE("fire"));
    made_dataset(&b, 2, 25, SLICE("ferry"));
    made_dataset(&b, 2, 55, SLICE("20140627"));
    made_dataset(&b, 2, 60, SLICE("110500+0300"));
    made_dataset(&b, 2, 80, SLICE("Jane Roe"));
    made_dataset(&b, 2, 80, SLICE("John Doe"));
    made_dataset(&b, 2, 85, SLICE("Stringer"));
    made_dataset(&b, 2, 90, SLICE("Port Marenza"));
    made_dataset(&b, 2, 101, SLICE("-"));
    made_dataset(&b, 2, 103, SLICE("55384080"));
    made_dataset(&b, 2, 105, SLICE("Fire in the harbour"));
    made_dataset(&b, 2, 110, SLICE("Medwire"));
    made_dataset(&b, 2, 115, SLICE("MDW"));
    made_dataset(&b, 2, 116, SLICE("(c) Medwire"));
    made_dataset(&b, 2, 120, caption);
    return builder_slice(&b);
}

static Slice jpeg_with_iim(Arena *arena, Slice charset, Slice caption)
{
    MadePhoto photo = made_photo(arena);
    made_segment(&photo, 0xE0, SLICE("JFIF\0"), SLICE("\1\2\1\0\1\0\1\0\0"));
    made_iim(&photo, iim_of(arena, charset, caption));
    return made_jpeg(&photo);
}

static void datasets_of_iim_are_words(void **state)
{
    PhotoWords words = read_words(*state, jpeg_with_iim(*state, SLICE_EMPTY, SLICE("A ferry\rburns. ")));
    assert_words(words.title, "Harbour fire");
    assert_words(words.headline, "Fire in the harbour");
    assert_words(words.caption, "A ferry\nburns.");
    assert_words(words.credit, "Medwire");
    assert_words(words.source, "MDW");
    assert_words(words.copyright, "(c) Medwire");
    assert_words(words.creator_title, "Stringer");
    assert_words(words.created, "2014-06-27T11:05:00+03:00");
    assert_words(words.job_id, "55384080");
    assert_words(words.city, "Port Marenza");
    assert_true(slice_is_empty(words.country)); /* "-" says nothing */
    assert_int_equal(words.creators.count, 2);
    assert_words(words.creators.items[1], "John Doe");
    assert_int_equal(words.keywords.count, 2);
    assert_int_equal(words.width, 640);
    assert_int_equal(words.height, 480);
    assert_true(photo_words_speak(&words));
    assert_words(photo_words_by_line(*state, &words), "Jane Roe, John Doe");
    assert_words(photo_words_credit_line(&words), "Medwire");
}

static void character_sets_of_iim_are_told_or_guessed(void **state)
{
    static const struct {
        Slice charset, caption;
        const char *text;
    } cases[] = {
        {SLICE_INIT("\x1b%G"), SLICE_INIT("Z\xC3\xBCrich"), "Zürich"},
        {SLICE_INIT(""), SLICE_INIT("Z\xC3\xBCrich"), "Zürich"},
        {SLICE_INIT("\x1b%G"), SLICE_INIT("Z\xFCrich"), "Zürich"}, /* a lie */
        {SLICE_INIT(""), SLICE_INIT("Un caf\xE9 \xE0 Gen\xE8ve, it\x92s"), "Un café à Genève, it’s"},
        {SLICE_INIT("\x1b.A"), SLICE_INIT("caf\xE9"), "café"},
        {SLICE_INIT(""), SLICE_INIT("Un caf\x8E \x88 Gen\x8Fve, it\xD5s"), "Un café à Genève, it’s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        PhotoWords words = read_words(*state, jpeg_with_iim(*state, cases[i].charset, cases[i].caption));
        assert_true(slice_equal(words.caption, slice_from(cases[i].text)));
    }
}

static void a_script_of_its_own_is_guessed(void **state)
{
    Builder b; /* "The president of the republic received in the palace the minister of affairs" in CP1256 */
    builder_init(&b, *state);
    made_dataset(&b, 2, 120,
                 SLICE("\xC7\xD3\xCA\xDE\xC8\xE1 \xD1\xC6\xED\xD3 \xC7\xE1\xCC\xE3\xE5\xE6\xD1\xED\xC9 "
                       "\xDD\xED \xC7\xE1\xDE\xD5\xD1 \xE6\xD2\xED\xD1 \xC7\xE1\xD4\xC4\xE6\xE4"));
    MadePhoto photo = made_photo(*state);
    made_iim(&photo, builder_slice(&b));
    PhotoWords words = read_words(*state, made_jpeg(&photo));
    assert_true(slice_equal(words.caption, slice_from("استقبل رئيس الجمهورية في القصر وزير الشؤون")));
}

static Slice wordy_xmp(void)
{
    return MADE_XMP(
        "photoshop:Credit=\"Medwire &amp; Co\" photoshop:DateCreated=\"2014-06-27T11:05:09+03:00\">"
        "<dc:description><rdf:Alt><rdf:li xml:lang=\"fr\">Un ferry</rdf:li>"
        "<rdf:li xml:lang=\"x-default\">A ferry, "
        "burning</rdf:li></rdf:Alt></dc:description>"
        "<dc:creator><rdf:Seq><rdf:li>Jane Roe</rdf:li></rdf:Seq></dc:creator>"
        "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>"
        "<photoshop:Headline>Fire</photoshop:Headline>"
        "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang=\"x-default\">Smoke</rdf:li>"
        "</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
        "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>The mayor</rdf:li></rdf:Bag>"
        "</Iptc4xmpExt:PersonInImage>"
        "<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang=\"x-default\">Once</rdf:li></rdf:Alt>"
        "</xmpRights:UsageTerms>");
}

static void check_wordy(const PhotoWords *words)
{
    assert_words(words->caption, "A ferry, burning");
    assert_words(words->headline, "Fire");
    assert_words(words->credit, "Medwire & Co");
    assert_words(words->created, "2014-06-27T11:05:09+03:00");
    assert_words(words->alt, "Smoke");
    assert_words(words->usage_terms, "Once");
    assert_int_equal(words->creators.count, 1);
    assert_int_equal(words->keywords.count, 2);
    assert_int_equal(words->persons.count, 1);
}

static void properties_of_xmp_are_words(void **state)
{
    MadePhoto photo = made_photo(*state);
    made_xmp(&photo, wordy_xmp());
    PhotoWords words = read_words(*state, made_jpeg(&photo));
    check_wordy(&words);
    words = read_words(*state, wordy_xmp()); /* alone */
    check_wordy(&words);
    assert_int_equal(words.width, 0);
}

static void a_long_packet_is_put_together(void **state)
{
    static const char guid[] = "0123456789ABCDEF0123456789ABCDEF";
    Slice whole = wordy_xmp();
    MadePhoto photo = made_photo(*state);
    made_xmp(&photo, MADE_XMP("xmpNote:HasExtendedXMP=\"0123456789ABCDEF0123456789ABCDEF\">"
                              "<dc:title><rdf:Alt><rdf:li>T</rdf:li></rdf:Alt></dc:title>"));
    const size_t cuts[] = {0, 700, 300, whole.size}; /* the second half first */
    for (int part = 2; part >= 1; part--) {
        Builder b;
        size_t begin = part == 1 ? cuts[0] : cuts[1], end = part == 1 ? cuts[1] : whole.size;
        builder_init(&b, *state);
        builder_add_string(&b, guid);
        made_u32(&b, (uint32_t)whole.size);
        made_u32(&b, (uint32_t)begin);
        builder_add(&b, slice_range(whole, begin, end));
        made_segment(&photo, 0xE1, SLICE("http://ns.adobe.com/xmp/extension/\0"), builder_slice(&b));
    }
    PhotoWords words = read_words(*state, made_jpeg(&photo));
    check_wordy(&words);
    assert_words(words.title, "T");
}

static PhotoWords both_with_digest(Arena *arena, bool is_current)
{
    Builder b;
    unsigned char digest[DIGEST_MAX_BYTES];
    MadePhoto photo = made_photo(arena);
    Slice iim = iim_of(arena, SLICE_EMPTY, SLICE("Another caption"));
    Digest *md5 = digest_open(DIGEST_MD5);
    digest_add(md5, iim);
    digest_finish(md5, digest);
    digest_close(md5);
    digest[3] ^= (unsigned char)!is_current;
    builder_init(&b, arena);
    made_resource(&b, 0x404, iim);
    made_resource(&b, 0x425, slice_of(digest, 16));
    made_segment(&photo, 0xED, SLICE("Photoshop 3.0\0"), builder_slice(&b));
    made_xmp(&photo, wordy_xmp());
    return read_words(arena, made_jpeg(&photo));
}

static void xmp_is_believed_unless_iim_was_changed_later(void **state)
{
    PhotoWords words = both_with_digest(*state, true);
    assert_words(words.caption, "A ferry, burning");
    assert_words(words.title, "Harbour fire"); /* XMP is silent */
    assert_int_equal(words.creators.count, 1);
    words = both_with_digest(*state, false);
    assert_words(words.caption, "Another caption");
    assert_words(words.credit, "Medwire");
    assert_int_equal(words.creators.count, 2);
    assert_words(words.alt, "Smoke");
}

static void a_text_that_was_cut_for_iim_is_taken_whole(void **state)
{
    Builder b;
    MadePhoto photo = made_photo(*state);
    builder_init(&b, *state);
    made_dataset(&b, 2, 55, SLICE("20140627"));
    Builder resources;
    builder_init(&resources, *state);
    made_resource(&resources, 0x404, builder_slice(&b));
    made_resource(&resources, 0x425, SLICE("0123456789abcdef"));
    made_segment(&photo, 0xED, SLICE("Photoshop 3.0\0"), builder_slice(&resources));
    made_xmp(&photo, wordy_xmp());
    PhotoWords words = read_words(*state, made_jpeg(&photo));
    assert_words(words.created, "2014-06-27T11:05:09+03:00");
}

static Slice exif_of(Arena *arena, bool is_big)
{
    const MadeEntry first[] = {
        {0x10E, 2, SLICE("A ferry burns\0")},
        {0x13B, 2, SLICE("Jane Roe; John Doe\0")},
        {0x8298, 2, SLICE("Photographer\0Editor\0")},
    };
    const MadeEntry exif[] = {
        {0x9003, 2, SLICE("2014:06:27 11:05:09\0")},
        {0x9011, 2, SLICE("+03:00\0")},
        {0x9286, 7, is_big ? SLICE("UNICODE\0\0S\0e\0e\0 \0\xFC") : SLICE("UNICODE\0S\0e\0e\0 \0\xFC\0")},
    };
    return made_exif(arena, first, 3, exif, 3, is_big);
}

static void exif_is_read_in_both_byte_orders(void **state)
{
    for (int is_big = 0; is_big < 2; is_big++) {
        MadePhoto photo = made_photo(*state);
        made_segment(&photo, 0xE1, SLICE("Exif\0\0"), exif_of(*state, is_big));
        PhotoWords words = read_words(*state, made_jpeg(&photo));
        assert_words(words.caption, "A ferry burns");
        assert_int_equal(words.creators.count, 2);
        assert_words(words.creators.items[1], "John Doe");
        assert_words(words.copyright, "Photographer\nEditor");
        assert_words(words.created, "2014-06-27T11:05:09+03:00");
        assert_words(words.comment, "See ü");
        assert_words(photo_words_caption(&words), "A ferry burns");
    }
}

static void a_camera_is_no_caption(void **state)
{
    const MadeEntry first[] = {{0x10E, 2, SLICE("OLYMPUS DIGITAL CAMERA         \0")}};
    const MadeEntry exif[] = {{0x9286, 7, SLICE("ASCII\0\0\0                  ")}};
    MadePhoto photo = made_photo(*state);
    made_segment(&photo, 0xE1, SLICE("Exif\0\0"), made_exif(*state, first, 1, exif, 1, true));
    PhotoWords words = read_words(*state, made_jpeg(&photo));
    assert_false(photo_words_speak(&words));
}

static void dates_are_cut_to_their_grain(void **state)
{
    static const struct {
        const char *in, *out;
    } dates[] = {
        {"2014", "2014"},
        {"2014-06", "2014-06"},
        {"2014-06-27", "2014-06-27"},
        {"2014:06:27", "2014-06-27"},
        {"20140627", "2014-06-27"},
        {"20140600", "2014-06"},
        {"20140000", "2014"},
        {"00000000", ""},
        {"2014-06-27T11:05", "2014-06-27T11:05"},
        {"2014-06-27T11:05:09.5Z", "2014-06-27T11:05:09Z"},
        {"2014-06-27T11:05:09 +0300", "2014-06-27T11:05:09+03:00"},
        {"2014-06-27T25:05", "2014-06-27"},
        {"yesterday", ""},
        {"    :  :  ", ""},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        Builder b;
        MadePhoto photo = made_photo(*state);
        builder_init(&b, *state);
        made_dataset(&b, 2, 55, slice_from(dates[i].in));
        made_iim(&photo, builder_slice(&b));
        PhotoWords words = read_words(*state, made_jpeg(&photo));
        assert_true(slice_equal(words.created, slice_from(dates[i].out)));
    }
}

static void other_files_hold_words_too(void **state)
{
    Builder png, webp, psd, resources;
    builder_init(&png, *state);
    builder_add(&png, SLICE("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0crc!"));
    made_u32(&png, (uint32_t)(22 + wordy_xmp().size));
    builder_add(&png, SLICE("iTXtXML:com.adobe.xmp\0\0\0\0\0"));
    builder_add(&png, wordy_xmp());
    builder_add(&png, SLICE("crc!"));
    PhotoWords words = read_words(*state, builder_slice(&png));
    check_wordy(&words);
    assert_int_equal(words.width, 640);

    builder_init(&webp, *state);
    builder_add(&webp, SLICE("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\x7f\2\0\xdf\1\0XMP "));
    made_number(&webp, (uint32_t)wordy_xmp().size, 4, false);
    builder_add(&webp, wordy_xmp());
    words = read_words(*state, builder_slice(&webp));
    check_wordy(&words);
    assert_int_equal(words.width, 640);
    assert_int_equal(words.height, 480);

    builder_init(&resources, *state);
    made_resource(&resources, 0x404, iim_of(*state, SLICE_EMPTY, SLICE("From a PSD")));
    builder_init(&psd, *state);
    builder_add(&psd, SLICE("8BPS\0\1\0\0\0\0\0\0\0\3\0\0\1\xe0\0\0\2\x80\0\x08\0\3\0\0\0\0"));
    made_u32(&psd, (uint32_t)resources.size);
    builder_add(&psd, builder_slice(&resources));
    words = read_words(*state, builder_slice(&psd));
    assert_words(words.caption, "From a PSD");
    assert_int_equal(words.width, 640);

    const MadeEntry tags[] = {{0x2BC, 1, wordy_xmp()}};
    words = read_words(*state, made_exif(*state, tags, 1, NULL, 0, false)); /* a TIFF */
    check_wordy(&words);
}

static void what_is_no_picture_is_skipped(void **state)
{
    static const char *const others[] = {"", "text", "<html><p>x", "GIF89a",
                                         "<rdf:RDF xmlns=\"http://purl.org/rss\">"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        PhotoWords words;
        Error err = {{0}};
        assert_false(photo_words_may_be(slice_from(others[i])));
        assert_int_equal(photo_words_read(*state, slice_from(others[i]), &words, &err), STATUS_SKIP);
        assert_true(err.message[0] != 0);
    }
}

/* All kinds of words in one small file. */
static Slice full_jpeg(Arena *arena)
{
    MadePhoto photo = made_photo(arena);
    made_segment(&photo, 0xE1, SLICE("Exif\0\0"), exif_of(arena, true));
    made_xmp(&photo, wordy_xmp());
    made_iim(&photo, iim_of(arena, SLICE("\x1b%G"), SLICE("Z\xC3\xBCrich")));
    return made_jpeg(&photo);
}

static void check_sound(const PhotoWords *words)
{
    const Slice texts[] = {words->title, words->headline, words->caption, words->credit, words->comment};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(utf8_is_valid(texts[i]));
    for (size_t i = 0; i < words->creators.count; i++)
        assert_true(utf8_is_valid(words->creators.items[i]));
}

static void a_file_cut_anywhere_gives_what_is_left(void **state)
{
    Slice whole = full_jpeg(*state);
    Arena *arena = arena_open((size_t)64 << 20);
    for (size_t size = 3; size < whole.size; size++) {
        arena_reset(arena);
        char *copy = malloc(size); /* so that a byte read behind the end is seen */
        memcpy(copy, whole.data, size);
        PhotoWords words = read_words(arena, slice_of(copy, size));
        check_sound(&words);
        if (size + 20 > whole.size)
            assert_words(words.title, "Harbour fire");
        free(copy);
    }
    arena_close(arena);
}

static void changed_bytes_do_no_harm(void **state)
{
    Slice whole = full_jpeg(*state);
    Arena *arena = arena_open((size_t)64 << 20);
    uint64_t seed = 20140627;
    for (int round = 0; round < 3000; round++) {
        arena_reset(arena);
        char *copy = malloc(whole.size);
        memcpy(copy, whole.data, whole.size);
        for (int i = 0; i < 1 + round % 6; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t at = 3 + (size_t)(seed >> 33) % (whole.size - 3);
            copy[at] = (char)(round % 2 ? copy[at] ^ (1 << (seed >> 30 & 7)) : (int)(seed >> 20 & 0xFF));
        }
        PhotoWords words = read_words(arena, slice_of(copy, whole.size));
        check_sound(&words);
        free(copy);
    }
    arena_close(arena);
}

static void sizes_that_lie_cost_no_memory(void **state)
{
    Arena *arena = *state;
    Builder b;
    MadePhoto photo = made_photo(arena);
    builder_init(&b, arena);
    builder_add_string(&b, "0123456789ABCDEF0123456789ABCDEF");
    made_u32(&b, 0xFFFFFFFF); /* a packet of four gigabytes */
    made_u32(&b, 0xFFFFFF00);
    builder_add_string(&b, "<x/>");
    made_xmp(&photo, MADE_XMP("xmpNote:HasExtendedXMP=\"0123456789ABCDEF0123456789ABCDEF\">"));
    made_segment(&photo, 0xE1, SLICE("http://ns.adobe.com/xmp/extension/\0"), builder_slice(&b));
    builder_init(&b, arena);
    builder_add(&b, SLICE("\x1C\2\x78\x80\4\xFF\xFF\xFF\xFFxx"));
    made_iim(&photo, builder_slice(&b));
    made_segment(&photo, 0xE1, SLICE("Exif\0\0"), SLICE("MM\0*\xFF\xFF\xFF\xFE"));
    size_t before = arena_used(arena);
    PhotoWords words = read_words(arena, made_jpeg(&photo));
    assert_false(photo_words_speak(&words));
    assert_true(arena_used(arena) - before < 100000);
}

static void many_words_are_bounded(void **state)
{
    Arena *arena = *state;
    Builder b;
    builder_init(&b, arena);
    char long_text[2000];
    memset(long_text, 'x', sizeof long_text);
    for (int i = 0; i < 3000; i++) {
        long_text[0] = (char)('a' + i % 26);
        long_text[1] = (char)('a' + i / 26 % 26);
        long_text[2] = (char)('a' + i / 676);
        made_dataset(&b, 2, 25, slice_of(long_text, sizeof long_text));
        made_dataset(&b, 2, 120, slice_of(long_text, sizeof long_text));
    }
    Builder psd;
    builder_init(&psd, arena);
    builder_add(&psd, SLICE("8BPS\0\1\0\0\0\0\0\0\0\3\0\0\1\xe0\0\0\2\x80\0\x08\0\3\0\0\0\0"));
    made_u32(&psd, (uint32_t)b.size + 12);
    made_resource(&psd, 0x404, builder_slice(&b));
    PhotoWords words = read_words(arena, builder_slice(&psd));
    assert_true(words.keywords.count <= 200);
    for (size_t i = 0; i < words.keywords.count; i++)
        assert_true(words.keywords.items[i].size <= 1000);
}

/* Each entry leads to the same megabytes. It would take minutes. */
static void a_long_empty_comment_that_is_told_a_thousand_times_is_not_walked_as_often(void **state)
{
    enum { ENTRIES = 1000, SIZE = 8 << 20 };
    Arena *arena = *state;
    char *spaces = arena_text(arena, SIZE);
    memset(spaces, ' ', SIZE);
    MadeEntry *entries = ARENA_ARRAY(arena, MadeEntry, ENTRIES);
    for (int i = 0; i < ENTRIES; i++)
        entries[i] = (MadeEntry){0x9286, 7, i == 0 ? slice_of(spaces, SIZE) : SLICE_EMPTY};
    Slice whole = made_exif(arena, entries, ENTRIES, NULL, 0, false);
    char *bytes = arena_text(arena, whole.size);
    memcpy(bytes, whole.data, whole.size);
    for (int i = 1; i < ENTRIES; i++) /* count and offset as the first has them */
        memcpy(bytes + 8 + 2 + 12 * i, bytes + 8 + 2, 12);
    PhotoWords words = read_words(arena, slice_of(bytes, whole.size));
    assert_int_equal(words.comment.size, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(datasets_of_iim_are_words),
        TEST(character_sets_of_iim_are_told_or_guessed),
        TEST(a_script_of_its_own_is_guessed),
        TEST(properties_of_xmp_are_words),
        TEST(a_long_packet_is_put_together),
        TEST(xmp_is_believed_unless_iim_was_changed_later),
        TEST(a_text_that_was_cut_for_iim_is_taken_whole),
        TEST(exif_is_read_in_both_byte_orders),
        TEST(a_camera_is_no_caption),
        TEST(dates_are_cut_to_their_grain),
        TEST(other_files_hold_words_too),
        TEST(what_is_no_picture_is_skipped),
        TEST(a_file_cut_anywhere_gives_what_is_left),
        TEST(changed_bytes_do_no_harm),
        TEST(sizes_that_lie_cost_no_memory),
        TEST(many_words_are_bounded),
        TEST(a_long_empty_comment_that_is_told_a_thousand_times_is_not_walked_as_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
