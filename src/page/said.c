/* What the reader of a query says (errors and notes, in English, written by src/query) -> the same in Arabic.
 * A pattern's '%' stands for any words; they come in their order into the Arabic, in its '%'. A message of
 * which no pattern is known stays as it is, and the page says that it is English. */
#include "page/parts.h"

enum { PARTS_MAX = 4 };

static const struct {
    const char *english, *arabic;
} SAID[] = {
    {"the bracket at character % was not closed: closed at the end",
     "القوس عند الحرف % لم يُغلق، فأُغلق في النهاية"},
    {"the closing bracket at character % had no opening one: left out",
     "قوس الإغلاق عند الحرف % بلا قوس فتح، فأُهمل"},
    {"the quotation mark at character % was not closed: closed at the end",
     "علامة الاقتباس عند الحرف % لم تُغلق، فأُغلقت في النهاية"},
    {"the range at character % ends before it begins: it holds nothing",
     "النطاق عند الحرف % ينتهي قبل أن يبدأ، فلا شيء فيه"},
    {"'%' is searched as a word: operators are written in capitals",
     "يُبحث عن «%» كلمةً: تُكتب العوامل بأحرف كبيرة"},
    {"'%' is searched as words: operators are written in capitals",
     "يُبحث عن «%» كلماتٍ: تُكتب العوامل بأحرف كبيرة"},
    {"'%' was left out: it holds no letter or digit", "أُهمل «%» إذ ليس فيه حرف ولا رقم"},
    {"a '?' at the end of a word is taken for a mark of punctuation",
     "علامة «?» في آخر الكلمة تُعدّ علامة ترقيم"},
    {"brackets in a phrase hold alternatives, and no other brackets: % (character %)",
     "الأقواس داخل العبارة للبدائل، ولا أقواس أخرى فيها: % (الحرف %)"},
    {"an alternative is empty: write % (character %)", "بديل فارغ: اكتب % (الحرف %)"},
    {"nothing stands between these quotation marks: put words there (character %)",
     "لا شيء بين علامتي الاقتباس: ضع كلمات بينهما (الحرف %)"},
    {"nothing stands in these brackets: put words there or take them away (character %)",
     "لا شيء بين القوسين: ضع كلمات بينهما أو احذفهما (الحرف %)"},
    {"only marks stand here, no letter or digit: type the words that you seek (character %)",
     "هنا علامات فقط بلا حرف ولا رقم: اكتب الكلمات التي تبحث عنها (الحرف %)"},
    {"a word is missing before '%' (character %)", "تنقص كلمة قبل «%» (الحرف %)"},
    {"'%' has % behind it: put a word there, or write the operator in quotation marks to search it "
     "(character %)",
     "بعد «%» يأتي %: ضع كلمة هناك، أو اكتب العامل بين علامتي اقتباس للبحث عنه (الحرف %)"},
    {"'%:' needs a value behind it (character %)", "بعد «%:» تلزم قيمة (الحرف %)"},
    {"there is no field '%:'; fields are % (character %)", "لا حقل باسم «%:»؛ الحقول هي % (الحرف %)"},
    {"a '*' that stands for a whole word is not known yet: use PRE/2 between the words (character %)",
     "لا تقوم «*» مقام كلمة كاملة بعدُ: استعمل PRE/2 بين الكلمتين (الحرف %)"},
    {"a '*' before a word is not known yet: put it behind % (character %)",
     "لا تأتي «*» قبل الكلمة بعدُ: ضعها بعدها % (الحرف %)"},
    {"a '?' for one letter is not known yet: use '*' at the end, or OR (character %)",
     "لا تقوم «?» مقام حرف بعدُ: استعمل «*» في الآخر أو OR (الحرف %)"},
    {"the query is too large: at most % words and operators; ask in parts",
     "السؤال كبير جداً: % كلمة وعاملاً على الأكثر؛ اسأل على أجزاء"},
    {"the query is % bytes long: at most % are read", "طول السؤال % بايت، ولا يُقرأ أكثر من %"},
};

/* Whether `text` is as the pattern says; then what stood for each '%'. */
static size_t match(Slice pattern, Slice text, Slice parts[PARTS_MAX], bool *is_match)
{
    size_t count = 0;
    Slice fixed;
    *is_match = true;
    for (bool is_first = true; slice_next_split(&pattern, '%', &fixed); is_first = false) {
        bool is_last = !pattern.data;
        size_t at = slice_find_nocase(text, fixed);
        if (is_last && !is_first && text.size >= fixed.size)
            at = slice_ends_with_nocase(text, fixed) ? text.size - fixed.size : SLICE_NONE;
        if (at == SLICE_NONE || (is_first && at != 0) || (!is_first && count == PARTS_MAX)) {
            *is_match = false;
            return 0;
        }
        if (!is_first)
            parts[count++] = slice_range(text, 0, at);
        text = slice_skip(text, at + fixed.size);
    }
    *is_match = slice_is_empty(text);
    return count;
}

bool page_said(Arena *arena, PageTongue tongue, Slice english, Slice *said)
{
    *said = english;
    for (size_t i = 0; tongue == TONGUE_ARABIC && i < sizeof SAID / sizeof SAID[0]; i++) {
        Slice parts[PARTS_MAX];
        bool is_match;
        size_t count = match(slice_from(SAID[i].english), english, parts, &is_match), used = 0;
        if (!is_match)
            continue;
        Builder out;
        builder_init(&out, arena);
        for (const char *at = SAID[i].arabic; *at; at++)
            if (*at == '%' && used < count)
                builder_add(&out, parts[used++]);
            else
                builder_add_byte(&out, *at);
        *said = builder_slice(&out);
        return true;
    }
    return tongue == TONGUE_ENGLISH;
}
