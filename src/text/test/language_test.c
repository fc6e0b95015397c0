/* Languages are told from text, and their direction from their code. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "text/text.h"

static void languages_are_told_from_a_paragraph(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"en", "Following an invitation from the Italian government, the head of the army arrived in Rome on "
               "Tuesday "
               "to meet the defence minister and the interior minister."},
        {"ar",
         "وصل قائد الجيش الوطني الليبي إلى روما يوم الثلاثاء بدعوة من الحكومة الإيطالية للقاء وزيرة الدفاع "
         "ووزير الداخلية ورئيس جهاز المخابرات"},
        {"fr", "À l'invitation du gouvernement italien, le chef de l'armée est arrivé mardi à Rome pour "
               "rencontrer la "
               "ministre de la Défense et le ministre de l'Intérieur."},
        {"de", "Auf Einladung der italienischen Regierung traf der Befehlshaber der Armee am Dienstag in Rom "
               "ein, um die "
               "Verteidigungsministerin und den Innenminister zu treffen."},
        {"he",
         "ראש הצבא הגיע ביום שלישי לרומא בהזמנת הממשלה האיטלקית כדי להיפגש עם שרת הביטחון ועם שר הפנים"},
        {"zh", "应意大利政府邀请，利比亚国民军领导人周二抵达罗马，会见国防部长和内政部长。"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const Slice lang = text_language(slice_from(pairs[i][1]));
        if (!slice_equal(lang, slice_from(pairs[i][0])))
            fail_msg("%s is taken for '%.*s'", pairs[i][0], SLICE_ARG(lang));
    }
}

static void what_is_no_language_is_not_guessed(void **state)
{
    (void)state;
    assert_true(slice_is_empty(text_language(SLICE(""))));
    assert_true(slice_is_empty(text_language(SLICE("12 34 56"))));
    assert_true(slice_is_empty(text_language(SLICE("\xFF\xFE bytes"))));
}

static void a_long_text_is_cut_between_runes(void **state)
{
    (void)state;
    Arena *arena = arena_open((size_t)1 << 20);
    char *bytes = arena_text(arena, 200000);
    bytes[0] = 'x';
    const char *word = "\xD8\xA8\xD9\x84\xD8\xAF ";
    for (size_t i = 1; i + 7 <= 200000; i += 7)
        memcpy(bytes + i, word, 7);
    const Slice lang = text_language(slice_of(bytes, 1 + 28000 * 7));
    assert_true(lang.size <= 3);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_told_from_a_paragraph),
        cmocka_unit_test(what_is_no_language_is_not_guessed),
        cmocka_unit_test(a_long_text_is_cut_between_runes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
