/* Random queries on random texts: the matcher's sets of places are just those that model/query.h defines,
 * written down here once more as membership; and what is shown lies in the text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "query/query.h"
#include "query/test/draw.h"
#include "query/test/make_document.h"
#include "text/test/plain_words.h"

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

/* ---- is [first, last] in the set of the node? ---- */

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
        if (token->position == first && plain_word(query, token->folded, token->surface))
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

/* Has [first, last] of the first child no partner? */
static bool is_lonely_member(const Query *query, const Document *d, uint32_t first, uint32_t last)
{
    if (!is_member(query->children[0], d, first, last))
        return false;
    for (uint32_t k = 0; k < d->length; k++)
        for (uint32_t l = k; l < d->length; l++)
            if (is_pair(query, d, (Interval){first, last}, (Interval){k, l}) &&
                is_member(query->children[1], d, k, l))
                return false;
    return true;
}

static uint32_t count_members(const Query *query, const Document *d)
{
    uint32_t count = 0;
    for (uint32_t first = 0; first < d->length; first++)
        for (uint32_t last = first; last < d->length; last++)
            count += is_member(query, d, first, last);
    return count;
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
        return query->is_negated ? is_lonely_member(query, d, first, last)
                                 : is_pair_member(query, d, first, last);
    case QUERY_ATLEAST:
        return is_member(query->children[0], d, first, last) &&
               count_members(query->children[0], d) >= query->distance;
    case QUERY_FIRST:
        return last < query->distance && is_member(query->children[0], d, first, last);
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
    static const char *const leaves[] = {
        "a",       "b",           "c",       "=A",        "a-b",           "ab",
        "\"a b\"", "\"(a|b) c\"", "a*",      "\"a b a\"", "\"a * b\"",     "?b",
        "*b",      "/[ab]+/",     "caps(a)", "nocaps(a)", "allcaps(/.*/)", "\"nocaps(a*) b\"",
        "stem(ab)"};
    static const char *const operators[] = {" NEAR/1 ",     " NEAR/2 ",  " PRE/2 ",    " NEAR/9 ", " W/S ",
                                            " PRE/S ",      " W/P ",     " PRE/P ",    " W/F ",    " OR ",
                                            " NOT NEAR/2 ", " NOT W/S ", " NOT PRE/3 "};
    static const char *const fields[] = {"headline:(", "body:(",      "lead:(",
                                         "caption:(",  "atleast(2, ", "first(4, "};
    const uint32_t kind = depth == 0 ? 0 : draw(seed, 6);
    if (kind == 0) {
        builder_add_string(b, leaves[draw(seed, sizeof leaves / sizeof *leaves)]);
        return;
    }
    builder_add_string(b, kind == 1 ? fields[draw(seed, 6)] : "(");
    write_small_place(b, seed, depth - 1);
    if (kind != 1) {
        builder_add_string(b, operators[draw(seed, 13)]);
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

/* A small query of words and operators, and a small text to ask. */
typedef struct Drawn {
    Slice typed, text;
    Query *query;
    Document document;
} Drawn;

static Drawn draw_small(uint64_t *seed)
{
    Builder typed, text;
    builder_init(&typed, arena);
    builder_init(&text, arena);
    write_small_place(&typed, seed, 3);
    write_small_text(&text, seed);
    Drawn drawn = {.typed = builder_slice(&typed), .text = builder_slice(&text)};
    make_document(arena, drawn.text, &drawn.document);
    Error err;
    if (query_parse(arena, drawn.typed, options(), &drawn.query, NULL, &err) != STATUS_OK)
        fail_msg("'%.*s': %s", (int)typed.size, typed.data, err.message);
    return drawn;
}

static void sets_hold_just_what_the_definition_says(void **state)
{
    (void)state;
    uint64_t seed = 31;
    size_t found = 0;
    for (int round = 0; round < 4000; round++) {
        Drawn drawn = draw_small(&seed);
        assert_true(query_has_positions(drawn.query));
        assert_same_set(drawn.query, &drawn.document, drawn.typed, drawn.text);
        found += query_matches(arena, drawn.query, &drawn.document);
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
    for (int round = 0; round < 4000; round++) {
        Drawn drawn = draw_small(&seed);
        Positions shown;
        query_highlights(arena, drawn.query, &drawn.document, &shown);
        assert_int_equal(shown.count > 0, query_matches(arena, drawn.query, &drawn.document));
        for (size_t i = 0; i < shown.count; i++)
            assert_true(shown.items[i] < drawn.document.length &&
                        (i == 0 || shown.items[i] > shown.items[i - 1]));
        if (round % 100 == 0)
            arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_hold_just_what_the_definition_says),
        cmocka_unit_test(what_is_shown_lies_in_the_text),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
