/* Search beside SQLite FTS5: one corpus, one run, one thread. In: JSON lines on standard input, or a seed.
 * Out: lines of name, unit, median, 95th percentile, runs, and ratios to the peer.
 *
 * Queries are drawn from the corpus: words of one document for AND and OR, words in a row for phrases, so
 * that nearly all have hits. Each is asked several times and its median counts. Our answers always have the
 * exact total, FTS5's top ten have none. */
#include <unistd.h>

#include "base/builder.h"
#include "base/clock.h"
#include "base/file.h"
#include "corpus.h"
#include "game.h"
#include "index/index.h"
#include "peer.h"
#include "text/text.h"

enum { ASKED = 7, BATCH_BYTES = 32 << 20 };

typedef struct Options {
    const char *folder;
    size_t generate, queries;
    uint64_t seed;
    const char *only; /* of the classes; NULL: all */
} Options;

#define CHECK(call)                                                                                          \
    do {                                                                                                     \
        if ((call) != STATUS_OK)                                                                             \
            fatal("%s: %s", #call, err.message);                                                             \
    } while (0)

/* ---- documents ---- */

/* The same words for the peer, parted by blanks. */
static Slice words_of(Arena *arena, const Document *d)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < d->tokens.count; i++) {
        if (d->tokens.items[i].flags & WORD_JOINED)
            continue;
        builder_add(&out, d->tokens.items[i].folded);
        builder_add_byte(&out, ' ');
    }
    return builder_slice(&out);
}

static void report(const char *name, const char *unit, double value)
{
    printf("%-44s %-22s %12.2f %12.2f %5d\n", name, unit, value, value, 1);
}

static double seconds_since(int64_t begin_us)
{
    return (double)(clock_monotonic_us() - begin_us) / 1e6;
}

/* ---- building ---- */

static double build_ours(const Corpus *corpus, const char *folder)
{
    Error err;
    IndexWriter *writer = NULL;
    Arena *arena = arena_open(SIZE_MAX);
    CHECK(index_delete(folder, &err));
    CHECK(index_writer_open(folder, &writer, &err));
    int64_t begin = clock_monotonic_us(), words_us = 0;
    size_t pending = 0;
    for (size_t i = 0; i < corpus->texts.count; i++) {
        Document document;
        int64_t before = clock_monotonic_us();
        arena_reset(arena);
        game_document(arena, (int64_t)i + 1, corpus->texts.items[i], &document);
        words_us += clock_monotonic_us() - before;
        index_writer_add(writer, &document);
        pending += corpus->texts.items[i].size;
        if (pending > BATCH_BYTES) {
            CHECK(index_writer_commit(writer, i, &err));
            pending = 0;
        }
    }
    CHECK(index_writer_finish(writer, corpus->texts.count, &err));
    double seconds = seconds_since(begin);
    index_writer_close(writer);
    arena_close(arena);
    double megabytes = (double)corpus->bytes / 1e6;
    report("build.words", "MB/s", megabytes / ((double)words_us / 1e6));
    report("build.index", "MB/s", megabytes / (seconds - (double)words_us / 1e6));
    report("build.both", "MB/s", megabytes / seconds);
    return seconds;
}

static double build_peer(const Corpus *corpus, const char *path, Peer **peer)
{
    Arena *arena = arena_open(SIZE_MAX);
    unlink(path);
    *peer = peer_open(path);
    double seconds = 0;
    for (size_t i = 0; i < corpus->texts.count; i++) {
        Document document;
        arena_reset(arena);
        game_document(arena, (int64_t)i + 1, corpus->texts.items[i], &document);
        Slice words = words_of(arena, &document);
        int64_t begin = clock_monotonic_us();
        peer_add(*peer, (int64_t)i + 1, words);
        seconds += seconds_since(begin);
    }
    int64_t begin = clock_monotonic_us();
    peer_finish(*peer);
    seconds += seconds_since(begin);
    arena_close(arena);
    report("fts5.build", "MB/s", (double)corpus->bytes / 1e6 / seconds);
    return seconds;
}

/* ---- queries ---- */

typedef struct Class {
    const char *name;
    QueryKind kind;
    size_t words;
    size_t limit;
} Class;

static const Class classes[] = {
    {"TERM", QUERY_TERM, 1, 10},      {"AND2", QUERY_AND, 2, 10},       {"AND3", QUERY_AND, 3, 10},
    {"OR2", QUERY_OR, 2, 10},         {"OR3", QUERY_OR, 3, 10},         {"OR5", QUERY_OR, 5, 10},
    {"PHRASE2", QUERY_PHRASE, 2, 10}, {"PHRASE3", QUERY_PHRASE, 3, 10}, {"COUNT.AND2", QUERY_AND, 2, 0},
    {"COUNT.OR2", QUERY_OR, 2, 0},    {"COUNT.OR3", QUERY_OR, 3, 0},    {"COUNT.PHRASE2", QUERY_PHRASE, 2, 0},
};

typedef struct Question {
    Query *query;
    char *match; /* FTS5's language */
} Question;

static bool is_plain(Slice word)
{
    for (size_t i = 0; i < word.size; i++) {
        if (!ascii_is_alpha(word.data[i]))
            return false;
    }
    return word.size > 2;
}

/* Words of a random document: anywhere, or in a row. False when it has too few. */
static bool draw_words(const Corpus *corpus, const Class *class, Arena *arena, Chance *c, Slice *words)
{
    Document d;
    uint32_t number = chance(c, (uint32_t)corpus->texts.count);
    game_document(arena, 1, corpus->texts.items[number], &d);
    if (d.tokens.count < 20)
        return false;
    size_t start = chance(c, (uint32_t)(d.tokens.count - class->words));
    for (size_t i = 0; i < class->words; i++) {
        bool in_a_row = class->kind == QUERY_PHRASE;
        const Token *token = &d.tokens.items[in_a_row ? start + i : chance(c, (uint32_t)d.tokens.count)];
        words[i] = token->folded;
        if (!is_plain(token->folded) || token->flags)
            return false;
    }
    return true;
}

static Query *new_query(Arena *arena, QueryKind kind, Slice text)
{
    Query *query = ARENA_NEW(arena, Query);
    *query = (Query){.kind = kind, .text = text, .month = -1, .day = -1, .weekday = -1};
    return query;
}

static Question draw_question(const Corpus *corpus, const Class *class, Arena *arena, Chance *c)
{
    Slice words[8];
    while (!draw_words(corpus, class, arena, c, words))
        continue;
    Builder match;
    builder_init(&match, arena);
    Query *query = new_query(arena, class->kind, words[0]);
    if (class->kind != QUERY_TERM) {
        query->child_count = class->words;
        query->children = ARENA_ARRAY(arena, Query *, class->words);
    }
    const char *between = class->kind == QUERY_OR ? "\" OR \"" : class->kind == QUERY_AND ? "\" AND \"" : " ";
    builder_add_byte(&match, '"');
    for (size_t i = 0; i < class->words; i++) {
        if (class->kind != QUERY_TERM)
            query->children[i] = new_query(arena, QUERY_TERM, words[i]);
        builder_add_string(&match, i > 0 ? between : "");
        builder_add(&match, words[i]);
    }
    builder_add_byte(&match, '"');
    return (Question){query, arena_string(arena, builder_slice(&match))};
}

/* ---- asking ---- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at_share(double *values, size_t count, double share)
{
    qsort(values, count, sizeof *values, compare_doubles);
    size_t at = (size_t)(share * (double)count);
    return values[at < count ? at : count - 1];
}

static double ask_ours(const Index *index, const Question *question, size_t limit, Arena *arena,
                       uint64_t *total)
{
    double times[ASKED];
    Error err;
    for (size_t i = 0; i < ASKED; i++) {
        SearchOptions options = {.sort = SORT_RELEVANCE, .limit = limit, .bm25 = {0.9, 0.4}};
        Hits hits;
        arena_reset(arena);
        int64_t begin = clock_monotonic_us();
        CHECK(index_search(index, arena, question->query, &options, &hits, &err));
        times[i] = (double)(clock_monotonic_us() - begin);
        *total = hits.total;
    }
    return at_share(times, ASKED, 0.5);
}

static double ask_peer(Peer *peer, const Question *question, size_t limit)
{
    double times[ASKED];
    for (size_t i = 0; i < ASKED; i++) {
        int64_t begin = clock_monotonic_us();
        if (limit > 0)
            peer_top(peer, question->match);
        else
            peer_count(peer, question->match);
        times[i] = (double)(clock_monotonic_us() - begin);
    }
    return at_share(times, ASKED, 0.5);
}

static void measure_class(const Corpus *corpus, const Index *index, Peer *peer, const Class *class,
                          const Options *options)
{
    Arena *arena = arena_open(SIZE_MAX), *scratch = arena_open(SIZE_MAX);
    Chance c = {options->seed};
    double *ours = ARENA_ARRAY(arena, double, options->queries),
           *theirs = ARENA_ARRAY(arena, double, options->queries);
    size_t agreed = 0;
    double our_sum = 0, their_sum = 0;
    for (size_t i = 0; i < options->queries; i++) {
        Question question = draw_question(corpus, class, arena, &c);
        uint64_t total = 0;
        ours[i] = ask_ours(index, &question, class->limit, scratch, &total);
        theirs[i] = ask_peer(peer, &question, class->limit);
        our_sum += ours[i];
        their_sum += theirs[i];
        agreed += total == peer_count(peer, question.match);
    }
    char name[64];
    snprintf(name, sizeof name, "search.%s", class->name);
    printf("%-44s %-22s %12.0f %12.0f %5zu\n", name, "microseconds", at_share(ours, options->queries, 0.5),
           at_share(ours, options->queries, 0.95), options->queries);
    snprintf(name, sizeof name, "fts5.%s", class->name);
    printf("%-44s %-22s %12.0f %12.0f %5zu   mean ratio %.1f, same count %zu\n", name, "microseconds",
           at_share(theirs, options->queries, 0.5), at_share(theirs, options->queries, 0.95),
           options->queries, their_sum / (our_sum > 0 ? our_sum : 1), agreed);
    arena_close(scratch);
    arena_close(arena);
}

/* ---- the whole ---- */

static size_t to_number(const char *text)
{
    uint64_t number = 0;
    if (!text || !slice_to_u64(slice_from(text), &number))
        fatal("a number was expected, not '%s'", text ? text : "");
    return (size_t)number;
}

static Options read_options(int argc, char **argv)
{
    Options options = {.folder = "search_bench.tmp", .queries = 100, .seed = 7};
    for (int i = 1; i < argc; i++) {
        Slice name = slice_from(argv[i]);
        const char *value = i + 1 < argc ? argv[++i] : NULL;
        if (slice_equal(name, SLICE("--folder")) && value)
            options.folder = value;
        else if (slice_equal(name, SLICE("--generate")))
            options.generate = to_number(value);
        else if (slice_equal(name, SLICE("--queries")))
            options.queries = to_number(value);
        else if (slice_equal(name, SLICE("--only")) && value)
            options.only = value;
        else if (slice_equal(name, SLICE("--seed")))
            options.seed = to_number(value) | 1;
        else
            fatal("usage: search_bench [--folder DIR] [--generate ARTICLES] [--queries N] [--only CLASS] "
                  "[--seed N] < LINES");
    }
    return options;
}

static void measure(const Corpus *corpus, const Options *options)
{
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = path_join(arena, options->folder, "index");
    const char *peer_path = path_join(arena, options->folder, "fts5.db");
    Peer *peer = NULL;
    CHECK(file_make_folder(options->folder, &err));
    report("corpus", "articles", (double)corpus->texts.count);
    report("corpus", "MB", (double)corpus->bytes / 1e6);
    double ours = build_ours(corpus, folder), theirs = build_peer(corpus, peer_path, &peer);
    report("build, times as fast as fts5", "ratio", theirs / ours);
    Index *index = NULL;
    int64_t begin = clock_monotonic_us();
    CHECK(index_open(folder, &index, &err));
    report("open", "microseconds", (double)(clock_monotonic_us() - begin));
    report("size", "bytes a byte of text", (double)index_stats(index).bytes / (double)corpus->bytes);
    report("fts5.size", "bytes a byte of text", (double)peer_bytes(peer_path) / (double)corpus->bytes);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!options->only || slice_equal(slice_from(options->only), slice_from(classes[i].name)))
            measure_class(corpus, index, peer, &classes[i], options);
    }
    index_close(index);
    peer_close(peer);
    arena_close(arena);
}

int main(int argc, char **argv)
{
    Options options = read_options(argc, argv);
    Corpus corpus = {.arena = arena_open(SIZE_MAX)};
    Chance c = {options.seed};
    if (!isatty(STDIN_FILENO))
        corpus_read(&corpus);
    if (corpus.texts.count == 0)
        corpus_invent(&corpus, options.generate > 0 ? options.generate : 20000, &c);
    else if (options.generate > 0)
        corpus_generate(&corpus, options.generate, &c);
    printf("%-44s %-22s %12s %12s %5s\n", "name", "unit", "median", "p95", "runs");
    measure(&corpus, &options);
    arena_close(corpus.arena);
    return 0;
}
