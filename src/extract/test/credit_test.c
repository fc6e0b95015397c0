#include "reading.h"

typedef struct Case {
    const char *printed, *caption, *raw, *agency, *photographer;
    bool is_file;
} Case;

static const Case cases[] = {
    {"A man walks. (AP Photo/Nariman El-Mofty)", "A man walks.", "AP Photo/Nariman El-Mofty", "AP",
     "Nariman El-Mofty", false},
    {"A man walks. (AP Photo/Muhammed Muheisen, File)", "A man walks.", "AP Photo/Muhammed Muheisen, File",
     "AP", "Muhammed Muheisen", true},
    {"A man walks. (AFP Photo/Mohammed Huwais)", "A man walks.", "AFP Photo/Mohammed Huwais", "AFP",
     "Mohammed Huwais", false},
    {"A man walks. AFP PHOTO/MOHAMMED HUWAIS", "A man walks.", "AFP PHOTO/MOHAMMED HUWAIS", "AFP",
     "MOHAMMED HUWAIS", false},
    {"A man walks. (Reuters/Khaled Abdullah)", "A man walks.", "Reuters/Khaled Abdullah", "Reuters",
     "Khaled Abdullah", false},
    {"A man walks. (REUTERS/Khaled Abdullah)", "A man walks.", "REUTERS/Khaled Abdullah", "Reuters",
     "Khaled Abdullah", false},
    {"A man walks. (R)", "A man walks.", "R", "Reuters", "", false},
    {"A man walks. (EPA Photo)", "A man walks.", "EPA Photo", "EPA", "", false},
    {"A man walks. (EPA/Yahya Arhab)", "A man walks.", "EPA/Yahya Arhab", "EPA", "Yahya Arhab", false},
    {"A man walks in Aden. EPA/MOHAMMED SABER", "A man walks in Aden.", "EPA/MOHAMMED SABER", "EPA",
     "MOHAMMED SABER", false},
    {"A man walks. (Asharq Al-Awsat Photo by Hatim Oweida)", "A man walks.",
     "Asharq Al-Awsat Photo by Hatim Oweida", "Asharq Al-Awsat", "Hatim Oweida", false},
    {"Libyan General Khalifa Haftar addresses a press conference in Benghazi. AP",
     "Libyan General Khalifa Haftar addresses a press conference in Benghazi.", "AP", "AP", "", false},
};

static void every_form_of_credit_is_taken_off_its_caption(void **state)
{
    (void)state;
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Slice caption = slice_from(cases[i].printed);
        Credit credit;
        if (!extract_credit(arena, &caption, &credit))
            fail_msg("no credit in \"%s\"", cases[i].printed);
        expect_text(caption, cases[i].caption);
        expect_text(credit.raw, cases[i].raw);
        expect_text(credit.agency, cases[i].agency);
        expect_text(credit.photographer, cases[i].photographer);
        assert_int_equal(credit.is_file, cases[i].is_file);
    }
    arena_close(arena);
}

static void a_caption_without_credit_stays_whole(void **state)
{
    (void)state;
    static const char *const plain[] = {"Supporters of the president march in Cairo (Egypt)",
                                        "A view of the harbour in 1921.",
                                        "The minister, right, with his son.",
                                        "",
                                        "He spoke of the EPA and left.",
                                        "The quay, by night (A Photo)",
                                        "The prize (Undated Photo)",
                                        "()"};
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        Slice caption = slice_from(plain[i]);
        Credit credit;
        if (extract_credit(arena, &caption, &credit))
            fail_msg("\"%s\" gave \"%.*s\"", plain[i], SLICE_ARG(credit.raw));
        expect_text(caption, plain[i]);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_credit_is_taken_off_its_caption),
        cmocka_unit_test(a_caption_without_credit_stays_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
