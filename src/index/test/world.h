/* Random documents and the plain meaning of queries, for tests: written from model/query.h without a look at
 * how the index works. Everything is made from a seed, and everything is small. */
#ifndef INDEX_TEST_WORLD_H
#define INDEX_TEST_WORLD_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "base/builder.h"
#include "base/file.h"
#include "index/index.h"
#include "text/test/plain_words.h"

/* ---- chance: xorshift64*, Vigna 2016 ---- */

typedef struct Chance {
    uint64_t state;
} Chance;

static inline uint32_t chance(Chance *c, uint32_t below)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return (uint32_t)((c->state * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

/* A word of the vocabulary: low numbers are common. */
static inline Slice any_word(Chance *c, Arena *arena)
{
    static const char *const stems[] = {"a", "ab", "abc", "b", "bca", "cab", "cda",
                                        "d", "da", "dab", "e", "ea",  "f"};
    uint32_t n = sizeof stems / sizeof *stems;
    uint32_t which = chance(c, chance(c, n) + 1);
    return chance(c, 8) == 0 ? arena_format(arena, "%s%u", stems[which], chance(c, 40))
                             : slice_from(stems[which]);
}

/* The word itself, or with a capital, or in capitals. */
static inline Slice any_surface(Chance *c, Arena *arena, Slice folded)
{
    uint32_t how = chance(c, 6);
    if (how > 1)
        return folded;
    char *text = arena_text(arena, folded.size);
    for (size_t i = 0; i < folded.size; i++) {
        char byte = folded.data[i];
        text[i] = (i == 0 || how == 1) && byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte;
    }
    return slice_of(text, folded.size);
}

/* ---- documents ---- */

static inline void add_region(Chance *c, Arena *arena, Document *d, TextField field, uint32_t size)
{
    if (size == 0)
        return;
    uint32_t begin = d->length;
    *LIST_ADD(arena, &d->regions) = (Region){field, begin, begin + size};
    for (uint32_t i = 0; i < size; i++) {
        if (i == 0 || chance(c, 6) == 0) {
            *LIST_ADD(arena, &d->sentences) = begin + i;
            if (i == 0 || chance(c, 3) == 0)
                *LIST_ADD(arena, &d->paragraphs) = begin + i;
        }
        Token *token = LIST_ADD(arena, &d->tokens);
        token->position = begin + i;
        token->folded = any_word(c, arena);
        token->surface = any_surface(c, arena, token->folded);
        if (chance(c, 12) == 0) {
            Slice joined = arena_format(arena, "%.*sx", SLICE_ARG(token->folded));
            Token *more = LIST_ADD(arena, &d->tokens);
            more->position = begin + i;
            more->flags = WORD_JOINED;
            more->folded = joined;
            more->surface = arena_format(arena, "%.*s-x", SLICE_ARG(joined));
        }
    }
    d->length += size;
}

static inline void add_facet(Arena *arena, Document *d, FacetField field, Slice value, Slice key)
{
    for (size_t i = 0; i < d->facets.count; i++) {
        if (d->facets.items[i].field == field && slice_equal(d->facets.items[i].key, key))
            return;
    }
    *LIST_ADD(arena, &d->facets) = (Facet){field, value, key};
}

static inline void add_facets(Chance *c, Arena *arena, Document *d)
{
    if (chance(c, 4) > 0) {
        Slice section = arena_format(arena, "s%u", chance(c, 5));
        add_facet(arena, d, FACET_SECTION, section, section);
    }
    for (uint32_t i = chance(c, 4); i > 0; i--) {
        uint32_t tag = chance(c, 30);
        /* two ways of writing one key */
        Slice value = arena_format(arena, chance(c, 2) ? "Tag %u" : "tag-%u", tag);
        add_facet(arena, d, FACET_TAG, value, arena_format(arena, "tag-%u", tag));
    }
    for (uint32_t i = chance(c, 3); i > 0; i--) {
        Slice author = arena_format(arena, "a%u", chance(c, 7));
        add_facet(arena, d, FACET_AUTHOR, author, author);
    }
    if (chance(c, 4) > 0) {
        Slice headline = arena_format(arena, "h%u", chance(c, 25));
        add_facet(arena, d, FACET_HEADLINE, headline, headline);
    }
    if (chance(c, 2) > 0) {
        Slice text = arena_format(arena, "r%u", chance(c, 12));
        add_facet(arena, d, FACET_REPRINT, text, text);
    }
    add_facet(arena, d, FACET_ID, d->id, d->id);
    if (d->time_s == TIME_UNDATED) {
        add_facet(arena, d, FACET_YEAR, SLICE("undated"), SLICE("undated"));
    } else {
        int64_t year;
        unsigned month, day;
        civil_from_days(d->days.first, &year, &month, &day);
        Slice value = arena_format(arena, "%lld", (long long)year);
        add_facet(arena, d, FACET_YEAR, value, value);
    }
}

static inline Document *any_document(Chance *c, Arena *arena, int64_t article)
{
    Document *d = ARENA_NEW(arena, Document);
    d->article = article;
    d->id = arena_format(arena, "x%lld", (long long)(article * 7919 % 1000003));
    d->time_s = TIME_UNDATED;
    if (chance(c, 6) > 0) {
        int32_t day = 16000 + (int32_t)chance(c, 400);
        int32_t grain = chance(c, 5) == 0 ? 27 : 0;
        d->days = (DayRange){day, day + grain};
        d->time_s = (int64_t)day * 86400 + (chance(c, 2) ? 0 : chance(c, 86400));
    }
    if (chance(c, 50) > 0) {
        add_region(c, arena, d, FIELD_HEADLINE, chance(c, 6));
        add_region(c, arena, d, FIELD_SUBHEADLINE, chance(c, 3));
        uint32_t body = d->length;
        add_region(c, arena, d, FIELD_BODY, chance(c, 40));
        uint32_t body_end = d->length;
        for (uint32_t i = chance(c, 3); i > 0; i--)
            add_region(c, arena, d, FIELD_CAPTION, chance(c, 5));
        add_region(c, arena, d, FIELD_BYLINE, chance(c, 3));
        d->regions.base_count = d->regions.count;
        if (body_end > body + 2) {
            *LIST_ADD(arena, &d->regions) = (Region){FIELD_DATELINE, body, body + 1};
            *LIST_ADD(arena, &d->regions) = (Region){FIELD_LEAD, body, body + (body_end - body) / 2};
        }
    }
    d->words = d->length / 2;
    add_facets(c, arena, d);
    return d;
}

/* ---- the plain meaning ---- */

typedef struct Pair {
    uint32_t first, last;
} Pair;
typedef struct Pairs {
    Pair *items;
    size_t count, capacity;
} Pairs;

static inline void add_pair(Arena *arena, Pairs *set, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i].first == first && set->items[i].last == last)
            return;
    }
    *LIST_ADD(arena, set) = (Pair){first, last};
}

/* Do all positions of the pair lie in one of the ranges that begin at `starts`? */
static inline bool same_unit(const Positions *starts, Pair p)
{
    for (size_t i = 0; i < starts->count; i++) {
        if (starts->items[i] > p.first && starts->items[i] <= p.last)
            return false;
    }
    return true;
}

static inline bool in_base(const Document *d, Pair p)
{
    for (size_t i = 0; i < d->regions.base_count; i++) {
        if (d->regions.items[i].begin <= p.first && p.last < d->regions.items[i].end)
            return true;
    }
    return false;
}

static inline bool plain_apart(Pair i, Pair j, bool ordered, uint32_t *distance)
{
    if (ordered && !(i.last < j.first))
        return false;
    if (i.last < j.first)
        *distance = j.first - i.last;
    else if (j.last < i.first)
        *distance = i.first - j.last;
    else if ((i.first < j.first && j.last < i.last) || (j.first < i.first && i.last < j.last))
        *distance = 0;
    else
        return false;
    return true;
}

static inline bool plain_true(Arena *arena, const Document *d, const Query *q);

static inline Pairs plain_pairs(Arena *arena, const Document *d, const Query *q)
{
    Pairs out = {0};
    for (size_t t = 0; t < d->tokens.count; t++) {
        const Token *token = &d->tokens.items[t];
        if (plain_word(q, token->folded, token->surface))
            add_pair(arena, &out, token->position, token->position);
    }
    if (q->kind == QUERY_OR) {
        for (size_t c = 0; c < q->child_count; c++) {
            Pairs child = plain_pairs(arena, d, q->children[c]);
            for (size_t i = 0; i < child.count; i++)
                add_pair(arena, &out, child.items[i].first, child.items[i].last);
        }
    }
    if (q->kind == QUERY_PHRASE) {
        Pairs done = plain_pairs(arena, d, q->children[0]);
        for (size_t c = 1; c < q->child_count; c++) {
            Pairs next = plain_pairs(arena, d, q->children[c]), longer = {0};
            for (size_t i = 0; i < done.count; i++) {
                for (size_t j = 0; j < next.count; j++) {
                    if (next.items[j].first == done.items[i].last + 1)
                        add_pair(arena, &longer, done.items[i].first, next.items[j].last);
                }
            }
            done = longer;
        }
        for (size_t i = 0; i < done.count; i++) {
            if (in_base(d, done.items[i]))
                add_pair(arena, &out, done.items[i].first, done.items[i].last);
        }
    }
    if (q->kind == QUERY_ATLEAST || q->kind == QUERY_FIRST) {
        Pairs child = plain_pairs(arena, d, q->children[0]);
        for (size_t i = 0; i < child.count; i++) {
            if (q->kind == QUERY_FIRST ? child.items[i].last < q->distance : child.count >= q->distance)
                add_pair(arena, &out, child.items[i].first, child.items[i].last);
        }
    }
    if (q->kind == QUERY_NEAR || q->kind == QUERY_SAME) {
        Pairs a = plain_pairs(arena, d, q->children[0]), b = plain_pairs(arena, d, q->children[1]);
        for (size_t i = 0; i < a.count; i++) {
            bool has_partner = false;
            for (size_t j = 0; j < b.count; j++) {
                Pair x = a.items[i], y = b.items[j];
                Pair hull = {x.first < y.first ? x.first : y.first, x.last > y.last ? x.last : y.last};
                uint32_t distance = 0;
                bool is_good = plain_apart(x, y, q->is_ordered, &distance) && in_base(d, hull);
                if (q->kind == QUERY_NEAR)
                    is_good = is_good && distance <= q->distance;
                else if (q->unit == SAME_SENTENCE)
                    is_good = is_good && same_unit(&d->sentences, hull);
                else if (q->unit == SAME_PARAGRAPH)
                    is_good = is_good && same_unit(&d->paragraphs, hull);
                has_partner |= is_good;
                if (is_good && !q->is_negated)
                    add_pair(arena, &out, hull.first, hull.last);
            }
            if (q->is_negated && !has_partner)
                add_pair(arena, &out, a.items[i].first, a.items[i].last);
        }
    }
    if (q->kind == QUERY_WITHIN) {
        Pairs child = plain_pairs(arena, d, q->children[0]);
        for (size_t i = 0; i < child.count; i++) {
            for (size_t r = 0; r < d->regions.count; r++) {
                const Region *region = &d->regions.items[r];
                if (region->field == q->field && region->begin <= child.items[i].first &&
                    child.items[i].last < region->end)
                    add_pair(arena, &out, child.items[i].first, child.items[i].last);
            }
        }
    }
    return out;
}

static inline bool plain_calendar(const Document *d, const Query *q)
{
    if (d->time_s == TIME_UNDATED || d->days.first != d->days.last)
        return false;
    int64_t year;
    unsigned month, day;
    civil_from_days(d->days.first, &year, &month, &day);
    return (q->month < 0 || q->month == (int)month) && (q->day < 0 || q->day == (int)day) &&
           (q->weekday < 0 || q->weekday == (int)weekday_of_days(d->days.first));
}

static inline bool plain_facet(const Document *d, const Query *q)
{
    for (size_t i = 0; i < d->facets.count; i++) {
        const Facet *facet = &d->facets.items[i];
        if (facet->field == q->facet &&
            (q->is_prefix ? slice_starts_with(facet->key, q->text) : slice_equal(facet->key, q->text)))
            return true;
    }
    return false;
}

static inline bool plain_true(Arena *arena, const Document *d, const Query *q)
{
    bool is_dated = d->time_s != TIME_UNDATED;
    switch (q->kind) {
    case QUERY_ALL:
        return true;
    case QUERY_NONE:
        return false;
    case QUERY_FACET:
        return plain_facet(d, q);
    case QUERY_DAYS:
        return is_dated && d->days.first >= q->min && d->days.last <= q->max;
    case QUERY_CALENDAR:
        return plain_calendar(d, q);
    case QUERY_UNDATED:
        return !is_dated;
    case QUERY_WORDS:
        return d->words >= q->min && d->words <= q->max;
    case QUERY_NOT:
        return !plain_true(arena, d, q->children[0]);
    case QUERY_AND:
        for (size_t i = 0; i < q->child_count; i++) {
            if (!plain_true(arena, d, q->children[i]))
                return false;
        }
        return true;
    case QUERY_OR:
        for (size_t i = 0; i < q->child_count; i++) {
            if (plain_true(arena, d, q->children[i]))
                return true;
        }
        return false;
    default:
        return plain_pairs(arena, d, q).count > 0;
    }
}

/* ---- random queries ---- */

static inline Query *new_query(Arena *arena, QueryKind kind, size_t children)
{
    Query *q = ARENA_NEW(arena, Query);
    q->kind = kind;
    q->month = q->day = q->weekday = -1;
    q->child_count = children;
    q->children = ARENA_ARRAY(arena, Query *, children);
    return q;
}

/* A pattern over the letters of the vocabulary. */
static inline Slice any_wild(Chance *c, Arena *arena)
{
    static const char *const pieces[] = {"*", "?",  "a",      "b",      "c",  "d",
                                         "a", "ab", "*{0,2}", "*{1,1}", "da", "x"};
    Builder b;
    builder_init(&b, arena);
    for (uint32_t i = 1 + chance(c, 4); i > 0; i--)
        builder_add_string(&b, pieces[chance(c, 12)]);
    return builder_slice(&b);
}

static inline Slice any_regex(Chance *c, Arena *arena, int depth)
{
    static const char *const atoms[] = {"a", "b", "c", "d", ".", "[ab]", "[^ac]", "[0123456789]", "e", "x"};
    static const char *const repeats[] = {"*", "+", "?", "{2,2}", "{0,3}", "{1,2}"};
    Builder b;
    builder_init(&b, arena);
    for (uint32_t i = 1 + chance(c, 3); i > 0; i--) {
        Slice inner = depth > 0 && chance(c, 3) == 0 ? any_regex(c, arena, depth - 1) : SLICE_EMPTY;
        if (inner.size > 0)
            builder_format(&b, "(%.*s)", SLICE_ARG(inner));
        else
            builder_add_string(&b, atoms[chance(c, 10)]);
        if (chance(c, 3) == 0)
            builder_add_string(&b, repeats[chance(c, 6)]);
    }
    if (chance(c, 4) == 0) {
        builder_add_byte(&b, '|');
        builder_add(&b, any_regex(c, arena, depth - 1));
    }
    return builder_slice(&b);
}

/* A leaf that stands for several words, or for words with capitals. */
static inline Query *any_set(Chance *c, Arena *arena)
{
    static const QueryKind kinds[] = {QUERY_CASED,  QUERY_PREFIX,   QUERY_WILD, QUERY_FUZZY,  QUERY_REGEX,
                                      QUERY_SOUNDS, QUERY_VARIANTS, QUERY_STEM, QUERY_ANYWORD};
    Query *q = new_query(arena, kinds[chance(c, 9)], 0);
    q->letters = chance(c, 3) ? CASE_ANY : (LetterCase)chance(c, 4);
    if (q->kind == QUERY_ANYWORD)
        return q;
    q->text = q->kind == QUERY_WILD    ? any_wild(c, arena)
              : q->kind == QUERY_REGEX ? any_regex(c, arena, 2)
                                       : any_word(c, arena);
    if (q->kind == QUERY_FUZZY)
        q->distance = 1 + chance(c, 2);
    return q;
}

static inline Query *any_positions(Chance *c, Arena *arena, int depth)
{
    Query *q;
    uint32_t which = depth <= 0 ? chance(c, 4) : chance(c, 11);
    if (which == 3 && chance(c, 2))
        return any_set(c, arena);
    switch (which) {
    case 10:
        q = new_query(arena, chance(c, 2) ? QUERY_ATLEAST : QUERY_FIRST, 1);
        q->children[0] = any_positions(c, arena, depth - 1);
        q->distance = 1 + chance(c, q->kind == QUERY_FIRST ? 20 : 3);
        return q;
    case 4:
    case 5:
        q = new_query(arena, QUERY_PHRASE, 1 + chance(c, 3));
        for (size_t i = 0; i < q->child_count; i++)
            q->children[i] = any_positions(c, arena, chance(c, 3) ? 0 : depth - 1);
        return q;
    case 6:
        q = new_query(arena, QUERY_OR, 1 + chance(c, 3));
        for (size_t i = 0; i < q->child_count; i++)
            q->children[i] = any_positions(c, arena, depth - 1);
        return q;
    case 7:
    case 8:
        q = new_query(arena, chance(c, 2) ? QUERY_NEAR : QUERY_SAME, 2);
        q->children[0] = any_positions(c, arena, depth - 1);
        q->children[1] = any_positions(c, arena, depth - 1);
        q->is_ordered = chance(c, 2);
        q->is_negated = chance(c, 4) == 0;
        q->unit = (SameUnit)chance(c, 3);
        q->distance = 1 + chance(c, 8);
        return q;
    case 9:
        q = new_query(arena, QUERY_WITHIN, 1);
        q->children[0] = any_positions(c, arena, depth - 1);
        q->field = (TextField)chance(c, TEXT_FIELDS);
        return q;
    case 3:
        q = new_query(arena, QUERY_PREFIX, 0);
        q->text = any_word(c, arena);
        return q;
    case 2:
        q = new_query(arena, QUERY_EXACT, 0);
        q->folded = any_word(c, arena);
        q->text = any_surface(c, arena, q->folded);
        return q;
    default:
        q = new_query(arena, QUERY_TERM, 0);
        q->text = any_word(c, arena);
        return q;
    }
}

static inline Query *any_query(Chance *c, Arena *arena, int depth)
{
    Query *q;
    switch (depth <= 0 ? 6 + chance(c, 10) : chance(c, 16)) {
    case 0:
    case 1:
    case 2:
        q = new_query(arena, QUERY_AND, chance(c, 4));
        break;
    case 3:
    case 4:
        q = new_query(arena, QUERY_OR, chance(c, 4));
        break;
    case 5:
        q = new_query(arena, QUERY_NOT, 1);
        break;
    case 6:
        return new_query(arena, QUERY_ALL, 0);
    case 7:
        return new_query(arena, chance(c, 3) ? QUERY_UNDATED : QUERY_NONE, 0);
    case 8:
        q = new_query(arena, QUERY_FACET, 0);
        q->facet = chance(c, 2) ? FACET_TAG : FACET_SECTION;
        q->is_prefix = chance(c, 2);
        q->text = q->facet == FACET_TAG ? arena_format(arena, "tag-%u", chance(c, 30))
                                        : arena_format(arena, "s%u", chance(c, 5));
        if (q->is_prefix && q->text.size > 0)
            q->text.size -= chance(c, (uint32_t)q->text.size);
        return q;
    case 9:
        q = new_query(arena, chance(c, 3) ? QUERY_DAYS : QUERY_WORDS, 0);
        q->min = q->kind == QUERY_DAYS ? 15990 + chance(c, 400) : chance(c, 20);
        q->max = q->min + chance(c, q->kind == QUERY_DAYS ? 300 : 15);
        return q;
    case 10:
        q = new_query(arena, QUERY_CALENDAR, 0);
        q->month = chance(c, 2) ? (int)chance(c, 12) + 1 : -1;
        q->day = chance(c, 4) ? -1 : (int)chance(c, 31) + 1;
        q->weekday = chance(c, 2) ? (int)chance(c, 7) : -1;
        return q;
    default:
        return any_positions(c, arena, depth);
    }
    for (size_t i = 0; i < q->child_count; i++)
        q->children[i] = any_query(c, arena, depth - 1);
    return q;
}

/* ---- folders ---- */

/* A folder that no other test has. */
static inline char *test_folder(Arena *arena, const char *name)
{
    Slice path = arena_format(arena, "index_%s_%d", name, (int)getpid());
    return arena_string(arena, path);
}

static inline void remove_folder(const char *folder)
{
    Arena *arena = arena_open(SIZE_MAX);
    Slices names = {0};
    Error err;
    if (file_kind(folder) == FILE_FOLDER && file_list(arena, folder, &names, &err) == STATUS_OK) {
        for (size_t i = 0; i < names.count; i++)
            assert_int_equal(file_remove(path_join(arena, folder, arena_string(arena, names.items[i])), &err),
                             STATUS_OK);
        rmdir(folder);
    }
    arena_close(arena);
}

#define OK(call)                                                                                             \
    do {                                                                                                     \
        Status ok_status = (call);                                                                           \
        if (ok_status != STATUS_OK)                                                                          \
            fail_msg("%s: status %d: %s", #call, (int)ok_status, err.message);                               \
    } while (0)

#endif
