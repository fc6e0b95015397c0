/* Merging is a maximum: the order and the grouping of claims leave no trace. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/builder.h"
#include "model/merge.h"

#define CLAIMS 9

typedef struct Voice {
    Article article;
    ClaimRanks ranks;
} Voice;

static unsigned roll(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

static Slice some_text(Arena *arena, uint64_t *seed, const char *what)
{
    unsigned number = roll(seed, 4);
    return number == 0 ? SLICE_EMPTY : arena_format(arena, "%s %u", what, number);
}

/* One source's word on some of the fields. Captures may be equal: a feed that names a piece twice. */
static Voice make_voice(Arena *arena, uint64_t *seed)
{
    static const char *const sources[] = {"wxr", "json-ld", "visible", "rss", "revision", "person", "meta"};
    static const char *const fields[] = {"headline", "kicker",  "body",    "dateline", "id",
                                         "pageKind", "media",   "summary", "status",   "tags",
                                         "lang",     "weather", "license", "rights",   "translations"};
    Article a = {0};
    a.headline = some_text(arena, seed, "headline");
    a.kicker = some_text(arena, seed, "kicker");
    a.canonical = some_text(arena, seed, "canonical");
    a.url = some_text(arena, seed, "url");
    a.cms_id = some_text(arena, seed, "id");
    a.summary = some_text(arena, seed, "summary");
    a.text = some_text(arena, seed, "text");
    a.dir = some_text(arena, seed, "dir");
    a.license = some_text(arena, seed, "license");
    a.rights = some_text(arena, seed, "rights");
    if (roll(seed, 2))
        *LIST_ADD(arena, &a.translations) =
            (Relation){.url = some_text(arena, seed, "address"), .lang = some_text(arena, seed, "lang")};
    if (roll(seed, 2))
        *LIST_ADD(arena, &a.related) = (Relation){.url = some_text(arena, seed, "address")};
    a.page_kind = roll(seed, 2) ? PAGE_OTHER : (PageKind)roll(seed, PAGE_KINDS);
    a.status = roll(seed, 2) ? ARTICLE_PUBLIC : ARTICLE_DRAFT;
    if (roll(seed, 2))
        *LIST_ADD(arena, &a.tags) = (Label){.slug = some_text(arena, seed, "tag")};
    if (roll(seed, 2))
        *LIST_ADD(arena, &a.media) = (Media){.id = some_text(arena, seed, "photo"), .width = roll(seed, 2)};
    if (roll(seed, 2))
        *LIST_ADD(arena, &a.comments) = (Comment){.text = some_text(arena, seed, "comment")};
    for (unsigned i = roll(seed, 4); i > 0; i--)
        *LIST_ADD(arena, &a.alt_ids) =
            (AltId){some_text(arena, seed, "role"), some_text(arena, seed, "value")};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (roll(seed, 3) == 0)
            *LIST_ADD(arena, &a.provenance) = (Origin){.field = slice_from(fields[i]),
                                                       .source = slice_from(sources[roll(seed, 7)]),
                                                       .confidence = (float)roll(seed, 3) / 2};
        if (roll(seed, 6) == 0)
            *LIST_ADD(arena, &a.repairs) =
                (Repair){.in = slice_from(fields[i]), .was = some_text(arena, seed, "w")};
    }
    article_settle(arena, &a);
    unsigned capture = 1 + roll(seed, 6); /* what is told of a capture hangs on its number */
    ClaimRank rank = {CLASS_VISIBLE, capture / 2 * 10, arena_format(arena, "%u", capture % 3), SLICE("u")};
    return (Voice){a, claim_ranks_of(&a, capture, rank)};
}

/* ---- all of it as text ---- */

static void add(Builder *b, Slice text)
{
    builder_add(b, text);
    builder_add_byte(b, '|');
}

static Slice written(Arena *arena, const Voice *v)
{
    Builder b;
    builder_init(&b, arena);
    const Article *a = &v->article;
    const Slice texts[] = {a->headline, a->kicker,  a->canonical, a->url,
                           a->cms_id,   a->summary, a->text,      a->dir};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        add(&b, texts[i]);
    builder_format(&b, "%d %d %zu %zu %zu|", (int)a->page_kind, (int)a->status, a->tags.count, a->media.count,
                   a->comments.count);
    for (size_t i = 0; i < a->tags.count; i++)
        add(&b, a->tags.items[i].slug);
    for (size_t i = 0; i < a->media.count; i++)
        add(&b, a->media.items[i].id);
    for (size_t i = 0; i < a->alt_ids.count; i++) {
        add(&b, a->alt_ids.items[i].role);
        add(&b, a->alt_ids.items[i].value);
    }
    for (size_t i = 0; i < a->provenance.count; i++) {
        const Origin *o = &a->provenance.items[i];
        builder_format(&b, "\n%.*s %.*s %.2f %lld", SLICE_ARG(o->field), SLICE_ARG(o->source),
                       (double)o->confidence, (long long)o->capture);
    }
    for (size_t i = 0; i < a->repairs.count; i++)
        builder_format(&b, "\n%.*s %.*s", SLICE_ARG(a->repairs.items[i].in),
                       SLICE_ARG(a->repairs.items[i].was));
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++)
        if (group_is_said(a, group))
            builder_format(&b, "\n%d by %lld", (int)group, (long long)v->ranks.captures[group]);
    return builder_slice(&b);
}

static Voice merged(Arena *arena, Voice a, const Voice *b)
{
    article_merge(arena, &a.article, &a.ranks, &b->article, &b->ranks);
    return a;
}

/* Voices [0, count) merged in a random grouping. */
static Voice merge_grouped(Arena *arena, uint64_t *seed, const Voice *voices, const size_t *order,
                           size_t count)
{
    if (count == 1)
        return merged(arena, voices[order[0]], &voices[order[0]]);
    size_t left = 1 + roll(seed, (unsigned)count - 1);
    Voice a = merge_grouped(arena, seed, voices, order, left);
    Voice b = merge_grouped(arena, seed, voices, order + left, count - left);
    return merged(arena, a, &b);
}

static void order_and_grouping_leave_no_trace(void **state)
{
    (void)state;
    Arena *arena = arena_open(SIZE_MAX);
    for (unsigned round = 1; round <= 400; round++) {
        uint64_t seed = round * 104729u;
        Voice voices[CLAIMS];
        size_t order[CLAIMS];
        Slice first = SLICE_EMPTY;
        arena_reset(arena);
        size_t count = 1 + roll(&seed, CLAIMS);
        for (size_t i = 0; i < count; i++)
            voices[i] = make_voice(arena, &seed);
        for (unsigned shuffle = 0; shuffle < 5; shuffle++) {
            for (size_t i = 0; i < count; i++) {
                size_t at = roll(&seed, (unsigned)i + 1);
                order[i] = order[at];
                order[at] = i;
            }
            Voice all = merge_grouped(arena, &seed, voices, order, count);
            Slice now = written(arena, &all);
            if (shuffle == 0)
                first = now;
            if (!slice_equal(first, now))
                fail_msg("seed %u:\n%.*s\n---\n%.*s", round, SLICE_ARG(first), SLICE_ARG(now));
            Voice again = merged(arena, all, &voices[roll(&seed, (unsigned)count)]);
            assert_true(slice_equal(written(arena, &again), now));
        }
    }
    arena_close(arena);
}

static Voice said(Arena *arena, const char *source, int64_t at_s, const char *headline)
{
    Article a = {.headline = slice_from(headline)};
    *LIST_ADD(arena, &a.provenance) =
        (Origin){.field = SLICE("headline"), .source = slice_from(source), .confidence = 1};
    return (Voice){a, claim_ranks_of(&a, at_s, (ClaimRank){CLASS_VISIBLE, at_s, SLICE("s"), SLICE("u")})};
}

static void the_higher_class_wins_then_the_later_capture(void **state)
{
    (void)state;
    static const char *const rising[] = {"revision", "rss", "visible", "json-ld", "wxr", "person"};
    Arena *arena = arena_open(SIZE_MAX);
    for (size_t i = 0; i + 1 < sizeof rising / sizeof rising[0]; i++) {
        Voice low = said(arena, rising[i], 20, "low"), high = said(arena, rising[i + 1], 10, "high");
        assert_true(slice_equal(merged(arena, low, &high).article.headline, SLICE("high")));
        assert_true(slice_equal(merged(arena, high, &low).article.headline, SLICE("high")));
        Voice later = said(arena, rising[i], 30, "later");
        assert_true(slice_equal(merged(arena, low, &later).article.headline, SLICE("later")));
        Voice silent = said(arena, "person", 40, "");
        assert_true(slice_equal(merged(arena, low, &silent).article.headline, SLICE("low")));
    }
    arena_close(arena);
}

static void of_ids_the_earlier_is_kept(void **state)
{
    (void)state;
    Arena *arena = arena_open(SIZE_MAX);
    Voice first = said(arena, "visible", 10, ""), second = said(arena, "visible", 20, "");
    Voice undated = said(arena, "visible", 0, "");
    first.article.cms_id = SLICE("1");
    second.article.cms_id = SLICE("2");
    undated.article.cms_id = SLICE("3");
    assert_true(slice_equal(merged(arena, second, &first).article.cms_id, SLICE("1")));
    assert_true(slice_equal(merged(arena, first, &second).article.cms_id, SLICE("1")));
    assert_true(slice_equal(merged(arena, undated, &second).article.cms_id, SLICE("2")));
    arena_close(arena);
}

static Voice voice_with_ids(Arena *arena, unsigned first, unsigned count)
{
    Article a = {.headline = SLICE("One piece")};
    for (unsigned i = first; i < first + count; i++)
        *LIST_ADD(arena, &a.alt_ids) = (AltId){SLICE("guid"), arena_format(arena, "%05u", i)};
    article_settle(arena, &a);
    return (Voice){a, claim_ranks_of(&a, 1, (ClaimRank){CLASS_VISIBLE, 1, SLICE("s"), SLICE("u")})};
}

static void of_very_many_other_ids_the_same_few_stay_in_any_order(void **state)
{
    (void)state;
    Arena *arena = arena_open(8 << 20);
    Voice up = voice_with_ids(arena, 0, 1), down = voice_with_ids(arena, 4 * ALT_IDS_MAX - 1, 1);
    for (unsigned i = 1; i < 4 * ALT_IDS_MAX; i++) {
        Voice next = voice_with_ids(arena, i, 1), last = voice_with_ids(arena, 4 * ALT_IDS_MAX - 1 - i, 1);
        article_merge(arena, &up.article, &up.ranks, &next.article, &next.ranks);
        article_merge(arena, &down.article, &down.ranks, &last.article, &last.ranks);
    }
    Voice at_once = voice_with_ids(arena, 0, 4 * ALT_IDS_MAX);
    assert_int_equal(up.article.alt_ids.count, ALT_IDS_MAX);
    assert_true(slice_equal(written(arena, &up), written(arena, &down)));
    assert_true(slice_equal(written(arena, &up), written(arena, &at_once)));
    arena_close(arena);
}

static void every_group_has_a_name_that_finds_it(void **state)
{
    (void)state;
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++)
        assert_int_equal(group_of_field(group_field(group)), group);
    assert_int_equal(group_of_field(SLICE("weather")), FIELD_GROUPS);
    assert_int_equal(group_of_origin(SLICE("weather")), GROUP_BODY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_grouping_leave_no_trace),
        cmocka_unit_test(the_higher_class_wins_then_the_later_capture),
        cmocka_unit_test(of_ids_the_earlier_is_kept),
        cmocka_unit_test(of_very_many_other_ids_the_same_few_stay_in_any_order),
        cmocka_unit_test(every_group_has_a_name_that_finds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
