#include "reading.h"

typedef struct Case {
    const char *text, *raw;
    const char *places[3], *agencies[3];
    const char *date;
} Case;

static const Case cases[] = {
    {"London, Asharq Al-Awsat- Our job", "London, Asharq Al-Awsat-", {"London"}, {"Asharq Al-Awsat"}, ""},
    {"London, Asharq Al-Awsat—Since", "London, Asharq Al-Awsat—", {"London"}, {"Asharq Al-Awsat"}, ""},
    {"Riyadh, Asharq Al-Awsat –Asharq Al-Awsat has learnt that",
     "Riyadh, Asharq Al-Awsat –",
     {"Riyadh"},
     {"Asharq Al-Awsat"},
     ""},
    {"London, Asharq Al-Awsat – In this interview",
     "London, Asharq Al-Awsat –",
     {"London"},
     {"Asharq Al-Awsat"},
     ""},
    {"Nairobi, AP—A suspect was", "Nairobi, AP—", {"Nairobi"}, {"AP"}, ""},
    {"Paris, AP—The", "Paris, AP—", {"Paris"}, {"AP"}, ""},
    {"Beirut, Reuters—Syrian", "Beirut, Reuters—", {"Beirut"}, {"Reuters"}, ""},
    {"Baghdad, AP/Asharq Al-Awsat — Iraqi",
     "Baghdad, AP/Asharq Al-Awsat —",
     {"Baghdad"},
     {"AP", "Asharq Al-Awsat"},
     ""},
    {"Sana’a and Al-Hudaydah, Asharq Al-Awsat—Yemeni",
     "Sana’a and Al-Hudaydah, Asharq Al-Awsat—",
     {"Sana’a", "Al-Hudaydah"},
     {"Asharq Al-Awsat"},
     ""},
    {"New York – The international version", "New York –", {"New York"}, {NULL}, ""},
    {"Cairo-It is not the first time", "Cairo-", {"Cairo"}, {NULL}, ""},
    {"Cairo- Following an invitation", "Cairo-", {"Cairo"}, {NULL}, ""},
    {"SYDNEY and KUALA LUMPUR, Jul 26 2022 (IPS) - Like so many",
     "SYDNEY and KUALA LUMPUR, Jul 26 2022 (IPS) -",
     {"SYDNEY", "KUALA LUMPUR"},
     {"IPS"},
     "2022-07-26"},
    {"CAIRO - 17 July 2022: The Authority", "CAIRO - 17 July 2022:", {"CAIRO"}, {NULL}, "2022-07-17"},
    {"New York (November 25, 2021): Indian authorities",
     "New York (November 25, 2021):",
     {"New York"},
     {NULL},
     "2021-11-25"},
    {"BEIJING, July 18 (Xinhua) -- Chinese Vice Premier",
     "BEIJING, July 18 (Xinhua) --",
     {"BEIJING"},
     {"Xinhua"},
     ""},
    {"Colombo, Sri Lanka – The man who paved", "Colombo, Sri Lanka –", {"Colombo, Sri Lanka"}, {NULL}, ""},
    {"ROCHESTER, N.Y., Feb 26 - Champion Products",
     "ROCHESTER, N.Y., Feb 26 -",
     {"ROCHESTER, N.Y."},
     {NULL},
     ""},
    {"SAN SALVADOR, 9 JAN 90 (DPA) -- [TEXT] THE ARMY",
     "SAN SALVADOR, 9 JAN 90 (DPA) --",
     {"SAN SALVADOR"},
     {"DPA"},
     ""},
    {"PRINCETON, N.J. - The", "PRINCETON, N.J. -", {"PRINCETON, N.J."}, {NULL}, ""},
    {"BUDAPEST, April 7, Reuter - The", "BUDAPEST, April 7, Reuter -", {"BUDAPEST"}, {"Reuters"}, ""},
    {"HIROSHIMA--Survivors of the", "HIROSHIMA--", {"HIROSHIMA"}, {NULL}, ""},
    {"KUALA LUMPUR: It was former", "KUALA LUMPUR:", {"KUALA LUMPUR"}, {NULL}, ""},
    {"[inset_left]Al-RawiyatMaha HassanDar Al-Tanweer, 192 pages[/inset_left] London, Asharq Al-Awsat—In her",
     "London, Asharq Al-Awsat—",
     {"London"},
     {"Asharq Al-Awsat"},
     ""},
    {"الرياض - أعلنت وزارة", "الرياض -", {"الرياض"}, {NULL}, ""},
    {"القاهرة - رويترز: قال مسؤول", "القاهرة - رويترز:", {"القاهرة"}, {"Reuters"}, ""},
    {"إزمير - أ ف ب: فازت", "إزمير - أ ف ب:", {"إزمير"}, {"AFP"}, ""},
    {"بورت مارينزا: «الترامونتانا» - أعلنت",
     "بورت مارينزا: «الترامونتانا» -",
     {"بورت مارينزا"},
     {"الترامونتانا"},
     ""},
    {"برلين - (رويترز): قالت دورية", "برلين - (رويترز):", {"برلين"}, {"Reuters"}, ""},
    {"(رويترز) - قال شهود", "(رويترز) -", {NULL}, {"Reuters"}, ""},
    {"واس - إسلام آباد : دعا مجلس", "واس - إسلام آباد :", {"إسلام آباد"}, {"SPA"}, ""},
    {"طهران - لندن: «الشرق الأوسط» - صعد",
     "طهران - لندن: «الشرق الأوسط» -",
     {"طهران", "لندن"},
     {"Asharq Al-Awsat"},
     ""},
    {"لندن - وكالات: تمكن علماء", "لندن - وكالات:", {"لندن"}, {"وكالات"}, ""},
    {"عدن: محمد علي محسن - صنعاء: «الجريدة»: عقد",
     "عدن: محمد علي محسن - صنعاء: «الجريدة»:",
     {"عدن", "صنعاء"},
     {"الجريدة"},
     ""},
    {"* تونس - رويترز: قالت شركة", "تونس - رويترز:", {"تونس"}, {"Reuters"}, ""},
    {"(AP) - He said that", "(AP) -", {NULL}, {"AP"}, ""},
    {"(Reuters) – Shares fell", "(Reuters) –", {NULL}, {"Reuters"}, ""},
    {"DALLAS (AP) — Democratic", "DALLAS (AP) —", {"DALLAS"}, {"AP"}, ""},
    {"RICHMOND, Va. Feb 26 - The", "RICHMOND, Va. Feb 26 -", {"RICHMOND, Va."}, {NULL}, ""},
    {"omaha, april 7 - Hogs were", "omaha, april 7 -", {"omaha"}, {NULL}, ""},
    {"ALBANY, N.Y., Marc 3 - The", "ALBANY, N.Y., Marc 3 -", {"ALBANY, N.Y."}, {NULL}, ""},
    {"****LONDON, March 5 - Gold", "LONDON, March 5 -", {"LONDON"}, {NULL}, ""},
    {"ARNHEM, the Netherlands, April 1 - Akzo",
     "ARNHEM, the Netherlands, April 1 -",
     {"ARNHEM, the Netherlands"},
     {NULL},
     ""},
    {"NEWPORT NEWS, Va., March 2 - A yard",
     "NEWPORT NEWS, Va., March 2 -",
     {"NEWPORT NEWS, Va."},
     {NULL},
     ""},
    {"ROME (ITALY), 11 JAN 90 -- [INTERVIEW] WE", "ROME (ITALY), 11 JAN 90 --", {"ROME (ITALY)"}, {NULL}, ""},
    {"BOGOTA, 10 MAR 89 (INRAVISION TELEVISION CADENA 1) -- [REPORT] THE",
     "BOGOTA, 10 MAR 89 (INRAVISION TELEVISION CADENA 1) --",
     {"BOGOTA"},
     {"INRAVISION TELEVISION CADENA 1"},
     ""},
    {"TODAY MARENZA – The council has", "TODAY MARENZA –", {NULL}, {"TODAY MARENZA"}, ""},
};

static void every_form_of_dateline_is_read(void **state)
{
    (void)state;
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Dateline line;
        if (!extract_dateline(arena, slice_from(cases[i].text), &line))
            fail_msg("no dateline in \"%s\"", cases[i].text);
        expect_text(line.raw, cases[i].raw);
        expect_text(slice_range(slice_from(cases[i].text), line.span.begin, line.span.end), cases[i].raw);
        for (size_t p = 0; p < 3 && (cases[i].places[p] || p < line.places.count); p++) {
            assert_true(p < line.places.count && cases[i].places[p]);
            expect_text(line.places.items[p], cases[i].places[p]);
        }
        for (size_t a = 0; a < 3 && (cases[i].agencies[a] || a < line.agencies.count); a++) {
            assert_true(a < line.agencies.count && cases[i].agencies[a]);
            expect_text(line.agencies.items[a], cases[i].agencies[a]);
        }
        expect_text(moment_format(arena, line.date), cases[i].date);
    }
    arena_close(arena);
}

static void a_sentence_with_a_dash_is_no_dateline(void **state)
{
    (void)state;
    static const char *const traps[] = {
        "To many they are art’s next big thing — digital images of jellyfish",
        "Writers argue about where Egypt stands today—on the brink of a brighter future",
        "Saudi, Iranian foreign ministers to meet in Baghdad: Iraqi FM",
        "Moscow-Washington talks were broken off on Friday.",
        "Al-Qaeda said on Sunday that its men had left the town.",
        "Saudi-American relations are older than most of those who speak of them.",
        "EXCLUSIVE - The minister has resigned.",
        "UPDATE: The road is open again.",
        "Trump-Putin summit ends without a word to the press.",
        "He said: “We are ready.”",
        "Slash/Back is a new feature film that was shot entirely in Pangnirtung, Nunavut, a fly-in town.",
        "The minister – who did not speak – left early.",
        "",
        "-",
        "Cairo",
        "قال الرئيس: نحن هنا منذ سنة",
        "أحمد - وهو شاب - قال إنه رأى",
        "رُضاب - بضمّ الراء - كلمة صحيحة",
        "تمكن مركز شرطة أبانات - غرب القصيم - من ضبط جانٍ",
        "«القاعدة» - وهي جماعة - قالت",
        "سبق- وكالات: قال الرئيس",
        "نقلت رويترز - عن مصادر - أن الطريق مفتوح",
        "The Herald – a paper of record – was sold on Monday.",
        "(Note) - The figures are those of last year.",
        "RPT - The figures are those of last year.",
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof traps / sizeof traps[0]; i++) {
        Dateline line;
        if (extract_dateline(arena, slice_from(traps[i]), &line))
            fail_msg("\"%s\" gave \"%.*s\"", traps[i], SLICE_ARG(line.raw));
    }
    arena_close(arena);
}

static void a_day_without_a_year_is_of_the_year_of_the_piece(void **state)
{
    (void)state;
    static const struct {
        const char *text, *published, *date;
    } days[] = {{"LONDON, Feb 26 - Gold rose", "1987-02-26T15:01", "1987-02-26"},
                {"LONDON, Dec 31 - Gold rose", "1988-01-01", "1987-12-31"},
                {"BEIJING, July 18 (Xinhua) -- The", "2022-07-19", "2022-07-18"},
                {"LONDON, Feb 26 - Gold rose", "", ""}};
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        Moment published;
        TextReading reading;
        if (!moment_parse(slice_from(days[i].published), &published))
            published = (Moment){0};
        extract_reading(arena, slice_from(days[i].text), published, &reading);
        expect_text(moment_format(arena, reading.dateline.date), days[i].date);
    }
    arena_close(arena);
}

static void a_text_gives_its_credits_where_they_stand(void **state)
{
    (void)state;
    static const char text[] =
        "Port Vell, AP—A suspect was found.\n\nA man walks. (AP Photo/Jane Roe, File)\n"
        "He said the agency, Reuters, was wrong.\nThe quay (EPA/Yahya Arhab)\n";
    Arena *arena = arena_open(1u << 20);
    TextReading reading;
    extract_reading(arena, slice_from(text), (Moment){0}, &reading);
    expect_text(reading.dateline.raw, "Port Vell, AP—");
    assert_int_equal(reading.credits.count, 2);
    const FoundCredit *first = &reading.credits.items[0];
    expect_text(first->credit.photographer, "Jane Roe");
    assert_true(first->credit.is_file);
    expect_text(slice_range(slice_from(text), first->span.begin, first->span.end), "AP Photo/Jane Roe, File");
    expect_text(reading.credits.items[1].credit.agency, "EPA");
    extract_reading(arena, SLICE("Crowds at dawn. Jane Roe / The Herald"), (Moment){0}, &reading);
    assert_int_equal(reading.credits.count, 1);
    expect_text(reading.credits.items[0].credit.raw, "Jane Roe / The Herald");
    arena_close(arena);
}

static void random_openings_end_and_stay_in_bounds(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "Cairo", ", ",           "-",      "—", " ",    "AP", "(",       ")",
        "/",     "[inset_left]", "\n",     ":", "May",  "14", "[/inset", "]",
        "\xE2",  "and",          "LONDON", ".", "لندن", "«",  "»",       "رويترز"};
    uint64_t seed = 42;
    Arena *arena = arena_open(16u << 20);
    for (int round = 0; round < 4000; round++) {
        char text[256];
        size_t size = 0;
        arena_reset(arena);
        for (int i = 0; i < 20; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const char *part = parts[(seed >> 33) % (sizeof parts / sizeof parts[0])];
            if (size + strlen(part) < sizeof text) {
                memcpy(text + size, part, strlen(part));
                size += strlen(part);
            }
        }
        Dateline line;
        if (extract_dateline(arena, slice_of(text, size), &line)) {
            assert_true(line.span.begin < line.span.end && line.span.end <= size);
            assert_true(line.places.count + line.agencies.count > 0);
        }
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_dateline_is_read),
        cmocka_unit_test(a_sentence_with_a_dash_is_no_dateline),
        cmocka_unit_test(a_day_without_a_year_is_of_the_year_of_the_piece),
        cmocka_unit_test(a_text_gives_its_credits_where_they_stand),
        cmocka_unit_test(random_openings_end_and_stay_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
