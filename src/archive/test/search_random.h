/* Random articles, random typed queries: the index must give what the plain meaning (query/match.c) gives on
 * every single document: ids, counts, order, scores and facets, whatever the segments, merges and
 * replacements. A failure names its seed and the query. Shared by the programs that ask in the native
 * language and in those of others. BACKFILE_SOAK=1 asks a hundred times as many: a million in all.
 * BACKFILE_SEED=N asks others: worlds from the Nth on. */
#ifndef ARCHIVE_TEST_SEARCH_RANDOM_H
#define ARCHIVE_TEST_SEARCH_RANDOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "archive/inside.h"
#include "archive/rank.h"
#include "base/builder.h"
#include "base/file.h"

/* ---- a seeded generator: xorshift64*, Vigna 2016 ---- */
typedef struct Random {
    uint64_t state;
} Random;

static uint64_t random_next(Random *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * 2685821657736338717ull;
}
static unsigned random_below(Random *r, unsigned n)
{
    return (unsigned)(random_next(r) >> 33) % n;
}

/* Words as papers have them: capitals, accents, apostrophes, hyphens, Arabic, abbreviations, rare and
 * frequent ones. */
static const char *const WORDS[] = {
    "the",       "of",        "minister",   "Minister", "MINISTER", "harbour", "Haftar", "Haftar’s",
    "al-Sarraj", "Sana’a",    "Zürich",     "zurich",   "budget",   "talks",   "said",   "Said",
    "talk",      "ceasefire", "cease-fire", "U.S.",     "القاهرة",  "القاهره", "أحمد",   "port",
    "ports",     "porter",    "2014",       "17",       "dead",     "wounded"};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

static const char *random_word(Random *r)
{
    unsigned a = random_below(r, WORD_COUNT), b = random_below(r, WORD_COUNT);
    return WORDS[a < b ? a : b]; /* the first are the frequent ones */
}

static Slice random_text(Arena *arena, Random *r, unsigned words)
{
    Builder b;
    builder_init(&b, arena);
    for (unsigned i = 0; i < words; i++) {
        builder_add_string(&b, random_word(r));
        unsigned stop = random_below(r, 8);
        builder_add_string(&b, stop == 0 ? ". The " : stop == 1 ? ", " : " ");
    }
    return builder_slice(&b);
}

static const char *const SECTIONS[] = {"opinion", "news-middle-east", "features", "sport"};
static const char *const AUTHORS[] = {"Amir Taheri", "Al-Mustafa Najjar", "Asharq Al-Awsat"};
static const char *const PLACES[] = {"Cairo", "Beirut", "Sana’a"};

static Moment random_moment(Random *r)
{
    static const Grain grains[] = {GRAIN_NONE, GRAIN_YEAR, GRAIN_MONTH, GRAIN_DAY,
                                   GRAIN_DAY,  GRAIN_DAY,  GRAIN_MINUTE};
    Moment m = {0};
    Grain grain = grains[random_below(r, 7)];
    if (grain != GRAIN_NONE)
        assert_true(moment_make(&m, grain, 2010 + random_below(r, 3), 1 + random_below(r, 3),
                                1 + random_below(r, 9), random_below(r, 24), 0));
    m.has_offset = grain == GRAIN_MINUTE && random_below(r, 2);
    m.offset_minutes = (int16_t)(m.has_offset ? 180 : 0);
    return m;
}

static void random_article(Arena *arena, Random *r, int64_t number, Article *a)
{
    *a = (Article){.number = number, .page_kind = random_below(r, 4) ? PAGE_ARTICLE : PAGE_OPINION};
    a->id = arena_format(arena, "%u", 55000000u + (unsigned)number * 7919u % 1000u);
    a->id = arena_format(arena, "%.*s-%d", SLICE_ARG(a->id), (int)number);
    a->headline = random_text(arena, r, 1 + random_below(r, 6));
    unsigned blocks = random_below(r, 5);
    for (unsigned i = 0; i < blocks; i++)
        *LIST_ADD(arena, &a->body) = (Block){.kind = random_below(r, 6)   ? BLOCK_PARAGRAPH
                                                     : random_below(r, 2) ? BLOCK_TURN
                                                                          : BLOCK_INSET,
                                             .text = random_text(arena, r, 1 + random_below(r, 30))};
    article_join_text(a, arena);
    if (random_below(r, 2))
        *LIST_ADD(arena, &a->media) =
            (Media){.id = SLICE("77"), .caption = random_text(arena, r, random_below(r, 8))};
    a->section.slug = slice_from(SECTIONS[random_below(r, 4)]);
    for (unsigned i = random_below(r, 3); i > 0; i--)
        *LIST_ADD(arena, &a->tags) = (Label){.slug = slice_from(SECTIONS[random_below(r, 4)])};
    const char *author = AUTHORS[random_below(r, 3)];
    a->byline = slice_from(author);
    *LIST_ADD(arena, &a->authors) = (Author){.name = slice_from(author)};
    if (random_below(r, 2))
        *LIST_ADD(arena, &a->dateline.places) = slice_from(PLACES[random_below(r, 3)]);
    a->lang = random_below(r, 5) ? SLICE("en") : SLICE("ar");
    a->published = random_moment(r);
}

/* ---- random typed queries ---- */

static void random_query(Builder *b, Random *r, unsigned depth);

static const char *const FUNCTIONS[] = {"caps(", "nocaps(", "allcaps(",  "sounds(",
                                        "stem(", "fuzzy(",  "variants(", "only("};

/* A word that stands for several. */
static void random_set(Builder *b, Random *r)
{
    static const char *const sets[] = {"*ort",
                                       "m*r",
                                       "?ort",
                                       "por?er*",
                                       "tal*{0,1}",
                                       "p*{2,4}",
                                       "minster~1",
                                       "mnistr~2",
                                       "harbour~",
                                       "/(p|t)[aeiou].*/",
                                       "/m.n[a-i]+s?ter/",
                                       "/.{2}/",
                                       "cease-f*re",
                                       "*-fire",
                                       "al-s?rraj",
                                       "\"the * said\"",
                                       "\"(m*r|talk~1) sa?d\"",
                                       "caps(port*)",
                                       "nocaps(min*)",
                                       "allcaps(m*r)",
                                       "sounds(serraj)",
                                       "variants(haftor)",
                                       "stem(talking)",
                                       "القاهر*",
                                       "stem(ports)",
                                       "zur*ch",
                                       "\"caps(minister) * stem(talks)\"~9",
                                       "\"/t.*/ nocaps(/.*d/)\""};
    builder_add_string(b, sets[random_below(r, sizeof sets / sizeof *sets)]);
}

static void random_positional(Builder *b, Random *r, unsigned depth)
{
    const char *word = random_word(r);
    switch (random_below(r, depth ? 12 : 5)) {
    case 0:
        builder_format(b, "\"%s %s\"", random_word(r), word);
        break;
    case 3:
        random_set(b, r);
        break;
    case 9:
        builder_add_string(b, random_below(r, 2) ? "atleast(2, " : "first(9, ");
        random_positional(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    case 10:
        builder_add_string(b, FUNCTIONS[random_below(r, sizeof FUNCTIONS / sizeof *FUNCTIONS)]);
        random_positional(b, r, 0);
        builder_add_string(b, ")");
        break;
    case 1:
        builder_add_string(b, random_below(r, 2) ? "por*" : "mini*");
        break;
    case 2:
        builder_format(b, "=%s", random_below(r, 2) ? "Minister" : "said");
        break;
    case 4:
        builder_add_string(b, "(");
        random_positional(b, r, depth - 1);
        builder_add_string(b, " OR ");
        random_positional(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    case 5:
    case 6: {
        static const char *const near[] = {"NEAR/1",     "NEAR/5",  "PRE/3",     "W/S",     "W/P",
                                           "PRE/S",      "W/F",     "NOT W/S",   "PRE/P",   "PRE/F",
                                           "NOT NEAR/4", "NOT W/P", "NOT PRE/3", "NOT W/F", "NEAR/40"};
        builder_add_string(b, "(");
        random_positional(b, r, depth - 1);
        builder_format(b, " %s ", near[random_below(r, 15)]);
        random_positional(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    }
    case 7: {
        static const char *const fields[] = {"headline", "body",  "lead", "caption",
                                             "by",       "hlead", "all",  "dateline"};
        builder_format(b, "%s:(", fields[random_below(r, 8)]);
        random_positional(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    }
    default:
        builder_add_string(b, word);
    }
}

static void random_filter(Builder *b, Random *r)
{
    static const char *const filters[] = {"section:opinion",
                                          "section:news*",
                                          "tag:features",
                                          "author:amir-taheri",
                                          "place:cairo",
                                          "lang:ar",
                                          "kind:opinion",
                                          "has:photo",
                                          "date:2010",
                                          "date:2011-02",
                                          "date:2010-01-05",
                                          "date:>2010",
                                          "date:<=2011-02",
                                          "date:2010..2011",
                                          "date:undated",
                                          "words:>40",
                                          "words:5..20",
                                          "year:2012",
                                          "month:2",
                                          "day:01-05",
                                          "weekday:fri",
                                          "date:-30d",
                                          "id:55*",
                                          "media:77",
                                          "file:true",
                                          "date:[2010-01-03 TO 2011-02}",
                                          "words:[10 TO 30]",
                                          "turn:minister",
                                          "*"};
    builder_add_string(b, filters[random_below(r, sizeof filters / sizeof *filters)]);
}

static void random_query(Builder *b, Random *r, unsigned depth)
{
    switch (random_below(r, depth ? 8 : 3)) {
    case 0:
        random_filter(b, r);
        break;
    case 3:
    case 4:
        random_query(b, r, depth - 1);
        builder_add_string(b, " ");
        random_query(b, r, depth - 1);
        break;
    case 5:
        builder_add_string(b, "(");
        random_query(b, r, depth - 1);
        builder_add_string(b, " OR ");
        random_query(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    case 6:
        random_positional(b, r, 1);
        builder_add_string(b, " NOT (");
        random_query(b, r, depth - 1);
        builder_add_string(b, ")");
        break;
    default:
        random_positional(b, r, depth);
    }
}

/* ---- random queries in the languages of others ---- */

static const char *const FOREIGN[QUERY_DIALECTS][12] = {
    [DIALECT_FACTIVA] = {" and ", " or ", " not ", " adj3 ", " near5 ", " same ", " w/4 ", " /6n/ ", " "},
    [DIALECT_NEXIS] = {" and ", " or ", " and not ", " w/5 ", " pre/3 ", " w/s ", " w/p ", " not w/4 ",
                       " /3 ", " w/seg ", " "},
    [DIALECT_TROVE] = {" ", " AND ", " OR ", " -", " +", " NOT "},
    [DIALECT_LUCENE] = {" ", " AND ", " OR ", " -", " +", " && ", " || "},
};
static const char *const FOREIGN_UNITS[QUERY_DIALECTS][12] = {
    [DIALECT_FACTIVA] = {"minist$", "talk$1", "hd=minister", "hd=(port or talks)", "atleast2 the", "wc>20",
                         "said /F9/", "date after 2010", "\"the minister\"", "por?er", "se=sport"},
    [DIALECT_NEXIS] = {"minist!", "m*nister", "headline(minister)", "hlead(port or talks)", "atleast2(the)",
                       "length > 20", "caps(minister)", "date aft 2010", "\"the minister\"",
                       "section(sport)"},
    [DIALECT_TROVE] = {"minist*", "title:minister", "\"the port\"~4", "fulltext:Said", "talks~1", "port^3",
                       "publictag:sport", "date:[2010 TO 2011]"},
    [DIALECT_LUCENE] = {"minist*", "title:(+minister port)", "\"the port\"~4", "t?lks", "talks~1", "port^3",
                        "(+the minister)", "/p.*t/"},
};

static unsigned count_strings(const char *const *strings)
{
    unsigned count = 0;
    while (count < 12 && strings[count])
        count++;
    return count;
}

static void random_foreign(Builder *b, Random *r, QueryDialect dialect, unsigned depth)
{
    for (unsigned i = 1 + random_below(r, 3);; i--) {
        const unsigned how = random_below(r, 4);
        if (how == 0 && depth > 0) {
            builder_add_string(b, "(");
            random_foreign(b, r, dialect, depth - 1);
            builder_add_string(b, ")");
        } else {
            builder_add_string(
                b, how == 1 ? FOREIGN_UNITS[dialect][random_below(r, count_strings(FOREIGN_UNITS[dialect]))]
                            : random_word(r));
        }
        if (i <= 1)
            return;
        builder_add_string(b, FOREIGN[dialect][random_below(r, count_strings(FOREIGN[dialect]))]);
    }
}

/* ---- the plain answer ---- */

typedef struct World {
    Document *documents; /* the latest of each article */
    size_t count;
    uint64_t all_documents; /* with replaced ones, as scores see them */
    double mean_length;
    const Index *index;
} World;

static uint64_t world_df(void *context, Slice folded)
{
    World *world = context;
    return index_df(world->index, folded);
}

typedef struct Plain {
    const Document *document;
    uint32_t score;
} Plain;

static int by_time(const void *pa, const void *pb)
{
    const Document *a = ((const Plain *)pa)->document, *b = ((const Plain *)pb)->document;
    if (a->time_s != b->time_s)
        return a->time_s < b->time_s ? -1 : 1;
    return slice_compare(a->id, b->id);
}
static int newest_first(const void *pa, const void *pb)
{
    const Document *a = ((const Plain *)pa)->document, *b = ((const Plain *)pb)->document;
    bool a_undated = a->time_s == TIME_UNDATED, b_undated = b->time_s == TIME_UNDATED;
    if (a_undated != b_undated)
        return a_undated ? 1 : -1;
    return -by_time(pa, pb);
}
static int by_score(const void *pa, const void *pb)
{
    uint32_t a = ((const Plain *)pa)->score, b = ((const Plain *)pb)->score;
    return a != b ? (a > b ? -1 : 1) : newest_first(pa, pb);
}

/* The least key of a field; NULL: none. */
static const Slice *least_key(const Document *d, FacetField field)
{
    const Slice *least = NULL;
    for (size_t i = 0; i < d->facets.count; i++) {
        const Facet *f = &d->facets.items[i];
        if (f->field == field && (!least || slice_compare(f->key, *least) < 0))
            least = &f->key;
    }
    return least;
}
static int by_key(const void *pa, const void *pb, FacetField field, int sign)
{
    const Slice *a = least_key(((const Plain *)pa)->document, field),
                *b = least_key(((const Plain *)pb)->document, field);
    int order = !a || !b ? (a == NULL) - (b == NULL) : sign * slice_compare(*a, *b);
    return order != 0 ? order : newest_first(pa, pb);
}
static int by_headline(const void *a, const void *b)
{
    return by_key(a, b, FACET_HEADLINE, 1);
}
static int by_headline_falling(const void *a, const void *b)
{
    return by_key(a, b, FACET_HEADLINE, -1);
}
static int by_author(const void *a, const void *b)
{
    return by_key(a, b, FACET_AUTHOR, 1);
}
static int by_author_falling(const void *a, const void *b)
{
    return by_key(a, b, FACET_AUTHOR, -1);
}
static int by_words(const void *pa, const void *pb)
{
    uint32_t a = ((const Plain *)pa)->document->words, b = ((const Plain *)pb)->document->words;
    return a != b ? (a < b ? -1 : 1) : newest_first(pa, pb);
}
static int by_words_falling(const void *pa, const void *pb)
{
    uint32_t a = ((const Plain *)pa)->document->words, b = ((const Plain *)pb)->document->words;
    return a != b ? (a > b ? -1 : 1) : newest_first(pa, pb);
}
enum { SEED = 17 };
static int by_chance(const void *pa, const void *pb)
{
    uint32_t a = random_place(SEED, ((const Plain *)pa)->document->article),
             b = random_place(SEED, ((const Plain *)pb)->document->article);
    return a != b ? (a > b ? -1 : 1) : newest_first(pa, pb);
}

static size_t plain_search(Arena *arena, World *world, const Query *query, const SearchOptions *how,
                           Plain *found)
{
    static int (*const orders[SORTS])(const void *, const void *) = {
        by_score,  by_time,           newest_first, by_headline,      by_headline_falling,
        by_author, by_author_falling, by_words,     by_words_falling, by_chance};
    size_t count = 0;
    for (size_t i = 0; i < world->count; i++) {
        const Document *d = &world->documents[i];
        if (!query_matches(arena, query, d))
            continue;
        uint32_t score = how->sort == SORT_RELEVANCE
                             ? query_score(arena, query, d, BM25_USUAL, world->all_documents,
                                           world->mean_length, world_df, world)
                             : 0;
        found[count++] = (Plain){d, how->is_fresh ? fresh_score(score, d->time_s, how->newest_s) : score};
    }
    qsort(found, count, sizeof *found, orders[how->sort]);
    return count;
}

static size_t count_plain(Arena *arena, World *world, const Query *query)
{
    size_t count = 0;
    for (size_t i = 0; i < world->count; i++)
        count += query_matches(arena, query, &world->documents[i]);
    return count;
}

static uint64_t plain_facet(const Plain *found, size_t count, FacetField field, Slice value)
{
    uint64_t n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < found[i].document->facets.count; k++) {
            const Facet *f = &found[i].document->facets.items[k];
            n += f->field == field && slice_equal(f->value, value);
        }
    return n;
}

static uint64_t plain_facet_sum(const Plain *found, size_t count, FacetField field)
{
    uint64_t n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < found[i].document->facets.count; k++)
            n += found[i].document->facets.items[k].field == field;
    return n;
}

static void compare_facets(const Hits *hits, const Plain *found, size_t count, const char *what)
{
    for (size_t f = 0; f < hits->facet_count; f++) {
        const FacetCounts *facet = &hits->facets[f];
        uint64_t sum = 0;
        for (size_t v = 0; v < facet->count; v++) {
            uint64_t plain = plain_facet(found, count, facet->field, facet->values[v].value);
            if (plain != facet->values[v].count)
                fail_msg("%s: facet value '%.*s' counted %d, is %d", what, SLICE_ARG(facet->values[v].value),
                         (int)facet->values[v].count, (int)plain);
            sum += plain;
            if (v > 0)
                assert_true(facet->values[v - 1].count >= facet->values[v].count);
        }
        if (sum != plain_facet_sum(found, count, facet->field))
            fail_msg("%s: facet %d misses values", what, (int)f);
    }
}

/* Walks the whole answer by cursor in steps and holds it against the plain one. */
static void compare(Arena *arena, World *world, const Query *query, SearchOptions options, const char *what)
{
    static const FacetRequest facets[] = {{FACET_SECTION, 0}, {FACET_YEAR, 0}, {FACET_MONTH, 0},
                                          {FACET_DAY, 0},     {FACET_TAG, 0},  {FACET_AUTHOR, 0},
                                          {FACET_HAS, 0}};
    Plain *found = ARENA_ARRAY(arena, Plain, world->count + 1);
    size_t count = plain_search(arena, world, query, &options, found);
    options.facets = facets;
    options.facet_count = 7;
    size_t at = 0;
    for (;;) {
        Hits hits = {0};
        Error err = {{0}};
        if (index_search(world->index, arena, query, &options, &hits, &err) != STATUS_OK)
            fail_msg("%s: %s", what, err.message);
        if (hits.total != count)
            fail_msg("%s: total %d, is %d", what, (int)hits.total, (int)count);
        if (at == 0)
            compare_facets(&hits, found, count, what);
        for (size_t i = 0; i < hits.count; i++, at++) {
            assert_true(at < count);
            if (hits.items[i].article != found[at].document->article)
                fail_msg("%s: hit %d (score %u, should be %u) is article %d, should be %d", what, (int)at,
                         hits.items[i].score, found[at].score, (int)hits.items[i].article,
                         (int)found[at].document->article);
            assert_true(slice_equal(hits.items[i].id, found[at].document->id));
            if (options.sort == SORT_RELEVANCE && hits.items[i].score != found[at].score)
                fail_msg("%s: hit %d scores %u, should be %u", what, (int)at, hits.items[i].score,
                         found[at].score);
        }
        if (slice_is_empty(hits.cursor))
            break;
        assert_true(hits.count > 0);
        options.cursor = hits.cursor;
        options.facet_count = 0;
    }
    if (at != count)
        fail_msg("%s: %d hits walked, are %d", what, (int)at, (int)count);
}

/* Passages of a document that was made for them alone, without facets, are those of the whole one. */
static void compare_snippets(Arena *arena, const World *world, const Query *query, const char *what)
{
    for (size_t i = 0; i < world->count && i < 4 && !(document_needs(query) & NEEDS_FACETS); i++) {
        const Document *whole = &world->documents[i];
        Document bare = *whole;
        bare.facets = (Facets){0};
        bare.time_s = 0;
        bare.days = (DayRange){0, 0};
        bare.words = 0;
        Snippet *a, *b;
        size_t a_count, b_count;
        snippets_make(arena, whole, query, 3, &a, &a_count);
        snippets_make(arena, &bare, query, 3, &b, &b_count);
        bool is_same = a_count == b_count;
        for (size_t k = 0; is_same && k < a_count; k++)
            is_same = slice_equal(a[k].text, b[k].text) && slice_equal(a[k].in, b[k].in) &&
                      a[k].p == b[k].p && a[k].mark_count == b[k].mark_count;
        if (!is_same)
            fail_msg("%s: article %d has other passages without its facets", what, (int)whole->article);
    }
}

/* ---- one round ---- */

static void commit(IndexWriter *writer, uint64_t mark)
{
    Error err;
    assert_int_equal(index_writer_commit(writer, mark, &err), STATUS_OK);
}

static bool is_misplaced(const QueryNotes *notes)
{
    static const char *const codes[] = {"prox-and",    "prox-no-place", "operand-before", "no-place",
                                        "fuzzy-short", "exact-case",    "exact-wild"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (slice_equal(notes->error_code, slice_from(codes[i])))
            return true;
    return false;
}

static void one_world(uint64_t seed, unsigned queries, bool is_foreign, unsigned *asked)
{
    char folder[] = "/tmp/backfile-random-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Arena *keep = arena_open((size_t)1 << 30), *step = arena_open((size_t)1 << 30);
    Random r = {seed * 0x9E3779B97F4A7C15ull + 1};
    Zone *zone = NULL;
    Error err;
    assert_int_equal(zone_open(SLICE("Asia/Riyadh"), &zone, &err), STATUS_OK);

    IndexWriter *writer = NULL;
    assert_int_equal(index_writer_open(folder, &writer, &err), STATUS_OK);
    size_t count = 1 + random_below(&r, random_below(&r, 12) ? 40 : 500);
    World world = {.documents = ARENA_ARRAY(keep, Document, count), .count = count};
    for (size_t i = 0; i < count; i++) {
        Article article;
        random_article(keep, &r, (int64_t)i + 1, &article);
        archive_document(keep, &article, zone, SLICE("paper.example"), &world.documents[i]);
        index_writer_add(writer, &world.documents[i]);
        if (random_below(&r, 40) == 0)
            commit(writer, i + 1);
    }
    for (unsigned i = random_below(&r, 6); i > 0; i--) { /* some are replaced by later versions */
        size_t which = random_below(&r, (unsigned)count);
        Article article;
        random_article(keep, &r, (int64_t)which + 1, &article);
        archive_document(keep, &article, zone, SLICE("paper.example"), &world.documents[which]);
        index_writer_add(writer, &world.documents[which]);
    }
    commit(writer, count + 1);
    if (random_below(&r, 2))
        assert_int_equal(index_writer_merge_all(writer, &err), STATUS_OK);
    index_writer_close(writer);

    Index *index = NULL;
    assert_int_equal(index_open(folder, &index, &err), STATUS_OK);
    assert_int_equal(index_document_count(index), count);
    world.index = index;
    world.all_documents = index_stats(index).documents + index_stats(index).deleted;
    world.mean_length = index_mean_length(index);
    DayRange range = {0, 0};
    index_day_range(index, &range);
    for (unsigned q = 0; q < queries; q++) {
        arena_reset(step);
        Builder b;
        builder_init(&b, step);
        const QueryDialect dialect =
            is_foreign ? (QueryDialect)(1 + random_below(&r, QUERY_DIALECTS - 1)) : DIALECT_NATIVE;
        if (dialect == DIALECT_NATIVE)
            random_query(&b, &r, 3);
        else
            random_foreign(&b, &r, dialect, 2);
        Query *query = NULL;
        QueryNotes notes = {0};
        const char *typed = arena_string(step, builder_slice(&b));
        const ParseOptions how = {.last_day = range.last, .dialect = dialect};
        if (query_parse(step, builder_slice(&b), how, &query, &notes, &err) != STATUS_OK) {
            if (!is_misplaced(&notes)) /* what has no place, beside NEAR: rightly refused */
                fail_msg("seed %d: '%s' cannot be read: %s", (int)seed, typed, err.message);
            continue;
        }
        (*asked)++;
        SortKind sort = (SortKind)random_below(&r, random_below(&r, 2) ? 3 : SORTS);
        const char *what =
            arena_string(step, arena_format(step, "seed %d, sort %d, '%s'", (int)seed, (int)sort, typed));
        const SearchOptions asked_for = {.sort = sort,
                                         .limit = 1 + random_below(&r, 50),
                                         .bm25 = BM25_USUAL,
                                         .seed = SEED,
                                         .is_fresh = sort == SORT_RELEVANCE && random_below(&r, 4) == 0,
                                         .newest_s = (int64_t)range.last * 86400};
        const Query *ranked = sort == SORT_RELEVANCE ? rank_query(index, step, query) : query;
        compare(step, &world, ranked, asked_for, what);
        if (ranked != query) /* it counts nearness, and finds the same */
            compare(step, &world, query,
                    (SearchOptions){.sort = SORT_OLDEST, .limit = asked_for.limit, .bm25 = BM25_USUAL}, what);
        if (ranked != query && count_plain(step, &world, ranked) != count_plain(step, &world, query))
            fail_msg("%s: another set is ranked", what);
        compare_snippets(step, &world, query, what);
    }
    index_close(index);
    zone_close(zone);
    arena_close(step);
    arena_close(keep);
    assert_int_equal(index_delete(folder, &err), STATUS_OK);
    rmdir(folder);
}

/* Asks so many; worlds have seeds from `seed` on. */
static void ask_random(unsigned wanted, bool is_foreign, uint64_t seed)
{
    unsigned asked = 0;
    uint64_t skipped = 0;
    const char *first = getenv("BACKFILE_SEED");
    if (first && !slice_to_u64(slice_from(first), &skipped))
        fail_msg("BACKFILE_SEED is no number: '%s'", first);
    wanted *= getenv("BACKFILE_SOAK") ? 100 : 1;
    for (seed += skipped; asked < wanted; seed++)
        one_world(seed, 150, is_foreign, &asked);
    print_message("%u queries asked, the last in world %llu\n", asked, (unsigned long long)seed - 1);
}

#endif
