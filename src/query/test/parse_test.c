/* What people type, and the native form that it is read as; what cannot be read, and where and why. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "query/query.h"

static Arena *arena;

/* 2014-06-27 is the archive's last day. */
static ParseOptions options(void)
{
    return (ParseOptions){.last_day = (int32_t)days_from_civil(2014, 6, 27), .is_month_first = false};
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Query *parse(Slice typed, QueryNotes *notes)
{
    Query *query = NULL;
    Error err = {{0}};
    if (query_parse(arena, typed, options(), &query, notes, &err) != STATUS_OK)
        fail_msg("'%.*s': %s", SLICE_ARG(typed), err.message);
    return query;
}

static void assert_native(const char *typed, const char *native)
{
    Query *query = parse(slice_from(typed), NULL);
    const Slice form = query_format(arena, query);
    if (!slice_equal(form, slice_from(native)))
        fail_msg("'%s' is read as '%.*s', not '%s'", typed, SLICE_ARG(form), native);
    if (!query_equal(query, parse(form, NULL)))
        fail_msg("'%.*s' does not parse back", SLICE_ARG(form));
    assert_true(query->typed.begin <= query->typed.end && query->typed.end <= strlen(typed));
}

typedef struct Pair {
    const char *typed, *native;
} Pair;

static void assert_all(const Pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_native(pairs[i].typed, pairs[i].native);
}

#define ASSERT_ALL(pairs) assert_all(pairs, sizeof pairs / sizeof pairs[0])

static void words_and_operators(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"", "*"},
        {"   ", "*"},
        {"*", "*"},
        {"*:*", "*"},
        {"Haftar", "haftar"},
        {"Haftar Rome", "haftar AND rome"},
        {"Haftar AND Rome", "haftar AND rome"},
        {"Haftar & Rome && Libya", "haftar AND rome AND libya"},
        {"a OR b c", "a OR b AND c"},
        {"a | b||c", "a OR b OR c"},
        {"a|b", "a OR b"},
        {"(a OR b) c", "(a OR b) AND c"},
        {"a -b", "a AND NOT b"},
        {"a NOT b OR c", "a AND NOT b OR c"},
        {"NOT (a b)", "NOT (a AND b)"},
        {"NOT NOT a", "NOT NOT a"},
        {"-(a|b)", "NOT (a OR b)"},
        {"((a))", "a"},
        {"(a AND (b AND (c)))", "a AND b AND c"},
        {"a OR (b OR c)", "a OR b OR c"},
        {"a and b or not c", "a AND and AND b AND or AND not AND c"},
        {"Élysée ÖVP", "elysee AND ovp"},
        {"رئيس الجمهورية", "رييس AND الجمهوريه"},
        {"U.S. 1,200 27.06.2014", "us AND 1200 AND 27.06.2014"},
        {"AT&T", "\"at t\""},
        {"foo/bar", "\"foo bar\""},
        {"Libya: the war", "libya AND the AND war"},
        {"Haftar - Rome", "haftar AND rome"},
        {"Haftar, Rome; Libya!", "haftar AND rome AND libya"},
        {"Is Haftar in Rome?", "is AND haftar AND in AND rome"},
        {"+Haftar +Rome", "haftar AND rome"},
        {"東京", "東京"},
        {"George W Bush", "george AND w AND bush"},
    };
    ASSERT_ALL(pairs);
}

static void words_with_marks_inside(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"al-Sarraj", "\"al sarraj\" OR alsarraj"},
        {"Sana’a", "\"sana a\" OR sanaa"},
        {"Sana'a", "\"sana a\" OR sanaa"},
        {"Haftar’s", "\"haftar s\""},
        {"Haftar”s visit", "\"haftar s\" AND visit"},
        {"al-Qa’ida’s", "\"al qa ida s\" OR alqaida"},
        {"Fayez al-Sarraj", "fayez AND (\"al sarraj\" OR alsarraj)"},
        {"\"Fayez al-Sarraj\"", "\"fayez al sarraj\""},
        {"al-sar*", "\"al sar*\" OR alsar*"},
        {"2010-2012", "\"2010 2012\""},
        {"al-Sarraj/al-Thani", "\"al sarraj al thani\""},
        {"=al-Sarraj", "=al-Sarraj"},
        {"=Haftar’s", "\"=Haftar =s\""},
        {"-al-Sarraj", "NOT (\"al sarraj\" OR alsarraj)"},
    };
    ASSERT_ALL(pairs);
}

static void phrases_prefixes_and_exact_forms(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"\"Libyan National Army\"", "\"libyan national army\""},
        {"“Libyan National Army”", "\"libyan national army\""},
        {"«Libyan Army» x", "\"libyan army\" AND x"},
        {"\"Haftar”s visit\"", "\"haftar s visit\""},
        {"\"haftar\"", "haftar"},
        {"\"joh* (doe|roe)\"", "\"joh* (doe|roe)\""},
        {"\"(United States|America) and Libya\"", "\"(united states|america) and libya\""},
        {"\"a b c\"~5", "a NEAR/5 b NEAR/5 c"},
        {"\"a\"~5", "a"},
        {"\"to be or not to be\"", "\"to be or not to be\""},
        {"\"AND NEAR\"", "\"and near\""},
        {"\"a, b - c\"", "\"a b c\""},
        {"sarr*", "sarr*"},
        {"Élys*", "elys*"},
        {"=Haftar", "=Haftar"},
        {"=HAFTAR", "=HAFTAR"},
        {"=\"Fayez al-Sarraj\"", "\"=Fayez =al =Sarraj\""},
        {"\"=Fayez al Sarraj\"", "\"=Fayez al sarraj\""},
        {"exact(Haftar)", "=Haftar"},
        {"exact(Haftar OR \"Fayez Sarraj\") x", "(=Haftar OR \"=Fayez =Sarraj\") AND x"},
        {"a\"b c\"d", "a AND \"b c\" AND d"},
    };
    ASSERT_ALL(pairs);
}

static void nearness(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"a NEAR/5 b", "a NEAR/5 b"},
        {"a PRE/3 b NEAR/5 c", "a PRE/3 b NEAR/5 c"},
        {"a NEAR/5 (b PRE/2 c)", "a NEAR/5 (b PRE/2 c)"},
        {"a W/S b", "a W/S b"},
        {"a W/P b W/F c", "a W/P b W/F c"},
        {"a PRE/S b", "a PRE/S b"},
        {"a PRE/P b", "a PRE/P b"},
        {"a PRE/F b", "a PRE/F b"},
        {"(a OR b) NEAR/10 \"c d\"", "(a OR b) NEAR/10 \"c d\""},
        {"x a NEAR/5 b y", "x AND a NEAR/5 b AND y"},
        {"NOT a NEAR/5 b", "NOT a NEAR/5 b"},
        {"al-Sarraj NEAR/5 Haftar’s", "(\"al sarraj\" OR alsarraj) NEAR/5 \"haftar s\""},
        {"headline:a NEAR/2 b*", "headline:a NEAR/2 b*"},
        {"headline:(a NEAR/2 b)", "headline:(a NEAR/2 b)"},
        {"=A NEAR/01 =B", "=A NEAR/1 =B"},
    };
    ASSERT_ALL(pairs);
}

static void text_fields(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"headline:haftar", "headline:haftar"},
        {"HEADLINE: haftar", "headline:haftar"},
        {"title:haftar hd:haftar hd=haftar", "headline:haftar AND headline:haftar AND headline:haftar"},
        {"headline:\"secret meetings\"", "headline:\"secret meetings\""},
        {"headline:(a OR b)", "headline:(a OR b)"},
        {"headline:(a b)", "headline:a AND headline:b"},
        {"headline:(a -b)", "headline:a AND NOT headline:b"},
        {"headline:(a OR b c)", "headline:a OR headline:b AND headline:c"},
        {"headline:al-Sarraj", "headline:(\"al sarraj\" OR alsarraj)"},
        {"headline:=Haftar", "headline:=Haftar"},
        {"headline:exact(Haftar OR Rome)", "headline:(=Haftar OR =Rome)"},
        {"headline:haf*", "headline:haf*"},
        {"body:(lead:rome)", "body:(lead:rome)"},
        {"all:(a OR b)", "a OR b"},
        {"all:rome", "rome"},
        {"lead:a caption:b dateline:c subheadline:d",
         "lead:a AND caption:b AND dateline:c AND subheadline:d"},
        {"by:reuters", "byline:reuters"},
        {"byline:(a b)", "byline:a AND byline:b"},
        {"by=\"John Smith\"", "byline:\"john smith\""},
        {"-headline:a", "NOT headline:a"},
    };
    ASSERT_ALL(pairs);
}

static void facets(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"section:opinion", "section:opinion"},
        {"section:\"Lifestyle & Culture\"", "section:lifestyle-culture"},
        {"section:(news OR opinion)", "section:news OR section:opinion"},
        {"section:(news -opinion)", "section:news AND NOT section:opinion"},
        {"section:news*", "section:news*"},
        {"section:*", "section:*"},
        {"tag:Libya lang:en kind:article genre:news",
         "tag:libya AND lang:en AND kind:article AND genre:news"},
        {"agency:AP place:Cairo credit:Reuters", "agency:ap AND place:cairo AND credit:reuters"},
        {"photographer:\"A. B. Smith\"", "photographer:a-b-smith"},
        {"media:55384080 id:x00aa slug:haftar-in-rome",
         "media:55384080 AND id:x00aa AND slug:haftar-in-rome"},
        {"host:www.aawsat.com", "host:www-aawsat-com"},
        {"has:photo", "has:photo"},
        {"place:Sana’a", "place:sanaa"},
        {"author:fayez-al-sarraj", "byline:\"fayez al sarraj\" OR author:=fayez-al-sarraj"},
        {"author:\"Amir Taheri\"", "byline:\"amir taheri\" OR author:=amir-taheri"},
        {"author:taheri x", "(byline:taheri OR author:=taheri) AND x"},
        {"author:=amir-taheri", "author:=amir-taheri"},
        {"author:amir*", "byline:amir* OR author:=amir*"},
        {"author:(taheri OR rashed)", "byline:taheri OR author:=taheri OR byline:rashed OR author:=rashed"},
        {"year:=2014 month:=2014-06 day:=2014-06-27", "year:=2014 AND month:=2014-06 AND day:=2014-06-27"},
        {"year:=201*", "year:=201*"},
    };
    ASSERT_ALL(pairs);
}

static void dates(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"date:2014", "date:2014"},
        {"date:2014-06", "date:2014-06"},
        {"date:2014-06-27", "date:2014-06-27"},
        {"date:20140627", "date:2014-06-27"},
        {"date:2014/06/27", "date:2014-06-27"},
        {"date:27/06/2014", "date:2014-06-27"},
        {"date:\"27 June 2014\"", "date:2014-06-27"},
        {"date:\"June 2014\"", "date:2014-06"},
        {"date:2010..2012", "date:2010..2012"},
        {"date:2010-01..2012-06", "date:2010-01..2012-06"},
        {"date:2010..2012-06-05", "date:2010-01-01..2012-06-05"},
        {"date:2010..", "date:>=2010-01-01"},
        {"date:..2012", "date:<=2012-12-31"},
        {"date:[2010-01 TO 2012-06]", "date:2010-01..2012-06"},
        {"date:{2010 TO 2012}", "date:2011"},
        {"date:[2010 TO 2012}", "date:2010..2011"},
        {"date:[2010 TO *]", "date:>=2010-01-01"},
        {"date:[* TO *]", "date:[* TO *]"},
        {"date:>2012", "date:>=2013-01-01"},
        {"date:>=2012", "date:>=2012-01-01"},
        {"date:<2012", "date:<=2011-12-31"},
        {"date:<=2012", "date:<=2012-12-31"},
        {"date:> 2012", "date:>=2013-01-01"},
        {"date:-30d", "date:2014-05-28..2014-06-27"},
        {"date:-1w", "date:2014-06-20..2014-06-27"},
        {"date:-4m", "date:2014-02-27..2014-06-27"},
        {"date:-2y", "date:2012-06-27..2014-06-27"},
        {"date:undated", "date:undated"},
        {"year:undated", "date:undated"},
        {"date:(2010 OR 2012 OR -30d)", "date:2010 OR date:2012 OR date:2014-05-28..2014-06-27"},
        {"date:2012..2010", "words:1..0"},
        {"date:>9999", "words:1..0"},
        {"date:<=9999", "date:[* TO *]"},
        {"year:2014", "date:2014"},
        {"year:2010..2012", "date:2010..2012"},
        {"year:>2012", "date:>=2013-01-01"},
        {"month:2014-06", "date:2014-06"},
        {"month:6", "month:6"},
        {"month:june", "month:6"},
        {"month:يونيو", "month:6"},
        {"month:(6 OR 7)", "month:6 OR month:7"},
        {"day:2014-06-27", "date:2014-06-27"},
        {"day:06-27", "day:06-27"},
        {"day:02-29", "day:02-29"},
        {"day:27", "day:27"},
        {"weekday:fri", "weekday:fri"},
        {"weekday:Friday", "weekday:fri"},
        {"weekday:(sat OR sun)", "weekday:sat OR weekday:sun"},
    };
    ASSERT_ALL(pairs);
}

static void numbers_of_words(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"words:>1200", "words:>=1201"}, {"wc>1200", "words:>=1201"},
        {"length>1200", "words:>=1201"}, {"words:>=1200", "words:>=1200"},
        {"words:<100", "words:<=99"},    {"words:100..200", "words:100..200"},
        {"words:500", "words:500"},      {"words:[100 TO 200]", "words:100..200"},
        {"words:0", "words:0"},          {"words:<=0", "words:0"},
        {"words:>=0", "words:>=0"},      {"wc<=5", "words:<=5"},
        {"wc=500", "words:500"},         {"words:<0", "words:1..0"},
    };
    ASSERT_ALL(pairs);
}

/* ---- repairs ---- */

static void assert_note(const char *typed, const char *native, const char *part)
{
    QueryNotes notes = {0};
    const Slice form = query_format(arena, parse(slice_from(typed), &notes));
    if (!slice_equal(form, slice_from(native)))
        fail_msg("'%s' is read as '%.*s'", typed, SLICE_ARG(form));
    for (size_t i = 0; i < notes.count; i++)
        if (slice_contains(notes.items[i], slice_from(part)))
            return;
    fail_msg("'%s' has no note of '%s'", typed, part);
}

static void what_is_plainly_meant_is_repaired_and_noted(void **state)
{
    (void)state;
    assert_note("\"libyan army", "\"libyan army\"", "quotation mark at character 1 was not closed");
    assert_note("é (a OR b", "e AND (a OR b)", "bracket at character 3 was not closed");
    assert_note("(a OR \"b c", "a OR \"b c\"", "quotation mark at character 7");
    assert_note("a) b", "a AND b", "the closing bracket at character 2 had no opening one");
    assert_note("Haftar - Rome", "haftar AND rome", "'-' was left out");
    assert_note("a and b", "a AND and AND b", "'and' is searched as a word");
    assert_note("a near/5 b", "a AND \"near 5\" AND b", "operators are written in capitals");
    assert_note("who is Haftar?", "who AND is AND haftar", "'?'");
    assert_note("date:2012..2010", "words:1..0", "ends before it begins");
    assert_note("has:sound", "has:sound", "has:sound is not known");
}

static void clean_queries_have_no_notes(void **state)
{
    (void)state;
    QueryNotes notes = {0};
    parse(SLICE("headline:(a OR \"b c\") NEAR/5 al-Sarraj date:2014 has:photo"), &notes);
    assert_int_equal(notes.count, 0);
}

/* ---- errors ---- */

typedef struct Mistake {
    const char *typed;
    size_t place;
    const char *advice;
} Mistake;

static void assert_mistake(const Mistake *mistake)
{
    Query *query = NULL;
    Error err = {{0}};
    const Status status = query_parse(arena, slice_from(mistake->typed), options(), &query, NULL, &err);
    if (status != STATUS_FAIL || query)
        fail_msg("'%s' was read as '%.*s'", mistake->typed, SLICE_ARG(query_format(arena, query)));
    char place[32];
    snprintf(place, sizeof place, "(character %zu)", mistake->place);
    if (!strstr(err.message, mistake->advice) || !strstr(err.message, place))
        fail_msg("'%s': %s", mistake->typed, err.message);
}

static void mistakes_are_told_with_place_and_advice(void **state)
{
    (void)state;
    static const Mistake mistakes[] = {
        {"a NEAR b", 3, "NEAR needs a number: NEAR/5"},
        {"é NEAR/ b", 3, "NEAR/5"},
        {"a NEAR/x b", 3, "NEAR/5"},
        {"a NEAR/0 b", 3, "between 1 and 1000"},
        {"a NEAR/1001 b", 3, "between 1 and 1000"},
        {"a PRE b", 3, "PRE/5"},
        {"a W/5 b", 3, "write NEAR/5 (any order) or PRE/5"},
        {"NOT NEAR/5 b", 1, "missing before 'NOT'"},
        {"a NOT NEAR/5", 3, "has the end behind it"},
        {"a NEAR/5 NOT b", 10, "AND NOT"},
        {"(a AND b) NEAR/5 c", 11, "joined by AND"},
        {"date:2014 NEAR/5 c", 11, "'date:2014' has no place in the text"},
        {"a NEAR/5 section:news", 3, "no place in the text"},
        {"NEAR/5 a", 1, "missing"},
        {"a NEAR/5", 3, "the end"},
        {"a AND", 3, "'AND' has the end behind it"},
        {"AND a", 1, "missing before 'AND'"},
        {"a OR OR b", 3, "another operator"},
        {"a OR", 3, "the end"},
        {"(a OR) b", 4, "a closing bracket"},
        {"NOT", 1, "the end"},
        {"()", 1, "nothing stands in these brackets"},
        {"a (", 3, "nothing stands in these brackets"},
        {"...", 1, "only marks"},
        {"- , !", 1, "only marks"},
        {"\"\"", 1, "nothing stands between"},
        {"\"...\"", 1, "nothing stands between"},
        {"\"a b\"~", 6, "needs a number"},
        {"\"a b\"~0", 6, "needs a number"},
        {"\"a (b (c)) d\"", 7, "alternatives"},
        {"\"a (b d\"", 4, "alternatives"},
        {"\"a (b|) d\"", 7, "alternative is empty"},
        {"\"* *\"", 1, "needs a word"},
        {"*-*", 1, "a letter or digit is needed"},
        {"haftar~3", 7, "1 or 2"},
        {"ab~1", 1, "at least 3 letters"},
        {"haf*~1", 1, "both '~' and wildcards"},
        {"haf*{5,2}", 1, "at most 100"},
        {"/haf.*", 1, "ends in '/'"},
        {"/2014/06/27/x", 1, "backfile resolve"},
        {"/(a/", 1, "a bracket of the expression"},
        {"/a{1,1000}/", 1, "at most 100"},
        {"/*a/", 1, "repeats nothing"},
        {"/[a/", 1, "square bracket"},
        {"haftar^2", 7, "weights"},
        {"haftar-*", 8, "right behind a letter"},
        {"exact(haf*)", 7, "exact"},
        {"=haf?ar", 2, "exact"},
        {"atleast(haftar)", 1, "needs a number first"},
        {"atleast(0, haftar)", 1, "between 1 and"},
        {"first(5, section:news)", 10, "cannot stand in the field or function"},
        {"section:(caps(a))", 10, "words of the text"},
        {"caps(=aid)", 7, "has its capitals"},
        {"\"first(5, a) b\"", 2, "put it outside"},
        {"headline(haftar)", 1, "headline:( ... )"},
        {"[2010 TO 2012]", 1, "date:[2010 TO 2012]"},
        {"colour:red", 1, "there is no field 'colour:'"},
        {"speaker:haftar", 1, "cannot be searched"},
        {"url:http://aawsat.com/x", 1, "backfile resolve"},
        {"http://aawsat.com/x", 1, "backfile resolve"},
        {"headline:", 1, "needs a word or brackets"},
        {"headline:date:2014", 1, "needs a word or brackets"},
        {"headline:(a OR date:2014)", 16, "cannot stand in the field"},
        {"headline:*", 10, "cannot stand in the field"},
        {"section:", 1, "needs a value"},
        {"section:(headline:a)", 10, "inside the brackets of another field"},
        {"section:(a NEAR/5 b)", 12, "no place in the text"},
        {"section:!!", 9, "letter or digit is missing"},
        {"section:a*b", 9, "at the end of a value"},
        {"date:yesterday", 6, "2014-06-27"},
        {"date:2014-13", 6, "cannot be read"},
        {"date:2014-02-30", 6, "cannot be read"},
        {"date:[2010]", 6, "[2010 TO 2012]"},
        {"date:[2010 TO x]", 6, "cannot be read"},
        {"date:>", 6, "cannot be read"},
        {"date:..", 6, "cannot be read"},
        {"year:2014-06", 6, "month:"},
        {"month:13", 7, "cannot be read"},
        {"day:06-31", 5, "cannot be read"},
        {"weekday:someday", 9, "weekday:fri"},
        {"words:many", 7, "1200"},
        {"words:99999999999999999999", 7, "1200"},
        {"(a OR b)) OR c", 11, "do not pair up"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
        assert_mistake(&mistakes[i]);
}

/* ---- words that stand for others, functions ---- */

static void wildcards_mistakes_and_expressions(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"*haftar", "*haftar"},
        {"haf*ar", "haf*ar"},
        {"HÁF?AR", "haf?ar"},
        {"?aftar", "?aftar"},
        {"who? x", "who AND x"},
        {"invest*{0,3}", "invest*{0,3}"},
        {"al-sarr?j", "\"al sarr?j\" OR alsarr?j"},
        {"haftar~1", "haftar~1"},
        {"Haftar~", "haftar~2"},
        {"hafta~", "hafta~1"},
        {"/haf(t|d)[a-e]+r/", "/haf(t|d)[a-e]+r/"},
        {"headline:/haf.*/", "headline:/haf.*/"},
        {"\"to * or\"", "\"to * or\""},
        {"\"w?rd haftar~1 /a|b/ (c*d|e)\"", "\"w?rd haftar~1 /a|b/ (c*d|e)\""},
        {"\"* wales\"", "\"* wales\""},
        {"\"a * b\"~5", "a NEAR/5 b"},
    };
    assert_all(pairs, sizeof pairs / sizeof pairs[0]);
}

static void functions_are_laid_on_words(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"atleast(5, haftar)", "atleast(5, haftar)"},
        {"atleast5(haftar OR rome)", "atleast(5, haftar OR rome)"},
        {"atleast(2, a AND NOT b)", "atleast(2, a) AND NOT atleast(2, b)"},
        {"first(50, haftar) NEAR/5 rome", "first(50, haftar) NEAR/5 rome"},
        {"caps(Aid)", "caps(aid)"},
        {"ALLCAPS(who OR us)", "allcaps(who) OR allcaps(us)"},
        {"nocaps(\"may day\")", "\"nocaps(may) nocaps(day)\""},
        {"\"caps(may) day\"", "\"caps(may) day\""},
        {"caps(sounds(gaddafi))", "caps(sounds(gaddafi))"},
        {"sounds(al-Gaddafi)", "sounds(gaddafi)"},
        {"variants(gaddafi)", "variants(gaddafi)"},
        {"variants(only(gaddafi) OR haftar)", "gaddafi OR variants(haftar)"},
        {"stem(ministers)", "stem(ministers)"},
        {"stem(\"prime ministers\")", "\"stem(prime) stem(ministers)\""},
        {"fuzzy(haftar OR rome OR un)", "haftar~2 OR rome~1 OR un"},
        {"headline:sounds(sarraj)", "headline:sounds(sarraj)"},
        {"hlead:(a AND b)", "(headline:a OR lead:a) AND (headline:b OR lead:b)"},
        {"exact(stem(x) OR stem(=Ab))", "stem(x) OR =Ab"},
        {"a NOT NEAR/5 b", "a NOT NEAR/5 b"},
        {"a NOT W/S b PRE/3 c", "a NOT W/S b PRE/3 c"},
        {"a NOT PRE/P (b NOT W/F c)", "a NOT PRE/P (b NOT W/F c)"},
        {"a NOT b", "a AND NOT b"},
        {"file:true", "has:file"},
        {"file:no", "NOT has:file"},
        {"publictag:libya", "tag:libya"},
        {"fulltext:Haftar", "=Haftar"},
        {"creator:x", "byline:x"},
        {"date:2014-06-27T10:00:00Z", "date:2014-06-27"},
    };
    assert_all(pairs, sizeof pairs / sizeof pairs[0]);
}

/* ---- the languages of others ---- */

static void assert_dialect(QueryDialect dialect, const char *typed, const char *native)
{
    Query *query = NULL;
    Error err = {{0}};
    ParseOptions asked = options();
    asked.dialect = dialect;
    if (query_parse(arena, slice_from(typed), asked, &query, NULL, &err) != STATUS_OK)
        fail_msg("%.*s: '%s': %s", SLICE_ARG(query_dialect_name(dialect)), typed, err.message);
    const Slice form = query_format(arena, query);
    if (!slice_equal(form, slice_from(native)))
        fail_msg("%.*s: '%s' is read as '%.*s', not '%s'", SLICE_ARG(query_dialect_name(dialect)), typed,
                 SLICE_ARG(form), native);
    if (!query_equal(query, parse(form, NULL)))
        fail_msg("'%.*s' does not parse back", SLICE_ARG(form));
}

static void factiva_is_read_by_its_own_rules(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"oil prices", "\"oil prices\""},
        {"oil prices and opec", "\"oil prices\" AND opec"},
        {"x and y or z", "x AND y OR z"},
        {"x or y and not z", "x OR y AND NOT z"},
        {"oil adj5 price", "oil PRE/5 price"},
        {"oil w/5 price", "oil PRE/5 price"},
        {"oil near5 price", "oil NEAR/5 price"},
        {"oil /5n/ price", "oil NEAR/5 price"},
        {"oil same price", "oil W/P price"},
        {"haftar /F50/ and rome", "first(50, haftar) AND rome"},
        {"atleast5 haftar", "atleast(5, haftar)"},
        {"invest$ or invest$3 or inves*", "invest* OR invest*{0,3} OR inves*"},
        {"organi?ation", "organi?ation"},
        {"tenni?", "tenni*{1,1}"},
        {"hd=oil and by=smith", "headline:oil AND byline:smith"},
        {"hd=oil near5 gas", "headline:(oil NEAR/5 gas)"},
        {"hd=(oil or gas)", "headline:(oil OR gas)"},
        {"wc>1200", "words:>=1201"},
        {"la=en and se=news", "lang:en AND section:news"},
        {"date from 19990201 to 19990301", "date:1999-02-01..1999-03-01"},
        {"oil and date after 2010", "oil AND date:>=2011-01-01"},
        {"oil date after -7d", "oil AND date:>=2014-06-20"},
        {"(oil or gas) prices", "\"(oil|gas) prices\""},
        {"(oil near3 gas) prices", "oil NEAR/3 gas PRE/1 prices"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_dialect(DIALECT_FACTIVA, pairs[i].typed, pairs[i].native);
}

static void nexis_is_read_by_its_own_rules(void **state)
{
    (void)state;
    static const Pair pairs[] = {
        {"oil prices", "\"oil prices\""},
        {"x and y or z", "x AND (y OR z)"},
        {"bank america or chase w/5 loan", "(\"bank america\" OR chase) NEAR/5 loan"},
        {"a w/5 b and c", "a NEAR/5 b AND c"},
        {"a and not b and c", "a AND NOT (b AND c)"},
        {"a but not b", "a AND NOT b"},
        {"a not b", "a AND NOT b"},
        {"a not w/5 b", "a NOT NEAR/5 b"},
        {"a /5 b pre/3 c +2 d", "a NEAR/5 b PRE/3 c PRE/2 d"},
        {"a onear/4 b near/3 c", "a PRE/4 b NEAR/3 c"},
        {"a w/s b /p c w/seg d", "a W/S b W/P c W/F d"},
        {"manufactur! or wom*n", "manufactur* OR wom?n"},
        {"bank*", "bank*{1,1}"},
        {"headline(oil w/3 gas)", "headline:(oil NEAR/3 gas)"},
        {"hlead(oil)", "headline:oil OR lead:oil"},
        {"length > 500", "words:>=501"},
        {"length(>500)", "words:>=501"},
        {"date aft 1/2/2010", "date:>=2010-01-03"},
        {"date(>= 2010)", "date:>=2010-01-01"},
        {"date is 2010", "date:2010"},
        {"atleast5(haftar)", "atleast(5, haftar)"},
        {"caps(aid) w/5 allcaps(us)", "caps(aid) NEAR/5 allcaps(us)"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_dialect(DIALECT_NEXIS, pairs[i].typed, pairs[i].native);
}

static void trove_and_lucene_are_read_by_their_own_rules(void **state)
{
    (void)state;
    static const Pair trove[] = {
        {"oil prices", "oil AND prices"},
        {"+oil -gas", "oil AND NOT gas"},
        {"oil OR gas prices", "oil OR gas AND prices"},
        {"\"oil gas\"~5", "oil NEAR/5 gas"},
        {"haftar~ x^2", "haftar~2 AND x"},
        {"title:oil publictag:libya", "headline:oil AND tag:libya"},
        {"date:[1900 TO 1910]", "date:1900..1910"},
        {"fulltext:Oil", "=Oil"},
        {"oil !gas && water", "oil AND NOT gas AND water"},
    };
    static const Pair lucene[] = {
        {"oil prices", "oil OR prices"},
        {"+oil prices", "oil AND (prices OR *)"},
        {"+oil -gas", "oil AND NOT gas"},
        {"oil -gas", "oil AND NOT gas"},
        {"oil AND gas water", "oil AND gas OR water"},
        {"oil AND NOT gas", "oil AND NOT gas"},
        {"+a +b c d -e", "a AND b AND (c OR d OR *) AND NOT e"},
        {"title:(+a b)", "headline:a AND (headline:b OR *)"},
        {"t?st /ab+c/ roam~1", "t?st OR /ab+c/ OR roam~1"},
        {"(a b) AND c", "(a OR b) AND c"},
        {"tes?", "tes*{1,1}"},
    };
    for (size_t i = 0; i < sizeof trove / sizeof *trove; i++)
        assert_dialect(DIALECT_TROVE, trove[i].typed, trove[i].native);
    for (size_t i = 0; i < sizeof lucene / sizeof *lucene; i++)
        assert_dialect(DIALECT_LUCENE, lucene[i].typed, lucene[i].native);
}

static void signs_of_other_languages_are_seen(void **state)
{
    (void)state;
    enum { F = 1 << DIALECT_FACTIVA, N = 1 << DIALECT_NEXIS, L = 1 << DIALECT_LUCENE | 1 << DIALECT_TROVE };
    static const struct {
        const char *typed;
        unsigned signs;
    } cases[] = {
        {"oil and gas", 0},     {"oil NEAR/5 gas", 0}, {"oil W/S gas", 0},   {"\"oil w/5 gas\"", 0},
        {"oil w/5 gas", F | N}, {"oil adj3 gas", F},   {"invest$", F},       {"a /F50/", F},
        {"oil pre/5 gas", N},   {"oil w/p gas", N},    {"manufactur! x", N}, {"a +5 b", N},
        {"+oil gas", L},        {"oil^2", L},          {"US$ 5", 0},         {"oil /5 gas", N},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (query_dialect_signs(slice_from(cases[i].typed)) != cases[i].signs)
            fail_msg("'%s' has signs %u", cases[i].typed, query_dialect_signs(slice_from(cases[i].typed)));
}

static void messages_have_codes(void **state)
{
    (void)state;
    Query *query;
    QueryNotes notes = {0};
    Error err;
    assert_int_equal(query_parse(arena, SLICE("colour:red"), options(), &query, &notes, &err), STATUS_FAIL);
    assert_true(slice_equal(notes.error_code, SLICE("field-unknown")));
    assert_null(strchr(err.message, '\t'));
    parse(SLICE("\"open"), &notes);
    assert_int_equal(notes.count, 1);
    assert_true(slice_equal(notes.codes.items[0], SLICE("quote-open")));
}

/* ---- typed spans ---- */

static void each_clause_knows_where_it_was_typed(void **state)
{
    (void)state;
    const Slice typed = SLICE("Haftar headline:\"secret meetings\" date:2014 (rome OR cairo)");
    static const char *const clauses[] = {"Haftar", "headline:\"secret meetings\"", "date:2014",
                                          "rome OR cairo"};
    const Query *query = parse(typed, NULL);
    assert_int_equal(query->kind, QUERY_AND);
    assert_int_equal(query->child_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const Span span = query->children[i]->typed;
        assert_true(slice_equal(slice_range(typed, span.begin, span.end), slice_from(clauses[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_operators),
        cmocka_unit_test(words_with_marks_inside),
        cmocka_unit_test(phrases_prefixes_and_exact_forms),
        cmocka_unit_test(nearness),
        cmocka_unit_test(text_fields),
        cmocka_unit_test(facets),
        cmocka_unit_test(dates),
        cmocka_unit_test(numbers_of_words),
        cmocka_unit_test(wildcards_mistakes_and_expressions),
        cmocka_unit_test(functions_are_laid_on_words),
        cmocka_unit_test(factiva_is_read_by_its_own_rules),
        cmocka_unit_test(nexis_is_read_by_its_own_rules),
        cmocka_unit_test(trove_and_lucene_are_read_by_their_own_rules),
        cmocka_unit_test(signs_of_other_languages_are_seen),
        cmocka_unit_test(messages_have_codes),
        cmocka_unit_test(what_is_plainly_meant_is_repaired_and_noted),
        cmocka_unit_test(clean_queries_have_no_notes),
        cmocka_unit_test(mistakes_are_told_with_place_and_advice),
        cmocka_unit_test(each_clause_knows_where_it_was_typed),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
