/* What a question costs in the server, without its sockets: one thread, one archive.
 *
 * In: the folder of an archive. Out: lines of name, unit, median, 95th and 99th percentile, runs. Questions
 * are drawn from the articles by a fixed seed, so that all have hits. A search page is what the server asks
 * for: 20 hits with two passages each, ten facets, the years, and the exact total. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/archive.h"

enum { ARTICLES_READ = 2000, SEARCHES = 400, RESOLVED = 4000, SHOWN = 2000, OPENED = 50 };

#define CHECK(call)                                                                                          \
    do {                                                                                                     \
        if ((call) != STATUS_OK)                                                                             \
            fatal("%s: %s", #call, err.message);                                                             \
    } while (0)

/* ---- measures ---- */

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

typedef struct Measure {
    const char *name, *unit;
    double scale;            /* of microseconds */
    double values[RESOLVED]; /* the most runs of any */
    size_t count;
} Measure;

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double percentile(const Measure *m, size_t of_hundred)
{
    size_t rank = (m->count * of_hundred + 99) / 100;
    return m->values[rank ? rank - 1 : 0] * m->scale;
}

static void tell(Measure *m)
{
    qsort(m->values, m->count, sizeof m->values[0], compare_numbers);
    printf("%-44s %-6s %10.3f %10.3f %10.3f %6zu\n", m->name, m->unit, percentile(m, 50), percentile(m, 95),
           percentile(m, 99), m->count);
    fflush(stdout);
}

/* ---- what is asked ---- */

/* xorshift64*, Vigna 2016 */
typedef struct Chance {
    uint64_t state;
} Chance;

static size_t chance(Chance *c, size_t below)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return below ? (size_t)((c->state * 0x2545F4914F6CDD1Du) >> 33) % below : 0;
}

typedef struct Sample {
    Arena *arena;
    Article *items;
    size_t count, capacity;
    size_t met;
    Chance chance;
} Sample;

/* Keeps a fair choice of all articles: a later one takes the place of any before it. */
static bool take(void *context, const Article *article)
{
    Sample *s = context;
    s->met++;
    size_t at = s->count < ARTICLES_READ ? s->count : chance(&s->chance, s->met);
    if (at >= ARTICLES_READ)
        return true;
    Article *kept = at == s->count ? LIST_ADD(s->arena, s) : &s->items[at];
    *kept = (Article){.id = arena_copy(s->arena, article->id),
                      .path = arena_copy(s->arena, article->path),
                      .url = arena_copy(s->arena, article->url),
                      .text = arena_copy(s->arena, article->text)};
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* So many words in a row of any article, none of which the query language reads otherwise. */
static void draw_row(Sample *s, Slice *words, size_t count)
{
    for (size_t found = 0, tries = 0; found < count && tries < 10000; tries++) {
        Slice text = s->items[chance(&s->chance, s->count)].text;
        size_t at = chance(&s->chance, text.size);
        while (at < text.size && text.data[at] != ' ')
            at++;
        for (found = 0; found < count && at < text.size && text.data[at] == ' '; found++) {
            size_t begin = ++at;
            while (at < text.size && is_letter(text.data[at]))
                at++;
            if (at < begin + 3)
                break;
            words[found] = slice_range(text, begin, at);
        }
    }
}

typedef enum Form { ONE, BOTH, ANY, PHRASE, NEAR, DATED, ALL, FORMS } Form;
static const char *const form_names[FORMS] = {"a word",
                                              "two words",
                                              "any of three words",
                                              "a phrase of two",
                                              "two words, NEAR/5",
                                              "a word, three years",
                                              "everything, newest first"};

static Slice draw_query(Sample *s, Form form)
{
    Slice w[3] = {SLICE("the"), SLICE("the"), SLICE("the")}, row[2] = {w[0], w[0]};
    draw_row(s, row, 2);
    for (size_t i = 0; i < 3; i++)
        draw_row(s, &w[i], 1);
    switch (form) {
    case ONE:
        return w[0];
    case BOTH:
        return arena_format(s->arena, "%.*s %.*s", SLICE_ARG(w[0]), SLICE_ARG(w[1]));
    case ANY:
        return arena_format(s->arena, "%.*s OR %.*s OR %.*s", SLICE_ARG(w[0]), SLICE_ARG(w[1]),
                            SLICE_ARG(w[2]));
    case PHRASE:
        return arena_format(s->arena, "\"%.*s %.*s\"", SLICE_ARG(row[0]), SLICE_ARG(row[1]));
    case NEAR:
        return arena_format(s->arena, "%.*s NEAR/5 %.*s", SLICE_ARG(row[0]), SLICE_ARG(row[1]));
    case DATED:
        return arena_format(s->arena, "%.*s date:2010..2012", SLICE_ARG(w[0]));
    default:
        return SLICE_EMPTY;
    }
}

/* ---- the measures ---- */

static void measure_searches(Archive *archive, Sample *s, Form form, size_t snippets, Measure *all)
{
    static const FacetRequest facets[] = {
        {FACET_SECTION, 10}, {FACET_AUTHOR, 10}, {FACET_TAG, 10}, {FACET_PLACE, 8},  {FACET_AGENCY, 8},
        {FACET_KIND, 8},     {FACET_GENRE, 6},   {FACET_LANG, 6}, {FACET_CREDIT, 6}, {FACET_YEAR, 0}};
    static Measure m;
    m = (Measure){.name = form_names[form], .unit = "ms", .scale = 1e-3};
    Arena *arena = arena_open(SIZE_MAX);
    Error err;
    for (size_t i = 0; i < SEARCHES; i++) {
        SearchRequest request = {
            .typed = draw_query(s, form), .with_clauses = true, .snippets_per_hit = snippets};
        request.options = (SearchOptions){.sort = form == ALL ? SORT_NEWEST : SORT_RELEVANCE,
                                          .limit = 20,
                                          .facets = facets,
                                          .facet_count = sizeof facets / sizeof facets[0],
                                          .bm25 = BM25_USUAL};
        Answer answer;
        arena_reset(arena);
        double begin = now_us();
        CHECK(archive_search(archive, arena, &request, &answer, &err));
        m.values[m.count++] = all->values[all->count++] = now_us() - begin;
    }
    arena_close(arena);
    tell(&m);
}

static void measure_pages(Archive *archive, Sample *s, const char *name, size_t snippets)
{
    static Measure all;
    all = (Measure){.name = name, .unit = "ms", .scale = 1e-3};
    for (Form form = 0; form < FORMS; form++)
        measure_searches(archive, s, form, snippets, &all);
    tell(&all);
}

static void measure_addresses(Archive *archive, Sample *s)
{
    static Measure m;
    m = (Measure){.name = "an old address resolved", .unit = "us", .scale = 1};
    Arena *arena = arena_open(SIZE_MAX);
    Error err;
    for (size_t i = 0; i < RESOLVED; i++) {
        const Article *article = &s->items[chance(&s->chance, s->count)];
        Slice url = arena_format(s->arena, "%.*s/?share=facebook", SLICE_ARG(article->url));
        Resolution resolution;
        arena_reset(arena);
        double begin = now_us();
        CHECK(archive_resolve(archive, arena, url, &resolution, &err));
        m.values[m.count++] = now_us() - begin;
        if (resolution.article == 0)
            fatal("'%.*s' leads nowhere", SLICE_ARG(url));
    }
    arena_close(arena);
    tell(&m);
}

static void measure_articles(Archive *archive, Sample *s)
{
    static Measure m;
    m = (Measure){.name = "an article, whole", .unit = "us", .scale = 1};
    Arena *arena = arena_open(SIZE_MAX);
    Error err;
    for (size_t i = 0; i < SHOWN; i++) {
        Article article;
        arena_reset(arena);
        double begin = now_us();
        CHECK(archive_article(archive, arena, s->items[chance(&s->chance, s->count)].id, &article, &err));
        m.values[m.count++] = now_us() - begin;
    }
    arena_close(arena);
    tell(&m);
}

static void measure_opening(const char *folder)
{
    static Measure m;
    m = (Measure){.name = "opening", .unit = "ms", .scale = 1e-3};
    Error err;
    for (size_t i = 0; i < OPENED; i++) {
        Archive *archive = NULL;
        double begin = now_us();
        CHECK(archive_open(folder, ARCHIVE_READ, &archive, &err));
        m.values[m.count++] = now_us() - begin;
        archive_close(archive);
    }
    tell(&m);
}

int main(int argc, char **argv)
{
    Error err;
    Archive *archive = NULL;
    Sample sample = {.arena = arena_open(SIZE_MAX), .chance = {20080107}};
    if (argc != 2)
        fatal("usage: ask_bench ARCHIVE");
    CHECK(archive_open(argv[1], ARCHIVE_READ, &archive, &err));
    CHECK(archive_each_article(archive, take, &sample, &err));
    if (sample.count == 0)
        fatal("there are no articles in '%s'", argv[1]);
    printf("%-44s %-6s %10s %10s %10s %6s\n", "name", "unit", "median", "p95", "p99", "runs");
    printf("# %zu articles; search pages without passages\n", sample.met);
    measure_pages(archive, &sample, "search pages without passages, all of them", 0);
    printf("# search pages\n");
    measure_pages(archive, &sample, "search pages, all of them", 2);
    measure_addresses(archive, &sample);
    measure_articles(archive, &sample);
    measure_opening(argv[1]);
    archive_close(archive);
    arena_close(sample.arena);
}
