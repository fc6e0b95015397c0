#include "reading.h"

#define TITLE "The Harbour Herald Archive 1990 -2004"
#define PARAGRAPH_1                                                                                          \
    "Cairo- Following an invitation from the port, the pilots of three nations met in the old customs "      \
    "house, and spoke for a day about the mole."
#define PARAGRAPH_2                                                                                          \
    "“We have waited for ten years,” said Captain Salim Nassar, who has led ships through the narrows "  \
    "since he was twenty."
#define PARAGRAPH_3                                                                                          \
    "The talks go on next week, according to the harbour office, and the mole will be closed to fishermen "  \
    "until then."

#define FRAME_HEAD                                                                                           \
    "Home\nWorld\nThe harbour office asks all masters to report their draught, their cargo and their flag."
#define FRAME_FOOT "Copyright of the herald."

static const char plain_page[] = "News of the Sea and the Coast | Harbour Herald\n"
                                 "\n"
                                 "Pilots Meet to Speak of the Broken Mole | " TITLE "\n"
                                 "Select Page\n"
                                 "Media ID: 55384080\n"
                                 "\n"
                                 "Captain Salim Nassar speaks to reporters at the customs house. AP\n"
                                 "\n" PARAGRAPH_1 "\n\n" PARAGRAPH_2 "\n\n" PARAGRAPH_3;

static void expect_the_pilots(const Article *article)
{
    expect_text(article->headline, "Pilots Meet to Speak of the Broken Mole");
    assert_int_equal(article->page_kind, PAGE_ARTICLE);
    assert_int_equal(article->body.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(article->body.items[i].kind, BLOCK_PARAGRAPH);
    expect_text(article->body.items[0].text, PARAGRAPH_1);
    expect_text(article->body.items[2].text, PARAGRAPH_3);
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].id, "55384080");
    expect_text(article->media.items[0].caption,
                "Captain Salim Nassar speaks to reporters at the customs house.");
    expect_text(article->media.items[0].credit.raw, "AP");
    expect_text(article->media.items[0].credit.agency, "AP");
    expect_text(article->dateline.raw, "Cairo-");
    assert_false(moment_is_known(article->published));
    expect_lacks(article->text, "Herald");
    expect_lacks(article->text, "Select Page");
}

static void a_capture_is_read_with_its_archive_title(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    expect_the_pilots(read_text_page(&reading, plain_page, TITLE));
    assert_int_equal(reading.status, STATUS_OK);
    reading_close(&reading);
}

static void a_capture_is_read_without_any_title(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    expect_the_pilots(read_text_page(&reading, plain_page, NULL));
    reading_close(&reading);
}

static void lines_may_end_in_cr_lf(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    char page[4096];
    size_t size = 0;
    for (const char *c = plain_page; *c; c++) {
        if (*c == '\n')
            page[size++] = '\r';
        page[size++] = *c;
    }
    page[size] = '\0';
    expect_the_pilots(read_text_page(&reading, page, TITLE));
    reading_close(&reading);
}

static void the_meta_line_gives_author_date_and_sections(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article =
        read_text_page(&reading,
                       "Opinion: The Mole Is Ours | " TITLE "\nSelect Page\nOpinion: The Mole Is Ours\n"
                       "by Amir Taheri | Jun 27, 2014 | Opinion, Debate\n" PARAGRAPH_2 "\n" PARAGRAPH_3 "\n",
                       TITLE);
    expect_text(article->headline, "Opinion: The Mole Is Ours");
    expect_text(article->genre, "Opinion");
    assert_int_equal(article->authors.count, 1);
    expect_text(article->authors.items[0].name, "Amir Taheri");
    expect_text(moment_format(reading.arena, article->published), "2014-06-27");
    expect_text(article->section.label, "Opinion");
    expect_text(article->section.slug, "opinion");
    assert_int_equal(article->sections.count, 2);
    expect_text(article->sections.items[1].label, "Debate");
    assert_int_equal(article->page_kind, PAGE_OPINION);
    assert_int_equal(article->body.count, 2);
    reading_close(&reading);
}

static void an_empty_caption_takes_no_paragraph(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_text_page(
        &reading, "The Mole | " TITLE "\nMedia ID: 77\nCaption:\nThe Mole\n" PARAGRAPH_1 "\n" PARAGRAPH_3,
        TITLE);
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].id, "77");
    expect_text(article->media.items[0].caption, "");
    expect_text(article->headline, "The Mole");
    assert_int_equal(article->body.count, 2);
    reading_close(&reading);
}

static void a_caption_printed_twice_is_one(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_text_page(
        &reading,
        "The Mole | " TITLE
        "\nMedia ID: 77\nCaption:\nThe mole at dusk. (EPA Photo)\nThe mole at dusk. (EPA Photo)\n"
        "The Mole\n" PARAGRAPH_1 "\n" PARAGRAPH_3,
        TITLE);
    assert_int_equal(article->media.count, 1);
    expect_text(article->media.items[0].caption, "The mole at dusk.");
    expect_text(article->media.items[0].credit.agency, "EPA");
    assert_int_equal(article->body.count, 2);
    reading_close(&reading);
}

static void a_list_of_pieces_is_no_article(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_text_page(
        &reading,
        "Opinion Archives - " TITLE "\nSelect Page\nThe First\nby A B | Jun 27, 2014 | Opinion\n" PARAGRAPH_2
        "\nThe Second\n"
        "by C D | Jun 26, 2014 | Opinion\n" PARAGRAPH_3
        "\nThe Third\nby E F | Jun 25, 2014 | Opinion\n" PARAGRAPH_1 "\n",
        TITLE);
    assert_int_equal(article->page_kind, PAGE_LIST);
    reading_close(&reading);
}

static void shared_lines_are_furniture_once_they_are_learnt(void **state)
{
    (void)state;
    static const char *const stories[][3] = {
        {"The first story", PARAGRAPH_1, PARAGRAPH_2},
        {"The second story", PARAGRAPH_2, PARAGRAPH_3},
        {"The third story", PARAGRAPH_3, PARAGRAPH_1},
        {"The fourth story", LOREM, LOREM},
    };
    Reading reading;
    reading_open(&reading);
    Arena *arena = arena_open(1u << 20);
    Furniture *furniture = furniture_open();
    Slice pages[4];
    for (size_t i = 0; i < 4; i++) {
        pages[i] = arena_format(arena, "%s\n%s\n%s\n%s\n%s\n", FRAME_HEAD, stories[i][0], stories[i][1],
                                stories[i][2], FRAME_FOOT);
        furniture_learn(furniture, pages[i]);
    }
    furniture_settle(furniture);
    ExtractOptions options = {.furniture = furniture};
    const Article *article = reading_run(&reading, BODY_TEXT, SLICE_EMPTY, pages[0], &options);
    expect_lacks(article->text, "all masters");
    expect_begins(article->body.items[0].text, "Cairo- Following");
    furniture_close(furniture);
    arena_close(arena);
    reading_close(&reading);
}

static void arabic_captures_are_read_from_right_to_left(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Article *article = read_text_page(&reading,
                                            "مجلس الميناء يقرر إصلاح الرصيف القديم | الشرق الأوسط\n"
                                            "القاهرة - قرر مجلس الميناء أمس، بعد أربع ساعات من المحادثات، "
                                            "إصلاح الرصيف القديم الذي كسرته عواصف ثلاثة شتاءات متتالية.\n"
                                            "وقال رئيس المجلس إن العمل سيبدأ في الأسبوع المقبل، وإن الصيادين "
                                            "لن يدخلوا الميناء قبل نهاية الشهر، كما ذكرت مصادر مطلعة.\n",
                                            NULL);
    expect_text(article->headline, "مجلس الميناء يقرر إصلاح الرصيف القديم");
    assert_int_equal(article->body.count, 2);
    expect_text(article->lang, "ar");
    expect_text(article->dir, "rtl");
    assert_int_equal(article->dateline.places.count, 1);
    reading_close(&reading);
}

static void an_empty_capture_is_other(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    assert_int_equal(read_text_page(&reading, "", NULL)->page_kind, PAGE_OTHER);
    assert_int_equal(read_text_page(&reading, "\n\n \n", TITLE)->page_kind, PAGE_OTHER);
    assert_int_equal(read_text_page(&reading, "Page not found", TITLE)->page_kind, PAGE_OTHER);
    assert_int_equal(reading.status, STATUS_OK);
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_capture_is_read_with_its_archive_title),
        cmocka_unit_test(a_capture_is_read_without_any_title),
        cmocka_unit_test(lines_may_end_in_cr_lf),
        cmocka_unit_test(the_meta_line_gives_author_date_and_sections),
        cmocka_unit_test(an_empty_caption_takes_no_paragraph),
        cmocka_unit_test(a_caption_printed_twice_is_one),
        cmocka_unit_test(a_list_of_pieces_is_no_article),
        cmocka_unit_test(shared_lines_are_furniture_once_they_are_learnt),
        cmocka_unit_test(arabic_captures_are_read_from_right_to_left),
        cmocka_unit_test(an_empty_capture_is_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
