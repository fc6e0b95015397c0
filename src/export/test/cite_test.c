/* Citations: names that are parted and names that are not, dates of each grain, and words that each form
 * would take for its own. */
#include "base/test/cm.h"
#include "export/cite.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const CitePaper PAPER = {
    .title = {"The Paper", 9}, .publisher = {"Paper & Sons", 12}, .address = {"http://p.example/a{b}|c", 23}};

static Slice cite(const Article *article, CiteForm form)
{
    return export_citation(arena, article, &PAPER, form);
}

static void assert_in(Slice text, const char *part)
{
    if (!slice_contains(text, slice_from(part)))
        fail_msg("'%s' is not in:\n%.*s", part, SLICE_ARG(text));
}

static void names_are_parted_where_it_is_sure(void **state)
{
    (void)state;
    static const struct {
        const char *name, *given, *family;
    } cases[] = {
        {"Omar Farouk", "Omar", "Farouk"},
        {"Abdul Rahman Al-Rashed", "Abdul Rahman", "Al-Rashed"},
        {"Hussein Al Shihabi", "Hussein", "Al Shihabi"},
        {"Gamal Abdel Nasser", "Gamal", "Abdel Nasser"},
        {"Mohammad bin Salman", "Mohammad", "bin Salman"},
        {"Zine El Abidine Ben Ali", "Zine El Abidine", "Ben Ali"},
        {"Ludwig van der Rohe", "Ludwig", "van der Rohe"},
        {"Ben Hubbard", "Ben", "Hubbard"},
        {"Dr. Huda al-Mansi", "Huda", "al-Mansi"},
        {"Eleni K. Kallas", "Eleni K.", "Kallas"},
        {"Élise O'Neill-Brown", "Élise", "O'Neill-Brown"},
        {"Reuters", NULL, NULL},
        {"Agence France Press", NULL, NULL},
        {"The Tramontane", NULL, NULL},
        {"Asharq Al-Awsat Staff", NULL, NULL},
        {"Paper & Sons", NULL, NULL},
        {"the paper", NULL, NULL},
        {"Omar Farouk and Ann Lee", NULL, NULL},
        {"Farouk, Omar", NULL, NULL},
        {"طارق الحميد", NULL, NULL},
        {"王 小明", NULL, NULL},
        {"Dr. Huda", NULL, NULL},
        {"Ibn Khaldun Institute of Things", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CiteName name = cite_name(arena, slice_from(cases[i].name), &PAPER);
        if (!slice_equal(name.family, slice_from(cases[i].family)) ||
            !slice_equal(name.given, slice_from(cases[i].given)))
            fail_msg("%s: '%.*s' '%.*s'", cases[i].name, SLICE_ARG(name.given), SLICE_ARG(name.family));
        assert_true(slice_equal(name.literal, slice_from(cases[i].name)));
    }
    CiteName junior = cite_name(arena, SLICE("Martin L. King Jr."), &PAPER);
    assert_slice(junior.family, "King");
    assert_slice(junior.suffix, "Jr.");
}

static void an_agency_that_signs_is_no_person(void **state)
{
    (void)state;
    Author authors[] = {{.name = SLICE("Medi Wire"), .agency = SLICE("Medi Wire")},
                        {.name = SLICE("Jo Lee"), .agency = SLICE("AP")}};
    Article article = {.id = SLICE("7"), .headline = SLICE("H"), .authors = {.items = authors, .count = 2}};
    assert_in(cite(&article, CITE_CSL),
              "\"author\":[{\"literal\":\"Medi Wire\"},{\"family\":\"Lee\",\"given\":\"Jo\"}]");
    assert_in(cite(&article, CITE_WIKIPEDIA), "|author1=Medi Wire |last2=Lee |first2=Jo");
    assert_in(cite(&article, CITE_WIKIPEDIA), "|agency=AP");
    assert_in(cite(&article, CITE_BIBTEX), "author = {{Medi Wire} and Lee, Jo}");
}

static void dates_are_cut_to_their_grain(void **state)
{
    (void)state;
    static const struct {
        const char *published, *csl, *ris, *bibtex, *biblatex, *wiki, *apa, *chicago;
    } cases[] = {
        {"2014-06-27T23:30+03:00", "[[2014,6,27]]", "DA  - 2014/06/27\r\n", "day = {27}",
         "date = {2014-06-27}", "|date=27 June 2014 ", "(2014, June 27). ", "June 27, 2014. "},
        {"2014-06", "[[2014,6]]", "DA  - 2014/06/\r\n", "month = jun", "date = {2014-06}", "|date=June 2014 ",
         "(2014, June). ", "June 2014. "},
        {"2014", "[[2014]]", "DA  - 2014/\r\n", "year = {2014}", "date = {2014}", "|date=2014 ", "(2014). ",
         ", 2014. "},
        {"", "\"type\"", "TI  - H\r\n", "journal", "newspaper", "{{cite news |title", "(n.d.). ", "n.d. "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Article article = {.id = SLICE("7"), .headline = SLICE("H")};
        if (cases[i].published[0])
            assert_true(moment_parse(slice_from(cases[i].published), &article.published));
        assert_in(cite(&article, CITE_CSL), cases[i].csl);
        assert_in(cite(&article, CITE_RIS), cases[i].ris);
        assert_in(cite(&article, CITE_BIBTEX), cases[i].bibtex);
        assert_in(cite(&article, CITE_BIBLATEX), cases[i].biblatex);
        assert_in(cite(&article, CITE_WIKIPEDIA), cases[i].wiki);
        assert_in(cite(&article, CITE_APA), cases[i].apa);
        assert_in(cite(&article, CITE_CHICAGO), cases[i].chicago);
    }
}

static void hostile_words_stay_words(void **state)
{
    (void)state;
    Article article = {.id = SLICE("7"),
                       .headline =
                           SLICE("A {b} \\c 50% & $1 #2 x_y ~^ |p [q] ''i'' <ref>\r\nER  - \nTY  - X")};
    assert_in(cite(&article, CITE_RIS), "<ref> ER - TY - X\r\n");
    assert_in(cite(&article, CITE_BIBTEX),
              "title = {{A \\textbraceleft{}b\\textbraceright{} \\textbackslash{}c 50\\% \\& \\$1 \\#2 x\\_y "
              "\\textasciitilde{}\\textasciicircum{} |p [q] ''i'' <ref> ER - TY - X}}");
    assert_in(cite(&article, CITE_BIBTEX), "url = {http://p.example/a%7Bb%7D%7Cc}");
    assert_in(
        cite(&article, CITE_WIKIPEDIA),
        "|title=A &#123;b&#125; \\c 50% &amp; $1 #2 x_y &#126;^ {{!}}p &#91;q&#93; &#39;&#39;i&#39;&#39; "
        "&lt;ref&gt; ER - TY - X |url=http://p.example/a%7Bb%7D%7Cc ");
}

static void styles_are_written_as_their_books_say(void **state)
{
    (void)state;
    Author authors[] = {{.name = SLICE("Omar J. Farouk")}, {.name = SLICE("Ann Lee")}};
    Article article = {.id = SLICE("7"),
                       .headline = SLICE("“Boats”, they said?"),
                       .authors = {.items = authors, .count = 2}};
    assert_true(moment_parse(SLICE("2014-06-07"), &article.published));
    assert_slice(cite(&article, CITE_CHICAGO),
                 "Farouk, Omar J., and Ann Lee. “‘Boats’, they said?” The Paper, June 7, "
                 "2014. http://p.example/a%7Bb%7D%7Cc.\n");
    assert_slice(cite(&article, CITE_MLA),
                 "Farouk, Omar J., and Ann Lee. “‘Boats’, they said?” The Paper, 7 June "
                 "2014, http://p.example/a%7Bb%7D%7Cc.\n");
    assert_slice(cite(&article, CITE_APA),
                 "Farouk, O. J., & Lee, A. (2014, June 7). “Boats”, they said? The Paper. "
                 "http://p.example/a%7Bb%7D%7Cc\n");
    assert_slice(cite(&article, CITE_HARVARD),
                 "Farouk, O. J. and Lee, A. (2014) ‘“Boats”, they said?’, The Paper, 7 "
                 "June. Available at: http://p.example/a%7Bb%7D%7Cc.\n");
}

static void forms_are_known_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < CITE_FORMS; i++) {
        CiteForm form;
        assert_true(cite_form_find(cite_form_name((CiteForm)i), &form));
        assert_int_equal(form, i);
        assert_true(cite_form_type(form).size > 0);
    }
    CiteForm form;
    assert_true(cite_form_find(SLICE("bib"), &form));
    assert_int_equal(form, CITE_BIBTEX);
    assert_false(cite_form_find(SLICE("word"), &form));
}

/* Whatever the bytes, braces balance and RIS stays one record. */
static void random_words_never_break_a_form(void **state)
{
    (void)state;
    uint64_t seed = 20260404;
    static const char letters[] = "{}\\%&$#_~^|[]'<>\r\n -=aA,.\"\x01\xff\xe2";
    for (int round = 0; round < 2000; round++) {
        char text[40];
        size_t size = 0;
        for (; size < sizeof text; size++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[size] = letters[(seed >> 33) % (sizeof letters - 1)];
        }
        Author author = {.name = slice_of(text, size)};
        Label tag = {.label = slice_of(text, size)};
        Article article = {.id = SLICE("7"),
                           .headline = slice_of(text, size),
                           .summary = slice_of(text, size),
                           .authors = {.items = &author, .count = 1},
                           .tags = {.items = &tag, .count = 1}};
        Slice bib = cite(&article, CITE_BIBTEX), ris = cite(&article, CITE_RIS), line;
        int depth = 0;
        for (size_t i = 0; i < bib.size; i++) {
            depth += (bib.data[i] == '{') - (bib.data[i] == '}');
            assert_true(depth >= 0);
        }
        assert_int_equal(depth, 0);
        size_t lines = 0;
        while (slice_next_line(&ris, &line)) {
            assert_slice(slice_range(line, 2, 6), "  - ");
            lines++;
        }
        assert_true(lines >= 6 && lines <= 12);
        for (size_t form = 0; form < CITE_FORMS; form++)
            assert_true(cite(&article, (CiteForm)form).size > 0);
        if (round % 100 == 99)
            arena_reset(arena);
    }
}

static void the_paper_is_cited_and_its_archive_is_where_it_lies(void **state)
{
    (void)state;
    Author desk = {.name = SLICE("THE TRAMONTANE"), .agency = SLICE("The Tramontane")};
    Article article = {
        .id = SLICE("7"), .headline = SLICE("Ferry Late"), .byline = SLICE("By The Tramontane")};
    article.authors = (Authors){&desk, 1, 1};
    CitePaper paper = {.title = SLICE("THE TRAMONTANE English Archive 2006 -2017"),
                       .publisher = SLICE("The Tramontane")};
    Slice csl = export_citation(arena, &article, &paper, CITE_CSL);
    assert_in(csl, "\"container-title\":\"The Tramontane\"");
    assert_in(csl, "\"archive\":\"THE TRAMONTANE English Archive 2006 -2017\"");
    assert_false(slice_contains(csl, SLICE("literal")));
    assert_false(slice_contains(csl, SLICE("Agency")));
    Slice ris = export_citation(arena, &article, &paper, CITE_RIS);
    assert_in(ris, "T2  - The Tramontane\r\n");
    assert_in(ris, "DP  - THE TRAMONTANE English Archive 2006 -2017\r\n");
    assert_false(slice_contains(ris, SLICE("AU  -")));
    assert_in(export_citation(arena, &article, &paper, CITE_BIBLATEX), "journaltitle = {The Tramontane}");
    assert_in(export_citation(arena, &article, &paper, CITE_WIKIPEDIA), "|newspaper=The Tramontane");
    paper.name = SLICE("Tramontane Daily");
    assert_in(export_citation(arena, &article, &paper, CITE_APA), "Tramontane Daily.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_parted_where_it_is_sure),
        cmocka_unit_test(an_agency_that_signs_is_no_person),
        cmocka_unit_test(dates_are_cut_to_their_grain),
        cmocka_unit_test(hostile_words_stay_words),
        cmocka_unit_test(styles_are_written_as_their_books_say),
        cmocka_unit_test(forms_are_known_by_name),
        cmocka_unit_test(random_words_never_break_a_form),
        cmocka_unit_test(the_paper_is_cited_and_its_archive_is_where_it_lies),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
