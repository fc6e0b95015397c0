/* The words of the pages around the articles, in English and in Arabic. In: the English message. Out: the
 * same in the reader's language. English is the key, so that templates read as pages do and English costs no
 * look-up. Numbers are written with European digits in both, as most Arabic newspapers print them. */
#include "page/parts.h"

#include "page/words_table.h"

Slice page_tongue_code(PageTongue tongue)
{
    return tongue == TONGUE_ARABIC ? SLICE("ar") : SLICE("en");
}

bool page_tongue_find(Slice code, PageTongue *tongue)
{
    Slice primary = slice_range(code, 0, slice_find_byte(code, '-'));
    for (int i = 0; i < TONGUES; i++)
        if (slice_equal_nocase(primary, page_tongue_code((PageTongue)i))) {
            *tongue = (PageTongue)i;
            return true;
        }
    return false;
}

Slice page_say(PageTongue tongue, const char *english)
{
    if (tongue == TONGUE_ENGLISH)
        return slice_from(english);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(WORDS[i].english, english) == 0)
            return slice_from(WORDS[i].arabic);
    return slice_from(english);
}

/* ---- numbers of things ---- */

typedef struct ThingWords {
    const char *one, *many;                                      /* English: behind the number */
    const char *ar_one, *ar_two, *ar_few, *ar_many, *ar_hundred; /* one and two stand for the number too */
} ThingWords;

static const ThingWords THINGS_IN_WORDS[THINGS] = {
    [THING_ARTICLE] = {"article", "articles", "مقالة واحدة", "مقالتان", "مقالات", "مقالةً", "مقالة"},
    [THING_WORD] = {"word", "words", "كلمة واحدة", "كلمتان", "كلمات", "كلمةً", "كلمة"},
    [THING_PHOTO] = {"photo", "photos", "صورة واحدة", "صورتان", "صور", "صورةً", "صورة"},
    [THING_YEAR] = {"year", "years", "سنة واحدة", "سنتان", "سنوات", "سنةً", "سنة"},
    [THING_DAY] = {"day", "days", "يوم واحد", "يومان", "أيام", "يوماً", "يوم"},
};

static const char *arabic_thing(const ThingWords *words, uint64_t count)
{
    uint64_t rest = count % 100;
    if (rest >= 3 && rest <= 10)
        return words->ar_few;
    return rest >= 11 ? words->ar_many : words->ar_hundred;
}

Slice page_counted(Arena *arena, PageTongue tongue, uint64_t count, PageThing thing)
{
    const ThingWords *words = &THINGS_IN_WORDS[thing];
    if (tongue == TONGUE_ARABIC && (count == 1 || count == 2))
        return slice_from(count == 1 ? words->ar_one : words->ar_two);
    Builder out;
    builder_init(&out, arena);
    page_number(&out, count);
    builder_add_byte(&out, ' ');
    builder_add_string(&out, tongue == TONGUE_ARABIC ? arabic_thing(words, count)
                             : count == 1            ? words->one
                                                     : words->many);
    return builder_slice(&out);
}

/* ---- dates ---- */

static const char *const MONTHS[TONGUES][12] = {{"January", "February", "March", "April", "May", "June",
                                                 "July", "August", "September", "October", "November",
                                                 "December"},
                                                {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو",
                                                 "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}};
static const char *const WEEKDAYS[TONGUES][7] = {
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}};

Slice page_month_in(PageTongue tongue, unsigned month)
{
    return month >= 1 && month <= 12 ? slice_from(MONTHS[tongue][month - 1]) : SLICE_EMPTY;
}

Slice page_month_name(unsigned month)
{
    return page_month_in(TONGUE_ENGLISH, month);
}

Slice page_month_short(PageTongue tongue, unsigned month)
{
    Slice name = page_month_in(tongue, month);
    return tongue == TONGUE_ENGLISH ? slice_range(name, 0, 3) : name;
}

Slice page_weekday_name(PageTongue tongue, unsigned column)
{
    return slice_from(WEEKDAYS[tongue][(column + 1) % 7]);
}

Slice page_weekday_short(PageTongue tongue, unsigned column)
{
    static const char *const letters[TONGUES][7] = {{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
                                                    {"ن", "ث", "ر", "خ", "ج", "س", "ح"}};
    return slice_from(letters[tongue][column % 7]);
}

Slice page_where(PageTongue tongue, Slice field)
{
    static const struct {
        const char *field, *arabic;
    } fields[] = {{"headline", "العنوان"}, {"subheadline", "العنوان الفرعي"}, {"caption", "تعليق الصورة"},
                  {"byline", "الكاتب"},    {"dateline", "مكان الخبر"},        {"body", "النص"},
                  {"lead", "المقدمة"}};
    for (size_t i = 0; tongue == TONGUE_ARABIC && i < sizeof fields / sizeof fields[0]; i++)
        if (slice_equal(field, slice_from(fields[i].field)))
            return slice_from(fields[i].arabic);
    return field;
}

static int64_t floor_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

Slice page_date_in(Arena *arena, PageTongue tongue, Moment moment, bool with_weekday)
{
    if (!moment_is_known(moment))
        return page_say(tongue, "Undated");
    int64_t days = floor_days(moment.local_s), year;
    unsigned month, day;
    civil_from_days(days, &year, &month, &day);
    const char *name = MONTHS[tongue][month - 1];
    if (moment.grain == GRAIN_YEAR)
        return arena_format(arena, "%lld", (long long)year);
    if (moment.grain == GRAIN_MONTH)
        return arena_format(arena, "%s %lld", name, (long long)year);
    if (with_weekday)
        return arena_format(arena, tongue == TONGUE_ARABIC ? "%s، %u %s %lld" : "%s, %u %s %lld",
                            WEEKDAYS[tongue][weekday_of_days(days)], day, name, (long long)year);
    return arena_format(arena, "%u %s %lld", day, name, (long long)year);
}

Slice page_date(Arena *arena, Moment moment, bool with_weekday)
{
    return page_date_in(arena, TONGUE_ENGLISH, moment, with_weekday);
}
