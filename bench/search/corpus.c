/* The corpus of a measurement. In: JSON lines, or a seed. Out: texts. */
#include "corpus.h"

#include <math.h>

#include "base/builder.h"
#include "base/map.h"
#include "syntax/json.h"

uint32_t chance(Chance *c, uint32_t below)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return (uint32_t)((c->state * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

static void add_text(Corpus *corpus, Slice text)
{
    *LIST_ADD(corpus->arena, &corpus->texts) = text;
    corpus->bytes += text.size;
}

static void add_line(Corpus *corpus, Slice line)
{
    Arena *arena = arena_open((size_t)256 << 20);
    const Json *value = json_read(arena, line);
    Slice text = json_get_text(value, "text"), title = json_get_text(value, "title"),
          body = json_get_text(value, "body");
    if (text.size > 0)
        add_text(corpus, arena_copy(corpus->arena, text));
    else if (body.size > 0)
        add_text(corpus, arena_format(corpus->arena, "%.*s\n\n%.*s", SLICE_ARG(title), SLICE_ARG(body)));
    arena_close(arena);
}

void corpus_read(Corpus *corpus)
{
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) >= 0;)
        add_line(corpus, slice_of(line, (size_t)size));
    free(line);
}

/* ---- a chain of words ---- */

/* A place in the row of all words: its word, and the places with the same two words as a stretch of the
 * order. A step of the walk reads one of these and one of the order. */
typedef struct Place {
    uint32_t word, first, count;
} Place;

typedef struct Chain {
    Slices words;      /* each once */
    uint32_t *numbers; /* of words, by first appearance; equal words have equal numbers */
    uint32_t *order;   /* places sorted by (numbers[p], numbers[p + 1]) */
    Place *places;
    uint32_t count;
} Chain;

static int compare_places(const void *a, const void *b, void *context)
{
    const uint32_t *numbers = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (numbers[x] != numbers[y])
        return numbers[x] < numbers[y] ? -1 : 1;
    return numbers[x + 1] < numbers[y + 1] ? -1 : numbers[x + 1] > numbers[y + 1];
}

static void cut_words(const Corpus *corpus, Arena *arena, Slices *words)
{
    for (size_t i = 0; i < corpus->texts.count; i++) {
        Slice rest = corpus->texts.items[i], word;
        while (slice_next_split(&rest, ' ', &word)) {
            if (word.size > 0)
                *LIST_ADD(arena, words) = word;
        }
    }
}

static void describe_places(Chain *chain)
{
    for (uint32_t first = 0, end; first < chain->count; first = end) {
        end = first + 1;
        while (end < chain->count &&
               compare_places(&chain->order[first], &chain->order[end], chain->numbers) == 0)
            end++;
        for (uint32_t i = first; i < end; i++)
            chain->places[chain->order[i]] = (Place){chain->numbers[chain->order[i]], first, end - first};
    }
}

static Chain chain_make(const Corpus *corpus, Arena *arena)
{
    Slices words = {0};
    Map map;
    cut_words(corpus, arena, &words);
    map_init(&map, arena);
    Chain chain = {.count = (uint32_t)words.count - 1};
    chain.numbers = ARENA_ARRAY(arena, uint32_t, words.count);
    chain.order = ARENA_ARRAY(arena, uint32_t, words.count);
    for (size_t i = 0; i < words.count; i++) {
        bool is_new;
        MapValue *value = map_add(&map, words.items[i], &is_new);
        if (is_new) {
            value->number = chain.words.count;
            *LIST_ADD(arena, &chain.words) = words.items[i];
        }
        chain.numbers[i] = (uint32_t)value->number;
        chain.order[i] = (uint32_t)i;
    }
    qsort_r(chain.order, chain.count, sizeof *chain.order, compare_places, chain.numbers);
    chain.places = ARENA_ARRAY(arena, Place, chain.count);
    describe_places(&chain);
    return chain;
}

/* Any place with the same two words as this one. */
static uint32_t same_pair(const Chain *chain, uint32_t place, Chance *c)
{
    const Place *here = &chain->places[place];
    return chain->order[here->first + chance(c, here->count)];
}

static Slice walk(const Chain *chain, size_t bytes, Chance *c, Arena *arena)
{
    Builder out;
    builder_init(&out, arena);
    uint32_t place = chance(c, chain->count - 2);
    while (out.size < bytes) {
        builder_add(&out, chain->words.items[chain->places[place].word]);
        builder_add_byte(&out, ' ');
        place = same_pair(chain, place, c) + 1;
        if (place + 2 >= chain->count)
            place = chance(c, chain->count - 2);
    }
    return builder_slice(&out);
}

void corpus_generate(Corpus *corpus, size_t count, Chance *c)
{
    Arena *arena = arena_open(SIZE_MAX);
    Chain chain = chain_make(corpus, arena);
    Slices sources = corpus->texts;
    corpus->texts = (Slices){0};
    corpus->bytes = 0;
    for (size_t i = 0; i < count; i++)
        add_text(corpus,
                 walk(&chain, sources.items[chance(c, (uint32_t)sources.count)].size, c, corpus->arena));
    arena_close(arena);
}

void corpus_walk(const Corpus *corpus, size_t count, size_t mean_bytes, Chance *c,
                 void (*visit)(void *context, size_t number, Slice text), void *context)
{
    const double own_mean = (double)corpus->bytes / (double)corpus->texts.count;
    Arena *arena = arena_open(SIZE_MAX), *scratch = arena_open(SIZE_MAX);
    Chain chain = chain_make(corpus, arena);
    for (size_t i = 0; i < count; i++) {
        size_t size = corpus->texts.items[chance(c, (uint32_t)corpus->texts.count)].size;
        if (mean_bytes > 0)
            size = (size_t)((double)size * (double)mean_bytes / own_mean);
        arena_reset(scratch);
        visit(context, i + 1, walk(&chain, size, c, scratch));
    }
    arena_close(scratch);
    arena_close(arena);
}

void corpus_invent(Corpus *corpus, size_t count, Chance *c)
{
    enum { WORDS = 60000 };
    for (size_t i = 0; i < count; i++) {
        Builder out;
        builder_init(&out, corpus->arena);
        for (uint32_t words = 60 + chance(c, 300); words > 0; words--) {
            double rank = exp((double)chance(c, 1u << 20) / (1u << 20) * log(WORDS));
            uint32_t number = (uint32_t)rank * 2654435761u % 308915776u; /* six letters */
            for (int letter = 0; letter < 2 + (int)log10(rank) && letter < 6; letter++, number /= 26)
                builder_add_byte(&out, (char)('a' + number % 26));
            builder_add_byte(&out, ' ');
        }
        add_text(corpus, builder_slice(&out));
    }
}
