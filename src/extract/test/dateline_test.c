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
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < sizeof traps / sizeof traps[0]; i++) {
        Dateline line;
        if (extract_dateline(arena, slice_from(traps[i]), &line))
            fail_msg("\"%s\" gave \"%.*s\"", traps[i], SLICE_ARG(line.raw));
    }
    arena_close(arena);
}

static void random_openings_end_and_stay_in_bounds(void **state)
{
    (void)state;
    static const char *const parts[] = {"Cairo", ", ",           "-",      "—", " ",   "AP", "(",       ")",
                                        "/",     "[inset_left]", "\n",     ":", "May", "14", "[/inset", "]",
                                        "\xE2",  "and",          "LONDON", "."};
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
        cmocka_unit_test(random_openings_end_and_stay_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
