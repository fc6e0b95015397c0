/* Random and hostile queries: what is read prints and reads back the same, what is not read says why, nothing
 * takes long. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "base/utf8.h"
#include "query/query.h"
#include "query/test/draw.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* Reads the query; if it can be read, its native form must read back to an equal tree and print the same. */
static bool round_trip(Slice typed)
{
    Query *query = NULL, *again = NULL;
    QueryNotes notes = {0};
    Error err = {{0}};
    if (query_parse(arena, typed, options(), &query, &notes, &err) != STATUS_OK) {
        assert_null(query);
        if (!strstr(err.message, "(character "))
            fail_msg("'%.*s': no place in '%s'", SLICE_ARG(typed), err.message);
        return false;
    }
    const Slice form = query_format(arena, query);
    assert_true(utf8_is_valid(form));
    if (query_parse(arena, form, options(), &again, NULL, &err) != STATUS_OK)
        fail_msg("'%.*s' is read as '%.*s', which gives: %s", SLICE_ARG(typed), SLICE_ARG(form), err.message);
    if (!query_equal(query, again))
        fail_msg("'%.*s' is read as '%.*s' and then as '%.*s'", SLICE_ARG(typed), SLICE_ARG(form),
                 SLICE_ARG(query_format(arena, again)));
    return true;
}

/* ---- well-formed queries ---- */

static void write_unit(Builder *b, uint64_t *seed, unsigned depth);

static void write_words_of(Builder *b, uint64_t *seed)
{
    static const char *const words[] = {"haftar",
                                        "Rome",
                                        "al-Sarraj",
                                        "Sana’a",
                                        "U.S.",
                                        "1,200",
                                        "haf*",
                                        "=Rome",
                                        "=al-Sarraj",
                                        "“secret meetings”",
                                        "\"a b c\"",
                                        "\"joh* (doe|roe)\"",
                                        "رئيس",
                                        "東京都",
                                        "Élysée",
                                        "Haftar’s",
                                        "al-sar*",
                                        "exact(Rome)",
                                        "\"=A b\"",
                                        "AT&T",
                                        "\"x y\"~3",
                                        "and",
                                        "27.06.2014",
                                        "h?ft*r",
                                        "*tar",
                                        "haftar~1",
                                        "/ha[a-z]+|x{2,3}/",
                                        "caps(Rome)",
                                        "nocaps(sounds(al-Sarraj))",
                                        "stem(\"two ministers\")",
                                        "fuzzy(haftar-rome)",
                                        "variants(Gaddafi)",
                                        "\"a * caps(b) (c|d*e f)\"",
                                        "in*{0,4}",
                                        "al-s?rraj",
                                        "\"/a|b/ (/c|d/|e) stem(f)\""};
    builder_add_string(b, words[draw(seed, sizeof words / sizeof words[0])]);
}

/* Only what has positions. */
static void write_place(Builder *b, uint64_t *seed, unsigned depth)
{
    static const char *const operators[] = {" NEAR/5 ",     " PRE/2 ",    " W/S ", " PRE/S ",
                                            " W/P ",        " PRE/P ",    " W/F ", " NOT W/S ",
                                            " NOT NEAR/3 ", " NOT PRE/4 "};
    static const char *const fields[] = {"headline:", "body:",     "lead:", "caption:",
                                         "by:",       "dateline:", "all:",  "atleast(2,",
                                         "first(30,", "caps",      "sounds"};
    switch (depth == 0 ? 0 : draw(seed, 5)) {
    case 0:
    case 1:
        write_words_of(b, seed);
        break;
    case 2:
        builder_add_byte(b, '(');
        write_place(b, seed, depth - 1);
        builder_add_string(b, operators[draw(seed, 10)]);
        write_place(b, seed, depth - 1);
        builder_add_byte(b, ')');
        break;
    case 3:
        builder_add_byte(b, '(');
        write_place(b, seed, depth - 1);
        builder_add_string(b, " OR ");
        write_place(b, seed, depth - 1);
        builder_add_byte(b, ')');
        break;
    default:
        builder_add_string(b, fields[draw(seed, 11)]);
        if (b->data[b->size - 1] != ',')
            builder_add_byte(b, '(');
        write_place(b, seed, depth - 1);
        builder_add_byte(b, ')');
        break;
    }
}

static void write_unit(Builder *b, uint64_t *seed, unsigned depth)
{
    static const char *const values[] = {
        "date:2014",
        "date:2010-01..2012-06",
        "date:-30d",
        "date:>2012",
        "date:undated",
        "date:[2010 TO 2012}",
        "year:(2014 OR 2015)",
        "month:6",
        "day:06-27",
        "weekday:fri",
        "words:>1200",
        "words:100..200",
        "wc<50",
        "section:(news OR \"lifestyle & culture\")",
        "tag:lib*",
        "author:amir-taheri",
        "author:=x",
        "has:photo",
        "*",
        "lang:en",
        "year:=2014",
        "media:55384080",
        "date:2012..2010",
        "section:*",
    };
    static const char *const operators[] = {" ", " AND ", " OR ", " -", " NOT ", "|", " & "};
    switch (depth == 0 ? draw(seed, 2) : draw(seed, 6)) {
    case 0:
        write_place(b, seed, depth);
        break;
    case 1:
        builder_add_string(b, values[draw(seed, sizeof values / sizeof values[0])]);
        break;
    case 2:
        builder_add_string(b, "NOT ");
        write_unit(b, seed, depth - 1);
        break;
    default:
        builder_add_byte(b, '(');
        write_unit(b, seed, depth - 1);
        builder_add_string(b, operators[draw(seed, 7)]);
        write_unit(b, seed, depth - 1);
        builder_add_byte(b, ')');
        break;
    }
}

static void well_formed_queries_are_read_and_read_back(void **state)
{
    (void)state;
    uint64_t seed = 20140627;
    for (int round = 0; round < 6000; round++) {
        Builder b;
        builder_init(&b, arena);
        write_unit(&b, &seed, (unsigned)round % 6);
        if (!round_trip(builder_slice(&b)))
            fail_msg("'%.*s' is not read", (int)b.size, b.data);
        if (round % 200 == 0)
            arena_reset(arena);
    }
}

/* ---- anything ---- */

static void pieces_in_any_order_are_read_or_refused(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "(",         ")",      "\"",       "“",        "”",        " ",         " AND ",
        " OR ",      "NOT ",   "-",        "|",        "&",        " NEAR/5 ",  " NEAR ",
        " W/S ",     "PRE/2",  "a",        "b",        "haftar",   "al-Sarraj", "*",
        "?",         "~",      "~5",       "^2",       "=",        ":",         "headline:",
        "date:",     "2014",   "..",       "[",        "]",        " TO ",      "{",
        "}",         ">",      "<",        "section:", "author:",  "exact(",    "first(",
        "/",         "’",      ",",        ".",        "\xFF",     "\xC3",      "東京",
        "رئيس",      "words:", "month:",   "day:",     "weekday:", "fri",       "-30d",
        "undated",   "year:",  "'",        "`",        "|",        "U.S.",      "\xE2\x80\x8B",
        "\xC2\xA0",  "//",     "http://x", "1,200",    "x:",       "hd=",       "wc>",
        "e\xCC\x81", "ی",      "ـ",        "\t",       "\n",
    };
    uint64_t seed = 99;
    int read = 0;
    for (int round = 0; round < 30000; round++) {
        Builder b;
        builder_init(&b, arena);
        const uint32_t count = draw(&seed, 12);
        for (uint32_t i = 0; i < count; i++)
            builder_add_string(&b, pieces[draw(&seed, sizeof pieces / sizeof pieces[0])]);
        read += round_trip(builder_slice(&b));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
    assert_true(read > 3000); /* else this shows little */
}

static void any_bytes_are_read_or_refused(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 10000; round++) {
        char bytes[40];
        const size_t size = draw(&seed, sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(round % 2 ? draw(&seed, 256) : 32 + draw(&seed, 95));
        round_trip(slice_of(bytes, size));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

static void words_of_any_script_read_back(void **state)
{
    (void)state;
    static const uint32_t ranges[][2] = {
        {0xA0, 0x24F},    {0x370, 0x52F},   {0x590, 0x6FF},   {0x900, 0xDFF},   {0xE00, 0xE7F},
        {0x1E00, 0x1FFF}, {0x3041, 0x30FF}, {0x4E00, 0x6000}, {0xAC00, 0xB000}, {0xFB00, 0xFDFF}};
    uint64_t seed = 77;
    for (int round = 0; round < 20000; round++) {
        Builder b;
        builder_init(&b, arena);
        const uint32_t *range = ranges[draw(&seed, 10)];
        for (uint32_t i = 0; i < 6; i++)
            builder_add_rune(&b, draw(&seed, 5) ? range[0] + draw(&seed, range[1] - range[0]) : ' ');
        round_trip(builder_slice(&b));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

/* ---- hostile ---- */

static Slice repeat(const char *piece, size_t size)
{
    Builder b;
    builder_init(&b, arena);
    while (b.size + strlen(piece) <= size)
        builder_add_string(&b, piece);
    return builder_slice(&b);
}

static void a_megabyte_of_anything_ends_soon(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "(",         ")",        "\"",          "-",         "NOT ",       "a ",    "a|",     "a-",
        "a NEAR/5 ", "(a ",      "a OR ",       "\"a ",      "headline:(", "date:", "date:[", "exact(",
        "'",         "a'",       "~",           "*",         ", ",         "東",    "=",      "&",
        "\"(",       "\"(a|b) ", "section:(a ", "(a OR b) ", "a.",         "1,",    "\xFF",   "U.S.",
        "-(",        "author:=", "”",           "a”",        "NEAR/5 ",    "x:y ",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        round_trip(repeat(pieces[i], (size_t)1 << 20));
        arena_reset(arena);
    }
}

static void bounds_are_refused_with_advice(void **state)
{
    (void)state;
    static const struct {
        const char *open, *middle, *close;
        size_t count;
        bool is_read;
    } cases[] = {
        {"(", "a", ")", 64, true},           {"(", "a", ")", 65, false},
        {"NOT ", "a", "", 64, true},         {"NOT ", "a", "", 65, false},
        {"a NEAR/5 ", "a", "", 64, true},    {"a NEAR/5 ", "a", "", 65, false},
        {"a ", "a", "", 4000, true},         {"a ", "a", "", 4097, false},
        {"(a OR (b ", "c", "))", 32, true},  {"headline:(", "a", ")", 64, true},
        {"headline:(", "a", ")", 65, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Builder b;
        builder_init(&b, arena);
        for (size_t j = 0; j < cases[i].count; j++)
            builder_add_string(&b, cases[i].open);
        builder_add_string(&b, cases[i].middle);
        for (size_t j = 0; j < cases[i].count; j++)
            builder_add_string(&b, cases[i].close);
        if (round_trip(builder_slice(&b)) != cases[i].is_read)
            fail_msg("%zu times '%s'", cases[i].count, cases[i].open);
    }
}

static void a_query_over_a_megabyte_is_refused(void **state)
{
    (void)state;
    Query *query;
    Error err;
    const Slice typed = repeat("a", ((size_t)1 << 20) + 1);
    assert_int_equal(query_parse(arena, typed, options(), &query, NULL, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "1048577 bytes"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_queries_are_read_and_read_back),
        cmocka_unit_test(pieces_in_any_order_are_read_or_refused),
        cmocka_unit_test(any_bytes_are_read_or_refused),
        cmocka_unit_test(words_of_any_script_read_back),
        cmocka_unit_test(a_megabyte_of_anything_ends_soon),
        cmocka_unit_test(bounds_are_refused_with_advice),
        cmocka_unit_test(a_query_over_a_megabyte_is_refused),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
