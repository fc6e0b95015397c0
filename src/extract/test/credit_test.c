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
    {"A man walks (Jane Roe/The Herald)", "A man walks", "Jane Roe/The Herald", "", "Jane Roe/The Herald",
     false},
    {"A man walks. (Fred Scheiber/SIPA)", "A man walks.", "Fred Scheiber/SIPA", "", "Fred Scheiber/SIPA",
     false},
    {"A man walks by. — Picture by Yusof Mat Isa", "A man walks by.", "Yusof Mat Isa", "", "Yusof Mat Isa",
     false},
    {"A man walks in Aden. Jane Roe / Medwire", "A man walks in Aden.", "Jane Roe / Medwire", "",
     "Jane Roe / Medwire", false},
    {"A man walks. (Image: Getty)", "A man walks.", "Image: Getty", "Getty Images", "", false},
    {"被告＝13日、東京・霞ケ関で（潟沼義樹撮影）", "被告＝13日、東京・霞ケ関で", "潟沼義樹", "", "潟沼義樹",
     false},
    {"選手（左から）石川（Ｃ）共同通信社", "選手（左から）石川", "共同通信社", "Kyodo", "", false},
    {"国民（ソウルで、３日）＝ＡＰ", "国民（ソウルで、３日）", "ＡＰ", "AP", "", false},
    {"유세에서 연설하고 있다. 연합뉴스", "유세에서 연설하고 있다.", "연합뉴스", "Yonhap", "", false},
    {"입장을 밝히고 있다. 민경석 기자", "입장을 밝히고 있다.", "민경석", "", "민경석", false},
    {"Para wisudawan di kampus(Dok. IGI )", "Para wisudawan di kampus", "Dok. IGI", "", "IGI", false},
    {"Y bác sĩ. Ảnh: Bệnh viện", "Y bác sĩ.", "Ảnh: Bệnh viện", "", "Bệnh viện", false},
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
                                        "The ferry runs 24/7 (Mon/Tue)",
                                        "He went home. The End",
                                        "移送される被告＝13日午後10時31分",
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
