/* Random and hostile queries: what is read prints and reads back the same, what is not read says why, nothing
 * takes long; and the matcher's sets against membership written down straight from model/query.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "base/utf8.h"
#include "query/query.h"
#include "query/test/make_document.h"

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

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static ParseOptions options(void)
{
    return (ParseOptions){.last_day = (int32_t)days_from_civil(2017, 9, 26)};
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

/* ---- the meaning, once more: is [first, last] in the set of the node? ---- */

static const Region *base_region(const Document *d, uint32_t position)
{
    for (size_t i = 0; i < d->regions.base_count; i++)
        if (d->regions.items[i].begin <= position && position < d->regions.items[i].end)
            return &d->regions.items[i];
    return NULL;
}

static size_t starts_before(const Positions *starts, uint32_t position)
{
    size_t count = 0;
    for (size_t i = 0; i < starts->count; i++)
        count += starts->items[i] <= position;
    return count;
}

static bool is_member(const Query *query, const Document *d, uint32_t first, uint32_t last);

static bool is_leaf_member(const Query *query, const Document *d, uint32_t first, uint32_t last)
{
    for (size_t i = 0; first == last && i < d->tokens.count; i++) {
        const Token *token = &d->tokens.items[i];
        if (token->position != first)
            continue;
        if (query->kind == QUERY_TERM && slice_equal(token->folded, query->text))
            return true;
        if (query->kind == QUERY_PREFIX && slice_starts_with(token->folded, query->text))
            return true;
        if (query->kind == QUERY_EXACT && slice_equal(token->surface, query->text))
            return true;
    }
    return false;
}

/* Do children from number `from` on fill [first, last] in a row? */
static bool is_row_member(const Query *query, const Document *d, size_t from, uint32_t first, uint32_t last)
{
    if (from + 1 == query->child_count)
        return is_member(query->children[from], d, first, last);
    for (uint32_t cut = first; cut < last; cut++)
        if (is_member(query->children[from], d, first, cut) &&
            is_row_member(query, d, from + 1, cut + 1, last))
            return true;
    return false;
}

static bool is_pair(const Query *query, const Document *d, Interval a, Interval b)
{
    if (base_region(d, a.first) != base_region(d, b.first))
        return false;
    const bool is_before = a.last < b.first, is_behind = b.last < a.first;
    const bool is_inside = (b.first < a.first && a.last < b.last) || (a.first < b.first && b.last < a.last);
    if (query->is_ordered ? !is_before : !is_before && !is_behind && !is_inside)
        return false;
    const uint32_t first = a.first < b.first ? a.first : b.first, last = a.last > b.last ? a.last : b.last;
    if (query->kind == QUERY_NEAR) {
        const uint32_t distance = is_before ? b.first - a.last : is_behind ? a.first - b.last : 0;
        return distance <= query->distance;
    }
    if (query->unit == SAME_SENTENCE)
        return starts_before(&d->sentences, first) == starts_before(&d->sentences, last);
    return query->unit != SAME_PARAGRAPH ||
           starts_before(&d->paragraphs, first) == starts_before(&d->paragraphs, last);
}

static bool is_pair_member(const Query *query, const Document *d, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++)
        for (uint32_t j = i; j <= last; j++) {
            if (!is_member(query->children[0], d, i, j))
                continue;
            for (uint32_t k = first; k <= last; k++)
                for (uint32_t l = k; l <= last; l++)
                    if ((i < k ? i : k) == first && (j > l ? j : l) == last &&
                        is_pair(query, d, (Interval){i, j}, (Interval){k, l}) &&
                        is_member(query->children[1], d, k, l))
                        return true;
        }
    return false;
}

static bool is_member(const Query *query, const Document *d, uint32_t first, uint32_t last)
{
    if (!base_region(d, first) || base_region(d, first) != base_region(d, last))
        return false;
    switch (query->kind) {
    case QUERY_PHRASE:
        return is_row_member(query, d, 0, first, last);
    case QUERY_OR:
        for (size_t i = 0; i < query->child_count; i++)
            if (is_member(query->children[i], d, first, last))
                return true;
        return false;
    case QUERY_NEAR:
    case QUERY_SAME:
        return is_pair_member(query, d, first, last);
    case QUERY_WITHIN:
        for (size_t i = 0; i < d->regions.count; i++)
            if (d->regions.items[i].field == query->field && d->regions.items[i].begin <= first &&
                last < d->regions.items[i].end)
                return is_member(query->children[0], d, first, last);
        return false;
    default:
        return is_leaf_member(query, d, first, last);
    }
}

static void write_small_place(Builder *b, uint64_t *seed, unsigned depth)
{
    static const char *const leaves[] = {"a",  "b",       "c",           "=A", "a-b",
                                         "ab", "\"a b\"", "\"(a|b) c\"", "a*", "\"a b a\""};
    static const char *const operators[] = {" NEAR/1 ", " NEAR/2 ", " PRE/2 ", " NEAR/9 ", " W/S ",
                                            " PRE/S ",  " W/P ",    " PRE/P ", " W/F ",    " OR "};
    static const char *const fields[] = {"headline:(", "body:(", "lead:(", "caption:("};
    const uint32_t kind = depth == 0 ? 0 : draw(seed, 6);
    if (kind == 0) {
        builder_add_string(b, leaves[draw(seed, 10)]);
        return;
    }
    builder_add_string(b, kind == 1 ? fields[draw(seed, 4)] : "(");
    write_small_place(b, seed, depth - 1);
    if (kind != 1) {
        builder_add_string(b, operators[draw(seed, 10)]);
        write_small_place(b, seed, depth - 1);
    }
    builder_add_byte(b, ')');
}

static void write_small_text(Builder *b, uint64_t *seed)
{
    static const char *const words[] = {"a ", "b ", "c ", "A ", "a-b ", "ab ", "a! ", "b! ", "C? "};
    static const char *const lines[] = {"headline: ", "", "", "caption: ", "caption: "};
    for (size_t i = 0; i < 5; i++) {
        builder_add_string(b, lines[i]);
        for (uint32_t n = draw(seed, 4); n > 0; n--)
            builder_add_string(b, words[draw(seed, 9)]);
        builder_add_byte(b, '\n');
    }
}

static void assert_same_set(const Query *query, const Document *d, Slice typed, Slice text)
{
    Intervals set = {0};
    query_intervals(arena, query, d, &set);
    size_t next = 0;
    for (uint32_t first = 0; first < d->length; first++)
        for (uint32_t last = first; last < d->length; last++) {
            const bool is_there =
                next < set.count && set.items[next].first == first && set.items[next].last == last;
            if (is_there != is_member(query, d, first, last))
                fail_msg("'%.*s' on '%.*s': [%u, %u] is %s", SLICE_ARG(typed), SLICE_ARG(text), first, last,
                         is_there ? "too much" : "missing");
            next += is_there;
        }
    assert_int_equal(next, set.count);
}

static void sets_hold_just_what_the_definition_says(void **state)
{
    (void)state;
    uint64_t seed = 31;
    size_t found = 0;
    for (int round = 0; round < 3000; round++) {
        Builder typed, text;
        builder_init(&typed, arena);
        builder_init(&text, arena);
        write_small_place(&typed, &seed, 3);
        write_small_text(&text, &seed);
        Document d;
        make_document(arena, builder_slice(&text), &d);
        Query *query = NULL;
        Error err;
        if (query_parse(arena, builder_slice(&typed), options(), &query, NULL, &err) != STATUS_OK)
            fail_msg("'%.*s': %s", (int)typed.size, typed.data, err.message);
        assert_true(query_has_positions(query));
        assert_same_set(query, &d, builder_slice(&typed), builder_slice(&text));
        found += query_matches(arena, query, &d);
        if (round % 100 == 0)
            arena_reset(arena);
    }
    assert_true(found > 500);
}

/* What is shown are words of the text, and something is shown where a query of words is true. */
static void what_is_shown_lies_in_the_text(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (int round = 0; round < 3000; round++) {
        Builder typed, text;
        builder_init(&typed, arena);
        builder_init(&text, arena);
        write_small_place(&typed, &seed, 3);
        write_small_text(&text, &seed);
        Document d;
        make_document(arena, builder_slice(&text), &d);
        Query *query = NULL;
        Error err;
        assert_int_equal(query_parse(arena, builder_slice(&typed), options(), &query, NULL, &err), STATUS_OK);
        Positions shown;
        query_highlights(arena, query, &d, &shown);
        assert_int_equal(shown.count > 0, query_matches(arena, query, &d));
        for (size_t i = 0; i < shown.count; i++)
            assert_true(shown.items[i] < d.length && (i == 0 || shown.items[i] > shown.items[i - 1]));
        if (round % 100 == 0)
            arena_reset(arena);
    }
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
        cmocka_unit_test(sets_hold_just_what_the_definition_says),
        cmocka_unit_test(what_is_shown_lies_in_the_text),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
